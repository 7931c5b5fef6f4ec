/* SPDX-License-Identifier: MIT */
/* Reports of several editions in one roll-up: every sum says how comparable it is, also after one of the reports was
 * replaced. */
#include "test.h"

#include <govstat/govstat.h>

static const char UNITS[] = "code,name,parent\np,某市,\nc,甲县,p\nc1,甲一局,c\nc2,甲二局,c\nd,乙局,p\n";

/* Every cell has the figure 1. */
static GovReport *make_report(const char *id, const char *agency, int year)
{
    g_autoptr(GovForm) form = gov_form_builtin(id, NULL);
    GovReport *report = gov_report_new(form);

    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        const GovCell cell = {.status = GOV_STATUS_REPORTED, .value = 1, .confidence = 1};
        gov_report_set_cell(report, i, &cell);
    }
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    gov_report_seal(report);
    return report;
}

/* One report as a dataset of the form of 2021. */
static GovDataset *make_part(const char *id, const char *agency, int year)
{
    g_autoptr(GovForm) newest = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovReport) report = make_report(id, agency, year);
    g_autoptr(GovDataset) dataset = gov_dataset_new(gov_report_get_form(report));
    g_autoptr(GovConcordance) concordance = gov_concordance_builtin(gov_report_get_form(report), newest, NULL);

    gov_dataset_append(dataset, report, NULL, NULL);
    gov_dataset_seal(dataset);
    return gov_dataset_harmonise(dataset, concordance, NULL);
}

static GovRollup *roll_up(void)
{
    g_autoptr(GovUnits) units = gov_units_from_data(UNITS, strlen(UNITS), "u.csv", NULL);
    g_autoptr(GovDataset) a = make_part("cn-foi-2021", "甲一局", 2021);
    g_autoptr(GovDataset) b = make_part("cn-foi-2019", "甲二局", 2021);
    g_autoptr(GovDataset) c = make_part("cn-foi-2014", "乙局", 2021);
    const GovDataset *const parts[] = {a, b, c};
    g_autoptr(GovDataset) all = gov_dataset_concat(parts, 3, NULL);
    g_autoptr(GovDataset) joined = gov_units_join(all, units, NULL);

    return gov_rollup_new(joined, units, NULL, NULL);
}

static GovRollupCell get_cell(const GovRollup *rollup, const char *unit, const char *code)
{
    const GovForm *form = gov_dataset_get_form(gov_rollup_get_dataset(rollup));

    return gov_rollup_get_cell(rollup, (size_t)gov_rollup_find_node(rollup, unit, 2021),
                               (size_t)gov_form_find_cell(form, code));
}

static const struct {
    const char *unit;
    const char *code;
    GovComparability comparability;
    GovStatus status;
    int64_t sum;
} expected[] = {
    {"c", "applications.granted.total", GOV_COMPARABILITY_EXACT, GOV_STATUS_REPORTED, 2},
    {"c", "active_disclosure.regulations.issued", GOV_COMPARABILITY_APPROXIMATE, GOV_STATUS_REPORTED, 2},
    {"c", "active_disclosure.fees.amount", GOV_COMPARABILITY_NONE, GOV_STATUS_UNCERTAIN, 1},
    {"p", "applications.granted.total", GOV_COMPARABILITY_APPROXIMATE, GOV_STATUS_REPORTED, 4}, /* two lines of 2014 */
    {"p", "applications.granted.enterprise", GOV_COMPARABILITY_NONE, GOV_STATUS_UNCERTAIN, 2},
};

static void a_sum_is_as_comparable_as_the_least_of_its_reports(void **state)
{
    (void)state;
    g_autoptr(GovRollup) rollup = roll_up();

    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        GovRollupCell cell = get_cell(rollup, expected[i].unit, expected[i].code);
        if (cell.comparability != expected[i].comparability || cell.status != expected[i].status)
            fail_msg("%s %s: %s, %s", expected[i].unit, expected[i].code,
                     gov_comparability_get_name(cell.comparability), gov_status_get_name(cell.status));
        assert_int64(cell.sum, expected[i].sum);
    }
}

static void reports_are_counted_by_edition(void **state)
{
    (void)state;
    g_autoptr(GovRollup) rollup = roll_up();
    size_t node = (size_t)gov_rollup_find_node(rollup, "p", 2021), n = 0;

    assert_int_equal(gov_rollup_n_editions(rollup), 3);
    assert_string_equal(gov_rollup_get_edition(rollup, 0), "cn-foi-2021");
    for (size_t i = 0; i < 3; i++)
        n += gov_rollup_count_edition(rollup, node, i) == 1;
    assert_int_equal(n, 3);
}

