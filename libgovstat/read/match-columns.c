/* SPDX-License-Identifier: MIT */
/* From the lines of a printed header to columns of the form.
 *
 * Two independent readings are made. By position: the label above a column of the grid, which
 * needs stated spans or a rectangular copy. In order: the leaves of the header tree in reading
 * order, which needs no positions at all; the tree is the form's own, so a group heading takes the
 * labels of its group wherever they stand. Where both can be had they must agree. */
#include "read/match-private.h"

#include <string.h>

/* The widest printed header has 45 slots; more labels than this are no header. */
#define MAX_HEADER_TOKENS 256
/* Printed headers have four lines; copies with one label on a line of its own, up to 45. */
#define MAX_HEADER_LINES 64

static const GovPlace NO_PLACE = {-1, -1, GOV_EVIDENCE_NONE, GOV_UNIT_NONE, 0, false};

void gov__columns_init(GovColumns *columns)
{
    columns->by_position = g_array_new(FALSE, FALSE, sizeof(GovPlace));
    columns->in_order = g_array_new(FALSE, FALSE, sizeof(GovPlace));
    columns->tokens = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gov__columns_reset(columns, -1);
}

void gov__columns_clear(GovColumns *columns)
{
    g_array_unref(columns->by_position);
    g_array_unref(columns->in_order);
    g_array_unref(columns->tokens);
}

void gov__columns_reset(GovColumns *columns, int table)
{
    columns->table = table;
    columns->n_lines = 0;
    columns->width = 0;
    columns->spans = false;
    columns->resolved = false;
    columns->disputed = false;
    g_array_set_size(columns->by_position, 0);
    g_array_set_size(columns->in_order, 0);
    g_array_set_size(columns->tokens, 0);
}

/* Slots of a line, where positions mean something. */
static uint32_t line_width(const GovLine *line)
{
    return line->grid == NULL ? 0 : gov_grid_n_columns(line->grid);
}

static bool has_positions(const GovLines *lines, const GovLine *line)
{
    if (line->grid == NULL)
        return false;
    if (gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS)
        return true;
    const GovToken *first = gov__lines_token(lines, line, 0);
    return gov_grid_get_row_width(line->grid, first->row) == gov_grid_n_columns(line->grid);
}

void gov__columns_add_line(GovColumns *columns, const GovLines *lines, const GovLine *line, size_t n)
{
    uint32_t width = has_positions(lines, line) ? line_width(line) : 0;

    if (columns->n_lines++ == 0) {
        columns->width = width;
        columns->spans = line->grid != NULL && gov_grid_get_layout(line->grid) == GOV_LAYOUT_SPANS;
    }
    if (columns->width != width)
        columns->width = 0;
    if (columns->n_lines > MAX_HEADER_LINES)
        return;
    columns->resolved = false;
    for (size_t i = 0; i < n; i++) {
        const GovToken *token = gov__lines_token(lines, line, i);
        uint32_t index = (uint32_t)(line->first + i);
        if (token->kind == TOKEN_TEXT && !token->continued &&
            columns->tokens->len < MAX_HEADER_TOKENS)
            g_array_append_val(columns->tokens, index);
    }
}

/* The unit that a header names: 本年收费金额（单位：万元）. In the normal form, so that a line break
 * inside 万元 does not make it 元. */
static GovUnit header_unit(const GovLines *lines, const GovToken *token)
{
    const char *text = gov__lines_key(lines, token);

    if (strstr(text, "亿元") != NULL)
        return GOV_UNIT_YIYUAN;
    if (strstr(text, "万元") != NULL)
        return GOV_UNIT_WANYUAN;
    return strstr(text, "元") != NULL ? GOV_UNIT_YUAN : GOV_UNIT_NONE;
}

typedef struct {
    const GovLines *lines;
    const GovForm *form;
    GovColumns *columns;
} Resolver;

static const GovToken *header_token(const Resolver *r, guint i, uint32_t *index)
{
    *index = g_array_index(r->columns->tokens, uint32_t, i);
    return &g_array_index(r->lines->tokens, GovToken, *index);
}

