/* SPDX-License-Identifier: MIT */
/* GovRate: what indicators come to.
 *
 * A side of an indicator is a sparse sum. One sum routine serves a report and a row of a dataset: it
 * asks for status and value of a term, whose cell may be of the year before. Everything is whole
 * numbers until gov_rate_get_value(), so pools do not depend on order: sums are exact, and the mean
 * adds up rates in units of 2^-52, each rounded once. */
#include <govstat/error.h>
#include <govstat/rate.h>

#include <math.h>

#include "aggregate/wide-private.h"
#include "form/indicator-private.h"

/* Where the figures of a row are found. */
typedef struct {
    const GovReport *report; /* or a row of a dataset */
    const GovReport *prior;
    const GovDataset *dataset;
    int64_t row;
    int64_t prior_row; /* -1: there is none */
} Row;

typedef struct {
    __int128 sum;
    unsigned n_zeroed;
    bool lacking;
} Side;

static bool find_figure(const Row *row, const GovTerm *term, GovStatus *status, int64_t *value)
{
    const GovReport *report = term->year == 0 ? row->report : row->prior;
    int64_t at = term->year == 0 ? row->row : row->prior_row;

    if (row->dataset != NULL) {
        if (at < 0)
            return false;
        *status = gov_dataset_get_status(row->dataset, term->cell, (size_t)at);
        *value = gov_dataset_get_values(row->dataset, term->cell)[at];
        return true;
    }
    if (report == NULL)
        return false;
    *status = gov_report_get_status(report, term->cell);
    *value = gov_report_get_values(report)[term->cell];
    return true;
}

static void add_term(Side *side, const Row *row, const GovTerm *term, GovNulls nulls)
{
    GovStatus status = GOV_STATUS_ABSENT;
    int64_t value = 0;
    bool known = find_figure(row, term, &status, &value);

    if (known && status == GOV_STATUS_REPORTED)
        side->sum += (__int128)value * term->coefficient;
    else if (known && nulls == GOV_NULLS_ZERO &&
             (status == GOV_STATUS_BLANK || status == GOV_STATUS_NOT_APPLICABLE))
        side->n_zeroed++;
    else
        side->lacking = true;
}

static Side sum_side(const Row *row, const GovTerm *terms, size_t n, int64_t constant, GovNulls nulls)
{
    Side side = {.sum = constant};

    for (size_t i = 0; i < n; i++)
        add_term(&side, row, &terms[i], nulls);
    return side;
}

static GovRate make_rate(const GovIndicator *indicator, const Row *row, GovNulls nulls)
{
    const GovInstance *instance = gov__indicator_get_instance(indicator);
    Side left = sum_side(row, instance->terms, instance->n_left, instance->left_constant, nulls);
    Side right = sum_side(row, instance->terms + instance->n_left, instance->n_right,
                          instance->right_constant, nulls);

    if (left.lacking || right.lacking || !gov__fits_64(left.sum) || !gov__fits_64(right.sum))
        return (GovRate){.status = GOV_RATE_NOT_COMPUTABLE};
    return (GovRate){(int64_t)left.sum, (int64_t)right.sum,
                     right.sum > 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_APPLICABLE,
                     left.n_zeroed + right.n_zeroed};
}

GovRate gov_rate_of_report(const GovIndicator *indicator, const GovReport *report, const GovReport *prior,
                           GovNulls nulls)
{
    const GovRate none = {.status = GOV_RATE_NOT_COMPUTABLE};
    const Row row = {.report = report, .prior = prior};

    g_return_val_if_fail(indicator != NULL && report != NULL && gov_report_is_sealed(report), none);
    g_return_val_if_fail(prior == NULL || gov_report_get_form(prior) == gov_report_get_form(report), none);
    return make_rate(indicator, &row, nulls);
}

/* ---- rows of the year before ---- */

/* The key by which a row is of the same body as another one, and its year. */
typedef struct {
    int32_t unit;
    int32_t agency;
    int32_t year;
} Body;

static guint hash_body(gconstpointer data)
{
    const Body *body = data;

    return (guint)body->unit * 2654435761u ^ (guint)body->agency * 40503u ^ (guint)body->year;
}

