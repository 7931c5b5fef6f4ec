/* SPDX-License-Identifier: MIT */
/* Plain text → blocks. Consecutive lines of one style are a region; its cells are
 * gathered as slices of the text, row by row, and only when the region has ended is it
 * told whether it makes a table. Styles: one cell a line behind a tab, as text copies
 * of Word have them (an empty line ends the row); cells parted by bars, also in drawn
 * boxes; by tabs; by runs of spaces. Page numbers and a single empty line inside a
 * table are passed over, which needs a look ahead of a few lines; its length is fixed,
 * so the work stays linear. Columns mean nothing here: all grids are GOV_LAYOUT_ROWS. */
#include <govstat/error.h>

#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/text-private.h"

#include <string.h>

#define MAX_AHEAD 12      /* lines looked at for the rest of a table */
#define MAX_SHORT_LINES 3 /* lines without cells that a table may have in a row */
#define MAX_SHORT 120u    /* their length in bytes */
#define MAX_WRAPPED 240u  /* bytes of a line that continues the cell above it */
#define MAX_MEAN 150u     /* mean bytes of the cells of a table; more is indented prose */
#define MAX_BOOKMARK 100u

typedef struct {
    GovSlice text;
    GovLineKind kind;
    const char *next; /* the line after it */
} Line;

typedef struct {
    guint end;   /* of its cells */
    bool border; /* a rule of a drawn box stands above */
} Row;

typedef struct {
    GovDocument *document;
    Line line; /* the current line; its kind is only good before the end */
    const char *end;
    unsigned number;   /* of the current line */
    GovLineKind style; /* of the region, with its first line: */
    GovSlice first;
    unsigned first_number;
    GArray *cells; /* GovSlice */
    GArray *rows;  /* Row */
    bool border;   /* a rule was passed since the last row */
    GString *scratch;
    GError *error;
} Reader;

static Line look_at(const char *p, const char *end)
{
    const char *stop = p;
    while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
    Line line = {{p, (size_t)(stop - p)}, GOV_LINE_BLANK, stop};
    line.kind = gov__line_classify(line.text);
    line.next += stop < end;
    line.next += stop + 1 < end && stop[0] == '\r' && stop[1] == '\n';
    return line;
}

static bool is_end(const Reader *self)
{
    return self->line.text.text >= self->end;
}

static void advance(Reader *self)
{
    self->line = look_at(self->line.next, self->end);
    self->number++;
}

/* Residue of Word: `[bookmark: _GoBack]`. Returns how long it is, or 0. */
static size_t measure_bookmark(const char *p, size_t left)
{
    static const char head[] = "[bookmark:";
    if (left < sizeof head - 1 || memcmp(p, head, sizeof head - 1) != 0)
        return 0;
    const char *stop = memchr(p, ']', MIN(left, MAX_BOOKMARK));
    return stop == NULL ? 0 : (size_t)(stop + 1 - p);
}

/* `<br>`, `<br/>` and `<br />` in cells between bars. */
static size_t measure_br(const char *p, size_t left)
{
    if (left < 4 || g_ascii_strncasecmp(p, "<br", 3) != 0)
        return 0;
    size_t n = 3;
    while (n < left && n < 8 && (p[n] == ' ' || p[n] == '/'))
        n++;
    return n < left && p[n] == '>' ? n + 1 : 0;
}

/* Markdown between bars: **1408**, _1408_ and `1408` are 1408. */
static GovSlice without_emphasis(GovSlice cell)
{
    static const char *const marks[] = {"**", "__", "*", "_", "`"};

    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        size_t n = strlen(marks[i]);
        if (cell.len > 2 * n && memcmp(cell.text, marks[i], n) == 0 &&
            memcmp(cell.text + cell.len - n, marks[i], n) == 0)
            return without_emphasis((GovSlice){cell.text + n, cell.len - 2 * n});
    }
    return cell;
}

