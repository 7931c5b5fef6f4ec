/* SPDX-License-Identifier: MIT */
/* GovNarrative: the claims of a report, and the findings they give.
 *
 * Sections are read one after the other into one list of mentions, which is then held against the
 * tables. Texts are kept as printed: what was folded for reading is only used to find the places. */
#include <govstat/narrative.h>

#include <string.h>

#include "base/label-private.h"
#include "check/claim-private.h"

#define ONE INT64_C(1000000)
#define EXCERPT 40 /* characters that are quoted on either side of a number */
#define MAX_NAME 120 /* characters of the name of a body that are looked at */

static const char *const verdict_names[] = {"matched", "contradicted", "unexplained"};
static const char *const kind_names[] = {"count", "none", "share", "growth", "difference", "breakdown"};

const char *gov_verdict_get_name(GovVerdict verdict)
{
    g_return_val_if_fail((unsigned)verdict < G_N_ELEMENTS(verdict_names), NULL);
    return verdict_names[verdict];
}

const char *gov_claim_kind_get_name(GovClaimKind kind)
{
    g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(kind_names), NULL);
    return kind_names[kind];
}

/* ---- texts as printed */

static const char *text_of(const GovNarrative *narrative, unsigned section)
{
    return gov_report_get_section(narrative->report, section);
}

static uint32_t origin_of(const GovTokens *tokens, uint32_t place)
{
    return g_array_index(tokens->origins, uint32_t, place);
}

/* At most so many characters before or behind a place, within bounds. */
static const char *step_back(const char *p, const char *first, unsigned n)
{
    while (p > first && n-- > 0)
        p = g_utf8_prev_char(p);
    return p;
}

static const char *step_forward(const char *p, const char *last, unsigned n)
{
    while (p < last && n-- > 0)
        p = g_utf8_next_char(p);
    return p;
}

