/* SPDX-License-Identifier: MIT */
/* Text → manifest. One line is about one file, or about one of the reports in it; two lines about the same are a
 * mistake, as neither could win. */
#include "dataset/manifest-private.h"

#include <govstat/error.h>
#include <govstat/label.h>

#include <string.h>

#include "base/file-private.h"

#define MAX_BYTES ((size_t)256 << 20)
#define MAX_LINES 10000000u
#define MAX_TEXT 4096u /* bytes */
#define MAX_ORDER 1000000000

static const GovField COLUMNS[GOV_LISTED_N_FIELDS] = {
    [GOV_LISTED_FILE] = {"file", "文件 文件名", "filename path source 路径 文件路径 文件名称 报告文件 附件 来源", true},
    [GOV_LISTED_NAME] = {"name", "单位名称 名称", "agency 单位 机构 机构名称 报送单位 填报单位", false},
    [GOV_LISTED_YEAR] = {"year", "年度 年份", "报告年度 年", false},
    [GOV_LISTED_FILED] = {"filed", "报送日期 报送时间", "date 日期 时间 提交日期 提交时间 上报日期 上报时间 接收日期 "
                          "接收时间 收到日期", false},
    [GOV_LISTED_UNIT] = {"unit", "单位代码", "code 代码 编码 单位编码 机构代码 统一社会信用代码", false},
    [GOV_LISTED_SCOPE] = {"scope", "范围", "统计范围 口径 统计口径 报告范围", false},
    [GOV_LISTED_ORDER] = {"order", "顺序 次序", "version 版次 版本", false},
};

G_GNUC_PRINTF(4, 5)
static bool refuse(const GovTable *table, GovListedField field, GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gov__places_fail_va(&table->places, gov__table_get_line(table), field, error, format, args);
    va_end(args);
    return false;
}

/* ---- fields ---- */

char *gov__manifest_dup_path(const char *path)
{
    g_autofree char *composed = g_utf8_normalize(path, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    g_autofree char *plain = g_strdelimit(g_strdup(composed != NULL ? composed : path), "\\", '/');
    g_auto(GStrv) parts = g_strsplit(plain, "/", -1);
    GString *out = g_string_new(plain[0] == '/' ? "/" : "");

    for (char **part = parts; *part != NULL; part++)
        if (**part != '\0' && strcmp(*part, ".") != 0)
            g_string_append_printf(out, "%s%s", out->len > 0 && out->str[out->len - 1] != '/' ? "/" : "", *part);
    return g_string_free(out, FALSE);
}

static const char *keep(GovManifest *manifest, const char *text)
{
    return *text != '\0' ? g_string_chunk_insert_const(manifest->strings, text) : NULL;
}

static bool parse_day(GovManifest *manifest, const GovTable *table, const char *text, const char **filed,
                      GError **error)
{
    GovDay day = {0, 0, 0};
    int hour = 0, minute = 0, second = 0;
    const char *rest = gov__day_parse(text, &day);
    bool timed = rest != NULL && *rest != '\0';

    if (timed)
        rest = gov__time_parse(rest, &hour, &minute, &second);
    if (rest == NULL || *rest != '\0' || day.day == 0)
        return refuse(table, GOV_LISTED_FILED, error,
                      "\"%s\" is no day; write 2024-01-15, with the time as 2024-01-15 09:30", text);
    g_autofree char *plain = timed ? g_strdup_printf("%04d-%02d-%02d %02d:%02d:%02d", day.year, day.month, day.day, hour,
                                                     minute, second)
                                   : g_strdup_printf("%04d-%02d-%02d", day.year, day.month, day.day);
    *filed = keep(manifest, plain);
    return true;
}

static bool parse_year(const GovTable *table, const char *text, int *year, GError **error)
{
    GovDay day = {0, 0, 0};
    const char *rest = gov__day_parse(text, &day);

    *year = day.year;
    return (rest != NULL && day.month == 0 && (*rest == '\0' || strcmp(rest, "度") == 0)) ||
           refuse(table, GOV_LISTED_YEAR, error, "\"%s\" is no year; write 2023", text);
}

static bool parse_order(const GovTable *table, const char *text, int *order, GError **error)
{
    int64_t value = strlen(text) <= 10 && strspn(text, "0123456789") == strlen(text)
                        ? g_ascii_strtoll(text, NULL, 10)
                        : -1;

    *order = (int)value;
    return (value > 0 && value <= MAX_ORDER) ||
           refuse(table, GOV_LISTED_ORDER, error, "\"%s\" is no order; write a whole number from 1, the report with the "
                                                  "highest is taken",
                  text);
}

static bool parse_unit(GovManifest *manifest, const GovTable *table, const char *text, const char **unit,
                       GError **error)
{
    g_autofree char *code = gov__text_dup_code(text);

    *unit = keep(manifest, code);
    return !gov__text_is_spoilt(code) ||
           refuse(table, GOV_LISTED_UNIT, error,
                  "\"%s\" is a code that a spreadsheet has made a number; format the column as text and enter the code "
                  "again, with all its digits",
                  text);
}

static bool parse_field(GovManifest *manifest, const GovTable *table, GovListedField field, const char *text,
                        GovManifestLine *line, GError **error)
{
    g_autofree char *plain = gov__text_fold(text);
    g_autofree char *path = NULL;

    if (strlen(text) > MAX_TEXT)
        return refuse(table, field, error, "%zu bytes; the limit is %u", strlen(text), MAX_TEXT);
    switch (field) {
    case GOV_LISTED_FILE:
        path = gov__manifest_dup_path(text);
        line->file = keep(manifest, path);
        return true;
    case GOV_LISTED_NAME:
        line->agency = keep(manifest, text);
        return true;
    case GOV_LISTED_YEAR:
        return parse_year(table, plain, &line->year, error);
    case GOV_LISTED_FILED:
        return parse_day(manifest, table, plain, &line->filed, error);
    case GOV_LISTED_UNIT:
        return parse_unit(manifest, table, text, &line->unit, error);
    case GOV_LISTED_SCOPE:
        return gov_scope_from_name(plain, &line->scope) ||
               refuse(table, field, error, "\"%s\" is no scope; write own 本机关, level 本级 or region 全行政区域", text);
    case GOV_LISTED_ORDER:
        return parse_order(table, plain, &line->order, error);
    case GOV_LISTED_N_FIELDS:
        break;
    }
    return true;
}

/* ---- lines ---- */

/* What a line is about, as a key. */
static char *dup_subject(const GovManifestLine *line)
{
    g_autofree char *name =
        line->agency != NULL ? gov_label_normalise(line->agency, strlen(line->agency)) : g_strdup("");

    return g_strdup_printf("%s\n%s\n%d", line->file, name, line->year);
}

static bool check_line(const GovTable *table, const GovManifestLine *line, GHashTable *seen, GError **error)
{
    if (line->file == NULL)
        return refuse(table, GOV_LISTED_FILE, error, "No file; every line needs one");
    char *subject = dup_subject(line);
    guint other = GPOINTER_TO_UINT(g_hash_table_lookup(seen, subject));

    if (other == 0)
        return g_hash_table_insert(seen, subject, GUINT_TO_POINTER(line->file_line));
    g_free(subject);
    return refuse(table, GOV_LISTED_FILE, error,
                  "%s stands in line %u already; keep the line that is right, or give both the name and year of their "
                  "reports",
                  line->file, other);
}

static bool add_line(GovManifest *manifest, const GovTable *table, GHashTable *seen, GError **error)
{
    GovManifestLine line = {.file_line = gov__table_get_line(table)};

    for (size_t field = 0; field < GOV_LISTED_N_FIELDS; field++) {
        g_autofree char *text = gov__table_dup(table, field);
        if (*text != '\0' && !parse_field(manifest, table, (GovListedField)field, text, &line, error))
            return false;
    }
    if (!check_line(table, &line, seen, error))
        return false;
    g_array_append_val(manifest->lines, line);
    return true;
}

static bool read_lines(GovManifest *manifest, GovTable *table, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    while (gov__table_next(table)) {
        GError *mistake = NULL;
        if (manifest->lines->len == MAX_LINES) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "%s: More than %u lines", manifest->places.name, MAX_LINES);
            return false;
        }
        if (!add_line(manifest, table, seen, &mistake))
            gov__table_add_mistake(table, mistake);
    }
    return gov__table_close(table, error);
}