/* A label such as a truncated 本年新 may name several columns: the k-th time it stands in the
 * header it means the k-th of them, if it stands there as often as it has meanings. */
static const GovTarget *choose_meaning(const Resolver *r, guint i, const GovToken *token,
                                       bool *by_order)
{
    int table = r->columns->table;
    unsigned n_meanings = 0, before = 0, all = 0;

    *by_order = false;
    for (size_t t = 0; t < token->n_targets; t++)
        n_meanings += token->targets[t].axis == GOV_AXIS_COLUMN && token->targets[t].table == table;
    if (n_meanings < 2)
        return gov__token_target(token, GOV_AXIS_COLUMN, table);

    for (guint k = 0; k < r->columns->tokens->len; k++) {
        uint32_t index;
        const GovToken *other = header_token(r, k, &index);
        if (other->targets == token->targets) {
            all++;
            before += k < i;
        }
    }
    if (all != n_meanings)
        return NULL;
    *by_order = true;
    for (size_t t = 0; t < token->n_targets; t++)
        if (token->targets[t].axis == GOV_AXIS_COLUMN && token->targets[t].table == table &&
            before-- == 0)
            return &token->targets[t];
    return NULL;
}

static bool is_group_of(const Resolver *r, int group, int column)
{
    int g = gov__form_get_column_group(r->form, (size_t)r->columns->table, (size_t)column);

    while (g >= 0 && g != group)
        g = gov__form_get_column_group_parent(r->form, (size_t)r->columns->table, (size_t)g);
    return g == group;
}

/* Whether the header itself names rows: the printed layout of review_litigation. Some reports
 * print that table with three rows instead. */
static bool names_rows(const Resolver *r)
{
    if (!gov__form_is_wide(r->form, (size_t)r->columns->table))
        return false;
    for (guint i = 0; i < r->columns->tokens->len; i++) {
        uint32_t index;
        if (gov__token_target(header_token(r, i, &index), GOV_AXIS_ROW, r->columns->table) != NULL)
            return true;
    }
    return false;
}

/* Another label of the header is the official one for the same column: this one, 合计 beside
 * 总计, is a column that the form does not have. */
static bool is_shadowed(const Resolver *r, const GovToken *token, const GovTarget *target)
{
    if (token->evidence == GOV_EVIDENCE_EXACT || r->columns->side_by_side)
        return false;
    for (guint i = 0; i < r->columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *other = header_token(r, i, &index);
        const GovTarget *rival = gov__token_target(other, GOV_AXIS_COLUMN, r->columns->table);
        if (rival != NULL && rival->index == target->index && other->evidence == GOV_EVIDENCE_EXACT)
            return true;
    }
    return false;
}

/* A leaf of the header, or a place for a label that the form does not know. */
static GovPlace leaf_of(const Resolver *r, guint i)
{
    GovPlace place = NO_PLACE;
    bool by_order;
    const GovToken *token = header_token(r, i, &place.token);
    const GovTarget *target = choose_meaning(r, i, token, &by_order);

    place.labelled = true;
    if (target == NULL || is_shadowed(r, token, target))
        return place;
    place.column = target->index;
    place.evidence = by_order ? GOV_EVIDENCE_ORDER : token->evidence;
    place.unit = header_unit(r->lines, token);
    return place;
}

/* ---- by position ---- */

static GovPlace *place_at(Resolver *r, uint32_t column)
{
    return &g_array_index(r->columns->by_position, GovPlace, column);
}

/* In a rectangular copy of unknown spans a heading is followed by blanks up to the next one. */
static uint32_t reach(const Resolver *r, const GovToken *token, guint i)
{
    uint32_t end = token->column + token->n_columns;

    if (r->columns->spans || gov__token_target(token, GOV_AXIS_COLUMN, r->columns->table) != NULL)
        return end;
    end = r->columns->width;
    if (i + 1 < r->columns->tokens->len) {
        uint32_t index;
        const GovToken *next = header_token(r, i + 1, &index);
        if (next->row == token->row)
            end = next->column;
    }
    return end;
}

