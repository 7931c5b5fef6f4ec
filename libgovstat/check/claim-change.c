/* SPDX-License-Identifier: MIT */
/* Growth and differences against the report of the year before. */
#include "check/claim-match-private.h"

/* What two years come to: growth in millionths of a percent, or the difference. False if none. */
static bool change_of(const GovMention *mention, int64_t now, int64_t then, int64_t *change)
{
    __int128 difference = (__int128)now - then;

    if (mention->kind == GOV_CLAIM_GROWTH) {
        if (then <= 0)
            return false;
        difference = difference * GOV_HUNDRED_PERCENT / then;
    }
    *change = (int64_t)(mention->is_down ? -difference : difference);
    return difference > INT64_MIN / 4 && difference < INT64_MAX / 4;
}

static bool agrees_change(const GovMention *mention, int64_t change)
{
    return mention->kind == GOV_CLAIM_GROWTH ? gov__claim_agrees_percent(mention, change)
                                             : gov__claim_agrees(mention, change);
}

/* The change of one value, if both years have it. */
static bool value_change(const GovNarrative *narrative, const GovMention *mention, const GovValue *value,
                         int applicant, GArray *terms, int64_t *change)
{
    int64_t now = 0, then = 0;

    return gov__claim_find_value(narrative, value, applicant, terms, &now) &&
           gov__claim_sum_terms(narrative, narrative->prior, terms, &then) &&
           change_of(mention, now, then, change);
}

static bool match_change_bases(const GovClaimMatcher *matcher, GovMatch *match, uint16_t meaning,
                               int applicant)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t change = 0;
        if (base->meaning == meaning &&
            value_change(narrative, &match->mention, &base->value, applicant, terms, &change) &&
            agrees_change(&match->mention, change)) {
            gov__claim_keep_base(match, i, terms);
            return true;
        }
    }
    return false;
}

GovVerdict gov__claim_match_change(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;
    const GovMention *mention = &match->mention;
    const GovMatch *subject =
        mention->subject >= 0 ? gov__claim_get_match(narrative, mention->subject) : NULL;
    const GovMention *of = subject != NULL ? &subject->mention : mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t change = 0;

    match->uses_prior = true;
    if (narrative->prior == NULL || of->n_meanings != 1)
        return GOV_VERDICT_UNEXPLAINED;
    bool is_known = subject == NULL || (subject->verdict == GOV_VERDICT_MATCHED && of->is_sure);
    const GovValue *value = subject != NULL && subject->base >= 0
                                ? &gov__lexicon_get_base(narrative->lexicon, (size_t)subject->base)->value
                                : &gov__lexicon_get_meaning(narrative->lexicon, of->meanings[0])->value;
    if (!value_change(narrative, mention, value, of->applicant, terms, &change))
        return GOV_VERDICT_UNEXPLAINED;
    gov__claim_keep_terms(match, terms, change);
    if (agrees_change(mention, change) || match_change_bases(matcher, match, of->meanings[0], of->applicant))
        return GOV_VERDICT_MATCHED;
    return is_known ? gov__claim_judge(match) : GOV_VERDICT_UNEXPLAINED;
}
