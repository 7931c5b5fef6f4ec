/* SPDX-License-Identifier: MIT */
/**
 * @file diff.h
 * GovDiff: two reports side by side, as a rule two years of one body.
 *
 * Every cell that both forms have, what became of it, and the identities (勾稽关系) that tie the two years.
 * A diff is immutable.
 */
#ifndef GOVSTAT_DIFF_H
#define GOVSTAT_DIFF_H

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
    size_t before_cell; /**< Index in the form of the first report. */
    size_t after_cell;  /**< Index in the form of the second. */
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
    const GovRule *rule; /**< Borrowed from the form of the second report. */
    GovTieState state;
    int64_t lhs; /**< Left side, if not OPEN. */
    int64_t rhs; /**< Right side, if not OPEN. */
    GovType type; /**< Of both sides. */
} GovTie;

/**
 * Sets two sealed reports side by side. Two editions are compared by the codes they share, which mean the
 * same in both. Identities that tie the years are the rules of the second form that equate figures of a year
 * with such of the year before; there are none unless the second report is of the year after the first.
 *
 * @return a new diff; gov_diff_unref()
 */
GovDiff *gov_diff_new(const GovReport *before, const GovReport *after);
/** @return @p diff, with one more reference. */
GovDiff *gov_diff_ref(const GovDiff *diff);
/** Drops a reference. */
void gov_diff_unref(GovDiff *diff);

/** @return the first report; borrowed. */
const GovReport *gov_diff_get_before(const GovDiff *diff);
/** @return the second report; borrowed. */
const GovReport *gov_diff_get_after(const GovDiff *diff);
/** @return the number of cells both forms have. */
size_t gov_diff_n_cells(const GovDiff *diff);
/** @return one of them, in the order of the second form. */
GovDiffCell gov_diff_get_cell(const GovDiff *diff, size_t i);
/** @return how many cells of the first form the second does not have. */
size_t gov_diff_n_only_before(const GovDiff *diff);
/** @return how many cells of the second form the first does not have. */
size_t gov_diff_n_only_after(const GovDiff *diff);
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
