/* SPDX-License-Identifier: MIT */
/* Pieces of the header → its cells. The label of a column is what stands lowest above it, over
 * several lines perhaps; but a heading over many columns may be so short that it seems to stand
 * over one, on top of the label there. Labels of one row share their middle, or their top line: so
 * every column takes the end of its stack of pieces on which most columns agree, and what is left
 * over are headings. Which columns a heading covers is worked out in pdf-cover.c. */
#include "read/pdf-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_HEIGHT 0.3  /* em between middles of one row */
#define LINE_PITCH 2.3   /* em between lines of one cell, at most */
#define MAX_LINE_PITCH 2.8 /* em between lines of a label, if they are spread */
#define SAME_PITCH 1.2   /* of the least distance of lines, within a cell */
#define MAX_STACK 8u
#define SAME_MIDDLE 0.7  /* em between middles of lines of one heading */

typedef struct {
    GovPdfPiece *pieces[MAX_STACK]; /* from the top */
    unsigned n;
    unsigned reach; /* from here on they may be lines of the label: the matcher drops headings */
    unsigned whole; /* from here on no wide gap parts them */
    unsigned taken; /* the label begins here; n if there is none */
    double at;      /* height on which columns of its row agree */
} Stack;

typedef struct {
    const GovPdfBand *band;
    Stack *stacks; /* by column */
    guint n;
    bool tops; /* labels share their top line, not their middle */
} Header;

/* ---- stacks ---- */

static void push(Stack *stack, GovPdfPiece *piece)
{
    if (stack->n == MAX_STACK) {
        memmove(stack->pieces, stack->pieces + 1, (MAX_STACK - 1) * sizeof *stack->pieces);
        stack->n--;
    }
    stack->pieces[stack->n++] = piece;
}

static unsigned columns_under(const GovPdfBand *band, const GovPdfPiece *piece, guint *first)
{
    unsigned n = 0;
    for (guint c = 0; c < band->columns->len; c++) {
        const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
        double over = MIN(column->x1, piece->x1) - MAX(column->x0, piece->x0);
        if (over <= MIN(0.15 * band->em, 0.5 * (piece->x1 - piece->x0)))
            continue;
        *first = n == 0 ? c : *first;
        n = c + 1 - *first;
    }
    return n;
}

static double step_above(const Stack *stack, unsigned i)
{
    return stack->pieces[i]->y - stack->pieces[i - 1]->y;
}

/* The distance of lines in one cell: the least there is. */
static double find_pitch(const Header *header)
{
    double pitch = HUGE_VAL;
    for (guint c = 0; c < header->n; c++)
        for (unsigned i = 1; i < header->stacks[c].n; i++)
            if (step_above(&header->stacks[c], i) > 0.8 * header->band->em)
                pitch = MIN(pitch, step_above(&header->stacks[c], i));
    return pitch;
}

/* Pieces stand from below; stacks are wanted from the top. */
static void build_stacks(Header *header)
{
    const GovPdfBand *band = header->band;
    for (guint i = band->pieces->len; i-- > 0;) {
        GovPdfPiece *piece = &g_array_index(band->pieces, GovPdfPiece, i);
        guint column = 0;
        piece->n_columns = columns_under(band, piece, &column);
        piece->column = column;
        if (piece->n_columns == 1)
            push(&header->stacks[column], piece);
    }
    double pitch = find_pitch(header);
    for (guint c = 0; c < header->n; c++) {
        Stack *stack = &header->stacks[c];
        stack->whole = stack->n > 0 ? stack->n - 1 : 0;
        while (stack->whole > 0 &&
               step_above(stack, stack->whole) < MIN(LINE_PITCH * band->em, SAME_PITCH * pitch))
            stack->whole--;
        stack->reach = stack->whole;
        while (stack->reach > 0 && step_above(stack, stack->reach) < MAX_LINE_PITCH * band->em)
            stack->reach--;
        stack->taken = stack->n;
    }
}

