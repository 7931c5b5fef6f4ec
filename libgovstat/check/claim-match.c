/* SPDX-License-Identifier: MIT */
/* Mentions against the tables.
 *
 * A figure that the table has is matched, whatever doubt there was about the words. One that it does
 * not have is tried on the other bases of its meaning, which are a list in the lexicon, never every
 * sum that might fit: a base whose words stand beside the figure is what the text tells, any other
 * only explains. What remains contradicts the table if it was understood without doubt, and is
 * unexplained otherwise. A cell without a figure contradicts nothing. */
#include "check/claim-private.h"

#include <string.h>

#define ONE INT64_C(1000000)
#define HUNDRED_PERCENT (100 * ONE)

typedef struct {
    GovNarrative *narrative;
    const GovTokens *const *sections;
} Matcher;

static GovMatch *get_match(const GovNarrative *narrative, int i)
{
    return &g_array_index(narrative->matches, GovMatch, (guint)i);
}

/* ---- figures of the tables */

static bool wants_instance(const GovNarrative *narrative, const GovValue *value, const GovInstance *instance,
                           int applicant)
{
    if (!value->by_column)
        return applicant < 0;
    const GovForm *form = gov_report_get_form(narrative->report);
    const char *column = gov_form_get_column_id(form, instance->table, instance->index);

    return applicant < 0 ? strcmp(column, "total") == 0
                         : gov__lexicon_applicant_has(narrative->lexicon, (size_t)applicant, column);
}

static void add_terms(GArray *terms, const GovInstance *instance)
{
    for (unsigned i = 0; i < instance->n_left; i++)
        g_array_append_val(terms, instance->terms[i]);
}

/* The terms of a value; false if the form, or the applicant, has none. */
static bool find_terms(const GovNarrative *narrative, const GovValue *value, int applicant, GArray *terms)
{
    guint before = terms->len;

    for (size_t i = 0; value->rule != NULL && i < gov_rule_n_instances(value->rule); i++) {
        const GovInstance *instance = gov__rule_get_instance(value->rule, i);
        if (wants_instance(narrative, value, instance, applicant))
            add_terms(terms, instance);
    }
    return terms->len > before;
}

/* A cell of the report, or what has its code in that of the year before. */
static bool get_figure(const GovNarrative *narrative, const GovReport *report, uint32_t cell, int64_t *figure)
{
    const GovForm *form = gov_report_get_form(narrative->report);
    const GovForm *other = gov_report_get_form(report);
    int found = form == other ? (int)cell : gov_form_find_cell(other, gov_form_get_code(form, cell));

    if (found < 0 || gov_report_get_status(report, (size_t)found) != GOV_STATUS_REPORTED)
        return false;
    *figure = gov_report_get_values(report)[found];
    return true;
}

/* The sum of terms in millionths; false if a cell has no figure or it is too large to be held. */
static bool sum_terms(const GovNarrative *narrative, const GovReport *report, const GArray *terms,
                      int64_t *sum)
{
    const GovForm *form = gov_report_get_form(narrative->report);
    __int128 total = 0;

    for (guint i = 0; i < terms->len; i++) {
        const GovTerm *term = &g_array_index(terms, GovTerm, i);
        int64_t figure = 0;
        if (!get_figure(narrative, report, term->cell, &figure))
            return false;
        int64_t scale = gov_form_get_cell_type(form, term->cell) == GOV_TYPE_MONEY ? 1 : ONE;
        total += (__int128)figure * term->coefficient * scale;
    }
    *sum = (int64_t)total;
    return terms->len > 0 && total > INT64_MIN / 4 && total < INT64_MAX / 4;
}

/* ---- likeness */

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Whole numbers exactly; with 万 or decimals rounded or cut; 余 and 近 within a fifth. */
static bool agrees(const GovMention *mention, int64_t figure)
{
    int64_t off = distance(figure, mention->value);

    if (mention->is_about)
        return off <= MAX(figure, mention->value) / 5;
    return mention->step == ONE ? off == 0 : off < MAX(mention->step, 1);
}

