/* SPDX-License-Identifier: MIT */
/* The figures of a cell in a group, as heaps of equal ones in ascending order.
 *
 * The approximate distribution is the exact one of figures that were cut to their eight leading binary
 * digits. So there is one structure for both, merging is adding up what is equal, and neither
 * logarithms nor the order of the rows have a say in it. */
#include <string.h>

#include "aggregate/aggregate-private.h"

#define DIGITS 8 /* the middle of a heap is within 1 / 2^8 of all in it */

/* Binary digits that are cut off. */
static unsigned count_cut(uint64_t magnitude, GovDistribution distribution)
{
    unsigned length = magnitude == 0 ? 0 : 64 - (unsigned)__builtin_clzll(magnitude);

    return distribution == GOV_DISTRIBUTION_APPROXIMATE && length > DIGITS ? length - DIGITS : 0;
}

static uint64_t magnitude_of(int64_t figure)
{
    return figure < 0 ? -(uint64_t)figure : (uint64_t)figure;
}

int64_t gov__heap_figure(int64_t figure, GovDistribution distribution)
{
    uint64_t magnitude = magnitude_of(figure);
    unsigned cut = count_cut(magnitude, distribution);

    magnitude = magnitude >> cut << cut;
    return (int64_t)(figure < 0 ? -magnitude : magnitude);
}

__int128 gov__heap_twice_middle(int64_t figure, GovDistribution distribution)
{
    __int128 rest = ((__int128)1 << count_cut(magnitude_of(figure), distribution)) - 1;

    return (__int128)figure * 2 + (figure < 0 ? -rest : rest);
}

/* ---- sorting, byte by byte from the last ---- */

/* Negative figures come first. */
static size_t get_byte(int64_t figure, unsigned byte)
{
    return (((uint64_t)figure ^ (uint64_t)1 << 63) >> byte * 8) & 0xFF;
}

static void sort_by_byte(const int64_t *from, int64_t *to, size_t n, unsigned byte)
{
    size_t starts[257] = {0};

    for (size_t i = 0; i < n; i++)
        starts[get_byte(from[i], byte) + 1]++;
    for (size_t i = 0; i < 256; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < n; i++)
        to[starts[get_byte(from[i], byte)]++] = from[i];
}

static void sort_few(int64_t *figures, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int64_t figure = figures[i];
        size_t at = i;
        for (; at > 0 && figures[at - 1] > figure; at--)
            figures[at] = figures[at - 1];
        figures[at] = figure;
    }
}

/* Bytes that all figures share are passed over. Returns where the sorted figures are. */
static const int64_t *sort_figures(int64_t *figures, int64_t *spare, size_t n)
{
    uint64_t differing = 0;

    if (n <= 32) {
        sort_few(figures, n);
        return figures;
    }
    for (size_t i = 1; i < n; i++)
        differing |= (uint64_t)figures[i] ^ (uint64_t)figures[0];
    for (unsigned byte = 0; byte < 8; byte++) {
        if ((differing >> byte * 8 & 0xFF) == 0)
            continue;
        sort_by_byte(figures, spare, n, byte);
        int64_t *sorted = spare;
        spare = figures;
        figures = sorted;
    }
    return figures;
}

GovSpread gov__spread_new(int64_t *figures, int64_t *spare, size_t n, GovDistribution distribution)
{
    GovSpread spread = {NULL, 0};
    size_t n_heaps = 0;

    for (size_t i = 0; i < n; i++)
        figures[i] = gov__heap_figure(figures[i], distribution);
    const int64_t *sorted = sort_figures(figures, spare, n);
    for (size_t i = 0; i < n; i++)
        n_heaps += i == 0 || sorted[i] != sorted[i - 1];
    spread.heaps = n_heaps > 0 ? g_new(GovHeap, n_heaps) : NULL;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1])
            spread.heaps[spread.n++] = (GovHeap){sorted[i], 0};
        spread.heaps[spread.n - 1].n++;
    }
    return spread;
}

/* ---- merging ---- */

static gint compare_heaps(gconstpointer a, gconstpointer b, gpointer unused)
{
    const GovHeap *x = a, *y = b;

    (void)unused;
    return x->figure < y->figure ? -1 : x->figure > y->figure;
}

GovSpread gov__spread_merge(const GovSpread *const *parts, size_t n)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(GovHeap));
    size_t n_heaps = 0;

    for (size_t i = 0; i < n; i++)
        if (parts[i]->n > 0)
            g_array_append_vals(all, parts[i]->heaps, (guint)parts[i]->n);
    if (all->len == 0)
        return (GovSpread){NULL, 0};
    GovHeap *heaps = (GovHeap *)(void *)all->data;
    g_qsort_with_data(heaps, (gint)all->len, sizeof *heaps, compare_heaps, NULL);
    for (size_t i = 0; i < all->len; i++) {
        if (n_heaps > 0 && heaps[n_heaps - 1].figure == heaps[i].figure)
            heaps[n_heaps - 1].n += heaps[i].n;
        else
            heaps[n_heaps++] = heaps[i];
    }
    GovSpread spread = {g_new(GovHeap, n_heaps), n_heaps};
    memcpy(spread.heaps, heaps, n_heaps * sizeof *heaps);
    return spread;
}

__int128 gov__spread_find_twice(const GovSpread *spread, uint64_t rank, GovDistribution distribution)
{
    size_t i = 0;

    while (i + 1 < spread->n && rank >= spread->heaps[i].n)
        rank -= spread->heaps[i++].n;
    return gov__heap_twice_middle(spread->heaps[i].figure, distribution);
}
