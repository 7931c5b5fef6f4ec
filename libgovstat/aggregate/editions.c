/* SPDX-License-Identifier: MIT */
/* Which forms the rows of a group were filed in, as one text: ids in order, each once, parted by spaces. So a sum says
 * of itself, in the key of a row, how comparable it is, and texts of parts make that of the whole. */
#include "aggregate/aggregate-private.h"

#include <string.h>

#define N_BITS 64

static gint compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One id, and that in all texts. */
static bool is_plain(const char *const *texts, size_t n)
{
    bool plain = n > 0 && texts[0][0] != '\0' && strchr(texts[0], ' ') == NULL;

    for (size_t i = 1; i < n && plain; i++)
        plain = strcmp(texts[i], texts[0]) == 0;
    return plain;
}

char *gov__editions_join(const char *const *texts, size_t n)
{
    if (is_plain(texts, n))
        return g_strdup(texts[0]);
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    GString *joined = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        g_auto(GStrv) words = g_strsplit(texts[i], " ", -1);
        for (size_t k = 0; words[k] != NULL; k++)
            if (words[k][0] != '\0')
                g_ptr_array_add(ids, g_strdup(words[k]));
    }
    g_ptr_array_sort(ids, compare_texts);
    for (guint i = 0; i < ids->len; i++)
        if (i == 0 || strcmp(g_ptr_array_index(ids, i - 1), g_ptr_array_index(ids, i)) != 0)
            g_string_append_printf(joined, "%s%s", i > 0 ? " " : "", (char *)g_ptr_array_index(ids, i));
    if (joined->len == 0)
        g_string_append(joined, GOV_EDITION_UNKNOWN);
    return g_string_free(joined, FALSE);
}

/* A form of a group. */
typedef struct {
    uint32_t group;
    int32_t code; /* -1: unknown */
} Filing;

static gint compare_filings(gconstpointer a, gconstpointer b)
{
    const Filing *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->code < y->code ? -1 : x->code > y->code;
}

/* Each form of each group at least once, in the order of the groups. Few codes are noted in bits. */
static GArray *list_filings(const GovAggregate *self, const GovDataset *dataset, const uint32_t *groups)
{
    GArray *filings = g_array_new(FALSE, FALSE, sizeof(Filing));
    const int32_t *codes = gov_dataset_get_codes(dataset, GOV_KEY_FORM);
    g_autofree uint64_t *seen = g_new0(uint64_t, self->n_groups + 1);

    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++) {
        unsigned bit = (unsigned)(codes[row] + 1);
        if (bit < N_BITS && (seen[groups[row]] >> bit & 1) != 0)
            continue;
        const Filing filing = {groups[row], codes[row]};
        g_array_append_val(filings, filing);
        if (bit < N_BITS)
            seen[groups[row]] |= (uint64_t)1 << bit;
    }
    g_array_sort(filings, compare_filings);
    return filings;
}

void gov__aggregate_find_editions(GovAggregate *self, const GovDataset *dataset, const uint32_t *groups)
{
    g_autoptr(GArray) filings = list_filings(self, dataset, groups);
    g_autoptr(GPtrArray) texts = g_ptr_array_new();

    for (guint i = 0; i < filings->len; i++) {
        const Filing *filing = &g_array_index(filings, Filing, i);
        const char *id = filing->code < 0 ? GOV_EDITION_UNKNOWN
                                          : gov_dataset_get_key_value(dataset, GOV_KEY_FORM, (size_t)filing->code);
        g_ptr_array_add(texts, (gpointer)(uintptr_t)id);
        if (i + 1 < filings->len && filing[1].group == filing->group)
            continue;
        self->editions[filing->group] = gov__editions_join((const char *const *)texts->pdata, texts->len);
        g_ptr_array_set_size(texts, 0);
    }
}