static bool has_word(const Matcher *matcher, const GovMention *mention, char **words)
{
    const char *text = matcher->sections[mention->section - 1]->folded->str;

    for (char **word = words; word != NULL && *word != NULL; word++)
        if (g_strstr_len(text + mention->lead, mention->tail - mention->lead, *word) != NULL)
            return true;
    return false;
}

/* ---- counts */

/* The figure of one meaning, with its terms. */
static bool value_of(const GovNarrative *narrative, const GovMention *mention, uint16_t meaning, GArray *terms,
                     int64_t *figure)
{
    const GovValue *value = &gov__lexicon_get_meaning(narrative->lexicon, meaning)->value;

    return find_terms(narrative, value, mention->applicant, terms) &&
           sum_terms(narrative, narrative->report, terms, figure);
}

static void keep_terms(GovMatch *match, const GArray *terms, int64_t expected)
{
    g_array_set_size(match->terms, 0);
    g_array_append_vals(match->terms, terms->data, terms->len);
    match->expected = expected;
    match->has_expected = true;
}

static void keep_base(GovMatch *match, size_t base, GArray *terms)
{
    match->base = (int)base;
    g_clear_pointer(&match->base_terms, g_array_unref);
    match->base_terms = g_array_ref(terms);
}

/* Another count of the same. True if the words beside the figure say so. */
static bool match_bases(const Matcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t figure = 0;
        if (base->meaning != match->mention.meanings[0] ||
            !find_terms(narrative, &base->value, match->mention.applicant, terms) ||
            !sum_terms(narrative, narrative->report, terms, &figure) || !agrees(&match->mention, figure))
            continue;
        bool told = base->is_always || has_word(matcher, &match->mention, base->when);
        if (told || match->base < 0)
            keep_base(match, i, terms);
        if (told)
            return true;
    }
    return false;
}

static GovVerdict judge(const GovMatch *match)
{
    return match->mention.is_sure && !match->mention.is_about ? GOV_VERDICT_CONTRADICTED
                                                              : GOV_VERDICT_UNEXPLAINED;
}

/* What the number may mean as well. */
static bool match_other(const Matcher *matcher, GovMatch *match)
{
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t figure = 0;

    if (match->mention.other < 0 ||
        !value_of(matcher->narrative, &match->mention, (uint16_t)match->mention.other, terms, &figure) ||
        !agrees(&match->mention, figure))
        return false;
    match->mention.meanings[0] = (uint16_t)match->mention.other;
    keep_terms(match, terms, figure);
    return true;
}

/* One number for several rows: all of them together. */
static GovVerdict match_sum(const Matcher *matcher, GovMatch *match)
{
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t figure = 0;

    for (unsigned i = 0; i < mention->n_meanings; i++) {
        const GovValue *value = &gov__lexicon_get_meaning(matcher->narrative->lexicon, mention->meanings[i])->value;
        if (!find_terms(matcher->narrative, value, mention->applicant, terms))
            return GOV_VERDICT_UNEXPLAINED;
    }
    if (!sum_terms(matcher->narrative, matcher->narrative->report, terms, &figure))
        return GOV_VERDICT_UNEXPLAINED;
    keep_terms(match, terms, figure);
    if (agrees(mention, figure))
        return GOV_VERDICT_MATCHED;
    if (mention->n_meanings == 1 && (match_other(matcher, match) || match_bases(matcher, match)))
        return GOV_VERDICT_MATCHED;
    return judge(match);
}

