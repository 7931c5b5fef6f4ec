/* SPDX-License-Identifier: MIT */
/* Aggregates: what they come to against the plainest way to work it out, and that parts give the whole,
 * however they are cut, mixed, merged and sent. */
#include "test.h"

#include <math.h>

#include <govstat/aggregate.h>
#include <govstat/error.h>
#include <govstat/harmonise.h>

#include "aggregate/wide-private.h"

static const GovStatus statuses[] = {GOV_STATUS_REPORTED,   GOV_STATUS_BLANK,     GOV_STATUS_NOT_APPLICABLE,
                                     GOV_STATUS_UNREADABLE, GOV_STATUS_UNCERTAIN, GOV_STATUS_ABSENT};
static const char *const divisions[] = {NULL, "320000", "321302", "321300", "110000", "110101", "330106000000",
                                        "江苏省"};
static const char *const editions[] = {"cn-foi-2021", "cn-foi-2019", "cn-foi-2021", "another b a"};
static const GovKey by_parent[] = {GOV_KEY_PARENT, GOV_KEY_YEAR};
static const GovKey by_division[] = {GOV_KEY_YEAR, GOV_KEY_DIVISION};

static GovForm *get_form(void)
{
    return gov_form_builtin("cn-foi-2021", NULL);
}

/* Figures of every size: most small, some that only fit wide sums, all that fit into 64 bits. */
static int64_t draw(GRand *rand, size_t cell)
{
    uint64_t any = (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);

    if (cell % 10 == 6) /* of which some ten thousand squares fit 63 bits */
        return (int64_t)(any % 30000000);
    switch (cell % 5) {
    case 0:
        return (int64_t)(any >> 8 % 64) >> (any % 56); /* heavy tail, both signs */
    case 1:
        return (int64_t)(any % 100);
    case 2:
        return (int64_t)(any % 60000000000); /* money */
    case 3:
        return (int64_t)any >> 3;
    default:
        return (int64_t)(any % 5000000) - 100;
    }
}

