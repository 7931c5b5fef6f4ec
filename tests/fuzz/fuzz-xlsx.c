/* SPDX-License-Identifier: MIT */
/* Any bytes as a sheet, the styles, the strings and the list of sheets of a workbook. */
#include "parts.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATION(id, type)                                                                       \
    "<Relationship Id='" id "' Type='" RELATIONS type "' Target='" id ".xml'/>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const FuzzPart parts[] = {
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
         RELATION("a", "worksheet") RELATION("b", "styles") RELATION("c", "sharedStrings")
         "</Relationships>"},
        {"xl/a.xml", NULL},
        {"xl/b.xml", NULL},
        {"xl/c.xml", NULL},
        {"xl/workbook.xml", NULL},
    };
    return fuzz_parts(&gov__format_xlsx, data, len, parts, G_N_ELEMENTS(parts));
}
