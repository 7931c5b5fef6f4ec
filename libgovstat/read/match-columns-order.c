/* SPDX-License-Identifier: MIT */
/* A header in order: its leaves as they are read, whatever their positions. */
#include "read/match-columns-private.h"

/* Whether an unknown label belongs to a group: as the next known column after it does, or, at the
 * end, as the last one before it did. */
static bool stands_inside(const GovHeader *h, guint i, int group, bool inside)
{
    for (guint k = i + 1; k < h->columns->tokens->len; k++) {
        GovPlace next = gov__header_leaf(h, k);
        if (next.column >= 0)
            return gov__header_is_group_of(h, group, next.column);
    }
    return inside;
}

/* A label that stands on two lines of the header, as copies repeat tall cells. */
static bool is_repeated(const GovHeader *h, const GovPlace *place)
{
    const GovToken *token = &g_array_index(h->lines->tokens, GovToken, place->token);

    for (guint i = 0; i < h->columns->in_order->len && place->column >= 0; i++) {
        const GovPlace *other = &g_array_index(h->columns->in_order, GovPlace, i);
        const GovToken *above = &g_array_index(h->lines->tokens, GovToken, other->token);
        if (other->column == place->column && above->row != token->row)
            return true;
    }
    return false;
}

static bool has_leaf_of(const GovHeader *h, int group)
{
    for (guint i = 0; i < h->columns->in_order->len; i++) {
        int column = g_array_index(h->columns->in_order, GovPlace, i).column;
        if (column >= 0 && gov__header_is_group_of(h, group, column))
            return true;
    }
    return false;
}

static const GovTarget *inner_group(const GovHeader *h, const GovToken *token)
{
    const GovTarget *group = gov__token_target(token, GOV_AXIS_COLUMN_GROUP, h->columns->table);

    return group != NULL && gov__form_get_column_group_parent(h->form, (size_t)h->columns->table,
                                                              group->index) >= 0
               ? group
               : NULL;
}

/* Whether a word of the header is no column: a heading, or the corner of the table. */
static bool is_no_column(const GovHeader *h, const GovToken *token, const GovPlace *place)
{
    if (gov__token_target(token, GOV_AXIS_COLUMN_GROUP, h->columns->table) != NULL)
        return true;
    bool other_word = token->n_targets > 0 &&
                      gov__token_target(token, GOV_AXIS_COLUMN, h->columns->table) == NULL;
    return place->column < 0 && (h->columns->in_order->len == 0 || other_word);
}

/* Places the leaves of a tree header: those of a group heading stand where the heading does. */
static void order_tree(GovHeader *h)
{
    GArray *slots = h->columns->in_order;
    int group = -1;
    guint insert_at = 0, group_at = 0;
    uint32_t group_column = 0;
    bool inside = false;

    for (guint i = 0; i < h->columns->tokens->len; i++) {
        GovPlace place = gov__header_leaf(h, i);
        const GovToken *token = &g_array_index(h->lines->tokens, GovToken, place.token);
        const GovTarget *heading = inner_group(h, token);
        if (heading != NULL && heading->index != group) {
            if (has_leaf_of(h, heading->index)) { /* below its labels it says nothing of their order */
                g_array_set_size(slots, 0);
                return;
            }
            group = heading->index;
            group_at = insert_at = slots->len;
            group_column = h->columns->width > 0 && h->columns->spans ? token->column : 0;
        }
        if (is_no_column(h, token, &place) || is_repeated(h, &place))
            continue;
        inside = group >= 0 && (place.column < 0 ? stands_inside(h, i, group, inside)
                                                 : gov__header_is_group_of(h, group, place.column));
        bool left = !inside && token->column < group_column; /* of the heading, in a row below it */
        if (!inside && !left) {
            g_array_append_val(slots, place);
            continue;
        }
        g_array_insert_val(slots, inside ? insert_at : group_at++, place);
        insert_at++;
    }
}

/* The rows that the header names, in reading order; int. */
static GArray *find_heads(const GovHeader *h)
{
    GArray *heads = g_array_new(FALSE, FALSE, sizeof(int));

    for (guint i = 0; i < h->columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *token = gov__header_token(h, i, &index);
        const GovTarget *row = gov__token_target(token, GOV_AXIS_ROW, h->columns->table);
        int value = row != NULL ? row->index : 0;
        if (row != NULL)
            g_array_append_val(heads, value);
    }
    return heads;
}

/* Side by side rows: each heading takes labels until one comes again. All must take the same. */
static void order_wide(GovHeader *h)
{
    GovColumns *columns = h->columns;
    g_autoptr(GArray) heads = find_heads(h);
    guint head = 0, taken = 0, first_taken = 0;
    uint64_t seen = 0;

    for (guint i = 0; i < columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *token = gov__header_token(h, i, &index);
        const GovTarget *target = gov__token_target(token, GOV_AXIS_COLUMN, columns->table);
        if (target == NULL)
            continue;
        if (seen & (UINT64_C(1) << (target->index & 63))) {
            first_taken = head == 0 ? taken : first_taken;
            if (taken != first_taken)
                break;
            head++;
            seen = 0;
            taken = 0;
        }
        seen |= UINT64_C(1) << (target->index & 63);
        taken++;
        if (head >= heads->len)
            break;
        GovPlace place = {target->index, g_array_index(heads, int, head), token->evidence,
                          GOV_UNIT_NONE, index, true};
        g_array_append_val(columns->in_order, place);
    }
    if (head + 1 != heads->len || (head > 0 && taken != first_taken))
        g_array_set_size(columns->in_order, 0);
}

/* The row headings from left to right. */
static void order_rows(GovHeader *h)
{
    for (guint i = 0; i < h->columns->tokens->len; i++) {
        GovPlace place = GOV_NO_PLACE;
        const GovToken *token = gov__header_token(h, i, &place.token);
        const GovTarget *row = gov__token_target(token, GOV_AXIS_ROW, h->columns->table);
        place.row = row != NULL ? row->index : -1;
        place.evidence = token->evidence;
        if (row != NULL)
            g_array_append_val(h->columns->in_order, place);
    }
}

void gov__header_order_labels(GovHeader *h)
{
    g_array_set_size(h->columns->in_order, 0);
    if (h->columns->transposed)
        order_rows(h);
    else if (h->columns->side_by_side)
        order_wide(h);
    else
        order_tree(h);
}
