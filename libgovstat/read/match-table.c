/* SPDX-License-Identifier: MIT */
/* Lines × form → hits.
 *
 * One pass over the lines with a small state: the table under way, its header and the group
 * heading last seen. A line is a heading, a part of the header, or data. A data line is read by
 * position and in order; a figure counts without doubt only where the reading leaves no choice.
 * A line that does not fit is told in a remark and shifts nothing. */
#include "read/match-private.h"

#include <govstat/label.h>
#include <string.h>

#include "form/rule-private.h"

#define NONE ((size_t)-1)
#define LEAST_ROWS 3

/* A document with so many odd lines is no report; what is told stays readable. */
#define MAX_REMARKS 2000
#define MAX_REMARK_BYTES 160

typedef struct {
    const GovLines *lines;
    const GovForm *form;
    GovMatch *match;
    GovColumns columns;
    int table;      /* context, or −1 */
    bool announced; /* by a heading or caption, not only by labels */
    bool after_data;
    int group;
    guint header_hits; /* hits before the header under way */
    guint row_hits;    /* hits before the last data line */
    bool misfit;       /* some line under this header did not fit it */
    unsigned n_rows;   /* lines read under this header that a label of rows alone names */
    int heading_year;  /* year the last heading names; 0 none, −1 the year before */
} Reader;

/* ---- small questions ---- */

static bool is_figure(const GovToken *token)
{
    return token->kind == TOKEN_FIGURE || token->kind == TOKEN_MARK;
}

static bool is_unit(const GovToken *token)
{
    static const char *const units[] = {"件", "项", "条", "次", "人", "人次", "个", "篇", "宗", "元", "万元"};

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (token->len == strlen(units[i]) && memcmp(token->text, units[i], token->len) == 0)
            return true;
    return false;
}

static bool is_column_word(const GovToken *token, int table)
{
    return gov__token_target(token, GOV_AXIS_COLUMN, table) != NULL ||
           gov__token_target(token, GOV_AXIS_COLUMN_GROUP, table) != NULL ||
           gov__token_target(token, GOV_AXIS_HEADER, table) != NULL;
}

/* Names a column and nothing else; 其他 and 总计 name rows too. */
static bool is_sole_column_word(const GovToken *token, int table)
{
    return is_column_word(token, table) && gov__token_target(token, GOV_AXIS_ROW, table) == NULL;
}

static bool is_row_word(const GovToken *token, int table)
{
    return gov__token_target(token, GOV_AXIS_ROW, table) != NULL ||
           gov__token_target(token, GOV_AXIS_ROW_GROUP, table) != NULL;
}

static void remark(Reader *r, const GovLine *line, int cell, const char *code, char *message)
{
    GovRemark remark = {line->block, cell, code, message};
    g_array_append_val(r->match->remarks, remark);
}

/* ---- doubts that come later ---- */

static void doubt_hits(Reader *r, guint first, GovDoubt doubt)
{
    for (guint i = first; i < r->match->hits->len; i++) {
        GovHit *hit = &g_array_index(r->match->hits, GovHit, i);
        hit->doubt = MAX(hit->doubt, doubt);
    }
}

/* Whether the header lacks a column that every row of the table has. */
static bool lacks_column(const Reader *r)
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
static void end_header(Reader *r)
{
    bool lacking = r->columns.table >= 0 && r->columns.in_order->len > 0 && lacks_column(r);
    if (lacking && (r->misfit || r->n_rows < LEAST_ROWS))
        doubt_hits(r, r->header_hits, DOUBT_STANDING);
    r->misfit = false;
    r->n_rows = 0;
    r->header_hits = r->match->hits->len;
}

static void reset_columns(Reader *r, int table)
{
    end_header(r);
    gov__columns_reset(&r->columns, table);
}

/* ---- context ---- */

static void enter_table(Reader *r, int table)
{
    if (r->columns.table != table || r->after_data)
        reset_columns(r, table);
    r->table = table;
    r->announced = true;
    r->after_data = false;
    r->group = -1;
}

