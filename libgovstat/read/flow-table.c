/* SPDX-License-Identifier: MIT */
/* Tables of a flow. A merged cell is the record of its first row, whose number of rows grows; a deleted
 * row or a continued cell is the list cut back to where it began; a repeated one is its records once
 * more. Each open table knows for every column which record the last row had there. */
#include "read/flow-event-private.h"

/* The innermost open table, or NULL. */
static GovFlowTable *table_of(GovFlow *flow)
{
    GovFlowStream *stream = gov__flow_stream(flow);
    return stream->depth == 0 ? NULL : &stream->tables[stream->depth - 1];
}

static GovEvent *event_at(GovFlow *flow, guint32 i)
{
    GArray *events = gov__flow_stream(flow)->events;
    return i < events->len ? &g_array_index(events, GovEvent, i) : NULL;
}

void gov__flow_begin_table(GovFlow *flow)
{
    GovFlowStream *stream = gov__flow_stream(flow);
    if (stream->depth == GOV_MAX_TABLES) {
        gov__flow_fail_limit(flow, "Tables are nested too deep");
        return;
    }
    GovFlowTable *table = &stream->tables[stream->depth++];
    g_free(table->columns);
    *table = (GovFlowTable){.columns = g_new0(GovFlowColumn, GOV_GRID_MAX_COLUMNS)};
    gov__flow_add_event(flow, GOV_EVENT_TABLE, 0, 0);
}

void gov__flow_end_table(GovFlow *flow)
{
    GovFlowStream *stream = gov__flow_stream(flow);
    if (stream->depth == 0)
        return;
    gov__flow_add_event(flow, GOV_EVENT_END_TABLE, 0, 0);
    g_clear_pointer(&stream->tables[--stream->depth].columns, g_free);
    gov__flow_settle(flow);
}

void gov__flow_begin_row(GovFlow *flow)
{
    GovFlowTable *table = table_of(flow);
    if (table == NULL)
        return;
    table->row_start = gov__flow_stream(flow)->events->len;
    table->row_boxes = flow->boxes->len;
    table->row++;
    table->column = 0;
    table->last_cell = 0;
    table->row_dropped = false;
    gov__flow_add_event(flow, GOV_EVENT_ROW, 0, 0);
}

void gov__flow_drop_row(GovFlow *flow)
{
    GovFlowTable *table = table_of(flow);
    if (table != NULL)
        table->row_dropped = true;
}

/* Tells records again; a repeated cell that spans rows would overlap itself, the grid sees to it. */
static void repeat(GovFlow *flow, guint from, unsigned repeats)
{
    GArray *events = gov__flow_stream(flow)->events;
    guint n = events->len - MIN(from, events->len);
    for (unsigned i = 1; i < repeats && n > 0 && flow->error == NULL; i++)
        for (guint k = 0; k < n; k++) {
            GovEvent event = g_array_index(events, GovEvent, from + k);
            flow->n_repeated += event.kind == GOV_EVENT_TEXT ? event.b : 0;
            if (flow->n_repeated > GOV_MAX_FLOW_TEXT)
                gov__flow_fail_limit(flow, "Repeated cells have more than 64 MiB of text");
            gov__flow_add_event(flow, (GovEventKind)event.kind, event.a, event.b);
        }
}

void gov__flow_end_row(GovFlow *flow, unsigned repeats)
{
    GovFlowTable *table = table_of(flow);
    if (table == NULL || table->row == 0 || flow->error != NULL)
        return;
    if (table->row_dropped) {
        g_array_set_size(gov__flow_stream(flow)->events, table->row_start);
        g_array_set_size(flow->boxes, MIN(table->row_boxes, flow->boxes->len));
        table->row--;
        return;
    }
    repeat(flow, table->row_start, repeats);
    table->row += MIN(repeats, GOV_MAX_EVENTS) - (repeats > 0);
}

void gov__flow_skip_columns(GovFlow *flow, unsigned n)
{
    GovFlowTable *table = table_of(flow);
    n = MIN(n, GOV_GRID_MAX_COLUMNS);
    if (table == NULL || n == 0)
        return;
    gov__flow_add_event(flow, GOV_EVENT_CELL, 1, n);
    gov__flow_add_event(flow, GOV_EVENT_END_CELL, 0, 0);
    table->column += n;
}

