/* SPDX-License-Identifier: MIT */
/* What the rules say of whole, broken and blank reports. The sums of the sample report hold, so
 * that every failure here is one that the test made. */
#include "test.h"

#include <govstat/govstat.h>

static char *sample_path(const char *name)
{
    const char *top = g_getenv("top_srcdir");
    return g_build_filename(top != NULL ? top : ".", "examples", "reports", name, NULL);
}

/* A copy of the 宿迁 2024 sample that is not sealed yet. */
static GovReport *copy_sample(void)
{
    g_autofree char *path = sample_path("suqian-2024.html");
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);
    if (reports == NULL)
        fail_msg("%s", error->message);
    const GovReport *source = g_ptr_array_index(reports, 0);
    GovReport *copy = gov_report_new(gov_report_get_form(source));

    for (size_t cell = 0; cell < gov_form_n_cells(gov_report_get_form(source)); cell++) {
        GovCell value = gov_report_get_cell(source, cell);
        gov_report_set_cell(copy, cell, &value);
    }
    return copy;
}

static void set_value(GovReport *report, size_t cell, int64_t value)
{
    GovCell c = gov_report_get_cell(report, cell);
    c.value = value;
    c.status = GOV_STATUS_REPORTED;
    gov_report_set_cell(report, cell, &c);
}

static void set_status(GovReport *report, const char *code, GovStatus status)
{
    GovCell c = {.status = status, .raw = status == GOV_STATUS_ABSENT ? NULL : ""};
    gov_report_set_cell(report, (size_t)gov_form_find_cell(gov_report_get_form(report), code), &c);
}

static const GovFinding *find(const GPtrArray *findings, const char *rule)
{
    for (guint i = 0; i < findings->len; i++)
        if (strcmp(gov_finding_get_rule(g_ptr_array_index(findings, i)), rule) == 0)
            return g_ptr_array_index(findings, i);
    return NULL;
}

static void finds_nothing_in_a_sound_report(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    assert_int_equal(findings->len, 0);
}

static bool suspects(const GovFinding *finding, size_t cell, int64_t printed, int64_t wanted)
{
    for (size_t i = 0; i < gov_finding_n_suspects(finding); i++) {
        GovSuspect suspect = gov_finding_get_suspect(finding, i);
        if (suspect.cell == cell && suspect.value == printed && suspect.suggested == wanted)
            return true;
    }
    return false;
}

static void expect_named(const GovReport *report, size_t cell, int64_t right, int64_t wrong)
{
    const GovForm *form = gov_report_get_form(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    bool row_or_column = false;

    if (findings->len == 0)
        fail_msg("%s: nothing was found", gov_form_get_code(form, cell));
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        g_autofree char *message = gov_finding_dup_message(finding, GOV_LANGUAGE_ZH);
        size_t table = gov_form_get_cell_table(form, cell);
        row_or_column = row_or_column ||
                        strstr(message, gov_form_get_row_label(form, table, gov_form_get_cell_row(form, cell),
                                                               GOV_LANGUAGE_ZH)) != NULL;
        assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_FAILED);
        assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_ERROR);
        assert_true(gov_finding_get_difference(finding) != 0);
        if (!suspects(finding, cell, wrong, right))
            fail_msg("%s is not a suspect of %s", gov_form_get_code(form, cell), gov_finding_get_rule(finding));
    }
    if (!row_or_column)
        fail_msg("%s: no message names its row", gov_form_get_code(form, cell));
}

/* Every cell that stands in an identity, put off by one, is found and named with its true value.
 * The cells of active_disclosure stand in none: nothing in one report can tell that they are off. */
static void names_each_single_cell_that_is_off(void **state)
{
    (void)state;
    g_autoptr(GovReport) sample = copy_sample();
    const GovForm *form = gov_report_get_form(sample);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        g_autoptr(GovReport) report = copy_sample();
        int64_t right = gov_report_get_cell(sample, cell).value;
        if (strcmp(gov_form_get_table_id(form, gov_form_get_cell_table(form, cell)), "active_disclosure") == 0)
            continue;
        set_value(report, cell, right + 1);
        gov_report_seal(report);
        expect_named(report, cell, right, right + 1);
    }
}

