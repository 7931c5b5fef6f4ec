/* SPDX-License-Identifier: MIT */
/* Any bytes as what pdftotext might say of a PDF: words with their boxes → tables → filled forms.
 * The PDF itself is parsed by a child process, and is not ours to fuzz. */
#include "fuzz.h"

#include "read/pdf-private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    g_autoptr(GovPdfWords) words = gov__pdf_words_new((const char *)data, len, &error);

    g_assert((words == NULL) == (error != NULL));
    if (words == NULL || !gov__pdf_layout(document, words, &error))
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
