/* SPDX-License-Identifier: MIT */
/* What text documents and spreadsheets of OpenDocument share: the styles that hide something, and
 * the text of a paragraph with its spans. Only the automatic styles of the document itself are
 * looked at, which is where programs put what a user does by hand. */
#ifndef GOV_ODF_PRIVATE_H
#define GOV_ODF_PRIVATE_H

#include "read/package-private.h"

typedef enum {
    GOV_STYLE_HIDDEN = 1 << 0, /* also a table that is not shown, and struck text */
    GOV_STYLE_RAISED = 1 << 1
} GovStyleFlags;

enum {
    GOV_ODF_STYLE = 1,
    GOV_ODF_TEXT_PROPERTIES,
    GOV_ODF_TABLE_PROPERTIES,
    GOV_ODF_SKIP, /* nothing inside is text of the page */
    GOV_ODF_PARAGRAPH,
    GOV_ODF_SPAN,
    GOV_ODF_SPACE,
    GOV_ODF_TAB,
    GOV_ODF_LINE,
    GOV_ODF_TABLE,
    GOV_ODF_COLUMN,
    GOV_ODF_ROW,
    GOV_ODF_CELL,
    GOV_ODF_COVERED,
    GOV_ODF_LAST
};

/* clang-format off */
#define GOV_ODF_NAMES \
    {GOV_NS_STYLE, "style", GOV_ODF_STYLE}, \
    {GOV_NS_STYLE, "text-properties", GOV_ODF_TEXT_PROPERTIES}, \
    {GOV_NS_STYLE, "table-properties", GOV_ODF_TABLE_PROPERTIES}, \
    {GOV_NS_TEXT, "p", GOV_ODF_PARAGRAPH}, {GOV_NS_TEXT, "h", GOV_ODF_PARAGRAPH}, \
    {GOV_NS_TEXT, "span", GOV_ODF_SPAN}, {GOV_NS_TEXT, "s", GOV_ODF_SPACE}, \
    {GOV_NS_TEXT, "tab", GOV_ODF_TAB}, {GOV_NS_TEXT, "line-break", GOV_ODF_LINE}, \
    {GOV_NS_TABLE, "table", GOV_ODF_TABLE}, {GOV_NS_TABLE, "table-column", GOV_ODF_COLUMN}, \
    {GOV_NS_TABLE, "table-row", GOV_ODF_ROW}, {GOV_NS_TABLE, "table-cell", GOV_ODF_CELL}, \
    {GOV_NS_TABLE, "covered-table-cell", GOV_ODF_COVERED}, \
    {GOV_NS_TEXT, "tracked-changes", GOV_ODF_SKIP}, {GOV_NS_TEXT, "note", GOV_ODF_SKIP}, \
    {GOV_NS_TEXT, "ruby-text", GOV_ODF_SKIP}, {GOV_NS_TEXT, "hidden-text", GOV_ODF_SKIP}, \
    {GOV_NS_TEXT, "script", GOV_ODF_SKIP}, {GOV_NS_OFFICE, "annotation", GOV_ODF_SKIP}, \
    {GOV_NS_OFFICE, "forms", GOV_ODF_SKIP}, {GOV_NS_OFFICE, "scripts", GOV_ODF_SKIP}, \
    {GOV_NS_OFFICE, "font-face-decls", GOV_ODF_SKIP}, {GOV_NS_OFFICE, "binary-data", GOV_ODF_SKIP}, \
    {GOV_NS_OTHER, "title", GOV_ODF_SKIP}, {GOV_NS_OTHER, "desc", GOV_ODF_SKIP}
/* clang-format on */

typedef struct {
    GHashTable *flags; /* name of a style → GovStyleFlags */
    char *open;        /* the style whose properties are being told */
} GovOdfStyles;

void gov__odf_styles_init(GovOdfStyles *styles);
void gov__odf_styles_clear(GovOdfStyles *styles);
/* From the start of one of the first three elements. */
void gov__odf_styles_start(GovOdfStyles *styles, const GovElement *element);
/* The flags of the style that an element of text or of a table names. */
unsigned gov__odf_styles_find(const GovOdfStyles *styles, const GovElement *element,
                              GovNamespace ns);

/* Parses `content.xml`; says so where it cannot because the document has a password. */
bool gov__odf_parse(GovPackage *package, const GovXmlHandler *handler, void *data, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GovOdfStyles, gov__odf_styles_clear)

#endif
