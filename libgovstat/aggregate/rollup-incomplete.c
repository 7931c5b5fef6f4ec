/* SPDX-License-Identifier: MIT */
/* Reports that are there and leave figures open. They are looked for when they are asked for, column by column; cells
 * that the edition of a report does not have are not the fault of who filed it. */
#include "aggregate/rollup-private.h"

typedef struct {
    const GovRollup *rollup;
    GArray *all; /* GovIncomplete, one for each report that is added */
    GArray *sources; /* GovSource of each */
} Survey;

static const char *get_source(const GovRollup *rollup, GovSource source)
{
    if (source >= 0)
        return gov_dataset_get_key(rollup->dataset, GOV_KEY_SOURCE, (size_t)source);
    return gov_report_get_source(g_ptr_array_index(rollup->given, (guint)GOV_SOURCE_GIVEN(source)));
}

static void add_reports(Survey *survey)
{
    const GovRollup *rollup = survey->rollup;

    for (size_t slot = 0; slot < rollup->n_units * rollup->years->len; slot++) {
        GovSource source = rollup->own[slot];
        if (rollup->nodes_of[slot] == NULL || source == GOV_SOURCE_NONE)
            continue;
        GovIncomplete entry = {.unit = slot % rollup->n_units,
                               .year = gov__rollup_get_year(rollup, slot / rollup->n_units)};
        entry.row = source >= 0 ? (size_t)source : SIZE_MAX;
        entry.source = get_source(rollup, source);
        g_array_append_val(survey->all, entry);
        g_array_append_val(survey->sources, source);
    }
}

static void count_cell(const Survey *survey, guint i, const uint8_t *editions, size_t cell)
{
    const GovRollup *rollup = survey->rollup;
    GovIncomplete *entry = &g_array_index(survey->all, GovIncomplete, i);
    int64_t value = 0;

    switch (gov__rollup_read(rollup, g_array_index(survey->sources, GovSource, i), cell, &value)) {
    case GOV_STATUS_BLANK:
        entry->n_blank++;
        break;
    case GOV_STATUS_UNREADABLE:
    case GOV_STATUS_UNCERTAIN:
        entry->n_doubtful++;
        break;
    case GOV_STATUS_ABSENT:
        entry->n_absent += rollup->comparable[editions[i] * rollup->n_cells + cell] != GOV_COMPARABILITY_NONE;
        break;
    case GOV_STATUS_REPORTED:
    case GOV_STATUS_NOT_APPLICABLE:
        break;
    }
}

GArray *gov_rollup_list_incomplete(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, NULL);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(GovIncomplete));
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(GovIncomplete));
    g_autoptr(GArray) sources = g_array_new(FALSE, FALSE, sizeof(GovSource));
    Survey survey = {rollup, all, sources};

    add_reports(&survey);
    g_autofree uint8_t *editions = g_new0(uint8_t, all->len + 1);
    gov__rollup_find_editions(rollup, (const GovSource *)(const void *)sources->data, all->len, editions);
    for (size_t cell = 0; cell < rollup->n_cells; cell++)
        for (guint i = 0; i < all->len; i++)
            count_cell(&survey, i, editions, cell);
    for (guint i = 0; i < all->len; i++) {
        const GovIncomplete *entry = &g_array_index(all, GovIncomplete, i);
        size_t n_open = entry->n_doubtful + entry->n_absent;
        if (n_open > 0 || (entry->n_blank > 0 && rollup->nulls != GOV_NULLS_ZERO))
            g_array_append_val(found, *entry);
    }
    return found;
}
