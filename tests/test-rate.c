/* SPDX-License-Identifier: MIT */
/* Rates: the worked figures of Suqian, and that no rate is made of nothing. */
#include "test.h"

#include <govstat/error.h>
#include <govstat/rate.h>
#include <math.h>

/* The figures that the indicators of Suqian rest on; all others are left absent. */
typedef struct {
    const char *code;
    int64_t values[2]; /* 2023 and 2024 */
} Figure;

static const Figure figures[] = {
    {"applications.received.total", {3511, 3525}},
    {"applications.received.natural_person", {3402, 3440}},
    {"applications.carried_in.total", {96, 121}},
    {"applications.carried_in.natural_person", {91, 118}},
    {"applications.granted.total", {1191, 1431}},
    {"applications.partially_granted.total", {328, 471}},
    {"applications.denied.state_secret.total", {0, 2}},
    {"applications.denied.law_forbidden.total", {27, 1}},
    {"applications.denied.security_stability.total", {6, 4}},
    {"applications.denied.third_party_rights.total", {38, 17}},
    {"applications.denied.internal_affairs.total", {20, 21}},
    {"applications.denied.process_information.total", {9, 11}},
    {"applications.denied.enforcement_file.total", {21, 23}},
    {"applications.denied.administrative_inquiry.total", {21, 13}},
    {"applications.unavailable.not_held.total", {1047, 897}},
    {"applications.unavailable.needs_creation.total", {28, 36}},
    {"applications.unavailable.still_unclear.total", {3, 8}},
    {"applications.rejected.petition_complaint.total", {305, 87}},
    {"applications.rejected.repeated.total", {39, 27}},
    {"applications.rejected.public_publication.total", {0, 0}},
    {"applications.rejected.mass_repeated.total", {58, 3}},
    {"applications.rejected.reconfirm.total", {4, 0}},
    {"applications.other.overdue_correction.total", {40, 77}},
    {"applications.other.overdue_fee.total", {10, 38}},
    {"applications.other.others.total", {291, 354}},
    {"applications.disposed_total.total", {3486, 3521}},
    {"review_litigation.review.upheld", {309, 88}},
    {"review_litigation.review.corrected", {17, 18}},
    {"review_litigation.review.pending", {26, 36}},
    {"review_litigation.review.total", {440, 170}},
    {"review_litigation.litigation_direct.corrected", {1, 0}},
    {"review_litigation.litigation_direct.pending", {6, 7}},
    {"review_litigation.litigation_direct.total", {24, 25}},
    {"review_litigation.litigation_after_review.corrected", {0, 0}},
    {"review_litigation.litigation_after_review.pending", {9, 13}},
    {"review_litigation.litigation_after_review.total", {89, 52}},
    {"active_disclosure.licensing.decisions", {1808595, 1573179}},
    {"active_disclosure.penalties.decisions", {2822652, 2676474}},
    {"active_disclosure.coercion.decisions", {20163, 29351}},
    {"active_disclosure.normative_documents.repealed", {489, 227}},
    {"active_disclosure.normative_documents.in_force", {597, 420}},
};

static const struct {
    const char *id;
    unsigned decimals;
    const char *expected[2];
} published[] = {
    {"disclosure_rate", 2, {"43.57", "54.02"}},
    {"granted_rate", 2, {"34.17", "40.64"}},
    {"partially_granted_rate", 2, {"9.41", "13.38"}},
    {"denied_rate", 2, {"4.07", "2.61"}},
    {"unavailable_rate", 2, {"30.92", "26.73"}},
    {"rejected_rate", 2, {"11.65", "3.32"}},
    {"other_rate", 2, {"9.78", "13.32"}},
    {"closing_rate", 2, {"96.65", "96.57"}},
    {"review_corrected_rate", 2, {"4.11", "13.43"}},
    {"review_corrected_rate_of_total", 2, {"3.86", "10.59"}},
    {"review_upheld_rate", 2, {"74.64", "65.67"}},
    {"litigation_lost_rate", 2, {"1.02", "0.00"}},
    {"litigation_lost_rate_of_total", 2, {"0.88", "0.00"}},
    {"dispute_rate", 2, {"13.22", "5.53"}},
    {"corrected_dispute_rate", 2, {"0.51", "0.51"}},
    {"organisation_share", 2, {"3.10", "2.41"}},
    {"organisation_share_of_workload", 2, {"3.16", "2.41"}},
    {"workload_growth", 2, {"", "1.08"}},
    {"licensing_ratio", 3, {"0.636", "0.581"}},
    {"normative_repeal_rate", 2, {"45.03", "35.09"}},
    {"received_growth", 2, {"", "0.40"}},
};

