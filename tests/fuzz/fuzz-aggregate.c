/* SPDX-License-Identifier: MIT */
/* Aggregates from anywhere. Whatever is accepted is written back byte for byte, can be merged with itself, and
 * none of its statistics leaves its range. */
#include <govstat/govstat.h>

#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cell(const GovAggregate *aggregate, size_t group, size_t cell)
{
    uint64_t n = 0;
    int64_t least = 0, greatest = 0, sum = 0;
    g_autoptr(GError) error = NULL;

    for (int status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++)
        n += gov_aggregate_get_count(aggregate, group, cell, (GovStatus)status);
    g_assert(n == gov_aggregate_n_rows(aggregate, group));
    bool any = gov_aggregate_get_range(aggregate, group, cell, &least, &greatest);
    g_assert(least <= greatest);
    g_assert(gov_aggregate_get_sum(aggregate, group, cell, &sum, &error) == (any && error == NULL));
    double variance = gov_aggregate_get_variance(aggregate, group, cell, false);
    g_assert(any ? variance >= 0 : isnan(variance));
    double hhi = gov_aggregate_get_hhi(aggregate, group, cell), gini = gov_aggregate_get_gini(aggregate, group, cell);
    g_assert(isnan(hhi) || hhi >= 0);
    (void)gini; /* sums and heaps may disagree: its range is not certain, but it is worked out */
    GovRate median = gov_aggregate_get_quantile(aggregate, group, cell, 1, 2);
    double value = gov_rate_get_value(&median);
    g_assert(median.status != GOV_RATE_KNOWN || ((double)least <= value && value <= (double)greatest));
}

static void check_merge(const GovAggregate *aggregate)
{
    const GovAggregate *const parts[] = {aggregate, aggregate};
    g_autoptr(GError) error = NULL;
    g_autoptr(GovAggregate) twice = gov_aggregate_merge(parts, 2, &error);

    g_assert((twice == NULL) == (error != NULL));
    if (twice == NULL)
        return;
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(twice);
    g_autoptr(GovAggregate) again =
        gov_aggregate_from_bytes(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL, NULL);
    g_assert(again != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovAggregate) aggregate = gov_aggregate_from_bytes(data, size, NULL, &error);

    g_assert((aggregate == NULL) == (error != NULL));
    if (aggregate == NULL)
        return 0;
    g_autoptr(GBytes) bytes = gov_aggregate_to_bytes(aggregate);
    g_assert(g_bytes_get_size(bytes) == size && memcmp(g_bytes_get_data(bytes, NULL), data, size) == 0);
    for (size_t group = 0; group < MIN(gov_aggregate_n_groups(aggregate), 20); group++)
        for (size_t cell = 0; cell < gov_form_n_cells(gov_aggregate_get_form(aggregate)); cell++)
            if (gov_aggregate_has_cell(aggregate, cell))
                check_cell(aggregate, group, cell);
    check_merge(aggregate);
    return 0;
}
