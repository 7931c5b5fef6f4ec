/* SPDX-License-Identifier: MIT */
/* Excel 97–2003 workbooks (XLS), one record after another. libfreexl would do most of
 * it, but opens only paths and knows nothing of merged cells, without which a header
 * cannot be read; so the records that matter, some twenty, are read here. Hidden sheets
 * are left out and told of; charts and macros are not looked at. Refused by name:
 * workbooks locked with a password, and those of Excel 95 and earlier. */
#include <govstat/error.h>

#include "read/format-private.h"
#include "read/ole-private.h"
#include "read/xls-private.h"

#define BIFF8 0x0600
#define MAX_FORMATS 4096u /* of numbers; Excel has fewer */
#define MAX_STYLES 65536u /* fonts, and formats of cells */

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
    case GOV_XLS_RECORD_FILEPASS:
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "The Excel workbook is locked with a password; save it without one");
    case GOV_XLS_RECORD_1904:
        self->book.since_1904 = gov__bytes_u16(self->records.record, 0) == 1;
        return true;
    case GOV_XLS_RECORD_FONT:
        add_font(self);
        return true;
    case GOV_XLS_RECORD_FORMAT:
        add_numbers(self);
        return true;
    case GOV_XLS_RECORD_XF:
        add_format(self);
        return true;
    case GOV_XLS_RECORD_BOUNDSHEET:
        return add_entry(self) || fail_damaged(error, "its list of sheets is cut short");
    case GOV_XLS_RECORD_SST:
        return gov__xls_read_shared(&self->records, &self->book) ||
               fail_damaged(error, "its list of texts is cut short");
    default:
        return true;
    }
}

static bool read_globals(Reader *self, GError **error)
{
    GovXlsRecords *records = &self->records;
    if (!gov__xls_next(records) || records->id != GOV_XLS_RECORD_BOF)
        return fail_damaged(error, "it does not begin as a workbook");
    if (gov__bytes_u16(records->record, 0) != BIFF8)
        return fail(error, GOV_ERROR_UNSUPPORTED,
                    "This is a workbook of Excel 95 or earlier, which is not read; save "
                    "it as XLSX");
    while (gov__xls_next(records)) {
        if (records->id == GOV_XLS_RECORD_EOF)
            return true;
        if (!read_global(self, error))
            return false;
    }
    return fail_damaged(error, "its end is missing");
}

/* ---- sheets ---- */

static bool read_sheet(Reader *self, const Entry *entry, GovXlsSheet *sheet,
                       GError **error)
{
    self->records.at = entry->at;
    if (!gov__xls_next(&self->records) || self->records.id != GOV_XLS_RECORD_BOF)
        return gov__xls_fail_sheet(sheet, "it is not where the workbook says", error);
    if (!gov__xls_read_cells(&self->records, &self->book, sheet, error))
        return false;
    size_t n = self->records.at - entry->at;
    if (n > self->budget)
        return gov__xls_fail_sheet(sheet, "it shares its cells with another sheet", error);
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
