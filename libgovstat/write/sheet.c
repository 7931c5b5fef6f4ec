/* SPDX-License-Identifier: MIT */
/* Lays a table of a form out as printed. Rows and columns have the same shape, a list of
 * labels under nested headings, so one routine places both: an axis is a list of paths
 * from the outermost heading to the label, a heading spans the run of paths that share
 * it, and a label fills the levels its path leaves over. Tables with captions are a stack
 * of blocks with headers of their own; a wide table has its rows beside each other as
 * headings of their columns. */
#include "write/sheet-private.h"

#include "form/form-private.h"

/* Headings above a label; the official forms have two. */
#define MAX_DEPTH 8

typedef struct {
    int id; /* what makes two headings one */
    const char *label;
} Step;

typedef struct {
    Step steps[MAX_DEPTH + 2];
    unsigned n;
} Path;

typedef struct {
    const GovForm *form;
    size_t table;
    GovLanguage language;
    GovSheet *sheet;
} Builder;

static void add_slot(const Builder *builder, GovSlot slot)
{
    GovSheet *sheet = builder->sheet;
    if (slot.n_rows == 0 || slot.n_columns == 0)
        return;
    g_array_append_val(sheet->slots, slot);
    sheet->n_rows = MAX(sheet->n_rows, slot.row + slot.n_rows);
    sheet->n_columns = MAX(sheet->n_columns, slot.column + slot.n_columns);
}

static void push_step(Path *path, int id, const char *label)
{
    if (path->n < G_N_ELEMENTS(path->steps))
        path->steps[path->n++] = (Step){id, label};
}

/* Headings are found from the inside; the path wants them from the outside. */
static void push_row_groups(const Builder *b, Path *path, size_t row)
{
    int groups[MAX_DEPTH];
    unsigned n = 0;
    for (int group = gov__form_get_row_group(b->form, b->table, row);
         group >= 0 && n < MAX_DEPTH;
         group = gov__form_get_row_group_parent(b->form, b->table, (size_t)group))
        groups[n++] = group;
    while (n-- > 0)
        push_step(path, groups[n],
                  gov__form_get_row_group_label(b->form, b->table, (size_t)groups[n],
                                                b->language));
}

static void push_column_groups(const Builder *b, Path *path, size_t column)
{
    int groups[MAX_DEPTH];
    unsigned n = 0;
    for (int group = gov__form_get_column_group(b->form, b->table, column);
         group >= 0 && n < MAX_DEPTH;
         group = gov__form_get_column_group_parent(b->form, b->table, (size_t)group))
        groups[n++] = group;
    while (n-- > 0)
        push_step(path, groups[n],
                  gov__form_get_column_group_label(b->form, b->table, (size_t)groups[n],
                                                   b->language));
}

static Path row_path(const Builder *b, size_t row)
{
    Path path = {.n = 0};
    push_row_groups(b, &path, row);
    push_step(&path, -1, gov_form_get_row_label(b->form, b->table, row, b->language));
    return path;
}

static Path column_path(const Builder *b, size_t column)
{
    Path path = {.n = 0};
    push_column_groups(b, &path, column);
    push_step(&path, -1,
              gov_form_get_column_label(b->form, b->table, column, b->language));
    return path;
}

/* In a wide table the row is the innermost heading of its columns. */
static Path wide_path(const Builder *b, size_t row, size_t column)
{
    Path path = {.n = 0};
    int id = (int)(gov__form_n_row_groups(b->form, b->table) + row);
    push_row_groups(b, &path, row);
    push_step(&path, id, gov_form_get_row_label(b->form, b->table, row, b->language));
    push_step(&path, -1,
              gov_form_get_column_label(b->form, b->table, column, b->language));
    return path;
}

static unsigned axis_depth(const Path *paths, size_t n)
{
    unsigned depth = 0;
    for (size_t i = 0; i < n; i++)
        depth = MAX(depth, paths[i].n);
    return depth;
}

/* Whether two paths are under the same headings down to `level`. */
static bool share_heading(const Path *a, const Path *b, unsigned level)
{
    if (level + 1 >= a->n || level + 1 >= b->n)
        return false;
    for (unsigned i = 0; i <= level; i++) {
        if (a->steps[i].id != b->steps[i].id)
            return false;
    }
    return true;
}

