/* SPDX-License-Identifier: MIT */
/* The rules of a form, applied to a report.
 *
 * Every comparison is summed once over the values and the statuses of the report, both in cell
 * order: a report is a block of one row. What has no figure is never taken for zero in silence:
 * its null mode decides, and what cannot be judged is told, once per rule. */
#include <govstat/check.h>

#include "check/finding-private.h"

/* One comparison summed up. */
typedef struct {
    __int128 lhs;
    __int128 rhs;
    size_t n_without;  /* cells without a figure */
    size_t n_absent;   /* of these, cells that are not in the document */
    bool may_rise;     /* such cells could raise left − right */
    bool may_fall;     /* or lower it */
    bool unfit;        /* cells whose figure is in doubt */
} Sides;

typedef struct {
    const GovReport *report;
    const GovForm *form;
    GPtrArray *findings;
    GArray *assessed; /* GovAssessed */
    GArray *open;     /* GovOpen */
    uint8_t *judged;  /* by cell: an identity over the cell could be judged */
} Check;

static void sum_unknown(Sides *sides, const Check *check, const GovTerm *term, bool left, GovNulls nulls)
{
    GovStatus status = gov_report_get_status(check->report, term->cell);
    bool is_signed = gov_form_get_cell_type(check->form, term->cell) == GOV_TYPE_SIGNED;
    bool empty = status == GOV_STATUS_BLANK || status == GOV_STATUS_NOT_APPLICABLE;

    if (nulls == GOV_NULLS_ZERO && empty)
        return;
    sides->n_without++;
    sides->n_absent += status == GOV_STATUS_ABSENT;
    sides->unfit = sides->unfit || nulls == GOV_NULLS_ZERO;
    bool rises = left == (term->coefficient > 0);
    sides->may_rise = sides->may_rise || rises || is_signed;
    sides->may_fall = sides->may_fall || !rises || is_signed;
}

static Sides sum_sides(const Check *check, const GovInstance *instance, GovNulls nulls)
{
    Sides sides = {.lhs = instance->left_constant, .rhs = instance->right_constant};
    const int64_t *values = gov_report_get_values(check->report);

    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        const GovTerm *term = &instance->terms[i];
        bool left = i < instance->n_left;
        if (gov_report_get_status(check->report, term->cell) != GOV_STATUS_REPORTED) {
            sum_unknown(&sides, check, term, left, nulls);
            continue;
        }
        __int128 product = (__int128)values[term->cell] * term->coefficient;
        *(left ? &sides.lhs : &sides.rhs) += product;
    }
    return sides;
}

static bool fits(const Sides *sides)
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

/* Whether no non-negative figures in the open cells could make the comparison hold. */
static bool fails_anyhow(GovCompare compare, const Sides *sides)
{
    __int128 difference = sides->lhs - sides->rhs;
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

/* Whether one identity that was judged covers all cells of a comparison, which then says nothing
 * new: parts above a total are one slip, not two. */
static bool is_covered(const Check *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++)
        if (!check->judged[instance->terms[i].cell])
            return false;
    return true;
}

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

static GovFinding *add_failed(Check *check, const GovRule *rule, const GovInstance *instance,
                              const Sides *sides)
{
    GovFinding *finding = gov__finding_new(check->report, GOV_FINDING_FAILED);

    finding->rule = rule;
    finding->rule_id = g_strdup(gov_rule_get_id(rule));
    finding->severity = gov_rule_get_severity(rule);
    finding->axis = instance->axis;
    finding->table = instance->table;
    finding->index = instance->index;
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++)
        g_array_append_val(finding->cells, instance->terms[i].cell);
    finding->has_sides = true;
    finding->bounded = sides->n_without > 0;
    finding->n_without = sides->n_without;
    finding->lhs = (int64_t)sides->lhs;
    finding->rhs = (int64_t)sides->rhs;
    finding->type = instance->type;
    finding->klass = classify(check->report, finding->cells);
    g_ptr_array_add(check->findings, finding);
    return finding;
}

/* Cells that keep a comparison from being judged: those without a figure, or all of them where the
 * sums are too large to be held. */
static void add_open_cells(const Check *check, const GovInstance *instance, bool all, GArray *open)
{
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        uint32_t cell = instance->terms[i].cell;
        bool known = !all && gov_report_get_status(check->report, cell) == GOV_STATUS_REPORTED;
        for (guint k = 0; k < open->len && !known; k++)
            known = g_array_index(open, uint32_t, k) == cell;
        if (!known)
            g_array_append_val(open, cell);
    }
}