/* ---- agreement ---- */

static double height_of(const Header *header, const Stack *stack, unsigned from)
{
    double top = stack->pieces[from]->y, bottom = stack->pieces[stack->n - 1]->y;
    return header->tops ? top : (top + bottom) / 2;
}

static bool same_height(const Header *header, double a, double b)
{
    return fabs(a - b) < SAME_HEIGHT * header->band->em;
}

/* How many other columns have the whole of their stack at some height. */
static unsigned count_at(const Header *header, guint except, double at)
{
    unsigned n = 0;
    for (guint c = 0; c < header->n; c++) {
        const Stack *stack = &header->stacks[c];
        n += c != except && stack->n > 0 && same_height(header, height_of(header, stack, stack->whole), at);
    }
    return n;
}

/* The whole of a stack if it stands where another column does; else the end of it that most other
 * columns agree with; else the whole. */
static unsigned find_end(const Header *header, guint column)
{
    const Stack *stack = &header->stacks[column];
    unsigned best = stack->whole, most = 1;
    if (count_at(header, column, height_of(header, stack, stack->whole)) > 0)
        return stack->whole;
    for (unsigned from = stack->whole + 1; from < stack->n; from++) {
        unsigned votes = count_at(header, column, height_of(header, stack, from));
        best = votes > most ? from : best;
        most = MAX(most, votes);
    }
    return best;
}

/* Settles all columns; returns how many lines are left over. */
static unsigned agree(Header *header)
{
    unsigned alone = 0;
    for (guint c = 0; c < header->n; c++) {
        Stack *stack = &header->stacks[c];
        if (stack->n == 0)
            continue;
        stack->taken = find_end(header, c);
        stack->at = height_of(header, stack, stack->taken);
        alone += stack->taken - stack->whole + (count_at(header, c, stack->at) == 0);
    }
    return alone;
}

/* Labels that stand on the bottom of their row agree on nothing but their last line; over two pages
 * they agree on nothing. If most columns would lose a line, they all keep theirs. */
static void keep_whole(Header *header, bool always)
{
    unsigned cut = always ? header->n : 0;
    for (guint c = 0; c < header->n; c++)
        cut += header->stacks[c].taken > header->stacks[c].whole;
    for (guint c = 0; 2 * cut > header->n && c < header->n; c++)
        header->stacks[c].taken = header->stacks[c].whole;
}

static bool is_overleaf(const GovPdfBand *band)
{
    for (guint i = 1; i < band->pieces->len; i++)
        if (g_array_index(band->pieces, GovPdfPiece, i).page !=
            g_array_index(band->pieces, GovPdfPiece, i - 1).page)
            return true;
    return false;
}

/* ---- labels that come again ---- */

#define LEAST_TAIL 9u /* bytes: three ideographs */

static GString *tail_of(const Stack *stack, unsigned from)
{
    GString *text = g_string_new(NULL);
    for (unsigned i = from; i < stack->n; i++)
        for (const char *p = stack->pieces[i]->text->str; *p != '\0'; p++)
            if (*p != ' ')
                g_string_append_c(text, *p);
    return text;
}

/* Whether the end of a column's stack is the end of another column's. */
static bool comes_again(const Header *header, guint column, const GString *tail)
{
    for (guint c = 0; c < header->n && tail->len >= LEAST_TAIL; c++)
        for (unsigned from = header->stacks[c].whole; c != column && from < header->stacks[c].n; from++) {
            g_autoptr(GString) other = tail_of(&header->stacks[c], from);
            if (g_string_equal(other, tail))
                return true;
        }
    return false;
}

/* Tables with groups of columns have the same labels in all of them: what stands above the longest
 * end that comes again is a heading. */
