/* SPDX-License-Identifier: MIT */
/* Events are kept as a list of small records over one buffer of text; what rows and cells do to the
 * list is in flow-table.c. Text boxes gather records of their own. When nothing is open the records
 * are played, so no more than one table of the body is ever held, and a cap on records bounds
 * that. */
#include "read/flow-event-private.h"

#include <govstat/error.h>

#include <string.h>

#define MIN_TABBED 3u /* paragraphs with tabs in a row that may be a table */

GovFlow *gov__flow_new(GovDocument *document)
{
    GovFlow *flow = g_new0(GovFlow, 1);
    flow->page = gov__page_new(document);
    flow->text = g_string_sized_new(4096);
    flow->tabbed = g_string_new(NULL);
    flow->boxes = g_array_new(FALSE, FALSE, sizeof(GovEvent));
    for (unsigned i = 0; i <= GOV_MAX_BOXES; i++)
        flow->streams[i].events = g_array_new(FALSE, FALSE, sizeof(GovEvent));
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
    for (unsigned i = 0; i <= GOV_MAX_BOXES; i++) {
        g_array_unref(flow->streams[i].events);
        for (unsigned k = 0; k < GOV_MAX_TABLES; k++)
            g_free(flow->streams[i].tables[k].columns);
    }
    g_clear_error(&flow->error);
    g_free(flow);
}

const GError *gov__flow_get_error(const GovFlow *flow)
{
    return flow->error != NULL ? flow->error : gov__page_get_error(flow->page);
}

void gov__flow_fail_limit(GovFlow *flow, const char *what)
{
    if (flow->error == NULL)
        g_set_error(&flow->error, GOV_ERROR, GOV_ERROR_LIMIT, "%s", what);
}

guint32 gov__flow_add_event(GovFlow *flow, GovEventKind kind, guint32 a, guint32 b)
{
    GArray *events = gov__flow_stream(flow)->events;
    GovEvent event = {kind, a, b};
    if (events->len >= GOV_MAX_EVENTS)
        gov__flow_fail_limit(flow, "A table has too many cells");
    if (flow->error == NULL)
        g_array_append_val(events, event);
    return MAX(events->len, 1) - 1;
}

/* ---- playing ---- */

static void play_text(GovFlow *flow, const GovEvent *event)
{
    gov__page_add_text(flow->page, flow->text->str + event->a, event->b);
}

static void play_event(GovFlow *flow, const GovEvent *event)
{
    switch ((GovEventKind)event->kind) {
    case GOV_EVENT_TEXT:
        play_text(flow, event);
        break;
    case GOV_EVENT_TAB:
        gov__page_add_text(flow->page, "\t", 1);
        break;
    case GOV_EVENT_LINE:
        gov__page_add_line(flow->page);
        break;
    case GOV_EVENT_IMAGE:
        gov__page_add_image(flow->page);
        break;
    case GOV_EVENT_PARAGRAPH:
        gov__page_break(flow->page);
        break;
    case GOV_EVENT_TABLE:
        gov__page_begin_table(flow->page);
        break;
    case GOV_EVENT_END_TABLE:
        gov__page_end_table(flow->page);
        break;
    case GOV_EVENT_ROW:
        gov__page_begin_row(flow->page);
        break;
    case GOV_EVENT_CELL:
        gov__page_begin_cell(flow->page, event->a, event->b);
        break;
    case GOV_EVENT_END_CELL:
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
        guint32 kind = g_array_index(events, GovEvent, i).kind;
        if (kind != GOV_EVENT_TEXT && kind != GOV_EVENT_TAB)
            return false;
        tabbed |= kind == GOV_EVENT_TEXT && tab;
        words |= kind == GOV_EVENT_TEXT;
        tab |= kind == GOV_EVENT_TAB && words;
    }
    return tabbed;
}

