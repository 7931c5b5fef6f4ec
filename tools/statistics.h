/* SPDX-License-Identifier: MIT */
/* govstat rollup --stat: a dataset grouped by keys, and statistics of every group and cell. */
#ifndef GOV_TOOLS_STATISTICS_H
#define GOV_TOOLS_STATISTICS_H

#include "output.h"

typedef enum { STATISTICS_TABLE, STATISTICS_JSONL, STATISTICS_CSV } StatisticsFormat;

/* What was asked for on the command line. */
typedef struct _ToolStatistics ToolStatistics;

/* Reads the options; NULL after a message that names the choices. `by` may be NULL (year), as may `over` and `cells`.
 * `has_units` tells whether there is a register, without which many keys are not known. */
ToolStatistics *tool_statistics_new(const char *stat, const char *by, const char *over, const char *cells,
                                    bool has_units);
void tool_statistics_free(ToolStatistics *self);

/* Writes the statistics of the reports that `rollup` adds, or without one of all rows of the dataset, which then is
 * not joined with a register. False after a message. */
bool tool_statistics_write(const ToolStatistics *self, const GovDataset *dataset, const GovRollup *rollup,
                           StatisticsFormat format, GovLanguage language, unsigned threads, ToolOutput *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ToolStatistics, tool_statistics_free)

#endif
