/* SPDX-License-Identifier: MIT */
/* A region of plain text → a table or paragraphs: by its shape, since indented prose looks like cells,
 * and with what programs leave in cells (emphasis, <br>, bookmarks) taken out. */
#include <govstat/error.h>

#include "read/text-region-private.h"

#include <string.h>

#define MAX_MEAN 150u /* mean bytes of the cells of a table; more is indented prose */
#define MAX_BOOKMARK 100u

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

void gov__region_add_paragraph(GovTextReader *self, GovSlice text)
{
    g_string_truncate(self->scratch, 0);
    append_line(self->scratch, gov__line_trim(text), false);
    gov_document_add_paragraph(self->document, self->scratch->str, self->scratch->len);
}

bool gov__region_fail_large(GovTextReader *self)
{
    g_set_error(&self->error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Table at line %u is too large: more than %u cells or %u columns",
                self->first_number, GOV_GRID_MAX_SLOTS, GOV_GRID_MAX_COLUMNS);
    return false;
}

typedef struct {
    guint widest; /* most cells with text in one row */
    guint n_figures;
    size_t n_bytes;
} Shape;

static Shape measure_region(const GovTextReader *self)
{
    Shape shape = {0, 0, 0};
    guint cell = 0;
    for (guint i = 0; i < self->rows->len; i++) {
        guint width = 0;
        for (; cell < g_array_index(self->rows, GovTextRow, i).end; cell++) {
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
static bool is_table(const GovTextReader *self)
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

static bool emit_cell(GovTextReader *self, GovGrid *grid)
{
    return gov_grid_add_cell(grid, self->scratch->str, self->scratch->len, 1, 1, false) ||
           gov__region_fail_large(self);
}

static guint get_row_start(const GovTextReader *self, guint row)
{
    return row == 0 ? 0 : g_array_index(self->rows, GovTextRow, row - 1).end;
}

static guint get_row_width(const GovTextReader *self, guint row)
{
    return g_array_index(self->rows, GovTextRow, row).end - get_row_start(self, row);
}

static GovSlice get_cell(const GovTextReader *self, guint row, guint column)
{
    return g_array_index(self->cells, GovSlice, get_row_start(self, row) + column);
}

/* Emits the rows from `first` to before `end` as one, each column joined from top to
 * bottom. */
static bool emit_row(GovTextReader *self, GovGrid *grid, guint first, guint end)
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
static bool is_one_row(const GovTextReader *self, guint first, guint end)
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

static guint count_borders(const GovTextReader *self)
{
    guint n = 0;
    for (guint i = 0; i < self->rows->len; i++)
        n += g_array_index(self->rows, GovTextRow, i).border;
    return n;
}

static guint find_group_end(const GovTextReader *self, guint row)
{
    guint end = row + 1;
    while (end < self->rows->len && !g_array_index(self->rows, GovTextRow, end).border)
        end++;
    return end;
}

/* A box with rules only around it and under its header has one row a line. */
static void emit_table(GovTextReader *self)
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

static void emit_paragraphs(GovTextReader *self)
{
    const char *p = self->first.text;
    while (p < self->line.text.text) {
        GovTextLine line = gov__line_read(p, self->end);
        gov__region_add_paragraph(self, line.text);
        p = line.next;
    }
}

void gov__region_emit(GovTextReader *self)
{
    if (is_table(self))
        emit_table(self);
    else
        emit_paragraphs(self);
}
