/* SPDX-License-Identifier: MIT */
/* Differences that a later year takes back.
 *
 * Such a difference is a slip in between, not a change of the stock: if the rule carries one figure
 * from year to year, that figure of the middle year is the suspect. */
#include "check/series-private.h"

#include "check/finding-private.h"

/* It stands with one coefficient on the left for this year and on the right for the last, or the other
 * way round. */
const GovTerm *gov__series_find_carried(const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);

    for (unsigned i = 0; i < n; i++) {
        for (unsigned k = 0; k < n; k++) {
            const GovTerm *now = &instance->terms[i], *then = &instance->terms[k];
            bool opposite = (i < instance->n_left) != (k < instance->n_left);
            if (now->year == 0 && then->year != 0 && now->cell == then->cell && opposite &&
                now->coefficient == then->coefficient)
                return now;
        }
    }
    return NULL;
}

bool gov__series_is_exact(const GovRule *rule, const GovInstance *instance)
{
    return instance->compare == GOV_COMPARE_EQ && instance->n_conditions == 0 && instance->tolerance == 0 &&
           gov__rule_get_percent(rule) == 0;
}

static GovFinding *find_failed(const GovSeries *series, GovSpan span, const GovInstance *instance)
{
    for (guint i = span.first; i < span.end; i++) {
        GovFinding *finding = g_ptr_array_index(series->findings, i);
        if (finding->kind == GOV_FINDING_FAILED && finding->instance == instance)
            return finding;
    }
    return NULL;
}

/* The carried figure of the first year, without the difference, makes both years hold. */
static void suspect_carried(GovFinding *finding, const GovInstance *instance)
{
    const GovTerm *carried = gov__series_find_carried(instance);
    if (carried == NULL)
        return;
    bool left = carried < instance->terms + instance->n_left;
    int64_t coefficient = left ? carried->coefficient : -(int64_t)carried->coefficient;
    int64_t difference = finding->lhs - finding->rhs;
    int64_t value = gov_report_get_values(finding->report)[carried->cell], mended;
    bool is_signed =
        gov_form_get_cell_type(gov_report_get_form(finding->report), carried->cell) == GOV_TYPE_SIGNED;
    if (difference % coefficient != 0 || __builtin_sub_overflow(value, difference / coefficient, &mended) ||
        (mended < 0 && !is_signed))
        return;
    GovSuspect suspect = {.cell = carried->cell,
                          .value = value,
                          .suggested = mended,
                          .reason = "chain",
                          .clears = 2,
                          .set = 1};
    g_array_append_val(finding->suspects, suspect);
}

static void match_finding(const GovSeries *series, const GovRun *run, const GovSpan *spans, guint year,
                          GovFinding *finding)
{
    int64_t sum = finding->lhs - finding->rhs;

    for (guint later = year + 1; later < run->n && later <= year + GOV_MAX_CHAIN; later++) {
        GovFinding *other = find_failed(series, spans[later], finding->instance);
        if (other == NULL)
            continue;
        if (__builtin_add_overflow(sum, other->lhs - other->rhs, &sum) || sum != 0)
            continue;
        finding->cancelled_by = run->entries[later].year;
        if (later == year + 1)
            suspect_carried(finding, finding->instance);
        return;
    }
}

void gov__series_match(const GovSeries *series, const GovRun *run, const GovSpan *spans)
{
    for (guint year = 1; year < run->n; year++) {
        for (guint i = spans[year].first; i < spans[year].end; i++) {
            GovFinding *finding = g_ptr_array_index(series->findings, i);
            if (finding->kind == GOV_FINDING_FAILED && finding->instance != NULL &&
                gov__series_is_exact(finding->rule, finding->instance))
                match_finding(series, run, spans, year, finding);
        }
    }
}
