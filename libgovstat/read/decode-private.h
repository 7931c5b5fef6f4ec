/* SPDX-License-Identifier: MIT */
/* The identities of a form as an error-correcting code.
 *
 * Where the boundaries of cells are lost, a row of figures can be read in several ways. The row sum
 * leaves a few of them, the sums and balances of the columns usually one. Readings are only ever
 * chosen among those that use the printed digits, in their order and all of them.
 *
 *   decode-split.c  digits → the readings of one row that its own sum allows
 *   decode.c        all rows of a table at once
 *   decode-run.c    rows printed one behind the other, in one run of digits */
#ifndef GOV_DECODE_PRIVATE_H
#define GOV_DECODE_PRIVATE_H

#include "form/rule-private.h"

/* Most columns a row may have to be decoded, and most digits. */
#define GOV_DECODE_MAX_COLUMNS 16
#define GOV_DECODE_MAX_DIGITS 96

typedef struct {
    int64_t values[GOV_DECODE_MAX_COLUMNS];
} GovReading;

/* What the identities say of one cell. */
typedef enum {
    GOV_DECODED_NONE,    /* no reading keeps them, or too many had to be tried */
    GOV_DECODED_ONE,     /* all readings that keep them agree in the cell */
    GOV_DECODED_SEVERAL, /* they do not */
    GOV_DECODED_ALONE    /* the only reading of its row, but the columns do not bear it out */
} GovDecoded;

/* ---- one row ---- */

/* Coefficients of a row's identity: sum of coefficient × value = 0. FALSE if it has none. */
bool gov__decode_row_identity(const GovForm *form, size_t table, size_t row, int64_t *coefficients);
/* A figure of `n` digits: no leading zero, unless it is 0; FALSE for any other. */
bool gov__decode_figure(const char *digits, size_t n, int64_t *value);

typedef enum {
    GOV_BORDERS_HARD, /* more pieces than columns hold figures that were split, fewer cells glued */
    GOV_BORDERS_SOFT  /* pieces as many as columns are the figures; else their borders mean nothing */
} GovBorders;

/* Appends the readings of pieces of digits that an identity allows. FALSE if there are too many, or
 * too many ways had to be tried; then nothing is appended. */
bool gov__decode_split(const int64_t *coefficients, size_t n_columns, const char *const *pieces, size_t n,
                       GovBorders borders, GArray *readings);

/* ---- all rows of a table ---- */

typedef struct _GovDecoder GovDecoder;

/* For one table of a form, all of whose rows have all columns. */
GovDecoder *gov__decoder_new(const GovForm *form, size_t table);
void gov__decoder_free(GovDecoder *decoder);

/* A row that was read without doubt. */
void gov__decoder_set_known(GovDecoder *decoder, size_t row, const int64_t *values);
/* Another way to read a row: pieces of digits in order. */
void gov__decoder_add_digits(GovDecoder *decoder, size_t row, const char *const *pieces, size_t n,
                             GovBorders borders);
/* Nothing may be read of a row: it is printed in two ways, or could be anything. */
void gov__decoder_give_up(GovDecoder *decoder, size_t row);
/* Some cells may be lost or blank: a row is believed only together with all others. */
void gov__decoder_distrust(GovDecoder *decoder);

/* Solves all rows at once. */
void gov__decoder_solve(GovDecoder *decoder);
/* What is known of a cell; `*value` only with GOV_DECODED_ONE and GOV_DECODED_ALONE. */
GovDecoded gov__decoder_get_cell(const GovDecoder *decoder, size_t row, size_t column, int64_t *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovDecoder, gov__decoder_free)

/* ---- several rows in one run ---- */

typedef struct {
    GovDecoded state[GOV_DECODE_MAX_COLUMNS];
    int64_t values[GOV_DECODE_MAX_COLUMNS];
} GovDecodedRow;

/* Reads one run of digits as all rows of a table, one after the other (review_litigation). `runs`
 * holds the ways its digits may stand, at least one; fills `rows`, one per row of the table. */
void gov__decode_run(const GovForm *form, size_t table, const char *const *runs, size_t n_runs,
                     GovDecodedRow *rows);

#endif
