/* SPDX-License-Identifier: MIT */
/* A document is a list of blocks over one arena of text. Strings and cells are copied
 * into chunks that never move, so borrowed pointers stay good while the document
 * grows, and nothing is allocated for a single cell. While a grid is built, only one
 * number is kept for each column: the first row in which it is free again. That places
 * cells as HTML's table model does without making a slot before its row is real, so
 * rowspan=65534 costs nothing. The slots, one index of a cell each, are laid out once
 * at the end. */
#include <govstat/document.h>
#include <govstat/error.h>

#include "read/format-private.h"

#include <string.h>

#define CHUNK_SIZE ((gsize)8192)

struct _GovGrid {
    GovDocument *document;
    const char *name;
    GovLayout layout;
    GArray *cells; /* GovGridCell */
    guint32
        *until; /* while building: by column, the first row in which it is free again */
    guint32 *slots;  /* when ended: index of a cell + 1, row after row; 0 is a hole */
    guint32 *widths; /* when ended: by row, slots up to the last one covered */
    unsigned n_rows;
    unsigned n_columns;
    unsigned cursor; /* where the next cell of the current row may begin */
    bool over;       /* a limit was reached; no more cells */
    bool clipped;    /* a span was cut at the last column allowed */
    bool ended;
};

struct _GovDocument {
    GStringChunk *strings;
    GArray *blocks;   /* GovBlock */
    GPtrArray *grids; /* owns them; blocks only refer */
    GArray *warnings; /* GovWarning */
    const char *title;
    size_t n_slots; /* of the grids that have ended */
};

static void free_grid(gpointer data)
{
    GovGrid *grid = data;
    g_array_unref(grid->cells);
    g_free(grid->until);
    g_free(grid->slots);
    g_free(grid->widths);
    g_free(grid);
}

GovDocument *gov_document_new(void)
{
    GovDocument *document = g_new0(GovDocument, 1);
    document->strings = g_string_chunk_new(CHUNK_SIZE);
    document->blocks = g_array_new(FALSE, FALSE, sizeof(GovBlock));
    document->grids = g_ptr_array_new_with_free_func(free_grid);
    document->warnings = g_array_new(FALSE, FALSE, sizeof(GovWarning));
    return document;
}

void gov_document_free(GovDocument *document)
{
    if (document == NULL)
        return;
    g_ptr_array_unref(document->grids);
    g_array_unref(document->blocks);
    g_array_unref(document->warnings);
    g_string_chunk_free(document->strings);
    g_free(document);
}

static const char *keep(GovDocument *document, const char *text, size_t len)
{
    return len == 0 ? ""
                    : g_string_chunk_insert_len(document->strings, text, (gssize)len);
}

void gov_document_set_title(GovDocument *document, const char *title)
{
    g_return_if_fail(document != NULL);
    document->title = title == NULL ? NULL : keep(document, title, strlen(title));
}

const char *gov_document_get_title(const GovDocument *document)
{
    g_return_val_if_fail(document != NULL, NULL);
    return document->title;
}

void gov_document_add_warning(GovDocument *document, const char *code,
                              const char *message)
{
    g_return_if_fail(document != NULL && code != NULL && message != NULL);
    GovWarning warning = {keep(document, code, strlen(code)),
                          keep(document, message, strlen(message))};
    g_array_append_val(document->warnings, warning);
}

size_t gov_document_n_warnings(const GovDocument *document)
{
    g_return_val_if_fail(document != NULL, 0);
    return document->warnings->len;
}

GovWarning gov_document_get_warning(const GovDocument *document, size_t warning)
{
    GovWarning none = {NULL, NULL};
    g_return_val_if_fail(document != NULL && warning < document->warnings->len, none);
    return g_array_index(document->warnings, GovWarning, warning);
}

/* Most paragraphs begin with a letter, so this looks at one character. */
static bool is_blank(const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        gunichar c = g_utf8_get_char_validated(text, end - text);
        if (!g_unichar_isspace(c))
            return false;
        text += g_utf8_skip[(guchar)*text];
    }
    return true;
}

