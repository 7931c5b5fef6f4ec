/* SPDX-License-Identifier: MIT */
#ifndef GOV_FILE_PRIVATE_H
#define GOV_FILE_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends a file to `bytes`. ::GOV_ERROR_IO, or ::GOV_ERROR_LIMIT if it is longer than `max`. The
 * message does not name the file. */
bool gov__file_load(const char *path, size_t max, GByteArray *bytes, GError **error);
/* The whole of a file, and its name for messages, which stands before that of an error; NULL after one. Free both. */
GByteArray *gov__file_load_named(const char *path, size_t max, char **name, GError **error);
/* Sets ::GOV_ERROR_LIMIT if `len` is over `max`. */
bool gov__file_check_size(size_t len, size_t max, GError **error);

#endif