/* One number for several rows: each of them, or one of them. */
static GovVerdict match_each(const Matcher *matcher, GovMatch *match)
{
    const GovMention *mention = &match->mention;
    bool each = mention->join == GOV_MENTION_EACH;

    for (unsigned i = 0; i < mention->n_meanings; i++) {
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t figure = 0;
        if (!value_of(matcher->narrative, mention, mention->meanings[i], terms, &figure))
            return GOV_VERDICT_UNEXPLAINED;
        if (i == 0 || agrees(mention, figure) != each)
            keep_terms(match, terms, figure);
        if (agrees(mention, figure) != each)
            return each ? judge(match) : GOV_VERDICT_MATCHED;
    }
    return each ? GOV_VERDICT_MATCHED : GOV_VERDICT_UNEXPLAINED;
}

static GovVerdict match_count(const Matcher *matcher, GovMatch *match)
{
    if (match->mention.n_meanings == 0)
        return GOV_VERDICT_UNEXPLAINED;
    return match->mention.join == GOV_MENTION_SUM || match->mention.n_meanings == 1
               ? match_sum(matcher, match)
               : match_each(matcher, match);
}

/* ---- shares */

/* Part of whole in millionths of a percent, cut; false if there is no whole. */
static bool share_of(int64_t part, int64_t whole, int64_t *share)
{
    if (whole <= 0 || part < 0 || part > whole)
        return false;
    *share = (int64_t)((__int128)part * HUNDRED_PERCENT / whole);
    return true;
}

/* Rounded or cut at the last digit that is printed. */
static bool agrees_percent(const GovMention *mention, int64_t percent)
{
    return distance(percent, mention->value) <= mention->step - 1;
}

static bool is_share(const GovMention *mention, int64_t part, int64_t whole)
{
    int64_t share = 0;

    return share_of(part, whole, &share) && agrees_percent(mention, share);
}

/* What the share is of: the mentions before, or what its own words mean. */
static bool find_part(const Matcher *matcher, GovMatch *match, int64_t *part, bool *is_known)
{
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));

    *is_known = mention->n_meanings == 1;
    if (mention->n_meanings == 1)
        return value_of(matcher->narrative, mention, mention->meanings[0], terms, part);
    if (mention->n_meanings > 1 || mention->subject < 0)
        return false;
    int first = mention->subject_first >= 0 ? mention->subject_first : mention->subject;
    *part = 0;
    *is_known = true;
    for (int i = first; i <= mention->subject; i++) {
        const GovMatch *other = get_match(matcher->narrative, i);
        if (other->mention.kind != GOV_CLAIM_COUNT || *part > INT64_MAX / 4 || other->mention.value > INT64_MAX / 4)
            return false;
        *is_known = *is_known && other->verdict == GOV_VERDICT_MATCHED && other->mention.step == ONE;
        *part += other->mention.value;
    }
    return true;
}

/* Any total of the same topic will do where the text does not say which it means. */
static bool match_some_whole(const Matcher *matcher, const GovMatch *match, int64_t part, uint16_t topic)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_meanings(narrative->lexicon); i++) {
        const GovMeaning *meaning = gov__lexicon_get_meaning(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t whole = 0;
        if (meaning->topic == topic && meaning->part == NULL &&
            find_terms(narrative, &meaning->value, -1, terms) &&
            sum_terms(narrative, narrative->report, terms, &whole) && is_share(&match->mention, part, whole))
            return true;
    }
    return false;
}

static bool match_whole_bases(const Matcher *matcher, GovMatch *match, int64_t part)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t whole = 0;
        if (base->meaning != match->mention.whole || !find_terms(narrative, &base->value, -1, terms) ||
            !sum_terms(narrative, narrative->report, terms, &whole) || !is_share(&match->mention, part, whole))
            continue;
        keep_base(match, i, terms);
        return true;
    }
    return false;
}

/* The topic of a share where its whole is not said, or -1. */
static int topic_of_share(const Matcher *matcher, const GovMention *mention)
{
    if (mention->n_meanings == 0 && mention->subject >= 0)
        mention = &get_match(matcher->narrative, mention->subject)->mention;
    return mention->n_meanings > 0
               ? gov__lexicon_get_meaning(matcher->narrative->lexicon, mention->meanings[0])->topic
               : -1;
}

