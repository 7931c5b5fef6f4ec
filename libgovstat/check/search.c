/* SPDX-License-Identifier: MIT */
/* The smallest sets of cells whose change mends every identity of a component: Fellegi–Holt,
 * solved on the residuals (left − right) of the identities instead of on the cells.
 *
 * A set can be peeled if always some failed identity has one cell of the set left: its residual
 * then fixes the change of that cell, and the rest is the same problem, one cell smaller. With
 * every coefficient ±1 and two or three identities to a cell, the sets of the built-in forms can
 * all be peeled. So the search goes through failed identities and their cells, to a depth that
 * grows by one until it finds something. Identities of one class share no cell: more failed ones
 * in a class than cells left is a dead end; exactly as many, and one identity alone needs to be
 * gone through. That bound keeps independent errors linear in practice.
 *
 * What needs more cells than that is tried as one row, one column, or one of each; and if nothing
 * mends all, single cells that mend all they stand in are still told. */
#include "check/locate-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 6
#define FULL_DEPTH 3      /* from here on, lines are tried before going deeper */
#define MAX_STEPS 40000   /* changes tried in one search; about a millisecond */
#define MAX_SHAPE_WORK (1 << 22)
#define MAX_EXPLANATIONS 256

/* An identity and a cell of it: the identity's residual fixes the change. */
typedef struct {
    uint32_t identity;
    uint32_t cell;
    int64_t change;
} Pick;

typedef struct {
    GovLattice *lattice;
    uint32_t *members;        /* identities of the component */
    size_t n_members;
    unsigned *failed;         /* by class: failed identities */
    unsigned n_failed;
    Pick picks[MAX_DEPTH];
    unsigned n_picks;
    unsigned depth;
    size_t steps;
    bool cut;                 /* not everything was looked at */
    GovExplanations *found;
} Search;

GovExplanations *gov__explanations_new(void)
{
    GovExplanations *explanations = g_new0(GovExplanations, 1);

    explanations->explanations = g_array_new(FALSE, FALSE, sizeof(GovExplanation));
    explanations->changes = g_array_new(FALSE, FALSE, sizeof(GovChange));
    return explanations;
}

void gov__explanations_free(GovExplanations *explanations)
{
    g_array_unref(explanations->explanations);
    g_array_unref(explanations->changes);
    g_free(explanations);
}

/* ---- residuals ---- */

static void set_residual(Search *search, uint32_t identity, int64_t residual)
{
    int64_t *place = &search->lattice->residuals[identity];
    unsigned *failed = &search->failed[search->lattice->classes[identity]];

    if ((*place != 0) != (residual != 0)) {
        *failed += residual != 0 ? 1 : -1U;
        search->n_failed += residual != 0 ? 1 : -1U;
    }
    *place = residual;
}

/* Changes a cell; false, and nothing done, where a residual could not be held. */
static bool change_cell(Search *search, uint32_t cell, int64_t change)
{
    const GovLattice *lattice = search->lattice;
    uint32_t begin = lattice->identity_starts[cell], end = lattice->identity_starts[cell + 1];
    int64_t product = 0, sum = 0;

    for (uint32_t k = begin; k < end; k++)
        if (__builtin_mul_overflow(lattice->identities[k].coefficient, change, &product) ||
            __builtin_add_overflow(lattice->residuals[lattice->identities[k].other], product, &sum) ||
            sum == INT64_MIN)
            return false;
    for (uint32_t k = begin; k < end; k++) {
        const GovLink *link = &lattice->identities[k];
        set_residual(search, link->other, lattice->residuals[link->other] + link->coefficient * change);
    }
    return true;
}

/* The change of a cell that mends an identity by itself; 0 if there is none. */
static int64_t find_change(const GovLattice *lattice, uint32_t identity, const GovLink *link)
{
    int64_t residual = lattice->residuals[identity], value = lattice->values[link->other], sum = 0;

    if (residual % link->coefficient != 0 ||
        gov_report_get_status(lattice->report, link->other) != GOV_STATUS_REPORTED)
        return 0;
    int64_t change = -(residual / link->coefficient);
    if (__builtin_add_overflow(value, change, &sum))
        return 0;
    bool below = sum < 0 && gov_form_get_cell_type(lattice->form, link->other) != GOV_TYPE_SIGNED;
    return below ? 0 : change;
}

/* ---- what was found ---- */

static int compare_changes(const void *a, const void *b)
{
    const GovChange *x = a, *y = b;
    return x->cell < y->cell ? -1 : x->cell > y->cell;
}

