/* SPDX-License-Identifier: MIT */
/* The smallest sets of cells whose change mends every identity of a component: Fellegi–Holt,
 * solved on the residuals (left − right) of the identities instead of on the cells.
 *
 * A set can be peeled if always some failed identity has one cell of the set left: its residual
 * then fixes the change of that cell, and the rest is the same problem, one cell smaller. With
 * every coefficient ±1 and two or three identities to a cell, the sets of the built-in forms can
 * all be peeled.
 *
 * Sets of few cells are searched in depth (search-depth.c). What needs more cells than that is tried
 * as one row, one column, or one of each (search-line.c); and if nothing mends all, single cells
 * that mend all they stand in are still told. */
#include "check/search-private.h"

#define FULL_DEPTH 3 /* from here on, lines are tried before going deeper */

static void search_beyond(GovSearch *search)
{
    const GovLattice *lattice = search->lattice;
    size_t table = gov_form_get_cell_table(
        lattice->form, lattice->cells[lattice->cell_starts[search->members[0]]].other);

    if (gov__search_lines(search, table))
        search->cut = true;
    else if (!gov__search_to_depth(search, GOV_MAX_DEPTH) && gov__search_crosses(search, table))
        search->cut = true;
}

/* The change that mends every identity a cell stands in, two at least; 0 if there is none. */
static int64_t find_change_of_all(const GovLattice *lattice, uint32_t cell)
{
    uint32_t begin = lattice->identity_starts[cell], end = lattice->identity_starts[cell + 1];
    int64_t change = 0;

    for (uint32_t k = begin; k < end; k++) {
        GovLink link = {cell, lattice->identities[k].coefficient};
        int64_t this_change = gov__search_find_change(lattice, lattice->identities[k].other, &link);
        if (this_change == 0 || (k > begin && this_change != change))
            return 0;
        change = this_change;
    }
    return end - begin < 2 ? 0 : change;
}

/* Where no explanation of all was found, slips that stand apart can still be told one by one. */
static void search_apart(GovSearch *search)
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
            gov__search_keep(search, &change, 1);
    }
}

static void collect_members(GovSearch *search, uint32_t component)
{
    const GovLattice *lattice = search->lattice;

    for (uint32_t i = 0; i < lattice->n_identities; i++) {
        if (lattice->components[i] != component || gov__lattice_n_cells_of(lattice, i) == 0)
            continue;
        search->members[search->n_members++] = i;
        if (lattice->residuals[i] == 0)
            continue;
        search->failed[lattice->classes[i]]++;
        search->n_failed++;
    }
}

static unsigned most_failed(const GovSearch *search)
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
    GovSearch search = {.lattice = lattice, .members = members, .failed = failed};

    search.found = gov__explanations_new();
    collect_members(&search, component);
    if (search.n_failed == 0)
        return search.found;
    unsigned at_least = most_failed(&search);
    search.depth = MIN(at_least, GOV_MAX_DEPTH + 1) - 1;
    search.found->min_cells = at_least;
    if (!gov__search_to_depth(&search, FULL_DEPTH))
        search_beyond(&search);
    search.found->min_cells = MAX(search.found->min_cells, at_least);
    search.found->complete = search.found->explanations->len > 0 && !search.cut;
    if (search.found->explanations->len == 0)
        search_apart(&search);
    return search.found;
}
