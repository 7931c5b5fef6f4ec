/* SPDX-License-Identifier: MIT */
/* Where a group stands among its peers, the groups that differ from it in one key at most.
 *
 * Which groups are peers is found once for a key, by sorting; their totals and ranks once for a key and a
 * cell, by sorting again: so asking for all groups takes little more than asking for one. All that is kept
 * with the aggregate, and made under its lock when it is first asked for. */
#include "aggregate/aggregate-private.h"

/* One cell. */
typedef struct {
    const uint32_t *sets; /* of the peers */
    __int128 *totals;     /* of each set */
    uint32_t *ranks;      /* of each group, 0 without a figure */
} GovStanding;

struct _GovPeers {
    uint32_t *sets; /* of each group */
    size_t n_sets;
    GovStanding **standings; /* of each cell, NULL until it is asked for */
};

typedef struct {
    const GovAggregate *self;
    const GovPeers *peers;
    int skip; /* place of the key in which peers may differ */
    size_t cell;
} Order;

static int compare_keys(gconstpointer a, gconstpointer b, gpointer data)
{
    const Order *order = data;
    const GovAggregate *self = order->self;

    return gov__keys_compare(self, self->keys + *(const uint32_t *)a * self->n_by,
                             self->keys + *(const uint32_t *)b * self->n_by, order->skip);
}

/* Numbers the sets in the order of the keys that are left. */
static GovPeers *find_peers(const GovAggregate *self, int skip)
{
    GovPeers *peers = g_new0(GovPeers, 1);
    g_autofree uint32_t *groups = g_new(uint32_t, self->n_groups + 1);
    Order order = {.self = self, .skip = skip};

    peers->sets = g_new(uint32_t, self->n_groups + 1);
    peers->standings = g_new0(GovStanding *, gov_form_n_cells(self->form));
    for (size_t i = 0; i < self->n_groups; i++)
        groups[i] = (uint32_t)i;
    g_qsort_with_data(groups, (gint)self->n_groups, sizeof *groups, compare_keys, &order);
    for (size_t i = 0; i < self->n_groups; i++) {
        peers->n_sets += i == 0 || compare_keys(&groups[i - 1], &groups[i], &order) != 0;
        peers->sets[groups[i]] = (uint32_t)peers->n_sets - 1;
    }
    return peers;
}

/* By set, then the greatest sum first. */
static int compare_sums(gconstpointer a, gconstpointer b, gpointer data)
{
    const Order *order = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    uint32_t set_x = order->peers->sets[x], set_y = order->peers->sets[y];
    __int128 sum_x = gov__aggregate_moments(order->self, x, order->cell)->sum;
    __int128 sum_y = gov__aggregate_moments(order->self, y, order->cell)->sum;

    if (set_x != set_y)
        return set_x < set_y ? -1 : 1;
    return sum_x > sum_y ? -1 : sum_x < sum_y;
}

static GovStanding *find_standing(const GovAggregate *self, const GovPeers *peers, size_t cell)
{
    GovStanding *standing = g_new0(GovStanding, 1);
    g_autofree uint32_t *groups = g_new(uint32_t, self->n_groups + 1);
    Order order = {self, peers, -1, cell};
    size_t n = 0, first = 0; /* of those with a figure; of a set */

    standing->sets = peers->sets;
    standing->totals = g_new0(__int128, peers->n_sets + 1);
    standing->ranks = g_new0(uint32_t, self->n_groups + 1);
    for (size_t i = 0; i < self->n_groups; i++)
        if (gov__aggregate_moments(self, i, cell)->n[GOV_STATUS_REPORTED] > 0)
            groups[n++] = (uint32_t)i;
    g_qsort_with_data(groups, (gint)n, sizeof *groups, compare_sums, &order);
    for (size_t i = 0; i < n; i++) {
        uint32_t set = peers->sets[groups[i]];
        if (i == 0 || set != peers->sets[groups[i - 1]])
            first = i;
        bool tied = i > first && compare_sums(&groups[i - 1], &groups[i], &order) == 0;
        standing->ranks[groups[i]] = tied ? standing->ranks[groups[i - 1]] : (uint32_t)(i - first + 1);
        standing->totals[set] += gov__aggregate_moments(self, groups[i], cell)->sum;
    }
    return standing;
}

/* The aggregate is the same before and after, which is why the lock and what it guards may change. */
static const GovStanding *get_standing(const GovAggregate *self, int skip, size_t cell)
{
    GovAggregate *kept = (GovAggregate *)(uintptr_t)self;
    GovPeers *peers = g_atomic_pointer_get(&kept->peers[skip]);
    GovStanding *standing = peers != NULL ? g_atomic_pointer_get(&peers->standings[cell]) : NULL;

    if (standing != NULL)
        return standing;
    pthread_mutex_lock(&kept->mutex);
    peers = g_atomic_pointer_get(&kept->peers[skip]);
    if (peers == NULL)
        g_atomic_pointer_set(&kept->peers[skip], peers = find_peers(self, skip));
    standing = g_atomic_pointer_get(&peers->standings[cell]);
    if (standing == NULL)
        g_atomic_pointer_set(&peers->standings[cell], standing = find_standing(self, peers, cell));
    pthread_mutex_unlock(&kept->mutex);
    return standing;
}

size_t gov__aggregate_find_rank(const GovAggregate *self, size_t group, size_t cell, int skip)
{
    return get_standing(self, skip, cell)->ranks[group];
}

__int128 gov__aggregate_find_total(const GovAggregate *self, size_t group, size_t cell, int skip)
{
    const GovStanding *standing = get_standing(self, skip, cell);

    return standing->totals[standing->sets[group]];
}

static void free_standing(GovStanding *standing)
{
    if (standing == NULL)
        return;
    g_free(standing->totals);
    g_free(standing->ranks);
    g_free(standing);
}

void gov__peers_free(GovPeers *peers, size_t n_cells)
{
    if (peers == NULL)
        return;
    for (size_t cell = 0; cell < n_cells; cell++)
        free_standing(peers->standings[cell]);
    g_free(peers->standings);
    g_free(peers->sets);
    g_free(peers);
}
