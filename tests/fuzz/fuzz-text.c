/* SPDX-License-Identifier: MIT */
/* Any bytes as the library finds them, mostly plain text: detection, encodings, lines,
 * JSON. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_read_document(data, len, NULL, &error);
    g_assert((document == NULL) == (error != NULL));
    if (document != NULL)
        check_document(document);
    GPtrArray *reports = gov_read_data(data, len, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
