/* SPDX-License-Identifier: MIT */
/* Cells are kept in one array and sorted by place when the sheet ends. The grid is then written
 * row by row: each slot is a cell, a blank one, or covered by a merged cell, of which only the last
 * covered row is remembered for every column. Rows and columns that are hidden give no text, but
 * keep their place. A merged cell is seen as long as one of its rows and one of its columns is.
 *
 * Titles, headings and prose stand in cells too. Whoever looks for them looks at paragraphs, so
 * rows that have nothing else are told as paragraphs before the grid as well. */
#include "read/cells-private.h"

#include <govstat/error.h>
#include <string.h>

#include "read/format-private.h"

#define MIN_PROSE 90u   /* bytes of a cell that is a sentence rather than a label */
#define MIN_TITLE 30u   /* … that is a title, where it spans half of the sheet */
#define MIN_CELLS 3u    /* in the first row of a table */
#define MAX_FIGURE 24u  /* bytes */

typedef struct {
    guint32 row;
    guint32 column;
    guint32 order; /* in which it was added */
    guint32 text;  /* in the text of the sheet */
    guint32 len;
    bool wide; /* spans half of the sheet */
    bool tall; /* spans rows, but not half of the sheet: no title does */
} Cell;

typedef struct {
    guint32 row;
    guint32 column;
    guint32 n_rows;
    guint32 n_columns;
} Merge;

struct _GovCells {
    char *name;
    GString *text;
    GArray *cells;
    GArray *merges;
    GByteArray *hidden_rows; /* a byte each, as far as any is hidden */
    GByteArray *hidden_columns;
    unsigned n_rows; /* up to the last cell that is seen */
    unsigned n_columns;
    unsigned first_column;
    unsigned n_hidden; /* cells */
};

GovCells *gov__cells_new(const char *name)
{
    GovCells *cells = g_new0(GovCells, 1);
    cells->name = g_strdup_printf("sheet %s", name);
    cells->text = g_string_new(NULL);
    cells->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    cells->merges = g_array_new(FALSE, FALSE, sizeof(Merge));
    cells->hidden_rows = g_byte_array_new();
    cells->hidden_columns = g_byte_array_new();
    return cells;
}

void gov__cells_free(GovCells *cells)
{
    if (cells == NULL)
        return;
    g_free(cells->name);
    g_string_free(cells->text, TRUE);
    g_array_unref(cells->cells);
    g_array_unref(cells->merges);
    g_byte_array_unref(cells->hidden_rows);
    g_byte_array_unref(cells->hidden_columns);
    g_free(cells);
}

bool gov__cells_add(GovCells *cells, unsigned row, unsigned column, const char *text, size_t len)
{
    if (len == 0)
        return true;
    if (row >= GOV_CELLS_MAX_ROWS || column >= GOV_CELLS_MAX_COLUMNS ||
        cells->cells->len >= GOV_GRID_MAX_SLOTS || len > G_MAXINT32 - cells->text->len)
        return false;
    Cell cell = {.row = row, .column = column, .order = cells->cells->len,
                 .text = (guint32)cells->text->len, .len = (guint32)len};
    g_string_append_len(cells->text, text, (gssize)len);
    g_array_append_val(cells->cells, cell);
    return true;
}

bool gov__cells_merge(GovCells *cells, unsigned row, unsigned column, unsigned n_rows,
                      unsigned n_columns)
{
    if (row >= GOV_CELLS_MAX_ROWS || column >= GOV_CELLS_MAX_COLUMNS ||
        cells->merges->len >= GOV_GRID_MAX_SLOTS)
        return false;
    Merge merge = {row, column, MIN(n_rows, GOV_CELLS_MAX_ROWS - row),
                   MIN(n_columns, GOV_CELLS_MAX_COLUMNS - column)};
    if (merge.n_rows > 1 || merge.n_columns > 1)
        g_array_append_val(cells->merges, merge);
    return true;
}

static void hide(GByteArray *hidden, unsigned first, unsigned n, unsigned max)
{
    if (first >= max)
        return;
    unsigned end = first + MIN(n, max - first);
    unsigned old = hidden->len;
    if (end > old) {
        g_byte_array_set_size(hidden, end);
        memset(hidden->data + old, 0, end - old);
    }
    memset(hidden->data + first, 1, end - first);
}

