/* SPDX-License-Identifier: MIT */
/* Reports of one body across the years.
 *
 * Reports are put in order by body and year first, so that the order they came in makes no
 * difference. Each is then compared with that of the year before by the rules that name figures of
 * it. What only shows over more years is in series-cancel.c and series-chain.c. */
#include "check/series-private.h"

#include <string.h>

#include "check/claim-private.h"
#include "check/finding-private.h"

static bool is_told(const GArray *told, size_t cell)
{
    for (guint i = 0; i < told->len; i++)
        if (g_array_index(told, GovSuspect, i).cell == cell)
            return true;
    return false;
}

/* The suspects whose figure is that of the year before. */
static GArray *find_left_standing(const GPtrArray *findings)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(GovSuspect));

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        for (guint k = 0; k < finding->suspects->len; k++) {
            GovSuspect suspect = g_array_index(finding->suspects, GovSuspect, k);
            if (suspect.set == 1 && strcmp(suspect.reason, "prior_value") == 0 &&
                !is_told(found, suspect.cell))
                g_array_append_val(found, suspect);
        }
    }
    return found;
}

static void add_left_standing(const GovSeries *series, const GovSeriesEntry *entry,
                              const GovSeriesEntry *prior, const GovSuspect *suspect)
{
    const GovForm *form = gov_report_get_form(entry->report);
    const GovForm *other = gov_report_get_form(prior->report);
    uint32_t cell = (uint32_t)suspect->cell;
    uint32_t prior_cell = (uint32_t)gov_form_find_cell(other, gov_form_get_code(form, cell));
    g_autofree char *value = gov_figure_format(suspect->value, gov_form_get_cell_type(form, cell));
    g_autofree char *label_zh = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_ZH);
    g_autofree char *label_en = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_EN);
    g_autofree char *zh = g_strdup_printf("%s：%s与%d年报告相同，又与本表各式不合，可能留用了上年数字", label_zh,
                                          value, prior->year);
    g_autofree char *en = g_strdup_printf("%s: %s is the figure of %d and breaks the sums of this table; "
                                          "it may have been left standing",
                                          label_en, value, prior->year);

    GovFinding *finding =
        gov__check_add_remark(series->findings, entry->report, "series.left_standing", zh, en);
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)prior->report);
    finding->table = gov_form_get_cell_table(form, cell);
    g_array_append_val(finding->cells, cell);
    g_array_append_val(finding->prior_cells, prior_cell);
    g_array_append_vals(finding->suspects, suspect, 1);
}

/* A report alone shows that a figure is off; with that of the year before, that it was left standing. */
static void tell_left_standing(const GovSeries *series, const GovSeriesEntry *entry,
                               const GovSeriesEntry *prior)
{
    const GovCheckOptions options = {
        .rules = series->rules, .prior = prior->report, .narrative = GOV_NARRATIVE_NONE};
    g_autoptr(GPtrArray) findings = gov_check_report_with(entry->report, &options);
    g_autoptr(GArray) left = find_left_standing(findings);

    for (guint i = 0; i < left->len; i++)
        add_left_standing(series, entry, prior, &g_array_index(left, GovSuspect, i));
}

static void check_year(const GovSeries *series, const GovSeriesEntry *entry, const GovSeriesEntry *prior)
{
    GovCheck check;

    gov__check_init(&check, entry->report, prior->report, series->rules);
    gov__check_apply_rules(&check, true);
    gov__check_narrative(check.findings, entry->report, prior->report, series->narrative, true);
    g_ptr_array_extend_and_steal(series->findings, check.findings);
    gov__check_clear(&check);
    tell_left_standing(series, entry, prior);
}

static bool follows(const GovSeriesEntry *next, const GovSeriesEntry *entry)
{
    return next->year == entry->year + 1 && strcmp(next->body, entry->body) == 0;
}

static bool is_same_form(const GovSeriesEntry *a, const GovSeriesEntry *b)
{
    return gov_report_get_form(a->report) == gov_report_get_form(b->report);
}

/* The years from `first` on that follow each other on one form. */
static void check_run(const GovSeries *series, const GArray *kept, guint first, guint end)
{
    const GovRun run = {&g_array_index(kept, GovSeriesEntry, first), end - first};
    g_autofree GovSpan *spans = g_new0(GovSpan, run.n);

    for (guint i = 0; i < run.n; i++) {
        const GovSeriesEntry *entry = &run.entries[i];
        spans[i].first = series->findings->len;
        bool has_prior = first + i > 0 && follows(entry, &g_array_index(kept, GovSeriesEntry, first + i - 1));
        if (has_prior)
            check_year(series, entry, &g_array_index(kept, GovSeriesEntry, first + i - 1));
        spans[i].end = series->findings->len;
    }
    gov__series_match(series, &run, spans);
    gov__series_bridge(series, &run);
}

GPtrArray *gov_check_series(const GPtrArray *reports, const GovCheckOptions *options)
{
    g_return_val_if_fail(reports != NULL, NULL);
    g_autoptr(GArray) entries = gov__series_sort(reports);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(GovSeriesEntry));
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
    const GovSeries series = {entries, options != NULL ? options->rules : NULL, findings,
                              options != NULL ? options->narrative : GOV_NARRATIVE_CONTRADICTED};

    gov__series_keep_one_each_year(&series, kept);
    for (guint first = 0, end; first < kept->len; first = end) {
        for (end = first + 1; end < kept->len; end++) {
            const GovSeriesEntry *last = &g_array_index(kept, GovSeriesEntry, end - 1);
            const GovSeriesEntry *next = &g_array_index(kept, GovSeriesEntry, end);
            if (!follows(next, last) || !is_same_form(next, last))
                break;
        }
        check_run(&series, kept, first, end);
    }
    return findings;
}
