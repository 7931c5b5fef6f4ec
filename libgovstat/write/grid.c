/* SPDX-License-Identifier: MIT */
/* A table in a terminal. First the columns get widths: figures what they need, labels
 * little, and then the room that is left goes, step by step, where it saves most lines.
 * Rows get the height of their tallest label. The drawing then runs line by line over an
 * array that tells which slot owns each place; a border is drawn wherever two neighbours
 * have different owners, so that merged cells need no care of their own. */
#include "write/grid-private.h"

#include "base/char-private.h"
#include <string.h>

#define MIN_LABEL_WIDTH 4u
#define MIN_ROW_LABEL_WIDTH 16u /* of labels beside one row, which would make it high */
#define MAX_WORD_WIDTH 14u
#define LARGEST_STEP 16u
/* Sheets with more slots are drawn narrow: looking for good widths takes time. */
#define MAX_FITTED_SLOTS 2000u

typedef struct {
    const GovSheet *sheet;
    const GovSlot *slots;
    const GovGridText *texts;
    int *owners;       /* n_rows × n_columns, index of a slot or -1 */
    unsigned *widths;  /* of columns */
    unsigned *heights; /* of rows */
    unsigned *tops;    /* first line of each row, and behind the last */
    unsigned pad;      /* blanks left and right of a text */
} Grid;

