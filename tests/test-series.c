/* SPDX-License-Identifier: MIT */
/* Added rules, null modes and conditions on one report, and reports of one body across years. */
#include "test.h"

#include <govstat/govstat.h>

static GovReport *read_sample(const char *name)
{
    const char *top = g_getenv("top_srcdir");
    g_autofree char *path = g_build_filename(top != NULL ? top : ".", "examples", "reports", name, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);
    if (reports == NULL)
        fail_msg("%s", error->message);
    return gov_report_ref(g_ptr_array_index(reports, 0));
}

typedef struct {
    const char *code;
    GovStatus status;
    int64_t value;
} Change;

static void change(GovReport *report, const char *code, GovStatus status, int64_t value)
{
    int cell = gov_form_find_cell(gov_report_get_form(report), code);
    if (cell < 0)
        fail_msg("no cell %s", code);
    GovCell c = {.value = value, .status = status, .evidence = GOV_EVIDENCE_EXACT, .confidence = 1};
    gov_report_set_cell(report, (size_t)cell, &c);
}

/* A report of one body with 0 in every cell, and what `changes` say; they end with a NULL code. */
static GovReport *make_report(const char *form_id, const char *agency, int year, const Change *changes)
{
    g_autoptr(GovForm) form = gov_form_builtin(form_id, NULL);
    GovReport *report = gov_report_new(form);
    g_autofree char *source = g_strdup_printf("%s-%d", agency, year);

    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    gov_report_set_source(report, source);
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        change(report, gov_form_get_code(form, cell), GOV_STATUS_REPORTED, 0);
    for (; changes != NULL && changes->code != NULL; changes++)
        change(report, changes->code, changes->status, changes->value);
    gov_report_seal(report);
    return report;
}

static GPtrArray *new_list(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
}

/* "rule severity lhs rhs" of each finding, parted by "; ". */
static char *describe(const GPtrArray *findings)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(text, "%s%d %s %s", i ? "; " : "",
                               gov_report_get_year(gov_finding_get_report(finding)),
                               gov_finding_get_rule(finding),
                               gov_severity_get_name(gov_finding_get_severity(finding)));
        if (gov_finding_has_sides(finding))
            g_string_append_printf(text, " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                   gov_finding_get_lhs(finding), gov_finding_get_rhs(finding));
    }
    return g_string_free(text, FALSE);
}

static void expect_series(const GPtrArray *reports, const char *expected)
{
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    g_autofree char *found = describe(findings);
    assert_string_equal(found, expected);
}

/* ---- one report */

typedef struct {
    const char *name;
    const char *rule; /* keys of one rule */
    const Change changes[4];
    const char *expected;
} OneCase;

#define RECEIVED "applications.received.total"
#define CARRIED_IN "applications.carried_in.total"
/* Without it the sums of the form would leave only 0 for RECEIVED. */
#define UNREADABLE_PART {"applications.received.natural_person", GOV_STATUS_UNREADABLE, 0}
#define FAILS_IF_UNEQUAL "check=" RECEIVED " = " CARRIED_IN "\n"

