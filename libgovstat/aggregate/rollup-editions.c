/* SPDX-License-Identifier: MIT */
/* Which editions of the form stand behind a sum. A dataset that was harmonised keeps the form each row was filed in;
 * how comparable a sum is follows from the forms of the reports in it, so it is enough to count these by node. */
#include "aggregate/rollup-private.h"

#include <govstat/harmonise.h>

#include <string.h>

static void compare_cells(GovRollup *rollup, size_t edition)
{
    uint8_t *cells = rollup->comparable + edition * rollup->n_cells;
    g_autoptr(GovForm) form = gov_form_builtin(rollup->editions[edition], NULL);
    GovConcordance *concordance = form != NULL ? gov_concordance_builtin(form, rollup->form, NULL) : NULL;

    rollup->concordances[edition] = concordance;
    for (size_t cell = 0; cell < rollup->n_cells; cell++)
        cells[cell] = (uint8_t)(concordance != NULL ? gov_concordance_get_comparability(concordance, cell)
                                                    : GOV_COMPARABILITY_NONE);
}

/* The edition of each entry of the dictionary of forms. */
static void map_codes(GovRollup *rollup, size_t n)
{
    rollup->edition_of_code = g_new0(size_t, n + 1);
    for (size_t code = 0; code < n; code++)
        for (size_t edition = 0; edition < rollup->n_editions; edition++)
            if (strcmp(rollup->editions[edition], gov_dataset_get_key_value(rollup->dataset, GOV_KEY_FORM, code)) == 0)
                rollup->edition_of_code[code] = edition;
}

/* A report that was put in is of the form of the dataset. */
static size_t edition_of(const GovRollup *rollup, GovSource source)
{
    int32_t code = source >= 0 ? gov_dataset_get_codes(rollup->dataset, GOV_KEY_FORM)[source] : -1;

    return code >= 0 ? rollup->edition_of_code[code] : 0;
}

bool gov__rollup_is_same(const GovRollup *rollup, GovSource source, size_t cell)
{
    return rollup->comparable[edition_of(rollup, source) * rollup->n_cells + cell] <= GOV_COMPARABILITY_SUM;
}

/* The form of the dataset is the first whether or not a row has it: a report that is put in later does. */
void gov__rollup_list_editions(GovRollup *rollup)
{
    const char *own = gov_form_get_id(rollup->form);
    size_t n = gov_dataset_n_key_values(rollup->dataset, GOV_KEY_FORM);

    rollup->editions = g_new0(const char *, n + 1);
    rollup->editions[rollup->n_editions++] = own;
    for (size_t i = 0; i < n; i++) {
        const char *id = gov_dataset_get_key_value(rollup->dataset, GOV_KEY_FORM, i);
        if (strcmp(id, own) != 0)
            rollup->editions[rollup->n_editions++] = id;
    }
    map_codes(rollup, n);
    rollup->concordances = g_new0(GovConcordance *, rollup->n_editions);
    rollup->comparable = g_new0(uint8_t, rollup->n_editions * rollup->n_cells + 1);
    for (size_t edition = 1; edition < rollup->n_editions; edition++)
        compare_cells(rollup, edition);
}

void gov__rollup_count_editions(GovRollup *rollup)
{
    size_t n = rollup->n_units * rollup->years->len, n_editions = rollup->n_editions;

    g_free(rollup->of_edition);
    rollup->of_edition = g_new0(uint32_t, rollup->nodes->len * n_editions + 1);
    for (size_t slot = 0; slot < n; slot++) {
        GovSource source = rollup->own[slot];
        const GovNode *node = rollup->nodes_of[slot];
        if (node == NULL || source == GOV_SOURCE_NONE)
            continue;
        rollup->of_edition[node->index * n_editions + edition_of(rollup, source)]++;
    }
    for (guint i = 0; i < rollup->upwards->len; i++) {
        const GovNode *node = g_ptr_array_index(rollup->upwards, i);
        for (size_t edition = 0; node->up != NULL && edition < n_editions; edition++)
            rollup->of_edition[node->up->index * n_editions + edition] +=
                rollup->of_edition[node->index * n_editions + edition];
    }
}

void gov__rollup_count_edition(GovRollup *rollup, size_t slot, int sign)
{
    if (rollup->nodes_of[slot] == NULL || rollup->own[slot] == GOV_SOURCE_NONE)
        return;
    size_t edition = edition_of(rollup, rollup->own[slot]);
    for (const GovNode *node = rollup->nodes_of[slot]; node != NULL; node = node->up)
        rollup->of_edition[node->index * rollup->n_editions + edition] += (uint32_t)sign;
}

void gov__rollup_find_editions(const GovRollup *rollup, const GovSource *sources, size_t n, uint8_t *editions)
{
    for (size_t i = 0; i < n; i++)
        editions[i] = (uint8_t)edition_of(rollup, sources[i]);
}

GovComparability gov__rollup_compare(const GovRollup *rollup, const GovNode *node, size_t cell)
{
    uint8_t least = GOV_COMPARABILITY_EXACT;

    for (size_t edition = 1; edition < rollup->n_editions; edition++)
        if (rollup->of_edition[node->index * rollup->n_editions + edition] > 0)
            least = MAX(least, rollup->comparable[edition * rollup->n_cells + cell]);
    return (GovComparability)least;
}

void gov__rollup_free_editions(GovRollup *rollup)
{
    for (size_t edition = 0; edition < rollup->n_editions; edition++)
        gov_concordance_unref(rollup->concordances[edition]);
    g_free(rollup->concordances);
    g_free(rollup->editions);
    g_free(rollup->edition_of_code);
    g_free(rollup->comparable);
    g_free(rollup->of_edition);
}

size_t gov_rollup_n_editions(const GovRollup *rollup)
{
    g_return_val_if_fail(rollup != NULL, 0);
    return rollup->n_editions;
}

const char *gov_rollup_get_edition(const GovRollup *rollup, size_t edition)
{
    g_return_val_if_fail(rollup != NULL && edition < rollup->n_editions, NULL);
    return rollup->editions[edition];
}

size_t gov_rollup_count_edition(const GovRollup *rollup, size_t node, size_t edition)
{
    g_return_val_if_fail(rollup != NULL && node < rollup->nodes->len && edition < rollup->n_editions, 0);
    return rollup->of_edition[node * rollup->n_editions + edition];
}
