/* SPDX-License-Identifier: MIT */
/* What one label of a header means: a column of the form, if the header as a whole lets it be one. */
#include "read/match-columns-private.h"

#include <string.h>

/* The unit that a header names: 本年收费金额（单位：万元）. In the normal form, so that a line break
 * inside 万元 does not make it 元. */
static GovUnit header_unit(const GovLines *lines, const GovToken *token)
{
    const char *text = gov__lines_key(lines, token);

    if (strstr(text, "亿元") != NULL)
        return GOV_UNIT_YIYUAN;
    if (strstr(text, "万元") != NULL)
        return GOV_UNIT_WANYUAN;
    return strstr(text, "元") != NULL ? GOV_UNIT_YUAN : GOV_UNIT_NONE;
}

/* A label such as a truncated 本年新 may name several columns: the k-th time it stands in the
 * header it means the k-th of them, if it stands there as often as it has meanings. */
static const GovTarget *choose_meaning(const GovHeader *h, guint i, const GovToken *token,
                                       bool *by_order)
{
    int table = h->columns->table;
    unsigned n_meanings = 0, before = 0, all = 0;

    *by_order = false;
    for (size_t t = 0; t < token->n_targets; t++)
        n_meanings += token->targets[t].axis == GOV_AXIS_COLUMN && token->targets[t].table == table;
    if (n_meanings < 2)
        return gov__token_target(token, GOV_AXIS_COLUMN, table);

    for (guint k = 0; k < h->columns->tokens->len; k++) {
        uint32_t index;
        const GovToken *other = gov__header_token(h, k, &index);
        if (other->targets == token->targets) {
            all++;
            before += k < i;
        }
    }
    if (all != n_meanings)
        return NULL;
    *by_order = true;
    for (size_t t = 0; t < token->n_targets; t++)
        if (token->targets[t].axis == GOV_AXIS_COLUMN && token->targets[t].table == table &&
            before-- == 0)
            return &token->targets[t];
    return NULL;
}

bool gov__header_is_group_of(const GovHeader *h, int group, int column)
{
    int g = gov__form_get_column_group(h->form, (size_t)h->columns->table, (size_t)column);

    while (g >= 0 && g != group)
        g = gov__form_get_column_group_parent(h->form, (size_t)h->columns->table, (size_t)g);
    return g == group;
}

/* Another label of the header is the official one for the same column: this one, 合计 beside
 * 总计, is a column that the form does not have. */
static bool is_shadowed(const GovHeader *h, const GovToken *token, const GovTarget *target)
{
    if (token->evidence == GOV_EVIDENCE_EXACT || h->columns->side_by_side)
        return false;
    for (guint i = 0; i < h->columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *other = gov__header_token(h, i, &index);
        const GovTarget *rival = gov__token_target(other, GOV_AXIS_COLUMN, h->columns->table);
        if (rival != NULL && rival->index == target->index && other->evidence == GOV_EVIDENCE_EXACT)
            return true;
    }
    return false;
}

GovPlace gov__header_leaf(const GovHeader *h, guint i)
{
    GovPlace place = GOV_NO_PLACE;
    bool by_order;
    const GovToken *token = gov__header_token(h, i, &place.token);
    const GovTarget *target = choose_meaning(h, i, token, &by_order);

    place.labelled = true;
    if (target == NULL || is_shadowed(h, token, target))
        return place;
    place.column = target->index;
    place.evidence = by_order ? GOV_EVIDENCE_ORDER : token->evidence;
    place.unit = header_unit(h->lines, token);
    return place;
}
