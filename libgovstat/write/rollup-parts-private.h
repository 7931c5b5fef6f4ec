/* SPDX-License-Identifier: MIT */
/* What the writers of a roll-up share. */
#ifndef GOV_ROLLUP_PARTS_PRIVATE_H
#define GOV_ROLLUP_PARTS_PRIVATE_H

#include "aggregate/rollup-private.h"

/* Why a report has a figure in a cell, or none: together the reports that are expected. */
typedef struct {
    const char *name;
    const char *words[2]; /* by language */
    size_t offset;        /* in GovRollupCell */
} GovRollupCount;

#define GOV_ROLLUP_N_COUNTS 6

extern const GovRollupCount gov__rollup_counts[GOV_ROLLUP_N_COUNTS];

static inline size_t gov__rollup_get_count(const GovRollupCell *cell, size_t i)
{
    return G_STRUCT_MEMBER(size_t, cell, gov__rollup_counts[i].offset);
}

/* Whether the report of a unit would be added to a group itself, not to one below it. */
bool gov__rollup_is_missing_at(const GovRollup *rollup, const GovMissing *missing, size_t node);

#endif
