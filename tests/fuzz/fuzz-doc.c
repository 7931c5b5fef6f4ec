/* SPDX-License-Identifier: MIT */
/* Any bytes as a Word document, up to filled forms: as a whole file if they begin as one,
 * else as its streams, as a fuzzer would spend its time on the sectors of the container.
 * Two lengths of 32 bits come first, of the main stream and the table stream; the rest
 * is the data stream. */
#include "fuzz.h"

#include "read/doc-private.h"
#include "read/format-private.h"
#include "read/ole-private.h"

static bool read_streams(GovDocument *document, GovBytes all, GError **error)
{
    size_t n_main = MIN(gov__bytes_u32(all, 0), all.len - MIN(all.len, 8));
    GovBytes main = gov__bytes_slice(all, 8, n_main);
    size_t n_table = MIN(gov__bytes_u32(all, 4), all.len - MIN(all.len, 8 + n_main));
    GovBytes table = gov__bytes_slice(all, 8 + n_main, n_table);
    GovBytes data = gov__bytes_from(all, 8 + n_main + n_table);
    return gov__doc_read_streams(document, main, table, data, error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    const char *bytes = (const char *)data;
    bool done = gov__ole_detect(bytes, len)
                    ? gov__format_doc.read(document, bytes, len, &error)
                    : read_streams(document, (GovBytes){data, len}, &error);
    g_assert(done == (error == NULL));
    if (!done)
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
