/* SPDX-License-Identifier: MIT */
/* The records of one sheet of an .xls workbook → its cells, merged ranges, and what is hidden. Formulas
 * that were never computed are kept with their tokens for xls-formula.c. */
#include <govstat/error.h>
#include <string.h>

#include "read/xls-private.h"

#define ROW_HIDDEN 0x20u
#define COLUMN_HIDDEN 0x01u
#define WINDOW_ZEROS 0x10u
#define FORMULA_COMPUTE 0x0003u /* compute always, or when the file is opened */

typedef struct {
    GovXlsBook *book;
    GovXlsRecords *records;
} Reader;

/* ---- cells ---- */

static GovXlsCell begin_cell(const Reader *self, GovXlsType type, size_t format_at)
{
    GovBytes record = self->records->record;
    return (GovXlsCell){.row = gov__bytes_u16(record, 0),
                        .column = gov__bytes_u16(record, 2),
                        .format = gov__bytes_u16(record, format_at),
                        .type = (guint16)type};
}

/* What is struck through is not there. */
static void add_cell(const Reader *self, GovXlsSheet *sheet, const GovXlsCell *cell)
{
    const GArray *formats = self->book->formats;
    bool struck = cell->format < formats->len &&
                  g_array_index(formats, GovXlsFormat, cell->format).struck;
    if (!struck)
        g_array_append_vals(sheet->cells, cell, 1);
}

/* Rk: 30 bits of a double, or an integer; the lowest bit divides by 100. */
static double decode_rk(guint32 rk)
{
    double value = 0;
    guint64 bits = (guint64)(rk & ~3u) << 32;
    if ((rk & 2) != 0)
        value = (gint32)rk >> 2;
    else
        memcpy(&value, &bits, sizeof value);
    return (rk & 1) != 0 ? value / 100 : value;
}

