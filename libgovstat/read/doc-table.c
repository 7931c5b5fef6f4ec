/* SPDX-License-Identifier: MIT */
/* Paragraphs that know how deep in tables they stand → tables on a page. Word has no
 * columns: every row states the edges of its own cells. The columns of a table are the
 * union of all edges; edges closer to each other than any cell is wide are one, as
 * rows drawn by hand never meet exactly. Cells merged down are those with the same
 * edges. A table some row of which does not state as many cells as it has keeps its
 * rows only, and goes to the page as lines of text with bars. */
#include "read/doc-private.h"

#include <string.h>

#define MAX_SLACK 100 /* twentieths of a point that count as the same edge */

typedef struct {
    guint first; /* paragraphs */
    guint end;
    GovDocCell place;
    guint left; /* columns */
    guint right;
    guint n_rows; /* 0: covered by a cell above */
} Cell;

typedef struct {
    guint first; /* cells */
    guint n;
} Row;

typedef struct {
    const GovDocText *text;
    GovPage *page;
    guint depth;
    bool known; /* all edges are */
    GArray *cells; /* Cell */
    GArray *rows;  /* Row */
    GArray *edges; /* gint32: the first edge of each column, and the last of all */
} Table;

static const GovDocParagraph *get_paragraph(const GovDocText *text, guint i)
{
    return &g_array_index(text->paragraphs, GovDocParagraph, i);
}

static Cell *get_cell(const Table *table, guint i)
{
    return &g_array_index(table->cells, Cell, i);
}

/* ---- rows and cells ---- */

static void end_cell(Table *table, guint first, guint end)
{
    Cell cell = {.first = first, .end = end, .n_rows = 1};
    g_array_append_val(table->cells, cell);
}

/* Gives the cells of a row the places that its mark states, and joins those merged
 * across. */
static void place_row(Table *table, Row *row, const GovDocParagraph *mark)
{
    guint n = 0;
    if (mark == NULL || mark->n_cells != row->n) {
        table->known = false;
        return;
    }
    for (guint i = 0; i < row->n; i++) {
        GovDocCell place = g_array_index(table->text->cells, GovDocCell, mark->cells + i);
        bool joined = n > 0 && place.across == GOV_DOC_MERGE_CONTINUED;
        Cell *cell = get_cell(table, row->first + n - (joined ? 1 : 0));
        if (joined) {
            cell->place.right = place.right;
            continue;
        }
        *cell = *get_cell(table, row->first + i);
        cell->place = place;
        n++;
    }
    g_array_set_size(table->cells, row->first + n);
    row->n = n;
}

static void end_row(Table *table, guint first, const GovDocParagraph *mark)
{
    Row row = {first, table->cells->len - first};
    if (row.n == 0)
        return;
    if (mark != NULL && mark->gone) {
        g_array_set_size(table->cells, first);
        return;
    }
    place_row(table, &row, mark);
    g_array_append_val(table->rows, row);
}

static void gather_rows(Table *table, guint first, guint end)
{
    guint row = 0;
    guint cell = first;
    for (guint i = first; i < end; i++) {
        const GovDocParagraph *p = get_paragraph(table->text, i);
        if (p->depth != table->depth || p->end == GOV_DOC_PARAGRAPH)
            continue;
        if (p->end == GOV_DOC_CELL_END || p->len > 0 || cell < i)
            end_cell(table, cell, i + 1);
        if (p->end == GOV_DOC_ROW_END) {
            end_row(table, row, p);
            row = table->cells->len;
        }
        cell = i + 1;
    }
    if (cell < end) /* a cell without its mark */
        end_cell(table, cell, end);
    end_row(table, row, NULL);
}

/* ---- columns ---- */

static gint compare_edges(gconstpointer a, gconstpointer b)
{
    gint32 x = *(const gint32 *)a;
    gint32 y = *(const gint32 *)b;
    return x < y ? -1 : x > y;
}

