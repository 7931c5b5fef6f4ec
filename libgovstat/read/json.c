/* SPDX-License-Identifier: MIT */
/* Our own JSON: one report, an array of reports, or one report after another (JSON
 * lines). The text is cut into its objects by counting brackets outside strings, and
 * each object is handed on as it stands. So a file of a million reports is never one
 * tree in memory, every message can name the line or element, and nesting is bounded
 * before a recursive parser sees it. */
#include <govstat/error.h>
#include <govstat/report.h>

#include "read/format-private.h"

#include <string.h>

#define MAX_DEPTH 64

typedef struct {
    const char *next;
    const char *end;
    unsigned line;    /* of `next`, from 1 */
    unsigned element; /* objects seen */
    bool array;
} Cutter;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(Cutter *self)
{
    for (; self->next < self->end && is_space(*self->next); self->next++)
        self->line += *self->next == '\n';
}

static void skip_bom(Cutter *self)
{
    if (self->end - self->next >= 3 && memcmp(self->next, "\xEF\xBB\xBF", 3) == 0)
        self->next += 3;
    skip_space(self);
}

static bool detect(const char *data, size_t len)
{
    Cutter self = {data, data + len, 1, 0, false};
    skip_bom(&self);
    if (self.next < self.end && *self.next == '[') {
        self.next++;
        skip_space(&self);
        return self.next < self.end && (*self.next == '{' || *self.next == ']');
    }
    return self.next < self.end && *self.next == '{';
}

static bool fail(const Cutter *self, GovError code, GError **error, const char *what)
{
    g_set_error(error, GOV_ERROR, code, "Line %u: %s", self->line, what);
    return false;
}

static const char *skip_string(const Cutter *self, const char *p)
{
    for (p++; p < self->end && *p != '"'; p++)
        p += *p == '\\' && p + 1 < self->end;
    return p;
}

/* Finds the end of the object at `next`. */
static bool cut_object(Cutter *self, const char **object, size_t *len, GError **error)
{
    int depth = 0;
    *object = self->next;
    for (const char *p = self->next; p < self->end; p++) {
        if (*p == '"')
            p = skip_string(self, p);
        else if (*p == '{' || *p == '[')
            depth++;
        else if (*p == '}' || *p == ']')
            depth--;
        if (depth > MAX_DEPTH)
            return fail(self, GOV_ERROR_LIMIT, error,
                        "JSON is nested too deeply for a report");
        if (depth == 0) {
            *len = (size_t)(p + 1 - self->next);
            return true;
        }
    }
    return fail(self, GOV_ERROR_SYNTAX, error, "JSON object has no end");
}

static void pass_object(Cutter *self, size_t len)
{
    const char *end = self->next + len;
    for (; self->next < end; self->next++)
        self->line += *self->next == '\n';
    self->element++;
}

static void free_report(gpointer report)
{
    gov_report_unref(report);
}

static bool add_report(Cutter *self, GPtrArray *reports, const GovForm *form,
                       GError **error)
{
    const char *object = NULL;
    size_t len = 0;
    if (!cut_object(self, &object, &len, error))
        return false;
    GovReport *report = gov_report_from_json(object, len, form, error);
    if (report == NULL && self->array)
        g_prefix_error(error, "Element %u: ", self->element + 1);
    else if (report == NULL)
        g_prefix_error(error, "Line %u: ", self->line);
    if (report == NULL)
        return false;
    g_ptr_array_add(reports, report);
    pass_object(self, len);
    return true;
}

/* Moves to the next object; sets `more` to whether there is one. */
static bool find_object(Cutter *self, bool *more, GError **error)
{
    skip_space(self);
    char c = self->next < self->end ? *self->next : 0;
    bool closed = self->array && c == ']';
    if (self->array && self->element > 0 && c == ',') {
        self->next++;
        skip_space(self);
        c = self->next < self->end ? *self->next : 0;
    } else if (self->array && self->element > 0 && !closed) {
        return fail(self, GOV_ERROR_SYNTAX, error,
                    "Expected a comma or ] after an element");
    }
    *more = c == '{';
    if (*more || (!self->array && self->next == self->end))
        return true;
    if (!closed)
        return fail(self, GOV_ERROR_SYNTAX, error, "Expected a JSON object");
    self->next++;
    skip_space(self);
    return self->next == self->end ||
           fail(self, GOV_ERROR_SYNTAX, error, "Unexpected text after the array");
}

static GPtrArray *read_reports(const char *data, size_t len,
                               const GovReadOptions *options, GError **error)
{
    if (!g_utf8_validate_len(data, len, NULL)) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_ENCODING,
                            "JSON is not valid UTF-8");
        return NULL;
    }
    Cutter self = {data, data + len, 1, 0, false};
    skip_bom(&self);
    self.array = *self.next == '[';
    self.next += self.array;
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func(free_report);
    bool more = true;
    while (more) {
        if (!find_object(&self, &more, error))
            return NULL;
        if (more &&
            !add_report(&self, reports, options == NULL ? NULL : options->form, error))
            return NULL;
    }
    if (reports->len > 0)
        return g_steal_pointer(&reports);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_NO_TABLES,
                        "The array holds no reports");
    return NULL;
}

const GovFormat gov__format_json = {"json", detect, NULL, read_reports};
