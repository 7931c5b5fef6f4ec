/* SPDX-License-Identifier: MIT */
/* Normal forms without a new string for each: the matcher asks for one per cell of a
 * document. */
#ifndef GOV_LABEL_PRIVATE_H
#define GOV_LABEL_PRIVATE_H

#include <glib.h>
#include <govstat/label.h>

/* Replaces the content of `out` by the normal form of `text`, which is never longer than
 * `text`. */
void gov__label_normalise_into(GString *out, const char *text, size_t len);

/* What a character becomes in running text: its plain, simplified form, or 0 where it is white space,
 * a quotation mark or invisible. Never one that takes more bytes. */
gunichar gov__label_fold(gunichar c);

#endif