void gov_document_add_paragraph(GovDocument *document, const char *text, size_t len)
{
    g_return_if_fail(document != NULL && (text != NULL || len == 0));
    /* One over the limit, so that the reader sees it; not millions before it looks. */
    if (document->blocks->len > GOV_DOCUMENT_MAX_BLOCKS || is_blank(text, len))
        return;
    GovBlock block = {keep(document, text, len), NULL};
    g_array_append_val(document->blocks, block);
}

GovGrid *gov_document_add_grid(GovDocument *document, GovLayout layout, const char *name)
{
    g_return_val_if_fail(document != NULL && name != NULL, NULL);
    GovGrid *grid = g_new0(GovGrid, 1);
    grid->document = document;
    grid->name = keep(document, name, strlen(name));
    grid->layout = layout;
    grid->cells = g_array_new(FALSE, FALSE, sizeof(GovGridCell));
    grid->until = g_new0(guint32, GOV_GRID_MAX_COLUMNS);
    g_ptr_array_add(document->grids, grid);
    GovBlock block = {NULL, grid};
    g_array_append_val(document->blocks, block);
    return grid;
}

static bool fits(const GovGrid *grid, size_t n_rows, size_t n_columns)
{
    size_t n_slots = n_rows * n_columns;
    return n_slots <= GOV_GRID_MAX_SLOTS &&
           grid->document->n_slots + n_slots <= GOV_DOCUMENT_MAX_SLOTS;
}

void gov_grid_begin_row(GovGrid *grid)
{
    g_return_if_fail(grid != NULL && !grid->ended);
    grid->cursor = 0;
    if (fits(grid, (size_t)grid->n_rows + 1, MAX(grid->n_columns, 1)))
        grid->n_rows++;
    else
        grid->over = true;
}

static unsigned find_free(const GovGrid *grid)
{
    unsigned column = grid->cursor;
    while (column < GOV_GRID_MAX_COLUMNS && grid->until[column] >= grid->n_rows)
        column++;
    return column;
}

/* Takes columns for a cell, up to the first that is not free, and says how many. */
static unsigned take_columns(GovGrid *grid, unsigned column, unsigned wanted,
                             unsigned n_rows)
{
    guint32 until = grid->n_rows - 1 + n_rows;
    if (n_rows == 0 || until < n_rows)
        until = G_MAXUINT32;
    unsigned last = MIN(wanted, GOV_GRID_MAX_COLUMNS - column) + column;
    unsigned i = column;
    for (; i < last && grid->until[i] < grid->n_rows; i++)
        grid->until[i] = until;
    grid->clipped |= wanted > GOV_GRID_MAX_COLUMNS - column;
    grid->cursor = last;
    return i - column;
}

bool gov_grid_add_cell(GovGrid *grid, const char *text, size_t len, unsigned n_rows,
                       unsigned n_columns, bool layout)
{
    g_return_val_if_fail(grid != NULL && !grid->ended, false);
    if (grid->n_rows == 0)
        gov_grid_begin_row(grid);
    unsigned column = find_free(grid);
    unsigned wanted = MAX(n_columns, 1);
    unsigned last = MIN(column + MIN(wanted, GOV_GRID_MAX_COLUMNS), GOV_GRID_MAX_COLUMNS);
    grid->over = grid->over || column == GOV_GRID_MAX_COLUMNS ||
                 !fits(grid, grid->n_rows, MAX(grid->n_columns, last));
    if (grid->over)
        return false;
    unsigned row = grid->n_rows - 1;
    unsigned width = take_columns(grid, column, wanted, n_rows);
    grid->n_columns = MAX(grid->n_columns, column + width);
    GovGridCell cell = {
        keep(grid->document, text, len), len, row, column, n_rows, width, layout};
    g_array_append_val(grid->cells, cell);
    return true;
}

static void fill_slots(GovGrid *grid, GovGridCell *cell, guint32 index)
{
    unsigned left = grid->n_rows - cell->row;
    cell->n_rows = cell->n_rows == 0 ? left : MIN(cell->n_rows, left);
    for (unsigned row = cell->row; row < cell->row + cell->n_rows; row++) {
        guint32 *slots = grid->slots + (size_t)row * grid->n_columns;
        for (unsigned i = cell->column; i < cell->column + cell->n_columns; i++)
            slots[i] = index + 1;
        grid->widths[row] = MAX(grid->widths[row], cell->column + cell->n_columns);
    }
}

