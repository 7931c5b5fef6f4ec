/* SPDX-License-Identifier: MIT */
/* Reading PDF beside pdftotext itself: the whole way from bytes to reports, against a bare run of
 * `pdftotext -bbox-layout` over the same file, in turns within one run.
 *
 *   bench-pdf FILE…
 */
#include <govstat/govstat.h>
#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 21

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double run_bare(const char *path)
{
    char *argv[] = {"pdftotext", "-bbox-layout", (char *)path, "-", NULL};
    g_autofree char *output = NULL;
    g_autoptr(GError) error = NULL;
    gint64 begin = g_get_monotonic_time();
    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, &error))
        g_error("%s", error->message);
    return (double)(g_get_monotonic_time() - begin) / 1000;
}

static double read_whole(const char *path)
{
    g_autoptr(GError) error = NULL;
    gint64 begin = g_get_monotonic_time();
    GPtrArray *reports = gov_read_file(path, NULL, &error);
    if (reports == NULL)
        g_error("%s", error->message);
    g_ptr_array_unref(reports);
    return (double)(g_get_monotonic_time() - begin) / 1000;
}

static void bench(const char *path)
{
    double bare[ROUNDS], whole[ROUNDS];
    g_autofree char *name = g_path_get_basename(g_path_get_dirname(path));
    for (int i = 0; i < ROUNDS; i++) {
        bare[i] = run_bare(path);
        whole[i] = read_whole(path);
    }
    qsort(bare, ROUNDS, sizeof *bare, compare);
    qsort(whole, ROUNDS, sizeof *whole, compare);
    printf("pdf   %-24s pdftotext alone %5.1f ms, whole reading %5.1f ms: %.2f times\n", name, bare[ROUNDS / 2],
           whole[ROUNDS / 2], whole[ROUNDS / 2] / bare[ROUNDS / 2]);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        bench(argv[i]);
    return argc > 1 ? 0 : 2;
}
