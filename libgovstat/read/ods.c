/* SPDX-License-Identifier: MIT */
/* Spreadsheets of OpenDocument (ODS, OTS). A cell has both its value and the text that shows it.
 * The value counts, since the text may be rounded; the text gives the words around it, such as a
 * unit, and where it shows another number altogether (a scale, percent), what is shown counts.
 * Repeated cells and rows are told once, empty ones by the million, so only those with text are
 * ever written out; cells.c makes the grid. */
#include "read/cells-private.h"
#include "read/format-private.h"
#include "read/number-private.h"
#include "read/odf-private.h"

#include <govstat/error.h>
#include <math.h>
#include <string.h>

#define MAX_SHEETS 1024u
#define MAX_TEXT ((size_t)128 << 20) /* bytes in all cells of a workbook, repeated ones too */
#define MAX_REPEATS GOV_CELLS_MAX_ROWS
#define MAX_SPANS 64u

/* clang-format off */
static const GovXmlName names[] = {
    GOV_ODF_NAMES,
    {GOV_NS_TABLE, "shapes", GOV_ODF_SKIP}, {GOV_NS_DRAW, "frame", GOV_ODF_SKIP},
    {GOV_NS_DRAW, "custom-shape", GOV_ODF_SKIP}, {GOV_NS_DRAW, "rect", GOV_ODF_SKIP},
    {GOV_NS_DRAW, "ellipse", GOV_ODF_SKIP}, {GOV_NS_DRAW, "line", GOV_ODF_SKIP},
    {GOV_NS_DRAW, "g", GOV_ODF_SKIP}, {GOV_NS_TABLE, "named-expressions", GOV_ODF_SKIP},
};
/* clang-format on */

/* A cell of the open row that has text. */
typedef struct {
    guint32 column;
    guint32 repeats;
    guint32 text;
    guint32 len;
    guint32 n_rows;
    guint32 n_columns;
} Cell;

typedef struct {
    GovDocument *document;
    GovXml *xml;
    GovOdfStyles styles;
    GovCells *out; /* the open sheet, or NULL */
    char *name;
    unsigned n_sheets;
    GArray *row;   /* Cell */
    GString *text; /* of its cells */
    Cell cell;
    GString *shown;
    GString *value;   /* office:value, office:string-value or the formula */
    char type;        /* n number, s string, f formula without a value, 0 as shown */
    unsigned spans[MAX_SPANS];
    unsigned n_spans;
    unsigned row_number;
    unsigned row_repeats;
    unsigned column;
    unsigned column_number; /* for the widths at the beginning */
    size_t n_text;
    bool in_cell;
    bool in_paragraph;
    bool is_shown; /* the open cell has a paragraph, be it an empty one */
    unsigned n_hidden_zeros;
    unsigned n_hidden;
    unsigned n_other;
    unsigned n_unknown;
} State;

static void fail_limit(State *state, const char *what)
{
    gov__xml_fail(state->xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT, "%s", what));
}

static unsigned get_number(const GovElement *element, const char *name)
{
    return MAX(gov__element_get_number(element, GOV_NS_TABLE, name, 1, MAX_REPEATS), 1);
}

static bool is_collapsed(const GovElement *element)
{
    return gov__element_is(element, GOV_NS_TABLE, "visibility", "collapse") ||
           gov__element_is(element, GOV_NS_TABLE, "visibility", "filter");
}

/* ---- sheets ---- */

static void begin_sheet(State *state, const GovElement *element)
{
    g_autofree char *name = gov__element_dup(element, GOV_NS_TABLE, "name");
    bool hidden =
        (gov__odf_styles_find(&state->styles, element, GOV_NS_TABLE) & GOV_STYLE_HIDDEN) != 0;
    if (state->out != NULL || hidden)
        gov__xml_skip(state->xml); /* a table in a table is none of its cells' */
    if (state->out != NULL)
        return;
    if (hidden) {
        g_autofree char *message =
            g_strdup_printf("Sheet %s is hidden and was left out", name == NULL ? "?" : name);
        gov_document_add_warning(state->document, "sheet.hidden", message);
        return;
    }
    if (++state->n_sheets > MAX_SHEETS) {
        fail_limit(state, "more than 1024 sheets");
        return;
    }
    g_free(state->name);
    state->name = g_strdup(name == NULL ? "?" : name);
    state->out = gov__cells_new(state->name);
    state->row_number = state->column_number = 0;
    state->n_hidden_zeros = state->n_hidden = state->n_other = state->n_unknown = 0;
}

