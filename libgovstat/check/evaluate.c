/* SPDX-License-Identifier: MIT */
/* The rules of a form, applied to a report.
 *
 * Every comparison is summed once over the values and the statuses of the report, both in cell
 * order: a report is a block of one row. What has no figure is never taken for zero in silence:
 * its null mode decides, and what cannot be judged is told, once per rule. Figures of the year
 * before are read from the other report by their code, and are otherwise figures like any. */
#include <govstat/check.h>

#include "check/claim-private.h"
#include "check/finding-private.h"

/* One comparison summed up. */
typedef struct {
    __int128 lhs;
    __int128 rhs;
    size_t n_without;  /* cells without a figure */
    size_t n_absent;   /* of these, cells that are not in the document */
    bool may_rise;     /* such cells could raise left − right */
    bool may_fall;     /* or lower it */
} Sides;

/* What a comparison or a condition comes to. */
typedef enum { VERDICT_HOLDS, VERDICT_FAILS, VERDICT_OPEN } Verdict;

/* The cell a term means in the report it is of, or -1. */
static int term_cell(const GovCheck *check, const GovTerm *term)
{
    return term->year == 0 || check->prior_cells == NULL ? (int)term->cell : check->prior_cells[term->cell];
}

static GovStatus term_status(const GovCheck *check, const GovTerm *term)
{
    const GovReport *report = term->year == 0 ? check->report : check->prior;
    int cell = term_cell(check, term);

    return report == NULL || cell < 0 ? GOV_STATUS_ABSENT : gov_report_get_status(report, (size_t)cell);
}

static int64_t term_value(const GovCheck *check, const GovTerm *term)
{
    const GovReport *report = term->year == 0 ? check->report : check->prior;

    return gov_report_get_values(report)[term_cell(check, term)];
}

/* What a sum makes of cells without a figure: as `nulls` says, or first what other sums leave for them. */
typedef struct {
    GovNulls nulls;
    bool deduced;
} Blanks;

static bool is_deduced(const GovCheck *check, const GovTerm *term)
{
    return term->year == 0 && check->is_deduced[term->cell];
}

static void sum_unknown(Sides *sides, const GovCheck *check, const GovTerm *term, bool left, GovNulls nulls)
{
    GovStatus status = term_status(check, term);
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

static Sides sum_sides_with(const GovCheck *check, const GovInstance *instance, Blanks blanks)
{
    Sides sides = {.lhs = instance->left_constant, .rhs = instance->right_constant};

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        bool left = i < instance->n_left;
        bool reported = term_status(check, term) == GOV_STATUS_REPORTED;
        if (!reported && !(blanks.deduced && is_deduced(check, term))) {
            sum_unknown(&sides, check, term, left, blanks.nulls);
            continue;
        }
        int64_t value = reported ? term_value(check, term) : check->deduced[term->cell];
        *(left ? &sides.lhs : &sides.rhs) += (__int128)value * term->coefficient;
    }
    return sides;
}

