/* SPDX-License-Identifier: MIT */
/* Lists as spreadsheets save them. What can be understood in one way only is taken (encodings, full-width forms,
 * columns in any order and of several names); what cannot is a mistake with its place. Mistakes are collected, so
 * that a list of a thousand lines is not mended one line and one run at a time. A column that nobody knows is
 * told, as it may be a known one that is spelt in another way, and without it the rest would still seem good. */
#include "base/table-private.h"

#include <govstat/error.h>
#include <govstat/label.h>

#include <string.h>

#define MAX_MESSAGE 400 /* characters: a field may be long */
#define MAX_MISTAKES 20u
#define MAX_UNKNOWN 8u

/* Columns that lists have for people. */
static const char HARMLESS[] = "序号 编号 备注 说明 电话 联系电话 联系人 地址 网址 no note notes remark remarks "
                               "comment comments phone contact address url";

/* ---- places ---- */

char *gov__places_dup(const GovPlaces *places, unsigned line, size_t column)
{
    int at = places->at[column];
    const char *field = places->columns[column].name;

    return at < 0 ? g_strdup_printf("%s:%u: %s", places->name, line, field)
                  : g_strdup_printf("%s:%u: column %d (%s)", places->name, line, at + 1, field);
}

bool gov__places_fail_va(const GovPlaces *places, unsigned line, size_t column, GError **error,
                         const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    g_autofree char *place = gov__places_dup(places, line, column);

    if (g_utf8_strlen(text, -1) > MAX_MESSAGE)
        *g_utf8_offset_to_pointer(text, MAX_MESSAGE) = '\0';
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s: %s", place, text);
    return false;
}

G_GNUC_PRINTF(5, 6)
static bool fail_at(const GovTable *table, unsigned line, size_t column, GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gov__places_fail_va(&table->places, line, column, error, format, args);
    va_end(args);
    return false;
}

void gov__places_clear(GovPlaces *places)
{
    g_clear_pointer(&places->name, g_free);
}

/* ---- encodings ---- */

static unsigned count_lines(const char *data, size_t len)
{
    unsigned n = 1;

    for (size_t i = 0; i < len; i++)
        n += data[i] == '\n';
    return n;
}

static char *convert(const char *data, size_t len, const char *from, gsize *size)
{
    char *text = g_convert(data, (gssize)len, "UTF-8", from, NULL, size, NULL);

    if (text != NULL && !g_utf8_validate(text, (gssize)*size, NULL))
        g_clear_pointer(&text, g_free);
    return text;
}

/* Spreadsheets on Chinese Windows write GB18030, or UTF-16 as what they call Unicode text. */
static char *decode(const char *data, size_t len, const char *name, gsize *size, GError **error)
{
    const char *bad = NULL;
    char *text = NULL;

    *size = len;
    if (g_utf8_validate(data, (gssize)len, &bad))
        return g_strndup(data, len);
    if (len >= 2 && memcmp(data, "\xFF\xFE", 2) == 0)
        text = convert(data + 2, len - 2, "UTF-16LE", size);
    else if (len >= 2 && memcmp(data, "\xFE\xFF", 2) == 0)
        text = convert(data + 2, len - 2, "UTF-16BE", size);
    else if (memchr(data, '\0', len) == NULL)
        text = convert(data, len, "GB18030", size);
    if (text == NULL || memchr(text, '\0', *size) != NULL)
        g_clear_pointer(&text, g_free);
    if (text == NULL)
        g_set_error(error, GOV_ERROR, GOV_ERROR_ENCODING,
                    "%s:%u: Neither UTF-8 (byte %zu of the file is none) nor GB18030; save it as CSV in UTF-8", name,
                    count_lines(data, (size_t)(bad - data)), (size_t)(bad - data) + 1);
    return text;
}

/* ---- the first line ---- */

