/* SPDX-License-Identifier: MIT */
/* Years, dates and periods as reports write them: 2024年, ２０２４ 年, 二〇二四年. */
#include "read/match-identity-private.h"

#include <string.h>

static int chinese_digit(gunichar c)
{
    static const char *const digits = "〇一二三四五六七八九";
    const char *p = g_utf8_strchr(digits, -1, c);

    if (c == 0x96f6 || c == 0x25cb || c == 0xff2f || c == 'O') /* 零 ○ Ｏ O */
        return 0;
    return p == NULL || c == 0 ? -1 : (int)g_utf8_pointer_to_offset(digits, p);
}

static int digit_value(gunichar c)
{
    int value = g_unichar_digit_value(c);
    return value >= 0 ? value : chinese_digit(c);
}

int gov__date_find_year(const char *text, const char **begin, const char **end)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        const char *q = p;
        int year = 0, n = 0;
        if (digit_value(g_utf8_get_char(p)) != 2)
            continue;
        while (n < 4 && digit_value(g_utf8_get_char(q)) >= 0) {
            year = year * 10 + digit_value(g_utf8_get_char(q));
            n++;
            do
                q = g_utf8_next_char(q);
            while (g_unichar_isspace(g_utf8_get_char(q)));
        }
        if (n == 4 && year >= 2000 && year <= 2099 && g_str_has_prefix(q, "年")) {
            *begin = p;
            *end = q + strlen("年");
            return year;
        }
    }
    return 0;
}

static bool is_bare_year(const char *text, size_t at)
{
    bool digits = g_ascii_isdigit(text[at + 2]) && g_ascii_isdigit(text[at + 3]);

    return text[at] == '2' && text[at + 1] == '0' && digits && !g_ascii_isdigit(text[at + 4]) &&
           (at == 0 || !g_ascii_isdigit(text[at - 1]));
}

int gov__date_find_bare_year(const char *stem, const char **begin, const char **end)
{
    int year = gov__date_find_year(stem, begin, end);
    size_t len = strlen(stem), places[] = {0, len - MIN(len, 4)};

    for (size_t i = 0; i < G_N_ELEMENTS(places) && year == 0 && len >= 4; i++) {
        if (!is_bare_year(stem, places[i]))
            continue;
        *begin = stem + places[i];
        *end = *begin + 4;
        year = 2000 + 10 * g_ascii_digit_value((*begin)[2]) + g_ascii_digit_value((*begin)[3]);
    }
    return year;
}

/* 2024年1月1日 → 2024-01-01. Moves `*text` behind it; NULL if there is no whole date. */
static char *read_date(const char **text)
{
    const char *begin, *end;
    unsigned part[2] = {0, 0};
    static const char *const units[] = {"月", "日"};
    int year = gov__date_find_year(*text, &begin, &end);

    if (year == 0)
        return NULL;
    *text = end;
    for (size_t i = 0; i < 2; i++) {
        while (g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        for (int d; (d = g_unichar_digit_value(g_utf8_get_char(end))) >= 0 && part[i] < 100;
             end = g_utf8_next_char(end))
            part[i] = part[i] * 10 + (unsigned)d;
        while (g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        if (!g_str_has_prefix(end, units[i]))
            return NULL;
        end += strlen(units[i]);
    }
    *text = end;
    if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > 31)
        return NULL;
    return g_strdup_printf("%04d-%02u-%02u", year, part[0], part[1]);
}

bool gov__date_read_period(const char *text, char **start, char **end)
{
    const char *p = strstr(text, "期限");

    if (p == NULL)
        p = strstr(text, "统计");
    if (p == NULL)
        return false;
    g_autofree char *first = read_date(&p);
    g_autofree char *last = first != NULL ? read_date(&p) : NULL;
    if (last == NULL || strcmp(first, last) >= 0)
        return false;
    *start = g_steal_pointer(&first);
    *end = g_steal_pointer(&last);
    return true;
}
