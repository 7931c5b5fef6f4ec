/* SPDX-License-Identifier: MIT */
/* Which unit or two explain a difference. One unit is tried after the other. Of two, the second is looked up:
 * at a cell where the sum fails most, the figure it must have there is known from the first. The cell may be
 * one that the two do not explain, so a few are tried. Work is bounded: units of one and the same figure are
 * tried up to a limit. */
#include "check/reconcile-private.h"

#define MAX_PIVOTS 3u
#define MAX_TRIED 50000u

typedef struct {
    const GovDifferences *of;
    GArray *found; /* GovExplanation */
    size_t n_failing;
    size_t n_tried;
} Search;

static int64_t value_of(const GovDifferences *of, size_t unit, size_t cell)
{
    return of->values[unit * of->n_cells + cell];
}

/* What the difference would be if an explanation were right. Units are indexes into `of` here. */
static __int128 effect(const GovDifferences *of, const GovExplanation *e, size_t cell)
{
    __int128 sum = 0;

    for (size_t i = 0; i < e->n_parts; i++) {
        __int128 value = value_of(of, e->units[i], cell);
        sum += e->kinds[i] == GOV_PART_TWICE ? value : -value;
    }
    return sum;
}

static void judge(const Search *search, GovExplanation *e)
{
    const GovDifferences *of = search->of;

    e->n_mended = e->n_broken = 0;
    for (size_t cell = 0; cell < of->n_cells; cell++) {
        if (!of->compared[cell])
            continue;
        __int128 sum = effect(of, e, cell);
        e->n_mended += of->differences[cell] != 0 && sum == of->differences[cell];
        e->n_broken += of->differences[cell] == 0 && sum != 0;
    }
}

/* A second unit must mend more than the cell by which anything may be mended by chance. */
static int64_t gain(const GovExplanation *e)
{
    return (int64_t)e->n_mended - (int64_t)e->n_broken - (int64_t)e->n_parts;
}

static bool is_same(const GovExplanation *a, const GovExplanation *b)
{
    bool straight = a->units[0] == b->units[0] && a->kinds[0] == b->kinds[0];
    bool crossed = a->n_parts == 2 && a->units[0] == b->units[1] && a->kinds[0] == b->kinds[1];

    if (a->n_parts != b->n_parts)
        return false;
    if (straight && (a->n_parts == 1 || (a->units[1] == b->units[1] && a->kinds[1] == b->kinds[1])))
        return true;
    return crossed && a->units[1] == b->units[0] && a->kinds[1] == b->kinds[0];
}

/* Keeps the best few in order; of equal ones the earlier. */
static void keep(Search *search, const GovExplanation *e)
{
    if (e->n_mended * 2 < search->n_failing || e->n_mended <= e->n_broken)
        return;
    guint at = search->found->len;
    for (guint i = 0; i < search->found->len; i++)
        if (is_same(&g_array_index(search->found, GovExplanation, i), e))
            return;
    while (at > 0 && gain(&g_array_index(search->found, GovExplanation, at - 1)) < gain(e))
        at--;
    if (at >= GOV_MAX_EXPLANATIONS)
        return;
    g_array_insert_val(search->found, at, *e);
    if (search->found->len > GOV_MAX_EXPLANATIONS)
        g_array_set_size(search->found, GOV_MAX_EXPLANATIONS);
}

static void try_one(Search *search, size_t unit, GovPartKind kind)
{
    GovExplanation e = {.n_parts = 1, .units = {unit}, .kinds = {kind}};

    judge(search, &e);
    keep(search, &e);
}

/* ---- two ---- */

/* Units by their figure in a cell: value -> index of the last with it + 1, chained by `previous`. */
typedef struct {
    GHashTable *last;
    gint32 *previous;
} Lookup;

