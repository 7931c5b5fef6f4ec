/* SPDX-License-Identifier: MIT */
/* Checking columns says what checking reports says, whatever stands in them. */
#include "test.h"

#include <govstat/check.h>
#include <govstat/write.h>

static const char *const editions[] = {"cn-foi-2021", "cn-foi-2019", "cn-foi-2014"};

static int64_t draw(GRand *rand)
{
    return g_rand_int_range(rand, 0, 3) > 0 ? 0 : g_rand_int_range(rand, 0, 200);
}

/* Sets totals from their parts by the identities of the form, so that the report is sound. */
static void balance(const GovForm *form, int64_t *values)
{
    static const char *const columns[] = {"natural_person", "enterprise",    "research", "public_welfare",
                                          "legal_service",  "other",         "total"};
    if (gov_form_n_tables(form) < 3) { /* the list of 2014 */
        memset(values, 0, gov_form_n_cells(form) * sizeof *values);
        return;
    }
    size_t table = 1, total = gov_form_n_columns(form, table) - 1;
    size_t n_rows = gov_form_n_rows(form, table);
    for (size_t c = 0; c < total; c++) {
        int64_t sum = 0;
        for (size_t row = 2; row + 2 < n_rows; row++)
            sum += values[gov_form_get_cell(form, table, row, c)];
        assert_string_equal(gov_form_get_column_id(form, table, c), columns[c]);
        values[gov_form_get_cell(form, table, n_rows - 2, c)] = sum;
        values[gov_form_get_cell(form, table, n_rows - 1, c)] = 3;
        values[gov_form_get_cell(form, table, 1, c)] = 1;
        values[gov_form_get_cell(form, table, 0, c)] = sum + 2;
    }
    for (size_t row = 0; row < n_rows; row++) {
        int64_t sum = 0;
        for (size_t c = 0; c < total; c++)
            sum += values[gov_form_get_cell(form, table, row, c)];
        values[gov_form_get_cell(form, table, row, total)] = sum;
    }
    for (size_t row = 0; row < 3; row++) {
        int64_t sum = 0;
        for (size_t c = 0; c < 4; c++)
            sum += values[gov_form_get_cell(form, 2, row, c)];
        values[gov_form_get_cell(form, 2, row, 4)] = sum;
    }
}

/* What is done to a report: every third stays sound, the others get slips, gaps and giants. */
static void damage(GRand *rand, const GovForm *form, int64_t *values, GovStatus *statuses)
{
    int n = g_rand_int_range(rand, 0, 3) == 0 ? 0 : g_rand_int_range(rand, 1, 4);

    for (int i = 0; i < n; i++) {
        size_t cell = (size_t)g_rand_int_range(rand, 0, (gint)gov_form_n_cells(form));
        switch (g_rand_int_range(rand, 0, 5)) {
        case 0:
            values[cell] += g_rand_int_range(rand, -9, 10);
            break;
        case 1:
            statuses[cell] = (GovStatus)g_rand_int_range(rand, 0, GOV_STATUS_ABSENT + 1);
            break;
        case 2:
            values[cell] = -values[cell] - 1;
            break;
        case 3:
            values[cell] = INT64_MAX / (1 + g_rand_int_range(rand, 0, 3)); /* sums would wrap */
            break;
        default:
            for (size_t k = cell; k < gov_form_n_cells(form); k++)
                statuses[k] = GOV_STATUS_BLANK;
        }
    }
}

