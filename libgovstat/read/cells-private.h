/* SPDX-License-Identifier: MIT */
/* One sheet of a workbook, whatever the format: cells in any order, merged ranges, hidden rows and
 * columns. It becomes a grid that begins at the first cell of the sheet, so that rows and columns
 * have the numbers they have on the screen, and before it paragraphs for its titles and prose. */
#ifndef GOV_CELLS_PRIVATE_H
#define GOV_CELLS_PRIVATE_H

#include <govstat/document.h>

#include <glib.h>

/* More are refused: no sheet of any program has them. */
#define GOV_CELLS_MAX_ROWS 1048576u
#define GOV_CELLS_MAX_COLUMNS 16384u

typedef struct _GovCells GovCells;

GovCells *gov__cells_new(const char *name);
void gov__cells_free(GovCells *cells);

/* Rows and columns count from 0. Of two cells at one place the later counts; cells without text
 * are no cells. FALSE if there are too many. */
bool gov__cells_add(GovCells *cells, unsigned row, unsigned column, const char *text, size_t len);
/* The first cell is shown over all of the range; what overlaps an earlier range is passed over. */
bool gov__cells_merge(GovCells *cells, unsigned row, unsigned column, unsigned n_rows,
                      unsigned n_columns);
void gov__cells_hide_rows(GovCells *cells, unsigned first, unsigned n);
void gov__cells_hide_columns(GovCells *cells, unsigned first, unsigned n);

/* Adds the sheet to a document; nothing if no cell has text. */
bool gov__cells_pour(GovCells *cells, GovDocument *document, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovCells, gov__cells_free)

#endif
