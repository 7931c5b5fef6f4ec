/* SPDX-License-Identifier: MIT */
/* Digits → the readings of one row that its own sum allows.
 *
 * The last column holds the sum of the others, so the total is cut off first, with every length it
 * may have. No part is greater than it. The left half of the columns is filled from the front, the
 * right half from every place where the left may end; the two meet where their sums make the total. */
#include "read/decode-private.h"

#include <string.h>

#define MAX_READINGS 2000   /* of one row */
#define MAX_STEPS 200000    /* of splitting one row */
#define MAX_FIGURE_DIGITS 12
#define MAX_COEFFICIENT 1000 /* figures times this, over all rows, stay far from 2^63 */

bool gov__decode_row_identity(const GovForm *form, size_t table, size_t row, int64_t *coefficients)
{
    memset(coefficients, 0, GOV_DECODE_MAX_COLUMNS * sizeof *coefficients);
    for (size_t r = 0; r < gov_form_n_rules(form); r++) {
        const GovRule *rule = gov_form_get_rule(form, r);
        if (!gov__rule_is_identity(rule))
            continue;
        for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
            const GovInstance *instance = gov__rule_get_instance(rule, i);
            if (instance->axis != GOV_AXIS_ROW || instance->table != table || instance->index != row ||
                instance->left_constant != instance->right_constant)
                continue;
            for (unsigned t = 0; t < gov__instance_n_terms(instance); t++) {
                size_t column = gov_form_get_cell_column(form, instance->terms[t].cell);
                int64_t sign = t < instance->n_left ? 1 : -1;
                if (column >= GOV_DECODE_MAX_COLUMNS || ABS((int64_t)instance->terms[t].coefficient) > MAX_COEFFICIENT)
                    return false;
                coefficients[column] += sign * instance->terms[t].coefficient;
            }
            return true;
        }
    }
    return false;
}

bool gov__decode_figure(const char *digits, size_t n, int64_t *value)
{
    if (n == 0 || n > MAX_FIGURE_DIGITS || (n > 1 && digits[0] == '0'))
        return false;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value = *value * 10 + (digits[i] - '0');
    return true;
}

typedef struct {
    const int64_t *coefficients;
    size_t n_columns;
    const char *digits;
    size_t n_digits;
    const bool *borders; /* by digit: whether a piece begins here */
    bool bound;          /* borders mean something */
    bool joining;        /* figures were split: they begin only at borders; else at all of them */
    GArray *readings;
    unsigned steps;
    bool overrun;
} Splitter;

/* Whether the digits [at, at + n) may be one figure, as far as the borders tell. */
static bool may_stand(const Splitter *s, size_t at, size_t n)
{
    if (!s->bound)
        return true;
    if (s->joining)
        return s->borders[at] && (at + n == s->n_digits || s->borders[at + n]);
    for (size_t i = at + 1; i < at + n; i++)
        if (s->borders[i])
            return false;
    return true;
}

/* The total stands last, alone on its side, and counts as each of the parts does. */
static bool is_plain_sum(const int64_t *coefficients, size_t n_columns)
{
    for (size_t i = 0; i + 1 < n_columns; i++)
        if (coefficients[i] != -coefficients[n_columns - 1])
            return false;
    return n_columns > 1 && ABS(coefficients[n_columns - 1]) == 1;
}

/* The figures of some columns side by side, and the digit they end before or begin at. */
typedef struct {
    size_t at;
    int64_t sum;
    int64_t values[GOV_DECODE_MAX_COLUMNS];
} Part;

/* A stretch of columns to be filled from the digits [.., end), whose sum may not pass the total. */
typedef struct {
    Splitter *splitter;
    size_t first; /* columns [first, last) */
    size_t last;
    size_t end;
    bool whole; /* all digits up to the end must be used */
    int64_t total;
    GArray *parts; /* Part */
} Stretch;

/* Fills the columns from `column` on with the digits from `at` on. Recursion is as deep as the table
 * has columns. */
static void fill(const Stretch *stretch, Part *part, size_t column, size_t at)
{
    Splitter *s = stretch->splitter;
    size_t n_columns = stretch->last - column, n_left = stretch->end - at;

    if (++s->steps > MAX_STEPS) {
        s->overrun = true;
        return;
    }
    if (n_columns == 0) {
        part->at = stretch->whole ? part->at : at;
        g_array_append_val(stretch->parts, *part);
        return;
    }
    int64_t sum = part->sum, value;
    for (size_t n = n_columns == 1 && stretch->whole ? n_left : 1; n + n_columns - 1 <= n_left; n++) {
        if (!gov__decode_figure(s->digits + at, n, &value) || sum + value > stretch->total)
            break;
        if (!may_stand(s, at, n))
            continue;
        part->values[column] = value;
        part->sum = sum + value;
        fill(stretch, part, column + 1, at + n);
    }
    part->sum = sum;
}