static void set_column(Resolver *r, const GovPlace *leaf, int group, uint32_t column)
{
    GovPlace *place = place_at(r, column);
    int row = place->row;

    place->labelled = true;
    if (place->column < 0)
        place->token = leaf->token;
    /* A total under 法人或其他组织 is an invented subtotal, not the form's 总计. */
    if (leaf->column < 0 || (group >= 0 && !is_group_of(r, group, leaf->column)))
        return;
    *place = *leaf;
    place->row = row;
}

static void resolve_positions(Resolver *r)
{
    GovColumns *columns = r->columns;
    g_autofree int *groups = NULL;

    g_array_set_size(columns->by_position, 0);
    if (columns->width == 0)
        return;
    groups = g_new(int, columns->width);
    for (uint32_t c = 0; c < columns->width; c++) {
        groups[c] = -1;
        g_array_append_val(columns->by_position, NO_PLACE);
    }
    for (guint i = 0; i < columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *token = header_token(r, i, &index);
        const GovTarget *group = gov__token_target(token, GOV_AXIS_COLUMN_GROUP, columns->table);
        const GovTarget *row = 
            columns->side_by_side ? gov__token_target(token, GOV_AXIS_ROW, columns->table) : NULL;
        uint32_t end = MIN(reach(r, token, i), columns->width);
        GovPlace leaf = leaf_of(r, i);
        for (uint32_t c = token->column; c < end; c++) {
            if (group != NULL)
                groups[c] = group->index;
            else if (row != NULL)
                place_at(r, c)->row = row->index;
            else
                set_column(r, &leaf, groups[c], c);
        }
    }
}

/* ---- in order ---- */

/* Whether an unknown label belongs to a group: as the next known column after it does, or, at the
 * end, as the last one before it did. */
static bool stands_inside(const Resolver *r, guint i, int group, bool inside)
{
    for (guint k = i + 1; k < r->columns->tokens->len; k++) {
        GovPlace next = leaf_of(r, k);
        if (next.column >= 0)
            return is_group_of(r, group, next.column);
    }
    return inside;
}

/* A label that stands on two lines of the header, as copies repeat tall cells. */
static bool is_repeated(const Resolver *r, const GovPlace *place)
{
    const GovToken *token = &g_array_index(r->lines->tokens, GovToken, place->token);

    for (guint i = 0; i < r->columns->in_order->len && place->column >= 0; i++) {
        const GovPlace *other = &g_array_index(r->columns->in_order, GovPlace, i);
        const GovToken *above = &g_array_index(r->lines->tokens, GovToken, other->token);
        if (other->column == place->column && above->row != token->row)
            return true;
    }
    return false;
}

static bool has_leaf_of(const Resolver *r, int group)
{
    for (guint i = 0; i < r->columns->in_order->len; i++) {
        int column = g_array_index(r->columns->in_order, GovPlace, i).column;
        if (column >= 0 && is_group_of(r, group, column))
            return true;
    }
    return false;
}

static const GovTarget *inner_group(const Resolver *r, const GovToken *token)
{
    const GovTarget *group = gov__token_target(token, GOV_AXIS_COLUMN_GROUP, r->columns->table);

    return group != NULL && gov__form_get_column_group_parent(r->form, (size_t)r->columns->table,
                                                              group->index) >= 0
               ? group
               : NULL;
}

/* Whether a word of the header is no column: a heading, or the corner of the table. */
static bool is_no_column(const Resolver *r, const GovToken *token, const GovPlace *place)
{
    if (gov__token_target(token, GOV_AXIS_COLUMN_GROUP, r->columns->table) != NULL)
        return true;
    bool other_word = token->n_targets > 0 &&
                      gov__token_target(token, GOV_AXIS_COLUMN, r->columns->table) == NULL;
    return place->column < 0 && (r->columns->in_order->len == 0 || other_word);
}

