/* SPDX-License-Identifier: MIT */
/* Comparisons that cells without a figure leave open.
 *
 * Most of them are told once for each rule, not once for each row; none at all where nothing is open
 * in truth, because other sums leave only zeros or because other rules say the same. One that
 * zeros in the blanks would fail is told by itself. */
#include "check/evaluate-private.h"

/* Whether a total has no figure: that says nothing of its parts. */
static bool is_lone_blank(const GovCheck *check, const GovInstance *instance)
{
    const GovTerm *right = &instance->terms[instance->n_left];

    if ((instance->n_left == 1) == (instance->n_right == 1))
        return false;
    const GovTerm *total = instance->n_left == 1 ? instance->terms : right;
    return gov__check_term_status(check, total) != GOV_STATUS_REPORTED;
}

/* A rule that blanks would fail if they were zero, and may hold if they are not. */
static GovFinding *add_hinging(GovCheck *check, const GovRule *rule, const GovInstance *instance,
                               size_t n_without)
{
    GovSides zero = gov__sides_sum(check, instance, (GovBlanks){GOV_NULLS_ZERO, true});

    if (zero.n_without > 0 || is_lone_blank(check, instance) ||
        gov__sides_judge(instance, &zero, GOV_NULLS_ZERO, gov__rule_get_percent(rule)) != OUTCOME_FAILS)
        return NULL;
    GovFinding *finding = gov__compared_add(check, rule, GOV_FINDING_NOT_ASSESSABLE, instance, &zero);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->hinges = true;
    finding->n_without = n_without;
    return finding;
}

static void add_once(GArray *cells, int cell)
{
    bool known = false;

    for (guint k = 0; k < cells->len && !known; k++)
        known = g_array_index(cells, uint32_t, k) == (uint32_t)cell;
    if (!known)
        gov__compared_add_cell(cells, cell);
}

/* Those without a figure, or all of them where the sums are too large to be held. */
static void add_open_cells(const GovCheck *check, const GovInstance *instance, bool all, GovOpenCells *open)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        if (gov__check_is_deduced(check, term) && check->deduced[term->cell] != 0)
            open->has_sums = true;
        if (all || gov__check_term_status(check, term) != GOV_STATUS_REPORTED)
            add_once(term->year == 0 ? open->cells : open->prior, gov__check_term_cell(check, term));
    }
}

/* Whether other sums leave nothing but 0 for the cells without a figure, so that nothing is open. */
static bool is_settled(const GovCheck *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        if (gov__check_term_status(check, term) != GOV_STATUS_REPORTED &&
            !(gov__check_is_deduced(check, term) && check->deduced[term->cell] == 0))
            return false;
    }
    return true;
}

/* Whether a comparison follows from identities, which say by themselves that they are open, or from
 * what a count is: that cells without a figure keep it from being judged is no news. */
static bool is_idle(const GovCheck *check, const GovRule *rule, const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);

    if (instance->compare == GOV_COMPARE_EQ || gov_rule_get_severity(rule) != GOV_SEVERITY_ERROR ||
        gov__compared_names_prior(instance))
        return false;
    for (unsigned i = 0; i < n && n > 1; i++)
        if (!check->touched[instance->terms[i].cell])
            return false;
    return n > 1 || instance->compare == GOV_COMPARE_GE || instance->compare == GOV_COMPARE_GT;
}

GovFinding *gov__open_tell(GovCheck *check, const GovRule *rule, const GovInstance *instance,
                           const GovSides *sides, GovOpenCells *open)
{
    bool too_large = !gov__sides_fit(sides);

    if (!too_large && (sides->n_without == sides->n_absent ||
                       (gov_rule_get_nulls(rule) != GOV_NULLS_STRICT && is_settled(check, instance)) ||
                       is_idle(check, rule, instance)))
        return NULL;
    GovFinding *hinging = NULL;
    if (gov_rule_get_nulls(rule) == GOV_NULLS_BOTH && !too_large)
        hinging = add_hinging(check, rule, instance, sides->n_without);
    if (hinging != NULL)
        return hinging;
    GovSides zero = gov__sides_sum(check, instance, (GovBlanks){GOV_NULLS_ZERO, true});
    if (too_large || zero.n_without > 0 ||
        gov__sides_judge(instance, &zero, GOV_NULLS_ZERO, gov__rule_get_percent(rule)) != OUTCOME_HOLDS)
        open->fails_with_zeros = true;
    add_open_cells(check, instance, too_large, open);
    return NULL;
}

void gov__open_tell_conditions(const GovCheck *check, const GovInstance *instance, GovOpenCells *open)
{
    open->fails_with_zeros = true;
    for (unsigned i = 0; i < instance->n_conditions; i++)
        add_open_cells(check, &instance->conditions[i], false, open);
}

void gov__open_tell_rule(GovCheck *check, const GovRule *rule, const GovOpenCells *open)
{
    const GArray *cells = open->cells, *prior = open->prior;

    if (cells->len + prior->len == 0)
        return;
    GovFinding *finding = gov__compared_new(check, rule, GOV_FINDING_NOT_ASSESSABLE, prior->len > 0);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->table = cells->len > 0
                         ? gov_form_get_cell_table(check->form, g_array_index(cells, uint32_t, 0))
                         : gov__rule_get_instance(rule, 0)->table;
    finding->n_without = cells->len + prior->len;
    finding->holds_with_zeros = !open->fails_with_zeros && !open->has_sums;
    finding->holds_with_sums = !open->fails_with_zeros && open->has_sums;
    g_array_append_vals(finding->cells, cells->data, cells->len);
    g_array_append_vals(finding->prior_cells, prior->data, prior->len);
}