static double get_double(GovBytes bytes, size_t at)
{
    guint64 bits = gov__bytes_u64(bytes, at);
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void add_number(Reader *self, GovXlsSheet *sheet, double value)
{
    GovXlsCell cell = begin_cell(self, GOV_XLS_NUMBER, 4);
    cell.value.number = value;
    add_cell(self, sheet, &cell);
}

/* Several cells of one row (MulRk): a format and a number each. */
static void add_numbers_of_row(Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records->record;
    for (size_t at = 4, i = 0; gov__bytes_has(record, at, 8); at += 6, i++) {
        GovXlsCell cell = begin_cell(self, GOV_XLS_NUMBER, at);
        cell.column = (guint16)MIN(cell.column + i, G_MAXUINT16);
        cell.value.number = decode_rk(gov__bytes_u32(record, at + 2));
        add_cell(self, sheet, &cell);
    }
}

static void add_text(Reader *self, GovXlsSheet *sheet, GovXlsCell cell, const char *text)
{
    cell.text = (guint32)self->book->text->len;
    cell.len = (guint32)strlen(text);
    g_string_append(self->book->text, text);
    add_cell(self, sheet, &cell);
}

static bool add_shared(Reader *self, GovXlsSheet *sheet)
{
    GovXlsCell cell = begin_cell(self, GOV_XLS_TEXT, 4);
    guint32 i = gov__bytes_u32(self->records->record, 6);
    if (i >= self->book->strings->len)
        return false;
    cell.text = i == 0 ? 0 : g_array_index(self->book->strings, guint32, i - 1);
    cell.len = g_array_index(self->book->strings, guint32, i) - cell.text;
    add_cell(self, sheet, &cell);
    return true;
}

/* Reads a string with its length before it, and makes it the text of a cell. */
static bool add_string(Reader *self, GovXlsSheet *sheet, GovXlsCell cell, size_t at)
{
    guint n = gov__bytes_u16(self->records->record, at);
    at += 2;
    cell.text = (guint32)self->book->text->len;
    if (!gov__xls_read_string(self->records, &at, n, NULL, self->book->text))
        return false;
    cell.len = (guint32)self->book->text->len - cell.text;
    add_cell(self, sheet, &cell);
    return true;
}

static const char *name_error(guint8 code)
{
    switch (code) {
    case 0x00:
        return "#NULL!";
    case 0x07:
        return "#DIV/0!";
    case 0x0F:
        return "#VALUE!";
    case 0x17:
        return "#REF!";
    case 0x1D:
        return "#NAME?";
    case 0x24:
        return "#NUM!";
    default:
        return "#N/A";
    }
}

static void add_truth(Reader *self, GovXlsSheet *sheet, guint8 value, bool is_error)
{
    add_text(self, sheet, begin_cell(self, GOV_XLS_TEXT, 4),
             is_error ? name_error(value) : value != 0 ? "TRUE" : "FALSE");
}

/* The text that a formula gives stands in a record of its own, soon after. */
static bool add_formula_text(Reader *self, GovXlsSheet *sheet)
{
    GovXlsCell cell = begin_cell(self, GOV_XLS_TEXT, 4);
    GovXlsRecords ahead = *self->records;
    for (int i = 0; i < 3 && gov__xls_next(&ahead); i++) {
        if (ahead.id != GOV_XLS_RECORD_STRING)
            continue;
        *self->records = ahead;
        return add_string(self, sheet, cell, 0);
    }
    return true;
}

/* A formula to be computed, with the place of its tokens. */
static void add_open(Reader *self, GovXlsSheet *sheet, GovXlsType type)
{
    GovBytes record = self->records->record;
    GovXlsCell cell = begin_cell(self, type, 4);
    cell.text = (guint32)(self->records->at - record.len + 22);
    cell.len = gov__bytes_u16(record, 20);
    if (cell.len + 22 > record.len)
        cell.len = 0;
    add_cell(self, sheet, &cell);
}

/* What a formula gives is a number, or by its type a text, a truth, an error or an empty
 * text. 0 is one only if it was computed; an empty text, if the formula is no sum. */
static bool add_formula(Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records->record;
    bool is_number = gov__bytes_u16(record, 12) != 0xFFFF;
    bool asks = (gov__bytes_u16(record, 14) & FORMULA_COMPUTE) != 0;
    guint8 type = gov__bytes_u8(record, 6);
    if (asks && (is_number ? get_double(record, 6) == 0 : type == 3))
        add_open(self, sheet, GOV_XLS_OPEN);
    else if (is_number)
        add_number(self, sheet, get_double(record, 6));
    else if (type == 1 || type == 2)
        add_truth(self, sheet, gov__bytes_u8(record, 8), type == 2);
    else if (type == 3)
        add_open(self, sheet, GOV_XLS_OPEN_EMPTY);
    return is_number || type != 0 || add_formula_text(self, sheet);
}

/* ---- records ---- */

static bool add_merged(const Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records->record;
    bool fits = true;
    for (size_t at = 2; fits && gov__bytes_has(record, at, 8); at += 8) {
        guint top = gov__bytes_u16(record, at);
        guint bottom = gov__bytes_u16(record, at + 2);
        guint left = gov__bytes_u16(record, at + 4);
        guint right = gov__bytes_u16(record, at + 6);
        if (top <= bottom && left <= right)
            fits = gov__cells_merge(sheet->out, top, left, bottom - top + 1,
                                    right - left + 1);
    }
    return fits;
}

static void hide(const Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records->record;
    guint first = gov__bytes_u16(record, 0);
    guint last = gov__bytes_u16(record, 2);
    if (self->records->id == GOV_XLS_RECORD_ROW) {
        if ((gov__bytes_u8(record, 12) & ROW_HIDDEN) != 0)
            gov__cells_hide_rows(sheet->out, first, 1);
    } else if (first <= last && (gov__bytes_u8(record, 8) & COLUMN_HIDDEN) != 0) {
        gov__cells_hide_columns(sheet->out, first, last - first + 1);
    }
}

static bool read_record(Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records->record;
    switch (self->records->id) {
    case GOV_XLS_RECORD_NUMBER:
        add_number(self, sheet, get_double(record, 6));
        return true;
    case GOV_XLS_RECORD_RK:
        add_number(self, sheet, decode_rk(gov__bytes_u32(record, 6)));
        return true;
    case GOV_XLS_RECORD_MULRK:
        add_numbers_of_row(self, sheet);
        return true;
    case GOV_XLS_RECORD_LABELSST:
        return add_shared(self, sheet);
    case GOV_XLS_RECORD_LABEL:
    case GOV_XLS_RECORD_RSTRING:
        return add_string(self, sheet, begin_cell(self, GOV_XLS_TEXT, 4), 6);
    case GOV_XLS_RECORD_BOOLERR:
        add_truth(self, sheet, gov__bytes_u8(record, 6), gov__bytes_u8(record, 7) != 0);
        return true;
    case GOV_XLS_RECORD_FORMULA:
        return add_formula(self, sheet);
    case GOV_XLS_RECORD_MERGEDCELLS:
        return add_merged(self, sheet);
    case GOV_XLS_RECORD_ROW:
    case GOV_XLS_RECORD_COLINFO:
        hide(self, sheet);
        return true;
    case GOV_XLS_RECORD_WINDOW2:
        sheet->zeros_hidden = (gov__bytes_u16(record, 0) & WINDOW_ZEROS) == 0;
        return true;
    default:
        return true;
    }
}

bool gov__xls_fail_sheet(const GovXlsSheet *sheet, const char *what, GError **error)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "Sheet %s: %s", sheet->name, what);
    return false;
}

/* Charts inside a sheet are streams of records of their own, and passed over. */
bool gov__xls_read_cells(GovXlsRecords *records, GovXlsBook *book, GovXlsSheet *sheet, GError **error)
{
    Reader self = {book, records};
    unsigned depth = 1;
    while (depth > 0 && gov__xls_next(records)) {
        guint16 id = records->id;
        depth += id == GOV_XLS_RECORD_BOF;
        depth -= id == GOV_XLS_RECORD_EOF;
        if (depth != 1 || id == GOV_XLS_RECORD_EOF)
            continue;
        if (!read_record(&self, sheet))
            return gov__xls_fail_sheet(
                sheet, "a cell is damaged, or there are too many merged ranges", error);
    }
    return depth == 0 || gov__xls_fail_sheet(sheet, "its end is missing", error);
}
