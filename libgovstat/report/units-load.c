/* SPDX-License-Identifier: MIT */
/* Text → register of units. The first line says what the columns are; each further one becomes a line of the
 * register by a table of fields, each with its own parser. Whatever is not understood is an error with its
 * place and what would be right: a register that is half understood gives sums that are wrong in silence.
 * What concerns several lines is looked at afterwards, in units-check.c. */
#include "report/units-private.h"

#include <govstat/error.h>

#include <string.h>

#include "base/csv-private.h"
#include "base/file-private.h"

#define MAX_BYTES ((size_t)256 << 20)
#define MAX_LINES 1000000u
#define MAX_CODE 64u   /* bytes */
#define MAX_NAME 1024u /* bytes */
#define MAX_MESSAGE 400 /* characters: a field may be long */
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

typedef bool (*ParseField)(GovUnits *units, GovBody *unit, GovBodyField field, const char *text,
                           GError **error);

static bool parse_code(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_name(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_aliases(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_level(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_line(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_division(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_year(GovUnits *, GovBody *, GovBodyField, const char *, GError **);
static bool parse_scope(GovUnits *, GovBody *, GovBodyField, const char *, GError **);

static const struct {
    const char *name;
    const char *words[4]; /* the same in Chinese */
    ParseField parse;     /* given text that is not empty */
} FIELDS[GOV_BODY_N_FIELDS] = {
    [GOV_BODY_CODE] = {"code", {"代码", "单位代码", "编码"}, parse_code},
    [GOV_BODY_NAME] = {"name", {"名称", "单位名称", "单位"}, parse_name},
    [GOV_BODY_ALIASES] = {"aliases", {"别名", "曾用名", "简称"}, parse_aliases},
    [GOV_BODY_PARENT] = {"parent", {"上级", "上级代码", "上级单位代码"}, parse_code},
    [GOV_BODY_LEVEL] = {"level", {"级别", "层级"}, parse_level},
    [GOV_BODY_LINE] = {"line", {"条块", "条线", "管理体制"}, parse_line},
    [GOV_BODY_DIVISION] = {"division", {"行政区划代码", "区划代码", "行政区划"}, parse_division},
    [GOV_BODY_VALID_FROM] = {"valid_from", {"启用", "启用年份", "生效", "起始年份"}, parse_year},
    [GOV_BODY_VALID_TO] = {"valid_to", {"停用", "停用年份", "失效", "截止年份"}, parse_year},
    [GOV_BODY_SCOPE] = {"scope", {"范围", "统计范围", "口径"}, parse_scope},
};

/* ---- messages ---- */

static char *make_place(const GovUnits *units, unsigned line, GovBodyField field)
{
    int column = units->columns[field];

    return column < 0 ? g_strdup_printf("%s:%u: %s", units->name, line, FIELDS[field].name)
                      : g_strdup_printf("%s:%u: column %d (%s)", units->name, line, column + 1,
                                        FIELDS[field].name);
}

bool gov__units_fail(const GovUnits *units, unsigned line, GovBodyField field, GError **error,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *place = make_place(units, line, field);

    if (g_utf8_strlen(text, -1) > MAX_MESSAGE)
        *g_utf8_offset_to_pointer(text, MAX_MESSAGE) = '\0';
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s: %s", place, text);
    return false;
}

void gov__units_warn(GovUnits *units, unsigned line, GovBodyField field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *place = make_place(units, line, field);

    g_ptr_array_add(units->warnings, g_strdup_printf("%s: %s", place, text));
}

/* ---- fields ---- */

static const char *keep(GovUnits *units, const char *text)
{
    return g_string_chunk_insert_const(units->strings, text);
}

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

/* A code, or the code of a parent. */
static bool parse_code(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *code = gov_code_normalise(text);
    size_t len = strlen(code);

    if (len > MAX_CODE)
        return gov__units_fail(units, unit->file_line, field, error, "Code of %zu bytes; the limit is %u", len,
                               MAX_CODE);
    for (const char *p = code; *p != '\0'; p++)
        if ((guchar)*p < 0x20 || *p == 0x7f)
            return gov__units_fail(units, unit->file_line, field, error,
                                   "Code with a control character or line break");
    if ((len == 18 || len == 9) && is_alphanumeric(code) && !gov_code_is_credit(code) &&
        !gov_code_is_organisation(code) && gov_code_get_division_level(code) != GOV_LEVEL_TOWNSHIP)
        return refuse_check(units, unit, field, code, error);
    *(field == GOV_BODY_CODE ? &unit->code : &unit->parent) = keep(units, code);
    return true;
}

static bool parse_name(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    if (strlen(text) > MAX_NAME)
        return gov__units_fail(units, unit->file_line, field, error, "Name of %zu bytes; the limit is %u",
                               strlen(text), MAX_NAME);
    unit->name = keep(units, text);
    return true;
}

static bool parse_aliases(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autoptr(GString) plain = g_string_new(text);
    g_string_replace(plain, "；", ";", 0);
    g_auto(GStrv) parts = g_strsplit(plain->str, ";", -1);

    for (char **part = parts; *part != NULL; part++) {
        g_strstrip(*part);
        if (**part == '\0')
            continue;
        if (strlen(*part) > MAX_NAME)
            return gov__units_fail(units, unit->file_line, field, error, "Name of %zu bytes; the limit is %u",
                                   strlen(*part), MAX_NAME);
        g_ptr_array_add(units->aliases, (gpointer)(guintptr)keep(units, *part));
    }
    return true;
}

static bool parse_level(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    return gov_level_from_name(text, &unit->level) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no level; write national 国家, province 省级, prefecture 地级, county 县级, "
                           "township 乡级 or zone 功能区",
                           text);
}

static bool parse_line(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    static const char *const local[] = {"local", "块", "块块", "地方", "属地", NULL};
    static const char *const vertical[] = {"vertical", "条", "条条", "垂直", "垂直管理", "垂管", NULL};

    unit->line = g_strv_contains(vertical, text) ? GOV_LINE_VERTICAL : GOV_LINE_LOCAL;
    return unit->line == GOV_LINE_VERTICAL || g_strv_contains(local, text) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no line; write local 块 or vertical 条", text);
}

static bool parse_division(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    g_autofree char *code = gov_code_normalise(text);

    if (gov_code_get_division_level(code) == GOV_LEVEL_UNKNOWN)
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" cannot be a division code; right are 6, 9 or 12 digits such as 321302 "
                               "that begin with the two of a province",
                               text);
    unit->division = keep(units, code);
    return true;
}

static bool parse_scope(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    return gov_scope_from_name(text, &unit->scope) ||
           gov__units_fail(units, unit->file_line, field, error,
                           "\"%s\" is no scope; write own 本机关, level 本级 or region 全行政区域", text);
}

static bool take_digits(const char *text, size_t n, int *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i]))
            return false;
        *value = *value * 10 + text[i] - '0';
    }
    return true;
}

