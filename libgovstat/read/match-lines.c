/* SPDX-License-Identifier: MIT */
/* A document as lines of tokens.
 *
 * Grids give one line per row, each cell once, at the column where it stands. Paragraphs give one
 * line each, except runs of short ones: a text copy of a table with one cell per line. There a
 * label after a figure begins the next row, which is all the layout such a copy has kept. */
#include "read/match-lines-private.h"

#include <string.h>

/* So many figures in one cell or paragraph are a row of figures, not one broken figure. */
#define LEAST_IN_CELL 12
#define LEAST_IN_PARAGRAPH 3
/* The widest printed row has 15 cells; a copy of spans may repeat some of them. */
#define MAX_CELLS_IN_ROW 40

/* A cell is one token, unless it holds a whole row: figures by the dozen, or, in a text copy, all
 * the words of its line. */
static void add_grid_cell(GovLines *lines, const GovGrid *grid, const GovGridCell *cell, unsigned width,
                          GovToken place)
{
    bool whole_line = width == 1 && gov_grid_get_layout(grid) == GOV_LAYOUT_ROWS;

    /* Only where it begins: what hangs down from above is not looked into again. */
    if (place.continued) {
        gov__token_add(lines, cell->text, MIN(cell->len, GOV_MAX_LABEL_BYTES + 1), place);
        return;
    }
    if (gov__token_add_figures(lines, cell->text, cell->len, place, LEAST_IN_CELL) > 0 ||
        (whole_line && gov__token_add_cells(lines, cell->text, cell->len, place) > 0))
        return;
    gov__token_add(lines, cell->text, cell->len, place);
}

/* A text copy without a sign between its rows: as in a flow, a label after a figure begins one.
 * Blanks between the two are the places of merged labels, and go with the label. */
static void add_rows_of(GovLines *lines, GovLine whole)
{
    GovLine line = {LINE_FLOW, whole.block, whole.first, 0, NULL};
    uint32_t last_figure = 0;

    for (uint32_t i = whole.first; i < whole.first + whole.n; i++) {
        GovToken *token = &g_array_index(lines->tokens, GovToken, i);
        token->row = 0;
        if (token->kind == TOKEN_TEXT && last_figure > 0) {
            line.n = last_figure + 1 - line.first;
            g_array_append_val(lines->lines, line);
            line.first = last_figure + 1;
            last_figure = 0;
        }
        if (token->kind == TOKEN_FIGURE || token->kind == TOKEN_MARK)
            last_figure = i;
    }
    line.n = whole.first + whole.n - line.first;
    g_array_append_val(lines->lines, line);
}

static void add_grid_row(GovLines *lines, uint32_t block, const GovGrid *grid, unsigned row)
{
    GovLine line = {LINE_GRID, block, lines->tokens->len, 0, grid};
    unsigned width = gov_grid_get_row_width(grid, row);

    for (unsigned column = 0; column < width;) {
        const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
        unsigned next = column + 1;
        if (cell != NULL) {
            GovToken place = {.row = row,
                              .column = cell->column,
                              .n_columns = cell->n_columns,
                              .continued = cell->row < row};
            next = MAX(next, cell->column + cell->n_columns);
            add_grid_cell(lines, grid, cell, width, place);
        }
        column = next;
    }
    line.n = lines->tokens->len - line.first;
    if (line.n > MAX_CELLS_IN_ROW && gov_grid_get_layout(grid) == GOV_LAYOUT_ROWS)
        add_rows_of(lines, line);
    else if (line.n > 0)
        g_array_append_val(lines->lines, line);
}

/* Short, and without the marks of a sentence. */
static bool may_be_cell(const char *text, size_t len)
{
    return len <= GOV_MAX_LABEL_BYTES / 2 && strstr(text, "。") == NULL;
}

/* The row that short paragraphs add up to. */
typedef struct {
    GovLine line;
    bool has_figures;
    bool has_cells; /* some paragraph held several cells */
} Flow;

/* A run of short paragraphs, each one text and none a figure, is prose: one line each. */
static void end_flow(GovLines *lines, Flow *flow)
{
    if (flow->line.n > 0 && (flow->has_figures || flow->has_cells)) {
        g_array_append_val(lines->lines, flow->line);
    } else {
        for (uint32_t i = 0; i < flow->line.n; i++) {
            GovToken *token = &g_array_index(lines->tokens, GovToken, flow->line.first + i);
            GovLine line = {LINE_PARAGRAPH, flow->line.block + token->row, flow->line.first + i, 1, NULL};
            token->row = 0;
            token->column = 0;
            g_array_append_val(lines->lines, line);
        }
    }
    *flow = (Flow){{LINE_FLOW, 0, 0, 0, NULL}, false, false};
}

