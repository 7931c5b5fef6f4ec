/* SPDX-License-Identifier: MIT */
/* Two years side by side: changes, rates that do not exist, figures that are missing, and identities. */
#include "test.h"

#include <govstat/govstat.h>

static GovReport *make_report(const char *form_id, int year)
{
    g_autoptr(GovForm) form = gov_form_builtin(form_id, NULL);
    GovReport *report = gov_report_new(form);

    gov_report_set_agency(report, "某市");
    gov_report_set_year(report, year);
    return report;
}

static void set_cell(GovReport *report, const char *code, GovStatus status, int64_t value)
{
    GovCell cell = {.status = status, .value = value, .evidence = GOV_EVIDENCE_GIVEN, .confidence = 1};
    int index = gov_form_find_cell(gov_report_get_form(report), code);

    assert_true(index >= 0);
    gov_report_set_cell(report, (size_t)index, &cell);
}

static GovDiff *make_diff(GovReport *before, GovReport *after)
{
    gov_report_seal(before);
    gov_report_seal(after);
    return gov_diff_new(before, after, NULL, NULL);
}

static GovDiffCell find_cell(const GovDiff *diff, const char *code)
{
    const GovForm *form = gov_diff_get_form(diff);

    for (size_t i = 0; i < gov_diff_n_cells(diff); i++) {
        GovDiffCell cell = gov_diff_get_cell(diff, i);
        if (strcmp(gov_form_get_code(form, cell.cell), code) == 0)
            return cell;
    }
    fail_msg("%s is not compared", code);
    return (GovDiffCell){0};
}

static void changes_and_rates_are_told(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2021", 2023), after = make_report("cn-foi-2021", 2024);

    (void)state;
    set_cell(before, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 200);
    set_cell(after, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 150);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    GovDiffCell cell = find_cell(diff, "active_disclosure.licensing.decisions");
    assert_true(cell.has_change);
    assert_int64(cell.change, -50);
    assert_int_equal(cell.growth_state, GOV_GROWTH_KNOWN);
    assert_true(cell.growth == -0.25);
}

static void no_rate_is_taken_of_zero_or_less(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2019", 2019), after = make_report("cn-foi-2019", 2020);

    (void)state;
    set_cell(before, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 0);
    set_cell(after, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 5);
    set_cell(before, "active_disclosure.licensing.items_change", GOV_STATUS_REPORTED, -8);
    set_cell(after, "active_disclosure.licensing.items_change", GOV_STATUS_REPORTED, 4);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_int_equal(find_cell(diff, "active_disclosure.licensing.decisions").growth_state, GOV_GROWTH_NOT_APPLICABLE);
    assert_int64(find_cell(diff, "active_disclosure.licensing.decisions").change, 5);
    assert_int_equal(find_cell(diff, "active_disclosure.licensing.items_change").growth_state,
                     GOV_GROWTH_NOT_APPLICABLE);
    assert_int64(find_cell(diff, "active_disclosure.licensing.items_change").change, 12);
}

static void a_difference_that_cannot_be_held_is_not_told(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2019", 2019), after = make_report("cn-foi-2019", 2020);

    (void)state;
    set_cell(before, "active_disclosure.licensing.items_change", GOV_STATUS_REPORTED, INT64_MIN);
    set_cell(after, "active_disclosure.licensing.items_change", GOV_STATUS_REPORTED, INT64_MAX);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_false(find_cell(diff, "active_disclosure.licensing.items_change").has_change);
}

