/* SPDX-License-Identifier: MIT */
/* What the two files of govstat rollup share: what was asked for and read, and how it is written. */
#ifndef GOV_TOOLS_ROLLUP_H
#define GOV_TOOLS_ROLLUP_H

#include "editions.h"
#include "output.h"
#include "statistics.h"

typedef enum { FORMAT_TABLE, FORMAT_JSONL, FORMAT_CSV } RollupFormat;

typedef struct {
    RollupFormat format;
    GovLanguage language;
    gboolean missing;
    gboolean reconcile;
    gboolean indicators;
    gboolean breaks;
    gboolean newest; /* file wins */
    const char *to;  /* form to harmonise to, or NULL */
    ToolStatistics *statistics; /* instead of the sums, or NULL */
    GovUnits *units;
    GovManifest *manifest; /* or NULL */
    ToolEditions *editions;
    GovDataset *dataset; /* all reports, of one form */
    GArray *problems;
} Rollup;

/* One line on stderr for everything that is in no sum or gave way; false if some report is of no unit. */
bool rollup_tell_left_out(const Rollup *self, const GovRollup *rollup);

void rollup_write_sums(const Rollup *self, ToolOutput *output, const GovRollup *rollup);
void rollup_write_filing(const Rollup *self, ToolOutput *output, const GovRollup *rollup);
void rollup_write_reconciliations(const Rollup *self, ToolOutput *output, const GovRollup *rollup);
void rollup_write_breaks(const Rollup *self, ToolOutput *output);
/* False after a message. */
bool rollup_write_indicators(const Rollup *self, ToolOutput *output, const GovRollup *rollup);
bool rollup_write_statistics(const Rollup *self, ToolOutput *output, const GovDataset *dataset,
                             const GovRollup *rollup, unsigned threads);

#endif
