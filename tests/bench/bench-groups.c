/* SPDX-License-Identifier: MIT */
/* What many groups cost: every body in every year is a group of its own.
 *
 *   bench-groups [REPORTS…]
 *
 * For each size: time to put the rows of a made-up country into an order of chance and to sort them again, to group one
 * cell of them by body and year, and to ask for the share and the rank of every group. All of it grows by little more
 * than the number of rows. Then all cells by few groups that alternate from row to row. */
#include "country.h"
#include "timing.h"

#include <stdio.h>

#define ROUNDS 5

static const GovKey by[] = {GOV_KEY_AGENCY, GOV_KEY_YEAR};

static size_t *shuffle(size_t n)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    size_t *rows = g_new(size_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        size_t j = (size_t)g_rand_int_range(rand, 0, (gint32)i + 1);
        rows[i] = rows[j];
        rows[j] = i;
    }
    return rows;
}

/* The seconds in which all groups are asked how they stand among those of their year. */
static double ask_all(const GovAggregate *aggregate, size_t cell)
{
    double begin = now();
    int64_t sum = 0;

    for (size_t group = 0; group < gov_aggregate_n_groups(aggregate); group++) {
        sum += gov_aggregate_get_share(aggregate, group, cell, GOV_KEY_AGENCY).numerator;
        sum += (int64_t)gov_aggregate_get_rank(aggregate, group, cell, GOV_KEY_AGENCY);
    }
    sink = sum;
    return now() - begin;
}

static void measure_groups(const GovDataset *dataset)
{
    size_t cell = (size_t)gov_form_find_cell(gov_dataset_get_form(dataset), "applications.received.total"), n_groups = 0;
    const GovAggregateOptions options = {.by = by, .n_by = 2, .cells = &cell, .n_cells = 1};
    double group[ROUNDS], ask[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        g_autoptr(GovAggregate) aggregate = gov_aggregate_new(dataset, &options, NULL);
        group[round] = now() - begin;
        ask[round] = ask_all(aggregate, cell);
        n_groups = gov_aggregate_n_groups(aggregate);
    }
    printf("  %zu groups of one cell %.1f ms, share and rank of all %.1f ms\n", n_groups, median(group, ROUNDS) * 1e3,
           median(ask, ROUNDS) * 1e3);
}

/* The other extreme: few groups, but every row of another one than the row before. All cells. */
static void measure_alternating(const GovDataset *dataset)
{
    static const GovKey keys[] = {GOV_KEY_DIVISION, GOV_KEY_YEAR};
    static const char *const divisions[] = {"110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000",
                                            "310000", "320000", "330000", "340000", "350000", "360000", "370000", "410000"};
    const GovAggregateOptions options = {.by = keys, .n_by = 2};
    size_t n = gov_dataset_n_rows(dataset);
    g_autofree const char **names = g_new(const char *, n + 1);
    double plain[ROUNDS], group[ROUNDS];

    for (size_t row = 0; row < n; row++)
        names[row] = divisions[row % G_N_ELEMENTS(divisions)];
    g_autoptr(GovDataset) alternating = gov_dataset_with_key(dataset, GOV_KEY_DIVISION, names);
    for (int round = 0; round < ROUNDS; round++) {
        plain[round] = pass(alternating);
        double begin = now();
        g_autoptr(GovAggregate) aggregate = gov_aggregate_new(alternating, &options, NULL);
        group[round] = now() - begin;
    }
    double base = median(plain, ROUNDS), first = median(group, ROUNDS);
    printf("  all cells by 16 alternating provinces and year %.1f ms, pass %.1f ms: ratio %.2f\n", first * 1e3, base * 1e3,
           first / base);
}

static void measure(const GovForm *form, size_t n_reports)
{
    Country country = COUNTRY_INIT;
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);

    country.n_units = MAX(n_reports / 5, 1);
    country_fill(&country, dataset, 1);
    gov_dataset_seal(dataset);
    size_t n = gov_dataset_n_rows(dataset);
    g_autofree size_t *chance = shuffle(n);
    double begin = now();
    g_autoptr(GovDataset) mixed = gov_dataset_take(dataset, chance, n);
    double take = now() - begin;
    begin = now();
    g_autofree size_t *rows = gov_dataset_sort_rows(mixed, by, 2);
    printf("%zu reports: taken in an order of chance %.0f ms (%.2f GB/s of figures), sorted by body and year %.0f ms\n",
           n, take * 1e3, (double)(n * gov_form_n_cells(form)) * 8 / take / 1e9, (now() - begin) * 1e3);
    measure_groups(mixed);
    measure_alternating(mixed);
}

int main(int argc, char **argv)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);

    if (argc < 2) {
        fprintf(stderr, "usage: bench-groups REPORTS...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++)
        measure(form, (size_t)g_ascii_strtoull(argv[i], NULL, 10));
    return 0;
}
