/* SPDX-License-Identifier: MIT */
/* The face of a roll-up: what a cell of a group comes to, and putting in a report.
 *
 * Bounds and estimates are made from the sums when they are asked for. A sum of all that are expected is its
 * own bound. Where some are missing it is a lower bound of what cannot be negative. Two things may add an
 * upper one, and both rest on something that is not known but said: last year's report, for figures that the
 * form carries over from year to year, and what the unit itself has published for its region. */
#include "aggregate/rollup-private.h"

#include <govstat/error.h>

#include "aggregate/wide-private.h"
#include "form/rule-private.h"

/* ---- building ---- */

static bool is_carried(const GovRule *rule, const GovInstance *instance)
{
    const GovTerm *left = instance->terms, *right = instance->terms + 1;

    return instance->n_left == 1 && instance->n_right == 1 && instance->compare == GOV_COMPARE_EQ &&
           left->year == 0 && right->year == -1 && left->coefficient == 1 && right->coefficient == 1 &&
           instance->left_constant == 0 && instance->right_constant == 0 && instance->n_conditions == 0 &&
           instance->tolerance == 0 && gov__rule_get_percent(rule) == 0;
}

/* Cells that a rule of the form carries over from the year before. */
static void list_carried(GovRollup *rollup)
{
    rollup->carried = g_new(int32_t, MAX(rollup->n_cells, 1));
    for (size_t cell = 0; cell < rollup->n_cells; cell++)
        rollup->carried[cell] = -1;
    for (size_t i = 0; i < gov_form_n_rules(rollup->form); i++) {
        const GovRule *rule = gov_form_get_rule(rollup->form, i);
        for (size_t k = 0; k < gov_rule_n_instances(rule); k++) {
            const GovInstance *instance = gov__rule_get_instance(rule, k);
            if (is_carried(rule, instance))
                rollup->carried[instance->terms[0].cell] = (int32_t)instance->terms[1].cell;
        }
    }
}

static GovRollup *new_rollup(const GovDataset *dataset, const GovUnits *units, const GovRollupOptions *options)
{
    GovRollup *rollup = g_atomic_rc_box_new0(GovRollup);

    rollup->dataset = gov_dataset_ref(dataset);
    rollup->units = gov_units_ref(units);
    rollup->form = gov_form_ref(gov_dataset_get_form(dataset));
    rollup->n_cells = gov_form_n_cells(rollup->form);
    rollup->n_units = gov_units_n(units);
    rollup->nulls = options->nulls;
    rollup->local_only = options->local_only;
    rollup->threads = MIN(options->threads, 64);
    rollup->order = options->order;
    rollup->years = g_array_new(FALSE, FALSE, sizeof(int));
    rollup->nodes = g_ptr_array_new_with_free_func(g_free);
    rollup->upwards = g_ptr_array_new();
    rollup->node_set = g_hash_table_new(gov__rollup_hash_node, gov__rollup_equal_nodes);
    rollup->given = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    rollup->resubmissions = g_array_new(FALSE, FALSE, sizeof(GovResubmission));
    rollup->missing = g_array_new(FALSE, FALSE, sizeof(GovMissing));
    list_carried(rollup);
    gov__rollup_list_editions(rollup);
    return rollup;
}

GovRollup *gov_rollup_new(const GovDataset *dataset, const GovUnits *units, const GovRollupOptions *options,
                          GError **error)
{
    static const GovRollupOptions usual = GOV_ROLLUP_OPTIONS_INIT;
    g_return_val_if_fail(dataset != NULL && gov_dataset_is_sealed(dataset) && units != NULL, NULL);
    options = options != NULL ? options : &usual;
    g_autoptr(GovRollup) rollup = new_rollup(dataset, units, options);

    if (!gov__rollup_plan(rollup, options, error))
        return NULL;
    gov__rollup_assign(rollup);
    gov__rollup_count(rollup);
    gov__rollup_count_editions(rollup);
    gov__rollup_list_missing(rollup);
    return gov__rollup_sum(rollup, error) ? g_steal_pointer(&rollup) : NULL;
}

