/* SPDX-License-Identifier: MIT */
/* The finding that tells of a comparison: its cells in both years, its sides, and whether the source or
 * the reading is to blame. */
#include "check/evaluate-private.h"

/* A figure read from a plain cell under known labels is the source's own. */
static GovClass classify(const GovReport *report, const GArray *cells)
{
    for (guint i = 0; i < cells->len; i++) {
        GovCell cell = gov_report_get_cell(report, g_array_index(cells, uint32_t, i));
        if (cell.status != GOV_STATUS_REPORTED)
            continue;
        if (cell.evidence == GOV_EVIDENCE_JOINED || cell.evidence == GOV_EVIDENCE_INFERRED ||
            cell.evidence == GOV_EVIDENCE_ORDER)
            return GOV_CLASS_READING;
        if (cell.evidence == GOV_EVIDENCE_GIVEN || cell.evidence == GOV_EVIDENCE_NONE)
            return GOV_CLASS_UNDECIDED;
    }
    return GOV_CLASS_SOURCE;
}

static GovClass classify_finding(const GovFinding *finding)
{
    GovClass own = classify(finding->report, finding->cells);
    GovClass other =
        finding->prior != NULL ? classify(finding->prior, finding->prior_cells) : GOV_CLASS_SOURCE;

    if (own == GOV_CLASS_READING || other == GOV_CLASS_READING)
        return GOV_CLASS_READING;
    return own == GOV_CLASS_SOURCE ? other : own;
}

GovFinding *gov__compared_new(GovCheck *check, const GovRule *rule, GovFindingKind kind, bool with_prior)
{
    GovFinding *finding = gov__finding_new(check->report, kind);

    finding->rule = rule;
    finding->rules = check->rules != NULL ? gov_rules_ref(check->rules) : NULL;
    finding->prior = with_prior ? gov_report_ref((GovReport *)(uintptr_t)check->prior) : NULL;
    finding->rule_id = g_strdup(gov_rule_get_id(rule));
    finding->severity = gov_rule_get_severity(rule);
    g_ptr_array_add(check->findings, finding);
    return finding;
}

bool gov__compared_names_prior(const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        if (instance->terms[i].year != 0)
            return true;
    return false;
}

void gov__compared_add_cell(GArray *cells, int cell)
{
    uint32_t added = (uint32_t)cell;

    if (cell >= 0)
        g_array_append_val(cells, added);
}

static void set_sides(GovFinding *finding, const GovInstance *instance, const GovSides *sides)
{
    finding->has_sides = true;
    finding->n_without = sides->n_without;
    finding->lhs = (int64_t)sides->lhs;
    finding->rhs = (int64_t)sides->rhs;
    finding->type = instance->type;
}

GovFinding *gov__compared_add(GovCheck *check, const GovRule *rule, GovFindingKind kind,
                              const GovInstance *instance, const GovSides *sides)
{
    GovFinding *finding = gov__compared_new(check, rule, kind, gov__compared_names_prior(instance));

    finding->instance = instance;
    finding->axis = instance->axis;
    finding->table = instance->table;
    finding->index = instance->index;
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        GArray *cells = term->year == 0 ? finding->cells : finding->prior_cells;
        gov__compared_add_cell(cells, gov__check_term_cell(check, term));
    }
    set_sides(finding, instance, sides);
    finding->klass = classify_finding(finding);
    return finding;
}
