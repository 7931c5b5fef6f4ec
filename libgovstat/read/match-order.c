/* SPDX-License-Identifier: MIT */
/* A data line read in order: as many figures as there are labels, one after the other; without a
 * header, as many as the form has cells. */
#include "read/match-table-private.h"

/* Whether columns that the form does not have stand among those it has. */
static bool has_foreign_columns(const GovTableReader *r)
{
    bool begun = false;

    for (guint c = 0; c < r->columns.by_position->len; c++) {
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        begun = begun || gov__leaf_is_known(r, place);
        if (begun && !gov__leaf_is_known(r, place) && place->labelled)
            return true;
    }
    return false;
}

/* The window of `n` tokens that holds all that is not blank; GOV_NO_TOKEN if there is none or
 * several. */
static size_t find_window(const GovTableReader *r, const GovDataLine *data, size_t n)
{
    size_t first = data->first, end = data->line->n;
    size_t begin_text = GOV_NO_TOKEN, end_text = first;

    while (end - first > n && gov__token_is_unit(gov__lines_token(r->lines, data->line, first)))
        first++;
    if (end - first < n)
        return GOV_NO_TOKEN;
    for (size_t t = first; t < end; t++)
        if (gov__lines_token(r->lines, data->line, t)->kind != TOKEN_BLANK) {
            begin_text = begin_text == GOV_NO_TOKEN ? t : begin_text;
            end_text = t + 1;
        }
    if (end - first == n || begin_text == GOV_NO_TOKEN)
        return first;
    size_t lowest = end_text > first + n ? end_text - n : first;
    size_t highest = MIN(begin_text, end - n);
    return lowest == highest ? lowest : GOV_NO_TOKEN;
}

/* Reads in order: as many tokens as there are leaves, with or without those the form lacks. */
bool gov__order_read(const GovTableReader *r, const GovDataLine *data, const GovToken **chosen)
{
    guint n_known = 0, n = r->columns.in_order->len;

    for (guint i = 0; i < n; i++)
        n_known += gov__leaf_is_known(r, gov__leaf_at(r, i));
    if (n_known == 0 || has_foreign_columns(r))
        return false;
    size_t window = find_window(r, data, n);
    bool skip_unknown = window == GOV_NO_TOKEN && n_known < n;
    if (skip_unknown)
        window = find_window(r, data, n_known);
    if (window == GOV_NO_TOKEN)
        return false;
    for (guint i = 0; i < n; i++)
        if (!skip_unknown || gov__leaf_is_known(r, gov__leaf_at(r, i)))
            chosen[i] = gov__lines_token(r->lines, data->line, window++);
    return true;
}

/* A header that could not be worked out must at least not contradict the order of the form. */
bool gov__order_is_open(const GovTableReader *r)
{
    return r->columns.table != r->table || gov__columns_in_form_order(&r->columns, r->lines, r->form);
}

/* Figures whose header is lost, in the order of the form: only as many as it wants, and only if
 * the sum of the row bears it out, unless the row has a single cell. */
bool gov__order_read_form(GovTableReader *r, const GovDataLine *data)
{
    size_t n_columns = gov_form_n_columns(r->form, (size_t)r->table);
    size_t n_rows = data->row >= 0 ? 1 : gov_form_n_rows(r->form, (size_t)r->table);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(int));

    for (size_t row = 0; row < n_rows; row++)
        for (size_t column = 0; column < n_columns; column++) {
            size_t form_row = data->row >= 0 ? (size_t)data->row : row;
            int cell = gov_form_get_cell(r->form, (size_t)r->table, form_row, column);
            if (cell >= 0)
                g_array_append_val(cells, cell);
        }
    size_t window = find_window(r, data, cells->len);
    if (cells->len == 0 || window == GOV_NO_TOKEN)
        return false;
    const GovPlace place = {-1, -1, GOV_EVIDENCE_ORDER, GOV_UNIT_NONE, 0, false};
    for (guint i = 0; i < cells->len; i++)
        gov__hit_add(r, data->line, (size_t)g_array_index(cells, int, i), &place, data->evidence,
                     gov__lines_token(r->lines, data->line, window + i),
                     cells->len == 1 ? DOUBT_NONE : DOUBT_UNLESS_SUM);
    return true;
}
