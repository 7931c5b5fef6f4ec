/* SPDX-License-Identifier: MIT */
/* One cell in all rows: values, validity and states.
 *
 * States take four bits a row, but only once there are three of them: while all rows with a figure have one
 * and all others another, the bitmap of Arrow says everything, and while all rows are reported alike there is
 * none either. That is so for most cells of most collections; the figures stay the bulk of the memory. */
#include "dataset/dataset-private.h"

#include <string.h>

static const struct {
    GovStatus status;
    GovEvidence evidence;
} STATES[] = {
    [GOV_STATE_PLAIN] = {GOV_STATUS_REPORTED, GOV_EVIDENCE_EXACT},
    [GOV_STATE_INFERRED] = {GOV_STATUS_REPORTED, GOV_EVIDENCE_INFERRED},
    [GOV_STATE_GIVEN] = {GOV_STATUS_REPORTED, GOV_EVIDENCE_GIVEN},
    [GOV_STATE_BLANK] = {GOV_STATUS_BLANK, GOV_EVIDENCE_NONE},
    [GOV_STATE_NOT_APPLICABLE] = {GOV_STATUS_NOT_APPLICABLE, GOV_EVIDENCE_NONE},
    [GOV_STATE_UNREADABLE] = {GOV_STATUS_UNREADABLE, GOV_EVIDENCE_NONE},
    [GOV_STATE_UNCERTAIN] = {GOV_STATUS_UNCERTAIN, GOV_EVIDENCE_NONE},
    [GOV_STATE_ABSENT] = {GOV_STATUS_ABSENT, GOV_EVIDENCE_NONE},
};

GovState gov__state_of(GovStatus status, GovEvidence evidence)
{
    if (status != GOV_STATUS_REPORTED) {
        for (unsigned state = GOV_STATE_BLANK; state < G_N_ELEMENTS(STATES); state++)
            if (STATES[state].status == status)
                return (GovState)state;
        return GOV_STATE_ABSENT;
    }
    switch (evidence) {
    case GOV_EVIDENCE_ORDER:
    case GOV_EVIDENCE_JOINED:
    case GOV_EVIDENCE_INFERRED:
        return GOV_STATE_INFERRED;
    case GOV_EVIDENCE_NONE:
    case GOV_EVIDENCE_GIVEN:
        return GOV_STATE_GIVEN;
    case GOV_EVIDENCE_EXACT:
    case GOV_EVIDENCE_ALIAS:
    case GOV_EVIDENCE_SIMILAR:
        break;
    }
    return GOV_STATE_PLAIN;
}

GovStatus gov__state_get_status(GovState state)
{
    return STATES[state].status;
}

GovEvidence gov__state_get_evidence(GovState state)
{
    return STATES[state].evidence;
}

GovState gov__column_get_state(const GovColumn *column, size_t row)
{
    if (column->states != NULL)
        return (GovState)(column->states->data[row / 2] >> (row % 2 * 4) & 0xF);
    bool reported = column->validity == NULL || (column->validity->data[row / 8] >> row % 8 & 1) != 0;
    return reported ? column->reported : column->lacking;
}

/* Rows are skipped 64 at a time where the bitmap allows it. */
void gov__dataset_visit_lacking(const GovDataset *dataset, size_t cell, GovLackingFunc visit, void *data)
{
    const GovColumn *column = &dataset->columns[cell];
    const uint8_t *bits = column->validity != NULL ? column->validity->data : NULL;
    size_t at = dataset->offset, end = bits != NULL ? at + dataset->n_rows : at;

    while (at < end) {
        bool whole = at % 8 == 0 && end - at >= 64;
        uint64_t word = 0;
        if (whole)
            memcpy(&word, bits + at / 8, sizeof word);
        uint64_t lacking = whole ? ~GUINT64_FROM_LE(word) : ~((uint64_t)bits[at / 8] >> at % 8) & 1;
        for (; lacking != 0; lacking &= lacking - 1) {
            size_t row = at + (size_t)__builtin_ctzll(lacking);
            visit(row - dataset->offset, gov__state_get_status(gov__column_get_state(column, row)), data);
        }
        at += whole ? 64 : 1;
    }
}

static void write_state(GovColumn *column, size_t row, GovState state)
{
    gov__buffer_reserve(column->states, row / 2 + 1);
    uint8_t *byte = &column->states->data[row / 2];
    *byte = row % 2 == 0 ? (uint8_t)state : (uint8_t)((*byte & 0xF) | (unsigned)state << 4);
}

