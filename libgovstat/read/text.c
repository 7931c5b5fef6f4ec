/* SPDX-License-Identifier: MIT */
/* Plain text → blocks. Consecutive lines of one style are a region; its cells are
 * gathered as slices of the text, row by row, and only when the region has ended is it
 * told whether it makes a table (text-region.c). Styles: one cell a line behind a tab, as
 * text copies of Word have them (an empty line ends the row); cells parted by bars, also in
 * drawn boxes; by tabs; by runs of spaces. Page numbers and a single empty line inside a
 * table are passed over, which needs a look ahead of a few lines; its length is fixed,
 * so the work stays linear. Columns mean nothing here: all grids are GOV_LAYOUT_ROWS. */
#include <govstat/error.h>

#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/text-region-private.h"

#include <string.h>

#define MAX_AHEAD 12      /* lines looked at for the rest of a table */
#define MAX_SHORT_LINES 3 /* lines without cells that a table may have in a row */
#define MAX_SHORT 120u    /* their length in bytes */
#define MAX_WRAPPED 240u  /* bytes of a line that continues the cell above it */

static bool is_end(const GovTextReader *self)
{
    return self->line.text.text >= self->end;
}

static void advance(GovTextReader *self)
{
    self->line = gov__line_read(self->line.next, self->end);
    self->number++;
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

static bool is_of_style(GovLineKind style, const GovTextLine *line)
{
    if (style == GOV_LINE_DUMP)
        return begins_with_tab(line->text);
    return line->kind == style;
}

/* Lines without cells of their own that may stand between rows: wrapped labels,
 * captions. */
static bool may_hold(GovLineKind style, const GovTextLine *line)
{
    bool loose = style == GOV_LINE_TABS || style == GOV_LINE_SPACED;
    bool text = line->kind == GOV_LINE_TEXT || line->kind == GOV_LINE_WEAK;
    return loose && text && is_short(line->text);
}

/* In Markdown a header has a rule below it: such a row after an empty line begins a
 * table. */
static bool begins_table(const GovTextReader *self, const GovTextLine *line)
{
    if (self->style != GOV_LINE_BARS || line->next >= self->end)
        return false;
    GovTextLine below = gov__line_read(line->next, self->end);
    return below.kind == GOV_LINE_RULE && !gov__line_is_border(below.text);
}

/* Counts the lines from the current one to the next row of the region; 0 if it has
 * ended. */
static unsigned find_next_row(const GovTextReader *self, unsigned *n_blank)
{
    unsigned n_text = 0;
    unsigned n_pages = 0;
    GovTextLine line = self->line;
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
        line = gov__line_read(line.next, self->end);
    }
    return 0;
}

static void begin_region(GovTextReader *self, GovLineKind style)
{
    self->style = style;
    self->first = self->line.text;
    self->first_number = self->number;
    self->border = false;
    g_array_set_size(self->cells, 0);
    g_array_set_size(self->rows, 0);
}

static void end_row(GovTextReader *self)
{
    guint before = self->rows->len == 0
                       ? 0
                       : g_array_index(self->rows, GovTextRow, self->rows->len - 1).end;
    if (self->cells->len == before)
        return;
    GovTextRow row = {self->cells->len, self->border};
    g_array_append_val(self->rows, row);
    self->border = false;
}

static bool check_cells(GovTextReader *self)
{
    return self->cells->len <= GOV_GRID_MAX_SLOTS || gov__region_fail_large(self);
}

static void add_row(GovTextReader *self)
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

static void add_short_line(GovTextReader *self)
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

static bool is_gap(const GovTextReader *self)
{
    return self->style == GOV_LINE_BARS &&
           (self->line.kind == GOV_LINE_RULE || self->line.kind == GOV_LINE_BAR);
}

static void gather_rows(GovTextReader *self)
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
static void add_dump_cells(GovTextReader *self)
{
    GovSlice text = {self->line.text.text + 1, self->line.text.len - 1};
    gov__line_split_tabs(text, self->cells);
}

/* A line that continues the cell above it: all between the two is one slice. */
static bool extend_cell(GovTextReader *self)
{
    GovSlice text = self->line.text;
    bool drawn = self->line.kind == GOV_LINE_BARS || self->line.kind == GOV_LINE_RULE;
    if (drawn || text.len > MAX_WRAPPED || is_heading(text))
        return false;
    GovSlice *cell = &g_array_index(self->cells, GovSlice, self->cells->len - 1);
    cell->len = (size_t)(text.text + text.len - cell->text);
    return true;
}

static void gather_dump(GovTextReader *self)
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

static void read_region(GovTextReader *self, GovLineKind style)
{
    begin_region(self, style);
    if (style == GOV_LINE_DUMP)
        gather_dump(self);
    else
        gather_rows(self);
    if (self->error == NULL)
        gov__region_emit(self);
}

/* The style of the table that the current line begins, or GOV_LINE_TEXT. */
static GovLineKind find_style(GovTextReader *self)
{
    GovTextLine below = {{NULL, 0}, GOV_LINE_BLANK, NULL};
    unsigned n_blank = 0;
    switch (self->line.kind) {
    case GOV_LINE_DUMP:
    case GOV_LINE_TABS:
    case GOV_LINE_BARS:
    case GOV_LINE_SPACED:
        return self->line.kind;
    case GOV_LINE_RULE:
        if (self->line.next < self->end && gov__line_is_border(self->line.text))
            below = gov__line_read(self->line.next, self->end);
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

static void read_block(GovTextReader *self)
{
    GovLineKind style = find_style(self);
    if (style != GOV_LINE_TEXT) {
        read_region(self, style);
        return;
    }
    if (self->line.kind != GOV_LINE_BLANK && self->line.kind != GOV_LINE_BAR)
        gov__region_add_paragraph(self, self->line.text);
    advance(self);
}

bool gov__text_add_lines(GovDocument *document, const char *text, size_t len,
                         unsigned first_line, GError **error)
{
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(GovSlice));
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(GovTextRow));
    g_autoptr(GString) scratch = g_string_new(NULL);
    GovTextReader self = {.document = document,
                          .end = text + len,
                          .number = first_line,
                          .cells = cells,
                          .rows = rows,
                          .scratch = scratch};
    self.line = gov__line_read(text, self.end);
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
