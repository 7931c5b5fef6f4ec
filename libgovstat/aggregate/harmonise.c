/* SPDX-License-Identifier: MIT */
/* Harmonising by columns: a concordance says for each column of the new form which columns of the old one
 * it is. One is shared, several are added up, none is a column of absent cells, of which one block of
 * zeros serves them all. */
#include <govstat/error.h>
#include <govstat/harmonise.h>

#include "dataset/dataset-private.h"

#include <string.h>

/* ---- columns ---- */

/* Of parts of which none has a figure, the one that leaves most open: a sum of marks is a mark, which says that
 * there is nothing to add, and one of marks and blanks is blank. */
static unsigned openness(GovState state)
{
    static const unsigned ranks[] = {[GOV_STATE_NOT_APPLICABLE] = 1, [GOV_STATE_BLANK] = 2, [GOV_STATE_ABSENT] = 3,
                                     [GOV_STATE_UNREADABLE] = 4,     [GOV_STATE_UNCERTAIN] = 5};
    return ranks[state];
}

/* A sum of figures is as plain as the least plain of them. Where some have a figure and some have none the sum is
 * of some: neither blank nor a mark, either of which might later count as nothing to add. */
static GovState join_states(GovState sum, GovState part)
{
    bool one = gov__state_is_reported(sum), other = gov__state_is_reported(part);

    if (one && other)
        return MAX(sum, part);
    if (one || other)
        return GOV_STATE_UNCERTAIN;
    return openness(part) > openness(sum) ? part : sum;
}

static bool add_part(int64_t *sum, int64_t value)
{
    return !__builtin_add_overflow(*sum, value, sum);
}

static bool sum_row(const GovDataset *dataset, const GovConcordance *concordance, size_t cell, size_t row,
                    int64_t *sum, GovState *state)
{
    *sum = 0;
    for (size_t i = 0; i < gov_concordance_n_sources(concordance, cell); i++) {
        size_t source = gov_concordance_get_source(concordance, cell, i);
        GovState part = gov__column_get_state(&dataset->columns[source], dataset->offset + row);
        *state = i == 0 ? part : join_states(*state, part);
        if (!add_part(sum, gov_dataset_get_values(dataset, source)[row]))
            return false;
    }
    *sum = gov__state_is_reported(*state) ? *sum : 0;
    return true;
}

/* Rows before a slice are in the memory, but are nobody's. */
static void skip_offset(GovColumn *column, size_t offset)
{
    memset(column->values->data, 0, offset * sizeof(int64_t));
    for (size_t row = 0; row < offset; row++)
        gov__column_set_state(column, row, GOV_STATE_ABSENT);
}

static bool add_columns(GovDataset *self, const GovDataset *dataset, const GovConcordance *concordance, size_t cell,
                        GError **error)
{
    GovColumn *column = &self->columns[cell];
    size_t n = dataset->offset + dataset->n_rows;

    column->values = gov__buffer_new();
    gov__buffer_reserve(column->values, n * sizeof(int64_t));
    skip_offset(column, dataset->offset);
    for (size_t row = 0; row < dataset->n_rows; row++) {
        GovState state = GOV_STATE_PLAIN;
        int64_t sum = 0;
        if (!sum_row(dataset, concordance, cell, row, &sum, &state)) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_OVERFLOW, "Row %zu: the sum that %s is made of is too large",
                        row + 1, gov_form_get_code(self->form, cell));
            return false;
        }
        ((int64_t *)(void *)column->values->data)[dataset->offset + row] = sum;
        gov__column_set_state(column, dataset->offset + row, state);
    }
    gov__column_seal(column, n);
    return true;
}

/* A column that the old form does not have. */
static void set_absent(GovColumn *column, GovBuffer *zeros, GovBuffer *no_bits)
{
    *column = (GovColumn){.values = gov__buffer_ref(zeros),
                          .validity = gov__buffer_ref(no_bits),
                          .lacking = GOV_STATE_ABSENT,
                          .any_lacking = true};
}

