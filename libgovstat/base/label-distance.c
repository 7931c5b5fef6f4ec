/* SPDX-License-Identifier: MIT */
/* How alike two labels are: the optimal string alignment distance over characters, with
 * three rows of the table on the stack. It ends as soon as no further row can come back
 * under the limit, which for two labels without anything in common is after the first few
 * characters. */
#include <govstat/label.h>

#include "base/char-private.h"
#include <string.h>

/* Labels longer than this are not compared letter by letter; official ones have up to
 * 40. */
#define MAX_COMPARED 64

/* Characters of a label, or MAX_COMPARED + 1 if there are more than can be compared. */
static unsigned load_characters(const char *label, gunichar *characters)
{
    unsigned n = 0;
    const char *end = label + strlen(label);
    for (const char *p = label; p < end; n++) {
        if (n == MAX_COMPARED)
            return MAX_COMPARED + 1;
        p += gov__char_next(p, end, &characters[n]);
    }
    return n;
}

/* One row of the optimal string alignment: `rows[0]` is filled from the two before it.
 * Returns its least distance. */
static unsigned align_row(const gunichar *a, const gunichar *b, unsigned n_b, unsigned i,
                          unsigned *const rows[3])
{
    unsigned *now = rows[0];
    const unsigned *before = rows[1], *before_that = rows[2];
    unsigned least = now[0] = i;
    for (unsigned j = 1; j <= n_b; j++) {
        unsigned d = before[j - 1] + (a[i - 1] != b[j - 1]);
        d = MIN(d, MIN(before[j], now[j - 1]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            d = MIN(d, before_that[j - 2] + 1);
        now[j] = d;
        least = MIN(least, d);
    }
    return least;
}

/* A swap reaches two rows back, so that only two rows above the limit in a row settle
 * it. */
static unsigned align(const gunichar *a, unsigned n_a, const gunichar *b, unsigned n_b,
                      unsigned limit)
{
    unsigned storage[3][MAX_COMPARED + 1];
    unsigned last_least = 0;
    for (unsigned j = 0; j <= n_b; j++)
        storage[0][j] = j;
    for (unsigned i = 1; i <= n_a; i++) {
        unsigned *const rows[3] = {storage[i % 3], storage[(i + 2) % 3],
                                   storage[(i + 1) % 3]};
        unsigned least = align_row(a, b, n_b, i, rows);
        if (least > limit && last_least > limit)
            return limit + 1;
        last_least = least;
    }
    return MIN(storage[n_a % 3][n_b], limit + 1);
}

/* The distance if it is at most `limit`, else some number above it. */
static unsigned distance(const char *a, const char *b, unsigned limit, unsigned *longest)
{
    gunichar left[MAX_COMPARED], right[MAX_COMPARED];
    unsigned n_left = load_characters(a, left);
    unsigned n_right = load_characters(b, right);
    *longest = MAX(n_left, n_right);
    if (*longest > MAX_COMPARED || *longest - MIN(n_left, n_right) > limit)
        return G_MAXUINT;
    return align(left, n_left, right, n_right, MIN(limit, MAX_COMPARED));
}

unsigned gov_label_distance(const char *a, const char *b, unsigned limit)
{
    g_return_val_if_fail(a != NULL && b != NULL && limit < G_MAXUINT, 0);
    unsigned longest;
    return strcmp(a, b) == 0 ? 0 : MIN(distance(a, b, limit, &longest), limit + 1);
}

double gov_label_compare(const char *a, const char *b)
{
    g_return_val_if_fail(a != NULL && b != NULL, 0);
    unsigned longest;
    if (strcmp(a, b) == 0)
        return 1;
    unsigned d = distance(a, b, MAX_COMPARED, &longest);
    return longest > MAX_COMPARED ? 0 : 1 - (double)d / longest;
}