static void leave_table(Reader *r)
{
    reset_columns(r, -1);
    r->table = -1;
    r->announced = false;
    r->group = -1;
}

static bool holds_title(const Reader *r, const char *key)
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
static int year_named(const Reader *r, const GovToken *token)
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
    if (year == NULL || !g_ascii_isdigit(year[2]) || !g_ascii_isdigit(year[3]) || !g_str_has_prefix(year + 4, "年"))
        return 0;
    return 2000 + (year[2] - '0') * 10 + (year[3] - '0');
}

/* A heading opens a table; a caption opens a block of one, which has a header of its own. */
static bool read_heading(Reader *r, const GovLine *line, const GovToken *token)
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

/* The table whose labels a line holds: by those that belong to one table only. */
static int vote(const Reader *r, const GovLine *line)
{
    unsigned votes[8] = {0};
    int best = r->table;

    for (uint32_t i = 0; i < line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        bool sole = token->n_targets > 0 && token->targets[0].table < G_N_ELEMENTS(votes);
        for (size_t k = 1; k < token->n_targets; k++)
            sole = sole && token->targets[k].table == token->targets[0].table;
        if (sole && (is_column_word(token, -1) || is_row_word(token, -1)))
            votes[token->targets[0].table]++;
    }
    for (int t = 0; t < (int)G_N_ELEMENTS(votes); t++)
        if (votes[t] > (best >= 0 && best < (int)G_N_ELEMENTS(votes) ? votes[best] : 0))
            best = t;
    return best;
}

/* ---- hits ---- */

static GovUnit assumed_unit(const Reader *r, size_t cell, const GovPlace *place)
{
    const char *unit = gov_form_get_cell_unit(r->form, cell);

    if (place->unit != GOV_UNIT_NONE)
        return place->unit;
    return strcmp(unit, "万元") == 0 ? GOV_UNIT_WANYUAN : GOV_UNIT_NONE;
}

/* What the writing of a figure says beyond its value. */
static const char *figure_note(const Reader *r, size_t cell, const GovFigure *figure, GovUnit assumed)
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
static bool is_disputed(const Reader *r)
{
    if (!r->columns.disputed || r->columns.table < 0)
        return false;
    for (size_t i = 0; i < gov_form_n_rules(r->form); i++) {
        const GovRule *rule = gov_form_get_rule(r->form, i);
        const GovInstance *first = gov__rule_get_instance(rule, 0);
        if (gov__rule_is_identity(rule) && first->axis == GOV_AXIS_ROW && (int)first->table == r->columns.table)
            return true;
    }
    return false;
}

static void add_hit(Reader *r, const GovLine *line, size_t cell, const GovPlace *place,
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
static void add_lost(Reader *r, const GovLine *line, size_t cell)
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

/* ---- data lines ---- */

/* A data line: the figures after its label, and where the form may want them. */
typedef struct {
    const GovLine *line;
    int row;    /* row of the form, or −1 where the header names the rows */
    int column; /* column of the form where lines are columns, else −1 */
    GovEvidence evidence;
    size_t first; /* first token after the label */
} Data;

static int cell_of(const Reader *r, const Data *data, const GovPlace *place)
{
    int row = place->row >= 0 ? place->row : data->row;
    int column = place->column >= 0 ? place->column : data->column;

    if (row < 0 || column < 0)
        return -1;
    return gov_form_get_cell(r->form, (size_t)r->columns.table, (size_t)row, (size_t)column);
}

static const GovPlace *leaf(const Reader *r, guint i)
{
    return &g_array_index(r->columns.in_order, GovPlace, i);
}

/* Whether a place of the header stands for figures of the form. */
static bool is_leaf(const Reader *r, const GovPlace *place)
{
    return (r->columns.transposed ? place->row : place->column) >= 0;
}

static bool same_leaf(const GovPlace *a, const GovPlace *b)
{
    return a->column == b->column && a->row == b->row;
}

static uint32_t first_leaf(const Reader *r)
{
    uint32_t c = 0;

    while (c < r->columns.by_position->len &&
           !is_leaf(r, &g_array_index(r->columns.by_position, GovPlace, c)))
        c++;
    return c;
}

/* Whether a column before the figures has a heading of its own, such as 行次, and not that of the
 * row labels. */
static bool has_own_label(const Reader *r, const GovLine *line, const GovToken *token)
{
    const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, token->column);
    const GovToken *first = gov__lines_token(r->lines, line, 0);

    if (!place->labelled || first->column >= r->columns.by_position->len)
        return false;
    const GovPlace *corner = &g_array_index(r->columns.by_position, GovPlace, first->column);
    return corner->labelled && corner->token != place->token;
}

