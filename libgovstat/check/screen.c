/* SPDX-License-Identifier: MIT */
/* Checking a dataset: a screen over columns, then the report's own check for what is caught in it.
 *
 * Most rows are sound, and to show that takes no finding: every comparison is summed up for a block of
 * rows at once, column by column, in plain loops over arrays that a compiler turns into vectors. A block
 * is small enough that its columns stay in the cache, however often the sums come back to them. A row in
 * which a comparison fails, a figure is lacking or a sum could wrap is made a report again and checked as
 * one: so the findings are those of gov_check_report_with(), because they are made by it. */
#include <govstat/check.h>

#include "check/finding-private.h"

#define BLOCK 256       /* rows: 200 columns of them are 400 kB */
#define SAFE_BITS 50    /* sums of MAX_TERMS figures below 2^50 stay within 63 bits */
#define MAX_WEIGHT 4096 /* of the coefficients of one comparison */
#define MAX_THREADS 64

/* One comparison, as left - right. */
typedef struct {
    const GovInstance *instance;
    int64_t constant;
} Sum;

/* What the rules come to for a form; read by all threads. */
typedef struct {
    const GovDataset *dataset;
    const GovCheckOptions *options;
    const GovForm *form;
    GArray *sums;     /* Sum */
    GArray *unsigned_cells; /* uint32_t: may not be negative, and nothing else is asked of them */
    bool all; /* some rule is beyond the screen: every row goes through the report's check */
} Plan;

/* The rows of one thread. */
typedef struct {
    const Plan *plan;
    size_t first;
    size_t end;
    bool explain;
    GArray *rows;        /* size_t: caught */
    GPtrArray *findings; /* of these, if they are to be explained */
    int64_t sum[BLOCK];
    uint8_t caught[BLOCK];
} Work;

/* ---- the plan ---- */

static const GovRules *find_rules(const Plan *plan)
{
    const GPtrArray *all = plan->options->rules;

    for (guint i = 0; all != NULL && i < all->len; i++)
        if (gov_rules_get_form(g_ptr_array_index(all, i)) == plan->form)
            return g_ptr_array_index(all, i);
    return NULL;
}

static void mark_judged(const GovRule *rule, bool *judged)
{
    for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
        const GovInstance *instance = gov__rule_get_instance(rule, i);
        for (unsigned t = 0; t < gov__instance_n_terms(instance); t++)
            judged[instance->terms[t].cell] = true;
    }
}

/* What follows from identities is not told again: see is_covered() in evaluate.c. */
static bool is_covered(const GovRule *rule, const GovInstance *instance, const bool *judged)
{
    unsigned n = gov__instance_n_terms(instance);

    if (gov_rule_get_severity(rule) != GOV_SEVERITY_ERROR || instance->compare == GOV_COMPARE_EQ || n < 2)
        return false;
    for (unsigned i = 0; i < n; i++)
        if (!judged[instance->terms[i].cell])
            return false;
    return true;
}

static bool is_sign(const GovInstance *instance)
{
    return instance->n_left == 1 && instance->n_right == 0 && instance->compare == GOV_COMPARE_GE &&
           instance->terms[0].coefficient == 1 && instance->left_constant == 0 &&
           instance->right_constant == 0;
}

/* Whether plain sums decide the comparison, and cannot wrap below SAFE_BITS. */
static bool is_plain(const GovRule *rule, const GovInstance *instance)
{
    int64_t weight = 0;

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        weight += instance->terms[i].coefficient < 0 ? -(int64_t)instance->terms[i].coefficient
                                                     : instance->terms[i].coefficient;
    int64_t limit = INT64_C(1) << 61;
    return instance->n_conditions == 0 && instance->tolerance == 0 && gov__rule_get_percent(rule) == 0 &&
           weight <= MAX_WEIGHT && instance->left_constant < limit && instance->left_constant > -limit &&
           instance->right_constant < limit && instance->right_constant > -limit;
}

static void plan_rule(Plan *plan, const GovRule *rule, const bool *judged)
{
    for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
        const GovInstance *instance = gov__rule_get_instance(rule, i);
        Sum sum = {instance, instance->left_constant - instance->right_constant};
        if (is_covered(rule, instance, judged))
            continue;
        plan->all = plan->all || !is_plain(rule, instance);
        if (is_sign(instance))
            g_array_append_val(plan->unsigned_cells, instance->terms[0].cell);
        else
            g_array_append_val(plan->sums, sum);
    }
}

