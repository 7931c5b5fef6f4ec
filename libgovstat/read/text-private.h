/* SPDX-License-Identifier: MIT */
/* What one line of plain text looks like, and how it falls into cells. text.c makes
 * tables of such lines. Nothing here looks at more than one line, or copies. */
#ifndef GOV_TEXT_PRIVATE_H
#define GOV_TEXT_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A piece of the text; not terminated. */
typedef struct {
    const char *text;
    size_t len;
} GovSlice;

typedef enum {
    GOV_LINE_TEXT, /* a paragraph */
    GOV_LINE_BLANK,
    GOV_LINE_PAGE,   /* page number or form feed */
    GOV_LINE_DUMP,   /* begins with a tab and has no other: a cell */
    GOV_LINE_TABS,   /* cells parted by tabs */
    GOV_LINE_BARS,   /* cells parted by bars */
    GOV_LINE_BAR,    /* a single bar and nothing else */
    GOV_LINE_RULE,   /* +---+, |---|, ─── */
    GOV_LINE_SPACED, /* cells parted by runs of spaces, or figures at its end: a row */
    GOV_LINE_WEAK /* perhaps: cells parted by runs of spaces, but no figure at its end */
} GovLineKind;

/* A line of a text, without its line break. */
typedef struct {
    GovSlice text;
    GovLineKind kind;
    const char *next; /* the line after it */
} GovTextLine;

/* The line that begins at `p`. */
GovTextLine gov__line_read(const char *p, const char *end);

/* Append the cells of a line, trimmed, to an array of GovSlice. */
void gov__line_split_tabs(GovSlice line, GArray *cells);
void gov__line_split_bars(GovSlice line, GArray *cells);
void gov__line_split_spaces(GovSlice line, GArray *cells);

/* Whether a word is a figure, or a mark for "not applicable", as far as a table reader
 * cares. */
bool gov__line_is_figure(GovSlice word);
/* Whether a rule draws the border of a box (`+---+`), not just the line under a
 * header. */
bool gov__line_is_border(GovSlice line);
/* Drops white space on both sides, of all scripts. */
GovSlice gov__line_trim(GovSlice line);

#endif