GovRollup *gov_rollup_ref(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)rollup);
}

static void free_content(gpointer data)
{
    GovRollup *rollup = data;

    gov_dataset_unref(rollup->dataset);
    gov_units_unref(rollup->units);
    gov_form_unref(rollup->form);
    g_array_unref(rollup->years);
    g_free(rollup->own);
    g_free(rollup->published);
    g_free(rollup->flags);
    g_free(rollup->own_scope);
    g_free(rollup->published_scope);
    g_free(rollup->nodes_of);
    g_free(rollup->parents);
    g_free(rollup->row_slots);
    g_free(rollup->row_scopes);
    g_hash_table_unref(rollup->node_set);
    g_ptr_array_unref(rollup->upwards);
    g_ptr_array_unref(rollup->nodes);
    g_ptr_array_unref(rollup->given);
    g_array_unref(rollup->resubmissions);
    g_array_unref(rollup->missing);
    gov__buffer_unref(rollup->sum_memory);
    gov__buffer_unref(rollup->prior_memory);
    g_free(rollup->carried);
    gov__rollup_free_editions(rollup);
}

void gov_rollup_unref(GovRollup *rollup)
{
    if (rollup != NULL)
        g_atomic_rc_box_release_full(rollup, free_content);
}

/* ---- reports ---- */

GovStatus gov__rollup_read(const GovRollup *rollup, GovSource source, size_t cell, int64_t *value)
{
    if (source >= 0) {
        *value = gov_dataset_get_values(rollup->dataset, cell)[source];
        return gov_dataset_get_status(rollup->dataset, cell, (size_t)source);
    }
    const GovReport *report = g_ptr_array_index(rollup->given, (guint)GOV_SOURCE_GIVEN(source));
    *value = gov_report_get_values(report)[cell];
    return gov_report_get_status(report, cell);
}

GovSource gov__rollup_get_prior(const GovRollup *rollup, size_t unit, size_t year)
{
    int before = gov__rollup_get_year(rollup, year) - 1;
    int at = gov__rollup_find_year(rollup, before);
    int line = at < 0 ? -1 : gov_units_find_code(rollup->units, gov_units_get(rollup->units, unit).code, before);

    if (line < 0)
        return GOV_SOURCE_NONE;
    /* The own report of a unit with others below it is of another body than its report before it had these. */
    size_t slot = gov__rollup_slot(rollup, (size_t)line, (size_t)at);
    bool alike = ((rollup->flags[slot] ^ rollup->flags[gov__rollup_slot(rollup, unit, year)]) & GOV_SLOT_PARENT) == 0;
    return alike ? rollup->own[slot] : GOV_SOURCE_NONE;
}

/* ---- cells ---- */

static GovStatus judge(const GovRollup *rollup, const GovRollupCell *cell)
{
    bool zero = rollup->nulls == GOV_NULLS_ZERO;
    size_t open = cell->n_doubtful + cell->n_absent + cell->n_missing + (zero ? 0 : cell->n_blank);

    if (cell->n_reported > 0)
        return open == 0 ? GOV_STATUS_REPORTED : GOV_STATUS_UNCERTAIN;
    if (cell->n_doubtful > 0)
        return GOV_STATUS_UNREADABLE;
    if (cell->n_blank > 0)
        return GOV_STATUS_BLANK;
    return cell->n_not_applicable > 0 ? GOV_STATUS_NOT_APPLICABLE : GOV_STATUS_ABSENT;
}

/* Only the units that are missing are open, last year's reports of all of them have the figure that is carried over,
 * and it can be with no other unit now. */
static void bound_by_prior(const GovRollup *rollup, const GovNode *node, size_t cell, GovRollupCell *out)
{
    if (rollup->carried[cell] < 0 || out->n_blank + out->n_doubtful + out->n_absent > 0 || out->n_missing == 0 ||
        node->n_shaken > 0)
        return;
    const GovPriorSum *prior =
        &rollup->priors[(size_t)rollup->carried[cell] * rollup->nodes->len + node->index];
    __int128 whole = (__int128)out->sum + prior->sum;
    if (prior->n != out->n_missing || !gov__fits_64(whole))
        return;
    out->has_lower = out->has_upper = true;
    out->lower = out->upper = (int64_t)whole;
    out->bounds |= GOV_BOUND_PRIOR;
}

