/* SPDX-License-Identifier: MIT */
/* The rules of a form, applied to a report.
 *
 * Every comparison is summed once over the values and the statuses of the report, both in cell
 * order: a report is a block of one row. What has no figure is never taken for zero in silence:
 * its null mode decides, and what cannot be judged is told, once per rule. Figures of the year
 * before are read from the other report by their code, and are otherwise figures like any.
 *
 * What a comparison comes to is worked out in judge.c; here it is decided what is told of it, and
 * what the locator may build on. */
#include "check/evaluate-private.h"

/* Whether identities that were judged cover all cells of a comparison that follows from them, which
 * then says nothing new: parts above a total are one slip, not two. A single cell is not a part. */
static bool is_covered(const GovCheck *check, const GovRule *rule, const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);

    if (gov_rule_get_severity(rule) != GOV_SEVERITY_ERROR || n < 2 || gov__compared_names_prior(instance))
        return false;
    for (unsigned i = 0; i < n; i++)
        if (!check->judged[instance->terms[i].cell])
            return false;
    return true;
}

static void remember(GovCheck *check, const GovInstance *instance, const GovSides *sides, GovFinding *finding)
{
    GovAssessed assessed = {instance, (int64_t)(sides->lhs - sides->rhs), finding};

    g_array_append_val(check->assessed, assessed);
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        check->judged[instance->terms[i].cell] = true;
}

static void remember_open(GovCheck *check, const GovInstance *instance, const GovSides *sides)
{
    GovOpen open = {instance, (int64_t)(sides->lhs - sides->rhs), sides->may_rise, sides->may_fall};

    g_array_append_val(check->open, open);
}

/* An identity that fails with the only numbers that the others leave for the blanks. */
static GovFinding *add_deduced(GovCheck *check, const GovRule *rule, const GovInstance *instance)
{
    GovNulls nulls = gov_rule_get_nulls(rule);
    if (!gov__rule_is_identity(rule) || nulls == GOV_NULLS_STRICT)
        return NULL;
    GovSides sides = gov__sides_sum(check, instance, (GovBlanks){nulls, true});
    if (gov__sides_judge(instance, &sides, nulls, 0) != OUTCOME_FAILS)
        return NULL;
    GovFinding *finding = gov__compared_add(check, rule, GOV_FINDING_FAILED, instance, &sides);
    finding->deduced = true;
    return finding;
}

static bool has_sums(const GovCheck *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        if (gov__check_is_deduced(check, &instance->terms[i]) && check->deduced[instance->terms[i].cell] != 0)
            return true;
    return false;
}

/* What the locator may work on if the report writes no zeros. */
static void remember_filled(GovCheck *check, const GovInstance *instance, GovFinding *finding)
{
    if (has_sums(check, instance))
        return;
    GovSides sides = gov__sides_sum(check, instance, (GovBlanks){GOV_NULLS_ZERO, true});
    GovAssessed filled = {instance, (int64_t)(sides.lhs - sides.rhs), finding};

    if (sides.n_without == 0 && gov__sides_fit(&sides))
        g_array_append_val(check->filled, filled);
}

static void apply(GovCheck *check, const GovRule *rule, const GovInstance *instance, GovOpenCells *open)
{
    GovNulls nulls = gov_rule_get_nulls(rule);
    GovOutcome condition = gov__check_judge_conditions(check, instance, nulls);
    if (condition == OUTCOME_FAILS)
        return;
    GovSides sides = gov__sides_sum(check, instance, (GovBlanks){nulls, false});
    GovOutcome verdict = gov__sides_judge(instance, &sides, nulls, gov__rule_get_percent(rule));
    bool is_identity = gov__rule_is_identity(rule);
    GovFinding *finding = NULL;
    if (is_identity && gov__sides_fit(&sides) && sides.n_without > 0)
        remember_open(check, instance, &sides);
    if (verdict == OUTCOME_OPEN && condition == OUTCOME_HOLDS)
        finding = add_deduced(check, rule, instance);
    if (verdict == OUTCOME_OPEN && finding == NULL)
        finding = gov__open_tell(check, rule, instance, &sides, open);
    if (verdict == OUTCOME_FAILS && condition == OUTCOME_OPEN) {
        gov__open_tell_conditions(check, instance, open);
        return;
    }
    if (verdict == OUTCOME_FAILS &&
        !(instance->compare != GOV_COMPARE_EQ && is_covered(check, rule, instance))) {
        finding = gov__compared_add(check, rule, GOV_FINDING_FAILED, instance, &sides);
        finding->bounded = sides.n_without > 0;
    }
    if (is_identity && sides.n_without == 0 && gov__sides_fit(&sides))
        remember(check, instance, &sides, finding);
    else if (is_identity)
        remember_filled(check, instance, finding);
}

static void apply_rule(GovCheck *check, const GovRule *rule)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) prior = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    GovOpenCells open = {.cells = cells, .prior = prior};

    for (size_t i = 0; i < gov_rule_n_instances(rule); i++)
        apply(check, rule, gov__rule_get_instance(rule, i), &open);
    gov__open_tell_rule(check, rule, &open);
}

static bool is_equation(const GovRule *rule)
{
    return gov__rule_get_compare(rule) == GOV_COMPARE_EQ;
}

static void touch_cells(GovCheck *check)
{
    for (size_t i = 0; i < gov__rules_n_all(check->form, check->rules); i++) {
        const GovRule *rule = gov__rules_get_all(check->form, check->rules, i);
        if (rule == NULL || !gov__rule_is_identity(rule))
            continue;
        for (size_t k = 0; k < gov_rule_n_instances(rule); k++) {
            const GovInstance *instance = gov__rule_get_instance(rule, k);
            for (unsigned t = 0; t < gov__instance_n_terms(instance); t++)
                check->touched[instance->terms[t].cell] = true;
        }
    }
}

void gov__check_apply_rules(GovCheck *check, bool with_prior)
{
    size_t n = gov__rules_n_all(check->form, check->rules);

    if (!with_prior) {
        touch_cells(check);
        gov__check_deduce(check);
    }
    /* Identities first: what they judge, the weaker rules need not repeat. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            const GovRule *rule = gov__rules_get_all(check->form, check->rules, i);
            if (rule != NULL && gov_rule_uses_prior(rule) == with_prior && is_equation(rule) == (pass == 0))
                apply_rule(check, rule);
        }
    }
}
