/* SPDX-License-Identifier: MIT */
/* A data line read by position: the label above a figure says what it is.
 *
 * Needs a grid whose columns are those of its header. One token under two labels, two tokens under
 * one, or a figure among the labels leave a doubt, and the reading is not taken. */
#include "read/match-table-private.h"

#include <string.h>

uint32_t gov__position_first(const GovTableReader *r)
{
    uint32_t c = 0;

    while (c < r->columns.by_position->len &&
           !gov__leaf_is_known(r, &g_array_index(r->columns.by_position, GovPlace, c)))
        c++;
    return c;
}

/* Whether a column before the figures has a heading of its own, such as 行次, and not that of the
 * row labels. */
static bool has_own_label(const GovTableReader *r, const GovLine *line, const GovToken *token)
{
    const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, token->column);
    const GovToken *first = gov__lines_token(r->lines, line, 0);

    if (!place->labelled || first->column >= r->columns.by_position->len)
        return false;
    const GovPlace *corner = &g_array_index(r->columns.by_position, GovPlace, first->column);
    return corner->labelled && corner->token != place->token;
}

/* FALSE if the token stands under two leaves, or under nothing at all. */
bool gov__position_leaf(const GovTableReader *r, const GovLine *line, const GovToken *token, int *found)
{
    bool labelled = false;

    *found = -1;
    if (token->kind == TOKEN_FIGURE && token->column + token->n_columns <= gov__position_first(r))
        return has_own_label(r, line, token); /* else it stands among the labels: a shifted line */
    for (uint32_t c = token->column; c < token->column + token->n_columns; c++) {
        if (c >= r->columns.by_position->len)
            break;
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        labelled = labelled || place->labelled;
        if (!gov__leaf_is_known(r, place))
            continue;
        for (guint i = 0; i < r->columns.in_order->len; i++)
            if (gov__leaf_equals(place, gov__leaf_at(r, i)) && *found != (int)i) {
                if (*found >= 0)
                    return false;
                *found = (int)i;
            }
    }
    /* Unused places under no label may be blank, or struck out. */
    return *found >= 0 || labelled || token->kind == TOKEN_BLANK || token->kind == TOKEN_MARK;
}

/* Fillers of a merged cell: blanks, or the same text again. */
static bool is_filler(const GovToken *a, const GovToken *b)
{
    return b->kind == TOKEN_BLANK ||
           (a->len == b->len && memcmp(a->text, b->text, a->len) == 0);
}

bool gov__position_read(const GovTableReader *r, const GovDataLine *data, const GovToken **chosen)
{
    const GovGrid *grid = data->line->grid;
    bool sound = true;

    for (size_t t = data->first; t < data->line->n; t++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, t);
        int i;
        if (!gov__position_leaf(r, data->line, token, &i))
            sound = false;
        if (i < 0)
            continue;
        if (chosen[i] == NULL || (chosen[i]->kind == TOKEN_BLANK && token->kind != TOKEN_BLANK))
            chosen[i] = token;
        else if (!is_filler(chosen[i], token))
            sound = false;
    }
    for (guint i = 0; i < r->columns.in_order->len; i++)
        sound = sound && (chosen[i] != NULL || gov__leaf_cell(r, data, gov__leaf_at(r, i)) < 0);
    return sound && grid != NULL;
}

bool gov__position_is_given(const GovTableReader *r, const GovDataLine *data)
{
    const GovGrid *grid = data->line->grid;

    if (grid == NULL || r->columns.by_position->len == 0 ||
        gov_grid_n_columns(grid) != r->columns.by_position->len)
        return false;
    const GovToken *first = gov__lines_token(r->lines, data->line, 0);
    return r->columns.spans || gov_grid_get_row_width(grid, first->row) == gov_grid_n_columns(grid);
}
