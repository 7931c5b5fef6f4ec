/* SPDX-License-Identifier: MIT */
/* Lines → paragraphs. A line goes on with the paragraph above if it is set in the same size, stands
 * as close as lines of a paragraph do, begins at the left margin and finds a line above it that was
 * full. Centred lines of one size go on with each other: titles over two lines. So headings, which
 * are short, stay paragraphs of their own. */
#include "read/pdf-private.h"

#include <math.h>
#include <string.h>

#define SAME_SIZE 0.12  /* part by which sizes of letters may differ */
#define INDENT 0.8      /* em from the margin on which a line counts as indented */
#define FULL 3.5        /* em that may be missing to the right margin in a full line */
#define CENTRED 1.0     /* em by which the middle of a centred line may be off */
#define MAX_PITCH 1.45  /* of the usual distance of lines, within a paragraph */
#define MAX_LINE_EM 2.6 /* em between lines of a paragraph, where nothing is usual yet */

typedef struct {
    const GovPdfTape *tape;
    double pitch; /* usual distance of lines, or 0 */
} Prose;

static int compare_double(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The distance that a quarter of the lines keep or fall below. */
static double find_pitch(const GovPdfTape *tape, size_t first, size_t end)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t i = first + 1; i < end; i++) {
        double step = gov__pdf_line(tape, i)->y - gov__pdf_line(tape, i - 1)->y;
        bool same_page = gov__pdf_line(tape, i)->page == gov__pdf_line(tape, i - 1)->page;
        if (same_page && step > 0.5 * tape->em && step < MAX_LINE_EM * tape->em)
            g_array_append_val(steps, step);
    }
    if (steps->len == 0)
        return 0;
    g_array_sort(steps, compare_double);
    return g_array_index(steps, double, steps->len / 4);
}

static bool is_centred(const GovPdfTape *tape, const GovPdfLine *line)
{
    double left = tape->left[line->page], right = tape->right[line->page];
    double off = (line->x0 + line->x1) / 2 - (left + right) / 2;
    return line->x0 - left > 2.5 * tape->em && right - line->x1 > 2.5 * tape->em &&
           fabs(off) < CENTRED * line->em;
}

static bool goes_on(const Prose *prose, const GovPdfLine *above, const GovPdfLine *line)
{
    const GovPdfTape *tape = prose->tape;
    bool same_page = above->page == line->page;
    double step = line->y - above->y, em = line->em;
    double most = prose->pitch > 0 ? MAX_PITCH * prose->pitch * MAX(1, em / tape->em)
                                   : MAX_LINE_EM * em;
    if (fabs(above->em - em) > SAME_SIZE * em || (same_page && step > most))
        return false;
    if (line->n_runs > 1 || above->n_runs > 1)
        return false;
    if (is_centred(tape, above) && is_centred(tape, line))
        return same_page && em > (1 + SAME_SIZE) * tape->em;
    double left = tape->left[line->page], right = tape->right[above->page];
    return line->x0 - left < INDENT * em && right - above->x1 < FULL * em;
}

static void append_line(const GovPdfTape *tape, const GovPdfLine *line, GString *text)
{
    const GovPdfWord *before = NULL;
    for (uint32_t i = 0; i < line->n; i++) {
        const GovPdfWord *word = gov__pdf_word(tape, line->first + i);
        gov__pdf_append_word(text, word, before, line->em);
        before = word;
    }
}

/* Letters and digits that met at the end of a line stood apart, unless an ideograph is there. */
static void join_lines(GString *text, const GovPdfTape *tape, const GovPdfLine *line)
{
    char last = text->len > 0 ? text->str[text->len - 1] : ' ';
    if (g_ascii_isalpha(last) && g_ascii_isalpha(*gov__pdf_word(tape, line->first)->text))
        g_string_append_c(text, ' ');
}

/* Puts a table without figures after the paragraph under way; returns the line after it. */
static size_t add_blank_table(GovDocument *document, const GovPdfTape *tape, size_t first, size_t end,
                              GString *text)
{
    if (gov__pdf_line(tape, first)->n_runs < 2)
        return first;
    gov_document_add_paragraph(document, text->str, text->len);
    g_string_set_size(text, 0);
    return gov__pdf_add_blank_table(document, tape, first, end);
}

void gov__pdf_add_prose(GovDocument *document, const GovPdfTape *tape, size_t first, size_t end)
{
    Prose prose = {tape, find_pitch(tape, first, end)};
    g_autoptr(GString) text = g_string_new(NULL);
    size_t begin = first;
    for (size_t i = first; i < end; i++) {
        const GovPdfLine *line = gov__pdf_line(tape, i);
        size_t next = add_blank_table(document, tape, i, end, text);
        if (next > i) {
            begin = next;
            i = next - 1;
            continue;
        }
        if (i > begin && goes_on(&prose, gov__pdf_line(tape, i - 1), line)) {
            join_lines(text, tape, line);
        } else {
            gov_document_add_paragraph(document, text->str, text->len);
            g_string_set_size(text, 0);
        }
        append_line(tape, line, text);
    }
    gov_document_add_paragraph(document, text->str, text->len);
}
