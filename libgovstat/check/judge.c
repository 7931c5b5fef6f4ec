/* SPDX-License-Identifier: MIT */
/* What one comparison comes to: both sides summed up over the figures that there are, and whether it
 * holds, fails, or hangs on cells without a figure. Sums are in 128 bits. Nothing is told here. */
#include "check/evaluate-private.h"

#include "report/report-private.h"

int gov__check_term_cell(const GovCheck *check, const GovTerm *term)
{
    return term->year == 0 || check->prior_cells == NULL ? (int)term->cell : check->prior_cells[term->cell];
}

GovStatus gov__check_term_status(const GovCheck *check, const GovTerm *term)
{
    const GovReport *report = term->year == 0 ? check->report : check->prior;
    int cell = gov__check_term_cell(check, term);

    return report == NULL || cell < 0 ? GOV_STATUS_ABSENT : gov_report_get_status(report, (size_t)cell);
}

static int64_t term_value(const GovCheck *check, const GovTerm *term)
{
    const GovReport *report = term->year == 0 ? check->report : check->prior;

    return gov_report_get_values(report)[gov__check_term_cell(check, term)];
}

bool gov__check_is_deduced(const GovCheck *check, const GovTerm *term)
{
    return term->year == 0 && check->is_deduced[term->cell];
}

static void sum_unknown(GovSides *sides, const GovCheck *check, const GovTerm *term, bool left,
                        GovNulls nulls)
{
    GovStatus status = gov__check_term_status(check, term);
    bool is_signed = gov_form_get_cell_type(check->form, term->cell) == GOV_TYPE_SIGNED;
    bool empty = status == GOV_STATUS_BLANK || status == GOV_STATUS_NOT_APPLICABLE;

    if (nulls == GOV_NULLS_ZERO && empty)
        return;
    sides->n_without++;
    sides->n_absent += status == GOV_STATUS_ABSENT;
    bool rises = left == (term->coefficient > 0);
    sides->may_rise = sides->may_rise || rises || is_signed;
    sides->may_fall = sides->may_fall || !rises || is_signed;
}

/* The report is looked at directly: this is the innermost loop of the evaluator. */
GovSides gov__sides_sum(const GovCheck *check, const GovInstance *instance, GovBlanks blanks)
{
    GovSides sides = {.lhs = instance->left_constant, .rhs = instance->right_constant};
    const uint8_t *statuses = gov__report_get_statuses(check->report);
    const int64_t *values = gov_report_get_values(check->report);

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        bool left = i < instance->n_left, now = term->year == 0;
        GovStatus status = now ? (GovStatus)statuses[term->cell] : gov__check_term_status(check, term);
        bool reported = status == GOV_STATUS_REPORTED;
        if (!reported && !(blanks.deduced && gov__check_is_deduced(check, term))) {
            sum_unknown(&sides, check, term, left, blanks.nulls);
            continue;
        }
        int64_t figure = now ? values[term->cell] : reported ? term_value(check, term) : 0;
        int64_t value = reported ? figure : check->deduced[term->cell];
        *(left ? &sides.lhs : &sides.rhs) += (__int128)value * term->coefficient;
    }
    return sides;
}

bool gov__sides_fit(const GovSides *sides)
{
    return sides->lhs >= INT64_MIN / 2 && sides->lhs <= INT64_MAX / 2 &&
           sides->rhs >= INT64_MIN / 2 && sides->rhs <= INT64_MAX / 2;
}

static bool holds(GovCompare compare, __int128 difference)
{
    switch (compare) {
    case GOV_COMPARE_EQ:
        return difference == 0;
    case GOV_COMPARE_LE:
        return difference <= 0;
    case GOV_COMPARE_GE:
        return difference >= 0;
    case GOV_COMPARE_LT:
        return difference < 0;
    case GOV_COMPARE_GT:
        return difference > 0;
    }
    return true;
}

static __int128 magnitude(__int128 value)
{
    return value < 0 ? -value : value;
}