static void cut_repeated(Header *header)
{
    for (guint c = 0; c < header->n; c++) {
        Stack *stack = &header->stacks[c];
        for (unsigned from = stack->whole; from < stack->n; from++) {
            g_autoptr(GString) tail = tail_of(stack, from);
            if (!comes_again(header, c, tail))
                continue;
            stack->taken = from;
            stack->at = height_of(header, stack, from);
            break;
        }
    }
}

static void settle(Header *header)
{
    header->tops = true;
    unsigned with_tops = agree(header);
    header->tops = false;
    if (agree(header) > with_tops) {
        header->tops = true;
        agree(header);
    }
    keep_whole(header, is_overleaf(header->band));
    cut_repeated(header);
}

/* ---- cells ---- */

static void append_piece(GString *text, const GovPdfPiece *piece)
{
    if (text->len > 0)
        g_string_append_c(text, '\n');
    g_string_append_len(text, piece->text->str, (gssize)piece->text->len);
}

static void add_labels(const Header *header)
{
    for (guint c = 0; c < header->n; c++) {
        const Stack *stack = &header->stacks[c];
        if (stack->taken == stack->n)
            continue;
        GovPdfHead head = {.text = g_string_new(NULL), .y = stack->at, .column = c, .n_columns = 1};
        for (unsigned i = stack->reach; i < stack->n; i++) {
            append_piece(head.text, stack->pieces[i]);
            stack->pieces[i]->taken = i >= stack->taken;
        }
        g_array_append_val(header->band->heads, head);
    }
}

/* A line of a heading that began above: under its middle, near, and not longer than the lines
 * before it, which were full. */
static GovPdfHead *find_heading(const GovPdfBand *band, guint first, const GovPdfPiece *piece)
{
    for (guint i = first; i < band->heads->len; i++) {
        GovPdfHead *head = &g_array_index(band->heads, GovPdfHead, i);
        double off = (head->x0 + head->x1 - piece->x0 - piece->x1) / 2;
        if (fabs(off) < SAME_MIDDLE * band->em && piece->y - head->y < LINE_PITCH * band->em &&
            piece->x1 - piece->x0 < head->x1 - head->x0 + 0.2 * band->em)
            return head;
    }
    return NULL;
}

static int compare_heights(gconstpointer a, gconstpointer b)
{
    const GovPdfHead *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

/* Headings from the top; while they grow, `y` is that of their last line. */
static void add_headings(const GovPdfBand *band)
{
    guint first = band->heads->len;
    for (guint i = band->pieces->len; i-- > 0;) {
        GovPdfPiece *piece = &g_array_index(band->pieces, GovPdfPiece, i);
        if (piece->taken)
            continue;
        GovPdfHead *head = find_heading(band, first, piece);
        if (head == NULL) {
            GovPdfHead fresh = {.text = g_string_new(NULL), .top = piece->y, .x0 = piece->x0,
                                .x1 = piece->x1, .column = piece->column, .n_columns = MAX(piece->n_columns, 1)};
            g_array_append_val(band->heads, fresh);
            head = &g_array_index(band->heads, GovPdfHead, band->heads->len - 1);
        }
        append_piece(head->text, piece);
        head->y = piece->y;
    }
    for (guint i = first; i < band->heads->len; i++) {
        GovPdfHead *head = &g_array_index(band->heads, GovPdfHead, i);
        head->y = (head->top + head->y) / 2;
    }
    if (band->heads->len > first)
        qsort(&g_array_index(band->heads, GovPdfHead, first), band->heads->len - first,
              sizeof(GovPdfHead), compare_heights);
}

/* ---- rows of the header ---- */

/* Numbers the rows that headings stand in, from the top; returns their heights. */
static GArray *number_headings(const GovPdfBand *band, guint n_labels)
{
    GArray *heights = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = n_labels; i < band->heads->len; i++) {
        GovPdfHead *head = gov__pdf_head(band, i);
        if (heights->len == 0 ||
            head->y - g_array_index(heights, double, heights->len - 1) > 0.5 * band->em)
            g_array_append_val(heights, head->y);
        head->row = heights->len - 1;
        head->n_rows = 1;
    }
    return heights;
}