static const OneCase one_cases[] = {
    {"holds", FAILS_IF_UNEQUAL, {{NULL, 0, 0}}, ""},
    {"fails", FAILS_IF_UNEQUAL, {{RECEIVED, GOV_STATUS_REPORTED, 3}}, "2024 own error 3 0"},
    {"tolerates", "check=" RECEIVED " = " CARRIED_IN " tolerance 3\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}}, ""},
    {"tolerates_no_more", "check=" RECEIVED " = " CARRIED_IN " tolerance 2\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}}, "2024 own error 3 0"},
    {"tolerates_above_a_bound", "check=" RECEIVED " < 3 tolerance 1\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}}, ""},
    {"tolerates_up_to_a_bound", "check=" RECEIVED " < 3 tolerance 1\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 4}}, "2024 own error 4 3"},
    {"tolerates_a_share", "check=" RECEIVED " = " CARRIED_IN " tolerance 5%\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 100}, {CARRIED_IN, GOV_STATUS_REPORTED, 95}}, ""},
    {"tolerates_no_larger_share", "check=" RECEIVED " = " CARRIED_IN " tolerance 4.9%\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 100}, {CARRIED_IN, GOV_STATUS_REPORTED, 95}},
     "2024 own error 100 95"},
    {"condition_that_fails_skips", "check=" RECEIVED " = " CARRIED_IN " when " CARRIED_IN " > 0\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}}, ""},
    {"condition_that_holds_applies", "check=" RECEIVED " = " CARRIED_IN " when " CARRIED_IN " > 0\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}, {CARRIED_IN, GOV_STATUS_REPORTED, 1}}, "2024 own error 3 1"},
    {"all_conditions_must_hold",
     "check=" RECEIVED " = 0 when " RECEIVED " > 0 and " CARRIED_IN " > 5\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}, {CARRIED_IN, GOV_STATUS_REPORTED, 1}}, ""},
    {"open_condition_keeps_a_failure_from_being_told", "check=" RECEIVED " = 0 when " CARRIED_IN " > 5\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}, {CARRIED_IN, GOV_STATUS_BLANK, 0}}, "2024 own hint"},
    {"open_condition_of_what_holds_is_nothing", "check=" RECEIVED " = 0 when " CARRIED_IN " > 5\n",
     {{CARRIED_IN, GOV_STATUS_BLANK, 0}}, ""},
    {"condition_that_any_figure_meets_applies", "check=" RECEIVED " = 0 when " CARRIED_IN " >= 0\n",
     {{RECEIVED, GOV_STATUS_REPORTED, 3}, {CARRIED_IN, GOV_STATUS_BLANK, 0}}, "2024 own error 3 0"},
    {"strict_is_not_judged_with_a_blank", FAILS_IF_UNEQUAL "nulls=strict\n",
     {{RECEIVED, GOV_STATUS_BLANK, 0}}, "2024 own hint"},
    {"zero_counts_a_blank_as_zero", FAILS_IF_UNEQUAL "nulls=zero\n",
     {{RECEIVED, GOV_STATUS_BLANK, 0}, {CARRIED_IN, GOV_STATUS_REPORTED, 2}}, "2024 own error 0 2"},
    {"zero_does_not_guess_what_cannot_be_read", FAILS_IF_UNEQUAL "nulls=zero\n",
     {{RECEIVED, GOV_STATUS_UNREADABLE, 0}, {CARRIED_IN, GOV_STATUS_REPORTED, 2}, UNREADABLE_PART}, "2024 own hint"},
    {"bound_leaves_open_what_a_blank_could_mend", FAILS_IF_UNEQUAL "nulls=bound\n",
     {{RECEIVED, GOV_STATUS_BLANK, 0}, {CARRIED_IN, GOV_STATUS_REPORTED, 2}, UNREADABLE_PART}, "2024 own hint"},
    {"both_says_that_the_verdict_hinges_on_blanks", FAILS_IF_UNEQUAL "nulls=both\n",
     {{RECEIVED, GOV_STATUS_BLANK, 0}, {CARRIED_IN, GOV_STATUS_REPORTED, 2}, UNREADABLE_PART}, "2024 own hint 0 2"},
    {"both_fails_what_no_blank_could_mend", "check=" RECEIVED " + 3 = " CARRIED_IN "\nnulls=both\n",
     {{RECEIVED, GOV_STATUS_BLANK, 0}, {CARRIED_IN, GOV_STATUS_REPORTED, 2}}, "2024 own error 3 2"},
    {"replaces_a_rule_of_the_form", NULL,
     {{"review_litigation.review.total", GOV_STATUS_REPORTED, 4}}, "2024 review_litigation.row_sum hint 4 0"},
};

static char *make_rules(const OneCase *row)
{
    if (row->rule == NULL)
        return g_strdup("[rule review_litigation.row_sum]\nfor=review_litigation.rows\nseverity=hint\n"
                        "check=total = upheld + corrected + other + pending\nmessage=改\n");
    return g_strdup_printf("[rule own]\nmessage=一\n%s", row->rule);
}

static void applies_added_rules(void **state)
{
    const OneCase *row = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report = make_report("cn-foi-2021", "某局", 2024, row->changes);
    g_autofree char *text = make_rules(row);
    g_autoptr(GovRules) rules =
        gov_rules_from_data(gov_report_get_form(report), text, strlen(text), "own", &error);
    if (rules == NULL)
        fail_msg("%s", error->message);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list, rules);
    const GovCheckOptions options = {.rules = list};
    g_autoptr(GPtrArray) all = gov_check_report_with(report, &options);
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        const char *id = gov_finding_get_rule(g_ptr_array_index(all, i));
        if (strcmp(id, "own") == 0 || row->rule == NULL)
            g_ptr_array_add(own, g_ptr_array_index(all, i));
    }
    g_autofree char *found = describe(own);
    assert_string_equal(found, row->expected);
}

static void a_rule_file_tells_line_and_column_of_a_mistake(void **state)
{
    (void)state;
    static const char text[] = "# ours\n\n[rule ours]\nfor=applications.columns\n"
                               "check=recieved = carried_in\nmessage=一\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    assert_null(gov_rules_from_data(form, text, strlen(text), "our.rules", &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
    assert_string_equal(error->message,
                        "our.rules:5: [rule ours] check: column 1: table applications has no row "
                        "recieved; did you mean received?\n"
                        "    recieved = carried_in\n"
                        "    ^");
}

static void a_rule_file_has_rules_only(void **state)
{
    (void)state;
    static const char *const texts[] = {"[form]\nid=x\n", "[rule a]\ncolour=red\n", "check=1 = 1\n"};
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_rules_from_data(form, texts[i], strlen(texts[i]), "x", &error));
        assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
    }
}

static void a_rule_for_another_form_is_left_out(void **state)
{
    (void)state;
    static const char text[] = "[rule a]\nforms=cn-foi-2019\ncheck=active_disclosure.procurement.items >= 0\n"
                               "message=一\n[rule b]\nforms=cn-foi-2019;cn-foi-2021\n"
                               "check=applications.received.total >= 0\nmessage=二\n";
    g_autoptr(GovForm) new_form = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovForm) old_form = gov_form_builtin("cn-foi-2019", NULL);
    g_autoptr(GovRules) for_new = gov_rules_from_data(new_form, text, strlen(text), "x", NULL);
    g_autoptr(GovRules) for_old = gov_rules_from_data(old_form, text, strlen(text), "x", NULL);
    assert_int_equal(gov_rules_n(for_new), 1);
    assert_int_equal(gov_rules_n(for_old), 2);
    assert_string_equal(gov_rule_get_id(gov_rules_get(for_new, 0)), "b");
}

static void a_rule_goes_to_the_editions_that_have_its_cells(void **state)
{
    (void)state;
    static const char text[] = "[rule a]\ncheck=active_disclosure.procurement.items >= 0\nmessage=一\n"
                               "[rule b]\ncheck=applications.received.total >= 0\nmessage=二\n"
                               "[rule c]\ncheck=statistics.applications.received.value >= 0\nmessage=三\n";
    static const char slip[] = "[rule a]\ncheck=applications.recieved.total >= 0\nmessage=一\n";
    static const size_t expected[] = {1, 2, 1};
    g_autoptr(GPtrArray) all = gov_rules_for_builtin_from_data(text, strlen(text), "x", NULL);
    assert_int_equal(all->len, gov_form_n_builtin());
    for (guint i = 0; i < all->len; i++)
        assert_int_equal(gov_rules_n(g_ptr_array_index(all, i)), expected[i]);
    g_autoptr(GError) error = NULL;
    assert_null(gov_rules_for_builtin_from_data(slip, strlen(slip), "our.rules", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    assert_true(g_str_has_prefix(error->message, "our.rules:2: [rule a] check: column 1: "));
}

static void a_negative_figure_is_told_though_its_sums_hold(void **state)
{
    (void)state;
    static const Change changes[] = {{"review_litigation.review.upheld", GOV_STATUS_REPORTED, -2},
                                     {"review_litigation.review.other", GOV_STATUS_REPORTED, 2},
                                     {NULL, 0, 0}};
    g_autoptr(GovReport) report = make_report("cn-foi-2021", "某局", 2024, changes);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    g_autofree char *found = describe(findings);
    assert_string_equal(found, "2024 nonnegative error -2 0");
}

static void the_wrong_edition_for_the_year_is_a_hint(void **state)
{
    (void)state;
    g_autoptr(GovReport) late = make_report("cn-foi-2019", "某局", 2023, NULL);
    g_autoptr(GovReport) early = make_report("cn-foi-2021", "某局", 2020, NULL);
    g_autoptr(GPtrArray) late_findings = gov_check_report(late);
    g_autoptr(GPtrArray) early_findings = gov_check_report(early);
    g_autofree char *late_found = describe(late_findings);
    g_autofree char *early_found = describe(early_findings);
    assert_string_equal(late_found, "2023 form.year hint");
    assert_string_equal(early_found, "2020 form.year hint");
}

/* ---- across years */

static void a_figure_left_standing_from_the_year_before_is_told(void **state)
{
    (void)state;
    static const Change before[] = {{"review_litigation.review.upheld", GOV_STATUS_REPORTED, 17},
                                    {"review_litigation.review.total", GOV_STATUS_REPORTED, 17},
                                    {NULL, 0, 0}};
    static const Change now[] = {{"review_litigation.review.upheld", GOV_STATUS_REPORTED, 30},
                                 {"review_litigation.review.other", GOV_STATUS_REPORTED, 22},
                                 {"review_litigation.review.total", GOV_STATUS_REPORTED, 17},
                                 {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2023, before));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2024, now));
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    g_autofree char *found = describe(findings);
    assert_string_equal(found, "2024 series.left_standing hint");
    GovSuspect suspect = gov_finding_get_suspect(findings->pdata[0], 0);
    assert_string_equal(suspect.reason, "prior_value");
    assert_int_equal(suspect.value, 17);
    assert_int_equal(suspect.suggested, 52);

    const GovCheckOptions options = {.prior = reports->pdata[0]};
    g_autoptr(GPtrArray) own = gov_check_report_with(reports->pdata[1], &options);
    assert_string_equal(gov_finding_get_suspect(own->pdata[0], 0).reason, "prior_value");
}

static void two_published_years_hold_together(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, read_sample("suqian-2024.html"));
    g_ptr_array_add(reports, read_sample("suqian-2023.html"));
    expect_series(reports, "");
}

static void what_is_carried_in_must_have_been_carried_over(void **state)
{
    (void)state;
    static const Change first[] = {{"applications.carried_over.total", GOV_STATUS_REPORTED, 5},
                                   {"applications.carried_over.natural_person", GOV_STATUS_REPORTED, 5},
                                   {NULL, 0, 0}};
    static const Change second[] = {{"applications.carried_in.total", GOV_STATUS_REPORTED, 5},
                                    {"applications.carried_in.natural_person", GOV_STATUS_REPORTED, 4},
                                    {"applications.carried_in.enterprise", GOV_STATUS_REPORTED, 1},
                                    {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2023, first));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2024, second));
    expect_series(reports, "2024 applications.carried warning 4 5; 2024 applications.carried warning 1 0");
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    g_autofree char *message = gov_finding_dup_message(finding, GOV_LANGUAGE_EN);
    assert_int_equal(gov_finding_n_cells(finding), 1);
    assert_int_equal(gov_finding_n_prior_cells(finding), 1);
    assert_int_equal(gov_report_get_year(gov_finding_get_prior(finding)), 2023);
    assert_non_null(strstr(message, "against the report of 2023"));
}

static void editions_are_compared_by_the_codes_they_share(void **state)
{
    (void)state;
    static const Change first[] = {{"applications.carried_over.total", GOV_STATUS_REPORTED, 7},
                                   {"active_disclosure.regulations.published_total", GOV_STATUS_REPORTED, 9},
                                   {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2019", "某局", 2020, first));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2021, NULL));
    expect_series(reports, "2021 applications.carried warning 0 7");
}

static void bodies_and_gaps_are_kept_apart(void **state)
{
    (void)state;
    static const Change first[] = {{"applications.carried_over.total", GOV_STATUS_REPORTED, 7}, {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2022, first));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "乙局", 2023, NULL));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2024, NULL));
    expect_series(reports, "");
}