static void tell(const State *state, const char *code, unsigned n, const char *what)
{
    if (n == 0)
        return;
    g_autofree char *message = g_strdup_printf("Sheet %s: %u %s", state->name, n, what);
    gov_document_add_warning(state->document, code, message);
}

static void end_sheet(State *state)
{
    if (state->out == NULL)
        return;
    tell(state, "number.hidden_zero", state->n_hidden_zeros,
         "cells hold 0 and show nothing or a dash; read as 0");
    tell(state, "number.hidden", state->n_hidden,
         "cells hold a number and show nothing or a dash; read as shown");
    tell(state, "number.scaled", state->n_other,
         "cells show another number than they hold; read as shown");
    tell(state, "formula.unknown", state->n_unknown,
         "formulas have no result; open the file in a spreadsheet program and save it again");
    GError *why = NULL;
    if (!gov__cells_pour(state->out, state->document, &why))
        gov__xml_fail(state->xml, why);
    g_clear_pointer(&state->out, gov__cells_free);
}

static void add_column(State *state, const GovElement *element)
{
    unsigned repeats = get_number(element, "number-columns-repeated");
    if (is_collapsed(element))
        gov__cells_hide_columns(state->out, state->column_number, repeats);
    state->column_number = MIN(state->column_number + repeats, GOV_CELLS_MAX_COLUMNS);
}

/* ---- rows ---- */

static void begin_row(State *state, const GovElement *element)
{
    state->row_repeats = get_number(element, "number-rows-repeated");
    state->column = 0;
    g_array_set_size(state->row, 0);
    g_string_truncate(state->text, 0);
    if (is_collapsed(element))
        gov__cells_hide_rows(state->out, state->row_number, state->row_repeats);
}

static bool write_cell(State *state, const Cell *cell, unsigned row)
{
    for (unsigned i = 0; i < cell->repeats; i++) {
        state->n_text += cell->len;
        if (state->n_text > MAX_TEXT ||
            !gov__cells_add(state->out, row, cell->column + i, state->text->str + cell->text,
                            cell->len))
            return false;
    }
    return cell->repeats > 1 ||
           gov__cells_merge(state->out, row, cell->column, cell->n_rows, cell->n_columns);
}

static void end_row(State *state)
{
    bool fits = true;
    for (unsigned i = 0; i < state->row_repeats && state->row->len > 0 && fits; i++)
        for (guint k = 0; k < state->row->len && fits; k++)
            fits = write_cell(state, &g_array_index(state->row, Cell, k), state->row_number + i);
    if (!fits)
        fail_limit(state, "a sheet has too many cells or too much text");
    state->row_number = MIN(state->row_number + state->row_repeats, GOV_CELLS_MAX_ROWS);
}

/* ---- cells ---- */

/* What the text of a cell is worth beside its value. */
static char find_type(const GovElement *element, bool formula)
{
    if (gov__element_is(element, GOV_NS_OFFICE, "value-type", "float") ||
        gov__element_is(element, GOV_NS_OFFICE, "value-type", "currency"))
        return 'n';
    if (gov__element_is(element, GOV_NS_OFFICE, "value-type", "string"))
        return 's';
    const char *text = NULL;
    size_t len = 0;
    bool typed = gov__element_get(element, GOV_NS_OFFICE, "value-type", &text, &len);
    return formula && !typed ? 'f' : 0;
}

static void begin_cell(State *state, const GovElement *element)
{
    g_autofree char *formula = gov__element_dup(element, GOV_NS_TABLE, "formula");
    state->type = find_type(element, formula != NULL);
    g_autofree char *value = gov__element_dup(
        element, GOV_NS_OFFICE, state->type == 's' ? "string-value" : "value");
    g_string_assign(state->value, state->type == 'f' ? formula : value == NULL ? "" : value);
    g_string_truncate(state->shown, 0);
    state->cell = (Cell){.column = state->column,
                         .repeats = get_number(element, "number-columns-repeated"),
                         .n_rows = get_number(element, "number-rows-spanned"),
                         .n_columns = get_number(element, "number-columns-spanned")};
    state->column = MIN(state->column + state->cell.repeats, GOV_CELLS_MAX_COLUMNS);
    state->in_cell = true;
    state->is_shown = false;
}

