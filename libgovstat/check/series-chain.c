/* SPDX-License-Identifier: MIT */
/* Comparisons over several years.
 *
 * Where the figure that a rule carries from year to year is blank in between, the sum of the rule over
 * the years, in which it cancels out, is checked instead. */
#include "check/series-private.h"

#include "check/finding-private.h"

/* One term of the sum of a comparison over several years. */
typedef struct {
    uint32_t cell;
    int year; /* index into the run */
    int64_t left;
    int64_t right;
} ChainTerm;

static ChainTerm *find_term(GArray *terms, uint32_t cell, int year)
{
    for (guint i = 0; i < terms->len; i++) {
        ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        if (term->cell == cell && term->year == year)
            return term;
    }
    ChainTerm term = {.cell = cell, .year = year};
    g_array_append_val(terms, term);
    return &g_array_index(terms, ChainTerm, terms->len - 1);
}

/* What stands on both sides cancels out. */
static void cancel(ChainTerm *term)
{
    if ((term->left > 0) != (term->right > 0))
        return;
    int64_t both = term->left > 0 ? MIN(term->left, term->right) : MAX(term->left, term->right);
    term->left -= both;
    term->right -= both;
}

/* The comparison for the years after `first` up to `last`, added up. */
static GArray *add_up(const GovInstance *instance, guint first, guint last)
{
    GArray *terms = g_array_new(FALSE, TRUE, sizeof(ChainTerm));

    for (guint year = first + 1; year <= last; year++) {
        for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
            ChainTerm *term =
                find_term(terms, instance->terms[i].cell, (int)year + instance->terms[i].year);
            *(i < instance->n_left ? &term->left : &term->right) += instance->terms[i].coefficient;
        }
    }
    for (guint i = 0; i < terms->len; i++)
        cancel(&g_array_index(terms, ChainTerm, i));
    return terms;
}

/* Sums both sides; false if a cell has no figure, or the sums are too large. */
static bool sum_chain(const GovRun *run, const GovInstance *instance, const GArray *terms, guint n_years,
                      int64_t *lhs, int64_t *rhs)
{
    __int128 left = (__int128)instance->left_constant * n_years;
    __int128 right = (__int128)instance->right_constant * n_years;

    for (guint i = 0; i < terms->len; i++) {
        const ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        const GovReport *report = run->entries[term->year].report;
        if (term->left == 0 && term->right == 0)
            continue;
        if (gov_report_get_status(report, term->cell) != GOV_STATUS_REPORTED)
            return false;
        left += (__int128)gov_report_get_values(report)[term->cell] * term->left;
        right += (__int128)gov_report_get_values(report)[term->cell] * term->right;
    }
    *lhs = (int64_t)left;
    *rhs = (int64_t)right;
    return *lhs == left && *rhs == right && left > INT64_MIN / 2 && left < INT64_MAX / 2 &&
           right > INT64_MIN / 2 && right < INT64_MAX / 2;
}

static void add_chain_finding(const GovSeries *series, const GovRun *run, const GovRule *rule,
                              const GovInstance *instance, const GArray *terms, guint first, guint last,
                              int64_t lhs, int64_t rhs)
{
    GovFinding *finding = gov__finding_new(run->entries[last].report, GOV_FINDING_FAILED);
    GovRules *rules = gov__check_find_rules(series->rules, gov_report_get_form(finding->report));

    finding->rules = rules != NULL ? gov_rules_ref(rules) : NULL;
    finding->rule = rule;
    finding->rule_id = g_strdup(gov_rule_get_id(rule));
    finding->severity = gov_rule_get_severity(rule);
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)run->entries[first].report);
    finding->axis = instance->axis;
    finding->table = instance->table;
    finding->index = instance->index;
    finding->has_sides = true;
    finding->lhs = lhs;
    finding->rhs = rhs;
    finding->type = instance->type;
    finding->n_years = last - first;
    for (guint i = 0; i < terms->len; i++) {
        const ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        if ((term->left != 0 || term->right != 0) && (term->year == (int)last || term->year == (int)first))
            g_array_append_val(term->year == (int)last ? finding->cells : finding->prior_cells, term->cell);
    }
    g_ptr_array_add(series->findings, finding);
}

/* Whether the comparison can be made for the year `last` and the one `n_years` before. */
static bool try_chain(const GovSeries *series, const GovRun *run, const GovRule *rule,
                      const GovInstance *instance, guint last, guint n_years)
{
    g_autoptr(GArray) terms = add_up(instance, last - n_years, last);
    int64_t lhs, rhs;

    if (!sum_chain(run, instance, terms, n_years, &lhs, &rhs))
        return false;
    if (n_years > 1 && lhs != rhs)
        add_chain_finding(series, run, rule, instance, terms, last - n_years, last, lhs, rhs);
    return true;
}

static void bridge_instance(const GovSeries *series, const GovRun *run, const GovRule *rule,
                            const GovInstance *instance)
{
    for (guint last = 1; last < run->n; last++)
        for (guint n_years = 1; n_years <= MIN(last, GOV_MAX_CHAIN); n_years++)
            if (try_chain(series, run, rule, instance, last, n_years))
                break;
}

void gov__series_bridge(const GovSeries *series, const GovRun *run)
{
    const GovForm *form = gov_report_get_form(run->entries[0].report);
    const GovRules *rules = gov__check_find_rules(series->rules, form);

    if (run->n < 3)
        return;
    for (size_t i = 0; i < gov__rules_n_all(form, rules); i++) {
        const GovRule *rule = gov__rules_get_all(form, rules, i);
        for (size_t k = 0; rule != NULL && gov_rule_uses_prior(rule) && k < gov_rule_n_instances(rule); k++) {
            const GovInstance *instance = gov__rule_get_instance(rule, k);
            if (gov__series_is_exact(rule, instance) && gov__series_find_carried(instance) != NULL)
                bridge_instance(series, run, rule, instance);
        }
    }
}
