/* SPDX-License-Identifier: MIT */
/* The identities of a report as a sparse matrix.
 *
 * Built only for a report with a failure: some hundred terms, laid out twice, so that the
 * search can go from an identity to its cells and from a cell to its identities. A cell on
 * both sides of an identity is merged into one link; one that cancels out has none. */
#include "check/locate-private.h"

static unsigned n_terms(const GovInstance *instance)
{
    return (unsigned)instance->n_left + instance->n_right;
}

static const GovAssessed *get_assessed(const GovLattice *lattice, size_t i)
{
    return &g_array_index(lattice->assessed, GovAssessed, i);
}

/* Adds the merged links of one identity. `slots` holds, by cell, 1 + its place in `cells`. */
static size_t add_links(GovLattice *lattice, const GovInstance *instance, size_t end,
                        uint32_t *slots)
{
    size_t begin = end, kept = begin;

    for (unsigned i = 0; i < n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        int64_t sign = i < instance->n_left ? 1 : -1;
        if (slots[term->cell] == 0) {
            lattice->cells[end++] = (GovLink){term->cell, 0};
            slots[term->cell] = (uint32_t)end;
        }
        lattice->cells[slots[term->cell] - 1].coefficient += sign * term->coefficient;
    }
    for (size_t i = begin; i < end; i++) {
        slots[lattice->cells[i].other] = 0;
        if (lattice->cells[i].coefficient != 0)
            lattice->cells[kept++] = lattice->cells[i];
    }
    return kept;
}

static void link_cells(GovLattice *lattice)
{
    g_autofree uint32_t *slots = g_new0(uint32_t, lattice->n_cells);
    size_t n = 0, end = 0;

    for (size_t i = 0; i < lattice->n_identities; i++)
        n += n_terms(get_assessed(lattice, i)->instance);
    lattice->cells = g_new(GovLink, n + 1);
    for (size_t i = 0; i < lattice->n_identities; i++) {
        lattice->cell_starts[i] = (uint32_t)end;
        end = add_links(lattice, get_assessed(lattice, i)->instance, end, slots);
    }
    lattice->cell_starts[lattice->n_identities] = (uint32_t)end;
}

/* The same links, seen from the cells: a counting sort. */
static void link_identities(GovLattice *lattice)
{
    uint32_t n = lattice->cell_starts[lattice->n_identities];
    uint32_t *starts = lattice->identity_starts;

    lattice->identities = g_new(GovLink, n + 1);
    for (uint32_t i = 0; i < n; i++)
        starts[lattice->cells[i].other + 1]++;
    for (size_t cell = 0; cell < lattice->n_cells; cell++)
        starts[cell + 1] += starts[cell];
    for (uint32_t identity = (uint32_t)lattice->n_identities; identity-- > 0;)
        for (uint32_t i = lattice->cell_starts[identity]; i < lattice->cell_starts[identity + 1]; i++) {
            const GovLink *link = &lattice->cells[i];
            lattice->identities[--starts[link->other + 1]] = (GovLink){identity, link->coefficient};
        }
    /* Every start has moved down by its own count: to where the cell before it ended. */
    for (size_t cell = 0; cell < lattice->n_cells; cell++)
        starts[cell] = starts[cell + 1];
    starts[lattice->n_cells] = n;
}

static uint32_t find_root(uint32_t *parents, uint32_t i)
{
    while (parents[i] != i) {
        parents[i] = parents[parents[i]];
        i = parents[i];
    }
    return i;
}

static void find_components(GovLattice *lattice)
{
    uint32_t *parents = lattice->components;

    for (uint32_t i = 0; i < lattice->n_identities; i++)
        parents[i] = i;
    for (size_t cell = 0; cell < lattice->n_cells; cell++)
        for (uint32_t k = lattice->identity_starts[cell] + 1; k < lattice->identity_starts[cell + 1]; k++) {
            uint32_t a = find_root(parents, lattice->identities[k - 1].other);
            uint32_t b = find_root(parents, lattice->identities[k].other);
            parents[MAX(a, b)] = MIN(a, b);
        }
    for (uint32_t i = 0; i < lattice->n_identities; i++)
        parents[i] = find_root(parents, i);
}

