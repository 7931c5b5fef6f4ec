/* SPDX-License-Identifier: MIT */
/* Counts, sums, squares and ranges of all cells in all groups.
 *
 * Rows are put in order of their groups once, block by block: a run is what one block has of one group.
 * Then the columns are gone through one after the other, run by run, with the sums of a run in
 * registers and the figures of a block in the cache. Sums of a run wrap in 64 bits; least and greatest
 * figure, which are wanted anyway, tell afterwards whether they can have, and only then the run is
 * added up again in wide numbers. Workers take whole columns, so that nothing needs to be merged. */
#include <string.h>

#include "aggregate/aggregate-private.h"
#include "dataset/dataset-private.h"

#define BLOCK ((size_t)1 << 14)
#define RUN_MAX ((size_t)1 << 14)
#define SMALL ((int64_t)1 << 24)  /* squares of 2^14 figures below it fit 63 bits */
#define MEDIUM ((int64_t)1 << 56) /* and 127 bits */
#define ROWS_PER_RUN 64           /* blocks grow with the number of groups, so that runs stay worth it */

typedef struct {
    uint32_t group;
    uint32_t n;
    size_t first; /* in the order of rows */
} Run;

/* The same for all columns, and read only once it is made. */
typedef struct {
    GovAggregate *self;
    const GovDataset *dataset;
    const uint32_t *groups;
    uint32_t *order;
    GArray *runs;
    gint next; /* slot */
} Plan;

/* One column. */
typedef struct {
    const int64_t *values;
    const uint8_t *bits; /* NULL: all are reported */
    size_t offset;       /* of the bit of row 0 */
} Column;

/* ---- the order of rows ---- */

static void add_runs(Plan *plan, uint32_t group, size_t first, size_t n)
{
    for (size_t done = 0; done < n; done += RUN_MAX) {
        const Run run = {group, (uint32_t)MIN(RUN_MAX, n - done), first + done};
        g_array_append_val(plan->runs, run);
    }
}

/* Counts, then places: rows of a group keep their order. */
static void order_block(Plan *plan, size_t first, size_t n, size_t *starts)
{
    size_t n_groups = plan->self->n_groups, at = first;

    memset(starts, 0, n_groups * sizeof *starts);
    for (size_t row = first; row < first + n; row++)
        starts[plan->groups[row]]++;
    for (size_t group = 0; group < n_groups; group++) {
        size_t count = starts[group];
        starts[group] = at;
        if (count > 0)
            add_runs(plan, (uint32_t)group, at, count);
        at += count;
    }
    for (size_t row = first; row < first + n; row++)
        plan->order[starts[plan->groups[row]]++] = (uint32_t)row;
}

static void order_rows(Plan *plan, size_t block)
{
    size_t n = gov_dataset_n_rows(plan->dataset);
    g_autofree size_t *starts = g_new(size_t, plan->self->n_groups + 1);

    plan->order = g_new(uint32_t, n + 1);
    plan->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    for (size_t first = 0; first < n; first += block)
        order_block(plan, first, MIN(block, n - first), starts);
}

/* ---- a run ---- */

typedef struct {
    uint64_t sum;
    uint64_t squares;
    int64_t least;
    int64_t greatest;
} Sums;

/* Two of each, so that one figure need not wait for the other. */
static Sums sum_figures(const int64_t *values, const uint32_t *rows, size_t n)
{
    Sums a = {0, 0, INT64_MAX, INT64_MIN}, b = a;
    size_t i = 0;

    for (; i + 1 < n; i += 2) {
        int64_t x = values[rows[i]], y = values[rows[i + 1]];
        a.sum += (uint64_t)x;
        b.sum += (uint64_t)y;
        a.squares += (uint64_t)x * (uint64_t)x;
        b.squares += (uint64_t)y * (uint64_t)y;
        a.least = MIN(a.least, x);
        b.least = MIN(b.least, y);
        a.greatest = MAX(a.greatest, x);
        b.greatest = MAX(b.greatest, y);
    }
    int64_t last = values[rows[n - 1]];
    bool odd = i < n;
    return (Sums){a.sum + b.sum + (odd ? (uint64_t)last : 0),
                  a.squares + b.squares + (odd ? (uint64_t)last * (uint64_t)last : 0),
                  MIN(MIN(a.least, b.least), last), MAX(MAX(a.greatest, b.greatest), last)};
}

static inline uint64_t is_valid(const Column *column, size_t row)
{
    size_t bit = column->offset + row;

    return column->bits[bit / 8] >> bit % 8 & 1u;
}

/* What is not reported has the value 0. Sums do not mind, nor does a range on both sides of 0 or with one
 * reported zero, which as a rule is found at once; else the range is that of the reported figures, if any. */
static Sums mend_range(const Column *column, const uint32_t *rows, size_t n, Sums sums)
{
    int64_t least = INT64_MAX, greatest = INT64_MIN;

    for (size_t i = 0; i < n; i++) {
        int64_t x = column->values[rows[i]];
        bool valid = is_valid(column, rows[i]) != 0;
        if (x == 0 && valid)
            return sums;
        least = MIN(least, valid ? x : INT64_MAX);
        greatest = MAX(greatest, valid ? x : INT64_MIN);
    }
    return (Sums){sums.sum, sums.squares, least, greatest};
}

static Sums sum_run(const Column *column, const uint32_t *rows, size_t n)
{
    Sums sums = sum_figures(column->values, rows, n);
    bool in_doubt = column->bits != NULL && (sums.least == 0 || sums.greatest == 0);

    return in_doubt ? mend_range(column, rows, n, sums) : sums;
}

