/* SPDX-License-Identifier: MIT */
/* The way back from JSON, of the full form or the plain one. The members that tell of
 * cells (values, status, raw …) each map codes to something; they are read into one array
 * of cells by a table of member and handler, and the cells are checked and set at the
 * end, when all is known of them. json-glib gives decimals as double: figures of up to 15
 * digits survive that, larger ones are refused. */
#include "report/report-private.h"

#include "base/json-emit-private.h"
#include <govstat/error.h>
#include <json-glib/json-glib.h>

#define MAX_DEPTH 32

/* Below this, doubles lie closer than 10^-6, so that the nearest amount is the one
 * written. */
#define MAX_DECIMAL 8.5e9

/* Integers that a double holds without doubt. */
#define MAX_WHOLE_DOUBLE 9007199254740992.0

typedef struct {
    JsonObject *root;
    GovReport *report;
    const GovForm *form;
    GovCell *cells;
    bool *has_value;
    bool *has_status;
    bool *has_evidence;
    GError **error;
} Reader;

G_GNUC_PRINTF(4, 5)
static bool fail(const Reader *in, GovError code, const char *key, const char *format,
                 ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *reason = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(in->error, GOV_ERROR, (gint)code, "JSON member \"%s\": %s", key, reason);
    return false;
}

/* A member that may be missing or null. */
static JsonNode *find_member(JsonObject *object, const char *key)
{
    JsonNode *node = json_object_get_member(object, key);
    return node == NULL || JSON_NODE_HOLDS_NULL(node) ? NULL : node;
}

static const char *node_string(JsonNode *node)
{
    bool text =
        JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
    return text ? json_node_get_string(node) : NULL;
}

static bool node_int(JsonNode *node, int64_t largest, int64_t *value)
{
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64)
        return false;
    *value = json_node_get_int(node);
    return *value >= 0 && *value <= largest;
}

static bool node_double(JsonNode *node, double *value)
{
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) == G_TYPE_STRING ||
        json_node_get_value_type(node) == G_TYPE_BOOLEAN)
        return false;
    *value = json_node_get_double(node);
    return true;
}

static bool read_string(const Reader *in, JsonObject *object, const char *key,
                        const char **text)
{
    JsonNode *node = find_member(object, key);
    *text = node == NULL ? NULL : node_string(node);
    return node == NULL || *text != NULL ||
           fail(in, GOV_ERROR_SYNTAX, key, "not a string");
}

static bool decimal_value(const Reader *in, const char *code, size_t cell, double number,
                          int64_t *value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    if (!(number > -MAX_DECIMAL && number < MAX_DECIMAL))
        return fail(in, GOV_ERROR_LIMIT, code,
                    "a decimal of this size cannot be read exactly");
    g_ascii_formatd(text, sizeof text, "%.6f", number);
    *value = gov_figure_parse(text, strlen(text), GOV_TYPE_MONEY, GOV_UNIT_NONE).value;
    if (g_ascii_strtod(text, NULL) != number)
        gov_report_add_note(in->report, "figure.rounded", (int)cell,
                            "More than six decimals: rounded");
    return true;
}

static bool figure_value(const Reader *in, const char *code, size_t cell, JsonNode *node,
                         int64_t *value)
{
    double number;
    bool money = gov_form_get_cell_type(in->form, cell) == GOV_TYPE_MONEY;
    if (!node_double(node, &number))
        return fail(in, GOV_ERROR_SYNTAX, code, "not a number");
    if (json_node_get_value_type(node) == G_TYPE_DOUBLE) {
        if (money)
            return decimal_value(in, code, cell, number, value);
        if (!(number > -MAX_WHOLE_DOUBLE && number < MAX_WHOLE_DOUBLE) ||
            number != (double)(int64_t)number)
            return fail(in, GOV_ERROR_SYNTAX, code, "not a whole number");
        *value = (int64_t)number;
        return true;
    }
    *value = json_node_get_int(node);
    if (money && __builtin_mul_overflow(*value, (int64_t)1000000, value))
        return fail(in, GOV_ERROR_LIMIT, code, "the number is too large");
    return true;
}