static Sides sum_sides(const GovCheck *check, const GovInstance *instance, GovNulls nulls)
{
    return sum_sides_with(check, instance, (Blanks){nulls, false});
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

static __int128 magnitude(__int128 value)
{
    return value < 0 ? -value : value;
}

/* Left − right, less what the rule tolerates. The sides must fit. */
static __int128 excess(const GovInstance *instance, int64_t percent, const Sides *sides)
{
    const __int128 whole = (__int128)100 * 1000000;
    __int128 difference = sides->lhs - sides->rhs;
    __int128 larger = MAX(magnitude(sides->lhs), magnitude(sides->rhs));
    __int128 slack = instance->tolerance + larger * percent / whole;

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
static bool fails_anyhow(GovCompare compare, const Sides *sides, __int128 difference)
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
static bool holds_anyhow(GovCompare compare, const Sides *sides, __int128 difference)
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
static Verdict judge(const GovInstance *instance, const Sides *sides, GovNulls nulls, int64_t percent)
{
    if (!fits(sides))
        return VERDICT_OPEN;
    __int128 difference = excess(instance, percent, sides);
    if (sides->n_without == 0)
        return holds(instance->compare, difference) ? VERDICT_HOLDS : VERDICT_FAILS;
    bool bounds = nulls == GOV_NULLS_BOUND || nulls == GOV_NULLS_BOTH;
    return bounds && percent == 0 && fails_anyhow(instance->compare, sides, difference) ? VERDICT_FAILS
                                                                                       : VERDICT_OPEN;
}

/* Whether a comparison is to be made; OPEN if that hangs on cells without a figure. */
static Verdict judge_conditions(const GovCheck *check, const GovInstance *instance, GovNulls nulls)
{
    Verdict all = VERDICT_HOLDS;

    for (unsigned i = 0; i < instance->n_conditions; i++) {
        const GovInstance *condition = &instance->conditions[i];
        Sides sides = sum_sides(check, condition, nulls);
        Verdict verdict = judge(condition, &sides, nulls, 0);
        if (verdict == VERDICT_FAILS)
            return VERDICT_FAILS;
        if (verdict == VERDICT_OPEN && nulls != GOV_NULLS_STRICT && fits(&sides) &&
            holds_anyhow(condition->compare, &sides, sides.lhs - sides.rhs))
            verdict = VERDICT_HOLDS;
        if (verdict == VERDICT_OPEN)
            all = VERDICT_OPEN;
    }
    return all;
}

static bool names_prior(const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        if (instance->terms[i].year != 0)
            return true;
    return false;
}

/* Whether identities that were judged cover all cells of a comparison that follows from them, which
 * then says nothing new: parts above a total are one slip, not two. A single cell is not a part. */
static bool is_covered(const GovCheck *check, const GovRule *rule, const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);

    if (gov_rule_get_severity(rule) != GOV_SEVERITY_ERROR || n < 2 || names_prior(instance))
        return false;
    for (unsigned i = 0; i < n; i++)
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

static GovClass classify_finding(const GovFinding *finding)
{
    GovClass own = classify(finding->report, finding->cells);
    GovClass other =
        finding->prior != NULL ? classify(finding->prior, finding->prior_cells) : GOV_CLASS_SOURCE;

    if (own == GOV_CLASS_READING || other == GOV_CLASS_READING)
        return GOV_CLASS_READING;
    return own == GOV_CLASS_SOURCE ? other : own;
}

static void add_cell(GArray *cells, int cell)
{
    uint32_t added = (uint32_t)cell;

    if (cell >= 0)
        g_array_append_val(cells, added);
}

static GovFinding *new_finding(GovCheck *check, const GovRule *rule, GovFindingKind kind, bool with_prior)
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

static void set_sides(GovFinding *finding, const GovInstance *instance, const Sides *sides)
{
    finding->has_sides = true;
    finding->n_without = sides->n_without;
    finding->lhs = (int64_t)sides->lhs;
    finding->rhs = (int64_t)sides->rhs;
    finding->type = instance->type;
}

static GovFinding *add_compared(GovCheck *check, const GovRule *rule, GovFindingKind kind,
                                const GovInstance *instance, const Sides *sides)
{
    GovFinding *finding = new_finding(check, rule, kind, names_prior(instance));

    finding->instance = instance;
    finding->axis = instance->axis;
    finding->table = instance->table;
    finding->index = instance->index;
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        add_cell(term->year == 0 ? finding->cells : finding->prior_cells, term_cell(check, term));
    }
    set_sides(finding, instance, sides);
    finding->klass = classify_finding(finding);
    return finding;
}

/* Whether a total has no figure: that says nothing of its parts. */
static bool is_lone_blank(const GovCheck *check, const GovInstance *instance)
{
    const GovTerm *right = &instance->terms[instance->n_left];

    if ((instance->n_left == 1) == (instance->n_right == 1))
        return false;
    return term_status(check, instance->n_left == 1 ? instance->terms : right) != GOV_STATUS_REPORTED;
}

/* A rule that blanks would fail if they were zero, and may hold if they are not. */
static GovFinding *add_hinging(GovCheck *check, const GovRule *rule, const GovInstance *instance, size_t n_without)
{
    Sides zero = sum_sides_with(check, instance, (Blanks){GOV_NULLS_ZERO, true});

    if (zero.n_without > 0 || is_lone_blank(check, instance) ||
        judge(instance, &zero, GOV_NULLS_ZERO, gov__rule_get_percent(rule)) != VERDICT_FAILS)
        return NULL;
    GovFinding *finding = add_compared(check, rule, GOV_FINDING_NOT_ASSESSABLE, instance, &zero);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->hinges = true;
    finding->n_without = n_without;
    return finding;
}

/* Cells that keep a rule from being judged. */
typedef struct {
    GArray *cells; /* uint32_t: of the report */
    GArray *prior; /* uint32_t: of that of the year before */
    bool *fails_with_zeros; /* some comparison would not hold if blanks were 0 … */
    bool *has_sums;         /* … or, for some that are totals, the sum of their parts */
} Open;

static void add_once(GArray *cells, int cell)
{
    bool known = false;

    for (guint k = 0; k < cells->len && !known; k++)
        known = g_array_index(cells, uint32_t, k) == (uint32_t)cell;
    if (!known)
        add_cell(cells, cell);
}

/* Those without a figure, or all of them where the sums are too large to be held. */
static void add_open_cells(const GovCheck *check, const GovInstance *instance, bool all, const Open *open)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        if (is_deduced(check, term) && check->deduced[term->cell] != 0)
            *open->has_sums = true;
        if (all || term_status(check, term) != GOV_STATUS_REPORTED)
            add_once(term->year == 0 ? open->cells : open->prior, term_cell(check, term));
    }
}

