/* SPDX-License-Identifier: MIT */
/* Which cells explain the failures of a report, and how the findings tell it.
 *
 * Each component of the lattice is solved for itself. Its explanations, best first, become the
 * suspects of its findings. Within an explanation cells that share no identity are separate
 * slips: a finding lists the slips that concern its own comparison, the cells of that comparison
 * first. Slips of more than three cells, such as a column of totals left at zero, are told cell
 * by cell; those of their cells that stand in no failed comparison, with all. */
#include "check/locate-private.h"

#define MAX_WHOLE 3 /* slips up to so many cells are listed whole … */
#define MAX_APART 8 /* … in explanations up to so many; larger ones are lines, which hang together */

typedef struct {
    const GovLattice *lattice;
    const GovExplanations *explanations;
    GovFinding *finding;
    uint32_t identity;
} Teller;

static bool touches(const GovLattice *lattice, uint32_t cell, uint32_t identity)
{
    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        if (lattice->identities[k].other == identity)
            return true;
    return false;
}

static bool are_linked(const GovLattice *lattice, uint32_t a, uint32_t b)
{
    for (uint32_t k = lattice->identity_starts[a]; k < lattice->identity_starts[a + 1]; k++)
        if (touches(lattice, b, lattice->identities[k].other))
            return true;
    return false;
}

static unsigned count_cleared(const GovLattice *lattice, uint32_t cell)
{
    unsigned n = 0;

    for (uint32_t k = lattice->identity_starts[cell]; k < lattice->identity_starts[cell + 1]; k++)
        n += lattice->residuals[lattice->identities[k].other] != 0;
    return n;
}

static void add_suspect(const Teller *teller, const GovChange *change, unsigned set)
{
    GArray *suspects = teller->finding->suspects;
    int64_t value = teller->lattice->values[change->cell];
    GovSuspect suspect = {change->cell,   value, value + change->change,
                          change->reason, count_cleared(teller->lattice, change->cell), set};

    for (guint i = 0; i < suspects->len; i++) {
        const GovSuspect *other = &g_array_index(suspects, GovSuspect, i);
        if (other->cell == suspect.cell && other->suggested == suspect.suggested)
            return;
    }
    g_array_append_val(suspects, suspect);
}

/* Marks the cells of the slips that touch the identity; gives back how many there are. */
static guint mark_concerned(const Teller *teller, const GovChange *changes, guint n, bool *concerned)
{
    guint n_concerned = 0;
    bool again = true;

    for (guint i = 0; i < n; i++)
        concerned[i] = touches(teller->lattice, changes[i].cell, teller->identity);
    while (again && n <= MAX_APART) {
        again = false;
        for (guint i = 0; i < n * n; i++) {
            guint a = i / n, b = i % n;
            if (concerned[a] || !concerned[b] ||
                !are_linked(teller->lattice, changes[a].cell, changes[b].cell))
                continue;
            concerned[a] = again = true;
        }
    }
    for (guint i = 0; i < n; i++)
        n_concerned += concerned[i];
    return n_concerned;
}

static void tell_explanation(const Teller *teller, const GovExplanation *explanation, unsigned set)
{
    const GovChange *changes =
        &g_array_index(teller->explanations->changes, GovChange, explanation->first);
    g_autofree bool *concerned = g_new0(bool, explanation->n + 1);
    bool whole = mark_concerned(teller, changes, explanation->n, concerned) <= MAX_WHOLE &&
                 explanation->n <= MAX_APART;

    for (int pass = 0; pass < 2; pass++)
        for (guint i = 0; i < explanation->n; i++) {
            bool own = touches(teller->lattice, changes[i].cell, teller->identity);
            bool missed = whole ? concerned[i] : count_cleared(teller->lattice, changes[i].cell) == 0;
            if (pass == 0 ? own : missed && !own)
                add_suspect(teller, &changes[i], set);
        }
}

static void tell_all(const GovLattice *lattice, const GovExplanations *explanations, uint32_t component)
{
    for (uint32_t i = 0; i < lattice->n_identities; i++) {
        GovFinding *finding = g_array_index(lattice->assessed, GovAssessed, i).finding;
        Teller teller = {lattice, explanations, finding, i};
        if (lattice->components[i] != component || finding == NULL)
            continue;
        finding->min_cells = explanations->min_cells;
        finding->all_suspects = explanations->complete;
        for (guint k = 0; k < explanations->explanations->len; k++)
            tell_explanation(&teller, &g_array_index(explanations->explanations, GovExplanation, k),
                             explanations->partial ? 0 : k + 1);
    }
}

static void locate_component(GovLattice *lattice, uint32_t component)
{
    g_autoptr(GovExplanations) explanations = gov__search(lattice, component);

    if (explanations->min_cells == 0)
        return;
    gov__reason_weigh(lattice, explanations);
    tell_all(lattice, explanations, component);
}

void gov__locate(const GovCheck *check)
{
    const GArray *assessed = check->assessed;
    g_autoptr(GovLattice) lattice = NULL;

    for (guint i = 0; i < assessed->len && lattice == NULL; i++)
        if (g_array_index(assessed, GovAssessed, i).difference != 0)
            lattice = gov__lattice_new(check->report, assessed, check->open);
    if (lattice == NULL)
        return;
    lattice->prior = check->prior;
    lattice->prior_cells = check->prior_cells;
    for (uint32_t i = 0; i < lattice->n_identities; i++)
        if (lattice->components[i] == i)
            locate_component(lattice, i);
}
