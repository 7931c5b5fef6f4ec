/* SPDX-License-Identifier: MIT */
/**
 * @file join.h
 * Which unit of a register each row of a dataset is of.
 */
#ifndef GOVSTAT_JOIN_H
#define GOVSTAT_JOIN_H

#include <govstat/dataset.h>
#include <govstat/units.h>

GOV_BEGIN_DECLS

/** Why a row is of no unit. */
typedef enum {
    GOV_JOIN_NO_NAME,    /**< It names neither a unit nor a body. */
    GOV_JOIN_UNKNOWN,    /**< No unit has the code or the name. */
    GOV_JOIN_OTHER_YEAR, /**< A unit has, but not in the year of the report. */
    GOV_JOIN_SEVERAL     /**< Several units have the name: none is chosen. */
} GovJoinReason;

/** A row that is of no unit. */
typedef struct {
    size_t row;
    GovJoinReason reason;
    size_t n_units; /**< How many units have the name, of SEVERAL. */
} GovJoinProblem;

/**
 * Finds the unit of every row: by ::GOV_KEY_UNIT where a row has that key, else by the name of the body. The
 * keys unit, parent, division, level and line of the result are those of the register; the scope is that of
 * the row, or where it has none that of the register. Rows that are of no unit have none of these keys and
 * are listed.
 *
 * @param dataset  sealed
 * @param problems where to store GovJoinProblem in the order of the rows, g_array_unref(); may be NULL
 * @return a dataset that shares the figures of @p dataset
 */
GovDataset *gov_units_join(const GovDataset *dataset, const GovUnits *units, GArray **problems);
/** @return `no_name`, `unknown`, `other_year` or `several`; static. */
const char *gov_join_reason_get_name(GovJoinReason reason);
/** @return the reason in words, such as 名录中无此单位; static. */
const char *gov_join_reason_get_text(GovJoinReason reason, GovLanguage language);

GOV_END_DECLS

#endif