/* The leaf a token stands under; FALSE if it stands under two, or under nothing at all. */
static bool leaf_above(const Reader *r, const GovLine *line, const GovToken *token, int *found)
{
    bool labelled = false;

    *found = -1;
    if (token->kind == TOKEN_FIGURE && token->column + token->n_columns <= first_leaf(r))
        return has_own_label(r, line, token); /* else it stands among the labels: a shifted line */
    for (uint32_t c = token->column; c < token->column + token->n_columns; c++) {
        if (c >= r->columns.by_position->len)
            break;
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        labelled = labelled || place->labelled;
        if (!is_leaf(r, place))
            continue;
        for (guint i = 0; i < r->columns.in_order->len; i++)
            if (same_leaf(place, leaf(r, i)) && *found != (int)i) {
                if (*found >= 0)
                    return false;
                *found = (int)i;
            }
    }
    /* Unused places under no label may be blank, or struck out. */
    return *found >= 0 || labelled || token->kind == TOKEN_BLANK || token->kind == TOKEN_MARK;
}

/* Fillers of a merged cell: blanks, or the same text again. */
static bool is_filler(const GovToken *a, const GovToken *b)
{
    return b->kind == TOKEN_BLANK ||
           (a->len == b->len && memcmp(a->text, b->text, a->len) == 0);
}

/* Reads by position: chosen[i] is the token under leaf i. FALSE if that leaves a doubt. */
static bool read_positions(const Reader *r, const Data *data, const GovToken **chosen)
{
    const GovGrid *grid = data->line->grid;
    bool sound = true;

    for (size_t t = data->first; t < data->line->n; t++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, t);
        int i;
        if (!leaf_above(r, data->line, token, &i))
            sound = false;
        if (i < 0)
            continue;
        if (chosen[i] == NULL || (chosen[i]->kind == TOKEN_BLANK && token->kind != TOKEN_BLANK))
            chosen[i] = token;
        else if (!is_filler(chosen[i], token))
            sound = false;
    }
    for (guint i = 0; i < r->columns.in_order->len; i++)
        sound = sound && (chosen[i] != NULL || cell_of(r, data, leaf(r, i)) < 0);
    return sound && grid != NULL;
}

static bool can_read_positions(const Reader *r, const Data *data)
{
    const GovGrid *grid = data->line->grid;

    if (grid == NULL || r->columns.by_position->len == 0 ||
        gov_grid_n_columns(grid) != r->columns.by_position->len)
        return false;
    const GovToken *first = gov__lines_token(r->lines, data->line, 0);
    return r->columns.spans || gov_grid_get_row_width(grid, first->row) == gov_grid_n_columns(grid);
}

/* Whether columns that the form does not have stand among those it has. */
static bool has_foreign_columns(const Reader *r)
{
    bool begun = false;

    for (guint c = 0; c < r->columns.by_position->len; c++) {
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        begun = begun || is_leaf(r, place);
        if (begun && !is_leaf(r, place) && place->labelled)
            return true;
    }
    return false;
}

