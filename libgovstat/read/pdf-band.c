/* SPDX-License-Identifier: MIT */
/* One band: where its labels end and its figures begin, which of its lines are the header, what the other
 * steps make of it, and where it ends. Rows that belong to another table are left to the next. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>

#define MAX_HEAD_STEP 6.0 /* em between lines of a header */
#define CROSSING 2.0      /* em by which a word reaches from the labels over the figures */

/* ---- the words of a band ---- */

/* The left edge of the labels: figures left of it are serial numbers. */
static double find_labels_left(const GovPdfBand *band)
{
    double left = -HUGE_VAL;
    unsigned n = 0, n_left = 0;
    for (size_t i = band->data; i < band->end; i++) {
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        if (line->furniture || line->n < 2 || !line->figures)
            continue;
        bool serial = gov__pdf_word(band->tape, line->first)->figure &&
                      !gov__pdf_word(band->tape, line->first + 1)->figure;
        n++;
        n_left += serial;
        if (serial)
            left = MAX(left, gov__pdf_word(band->tape, line->first)->x1);
    }
    return 2 * n_left > n ? left : -HUGE_VAL;
}

static void measure(GovPdfBand *band)
{
    double serial = find_labels_left(band), em = band->em;
    band->figures_at = HUGE_VAL;
    band->split = -HUGE_VAL;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = band->data; i < band->end; i++) {
            const GovPdfLine *line = gov__pdf_line(band->tape, i);
            for (uint32_t w = 0; w < line->n && !line->furniture; w++) {
                const GovPdfWord *word = gov__pdf_word(band->tape, line->first + w);
                bool figure = word->figure && word->x0 > serial && line->figures &&
                              w >= gov__pdf_first_figure(band->tape, line);
                if (pass == 0 && figure)
                    band->figures_at = MIN(band->figures_at, word->x0);
                else if (pass == 1 && !figure && word->x1 < band->figures_at + GOV_PDF_TOUCH * em)
                    band->split = MAX(band->split, word->x1);
            }
        }
    band->labelled = band->split > -HUGE_VAL;
}

/* ---- where the header begins ---- */

/* Whether a line stands in the middle of the whole table, and alone. */
static bool is_caption(const GovPdfBand *band, size_t i)
{
    const GovPdfLine *line = gov__pdf_line(band->tape, i);
    double left = HUGE_VAL, right = -HUGE_VAL, em = band->em;
    double above = i > band->first ? line->y - gov__pdf_line(band->tape, i - 1)->y : HUGE_VAL;
    double below = gov__pdf_line(band->tape, i + 1)->y - line->y;
    if (!band->labelled || line->x1 - line->x0 < 4 * em || MIN(above, below) < 1.25 * em)
        return false;
    for (size_t k = band->data; k < band->end; k++) {
        const GovPdfLine *other = gov__pdf_line(band->tape, k);
        left = other->figures ? MIN(left, other->x0) : left;
        right = other->figures ? MAX(right, other->x1) : right;
    }
    return fabs(line->x0 + line->x1 - left - right) < 2 * em;
}

/* Whether a line stands over labels and figures at once, or begins like a heading. */
static bool is_heading(const GovPdfBand *band, size_t i)
{
    const GovPdfLine *line = gov__pdf_line(band->tape, i);
    const GovPdfWord *word = gov__pdf_word(band->tape, line->first);
    double far = MAX(band->split + CROSSING * band->em, band->figures_at);
    unsigned level = 0;
    if (line->n_runs > 1)
        return false;
    gov_label_get_ordinal(word->text, word->len, &level);
    if (gov__pdf_is_article(word))
        return true;
    bool crosses = band->labelled && word->x0 < band->split - 0.5 * band->em && word->x1 > far;
    return crosses || level == 1 || level == 2 || is_caption(band, i);
}

/* Leaves headings and captions out: they are paragraphs. */
static void trim_header(GovPdfBand *band)
{
    size_t first = band->data;
    double em = band->em;
    for (; first > band->first; first--) {
        const GovPdfLine *line = gov__pdf_line(band->tape, first - 1);
        double step = first < band->end ? gov__pdf_line(band->tape, first)->y - line->y : 0;
        if (is_heading(band, first - 1) || step > MAX_HEAD_STEP * em)
            break;
        if (line->n_runs == 1 && fabs(line->em - band->tape->em) > 0.25 * em && line->em > em)
            break;
    }
    band->first = first;
}

/* ---- the end ---- */

static bool is_foreign(const GovPdfAside *aside)
{
    return !aside->group && !aside->blank;
}

/* The line after the last row with its label. Rows without a label that follow a text which is
 * nobody's label belong to another table. */
