/* SPDX-License-Identifier: MIT */
/* The inside of a roll-up.
 *
 * A slot is a line of the register in a year, of those that occur in the dataset: which report is added for
 * it, which one it published for its region, and which node it belongs to. A node has a pointer to the one
 * above it. Sums and counts lie cell by cell, so that adding up walks one column at a time. */
#ifndef GOV_ROLLUP_PRIVATE_H
#define GOV_ROLLUP_PRIVATE_H

#include <govstat/rollup.h>

#include "dataset/buffer-private.h"

/* A report: a row of the dataset, or one put in later. */
typedef int32_t GovSource;
#define GOV_SOURCE_NONE (-1)
#define GOV_SOURCE_GIVEN(i) (-2 - (int32_t)(i)) /* and back */

typedef enum {
    GOV_SLOT_VALID = 1 << 0,
    GOV_SLOT_PARENT = 1 << 1,   /* has units below it */
    GOV_SLOT_EXPECTED = 1 << 2, /* its report is part of a sum */
    GOV_SLOT_PUBLISHES = 1 << 3, /* the register expects one for its region or level */
    GOV_SLOT_LEFT_OUT = 1 << 4, /* vertical, where these are */
    GOV_SLOT_CHANGED = 1 << 5   /* a unit below it began or ended since the year before */
} GovSlotFlags;

typedef struct _GovNode GovNode;
struct _GovNode {
    GovRollupNode group;
    int year; /* index */
    GovNode *up;
    unsigned depth;
    uint32_t index;
    size_t n_vertical; /* of the reports that are expected, those of vertical units */
    size_t n_shaken;   /* of those that are missing, those whose last year's pending cases may be elsewhere */
};

typedef struct {
    __int128 sum;
    uint32_t n_reported;
    uint32_t n_blank;
    uint32_t n_not_applicable;
    uint32_t n_doubtful;
} GovSum;

/* What stands for the missing: last year's figures of those units. */
typedef struct {
    __int128 sum;
    uint32_t n;
} GovPriorSum;

struct _GovRollup {
    GovDataset *dataset;
    GovUnits *units;
    GovForm *form;
    GovNulls nulls;
    bool local_only;
    bool by_parent, by_level, by_line, by_division;
    unsigned threads;
    size_t n_units, n_cells;
    GArray *years;        /* int, ascending */
    GovSource *own;       /* by slot: the report that is added */
    GovSource *published; /* by slot: for the region or level */
    uint8_t *flags;       /* by slot */
    uint8_t *own_scope, *published_scope; /* by slot: GovScope */
    GovNode **nodes_of;   /* by slot: what its report is added to, or NULL */
    int32_t *parents;     /* by slot: line of the unit above, or -1; while nodes are made */
    int32_t *row_slots;   /* by row: its slot, or -1; until reports are assigned */
    const int *order;     /* by row, or NULL; until reports are assigned */
    uint8_t *row_scopes;  /* by row: GovScope, as it tells; until reports are assigned */
    GPtrArray *nodes;     /* GovNode, in order of output */
    GPtrArray *upwards;   /* GovNode, those below before those above */
    GHashTable *node_set;
    GPtrArray *given;     /* GovReport */
    GArray *resubmissions; /* GovResubmission */
    size_t n_outside;
    GovBuffer *sum_memory, *prior_memory;
    GovSum *sums;          /* by cell, then node */
    GovPriorSum *priors;   /* by cell, then node */
    int32_t *carried;      /* by cell: the cell of the year before that it must equal, or -1 */
    GArray *missing;       /* GovMissing, by slot */
    size_t n_editions;     /* forms the rows were filed in; the first is that of the dataset */
    const char **editions; /* ids; borrowed */
    size_t *edition_of_code; /* of the dictionary of forms; the last is that of rows without */
    GovConcordance **concordances; /* by edition; NULL of the first, and where there is none */
    uint8_t *comparable;   /* by edition, then cell: GovComparability */
    uint32_t *of_edition;  /* by node, then edition: reports that are there */
};

static inline size_t gov__rollup_slot(const GovRollup *rollup, size_t unit, size_t year)
{
    return year * rollup->n_units + unit;
}

static inline int gov__rollup_get_year(const GovRollup *rollup, size_t year)
{
    return g_array_index(rollup->years, int, year);
}

guint gov__rollup_hash_node(gconstpointer key);
gboolean gov__rollup_equal_nodes(gconstpointer x, gconstpointer y);
/* Index of a year, or -1. */
int gov__rollup_find_year(const GovRollup *rollup, int year);
/* A cell of a node without its bounds, for which other reports are looked at. */
GovRollupCell gov__rollup_count_cell(const GovRollup *rollup, size_t node, size_t cell);
/* A cell of a report. */
GovStatus gov__rollup_read(const GovRollup *rollup, GovSource source, size_t cell, int64_t *value);
/* The report added for a unit in the year before that of a slot, or NONE. */
GovSource gov__rollup_get_prior(const GovRollup *rollup, size_t unit, size_t year);

/* Units, years, expectations and nodes. */
bool gov__rollup_plan(GovRollup *rollup, const GovRollupOptions *options, GError **error);
/* Where units began or ended between two years of the dataset. */
void gov__rollup_mark_changes(GovRollup *rollup);
/* Whether what a unit had pending a year before may be with another. */
bool gov__rollup_is_shaken(const GovRollup *rollup, size_t slot);
/* The slot of each row. */
void gov__rollup_find_slots(GovRollup *rollup);
/* Which report is taken for which slot. */
void gov__rollup_assign(GovRollup *rollup);
/* What the report of a row covers. */
GovScope gov__rollup_get_scope(const GovRollup *rollup, size_t slot, GovScope told);
/* Counts expected and present reports, once. */
void gov__rollup_count(GovRollup *rollup);
/* Adds one slot to the counts of the nodes above it, the editions among them, or takes it away. */
void gov__rollup_count_slot(GovRollup *rollup, size_t slot, int sign);
void gov__rollup_count_edition(GovRollup *rollup, size_t slot, int sign);
/* Lists the editions the rows of the dataset were filed in, and how comparable their cells are. */
void gov__rollup_list_editions(GovRollup *rollup);
void gov__rollup_free_editions(GovRollup *rollup);
/* Whether a cell of a report is the same as in the form of the dataset, or a sum of the same: what stands for a figure
 * of another report must be. */
bool gov__rollup_is_same(const GovRollup *rollup, GovSource source, size_t cell);
/* Counts the reports of each edition in each node. */
void gov__rollup_count_editions(GovRollup *rollup);
/* The edition each of some reports was filed in. */
void gov__rollup_find_editions(const GovRollup *rollup, const GovSource *sources, size_t n, uint8_t *editions);
/* How comparable a cell of a node is: the least of its reports. */
GovComparability gov__rollup_compare(const GovRollup *rollup, const GovNode *node, size_t cell);
/* Lists who has not filed. */
void gov__rollup_list_missing(GovRollup *rollup);
/* The same of one slot, after a report came in. */
void gov__rollup_update_missing(GovRollup *rollup, size_t slot);
/* Adds everything up. */
bool gov__rollup_sum(GovRollup *rollup, GError **error);
/* Adds a report to the sums (or takes it away) of a node and all above it. */
void gov__rollup_add(GovRollup *rollup, GovNode *node, GovSource source, int sign);
void gov__rollup_add_prior(GovRollup *rollup, GovNode *node, GovSource source, int sign);
/* Whether all sums of a node and those above it can be held. */
bool gov__rollup_check_fit(const GovRollup *rollup, const GovNode *node, GError **error);

#endif