/* The window of `n` tokens that holds all that is not blank; NONE if there is none or several. */
static size_t find_window(const Reader *r, const Data *data, size_t n)
{
    size_t first = data->first, end = data->line->n;
    size_t begin_text = NONE, end_text = first;

    while (first < end && is_unit(gov__lines_token(r->lines, data->line, first)) && end - first > n)
        first++;
    if (end - first < n)
        return NONE;
    for (size_t t = first; t < end; t++)
        if (gov__lines_token(r->lines, data->line, t)->kind != TOKEN_BLANK) {
            begin_text = begin_text == NONE ? t : begin_text;
            end_text = t + 1;
        }
    if (end - first == n || begin_text == NONE)
        return first;
    size_t lowest = end_text > first + n ? end_text - n : first;
    size_t highest = MIN(begin_text, end - n);
    return lowest == highest ? lowest : NONE;
}

/* Reads in order: as many tokens as there are leaves, with or without those the form lacks. */
static bool read_order(const Reader *r, const Data *data, const GovToken **chosen)
{
    guint n_known = 0, n = r->columns.in_order->len;

    for (guint i = 0; i < n; i++)
        n_known += is_leaf(r, leaf(r, i));
    if (n_known == 0 || has_foreign_columns(r))
        return false;
    size_t window = find_window(r, data, n);
    bool skip_unknown = window == NONE && n_known < n;
    if (skip_unknown)
        window = find_window(r, data, n_known);
    if (window == NONE)
        return false;
    for (guint i = 0; i < n; i++)
        if (!skip_unknown || is_leaf(r, leaf(r, i)))
            chosen[i] = gov__lines_token(r->lines, data->line, window++);
    return true;
}

/* The beginning of a line, for a message. */
static char *line_text(const Reader *r, const GovLine *line)
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

static void remark_line(Reader *r, const GovLine *line, const char *code, const char *what)
{
    if (r->match->remarks->len == MAX_REMARKS) {
        remark(r, line, -1, "notes.more", g_strdup("There are more lines like the last ones; not told"));
        return;
    }
    if (r->match->remarks->len > MAX_REMARKS)
        return;
    g_autofree char *text = line_text(r, line);
    remark(r, line, -1, code, g_strdup_printf("%s: %s", what, text));
}

static void emit(Reader *r, const Data *data, const GovToken *const *chosen, GovDoubt doubt,
                 bool by_order)
{
    for (guint i = 0; i < r->columns.in_order->len; i++) {
        GovPlace place = *leaf(r, i);
        int cell = cell_of(r, data, &place);
        if (cell < 0)
            continue;
        if (by_order)
            place.evidence = MAX(place.evidence, GOV_EVIDENCE_ORDER);
        if (chosen[i] != NULL)
            add_hit(r, data->line, (size_t)cell, &place, data->evidence, chosen[i], doubt);
        else
            add_lost(r, data->line, (size_t)cell);
    }
}

static bool has_column(const Reader *r, const Data *data, int cell)
{
    for (guint i = 0; i < r->columns.in_order->len; i++)
        if (cell_of(r, data, leaf(r, i)) == cell)
            return true;
    return false;
}

/* Whether a reading in order needs the sum of the row: the header has positions that the line does
 * not keep, labels that the form does not know, or the same column twice, or it lacks a column that
 * the form has for the row. Any of these may mean that a cell or a label was lost. */