static void append_line(GString *out, GovSlice line, bool bars)
{
    line = bars ? without_emphasis(line) : line;
    const char *p = line.text;
    size_t left = line.len;
    while (left > 0) {
        size_t n = *p == '[' ? measure_bookmark(p, left) : 0;
        size_t br = bars && *p == '<' ? measure_br(p, left) : 0;
        if (n == 0 && br == 0) {
            bool escape = bars && *p == '\\' && left > 1 && g_ascii_ispunct(p[1]);
            g_string_append_c(out, p[escape]);
            n = escape ? 2 : 1;
        }
        if (br > 0)
            g_string_append_c(out, '\n');
        p += n + br;
        left -= n + br;
    }
}

/* Appends text line by line: trimmed, without empty ones, parted by '\n'. */
static void append_lines(GString *out, GovSlice text, bool bars)
{
    const char *p = text.text;
    const char *end = p + text.len;
    while (p < end) {
        const char *start = p;
        while (p < end && *p != '\n' && *p != '\r')
            p++;
        GovSlice line = gov__line_trim((GovSlice){start, (size_t)(p - start)});
        if (line.len > 0 && out->len > 0)
            g_string_append_c(out, '\n');
        append_line(out, line, bars);
        p += p < end;
    }
}

static void add_paragraph(Reader *self, GovSlice text)
{
    g_string_truncate(self->scratch, 0);
    append_line(self->scratch, gov__line_trim(text), false);
    gov_document_add_paragraph(self->document, self->scratch->str, self->scratch->len);
}

/* 「三、…」 begins a section, not the rest of a cell. */
static bool is_heading(GovSlice line)
{
    static const char numerals[] = "一二三四五六七八九十";
    GovSlice in = gov__line_trim(line);
    size_t n = 0;
    for (; in.len >= n + 6 && (guchar)in.text[n] >= 0xE0; n += 3) {
        char numeral[4] = {in.text[n], in.text[n + 1], in.text[n + 2], 0};
        if (strstr(numerals, numeral) == NULL)
            break;
    }
    return n > 0 && in.len >= n + 3 && memcmp(in.text + n, "、", 3) == 0;
}

static bool is_short(GovSlice line)
{
    return line.len <= MAX_SHORT && !is_heading(line) &&
           g_strstr_len(line.text, (gssize)line.len, "。") == NULL;
}

static bool begins_with_tab(GovSlice line)
{
    return line.len > 0 && *line.text == '\t';
}

static bool is_of_style(GovLineKind style, const Line *line)
{
    if (style == GOV_LINE_DUMP)
        return begins_with_tab(line->text);
    return line->kind == style;
}

/* Lines without cells of their own that may stand between rows: wrapped labels,
 * captions. */
static bool may_hold(GovLineKind style, const Line *line)
{
    bool loose = style == GOV_LINE_TABS || style == GOV_LINE_SPACED;
    bool text = line->kind == GOV_LINE_TEXT || line->kind == GOV_LINE_WEAK;
    return loose && text && is_short(line->text);
}

/* In Markdown a header has a rule below it: such a row after an empty line begins a
 * table. */
static bool begins_table(const Reader *self, const Line *line)
{
    if (self->style != GOV_LINE_BARS || line->next >= self->end)
        return false;
    Line below = look_at(line->next, self->end);
    return below.kind == GOV_LINE_RULE && !gov__line_is_border(below.text);
}

/* Counts the lines from the current one to the next row of the region; 0 if it has
 * ended. */
static unsigned find_next_row(const Reader *self, unsigned *n_blank)
{
    unsigned n_text = 0;
    unsigned n_pages = 0;
    Line line = self->line;
    *n_blank = 0;
    for (unsigned n = 0; n < MAX_AHEAD && line.text.text < self->end; n++) {
        if (is_of_style(self->style, &line))
            return *n_blank > 0 && begins_table(self, &line) ? 0 : n;
        *n_blank += line.kind == GOV_LINE_BLANK;
        n_pages += line.kind == GOV_LINE_PAGE;
        bool held = may_hold(self->style, &line);
        n_text += held;
        bool passed = line.kind == GOV_LINE_BLANK || line.kind == GOV_LINE_PAGE ||
                      (line.kind == GOV_LINE_RULE && self->style != GOV_LINE_DUMP);
        if (!(held || passed) || n_text > MAX_SHORT_LINES ||
            (*n_blank > 1 && n_pages == 0))
            return 0;
        line = look_at(line.next, self->end);
    }
    return 0;
}

