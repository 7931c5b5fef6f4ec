/* SPDX-License-Identifier: MIT */
/* Before anything is added: who is expected, which report counts, and where it goes.
 *
 * All of it hangs on the year. A unit at the bottom is expected to file; one in between only if the register
 * says that its own report is apart (scope own), as what it files otherwise covers those below. So a report
 * goes to one of two places of a slot, `own` or `published`, and never to both. */
#include "aggregate/rollup-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_SLOTS ((size_t)1 << 26)
#define MAX_SUM_BYTES ((size_t)8 << 30)

/* ---- years ---- */

static int compare_ints(gconstpointer a, gconstpointer b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return x < y ? -1 : x > y;
}

static void list_years(GovRollup *rollup)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    const int32_t *years = gov_dataset_get_years(rollup->dataset);

    for (size_t row = 0; row < gov_dataset_n_rows(rollup->dataset); row++) {
        int year = years[row];
        if ((row > 0 && years[row - 1] == year) || year <= 0)
            continue;
        if (g_hash_table_add(seen, GINT_TO_POINTER(year)))
            g_array_append_val(rollup->years, year);
    }
    g_array_sort(rollup->years, compare_ints);
}

int gov__rollup_find_year(const GovRollup *rollup, int year)
{
    guint at = 0;

    return g_array_binary_search(rollup->years, &year, compare_ints, &at) ? (int)at : -1;
}

/* ---- expectations ---- */

static void mark_valid(GovRollup *rollup, size_t year)
{
    int of = gov__rollup_get_year(rollup, year);

    for (size_t unit = 0; unit < rollup->n_units; unit++) {
        if (!gov_units_is_valid(rollup->units, unit, of))
            continue;
        uint8_t *flags = &rollup->flags[gov__rollup_slot(rollup, unit, year)];
        *flags |= GOV_SLOT_VALID;
        int32_t parent = gov_units_get_parent(rollup->units, unit, of);
        rollup->parents[gov__rollup_slot(rollup, unit, year)] = parent;
        if (rollup->local_only && gov_units_get(rollup->units, unit).line == GOV_LINE_VERTICAL) {
            *flags |= GOV_SLOT_LEFT_OUT;
            continue;
        }
        if (parent >= 0)
            rollup->flags[gov__rollup_slot(rollup, (size_t)parent, year)] |= GOV_SLOT_PARENT;
    }
}

static void mark_expected(GovRollup *rollup, size_t year)
{
    for (size_t unit = 0; unit < rollup->n_units; unit++) {
        uint8_t *flags = &rollup->flags[gov__rollup_slot(rollup, unit, year)];
        GovScope scope = gov_units_get(rollup->units, unit).scope;
        if ((*flags & GOV_SLOT_VALID) == 0 || (*flags & GOV_SLOT_LEFT_OUT) != 0)
            continue;
        if ((*flags & GOV_SLOT_PARENT) == 0 || scope == GOV_SCOPE_OWN)
            *flags |= GOV_SLOT_EXPECTED;
        else if (scope != GOV_SCOPE_UNKNOWN)
            *flags |= GOV_SLOT_PUBLISHES;
    }
}

/* A report that says it is a unit's own makes it expected, also where the register does not tell. */
static void mark_own_rows(GovRollup *rollup)
{
    for (size_t row = 0; row < gov_dataset_n_rows(rollup->dataset); row++) {
        int32_t slot = rollup->row_slots[row];
        if (slot >= 0 && rollup->row_scopes[row] == GOV_SCOPE_OWN && (rollup->flags[slot] & GOV_SLOT_LEFT_OUT) == 0)
            rollup->flags[slot] |= GOV_SLOT_EXPECTED;
    }
}

/* ---- nodes ---- */

guint gov__rollup_hash_node(gconstpointer key)
{
    const GovRollupNode *group = key;
    guint hash = (guint)group->unit * 31u + (guint)group->year;

    return (hash * 31u + (guint)group->level) * 31u + (guint)group->line + g_direct_hash(group->division);
}

