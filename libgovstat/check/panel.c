/* SPDX-License-Identifier: MIT */
/* What only many reports together can show: figures far from what others have, and copied tables.
 *
 * Both are questions and never errors, so they are hints, and are asked only where somebody wants
 * them. Rows are put in order by body, year and source first: what is found does not depend on the
 * order in which reports came. */
#include "check/panel-private.h"

const GovReport *gov__panel_get_report(const GovPanel *panel, size_t row)
{
    if (panel->reports->pdata[row] == NULL)
        panel->reports->pdata[row] = gov_dataset_dup_report(panel->dataset, row);
    return panel->reports->pdata[row];
}

const char *gov__panel_get_body(const GovPanel *panel, size_t row)
{
    const char *unit = gov_dataset_get_key(panel->dataset, GOV_KEY_UNIT, row);

    return unit != NULL ? unit : gov_dataset_get_key(panel->dataset, GOV_KEY_AGENCY, row);
}

bool gov__panel_has(const GovPanel *panel, size_t cell, size_t row)
{
    return gov_dataset_get_status(panel->dataset, cell, row) == GOV_STATUS_REPORTED;
}

static void drop_report(gpointer data)
{
    if (data != NULL)
        gov_report_unref(data);
}

static gint compare_findings(gconstpointer a, gconstpointer b, gpointer data)
{
    const GovFinding *x = *(const GovFinding *const *)a, *y = *(const GovFinding *const *)b;
    size_t i = GPOINTER_TO_SIZE(g_hash_table_lookup(data, x->report));
    size_t k = GPOINTER_TO_SIZE(g_hash_table_lookup(data, y->report));

    return i < k ? -1 : i > k;
}

/* What concerns one report, together. */
static void sort_findings(const GovPanel *panel)
{
    g_autoptr(GHashTable) places = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (size_t i = 0; i < panel->n; i++)
        if (panel->reports->pdata[panel->rows[i]] != NULL)
            g_hash_table_insert(places, panel->reports->pdata[panel->rows[i]], GSIZE_TO_POINTER(i));
    g_ptr_array_sort_with_data(panel->findings, compare_findings, places);
}

GPtrArray *gov_check_panel(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset), NULL);
    static const GovKey order[] = {GOV_KEY_UNIT, GOV_KEY_AGENCY, GOV_KEY_YEAR, GOV_KEY_SOURCE};
    g_autofree size_t *rows = gov_dataset_sort_rows(dataset, order, G_N_ELEMENTS(order));
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func(drop_report);
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);

    g_ptr_array_set_size(reports, (gint)gov_dataset_n_rows(dataset));
    GovPanel panel = {dataset, gov_dataset_get_form(dataset), gov_dataset_n_rows(dataset),
                      rows,    reports,                       findings};
    gov__panel_find_copies(&panel);
    gov__panel_find_outliers(&panel);
    sort_findings(&panel);
    return findings;
}
