/* SPDX-License-Identifier: MIT */
/* Adding up. Some columns at a time: every report that counts is added to its node, then every node to the one
 * above it, those below first. That is one pass over the figures whatever the depth of the tree, and columns
 * have nothing to do with each other, so workers share them out. Sums are held in 128 bits: no order of
 * adding can make them wrap, and taking a report out again leaves exactly what was there before. The first
 * step adds up in 64 bits where the range of a column says that nothing can wrap. */
#include "aggregate/rollup-private.h"

#include <govstat/error.h>

#include "aggregate/wide-private.h"
#include "dataset/dataset-private.h"

#include <string.h>

#define TILE 4 /* columns that are added up together, so that the nodes of the rows are read once for them */

/* Last year's report of a unit that is missing, and the node it belongs to. */
typedef struct {
    uint32_t row;
    uint32_t node;
} Prior;

typedef struct {
    uint32_t from;
    uint32_t to;
} Step;

typedef struct {
    GovRollup *rollup;
    size_t n_rows;
    size_t n_nodes;
    uint32_t *nodes;   /* by row; n_nodes: not added */
    uint32_t *n_added; /* by node: how many rows are added to it */
    GArray *priors;    /* Prior */
    GArray *steps;     /* Step: upwards, those below first */
    gint next;         /* tile */
    gint too_large;    /* whether some sum does not fit */
} Work;

/* One column, while what is lacking in it is counted. */
typedef struct {
    const Work *work;
    GovSum *sums;
} Column;

static void count_status(GovSum *sum, GovStatus status, int sign)
{
    uint32_t one = (uint32_t)sign;

    switch (status) {
    case GOV_STATUS_REPORTED:
        sum->n_reported += one;
        break;
    case GOV_STATUS_BLANK:
        sum->n_blank += one;
        break;
    case GOV_STATUS_NOT_APPLICABLE:
        sum->n_not_applicable += one;
        break;
    case GOV_STATUS_UNREADABLE:
    case GOV_STATUS_UNCERTAIN:
        sum->n_doubtful += one;
        break;
    case GOV_STATUS_ABSENT: /* what is left of those present */
        break;
    }
}

static GovSum *sums_of(const GovRollup *rollup, size_t cell)
{
    return rollup->sums + cell * rollup->nodes->len;
}

static GovPriorSum *priors_of(const GovRollup *rollup, size_t cell)
{
    return rollup->priors + cell * rollup->nodes->len;
}

/* ---- rows to nodes ---- */

/* Whether no sum of all rows can leave 64 bits. */
static bool is_narrow(const Work *work, size_t cell)
{
    int64_t least = 0, greatest = 0;

    gov__dataset_get_range(work->rollup->dataset, cell, &least, &greatest);
    __int128 most = MAX(-(__int128)least, (__int128)greatest);
    return gov__fits_64(most * (__int128)work->n_rows);
}

/* What is not reported has the value 0. */
static void add_narrow(const Work *work, const int64_t *const values[TILE], int64_t *sums)
{
    for (size_t row = 0; row < work->n_rows; row++) {
        int64_t *to = sums + (size_t)work->nodes[row] * TILE;
        for (size_t i = 0; i < TILE; i++)
            to[i] += values[i][row];
    }
}

static void add_wide(const Work *work, size_t cell)
{
    const int64_t *values = gov_dataset_get_values(work->rollup->dataset, cell);
    GovSum *sums = sums_of(work->rollup, cell);

    for (size_t row = 0; row < work->n_rows; row++)
        if (work->nodes[row] < work->n_nodes)
            sums[work->nodes[row]].sum += values[row];
}

/* Adds the rows of `n` columns; `room` is for the sums of a tile. */
static void add_rows(const Work *work, size_t first, size_t n, int64_t *room)
{
    const int64_t *values[TILE];
    bool narrow = true;

    for (size_t i = 0; i < TILE; i++) {
        size_t cell = first + MIN(i, n - 1);
        values[i] = gov_dataset_get_values(work->rollup->dataset, cell);
        narrow = narrow && is_narrow(work, cell);
    }
    for (size_t i = 0; i < n && !narrow; i++)
        add_wide(work, first + i);
    if (!narrow)
        return;
    memset(room, 0, (work->n_nodes + 1) * TILE * sizeof *room);
    add_narrow(work, values, room);
    for (size_t i = 0; i < n; i++)
        for (size_t node = 0; node < work->n_nodes; node++)
            sums_of(work->rollup, first + i)[node].sum = room[node * TILE + i];
}

