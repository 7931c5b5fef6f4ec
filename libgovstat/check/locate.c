/* SPDX-License-Identifier: MIT */
/* Which single cell explains a failure.
 *
 * A wrong figure breaks every identity it stands in by the same amount (times its coefficient)
 * and no other. So a cell is suspect if one change of it mends all failed identities it stands in,
 * and it stands in none that holds. Those that mend most are kept; ties are all named. */
#include "check/finding-private.h"

/* What one cell means for the identities that were judged. */
typedef struct {
    bool possible;
    bool seen;
    int64_t change;
    unsigned clears;
} Candidate;

/* Coefficient of a cell in left − right; 0 if it is not in it. */
static int64_t coefficient_of(const GovInstance *instance, size_t cell)
{
    int64_t coefficient = 0;

    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++)
        if (instance->terms[i].cell == cell)
            coefficient += i < instance->n_left ? instance->terms[i].coefficient
                                                : -(int64_t)instance->terms[i].coefficient;
    return coefficient;
}

static void weigh(Candidate *candidate, const GovAssessed *assessed, size_t cell)
{
    int64_t coefficient = coefficient_of(assessed->instance, cell);

    if (coefficient == 0)
        return;
    if (assessed->difference == 0 || assessed->difference % coefficient != 0) {
        candidate->possible = false;
        return;
    }
    int64_t change = -(assessed->difference / coefficient);
    if (candidate->seen && candidate->change != change)
        candidate->possible = false;
    candidate->seen = true;
    candidate->change = change;
    candidate->clears++;
}

static Candidate *weigh_all(const GovReport *report, const GArray *assessed)
{
    const GovForm *form = gov_report_get_form(report);
    size_t n_cells = gov_form_n_cells(form);
    Candidate *candidates = g_new0(Candidate, n_cells);

    for (size_t cell = 0; cell < n_cells; cell++)
        candidates[cell].possible = true;
    for (guint i = 0; i < assessed->len; i++) {
        const GovAssessed *a = &g_array_index(assessed, GovAssessed, i);
        unsigned n = (unsigned)a->instance->n_left + a->instance->n_right;
        for (unsigned k = 0; k < n; k++)
            weigh(&candidates[a->instance->terms[k].cell], a, a->instance->terms[k].cell);
    }
    for (size_t cell = 0; cell < n_cells; cell++) {
        Candidate *c = &candidates[cell];
        int64_t value = gov_report_get_values(report)[cell], mended;
        c->possible = c->possible && c->seen && !__builtin_add_overflow(value, c->change, &mended) &&
                      (mended >= 0 || gov_form_get_cell_type(form, cell) == GOV_TYPE_SIGNED);
    }
    return candidates;
}

static void name_suspects(const GovReport *report, GovFinding *finding, const Candidate *candidates)
{
    unsigned most = 0;

    for (guint i = 0; i < finding->cells->len; i++) {
        const Candidate *c = &candidates[g_array_index(finding->cells, uint32_t, i)];
        if (c->possible)
            most = MAX(most, c->clears);
    }
    for (guint i = 0; i < finding->cells->len; i++) {
        uint32_t cell = g_array_index(finding->cells, uint32_t, i);
        const Candidate *c = &candidates[cell];
        if (!c->possible || c->clears < most)
            continue;
        int64_t value = gov_report_get_values(report)[cell];
        GovSuspect suspect = {cell, value, value + c->change, "single_cell", c->clears};
        g_array_append_val(finding->suspects, suspect);
    }
}

void gov__locate_single(const GovReport *report, const GArray *assessed)
{
    g_autofree Candidate *candidates = NULL;

    for (guint i = 0; i < assessed->len; i++) {
        GovFinding *finding = g_array_index(assessed, GovAssessed, i).finding;
        if (finding == NULL)
            continue;
        if (candidates == NULL)
            candidates = weigh_all(report, assessed);
        name_suspects(report, finding, candidates);
    }
}
