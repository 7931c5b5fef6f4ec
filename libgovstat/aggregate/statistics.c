/* SPDX-License-Identifier: MIT */
/* What a group comes to: sums, means, variances, quantiles, concentration. Everything is whole numbers until
 * the last division. docs/statistics.md has the formulas. */
#include <govstat/error.h>

#include <math.h>

#include "aggregate/aggregate-private.h"

#define PRECONDITION(value)                                                                              \
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups &&                             \
                             gov_aggregate_has_cell(aggregate, cell),                                     \
                         value)

uint64_t gov_aggregate_get_count(const GovAggregate *aggregate, size_t group, size_t cell, GovStatus status)
{
    PRECONDITION(0);
    g_return_val_if_fail((unsigned)status < GOV_N_STATUSES, 0);
    return gov__aggregate_moments(aggregate, group, cell)->n[status];
}

bool gov_aggregate_get_sum(const GovAggregate *aggregate, size_t group, size_t cell, int64_t *sum, GError **error)
{
    PRECONDITION(false);
    g_return_val_if_fail(sum != NULL && (error == NULL || *error == NULL), false);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);

    if (moments->n[GOV_STATUS_REPORTED] == 0)
        return false;
    if (!gov__fits_64(moments->sum)) {
        g_autofree char *name = gov__aggregate_dup_name(aggregate, group);
        g_set_error(error, GOV_ERROR, GOV_ERROR_OVERFLOW, "%s: %s: the sum of %" G_GUINT64_FORMAT
                    " figures is too large to be held", name, gov_form_get_code(aggregate->form, cell),
                    moments->n[GOV_STATUS_REPORTED]);
        return false;
    }
    *sum = (int64_t)moments->sum;
    return true;
}

bool gov_aggregate_get_range(const GovAggregate *aggregate, size_t group, size_t cell, int64_t *least,
                             int64_t *greatest)
{
    PRECONDITION(false);
    g_return_val_if_fail(least != NULL && greatest != NULL, false);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);

    if (moments->n[GOV_STATUS_REPORTED] == 0)
        return false;
    *least = moments->least;
    *greatest = moments->greatest;
    return true;
}

/* A quotient of sums; `denominator` is not negative. */
static GovRate make_rate(__int128 numerator, __int128 denominator)
{
    if (!gov__fits_64(numerator) || !gov__fits_64(denominator))
        return (GovRate){.status = GOV_RATE_NOT_COMPUTABLE};
    return (GovRate){(int64_t)numerator, (int64_t)denominator,
                     denominator > 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_APPLICABLE, 0};
}

GovRate gov_aggregate_get_mean(const GovAggregate *aggregate, size_t group, size_t cell)
{
    const GovRate none = {.status = GOV_RATE_NOT_COMPUTABLE};

    PRECONDITION(none);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);
    return make_rate(moments->sum, moments->n[GOV_STATUS_REPORTED]);
}

double gov_aggregate_get_variance(const GovAggregate *aggregate, size_t group, size_t cell, bool sample)
{
    PRECONDITION((double)NAN);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);
    uint64_t n = moments->n[GOV_STATUS_REPORTED];

    if (n < (sample ? 2 : 1))
        return (double)NAN;
    /* n Σx² - (Σx)² */
    GovWide spread = gov__wide_scale(&moments->squares, n);
    const GovWide square = gov__wide_product(gov__magnitude(moments->sum), gov__magnitude(moments->sum));
    gov__wide_subtract(&spread, &square);
    const GovWide divisor = gov__wide_product(n, sample ? n - 1 : n);
    return gov__wide_to_double(&spread) / gov__wide_to_double(&divisor);
}

/* ---- quantiles ---- */

/* Twice a figure by its place, never beyond the least and the greatest, which are known exactly. */
static __int128 find_twice(const GovAggregate *self, size_t group, size_t cell, uint64_t rank)
{
    const GovMoments *moments = gov__aggregate_moments(self, group, cell);
    __int128 found = gov__spread_find_twice(gov__aggregate_spread(self, group, cell), rank, self->distribution);

    return CLAMP(found, (__int128)moments->least * 2, (__int128)moments->greatest * 2);
}