static void rival_reports_of_one_year_are_told_and_not_used(void **state)
{
    (void)state;
    static const Change first[] = {{"applications.carried_over.total", GOV_STATUS_REPORTED, 7}, {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2023, first));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2024, NULL));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2024, NULL)); /* a copy */
    expect_series(reports, "2024 applications.carried warning 0 7");
    g_ptr_array_add(reports, make_report("cn-foi-2021", "甲局", 2023, NULL));
    expect_series(reports, "2023 series.rivals hint");
}

#define STOCK "active_disclosure.regulations.in_force"
#define ISSUED "active_disclosure.regulations.issued"

static GPtrArray *make_stocks(const int64_t *stocks, const int64_t *issued, int n)
{
    GPtrArray *reports = new_list();
    for (int i = 0; i < n; i++) {
        const Change changes[] = {{STOCK, stocks[i] < 0 ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED, stocks[i]},
                                  {ISSUED, GOV_STATUS_REPORTED, issued[i]},
                                  {NULL, 0, 0}};
        g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2021 + i, changes));
    }
    return reports;
}

static void a_slip_that_the_next_year_takes_back_names_the_stock_between(void **state)
{
    (void)state;
    static const int64_t stocks[] = {100, 110, 106, 108}, issued[] = {0, 5, 1, 2};
    g_autoptr(GPtrArray) reports = make_stocks(stocks, issued, 4);
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    g_autofree char *found = describe(findings);
    assert_string_equal(found, "2022 active_disclosure.carried warning 110 105; "
                               "2023 active_disclosure.carried warning 106 111");
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    assert_int_equal(gov_finding_n_suspects(finding), 1);
    GovSuspect suspect = gov_finding_get_suspect(finding, 0);
    assert_int64(suspect.value, 110);
    assert_int64(suspect.suggested, 105);
    assert_string_equal(suspect.reason, "chain");
    assert_int_equal(gov_finding_n_suspects(g_ptr_array_index(findings, 1)), 0);
}

