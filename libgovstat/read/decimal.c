/* SPDX-License-Identifier: MIT */
/* Decimals of up to 15 digits. Sums are integers at a fixed scale, so they are exact or refused;
 * binary fractions appear only to round a number of more digits, as the program that wrote it would
 * have shown it. */
#include "read/number-private.h"

#include <math.h>
#include <string.h>

#define MAX_TEXT 400u
#define MAX_EXPONENT 400

typedef struct {
    const char *p;
    const char *end;
} Cursor;

static bool skip(Cursor *in, char c)
{
    if (in->p == in->end || *in->p != c)
        return false;
    in->p++;
    return true;
}

/* Digits and a point. `n_all` counts digits from the first that is not 0, kept or not. */
static bool read_digits(Cursor *in, GovDecimal *decimal, unsigned *n_all)
{
    bool any = false;
    bool fraction = false;
    for (; in->p < in->end; in->p++) {
        if (*in->p == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (!g_ascii_isdigit(*in->p))
            break;
        any = true;
        bool leading = *n_all == 0 && *in->p == '0';
        decimal->point += leading ? (fraction ? -1 : 0) : !fraction;
        *n_all += !leading;
        if (!leading && *n_all <= GOV_DECIMAL_DIGITS)
            decimal->digits[decimal->n_digits++] = *in->p;
    }
    return any;
}

static bool read_exponent(Cursor *in, int *exponent)
{
    *exponent = 0;
    if (!skip(in, 'E') && !skip(in, 'e'))
        return true;
    bool negative = skip(in, '-');
    if (!negative)
        skip(in, '+');
    const char *first = in->p;
    for (; in->p < in->end && g_ascii_isdigit(*in->p); in->p++)
        *exponent = MIN(*exponent * 10 + (*in->p - '0'), MAX_EXPONENT);
    if (negative)
        *exponent = -*exponent;
    return in->p > first;
}

static void trim(GovDecimal *decimal)
{
    while (decimal->n_digits > 0 && decimal->digits[decimal->n_digits - 1] == '0')
        decimal->n_digits--;
    decimal->digits[decimal->n_digits] = '\0';
    if (decimal->n_digits == 0) {
        decimal->negative = false;
        decimal->point = 0;
    }
}

static bool read_number(Cursor in, GovDecimal *decimal, unsigned *n_all)
{
    int exponent = 0;
    *decimal = (GovDecimal){.negative = skip(&in, '-')};
    if (!decimal->negative)
        skip(&in, '+');
    if (!read_digits(&in, decimal, n_all) || !read_exponent(&in, &exponent) || in.p != in.end)
        return false;
    decimal->point += exponent;
    trim(decimal);
    return true;
}

bool gov__decimal_parse(GovDecimal *decimal, const char *text, size_t len)
{
    unsigned n_all = 0;
    if (len == 0 || len > MAX_TEXT || !read_number((Cursor){text, text + len}, decimal, &n_all))
        return false;
    if (n_all <= GOV_DECIMAL_DIGITS)
        return true;
    char copy[MAX_TEXT + 1];
    char rounded[G_ASCII_DTOSTR_BUF_SIZE];
    memcpy(copy, text, len);
    copy[len] = '\0';
    double value = g_ascii_strtod(copy, NULL);
    if (!isfinite(value))
        return false;
    g_ascii_formatd(rounded, sizeof rounded, "%.14e", value);
    n_all = 0;
    return read_number((Cursor){rounded, rounded + strlen(rounded)}, decimal, &n_all);
}

void gov__decimal_append(const GovDecimal *decimal, int shift, GString *out)
{
    int point = decimal->point + shift;
    int n = (int)decimal->n_digits;
    if (n == 0) {
        g_string_append_c(out, '0');
        return;
    }
    if (decimal->negative)
        g_string_append_c(out, '-');
    if (point <= 0)
        g_string_append(out, "0.");
    for (int i = point; i < 0; i++)
        g_string_append_c(out, '0');
    for (int i = 0; i < n; i++) {
        if (i > 0 && i == point)
            g_string_append_c(out, '.');
        g_string_append_c(out, decimal->digits[i]);
    }
    for (int i = n; i < point; i++)
        g_string_append_c(out, '0');
}

bool gov__decimal_to_steps(const GovDecimal *decimal, int64_t *steps)
{
    int end = decimal->point + (int)GOV_DECIMAL_PLACES; /* digits before the end of the scale */
    *steps = 0;
    if ((int)decimal->n_digits > end && decimal->n_digits > 0)
        return false;
    if (end > 18)
        return decimal->n_digits == 0;
    for (int i = 0; i < end && decimal->n_digits > 0; i++)
        *steps = *steps * 10 + (i < (int)decimal->n_digits ? decimal->digits[i] - '0' : 0);
    if (decimal->negative)
        *steps = -*steps;
    return true;
}

void gov__decimal_append_steps(int64_t steps, GString *out)
{
    uint64_t unit = 1000000; /* 10^GOV_DECIMAL_PLACES */
    uint64_t size = steps < 0 ? -(uint64_t)steps : (uint64_t)steps;
    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT, steps < 0 ? "-" : "", size / unit);
    if (size % unit == 0)
        return;
    g_string_append_printf(out, ".%06" G_GUINT64_FORMAT, size % unit);
    while (out->str[out->len - 1] == '0')
        g_string_truncate(out, out->len - 1);
}

bool gov__text_has_digit(const char *text, size_t len)
{
    for (const char *p = text; p < text + len; p = g_utf8_next_char(p))
        if (g_unichar_isdigit(g_utf8_get_char(p)))
            return true;
    return false;
}
