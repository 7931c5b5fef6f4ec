/* SPDX-License-Identifier: MIT */
/* Programs that only write spreadsheets leave formulas without their results. A sum of cells is
 * worth working out, since that is what totals are; anything else is left alone. The grammar:
 *
 *     formula = [sign] term { sign term }
 *     term    = number | cell | "SUM(" argument { "," argument } ")" | "(" formula ")"
 *     argument = cell ":" cell | formula
 *
 * Cells of other sheets, names and all other functions are no part of it, so the first character
 * that does not fit ends the reading. Depth is capped. */
#include "read/number-private.h"

#include <string.h>

#define MAX_DEPTH 16u
#define MAX_LETTERS 3u
#define MAX_COLUMN 16384u
#define MAX_ROW 1048576u

typedef struct {
    const char *p;
    int d_row;
    int d_column;
    GovSumFunc sum;
    void *data;
    unsigned depth;
} Parser;

size_t gov__range_parse_cell(const char *text, size_t len, unsigned *row, unsigned *column)
{
    const char *p = text;
    const char *end = text + len;
    unsigned letters = 0;
    uint64_t c = 0;
    uint64_t r = 0;
    p += p < end && *p == '$';
    for (; p < end && g_ascii_isalpha(*p) && letters <= MAX_LETTERS; p++, letters++)
        c = c * 26 + (unsigned)(g_ascii_toupper(*p) - 'A' + 1);
    p += p < end && *p == '$';
    const char *digits = p;
    for (; p < end && g_ascii_isdigit(*p) && r <= MAX_ROW; p++)
        r = r * 10 + (unsigned)(*p - '0');
    if (letters == 0 || p == digits || c > MAX_COLUMN || r == 0 || r > MAX_ROW)
        return 0;
    *row = (unsigned)r - 1;
    *column = (unsigned)c - 1;
    return (size_t)(p - text);
}

bool gov__range_parse(const char *text, size_t len, GovRange *range)
{
    size_t n = gov__range_parse_cell(text, len, &range->first_row, &range->first_column);
    if (n == 0)
        return false;
    range->last_row = range->first_row;
    range->last_column = range->first_column;
    if (n == len)
        return true;
    if (text[n] != ':')
        return false;
    size_t second =
        gov__range_parse_cell(text + n + 1, len - n - 1, &range->last_row, &range->last_column);
    return second > 0 && n + 1 + second == len && range->last_row >= range->first_row &&
           range->last_column >= range->first_column;
}

static void skip_space(Parser *in)
{
    while (g_ascii_isspace(*in->p))
        in->p++;
}

static bool take(Parser *in, char c)
{
    skip_space(in);
    if (*in->p != c)
        return false;
    in->p++;
    return true;
}

static bool move(unsigned *place, int by, unsigned max)
{
    int64_t moved = (int64_t)*place + by;
    *place = (unsigned)moved;
    return moved >= 0 && moved < (int64_t)max;
}

/* A cell, moved where its name has no `$`. */
static bool read_cell(Parser *in, unsigned *row, unsigned *column)
{
    skip_space(in);
    const char *text = in->p;
    size_t n = gov__range_parse_cell(text, strlen(text), row, column);
    if (n == 0)
        return false;
    bool fixed_column = *text == '$';
    bool fixed_row = memchr(text + 1, '$', n - 1) != NULL;
    in->p += n;
    if (g_ascii_isalnum(*in->p) || *in->p == '_' || *in->p == '!' || *in->p == '(')
        return false;
    return (fixed_row || move(row, in->d_row, MAX_ROW)) &&
           (fixed_column || move(column, in->d_column, MAX_COLUMN));
}

static bool read_number(Parser *in, int64_t *steps)
{
    size_t n = strspn(in->p, "0123456789.");
    GovDecimal decimal;
    if (n == 0 || !gov__decimal_parse(&decimal, in->p, n) ||
        !gov__decimal_to_steps(&decimal, steps))
        return false;
    in->p += n;
    return true;
}

static bool read_formula(Parser *in, int64_t *steps);

static bool is_range(const Parser *in)
{
    const char *p = in->p + strspn(in->p, " ");
    p += strspn(p, "$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    p += strspn(p, " ");
    return *p == ':' || *p == ',' || *p == ')';
}

/* Also a single cell, for SUM() passes over its text. */
static bool read_range(Parser *in, int64_t *steps)
{
    GovRange range;
    if (!read_cell(in, &range.first_row, &range.first_column))
        return false;
    range.last_row = range.first_row;
    range.last_column = range.first_column;
    if (take(in, ':') && !read_cell(in, &range.last_row, &range.last_column))
        return false;
    GovRange ordered = {MIN(range.first_row, range.last_row), MAX(range.first_row, range.last_row),
                        MIN(range.first_column, range.last_column),
                        MAX(range.first_column, range.last_column)};
    return in->sum(in->data, &ordered, true, steps);
}

static bool read_argument(Parser *in, int64_t *steps)
{
    skip_space(in);
    bool letter = *in->p == '$' || g_ascii_isalpha(*in->p);
    return letter && is_range(in) ? read_range(in, steps) : read_formula(in, steps);
}

static bool read_sum(Parser *in, int64_t *steps)
{
    *steps = 0;
    do {
        int64_t part = 0;
        if (!read_argument(in, &part) || __builtin_add_overflow(*steps, part, steps))
            return false;
    } while (take(in, ','));
    return take(in, ')');
}

static bool read_operand(Parser *in, int64_t *steps)
{
    GovRange range;
    if (!read_cell(in, &range.first_row, &range.first_column))
        return false;
    range.last_row = range.first_row;
    range.last_column = range.first_column;
    return in->sum(in->data, &range, false, steps);
}

static bool read_term(Parser *in, int64_t *steps)
{
    skip_space(in);
    if (g_ascii_isdigit(*in->p) || *in->p == '.')
        return read_number(in, steps);
    if (g_ascii_strncasecmp(in->p, "SUM(", 4) == 0) {
        in->p += 4;
        return read_sum(in, steps);
    }
    if (!take(in, '('))
        return read_operand(in, steps);
    return read_formula(in, steps) && take(in, ')');
}

static bool add_term(Parser *in, bool negative, int64_t *steps)
{
    int64_t term = 0;
    if (!read_term(in, &term))
        return false;
    return negative ? !__builtin_sub_overflow(*steps, term, steps)
                    : !__builtin_add_overflow(*steps, term, steps);
}

static bool read_formula(Parser *in, int64_t *steps)
{
    *steps = 0;
    if (++in->depth > MAX_DEPTH)
        return false;
    bool negative = take(in, '-');
    if (!negative)
        take(in, '+');
    bool done = add_term(in, negative, steps);
    while (done) {
        negative = take(in, '-');
        if (!negative && !take(in, '+'))
            break;
        done = add_term(in, negative, steps);
    }
    in->depth--;
    return done;
}

bool gov__formula_evaluate(const char *text, int d_row, int d_column, GovSumFunc sum, void *data,
                           int64_t *steps)
{
    Parser in = {text, d_row, d_column, sum, data, 0};
    take(&in, '=');
    if (!read_formula(&in, steps))
        return false;
    skip_space(&in);
    return *in.p == '\0';
}
