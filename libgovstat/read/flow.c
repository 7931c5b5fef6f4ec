/* SPDX-License-Identifier: MIT */
/* Events are kept as a list of small records over one buffer of text. A merged cell is the record
 * of its first row, whose number of rows grows; a deleted row or a continued cell is the list cut
 * back to where it began; a repeated one is its records once more. Each open table knows for every
 * column which record the last row had there. Text boxes gather records of their own. When nothing
 * is open the records are played, so no more than one table of the body is ever held, and a cap on
 * records bounds that. */
#include "read/flow-private.h"

#include <govstat/error.h>

#include "read/format-private.h"

#include <string.h>

#define MAX_TABLES 40u /* nested; the page refuses fewer, with a message */
#define MAX_BOXES 4u   /* nested */
#define MAX_EVENTS 2000000u
#define MAX_TEXT ((gsize)64 << 20)
#define MIN_TABBED 3u /* paragraphs with tabs in a row that may be a table */

typedef enum {
    EVENT_TEXT, /* from, len */
    EVENT_TAB,
    EVENT_LINE,
    EVENT_IMAGE,
    EVENT_PARAGRAPH,
    EVENT_TABLE,
    EVENT_END_TABLE,
    EVENT_ROW,
    EVENT_CELL, /* rows, columns */
    EVENT_END_CELL
} EventKind;

typedef struct {
    guint32 kind;
    guint32 a;
    guint32 b;
} Event;

/* The cell that a row has in a column. */
typedef struct {
    guint32 event; /* of the cell */
    guint32 row;   /* in which it was last seen, from 1; 0 if never */
    guint32 until; /* first row in which the column is free again */
    guint16 width;
    bool merging;
} Column;

typedef struct {
    Column *columns;    /* GOV_GRID_MAX_COLUMNS of them */
    guint32 row;        /* the open one, from 1 */
    unsigned column;    /* where the next cell begins */
    guint row_start;    /* records there were before the row, and of boxes */
    guint row_boxes;
    guint cell_start;   /* … before the cell */
    guint32 last_cell;  /* record of the last cell of the row, or 0 */
    unsigned last_column;
    bool row_dropped;
    bool cell_dropped;
} Table;

typedef struct {
    GArray *events;
    Table tables[MAX_TABLES];
    unsigned depth;
} Stream;

struct _GovFlow {
    GovPage *page;
    GString *text;
    Stream streams[MAX_BOXES + 1]; /* the body, then open boxes */
    unsigned n_boxes;
    GArray *boxes;   /* records of boxes that have ended */
    GString *tabbed; /* paragraphs with tabs, each with its line break */
    unsigned n_tabbed;
    gsize n_repeated; /* bytes of text told again */
    GError *error;
};

GovFlow *gov__flow_new(GovDocument *document)
{
    GovFlow *flow = g_new0(GovFlow, 1);
    flow->page = gov__page_new(document);
    flow->text = g_string_sized_new(4096);
    flow->tabbed = g_string_new(NULL);
    flow->boxes = g_array_new(FALSE, FALSE, sizeof(Event));
    for (unsigned i = 0; i <= MAX_BOXES; i++)
        flow->streams[i].events = g_array_new(FALSE, FALSE, sizeof(Event));
    return flow;
}

void gov__flow_free(GovFlow *flow)
{
    if (flow == NULL)
        return;
    gov__page_free(flow->page);
    g_string_free(flow->text, TRUE);
    g_string_free(flow->tabbed, TRUE);
    g_array_unref(flow->boxes);
    for (unsigned i = 0; i <= MAX_BOXES; i++) {
        g_array_unref(flow->streams[i].events);
        for (unsigned k = 0; k < MAX_TABLES; k++)
            g_free(flow->streams[i].tables[k].columns);
    }
    g_clear_error(&flow->error);
    g_free(flow);
}

const GError *gov__flow_get_error(const GovFlow *flow)
{
    return flow->error != NULL ? flow->error : gov__page_get_error(flow->page);
}

static Stream *stream_of(GovFlow *flow)
{
    return &flow->streams[flow->n_boxes];
}

/* The innermost open table, or NULL. */
static Table *table_of(GovFlow *flow)
{
    Stream *stream = stream_of(flow);
    return stream->depth == 0 ? NULL : &stream->tables[stream->depth - 1];
}

static void fail_limit(GovFlow *flow, const char *what)
{
    if (flow->error == NULL)
        g_set_error(&flow->error, GOV_ERROR, GOV_ERROR_LIMIT, "%s", what);
}

