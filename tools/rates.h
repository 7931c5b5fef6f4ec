/* SPDX-License-Identifier: MIT */
/* Indicators (指标) of the groups of a roll-up, as lines. */
#ifndef GOV_TOOLS_RATES_H
#define GOV_TOOLS_RATES_H

#include "tools.h"

typedef enum { RATES_TABLE, RATES_JSONL, RATES_CSV } RatesFormat;

/* Appends every indicator of every group, in the order of the groups; with the header line for CSV. `zero` counts blanks
 * as nothing to add. False after an error. */
bool tool_append_rates(GString *out, const GovDataset *dataset, const GovRollup *rollup, RatesFormat format, bool zero,
                       GovLanguage language, GError **error);

#endif
