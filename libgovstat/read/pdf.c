/* SPDX-License-Identifier: MIT */
/* PDF with a text layer. pdftotext tells the words, pdf-layout.c makes tables of them. A PDF without
 * words is a scan, and refused as one: there is no OCR here. */
#define _GNU_SOURCE /* memmem */
#include <govstat/error.h>

#include "read/format-private.h"
#include "read/pdf-private.h"

#include <string.h>

#define MANY_FIGURES 24u   /* in tables: fewer than the form has rows */
#define DETECT_BYTES 1024u /* some programs write a line of their own before the header */

static bool detect(const char *data, size_t len)
{
    if (len >= 5 && memcmp(data, "%PDF-", 5) == 0)
        return true;
    bool other = *data == '<' || *data == '{' || *data == '[';
    return !other && g_strstr_len(data, (gssize)MIN(len, DETECT_BYTES), "%PDF-") != NULL &&
           g_strstr_len(data, (gssize)len, "endobj") != NULL;
}

/* Pictures of some size: not a seal or a line. Their dictionaries are never compressed. */
static unsigned count_pictures(const char *data, size_t len)
{
    const char *end = data + len;
    unsigned n = 0;
    for (const char *p = data; (p = memmem(p, (size_t)(end - p), "/Subtype", 8)) != NULL;) {
        p += 8;
        while (p < end && g_ascii_isspace(*p))
            p++;
        n += end - p > 6 && memcmp(p, "/Image", 6) == 0;
    }
    return n;
}

/* Cells of grids that hold something right of the first column. */
static unsigned count_figures(const GovDocument *document)
{
    unsigned n = 0;
    for (size_t i = 0; i < gov_document_n_blocks(document); i++) {
        const GovGrid *grid = gov_document_get_grid(document, i);
        for (size_t k = 0; grid != NULL && k < gov__grid_n_cells(grid) && n < MANY_FIGURES; k++)
            n += gov__grid_get_cell_at(grid, k)->len > 0 && gov__grid_get_cell_at(grid, k)->column > 0;
    }
    return n;
}

/* A PDF whose text is prose and whose tables are pictures. A few words in columns are no table. */
static bool check_pictures(GovDocument *document, const char *data, size_t len, GError **error)
{
    unsigned n_figures = count_figures(document);
    unsigned n = n_figures < MANY_FIGURES ? count_pictures(data, len) : 0;
    if (n == 0)
        return true;
    if (n_figures > 0) {
        gov_document_add_warning(document, "image",
                                 "Few figures in tables, but pictures; tables in pictures are not read");
        return true;
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                "The PDF holds text but no table, and %u pictures: its tables are pictures, and there "
                "is no OCR; ask for the file it was made from",
                n);
    return false;
}

static bool read_pdf(GovDocument *document, const char *data, size_t len, GError **error)
{
    const GovPdfLimits limits = GOV_PDF_LIMITS_INIT;
    g_autoptr(GByteArray) output = gov__pdf_run(data, len, &limits, error);
    if (output == NULL)
        return false;
    g_autoptr(GovPdfWords) words = gov__pdf_words_new((const char *)output->data, output->len, error);
    if (words == NULL)
        return false;
    if (words->words->len > 0)
        return gov__pdf_layout(document, words, error) &&
               check_pictures(document, data, len, error);
    g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                "The %u pages of the PDF hold no text: its tables are pictures, and there is no "
                "OCR; ask for the file it was made from",
                words->pages->len);
    return false;
}

const GovFormat gov__format_pdf = {.name = "pdf", .detect = detect, .read = read_pdf};