static GovReport *make_report(int year)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    GovReport *report = gov_report_new(form);

    gov_report_set_agency(report, "宿迁市");
    gov_report_set_year(report, year);
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
        const GovCell cell = {.value = figures[i].values[year - 2023],
                              .status = GOV_STATUS_REPORTED,
                              .evidence = GOV_EVIDENCE_EXACT,
                              .confidence = 1};
        gov_report_set_cell(report, (size_t)gov_form_find_cell(form, figures[i].code), &cell);
    }
    return report;
}

static GovReport *make_sealed(int year)
{
    GovReport *report = make_report(year);

    gov_report_seal(report);
    return report;
}

static void set(GovReport *report, const char *code, GovStatus status, int64_t value)
{
    const GovCell cell = {.value = value, .status = status, .evidence = GOV_EVIDENCE_EXACT, .confidence = 1};

    gov_report_set_cell(report, (size_t)gov_form_find_cell(gov_report_get_form(report), code), &cell);
}

static const GovIndicator *get_indicator(const GovReport *report, const char *id)
{
    const GovIndicator *indicator = gov_form_find_indicator(gov_report_get_form(report), id);

    if (indicator == NULL)
        fail_msg("no indicator %s", id);
    return indicator;
}

static void published_figures_come_out(void **state)
{
    size_t i = (size_t)(uintptr_t)*state;
    g_autoptr(GovReport) old = make_sealed(2023);
    g_autoptr(GovReport) new = make_sealed(2024);
    const GovReport *reports[] = {old, new};

    for (int year = 0; year < 2; year++) {
        const GovIndicator *indicator = get_indicator(reports[year], published[i].id);
        GovRate rate = gov_rate_of_report(indicator, reports[year], year == 1 ? old : NULL, GOV_NULLS_STRICT);
        g_autofree char *text =
            gov_rate_dup_text(&rate, gov_indicator_get_kind(indicator), published[i].decimals);
        assert_string_equal(text, published[i].expected[year]);
    }
}

static void datasets_give_the_same_rates_as_reports(void **state)
{
    (void)state;
    g_autoptr(GovReport) old = make_sealed(2023);
    g_autoptr(GovReport) new = make_sealed(2024);
    g_autoptr(GovDataset) dataset = gov_dataset_new(gov_report_get_form(old));

    gov_dataset_append(dataset, new, NULL, NULL);
    gov_dataset_append(dataset, old, NULL, NULL);
    gov_dataset_seal(dataset);
    for (size_t i = 0; i < gov_form_n_indicators(gov_report_get_form(old)); i++) {
        const GovIndicator *indicator = gov_form_get_indicator(gov_report_get_form(old), i);
        g_autofree GovRate *rates = gov_rate_of_dataset(indicator, dataset, GOV_NULLS_STRICT);
        GovRate expected[] = {gov_rate_of_report(indicator, new, old, GOV_NULLS_STRICT),
                              gov_rate_of_report(indicator, old, NULL, GOV_NULLS_STRICT)};
        for (size_t row = 0; row < 2; row++) {
            assert_int_equal(rates[row].status, expected[row].status);
            assert_int64(rates[row].numerator, expected[row].numerator);
            assert_int64(rates[row].denominator, expected[row].denominator);
        }
    }
}

static void two_rows_for_the_year_before_are_none(void **state)
{
    (void)state;
    g_autoptr(GovReport) old = make_sealed(2023);
    g_autoptr(GovReport) new = make_sealed(2024);
    g_autoptr(GovDataset) dataset = gov_dataset_new(gov_report_get_form(old));

    gov_dataset_append(dataset, old, NULL, NULL);
    gov_dataset_append(dataset, new, NULL, NULL);
    gov_dataset_append(dataset, old, NULL, NULL);
    gov_dataset_seal(dataset);
    g_autofree GovRate *rates =
        gov_rate_of_dataset(get_indicator(old, "received_growth"), dataset, GOV_NULLS_STRICT);
    assert_int_equal(rates[1].status, GOV_RATE_NOT_COMPUTABLE);
}

