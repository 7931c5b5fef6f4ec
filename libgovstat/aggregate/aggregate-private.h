/* SPDX-License-Identifier: MIT */
/* The inside of an aggregate: whole numbers by cell and group. */
#ifndef GOV_AGGREGATE_PRIVATE_H
#define GOV_AGGREGATE_PRIVATE_H

#include <govstat/aggregate.h>

#include "aggregate/wide-private.h"

#include <pthread.h>

#define GOV_N_STATUSES ((size_t)GOV_STATUS_ABSENT + 1)
/* Rows of an aggregate, so that no sum of 2^62 figures leaves 128 bits and none of their squares 192. */
#define GOV_AGGREGATE_MAX_ROWS ((uint64_t)1 << 62)
/* Groups times cells: 4 GiB of moments. */
#define GOV_AGGREGATE_MAX_SLOTS ((size_t)40000000)

/* A key of a group; the text is NULL if unknown, and for years. */
typedef struct {
    char *text;
    int32_t year;
} GovGroupKey;

/* What is known of a cell in a group. Without a figure all but the counts is 0. */
typedef struct {
    __int128 sum;
    GovWide squares;
    int64_t least;
    int64_t greatest;
    uint64_t n[GOV_N_STATUSES];
} GovMoments;

/* Figures that are equal, or equal to eight binary digits. */
typedef struct {
    int64_t figure; /* if approximate that next to 0 */
    uint64_t n;
} GovHeap;

/* The figures of a cell in a group, in ascending order. */
typedef struct {
    GovHeap *heaps;
    size_t n;
} GovSpread;

/* peers.c: which groups are compared with which, and how they stand. */
typedef struct _GovPeers GovPeers;

struct _GovAggregate {
    gatomicrefcount references;
    GovForm *form;
    GovKey by[GOV_KEY_YEAR + 1];
    size_t n_by;
    unsigned division_digits;
    GovDistribution distribution;
    size_t n_groups;
    size_t n_cells;      /* of those that are kept */
    uint32_t *cells;     /* their numbers in the form, ascending */
    uint32_t *slots;     /* of each cell of the form its place in the above, or UINT32_MAX */
    GovGroupKey *keys;   /* n_by of each group */
    uint64_t *n_rows;    /* of each group */
    char **editions;     /* of each group: ids of the forms its rows were filed in */
    GovMoments *moments; /* [slot * n_groups + group] */
    GovSpread *spreads;  /* likewise; NULL without a distribution */
    pthread_mutex_t mutex; /* of the peers; not a GMutex, which thread sanitizers cannot see */
    GovPeers *peers[GOV_KEY_YEAR + 1]; /* by place of the key, NULL until they are asked for */
};

/* Without groups: form, keys, cells and what is kept are set. */
GovAggregate *gov__aggregate_new(const GovForm *form, const GovAggregateOptions *options);
/* Makes room; false and an error if that is more than memory is given to. */
bool gov__aggregate_set_n_groups(GovAggregate *self, size_t n_groups, GError **error);
/* The order of groups. `skip` leaves one key out; -1: none. */
int gov__keys_compare(const GovAggregate *self, const GovGroupKey *a, const GovGroupKey *b, int skip);
/* Place of a key in `by`, or -1. */
int gov__aggregate_find_key(const GovAggregate *self, GovKey key);
/* For people: the keys of a group, separated by commas; g_free(). */
char *gov__aggregate_dup_name(const GovAggregate *self, size_t group);

/* group.c: which group each row belongs to. Fills groups, keys and numbers of rows. Returns NULL with an error. */
uint32_t *gov__aggregate_group(GovAggregate *self, const GovDataset *dataset, GError **error);
/* moments.c: fills moments and spreads. */
void gov__aggregate_measure(GovAggregate *self, const GovDataset *dataset, const uint32_t *groups,
                            unsigned threads);
void gov__moments_add(GovMoments *to, const GovMoments *from);

/* editions.c: of forms that are not known */
#define GOV_EDITION_UNKNOWN "?"
/* Fills the editions of all groups. */
void gov__aggregate_find_editions(GovAggregate *self, const GovDataset *dataset, const uint32_t *groups);
/* All ids of several such texts, or GOV_EDITION_UNKNOWN; g_free(). */
char *gov__editions_join(const char *const *texts, size_t n);

/* peers.c: `skip` is the place of the key in which groups may differ. */
/* The place of a group by its sum, from 1; 0 without a figure. */
size_t gov__aggregate_find_rank(const GovAggregate *self, size_t group, size_t cell, int skip);
/* The sum of a group and its peers. */
__int128 gov__aggregate_find_total(const GovAggregate *self, size_t group, size_t cell, int skip);
void gov__peers_free(GovPeers *peers, size_t n_cells);

/* spread.c */
int64_t gov__heap_figure(int64_t figure, GovDistribution distribution);
/* Takes figures in any order, which it sorts; `spare` has room for as many. */
GovSpread gov__spread_new(int64_t *figures, int64_t *spare, size_t n, GovDistribution distribution);
GovSpread gov__spread_merge(const GovSpread *const *parts, size_t n);
/* Twice the figure in place `rank`, from 0: if approximate that in the middle of its heap. */
__int128 gov__spread_find_twice(const GovSpread *spread, uint64_t rank, GovDistribution distribution);
/* The middle of a heap, twice. */
__int128 gov__heap_twice_middle(int64_t figure, GovDistribution distribution);

static inline GovMoments *gov__aggregate_moments(const GovAggregate *self, size_t group, size_t cell)
{
    return &self->moments[self->slots[cell] * self->n_groups + group];
}

static inline GovSpread *gov__aggregate_spread(const GovAggregate *self, size_t group, size_t cell)
{
    return &self->spreads[self->slots[cell] * self->n_groups + group];
}

#endif
