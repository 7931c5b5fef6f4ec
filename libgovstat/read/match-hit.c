/* SPDX-License-Identifier: MIT */
/* What the pass leaves behind: hits, remarks, and the digits of rows that do not fit.
 *
 * A hit is one token read as one cell of the form. Whatever its own writing says against it, such as
 * digits joined over a gap or a unit that leaves no whole 分, is weighed here; what the place of
 * the token says against it is the matter of match-data.c. */
#include "read/match-table-private.h"

#include <string.h>

#include "form/rule-private.h"

/* A document with so many odd lines is no report; what is told stays readable. */
#define MAX_REMARKS 2000
#define MAX_REMARK_BYTES 160

static GovUnit assumed_unit(const GovTableReader *r, size_t cell, const GovPlace *place)
{
    const char *unit = gov_form_get_cell_unit(r->form, cell);

    if (place->unit != GOV_UNIT_NONE)
        return place->unit;
    return strcmp(unit, "万元") == 0 ? GOV_UNIT_WANYUAN : GOV_UNIT_NONE;
}

/* What the writing of a figure says beyond its value. */
static const char *figure_note(const GovTableReader *r, size_t cell, const GovFigure *figure, GovUnit assumed)
{
    if (figure->status != GOV_STATUS_REPORTED)
        return NULL;
    if (figure->flags & GOV_FIGURE_JOINED)
        return "figure.joined";
    if (figure->flags & GOV_FIGURE_DOUBLE_SIGN)
        return "figure.double_sign";
    if (figure->flags & GOV_FIGURE_ROUNDED)
        return "figure.rounded";
    if (gov_form_get_cell_type(r->form, cell) != GOV_TYPE_MONEY)
        return NULL;
    GovUnit unit = figure->unit != GOV_UNIT_NONE ? figure->unit : assumed;
    if (unit == GOV_UNIT_NONE)
        return "unit.unknown";
    return unit == GOV_UNIT_YUAN || unit == GOV_UNIT_YIYUAN ? "unit.converted" : NULL;
}

static const char *evidence_note(GovEvidence evidence)
{
    switch (evidence) {
    case GOV_EVIDENCE_SIMILAR:
        return "label.similar";
    case GOV_EVIDENCE_ORDER:
        return "column.order";
    default:
        return NULL;
    }
}

/* An amount that is no whole number of 分 is in another unit than it says. */
static bool is_inexact(const GovFigure *figure, GovUnit assumed)
{
    GovUnit unit = figure->unit != GOV_UNIT_NONE ? figure->unit : assumed;

    return (figure->flags & GOV_FIGURE_ROUNDED) != 0 && unit == GOV_UNIT_YUAN;
}

/* Tables without sums are read as their header stands. */
static bool is_disputed(const GovTableReader *r)
{
    if (!r->columns.disputed || r->columns.table < 0)
        return false;
    for (size_t i = 0; i < gov_form_n_rules(r->form); i++) {
        const GovRule *rule = gov_form_get_rule(r->form, i);
        const GovInstance *first = gov__rule_get_instance(rule, 0);
        if (gov__rule_is_identity(rule) && first->axis == GOV_AXIS_ROW &&
            (int)first->table == r->columns.table)
            return true;
    }
    return false;
}

void gov__hit_add(GovTableReader *r, const GovLine *line, size_t cell, const GovPlace *place,
                  GovEvidence row_evidence, const GovToken *token, GovDoubt doubt)
{
    GovUnit unit = assumed_unit(r, cell, place);
    GovHit hit = {.cell = (uint32_t)cell,
                  .block = line->block + (line->grid == NULL ? token->row : 0),
                  .row = line->grid != NULL ? token->row : 0,
                  .column = line->grid != NULL ? token->column : 0,
                  .raw = token->text,
                  .raw_len = token->len,
                  .evidence = MAX(row_evidence, place->evidence),
                  .doubt = doubt,
                  .disputed = is_disputed(r),
                  .year = r->heading_year};

    hit.figure = gov_figure_parse(token->text, token->bare, gov_form_get_cell_type(r->form, cell), unit);
    hit.note = token->bare < token->len ? "figure.note_mark" : figure_note(r, cell, &hit.figure, unit);
    if (hit.note == NULL)
        hit.note = evidence_note(hit.evidence);
    if (hit.figure.flags & GOV_FIGURE_JOINED) {
        hit.evidence = GOV_EVIDENCE_JOINED;
        hit.doubt = MAX(hit.doubt, DOUBT_UNLESS_SUM);
    }
    if (token->open_end || hit.disputed)
        hit.doubt = MAX(hit.doubt, DOUBT_UNLESS_SUM);
    if (token->continued || is_inexact(&hit.figure, unit))
        hit.doubt = DOUBT_STANDING;
    g_array_append_val(r->match->hits, hit);
}

