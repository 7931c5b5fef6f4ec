/* SPDX-License-Identifier: MIT */
/* A published report against those below it, in the three ways it may be meant. The units below are gathered
 * once for each year; of each the figures are taken that a compiling office would have used: what the unit
 * published for its own region, else what its parts come to, else its report. */
#include "aggregate/rollup-private.h"
#include "check/reconcile-private.h"

struct _GovReconciliation {
    size_t unit;
    int year;
    size_t n_children, n_present;
    GovReconcileTry tries[GOV_RECONCILE_N_SCOPES];
    int best;
    GArray *explanations; /* GovExplanation */
    GArray *differences;  /* GovDifference */
    GovForm *form;
};

/* Units by parent, in one year. */
typedef struct {
    const GovRollup *rollup;
    size_t year; /* index */
    guint32 *first; /* by unit, and one more: into `children` */
    guint32 *children;
} Family;

/* One node at work. */
typedef struct {
    const Family *family;
    GovReconciliation *result;
    size_t slot;
    GArray *units;   /* size_t: the children */
    int64_t *values; /* by child, then cell */
    uint8_t *known;  /* the same */
    size_t impossible[GOV_RECONCILE_N_SCOPES]; /* cells in which less was published than those who filed have */
} Case;

/* ---- families ---- */

static void family_clear(Family *family)
{
    g_free(family->first);
    g_free(family->children);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Family, family_clear)

static int parent_of(const Family *family, size_t unit)
{
    uint8_t flags = family->rollup->flags[gov__rollup_slot(family->rollup, unit, family->year)];
    bool usable = (flags & GOV_SLOT_VALID) != 0 && (flags & GOV_SLOT_LEFT_OUT) == 0;

    return usable ? gov_units_get_parent(family->rollup->units, unit,
                                         gov__rollup_get_year(family->rollup, family->year))
                  : -1;
}

static void family_init(Family *family, const GovRollup *rollup, size_t year)
{
    size_t n = rollup->n_units;

    *family = (Family){rollup, year, g_new0(guint32, n + 2), g_new0(guint32, n + 1)};
    for (size_t unit = 0; unit < n; unit++)
        if (parent_of(family, unit) >= 0)
            family->first[parent_of(family, unit) + 2]++;
    for (size_t unit = 0; unit < n; unit++)
        family->first[unit + 2] += family->first[unit + 1];
    for (size_t unit = 0; unit < n; unit++)
        if (parent_of(family, unit) >= 0)
            family->children[family->first[parent_of(family, unit) + 1]++] = (guint32)unit;
}

/* ---- figures ---- */

/* A figure that is only about the same as in the form of the dataset, of a report in another edition, is neither equal
 * nor different: it counts as not known. */
static bool read_figure(const GovRollup *rollup, GovSource source, size_t cell, int64_t *value)
{
    return source != GOV_SOURCE_NONE && gov__rollup_read(rollup, source, cell, value) == GOV_STATUS_REPORTED &&
           gov__rollup_is_same(rollup, source, cell);
}

static bool read_child(const Case *self, size_t unit, size_t cell, int64_t *value)
{
    const GovRollup *rollup = self->family->rollup;
    size_t slot = gov__rollup_slot(rollup, unit, self->family->year);

    if (rollup->published[slot] != GOV_SOURCE_NONE && rollup->published_scope[slot] == GOV_SCOPE_REGION)
        return read_figure(rollup, rollup->published[slot], cell, value);
    if ((rollup->flags[slot] & GOV_SLOT_PARENT) == 0)
        return read_figure(rollup, rollup->own[slot], cell, value);
    if (rollup->nodes_of[slot] == NULL)
        return false;
    GovRollupCell found = gov_rollup_get_cell(rollup, rollup->nodes_of[slot]->index, cell);
    *value = found.sum;
    return found.status == GOV_STATUS_REPORTED && found.comparability <= GOV_COMPARABILITY_SUM;
}

static void read_children(Case *self)
{
    size_t n = self->units->len, n_cells = self->family->rollup->n_cells;

    self->values = g_new0(int64_t, MAX(n * n_cells, 1));
    self->known = g_new0(uint8_t, MAX(n * n_cells, 1));
    for (size_t i = 0; i < n; i++) {
        bool any = false;
        for (size_t cell = 0; cell < n_cells; cell++) {
            int64_t value = 0;
            bool known = read_child(self, g_array_index(self->units, size_t, i), cell, &value);
            self->known[i * n_cells + cell] = known;
            self->values[i * n_cells + cell] = known ? value : 0;
            any = any || known;
        }
        self->result->n_present += any;
    }
    self->result->n_children = n;
}