static void remember(GovCheck *check, const GovInstance *instance, const Sides *sides, GovFinding *finding)
{
    GovAssessed assessed = {instance, (int64_t)(sides->lhs - sides->rhs), finding};

    g_array_append_val(check->assessed, assessed);
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        check->judged[instance->terms[i].cell] = true;
}

static void remember_open(GovCheck *check, const GovInstance *instance, const Sides *sides)
{
    GovOpen open = {instance, (int64_t)(sides->lhs - sides->rhs), sides->may_rise, sides->may_fall};

    g_array_append_val(check->open, open);
}

/* Whether other sums leave nothing but 0 for the cells without a figure, so that nothing is open. */
static bool is_settled(const GovCheck *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        if (term_status(check, term) != GOV_STATUS_REPORTED &&
            !(is_deduced(check, term) && check->deduced[term->cell] == 0))
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
        names_prior(instance))
        return false;
    for (unsigned i = 0; i < n && n > 1; i++)
        if (!check->touched[instance->terms[i].cell])
            return false;
    return n > 1 || instance->compare == GOV_COMPARE_GE || instance->compare == GOV_COMPARE_GT;
}

/* Cells that keep a comparison from being judged are added to `open`, unless they are all absent:
 * that is told for the table as a whole. */
static GovFinding *tell_open(GovCheck *check, const GovRule *rule, const GovInstance *instance,
                             const Sides *sides, const Open *open)
{
    bool too_large = !fits(sides);

    if (!too_large && (sides->n_without == sides->n_absent ||
                       (gov_rule_get_nulls(rule) != GOV_NULLS_STRICT && is_settled(check, instance)) ||
                       is_idle(check, rule, instance)))
        return NULL;
    GovFinding *hinging = NULL;
    if (gov_rule_get_nulls(rule) == GOV_NULLS_BOTH && !too_large)
        hinging = add_hinging(check, rule, instance, sides->n_without);
    if (hinging != NULL)
        return hinging;
    Sides zero = sum_sides_with(check, instance, (Blanks){GOV_NULLS_ZERO, true});
    if (too_large || zero.n_without > 0 ||
        judge(instance, &zero, GOV_NULLS_ZERO, gov__rule_get_percent(rule)) != VERDICT_HOLDS)
        *open->fails_with_zeros = true;
    add_open_cells(check, instance, too_large, open);
    return NULL;
}

/* A failure whose condition is open cannot be told as one. */
static void tell_unconditioned(const GovCheck *check, const GovInstance *instance, const Open *open)
{
    *open->fails_with_zeros = true;
    for (unsigned i = 0; i < instance->n_conditions; i++)
        add_open_cells(check, &instance->conditions[i], false, open);
}

