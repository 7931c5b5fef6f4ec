/* SPDX-License-Identifier: MIT */
/* Numbers in running text, and the digits that are none.
 *
 * Digits stand for figures, but also for dates, articles, documents, telephones and places in a
 * list; what stands right before and behind them tells. Chinese numerals are figures only before a
 * unit, since 一 and 万 are also plain words. */
#include "check/token-private.h"

#include <string.h>

#define ONE INT64_C(1000000)
#define MAX_DIGITS 12

typedef struct {
    const char *text;
    const char *unit;
    int64_t factor;
} Unit;

/* Longer ones first. Money is counted in 万元. */
static const Unit units[] = {
    {"个百分点", "百分点", 1}, {"百分点", "百分点", 1}, {"亿元", "元", 10000}, {"万元", "元", 1},
    {"批次", "批次", 1},       {"人次", "人次", 1},     {"篇次", "篇", 1},     {"件次", "件", 1},
    {"条次", "条", 1},         {"场次", "场", 1},       {"例", "例", 1},       {"元", "元", 0},
    {"件", "件", 1},           {"宗", "宗", 1},         {"起", "起", 1},       {"条", "条", 1},
    {"份", "份", 1},           {"次", "次", 1},         {"项", "项", 1},       {"个", "个", 1},
    {"批", "批", 1},           {"篇", "篇", 1},         {"场", "场", 1},       {"人", "人", 1},
    {"名", "名", 1},           {"家", "家", 1},         {"部", "部", 1},       {"期", "期", 1},
    {"%", "%", 1},             {"‰", "‰", 1},           {"倍", "倍", 1},
};

static bool starts(const char *p, const char *end, const char *word)
{
    size_t len = strlen(word);

    return (size_t)(end - p) >= len && memcmp(p, word, len) == 0;
}

static bool ends(const char *start, const char *p, const char *word)
{
    size_t len = strlen(word);

    return (size_t)(p - start) >= len && memcmp(p - len, word, len) == 0;
}

static bool starts_any(const char *p, const char *end, const char *const *words)
{
    for (; *words != NULL; words++)
        if (starts(p, end, *words))
            return true;
    return false;
}

static bool ends_any(const char *start, const char *p, const char *const *words)
{
    for (; *words != NULL; words++)
        if (ends(start, p, *words))
            return true;
    return false;
}

static const Unit *find_unit(const char *p, const char *end)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (starts(p, end, units[i].text))
            return &units[i];
    return NULL;
}

/* ---- digits */

/* One run of characters of which addresses, telephones and numbers are made. */
static const char *skip_run(const char *p, const char *end)
{
    while (p < end && (g_ascii_isalnum(*p) || strchr("._-/@", *p) != NULL ||
                       (*p == ',' && g_ascii_isdigit(p[-1]) && end - p > 3 && g_ascii_isdigit(p[1]) &&
                        g_ascii_isdigit(p[2]) && g_ascii_isdigit(p[3]) &&
                        !(end - p > 4 && g_ascii_isdigit(p[4])))))
        p++;
    return p;
}

/* A run as a plain decimal number; false if it is something else. */
static bool parse_run(const char *p, const char *end, int64_t *value, int64_t *step)
{
    unsigned n = 0;
    int64_t scale = ONE;
    bool point = false;

    *value = 0;
    for (; p < end; p++) {
        if (*p == ',')
            continue;
        if (*p == '.' && !point && n > 0 && p + 1 < end) {
            point = true;
            continue;
        }
        if (!g_ascii_isdigit(*p) || ++n > MAX_DIGITS)
            return false;
        if (point && scale == 1)
            return false; /* more places than any figure has */
        if (point)
            scale /= 10;
        *value = point ? *value + (*p - '0') * scale : *value * 10 + (*p - '0') * ONE;
    }
    *step = scale;
    return n > 0;
}

static bool is_year(const GovToken *token)
{
    return token->step == ONE && token->value >= 1900 * ONE && token->value < 2100 * ONE;
}

/* 2024年, 3月, 12月31日: true if the digits are one, with where it ends. */
static bool read_date(const char **p, const char *end, GovToken *token)
{
    if (starts(*p, end, "年") && is_year(token)) {
        *p += strlen("年");
        token->kind = GOV_TOKEN_YEAR;
        token->value /= ONE;
        return true;
    }
    if (!starts(*p, end, "月"))
        return false;
    *p += strlen(starts(*p, end, "月份") ? "月份" : "月");
    token->kind = *p < end && g_ascii_isdigit(**p) ? GOV_TOKEN_SKIP : GOV_TOKEN_MONTH;
    return true;
}

static bool is_ordinal(const char *start, const char *first, const char *last, const char *end)
{
    static const char *const before[] = {"第", "〔", "专", "令", "邮编", "邮编:", "电话", "电话:", "传真:", NULL};
    bool at_line = first == start || first[-1] == '\n' || ends(start, first, "。") || first[-1] == ';';
    bool dotted = last < end && (*last == '.' || starts(last, end, "、") || *last == ')');

    if (ends_any(start, first, before))
        return true;
    if (last - first <= 2 && dotted && at_line)
        return true;
    return first > start && first[-1] == '(' && last < end && *last == ')' && last - first != 0;
}

