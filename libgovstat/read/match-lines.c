/* SPDX-License-Identifier: MIT */
/* A document as lines of tokens.
 *
 * Grids give one line per row, each cell once, at the column where it stands. Paragraphs give one
 * line each, except runs of short ones: a text copy of a table with one cell per line. There a
 * label after a figure begins the next row, which is all the layout such a copy has kept. */
#include "read/match-private.h"

#include <govstat/label.h>
#include <string.h>

#include "base/label-private.h"

/* Longer texts are prose. The longest official label has 105 bytes; three of them may be glued. */
#define MAX_LABEL_BYTES 320

/* So many figures in one cell or paragraph are a row of figures, not one broken figure. */
#define LEAST_IN_CELL 12
#define LEAST_IN_PARAGRAPH 3
#define MAX_CELLS_IN_LINE 24
/* The widest printed row has 15 cells; a copy of spans may repeat some of them. */
#define MAX_CELLS_IN_ROW 40

/* What programs write for a cell they found empty. */
static bool is_null_word(const char *text, size_t len)
{
    static const char *const words[] = {"NaN", "nan", "None", "NULL", "null", "<NA>"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (len == strlen(words[i]) && memcmp(text, words[i], len) == 0)
            return true;
    return false;
}

/* Nearly every figure is a few digits, and nearly every label begins with an ideograph that begins
 * no figure and no mark. FALSE if only a closer look can tell. */
static bool classify_at_sight(const char *text, size_t len, GovTokenKind *kind)
{
    size_t n = 0;

    while (n < len && g_ascii_isdigit(text[n]))
        n++;
    *kind = n == len ? TOKEN_FIGURE : TOKEN_TEXT;
    if (n == len)
        return n > 0 && n < 16;
    if (len < 3 || (unsigned char)text[0] < 0xe4 || (unsigned char)text[0] > 0xe9)
        return false;
    return memcmp(text, "增", 3) != 0 && memcmp(text, "减", 3) != 0 && memcmp(text, "減", 3) != 0 &&
           memcmp(text, "无", 3) != 0 && memcmp(text, "無", 3) != 0;
}

static GovTokenKind classify(const char *text, size_t len)
{
    GovTokenKind kind;

    if (len > 64)
        return TOKEN_TEXT;
    if (classify_at_sight(text, len, &kind))
        return kind;
    if (is_null_word(text, len))
        return TOKEN_BLANK;

    switch (gov_figure_parse(text, len, GOV_TYPE_MONEY, GOV_UNIT_NONE).status) {
    case GOV_STATUS_REPORTED:
        return TOKEN_FIGURE;
    case GOV_STATUS_BLANK:
        return TOKEN_BLANK;
    case GOV_STATUS_NOT_APPLICABLE:
        return TOKEN_MARK;
    default:
        break;
    }
    /* 12件 is no amount, but it is a figure. */
    if (gov_figure_parse(text, len, GOV_TYPE_SIGNED, GOV_UNIT_NONE).status == GOV_STATUS_REPORTED)
        return TOKEN_FIGURE;
    return TOKEN_TEXT;
}

/* Length of a text without the marks of notes at its end: [1], [注]. */
static size_t without_notes(const char *text, size_t len)
{
    while (len > 2 && text[len - 1] == ']') {
        size_t open = len - 1;
        while (open > 0 && len - open < 12 && text[open] != '[')
            open--;
        if (open == 0 || text[open] != '[')
            break;
        len = open;
    }
    return len;
}

/* Labels may carry a star as well; behind digits it may stand for one that was blacked out. */
static size_t without_star(const char *text, size_t len)
{
    static const char *const stars[] = {"*", "＊", "※"};

    for (size_t i = 0; i < G_N_ELEMENTS(stars); i++) {
        size_t n = strlen(stars[i]);
        if (len > n && memcmp(text + len - n, stars[i], n) == 0)
            return len - n;
    }
    return len;
}

static void add_token(GovLines *lines, const char *text, size_t len, GovToken place)
{
    place.text = text;
    place.len = len;
    place.bare = without_notes(text, len);
    if (place.bare == 2 && memcmp(text, "10", 2) == 0)
        place.bare = len; /* 10³ is not 10 */
    place.kind = classify(text, place.bare);
    if (place.kind == TOKEN_TEXT && len <= MAX_LABEL_BYTES) {
        place.key = (uint32_t)lines->keys->len;
        gov__label_normalise_into(lines->scratch, text, without_star(text, place.bare));
        g_string_append_len(lines->keys, lines->scratch->str, (gssize)lines->scratch->len + 1);
    }
    g_array_append_val(lines->tokens, place);
}

/* Bytes of the white space or bar at `p`; 0 if there is none. */
static size_t gap_at(const char *p, const char *end)
{
    if (*p == '|' || g_ascii_isspace(*p))
        return 1;
    if (end - p >= 2 && memcmp(p, "\u00a0", 2) == 0)
        return 2;
    if (end - p >= 3 && (memcmp(p, "\u3000", 3) == 0 || memcmp(p, "\u2003", 3) == 0 ||
                         memcmp(p, "\u2002", 3) == 0 || memcmp(p, "\u2009", 3) == 0))
        return 3;
    return 0;
}

/* Length of the next piece between white space and bars; 0 at the end. Advances `*text`. */
static size_t next_piece(const char **text, const char *end)
{
    const char *p = *text;
    for (size_t gap; p < end && (gap = gap_at(p, end)) > 0; p += gap)
        ;
    *text = p;
    while (p < end && gap_at(p, end) == 0)
        p++;
    return (size_t)(p - *text);
}

/* How many figures a text holds side by side; 0 if it holds anything else. */
static unsigned count_figures(const char *text, size_t len)
{
    const char *end = text + len;
    unsigned n = 0;

    for (size_t piece; (piece = next_piece(&text, end)) > 0; text += piece, n++) {
        GovTokenKind kind = piece > 64 ? TOKEN_TEXT : classify(text, piece);
        if (kind != TOKEN_FIGURE && kind != TOKEN_MARK)
            return 0;
    }
    return n;
}

/* Adds the figures of one text as tokens of their own, all at the same place. Fewer than
 * `least` are one figure that was broken, if anything. Returns how many were added. */
static unsigned add_figures(GovLines *lines, const char *text, size_t len, GovToken place,
                            unsigned least)
{
    const char *end = text + len;
    unsigned n = len < 2 * least - 1 ? 0 : count_figures(text, len);

    if (n < least)
        return 0;
    for (size_t piece; (piece = next_piece(&text, end)) > 0; text += piece)
        add_token(lines, text, piece, place);
    return n;
}

/* A word of a table: two ideographs at least, no mark of a sentence at its end, and no digits
 * but those of an ordinal or a bracket. */
static bool is_word(const char *text, size_t len)
{
    unsigned n_ideographs = 0, depth = 0;
    gunichar last = 0;

    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        n_ideographs += g_unichar_get_script(c) == G_UNICODE_SCRIPT_HAN;
        depth += c == '(' || c == 0xff08;
        depth -= depth > 0 && (c == ')' || c == 0xff09);
        bool ordinal = p == text || (p == text + 1 && g_ascii_isdigit(*text)) || c == '.';
        if (depth == 0 && !ordinal && c < 0x80 && g_ascii_isalnum((char)c))
            return false;
        last = c;
    }
    return n_ideographs >= 2 && last != 0x3001 && last != 0xff0c && last != 0x3002 && last != 0xff1b;
}

