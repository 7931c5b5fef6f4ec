/* SPDX-License-Identifier: MIT */
/* Any bytes as an Excel workbook, up to filled forms: as a whole file if they begin as
 * one, else as the stream of records in it. */
#include "fuzz.h"

#include "read/format-private.h"
#include "read/ole-private.h"
#include "read/xls-private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    const char *bytes = (const char *)data;
    bool done = gov__ole_detect(bytes, len)
                    ? gov__format_xls.read(document, bytes, len, &error)
                    : gov__xls_read_stream(document, (GovBytes){data, len}, &error);
    g_assert(done == (error == NULL));
    if (!done)
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