void gov__cells_hide_rows(GovCells *cells, unsigned first, unsigned n)
{
    hide(cells->hidden_rows, first, n, GOV_CELLS_MAX_ROWS);
}

void gov__cells_hide_columns(GovCells *cells, unsigned first, unsigned n)
{
    hide(cells->hidden_columns, first, n, GOV_CELLS_MAX_COLUMNS);
}

/* ---- order and what is seen ---- */

static int compare_places(guint32 row_a, guint32 column_a, guint32 row_b, guint32 column_b)
{
    if (row_a != row_b)
        return row_a < row_b ? -1 : 1;
    return column_a == column_b ? 0 : column_a < column_b ? -1 : 1;
}

static int compare_cells(gconstpointer a, gconstpointer b)
{
    const Cell *x = a;
    const Cell *y = b;
    int by_place = compare_places(x->row, x->column, y->row, y->column);
    return by_place != 0 ? by_place : x->order < y->order ? -1 : 1;
}

static int compare_merges(gconstpointer a, gconstpointer b)
{
    const Merge *x = a;
    const Merge *y = b;
    return compare_places(x->row, x->column, y->row, y->column);
}

/* For each of them, how many up to it are not hidden: whether a range is seen is one subtraction. */
static guint32 *count_seen(const GByteArray *hidden, unsigned n)
{
    guint32 *seen = g_new0(guint32, n + 1);
    for (unsigned i = 0; i < n; i++)
        seen[i + 1] = seen[i] + (i >= hidden->len || hidden->data[i] == 0);
    return seen;
}

typedef struct {
    guint32 *rows;
    guint32 *columns;
    unsigned n_rows; /* counted */
    unsigned n_columns;
} Seen;

static bool is_seen(const guint32 *seen, unsigned n, unsigned first, unsigned count)
{
    return first >= n || seen[MIN(first + count, n)] > seen[first] || first + count > n;
}

static const Merge *find_merge(const GovCells *cells, guint *next, const Cell *cell)
{
    for (; *next < cells->merges->len; (*next)++) {
        const Merge *merge = &g_array_index(cells->merges, Merge, *next);
        int order = compare_places(merge->row, merge->column, cell->row, cell->column);
        if (order >= 0)
            return order == 0 ? merge : NULL;
    }
    return NULL;
}

/* A merged range may be wider than all that has text. */
static void find_wide(GovCells *cells)
{
    guint next = 0;
    for (guint i = 0; i < cells->cells->len; i++) {
        Cell *cell = &g_array_index(cells->cells, Cell, i);
        const Merge *merge = find_merge(cells, &next, cell);
        cell->wide = merge != NULL && 2 * merge->n_columns >= cells->n_columns;
        cell->tall = merge != NULL && merge->n_rows > 1 && !cell->wide;
    }
}

/* Drops cells that are hidden or replaced, and finds how far the rest reaches. */
static void keep_seen(GovCells *cells, const Seen *seen)
{
    guint kept = 0;
    guint next = 0;
    cells->first_column = G_MAXUINT32;
    for (guint i = 0; i < cells->cells->len; i++) {
        Cell cell = g_array_index(cells->cells, Cell, i);
        const Cell *after =
            i + 1 < cells->cells->len ? &g_array_index(cells->cells, Cell, i + 1) : NULL;
        if (after != NULL && after->row == cell.row && after->column == cell.column)
            continue;
        const Merge *merge = find_merge(cells, &next, &cell);
        unsigned n_rows = merge == NULL ? 1 : merge->n_rows;
        unsigned n_columns = merge == NULL ? 1 : merge->n_columns;
        if (!is_seen(seen->rows, seen->n_rows, cell.row, n_rows) ||
            !is_seen(seen->columns, seen->n_columns, cell.column, n_columns)) {
            cells->n_hidden++;
            continue;
        }
        cells->n_rows = MAX(cells->n_rows, cell.row + 1);
        cells->n_columns = MAX(cells->n_columns, cell.column + 1);
        cells->first_column = MIN(cells->first_column, cell.column);
        g_array_index(cells->cells, Cell, kept++) = cell;
    }
    g_array_set_size(cells->cells, kept);
}