static bool is_shaky(const Reader *r, const Data *data)
{
    size_t table = (size_t)r->columns.table;
    bool repeated = false, several = false;

    if (r->columns.by_position->len > 0)
        return true;
    for (guint i = 0; i < r->columns.in_order->len; i++) {
        if (!is_leaf(r, leaf(r, i)))
            return true;
        repeated = repeated || (i > 0 && same_leaf(leaf(r, i), leaf(r, i - 1)));
        several = several || !same_leaf(leaf(r, i), leaf(r, 0));
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
static bool is_shifted(const Reader *r, const GovToken *const *chosen)
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
static bool is_excerpt(const Reader *r, const Data *data)
{
    size_t table = (size_t)r->columns.table;
    unsigned missing = 0, unknown = 0;

    if (data->row < 0 || lacks_column(r))
        return false;
    for (size_t column = 0; column < gov_form_n_columns(r->form, table); column++) {
        int cell = gov_form_get_cell(r->form, table, (size_t)data->row, column);
        missing += cell >= 0 && !has_column(r, data, cell);
    }
    for (guint c = first_leaf(r); c < r->columns.by_position->len; c++) {
        const GovPlace *place = &g_array_index(r->columns.by_position, GovPlace, c);
        unknown += place->labelled && !is_leaf(r, place);
    }
    return missing > unknown;
}

/* Whether the header names all columns of the form in the order of the form. */
static bool header_is_usual(const Reader *r)
{
    guint n = r->columns.in_order->len;

    for (guint i = 0; i < n; i++)
        if (leaf(r, i)->column != (int)i || leaf(r, i)->row >= 0)
            return false;
    return n == gov_form_n_columns(r->form, (size_t)r->columns.table);
}

/* Keeps the digits of a row that does not fit, if it has nothing else. */
static void keep_broken(Reader *r, const Data *data)
{
    g_autoptr(GString) digits = g_string_new(NULL);

    for (size_t t = data->first; t < data->line->n; t++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, t);
        GovFigure figure = gov_figure_parse(token->text, token->bare, GOV_TYPE_COUNT, GOV_UNIT_NONE);
        if (token->kind == TOKEN_BLANK)
            continue;
        if (figure.status != GOV_STATUS_REPORTED || figure.value < 0 || figure.unit != GOV_UNIT_NONE)
            return;
        /* As printed: 00 may be two zeros, and two figures may stand in one cell. */
        g_autofree char *cell = g_strndup(token->text, token->bare);
        g_auto(GStrv) pieces = g_regex_split_simple("[\\s\\x{a0}\\x{3000}]+", g_strstrip(cell), 0, 0);
        for (size_t i = 0; pieces[i] != NULL; i++) {
            if (*pieces[i] == '\0' || strspn(pieces[i], "0123456789") != strlen(pieces[i]))
                return;
            g_string_append_printf(digits, "%s%s", digits->len > 0 ? " " : "", pieces[i]);
        }
    }
    if (data->row < 0 || digits->len == 0 || r->columns.disputed || !header_is_usual(r))
        return;
    const GovToken *first = gov__lines_token(r->lines, data->line, 0);
    GovBroken broken = {(uint32_t)r->columns.table, (uint32_t)data->row, data->line->block, first->row,
                        false, g_string_free(g_steal_pointer(&digits), FALSE)};
    g_array_append_val(r->match->broken, broken);
}

static void read_figures(Reader *r, const Data *data)
{
    guint n = r->columns.in_order->len;
    g_autofree const GovToken **by_position = g_new0(const GovToken *, n);
    g_autofree const GovToken **in_order = g_new0(const GovToken *, n);
    bool positions = can_read_positions(r, data);

    if (positions && read_positions(r, data, by_position)) {
        GovDoubt doubt = is_shifted(r, by_position) ? DOUBT_STANDING
                         : is_excerpt(r, data)      ? DOUBT_UNLESS_SUM
                                                    : DOUBT_NONE;
        emit(r, data, by_position, doubt, false);
    } else if (read_order(r, data, in_order)) {
        bool shaky = is_shaky(r, data);
        GovDoubt doubt = shaky ? DOUBT_UNLESS_SUM : DOUBT_NONE;
        /* A sum cannot tell one part from another. */
        emit(r, data, in_order, r->columns.disputed ? DOUBT_STANDING : doubt, shaky);
    } else {
        r->misfit = true;
        emit(r, data, by_position, DOUBT_STANDING, false);
        keep_broken(r, data);
        remark_line(r, data->line, "row.width", "Figures do not fit the columns of the header");
    }
}

/* Figures whose header is lost, in the order of the form: only as many as it wants, and only if
 * the sum of the row bears it out, unless the row has a single cell. */
static bool read_without_header(Reader *r, const Data *data)
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
    if (cells->len == 0 || window == NONE)
        return false;
    const GovPlace place = {-1, -1, GOV_EVIDENCE_ORDER, GOV_UNIT_NONE, 0, false};
    for (guint i = 0; i < cells->len; i++)
        add_hit(r, data->line, (size_t)g_array_index(cells, int, i), &place, data->evidence,
                gov__lines_token(r->lines, data->line, window + i),
                cells->len == 1 ? DOUBT_NONE : DOUBT_UNLESS_SUM);
    return true;
}

