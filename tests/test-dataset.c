/* SPDX-License-Identifier: MIT */
/* Datasets: what is appended comes out again, whatever the view. */
#include "test.h"

#include <govstat/arrow.h>
#include <govstat/dataset.h>
#include <govstat/error.h>

#define N_ROWS 300

static const GovStatus statuses[] = {GOV_STATUS_REPORTED,   GOV_STATUS_BLANK,     GOV_STATUS_NOT_APPLICABLE,
                                     GOV_STATUS_UNREADABLE, GOV_STATUS_UNCERTAIN, GOV_STATUS_ABSENT};

/* Any figures: every tenth cell has none, by all the ways there are. */
static GovReport *make_report(const GovForm *form, unsigned seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autofree char *agency = g_strdup_printf("第%u局", seed % 7);
    GovReport *report = gov_report_new(form);

    gov_report_set_agency(report, agency);
    gov_report_set_year(report, 2019 + (int)(seed % 5));
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        bool lacks = g_rand_int_range(rand, 0, 10) == 0 && cell % 3 != 0;
        GovStatus status = statuses[lacks ? g_rand_int_range(rand, 0, G_N_ELEMENTS(statuses)) : 0];
        const GovCell figure = {.value = g_rand_int_range(rand, -5, 1000000),
                                .status = status,
                                .evidence = cell % 2 == 0 ? GOV_EVIDENCE_ALIAS : GOV_EVIDENCE_JOINED,
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    return report;
}

static GovForm *get_form(void)
{
    return gov_form_builtin("cn-foi-2021", NULL);
}

static GovDataset *make_dataset(const GovForm *form, unsigned n)
{
    GovDataset *dataset = gov_dataset_new(form);

    for (unsigned i = 0; i < n; i++) {
        g_autoptr(GovReport) report = make_report(form, i);
        g_autofree char *unit = g_strdup_printf("%03u", i * 37 % 100);
        const GovRowKeys keys = {.values[GOV_KEY_UNIT] = i % 11 == 0 ? NULL : unit};
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static bool is_valid(const GovDataset *dataset, size_t cell, size_t row)
{
    size_t offset = 0;
    const uint8_t *bits = gov_dataset_get_validity(dataset, cell, &offset);

    return bits == NULL || (bits[(offset + row) / 8] >> (offset + row) % 8 & 1) != 0;
}

/* Row `row` holds the report made from `seed`. */
static void expect_row(const GovDataset *dataset, size_t row, unsigned seed)
{
    g_autoptr(GovReport) report = make_report(gov_dataset_get_form(dataset), seed);

    assert_string_equal(gov_dataset_get_key(dataset, GOV_KEY_AGENCY, row), gov_report_get_agency(report));
    assert_int_equal(gov_dataset_get_years(dataset)[row], gov_report_get_year(report));
    for (size_t cell = 0; cell < gov_form_n_cells(gov_dataset_get_form(dataset)); cell++) {
        GovStatus status = gov_report_get_status(report, cell);
        bool reported = status == GOV_STATUS_REPORTED;
        assert_int_equal(gov_dataset_get_status(dataset, cell, row), status);
        assert_int_equal(is_valid(dataset, cell, row), reported);
        assert_int64(gov_dataset_get_values(dataset, cell)[row],
                     reported ? gov_report_get_values(report)[cell] : 0);
        GovEvidence evidence = cell % 2 == 0 ? GOV_EVIDENCE_EXACT : GOV_EVIDENCE_INFERRED;
        assert_int_equal(gov_dataset_get_evidence(dataset, cell, row), reported ? evidence : GOV_EVIDENCE_NONE);
    }
}

static void what_is_appended_comes_out_again(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, N_ROWS);

    assert_int_equal(gov_dataset_n_rows(dataset), N_ROWS);
    for (unsigned row = 0; row < N_ROWS; row++)
        expect_row(dataset, row, row);
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        assert_int_equal((uintptr_t)gov_dataset_get_values(dataset, cell) % 64, 0);
}

static void cells_reported_throughout_need_no_bitmap(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, N_ROWS);
    size_t offset = 0;

    assert_null(gov_dataset_get_validity(dataset, 0, &offset)); /* cells 0, 3, 6 … lack nothing */
    assert_non_null(gov_dataset_get_validity(dataset, 1, &offset));
}

/* Columns that leave the heap for pages of their own, and grow there. */
static void many_rows_are_kept_like_few(void **state)
{
    (void)state;
    const unsigned n = 40000, n_kinds = 11;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GPtrArray) kinds = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);

    for (unsigned seed = 0; seed < n_kinds; seed++)
        g_ptr_array_add(kinds, make_report(form, seed));
    for (unsigned i = 0; i < n; i++)
        assert_true(gov_dataset_append(dataset, g_ptr_array_index(kinds, i % n_kinds), NULL, NULL));
    gov_dataset_seal(dataset);
    for (unsigned row = 0; row < n; row += row % 1000 == 999 ? 1 : 333)
        expect_row(dataset, row, row % n_kinds);
    expect_row(dataset, n - 1, (n - 1) % n_kinds);
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        assert_int_equal((uintptr_t)gov_dataset_get_values(dataset, cell) % 64, 0);
}

