/* SPDX-License-Identifier: MIT */
/* What became of a claim, as a sentence for people. */
#include <string.h>

#include "base/figure-private.h"
#include "check/claim-private.h"

#define ONE INT64_C(1000000)

/* Decimals as they are needed, which is how amounts are written. */
static void append_number(GString *out, int64_t value, GovClaimKind kind)
{
    gov__figure_append(out, value, GOV_TYPE_MONEY);
    if (kind == GOV_CLAIM_SHARE || kind == GOV_CLAIM_GROWTH)
        g_string_append_c(out, '%');
}

/* Shares and growth are recomputed to two places more than they need. */
static int64_t shorten(int64_t value, GovClaimKind kind)
{
    return kind == GOV_CLAIM_SHARE || kind == GOV_CLAIM_GROWTH ? value / 100 * 100 : value;
}

/* The sum of the terms that are added, or of those that are taken away, as a number of 1. */
static int64_t sum_side(const GovReport *report, const GArray *terms, bool taken)
{
    __int128 sum = 0;

    for (guint i = 0; i < terms->len; i++) {
        const GovTerm *term = &g_array_index(terms, GovTerm, i);
        if ((term->coefficient < 0) == taken)
            sum += (__int128)gov_report_get_values(report)[term->cell] * ABS(term->coefficient);
    }
    return (int64_t)CLAMP(sum, INT64_MIN, INT64_MAX);
}

/* 170 − 36, 3525 + 121: the figures that a base is made of, what is taken away in one sum. */
static void append_terms(GString *out, const GovReport *report, const GArray *terms)
{
    GovType type = gov_form_get_cell_type(gov_report_get_form(report), g_array_index(terms, GovTerm, 0).cell);
    int64_t taken = sum_side(report, terms, true);

    if (taken != 0) {
        gov__figure_append(out, sum_side(report, terms, false), type);
        g_string_append(out, " − ");
        gov__figure_append(out, taken, type);
        return;
    }
    for (guint i = 0; i < terms->len; i++) {
        g_string_append(out, i > 0 ? " + " : "");
        gov__figure_append(out, gov_report_get_values(report)[g_array_index(terms, GovTerm, i).cell], type);
    }
}

static void append_base(GString *out, const GovNarrative *narrative, const GovMatch *match, GovLanguage language)
{
    bool zh = language == GOV_LANGUAGE_ZH;
    bool is_count = match->mention.kind == GOV_CLAIM_COUNT;

    if (match->base < 0)
        return;
    const GovBase *base = gov__lexicon_get_base(narrative->lexicon, (size_t)match->base);
    g_string_append_printf(out, zh ? "；按“%s”计则相符" : "; it is that of another base, %s",
                           base->label[language]);
    if (!is_count)
        return;
    g_string_append(out, zh ? "（" : " (");
    append_terms(out, narrative->report, match->base_terms);
    g_string_append(out, " = ");
    append_number(out, match->mention.value, match->mention.kind);
    g_string_append(out, zh ? "）" : ")");
}

static void append_breakdown(GString *out, const GovMatch *match, GovLanguage language)
{
    bool zh = language == GOV_LANGUAGE_ZH;

    g_string_append(out, zh ? "：其中各项之和 " : ": the parts that follow come to ");
    append_number(out, match->expected, match->mention.kind);
    g_string_append(out, zh ? "，多于总数 " : ", more than the whole of ");
    append_number(out, match->mention.value, match->mention.kind);
}

/* The names of all that the number tells. */
static void append_meanings(GString *out, const GovNarrative *narrative, const GovMatch *match,
                            GovLanguage language)
{
    const GovMention *mention = &match->mention;

    if (mention->n_meanings == 0 && mention->subject >= 0)
        mention = &g_array_index(narrative->matches, GovMatch, mention->subject).mention;
    for (unsigned i = 0; i < mention->n_meanings; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : language == GOV_LANGUAGE_ZH ? "、" : ", ",
                               gov__lexicon_get_meaning(narrative->lexicon, mention->meanings[i])->label[language]);
}

static void append_verdict(GString *out, const GovNarrative *narrative, const GovMatch *match,
                           GovLanguage language)
{
    static const char *const texts[][2] = {
        [GOV_VERDICT_MATCHED] = {"与表相符", "as in the tables"},
        [GOV_VERDICT_CONTRADICTED] = {"与表不符", "not as in the tables"},
        [GOV_VERDICT_UNEXPLAINED] = {"未与表对照", "not compared with the tables"},
    };
    bool zh = language == GOV_LANGUAGE_ZH;
    g_autoptr(GString) names = g_string_new(NULL);

    append_meanings(names, narrative, match, language);
    g_string_append_printf(out, "%s%s", zh ? "：" : ": ", names->str);
    g_string_append_printf(out, "%s%s", names->len == 0 ? "" : zh ? "，" : ", ", texts[match->verdict][language]);
    if (!match->has_expected || match->verdict == GOV_VERDICT_MATCHED)
        return;
    g_string_append(out, zh ? "，正文为 " : ": the text has ");
    append_number(out, match->mention.value, match->mention.kind);
    g_string_append(out, zh ? "，表中为 " : ", the tables ");
    append_number(out, shorten(match->expected, match->mention.kind), match->mention.kind);
}

char *gov_narrative_dup_message(const GovNarrative *narrative, size_t claim, GovLanguage language)
{
    static const char *const sections[] = {"一", "二", "三", "四", "五", "六"};
    g_return_val_if_fail(narrative != NULL && claim < narrative->matches->len, NULL);
    const GovMatch *match = &g_array_index(narrative->matches, GovMatch, claim);
    const GovClaim *told = &g_array_index(narrative->claims, GovClaim, claim);
    bool zh = language == GOV_LANGUAGE_ZH;
    g_autoptr(GString) out = g_string_new(NULL);

    if (zh)
        g_string_append_printf(out, "正文第%s部分“%s”", sections[told->section - 1], told->sentence);
    else
        g_string_append_printf(out, "Text of section %u, “%s”", told->section, told->sentence);
    if (match->mention.kind == GOV_CLAIM_BREAKDOWN)
        append_breakdown(out, match, language);
    else
        append_verdict(out, narrative, match, language);
    append_base(out, narrative, match, language);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