/* Places the leaves of a tree header: those of a group heading stand where the heading does. */
static void order_tree(Resolver *r)
{
    GArray *slots = r->columns->in_order;
    int group = -1;
    guint insert_at = 0, group_at = 0;
    uint32_t group_column = 0;
    bool inside = false;

    for (guint i = 0; i < r->columns->tokens->len; i++) {
        GovPlace place = leaf_of(r, i);
        const GovToken *token = &g_array_index(r->lines->tokens, GovToken, place.token);
        const GovTarget *heading = inner_group(r, token);
        if (heading != NULL && heading->index != group) {
            if (has_leaf_of(r, heading->index)) {
                g_array_set_size(slots, 0); /* a heading below its labels says nothing of their order */
                return;
            }
            group = heading->index;
            group_at = insert_at = slots->len;
            group_column = r->columns->width > 0 && r->columns->spans ? token->column : 0;
        }
        if (is_no_column(r, token, &place) || is_repeated(r, &place))
            continue;
        inside = group >= 0 && (place.column < 0 ? stands_inside(r, i, group, inside)
                                                 : is_group_of(r, group, place.column));
        bool left = !inside && token->column < group_column; /* of the heading, in a row below it */
        if (!inside && !left) {
            g_array_append_val(slots, place);
            continue;
        }
        g_array_insert_val(slots, inside ? insert_at : group_at++, place);
        insert_at++;
    }
}

/* Side by side rows: each heading takes labels until one comes again. All must take the same. */
static void order_wide(Resolver *r)
{
    GovColumns *columns = r->columns;
    g_autoptr(GArray) heads = g_array_new(FALSE, FALSE, sizeof(int));
    guint head = 0, taken = 0, first_taken = 0;
    uint64_t seen = 0;

    for (guint i = 0; i < columns->tokens->len; i++) {
        uint32_t index;
        const GovTarget *row = gov__token_target(header_token(r, i, &index), GOV_AXIS_ROW, columns->table);
        int value = row != NULL ? row->index : 0;
        if (row != NULL)
            g_array_append_val(heads, value);
    }
    for (guint i = 0; i < columns->tokens->len; i++) {
        uint32_t index;
        const GovToken *token = header_token(r, i, &index);
        const GovTarget *target = gov__token_target(token, GOV_AXIS_COLUMN, columns->table);
        if (target == NULL)
            continue;
        if (seen & (UINT64_C(1) << (target->index & 63))) {
            first_taken = head == 0 ? taken : first_taken;
            if (taken != first_taken)
                break;
            head++;
            seen = 0;
            taken = 0;
        }
        seen |= UINT64_C(1) << (target->index & 63);
        taken++;
        if (head >= heads->len)
            break;
        GovPlace place = {target->index, g_array_index(heads, int, head), token->evidence,
                          GOV_UNIT_NONE, index, true};
        g_array_append_val(columns->in_order, place);
    }
    if (head + 1 != heads->len || (head > 0 && taken != first_taken))
        g_array_set_size(columns->in_order, 0);
}

static bool is_same(const GovPlace *a, const GovPlace *b)
{
    return (a->column >= 0 || a->row >= 0) && a->column == b->column && a->row == b->row;
}

/* Whether no column stands twice; such a header is worthless. A label repeated over the slots it
 * covers stands once: its figures are repeated too, and must agree. */
static bool is_sound(const GArray *places)
{
    for (guint i = 1; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        if (is_same(place, &g_array_index(places, GovPlace, i - 1)))
            continue;
        for (guint k = 0; k < i; k++)
            if (is_same(place, &g_array_index(places, GovPlace, k)))
                return false;
    }
    return true;
}

/* The leaves from left to right. The same label repeated over the slots it covers is one. */
static void order_positions(GovColumns *columns)
{
    const GovPlace *last = NULL;

    for (guint c = 0; c < columns->by_position->len && is_sound(columns->in_order); c++) {
        const GovPlace *place = &g_array_index(columns->by_position, GovPlace, c);
        if (columns->transposed ? place->row < 0 : place->column < 0)
            continue;
        if (last == NULL || last->column != place->column || last->row != place->row)
            g_array_append_val(columns->in_order, *place);
        last = place;
    }
}

