/* SPDX-License-Identifier: MIT */
/* Indicators (指标) of the rows of a dataset, as lines. */
#ifndef GOV_TOOLS_RATES_H
#define GOV_TOOLS_RATES_H

#include "tools.h"

typedef enum { RATES_TABLE, RATES_JSONL, RATES_CSV } RatesFormat;

/* Appends every indicator of every row, in the order of the rows; with the header line for CSV. `zero`
 * counts blanks as nothing to add. */
void tool_append_rates(GString *out, const GovDataset *dataset, RatesFormat format, bool zero, GovLanguage language);

#endif
