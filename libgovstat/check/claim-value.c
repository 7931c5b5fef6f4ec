/* SPDX-License-Identifier: MIT */
/* What the tables have for a meaning, when a number of the text agrees with it, and what of both is
 * kept for the claim. */
#include "check/claim-match-private.h"

#include <string.h>

/* ---- figures of the tables ---- */

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

bool gov__claim_find_terms(const GovNarrative *narrative, const GovValue *value, int applicant, GArray *terms)
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

bool gov__claim_sum_terms(const GovNarrative *narrative, const GovReport *report, const GArray *terms,
                          int64_t *sum)
{
    const GovForm *form = gov_report_get_form(narrative->report);
    __int128 total = 0;

    for (guint i = 0; i < terms->len; i++) {
        const GovTerm *term = &g_array_index(terms, GovTerm, i);
        int64_t figure = 0;
        if (!get_figure(narrative, report, term->cell, &figure))
            return false;
        int64_t scale = gov_form_get_cell_type(form, term->cell) == GOV_TYPE_MONEY ? 1 : GOV_ONE;
        total += (__int128)figure * term->coefficient * scale;
    }
    *sum = (int64_t)total;
    return terms->len > 0 && total > INT64_MIN / 4 && total < INT64_MAX / 4;
}

bool gov__claim_find_value(const GovNarrative *narrative, const GovValue *value, int applicant,
                           GArray *terms, int64_t *figure)
{
    return gov__claim_find_terms(narrative, value, applicant, terms) &&
           gov__claim_sum_terms(narrative, narrative->report, terms, figure);
}

bool gov__claim_meaning_value(const GovNarrative *narrative, const GovMention *mention, uint16_t meaning,
                              GArray *terms, int64_t *figure)
{
    const GovValue *value = &gov__lexicon_get_meaning(narrative->lexicon, meaning)->value;

    return gov__claim_find_value(narrative, value, mention->applicant, terms, figure);
}

/* ---- likeness ---- */

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Whole numbers exactly; with 万 or decimals rounded or cut; 余 and 近 within a fifth. */
bool gov__claim_agrees(const GovMention *mention, int64_t figure)
{
    int64_t off = distance(figure, mention->value);

    if (mention->is_about)
        return off <= MAX(figure, mention->value) / 5;
    return mention->step == GOV_ONE ? off == 0 : off < MAX(mention->step, 1);
}

/* Rounded or cut at the last digit that is printed. */
bool gov__claim_agrees_percent(const GovMention *mention, int64_t percent)
{
    return distance(percent, mention->value) <= mention->step - 1;
}

/* ---- what is kept ---- */

void gov__claim_keep_terms(GovMatch *match, const GArray *terms, int64_t expected)
{
    g_array_set_size(match->terms, 0);
    g_array_append_vals(match->terms, terms->data, terms->len);
    match->expected = expected;
    match->has_expected = true;
}

void gov__claim_keep_base(GovMatch *match, size_t base, GArray *terms)
{
    match->base = (int)base;
    g_clear_pointer(&match->base_terms, g_array_unref);
    match->base_terms = g_array_ref(terms);
}

GovVerdict gov__claim_judge(const GovMatch *match)
{
    return match->mention.is_sure && !match->mention.is_about ? GOV_VERDICT_CONTRADICTED
                                                              : GOV_VERDICT_UNEXPLAINED;
}
