/* SPDX-License-Identifier: MIT */
/* Looking into a roll-up, and handing its groups on as reports and as a dataset. */
#include "aggregate/rollup-private.h"

#include <string.h>

const GovDataset *gov_rollup_get_dataset(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    return rollup->dataset;
}

const GovUnits *gov_rollup_get_units(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    return rollup->units;
}

size_t gov_rollup_n_nodes(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, 0);
    return rollup->nodes->len;
}

GovRollupNode gov_rollup_get_node(const GovRollup *rollup, size_t node)
{
    GovRollupNode none = {.unit = -1, .line = -1};
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len, none);
    return ((const GovNode *)g_ptr_array_index(rollup->nodes, node))->group;
}

int gov_rollup_find_node(const GovRollup *rollup, const char *code, int year)
{
    g_return_val_if_fail(rollup != NULL && code != NULL, -1);
    int unit = gov_units_find_code(rollup->units, code, year);
    GovRollupNode key = {.unit = unit, .year = year, .level = GOV_LEVEL_UNKNOWN, .line = -1};
    const GovNode *node = unit < 0 ? NULL : g_hash_table_lookup(rollup->node_set, &key);

    return node != NULL ? (int)node->index : -1;
}

size_t gov_rollup_n_missing(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, 0);
    return rollup->missing->len;
}

GovMissing gov_rollup_get_missing(const GovRollup *rollup, size_t i)
{
    GovMissing none = {0};
    g_return_val_if_fail(rollup != NULL && i < rollup->missing->len, none);
    return g_array_index(rollup->missing, GovMissing, i);
}

size_t gov_rollup_n_resubmissions(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, 0);
    return rollup->resubmissions->len;
}

GovResubmission gov_rollup_get_resubmission(const GovRollup *rollup, size_t i)
{
    GovResubmission none = {0};
    g_return_val_if_fail(rollup != NULL && i < rollup->resubmissions->len, none);
    return g_array_index(rollup->resubmissions, GovResubmission, i);
}

size_t gov_rollup_n_outside(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, 0);
    return rollup->n_outside;
}

/* A row and the node it is added to. */
typedef struct {
    size_t row;
    uint32_t node;
} Added;

static int compare_added(gconstpointer a, gconstpointer b)
{
    const Added *x = a, *y = b;

    return x->row < y->row ? -1 : x->row > y->row;
}

size_t *gov_rollup_dup_rows(const GovRollup *rollup, size_t *n, uint32_t **nodes)
{
    g_return_val_if_fail(rollup != NULL && n != NULL, NULL);
    size_t n_slots = rollup->n_units * rollup->years->len;
    g_autoptr(GArray) added = g_array_new(FALSE, FALSE, sizeof(Added));

    for (size_t slot = 0; slot < n_slots; slot++) {
        if (rollup->own[slot] < 0 || rollup->nodes_of[slot] == NULL)
            continue;
        const Added one = {(size_t)rollup->own[slot], rollup->nodes_of[slot]->index};
        g_array_append_val(added, one);
    }
    g_array_sort(added, compare_added);
    size_t *rows = g_new(size_t, added->len + 1);
    uint32_t *of = g_new(uint32_t, added->len + 1);
    for (guint i = 0; i < added->len; i++) {
        rows[i] = g_array_index(added, Added, i).row;
        of[i] = g_array_index(added, Added, i).node;
    }
    *n = added->len;
    if (nodes != NULL)
        *nodes = g_steal_pointer(&of);
    g_free(of);
    return rows;
}

int64_t gov_rollup_get_above(const GovRollup *rollup, size_t node)
{
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len, -1);
    const GovNode *up = ((const GovNode *)g_ptr_array_index(rollup->nodes, node))->up;

    return up != NULL ? (int64_t)up->index : -1;
}

static const struct {
    const char *name;
    const char *text[2]; /* by language */
} REASONS[] = {
    [GOV_TAKEN_SAME] = {"same", {"两份内容相同", "both hold the same figures"}},
    [GOV_TAKEN_FILED_LATER] = {"filed_later", {"报送日期较晚", "it was filed later"}},
    [GOV_TAKEN_LATER_INPUT] = {"later_input", {"输入顺序在后", "it comes later in the input"}},
    [GOV_TAKEN_WIDER_SCOPE] = {"wider_scope", {"统计范围较大，已包含另一份", "it covers more, and the other with it"}},
    [GOV_TAKEN_ORDER] = {"order", {"清单所列顺序在后", "it comes later in the order that was given"}},
};

const char *gov_taken_reason_get_name(GovTakenReason reason)
{
    g_return_val_if_fail((size_t)reason < G_N_ELEMENTS(REASONS), NULL);
    return REASONS[reason].name;
}