/* One kind of gap in a column needs no more than the bitmap, two need more, wherever they begin. */
static void gaps_of_one_or_several_kinds_are_told_apart(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();

    for (unsigned first = 0; first < 150; first += first < 20 ? 1 : 13) {
        g_autoptr(GovDataset) dataset = gov_dataset_new(form);
        for (unsigned row = 0; row < 200; row++) {
            g_autoptr(GovReport) report = gov_report_new(form);
            for (size_t cell = 0; cell < 3; cell++) {
                bool lacks = row >= first && (row - first) % 3 == 0;
                const GovCell figure = {.value = row,
                                        .status = lacks ? statuses[1 + (row - first) / 3 % (cell + 1)]
                                                        : GOV_STATUS_REPORTED,
                                        .evidence = GOV_EVIDENCE_GIVEN};
                gov_report_set_cell(report, cell, &figure);
            }
            gov_report_seal(report);
            assert_true(gov_dataset_append(dataset, report, NULL, NULL));
        }
        gov_dataset_seal(dataset);
        for (unsigned row = 0; row < 200; row++)
            for (size_t cell = 0; cell < 4; cell++) {
                bool lacks = row >= first && (row - first) % 3 == 0;
                GovStatus expected = cell == 3 ? GOV_STATUS_ABSENT
                                     : lacks   ? statuses[1 + (row - first) / 3 % (cell + 1)]
                                               : GOV_STATUS_REPORTED;
                assert_int_equal(gov_dataset_get_status(dataset, cell, row), expected);
                assert_int_equal(is_valid(dataset, cell, row), expected == GOV_STATUS_REPORTED);
            }
    }
}

/* A key that only a late row has, and keys that no row has. */
static void keys_may_begin_late(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovReport) report = make_report(form, 0);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    const GovRowKeys keys = {.values[GOV_KEY_FILED] = "2024-01-31"};

    for (unsigned row = 0; row < 100; row++)
        assert_true(gov_dataset_append(dataset, report, row == 90 ? &keys : NULL, NULL));
    gov_dataset_seal(dataset);
    for (unsigned row = 0; row < 100; row++) {
        assert_int_equal(gov_dataset_get_codes(dataset, GOV_KEY_FILED)[row], row == 90 ? 0 : -1);
        assert_int_equal(gov_dataset_get_codes(dataset, GOV_KEY_UNIT)[row], -1);
        assert_null(gov_dataset_get_key(dataset, GOV_KEY_PARENT, row));
    }
}

static void slices_share_the_figures(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, N_ROWS);
    g_autoptr(GovDataset) slice = gov_dataset_slice(dataset, 13, 100);
    g_autoptr(GovDataset) inner = gov_dataset_slice(slice, 20, 30);
    const int64_t *figures = gov_dataset_get_values(dataset, 7);

    g_clear_pointer(&dataset, gov_dataset_unref);
    assert_ptr_equal(gov_dataset_get_values(inner, 7), figures + 33);
    assert_int_equal(gov_dataset_n_rows(inner), 30);
    for (unsigned row = 0; row < 30; row++)
        expect_row(inner, row, row + 33);
}

static void rows_are_taken_in_any_order(void **state)
{
    (void)state;
    static const size_t rows[] = {7, 7, 0, 49, 12};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, N_ROWS);
    g_autoptr(GovDataset) slice = gov_dataset_slice(dataset, 50, 50);
    g_autoptr(GovDataset) taken = gov_dataset_take(slice, rows, G_N_ELEMENTS(rows));

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        expect_row(taken, i, (unsigned)rows[i] + 50);
}