static bool is_range(const char *start, const char *first, const char *last, const char *end)
{
    static const char *const marks[] = {"~", "—", "–", "至", "到", NULL};

    for (size_t i = 0; marks[i] != NULL; i++) {
        size_t len = strlen(marks[i]);
        if (starts(last, end, marks[i]) && last + len < end && g_ascii_isdigit(last[len]))
            return true;
        if (ends(start, first, marks[i]) && (size_t)(first - start) > len && g_ascii_isdigit(first[-1 - (int)len]))
            return true;
    }
    return false;
}

/* Multiplies; false if that is too large to be held. */
static bool scale_token(GovToken *token, int64_t factor)
{
    return !__builtin_mul_overflow(token->value, factor, &token->value) &&
           !__builtin_mul_overflow(token->step, factor, &token->step);
}

/* Digits without a unit are a number only where they stand at the end of something. */
static bool is_alone(const char *p, const char *end)
{
    static const char *const stops[] = {",", ";", "。", "、", ")", "\n", NULL};

    return p == end || starts_any(p, end, stops);
}

/* 万, 亿, 余, 多 and the unit; false where no number of things is meant. */
static bool read_unit(const char **p, const char *end, GovToken *token)
{
    bool fits = true;

    token->unit = "";
    if (starts(*p, end, "余") || starts(*p, end, "多")) {
        token->is_about = true;
        *p += strlen("余");
    }
    const Unit *unit = find_unit(*p, end);
    bool ten_thousand = starts(*p, end, "万"), hundred_million = starts(*p, end, "亿");
    if (unit == NULL && (ten_thousand || hundred_million)) {
        fits = scale_token(token, ten_thousand ? 10000 : 100000000);
        *p += strlen("万");
        if (starts(*p, end, "余") || starts(*p, end, "多")) {
            token->is_about = true;
            *p += strlen("余");
        }
        unit = find_unit(*p, end);
    }
    if (unit == NULL)
        return fits && is_alone(*p, end);
    *p += strlen(unit->text);
    token->unit = unit->unit;
    if (unit->factor != 0)
        return fits && scale_token(token, unit->factor);
    token->step = MAX(token->step / 10000, 1);
    token->value /= 10000;
    return fits;
}

static const char *read_digits(const char *start, const char *p, const char *end, GovToken *token)
{
    const char *last = skip_run(p, end);

    while (last > p && !g_ascii_isalnum(last[-1]))
        last--;
    token->kind = GOV_TOKEN_SKIP;
    if (!parse_run(p, last, &token->value, &token->step) || is_ordinal(start, p, last, end) ||
        is_range(start, p, last, end))
        return last;
    if (read_date(&last, end, token))
        return last;
    if (read_unit(&last, end, token))
        token->kind = GOV_TOKEN_NUMBER;
    return last;
}

/* ---- Chinese numerals */

static int digit_of(gunichar c)
{
    static const gunichar digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++)
        if (digits[i] == c)
            return i;
    return c == 0x3007 ? 0 : c == 0x4E24 ? 2 : -1; /* 〇, 两 */
}

static int64_t power_of(gunichar c)
{
    return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0; /* 十百千 */
}

static bool is_numeral(gunichar c)
{
    return digit_of(c) >= 0 || power_of(c) != 0;
}

/* 一百零五, 二〇 (digit by digit), 三万二千; NULL if what stands there is no number. */
static const char *parse_numeral(const char *p, const char *end, int64_t *value)
{
    int64_t total = 0, section = 0, digit = -1;
    unsigned n = 0;

    for (; p < end && n < 16; n++, p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        int d = digit_of(c);
        int64_t power = power_of(c);
        if (d >= 0) {
            digit = digit > 0 ? digit * 10 + d : d;
        } else if (power != 0) {
            section += (digit < 0 ? 1 : digit) * power;
            digit = -1;
        } else if (c == 0x4E07 && n > 0) { /* 万 */
            total = (total + section + MAX(digit, 0)) * 10000;
            section = 0;
            digit = -1;
        } else {
            break;
        }
        if (total > INT64_C(100000000000) || section > 100000000 || digit > 100000000)
            return NULL;
    }
    *value = total + section + MAX(digit, 0);
    return n > 0 ? p : NULL;
}

static const char *read_numeral(const char *start, const char *p, const char *end, GovToken *token)
{
    static const char *const before[] = {"第", "每", "同", "逐", "任", "某", "这", "那", "另", "之",
                                         "统", "唯", "不", "任何", "专", "哪", NULL};
    static const char *const ones[] = {"件", "宗", "起", "例", NULL};
    int64_t value = 0;
    const char *next = parse_numeral(p, end, &value);

    if (next == NULL || ends_any(start, p, before) || find_unit(next, end) == NULL)
        return NULL;
    if (value == 1 && !starts_any(next, end, ones))
        return NULL;
    token->value = value * ONE;
    token->step = ONE;
    if (!read_unit(&next, end, token))
        return NULL;
    token->kind = GOV_TOKEN_NUMBER;
    return next;
}

const char *gov__token_read_number(const char *start, const char *p, const char *end, GovToken *token)
{
    if (g_ascii_isalnum(*p))
        return read_digits(start, p, end, token);
    if (!is_numeral(g_utf8_get_char(p)) || (p > start && is_numeral(g_utf8_get_char(g_utf8_prev_char(p)))))
        return NULL;
    return read_numeral(start, p, end, token);
}