/* Returns the place of the record. */
static guint32 add_event(GovFlow *flow, EventKind kind, guint32 a, guint32 b)
{
    GArray *events = stream_of(flow)->events;
    Event event = {kind, a, b};
    if (events->len >= MAX_EVENTS)
        fail_limit(flow, "A table has too many cells");
    if (flow->error == NULL)
        g_array_append_val(events, event);
    return MAX(events->len, 1) - 1;
}

static Event *event_at(GovFlow *flow, guint32 i)
{
    GArray *events = stream_of(flow)->events;
    return i < events->len ? &g_array_index(events, Event, i) : NULL;
}

/* ---- playing ---- */

static void play_text(GovFlow *flow, const Event *event)
{
    gov__page_add_text(flow->page, flow->text->str + event->a, event->b);
}

static void play_event(GovFlow *flow, const Event *event)
{
    switch ((EventKind)event->kind) {
    case EVENT_TEXT:
        play_text(flow, event);
        break;
    case EVENT_TAB:
        gov__page_add_text(flow->page, "\t", 1);
        break;
    case EVENT_LINE:
        gov__page_add_line(flow->page);
        break;
    case EVENT_IMAGE:
        gov__page_add_image(flow->page);
        break;
    case EVENT_PARAGRAPH:
        gov__page_break(flow->page);
        break;
    case EVENT_TABLE:
        gov__page_begin_table(flow->page);
        break;
    case EVENT_END_TABLE:
        gov__page_end_table(flow->page);
        break;
    case EVENT_ROW:
        gov__page_begin_row(flow->page);
        break;
    case EVENT_CELL:
        gov__page_begin_cell(flow->page, event->a, event->b);
        break;
    case EVENT_END_CELL:
        gov__page_end_cell(flow->page);
        break;
    default:
        break;
    }
}

/* A few paragraphs with tabs are prose; a run of them may be a table that was set with tabs. */
static void play_tabbed(GovFlow *flow)
{
    bool plain = flow->n_tabbed >= MIN_TABBED;
    if (plain)
        gov__page_begin_plain(flow->page);
    for (const char *p = flow->tabbed->str; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        gov__page_add_text(flow->page, p, n + plain);
        if (!plain)
            gov__page_break(flow->page);
        p += n + 1;
    }
    if (plain)
        gov__page_end_plain(flow->page);
    g_string_truncate(flow->tabbed, 0);
    flow->n_tabbed = 0;
}

/* Whether records are those of one paragraph with a tab between its words. */
static bool is_tabbed(const GArray *events)
{
    bool words = false;
    bool tab = false;
    bool tabbed = false;
    for (guint i = 0; i + 1 < events->len; i++) {
        guint32 kind = g_array_index(events, Event, i).kind;
        if (kind != EVENT_TEXT && kind != EVENT_TAB)
            return false;
        tabbed |= kind == EVENT_TEXT && tab;
        words |= kind == EVENT_TEXT;
        tab |= kind == EVENT_TAB && words;
    }
    return tabbed;
}

static void keep_tabbed(GovFlow *flow, const GArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const Event *event = &g_array_index(events, Event, i);
        gsize from = flow->tabbed->len;
        if (event->kind == EVENT_TAB)
            g_string_append_c(flow->tabbed, '\t');
        if (event->kind == EVENT_TEXT)
            g_string_append_len(flow->tabbed, flow->text->str + event->a, event->b);
        for (gsize k = from; event->kind == EVENT_TEXT && k < flow->tabbed->len; k++)
            if (strchr("\n\r\t", flow->tabbed->str[k]) != NULL)
                flow->tabbed->str[k] = ' ';
    }
    g_string_append_c(flow->tabbed, '\n');
    flow->n_tabbed++;
}

static void play(GovFlow *flow, GArray *events)
{
    for (guint i = 0; i < events->len && gov__flow_get_error(flow) == NULL; i++)
        play_event(flow, &g_array_index(events, Event, i));
    g_array_set_size(events, 0);
}

/* Plays what is there, if nothing is open. */
static void settle(GovFlow *flow)
{
    Stream *stream = stream_of(flow);
    if (flow->n_boxes > 0 || stream->depth > 0)
        return;
    if (flow->error == NULL && flow->boxes->len == 0 && is_tabbed(stream->events)) {
        keep_tabbed(flow, stream->events);
        g_array_set_size(stream->events, 0);
    } else {
        play_tabbed(flow);
        play(flow, stream->events);
        play(flow, flow->boxes);
    }
    g_string_truncate(flow->text, 0);
}

