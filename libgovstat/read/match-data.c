/* SPDX-License-Identifier: MIT */
/* One data line → hits: the reading by position where it leaves no doubt, else that in order if the
 * number of figures fits, else hits that never count.
 *
 * Also where the figures fit, something may speak against them: a cell or a label was lost, or
 * the list is another one that uses the words of the form. */
#include "read/match-table-private.h"

int gov__leaf_cell(const GovTableReader *r, const GovDataLine *data, const GovPlace *place)
{
    int row = place->row >= 0 ? place->row : data->row;
    int column = place->column >= 0 ? place->column : data->column;

    if (row < 0 || column < 0)
        return -1;
    return gov_form_get_cell(r->form, (size_t)r->columns.table, (size_t)row, (size_t)column);
}

static void emit(GovTableReader *r, const GovDataLine *data, const GovToken *const *chosen, GovDoubt doubt,
                 bool by_order)
{
    for (guint i = 0; i < r->columns.in_order->len; i++) {
        GovPlace place = *gov__leaf_at(r, i);
        int cell = gov__leaf_cell(r, data, &place);
        if (cell < 0)
            continue;
        if (by_order)
            place.evidence = MAX(place.evidence, GOV_EVIDENCE_ORDER);
        if (chosen[i] != NULL)
            gov__hit_add(r, data->line, (size_t)cell, &place, data->evidence, chosen[i], doubt);
        else
            gov__hit_add_lost(r, data->line, (size_t)cell);
    }
}

static bool has_column(const GovTableReader *r, const GovDataLine *data, int cell)
{
    for (guint i = 0; i < r->columns.in_order->len; i++)
        if (gov__leaf_cell(r, data, gov__leaf_at(r, i)) == cell)
            return true;
    return false;
}

/* Whether a reading in order needs the sum of the row: the header has positions that the line does
 * not keep, labels that the form does not know, or the same column twice, or it lacks a column that
 * the form has for the row. Any of these may mean that a cell or a label was lost. */
static bool is_shaky(const GovTableReader *r, const GovDataLine *data)
{
    size_t table = (size_t)r->columns.table;
    bool repeated = false, several = false;

    if (r->columns.by_position->len > 0)
        return true;
    for (guint i = 0; i < r->columns.in_order->len; i++) {
        if (!gov__leaf_is_known(r, gov__leaf_at(r, i)))
            return true;
        repeated = repeated || (i > 0 && gov__leaf_equals(gov__leaf_at(r, i), gov__leaf_at(r, i - 1)));
        several = several || !gov__leaf_equals(gov__leaf_at(r, i), gov__leaf_at(r, 0));
    }
    if (repeated && several)
        return true;
    for (size_t column = 0; data->row >= 0 && column < gov_form_n_columns(r->form, table); column++) {
        int cell = gov_form_get_cell(r->form, table, (size_t)data->row, column);
        if (cell >= 0 && !has_column(r, data, cell))
            return true;
    }
    return false;
}

/* Whether the last of some figures is the sum of the others, and not zero: a total in the place of
 * a part. Offices pad rows that lost a cell. */
static bool ends_in_sum(const GovToken *const *chosen, guint n)
{
    int64_t sum = 0, last = 0;

    for (guint i = 0; i < n; i++) {
        if (chosen[i] == NULL)
            return false;
        GovFigure figure = gov_figure_parse(chosen[i]->text, chosen[i]->bare, GOV_TYPE_COUNT, GOV_UNIT_NONE);
        if (figure.status != GOV_STATUS_REPORTED || __builtin_add_overflow(sum, last, &sum))
            return false;
        last = figure.value;
    }
    return n > 2 && last != 0 && sum == last;
}

/* A line of a text copy whose last place alone is blank may have lost a cell and been filled up at
 * its end. Where zeros are left blank, other places are blank as well. */
static bool is_shifted(const GovTableReader *r, const GovToken *const *chosen)
{
    guint n = r->columns.in_order->len;

    if (n < 2 || chosen[n - 1] == NULL || chosen[n - 1]->kind != TOKEN_BLANK)
        return false;
    if (r->columns.spans)
        return ends_in_sum(chosen, n - 1);
    for (guint i = 0; i + 1 < n; i++)
        if (chosen[i] != NULL && chosen[i]->kind == TOKEN_BLANK)
            return false;
    return true;
}

/* Fewer columns than the form has for the row, and no unknown label that could be the missing one:
 * a list of its own that uses the words of the form. */
static bool is_excerpt(const GovTableReader *r, const GovDataLine *data)
{
    size_t table = (size_t)r->columns.table;
    unsigned missing = 0, unknown = 0;

    if (data->row < 0 || gov__reader_lacks_column(r))
        return false;
    for (size_t column = 0; column < gov_form_n_columns(r->form, table); column++) {
        int cell = gov_form_get_cell(r->form, table, (size_t)data->row, column);
        missing += cell >= 0 && !has_column(r, data, cell);
    }
    for (guint c = gov__position_first(r); c < r->columns.by_position->len; c++) {
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        unknown += place->labelled && !gov__leaf_is_known(r, place);
    }
    return missing > unknown;
}

static void read_figures(GovTableReader *r, const GovDataLine *data)
{
    guint n = r->columns.in_order->len;
    g_autofree const GovToken **by_position = g_new0(const GovToken *, n);
    g_autofree const GovToken **in_order = g_new0(const GovToken *, n);
    bool positions = gov__position_is_given(r, data);

    if (positions && gov__position_read(r, data, by_position)) {
        GovDoubt doubt = is_shifted(r, by_position) ? DOUBT_STANDING
                         : is_excerpt(r, data)      ? DOUBT_UNLESS_SUM
                                                    : DOUBT_NONE;
        emit(r, data, by_position, doubt, false);
    } else if (gov__order_read(r, data, in_order)) {
        bool shaky = is_shaky(r, data);
        GovDoubt doubt = shaky ? DOUBT_UNLESS_SUM : DOUBT_NONE;
        /* A sum cannot tell one part from another. */
        emit(r, data, in_order, r->columns.disputed ? DOUBT_STANDING : doubt, shaky);
    } else {
        r->misfit = true;
        emit(r, data, by_position, DOUBT_STANDING, false);
        gov__reader_keep_broken(r, data);
        gov__reader_remark(r, data->line, "row.width", "Figures do not fit the columns of the header");
    }
}

/* 1, 2, 3 … under a header numbers the columns; some programs count from 0. */
static bool numbers_columns(const GovTableReader *r, const GovDataLine *data)
{
    int64_t n = 0;

    for (size_t t = data->first; t < data->line->n; t++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, t);
        GovFigure figure = gov_figure_parse(token->text, token->bare, GOV_TYPE_COUNT, GOV_UNIT_NONE);
        if (t == data->first && figure.value == 0)
            n = -1;
        if (figure.status != GOV_STATUS_REPORTED || figure.value != ++n)
            return false;
    }
    return n > 3;
}

void gov__data_read(GovTableReader *r, const GovDataLine *data)
{
    r->after_data = true;
    r->row_hits = r->match->hits->len;
    if (data->row < 0 && data->column < 0 && numbers_columns(r, data))
        return;
    bool header = r->columns.table == r->table &&
                  gov__columns_resolve(&r->columns, r->lines, r->form) &&
                  (!r->columns.transposed || data->column >= 0);
    if (header) {
        read_figures(r, data);
    } else if (r->announced && !(gov__order_is_open(r) && gov__order_read_form(r, data))) {
        gov__reader_remark(r, data->line, "row.unmatched", "Figures without a known header");
    }
}
