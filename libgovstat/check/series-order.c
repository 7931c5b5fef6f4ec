/* SPDX-License-Identifier: MIT */
/* Reports in order of body and year, and one of each. Copies count once; where two reports of a year
 * differ, none is taken, and that is told. */
#include "check/series-private.h"

#include <govstat/label.h>

#include <string.h>

#include "check/finding-private.h"

static void entry_clear(gpointer data)
{
    GovSeriesEntry *entry = data;

    g_free(entry->body);
}

static bool differs(const GovReport *a, const GovReport *b, size_t cell)
{
    GovStatus status = gov_report_get_status(a, cell);

    return status != gov_report_get_status(b, cell) ||
           (status == GOV_STATUS_REPORTED &&
            gov_report_get_values(a)[cell] != gov_report_get_values(b)[cell]);
}

static int compare_values(const GovReport *a, const GovReport *b)
{
    size_t n = gov_form_n_cells(gov_report_get_form(a));
    int difference = 0;

    for (size_t cell = 0; cell < n && difference == 0; cell++) {
        GovStatus x = gov_report_get_status(a, cell), y = gov_report_get_status(b, cell);
        int64_t v = x == GOV_STATUS_REPORTED ? gov_report_get_values(a)[cell] : 0;
        int64_t w = y == GOV_STATUS_REPORTED ? gov_report_get_values(b)[cell] : 0;
        difference = x != y ? (x < y ? -1 : 1) : v != w ? (v < w ? -1 : 1) : 0;
    }
    return difference;
}

static int compare_figures(const GovSeriesEntry *a, const GovSeriesEntry *b)
{
    const GovForm *f = gov_report_get_form(a->report), *g = gov_report_get_form(b->report);

    if (f != g)
        return strcmp(gov_form_get_id(f), gov_form_get_id(g));
    return compare_values(a->report, b->report);
}

static int compare_entries(gconstpointer x, gconstpointer y)
{
    const GovSeriesEntry *a = x, *b = y;
    int order = strcmp(a->body, b->body);

    if (order == 0)
        order = a->year < b->year ? -1 : a->year > b->year;
    if (order == 0)
        order = compare_figures(a, b);
    return order != 0 ? order
                      : g_strcmp0(gov_report_get_source(a->report), gov_report_get_source(b->report));
}

GArray *gov__series_sort(const GPtrArray *reports)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(GovSeriesEntry));

    g_array_set_clear_func(entries, entry_clear);
    for (guint i = 0; i < reports->len; i++) {
        const GovReport *report = g_ptr_array_index(reports, i);
        const char *agency = gov_report_get_agency(report);
        int year = gov_report_get_year(report);
        if (agency == NULL || year == 0)
            continue;
        GovSeriesEntry entry = {gov_label_normalise(agency, strlen(agency)), report, year};
        g_array_append_val(entries, entry);
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

static const GovSeriesEntry *get_entry(const GovSeries *series, guint i)
{
    return &g_array_index(series->entries, GovSeriesEntry, i);
}

static void add_differing_cells(GovFinding *finding)
{
    size_t n = gov_form_n_cells(gov_report_get_form(finding->report));

    for (uint32_t cell = 0; cell < n; cell++) {
        if (!differs(finding->report, finding->prior, cell))
            continue;
        g_array_append_val(finding->cells, cell);
        g_array_append_val(finding->prior_cells, cell);
    }
}

static void remark_rivals(const GovSeries *series, const GovSeriesEntry *a, const GovSeriesEntry *b)
{
    const char *first = gov_report_get_source(a->report), *second = gov_report_get_source(b->report);
    g_autofree char *zh =
        g_strdup_printf("同一机关%d年有两份数字不同的报告（%s，%s），跨年核对未用该年", a->year,
                        first != NULL ? first : "?", second != NULL ? second : "?");
    g_autofree char *en = g_strdup_printf(
        "two reports of this body for %d differ (%s, %s); the year is left out of the comparison of years",
        a->year, first != NULL ? first : "?", second != NULL ? second : "?");

    GovFinding *finding = gov__check_add_remark(series->findings, b->report, "series.rivals", zh, en);
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)a->report);
    if (gov_report_get_form(a->report) == gov_report_get_form(b->report))
        add_differing_cells(finding);
}

/* One report for each body and year. Copies count once; of reports that differ, none is taken. */
void gov__series_keep_one_each_year(const GovSeries *series, GArray *kept)
{
    guint n = series->entries->len;

    for (guint i = 0, end; i < n; i = end) {
        const GovSeriesEntry *first = get_entry(series, i);
        bool rivals = false;
        for (end = i + 1; end < n; end++) {
            const GovSeriesEntry *next = get_entry(series, end);
            if (next->year != first->year || strcmp(next->body, first->body) != 0)
                break;
            if (compare_figures(get_entry(series, end - 1), next) != 0) {
                remark_rivals(series, get_entry(series, end - 1), next);
                rivals = true;
            }
        }
        if (!rivals)
            g_array_append_vals(kept, first, 1);
    }
}
