/* SPDX-License-Identifier: MIT */
/* One sheet of a workbook. Its cells are kept with what the file says of them, because sums may
 * refer to cells that come later; when the sheet has ended they are sorted, formulas without a
 * result are worked out where they are plain sums, and each cell becomes the text that a reader of
 * the sheet should see (cells.c). A formula that is not understood gives its own text, which is no
 * figure: never 0, never blank. Work on sums is counted, so that no sheet can ask for too much. */
#include "read/cells-private.h"
#include "read/xlsx-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_CELLS GOV_GRID_MAX_SLOTS
#define MAX_STEPS 4000000u /* cells looked at for all sums of a sheet */
#define MAX_DEPTH 50u      /* sums of sums of sums */
#define MAX_FORMULA 8192u  /* bytes, as programs have it */
#define MAX_SHOWN 200u     /* bytes of a formula that is shown */
#define MAX_TEXT ((size_t)128 << 20) /* bytes in all cells of a workbook */

enum {
    TAG_ROW = GOV_RICH_LAST, TAG_CELL, TAG_VALUE, TAG_FORMULA, TAG_INLINE, TAG_COLUMN, TAG_MERGE,
    TAG_VIEW
};

/* clang-format off */
static const GovXmlName names[] = {
    GOV_RICH_NAMES, {GOV_NS_SHEET, "row", TAG_ROW}, {GOV_NS_SHEET, "c", TAG_CELL},
    {GOV_NS_SHEET, "v", TAG_VALUE}, {GOV_NS_SHEET, "f", TAG_FORMULA},
    {GOV_NS_SHEET, "is", TAG_INLINE}, {GOV_NS_SHEET, "col", TAG_COLUMN},
    {GOV_NS_SHEET, "mergeCell", TAG_MERGE}, 
    {GOV_NS_SHEET, "sheetView", TAG_VIEW},
};
/* clang-format on */

typedef enum {
    KIND_TEXT,
    KIND_NUMBER,
    KIND_OTHER, /* a truth value or an error: no operand */
    KIND_FORMULA, /* without a result, or with one that is not to be trusted */
    KIND_BUSY,  /* a formula that is being worked out */
    KIND_UNKNOWN, /* a formula that cannot be */
    KIND_SUM    /* one that was */
} Kind;

typedef struct {
    guint32 row;
    guint32 column;
    guint32 style;
    guint32 text; /* in the text of the sheet; of a formula: its result, if there is one */
    guint32 len;
    guint32 formula; /* index + 1, or 0 */
    Kind kind;
    Kind result;   /* of a formula, by the file */
    int64_t steps; /* of a sum */
} Cell;

typedef struct {
    guint32 text;
    guint32 len;
    guint32 row; /* where it is written as it stands */
    guint32 column;
} Formula;

typedef struct {
    GovWorkbook *workbook;
    GovXml *xml;
    const char *name;
    GovCells *out;
    GString *text;
    GArray *cells;
    GArray *formulas;
    GHashTable *shared; /* number of a shared formula → index + 1 */
    Cell cell;          /* the open one */
    GovRichText rich;
    char type;          /* of its value: n s b e t (text) d */
    gsize start;        /* where its text begins, and that of its value */
    gsize value;
    gsize formula_text;
    unsigned shared_id;
    bool is_shared;
    bool in_value;
    bool in_formula;
    bool in_inline;
    bool has_value;
    bool zeros_hidden;
    unsigned next_row;
    unsigned next_column;
    unsigned depth;
    unsigned n_steps;
    unsigned n_hidden_zeros;
    unsigned n_hidden;
    unsigned n_sums;
    unsigned n_unknown;
} Sheet;

/* ---- elements ---- */

static void start_row(Sheet *sheet, const GovElement *element)
{
    unsigned row = gov__element_get_number(element, GOV_NS_NONE, "r", sheet->next_row + 1,
                                           GOV_CELLS_MAX_ROWS + 1);
    row = MAX(row, 1) - 1;
    sheet->cell.row = row;
    sheet->next_row = row + 1;
    sheet->next_column = 0;
    if (gov__element_is_on(element, GOV_NS_NONE, "hidden", false) ||
        gov__element_is(element, GOV_NS_NONE, "ht", "0"))
        gov__cells_hide_rows(sheet->out, row, 1);
}