/* Each in its own words, in every output. */
static void zero_blank_mark_and_no_cell_differ_in_every_output(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2021", 2023), after = make_report("cn-foi-2021", 2024);
    g_autoptr(GString) json = g_string_new(NULL), csv = g_string_new(NULL), text = g_string_new(NULL);

    (void)state;
    set_cell(before, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 7);
    set_cell(after, "active_disclosure.licensing.decisions", GOV_STATUS_REPORTED, 0);
    set_cell(before, "active_disclosure.penalties.decisions", GOV_STATUS_REPORTED, 7);
    set_cell(after, "active_disclosure.penalties.decisions", GOV_STATUS_BLANK, 0);
    set_cell(before, "active_disclosure.coercion.decisions", GOV_STATUS_REPORTED, 7);
    set_cell(after, "active_disclosure.coercion.decisions", GOV_STATUS_NOT_APPLICABLE, 0);
    set_cell(before, "active_disclosure.fees.amount", GOV_STATUS_REPORTED, 7000000);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    gov_write_diff_json(json, diff);
    assert_non_null(strstr(json->str, "\"code\":\"active_disclosure.licensing.decisions\",\"before\":7,\"before_status\":"
                                      "\"reported\",\"after\":0,\"after_status\":\"reported\",\"change\":-7,\"growth\":"
                                      "-1.000000,\"growth_state\":\"known\",\"comparability\":\"exact\"}"));
    assert_non_null(strstr(json->str, "\"after\":null,\"after_status\":\"blank\",\"change\":null,\"growth\":null,"
                                      "\"growth_state\":\"unknown\",\"comparability\":\"exact\"}"));
    assert_non_null(strstr(json->str, "\"after\":null,\"after_status\":\"not_applicable\",\"change\":null"));
    assert_non_null(strstr(json->str, "\"before\":7,\"before_status\":\"reported\",\"after\":null,\"after_status\":"
                                      "\"absent\",\"change\":null"));
    gov_write_diff_csv(csv, diff);
    assert_non_null(strstr(csv->str, "\ncell,active_disclosure.licensing.decisions,7,reported,0,reported,-7,-1.000000,known,exact\n"));
    assert_non_null(strstr(csv->str, "\ncell,active_disclosure.penalties.decisions,7,reported,,blank,,,unknown,exact\n"));
    assert_non_null(strstr(csv->str, "\ncell,active_disclosure.coercion.decisions,7,reported,,not_applicable,,,unknown,exact\n"));
    assert_non_null(strstr(csv->str, "\ncell,active_disclosure.fees.amount,7,reported,,absent,,,unknown,exact\n"));
    gov_write_diff_text(text, diff, GOV_LANGUAGE_ZH);
    assert_non_null(strstr(text->str, "              7              0             -7    -100.00%  行政许可"));
    assert_non_null(strstr(text->str, "              7           空白                             行政处罚"));
    assert_non_null(strstr(text->str, "              7         不适用                             行政强制"));
    assert_non_null(strstr(text->str, "              7         无此格                             行政事业性收费"));
}

static void set_carried(GovReport *before, GovReport *after)
{
    set_cell(before, "applications.carried_over.total", GOV_STATUS_REPORTED, 121);
    set_cell(after, "applications.carried_in.total", GOV_STATUS_REPORTED, 121);
    set_cell(before, "active_disclosure.regulations.in_force", GOV_STATUS_REPORTED, 11);
    set_cell(after, "active_disclosure.regulations.issued", GOV_STATUS_REPORTED, 2);
    set_cell(after, "active_disclosure.regulations.repealed", GOV_STATUS_REPORTED, 1);
    set_cell(after, "active_disclosure.regulations.in_force", GOV_STATUS_REPORTED, 13);
}

static GovTie find_tie(const GovDiff *diff, const char *rule, const char *place)
{
    for (size_t i = 0; i < gov_diff_n_ties(diff); i++) {
        GovTie tie = gov_diff_get_tie(diff, i);
        if (strcmp(gov_rule_get_id(tie.rule), rule) == 0 &&
            strcmp(gov_diff_get_tie_place_id(diff, i), place) == 0)
            return tie;
    }
    fail_msg("no %s of %s", rule, place);
    return (GovTie){0};
}

static void identities_between_the_years_hold_fail_or_stay_open(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2021", 2023), after = make_report("cn-foi-2021", 2024);

    (void)state;
    set_carried(before, after);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_int_equal(gov_diff_n_ties(diff), 9);
    assert_int_equal(find_tie(diff, "applications.carried", "total").state, GOV_TIE_HOLDS);
    GovTie stock = find_tie(diff, "active_disclosure.carried", "regulations");
    assert_int_equal(stock.state, GOV_TIE_FAILS);
    assert_int64(stock.lhs, 13);
    assert_int64(stock.rhs, 12);
    assert_int_equal(find_tie(diff, "applications.carried", "research").state, GOV_TIE_OPEN);
}