/* Takes what a member says of one cell. */
typedef bool (*ReadCell)(Reader *in, const char *code, size_t cell, JsonNode *node);

static bool read_value(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    if (JSON_NODE_HOLDS_NULL(node))
        return true;
    in->has_value[cell] = true;
    return figure_value(in, code, cell, node, &in->cells[cell].value);
}

static bool read_status(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    const char *name = node_string(node);
    in->has_status[cell] = true;
    return (name != NULL && gov_status_from_name(name, &in->cells[cell].status)) ||
           fail(in, GOV_ERROR_SYNTAX, code, "not a status");
}

static bool read_raw(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    in->cells[cell].raw = node_string(node);
    return in->cells[cell].raw != NULL ||
           fail(in, GOV_ERROR_SYNTAX, code, "not a string");
}

static bool read_reading(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    if (in->cells[cell].status != GOV_STATUS_UNCERTAIN || !in->has_status[cell])
        return fail(in, GOV_ERROR_SYNTAX, code,
                    "a reading of a cell that is not uncertain");
    in->cells[cell].has_reading = true;
    return figure_value(in, code, cell, node, &in->cells[cell].value);
}

static bool read_evidence(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    const char *name = node_string(node);
    in->has_evidence[cell] = true;
    return (name != NULL && gov__evidence_from_name(name, &in->cells[cell].evidence)) ||
           fail(in, GOV_ERROR_SYNTAX, code, "not an evidence");
}

static bool read_confidence(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    double *confidence = &in->cells[cell].confidence;
    return (node_double(node, confidence) && *confidence >= 0 && *confidence <= 1) ||
           fail(in, GOV_ERROR_SYNTAX, code, "not a number from 0 to 1");
}

static bool read_locator(Reader *in, const char *code, size_t cell, JsonNode *node)
{
    int64_t row, column;
    JsonArray *parts = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    if (parts == NULL || json_array_get_length(parts) != 3 ||
        !node_int(json_array_get_element(parts, 1), G_MAXUINT32, &row) ||
        !node_int(json_array_get_element(parts, 2), G_MAXUINT32, &column))
        return fail(in, GOV_ERROR_SYNTAX, code, "not a block, a row and a column");
    JsonNode *block = json_array_get_element(parts, 0);
    in->cells[cell].locator = node_string(block);
    if (in->cells[cell].locator == NULL && !JSON_NODE_HOLDS_NULL(block))
        return fail(in, GOV_ERROR_SYNTAX, code, "the block is not a string");
    in->cells[cell].row = (unsigned)row;
    in->cells[cell].column = (unsigned)column;
    return true;
}

/* In this order: readings look at the status. */
static const struct {
    const char *key;
    ReadCell read;
} CELL_MEMBERS[] = {
    {"values", read_value},      {"status", read_status},
    {"raw", read_raw},           {"readings", read_reading},
    {"evidence", read_evidence}, {"confidence", read_confidence},
    {"locators", read_locator},
};

static bool read_cell_member(Reader *in, const char *key, ReadCell read)
{
    JsonNode *node = find_member(in->root, key);
    JsonObjectIter iter;
    const char *code;
    if (node == NULL)
        return true;
    if (!JSON_NODE_HOLDS_OBJECT(node))
        return fail(in, GOV_ERROR_SYNTAX, key, "not an object");
    json_object_iter_init_ordered(&iter, json_node_get_object(node));
    while (json_object_iter_next_ordered(&iter, &code, &node)) {
        int cell = gov_form_find_cell(in->form, code);
        if (cell < 0)
            return fail(in, GOV_ERROR_SYNTAX, key, "form %s has no cell \"%s\"",
                        gov_form_get_id(in->form), code);
        if (!read(in, code, (size_t)cell, node))
            return false;
    }
    return true;
}

