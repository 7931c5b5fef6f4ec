/* SPDX-License-Identifier: MIT */
/* Word 97–2003 documents, which WPS writes as well. doc.c opens the file and finds its
 * parts; doc-property.c looks up formatting; doc-text.c puts the text together as
 * paragraphs; doc-table.c makes tables of those. Names in comments are those of the
 * published format, [MS-DOC]. */
#ifndef GOV_DOC_PRIVATE_H
#define GOV_DOC_PRIVATE_H

#include <govstat/document.h>

#include "read/bytes-private.h"
#include "read/html-private.h"

/* A stretch of text that lies in one piece in the file (Pcd). */
typedef struct {
    size_t fc;       /* where it begins in the main stream */
    guint32 n;       /* characters */
    bool wide;       /* UTF-16, else Windows-1252 */
    guint16 changes; /* Prm: formatting applied on top */
} GovDocPiece;

typedef struct {
    GovBytes main;
    GovBytes table;
    GovBytes data; /* empty where the file has none */
    GovBytes paragraph_pages; /* PlcBtePapx */
    GovBytes character_pages; /* PlcBteChpx */
    GArray *pieces;           /* GovDocPiece, of the main text only */
    GArray *changes;          /* GovBytes: lists of properties that pieces refer to */
    size_t budget;            /* bytes of property lists that may still be read */
} GovDocFile;

/* What the formatting of characters says about their text. */
typedef struct {
    size_t end; /* where the run ends in the main stream */
    bool deleted;
    guint8 hidden; /* or struck through; 0 if it is to be read */
    guint8 raised; /* above the line; 0 if not */
    bool special; /* a symbol, picture or mark, not the character itself */
} GovDocRun;

typedef enum {
    GOV_DOC_MERGE_NONE,
    GOV_DOC_MERGE_CONTINUED,
    GOV_DOC_MERGE_FIRST
} GovDocMerge;

/* One cell as a row defines it (TC80), in twentieths of a point. */
typedef struct {
    gint32 left;
    gint32 right;
    GovDocMerge across;
    GovDocMerge down;
} GovDocCell;

#define GOV_DOC_MAX_CELLS 255u /* in a row; Word has 63 */

/* What the formatting of a paragraph says about tables. */
typedef struct {
    bool found; /* else the file says nothing of this paragraph */
    bool in_table;
    bool row_end;    /* its mark ends a row of a table of depth 1 */
    bool inner_cell; /* its mark ends a cell of a nested table */
    bool inner_row;  /* its mark ends a row of one */
    guint32 depth;
    guint n_cells; /* 0 if the row is not defined */
    GovDocCell cells[GOV_DOC_MAX_CELLS];
} GovDocProperties;

/* Properties of the run at a place of the main stream, of the piece that covers it. */
void gov__doc_find_run(GovDocFile *file, const GovDocPiece *piece, size_t fc,
                       GovDocRun *run);
/* Properties of the paragraph whose mark stands there. */
void gov__doc_find_paragraph(GovDocFile *file, const GovDocPiece *piece, size_t fc,
                             GovDocProperties *properties);

typedef enum {
    GOV_DOC_PARAGRAPH,
    GOV_DOC_CELL_END,
    GOV_DOC_ROW_END
} GovDocEnd;

typedef struct {
    size_t text; /* offset in the text of the document */
    size_t len;
    guint depth; /* of the table that it stands in; 0 outside of tables */
    GovDocEnd end;
    bool gone;   /* the row that ends here was deleted or hidden */
    guint n_tabs;
    guint cells; /* first cell of the row that ends here */
    guint n_cells;
} GovDocParagraph;

typedef struct {
    GString *text;      /* line breaks as '\n' */
    GArray *paragraphs; /* GovDocParagraph */
    GArray *cells;      /* GovDocCell */
    guint n_images;
} GovDocText;

bool gov__doc_read_text(GovDocFile *file, GovDocText *text, GError **error);

/* Reads a document from its streams; `data` may be empty. */
bool gov__doc_read_streams(GovDocument *document, GovBytes main, GovBytes table,
                           GovBytes data, GError **error);

/* Puts paragraphs and tables on a page. */
void gov__doc_lay_out(const GovDocText *text, GovPage *page);

#endif
