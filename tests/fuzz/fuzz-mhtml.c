/* SPDX-License-Identifier: MIT */
/* Any bytes as a web archive, up to blocks. */
#include "fuzz.h"

#include "read/format-private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    const char *bytes = (const char *)data;
    (void)gov__format_mhtml.detect(bytes, len);
    bool done = len > 0 && gov__format_mhtml.read(document, bytes, len, &error);
    g_assert(len == 0 || done == (error == NULL));
    if (done)
        check_document(document);
    return 0;
}
