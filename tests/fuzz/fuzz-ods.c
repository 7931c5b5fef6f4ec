/* SPDX-License-Identifier: MIT */
/* Any bytes as the content of an OpenDocument spreadsheet. */
#include "parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const FuzzPart parts[] = {
        {"content.xml", NULL},
    };
    return fuzz_parts(&gov__format_ods, data, len, parts, G_N_ELEMENTS(parts));
}
