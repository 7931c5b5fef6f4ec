/* SPDX-License-Identifier: MIT */
/**
 * @file aggregate.h
 * GovAggregate: a dataset grouped by keys, as a partial result that can be merged.
 *
 * An aggregate holds whole numbers only: for every group and cell how many rows have which status,
 * sum and sum of squares in wide integers, least and greatest figure, and, if asked for, the
 * distribution. Merging adds these up, so that parts give what the whole gives, to the last byte of
 * gov_aggregate_to_bytes(), however the rows were split and in whichever order they came. Quotients
 * are made last. A blank, a mark, a missing row and a zero stay apart: only figures that are
 * REPORTED are in any statistic. docs/statistics.md has the definitions.
 *
 * Rows are added as they are: where a dataset holds a region and its parts, group by level or scope,
 * or use a roll-up. An aggregate is immutable and may be read from any thread.
 */
#ifndef GOVSTAT_AGGREGATE_H
#define GOVSTAT_AGGREGATE_H

#include <govstat/rate.h>

GOV_BEGIN_DECLS

typedef struct _GovAggregate GovAggregate;

/** What is kept for medians and other quantiles. */
typedef enum {
    GOV_DISTRIBUTION_NONE,        /**< Nothing: there are no quantiles and no Gini coefficients. */
    GOV_DISTRIBUTION_APPROXIMATE, /**< How many figures there are of each size, to eight binary digits:
                                       a quantile is off by at most 1/256 of itself. */
    GOV_DISTRIBUTION_EXACT        /**< All figures: memory grows with how many distinct ones there are. */
} GovDistribution;

/** How to group; start from ::GOV_AGGREGATE_OPTIONS_INIT. */
typedef struct {
    const GovKey *by;         /**< Keys of the groups, each at most once. */
    size_t n_by;              /**< 0: all rows are one group. */
    unsigned division_digits; /**< Cuts ::GOV_KEY_DIVISION: 2 for provinces, 4 for prefectures; the rest is
                                   filled with 0 as GB/T 2260 does, and what is no code stays. 0: whole codes. */
    GovDistribution distribution;
    unsigned threads; /**< Workers; 0 and 1: none but the caller. The result does not depend on it. */
    const size_t *cells; /**< What is asked for: a figure takes 112 bytes a group and cell. In any order. */
    size_t n_cells;      /**< 0: all cells of the form. */
} GovAggregateOptions;

#define GOV_AGGREGATE_OPTIONS_INIT {NULL, 0, 0, GOV_DISTRIBUTION_NONE, 0, NULL, 0}

/** Where a rate stands to the limits of a funnel plot. */
typedef enum {
    GOV_FUNNEL_INSIDE,
    GOV_FUNNEL_BELOW,
    GOV_FUNNEL_ABOVE,
    GOV_FUNNEL_NOT_APPLICABLE /**< No rate, no pooled rate, or one outside 0 to 1. */
} GovFunnel;

/**
 * Groups a dataset.
 *
 * @param dataset sealed
 * @param options may be NULL: all rows are one group
 * @param error   ::GOV_ERROR_LIMIT for more than 40 million groups times cells
 * @return a new aggregate, or NULL
 */
GovAggregate *gov_aggregate_new(const GovDataset *dataset, const GovAggregateOptions *options, GError **error);
/** @return @p aggregate, with one more reference. */
GovAggregate *gov_aggregate_ref(const GovAggregate *aggregate);
/** Drops a reference. */
void gov_aggregate_unref(GovAggregate *aggregate);
/**
 * Adds up parts: the aggregate of all their rows. Neither order nor nesting matters.
 *
 * @param parts at least one; all of one form, keys, digits, distribution and cells
 * @param error ::GOV_ERROR_FORM or ::GOV_ERROR_UNSUPPORTED for parts that do not go together,
 *              ::GOV_ERROR_LIMIT for too many groups, ::GOV_ERROR_OVERFLOW beyond 2^62 rows
 * @return a new aggregate, or NULL
 */
GovAggregate *gov_aggregate_merge(const GovAggregate *const *parts, size_t n, GError **error);
/** @return a versioned form of the aggregate, the same on every machine; equal aggregates have equal
 *          bytes. */