static void a_restated_stock_is_told_once(void **state)
{
    (void)state;
    static const int64_t stocks[] = {100, 105, 90, 92}, issued[] = {0, 5, 1, 2};
    g_autoptr(GPtrArray) reports = make_stocks(stocks, issued, 4);
    expect_series(reports, "2023 active_disclosure.carried warning 90 106");
}

static void a_blank_stock_is_bridged(void **state)
{
    (void)state;
    static const int64_t good[] = {100, -1, 106}, bad[] = {100, -1, 107}, issued[] = {0, 5, 1};
    g_autoptr(GPtrArray) sound = make_stocks(good, issued, 3);
    g_autoptr(GPtrArray) broken = make_stocks(bad, issued, 3);
    expect_series(sound, "2022 active_disclosure.carried hint; 2023 active_disclosure.carried hint; "
                         "2023 active_disclosure.repealed hint");
    expect_series(broken, "2022 active_disclosure.carried hint; 2023 active_disclosure.carried hint; "
                          "2023 active_disclosure.repealed hint; "
                          "2023 active_disclosure.carried warning 107 106");
}

static void yuan_under_a_heading_of_ten_thousand_yuan_are_told(void **state)
{
    (void)state;
    static const Change first[] = {{"active_disclosure.fees.amount", GOV_STATUS_REPORTED, 12345600}, {NULL, 0, 0}};
    static const Change second[] = {{"active_disclosure.fees.amount", GOV_STATUS_REPORTED, INT64_C(130000000000)},
                                    {NULL, 0, 0}};
    static const Change third[] = {{"active_disclosure.fees.amount", GOV_STATUS_REPORTED, 14000000}, {NULL, 0, 0}};
    g_autoptr(GPtrArray) reports = new_list();
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2022, first));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2023, second));
    g_ptr_array_add(reports, make_report("cn-foi-2021", "某局", 2024, third));
    expect_series(reports, "2023 active_disclosure.fees_unit warning 130000000000 37036800000; "
                           "2024 active_disclosure.fees_unit_prior warning 130000000000 42000000000");
}

