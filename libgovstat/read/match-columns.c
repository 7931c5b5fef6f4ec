/* SPDX-License-Identifier: MIT */
/* From the lines of a printed header to columns of the form.
 *
 * Two independent readings are made. By position: the label above a column of the grid, which
 * needs stated spans or a rectangular copy. In order: the leaves of the header tree in reading
 * order, which needs no positions at all; the tree is the form's own, so a group heading takes the
 * labels of its group wherever they stand. Where both can be had they must agree.
 *
 * Here the lines are gathered, and one of the readings is taken; each of them is in a file that
 * match-columns-private.h names. */
#include "read/match-columns-private.h"

/* The widest printed header has 45 slots; more labels than this are no header. */
#define MAX_HEADER_TOKENS 256
/* Printed headers have four lines; copies with one label on a line of its own, up to 45. */
#define MAX_HEADER_LINES 64

void gov__columns_init(GovColumns *columns)
{
    columns->by_position = g_array_new(FALSE, FALSE, sizeof(GovPlace));
    columns->in_order = g_array_new(FALSE, FALSE, sizeof(GovPlace));
    columns->tokens = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gov__columns_reset(columns, -1);
}

void gov__columns_clear(GovColumns *columns)
{
    g_array_unref(columns->by_position);
    g_array_unref(columns->in_order);
    g_array_unref(columns->tokens);
}

void gov__columns_reset(GovColumns *columns, int table)
{
    columns->table = table;
    columns->n_lines = 0;
    columns->width = 0;
    columns->spans = false;
    columns->resolved = false;
    columns->disputed = false;
    g_array_set_size(columns->by_position, 0);
    g_array_set_size(columns->in_order, 0);
    g_array_set_size(columns->tokens, 0);
}

/* Slots of a line, where positions mean something. */
static uint32_t line_width(const GovLine *line)
{
    return line->grid == NULL ? 0 : gov_grid_n_columns(line->grid);
}

static bool has_positions(const GovLines *lines, const GovLine *line)
{
    if (line->grid == NULL)
        return false;
    if (gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS)
        return true;
    const GovToken *first = gov__lines_token(lines, line, 0);
    return gov_grid_get_row_width(line->grid, first->row) == gov_grid_n_columns(line->grid);
}

void gov__columns_add_line(GovColumns *columns, const GovLines *lines, const GovLine *line, size_t n)
{
    uint32_t width = has_positions(lines, line) ? line_width(line) : 0;

    if (columns->n_lines++ == 0) {
        columns->width = width;
        columns->spans = line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS;
    }
    if (columns->width != width)
        columns->width = 0;
    if (columns->n_lines > MAX_HEADER_LINES)
        return;
    columns->resolved = false;
    for (size_t i = 0; i < n; i++) {
        const GovToken *token = gov__lines_token(lines, line, i);
        uint32_t index = (uint32_t)(line->first + i);
        if (token->kind == TOKEN_TEXT && !token->continued &&
            columns->tokens->len < MAX_HEADER_TOKENS)
            g_array_append_val(columns->tokens, index);
    }
}

bool gov__columns_in_form_order(const GovColumns *columns, const GovLines *lines, const GovForm *form)
{
    size_t restarts = 0;
    int last = -1;

    for (guint i = 0; i < columns->tokens->len && columns->table >= 0; i++) {
        const GovToken *token =
            &g_array_index(lines->tokens, GovToken, g_array_index(columns->tokens, uint32_t, i));
        const GovTarget *target = gov__token_target(token, GOV_AXIS_COLUMN, columns->table);
        if (target == NULL)
            continue;
        restarts += (int)target->index <= last;
        last = target->index;
    }
    return last < 0 || (gov__form_is_wide(form, (size_t)columns->table) &&
                        restarts < gov_form_n_rows(form, (size_t)columns->table));
}

/* Whether the header itself names rows: the printed layout of review_litigation. Some reports
 * print that table with three rows instead. */
static bool names_rows(const GovHeader *h)
{
    if (!gov__form_is_wide(h->form, (size_t)h->columns->table))
        return false;
    for (guint i = 0; i < h->columns->tokens->len; i++) {
        uint32_t index;
        if (gov__token_target(gov__header_token(h, i, &index), GOV_AXIS_ROW, h->columns->table) != NULL)
            return true;
    }
    return false;
}

