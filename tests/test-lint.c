/* SPDX-License-Identifier: MIT */
/* What is said of rules as such, and which findings a baseline accepts. */
#include "test.h"

#include <govstat/govstat.h>

static const char small[] = "[form]\nid=small\ntitle=小表\n[table t]\nlabel=表一\n"
                            "[column t.a]\nlabel=第甲列\n[column t.b]\nlabel=第乙列\n"
                            "[column t.d]\nlabel=增减\ntype=signed\n[row t.r]\nlabel=子行\n";

static GovForm *get_small(void)
{
    g_autoptr(GError) error = NULL;
    GovForm *form = gov_form_from_data(small, strlen(small), "small.form", &error);
    if (form == NULL)
        fail_msg("%s", error->message);
    return form;
}

typedef struct {
    const char *name;
    const char *checks[3];
    const char *expected; /* "kind rule other" of each lint about rules */
} Case;

static const Case cases[] = {
    {"nothing_to_say", {"t.r.a <= t.r.b", "t.r.a <= 9"}, ""},
    {"repeated_as_it_is", {"t.r.a <= t.r.b", "t.r.a <= t.r.b"}, "repeats r1 r0"},
    {"repeated_the_other_way_round", {"t.r.a <= t.r.b", "t.r.b >= t.r.a"}, "repeats r1 r0"},
    {"repeated_as_a_multiple", {"t.r.a <= t.r.b + 2", "3*t.r.a - 3*t.r.b - 6 <= 0"}, "repeats r1 r0"},
    {"repeated_with_a_strict_sign", {"t.r.a < t.r.b + 1", "t.r.a <= t.r.b"}, "repeats r1 r0"},
    {"other_conditions_are_another_rule", {"t.r.a = 0 when t.r.b > 0", "t.r.a = 0 when t.r.b > 1"}, ""},
    {"same_conditions", {"t.r.a = t.r.d when t.r.b > 0", "t.r.d = t.r.a when t.r.b > 0"}, "repeats r1 r0"},
    {"another_year_is_another_rule", {"t.r.a <= t.r.b", "t.r.a <= prior.t.r.b"}, ""},
    {"wider_one_is_implied", {"t.r.a <= 9 + t.r.b", "t.r.a <= 5 + t.r.b"}, "implied r0 r1"},
    {"equal_implies_less", {"t.r.a = t.r.b", "t.r.a <= t.r.b"}, "implied r1 r0"},
    {"tolerance_widens", {"t.r.a = t.r.b", "t.r.a = t.r.b tolerance 1"}, "implied r1 r0"},
    {"contradiction", {"t.r.a > t.r.b", "t.r.b > t.r.a"}, "contradicts r1 r0"},
    {"contradiction_of_numbers", {"t.r.a - t.r.d = 3", "t.r.a = t.r.d + 4"}, "contradicts r1 r0"},
    {"contradiction_within_a_tolerance", {"t.r.a - t.r.d = 3 tolerance 1", "t.r.a = t.r.d + 4"}, "implied r0 r1"},
    {"never_fails_without_negative_figures", {"t.r.a + t.r.b >= 0"}, "never_fails r0 "},
    {"signed_figures_may_be_negative", {"t.r.a + t.r.d >= 0"}, ""},
    {"sign_of_one_cell_is_a_rule", {"t.r.a >= 0"}, ""},
    {"never_fails_below_nothing", {"-t.r.a <= 5"}, "never_fails r0 "},
    {"never_fails_by_itself", {"t.r.a = t.r.a"}, "never_fails r0 "},
    {"always_fails", {"t.r.a + t.r.b < 0"}, "always_fails r0 "},
    {"always_fails_by_itself", {"t.r.a < t.r.a"}, "always_fails r0 "},
    {"always_fails_for_whole_numbers", {"2*t.r.a + 2*t.r.d = 1"}, "always_fails r0 "},
};

static GovRules *make_rules(const GovForm *form, const char *const *checks)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < 3 && checks[i] != NULL; i++)
        g_string_append_printf(text, "[rule r%d]\ncheck=%s\nmessage=一\n", i, checks[i]);
    GovRules *rules = gov_rules_from_data(form, text->str, text->len, "x", &error);
    if (rules == NULL)
        fail_msg("%s", error->message);
    return rules;
}

static void says_what_is_wrong(void **state)
{
    const Case *row = *state;
    g_autoptr(GovForm) form = get_small();
    g_autoptr(GovRules) rules = make_rules(form, row->checks);
    g_autoptr(GPtrArray) lints = gov_rules_lint(form, rules);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < lints->len; i++) {
        const GovLint *lint = g_ptr_array_index(lints, i);
        if (lint->kind != GOV_LINT_UNTOUCHED)
            g_string_append_printf(found, "%s%s %s %s", found->len > 0 ? "; " : "", gov_lint_get_name(lint->kind),
                                   lint->rule, lint->other != NULL ? lint->other : "");
    }
    assert_string_equal(found->str, row->expected);
}

