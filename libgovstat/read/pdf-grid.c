/* SPDX-License-Identifier: MIT */
/* A band → a GovGrid with stated spans: label columns first, then those of the figures. Every row
 * has a cell in every column, so that a blank stays where it is. A doubtful row has a cell over two
 * columns where the doubt is: no reader takes that for a figure of one of them. */
#include "read/pdf-private.h"

#include <string.h>

typedef struct {
    const GovPdfBand *band;
    GovGrid *grid;
    unsigned n_labels; /* label columns */
    unsigned n_figures;
} Builder;

static void add_cell(const Builder *b, const GString *text, unsigned n_rows, unsigned n_columns)
{
    gov_grid_add_cell(b->grid, text != NULL ? text->str : "", text != NULL ? text->len : 0, n_rows,
                      n_columns, false);
}

/* ---- header ---- */

static const GovPdfHead *head_at(const Builder *b, unsigned row, unsigned column)
{
    for (guint i = 0; i < b->band->heads->len; i++) {
        const GovPdfHead *head = &g_array_index(b->band->heads, GovPdfHead, i);
        if (head->row == row && head->column == column)
            return head;
    }
    return NULL;
}

static void add_header(const Builder *b)
{
    g_autofree unsigned *until = g_new0(unsigned, b->n_figures + 1);
    for (unsigned row = 0; row < b->band->n_head_rows; row++) {
        gov_grid_begin_row(b->grid);
        if (row == 0 && b->n_labels > 0)
            add_cell(b, b->band->corner, b->band->n_head_rows, b->n_labels);
        for (unsigned column = 0; column < b->n_figures;) {
            const GovPdfHead *head = head_at(b, row, column);
            unsigned n = head != NULL ? head->n_columns : 1;
            if (until[column] <= row) {
                add_cell(b, head != NULL ? head->text : NULL, head != NULL ? head->n_rows : 1, n);
                for (unsigned c = column; c < column + n && c < b->n_figures; c++)
                    until[c] = head != NULL ? row + head->n_rows : row + 1;
            }
            column += n;
        }
    }
}

/* ---- rows ---- */

static void add_figures(const Builder *b, const GovPdfRow *row)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const GovPdfFigure *figures = &g_array_index(b->band->figures, GovPdfFigure, row->first);
    bool doubt = row->doubtful;
    for (unsigned column = 0, i = 0; column < b->n_figures;) {
        unsigned end = column + 1;
        g_string_set_size(text, 0);
        for (; i < row->n && figures[i].column < end; i++) {
            end = MAX(end, figures[i].column + figures[i].n_columns);
            bool broken = text->len > 0 && figures[i].word->y - figures[i - 1].word->y > 0.5 * b->band->em;
            if (text->len > 0)
                g_string_append_c(text, broken ? '\n' : ' ');
            g_string_append_len(text, figures[i].word->text, figures[i].word->len);
        }
        if (doubt && text->len > 0 && end == column + 1 && end < b->n_figures)
            end++;
        doubt = doubt && text->len == 0;
        add_cell(b, text, 1, end - column);
        column = end;
    }
}

static void add_row(const Builder *b, const GovPdfRow *row)
{
    unsigned at = row->label != NULL ? MIN(row->label_at, b->n_labels - 1) : b->n_labels;
    gov_grid_begin_row(b->grid);
    for (unsigned column = 0; column < at; column++)
        add_cell(b, NULL, 1, 1);
    if (row->label != NULL)
        add_cell(b, row->label, 1, b->n_labels - at);
    if (row->doubtful && b->n_figures == 1)
        return;
    add_figures(b, row);
}

static void add_aside(const Builder *b, const GovPdfAside *aside)
{
    gov_grid_begin_row(b->grid);
    for (unsigned column = 0; column < aside->column; column++)
        add_cell(b, NULL, 1, 1);
    add_cell(b, aside->text, 1, MIN(aside->n_columns, b->n_labels - aside->column));
    for (unsigned i = 0; aside->blank && i < b->n_figures; i++)
        add_cell(b, NULL, 1, 1);
}

/* Rows and what stands between them, from the top. */
static void add_rows(const Builder *b)
{
    guint next = 0;
    for (guint r = 0; r <= b->band->rows->len; r++) {
        const GovPdfRow *row =
            r < b->band->rows->len ? &g_array_index(b->band->rows, GovPdfRow, r) : NULL;
        while (next < b->band->asides->len &&
               (row == NULL || g_array_index(b->band->asides, GovPdfAside, next).y < row->y))
            add_aside(b, &g_array_index(b->band->asides, GovPdfAside, next++));
        if (row != NULL)
            add_row(b, row);
    }
}

void gov__pdf_add_grid(GovDocument *document, const GovPdfBand *band, unsigned number)
{
    g_autofree char *name = g_strdup_printf("page %u table %u",
                                            gov__pdf_line(band->tape, band->first)->page + 1, number);
    Builder b = {band, gov_document_add_grid(document, GOV_LAYOUT_SPANS, name),
                 band->labelled ? band->cuts->len + 1 : 0, band->columns->len};
    add_header(&b);
    add_rows(&b);
    gov_grid_end(b.grid);
}
