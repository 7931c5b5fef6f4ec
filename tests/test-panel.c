/* SPDX-License-Identifier: MIT */
/* Outliers and copied tables over a panel of made-up bodies. */
#include <stdlib.h>
#include <string.h>

#include <govstat/govstat.h>

#include "test.h"

#define N_BODIES 40

static const char *const CELLS[] = {"applications.received.natural_person", "applications.received.enterprise",
                                    "applications.received.total"};

static void set_value(GovReport *report, const char *code, int64_t value)
{
    GovCell cell = {.status = GOV_STATUS_REPORTED, .value = value, .evidence = GOV_EVIDENCE_EXACT};

    gov_report_set_cell(report, (size_t)gov_form_find_cell(gov_report_get_form(report), code), &cell);
}

/* Body `i` had some 100 applications; nine in ten of persons. */
static GovReport *make_report(unsigned body, int year, int64_t scale)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    g_autofree char *name = g_strdup_printf("第%02u局", body);
    GovReport *report = gov_report_new(form);
    int64_t person = scale * (80 + body * (7 + (unsigned)year % 5) % 31), enterprise = scale * (5 + body % 7);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        set_value(report, gov_form_get_code(form, cell), 0);
    gov_report_set_agency(report, name);
    gov_report_set_year(report, year);
    set_value(report, CELLS[0], person);
    set_value(report, CELLS[1], enterprise);
    set_value(report, CELLS[2], person + enterprise);
    return report;
}

/* Two years of all bodies; 2024 of body 3 is `scale` times what it should be. */
static GPtrArray *make_panel(int64_t all, int64_t scale)
{
    GPtrArray *reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);

    for (unsigned body = 0; body < N_BODIES; body++)
        for (int year = 2023; year <= 2024; year++)
            g_ptr_array_add(reports, make_report(body, year, body == 3 && year == 2024 ? all * scale : all));
    return reports;
}

/* "rule body year cells;" of each finding. */
static char *check(const GPtrArray *reports, bool backwards)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < reports->len; i++) {
        GovReport *report = reports->pdata[backwards ? reports->len - 1 - i : i];
        gov_report_seal(report);
        assert_true(gov_dataset_append(dataset, report, NULL, NULL));
    }
    gov_dataset_seal(dataset);
    g_autoptr(GPtrArray) findings = gov_check_panel(dataset);
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = findings->pdata[i];
        assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_HINT);
        g_string_append_printf(text, "%s %s %d", gov_finding_get_rule(finding),
                               gov_report_get_agency(gov_finding_get_report(finding)),
                               gov_report_get_year(gov_finding_get_report(finding)));
        for (size_t k = 0; k < MIN(gov_finding_n_cells(finding), 2); k++)
            g_string_append_printf(text, " %s", gov_form_get_code(form, gov_finding_get_cell(finding, k)));
        g_string_append(text, ";");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void is_silent_about_bodies_alike(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1, 1);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, "");
}

#define FOUND \
    "outlier.level 第03局 2024 applications.received.total applications.received.natural_person;" \
    "outlier.change 第03局 2024 applications.received.total applications.received.natural_person;"

static void finds_a_figure_far_from_others_with_what_drives_it(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1, 30);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, FOUND);
}

static void order_makes_no_difference(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1, 30);
    g_autofree char *found = check(reports, true);
    assert_string_equal(found, FOUND);
}

static void scale_makes_no_difference(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1000, 30);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, FOUND);
}

static void zeros_take_no_part(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1, 0);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, "");
}

static void few_bodies_say_nothing(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_panel(1, 30);
    g_ptr_array_remove_range(reports, 38, 42);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, "");
}

static GPtrArray *make_copies(int64_t scale, unsigned second_body, int second_year)
{
    GPtrArray *reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);

    for (int i = 0; i < 2; i++) {
        GovReport *report = make_report(i == 0 ? 0 : second_body, i == 0 ? 2023 : second_year, 0);
        set_value(report, "review_litigation.review.upheld", 7 * scale);
        set_value(report, "review_litigation.review.corrected", 2 * scale);
        set_value(report, "review_litigation.review.pending", 3 * scale);
        set_value(report, "review_litigation.review.total", 12 * scale);
        g_ptr_array_add(reports, report);
    }
    return reports;
}

static void finds_a_table_that_two_bodies_share(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_copies(1, 1, 2023);
    g_autofree char *found = check(reports, true);
    assert_string_equal(found, "review_litigation.copy 第01局 2023 review_litigation.review.upheld "
                               "review_litigation.review.corrected;");
}

static void finds_a_table_left_standing_from_another_year(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = make_copies(1, 0, 2024);
    g_autofree char *found = check(reports, false);
    assert_string_equal(found, "review_litigation.copy 第00局 2024 review_litigation.review.upheld "
                               "review_litigation.review.corrected;");
}

static void tables_of_zeros_and_one_report_twice_are_no_copies(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) zeros = make_copies(0, 1, 2023), twice = make_copies(1, 0, 2023);
    g_autofree char *found = check(zeros, false);
    g_autofree char *again = check(twice, false);
    assert_string_equal(found, "");
    assert_string_equal(again, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_silent_about_bodies_alike),
        cmocka_unit_test(finds_a_figure_far_from_others_with_what_drives_it),
        cmocka_unit_test(order_makes_no_difference),
        cmocka_unit_test(scale_makes_no_difference),
        cmocka_unit_test(zeros_take_no_part),
        cmocka_unit_test(few_bodies_say_nothing),
        cmocka_unit_test(finds_a_table_that_two_bodies_share),
        cmocka_unit_test(finds_a_table_left_standing_from_another_year),
        cmocka_unit_test(tables_of_zeros_and_one_report_twice_are_no_copies),
    };
    return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
