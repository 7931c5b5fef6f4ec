/* SPDX-License-Identifier: MIT */
/* GovAggregate: making, merging and asking for keys and counts.
 *
 * An aggregate is the list of its groups in the order of their keys, and beside it whole numbers by cell
 * and group. Order and numbers depend on the rows alone, which is what makes merging exact. */
#include <govstat/error.h>

#include <string.h>

#include "aggregate/aggregate-private.h"

static void set_cells(GovAggregate *self, const GovAggregateOptions *options)
{
    size_t n = gov_form_n_cells(self->form);

    self->slots = g_new(uint32_t, n + 1);
    self->cells = g_new(uint32_t, n + 1);
    for (size_t cell = 0; cell < n; cell++)
        self->slots[cell] = options->n_cells == 0 ? 0 : UINT32_MAX;
    for (size_t i = 0; i < options->n_cells; i++)
        self->slots[options->cells[i]] = 0;
    for (size_t cell = 0; cell < n; cell++) {
        if (self->slots[cell] == UINT32_MAX)
            continue;
        self->cells[self->n_cells] = (uint32_t)cell;
        self->slots[cell] = (uint32_t)self->n_cells++;
    }
}

GovAggregate *gov__aggregate_new(const GovForm *form, const GovAggregateOptions *options)
{
    GovAggregate *self = g_new0(GovAggregate, 1);

    g_atomic_ref_count_init(&self->references);
    pthread_mutex_init(&self->mutex, NULL);
    self->form = gov_form_ref(form);
    set_cells(self, options);
    self->n_by = options->n_by;
    for (size_t i = 0; i < options->n_by; i++)
        self->by[i] = options->by[i];
    if (gov__aggregate_find_key(self, GOV_KEY_DIVISION) >= 0)
        self->division_digits = options->division_digits;
    self->distribution = options->distribution;
    return self;
}

bool gov__aggregate_set_n_groups(GovAggregate *self, size_t n_groups, GError **error)
{
    if (n_groups > GOV_AGGREGATE_MAX_SLOTS / MAX(self->n_cells, 1)) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "%zu groups of %zu cells: more than %zu; group by fewer keys, or only the cells that are wanted",
                    n_groups, self->n_cells, GOV_AGGREGATE_MAX_SLOTS);
        return false;
    }
    self->n_groups = n_groups;
    self->keys = g_new0(GovGroupKey, n_groups * self->n_by + 1);
    self->n_rows = g_new0(uint64_t, n_groups + 1);
    self->editions = g_new0(char *, n_groups + 1);
    self->moments = g_new0(GovMoments, n_groups * self->n_cells + 1);
    if (self->distribution != GOV_DISTRIBUTION_NONE)
        self->spreads = g_new0(GovSpread, n_groups * self->n_cells + 1);
    return true;
}

static bool are_keys(const GovAggregateOptions *options)
{
    unsigned seen = 0;

    for (size_t i = 0; i < options->n_by; i++) {
        if ((unsigned)options->by[i] > GOV_KEY_YEAR || (seen >> options->by[i] & 1) != 0)
            return false;
        seen |= 1u << options->by[i];
    }
    return true;
}

static bool are_cells(const GovAggregateOptions *options, const GovForm *form)
{
    for (size_t i = 0; i < options->n_cells; i++)
        if (options->cells[i] >= gov_form_n_cells(form))
            return false;
    return true;
}