/* - 3 -, — 12 —: the number of a page. */
static bool is_page_number(const char *text, size_t len)
{
    static const char *const dashes[] = {"-", "—", "–", "－", "·"};
    const char *end = text + len;
    const char *pieces[3];
    size_t lengths[3], n = 0;

    for (size_t piece; n < 3 && (piece = gov__token_next_piece(&text, end)) > 0; text += piece, n++) {
        pieces[n] = text;
        lengths[n] = piece;
    }
    if (n < 3 || gov__token_next_piece(&text, end) > 0 ||
        gov__token_classify(pieces[1], lengths[1]) != TOKEN_FIGURE)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(dashes); i++)
        if (g_str_has_prefix(pieces[0], dashes[i]) && g_str_has_prefix(pieces[2], dashes[i]))
            return true;
    return false;
}

/* Adds a paragraph to the row under way, or begins a new one: a text after a figure does. */
static void add_flow(GovLines *lines, Flow *flow, uint32_t block, const char *text, size_t len)
{
    uint32_t first = lines->tokens->len;
    bool has_figures = false;
    unsigned n = gov__token_add_figures(lines, text, len, (GovToken){.n_columns = 1}, LEAST_IN_PARAGRAPH);

    if (n == 0)
        n = gov__token_add_cells(lines, text, len, (GovToken){.n_columns = 1});
    flow->has_cells = flow->has_cells || n > 1;
    if (n == 0)
        gov__token_add(lines, text, len, (GovToken){.n_columns = 1});
    if (g_array_index(lines->tokens, GovToken, first).kind == TOKEN_TEXT && flow->has_figures) {
        end_flow(lines, flow);
        flow->has_cells = n > 1;
    }
    if (flow->line.n == 0) {
        flow->line.first = first;
        flow->line.block = block;
    }
    for (uint32_t i = first; i < lines->tokens->len; i++) {
        GovToken *token = &g_array_index(lines->tokens, GovToken, i);
        token->column = flow->line.n++;
        token->row = block - flow->line.block;
        has_figures = has_figures || token->kind != TOKEN_TEXT;
    }
    flow->has_figures = flow->has_figures || has_figures;
}

static void mark_open_end(GovLines *lines, const GovDocument *document)
{
    for (size_t i = 0; i < gov_document_n_warnings(document) && lines->tokens->len > 0; i++)
        if (strcmp(gov_document_get_warning(document, i).code, "text.open_end") == 0)
            g_array_index(lines->tokens, GovToken, lines->tokens->len - 1).open_end = true;
}

GovLines *gov__lines_new(const GovDocument *document)
{
    GovLines *lines = g_new0(GovLines, 1);
    Flow flow = {{LINE_FLOW, 0, 0, 0, NULL}, false, false};

    lines->tokens = g_array_sized_new(FALSE, TRUE, sizeof(GovToken), 512);
    lines->lines = g_array_sized_new(FALSE, TRUE, sizeof(GovLine), 128);
    lines->keys = g_string_sized_new(8192);
    lines->scratch = g_string_sized_new(GOV_MAX_LABEL_BYTES);
    g_string_append_c(lines->keys, '\0'); /* offset 0 means "no key" */

    for (size_t block = 0; block < gov_document_n_blocks(document); block++) {
        const GovGrid *grid = gov_document_get_grid(document, block);
        const char *text = gov_document_get_paragraph(document, block);
        if (grid == NULL && is_page_number(text, strlen(text)))
            continue;
        if (grid == NULL && may_be_cell(text, strlen(text))) {
            add_flow(lines, &flow, (uint32_t)block, text, strlen(text));
            continue;
        }
        end_flow(lines, &flow);
        for (unsigned row = 0; grid != NULL && row < gov_grid_n_rows(grid); row++)
            add_grid_row(lines, (uint32_t)block, grid, row);
    }
    end_flow(lines, &flow);
    mark_open_end(lines, document);
    return lines;
}

void gov__lines_free(GovLines *lines)
{
    g_array_unref(lines->tokens);
    g_array_unref(lines->lines);
    g_string_free(lines->keys, TRUE);
    g_string_free(lines->scratch, TRUE);
    g_free(lines);
}
