/* SPDX-License-Identifier: MIT */
/* JSON text, appended to a buffer. json-glib's own generator writes decimals through
 * double; figures are exact, so they are written from the integer. */
#ifndef GOV_JSON_EMIT_PRIVATE_H
#define GOV_JSON_EMIT_PRIVATE_H

#include <govstat/figure.h>

/* Appends a string, or null for NULL. Bytes that are no UTF-8 become U+FFFD. */
void gov__json_append_string(GString *out, const char *text);
/* Appends `"key":`, with a comma before it unless an object was just opened. */
void gov__json_append_key(GString *out, const char *key);
/* Appends a comma unless an array was just opened. */
void gov__json_append_comma(GString *out);
void gov__json_append_int(GString *out, int64_t value);
/* Appends a figure as an exact decimal. */
void gov__json_append_figure(GString *out, int64_t value, GovType type);

/* Whether json-glib may be given some text: valid UTF-8, nested no deeper than
 * `max_depth` (its parser recurses), without the extensions it tolerates, and with
 * integers it does not wrap. */
bool gov__json_check(const char *text, size_t len, unsigned max_depth, GError **error);

#endif