static void a_report_put_in_brings_its_own_edition(void **state)
{
    (void)state;
    g_autoptr(GovRollup) rollup = roll_up();
    g_autoptr(GovReport) report = make_report("cn-foi-2021", "甲二局", 2021);
    g_autoptr(GError) error = NULL;

    assert_true(gov_rollup_replace(rollup, "c2", report, GOV_SCOPE_UNKNOWN, &error));
    assert_int_equal(get_cell(rollup, "c", "active_disclosure.fees.amount").comparability, GOV_COMPARABILITY_EXACT);
    assert_int_equal(get_cell(rollup, "c", "active_disclosure.fees.amount").status, GOV_STATUS_REPORTED);
    assert_int_equal(get_cell(rollup, "p", "active_disclosure.fees.amount").comparability, GOV_COMPARABILITY_NONE);
    assert_int_equal(gov_rollup_count_edition(rollup, (size_t)gov_rollup_find_node(rollup, "p", 2021), 0), 2);
}

static void a_dataset_of_sums_knows_the_editions_behind_them(void **state)
{
    (void)state;
    g_autoptr(GovRollup) rollup = roll_up();
    g_autoptr(GovDataset) sums = gov_rollup_to_dataset(rollup, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        int row = gov_rollup_find_node(rollup, expected[i].unit, 2021);
        int cell = gov_form_find_cell(gov_dataset_get_form(sums), expected[i].code);
        g_autofree uint8_t *comparable = gov_dataset_dup_comparability(sums, (size_t)cell);
        assert_int_equal(comparable[row], expected[i].comparability);
    }
    assert_string_equal(gov_dataset_get_key(sums, GOV_KEY_FORM, 0), "cn-foi-2014 cn-foi-2019 cn-foi-2021");
}

/* 甲二局 has not filed for 2022: its figures of 2021, on the form of 2019, stand for it only where they are the same. */
static void last_years_figures_stand_for_the_same_only(void **state)
{
    (void)state;
    g_autoptr(GovUnits) units = gov_units_from_data(UNITS, strlen(UNITS), "u.csv", NULL);
    g_autoptr(GovDataset) a = make_part("cn-foi-2021", "甲一局", 2022);
    g_autoptr(GovDataset) b = make_part("cn-foi-2019", "甲二局", 2021);
    const GovDataset *const parts[] = {a, b};
    g_autoptr(GovDataset) all = gov_dataset_concat(parts, 2, NULL);
    g_autoptr(GovDataset) joined = gov_units_join(all, units, NULL);
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, units, NULL, NULL);
    size_t node = (size_t)gov_rollup_find_node(rollup, "c", 2022);
    const GovForm *form = gov_dataset_get_form(joined);
    GovRollupCell same =
        gov_rollup_get_cell(rollup, node, (size_t)gov_form_find_cell(form, "applications.granted.total"));
    GovRollupCell about =
        gov_rollup_get_cell(rollup, node, (size_t)gov_form_find_cell(form, "active_disclosure.regulations.issued"));

    assert_true(same.has_estimate);
    assert_int64(same.estimate, 2);
    assert_false(about.has_estimate);
    assert_int_equal(about.comparability, GOV_COMPARABILITY_EXACT);
}

/* The city published on the form of 2021, one of its two parts on that of 2019. */
static void what_is_about_the_same_is_not_reconciled(void **state)
{
    (void)state;
    static const char city[] = "code,name,parent,scope\nc,某市,,region\nc1,甲一局,c,\nc2,甲二局,c,\n";
    g_autoptr(GovUnits) units = gov_units_from_data(city, strlen(city), "u.csv", NULL);
    g_autoptr(GovDataset) a = make_part("cn-foi-2021", "某市", 2021);
    g_autoptr(GovDataset) b = make_part("cn-foi-2021", "甲一局", 2021);
    g_autoptr(GovDataset) c = make_part("cn-foi-2019", "甲二局", 2021);
    const GovDataset *const parts[] = {a, b, c};
    g_autoptr(GovDataset) all = gov_dataset_concat(parts, 3, NULL);
    g_autoptr(GovDataset) joined = gov_units_join(all, units, NULL);
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, units, NULL, NULL);
    g_autoptr(GPtrArray) found = gov_reconcile(rollup);

    assert_int_equal(found->len, 1);
    GovReconcileTry try = gov_reconciliation_get_try(g_ptr_array_index(found, 0), GOV_RECONCILE_CHILDREN);
    assert_int_equal(try.n_compared, 200);
    assert_int_equal(try.n_open, 24 + 4); /* breaks, and what is only about the same */
    assert_int_equal(try.n_equal, 28);    /* 1 of one part there; of the other cells the city has less than both */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_is_as_comparable_as_the_least_of_its_reports),
        cmocka_unit_test(reports_are_counted_by_edition),
        cmocka_unit_test(what_is_about_the_same_is_not_reconciled),
        cmocka_unit_test(last_years_figures_stand_for_the_same_only),
        cmocka_unit_test(a_dataset_of_sums_knows_the_editions_behind_them),
        cmocka_unit_test(a_report_put_in_brings_its_own_edition),
    };
    return cmocka_run_group_tests_name("editions", tests, NULL, NULL);
}
