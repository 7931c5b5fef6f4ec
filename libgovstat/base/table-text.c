/* SPDX-License-Identifier: MIT */
/* What stands in the fields of a list: text with white space of all kinds around it, codes that a spreadsheet has
 * taken for numbers, and days as people write them. */
#include "base/table-private.h"

#include <govstat/code.h>

#include <string.h>

#include "base/char-private.h"

static GString *clean(const char *text, bool folded)
{
    GString *out = g_string_new(NULL);
    const char *end = text + strlen(text);
    size_t keep = 0;

    while (text < end) {
        gunichar c = 0;
        text += gov__char_next(text, end, &c);
        bool space = gov__char_is_space(c), unseen = gov__char_is_invisible(c);
        if ((out->len == 0 && (space || unseen)) || (folded && unseen))
            continue;
        g_string_append_unichar(out, !folded ? c : space ? ' ' : gov__char_fold(c));
        keep = space || unseen ? keep : out->len;
    }
    return g_string_truncate(out, keep);
}

char *gov__text_strip(const char *text)
{
    return g_string_free(clean(text, false), FALSE);
}

char *gov__text_fold(const char *text)
{
    return g_string_free(clean(text, true), FALSE);
}

/* What spreadsheets put around a code to keep it from becoming a number: '0043 and ="0043". */
char *gov__text_dup_code(const char *text)
{
    g_autofree char *code = gov_code_normalise(text);
    size_t len = strlen(code);

    if (len > 3 && g_str_has_prefix(code, "=\"") && code[len - 1] == '"') {
        code[len - 1] = '\0';
        return gov_code_normalise(code + 2);
    }
    return gov_code_normalise(code + (code[0] == '\'' || code[0] == '`'));
}

bool gov__text_is_spoilt(const char *text)
{
    size_t whole = strspn(text, "0123456789"), part = 0;
    const char *p = text + whole;

    if (whole == 0)
        return false;
    if (*p == '.')
        part = strspn(p + 1, "0123456789"), p += 1 + part;
    if (*p == '\0')
        return whole >= 6 && part > 0 && strspn(text + whole + 1, "0") == part;
    if (*p != 'E' && *p != 'e')
        return false;
    p += 1 + (p[1] == '+');
    return *p != '\0' && strspn(p, "0123456789") == strlen(p) && (part > 0 || p[-1] == '+');
}

/* ---- days ---- */

/* A number of one to `most` digits; 0 if there is none. */
static size_t take_number(const char *text, size_t least, size_t most, int *value)
{
    size_t n = 0;

    *value = 0;
    for (; n < most && g_ascii_isdigit(text[n]); n++)
        *value = *value * 10 + text[n] - '0';
    return n >= least && !g_ascii_isdigit(text[n]) ? n : 0;
}

static size_t take_mark(const char *text, const char *word)
{
    if (g_str_has_prefix(text, word))
        return strlen(word);
    return *text != '\0' && strchr("-/.", *text) != NULL && g_ascii_isdigit(text[1]) ? 1 : 0;
}

static bool is_day(const GovDay *day)
{
    return day->month >= 1 && day->month <= 12 &&
           (day->day == 0 || g_date_valid_dmy((GDateDay)day->day, (GDateMonth)day->month, (GDateYear)day->year));
}

/* 20240115 */
static const char *parse_digits(const char *text, GovDay *day)
{
    int number = 0;

    for (size_t i = 0; i < 8; i++)
        number = number * 10 + text[i] - '0';
    *day = (GovDay){number / 10000, number / 100 % 100, number % 100};
    return day->year > 0 && day->day > 0 && is_day(day) ? text + 8 : NULL;
}

const char *gov__day_parse(const char *text, GovDay *day)
{
    *day = (GovDay){0, 0, 0};
    size_t n = take_number(text, 4, 4, &day->year), mark = 0;

    if (n == 0)
        return strspn(text, "0123456789") == 8 ? parse_digits(text, day) : NULL;
    text += n;
    mark = take_mark(text, "年");
    n = mark == 0 ? 0 : take_number(text + mark, 1, 2, &day->month);
    if (n == 0)
        return text + (g_str_has_prefix(text, "年") ? strlen("年") : 0);
    text += mark + n;
    mark = take_mark(text, "月");
    n = mark == 0 ? 0 : take_number(text + mark, 1, 2, &day->day);
    if (n == 0)
        text += g_str_has_prefix(text, "月") ? strlen("月") : 0;
    else
        text += mark + n + (g_str_has_prefix(text + mark + n, "日") ? strlen("日") : 0);
    return is_day(day) ? text : NULL;
}

const char *gov__time_parse(const char *text, int *hour, int *minute, int *second)
{
    *hour = *minute = *second = 0;
    text += strspn(text, " T");
    size_t n = take_number(text, 1, 2, hour);
    if (n == 0 || text[n] != ':')
        return NULL;
    text += n + 1;
    n = take_number(text, 2, 2, minute);
    if (n == 0)
        return NULL;
    text += n;
    if (*text == ':') {
        n = take_number(text + 1, 2, 2, second);
        text = n > 0 ? text + 1 + n : text;
    }
    return *hour < 24 && *minute < 60 && *second < 60 ? text : NULL;
}
