/* SPDX-License-Identifier: MIT */
/**
 * @file reconcile.h
 * GovReconciliation: what a unit published for its region, against the reports below it.
 *
 * Such a report may be meant in three ways: of the body alone, of those below it, or of both together. Each is
 * tried on every cell, and where the best one does not hold everywhere, a unit or two are looked for whose
 * figures explain the difference: left out, or counted twice. A reconciliation is immutable.
 */
#ifndef GOVSTAT_RECONCILE_H
#define GOVSTAT_RECONCILE_H

#include <govstat/rollup.h>

GOV_BEGIN_DECLS

typedef struct _GovReconciliation GovReconciliation;

/** What a published report may be the same as. */
typedef enum {
    GOV_RECONCILE_OWN,              /**< The own report of the unit. */
    GOV_RECONCILE_CHILDREN,         /**< The sum of the units directly below it. */
    GOV_RECONCILE_OWN_AND_CHILDREN, /**< Both together. */
    GOV_RECONCILE_N_SCOPES
} GovReconcileScope;

/** How one of them fares; no cell is compared where it cannot be tried. */
typedef struct {
    size_t n_compared; /**< Cells with a figure on both sides. */
    size_t n_equal;    /**< Of these, cells where it holds. */
    size_t n_above;    /**< Where the published figure is higher: room for what is not in the sum. */
    size_t n_below;    /**< Where it is lower. */
    size_t n_open;     /**< Cells compared though some unit below has no figure for them. */
} GovReconcileTry;

/** What an explanation says of a unit. */
typedef enum {
    GOV_PART_LEFT_OUT, /**< The published report lacks its figures. */
    GOV_PART_TWICE     /**< It has them twice. */
} GovPartKind;

/** One or two units that explain differences; a value. */
typedef struct {
    size_t n_parts;
    size_t units[2]; /**< Lines of the register. */
    GovPartKind kinds[2];
    size_t n_mended; /**< Cells that hold with it, and did not before. */
    size_t n_broken; /**< Cells that held before, and do not with it. */
} GovExplanation;

/** A cell in which the best way does not hold; a value. */
typedef struct {
    size_t cell;
    int64_t published;
    int64_t sum;       /**< What the way comes to. */
    bool has_sum;      /**< False if that cannot be held. */
    bool is_open;      /**< Some unit below has no figure for it. */
    bool is_explained; /**< The first explanation accounts for it, exactly. */
} GovDifference;

/**
 * Reconciles every unit of a roll-up by parent that has published a report for its region or level. The figures
 * of a unit below are those it published for its own region, or else the sum of its own parts, or its report.
 *
 * @return GovReconciliation by year, then in the order of the register, g_ptr_array_unref(); empty for a
 *         roll-up by other keys
 */
GPtrArray *gov_reconcile(const GovRollup *rollup);
/** @return @p self, with one more reference. */
GovReconciliation *gov_reconciliation_ref(const GovReconciliation *self);
/** Drops a reference. */
void gov_reconciliation_unref(GovReconciliation *self);

/** @return the line of the unit in the register. */
size_t gov_reconciliation_get_unit(const GovReconciliation *self);
/** @return the year. */
int gov_reconciliation_get_year(const GovReconciliation *self);
/** @return how many units are directly below it, and in @p n_present how many of them have figures. */
size_t gov_reconciliation_n_children(const GovReconciliation *self, size_t *n_present);
/** @return how one way fares. */
GovReconcileTry gov_reconciliation_get_try(const GovReconciliation *self, GovReconcileScope scope);
/** @return the way that, with the first explanation of what it leaves, holds on the largest share of the cells
 *          compared, or -1 if none could be tried. */
int gov_reconciliation_get_best(const GovReconciliation *self);
/** @return the number of explanations of what the best way leaves, best first; at most three. */
size_t gov_reconciliation_n_explanations(const GovReconciliation *self);
/** @return one of them. Only such are told as mend at least half of the cells, and more than they break. */
GovExplanation gov_reconciliation_get_explanation(const GovReconciliation *self, size_t i);
/** @return the form of the reports; borrowed. */
const GovForm *gov_reconciliation_get_form(const GovReconciliation *self);
/** @return the number of cells in which the best way does not hold, in the order of the form. */
size_t gov_reconciliation_n_differences(const GovReconciliation *self);
/** @return one of them. What no explanation accounts for is a slip to look for. */
GovDifference gov_reconciliation_get_difference(const GovReconciliation *self, size_t i);
/** @return `own`, `children` or `own_and_children`; static. */
const char *gov_reconcile_scope_get_name(GovReconcileScope scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovReconciliation, gov_reconciliation_unref)

GOV_END_DECLS

#endif