/* What the unit of the node has published for its region, where that can be of all that is added. */
static bool read_region(const GovRollup *rollup, const GovNode *node, size_t cell, int64_t *value)
{
    if (!rollup->by_parent || rollup->by_level || rollup->by_line || rollup->by_division)
        return false;
    size_t slot = gov__rollup_slot(rollup, (size_t)node->group.unit, (size_t)node->year);
    bool local = gov_units_get(rollup->units, (size_t)node->group.unit).line == GOV_LINE_LOCAL;
    return !(local && node->n_vertical > 0) && rollup->published[slot] != GOV_SOURCE_NONE &&
           rollup->published_scope[slot] == GOV_SCOPE_REGION &&
           gov__rollup_read(rollup, rollup->published[slot], cell, value) == GOV_STATUS_REPORTED;
}

/* It is no less than the sum of those present, and than what the missing carried over; else one of these is wrong,
 * and only what is there bounds the whole. */
static void bound_by_region(const GovRollup *rollup, const GovNode *node, size_t cell, GovRollupCell *out)
{
    int64_t value = 0;

    if (!read_region(rollup, node, cell, &value))
        return;
    if (out->has_lower && value < out->lower) {
        out->bounds = GOV_BOUND_CONFLICT;
        out->has_lower = out->has_sum;
        out->lower = out->has_sum ? out->sum : 0;
        out->has_upper = false;
        out->upper = 0;
    } else if (!out->has_upper) {
        out->has_upper = true;
        out->upper = value;
        out->bounds |= GOV_BOUND_REGION;
    }
}

/* Figures that may be negative, such as 本年增/减, bound nothing while one is missing. */
static void set_bounds(const GovRollup *rollup, const GovNode *node, size_t cell, GovRollupCell *out)
{
    if (out->status == GOV_STATUS_REPORTED) {
        out->has_lower = out->has_upper = true;
        out->lower = out->upper = out->sum;
        return;
    }
    if (gov_form_get_cell_type(rollup->form, cell) == GOV_TYPE_SIGNED)
        return;
    out->has_lower = out->has_sum;
    out->lower = out->has_sum ? out->sum : 0;
    bound_by_prior(rollup, node, cell, out);
    bound_by_region(rollup, node, cell, out);
}

static void set_estimate(const GovRollup *rollup, const GovNode *node, size_t cell, GovRollupCell *out)
{
    const GovPriorSum *prior = &rollup->priors[cell * rollup->nodes->len + node->index];
    __int128 whole = (__int128)out->sum + prior->sum;

    out->n_estimated = prior->n;
    out->has_estimate = prior->n > 0 && gov__fits_64(whole);
    out->estimate = out->has_estimate ? (int64_t)whole : 0;
}

GovRollupCell gov__rollup_count_cell(const GovRollup *rollup, size_t node, size_t cell)
{
    GovRollupCell out = {.status = GOV_STATUS_ABSENT};
    const GovNode *of = g_ptr_array_index(rollup->nodes, node);
    const GovSum *sum = &rollup->sums[cell * rollup->nodes->len + node];

    out.n_reported = sum->n_reported;
    out.n_blank = sum->n_blank;
    out.n_not_applicable = sum->n_not_applicable;
    out.n_doubtful = sum->n_doubtful;
    out.n_absent = of->group.n_present - out.n_reported - out.n_blank - out.n_not_applicable - out.n_doubtful;
    out.n_missing = of->group.n_expected - of->group.n_present;
    out.has_sum = out.n_reported > 0;
    out.sum = (int64_t)sum->sum;
    out.status = judge(rollup, &out);
    return out;
}