static GovReport *make_report(const GovForm *form, GRand *rand)
{
    GovReport *report = gov_report_new(form);

    gov_report_set_year(report, g_rand_int_range(rand, 2018, 2024));
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        bool lacks = g_rand_int_range(rand, 0, 8) == 0 && cell % 3 != 0;
        const GovCell figure = {.value = draw(rand, cell),
                                .status = statuses[lacks ? g_rand_int_range(rand, 0, 6) : 0],
                                .evidence = GOV_EVIDENCE_EXACT,
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    return report;
}

static GovDataset *make_dataset(const GovForm *form, unsigned n, unsigned seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    GovDataset *dataset = gov_dataset_new(form);

    for (unsigned i = 0; i < n; i++) {
        g_autoptr(GovReport) report = make_report(form, rand);
        g_autofree char *parent = g_strdup_printf("%d", g_rand_int_range(rand, 0, 7));
        const GovRowKeys keys = {.values[GOV_KEY_PARENT] = i % 13 == 0 ? NULL : parent,
                                 .values[GOV_KEY_DIVISION] = divisions[g_rand_int_range(rand, 0, G_N_ELEMENTS(divisions))],
                                 .values[GOV_KEY_FORM] = editions[g_rand_int_range(rand, 0, 4)]};
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static GovAggregate *aggregate(const GovDataset *dataset, const GovKey *by, size_t n_by,
                               GovDistribution distribution, unsigned threads)
{
    g_autoptr(GError) error = NULL;
    const GovAggregateOptions options = {by, n_by, by == by_division ? 2 : 0, distribution, threads, NULL, 0};
    GovAggregate *result = gov_aggregate_new(dataset, &options, &error);

    assert_null(error);
    return result;
}

static void expect_same(const GovAggregate *a, const GovAggregate *b)
{
    g_autoptr(GBytes) x = gov_aggregate_to_bytes(a);
    g_autoptr(GBytes) y = gov_aggregate_to_bytes(b);

    assert_int_equal(g_bytes_get_size(x), g_bytes_get_size(y));
    assert_true(g_bytes_equal(x, y));
}

/* ---- the plainest way ---- */

static bool belongs(const GovAggregate *a, size_t group, const GovDataset *dataset, size_t row)
{
    const char *parent = gov_dataset_get_key(dataset, GOV_KEY_PARENT, row);

    return g_strcmp0(gov_aggregate_get_key(a, group, GOV_KEY_PARENT), parent) == 0 &&
           gov_aggregate_get_year(a, group) == gov_dataset_get_years(dataset)[row];
}

static int compare_figures(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* The figures of a cell in a group, sorted, and how many rows have which status. */
static GArray *collect(const GovAggregate *a, size_t group, const GovDataset *dataset, size_t cell, uint64_t *n)
{
    GArray *figures = g_array_new(FALSE, FALSE, sizeof(int64_t));

    memset(n, 0, 6 * sizeof *n);
    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++) {
        if (!belongs(a, group, dataset, row))
            continue;
        GovStatus status = gov_dataset_get_status(dataset, cell, row);
        n[status]++;
        if (status == GOV_STATUS_REPORTED)
            g_array_append_val(figures, gov_dataset_get_values(dataset, cell)[row]);
    }
    g_array_sort(figures, compare_figures);
    return figures;
}

#define FIGURE(i) g_array_index(figures, int64_t, i)

static void expect_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("expected %.17g, found %.17g", expected, found);
}

static void expect_sums(const GovAggregate *a, size_t group, size_t cell, const GArray *figures)
{
    __int128 sum = 0;
    int64_t found = 0, least = 0, greatest = 0;
    g_autoptr(GError) error = NULL;

    for (size_t i = 0; i < figures->len; i++)
        sum += FIGURE(i);
    bool fits = sum >= INT64_MIN && sum <= INT64_MAX;
    bool has_sum = gov_aggregate_get_sum(a, group, cell, &found, &error);
    assert_int_equal(has_sum, figures->len > 0 && fits);
    assert_int_equal(error != NULL, !fits);
    if (has_sum)
        assert_int64(found, (int64_t)sum);
    GovRate mean = gov_aggregate_get_mean(a, group, cell);
    assert_int_equal(mean.status, !fits                 ? GOV_RATE_NOT_COMPUTABLE
                                  : figures->len == 0 ? GOV_RATE_NOT_APPLICABLE
                                                        : GOV_RATE_KNOWN);
    assert_int_equal(gov_aggregate_get_range(a, group, cell, &least, &greatest), figures->len > 0);
    if (figures->len > 0) {
        assert_int64(least, FIGURE(0));
        assert_int64(greatest, FIGURE(figures->len - 1));
    }
}

/* By deviations from the mean, in long double. */
static void expect_variance(const GovAggregate *a, size_t group, size_t cell, const GArray *figures)
{
    long double mean = 0, squares = 0, scale = 0;

    for (size_t i = 0; i < figures->len; i++)
        mean += (long double)FIGURE(i) / figures->len;
    for (size_t i = 0; i < figures->len; i++) {
        squares += (FIGURE(i) - mean) * (FIGURE(i) - mean);
        scale += (long double)FIGURE(i) * FIGURE(i);
    }
    assert_int_equal(isnan(gov_aggregate_get_variance(a, group, cell, true)), figures->len < 2);
    assert_int_equal(isnan(gov_aggregate_get_variance(a, group, cell, false)), figures->len < 1);
    if (figures->len >= 2)
        expect_near(gov_aggregate_get_variance(a, group, cell, true), (double)(squares / (figures->len - 1)),
                    (double)(1e-13L * scale));
}

/* From the definition: the least figure that a share of all do not exceed; midway where exactly that share does. */
static long double find_quantile(const GArray *figures, unsigned numerator, unsigned denominator)
{
    size_t n = figures->len, i = 0;

    while (i + 1 < n && (i + 1) * denominator < (size_t)numerator * n)
        i++;
    if ((i + 1) * denominator == (size_t)numerator * n && i + 1 < n)
        return ((long double)FIGURE(i) + FIGURE(i + 1)) / 2;
    return FIGURE(i);
}

static void expect_quantiles(const GovAggregate *exact, const GovAggregate *near, size_t group, size_t cell,
                             const GArray *figures)
{
    static const unsigned shares[][2] = {{0, 1}, {1, 2}, {1, 4}, {3, 4}, {1, 10}, {99, 100}, {1, 3}, {1, 1}};

    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
        GovRate a = gov_aggregate_get_quantile(exact, group, cell, shares[i][0], shares[i][1]);
        GovRate b = gov_aggregate_get_quantile(near, group, cell, shares[i][0], shares[i][1]);
        if (figures->len == 0) {
            assert_int_equal(a.status, GOV_RATE_NOT_APPLICABLE);
            continue;
        }
        if (a.status != GOV_RATE_KNOWN) /* half a figure beyond 2^62 */
            continue;
        long double expected = find_quantile(figures, shares[i][0], shares[i][1]);
        assert_true((long double)a.numerator / a.denominator == expected);
        if (FIGURE(0) < 0 || b.status != GOV_RATE_KNOWN) /* between figures of both signs the bound is that of each */
            continue;
        expect_near(gov_rate_get_value(&b), (double)expected, (double)expected / 256);
    }
}

static void expect_concentration(const GovAggregate *exact, const GovAggregate *near, size_t group, size_t cell,
                                 const GArray *figures)
{
    long double sum = 0, squares = 0, differences = 0;
    double hhi = gov_aggregate_get_hhi(exact, group, cell), gini = gov_aggregate_get_gini(exact, group, cell);

    for (size_t i = 0; i < figures->len; i++) {
        sum += FIGURE(i);
        squares += (long double)FIGURE(i) * FIGURE(i);
        for (size_t j = 0; j < i; j++)
            differences += (long double)FIGURE(i) - FIGURE(j);
    }
    bool has_shares = figures->len > 0 && FIGURE(0) >= 0 && sum > 0;
    assert_int_equal(isnan(hhi), !has_shares);
    assert_int_equal(isnan(gini), !has_shares);
    if (!has_shares)
        return;
    expect_near(hhi, (double)(squares / (sum * sum)), 1e-12);
    expect_near(gini, (double)(differences / (sum * figures->len)), 1e-12);
    expect_near(gov_aggregate_get_gini(near, group, cell), gini, 1.0 / 256);
}

static void statistics_are_those_of_the_plainest_way(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 700, 1);
    g_autoptr(GovAggregate) exact = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_EXACT, 0);
    g_autoptr(GovAggregate) near = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_APPROXIMATE, 0);
    g_autoptr(GovAggregate) none = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_NONE, 0);
    size_t n_groups = gov_aggregate_n_groups(exact);

    assert_int_equal(n_groups, 8 * 6);
    for (size_t slot = 0; slot < n_groups * 12; slot++) {
        size_t group = slot / 12, cell = slot % 12;
        uint64_t n[6];
        g_autoptr(GArray) figures = collect(exact, group, dataset, cell, n);
        for (size_t i = 0; i < 6; i++)
            assert_int_equal(gov_aggregate_get_count(exact, group, cell, (GovStatus)i), n[i]);
        expect_sums(none, group, cell, figures);
        expect_variance(none, group, cell, figures);
        expect_quantiles(exact, near, group, cell, figures);
        expect_concentration(exact, near, group, cell, figures);
        assert_int_equal(gov_aggregate_get_quantile(none, group, cell, 1, 2).status,
                         figures->len > 0 ? GOV_RATE_NOT_COMPUTABLE : GOV_RATE_NOT_APPLICABLE);
    }
}

/* ---- parts and whole ---- */

static size_t *shuffle(GRand *rand, size_t n)
{
    size_t *rows = g_new(size_t, n + 1);

    for (size_t i = 0; i < n; i++)
        rows[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)g_rand_int_range(rand, 0, (gint32)i), kept = rows[j];
        rows[j] = rows[i - 1];
        rows[i - 1] = kept;
    }
    return rows;
}

/* A part goes over the wire, too. */
static GovAggregate *send(const GovAggregate *part, const GovForm *form)
{
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(part);
    g_autoptr(GError) error = NULL;
    gsize len = 0;
    const void *data = g_bytes_get_data(bytes, &len);
    GovAggregate *received = gov_aggregate_from_bytes(data, len, form, &error);

    if (error != NULL)
        fail_msg("%s", error->message);
    expect_same(received, part);
    return received;
}

/* Cuts mixed rows at any places, and merges the parts in any order and nesting. */
static GovAggregate *merge_parts(const GovDataset *dataset, const GovKey *by, GovDistribution distribution,
                                 GRand *rand)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)(void (*)(void))gov_aggregate_unref);
    size_t n = gov_dataset_n_rows(dataset);

    for (size_t first = 0; first <= n;) {
        size_t part = (size_t)g_rand_int_range(rand, 0, (gint32)(n / 3 + 1));
        part = MIN(part, n - first);
        g_autoptr(GovDataset) slice = gov_dataset_slice(dataset, first, part);
        g_autoptr(GovAggregate) made = aggregate(slice, by, 2, distribution, (unsigned)g_rand_int_range(rand, 0, 4));
        g_ptr_array_add(parts, send(made, gov_dataset_get_form(dataset)));
        if (first == n)
            break;
        first += part;
    }
    while (parts->len > 1) {
        const GovAggregate *pair[3] = {NULL};
        unsigned k = (unsigned)g_rand_int_range(rand, 2, 4);
        k = MIN(k, parts->len);
        for (unsigned i = 0; i < k; i++)
            pair[i] = g_ptr_array_steal_index_fast(parts, (guint)g_rand_int_range(rand, 0, (gint32)parts->len));
        g_ptr_array_add(parts, gov_aggregate_merge(pair, k, NULL));
        for (unsigned i = 0; i < k; i++)
            gov_aggregate_unref((GovAggregate *)(uintptr_t)pair[i]);
    }
    return g_ptr_array_steal_index(parts, 0);
}