static void remember(Check *check, const GovInstance *instance, const Sides *sides, GovFinding *finding)
{
    GovAssessed assessed = {instance, (int64_t)(sides->lhs - sides->rhs), finding};

    g_array_append_val(check->assessed, assessed);
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++)
        check->judged[instance->terms[i].cell] = true;
}

static void remember_open(Check *check, const GovInstance *instance, const Sides *sides)
{
    GovOpen open = {instance, (int64_t)(sides->lhs - sides->rhs), sides->may_rise, sides->may_fall};

    g_array_append_val(check->open, open);
}

/* Applies one comparison. Cells that keep it from being judged are added to `open`, unless they
 * are all absent: that is told for the table as a whole. */
static void apply(Check *check, const GovRule *rule, const GovInstance *instance, GArray *open)
{
    GovCompare compare = gov__rule_get_compare(rule);
    GovNulls nulls = gov_rule_get_nulls(rule);
    Sides sides = sum_sides(check, instance, nulls);
    bool identity = compare == GOV_COMPARE_EQ && gov_rule_get_severity(rule) == GOV_SEVERITY_ERROR;
    if (identity && fits(&sides) && sides.n_without > 0)
        remember_open(check, instance, &sides);
    bool failed = sides.n_without == 0 ? !holds(compare, sides.lhs - sides.rhs)
                                       : nulls == GOV_NULLS_BOUND && fails_anyhow(compare, &sides);

    if (!fits(&sides) || (sides.n_without > sides.n_absent && !failed)) {
        add_open_cells(check, instance, !fits(&sides), open);
        return;
    }
    if (sides.n_without > 0 && !failed)
        return;
    GovFinding *finding = NULL;
    if (failed && (identity || !is_covered(check, instance)))
        finding = add_failed(check, rule, instance, &sides);
    if (identity && sides.n_without == 0)
        remember(check, instance, &sides, finding);
}

static void apply_rule(Check *check, const GovRule *rule)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (size_t i = 0; i < gov_rule_n_instances(rule); i++)
        apply(check, rule, gov__rule_get_instance(rule, i), open);
    if (open->len == 0)
        return;
    GovFinding *finding = gov__finding_new(check->report, GOV_FINDING_NOT_ASSESSABLE);
    finding->rule = rule;
    finding->rule_id = g_strdup(gov_rule_get_id(rule));
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->table = gov_form_get_cell_table(check->form, g_array_index(open, uint32_t, 0));
    finding->n_without = open->len;
    g_array_append_vals(finding->cells, open->data, open->len);
    g_ptr_array_add(check->findings, finding);
}

/* Rows, or all, of a table that the document does not have. */
static void check_complete(Check *check, size_t table)
{
    g_autoptr(GArray) absent = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (uint32_t cell = 0; cell < gov_form_n_cells(check->form); cell++)
        if (gov_form_get_cell_table(check->form, cell) == table &&
            gov_report_get_status(check->report, cell) == GOV_STATUS_ABSENT)
            g_array_append_val(absent, cell);
    if (absent->len == 0)
        return;
    GovFinding *finding = gov__finding_new(check->report, GOV_FINDING_INCOMPLETE);
    finding->rule_id = g_strdup_printf("%s.complete", gov_form_get_table_id(check->form, table));
    finding->severity = GOV_SEVERITY_WARNING;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->table = table;
    finding->n_without = absent->len;
    g_array_append_vals(finding->cells, absent->data, absent->len);
    g_ptr_array_add(check->findings, finding);
}

static bool is_identity(const GovRule *rule)
{
    return gov__rule_get_compare(rule) == GOV_COMPARE_EQ;
}

GPtrArray *gov_check_report(const GovReport *report)
{
    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report), NULL);

    const GovForm *form = gov_report_get_form(report);
    g_autoptr(GArray) assessed = g_array_new(FALSE, FALSE, sizeof(GovAssessed));
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(GovOpen));
    g_autofree uint8_t *judged = g_new0(uint8_t, gov_form_n_cells(form));
    Check check = {report, form, g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref),
                   assessed, open, judged};

    for (size_t table = 0; table < gov_form_n_tables(form); table++)
        check_complete(&check, table);
    /* Identities first: what they judge, the weaker rules need not repeat. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < gov_form_n_rules(form); i++)
            if (is_identity(gov_form_get_rule(form, i)) == (pass == 0))
                apply_rule(&check, gov_form_get_rule(form, i));
    gov__locate(report, assessed, open);
    return check.findings;
}