static void sorting_is_stable_and_puts_unknown_keys_first(void **state)
{
    (void)state;
    static const GovKey keys[] = {GOV_KEY_YEAR, GOV_KEY_UNIT};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, N_ROWS);
    g_autofree size_t *rows = gov_dataset_sort_rows(dataset, keys, G_N_ELEMENTS(keys));
    g_autofree bool *seen = g_new0(bool, N_ROWS);

    for (size_t i = 0; i < N_ROWS; i++) {
        assert_false(seen[rows[i]]);
        seen[rows[i]] = true;
        if (i == 0)
            continue;
        int32_t a = gov_dataset_get_years(dataset)[rows[i - 1]], b = gov_dataset_get_years(dataset)[rows[i]];
        int order = g_strcmp0(gov_dataset_get_key(dataset, GOV_KEY_UNIT, rows[i - 1]),
                              gov_dataset_get_key(dataset, GOV_KEY_UNIT, rows[i]));
        assert_true(a < b || (a == b && (order < 0 || (order == 0 && rows[i - 1] < rows[i]))));
    }
}

static void a_new_key_leaves_the_figures_alone(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 20);
    g_autoptr(GovDataset) slice = gov_dataset_slice(dataset, 5, 4);
    const char *const levels[] = {"county", NULL, "city", "county"};
    g_autoptr(GovDataset) joined = gov_dataset_with_key(slice, GOV_KEY_LEVEL, levels);

    assert_ptr_equal(gov_dataset_get_values(joined, 3), gov_dataset_get_values(slice, 3));
    for (size_t row = 0; row < 4; row++) {
        expect_row(joined, row, (unsigned)row + 5);
        assert_int_equal(g_strcmp0(gov_dataset_get_key(joined, GOV_KEY_LEVEL, row), levels[row]), 0);
        assert_null(gov_dataset_get_key(slice, GOV_KEY_LEVEL, row));
    }
    assert_int_equal(gov_dataset_n_key_values(joined, GOV_KEY_LEVEL), 2);
}

static void a_row_is_a_report_again(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 10);
    g_autoptr(GovReport) report = gov_dataset_dup_report(dataset, 6);
    g_autoptr(GovDataset) again = gov_dataset_new(form);

    assert_true(gov_report_is_sealed(report));
    assert_true(gov_dataset_append(again, report, NULL, NULL));
    gov_dataset_seal(again);
    expect_row(again, 0, 6);
}

static void a_report_of_another_form_is_refused(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovForm) old = gov_form_builtin("cn-foi-2019", NULL);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GovReport) report = make_report(old, 1);
    g_autoptr(GError) error = NULL;

    assert_false(gov_dataset_append(dataset, report, NULL, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_FORM);
}

static gpointer append_many(gpointer data)
{
    GovDataset *dataset = data;

    for (unsigned i = 0; i < N_ROWS; i++) {
        g_autoptr(GovReport) report = make_report(gov_dataset_get_form(dataset), i);
        gov_dataset_append(dataset, report, NULL, NULL);
    }
    return NULL;
}

static void threads_append_whole_rows(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    GThread *threads[4];
    int64_t sum = 0, expected = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new(NULL, append_many, dataset);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    gov_dataset_seal(dataset);
    assert_int_equal(gov_dataset_n_rows(dataset), G_N_ELEMENTS(threads) * N_ROWS);
    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++)
        sum += gov_dataset_get_values(dataset, 0)[row] * (1 + gov_dataset_get_values(dataset, 3)[row] % 7);
    for (unsigned i = 0; i < N_ROWS; i++) {
        g_autoptr(GovReport) report = make_report(form, i);
        const int64_t *values = gov_report_get_values(report);
        expected += values[0] * (1 + values[3] % 7);
    }
    assert_int64(sum, expected * (int64_t)G_N_ELEMENTS(threads));
}

/* Report `i` of four times N_ROWS, under a name of its own. */
static void append_named(GovDataset *dataset, unsigned i)
{
    g_autoptr(GovReport) report = make_report(gov_dataset_get_form(dataset), i);
    g_autofree char *source = g_strdup_printf("%04u.html", i);
    g_autofree char *parent = g_strdup_printf("%u", i % 17);
    const GovRowKeys keys = {.values[GOV_KEY_SOURCE] = source, .values[GOV_KEY_PARENT] = i % 5 == 0 ? NULL : parent};

    gov_dataset_append(dataset, report, &keys, NULL);
}

