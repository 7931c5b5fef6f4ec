/* SPDX-License-Identifier: MIT */
/* The rows of a dataset in an order of their own, for checks that need many reports. */
#ifndef GOV_PANEL_PRIVATE_H
#define GOV_PANEL_PRIVATE_H

#include "check/finding-private.h"

typedef struct {
    const GovDataset *dataset;
    const GovForm *form;
    size_t n;
    size_t *rows;       /* by body, year and source: the order of the findings */
    GPtrArray *reports; /* by row: made when a finding needs it, or NULL */
    GPtrArray *findings;
} GovPanel;

/* The report of a row of the dataset; borrowed. */
const GovReport *gov__panel_get_report(const GovPanel *panel, size_t row);
/* The body of a row: its code in the register if it is known, else its name; or NULL. */
const char *gov__panel_get_body(const GovPanel *panel, size_t row);
bool gov__panel_has(const GovPanel *panel, size_t cell, size_t row);

/* Figures far from what others have (outlier.c), and tables that stand in two reports (copies.c). */
void gov__panel_find_outliers(GovPanel *panel);
void gov__panel_find_copies(GovPanel *panel);

#endif