static void begin_region(Reader *self, GovLineKind style)
{
    self->style = style;
    self->first = self->line.text;
    self->first_number = self->number;
    self->border = false;
    g_array_set_size(self->cells, 0);
    g_array_set_size(self->rows, 0);
}

static void end_row(Reader *self)
{
    guint before = self->rows->len == 0
                       ? 0
                       : g_array_index(self->rows, Row, self->rows->len - 1).end;
    if (self->cells->len == before)
        return;
    Row row = {self->cells->len, self->border};
    g_array_append_val(self->rows, row);
    self->border = false;
}

static bool fail_large(Reader *self)
{
    g_set_error(&self->error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Table at line %u is too large: more than %u cells or %u columns",
                self->first_number, GOV_GRID_MAX_SLOTS, GOV_GRID_MAX_COLUMNS);
    return false;
}

static bool check_cells(Reader *self)
{
    return self->cells->len <= GOV_GRID_MAX_SLOTS || fail_large(self);
}

static void add_row(Reader *self)
{
    GovSlice text = self->line.text;
    if (self->style == GOV_LINE_TABS)
        gov__line_split_tabs(text, self->cells);
    else if (self->style == GOV_LINE_BARS)
        gov__line_split_bars(text, self->cells);
    else
        gov__line_split_spaces(text, self->cells);
    end_row(self);
}

static void add_short_line(Reader *self)
{
    if (self->line.kind == GOV_LINE_TEXT) {
        GovSlice cell = gov__line_trim(self->line.text);
        g_array_append_val(self->cells, cell);
        end_row(self);
    } else if (self->line.kind == GOV_LINE_WEAK) {
        gov__line_split_spaces(self->line.text, self->cells);
        end_row(self);
    }
}

static bool is_gap(const Reader *self)
{
    return self->style == GOV_LINE_BARS &&
           (self->line.kind == GOV_LINE_RULE || self->line.kind == GOV_LINE_BAR);
}

static void gather_rows(Reader *self)
{
    while (!is_end(self) && check_cells(self)) {
        unsigned n_blank = 0;
        if (is_of_style(self->style, &self->line)) {
            add_row(self);
            advance(self);
            continue;
        }
        if (is_gap(self)) {
            self->border |= gov__line_is_border(self->line.text);
            advance(self);
            continue;
        }
        unsigned n = find_next_row(self, &n_blank);
        if (n == 0)
            return;
        for (; n > 0; n--) {
            add_short_line(self);
            advance(self);
        }
    }
}

/* A cell behind each tab; a line of two tabs is two cells. */
static void add_dump_cells(Reader *self)
{
    GovSlice text = {self->line.text.text + 1, self->line.text.len - 1};
    gov__line_split_tabs(text, self->cells);
}

/* A line that continues the cell above it: all between the two is one slice. */
static bool extend_cell(Reader *self)
{
    GovSlice text = self->line.text;
    bool drawn = self->line.kind == GOV_LINE_BARS || self->line.kind == GOV_LINE_RULE;
    if (drawn || text.len > MAX_WRAPPED || is_heading(text))
        return false;
    GovSlice *cell = &g_array_index(self->cells, GovSlice, self->cells->len - 1);
    cell->len = (size_t)(text.text + text.len - cell->text);
    return true;
}

static void gather_dump(Reader *self)
{
    while (!is_end(self) && check_cells(self)) {
        if (begins_with_tab(self->line.text)) {
            add_dump_cells(self);
            advance(self);
            continue;
        }
        bool gap = self->line.kind == GOV_LINE_BLANK || self->line.kind == GOV_LINE_PAGE;
        if (!gap && !extend_cell(self))
            break;
        unsigned n_blank = 0;
        unsigned n = gap ? find_next_row(self, &n_blank) : 1;
        if (n == 0)
            break;
        if (n_blank > 0)
            end_row(self);
        for (; n > 0; n--)
            advance(self);
    }
    end_row(self);
}