static gboolean equal_bodies(gconstpointer a, gconstpointer b)
{
    const Body *x = a, *y = b;

    return x->unit == y->unit && x->agency == y->agency && x->year == y->year;
}

/* The agency counts only where the unit is not known. */
static Body body_of(const GovDataset *dataset, size_t row)
{
    int32_t unit = gov_dataset_get_codes(dataset, GOV_KEY_UNIT)[row];
    int32_t agency = gov_dataset_get_codes(dataset, GOV_KEY_AGENCY)[row];

    return (Body){unit, unit >= 0 ? -1 : agency, gov_dataset_get_years(dataset)[row]};
}

/* Rows by body; where two are of one body and year the entry is 0. */
static GHashTable *index_bodies(const Body *bodies, size_t n)
{
    GHashTable *rows = g_hash_table_new(hash_body, equal_bodies);

    for (size_t row = 0; row < n; row++) {
        bool named = bodies[row].unit >= 0 || bodies[row].agency >= 0;
        if (!named || bodies[row].year == 0)
            continue;
        bool twice = g_hash_table_contains(rows, &bodies[row]);
        g_hash_table_insert(rows, (gpointer)(uintptr_t)&bodies[row], GSIZE_TO_POINTER(twice ? 0 : row + 1));
    }
    return rows;
}

/* For each row that of the same body in the year before, or -1. */
static int64_t *find_prior_rows(const GovDataset *dataset)
{
    size_t n = gov_dataset_n_rows(dataset);
    int64_t *prior = g_new(int64_t, n + 1);
    g_autofree Body *bodies = g_new(Body, n + 1);

    for (size_t row = 0; row < n; row++)
        bodies[row] = body_of(dataset, row);
    g_autoptr(GHashTable) rows = index_bodies(bodies, n);
    for (size_t row = 0; row < n; row++) {
        const Body wanted = {bodies[row].unit, bodies[row].agency, bodies[row].year - 1};
        prior[row] = (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(rows, &wanted)) - 1;
    }
    return prior;
}

GovRate *gov_rate_of_dataset(const GovIndicator *indicator, const GovDataset *dataset, GovNulls nulls)
{
    g_return_val_if_fail(indicator != NULL && dataset != NULL && gov_dataset_is_sealed(dataset), NULL);
    size_t n = gov_dataset_n_rows(dataset);
    GovRate *rates = g_new(GovRate, n + 1);
    g_autofree int64_t *prior = gov_indicator_uses_prior(indicator) ? find_prior_rows(dataset) : NULL;

    for (size_t i = 0; i < n; i++) {
        const Row row = {.dataset = dataset, .row = (int64_t)i, .prior_row = prior != NULL ? prior[i] : -1};
        rates[i] = make_rate(indicator, &row, nulls);
    }
    return rates;
}

/* ---- pools ---- */

/* A rate in units of 2^-52. */
#define ONE ((__int128)1 << 52)

typedef struct {
    __int128 numerator;
    __int128 denominator;
    __int128 rates; /* sum of those that are known, in units of 2^-52 */
    unsigned n_zeroed;
} Sums;

static void add_rate(GovPool *pool, Sums *sums, const GovRate *rate)
{
    if (rate->status == GOV_RATE_NOT_COMPUTABLE) {
        pool->n_not_computable++;
        return;
    }
    sums->numerator += rate->numerator;
    sums->denominator += rate->denominator;
    sums->n_zeroed += rate->n_zeroed;
    if (rate->status == GOV_RATE_NOT_APPLICABLE) {
        pool->n_not_applicable++;
        return;
    }
    pool->n_known++;
    sums->rates += rate->numerator * ONE / rate->denominator;
}

static bool finish_pool(GovPool *pool, const Sums *sums, GError **error)
{
    if (!gov__fits_64(sums->numerator) || !gov__fits_64(sums->denominator)) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_OVERFLOW,
                    "The numerators or denominators of %zu rates are too large to be added up",
                    pool->n_known + pool->n_not_applicable);
        return false;
    }
    GovRateStatus status = sums->denominator > 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_APPLICABLE;
    if (pool->n_known + pool->n_not_applicable == 0)
        status = GOV_RATE_NOT_COMPUTABLE;
    pool->pooled = (GovRate){(int64_t)sums->numerator, (int64_t)sums->denominator, status, sums->n_zeroed};
    pool->mean = pool->n_known > 0 ? (double)sums->rates / (double)ONE / (double)pool->n_known : (double)NAN;
    return true;
}