/* A cell whose figure cannot be told from its neighbours'. */
void gov__hit_add_lost(GovTableReader *r, const GovLine *line, size_t cell)
{
    const GovToken *first = gov__lines_token(r->lines, line, 0);
    GovHit hit = {.cell = (uint32_t)cell,
                  .block = line->block,
                  .row = first->row,
                  .column = first->column,
                  .raw = "",
                  .figure = {.status = GOV_STATUS_UNREADABLE},
                  .doubt = DOUBT_STANDING};

    g_array_append_val(r->match->hits, hit);
}

/* The beginning of a line, for a message. */
static char *line_text(const GovTableReader *r, const GovLine *line)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t i = 0; i < line->n && text->len < MAX_REMARK_BYTES; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        if (token->kind == TOKEN_BLANK)
            continue;
        if (text->len > 0)
            g_string_append(text, " | ");
        g_autofree char *clean = g_utf8_make_valid(token->text, (gssize)MIN(token->len, MAX_REMARK_BYTES));
        g_strdelimit(clean, "\n\r\t", ' ');
        g_string_append(text, g_strstrip(clean));
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

void gov__reader_remark(GovTableReader *r, const GovLine *line, const char *code, const char *what)
{
    GovRemark remark = {line->block, -1, code, NULL};

    if (r->match->remarks->len > MAX_REMARKS)
        return;
    if (r->match->remarks->len == MAX_REMARKS) {
        remark.code = "notes.more";
        remark.message = g_strdup("There are more lines like the last ones; not told");
    } else {
        g_autofree char *text = line_text(r, line);
        remark.message = g_strdup_printf("%s: %s", what, text);
    }
    g_array_append_val(r->match->remarks, remark);
}

/* Whether the header names all columns of the form in the order of the form. */
static bool header_is_usual(const GovTableReader *r)
{
    guint n = r->columns.in_order->len;

    for (guint i = 0; i < n; i++)
        if (gov__leaf_at(r, i)->column != (int)i || gov__leaf_at(r, i)->row >= 0)
            return false;
    return n == gov_form_n_columns(r->form, (size_t)r->columns.table);
}

/* The digits of a cell as printed: 00 may be two zeros, and two figures may stand in one cell. FALSE
 * if it has anything else. */
static bool append_pieces(GString *digits, const GovToken *token)
{
    g_autofree char *cell = g_strndup(token->text, token->bare);
    g_auto(GStrv) pieces = g_regex_split_simple("[\\s\\x{a0}\\x{3000}]+", g_strstrip(cell), 0, 0);

    for (size_t i = 0; pieces[i] != NULL; i++) {
        if (*pieces[i] == '\0' || strspn(pieces[i], "0123456789") != strlen(pieces[i]))
            return false;
        g_string_append_printf(digits, "%s%s", digits->len > 0 ? " " : "", pieces[i]);
    }
    return true;
}

void gov__reader_keep_broken(GovTableReader *r, const GovDataLine *data)
{
    g_autoptr(GString) digits = g_string_new(NULL);

    for (size_t t = data->first; t < data->line->n; t++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, t);
        GovFigure figure = gov_figure_parse(token->text, token->bare, GOV_TYPE_COUNT, GOV_UNIT_NONE);
        if (token->kind == TOKEN_BLANK)
            continue;
        if (figure.status != GOV_STATUS_REPORTED || figure.value < 0 || figure.unit != GOV_UNIT_NONE)
            return;
        if (!append_pieces(digits, token))
            return;
    }
    if (data->row < 0 || digits->len == 0 || r->columns.disputed || !header_is_usual(r))
        return;
    const GovToken *first = gov__lines_token(r->lines, data->line, 0);
    GovBroken broken = {(uint32_t)r->columns.table, (uint32_t)data->row, data->line->block, first->row,
                        false, g_string_free(g_steal_pointer(&digits), FALSE)};
    g_array_append_val(r->match->broken, broken);
}
