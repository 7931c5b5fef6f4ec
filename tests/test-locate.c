/* SPDX-License-Identifier: MIT */
/* Which cells are named for wrong figures, with which values and reasons. The two sample reports
 * hold in all their sums: what fails here was put off by the test. */
#include "test.h"

#include <govstat/govstat.h>

#define N_PAIRS 400

typedef struct {
    const GovForm *form;
    int64_t *values;
    size_t n;
} Figures;

static void figures_free(Figures *figures)
{
    g_free(figures->values);
    g_free(figures);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Figures, figures_free)

static Figures *read_sample(const char *name)
{
    const char *top = g_getenv("top_srcdir");
    g_autofree char *path = g_build_filename(top != NULL ? top : ".", "examples", "reports", name, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);
    if (reports == NULL)
        fail_msg("%s", error->message);
    const GovReport *report = g_ptr_array_index(reports, 0);
    Figures *figures = g_new0(Figures, 1);
    /* Built-in forms live as long as the program. */
    figures->form = gov_form_builtin(gov_form_get_id(gov_report_get_form(report)), NULL);
    figures->n = gov_form_n_cells(figures->form);
    figures->values = g_new(int64_t, figures->n);
    memcpy(figures->values, gov_report_get_values(report), figures->n * sizeof *figures->values);
    return figures;
}

static size_t find_cell(const Figures *figures, const char *code)
{
    int cell = gov_form_find_cell(figures->form, code);
    if (cell < 0)
        fail_msg("no cell %s", code);
    return (size_t)cell;
}

static GovReport *make_report(const Figures *figures)
{
    GovReport *report = gov_report_new(figures->form);

    for (size_t cell = 0; cell < figures->n; cell++) {
        GovCell value = {.value = figures->values[cell], .status = GOV_STATUS_REPORTED,
                         .evidence = GOV_EVIDENCE_EXACT, .confidence = 1, .raw = ""};
        gov_report_set_cell(report, cell, &value);
    }
    return report;
}

static GPtrArray *check(const Figures *figures)
{
    g_autoptr(GovReport) report = make_report(figures);
    gov_report_seal(report);
    return gov_check_report(report);
}

static unsigned count_sets(const GPtrArray *findings)
{
    unsigned n = 0;

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        for (size_t k = 0; k < gov_finding_n_suspects(finding); k++)
            n = MAX(n, gov_finding_get_suspect(finding, k).set);
    }
    return n;
}

/* A suspect of any finding; `set` 0 is any. */
static bool find_suspect(const GPtrArray *findings, size_t cell, unsigned set, GovSuspect *found)
{
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        for (size_t k = 0; k < gov_finding_n_suspects(finding); k++) {
            GovSuspect suspect = gov_finding_get_suspect(finding, k);
            if (suspect.cell != cell || (set != 0 && suspect.set != set))
                continue;
            *found = suspect;
            return true;
        }
    }
    return false;
}

/* Puts the suggestions of the best explanations in place; gives back how many there were. */
static unsigned apply_best(Figures *figures, const GPtrArray *findings)
{
    unsigned n = 0;

    for (size_t cell = 0; cell < figures->n; cell++) {
        GovSuspect suspect;
        if (!find_suspect(findings, cell, 1, &suspect))
            continue;
        assert_int64(suspect.value, figures->values[cell]);
        figures->values[cell] = suspect.suggested;
        n++;
    }
    return n;
}

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

/* ---- one cell ---- */

static void expect_placed(const Figures *right, size_t cell, int64_t wrong)
{
    g_autofree int64_t *values = g_memdup2(right->values, right->n * sizeof *right->values);
    Figures off = {right->form, values, right->n};
    const char *code = gov_form_get_code(right->form, cell);
    GovSuspect suspect;

    values[cell] = wrong;
    g_autoptr(GPtrArray) findings = check(&off);
    if (findings->len == 0)
        fail_msg("%s: nothing found", code);
    if (!find_suspect(findings, cell, 0, &suspect))
        fail_msg("%s is not a suspect", code);
    assert_int64(suspect.suggested, right->values[cell]);
    if (!g_str_has_prefix(code, "applications."))
        return;
    if (suspect.set != 1 || count_sets(findings) != 1)
        fail_msg("%s is not the only explanation", code);
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        if (gov_finding_n_suspects(finding) == 0) /* the sign alone */
            assert_string_equal(gov_finding_get_rule(finding), "nonnegative");
        else
            assert_int_equal(gov_finding_get_min_cells(finding), 1);
    }
}

