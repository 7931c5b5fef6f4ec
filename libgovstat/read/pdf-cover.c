/* SPDX-License-Identifier: MIT */
/* Which columns the headings of a header cover. A heading stands in the middle of its columns, or begins
 * where the first of them does; where one ends the next begins. */
#include "read/pdf-private.h"

#include <math.h>

/* Whether a heading in a row may cover a column: its label begins below. */
static bool is_free(const GovPdfBand *band, guint n_labels, guint row, guint column)
{
    for (guint i = 0; i < n_labels; i++)
        if (gov__pdf_head(band, i)->column == column)
            return gov__pdf_head(band, i)->row > row;
    return true;
}

static double middle_of(const GovPdfBand *band, guint first, guint end)
{
    return (g_array_index(band->columns, GovPdfColumn, first).x0 +
            g_array_index(band->columns, GovPdfColumn, end - 1).x1) / 2;
}

static double half_column(const GovPdfBand *band, guint column)
{
    const GovPdfColumn *c = &g_array_index(band->columns, GovPdfColumn, column);
    return MAX(band->em, (c->x1 - c->x0) / 2);
}

/* The column whose left edge a heading shares; −1 if there is none. */
static int column_at_left(const GovPdfBand *band, const GovPdfHead *head, guint first, guint end)
{
    for (guint c = first; c < end; c++)
        if (fabs(g_array_index(band->columns, GovPdfColumn, c).header_x0 - head->x0) < 0.4 * band->em)
            return (int)c;
    return -1;
}

/* Headings flush left over columns whose labels are: each begins where its first column does. */
static bool cover_from_left(const GovPdfBand *band, const GPtrArray *headings, guint first, guint end,
                            guint *ends)
{
    for (guint i = 0; i < headings->len; i++) {
        int column = column_at_left(band, g_ptr_array_index(headings, i), first, end);
        if (column < 0 || (i == 0 && (guint)column != first) || (i > 0 && (guint)column <= ends[i - 1]))
            return false;
        if (i > 0)
            ends[i - 1] = (guint)column;
        ends[i] = (guint)column;
    }
    ends[headings->len - 1] = end;
    return true;
}

/* Headings of one row over a run of columns: where one ends the next begins, and each stands in
 * the middle of its columns. FALSE if that does not come out. */
static bool cover_by_middle(const GovPdfBand *band, const GPtrArray *headings, guint first, guint end,
                            guint *ends)
{
    guint at = first;
    for (guint i = 0; i < headings->len; i++) {
        const GovPdfHead *head = g_ptr_array_index(headings, i);
        double middle = (head->x0 + head->x1) / 2, best = HUGE_VAL;
        for (guint e = at + 1; e <= end; e++)
            if (fabs(middle_of(band, at, e) - middle) < best) {
                best = fabs(middle_of(band, at, e) - middle);
                ends[i] = e;
            }
        if (at >= end || best > half_column(band, at))
            return false;
        at = ends[i];
    }
    return at == end;
}

/* Several headings in one row tell by their middles where each begins; the first need not begin at
 * the first column. One alone may cover any run of columns around its middle, so it keeps those
 * that it stands over. */
static void cover(const GovPdfBand *band, GPtrArray *headings, guint first, guint end)
{
    g_autofree guint *ends = g_new0(guint, headings->len + 1);
    guint at = first;
    bool found = false;
    while (headings->len > 1 && !found && at < end) {
        found = cover_by_middle(band, headings, at, end, ends);
        at += !found;
    }
    if (!found && headings->len > 1) {
        found = cover_from_left(band, headings, first, end, ends);
        at = first;
    }
    for (guint i = 0; found && i < headings->len; i++) {
        GovPdfHead *head = g_ptr_array_index(headings, i);
        head->column = i == 0 ? at : ends[i - 1];
        head->n_columns = ends[i] - head->column;
    }
}

static int compare_heads(gconstpointer a, gconstpointer b)
{
    const GovPdfHead *x = *(const GovPdfHead *const *)a, *y = *(const GovPdfHead *const *)b;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

static void cover_run(const GovPdfBand *band, guint n_labels, guint row, guint first, guint end)
{
    g_autoptr(GPtrArray) headings = g_ptr_array_new();
    double left = g_array_index(band->columns, GovPdfColumn, first).x0;
    double right = g_array_index(band->columns, GovPdfColumn, end - 1).x1;
    for (guint i = n_labels; i < band->heads->len; i++) {
        GovPdfHead *head = gov__pdf_head(band, i);
        double middle = (head->x0 + head->x1) / 2;
        if (head->row == row && middle > left && middle < right)
            g_ptr_array_add(headings, head);
    }
    g_ptr_array_sort(headings, compare_heads);
    if (headings->len > 0)
        cover(band, headings, first, end);
}

void gov__pdf_cover_columns(const GovPdfBand *band, guint n_labels, guint n_rows)
{
    for (guint row = 0; row < n_rows; row++)
        for (guint c = 0, end; c < band->columns->len; c = end + 1) {
            for (end = c; end < band->columns->len && is_free(band, n_labels, row, end);)
                end++;
            if (end > c)
                cover_run(band, n_labels, row, c, end);
        }
}
