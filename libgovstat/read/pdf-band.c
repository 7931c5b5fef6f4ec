/* SPDX-License-Identifier: MIT */
/* Lines of tables → bands. A band is a header and the rows of figures under it; the next line of
 * text above or right of the figures begins the next one. So a table of several blocks falls into
 * as many bands, and a table that goes on overleaf without a header stays one. A header repeated at
 * the top of a page is dropped, since a label may go on below it. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_ROW 0.45  /* em between figures of one row, at most */
#define ROW_LINES 1.0  /* em between the first figure of a row and the others, at most */
#define MAX_HEAD_STEP 6.0 /* em between lines of a header */
#define CAPTION_STEP 1.15 /* of the step above a caption that the step below it may have */
#define CROSSING 2.0      /* em by which a word reaches from the labels over the figures */
#define TOUCH 0.2      /* em by which words of two columns may touch */

/* ---- lines ---- */

/* Where labels end and figures begin on one line. */
typedef struct {
    double labels; /* right edge of the labels, or −HUGE_VAL */
    double figures; /* left edge of the figures, or HUGE_VAL */
} Split;

/* The first figure that is no serial number in front of a label. */
static uint32_t first_figure(const GovPdfTape *tape, const GovPdfLine *line)
{
    for (uint32_t i = 0; i < line->n; i++) {
        bool serial = i == 0 && i + 1 < line->n && !gov__pdf_word(tape, line->first + 1)->figure;
        if (gov__pdf_word(tape, line->first + i)->figure && !serial)
            return i;
    }
    return line->n;
}

static Split split_of(const GovPdfTape *tape, const GovPdfLine *line)
{
    Split split = {-HUGE_VAL, HUGE_VAL};
    uint32_t at = line->figures ? first_figure(tape, line) : line->n;
    if (at == line->n)
        return split;
    split.figures = gov__pdf_word(tape, line->first + at)->x0;
    for (uint32_t i = 0; i < at; i++)
        if (!gov__pdf_word(tape, line->first + i)->figure)
            split.labels = gov__pdf_word(tape, line->first + i)->x1;
    return split;
}

/* The same of the lines of one row: a figure broken over lines begins above the others. */
static Split split_of_row(const GovPdfTape *tape, size_t first)
{
    Split all = split_of(tape, gov__pdf_line(tape, first));
    double end = gov__pdf_line(tape, first)->y + ROW_LINES * tape->em;
    for (size_t i = first + 1; i < tape->lines->len && gov__pdf_line(tape, i)->y < end; i++) {
        Split split = split_of(tape, gov__pdf_line(tape, i));
        all.figures = MIN(all.figures, split.figures);
        all.labels = MAX(all.labels, split.labels);
    }
    return all;
}

static bool is_data(const GovPdfTape *tape, size_t i)
{
    return !gov__pdf_line(tape, i)->furniture &&
           split_of(tape, gov__pdf_line(tape, i)).figures < HUGE_VAL;
}

/* Whether a line of text stands above figures, not beside them. */
static bool is_header(const GovPdfTape *tape, const GovPdfLine *line, Split split)
{
    double em = tape->em;
    for (uint32_t i = 0; i < line->n; i++) {
        const GovPdfWord *word = gov__pdf_word(tape, line->first + i);
        if (word->x1 > split.figures + 0.5 * em ||
            (split.labels > -HUGE_VAL && word->x0 > split.labels + TOUCH * em))
            return true;
    }
    return false;
}

/* ---- headers that come again ---- */

static bool same_line(const GovPdfTape *tape, size_t a, size_t b)
{
    const GovPdfLine *x = gov__pdf_line(tape, a), *y = gov__pdf_line(tape, b);
    if (x->n != y->n)
        return false;
    for (uint32_t i = 0; i < x->n; i++) {
        const GovPdfWord *v = gov__pdf_word(tape, x->first + i);
        const GovPdfWord *w = gov__pdf_word(tape, y->first + i);
        if (strcmp(v->text, w->text) != 0 || fabs(v->x0 - w->x0) > tape->em)
            return false;
    }
    return true;
}

/* Whether the lines from `at` on, at the top of a page, repeat the end of the header in lines
 * [first, data): how many do, or 0. */
static size_t count_repeated(const GovPdfTape *tape, size_t first, size_t data, size_t at, size_t end)
{
    for (size_t i = first; i < data; i++) {
        size_t n = 0;
        while (i + n < data && at + n < end && same_line(tape, i + n, at + n))
            n++;
        if (n > 0 && i + n == data)
            return n;
    }
    return 0;
}

static bool begins_page(const GovPdfTape *tape, size_t first, size_t i)
{
    return i > first && gov__pdf_line(tape, i)->page != gov__pdf_line(tape, i - 1)->page;
}

/* Moves a line up on the tape. */
static void lift(const GovPdfTape *tape, size_t i, double by)
{
    GovPdfLine *line = gov__pdf_line(tape, i);
    line->y -= by;
    for (uint32_t w = 0; w < line->n; w++)
        gov__pdf_word(tape, line->first + w)->y -= by;
}

/* Marks a repeated header; returns how many lines it has. */
static size_t drop_repeated(const GovPdfTape *tape, size_t first, size_t head_end, size_t at, size_t end)
{
    size_t n = begins_page(tape, first, at)
                   ? count_repeated(tape, first, head_end, at, end)
                   : 0;
    for (size_t i = at; i < at + n; i++)
        gov__pdf_line(tape, i)->furniture = true;
    return n;
}

/* ---- bands ---- */