GBytes *gov_aggregate_to_bytes(const GovAggregate *aggregate);
/**
 * Reads what gov_aggregate_to_bytes() wrote. Nothing is believed: counts, sums, squares and
 * distributions must be possible together.
 *
 * @param form  of the aggregate; NULL: the built-in one that the bytes name
 * @param error ::GOV_ERROR_SYNTAX with the offset, ::GOV_ERROR_FORM for another form,
 *              ::GOV_ERROR_UNSUPPORTED for a later version
 * @return a new aggregate, or NULL
 */
GovAggregate *gov_aggregate_from_bytes(const void *data, size_t len, const GovForm *form, GError **error);

/** @return the form; borrowed. */
const GovForm *gov_aggregate_get_form(const GovAggregate *aggregate);
/** @return whether a cell is in the aggregate; others must not be asked for. */
bool gov_aggregate_has_cell(const GovAggregate *aggregate, size_t cell);
/** @return what is kept of the distribution. */
GovDistribution gov_aggregate_get_distribution(const GovAggregate *aggregate);
/** @return how many keys there are. */
size_t gov_aggregate_n_keys(const GovAggregate *aggregate);
/** @return one of them. */
GovKey gov_aggregate_get_by(const GovAggregate *aggregate, size_t i);
/** @return the number of groups. They stand by their keys: text by its bytes, unknown first, years by
 *          number. */
size_t gov_aggregate_n_groups(const GovAggregate *aggregate);
/** @return the key of a group, or NULL if it is unknown or no key of the aggregate; not for YEAR; borrowed. */
const char *gov_aggregate_get_key(const GovAggregate *aggregate, size_t group, GovKey key);
/** @return the year of a group, 0 if it is unknown or no key of the aggregate. */
int gov_aggregate_get_year(const GovAggregate *aggregate, size_t group);
/** @return the group that has the keys of another one but for this year, or -1. */
int64_t gov_aggregate_find_year(const GovAggregate *aggregate, size_t group, int year);
/** @return the ids of the forms that the rows of a group were filed in (::GOV_KEY_FORM), in order, parted by
 *          spaces; `?` stands for unknown ones; borrowed. */
const char *gov_aggregate_get_editions(const GovAggregate *aggregate, size_t group);
/** @return the rows of a group. */
uint64_t gov_aggregate_n_rows(const GovAggregate *aggregate, size_t group);

/** @return in how many rows of a group a cell has a status; all six together are the rows. */
uint64_t gov_aggregate_get_count(const GovAggregate *aggregate, size_t group, size_t cell, GovStatus status);
/**
 * Gives the sum of the figures.
 *
 * @param error ::GOV_ERROR_OVERFLOW naming group and cell if it cannot be held
 * @return whether there is one; false without an error where nothing is reported, which is not 0
 */
bool gov_aggregate_get_sum(const GovAggregate *aggregate, size_t group, size_t cell, int64_t *sum,
                           GError **error);
/** Gives the least and the greatest figure. @return whether there are any. */
bool gov_aggregate_get_range(const GovAggregate *aggregate, size_t group, size_t cell, int64_t *least,
                             int64_t *greatest);
/** @return sum by count: NOT_APPLICABLE where nothing is reported, NOT_COMPUTABLE if the sum cannot be held. */
GovRate gov_aggregate_get_mean(const GovAggregate *aggregate, size_t group, size_t cell);
/**
 * Gives the variance, from exact sums.
 *
 * @param sample divides by n - 1 instead of n
 * @return NAN for fewer than two figures (one, unless @p sample)
 */
double gov_aggregate_get_variance(const GovAggregate *aggregate, size_t group, size_t cell, bool sample);
/**
 * Gives a quantile: the least figure that at least the share @p numerator / @p denominator of all
 * figures do not exceed; where exactly that share does not, midway to the next figure (type 2 of
 * Hyndman and Fan). 1/2 is the median.
 *
 * @param numerator   0 (the least figure) to @p denominator (the greatest)
 * @param denominator 1 to 1000000
 * @return the figure over 1 or 2; within 1/256 of itself if the distribution is approximate.
 *         NOT_APPLICABLE where nothing is reported, NOT_COMPUTABLE without a distribution.
 */