typedef struct {
    GovDataset *dataset;
    unsigned first; /* and every fourth from there */
} Share;

static gpointer append_share(gpointer data)
{
    const Share *share = data;

    for (unsigned i = share->first; i < 4 * N_ROWS; i += 4)
        append_named(share->dataset, i);
    return NULL;
}

static void expect_same_keys(const GovDataset *a, const GovDataset *b, GovKey key)
{
    size_t n = gov_dataset_n_key_values(b, key);

    assert_int_equal(gov_dataset_n_key_values(a, key), n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(gov_dataset_get_key_value(a, key, i), gov_dataset_get_key_value(b, key, i));
    assert_memory_equal(gov_dataset_get_codes(a, key), gov_dataset_get_codes(b, key),
                        gov_dataset_n_rows(b) * sizeof(int32_t));
}

/* Rows of four threads stand in any order; sorted they are those of one thread, dictionaries included. */
static void order_of_threads_does_not_last(void **state)
{
    (void)state;
    static const GovKey by_source[] = {GOV_KEY_SOURCE};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) one = gov_dataset_new(form);
    g_autoptr(GovDataset) four = gov_dataset_new(form);
    GThread *threads[4];
    Share shares[4];

    for (unsigned i = 0; i < 4 * N_ROWS; i++)
        append_named(one, i);
    for (unsigned i = 0; i < 4; i++) {
        shares[i] = (Share){four, 3 - i};
        threads[i] = g_thread_new(NULL, append_share, &shares[i]);
    }
    for (unsigned i = 0; i < 4; i++)
        g_thread_join(threads[i]);
    gov_dataset_seal(one);
    gov_dataset_seal(four);
    g_autofree size_t *rows = gov_dataset_sort_rows(four, by_source, 1);
    g_autoptr(GovDataset) sorted = gov_dataset_take(four, rows, 4 * N_ROWS);
    for (int key = 0; key < GOV_KEY_YEAR; key++)
        expect_same_keys(sorted, one, (GovKey)key);
    for (unsigned row = 0; row < 4 * N_ROWS; row++)
        expect_row(sorted, row, row);
}

static void what_is_sealed_takes_no_more(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 3);
    g_autoptr(GovReport) report = make_report(form, 1);

    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*open*");
    assert_false(gov_dataset_append(dataset, report, NULL, NULL));
    g_test_assert_expected_messages();
    assert_int_equal(gov_dataset_n_rows(dataset), 3);
}

/* What is left out takes its texts with it. */
static void a_filter_keeps_only_the_texts_of_its_rows(void **state)
{
    (void)state;
    static const size_t rows[] = {40, 3, 40};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 50);
    g_autoptr(GovDataset) taken = gov_dataset_take(dataset, rows, 3);

    assert_int_equal(gov_dataset_n_key_values(taken, GOV_KEY_UNIT), 2);
    assert_string_equal(gov_dataset_get_key_value(taken, GOV_KEY_UNIT, 0), gov_dataset_get_key(dataset, GOV_KEY_UNIT, 40));
    assert_int_equal(gov_dataset_n_key_values(taken, GOV_KEY_PARENT), 0);
    assert_int_equal(gov_dataset_get_codes(taken, GOV_KEY_PARENT)[2], -1);
}

/* Reads text `i` of a dictionary. */
static char *read_text(const struct ArrowArray *dictionary, int32_t i)
{
    const int64_t *offsets = dictionary->buffers[1];

    return g_strndup((const char *)dictionary->buffers[2] + offsets[i], (gsize)(offsets[i + 1] - offsets[i]));
}

static bool is_set(const struct ArrowArray *array, int64_t row)
{
    const uint8_t *bits = array->buffers[0];
    int64_t bit = array->offset + row;

    return bits == NULL || (bits[bit / 8] >> bit % 8 & 1) != 0;
}

static void walk_key(const struct ArrowArray *array, const GovDataset *dataset, GovKey key)
{
    for (int64_t row = 0; row < array->length; row++) {
        const char *expected = gov_dataset_get_key(dataset, key, (size_t)row);
        assert_int_equal(is_set(array, row), expected != NULL);
        if (expected == NULL)
            continue;
        g_autofree char *text = read_text(array->dictionary, ((const int32_t *)array->buffers[1])[array->offset + row]);
        assert_string_equal(text, expected);
    }
}