/* Left − right, less what the rule tolerates. The sides must fit. */
static __int128 excess(const GovInstance *instance, int64_t percent, const GovSides *sides)
{
    const __int128 whole = (__int128)100 * 1000000;
    __int128 difference = sides->lhs - sides->rhs;
    __int128 larger = MAX(magnitude(sides->lhs), magnitude(sides->rhs));
    __int128 slack = instance->tolerance + (percent != 0 ? larger * percent / whole : 0);

    switch (instance->compare) {
    case GOV_COMPARE_LE:
    case GOV_COMPARE_LT:
        return difference - slack;
    case GOV_COMPARE_GE:
    case GOV_COMPARE_GT:
        return difference + slack;
    case GOV_COMPARE_EQ:
        break;
    }
    return magnitude(difference) <= slack ? 0 : difference > 0 ? difference - slack : difference + slack;
}

/* Whether no non-negative figures in the open cells could make the comparison hold. */
static bool fails_anyhow(GovCompare compare, const GovSides *sides, __int128 difference)
{
    bool too_high = difference > 0 || (difference == 0 && compare == GOV_COMPARE_LT);
    bool too_low = difference < 0 || (difference == 0 && compare == GOV_COMPARE_GT);

    switch (compare) {
    case GOV_COMPARE_EQ:
        return (too_high && !sides->may_fall) || (too_low && !sides->may_rise);
    case GOV_COMPARE_LE:
    case GOV_COMPARE_LT:
        return too_high && !sides->may_fall;
    case GOV_COMPARE_GE:
    case GOV_COMPARE_GT:
        return too_low && !sides->may_rise;
    }
    return false;
}

/* Whether any non-negative figures would do. */
static bool holds_anyhow(GovCompare compare, const GovSides *sides, __int128 difference)
{
    switch (compare) {
    case GOV_COMPARE_LE:
        return fails_anyhow(GOV_COMPARE_GT, sides, difference);
    case GOV_COMPARE_LT:
        return fails_anyhow(GOV_COMPARE_GE, sides, difference);
    case GOV_COMPARE_GE:
        return fails_anyhow(GOV_COMPARE_LT, sides, difference);
    case GOV_COMPARE_GT:
        return fails_anyhow(GOV_COMPARE_LE, sides, difference);
    case GOV_COMPARE_EQ:
        break;
    }
    return false;
}

/* A share of a side that is not known is not known either. */
GovOutcome gov__sides_judge(const GovInstance *instance, const GovSides *sides, GovNulls nulls,
                            int64_t percent)
{
    if (!gov__sides_fit(sides))
        return OUTCOME_OPEN;
    __int128 difference = excess(instance, percent, sides);
    if (sides->n_without == 0)
        return holds(instance->compare, difference) ? OUTCOME_HOLDS : OUTCOME_FAILS;
    bool bounds = nulls == GOV_NULLS_BOUND || nulls == GOV_NULLS_BOTH;
    return bounds && percent == 0 && fails_anyhow(instance->compare, sides, difference) ? OUTCOME_FAILS
                                                                                       : OUTCOME_OPEN;
}

GovOutcome gov__check_judge_conditions(const GovCheck *check, const GovInstance *instance, GovNulls nulls)
{
    GovOutcome all = OUTCOME_HOLDS;

    for (unsigned i = 0; i < instance->n_conditions; i++) {
        const GovInstance *condition = &instance->conditions[i];
        GovSides sides = gov__sides_sum(check, condition, (GovBlanks){nulls, false});
        GovOutcome verdict = gov__sides_judge(condition, &sides, nulls, 0);
        if (verdict == OUTCOME_FAILS)
            return OUTCOME_FAILS;
        if (verdict == OUTCOME_OPEN && nulls != GOV_NULLS_STRICT && gov__sides_fit(&sides) &&
            holds_anyhow(condition->compare, &sides, sides.lhs - sides.rhs))
            verdict = OUTCOME_HOLDS;
        if (verdict == OUTCOME_OPEN)
            all = OUTCOME_OPEN;
    }
    return all;
}
