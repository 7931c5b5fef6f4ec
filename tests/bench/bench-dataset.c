/* SPDX-License-Identifier: MIT */
/* What it costs to hold, to check, to group and to roll up reports, from a thousand to a million.
 *
 *   bench-dataset REPORTS…
 *
 * For each size: time to append, memory beside the bytes of the columns, and the check of all rules, grouping
 * and rolling up beside one plain pass over the same columns, the physical limit, in the same run. All rounds
 * alternate. The check is measured on sound reports, where it is the screen alone, and on reports with slips,
 * gaps and blanks. */
#include "country.h"
#include "timing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 7

/* The pages in memory now. */
static double resident_mib(void)
{
    g_autofree char *text = NULL;

    if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
        return 0;
    g_auto(GStrv) fields = g_strsplit(text, " ", 3);
    return (double)g_ascii_strtoull(fields[1], NULL, 10) * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static double check(const GovDataset *dataset, unsigned n_threads, size_t *n_found)
{
    double begin = now();
    g_autofree size_t *rows = gov_check_find_rows(dataset, NULL, n_threads, n_found);

    return now() - begin;
}

static void measure_check(const GovDataset *dataset, const char *what)
{
    double plain[ROUNDS], one[ROUNDS], two[ROUNDS];
    size_t n = gov_dataset_n_rows(dataset), n_found = 0;

    for (int round = 0; round < ROUNDS; round++) {
        plain[round] = pass(dataset);
        one[round] = check(dataset, 1, &n_found);
        two[round] = check(dataset, 2, &n_found);
    }
    double base = median(plain, ROUNDS), first = median(one, ROUNDS), second = median(two, ROUNDS);
    printf("  check %-22s %8.1f ms, pass %.1f ms: ratio %.2f, two threads %.2f; %.0f ns a report, %zu caught\n", what,
           first * 1e3, base * 1e3, first / base, second / base, first / (double)n * 1e9, n_found);
}

static double group(const GovDataset *dataset, unsigned n_threads, GovDistribution distribution)
{
    static const GovKey by[] = {GOV_KEY_DIVISION, GOV_KEY_YEAR};
    const GovAggregateOptions options = {
        .by = by, .n_by = 2, .division_digits = 2, .distribution = distribution, .threads = n_threads};
    double begin = now();
    g_autoptr(GovAggregate) aggregate = gov_aggregate_new(dataset, &options, NULL);

    sink = (int64_t)gov_aggregate_n_groups(aggregate);
    return now() - begin;
}

/* Counts, sums, squares and ranges of all cells by province and year, and the distribution with them. */
static void measure_group(const GovDataset *dataset)
{
    double plain[ROUNDS], one[ROUNDS], two[ROUNDS];
    double n = (double)gov_dataset_n_rows(dataset);

    for (int round = 0; round < ROUNDS; round++) {
        plain[round] = pass(dataset);
        one[round] = group(dataset, 1, GOV_DISTRIBUTION_NONE);
        two[round] = group(dataset, 2, GOV_DISTRIBUTION_NONE);
    }
    double base = median(plain, ROUNDS), first = median(one, ROUNDS), second = median(two, ROUNDS);
    printf("  group by province, year %.1f ms, pass %.1f ms: ratio %.2f, two threads %.2f; %.0f ns a report", first * 1e3,
           base * 1e3, first / base, second / base, first / n * 1e9);
    double near = group(dataset, 1, GOV_DISTRIBUTION_APPROXIMATE), exact = group(dataset, 1, GOV_DISTRIBUTION_EXACT);
    printf("; with distributions %.2f, exact %.2f\n", near / base, exact / base);
}

static double roll_up(const GovDataset *joined, const GovUnits *units, unsigned n_threads, size_t *n_nodes)
{
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;
    double begin = now();

    options.threads = n_threads;
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, units, &options, NULL);
    *n_nodes = gov_rollup_n_nodes(rollup);
    return now() - begin;
}