/* Divisions are kept once by the register, so that their addresses tell them apart. */
gboolean gov__rollup_equal_nodes(gconstpointer x, gconstpointer y)
{
    const GovRollupNode *a = x, *b = y;

    return a->unit == b->unit && a->year == b->year && a->level == b->level && a->line == b->line &&
           a->division == b->division;
}

static GovNode *find_or_add(GovRollup *rollup, const GovRollupNode *group, size_t year, GovNode *up)
{
    GovNode *node = g_hash_table_lookup(rollup->node_set, group);

    if (node != NULL)
        return node;
    node = g_new0(GovNode, 1);
    node->group = *group;
    node->year = (int)year;
    node->up = up;
    node->depth = up != NULL ? up->depth + 1 : 0;
    g_ptr_array_add(rollup->nodes, node);
    g_hash_table_insert(rollup->node_set, &node->group, node);
    return node;
}

static GovRollupNode make_group(const GovRollup *rollup, size_t unit, size_t year)
{
    GovBody body = gov_units_get(rollup->units, unit);

    return (GovRollupNode){.unit = -1,
                           .year = gov__rollup_get_year(rollup, year),
                           .level = rollup->by_level ? body.level : GOV_LEVEL_UNKNOWN,
                           .line = rollup->by_line ? (int)body.line : -1,
                           .division = rollup->by_division ? body.division : NULL};
}

static int32_t get_parent(const GovRollup *rollup, int32_t unit, size_t year)
{
    return rollup->parents[gov__rollup_slot(rollup, (size_t)unit, year)];
}

/* The node of a unit that has its own already, as most have by the time the units below it are seen. */
static GovNode *find_known(const GovRollup *rollup, int32_t unit, size_t year)
{
    bool is_plain = !rollup->by_level && !rollup->by_line && !rollup->by_division;

    return is_plain && unit >= 0 ? rollup->nodes_of[gov__rollup_slot(rollup, (size_t)unit, year)] : NULL;
}

/* The node a unit's report is added to, with all nodes above it. `path` is room for the way up. */
static GovNode *add_nodes(GovRollup *rollup, size_t unit, size_t year, GArray *path)
{
    GovRollupNode group = make_group(rollup, unit, year);

    if (!rollup->by_parent)
        return find_or_add(rollup, &group, year, NULL);
    bool between = (rollup->flags[gov__rollup_slot(rollup, unit, year)] & GOV_SLOT_PARENT) != 0;
    int32_t at = between ? (int32_t)unit : get_parent(rollup, (int32_t)unit, year);
    GovNode *node = find_known(rollup, at, year);
    g_array_set_size(path, 0);
    for (; at >= 0 && node == NULL; at = get_parent(rollup, at, year)) {
        group.unit = at;
        node = g_hash_table_lookup(rollup->node_set, &group);
        if (node == NULL)
            g_array_append_val(path, at);
    }
    for (guint i = path->len; i > 0; i--) {
        group.unit = g_array_index(path, int32_t, i - 1);
        node = find_or_add(rollup, &group, year, node);
    }
    return node;
}

static int compare_groups(gconstpointer x, gconstpointer y)
{
    const GovRollupNode *a = &(*(GovNode *const *)x)->group, *b = &(*(GovNode *const *)y)->group;

    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return a->line != b->line ? a->line - b->line : g_strcmp0(a->division, b->division);
}

