/* SPDX-License-Identifier: MIT */
/**
 * @file concordance.h
 * GovConcordance: what the cells of one edition of the form are in another.
 *
 * Editions change what they count. A concordance says of every cell of the newer or older form from
 * which cells it can be had, how comparable the two are, and why not. It is data, like the forms
 * (docs/rules.md). Immutable; may be read from any thread.
 */
#ifndef GOVSTAT_CONCORDANCE_H
#define GOVSTAT_CONCORDANCE_H

#include <govstat/form.h>

GOV_BEGIN_DECLS

typedef struct _GovConcordance GovConcordance;

/** How far a cell of one form is the same as what it is had from, the best first. */
typedef enum {
    GOV_COMPARABILITY_EXACT,       /**< The same definition, one cell for one. */
    GOV_COMPARABILITY_SUM,         /**< The same definition, as a sum of cells. */
    GOV_COMPARABILITY_APPROXIMATE, /**< Usable with the caveat. */
    GOV_COMPARABILITY_NONE         /**< The other form does not have it: a break in the series. */
} GovComparability;

/**
 * Gives the built-in concordance between two editions; with a form itself, every cell is EXACT.
 *
 * @param from  the form that figures are in
 * @param to    the form they are wanted in
 * @param error ::GOV_ERROR_FORM if there is none for these forms
 * @return a new reference, or NULL
 */
GovConcordance *gov_concordance_builtin(const GovForm *from, const GovForm *to, GError **error);
/**
 * Reads a concordance from the text of a `*.concordance` file.
 *
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name, line, section and key of the first mistake;
 *              ::GOV_ERROR_FORM if it does not name both forms
 */
GovConcordance *gov_concordance_from_data(const GovForm *from, const GovForm *to, const char *data,
                                          size_t len, const char *name, GError **error);
/** @return @p concordance, with one more reference. */
GovConcordance *gov_concordance_ref(const GovConcordance *concordance);
/** Drops a reference. */
void gov_concordance_unref(GovConcordance *concordance);

/** @return the form that figures are in; borrowed. */
const GovForm *gov_concordance_get_from(const GovConcordance *concordance);
/** @return the form they are wanted in; borrowed. */
const GovForm *gov_concordance_get_to(const GovConcordance *concordance);
/** @return how comparable a cell of the form they are wanted in is. */
GovComparability gov_concordance_get_comparability(const GovConcordance *concordance, size_t cell);
/** @return from how many cells it is summed up; 0 for NONE. */
size_t gov_concordance_n_sources(const GovConcordance *concordance, size_t cell);
/** @return one of these, a cell of the form that figures are in. */
size_t gov_concordance_get_source(const GovConcordance *concordance, size_t cell, size_t i);
/** @return why it is only approximate or a break, or ""; borrowed. */
const char *gov_concordance_get_caveat(const GovConcordance *concordance, size_t cell, GovLanguage language);
/** @return whether a cell of the form that figures are in is used at all; if not, it is lost. */
bool gov_concordance_is_used(const GovConcordance *concordance, size_t source);

/** @return `exact`, `sum`, `approximate` or `none`; static. */
const char *gov_comparability_get_name(GovComparability comparability);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovConcordance, gov_concordance_unref)

GOV_END_DECLS

#endif
