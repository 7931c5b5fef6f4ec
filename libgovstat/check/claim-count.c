/* SPDX-License-Identifier: MIT */
/* Counts against the tables: what the number means, what it may mean as well, and other bases. */
#include "check/claim-match-private.h"

static bool has_word(const GovClaimMatcher *matcher, const GovMention *mention, char **words)
{
    const char *text = matcher->sections[mention->section - 1]->folded->str;

    for (char **word = words; word != NULL && *word != NULL; word++)
        if (g_strstr_len(text + mention->lead, mention->tail - mention->lead, *word) != NULL)
            return true;
    return false;
}

/* Another count of the same. True if the words beside the figure say so. */
static bool match_bases(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t figure = 0;
        if (base->meaning != match->mention.meanings[0] ||
            !gov__claim_find_value(narrative, &base->value, match->mention.applicant, terms, &figure) ||
            !gov__claim_agrees(&match->mention, figure))
            continue;
        bool told = base->is_always || has_word(matcher, &match->mention, base->when);
        if (told || match->base < 0)
            gov__claim_keep_base(match, i, terms);
        if (told)
            return true;
    }
    return false;
}

/* What the number may mean as well. */
static bool match_other(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    uint16_t other = (uint16_t)mention->other;
    int64_t figure = 0;

    if (mention->other < 0 ||
        !gov__claim_meaning_value(matcher->narrative, mention, other, terms, &figure) ||
        !gov__claim_agrees(mention, figure))
        return false;
    match->mention.meanings[0] = other;
    gov__claim_keep_terms(match, terms, figure);
    return true;
}

/* One number for several rows: all of them together. */
static GovVerdict match_sum(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t figure = 0;

    for (unsigned i = 0; i < mention->n_meanings; i++) {
        const GovMeaning *meaning = gov__lexicon_get_meaning(narrative->lexicon, mention->meanings[i]);
        if (!gov__claim_find_terms(narrative, &meaning->value, mention->applicant, terms))
            return GOV_VERDICT_UNEXPLAINED;
    }
    if (!gov__claim_sum_terms(narrative, narrative->report, terms, &figure))
        return GOV_VERDICT_UNEXPLAINED;
    gov__claim_keep_terms(match, terms, figure);
    if (gov__claim_agrees(mention, figure))
        return GOV_VERDICT_MATCHED;
    if (mention->n_meanings == 1 && (match_other(matcher, match) || match_bases(matcher, match)))
        return GOV_VERDICT_MATCHED;
    return gov__claim_judge(match);
}

/* One number for several rows: each of them, or one of them. */
static GovVerdict match_each(const GovClaimMatcher *matcher, GovMatch *match)
{
    const GovMention *mention = &match->mention;
    bool each = mention->join == GOV_MENTION_EACH;

    for (unsigned i = 0; i < mention->n_meanings; i++) {
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t figure = 0;
        if (!gov__claim_meaning_value(matcher->narrative, mention, mention->meanings[i], terms, &figure))
            return GOV_VERDICT_UNEXPLAINED;
        if (i == 0 || gov__claim_agrees(mention, figure) != each)
            gov__claim_keep_terms(match, terms, figure);
        if (gov__claim_agrees(mention, figure) != each)
            return each ? gov__claim_judge(match) : GOV_VERDICT_MATCHED;
    }
    return each ? GOV_VERDICT_MATCHED : GOV_VERDICT_UNEXPLAINED;
}

GovVerdict gov__claim_match_count(const GovClaimMatcher *matcher, GovMatch *match)
{
    if (match->mention.n_meanings == 0)
        return GOV_VERDICT_UNEXPLAINED;
    return match->mention.join == GOV_MENTION_SUM || match->mention.n_meanings == 1
               ? match_sum(matcher, match)
               : match_each(matcher, match);
}