static void parts_give_the_whole_however_they_are_cut(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 400, 2);
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);

    for (unsigned round = 0; round < 24; round++) {
        const GovKey *by = round % 2 == 0 ? by_parent : by_division;
        GovDistribution distribution = (GovDistribution)(round % 3);
        g_autoptr(GovAggregate) whole = aggregate(dataset, by, 2, distribution, round % 5);
        g_autofree size_t *rows = shuffle(rand, 400);
        g_autoptr(GovDataset) mixed = gov_dataset_take(dataset, rows, 400);
        g_autoptr(GovAggregate) merged = merge_parts(mixed, by, distribution, rand);
        expect_same(merged, whole);
    }
}

/* ---- the same, statistic by statistic ---- */

static void tell_rate(GString *out, GovRate rate)
{
    g_string_append_printf(out, " %s %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, gov_rate_status_get_name(rate.status),
                           rate.numerator, rate.denominator);
}

static void tell_count(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    g_string_append_printf(out, " %" G_GUINT64_FORMAT " rows:", gov_aggregate_n_rows(a, group));
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        g_string_append_printf(out, " %" G_GUINT64_FORMAT, gov_aggregate_get_count(a, group, cell, statuses[i]));
}

static void tell_sum(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    int64_t sum = 0;
    g_autoptr(GError) error = NULL;
    bool has_sum = gov_aggregate_get_sum(a, group, cell, &sum, &error);

    g_string_append_printf(out, " %d %" G_GINT64_FORMAT " %s", has_sum, sum, error != NULL ? error->message : "");
}

static void tell_mean(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    tell_rate(out, gov_aggregate_get_mean(a, group, cell));
}

static void tell_range(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    int64_t least = 0, greatest = 0;
    bool has_range = gov_aggregate_get_range(a, group, cell, &least, &greatest);

    g_string_append_printf(out, " %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, has_range, least, greatest);
}

static void tell_variance(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    g_string_append_printf(out, " %a %a", gov_aggregate_get_variance(a, group, cell, true),
                           gov_aggregate_get_variance(a, group, cell, false));
}

static void tell_median(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    tell_rate(out, gov_aggregate_get_quantile(a, group, cell, 1, 2));
}

static void tell_quantiles(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    for (unsigned i = 0; i <= 20; i++)
        tell_rate(out, gov_aggregate_get_quantile(a, group, cell, i, 20));
}

static void tell_share(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    tell_rate(out, gov_aggregate_get_share(a, group, cell, GOV_KEY_PARENT));
    tell_rate(out, gov_aggregate_get_share(a, group, cell, GOV_KEY_YEAR));
}

static void tell_rank(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    g_string_append_printf(out, " %zu %zu", gov_aggregate_get_rank(a, group, cell, GOV_KEY_PARENT),
                           gov_aggregate_get_rank(a, group, cell, GOV_KEY_YEAR));
}

static void tell_growth(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    tell_rate(out, gov_aggregate_get_growth(a, group, cell));
}

static void tell_hhi(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    g_string_append_printf(out, " %a", gov_aggregate_get_hhi(a, group, cell));
}

static void tell_gini(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    g_string_append_printf(out, " %a", gov_aggregate_get_gini(a, group, cell));
}

/* Of what can be reached at most, 100 a row: for figures below 100 that is a rate. */
static GovRate rate_of_group(const GovAggregate *a, size_t group, size_t cell)
{
    GovRate rate = gov_aggregate_get_mean(a, group, cell);

    rate.denominator *= 100;
    return rate;
}

static void tell_funnel(GString *out, const GovAggregate *a, size_t group, size_t cell)
{
    GovRate pooled = {.status = GOV_RATE_KNOWN};
    GovRate own = rate_of_group(a, group, cell);
    double low = 0, high = 0;

    for (size_t i = 0; cell % 5 == 1 && i < gov_aggregate_n_groups(a); i++) {
        GovRate rate = rate_of_group(a, i, cell);
        pooled.numerator += rate.numerator;
        pooled.denominator += rate.denominator;
    }
    bool has_limits = gov_funnel_limits(&pooled, own.denominator, 1.96, &low, &high);
    g_string_append_printf(out, " %d %a %a %s", has_limits, low, high,
                           gov_funnel_get_name(gov_funnel_judge(&pooled, &own, 1.96)));
}

typedef struct {
    const char *name; /* of the test */
    void (*tell)(GString *out, const GovAggregate *a, size_t group, size_t cell);
} Statistic;

static const Statistic told[] = {
    {"count_of_parts_is_that_of_the_whole", tell_count},
    {"sum_of_parts_is_that_of_the_whole", tell_sum},
    {"mean_of_parts_is_that_of_the_whole", tell_mean},
    {"least_and_greatest_of_parts_are_those_of_the_whole", tell_range},
    {"variance_of_parts_is_that_of_the_whole", tell_variance},
    {"median_of_parts_is_that_of_the_whole", tell_median},
    {"quantiles_of_parts_are_those_of_the_whole", tell_quantiles},
    {"share_of_parts_is_that_of_the_whole", tell_share},
    {"rank_of_parts_is_that_of_the_whole", tell_rank},
    {"growth_of_parts_is_that_of_the_whole", tell_growth},
    {"hhi_of_parts_is_that_of_the_whole", tell_hhi},
    {"gini_of_parts_is_that_of_the_whole", tell_gini},
    {"funnel_of_parts_is_that_of_the_whole", tell_funnel},
};

static void expect_same_statistic(const Statistic *statistic, const GovAggregate *a, const GovAggregate *b)
{
    size_t n_groups = gov_aggregate_n_groups(b);

    assert_int_equal(gov_aggregate_n_groups(a), n_groups);
    for (size_t slot = 0; slot < n_groups * 6; slot++) {
        g_autoptr(GString) found = g_string_new(NULL);
        g_autoptr(GString) expected = g_string_new(NULL);
        statistic->tell(found, a, slot / 6, slot % 6);
        statistic->tell(expected, b, slot / 6, slot % 6);
        if (strcmp(found->str, expected->str) != 0)
            fail_msg("group %zu, cell %zu: expected%s, found%s", slot / 6, slot % 6, expected->str, found->str);
    }
}

/* Any rows, any cut, any order, any nesting, over the wire; against the whole as it was. */
static void statistic_of_parts_is_that_of_the_whole(void **state)
{
    const Statistic *statistic = *state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GRand) rand = g_rand_new_with_seed(21 + (guint32)(statistic - told));

    for (unsigned round = 0; round < 6; round++) {
        const GovDistribution distribution = (GovDistribution)(round % 3);
        unsigned n = (unsigned)g_rand_int_range(rand, 3, 160);
        g_autoptr(GovDataset) dataset = make_dataset(form, n, g_rand_int(rand));
        g_autoptr(GovAggregate) whole = aggregate(dataset, by_parent, 2, distribution, 0);
        g_autofree size_t *rows = shuffle(rand, n);
        g_autoptr(GovDataset) mixed = gov_dataset_take(dataset, rows, n);
        g_autoptr(GovAggregate) merged = merge_parts(mixed, by_parent, distribution, rand);
        expect_same_statistic(statistic, merged, whole);
    }
}

