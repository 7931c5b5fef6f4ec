/* SPDX-License-Identifier: MIT */
/* Excel workbooks (XLSX, XLSM, XLTX): which sheets there are, the strings they share and how
 * numbers are shown. Strings are one buffer with the ends of each, formats one small record for
 * every style of a cell; both are there before the first sheet is read. Sheets that the workbook
 * hides are left out, with a warning. */
#include "read/xlsx-private.h"

#include <govstat/error.h>
#include <string.h>

#include "read/format-private.h"

#define MAX_STYLES 65536u
#define MAX_FORMATS 65536u
#define MAX_SHEETS 1024u

/* ---- rich text ---- */

void gov__rich_text_start(GovRichText *rich, const GovElement *element)
{
    switch (element->tag) {
    case GOV_RICH_TEXT:
        rich->in_text = !rich->struck;
        if (rich->raised && rich->in_text)
            g_string_append_c(rich->text, '[');
        break;
    case GOV_RICH_RUN:
        rich->raised = rich->struck = false;
        break;
    case GOV_RICH_RAISED:
        rich->raised = gov__element_is(element, GOV_NS_NONE, "val", "superscript");
        break;
    case GOV_RICH_STRUCK:
        rich->struck = gov__element_is_on(element, GOV_NS_NONE, "val", true);
        break;
    case GOV_RICH_PHONETIC:
        gov__xml_skip(element->xml);
        break;
    default:
        break;
    }
}

void gov__rich_text_end(GovRichText *rich, int tag)
{
    if (tag == GOV_RICH_TEXT && rich->raised && rich->in_text)
        g_string_append_c(rich->text, ']');
    if (tag == GOV_RICH_TEXT)
        rich->in_text = false;
    if (tag == GOV_RICH_RUN)
        rich->raised = rich->struck = false;
}

void gov__rich_text_add(GovRichText *rich, const char *text, size_t len)
{
    if (rich->in_text)
        g_string_append_len(rich->text, text, (gssize)len);
}

/* Character that `_xHHHH_` stands for; 0 if it is no such thing. */
static gunichar read_escape(const char *p)
{
    gunichar c = 0;
    for (int i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit(p[i]))
            return 0;
        c = c * 16 + (gunichar)g_ascii_xdigit_value(p[i]);
    }
    return p[6] == '_' && g_unichar_validate(c) ? c : 0;
}

void gov__rich_text_unescape(GString *text, gsize from)
{
    gsize used = from;
    for (gsize i = from; i < text->len;) {
        bool escaped = text->len - i >= 7 && text->str[i] == '_' && text->str[i + 1] == 'x';
        gunichar c = escaped ? read_escape(text->str + i) : 0;
        if (c == 0) {
            text->str[used] = text->str[i++];
            used += text->str[used] != '\r';
            continue;
        }
        i += 7;
        if (c >= 0x20 || c == '\n' || c == '\t')
            used += (gsize)g_unichar_to_utf8(c, text->str + used);
    }
    g_string_truncate(text, used);
}

/* ---- shared strings ---- */

enum { TAG_STRING = GOV_RICH_LAST };

static const GovXmlName string_names[] = {GOV_RICH_NAMES, {GOV_NS_SHEET, "si", TAG_STRING}};

typedef struct {
    GovWorkbook *workbook;
    GovRichText rich;
    gsize from;
} Strings;

static void start_string(void *data, const GovElement *element)
{
    Strings *strings = data;
    if (element->tag == TAG_STRING)
        strings->rich.raised = strings->rich.struck = false;
    else
        gov__rich_text_start(&strings->rich, element);
}

static void end_string(void *data, int tag)
{
    Strings *strings = data;
    gov__rich_text_end(&strings->rich, tag);
    if (tag != TAG_STRING)
        return;
    GString *text = strings->rich.text;
    gov__rich_text_unescape(text, strings->from);
    guint32 end = (guint32)text->len;
    g_array_append_val(strings->workbook->string_ends, end);
    strings->from = text->len;
}

