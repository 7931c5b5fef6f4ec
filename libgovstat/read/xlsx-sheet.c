/* SPDX-License-Identifier: MIT */
/* One sheet of a workbook. Its cells are kept with what the file says of them, because sums may
 * refer to cells that come later; when the sheet has ended they are sorted, formulas without a
 * result are worked out where they are plain sums (xlsx-sum.c), and each cell becomes the text that
 * a reader of the sheet should see (xlsx-show.c, cells.c). */
#include "read/xlsx-sheet-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_CELLS GOV_GRID_MAX_SLOTS
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

/* ---- elements ---- */

static void start_row(GovSheet *sheet, const GovElement *element)
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

static void start_cell(GovSheet *sheet, const GovElement *element)
{
    const char *place = NULL;
    size_t len = 0;
    unsigned row = sheet->next_row == 0 ? 0 : sheet->next_row - 1;
    unsigned column = sheet->next_column;
    if (gov__element_get(element, GOV_NS_NONE, "r", &place, &len))
        gov__range_parse_cell(place, len, &row, &column);
    sheet->cell = (GovSheetCell){.row = row, .column = column};
    sheet->cell.style = gov__element_get_number(element, GOV_NS_NONE, "s", 0, G_MAXINT32);
    sheet->next_column = column + 1;
    sheet->type = find_type(element);
    sheet->start = sheet->value = sheet->formula_text = sheet->text->len;
    sheet->is_shared = sheet->has_value = false;
    sheet->rich.raised = sheet->rich.struck = false;
}

static void start_formula(GovSheet *sheet, const GovElement *element)
{
    sheet->in_formula = true;
    sheet->formula_text = sheet->text->len;
    sheet->is_shared = gov__element_is(element, GOV_NS_NONE, "t", "shared");
    sheet->shared_id = gov__element_get_number(element, GOV_NS_NONE, "si", 0, G_MAXINT32);
}

static void hide_columns(GovSheet *sheet, const GovElement *element)
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

static void add_merge(GovSheet *sheet, const GovElement *element)
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
    GovSheet *sheet = data;
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
    GovSheet *sheet = data;
    if (sheet->in_value || sheet->in_formula)
        g_string_append_len(sheet->text, bytes, (gssize)len);
    else if (sheet->in_inline)
        gov__rich_text_add(&sheet->rich, bytes, len);
}

/* ---- a cell has ended ---- */

static guint32 keep_formula(GovSheet *sheet)
{
    GovSheetFormula formula = {(guint32)sheet->formula_text,
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
static void take_shared_string(GovSheet *sheet)
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
static GovSheetKind find_kind(GovSheet *sheet)
{
    const char *value = sheet->text->str + sheet->value;
    GovDecimal number;
    if (sheet->type == 'b') {
        bool on = strcmp(value, "1") == 0;
        g_string_truncate(sheet->text, sheet->value);
        g_string_append(sheet->text, on ? "TRUE" : "FALSE");
    }
    if (sheet->type == 'n' && gov__decimal_parse(&number, value, strlen(value)))
        return GOV_SHEET_NUMBER;
    return sheet->type == 's' || sheet->type == 't' ? GOV_SHEET_TEXT : GOV_SHEET_OTHER;
}

static bool is_zero(const char *text, size_t len)
{
    GovDecimal number;
    return gov__decimal_parse(&number, text, len) && number.n_digits == 0;
}

static void end_cell(GovSheet *sheet)
{
    GovSheetCell *cell = &sheet->cell;
    cell->text = (guint32)sheet->value;
    cell->result = sheet->text->len > sheet->value ? find_kind(sheet) : GOV_SHEET_UNKNOWN;
    cell->len = (guint32)(sheet->text->len - sheet->value);
    cell->kind = cell->result;
    bool empty_text = cell->len == 0 && sheet->has_value && sheet->type == 't';
    if (cell->formula != 0 && !empty_text && (cell->len == 0 || sheet->workbook->stale))
        cell->kind = GOV_SHEET_FORMULA;
    /* Writers that cannot calculate put a 0 there. */
    if (cell->kind == GOV_SHEET_FORMULA && is_zero(sheet->text->str + cell->text, cell->len))
        cell->result = GOV_SHEET_UNKNOWN;
    if (cell->len > 0 || cell->kind == GOV_SHEET_FORMULA)
        g_array_append_val(sheet->cells, *cell);
    sheet->workbook->n_text += sheet->text->len - sheet->start;
    if (sheet->workbook->n_text > MAX_TEXT)
        gov__xml_fail(sheet->xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT,
                                              "the cells have more than %u MiB of text",
                                              (unsigned)(MAX_TEXT >> 20)));
}

static void end_value(GovSheet *sheet)
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
    GovSheet *sheet = data;
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

/* ---- the whole ---- */

static bool read_part(GovSheet *sheet, const char *part, GError **error)
{
    static const GovXmlHandler handler = {names, G_N_ELEMENTS(names), start, end, text};
    if (!gov__package_parse(sheet->workbook->package, part, &handler, sheet, error))
        return false;
    gov__sheet_sort(sheet);
    if (!gov__sheet_show(sheet, error))
        return false;
    gov__sheet_tell(sheet);
    return gov__cells_pour(sheet->out, sheet->workbook->document, error);
}

bool gov__workbook_read_sheet(GovWorkbook *workbook, const char *name, const char *part,
                              GError **error)
{
    g_autoptr(GovCells) out = gov__cells_new(name);
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GovSheetCell));
    g_autoptr(GArray) formulas = g_array_new(FALSE, FALSE, sizeof(GovSheetFormula));
    g_autoptr(GHashTable) shared = g_hash_table_new(NULL, NULL);
    GovSheet sheet = {.workbook = workbook, .name = name, .out = out, .text = bytes, .cells = cells,
                      .formulas = formulas, .shared = shared, .rich = {.text = bytes}};
    return read_part(&sheet, part, error);
}