static GovVerdict match_share(const Matcher *matcher, GovMatch *match)
{
    const GovMention *mention = &match->mention;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    int64_t part = 0, whole = 0, share = 0;
    bool is_known = false;

    if (!find_part(matcher, match, &part, &is_known))
        return GOV_VERDICT_UNEXPLAINED;
    const GovMatch *before = mention->subject >= 0 ? get_match(matcher->narrative, mention->subject) : NULL;
    if (before != NULL && before->mention.parent >= 0 &&
        is_share(mention, part, get_match(matcher->narrative, before->mention.parent)->mention.value))
        return GOV_VERDICT_MATCHED;
    int topic = topic_of_share(matcher, mention);
    if (mention->whole < 0)
        return topic >= 0 && match_some_whole(matcher, match, part, (uint16_t)topic) ? GOV_VERDICT_MATCHED
                                                                                    : GOV_VERDICT_UNEXPLAINED;
    const GovValue *value = &gov__lexicon_get_meaning(matcher->narrative->lexicon, (size_t)mention->whole)->value;
    if (!find_terms(matcher->narrative, value, -1, terms) ||
        !sum_terms(matcher->narrative, matcher->narrative->report, terms, &whole) ||
        !share_of(part, whole, &share))
        return GOV_VERDICT_UNEXPLAINED;
    keep_terms(match, terms, share);
    if (agrees_percent(mention, share) || match_whole_bases(matcher, match, part))
        return GOV_VERDICT_MATCHED;
    return is_known ? judge(match) : GOV_VERDICT_UNEXPLAINED;
}

/* ---- against the year before */

/* What two years come to: growth in millionths of a percent, or the difference. False if none. */
static bool change_of(const GovMention *mention, int64_t now, int64_t then, int64_t *change)
{
    __int128 difference = (__int128)now - then;

    if (mention->kind == GOV_CLAIM_GROWTH) {
        if (then <= 0)
            return false;
        difference = difference * HUNDRED_PERCENT / then;
    }
    *change = (int64_t)(mention->is_down ? -difference : difference);
    return difference > INT64_MIN / 4 && difference < INT64_MAX / 4;
}

static bool agrees_change(const GovMention *mention, int64_t change)
{
    return mention->kind == GOV_CLAIM_GROWTH ? agrees_percent(mention, change) : agrees(mention, change);
}

/* The change of one value, if both years have it. */
static bool value_change(const GovNarrative *narrative, const GovMention *mention, const GovValue *value,
                         int applicant, GArray *terms, int64_t *change)
{
    int64_t now = 0, then = 0;

    return find_terms(narrative, value, applicant, terms) &&
           sum_terms(narrative, narrative->report, terms, &now) &&
           sum_terms(narrative, narrative->prior, terms, &then) && change_of(mention, now, then, change);
}

static bool match_change_bases(const Matcher *matcher, GovMatch *match, uint16_t meaning, int applicant)
{
    const GovNarrative *narrative = matcher->narrative;

    for (size_t i = 0; i < gov__lexicon_n_bases(narrative->lexicon); i++) {
        const GovBase *base = gov__lexicon_get_base(narrative->lexicon, i);
        g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
        int64_t change = 0;
        if (base->meaning == meaning &&
            value_change(narrative, &match->mention, &base->value, applicant, terms, &change) &&
            agrees_change(&match->mention, change)) {
            keep_base(match, i, terms);
            return true;
        }
    }
    return false;
}

static GovVerdict match_change(const Matcher *matcher, GovMatch *match)
{
    const GovNarrative *narrative = matcher->narrative;
    const GovMention *mention = &match->mention;
    const GovMatch *subject = mention->subject >= 0 ? get_match(narrative, mention->subject) : NULL;
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
    keep_terms(match, terms, change);
    if (agrees_change(mention, change) || match_change_bases(matcher, match, of->meanings[0], of->applicant))
        return GOV_VERDICT_MATCHED;
    return is_known ? judge(match) : GOV_VERDICT_UNEXPLAINED;
}

