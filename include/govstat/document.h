/* SPDX-License-Identifier: MIT */
/**
 * @file document.h
 * GovDocument: what a format reader makes of bytes, before any form is looked at.
 *
 * An ordered list of blocks, each a paragraph of text or a GovGrid: a table whose spans are
 * resolved, so that every slot knows the cell that covers it. A document lives only between a
 * reader and the matcher, and belongs to one thread.
 */
#ifndef GOVSTAT_DOCUMENT_H
#define GOVSTAT_DOCUMENT_H

#include <govstat/decls.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

GOV_BEGIN_DECLS

typedef struct _GovDocument GovDocument;
typedef struct _GovGrid GovGrid;

/** How far the columns of a grid can be trusted. */
typedef enum {
    GOV_LAYOUT_SPANS, /**< Spans are stated by the format: a column number means a column. */
    GOV_LAYOUT_ROWS   /**< Only rows are known; merged cells may appear once, or as fillers. */
} GovLayout;

/** Most slots (rows × columns) a grid may have; gov_grid_add_cell() refuses more. */
#define GOV_GRID_MAX_SLOTS 400000u
/** Most columns a grid may have; wider spans are clipped, further cells refused. */
#define GOV_GRID_MAX_COLUMNS 1000u
/** Most slots that all grids of a document may have together. */
#define GOV_DOCUMENT_MAX_SLOTS 4000000u
/** Most blocks a document may have; readers refuse more, and further paragraphs are dropped. */
#define GOV_DOCUMENT_MAX_BLOCKS 200000u

/** One cell of a grid; the text is borrowed from the document. */
typedef struct {
    const char *text;     /**< UTF-8, line breaks inside the cell kept; not terminated. */
    size_t len;           /**< Its length in bytes. */
    unsigned row;         /**< First row it covers, from 0. */
    unsigned column;      /**< First column it covers, from 0. */
    unsigned n_rows;      /**< Rows it covers. */
    unsigned n_columns;   /**< Columns it covers. */
    bool layout;          /**< Holds a table of its own, which is a block of the document. */
} GovGridCell;

/** Something a format reader has to tell; strings are borrowed from the document. */
typedef struct {
    const char *code;    /**< Machine name, such as `encoding.replaced`. */
    const char *message; /**< For people, in English. */
} GovWarning;

/** @return a new, empty document. */
GovDocument *gov_document_new(void);
/** Frees a document with its grids. */
void gov_document_free(GovDocument *document);

/** Sets a title told outside the text, such as HTML's `<title>`; copies. */
void gov_document_set_title(GovDocument *document, const char *title);
/** @return that title, or NULL; borrowed. */
const char *gov_document_get_title(const GovDocument *document);

/**
 * Adds something to tell; copies.
 *
 * The readers of the library use `encoding.replaced` (bytes that are no text became U+FFFD),
 * `text.open_end` (the last figure may be cut),
 * `table.clipped` (a span reached beyond the last column allowed) and `image` (pictures in a page
 * without figures in tables).
 */
void gov_document_add_warning(GovDocument *document, const char *code, const char *message);
/** @return the number of warnings. */
size_t gov_document_n_warnings(const GovDocument *document);
/** @return a warning, by value; its strings are borrowed. */
GovWarning gov_document_get_warning(const GovDocument *document, size_t warning);

/** Appends a paragraph; copies. Paragraphs of white space only are dropped. */
void gov_document_add_paragraph(GovDocument *document, const char *text, size_t len);

/**
 * Begins a grid as the next block.
 *
 * @param name what to call it in locators (`table 2`, `sheet 附表`); copied
 * @return the grid, owned by the document
 */
GovGrid *gov_document_add_grid(GovDocument *document, GovLayout layout, const char *name);
/** Begins the next row of a grid; the first cell does so by itself where no row was begun. */
void gov_grid_begin_row(GovGrid *grid);
/**
 * Adds a cell to the current row, in the first free column; copies its text.
 *
 * A span across columns ends where a cell from a row above is in the way, so cells never overlap;
 * a span down ends with the last row of the grid.
 *
 * @param n_rows    rows to cover; 0 covers all that follow
 * @param n_columns columns to cover; 0 is taken as 1
 * @param layout    whether the cell holds a table of its own
 * @return FALSE once the grid is over ::GOV_GRID_MAX_SLOTS or ::GOV_GRID_MAX_COLUMNS, or the
 *         document over ::GOV_DOCUMENT_MAX_SLOTS; the cell is then not added
 */
bool gov_grid_add_cell(GovGrid *grid, const char *text, size_t len, unsigned n_rows,
                       unsigned n_columns, bool layout);
/** Ends a grid: resolves its spans. Must be called once, before the grid is read. */
void gov_grid_end(GovGrid *grid);

/** @return the number of blocks. */
size_t gov_document_n_blocks(const GovDocument *document);
/** @return the grid at a block, or NULL if it is a paragraph; borrowed. */
const GovGrid *gov_document_get_grid(const GovDocument *document, size_t block);
/** @return the text of a paragraph, or NULL if the block is a grid; borrowed, terminated. */
const char *gov_document_get_paragraph(const GovDocument *document, size_t block);

/** @return the layout of a grid. */
GovLayout gov_grid_get_layout(const GovGrid *grid);
/** @return its name for locators; borrowed. */
const char *gov_grid_get_name(const GovGrid *grid);
/** @return its rows. */
unsigned gov_grid_n_rows(const GovGrid *grid);
/** @return its columns. */
unsigned gov_grid_n_columns(const GovGrid *grid);
/** @return the slots of a row up to the last one that a cell covers; fewer where rows are ragged. */
unsigned gov_grid_get_row_width(const GovGrid *grid, unsigned row);
/** @return the cell that covers a slot, or NULL where nothing does or there is no such slot. */
const GovGridCell *gov_grid_get_cell(const GovGrid *grid, unsigned row, unsigned column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovDocument, gov_document_free)

GOV_END_DECLS

#endif