/* A unit counts for a year if it exists on its last day, so one that ends on another day has the year before
 * as its last. */
static bool parse_year(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error)
{
    int year = 0, month = 12, day = 31;
    size_t len = strlen(text);
    bool plain = len == 4 || (len == 7 && strcmp(text + 4, "年") == 0);
    bool dated = len == 10 && (text[4] == '-' || text[4] == '/') && text[7] == text[4];
    bool good = (plain || dated) && take_digits(text, 4, &year) && year >= FIRST_YEAR && year <= LAST_YEAR;

    if (good && dated)
        good = take_digits(text + 5, 2, &month) && take_digits(text + 8, 2, &day) &&
               g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    if (!good)
        return gov__units_fail(units, unit->file_line, field, error,
                               "\"%s\" is no year; write 2019, or a day as 2019-05-15", text);
    bool whole = month == 12 && day == 31;
    *(field == GOV_BODY_VALID_FROM ? &unit->valid_from : &unit->valid_to) =
        field == GOV_BODY_VALID_TO && !whole ? year - 1 : year;
    return true;
}

/* ---- lines ---- */

/* Where the value of a field begins, without white space around it; "" if the line has none. */
static char *dup_field(const GovUnits *units, const GovCsv *csv, GovBodyField field)
{
    int column = units->columns[field];
    const char *text = column >= 0 ? gov__csv_get(csv, (guint)column, NULL) : NULL;

    return g_strstrip(g_strdup(text != NULL ? text : ""));
}

