/* SPDX-License-Identifier: MIT */
/* What cells without a figure must hold, whatever they are, if the identities are to hold.
 *
 * Counts are not negative. So where the figures that are printed already add up, the blanks beside
 * them are 0; and a total that was left blank is the sum of its parts. What is found in one identity
 * may settle another, until nothing new comes. A value found so is the only one possible: an identity
 * that it breaks is broken however the blanks are filled, which makes that an error and not a question.
 * A single blank among parts is left alone: it would carry a slip in the total on into other sums; and
 * what could not be read, or is not in the document, may be anything. */
#include "check/finding-private.h"

#define MAX_ROUNDS 64 /* a form settles in a handful */

/* The terms of an identity that are not known yet. */
typedef struct {
    __int128 difference; /* left − right of what is known */
    unsigned n_open;
    bool may_rise;
    bool may_fall;
} Balance;

static bool is_signed(const GovCheck *check, uint32_t cell)
{
    return gov_form_get_cell_type(check->form, cell) == GOV_TYPE_SIGNED;
}

static bool is_blank(const GovCheck *check, uint32_t cell)
{
    GovStatus status = gov_report_get_status(check->report, cell);

    return status == GOV_STATUS_BLANK || status == GOV_STATUS_NOT_APPLICABLE;
}

static Balance weigh(const GovCheck *check, const GovInstance *instance)
{
    Balance balance = {.difference = (__int128)instance->left_constant - instance->right_constant};
    const int64_t *values = gov_report_get_values(check->report);

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        int64_t sign = i < instance->n_left ? term->coefficient : -(int64_t)term->coefficient;
        if (gov_report_get_status(check->report, term->cell) == GOV_STATUS_REPORTED) {
            balance.difference += (__int128)values[term->cell] * sign;
        } else if (check->is_deduced[term->cell]) {
            balance.difference += (__int128)check->deduced[term->cell] * sign;
        } else {
            bool any = is_signed(check, term->cell) || !is_blank(check, term->cell);
            balance.may_rise = balance.may_rise || sign > 0 || any;
            balance.may_fall = balance.may_fall || sign < 0 || any;
            balance.n_open++;
        }
    }
    return balance;
}

static void settle(GovCheck *check, uint32_t cell, int64_t value)
{
    check->deduced[cell] = value;
    check->is_deduced[cell] = true;
}

static void settle_zeros(GovCheck *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        uint32_t cell = instance->terms[i].cell;
        if (gov_report_get_status(check->report, cell) != GOV_STATUS_REPORTED && !check->is_deduced[cell])
            settle(check, cell, 0);
    }
}

/* The term that is alone on its side of a sum, and counts once; or NULL. */
static const GovTerm *get_total(const GovInstance *instance)
{
    const GovTerm *total = instance->n_left == 1 ? instance->terms : &instance->terms[instance->n_left];

    return (instance->n_left == 1) != (instance->n_right == 1) && total->coefficient == 1 ? total : NULL;
}

/* Whether something new was found. */
static bool deduce(GovCheck *check, const GovInstance *instance)
{
    Balance balance = weigh(check, instance);
    const GovTerm *total = get_total(instance);

    if (balance.n_open == 0)
        return false;
    if (balance.difference == 0 && balance.may_rise != balance.may_fall) {
        settle_zeros(check, instance);
        return true;
    }
    bool total_open = total != NULL && !check->is_deduced[total->cell] && is_blank(check, total->cell);
    __int128 value = total == instance->terms ? -balance.difference : balance.difference;
    if (balance.n_open > 1 || !total_open || value > INT64_MAX / 2 || value < INT64_MIN / 2 ||
        (value < 0 && !is_signed(check, total->cell)))
        return false;
    settle(check, total->cell, (int64_t)value);
    return true;
}

static bool deduce_all(GovCheck *check)
{
    bool found = false;

    for (size_t i = 0; i < gov__rules_n_all(check->form, check->rules); i++) {
        const GovRule *rule = gov__rules_get_all(check->form, check->rules, i);
        for (size_t k = 0; rule != NULL && gov__rule_is_identity(rule) && k < gov_rule_n_instances(rule); k++)
            found = deduce(check, gov__rule_get_instance(rule, k)) || found;
    }
    return found;
}

void gov__check_deduce(GovCheck *check)
{
    size_t n = gov_form_n_cells(check->form), cell = 0;

    while (cell < n && gov_report_get_status(check->report, cell) == GOV_STATUS_REPORTED)
        cell++;
    for (unsigned round = 0; cell < n && round < MAX_ROUNDS && deduce_all(check); round++) {
    }
}