typedef struct {
    guint widest; /* most cells with text in one row */
    guint n_figures;
    size_t n_bytes;
} Shape;

static Shape measure_region(const Reader *self)
{
    Shape shape = {0, 0, 0};
    guint cell = 0;
    for (guint i = 0; i < self->rows->len; i++) {
        guint width = 0;
        for (; cell < g_array_index(self->rows, Row, i).end; cell++) {
            GovSlice text = gov__line_trim(g_array_index(self->cells, GovSlice, cell));
            width += text.len > 0;
            shape.n_figures += gov__line_is_figure(text);
            shape.n_bytes += text.len;
        }
        shape.widest = MAX(shape.widest, width);
    }
    return shape;
}

/* Two rows with cells side by side are a table; a single row needs more to be told
 * from prose. */
static bool is_table(const Reader *self)
{
    Shape shape = measure_region(self);
    if (self->style != GOV_LINE_BARS &&
        shape.n_bytes > (size_t)self->cells->len * MAX_MEAN)
        return false;
    if (self->rows->len >= 2)
        return shape.widest >= 2;
    if (self->style == GOV_LINE_DUMP)
        return shape.n_figures >= 3;
    return shape.widest >= 3 || (shape.widest == 2 && shape.n_figures > 0);
}

static bool emit_cell(Reader *self, GovGrid *grid)
{
    return gov_grid_add_cell(grid, self->scratch->str, self->scratch->len, 1, 1, false) ||
           fail_large(self);
}

static guint get_row_start(const Reader *self, guint row)
{
    return row == 0 ? 0 : g_array_index(self->rows, Row, row - 1).end;
}

static guint get_row_width(const Reader *self, guint row)
{
    return g_array_index(self->rows, Row, row).end - get_row_start(self, row);
}

static GovSlice get_cell(const Reader *self, guint row, guint column)
{
    return g_array_index(self->cells, GovSlice, get_row_start(self, row) + column);
}

/* Emits the rows from `first` to before `end` as one, each column joined from top to
 * bottom. */
static bool emit_row(Reader *self, GovGrid *grid, guint first, guint end)
{
    bool bars = self->style == GOV_LINE_BARS;
    guint width = 0;
    for (guint row = first; row < end; row++)
        width = MAX(width, get_row_width(self, row));
    gov_grid_begin_row(grid);
    for (guint column = 0; column < width; column++) {
        g_string_truncate(self->scratch, 0);
        for (guint row = first; row < end; row++)
            if (column < get_row_width(self, row))
                append_lines(self->scratch, get_cell(self, row, column), bars);
        if (!emit_cell(self, grid))
            return false;
    }
    return true;
}

/* Whether lines between two rules are one row: no column has figures in two of them. */
static bool is_one_row(const Reader *self, guint first, guint end)
{
    guint width = get_row_width(self, first);
    for (guint column = 0; column < width; column++) {
        guint n_figures = 0;
        for (guint row = first; row < end; row++)
            if (column < get_row_width(self, row))
                n_figures += gov__line_is_figure(get_cell(self, row, column));
        if (n_figures > 1)
            return false;
    }
    return true;
}

static guint count_borders(const Reader *self)
{
    guint n = 0;
    for (guint i = 0; i < self->rows->len; i++)
        n += g_array_index(self->rows, Row, i).border;
    return n;
}

static guint find_group_end(const Reader *self, guint row)
{
    guint end = row + 1;
    while (end < self->rows->len && !g_array_index(self->rows, Row, end).border)
        end++;
    return end;
}