static void add_string(void *data, const char *text, size_t len)
{
    gov__rich_text_add(&((Strings *)data)->rich, text, len);
}

static bool read_strings(GovWorkbook *workbook, const char *part, GError **error)
{
    static const GovXmlHandler handler = {string_names, G_N_ELEMENTS(string_names), start_string,
                                          end_string, add_string};
    Strings strings = {workbook, {workbook->strings, false, false, false}, 0};
    return gov__package_parse(workbook->package, part, &handler, &strings, error);
}

/* ---- styles ---- */

enum { TAG_FORMAT = 1, TAG_CELL_STYLES, TAG_STYLE };

static const GovXmlName style_names[] = {
    {GOV_NS_SHEET, "numFmt", TAG_FORMAT},
    {GOV_NS_SHEET, "cellXfs", TAG_CELL_STYLES},
    {GOV_NS_SHEET, "xf", TAG_STYLE},
};

typedef struct {
    GHashTable *codes; /* number of a format → its code */
    GArray *styles;    /* guint: number of the format, by style */
    bool in_cell_styles;
} Styles;

static void start_style(void *data, const GovElement *element)
{
    Styles *styles = data;
    unsigned id = gov__element_get_number(element, GOV_NS_NONE, "numFmtId", 0, G_MAXINT32);
    if (element->tag == TAG_CELL_STYLES) {
        styles->in_cell_styles = true;
    } else if (element->tag == TAG_STYLE && styles->in_cell_styles &&
               styles->styles->len < MAX_STYLES) {
        g_array_append_val(styles->styles, id);
    } else if (element->tag == TAG_FORMAT && g_hash_table_size(styles->codes) < MAX_FORMATS) {
        char *code = gov__element_dup(element, GOV_NS_NONE, "formatCode");
        g_hash_table_replace(styles->codes, GUINT_TO_POINTER(id),
                             code == NULL ? g_strdup("General") : code);
    }
}

static void end_style(void *data, int tag)
{
    if (tag == TAG_CELL_STYLES)
        ((Styles *)data)->in_cell_styles = false;
}

static void ignore_text(void *data, const char *text, size_t len)
{
    (void)data;
    (void)text;
    (void)len;
}

static void free_format(gpointer format)
{
    gov__number_format_free(format);
}

static void make_formats(GovWorkbook *workbook, const Styles *styles)
{
    for (guint i = 0; i < styles->styles->len; i++) {
        unsigned id = g_array_index(styles->styles, unsigned, i);
        const char *code = g_hash_table_lookup(styles->codes, GUINT_TO_POINTER(id));
        if (code == NULL)
            code = gov__number_format_get_builtin(id);
        g_ptr_array_add(workbook->formats, gov__number_format_new(code));
    }
}

static bool read_styles(GovWorkbook *workbook, const char *part, GError **error)
{
    static const GovXmlHandler handler = {style_names, G_N_ELEMENTS(style_names), start_style,
                                          end_style, ignore_text};
    g_autoptr(GHashTable) codes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(unsigned));
    Styles styles = {codes, numbers, false};
    if (!gov__package_parse(workbook->package, part, &handler, &styles, error))
        return false;
    make_formats(workbook, &styles);
    return true;
}

/* ---- the workbook ---- */

enum { TAG_SHEET = 1, TAG_PROPERTIES, TAG_CALCULATION };

static const GovXmlName workbook_names[] = {
    {GOV_NS_SHEET, "sheet", TAG_SHEET},
    {GOV_NS_SHEET, "workbookPr", TAG_PROPERTIES},
    {GOV_NS_SHEET, "calcPr", TAG_CALCULATION},
};

typedef struct {
    char *name;
    char *relation;
    bool hidden;
} Sheet;

typedef struct {
    GovWorkbook *workbook;
    GArray *sheets; /* Sheet */
} Book;

static void clear_sheet(gpointer data)
{
    g_free(((Sheet *)data)->name);
    g_free(((Sheet *)data)->relation);
}

