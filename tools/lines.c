/* SPDX-License-Identifier: MIT */
/* Small helpers over JsonBuilder, and padding that knows that a Chinese character takes
 * two columns of a terminal. */
#include "lines.h"
#include <string.h>

JsonBuilder *tool_begin_object(void)
{
    JsonBuilder *builder = json_builder_new_immutable();
    return json_builder_begin_object(builder);
}

void tool_add_text(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    if (value != NULL)
        json_builder_add_string_value(builder, value);
    else
        json_builder_add_null_value(builder);
}

void tool_add_number(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

void tool_end_object(JsonBuilder *builder, GString *out)
{
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *line = json_to_string(root, FALSE);
    g_string_append(out, line);
    g_string_append_c(out, '\n');
    g_object_unref(builder);
}

void tool_append_json(GString *out, const char *text)
{
    if (text == NULL) {
        g_string_append(out, "null");
        return;
    }
    g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
    g_autofree char *quoted = json_to_string(node, FALSE);
    g_string_append(out, quoted);
}

void tool_append_csv(GString *out, const char *text)
{
    if (strpbrk(text, "\",\r\n") == NULL) {
        g_string_append(out, text);
        return;
    }
    g_auto(GStrv) parts = g_strsplit(text, "\"", -1);
    g_autofree char *quoted = g_strjoinv("\"\"", parts);
    g_string_append_printf(out, "\"%s\"", quoted);
}

void tool_append_padded(GString *out, const char *text, guint width)
{
    guint columns = 0;
    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p])
        columns += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
    g_string_append(out, text);
    for (; columns < width + 2; columns++)
        g_string_append_c(out, ' ');
}