static void settle(GovCells *cells)
{
    g_array_sort(cells->cells, compare_cells);
    g_array_sort(cells->merges, compare_merges);
    Seen seen = {count_seen(cells->hidden_rows, cells->hidden_rows->len),
                 count_seen(cells->hidden_columns, cells->hidden_columns->len),
                 cells->hidden_rows->len, cells->hidden_columns->len};
    keep_seen(cells, &seen);
    find_wide(cells);
    g_free(seen.rows);
    g_free(seen.columns);
}

static const Cell *cell_at(const GovCells *cells, guint i)
{
    return i < cells->cells->len ? &g_array_index(cells->cells, Cell, i) : NULL;
}

static const char *text_of(const GovCells *cells, const Cell *cell)
{
    return cells->text->str + cell->text;
}

/* ---- paragraphs ---- */

/* Only a hint, for where a table begins. */
static bool is_figure(const char *text, size_t len)
{
    return len <= MAX_FIGURE && (g_ascii_isdigit(*text) || (strchr("+-/", *text) != NULL));
}

/* 一、 … 十、 */
static bool has_heading_number(const char *text, size_t len)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    const size_t n = strlen("一");
    if (len < 2 * n || memcmp(text + n, "、", n) != 0)
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (memcmp(text, numbers[i], n) == 0)
            return true;
    return false;
}

static bool is_prose(const char *text, size_t len)
{
    return len >= MIN_PROSE || g_strstr_len(text, (gssize)len, "。") != NULL ||
           has_heading_number(text, len);
}

static void pour_paragraphs(const GovCells *cells, GovDocument *document, const Cell *cell)
{
    const char *text = text_of(cells, cell);
    const char *end = text + cell->len;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop == NULL ? end : stop;
        gov_document_add_paragraph(document, text, (size_t)(stop - text));
        text = stop + 1;
    }
}

static bool is_title(const GovCells *cells, const Cell *cell)
{
    const char *text = text_of(cells, cell);
    return is_prose(text, cell->len) || (cell->wide && cell->len >= MIN_TITLE);
}

/* Cells beside each other above a table: `填报单位：…`, `2024年`. Headings of columns are none,
 * nor is the sentence in the corner. */
static bool tells_who_or_when(const GovCells *cells, guint from, guint end)
{
    static const char *const marks[] = {"：", ":", "年"};
    for (guint i = from; i < end; i++) {
        const Cell *cell = cell_at(cells, i);
        for (gsize m = 0; m < G_N_ELEMENTS(marks); m++)
            if (cell->len < MIN_PROSE &&
                g_strstr_len(text_of(cells, cell), (gssize)cell->len, marks[m]) != NULL)
                return true;
    }
    return false;
}

/* Where the table begins at the latest: at figures, at a row of several cells, at a tall cell. */
static bool begins_table(const GovCells *cells, guint from, guint end)
{
    bool begins = end - from >= MIN_CELLS || (end - from > 1 && !tells_who_or_when(cells, from, end));
    for (guint i = from; i < end; i++) {
        const Cell *cell = cell_at(cells, i);
        begins |= cell->tall || is_figure(text_of(cells, cell), cell->len);
    }
    return begins;
}

/* Everything above the first table; below it, rows that have one cell and that one prose. */
static void pour_titles(const GovCells *cells, GovDocument *document)
{
    bool above = true;
    guint end = 0;
    for (guint i = 0; i < cells->cells->len; i = end) {
        const Cell *first = cell_at(cells, i);
        for (end = i; end < cells->cells->len && cell_at(cells, end)->row == first->row;)
            end++;
        above = above && !begins_table(cells, i, end);
        bool prose = end - i == 1 && is_title(cells, first) &&
                     !is_figure(text_of(cells, first), first->len);
        for (guint k = i; k < end && (above || prose); k++)
            pour_paragraphs(cells, document, cell_at(cells, k));
    }
}

/* A sheet of one column is text with one line in each row. */
static bool pour_lines(const GovCells *cells, GovDocument *document, GError **error)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    guint next = 0;
    for (unsigned row = 0; row < cells->n_rows; row++) {
        const Cell *cell = cell_at(cells, next);
        if (cell != NULL && cell->row == row) {
            gsize from = lines->len;
            g_string_append_len(lines, text_of(cells, cell), cell->len);
            for (gsize i = from; i < lines->len; i++)
                if (lines->str[i] == '\n' || lines->str[i] == '\r')
                    lines->str[i] = ' ';
            next++;
        }
        g_string_append_c(lines, '\n');
    }
    return gov__text_add_lines(document, lines->str, lines->len, 1, error) &&
           gov__document_check_size(document, error);
}

