/* SPDX-License-Identifier: MIT */
/* A format is a const record; the list of formats is one array in read.c. A new format
 * is one new file and one line there. Also here: what format readers share and no
 * caller of the library sees. */
#ifndef GOV_FORMAT_PRIVATE_H
#define GOV_FORMAT_PRIVATE_H

#include <govstat/document.h>
#include <govstat/read.h>

/* Either `read` or `read_reports` is set. Both must set the error on failure and only
 * then: the dispatcher asserts it. They see at least one byte and at most the limit of
 * the options. */
typedef struct {
    const char *name;
    /* Whether some bytes look like this format; sees the whole input, must be cheap. */
    bool (*detect)(const char *data, size_t len);
    /* Fills a document; the caller frees it on failure. */
    bool (*read)(GovDocument *document, const char *data, size_t len, GError **error);
    /* Makes reports at once, for formats that hold finished reports. */
    GPtrArray *(*read_reports)(const char *data, size_t len,
                               const GovReadOptions *options, GError **error);
} GovFormat;

extern const GovFormat gov__format_docx;
extern const GovFormat gov__format_xlsx;
extern const GovFormat gov__format_odt;
extern const GovFormat gov__format_ods;
extern const GovFormat gov__format_html;
extern const GovFormat gov__format_text;
extern const GovFormat gov__format_json;
extern const GovFormat gov__format_doc;
extern const GovFormat gov__format_xls;
extern const GovFormat gov__format_mhtml;
extern const GovFormat gov__format_csv;
extern const GovFormat gov__format_panel;
extern const GovFormat gov__format_pdf;

/* Lines of UTF-8 text → blocks; also serves pages that hold their tables as plain
 * lines. Grids are named `line N` after their first line, counted from @p first_line. */
bool gov__text_add_lines(GovDocument *document, const char *text, size_t len,
                         unsigned first_line, GError **error);

/* Sets ::GOV_ERROR_LIMIT if a document has too many blocks. */
bool gov__document_check_size(const GovDocument *document, GError **error);

/* A block is a paragraph or a grid; the document owns both. */
typedef struct {
    const char *text;
    GovGrid *grid;
} GovBlock;

/* Takes the blocks from `first` on off the end of a document, to put others before or
 * among them; returns a new array of GovBlock. The document still owns what the blocks
 * refer to. */
GArray *gov__document_take_blocks(GovDocument *document, size_t first);
/* Puts the taken blocks from `first` to before `end` back at the end. */
void gov__document_give_blocks(GovDocument *document, const GArray *taken, size_t first,
                               size_t end);

/* Cells in the order in which they were added. */
size_t gov__grid_n_cells(const GovGrid *grid);
const GovGridCell *gov__grid_get_cell_at(const GovGrid *grid, size_t i);

#endif