/* Whether the header names rows only: outcomes stand in lines, routes in columns. */
static bool is_transposed(const Resolver *r)
{
    if (!r->columns->side_by_side)
        return false;
    for (guint i = 0; i < r->columns->tokens->len; i++) {
        uint32_t index;
        if (gov__token_target(header_token(r, i, &index), GOV_AXIS_COLUMN, r->columns->table) != NULL)
            return false;
    }
    return true;
}

/* The row headings from left to right. */
static void order_rows(Resolver *r)
{
    for (guint i = 0; i < r->columns->tokens->len; i++) {
        GovPlace place = NO_PLACE;
        const GovToken *token = header_token(r, i, &place.token);
        const GovTarget *row = gov__token_target(token, GOV_AXIS_ROW, r->columns->table);
        place.row = row != NULL ? row->index : -1;
        place.evidence = token->evidence;
        if (row != NULL)
            g_array_append_val(r->columns->in_order, place);
    }
}

/* Rows printed side by side must all have all their columns: one label lost would shift figures. */
static bool is_whole(const Resolver *r)
{
    const GArray *places = r->columns->in_order;

    if (!r->columns->side_by_side || r->columns->transposed)
        return true;
    for (guint i = 0; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        if (place->row < 0)
            return false;
        size_t wanted = 0, found = 0;
        for (size_t c = 0; c < gov_form_n_columns(r->form, (size_t)r->columns->table); c++)
            wanted += gov_form_get_cell(r->form, (size_t)r->columns->table, (size_t)place->row, c) >= 0;
        for (guint k = 0; k < places->len; k++)
            found += g_array_index(places, GovPlace, k).row == place->row;
        if (found != wanted)
            return false;
    }
    return true;
}

static bool has_group_label(const Resolver *r, int group)
{
    for (guint i = 0; i < r->columns->tokens->len; i++) {
        uint32_t index;
        const GovTarget *target =
            gov__token_target(header_token(r, i, &index), GOV_AXIS_COLUMN_GROUP, r->columns->table);
        if (target != NULL && target->index == group)
            return true;
    }
    return false;
}

/* Without the heading above a group its labels may stand anywhere among the others: then only the
 * order of the form itself is believed. */
static bool is_settled(const Resolver *r)
{
    const GArray *places = r->columns->in_order;
    size_t table = (size_t)r->columns->table;
    int last = -1;
    bool ascending = true, headless = false;

    if (r->columns->by_position->len > 0 || r->columns->side_by_side)
        return true;
    for (guint i = 0; i < places->len; i++) {
        int column = g_array_index(places, GovPlace, i).column;
        if (column < 0)
            continue;
        int group = gov__form_get_column_group(r->form, table, (size_t)column);
        headless = headless || (group >= 0 && gov__form_get_column_group_parent(r->form, table, (size_t)group) >= 0 &&
                                !has_group_label(r, group));
        ascending = ascending && column > last;
        last = column;
    }
    return ascending || !headless;
}

bool gov__columns_in_form_order(const GovColumns *columns, const GovLines *lines, const GovForm *form)
{
    size_t restarts = 0;
    int last = -1;

    for (guint i = 0; i < columns->tokens->len && columns->table >= 0; i++) {
        const GovToken *token =
            &g_array_index(lines->tokens, GovToken, g_array_index(columns->tokens, uint32_t, i));
        const GovTarget *target = gov__token_target(token, GOV_AXIS_COLUMN, columns->table);
        if (target == NULL)
            continue;
        restarts += (int)target->index <= last;
        last = target->index;
    }
    return last < 0 || (gov__form_is_wide(form, (size_t)columns->table) &&
                        restarts < gov_form_n_rows(form, (size_t)columns->table));
}

static bool is_believable(const Resolver *r)
{
    const GArray *places = r->columns->in_order;
    bool any = false;

    for (guint i = 0; i < places->len; i++) {
        const GovPlace *place = &g_array_index(places, GovPlace, i);
        any = any || (r->columns->transposed ? place->row : place->column) >= 0;
    }
    return any && is_sound(places) && is_whole(r) && is_settled(r);
}

