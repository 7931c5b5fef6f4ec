/* SPDX-License-Identifier: MIT */
/* Two reports side by side, cell by cell of one form. A report of another edition is harmonised to it; where no
 * concordance knows the two forms, cells are paired by code, as the same code means the same. The identities between
 * the years are not repeated here: they are those rules of the form that equate figures of both years without condition
 * or tolerance, and where one does not hold the sums of both sides are told. */
#include <govstat/diff.h>

#include <govstat/error.h>
#include <govstat/harmonise.h>
#include <govstat/label.h>

#include "form/rule-private.h"

#include <string.h>

typedef struct {
    GovTie tie;
    const GovInstance *instance;
} Tie;

/* One of the reports, in terms of the form of comparison. */
typedef struct {
    GovReport *given;
    GovReport *shown;            /* of the form of comparison, or as given where cells are paired by code */
    GovConcordance *concordance; /* NULL: none, or not needed */
    bool by_code;
    size_t n_lost;
} Side;

struct _GovDiff {
    GovForm *form;
    Side before;
    Side after;
    GArray *cells; /* GovDiffCell, one for each cell of the form */
    GArray *ties;  /* Tie */
};

/* ---- one side ---- */

static bool init_side(Side *side, const GovReport *report, const GovForm *form, GError **error)
{
    const GovForm *own = gov_report_get_form(report);

    side->given = gov_report_ref(report);
    if (own != form)
        side->concordance = gov_concordance_builtin(own, form, NULL);
    side->by_code = own != form && side->concordance == NULL;
    side->shown = side->concordance != NULL ? gov_report_harmonise(report, side->concordance, error)
                                            : gov_report_ref(report);
    for (size_t cell = 0; own != form && cell < gov_form_n_cells(own); cell++)
        side->n_lost += side->by_code ? gov_form_find_cell(form, gov_form_get_code(own, cell)) < 0
                                      : !gov_concordance_is_used(side->concordance, cell);
    return side->shown != NULL;
}

static void clear_side(Side *side)
{
    g_clear_pointer(&side->given, gov_report_unref);
    g_clear_pointer(&side->shown, gov_report_unref);
    g_clear_pointer(&side->concordance, gov_concordance_unref);
}

/* A cell of the form of comparison in what is shown, or -1. */
static int find_shown(const Side *side, const GovForm *form, size_t cell)
{
    return side->by_code ? gov_form_find_cell(gov_report_get_form(side->shown), gov_form_get_code(form, cell))
                         : (int)cell;
}

static GovComparability compare_side(const Side *side, const GovForm *form, size_t cell)
{
    if (side->by_code)
        return find_shown(side, form, cell) < 0 ? GOV_COMPARABILITY_NONE : GOV_COMPARABILITY_EXACT;
    return side->concordance != NULL ? gov_concordance_get_comparability(side->concordance, cell)
                                     : GOV_COMPARABILITY_EXACT;
}

static GovStatus read_side(const Side *side, const GovForm *form, size_t cell, int64_t *value)
{
    int at = find_shown(side, form, cell);

    *value = at < 0 ? 0 : gov_report_get_values(side->shown)[at];
    return at < 0 ? GOV_STATUS_ABSENT : gov_report_get_status(side->shown, (size_t)at);
}

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
    for (size_t i = 0; i < gov_form_n_cells(diff->form); i++) {
        GovComparability before = compare_side(&diff->before, diff->form, i);
        GovComparability after = compare_side(&diff->after, diff->form, i);
        GovDiffCell cell = {.cell = i, .comparability = MAX(before, after)};
        cell.before_status = read_side(&diff->before, diff->form, i, &cell.before);
        cell.after_status = read_side(&diff->after, diff->form, i, &cell.after);
        compare_figures(&cell);
        g_array_append_val(diff->cells, cell);
    }
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

/* Adds a term to a side; false if there is no figure. What is only about the same proves nothing. */
static bool add_term(const GovDiff *diff, const GovTerm *term, __int128 *sum)
{
    const Side *side = term->year == 0 ? &diff->after : &diff->before;
    int64_t value = 0;

    if (compare_side(side, diff->form, term->cell) > GOV_COMPARABILITY_SUM ||
        read_side(side, diff->form, term->cell, &value) != GOV_STATUS_REPORTED)
        return false;
    *sum += (__int128)value * term->coefficient;
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
    const GovForm *form = diff->form;
    int before = gov_report_get_year(diff->before.given), after = gov_report_get_year(diff->after.given);

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

/* The edition that came into force later. */
static const GovForm *find_newest(const GovReport *before, const GovReport *after)
{
    const GovForm *old = gov_report_get_form(before), *new = gov_report_get_form(after);

    return gov_form_get_first_year(old) > gov_form_get_first_year(new) ? old : new;
}

GovDiff *gov_diff_new(const GovReport *before, const GovReport *after, const GovForm *form, GError **error)
{
    g_return_val_if_fail(before != NULL && gov_report_is_sealed(before), NULL);
    g_return_val_if_fail(after != NULL && gov_report_is_sealed(after), NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovDiff) diff = g_atomic_rc_box_new0(GovDiff);

    diff->form = gov_form_ref(form != NULL ? form : find_newest(before, after));
    diff->cells = g_array_new(FALSE, FALSE, sizeof(GovDiffCell));
    diff->ties = g_array_new(FALSE, FALSE, sizeof(Tie));
    if (!init_side(&diff->before, before, diff->form, error) || !init_side(&diff->after, after, diff->form, error))
        return NULL;
    add_cells(diff);
    add_ties(diff);
    return g_steal_pointer(&diff);
}

GovDiff *gov_diff_ref(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)diff);
}

static void free_content(gpointer data)
{
    GovDiff *diff = data;

    gov_form_unref(diff->form);
    clear_side(&diff->before);
    clear_side(&diff->after);
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
    return diff->before.given;
}

const GovReport *gov_diff_get_after(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return diff->after.given;
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

bool gov_diff_is_of_one_body(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, false);
    const char *before = gov_report_get_agency(diff->before.given), *after = gov_report_get_agency(diff->after.given);
    if (before == NULL || after == NULL)
        return true;
    g_autofree char *one = gov_label_normalise(before, strlen(before));
    g_autofree char *other = gov_label_normalise(after, strlen(after));

    return strcmp(one, other) == 0;
}

const GovForm *gov_diff_get_form(const GovDiff *diff)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return diff->form;
}

size_t gov_diff_count_cells(const GovDiff *diff, GovComparability comparability)
{
    size_t n = 0;

    g_return_val_if_fail(diff != NULL, 0);
    for (guint i = 0; i < diff->cells->len; i++)
        n += g_array_index(diff->cells, GovDiffCell, i).comparability == comparability;
    return n;
}

size_t gov_diff_n_lost(const GovDiff *diff, bool after)
{
    g_return_val_if_fail(diff != NULL, 0);
    return after ? diff->after.n_lost : diff->before.n_lost;
}

const GovConcordance *gov_diff_get_concordance(const GovDiff *diff, bool after)
{
    g_return_val_if_fail(diff != NULL, NULL);
    return after ? diff->after.concordance : diff->before.concordance;
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
    const GovForm *form = diff->form;

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
    const GovForm *form = diff->form;

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
