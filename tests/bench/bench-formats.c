/* SPDX-License-Identifier: MIT */
/* How fast reports are read from each format, on one thread, with the peak memory of a process that
 * reads nothing else.
 *
 *   bench-formats FILE…
 *
 * Time is that of the processor, so that the figures are for one core, whatever else the machine does.
 * Rounds over all files alternate within one run; the median of the rounds is printed. Each file is then read by a child of its own
 * for its peak memory, beside that of a child that reads nothing. */
#define _GNU_SOURCE
#include <govstat/govstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 15
#define ROUND_SECONDS 0.05
#define READS 20 /* by the child */

typedef struct {
    const char *path;
    char *data;
    gsize len;
    int repeats;
    double seconds[ROUNDS];
} File;

/* Time of the processor, own and of children that have ended: other work on the machine does not
 * count, and a reader that leaves its work to a child does not get it for nothing. */
static double get_seconds(void)
{
    static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
    double seconds = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(whose); i++) {
        struct rusage usage = {0};
        getrusage(whose[i], &usage);
        seconds += (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
    }
    return seconds;
}

static double read_file(const File *file, int n)
{
    double begin = get_seconds();
    for (int i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;
        GPtrArray *reports = gov_read_data(file->data, file->len, NULL, &error);
        if (reports == NULL)
            g_error("%s: %s", file->path, error->message);
        g_ptr_array_unref(reports);
    }
    return (get_seconds() - begin) / n;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Peak memory in MiB of a child that reads a file some times over, or nothing. */
static double measure_memory(const File *file)
{
    struct rusage usage = {0};
    pid_t child = fork();
    if (child < 0)
        g_error("Cannot fork");
    if (child == 0) {
        if (file != NULL)
            read_file(file, READS);
        _exit(0);
    }
    if (wait4(child, NULL, 0, &usage) != child)
        g_error("Cannot wait");
    return (double)usage.ru_maxrss / 1024;
}

static void print(File *file, double idle)
{
    qsort(file->seconds, ROUNDS, sizeof *file->seconds, compare);
    double seconds = file->seconds[ROUNDS / 2];
    g_autofree char *name = g_path_get_basename(file->path);
    printf("%-5s %-24s %6.1f kB: %6.0f reports/s and core, %5.0f us, peak memory +%.1f MiB\n",
           gov_read_detect(file->data, file->len), name, (double)file->len / 1e3, 1 / seconds,
           seconds * 1e6, MAX(0, measure_memory(file) - idle));
}

static void load(File *file, const char *path)
{
    *file = (File){.path = path};
    if (!g_file_get_contents(path, &file->data, &file->len, NULL))
        g_error("Cannot read %s", path);
}

int main(int argc, char **argv)
{
    int n = argc - 1;
    if (n < 1) {
        fprintf(stderr, "usage: bench-formats FILE...\n");
        return 2;
    }
    g_autofree File *files = g_new0(File, n);
    for (int i = 0; i < n; i++)
        load(&files[i], argv[i + 1]);
    double idle = measure_memory(NULL);
    for (int i = 0; i < n; i++)
        files[i].repeats = MAX(1, (int)(ROUND_SECONDS / MAX(read_file(&files[i], 1), 1e-6)));
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < n; i++)
            files[i].seconds[round] = read_file(&files[i], files[i].repeats);
    for (int i = 0; i < n; i++) {
        print(&files[i], idle);
        g_free(files[i].data);
    }
    return 0;
}