static void write_bit(GovColumn *column, size_t row, bool reported)
{
    gov__buffer_reserve(column->validity, row / 8 + 1);
    uint8_t *byte = &column->validity->data[row / 8];
    uint8_t before = row % 8 == 0 ? 0 : *byte & (uint8_t)((1u << row % 8) - 1);
    *byte = (uint8_t)(before | (unsigned)reported << row % 8);
}

/* The first row without a figure. */
static void begin_bits(GovColumn *column, size_t row)
{
    column->validity = gov__buffer_new();
    gov__buffer_reserve(column->validity, row / 8 + 1);
    memset(column->validity->data, 0xFF, row / 8 + 1);
}

/* The first row for which the bits do not say enough. */
static void begin_states(GovColumn *column, size_t n)
{
    GovColumn before = *column;

    column->states = gov__buffer_new();
    for (size_t row = 0; row < n; row++)
        write_state(column, row, gov__column_get_state(&before, row));
}

void gov__column_set_state(GovColumn *column, size_t row, GovState state)
{
    bool reported = gov__state_is_reported(state);
    bool *any = reported ? &column->any_reported : &column->any_lacking;
    GovState *own = reported ? &column->reported : &column->lacking;

    if (!*any)
        *own = state;
    *any = true;
    if (column->states == NULL && *own != state)
        begin_states(column, row);
    if (column->states != NULL)
        write_state(column, row, state);
    if (column->validity == NULL && !reported)
        begin_bits(column, row);
    if (column->validity != NULL)
        write_bit(column, row, reported);
}

/* Whether a row in this state fits what there is of bits and states. */
static bool is_foreseen(const GovColumn *column, GovState state)
{
    bool reported = gov__state_is_reported(state);
    bool known = reported ? column->any_reported : column->any_lacking;

    return known && (column->states != NULL || state == (reported ? column->reported : column->lacking));
}

static void write_states(GovColumn *column, size_t first, const uint8_t *states, size_t n)
{
    gov__buffer_reserve(column->states, (first + n + 1) / 2);
    for (size_t i = 0; i < n; i += 2)
        column->states->data[(first + i) / 2] = (uint8_t)(states[i] | (i + 1 < n ? states[i + 1] : 0) << 4);
}

static void write_bits(GovColumn *column, size_t first, const uint8_t *states, size_t n)
{
    gov__buffer_reserve(column->validity, (first + n + 7) / 8);
    for (size_t i = 0; i < n; i += 8) {
        unsigned byte = 0;
        for (size_t k = 0; k < MIN(8, n - i); k++)
            byte |= (unsigned)gov__state_is_reported((GovState)states[i + k]) << k;
        column->validity->data[(first + i) / 8] = (uint8_t)byte;
    }
}

void gov__column_add_states(GovColumn *column, size_t first, const uint8_t *states, size_t n)
{
    bool foreseen = true;

    for (size_t i = 0; i < n && foreseen; i++)
        foreseen = is_foreseen(column, (GovState)states[i]);
    for (size_t i = 0; i < n && !foreseen; i++)
        gov__column_set_state(column, first + i, (GovState)states[i]);
    if (foreseen && column->states != NULL)
        write_states(column, first, states, n);
    if (foreseen && column->validity != NULL)
        write_bits(column, first, states, n);
}

static void find_range(GovColumn *column, size_t n)
{
    const int64_t *values = (const int64_t *)(const void *)column->values->data;
    int64_t least = 0, greatest = 0;

    for (size_t row = 0; row < n; row++) {
        least = MIN(least, values[row]);
        greatest = MAX(greatest, values[row]);
    }
    column->least = least;
    column->greatest = greatest;
}

void gov__column_seal(GovColumn *column, size_t n)
{
    gov__buffer_trim(column->values, n * sizeof(int64_t));
    find_range(column, n);
    if (column->states != NULL)
        gov__buffer_trim(column->states, (n + 1) / 2);
    if (column->validity != NULL)
        gov__buffer_trim(column->validity, (n + 7) / 8);
}

void gov__column_share(GovColumn *to, const GovColumn *from)
{
    gov__buffer_unref(to->values);
    *to = *from;
    gov__buffer_ref(to->values);
    if (to->validity != NULL)
        gov__buffer_ref(to->validity);
    if (to->states != NULL)
        gov__buffer_ref(to->states);
}