/* One test for each statistic. */
static void add_statistics(GArray *tests)
{
    for (size_t i = 0; i < G_N_ELEMENTS(told); i++) {
        const struct CMUnitTest test = {told[i].name, statistic_of_parts_is_that_of_the_whole, NULL, NULL,
                                        (void *)(uintptr_t)&told[i]};
        g_array_append_val(tests, test);
    }
}

static GovAggregate *aggregate_cells(const GovDataset *dataset, const size_t *cells, size_t n_cells)
{
    const GovAggregateOptions options = {by_parent, 2, 0, GOV_DISTRIBUTION_EXACT, 2, cells, n_cells};

    return gov_aggregate_new(dataset, &options, NULL);
}

/* In any order, and one of them twice. */
static void cells_may_be_chosen(void **state)
{
    (void)state;
    static const size_t cells[] = {5, 1, 3, 1, 2};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 200, 7);
    g_autoptr(GovAggregate) all = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_EXACT, 0);
    g_autoptr(GovAggregate) some = aggregate_cells(dataset, cells, G_N_ELEMENTS(cells));
    g_autoptr(GovAggregate) sent = send(some, form);

    for (size_t slot = 0; slot < gov_aggregate_n_groups(all) * 8; slot++) {
        assert_int_equal(gov_aggregate_has_cell(sent, slot % 8), slot % 8 <= 5 && slot % 8 != 4 && slot % 8 != 0);
        for (size_t i = 0; i < G_N_ELEMENTS(told) && gov_aggregate_has_cell(sent, slot % 8); i++) {
            g_autoptr(GString) found = g_string_new(NULL);
            g_autoptr(GString) expected = g_string_new(NULL);
            told[i].tell(found, sent, slot / 8, slot % 8);
            told[i].tell(expected, all, slot / 8, slot % 8);
            assert_string_equal(found->str, expected->str);
        }
    }
}

static void parts_of_some_cells_give_the_whole(void **state)
{
    (void)state;
    static const size_t cells[] = {1, 9, 199}, others[] = {1, 9};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 90, 8);
    g_autoptr(GovDataset) first = gov_dataset_slice(dataset, 0, 30);
    g_autoptr(GovDataset) last = gov_dataset_slice(dataset, 30, 60);
    g_autoptr(GovAggregate) whole = aggregate_cells(dataset, cells, 3);
    g_autoptr(GovAggregate) a = aggregate_cells(first, cells, 3);
    g_autoptr(GovAggregate) b = aggregate_cells(last, cells, 3);
    g_autoptr(GovAggregate) other = aggregate_cells(last, others, 2);
    const GovAggregate *const parts[] = {b, a}, *const mixed[] = {a, other};
    g_autoptr(GovAggregate) merged = gov_aggregate_merge(parts, 2, NULL);
    g_autoptr(GovDataset) sums = gov_aggregate_to_dataset(merged, GOV_NULLS_BOUND, NULL);
    g_autoptr(GError) error = NULL;

    expect_same(merged, whole);
    assert_int_equal(gov_dataset_get_status(sums, 1, 0), GOV_STATUS_REPORTED);
    assert_int_equal(gov_dataset_get_status(sums, 0, 0), GOV_STATUS_ABSENT);
    assert_null(gov_aggregate_merge(mixed, 2, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 1000, 4);
    g_autoptr(GovAggregate) one = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_APPROXIMATE, 1);

    for (unsigned threads = 2; threads < 9; threads += 3) {
        g_autoptr(GovAggregate) many = aggregate(dataset, by_parent, 2, GOV_DISTRIBUTION_APPROXIMATE, threads);
        expect_same(many, one);
    }
}

/* Runs of one group longer than what is summed up at once, and small and wide figures side by side. */
static void long_runs_are_summed_exactly(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) few = make_dataset(form, 50, 5);
    g_autofree size_t *rows = g_new(size_t, 40000);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)(void (*)(void))gov_aggregate_unref);

    for (size_t i = 0; i < 40000; i++)
        rows[i] = i % 50;
    g_autoptr(GovDataset) many = gov_dataset_take(few, rows, 40000);
    g_autoptr(GovAggregate) whole = aggregate(many, NULL, 0, GOV_DISTRIBUTION_NONE, 0);
    for (size_t i = 0; i < 800; i++)
        g_ptr_array_add(parts, aggregate(few, NULL, 0, GOV_DISTRIBUTION_NONE, 0));
    g_autoptr(GovAggregate) merged = gov_aggregate_merge((const GovAggregate *const *)parts->pdata, 800, NULL);
    assert_int_equal(gov_aggregate_n_rows(whole, 0), 40000);
    expect_same(merged, whole);
}

/* Short runs in blocks of many rows; against those of few rows, merged. Bits of the slices begin within a byte. */
static void alternating_groups_are_summed_exactly(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) few = make_dataset(form, 700, 9);
    g_autoptr(GRand) rand = g_rand_new_with_seed(10);
    g_autofree size_t *rows = g_new(size_t, 40000);
    const GovAggregate *parts[4] = {NULL};

    for (size_t i = 0; i < 40000; i++)
        rows[i] = (size_t)g_rand_int_range(rand, 0, 700);
    g_autoptr(GovDataset) many = gov_dataset_take(few, rows, 40000);
    g_autoptr(GovDataset) most = gov_dataset_slice(many, 3, 39990);
    g_autoptr(GovAggregate) whole = aggregate(most, by_parent, 2, GOV_DISTRIBUTION_NONE, 2);
    for (size_t i = 0; i < 4; i++) {
        g_autoptr(GovDataset) slice = gov_dataset_slice(most, i * 10000, MIN(10000, 39990 - i * 10000));
        parts[i] = aggregate(slice, by_parent, 2, GOV_DISTRIBUTION_NONE, 0);
    }
    g_autoptr(GovAggregate) merged = gov_aggregate_merge(parts, 4, NULL);
    expect_same(whole, merged);
    for (size_t i = 0; i < 4; i++)
        gov_aggregate_unref((GovAggregate *)(uintptr_t)parts[i]);
}