static void walk_cell(const struct ArrowArray *array, const GovDataset *dataset, size_t cell)
{
    const int64_t *values = array->buffers[1];

    assert_ptr_equal(values + array->offset, gov_dataset_get_values(dataset, cell));
    for (int64_t row = 0; row < array->length; row++)
        assert_int_equal(is_set(array, row),
                         gov_dataset_get_status(dataset, cell, (size_t)row) == GOV_STATUS_REPORTED);
}

static void arrow_gives_the_same_without_a_copy(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) all = make_dataset(form, N_ROWS);
    g_autoptr(GovDataset) dataset = gov_dataset_slice(all, 13, 200);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array, end;

    gov_dataset_export_stream(dataset, &stream);
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_int_equal(stream.get_next(&stream, &array), 0);
    assert_int_equal(stream.get_next(&stream, &end), 0);
    assert_null(end.release);
    stream.release(&stream);
    assert_int_equal(array.length, 200);
    assert_int_equal(schema.n_children, array.n_children);
    for (int64_t i = 0; i < schema.n_children; i++) {
        GovKey key = GOV_KEY_YEAR;
        int cell = gov_form_find_cell(form, schema.children[i]->name);
        if (cell >= 0)
            walk_cell(array.children[i], dataset, (size_t)cell);
        else if (gov_key_from_name(schema.children[i]->name, &key) && key != GOV_KEY_YEAR)
            walk_key(array.children[i], dataset, key);
        else
            assert_string_equal(schema.children[i]->name, "year");
    }
    schema.release(&schema);
    array.release(&array);
    assert_null(array.release);
}

/* A consumer may keep one column and release all others, and the dataset. */
static void arrow_columns_outlive_their_dataset(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    GovDataset *dataset = make_dataset(form, 50);
    int64_t expected = gov_dataset_get_values(dataset, 0)[49];
    struct ArrowArrayStream stream;
    struct ArrowArray array, kept;

    gov_dataset_export_stream(dataset, &stream);
    gov_dataset_unref(dataset);
    stream.get_next(&stream, &array);
    stream.release(&stream);
    struct ArrowArray *first_cell = array.children[array.n_children - (int64_t)gov_form_n_cells(form)];
    kept = *first_cell;
    first_cell->release = NULL;
    array.release(&array);
    assert_int64(((const int64_t *)kept.buffers[1])[49], expected);
    kept.release(&kept);
}

static void names_of_keys_go_both_ways(void **state)
{
    (void)state;
    for (int key = 0; key <= GOV_KEY_YEAR; key++) {
        GovKey found = GOV_KEY_SOURCE;
        assert_true(gov_key_from_name(gov_key_get_name((GovKey)key), &found));
        assert_int_equal(found, key);
    }
    GovKey found;
    assert_false(gov_key_from_name("province", &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_comes_out_again),
        cmocka_unit_test(cells_reported_throughout_need_no_bitmap),
        cmocka_unit_test(many_rows_are_kept_like_few),
        cmocka_unit_test(gaps_of_one_or_several_kinds_are_told_apart),
        cmocka_unit_test(keys_may_begin_late),
        cmocka_unit_test(slices_share_the_figures),
        cmocka_unit_test(rows_are_taken_in_any_order),
        cmocka_unit_test(sorting_is_stable_and_puts_unknown_keys_first),
        cmocka_unit_test(a_new_key_leaves_the_figures_alone),
        cmocka_unit_test(a_row_is_a_report_again),
        cmocka_unit_test(a_report_of_another_form_is_refused),
        cmocka_unit_test(threads_append_whole_rows),
        cmocka_unit_test(order_of_threads_does_not_last),
        cmocka_unit_test(what_is_sealed_takes_no_more),
        cmocka_unit_test(a_filter_keeps_only_the_texts_of_its_rows),
        cmocka_unit_test(arrow_gives_the_same_without_a_copy),
        cmocka_unit_test(arrow_columns_outlive_their_dataset),
        cmocka_unit_test(names_of_keys_go_both_ways),
    };
    return cmocka_run_group_tests_name("dataset", tests, NULL, NULL);
}