static void names_both_sides_and_the_difference(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);
    set_value(report, (size_t)gov_form_find_cell(form, "review_litigation.review.total"), 171);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);

    assert_int_equal(findings->len, 1);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    assert_string_equal(gov_finding_get_rule(finding), "review_litigation.row_sum");
    assert_string_equal(gov_finding_get_place(finding, GOV_LANGUAGE_ZH), "行政复议");
    assert_int64(gov_finding_get_lhs(finding), 171);
    assert_int64(gov_finding_get_rhs(finding), 170);
    assert_int64(gov_finding_get_difference(finding), 1);
    assert_int_equal(gov_finding_get_class(finding), GOV_CLASS_SOURCE);
    assert_int_equal(gov_finding_n_cells(finding), 5);
}

static void tells_blanks_once_and_not_as_zero(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    /* 结果纠正 of 行政复议 was 18: without it the row cannot be judged, but it may still be right. */
    set_status(report, "review_litigation.review.corrected", GOV_STATUS_BLANK);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_NOT_ASSESSABLE);
        assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_HINT);
    }
    /* With the blank as zero it would not hold: that is said, with both sides. */
    const GovFinding *finding = find(findings, "review_litigation.row_sum");
    assert_int_equal(findings->len, 1);
    assert_non_null(finding);
    assert_int_equal(gov_finding_get_lhs(finding) - gov_finding_get_rhs(finding), 18);
}

static GPtrArray *check_blank_row(const char *wrong, int64_t value)
{
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        if (g_str_has_prefix(gov_form_get_code(form, cell), "applications.") &&
            gov_report_get_values(report)[cell] == 0)
            set_status(report, gov_form_get_code(form, cell), GOV_STATUS_BLANK);
    if (wrong != NULL)
        set_value(report, (size_t)gov_form_find_cell(form, wrong), value);
    gov_report_seal(report);
    return gov_check_report(report);
}

static void is_silent_where_sums_leave_only_zeros_for_blanks(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) findings = check_blank_row(NULL, 0);
    assert_int_equal(findings->len, 0);
}

static void finds_and_places_a_slip_among_blank_zeros(void **state)
{
    (void)state;
    /* 予以公开, 自然人 was 1408. */
    g_autoptr(GPtrArray) findings = check_blank_row("applications.granted.natural_person", 1400);
    const char *const rules[] = {"applications.column_sum", "applications.row_sum"};

    assert_int_equal(findings->len, 2);
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = find(findings, rules[i]);
        assert_non_null(finding);
        assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_ERROR);
        assert_int_equal(gov_finding_n_suspects(finding), 1);
        assert_int_equal(gov_finding_get_suspect(finding, 0).suggested, 1408);
    }
}

static void takes_a_blank_total_for_the_sum_of_its_parts(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        if (g_str_has_prefix(gov_form_get_code(form, cell), "applications.disposed_total."))
            set_status(report, gov_form_get_code(form, cell), GOV_STATUS_BLANK);
    set_value(report, (size_t)gov_form_find_cell(form, "applications.carried_over.natural_person"), 218);
    set_value(report, (size_t)gov_form_find_cell(form, "applications.carried_over.total"), 225);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    const GovFinding *finding = find(findings, "applications.balance");

    assert_non_null(finding);
    assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_FAILED);
    assert_int_equal(gov_finding_get_difference(finding), -100);
}

static void fails_a_sum_that_no_blank_could_mend(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);
    set_status(report, "review_litigation.review.corrected", GOV_STATUS_BLANK);
    set_value(report, (size_t)gov_form_find_cell(form, "review_litigation.review.upheld"), 999);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    const GovFinding *finding = find(findings, "review_litigation.row_sum");

    assert_non_null(finding);
    assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_FAILED);
}