static size_t end_of_rows(const GovPdfBand *band)
{
    double last = -HUGE_VAL;
    guint next = 0;
    for (guint r = 0; r < band->rows->len; r++) {
        const GovPdfRow *row = &g_array_index(band->rows, GovPdfRow, r);
        bool aside = false;
        for (; next < band->asides->len && g_array_index(band->asides, GovPdfAside, next).y < row->y; next++)
            aside = aside || is_foreign(&g_array_index(band->asides, GovPdfAside, next));
        if (r > 0 && aside && row->label == NULL && band->labelled)
            break;
        last = MAX(row->y, row->label_end);
    }
    for (guint i = next; i < band->asides->len; i++)
        if (g_array_index(band->asides, GovPdfAside, i).blank)
            last = MAX(last, g_array_index(band->asides, GovPdfAside, i).end);
    size_t end = band->end;
    while (end > band->data + 1 && gov__pdf_line(band->tape, end - 1)->y > last + GOV_PDF_SAME_ROW * band->em)
        end--;
    return end;
}

static void drop_asides(const GovPdfBand *band, size_t end)
{
    double last = gov__pdf_line(band->tape, end - 1)->y + GOV_PDF_SAME_ROW * band->em;
    while (band->asides->len > 0 &&
           g_array_index(band->asides, GovPdfAside, band->asides->len - 1).y > last)
        g_array_set_size(band->asides, band->asides->len - 1);
}

static bool has_rows_after(const GovPdfBand *band, size_t end)
{
    double last = gov__pdf_line(band->tape, end - 1)->y + GOV_PDF_SAME_ROW * band->em;
    return g_array_index(band->rows, GovPdfRow, band->rows->len - 1).y > last;
}

/* ---- the whole ---- */

static double band_em(const GovPdfBand *band)
{
    double sum = 0;
    unsigned n = 0;
    for (size_t i = band->first; i < band->end; i++) {
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        for (uint32_t w = 0; w < line->n; w++) {
            double em = gov__pdf_word(band->tape, line->first + w)->em;
            sum += em;
            n += em > 0;
        }
    }
    return n > 0 ? sum / n : band->tape->em;
}

static void clear_row(gpointer data)
{
    GovPdfRow *row = data;
    if (row->label != NULL)
        g_string_free(row->label, TRUE);
}

static void clear_head(gpointer data)
{
    g_string_free(((GovPdfHead *)data)->text, TRUE);
}

static void clear_aside(gpointer data)
{
    g_string_free(((GovPdfAside *)data)->text, TRUE);
}

static void find_labels(GovPdfBand *band)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(GovPdfPiece));
    g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(GovPdfPiece *));
    GovPdfLabels labels = {band, pieces, leaves, 0};
    g_array_set_clear_func(pieces, gov__pdf_clear_piece);
    if (band->labelled) {
        gov__pdf_find_pieces(&labels);
        gov__pdf_deal_labels(&labels);
    }
    gov__pdf_join_broken_rows(band);
    if (band->labelled)
        gov__pdf_collect_asides(&labels);
    gov__pdf_doubt_unlabelled(band);
}

static GovPdfBand *new_band(const GovPdfTape *tape, size_t first, size_t data, size_t end)
{
    GovPdfBand *band = g_new0(GovPdfBand, 1);
    band->tape = tape;
    band->first = first;
    band->data = data;
    band->end = end;
    band->figures = g_array_new(FALSE, TRUE, sizeof(GovPdfFigure));
    band->rows = g_array_new(FALSE, TRUE, sizeof(GovPdfRow));
    band->columns = g_array_new(FALSE, TRUE, sizeof(GovPdfColumn));
    band->pieces = g_array_new(FALSE, TRUE, sizeof(GovPdfPiece));
    g_array_set_clear_func(band->pieces, gov__pdf_clear_piece);
    band->heads = g_array_new(FALSE, TRUE, sizeof(GovPdfHead));
    band->cuts = g_array_new(FALSE, TRUE, sizeof(double));
    band->asides = g_array_new(FALSE, TRUE, sizeof(GovPdfAside));
    band->corner = g_string_new(NULL);
    g_array_set_clear_func(band->heads, clear_head);
    g_array_set_clear_func(band->asides, clear_aside);
    return band;
}

GovPdfBand *gov__pdf_band_new(const GovPdfTape *tape, size_t first, size_t data, size_t end)
{
    g_autoptr(GovPdfBand) band = new_band(tape, first, data, end);
    band->em = band_em(band);
    measure(band);
    trim_header(band);
    if (!gov__pdf_find_rows(band) || !gov__pdf_find_columns(band))
        return NULL;
    gov__pdf_join_near_rows(band);
    gov__pdf_find_header(band);
    find_labels(band);
    size_t used = end_of_rows(band);
    if (used == band->end)
        return g_steal_pointer(&band);
    drop_asides(band, used);
    bool again = has_rows_after(band, used);
    band->end = used;
    return again ? gov__pdf_band_new(tape, first, data, used) : g_steal_pointer(&band);
}

void gov__pdf_band_free(GovPdfBand *band)
{
    for (guint r = 0; r < band->rows->len; r++)
        clear_row(&g_array_index(band->rows, GovPdfRow, r));
    g_array_unref(band->figures);
    g_array_unref(band->rows);
    g_array_unref(band->columns);
    g_array_unref(band->pieces);
    g_array_unref(band->heads);
    g_array_unref(band->cuts);
    g_array_unref(band->asides);
    g_string_free(band->corner, TRUE);
    g_free(band);
}