GovRollupCell gov_rollup_get_cell(const GovRollup *rollup, size_t node, size_t cell)
{
    GovRollupCell out = {.status = GOV_STATUS_ABSENT};
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len && cell < rollup->n_cells, out);
    const GovNode *of = g_ptr_array_index(rollup->nodes, node);

    out = gov__rollup_count_cell(rollup, node, cell);
    out.comparability = gov__rollup_compare(rollup, of, cell);
    set_bounds(rollup, of, cell, &out);
    set_estimate(rollup, of, cell, &out);
    return out;
}

/* ---- totals ---- */

/* The side with one term is the total. */
static bool find_total(const GovRule *rule, const GovInstance *instance, unsigned *total)
{
    bool left = instance->n_left == 1 && instance->left_constant == 0 && instance->n_right > 1;
    bool right = instance->n_right == 1 && instance->right_constant == 0 && instance->n_left > 1;

    *total = left ? 0 : instance->n_left;
    return (left || right) && instance->compare == GOV_COMPARE_EQ && gov__rule_is_identity(rule) &&
           instance->terms[*total].coefficient == 1;
}

static bool recompute(const GovRollup *rollup, size_t node, const GovInstance *instance, unsigned total,
                      GovRollupTotal *out)
{
    const GovNode *of = g_ptr_array_index(rollup->nodes, node);
    __int128 parts = total == 0 ? instance->right_constant : instance->left_constant;

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        const GovSum *sum = &rollup->sums[term->cell * rollup->nodes->len + node];
        if (sum->n_reported != of->group.n_present || of->group.n_present == 0)
            return false;
        if (i != total)
            parts += sum->sum * term->coefficient;
    }
    out->cell = instance->terms[total].cell;
    out->printed = (int64_t)rollup->sums[out->cell * rollup->nodes->len + node].sum;
    out->recomputed = gov__fits_64(parts) ? (int64_t)parts : 0;
    return gov__fits_64(parts);
}

GArray *gov_rollup_check_totals(const GovRollup *rollup, size_t node, size_t *n_compared)
{
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len, NULL);
    GArray *totals = g_array_new(FALSE, FALSE, sizeof(GovRollupTotal));
    size_t n = 0;

    for (size_t i = 0; i < gov_form_n_rules(rollup->form); i++) {
        const GovRule *rule = gov_form_get_rule(rollup->form, i);
        for (size_t k = 0; k < gov_rule_n_instances(rule); k++) {
            GovRollupTotal entry = {.rule = rule};
            unsigned total = 0;
            if (!find_total(rule, gov__rule_get_instance(rule, k), &total) ||
                !recompute(rollup, node, gov__rule_get_instance(rule, k), total, &entry))
                continue;
            n++;
            if (entry.printed != entry.recomputed)
                g_array_append_val(totals, entry);
        }
    }
    if (n_compared != NULL)
        *n_compared = n;
    return totals;
}

/* ---- replacing ---- */

static bool find_slot(const GovRollup *rollup, const char *code, const GovReport *report, size_t *slot,
                      GError **error)
{
    int of = gov_report_get_year(report);
    int year = gov__rollup_find_year(rollup, of);
    int unit = gov_units_find_code(rollup->units, code, of);

    if (gov_report_get_form(report) != rollup->form) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_FORM, "A report of form %s in a roll-up of form %s",
                    gov_form_get_id(gov_report_get_form(report)), gov_form_get_id(rollup->form));
        return false;
    }
    if (year < 0 || unit < 0) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_COUNT,
                    year < 0 ? "%s: the roll-up has no reports of the year %d" : "%s: no such unit in %d", code, of);
        return false;
    }
    *slot = gov__rollup_slot(rollup, (size_t)unit, (size_t)year);
    return true;
}

/* Takes out, or puts back, what a slot adds to the sums: its report, or if that is missing last year's. */
static void add_slot(GovRollup *rollup, size_t slot, int sign)
{
    GovNode *node = rollup->nodes_of[slot];
    size_t unit = slot % rollup->n_units, year = slot / rollup->n_units;

    if (node == NULL)
        return;
    if (rollup->own[slot] != GOV_SOURCE_NONE)
        gov__rollup_add(rollup, node, rollup->own[slot], sign);
    else if ((rollup->flags[slot] & GOV_SLOT_EXPECTED) != 0)
        gov__rollup_add_prior(rollup, node, gov__rollup_get_prior(rollup, unit, year), sign);
}