/* One group of many equal figures, whose squares together leave 64 bits, among forty small ones. */
static void squares_of_many_large_figures_are_exact(void **state)
{
    (void)state;
    static const GovKey by[] = {GOV_KEY_UNIT};
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) few = gov_dataset_new(form);
    g_autofree size_t *rows = g_new(size_t, 40000);
    int64_t sum = 0;

    for (unsigned i = 0; i <= 40; i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        g_autofree char *unit = g_strdup_printf("%u", i);
        const GovCell figure = {.value = i == 0 ? 47000000 : 1, .status = GOV_STATUS_REPORTED, .confidence = 1};
        const GovRowKeys keys = {.values[GOV_KEY_UNIT] = unit};
        gov_report_set_cell(report, 0, &figure);
        gov_report_seal(report);
        assert_true(gov_dataset_append(few, report, &keys, NULL));
    }
    gov_dataset_seal(few);
    for (size_t i = 0; i < 40000; i++)
        rows[i] = i % 5 != 0 ? 0 : 1 + i / 5 % 40;
    g_autoptr(GovDataset) many = gov_dataset_take(few, rows, 40000);
    g_autoptr(GovAggregate) a = aggregate(many, by, 1, GOV_DISTRIBUTION_NONE, 0);
    assert_int_equal(gov_aggregate_n_groups(a), 41);
    assert_true(gov_aggregate_get_sum(a, 0, 0, &sum, NULL));
    assert_int64(sum, (int64_t)32000 * 47000000);
    assert_true(gov_aggregate_get_variance(a, 0, 0, true) == 0);
    expect_near(gov_aggregate_get_hhi(a, 0, 0), 1.0 / 32000, 1e-18);
}

/* ---- keys ---- */

static void groups_stand_by_their_keys(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = make_dataset(form, 900, 6);
    g_autoptr(GovAggregate) a = aggregate(dataset, by_division, 2, GOV_DISTRIBUTION_NONE, 0);
    static const char *const provinces[] = {NULL, "110000", "320000", "330000", "江苏省"};

    assert_int_equal(gov_aggregate_n_groups(a), 6 * 5);
    for (size_t group = 0; group < 30; group++) {
        assert_int_equal(gov_aggregate_get_year(a, group), 2018 + (int)(group / 5));
        const char *found = gov_aggregate_get_key(a, group, GOV_KEY_DIVISION);
        assert_int_equal(g_strcmp0(found, provinces[group % 5]), 0);
        assert_int64(gov_aggregate_find_year(a, group, 2018), (int64_t)(group % 5));
        assert_int64(gov_aggregate_find_year(a, group, 2030), -1);
    }
}

static void many_keys_are_hashed(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form();
    GovDataset *dataset = gov_dataset_new(form);
    const GovKey by[] = {GOV_KEY_UNIT, GOV_KEY_YEAR};
    const GovAggregateOptions options = {.by = by, .n_by = 2};

    for (unsigned i = 0; i < 600; i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        g_autofree char *unit = g_strdup_printf("%u", i % 300);
        gov_report_set_year(report, i < 450 ? INT32_MAX - 1 : -2000000000); /* no table is that large */
        gov_report_seal(report);
        const GovRowKeys keys = {.values[GOV_KEY_UNIT] = unit};
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    g_autoptr(GovAggregate) a = gov_aggregate_new(dataset, &options, NULL);
    assert_int_equal(gov_aggregate_n_groups(a), 450); /* 300 of the one year, of which 150 twice, 150 of the other */
    for (size_t group = 1; group < 450; group++)
        assert_true(strcmp(gov_aggregate_get_key(a, group - 1, GOV_KEY_UNIT),
                           gov_aggregate_get_key(a, group, GOV_KEY_UNIT)) <= 0);
    gov_dataset_unref(dataset);
}

static void too_many_groups_are_an_error(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = get_form();
    GovDataset *dataset = gov_dataset_new(form);
    const GovKey by[] = {GOV_KEY_UNIT};
    GovAggregateOptions options = GOV_AGGREGATE_OPTIONS_INIT;
    static const size_t cells[] = {9, 3};
    g_autoptr(GovReport) report = gov_report_new(form);

    options.by = by;
    options.n_by = 1;

    gov_report_seal(report);
    for (unsigned i = 0; i < 200001; i++) {
        g_autofree char *unit = g_strdup_printf("%u", i);
        const GovRowKeys keys = {.values[GOV_KEY_UNIT] = unit};
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    assert_null(gov_aggregate_new(dataset, &options, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_LIMIT);
    assert_string_equal(error->message, "200001 groups of 200 cells: more than 40000000; group by fewer keys, or only "
                                        "the cells that are wanted");
    options.cells = cells; /* as many groups as there are rows, then */
    options.n_cells = 2;
    g_autoptr(GovAggregate) a = gov_aggregate_new(dataset, &options, NULL);
    assert_int_equal(gov_aggregate_n_groups(a), 200001);
    for (size_t group = 0; group < 200001; group++)
        assert_int_equal(gov_aggregate_get_count(a, group, 9, GOV_STATUS_ABSENT), 1);
    gov_dataset_unref(dataset);
}

/* ---- small datasets by hand ---- */

typedef struct {
    const char *parent;
    int year;
    GovStatus status;
    int64_t value;
} Line;

/* The line is cell 0; all others are absent. */
static GovAggregate *aggregate_lines(const Line *lines, size_t n, GovDistribution distribution)
{
    g_autoptr(GovForm) form = get_form();
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);

    for (size_t i = 0; i < n; i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        const GovCell figure = {.value = lines[i].value, .status = lines[i].status, .confidence = 1};
        const GovRowKeys keys = {.values[GOV_KEY_PARENT] = lines[i].parent};
        gov_report_set_year(report, lines[i].year);
        gov_report_set_cell(report, 0, &figure);
        gov_report_seal(report);
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return aggregate(dataset, by_parent, 2, distribution, 0);
}

#define REPORTED GOV_STATUS_REPORTED

static void blank_mark_missing_and_zero_differ(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2023, REPORTED, 0},
                                 {"b", 2023, GOV_STATUS_BLANK, 0},
                                 {"c", 2023, GOV_STATUS_NOT_APPLICABLE, 0},
                                 {"d", 2023, GOV_STATUS_ABSENT, 0},
                                 {"e", 2023, GOV_STATUS_UNCERTAIN, 7}};
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 5, GOV_DISTRIBUTION_EXACT);
    g_autoptr(GovDataset) sums = gov_aggregate_to_dataset(a, GOV_NULLS_BOUND, NULL);

    for (size_t group = 0; group < 5; group++) {
        int64_t sum = -1;
        g_autoptr(GError) error = NULL;
        assert_int_equal(gov_aggregate_get_sum(a, group, 0, &sum, &error), group == 0);
        assert_null(error);
        assert_int64(sum, group == 0 ? 0 : -1);
        assert_int_equal(gov_aggregate_get_count(a, group, 0, lines[group].status), 1);
        assert_int_equal(gov_dataset_get_status(sums, 0, group), lines[group].status);
        assert_string_equal(gov_dataset_get_key(sums, GOV_KEY_PARENT, group), lines[group].parent);
        assert_int_equal(gov_dataset_get_years(sums)[group], 2023);
        assert_int_equal(gov_aggregate_get_mean(a, group, 0).status,
                         group == 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_APPLICABLE);
        assert_int_equal(gov_aggregate_get_rank(a, group, 0, GOV_KEY_PARENT), group == 0);
    }
    assert_int64(gov_aggregate_find_year(a, 0, 2022), -1); /* and one that is not there */
}