/* Sorted edges of all cells; sets the width of the narrowest cell. */
static GArray *gather_edges(const Table *table, gint32 *narrowest)
{
    GArray *edges =
        g_array_sized_new(FALSE, FALSE, sizeof(gint32), 2 * table->cells->len);
    *narrowest = G_MAXINT32;
    for (guint i = 0; i < table->cells->len; i++) {
        const GovDocCell *place = &get_cell(table, i)->place;
        g_array_append_val(edges, place->left);
        g_array_append_val(edges, place->right);
        *narrowest = MIN(*narrowest, place->right - place->left);
    }
    g_array_sort(edges, compare_edges);
    return edges;
}

static guint find_column(const Table *table, gint32 edge)
{
    guint low = 0;
    guint high = table->edges->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(table->edges, gint32, middle) <= edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

/* A cell that is not wider than nothing makes the edges worthless. */
static void find_columns(Table *table)
{
    gint32 narrowest = 0;
    g_autoptr(GArray) edges = gather_edges(table, &narrowest);
    gint32 slack = MIN(narrowest / 3, MAX_SLACK);
    table->known = table->known && narrowest > 0;
    for (guint i = 0; table->known && i < edges->len; i++) {
        gint32 edge = g_array_index(edges, gint32, i);
        guint n = table->edges->len;
        if (n == 0 || edge - g_array_index(table->edges, gint32, n - 1) > slack)
            g_array_append_val(table->edges, edge);
    }
    table->known = table->known && table->edges->len <= GOV_GRID_MAX_COLUMNS;
    for (guint i = 0; table->known && i < table->cells->len; i++) {
        Cell *cell = get_cell(table, i);
        cell->left = find_column(table, cell->place.left);
        cell->right = find_column(table, cell->place.right);
    }
}

/* By left column: the cell that may go on in the next row. */
typedef struct {
    Cell *cell;
    guint end; /* the row after the last it covers */
} Open;

static void merge_row(const Table *table, guint i, Open *open)
{
    const Row *row = &g_array_index(table->rows, Row, i);
    for (guint k = row->first; k < row->first + row->n; k++) {
        Cell *cell = get_cell(table, k);
        Open *above = &open[cell->left];
        bool goes_on = cell->place.down == GOV_DOC_MERGE_CONTINUED &&
                       above->cell != NULL && above->end == i &&
                       above->cell->right == cell->right;
        if (goes_on) {
            above->cell->n_rows++;
            above->end++;
            cell->n_rows = 0;
        } else {
            *above = (Open){cell->place.down == GOV_DOC_MERGE_NONE ? NULL : cell, i + 1};
        }
    }
}

static void merge_down(const Table *table)
{
    g_autofree Open *open = g_new0(Open, table->edges->len + 1);
    for (guint i = 0; i < table->rows->len; i++)
        merge_row(table, i, open);
}

/* ---- onto the page ---- */

static void lay_out_table(const GovDocText *text, GovPage *page, guint first, guint end,
                          guint depth);

/* The end of the paragraphs that stand deeper than a depth. */
static guint find_end(const GovDocText *text, guint first, guint end, guint depth)
{
    while (first < end && get_paragraph(text, first)->depth > depth)
        first++;
    return first;
}

static void add_lines(GovPage *page, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        gov__page_add_text(page, text, (size_t)((stop == NULL ? end : stop) - text));
        if (stop == NULL)
            return;
        gov__page_add_line(page);
        text = stop + 1;
    }
}

static void add_cell(const Table *table, const Cell *cell)
{
    const GovDocText *text = table->text;
    for (guint i = cell->first; i < cell->end;) {
        const GovDocParagraph *p = get_paragraph(text, i);
        guint inner = find_end(text, i, cell->end, table->depth);
        if (inner > i) {
            lay_out_table(text, table->page, i, inner, table->depth + 1);
            i = inner;
            continue;
        }
        add_lines(table->page, text->text->str + p->text, p->len);
        gov__page_break(table->page);
        i++;
    }
}

static void add_filler(GovPage *page, guint n_columns)
{
    if (n_columns == 0)
        return;
    gov__page_begin_cell(page, 1, n_columns);
    gov__page_end_cell(page);
}

