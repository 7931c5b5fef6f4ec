/* SPDX-License-Identifier: MIT */
/* The reading of headers in steps, each one file: match-columns-leaf.c (one label), -position.c (labels
 * above the columns of the grid), -order.c (labels as they are read), -sound.c (whether leaves can
 * be a header), and match-columns.c, which chooses. */
#ifndef GOV_MATCH_COLUMNS_PRIVATE_H
#define GOV_MATCH_COLUMNS_PRIVATE_H

#include "read/match-private.h"

/* A header with what is needed to make sense of it. */
typedef struct {
    const GovLines *lines;
    const GovForm *form;
    GovColumns *columns;
} GovHeader;

static const GovPlace GOV_NO_PLACE = {-1, -1, GOV_EVIDENCE_NONE, GOV_UNIT_NONE, 0, false};

/* The i-th label of the header, and its index among all tokens. */
static inline const GovToken *gov__header_token(const GovHeader *h, guint i, uint32_t *index)
{
    *index = g_array_index(h->columns->tokens, uint32_t, i);
    return &g_array_index(h->lines->tokens, GovToken, *index);
}

/* The i-th label as a leaf, or a place without a column if it is none that the form knows. */
GovPlace gov__header_leaf(const GovHeader *h, guint i);
/* Whether a column of the form stands under a group, directly or not. */
bool gov__header_is_group_of(const GovHeader *h, int group, int column);

/* Fills by_position, or leaves it empty where positions mean nothing. */
void gov__header_place_positions(GovHeader *h);
/* Fills in_order from by_position, from left to right. */
void gov__header_order_positions(GovColumns *columns);
/* Fills in_order from the order of the labels alone. */
void gov__header_order_labels(GovHeader *h);

/* Whether no column stands twice; such a header is worthless. */
bool gov__header_is_sound(const GArray *places);
/* Whether what stands in in_order can be a header. */
bool gov__header_is_believable(const GovHeader *h);

#endif
