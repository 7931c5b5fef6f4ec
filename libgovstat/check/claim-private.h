/* SPDX-License-Identifier: MIT */
/* A mention held against the tables. See claim-match.c. */
#ifndef GOV_CLAIM_PRIVATE_H
#define GOV_CLAIM_PRIVATE_H

#include "check/finding-private.h"
#include "check/mention-private.h"

typedef struct {
    GovMention mention;
    GovVerdict verdict;
    bool has_expected;
    int64_t expected;
    GArray *terms;      /* GovTerm: the figures of the table it was compared with */
    int base;           /* that is told or that would explain, or -1 */
    GArray *base_terms; /* GovTerm: its figures, or NULL */
    bool uses_prior;
} GovMatch;

struct _GovNarrative {
    GovReport *report;
    GovReport *prior; /* or NULL */
    const GovLexicon *lexicon; /* of the form of the report */
    GStringChunk *strings;
    GArray *matches; /* GovMatch */
    GArray *claims;  /* GovClaim, one for each */
};

/* Decides about all mentions of a report, and adds what their parts and wholes say. */
void gov__claims_match(GovNarrative *narrative, const GovTokens *const *sections);

/* Adds findings: what contradicts the tables, or all claims. With `prior_only`, what a report of the
 * year before is needed for. */
void gov__check_narrative(GPtrArray *findings, const GovReport *report, const GovReport *prior,
                          GovNarrativeMode mode, bool prior_only);

#endif