/* The right side of one way in a cell; false if there is nothing to compare with. */
static bool sum_up(const Case *self, GovReconcileScope scope, size_t cell, __int128 *sum, bool *open)
{
    const GovRollup *rollup = self->family->rollup;
    size_t n_known = 0;
    int64_t own = 0;
    bool has_own = read_figure(rollup, rollup->own[self->slot], cell, &own);

    *sum = scope == GOV_RECONCILE_CHILDREN ? 0 : own;
    *open = false;
    if (scope == GOV_RECONCILE_OWN)
        return has_own;
    for (size_t i = 0; i < self->units->len; i++) {
        *sum += self->values[i * rollup->n_cells + cell];
        n_known += self->known[i * rollup->n_cells + cell];
    }
    *open = n_known < self->units->len;
    return n_known > 0 && (has_own || scope == GOV_RECONCILE_CHILDREN);
}

/* Published less the right side. */
static bool find_difference(const Case *self, GovReconcileScope scope, size_t cell, __int128 *difference, bool *open)
{
    const GovRollup *rollup = self->family->rollup;
    int64_t published = 0;
    __int128 sum = 0;

    if (!read_figure(rollup, rollup->published[self->slot], cell, &published) ||
        !sum_up(self, scope, cell, &sum, open))
        return false;
    *difference = published - sum;
    return true;
}

/* What is open can only add to the sum, but for figures that may be negative. */
static bool is_impossible(const Case *self, size_t cell, __int128 difference, bool open)
{
    return open && difference < 0 &&
           gov_form_get_cell_type(self->family->rollup->form, cell) != GOV_TYPE_SIGNED;
}

static void try_scope(Case *self, GovReconcileScope scope)
{
    GovReconcileTry *try = &self->result->tries[scope];

    for (size_t cell = 0; cell < self->family->rollup->n_cells; cell++) {
        __int128 difference = 0;
        bool open = false;
        if (!find_difference(self, scope, cell, &difference, &open))
            continue;
        try->n_compared++;
        try->n_equal += difference == 0;
        try->n_above += difference > 0;
        try->n_below += difference < 0;
        try->n_open += open;
        self->impossible[scope] += is_impossible(self, cell, difference, open);
    }
}

/* What is left by one way, explained. */
static GArray *explain(const Case *self, GovReconcileScope scope)
{
    size_t n_cells = self->family->rollup->n_cells;
    g_autofree __int128 *differences = g_new0(__int128, MAX(n_cells, 1));
    g_autofree uint8_t *compared = g_new0(uint8_t, MAX(n_cells, 1));
    GArray *explanations = g_array_new(FALSE, FALSE, sizeof(GovExplanation));
    GovDifferences of = {self->units->len, n_cells, (const size_t *)(const void *)self->units->data,
                         self->values, differences, compared};

    for (size_t cell = 0; cell < n_cells; cell++) {
        bool open = false;
        compared[cell] = find_difference(self, scope, cell, &differences[cell], &open);
    }
    gov__reconcile_explain(&of, explanations);
    return explanations;
}

/* Cells that hold with what explains the rest, less those that cannot hold whatever is still open. Each unit that has to
 * be taken for left out or counted twice costs one, as with enough of them anything can be explained. */
static int64_t score(const Case *self, GovReconcileScope scope, const GArray *explanations)
{
    int64_t cells = (int64_t)self->result->tries[scope].n_equal - (int64_t)self->impossible[scope];

    if (explanations != NULL && explanations->len > 0) {
        const GovExplanation *first = &g_array_index(explanations, GovExplanation, 0);
        cells += (int64_t)first->n_mended - (int64_t)first->n_broken - (int64_t)first->n_parts;
    }
    return cells;
}

/* By share of cells, so that a way that can be tried on few cells does not lose by that; and together with what
 * explains the rest, as one large unit left out makes a wrong way hold on more cells than the right one. */
static void find_best(Case *self)
{
    static const GovReconcileScope order[] = {GOV_RECONCILE_CHILDREN, GOV_RECONCILE_OWN_AND_CHILDREN,
                                              GOV_RECONCILE_OWN};
    GovReconciliation *result = self->result;
    int64_t best = 0;

    result->best = -1;
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        const GovReconcileTry *try = &result->tries[order[i]];
        if (try->n_compared == 0)
            continue;
        g_autoptr(GArray) found = order[i] != GOV_RECONCILE_OWN ? explain(self, order[i])
                                                                : g_array_new(FALSE, FALSE, sizeof(GovExplanation));
        int64_t cells = score(self, order[i], found);
        if (result->best >= 0 &&
            cells * (int64_t)result->tries[result->best].n_compared <= best * (int64_t)try->n_compared)
            continue;
        result->best = (int)order[i];
        best = cells;
        g_array_unref(result->explanations);
        result->explanations = g_steal_pointer(&found);
    }
}

/* What a unit below adds to the sum if an explanation is right: nothing, or twice what it has. */
static __int128 sum_effect(const Case *self, const GovExplanation *e, size_t cell)
{
    __int128 sum = 0;

    for (guint i = 0; i < self->units->len; i++) {
        size_t unit = g_array_index(self->units, size_t, i);
        for (size_t k = 0; k < e->n_parts; k++) {
            int64_t value = self->values[i * self->family->rollup->n_cells + cell];
            if (e->units[k] == unit)
                sum += e->kinds[k] == GOV_PART_TWICE ? (__int128)value : -(__int128)value;
        }
    }
    return sum;
}

