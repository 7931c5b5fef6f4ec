/* SPDX-License-Identifier: MIT */
/* Excel 97–2003 workbooks (XLS), one record after another. libfreexl would do most of
 * it, but opens only paths and knows nothing of merged cells, without which a header
 * cannot be read; so the records that matter, some twenty, are read here. Hidden sheets
 * are left out and told of; charts and macros are not looked at. Refused by name:
 * workbooks locked with a password, and those of Excel 95 and earlier. */
#include <govstat/error.h>
#include <string.h>

#include "read/format-private.h"
#include "read/ole-private.h"
#include "read/xls-private.h"

#define BIFF8 0x0600
#define MAX_FORMATS 4096u /* of numbers; Excel has fewer */
#define MAX_STYLES 65536u /* fonts, and formats of cells */
#define ROW_HIDDEN 0x20u
#define COLUMN_HIDDEN 0x01u
#define WINDOW_ZEROS 0x10u
#define FORMULA_COMPUTE 0x0003u /* compute always, or when the file is opened */

enum {
    RECORD_FORMULA = 0x0006,
    RECORD_EOF = 0x000A,
    RECORD_1904 = 0x0022,
    RECORD_FILEPASS = 0x002F,
    RECORD_FONT = 0x0031,
    RECORD_COLINFO = 0x007D,
    RECORD_BOUNDSHEET = 0x0085,
    RECORD_MULRK = 0x00BD,
    RECORD_RSTRING = 0x00D6,
    RECORD_XF = 0x00E0,
    RECORD_MERGEDCELLS = 0x00E5,
    RECORD_SST = 0x00FC,
    RECORD_LABELSST = 0x00FD,
    RECORD_NUMBER = 0x0203,
    RECORD_LABEL = 0x0204,
    RECORD_BOOLERR = 0x0205,
    RECORD_STRING = 0x0207,
    RECORD_ROW = 0x0208,
    RECORD_WINDOW2 = 0x023E,
    RECORD_RK = 0x027E,
    RECORD_FORMAT = 0x041E,
    RECORD_BOF = 0x0809
};

/* A sheet as the workbook lists it (BoundSheet8). */
typedef struct {
    guint32 at;
    guint8 state; /* 0: visible */
    guint8 type;  /* 0: cells */
    char *name;
} Entry;

typedef struct {
    GovXlsBook book;
    GovXlsRecords records;
    GArray *entries;     /* Entry */
    GHashTable *numbers; /* index of a format of numbers → GovNumberFormat */
    size_t budget;       /* bytes of sheets that may still be read */
} Reader;

static void clear_entry(gpointer data)
{
    g_free(((Entry *)data)->name);
}

static bool fail(GError **error, GovError code, const char *what)
{
    g_set_error_literal(error, GOV_ERROR, code, what);
    return false;
}

static bool fail_damaged(GError **error, const char *what)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "The Excel workbook is damaged: %s",
                what);
    return false;
}

/* ---- the workbook ---- */

static void add_font(Reader *self)
{
    bool struck = (gov__bytes_u16(self->records.record, 2) & 8) != 0;
    bool raised = gov__bytes_u16(self->records.record, 8) == 1;
    guint8 flags =
        (guint8)((struck ? GOV_XLS_STRUCK : 0) | (raised ? GOV_XLS_RAISED : 0));
    if (self->book.fonts->len < MAX_STYLES)
        g_byte_array_append(self->book.fonts, &flags, 1);
}

static void keep_numbers(Reader *self, guint index, const char *code)
{
    if (g_hash_table_size(self->numbers) < MAX_FORMATS)
        g_hash_table_insert(self->numbers, GUINT_TO_POINTER(index + 1),
                            gov__number_format_new(code));
}

/* Those that come with Excel may stand here too, in the words of its language. */
static void add_numbers(Reader *self)
{
    g_autoptr(GString) code = g_string_new(NULL);
    size_t at = 4;
    guint n = gov__bytes_u16(self->records.record, 2);
    guint index = gov__bytes_u16(self->records.record, 0);
    if (!g_hash_table_contains(self->numbers, GUINT_TO_POINTER(index + 1)) &&
        gov__xls_read_string(&self->records, &at, n, NULL, code))
        keep_numbers(self, index, code->str);
}