static void names_cells_that_no_rule_compares(void **state)
{
    (void)state;
    static const char *const checks[3] = {"t.r.a <= t.r.b", "t.r.d >= 0"};
    g_autoptr(GovForm) form = get_small();
    g_autoptr(GovRules) rules = make_rules(form, checks);
    g_autoptr(GPtrArray) lints = gov_rules_lint(form, rules);
    assert_int_equal(lints->len, 1);
    const GovLint *lint = g_ptr_array_index(lints, 0);
    assert_int_equal(lint->kind, GOV_LINT_UNTOUCHED);
    assert_null(lint->rule);
    assert_string_equal(gov_form_get_code(form, (size_t)lint->cell), "t.r.d");
}

static void the_built_in_rules_are_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        g_autoptr(GPtrArray) lints = gov_rules_lint(form, NULL);
        for (guint k = 0; k < lints->len; k++)
            assert_int_equal(((const GovLint *)g_ptr_array_index(lints, k))->kind, GOV_LINT_UNTOUCHED);
    }
}

/* ---- baselines */

static GovReport *make_report(const GovForm *form, const char *agency, int64_t a, GovStatus status)
{
    GovReport *report = gov_report_new(form);
    const GovCell cells[] = {{.value = a, .status = status, .evidence = GOV_EVIDENCE_EXACT},
                             {.value = 2, .status = GOV_STATUS_REPORTED, .evidence = GOV_EVIDENCE_EXACT},
                             {.value = 0, .status = GOV_STATUS_REPORTED, .evidence = GOV_EVIDENCE_EXACT}};
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
        gov_report_set_cell(report, i, &cells[i]);
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, 2024);
    gov_report_seal(report);
    return report;
}

static GPtrArray *check(const GovReport *report, GovRules *rules)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list, rules);
    const GovCheckOptions options = {.rules = list};
    GPtrArray *findings = gov_check_report_with(report, &options);
    assert_int_equal(findings->len, 1);
    return findings;
}

static void a_dismissal_stays_while_the_figures_stay(void **state)
{
    (void)state;
    static const char *const checks[3] = {"t.r.a <= t.r.b"};
    const struct {
        const char *agency;
        int64_t a;
        GovStatus status;
        bool accepted;
    } rows[] = {{"某\"局", 7, GOV_STATUS_REPORTED, true},
                {"某\"局", 8, GOV_STATUS_REPORTED, false},
                {"另局", 7, GOV_STATUS_REPORTED, false},
                {"某\"局", 0, GOV_STATUS_UNREADABLE, false}};
    g_autoptr(GovForm) form = get_small();
    g_autoptr(GovRules) rules = make_rules(form, checks);
    g_autoptr(GString) line = g_string_new("\n");
    g_autoptr(GovReport) first = make_report(form, rows[0].agency, rows[0].a, rows[0].status);
    g_autoptr(GPtrArray) accepted = check(first, rules);
    gov_baseline_append_line(line, g_ptr_array_index(accepted, 0));
    g_string_truncate(line, line->len - 2);
    g_string_append(line, " , \"note\" : \"checked by telephone\" }\n"); /* somebody edits it */
    g_autoptr(GError) error = NULL;
    g_autoptr(GovBaseline) baseline = gov_baseline_from_data(line->str, line->len, "accepted", &error);
    if (baseline == NULL)
        fail_msg("%s", error->message);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GovReport) report = make_report(form, rows[i].agency, rows[i].a, rows[i].status);
        g_autoptr(GPtrArray) findings = check(report, rules);
        assert_int_equal(gov_baseline_has(baseline, g_ptr_array_index(findings, 0)), rows[i].accepted);
    }
}

static void a_damaged_baseline_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\n[]", "\n{", "\n{}", "\n{\"year\":2024,\"form\":\"x\",\"rule\":\"r\",\"cells\":[1],\"figures\":[]}",
        "\n{\"year\":\"2024\",\"form\":\"x\",\"rule\":\"r\",\"cells\":[],\"figures\":[]}", "\n{} {}"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_baseline_from_data(texts[i], strlen(texts[i]), "accepted", &error));
        assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
        assert_true(g_str_has_prefix(error->message, "accepted:2: "));
    }
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(names_cells_that_no_rule_compares),
        cmocka_unit_test(the_built_in_rules_are_in_order),
        cmocka_unit_test(a_dismissal_stays_while_the_figures_stay),
        cmocka_unit_test(a_damaged_baseline_is_refused_with_its_line),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(fixed) + G_N_ELEMENTS(cases)];
    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        tests[G_N_ELEMENTS(fixed) + i] = (struct CMUnitTest){.name = cases[i].name,
                                                            .test_func = says_what_is_wrong,
                                                            .initial_state = (void *)(uintptr_t)&cases[i]};
    return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