/* A box with rules only around it and under its header has one row a line. */
static void emit_table(Reader *self)
{
    char name[32];
    g_snprintf(name, sizeof name, "line %u", self->first_number);
    GovGrid *grid = gov_document_add_grid(self->document, GOV_LAYOUT_ROWS, name);
    bool ruled = count_borders(self) >= 3;
    guint row = 0;
    while (row < self->rows->len && self->error == NULL) {
        guint end = ruled ? find_group_end(self, row) : row + 1;
        bool one = end == row + 1 || is_one_row(self, row, end);
        for (guint next = row; next < end && self->error == NULL;
             next = one ? end : next + 1)
            emit_row(self, grid, next, one ? end : next + 1);
        row = end;
    }
    gov_grid_end(grid);
}

static void emit_paragraphs(Reader *self)
{
    const char *p = self->first.text;
    while (p < self->line.text.text) {
        Line line = look_at(p, self->end);
        add_paragraph(self, line.text);
        p = line.next;
    }
}

static void read_region(Reader *self, GovLineKind style)
{
    begin_region(self, style);
    if (style == GOV_LINE_DUMP)
        gather_dump(self);
    else
        gather_rows(self);
    if (self->error != NULL)
        return;
    if (is_table(self))
        emit_table(self);
    else
        emit_paragraphs(self);
}

/* The style of the table that the current line begins, or GOV_LINE_TEXT. */
static GovLineKind find_style(Reader *self)
{
    Line below = {{NULL, 0}, GOV_LINE_BLANK, NULL};
    unsigned n_blank = 0;
    switch (self->line.kind) {
    case GOV_LINE_DUMP:
    case GOV_LINE_TABS:
    case GOV_LINE_BARS:
    case GOV_LINE_SPACED:
        return self->line.kind;
    case GOV_LINE_RULE:
        if (self->line.next < self->end && gov__line_is_border(self->line.text))
            below = look_at(self->line.next, self->end);
        return below.kind == GOV_LINE_BARS ? GOV_LINE_BARS : GOV_LINE_TEXT;
    case GOV_LINE_WEAK:
        self->style = GOV_LINE_SPACED;
        return is_short(self->line.text) && find_next_row(self, &n_blank) > 0
                   ? GOV_LINE_SPACED
                   : GOV_LINE_TEXT;
    case GOV_LINE_TEXT:
    case GOV_LINE_BLANK:
    case GOV_LINE_PAGE:
    case GOV_LINE_BAR:
    default:
        return GOV_LINE_TEXT;
    }
}

static void read_block(Reader *self)
{
    GovLineKind style = find_style(self);
    if (style != GOV_LINE_TEXT) {
        read_region(self, style);
        return;
    }
    if (self->line.kind != GOV_LINE_BLANK && self->line.kind != GOV_LINE_BAR)
        add_paragraph(self, self->line.text);
    advance(self);
}

bool gov__text_add_lines(GovDocument *document, const char *text, size_t len,
                         unsigned first_line, GError **error)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GovSlice));
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_autoptr(GString) scratch = g_string_new(NULL);
    Reader self = {.document = document,
                   .end = text + len,
                   .number = first_line,
                   .cells = cells,
                   .rows = rows,
                   .scratch = scratch};
    self.line = look_at(text, self.end);
    while (!is_end(&self) && self.error == NULL) {
        read_block(&self);
        if (self.error == NULL)
            gov__document_check_size(document, &self.error);
    }
    if (self.error == NULL)
        return true;
    g_propagate_error(error, self.error);
    return false;
}

static bool read_text(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_auto(GovDecoded) text = {NULL, 0, NULL, NULL, 0};
    if (!gov__encoding_decode(document, data, len, &text, error))
        return false;
    if (text.len > 0 && g_ascii_isdigit(text.text[text.len - 1]))
        gov_document_add_warning(document, "text.open_end",
                                 "The text ends in a digit without a line break; it may be cut");
    return gov__text_add_lines(document, text.text, text.len, 1, error);
}

/* The last format asked: what has not been recognised as anything else is text. */
static bool detect(const char *data, size_t len)
{
    return data != NULL && len > 0;
}

const GovFormat gov__format_text = {"text", detect, read_text, NULL};