/* Without white space, hyphens and brackets behind it: "单 位", "valid from" and "级别（必填）" are what they seem. */
static char *dup_header(const char *text)
{
    g_autofree char *plain = gov__text_fold(text);
    g_autofree char *lower = g_ascii_strdown(plain, -1);
    GString *out = g_string_new(NULL);

    for (const char *p = lower; *p != '\0'; p++)
        if (strchr(" _-*", *p) == NULL)
            g_string_append_c(out, *p);
    gov_label_strip_bracket(out->str);
    return g_string_free(out, FALSE);
}

static bool is_word(const char *words, const char *header)
{
    g_auto(GStrv) all = g_strsplit(words != NULL ? words : "", " ", -1);

    return *header != '\0' && g_strv_contains((const char *const *)all, header);
}

static bool is_named(const GovField *column, const char *header)
{
    g_autofree char *name = dup_header(column->name);

    return strcmp(header, name) == 0 || is_word(column->words, header);
}

/* What a first line that cannot be used may have been meant as. */
static const char *guess_reason(const GovTable *table, const char *line)
{
    if (strstr(line, "，") != NULL)
        return "; its fields are parted by ，, write commas (,) or tabs";
    if (table->csv.ends->len == 1 && strchr(line, ';') != NULL)
        return "; its fields are parted by ;, write commas (,) or tabs";
    return "; lines above the one with the names, such as a title, must go";
}

static bool refuse_header(const GovTable *table, size_t column, GError **error)
{
    g_autoptr(GString) needed = g_string_new(NULL);
    const char *line = gov__csv_get(&table->csv, 0, NULL);

    for (size_t i = 0; i < table->places.n_columns; i++) {
        const GovField *of = &table->places.columns[i];
        g_auto(GStrv) words = g_strsplit(of->words, " ", 2);
        if (of->is_needed)
            g_string_append_printf(needed, "%s%s %s", needed->len > 0 ? " and " : "", of->name, words[0]);
    }
    return fail_at(table, table->csv.record, column, error,
                   "The first line names no such column; it must have %s; it begins with \"%s\"%s", needed->str,
                   line, guess_reason(table, line));
}

/* Finds the one column of the file that is called so; a second one is a mistake. */
static bool find_column(GovTable *table, char **headers, size_t column, bool lesser, GError **error)
{
    const GovField *of = &table->places.columns[column];
    int *at = &table->places.at[column];

    for (guint i = 0; i < table->n_fields; i++) {
        if (!(lesser ? is_word(of->lesser, headers[i]) : is_named(of, headers[i])))
            continue;
        if (*at >= 0)
            return fail_at(table, table->csv.record, column, error, "Column %u is named so as well; name each once",
                           i + 1);
        *at = (int)i;
    }
    return true;
}

static bool is_taken(const GovTable *table, guint field)
{
    for (size_t i = 0; i < table->places.n_columns; i++)
        if (table->places.at[i] == (int)field)
            return true;
    return false;
}

static void warn_of_unknown(GovTable *table, char **headers)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (size_t i = 0; i < table->places.n_columns; i++) {
        g_auto(GStrv) words = g_strsplit(table->places.columns[i].words, " ", 2);
        g_string_append_printf(known, "%s%s %s", i > 0 ? ", " : "", table->places.columns[i].name, words[0]);
    }
    for (guint i = 0, n = 0; i < table->n_fields && n < MAX_UNKNOWN; i++) {
        g_autofree char *text = gov__text_strip(gov__csv_get(&table->csv, i, NULL));
        if (is_taken(table, i) || *headers[i] == '\0' || is_word(HARMLESS, headers[i]))
            continue;
        if (g_utf8_strlen(text, -1) > MAX_MESSAGE)
            *g_utf8_offset_to_pointer(text, MAX_MESSAGE) = '\0';
        g_ptr_array_add(table->warnings,
                        g_strdup_printf("%s:%u: column %u: \"%s\" is left alone; the columns that count are %s",
                                        table->places.name, table->csv.record, i + 1, text, known->str));
        n++;
    }
}

