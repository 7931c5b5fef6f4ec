/* SPDX-License-Identifier: MIT */
/* How a finding is built: by the evaluator, then by the locator. */
#ifndef GOV_FINDING_PRIVATE_H
#define GOV_FINDING_PRIVATE_H

#include <govstat/check.h>

#include "form/rules-private.h"

struct _GovFinding {
    GovReport *report;
    GovFindingKind kind;
    const GovRule *rule; /* of the report's form or of `rules`; NULL where no rule speaks */
    const GovInstance *instance; /* that failed, or NULL */
    GovRules *rules;             /* keeps an added rule alive, or NULL */
    GovReport *prior;            /* of an earlier year, or NULL */
    char *rule_id;
    GovSeverity severity;
    GovClass klass;
    GovAxis axis; /* ROW, COLUMN, or TABLE: what the rule was applied to */
    size_t table;
    size_t index;
    GArray *cells;       /* uint32_t */
    GArray *prior_cells; /* uint32_t: of the form of `prior` */
    bool has_sides;
    bool bounded; /* fails whatever the cells without a figure hold */
    bool hinges;  /* fails if blanks are zero: the sides are those */
    bool deduced; /* fails with the only numbers that the other sums leave for the blanks */
    bool holds_with_zeros; /* not assessable, but would hold if blanks were zero … */
    bool holds_with_sums;  /* … or, if they are totals, the sum of their parts */
    unsigned n_years; /* that a chain adds up, or 0 */
    int cancelled_by; /* year whose difference takes this one back, or 0 */
    char *remark[2];  /* of GOV_FINDING_REMARK and GOV_FINDING_CLAIM, by language */
    char *sentence;   /* of GOV_FINDING_CLAIM, as are the next two */
    unsigned section;
    char *base;
    int64_t lhs;
    int64_t rhs;
    GovType type;
    size_t n_without; /* cells without a figure */
    GArray *suspects; /* GovSuspect */
    unsigned min_cells; /* so many cells at least are wrong; 0 if not looked for */
    bool all_suspects;  /* every smallest explanation is among the suspects */
};

/* What a check says of one report. */
typedef struct {
    const GovReport *report;
    const GovForm *form;
    GovRules *rules;        /* added to those of the form, or NULL */
    const GovReport *prior; /* of the year before, or NULL */
    int32_t *prior_cells;   /* by cell: that of the form of `prior` with its code, or -1 */
    GPtrArray *findings;
    GArray *assessed; /* GovAssessed */
    GArray *open;     /* GovOpen */
    GArray *filled;   /* GovAssessed: identities over blanks, with these as zero or the sum of parts */
    uint8_t *judged;  /* by cell: an identity over the cell could be judged */
    uint8_t *touched; /* by cell: an identity names it */
    int64_t *deduced; /* by cell without a figure: the only one that the identities leave for it … */
    bool *is_deduced; /* … if they do */
} GovCheck;

void gov__check_init(GovCheck *check, const GovReport *report, const GovReport *prior,
                     const GPtrArray *rules);
/* The added rules for a form, borrowed, or NULL. */
GovRules *gov__check_find_rules(const GPtrArray *all, const GovForm *form);
/* Leaves the findings alone. */
void gov__check_clear(GovCheck *check);
/* Finds what the identities leave for cells without a figure (deduce.c). */
void gov__check_deduce(GovCheck *check);
/* Applies the rules that name figures of the year before, or those that do not. */
void gov__check_apply_rules(GovCheck *check, bool with_prior);
/* What is said of the report as a whole: edition, year and period (remark.c). */
void gov__check_remarks(GovCheck *check);
GovFinding *gov__check_add_remark(GPtrArray *findings, const GovReport *report, const char *id,
                                  const char *zh, const char *en);

GovFinding *gov__finding_new(const GovReport *report, GovFindingKind kind);

/* An identity with a figure in every cell: what the locator works on. */
typedef struct {
    const GovInstance *instance;
    int64_t difference;   /* left − right; 0 if it holds */
    GovFinding *finding;  /* borrowed; NULL if it holds */
} GovAssessed;

/* An identity over cells without a figure that could hold whatever it is now: the locator may
 * not make it impossible. */
typedef struct {
    const GovInstance *instance;
    int64_t difference; /* of the figures that are there */
    bool may_rise;      /* some number in the others could raise it */
    bool may_fall;      /* or lower it */
} GovOpen;

/* Names for each failed identity the cells whose change would mend all of them.
 * What is likely is judged with the report of the year before, if it is at hand. */
void gov__locate(const GovCheck *check);

#endif