/* ---- the whole ---- */

/* Takes names and warnings of the table with it. */
static GovManifest *new_manifest(const GovTable *table)
{
    GovManifest *manifest = g_atomic_rc_box_new0(GovManifest);

    manifest->places = table->places;
    manifest->places.name = g_strdup(table->places.name);
    manifest->strings = g_string_chunk_new(4096);
    manifest->lines = g_array_new(FALSE, FALSE, sizeof(GovManifestLine));
    manifest->warnings = g_ptr_array_ref(table->warnings);
    return manifest;
}

GovManifest *gov_manifest_from_data(const char *data, size_t len, const char *name, GError **error)
{
    g_return_val_if_fail(data != NULL && name != NULL, NULL);
    g_auto(GovTable) table = {.n_fields = 0};

    if (!gov__file_check_size(len, MAX_BYTES, error) ||
        !gov__table_open(&table, data, len, name, COLUMNS, GOV_LISTED_N_FIELDS, error))
        return NULL;
    g_autoptr(GovManifest) manifest = new_manifest(&table);
    return read_lines(manifest, &table, error) ? g_steal_pointer(&manifest) : NULL;
}

GovManifest *gov_manifest_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autofree char *name = NULL;
    g_autoptr(GByteArray) bytes = gov__file_load_named(path, MAX_BYTES, &name, error);

    if (bytes == NULL)
        return NULL;
    return gov_manifest_from_data(bytes->data != NULL ? (const char *)bytes->data : "", bytes->len, name, error);
}

GovManifest *gov_manifest_ref(const GovManifest *manifest)
{
    g_return_val_if_fail(manifest != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)manifest);
}

static void free_content(gpointer data)
{
    GovManifest *manifest = data;

    gov__places_clear(&manifest->places);
    g_string_chunk_free(manifest->strings);
    g_array_unref(manifest->lines);
    g_ptr_array_unref(manifest->warnings);
}

void gov_manifest_unref(GovManifest *manifest)
{
    if (manifest != NULL)
        g_atomic_rc_box_release_full(manifest, free_content);
}

size_t gov_manifest_n(const GovManifest *manifest)
{
    g_return_val_if_fail(manifest != NULL, 0);
    return manifest->lines->len;
}

GovManifestLine gov_manifest_get(const GovManifest *manifest, size_t line)
{
    GovManifestLine none = {.file = NULL};
    g_return_val_if_fail(manifest != NULL && line < manifest->lines->len, none);
    return g_array_index(manifest->lines, GovManifestLine, line);
}

size_t gov_manifest_n_warnings(const GovManifest *manifest)
{
    g_return_val_if_fail(manifest != NULL, 0);
    return manifest->warnings->len;
}

const char *gov_manifest_get_warning(const GovManifest *manifest, size_t i)
{
    g_return_val_if_fail(manifest != NULL && i < manifest->warnings->len, NULL);
    return g_ptr_array_index(manifest->warnings, i);
}