GovAggregate *gov_aggregate_new(const GovDataset *dataset, const GovAggregateOptions *options, GError **error)
{
    const GovAggregateOptions none = GOV_AGGREGATE_OPTIONS_INIT;

    options = options != NULL ? options : &none;
    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset), NULL);
    g_return_val_if_fail(options->by != NULL || options->n_by == 0, NULL);
    g_return_val_if_fail(options->n_by <= GOV_KEY_YEAR + 1 && are_keys(options), NULL);
    g_return_val_if_fail(options->distribution <= GOV_DISTRIBUTION_EXACT, NULL);
    g_return_val_if_fail(options->division_digits < 256, NULL);
    g_return_val_if_fail(options->cells != NULL || options->n_cells == 0, NULL);
    g_return_val_if_fail(are_cells(options, gov_dataset_get_form(dataset)), NULL);
    g_autoptr(GovAggregate) self = gov__aggregate_new(gov_dataset_get_form(dataset), options);
    g_autofree uint32_t *groups = gov__aggregate_group(self, dataset, error);

    if (groups == NULL)
        return NULL;
    gov__aggregate_find_editions(self, dataset, groups);
    gov__aggregate_measure(self, dataset, groups, options->threads);
    return g_steal_pointer(&self);
}

GovAggregate *gov_aggregate_ref(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, NULL);
    GovAggregate *self = (GovAggregate *)(uintptr_t)aggregate;

    g_atomic_ref_count_inc(&self->references);
    return self;
}

void gov_aggregate_unref(GovAggregate *aggregate)
{
    if (aggregate == NULL || !g_atomic_ref_count_dec(&aggregate->references))
        return;
    for (size_t i = 0; i < aggregate->n_groups * aggregate->n_by; i++)
        g_free(aggregate->keys[i].text);
    for (size_t i = 0; aggregate->spreads != NULL && i < aggregate->n_groups * aggregate->n_cells; i++)
        g_free(aggregate->spreads[i].heaps);
    for (size_t i = 0; i < aggregate->n_by; i++)
        gov__peers_free(aggregate->peers[i], gov_form_n_cells(aggregate->form));
    pthread_mutex_destroy(&aggregate->mutex);
    g_free(aggregate->keys);
    g_free(aggregate->cells);
    g_free(aggregate->slots);
    g_free(aggregate->n_rows);
    g_strfreev(aggregate->editions);
    g_free(aggregate->moments);
    g_free(aggregate->spreads);
    gov_form_unref(aggregate->form);
    g_free(aggregate);
}

/* ---- keys ---- */

int gov__keys_compare(const GovAggregate *self, const GovGroupKey *a, const GovGroupKey *b, int skip)
{
    for (size_t i = 0; i < self->n_by; i++) {
        int result = g_strcmp0(a[i].text, b[i].text);
        if (a[i].year != b[i].year)
            result = a[i].year < b[i].year ? -1 : 1;
        if (result != 0 && (int)i != skip)
            return result;
    }
    return 0;
}

int gov__aggregate_find_key(const GovAggregate *self, GovKey key)
{
    for (size_t i = 0; i < self->n_by; i++)
        if (self->by[i] == key)
            return (int)i;
    return -1;
}

static const GovGroupKey *get_key(const GovAggregate *self, size_t group, GovKey key)
{
    int place = gov__aggregate_find_key(self, key);

    return place >= 0 ? &self->keys[group * self->n_by + (size_t)place] : NULL;
}

char *gov__aggregate_dup_name(const GovAggregate *self, size_t group)
{
    GString *name = g_string_new(NULL);

    for (size_t i = 0; i < self->n_by; i++) {
        const GovGroupKey *key = &self->keys[group * self->n_by + i];
        g_string_append_printf(name, "%s%s=", i > 0 ? ", " : "", gov_key_get_name(self->by[i]));
        if (self->by[i] == GOV_KEY_YEAR)
            g_string_append_printf(name, "%d", key->year);
        else
            g_string_append(name, key->text != NULL ? key->text : "?");
    }
    if (self->n_by == 0)
        g_string_append(name, "all rows");
    return g_string_free(name, FALSE);
}

/* ---- merging ---- */

/* One group of one part. */
typedef struct {
    const GovAggregate *part;
    size_t group;
} Member;

static gint compare_members(gconstpointer a, gconstpointer b, gpointer unused)
{
    const Member *x = a, *y = b;

    (void)unused;
    return gov__keys_compare(x->part, x->part->keys + x->group * x->part->n_by,
                             y->part->keys + y->group * y->part->n_by, -1);
}

