/* SPDX-License-Identifier: MIT */
/* CSV that this library wrote: finished reports, one in a line (wide) or one cell in a
 * line (long), known by the columns it begins with. A report is put together as the JSON
 * object it would be, and goes the way of our JSON, so that both are checked alike. The
 * places of figures are not in the wide layout, and not taken from the long one. */
#include <govstat/error.h>
#include <govstat/report.h>
#include <string.h>

#include "base/json-emit-private.h"
#include "base/csv-private.h"
#include "read/format-private.h"

#define HEADER "source,form,agency,year,"

enum {
    FIELD_SOURCE,
    FIELD_FORM,
    FIELD_AGENCY,
    FIELD_YEAR,
    N_IDENTITY
};

/* In the long layout, from the fourth column on. */
enum {
    FIELD_CODE = N_IDENTITY,
    FIELD_VALUE,
    FIELD_STATUS,
    FIELD_RAW,
    N_LONG
};

typedef struct {
    GovCsv csv;
    const GovForm *form; /* asked for, or NULL */
    GPtrArray *header;   /* names of columns */
    GPtrArray *reports;
    GString *identity; /* of the report under way, as members */
    GString *values;
    GString *status;
    GString *raw;
    GString *sections;
    unsigned line; /* on which the report begins */
    char *key;     /* of the report under way, in the long layout */
    char *first;   /* code of its first cell */
    bool open;
    GError **error;
} Reader;

static bool detect(const char *data, size_t len)
{
    size_t bom = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return len - bom > strlen(HEADER) && memcmp(data + bom, HEADER, strlen(HEADER)) == 0;
}

static bool fail(const Reader *self, const char *what)
{
    g_set_error(self->error, GOV_ERROR, GOV_ERROR_SYNTAX, "Line %u: %s",
                self->csv.record, what);
    return false;
}

/* ---- members ---- */

/* Empty fields and missing ones say nothing. */
static const char *get_field(const Reader *self, guint i)
{
    const char *text = gov__csv_get(&self->csv, i, NULL);
    return text == NULL || *text == 0 ? NULL : text;
}

/* As the library writes numbers; anything else would not be JSON. */
static bool is_number(const char *text)
{
    text += *text == '-';
    size_t whole = strspn(text, "0123456789");
    size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    bool zeros = whole > 1 && *text == '0';
    return whole > 0 && !zeros &&
           (text[whole] == 0 || (part > 0 && text[whole + 1 + part] == 0));
}

static void append_text(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static bool append_value(const Reader *self, const char *code, const char *text)
{
    gov__json_append_key(self->values, code);
    g_string_append(self->values, text == NULL ? "null" : text);
    return text == NULL || is_number(text) || fail(self, "a value is not a number");
}

/* `code=status;code=status`. */
static bool append_statuses(const Reader *self, const char *text)
{
    g_auto(GStrv) pairs = g_strsplit(text == NULL ? "" : text, ";", -1);
    for (guint i = 0; pairs[i] != NULL; i++) {
        char *equals = strchr(pairs[i], '=');
        if (equals == NULL)
            return fail(self, "a status is not of the form code=status");
        *equals = 0;
        append_text(self->status, pairs[i], equals + 1);
    }
    return true;
}

static bool begin_report(Reader *self)
{
    static const char *const keys[] = {"source", "form", "agency"};
    const char *year = get_field(self, FIELD_YEAR);
    GString *const parts[] = {self->identity, self->values, self->status, self->raw};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        g_string_assign(parts[i], "{");
    g_string_assign(self->sections, "[");
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        append_text(self->identity, keys[i], get_field(self, i));
    gov__json_append_key(self->identity, "year");
    g_string_append(self->identity, year == NULL ? "null" : year);
    self->open = true;
    self->line = self->csv.record;
    return year == NULL || is_number(year) || fail(self, "the year is not a number");
}

static bool end_report(Reader *self)
{
    if (!self->open)
        return true;
    g_autofree char *json = g_strdup_printf(
        "%s,\"values\":%s},\"status\":%s},\"raw\":%s},\"sections\":%s]}",
        self->identity->str, self->values->str, self->status->str, self->raw->str,
        self->sections->str);
    GovReport *report =
        gov_report_from_json(json, strlen(json), self->form, self->error);
    self->open = false;
    if (report == NULL)
        g_prefix_error(self->error, "Line %u: ", self->line);
    else
        g_ptr_array_add(self->reports, report);
    return report != NULL;
}

/* ---- one report in a line ---- */

static bool append_column(Reader *self, const char *name, const char *text)
{
    if (strcmp(name, "status") == 0)
        return append_statuses(self, text);
    if (g_str_has_prefix(name, "section_")) {
        gov__json_append_comma(self->sections);
        gov__json_append_string(self->sections, text);
        return true;
    }
    if (!g_str_has_suffix(name, "#raw"))
        return append_value(self, name, text);
    g_autofree char *code = g_strndup(name, strlen(name) - 4);
    if (text != NULL)
        append_text(self->raw, code, text);
    return true;
}

static bool read_wide(Reader *self)
{
    if (self->csv.ends->len != self->header->len)
        return fail(self, "not as many fields as the first line has");
    if (!begin_report(self))
        return false;
    for (guint i = N_IDENTITY; i < self->header->len; i++)
        if (!append_column(self, g_ptr_array_index(self->header, i), get_field(self, i)))
            return false;
    return end_report(self);
}

/* ---- one cell in a line ---- */

static char *join_identity(const Reader *self)
{
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < N_IDENTITY; i++) {
        const char *text = gov__csv_get(&self->csv, i, NULL);
        g_string_append_printf(key, "%s\n", text == NULL ? "" : text);
    }
    return g_string_free(g_steal_pointer(&key), FALSE);
}

