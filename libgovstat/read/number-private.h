/* SPDX-License-Identifier: MIT */
/* Numbers of spreadsheets as decimals. Programs store what they calculate as binary fractions and
 * write 72701.257800000007 for 72701.2578; none of them shows more than 15 digits. So a number of
 * up to 15 digits is taken as it is written, and a longer one as its nearest decimal of 15 digits.
 * Formats of numbers tell what a reader of the sheet sees: units, dates, percent, a scale, nothing. */
#ifndef GOV_NUMBER_PRIVATE_H
#define GOV_NUMBER_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GOV_DECIMAL_DIGITS 15u
/* Decimal places of sums. */
#define GOV_DECIMAL_PLACES 6u

/* 0.d₁d₂d₃… × 10^point, without zeros at either end; no digits: zero. */
typedef struct {
    char digits[GOV_DECIMAL_DIGITS + 1];
    unsigned n_digits;
    int point;
    bool negative;
} GovDecimal;

/* A number as XML has it (`-1.5E-3`); FALSE if it is none. */
bool gov__decimal_parse(GovDecimal *decimal, const char *text, size_t len);
/* Writes it times 10^shift, without an exponent. */
void gov__decimal_append(const GovDecimal *decimal, int shift, GString *out);
/* In steps of 10^-GOV_DECIMAL_PLACES; FALSE if that is not exact. */
bool gov__decimal_to_steps(const GovDecimal *decimal, int64_t *steps);
void gov__decimal_append_steps(int64_t steps, GString *out);
/* Whether UTF-8 text has a digit of any script, full-width ones included: a figure typed as text. */
bool gov__text_has_digit(const char *text, size_t len);

/* What a format does that a careful reader wants to know. */
typedef enum {
    GOV_SHOWN_PLAIN = 0,
    GOV_SHOWN_HIDDEN_ZERO = 1 << 0, /* 0, shown as nothing or as a dash; told as 0 */
    GOV_SHOWN_HIDDEN = 1 << 1       /* another number, shown as nothing or as a dash; told so */
} GovShown;

typedef struct _GovNumberFormat GovNumberFormat;

GovNumberFormat *gov__number_format_new(const char *code);
/* The code of a format that workbooks refer to by number alone; static, `General` if unknown. */
const char *gov__number_format_get_builtin(unsigned id);
void gov__number_format_free(GovNumberFormat *format);
/* Writes a number: the stored value, exact, with the words of the format around it. `since_1904`
 * says from when the workbook counts days. */
GovShown gov__number_format_show(const GovNumberFormat *format, const GovDecimal *number,
                                 bool since_1904, GString *out);

/* ---- formulas ------------------------------------------------------------------------- */

/* A rectangle of cells, from 0, both ends in. */
typedef struct {
    unsigned first_row;
    unsigned last_row;
    unsigned first_column;
    unsigned last_column;
} GovRange;

/* Reads `B2` or `$B$2`; returns its length, 0 if there is none. */
size_t gov__range_parse_cell(const char *text, size_t len, unsigned *row, unsigned *column);
/* Reads `B2:D5` or `B2`, and nothing else. */
bool gov__range_parse(const char *text, size_t len, GovRange *range);

/* Adds up the cells of a range, in steps. `summed`: as SUM() does, passing over text; else the one
 * cell is an operand, and text is none. FALSE if some cell is not known. */
typedef bool (*GovSumFunc)(void *data, const GovRange *range, bool summed, int64_t *steps);

/* A formula of cells, numbers, `+`, `-`, brackets and SUM(), moved by some rows and columns; FALSE
 * if it is any other, or a cell is not known. */
bool gov__formula_evaluate(const char *text, int d_row, int d_column, GovSumFunc sum, void *data,
                           int64_t *steps);

#endif