/* Fonts and formats of numbers stand before the cell formats that use them. There is no
 * font 4. */
static void add_format(Reader *self)
{
    guint font = gov__bytes_u16(self->records.record, 0);
    guint index = gov__bytes_u16(self->records.record, 2);
    const GByteArray *fonts = self->book.fonts;
    font -= font > 4;
    if (!g_hash_table_contains(self->numbers, GUINT_TO_POINTER(index + 1)))
        keep_numbers(self, index, gov__number_format_get_builtin(index));
    GovXlsFormat format = {
        g_hash_table_lookup(self->numbers, GUINT_TO_POINTER(index + 1)),
        font < fonts->len && (fonts->data[font] & GOV_XLS_STRUCK) != 0};
    if (self->book.formats->len < MAX_STYLES)
        g_array_append_val(self->book.formats, format);
}

static bool add_entry(Reader *self)
{
    GovBytes record = self->records.record;
    g_autoptr(GString) name = g_string_new(NULL);
    Entry entry = {gov__bytes_u32(record, 0), gov__bytes_u8(record, 4) & 3,
                   gov__bytes_u8(record, 5), NULL};
    size_t at = 7;
    guint n = gov__bytes_u8(record, 6);
    if (!gov__xls_read_string(&self->records, &at, n, NULL, name))
        return false;
    entry.name = g_strdup(name->str);
    g_array_append_val(self->entries, entry);
    return true;
}

static bool read_global(Reader *self, GError **error)
{
    switch (self->records.id) {
    case RECORD_FILEPASS:
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "The Excel workbook is locked with a password; save it without one");
    case RECORD_1904:
        self->book.since_1904 = gov__bytes_u16(self->records.record, 0) == 1;
        return true;
    case RECORD_FONT:
        add_font(self);
        return true;
    case RECORD_FORMAT:
        add_numbers(self);
        return true;
    case RECORD_XF:
        add_format(self);
        return true;
    case RECORD_BOUNDSHEET:
        return add_entry(self) || fail_damaged(error, "its list of sheets is cut short");
    case RECORD_SST:
        return gov__xls_read_shared(&self->records, &self->book) ||
               fail_damaged(error, "its list of texts is cut short");
    default:
        return true;
    }
}

static bool read_globals(Reader *self, GError **error)
{
    GovXlsRecords *records = &self->records;
    if (!gov__xls_next(records) || records->id != RECORD_BOF)
        return fail_damaged(error, "it does not begin as a workbook");
    if (gov__bytes_u16(records->record, 0) != BIFF8)
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "This is a workbook of Excel 95 or earlier, which is not read; save "
                    "it as XLSX");
    while (gov__xls_next(records)) {
        if (records->id == RECORD_EOF)
            return true;
        if (!read_global(self, error))
            return false;
    }
    return fail_damaged(error, "its end is missing");
}

/* ---- cells ---- */

static GovXlsCell begin_cell(const Reader *self, GovXlsType type, size_t format_at)
{
    GovBytes record = self->records.record;
    return (GovXlsCell){.row = gov__bytes_u16(record, 0),
                        .column = gov__bytes_u16(record, 2),
                        .format = gov__bytes_u16(record, format_at),
                        .type = (guint16)type};
}

/* What is struck through is not there. */
static void add_cell(const Reader *self, GovXlsSheet *sheet, const GovXlsCell *cell)
{
    const GArray *formats = self->book.formats;
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
    GovBytes record = self->records.record;
    for (size_t at = 4, i = 0; gov__bytes_has(record, at, 8); at += 6, i++) {
        GovXlsCell cell = begin_cell(self, GOV_XLS_NUMBER, at);
        cell.column = (guint16)MIN(cell.column + i, G_MAXUINT16);
        cell.value.number = decode_rk(gov__bytes_u32(record, at + 2));
        add_cell(self, sheet, &cell);
    }
}

