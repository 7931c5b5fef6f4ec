/* SPDX-License-Identifier: MIT */
/* Findings that somebody has looked at and accepted ("checked, correct as printed").
 *
 * A finding is known by what it says: body, year, form, rule, cells and the figures in them, and of
 * the text the words with its figure. All of
 * that together is one line of JSON in one spelling, which is at once the line of the file and the
 * key in a set. So a dismissal ends by itself when one of its figures changes, and it does not
 * matter where the report lies or in which order findings come. Members that we do not know, such
 * as a remark of the person who decided, are left alone. */
#include "check/finding-private.h"

#include <govstat/error.h>
#include <json-glib/json-glib.h>

#include <string.h>

#include "base/file-private.h"
#include "base/json-emit-private.h"

#define MAX_BYTES ((size_t)256 << 20)
#define MAX_DEPTH 8

struct _GovBaseline {
    GHashTable *keys; /* of char * */
};

/* ---- finding → line ---- */

static void append_codes(GString *out, const char *key, const GovReport *report, const GArray *cells)
{
    gov__json_append_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < cells->len; i++) {
        gov__json_append_comma(out);
        gov__json_append_string(
            out, gov_form_get_code(gov_report_get_form(report), g_array_index(cells, uint32_t, i)));
    }
    g_string_append_c(out, ']');
}

/* Figures are strings, so that no reader rounds them; a cell without one gives its status. */
static void append_figures(GString *out, const char *key, const GovReport *report, const GArray *cells)
{
    gov__json_append_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < cells->len; i++) {
        uint32_t cell = g_array_index(cells, uint32_t, i);
        GovStatus status = gov_report_get_status(report, cell);
        g_autofree char *figure =
            status == GOV_STATUS_REPORTED
                ? gov_figure_format(gov_report_get_values(report)[cell],
                                    gov_form_get_cell_type(gov_report_get_form(report), cell))
                : g_strdup(gov_status_get_name(status));
        gov__json_append_comma(out);
        gov__json_append_string(out, figure);
    }
    g_string_append_c(out, ']');
}

static void append_identity(GString *out, const char *body, int64_t year, const char *form, const char *rule)
{
    g_string_append_c(out, '{');
    gov__json_append_key(out, "agency");
    gov__json_append_string(out, body);
    gov__json_append_key(out, "year");
    gov__json_append_int(out, year);
    gov__json_append_key(out, "form");
    gov__json_append_string(out, form);
    gov__json_append_key(out, "rule");
    gov__json_append_string(out, rule);
}

void gov_baseline_append_line(GString *out, const GovFinding *finding)
{
    g_return_if_fail(out != NULL && finding != NULL);
    const GovReport *report = finding->report;
    const char *agency = gov_report_get_agency(report);

    append_identity(out, agency != NULL ? agency : gov_report_get_source(report),
                    gov_report_get_year(report), gov_form_get_id(gov_report_get_form(report)),
                    finding->rule_id);
    append_codes(out, "cells", report, finding->cells);
    append_figures(out, "figures", report, finding->cells);
    if (finding->sentence != NULL) {
        gov__json_append_key(out, "sentence");
        gov__json_append_string(out, finding->sentence);
    }
    if (finding->prior != NULL) {
        gov__json_append_key(out, "prior_year");
        gov__json_append_int(out, gov_report_get_year(finding->prior));
        append_codes(out, "prior_cells", finding->prior, finding->prior_cells);
        append_figures(out, "prior_figures", finding->prior, finding->prior_cells);
    }
    g_string_append(out, "}\n");
}

/* ---- line → key ---- */

static const char *get_text(JsonObject *object, const char *key)
{
    JsonNode *node = json_object_get_member(object, key);

    return node != NULL && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : NULL;
}

static bool get_year(JsonObject *object, const char *key, int64_t *year)
{
    JsonNode *node = json_object_get_member(object, key);

    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64)
        return false;
    *year = json_node_get_int(node);
    return true;
}

static bool copy_texts(GString *out, JsonObject *object, const char *key)
{
    JsonNode *node = json_object_get_member(object, key);

    if (node == NULL || !JSON_NODE_HOLDS_ARRAY(node))
        return false;
    JsonArray *array = json_node_get_array(node);
    gov__json_append_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < json_array_get_length(array); i++) {
        JsonNode *item = json_array_get_element(array, i);
        if (!JSON_NODE_HOLDS_VALUE(item) || json_node_get_value_type(item) != G_TYPE_STRING)
            return false;
        gov__json_append_comma(out);
        gov__json_append_string(out, json_node_get_string(item));
    }
    g_string_append_c(out, ']');
    return true;
}

