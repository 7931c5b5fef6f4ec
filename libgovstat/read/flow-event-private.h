/* SPDX-License-Identifier: MIT */
/* A flow from within: flow.c keeps events and plays them, flow-table.c knows what rows and cells do to
 * the events that are kept. */
#ifndef GOV_FLOW_EVENT_PRIVATE_H
#define GOV_FLOW_EVENT_PRIVATE_H

#include "read/flow-private.h"

#define GOV_MAX_TABLES 40u /* nested; the page refuses fewer, with a message */
#define GOV_MAX_BOXES 4u   /* nested */
#define GOV_MAX_EVENTS 2000000u
#define GOV_MAX_FLOW_TEXT ((gsize)64 << 20)

typedef enum {
    GOV_EVENT_TEXT, /* from, len */
    GOV_EVENT_TAB,
    GOV_EVENT_LINE,
    GOV_EVENT_IMAGE,
    GOV_EVENT_PARAGRAPH,
    GOV_EVENT_TABLE,
    GOV_EVENT_END_TABLE,
    GOV_EVENT_ROW,
    GOV_EVENT_CELL, /* rows, columns */
    GOV_EVENT_END_CELL
} GovEventKind;

typedef struct {
    guint32 kind;
    guint32 a;
    guint32 b;
} GovEvent;

/* The cell that a row has in a column. */
typedef struct {
    guint32 event; /* of the cell */
    guint32 row;   /* in which it was last seen, from 1; 0 if never */
    guint32 until; /* first row in which the column is free again */
    guint16 width;
    bool merging;
} GovFlowColumn;

typedef struct {
    GovFlowColumn *columns;    /* GOV_GRID_MAX_COLUMNS of them */
    guint32 row;        /* the open one, from 1 */
    unsigned column;    /* where the next cell begins */
    guint row_start;    /* records there were before the row, and of boxes */
    guint row_boxes;
    guint cell_start;   /* … before the cell */
    guint32 last_cell;  /* record of the last cell of the row, or 0 */
    unsigned last_column;
    bool row_dropped;
    bool cell_dropped;
} GovFlowTable;

typedef struct {
    GArray *events;
    GovFlowTable tables[GOV_MAX_TABLES];
    unsigned depth;
} GovFlowStream;

struct _GovFlow {
    GovPage *page;
    GString *text;
    GovFlowStream streams[GOV_MAX_BOXES + 1]; /* the body, then open boxes */
    unsigned n_boxes;
    GArray *boxes;   /* records of boxes that have ended */
    GString *tabbed; /* paragraphs with tabs, each with its line break */
    unsigned n_tabbed;
    gsize n_repeated; /* bytes of text told again */
    GError *error;
};

/* The events of the innermost open box, or of the body. */
static inline GovFlowStream *gov__flow_stream(GovFlow *flow)
{
    return &flow->streams[flow->n_boxes];
}

/* Keeps an event; returns its place. */
guint32 gov__flow_add_event(GovFlow *flow, GovEventKind kind, guint32 a, guint32 b);
void gov__flow_fail_limit(GovFlow *flow, const char *what);
/* Plays what is there, if nothing is open. */
void gov__flow_settle(GovFlow *flow);

#endif
