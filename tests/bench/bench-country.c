/* SPDX-License-Identifier: MIT */
/* The whole way of a country's reports: load, join with the register, check all rules, roll up to every level,
 * all indicators.
 *
 *   bench-country [UNITS]
 *
 * Every step is run on one thread and on two, one after the other, round by round, beside one plain pass over
 * the same column bytes. Printed are the medians, and the peak of memory of the whole process up to then. */
#include "country.h"
#include "timing.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 5

typedef struct {
    const GovForm *form;
    const GovDataset *dataset; /* joined */
    const GovUnits *units;
    GovDataset *sums; /* of every unit with others below it, and year */
    size_t n_done;    /* findings, sums or rates */
} Run;

typedef struct {
    const char *name;
    void (*work)(Run *run, unsigned n_threads);
    bool is_parallel;
} Step;

/* ---- the steps ---- */

static void join_units(Run *run, unsigned n_threads)
{
    g_autoptr(GovDataset) joined = gov_units_join(run->dataset, run->units, NULL);

    (void)n_threads;
    run->n_done = gov_dataset_n_rows(joined);
}

static void screen(Run *run, unsigned n_threads)
{
    g_free(gov_check_find_rows(run->dataset, NULL, n_threads, &run->n_done));
}

static void explain(Run *run, unsigned n_threads)
{
    g_autoptr(GPtrArray) findings = gov_check_dataset(run->dataset, NULL, n_threads);

    run->n_done = findings->len;
}

static GovRollup *roll_up(const Run *run, const GovKey *by, size_t n_by, unsigned n_threads)
{
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;

    options.by = by;
    options.n_by = n_by;
    options.threads = n_threads;
    return gov_rollup_new(run->dataset, run->units, &options, NULL);
}

static void roll_up_tree(Run *run, unsigned n_threads)
{
    g_autoptr(GovRollup) rollup = roll_up(run, NULL, 0, n_threads);

    run->n_done = gov_rollup_n_nodes(rollup);
}

static void roll_up_levels(Run *run, unsigned n_threads)
{
    static const GovKey by[] = {GOV_KEY_LEVEL, GOV_KEY_YEAR};
    g_autoptr(GovRollup) rollup = roll_up(run, by, G_N_ELEMENTS(by), n_threads);

    run->n_done = gov_rollup_n_nodes(rollup);
}

static size_t work_out_indicators(const GovForm *form, const GovDataset *dataset)
{
    size_t n = 0;

    for (size_t i = 0; i < gov_form_n_indicators(form); i++) {
        g_autofree GovRate *rates =
            gov_rate_of_dataset(gov_form_get_indicator(form, i), dataset, GOV_NULLS_STRICT);
        n += gov_dataset_n_rows(dataset);
    }
    return n;
}

static void indicators_of_sums(Run *run, unsigned n_threads)
{
    (void)n_threads;
    run->n_done = work_out_indicators(run->form, run->sums);
}

static void indicators_of_reports(Run *run, unsigned n_threads)
{
    (void)n_threads;
    run->n_done = work_out_indicators(run->form, run->dataset);
}

static void group(Run *run, unsigned n_threads)
{
    static const GovKey by[] = {GOV_KEY_DIVISION, GOV_KEY_YEAR};
    const GovAggregateOptions options = {.by = by, .n_by = 2, .division_digits = 2, .threads = n_threads};
    g_autoptr(GovAggregate) aggregate = gov_aggregate_new(run->dataset, &options, NULL);

    run->n_done = gov_aggregate_n_groups(aggregate);
}

static const Step STEPS[] = {
    {"join with the register", join_units, false},
    {"find rows that break a rule", screen, true},
    {"group by province and year", group, true},
    {"roll up to every unit above", roll_up_tree, true},
    {"roll up to levels", roll_up_levels, true},
    {"all indicators of the sums", indicators_of_sums, false},
    {"all indicators of the reports", indicators_of_reports, false},
    {"all findings, with suspects", explain, true}, /* last, as they keep the reports they are of */
};

/* ---- the run ---- */

static double time_step(const Step *step, Run *run, unsigned n_threads)
{
    double begin = now();

    step->work(run, n_threads);
    return now() - begin;
}

static void measure_step(const Step *step, Run *run)
{
    double plain[ROUNDS], one[ROUNDS], two[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        plain[round] = pass(run->dataset);
        one[round] = time_step(step, run, 1);
        two[round] = step->is_parallel ? time_step(step, run, 2) : one[round];
    }
    double base = median(plain, ROUNDS), first = median(one, ROUNDS), second = median(two, ROUNDS);
    printf("  %-32s %9.1f %7.2f", step->name, first * 1e3, first / base);
    if (step->is_parallel)
        printf(" %9.1f %7.2f", second * 1e3, second / base);
    else
        printf(" %9s %7s", "", "");
    printf(" %9.1f %10zu %9.0f\n", base * 1e3, run->n_done, peak_mib());
}

static GovDataset *load(const Country *country, const GovForm *form, unsigned n_threads)
{
    GovDataset *dataset = gov_dataset_new(form);
    double begin = now();
    size_t n_slips = country_fill(country, dataset, n_threads);

    gov_dataset_seal(dataset);
    size_t n = gov_dataset_n_rows(dataset);
    double raw = (double)n * (double)gov_form_n_cells(form) * 8 / 1048576;
    printf("%zu reports of %u years, %zu with a slip: made and loaded on %u thread%s in %.2f s, %.1f MiB of columns, "
           "peak %.0f MiB\n",
           n, country->n_years, n_slips, n_threads, n_threads == 1 ? "" : "s", now() - begin, raw, peak_mib());
    return dataset;
}

int main(int argc, char **argv)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    Country country = COUNTRY_INIT;

    if (argc > 2) {
        fprintf(stderr, "usage: bench-country [UNITS]\n");
        return 2;
    }
    country.n_units = argc > 1 ? (size_t)g_ascii_strtoull(argv[1], NULL, 10) : 0;
    g_autofree char *csv = country_dup_units(&country);
    double begin = now();
    g_autoptr(GovUnits) units = gov_units_from_data(csv, strlen(csv), "country", NULL);
    printf("a register of %zu lines, read in %.2f s\n", gov_units_n(units), now() - begin);
    gov_dataset_unref(load(&country, form, 1));
    g_autoptr(GovDataset) dataset = load(&country, form, 2);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    Run run = {form, joined, units, NULL, 0};
    g_autoptr(GovRollup) rollup = roll_up(&run, NULL, 0, 2);
    g_autoptr(GovDataset) sums = gov_rollup_to_dataset(rollup, NULL);

    run.sums = sums;
    printf("  %-32s %9s %7s %9s %7s %9s %10s %9s\n", "", "ms, 1", "passes", "ms, 2", "passes", "pass, ms", "results",
           "peak, MiB");
    for (size_t i = 0; i < G_N_ELEMENTS(STEPS); i++)
        measure_step(&STEPS[i], &run);
    return 0;
}