static void blank_zero_and_nothing_differ(void **state)
{
    (void)state;
    static const char *const codes[] = {"review_litigation.review.corrected", "review_litigation.review.total",
                                        "review_litigation.review.pending"};
    static const struct {
        GovStatus status[3];
        int64_t value[3];
        GovNulls nulls;
        GovRateStatus expected;
        unsigned n_zeroed;
        const char *text;
    } cases[] = {
        {{GOV_STATUS_REPORTED, GOV_STATUS_REPORTED, GOV_STATUS_REPORTED}, {0, 5, 1}, GOV_NULLS_STRICT,
         GOV_RATE_KNOWN, 0, "0.00"},
        {{GOV_STATUS_REPORTED, GOV_STATUS_REPORTED, GOV_STATUS_REPORTED}, {0, 5, 5}, GOV_NULLS_STRICT,
         GOV_RATE_NOT_APPLICABLE, 0, ""},
        {{GOV_STATUS_BLANK, GOV_STATUS_REPORTED, GOV_STATUS_REPORTED}, {0, 5, 1}, GOV_NULLS_STRICT,
         GOV_RATE_NOT_COMPUTABLE, 0, ""},
        {{GOV_STATUS_BLANK, GOV_STATUS_REPORTED, GOV_STATUS_NOT_APPLICABLE}, {0, 5, 0}, GOV_NULLS_ZERO,
         GOV_RATE_KNOWN, 2, "0.00"},
        {{GOV_STATUS_UNREADABLE, GOV_STATUS_REPORTED, GOV_STATUS_REPORTED}, {0, 5, 1}, GOV_NULLS_ZERO,
         GOV_RATE_NOT_COMPUTABLE, 0, ""},
        {{GOV_STATUS_ABSENT, GOV_STATUS_ABSENT, GOV_STATUS_ABSENT}, {0, 0, 0}, GOV_NULLS_ZERO,
         GOV_RATE_NOT_COMPUTABLE, 0, ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GovReport) report = make_report(2023);
        for (size_t k = 0; k < G_N_ELEMENTS(codes); k++)
            set(report, codes[k], cases[i].status[k], cases[i].value[k]);
        gov_report_seal(report);
        GovRate rate =
            gov_rate_of_report(get_indicator(report, "review_corrected_rate"), report, NULL, cases[i].nulls);
        g_autofree char *text = gov_rate_dup_text(&rate, GOV_INDICATOR_SHARE, 2);
        assert_int_equal(rate.status, cases[i].expected);
        assert_int_equal(rate.n_zeroed, cases[i].n_zeroed);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(isnan(gov_rate_get_value(&rate)) != 0, cases[i].expected != GOV_RATE_KNOWN);
    }
}

static void pooled_rate_and_mean_of_rates_are_two_things(void **state)
{
    (void)state;
    const GovRate rates[] = {{1, 2, GOV_RATE_KNOWN, 0},
                             {0, 98, GOV_RATE_KNOWN, 0},
                             {0, 0, GOV_RATE_NOT_APPLICABLE, 0},
                             {9, 9, GOV_RATE_NOT_COMPUTABLE, 0}};
    g_autofree GovPool *pool = gov_rate_pool(rates, NULL, G_N_ELEMENTS(rates), 1, NULL);

    assert_int64(pool->pooled.numerator, 1);
    assert_int64(pool->pooled.denominator, 100);
    assert_true(pool->mean == 0.25);
    assert_int_equal(pool->n_known, 2);
    assert_int_equal(pool->n_not_applicable, 1);
    assert_int_equal(pool->n_not_computable, 1);
}

static void order_of_rates_does_not_matter_to_the_last_bit(void **state)
{
    (void)state;
    enum { N = 1000, GROUPS = 7 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);
    GovRate rates[N];
    uint32_t groups[N];

    for (size_t i = 0; i < N; i++) {
        int64_t whole = g_rand_int_range(rand, 0, 300);
        rates[i] = (GovRate){whole / 3, whole, whole > 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_APPLICABLE, 0};
        groups[i] = (uint32_t)g_rand_int_range(rand, 0, GROUPS);
    }
    g_autofree GovPool *first = gov_rate_pool(rates, groups, N, GROUPS, NULL);
    for (size_t i = N - 1; i > 0; i--) {
        size_t k = (size_t)g_rand_int_range(rand, 0, (gint)i + 1);
        GovRate rate = rates[i];
        uint32_t group = groups[i];
        rates[i] = rates[k], rates[k] = rate;
        groups[i] = groups[k], groups[k] = group;
    }
    g_autofree GovPool *second = gov_rate_pool(rates, groups, N, GROUPS, NULL);
    for (size_t group = 0; group < GROUPS; group++) {
        assert_true(first[group].mean == second[group].mean);
        assert_int64(first[group].pooled.numerator, second[group].pooled.numerator);
        assert_int64(first[group].pooled.denominator, second[group].pooled.denominator);
        assert_int_equal(first[group].n_known, second[group].n_known);
    }
}