static bool is_known(const GovExplanations *found, const GovChange *changes, guint n)
{
    for (guint i = 0; i < found->explanations->len; i++) {
        const GovExplanation *explanation = &g_array_index(found->explanations, GovExplanation, i);
        const GovChange *other = &g_array_index(found->changes, GovChange, explanation->first);
        bool same = explanation->n == n;
        for (guint k = 0; k < n && same; k++)
            same = other[k].cell == changes[k].cell && other[k].change == changes[k].change;
        if (same)
            return true;
    }
    return false;
}

/* Keeps a set of changes, unless it is known or its values may not stand. */
static void keep(Search *search, GovChange *changes, guint n)
{
    GovExplanations *found = search->found;
    GovExplanation explanation = {found->changes->len, n, 0};

    qsort(changes, n, sizeof *changes, compare_changes);
    if (!gov__lattice_allows(search->lattice, changes, n) || is_known(found, changes, n))
        return;
    if (found->explanations->len == MAX_EXPLANATIONS) {
        search->cut = true;
        return;
    }
    g_array_append_vals(found->changes, changes, n);
    g_array_append_val(found->explanations, explanation);
}

static void keep_picks(Search *search)
{
    GovChange changes[MAX_DEPTH];

    for (unsigned i = 0; i < search->n_picks; i++)
        changes[i] = (GovChange){search->picks[i].cell, search->picks[i].change, NULL};
    keep(search, changes, search->n_picks);
}

/* ---- in depth ---- */

static bool is_in(const GovLattice *lattice, uint32_t cell, uint32_t identity)
{
    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        if (lattice->identities[k].other == identity)
            return true;
    return false;
}

/* Picks that do not touch each other's identity can be taken in either order: one is enough. */
static bool is_out_of_order(const Search *search, Pick pick)
{
    if (search->n_picks == 0)
        return false;
    const Pick *last = &search->picks[search->n_picks - 1];
    return pick.cell < last->cell && !is_in(search->lattice, last->cell, pick.identity) &&
           !is_in(search->lattice, pick.cell, last->identity);
}

static bool is_picked(const Search *search, uint32_t cell)
{
    for (unsigned i = 0; i < search->n_picks; i++)
        if (search->picks[i].cell == cell)
            return true;
    return false;
}

static size_t n_cells_of(const GovLattice *lattice, uint32_t identity)
{
    return lattice->cell_starts[identity + 1] - lattice->cell_starts[identity];
}

/* What the classes say of the cells left to pick. */
typedef struct {
    bool hopeless;
    bool tight;    /* as many failed identities in a class as cells left … */
    uint32_t only; /* … of which the one with the fewest cells */
} Outlook;

static Outlook look_ahead(const Search *search, unsigned left)
{
    const GovLattice *lattice = search->lattice;
    Outlook outlook = {0};

    for (size_t i = 0; i < search->n_members; i++) {
        uint32_t identity = search->members[i];
        unsigned failed = search->failed[lattice->classes[identity]];
        if (lattice->residuals[identity] == 0)
            continue;
        if (failed > left)
            return (Outlook){.hopeless = true};
        if (failed == left && (!outlook.tight ||
                               n_cells_of(lattice, identity) < n_cells_of(lattice, outlook.only))) {
            outlook.tight = true;
            outlook.only = identity;
        }
    }
    return outlook;
}

static void search_deeper(Search *search);

static void try_pick(Search *search, Pick pick, bool tight)
{
    if (is_picked(search, pick.cell) || (!tight && is_out_of_order(search, pick)))
        return;
    if (search->depth > 1 && search->steps++ >= MAX_STEPS) {
        search->cut = true;
        return;
    }
    if (!change_cell(search, pick.cell, pick.change))
        return;
    search->picks[search->n_picks++] = pick;
    search_deeper(search);
    search->n_picks--;
    change_cell(search, pick.cell, -pick.change);
}

static void try_identity(Search *search, uint32_t identity, bool tight)
{
    const GovLattice *lattice = search->lattice;

    if (lattice->residuals[identity] == 0)
        return;
    for (uint32_t k = lattice->cell_starts[identity]; k < lattice->cell_starts[identity + 1]; k++) {
        int64_t change = find_change(lattice, identity, &lattice->cells[k]);
        if (search->cut)
            return;
        if (change != 0)
            try_pick(search, (Pick){identity, lattice->cells[k].other, change}, tight);
    }
}