/* Identities come rule by rule, and those of one rule seldom share cells: the current class
 * takes all that share none with it, then the next begins. */
static void find_classes(GovLattice *lattice)
{
    g_autofree uint32_t *taken = g_new0(uint32_t, lattice->n_cells);
    uint32_t class = 1;

    for (size_t i = 0; i < lattice->n_identities; i++) {
        uint32_t begin = lattice->cell_starts[i], end = lattice->cell_starts[i + 1];
        bool clash = false;
        for (uint32_t k = begin; k < end && !clash; k++)
            clash = taken[lattice->cells[k].other] == class;
        class += clash;
        for (uint32_t k = begin; k < end; k++)
            taken[lattice->cells[k].other] = class;
        lattice->classes[i] = class - 1;
    }
    lattice->n_classes = class;
}

static void find_totals(GovLattice *lattice)
{
    for (size_t i = 0; i < lattice->n_identities; i++) {
        const GovInstance *instance = get_assessed(lattice, i)->instance;
        if (instance->n_left == 1 && instance->n_right > 1)
            lattice->totals[instance->terms[0].cell] = true;
        else if (instance->n_right == 1 && instance->n_left > 1)
            lattice->totals[instance->terms[instance->n_left].cell] = true;
    }
}

GovLattice *gov__lattice_new(const GovReport *report, const GArray *assessed, const GArray *open)
{
    GovLattice *lattice = g_new0(GovLattice, 1);

    lattice->report = report;
    lattice->form = gov_report_get_form(report);
    lattice->values = gov_report_get_values(report);
    lattice->assessed = assessed;
    lattice->open = open;
    lattice->n_identities = assessed->len;
    lattice->n_cells = gov_form_n_cells(lattice->form);
    lattice->residuals = g_new(int64_t, lattice->n_identities + 1);
    for (size_t i = 0; i < lattice->n_identities; i++)
        lattice->residuals[i] = get_assessed(lattice, i)->difference;
    lattice->cell_starts = g_new0(uint32_t, lattice->n_identities + 1);
    lattice->identity_starts = g_new0(uint32_t, lattice->n_cells + 1);
    lattice->components = g_new0(uint32_t, lattice->n_identities + 1);
    lattice->classes = g_new0(uint32_t, lattice->n_identities + 1);
    lattice->totals = g_new0(bool, lattice->n_cells + 1);
    link_cells(lattice);
    link_identities(lattice);
    find_components(lattice);
    find_classes(lattice);
    find_totals(lattice);
    return lattice;
}

void gov__lattice_free(GovLattice *lattice)
{
    g_free(lattice->residuals);
    g_free(lattice->cell_starts);
    g_free(lattice->cells);
    g_free(lattice->identity_starts);
    g_free(lattice->identities);
    g_free(lattice->components);
    g_free(lattice->classes);
    g_free(lattice->totals);
    g_free(lattice);
}

static bool is_possible(const GovOpen *open, __int128 difference)
{
    return (difference <= 0 || open->may_fall) && (difference >= 0 || open->may_rise);
}

/* A comparison with blanks could hold before: some figures in the blanks must still do. */
static bool stays_possible(const GovOpen *open, const GovChange *changes, size_t n)
{
    __int128 difference = open->difference;

    for (unsigned i = 0; i < n_terms(open->instance); i++) {
        const GovTerm *term = &open->instance->terms[i];
        int64_t sign = i < open->instance->n_left ? 1 : -1;
        for (size_t k = 0; k < n; k++)
            if (changes[k].cell == term->cell)
                difference += (__int128)sign * term->coefficient * changes[k].change;
    }
    return is_possible(open, difference) || !is_possible(open, open->difference);
}

bool gov__lattice_allows(const GovLattice *lattice, const GovChange *changes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t mended = 0;
        if (__builtin_add_overflow(lattice->values[changes[i].cell], changes[i].change, &mended))
            return false;
        if (mended < 0 && gov_form_get_cell_type(lattice->form, changes[i].cell) != GOV_TYPE_SIGNED)
            return false;
    }
    for (guint i = 0; i < lattice->open->len; i++)
        if (!stays_possible(&g_array_index(lattice->open, GovOpen, i), changes, n))
            return false;
    return true;
}