static bool is_blank(const GovCsv *csv)
{
    for (guint i = 0; i < csv->ends->len; i++)
        if (*gov__csv_get(csv, i, NULL) != '\0')
            return false;
    return true;
}

static bool check_unit(GovUnits *units, GovBody *unit, GError **error)
{
    if (unit->code == NULL)
        return gov__units_fail(units, unit->file_line, GOV_BODY_CODE, error, "No code; every unit needs one");
    if (unit->name == NULL)
        return gov__units_fail(units, unit->file_line, GOV_BODY_NAME, error, "No name; every unit needs one");
    if (unit->valid_from != 0 && unit->valid_to != 0 && unit->valid_from > unit->valid_to)
        return gov__units_fail(units, unit->file_line, GOV_BODY_VALID_TO, error,
                               "The last year, %d, is before the first, %d", unit->valid_to, unit->valid_from);
    if (unit->division == NULL)
        return true;
    GovLevel level = gov_code_get_division_level(unit->division);
    if (unit->level == GOV_LEVEL_UNKNOWN)
        unit->level = level;
    else if (level != unit->level && unit->level < GOV_LEVEL_TOWNSHIP)
        gov__units_warn(units, unit->file_line, GOV_BODY_DIVISION, "%s is a code of level %s, not %s",
                        unit->division, gov_level_get_name(level), gov_level_get_name(unit->level));
    return true;
}

static bool check_record(const GovUnits *units, const GovCsv *csv, guint n_columns, GError **error)
{
    const char *problem = csv->broken ? "Quotes do not match; write a quote inside a field twice, as \"\"" : NULL;

    for (guint i = n_columns; i < csv->ends->len && problem == NULL; i++)
        if (*gov__csv_get(csv, i, NULL) != '\0')
            problem = "More fields than the first line names; put a field with commas in quotes";
    if (problem == NULL)
        return true;
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s:%u: %s", units->name, csv->record, problem);
    return false;
}

static bool add_line(GovUnits *units, const GovCsv *csv, GError **error)
{
    GovBody unit = {.file_line = csv->record};
    guint32 n_aliases = 0;

    for (int field = 0; field < GOV_BODY_N_FIELDS; field++) {
        g_autofree char *text = dup_field(units, csv, (GovBodyField)field);
        if (*text != '\0' && !FIELDS[field].parse(units, &unit, (GovBodyField)field, text, error))
            return false;
    }
    if (!check_unit(units, &unit, error))
        return false;
    n_aliases = units->aliases->len;
    g_array_append_val(units->lines, unit);
    g_array_append_val(units->first_alias, n_aliases);
    return true;
}

/* ---- the first line ---- */

static int find_field(const char *text)
{
    g_autofree char *name = g_ascii_strdown(text, -1);
    g_strdelimit(name, " -", '_');

    for (int field = 0; field < GOV_BODY_N_FIELDS; field++) {
        if (strcmp(name, FIELDS[field].name) == 0)
            return field;
        for (size_t i = 0; i < G_N_ELEMENTS(FIELDS[field].words); i++)
            if (g_strcmp0(name, FIELDS[field].words[i]) == 0)
                return field;
    }
    return -1;
}

static bool read_header(GovUnits *units, const GovCsv *csv, GError **error)
{
    for (guint i = 0; i < csv->ends->len; i++) {
        g_autofree char *text = g_strstrip(g_strdup(gov__csv_get(csv, i, NULL)));
        int field = find_field(text);
        if (field >= 0 && units->columns[field] >= 0)
            return gov__units_fail(units, csv->record, (GovBodyField)field, error,
                                   "Column %u is named so as well; name each once", i + 1);
        if (field >= 0)
            units->columns[field] = (int)i;
    }
    for (int field = GOV_BODY_CODE; field <= GOV_BODY_NAME; field++)
        if (units->columns[field] < 0)
            return gov__units_fail(units, csv->record, (GovBodyField)field, error,
                                   "The first line names no such column; it must have code 代码 and name 名称");
    return true;
}