static void places_every_single_cell_of_both_years(void **state)
{
    static const char *const samples[] = {"suqian-2023.html", "suqian-2024.html"};
    (void)state;

    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autoptr(Figures) right = read_sample(samples[i]);
        for (size_t cell = 0; cell < right->n; cell++) {
            int64_t value = right->values[cell];
            const int64_t wrong[] = {value + 1, value * 10 + 3, value - 1, -value, 0};
            if (g_str_has_prefix(gov_form_get_code(right->form, cell), "active_disclosure."))
                continue;
            for (size_t k = 0; k < G_N_ELEMENTS(wrong); k++)
                if (wrong[k] != value)
                    expect_placed(right, cell, wrong[k]);
        }
    }
}

typedef struct {
    const char *cell; /* of 宿迁 2024 */
    int64_t printed;
    const char *reason;
} ReasonCase;

static const ReasonCase REASON_CASES[] = {
    {"applications.granted.natural_person", 1480, "transposed_digits"},
    {"applications.granted.natural_person", 140, "missing_digit"},
    {"applications.granted.natural_person", 14408, "doubled_digit"},
    {"applications.granted.natural_person", 14708, "extra_digit"},
    {"applications.granted.natural_person", 1409, "counted_twice"},
    {"applications.granted.natural_person", 1407, "not_counted"},
    {"applications.granted.natural_person", 1508, "neighbour_key"},
    {"applications.granted.natural_person", 1908, "changed_digit"},
    {"applications.granted.natural_person", 1408 * 10000, "unit_factor"},
    {"applications.granted.natural_person", -1408, "sign"},
    {"applications.granted.natural_person", 0, "left_at_zero"},
    {"applications.granted.natural_person", 462, "copied_neighbour"},
    {"applications.granted.natural_person", 333, "single_cell"},
    {"applications.granted.total", 0, "total_left_at_zero"},
    {"applications.granted.total", 1410, "part_left_out"},
    {"applications.granted.total", 1452, "part_counted_twice"},
};

static void gives_the_reason_of_a_slip(void **state)
{
    const ReasonCase *c = *state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    size_t cell = find_cell(figures, c->cell);
    GovSuspect suspect;

    figures->values[cell] = c->printed;
    g_autoptr(GPtrArray) findings = check(figures);
    assert_true(find_suspect(findings, cell, 1, &suspect));
    assert_string_equal(suspect.reason, c->reason);
    assert_string_not_equal(gov_suspect_get_reason_text(suspect.reason, GOV_LANGUAGE_ZH), c->reason);
    assert_string_not_equal(gov_suspect_get_reason_text(suspect.reason, GOV_LANGUAGE_EN), c->reason);
}

static void lists_all_cells_that_one_sum_cannot_tell_apart(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    /* 88 + 18 + 28 + 36 = 170, printed 107: any of the five could be off, but not by −63 the small ones. */
    size_t total = find_cell(figures, "review_litigation.review.total");
    figures->values[total] = 107;
    g_autoptr(GPtrArray) findings = check(figures);
    assert_int_equal(findings->len, 1);
    const GovFinding *finding = g_ptr_array_index(findings, 0);
    assert_int_equal(gov_finding_n_suspects(finding), 2);
    assert_true(gov_finding_has_all_suspects(finding));
    assert_int_equal(gov_finding_get_suspect(finding, 0).cell, total);
    assert_int64(gov_finding_get_suspect(finding, 0).suggested, 170);
    assert_string_equal(gov_finding_get_suspect(finding, 0).reason, "transposed_digits");
    assert_int64(gov_finding_get_suspect(finding, 1).suggested, 25);
    assert_int_equal(gov_finding_get_suspect(finding, 1).set, 2);
}

/* ---- several cells ---- */

static void expect_mended(const Figures *right, const size_t cells[2], const int64_t wrong[2], size_t *n_exact)
{
    g_autofree int64_t *values = g_memdup2(right->values, right->n * sizeof *right->values);
    Figures off = {right->form, values, right->n};
    bool exact = true;

    values[cells[0]] = wrong[0];
    values[cells[1]] = wrong[1];
    g_autoptr(GPtrArray) findings = check(&off);
    assert_true(findings->len > 0);
    unsigned n = apply_best(&off, findings);
    g_autoptr(GPtrArray) mended = check(&off);
    if (mended->len > 0 || n == 0 || n > 2)
        fail_msg("%s and %s: %u changes leave %u findings", gov_form_get_code(right->form, cells[0]),
                 gov_form_get_code(right->form, cells[1]), n, mended->len);
    for (size_t i = 0; i < 2; i++)
        exact = exact && values[cells[i]] == right->values[cells[i]];
    *n_exact += exact;
}