GovRate gov_aggregate_get_quantile(const GovAggregate *aggregate, size_t group, size_t cell,
                                   unsigned numerator, unsigned denominator)
{
    const GovRate none = {.status = GOV_RATE_NOT_COMPUTABLE};

    PRECONDITION(none);
    g_return_val_if_fail(denominator > 0 && denominator <= 1000000 && numerator <= denominator, none);
    uint64_t n = gov__aggregate_moments(aggregate, group, cell)->n[GOV_STATUS_REPORTED];
    if (n == 0)
        return (GovRate){.status = GOV_RATE_NOT_APPLICABLE};
    if (aggregate->spreads == NULL)
        return none;
    GovU128 share = (GovU128)n * numerator;
    uint64_t above = (uint64_t)(share / denominator); /* place of the next figure, from 0 */
    uint64_t below = share % denominator == 0 && above > 0 ? above - 1 : above;
    __int128 sum = find_twice(aggregate, group, cell, MIN(below, n - 1)) +
                   find_twice(aggregate, group, cell, MIN(above, n - 1)); /* four times the quantile */
    int64_t divisor = 4;
    for (; divisor > 1 && sum % 2 == 0; divisor /= 2)
        sum /= 2;
    return make_rate(sum, divisor);
}

/* ---- concentration ---- */

static bool has_shares(const GovMoments *moments)
{
    return moments->n[GOV_STATUS_REPORTED] > 0 && moments->least >= 0 && moments->sum > 0;
}

double gov_aggregate_get_hhi(const GovAggregate *aggregate, size_t group, size_t cell)
{
    PRECONDITION((double)NAN);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);

    if (!has_shares(moments))
        return (double)NAN;
    const GovWide square = gov__wide_product((GovU128)moments->sum, (GovU128)moments->sum);
    return gov__wide_to_double(&moments->squares) / gov__wide_to_double(&square);
}

/* Σ (2i - n - 1) x over figures in ascending order, from 1; a heap of c figures after s others weighs
 * c (2s + c - n). What weighs less than nothing is kept apart, for there is no sign in GovWide. Twice the figure is
 * taken, as the middle of a heap may end in a half. */
double gov_aggregate_get_gini(const GovAggregate *aggregate, size_t group, size_t cell)
{
    PRECONDITION((double)NAN);
    const GovMoments *moments = gov__aggregate_moments(aggregate, group, cell);
    __int128 n = moments->n[GOV_STATUS_REPORTED], before = 0;
    GovWide above = {{0}}, below = {{0}};

    if (aggregate->spreads == NULL || !has_shares(moments))
        return (double)NAN;
    const GovSpread *spread = gov__aggregate_spread(aggregate, group, cell);
    for (size_t i = 0; i < spread->n; i++) {
        __int128 weight = 2 * before + spread->heaps[i].n - n;
        __int128 twice = gov__heap_twice_middle(spread->heaps[i].figure, aggregate->distribution);
        GovWide term = gov__wide_product(gov__magnitude(weight), (GovU128)twice);
        term = gov__wide_scale(&term, spread->heaps[i].n);
        gov__wide_add(weight < 0 ? &below : &above, &term);
        before += spread->heaps[i].n;
    }
    gov__wide_subtract(&above, &below); /* weights rise with the figures and add up to 0 */
    const GovWide divisor = gov__wide_product((GovU128)moments->sum, (GovU128)n * 2);
    return gov__wide_to_double(&above) / gov__wide_to_double(&divisor);
}

/* ---- among groups ---- */

GovRate gov_aggregate_get_share(const GovAggregate *aggregate, size_t group, size_t cell, GovKey over)
{
    const GovRate none = {.status = GOV_RATE_NOT_COMPUTABLE};

    PRECONDITION(none);
    int skip = gov__aggregate_find_key(aggregate, over);
    g_return_val_if_fail(skip >= 0, none);
    const GovMoments *own = gov__aggregate_moments(aggregate, group, cell);
    if (own->n[GOV_STATUS_REPORTED] == 0)
        return none;
    return make_rate(own->sum, gov__aggregate_find_total(aggregate, group, cell, skip));
}

size_t gov_aggregate_get_rank(const GovAggregate *aggregate, size_t group, size_t cell, GovKey over)
{
    PRECONDITION(0);
    int skip = gov__aggregate_find_key(aggregate, over);
    g_return_val_if_fail(skip >= 0, 0);
    return gov__aggregate_find_rank(aggregate, group, cell, skip);
}

GovRate gov_aggregate_get_growth(const GovAggregate *aggregate, size_t group, size_t cell)
{
    const GovRate none = {.status = GOV_RATE_NOT_COMPUTABLE};

    PRECONDITION(none);
    int year = gov_aggregate_get_year(aggregate, group);
    int64_t prior = year != 0 ? gov_aggregate_find_year(aggregate, group, year - 1) : -1;
    if (prior < 0 || year - 1 == 0)
        return none;
    const GovMoments *now = gov__aggregate_moments(aggregate, group, cell);
    const GovMoments *then = gov__aggregate_moments(aggregate, (size_t)prior, cell);
    if (now->n[GOV_STATUS_REPORTED] == 0 || then->n[GOV_STATUS_REPORTED] == 0)
        return none;
    return make_rate(now->sum - then->sum, then->sum);
}
