/* SPDX-License-Identifier: MIT */
/* Lines of tables → bands. A band is a header and the rows of figures under it; the next line of
 * text above or right of the figures begins the next one. So a table of several blocks falls into
 * as many bands, and a table that goes on overleaf without a header stays one. A header repeated at
 * the top of a page is dropped, since a label may go on below it. What a band holds is read in
 * pdf-band.c. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <string.h>

#define ROW_LINES 1.0     /* em between the first figure of a row and the others, at most */
#define CAPTION_STEP 1.15 /* of the step above a caption that the step below it may have */

/* ---- lines ---- */

/* Where labels end and figures begin on one line. */
typedef struct {
    double labels; /* right edge of the labels, or −HUGE_VAL */
    double figures; /* left edge of the figures, or HUGE_VAL */
} Split;

uint32_t gov__pdf_first_figure(const GovPdfTape *tape, const GovPdfLine *line)
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
    uint32_t at = line->figures ? gov__pdf_first_figure(tape, line) : line->n;
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
            (split.labels > -HUGE_VAL && word->x0 > split.labels + GOV_PDF_TOUCH * em))
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

bool gov__pdf_is_article(const GovPdfWord *word)
{
    return g_str_has_prefix(word->text, "第") && strstr(word->text, "条") != NULL;
}

/* Whether a line is a label of a row whose figures were left blank: it stands under the labels, and
 * begins like none of the headings. */
static bool is_blank_row(const GovPdfTape *tape, const GovPdfLine *line, Split split)
{
    const GovPdfWord *word = gov__pdf_word(tape, line->first);
    return line->n == 1 && line->x1 < split.labels + 0.3 * tape->em && !gov__pdf_is_article(word) &&
           gov_label_get_ordinal(word->text, word->len, NULL) == 0;
}

/* Lines above a header that stand no further from it than from the figures above are its own:
 * captions and headings. */
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
