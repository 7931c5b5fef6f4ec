/* SPDX-License-Identifier: MIT */
/* The text of a form as sections of keys that remember their lines. See keys.c. */
#ifndef GOV_KEYS_PRIVATE_H
#define GOV_KEYS_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A kind of section and the keys it may have. A list of kinds ends with a NULL name. */
/* Longest key file. */
#define GOV_KEYS_MAX_BYTES ((size_t)1 << 20)

typedef struct {
    const char *name;
    bool has_id;      /* [table applications], not [form] */
    const char *keys; /* separated by spaces */
} GovSectionKind;

/* One [kind id] of the text, in the order of the text. */
typedef struct {
    const char *group; /* as written between the brackets */
    const char *id;    /* "" for a kind without */
    const GovSectionKind *kind;
    unsigned line;
    GArray *keys;
} GovSection;

typedef struct _GovKeys GovKeys;

/* Parses a whole text. Unknown kinds, unknown and repeated keys, and repeated sections
 * fail. */
GovKeys *gov__keys_new(const char *data, size_t len, const char *name,
                       const GovSectionKind *kinds, GError **error);
void gov__keys_free(GovKeys *keys);
size_t gov__keys_n_sections(const GovKeys *keys);
const GovSection *gov__keys_get_section(const GovKeys *keys, size_t i);

/* Stores a value in `value`, NULL if the key is not there. Fails on a damaged escape or
 * on control characters. Text is stripped of white space at both ends, lists also of
 * empty items. */
bool gov__keys_dup_text(const GovKeys *keys, const GovSection *section, const char *key,
                        char **value, GError **error);
bool gov__keys_dup_list(const GovKeys *keys, const GovSection *section, const char *key,
                        char ***value, GError **error);

/* Sets a GOV_ERROR_SYNTAX that names file, line, section and key (NULL: the section
 * itself). Always returns false. */
bool gov__keys_fail(const GovKeys *keys, const GovSection *section, const char *key,
                    GError **error, const char *format, ...) G_GNUC_PRINTF(5, 6);
/* Puts the same place before the message of an error that is already set. Returns false.
 */
bool gov__keys_locate(const GovKeys *keys, const GovSection *section, const char *key,
                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovKeys, gov__keys_free)

#endif