/* Where paths of labels go. */
typedef struct {
    const Path *paths;
    size_t n;
    unsigned depth;  /* levels across the axis */
    bool is_rows;    /* labels of rows stand left, headers of columns above */
    unsigned origin; /* row or column of the first path */
    unsigned slack;  /* step that fills levels left over, from the end: 0 is the label */
} Axis;

/* Places the steps of path `i` that begin with it; a heading that goes on stands there
 * already. */
static void place_path(const Builder *b, const Axis *axis, size_t i)
{
    const Path *path = &axis->paths[i];
    unsigned at = axis->origin + (unsigned)i, across = 0;
    for (unsigned step = 0; step < path->n; step++) {
        bool label = step + 1 == path->n;
        bool goes_on = !label && i > 0 && share_heading(&axis->paths[i - 1], path, step);
        unsigned levels =
            step + 1 + axis->slack == path->n ? axis->depth - path->n + 1 : 1;
        unsigned run = 1;
        while (!label && !goes_on && i + run < axis->n &&
               share_heading(path, &axis->paths[i + run], step))
            run++;
        GovSlot slot = {
            .kind = axis->is_rows ? GOV_SLOT_LABEL : GOV_SLOT_HEADER,
            .text = path->steps[step].label,
            .row = axis->is_rows ? at : across,
            .column = axis->is_rows ? across : at,
            .n_rows = axis->is_rows ? run : levels,
            .n_columns = axis->is_rows ? levels : run,
        };
        if (!goes_on)
            add_slot(b, slot);
        across += levels;
    }
}

static void place_figure(const Builder *b, size_t row, size_t column, unsigned at_row,
                         unsigned at_column, unsigned n_columns)
{
    int cell = gov_form_get_cell(b->form, b->table, row, column);
    if (cell >= 0)
        add_slot(b, (GovSlot){GOV_SLOT_FIGURE, NULL, (size_t)cell, at_row, at_column, 1,
                              n_columns});
}

static void place_corner(const Builder *b, unsigned row, unsigned n_rows,
                         unsigned n_columns)
{
    const char *text = gov__form_get_table_corner(b->form, b->table, b->language);
    add_slot(b, (GovSlot){GOV_SLOT_HEADER, text, 0, row, 0, n_rows, n_columns});
}

static void build_plain(const Builder *b)
{
    size_t n_rows = gov_form_n_rows(b->form, b->table);
    size_t n_columns = gov_form_n_columns(b->form, b->table);
    g_autofree Path *rows = g_new(Path, n_rows);
    g_autofree Path *columns = g_new(Path, n_columns);
    for (size_t i = 0; i < n_rows; i++)
        rows[i] = row_path(b, i);
    for (size_t i = 0; i < n_columns; i++)
        columns[i] = column_path(b, i);

    unsigned left = axis_depth(rows, n_rows), top = axis_depth(columns, n_columns);
    Axis across = {columns, n_columns, top, false, left, 0};
    Axis down = {rows, n_rows, left, true, top, 0};
    place_corner(b, 0, top, left);
    for (size_t i = 0; i < n_columns; i++)
        place_path(b, &across, i);
    for (size_t i = 0; i < n_rows; i++) {
        place_path(b, &down, i);
        for (size_t j = 0; j < n_columns; j++)
            place_figure(b, i, j, top + (unsigned)i, left + (unsigned)j, 1);
    }
}

static void build_wide(const Builder *b)
{
    size_t n_rows = gov_form_n_rows(b->form, b->table);
    size_t n_columns = gov_form_n_columns(b->form, b->table);
    g_autofree Path *paths = g_new(Path, n_rows * n_columns);
    for (size_t i = 0; i < n_rows * n_columns; i++)
        paths[i] = wide_path(b, i / n_columns, i % n_columns);

    unsigned top = axis_depth(paths, n_rows * n_columns);
    Axis across = {paths, n_rows * n_columns, top, false, 0, 1};
    for (size_t i = 0; i < n_rows * n_columns; i++) {
        place_path(b, &across, i);
        place_figure(b, i / n_columns, i % n_columns, top, (unsigned)i, 1);
    }
}