/* Whatever the explanation, it mends the report; mostly it is what was done. */
static void mends_pairs_and_mostly_as_they_were(void **state)
{
    (void)state;
    g_autoptr(Figures) right = read_sample("suqian-2023.html");
    size_t first = find_cell(right, "applications.received.natural_person"), n_exact = 0;
    uint64_t random = 4;

    for (unsigned i = 0; i < N_PAIRS; i++) {
        size_t cells[2] = {first + draw(&random) % 175, first + draw(&random) % 175};
        int64_t wrong[2];
        for (size_t k = 0; k < 2; k++)
            wrong[k] = right->values[cells[k]] + 1 + (int64_t)(draw(&random) % 60);
        if (cells[0] != cells[1])
            expect_mended(right, cells, wrong, &n_exact);
        else
            n_exact++;
    }
    if (n_exact < N_PAIRS * 9 / 10)
        fail_msg("only %zu of %d", n_exact, N_PAIRS);
}

typedef struct {
    struct {
        const char *cell; /* of 宿迁 2024 */
        int64_t printed;
        const char *reason;
    } cells[3];
} SetCase;

static const SetCase SET_CASES[] = {
    {{{"applications.unavailable.not_held.natural_person", 33, "exchanged"},
      {"applications.unavailable.not_held.enterprise", 859, "exchanged"}}},
    {{{"applications.granted.legal_service", 0, "wrong_column"},
      {"applications.granted.other", 2, "wrong_column"}}},
    {{{"applications.granted.natural_person", 1305, "moved"},
      {"applications.granted.enterprise", 124, "moved"}}},
    {{{"applications.rejected.repeated.natural_person", 0, "wrong_row"},
      {"applications.rejected.public_publication.natural_person", 26, "wrong_row"}}},
    {{{"applications.received.natural_person", 4340, "transposed_digits"},
      {"applications.received.total", 4425, "total_follows"}}},
    {{{"applications.granted.natural_person", 1480, "transposed_digits"},
      {"applications.denied.third_party_rights.total", 7, "missing_digit"},
      {"review_litigation.review.total", 1700, NULL}}},
};

static void names_what_belongs_together(void **state)
{
    const SetCase *c = *state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    g_autofree int64_t *right = g_memdup2(figures->values, figures->n * sizeof *right);
    GovSuspect suspect;

    for (size_t i = 0; i < 3 && c->cells[i].cell != NULL; i++)
        figures->values[find_cell(figures, c->cells[i].cell)] = c->cells[i].printed;
    g_autoptr(GPtrArray) findings = check(figures);
    for (size_t i = 0; i < 3 && c->cells[i].cell != NULL; i++) {
        size_t cell = find_cell(figures, c->cells[i].cell);
        if (!find_suspect(findings, cell, 1, &suspect))
            fail_msg("%s is not in the best explanation", c->cells[i].cell);
        assert_int64(suspect.suggested, right[cell]);
        if (c->cells[i].reason != NULL)
            assert_string_equal(suspect.reason, c->cells[i].reason);
    }
}

static void tells_a_column_of_totals_left_at_zero(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2023.html");
    g_autofree int64_t *right = g_memdup2(figures->values, figures->n * sizeof *right);
    size_t first = find_cell(figures, "applications.received.total");
    GovSuspect suspect;

    for (size_t row = 0; row < 25; row++)
        figures->values[first + 7 * row] = 0;
    g_autoptr(GPtrArray) findings = check(figures);
    assert_int_equal(count_sets(findings), 1);
    for (size_t row = 0; row < 25; row++) {
        if (right[first + 7 * row] == 0)
            continue;
        assert_true(find_suspect(findings, first + 7 * row, 1, &suspect));
        assert_int64(suspect.suggested, right[first + 7 * row]);
        assert_string_equal(suspect.reason, "total_left_at_zero");
    }
}

static void tells_both_totals_left_at_zero(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2023.html");
    g_autofree int64_t *right = g_memdup2(figures->values, figures->n * sizeof *right);
    size_t first = find_cell(figures, "applications.received.total");
    size_t disposed = find_cell(figures, "applications.disposed_total.natural_person");

    for (size_t row = 0; row < 25; row++)
        figures->values[first + 7 * row] = 0;
    for (size_t column = 0; column < 7; column++)
        figures->values[disposed + column] = 0;
    g_autoptr(GPtrArray) findings = check(figures);
    assert_true(apply_best(figures, findings) > 20);
    assert_memory_equal(figures->values, right, figures->n * sizeof *right);
}