/* A tab where the first line has tabs and no commas. */
static char find_delimiter(const char *text, size_t len)
{
    size_t end = 0;

    while (end < len && text[end] != '\n' && text[end] != '\r')
        end++;
    return memchr(text, ',', end) == NULL && memchr(text, '\t', end) != NULL ? '\t' : ',';
}

/* ---- the whole ---- */

static bool read_lines(GovUnits *units, const char *text, size_t len, GError **error)
{
    g_auto(GovCsv) csv = {.text = NULL};
    guint32 none = 0;

    gov__csv_init(&csv, text, len, find_delimiter(text, len));
    g_array_append_val(units->first_alias, none);
    if (!gov__csv_next(&csv)) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s: Empty; the first line must name the columns",
                    units->name);
        return false;
    }
    guint n_columns = csv.ends->len;
    if (!read_header(units, &csv, error))
        return false;
    while (gov__csv_next(&csv)) {
        if (is_blank(&csv))
            continue;
        if (units->lines->len == MAX_LINES) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "%s: More than %u units", units->name, MAX_LINES);
            return false;
        }
        if (!check_record(units, &csv, n_columns, error) || !add_line(units, &csv, error))
            return false;
    }
    return true;
}

/* Spreadsheets on Chinese Windows write GB18030. */
static char *decode(const char *data, size_t len, const char *name, gsize *size, GError **error)
{
    const char *bad = NULL;

    *size = len;
    if (g_utf8_validate(data, (gssize)len, &bad))
        return g_strndup(data, len);
    if (memchr(data, '\0', len) == NULL) {
        char *text = g_convert(data, (gssize)len, "UTF-8", "GB18030", NULL, size, NULL);
        if (text != NULL && g_utf8_validate(text, (gssize)*size, NULL))
            return text;
        g_free(text);
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_ENCODING,
                "%s: Neither UTF-8 (byte %zu is none) nor GB18030; save it as CSV in UTF-8", name,
                (size_t)(bad - data) + 1);
    return NULL;
}

static GovUnits *new_units(const char *name)
{
    GovUnits *units = g_atomic_rc_box_new0(GovUnits);

    units->name = g_strdup(name);
    units->strings = g_string_chunk_new(4096);
    units->lines = g_array_new(FALSE, FALSE, sizeof(GovBody));
    units->first_alias = g_array_new(FALSE, FALSE, sizeof(guint32));
    units->aliases = g_ptr_array_new();
    units->next_code = g_array_new(FALSE, FALSE, sizeof(gint32));
    units->name_links = g_array_new(FALSE, FALSE, sizeof(GovBodyLink));
    units->codes = g_hash_table_new(g_str_hash, g_str_equal);
    units->names = g_hash_table_new(g_str_hash, g_str_equal);
    units->bare = g_hash_table_new(g_str_hash, g_str_equal);
    units->warnings = g_ptr_array_new_with_free_func(g_free);
    for (int field = 0; field < GOV_BODY_N_FIELDS; field++)
        units->columns[field] = -1;
    return units;
}

GovUnits *gov_units_from_data(const char *data, size_t len, const char *name, GError **error)
{
    g_return_val_if_fail(data != NULL && name != NULL, NULL);
    gsize size = 0;

    if (!gov__file_check_size(len, MAX_BYTES, error))
        return NULL;
    g_autofree char *text = decode(data, len, name, &size, error);
    if (text == NULL)
        return NULL;
    g_autoptr(GovUnits) units = new_units(name);
    if (!read_lines(units, text, size, error))
        return NULL;
    gov__units_index(units);
    return gov__units_check(units, error) ? g_steal_pointer(&units) : NULL;
}

GovUnits *gov_units_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *name = g_filename_display_name(path);

    if (!gov__file_load(path, MAX_BYTES, bytes, error)) {
        g_prefix_error(error, "%s: ", name);
        return NULL;
    }
    return gov_units_from_data(bytes->data != NULL ? (const char *)bytes->data : "", bytes->len, name, error);
}
