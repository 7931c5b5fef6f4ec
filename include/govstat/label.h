/* SPDX-License-Identifier: MIT */
/**
 * @file label.h
 * Labels as people type them: normal form and likeness.
 */
#ifndef GOVSTAT_LABEL_H
#define GOVSTAT_LABEL_H

#include <govstat/decls.h>
#include <stddef.h>

GOV_BEGIN_DECLS

/**
 * Brings a label to its normal form, in which two spellings of one label are equal.
 *
 * Folds full-width forms and the radicals of PDF fonts; drops white space, zero-width characters
 * and quotation marks, 《》 among them; writes brackets as `()`, treats ， and 、 alike; maps the
 * traditional characters and Taiwan words seen in these reports; drops the ordinals in front
 * (一、 （一） 1. ①, or a bare digit as in 3其他), 其中：, a year insert (本年(2023)) and a full stop
 * or colon at the end. Explanations in brackets stay: see gov_label_strip_bracket(). An ordinal
 * with nothing behind it stays too, and so does a figure. A normal form is its own normal form.
 *
 * @param text UTF-8; need not be terminated
 * @param len  its length in bytes
 * @return the normal form, possibly empty; free with g_free()
 */
char *gov_label_normalise(const char *text, size_t len);

/**
 * Reads the ordinal in front of a label, which gov_label_normalise() drops. Ordinals repeat and are
 * often wrong or missing: it is a hint, never a key.
 *
 * @param text  UTF-8; need not be terminated
 * @param len   its length in bytes
 * @param level where to store how it is written: 1 for 一、, 2 for （一） or (1), 3 for 1. or ①,
 *              0 if there is none; may be NULL
 * @return the ordinal nearest to the words, from 1, or 0 if there is none
 */
unsigned gov_label_get_ordinal(const char *text, size_t len, unsigned *level);

/**
 * Drops the explanation in brackets at the end of a normal form, if there is one.
 *
 * @param label a normal form, changed in place
 * @return whether something was dropped; a form that is all bracket stays
 */
gboolean gov_label_strip_bracket(char *label);

/**
 * Says how alike two normal forms are. Unequal ones of more than 64 characters count as unlike.
 *
 * @return 1 for equal, 0 for unlike; between them 1 − distance/length, where distance counts
 *         characters to insert, drop, replace or swap with a neighbour
 */
double gov_label_compare(const char *a, const char *b);

/** @return that distance itself, or @p limit + 1 as soon as it exceeds @p limit. */
unsigned gov_label_distance(const char *a, const char *b, unsigned limit);

GOV_END_DECLS

#endif
