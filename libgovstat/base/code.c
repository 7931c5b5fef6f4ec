/* SPDX-License-Identifier: MIT */
/* Check characters of GB 32100 and GB 11714, the structure of GB/T 2260, and the names of levels.
 * Alphabets, weights and ranges stand here as the standards print them. */
#include <govstat/code.h>

#include <string.h>

#include "base/char-private.h"

#define CREDIT_LENGTH 18u
#define ORGANISATION_LENGTH 9u
#define ORGANISATION_AT 8u /* where it begins in a credit code */

static const char CREDIT_ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const int CREDIT_WEIGHTS[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                     29, 25, 13, 8,  24, 10, 30, 28};
static const int ORGANISATION_WEIGHTS[] = {3, 7, 9, 10, 5, 8, 4, 2};
static const int PROVINCES[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                53, 54, 61, 62, 63, 64, 65, 71, 81, 82};

/* ---- levels ---- */

static const struct {
    const char *name;
    const char *label;
    const char *words; /* other words for it, parted by blanks */
} LEVELS[] = {
    [GOV_LEVEL_UNKNOWN] = {"unknown", "未知", ""},
    [GOV_LEVEL_NATIONAL] = {"national", "国家", "国家级 中央 全国"},
    [GOV_LEVEL_PROVINCE] = {"province", "省级", "省 自治区 直辖市"},
    [GOV_LEVEL_PREFECTURE] = {"prefecture", "地级", "市级 地市级 市州 地市 设区市 设区的市"},
    [GOV_LEVEL_COUNTY] = {"county", "县级", "县 区 区县 县区 区县级 县区级 区级 县市区 县(市、区)"},
    [GOV_LEVEL_TOWNSHIP] = {"township", "乡级", "乡 镇 街道 乡镇 镇街 乡镇级 乡镇街道"},
    [GOV_LEVEL_ZONE] = {"zone", "功能区", "开发区 高新区 新区 园区"},
};

const char *gov_level_get_name(GovLevel level)
{
    g_return_val_if_fail((size_t)level < G_N_ELEMENTS(LEVELS), NULL);
    return LEVELS[level].name;
}

const char *gov_level_get_label(GovLevel level)
{
    g_return_val_if_fail((size_t)level < G_N_ELEMENTS(LEVELS), NULL);
    return LEVELS[level].label;
}