/* What gov_baseline_append_line() would have written; the member that is not right, or NULL. */
static const char *append_key(GString *out, JsonObject *object)
{
    const char *form = get_text(object, "form"), *rule = get_text(object, "rule");
    int64_t year = 0, prior_year = 0;

    if (!get_year(object, "year", &year))
        return "year";
    if (form == NULL || rule == NULL)
        return form == NULL ? "form" : "rule";
    append_identity(out, get_text(object, "agency"), year, form, rule);
    if (!copy_texts(out, object, "cells"))
        return "cells";
    if (!copy_texts(out, object, "figures"))
        return "figures";
    if (get_text(object, "sentence") != NULL) {
        gov__json_append_key(out, "sentence");
        gov__json_append_string(out, get_text(object, "sentence"));
    }
    if (get_year(object, "prior_year", &prior_year)) {
        gov__json_append_key(out, "prior_year");
        gov__json_append_int(out, prior_year);
        if (!copy_texts(out, object, "prior_cells"))
            return "prior_cells";
        if (!copy_texts(out, object, "prior_figures"))
            return "prior_figures";
    }
    g_string_append(out, "}\n");
    return NULL;
}

static bool fail_line(GError **error, const char *name, unsigned line, const char *reason)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s:%u: not a line of a baseline: %s", name, line, reason);
    return false;
}

static bool add_line(GovBaseline *baseline, const char *text, size_t len, const char *name, unsigned line,
                     GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    g_autoptr(GString) key = g_string_new(NULL);

    if (!gov__json_check(text, len, MAX_DEPTH, &cause) ||
        !json_parser_load_from_data(parser, text, (gssize)len, &cause))
        return fail_line(error, name, line, cause->message);
    JsonNode *root = json_parser_get_root(parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root))
        return fail_line(error, name, line, "no object");
    const char *wrong = append_key(key, json_node_get_object(root));
    if (wrong != NULL) {
        g_autofree char *reason = g_strdup_printf("member \"%s\" is missing or of the wrong type", wrong);
        return fail_line(error, name, line, reason);
    }
    g_hash_table_add(baseline->keys, g_strdup(key->str));
    return true;
}

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!g_ascii_isspace(text[i]))
            return false;
    return true;
}

static void baseline_clear(gpointer data)
{
    GovBaseline *baseline = data;

    g_hash_table_unref(baseline->keys);
}

GovBaseline *gov_baseline_from_data(const char *data, size_t len, const char *name, GError **error)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    g_return_val_if_fail(name != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    if (len > MAX_BYTES) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "%s: %zu bytes, a baseline may have %zu", name, len,
                    MAX_BYTES);
        return NULL;
    }
    g_autoptr(GovBaseline) baseline = g_atomic_rc_box_new0(GovBaseline);
    baseline->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *end = len > 0 ? data + len : data;
    for (unsigned line = 1; data < end; line++) {
        const char *newline = memchr(data, '\n', (size_t)(end - data));
        size_t n = (size_t)((newline != NULL ? newline : end) - data);
        if (!is_blank(data, n) && !add_line(baseline, data, n, name, line, error))
            return NULL;
        data = newline != NULL ? newline + 1 : end;
    }
    return g_steal_pointer(&baseline);
}

GovBaseline *gov_baseline_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autofree char *name = NULL;
    g_autoptr(GByteArray) bytes = gov__file_load_named(path, MAX_BYTES, &name, error);

    if (bytes == NULL)
        return NULL;
    return gov_baseline_from_data((const char *)bytes->data, bytes->len, name, error);
}

GovBaseline *gov_baseline_ref(const GovBaseline *baseline)
{
    return g_atomic_rc_box_acquire((GovBaseline *)(uintptr_t)baseline);
}

void gov_baseline_unref(GovBaseline *baseline)
{
    g_atomic_rc_box_release_full(baseline, baseline_clear);
}

bool gov_baseline_has(const GovBaseline *baseline, const GovFinding *finding)
{
    g_return_val_if_fail(baseline != NULL && finding != NULL, false);
    g_autoptr(GString) key = g_string_new(NULL);

    gov_baseline_append_line(key, finding);
    return g_hash_table_contains(baseline->keys, key->str);
}