static void says_how_many_figures_are_wrong_where_it_cannot_place_them(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    uint64_t random = 9;
    for (size_t cell = 0; cell < figures->n; cell++)
        figures->values[cell] = (int64_t)(draw(&random) % 5000);
    g_autoptr(GPtrArray) findings = check(figures);
    bool seen = false;

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        if (!g_str_has_prefix(gov_finding_get_rule(finding), "applications.row_sum"))
            continue;
        g_autoptr(GString) text = g_string_new(NULL);
        gov_write_finding_text(text, finding, GOV_LANGUAGE_EN);
        assert_int_equal(gov_finding_n_suspects(finding), 0);
        assert_true(gov_finding_get_min_cells(finding) > 3);
        assert_false(gov_finding_has_all_suspects(finding));
        assert_non_null(strstr(text->str, "not all located"));
        seen = true;
    }
    assert_true(seen);
}

/* Seven slips are more than are searched for together; 28 for 21 stands apart from the others. */
static void places_what_stands_apart_from_the_rest(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    size_t first = find_cell(figures, "applications.denied.state_secret.natural_person");
    size_t apart = find_cell(figures, "applications.granted.enterprise");
    GovSuspect suspect;

    for (size_t i = 0; i < 6; i++)
        figures->values[first + 7 * i] += 100 + 7 * (int64_t)i;
    for (size_t i = 6; i < 9; i++)
        figures->values[first + 7 * i + 3] += 50 + 3 * (int64_t)i;
    figures->values[apart] = 28;
    g_autoptr(GPtrArray) findings = check(figures);
    assert_int_equal(count_sets(findings), 0);
    assert_true(find_suspect(findings, apart, 0, &suspect));
    assert_int64(suspect.suggested, 21);
    assert_int_equal(suspect.clears, 2);
}

/* ---- what must hold ---- */

/* 国家秘密 is 2 of natural persons, a blank, and 2 in all: more than 2 cannot be of natural persons. */
static void suggests_nothing_that_a_blank_would_contradict(void **state)
{
    (void)state;
    g_autoptr(Figures) figures = read_sample("suqian-2024.html");
    size_t cell = find_cell(figures, "applications.denied.state_secret.natural_person");
    size_t blank = find_cell(figures, "applications.denied.state_secret.other");
    size_t total = find_cell(figures, "applications.disposed_total.natural_person");
    figures->values[total] += 3; /* and now every part of the column could lack 3 */
    g_autoptr(GovReport) report = make_report(figures);
    GovCell none = {.status = GOV_STATUS_BLANK, .raw = ""};
    GovSuspect suspect;
    gov_report_set_cell(report, blank, &none);
    gov_report_seal(report);
    g_autoptr(GPtrArray) findings = gov_check_report(report);

    assert_false(find_suspect(findings, cell, 0, &suspect));
    assert_true(find_suspect(findings, total, 1, &suspect));
}

static char *to_json(const GPtrArray *findings)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < findings->len; i++)
        gov_write_finding_json(text, g_ptr_array_index(findings, i), GOV_LANGUAGE_EN);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *check_off_by(const Figures *right, size_t cell, int64_t change)
{
    g_autofree int64_t *values = g_memdup2(right->values, right->n * sizeof *right->values);
    Figures off = {right->form, values, right->n};
    values[cell] += change;
    values[cell + 8] += 2;
    g_autoptr(GPtrArray) findings = check(&off);
    return to_json(findings);
}

static void says_the_same_in_any_order_of_reports(void **state)
{
    (void)state;
    g_autoptr(Figures) right = read_sample("suqian-2024.html");
    size_t first = find_cell(right, "applications.received.natural_person");
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < 100; i++)
        g_ptr_array_add(texts, check_off_by(right, first + i, (int64_t)i + 1));
    for (size_t i = 100; i-- > 0;) {
        g_autofree char *again = check_off_by(right, first + i, (int64_t)i + 1);
        assert_string_equal(again, g_ptr_array_index(texts, i));
    }
}

/* Any figures in the parts, totals added up, and the balance closed by what is carried over. Reviews
 * are many enough for the suits after them, whatever slip is made: that rule is not of interest here. */
