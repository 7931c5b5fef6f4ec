/* SPDX-License-Identifier: MIT */
/* Tables without a figure. A block whose figures were all left blank is a line of column labels and
 * labels of rows under the first of them, and nothing else tells it from prose. A blank is not the
 * same as no row, so such lines become a grid of blanks: a line of words that stand far apart, then
 * short lines that end before its second word begins. */
#include "read/pdf-private.h"

#include <govstat/label.h>

#include <string.h>

#define MAX_STEP 4.0   /* em between rows */
#define MAX_COLUMNS 20u
#define WIDE 1.0       /* em of white between two labels */
#define MAX_LABEL 90u  /* bytes of a label: thirty ideographs */

/* Words of a line as labels of columns: how many there are, or 0 if it is prose. */
static unsigned count_labels(const GovPdfTape *tape, const GovPdfLine *line, double *second)
{
    unsigned n = 0;
    double end = 0;
    *second = 0;
    for (uint32_t i = 0; i < line->n; i++) {
        const GovPdfWord *word = gov__pdf_word(tape, line->first + i);
        bool label = i == 0 || word->x0 - end > WIDE * tape->em;
        if (word->figure || word->len > MAX_LABEL || strstr(word->text, "。") != NULL || (i > 0 && !label))
            return 0;
        *second = i == 1 ? word->x0 : *second;
        n++;
        end = word->x1;
    }
    return n >= 2 && n <= MAX_COLUMNS ? n : 0;
}

/* Whether a line is the label of a row under the first label of a header. */
static bool is_row(const GovPdfTape *tape, size_t i, double second)
{
    const GovPdfLine *line = gov__pdf_line(tape, i), *above = gov__pdf_line(tape, i - 1);
    const GovPdfWord *word = gov__pdf_word(tape, line->first);
    unsigned level = 0;
    gov_label_get_ordinal(word->text, word->len, &level);
    bool article = g_str_has_prefix(word->text, "第") && strstr(word->text, "条") != NULL;
    return line->n == 1 && !word->figure && word->len <= MAX_LABEL && level == 0 && !article &&
           line->x1 < second && line->y - above->y < MAX_STEP * tape->em;
}

static void add_row(GovGrid *grid, const GovPdfTape *tape, const GovPdfLine *line, unsigned n)
{
    gov_grid_begin_row(grid);
    for (uint32_t i = 0; i < line->n; i++) {
        const GovPdfWord *word = gov__pdf_word(tape, line->first + i);
        gov_grid_add_cell(grid, word->text, word->len, 1, 1, false);
    }
    for (unsigned i = line->n; i < n; i++)
        gov_grid_add_cell(grid, "", 0, 1, 1, false);
}

size_t gov__pdf_add_blank_table(GovDocument *document, const GovPdfTape *tape, size_t first, size_t end)
{
    double second = 0;
    unsigned n = count_labels(tape, gov__pdf_line(tape, first), &second);
    size_t next = first + 1;
    while (n > 0 && next < end && is_row(tape, next, second))
        next++;
    if (n == 0 || next == first + 1)
        return first;
    g_autofree char *name = g_strdup_printf("page %u blank table", gov__pdf_line(tape, first)->page + 1);
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, name);
    for (size_t i = first; i < next; i++)
        add_row(grid, tape, gov__pdf_line(tape, i), n);
    gov_grid_end(grid);
    return next;
}