/* A header that could not be worked out must at least not contradict the order of the form. */
static bool may_do_without_header(const Reader *r)
{
    return r->columns.table != r->table || gov__columns_in_form_order(&r->columns, r->lines, r->form);
}

/* 1, 2, 3 … under a header numbers the columns; some programs count from 0. */
static bool numbers_columns(const Reader *r, const Data *data)
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

static void read_data(Reader *r, const Data *data)
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
    } else if (r->announced && !(may_do_without_header(r) && read_without_header(r, data))) {
        remark_line(r, data->line, "row.unmatched", "Figures without a known header");
    }
}

/* ---- lines ---- */

/* Group heading on the line itself, or −1. */
static int line_group(const Reader *r, const GovLine *line, size_t lead)
{
    int group = -1;

    for (size_t i = 0; i < lead; i++) {
        const GovTarget *target =
            gov__token_target(gov__lines_token(r->lines, line, i), GOV_AXIS_ROW_GROUP, r->table);
        group = target != NULL ? (int)target->index : group;
    }
    return group;
}

/* 其他 and 总计 name a row only in their own group: under （三）不予公开 they are rows that the form
 * does not have. */
static bool is_in_group(const Reader *r, const GovTarget *target, int group)
{
    int own = gov__form_get_row_group(r->form, (size_t)r->table, target->index);

    while (group >= 0 && own >= 0 && own != group)
        own = gov__form_get_row_group_parent(r->form, (size_t)r->table, (size_t)own);
    return group < 0 || own == group;
}

/* The row a label names. Where it names several, the group heading last seen decides. */
static const GovTarget *choose_row(const Reader *r, const GovToken *token, int table)
{
    const GovTarget *first = gov__token_target(token, GOV_AXIS_ROW, table);

    for (size_t i = 0; i < token->n_targets; i++) {
        const GovTarget *target = &token->targets[i];
        if (target->axis == GOV_AXIS_ROW && target->table == table && r->group >= 0 &&
            gov__form_get_row_group(r->form, (size_t)table, target->index) == r->group)
            return target;
    }
    return first;
}

typedef struct {
    size_t lead;    /* tokens up to and with the last label */
    size_t label;   /* token that labels the row, or NONE */
    size_t header;  /* leading tokens that belong to the header */
    size_t figures; /* figures and marks after the lead */
} Parts;

static size_t count_lead(const Reader *r, const GovLine *line)
{
    size_t lead = 0;

    for (size_t i = 0; i < line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        if (token->kind == TOKEN_TEXT &&
            (is_column_word(token, r->table) || is_row_word(token, r->table) ||
             gov__token_target(token, GOV_AXIS_TABLE, -1) || gov__token_target(token, GOV_AXIS_CAPTION, -1)))
            lead = i + 1;
    }
    return lead;
}

static bool knows_columns(const Reader *r)
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
static bool is_transposed(Reader *r)
{
    return r->columns.table == r->table && gov__columns_resolve(&r->columns, r->lines, r->form) &&
           r->columns.transposed;
}

/* Whether the last label names a row: 其他 and 总计 do so only where no other label of the line
 * names a column, and rows printed side by side only with figures after them. */
static bool labels_row(Reader *r, const GovLine *line, size_t lead, size_t figures)
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

