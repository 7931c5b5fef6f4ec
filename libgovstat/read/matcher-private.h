/* SPDX-License-Identifier: MIT */
/* The matcher around the steps of match-private.h: match.c (parts of the document, and their reports),
 * match-edition.c (which form a part is on), match-settle.c (several hits on one cell) and
 * match-fill.c (what the report says of each cell). */
#ifndef GOV_MATCHER_PRIVATE_H
#define GOV_MATCHER_PRIVATE_H

#include <govstat/read.h>

#include "read/match-private.h"

typedef struct {
    const GovDocument *document;
    const GovReadOptions *options;
    GovLines *lines;
    GArray *titles;
    GPtrArray *forms;   /* GovForm */
    GPtrArray *matches; /* GovMatch, one per form */
    GPtrArray *sole;    /* per form: uint32_t blocks with column labels that it alone has */
    uint8_t *used;      /* by block: whether figures of any form were read there */
} GovMatcher;

/* A part of the document that holds one report: blocks [first, end). */
typedef struct {
    uint32_t first;
    uint32_t end;
} GovDocumentPart;

static inline GovMatch *gov__matcher_match(const GovMatcher *m, guint form)
{
    return g_ptr_array_index(m->matches, form);
}
static inline const GovForm *gov__matcher_form(const GovMatcher *m, guint form)
{
    return g_ptr_array_index(m->forms, form);
}
static inline const GovHit *gov__match_hit(const GovMatch *match, guint i)
{
    return &g_array_index(match->hits, GovHit, i);
}

/* The first of items in document order that is not before a block; `offset` is that of the uint32_t
 * in an item that names its block. */
guint gov__blocks_find(const GArray *items, size_t offset, uint32_t block);
static inline guint gov__match_find_hit(const GovMatch *match, uint32_t block)
{
    return gov__blocks_find(match->hits, offsetof(GovHit, block), block);
}

/* ---- editions ------------------------------------------------------------------------- */

/* Notes where column labels stand that one form alone has. */
void gov__edition_find_labels(GovMatcher *m, guint form);
/* The same for its glued tables. */
void gov__edition_find_glued_labels(GovMatcher *m, guint form);
/* Whether a form can be left out: the labels of another one alone stand in the document. */
bool gov__edition_is_ruled_out(const GovMatcher *m, guint form);
/* The figures of a part that a form explains. */
unsigned gov__edition_count_hits(const GovMatcher *m, guint form, const GovDocumentPart *part);
/* The index of the form a part is on; −1 if it stays open. */
int gov__edition_choose(const GovMatcher *m, const GovDocumentPart *part, bool *conflict);

/* ---- reports -------------------------------------------------------------------------- */

/* By cell of the form. Tells conflicts, and casts doubt on hits of other years. */
GovSettled *gov__settled_new(GovReport *report, const GovMatch *match, const GovDocumentPart *part);
/* Marks the cells whose row adds up. */
void gov__settled_confirm_rows(const GovForm *form, const GovSettled *settled, uint8_t *confirmed);
GovReport *gov__matcher_fill(const GovMatcher *m, guint form, const GovDocumentPart *part, bool conflict);

#endif