static void add_text(Reader *self, GovXlsSheet *sheet, GovXlsCell cell, const char *text)
{
    cell.text = (guint32)self->book.text->len;
    cell.len = (guint32)strlen(text);
    g_string_append(self->book.text, text);
    add_cell(self, sheet, &cell);
}

static bool add_shared(Reader *self, GovXlsSheet *sheet)
{
    GovXlsCell cell = begin_cell(self, GOV_XLS_TEXT, 4);
    guint32 i = gov__bytes_u32(self->records.record, 6);
    if (i >= self->book.strings->len)
        return false;
    cell.text = i == 0 ? 0 : g_array_index(self->book.strings, guint32, i - 1);
    cell.len = g_array_index(self->book.strings, guint32, i) - cell.text;
    add_cell(self, sheet, &cell);
    return true;
}

/* Reads a string with its length before it, and makes it the text of a cell. */
static bool add_string(Reader *self, GovXlsSheet *sheet, GovXlsCell cell, size_t at)
{
    guint n = gov__bytes_u16(self->records.record, at);
    at += 2;
    cell.text = (guint32)self->book.text->len;
    if (!gov__xls_read_string(&self->records, &at, n, NULL, self->book.text))
        return false;
    cell.len = (guint32)self->book.text->len - cell.text;
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
    GovXlsRecords ahead = self->records;
    for (int i = 0; i < 3 && gov__xls_next(&ahead); i++) {
        if (ahead.id != RECORD_STRING)
            continue;
        self->records = ahead;
        return add_string(self, sheet, cell, 0);
    }
    return true;
}

/* A formula to be computed, with the place of its tokens. */
static void add_open(Reader *self, GovXlsSheet *sheet, GovXlsType type)
{
    GovBytes record = self->records.record;
    GovXlsCell cell = begin_cell(self, type, 4);
    cell.text = (guint32)(self->records.at - record.len + 22);
    cell.len = gov__bytes_u16(record, 20);
    if (cell.len + 22 > record.len)
        cell.len = 0;
    add_cell(self, sheet, &cell);
}

/* What a formula gives is a number, or by its type a text, a truth, an error or an empty
 * text. 0 is one only if it was computed; an empty text, if the formula is no sum. */
static bool add_formula(Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records.record;
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

/* ---- sheets ---- */

static bool add_merged(const Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records.record;
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
    GovBytes record = self->records.record;
    guint first = gov__bytes_u16(record, 0);
    guint last = gov__bytes_u16(record, 2);
    if (self->records.id == RECORD_ROW) {
        if ((gov__bytes_u8(record, 12) & ROW_HIDDEN) != 0)
            gov__cells_hide_rows(sheet->out, first, 1);
    } else if (first <= last && (gov__bytes_u8(record, 8) & COLUMN_HIDDEN) != 0) {
        gov__cells_hide_columns(sheet->out, first, last - first + 1);
    }
}

static bool read_record(Reader *self, GovXlsSheet *sheet)
{
    GovBytes record = self->records.record;
    switch (self->records.id) {
    case RECORD_NUMBER:
        add_number(self, sheet, get_double(record, 6));
        return true;
    case RECORD_RK:
        add_number(self, sheet, decode_rk(gov__bytes_u32(record, 6)));
        return true;
    case RECORD_MULRK:
        add_numbers_of_row(self, sheet);
        return true;
    case RECORD_LABELSST:
        return add_shared(self, sheet);
    case RECORD_LABEL:
    case RECORD_RSTRING:
        return add_string(self, sheet, begin_cell(self, GOV_XLS_TEXT, 4), 6);
    case RECORD_BOOLERR:
        add_truth(self, sheet, gov__bytes_u8(record, 6), gov__bytes_u8(record, 7) != 0);
        return true;
    case RECORD_FORMULA:
        return add_formula(self, sheet);
    case RECORD_MERGEDCELLS:
        return add_merged(self, sheet);
    case RECORD_ROW:
    case RECORD_COLINFO:
        hide(self, sheet);
        return true;
    case RECORD_WINDOW2:
        sheet->zeros_hidden = (gov__bytes_u16(record, 0) & WINDOW_ZEROS) == 0;
        return true;
    default:
        return true;
    }
}

static bool fail_sheet(const GovXlsSheet *sheet, const char *what, GError **error)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "Sheet %s: %s", sheet->name, what);
    return false;
}