static void sums_know_their_editions(void **state)
{
    (void)state;
    static const char *const filed[] = {"cn-foi-2021", "cn-foi-2019", "cn-foi-2021", "cn-foi-2019", NULL, "cn-foi-2021"};
    static const char *const expected[] = {"cn-foi-2019 cn-foi-2021", "cn-foi-2019", "? cn-foi-2021"};
    static const GovComparability other[] = {GOV_COMPARABILITY_SUM, GOV_COMPARABILITY_SUM, GOV_COMPARABILITY_NONE};
    static const GovKey by[] = {GOV_KEY_YEAR};
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2019", NULL);
    g_autoptr(GovDataset) rows = gov_dataset_new(form);

    for (int i = 0; i < 6; i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        gov_report_set_year(report, 2019 + (i < 3 ? 0 : i == 3 ? 1 : 2));
        gov_report_seal(report);
        assert_true(gov_dataset_append(rows, report, NULL, NULL));
    }
    gov_dataset_seal(rows);
    g_autoptr(GovDataset) dataset = gov_dataset_with_key(rows, GOV_KEY_FORM, filed);
    g_autoptr(GovAggregate) a = aggregate(dataset, by, 1, GOV_DISTRIBUTION_NONE, 0);
    g_autoptr(GovDataset) sums = gov_aggregate_to_dataset(a, GOV_NULLS_BOUND, NULL);
    g_autoptr(GovAggregate) again = aggregate(sums, NULL, 0, GOV_DISTRIBUTION_NONE, 0);
    int cell = gov_form_find_cell(form, "applications.other.total"); /* three rows in the form of 2021 */
    g_autofree uint8_t *found = gov_dataset_dup_comparability(sums, (size_t)cell);
    for (size_t group = 0; group < 3; group++) {
        assert_string_equal(gov_aggregate_get_editions(a, group), expected[group]);
        assert_int_equal(found[group], group == 1 ? GOV_COMPARABILITY_EXACT : other[group]);
    }
    assert_string_equal(gov_aggregate_get_editions(again, 0), "? cn-foi-2019 cn-foi-2021");
}

static void sums_with_gaps_say_so(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2023, REPORTED, 5}, {"a", 2023, GOV_STATUS_NOT_APPLICABLE, 0},
                                 {"b", 2023, REPORTED, 5}, {"b", 2023, GOV_STATUS_BLANK, 0},
                                 {"c", 2023, REPORTED, 5}, {"c", 2023, GOV_STATUS_ABSENT, 0}};
    static const struct {
        GovNulls nulls;
        GovStatus status[3];
        GovEvidence evidence[3];
    } cases[] = {
        {GOV_NULLS_STRICT, {REPORTED, GOV_STATUS_UNCERTAIN, GOV_STATUS_UNCERTAIN},
         {GOV_EVIDENCE_GIVEN, GOV_EVIDENCE_NONE, GOV_EVIDENCE_NONE}},
        {GOV_NULLS_ZERO, {REPORTED, REPORTED, GOV_STATUS_UNCERTAIN},
         {GOV_EVIDENCE_GIVEN, GOV_EVIDENCE_GIVEN, GOV_EVIDENCE_NONE}},
        {GOV_NULLS_BOUND, {REPORTED, REPORTED, REPORTED},
         {GOV_EVIDENCE_GIVEN, GOV_EVIDENCE_INFERRED, GOV_EVIDENCE_INFERRED}},
    };
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 6, GOV_DISTRIBUTION_NONE);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GovDataset) sums = gov_aggregate_to_dataset(a, cases[i].nulls, NULL);
        for (size_t group = 0; group < 3; group++) {
            GovStatus status = cases[i].status[group];
            assert_int_equal(gov_dataset_get_status(sums, 0, group), status);
            assert_int_equal(gov_dataset_get_evidence(sums, 0, group), cases[i].evidence[group]);
            assert_int64(gov_dataset_get_values(sums, 0)[group], status == REPORTED ? 5 : 0);
        }
    }
}

static void overflow_is_an_error_with_a_place(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2023, REPORTED, INT64_MAX}, {"a", 2023, REPORTED, 1},
                                 {"b", 2023, REPORTED, INT64_MAX}, {"b", 2023, REPORTED, INT64_MIN}};
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 4, GOV_DISTRIBUTION_NONE);
    g_autoptr(GError) error = NULL;
    int64_t sum = 0;

    assert_false(gov_aggregate_get_sum(a, 0, 0, &sum, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
    assert_non_null(strstr(error->message, "parent=a, year=2023: "));
    g_clear_error(&error);
    assert_null(gov_aggregate_to_dataset(a, GOV_NULLS_BOUND, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
    assert_int_equal(gov_aggregate_get_mean(a, 0, 0).status, GOV_RATE_NOT_COMPUTABLE);
    assert_true(gov_aggregate_get_sum(a, 1, 0, &sum, NULL)); /* in between it was too large */
    assert_int64(sum, -1);
    expect_near(gov_aggregate_get_variance(a, 1, 0, false), 0x1p126, 0); /* (2^64 - 1)^2 / 4, rounded */
}

static void share_rank_and_growth(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2022, REPORTED, 10}, {"a", 2023, REPORTED, 30}, {"b", 2023, REPORTED, 30},
                                 {"c", 2023, REPORTED, 40}, {"d", 2023, GOV_STATUS_BLANK, 0},
                                 {"e", 2022, REPORTED, 0},  {"e", 2023, REPORTED, 0}};
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 7, GOV_DISTRIBUTION_NONE);
    static const size_t ranks[] = {1, 2, 2, 1, 0, 2, 4};
    static const int64_t totals[] = {10, 100, 100, 100, 0, 10, 100};

    for (size_t group = 0; group < 7; group++) {
        GovRate share = gov_aggregate_get_share(a, group, 0, GOV_KEY_PARENT);
        assert_int_equal(gov_aggregate_get_rank(a, group, 0, GOV_KEY_PARENT), ranks[group]);
        assert_int_equal(share.status, group == 4 ? GOV_RATE_NOT_COMPUTABLE : GOV_RATE_KNOWN);
        assert_int64(share.denominator, totals[group]);
    }
    GovRate growth = gov_aggregate_get_growth(a, 1, 0);
    assert_int_equal(growth.status, GOV_RATE_KNOWN);
    assert_int64(growth.numerator, 20);
    assert_int64(growth.denominator, 10);
    assert_int_equal(gov_aggregate_get_growth(a, 0, 0).status, GOV_RATE_NOT_COMPUTABLE);
    assert_int_equal(gov_aggregate_get_growth(a, 6, 0).status, GOV_RATE_NOT_APPLICABLE); /* from 0 */
}

