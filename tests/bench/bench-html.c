/* SPDX-License-Identifier: MIT */
/* How fast reports are read from HTML, beside the time libxml2 alone needs for the same bytes.
 *
 *   bench-html GOVSTAT FILE…
 *
 * Rounds of both alternate within one run, so that the ratio holds whatever else the machine does;
 * the median of the rounds is printed. Then GOVSTAT reads the files many times over as one stream,
 * for its peak memory. */
#define _GNU_SOURCE
#include <govstat/govstat.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ROUNDS 21
#define ROUND_SECONDS 0.1
#define STREAM_FILES 5000

static double parse_bare(const char *data, size_t len)
{
    gint64 begin = g_get_monotonic_time();
    htmlDocPtr document = htmlReadMemory(data, (int)len, NULL, NULL,
                                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlFreeDoc(document);
    return (double)(g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
}

static double read_report(const char *data, size_t len)
{
    gint64 begin = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;
    GPtrArray *reports = gov_read_data(data, len, NULL, &error);

    if (reports == NULL)
        g_error("%s", error->message);
    g_ptr_array_unref(reports);
    return (double)(g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, compare);
    return values[ROUNDS / 2];
}

static void bench_file(const char *path)
{
    g_autofree char *data = NULL;
    gsize len = 0;
    double bare[ROUNDS], ours[ROUNDS], ratio[ROUNDS];

    if (!g_file_get_contents(path, &data, &len, NULL))
        g_error("Cannot read %s", path);
    int repeats = MAX(1, (int)(ROUND_SECONDS / MAX(parse_bare(data, len), 1e-6)));
    for (int round = 0; round < ROUNDS; round++) {
        bare[round] = ours[round] = 0;
        for (int i = 0; i < repeats; i++) {
            bare[round] += parse_bare(data, len);
            ours[round] += read_report(data, len);
        }
        ratio[round] = ours[round] / bare[round];
        bare[round] /= repeats;
        ours[round] /= repeats;
    }
    double seconds = median(ours);
    g_autofree char *name = g_path_get_basename(path);
    printf("html %s (%.1f kB): %.0f reports/s, %.1f MB/s on one thread; "
           "%.0f us against %.0f us for a bare libxml2 parse, ratio %.2f\n",
           name, (double)len / 1e3, 1 / seconds, (double)len / 1e6 / seconds, seconds * 1e6,
           median(bare) * 1e6, median(ratio));
}

static void bench_stream(const char *govstat, char **files, int n_files)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    struct rusage usage;
    int status = 0;

    g_ptr_array_add(argv, (char *)(uintptr_t)govstat);
    g_ptr_array_add(argv, (char *)(uintptr_t) "extract");
    for (int i = 0; i < STREAM_FILES; i++)
        g_ptr_array_add(argv, files[i % n_files]);
    g_ptr_array_add(argv, NULL);
    gint64 begin = g_get_monotonic_time();
    /* That one file stands 5000 times is told 4999 times. */
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, NULL, NULL, &status, &error) ||
        !g_spawn_check_wait_status(status, &error))
        g_error("%s: %s", govstat, error->message);
    double seconds = (double)(g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
    getrusage(RUSAGE_CHILDREN, &usage);
    printf("govstat extract, %d files in one stream: %.0f reports/s on all cores, peak memory %.1f MiB\n",
           STREAM_FILES, STREAM_FILES / seconds, (double)usage.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench-html GOVSTAT FILE...\n");
        return 2;
    }
    xmlInitParser();
    for (int i = 2; i < argc; i++)
        bench_file(argv[i]);
    bench_stream(argv[1], argv + 2, argc - 2);
    return 0;
}
