/* SPDX-License-Identifier: MIT */
/* The columns of a register and what may stand in them, one parser each. Whatever is not understood is a mistake
 * with its place and what would be right: a register that is half understood gives sums that are wrong in
 * silence. */
#include "report/units-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_CODE 64u   /* bytes */
#define MAX_NAME 1024u /* bytes */
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

const GovField gov__units_columns[GOV_BODY_N_FIELDS] = {
    [GOV_BODY_CODE] = {"code", "代码 单位代码", "编码 单位编码 单位编号 机构代码 机构编码 统一社会信用代码 社会信用代码 "
                       "信用代码 组织机构代码", true},
    [GOV_BODY_NAME] = {"name", "名称 单位名称", "单位 机构名称 单位全称 全称 机构 部门名称 部门", true},
    [GOV_BODY_ALIASES] = {"aliases", "别名", "alias 曾用名 简称 其他名称 原名称", false},
    [GOV_BODY_PARENT] = {"parent", "上级 上级代码 上级单位代码", "parentcode 上级编码 上级单位编码 上级单位 上级机构 "
                         "上级机构代码 上级部门 上级部门代码 上级统一社会信用代码 上级单位统一社会信用代码 主管单位 "
                         "主管单位代码 主管部门 主管部门代码 父级 父级代码 隶属单位 隶属", false},
    [GOV_BODY_LEVEL] = {"level", "级别", "层级 单位级别 行政级别", false},
    [GOV_BODY_LINE] = {"line", "条块", "条线 管理体制 条块关系", false},
    [GOV_BODY_DIVISION] = {"division", "行政区划代码", "divisioncode 区划代码 行政区划 区划", false},
    [GOV_BODY_VALID_FROM] = {"valid_from", "启用", "启用年份 启用年度 启用日期 启用时间 生效 生效日期 起始年份 开始年份 "
                             "设立 设立日期 成立日期", false},
    [GOV_BODY_VALID_TO] = {"valid_to", "停用", "停用年份 停用年度 停用日期 停用时间 失效 失效日期 截止年份 结束年份 撤销 "
                           "撤销日期", false},
    [GOV_BODY_SCOPE] = {"scope", "范围", "统计范围 口径 统计口径 报告范围", false},
};

bool gov__units_fail(const GovUnits *units, unsigned line, GovBodyField field, GError **error,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gov__places_fail_va(&units->places, line, field, error, format, args);
    va_end(args);
    return false;
}

void gov__units_warn(GovUnits *units, unsigned line, GovBodyField field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *place = gov__places_dup(&units->places, line, field);

    g_ptr_array_add(units->warnings, g_strdup_printf("%s: %s", place, text));
}

static const char *keep(GovUnits *units, const char *text)
{
    return g_string_chunk_insert_const(units->strings, text);
}

/* ---- codes ---- */

static bool is_alphanumeric(const char *text)
{
    for (; *text != '\0'; text++)
        if (!g_ascii_isalnum(*text))
            return false;
    return true;
}

static bool refuse_check(const GovUnits *units, const GovBody *unit, GovBodyField field, const char *code,
                         GError **error)
{
    size_t len = strlen(code);
    const char *kind = len == 18 ? "unified social credit code" : "organisation code";
    char expected = len == 18 ? gov_code_get_credit_check(code) : gov_code_get_organisation_check(code);
    const char *own = "codes of your own must have another length, or a hyphen";

    if (len == 18 && g_str_has_suffix(code, "000") && strspn(code, "0123456789") == len)
        return gov__units_fail(units, unit->file_line, field, error,
                               "Code \"%s\" looks like one whose last digits a spreadsheet has made zeros, as it keeps "
                               "15; format the column as text and enter the code again",
                               code);
    if (expected == '\0')
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" has a character that no %s has; %s", code, kind, own);
    if (expected != code[len - 1])
        return gov__units_fail(units, unit->file_line, field, error,
                               "Check character of the %s \"%s\" is %c; the others ask for %c; %s", kind, code,
                               code[len - 1], expected, own);
    return gov__units_fail(units, unit->file_line, field, error,
                           "Check character of the organisation code %.9s within \"%s\" is %c; the others ask "
                           "for %c; %s",
                           code + 8, code, code[16], gov_code_get_organisation_check(code + 8), own);
}

/* A number takes the zeros in front of a code; told, as the code may as well be the office's own. */
static void warn_of_zeros(GovUnits *units, const GovBody *unit, GovBodyField field, const char *code)
{
    size_t len = strlen(code);
    g_autofree char *whole = g_strdup_printf("%.*s%s", (int)(9 - MIN(len, 9)), "000000000", code);

    if (len >= 5 && len < 9 && strspn(code, "0123456789X") == len && gov_code_is_organisation(whole) &&
        gov_code_get_division_level(code) == GOV_LEVEL_UNKNOWN)
        gov__units_warn(units, unit->file_line, field,
                        "%s would be the organisation code %s without the zeros in front; if a spreadsheet has dropped "
                        "them, format the column as text and enter the code again",
                        code, whole);
}