static void plan_init(Plan *plan, const GovDataset *dataset, const GovCheckOptions *options)
{
    *plan = (Plan){.dataset = dataset, .options = options, .form = gov_dataset_get_form(dataset)};
    plan->sums = g_array_new(FALSE, FALSE, sizeof(Sum));
    plan->unsigned_cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const GovRules *rules = find_rules(plan);
    size_t n = gov__rules_n_all(plan->form, rules);
    g_autofree bool *judged = g_new0(bool, gov_form_n_cells(plan->form));

    for (size_t i = 0; i < n; i++) {
        const GovRule *rule = gov__rules_get_all(plan->form, rules, i);
        if (rule != NULL && gov__rule_is_identity(rule))
            mark_judged(rule, judged);
    }
    for (size_t i = 0; i < n; i++) {
        const GovRule *rule = gov__rules_get_all(plan->form, rules, i);
        if (rule != NULL && !gov_rule_uses_prior(rule))
            plan_rule(plan, rule, judged);
    }
}

static void plan_clear(Plan *plan)
{
    g_array_unref(plan->sums);
    g_array_unref(plan->unsigned_cells);
}

/* ---- a block ---- */

/* Rows without a figure in a column. */
static void catch_lacking(Work *work, size_t cell, size_t first, size_t n)
{
    size_t offset = 0;
    const uint8_t *bits = gov_dataset_get_validity(work->plan->dataset, cell, &offset);

    for (size_t i = 0; bits != NULL && i < n; i++) {
        size_t bit = offset + first + i;
        if (bit % 8 == 0 && i + 8 <= n && bits[bit / 8] == 0xFF) {
            i += 7;
            continue;
        }
        work->caught[i] |= (uint8_t)(~(bits[bit / 8] >> bit % 8) & 1);
    }
}

/* Whether any figure is so large that a sum might wrap. */
static bool has_large(const int64_t *values, size_t n)
{
    int64_t bits = 0;

    for (size_t i = 0; i < n; i++)
        bits |= values[i] ^ values[i] >> 63;
    return bits >> SAFE_BITS != 0;
}

static void catch_negative(Work *work, const int64_t *values, size_t n)
{
    int64_t any = 0;

    for (size_t i = 0; i < n; i++)
        any |= values[i];
    for (size_t i = 0; any < 0 && i < n; i++)
        work->caught[i] |= values[i] < 0;
}

static void add_column(int64_t *restrict sum, const int64_t *restrict values, size_t n, int64_t coefficient)
{
    if (coefficient == 1)
        for (size_t i = 0; i < n; i++)
            sum[i] += values[i];
    else if (coefficient == -1)
        for (size_t i = 0; i < n; i++)
            sum[i] -= values[i];
    else
        for (size_t i = 0; i < n; i++)
            sum[i] += coefficient * values[i];
}

static void catch_sums(uint8_t *restrict caught, const int64_t *restrict sum, size_t n, GovCompare compare)
{
    for (size_t i = 0; i < n; i++)
        switch (compare) {
        case GOV_COMPARE_EQ:
            caught[i] |= sum[i] != 0;
            break;
        case GOV_COMPARE_LE:
            caught[i] |= sum[i] > 0;
            break;
        case GOV_COMPARE_GE:
            caught[i] |= sum[i] < 0;
            break;
        case GOV_COMPARE_LT:
            caught[i] |= sum[i] >= 0;
            break;
        case GOV_COMPARE_GT:
            caught[i] |= sum[i] <= 0;
            break;
        }
}

static void check_sum(Work *work, const Sum *sum, size_t first, size_t n)
{
    const GovInstance *instance = sum->instance;

    for (size_t i = 0; i < n; i++)
        work->sum[i] = sum->constant;
    for (unsigned t = 0; t < gov__instance_n_terms(instance); t++) {
        const GovTerm *term = &instance->terms[t];
        const int64_t *values = gov_dataset_get_values(work->plan->dataset, term->cell) + first;
        add_column(work->sum, values, n, t < instance->n_left ? term->coefficient : -(int64_t)term->coefficient);
    }
    catch_sums(work->caught, work->sum, n, instance->compare);
}

/* A report whose edition is not that of its year gets a remark (remark.c). */
static void catch_editions(Work *work, size_t first, size_t n)
{
    const int32_t *years = gov_dataset_get_years(work->plan->dataset) + first;
    int from = gov_form_get_first_year(work->plan->form), to = gov_form_get_last_year(work->plan->form);

    for (size_t i = 0; i < n && from != 0; i++)
        work->caught[i] |= years[i] != 0 && (years[i] < from || (to != 0 && years[i] > to));
}

