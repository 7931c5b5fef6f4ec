/* SPDX-License-Identifier: MIT */
/* A key file that knows its lines.
 *
 * GKeyFile gives values, lists and escapes, but it forgets lines, merges repeated groups
 * and keeps the last of repeated keys without a word. A form is edited by hand, so those
 * are the very mistakes to report. The text is therefore scanned once for its shape
 * (sections and keys, each with its line, checked against a list of what may occur), and
 * GKeyFile is asked for the values only. A key the two disagree on is an error, never a
 * guess. Unknown keys fail at once, so a section stays small and looking up a key in it
 * is a walk over a dozen names. */
#include "form/keys-private.h"

#include <govstat/error.h>

#include <string.h>

/* The built-in forms have 20 KiB. */

typedef struct {
    const char *name;
    unsigned line;
} Key;

struct _GovKeys {
    char *name;
    GStringChunk *strings;
    GArray *sections;
    GHashTable *groups; /* names of groups, to find repeated ones */
    GKeyFile *file;
};

static void section_clear(gpointer data)
{
    GovSection *section = data;
    g_array_unref(section->keys);
}

void gov__keys_free(GovKeys *keys)
{
    g_free(keys->name);
    g_array_unref(keys->sections);
    g_hash_table_unref(keys->groups);
    g_string_chunk_free(keys->strings);
    g_key_file_unref(keys->file);
    g_free(keys);
}

static bool fail_line(const GovKeys *keys, unsigned line, GError **error,
                      const char *message, const char *what)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s:%u: %s%s%s", keys->name, line,
                message, what ? ": " : "", what ? what : "");
    return false;
}

/* Whether `word` is one of the words of a list separated by single spaces. */
static bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);
    while (*list) {
        size_t item = strcspn(list, " ");
        if (item == len && strncmp(list, word, len) == 0) {
            return true;
        }
        list += item + (list[item] == ' ');
    }
    return false;
}

static const GovSectionKind *find_kind(const GovSectionKind *kinds, const char *name)
{
    while (kinds->name && strcmp(kinds->name, name) != 0) {
        kinds++;
    }
    return kinds->name ? kinds : NULL;
}

static unsigned *find_line(const GovSection *section, const char *key)
{
    for (guint i = 0; i < section->keys->len; i++) {
        Key *known = &g_array_index(section->keys, Key, i);
        if (strcmp(known->name, key) == 0) {
            return &known->line;
        }
    }
    return NULL;
}

static bool scan_section(GovKeys *keys, const GovSectionKind *kinds, char *text,
                         unsigned line, GError **error)
{
    size_t len = strlen(text);
    if (len < 3 || text[len - 1] != ']' || strcspn(text + 1, "[]") != len - 2) {
        return fail_line(keys, line, error, "not a section such as [table applications]",
                         text);
    }
    text[len - 1] = '\0';
    char *group = g_string_chunk_insert(keys->strings, text + 1);
    const char *space = strchr(group, ' ');
    g_autofree char *name =
        space ? g_strndup(group, (gsize)(space - group)) : g_strdup(group);
    GovSection section = {.group = group, .id = space ? space + 1 : "", .line = line};
    section.kind = find_kind(kinds, name);
    if (!section.kind) {
        return fail_line(keys, line, error, "unknown kind of section", group);
    }
    if (section.kind->has_id != (section.id[0] != '\0')) {
        return fail_line(keys, line, error,
                         section.kind->has_id ? "section without an id"
                                              : "section takes no id",
                         group);
    }
    if (!g_hash_table_add(keys->groups, group)) {
        return fail_line(keys, line, error, "section is there twice", group);
    }
    section.keys = g_array_new(FALSE, FALSE, sizeof(Key));
    g_array_append_val(keys->sections, section);
    return true;
}

static bool scan_key(GovKeys *keys, char *text, char *equals, unsigned line,
                     GError **error)
{
    *equals = '\0';
    g_strchomp(text);
    if (!keys->sections->len) {
        return fail_line(keys, line, error, "key before the first section", text);
    }
    GovSection *section =
        &g_array_index(keys->sections, GovSection, keys->sections->len - 1);
    Key key = {g_string_chunk_insert(keys->strings, text), line};
    bool known = list_has(section->kind->keys, text);
    if (known && !find_line(section, text)) {
        g_array_append_val(section->keys, key);
        return true;
    }
    const unsigned *first = known ? find_line(section, text) : NULL;
    if (first) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "%s:%u: [%s] %s: key is there twice, first on line %u", keys->name,
                    line, section->group, text, *first);
    } else {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "%s:%u: [%s] %s: unknown key; a section of kind %s has: %s",
                    keys->name, line, section->group, text, section->kind->name,
                    section->kind->keys);
    }
    return false;
}

static bool scan_line(GovKeys *keys, const GovSectionKind *kinds, char *text,
                      unsigned line, GError **error)
{
    g_strstrip(text);
    if (text[0] == '\0' || text[0] == '#') {
        return true;
    }
    if (text[0] == '[') {
        return scan_section(keys, kinds, text, line, error);
    }
    char *equals = strchr(text, '=');
    if (!equals) {
        return fail_line(keys, line, error,
                         "neither a [section], a key=value nor a # comment", text);
    }
    return scan_key(keys, text, equals, line, error);
}