/* Whether the header names rows only: outcomes stand in lines, routes in columns. */
static bool is_transposed(const GovHeader *h)
{
    if (!h->columns->side_by_side)
        return false;
    for (guint i = 0; i < h->columns->tokens->len; i++) {
        uint32_t index;
        if (gov__token_target(gov__header_token(h, i, &index), GOV_AXIS_COLUMN, h->columns->table) != NULL)
            return false;
    }
    return true;
}

/* 总计 where no row heading reaches is a column of its own, not one of a row. Several such labels
 * mean that a row heading was lost, and nothing is where it seems. */
static bool drop_headless(GovColumns *columns)
{
    unsigned n_dropped = 0;

    for (guint c = 0; c < columns->by_position->len && columns->side_by_side; c++) {
        GovPlace *place = &g_array_index(columns->by_position, GovPlace, c);
        if (place->row >= 0 || place->column < 0)
            continue;
        place->column = -1;
        n_dropped++;
    }
    return n_dropped < 2;
}

/* On two lines: repeated beside itself, a heading fills the slots it covers. */
static bool names_a_row_twice(const GovHeader *h)
{
    const GArray *tokens = h->columns->tokens;

    for (guint i = 0; i < tokens->len && h->columns->side_by_side; i++) {
        uint32_t index;
        const GovToken *token = gov__header_token(h, i, &index);
        const GovTarget *row = gov__token_target(token, GOV_AXIS_ROW, h->columns->table);
        for (guint k = 0; k < i && row != NULL; k++) {
            const GovToken *other = gov__header_token(h, k, &index);
            const GovTarget *same = gov__token_target(other, GOV_AXIS_ROW, h->columns->table);
            if (same != NULL && same->index == row->index && other->row != token->row)
                return true;
        }
    }
    return false;
}

static bool is_ascending(const GArray *places)
{
    for (guint i = 1; i < places->len; i++) {
        const GovPlace *a = &g_array_index(places, GovPlace, i - 1);
        const GovPlace *b = &g_array_index(places, GovPlace, i);
        if (b->row < a->row || (b->row == a->row && b->column < a->column))
            return false;
    }
    return true;
}

static bool same_order(const GArray *a, const GArray *b)
{
    guint i = 0, k = 0;

    for (;; i++, k++) {
        while (k < b->len && g_array_index(b, GovPlace, k).column < 0)
            k++;
        if (i == a->len || k == b->len)
            return i == a->len && k == b->len;
        const GovPlace *x = &g_array_index(a, GovPlace, i);
        const GovPlace *y = &g_array_index(b, GovPlace, k);
        if (x->column != y->column || x->row != y->row)
            return false;
    }
}

/* Whether the positions say something else than the usual order or the order of the labels. Spans
 * are often stated wrongly, and a shifted header looks as sound as a right one. */
static bool is_disputed(GovHeader *h)
{
    g_autoptr(GArray) positions = g_array_copy(h->columns->in_order);
    bool disputed = !is_ascending(positions);

    gov__header_order_labels(h);
    if (gov__header_is_believable(h) && !same_order(positions, h->columns->in_order))
        disputed = true;
    g_array_set_size(h->columns->in_order, 0);
    g_array_append_vals(h->columns->in_order, positions->data, positions->len);
    return disputed;
}

bool gov__columns_resolve(GovColumns *columns, const GovLines *lines, const GovForm *form)
{
    GovHeader h = {lines, form, columns};

    if (columns->resolved || columns->table < 0)
        return columns->in_order->len > 0;

    columns->resolved = true;
    columns->side_by_side = names_rows(&h);
    columns->transposed = is_transposed(&h);
    g_array_set_size(columns->in_order, 0);
    gov__header_place_positions(&h);
    bool headed = drop_headless(columns) && !names_a_row_twice(&h);
    gov__header_order_positions(columns);
    if (headed && gov__header_is_believable(&h)) {
        columns->disputed = !columns->transposed && is_disputed(&h);
        return true;
    }
    g_array_set_size(columns->by_position, 0);
    gov__header_order_labels(&h);
    if (!gov__header_is_believable(&h) || names_a_row_twice(&h))
        g_array_set_size(columns->in_order, 0);
    return columns->in_order->len > 0;
}