static void search_deeper(Search *search)
{
    unsigned left = search->depth - search->n_picks;

    if (search->n_failed == 0) {
        if (left == 0)
            keep_picks(search);
        return;
    }
    Outlook outlook = left == 0 ? (Outlook){.hopeless = true} : look_ahead(search, left);
    if (outlook.hopeless)
        return;
    if (outlook.tight) {
        try_identity(search, outlook.only, true);
        return;
    }
    for (size_t i = 0; i < search->n_members; i++)
        try_identity(search, search->members[i], false);
}

/* Goes down to `last` cells. Whether some set was found. */
static bool search_to(Search *search, unsigned last)
{
    while (search->depth < last && search->found->explanations->len == 0 && !search->cut) {
        search->depth++;
        search_deeper(search);
        if (!search->cut || search->found->explanations->len > 0)
            search->found->min_cells = search->depth + (search->found->explanations->len == 0);
    }
    return search->found->explanations->len > 0;
}

/* ---- in lines ---- */

/* A set of cells and what is still unknown of it. */
typedef struct {
    bool *open;         /* by cell */
    unsigned *n_open;   /* by identity */
    GArray *changes;    /* GovChange, those that were applied */
} Peel;

static void open_cell(const Search *search, Peel *peel, int cell)
{
    const GovLattice *lattice = search->lattice;

    if (cell < 0 || peel->open[cell])
        return;
    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        peel->n_open[lattice->identities[k].other]++;
    peel->open[cell] = true;
}

static void close_cell(const Search *search, Peel *peel, uint32_t cell)
{
    const GovLattice *lattice = search->lattice;

    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        peel->n_open[lattice->identities[k].other]--;
    peel->open[cell] = false;
}

/* Lets the one open cell of an identity mend it. */
static bool close_last(Search *search, Peel *peel, uint32_t identity)
{
    const GovLattice *lattice = search->lattice;
    uint32_t k = lattice->cell_starts[identity];

    while (!peel->open[lattice->cells[k].other])
        k++;
    uint32_t cell = lattice->cells[k].other;
    int64_t change = find_change(lattice, identity, &lattice->cells[k]);
    close_cell(search, peel, cell);
    if (change == 0)
        return lattice->residuals[identity] == 0;
    GovChange applied = {cell, change, NULL};
    if (!change_cell(search, cell, change))
        return false;
    g_array_append_val(peel->changes, applied);
    return true;
}

/* Peels the open cells as far as it goes, restores the residuals, and keeps what mended all. */
static void peel_all(Search *search, Peel *peel)
{
    bool possible = true;

    for (bool again = true; again && possible;) {
        again = false;
        for (size_t i = 0; i < search->n_members && possible; i++) {
            if (peel->n_open[search->members[i]] != 1)
                continue;
            possible = close_last(search, peel, search->members[i]);
            again = true;
        }
    }
    bool mended = search->n_failed == 0;
    for (guint i = peel->changes->len; i-- > 0;) {
        const GovChange *change = &g_array_index(peel->changes, GovChange, i);
        change_cell(search, change->cell, -change->change);
    }
    if (mended)
        keep(search, (GovChange *)(void *)peel->changes->data, peel->changes->len);
}

/* Tries a row, a column or both; SIZE_MAX leaves one out. */
static void try_lines(Search *search, Peel *peel, size_t table, size_t row, size_t column)
{
    const GovForm *form = search->lattice->form;

    memset(peel->open, 0, search->lattice->n_cells * sizeof *peel->open);
    memset(peel->n_open, 0, search->lattice->n_identities * sizeof *peel->n_open);
    g_array_set_size(peel->changes, 0);
    for (size_t c = 0; row != SIZE_MAX && c < gov_form_n_columns(form, table); c++)
        open_cell(search, peel, gov_form_get_cell(form, table, row, c));
    for (size_t r = 0; column != SIZE_MAX && r < gov_form_n_rows(form, table); r++)
        open_cell(search, peel, gov_form_get_cell(form, table, r, column));
    peel_all(search, peel);
}

static void try_single_lines(Search *search, Peel *peel, size_t table)
{
    const GovForm *form = search->lattice->form;

    for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
        try_lines(search, peel, table, row, SIZE_MAX);
    for (size_t column = 0; column < gov_form_n_columns(form, table); column++)
        try_lines(search, peel, table, SIZE_MAX, column);
}

static void try_crosses(Search *search, Peel *peel, size_t table)
{
    const GovForm *form = search->lattice->form;

    for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
        for (size_t column = 0; column < gov_form_n_columns(form, table); column++)
            try_lines(search, peel, table, row, column);
}

