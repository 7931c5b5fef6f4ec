/* SPDX-License-Identifier: MIT */
/* What html.c asks of tags and attributes (html-tag.c), and of the bytes before they are parsed
 * (html-mend.c). Attributes are as libxml2 hands them out: names and values in turn, then NULL. */
#ifndef GOV_HTML_TAG_PRIVATE_H
#define GOV_HTML_TAG_PRIVATE_H

#include <libxml/xmlstring.h>
#include <stdbool.h>

#include "read/encoding-private.h"

/* What an element means. */
typedef enum {
    TAG_INLINE,
    TAG_SKIP, /* nothing inside counts */
    TAG_SUP,
    TAG_BLOCK,
    TAG_BR,
    TAG_IMG,
    TAG_INPUT,
    TAG_PRE,
    TAG_TITLE,
    TAG_TABLE,
    TAG_TR,
    TAG_CELL
} GovTag;

/* libxml2 gives names in lower case. */
GovTag gov__tag_find(const xmlChar *name);
bool gov__tag_is_hidden(const xmlChar **atts);
/* Raised or lowered text is a note, in whatever way it is written. */
bool gov__tag_is_raised(GovTag tag, const xmlChar **atts);
/* The spans of a cell, as gov_grid_add_cell() takes them. */
void gov__tag_get_spans(const xmlChar **atts, unsigned *n_rows, unsigned *n_columns);
/* The value that a field shows, or NULL. */
const char *gov__tag_find_value(const xmlChar **atts);

/* Takes out what Word wrote for its own eyes, and ends the names of blanks that have no semicolon. */
void gov__html_drop_conditionals(GovDecoded *text);
void gov__html_mend_blanks(GovDecoded *text);

#endif
