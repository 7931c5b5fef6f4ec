/* SPDX-License-Identifier: MIT */
/* One stream with its name and the first error. The file behind it is known by device and
 * inode, so that a verb which walks a folder does not read its own output, and never
 * empties an input. */
#include "output.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct _ToolOutput {
    FILE *file;
    char *name;
    int failure; /* errno of the first failure, or 0 */
    bool is_regular;
    dev_t device;
    ino_t inode;
};

static void remember_file(ToolOutput *self)
{
    struct stat info;
    if (fstat(fileno(self->file), &info) != 0 || !S_ISREG(info.st_mode))
        return;
    self->is_regular = true;
    self->device = info.st_dev;
    self->inode = info.st_ino;
}

static const char *find_among(const ToolOutput *self, char **inputs)
{
    struct stat info;
    for (char **name = inputs; name != NULL && *name != NULL; name++)
        if (stat(*name, &info) == 0 && tool_output_is_file(self, &info))
            return *name;
    return NULL;
}

static void free_output(ToolOutput *self)
{
    if (self->file != NULL && self->file != stdout)
        fclose(self->file);
    g_free(self->name);
    g_free(self);
}

ToolOutput *tool_output_open(const char *path, char **inputs, GError **error)
{
    ToolOutput *self = g_new0(ToolOutput, 1);
    self->name = g_strdup(path != NULL ? path : "standard output");
    /* Not emptied on opening: it may turn out to be an input. */
    int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : -1;
    self->file = path == NULL ? stdout : fd >= 0 ? fdopen(fd, "w") : NULL;
    if (self->file == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_IO,
                    "%s: Cannot be opened for writing: %s", path, g_strerror(errno));
        free_output(self);
        return NULL;
    }
    remember_file(self);
    if (path != NULL && find_among(self, inputs) != NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_IO,
                    "%s: Is an input; name another file for the output", path);
        free_output(self);
        return NULL;
    }
    if (path != NULL && self->is_regular && ftruncate(fd, 0) != 0)
        self->failure = errno;
    return self;
}

void tool_output_write(ToolOutput *self, const char *text, size_t len)
{
    if (self->failure != 0 || len == 0)
        return;
    if (fwrite(text, 1, len, self->file) != len)
        self->failure = errno != 0 ? errno : EIO;
}

bool tool_output_is_good(const ToolOutput *self)
{
    return self->failure == 0;
}

bool tool_output_is_file(const ToolOutput *self, const struct stat *info)
{
    return self->is_regular && S_ISREG(info->st_mode) && info->st_dev == self->device &&
           info->st_ino == self->inode;
}

bool tool_output_is_terminal(const ToolOutput *self)
{
    return isatty(fileno(self->file)) == 1;
}

bool tool_output_close(ToolOutput *self)
{
    /* What is still in the buffer may fail as well, and the disk may be full only now. */
    bool flushed = self->file == stdout ? fflush(stdout) == 0 : fclose(self->file) == 0;
    if (!flushed && self->failure == 0)
        self->failure = errno;
    if (self->file != stdout)
        self->file = NULL;
    if (self->failure != 0)
        tool_message("%s: Stopped by a write error: %s", self->name,
                     g_strerror(self->failure));
    bool good = self->failure == 0;
    free_output(self);
    return good;
}

int tool_print(const GString *text)
{
    ToolOutput *output = tool_output_open(NULL, NULL, NULL);
    tool_output_write(output, text->str, text->len);
    return tool_output_close(output) ? TOOL_OK : TOOL_TROUBLE;
}