static void sums_that_cannot_be_held_are_an_error(void **state)
{
    (void)state;
    const GovRate rates[] = {{INT64_MAX, INT64_MAX, GOV_RATE_KNOWN, 0}, {1, 1, GOV_RATE_KNOWN, 0}};
    g_autoptr(GError) error = NULL;

    assert_null(gov_rate_pool(rates, NULL, G_N_ELEMENTS(rates), 1, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
}

/* Bounds of the 95 % interval, worked out by hand from Wilson's formula. */
static void small_shares_have_wide_intervals(void **state)
{
    (void)state;
    static const struct {
        int64_t numerator, denominator;
        double low, high;
    } cases[] = {{0, 10, 0, 0.2775}, {1, 10, 0.0179, 0.4042}, {5, 10, 0.2366, 0.7634}, {10, 10, 0.7225, 1}};
    double low, high;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const GovRate rate = {cases[i].numerator, cases[i].denominator, GOV_RATE_KNOWN, 0};
        assert_true(gov_rate_get_wilson(&rate, 1.96, &low, &high));
        if (fabs(low - cases[i].low) > 0.0001 || fabs(high - cases[i].high) > 0.0001)
            fail_msg("%f to %f", low, high);
    }
    const GovRate beyond = {11, 10, GOV_RATE_KNOWN, 0}, none = {0, 0, GOV_RATE_NOT_APPLICABLE, 0};
    assert_false(gov_rate_get_wilson(&beyond, 1.96, &low, &high));
    assert_false(gov_rate_get_wilson(&none, 1.96, &low, &high));
}

/* The interval is what the score test does not reject: at its ends the share that is seen lies z standard errors of
 * that end away. Solved here by halving, without the formula. */
static double solve_end(double seen, double n, double z, double low, double high)
{
    bool upwards = low >= seen;

    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        bool rejected = fabs(seen - middle) > z * sqrt(middle * (1 - middle) / n);
        if (rejected == upwards)
            high = middle;
        else
            low = middle;
    }
    return (low + high) / 2;
}

static void intervals_are_what_the_score_test_does_not_reject(void **state)
{
    (void)state;
    static const int64_t bases[] = {1, 2, 7, 30, 414, 3607, 2842815, INT64_C(1) << 40};
    g_autoptr(GRand) random = g_rand_new_with_seed(11);

    for (size_t i = 0; i < G_N_ELEMENTS(bases) * 25; i++) {
        int64_t n = bases[i % G_N_ELEMENTS(bases)];
        int64_t k = i < 8 ? 0 : i < 16 ? n : (int64_t)(g_rand_double(random) * (double)n);
        const GovRate rate = {k, n, GOV_RATE_KNOWN, 0};
        double z = i % 3 == 0 ? 3.09 : 1.96, low = 0, high = 0, seen = (double)k / (double)n;
        assert_true(gov_rate_get_wilson(&rate, z, &low, &high));
        assert_true(low >= 0 && low <= seen && seen <= high && high <= 1);
        double below = k == 0 ? 0 : solve_end(seen, (double)n, z, 0, seen);
        double above = k == n ? 1 : solve_end(seen, (double)n, z, seen, 1);
        if (fabs(low - below) > 1e-9 || fabs(high - above) > 1e-9)
            fail_msg("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT ": %.12f to %.12f, not %.12f to %.12f", k, n, low, high,
                     below, above);
    }
}

static void rates_are_rounded_half_even(void **state)
{
    (void)state;
    static const struct {
        int64_t numerator, denominator;
        GovIndicatorKind kind;
        unsigned decimals;
        const char *expected;
    } cases[] = {
        {1, 8, GOV_INDICATOR_SHARE, 0, "12"},     {3, 8, GOV_INDICATOR_SHARE, 0, "38"},
        {1, 800, GOV_INDICATOR_SHARE, 2, "0.12"}, {-1, 3, GOV_INDICATOR_GROWTH, 2, "-33.33"},
        {2, 3, GOV_INDICATOR_RATIO, 4, "0.6667"}, {-1, 100000, GOV_INDICATOR_GROWTH, 1, "0.0"},
        {INT64_MAX, 1, GOV_INDICATOR_SHARE, 2, "922337203685477580700.00"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const GovRate rate = {cases[i].numerator, cases[i].denominator, GOV_RATE_KNOWN, 0};
        g_autofree char *text = gov_rate_dup_text(&rate, cases[i].kind, cases[i].decimals);
        assert_string_equal(text, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(datasets_give_the_same_rates_as_reports),
        cmocka_unit_test(two_rows_for_the_year_before_are_none),
        cmocka_unit_test(blank_zero_and_nothing_differ),
        cmocka_unit_test(pooled_rate_and_mean_of_rates_are_two_things),
        cmocka_unit_test(order_of_rates_does_not_matter_to_the_last_bit),
        cmocka_unit_test(sums_that_cannot_be_held_are_an_error),
        cmocka_unit_test(small_shares_have_wide_intervals),
        cmocka_unit_test(intervals_are_what_the_score_test_does_not_reject),
        cmocka_unit_test(rates_are_rounded_half_even),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(fixed) + G_N_ELEMENTS(published)];

    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < G_N_ELEMENTS(published); i++)
        tests[G_N_ELEMENTS(fixed) + i] = (struct CMUnitTest){.name = published[i].id,
                                                             .test_func = published_figures_come_out,
                                                             .initial_state = (void *)(uintptr_t)i};
    return cmocka_run_group_tests_name("rate", tests, NULL, NULL);
}
