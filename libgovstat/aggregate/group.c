/* SPDX-License-Identifier: MIT */
/* Which group each row belongs to.
 *
 * Keys are taken one by one: the group so far and the code of the next key make a pair, and pairs are
 * numbered as they turn up, in a table where there are few possible ones, else by hashing. Texts are
 * looked at once a group, when the groups are put into their order. */
#include <govstat/error.h>

#include <string.h>

#include "aggregate/aggregate-private.h"
#include "dataset/dataset-private.h"

/* The codes of one key in all rows, below `n`. */
typedef struct {
    uint32_t *codes;
    uint64_t n;
} Codes;

static Codes code_years(const GovDataset *dataset)
{
    size_t n = gov_dataset_n_rows(dataset);
    const int32_t *years = gov_dataset_get_years(dataset);
    int64_t first = INT32_MAX, last = INT32_MIN;
    Codes result = {g_new(uint32_t, n + 1), 1};

    for (size_t row = 0; row < n; row++) {
        first = MIN(first, years[row]);
        last = MAX(last, years[row]);
    }
    for (size_t row = 0; row < n; row++)
        result.codes[row] = (uint32_t)(years[row] - first);
    if (n > 0)
        result.n = (uint64_t)(last - first) + 1;
    return result;
}

/* A division code cut to some digits: 321302 to 2 is 320000, as the code of the province has it. What is no code
 * stays as it is. */
static char *cut_division(const char *code, unsigned digits)
{
    char *cut = g_strdup(code);
    size_t len = strlen(cut);

    if (digits == 0 || strspn(cut, "0123456789") < len)
        return cut;
    for (size_t i = digits; i < len; i++)
        cut[i] = '0';
    if (digits <= 6 && len > 6)
        cut[6] = '\0';
    return cut;
}

static Codes code_texts(const GovDataset *dataset, GovKey key, unsigned digits)
{
    size_t n = gov_dataset_n_rows(dataset), n_texts = gov_dataset_n_key_values(dataset, key);
    const int32_t *from = gov_dataset_get_codes(dataset, key);
    Codes result = {g_new(uint32_t, n + 1), n_texts + 1};
    g_autofree uint32_t *map = g_new(uint32_t, n_texts + 1);
    GovDictionary *cuts = gov__dictionary_new();

    map[0] = 0; /* unknown */
    for (size_t i = 0; i < n_texts; i++) {
        g_autofree char *cut = digits > 0 ? cut_division(gov_dataset_get_key_value(dataset, key, i), digits) : NULL;
        map[i + 1] = cut != NULL ? (uint32_t)gov__dictionary_add(cuts, cut) + 1 : (uint32_t)i + 1;
    }
    for (size_t row = 0; row < n; row++)
        result.codes[row] = map[from[row] + 1];
    gov__dictionary_unref(cuts);
    return result;
}

static Codes code_key(const GovAggregate *self, const GovDataset *dataset, GovKey key)
{
    if (key == GOV_KEY_YEAR)
        return code_years(dataset);
    return code_texts(dataset, key, key == GOV_KEY_DIVISION ? self->division_digits : 0);
}

/* ---- numbering pairs ---- */

#define DENSE ((uint64_t)1 << 22) /* a table of that many numbers is worth its memory */

static size_t number_dense(uint32_t *groups, size_t n, const Codes *codes, uint64_t n_pairs)
{
    g_autofree uint32_t *numbers = g_new0(uint32_t, n_pairs); /* from 1 */
    size_t n_groups = 0;

    for (size_t row = 0; row < n; row++) {
        uint32_t *number = &numbers[groups[row] * codes->n + codes->codes[row]];
        if (*number == 0)
            *number = (uint32_t)++n_groups;
        groups[row] = *number - 1;
    }
    return n_groups;
}

typedef struct {
    uint64_t pair;
    uint32_t number; /* from 1; 0: free */
} Slot;