GovRate gov_aggregate_get_quantile(const GovAggregate *aggregate, size_t group, size_t cell,
                                   unsigned numerator, unsigned denominator);
/** @return the Herfindahl-Hirschman index of the rows of a group, 1/n (all alike) to 1 (one has all); NAN
 *          where nothing is reported, a figure is negative or the sum is 0. */
double gov_aggregate_get_hhi(const GovAggregate *aggregate, size_t group, size_t cell);
/** @return the Gini coefficient of the rows of a group, 0 (all alike) to 1 - 1/n; off by at most 1/256 if the
 *          distribution is approximate. NAN as for the index above, and without a distribution. */
double gov_aggregate_get_gini(const GovAggregate *aggregate, size_t group, size_t cell);

/**
 * Gives the sum of a group by that of itself and its peers, the groups that differ from it in one key at
 * most, such as all parents of the same year. How all groups stand is worked out together when it is first
 * asked for.
 *
 * @param over one of the keys, in which peers differ
 * @return NOT_COMPUTABLE where the group has no figure or a sum cannot be held, NOT_APPLICABLE where all
 *         together come to 0 or less
 */
GovRate gov_aggregate_get_share(const GovAggregate *aggregate, size_t group, size_t cell, GovKey over);
/** @return the place of a group by its sum among the same groups: 1 for the greatest, equal ones share the
 *          best; 0 where the group has no figure. */
size_t gov_aggregate_get_rank(const GovAggregate *aggregate, size_t group, size_t cell, GovKey over);
/** @return the change of the sum from the year before, by the sum of the year before. NOT_COMPUTABLE where
 *          either is lacking or cannot be held, or ::GOV_KEY_YEAR is no key; NOT_APPLICABLE where the year
 *          before has 0 or less. Whether as many rows stand behind both gov_aggregate_get_count() tells. */
GovRate gov_aggregate_get_growth(const GovAggregate *aggregate, size_t group, size_t cell);

/**
 * Gives the sums as a sealed dataset again, one row a group, its keys in the key columns and its editions
 * as ::GOV_KEY_FORM, from which gov_dataset_dup_comparability() tells how comparable a sum is. Cells in
 * which nothing is reported keep the status that explains it and are never 0; those that are not in the
 * aggregate are ABSENT. A sum of all rows has
 * evidence GIVEN; one of some, where that is allowed, INFERRED.
 *
 * @param nulls ::GOV_NULLS_STRICT: a cell that is lacking in some row is UNCERTAIN, marks aside, which
 *              say that there is nothing to add. ::GOV_NULLS_ZERO: so are blanks. ::GOV_NULLS_BOUND and
 *              BOTH: the sum of the figures there are.
 * @param error ::GOV_ERROR_OVERFLOW naming group and cell
 * @return a new dataset, or NULL
 */
GovDataset *gov_aggregate_to_dataset(const GovAggregate *aggregate, GovNulls nulls, GError **error);

/**
 * Gives the limits of a funnel plot: between which rates of that denominator lie by chance, if their
 * true rate is the pooled one. A rate lies outside exactly if the pooled rate lies outside its Wilson
 * interval for the same @p z, limits cut off at 0 and 1 aside.
 *
 * @param pooled      such as GovPool.pooled
 * @param denominator of the rate that is judged
 * @param z           standard normal quantile: 1.96 for 95 %, 3.09 for 99.8 %
 * @return whether there are limits: the pooled rate is KNOWN and in 0 to 1, the denominator above 0
 */
bool gov_funnel_limits(const GovRate *pooled, int64_t denominator, double z, double *low, double *high);
/** @return where a rate lies. */
GovFunnel gov_funnel_judge(const GovRate *pooled, const GovRate *rate, double z);

/** @return `none`, `approximate` or `exact`; static. */
const char *gov_distribution_get_name(GovDistribution distribution);
/** @return `inside`, `below`, `above` or `not_applicable`; static. */
const char *gov_funnel_get_name(GovFunnel funnel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovAggregate, gov_aggregate_unref)

GOV_END_DECLS

#endif
