/* SPDX-License-Identifier: MIT */
/* PDF with a text layer. pdftotext tells the words, pdf-layout.c makes tables of them. A PDF without
 * words is a scan, and refused as one: there is no OCR here. */
#include <govstat/error.h>

#include "read/format-private.h"
#include "read/pdf-private.h"

#include <string.h>

#define DETECT_BYTES 1024u /* some programs write a line of their own before the header */

static bool detect(const char *data, size_t len)
{
    if (len >= 5 && memcmp(data, "%PDF-", 5) == 0)
        return true;
    bool other = *data == '<' || *data == '{' || *data == '[';
    return !other && g_strstr_len(data, (gssize)MIN(len, DETECT_BYTES), "%PDF-") != NULL &&
           g_strstr_len(data, (gssize)len, "endobj") != NULL;
}

static bool read_pdf(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_autoptr(GByteArray) output = gov__pdf_run(data, len, error);
    if (output == NULL)
        return false;
    g_autoptr(GovPdfWords) words = gov__pdf_words_new((const char *)output->data, output->len, error);
    if (words == NULL)
        return false;
    if (words->words->len > 0)
        return gov__pdf_layout(document, words, error);
    g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                "The %u pages of the PDF hold no text: its tables are pictures, and there is no "
                "OCR; ask for the file it was made from",
                words->pages->len);
    return false;
}

const GovFormat gov__format_pdf = {.name = "pdf", .detect = detect, .read = read_pdf};
