/* SPDX-License-Identifier: MIT */
/* The keys of rows: their names, and the dictionaries of their texts. */
#include "dataset/dataset-private.h"

#include <string.h>

#define CHUNK 4000 /* bytes of texts that are allocated together: less than a page */

static const char *const names[] = {
    [GOV_KEY_SOURCE] = "source", [GOV_KEY_AGENCY] = "agency",     [GOV_KEY_UNIT] = "unit",
    [GOV_KEY_PARENT] = "parent", [GOV_KEY_DIVISION] = "division", [GOV_KEY_LEVEL] = "level",
    [GOV_KEY_LINE] = "line",     [GOV_KEY_SCOPE] = "scope",       [GOV_KEY_FORM] = "form",
    [GOV_KEY_FILED] = "filed",   [GOV_KEY_YEAR] = "year",
};

const char *gov_key_get_name(GovKey key)
{
    g_return_val_if_fail((unsigned)key < G_N_ELEMENTS(names), NULL);
    return names[key];
}

bool gov_key_from_name(const char *name, GovKey *key)
{
    g_return_val_if_fail(name != NULL && key != NULL, false);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], name) == 0) {
            *key = (GovKey)i;
            return true;
        }
    return false;
}

GovDictionary *gov__dictionary_new(void)
{
    GovDictionary *dictionary = g_new0(GovDictionary, 1);

    g_atomic_ref_count_init(&dictionary->references);
    dictionary->texts = g_string_chunk_new(CHUNK);
    dictionary->values = g_ptr_array_new();
    dictionary->codes = g_hash_table_new(g_str_hash, g_str_equal);
    return dictionary;
}

GovDictionary *gov__dictionary_ref(GovDictionary *dictionary)
{
    g_atomic_ref_count_inc(&dictionary->references);
    return dictionary;
}

void gov__dictionary_unref(GovDictionary *dictionary)
{
    if (dictionary == NULL || !g_atomic_ref_count_dec(&dictionary->references))
        return;
    gov__dictionary_seal(dictionary);
    g_ptr_array_unref(dictionary->values);
    g_string_chunk_free(dictionary->texts);
    g_free(dictionary);
}

int32_t gov__dictionary_add(GovDictionary *dictionary, const char *text)
{
    if (text == NULL)
        return -1;
    int32_t code = GPOINTER_TO_INT(g_hash_table_lookup(dictionary->codes, text)) - 1;
    if (code >= 0)
        return code;
    char *copy = g_string_chunk_insert(dictionary->texts, text);
    g_ptr_array_add(dictionary->values, copy);
    g_hash_table_insert(dictionary->codes, copy, GINT_TO_POINTER((int)dictionary->values->len));
    return (int32_t)dictionary->values->len - 1;
}

void gov__dictionary_seal(GovDictionary *dictionary)
{
    g_clear_pointer(&dictionary->codes, g_hash_table_unref);
}
