/* SPDX-License-Identifier: MIT */
/* The sums of an aggregate as a dataset again, so that every writer, every check and Arrow serve both. */
#include <govstat/error.h>

#include <string.h>

#include "aggregate/aggregate-private.h"

/* Of a cell without any figure: what stands nearest to one explains it. */
static GovStatus explain(const GovMoments *moments)
{
    static const GovStatus order[] = {GOV_STATUS_UNCERTAIN, GOV_STATUS_UNREADABLE, GOV_STATUS_BLANK,
                                      GOV_STATUS_NOT_APPLICABLE};

    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        if (moments->n[order[i]] > 0)
            return order[i];
    return GOV_STATUS_ABSENT;
}

/* Rows that keep a sum from being one of all. Marks say that there is nothing to add. */
static uint64_t count_gaps(const GovMoments *moments, GovNulls nulls)
{
    uint64_t n = moments->n[GOV_STATUS_UNREADABLE] + moments->n[GOV_STATUS_UNCERTAIN] + moments->n[GOV_STATUS_ABSENT];

    return nulls == GOV_NULLS_ZERO ? n : n + moments->n[GOV_STATUS_BLANK];
}

static bool sum_cell(const GovAggregate *self, size_t group, size_t cell, GovNulls nulls, GovCell *figure,
                     GError **error)
{
    const GovMoments *moments = gov__aggregate_moments(self, group, cell);
    uint64_t n_gaps = count_gaps(moments, nulls);

    *figure = (GovCell){.status = explain(moments), .evidence = GOV_EVIDENCE_NONE, .confidence = 1};
    if (moments->n[GOV_STATUS_REPORTED] == 0)
        return true;
    if (!gov_aggregate_get_sum(self, group, cell, &figure->value, error))
        return false;
    figure->status = GOV_STATUS_REPORTED;
    figure->evidence = n_gaps > 0 ? GOV_EVIDENCE_INFERRED : GOV_EVIDENCE_GIVEN;
    if (n_gaps > 0 && (nulls == GOV_NULLS_STRICT || nulls == GOV_NULLS_ZERO)) {
        figure->status = GOV_STATUS_UNCERTAIN;
        figure->has_reading = true;
    }
    return true;
}

static GovReport *make_report(const GovAggregate *self, size_t group, GovNulls nulls, GError **error)
{
    g_autoptr(GovReport) report = gov_report_new(self->form);

    gov_report_set_year(report, gov_aggregate_get_year(self, group));
    for (size_t slot = 0; slot < self->n_cells; slot++) {
        GovCell figure;
        if (!sum_cell(self, group, self->cells[slot], nulls, &figure, error))
            return NULL;
        gov_report_set_cell(report, self->cells[slot], &figure);
    }
    gov_report_seal(report);
    return g_steal_pointer(&report);
}

/* Without this the sums would be those of reports of the form itself. */
static GovDataset *add_editions(const GovAggregate *self, const GovDataset *dataset)
{
    g_autofree const char **editions = g_new(const char *, self->n_groups + 1);

    for (size_t group = 0; group < self->n_groups; group++) {
        bool known = strcmp(self->editions[group], GOV_EDITION_UNKNOWN) != 0;
        editions[group] = known ? self->editions[group] : NULL;
    }
    return gov_dataset_with_key(dataset, GOV_KEY_FORM, editions);
}

GovDataset *gov_aggregate_to_dataset(const GovAggregate *aggregate, GovNulls nulls, GError **error)
{
    g_return_val_if_fail(aggregate != NULL && (error == NULL || *error == NULL), NULL);
    g_autoptr(GovDataset) dataset = gov_dataset_new(aggregate->form);

    for (size_t group = 0; group < aggregate->n_groups; group++) {
        GovRowKeys keys = {.values = {NULL}};
        for (size_t i = 0; i < aggregate->n_by; i++)
            if (aggregate->by[i] != GOV_KEY_YEAR)
                keys.values[aggregate->by[i]] = aggregate->keys[group * aggregate->n_by + i].text;
        g_autoptr(GovReport) report = make_report(aggregate, group, nulls, error);
        if (report == NULL || !gov_dataset_append(dataset, report, &keys, error))
            return NULL;
    }
    gov_dataset_seal(dataset);
    return add_editions(aggregate, dataset);
}