/* How many cells a line of words and figures parted by blanks has; 0 if it is a sentence, or a
 * figure that was broken. */
static unsigned count_cells(const char *text, size_t len)
{
    const char *end = text + len;
    unsigned n = 0, n_words = 0;

    for (size_t piece; (piece = next_piece(&text, end)) > 0; text += piece, n++) {
        bool word = classify(text, piece) == TOKEN_TEXT;
        if (word && !is_word(text, piece))
            return 0;
        n_words += word;
    }
    return n_words > 0 ? n : 0;
}

/* Adds a line of words and figures as one token each; returns how many, 0 if it is no such line. */
static unsigned add_cells(GovLines *lines, const char *text, size_t len, GovToken place)
{
    const char *end = text + len;
    unsigned n = count_cells(text, len);

    if (n < 2 || n > MAX_CELLS_IN_LINE)
        return 0;
    for (size_t piece; (piece = next_piece(&text, end)) > 0; text += piece)
        add_token(lines, text, piece, place);
    return n;
}

/* A cell is one token, unless it holds a whole row: figures by the dozen, or, in a text copy, all
 * the words of its line. */
static void add_grid_cell(GovLines *lines, const GovGrid *grid, const GovGridCell *cell, unsigned width,
                          GovToken place)
{
    bool whole_line = width == 1 && gov_grid_get_layout(grid) == GOV_LAYOUT_ROWS;

    /* Only where it begins: what hangs down from above is not looked into again. */
    if (place.continued) {
        add_token(lines, cell->text, MIN(cell->len, MAX_LABEL_BYTES + 1), place);
        return;
    }
    if (add_figures(lines, cell->text, cell->len, place, LEAST_IN_CELL) > 0 ||
        (whole_line && add_cells(lines, cell->text, cell->len, place) > 0))
        return;
    add_token(lines, cell->text, cell->len, place);
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
    return len <= MAX_LABEL_BYTES / 2 && strstr(text, "。") == NULL;
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

    for (size_t piece; n < 3 && (piece = next_piece(&text, end)) > 0; text += piece, n++) {
        pieces[n] = text;
        lengths[n] = piece;
    }
    if (n < 3 || next_piece(&text, end) > 0 || classify(pieces[1], lengths[1]) != TOKEN_FIGURE)
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
    unsigned n = add_figures(lines, text, len, (GovToken){.n_columns = 1}, LEAST_IN_PARAGRAPH);

    if (n == 0)
        n = add_cells(lines, text, len, (GovToken){.n_columns = 1});
    flow->has_cells = flow->has_cells || n > 1;
    if (n == 0)
        add_token(lines, text, len, (GovToken){.n_columns = 1});
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
    lines->scratch = g_string_sized_new(MAX_LABEL_BYTES);
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

const GovTarget *gov__token_target(const GovToken *token, GovAxis axis, int table)
{
    for (size_t i = 0; i < token->n_targets; i++)
        if (token->targets[i].axis == axis && (table < 0 || token->targets[i].table == table))
            return &token->targets[i];
    return NULL;
}

static bool is_numeral(const char *p)
{
    return (signed char)*p < 0 && strncmp(p, "\u3007", 3) != 0 &&
           g_strstr_len("一二三四五六七八九十", -1, (char[]){p[0], p[1], p[2], '\0'}) != NULL;
}

/* Bytes of a sign that parts the levels of a label: 法人或其他组织-商业企业. */
static size_t separator_at(const char *text, size_t len, size_t i)
{
    static const char *const signs[] = {"-", "—", "–", "/", ">", "›", "→", "_"};

    for (size_t k = 0; k < G_N_ELEMENTS(signs); k++) {
        size_t n = strlen(signs[k]);
        if (len - i >= n && memcmp(text + i, signs[k], n) == 0)
            return n;
    }
    return 0;
}

/* Whether a part of a glued label may begin here: at a line break or an ordinal, but not inside
 * the brackets or the digits of one. */
static bool begins_part(const char *text, size_t len, size_t i)
{
    if (i == len || text[i] == '\n' || separator_at(text, len, i) > 0)
        return true;
    bool bracket = text[i] == '(' || (len - i > 3 && memcmp(text + i, "（", 3) == 0);
    bool digit = g_ascii_isdigit(text[i]) && !g_ascii_isdigit(text[i - 1]);
    bool numeral = len - i > 6 && is_numeral(text + i) &&
                   (memcmp(text + i + 3, "、", 3) == 0 || is_numeral(text + i + 3));
    if (!bracket && !digit && !numeral)
        return false;
    if (text[i - 1] == '(' || (i >= 3 && memcmp(text + i - 3, "（", 3) == 0))
        return false;
    return gov_label_get_ordinal(text + i, len - i, NULL) != 0;
}

/* Labels of several levels in one cell: 三、本年度办理结果（三）不予公开1.属于国家秘密. Every part
 * must be a label of the form; the last one counts. */
static const GovTarget *find_last_part(const GovForm *form, const char *text, size_t len, size_t *n)
{
    const GovTarget *targets = NULL;
    g_autoptr(GString) key = g_string_sized_new(128);
    size_t begin = 0;
    unsigned parts = 0;

    for (size_t i = 1; i <= len && parts < 8; i++) {
        if (!begins_part(text, len, i))
            continue;
        gov__label_normalise_into(key, text + begin, i - begin);
        begin = i + separator_at(text, len, i);
        if (key->len == 0)
            continue;
        targets = gov__form_find_targets(form, key->str, n);
        if (targets == NULL)
            return NULL;
        parts++;
    }
    return parts > 1 ? targets : NULL;
}

/* A heading and the label under it in one cell, over several lines, where the heading was broken or
 * belongs to the neighbours too: the longest run of lines at the end that is a label counts. */
static const GovTarget *find_last_lines(const GovForm *form, const char *text, size_t len, size_t *n)
{
    const GovTarget *targets = NULL;
    g_autoptr(GString) key = g_string_sized_new(128);
    const char *end = text + len;

    for (unsigned i = 0; i < 8 && targets == NULL; i++) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        if (next == NULL)
            return NULL;
        text = next + 1;
        gov__label_normalise_into(key, text, (size_t)(end - text));
        targets = key->len > 0 ? gov__form_find_targets(form, key->str, n) : NULL;
    }
    return targets;
}

