/* SPDX-License-Identifier: MIT */
/* Pages whose text does not run from left to right. A wide table is often set sideways on its page, or
 * a page was scanned into its file upside down and told to turn. The boxes say it: words of several
 * letters are taller than wide, or follow each other backwards. Such a page is turned, so that all that
 * comes after sees upright text. */
#include "read/pdf-private.h"

#include <math.h>

#define TALL 1.3         /* height by width from which a word runs downwards … */
#define LEAST_LETTERS 3u /* … if it has so many letters: 11 is taller than wide */

typedef struct {
    unsigned tall;
    unsigned wide;
    unsigned pairs[4]; /* of words that follow right upon each other: to the right, left, down, up */
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
        votes->pairs[0] += fabs(word->x0 - before->x1) < near;
        votes->pairs[1] += fabs(before->x0 - word->x1) < near;
    }
    if (fabs(word->x0 - before->x0) < level) {
        votes->pairs[2] += fabs(word->y0 - before->y1) < near;
        votes->pairs[3] += fabs(before->y0 - word->y1) < near;
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

void gov__pdf_turn_page(GovPdfPage *page, GovPdfWord *words)
{
    Votes votes = {0, 0, {0, 0, 0, 0}};
    for (uint32_t i = 0; i < page->n; i++)
        vote(&votes, i > 0 ? &words[i - 1] : NULL, &words[i]);
    bool sideways = votes.tall > votes.wide;
    const unsigned *pairs = sideways ? votes.pairs + 2 : votes.pairs;
    bool back = pairs[1] > pairs[0];
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