static void keep_tabbed(GovFlow *flow, const GArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const GovEvent *event = &g_array_index(events, GovEvent, i);
        gsize from = flow->tabbed->len;
        if (event->kind == GOV_EVENT_TAB)
            g_string_append_c(flow->tabbed, '\t');
        if (event->kind == GOV_EVENT_TEXT)
            g_string_append_len(flow->tabbed, flow->text->str + event->a, event->b);
        for (gsize k = from; event->kind == GOV_EVENT_TEXT && k < flow->tabbed->len; k++)
            if (strchr("\n\r\t", flow->tabbed->str[k]) != NULL)
                flow->tabbed->str[k] = ' ';
    }
    g_string_append_c(flow->tabbed, '\n');
    flow->n_tabbed++;
}

static void play(GovFlow *flow, GArray *events)
{
    for (guint i = 0; i < events->len && gov__flow_get_error(flow) == NULL; i++)
        play_event(flow, &g_array_index(events, GovEvent, i));
    g_array_set_size(events, 0);
}

void gov__flow_settle(GovFlow *flow)
{
    GovFlowStream *stream = gov__flow_stream(flow);
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
    if (flow->text->len + len > GOV_MAX_FLOW_TEXT)
        gov__flow_fail_limit(flow, "A table or paragraph has more than 64 MiB of text");
    if (len == 0 || flow->error != NULL)
        return;
    GArray *events = gov__flow_stream(flow)->events;
    GovEvent *last = events->len == 0 ? NULL : &g_array_index(events, GovEvent, events->len - 1);
    gsize at = flow->text->len;
    g_string_append_len(flow->text, text, (gssize)len);
    if (last != NULL && last->kind == GOV_EVENT_TEXT && last->a + last->b == at)
        last->b += (guint32)len;
    else
        gov__flow_add_event(flow, GOV_EVENT_TEXT, (guint32)at, (guint32)len);
}

void gov__flow_add_tab(GovFlow *flow)
{
    gov__flow_add_event(flow, GOV_EVENT_TAB, 0, 0);
}

void gov__flow_add_line(GovFlow *flow)
{
    gov__flow_add_event(flow, GOV_EVENT_LINE, 0, 0);
}

void gov__flow_add_image(GovFlow *flow)
{
    gov__flow_add_event(flow, GOV_EVENT_IMAGE, 0, 0);
}

void gov__flow_end_paragraph(GovFlow *flow)
{
    gov__flow_add_event(flow, GOV_EVENT_PARAGRAPH, 0, 0);
    gov__flow_settle(flow);
}

/* ---- boxes ---- */

bool gov__flow_begin_box(GovFlow *flow)
{
    if (flow->n_boxes == GOV_MAX_BOXES)
        return false;
    flow->n_boxes++;
    gov__flow_stream(flow)->depth = 0;
    g_array_set_size(gov__flow_stream(flow)->events, 0);
    return true;
}

void gov__flow_end_box(GovFlow *flow)
{
    if (flow->n_boxes == 0)
        return;
    gov__flow_add_event(flow, GOV_EVENT_PARAGRAPH, 0, 0);
    while (gov__flow_stream(flow)->depth > 0)
        gov__flow_end_table(flow);
    GArray *events = gov__flow_stream(flow)->events;
    if (events->len > 0)
        g_array_append_vals(flow->boxes, events->data, events->len);
    g_array_set_size(events, 0);
    flow->n_boxes--;
    if (flow->boxes->len > GOV_MAX_EVENTS)
        gov__flow_fail_limit(flow, "A block has too much text in boxes");
}

bool gov__flow_finish(GovFlow *flow, GError **error)
{
    while (flow->n_boxes > 0)
        gov__flow_end_box(flow);
    while (gov__flow_stream(flow)->depth > 0)
        gov__flow_end_table(flow);
    gov__flow_end_paragraph(flow);
    if (flow->error == NULL)
        return gov__page_finish(flow->page, error);
    g_propagate_error(error, g_steal_pointer(&flow->error));
    return false;
}