static char *write_all(const GPtrArray *reports)
{
    g_autoptr(GPtrArray) findings = gov_check_series(reports, NULL);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++)
        gov_write_finding_json(out, g_ptr_array_index(findings, i), GOV_LANGUAGE_EN);
    return g_string_free(out, FALSE);
}

static void the_order_of_reports_makes_no_difference(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = new_list();
    GRand *rand = g_rand_new_with_seed(7);
    for (int body = 0; body < 3; body++) {
        for (int year = 2019; year < 2025; year++) {
            g_autofree char *name = g_strdup_printf("%s局", body == 0 ? "甲" : body == 1 ? "乙" : "丙");
            const Change changes[] = {
                {"applications.carried_over.total", GOV_STATUS_REPORTED, g_rand_int_range(rand, 0, 3)},
                {"applications.carried_in.total", GOV_STATUS_REPORTED, g_rand_int_range(rand, 0, 3)},
                {NULL, 0, 0}};
            g_ptr_array_add(reports, make_report(year < 2021 ? "cn-foi-2019" : "cn-foi-2021", name, year, changes));
        }
    }
    g_autofree char *expected = write_all(reports);
    assert_true(strlen(expected) > 1000);
    for (int round = 0; round < 20; round++) {
        for (guint i = reports->len - 1; i > 0; i--) {
            gpointer *items = reports->pdata;
            guint k = (guint)g_rand_int_range(rand, 0, (gint32)i + 1);
            gpointer item = items[i];
            items[i] = items[k];
            items[k] = item;
        }
        g_autofree char *found = write_all(reports);
        assert_string_equal(found, expected);
    }
    g_rand_free(rand);
}