static bool scan_text(GovKeys *keys, const GovSectionKind *kinds, const char *data,
                      size_t len, GError **error)
{
    const char *end = data + len;
    for (unsigned line = 1; data < end; line++) {
        const char *newline = memchr(data, '\n', (size_t)(end - data));
        const char *stop = newline ? newline : end;
        g_autofree char *text = g_strndup(data, (gsize)(stop - data));
        if (!scan_line(keys, kinds, text, line, error)) {
            return false;
        }
        data = newline ? newline + 1 : end;
    }
    return true;
}

static bool check_bytes(const GovKeys *keys, const char *data, size_t len, GError **error)
{
    const char *bad = NULL;
    if (len > GOV_KEYS_MAX_BYTES) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "%s: %zu bytes, a text may have %zu", keys->name, len, GOV_KEYS_MAX_BYTES);
        return false;
    }
    if (g_utf8_validate_len(data, len, &bad)) {
        return true;
    }
    unsigned line = 1;
    for (const char *p = data; p < bad; p++) {
        line += *p == '\n';
    }
    return fail_line(keys, line, error, "not UTF-8", NULL);
}

static bool load_values(GovKeys *keys, const char *data, size_t len, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (len == 0 || g_key_file_load_from_data(keys->file, data, len,
                                              G_KEY_FILE_KEEP_TRANSLATIONS, &cause)) {
        return true;
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s: %s", keys->name, cause->message);
    return false;
}

GovKeys *gov__keys_new(const char *data, size_t len, const char *name,
                       const GovSectionKind *kinds, GError **error)
{
    g_autoptr(GovKeys) keys = g_new0(GovKeys, 1);
    keys->name = g_strdup(name ? name : "form");
    keys->strings = g_string_chunk_new(4096);
    keys->sections = g_array_new(FALSE, FALSE, sizeof(GovSection));
    g_array_set_clear_func(keys->sections, section_clear);
    keys->groups = g_hash_table_new(g_str_hash, g_str_equal);
    keys->file = g_key_file_new();
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        len -= 3;
    }
    if (!check_bytes(keys, data, len, error) ||
        !scan_text(keys, kinds, data, len, error) ||
        !load_values(keys, data, len, error)) {
        return NULL;
    }
    return g_steal_pointer(&keys);
}

size_t gov__keys_n_sections(const GovKeys *keys)
{
    return keys->sections->len;
}

const GovSection *gov__keys_get_section(const GovKeys *keys, size_t i)
{
    return &g_array_index(keys->sections, GovSection, i);
}

bool gov__keys_locate(const GovKeys *keys, const GovSection *section, const char *key,
                      GError **error)
{
    const unsigned *line = key ? find_line(section, key) : NULL;
    g_prefix_error(error, "%s:%u: [%s] %s%s", keys->name, line ? *line : section->line,
                   section->group, key ? key : "", key ? ": " : "");
    return false;
}

bool gov__keys_fail(const GovKeys *keys, const GovSection *section, const char *key,
                    GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, message);
    return gov__keys_locate(keys, section, key, error);
}

static bool check_text(const GovKeys *keys, const GovSection *section, const char *key,
                       const char *text, GError **error)
{
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        if (g_unichar_iscntrl(g_utf8_get_char(p))) {
            return gov__keys_fail(keys, section, key, error,
                                  "holds a line break or control character");
        }
    }
    return true;
}

/* GKeyFile reports this and gives a value all the same; its words depend on the locale.
 */
static bool fail_escape(const GovKeys *keys, const GovSection *section, const char *key,
                        GError **error)
{
    return gov__keys_fail(keys, section, key, error,
                          "damaged escape; there are \\s \\n \\t \\r \\; and \\\\");
}

bool gov__keys_dup_text(const GovKeys *keys, const GovSection *section, const char *key,
                        char **value, GError **error)
{
    g_autoptr(GError) cause = NULL;
    *value = NULL;
    if (!find_line(section, key)) {
        return true;
    }
    g_autofree char *text =
        g_key_file_get_string(keys->file, section->group, key, &cause);
    if (cause || !text) {
        return fail_escape(keys, section, key, error);
    }
    g_strstrip(text);
    if (!check_text(keys, section, key, text, error)) {
        return false;
    }
    *value = g_steal_pointer(&text);
    return true;
}

bool gov__keys_dup_list(const GovKeys *keys, const GovSection *section, const char *key,
                        char ***value, GError **error)
{
    g_autoptr(GError) cause = NULL;
    *value = NULL;
    if (!find_line(section, key)) {
        return true;
    }
    g_auto(GStrv) items =
        g_key_file_get_string_list(keys->file, section->group, key, NULL, &cause);
    if (cause || !items) {
        return fail_escape(keys, section, key, error);
    }
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    for (char **item = items; *item; item++) {
        if (!check_text(keys, section, key, g_strstrip(*item), error)) {
            return false;
        }
        if (**item) {
            g_ptr_array_add(kept, g_strdup(*item));
        }
    }
    g_ptr_array_add(kept, NULL);
    *value = (char **)g_ptr_array_steal(kept, NULL);
    return true;
}
