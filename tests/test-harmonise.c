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
                                  .status = is_blank ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED,
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
                         blank ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED);
        assert_int64(value_of(old, "applications.other.total", row), blank ? 0 : sum);
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
        cmocka_unit_test(breaks_are_absent_and_not_zero),
        cmocka_unit_test(slices_are_harmonised_where_they_begin),
        cmocka_unit_test(editions_are_joined_in_one_panel),
        cmocka_unit_test(sums_that_cannot_be_held_are_an_error),
    };
    return cmocka_run_group_tests_name("harmonise", tests, NULL, NULL);
}
