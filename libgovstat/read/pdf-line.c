/* SPDX-License-Identifier: MIT */
/* Words → lines on one tape. The unit of length is the em, the width of an ideograph: heights of
 * boxes depend on what a font says of itself, widths do not. Words whose middles are less than half
 * an em apart stand on one line. Page numbers and running heads are dropped; then the pages are laid
 * one below the other with a small gap, so that a table that goes on overleaf simply goes on. */
#include "read/pdf-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_LINE 0.45    /* em */
#define RUN_GAP 1.0       /* em between words that are far apart */
#define NARROW_GAP 0.5    /* em that a blank inside a text hardly takes */
#define FIGURE_GAP 0.4    /* em before a figure that stands alone */
#define WORD_GAP 0.32     /* em that a space takes, at least; a script change is less */
#define PAGE_GAP 1.6      /* em between the last line of a page and the first of the next */
#define DEFAULT_EM 10.5   /* of a document without ideographs */
#define MARGIN_SHARE 0.12 /* of the page, at top and bottom, where its number stands */
#define LEAST_TEXT 0.7    /* of the width of all lines, that lines of prose reach */
#define EDGE_SHARE 0.07   /* where nothing else does */
#define NEAR_LINES 4u     /* lines above and below in which vertical text goes on */
#define MANY_WORDS 64u    /* words of a line that are looked at for it */
#define PITCH 1.9         /* em between its ideographs */
#define HEAD_SHARE 0.075  /* where running heads stand */

/* ---- the em of the document ---- */

static int compare_double(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_em(const GovPdfWord *words, size_t n)
{
    g_autoptr(GArray) ems = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t i = 0; i < n; i++)
        if (words[i].em > 0)
            g_array_append_val(ems, words[i].em);
    if (ems->len == 0)
        return 0;
    g_array_sort(ems, compare_double);
    return g_array_index(ems, double, ems->len / 2);
}

/* ---- lines of one page ---- */

static int compare_height(gconstpointer a, gconstpointer b)
{
    const GovPdfWord *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

static int compare_left(gconstpointer a, gconstpointer b)
{
    const GovPdfWord *x = a, *y = b;
    if (x->x0 != y->x0)
        return x->x0 < y->x0 ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

static void describe(GovPdfLine *line, const GovPdfWord *words, double em)
{
    double sum = 0, end = words[0].x1, head = 0;
    line->x0 = words[0].x0;
    line->n_runs = 1;
    for (uint32_t i = 0; i < line->n; i++) {
        const GovPdfWord *word = &words[i];
        double gap = i == 0 ? 0 : word->x0 - end;
        line->n_runs += gap > RUN_GAP * em || gap < -0.3 * em;
        line->n_gaps += gap > NARROW_GAP * em || gap < -0.3 * em;
        line->figures = line->figures || (word->figure && (i == 0 || gap > FIGURE_GAP * em));
        sum += word->y;
        end = MAX(end, word->x1);
        head = MAX(head, word->em);
    }
    line->x1 = end;
    line->y = sum / line->n;
    line->em = head > 0 ? head : em;
    line->page = words[0].page;
}

void gov__pdf_add_lines(GArray *lines, GovPdfWord *words, uint32_t first, uint32_t n, double em)
{
    if (n == 0)
        return;
    qsort(words + first, n, sizeof *words, compare_height);
    for (uint32_t i = first; i < first + n;) {
        GovPdfLine line = {.first = i};
        uint32_t end = i + 1;
        while (end < first + n && words[end].y - words[i].y < SAME_LINE * em)
            end++;
        line.n = end - i;
        qsort(words + i, line.n, sizeof *words, compare_left);
        describe(&line, words + i, em);
        g_array_append_val(lines, line);
        i = end;
    }
}

void gov__pdf_append_word(GString *text, const GovPdfWord *word, const GovPdfWord *before, double em)
{
    if (before != NULL && word->x0 - before->x1 > WORD_GAP * em)
        g_string_append_c(text, ' ');
    g_string_append_len(text, word->text, word->len);
}

/* ---- vertical text ---- */

static bool is_ideograph(const GovPdfWord *word)
{
    return word->len > 0 && (size_t)(g_utf8_next_char(word->text) - word->text) == word->len &&
           g_unichar_iswide(g_utf8_get_char(word->text));
}

/* Whether a word of a line has another ideograph right above or below. */
static bool stands_in_column(const GovPdfTape *tape, guint line, const GovPdfWord *word)
{
    guint first = line > NEAR_LINES ? line - NEAR_LINES : 0;
    for (guint i = first; i < tape->lines->len && i <= line + NEAR_LINES; i++) {
        const GovPdfLine *other = gov__pdf_line(tape, i);
        for (uint32_t k = 0; i != line && k < MIN(other->n, MANY_WORDS); k++) {
            const GovPdfWord *next = gov__pdf_word(tape, other->first + k);
            if (next->page == word->page && is_ideograph(next) && !next->figure &&
                fabs(next->x0 - word->x0) < 0.3 * tape->em && fabs(next->y - word->y) < PITCH * tape->em)
                return true;
        }
    }
    return false;
}

/* 无 is a mark for "not applicable", and a part of 无法提供 where that is written downwards. */
static void settle_vertical(GovPdfTape *tape)
{
    for (guint i = 0; i < tape->lines->len; i++) {
        const GovPdfLine *line = gov__pdf_line(tape, i);
        for (uint32_t k = 0; k < MIN(line->n, MANY_WORDS); k++) {
            GovPdfWord *word = gov__pdf_word(tape, line->first + k);
            if (word->figure && is_ideograph(word) && stands_in_column(tape, i, word))
                word->figure = false;
        }
    }
    for (guint i = 0; i < tape->lines->len; i++) {
        GovPdfLine *line = gov__pdf_line(tape, i);
        line->n_runs = line->n_gaps = 0;
        line->figures = false;
        describe(line, gov__pdf_word(tape, line->first), tape->em);
    }
}

/* ---- furniture ---- */

/* Text of a line with every number as one sign, to compare heads that count pages. */
static char *skeleton(const GovPdfTape *tape, const GovPdfLine *line)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < line->n; i++)
        for (const char *p = gov__pdf_word(tape, line->first + i)->text; *p != '\0'; p++)
            if (!g_ascii_isdigit(*p))
                g_string_append_c(text, *p);
            else if (text->len == 0 || text->str[text->len - 1] != '#')
                g_string_append_c(text, '#');
    return g_string_free(text, FALSE);
}