static GovBuffer *new_zeros(size_t size)
{
    GovBuffer *buffer = gov__buffer_new();

    gov__buffer_reserve(buffer, MAX(size, 1));
    memset(buffer->data, 0, size);
    return buffer;
}

static bool fill_columns(GovDataset *self, const GovDataset *dataset, const GovConcordance *concordance,
                         GError **error)
{
    size_t n = dataset->offset + dataset->n_rows;
    GovBuffer *zeros = new_zeros(n * sizeof(int64_t)), *no_bits = new_zeros((n + 7) / 8);
    bool done = true;

    for (size_t cell = 0; cell < self->n_cells && done; cell++) {
        size_t n_sources = gov_concordance_n_sources(concordance, cell);
        if (n_sources == 0)
            set_absent(&self->columns[cell], zeros, no_bits);
        else if (n_sources == 1)
            gov__column_share(&self->columns[cell],
                              &dataset->columns[gov_concordance_get_source(concordance, cell, 0)]);
        else
            done = add_columns(self, dataset, concordance, cell, error);
    }
    gov__buffer_unref(zeros);
    gov__buffer_unref(no_bits);
    return done;
}

GovDataset *gov_dataset_harmonise(const GovDataset *dataset, const GovConcordance *concordance, GError **error)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && concordance != NULL, NULL);
    g_return_val_if_fail(gov_concordance_get_from(concordance) == dataset->form, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovDataset) self = gov__dataset_new(gov_concordance_get_to(concordance));

    gov__dataset_share_rows(self, dataset);
    return fill_columns(self, dataset, concordance, error) ? g_steal_pointer(&self) : NULL;
}

GovReport *gov_report_harmonise(const GovReport *report, const GovConcordance *concordance, GError **error)
{
    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report) && concordance != NULL, NULL);
    g_return_val_if_fail(gov_concordance_get_from(concordance) == gov_report_get_form(report), NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovDataset) one = gov_dataset_new(gov_report_get_form(report));

    if (!gov_dataset_append(one, report, NULL, error))
        return NULL;
    gov_dataset_seal(one);
    g_autoptr(GovDataset) other = gov_dataset_harmonise(one, concordance, error);
    return other != NULL ? gov_dataset_dup_report(other, 0) : NULL;
}

/* ---- joining ---- */

static bool check_parts(const GovDataset *const *datasets, size_t n, size_t *n_rows, GError **error)
{
    *n_rows = 0;
    for (size_t i = 0; i < n; i++) {
        g_return_val_if_fail(datasets[i] != NULL && datasets[i]->sealed, false);
        *n_rows += datasets[i]->n_rows;
        if (datasets[i]->form != datasets[0]->form) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_FORM,
                        "Datasets of forms %s and %s cannot be joined; harmonise them to one form",
                        gov_form_get_id(datasets[0]->form), gov_form_get_id(datasets[i]->form));
            return false;
        }
    }
    if (*n_rows >= INT32_MAX - 1) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "A dataset holds at most %d reports", INT32_MAX - 1);
        return false;
    }
    return true;
}

static void join_column(GovDataset *self, const GovDataset *const *datasets, size_t n, size_t cell)
{
    GovColumn *column = &self->columns[cell];
    size_t at = 0;

    column->values = gov__buffer_new();
    gov__buffer_reserve(column->values, self->n_rows * sizeof(int64_t));
    for (size_t i = 0; i < n; i++) {
        const GovDataset *part = datasets[i];
        if (part->n_rows > 0)
            memcpy((int64_t *)(void *)column->values->data + at, gov_dataset_get_values(part, cell),
                   part->n_rows * sizeof(int64_t));
        for (size_t row = 0; row < part->n_rows; row++)
            gov__column_set_state(column, at + row,
                                  gov__column_get_state(&part->columns[cell], part->offset + row));
        at += part->n_rows;
    }
    gov__column_seal(column, self->n_rows);
}

