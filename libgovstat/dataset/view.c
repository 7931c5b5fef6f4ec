/* SPDX-License-Identifier: MIT */
/* Datasets made of others: slices and new keys share the figures, a choice of rows copies them. */
#include "dataset/dataset-private.h"

#include <string.h>

void gov__dataset_share_rows(GovDataset *self, const GovDataset *dataset)
{
    for (int key = 0; key < GOV_KEY_YEAR; key++)
        self->keys[key] = (GovKeyColumn){gov__buffer_ref(dataset->keys[key].codes),
                                         gov__dictionary_ref(dataset->keys[key].dictionary)};
    self->years = gov__buffer_ref(dataset->years);
    self->offset = dataset->offset;
    self->n_rows = dataset->n_rows;
    self->sealed = true;
}

/* A dataset over the same memory; keys are shared too. */
static GovDataset *share(const GovDataset *dataset)
{
    GovDataset *self = gov__dataset_new(dataset->form);

    for (size_t cell = 0; cell < self->n_cells; cell++)
        gov__column_share(&self->columns[cell], &dataset->columns[cell]);
    gov__dataset_share_rows(self, dataset);
    return self;
}

GovDataset *gov_dataset_slice(const GovDataset *dataset, size_t first, size_t n)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed, NULL);
    g_return_val_if_fail(first <= dataset->n_rows && n <= dataset->n_rows - first, NULL);
    GovDataset *self = share(dataset);

    self->offset += first;
    self->n_rows = n;
    return self;
}

void gov__key_column_init(GovKeyColumn *column, const GovDataset *dataset)
{
    *column = (GovKeyColumn){gov__buffer_new(), gov__dictionary_new()};
    gov__buffer_reserve(column->codes, (dataset->offset + dataset->n_rows) * sizeof(int32_t));
    memset(column->codes->data, 0xFF, dataset->offset * sizeof(int32_t)); /* rows before the slice */
}

int32_t *gov__key_column_get_codes(const GovKeyColumn *column, const GovDataset *dataset)
{
    return (int32_t *)(void *)column->codes->data + dataset->offset;
}

GovDataset *gov__dataset_with_key_column(const GovDataset *dataset, GovKey key, const GovKeyColumn *column)
{
    GovDataset *self = share(dataset);

    gov__buffer_unref(self->keys[key].codes);
    gov__dictionary_unref(self->keys[key].dictionary);
    self->keys[key] = *column;
    gov__dictionary_seal(column->dictionary);
    return self;
}

GovDataset *gov_dataset_with_key(const GovDataset *dataset, GovKey key, const char *const *values)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && (unsigned)key < GOV_KEY_YEAR, NULL);
    g_return_val_if_fail(values != NULL || dataset->n_rows == 0, NULL);
    GovKeyColumn column;

    gov__key_column_init(&column, dataset);
    int32_t *codes = gov__key_column_get_codes(&column, dataset);
    for (size_t row = 0; row < dataset->n_rows; row++)
        codes[row] = gov__dictionary_add(column.dictionary, values[row]);
    return gov__dataset_with_key_column(dataset, key, &column);
}

static GovBuffer *take_numbers(const int32_t *numbers, const size_t *rows, size_t n)
{
    GovBuffer *buffer = gov__buffer_new();

    gov__buffer_reserve(buffer, n * sizeof(int32_t));
    for (size_t i = 0; i < n; i++)
        ((int32_t *)(void *)buffer->data)[i] = numbers[rows[i]];
    return buffer;
}

/* A dictionary of the texts that are left, in the order of the rows: it does not depend on the order in which
 * they were appended. */
static GovKeyColumn take_key(const GovDataset *dataset, GovKey key, const size_t *rows, size_t n)
{
    size_t n_texts = gov_dataset_n_key_values(dataset, key);
    GovKeyColumn column = {take_numbers(gov_dataset_get_codes(dataset, key), rows, n), gov__dictionary_new()};
    int32_t *codes = (int32_t *)(void *)column.codes->data;
    g_autofree int32_t *map = g_new0(int32_t, n_texts + 1); /* new code + 1 */

    for (size_t i = 0; i < n; i++) {
        if (codes[i] < 0)
            continue;
        int32_t *code = &map[codes[i]];
        if (*code == 0)
            *code = gov__dictionary_add(column.dictionary, gov_dataset_get_key_value(dataset, key, (size_t)codes[i])) + 1;
        codes[i] = *code - 1;
    }
    gov__dictionary_seal(column.dictionary);
    return column;
}

/* Where all rows are in one state the first tells it; else they are handed over together, a few at a time. */
static void take_states(GovColumn *to, const GovColumn *from, size_t offset, const size_t *rows, size_t n)
{
    uint8_t states[64];

    if (from->validity == NULL && from->states == NULL) {
        if (n > 0)
            gov__column_set_state(to, 0, from->reported);
        return;
    }
    for (size_t first = 0; first < n; first += sizeof states) {
        size_t some = MIN(sizeof states, n - first);
        for (size_t i = 0; i < some; i++)
            states[i] = (uint8_t)gov__column_get_state(from, offset + rows[first + i]);
        gov__column_add_states(to, first, states, some);
    }
}

static void take_column(GovColumn *to, const GovColumn *from, size_t offset, const size_t *rows, size_t n)
{
    const int64_t *values = (const int64_t *)(const void *)from->values->data + offset;

    to->values = gov__buffer_new_whole(n * sizeof(int64_t));
    int64_t *taken = (int64_t *)(void *)to->values->data;
    for (size_t i = 0; i < n; i++)
        taken[i] = values[rows[i]];
    take_states(to, from, offset, rows, n);
    gov__column_seal(to, n);
}

GovDataset *gov_dataset_take(const GovDataset *dataset, const size_t *rows, size_t n)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && (rows != NULL || n == 0), NULL);
    for (size_t i = 0; i < n; i++)
        g_return_val_if_fail(rows[i] < dataset->n_rows, NULL);
    GovDataset *self = gov__dataset_new(dataset->form);

    for (size_t cell = 0; cell < self->n_cells; cell++)
        take_column(&self->columns[cell], &dataset->columns[cell], dataset->offset, rows, n);
    for (int key = 0; key < GOV_KEY_YEAR; key++)
        self->keys[key] = take_key(dataset, (GovKey)key, rows, n);
    self->years = take_numbers(gov_dataset_get_years(dataset), rows, n);
    self->n_rows = n;
    self->sealed = true;
    return self;
}

/* ---- rows ---- */

GovReport *gov_dataset_dup_report(const GovDataset *dataset, size_t row)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && row < dataset->n_rows, NULL);
    GovReport *report = gov_report_new(dataset->form);

    gov_report_set_source(report, gov_dataset_get_key(dataset, GOV_KEY_SOURCE, row));
    gov_report_set_agency(report, gov_dataset_get_key(dataset, GOV_KEY_AGENCY, row));
    gov_report_set_year(report, gov_dataset_get_years(dataset)[row]);
    for (size_t cell = 0; cell < dataset->n_cells; cell++) {
        const GovCell figure = {.value = gov_dataset_get_values(dataset, cell)[row],
                                .status = gov_dataset_get_status(dataset, cell, row),
                                .evidence = gov_dataset_get_evidence(dataset, cell, row),
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    return report;
}
