/* SPDX-License-Identifier: MIT */
/* The list of formats, and the way from bytes to reports. A format is known by its
 * content. What is not read is refused by the name a person would use for it, as far
 * as its first bytes tell, so that the message says what to do. Whoever is called last
 * puts the name of the source before a message, and only once. */
#include "config.h"

#include <govstat/error.h>
#include <govstat/read.h>

#include "base/file-private.h"
#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/ole-private.h"
#include "read/package-private.h"

#include <string.h>

#define MAGIC_BYTES 8192u /* where signs of other formats are looked for */

/* In the order in which they are asked; the last takes any text. */
static const GovFormat *const formats[] = {
    &gov__format_json,
#ifdef HAVE_GSF
    &gov__format_docx,
    &gov__format_xlsx,
    &gov__format_odt,
    &gov__format_ods,
#endif
    &gov__format_xls,
    &gov__format_doc,
    &gov__format_panel,
    &gov__format_mhtml,
#ifdef HAVE_PDF
    &gov__format_pdf,
#endif
    &gov__format_html,
    &gov__format_csv,
    &gov__format_text,
};

typedef struct {
    const char *magic;
    gsize len;
    const char *name;
    const char *advice; /* NULL: save it as something else */
} Magic;

#define ADVICE_SAVE "which is not read; save it as DOCX, XLSX or HTML"
#define ADVICE_PLAIN "so it is not read; save it as HTML or text"
#define ADVICE_IMAGE "and tables in pictures are not read, as there is no OCR"
#define ADVICE_UNPACK "which is not looked into; unpack it"

static const Magic magics[] = {
#ifndef HAVE_GSF
    {"PK\x03\x04", 4,
     "a ZIP container (DOCX, XLSX, ODT, ODS) and this build has no libgsf", ADVICE_PLAIN},
#endif
#ifndef HAVE_PDF
    {"%PDF-", 5, "PDF, and this build was configured without it", ADVICE_PLAIN},
#endif
    {"{\\rtf", 5, "RTF", NULL},
    {"\x89PNG", 4, "a PNG image", ADVICE_IMAGE},
    {"\xFF\xD8\xFF", 3, "a JPEG image", ADVICE_IMAGE},
    {"GIF8", 4, "a GIF image", ADVICE_IMAGE},
    {"II*\0", 4, "a TIFF image", ADVICE_IMAGE},
    {"MM\0*", 4, "a TIFF image", ADVICE_IMAGE},
    {"\x1F\x8B", 2, "gzip data", ADVICE_UNPACK},
    {"Rar!", 4, "a RAR archive", ADVICE_UNPACK},
    {"7z\xBC\xAF\x27\x1C", 6, "a 7z archive", ADVICE_UNPACK},
};

size_t gov_read_n_formats(void)
{
    return G_N_ELEMENTS(formats);
}

const char *gov_read_get_format(size_t i)
{
    g_return_val_if_fail(i < G_N_ELEMENTS(formats), NULL);
    return formats[i]->name;
}

static bool is_markup_of(const char *data, size_t len, const char *sign)
{
    return g_strstr_len(data, (gssize)MIN(len, MAGIC_BYTES), sign) != NULL;
}

/* XML of office programs looks like a page with its `<?xml`, but holds tables of
 * another kind. */
static const char *name_xml(const char *data, size_t len)
{
    size_t bom = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (len < bom + 5 || memcmp(data + bom, "<?xml", 5) != 0)
        return NULL;
    if (is_markup_of(data, len, "Word.Document") ||
        is_markup_of(data, len, "<w:wordDocument"))
        return "Word 2003 XML";
    if (is_markup_of(data, len, "Excel.Sheet") || is_markup_of(data, len, "<Workbook"))
        return "Excel 2003 XML";
    if (is_markup_of(data, len, "<office:document"))
        return "flat OpenDocument (FODT, FODS)";
    return is_markup_of(data, len, "<pkg:package") ? "flat Word XML" : NULL;
}

/* Control characters that no text has; substitute and escape end or colour old text
 * files. */
static bool is_odd(guchar c)
{
    return c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1A && c != 0x1B;
}

static bool is_binary(const char *data, size_t len)
{
    size_t n = MIN(len, MAGIC_BYTES);
    size_t odd = 0;
    for (size_t i = 0; i < n; i++)
        odd += is_odd((guchar)data[i]);
    return odd > 8 && odd > n / 100;
}

/* What is recognised by its first bytes, and not read; NULL if nothing is. */
static const Magic *find_magic(const char *data, size_t len)
{
    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
        if (len >= magics[i].len && memcmp(data, magics[i].magic, magics[i].len) == 0)
            return &magics[i];
    return NULL;
}