static GovReport *make_report(const GovForm *form, GRand *rand)
{
    size_t n = gov_form_n_cells(form);
    GovReport *report = gov_report_new(form);
    g_autofree int64_t *values = g_new0(int64_t, n);
    g_autofree GovStatus *statuses = g_new0(GovStatus, n);

    for (size_t cell = 0; cell < n; cell++) {
        values[cell] = draw(rand);
        statuses[cell] = GOV_STATUS_REPORTED;
    }
    balance(form, values);
    damage(rand, form, values, statuses);
    gov_report_set_agency(report, "某局");
    gov_report_set_year(report, 2014 + g_rand_int_range(rand, 0, 11));
    for (size_t cell = 0; cell < n; cell++) {
        bool reported = statuses[cell] == GOV_STATUS_REPORTED;
        bool plain = g_rand_int_range(rand, 0, 10) > 0;
        const GovCell figure = {.value = values[cell], /* of an uncertain cell: a reading */
                                .status = statuses[cell],
                                .has_reading = true,
                                .evidence = !reported ? GOV_EVIDENCE_NONE
                                            : plain   ? GOV_EVIDENCE_EXACT
                                                      : (GovEvidence)g_rand_int_range(rand, 0, GOV_EVIDENCE_GIVEN + 1),
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    return report;
}

static void append_findings(GString *out, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        gov_write_finding_json(out, g_ptr_array_index(findings, i), GOV_LANGUAGE_EN);
        g_string_append_c(out, '\n');
    }
}

static const char own_rules[] = "[rule ours.a]\nforms=cn-foi-2021\n"
                                "check=applications.received.total <= 400 tolerance 2 when "
                                "applications.granted.total > 3\nmessage=一\n"
                                "[rule applications.row_sum]\nforms=cn-foi-2021\nfor=applications.rows\n"
                                "check=total = natural_person + sum(organisations)\nseverity=hint\nmessage=二\n";

static void expect_same(const char *edition, bool with_rules, unsigned n, unsigned seed)
{
    g_autoptr(GovForm) form = gov_form_builtin(edition, NULL);
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func((GDestroyNotify)gov_rules_unref);
    const GovCheckOptions options = {.rules = rules};
    size_t n_found = 0, n_silent = 0;

    if (with_rules)
        g_ptr_array_add(rules, gov_rules_from_data(form, own_rules, strlen(own_rules), "x", NULL));
    for (unsigned i = 0; i < n; i++) {
        g_autoptr(GovReport) report = make_report(form, rand);
        g_autoptr(GPtrArray) findings = gov_check_report_with(report, &options);
        append_findings(expected, findings);
        n_silent += findings->len == 0;
        assert_true(gov_dataset_append(dataset, report, NULL, NULL));
    }
    gov_dataset_seal(dataset);
    for (unsigned threads = 1; threads <= 3; threads++) {
        g_autoptr(GPtrArray) findings = gov_check_dataset(dataset, &options, threads);
        g_autoptr(GString) found = g_string_new(NULL);
        append_findings(found, findings);
        assert_string_equal(found->str, expected->str);
    }
    g_autofree size_t *rows = gov_check_find_rows(dataset, &options, 2, &n_found);
    assert_true(n_silent > 0 && n_found >= n - n_silent);
    for (size_t i = 1; i < n_found; i++)
        assert_true(rows[i - 1] < rows[i]);
}

static void columns_say_what_reports_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(editions); i++)
        expect_same(editions[i], false, 700, 11 + (unsigned)i);
}

static void rules_of_ones_own_are_looked_at_too(void **state)
{
    (void)state;
    expect_same("cn-foi-2021", true, 700, 5);
}

static void slices_are_checked_where_they_begin(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autoptr(GString) found = g_string_new(NULL);

    for (unsigned i = 0; i < 100; i++) {
        g_autoptr(GovReport) report = make_report(form, rand);
        g_autoptr(GPtrArray) findings = gov_check_report(report);
        if (i >= 13 && i < 90)
            append_findings(expected, findings);
        gov_dataset_append(dataset, report, NULL, NULL);
    }
    gov_dataset_seal(dataset);
    g_autoptr(GovDataset) slice = gov_dataset_slice(dataset, 13, 77);
    g_autoptr(GPtrArray) findings = gov_check_dataset(slice, NULL, 1);
    append_findings(found, findings);
    assert_string_equal(found->str, expected->str);
}

static void nothing_is_said_of_no_rows(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);

    gov_dataset_seal(dataset);
    g_autoptr(GPtrArray) findings = gov_check_dataset(dataset, NULL, 0);
    assert_int_equal(findings->len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_say_what_reports_say),
        cmocka_unit_test(rules_of_ones_own_are_looked_at_too),
        cmocka_unit_test(slices_are_checked_where_they_begin),
        cmocka_unit_test(nothing_is_said_of_no_rows),
    };
    return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