static int compare_depths(gconstpointer x, gconstpointer y)
{
    const GovNode *a = *(GovNode *const *)x, *b = *(GovNode *const *)y;

    if (a->depth != b->depth)
        return a->depth > b->depth ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void sort_nodes(GovRollup *rollup)
{
    g_ptr_array_sort(rollup->nodes, compare_groups);
    for (guint i = 0; i < rollup->nodes->len; i++) {
        GovNode *node = g_ptr_array_index(rollup->nodes, i);
        node->index = i;
        g_ptr_array_add(rollup->upwards, node);
    }
    g_ptr_array_sort(rollup->upwards, compare_depths);
}

/* Every unit that could file gets its node, so that a report that comes later finds one. */
static bool make_nodes(GovRollup *rollup, GError **error)
{
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(int32_t));
    size_t most = MAX_SUM_BYTES / (rollup->n_cells * (sizeof(GovSum) + sizeof(GovPriorSum)));

    for (size_t year = 0; year < rollup->years->len; year++) {
        for (size_t unit = 0; unit < rollup->n_units && rollup->nodes->len <= most; unit++) {
            size_t slot = gov__rollup_slot(rollup, unit, year);
            bool usable = (rollup->flags[slot] & GOV_SLOT_VALID) != 0 &&
                          (rollup->flags[slot] & GOV_SLOT_LEFT_OUT) == 0;
            bool adds = (rollup->flags[slot] & GOV_SLOT_EXPECTED) != 0 || rollup->by_parent;
            if (usable && adds)
                rollup->nodes_of[slot] = add_nodes(rollup, unit, year, path);
        }
    }
    if (rollup->nodes->len > most) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "More than %zu groups of %zu cells; roll up fewer years or a part of the register", most,
                    rollup->n_cells);
        return false;
    }
    sort_nodes(rollup);
    return true;
}

/* ---- counts ---- */

/* What a slot adds to the counts of its node, or to that and all above it. */
static void count_slot(const GovRollup *rollup, size_t slot, int sign, bool upwards)
{
    bool present = rollup->own[slot] != GOV_SOURCE_NONE;
    size_t one = (size_t)sign; /* wraps back where it is taken away */

    if (rollup->nodes_of[slot] == NULL || (!present && (rollup->flags[slot] & GOV_SLOT_EXPECTED) == 0))
        return;
    bool vertical = gov_units_get(rollup->units, slot % rollup->n_units).line == GOV_LINE_VERTICAL;
    bool shaken = !present && gov__rollup_is_shaken(rollup, slot);
    for (GovNode *node = rollup->nodes_of[slot]; node != NULL; node = upwards ? node->up : NULL) {
        node->group.n_expected += one;
        node->group.n_present += present ? one : 0;
        node->n_vertical += vertical ? one : 0;
        node->n_shaken += shaken ? one : 0;
    }
}

void gov__rollup_count(GovRollup *rollup)
{
    size_t n = rollup->n_units * rollup->years->len;

    for (size_t slot = 0; slot < n; slot++)
        count_slot(rollup, slot, 1, false);
    for (guint i = 0; i < rollup->upwards->len; i++) {
        GovNode *node = g_ptr_array_index(rollup->upwards, i);
        if (node->up == NULL)
            continue;
        node->up->group.n_expected += node->group.n_expected;
        node->up->group.n_present += node->group.n_present;
        node->up->n_vertical += node->n_vertical;
        node->up->n_shaken += node->n_shaken;
    }
}

void gov__rollup_count_slot(GovRollup *rollup, size_t slot, int sign)
{
    count_slot(rollup, slot, sign, true);
    gov__rollup_count_edition(rollup, slot, sign);
}

/* A unit with none above and none below is listed too: it was expected to file. */
static bool find_missing(const GovRollup *rollup, size_t slot, GovMissing *entry)
{
    bool adds = (rollup->flags[slot] & GOV_SLOT_EXPECTED) != 0;
    bool publishes = (rollup->flags[slot] & GOV_SLOT_PUBLISHES) != 0;
    bool alone = rollup->nodes_of[slot] == NULL;

    *entry = (GovMissing){slot % rollup->n_units, gov__rollup_get_year(rollup, slot / rollup->n_units), adds && !alone};
    return (adds && rollup->own[slot] == GOV_SOURCE_NONE) ||
           (publishes && rollup->published[slot] == GOV_SOURCE_NONE);
}

