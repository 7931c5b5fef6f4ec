/* SPDX-License-Identifier: MIT */
/**
 * @file indicator.h
 * GovIndicator: a numerator and a denominator over the cells of a form, with the base said.
 *
 * Published shares of one name use different bases, so an indicator is two sums of cells and a
 * text that names its base. Indicators are data: `[indicator …]` sections of the form file. What
 * they come to for a report or a dataset is in rate.h.
 */
#ifndef GOVSTAT_INDICATOR_H
#define GOVSTAT_INDICATOR_H

#include <govstat/form.h>

GOV_BEGIN_DECLS

/** Immutable; lives as long as its form. */
typedef struct _GovIndicator GovIndicator;

/** What the quotient of an indicator is. */
typedef enum {
    GOV_INDICATOR_SHARE, /**< The numerator is a part of the denominator; 0 to 100 %. */
    GOV_INDICATOR_RATE,  /**< Per hundred, but not a part. */
    GOV_INDICATOR_RATIO, /**< A plain quotient, not in percent. */
    GOV_INDICATOR_GROWTH /**< Change against the year before, in percent of it. */
} GovIndicatorKind;

/** @return the number of indicators of a form. */
size_t gov_form_n_indicators(const GovForm *form);
/** @return an indicator, in the order of the form; borrowed. */
const GovIndicator *gov_form_get_indicator(const GovForm *form, size_t i);
/** @return the indicator with an id, or NULL; borrowed. */
const GovIndicator *gov_form_find_indicator(const GovForm *form, const char *id);

/** @return the id, such as `disclosure_rate`: the same in all editions where it means the same; borrowed. */
const char *gov_indicator_get_id(const GovIndicator *indicator);
/** @return the name (公开率); borrowed. */
const char *gov_indicator_get_label(const GovIndicator *indicator, GovLanguage language);
/** @return what the denominator counts (办理结果总计); borrowed. */
const char *gov_indicator_get_base(const GovIndicator *indicator, GovLanguage language);
/** @return a remark on its use, or ""; borrowed. */
const char *gov_indicator_get_note(const GovIndicator *indicator, GovLanguage language);
/** @return the numerator as written in the form; borrowed. */
const char *gov_indicator_get_numerator(const GovIndicator *indicator);
/** @return the denominator as written in the form; borrowed. */
const char *gov_indicator_get_denominator(const GovIndicator *indicator);
/** @return what the quotient is. */
GovIndicatorKind gov_indicator_get_kind(const GovIndicator *indicator);
/** @return whether it names figures of the year before. */
bool gov_indicator_uses_prior(const GovIndicator *indicator);
/** @return whether a cell is among its terms, of the year itself or, if @p prior, of the year before. */
bool gov_indicator_uses_cell(const GovIndicator *indicator, size_t cell, bool prior);
/** @return `share`, `rate`, `ratio` or `growth`; static. */
const char *gov_indicator_kind_get_name(GovIndicatorKind kind);

GOV_END_DECLS

#endif
