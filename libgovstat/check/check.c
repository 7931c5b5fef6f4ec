/* SPDX-License-Identifier: MIT */
/* A check of one report: what it holds, and the order of its parts. Tables that are not complete come
 * first, then the rules, the cells that explain their failures, and last what the text says. */
#include "check/claim-private.h"
#include "check/finding-private.h"

GovRules *gov__check_find_rules(const GPtrArray *all, const GovForm *form)
{
    for (guint i = 0; all != NULL && i < all->len; i++)
        if (gov_rules_get_form(g_ptr_array_index(all, i)) == form)
            return g_ptr_array_index(all, i);
    return NULL;
}

/* Two editions share the codes of what they share. */
static int32_t *map_cells(const GovForm *form, const GovForm *other)
{
    if (form == other)
        return NULL;
    size_t n = gov_form_n_cells(form);
    int32_t *cells = g_new(int32_t, n);
    for (size_t cell = 0; cell < n; cell++)
        cells[cell] = gov_form_find_cell(other, gov_form_get_code(form, cell));
    return cells;
}

void gov__check_init(GovCheck *check, const GovReport *report, const GovReport *prior, const GPtrArray *rules)
{
    const GovForm *form = gov_report_get_form(report);

    *check = (GovCheck){.report = report, .form = form, .prior = prior};
    check->rules = gov__check_find_rules(rules, form);
    check->prior_cells = prior != NULL ? map_cells(form, gov_report_get_form(prior)) : NULL;
    check->findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
    check->assessed = g_array_new(FALSE, FALSE, sizeof(GovAssessed));
    check->open = g_array_new(FALSE, FALSE, sizeof(GovOpen));
    check->filled = g_array_new(FALSE, FALSE, sizeof(GovAssessed));
    size_t n = gov_form_n_cells(form);
    check->judged = g_new0(uint8_t, n);
    check->touched = g_new0(uint8_t, n);
    check->deduced = g_new0(int64_t, n);
    check->is_deduced = g_new0(bool, n);
}

void gov__check_clear(GovCheck *check)
{
    g_free(check->prior_cells);
    g_free(check->judged);
    g_free(check->touched);
    g_free(check->deduced);
    g_free(check->is_deduced);
    g_array_unref(check->assessed);
    g_array_unref(check->open);
    g_array_unref(check->filled);
}

/* Rows, or all, of a table that the document does not have. */
static void check_complete(GovCheck *check, size_t table)
{
    g_autoptr(GArray) absent = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (uint32_t cell = 0; cell < gov_form_n_cells(check->form); cell++)
        if (gov_form_get_cell_table(check->form, cell) == table &&
            gov_report_get_status(check->report, cell) == GOV_STATUS_ABSENT)
            g_array_append_val(absent, cell);
    if (absent->len == 0)
        return;
    GovFinding *finding = gov__finding_new(check->report, GOV_FINDING_INCOMPLETE);
    finding->rule_id = g_strdup_printf("%s.complete", gov_form_get_table_id(check->form, table));
    finding->severity = GOV_SEVERITY_WARNING;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->table = table;
    finding->n_without = absent->len;
    g_array_append_vals(finding->cells, absent->data, absent->len);
    g_ptr_array_add(check->findings, finding);
}

/* In most reports with blanks a blank is a zero. Where nearly all sums over blanks hold that way, the
 * locator takes them so: else a slip in such a report could not be placed. */
static void assume_zeros(GovCheck *check)
{
    guint n_holding = 0;
    bool has_failed = false;

    for (guint i = 0; i < check->findings->len && !has_failed; i++)
        has_failed = ((GovFinding *)g_ptr_array_index(check->findings, i))->kind == GOV_FINDING_FAILED;
    for (guint i = 0; i < check->filled->len; i++)
        n_holding += g_array_index(check->filled, GovAssessed, i).difference == 0;
    if (has_failed && n_holding >= 3 * (check->filled->len - n_holding))
        g_array_append_vals(check->assessed, check->filled->data, check->filled->len);
}

GPtrArray *gov_check_report_with(const GovReport *report, const GovCheckOptions *options)
{
    const GovCheckOptions none = GOV_CHECK_OPTIONS_INIT;
    GovCheck check;

    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report), NULL);
    options = options != NULL ? options : &none;
    g_return_val_if_fail(options->prior == NULL || gov_report_is_sealed(options->prior), NULL);
    gov__check_init(&check, report, options->prior, options->rules);
    for (size_t table = 0; table < gov_form_n_tables(check.form); table++)
        check_complete(&check, table);
    gov__check_apply_rules(&check, false);
    assume_zeros(&check);
    gov__locate(&check);
    if (options->prior != NULL)
        gov__check_apply_rules(&check, true);
    gov__check_remarks(&check);
    gov__check_narrative(check.findings, report, options->prior, options->narrative, false);
    gov__check_clear(&check);
    return check.findings;
}

GPtrArray *gov_check_report(const GovReport *report)
{
    return gov_check_report_with(report, NULL);
}
