/* SPDX-License-Identifier: MIT */
/* A header by position: what stands above each column of the grid. Group headings say which labels under
 * them are theirs, and row headings which row. */
#include "read/match-columns-private.h"

static GovPlace *place_at(GovHeader *h, uint32_t column)
{
    return &g_array_index(h->columns->by_position, GovPlace, column);
}

/* In a rectangular copy of unknown spans a heading is followed by blanks up to the next one. */
static uint32_t reach(const GovHeader *h, const GovToken *token, guint i)
{
    uint32_t end = token->column + token->n_columns;

    if (h->columns->spans || gov__token_target(token, GOV_AXIS_COLUMN, h->columns->table) != NULL)
        return end;
    end = h->columns->width;
    if (i + 1 < h->columns->tokens->len) {
        uint32_t index;
        const GovToken *next = gov__header_token(h, i + 1, &index);
        if (next->row == token->row)
            end = next->column;
    }
    return end;
}

static void set_column(GovHeader *h, const GovPlace *leaf, int group, uint32_t column)
{
    GovPlace *place = place_at(h, column);
    int row = place->row;

    place->labelled = true;
    if (place->column < 0)
        place->token = leaf->token;
    /* A total under 法人或其他组织 is an invented subtotal, not the form's 总计. */
    if (leaf->column < 0 || (group >= 0 && !gov__header_is_group_of(h, group, leaf->column)))
        return;
    *place = *leaf;
    place->row = row;
}

void gov__header_place_positions(GovHeader *h)
{
    GovColumns *columns = h->columns;
    g_autofree int *groups = NULL;

    g_array_set_size(columns->by_position, 0);
    if (columns->width == 0)
        return;
    groups = g_new(int, columns->width);
    for (uint32_t c = 0; c < columns->width; c++) {
        groups[c] = -1;
        g_array_append_val(columns->by_position, GOV_NO_PLACE);
    }
    for (guint i = 0; i < columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *token = gov__header_token(h, i, &index);
        const GovTarget *group = gov__token_target(token, GOV_AXIS_COLUMN_GROUP, columns->table);
        const GovTarget *row =
            columns->side_by_side ? gov__token_target(token, GOV_AXIS_ROW, columns->table) : NULL;
        uint32_t end = MIN(reach(h, token, i), columns->width);
        GovPlace leaf = gov__header_leaf(h, i);
        for (uint32_t c = token->column; c < end; c++) {
            if (group != NULL)
                groups[c] = group->index;
            else if (row != NULL)
                place_at(h, c)->row = row->index;
            else
                set_column(h, &leaf, groups[c], c);
        }
    }
}

/* The leaves from left to right. The same label repeated over the slots it covers is one. */
void gov__header_order_positions(GovColumns *columns)
{
    const GovPlace *last = NULL;

    for (guint c = 0; c < columns->by_position->len && gov__header_is_sound(columns->in_order); c++) {
        const GovPlace *place = &g_array_index(columns->by_position, GovPlace, c);
        if (columns->transposed ? place->row < 0 : place->column < 0)
            continue;
        if (last == NULL || last->column != place->column || last->row != place->row)
            g_array_append_val(columns->in_order, *place);
        last = place;
    }
}
