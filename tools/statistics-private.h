/* SPDX-License-Identifier: MIT */
/* The inside of statistics: what is asked for, the groups, and their lines. */
#ifndef GOV_TOOLS_STATISTICS_PRIVATE_H
#define GOV_TOOLS_STATISTICS_PRIVATE_H

#include "statistics.h"

typedef enum {
    STAT_SUM,
    STAT_COUNT,
    STAT_MEAN,
    STAT_MEDIAN,
    STAT_MIN,
    STAT_MAX,
    STAT_VARIANCE,
    STAT_SHARE,
    STAT_RANK,
    STAT_GROWTH,
    STAT_HHI,
    STAT_GINI,
    STAT_QUANTILE
} StatKind;

typedef struct {
    StatKind kind;
    char *name;           /* as given */
    unsigned numerator;   /* of a quantile */
    unsigned denominator;
} Stat;

struct _ToolStatistics {
    GArray *stats; /* Stat */
    GArray *by;    /* GovKey */
    GPtrArray *names; /* of the keys, as given: province is division cut to two digits */
    unsigned digits;
    GovKey over; /* of shares and ranks */
    char **cells; /* patterns, or NULL */
    bool adds;   /* some statistic adds figures up */
    bool needs_distribution;
};

/* One group: where it is in each aggregate, or -1. */
typedef struct {
    gint64 reports; /* in `aggregate` */
    gint64 missing; /* in `ghosts`: only units that have not filed */
} StatGroup;

/* All that the lines are made of. */
typedef struct {
    const ToolStatistics *asked;
    const GovForm *form;
    GovAggregate *aggregate;
    GovAggregate *ghosts;   /* units that have not filed; NULL without a register */
    GArray *groups;         /* StatGroup */
    GArray *cells;          /* size_t */
    GHashTable *concordances; /* id of an edition → GovConcordance, or NULL where there is none */
} StatTable;

/* Groups the rows; false after an error. */
bool stat_table_fill(StatTable *table, const GovDataset *dataset, const GovRollup *rollup, unsigned threads,
                     GError **error);
void stat_table_clear(StatTable *table);
/* How comparable a cell is over the reports of a group, or NULL where there is no report; static. */
const char *stat_table_compare(const StatTable *table, const StatGroup *group, size_t cell);
/* The same of the change from the year before: the lesser of both years. NULL if one of them has no report. */
const char *stat_table_compare_growth(const StatTable *table, const StatGroup *group, size_t cell);
/* The key of a group as text, or NULL if it is not known; g_free(). */
char *stat_table_dup_key(const StatTable *table, const StatGroup *group, guint i);
/* Reports of a group, and units of it that have not filed. */
guint64 stat_table_n_reports(const StatTable *table, const StatGroup *group);
guint64 stat_table_n_missing(const StatTable *table, const StatGroup *group);

/* A statistic as a plain number, or NULL where there is none, with the reason in `status`. */
char *stat_table_dup_value(const StatTable *table, const StatGroup *group, size_t cell, const Stat *stat,
                           GovRateStatus *status, GError **error);

/* Writes all lines; false after an error. */
bool stat_table_write(const StatTable *table, StatisticsFormat format, GovLanguage language, ToolOutput *output,
                      GError **error);

#endif