void gov__flow_add_covered(GovFlow *flow, unsigned n)
{
    GovFlowTable *table = table_of(flow);
    for (unsigned i = 0; table != NULL && i < MIN(n, GOV_GRID_MAX_COLUMNS); i++) {
        bool inside = table->column < GOV_GRID_MAX_COLUMNS;
        if (inside && table->columns[table->column].until > table->row)
            table->column++;
        else
            gov__flow_skip_columns(flow, 1);
    }
}

/* Makes the cell above go on in this row, if there is one that does and stands just here. */
static bool continue_above(GovFlow *flow, GovFlowTable *table, unsigned width)
{
    if (table->column >= GOV_GRID_MAX_COLUMNS)
        return false;
    GovFlowColumn *column = &table->columns[table->column];
    GovEvent *cell = event_at(flow, column->event);
    if (!column->merging || column->row == 0 || column->row != table->row - 1 ||
        column->width != width || cell == NULL)
        return false;
    if (!table->row_dropped) {
        cell->a++;
        column->row = table->row;
    }
    return true;
}

static bool continue_before(GovFlow *flow, GovFlowTable *table, unsigned width)
{
    GovEvent *cell = table->last_cell == 0 ? NULL : event_at(flow, table->last_cell);
    if (cell == NULL || cell->kind != GOV_EVENT_CELL)
        return false;
    cell->b = MIN(cell->b + width, GOV_GRID_MAX_COLUMNS);
    table->columns[table->last_column].width = (guint16)cell->b;
    return true;
}

static void place_cell(GovFlow *flow, GovFlowTable *table, unsigned n_rows, unsigned n_columns,
                       bool merging)
{
    guint32 event = gov__flow_add_event(flow, GOV_EVENT_CELL, n_rows, n_columns);
    unsigned end = MIN(table->column + n_columns, GOV_GRID_MAX_COLUMNS);
    if (table->column >= GOV_GRID_MAX_COLUMNS)
        return;
    table->last_cell = event;
    table->last_column = table->column;
    if (table->row_dropped)
        return;
    GovFlowColumn *first = &table->columns[table->column];
    *first = (GovFlowColumn){event, table->row, 0, (guint16)n_columns, merging};
    for (unsigned i = table->column; i < end; i++)
        table->columns[i].until = table->row + MIN(n_rows, G_MAXUINT16);
}

void gov__flow_begin_cell(GovFlow *flow, unsigned n_rows, unsigned n_columns, GovMerge merge)
{
    GovFlowTable *table = table_of(flow);
    if (table == NULL || flow->error != NULL)
        return;
    /* One more than there may be lets the grid say that it cut the cell. */
    n_columns = CLAMP(n_columns, 1, GOV_GRID_MAX_COLUMNS + 1);
    table->cell_start = gov__flow_stream(flow)->events->len;
    bool above = merge == GOV_MERGE_ABOVE && continue_above(flow, table, n_columns);
    bool before = merge == GOV_MERGE_BEFORE && continue_before(flow, table, n_columns);
    table->cell_dropped = above || before || merge == GOV_MERGE_GONE;
    if (!table->cell_dropped)
        place_cell(flow, table, n_rows, n_columns,
                   merge == GOV_MERGE_BEGIN || merge == GOV_MERGE_ABOVE);
    unsigned passed = merge == GOV_MERGE_GONE ? 0 : merge == GOV_MERGE_STATED ? 1 : n_columns;
    table->column = MIN(table->column + passed, GOV_GRID_MAX_COLUMNS);
}

void gov__flow_end_cell(GovFlow *flow, unsigned repeats)
{
    GovFlowTable *table = table_of(flow);
    if (table == NULL || flow->error != NULL)
        return;
    if (table->cell_dropped) {
        g_array_set_size(gov__flow_stream(flow)->events, table->cell_start);
        table->cell_dropped = false;
        return;
    }
    gov__flow_add_event(flow, GOV_EVENT_END_CELL, 0, 0);
    repeats = MIN(repeats, GOV_GRID_MAX_COLUMNS);
    repeat(flow, table->cell_start, repeats);
    if (repeats > 1)
        table->column += (repeats - 1) * MAX(table->columns[table->last_column].width, 1);
}
