/* SPDX-License-Identifier: MIT */
/* Shares against the tables: a part, which may be mentions that stand before, in a whole, which the
 * text need not name. */
#include "check/claim-match-private.h"

/* Part of whole in millionths of a percent, cut; false if there is no whole. */
static bool share_of(int64_t part, int64_t whole, int64_t *share)
{
    if (whole <= 0 || part < 0 || part > whole)
        return false;
    *share = (int64_t)((__int128)part * GOV_HUNDRED_PERCENT / whole);
    return true;
}

static bool is_share(const GovMention *mention, int64_t part, int64_t whole)
{
    int64_t share = 0;

    return share_of(part, whole, &share) && gov__claim_agrees_percent(mention, share);
}

/* What the share is of: the mentions before, or what its own words mean. */
static bool find_part(const GovClaimMatcher *matcher, GovMatch *match, int64_t *part, bool *is_known)
{
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));

    *is_known = mention->n_meanings == 1;
    if (mention->n_meanings == 1)
        return gov__claim_meaning_value(matcher->narrative, mention, mention->meanings[0], terms, part);
    if (mention->n_meanings > 1 || mention->subject < 0)
        return false;
    int first = mention->subject_first >= 0 ? mention->subject_first : mention->subject;
    *part = 0;
    *is_known = true;
    for (int i = first; i <= mention->subject; i++) {
        const GovMatch *other = gov__claim_get_match(matcher->narrative, i);
        if (other->mention.kind != GOV_CLAIM_COUNT || *part > INT64_MAX / 4 ||
            other->mention.value > INT64_MAX / 4)
            return false;
        *is_known = *is_known && other->verdict == GOV_VERDICT_MATCHED && other->mention.step == GOV_ONE;
        *part += other->mention.value;
    }
    return true;
}

/* Any total of the same topic will do where the text does not say which it means. */
static bool match_some_whole(const GovClaimMatcher *matcher, const GovMatch *match, int64_t part,
                             uint16_t topic)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_meanings(narrative->lexicon); i++) {
        const GovMeaning *meaning = gov__lexicon_get_meaning(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t whole = 0;
        if (meaning->topic == topic && meaning->part == NULL &&
            gov__claim_find_value(narrative, &meaning->value, -1, terms, &whole) &&
            is_share(&match->mention, part, whole))
            return true;
    }
    return false;
}

static bool match_whole_bases(const GovClaimMatcher *matcher, GovMatch *match, int64_t part)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t whole = 0;
        if (base->meaning != match->mention.whole ||
            !gov__claim_find_value(narrative, &base->value, -1, terms, &whole) ||
            !is_share(&match->mention, part, whole))
            continue;
        gov__claim_keep_base(match, i, terms);
        return true;
    }
    return false;
}

/* The topic of a share where its whole is not said, or -1. */
static int topic_of_share(const GovClaimMatcher *matcher, const GovMention *mention)
{
    if (mention->n_meanings == 0 && mention->subject >= 0)
        mention = &gov__claim_get_match(matcher->narrative, mention->subject)->mention;
    return mention->n_meanings > 0
               ? gov__lexicon_get_meaning(matcher->narrative->lexicon, mention->meanings[0])->topic
               : -1;
}

/* Whether the part is the share of what stands before 其中 in the text. */
static bool match_parent(const GovNarrative *narrative, const GovMention *mention, int64_t part)
{
    if (mention->subject < 0)
        return false;
    int parent = gov__claim_get_match(narrative, mention->subject)->mention.parent;
    return parent >= 0 && is_share(mention, part, gov__claim_get_match(narrative, parent)->mention.value);
}

GovVerdict gov__claim_match_share(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t part = 0, whole = 0, share = 0;
    bool is_known = false;

    if (!find_part(matcher, match, &part, &is_known))
        return GOV_VERDICT_UNEXPLAINED;
    if (match_parent(narrative, mention, part))
        return GOV_VERDICT_MATCHED;
    int topic = topic_of_share(matcher, mention);
    if (mention->whole < 0)
        return topic >= 0 && match_some_whole(matcher, match, part, (uint16_t)topic) ? GOV_VERDICT_MATCHED
                                                                                    : GOV_VERDICT_UNEXPLAINED;
    const GovMeaning *meaning = gov__lexicon_get_meaning(narrative->lexicon, (size_t)mention->whole);
    if (!gov__claim_find_value(narrative, &meaning->value, -1, terms, &whole) ||
        !share_of(part, whole, &share))
        return GOV_VERDICT_UNEXPLAINED;
    gov__claim_keep_terms(match, terms, share);
    if (gov__claim_agrees_percent(mention, share) || match_whole_bases(matcher, match, part))
        return GOV_VERDICT_MATCHED;
    return is_known ? gov__claim_judge(match) : GOV_VERDICT_UNEXPLAINED;
}
