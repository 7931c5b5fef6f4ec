/* SPDX-License-Identifier: MIT */
/* Which report is taken for which unit and year.
 *
 * A collection repeats its codes and scopes, and its dictionaries have each of them once: these are looked
 * up in the register, not the rows. Reports that gave way are compared with what was taken column by column,
 * as looking at one row of all columns would wait for the memory at every cell. */
#include "aggregate/rollup-private.h"

#include "dataset/dataset-private.h"
#include "report/units-private.h"

#include <string.h>

/* ---- the slots of rows ---- */

#define BY_YEAR (-2) /* the code has several lines in the register, or is spelt in another way */

/* The line of each code of the dictionary, if it is the same in all years. */
static int32_t *list_lines(const GovRollup *rollup)
{
    size_t n = gov_dataset_n_key_values(rollup->dataset, GOV_KEY_UNIT);
    int32_t *lines = g_new(int32_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        int line = gov__units_find_only(rollup->units, gov_dataset_get_key_value(rollup->dataset, GOV_KEY_UNIT, i));
        lines[i] = line >= 0 ? line : BY_YEAR;
    }
    return lines;
}

static uint8_t *list_scopes(const GovRollup *rollup)
{
    size_t n = gov_dataset_n_key_values(rollup->dataset, GOV_KEY_SCOPE);
    uint8_t *scopes = g_new(uint8_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        GovScope scope = GOV_SCOPE_UNKNOWN;
        gov_scope_from_name(gov_dataset_get_key_value(rollup->dataset, GOV_KEY_SCOPE, i), &scope);
        scopes[i] = (uint8_t)scope;
    }
    return scopes;
}

static int32_t find_slot(const GovRollup *rollup, const int32_t *lines, size_t row)
{
    int32_t code = gov_dataset_get_codes(rollup->dataset, GOV_KEY_UNIT)[row];
    int of = gov_dataset_get_years(rollup->dataset)[row], year = gov__rollup_find_year(rollup, of);

    if (code < 0 || year < 0)
        return -1;
    int line = lines[code];
    if (line == BY_YEAR)
        line = gov_units_find_code(rollup->units, gov_dataset_get_key(rollup->dataset, GOV_KEY_UNIT, row), of);
    else if (!gov_units_is_valid(rollup->units, (size_t)line, of))
        line = -1;
    return line < 0 ? -1 : (int32_t)gov__rollup_slot(rollup, (size_t)line, (size_t)year);
}

void gov__rollup_find_slots(GovRollup *rollup)
{
    size_t n = gov_dataset_n_rows(rollup->dataset);
    const int32_t *codes = gov_dataset_get_codes(rollup->dataset, GOV_KEY_SCOPE);
    g_autofree int32_t *lines = list_lines(rollup);
    g_autofree uint8_t *scopes = list_scopes(rollup);

    rollup->row_slots = g_new(int32_t, n + 1);
    rollup->row_scopes = g_new(uint8_t, n + 1);
    for (size_t row = 0; row < n; row++) {
        rollup->row_slots[row] = find_slot(rollup, lines, row);
        rollup->row_scopes[row] = codes[row] < 0 ? (uint8_t)GOV_SCOPE_UNKNOWN : scopes[codes[row]];
    }
}

/* ---- which of several ---- */

typedef struct {
    size_t slot;
    GovScope scope;
    bool is_own;
} Place;

/* What a report covers if neither it nor the register tells: those below, if there are any. */
GovScope gov__rollup_get_scope(const GovRollup *rollup, size_t slot, GovScope told)
{
    GovScope scope = told;

    if (scope == GOV_SCOPE_UNKNOWN)
        scope = gov_units_get(rollup->units, slot % rollup->n_units).scope;
    if (scope == GOV_SCOPE_UNKNOWN)
        scope = (rollup->flags[slot] & GOV_SLOT_PARENT) != 0 ? GOV_SCOPE_REGION : GOV_SCOPE_OWN;
    return scope;
}

static bool find_place(const GovRollup *rollup, size_t row, Place *place)
{
    if (rollup->row_slots[row] < 0)
        return false;
    place->slot = (size_t)rollup->row_slots[row];
    place->scope = gov__rollup_get_scope(rollup, place->slot, (GovScope)rollup->row_scopes[row]);
    place->is_own =
        (rollup->flags[place->slot] & GOV_SLOT_PARENT) == 0 || place->scope == GOV_SCOPE_OWN;
    return (rollup->flags[place->slot] & GOV_SLOT_LEFT_OUT) == 0;
}