static void tells_a_table_that_is_missing(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        if (g_str_has_prefix(gov_form_get_code(form, cell), "review_litigation."))
            set_status(report, gov_form_get_code(form, cell), GOV_STATUS_ABSENT);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    assert_int_equal(findings->len, 1);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    g_autofree char *message = gov_finding_dup_message(finding, GOV_LANGUAGE_EN);
    assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_INCOMPLETE);
    assert_int_equal(gov_finding_get_severity(finding), GOV_SEVERITY_WARNING);
    assert_non_null(strstr(message, "the table is not in the document"));
}

static void names_rows_that_are_missing(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        if (g_str_has_prefix(gov_form_get_code(form, cell), "applications.carried_over."))
            set_status(report, gov_form_get_code(form, cell), GOV_STATUS_ABSENT);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    const GovFinding *finding = find(findings, "applications.complete");
    assert_non_null(finding);
    g_autofree char *message = gov_finding_dup_message(finding, GOV_LANGUAGE_ZH);
    assert_non_null(strstr(message, "四、结转下年度继续办理"));
}

static void finds_negative_counts_and_shrunken_stocks(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);
    set_value(report, (size_t)gov_form_find_cell(form, "active_disclosure.licensing.decisions"), -3);
    /* 12 in force cannot be fewer than 50 issued and none repealed. */
    set_value(report, (size_t)gov_form_find_cell(form, "active_disclosure.regulations.issued"), 50);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);

    assert_non_null(find(findings, "nonnegative"));
    assert_int_equal(gov_finding_get_severity(find(findings, "nonnegative")), GOV_SEVERITY_ERROR);
    assert_non_null(find(findings, "active_disclosure.stock"));
    assert_int_equal(gov_finding_get_severity(find(findings, "active_disclosure.stock")), GOV_SEVERITY_WARNING);
}

static void survives_figures_at_the_edge_of_int64(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        set_value(report, cell, INT64_MAX);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    /* Sums too large to hold are told as not assessable; nothing wraps round to a verdict. */
    const GovFinding *finding = find(findings, "applications.row_sum");
    assert_non_null(finding);
    assert_int_equal(gov_finding_get_kind(finding), GOV_FINDING_NOT_ASSESSABLE);
}

static void classes_a_joined_figure_as_a_reading(void **state)
{
    (void)state;
    g_autoptr(GovReport) report = copy_sample();
    const GovForm *form = gov_report_get_form(report);
    size_t cell = (size_t)gov_form_find_cell(form, "applications.received.total");
    GovCell value = gov_report_get_cell(report, cell);
    value.value++;
    value.evidence = GOV_EVIDENCE_JOINED;
    gov_report_set_cell(report, cell, &value);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    assert_true(findings->len > 0);
    assert_int_equal(gov_finding_get_class(g_ptr_array_index(findings, 0)), GOV_CLASS_READING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_nothing_in_a_sound_report),
        cmocka_unit_test(names_each_single_cell_that_is_off),
        cmocka_unit_test(names_both_sides_and_the_difference),
        cmocka_unit_test(tells_blanks_once_and_not_as_zero),
        cmocka_unit_test(is_silent_where_sums_leave_only_zeros_for_blanks),
        cmocka_unit_test(finds_and_places_a_slip_among_blank_zeros),
        cmocka_unit_test(takes_a_blank_total_for_the_sum_of_its_parts),
        cmocka_unit_test(fails_a_sum_that_no_blank_could_mend),
        cmocka_unit_test(tells_a_table_that_is_missing),
        cmocka_unit_test(names_rows_that_are_missing),
        cmocka_unit_test(finds_negative_counts_and_shrunken_stocks),
        cmocka_unit_test(survives_figures_at_the_edge_of_int64),
        cmocka_unit_test(classes_a_joined_figure_as_a_reading),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
