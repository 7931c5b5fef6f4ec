/* SPDX-License-Identifier: MIT */
/* Lines → paragraphs and tables. A line with wide gaps, or of figures only, is the core of a table;
 * short lines between two such lines may be the rest of a label, a caption or a heading, and stay
 * with them; a full line of text ends a table. What has no figures in the end is prose. */
#include "read/format-private.h"
#include "read/pdf-private.h"

#define FULL_WIDTH 0.5   /* part of the text width that a line of prose takes … */
#define FULL_REACH 0.75  /* … and how far to the right it reaches */
#define FULL_INDENT 3.5  /* em from the margin within which it begins */
#define MANY_GAPS 3u
#define MAX_BETWEEN 16u  /* lines without gaps between two with them */
#define LABEL_PITCH 2.0  /* em between lines of one label */
#define MAX_TRAILING 6u
#define HEAD_PITCH 3.5   /* em between lines of a header */
#define MAX_LEADING 8u

static bool is_core(const GovPdfTape *tape, const GovPdfLine *line)
{
    if (line->n_runs > 1 || line->n_gaps >= MANY_GAPS)
        return true;
    for (uint32_t i = 0; i < line->n; i++)
        if (!gov__pdf_word(tape, line->first + i)->figure)
            return false;
    return true;
}

static bool is_full(const GovPdfTape *tape, const GovPdfLine *line)
{
    double left = tape->left[line->page], width = tape->right[line->page] - left;
    return !is_core(tape, line) && line->x1 - line->x0 > FULL_WIDTH * width &&
           line->x1 > left + FULL_REACH * width && line->x0 < left + FULL_INDENT * tape->em;
}

/* The end of the core that begins at a line. */
static size_t end_of_core(const GovPdfTape *tape, size_t first)
{
    size_t end = first + 1;
    for (size_t i = end; i < tape->lines->len && i < end + MAX_BETWEEN; i++) {
        const GovPdfLine *line = gov__pdf_line(tape, i);
        if (is_full(tape, line))
            break;
        if (is_core(tape, line))
            end = i + 1;
    }
    return end;
}

static bool has_figures(const GovPdfTape *tape, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (gov__pdf_line(tape, i)->figures)
            return true;
    return false;
}

/* Above the first gap headings may stand alone on their lines. */
static size_t take_leading(const GovPdfTape *tape, size_t prose, size_t first)
{
    size_t begin = first;
    while (begin > prose && first - begin < MAX_LEADING) {
        const GovPdfLine *line = gov__pdf_line(tape, begin - 1);
        double step = gov__pdf_line(tape, begin)->y - line->y;
        if (step > HEAD_PITCH * tape->em || is_full(tape, line))
            break;
        begin--;
    }
    return begin;
}

/* Below the last figures the rest of their label may stand. */
static size_t take_trailing(const GovPdfTape *tape, size_t end)
{
    size_t last = end;
    while (last < tape->lines->len && last < end + MAX_TRAILING) {
        const GovPdfLine *line = gov__pdf_line(tape, last);
        double step = line->y - gov__pdf_line(tape, last - 1)->y;
        if (step > LABEL_PITCH * tape->em || is_core(tape, line) || is_full(tape, line))
            break;
        last++;
    }
    return last;
}

bool gov__pdf_layout(GovDocument *document, const GovPdfWords *words, GError **error)
{
    g_autoptr(GovPdfTape) tape = gov__pdf_tape_new(words);
    size_t prose = 0;
    for (size_t i = 0; i < tape->lines->len;) {
        if (!is_core(tape, gov__pdf_line(tape, i))) {
            i++;
            continue;
        }
        size_t end = end_of_core(tape, i);
        if (has_figures(tape, i, end)) {
            end = take_trailing(tape, end);
            gov__pdf_add_tables(document, tape, prose, take_leading(tape, prose, i), end);
            prose = end;
        }
        i = end;
    }
    gov__pdf_add_prose(document, tape, prose, tape->lines->len);
    return gov__document_check_size(document, error);
}