/* The line after the last one of the header in [first, data): what follows are labels. */
static size_t end_of_header(const GovPdfTape *tape, size_t first, size_t data)
{
    Split split = split_of_row(tape, data);
    size_t end = data;
    while (end > first && !is_header(tape, gov__pdf_line(tape, end - 1), split))
        end--;
    return end;
}

static size_t find_data(const GovPdfTape *tape, size_t first, size_t end)
{
    while (first < end && !is_data(tape, first))
        first++;
    return first;
}

/* Lines above a header that stand no further from it than from the figures above are its own:
 * captions and headings. */
static bool is_article(const GovPdfWord *word)
{
    return g_str_has_prefix(word->text, "第") && strstr(word->text, "条") != NULL;
}

/* Whether a line is a label of a row whose figures were left blank: it stands under the labels, and
 * begins like none of the headings. */
static bool is_blank_row(const GovPdfTape *tape, const GovPdfLine *line, Split split)
{
    const GovPdfWord *word = gov__pdf_word(tape, line->first);
    return line->n == 1 && line->x1 < split.labels + 0.3 * tape->em && !is_article(word) &&
           gov_label_get_ordinal(word->text, word->len, NULL) == 0;
}

static size_t take_captions(const GovPdfTape *tape, size_t data, size_t header, Split split)
{
    while (header > data + 1) {
        const GovPdfLine *line = gov__pdf_line(tape, header - 1);
        double above = line->y - gov__pdf_line(tape, header - 2)->y;
        double below = gov__pdf_line(tape, header)->y - line->y;
        if (line->furniture || is_data(tape, header - 1) || is_blank_row(tape, line, split) ||
            below > CAPTION_STEP * above)
            break;
        header--;
    }
    return header;
}

/* The end of the band whose first figures stand in line `data`. */
static size_t end_of_band(const GovPdfTape *tape, size_t first, size_t data, size_t end)
{
    Split all = split_of_row(tape, data);
    size_t head_end = end_of_header(tape, first, data);
    double shift = 0;
    for (size_t i = data + 1; i < end; i++) {
        const GovPdfLine *line = gov__pdf_line(tape, i);
        size_t n = drop_repeated(tape, first, head_end, i, end);
        for (size_t k = i; k < i + n || k == i; k++)
            lift(tape, k, shift);
        if (n > 0) { /* what follows moves up to where the header began */
            i += n - 1;
            shift += i + 1 < end ? gov__pdf_line(tape, i + 1)->y - shift - line->y : 0;
            continue;
        }
        Split split = split_of(tape, line);
        if (split.figures == HUGE_VAL && is_header(tape, line, all))
            return take_captions(tape, data, i, all);
        all.figures = MIN(all.figures, split.figures);
        all.labels = MAX(all.labels, split.labels);
    }
    return end;
}

/* Adds the band whose first figures stand in line `data`; returns the line after it. */
static size_t add_band(GovDocument *document, const GovPdfTape *tape, size_t prose, size_t first,
                       size_t data, size_t end, unsigned *number)
{
    size_t head_end = end_of_header(tape, first, data);
    g_autoptr(GovPdfBand) band = gov__pdf_band_new(tape, first, head_end, end);
    gov__pdf_add_prose(document, tape, prose, band != NULL ? band->first : end);
    if (band == NULL)
        return end;
    gov__pdf_add_grid(document, band, ++*number);
    return band->end;
}

void gov__pdf_add_tables(GovDocument *document, const GovPdfTape *tape, size_t prose, size_t first,
                         size_t end)
{
    unsigned number = 0;
    uint32_t page = G_MAXUINT32;
    while (first < end) {
        size_t data = find_data(tape, first, end);
        if (data == end)
            break;
        size_t next = end_of_band(tape, first, data, end);
        number = page == gov__pdf_line(tape, data)->page ? number : 0;
        page = gov__pdf_line(tape, data)->page;
        first = prose = add_band(document, tape, prose, first, data, next, &number);
    }
    gov__pdf_add_prose(document, tape, prose, end);
}

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
                              w >= first_figure(band->tape, line);
                if (pass == 0 && figure)
                    band->figures_at = MIN(band->figures_at, word->x0);
                else if (pass == 1 && !figure && word->x1 < band->figures_at + TOUCH * em)
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
    if (is_article(word))
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

/* ---- figures and rows ---- */

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
    return word->x0 >= band->figures_at - TOUCH * band->em && word->x0 > band->split - band->em;
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
        if (figure->word->y - begin > SAME_ROW * band->em) {
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
    while (end > band->data + 1 && gov__pdf_line(band->tape, end - 1)->y > last + SAME_ROW * band->em)
        end--;
    return end;
}

static void drop_asides(const GovPdfBand *band, size_t end)
{
    double last = gov__pdf_line(band->tape, end - 1)->y + SAME_ROW * band->em;
    while (band->asides->len > 0 &&
           g_array_index(band->asides, GovPdfAside, band->asides->len - 1).y > last)
        g_array_set_size(band->asides, band->asides->len - 1);
}

static bool has_rows_after(const GovPdfBand *band, size_t end)
{
    double last = gov__pdf_line(band->tape, end - 1)->y + SAME_ROW * band->em;
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

GovPdfBand *gov__pdf_band_new(const GovPdfTape *tape, size_t first, size_t data, size_t end)
{
    g_autoptr(GovPdfBand) band = g_new0(GovPdfBand, 1);
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
    band->em = band_em(band);
    measure(band);
    trim_header(band);
    collect(band, true);
    g_array_sort(band->figures, compare_figures);
    find_rows(band);
    if (band->rows->len == 0)
        return NULL;
    add_texts(band);
    if (!gov__pdf_find_columns(band))
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
