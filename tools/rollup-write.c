/* SPDX-License-Identifier: MIT */
/* What govstat rollup writes: sums, or one of the lists that are asked for instead; and what it says on stderr of
 * reports that are in none of them. */
#include "rates.h"
#include "rollup.h"

static void write_node(const Rollup *self, GString *out, const GovRollup *rollup, size_t node)
{
    switch (self->format) {
    case FORMAT_TABLE:
        gov_write_rollup_text(out, rollup, node, self->language, GOV_WRITE_PLAIN);
        g_string_append_c(out, '\n');
        break;
    case FORMAT_JSONL:
        gov_write_rollup_json(out, rollup, node);
        g_string_append_c(out, '\n');
        break;
    case FORMAT_CSV:
        gov_write_rollup_csv(out, rollup, node);
        break;
    }
}

void rollup_write_sums(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_CSV)
        gov_write_rollup_csv_header(text);
    for (size_t node = 0; node < gov_rollup_n_nodes(rollup) && tool_output_is_good(output); node++) {
        write_node(self, text, rollup, node);
        tool_output_write(output, text->str, text->len);
        g_string_truncate(text, 0);
    }
    tool_output_write(output, text->str, text->len);
}

void rollup_write_filing(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_TABLE)
        gov_write_filing_text(text, rollup, self->problems, self->language);
    else if (self->format == FORMAT_JSONL)
        gov_write_filing_json(text, rollup, self->problems);
    else
        gov_write_filing_csv(text, rollup, self->problems);
    tool_output_write(output, text->str, text->len);
}

void rollup_write_reconciliations(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    g_autoptr(GString) text = g_string_new(NULL);

    if (self->format == FORMAT_CSV)
        gov_write_reconciliation_csv_header(text);
    for (guint i = 0; i < all->len; i++) {
        const GovReconciliation *one = g_ptr_array_index(all, i);
        if (self->format == FORMAT_TABLE)
            gov_write_reconciliation_text(text, self->units, one, self->language);
        else if (self->format == FORMAT_JSONL)
            gov_write_reconciliation_json(text, self->units, one);
        else
            gov_write_reconciliation_csv(text, self->units, one);
    }
    tool_output_write(output, text->str, text->len);
}

/* Of the sums: pooled rates, and none where a report is missing that belongs to a sum. */
bool rollup_write_indicators(const Rollup *self, ToolOutput *output, const GovRollup *rollup)
{
    static const RatesFormat formats[] = {
        [FORMAT_TABLE] = RATES_TABLE, [FORMAT_JSONL] = RATES_JSONL, [FORMAT_CSV] = RATES_CSV};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (!tool_append_rates(text, gov_rollup_get_dataset(rollup), rollup, formats[self->format], false, self->language,
                           &error)) {
        tool_message("%s", error->message);
        return false;
    }
    tool_output_write(output, text->str, text->len);
    return true;
}

/* The units that have a name, for whoever must choose. */
static char *dup_candidates(const GovUnits *units, const char *name, int year)
{
    size_t found[4] = {0};
    size_t n = gov_units_find_name(units, name, year, found, G_N_ELEMENTS(found));
    GString *out = g_string_new("; give its code with --manifest:");

    for (size_t i = 0; i < MIN(n, G_N_ELEMENTS(found)); i++)
        g_string_append_printf(out, " %s", gov_units_get(units, found[i]).code);
    return g_string_free(g_string_append(out, n > G_N_ELEMENTS(found) ? " …" : ""), FALSE);
}

#define MOST_ASKED 100 /* names that a unit is sought for, which takes looking at the whole register */

/* What would be right, where that can be guessed. */
static char *dup_advice(const Rollup *self, const GovJoinProblem *problem, bool ask)
{
    const char *name = gov_dataset_get_key(self->dataset, GOV_KEY_AGENCY, problem->row);
    int year = gov_dataset_get_years(self->dataset)[problem->row];

    if (gov_dataset_get_key(self->dataset, GOV_KEY_UNIT, problem->row) != NULL || name == NULL)
        return g_strdup("");
    if (problem->reason == GOV_JOIN_SEVERAL)
        return dup_candidates(self->units, name, year);
    int like = ask && problem->reason == GOV_JOIN_UNKNOWN ? gov_units_find_like(self->units, name, year) : -1;
    if (like < 0)
        return g_strdup("");
    GovBody body = gov_units_get(self->units, (size_t)like);
    return g_strdup_printf("; is it %s (%s)? Then enter the name among its aliases", body.name, body.code);
}

static void tell_problem(const Rollup *self, const GovJoinProblem *problem, bool ask)
{
    const char *name = gov_dataset_get_key(self->dataset, GOV_KEY_AGENCY, problem->row);
    const char *source = gov_dataset_get_key(self->dataset, GOV_KEY_SOURCE, problem->row);
    const char *code = gov_dataset_get_key(self->dataset, GOV_KEY_UNIT, problem->row);
    g_autofree char *advice = dup_advice(self, problem, ask);

    tool_message("%s: %s%s%s is in no sum: %s%s", source != NULL ? source : "-", name != NULL ? name : "?",
                 code != NULL ? " " : "", code != NULL ? code : "",
                 gov_join_reason_get_text(problem->reason, self->language), advice);
}

/* What is in no sum, or gave way, must not go unseen; --missing has the whole list. */
bool rollup_tell_left_out(const Rollup *self, const GovRollup *rollup)
{
    for (guint i = 0; i < self->problems->len && !self->missing; i++)
        tell_problem(self, &g_array_index(self->problems, GovJoinProblem, i), i < MOST_ASKED);
    size_t outside = gov_rollup_n_outside(rollup) - self->problems->len;
    size_t given_way = gov_rollup_n_resubmissions(rollup);
    if (outside > 0)
        tool_message("%zu report%s in no sum: of units with none above and none below, or that are left out, or "
                     "without a year",
                     outside, outside == 1 ? " is" : "s are");
    if (given_way > 0 && !self->missing)
        tool_message("%zu report%s gave way to another of the same unit and year; see --missing", given_way,
                     given_way == 1 ? "" : "s");
    return self->problems->len == 0;
}

void rollup_write_breaks(const Rollup *self, ToolOutput *output)
{
    static const EditionsFormat formats[] = {
        [FORMAT_TABLE] = EDITIONS_TABLE, [FORMAT_JSONL] = EDITIONS_JSONL, [FORMAT_CSV] = EDITIONS_CSV};
    g_autoptr(GString) text = g_string_new(NULL);

    tool_append_breaks(text, self->editions, formats[self->format], self->language);
    tool_output_write(output, text->str, text->len);
}

bool rollup_write_statistics(const Rollup *self, ToolOutput *output, const GovDataset *dataset, const GovRollup *rollup,
                             unsigned threads)
{
    static const StatisticsFormat formats[] = {
        [FORMAT_TABLE] = STATISTICS_TABLE, [FORMAT_JSONL] = STATISTICS_JSONL, [FORMAT_CSV] = STATISTICS_CSV};

    return tool_statistics_write(self->statistics, dataset, rollup, formats[self->format], self->language, threads,
                                 output);
}