/* The order of the labels alone, into in_order. */
static void order_labels(Resolver *r)
{
    g_array_set_size(r->columns->in_order, 0);
    if (r->columns->transposed)
        order_rows(r);
    else if (r->columns->side_by_side)
        order_wide(r);
    else
        order_tree(r);
}

/* 总计 where no row heading reaches is a column of its own, not one of a row. Several such labels
 * mean that a row heading was lost, and nothing is where it seems. */
static bool drop_headless(GovColumns *columns)
{
    unsigned n_dropped = 0;

    for (guint c = 0; c < columns->by_position->len && columns->side_by_side; c++) {
        GovPlace *place = &g_array_index(columns->by_position, GovPlace, c);
        if (place->row >= 0 || place->column < 0)
            continue;
        place->column = -1;
        n_dropped++;
    }
    return n_dropped < 2;
}

static bool is_ascending(const GArray *places)
{
    for (guint i = 1; i < places->len; i++) {
        const GovPlace *a = &g_array_index(places, GovPlace, i - 1);
        const GovPlace *b = &g_array_index(places, GovPlace, i);
        if (b->row < a->row || (b->row == a->row && b->column < a->column))
            return false;
    }
    return true;
}

static bool same_order(const GArray *a, const GArray *b)
{
    guint i = 0, k = 0;

    for (;; i++, k++) {
        while (k < b->len && g_array_index(b, GovPlace, k).column < 0)
            k++;
        if (i == a->len || k == b->len)
            return i == a->len && k == b->len;
        const GovPlace *x = &g_array_index(a, GovPlace, i);
        const GovPlace *y = &g_array_index(b, GovPlace, k);
        if (x->column != y->column || x->row != y->row)
            return false;
    }
}

/* On two lines: repeated beside itself, a heading fills the slots it covers. */
static bool names_a_row_twice(const Resolver *r)
{
    const GArray *tokens = r->columns->tokens;

    for (guint i = 0; i < tokens->len && r->columns->side_by_side; i++) {
        uint32_t index;
        const GovToken *token = header_token(r, i, &index);
        const GovTarget *row = gov__token_target(token, GOV_AXIS_ROW, r->columns->table);
        for (guint k = 0; k < i && row != NULL; k++) {
            const GovToken *other = header_token(r, k, &index);
            const GovTarget *same = gov__token_target(other, GOV_AXIS_ROW, r->columns->table);
            if (same != NULL && same->index == row->index && other->row != token->row)
                return true;
        }
    }
    return false;
}

/* Whether the positions say something else than the usual order or the order of the labels. Spans
 * are often stated wrongly, and a shifted header looks as sound as a right one. */
static bool is_disputed(Resolver *r)
{
    g_autoptr(GArray) positions = g_array_copy(r->columns->in_order);
    bool disputed = !is_ascending(positions);

    order_labels(r);
    if (is_believable(r) && !same_order(positions, r->columns->in_order))
        disputed = true;
    g_array_set_size(r->columns->in_order, 0);
    g_array_append_vals(r->columns->in_order, positions->data, positions->len);
    return disputed;
}

bool gov__columns_resolve(GovColumns *columns, const GovLines *lines, const GovForm *form)
{
    Resolver r = {lines, form, columns};

    if (columns->resolved || columns->table < 0)
        return columns->in_order->len > 0;

    columns->resolved = true;
    columns->side_by_side = names_rows(&r);
    columns->transposed = is_transposed(&r);
    g_array_set_size(columns->in_order, 0);
    resolve_positions(&r);
    bool headed = drop_headless(columns) && !names_a_row_twice(&r);
    order_positions(columns);
    if (headed && is_believable(&r)) {
        columns->disputed = !columns->transposed && is_disputed(&r);
        return true;
    }
    g_array_set_size(columns->by_position, 0);
    order_labels(&r);
    if (!is_believable(&r) || names_a_row_twice(&r))
        g_array_set_size(columns->in_order, 0);
    return columns->in_order->len > 0;
}