static size_t number_hashed(uint32_t *groups, size_t n, const Codes *codes)
{
    unsigned bits = (unsigned)g_bit_storage(n) + 1;
    g_autofree Slot *slots = g_new0(Slot, (size_t)1 << bits); /* half of them stay free */
    size_t mask = ((size_t)1 << bits) - 1, n_groups = 0;

    for (size_t row = 0; row < n; row++) {
        uint64_t pair = (uint64_t)groups[row] << 32 | codes->codes[row];
        size_t at = (size_t)(pair * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> (64 - bits));
        while (slots[at].number != 0 && slots[at].pair != pair)
            at = (at + 1) & mask;
        if (slots[at].number == 0)
            slots[at] = (Slot){pair, (uint32_t)++n_groups};
        groups[row] = slots[at].number - 1;
    }
    return n_groups;
}

static size_t number_pairs(uint32_t *groups, size_t n, size_t n_groups, const Codes *codes)
{
    bool dense = codes->n <= DENSE && n_groups <= DENSE / codes->n;

    return dense ? number_dense(groups, n, codes, n_groups * codes->n) : number_hashed(groups, n, codes);
}

/* ---- order ---- */

static void copy_keys(GovAggregate *self, GovGroupKey *keys, const GovDataset *dataset, size_t row)
{
    for (size_t i = 0; i < self->n_by; i++) {
        const char *text = NULL;
        if (self->by[i] == GOV_KEY_YEAR)
            keys[i].year = gov_dataset_get_years(dataset)[row];
        else
            text = gov_dataset_get_key(dataset, self->by[i], row);
        if (text != NULL)
            keys[i].text = self->by[i] == GOV_KEY_DIVISION ? cut_division(text, self->division_digits) : g_strdup(text);
    }
}

typedef struct {
    const GovAggregate *self;
    const GovGroupKey *keys;
} Order;

static int compare_groups(gconstpointer a, gconstpointer b, gpointer data)
{
    const Order *order = data;
    size_t n = order->self->n_by;

    return gov__keys_compare(order->self, order->keys + *(const uint32_t *)a * n,
                             order->keys + *(const uint32_t *)b * n, -1);
}

/* Puts the groups into the order of their keys. */
static void sort_groups(GovAggregate *self, uint32_t *groups, size_t n)
{
    g_autofree uint32_t *sorted = g_new(uint32_t, self->n_groups + 1);
    g_autofree uint32_t *places = g_new(uint32_t, self->n_groups + 1);
    GovGroupKey *keys = g_new0(GovGroupKey, self->n_groups * self->n_by + 1);
    Order order = {self, self->keys};

    for (size_t i = 0; i < self->n_groups; i++)
        sorted[i] = (uint32_t)i;
    g_qsort_with_data(sorted, (gint)self->n_groups, sizeof *sorted, compare_groups, &order);
    for (size_t i = 0; i < self->n_groups; i++) {
        places[sorted[i]] = (uint32_t)i;
        memcpy(keys + i * self->n_by, self->keys + sorted[i] * self->n_by, self->n_by * sizeof *keys);
    }
    g_free(self->keys);
    self->keys = keys;
    for (size_t row = 0; row < n; row++)
        groups[row] = places[groups[row]];
}

uint32_t *gov__aggregate_group(GovAggregate *self, const GovDataset *dataset, GError **error)
{
    size_t n = gov_dataset_n_rows(dataset), n_groups = n > 0, next = 0;
    g_autofree uint32_t *groups = g_new0(uint32_t, n + 1);

    for (size_t i = 0; i < self->n_by; i++) {
        Codes codes = code_key(self, dataset, self->by[i]);
        n_groups = number_pairs(groups, n, n_groups, &codes);
        g_free(codes.codes);
    }
    if (!gov__aggregate_set_n_groups(self, n_groups, error))
        return NULL;
    for (size_t row = 0; row < n; row++)
        if (groups[row] == next) /* the first row of a group: numbers were given as they turned up */
            copy_keys(self, self->keys + next++ * self->n_by, dataset, row);
    sort_groups(self, groups, n);
    for (size_t row = 0; row < n; row++)
        self->n_rows[groups[row]]++;
    return g_steal_pointer(&groups);
}