/* Charts inside a sheet are streams of records of their own, and passed over. */
static bool read_records(Reader *self, GovXlsSheet *sheet, GError **error)
{
    unsigned depth = 1;
    while (depth > 0 && gov__xls_next(&self->records)) {
        guint16 id = self->records.id;
        depth += id == RECORD_BOF;
        depth -= id == RECORD_EOF;
        if (depth != 1 || id == RECORD_EOF)
            continue;
        if (!read_record(self, sheet))
            return fail_sheet(sheet, "a cell is damaged, or there are too many merged ranges", error);
    }
    return depth == 0 || fail_sheet(sheet, "its end is missing", error);
}

static bool read_sheet(Reader *self, const Entry *entry, GovXlsSheet *sheet,
                       GError **error)
{
    self->records.at = entry->at;
    if (!gov__xls_next(&self->records) || self->records.id != RECORD_BOF)
        return fail_sheet(sheet, "it is not where the workbook says", error);
    if (!read_records(self, sheet, error))
        return false;
    size_t n = self->records.at - entry->at;
    if (n > self->budget)
        return fail_sheet(sheet, "it shares its cells with another sheet", error);
    self->budget -= n;
    return true;
}

static bool add_sheet(Reader *self, const Entry *entry, GError **error)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GovXlsCell));
    g_autoptr(GovCells) out = gov__cells_new(entry->name);
    GovXlsSheet sheet = {entry->name, cells, out, false};
    return read_sheet(self, entry, &sheet, error) &&
           gov__xls_pour(&self->book, &sheet, error);
}

static void tell_hidden(GovDocument *document, const Entry *entry)
{
    g_autofree char *message =
        g_strdup_printf("Sheet %s is hidden and was left out", entry->name);
    gov_document_add_warning(document, "sheet.hidden", message);
}

static bool add_sheets(Reader *self, GError **error)
{
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = &g_array_index(self->entries, Entry, i);
        if (entry->type != 0)
            continue;
        if (entry->state != 0)
            tell_hidden(self->book.document, entry);
        else if (!add_sheet(self, entry, error))
            return false;
    }
    return true;
}

static void free_numbers(gpointer format)
{
    gov__number_format_free(format);
}

bool gov__xls_read_stream(GovDocument *document, GovBytes stream, GError **error)
{
    g_autoptr(GString) text = g_string_sized_new(stream.len / 2);
    g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GByteArray) fonts = g_byte_array_new();
    g_autoptr(GArray) formats = g_array_new(FALSE, FALSE, sizeof(GovXlsFormat));
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GHashTable) numbers =
        g_hash_table_new_full(NULL, NULL, NULL, free_numbers);
    g_array_set_clear_func(entries, clear_entry);
    Reader self = {{document, stream, text, strings, fonts, formats, false, 0},
                   {stream, 0, 0, {NULL, 0}},
                   entries,
                   numbers,
                   stream.len};
    return read_globals(&self, error) && add_sheets(&self, error);
}

static bool read_xls(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_autoptr(GovOle) ole = gov__ole_open(data, len, error);
    g_autoptr(GBytes) bytes =
        ole == NULL ? NULL : gov__ole_read(ole, "Workbook", error);
    if (bytes == NULL)
        return false;
    gsize n = 0;
    const guint8 *stream = g_bytes_get_data(bytes, &n);
    return gov__xls_read_stream(document, (GovBytes){stream, n}, error);
}

static bool detect(const char *data, size_t len)
{
    if (!gov__ole_detect(data, len))
        return false;
    g_autoptr(GovOle) ole = gov__ole_open(data, len, NULL);
    return ole != NULL && gov__ole_has(ole, "Workbook") &&
           !gov__ole_has(ole, "WordDocument");
}

const GovFormat gov__format_xls = {"xls", detect, read_xls, NULL};
