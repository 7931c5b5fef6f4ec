/* SPDX-License-Identifier: MIT */
/* Where the results of a verb go: standard output or a file. A failed write is
 * remembered, told once, and makes later writes do nothing. */
#ifndef GOV_TOOLS_OUTPUT_H
#define GOV_TOOLS_OUTPUT_H

#include "tools.h"
#include <sys/stat.h>

typedef struct _ToolOutput ToolOutput;

/* Opens `path`, or standard output for NULL. `inputs` are the names given to the verb: an
 * output that is one of them is refused before it is emptied. */
ToolOutput *tool_output_open(const char *path, char **inputs, GError **error);
void tool_output_write(ToolOutput *self, const char *text, size_t len);
/* Whether nothing failed so far. */
bool tool_output_is_good(const ToolOutput *self);
/* Whether a file is the one being written. */
bool tool_output_is_file(const ToolOutput *self, const struct stat *info);
/* Whether it is a terminal. */
bool tool_output_is_terminal(const ToolOutput *self);
/* Closes and frees; FALSE, after a message, if anything could not be written. */
bool tool_output_close(ToolOutput *self);

/* Writes a text to standard output and gives the exit status. */
int tool_print(const GString *text);

#endif