GovPool *gov_rate_pool(const GovRate *rates, const uint32_t *groups, size_t n, size_t n_groups, GError **error)
{
    g_return_val_if_fail(rates != NULL || n == 0, NULL);
    g_return_val_if_fail(groups != NULL || n_groups == 1, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autofree GovPool *pools = g_new0(GovPool, n_groups + 1);
    g_autofree Sums *sums = g_new0(Sums, n_groups + 1);

    for (size_t i = 0; i < n; i++) {
        size_t group = groups != NULL ? groups[i] : 0;
        g_return_val_if_fail(group < n_groups, NULL);
        add_rate(&pools[group], &sums[group], &rates[i]);
    }
    for (size_t group = 0; group < n_groups; group++)
        if (!finish_pool(&pools[group], &sums[group], error))
            return NULL;
    return g_steal_pointer(&pools);
}

/* ---- one rate ---- */

double gov_rate_get_value(const GovRate *rate)
{
    g_return_val_if_fail(rate != NULL, (double)NAN);
    return rate->status == GOV_RATE_KNOWN ? (double)rate->numerator / (double)rate->denominator : (double)NAN;
}

bool gov_rate_get_wilson(const GovRate *rate, double z, double *low, double *high)
{
    g_return_val_if_fail(rate != NULL && low != NULL && high != NULL && z >= 0, false);
    if (rate->status != GOV_RATE_KNOWN || rate->numerator < 0 || rate->numerator > rate->denominator)
        return false;
    double n = (double)rate->denominator, p = (double)rate->numerator / n, share = z * z / n;
    double middle = (p + share / 2) / (1 + share);
    double half = z / (1 + share) * sqrt(p * (1 - p) / n + share / (4 * n));
    *low = rate->numerator == 0 ? 0 : fmax(0, middle - half);
    *high = rate->numerator == rate->denominator ? 1 : fmin(1, middle + half);
    return true;
}

/* Rounded half-even. */
static __int128 divide(__int128 numerator, __int128 denominator)
{
    __int128 whole = numerator / denominator, rest = numerator % denominator;

    rest = (rest < 0 ? -rest : rest) * 2;
    if (rest > denominator || (rest == denominator && whole % 2 != 0))
        whole += numerator < 0 ? -1 : 1;
    return whole;
}

char *gov_rate_dup_text(const GovRate *rate, GovIndicatorKind kind, unsigned decimals)
{
    __int128 scale = kind == GOV_INDICATOR_RATIO ? 1 : 100;
    uint64_t one = 1;

    g_return_val_if_fail(rate != NULL && decimals <= 9, NULL);
    if (rate->status != GOV_RATE_KNOWN)
        return g_strdup("");
    for (unsigned i = 0; i < decimals; i++)
        one *= 10;
    __int128 value = divide(rate->numerator * scale * one, rate->denominator);
    __int128 positive = value < 0 ? -value : value;
    const char *sign = value < 0 ? "-" : ""; /* what rounds to nought has none */
    /* A numerator of 2^63 over 1 still fits: at most 2^63 · 100 whole percent. */
    uint64_t high = (uint64_t)(positive / one / 1000000), low = (uint64_t)(positive / one % 1000000);
    g_autofree char *whole = high > 0 ? g_strdup_printf("%" G_GUINT64_FORMAT "%06u", high, (unsigned)low)
                                      : g_strdup_printf("%u", (unsigned)low);
    if (decimals == 0)
        return g_strconcat(sign, whole, NULL);
    return g_strdup_printf("%s%s.%0*" G_GUINT64_FORMAT, sign, whole, (int)decimals,
                           (uint64_t)(positive % one));
}

const char *gov_rate_status_get_name(GovRateStatus status)
{
    static const char *const names[] = {[GOV_RATE_KNOWN] = "known",
                                        [GOV_RATE_NOT_APPLICABLE] = "not_applicable",
                                        [GOV_RATE_NOT_COMPUTABLE] = "not_computable"};

    g_return_val_if_fail((unsigned)status < G_N_ELEMENTS(names), NULL);
    return names[status];
}
