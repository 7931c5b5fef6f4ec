/* SPDX-License-Identifier: MIT */
/* GovDataset: appending reports to columns, and what can be asked of them.
 *
 * Rows are staged and then go into the columns together, a tile of eight columns at a time. Written one by
 * one they would fall on as many lines of the cache as there are columns, all of one set, as large blocks of
 * memory begin at the same place of a page. */
#include "dataset/dataset-private.h"

#include <govstat/error.h>

#include "report/report-private.h"

#include <string.h>

#define STAGE 64 /* rows; of 200 cells they are 100 kB */
#define TILE 8   /* columns: one line of the cache in a staged row */

struct _GovStage {
    int64_t *values; /* row by row */
    size_t stride;   /* of the states: cells, padded */
    uint8_t *states; /* row by row */
    uint8_t *varies; /* by cell: not 0 where some row is in another state than the first */
};

static GovStage *stage_new(size_t n_cells)
{
    GovStage *stage = g_new(GovStage, 1);

    stage->values = g_new(int64_t, STAGE * n_cells);
    stage->stride = (n_cells + 7) / 8 * 8;
    stage->states = g_new0(uint8_t, STAGE * stage->stride);
    stage->varies = g_new0(uint8_t, stage->stride);
    return stage;
}

static void stage_free(GovStage *stage)
{
    g_free(stage->values);
    g_free(stage->states);
    g_free(stage->varies);
    g_free(stage);
}

static void fill_states(GovDataset *self)
{
    for (int status = 0; status <= GOV_STATUS_ABSENT; status++)
        for (int evidence = 0; evidence <= GOV_EVIDENCE_GIVEN; evidence++)
            self->state_of[status][evidence] = (uint8_t)gov__state_of((GovStatus)status, (GovEvidence)evidence);
}

GovDataset *gov__dataset_new(const GovForm *form)
{
    GovDataset *self = g_new0(GovDataset, 1);

    g_atomic_ref_count_init(&self->references);
    pthread_mutex_init(&self->mutex, NULL);
    fill_states(self);
    self->form = gov_form_ref(form);
    self->n_cells = gov_form_n_cells(form);
    self->columns = g_new0(GovColumn, self->n_cells);
    return self;
}

GovDataset *gov_dataset_new(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, NULL);
    GovDataset *self = gov__dataset_new(form);

    for (size_t cell = 0; cell < self->n_cells; cell++)
        self->columns[cell].values = gov__buffer_new();
    self->stage = stage_new(self->n_cells);
    self->years = gov__buffer_new();
    for (int key = 0; key < GOV_KEY_YEAR; key++)
        self->keys[key] = (GovKeyColumn){gov__buffer_new(), gov__dictionary_new()};
    return self;
}

GovDataset *gov_dataset_ref(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL, NULL);
    GovDataset *self = (GovDataset *)(uintptr_t)dataset;

    g_atomic_ref_count_inc(&self->references);
    return self;
}

void gov_dataset_unref(GovDataset *dataset)
{
    if (dataset == NULL || !g_atomic_ref_count_dec(&dataset->references))
        return;
    for (size_t cell = 0; cell < dataset->n_cells; cell++) {
        gov__buffer_unref(dataset->columns[cell].values);
        gov__buffer_unref(dataset->columns[cell].validity);
        gov__buffer_unref(dataset->columns[cell].states);
    }
    for (int key = 0; key < GOV_KEY_YEAR; key++) {
        gov__buffer_unref(dataset->keys[key].codes);
        gov__dictionary_unref(dataset->keys[key].dictionary);
    }
    gov__buffer_unref(dataset->years);
    g_clear_pointer(&dataset->stage, stage_free);
    g_free(dataset->columns);
    gov_form_unref(dataset->form);
    pthread_mutex_destroy(&dataset->mutex);
    g_free(dataset);
}

/* ---- appending ---- */

static void flush_values(GovDataset *self, size_t first, size_t n)
{
    for (size_t tile = 0; tile < self->n_cells; tile += TILE)
        for (size_t cell = tile; cell < MIN(tile + TILE, self->n_cells); cell++)
            for (size_t i = 0; i < n; i++)
                self->columns[cell].data[first + i] = self->stage->values[i * self->n_cells + cell];
}

static void flush_states(GovDataset *self, size_t cell, size_t first, size_t n)
{
    const uint8_t *from = self->stage->states + cell;
    uint8_t states[STAGE];

    if (self->stage->varies[cell] == 0 && gov__column_is_even(&self->columns[cell], (GovState)*from))
        return;
    for (size_t i = 0; i < n; i++)
        states[i] = from[i * self->stage->stride];
    gov__column_add_states(&self->columns[cell], first, states, n);
}

