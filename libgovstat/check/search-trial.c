/* SPDX-License-Identifier: MIT */
/* Changes on trial: the residuals of the identities follow each change of a cell, and sets of changes
 * that leave no residual are kept. Every change is taken back in the end. */
#include "check/search-private.h"

#include <stdlib.h>

#define MAX_EXPLANATIONS 256

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

static void set_residual(GovSearch *search, uint32_t identity, int64_t residual)
{
    int64_t *place = &search->lattice->residuals[identity];
    unsigned *failed = &search->failed[search->lattice->classes[identity]];

    if ((*place != 0) != (residual != 0)) {
        *failed += residual != 0 ? 1 : -1U;
        search->n_failed += residual != 0 ? 1 : -1U;
    }
    *place = residual;
}

bool gov__search_change(GovSearch *search, uint32_t cell, int64_t change)
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

int64_t gov__search_find_change(const GovLattice *lattice, uint32_t identity, const GovLink *link)
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

void gov__search_keep(GovSearch *search, GovChange *changes, guint n)
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