static Parts take_apart(Reader *r, const GovLine *line)
{
    Parts parts = {count_lead(r, line), NONE, 0, 0};

    for (size_t i = parts.lead; i < line->n; i++)
        parts.figures += is_figure(gov__lines_token(r->lines, line, i));
    if (parts.lead > 0 && labels_row(r, line, parts.lead, parts.figures))
        parts.label = parts.lead - 1;
    for (size_t i = 0; i < parts.lead; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        bool wide_row = gov__form_is_wide(r->form, (size_t)r->table) && is_row_word(token, r->table);
        bool sole = parts.label != NONE && line->grid != NULL;
        bool column = sole ? is_sole_column_word(token, r->table) : is_column_word(token, r->table);
        if (i != parts.label && !token->continued && (column || wide_row))
            parts.header = i + 1;
    }
    /* 合计 before a whole row of figures is a word, not a column. */
    if (parts.label == NONE && parts.lead == 1 && parts.figures >= 10 &&
        gov__form_is_wide(r->form, (size_t)r->table))
        parts.header = 0;
    /* A grid's line is header or data, never both. */
    if (line->grid != NULL && parts.header > 0) {
        if (parts.label != NONE && parts.figures > 0)
            parts.header = 0;
        else
            parts.label = NONE;
    }
    if (line->grid != NULL && parts.header > 0)
        parts.header = line->n;
    return parts;
}

/* A grid that states its spans has a header of its own: words of paragraphs above it would only
 * take its positions away. Rows side by side may need them. */
static bool stands_alone(const Reader *r, const GovLine *line)
{
    return line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS &&
           r->columns.n_lines > 0 && !r->columns.spans && r->columns.width == 0 &&
           !gov__form_is_wide(r->form, (size_t)r->table);
}

static void read_header(Reader *r, const GovLine *line, size_t n)
{
    if (r->columns.table != r->table || r->after_data || stands_alone(r, line))
        reset_columns(r, r->table);
    gov__columns_add_line(&r->columns, r->lines, line, n);
    r->after_data = false;
}

static void note_groups(Reader *r, const GovLine *line, size_t lead)
{
    for (size_t i = 0; i < lead; i++) {
        const GovToken *token = gov__lines_token(r->lines, line, i);
        const GovTarget *group = gov__token_target(token, GOV_AXIS_ROW_GROUP, r->table);
        if (group != NULL)
            r->group = group->index;
    }
}

/* Whether a text after the label stands where the header wants a figure. */
static bool is_in_place(const Reader *r, const Data *data, size_t i)
{
    int found;

    if (can_read_positions(r, data))
        return leaf_above(r, data->line, gov__lines_token(r->lines, data->line, i), &found) && found >= 0;
    return data->line->n - data->first == r->columns.in_order->len;
}

/* Between a row's label and its figures only a unit may stand; any other text means that the row
 * is a part of what the label names. */
static bool is_sub_row(const Reader *r, const Data *data)
{
    for (size_t i = data->first; i < data->line->n; i++) {
        const GovToken *token = gov__lines_token(r->lines, data->line, i);
        if (is_figure(token))
            return false;
        if (token->kind == TOKEN_TEXT && !is_unit(token) && !is_in_place(r, data, i))
            return true;
    }
    return false;
}

static void read_row(Reader *r, const GovLine *line, const Parts *parts)
{
    const GovToken *label = gov__lines_token(r->lines, line, parts->label);
    const GovTarget *row = choose_row(r, label, r->table);
    const GovTarget *column = gov__token_target(label, GOV_AXIS_COLUMN, r->table);
    Data data = {line, r->columns.transposed || row == NULL ? -1 : row->index,
                 r->columns.transposed && column != NULL ? column->index : -1, label->evidence,
                 parts->lead};

    if (parts->lead == line->n) /* a label alone: its figures are lost */
        return;
    bool sole = row != NULL && !is_column_word(label, r->table);
    if (!sole && row != NULL && !is_in_group(r, row, line_group(r, line, parts->lead))) {
        remark_line(r, line, "row.unmatched", "Row that the form does not have");
        return;
    }
    /* Alone, 其他 and 总计 make no table of the form. */
    if (!sole && row != NULL && !r->announced && r->n_rows == 0)
        return;
    r->n_rows += sole;
    gov__columns_resolve(&r->columns, r->lines, r->form);
    if (label->continued || is_sub_row(r, &data)) {
        remark_line(r, line, "row.unmatched", "Row that the form does not have");
        return;
    }
    read_data(r, &data);
}

/* Figures without a label under a data line of a text copy: the ends of figures broken over lines,
 * or a page number. One figure too many would show in the sum of the row. */
