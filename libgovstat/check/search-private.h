/* SPDX-License-Identifier: MIT */
/* The search in steps, each one file: search.c (what is tried when), search-depth.c (sets of few
 * cells), search-line.c (rows and columns), search-trial.c (changes on trial). */
#ifndef GOV_SEARCH_PRIVATE_H
#define GOV_SEARCH_PRIVATE_H

#include "check/locate-private.h"

#define GOV_MAX_DEPTH 6

/* An identity and a cell of it: the identity's residual fixes the change. */
typedef struct {
    uint32_t identity;
    uint32_t cell;
    int64_t change;
} GovPick;

typedef struct {
    GovLattice *lattice;
    uint32_t *members;        /* identities of the component */
    size_t n_members;
    unsigned *failed;         /* by class: failed identities */
    unsigned n_failed;
    GovPick picks[GOV_MAX_DEPTH];
    unsigned n_picks;
    unsigned depth;
    size_t steps;
    bool cut;                 /* not everything was looked at */
    GovExplanations *found;
} GovSearch;

static inline size_t gov__lattice_n_cells_of(const GovLattice *lattice, uint32_t identity)
{
    return lattice->cell_starts[identity + 1] - lattice->cell_starts[identity];
}

/* Changes a cell; false, and nothing done, where a residual could not be held. */
bool gov__search_change(GovSearch *search, uint32_t cell, int64_t change);
/* The change of a cell that mends an identity by itself; 0 if there is none. */
int64_t gov__search_find_change(const GovLattice *lattice, uint32_t identity, const GovLink *link);
/* Keeps a set of changes, which it puts in order, unless it is known or its values may not stand. */
void gov__search_keep(GovSearch *search, GovChange *changes, guint n);

/* Goes down to `last` cells. Whether some set was found. */
bool gov__search_to_depth(GovSearch *search, unsigned last);
/* Tries each row and each column of a table. Whether some set was found. */
bool gov__search_lines(GovSearch *search, size_t table);
/* Tries each row with each column. Whether some set was found. */
bool gov__search_crosses(GovSearch *search, size_t table);

#endif