/* ---- text ---- */

void gov__flow_add_text(GovFlow *flow, const char *text, size_t len)
{
    if (flow->text->len + len > MAX_TEXT)
        fail_limit(flow, "A table or paragraph has more than 64 MiB of text");
    if (len == 0 || flow->error != NULL)
        return;
    GArray *events = stream_of(flow)->events;
    Event *last = events->len == 0 ? NULL : &g_array_index(events, Event, events->len - 1);
    gsize at = flow->text->len;
    g_string_append_len(flow->text, text, (gssize)len);
    if (last != NULL && last->kind == EVENT_TEXT && last->a + last->b == at)
        last->b += (guint32)len;
    else
        add_event(flow, EVENT_TEXT, (guint32)at, (guint32)len);
}

void gov__flow_add_tab(GovFlow *flow)
{
    add_event(flow, EVENT_TAB, 0, 0);
}

void gov__flow_add_line(GovFlow *flow)
{
    add_event(flow, EVENT_LINE, 0, 0);
}

void gov__flow_add_image(GovFlow *flow)
{
    add_event(flow, EVENT_IMAGE, 0, 0);
}

void gov__flow_end_paragraph(GovFlow *flow)
{
    add_event(flow, EVENT_PARAGRAPH, 0, 0);
    settle(flow);
}

/* ---- tables ---- */

void gov__flow_begin_table(GovFlow *flow)
{
    Stream *stream = stream_of(flow);
    if (stream->depth == MAX_TABLES) {
        fail_limit(flow, "Tables are nested too deep");
        return;
    }
    Table *table = &stream->tables[stream->depth++];
    g_free(table->columns);
    *table = (Table){.columns = g_new0(Column, GOV_GRID_MAX_COLUMNS)};
    add_event(flow, EVENT_TABLE, 0, 0);
}

void gov__flow_end_table(GovFlow *flow)
{
    Stream *stream = stream_of(flow);
    if (stream->depth == 0)
        return;
    add_event(flow, EVENT_END_TABLE, 0, 0);
    g_clear_pointer(&stream->tables[--stream->depth].columns, g_free);
    settle(flow);
}

void gov__flow_begin_row(GovFlow *flow)
{
    Table *table = table_of(flow);
    if (table == NULL)
        return;
    table->row_start = stream_of(flow)->events->len;
    table->row_boxes = flow->boxes->len;
    table->row++;
    table->column = 0;
    table->last_cell = 0;
    table->row_dropped = false;
    add_event(flow, EVENT_ROW, 0, 0);
}

void gov__flow_drop_row(GovFlow *flow)
{
    Table *table = table_of(flow);
    if (table != NULL)
        table->row_dropped = true;
}

/* Tells records again; a repeated cell that spans rows would overlap itself, the grid sees to it. */
static void repeat(GovFlow *flow, guint from, unsigned repeats)
{
    GArray *events = stream_of(flow)->events;
    guint n = events->len - MIN(from, events->len);
    for (unsigned i = 1; i < repeats && n > 0 && flow->error == NULL; i++)
        for (guint k = 0; k < n; k++) {
            Event event = g_array_index(events, Event, from + k);
            flow->n_repeated += event.kind == EVENT_TEXT ? event.b : 0;
            if (flow->n_repeated > MAX_TEXT)
                fail_limit(flow, "Repeated cells have more than 64 MiB of text");
            add_event(flow, (EventKind)event.kind, event.a, event.b);
        }
}

void gov__flow_end_row(GovFlow *flow, unsigned repeats)
{
    Table *table = table_of(flow);
    if (table == NULL || table->row == 0 || flow->error != NULL)
        return;
    if (table->row_dropped) {
        g_array_set_size(stream_of(flow)->events, table->row_start);
        g_array_set_size(flow->boxes, MIN(table->row_boxes, flow->boxes->len));
        table->row--;
        return;
    }
    repeat(flow, table->row_start, repeats);
    table->row += MIN(repeats, MAX_EVENTS) - (repeats > 0);
}

void gov__flow_skip_columns(GovFlow *flow, unsigned n)
{
    Table *table = table_of(flow);
    n = MIN(n, GOV_GRID_MAX_COLUMNS);
    if (table == NULL || n == 0)
        return;
    add_event(flow, EVENT_CELL, 1, n);
    add_event(flow, EVENT_END_CELL, 0, 0);
    table->column += n;
}

