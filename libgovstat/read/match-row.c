/* SPDX-License-Identifier: MIT */
/* The row of the form that a data line fills: by its label and the group heading above it, or without
 * a label where the table has one row only. Lines that merely look like a row of the form are
 * told and left out. */
#include "read/match-table-private.h"

/* Group heading on the line itself, or −1. */
static int line_group(const GovTableReader *r, const GovLine *line, size_t lead)
{
    int group = -1;

    for (size_t i = 0; i < lead; i++) {
        const GovTarget *target =
            gov__token_target(gov__lines_token(r->lines, line, i), GOV_AXIS_ROW_GROUP, r->table);
        group = target != NULL ? (int)target->index : group;
    }
    return group;
}

/* 其他 and 总计 name a row only in their own group: under （三）不予公开 they are rows that the form
 * does not have. */
static bool is_in_group(const GovTableReader *r, const GovTarget *target, int group)
{
    int own = gov__form_get_row_group(r->form, (size_t)r->table, target->index);

    while (group >= 0 && own >= 0 && own != group)
        own = gov__form_get_row_group_parent(r->form, (size_t)r->table, (size_t)own);
    return group < 0 || own == group;
}

/* The row a label names. Where it names several, the group heading last seen decides. */
static const GovTarget *choose_row(const GovTableReader *r, const GovToken *token, int table)
{
    const GovTarget *first = gov__token_target(token, GOV_AXIS_ROW, table);

    for (size_t i = 0; i < token->n_targets; i++) {
        const GovTarget *target = &token->targets[i];
        if (target->axis == GOV_AXIS_ROW && target->table == table && r->group >= 0 &&
            gov__form_get_row_group(r->form, (size_t)table, target->index) == r->group)
            return target;
    }
    return first;
}

/* Whether a text after the label stands where the header wants a figure. */
static bool is_in_place(const GovTableReader *r, const GovDataLine *data, size_t i)
{
    int found;

    if (gov__position_is_given(r, data)) {
        const GovToken *token = gov__lines_token(r->lines, data->line, i);
        return gov__position_leaf(r, data->line, token, &found) && found >= 0;
    }
    return data->line->n - data->first == r->columns.in_order->len;
}

/* Between a row's label and its figures only a unit may stand; any other text means that the row
 * is a part of what the label names. */
static bool is_sub_row(const GovTableReader *r, const GovDataLine *data)
{
    for (size_t i = data->first; i < data->line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, i);
        if (gov__token_is_figure(token))
            return false;
        if (token->kind == TOKEN_TEXT && !gov__token_is_unit(token) && !is_in_place(r, data, i))
            return true;
    }
    return false;
}

void gov__row_read(GovTableReader *r, const GovLine *line, const GovParts *parts)
{
    const GovToken *label = gov__lines_token(r->lines, line, parts->label);
    const GovTarget *row = choose_row(r, label, r->table);
    const GovTarget *column = gov__token_target(label, GOV_AXIS_COLUMN, r->table);
    GovDataLine data = {line, r->columns.transposed || row == NULL ? -1 : row->index,
                        r->columns.transposed && column != NULL ? column->index : -1, label->evidence,
                        parts->lead};

    if (parts->lead == line->n) /* a label alone: its figures are lost */
        return;
    bool sole = row != NULL && !gov__token_names_column(label, r->table);
    if (!sole && row != NULL && !is_in_group(r, row, line_group(r, line, parts->lead))) {
        gov__reader_remark(r, line, "row.unmatched", "Row that the form does not have");
        return;
    }
    /* Alone, 其他 and 总计 make no table of the form. */
    if (!sole && row != NULL && !r->announced && r->n_rows == 0)
        return;
    r->n_rows += sole;
    gov__columns_resolve(&r->columns, r->lines, r->form);
    if (label->continued || is_sub_row(r, &data)) {
        gov__reader_remark(r, line, "row.unmatched", "Row that the form does not have");
        return;
    }
    gov__data_read(r, &data);
}

/* Figures without a label under a data line of a text copy: the ends of figures broken over lines,
 * or a page number. One figure too many would show in the sum of the row. */
static bool is_orphan(const GovTableReader *r, const GovLine *line, const GovParts *parts)
{
    bool spans = line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS;

    if (spans || !r->after_data || parts->lead > 0 || parts->figures == 0)
        return false;
    for (uint32_t i = 0; i < line->n; i++)
        if (gov__lines_token(r->lines, line, i)->kind == TOKEN_TEXT)
            return false;
    return parts->figures < MAX(r->columns.in_order->len, 2);
}

/* The heading of a group of rows with dashes for its unit and its figure: 一、主动公开情况 | —— | . */
static bool is_group_heading(const GovTableReader *r, const GovLine *line, const GovParts *parts)
{
    if (parts->lead == 0 || line_group(r, line, parts->lead) < 0)
        return false;
    for (size_t i = parts->lead; i < line->n; i++)
        if (gov__lines_token(r->lines, line, i)->kind != TOKEN_MARK &&
            gov__lines_token(r->lines, line, i)->kind != TOKEN_BLANK)
            return false;
    return true;
}

void gov__row_read_unlabelled(GovTableReader *r, const GovLine *line, const GovParts *parts)
{
    GovDataLine data = {line, -1, -1, GOV_EVIDENCE_EXACT, parts->lead};
    bool wide = gov__form_is_wide(r->form, (size_t)r->table);

    if (is_group_heading(r, line, parts))
        return;
    if (parts->figures == 0 && wide)
        gov__columns_resolve(&r->columns, r->lines, r->form);
    if (is_orphan(r, line, parts))
        gov__reader_doubt_hits(r, r->row_hits, parts->figures == 1 ? DOUBT_UNLESS_SUM : DOUBT_STANDING);
    /* Blanks under a header are its only row; after that row they are padding. */
    if (parts->figures == 0 && !(wide && r->columns.side_by_side && !r->after_data && line->n >= 5))
        return;
    while (wide && data.first < line->n &&
           gov__lines_token(r->lines, line, data.first)->kind == TOKEN_TEXT)
        data.first++; /* 数量, 件数: a word before the only row */
    if (wide && (r->columns.table == r->table || r->announced) && data.first < line->n)
        gov__data_read(r, &data);
    else if (r->columns.table == r->table)
        gov__reader_remark(r, line, "row.unmatched", "Row that the form does not have");
}