/* Rows [first, last) under one caption, and the columns in which they have cells. */
typedef struct {
    size_t first;
    size_t last;
    int caption;
    size_t *columns;
    size_t n_columns;
} Block;

static bool has_figures(const Builder *b, const Block *block, size_t column)
{
    for (size_t row = block->first; row < block->last; row++) {
        if (gov_form_get_cell(b->form, b->table, row, column) >= 0)
            return true;
    }
    return false;
}

/* The next block from row `first`; `columns` has room for all columns. */
static Block find_block(const Builder *b, size_t first, size_t *columns)
{
    Block block = {first, first, gov__form_get_row_caption(b->form, b->table, first),
                   columns, 0};
    size_t n_rows = gov_form_n_rows(b->form, b->table);
    while (block.last < n_rows &&
           gov__form_get_row_caption(b->form, b->table, block.last) == block.caption)
        block.last++;
    for (size_t i = 0; i < gov_form_n_columns(b->form, b->table); i++) {
        if (has_figures(b, &block, i))
            columns[block.n_columns++] = i;
    }
    return block;
}

/* The last column of a block takes the width that wider blocks have more. */
static unsigned block_span(const Block *block, size_t i, unsigned width)
{
    return i + 1 == block->n_columns ? width - (unsigned)i : 1;
}

static void build_block(const Builder *b, const Block *block, const Path *rows,
                        unsigned left, unsigned width)
{
    unsigned at = b->sheet->n_rows;
    if (block->caption >= 0) {
        const char *text = gov__form_get_caption_label(
            b->form, b->table, (size_t)block->caption, b->language);
        add_slot(b, (GovSlot){GOV_SLOT_CAPTION, text, 0, at++, 0, 1, left + width});
    }
    place_corner(b, at, 1, left);
    for (size_t i = 0; i < block->n_columns; i++) {
        const char *text =
            gov_form_get_column_label(b->form, b->table, block->columns[i], b->language);
        add_slot(b, (GovSlot){GOV_SLOT_HEADER, text, 0, at, left + (unsigned)i, 1,
                              block_span(block, i, width)});
    }
    Axis down = {rows + block->first, block->last - block->first, left, true, at + 1, 0};
    for (size_t row = block->first; row < block->last; row++) {
        place_path(b, &down, row - block->first);
        for (size_t i = 0; i < block->n_columns; i++)
            place_figure(b, row, block->columns[i],
                         down.origin + (unsigned)(row - block->first), left + (unsigned)i,
                         block_span(block, i, width));
    }
}

static void build_blocks(const Builder *b)
{
    size_t n_rows = gov_form_n_rows(b->form, b->table);
    size_t n_columns = gov_form_n_columns(b->form, b->table);
    g_autofree Path *rows = g_new(Path, n_rows);
    g_autofree size_t *columns = g_new(size_t, n_columns);
    size_t width = 0;
    for (size_t i = 0; i < n_rows; i++)
        rows[i] = row_path(b, i);
    for (size_t i = 0; i < n_rows;) {
        Block block = find_block(b, i, columns);
        width = MAX(width, block.n_columns);
        i = block.last;
    }
    for (size_t i = 0; i < n_rows;) {
        Block block = find_block(b, i, columns);
        build_block(b, &block, rows, axis_depth(rows, n_rows), (unsigned)width);
        i = block.last;
    }
}

static int compare_slots(gconstpointer a, gconstpointer b)
{
    const GovSlot *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

GovSheet *gov__sheet_new(const GovForm *form, size_t table, GovLanguage language)
{
    GovSheet *sheet = g_new0(GovSheet, 1);
    sheet->slots = g_array_new(FALSE, FALSE, sizeof(GovSlot));
    Builder builder = {form, table, language, sheet};
    if (gov_form_n_rows(form, table) == 0 || gov_form_n_columns(form, table) == 0)
        return sheet;
    if (gov__form_is_wide(form, table))
        build_wide(&builder);
    else if (gov__form_n_captions(form, table) > 0)
        build_blocks(&builder);
    else
        build_plain(&builder);
    g_array_sort(sheet->slots, compare_slots);
    return sheet;
}

void gov__sheet_free(GovSheet *sheet)
{
    g_array_unref(sheet->slots);
    g_free(sheet);
}
