/* SPDX-License-Identifier: MIT */
/* Clocks and memory of the benchmarks, and the plain pass over the columns that they are measured by. */
#ifndef TIMING_H
#define TIMING_H

#include <govstat/govstat.h>

#include <stdlib.h>
#include <sys/resource.h>

static inline double now(void)
{
    return (double)g_get_monotonic_time() / G_USEC_PER_SEC;
}

static inline double peak_mib(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static inline int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static inline double median(double *seconds, size_t n)
{
    qsort(seconds, n, sizeof *seconds, compare_seconds);
    return seconds[n / 2];
}

static volatile int64_t sink;

/* The seconds in which every value of the columns is added up once. */
static inline double pass(const GovDataset *dataset)
{
    double begin = now();
    size_t n = gov_dataset_n_rows(dataset);
    int64_t sum = 0;

    for (size_t cell = 0; cell < gov_form_n_cells(gov_dataset_get_form(dataset)); cell++) {
        const int64_t *values = gov_dataset_get_values(dataset, cell);
        for (size_t i = 0; i < n; i++)
            sum += values[i];
    }
    sink = sum;
    return now() - begin;
}

#endif