/* 3, - 3 -, — 3 —, 第3页, 第 3 页 共 8 页, 3/8, Page 3 of 8. */
static bool is_page_number(const char *text)
{
    static const char *const signs[] = {"#",  "-",    "—", "－", "–",  "·", "第", "页",
                                        "共", "Page", "page", "of",   "/",  "~", ",",  "，"};
    bool number = false;
    while (*text != '\0') {
        size_t len = 0;
        for (size_t i = 0; i < G_N_ELEMENTS(signs) && len == 0; i++)
            if (g_str_has_prefix(text, signs[i]))
                len = strlen(signs[i]);
        if (len == 0)
            return false;
        number = number || *text == '#';
        text += len;
    }
    return number;
}

/* First and last line of a page that is no furniture yet; FALSE if none is left. */
static bool find_ends(const GovPdfTape *tape, size_t first, size_t end, size_t *top, size_t *bottom)
{
    bool any = false;
    for (size_t i = first; i < end; i++)
        if (!gov__pdf_line(tape, i)->furniture) {
            *top = any ? *top : i;
            *bottom = i;
            any = true;
        }
    return any;
}

static size_t end_of_page(const GovPdfTape *tape, size_t first)
{
    size_t i = first;
    while (i < tape->lines->len && gov__pdf_line(tape, i)->page == gov__pdf_line(tape, first)->page)
        i++;
    return i;
}

/* A line that may be the number of its page. */
typedef struct {
    size_t line;
    gint64 offset; /* of the number from the page's own */
    bool sure;     /* by its dashes or words, or by where it stands */
} Number;

static gint64 first_number(const GovPdfTape *tape, const GovPdfLine *line)
{
    for (uint32_t i = 0; i < line->n; i++)
        for (const char *p = gov__pdf_word(tape, line->first + i)->text; *p != '\0'; p++)
            if (g_ascii_isdigit(*p))
                return g_ascii_strtoll(p, NULL, 10);
    return 0;
}

static void note_number(const GovPdfTape *tape, size_t i, double height, GArray *numbers)
{
    const GovPdfLine *line = gov__pdf_line(tape, i);
    double share = height > 0 ? MIN(line->y, height - line->y) / height : 1;
    if (line->n_runs > 3 || share > MARGIN_SHARE)
        return;
    g_autofree char *text = skeleton(tape, line);
    Number number = {i, first_number(tape, line) - line->page,
                     strcmp(text, "#") != 0 || share < EDGE_SHARE};
    if (is_page_number(text))
        g_array_append_val(numbers, number);
}

/* A figure alone at the end of a page may belong to a table: a number of a page counts on. */
static void drop_counting(GovPdfTape *tape, const GArray *numbers)
{
    for (guint i = 0; i < numbers->len; i++) {
        const Number *number = &g_array_index(numbers, Number, i);
        bool counts = false;
        for (guint k = i == 0 ? 1 : i - 1; k < numbers->len && k <= i + 2; k++)
            counts = counts || (k != i && g_array_index(numbers, Number, k).offset == number->offset);
        gov__pdf_line(tape, number->line)->furniture = counts || number->sure;
    }
}

static void drop_numbers(GovPdfTape *tape, const GovPdfWords *words)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(Number));
    for (size_t i = 0, end; i < tape->lines->len; i = end) {
        size_t top = 0, bottom = 0;
        end = end_of_page(tape, i);
        double height =
            g_array_index(words->pages, GovPdfPage, gov__pdf_line(tape, i)->page).height;
        if (!find_ends(tape, i, end, &top, &bottom))
            continue;
        note_number(tape, bottom, height, numbers);
        if (top != bottom)
            note_number(tape, top, height, numbers);
    }
    drop_counting(tape, numbers);
}