/* Where the digits of a text begin, how long they are, and the number they make. */
static size_t find_digits(const GString *shown, size_t *from, double *number, unsigned *n_places)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    *from = strcspn(shown->str, "0123456789");
    const char *p = shown->str + *from;
    bool point = false;
    *n_places = 0;
    for (; g_ascii_isdigit(*p) || *p == ',' || (*p == '.' && !point); p++) {
        if (*p == ',')
            continue;
        *n_places += point;
        point |= *p == '.';
        g_string_append_c(digits, *p);
    }
    *number = digits->len == 0 ? 0 : g_ascii_strtod(digits->str, NULL);
    return (size_t)(p - shown->str) - *from;
}

static bool is_rounded(const GovDecimal *value, double shown, unsigned n_places)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gov__decimal_append(value, 0, text);
    double exact = fabs(g_ascii_strtod(text->str, NULL));
    double step = 1;
    for (unsigned i = 0; i < MIN(n_places, 20); i++)
        step /= 10;
    return fabs(exact - shown) <= step * 0.5 * (1 + 1e-6);
}

/* The words around the digits, without what only sets a number out. */
static void append_words(GString *out, const char *text, size_t len)
{
    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c) && strchr("()+-", c < 0x80 ? (int)c : 'x') == NULL && c != 0x2212)
            g_string_append_unichar(out, c);
    }
}

static void show_hidden(State *state, const GovDecimal *value)
{
    bool zero = value->n_digits == 0;
    state->n_hidden_zeros += zero;
    state->n_hidden += !zero;
    g_string_append(state->text, zero ? "0" : state->shown->str);
}

static void show_number(State *state)
{
    GovDecimal value;
    size_t from = 0;
    double number = 0;
    unsigned n_places = 0;
    const GString *shown = state->shown;
    if (!gov__decimal_parse(&value, state->value->str, state->value->len)) {
        g_string_append(state->text, shown->len > 0 ? shown->str : state->value->str);
        return;
    }
    if (!state->is_shown) { /* written by a program that renders nothing */
        gov__decimal_append(&value, 0, state->text);
        return;
    }
    size_t len = find_digits(shown, &from, &number, &n_places);
    if (len == 0) {
        show_hidden(state, &value);
        return;
    }
    if (!is_rounded(&value, number, n_places)) {
        state->n_other++;
        g_string_append_len(state->text, shown->str, (gssize)shown->len);
        return;
    }
    append_words(state->text, shown->str, from);
    gov__decimal_append(&value, 0, state->text);
    append_words(state->text, shown->str + from + len, shown->len - from - len);
}

static void show_cell(State *state)
{
    if (state->type == 'n') {
        show_number(state);
    } else if (state->type == 'f' && state->shown->len == 0) {
        g_string_append_printf(state->text, "=%s", state->value->str);
        state->n_unknown++;
    } else if (state->type == 's' && state->shown->len == 0) {
        g_string_append(state->text, state->value->str);
    } else {
        g_string_append_len(state->text, state->shown->str, (gssize)state->shown->len);
    }
}

static void end_cell(State *state)
{
    state->in_cell = false;
    state->cell.text = (guint32)state->text->len;
    show_cell(state);
    state->cell.len = (guint32)(state->text->len - state->cell.text);
    if (state->cell.len > 0)
        g_array_append_val(state->row, state->cell);
}

/* ---- text of a cell ---- */

static void text(void *data, const char *bytes, size_t len)
{
    State *state = data;
    bool hidden = state->n_spans > 0 && (state->spans[state->n_spans - 1] & GOV_STYLE_HIDDEN) != 0;
    if (state->in_paragraph && !hidden)
        g_string_append_len(state->shown, bytes, (gssize)len);
}

static void begin_paragraph(State *state)
{
    if (state->shown->len > 0)
        g_string_append_c(state->shown, '\n');
    state->in_paragraph = true;
    state->is_shown = true;
    state->n_spans = 0;
}

