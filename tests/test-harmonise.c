/* SPDX-License-Identifier: MIT */
/* Several editions in one dataset. */
#include "test.h"

#include <govstat/error.h>
#include <govstat/harmonise.h>

static GovForm *get_form(const char *id)
{
    return gov_form_builtin(id, NULL);
}

/* Figure of cell c in row r: 1000 r + c; cells of `blank` are blank in odd rows. */
static GovDataset *make(const char *id, unsigned n, const char *blank)
{
    g_autoptr(GovForm) form = get_form(id);
    GovDataset *dataset = gov_dataset_new(form);

    for (unsigned r = 0; r < n; r++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        gov_report_set_agency(report, "某局");
        gov_report_set_year(report, gov_form_get_first_year(form));
        for (size_t c = 0; c < gov_form_n_cells(form); c++) {
            bool is_blank = blank != NULL && r % 2 == 1 && strcmp(gov_form_get_code(form, c), blank) == 0;
            const GovCell cell = {.value = is_blank ? 0 : 1000 * (int64_t)r + (int64_t)c,
                                  .status = is_blank ? GOV_STATUS_UNCERTAIN : GOV_STATUS_REPORTED,
                                  .evidence = is_blank ? GOV_EVIDENCE_NONE : GOV_EVIDENCE_EXACT,
                                  .confidence = 1};
            gov_report_set_cell(report, c, &cell);
        }
        gov_report_seal(report);
        gov_dataset_append(dataset, report, NULL, NULL);
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static GovDataset *harmonise(const GovDataset *dataset, const char *to)
{
    g_autoptr(GovForm) form = get_form(to);
    g_autoptr(GovConcordance) concordance =
        gov_concordance_builtin(gov_dataset_get_form(dataset), form, NULL);
    return gov_dataset_harmonise(dataset, concordance, NULL);
}

static size_t cell_of(const GovDataset *dataset, const char *code)
{
    int cell = gov_form_find_cell(gov_dataset_get_form(dataset), code);

    assert_true(cell >= 0);
    return (size_t)cell;
}

static int64_t value_of(const GovDataset *dataset, const char *code, size_t row)
{
    return gov_dataset_get_values(dataset, cell_of(dataset, code))[row];
}

static GovStatus status_of(const GovDataset *dataset, const char *code, size_t row)
{
    return gov_dataset_get_status(dataset, cell_of(dataset, code), row);
}

static void what_is_the_same_is_shared(void **state)
{
    (void)state;
    g_autoptr(GovDataset) old = make("cn-foi-2019", 10, NULL);
    g_autoptr(GovDataset) new = harmonise(old, "cn-foi-2021");
    static const char code[] = "applications.granted.enterprise";

    assert_ptr_equal(gov_dataset_get_values(new, cell_of(new, code)),
                     gov_dataset_get_values(old, cell_of(old, code)));
    assert_string_equal(gov_dataset_get_key(new, GOV_KEY_FORM, 0), "cn-foi-2019");
    assert_int_equal(gov_dataset_get_years(new)[3], 2019);
}

static void sums_have_a_figure_only_if_all_parts_have(void **state)
{
    (void)state;
    g_autoptr(GovDataset) new = make("cn-foi-2021", 4, "applications.other.overdue_fee.total");
    g_autoptr(GovDataset) old = harmonise(new, "cn-foi-2019");

    for (size_t row = 0; row < 4; row++) {
        bool blank = row % 2 == 1;
        int64_t sum = value_of(new, "applications.other.overdue_correction.total", row) +
                      value_of(new, "applications.other.overdue_fee.total", row) +
                      value_of(new, "applications.other.others.total", row);
        assert_int_equal(status_of(old, "applications.other.total", row),
                         blank ? GOV_STATUS_UNCERTAIN : GOV_STATUS_REPORTED);
        assert_int64(value_of(old, "applications.other.total", row), blank ? 0 : sum);
    }
}

#define R GOV_STATUS_REPORTED
#define B GOV_STATUS_BLANK
#define M GOV_STATUS_NOT_APPLICABLE
#define X GOV_STATUS_UNREADABLE
#define U GOV_STATUS_UNCERTAIN
#define A GOV_STATUS_ABSENT

/* The three rows that are 其他处理 of 2019. */
static const struct {
    GovStatus parts[3];
    GovStatus sum;
} joins[] = {
    {{R, R, R}, R}, {{B, B, B}, B}, {{M, M, M}, M}, {{A, A, A}, A}, {{X, X, X}, X}, {{U, U, U}, U},
    {{R, B, R}, U}, {{M, R, R}, U}, {{R, R, A}, U}, {{R, X, R}, U}, /* of some: neither blank nor a mark */
    {{M, B, M}, B}, {{B, A, B}, A}, {{M, A, M}, A}, {{A, X, B}, X}, {{X, U, A}, U},
};

static GovReport *make_parts(const GovStatus *parts)
{
    static const char *const rows[] = {"overdue_correction", "overdue_fee", "others"};
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    GovReport *report = gov_report_new(form);

    gov_report_set_agency(report, "某局");
    gov_report_set_year(report, 2022);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *code = g_strdup_printf("applications.other.%s.total", rows[i]);
        const GovCell cell = {.value = parts[i] == R ? 5 : 0, .status = parts[i], .confidence = 1};
        gov_report_set_cell(report, (size_t)gov_form_find_cell(form, code), &cell);
    }
    gov_report_seal(report);
    return report;
}

static void a_sum_of_some_is_no_blank_and_no_mark(void **state)
{
    (void)state;
    g_autoptr(GovForm) new = get_form("cn-foi-2021");
    g_autoptr(GovForm) old = get_form("cn-foi-2019");
    g_autoptr(GovConcordance) concordance = gov_concordance_builtin(new, old, NULL);
    size_t cell = (size_t)gov_form_find_cell(old, "applications.other.total");

    for (size_t i = 0; i < G_N_ELEMENTS(joins); i++) {
        g_autoptr(GovReport) report = make_parts(joins[i].parts);
        g_autoptr(GovReport) shown = gov_report_harmonise(report, concordance, NULL);
        if (gov_report_get_status(shown, cell) != joins[i].sum)
            fail_msg("case %zu: %s", i, gov_status_get_name(gov_report_get_status(shown, cell)));
        if (joins[i].sum == R)
            assert_int64(gov_report_get_values(shown)[cell], 15);
        assert_int_equal(gov_report_get_year(shown), 2022);
        assert_string_equal(gov_report_get_agency(shown), "某局");
    }
}

/* Random statuses in every cell: a harmonised cell has a figure exactly if all its sources have one, and it is
 * their sum; without a source it is absent. */
static GovReport *make_random(const GovForm *form, GRand *random)
{
    GovReport *report = gov_report_new(form);

    for (size_t c = 0; c < gov_form_n_cells(form); c++) {
        bool is_reported = g_rand_int_range(random, 0, 3) > 0;
        GovStatus status = is_reported ? R : (GovStatus)g_rand_int_range(random, B, A + 1);
        const GovCell cell = {.value = status == R ? g_rand_int_range(random, -50, 5000) : 0,
                              .status = status, .confidence = 1};
        gov_report_set_cell(report, c, &cell);
    }
    gov_report_seal(report);
    return report;
}

static void check_sums(const GovReport *report, const GovReport *shown, const GovConcordance *concordance)
{
    for (size_t cell = 0; cell < gov_form_n_cells(gov_report_get_form(shown)); cell++) {
        size_t n = gov_concordance_n_sources(concordance, cell), n_reported = 0;
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            size_t source = gov_concordance_get_source(concordance, cell, i);
            n_reported += gov_report_get_status(report, source) == R;
            sum += gov_report_get_status(report, source) == R ? gov_report_get_values(report)[source] : 0;
        }
        GovStatus status = gov_report_get_status(shown, cell);
        assert_int_equal(status == R, n > 0 && n_reported == n);
        if (status == R)
            assert_int64(gov_report_get_values(shown)[cell], sum);
        if (n == 0)
            assert_int_equal(status, A);
        if (n_reported > 0 && n_reported < n)
            assert_int_equal(status, U);
        if (n == 1)
            assert_int_equal(status, gov_report_get_status(report, gov_concordance_get_source(concordance, cell, 0)));
    }
}

