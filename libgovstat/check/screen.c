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
#include "dataset/dataset-private.h"

#include <string.h>

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
    const int64_t **columns; /* values by cell */
    GArray *negative; /* uint32_t: cells that may not be negative, and somewhere are */
    GArray *large;    /* uint32_t: cells with figures that sums could wrap with */
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
    int64_t bad[BLOCK]; /* not 0: caught */
} Work;

/* ---- the plan ---- */

static bool is_large(int64_t value)
{
    return value >= INT64_C(1) << SAFE_BITS || value <= -(INT64_C(1) << SAFE_BITS);
}

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

/* The range of a column tells whether its sign need be looked at. */
static void plan_sign(Plan *plan, uint32_t cell)
{
    int64_t least = 0, greatest = 0;

    gov__dataset_get_range(plan->dataset, cell, &least, &greatest);
    if (least < 0)
        g_array_append_val(plan->negative, cell);
}

static void plan_columns(Plan *plan)
{
    size_t n = gov_form_n_cells(plan->form);

    plan->columns = g_new(const int64_t *, n);
    for (uint32_t cell = 0; cell < n; cell++) {
        int64_t least = 0, greatest = 0;
        gov__dataset_get_range(plan->dataset, cell, &least, &greatest);
        plan->columns[cell] = gov_dataset_get_values(plan->dataset, cell);
        if (is_large(least) || is_large(greatest))
            g_array_append_val(plan->large, cell);
    }
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
            plan_sign(plan, instance->terms[0].cell);
        else
            g_array_append_val(plan->sums, sum);
    }
}

static void plan_init(Plan *plan, const GovDataset *dataset, const GovCheckOptions *options)
{
    *plan = (Plan){.dataset = dataset, .options = options, .form = gov_dataset_get_form(dataset)};
    plan->sums = g_array_new(FALSE, FALSE, sizeof(Sum));
    plan->negative = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    plan->large = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    plan_columns(plan);
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
    g_array_unref(plan->negative);
    g_array_unref(plan->large);
    g_free(plan->columns);
}

/* ---- a block ---- */

/* Rows without a figure in any column: the bitmaps of all columns in one, then row by row. */
static void catch_lacking(Work *work, size_t first, size_t n)
{
    const GovDataset *dataset = work->plan->dataset;
    uint8_t all[BLOCK / 8 + 1];
    size_t offset = 0;

    memset(all, 0xFF, sizeof all);
    for (size_t cell = 0; cell < gov_form_n_cells(work->plan->form); cell++) {
        const uint8_t *bits = gov_dataset_get_validity(dataset, cell, &offset);
        size_t byte = (offset + first) / 8, end = (offset + first + n + 7) / 8;
        for (size_t i = 0; bits != NULL && i < end - byte; i++)
            all[i] &= bits[byte + i];
    }
    size_t shift = (offset + first) % 8;
    for (size_t i = 0; i < n; i++)
        work->bad[i] |= ~(all[(shift + i) / 8] >> (shift + i) % 8) & 1;
}

/* Loops over a whole block have a fixed length, which lets the compiler unroll them into vectors; the last
 * rows of a dataset take the same code with a length of their own. */
#define FOR_ROWS(n, statement)                        \
    do {                                              \
        if ((n) == BLOCK)                             \
            for (size_t i = 0; i < BLOCK; i++)        \
                statement;                            \
        else                                          \
            for (size_t i = 0; i < (n); i++)          \
                statement;                            \
    } while (0)

static void add_four(int64_t *restrict sum, const int64_t *const *columns, size_t n)
{
    const int64_t *a = columns[0], *b = columns[1], *c = columns[2], *d = columns[3];

    FOR_ROWS(n, sum[i] += a[i] + b[i] + (c[i] + d[i]));
}

static void subtract_four(int64_t *restrict sum, const int64_t *const *columns, size_t n)
{
    const int64_t *a = columns[0], *b = columns[1], *c = columns[2], *d = columns[3];

    FOR_ROWS(n, sum[i] -= a[i] + b[i] + (c[i] + d[i]));
}

static void add_one(int64_t *restrict sum, const int64_t *restrict a, int64_t coefficient, size_t n)
{
    if (coefficient == 1)
        FOR_ROWS(n, sum[i] += a[i]);
    else if (coefficient == -1)
        FOR_ROWS(n, sum[i] -= a[i]);
    else
        FOR_ROWS(n, sum[i] += coefficient * a[i]);
}

/* Sets a bit of `bad` in rows whose sum does not compare to zero as it should. */
static void catch_sums(int64_t *restrict bad, const int64_t *restrict sum, size_t n, GovCompare compare)
{
    switch (compare) {
    case GOV_COMPARE_EQ:
        FOR_ROWS(n, bad[i] |= sum[i]);
        break;
    case GOV_COMPARE_LE:
        FOR_ROWS(n, bad[i] |= -sum[i] & INT64_MIN);
        break;
    case GOV_COMPARE_GE:
        FOR_ROWS(n, bad[i] |= sum[i] & INT64_MIN);
        break;
    case GOV_COMPARE_LT:
        FOR_ROWS(n, bad[i] |= ~sum[i] & INT64_MIN);
        break;
    case GOV_COMPARE_GT:
        FOR_ROWS(n, bad[i] |= ~-sum[i] & INT64_MIN);
        break;
    }
}

