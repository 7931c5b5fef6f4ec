/* SPDX-License-Identifier: MIT */
/* The identities of a form as an error-correcting code.
 *
 * Where the boundaries of cells are lost, a row of figures can be read in several ways. The row sum
 * leaves a few of them, the sums and balances of the columns usually one. Readings are only ever
 * chosen among those that use the printed digits, in their order and all of them. */
#ifndef GOV_DECODE_PRIVATE_H
#define GOV_DECODE_PRIVATE_H

#include "form/rule-private.h"

/* Most columns a row may have to be decoded. */
#define GOV_DECODE_MAX_COLUMNS 16

typedef struct {
    int64_t values[GOV_DECODE_MAX_COLUMNS];
} GovReading;

typedef struct _GovDecoder GovDecoder;

/* For one table of a form, all of whose rows have all columns. */
GovDecoder *gov__decoder_new(const GovForm *form, size_t table);
void gov__decoder_free(GovDecoder *decoder);

/* A row that was read without doubt. */
void gov__decoder_set_known(GovDecoder *decoder, size_t row, const int64_t *values);
/* A row known by its digits: pieces of digits in order. More pieces than columns hold figures that
 * were split, fewer hold cells that were glued. */
void gov__decoder_set_digits(GovDecoder *decoder, size_t row, const char *const *pieces, size_t n);

/* Solves all rows at once. */
void gov__decoder_solve(GovDecoder *decoder);
/* The only reading of a row that all identities allow; NULL if there is none or several. */
const GovReading *gov__decoder_get_reading(const GovDecoder *decoder, size_t row);

/* Reads one run of digits as several rows of the same table, one after the other
 * (review_litigation). Fills `readings`, one per row; FALSE unless there is exactly one way. */
bool gov__decode_rows(const GovForm *form, size_t table, const char *digits, GovReading *readings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovDecoder, gov__decoder_free)

#endif