/* Any series that hangs together is silent: stocks, carried applications, pending cases. */
static void consistent_series_stay_silent(void **state)
{
    (void)state;
    GRand *rand = g_rand_new_with_seed(42);
    for (int round = 0; round < 50; round++) {
        g_autoptr(GPtrArray) reports = new_list();
        int64_t stock = g_rand_int_range(rand, 0, 500), carried = 0;
        for (int year = 2021; year < 2026; year++) {
            int64_t issued = g_rand_int_range(rand, 0, 50);
            int64_t repealed = year == 2021 ? 0 : g_rand_int_range(rand, 0, (gint32)stock + 1);
            int64_t received = g_rand_int_range(rand, 0, 900);
            int64_t left = g_rand_int_range(rand, 0, (gint32)(received + carried) + 1);
            stock += issued - repealed;
            const Change changes[] = {
                {"active_disclosure.regulations.issued", GOV_STATUS_REPORTED, issued},
                {"active_disclosure.regulations.repealed", GOV_STATUS_REPORTED, repealed},
                {"active_disclosure.regulations.in_force", GOV_STATUS_REPORTED, stock},
                {"active_disclosure.fees.amount", GOV_STATUS_REPORTED, g_rand_int_range(rand, 1000000, 99000000)},
                {"applications.received.natural_person", GOV_STATUS_REPORTED, received},
                {"applications.received.total", GOV_STATUS_REPORTED, received},
                {"applications.carried_in.natural_person", GOV_STATUS_REPORTED, carried},
                {"applications.carried_in.total", GOV_STATUS_REPORTED, carried},
                {"applications.granted.natural_person", GOV_STATUS_REPORTED, received + carried - left},
                {"applications.granted.total", GOV_STATUS_REPORTED, received + carried - left},
                {"applications.disposed_total.natural_person", GOV_STATUS_REPORTED, received + carried - left},
                {"applications.disposed_total.total", GOV_STATUS_REPORTED, received + carried - left},
                {"applications.carried_over.natural_person", GOV_STATUS_REPORTED, left},
                {"applications.carried_over.total", GOV_STATUS_REPORTED, left},
                {NULL, 0, 0}};
            carried = left;
            GovReport *report = make_report("cn-foi-2021", "某局", year, changes);
            g_autoptr(GPtrArray) findings = gov_check_report(report);
            assert_int_equal(findings->len, 0);
            g_ptr_array_add(reports, report);
        }
        expect_series(reports, "");
    }
    g_rand_free(rand);
}