static char find_type(const GovElement *element)
{
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", 's'}, {"str", 't'}, {"inlineStr", 't'}, {"b", 'b'}, {"e", 'e'}, {"d", 'd'}};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (gov__element_is(element, GOV_NS_NONE, "t", types[i].name))
            return types[i].type;
    return 'n';
}

static void start_cell(Sheet *sheet, const GovElement *element)
{
    const char *place = NULL;
    size_t len = 0;
    unsigned row = sheet->next_row == 0 ? 0 : sheet->next_row - 1;
    unsigned column = sheet->next_column;
    if (gov__element_get(element, GOV_NS_NONE, "r", &place, &len))
        gov__range_parse_cell(place, len, &row, &column);
    sheet->cell = (Cell){.row = row, .column = column};
    sheet->cell.style = gov__element_get_number(element, GOV_NS_NONE, "s", 0, G_MAXINT32);
    sheet->next_column = column + 1;
    sheet->type = find_type(element);
    sheet->start = sheet->value = sheet->formula_text = sheet->text->len;
    sheet->is_shared = sheet->has_value = false;
    sheet->rich.raised = sheet->rich.struck = false;
}

static void start_formula(Sheet *sheet, const GovElement *element)
{
    sheet->in_formula = true;
    sheet->formula_text = sheet->text->len;
    sheet->is_shared = gov__element_is(element, GOV_NS_NONE, "t", "shared");
    sheet->shared_id = gov__element_get_number(element, GOV_NS_NONE, "si", 0, G_MAXINT32);
}

static void hide_columns(Sheet *sheet, const GovElement *element)
{
    unsigned first = gov__element_get_number(element, GOV_NS_NONE, "min", 0, GOV_CELLS_MAX_COLUMNS);
    unsigned last = gov__element_get_number(element, GOV_NS_NONE, "max", 0, GOV_CELLS_MAX_COLUMNS);
    bool hidden = gov__element_is_on(element, GOV_NS_NONE, "hidden", false) ||
                  gov__element_is(element, GOV_NS_NONE, "width", "0");
    if (hidden && first > 0 && last >= first)
        gov__cells_hide_columns(sheet->out, first - 1, last - first + 1);
}

static void fail_limit(const GovElement *element)
{
    gov__xml_fail(element->xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT,
                                            "more than %u cells or merged ranges", MAX_CELLS));
}

static void add_merge(Sheet *sheet, const GovElement *element)
{
    const char *text = NULL;
    size_t len = 0;
    GovRange range;
    if (gov__element_get(element, GOV_NS_NONE, "ref", &text, &len) &&
        gov__range_parse(text, len, &range) &&
        !gov__cells_merge(sheet->out, range.first_row, range.first_column,
                          range.last_row - range.first_row + 1,
                          range.last_column - range.first_column + 1))
        fail_limit(element);
}

static void start(void *data, const GovElement *element)
{
    Sheet *sheet = data;
    sheet->xml = element->xml;
    switch (element->tag) {
    case TAG_ROW:
        start_row(sheet, element);
        break;
    case TAG_CELL:
        start_cell(sheet, element);
        if (sheet->cells->len >= MAX_CELLS)
            fail_limit(element);
        break;
    case TAG_VALUE:
        sheet->in_value = true;
        sheet->value = sheet->text->len;
        break;
    case TAG_FORMULA:
        start_formula(sheet, element);
        break;
    case TAG_INLINE:
        sheet->in_inline = true;
        sheet->value = sheet->text->len;
        break;
    case TAG_COLUMN:
        hide_columns(sheet, element);
        break;
    case TAG_MERGE:
        add_merge(sheet, element);
        break;
    case TAG_VIEW:
        sheet->zeros_hidden |= !gov__element_is_on(element, GOV_NS_NONE, "showZeros", true);
        break;
    default:
        if (sheet->in_inline)
            gov__rich_text_start(&sheet->rich, element);
        break;
    }
}

static void text(void *data, const char *bytes, size_t len)
{
    Sheet *sheet = data;
    if (sheet->in_value || sheet->in_formula)
        g_string_append_len(sheet->text, bytes, (gssize)len);
    else if (sheet->in_inline)
        gov__rich_text_add(&sheet->rich, bytes, len);
}

/* ---- a cell has ended ---- */

