/* SPDX-License-Identifier: MIT */
/**
 * @file rate.h
 * GovRate: what an indicator comes to, kept as numerator and denominator.
 *
 * A quotient alone can be neither added up nor weighed, so it is made last, from the pair. Where a
 * figure is lacking there is no rate, and where the denominator is zero there is none either: never
 * 0 and never 100 %. Over many reports two averages are told apart by name: the *pooled* rate
 * (numerators together by denominators together) and the *mean* of the rates.
 */
#ifndef GOVSTAT_RATE_H
#define GOVSTAT_RATE_H

#include <govstat/dataset.h>
#include <govstat/indicator.h>
#include <govstat/rule.h>

GOV_BEGIN_DECLS

/** Whether a pair makes a rate. */
typedef enum {
    GOV_RATE_KNOWN,          /**< Both are known, and the denominator is above zero. */
    GOV_RATE_NOT_APPLICABLE, /**< Both are known, and the denominator is not above zero. */
    GOV_RATE_NOT_COMPUTABLE  /**< A figure is lacking, or a sum is too large to be held. */
} GovRateStatus;

/** A numerator and a denominator, at one scale; a value. */
typedef struct {
    int64_t numerator;   /**< Meaningful unless NOT_COMPUTABLE. */
    int64_t denominator; /**< Meaningful unless NOT_COMPUTABLE. */
    GovRateStatus status;
    unsigned n_zeroed; /**< Blanks and marks that were counted as zero, as the caller asked. */
} GovRate;

/** The rates of many reports in one; a value. Only pairs of which both are known are in it. */
typedef struct {
    GovRate pooled;          /**< Numerators together, denominators together; those with a zero
                                  denominator count in both. NOT_COMPUTABLE if there is no pair. */
    double mean;             /**< Of the rates that are KNOWN, each counting once; NAN if none. */
    size_t n_known;          /**< How many these are. */
    size_t n_not_applicable; /**< Reports with a denominator of zero. */
    size_t n_not_computable; /**< Reports that lack a figure. */
} GovPool;

/**
 * Works out an indicator for a report.
 *
 * @param indicator of the form of the report
 * @param report    a sealed report
 * @param prior     sealed report of the same form and body for the year before, or NULL; without it
 *                  an indicator that names `prior.` figures is NOT_COMPUTABLE
 * @param nulls     ::GOV_NULLS_STRICT, or ::GOV_NULLS_ZERO to count blanks and marks as zero, which
 *                  the result says; other modes are as STRICT
 */
GovRate gov_rate_of_report(const GovIndicator *indicator, const GovReport *report, const GovReport *prior,
                           GovNulls nulls);

/**
 * Works out an indicator for every row of a sealed dataset. Figures of the year before are those of the
 * row with the same unit, or without a unit the same agency; where there are two such rows the rate is
 * NOT_COMPUTABLE.
 *
 * @return n_rows rates; g_free()
 */
GovRate *gov_rate_of_dataset(const GovIndicator *indicator, const GovDataset *dataset, GovNulls nulls);

/**
 * Pools rates by group. The result depends neither on the order of the rates nor on how they are split.
 *
 * @param rates    @p n rates
 * @param groups   group of each rate, below @p n_groups; NULL: all in group 0
 * @param error    ::GOV_ERROR_OVERFLOW where a sum cannot be held
 * @return @p n_groups pools; g_free(). NULL after an error.
 */
GovPool *gov_rate_pool(const GovRate *rates, const uint32_t *groups, size_t n, size_t n_groups,
                       GError **error);

/** @return numerator / denominator, or NAN unless KNOWN. */
double gov_rate_get_value(const GovRate *rate);
/**
 * Gives the Wilson score interval of a share, which holds for small denominators too.
 *
 * @param z    standard normal quantile: 1.96 for 95 %
 * @param low  at least 0
 * @param high at most 1
 * @return whether there is one: the rate is KNOWN and its numerator lies in 0 to the denominator
 */
bool gov_rate_get_wilson(const GovRate *rate, double z, double *low, double *high);
/**
 * Writes a rate for people or files: `43.57` (percent), or `0.636` for a ratio. Worked out in whole
 * numbers and rounded half-even, so it is the same everywhere.
 *
 * @param decimals 0 to 9
 * @return a new string, empty unless KNOWN; g_free()
 */
char *gov_rate_dup_text(const GovRate *rate, GovIndicatorKind kind, unsigned decimals);

/** @return `known`, `not_applicable` or `not_computable`; static. */
const char *gov_rate_status_get_name(GovRateStatus status);

GOV_END_DECLS

#endif