static void a_harmonised_figure_is_the_sum_of_its_sources(void **state)
{
    (void)state;
    static const char *const ids[] = {"cn-foi-2014", "cn-foi-2019", "cn-foi-2021"};
    g_autoptr(GRand) random = g_rand_new_with_seed(5);

    for (unsigned i = 0; i < 9 * 20; i++) {
        g_autoptr(GovForm) from = get_form(ids[i % 3]);
        g_autoptr(GovForm) to = get_form(ids[i / 3 % 3]);
        g_autoptr(GovConcordance) concordance = gov_concordance_builtin(from, to, NULL);
        g_autoptr(GovReport) report = make_random(from, random);
        g_autoptr(GovReport) shown = gov_report_harmonise(report, concordance, NULL);
        check_sums(report, shown, concordance);
    }
}

static void breaks_are_absent_and_not_zero(void **state)
{
    (void)state;
    g_autoptr(GovDataset) old = make("cn-foi-2019", 3, NULL);
    g_autoptr(GovDataset) new = harmonise(old, "cn-foi-2021");
    size_t offset = 0;

    assert_int_equal(status_of(new, "active_disclosure.fees.amount", 1), GOV_STATUS_ABSENT);
    const uint8_t *bits =
        gov_dataset_get_validity(new, cell_of(new, "active_disclosure.fees.amount"), &offset);
    assert_non_null(bits);
    assert_int_equal(bits[0], 0);
}