const char *gov_taken_reason_get_text(GovTakenReason reason, GovLanguage language)
{
    g_return_val_if_fail((size_t)reason < G_N_ELEMENTS(REASONS), NULL);
    return REASONS[reason].text[language == GOV_LANGUAGE_EN];
}

/* ---- as reports ---- */

static void add_cell(const GovRollup *rollup, GovReport *report, size_t node, size_t cell)
{
    GovRollupCell found = gov__rollup_count_cell(rollup, node, cell);
    GovCell out = {.status = found.status, .value = found.sum, .confidence = 1};

    out.has_reading = found.status == GOV_STATUS_UNCERTAIN;
    if (found.has_sum)
        out.evidence = GOV_EVIDENCE_GIVEN;
    gov_report_set_cell(report, cell, &out);
}

static void add_notes(const GovRollup *rollup, GovReport *report, size_t node)
{
    GovRollupNode group = gov_rollup_get_node(rollup, node);
    g_autofree char *text = g_strdup_printf("Sum of %zu reports of %zu that are expected", group.n_present,
                                            group.n_expected);

    gov_report_add_note(report, "rollup.sum", -1, text);
    if (rollup->nulls == GOV_NULLS_ZERO)
        gov_report_add_note(report, "rollup.zero", -1, "Blanks count as nothing to add");
}

GovReport *gov_rollup_dup_report(const GovRollup *rollup, size_t node)
{
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len, NULL);
    GovRollupNode group = gov_rollup_get_node(rollup, node);
    GovReport *report = gov_report_new(rollup->form);

    if (group.unit >= 0)
        gov_report_set_agency(report, gov_units_get(rollup->units, (size_t)group.unit).name);
    gov_report_set_year(report, group.year);
    for (size_t cell = 0; cell < rollup->n_cells; cell++)
        add_cell(rollup, report, node, cell);
    add_notes(rollup, report, node);
    gov_report_seal(report);
    return report;
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ids of the forms that the reports of a node were filed in, in their order, parted by spaces; NULL without reports. */
static char *dup_editions(const GovRollup *rollup, size_t node)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (size_t i = 0; i < gov_rollup_n_editions(rollup); i++)
        if (gov_rollup_count_edition(rollup, node, i) > 0)
            g_ptr_array_add(ids, (gpointer)(uintptr_t)gov_rollup_get_edition(rollup, i));
    if (ids->len == 0)
        return NULL;
    g_ptr_array_sort(ids, compare_texts);
    g_ptr_array_add(ids, NULL);
    return g_strjoinv(" ", (char **)ids->pdata);
}

static GovRowKeys make_keys(const GovRollup *rollup, const GovRollupNode *group)
{
    GovRowKeys keys = {{NULL}};

    keys.values[GOV_KEY_SCOPE] = gov_scope_get_name(GOV_SCOPE_REGION);
    keys.values[GOV_KEY_DIVISION] = group->division;
    if (group->level != GOV_LEVEL_UNKNOWN)
        keys.values[GOV_KEY_LEVEL] = gov_level_get_name(group->level);
    if (group->line >= 0)
        keys.values[GOV_KEY_LINE] = gov_line_get_name((GovLine)group->line);
    if (group->unit < 0)
        return keys;
    GovBody body = gov_units_get(rollup->units, (size_t)group->unit);
    keys.values[GOV_KEY_UNIT] = body.code;
    keys.values[GOV_KEY_PARENT] = body.parent;
    if (!rollup->by_division)
        keys.values[GOV_KEY_DIVISION] = body.division;
    if (!rollup->by_level && body.level != GOV_LEVEL_UNKNOWN)
        keys.values[GOV_KEY_LEVEL] = gov_level_get_name(body.level);
    if (!rollup->by_line)
        keys.values[GOV_KEY_LINE] = gov_line_get_name(body.line);
    return keys;
}

GovDataset *gov_rollup_to_dataset(const GovRollup *rollup, GError **error)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    g_autoptr(GovDataset) out = gov_dataset_new(rollup->form);

    for (size_t node = 0; node < rollup->nodes->len; node++) {
        g_autoptr(GovReport) report = gov_rollup_dup_report(rollup, node);
        GovRollupNode group = gov_rollup_get_node(rollup, node);
        GovRowKeys keys = make_keys(rollup, &group);
        g_autofree char *editions = dup_editions(rollup, node);
        keys.values[GOV_KEY_FORM] = editions;
        if (!gov_dataset_append(out, report, &keys, error))
            return NULL;
    }
    gov_dataset_seal(out);
    return g_steal_pointer(&out);
}
