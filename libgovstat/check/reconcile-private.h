/* SPDX-License-Identifier: MIT */
/* Differences between a published report and a sum, and the figures that may explain them. */
#ifndef GOV_RECONCILE_PRIVATE_H
#define GOV_RECONCILE_PRIVATE_H

#include <govstat/reconcile.h>

#define GOV_MAX_EXPLANATIONS 3u

/* Figures of the units below, one row each; a figure that is not there is 0, which explains nothing. */
typedef struct {
    size_t n_units;
    size_t n_cells;
    const size_t *units;  /* lines of the register */
    const int64_t *values; /* n_units rows of n_cells */
    const __int128 *differences; /* by cell: published less the sum */
    const uint8_t *compared;     /* by cell */
} GovDifferences;

/* Appends up to GOV_MAX_EXPLANATIONS to an array of GovExplanation. */
void gov__reconcile_explain(const GovDifferences *differences, GArray *explanations);

#endif
