/* SPDX-License-Identifier: MIT */
/* Two reports side by side. Cells are paired by code, so that two editions can be compared in what they
 * share. The identities between the years are not repeated here: they are those rules of the form that
 * equate figures of both years without condition or tolerance, and where one does not hold the sums of both
 * sides are told. */
#include <govstat/diff.h>

#include "form/rule-private.h"

typedef struct {
    GovTie tie;
    const GovInstance *instance;
} Tie;

struct _GovDiff {
    GovReport *before;
    GovReport *after;
    GArray *cells; /* GovDiffCell */
    GArray *ties;  /* Tie */
    size_t n_only_before;
    size_t n_only_after;
};

/* ---- cells ---- */

static void compare_figures(GovDiffCell *cell)
{
    bool both = cell->before_status == GOV_STATUS_REPORTED && cell->after_status == GOV_STATUS_REPORTED;

    cell->growth_state = GOV_GROWTH_UNKNOWN;
    cell->has_change = both && !__builtin_sub_overflow(cell->after, cell->before, &cell->change);
    if (!both)
        return;
    cell->growth_state = cell->before > 0 ? GOV_GROWTH_KNOWN : GOV_GROWTH_NOT_APPLICABLE;
    if (cell->before > 0)
        cell->growth = ((double)cell->after - (double)cell->before) / (double)cell->before;
}

static void add_cells(GovDiff *diff)
{
    const GovForm *old = gov_report_get_form(diff->before), *new = gov_report_get_form(diff->after);

    for (size_t i = 0; i < gov_form_n_cells(new); i++) {
        int other = gov_form_find_cell(old, gov_form_get_code(new, i));
        diff->n_only_after += other < 0;
        if (other < 0)
            continue;
        GovDiffCell cell = {.before_cell = (size_t)other, .after_cell = i};
        cell.before_status = gov_report_get_status(diff->before, cell.before_cell);
        cell.after_status = gov_report_get_status(diff->after, i);
        cell.before = gov_report_get_values(diff->before)[cell.before_cell];
        cell.after = gov_report_get_values(diff->after)[i];
        compare_figures(&cell);
        g_array_append_val(diff->cells, cell);
    }
    diff->n_only_before = gov_form_n_cells(old) - diff->cells->len;
}

/* ---- identities ---- */

static bool ties_years(const GovRule *rule, const GovInstance *instance)
{
    bool prior = false, own = false;

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        prior = prior || instance->terms[i].year != 0;
        own = own || instance->terms[i].year == 0;
    }
    return prior && own && instance->compare == GOV_COMPARE_EQ && instance->n_conditions == 0 &&
           instance->tolerance == 0 && gov__rule_get_percent(rule) == 0;
}

/* Adds a term to a side; false if there is no figure. */
static bool add_term(const GovDiff *diff, const GovTerm *term, __int128 *sum)
{
    const GovReport *report = term->year == 0 ? diff->after : diff->before;
    int cell = (int)term->cell;

    if (term->year != 0)
        cell = gov_form_find_cell(gov_report_get_form(report),
                                  gov_form_get_code(gov_report_get_form(diff->after), term->cell));
    if (cell < 0 || gov_report_get_status(report, (size_t)cell) != GOV_STATUS_REPORTED)
        return false;
    *sum += (__int128)gov_report_get_values(report)[cell] * term->coefficient;
    return true;
}

static bool fits(__int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

static void add_tie(GovDiff *diff, const GovRule *rule, const GovInstance *instance)
{
    __int128 sides[2] = {instance->left_constant, instance->right_constant};
    bool known = true;
    Tie tie = {{.rule = rule, .state = GOV_TIE_OPEN, .type = instance->type}, instance};

    for (unsigned i = 0; i < gov__instance_n_terms(instance) && known; i++)
        known = add_term(diff, &instance->terms[i], &sides[i >= instance->n_left]);
    if (known && fits(sides[0]) && fits(sides[1])) {
        tie.tie.state = sides[0] == sides[1] ? GOV_TIE_HOLDS : GOV_TIE_FAILS;
        tie.tie.lhs = (int64_t)sides[0];
        tie.tie.rhs = (int64_t)sides[1];
    }
    g_array_append_val(diff->ties, tie);
}

static void add_ties(GovDiff *diff)
{
    const GovForm *form = gov_report_get_form(diff->after);
    int before = gov_report_get_year(diff->before), after = gov_report_get_year(diff->after);

    if (before == 0 || after != before + 1)
        return;
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        for (size_t k = 0; k < gov_rule_n_instances(rule); k++)
            if (ties_years(rule, gov__rule_get_instance(rule, k)))
                add_tie(diff, rule, gov__rule_get_instance(rule, k));
    }
}