static void screen_block(Work *work, size_t first, size_t n)
{
    const Plan *plan = work->plan;
    bool all = plan->all;

    memset(work->caught, 0, n);
    for (size_t cell = 0; cell < gov_form_n_cells(plan->form); cell++) {
        catch_lacking(work, cell, first, n);
        all = has_large(gov_dataset_get_values(plan->dataset, cell) + first, n) || all;
    }
    if (all) {
        memset(work->caught, 1, n);
        return;
    }
    for (guint i = 0; i < plan->unsigned_cells->len; i++) {
        uint32_t cell = g_array_index(plan->unsigned_cells, uint32_t, i);
        catch_negative(work, gov_dataset_get_values(plan->dataset, cell) + first, n);
    }
    for (guint i = 0; i < plan->sums->len; i++)
        check_sum(work, &g_array_index(plan->sums, Sum, i), first, n);
    catch_editions(work, first, n);
}

/* ---- threads ---- */

static void explain_row(Work *work, size_t row)
{
    g_autoptr(GovReport) report = gov_dataset_dup_report(work->plan->dataset, row);
    g_autoptr(GPtrArray) findings = gov_check_report_with(report, work->plan->options);

    g_ptr_array_extend_and_steal(work->findings, g_steal_pointer(&findings));
}

static gpointer run(gpointer data)
{
    Work *work = data;

    for (size_t first = work->first; first < work->end; first += BLOCK) {
        size_t n = MIN(BLOCK, work->end - first);
        screen_block(work, first, n);
        for (size_t i = 0; i < n; i++) {
            size_t row = first + i;
            if (!work->caught[i])
                continue;
            g_array_append_val(work->rows, row);
            if (work->explain)
                explain_row(work, row);
        }
    }
    return NULL;
}

/* The works of all threads, done, in the order of the rows. */
static GPtrArray *run_all(const Plan *plan, unsigned n_threads, bool explain)
{
    GPtrArray *works = g_ptr_array_new_with_free_func(g_free);
    size_t n_rows = gov_dataset_n_rows(plan->dataset);
    size_t n_blocks = (n_rows + BLOCK - 1) / BLOCK;
    unsigned n = (unsigned)CLAMP(MIN(n_threads, n_blocks), 1, MAX_THREADS);
    GThread *threads[MAX_THREADS] = {NULL};

    for (unsigned i = 0; i < n; i++) {
        Work *work = g_new0(Work, 1);
        work->plan = plan;
        work->first = MIN(n_blocks * i / n * BLOCK, n_rows);
        work->end = MIN(n_blocks * (i + 1) / n * BLOCK, n_rows);
        work->explain = explain;
        work->rows = g_array_new(FALSE, FALSE, sizeof(size_t));
        work->findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
        g_ptr_array_add(works, work);
        if (i > 0)
            threads[i] = g_thread_new("check", run, work);
    }
    run(g_ptr_array_index(works, 0));
    for (unsigned i = 1; i < n; i++)
        g_thread_join(threads[i]);
    return works;
}

static const GovCheckOptions none = GOV_CHECK_OPTIONS_INIT;

static unsigned resolve_threads(unsigned n_threads)
{
    return n_threads > 0 ? n_threads : g_get_num_processors();
}

GPtrArray *gov_check_dataset(const GovDataset *dataset, const GovCheckOptions *options, unsigned n_threads)
{
    Plan plan;

    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset), NULL);
    g_return_val_if_fail(options == NULL || options->prior == NULL, NULL);
    plan_init(&plan, dataset, options != NULL ? options : &none);
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
    g_autoptr(GPtrArray) works = run_all(&plan, resolve_threads(n_threads), true);
    for (guint i = 0; i < works->len; i++) {
        Work *work = g_ptr_array_index(works, i);
        g_ptr_array_extend_and_steal(findings, work->findings);
        g_array_unref(work->rows);
    }
    plan_clear(&plan);
    return findings;
}

size_t *gov_check_find_rows(const GovDataset *dataset, const GovCheckOptions *options, unsigned n_threads,
                            size_t *n)
{
    Plan plan;

    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset) && n != NULL, NULL);
    g_return_val_if_fail(options == NULL || options->prior == NULL, NULL);
    plan_init(&plan, dataset, options != NULL ? options : &none);
    g_autoptr(GArray) rows = g_array_new(TRUE, FALSE, sizeof(size_t));
    g_autoptr(GPtrArray) works = run_all(&plan, resolve_threads(n_threads), false);
    for (guint i = 0; i < works->len; i++) {
        Work *work = g_ptr_array_index(works, i);
        g_array_append_vals(rows, work->rows->data, work->rows->len);
        g_array_unref(work->rows);
        g_ptr_array_unref(work->findings);
    }
    plan_clear(&plan);
    *n = rows->len;
    return (size_t *)(void *)g_array_free(g_steal_pointer(&rows), FALSE);
}
