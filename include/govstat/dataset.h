/* SPDX-License-Identifier: MIT */
/**
 * @file dataset.h
 * GovDataset: many reports of one form as columns.
 *
 * One row a report, one column a cell of the form: 64-byte aligned int64 values with a validity
 * bitmap (Arrow layout: bit i of byte i/8, 1 where the status is REPORTED) and a status. Beside
 * them stand key columns, coded by dictionaries. A dataset is appended to, from any number of
 * threads, and then sealed; a sealed one is immutable and may be read from any thread.
 */
#ifndef GOVSTAT_DATASET_H
#define GOVSTAT_DATASET_H

#include <govstat/report.h>

GOV_BEGIN_DECLS

typedef struct _GovDataset GovDataset;

/** What names a row beside its year. All are strings from a dictionary; unknown is NULL. */
typedef enum {
    GOV_KEY_SOURCE,   /**< File or address. */
    GOV_KEY_AGENCY,   /**< Name of the body as printed. */
    GOV_KEY_UNIT,     /**< Code of the unit, from the register. */
    GOV_KEY_PARENT,   /**< Code of its parent. */
    GOV_KEY_DIVISION, /**< Division code (GB/T 2260). */
    GOV_KEY_LEVEL,    /**< Level of government: national province prefecture county township zone. */
    GOV_KEY_LINE,     /**< local or vertical. */
    GOV_KEY_SCOPE,    /**< own, level or region. */
    GOV_KEY_FORM,     /**< Id of the form the report was filed in, which harmonising keeps; of an aggregate all ids
                           of its rows, parted by spaces. */
    GOV_KEY_FILED,    /**< Day of filing, `YYYY-MM-DD`. */
    GOV_KEY_YEAR      /**< Reporting year; an int32 column instead of a dictionary, 0 if unknown. */
} GovKey;

/** Keys of a row that the caller knows. NULL: what the report says (source, agency, form), or unknown. */
typedef struct {
    const char *values[GOV_KEY_YEAR]; /**< Indexed by ::GovKey. */
} GovRowKeys;

/** @return a new, empty dataset of a form. */
GovDataset *gov_dataset_new(const GovForm *form);
/** @return @p dataset, with one more reference. */
GovDataset *gov_dataset_ref(const GovDataset *dataset);
/** Drops a reference. */
void gov_dataset_unref(GovDataset *dataset);
/**
 * Appends a report as one row. May be called from any thread; rows stand in the order of the calls. With
 * several threads that order is chance: sort by a key that tells the rows apart, such as ::GOV_KEY_SOURCE, and
 * the dataset is the same to the last byte of its export, however many threads there were.
 *
 * @param report a sealed report of the form of the dataset
 * @param keys   what the caller knows beside it, or NULL; copied
 * @param error  ::GOV_ERROR_FORM for a report of another form, ::GOV_ERROR_LIMIT beyond 2^31 - 2 rows
 */
bool gov_dataset_append(GovDataset *dataset, const GovReport *report, const GovRowKeys *keys, GError **error);
/** Ends appending. */
void gov_dataset_seal(GovDataset *dataset);
/** @return whether appending has ended. Whatever is said below asks for a sealed dataset. */
bool gov_dataset_is_sealed(const GovDataset *dataset);

/** @return the form; borrowed. */
const GovForm *gov_dataset_get_form(const GovDataset *dataset);
/** @return the number of rows. */
size_t gov_dataset_n_rows(const GovDataset *dataset);
/** @return the values of a cell in all rows, 0 where the status is not REPORTED; contiguous and aligned
 *          to 64 bytes (a slice: to 8); borrowed. */
const int64_t *gov_dataset_get_values(const GovDataset *dataset, size_t cell);
/**
 * Gives the validity bitmap of a cell, least significant bit first.
 *
 * @param bit_offset where the bit of row 0 is
 * @return the bits, or NULL if every row is REPORTED; borrowed
 */
const uint8_t *gov_dataset_get_validity(const GovDataset *dataset, size_t cell, size_t *bit_offset);
/** @return the status of a cell in a row. */
GovStatus gov_dataset_get_status(const GovDataset *dataset, size_t cell, size_t row);
/** @return the evidence of a cell in a row, as far as it is kept: EXACT for any plain reading, INFERRED for
 *          any that rests on inference, GIVEN, or NONE. */
GovEvidence gov_dataset_get_evidence(const GovDataset *dataset, size_t cell, size_t row);

/** @return the years of all rows, 0 where unknown; borrowed. */
const int32_t *gov_dataset_get_years(const GovDataset *dataset);
/** @return for each row the place of its key in the dictionary, -1 where unknown; not for YEAR; borrowed. */
const int32_t *gov_dataset_get_codes(const GovDataset *dataset, GovKey key);
/** @return the size of the dictionary of a key; not for YEAR. */
size_t gov_dataset_n_key_values(const GovDataset *dataset, GovKey key);
/** @return an entry of the dictionary of a key; borrowed. */
const char *gov_dataset_get_key_value(const GovDataset *dataset, GovKey key, size_t code);
/** @return the key of a row, or NULL if unknown; not for YEAR; borrowed. */
const char *gov_dataset_get_key(const GovDataset *dataset, GovKey key, size_t row);
/** @return `source`, `agency` … `year`; static. */
const char *gov_key_get_name(GovKey key);
/** Finds a key by that name. @return whether it is known. */
bool gov_key_from_name(const char *name, GovKey *key);

/** @return rows @p first to @p first + @p n, sealed, sharing all memory. */
GovDataset *gov_dataset_slice(const GovDataset *dataset, size_t first, size_t n);
/** @return these rows in this order, sealed; what filters and sorts are made of. The figures are copied, and
 *          dictionaries made anew in the order of the rows. */
GovDataset *gov_dataset_take(const GovDataset *dataset, const size_t *rows, size_t n);
/**
 * Orders rows by keys: by the bytes of their text, unknown ones first, years by number; rows that are
 * alike keep their order.
 *
 * @return row numbers for gov_dataset_take(); g_free()
 */
size_t *gov_dataset_sort_rows(const GovDataset *dataset, const GovKey *keys, size_t n_keys);
/**
 * Replaces a key of all rows, as a join with a register does; the figures are shared.
 *
 * @param key    not YEAR
 * @param values one for each row; NULL: unknown
 */
GovDataset *gov_dataset_with_key(const GovDataset *dataset, GovKey key, const char *const *values);
/** @return a row as a sealed report again: form, source, agency, year, values, statuses and what is kept of
 *          the evidence. */
GovReport *gov_dataset_dup_report(const GovDataset *dataset, size_t row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovDataset, gov_dataset_unref)

GOV_END_DECLS

#endif