/* Sums of every kind, ties, gaps, and parents that are unknown. */
static GovAggregate *aggregate_many(size_t n_parents)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    g_autofree Line *lines = g_new0(Line, n_parents * 4);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < n_parents * 4; i++) {
        bool lacks = g_rand_int_range(rand, 0, 9) == 0;
        g_ptr_array_add(names, g_strdup_printf("%zu", i / 4));
        lines[i] = (Line){i / 4 == 0 ? NULL : g_ptr_array_index(names, i), 2020 + (int)(i % 4),
                          lacks ? GOV_STATUS_BLANK : REPORTED, g_rand_int_range(rand, -9, i % 3 == 0 ? 10 : 100000)};
    }
    return aggregate_lines(lines, n_parents * 4, GOV_DISTRIBUTION_NONE);
}

static bool are_peers(const GovAggregate *a, size_t x, size_t y, GovKey over)
{
    bool same_parent = g_strcmp0(gov_aggregate_get_key(a, x, GOV_KEY_PARENT),
                                 gov_aggregate_get_key(a, y, GOV_KEY_PARENT)) == 0;
    bool same_year = gov_aggregate_get_year(a, x) == gov_aggregate_get_year(a, y);

    return over == GOV_KEY_PARENT ? same_year : same_parent;
}

static void expect_standing(const GovAggregate *a, size_t group, GovKey over)
{
    int64_t own = 0, other = 0, total = 0;
    size_t rank = gov_aggregate_get_sum(a, group, 0, &own, NULL);
    GovRate share = gov_aggregate_get_share(a, group, 0, over);

    for (size_t i = 0; i < gov_aggregate_n_groups(a); i++) {
        if (!are_peers(a, group, i, over) || !gov_aggregate_get_sum(a, i, 0, &other, NULL))
            continue;
        total += other;
        rank += rank > 0 && other > own;
    }
    assert_int_equal(gov_aggregate_get_rank(a, group, 0, over), rank);
    assert_int_equal(share.status, rank == 0   ? GOV_RATE_NOT_COMPUTABLE
                                   : total > 0 ? GOV_RATE_KNOWN
                                               : GOV_RATE_NOT_APPLICABLE);
    assert_int64(share.numerator, rank > 0 ? own : 0);
    assert_int64(share.denominator, rank > 0 ? total : 0);
}

static void groups_stand_among_their_peers(void **state)
{
    (void)state;
    g_autoptr(GovAggregate) a = aggregate_many(300);

    assert_int_equal(gov_aggregate_n_groups(a), 1200);
    for (size_t group = 0; group < 1200; group++) {
        expect_standing(a, group, GOV_KEY_PARENT);
        expect_standing(a, group, GOV_KEY_YEAR);
    }
}

typedef struct {
    const GovAggregate *a;
    unsigned seed;
    uint64_t found;
} Reader;

/* Every group once, from a place of its own. */
static gpointer read_standing(gpointer data)
{
    Reader *reader = data;
    size_t n = gov_aggregate_n_groups(reader->a);

    for (size_t i = 0; i < n; i++) {
        size_t group = (i + reader->seed * 311) % n;
        for (size_t cell = 0; cell < 3; cell++) {
            GovRate share = gov_aggregate_get_share(reader->a, group, cell, GOV_KEY_PARENT);
            reader->found += (uint64_t)share.denominator * group +
                             gov_aggregate_get_rank(reader->a, group, cell, i % 2 == 0 ? GOV_KEY_YEAR : GOV_KEY_PARENT);
        }
        reader->found += (uint64_t)gov_aggregate_get_growth(reader->a, group, 0).numerator;
    }
    return NULL;
}

static void standing_is_the_same_from_any_thread(void **state)
{
    (void)state;
    g_autoptr(GovAggregate) a = aggregate_many(200);
    Reader readers[4];
    GThread *threads[4];

    for (unsigned i = 0; i < 4; i++) {
        readers[i] = (Reader){a, i * 2, 0};
        threads[i] = g_thread_new(NULL, read_standing, &readers[i]);
    }
    for (unsigned i = 0; i < 4; i++)
        g_thread_join(threads[i]);
    for (unsigned i = 1; i < 4; i++)
        assert_true(readers[i].found == readers[0].found);
}

static void funnels_agree_with_wilson_intervals(void **state)
{
    (void)state;
    const GovRate pooled = {300, 1000, GOV_RATE_KNOWN, 0}, none = {0, 0, GOV_RATE_NOT_APPLICABLE, 0};
    unsigned seen[3] = {0};

    for (int64_t n = 1; n <= 60; n++)
        for (int64_t x = 0; x <= n; x++) {
            const GovRate rate = {x, n, GOV_RATE_KNOWN, 0};
            double low = 0, high = 0;
            GovFunnel found = gov_funnel_judge(&pooled, &rate, 1.96);
            assert_true(gov_rate_get_wilson(&rate, 1.96, &low, &high));
            assert_int_equal(found, high < 0.3 ? GOV_FUNNEL_BELOW : low > 0.3 ? GOV_FUNNEL_ABOVE : GOV_FUNNEL_INSIDE);
            seen[found]++;
        }
    assert_true(seen[0] > 0 && seen[1] > 0 && seen[2] > 0);
    assert_int_equal(gov_funnel_judge(&pooled, &none, 1.96), GOV_FUNNEL_NOT_APPLICABLE);
    assert_int_equal(gov_funnel_judge(&none, &pooled, 1.96), GOV_FUNNEL_NOT_APPLICABLE);
}

/* ---- bytes ---- */

#define FORM 2, 12, 'c', 'n', '-', 'f', 'o', 'i', '-', '2', '0', '2', '1'

