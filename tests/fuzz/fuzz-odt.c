/* SPDX-License-Identifier: MIT */
/* Any bytes as the content of an OpenDocument text. */
#include "parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const FuzzPart parts[] = {
        {"content.xml", NULL},
        {"meta.xml", NULL},
    };
    return fuzz_parts(&gov__format_odt, data, len, parts, G_N_ELEMENTS(parts));
}
