/* SPDX-License-Identifier: MIT */
/* Reports of one body across the years, in steps: series.c (year by year), series-order.c (which
 * reports, in which order), series-cancel.c and series-chain.c (what only shows over more years). */
#ifndef GOV_SERIES_PRIVATE_H
#define GOV_SERIES_PRIVATE_H

#include <govstat/check.h>

#include "form/rule-private.h"

#define GOV_MAX_CHAIN 10 /* years that one comparison may span */

typedef struct {
    char *body; /* normalised name */
    const GovReport *report;
    int year;
} GovSeriesEntry;

typedef struct {
    const GArray *entries; /* GovSeriesEntry, by body and year */
    const GPtrArray *rules;
    GPtrArray *findings;
    GovNarrativeMode narrative;
} GovSeries;

/* Reports of one body for consecutive years on one form. */
typedef struct {
    const GovSeriesEntry *entries;
    guint n;
} GovRun;

/* Where the findings of each year of a run begin and end. */
typedef struct {
    guint first;
    guint end;
} GovSpan;

/* GovSeriesEntry, by body and year; reports without either are left out. */
GArray *gov__series_sort(const GPtrArray *reports);
/* Appends one entry for each body and year to `kept`, which borrows it. */
void gov__series_keep_one_each_year(const GovSeries *series, GArray *kept);

/* The figure that a comparison carries from one year to the next, or NULL. */
const GovTerm *gov__series_find_carried(const GovInstance *instance);
/* Whether years of a comparison may be added up: an equation without conditions or tolerance. */
bool gov__series_is_exact(const GovRule *rule, const GovInstance *instance);

/* Finds differences that a later year of the run takes back, and says so in their findings. */
void gov__series_match(const GovSeries *series, const GovRun *run, const GovSpan *spans);
/* Bridges years in which the carried figure is missing. */
void gov__series_bridge(const GovSeries *series, const GovRun *run);

#endif