static guint32 keep_formula(Sheet *sheet)
{
    Formula formula = {(guint32)sheet->formula_text,
                       (guint32)(sheet->text->len - sheet->formula_text), sheet->cell.row,
                       sheet->cell.column};
    gpointer key = GUINT_TO_POINTER(sheet->shared_id);
    if (formula.len == 0)
        return sheet->is_shared ? GPOINTER_TO_UINT(g_hash_table_lookup(sheet->shared, key)) : 0;
    g_array_append_val(sheet->formulas, formula);
    if (sheet->is_shared)
        g_hash_table_insert(sheet->shared, key, GUINT_TO_POINTER(sheet->formulas->len));
    return sheet->formulas->len;
}

/* The index of a shared string becomes its text. */
static void take_shared_string(Sheet *sheet)
{
    GArray *ends = sheet->workbook->string_ends;
    guint64 index = 0;
    if (!g_ascii_string_to_unsigned(sheet->text->str + sheet->value, 10, 0, G_MAXUINT32, &index,
                                    NULL) ||
        index >= ends->len) {
        g_string_insert(sheet->text, (gssize)sheet->value, "?string ");
        return;
    }
    guint32 from = index == 0 ? 0 : g_array_index(ends, guint32, index - 1);
    guint32 end = g_array_index(ends, guint32, index);
    g_string_truncate(sheet->text, sheet->value);
    g_string_append_len(sheet->text, sheet->workbook->strings->str + from, end - from);
}

/* What the value of the open cell is; truth values become words, which are no figures. */
static Kind find_kind(Sheet *sheet)
{
    const char *value = sheet->text->str + sheet->value;
    GovDecimal number;
    if (sheet->type == 'b') {
        bool on = strcmp(value, "1") == 0;
        g_string_truncate(sheet->text, sheet->value);
        g_string_append(sheet->text, on ? "TRUE" : "FALSE");
    }
    if (sheet->type == 'n' && gov__decimal_parse(&number, value, strlen(value)))
        return KIND_NUMBER;
    return sheet->type == 's' || sheet->type == 't' ? KIND_TEXT : KIND_OTHER;
}

static bool is_zero(const char *text, size_t len)
{
    GovDecimal number;
    return gov__decimal_parse(&number, text, len) && number.n_digits == 0;
}

static void end_cell(Sheet *sheet)
{
    Cell *cell = &sheet->cell;
    cell->text = (guint32)sheet->value;
    cell->result = sheet->text->len > sheet->value ? find_kind(sheet) : KIND_UNKNOWN;
    cell->len = (guint32)(sheet->text->len - sheet->value);
    cell->kind = cell->result;
    bool empty_text = cell->len == 0 && sheet->has_value && sheet->type == 't';
    if (cell->formula != 0 && !empty_text && (cell->len == 0 || sheet->workbook->stale))
        cell->kind = KIND_FORMULA;
    /* Writers that cannot calculate put a 0 there. */
    if (cell->kind == KIND_FORMULA && is_zero(sheet->text->str + cell->text, cell->len))
        cell->result = KIND_UNKNOWN;
    if (cell->len > 0 || cell->kind == KIND_FORMULA)
        g_array_append_val(sheet->cells, *cell);
    sheet->workbook->n_text += sheet->text->len - sheet->start;
    if (sheet->workbook->n_text > MAX_TEXT)
        gov__xml_fail(sheet->xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT,
                                              "the cells have more than %u MiB of text",
                                              (unsigned)(MAX_TEXT >> 20)));
}

static void end_value(Sheet *sheet)
{
    sheet->in_value = false;
    sheet->has_value = true;
    if (sheet->type == 's')
        take_shared_string(sheet);
    else if (sheet->type == 't')
        gov__rich_text_unescape(sheet->text, sheet->value);
    else
        g_string_truncate(sheet->text,
                          sheet->value + strlen(g_strstrip(sheet->text->str + sheet->value)));
}

static void end(void *data, int tag)
{
    Sheet *sheet = data;
    if (tag == TAG_VALUE) {
        end_value(sheet);
    } else if (tag == TAG_FORMULA) {
        sheet->in_formula = false;
        sheet->cell.formula = keep_formula(sheet);
        sheet->value = sheet->text->len;
    } else if (tag == TAG_INLINE) {
        sheet->in_inline = false;
        gov__rich_text_unescape(sheet->text, sheet->value);
    } else if (tag == TAG_CELL) {
        end_cell(sheet);
    } else if (sheet->in_inline) {
        gov__rich_text_end(&sheet->rich, tag);
    }
}

/* ---- sums ---- */

static Cell *cell_at(const Sheet *sheet, guint i)
{
    return i < sheet->cells->len ? &g_array_index(sheet->cells, Cell, i) : NULL;
}

