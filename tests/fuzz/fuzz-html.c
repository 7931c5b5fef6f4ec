/* SPDX-License-Identifier: MIT */
/* Any bytes as HTML, whatever they look like, up to filled forms. */
#include "fuzz.h"

#include "read/format-private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    bool done =
        len > 0 && gov__format_html.read(document, (const char *)data, len, &error);
    g_assert(len == 0 || done == (error == NULL));
    if (!done)
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