static void fill_at_random(Figures *figures, uint64_t *random)
{
    size_t first = find_cell(figures, "applications.received.natural_person");
    size_t review = find_cell(figures, "review_litigation.review.upheld");
    size_t n_rows = (review - first) / 7;
    int64_t(*v)[7] = (int64_t(*)[7])(void *)&figures->values[first];

    memset(figures->values, 0, figures->n * sizeof *figures->values);
    for (size_t c = 0; c < 6; c++) {
        int64_t sum = 0;
        for (size_t r = 2; r < n_rows - 2; r++)
            sum += v[r][c] = draw(random) % 3 == 0 ? (int64_t)(draw(random) % 100) : 0;
        v[n_rows - 2][c] = sum;
        v[n_rows - 1][c] = (int64_t)(draw(random) % 10);
        v[1][c] = MIN(sum, (int64_t)(draw(random) % 10));
        v[0][c] = sum + v[n_rows - 1][c] - v[1][c];
    }
    for (size_t r = 0; r < n_rows; r++)
        for (size_t c = 0; c < 6; c++)
            v[r][6] += v[r][c];
    for (size_t r = 0; r < 3; r++)
        for (size_t c = 0; c < 4; c++)
            figures->values[review + 5 * r + 4] += figures->values[review + 5 * r + c] =
                (int64_t)(draw(random) % 50) + (r == 0 ? 100 : 0);
}

static void stays_silent_on_consistent_reports_and_mends_the_others(void **state)
{
    static const char *const forms[] = {"cn-foi-2019", "cn-foi-2021"};
    uint64_t random = 7;
    (void)state;

    for (size_t i = 0; i < 400; i++) {
        const GovForm *form = gov_form_builtin(forms[i % 2], NULL);
        g_autofree int64_t *values = g_new0(int64_t, gov_form_n_cells(form));
        Figures figures = {form, values, gov_form_n_cells(form)};
        fill_at_random(&figures, &random);
        g_autoptr(GPtrArray) silent = check(&figures);
        assert_int_equal(silent->len, 0);
        size_t first = find_cell(&figures, "applications.received.natural_person");
        for (size_t k = 0; k < 1 + i % 3; k++)
            values[first + draw(&random) % (figures.n - first)] += 1 + (int64_t)(draw(&random) % 20);
        g_autoptr(GPtrArray) findings = check(&figures);
        apply_best(&figures, findings);
        g_autoptr(GPtrArray) mended = check(&figures);
        assert_int_equal(mended->len, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_every_single_cell_of_both_years),
        cmocka_unit_test(lists_all_cells_that_one_sum_cannot_tell_apart),
        cmocka_unit_test(mends_pairs_and_mostly_as_they_were),
        cmocka_unit_test(tells_a_column_of_totals_left_at_zero),
        cmocka_unit_test(tells_both_totals_left_at_zero),
        cmocka_unit_test(says_how_many_figures_are_wrong_where_it_cannot_place_them),
        cmocka_unit_test(places_what_stands_apart_from_the_rest),
        cmocka_unit_test(suggests_nothing_that_a_blank_would_contradict),
        cmocka_unit_test(says_the_same_in_any_order_of_reports),
        cmocka_unit_test(stays_silent_on_consistent_reports_and_mends_the_others),
    };
    g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    g_autoptr(GStringChunk) names = g_string_chunk_new(1024);

    g_array_append_vals(all, tests, G_N_ELEMENTS(tests));
    for (size_t i = 0; i < G_N_ELEMENTS(REASON_CASES); i++) {
        g_autofree char *name = g_strdup_printf("gives_the_reason_of_a_slip: %s %s", REASON_CASES[i].cell,
                                                REASON_CASES[i].reason);
        struct CMUnitTest test = {g_string_chunk_insert(names, name), gives_the_reason_of_a_slip, NULL, NULL,
                                  (void *)(uintptr_t)&REASON_CASES[i]};
        g_array_append_val(all, test);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(SET_CASES); i++) {
        g_autofree char *name = g_strdup_printf("names_what_belongs_together: %s", SET_CASES[i].cells[0].cell);
        struct CMUnitTest test = {g_string_chunk_insert(names, name), names_what_belongs_together, NULL, NULL,
                                  (void *)(uintptr_t)&SET_CASES[i]};
        g_array_append_val(all, test);
    }
    return _cmocka_run_group_tests("locate", (struct CMUnitTest *)(void *)all->data, all->len, NULL, NULL);
}