/* A cell says nothing of its status exactly if it is reported. */
static bool set_cell(Reader *in, size_t i, bool with_evidence)
{
    GovCell *cell = &in->cells[i];
    const char *code = gov_form_get_code(in->form, i);
    if (!in->has_status[i])
        cell->status = GOV_STATUS_REPORTED;
    bool reported = cell->status == GOV_STATUS_REPORTED;
    if (reported && !in->has_value[i])
        return fail(in, GOV_ERROR_SYNTAX, code,
                    in->has_status[i] ? "reported, but without a value"
                                      : "neither a value nor a status");
    if (!reported && in->has_value[i])
        return fail(in, GOV_ERROR_SYNTAX, code, "a value, but the status is %s",
                    gov_status_get_name(cell->status));
    if (!in->has_evidence[i])
        cell->evidence = gov__report_usual_evidence(cell);
    if (!with_evidence && cell->evidence == GOV_EVIDENCE_EXACT)
        cell->evidence = GOV_EVIDENCE_GIVEN;
    gov_report_set_cell(in->report, i, cell);
    return true;
}

static bool read_cells(Reader *in)
{
    size_t n = gov_form_n_cells(in->form);
    bool with_evidence = find_member(in->root, "evidence") != NULL;
    g_autofree GovCell *cells = in->cells = g_new0(GovCell, n);
    g_autofree bool *flags = g_new0(bool, 3 * n);
    in->has_value = flags;
    in->has_status = flags + n;
    in->has_evidence = flags + 2 * n;
    for (size_t i = 0; i < n; i++)
        cells[i].confidence = 1;
    if (find_member(in->root, "values") == NULL)
        return fail(in, GOV_ERROR_SYNTAX, "values", "missing");
    for (size_t i = 0; i < G_N_ELEMENTS(CELL_MEMBERS); i++) {
        if (!read_cell_member(in, CELL_MEMBERS[i].key, CELL_MEMBERS[i].read))
            return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!set_cell(in, i, with_evidence))
            return false;
    }
    return true;
}

static bool read_texts(Reader *in)
{
    static const struct {
        const char *key;
        void (*set)(GovReport *report, const char *text);
    } TEXTS[] = {
        {"source", gov_report_set_source},
        {"agency", gov_report_set_agency},
        {"title", gov_report_set_title},
        {"body_agency", gov_report_set_body_agency},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        const char *text;
        if (!read_string(in, in->root, TEXTS[i].key, &text))
            return false;
        TEXTS[i].set(in->report, text);
    }
    return true;
}

static bool read_year(Reader *in)
{
    JsonNode *node = find_member(in->root, "year");
    int64_t year = 0;
    if (node != NULL && !node_int(node, 9999, &year))
        return fail(in, GOV_ERROR_SYNTAX, "year", "not a year");
    gov_report_set_year(in->report, (int)year);
    return true;
}

static bool read_period(Reader *in)
{
    const char *start, *end;
    JsonNode *node = find_member(in->root, "period");
    if (node == NULL)
        return true;
    if (!JSON_NODE_HOLDS_OBJECT(node))
        return fail(in, GOV_ERROR_SYNTAX, "period", "not an object");
    JsonObject *period = json_node_get_object(node);
    if (!read_string(in, period, "start", &start) ||
        !read_string(in, period, "end", &end))
        return false;
    gov_report_set_period(in->report, start, end);
    return true;
}

/* An array that may be missing, as an array that may be NULL. */
static bool find_array(const Reader *in, const char *key, JsonArray **array)
{
    JsonNode *node = find_member(in->root, key);
    *array =
        node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    return node == NULL || *array != NULL ||
           fail(in, GOV_ERROR_SYNTAX, key, "not an array");
}