/* Drops the first (or last) line of every page if all pages have the same. */
static void drop_heads(GovPdfTape *tape, const GovPdfWords *words, bool at_top)
{
    g_autofree char *common = NULL;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0, end; i < tape->lines->len; i = end) {
        size_t top = 0, bottom = 0;
        end = end_of_page(tape, i);
        if (!find_ends(tape, i, end, &top, &bottom))
            return;
        const GovPdfLine *line = gov__pdf_line(tape, at_top ? top : bottom);
        double height = g_array_index(words->pages, GovPdfPage, line->page).height;
        double share = at_top ? line->y / height : 1 - line->y / height;
        g_autofree char *text = skeleton(tape, line);
        if (height <= 0 || share > HEAD_SHARE || (common != NULL && strcmp(common, text) != 0))
            return;
        if (common == NULL)
            common = g_strdup(text);
        g_array_append_val(found, *(at_top ? &top : &bottom));
    }
    for (guint i = 0; found->len > 1 && i < found->len; i++)
        gov__pdf_line(tape, g_array_index(found, size_t, i))->furniture = true;
}

/* ---- the tape ---- */

static void drop_furniture(GovPdfTape *tape)
{
    guint kept = 0;
    for (guint i = 0; i < tape->lines->len; i++)
        if (!gov__pdf_line(tape, i)->furniture)
            *gov__pdf_line(tape, kept++) = *gov__pdf_line(tape, i);
    g_array_set_size(tape->lines, kept);
}

/* Lays the pages one below the other. */
static void lay_out(GovPdfTape *tape)
{
    double last = 0, shift = 0;
    for (guint i = 0; i < tape->lines->len; i++) {
        GovPdfLine *line = gov__pdf_line(tape, i);
        if (i > 0 && line->page != gov__pdf_line(tape, i - 1)->page)
            shift = last + PAGE_GAP * tape->em - line->y;
        line->y += shift;
        last = line->y;
        for (uint32_t w = 0; w < line->n; w++)
            gov__pdf_word(tape, line->first + w)->y += shift;
    }
}

static void widen(const GovPdfTape *tape, bool all, double *left, double *right)
{
    for (guint i = 0; i < tape->lines->len; i++) {
        const GovPdfLine *line = gov__pdf_line(tape, i);
        if (!all && line->n_runs > 1)
            continue;
        double *l = &left[line->page], *r = &right[line->page];
        *l = *r > 0 ? MIN(*l, line->x0) : line->x0;
        *r = MAX(*r, line->x1);
    }
}

/* Margins of the text: those of the lines without wide gaps; but on a page that is all table, such
 * lines are parts of labels. */
static void find_margins(GovPdfTape *tape)
{
    g_autofree double *left = g_new0(double, tape->n_pages + 1);
    g_autofree double *right = g_new0(double, tape->n_pages + 1);
    widen(tape, false, tape->left, tape->right);
    widen(tape, true, left, right);
    for (uint32_t p = 0; p < tape->n_pages; p++)
        if (tape->right[p] - tape->left[p] < LEAST_TEXT * (right[p] - left[p])) {
            tape->left[p] = left[p];
            tape->right[p] = right[p];
        }
}

GovPdfTape *gov__pdf_tape_new(const GovPdfWords *words)
{
    GovPdfTape *tape = g_new0(GovPdfTape, 1);
    const GovPdfWord *all = (const GovPdfWord *)(const void *)words->words->data;
    double em = words->words->len > 0 ? median_em(all, words->words->len) : 0;
    tape->em = em > 0 ? em : DEFAULT_EM;
    tape->n_pages = words->pages->len;
    tape->left = g_new0(double, tape->n_pages + 1);
    tape->right = g_new0(double, tape->n_pages + 1);
    tape->words = g_array_sized_new(FALSE, FALSE, sizeof(GovPdfWord), words->words->len);
    tape->lines = g_array_new(FALSE, TRUE, sizeof(GovPdfLine));
    if (words->words->len > 0)
        g_array_append_vals(tape->words, words->words->data, words->words->len);
    for (guint p = 0; p < words->pages->len; p++) {
        const GovPdfPage *page = &g_array_index(words->pages, GovPdfPage, p);
        gov__pdf_add_lines(tape->lines, (GovPdfWord *)(void *)tape->words->data, page->first,
                           page->n, tape->em);
    }
    settle_vertical(tape);
    drop_numbers(tape, words);
    drop_heads(tape, words, true);
    drop_heads(tape, words, false);
    drop_numbers(tape, words);
    drop_furniture(tape);
    lay_out(tape);
    find_margins(tape);
    return tape;
}

void gov__pdf_tape_free(GovPdfTape *tape)
{
    g_array_unref(tape->words);
    g_array_unref(tape->lines);
    g_free(tape->left);
    g_free(tape->right);
    g_free(tape);
}
