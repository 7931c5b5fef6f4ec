/* SPDX-License-Identifier: MIT */
/* How a finding is built: by the evaluator, then by the locator. */
#ifndef GOV_FINDING_PRIVATE_H
#define GOV_FINDING_PRIVATE_H

#include <govstat/check.h>

#include "form/rule-private.h"

struct _GovFinding {
    GovReport *report;
    GovFindingKind kind;
    const GovRule *rule; /* of the report's form, or NULL for GOV_FINDING_INCOMPLETE */
    char *rule_id;
    GovSeverity severity;
    GovClass klass;
    GovAxis axis; /* ROW, COLUMN, or TABLE: what the rule was applied to */
    size_t table;
    size_t index;
    GArray *cells; /* uint32_t */
    bool has_sides;
    bool bounded; /* fails whatever the cells without a figure hold */
    int64_t lhs;
    int64_t rhs;
    GovType type;
    size_t n_without; /* cells without a figure */
    GArray *suspects; /* GovSuspect */
    unsigned min_cells; /* so many cells at least are wrong; 0 if not looked for */
    bool all_suspects;  /* every smallest explanation is among the suspects */
};

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
 * @param assessed GovAssessed
 * @param open     GovOpen */
void gov__locate(const GovReport *report, const GArray *assessed, const GArray *open);

#endif
