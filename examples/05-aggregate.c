/* SPDX-License-Identifier: MIT */
/* 05: partial results of two collections, merged: applications received by year, and their growth.
 *
 * cc 05-aggregate.c $(pkg-config --cflags --libs govstat) -o 05-aggregate */
#include <govstat/govstat.h>
#include <stdio.h>

/* The reports of one file, grouped by year. */
static GovAggregate *aggregate_file(const char *path, GError **error)
{
    static const GovKey by[] = {GOV_KEY_YEAR};
    const GovAggregateOptions options = {.by = by, .n_by = 1, .distribution = GOV_DISTRIBUTION_EXACT};
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, error);

    if (reports == NULL)
        return NULL;
    g_autoptr(GovDataset) dataset = gov_dataset_new(gov_report_get_form(g_ptr_array_index(reports, 0)));
    for (guint i = 0; i < reports->len; i++)
        if (!gov_dataset_append(dataset, g_ptr_array_index(reports, i), NULL, error))
            return NULL;
    gov_dataset_seal(dataset);
    return gov_aggregate_new(dataset, &options, error);
}

static void print_group(const GovAggregate *aggregate, size_t group, size_t cell)
{
    int64_t sum = 0;
    GovRate growth = gov_aggregate_get_growth(aggregate, group, cell);
    g_autofree char *percent = gov_rate_dup_text(&growth, GOV_INDICATOR_GROWTH, 2);

    printf("%d: %d report(s)", gov_aggregate_get_year(aggregate, group),
           (int)gov_aggregate_n_rows(aggregate, group));
    if (gov_aggregate_get_sum(aggregate, group, cell, &sum, NULL))
        printf(", %" G_GINT64_FORMAT " received", sum);
    if (growth.status == GOV_RATE_KNOWN)
        printf(", growth %s %%\n", percent);
    else
        printf(", growth unknown\n"); /* not 0 */
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovAggregate) one = aggregate_file("suqian-2023.html", &error);
    g_autoptr(GovAggregate) two = error == NULL ? aggregate_file("suqian-2024.html", &error) : NULL;
    const GovAggregate *const parts[] = {two, one}; /* any order */
    g_autoptr(GovAggregate) all = error == NULL ? gov_aggregate_merge(parts, 2, &error) : NULL;

    if (all == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    int cell = gov_form_find_cell(gov_aggregate_get_form(all), "applications.received.total");
    for (size_t group = 0; group < gov_aggregate_n_groups(all); group++)
        print_group(all, group, (size_t)cell);
    return 0;
}