static void count_lacking(size_t row, GovStatus status, void *data)
{
    const Column *column = data;
    uint32_t node = column->work->nodes[row];

    if (node == column->work->n_nodes)
        return;
    column->sums[node].n_reported--;
    count_status(&column->sums[node], status, 1);
}

static void count_rows(const Work *work, size_t cell)
{
    Column column = {work, sums_of(work->rollup, cell)};

    for (size_t node = 0; node < work->n_nodes; node++)
        column.sums[node].n_reported = work->n_added[node];
    gov__dataset_visit_lacking(work->rollup->dataset, cell, count_lacking, &column);
}

static void add_priors(const Work *work, size_t cell)
{
    GovPriorSum *sums = priors_of(work->rollup, cell);
    const int64_t *values = gov_dataset_get_values(work->rollup->dataset, cell);
    size_t offset = 0;
    const uint8_t *bits = gov_dataset_get_validity(work->rollup->dataset, cell, &offset);

    for (guint i = 0; i < work->priors->len; i++) {
        const Prior *prior = &g_array_index(work->priors, Prior, i);
        size_t bit = offset + prior->row;
        if (!gov__rollup_is_same(work->rollup, (GovSource)prior->row, cell))
            continue;
        sums[prior->node].sum += values[prior->row]; /* 0 where it is not reported */
        sums[prior->node].n += bits == NULL || (bits[bit / 8] >> bit % 8 & 1) != 0;
    }
}

/* ---- nodes to nodes ---- */

static void add_sum(GovSum *to, const GovSum *from)
{
    to->sum += from->sum;
    to->n_reported += from->n_reported;
    to->n_blank += from->n_blank;
    to->n_not_applicable += from->n_not_applicable;
    to->n_doubtful += from->n_doubtful;
}

static void add_upwards(const Work *work, size_t cell)
{
    GovSum *sums = sums_of(work->rollup, cell);
    GovPriorSum *priors = priors_of(work->rollup, cell);

    for (guint i = 0; i < work->steps->len; i++) {
        const Step *step = &g_array_index(work->steps, Step, i);
        add_sum(&sums[step->to], &sums[step->from]);
        if (priors[step->from].n == 0)
            continue;
        priors[step->to].sum += priors[step->from].sum;
        priors[step->to].n += priors[step->from].n;
    }
}

static bool all_fit(const Work *work, size_t cell)
{
    const GovSum *sums = sums_of(work->rollup, cell);
    bool all = true;

    for (size_t node = 0; node < work->n_nodes; node++)
        all = all && gov__fits_64(sums[node].sum);
    return all;
}

/* ---- workers ---- */

static void work_on_tile(Work *work, size_t first, size_t n, int64_t *room)
{
    add_rows(work, first, n, room);
    for (size_t cell = first; cell < first + n; cell++) {
        count_rows(work, cell);
        add_priors(work, cell);
        add_upwards(work, cell);
        if (!all_fit(work, cell))
            g_atomic_int_set(&work->too_large, 1);
    }
}

static gpointer work_on_columns(gpointer data)
{
    Work *work = data;
    g_autofree int64_t *room = g_new(int64_t, (work->n_nodes + 1) * TILE);
    size_t n = work->rollup->n_cells;

    for (size_t first = 0; first < n;) {
        first = (size_t)g_atomic_int_add(&work->next, 1) * TILE;
        if (first < n)
            work_on_tile(work, first, MIN(TILE, n - first), room);
    }
    return NULL;
}

/* The caller is one of the workers, and the only one where threads cannot be had. */
static void share_columns(Work *work, unsigned threads)
{
    g_autoptr(GPtrArray) others = g_ptr_array_new();

    for (unsigned i = 1; i < threads; i++) {
        GThread *thread = g_thread_try_new("rollup", work_on_columns, work, NULL);
        if (thread != NULL)
            g_ptr_array_add(others, thread);
    }
    work_on_columns(work);
    for (guint i = 0; i < others->len; i++)
        g_thread_join(g_ptr_array_index(others, i));
}

/* ---- the plan ---- */

static void list_steps(Work *work)
{
    for (guint i = 0; i < work->rollup->upwards->len; i++) {
        const GovNode *node = g_ptr_array_index(work->rollup->upwards, i);
        if (node->up == NULL)
            continue;
        Step step = {node->index, node->up->index};
        g_array_append_val(work->steps, step);
    }
}