static void bytes_are_the_same_on_every_machine(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2023, REPORTED, -258}, {NULL, 2023, REPORTED, 7}};
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 2, GOV_DISTRIBUTION_EXACT);
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(a);
    gsize len = 0;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    /* Group (unknown, 2023): year e7 07, its form, count 1 of REPORTED, sum 7, squares 49, range 7 to 7, one heap. */
    static const uint8_t first[] = {0, 4, 0xe7, 7, FORM, 2, 1, 0, 0, 0, 0, 0, 2, 7, 2, 49, 2, 7, 2, 7, 2, 1, 2, 7, 2, 1};
    static const uint8_t second[] = {2, 2, 'a', 4, 0xe7, 7, FORM, 2, 1, 0, 0, 0, 0, 0, 5, 2, 1, 6, 4, 4, 1,
                                     5, 2, 1, 5, 2, 1, 2, 1, 5, 2, 1, 2, 1};
    size_t rest = 199 * 12; /* cells that are absent: five times 0, 1, five times 0 */
    size_t header = 6 + 4 + 7 + 5 + 2 + 11 + 4 + 8 + 4 + 4;

    assert_int_equal(len, header + sizeof first + rest + sizeof second + rest);
    assert_memory_equal(data, "GovAgg\1\2\0\2\6parent\4year\13\0cn-foi-2021\310\0\0\0", 6 + 4 + 7 + 5 + 2 + 11 + 4);
    assert_memory_equal(data + header, first, sizeof first);
    assert_memory_equal(data + header + sizeof first + rest, second, sizeof second);
}

static void damaged_bytes_are_refused_or_whole(void **state)
{
    (void)state;
    static const Line lines[] = {{"a", 2022, REPORTED, -258}, {"a", 2023, REPORTED, 1000}, {"a", 2023, REPORTED, 3}};
    g_autoptr(GovAggregate) a = aggregate_lines(lines, 3, GOV_DISTRIBUTION_APPROXIMATE);
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(a);
    gsize len = 0;
    const uint8_t *data = g_bytes_get_data(bytes, &len);

    for (size_t at = 0; at < len; at += 1 + at / 200) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_aggregate_from_bytes(data, at, NULL, &error));
        assert_non_null(error);
    }
    for (size_t at = 0; at < 150 * 8; at++) { /* the header and a cell */
        g_autofree uint8_t *copy = g_memdup2(data, len);
        g_autoptr(GError) error = NULL;
        copy[at / 8] ^= (uint8_t)(1u << at % 8);
        g_autoptr(GovAggregate) found = gov_aggregate_from_bytes(copy, len, NULL, &error);
        assert_int_equal(found == NULL, error != NULL);
        if (found == NULL)
            continue;
        g_autoptr(GBytes) again = gov_aggregate_to_bytes(found); /* something else, but nothing impossible */
        assert_memory_equal(g_bytes_get_data(again, NULL), copy, len);
    }
}

static void parts_that_do_not_go_together_are_refused(void **state)
{
    (void)state;
    static const Line line = {"a", 2022, REPORTED, 1};
    g_autoptr(GovAggregate) a = aggregate_lines(&line, 1, GOV_DISTRIBUTION_NONE);
    g_autoptr(GovAggregate) b = aggregate_lines(&line, 1, GOV_DISTRIBUTION_EXACT);
    g_autoptr(GovForm) other = gov_form_builtin("cn-foi-2019", NULL);
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(a);
    g_autoptr(GError) error = NULL;
    const GovAggregate *const parts[] = {a, b};

    assert_null(gov_aggregate_merge(parts, 2, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED);
    g_clear_error(&error);
    assert_null(gov_aggregate_from_bytes(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), other, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_FORM);
}

/* ---- wide numbers ---- */

static void wide_numbers_round_once(void **state)
{
    (void)state;
    const GovU128 top = ~(GovU128)0;
    GovWide square = gov__wide_product(top, top); /* 2^256 - 2^129 + 1 */
    GovWide tie = {{0, 0, 1, 1u << 21}};          /* 2^213 + 2^128: far below half a unit */

    assert_true(gov__wide_to_double(&square) == 0x1p256);
    assert_true(gov__wide_to_double(&tie) == 0x1p213);
    const GovWide half = {{0, 0, (uint64_t)1 << 32, (uint64_t)1 << 21}}; /* 2^213 + 2^160: exactly between */
    GovWide above = half;
    gov__wide_add_u128(&above, 1);
    assert_true(gov__wide_to_double(&half) == 0x1p213);
    assert_true(gov__wide_to_double(&above) == 0x1p213 + 0x1p161);
    gov__wide_subtract(&above, &half);
    assert_true(gov__wide_to_double(&above) == 1);
    GovWide full = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, 1}}, same = full;
    gov__wide_add_u64(&full, 3);
    gov__wide_add_u128(&same, 3);
    assert_int_equal(gov__wide_compare(&full, &same), 0);
    assert_true(full.word[0] == 2 && full.word[1] == 0 && full.word[2] == 0 && full.word[3] == 2);
    const GovWide product = gov__wide_product((GovU128)10000000000000000000u * 10000000000000000000u, 12345);
    const GovWide scaled = gov__wide_scale(&(GovWide){{12345}}, 10000000000000000000u);
    const GovWide again = gov__wide_scale(&scaled, 10000000000000000000u);
    assert_int_equal(gov__wide_compare(&product, &again), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_are_those_of_the_plainest_way),
        cmocka_unit_test(parts_give_the_whole_however_they_are_cut),
        cmocka_unit_test(cells_may_be_chosen),
        cmocka_unit_test(parts_of_some_cells_give_the_whole),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(long_runs_are_summed_exactly),
        cmocka_unit_test(alternating_groups_are_summed_exactly),
        cmocka_unit_test(squares_of_many_large_figures_are_exact),
        cmocka_unit_test(groups_stand_by_their_keys),
        cmocka_unit_test(many_keys_are_hashed),
        cmocka_unit_test(too_many_groups_are_an_error),
        cmocka_unit_test(blank_mark_missing_and_zero_differ),
        cmocka_unit_test(sums_know_their_editions),
        cmocka_unit_test(sums_with_gaps_say_so),
        cmocka_unit_test(overflow_is_an_error_with_a_place),
        cmocka_unit_test(share_rank_and_growth),
        cmocka_unit_test(groups_stand_among_their_peers),
        cmocka_unit_test(standing_is_the_same_from_any_thread),
        cmocka_unit_test(funnels_agree_with_wilson_intervals),
        cmocka_unit_test(bytes_are_the_same_on_every_machine),
        cmocka_unit_test(damaged_bytes_are_refused_or_whole),
        cmocka_unit_test(parts_that_do_not_go_together_are_refused),
        cmocka_unit_test(wide_numbers_round_once),
    };

    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));

    g_array_append_vals(all, tests, G_N_ELEMENTS(tests));
    add_statistics(all);
    return _cmocka_run_group_tests("aggregates", (struct CMUnitTest *)(void *)all->data, all->len, NULL, NULL);
}
