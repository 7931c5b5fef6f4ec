/* SPDX-License-Identifier: MIT */
/* Lines × form → hits.
 *
 * One pass over the lines with a small state: the table under way, its header and the group
 * heading last seen. A line is a heading, a part of the header, or data. A data line is read by
 * position and in order; a figure counts without doubt only where the reading leaves no choice.
 * A line that does not fit is told in a remark and shifts nothing.
 *
 * Here is the pass itself; what it does with a line is in the files that match-table-private.h
 * names. */
#include "read/match-table-private.h"

static void read_cells(GovTableReader *r, const GovLine *line)
{
    int table = gov__reader_vote(r, line);
    if (table < 0)
        return;
    if (table != r->table) {
        r->announced = false;
        r->group = -1;
    }
    r->table = table;

    GovParts parts = gov__parts_take(r, line);
    gov__reader_note_groups(r, line, parts.lead);
    if (parts.header > 0)
        gov__reader_read_header(r, line, parts.header);
    if (parts.label != GOV_NO_TOKEN)
        gov__row_read(r, line, &parts);
    else if (line->grid == NULL || parts.header == 0)
        gov__row_read_unlabelled(r, line, &parts);
}

static void read_line(GovTableReader *r, const GovLine *line)
{
    bool heading = false;

    for (uint32_t i = 0; i < line->n; i++)
        heading = gov__reader_read_heading(r, line, gov__lines_token(r->lines, line, i)) || heading;
    if (heading && line->n == 1)
        return;
    if (line->kind != LINE_PARAGRAPH)
        read_cells(r, line);
    else if (r->announced && gov__token_names_column(gov__lines_token(r->lines, line, 0), r->table))
        gov__reader_read_header(r, line, 1); /* a label of a header that stands on lines of its own */
}

GovMatch *gov__match_new(const GovLines *lines, const GovForm *form)
{
    GovMatch *match = g_new0(GovMatch, 1);
    GovTableReader r = {.lines = lines, .form = form, .match = match, .table = -1, .group = -1};

    match->form = form;
    match->hits = g_array_new(FALSE, FALSE, sizeof(GovHit));
    match->remarks = g_array_new(FALSE, FALSE, sizeof(GovRemark));
    match->broken = g_array_new(FALSE, FALSE, sizeof(GovBroken));
    if (lines == NULL)
        return match;
    gov__columns_init(&r.columns);
    for (guint i = 0; i < lines->lines->len; i++)
        read_line(&r, &g_array_index(lines->lines, GovLine, i));
    gov__reader_end_header(&r);
    gov__columns_clear(&r.columns);
    return match;
}

void gov__match_free(GovMatch *match)
{
    for (guint i = 0; i < match->remarks->len; i++)
        g_free(g_array_index(match->remarks, GovRemark, i).message);
    for (guint i = 0; i < match->broken->len; i++)
        g_free(g_array_index(match->broken, GovBroken, i).digits);
    g_array_unref(match->hits);
    g_array_unref(match->remarks);
    g_array_unref(match->broken);
    g_free(match->text);
    g_free(match);
}
