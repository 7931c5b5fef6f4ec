/* SPDX-License-Identifier: MIT */
/* The evaluator in steps: evaluate.c (what is told of each comparison of a rule), judge.c (what a
 * comparison comes to), compared.c (the finding about one), open.c (those left open by blanks). */
#ifndef GOV_EVALUATE_PRIVATE_H
#define GOV_EVALUATE_PRIVATE_H

#include "check/finding-private.h"

/* ---- judging -------------------------------------------------------------------------- */

/* One comparison summed up. */
typedef struct {
    __int128 lhs;
    __int128 rhs;
    size_t n_without;  /* cells without a figure */
    size_t n_absent;   /* of these, cells that are not in the document */
    bool may_rise;     /* such cells could raise left − right */
    bool may_fall;     /* or lower it */
} GovSides;

/* What a comparison or a condition comes to. */
typedef enum { OUTCOME_HOLDS, OUTCOME_FAILS, OUTCOME_OPEN } GovOutcome;

/* What a sum makes of cells without a figure: as `nulls` says, or first what other sums leave for them. */
typedef struct {
    GovNulls nulls;
    bool deduced;
} GovBlanks;

/* The cell a term means in the report it is of, or -1. */
int gov__check_term_cell(const GovCheck *check, const GovTerm *term);
GovStatus gov__check_term_status(const GovCheck *check, const GovTerm *term);
/* Whether other sums leave one number for a cell without a figure. */
bool gov__check_is_deduced(const GovCheck *check, const GovTerm *term);

GovSides gov__sides_sum(const GovCheck *check, const GovInstance *instance, GovBlanks blanks);
/* Whether both sides are small enough to be told. */
bool gov__sides_fit(const GovSides *sides);
GovOutcome gov__sides_judge(const GovInstance *instance, const GovSides *sides, GovNulls nulls,
                            int64_t percent);
/* Whether a comparison is to be made; OPEN if that hangs on cells without a figure. */
GovOutcome gov__check_judge_conditions(const GovCheck *check, const GovInstance *instance, GovNulls nulls);

/* ---- findings about comparisons ------------------------------------------------------- */

bool gov__compared_names_prior(const GovInstance *instance);
/* A finding about a rule; gov__compared_add() names the cells and sides of one comparison too. */
GovFinding *gov__compared_new(GovCheck *check, const GovRule *rule, GovFindingKind kind, bool with_prior);
GovFinding *gov__compared_add(GovCheck *check, const GovRule *rule, GovFindingKind kind,
                              const GovInstance *instance, const GovSides *sides);
void gov__compared_add_cell(GArray *cells, int cell);

/* ---- what is left open ---------------------------------------------------------------- */

/* Cells that keep a rule from being judged. */
typedef struct {
    GArray *cells; /* uint32_t: of the report */
    GArray *prior; /* uint32_t: of that of the year before */
    bool fails_with_zeros; /* some comparison would not hold if blanks were 0 … */
    bool has_sums;         /* … or, for some that are totals, the sum of their parts */
} GovOpenCells;

/* Cells that keep a comparison from being judged are added to `open`, unless they are all absent:
 * that is told for the table as a whole. Returns the finding of a comparison told by itself, or NULL. */
GovFinding *gov__open_tell(GovCheck *check, const GovRule *rule, const GovInstance *instance,
                           const GovSides *sides, GovOpenCells *open);
/* A failure whose condition is open cannot be told as one. */
void gov__open_tell_conditions(const GovCheck *check, const GovInstance *instance, GovOpenCells *open);
/* One finding for all cells that a rule left open, if there are any. */
void gov__open_tell_rule(GovCheck *check, const GovRule *rule, const GovOpenCells *open);

#endif