static void join_keys(GovDataset *self, const GovDataset *const *datasets, size_t n)
{
    for (int key = 0; key < GOV_KEY_YEAR; key++) {
        GovKeyColumn *column = &self->keys[key];
        size_t at = 0;
        *column = (GovKeyColumn){gov__buffer_new(), gov__dictionary_new()};
        gov__buffer_reserve(column->codes, self->n_rows * sizeof(int32_t));
        for (size_t i = 0; i < n; i++)
            for (size_t row = 0; row < datasets[i]->n_rows; row++)
                ((int32_t *)(void *)column->codes->data)[at++] = gov__dictionary_add(
                    column->dictionary, gov_dataset_get_key(datasets[i], (GovKey)key, row));
        gov__dictionary_seal(column->dictionary);
    }
}

GovDataset *gov_dataset_concat(const GovDataset *const *datasets, size_t n, GError **error)
{
    size_t n_rows = 0, at = 0;

    g_return_val_if_fail(datasets != NULL && n > 0, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    if (!check_parts(datasets, n, &n_rows, error))
        return NULL;
    GovDataset *self = gov__dataset_new(datasets[0]->form);
    self->n_rows = n_rows;
    self->sealed = true;
    for (size_t cell = 0; cell < self->n_cells; cell++)
        join_column(self, datasets, n, cell);
    join_keys(self, datasets, n);
    self->years = gov__buffer_new();
    gov__buffer_reserve(self->years, MAX(n_rows, 1) * sizeof(int32_t));
    for (size_t i = 0; i < n; i++)
        for (size_t row = 0; row < datasets[i]->n_rows; row++)
            ((int32_t *)(void *)self->years->data)[at++] = gov_dataset_get_years(datasets[i])[row];
    return self;
}

/* ---- comparability ---- */

static GovComparability compare_form(const GovDataset *dataset, const char *id, size_t cell)
{
    if (strcmp(id, gov_form_get_id(dataset->form)) == 0)
        return GOV_COMPARABILITY_EXACT;
    g_autoptr(GovForm) form = gov_form_builtin(id, NULL);
    g_autoptr(GovConcordance) concordance =
        form != NULL ? gov_concordance_builtin(form, dataset->form, NULL) : NULL;
    return concordance != NULL ? gov_concordance_get_comparability(concordance, cell) : GOV_COMPARABILITY_NONE;
}

/* A sum may be of rows of several forms, parted by spaces: it is as comparable as the least of them. */
static GovComparability compare_forms(const GovDataset *dataset, const char *ids, size_t cell)
{
    g_auto(GStrv) forms = g_strsplit(ids, " ", -1);
    GovComparability least = GOV_COMPARABILITY_EXACT;

    for (size_t i = 0; forms[i] != NULL; i++)
        least = MAX(least, compare_form(dataset, forms[i], cell));
    return least;
}

uint8_t *gov_dataset_dup_comparability(const GovDataset *dataset, size_t cell)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && cell < dataset->n_cells, NULL);
    size_t n_forms = gov_dataset_n_key_values(dataset, GOV_KEY_FORM);
    const int32_t *codes = gov_dataset_get_codes(dataset, GOV_KEY_FORM);
    g_autofree uint8_t *by_form = g_new(uint8_t, n_forms + 1);
    uint8_t *all = g_new(uint8_t, dataset->n_rows + 1);

    for (size_t form = 0; form < n_forms; form++)
        by_form[form] = (uint8_t)compare_forms(dataset, gov_dataset_get_key_value(dataset, GOV_KEY_FORM, form), cell);
    for (size_t row = 0; row < dataset->n_rows; row++)
        all[row] = codes[row] >= 0 ? by_form[codes[row]] : (uint8_t)GOV_COMPARABILITY_NONE;
    return all;
}
