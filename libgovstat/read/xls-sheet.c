/* SPDX-License-Identifier: MIT */
/* A sheet → a grid whose rows and columns are those of the sheet, from its first cell
 * on, so that a place in the grid is a place in Excel. Empty cells are cells too; they
 * reach as far as a row has borders, but not beyond the last value of the sheet. Rows of
 * one text and nothing else, titles and remarks, are also given as paragraphs before the
 * grid, as prose is looked for there. */
#include "read/xls-private.h"

#include <govstat/error.h>
#include <string.h>

#include "read/format-private.h"

typedef struct {
    GovDocument *document;
    GovXlsBook *book;
    const GovXlsSheet *sheet;
    GHashTable *areas; /* place → GovXlsArea of merged cells that begins there */
    GovGrid *grid;
    guint n_rows;
    guint n_columns;
    guint until[GOV_XLS_MAX_COLUMNS]; /* by column: the first row not covered from above */
    GString *scratch;
    GError **error;
} Layout;

static gint compare_cells(gconstpointer a, gconstpointer b)
{
    const GovXlsCell *x = a;
    const GovXlsCell *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static bool same_place(const GovXlsCell *a, const GovXlsCell *b)
{
    return a->row == b->row && a->column == b->column;
}

/* g_array_sort() is stable. */
void gov__xls_sort(GovXlsSheet *sheet)
{
    guint n = 0;
    g_array_sort(sheet->cells, compare_cells);
    for (guint i = 0; i < sheet->cells->len; i++) {
        GovXlsCell cell = g_array_index(sheet->cells, GovXlsCell, i);
        if (n > 0 && same_place(&cell, &g_array_index(sheet->cells, GovXlsCell, n - 1)))
            n--;
        g_array_index(sheet->cells, GovXlsCell, n++) = cell;
    }
    g_array_set_size(sheet->cells, n);
}

static const GovXlsCell *cell_at(const Layout *self, guint i)
{
    return &g_array_index(self->sheet->cells, GovXlsCell, i);
}

static gpointer make_key(guint row, guint column)
{
    return GUINT_TO_POINTER((row << 8 | column) + 1);
}

static bool is_empty(const GovXlsCell *cell)
{
    return cell->type == GOV_XLS_EMPTY || cell->type == GOV_XLS_OPEN_EMPTY ||
           (cell->type == GOV_XLS_TEXT && cell->len == 0);
}

static void find_areas(Layout *self)
{
    for (guint i = 0; i < self->sheet->merged->len; i++) {
        GovXlsArea *area = &g_array_index(self->sheet->merged, GovXlsArea, i);
        g_hash_table_insert(self->areas, make_key(area->top, area->left), area);
    }
}

/* The size of the grid: what has a value, with all it is merged over. */
static void measure(Layout *self)
{
    for (guint i = 0; i < self->sheet->cells->len; i++) {
        const GovXlsCell *cell = cell_at(self, i);
        if (is_empty(cell))
            continue;
        const GovXlsArea *area =
            g_hash_table_lookup(self->areas, make_key(cell->row, cell->column));
        guint bottom = area == NULL ? cell->row : area->bottom;
        guint right = area == NULL ? cell->column : area->right;
        self->n_rows = MAX(self->n_rows, bottom + 1);
        self->n_columns = MAX(self->n_columns, right + 1);
    }
}

/* What a cell shows, in the scratch buffer. A formula nobody computed shows nothing that
 * could be taken for a figure or a blank. */
static void show(Layout *self, const GovXlsCell *cell)
{
    g_string_truncate(self->scratch, 0);
    if (cell->type == GOV_XLS_TEXT)
        g_string_append_len(self->scratch, self->book->text->str + cell->text, cell->len);
    else if (cell->type == GOV_XLS_NUMBER)
        gov__xls_append_number(self->scratch, cell->value, (GovXlsKind)cell->kind,
                               self->book->from_1904);
    else if (cell->type == GOV_XLS_OPEN)
        g_string_append(self->scratch, "#VALUE?");
}

static bool spend(Layout *self, size_t n)
{
    self->book->n_text += n;
    if (self->book->n_text <= GOV_XLS_MAX_TEXT)
        return true;
    g_set_error(self->error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Sheet %s: more than %u MiB of text in cells", self->sheet->name,
                GOV_XLS_MAX_TEXT >> 20);
    return false;
}

/* ---- paragraphs ---- */

static bool add_paragraph(Layout *self, const GovXlsCell *cell)
{
    show(self, cell);
    gov_document_add_paragraph(self->document, self->scratch->str, self->scratch->len);
    return spend(self, self->scratch->len);
}

/* A sheet of one column is a text, figures and all. */
static bool add_prose(Layout *self)
{
    guint n = self->sheet->cells->len;
    for (guint i = 0; i < n;) {
        const GovXlsCell *only = NULL;
        guint n_values = 0;
        guint row = cell_at(self, i)->row;
        for (; i < n && cell_at(self, i)->row == row; i++) {
            only = is_empty(cell_at(self, i)) ? only : cell_at(self, i);
            n_values += !is_empty(cell_at(self, i));
        }
        if (n_values != 1 || (self->n_columns > 1 && only->type != GOV_XLS_TEXT))
            continue;
        if (!add_paragraph(self, only))
            return false;
    }
    return gov__document_check_size(self->document, self->error);
}

/* ---- the grid ---- */

/* Takes the columns of merged cells, as far as none is taken; sets how many. */
static void take(Layout *self, guint row, guint column, guint *n_rows, guint *n_columns)
{
    const GovXlsArea *area = g_hash_table_lookup(self->areas, make_key(row, column));
    guint bottom = area == NULL ? row : MIN(area->bottom, self->n_rows - 1);
    guint right = area == NULL ? column : MIN(area->right, self->n_columns - 1);
    guint end = column;
    for (; end <= right && self->until[end] <= row; end++)
        self->until[end] = bottom + 1;
    *n_rows = bottom + 1 - row;
    *n_columns = end - column;
}

static bool add_cell(Layout *self, guint row, guint column, const GovXlsCell *cell,
                     guint *width)
{
    guint n_rows = 1;
    take(self, row, column, &n_rows, width);
    g_string_truncate(self->scratch, 0);
    if (cell != NULL)
        show(self, cell);
    if (!spend(self, self->scratch->len))
        return false;
    if (gov_grid_add_cell(self->grid, self->scratch->str, self->scratch->len, n_rows,
                          *width, false))
        return true;
    g_set_error(self->error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Sheet %s is too large: its last value is in row %u", self->sheet->name,
                self->n_rows);
    return false;
}

/* Adds a row from the cells at `*next` on; moves `*next` to the row after. */
static bool add_row(Layout *self, guint row, guint *next)
{
    guint n = self->sheet->cells->len;
    guint end = *next;
    while (end < n && cell_at(self, end)->row == row)
        end++;
    guint last = end > *next ? cell_at(self, end - 1)->column + 1 : 0;
    last = MIN(last, self->n_columns);
    gov_grid_begin_row(self->grid);
    guint i = *next;
    *next = end;
    for (guint column = 0, width = 1; column < last; column += width) {
        while (i < end && cell_at(self, i)->column < column)
            i++;
        width = 1;
        bool here = i < end && cell_at(self, i)->column == column;
        if (self->until[column] <= row &&
            !add_cell(self, row, column, here ? cell_at(self, i) : NULL, &width))
            return false;
    }
    return true;
}

static bool add_grid(Layout *self)
{
    g_autofree char *name = g_strdup_printf("sheet %s", self->sheet->name);
    guint next = 0;
    self->grid = gov_document_add_grid(self->document, GOV_LAYOUT_SPANS, name);
    for (guint row = 0; row < self->n_rows; row++)
        if (!add_row(self, row, &next))
            return false;
    gov_grid_end(self->grid);
    return gov__document_check_size(self->document, self->error);
}

bool gov__xls_add_sheet(GovDocument *document, GovXlsBook *book, const GovXlsSheet *sheet,
                        GError **error)
{
    g_autoptr(GHashTable) areas = g_hash_table_new(NULL, NULL);
    g_autoptr(GString) scratch = g_string_new(NULL);
    Layout self = {.document = document,
                   .book = book,
                   .sheet = sheet,
                   .areas = areas,
                   .scratch = scratch,
                   .error = error};
    find_areas(&self);
    measure(&self);
    if (!add_prose(&self))
        return false;
    return self.n_columns < 2 || add_grid(&self);
}