/* Instructions in brackets may follow a label, and more than one: 本年增/减(…)(…). */
static const GovTarget *find_stripped(const GovForm *form, const char *key, size_t *n)
{
    g_autofree char *stripped = g_strdup(key);
    const GovTarget *targets = NULL;

    while (targets == NULL && gov_label_strip_bracket(stripped))
        targets = gov__form_find_targets(form, stripped, n);
    return targets;
}

static void find_targets(GovToken *token, const GovForm *form, const char *key)
{
    size_t distance;

    token->targets = gov__form_find_targets(form, key, &token->n_targets);
    if (token->targets != NULL) {
        token->evidence = token->targets[0].official ? GOV_EVIDENCE_EXACT : GOV_EVIDENCE_ALIAS;
        return;
    }
    token->evidence = GOV_EVIDENCE_ALIAS;
    token->targets = find_stripped(form, key, &token->n_targets);
    if (token->targets != NULL)
        return;
    token->targets = gov__form_find_similar(form, key, &distance);
    if (token->targets != NULL) {
        token->n_targets = 1;
        token->evidence = GOV_EVIDENCE_SIMILAR;
        return;
    }
    token->targets = find_last_part(form, token->text, token->len, &token->n_targets);
    token->evidence = GOV_EVIDENCE_ALIAS;
    if (token->targets == NULL)
        token->targets = find_last_lines(form, token->text, token->len, &token->n_targets);
    if (token->targets == NULL)
        token->n_targets = 0;
}

void gov__lines_apply_form(GovLines *lines, const GovForm *form)
{
    for (guint i = 0; i < lines->tokens->len; i++) {
        GovToken *token = &g_array_index(lines->tokens, GovToken, i);
        token->targets = NULL;
        token->n_targets = 0;
        if (token->key != 0)
            find_targets(token, form, lines->keys->str + token->key);
    }
}
