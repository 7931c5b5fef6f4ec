/* SPDX-License-Identifier: MIT */
/* Pages whose text does not run from left to right. A wide table is often set sideways on its page, or
 * a page was scanned into its file upside down and told to turn. The boxes say it: words of several
 * letters are taller than wide, or follow each other backwards. Such a page is turned, so that all that
 * comes after sees upright text. */
#include "read/pdf-private.h"

#include <math.h>

#define TALL 1.3         /* height by width from which a word runs downwards … */
#define LEAST_FLUSH 5u   /* letters of a word that begins a line of text */
#define LEAST_LETTERS 3u /* … if it has so many letters: 11 is taller than wide */

typedef struct {
    unsigned tall;
    unsigned wide;
    unsigned right; /* pairs of words that follow right upon each other, to the right … */
    unsigned left;
    unsigned down;
    unsigned up;
} Votes;

static void vote(Votes *votes, const GovPdfWord *before, const GovPdfWord *word)
{
    double width = word->x1 - word->x0, height = word->y1 - word->y0;
    if (g_utf8_strlen(word->text, word->len) < LEAST_LETTERS)
        return;
    votes->tall += height > TALL * width;
    votes->wide += width > TALL * height;
    if (before == NULL)
        return;
    double em = MIN(width, height), level = 0.3 * em, near = 1.2 * em;
    if (fabs(word->y0 - before->y0) < level) {
        votes->right += fabs(word->x0 - before->x1) < near;
        votes->left += fabs(before->x0 - word->x1) < near;
    }
    if (fabs(word->x0 - before->x0) < level) {
        votes->down += fabs(word->y0 - before->y1) < near;
        votes->up += fabs(before->y0 - word->y1) < near;
    }
}

static void turn(GovPdfWord *word, const GovPdfPage *page, bool sideways, bool back)
{
    GovPdfWord old = *word;
    if (sideways) { /* downwards: what was the top is the left, what was the right is the top */
        word->x0 = back ? page->height - old.y1 : old.y0;
        word->x1 = back ? page->height - old.y0 : old.y1;
        word->y0 = back ? old.x0 : page->width - old.x1;
        word->y1 = back ? old.x1 : page->width - old.x0;
    } else if (back) {
        word->x0 = page->width - old.x1;
        word->x1 = page->width - old.x0;
        word->y0 = page->height - old.y1;
        word->y1 = page->height - old.y0;
    }
}

static int compare_double(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How many long words share their top, or their bottom, at most. */
static unsigned count_flush(const GovPdfPage *page, const GovPdfWord *words, bool bottom)
{
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(double));
    unsigned most = 0, n = 0;
    for (uint32_t i = 0; i < page->n; i++)
        if (g_utf8_strlen(words[i].text, words[i].len) >= LEAST_FLUSH)
            g_array_append_val(edges, *(bottom ? &words[i].y1 : &words[i].y0));
    g_array_sort(edges, compare_double);
    for (guint i = 0; i < edges->len; i++) {
        n = i > 0 && g_array_index(edges, double, i) - g_array_index(edges, double, i - 1) < 0.5 ? n + 1 : 1;
        most = MAX(most, n);
    }
    return most;
}

void gov__pdf_turn_page(GovPdfPage *page, GovPdfWord *words)
{
    Votes votes = {0, 0, 0, 0, 0, 0};
    for (uint32_t i = 0; i < page->n; i++)
        vote(&votes, i > 0 ? &words[i - 1] : NULL, &words[i]);
    bool sideways = votes.tall > votes.wide;
    bool back = votes.left > votes.right;
    /* Words set sideways may come in no order; but lines begin at one edge, and end anywhere. */
    if (sideways)
        back = votes.up != votes.down
                   ? votes.up > votes.down
                   : count_flush(page, words, true) > count_flush(page, words, false);
    if (!sideways && !back)
        return;
    for (uint32_t i = 0; i < page->n; i++)
        turn(&words[i], page, sideways, back);
    if (sideways) {
        double width = page->width;
        page->width = page->height;
        page->height = width;
    }
}
