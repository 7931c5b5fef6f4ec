/* SPDX-License-Identifier: MIT */
/* Lines that forms and rules print: JSON objects and aligned columns. */
#ifndef GOV_TOOLS_LINES_H
#define GOV_TOOLS_LINES_H

#include <json-glib/json-glib.h>

/* Adds a text member; NULL becomes null. */
void tool_add_text(JsonBuilder *builder, const char *name, const char *value);
void tool_add_number(JsonBuilder *builder, const char *name, gint64 value);
/* Ends the object begun with tool_begin_object() and appends it as one line. */
JsonBuilder *tool_begin_object(void);
void tool_end_object(JsonBuilder *builder, GString *out);

/* Appends a text as a JSON value, NULL as null: for lines whose decimals must not go through double. */
void tool_append_json(GString *out, const char *text);

/* Appends a text as a field of CSV, quoted if it must be, without a comma. */
void tool_append_csv(GString *out, const char *text);

/* Appends a text and as many blanks as bring it to `width` columns of a terminal, and two
 * more. */
void tool_append_padded(GString *out, const char *text, guint width);

#endif
