/* SPDX-License-Identifier: MIT */
/* The order of rows by their keys. Texts are compared once an entry of the dictionary; rows by whole numbers. */
#include "dataset/dataset-private.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    int32_t **places; /* of each key in all rows */
    size_t n_keys;
} Order;

typedef struct {
    const char *text;
    int32_t code;
} Entry;

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->text, ((const Entry *)b)->text);
}

/* For each row the place of its key among all, -1 where it is unknown. */
static int32_t *place_key(const GovDataset *dataset, GovKey key)
{
    int32_t *places = g_new(int32_t, dataset->n_rows + 1);

    if (key == GOV_KEY_YEAR)
        return memcpy(places, gov_dataset_get_years(dataset), dataset->n_rows * sizeof *places);
    size_t n = gov_dataset_n_key_values(dataset, key);
    const int32_t *codes = gov_dataset_get_codes(dataset, key);
    g_autofree Entry *entries = g_new(Entry, n + 1);
    g_autofree int32_t *place_of = g_new(int32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        entries[i] = (Entry){gov_dataset_get_key_value(dataset, key, i), (int32_t)i};
    qsort(entries, n, sizeof *entries, compare_entries);
    for (size_t i = 0; i < n; i++)
        place_of[entries[i].code] = (int32_t)i;
    for (size_t row = 0; row < dataset->n_rows; row++)
        places[row] = codes[row] >= 0 ? place_of[codes[row]] : -1;
    return places;
}

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const Order *order = data;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    for (size_t i = 0; i < order->n_keys; i++)
        if (order->places[i][x] != order->places[i][y])
            return order->places[i][x] < order->places[i][y] ? -1 : 1;
    return x < y ? -1 : x > y;
}

size_t *gov_dataset_sort_rows(const GovDataset *dataset, const GovKey *keys, size_t n_keys)
{
    g_return_val_if_fail(dataset != NULL && dataset->sealed && (keys != NULL || n_keys == 0), NULL);
    Order order = {g_new(int32_t *, n_keys + 1), n_keys};
    size_t *rows = g_new(size_t, dataset->n_rows + 1);

    for (size_t i = 0; i < n_keys; i++)
        order.places[i] = place_key(dataset, keys[i]);
    for (size_t row = 0; row < dataset->n_rows; row++)
        rows[row] = row;
    g_qsort_with_data(rows, (gint)dataset->n_rows, sizeof *rows, compare_rows, &order);
    for (size_t i = 0; i < n_keys; i++)
        g_free(order.places[i]);
    g_free(order.places);
    return rows;
}