void gov__rollup_list_missing(GovRollup *rollup)
{
    GovMissing entry = {0};

    for (size_t slot = 0; slot < rollup->n_units * rollup->years->len; slot++)
        if (find_missing(rollup, slot, &entry))
            g_array_append_val(rollup->missing, entry);
}

static int compare_missing(gconstpointer x, gconstpointer y)
{
    const GovMissing *a = x, *b = y;

    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

/* A report that comes in can only end what was missing; what is missing still may be missing in another way. */
void gov__rollup_update_missing(GovRollup *rollup, size_t slot)
{
    GovMissing entry = {0};
    guint at = 0;
    bool is_missing = find_missing(rollup, slot, &entry);

    if (!g_array_binary_search(rollup->missing, &entry, compare_missing, &at))
        return;
    if (is_missing)
        g_array_index(rollup->missing, GovMissing, at) = entry;
    else
        g_array_remove_index(rollup->missing, at);
}

/* ---- the whole ---- */

static bool set_keys(GovRollup *rollup, const GovRollupOptions *options, GError **error)
{
    static const GovKey usual[] = {GOV_KEY_PARENT, GOV_KEY_YEAR};
    const GovKey *by = options->n_by > 0 ? options->by : usual;
    size_t n = options->n_by > 0 ? options->n_by : G_N_ELEMENTS(usual);
    bool by_year = false;

    for (size_t i = 0; i < n; i++) {
        bool known = by[i] == GOV_KEY_PARENT || by[i] == GOV_KEY_LEVEL || by[i] == GOV_KEY_LINE ||
                     by[i] == GOV_KEY_DIVISION || by[i] == GOV_KEY_YEAR;
        rollup->by_parent = rollup->by_parent || by[i] == GOV_KEY_PARENT;
        rollup->by_level = rollup->by_level || by[i] == GOV_KEY_LEVEL;
        rollup->by_line = rollup->by_line || by[i] == GOV_KEY_LINE;
        rollup->by_division = rollup->by_division || by[i] == GOV_KEY_DIVISION;
        by_year = by_year || by[i] == GOV_KEY_YEAR;
        if (known)
            continue;
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "Cannot roll up by %s; choose from parent, level, line, division, year",
                    gov_key_get_name(by[i]));
        return false;
    }
    if (!by_year)
        g_set_error(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                    "Rolling up needs the key year: stocks and what is carried over must not be added over years");
    return by_year;
}

bool gov__rollup_plan(GovRollup *rollup, const GovRollupOptions *options, GError **error)
{
    if (!set_keys(rollup, options, error))
        return false;
    list_years(rollup);
    size_t n = rollup->n_units * rollup->years->len;
    if (rollup->years->len > 0 && n / rollup->years->len != rollup->n_units)
        n = SIZE_MAX;
    if (n > MAX_SLOTS) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "%zu units in %u years; units times years may be %zu",
                    rollup->n_units, rollup->years->len, MAX_SLOTS);
        return false;
    }
    n = MAX(n, 1);
    rollup->own = g_new(GovSource, n);
    rollup->published = g_new(GovSource, n);
    memset(rollup->own, 0xff, n * sizeof(GovSource));
    memset(rollup->published, 0xff, n * sizeof(GovSource));
    rollup->flags = g_new0(uint8_t, n);
    rollup->own_scope = g_new0(uint8_t, n);
    rollup->published_scope = g_new0(uint8_t, n);
    rollup->nodes_of = g_new0(GovNode *, n);
    rollup->parents = g_new(int32_t, n);
    memset(rollup->parents, 0xff, n * sizeof(int32_t));
    for (size_t year = 0; year < rollup->years->len; year++) {
        mark_valid(rollup, year);
        mark_expected(rollup, year);
    }
    gov__rollup_find_slots(rollup);
    mark_own_rows(rollup);
    gov__rollup_mark_changes(rollup);
    bool made = make_nodes(rollup, error);
    g_clear_pointer(&rollup->parents, g_free);
    return made;
}
