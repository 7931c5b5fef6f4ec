/* SPDX-License-Identifier: MIT */
/* What every fuzz target shares: the entry point, and what must hold for any document. */
#ifndef GOVSTAT_FUZZ_H
#define GOVSTAT_FUZZ_H

#include <govstat/govstat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static inline void check_slot(const GovGrid *grid, unsigned row, unsigned column)
{
    const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
    if (cell == NULL)
        return;
    g_assert(cell->row <= row && row < cell->row + cell->n_rows);
    g_assert(cell->column <= column && column < cell->column + cell->n_columns);
    g_assert(gov_grid_get_cell(grid, cell->row, cell->column) == cell);
    g_assert(column < gov_grid_get_row_width(grid, row));
    if (cell->row == row && cell->column == column)
        g_assert(g_utf8_validate_len(cell->text, cell->len, NULL));
}

static inline void check_grid(const GovGrid *grid)
{
    unsigned n_rows = gov_grid_n_rows(grid);
    unsigned n_columns = gov_grid_n_columns(grid);
    g_assert((size_t)n_rows * n_columns <= GOV_GRID_MAX_SLOTS &&
             n_columns <= GOV_GRID_MAX_COLUMNS);
    for (unsigned row = 0; row < n_rows; row++)
        for (unsigned column = 0; column < n_columns; column++)
            check_slot(grid, row, column);
}

static inline void check_document(const GovDocument *document)
{
    for (size_t i = 0; i < gov_document_n_blocks(document); i++) {
        const char *text = gov_document_get_paragraph(document, i);
        const GovGrid *grid = gov_document_get_grid(document, i);
        g_assert((text == NULL) != (grid == NULL));
        if (text != NULL)
            g_assert(g_utf8_validate(text, -1, NULL));
        else
            check_grid(grid);
    }
}

#endif
