/* SPDX-License-Identifier: MIT */
/**
 * @file diff.h
 * GovDiff: two reports side by side, as a rule two years of one body.
 *
 * Every cell of the form, what became of it, and the identities (勾稽关系) that tie the two years. A report of
 * another edition is harmonised first (docs/editions.md), and every cell says how comparable the two figures are.
 * A diff is immutable.
 */
#ifndef GOVSTAT_DIFF_H
#define GOVSTAT_DIFF_H

#include <govstat/concordance.h>
#include <govstat/report.h>
#include <govstat/rule.h>

GOV_BEGIN_DECLS

typedef struct _GovDiff GovDiff;

/** What can be said of a relative change. */
typedef enum {
    GOV_GROWTH_KNOWN,         /**< There is one. */
    GOV_GROWTH_NOT_APPLICABLE, /**< The figure before is zero or negative: no rate can be taken of it. */
    GOV_GROWTH_UNKNOWN        /**< A figure is missing. */
} GovGrowth;

/** One cell in both reports. */
typedef struct {
    size_t cell; /**< Index in the form of comparison. */
    GovComparability comparability; /**< The lesser one of the two reports with that form. */
    GovStatus before_status;
    GovStatus after_status;
    int64_t before; /**< Meaningful if REPORTED. */
    int64_t after;  /**< Meaningful if REPORTED. */
    bool has_change; /**< Whether both are, and the difference can be held. */
    int64_t change;  /**< After − before. */
    GovGrowth growth_state;
    double growth; /**< Change / before, if KNOWN. */
} GovDiffCell;

/** How an identity between the two years fares. */
typedef enum {
    GOV_TIE_HOLDS, /**< Both sides are equal. */
    GOV_TIE_FAILS, /**< They are not. */
    GOV_TIE_OPEN   /**< A figure is missing, so nothing can be said. */
} GovTieState;

/** One such identity. */
typedef struct {
    const GovRule *rule; /**< Borrowed from the form of comparison. */
    GovTieState state;
    int64_t lhs; /**< Left side, if not OPEN. */
    int64_t rhs; /**< Right side, if not OPEN. */
    GovType type; /**< Of both sides. */
} GovTie;

/**
 * Sets two sealed reports side by side in the cells of one form. A cell that a report of another edition cannot tell is
 * ABSENT there, and its comparability NONE. Forms that no concordance knows are compared by the codes they share,
 * which mean the same in both.
 *
 * Identities that tie the years are the rules of the form that equate figures of a year with such of the year before;
 * there are none unless the second report is of the year after the first. One over figures that are only
 * approximately the same stays OPEN.
 *
 * @param form  to compare in; NULL: the newer edition of the two
 * @param error ::GOV_ERROR_OVERFLOW where a sum that a cell is made of cannot be held
 * @return a new diff, or NULL; gov_diff_unref()
 */
GovDiff *gov_diff_new(const GovReport *before, const GovReport *after, const GovForm *form, GError **error);
/** @return @p diff, with one more reference. */
GovDiff *gov_diff_ref(const GovDiff *diff);
/** Drops a reference. */
void gov_diff_unref(GovDiff *diff);

/** @return the first report; borrowed. */
const GovReport *gov_diff_get_before(const GovDiff *diff);
/** @return the second report; borrowed. */
const GovReport *gov_diff_get_after(const GovDiff *diff);
/** @return whether both name the same body, in the normal form of labels; also if one names none. Where they do not,
 *          identities between the years are told all the same, and may mean nothing. */
bool gov_diff_is_of_one_body(const GovDiff *diff);
/** @return the form of comparison; borrowed. */
const GovForm *gov_diff_get_form(const GovDiff *diff);
/** @return the number of cells: those of the form of comparison. */
size_t gov_diff_n_cells(const GovDiff *diff);
/** @return one of them, in the order of the form. */
GovDiffCell gov_diff_get_cell(const GovDiff *diff, size_t i);
/** @return how many cells are so comparable; with ::GOV_COMPARABILITY_NONE the breaks. */
size_t gov_diff_count_cells(const GovDiff *diff, GovComparability comparability);
/** @return how many cells of the first report (of the second, if @p after) the form of comparison has no place for. */
size_t gov_diff_n_lost(const GovDiff *diff, bool after);
/** @return what the first report (the second, if @p after) was harmonised by, or NULL if it is of the form of comparison
 *          or its form is unknown to any concordance; borrowed. */
const GovConcordance *gov_diff_get_concordance(const GovDiff *diff, bool after);
/** @return the number of identities that tie the two reports. */
size_t gov_diff_n_ties(const GovDiff *diff);
/** @return one of them. */
GovTie gov_diff_get_tie(const GovDiff *diff, size_t i);
/** @return the row or column it was applied to, as printed in the form, or NULL; borrowed. */
const char *gov_diff_get_tie_place(const GovDiff *diff, size_t i, GovLanguage language);
/** @return the id of that row or column, or NULL; borrowed. */
const char *gov_diff_get_tie_place_id(const GovDiff *diff, size_t i);
/** @return `holds`, `fails` or `open`; static. */
const char *gov_tie_state_get_name(GovTieState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovDiff, gov_diff_unref)

GOV_END_DECLS

#endif
