/* SPDX-License-Identifier: MIT */
/* Mentions against the tables.
 *
 * A figure that the table has is matched, whatever doubt there was about the words. One that it does
 * not have is tried on the other bases of its meaning, which are a list in the lexicon, never every
 * sum that might fit: a base whose words stand beside the figure is what the text tells, any other
 * only explains. What remains contradicts the table if it was understood without doubt, and is
 * unexplained otherwise. A cell without a figure contradicts nothing.
 *
 * Each kind of mention has a file, which claim-match-private.h names; here they are told apart, and
 * parts that stand together are held against their whole. */
#include "check/claim-match-private.h"

#include <string.h>

/* What kind of part a mention is, or NULL: parts of one kind exclude each other. */
static const char *part_of(const GovNarrative *narrative, const GovMention *mention)
{
    if (mention->kind != GOV_CLAIM_COUNT || mention->n_meanings != 1 || !mention->is_sure ||
        mention->is_about || mention->step != GOV_ONE)
        return NULL;
    return mention->applicant >= 0 ? "applicant"
                                   : gov__lexicon_get_meaning(narrative->lexicon, mention->meanings[0])->part;
}

/* Parts that stand behind one 其中 and come to more than what stands before it. */
static void add_breakdown(GovNarrative *narrative, int parent, guint first, guint end, int64_t sum)
{
    const GovMatch *whole = gov__claim_get_match(narrative, parent);
    GovMatch match = {.mention = whole->mention,
                      .verdict = GOV_VERDICT_CONTRADICTED,
                      .has_expected = true,
                      .expected = sum,
                      .base = -1,
                      .terms = g_array_new(FALSE, FALSE, sizeof(GovTerm))};

    match.mention.kind = GOV_CLAIM_BREAKDOWN;
    g_array_append_vals(match.terms, whole->terms->data, whole->terms->len);
    for (guint i = first; i < end; i++) {
        const GArray *terms = gov__claim_get_match(narrative, (int)i)->terms;
        g_array_append_vals(match.terms, terms->data, MIN(terms->len, 8));
    }
    g_array_append_val(narrative->matches, match);
}

static guint check_parts(GovNarrative *narrative, guint first, guint n)
{
    const GovMention *mention = &gov__claim_get_match(narrative, (int)first)->mention;
    int parent = mention->parent;
    const char *part = part_of(narrative, mention);
    guint i = first;
    __int128 sum = 0;

    for (; i < n; i++) {
        const GovMention *next = &gov__claim_get_match(narrative, (int)i)->mention;
        if (next->parent != parent || g_strcmp0(part_of(narrative, next), part) != 0 ||
            strcmp(next->unit, mention->unit) != 0)
            break;
        sum += next->value;
    }
    const GovMatch *whole = gov__claim_get_match(narrative, parent);
    if (i - first > 1 && whole->mention.kind == GOV_CLAIM_COUNT && !whole->mention.is_about &&
        whole->mention.is_sure && whole->mention.n_meanings > 0 && sum > whole->mention.value &&
        sum < INT64_MAX / 4)
        add_breakdown(narrative, parent, first, i, (int64_t)sum);
    return MAX(i, first + 1);
}

static void check_all_parts(GovNarrative *narrative)
{
    guint n = narrative->matches->len;

    for (guint i = 0; i < n;) {
        const GovMention *mention = &gov__claim_get_match(narrative, (int)i)->mention;
        bool is_part = mention->parent >= 0 && part_of(narrative, mention) != NULL;
        i = is_part ? check_parts(narrative, i, n) : i + 1;
    }
}

static GovVerdict match_one(const GovClaimMatcher *matcher, GovMatch *match)
{
    switch (match->mention.kind) {
    case GOV_CLAIM_COUNT:
    case GOV_CLAIM_NONE:
        return gov__claim_match_count(matcher, match);
    case GOV_CLAIM_SHARE:
        return gov__claim_match_share(matcher, match);
    case GOV_CLAIM_GROWTH:
    case GOV_CLAIM_DIFFERENCE:
        return gov__claim_match_change(matcher, match);
    case GOV_CLAIM_BREAKDOWN:
        break;
    }
    return match->verdict;
}

void gov__claims_match(GovNarrative *narrative, const GovTokens *const *sections)
{
    const GovClaimMatcher matcher = {narrative, sections};

    for (guint i = 0; i < narrative->matches->len; i++) {
        GovMatch *match = gov__claim_get_match(narrative, (int)i);
        match->verdict = match_one(&matcher, match);
    }
    check_all_parts(narrative);
}