/* Moves the staged rows, of which there are `n`, into the columns. */
static void flush_stage(GovDataset *self, size_t n)
{
    size_t first = self->n_rows - n;

    flush_values(self, first, n);
    for (size_t cell = 0; cell < self->n_cells && n > 0; cell++)
        flush_states(self, cell, first, n);
    memset(self->stage->varies, 0, self->n_cells);
}

static void make_room(GovDataset *self)
{
    size_t least = 64, step = self->capacity < 65536 ? self->capacity : self->capacity / 8;

    if (self->n_rows < self->capacity)
        return;
    self->capacity += MAX(least, step);
    for (size_t cell = 0; cell < self->n_cells; cell++) {
        GovColumn *column = &self->columns[cell];
        gov__buffer_reserve(column->values, self->capacity * sizeof(int64_t));
        column->data = (int64_t *)(void *)column->values->data;
    }
}

/* Eight cells at a time; rows of states are padded to that. */
static void note_changes(GovStage *stage, const uint8_t *states)
{
    for (size_t cell = 0; cell < stage->stride; cell += 8) {
        uint64_t first = 0, now = 0, varies = 0;
        memcpy(&first, stage->states + cell, sizeof first);
        memcpy(&now, states + cell, sizeof now);
        memcpy(&varies, stage->varies + cell, sizeof varies);
        varies |= first ^ now;
        memcpy(stage->varies + cell, &varies, sizeof varies);
    }
}

static void append_cells(GovDataset *self, const GovReport *report, size_t row)
{
    const uint8_t *statuses = gov__report_get_statuses(report);
    const uint8_t *evidence = gov__report_get_evidence(report);
    int64_t *values = self->stage->values + row % STAGE * self->n_cells;
    uint8_t *states = self->stage->states + row % STAGE * self->stage->stride;

    memcpy(values, gov_report_get_values(report), self->n_cells * sizeof *values);
    for (size_t cell = 0; cell < self->n_cells; cell++) {
        states[cell] = self->state_of[statuses[cell]][evidence[cell]];
        if (statuses[cell] != GOV_STATUS_REPORTED)
            values[cell] = 0;
    }
    note_changes(self->stage, states);
}

static void append_number(GovBuffer *buffer, size_t row, int32_t number)
{
    gov__buffer_reserve(buffer, (row + 1) * sizeof(int32_t));
    ((int32_t *)(void *)buffer->data)[row] = number;
}

static const char *key_of_report(const GovReport *report, GovKey key)
{
    switch (key) {
    case GOV_KEY_SOURCE:
        return gov_report_get_source(report);
    case GOV_KEY_AGENCY:
        return gov_report_get_agency(report);
    case GOV_KEY_FORM:
        return gov_form_get_id(gov_report_get_form(report));
    default:
        return NULL;
    }
}

/* A key has no codes while all rows lack it: many keys are never used. */
static void append_code(GovKeyColumn *column, size_t row, const char *text)
{
    if (column->dictionary->values->len == 0 && text == NULL)
        return;
    if (column->dictionary->values->len == 0) {
        gov__buffer_reserve(column->codes, (row + 1) * sizeof(int32_t));
        memset(column->codes->data, 0xFF, row * sizeof(int32_t));
    }
    append_number(column->codes, row, gov__dictionary_add(column->dictionary, text));
}

/* Keys that no row has share their codes. */
static void seal_keys(GovDataset *self)
{
    g_autoptr(GovBuffer) unknown = gov__buffer_new();

    gov__buffer_trim(self->years, self->n_rows * sizeof(int32_t));
    for (int key = 0; key < GOV_KEY_YEAR; key++) {
        GovKeyColumn *column = &self->keys[key];
        gov__dictionary_seal(column->dictionary);
        gov__buffer_trim(column->codes, self->n_rows * sizeof(int32_t));
        if (column->dictionary->values->len > 0)
            continue;
        if (unknown->capacity == 0) {
            gov__buffer_reserve(unknown, MAX(self->n_rows, 1) * sizeof(int32_t));
            memset(unknown->data, 0xFF, self->n_rows * sizeof(int32_t));
        }
        gov__buffer_unref(column->codes);
        column->codes = gov__buffer_ref(unknown);
    }
}

static void append_keys(GovDataset *self, const GovReport *report, const GovRowKeys *keys, size_t row)
{
    append_number(self->years, row, gov_report_get_year(report));
    for (int key = 0; key < GOV_KEY_YEAR; key++) {
        const char *given = keys != NULL ? keys->values[key] : NULL;
        const char *text = given != NULL ? given : key_of_report(report, (GovKey)key);
        append_code(&self->keys[key], row, text);
    }
}