/* An identity that fails with the only numbers that the others leave for the blanks. */
static GovFinding *add_deduced(GovCheck *check, const GovRule *rule, const GovInstance *instance)
{
    GovNulls nulls = gov_rule_get_nulls(rule);
    if (!gov__rule_is_identity(rule) || nulls == GOV_NULLS_STRICT)
        return NULL;
    Sides sides = sum_sides_with(check, instance, (Blanks){nulls, true});
    if (judge(instance, &sides, nulls, 0) != VERDICT_FAILS)
        return NULL;
    GovFinding *finding = add_compared(check, rule, GOV_FINDING_FAILED, instance, &sides);
    finding->deduced = true;
    return finding;
}

static bool has_sums(const GovCheck *check, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        if (is_deduced(check, &instance->terms[i]) && check->deduced[instance->terms[i].cell] != 0)
            return true;
    return false;
}

/* What the locator may work on if the report writes no zeros. */
static void remember_filled(GovCheck *check, const GovInstance *instance, GovFinding *finding)
{
    if (has_sums(check, instance))
        return;
    Sides sides = sum_sides_with(check, instance, (Blanks){GOV_NULLS_ZERO, true});
    GovAssessed filled = {instance, (int64_t)(sides.lhs - sides.rhs), finding};

    if (sides.n_without == 0 && fits(&sides))
        g_array_append_val(check->filled, filled);
}

static void apply(GovCheck *check, const GovRule *rule, const GovInstance *instance, const Open *open)
{
    GovNulls nulls = gov_rule_get_nulls(rule);
    Verdict condition = judge_conditions(check, instance, nulls);
    if (condition == VERDICT_FAILS)
        return;
    Sides sides = sum_sides(check, instance, nulls);
    Verdict verdict = judge(instance, &sides, nulls, gov__rule_get_percent(rule));
    bool is_identity = gov__rule_is_identity(rule);
    GovFinding *finding = NULL;
    if (is_identity && fits(&sides) && sides.n_without > 0)
        remember_open(check, instance, &sides);
    if (verdict == VERDICT_OPEN && condition == VERDICT_HOLDS)
        finding = add_deduced(check, rule, instance);
    if (verdict == VERDICT_OPEN && finding == NULL)
        finding = tell_open(check, rule, instance, &sides, open);
    if (verdict == VERDICT_FAILS && condition == VERDICT_OPEN) {
        tell_unconditioned(check, instance, open);
        return;
    }
    if (verdict == VERDICT_FAILS && !(instance->compare != GOV_COMPARE_EQ && is_covered(check, rule, instance))) {
        finding = add_compared(check, rule, GOV_FINDING_FAILED, instance, &sides);
        finding->bounded = sides.n_without > 0;
    }
    if (is_identity && sides.n_without == 0 && fits(&sides))
        remember(check, instance, &sides, finding);
    else if (is_identity)
        remember_filled(check, instance, finding);
}

static void apply_rule(GovCheck *check, const GovRule *rule)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) prior = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    bool fails_with_zeros = false, has_sums = false;
    const Open open = {cells, prior, &fails_with_zeros, &has_sums};

    for (size_t i = 0; i < gov_rule_n_instances(rule); i++)
        apply(check, rule, gov__rule_get_instance(rule, i), &open);
    if (cells->len + prior->len == 0)
        return;
    GovFinding *finding = new_finding(check, rule, GOV_FINDING_NOT_ASSESSABLE, prior->len > 0);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    finding->table = cells->len > 0
                         ? gov_form_get_cell_table(check->form, g_array_index(cells, uint32_t, 0))
                         : gov__rule_get_instance(rule, 0)->table;
    finding->n_without = cells->len + prior->len;
    finding->holds_with_zeros = !fails_with_zeros && !has_sums;
    finding->holds_with_sums = !fails_with_zeros && has_sums;
    g_array_append_vals(finding->cells, cells->data, cells->len);
    g_array_append_vals(finding->prior_cells, prior->data, prior->len);
}

/* Rows, or all, of a table that the document does not have. */
static void check_complete(GovCheck *check, size_t table)
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

static bool is_equation(const GovRule *rule)
{
    return gov__rule_get_compare(rule) == GOV_COMPARE_EQ;
}