static int compare_cells(gconstpointer a, gconstpointer b)
{
    const Cell *x = a;
    const Cell *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

/* The first cell at or after a place, in reading order. */
static guint find_cell(const Sheet *sheet, unsigned row, unsigned column)
{
    guint low = 0;
    guint high = sheet->cells->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const Cell *cell = cell_at(sheet, middle);
        if (cell->row < row || (cell->row == row && cell->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void evaluate(Sheet *sheet, Cell *cell);

/* What a cell adds to a sum. SUM() passes over text; but a figure that was typed as text makes the
 * sum one that nobody meant. */
static bool get_operand(Sheet *sheet, Cell *cell, bool summed, int64_t *steps)
{
    const char *bytes = sheet->text->str + cell->text;
    GovDecimal number;
    *steps = 0;
    if (cell->kind == KIND_FORMULA)
        evaluate(sheet, cell);
    if (cell->kind == KIND_SUM)
        *steps = cell->steps;
    if (cell->kind == KIND_NUMBER)
        return gov__decimal_parse(&number, bytes, cell->len) &&
               gov__decimal_to_steps(&number, steps);
    return cell->kind == KIND_SUM ||
           (cell->kind == KIND_TEXT && summed && !gov__text_has_digit(bytes, cell->len));
}

static bool sum_range(void *data, const GovRange *range, bool summed, int64_t *steps)
{
    Sheet *sheet = data;
    guint i = find_cell(sheet, range->first_row, range->first_column);
    *steps = 0;
    for (; i < sheet->cells->len && cell_at(sheet, i)->row <= range->last_row;) {
        Cell *cell = cell_at(sheet, i);
        int64_t operand = 0;
        if (++sheet->n_steps > MAX_STEPS)
            return false;
        if (cell->column < range->first_column) {
            i = find_cell(sheet, cell->row, range->first_column);
        } else if (cell->column > range->last_column) {
            i = find_cell(sheet, cell->row + 1, range->first_column);
        } else {
            if (!get_operand(sheet, cell, summed, &operand) ||
                __builtin_add_overflow(*steps, operand, steps))
                return false;
            i++;
        }
    }
    return true;
}

/* A sum must also be one that can be written with the digits a number has. */
static bool is_exact(int64_t steps)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    GovDecimal number;
    int64_t again = 0;
    gov__decimal_append_steps(steps, digits);
    return gov__decimal_parse(&number, digits->str, digits->len) &&
           gov__decimal_to_steps(&number, &again) && again == steps;
}

static bool work_out(Sheet *sheet, const Cell *cell, int64_t *steps)
{
    const Formula *formula = &g_array_index(sheet->formulas, Formula, cell->formula - 1);
    if (formula->len > MAX_FORMULA || sheet->depth > MAX_DEPTH)
        return false;
    g_autofree char *code = g_strndup(sheet->text->str + formula->text, formula->len);
    sheet->depth++;
    bool done = gov__formula_evaluate(code, (int)cell->row - (int)formula->row,
                                      (int)cell->column - (int)formula->column, sum_range, sheet,
                                      steps);
    sheet->depth--;
    return done && is_exact(*steps);
}

static void evaluate(Sheet *sheet, Cell *cell)
{
    int64_t steps = 0;
    cell->kind = KIND_BUSY;
    bool done = work_out(sheet, cell, &steps);
    cell->kind = done ? KIND_SUM : cell->result;
    cell->steps = steps;
    sheet->n_sums += done;
    sheet->n_unknown += cell->kind == KIND_UNKNOWN;
}

/* Of cells at one place the last one counts. */
static void sort_cells(Sheet *sheet)
{
    guint kept = 0;
    g_array_sort(sheet->cells, compare_cells);
    for (guint i = 0; i < sheet->cells->len; i++) {
        const Cell *cell = cell_at(sheet, i);
        const Cell *next = cell_at(sheet, i + 1);
        if (next == NULL || next->row != cell->row || next->column != cell->column)
            *cell_at(sheet, kept++) = *cell;
    }
    g_array_set_size(sheet->cells, kept);
}

/* ---- what is shown ---- */

static void show_number(Sheet *sheet, const Cell *cell, const char *bytes, size_t len,
                        GString *out)
{
    GPtrArray *formats = sheet->workbook->formats;
    GovDecimal number;
    if (!gov__decimal_parse(&number, bytes, len)) {
        g_string_append_len(out, bytes, (gssize)len);
        return;
    }
    if (cell->style >= formats->len) {
        gov__decimal_append(&number, 0, out);
        return;
    }
    GovShown shown = gov__number_format_show(g_ptr_array_index(formats, cell->style), &number,
                                             sheet->workbook->since_1904, out);
    bool zero = shown == GOV_SHOWN_HIDDEN_ZERO || (sheet->zeros_hidden && number.n_digits == 0);
    sheet->n_hidden_zeros += zero;
    sheet->n_hidden += shown == GOV_SHOWN_HIDDEN;
}

/* A formula that is not understood, so that the cell is neither blank nor a figure. */
static void show_formula(const Sheet *sheet, const Cell *cell, GString *out)
{
    const Formula *formula = &g_array_index(sheet->formulas, Formula, cell->formula - 1);
    const char *code = sheet->text->str + formula->text;
    size_t len = MIN(formula->len, MAX_SHOWN);
    while (len < formula->len && len > 0 && ((guchar)code[len] & 0xC0) == 0x80)
        len--;
    g_string_append_c(out, '=');
    g_string_append_len(out, code, (gssize)len);
}

static void show_cell(Sheet *sheet, const Cell *cell, GString *out)
{
    const char *bytes = sheet->text->str + cell->text;
    g_autoptr(GString) digits = NULL;
    switch (cell->kind) {
    case KIND_NUMBER:
        show_number(sheet, cell, bytes, cell->len, out);
        break;
    case KIND_SUM:
        digits = g_string_new(NULL);
        gov__decimal_append_steps(cell->steps, digits);
        show_number(sheet, cell, digits->str, digits->len, out);
        break;
    case KIND_UNKNOWN:
        show_formula(sheet, cell, out);
        break;
    default:
        g_string_append_len(out, bytes, cell->len);
        break;
    }
}

static bool show_cells(Sheet *sheet, GError **error)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    for (guint i = 0; i < sheet->cells->len; i++) {
        Cell *cell = cell_at(sheet, i);
        if (cell->kind == KIND_FORMULA)
            evaluate(sheet, cell);
        g_string_truncate(shown, 0);
        show_cell(sheet, cell, shown);
        if (gov__cells_add(sheet->out, cell->row, cell->column, shown->str, shown->len))
            continue;
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Sheet %s: row %u, column %u is beyond the end of any sheet, or the sheet has "
                    "too much text",
                    sheet->name, cell->row + 1, cell->column + 1);
        return false;
    }
    return true;
}

static void tell(const Sheet *sheet, const char *code, unsigned n, const char *what)
{
    if (n == 0)
        return;
    g_autofree char *message = g_strdup_printf("Sheet %s: %u %s", sheet->name, n, what);
    gov_document_add_warning(sheet->workbook->document, code, message);
}

static void tell_all(const Sheet *sheet)
{
    tell(sheet, "number.hidden_zero", sheet->n_hidden_zeros,
         "cells hold 0 and show nothing or a dash; read as 0");
    tell(sheet, "number.hidden", sheet->n_hidden,
         "cells hold a number and show nothing or a dash; read as shown");
    tell(sheet, "formula.evaluated", sheet->n_sums,
         "formulas had no result that can be trusted and were worked out as sums");
    tell(sheet, "formula.unknown", sheet->n_unknown,
         "formulas have no result and are no plain sums of cells; open the file in a spreadsheet "
         "program and save it again");
}

static bool read_part(Sheet *sheet, const char *part, GError **error)
{
    static const GovXmlHandler handler = {names, G_N_ELEMENTS(names), start, end, text};
    if (!gov__package_parse(sheet->workbook->package, part, &handler, sheet, error))
        return false;
    sort_cells(sheet);
    if (!show_cells(sheet, error))
        return false;
    tell_all(sheet);
    return gov__cells_pour(sheet->out, sheet->workbook->document, error);
}

bool gov__workbook_read_sheet(GovWorkbook *workbook, const char *name, const char *part,
                              GError **error)
{
    g_autoptr(GovCells) out = gov__cells_new(name);
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    g_autoptr(GArray) formulas = g_array_new(FALSE, FALSE, sizeof(Formula));
    g_autoptr(GHashTable) shared = g_hash_table_new(NULL, NULL);
    Sheet sheet = {.workbook = workbook, .name = name, .out = out, .text = bytes, .cells = cells,
                   .formulas = formulas, .shared = shared, .rich = {.text = bytes}};
    return read_part(&sheet, part, error);
}