static bool have_same_cells(const GovAggregate *a, const GovAggregate *b)
{
    return a->n_cells == b->n_cells && memcmp(a->cells, b->cells, a->n_cells * sizeof *a->cells) == 0;
}

static bool go_together(const GovAggregate *a, const GovAggregate *b, GError **error)
{
    if (a->form != b->form) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_FORM, "Aggregates of two forms: %s and %s",
                    gov_form_get_id(a->form), gov_form_get_id(b->form));
        return false;
    }
    if (a->n_by != b->n_by || memcmp(a->by, b->by, a->n_by * sizeof *a->by) != 0 ||
        a->division_digits != b->division_digits || a->distribution != b->distribution || !have_same_cells(a, b)) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                            "Aggregates by different keys, of different cells or with different distributions");
        return false;
    }
    return true;
}

static GArray *list_members(const GovAggregate *const *parts, size_t n)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(Member));

    for (size_t i = 0; i < n; i++)
        for (size_t group = 0; group < parts[i]->n_groups; group++) {
            const Member member = {parts[i], group};
            g_array_append_val(members, member);
        }
    g_array_sort_with_data(members, compare_members, NULL);
    return members;
}

/* Members of one group stand side by side. */
static bool starts_group(const GArray *members, size_t i)
{
    return i == 0 || compare_members(&g_array_index(members, Member, i - 1), &g_array_index(members, Member, i),
                                     NULL) != 0;
}

static void merge_spreads(GovAggregate *self, size_t group, const Member *members, size_t n)
{
    g_autofree const GovSpread **parts = g_new(const GovSpread *, n);

    for (size_t slot = 0; slot < self->n_cells; slot++) {
        for (size_t i = 0; i < n; i++)
            parts[i] = gov__aggregate_spread(members[i].part, members[i].group, self->cells[slot]);
        *gov__aggregate_spread(self, group, self->cells[slot]) = gov__spread_merge(parts, n);
    }
}

static char *merge_editions(const Member *members, size_t n)
{
    g_autofree const char **texts = g_new(const char *, n);

    for (size_t i = 0; i < n; i++)
        texts[i] = members[i].part->editions[members[i].group];
    return gov__editions_join(texts, n);
}

static void merge_group(GovAggregate *self, size_t group, const Member *members, size_t n)
{
    for (size_t i = 0; i < self->n_by; i++) {
        const GovGroupKey *key = &members[0].part->keys[members[0].group * self->n_by + i];
        self->keys[group * self->n_by + i] = (GovGroupKey){g_strdup(key->text), key->year};
    }
    self->editions[group] = merge_editions(members, n);
    for (size_t i = 0; i < n; i++) {
        self->n_rows[group] += members[i].part->n_rows[members[i].group];
        for (size_t slot = 0; slot < self->n_cells; slot++)
            gov__moments_add(gov__aggregate_moments(self, group, self->cells[slot]),
                             gov__aggregate_moments(members[i].part, members[i].group, self->cells[slot]));
    }
    if (self->spreads != NULL)
        merge_spreads(self, group, members, n);
}

static bool check_n_rows(const GArray *members, GError **error)
{
    uint64_t n_rows = 0;

    for (size_t i = 0; i < members->len; i++) {
        const Member *member = &g_array_index(members, Member, i);
        uint64_t n = member->part->n_rows[member->group];
        if (n > GOV_AGGREGATE_MAX_ROWS - n_rows) {
            g_set_error_literal(error, GOV_ERROR, GOV_ERROR_OVERFLOW, "More than 2^62 rows in one aggregate");
            return false;
        }
        n_rows += n;
    }
    return true;
}

/* Of the same form, keys and cells, without groups. */
static GovAggregate *new_like(const GovAggregate *part)
{
    g_autofree size_t *cells = g_new(size_t, part->n_cells + 1);
    const GovAggregateOptions options = {part->by, part->n_by, part->division_digits, part->distribution, 0,
                                         cells,    part->n_cells};

    for (size_t i = 0; i < part->n_cells; i++)
        cells[i] = part->cells[i];
    return gov__aggregate_new(part->form, &options);
}

