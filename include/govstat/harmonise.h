/* SPDX-License-Identifier: MIT */
/**
 * @file harmonise.h
 * Datasets of several editions as one: columns of one form made the columns of another.
 *
 * What the concordance calls a break is absent, never 0. Rows keep the form they were filed in
 * (::GOV_KEY_FORM), from which the comparability of every cell follows.
 */
#ifndef GOVSTAT_HARMONISE_H
#define GOVSTAT_HARMONISE_H

#include <govstat/concordance.h>
#include <govstat/dataset.h>

GOV_BEGIN_DECLS

/**
 * Turns a dataset into one of another form. Columns that stay the same are shared, not copied. A sum has
 * a figure only where all its parts have one. Where some have one and some do not it is UNCERTAIN, so that no
 * null mode takes it for nothing; where none has, it has the status that leaves most open: UNCERTAIN,
 * UNREADABLE, ABSENT, BLANK, NOT_APPLICABLE.
 *
 * @param dataset     sealed, of the form the concordance is from
 * @param concordance from that form to the wanted one
 * @param error       ::GOV_ERROR_OVERFLOW where a sum cannot be held
 * @return a sealed dataset, or NULL
 */
GovDataset *gov_dataset_harmonise(const GovDataset *dataset, const GovConcordance *concordance, GError **error);
/**
 * Turns one report into one of another form, as the rows of a dataset are: with identity, figures, statuses and
 * what a dataset keeps of the evidence.
 *
 * @param report      sealed, of the form the concordance is from
 * @param concordance from that form to the wanted one
 * @param error       ::GOV_ERROR_OVERFLOW where a sum cannot be held
 * @return a sealed report, or NULL; gov_report_unref()
 */
GovReport *gov_report_harmonise(const GovReport *report, const GovConcordance *concordance, GError **error);
/**
 * Joins sealed datasets of one form, row after row.
 *
 * @param datasets at least one
 * @param error    ::GOV_ERROR_FORM if they are of different forms, ::GOV_ERROR_LIMIT beyond 2^31 - 2 rows
 */
GovDataset *gov_dataset_concat(const GovDataset *const *datasets, size_t n, GError **error);
/**
 * Says of a cell in every row how comparable it is with the form of the dataset, by the form the row was
 * filed in; by the least comparable of them for sums of rows of several forms, whose ids spaces part in
 * ::GOV_KEY_FORM. A form that no concordance knows is ::GOV_COMPARABILITY_NONE.
 *
 * @return n_rows ::GovComparability as bytes; g_free()
 */
uint8_t *gov_dataset_dup_comparability(const GovDataset *dataset, size_t cell);

GOV_END_DECLS

#endif