/* A report ends where the identity changes, or its first cell comes again. */
static bool turn_report(Reader *self, const char *code)
{
    g_autofree char *key = join_identity(self);
    if (self->open && strcmp(key, self->key) == 0 && strcmp(code, self->first) != 0)
        return true;
    if (!end_report(self))
        return false;
    g_free(self->key);
    g_free(self->first);
    self->key = g_steal_pointer(&key);
    self->first = g_strdup(code);
    return begin_report(self);
}

static bool read_long(Reader *self)
{
    const char *code = get_field(self, FIELD_CODE);
    const char *status = get_field(self, FIELD_STATUS);
    const char *raw = get_field(self, FIELD_RAW);
    if (code == NULL || status == NULL || self->csv.ends->len < N_LONG)
        return fail(self, "code or status is missing");
    if (!turn_report(self, code))
        return false;
    if (strcmp(status, "reported") != 0)
        append_text(self->status, code, status);
    if (raw != NULL)
        append_text(self->raw, code, raw);
    return append_value(self, code, get_field(self, FIELD_VALUE));
}

/* ---- the file ---- */

static bool read_header(Reader *self)
{
    gov__csv_next(&self->csv);
    for (guint i = 0; i < self->csv.ends->len; i++)
        g_ptr_array_add(self->header, g_strdup(gov__csv_get(&self->csv, i, NULL)));
    return self->header->len > N_IDENTITY || fail(self, "no columns of figures");
}

static bool is_empty(const Reader *self)
{
    return self->csv.ends->len == 1 && get_field(self, 0) == NULL;
}

static bool read_records(Reader *self)
{
    if (!read_header(self))
        return false;
    bool is_long = strcmp(g_ptr_array_index(self->header, FIELD_CODE), "code") == 0;
    while (gov__csv_next(&self->csv)) {
        if (self->csv.broken)
            return fail(self, "quotes that do not end, or text behind them");
        if (!is_empty(self) && !(is_long ? read_long(self) : read_wide(self)))
            return false;
    }
    return end_report(self);
}

static void free_report(gpointer report)
{
    gov_report_unref(report);
}

static void init_reader(Reader *self)
{
    self->header = g_ptr_array_new_with_free_func(g_free);
    self->reports = g_ptr_array_new_with_free_func(free_report);
    self->identity = g_string_new(NULL);
    self->values = g_string_new(NULL);
    self->status = g_string_new(NULL);
    self->raw = g_string_new(NULL);
    self->sections = g_string_new(NULL);
}

static void clear_reader(Reader *self)
{
    gov__csv_clear(&self->csv);
    g_ptr_array_unref(self->header);
    g_clear_pointer(&self->reports, g_ptr_array_unref);
    g_string_free(self->identity, TRUE);
    g_string_free(self->values, TRUE);
    g_string_free(self->status, TRUE);
    g_string_free(self->raw, TRUE);
    g_string_free(self->sections, TRUE);
    g_free(self->key);
    g_free(self->first);
}

static GPtrArray *read_reports(const char *data, size_t len,
                               const GovReadOptions *options, GError **error)
{
    if (!g_utf8_validate_len(data, len, NULL)) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_ENCODING,
                            "CSV of reports is not valid UTF-8");
        return NULL;
    }
    Reader self = {.form = options == NULL ? NULL : options->form, .error = error};
    gov__csv_init(&self.csv, data, len, ',');
    init_reader(&self);
    bool done = read_records(&self);
    GPtrArray *reports = done ? g_steal_pointer(&self.reports) : NULL;
    clear_reader(&self);
    if (reports == NULL || reports->len > 0)
        return reports;
    g_ptr_array_unref(reports);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_NO_TABLES,
                        "The file holds no reports, only names of columns");
    return NULL;
}

const GovFormat gov__format_panel = {"csv-panel", detect, NULL, read_reports};
