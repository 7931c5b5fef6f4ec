/* SPDX-License-Identifier: MIT */
/* Adding up. One column at a time: every report that counts is added to its node, then every node to the one
 * above it, those below first. That is one pass over the figures whatever the depth of the tree, and columns
 * have nothing to do with each other, so workers share them out. Sums are held in 128 bits: no order of
 * adding can make them wrap, and taking a report out again leaves exactly what was there before. */
#include "aggregate/rollup-private.h"

#include <govstat/error.h>

/* Reports to add: a row or another source, and where to. */
typedef struct {
    GovSource source;
    uint32_t node;
} Item;

typedef struct {
    GovRollup *rollup;
    const GArray *items;  /* Item: reports that count */
    const GArray *priors; /* Item: last year's, of those that are missing */
    gint next;            /* cell */
} Work;

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

/* Items are rows of the dataset here: nothing was put in yet. */
static void add_column(const Work *work, size_t cell)
{
    const GovDataset *dataset = work->rollup->dataset;
    const int64_t *values = gov_dataset_get_values(dataset, cell);
    size_t offset = 0;
    const uint8_t *validity = gov_dataset_get_validity(dataset, cell, &offset);
    GovSum *sums = sums_of(work->rollup, cell);
    const Item *items = (const Item *)(const void *)work->items->data;

    for (guint i = 0; i < work->items->len; i++) {
        size_t row = (size_t)items[i].source, bit = offset + row;
        GovSum *sum = &sums[items[i].node];
        if (validity == NULL || (validity[bit / 8] >> (bit % 8) & 1) != 0) {
            sum->sum += values[row];
            sum->n_reported++;
        } else {
            count_status(sum, gov_dataset_get_status(dataset, cell, row), 1);
        }
    }
}

static void add_prior_column(const Work *work, size_t cell)
{
    GovPriorSum *sums = priors_of(work->rollup, cell);

    for (guint i = 0; i < work->priors->len; i++) {
        const Item *item = &g_array_index(work->priors, Item, i);
        int64_t value = 0;
        if (gov__rollup_read(work->rollup, item->source, cell, &value) != GOV_STATUS_REPORTED)
            continue;
        sums[item->node].sum += value;
        sums[item->node].n++;
    }
}

static void add_upwards(const GovRollup *rollup, size_t cell)
{
    GovSum *sums = sums_of(rollup, cell);
    GovPriorSum *priors = priors_of(rollup, cell);

    for (guint i = 0; i < rollup->upwards->len; i++) {
        const GovNode *node = g_ptr_array_index(rollup->upwards, i);
        if (node->up == NULL)
            continue;
        GovSum *to = &sums[node->up->index];
        const GovSum *from = &sums[node->index];
        to->sum += from->sum;
        to->n_reported += from->n_reported;
        to->n_blank += from->n_blank;
        to->n_not_applicable += from->n_not_applicable;
        to->n_doubtful += from->n_doubtful;
        priors[node->up->index].sum += priors[node->index].sum;
        priors[node->up->index].n += priors[node->index].n;
    }
}

static gpointer work_on_columns(gpointer data)
{
    Work *work = data;
    size_t n = work->rollup->n_cells;

    for (size_t cell = (size_t)g_atomic_int_add(&work->next, 1); cell < n;
         cell = (size_t)g_atomic_int_add(&work->next, 1)) {
        add_column(work, cell);
        add_prior_column(work, cell);
        add_upwards(work->rollup, cell);
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

/* By row, so that a column is read from its beginning to its end. */
static int compare_items(gconstpointer a, gconstpointer b)
{
    GovSource x = ((const Item *)a)->source, y = ((const Item *)b)->source;

    return x < y ? -1 : x > y;
}

static void list_items(const GovRollup *rollup, GArray *items, GArray *priors)
{
    for (size_t year = 0; year < rollup->years->len; year++) {
        for (size_t unit = 0; unit < rollup->n_units; unit++) {
            size_t slot = gov__rollup_slot(rollup, unit, year);
            const GovNode *node = rollup->nodes_of[slot];
            if (node == NULL)
                continue;
            Item item = {rollup->own[slot], node->index};
            if (item.source != GOV_SOURCE_NONE) {
                g_array_append_val(items, item);
                continue;
            }
            item.source = gov__rollup_get_prior(rollup, unit, year);
            if ((rollup->flags[slot] & GOV_SLOT_EXPECTED) != 0 && item.source != GOV_SOURCE_NONE)
                g_array_append_val(priors, item);
        }
    }
    g_array_sort(items, compare_items);
    g_array_sort(priors, compare_items);
}

bool gov__rollup_sum(GovRollup *rollup, GError **error)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
    g_autoptr(GArray) priors = g_array_new(FALSE, FALSE, sizeof(Item));
    Work work = {rollup, items, priors, 0};
    size_t n = MAX(rollup->n_cells * rollup->nodes->len, 1);

    rollup->sums = g_new0(GovSum, n);
    rollup->priors = g_new0(GovPriorSum, n);
    list_items(rollup, items, priors);
    share_columns(&work, rollup->threads);
    for (guint i = 0; i < rollup->nodes->len; i++)
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
        if (gov__rollup_read(rollup, source, cell, &value) != GOV_STATUS_REPORTED)
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
        __int128 sum = sums_of(rollup, cell)[node->index].sum;
        if (sum >= INT64_MIN && sum <= INT64_MAX)
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
