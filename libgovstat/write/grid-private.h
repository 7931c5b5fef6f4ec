/* SPDX-License-Identifier: MIT */
/* Drawing a sheet with box characters for a terminal. Knows nothing of reports: the text
 * of each slot is given. */
#ifndef GOV_GRID_PRIVATE_H
#define GOV_GRID_PRIVATE_H

#include "write/sheet-private.h"

/* Widest line that is aimed at. */
#define GOV_GRID_WIDTH 100

typedef struct {
    const char *text;   /* printable UTF-8 */
    const char *before; /* escape sequences around it, or NULL */
    const char *after;
} GovGridText;

/* Appends the drawing; `texts` has one entry for each slot of the sheet. */
void gov__grid_draw(GString *out, const GovSheet *sheet, const GovGridText *texts);

/* Columns a text takes on a terminal. */
unsigned gov__text_width(const char *text);
/* Appends text and blanks up to `width` columns; blanks come first if it is to end on the right. */
void gov__append_padded(GString *out, const char *text, unsigned width, bool right);

#endif