static unsigned character_width(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

unsigned gov__text_width(const char *text)
{
    const char *end = text + strlen(text);
    unsigned width = 0;
    while (text < end) {
        gunichar c;
        text += gov__char_next(text, end, &c);
        width += character_width(c);
    }
    return width;
}

static bool is_closing(gunichar c)
{
    return c != 0 && g_utf8_strchr("，。、；：？！）〕》”", -1, c) != NULL;
}

void gov__append_padded(GString *out, const char *text, unsigned width, bool right)
{
    unsigned own = gov__text_width(text);
    g_autofree char *blanks = g_strnfill(width > own ? width - own : 0, ' ');

    g_string_append(out, right ? blanks : text);
    g_string_append(out, right ? text : blanks);
}

/* Takes the next line of at most `width` from `*text`: its length in bytes, 0 at the end.
 * Breaks at a blank or beside a wide character, in a word only where it is longer than a
 * line; no line begins with a closing mark. */
static size_t take_line(const char **text, unsigned width, const char **line)
{
    while (**text == ' ')
        (*text)++;
    const char *start = *line = *text;
    const char *end = start + strlen(start);
    const char *stop = NULL;
    unsigned used = 0;
    bool beside = false; /* behind a wide character */
    for (const char *p = start; p < end;) {
        gunichar c;
        const char *next = p + gov__char_next(p, end, &c);
        unsigned wide = character_width(c);
        if (p > start && (c == ' ' || ((wide == 2 || beside) && !is_closing(c))))
            stop = p;
        if (used + wide > width && p > start) {
            *text = stop != NULL ? stop : p;
            return (size_t)(*text - start);
        }
        used += wide;
        beside = wide == 2;
        p = next;
    }
    *text = end;
    return (size_t)(end - start);
}

static unsigned count_lines(const char *text, unsigned width)
{
    unsigned n = 0;
    const char *line;
    while (take_line(&text, width, &line) > 0)
        n++;
    return n;
}

/* Width below which a label is not squeezed: that of its longest word, within reason. */
static unsigned least_width(const GovSlot *slot, const char *text)
{
    if (slot->kind == GOV_SLOT_FIGURE)
        return gov__text_width(text);
    unsigned longest = 0, word = 0, whole = 0;
    const char *end = text + strlen(text);
    while (text < end) {
        gunichar c;
        text += gov__char_next(text, end, &c);
        unsigned wide = character_width(c);
        whole += wide;
        word = c == ' ' ? 0 : wide == 2 ? 2 : word + wide;
        longest = MAX(longest, word);
    }
    longest = CLAMP(longest, MIN_LABEL_WIDTH, MAX_WORD_WIDTH);
    bool beside_row = slot->kind == GOV_SLOT_LABEL && slot->n_rows == 1;
    return beside_row ? MAX(longest, MIN(whole, MIN_ROW_LABEL_WIDTH)) : longest;
}

/* Width inside a slot: its columns, and the borders and pads between them. */
static unsigned slot_width(const Grid *grid, const GovSlot *slot)
{
    unsigned width = (slot->n_columns - 1) * (1 + 2 * grid->pad);
    for (unsigned i = 0; i < slot->n_columns; i++)
        width += grid->widths[slot->column + i];
    return width;
}

static unsigned slot_height(const Grid *grid, const GovSlot *slot)
{
    unsigned height = slot->n_rows - 1;
    for (unsigned i = 0; i < slot->n_rows; i++)
        height += grid->heights[slot->row + i];
    return height;
}

static unsigned total_width(const Grid *grid)
{
    unsigned width = 1;
    for (unsigned i = 0; i < grid->sheet->n_columns; i++)
        width += grid->widths[i] + 2 * grid->pad + 1;
    return width;
}

/* Narrow slots first, so that wide ones ask only for what is still missing. */
static void set_least_widths(Grid *grid)
{
    for (unsigned span = 1; span <= 2; span++) {
        for (guint i = 0; i < grid->sheet->slots->len; i++) {
            const GovSlot *slot = &grid->slots[i];
            if ((span == 1) != (slot->n_columns == 1))
                continue;
            unsigned least = least_width(slot, grid->texts[i].text);
            unsigned now = slot_width(grid, slot);
            if (now < least)
                grid->widths[slot->column + slot->n_columns - 1] += least - now;
        }
    }
}

/* Lines by which labels over column `column` are higher than the rows they stand in. */
static unsigned excess_lines(const Grid *grid, unsigned column)
{
    unsigned excess = 0;
    for (guint i = 0; i < grid->sheet->slots->len; i++) {
        const GovSlot *slot = &grid->slots[i];
        if (slot->kind == GOV_SLOT_FIGURE || column < slot->column ||
            column >= slot->column + slot->n_columns)
            continue;
        unsigned lines = count_lines(grid->texts[i].text, slot_width(grid, slot));
        excess += lines > slot->n_rows ? lines - slot->n_rows : 0;
    }
    return excess;
}

/* Widens one column by the step that saves most lines for its width; returns whether one
 * does. */
static bool widen_one(Grid *grid, unsigned room)
{
    unsigned best_column = 0, best_step = 0, best_saved = 0;
    for (unsigned column = 0; column < grid->sheet->n_columns; column++) {
        unsigned before = excess_lines(grid, column);
        for (unsigned step = 2; before > 0 && step <= MIN(room, LARGEST_STEP);
             step += 2) {
            grid->widths[column] += step;
            unsigned saved = before - MIN(before, excess_lines(grid, column));
            grid->widths[column] -= step;
            if (saved > 0 && (best_step == 0 || saved * best_step > best_saved * step)) {
                best_column = column;
                best_step = step;
                best_saved = saved;
            }
        }
    }
    grid->widths[best_column] += best_step;
    return best_step > 0;
}

static void set_widths(Grid *grid)
{
    set_least_widths(grid);
    grid->pad = 1;
    if (total_width(grid) > GOV_GRID_WIDTH * 9 / 10)
        grid->pad = 0;
    while (grid->sheet->slots->len <= MAX_FITTED_SLOTS &&
           total_width(grid) < GOV_GRID_WIDTH &&
           widen_one(grid, GOV_GRID_WIDTH - total_width(grid)))
        continue;
}

static void set_heights(Grid *grid)
{
    for (unsigned i = 0; i < grid->sheet->n_rows; i++)
        grid->heights[i] = 1;
    for (unsigned span = 1; span <= 2; span++) {
        for (guint i = 0; i < grid->sheet->slots->len; i++) {
            const GovSlot *slot = &grid->slots[i];
            if ((span == 1) != (slot->n_rows == 1))
                continue;
            unsigned lines = count_lines(grid->texts[i].text, slot_width(grid, slot));
            unsigned now = slot_height(grid, slot);
            if (now < lines)
                grid->heights[slot->row + slot->n_rows - 1] += lines - now;
        }
    }
    grid->tops[0] = 1;
    for (unsigned i = 0; i < grid->sheet->n_rows; i++)
        grid->tops[i + 1] = grid->tops[i] + grid->heights[i] + 1;
}

static void set_owners(Grid *grid)
{
    unsigned n_columns = grid->sheet->n_columns;
    memset(grid->owners, -1, sizeof(int) * grid->sheet->n_rows * n_columns);
    for (guint i = 0; i < grid->sheet->slots->len; i++) {
        const GovSlot *slot = &grid->slots[i];
        for (unsigned row = slot->row; row < slot->row + slot->n_rows; row++) {
            for (unsigned column = 0; column < slot->n_columns; column++)
                grid->owners[row * n_columns + slot->column + column] = (int)i;
        }
    }
}

/* Owner of a place; outside of the sheet a number that no slot has. */
static int owner(const Grid *grid, int row, int column)
{
    bool inside = row >= 0 && column >= 0 && row < (int)grid->sheet->n_rows &&
                  column < (int)grid->sheet->n_columns;
    return inside ? grid->owners[row * (int)grid->sheet->n_columns + column] : -2;
}

static void append_blanks(GString *out, unsigned n)
{
    g_string_append_printf(out, "%*s", (int)n, "");
}

/* Appends line `at` of what stands in a slot, counted from the top of the slot. */
static void append_slot_line(GString *out, const Grid *grid, int index, unsigned at)
{
    const GovSlot *slot = &grid->slots[index];
    const GovGridText *text = &grid->texts[index];
    unsigned width = slot_width(grid, slot);
    unsigned skip = (slot_height(grid, slot) - count_lines(text->text, width)) / 2;
    const char *rest = text->text, *line = "";
    size_t len = 0;
    for (unsigned i = skip; i <= at; i++)
        len = take_line(&rest, width, &line);
    g_autofree char *shown = g_strndup(line, at < skip ? 0 : len);
    unsigned free_width = width - MIN(width, gov__text_width(shown));
    unsigned left = slot->kind == GOV_SLOT_FIGURE  ? free_width
                    : slot->kind == GOV_SLOT_LABEL ? 0
                                                   : free_width / 2;
    append_blanks(out, grid->pad + left);
    bool framed = text->before != NULL && *shown != '\0';
    g_string_append(out, framed ? text->before : "");
    g_string_append(out, shown);
    g_string_append(out, framed ? text->after : "");
    append_blanks(out, free_width - left + grid->pad);
}

/* The character where borders meet, left of `column` and above `row`. */
static void append_junction(GString *out, const Grid *grid, int row, int column)
{
    static const char *const JUNCTIONS[] = {" ", "│", "│", "│", "─", "┘", "┐", "┤",
                                            "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
    int up_left = owner(grid, row - 1, column - 1),
        up_right = owner(grid, row - 1, column);
    int down_left = owner(grid, row, column - 1), down_right = owner(grid, row, column);
    unsigned up = up_left != up_right, down = down_left != down_right;
    unsigned left = up_left != down_left, right = up_right != down_right;
    g_string_append(out, JUNCTIONS[up | down << 1 | left << 2 | right << 3]);
}

/* The line above `row`: border, except inside of slots that go on. */
static void append_border(GString *out, const Grid *grid, unsigned row)
{
    for (unsigned column = 0; column <= grid->sheet->n_columns;) {
        append_junction(out, grid, (int)row, (int)column);
        if (column == grid->sheet->n_columns)
            break;
        int above = owner(grid, (int)row - 1, (int)column);
        if (above != owner(grid, (int)row, (int)column)) {
            for (unsigned i = 0; i < grid->widths[column] + 2 * grid->pad; i++)
                g_string_append(out, "─");
            column++;
        } else if (above >= 0) {
            const GovSlot *slot = &grid->slots[above];
            append_slot_line(out, grid, above,
                             grid->tops[row] - 1 - grid->tops[slot->row]);
            column += slot->n_columns;
        } else {
            append_blanks(out, grid->widths[column++] + 2 * grid->pad);
        }
    }
    g_string_append_c(out, '\n');
}

static void append_line(GString *out, const Grid *grid, unsigned row, unsigned line)
{
    for (unsigned column = 0; column < grid->sheet->n_columns;) {
        int index = owner(grid, (int)row, (int)column);
        bool border = index != owner(grid, (int)row, (int)column - 1);
        g_string_append(out, border ? "│" : " ");
        if (index < 0) {
            append_blanks(out, grid->widths[column++] + 2 * grid->pad);
            continue;
        }
        const GovSlot *slot = &grid->slots[index];
        append_slot_line(out, grid, index,
                         grid->tops[row] + line - grid->tops[slot->row]);
        column += slot->n_columns;
    }
    g_string_append(out, "│\n");
}

void gov__grid_draw(GString *out, const GovSheet *sheet, const GovGridText *texts)
{
    if (sheet->slots->len == 0)
        return;
    size_t n_places = (size_t)sheet->n_rows * sheet->n_columns;
    g_autofree int *owners = g_new(int, n_places);
    g_autofree unsigned *widths = g_new0(unsigned, sheet->n_columns);
    g_autofree unsigned *heights = g_new0(unsigned, sheet->n_rows);
    g_autofree unsigned *tops = g_new0(unsigned, sheet->n_rows + 1);
    Grid grid = {sheet,  (const GovSlot *)(const void *)sheet->slots->data,
                 texts,  owners,
                 widths, heights,
                 tops,   0};
    set_widths(&grid);
    set_heights(&grid);
    set_owners(&grid);
    for (unsigned row = 0; row < sheet->n_rows; row++) {
        append_border(out, &grid, row);
        for (unsigned line = 0; line < heights[row]; line++)
            append_line(out, &grid, row, line);
    }
    append_border(out, &grid, sheet->n_rows);
}