/* Names what is recognised and not read, or returns NULL. */
static const char *name_unsupported(const char *data, size_t len)
{
#ifdef HAVE_PDF
    if (gov__format_pdf.detect(data, len))
        return NULL;
#endif
    const Magic *magic = find_magic(data, len);
    if (magic != NULL)
        return magic->name;
#ifdef HAVE_GSF
    if (gov__zip_is(data, len))
        return gov__package_name_unread(data, len);
#endif
    if (gov__ole_detect(data, len))
        return gov__ole_name_other(data, len);
    const char *name = name_xml(data, len);
    if (name != NULL)
        return name;
    bool marked = len >= 2 &&
                  (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0);
    if (marked || gov__encoding_is_utf16(data, len))
        return NULL;
    return is_binary(data, len) ? "binary data" : NULL;
}

static const GovFormat *find_format(const char *data, size_t len)
{
    if (len == 0 || name_unsupported(data, len) != NULL)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
        if (formats[i]->detect(data, len))
            return formats[i];
    return NULL;
}

const char *gov_read_detect(const void *data, size_t len)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    const GovFormat *format = find_format(data, len);
    return format == NULL ? NULL : format->name;
}

static size_t get_max_bytes(const GovReadOptions *options)
{
    return options == NULL || options->max_bytes == 0 ? GOV_READ_MAX_BYTES
                                                      : options->max_bytes;
}

static void fail_unsupported(const char *data, size_t len, GError **error)
{
    const char *name = len == 0 ? NULL : name_unsupported(data, len);
    const Magic *magic = len == 0 ? NULL : find_magic(data, len);
    if (len == 0)
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED, "Empty file");
    else
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED, "This is %s, %s",
                    name == NULL ? "an unknown format" : name,
                    magic == NULL || magic->advice == NULL ? ADVICE_SAVE : magic->advice);
}

static const GovFormat *choose_format(const char *data, size_t len,
                                      const GovReadOptions *options, GError **error)
{
    if (!gov__file_check_size(len, get_max_bytes(options), error))
        return NULL;
    const GovFormat *format = find_format(data, len);
    if (format != NULL)
        return format;
    fail_unsupported(data, len, error);
    return NULL;
}

static GovDocument *read_document(const GovFormat *format, const char *data, size_t len,
                                  GError **error)
{
    if (format->read == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "The format %s holds finished reports, not a document", format->name);
        return NULL;
    }
    g_autoptr(GovDocument) document = gov_document_new();
    GError *why = NULL;
    bool done = format->read(document, data, len, &why);
    g_assert(done == (why == NULL));
    if (done)
        return g_steal_pointer(&document);
    g_propagate_error(error, why);
    return NULL;
}

/* What is called inside may have put the source there already. */
static void prefix_source(const GovReadOptions *options, GError *why, GError **error)
{
    const char *source = options == NULL ? NULL : options->source;
    g_autofree char *prefix = source == NULL ? NULL : g_strconcat(source, ": ", NULL);
    if (prefix != NULL && !g_str_has_prefix(why->message, prefix))
        g_prefix_error_literal(&why, prefix);
    g_propagate_error(error, why);
}

GovDocument *gov_read_document(const void *data, size_t len,
                               const GovReadOptions *options, GError **error)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    GError *why = NULL;
    const GovFormat *format = choose_format(data, len, options, &why);
    GovDocument *document =
        format == NULL ? NULL : read_document(format, data, len, &why);
    if (document == NULL)
        prefix_source(options, why, error);
    return document;
}

static GPtrArray *read_data(const char *data, size_t len, const GovReadOptions *options,
                            GError **error)
{
    const GovFormat *format = choose_format(data, len, options, error);
    if (format == NULL)
        return NULL;
    if (format->read_reports != NULL)
        return format->read_reports(data, len, options, error);
    g_autoptr(GovDocument) document = read_document(format, data, len, error);
    return document == NULL ? NULL : gov_read_match(document, options, error);
}

GPtrArray *gov_read_data(const void *data, size_t len, const GovReadOptions *options,
                         GError **error)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    GError *why = NULL;
    GPtrArray *reports = read_data(data, len, options, &why);
    g_assert((reports == NULL) == (why != NULL));
    if (reports == NULL)
        prefix_source(options, why, error);
    return reports;
}

GPtrArray *gov_read_file(const char *path, const GovReadOptions *options, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autofree char *name = g_filename_display_name(path);
    GovReadOptions own = GOV_READ_OPTIONS_INIT;
    if (options != NULL)
        own = *options;
    if (own.source == NULL)
        own.source = name;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    GError *why = NULL;
    if (gov__file_load(path, get_max_bytes(&own), bytes, &why))
        return gov_read_data(bytes->data == NULL ? (const guint8 *)"" : bytes->data,
                             bytes->len, &own, error);
    prefix_source(&own, why, error);
    return NULL;
}
