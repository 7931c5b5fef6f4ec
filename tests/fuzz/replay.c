/* SPDX-License-Identifier: MIT */
/* Gives files, and all files in folders, to a fuzz target: the same target is then a plain test.
 *
 *   fuzz-html corpus/html crash-1234 */
#include "fuzz.h"

#include <stdio.h>

static unsigned replay(const char *path);

static unsigned replay_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    unsigned n = 0;
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        n += replay(inner);
    }
    return n;
}

static unsigned replay(const char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return replay_folder(path);
    g_autofree char *data = NULL;
    gsize len = 0;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &data, &len, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 0;
    }
    /* In memory of its own size, so that a sanitizer sees the first byte read too far. */
    g_autofree uint8_t *exact = g_memdup2(data, len);
    LLVMFuzzerTestOneInput(exact, len);
    return 1;
}

int main(int argc, char **argv)
{
    unsigned n = 0;
    for (int i = 1; i < argc; i++)
        n += replay(argv[i]);
    printf("%u inputs\n", n);
    return n > 0 ? 0 : 1;
}