/* ---- the public face ---- */

GovDiff *gov_diff_new(const GovReport *before, const GovReport *after)
{
    g_return_val_if_fail(before != NULL && gov_report_is_sealed(before), NULL);
    g_return_val_if_fail(after != NULL && gov_report_is_sealed(after), NULL);
    GovDiff *diff = g_atomic_rc_box_new0(GovDiff);

    diff->before = gov_report_ref(before);
    diff->after = gov_report_ref(after);
    diff->cells = g_array_new(FALSE, FALSE, sizeof(GovDiffCell));
    diff->ties = g_array_new(FALSE, FALSE, sizeof(Tie));
    add_cells(diff);
    add_ties(diff);
    return diff;
}

GovDiff *gov_diff_ref(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)diff);
}

static void free_content(gpointer data)
{
    GovDiff *diff = data;

    gov_report_unref(diff->before);
    gov_report_unref(diff->after);
    g_array_unref(diff->cells);
    g_array_unref(diff->ties);
}

void gov_diff_unref(GovDiff *diff)
{
    if (diff != NULL)
        g_atomic_rc_box_release_full(diff, free_content);
}

const GovReport *gov_diff_get_before(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return diff->before;
}

const GovReport *gov_diff_get_after(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return diff->after;
}

size_t gov_diff_n_cells(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, 0);
    return diff->cells->len;
}

GovDiffCell gov_diff_get_cell(const GovDiff *diff, size_t i)
{
    GovDiffCell none = {0};
    g_return_val_if_fail(diff != NULL && i < diff->cells->len, none);
    return g_array_index(diff->cells, GovDiffCell, i);
}

size_t gov_diff_n_only_before(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, 0);
    return diff->n_only_before;
}

size_t gov_diff_n_only_after(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, 0);
    return diff->n_only_after;
}

size_t gov_diff_n_ties(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, 0);
    return diff->ties->len;
}

GovTie gov_diff_get_tie(const GovDiff *diff, size_t i)
{
    GovTie none = {.state = GOV_TIE_OPEN};
    g_return_val_if_fail(diff != NULL && i < diff->ties->len, none);
    return g_array_index(diff->ties, Tie, i).tie;
}

const char *gov_diff_get_tie_place(const GovDiff *diff, size_t i, GovLanguage language)
{
    g_return_val_if_fail(diff != NULL && i < diff->ties->len, NULL);
    const GovInstance *instance = g_array_index(diff->ties, Tie, i).instance;
    const GovForm *form = gov_report_get_form(diff->after);

    if (instance->axis == GOV_AXIS_ROW)
        return gov_form_get_row_label(form, instance->table, instance->index, language);
    if (instance->axis == GOV_AXIS_COLUMN)
        return gov_form_get_column_label(form, instance->table, instance->index, language);
    return NULL;
}

const char *gov_diff_get_tie_place_id(const GovDiff *diff, size_t i)
{
    g_return_val_if_fail(diff != NULL && i < diff->ties->len, NULL);
    const GovInstance *instance = g_array_index(diff->ties, Tie, i).instance;
    const GovForm *form = gov_report_get_form(diff->after);

    if (instance->axis == GOV_AXIS_ROW)
        return gov_form_get_row_id(form, instance->table, instance->index);
    if (instance->axis == GOV_AXIS_COLUMN)
        return gov_form_get_column_id(form, instance->table, instance->index);
    return NULL;
}

const char *gov_tie_state_get_name(GovTieState state)
{
    static const char *const names[] = {
        [GOV_TIE_HOLDS] = "holds", [GOV_TIE_FAILS] = "fails", [GOV_TIE_OPEN] = "open"};

    g_return_val_if_fail((size_t)state < G_N_ELEMENTS(names), NULL);
    return names[state];
}