static void start_sheet(Book *book, const GovElement *element)
{
    if (book->sheets->len >= MAX_SHEETS) {
        gov__xml_fail(element->xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT, "More than %u sheets",
                                                MAX_SHEETS));
        return;
    }
    Sheet sheet = {gov__element_dup(element, GOV_NS_NONE, "name"),
                   gov__element_dup(element, GOV_NS_RELATION, "id"),
                   gov__element_is(element, GOV_NS_NONE, "state", "hidden") ||
                       gov__element_is(element, GOV_NS_NONE, "state", "veryHidden")};
    g_array_append_val(book->sheets, sheet);
}

static void start_book(void *data, const GovElement *element)
{
    Book *book = data;
    if (element->tag == TAG_SHEET)
        start_sheet(book, element);
    else if (element->tag == TAG_PROPERTIES)
        book->workbook->since_1904 =
            gov__element_is_on(element, GOV_NS_NONE, "date1904", false);
    else if (element->tag == TAG_CALCULATION)
        book->workbook->stale =
            gov__element_is_on(element, GOV_NS_NONE, "fullCalcOnLoad", false);
}

static void ignore_end(void *data, int tag)
{
    (void)data;
    (void)tag;
}

static bool read_sheet(GovWorkbook *workbook, const Sheet *sheet, const GArray *relations,
                       GError **error)
{
    const char *name = sheet->name == NULL ? "?" : sheet->name;
    const GovRelation *relation = gov__relations_find_id(relations, sheet->relation);
    if (relation == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "The workbook has no part for sheet %s",
                    name);
        return false;
    }
    if (strcmp(relation->type, "worksheet") != 0)
        return true; /* a chart, a dialog */
    if (!sheet->hidden)
        return gov__workbook_read_sheet(workbook, name, relation->target, error);
    g_autofree char *message = g_strdup_printf("Sheet %s is hidden and was left out", name);
    gov_document_add_warning(workbook->document, "sheet.hidden", message);
    return true;
}

static bool read_shared(GovWorkbook *workbook, const GArray *relations, GError **error)
{
    const GovRelation *strings = gov__relations_find_type(relations, "sharedStrings");
    const GovRelation *styles = gov__relations_find_type(relations, "styles");
    return (strings == NULL || read_strings(workbook, strings->target, error)) &&
           (styles == NULL || read_styles(workbook, styles->target, error));
}

static bool read_workbook(GovWorkbook *workbook, GError **error)
{
    static const GovXmlHandler handler = {workbook_names, G_N_ELEMENTS(workbook_names), start_book,
                                          ignore_end, ignore_text};
    g_autofree char *part = gov__package_find_main(workbook->package, "xl/workbook.xml", error);
    if (part == NULL)
        return false;
    g_autoptr(GArray) sheets = g_array_new(FALSE, FALSE, sizeof(Sheet));
    g_array_set_clear_func(sheets, clear_sheet);
    Book book = {workbook, sheets};
    if (!gov__package_parse(workbook->package, part, &handler, &book, error))
        return false;
    g_autoptr(GArray) relations = gov__package_read_relations(workbook->package, part, error);
    bool done = relations != NULL && read_shared(workbook, relations, error);
    for (guint i = 0; done && i < sheets->len; i++)
        done = read_sheet(workbook, &g_array_index(sheets, Sheet, i), relations, error);
    return done;
}

static bool read_xlsx(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_autoptr(GovPackage) package = gov__package_open(data, len, error);
    if (package == NULL)
        return false;
    g_autoptr(GString) strings = g_string_new(NULL);
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GPtrArray) formats = g_ptr_array_new_with_free_func(free_format);
    GovWorkbook workbook = {document, package, strings, ends, formats, 0, false, false};
    gov__package_read_title(package, "docProps/core.xml", document);
    return read_workbook(&workbook, error);
}

static bool detect(const char *data, size_t len)
{
    return gov__package_detect(data, len) == GOV_PACKAGE_XLSX;
}

const GovFormat gov__format_xlsx = {"xlsx", detect, read_xlsx, NULL};