bool gov_dataset_append(GovDataset *dataset, const GovReport *report, const GovRowKeys *keys, GError **error)
{
    g_return_val_if_fail(dataset != NULL, false);
    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report), false);
    if (gov_report_get_form(report) != dataset->form) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_FORM, "%s: a report of form %s in a dataset of form %s",
                    gov_report_get_source(report) != NULL ? gov_report_get_source(report) : "-",
                    gov_form_get_id(gov_report_get_form(report)), gov_form_get_id(dataset->form));
        return false;
    }
    pthread_mutex_lock(&dataset->mutex);
    bool open = !dataset->sealed, fits = dataset->n_rows < INT32_MAX - 1;
    if (open && fits) {
        make_room(dataset);
        append_cells(dataset, report, dataset->n_rows);
        append_keys(dataset, report, keys, dataset->n_rows);
        dataset->n_rows++;
        if (dataset->n_rows % STAGE == 0)
            flush_stage(dataset, STAGE);
    }
    pthread_mutex_unlock(&dataset->mutex);
    g_return_val_if_fail(open, false); /* another thread may just have sealed it */
    if (!fits)
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "A dataset holds at most %d reports", INT32_MAX - 1);
    return fits;
}

void gov_dataset_seal(GovDataset *dataset)
{
    g_return_if_fail(dataset != NULL);
    pthread_mutex_lock(&dataset->mutex);
    if (!dataset->sealed) {
        flush_stage(dataset, dataset->n_rows % STAGE);
        seal_keys(dataset);
        for (size_t cell = 0; cell < dataset->n_cells; cell++)
            gov__column_seal(&dataset->columns[cell], dataset->n_rows);
    }
    g_clear_pointer(&dataset->stage, stage_free);
    dataset->sealed = true;
    pthread_mutex_unlock(&dataset->mutex);
}

bool gov_dataset_is_sealed(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL, false);
    return dataset->sealed;
}

/* ---- asking ---- */

const GovForm *gov_dataset_get_form(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL, NULL);
    return dataset->form;
}

size_t gov_dataset_n_rows(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL, 0);
    return dataset->n_rows;
}

static const GovColumn *get_column(const GovDataset *dataset, size_t cell)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && cell < dataset->n_cells, NULL);
    return &dataset->columns[cell];
}

const int64_t *gov_dataset_get_values(const GovDataset *dataset, size_t cell)
{
    const GovColumn *column = get_column(dataset, cell);

    return column != NULL ? (const int64_t *)(const void *)column->values->data + dataset->offset : NULL;
}

void gov__dataset_get_range(const GovDataset *dataset, size_t cell, int64_t *least, int64_t *greatest)
{
    *least = dataset->columns[cell].least;
    *greatest = dataset->columns[cell].greatest;
}

const uint8_t *gov_dataset_get_validity(const GovDataset *dataset, size_t cell, size_t *bit_offset)
{
    const GovColumn *column = get_column(dataset, cell);

    g_return_val_if_fail(column != NULL && bit_offset != NULL, NULL);
    *bit_offset = dataset->offset;
    return column->validity != NULL ? column->validity->data : NULL;
}

GovStatus gov_dataset_get_status(const GovDataset *dataset, size_t cell, size_t row)
{
    const GovColumn *column = get_column(dataset, cell);

    g_return_val_if_fail(column != NULL && row < dataset->n_rows, GOV_STATUS_ABSENT);
    return gov__state_get_status(gov__column_get_state(column, dataset->offset + row));
}

GovEvidence gov_dataset_get_evidence(const GovDataset *dataset, size_t cell, size_t row)
{
    const GovColumn *column = get_column(dataset, cell);

    g_return_val_if_fail(column != NULL && row < dataset->n_rows, GOV_EVIDENCE_NONE);
    return gov__state_get_evidence(gov__column_get_state(column, dataset->offset + row));
}

const int32_t *gov_dataset_get_years(const GovDataset *dataset)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed, NULL);
    return (const int32_t *)(const void *)dataset->years->data + dataset->offset;
}

const int32_t *gov_dataset_get_codes(const GovDataset *dataset, GovKey key)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && (unsigned)key < GOV_KEY_YEAR, NULL);
    return (const int32_t *)(const void *)dataset->keys[key].codes->data + dataset->offset;
}

size_t gov_dataset_n_key_values(const GovDataset *dataset, GovKey key)
{
    g_return_val_if_fail(dataset != NULL && (unsigned)key < GOV_KEY_YEAR, 0);
    return dataset->keys[key].dictionary->values->len;
}

const char *gov_dataset_get_key_value(const GovDataset *dataset, GovKey key, size_t code)
{
    g_return_val_if_fail(code < gov_dataset_n_key_values(dataset, key), NULL);
    return g_ptr_array_index(dataset->keys[key].dictionary->values, code);
}

const char *gov_dataset_get_key(const GovDataset *dataset, GovKey key, size_t row)
{
    g_return_val_if_fail(dataset != NULL && row < dataset->n_rows, NULL);
    const int32_t *codes = gov_dataset_get_codes(dataset, key);

    return codes != NULL && codes[row] >= 0 ? gov_dataset_get_key_value(dataset, key, (size_t)codes[row]) : NULL;
}