void gov_grid_end(GovGrid *grid)
{
    g_return_if_fail(grid != NULL && !grid->ended);
    grid->ended = true;
    g_clear_pointer(&grid->until, g_free);
    grid->slots = g_new0(guint32, (size_t)grid->n_rows * grid->n_columns);
    grid->widths = g_new0(guint32, grid->n_rows);
    for (guint i = 0; i < grid->cells->len; i++)
        fill_slots(grid, &g_array_index(grid->cells, GovGridCell, i), i);
    grid->document->n_slots += (size_t)grid->n_rows * grid->n_columns;
    if (!grid->clipped)
        return;
    g_autofree char *message =
        g_strdup_printf("%s: a cell reaches beyond column %u and was cut", grid->name,
                        GOV_GRID_MAX_COLUMNS);
    gov_document_add_warning(grid->document, "table.clipped", message);
}

size_t gov_document_n_blocks(const GovDocument *document)
{
    g_return_val_if_fail(document != NULL, 0);
    return document->blocks->len;
}

const GovGrid *gov_document_get_grid(const GovDocument *document, size_t block)
{
    g_return_val_if_fail(document != NULL && block < document->blocks->len, NULL);
    return g_array_index(document->blocks, GovBlock, block).grid;
}

const char *gov_document_get_paragraph(const GovDocument *document, size_t block)
{
    g_return_val_if_fail(document != NULL && block < document->blocks->len, NULL);
    return g_array_index(document->blocks, GovBlock, block).text;
}

GovLayout gov_grid_get_layout(const GovGrid *grid)
{
    g_return_val_if_fail(grid != NULL, GOV_LAYOUT_ROWS);
    return grid->layout;
}

const char *gov_grid_get_name(const GovGrid *grid)
{
    g_return_val_if_fail(grid != NULL, NULL);
    return grid->name;
}

unsigned gov_grid_n_rows(const GovGrid *grid)
{
    g_return_val_if_fail(grid != NULL, 0);
    return grid->n_rows;
}

unsigned gov_grid_n_columns(const GovGrid *grid)
{
    g_return_val_if_fail(grid != NULL, 0);
    return grid->n_columns;
}

unsigned gov_grid_get_row_width(const GovGrid *grid, unsigned row)
{
    g_return_val_if_fail(grid != NULL && grid->ended, 0);
    return row < grid->n_rows ? grid->widths[row] : 0;
}

const GovGridCell *gov_grid_get_cell(const GovGrid *grid, unsigned row, unsigned column)
{
    g_return_val_if_fail(grid != NULL && grid->ended, NULL);
    if (row >= grid->n_rows || column >= grid->n_columns)
        return NULL;
    guint32 slot = grid->slots[(size_t)row * grid->n_columns + column];
    return slot == 0 ? NULL : &g_array_index(grid->cells, GovGridCell, slot - 1);
}

size_t gov__grid_n_cells(const GovGrid *grid)
{
    return grid->cells->len;
}

const GovGridCell *gov__grid_get_cell_at(const GovGrid *grid, size_t i)
{
    return &g_array_index(grid->cells, GovGridCell, i);
}

GArray *gov__document_take_blocks(GovDocument *document, size_t first)
{
    guint n = document->blocks->len - (guint)first;
    GArray *taken = g_array_sized_new(FALSE, FALSE, sizeof(GovBlock), n);
    if (n > 0)
        g_array_append_vals(taken, &g_array_index(document->blocks, GovBlock, first), n);
    g_array_set_size(document->blocks, (guint)first);
    return taken;
}

void gov__document_give_blocks(GovDocument *document, const GArray *taken, size_t first,
                               size_t end)
{
    if (end > first)
        g_array_append_vals(document->blocks, &g_array_index(taken, GovBlock, first),
                            (guint)(end - first));
}

bool gov__document_check_size(const GovDocument *document, GError **error)
{
    if (document->blocks->len <= GOV_DOCUMENT_MAX_BLOCKS)
        return true;
    g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                "More than %u paragraphs and tables; split the document",
                GOV_DOCUMENT_MAX_BLOCKS);
    return false;
}