static void touch_cells(GovCheck *check)
{
    for (size_t i = 0; i < gov__rules_n_all(check->form, check->rules); i++) {
        const GovRule *rule = gov__rules_get_all(check->form, check->rules, i);
        for (size_t k = 0; rule != NULL && gov__rule_is_identity(rule) && k < gov_rule_n_instances(rule); k++) {
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

static GovRules *find_rules(const GPtrArray *all, const GovForm *form)
{
    for (guint i = 0; all != NULL && i < all->len; i++)
        if (gov_rules_get_form(g_ptr_array_index(all, i)) == form)
            return g_ptr_array_index(all, i);
    return NULL;
}

/* Two editions share the codes of what they share. */
static int32_t *map_cells(const GovForm *form, const GovForm *other)
{
    if (form == other)
        return NULL;
    size_t n = gov_form_n_cells(form);
    int32_t *cells = g_new(int32_t, n);
    for (size_t cell = 0; cell < n; cell++)
        cells[cell] = gov_form_find_cell(other, gov_form_get_code(form, cell));
    return cells;
}

void gov__check_init(GovCheck *check, const GovReport *report, const GovReport *prior, const GPtrArray *rules)
{
    const GovForm *form = gov_report_get_form(report);

    *check = (GovCheck){.report = report, .form = form, .prior = prior, .rules = find_rules(rules, form)};
    check->prior_cells = prior != NULL ? map_cells(form, gov_report_get_form(prior)) : NULL;
    check->findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
    check->assessed = g_array_new(FALSE, FALSE, sizeof(GovAssessed));
    check->open = g_array_new(FALSE, FALSE, sizeof(GovOpen));
    check->filled = g_array_new(FALSE, FALSE, sizeof(GovAssessed));
    size_t n = gov_form_n_cells(form);
    check->judged = g_new0(uint8_t, n);
    check->touched = g_new0(uint8_t, n);
    check->deduced = g_new0(int64_t, n);
    check->is_deduced = g_new0(bool, n);
}

void gov__check_clear(GovCheck *check)
{
    g_free(check->prior_cells);
    g_free(check->judged);
    g_free(check->touched);
    g_free(check->deduced);
    g_free(check->is_deduced);
    g_array_unref(check->assessed);
    g_array_unref(check->open);
    g_array_unref(check->filled);
}

/* In most reports with blanks a blank is a zero. Where nearly all sums over blanks hold that way, the
 * locator takes them so: else a slip in such a report could not be placed. */
static void assume_zeros(GovCheck *check)
{
    guint n_holding = 0;
    bool has_failed = false;

    for (guint i = 0; i < check->findings->len && !has_failed; i++)
        has_failed = ((GovFinding *)g_ptr_array_index(check->findings, i))->kind == GOV_FINDING_FAILED;
    for (guint i = 0; i < check->filled->len; i++)
        n_holding += g_array_index(check->filled, GovAssessed, i).difference == 0;
    if (has_failed && n_holding >= 3 * (check->filled->len - n_holding))
        g_array_append_vals(check->assessed, check->filled->data, check->filled->len);
}

GPtrArray *gov_check_report_with(const GovReport *report, const GovCheckOptions *options)
{
    const GovCheckOptions none = GOV_CHECK_OPTIONS_INIT;
    GovCheck check;

    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report), NULL);
    options = options != NULL ? options : &none;
    g_return_val_if_fail(options->prior == NULL || gov_report_is_sealed(options->prior), NULL);
    gov__check_init(&check, report, options->prior, options->rules);
    for (size_t table = 0; table < gov_form_n_tables(check.form); table++)
        check_complete(&check, table);
    gov__check_apply_rules(&check, false);
    assume_zeros(&check);
    gov__locate(&check);
    if (options->prior != NULL)
        gov__check_apply_rules(&check, true);
    gov__check_remarks(&check);
    gov__check_narrative(check.findings, report, options->prior, options->narrative, false);
    gov__check_clear(&check);
    return check.findings;
}

GPtrArray *gov_check_report(const GovReport *report)
{
    return gov_check_report_with(report, NULL);
}
