/* SPDX-License-Identifier: MIT */
/* What the parts of a workbook share: xlsx.c reads the workbook with its styles and strings,
 * xlsx-sheet.c a sheet, with xlsx-sheet-private.h. */
#ifndef GOV_XLSX_PRIVATE_H
#define GOV_XLSX_PRIVATE_H

#include "read/number-private.h"
#include "read/package-private.h"

typedef struct {
    GovDocument *document;
    GovPackage *package;
    GString *strings;     /* shared strings, one after the other */
    GArray *string_ends;  /* guint32: where each ends */
    GPtrArray *formats;   /* GovNumberFormat, by the style of a cell */
    size_t n_text; /* bytes in cells so far; a shared string counts each time */
    bool since_1904;
    bool stale; /* results of formulas are to be worked out again when the workbook is opened */
} GovWorkbook;

/* Reads a sheet into the document. */
bool gov__workbook_read_sheet(GovWorkbook *workbook, const char *name, const char *part,
                              GError **error);

/* The text of shared strings and of cells that hold their own, run by run. */
typedef struct {
    GString *text;
    bool in_text;
    bool raised; /* of the open run */
    bool struck;
} GovRichText;

enum {
    GOV_RICH_TEXT = 1, /* t */
    GOV_RICH_RUN,      /* r */
    GOV_RICH_RAISED,   /* vertAlign */
    GOV_RICH_STRUCK,   /* strike */
    GOV_RICH_PHONETIC, /* rPh */
    GOV_RICH_LAST
};

/* clang-format off */
#define GOV_RICH_NAMES \
    {GOV_NS_SHEET, "t", GOV_RICH_TEXT}, {GOV_NS_SHEET, "r", GOV_RICH_RUN}, \
    {GOV_NS_SHEET, "vertAlign", GOV_RICH_RAISED}, {GOV_NS_SHEET, "strike", GOV_RICH_STRUCK}, \
    {GOV_NS_SHEET, "rPh", GOV_RICH_PHONETIC}
/* clang-format on */

void gov__rich_text_start(GovRichText *rich, const GovElement *element);
void gov__rich_text_end(GovRichText *rich, int tag);
void gov__rich_text_add(GovRichText *rich, const char *text, size_t len);
/* Resolves `_x000D_` and the like from `from` on, and drops carriage returns. */
void gov__rich_text_unescape(GString *text, gsize from);

#endif