/* The slot of the same unit in the year after, if its report is missing: it leans on this one. */
static size_t find_leaning(const GovRollup *rollup, size_t slot)
{
    int after = gov__rollup_get_year(rollup, slot / rollup->n_units) + 1;
    int year = gov__rollup_find_year(rollup, after);
    const char *code = gov_units_get(rollup->units, slot % rollup->n_units).code;
    int unit = year < 0 ? -1 : gov_units_find_code(rollup->units, code, after);
    size_t next = unit < 0 ? slot : gov__rollup_slot(rollup, (size_t)unit, (size_t)year);

    return unit >= 0 && rollup->own[next] == GOV_SOURCE_NONE ? next : SIZE_MAX;
}

static void set_own(GovRollup *rollup, size_t slot, GovSource source)
{
    size_t leaning = find_leaning(rollup, slot);

    add_slot(rollup, slot, -1);
    if (leaning != SIZE_MAX)
        add_slot(rollup, leaning, -1);
    rollup->own[slot] = source;
    add_slot(rollup, slot, 1);
    if (leaning != SIZE_MAX)
        add_slot(rollup, leaning, 1);
}

static bool replace_own(GovRollup *rollup, size_t slot, GovSource source, GError **error)
{
    GovSource old = rollup->own[slot];

    if (rollup->nodes_of[slot] == NULL || (rollup->flags[slot] & GOV_SLOT_LEFT_OUT) != 0) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_COUNT, "%s: its report is in no sum",
                    gov_units_get(rollup->units, slot % rollup->n_units).code);
        return false;
    }
    set_own(rollup, slot, source);
    for (const GovNode *at = rollup->nodes_of[slot]; at != NULL; at = at->up) {
        if (gov__rollup_check_fit(rollup, at, error))
            continue;
        set_own(rollup, slot, old);
        return false;
    }
    return true;
}

/* The report that was put in last goes to the place of the one it replaces, if that was put in too: a roll-up that is
 * kept up to date does not grow. */
static void drop_old(GovRollup *rollup, GovSource old, GovSource *source)
{
    if (old >= 0 || old == GOV_SOURCE_NONE)
        return;
    GovReport **place = (GovReport **)&g_ptr_array_index(rollup->given, (guint)GOV_SOURCE_GIVEN(old));
    gov_report_unref(*place);
    *place = g_ptr_array_steal_index(rollup->given, rollup->given->len - 1);
    *source = old;
}

bool gov_rollup_replace(GovRollup *rollup, const char *code, const GovReport *report, GovScope scope,
                        GError **error)
{
    g_return_val_if_fail(rollup != NULL && code != NULL && report != NULL, false);
    g_return_val_if_fail(gov_report_is_sealed(report), false);
    size_t slot = 0;

    if (!find_slot(rollup, code, report, &slot, error))
        return false;
    GovScope covers = gov__rollup_get_scope(rollup, slot, scope);
    bool own = (rollup->flags[slot] & GOV_SLOT_PARENT) == 0 || covers == GOV_SCOPE_OWN;
    GovSource *place = &(own ? rollup->own : rollup->published)[slot];
    GovSource source = GOV_SOURCE_GIVEN(rollup->given->len), old = *place;
    g_ptr_array_add(rollup->given, gov_report_ref(report));
    gov__rollup_count_slot(rollup, slot, -1);
    if (own && !replace_own(rollup, slot, source, error)) {
        gov__rollup_count_slot(rollup, slot, 1);
        g_ptr_array_set_size(rollup->given, (int)rollup->given->len - 1);
        return false;
    }
    *place = source;
    (own ? rollup->own_scope : rollup->published_scope)[slot] = (uint8_t)covers;
    if (own)
        rollup->flags[slot] |= GOV_SLOT_EXPECTED;
    drop_old(rollup, old, place);
    gov__rollup_count_slot(rollup, slot, 1);
    gov__rollup_update_missing(rollup, slot);
    return true;
}
