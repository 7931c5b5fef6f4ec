/* SPDX-License-Identifier: MIT */
/* The words right of the labels of a band → rows of figures, with texts that stand among them. */
#include "read/pdf-private.h"

#include <math.h>

static int compare_figures(gconstpointer a, gconstpointer b)
{
    const GovPdfFigure *x = a, *y = b;
    if (x->word->y != y->word->y)
        return x->word->y < y->word->y ? -1 : 1;
    return (x->word->x0 > y->word->x0) - (x->word->x0 < y->word->x0);
}

static int compare_in_rows(gconstpointer a, gconstpointer b)
{
    const GovPdfFigure *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->word->x0 > y->word->x0) - (x->word->x0 < y->word->x0);
}

static bool is_beside_labels(const GovPdfBand *band, const GovPdfWord *word)
{
    return word->x0 >= band->figures_at - GOV_PDF_TOUCH * band->em && word->x0 > band->split - band->em;
}

/* The words right of the labels: figures, or the others. */
static void collect(GovPdfBand *band, bool figures)
{
    for (size_t i = band->data; i < band->end; i++) {
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        for (uint32_t w = 0; w < line->n && !line->furniture; w++) {
            const GovPdfWord *word = gov__pdf_word(band->tape, line->first + w);
            GovPdfFigure figure = {.word = word};
            if (word->figure == figures && is_beside_labels(band, word))
                g_array_append_val(band->figures, figure);
        }
    }
}

static void find_rows(GovPdfBand *band)
{
    double begin = -HUGE_VAL;
    for (guint i = 0; i < band->figures->len; i++) {
        GovPdfFigure *figure = &g_array_index(band->figures, GovPdfFigure, i);
        if (figure->word->y - begin > GOV_PDF_SAME_ROW * band->em) {
            GovPdfRow row = {.first = i};
            begin = figure->word->y;
            g_array_append_val(band->rows, row);
        }
        figure->row = band->rows->len - 1;
        g_array_index(band->rows, GovPdfRow, figure->row).n++;
    }
    for (guint r = 0; r < band->rows->len; r++) {
        GovPdfRow *row = &g_array_index(band->rows, GovPdfRow, r);
        row->y = g_array_index(band->figures, GovPdfFigure, row->first + row->n / 2).word->y;
    }
}

/* The row nearest to a height. */
static uint32_t nearest_row(const GovPdfBand *band, double y)
{
    guint low = 0, high = band->rows->len - 1;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(band->rows, GovPdfRow, middle).y < y)
            low = middle + 1;
        else
            high = middle;
    }
    double below = fabs(g_array_index(band->rows, GovPdfRow, low).y - y);
    return low > 0 && fabs(g_array_index(band->rows, GovPdfRow, low - 1).y - y) <= below ? low - 1
                                                                                         : low;
}

/* Texts among figures go to the nearest row: what is in a cell beside a figure spoils it. */
static void add_texts(GovPdfBand *band)
{
    guint first = band->figures->len;
    collect(band, false);
    for (guint i = first; i < band->figures->len; i++) {
        GovPdfFigure *text = &g_array_index(band->figures, GovPdfFigure, i);
        text->row = nearest_row(band, text->word->y);
        g_array_index(band->rows, GovPdfRow, text->row).n++;
    }
    g_array_sort(band->figures, compare_in_rows);
    for (guint r = 1; r < band->rows->len; r++) {
        const GovPdfRow *above = &g_array_index(band->rows, GovPdfRow, r - 1);
        g_array_index(band->rows, GovPdfRow, r).first = above->first + above->n;
    }
}

bool gov__pdf_find_rows(GovPdfBand *band)
{
    collect(band, true);
    g_array_sort(band->figures, compare_figures);
    find_rows(band);
    if (band->rows->len == 0)
        return false;
    add_texts(band);
    return true;
}
