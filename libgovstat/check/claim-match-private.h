/* SPDX-License-Identifier: MIT */
/* Matching in steps, each one file: claim-value.c (figures of the tables, and likeness), claim-count.c,
 * claim-share.c and claim-change.c (one kind of mention each), claim-match.c (all of them). */
#ifndef GOV_CLAIM_MATCH_PRIVATE_H
#define GOV_CLAIM_MATCH_PRIVATE_H

#include "check/claim-private.h"

#define GOV_ONE INT64_C(1000000) /* values of mentions are in millionths */
#define GOV_HUNDRED_PERCENT (100 * GOV_ONE)

typedef struct {
    GovNarrative *narrative;
    const GovTokens *const *sections;
} GovClaimMatcher;

static inline GovMatch *gov__claim_get_match(const GovNarrative *narrative, int i)
{
    return &g_array_index(narrative->matches, GovMatch, (guint)i);
}

/* Appends the terms of a value; false if the form, or the applicant, has none. */
bool gov__claim_find_terms(const GovNarrative *narrative, const GovValue *value, int applicant, GArray *terms);
/* The sum of terms in millionths; false if a cell has no figure or it is too large to be held. */
bool gov__claim_sum_terms(const GovNarrative *narrative, const GovReport *report, const GArray *terms,
                          int64_t *sum);
/* Both for the report itself. */
bool gov__claim_find_value(const GovNarrative *narrative, const GovValue *value, int applicant,
                           GArray *terms, int64_t *figure);
/* The same of one meaning of a mention. */
bool gov__claim_meaning_value(const GovNarrative *narrative, const GovMention *mention, uint16_t meaning,
                              GArray *terms, int64_t *figure);

bool gov__claim_agrees(const GovMention *mention, int64_t figure);
bool gov__claim_agrees_percent(const GovMention *mention, int64_t percent);

/* Keeps the figures that the mention was compared with, and what was expected of it. */
void gov__claim_keep_terms(GovMatch *match, const GArray *terms, int64_t expected);
void gov__claim_keep_base(GovMatch *match, size_t base, GArray *terms);
/* What a mention comes to that agrees with nothing. */
GovVerdict gov__claim_judge(const GovMatch *match);

GovVerdict gov__claim_match_count(const GovClaimMatcher *matcher, GovMatch *match);
GovVerdict gov__claim_match_share(const GovClaimMatcher *matcher, GovMatch *match);
GovVerdict gov__claim_match_change(const GovClaimMatcher *matcher, GovMatch *match);

#endif