void gov__flow_add_covered(GovFlow *flow, unsigned n)
{
    Table *table = table_of(flow);
    for (unsigned i = 0; table != NULL && i < MIN(n, GOV_GRID_MAX_COLUMNS); i++) {
        bool inside = table->column < GOV_GRID_MAX_COLUMNS;
        if (inside && table->columns[table->column].until > table->row)
            table->column++;
        else
            gov__flow_skip_columns(flow, 1);
    }
}

/* Makes the cell above go on in this row, if there is one that does and stands just here. */
static bool continue_above(GovFlow *flow, Table *table, unsigned width)
{
    if (table->column >= GOV_GRID_MAX_COLUMNS)
        return false;
    Column *column = &table->columns[table->column];
    Event *cell = event_at(flow, column->event);
    if (!column->merging || column->row == 0 || column->row != table->row - 1 ||
        column->width != width || cell == NULL)
        return false;
    if (!table->row_dropped) {
        cell->a++;
        column->row = table->row;
    }
    return true;
}

static bool continue_before(GovFlow *flow, Table *table, unsigned width)
{
    Event *cell = table->last_cell == 0 ? NULL : event_at(flow, table->last_cell);
    if (cell == NULL || cell->kind != EVENT_CELL)
        return false;
    cell->b = MIN(cell->b + width, GOV_GRID_MAX_COLUMNS);
    table->columns[table->last_column].width = (guint16)cell->b;
    return true;
}

static void place_cell(GovFlow *flow, Table *table, unsigned n_rows, unsigned n_columns,
                       bool merging)
{
    guint32 event = add_event(flow, EVENT_CELL, n_rows, n_columns);
    unsigned end = MIN(table->column + n_columns, GOV_GRID_MAX_COLUMNS);
    if (table->column >= GOV_GRID_MAX_COLUMNS)
        return;
    table->last_cell = event;
    table->last_column = table->column;
    if (table->row_dropped)
        return;
    Column *first = &table->columns[table->column];
    *first = (Column){event, table->row, 0, (guint16)n_columns, merging};
    for (unsigned i = table->column; i < end; i++)
        table->columns[i].until = table->row + MIN(n_rows, G_MAXUINT16);
}

void gov__flow_begin_cell(GovFlow *flow, unsigned n_rows, unsigned n_columns, GovMerge merge)
{
    Table *table = table_of(flow);
    if (table == NULL || flow->error != NULL)
        return;
    /* One more than there may be lets the grid say that it cut the cell. */
    n_columns = CLAMP(n_columns, 1, GOV_GRID_MAX_COLUMNS + 1);
    table->cell_start = stream_of(flow)->events->len;
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
    Table *table = table_of(flow);
    if (table == NULL || flow->error != NULL)
        return;
    if (table->cell_dropped) {
        g_array_set_size(stream_of(flow)->events, table->cell_start);
        table->cell_dropped = false;
        return;
    }
    add_event(flow, EVENT_END_CELL, 0, 0);
    repeats = MIN(repeats, GOV_GRID_MAX_COLUMNS);
    repeat(flow, table->cell_start, repeats);
    if (repeats > 1)
        table->column += (repeats - 1) * MAX(table->columns[table->last_column].width, 1);
}

/* ---- boxes ---- */

bool gov__flow_begin_box(GovFlow *flow)
{
    if (flow->n_boxes == MAX_BOXES)
        return false;
    flow->n_boxes++;
    stream_of(flow)->depth = 0;
    g_array_set_size(stream_of(flow)->events, 0);
    return true;
}

void gov__flow_end_box(GovFlow *flow)
{
    if (flow->n_boxes == 0)
        return;
    add_event(flow, EVENT_PARAGRAPH, 0, 0);
    while (stream_of(flow)->depth > 0)
        gov__flow_end_table(flow);
    GArray *events = stream_of(flow)->events;
    if (events->len > 0)
        g_array_append_vals(flow->boxes, events->data, events->len);
    g_array_set_size(events, 0);
    flow->n_boxes--;
    if (flow->boxes->len > MAX_EVENTS)
        fail_limit(flow, "A block has too much text in boxes");
}

bool gov__flow_finish(GovFlow *flow, GError **error)
{
    while (flow->n_boxes > 0)
        gov__flow_end_box(flow);
    while (stream_of(flow)->depth > 0)
        gov__flow_end_table(flow);
    gov__flow_end_paragraph(flow);
    if (flow->error == NULL)
        return gov__page_finish(flow->page, error);
    g_propagate_error(error, g_steal_pointer(&flow->error));
    return false;
}
