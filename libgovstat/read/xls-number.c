/* SPDX-License-Identifier: MIT */
/* Numbers of a workbook as text. All digits that Excel itself keeps are given, fifteen,
 * not only those a format shows: a figure rounded on the screen stays exact, and the
 * dust of sums in binary fractions, 0.30000000000000004, does not become part of it.
 * Dates are written as dates, so that none is ever taken for a figure. So is a number
 * shown in thousands: which of the two is meant, the value or what is printed, nobody
 * can tell. */
#include "read/xls-private.h"

#include <math.h>
#include <string.h>

#define DIGITS 15
#define MAX_ZEROS 25 /* more before or behind the digits: with an exponent */

/* ---- formats ---- */

GovXlsKind gov__xls_classify_builtin(guint index)
{
    if (index == 9 || index == 10)
        return GOV_XLS_PERCENT;
    bool date = (index >= 14 && index <= 22) || (index >= 27 && index <= 36) ||
                (index >= 45 && index <= 47) || (index >= 50 && index <= 58);
    return date ? GOV_XLS_DATE : GOV_XLS_PLAIN;
}

/* Passes over what a format shows as it stands, or tells of colours and conditions;
 * [h], [m] and [s] are times. */
static const char *skip_literal(const char *p)
{
    const char *stop = NULL;
    switch (*p) {
    case '"':
        stop = strchr(p + 1, '"');
        return stop == NULL ? p + strlen(p) : stop + 1;
    case '[':
        if (strchr("hHmMsS", p[1]) != NULL && p[1] != 0 && strchr("]hHmMsS", p[2]) != NULL)
            return p;
        stop = strchr(p + 1, ']');
        return stop == NULL ? p + strlen(p) : stop + 1;
    case '\\':
    case '_':
    case '*':
    case '!':
        return p[1] == 0 ? p + 1 : g_utf8_next_char(p + 1);
    default:
        return p;
    }
}

/* "General", also as Excel in Chinese spells it. */
static bool is_general(const char *p)
{
    return g_ascii_strncasecmp(p, "General", 7) == 0 || strncmp(p, "G/", 2) == 0;
}

/* Only the first section, which positive numbers take. A comma behind the last digit
 * divides by a thousand. */
GovXlsKind gov__xls_classify_format(const char *format)
{
    bool digits = false;
    bool comma = false;
    for (const char *p = format; *p != 0 && *p != ';' && !is_general(p);) {
        const char *next = skip_literal(p);
        if (next > p) {
            p = next;
            continue;
        }
        bool digit = *p == '0' || *p == '#' || *p == '?';
        if (*p == '%')
            return GOV_XLS_PERCENT;
        if (!digits && strchr("yYmMdDhHsS", *p) != NULL)
            return GOV_XLS_DATE;
        comma = !digit && (comma || (digits && *p == ','));
        digits |= digit;
        p++;
    }
    return comma ? GOV_XLS_SCALED : GOV_XLS_PLAIN;
}

/* ---- numbers ---- */

/* The digits of a number without zeros at their end, and the place of the point in
 * them. */
static size_t find_digits(double value, char digits[DIGITS + 1], int *point)
{
    char text[40];
    size_t n = 0;
    g_ascii_formatd(text, sizeof text, "%.14e", fabs(value));
    const char *p = text;
    for (; *p != 'e' && *p != 0; p++)
        if (g_ascii_isdigit(*p) && n < DIGITS)
            digits[n++] = *p;
    gint64 exponent = *p == 'e' ? g_ascii_strtoll(p + 1, NULL, 10) : 0;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    *point = (int)exponent + 1;
    return n;
}

static void append_zeros(GString *out, int n)
{
    for (int i = 0; i < n; i++)
        g_string_append_c(out, '0');
}

static void append_decimal(GString *out, double value, int shift)
{
    char digits[DIGITS + 1];
    int point = 0;
    int n = (int)find_digits(value, digits, &point);
    if (digits[0] != '0')
        point += shift;
    if (signbit(value) && digits[0] != '0')
        g_string_append_c(out, '-');
    if (point < -MAX_ZEROS || point > n + MAX_ZEROS) {
        g_string_append_printf(out, "0.%.*se%d", n, digits, point);
        return;
    }
    if (point <= 0)
        g_string_append(out, "0.");
    append_zeros(out, -point);
    g_string_append_len(out, digits, CLAMP(point, 0, n));
    append_zeros(out, point - n);
    if (point > 0 && point < n)
        g_string_append_c(out, '.');
    g_string_append_len(out, digits + CLAMP(point, 0, n), n - CLAMP(point, 0, n));
}

/* Day 60 of 1900 never was; days before it are one later than they say. */
static bool append_date(GString *out, double value, bool from_1904)
{
    double days = floor(value);
    if (!(days >= 0 && days < 2958466))
        return false;
    gint64 day = (gint64)days + (from_1904 ? 1462 : 0);
    gint64 seconds = (gint64)floor((value - days) * 86400 + 0.5);
    g_autoptr(GDateTime) zero = g_date_time_new_utc(1899, 12, day < 60 ? 31 : 30, 0, 0, 0);
    g_autoptr(GDateTime) date = g_date_time_add_days(zero, (gint)day);
    if (date == NULL)
        return false;
    g_autofree char *text = g_date_time_format(date, "%Y-%m-%d");
    if (day > 0)
        g_string_append(out, text);
    if (seconds > 0 || day == 0)
        g_string_append_printf(out, "%s%02d:%02d", day > 0 ? " " : "",
                               (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60));
    return true;
}

void gov__xls_append_number(GString *out, double value, GovXlsKind kind, bool from_1904)
{
    if (!isfinite(value)) {
        g_string_append(out, "#NUM!");
        return;
    }
    if (kind == GOV_XLS_DATE && append_date(out, value, from_1904))
        return;
    append_decimal(out, value, kind == GOV_XLS_PERCENT ? 2 : 0);
    if (kind == GOV_XLS_PERCENT)
        g_string_append_c(out, '%');
    if (kind == GOV_XLS_SCALED)
        g_string_append(out, " ÷1000?");
    if (kind == GOV_XLS_DATE)
        g_string_append(out, " (date)");
}
