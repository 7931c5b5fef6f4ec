/* SPDX-License-Identifier: MIT */
/* The shared shape of the three parts of the locator: lattice (which cell stands in which
 * identity), search (which sets of cells mend all of them), reason (how likely each is). */
#ifndef GOV_LOCATE_PRIVATE_H
#define GOV_LOCATE_PRIVATE_H

#include "check/finding-private.h"

/* A cell in an identity, seen from either: coefficient in left − right, never 0. */
typedef struct {
    uint32_t other; /* the cell, or the identity */
    int64_t coefficient;
} GovLink;

/* The judged identities of one report as a sparse matrix, by row and by column. Identities
 * that share a cell, directly or through others, form a component: the applications table
 * is one, each row of the review table another. Identities of one class share no cell, so
 * one changed cell mends at most one of each class. */
typedef struct {
    const GovReport *report;
    const GovReport *prior;     /* of the year before, or NULL */
    const int32_t *prior_cells; /* by cell: that of the form of `prior`, or -1; NULL: the same */
    const GovForm *form;
    const int64_t *values;
    const GArray *assessed;   /* GovAssessed */
    const GArray *open;       /* GovOpen */
    size_t n_identities;
    size_t n_cells;
    int64_t *residuals;       /* left − right; changed and restored by the search */
    uint32_t *cell_starts;    /* by identity, into `cells`; one more than identities */
    GovLink *cells;
    uint32_t *identity_starts; /* by cell, into `identities`; one more than cells */
    GovLink *identities;
    uint32_t *components;     /* by identity: the lowest identity of its component */
    uint32_t *classes;        /* by identity */
    uint32_t n_classes;
    bool *totals;             /* by cell: alone on one side of an identity of many */
} GovLattice;

/* What one cell should hold instead. */
typedef struct {
    uint32_t cell;
    int64_t change;
    const char *reason; /* filled in by gov__reason_weigh() */
} GovChange;

/* One set of changes that mends a component; the changes stand in order of their cells. */
typedef struct {
    guint first; /* into the pool of changes */
    guint n;
    int cost;
} GovExplanation;

typedef struct {
    GArray *explanations; /* GovExplanation, best first once weighed */
    GArray *changes;      /* GovChange */
    unsigned min_cells;   /* so many cells at least are wrong */
    bool complete;        /* every smallest set is among the explanations */
    bool partial;         /* none mends all: each is one cell that mends what it stands in */
} GovExplanations;

GovLattice *gov__lattice_new(const GovReport *report, const GArray *assessed, const GArray *open);
void gov__lattice_free(GovLattice *lattice);
/* Whether the changed values may stand: none below zero, and no comparison with blanks made
 * impossible that was possible before. */
bool gov__lattice_allows(const GovLattice *lattice, const GovChange *changes, size_t n);

GovExplanations *gov__explanations_new(void);
void gov__explanations_free(GovExplanations *explanations);
/* Finds the smallest sets of cells whose change mends all identities of a component. */
GovExplanations *gov__search(GovLattice *lattice, uint32_t component);
/* Gives every change its reason, and sorts the explanations. */
void gov__reason_weigh(const GovLattice *lattice, GovExplanations *explanations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovLattice, gov__lattice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovExplanations, gov__explanations_free)

#endif