static bool read_header(GovTable *table, GError **error)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < table->n_fields; i++)
        g_ptr_array_add(headers, dup_header(gov__csv_get(&table->csv, i, NULL)));
    for (size_t i = 0; i < table->places.n_columns; i++)
        if (!find_column(table, (char **)headers->pdata, i, false, error))
            return false;
    for (size_t i = 0; i < table->places.n_columns; i++)
        if (table->places.at[i] < 0 && !find_column(table, (char **)headers->pdata, i, true, error))
            return false;
    for (size_t i = 0; i < table->places.n_columns; i++)
        if (table->places.columns[i].is_needed && table->places.at[i] < 0)
            return refuse_header(table, i, error);
    warn_of_unknown(table, (char **)headers->pdata);
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

/* ---- records ---- */

bool gov__table_open(GovTable *table, const char *data, size_t len, const char *name, const GovField *columns,
                     size_t n_columns, GError **error)
{
    gsize size = 0;

    *table = (GovTable){.places = {.name = g_strdup(name), .columns = columns, .n_columns = n_columns}};
    for (size_t i = 0; i < GOV_TABLE_MAX_COLUMNS; i++)
        table->places.at[i] = -1;
    table->warnings = g_ptr_array_new_with_free_func(g_free);
    table->mistakes = g_ptr_array_new_with_free_func(g_free);
    table->text = decode(data, len, name, &size, error);
    if (table->text == NULL)
        return false;
    gov__csv_init(&table->csv, table->text, size, find_delimiter(table->text, size));
    if (!gov__csv_next(&table->csv)) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s: Empty; the first line must name the columns", name);
        return false;
    }
    table->n_fields = table->csv.ends->len;
    return read_header(table, error);
}

static bool is_blank(const char *text)
{
    g_autofree char *stripped = gov__text_strip(text);

    return *stripped == '\0';
}

static bool is_blank_record(const GovCsv *csv)
{
    for (guint i = 0; i < csv->ends->len; i++)
        if (!is_blank(gov__csv_get(csv, i, NULL)))
            return false;
    return true;
}

/* Whether a record can be parted into the fields of the first line. */
static bool check_record(const GovTable *table, GError **error)
{
    const GovCsv *csv = &table->csv;

    if (csv->broken) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "%s:%u: Quotes do not match; write a quote inside a field twice, as \"\"", table->places.name,
                    csv->record);
        return false;
    }
    for (guint i = table->n_fields; i < csv->ends->len; i++) {
        if (is_blank(gov__csv_get(csv, i, NULL)))
            continue;
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "%s:%u: column %u: More fields than the %u that the first line names; put a field with commas in "
                    "quotes",
                    table->places.name, csv->record, i + 1, table->n_fields);
        return false;
    }
    return true;
}

bool gov__table_next(GovTable *table)
{
    while (gov__csv_next(&table->csv)) {
        GError *error = NULL;
        if (is_blank_record(&table->csv))
            continue;
        if (check_record(table, &error))
            return true;
        gov__table_add_mistake(table, error);
    }
    return false;
}

unsigned gov__table_get_line(const GovTable *table)
{
    return table->csv.record;
}

char *gov__table_dup(const GovTable *table, size_t column)
{
    int at = table->places.at[column];
    const char *text = at >= 0 ? gov__csv_get(&table->csv, (guint)at, NULL) : NULL;

    return gov__text_strip(text != NULL ? text : "");
}

void gov__table_add_mistake(GovTable *table, GError *error)
{
    if (table->n_mistakes++ < MAX_MISTAKES)
        g_ptr_array_add(table->mistakes, g_strdup(error->message));
    g_error_free(error);
}

bool gov__table_close(GovTable *table, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < table->mistakes->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "\n    " : "", (char *)g_ptr_array_index(table->mistakes, i));
    if (table->n_mistakes > table->mistakes->len)
        g_string_append_printf(text, "\n    and %zu mistakes more", table->n_mistakes - table->mistakes->len);
    if (table->n_mistakes > 0)
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, text->str);
    return table->n_mistakes == 0;
}

void gov__table_clear(GovTable *table)
{
    gov__places_clear(&table->places);
    g_clear_pointer(&table->warnings, g_ptr_array_unref);
    g_clear_pointer(&table->mistakes, g_ptr_array_unref);
    gov__csv_clear(&table->csv);
    g_clear_pointer(&table->text, g_free);
}
