/* SPDX-License-Identifier: MIT */
/* 07: indicators (指标) of two years. A rate is kept as numerator and denominator, and its base is part of it: 复议纠错率
 * comes on two. The pooled rate and the mean of the rates are two averages.
 *
 * cc 07-indicators.c $(pkg-config --cflags --libs govstat) -o 07-indicators */
#include <govstat/govstat.h>
#include <stdio.h>

static const char *const IDS[] = {"disclosure_rate", "review_corrected_rate", "review_corrected_rate_of_total",
                                  "received_growth"};

static GovDataset *read_years(GError **error)
{
    static const char *const paths[] = {"suqian-2023.html", "suqian-2024.html"};
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", error);
    g_autoptr(GovDataset) dataset = form != NULL ? gov_dataset_new(form) : NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(paths) && dataset != NULL; i++) {
        g_autoptr(GPtrArray) reports = gov_read_file(paths[i], NULL, error);
        if (reports == NULL || !gov_dataset_append(dataset, g_ptr_array_index(reports, 0), NULL, error))
            return NULL;
    }
    if (dataset != NULL)
        gov_dataset_seal(dataset);
    return g_steal_pointer(&dataset);
}

static void print_rate(int year, const GovRate *rate, GovIndicatorKind kind)
{
    g_autofree char *percent = gov_rate_dup_text(rate, kind, 2);
    double low = 0, high = 0;
    printf("  %d: ", year);
    if (rate->status != GOV_RATE_KNOWN)
        printf("%s", gov_rate_status_get_name(rate->status));
    else
        printf("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " = %s %%", rate->numerator, rate->denominator, percent);
    if (kind == GOV_INDICATOR_SHARE && gov_rate_get_wilson(rate, 1.96, &low, &high))
        printf(", %.1f to %.1f", 100 * low, 100 * high);
    putchar('\n');
}

static void print_indicator(const GovDataset *dataset, const GovIndicator *indicator)
{
    size_t n = gov_dataset_n_rows(dataset);
    g_autofree GovRate *rates = gov_rate_of_dataset(indicator, dataset, GOV_NULLS_STRICT);
    g_autofree GovPool *pool = gov_rate_pool(rates, NULL, n, 1, NULL);
    printf("%s, base: %s\n", gov_indicator_get_label(indicator, GOV_LANGUAGE_ZH),
           gov_indicator_get_base(indicator, GOV_LANGUAGE_ZH));
    for (size_t row = 0; row < n; row++)
        print_rate(gov_dataset_get_years(dataset)[row], &rates[row], gov_indicator_get_kind(indicator));
    printf("  pooled %.2f %%, mean of %zu rates %.2f %%\n", 100 * gov_rate_get_value(&pool->pooled), pool->n_known,
           100 * pool->mean);
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDataset) dataset = read_years(&error);
    if (dataset == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(IDS); i++)
        print_indicator(dataset, gov_form_find_indicator(gov_dataset_get_form(dataset), IDS[i]));
    return 0;
}