/* The row after the last heading over a column. */
static guint row_under_headings(const GovPdfBand *band, guint n_labels, guint column)
{
    guint row = 0;
    for (guint i = n_labels; i < band->heads->len; i++) {
        const GovPdfHead *head = gov__pdf_head(band, i);
        if (head->column <= column && column < head->column + head->n_columns)
            row = MAX(row, head->row + 1);
    }
    return row;
}

/* The row in which labels of one height begin: under all headings over them, and such that they
 * stand in the middle (or at the top) of what is left. */
static guint row_of_height(const Header *header, guint n_labels, const GArray *heights, double at,
                           double lowest)
{
    const GovPdfBand *band = header->band;
    guint first = 0, row = heights->len;
    double best = HUGE_VAL;
    for (guint i = 0; i < n_labels; i++)
        if (same_height(header, gov__pdf_head(band, i)->y, at))
            first = MAX(first, row_under_headings(band, n_labels, gov__pdf_head(band, i)->column));
    for (guint r = first; lowest - at > SAME_HEIGHT * band->em && r < heights->len; r++) {
        double y = g_array_index(heights, double, r);
        double off = fabs(at - (header->tops ? y : (y + lowest) / 2));
        row = off < best ? r : row;
        best = MIN(best, off);
    }
    return row;
}

/* Labels that stand higher than the lowest begin in a row of headings and reach down. */
static void place_labels(const Header *header, guint n_labels, const GArray *heights)
{
    const GovPdfBand *band = header->band;
    double lowest = -HUGE_VAL;
    for (guint i = 0; i < n_labels; i++)
        lowest = MAX(lowest, gov__pdf_head(band, i)->y);
    for (guint i = 0; i < n_labels; i++) {
        GovPdfHead *head = gov__pdf_head(band, i);
        head->row = row_of_height(header, n_labels, heights, head->y, lowest);
        head->n_rows = heights->len + 1 - head->row;
    }
}

/* All labels stand in the last row, so that their order is that of the columns whatever the headings
 * cover: what a heading means for the labels under it, the matcher knows. */
static void flatten(const GovPdfBand *band, guint n_labels, guint n_rows)
{
    for (guint i = 0; i < n_labels; i++) {
        gov__pdf_head(band, i)->row = n_rows;
        gov__pdf_head(band, i)->n_rows = 1;
    }
}

/* ---- the whole ---- */

/* What stands over the labels: the corner. */
static void read_corner(GovPdfBand *band)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(GovPdfPiece));
    g_array_set_clear_func(pieces, gov__pdf_clear_piece);
    for (size_t i = band->first; band->labelled && i < band->data; i++)
        if (!gov__pdf_line(band->tape, i)->furniture)
            gov__pdf_add_pieces(band, gov__pdf_line(band->tape, i), -HUGE_VAL,
                                band->split + 1e-6, NULL, pieces);
    for (guint i = 0; i < pieces->len; i++)
        append_piece(band->corner, &g_array_index(pieces, GovPdfPiece, i));
}

void gov__pdf_find_header(GovPdfBand *band)
{
    guint n = band->columns->len;
    g_autofree Stack *stacks = g_new0(Stack, n + 1);
    Header header = {band, stacks, n, false};
    read_corner(band);
    if (band->pieces->len == 0)
        return;
    build_stacks(&header);
    settle(&header);
    add_labels(&header);
    guint n_labels = band->heads->len;
    add_headings(band);
    g_autoptr(GArray) heights = number_headings(band, n_labels);
    place_labels(&header, n_labels, heights);
    gov__pdf_cover_columns(band, n_labels, heights->len);
    flatten(band, n_labels, heights->len);
    band->n_head_rows = heights->len + 1;
}
