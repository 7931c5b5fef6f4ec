/* SPDX-License-Identifier: MIT */
/* Files into memory, with a cap: a device or a pipe has no size, and a file may grow while it is
 * read. */
#include "base/file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <govstat/error.h>
#include <sys/stat.h>
#include <unistd.h>

bool gov__file_check_size(size_t len, size_t max, GError **error)
{
    if (len <= max)
        return true;
    g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Input is %.1f MiB; the limit is %.1f MiB", (double)len / (1 << 20),
                (double)max / (1 << 20));
    return false;
}

static bool fail_io(GError **error, const char *what)
{
    int number = errno;
    g_set_error(error, GOV_ERROR, GOV_ERROR_IO, "%s: %s", what, g_strerror(number));
    return false;
}

/* Reads to the end, but no more than one byte over the limit: a file may grow while it
 * is read, and a pipe has no size. Not mapped, as a file that shrinks would then kill
 * the process. */
static bool read_all(int fd, size_t max, GByteArray *bytes, GError **error)
{
    guint8 buffer[65536];
    while (bytes->len <= max) {
        gssize n = read(fd, buffer, MIN(sizeof buffer, max + 1 - bytes->len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_io(error, "Cannot read");
        if (n == 0)
            return true;
        g_byte_array_append(bytes, buffer, (guint)n);
    }
    return gov__file_check_size(bytes->len, max, error);
}

static bool read_open_file(int fd, size_t max, GByteArray *bytes, GError **error)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return fail_io(error, "Cannot read");
    errno = EISDIR;
    if (S_ISDIR(info.st_mode))
        return fail_io(error, "Cannot read");
    if (S_ISREG(info.st_mode) && !gov__file_check_size((size_t)MAX(info.st_size, 0), max, error))
        return false;
    return read_all(fd, max, bytes, error);
}

bool gov__file_load(const char *path, size_t max, GByteArray *bytes, GError **error)
{
    max = MIN(max, (size_t)G_MAXINT32); /* GByteArray counts in guint */
    int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return fail_io(error, "Cannot open");
    bool done = read_open_file(fd, max, bytes, error);
    g_close(fd, NULL);
    return done;
}

GByteArray *gov__file_load_named(const char *path, size_t max, char **name, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    *name = g_filename_display_name(path);
    if (gov__file_load(path, max, bytes, error))
        return g_steal_pointer(&bytes);
    g_prefix_error(error, "%s: ", *name);
    return NULL;
}