typedef void (*TryShape)(Search *search, Peel *peel, size_t table);

/* One cause may have put off a whole line: totals left at zero, figures one column on. A line
 * with as many changes as a class has failed identities is a smallest set as well. */
static bool search_shape(Search *search, TryShape try_shape, size_t n_shapes, size_t table)
{
    GovLattice *lattice = search->lattice;
    g_autofree bool *open = NULL;
    g_autofree unsigned *n_open = NULL;
    g_autoptr(GArray) changes = NULL;

    if (n_shapes * (lattice->n_cells + lattice->n_identities) > MAX_SHAPE_WORK)
        return false;
    open = g_new0(bool, lattice->n_cells);
    n_open = g_new0(unsigned, lattice->n_identities);
    changes = g_array_new(FALSE, FALSE, sizeof(GovChange));
    Peel peel = {open, n_open, changes};
    try_shape(search, &peel, table);
    return search->found->explanations->len > 0;
}

static void search_beyond(Search *search)
{
    const GovLattice *lattice = search->lattice;
    size_t table = gov_form_get_cell_table(
        lattice->form, lattice->cells[lattice->cell_starts[search->members[0]]].other);
    size_t n_rows = gov_form_n_rows(lattice->form, table);
    size_t n_columns = gov_form_n_columns(lattice->form, table);

    if (search_shape(search, try_single_lines, n_rows + n_columns, table))
        search->cut = true;
    else if (!search_to(search, MAX_DEPTH) &&
             search_shape(search, try_crosses, n_rows * n_columns, table))
        search->cut = true;
}

/* The change that mends every identity a cell stands in, two at least; 0 if there is none. */
static int64_t find_change_of_all(const GovLattice *lattice, uint32_t cell)
{
    uint32_t begin = lattice->identity_starts[cell], end = lattice->identity_starts[cell + 1];
    int64_t change = 0;

    for (uint32_t k = begin; k < end; k++) {
        GovLink link = {cell, lattice->identities[k].coefficient};
        int64_t this_change = find_change(lattice, lattice->identities[k].other, &link);
        if (this_change == 0 || (k > begin && this_change != change))
            return 0;
        change = this_change;
    }
    return end - begin < 2 ? 0 : change;
}

/* Where no explanation of all was found, slips that stand apart can still be told one by one. */
static void search_apart(Search *search)
{
    const GovLattice *lattice = search->lattice;

    search->found->partial = true;
    for (uint32_t cell = 0; cell < lattice->n_cells; cell++) {
        uint32_t begin = lattice->identity_starts[cell];
        if (begin == lattice->identity_starts[cell + 1] ||
            lattice->components[lattice->identities[begin].other] !=
                lattice->components[search->members[0]])
            continue;
        GovChange change = {cell, find_change_of_all(lattice, cell), NULL};
        if (change.change != 0)
            keep(search, &change, 1);
    }
}

static void collect_members(Search *search, uint32_t component)
{
    const GovLattice *lattice = search->lattice;

    for (uint32_t i = 0; i < lattice->n_identities; i++) {
        if (lattice->components[i] != component || n_cells_of(lattice, i) == 0)
            continue;
        search->members[search->n_members++] = i;
        if (lattice->residuals[i] == 0)
            continue;
        search->failed[lattice->classes[i]]++;
        search->n_failed++;
    }
}

static unsigned most_failed(const Search *search)
{
    unsigned most = 1;

    for (uint32_t i = 0; i < search->lattice->n_classes; i++)
        most = MAX(most, search->failed[i]);
    return most;
}

GovExplanations *gov__search(GovLattice *lattice, uint32_t component)
{
    g_autofree uint32_t *members = g_new(uint32_t, lattice->n_identities);
    g_autofree unsigned *failed = g_new0(unsigned, lattice->n_classes);
    Search search = {.lattice = lattice, .members = members, .failed = failed};

    search.found = gov__explanations_new();
    collect_members(&search, component);
    if (search.n_failed == 0)
        return search.found;
    unsigned at_least = most_failed(&search);
    search.depth = MIN(at_least, MAX_DEPTH + 1) - 1;
    search.found->min_cells = at_least;
    if (!search_to(&search, FULL_DEPTH))
        search_beyond(&search);
    search.found->min_cells = MAX(search.found->min_cells, at_least);
    search.found->complete = search.found->explanations->len > 0 && !search.cut;
    if (search.found->explanations->len == 0)
        search_apart(&search);
    return search.found;
}