static bool check_code(const GovUnits *units, const GovBody *unit, GovBodyField field, const char *code,
                       GError **error)
{
    size_t len = strlen(code);

    if (len > MAX_CODE)
        return gov__units_fail(units, unit->file_line, field, error, "Code of %zu bytes; the limit is %u", len,
                               MAX_CODE);
    for (const char *p = code; *p != '\0'; p++)
        if ((guchar)*p < 0x20 || *p == 0x7f)
            return gov__units_fail(units, unit->file_line, field, error,
                                   "Code with a control character or line break");
    if (gov__text_is_spoilt(code))
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" is a code that a spreadsheet has made a number; format the column as text and "
                               "enter the code again, with all its digits",
                               code);
    if ((len == 18 || len == 9) && is_alphanumeric(code) && !gov_code_is_credit(code) &&
        !gov_code_is_organisation(code) && gov_code_get_division_level(code) != GOV_LEVEL_TOWNSHIP)
        return refuse_check(units, unit, field, code, error);
    return true;
}

/* A code, or the code of a parent. */
static bool parse_code(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *code = gov__text_dup_code(text);

    if (*code == '\0')
        return true;
    if (!check_code(units, unit, field, code, error))
        return false;
    if (field == GOV_BODY_CODE)
        warn_of_zeros(units, unit, field, code);
    *(field == GOV_BODY_CODE ? &unit->code : &unit->parent) = keep(units, code);
    return true;
}

static bool parse_division(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *code = gov__text_dup_code(text);

    if (gov_code_get_division_level(code) == GOV_LEVEL_UNKNOWN)
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" cannot be a division code; right are 6, 9 or 12 digits such as 321302 "
                               "that begin with the two of a province",
                               text);
    unit->division = keep(units, code);
    return true;
}

/* ---- names ---- */

static bool check_name(const GovUnits *units, const GovBody *unit, GovBodyField field, const char *name,
                       GError **error)
{
    return strlen(name) <= MAX_NAME ||
           gov__units_fail(units, unit->file_line, field, error, "Name of %zu bytes; the limit is %u", strlen(name),
                           MAX_NAME);
}

static bool parse_name(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    unit->name = keep(units, text);
    return check_name(units, unit, field, text, error);
}

static bool parse_aliases(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autoptr(GString) plain = g_string_new(text);
    g_string_replace(plain, "；", ";", 0);
    g_auto(GStrv) parts = g_strsplit(plain->str, ";", -1);

    for (char **part = parts; *part != NULL; part++) {
        g_autofree char *name = gov__text_strip(*part);
        if (*name == '\0')
            continue;
        if (!check_name(units, unit, field, name, error))
            return false;
        g_ptr_array_add(units->aliases, (gpointer)(guintptr)keep(units, name));
    }
    return true;
}

/* ---- words ---- */

static bool parse_level(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *word = gov__text_fold(text);

    return gov_level_from_name(word, &unit->level) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no level; write national 国家, province 省级, prefecture 地级, county 县级, "
                           "township 乡级 or zone 功能区",
                           text);
}

static bool parse_line(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    static const char *const local[] = {"local", "块", "块块", "地方", "属地", "属地管理", NULL};
    static const char *const vertical[] = {"vertical", "条", "条条", "垂直", "垂直管理", "垂管", NULL};
    g_autofree char *word = gov__text_fold(text);

    unit->line = g_strv_contains(vertical, word) ? GOV_LINE_VERTICAL : GOV_LINE_LOCAL;
    return unit->line == GOV_LINE_VERTICAL || g_strv_contains(local, word) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no line; write local 块 or vertical 条", text);
}

static bool parse_scope(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *word = gov__text_fold(text);

    return gov_scope_from_name(word, &unit->scope) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no scope; write own 本机关, level 本级 or region 全行政区域", text);
}

/* ---- years ---- */

/* A unit counts for a year if it exists on its last day, so one that ends on another day, or in another month,
 * has the year before as its last. */
static bool parse_year(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *plain = gov__text_fold(text);
    GovDay day = {0, 0, 0};
    const char *rest = gov__day_parse(plain, &day);
    int hour = 0, minute = 0, second = 0;

    if (rest != NULL && *rest != '\0' && day.day > 0)
        rest = gov__time_parse(rest, &hour, &minute, &second);
    if (rest == NULL || *rest != '\0' || day.year < FIRST_YEAR || day.year > LAST_YEAR)
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" is no year; write 2019, or a day as 2019-05-15", text);
    bool whole = day.month == 0 || (day.month == 12 && (day.day == 0 || day.day == 31));
    *(field == GOV_BODY_VALID_FROM ? &unit->valid_from : &unit->valid_to) =
        field == GOV_BODY_VALID_TO && !whole ? day.year - 1 : day.year;
    return true;
}

/* ---- a record ---- */

typedef bool (*ParseField)(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error);

static const ParseField PARSERS[GOV_BODY_N_FIELDS] = {
    [GOV_BODY_CODE] = parse_code,           [GOV_BODY_NAME] = parse_name,
    [GOV_BODY_ALIASES] = parse_aliases,     [GOV_BODY_PARENT] = parse_code,
    [GOV_BODY_LEVEL] = parse_level,         [GOV_BODY_LINE] = parse_line,
    [GOV_BODY_DIVISION] = parse_division,   [GOV_BODY_VALID_FROM] = parse_year,
    [GOV_BODY_VALID_TO] = parse_year,       [GOV_BODY_SCOPE] = parse_scope,
};

bool gov__units_parse(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    return *text == '\0' || PARSERS[field](units, unit, field, text, error);
}