/* Columns of one sign are added up four at a time, so that the sum is loaded and stored less often. */
typedef struct {
    const int64_t *columns[4];
    unsigned n;
} Group;

static void sum_terms(Work *work, const GovInstance *instance, size_t first, size_t n)
{
    Group groups[2] = {{{NULL}, 0}, {{NULL}, 0}}; /* to add, to subtract */

    for (unsigned t = 0; t < gov__instance_n_terms(instance); t++) {
        const GovTerm *term = &instance->terms[t];
        int64_t coefficient = t < instance->n_left ? term->coefficient : -(int64_t)term->coefficient;
        const int64_t *values = work->plan->columns[term->cell] + first;
        Group *group = &groups[coefficient < 0];
        if (coefficient != 1 && coefficient != -1) {
            add_one(work->sum, values, coefficient, n);
            continue;
        }
        group->columns[group->n++] = values;
        if (group->n < G_N_ELEMENTS(group->columns))
            continue;
        (coefficient < 0 ? subtract_four : add_four)(work->sum, group->columns, n);
        group->n = 0;
    }
    for (int sign = 0; sign < 2; sign++)
        for (unsigned i = 0; i < groups[sign].n; i++)
            add_one(work->sum, groups[sign].columns[i], sign == 0 ? 1 : -1, n);
}

static void check_sum(Work *work, const Sum *sum, size_t first, size_t n)
{
    FOR_ROWS(n, work->sum[i] = sum->constant);
    sum_terms(work, sum->instance, first, n);
    catch_sums(work->bad, work->sum, n, sum->instance->compare);
}

/* Whether a sum over the block might wrap; only columns that have such figures at all are looked at. */
static bool has_large(const Plan *plan, size_t first, size_t n)
{
    for (guint c = 0; c < plan->large->len; c++) {
        const int64_t *values = plan->columns[g_array_index(plan->large, uint32_t, c)] + first;
        for (size_t i = 0; i < n; i++)
            if (is_large(values[i]))
                return true;
    }
    return false;
}

/* Whether a row was filed in another form than that of the dataset, or is a sum of such. */
static bool is_harmonised(const Plan *plan, size_t row)
{
    const char *id = gov_dataset_get_key(plan->dataset, GOV_KEY_FORM, row);

    return id != NULL && strcmp(id, gov_form_get_id(plan->form)) != 0;
}

/* One form in all rows is the rule, and one look at the dictionary. */
static void catch_harmonised(Work *work, size_t first, size_t n)
{
    const Plan *plan = work->plan;

    if (gov_dataset_n_key_values(plan->dataset, GOV_KEY_FORM) == 1 && n > 0 && !is_harmonised(plan, first))
        return;
    for (size_t i = 0; i < n; i++)
        work->bad[i] |= is_harmonised(plan, first + i);
}

/* A report whose edition is not that of its year gets a remark (remark.c). */
static void catch_editions(Work *work, size_t first, size_t n)
{
    const int32_t *years = gov_dataset_get_years(work->plan->dataset) + first;
    int from = gov_form_get_first_year(work->plan->form), to = gov_form_get_last_year(work->plan->form);

    for (size_t i = 0; i < n && from != 0; i++)
        work->bad[i] |= years[i] != 0 && (years[i] < from || (to != 0 && years[i] > to));
}

static void screen_block(Work *work, size_t first, size_t n)
{
    const Plan *plan = work->plan;
    bool all = plan->all || has_large(plan, first, n);

    FOR_ROWS(n, work->bad[i] = all);
    if (all)
        return;
    catch_lacking(work, first, n);
    for (guint i = 0; i < plan->negative->len; i++)
        catch_sums(work->bad, plan->columns[g_array_index(plan->negative, uint32_t, i)] + first, n,
                   GOV_COMPARE_GE);
    for (guint i = 0; i < plan->sums->len; i++)
        check_sum(work, &g_array_index(plan->sums, Sum, i), first, n);
    catch_editions(work, first, n);
    catch_harmonised(work, first, n);
}

/* ---- threads ---- */

/* The identities of one edition do not hold over what is only about the same in another, and cells that edition
 * does not have are not missing. */
static void explain_harmonised(Work *work, const GovReport *report, size_t row)
{
    const char *id = gov_dataset_get_key(work->plan->dataset, GOV_KEY_FORM, row);
    const char *own = gov_form_get_id(work->plan->form);
    g_autofree char *zh = g_strdup_printf("按%s报送，已换算为%s，未作检查；请在原格式下检查", id, own);
    g_autofree char *en = g_strdup_printf("filed as %s and shown as %s: not checked; check it in its own form", id, own);

    gov__check_add_remark(work->findings, report, "form.harmonised", zh, en);
}

static void explain_row(Work *work, size_t row)
{
    g_autoptr(GovReport) report = gov_dataset_dup_report(work->plan->dataset, row);
    if (is_harmonised(work->plan, row)) {
        explain_harmonised(work, report, row);
        return;
    }
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
            if (work->bad[i] == 0)
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
