/* SPDX-License-Identifier: MIT */
/* Tables whose figures are all the same in two reports: copied from another body, or left standing
 * from another year.
 *
 * Most tables of small bodies are zeros with a few ones, and coincide by chance. So a table counts
 * only if it says enough: several different figures, one of them not small. Two reports of one body
 * for one year are no copy but one report twice. */
#include "check/panel-private.h"

#define MIN_DISTINCT 4 /* different figures other than 0 */
#define MIN_LARGEST 10

typedef struct {
    const GovPanel *panel;
    size_t first; /* cells of the table */
    size_t end;
} Table;

static int compare_values(gconstpointer x, gconstpointer y)
{
    const int64_t *a = x, *b = y;

    return *a < *b ? -1 : *a > *b;
}

/* Whether chance does not make two such tables. */
static bool is_telling(const Table *table, size_t row)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    guint n_distinct = 0;

    for (size_t cell = table->first; cell < table->end; cell++) {
        int64_t value = gov_dataset_get_values(table->panel->dataset, cell)[row];
        if (value != 0 && gov__panel_has(table->panel, cell, row))
            g_array_append_val(values, value);
    }
    g_array_sort(values, compare_values);
    for (guint i = 0; i < values->len; i++)
        n_distinct += i == 0 || g_array_index(values, int64_t, i) != g_array_index(values, int64_t, i - 1);
    return n_distinct >= MIN_DISTINCT && g_array_index(values, int64_t, values->len - 1) >= MIN_LARGEST;
}

/* What the figures of a table come to, as a key. */
static char *sum_up(const Table *table, size_t row)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    for (size_t cell = table->first; cell < table->end; cell++) {
        int64_t value = gov_dataset_get_values(table->panel->dataset, cell)[row];
        uint8_t status = (uint8_t)gov_dataset_get_status(table->panel->dataset, cell, row);
        g_checksum_update(sum, &status, 1);
        g_checksum_update(sum, (const guchar *)&value, sizeof value);
    }
    return g_strdup(g_checksum_get_string(sum));
}

static bool is_same_report(const GovPanel *panel, size_t a, size_t b)
{
    const int32_t *years = gov_dataset_get_years(panel->dataset);

    return years[a] == years[b] && g_strcmp0(gov__panel_get_body(panel, a), gov__panel_get_body(panel, b)) == 0;
}

static void add_copy(const Table *table, size_t row, size_t first)
{
    const GovPanel *panel = table->panel;
    const GovReport *report = gov__panel_get_report(panel, row), *other = gov__panel_get_report(panel, first);
    size_t index = gov_form_get_cell_table(panel->form, table->first);
    const char *agency = gov_report_get_agency(other), *source = gov_report_get_source(other);
    const char *body = agency != NULL ? agency : source != NULL ? source : "?";
    g_autofree char *zh = g_strdup_printf("%s：全部数字与%s%d年报告的同一张表相同，请核实是否误用了其他报告的表",
                                          gov_form_get_table_label(panel->form, index, GOV_LANGUAGE_ZH), body,
                                          gov_report_get_year(other));
    g_autofree char *en = g_strdup_printf("%s: all figures are those of the table in the report of %s for %d; it may "
                                          "have been copied",
                                          gov_form_get_table_label(panel->form, index, GOV_LANGUAGE_EN), body,
                                          gov_report_get_year(other));
    g_autofree char *id = g_strdup_printf("%s.copy", gov_form_get_table_id(panel->form, index));
    GovFinding *finding = gov__check_add_remark(panel->findings, report, id, zh, en);

    finding->table = index;
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)other);
    for (uint32_t cell = (uint32_t)table->first; cell < table->end; cell++) {
        if (!gov__panel_has(panel, cell, row) || gov_dataset_get_values(panel->dataset, cell)[row] == 0)
            continue;
        g_array_append_val(finding->cells, cell);
        g_array_append_val(finding->prior_cells, cell);
    }
}

static void find_in_table(const Table *table)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const GovPanel *panel = table->panel;

    for (size_t i = 0; i < panel->n; i++) {
        size_t row = panel->rows[i];
        if (!is_telling(table, row))
            continue;
        g_autofree char *key = sum_up(table, row);
        gpointer known = g_hash_table_lookup(seen, key); /* row + 1 */
        if (known == NULL)
            g_hash_table_insert(seen, g_steal_pointer(&key), GSIZE_TO_POINTER(row + 1));
        else if (!is_same_report(panel, row, GPOINTER_TO_SIZE(known) - 1))
            add_copy(table, row, GPOINTER_TO_SIZE(known) - 1);
    }
}

void gov__panel_find_copies(GovPanel *panel)
{
    size_t n = gov_form_n_cells(panel->form);

    for (size_t first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && gov_form_get_cell_table(panel->form, end) == gov_form_get_cell_table(panel->form, first))
            end++;
        const Table table = {panel, first, end};
        find_in_table(&table);
    }
}
