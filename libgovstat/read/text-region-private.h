/* SPDX-License-Identifier: MIT */
/* Plain text in steps, each one file: text-line.c (one line), text.c (lines → regions of one style),
 * text-region.c (a region → a table or paragraphs). */
#ifndef GOV_TEXT_REGION_PRIVATE_H
#define GOV_TEXT_REGION_PRIVATE_H

#include <govstat/document.h>

#include "read/text-private.h"

typedef struct {
    guint end;   /* of its cells */
    bool border; /* a rule of a drawn box stands above */
} GovTextRow;

typedef struct {
    GovDocument *document;
    GovTextLine line; /* the current line; its kind is only good before the end */
    const char *end;
    unsigned number;   /* of the current line */
    GovLineKind style; /* of the region, with its first line: */
    GovSlice first;
    unsigned first_number;
    GArray *cells; /* GovSlice */
    GArray *rows;  /* GovTextRow */
    bool border;   /* a rule was passed since the last row */
    GString *scratch;
    GError *error;
} GovTextReader;

/* Adds the region that ends before the current line to the document. */
void gov__region_emit(GovTextReader *self);
void gov__region_add_paragraph(GovTextReader *self, GovSlice text);
/* Sets the error of a table that is too large; returns FALSE. */
bool gov__region_fail_large(GovTextReader *self);

#endif