static void slices_are_harmonised_where_they_begin(void **state)
{
    (void)state;
    g_autoptr(GovDataset) all = make("cn-foi-2021", 20, "applications.other.overdue_fee.total");
    g_autoptr(GovDataset) slice = gov_dataset_slice(all, 5, 9);
    g_autoptr(GovDataset) part = harmonise(slice, "cn-foi-2019");
    g_autoptr(GovDataset) whole = harmonise(all, "cn-foi-2019");

    assert_int_equal(gov_dataset_n_rows(part), 9);
    for (size_t row = 0; row < 9; row++)
        for (size_t cell = 0; cell < gov_form_n_cells(gov_dataset_get_form(part)); cell++) {
            assert_int_equal(gov_dataset_get_status(part, cell, row), gov_dataset_get_status(whole, cell, row + 5));
            assert_int64(gov_dataset_get_values(part, cell)[row], gov_dataset_get_values(whole, cell)[row + 5]);
        }
}

static void editions_are_joined_in_one_panel(void **state)
{
    (void)state;
    g_autoptr(GovDataset) a = make("cn-foi-2014", 3, NULL);
    g_autoptr(GovDataset) b = make("cn-foi-2019", 2, NULL);
    g_autoptr(GovDataset) c = make("cn-foi-2021", 4, NULL);
    g_autoptr(GovDataset) a21 = harmonise(a, "cn-foi-2021");
    g_autoptr(GovDataset) b21 = harmonise(b, "cn-foi-2021");
    const GovDataset *const parts[] = {a21, b21, c};
    const GovDataset *const mixed[] = {a, b};
    g_autoptr(GError) error = NULL;

    assert_null(gov_dataset_concat(mixed, 2, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_FORM);
    g_autoptr(GovDataset) panel = gov_dataset_concat(parts, 3, NULL);
    assert_int_equal(gov_dataset_n_rows(panel), 9);
    assert_int64(value_of(panel, "applications.received.total", 1),
                 value_of(a, "statistics.applications.received.value", 1));
    assert_int64(value_of(panel, "applications.received.total", 8), value_of(c, "applications.received.total", 3));
    assert_int_equal(status_of(panel, "applications.received.research", 0), GOV_STATUS_ABSENT);
    g_autofree uint8_t *received =
        gov_dataset_dup_comparability(panel, cell_of(panel, "applications.received.total"));
    assert_int_equal(received[0], GOV_COMPARABILITY_APPROXIMATE);
    assert_int_equal(received[3], GOV_COMPARABILITY_EXACT);
    assert_int_equal(received[8], GOV_COMPARABILITY_EXACT);
}

static void sums_that_cannot_be_held_are_an_error(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    g_autoptr(GovForm) old = get_form("cn-foi-2019");
    g_autoptr(GovReport) report = gov_report_new(form);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GovConcordance) concordance = gov_concordance_builtin(form, old, NULL);
    g_autoptr(GError) error = NULL;

    for (size_t c = 0; c < gov_form_n_cells(form); c++) {
        const GovCell cell = {.value = INT64_MAX / 2, .status = GOV_STATUS_REPORTED, .confidence = 1};
        gov_report_set_cell(report, c, &cell);
    }
    gov_report_seal(report);
    gov_dataset_append(dataset, report, NULL, NULL);
    gov_dataset_seal(dataset);
    assert_null(gov_dataset_harmonise(dataset, concordance, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_the_same_is_shared),
        cmocka_unit_test(sums_have_a_figure_only_if_all_parts_have),
        cmocka_unit_test(a_sum_of_some_is_no_blank_and_no_mark),
        cmocka_unit_test(a_harmonised_figure_is_the_sum_of_its_sources),
        cmocka_unit_test(breaks_are_absent_and_not_zero),
        cmocka_unit_test(slices_are_harmonised_where_they_begin),
        cmocka_unit_test(editions_are_joined_in_one_panel),
        cmocka_unit_test(sums_that_cannot_be_held_are_an_error),
    };
    return cmocka_run_group_tests_name("harmonise", tests, NULL, NULL);
}
