/* SPDX-License-Identifier: MIT */
/* What stands above a line and gives it its meaning: the table under way and its heading, the header,
 * the groups of rows. It outlives the line, and what is learned later can cast doubt on what was read under it. */
#include "read/match-table-private.h"

#include <govstat/label.h>
#include <string.h>

#define LEAST_ROWS 3

void gov__reader_doubt_hits(GovTableReader *r, guint first, GovDoubt doubt)
{
    for (guint i = first; i < r->match->hits->len; i++) {
        GovHit *hit = &g_array_index(r->match->hits, GovHit, i);
        hit->doubt = MAX(hit->doubt, doubt);
    }
}

/* Whether the header lacks a column that every row of the table has. */
bool gov__reader_lacks_column(const GovTableReader *r)
{
    size_t table = (size_t)r->columns.table, n_known = 0;

    for (size_t column = 0; column < gov_form_n_columns(r->form, table); column++)
        if (gov_form_get_cell(r->form, table, 0, column) < 0)
            return false;
    for (guint i = 0; i < r->columns.in_order->len; i++)
        n_known += g_array_index(r->columns.in_order, GovPlace, i).column >= 0;
    return !gov__form_is_wide(r->form, table) && n_known < gov_form_n_columns(r->form, table);
}

/* A header without one of its labels is no measure for rows of which some do not fit it, and a few
 * rows under it may be of another table that shares some words. */
void gov__reader_end_header(GovTableReader *r)
{
    bool lacking = r->columns.table >= 0 && r->columns.in_order->len > 0 && gov__reader_lacks_column(r);
    if (lacking && (r->misfit || r->n_rows < LEAST_ROWS))
        gov__reader_doubt_hits(r, r->header_hits, DOUBT_STANDING);
    r->misfit = false;
    r->n_rows = 0;
    r->header_hits = r->match->hits->len;
}

static void reset_columns(GovTableReader *r, int table)
{
    gov__reader_end_header(r);
    gov__columns_reset(&r->columns, table);
}

static void enter_table(GovTableReader *r, int table)
{
    if (r->columns.table != table || r->after_data)
        reset_columns(r, table);
    r->table = table;
    r->announced = true;
    r->after_data = false;
    r->group = -1;
}

static void leave_table(GovTableReader *r)
{
    reset_columns(r, -1);
    r->table = -1;
    r->announced = false;
    r->group = -1;
}

static bool holds_title(const GovTableReader *r, const char *key)
{
    for (size_t t = 0; t < gov_form_n_tables(r->form); t++) {
        const char *label = gov_form_get_table_label(r->form, t, GOV_LANGUAGE_ZH);
        g_autofree char *title = gov_label_normalise(label, strlen(label));
        if (strstr(key, title) != NULL)
            return true;
    }
    return false;
}

/* The year that a heading over a table names: 2023年收到和处理…申请情况, 上年度…情况. Only texts with
 * the title of a table in them count; a date above a table is not its year. */
static int year_named(const GovTableReader *r, const GovToken *token)
{
    static const char *const before[] = {"上年度", "上一年度", "去年", "上年收到"};
    const char *key = gov__lines_key(r->lines, token);
    const char *year = strstr(key, "20");
    bool past = false;

    for (size_t i = 0; i < G_N_ELEMENTS(before); i++)
        past = past || strstr(key, before[i]) != NULL;
    if ((year == NULL && !past) || strlen(key) > 160 || !holds_title(r, key))
        return 0;
    if (past)
        return -1;
    if (year == NULL || !g_ascii_isdigit(year[2]) || !g_ascii_isdigit(year[3]) ||
        !g_str_has_prefix(year + 4, "年"))
        return 0;
    return 2000 + (year[2] - '0') * 10 + (year[3] - '0');
}

/* A heading opens a table; a caption opens a block of one, which has a header of its own. */
bool gov__reader_read_heading(GovTableReader *r, const GovLine *line, const GovToken *token)
{
    const GovTarget *table = gov__token_target(token, GOV_AXIS_TABLE, -1);
    const GovTarget *caption = gov__token_target(token, GOV_AXIS_CAPTION, -1);

    if (token->kind != TOKEN_TEXT || token->continued)
        return false;
    if (token->key != 0 && (line->grid == NULL || line->n == 1) && (table != NULL || caption == NULL)) {
        int year = year_named(r, token);
        if (year != 0 || table != NULL)
            r->heading_year = year;
    }
    if (table != NULL || caption != NULL) {
        enter_table(r, table != NULL ? table->table : caption->table);
        if (caption != NULL)
            reset_columns(r, caption->table);
        return true;
    }
    if (token->n_targets == 0 && token->key != 0 && (line->grid == NULL || line->n == 1) &&
        gov__identity_get_section(gov__lines_key(r->lines, token)) != 0) {
        leave_table(r);
        return true;
    }
    return false;
}

/* By the labels that belong to one table only. */
int gov__reader_vote(const GovTableReader *r, const GovLine *line)
{
    unsigned votes[8] = {0};
    int best = r->table;

    for (uint32_t i = 0; i < line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        bool sole = token->n_targets > 0 && token->targets[0].table < G_N_ELEMENTS(votes);
        for (size_t k = 1; k < token->n_targets; k++)
            sole = sole && token->targets[k].table == token->targets[0].table;
        if (sole && (gov__token_names_column(token, -1) || gov__token_names_row(token, -1)))
            votes[token->targets[0].table]++;
    }
    for (int t = 0; t < (int)G_N_ELEMENTS(votes); t++)
        if (votes[t] > (best >= 0 && best < (int)G_N_ELEMENTS(votes) ? votes[best] : 0))
            best = t;
    return best;
}

/* A grid that states its spans has a header of its own: words of paragraphs above it would only
 * take its positions away. Rows side by side may need them. */
static bool stands_alone(const GovTableReader *r, const GovLine *line)
{
    return line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS &&
           r->columns.n_lines > 0 && !r->columns.spans && r->columns.width == 0 &&
           !gov__form_is_wide(r->form, (size_t)r->table);
}

void gov__reader_read_header(GovTableReader *r, const GovLine *line, size_t n)
{
    if (r->columns.table != r->table || r->after_data || stands_alone(r, line))
        reset_columns(r, r->table);
    gov__columns_add_line(&r->columns, r->lines, line, n);
    r->after_data = false;
}

void gov__reader_note_groups(GovTableReader *r, const GovLine *line, size_t lead)
{
    for (size_t i = 0; i < lead; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        const GovTarget *group = gov__token_target(token, GOV_AXIS_ROW_GROUP, r->table);
        if (group != NULL)
            r->group = group->index;
    }
}
