/* SPDX-License-Identifier: MIT */
/* Rule files. What is accepted reads itself again, can be linted, and checks a report without surprise; what is
 * refused has a place in the file. */
#include "fuzz.h"

#include <string.h>

static GovReport *make_report(const GovForm *form, int64_t step)
{
    GovReport *report = gov_report_new(form);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        const GovCell figure = {.status = (GovStatus)(cell % 11 == 3 ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED),
                                .value = (int64_t)cell * step,
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_set_year(report, 2024);
    gov_report_seal(report);
    return report;
}

static void check_with(const GovForm *form, GovRules *rules, int64_t step)
{
    g_autoptr(GovReport) report = make_report(form, step);
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    GovCheckOptions options = GOV_CHECK_OPTIONS_INIT;

    g_ptr_array_add(all, rules);
    options.rules = all;
    g_autoptr(GPtrArray) findings = gov_check_report_with(report, &options);
    for (guint i = 0; i < findings->len; i++) {
        g_autofree char *message = gov_finding_dup_message(g_ptr_array_index(findings, i), i % 2);
        g_assert(g_utf8_validate(message, -1, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static GovForm *form = NULL;
    g_autoptr(GError) error = NULL;

    if (form == NULL)
        form = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovRules) rules = gov_rules_from_data(form, (const char *)data, len, "rules", &error);
    g_assert((rules == NULL) == (error != NULL));
    if (rules == NULL) {
        g_assert(g_str_has_prefix(error->message, "rules"));
        g_assert(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    for (size_t i = 0; i < gov_rules_n(rules); i++) {
        g_autofree char *text = gov_rule_to_text(gov_rules_get(rules, i));
        g_assert(g_utf8_validate(text, -1, NULL));
    }
    g_ptr_array_unref(gov_rules_lint(form, rules));
    check_with(form, rules, 1);
    check_with(form, rules, INT64_MAX / 200);
    return 0;
}