static void begin_span(State *state, const GovElement *element)
{
    if (state->n_spans == MAX_SPANS) {
        gov__xml_skip(state->xml);
        return;
    }
    unsigned outer = state->n_spans == 0 ? 0 : state->spans[state->n_spans - 1];
    unsigned own = gov__odf_styles_find(&state->styles, element, GOV_NS_TEXT);
    if ((own & GOV_STYLE_RAISED) != 0)
        text(state, "[", 1);
    state->spans[state->n_spans++] = outer | own;
}

static void end_span(State *state)
{
    unsigned flags = state->n_spans == 0 ? 0 : state->spans[--state->n_spans];
    if ((flags & GOV_STYLE_RAISED) != 0)
        text(state, "]", 1);
}

static void start_text(State *state, const GovElement *element)
{
    switch (element->tag) {
    case GOV_ODF_PARAGRAPH:
        begin_paragraph(state);
        break;
    case GOV_ODF_SPAN:
        begin_span(state, element);
        break;
    case GOV_ODF_SPACE:
    case GOV_ODF_TAB:
        text(state, " ", 1);
        break;
    case GOV_ODF_LINE:
        text(state, "\n", 1);
        break;
    default:
        break;
    }
}

/* ---- events ---- */

static void start_table_part(State *state, const GovElement *element)
{
    if (element->tag == GOV_ODF_COLUMN) {
        add_column(state, element);
    } else if (element->tag == GOV_ODF_ROW) {
        begin_row(state, element);
    } else if (element->tag == GOV_ODF_CELL) {
        begin_cell(state, element);
    } else if (element->tag == GOV_ODF_COVERED) {
        state->column = MIN(state->column + get_number(element, "number-columns-repeated"),
                            GOV_CELLS_MAX_COLUMNS);
        gov__xml_skip(state->xml);
    }
}

static void start(void *data, const GovElement *element)
{
    State *state = data;
    state->xml = element->xml;
    if (element->tag == GOV_ODF_SKIP)
        gov__xml_skip(element->xml);
    else if (element->tag >= GOV_ODF_STYLE && element->tag <= GOV_ODF_TABLE_PROPERTIES)
        gov__odf_styles_start(&state->styles, element);
    else if (element->tag == GOV_ODF_TABLE)
        begin_sheet(state, element);
    else if (state->in_cell)
        start_text(state, element);
    else if (state->out != NULL)
        start_table_part(state, element);
}

static void end(void *data, int tag)
{
    State *state = data;
    if (tag == GOV_ODF_PARAGRAPH)
        state->in_paragraph = false;
    else if (tag == GOV_ODF_SPAN)
        end_span(state);
    else if (tag == GOV_ODF_CELL && state->in_cell)
        end_cell(state);
    else if (tag == GOV_ODF_ROW && state->out != NULL)
        end_row(state);
    else if (tag == GOV_ODF_TABLE)
        end_sheet(state);
}

static void clear(State *state)
{
    gov__odf_styles_clear(&state->styles);
    gov__cells_free(state->out);
    g_free(state->name);
    g_array_unref(state->row);
    g_string_free(state->text, TRUE);
    g_string_free(state->shown, TRUE);
    g_string_free(state->value, TRUE);
}

static bool read_ods(GovDocument *document, const char *data, size_t len, GError **error)
{
    static const GovXmlHandler handler = {names, G_N_ELEMENTS(names), start, end, text};
    g_autoptr(GovPackage) package = gov__package_open(data, len, error);
    if (package == NULL)
        return false;
    gov__package_read_title(package, "meta.xml", document);
    State state = {.document = document, .row = g_array_new(FALSE, FALSE, sizeof(Cell)),
                   .text = g_string_new(NULL), .shown = g_string_new(NULL),
                   .value = g_string_new(NULL)};
    gov__odf_styles_init(&state.styles);
    bool done = gov__odf_parse(package, &handler, &state, error);
    clear(&state);
    return done;
}

static bool detect(const char *data, size_t len)
{
    return gov__package_detect(data, len) == GOV_PACKAGE_ODS;
}

const GovFormat gov__format_ods = {"ods", detect, read_ods, NULL};