/* ---- the grid ---- */

typedef struct {
    const GovCells *cells;
    GovGrid *grid;
    guint next_cell;
    guint next_merge;
    guint32 *until; /* by column: first row that no merged cell covers */
} Writer;

static const Cell *take_cell(Writer *w, unsigned row, unsigned column)
{
    const Cell *cell = cell_at(w->cells, w->next_cell);
    while (cell != NULL && compare_places(cell->row, cell->column, row, column) < 0)
        cell = cell_at(w->cells, ++w->next_cell);
    return cell != NULL && cell->row == row && cell->column == column ? cell : NULL;
}

static bool is_free(const Writer *w, const Merge *merge, unsigned end)
{
    for (unsigned i = merge->column; i < end; i++)
        if (w->until[i] > merge->row)
            return false;
    return true;
}

/* The merged cell that begins at a slot, cut to the columns there are; NULL if none does. */
static const Merge *take_merge(Writer *w, unsigned row, unsigned column)
{
    const GArray *merges = w->cells->merges;
    for (; w->next_merge < merges->len; w->next_merge++) {
        Merge *merge = &g_array_index(merges, Merge, w->next_merge);
        int order = compare_places(merge->row, merge->column, row, column);
        if (order > 0)
            return NULL;
        unsigned end = MIN(merge->column + merge->n_columns, w->cells->n_columns);
        if (order < 0 || !is_free(w, merge, end))
            continue;
        merge->n_rows = MIN(merge->n_rows, w->cells->n_rows - row);
        merge->n_columns = end - merge->column;
        for (unsigned i = merge->column; i < end; i++)
            w->until[i] = row + merge->n_rows;
        return merge;
    }
    return NULL;
}

static bool write_row(Writer *w, unsigned row)
{
    gov_grid_begin_row(w->grid);
    for (unsigned column = 0; column < w->cells->n_columns; column++) {
        if (w->until[column] > row)
            continue;
        const Merge *merge = take_merge(w, row, column);
        const Cell *cell = take_cell(w, row, column);
        if (!gov_grid_add_cell(w->grid, cell == NULL ? "" : text_of(w->cells, cell),
                               cell == NULL ? 0 : cell->len, merge == NULL ? 1 : merge->n_rows,
                               merge == NULL ? 1 : merge->n_columns, false))
            return false;
    }
    return true;
}

static bool pour_grid(const GovCells *cells, GovDocument *document, GError **error)
{
    Writer w = {.cells = cells, .until = g_new0(guint32, cells->n_columns)};
    w.grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, cells->name);
    bool fits = cells->n_columns <= GOV_GRID_MAX_COLUMNS &&
                (guint64)cells->n_columns * cells->n_rows <= GOV_GRID_MAX_SLOTS;
    for (unsigned row = 0; fits && row < cells->n_rows; row++)
        fits = write_row(&w, row);
    g_free(w.until);
    gov_grid_end(w.grid);
    if (!fits)
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "%s reaches to row %u and column %u; more than %u cells or %u columns are "
                    "not read",
                    cells->name, cells->n_rows, cells->n_columns, GOV_GRID_MAX_SLOTS,
                    GOV_GRID_MAX_COLUMNS);
    return fits && gov__document_check_size(document, error);
}

static void tell_hidden(const GovCells *cells, GovDocument *document)
{
    if (cells->n_hidden == 0)
        return;
    g_autofree char *message =
        g_strdup_printf("%s: %u cells in hidden rows or columns were left out", cells->name,
                        cells->n_hidden);
    gov_document_add_warning(document, "sheet.hidden_cells", message);
}

bool gov__cells_pour(GovCells *cells, GovDocument *document, GError **error)
{
    settle(cells);
    tell_hidden(cells, document);
    if (cells->cells->len == 0)
        return true;
    if (cells->n_columns == cells->first_column + 1)
        return pour_lines(cells, document, error);
    pour_titles(cells, document);
    return pour_grid(cells, document, error);
}