/* Which of two reports for one place is taken. */
static GovTakenReason compare_rows(const GovRollup *rollup, size_t a, GovScope a_scope, size_t b, GovScope b_scope,
                                   bool *second)
{
    const char *filed_a = gov_dataset_get_key(rollup->dataset, GOV_KEY_FILED, a);
    const char *filed_b = gov_dataset_get_key(rollup->dataset, GOV_KEY_FILED, b);
    int order = g_strcmp0(filed_a, filed_b);

    if (a_scope != b_scope) {
        *second = b_scope > a_scope;
        return GOV_TAKEN_WIDER_SCOPE;
    }
    if (rollup->order != NULL && rollup->order[a] != rollup->order[b]) {
        *second = rollup->order[b] > rollup->order[a];
        return GOV_TAKEN_ORDER;
    }
    *second = order != 0 ? order < 0 : b > a;
    return order != 0 ? GOV_TAKEN_FILED_LATER : GOV_TAKEN_LATER_INPUT;
}

static void take(GovRollup *rollup, const Place *place, size_t row)
{
    GovSource *source = &(place->is_own ? rollup->own : rollup->published)[place->slot];
    uint8_t *scope = &(place->is_own ? rollup->own_scope : rollup->published_scope)[place->slot];
    bool second = true;

    if (*source >= 0)
        compare_rows(rollup, (size_t)*source, (GovScope)*scope, row, place->scope, &second);
    if (!second)
        return;
    *source = (GovSource)row;
    *scope = (uint8_t)place->scope;
}

/* ---- what gave way ---- */

#define AHEAD 16 /* rows that are fetched while others are compared: they lie far apart */

static void add_resubmission(GovRollup *rollup, const Place *place, size_t row)
{
    GovSource taken = (place->is_own ? rollup->own : rollup->published)[place->slot];
    GovScope scope = (GovScope)(place->is_own ? rollup->own_scope : rollup->published_scope)[place->slot];
    GovResubmission entry = {row, (size_t)taken, GOV_TAKEN_SAME};
    bool second = false;

    if (taken == (GovSource)row)
        return;
    entry.reason = compare_rows(rollup, row, place->scope, entry.taken, scope, &second);
    g_array_append_val(rollup->resubmissions, entry);
}

static void list_resubmissions(GovRollup *rollup)
{
    Place place = {0};

    for (size_t row = 0; row < gov_dataset_n_rows(rollup->dataset); row++)
        if (find_place(rollup, row, &place))
            add_resubmission(rollup, &place, row);
}

static bool differ(const GovDataset *dataset, size_t cell, const int64_t *values, const GovResubmission *entry)
{
    return values[entry->row] != values[entry->taken] ||
           gov_dataset_get_status(dataset, cell, entry->row) != gov_dataset_get_status(dataset, cell, entry->taken);
}

/* Two with the same figures for the same scope are the same, whenever they were filed. */
static void find_same(GovRollup *rollup)
{
    GArray *all = rollup->resubmissions;
    g_autofree bool *differs = g_new0(bool, all->len + 1);

    for (size_t cell = 0; cell < rollup->n_cells && all->len > 0; cell++) {
        const int64_t *values = gov_dataset_get_values(rollup->dataset, cell);
        for (guint i = 0; i < all->len; i++) {
            const GovResubmission *entry = &g_array_index(all, GovResubmission, i);
            if (i + AHEAD < all->len)
                __builtin_prefetch(&values[entry[AHEAD].row]);
            differs[i] = differs[i] || differ(rollup->dataset, cell, values, entry);
        }
    }
    for (guint i = 0; i < all->len; i++) {
        GovResubmission *entry = &g_array_index(all, GovResubmission, i);
        if (!differs[i] && entry->reason != GOV_TAKEN_WIDER_SCOPE)
            entry->reason = GOV_TAKEN_SAME;
    }
}

void gov__rollup_assign(GovRollup *rollup)
{
    Place place = {0};

    for (size_t row = 0; row < gov_dataset_n_rows(rollup->dataset); row++) {
        bool found = find_place(rollup, row, &place);
        if (found)
            take(rollup, &place, row);
        rollup->n_outside += !found || (place.is_own && rollup->nodes_of[place.slot] == NULL);
    }
    list_resubmissions(rollup);
    find_same(rollup);
    rollup->order = NULL;
    g_clear_pointer(&rollup->row_slots, g_free);
    g_clear_pointer(&rollup->row_scopes, g_free);
}