static void join(Splitter *s, const Part *left, const Part *right, size_t half, int64_t total)
{
    GovReading reading = {{0}};

    memcpy(reading.values, left->values, half * sizeof(int64_t));
    memcpy(reading.values + half, right->values + half, (s->n_columns - 1 - half) * sizeof(int64_t));
    reading.values[s->n_columns - 1] = total;
    g_array_append_val(s->readings, reading);
    s->overrun |= s->readings->len > MAX_READINGS;
}

/* All ways to make a total of the digits before `end`: the left columns from the front, the right ones
 * for every place where those can end. */
static void split_under(Splitter *s, size_t end, int64_t total)
{
    size_t n_parts = s->n_columns - 1, half = (n_parts + 1) / 2, n_right = n_parts - half;
    g_autoptr(GArray) lefts = g_array_new(FALSE, FALSE, sizeof(Part));
    g_autoptr(GArray) rights = g_array_new(FALSE, FALSE, sizeof(Part));
    guint first[GOV_DECODE_MAX_DIGITS + 2] = {0};
    Stretch left = {s, 0, half, end - n_right, false, total, lefts};
    Stretch right = {s, half, n_parts, end, true, total, rights};
    Part part = {0, 0, {0}};

    fill(&left, &part, 0, 0);
    for (size_t at = 0; at <= end && !s->overrun; at++) {
        part = (Part){at, 0, {0}};
        first[at] = rights->len;
        if (n_right > 0 ? at + n_right <= end && at >= half : at == end)
            fill(&right, &part, half, at);
        first[at + 1] = rights->len;
    }
    for (guint i = 0; i < lefts->len && !s->overrun; i++) {
        const Part *front = &g_array_index(lefts, Part, i);
        for (guint k = first[front->at]; k < first[front->at + 1] && !s->overrun; k++)
            if (front->sum + g_array_index(rights, Part, k).sum == total)
                join(s, front, &g_array_index(rights, Part, k), half, total);
    }
}

static void split_sum(Splitter *s)
{
    size_t n_parts = s->n_columns - 1;

    for (size_t n = 1; n <= MAX_FIGURE_DIGITS && n + n_parts <= s->n_digits && !s->overrun; n++) {
        size_t end = s->n_digits - n;
        int64_t total;
        if (end > n_parts * n) /* a part would have more digits than the total */
            continue;
        if (gov__decode_figure(s->digits + end, n, &total) && may_stand(s, end, n))
            split_under(s, end, total);
    }
}

/* Any other identity: all ways are tried. */
static void split_any(Splitter *s, GovReading *reading, size_t column, size_t at, int64_t sum)
{
    size_t left = s->n_digits - at, n_columns = s->n_columns - column;

    if (++s->steps > MAX_STEPS || s->readings->len > MAX_READINGS) {
        s->overrun = true;
        return;
    }
    if (n_columns == 0) {
        if (left == 0 && sum == 0)
            g_array_append_val(s->readings, *reading);
        return;
    }
    for (size_t n = n_columns == 1 ? left : 1; n + n_columns - 1 <= left && !s->overrun; n++) {
        int64_t value;
        if (!gov__decode_figure(s->digits + at, n, &value))
            return;
        reading->values[column] = value;
        if (may_stand(s, at, n))
            split_any(s, reading, column + 1, at + n, sum + s->coefficients[column] * value);
    }
}

static bool append_pieces(GString *digits, bool *borders, const char *const *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(pieces[i]);
        if (len == 0 || len != strspn(pieces[i], "0123456789") || digits->len + len > GOV_DECODE_MAX_DIGITS)
            return false;
        borders[digits->len] = true;
        g_string_append(digits, pieces[i]);
    }
    return n > 0;
}

static bool split(Splitter *s)
{
    guint before = s->readings->len;
    GovReading reading = {{0}};

    if (is_plain_sum(s->coefficients, s->n_columns))
        split_sum(s);
    else
        split_any(s, &reading, 0, 0, 0);
    if (s->overrun)
        g_array_set_size(s->readings, before);
    return !s->overrun;
}

bool gov__decode_split(const int64_t *coefficients, size_t n_columns, const char *const *pieces, size_t n,
                       GovBorders borders, GArray *readings)
{
    bool begins[GOV_DECODE_MAX_DIGITS + 1] = {false};
    g_autoptr(GString) digits = g_string_new(NULL);
    guint before = readings->len;

    if (!append_pieces(digits, begins, pieces, n))
        return true;
    Splitter s = {.coefficients = coefficients,
                  .n_columns = n_columns,
                  .digits = digits->str,
                  .n_digits = digits->len,
                  .borders = begins,
                  .bound = borders == GOV_BORDERS_HARD || n == n_columns,
                  .joining = n > n_columns,
                  .readings = readings};
    bool done = split(&s);
    if (borders == GOV_BORDERS_HARD || !s.bound || readings->len > before)
        return done;
    s.bound = false; /* as many pieces as columns, but they are not its figures */
    return split(&s);
}
