/* SPDX-License-Identifier: MIT */
/* Lines in steps, each one file: match-lines.c (document → lines), match-token.c (text → tokens),
 * match-label.c (labels of tokens in a form; its functions are in match-private.h). */
#ifndef GOV_MATCH_LINES_PRIVATE_H
#define GOV_MATCH_LINES_PRIVATE_H

#include "read/match-private.h"

/* Longer texts are prose. The longest official label has 105 bytes; three of them may be glued. */
#define GOV_MAX_LABEL_BYTES 320

GovTokenKind gov__token_classify(const char *text, size_t len);
/* Adds a text as one token at a place, of which the rest is filled in. */
void gov__token_add(GovLines *lines, const char *text, size_t len, GovToken place);
/* Adds the figures of one text as tokens of their own, all at the same place. Fewer than `least` are
 * one figure that was broken, if anything. Returns how many were added. */
unsigned gov__token_add_figures(GovLines *lines, const char *text, size_t len, GovToken place,
                                unsigned least);
/* Adds a line of words and figures as one token each; returns how many, 0 if it is no such line. */
unsigned gov__token_add_cells(GovLines *lines, const char *text, size_t len, GovToken place);
/* Length of the next piece between white space and bars; 0 at the end. Advances `*text`. */
size_t gov__token_next_piece(const char **text, const char *end);

#endif