static void make_lookup(Lookup *lookup, const GovDifferences *of, size_t cell)
{
    lookup->last = g_hash_table_new(g_int64_hash, g_int64_equal);
    lookup->previous = g_new(gint32, MAX(of->n_units, 1));
    for (size_t unit = 0; unit < of->n_units; unit++) {
        const int64_t *value = &of->values[unit * of->n_cells + cell];
        lookup->previous[unit] = GPOINTER_TO_INT(g_hash_table_lookup(lookup->last, value)) - 1;
        g_hash_table_insert(lookup->last, (gpointer)(guintptr)value, GINT_TO_POINTER((int)unit + 1));
    }
}

/* The partner may have nothing in this cell. */
static void try_partners(Search *search, const Lookup *lookup, GovExplanation *e, __int128 needed)
{
    int64_t value = (int64_t)needed;

    if (value != needed)
        return;
    gint32 at = GPOINTER_TO_INT(g_hash_table_lookup(lookup->last, &value)) - 1;
    for (; at >= 0 && search->n_tried < MAX_TRIED; at = lookup->previous[at]) {
        if ((size_t)at == e->units[0])
            continue;
        e->units[1] = (size_t)at;
        search->n_tried++;
        judge(search, e);
        keep(search, e);
    }
}

static void try_pairs(Search *search, size_t cell)
{
    const GovDifferences *of = search->of;
    Lookup lookup = {NULL, NULL};

    make_lookup(&lookup, of, cell);
    search->n_tried = 0;
    for (size_t unit = 0; unit < of->n_units; unit++) {
        for (unsigned kinds = 0; kinds < 4 && value_of(of, unit, cell) != 0; kinds++) {
            GovExplanation e = {.n_parts = 2, .units = {unit}};
            e.kinds[0] = kinds & 1 ? GOV_PART_TWICE : GOV_PART_LEFT_OUT;
            e.kinds[1] = kinds & 2 ? GOV_PART_TWICE : GOV_PART_LEFT_OUT;
            __int128 rest = of->differences[cell];
            rest -= kinds & 1 ? (__int128)value_of(of, unit, cell) : -(__int128)value_of(of, unit, cell);
            try_partners(search, &lookup, &e, kinds & 2 ? rest : -rest);
        }
    }
    g_hash_table_unref(lookup.last);
    g_free(lookup.previous);
}

/* ---- both ---- */

static __int128 magnitude(__int128 value)
{
    return value < 0 ? -value : value;
}

/* The cell that fails most among those with less than a limit; n_cells if there is none. */
static size_t find_pivot(const GovDifferences *of, __int128 below)
{
    size_t best = of->n_cells;

    for (size_t cell = 0; cell < of->n_cells; cell++) {
        __int128 own = of->compared[cell] ? magnitude(of->differences[cell]) : 0;
        if (own != 0 && own < below && (best == of->n_cells || own > magnitude(of->differences[best])))
            best = cell;
    }
    return best;
}

static bool is_explained(const Search *search)
{
    const GovExplanation *best = search->found->len > 0 ? &g_array_index(search->found, GovExplanation, 0) : NULL;

    return best != NULL && best->n_mended == search->n_failing && best->n_broken == 0;
}

void gov__reconcile_explain(const GovDifferences *differences, GArray *explanations)
{
    Search search = {differences, explanations, 0, 0};
    __int128 below = ((__int128)1) << 100;

    for (size_t cell = 0; cell < differences->n_cells; cell++)
        search.n_failing += differences->compared[cell] && differences->differences[cell] != 0;
    for (size_t unit = 0; unit < differences->n_units && search.n_failing > 0; unit++) {
        try_one(&search, unit, GOV_PART_LEFT_OUT);
        try_one(&search, unit, GOV_PART_TWICE);
    }
    for (unsigned i = 0; i < MAX_PIVOTS && search.n_failing > 0 && !is_explained(&search); i++) {
        size_t pivot = find_pivot(differences, below);
        if (pivot == differences->n_cells)
            break;
        below = magnitude(differences->differences[pivot]);
        try_pairs(&search, pivot);
    }
    for (guint i = 0; i < explanations->len; i++) {
        GovExplanation *e = &g_array_index(explanations, GovExplanation, i);
        for (size_t k = 0; k < e->n_parts; k++)
            e->units[k] = differences->units[e->units[k]];
    }
}
