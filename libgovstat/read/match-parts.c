/* SPDX-License-Identifier: MIT */
/* A line taken apart: which of its leading tokens belong to the header, which one labels its row,
 * and how many figures follow. The words of the form are ambiguous (其他 and 总计 name rows and
 * columns), so that the other tokens of the line and the header so far decide. */
#include "read/match-table-private.h"

#include <string.h>

bool gov__token_is_figure(const GovToken *token)
{
    return token->kind == TOKEN_FIGURE || token->kind == TOKEN_MARK;
}

bool gov__token_is_unit(const GovToken *token)
{
    static const char *const units[] = {"件", "项", "条", "次", "人", "人次", "个", "篇", "宗", "元", "万元"};

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (token->len == strlen(units[i]) && memcmp(token->text, units[i], token->len) == 0)
            return true;
    return false;
}

bool gov__token_names_column(const GovToken *token, int table)
{
    return gov__token_target(token, GOV_AXIS_COLUMN, table) != NULL ||
           gov__token_target(token, GOV_AXIS_COLUMN_GROUP, table) != NULL ||
           gov__token_target(token, GOV_AXIS_HEADER, table) != NULL;
}

/* Names a column and nothing else; 其他 and 总计 name rows too. */
static bool is_sole_column_word(const GovToken *token, int table)
{
    return gov__token_names_column(token, table) && gov__token_target(token, GOV_AXIS_ROW, table) == NULL;
}

bool gov__token_names_row(const GovToken *token, int table)
{
    return gov__token_target(token, GOV_AXIS_ROW, table) != NULL ||
           gov__token_target(token, GOV_AXIS_ROW_GROUP, table) != NULL;
}

static size_t count_lead(const GovTableReader *r, const GovLine *line)
{
    size_t lead = 0;

    for (size_t i = 0; i < line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        if (token->kind == TOKEN_TEXT &&
            (gov__token_names_column(token, r->table) || gov__token_names_row(token, r->table) ||
             gov__token_target(token, GOV_AXIS_TABLE, -1) || gov__token_target(token, GOV_AXIS_CAPTION, -1)))
            lead = i + 1;
    }
    return lead;
}

static bool knows_columns(const GovTableReader *r)
{
    for (guint i = 0; i < r->columns.tokens->len; i++) {
        uint32_t index = g_array_index(r->columns.tokens, uint32_t, i);
        if (gov__token_target(&g_array_index(r->lines->tokens, GovToken, index), GOV_AXIS_COLUMN,
                              r->table) != NULL)
            return r->columns.table == r->table;
    }
    return false;
}

/* Whether the header so far names rows side by side and no columns. */
static bool is_transposed(GovTableReader *r)
{
    return r->columns.table == r->table && gov__columns_resolve(&r->columns, r->lines, r->form) &&
           r->columns.transposed;
}

/* Whether the last label names a row: 其他 and 总计 do so only where no other label of the line
 * names a column, and rows printed side by side only with figures after them. */
static bool labels_row(GovTableReader *r, const GovLine *line, size_t lead, size_t figures)
{
    const GovToken *token = gov__lines_token(r->lines, line, lead - 1);

    if (lead < line->n && is_transposed(r))
        return gov__token_target(token, GOV_AXIS_COLUMN, r->table) != NULL;
    if (gov__token_target(token, GOV_AXIS_ROW, r->table) == NULL)
        return false;
    if (gov__form_is_wide(r->form, (size_t)r->table) && figures == 0)
        return knows_columns(r) && !r->columns.side_by_side && lead < line->n;
    if (gov__token_target(token, GOV_AXIS_COLUMN, r->table) == NULL)
        return true;
    for (size_t i = 0; i + 1 < lead; i++)
        if (is_sole_column_word(gov__lines_token(r->lines, line, i), r->table))
            return false;
    return true;
}

/* The end of the leading tokens that belong to the header. */
static size_t count_header(const GovTableReader *r, const GovLine *line, const GovParts *parts)
{
    bool wide = gov__form_is_wide(r->form, (size_t)r->table);
    bool sole = parts->label != GOV_NO_TOKEN && line->grid != NULL;
    size_t end = 0;

    /* 合计 before a whole row of figures is a word, not a column. */
    if (wide && parts->label == GOV_NO_TOKEN && parts->lead == 1 && parts->figures >= 10)
        return 0;
    for (size_t i = 0; i < parts->lead; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        bool column = sole ? is_sole_column_word(token, r->table) : gov__token_names_column(token, r->table);
        bool row = wide && gov__token_names_row(token, r->table);
        if (i != parts->label && !token->continued && (column || row))
            end = i + 1;
    }
    return end;
}

GovParts gov__parts_take(GovTableReader *r, const GovLine *line)
{
    GovParts parts = {count_lead(r, line), GOV_NO_TOKEN, 0, 0};

    for (size_t i = parts.lead; i < line->n; i++)
        parts.figures += gov__token_is_figure(gov__lines_token(r->lines, line, i));
    if (parts.lead > 0 && labels_row(r, line, parts.lead, parts.figures))
        parts.label = parts.lead - 1;
    parts.header = count_header(r, line, &parts);
    /* A grid's line is header or data, never both. */
    if (line->grid != NULL && parts.header > 0) {
        if (parts.label != GOV_NO_TOKEN && parts.figures > 0)
            parts.header = 0;
        else
            parts.label = GOV_NO_TOKEN;
    }
    if (line->grid != NULL && parts.header > 0)
        parts.header = line->n;
    return parts;
}