static bool read_sections(Reader *in)
{
    JsonArray *sections;
    if (!find_array(in, "sections", &sections))
        return false;
    unsigned n = sections == NULL ? 0 : json_array_get_length(sections);
    if (n > GOV_N_SECTIONS)
        return fail(in, GOV_ERROR_SYNTAX, "sections", "more than %u", GOV_N_SECTIONS);
    for (unsigned i = 0; i < n; i++) {
        JsonNode *node = json_array_get_element(sections, i);
        const char *text = JSON_NODE_HOLDS_NULL(node) ? NULL : node_string(node);
        if (text == NULL && !JSON_NODE_HOLDS_NULL(node))
            return fail(in, GOV_ERROR_SYNTAX, "sections", "section %u is not a string",
                        i + 1);
        gov_report_set_section(in->report, i + 1, text);
    }
    return true;
}

static bool read_note(Reader *in, JsonNode *node)
{
    const char *code, *cell, *message;
    if (!JSON_NODE_HOLDS_OBJECT(node))
        return fail(in, GOV_ERROR_SYNTAX, "notes", "a note is not an object");
    JsonObject *note = json_node_get_object(node);
    if (!read_string(in, note, "code", &code) || !read_string(in, note, "cell", &cell) ||
        !read_string(in, note, "message", &message))
        return false;
    int index = cell == NULL ? -1 : gov_form_find_cell(in->form, cell);
    if (code == NULL || message == NULL || (cell != NULL && index < 0))
        return fail(in, GOV_ERROR_SYNTAX, "notes",
                    "a note without code, message or known cell");
    gov_report_add_note(in->report, code, index, message);
    return true;
}

static bool read_notes(Reader *in)
{
    JsonArray *notes;
    if (!find_array(in, "notes", &notes))
        return false;
    unsigned n = notes == NULL ? 0 : json_array_get_length(notes);
    for (unsigned i = 0; i < n; i++) {
        if (!read_note(in, json_array_get_element(notes, i)))
            return false;
    }
    return true;
}

/* The form the object names: the caller's if its id is that, else the built-in one. */
static GovForm *find_form(const Reader *in, const GovForm *form)
{
    const char *id;
    if (!read_string(in, in->root, "form", &id))
        return NULL;
    if (id == NULL) {
        fail(in, GOV_ERROR_SYNTAX, "form", "missing");
        return NULL;
    }
    if (form == NULL)
        return gov_form_builtin(id, in->error);
    if (g_strcmp0(id, gov_form_get_id(form)) == 0)
        return gov_form_ref(form);
    fail(in, GOV_ERROR_FORM, "form", "%s where %s was asked for", id,
         gov_form_get_id(form));
    return NULL;
}

static JsonObject *parse_object(JsonParser *parser, const char *json, size_t len,
                                GError **error)
{
    g_autoptr(GError) reason = NULL;
    if (!gov__json_check(json, len, MAX_DEPTH, error))
        return NULL;
    if (!json_parser_load_from_data(parser, json, (gssize)len, &reason)) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "JSON: %s", reason->message);
        return NULL;
    }
    JsonNode *root = json_parser_get_root(parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root)) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, "JSON: not an object");
        return NULL;
    }
    return json_node_get_object(root);
}

GovReport *gov_report_from_json(const char *json, size_t len, const GovForm *form,
                                GError **error)
{
    g_return_val_if_fail(json != NULL && len <= G_MAXSSIZE, NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    Reader in = {.root = parse_object(parser, json, len, error), .error = error};
    if (in.root == NULL)
        return NULL;
    g_autoptr(GovForm) used = find_form(&in, form);
    if (used == NULL)
        return NULL;
    g_autoptr(GovReport) report = in.report = gov_report_new(used);
    in.form = used;
    if (!read_texts(&in) || !read_year(&in) || !read_period(&in) || !read_notes(&in) ||
        !read_cells(&in) || !read_sections(&in))
        return NULL;
    gov_report_seal(report);
    return g_steal_pointer(&report);
}