static void years_apart_have_no_identities(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2021", 2022), after = make_report("cn-foi-2021", 2024);
    g_autoptr(GString) text = g_string_new(NULL);

    (void)state;
    set_carried(before, after);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_int_equal(gov_diff_n_ties(diff), 0);
    gov_write_diff_text(text, diff, GOV_LANGUAGE_EN);
    assert_non_null(strstr(text->str, "No identities between these two: not two years running"));
}

static void fill(GovReport *report, int64_t value)
{
    for (size_t i = 0; i < gov_form_n_cells(gov_report_get_form(report)); i++)
        set_cell(report, gov_form_get_code(gov_report_get_form(report), i), GOV_STATUS_REPORTED, value);
}

static const struct {
    const char *code;
    GovComparability comparability;
    GovStatus before_status;
    int64_t before;
    int64_t after;
} shared[] = {
    {"applications.received.total", GOV_COMPARABILITY_EXACT, GOV_STATUS_REPORTED, 2, 3},
    {"active_disclosure.regulations.issued", GOV_COMPARABILITY_APPROXIMATE, GOV_STATUS_REPORTED, 2, 3},
    {"active_disclosure.fees.amount", GOV_COMPARABILITY_NONE, GOV_STATUS_ABSENT, 0, 3},
    {"applications.other.others.total", GOV_COMPARABILITY_NONE, GOV_STATUS_ABSENT, 0, 3},
};

static void editions_are_compared_in_the_newer_and_say_how(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2019", 2020), after = make_report("cn-foi-2021", 2021);

    (void)state;
    fill(before, 2);
    fill(after, 3);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_string_equal(gov_form_get_id(gov_diff_get_form(diff)), "cn-foi-2021");
    assert_int_equal(gov_diff_n_cells(diff), 200);
    assert_int_equal(gov_diff_count_cells(diff, GOV_COMPARABILITY_NONE), 24);
    assert_int_equal(gov_diff_n_lost(diff, false), 22);
    assert_int_equal(gov_diff_n_lost(diff, true), 0);
    for (size_t i = 0; i < G_N_ELEMENTS(shared); i++) {
        GovDiffCell cell = find_cell(diff, shared[i].code);
        assert_int_equal(cell.comparability, shared[i].comparability);
        assert_int_equal(cell.before_status, shared[i].before_status);
        assert_int64(cell.before, shared[i].before);
        assert_int64(cell.after, shared[i].after);
        assert_int_equal(cell.has_change, shared[i].before_status == GOV_STATUS_REPORTED);
    }
    assert_int_equal(find_tie(diff, "applications.carried", "total").state, GOV_TIE_FAILS);
}

/* In force at the end of 2020 is only about what was published, so neither "holds" nor "fails" would be true. */
static void what_is_about_the_same_proves_no_identity(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2019", 2020), after = make_report("cn-foi-2021", 2021);

    (void)state;
    fill(before, 2);
    fill(after, 3);
    g_autoptr(GovDiff) diff = make_diff(before, after);
    assert_int_equal(find_tie(diff, "active_disclosure.carried", "regulations").state, GOV_TIE_OPEN);
}

static void another_form_can_be_chosen(void **state)
{
    g_autoptr(GovReport) before = make_report("cn-foi-2019", 2020), after = make_report("cn-foi-2021", 2021);
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2019", NULL);

    (void)state;
    fill(before, 2);
    fill(after, 3);
    gov_report_seal(before);
    gov_report_seal(after);
    g_autoptr(GovDiff) diff = gov_diff_new(before, after, form, NULL);
    GovDiffCell other = find_cell(diff, "applications.other.total");
    assert_int_equal(other.comparability, GOV_COMPARABILITY_SUM);
    assert_int64(other.change, 7);
    assert_int_equal(gov_diff_n_lost(diff, true), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_and_rates_are_told),
        cmocka_unit_test(no_rate_is_taken_of_zero_or_less),
        cmocka_unit_test(a_difference_that_cannot_be_held_is_not_told),
        cmocka_unit_test(zero_blank_mark_and_no_cell_differ_in_every_output),
        cmocka_unit_test(identities_between_the_years_hold_fail_or_stay_open),
        cmocka_unit_test(years_apart_have_no_identities),
        cmocka_unit_test(editions_are_compared_in_the_newer_and_say_how),
        cmocka_unit_test(what_is_about_the_same_proves_no_identity),
        cmocka_unit_test(another_form_can_be_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
