/* SPDX-License-Identifier: MIT */
/* Any bytes as the body of a Word document. */
#include "parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const FuzzPart parts[] = {
        {"word/document.xml", NULL},
        {"docProps/core.xml", NULL},
    };
    return fuzz_parts(&gov__format_docx, data, len, parts, G_N_ELEMENTS(parts));
}
