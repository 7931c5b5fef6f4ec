/* SPDX-License-Identifier: MIT */
/* The search in depth: through failed identities and their cells, to a depth that grows by one until
 * it finds something.
 *
 * Identities of one class share no cell: more failed ones in a class than cells left is a dead end;
 * exactly as many, and one identity alone needs to be gone through. That bound keeps independent
 * errors linear in practice. */
#include "check/search-private.h"

#define MAX_STEPS 40000 /* changes tried in one search; about a millisecond */

static void keep_picks(GovSearch *search)
{
    GovChange changes[GOV_MAX_DEPTH];

    for (unsigned i = 0; i < search->n_picks; i++)
        changes[i] = (GovChange){search->picks[i].cell, search->picks[i].change, NULL};
    gov__search_keep(search, changes, search->n_picks);
}

static bool is_in(const GovLattice *lattice, uint32_t cell, uint32_t identity)
{
    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        if (lattice->identities[k].other == identity)
            return true;
    return false;
}

/* Picks that do not touch each other's identity can be taken in either order: one is enough. */
static bool is_out_of_order(const GovSearch *search, GovPick pick)
{
    if (search->n_picks == 0)
        return false;
    const GovPick *last = &search->picks[search->n_picks - 1];
    return pick.cell < last->cell && !is_in(search->lattice, last->cell, pick.identity) &&
           !is_in(search->lattice, pick.cell, last->identity);
}

static bool is_picked(const GovSearch *search, uint32_t cell)
{
    for (unsigned i = 0; i < search->n_picks; i++)
        if (search->picks[i].cell == cell)
            return true;
    return false;
}

/* What the classes say of the cells left to pick. */
typedef struct {
    bool hopeless;
    bool tight;    /* as many failed identities in a class as cells left … */
    uint32_t only; /* … of which the one with the fewest cells */
} Outlook;

static Outlook look_ahead(const GovSearch *search, unsigned left)
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
                               gov__lattice_n_cells_of(lattice, identity) < gov__lattice_n_cells_of(lattice, outlook.only))) {
            outlook.tight = true;
            outlook.only = identity;
        }
    }
    return outlook;
}

static void search_deeper(GovSearch *search);

static void try_pick(GovSearch *search, GovPick pick, bool tight)
{
    if (is_picked(search, pick.cell) || (!tight && is_out_of_order(search, pick)))
        return;
    if (search->depth > 1 && search->steps++ >= MAX_STEPS) {
        search->cut = true;
        return;
    }
    if (!gov__search_change(search, pick.cell, pick.change))
        return;
    search->picks[search->n_picks++] = pick;
    search_deeper(search);
    search->n_picks--;
    gov__search_change(search, pick.cell, -pick.change);
}

static void try_identity(GovSearch *search, uint32_t identity, bool tight)
{
    const GovLattice *lattice = search->lattice;

    if (lattice->residuals[identity] == 0)
        return;
    for (uint32_t k = lattice->cell_starts[identity]; k < lattice->cell_starts[identity + 1]; k++) {
        int64_t change = gov__search_find_change(lattice, identity, &lattice->cells[k]);
        if (search->cut)
            return;
        if (change != 0)
            try_pick(search, (GovPick){identity, lattice->cells[k].other, change}, tight);
    }
}

static void search_deeper(GovSearch *search)
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

bool gov__search_to_depth(GovSearch *search, unsigned last)
{
    while (search->depth < last && search->found->explanations->len == 0 && !search->cut) {
        search->depth++;
        search_deeper(search);
        if (!search->cut || search->found->explanations->len > 0)
            search->found->min_cells = search->depth + (search->found->explanations->len == 0);
    }
    return search->found->explanations->len > 0;
}