/* ---- parts and wholes */

/* What kind of part a mention is, or NULL: parts of one kind exclude each other. */
static const char *part_of(const GovNarrative *narrative, const GovMention *mention)
{
    if (mention->kind != GOV_CLAIM_COUNT || mention->n_meanings != 1 || !mention->is_sure ||
        mention->is_about || mention->step != ONE)
        return NULL;
    return mention->applicant >= 0 ? "applicant"
                                   : gov__lexicon_get_meaning(narrative->lexicon, mention->meanings[0])->part;
}

/* Parts that stand behind one 其中 and come to more than what stands before it. */
static void add_breakdown(GovNarrative *narrative, int parent, guint first, guint end, int64_t sum)
{
    const GovMatch *whole = get_match(narrative, parent);
    GovMatch match = {.mention = whole->mention,
                      .verdict = GOV_VERDICT_CONTRADICTED,
                      .has_expected = true,
                      .expected = sum,
                      .base = -1,
                      .terms = g_array_new(FALSE, FALSE, sizeof(GovTerm))};

    match.mention.kind = GOV_CLAIM_BREAKDOWN;
    g_array_append_vals(match.terms, whole->terms->data, whole->terms->len);
    for (guint i = first; i < end; i++) {
        const GArray *terms = get_match(narrative, (int)i)->terms;
        g_array_append_vals(match.terms, terms->data, MIN(terms->len, 8));
    }
    g_array_append_val(narrative->matches, match);
}

static guint check_parts(GovNarrative *narrative, guint first, guint n)
{
    const GovMention *mention = &get_match(narrative, (int)first)->mention;
    int parent = mention->parent;
    const char *part = part_of(narrative, mention);
    guint i = first;
    __int128 sum = 0;

    for (; i < n; i++) {
        const GovMention *next = &get_match(narrative, (int)i)->mention;
        if (next->parent != parent || g_strcmp0(part_of(narrative, next), part) != 0 ||
            strcmp(next->unit, mention->unit) != 0)
            break;
        sum += next->value;
    }
    const GovMatch *whole = get_match(narrative, parent);
    if (i - first > 1 && whole->mention.kind == GOV_CLAIM_COUNT && !whole->mention.is_about &&
        whole->mention.is_sure && whole->mention.n_meanings > 0 && sum > whole->mention.value && sum < INT64_MAX / 4)
        add_breakdown(narrative, parent, first, i, (int64_t)sum);
    return MAX(i, first + 1);
}

static void check_all_parts(GovNarrative *narrative)
{
    guint n = narrative->matches->len;

    for (guint i = 0; i < n;) {
        const GovMention *mention = &get_match(narrative, (int)i)->mention;
        i = mention->parent >= 0 && part_of(narrative, mention) != NULL ? check_parts(narrative, i, n) : i + 1;
    }
}

static GovVerdict match_one(const Matcher *matcher, GovMatch *match)
{
    switch (match->mention.kind) {
    case GOV_CLAIM_COUNT:
    case GOV_CLAIM_NONE:
        return match_count(matcher, match);
    case GOV_CLAIM_SHARE:
        return match_share(matcher, match);
    case GOV_CLAIM_GROWTH:
    case GOV_CLAIM_DIFFERENCE:
        return match_change(matcher, match);
    case GOV_CLAIM_BREAKDOWN:
        break;
    }
    return match->verdict;
}

void gov__claims_match(GovNarrative *narrative, const GovTokens *const *sections)
{
    const Matcher matcher = {narrative, sections};

    for (guint i = 0; i < narrative->matches->len; i++) {
        GovMatch *match = get_match(narrative, (int)i);
        match->verdict = match_one(&matcher, match);
    }
    check_all_parts(narrative);
}
