/* SPDX-License-Identifier: MIT */
/* The files a verb was given, one after another: names as they stand, directories walked.
 */
#ifndef GOV_TOOLS_INPUT_H
#define GOV_TOOLS_INPUT_H

#include "output.h"

/* One file to read, or one thing in the way. */
typedef struct {
    char *path;
    char *problem; /* "path: why it cannot be read", or NULL */
    bool is_stdin;
} ToolFile;

typedef struct _ToolWalk ToolWalk;

/* Starts with the first of the files of `inputs`, which must outlive the walk. `output` is never walked
 * into, nor are the files that lie aside. */
ToolWalk *tool_walk_new(const ToolInputOptions *inputs, const ToolOutput *output);
void tool_walk_free(ToolWalk *self);
/* The next file, or NULL at the end; free with tool_file_free(). */
ToolFile *tool_walk_next(ToolWalk *self);
void tool_file_free(ToolFile *file);

/* All of standard input, but not more than max_bytes + 1. */
GByteArray *tool_read_stdin(size_t max_bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ToolWalk, tool_walk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ToolFile, tool_file_free)

#endif