/* The sentence of a mention, or what stands around it in a long one; white space as one space. */
static char *dup_excerpt(const char *text, const GovTokens *tokens, const GovMention *mention)
{
    const char *first = text + origin_of(tokens, mention->sentence);
    const char *last = text + origin_of(tokens, mention->sentence_end);
    const char *from = step_back(text + origin_of(tokens, mention->start), first, EXCERPT);
    const char *to = step_forward(text + origin_of(tokens, mention->end), last, EXCERPT);
    GString *out = g_string_new(from > first ? "…" : "");

    for (const char *p = from; p < to; p = g_utf8_next_char(p)) {
        bool space = g_unichar_isspace(g_utf8_get_char(p));
        if (!space)
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    g_string_append(out, to < last ? "…" : "");
    return g_string_free(out, FALSE);
}

static const char *keep(GovNarrative *narrative, const char *text, size_t len)
{
    return g_string_chunk_insert_len(narrative->strings, text, (gssize)len);
}

static void name_meaning(const GovNarrative *narrative, const GovMention *mention, GovClaim *claim)
{
    if (mention->n_meanings == 0)
        return;
    const GovMeaning *meaning = gov__lexicon_get_meaning(narrative->lexicon, mention->meanings[0]);
    claim->meaning = meaning->id;
    claim->label_zh = meaning->label[GOV_LANGUAGE_ZH];
    claim->label_en = meaning->label[GOV_LANGUAGE_EN];
}

static void add_claim(GovNarrative *narrative, const GovMatch *match, const GovTokens *tokens)
{
    const GovMention *mention = &match->mention;
    const char *text = text_of(narrative, mention->section);
    size_t start = origin_of(tokens, mention->start), end = origin_of(tokens, mention->end);
    g_autofree char *excerpt = dup_excerpt(text, tokens, mention);
    GovClaim claim = {.kind = mention->kind,
                      .verdict = match->verdict,
                      .section = mention->section,
                      .offset = start,
                      .length = end - start,
                      .text = keep(narrative, text + start, end - start),
                      .sentence = keep(narrative, excerpt, strlen(excerpt)),
                      .printed = mention->value,
                      .expected = match->expected,
                      .has_expected = match->has_expected};

    name_meaning(narrative, mention, &claim);
    if (match->base >= 0)
        claim.base = gov__lexicon_get_base(narrative->lexicon, (size_t)match->base)->id;
    g_array_append_val(narrative->claims, claim);
}

/* ---- reading */

static void append_folded(GString *out, const char *name)
{
    unsigned n = 0;

    for (const char *p = name; p != NULL && *p != '\0' && n < MAX_NAME; p = g_utf8_next_char(p), n++) {
        gunichar c = gov__label_fold(g_utf8_get_char(p));
        if (c != 0)
            g_string_append_unichar(out, c);
    }
}

/* A region that is named 宿迁市 also says 全市; a body, 我局. */
static char *fold_names(const GovReport *report)
{
    GString *names = g_string_new("我本全该");

    append_folded(names, gov_report_get_agency(report));
    append_folded(names, gov_report_get_body_agency(report));
    return g_string_free(names, FALSE);
}

static void find_mentions(GovNarrative *narrative, GovTokens **sections, GArray *mentions)
{
    g_autofree char *names = fold_names(narrative->report);
    const GovSpeaker speaker = {names, gov_report_get_year(narrative->report)};

    for (unsigned section = 1; section <= GOV_N_SECTIONS; section++) {
        const char *text = text_of(narrative, section);
        if (text == NULL)
            continue;
        size_t len = MIN(strlen(text), GOV_NARRATIVE_MAX_BYTES);
        sections[section - 1] = gov__tokens_new(narrative->lexicon, text, len);
        gov__mentions_find(mentions, narrative->lexicon, sections[section - 1], &speaker, section);
    }
}

static void match_clear(gpointer data)
{
    GovMatch *match = data;

    g_array_unref(match->terms);
    g_clear_pointer(&match->base_terms, g_array_unref);
}

static void match_mentions(GovNarrative *narrative, const GArray *mentions, const GovTokens *const *sections)
{
    for (guint i = 0; i < mentions->len; i++) {
        GovMatch match = {.mention = g_array_index(mentions, GovMention, i),
                          .verdict = GOV_VERDICT_UNEXPLAINED,
                          .terms = g_array_new(FALSE, FALSE, sizeof(GovTerm)),
                          .base = -1};
        g_array_append_val(narrative->matches, match);
    }
    gov__claims_match(narrative, sections);
    for (guint i = 0; i < narrative->matches->len; i++) {
        const GovMatch *match = &g_array_index(narrative->matches, GovMatch, i);
        add_claim(narrative, match, sections[match->mention.section - 1]);
    }
}

static GovReport *ref_report(const GovReport *report)
{
    return report != NULL ? gov_report_ref((GovReport *)(uintptr_t)report) : NULL;
}

GovNarrative *gov_narrative_new(const GovReport *report, const GovReport *prior)
{
    g_return_val_if_fail(report != NULL && gov_report_is_sealed(report), NULL);
    g_return_val_if_fail(prior == NULL || gov_report_is_sealed(prior), NULL);
    GovNarrative *narrative = g_atomic_rc_box_new0(GovNarrative);
    GovTokens *sections[GOV_N_SECTIONS] = {NULL};
    g_autoptr(GArray) mentions = g_array_new(FALSE, TRUE, sizeof(GovMention));

    narrative->report = ref_report(report);
    narrative->prior = ref_report(prior);
    narrative->lexicon = gov__form_get_lexicon(gov_report_get_form(report));
    narrative->strings = g_string_chunk_new(1024);
    narrative->matches = g_array_new(FALSE, TRUE, sizeof(GovMatch));
    g_array_set_clear_func(narrative->matches, match_clear);
    narrative->claims = g_array_new(FALSE, TRUE, sizeof(GovClaim));
    find_mentions(narrative, sections, mentions);
    match_mentions(narrative, mentions, (const GovTokens *const *)sections);
    for (size_t i = 0; i < GOV_N_SECTIONS; i++)
        g_clear_pointer(&sections[i], gov__tokens_free);
    return narrative;
}

static void narrative_clear(gpointer data)
{
    GovNarrative *narrative = data;

    g_array_unref(narrative->claims);
    g_array_unref(narrative->matches);
    g_string_chunk_free(narrative->strings);
    g_clear_pointer(&narrative->prior, gov_report_unref);
    gov_report_unref(narrative->report);
}

GovNarrative *gov_narrative_ref(const GovNarrative *narrative)
{
    return g_atomic_rc_box_acquire((GovNarrative *)(uintptr_t)narrative);
}

void gov_narrative_unref(GovNarrative *narrative)
{
    g_atomic_rc_box_release_full(narrative, narrative_clear);
}

size_t gov_narrative_n_claims(const GovNarrative *narrative)
{
    g_return_val_if_fail(narrative != NULL, 0);
    return narrative->claims->len;
}

GovClaim gov_narrative_get_claim(const GovNarrative *narrative, size_t claim)
{
    g_return_val_if_fail(narrative != NULL && claim < narrative->claims->len, (GovClaim){0});
    return g_array_index(narrative->claims, GovClaim, claim);
}

/* ---- findings */

static char *dup_rule(const GovMatch *match)
{
    if (match->verdict != GOV_VERDICT_CONTRADICTED)
        return g_strdup_printf("narrative.%s", verdict_names[match->verdict]);
    switch (match->mention.kind) {
    case GOV_CLAIM_SHARE:
        return g_strdup("narrative.share");
    case GOV_CLAIM_GROWTH:
    case GOV_CLAIM_DIFFERENCE:
        return g_strdup("narrative.growth");
    case GOV_CLAIM_BREAKDOWN:
        return g_strdup("narrative.breakdown");
    case GOV_CLAIM_COUNT:
    case GOV_CLAIM_NONE:
        break;
    }
    return g_strdup("narrative.contradicted");
}

static void add_cells(GovFinding *finding, const GovNarrative *narrative, const GovMatch *match)
{
    const GovForm *form = gov_report_get_form(narrative->report);

    for (guint i = 0; i < match->terms->len; i++) {
        const GovTerm *term = &g_array_index(match->terms, GovTerm, i);
        g_array_append_val(finding->cells, term->cell);
        if (!match->uses_prior || narrative->prior == NULL)
            continue;
        int other = gov_form_find_cell(gov_report_get_form(narrative->prior), gov_form_get_code(form, term->cell));
        uint32_t cell = (uint32_t)other;
        if (other >= 0)
            g_array_append_val(finding->prior_cells, cell);
    }
}

/* Both sides as whole numbers where they are, else with decimals. */
static void set_sides(GovFinding *finding, const GovMatch *match)
{
    bool whole = match->mention.value % ONE == 0 && match->expected % ONE == 0;

    finding->has_sides = match->has_expected;
    finding->type = whole ? GOV_TYPE_COUNT : GOV_TYPE_MONEY;
    finding->lhs = match->mention.value / (whole ? ONE : 1);
    finding->rhs = match->expected / (whole ? ONE : 1);
}

static void add_finding(GPtrArray *findings, const GovNarrative *narrative, guint i)
{
    const GovMatch *match = &g_array_index(narrative->matches, GovMatch, i);
    const GovClaim *claim = &g_array_index(narrative->claims, GovClaim, i);
    GovFinding *finding = gov__finding_new(narrative->report, GOV_FINDING_CLAIM);

    finding->rule_id = dup_rule(match);
    finding->severity = GOV_SEVERITY_HINT;
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->axis = GOV_AXIS_TABLE;
    for (int language = GOV_LANGUAGE_ZH; language <= GOV_LANGUAGE_EN; language++)
        finding->remark[language] = gov_narrative_dup_message(narrative, i, (GovLanguage)language);
    finding->sentence = g_strdup(claim->sentence);
    finding->section = claim->section;
    finding->base = g_strdup(claim->base);
    if (match->uses_prior)
        finding->prior = ref_report(narrative->prior);
    add_cells(finding, narrative, match);
    set_sides(finding, match);
    if (finding->cells->len > 0)
        finding->table = gov_form_get_cell_table(gov_report_get_form(narrative->report),
                                                 g_array_index(finding->cells, uint32_t, 0));
    g_ptr_array_add(findings, finding);
}

void gov__check_narrative(GPtrArray *findings, const GovReport *report, const GovReport *prior,
                          GovNarrativeMode mode, bool prior_only)
{
    if (mode == GOV_NARRATIVE_NONE)
        return;
    g_autoptr(GovNarrative) narrative = gov_narrative_new(report, prior);
    for (guint i = 0; i < narrative->matches->len; i++) {
        const GovMatch *match = &g_array_index(narrative->matches, GovMatch, i);
        if (prior_only && !match->uses_prior)
            continue;
        if (mode == GOV_NARRATIVE_ALL || match->verdict == GOV_VERDICT_CONTRADICTED)
            add_finding(findings, narrative, i);
    }
}