static void list_differences(Case *self)
{
    const GovRollup *rollup = self->family->rollup;
    GovReconciliation *result = self->result;
    const GovExplanation *first =
        result->explanations->len > 0 ? &g_array_index(result->explanations, GovExplanation, 0) : NULL;

    for (size_t cell = 0; cell < rollup->n_cells && result->best >= 0; cell++) {
        __int128 difference = 0;
        GovDifference entry = {.cell = cell};
        if (!find_difference(self, (GovReconcileScope)result->best, cell, &difference, &entry.is_open) || difference == 0)
            continue;
        gov__rollup_read(rollup, rollup->published[self->slot], cell, &entry.published);
        __int128 sum = entry.published - difference;
        entry.has_sum = sum >= INT64_MIN && sum <= INT64_MAX;
        entry.sum = entry.has_sum ? (int64_t)sum : 0;
        entry.is_explained = first != NULL && sum_effect(self, first, cell) == difference;
        g_array_append_val(result->differences, entry);
    }
}

static GovReconciliation *reconcile(const Family *family, size_t unit)
{
    const GovRollup *rollup = family->rollup;
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(size_t));
    Case self = {family, g_atomic_rc_box_new0(GovReconciliation), gov__rollup_slot(rollup, unit, family->year),
                 units, NULL, NULL, {0}};

    self.result->unit = unit;
    self.result->year = gov__rollup_get_year(rollup, family->year);
    self.result->explanations = g_array_new(FALSE, FALSE, sizeof(GovExplanation));
    self.result->differences = g_array_new(FALSE, FALSE, sizeof(GovDifference));
    self.result->form = gov_form_ref(rollup->form);
    for (guint32 i = family->first[unit]; i < family->first[unit + 1]; i++) {
        size_t child = family->children[i];
        g_array_append_val(units, child);
    }
    read_children(&self);
    for (int scope = 0; scope < GOV_RECONCILE_N_SCOPES; scope++)
        try_scope(&self, (GovReconcileScope)scope);
    find_best(&self);
    list_differences(&self);
    g_free(self.values);
    g_free(self.known);
    return self.result;
}

GPtrArray *gov_reconcile(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)gov_reconciliation_unref);

    for (size_t year = 0; year < rollup->years->len && rollup->by_parent; year++) {
        g_auto(Family) family = {NULL, 0, NULL, NULL};
        family_init(&family, rollup, year);
        for (size_t unit = 0; unit < rollup->n_units; unit++)
            if (rollup->published[gov__rollup_slot(rollup, unit, year)] != GOV_SOURCE_NONE)
                g_ptr_array_add(all, reconcile(&family, unit));
    }
    return all;
}

/* ---- looking ---- */

GovReconciliation *gov_reconciliation_ref(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)self);
}

static void free_content(gpointer data)
{
    GovReconciliation *self = data;

    g_array_unref(self->explanations);
    g_array_unref(self->differences);
    gov_form_unref(self->form);
}

void gov_reconciliation_unref(GovReconciliation *self)
{
    if (self != NULL)
        g_atomic_rc_box_release_full(self, free_content);
}

size_t gov_reconciliation_get_unit(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, 0);
    return self->unit;
}

int gov_reconciliation_get_year(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, 0);
    return self->year;
}

size_t gov_reconciliation_n_children(const GovReconciliation *self, size_t *n_present)
{
    g_return_val_if_fail(self != NULL, 0);
    if (n_present != NULL)
        *n_present = self->n_present;
    return self->n_children;
}

GovReconcileTry gov_reconciliation_get_try(const GovReconciliation *self, GovReconcileScope scope)
{
    GovReconcileTry none = {0};
    g_return_val_if_fail(self != NULL && (unsigned)scope < GOV_RECONCILE_N_SCOPES, none);
    return self->tries[scope];
}

int gov_reconciliation_get_best(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, -1);
    return self->best;
}

size_t gov_reconciliation_n_explanations(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, 0);
    return self->explanations->len;
}

GovExplanation gov_reconciliation_get_explanation(const GovReconciliation *self, size_t i)
{
    GovExplanation none = {0};
    g_return_val_if_fail(self != NULL && i < self->explanations->len, none);
    return g_array_index(self->explanations, GovExplanation, i);
}

const GovForm *gov_reconciliation_get_form(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, NULL);
    return self->form;
}

size_t gov_reconciliation_n_differences(const GovReconciliation *self)
{
    g_return_val_if_fail(self != NULL, 0);
    return self->differences->len;
}

GovDifference gov_reconciliation_get_difference(const GovReconciliation *self, size_t i)
{
    GovDifference none = {0};
    g_return_val_if_fail(self != NULL && i < self->differences->len, none);
    return g_array_index(self->differences, GovDifference, i);
}

const char *gov_reconcile_scope_get_name(GovReconcileScope scope)
{
    static const char *const names[] = {"own", "children", "own_and_children"};

    g_return_val_if_fail((size_t)scope < G_N_ELEMENTS(names), NULL);
    return names[scope];
}