/* Nothing was put in yet, so that all sources are rows. */
static void list_slot(Work *work, size_t unit, size_t year)
{
    size_t slot = gov__rollup_slot(work->rollup, unit, year);
    const GovNode *node = work->rollup->nodes_of[slot];
    GovSource source = work->rollup->own[slot];

    if (node == NULL)
        return;
    if (source != GOV_SOURCE_NONE) {
        work->nodes[source] = node->index;
        work->n_added[node->index]++;
    } else if ((work->rollup->flags[slot] & GOV_SLOT_EXPECTED) != 0) {
        source = gov__rollup_get_prior(work->rollup, unit, year);
        const Prior prior = {(uint32_t)source, node->index};
        if (source != GOV_SOURCE_NONE)
            g_array_append_val(work->priors, prior);
    }
}

/* By row, so that a column is read from its beginning to its end. */
static int compare_priors(gconstpointer a, gconstpointer b)
{
    uint32_t x = ((const Prior *)a)->row, y = ((const Prior *)b)->row;

    return x < y ? -1 : x > y;
}

static Work *work_new(GovRollup *rollup)
{
    Work *work = g_new0(Work, 1);

    work->rollup = rollup;
    work->n_rows = gov_dataset_n_rows(rollup->dataset);
    work->n_nodes = rollup->nodes->len;
    work->nodes = g_new(uint32_t, work->n_rows + 1);
    work->n_added = g_new0(uint32_t, work->n_nodes + 1);
    work->priors = g_array_new(FALSE, FALSE, sizeof(Prior));
    work->steps = g_array_new(FALSE, FALSE, sizeof(Step));
    for (size_t row = 0; row < work->n_rows; row++)
        work->nodes[row] = (uint32_t)work->n_nodes;
    for (size_t year = 0; year < rollup->years->len; year++)
        for (size_t unit = 0; unit < rollup->n_units; unit++)
            list_slot(work, unit, year);
    g_array_sort(work->priors, compare_priors);
    list_steps(work);
    return work;
}

static void work_free(Work *work)
{
    g_array_unref(work->steps);
    g_array_unref(work->priors);
    g_free(work->n_added);
    g_free(work->nodes);
    g_free(work);
}

bool gov__rollup_sum(GovRollup *rollup, GError **error)
{
    Work *work = work_new(rollup);
    size_t n = rollup->n_cells * rollup->nodes->len;

    rollup->sum_memory = gov__buffer_new_whole(n * sizeof(GovSum));
    rollup->prior_memory = gov__buffer_new_whole(n * sizeof(GovPriorSum));
    rollup->sums = (GovSum *)(void *)rollup->sum_memory->data;
    rollup->priors = (GovPriorSum *)(void *)rollup->prior_memory->data;
    share_columns(work, rollup->threads);
    bool good = work->too_large == 0;
    work_free(work);
    for (guint i = 0; i < rollup->nodes->len && !good; i++)
        if (!gov__rollup_check_fit(rollup, g_ptr_array_index(rollup->nodes, i), error))
            return false;
    return true;
}

/* ---- one report ---- */

void gov__rollup_add(GovRollup *rollup, GovNode *node, GovSource source, int sign)
{
    for (size_t cell = 0; cell < rollup->n_cells && source != GOV_SOURCE_NONE; cell++) {
        int64_t value = 0;
        GovStatus status = gov__rollup_read(rollup, source, cell, &value);
        for (const GovNode *at = node; at != NULL; at = at->up) {
            GovSum *sum = &sums_of(rollup, cell)[at->index];
            if (status == GOV_STATUS_REPORTED)
                sum->sum += (__int128)value * sign;
            count_status(sum, status, sign);
        }
    }
}

void gov__rollup_add_prior(GovRollup *rollup, GovNode *node, GovSource source, int sign)
{
    for (size_t cell = 0; cell < rollup->n_cells && source != GOV_SOURCE_NONE; cell++) {
        int64_t value = 0;
        if (gov__rollup_read(rollup, source, cell, &value) != GOV_STATUS_REPORTED ||
            !gov__rollup_is_same(rollup, source, cell))
            continue;
        for (const GovNode *at = node; at != NULL; at = at->up) {
            GovPriorSum *sum = &priors_of(rollup, cell)[at->index];
            sum->sum += (__int128)value * sign;
            sum->n += (uint32_t)sign;
        }
    }
}

bool gov__rollup_check_fit(const GovRollup *rollup, const GovNode *node, GError **error)
{
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        if (gov__fits_64(sums_of(rollup, cell)[node->index].sum))
            continue;
        const char *name = node->group.unit >= 0
                               ? gov_units_get(rollup->units, (size_t)node->group.unit).code
                               : "all units";
        g_set_error(error, GOV_ERROR, GOV_ERROR_OVERFLOW,
                    "%s, %d: the sum of %s is too large to be held; look for a figure that cannot be right",
                    name, node->group.year, gov_form_get_code(rollup->form, cell));
        return false;
    }
    return true;
}