static bool is_orphan(const Reader *r, const GovLine *line, const Parts *parts)
{
    bool spans = line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS;

    if (spans || !r->after_data || parts->lead > 0 || parts->figures == 0)
        return false;
    for (uint32_t i = 0; i < line->n; i++)
        if (gov__lines_token(r->lines, line, i)->kind == TOKEN_TEXT)
            return false;
    return parts->figures < MAX(r->columns.in_order->len, 2);
}

/* The heading of a group of rows with dashes for its unit and its figure: 一、主动公开情况 | —— | . */
static bool is_group_heading(const Reader *r, const GovLine *line, const Parts *parts)
{
    if (parts->lead == 0 || line_group(r, line, parts->lead) < 0)
        return false;
    for (size_t i = parts->lead; i < line->n; i++)
        if (gov__lines_token(r->lines, line, i)->kind != TOKEN_MARK &&
            gov__lines_token(r->lines, line, i)->kind != TOKEN_BLANK)
            return false;
    return true;
}

static void read_unlabelled(Reader *r, const GovLine *line, const Parts *parts)
{
    Data data = {line, -1, -1, GOV_EVIDENCE_EXACT, parts->lead};
    bool wide = gov__form_is_wide(r->form, (size_t)r->table);

    if (is_group_heading(r, line, parts))
        return;
    if (parts->figures == 0 && wide)
        gov__columns_resolve(&r->columns, r->lines, r->form);
    if (is_orphan(r, line, parts))
        doubt_hits(r, r->row_hits, parts->figures == 1 ? DOUBT_UNLESS_SUM : DOUBT_STANDING);
    /* Blanks under a header are its only row; after that row they are padding. */
    if (parts->figures == 0 && !(wide && r->columns.side_by_side && !r->after_data && line->n >= 5))
        return;
    while (wide && data.first < line->n &&
           gov__lines_token(r->lines, line, data.first)->kind == TOKEN_TEXT)
        data.first++; /* 数量, 件数: a word before the only row */
    if (wide && (r->columns.table == r->table || r->announced) && data.first < line->n)
        read_data(r, &data);
    else if (r->columns.table == r->table)
        remark_line(r, line, "row.unmatched", "Row that the form does not have");
}

static void read_line(Reader *r, const GovLine *line)
{
    bool heading = false;

    for (uint32_t i = 0; i < line->n; i++)
        heading = read_heading(r, line, gov__lines_token(r->lines, line, i)) || heading;
    if (heading && line->n == 1)
        return;
    if (line->kind == LINE_PARAGRAPH) {
        /* One label of a header that stands on lines of its own. */
        if (r->announced && is_column_word(gov__lines_token(r->lines, line, 0), r->table))
            read_header(r, line, 1);
        return;
    }
    int table = vote(r, line);
    if (table < 0)
        return;
    if (table != r->table) {
        r->announced = false;
        r->group = -1;
    }
    r->table = table;

    Parts parts = take_apart(r, line);
    note_groups(r, line, parts.lead);
    if (parts.header > 0)
        read_header(r, line, parts.header);
    if (parts.label != NONE)
        read_row(r, line, &parts);
    else if (line->grid == NULL || parts.header == 0)
        read_unlabelled(r, line, &parts);
}

GovMatch *gov__match_new(const GovLines *lines, const GovForm *form)
{
    GovMatch *match = g_new0(GovMatch, 1);
    Reader r = {.lines = lines, .form = form, .match = match, .table = -1, .group = -1};

    match->form = form;
    match->hits = g_array_new(FALSE, FALSE, sizeof(GovHit));
    match->remarks = g_array_new(FALSE, FALSE, sizeof(GovRemark));
    match->broken = g_array_new(FALSE, FALSE, sizeof(GovBroken));
    if (lines == NULL)
        return match;
    gov__columns_init(&r.columns);
    for (guint i = 0; i < lines->lines->len; i++)
        read_line(&r, &g_array_index(lines->lines, GovLine, i));
    end_header(&r);
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