static void the_year_before_may_be_given(void **state)
{
    (void)state;
    static const Change first[] = {{"applications.carried_over.total", GOV_STATUS_REPORTED, 7}, {NULL, 0, 0}};
    g_autoptr(GovReport) prior = make_report("cn-foi-2021", "某局", 2023, first);
    g_autoptr(GovReport) report = make_report("cn-foi-2021", "改名局", 2024, NULL);
    const GovCheckOptions options = {.prior = prior};
    g_autoptr(GPtrArray) findings = gov_check_report_with(report, &options);
    g_autofree char *found = describe(findings);
    assert_string_equal(found, "2024 applications.carried warning 0 7");
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(a_rule_file_tells_line_and_column_of_a_mistake),
        cmocka_unit_test(a_rule_file_has_rules_only),
        cmocka_unit_test(a_rule_for_another_form_is_left_out),
        cmocka_unit_test(a_rule_goes_to_the_editions_that_have_its_cells),
        cmocka_unit_test(a_negative_figure_is_told_though_its_sums_hold),
        cmocka_unit_test(a_figure_left_standing_from_the_year_before_is_told),
        cmocka_unit_test(the_wrong_edition_for_the_year_is_a_hint),
        cmocka_unit_test(two_published_years_hold_together),
        cmocka_unit_test(what_is_carried_in_must_have_been_carried_over),
        cmocka_unit_test(editions_are_compared_by_the_codes_they_share),
        cmocka_unit_test(bodies_and_gaps_are_kept_apart),
        cmocka_unit_test(rival_reports_of_one_year_are_told_and_not_used),
        cmocka_unit_test(a_slip_that_the_next_year_takes_back_names_the_stock_between),
        cmocka_unit_test(a_restated_stock_is_told_once),
        cmocka_unit_test(a_blank_stock_is_bridged),
        cmocka_unit_test(yuan_under_a_heading_of_ten_thousand_yuan_are_told),
        cmocka_unit_test(the_order_of_reports_makes_no_difference),
        cmocka_unit_test(consistent_series_stay_silent),
        cmocka_unit_test(the_year_before_may_be_given),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(fixed) + G_N_ELEMENTS(one_cases)];
    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < G_N_ELEMENTS(one_cases); i++)
        tests[G_N_ELEMENTS(fixed) + i] = (struct CMUnitTest){.name = one_cases[i].name,
                                                            .test_func = applies_added_rules,
                                                            .initial_state = (void *)(uintptr_t)&one_cases[i]};
    return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