static void add_medium(GovMoments *moments, const int64_t *values, const uint32_t *rows, size_t n)
{
    GovU128 squares = 0;
    __int128 sum = 0;

    for (size_t i = 0; i < n; i++) {
        __int128 x = values[rows[i]];
        sum += x;
        squares += (GovU128)(x * x);
    }
    moments->sum += sum;
    gov__wide_add_u128(&moments->squares, squares);
}

static void add_large(GovMoments *moments, const int64_t *values, const uint32_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        __int128 x = values[rows[i]];
        moments->sum += x;
        gov__wide_add_u128(&moments->squares, (GovU128)(x * x));
    }
}

static void add_run(GovMoments *moments, const Column *column, const uint32_t *rows, size_t n)
{
    Sums sums = sum_run(column, rows, n);

    if (sums.least > sums.greatest)
        return; /* nothing is reported */
    moments->least = MIN(moments->least, sums.least);
    moments->greatest = MAX(moments->greatest, sums.greatest);
    if (sums.least > -SMALL && sums.greatest < SMALL) {
        moments->sum += (int64_t)sums.sum;
        gov__wide_add_u64(&moments->squares, sums.squares);
    } else if (sums.least > -MEDIUM && sums.greatest < MEDIUM) {
        add_medium(moments, column->values, rows, n);
    } else {
        add_large(moments, column->values, rows, n);
    }
}

/* ---- a column ---- */

typedef struct {
    const uint32_t *groups;
    GovMoments *moments;
} Count;

static void count_lacking(size_t row, GovStatus status, void *data)
{
    const Count *count = data;
    GovMoments *at = &count->moments[count->groups[row]];

    at->n[GOV_STATUS_REPORTED]--;
    at->n[status]++;
}

static void measure_column(const Plan *plan, size_t cell)
{
    GovAggregate *self = plan->self;
    GovMoments *moments = gov__aggregate_moments(self, 0, cell);
    Column column = {.values = gov_dataset_get_values(plan->dataset, cell)};

    column.bits = gov_dataset_get_validity(plan->dataset, cell, &column.offset);
    for (size_t group = 0; group < self->n_groups; group++) { /* all else is 0 already */
        moments[group].least = INT64_MAX;
        moments[group].greatest = INT64_MIN;
        moments[group].n[GOV_STATUS_REPORTED] = self->n_rows[group];
    }
    for (size_t i = 0; i < plan->runs->len; i++) {
        const Run *run = &g_array_index(plan->runs, Run, i);
        add_run(&moments[run->group], &column, plan->order + run->first, run->n);
    }
    Count count = {plan->groups, moments};
    gov__dataset_visit_lacking(plan->dataset, cell, count_lacking, &count);
    for (size_t group = 0; group < self->n_groups; group++)
        if (moments[group].n[GOV_STATUS_REPORTED] == 0)
            moments[group].least = moments[group].greatest = 0;
}

/* ---- distributions ---- */

static void spread_column(const Plan *plan, size_t cell)
{
    GovAggregate *self = plan->self;
    size_t n = gov_dataset_n_rows(plan->dataset), at = 0;
    Column column = {.values = gov_dataset_get_values(plan->dataset, cell)};
    g_autofree int64_t *figures = g_new(int64_t, n + 1);
    g_autofree int64_t *spare = g_new(int64_t, n + 1);

    column.bits = gov_dataset_get_validity(plan->dataset, cell, &column.offset);
    for (size_t group = 0; group < self->n_groups; group++) {
        size_t n_figures = 0;
        for (size_t i = 0; i < self->n_rows[group]; i++, at++)
            if (column.bits == NULL || is_valid(&column, plan->order[at]) != 0)
                figures[n_figures++] = column.values[plan->order[at]];
        *gov__aggregate_spread(self, group, cell) = gov__spread_new(figures, spare, n_figures, self->distribution);
    }
}

/* ---- workers ---- */

static gpointer work(gpointer data)
{
    Plan *plan = data;
    size_t slot = (size_t)g_atomic_int_add(&plan->next, 1);

    for (; slot < plan->self->n_cells; slot = (size_t)g_atomic_int_add(&plan->next, 1)) {
        measure_column(plan, plan->self->cells[slot]);
        if (plan->self->spreads != NULL)
            spread_column(plan, plan->self->cells[slot]);
    }
    return NULL;
}

void gov__aggregate_measure(GovAggregate *self, const GovDataset *dataset, const uint32_t *groups,
                            unsigned threads)
{
    size_t n = gov_dataset_n_rows(dataset);
    Plan plan = {.self = self, .dataset = dataset, .groups = groups};
    g_autoptr(GPtrArray) workers = g_ptr_array_new();

    /* Distributions need the rows of a group in one run. */
    order_rows(&plan, self->spreads != NULL ? MAX(n, 1) : MAX(BLOCK, self->n_groups * ROWS_PER_RUN));
    for (unsigned i = 1; i < MIN(threads, self->n_cells); i++) {
        GThread *worker = g_thread_try_new("aggregate", work, &plan, NULL);
        if (worker != NULL) /* else the others do its share */
            g_ptr_array_add(workers, worker);
    }
    work(&plan);
    for (size_t i = 0; i < workers->len; i++)
        g_thread_join(g_ptr_array_index(workers, i));
    g_array_unref(plan.runs);
    g_free(plan.order);
}

void gov__moments_add(GovMoments *to, const GovMoments *from)
{
    if (from->n[GOV_STATUS_REPORTED] > 0) {
        bool first = to->n[GOV_STATUS_REPORTED] == 0;
        to->least = first ? from->least : MIN(to->least, from->least);
        to->greatest = first ? from->greatest : MAX(to->greatest, from->greatest);
    }
    to->sum += from->sum;
    gov__wide_add(&to->squares, &from->squares);
    for (size_t i = 0; i < GOV_N_STATUSES; i++)
        to->n[i] += from->n[i];
}
