/* SPDX-License-Identifier: MIT */
/* Whether leaves in some order can be a header at all: none twice, none lost, and none in a place that
 * only a heading which is not there could explain. */
#include "read/match-columns-private.h"

static bool is_same(const GovPlace *a, const GovPlace *b)
{
    return (a->column >= 0 || a->row >= 0) && a->column == b->column && a->row == b->row;
}

/* A label repeated over the slots it covers stands once: its figures are repeated too, and must
 * agree. */
bool gov__header_is_sound(const GArray *places)
{
    for (guint i = 1; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        if (is_same(place, &g_array_index(places, GovPlace, i - 1)))
            continue;
        for (guint k = 0; k < i; k++)
            if (is_same(place, &g_array_index(places, GovPlace, k)))
                return false;
    }
    return true;
}

/* Rows printed side by side must all have all their columns: one label lost would shift figures. */
static bool is_whole(const GovHeader *h)
{
    const GArray *places = h->columns->in_order;

    if (!h->columns->side_by_side || h->columns->transposed)
        return true;
    for (guint i = 0; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        if (place->row < 0)
            return false;
        size_t wanted = 0, found = 0;
        for (size_t c = 0; c < gov_form_n_columns(h->form, (size_t)h->columns->table); c++)
            wanted += gov_form_get_cell(h->form, (size_t)h->columns->table, (size_t)place->row, c) >= 0;
        for (guint k = 0; k < places->len; k++)
            found += g_array_index(places, GovPlace, k).row == place->row;
        if (found != wanted)
            return false;
    }
    return true;
}

static bool has_group_label(const GovHeader *h, int group)
{
    for (guint i = 0; i < h->columns->tokens->len; i++) {
        uint32_t index;
        const GovTarget *target =
            gov__token_target(gov__header_token(h, i, &index), GOV_AXIS_COLUMN_GROUP, h->columns->table);
        if (target != NULL && target->index == group)
            return true;
    }
    return false;
}

/* Without the heading above a group its labels may stand anywhere among the others: then only the
 * order of the form itself is believed. */
static bool is_settled(const GovHeader *h)
{
    const GArray *places = h->columns->in_order;
    size_t table = (size_t)h->columns->table;
    int last = -1;
    bool ascending = true, headless = false;

    if (h->columns->by_position->len > 0 || h->columns->side_by_side)
        return true;
    for (guint i = 0; i < places->len; i++) {
        int column = g_array_index(places, GovPlace, i).column;
        if (column < 0)
            continue;
        int group = gov__form_get_column_group(h->form, table, (size_t)column);
        headless = headless ||
                   (group >= 0 && gov__form_get_column_group_parent(h->form, table, (size_t)group) >= 0 &&
                    !has_group_label(h, group));
        ascending = ascending && column > last;
        last = column;
    }
    return ascending || !headless;
}

bool gov__header_is_believable(const GovHeader *h)
{
    const GArray *places = h->columns->in_order;
    bool any = false;

    for (guint i = 0; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        any = any || (h->columns->transposed ? place->row : place->column) >= 0;
    }
    return any && gov__header_is_sound(places) && is_whole(h) && is_settled(h);
}