GovAggregate *gov_aggregate_merge(const GovAggregate *const *parts, size_t n, GError **error)
{
    g_return_val_if_fail(parts != NULL && n > 0, NULL);
    for (size_t i = 1; i < n; i++)
        if (!go_together(parts[0], parts[i], error))
            return NULL;
    g_autoptr(GovAggregate) self = new_like(parts[0]);
    g_autoptr(GArray) members = list_members(parts, n);
    size_t n_groups = 0;

    for (size_t i = 0; i < members->len; i++)
        n_groups += starts_group(members, i);
    if (!check_n_rows(members, error) || !gov__aggregate_set_n_groups(self, n_groups, error))
        return NULL;
    for (size_t i = 0, group = 0, next = 0; i < members->len; i = next, group++) {
        for (next = i + 1; next < members->len && !starts_group(members, next); next++)
            ;
        merge_group(self, group, &g_array_index(members, Member, i), next - i);
    }
    return g_steal_pointer(&self);
}

/* ---- asking ---- */

const GovForm *gov_aggregate_get_form(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, NULL);
    return aggregate->form;
}

bool gov_aggregate_has_cell(const GovAggregate *aggregate, size_t cell)
{
    g_return_val_if_fail(aggregate != NULL, false);
    return cell < gov_form_n_cells(aggregate->form) && aggregate->slots[cell] != UINT32_MAX;
}

GovDistribution gov_aggregate_get_distribution(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, GOV_DISTRIBUTION_NONE);
    return aggregate->distribution;
}

size_t gov_aggregate_n_keys(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, 0);
    return aggregate->n_by;
}

GovKey gov_aggregate_get_by(const GovAggregate *aggregate, size_t i)
{
    g_return_val_if_fail(aggregate != NULL && i < aggregate->n_by, GOV_KEY_YEAR);
    return aggregate->by[i];
}

size_t gov_aggregate_n_groups(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, 0);
    return aggregate->n_groups;
}

const char *gov_aggregate_get_key(const GovAggregate *aggregate, size_t group, GovKey key)
{
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups && key != GOV_KEY_YEAR, NULL);
    const GovGroupKey *found = get_key(aggregate, group, key);

    return found != NULL ? found->text : NULL;
}

int gov_aggregate_get_year(const GovAggregate *aggregate, size_t group)
{
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups, 0);
    const GovGroupKey *found = get_key(aggregate, group, GOV_KEY_YEAR);

    return found != NULL ? found->year : 0;
}

int64_t gov_aggregate_find_year(const GovAggregate *aggregate, size_t group, int year)
{
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups, -1);
    int place = gov__aggregate_find_key(aggregate, GOV_KEY_YEAR);
    GovGroupKey wanted[GOV_KEY_YEAR + 1];
    size_t low = 0, high = aggregate->n_groups;

    if (place < 0)
        return -1;
    memcpy(wanted, aggregate->keys + group * aggregate->n_by, aggregate->n_by * sizeof *wanted);
    wanted[place].year = year;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int result = gov__keys_compare(aggregate, aggregate->keys + middle * aggregate->n_by, wanted, -1);
        if (result == 0)
            return (int64_t)middle;
        if (result < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

const char *gov_aggregate_get_editions(const GovAggregate *aggregate, size_t group)
{
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups, NULL);
    return aggregate->editions[group];
}

uint64_t gov_aggregate_n_rows(const GovAggregate *aggregate, size_t group)
{
    g_return_val_if_fail(aggregate != NULL && group < aggregate->n_groups, 0);
    return aggregate->n_rows[group];
}

const char *gov_distribution_get_name(GovDistribution distribution)
{
    static const char *const names[] = {"none", "approximate", "exact"};

    g_return_val_if_fail((unsigned)distribution < G_N_ELEMENTS(names), NULL);
    return names[distribution];
}