static void add_row(const Table *table, const Row *row)
{
    guint column = 0;
    gov__page_begin_row(table->page);
    for (guint i = row->first; i < row->first + row->n; i++) {
        const Cell *cell = get_cell(table, i);
        if (cell->left > column)
            add_filler(table->page, cell->left - column);
        column = cell->right;
        if (cell->n_rows == 0)
            continue;
        gov__page_begin_cell(table->page, cell->n_rows, cell->right - cell->left);
        add_cell(table, cell);
        gov__page_end_cell(table->page);
    }
    gov__page_end_row(table->page);
}

static void add_grid(const Table *table)
{
    gov__page_begin_table(table->page);
    for (guint i = 0; i < table->rows->len; i++)
        add_row(table, &g_array_index(table->rows, Row, i));
    gov__page_end_table(table->page);
}

/* A cell as a part of a line: one line, and no bar that could be taken for an edge. */
static void append_flat(GString *line, const Table *table, const Cell *cell)
{
    for (guint i = cell->first; i < cell->end; i++) {
        const GovDocParagraph *p = get_paragraph(table->text, i);
        const char *c = table->text->text->str + p->text;
        for (const char *end = c + p->len; c < end; c++) {
            if (*c == '|')
                g_string_append_c(line, '\\');
            g_string_append_c(line, *c == '\n' || *c == '\t' ? ' ' : *c);
        }
        g_string_append_c(line, ' ');
    }
}

static void add_bars(const Table *table)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gov__page_begin_plain(table->page);
    for (guint i = 0; i < table->rows->len; i++) {
        const Row *row = &g_array_index(table->rows, Row, i);
        g_string_assign(line, "|");
        for (guint k = row->first; k < row->first + row->n; k++) {
            g_string_append_c(line, ' ');
            append_flat(line, table, get_cell(table, k));
            g_string_append_c(line, '|');
        }
        g_string_append_c(line, '\n');
        gov__page_add_text(table->page, line->str, line->len);
    }
    gov__page_end_plain(table->page);
}

static void clear_table(Table *table)
{
    g_array_unref(table->cells);
    g_array_unref(table->rows);
    g_array_unref(table->edges);
}

/* Recursion ends where the page has an error: it refuses tables nested too deeply. */
static void lay_out_table(const GovDocText *text, GovPage *page, guint first, guint end,
                          guint depth)
{
    if (gov__page_get_error(page) != NULL)
        return;
    Table table = {text,
                   page,
                   depth,
                   true,
                   g_array_new(FALSE, FALSE, sizeof(Cell)),
                   g_array_new(FALSE, FALSE, sizeof(Row)),
                   g_array_new(FALSE, FALSE, sizeof(gint32))};
    gather_rows(&table, first, end);
    if (table.rows->len > 0)
        find_columns(&table);
    if (table.known && table.rows->len > 0) {
        merge_down(&table);
        add_grid(&table);
    } else {
        add_bars(&table);
    }
    clear_table(&table);
}

/* Lines with tabs may be rows of a table without lines around it. */
static guint lay_out_tabs(const GovDocText *text, GovPage *page, guint i)
{
    const GovDocParagraph *p = get_paragraph(text, i);
    gov__page_begin_plain(page);
    while (p->depth == 0 && p->n_tabs > 1) {
        gov__page_add_text(page, text->text->str + p->text, p->len);
        gov__page_add_line(page);
        if (++i == text->paragraphs->len)
            break;
        p = get_paragraph(text, i);
    }
    gov__page_end_plain(page);
    return i;
}

void gov__doc_lay_out(const GovDocText *text, GovPage *page)
{
    guint n = text->paragraphs->len;
    for (guint i = 0; i < n && gov__page_get_error(page) == NULL;) {
        const GovDocParagraph *p = get_paragraph(text, i);
        if (p->depth > 0) {
            guint end = find_end(text, i, n, 0);
            lay_out_table(text, page, i, end, 1);
            i = end;
        } else if (p->n_tabs > 1) {
            i = lay_out_tabs(text, page, i);
        } else {
            add_lines(page, text->text->str + p->text, p->len);
            gov__page_break(page);
            i++;
        }
    }
    for (guint i = 0; i < text->n_images; i++)
        gov__page_add_image(page);
}
