/* SPDX-License-Identifier: MIT */
/* Form files, which a user may write. What is accepted holds together: codes lead to their cells, labels are
 * text, rules and indicators can be asked and used; what is refused has a place in the file. */
#include "fuzz.h"

#include <string.h>

static void check_text(const char *text)
{
    g_assert(text == NULL || g_utf8_validate(text, -1, NULL));
}

static void check_cell(const GovForm *form, size_t cell)
{
    size_t table = gov_form_get_cell_table(form, cell), row = gov_form_get_cell_row(form, cell);
    g_autofree char *zh = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_ZH);
    g_autofree char *en = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_EN);

    g_assert(gov_form_find_cell(form, gov_form_get_code(form, cell)) == (int)cell);
    g_assert(gov_form_get_cell(form, table, row, gov_form_get_cell_column(form, cell)) == (int)cell);
    check_text(zh);
    check_text(en);
}

/* A report in which cell i has the figure i is checked and written like any other. */
static void use(GovForm *form)
{
    g_autoptr(GovReport) report = gov_report_new(form);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        const GovCell figure = {.status = GOV_STATUS_REPORTED, .value = (int64_t)cell, .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    for (guint i = 0; i < findings->len; i++) {
        g_autofree char *message = gov_finding_dup_message(g_ptr_array_index(findings, i), i % 2);
        check_text(message);
    }
    for (size_t i = 0; i < gov_form_n_indicators(form); i++) {
        GovRate rate = gov_rate_of_report(gov_form_get_indicator(form, i), report, NULL, GOV_NULLS_STRICT);
        g_assert(rate.status != GOV_RATE_KNOWN || rate.denominator > 0);
    }
    g_autofree char *json = gov_report_to_json(report);
    check_text(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = gov_form_from_data((const char *)data, len, "form", &error);

    g_assert((form == NULL) == (error != NULL));
    if (form == NULL) {
        g_assert(g_str_has_prefix(error->message, "form"));
        check_text(error->message);
        return 0;
    }
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        check_cell(form, cell);
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        g_autofree char *text = gov_rule_to_text(gov_form_get_rule(form, i));
        check_text(text);
    }
    use(form);
    return 0;
}
