/* SPDX-License-Identifier: MIT */
/* A walk is a stack of open folders, each a sorted list of names with a position: no
 * recursion, and in memory are only the names of the folders on the way to the current
 * file. Names are sorted as bytes, so the order is the same on every machine. Hidden
 * files and folders are left out, and so are links to folders, which could lead in a
 * circle or to the same report twice. Whatever else cannot be read comes out as a file
 * with a problem, in its place in the order. */
#include "input.h"
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *path;
    GStringChunk *text; /* holds the names: far smaller than one allocation for each */
    GPtrArray *names;
    guint next;
} Folder;

struct _ToolWalk {
    char **names; /* the next one given */
    const char *const *aside;
    const ToolOutput *output;
    GPtrArray *folders; /* the stack of Folder */
    bool found;         /* anything, since the last given name */
    bool read_stdin;
};

static void free_folder(gpointer data)
{
    Folder *folder = data;
    g_free(folder->path);
    g_string_chunk_free(folder->text);
    g_ptr_array_unref(folder->names);
    g_free(folder);
}

ToolWalk *tool_walk_new(const ToolInputOptions *inputs, const ToolOutput *output)
{
    ToolWalk *self = g_new0(ToolWalk, 1);
    self->names = inputs->files;
    self->aside = inputs->aside;
    self->output = output;
    self->folders = g_ptr_array_new_with_free_func(free_folder);
    return self;
}

void tool_walk_free(ToolWalk *self)
{
    g_ptr_array_unref(self->folders);
    g_free(self);
}

void tool_file_free(ToolFile *file)
{
    g_free(file->path);
    g_free(file->problem);
    g_free(file);
}

static ToolFile *make_file(const char *path)
{
    ToolFile *file = g_new0(ToolFile, 1);
    file->path = g_strdup(path);
    return file;
}

static ToolFile *make_problem(const char *path, const char *reason)
{
    ToolFile *file = make_file(path);
    g_autofree char *name = g_filename_display_name(path);
    file->problem = g_strdup_printf("%s: %s", name, reason);
    return file;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Puts a folder on the stack, or gives the reason why not. */
static ToolFile *enter(ToolWalk *self, const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        g_autofree char *reason =
            g_strdup_printf("Directory cannot be opened: %s", g_strerror(errno));
        return make_problem(path, reason);
    }
    Folder *folder = g_new0(Folder, 1);
    folder->path = g_strdup(path);
    folder->text = g_string_chunk_new(4096);
    folder->names = g_ptr_array_new();
    errno = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        if (entry->d_name[0] != '.')
            g_ptr_array_add(folder->names,
                            g_string_chunk_insert(folder->text, entry->d_name));
    int failure = errno;
    closedir(dir);
    g_ptr_array_sort(folder->names, compare_names);
    g_ptr_array_add(self->folders, folder);
    if (failure == 0)
        return NULL;
    g_autofree char *reason =
        g_strdup_printf("Directory cannot be read to its end: %s", g_strerror(failure));
    return make_problem(path, reason);
}

/* Registers, rules and other lists often lie beside the reports. */
static bool is_aside(const ToolWalk *self, const struct stat *info)
{
    struct stat other;
    for (const char *const *path = self->aside; *path != NULL; path++)
        if (stat(*path, &other) == 0 && other.st_dev == info->st_dev && other.st_ino == info->st_ino)
            return true;
    return false;
}

/* What an entry of a folder comes to; NULL where there is nothing to read yet. */
static ToolFile *take_entry(ToolWalk *self, const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0)
        return make_file(path); /* reading it will tell the reason */
    bool is_link = S_ISLNK(info.st_mode);
    if (is_link && stat(path, &info) != 0)
        return make_file(path);
    if (S_ISDIR(info.st_mode))
        return is_link ? NULL : enter(self, path);
    if (tool_output_is_file(self->output, &info) || is_aside(self, &info))
        return NULL;
    return S_ISREG(info.st_mode) ? make_file(path)
                                 : make_problem(path, "Not a regular file");
}

static ToolFile *leave(ToolWalk *self)
{
    Folder *folder = g_ptr_array_index(self->folders, self->folders->len - 1);
    ToolFile *file = NULL;
    if (self->folders->len == 1 && !self->found)
        file = make_problem(folder->path, "Directory with no files in it");
    g_ptr_array_set_size(self->folders, (int)self->folders->len - 1);
    return file;
}

static ToolFile *take_from_folder(ToolWalk *self)
{
    Folder *folder = g_ptr_array_index(self->folders, self->folders->len - 1);
    if (folder->next == folder->names->len)
        return leave(self);
    const char *name = g_ptr_array_index(folder->names, folder->next++);
    g_autofree char *path = g_build_filename(folder->path, name, NULL);
    ToolFile *file = take_entry(self, path);
    self->found = self->found || file != NULL;
    return file;
}

static ToolFile *take_stdin(ToolWalk *self)
{
    if (self->read_stdin)
        return make_problem("-", "Standard input can be read only once");
    self->read_stdin = true;
    ToolFile *file = make_file("-");
    file->is_stdin = true;
    return file;
}

static ToolFile *take_name(ToolWalk *self)
{
    const char *name = *self->names++;
    struct stat info;
    self->found = false;
    if (strcmp(name, "-") == 0)
        return take_stdin(self);
    if (stat(name, &info) != 0)
        return make_file(name);
    if (tool_output_is_file(self->output, &info))
        return make_problem(name, "Is also the output");
    if (!S_ISDIR(info.st_mode))
        return make_file(name);
    ToolFile *problem = enter(self, name);
    self->found = problem != NULL;
    return problem;
}

ToolFile *tool_walk_next(ToolWalk *self)
{
    while (self->folders->len > 0 || *self->names != NULL) {
        ToolFile *file =
            self->folders->len > 0 ? take_from_folder(self) : take_name(self);
        if (file != NULL)
            return file;
    }
    return NULL;
}

GByteArray *tool_read_stdin(size_t max_bytes, GError **error)
{
    g_autoptr(GByteArray) data = g_byte_array_new();
    guint8 buffer[16384];
    while (data->len <= max_bytes) {
        ssize_t n = read(STDIN_FILENO, buffer, sizeof buffer);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_IO, "-: Cannot be read: %s",
                        g_strerror(errno));
            return NULL;
        }
        g_byte_array_append(data, buffer, (guint)n);
    }
    return g_steal_pointer(&data);
}