/* Sums, counts and gaps of every unit with others below it, at every level. */
static void measure_rollup(const GovDataset *joined, const GovUnits *units)
{
    double plain[ROUNDS], one[ROUNDS], two[ROUNDS];
    double n = (double)gov_dataset_n_rows(joined);
    size_t n_nodes = 0;

    for (int round = 0; round < ROUNDS; round++) {
        plain[round] = pass(joined);
        one[round] = roll_up(joined, units, 1, &n_nodes);
        two[round] = roll_up(joined, units, 2, &n_nodes);
    }
    double base = median(plain, ROUNDS), first = median(one, ROUNDS), second = median(two, ROUNDS);
    printf("  roll up to %zu sums %.1f ms, pass %.1f ms: ratio %.2f, two threads %.2f; %.0f ns a report\n", n_nodes,
           first * 1e3, base * 1e3, first / base, second / base, first / n * 1e9);
}

/* The dataset with the keys that the register gives. */
static GovDataset *join(const GovDataset *dataset, const GovUnits *units)
{
    double begin = now();
    GovDataset *joined = gov_units_join(dataset, units, NULL);

    printf("  join with %zu lines of the register %.0f ns a report\n", gov_units_n(units),
           (now() - begin) / (double)gov_dataset_n_rows(dataset) * 1e9);
    return joined;
}

static GovDataset *build(const Country *country, const GovForm *form, const char *what)
{
    double before = resident_mib(), begin = now();
    GovDataset *dataset = gov_dataset_new(form);

    size_t n_slips = country_fill(country, dataset, 1);
    gov_dataset_seal(dataset);
    double n = (double)gov_dataset_n_rows(dataset), raw = n * (double)gov_form_n_cells(form) * 8 / 1048576;
    printf("%.0f reports, %s (%zu slips): made and appended in %.2f s; %.1f MiB for %.1f MiB of columns (%.3f), "
           "peak of the process %.1f MiB\n",
           n, what, n_slips, now() - begin, resident_mib() - before, raw, (resident_mib() - before) / raw, peak_mib());
    return dataset;
}

/* What appending costs by itself: one report, over and over. */
static void measure_append(const GovForm *form, const GovDataset *some)
{
    g_autoptr(GovReport) report = gov_dataset_dup_report(some, 0);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    const size_t n = 50000;
    double begin = now();

    for (size_t i = 0; i < n; i++)
        gov_dataset_append(dataset, report, NULL, NULL);
    gov_dataset_seal(dataset);
    double seconds = now() - begin;
    printf("  append %.0f ns a report, %.2f GB/s of figures\n", seconds / (double)n * 1e9,
           (double)n * (double)gov_form_n_cells(form) * 8 / seconds / 1e9);
}

static void measure(const GovForm *form, size_t n_reports)
{
    Country sound = COUNTRY_INIT, real = COUNTRY_INIT;

    sound.n_units = real.n_units = MAX(n_reports / 5, 1);
    sound.gaps = sound.resubmitted = sound.slips = sound.blanks = 0;
    if (n_reports > 5 * 100000) { /* a country has some 99,000 units: more years instead */
        sound.n_years = real.n_years = (unsigned)(n_reports / 99000 + 1);
        sound.n_units = real.n_units = n_reports / sound.n_years;
    }
    g_autofree char *csv = country_dup_units(&real);
    g_autoptr(GovUnits) units = gov_units_from_data(csv, strlen(csv), "country", NULL);
    {
        g_autoptr(GovDataset) dataset = build(&sound, form, "all sound");
        measure_append(form, dataset);
        measure_check(dataset, "sound reports");
        g_autoptr(GovDataset) joined = join(dataset, units);
        measure_group(joined);
    }
    g_autoptr(GovDataset) dataset = build(&real, form, "gaps, slips, blanks");
    measure_check(dataset, "reports as they are");
    g_autoptr(GovDataset) joined = join(dataset, units);
    measure_group(joined);
    measure_rollup(joined, units);
}

int main(int argc, char **argv)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);

    if (argc < 2) {
        fprintf(stderr, "usage: bench-dataset REPORTS...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++)
        measure(form, (size_t)g_ascii_strtoull(argv[i], NULL, 10));
    return 0;
}