static bool is_one_of(const char *name, const char *words)
{
    size_t len = strlen(name);

    for (const char *at = words; len > 0 && (at = strstr(at, name)) != NULL; at += len)
        if ((at == words || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
            return true;
    return false;
}

bool gov_level_from_name(const char *name, GovLevel *level)
{
    g_return_val_if_fail(name != NULL && level != NULL, false);
    for (size_t i = GOV_LEVEL_NATIONAL; i < G_N_ELEMENTS(LEVELS); i++) {
        if (strcmp(name, LEVELS[i].name) != 0 && strcmp(name, LEVELS[i].label) != 0 &&
            !is_one_of(name, LEVELS[i].words))
            continue;
        *level = (GovLevel)i;
        return true;
    }
    return false;
}

/* ---- check characters ---- */

/* The value of a character in an organisation code. */
static int organisation_value(char c)
{
    return g_ascii_isdigit(c) ? c - '0' : g_ascii_isupper(c) ? c - 'A' + 10 : -1;
}

static int credit_value(char c)
{
    const char *at = c == '\0' ? NULL : strchr(CREDIT_ALPHABET, c);

    return at == NULL ? -1 : (int)(at - CREDIT_ALPHABET);
}

/* Sum of value times weight, or -1 as soon as a character has no value. */
static int weigh(const char *code, const int *weights, size_t n, int (*value_of)(char))
{
    int sum = 0;

    for (size_t i = 0; i < n; i++) {
        int value = value_of(code[i]);
        if (value < 0)
            return -1;
        sum += value * weights[i];
    }
    return sum;
}

char gov_code_get_credit_check(const char *code)
{
    g_return_val_if_fail(code != NULL, '\0');
    int sum = weigh(code, CREDIT_WEIGHTS, G_N_ELEMENTS(CREDIT_WEIGHTS), credit_value);

    return sum < 0 ? '\0' : CREDIT_ALPHABET[(31 - sum % 31) % 31];
}

char gov_code_get_organisation_check(const char *code)
{
    g_return_val_if_fail(code != NULL, '\0');
    int sum = weigh(code, ORGANISATION_WEIGHTS, G_N_ELEMENTS(ORGANISATION_WEIGHTS), organisation_value);

    return sum < 0 ? '\0' : "0123456789X"[(11 - sum % 11) % 11];
}

bool gov_code_is_organisation(const char *code)
{
    g_return_val_if_fail(code != NULL, false);
    return strlen(code) == ORGANISATION_LENGTH &&
           gov_code_get_organisation_check(code) == code[ORGANISATION_LENGTH - 1];
}

bool gov_code_is_credit(const char *code)
{
    g_return_val_if_fail(code != NULL, false);
    if (strlen(code) != CREDIT_LENGTH || gov_code_get_credit_check(code) != code[CREDIT_LENGTH - 1])
        return false;
    const char *inner = code + ORGANISATION_AT;
    return gov_code_get_organisation_check(inner) == inner[ORGANISATION_LENGTH - 1];
}

/* ---- spelling ---- */

static bool is_alphanumeric(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!g_ascii_isalnum(text[i]))
            return false;
    return true;
}

static GString *fold(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *end = text + strlen(text);

    while (text < end) {
        gunichar c = 0;
        text += gov__char_next(text, end, &c);
        if (!gov__char_is_invisible(c))
            g_string_append_unichar(out, gov__char_is_space(c) ? ' ' : gov__char_fold(c));
    }
    g_strstrip(out->str);
    out->len = strlen(out->str);
    return out;
}

char *gov_code_normalise(const char *code)
{
    g_return_val_if_fail(code != NULL, NULL);
    GString *out = fold(code);

    if (out->len == ORGANISATION_LENGTH + 1 && out->str[ORGANISATION_LENGTH - 1] == '-' &&
        is_alphanumeric(out->str, ORGANISATION_LENGTH - 1) && g_ascii_isalnum(out->str[ORGANISATION_LENGTH]))
        g_string_erase(out, ORGANISATION_LENGTH - 1, 1);
    if ((out->len == CREDIT_LENGTH || out->len == ORGANISATION_LENGTH) && is_alphanumeric(out->str, out->len))
        g_string_ascii_up(out);
    return g_string_free(out, FALSE);
}

/* ---- divisions ---- */

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

static bool is_province(int province)
{
    for (size_t i = 0; i < G_N_ELEMENTS(PROVINCES); i++)
        if (PROVINCES[i] == province)
            return true;
    return false;
}

/* The level of the first six digits. */
static GovLevel six_level(const char *code)
{
    int province = two_digits(code), prefecture = two_digits(code + 2), county = two_digits(code + 4);

    if ((province == 0 || province == 10) && prefecture == 0 && county == 0)
        return GOV_LEVEL_NATIONAL;
    if (!is_province(province))
        return GOV_LEVEL_UNKNOWN;
    if (prefecture == 0)
        return county == 0 ? GOV_LEVEL_PROVINCE : GOV_LEVEL_UNKNOWN;
    if (prefecture > 70 && prefecture != 90)
        return GOV_LEVEL_UNKNOWN;
    return county == 0 ? GOV_LEVEL_PREFECTURE : GOV_LEVEL_COUNTY;
}

GovLevel gov_code_get_division_level(const char *code)
{
    g_return_val_if_fail(code != NULL, GOV_LEVEL_UNKNOWN);
    size_t len = strlen(code);

    if ((len != 6 && len != 9 && len != 12) || strspn(code, "0123456789") != len)
        return GOV_LEVEL_UNKNOWN;
    GovLevel level = six_level(code);
    if (strspn(code + 6, "0") == len - 6)
        return level;
    /* Some cities have townships and no counties. */
    bool below = (level == GOV_LEVEL_COUNTY || level == GOV_LEVEL_PREFECTURE) && memcmp(code + 6, "000", 3) != 0;
    return below ? GOV_LEVEL_TOWNSHIP : GOV_LEVEL_UNKNOWN;
}
