/* SPDX-License-Identifier: MIT */
/* Rows that are one row. A figure too long for its cell is broken over two lines or more; the
 * figures beside it stand on the first of them, or in the middle. Taken as rows of their own, such
 * lines would be wrong figures under the labels' lines. So two rows close to each other, of which the
 * upper one fills its cells wherever the lower one has anything, are one row, unless their labels
 * say that they are two. The parts stay apart in the cell: whether they add up, the matcher tells. */
#include <govstat/figure.h>
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>

#define NEAR_ROW 0.95     /* em between parts of one row: lines of a cell are further apart */
#define MAX_PITCH 2.4     /* em between lines of a cell */
#define MAX_PADDING 2.2   /* em of white that a cell may keep beside its text */

static GovPdfRow *row_at(const GovPdfBand *band, guint r)
{
    return &g_array_index(band->rows, GovPdfRow, r);
}

static const GovPdfFigure *figure_at(const GovPdfBand *band, const GovPdfRow *row, uint32_t i)
{
    return &g_array_index(band->figures, GovPdfFigure, row->first + i);
}

/* From left to right, and in one column from the top. */
static int compare_cells(gconstpointer a, gconstpointer b)
{
    const GovPdfFigure *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    if (x->word->y != y->word->y)
        return x->word->y < y->word->y ? -1 : 1;
    return (x->word->x0 > y->word->x0) - (x->word->x0 < y->word->x0);
}

/* Numbers the figures by their rows anew. */
static void renumber(const GovPdfBand *band)
{
    for (guint r = 0; r < band->rows->len; r++)
        for (uint32_t i = 0; i < row_at(band, r)->n; i++)
            g_array_index(band->figures, GovPdfFigure, row_at(band, r)->first + i).row = r;
    g_array_sort(band->figures, compare_cells);
}

/* ---- rows too near ---- */

static bool share_column(const GovPdfBand *band, const GovPdfRow *a, const GovPdfRow *b)
{
    uint64_t columns[2] = {0, 0};
    const GovPdfRow *rows[2] = {a, b};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < rows[k]->n; i++)
            columns[k] |= UINT64_C(1) << (figure_at(band, rows[k], i)->column & 63);
    return (columns[0] & columns[1]) != 0;
}

/* Figures on the first line, those in the middle, those on the last: nearer to each other than
 * lines of text can be, and in different columns. */
void gov__pdf_join_near_rows(GovPdfBand *band)
{
    guint kept = 0;
    double top = row_at(band, 0)->y, last_y = top;
    for (guint r = 1; r < band->rows->len; r++) {
        GovPdfRow *above = row_at(band, kept), *row = row_at(band, r);
        const GovPdfRow *last = row_at(band, r - 1);
        bool near = row->y - last_y < NEAR_ROW * band->em && !share_column(band, last, row);
        last_y = row->y;
        top = near ? top : row->y;
        if (near) {
            above->y = (top + row->y) / 2;
            above->n += row->n;
            above->doubtful = above->doubtful || row->doubtful;
        } else if (++kept != r) {
            *row_at(band, kept) = *row;
        }
    }
    g_array_set_size(band->rows, kept + 1);
    renumber(band);
}

/* ---- rows under full cells ---- */

/* Room that a column has, at least: as far as its nearest neighbour. */
static double room_of(const GovPdfBand *band, guint column)
{
    const GovPdfColumn *c = &g_array_index(band->columns, GovPdfColumn, column);
    double room = HUGE_VAL;
    if (column > 0)
        room = (c->x0 + c->x1 - c[-1].x0 - c[-1].x1) / 2;
    if (column + 1 < band->columns->len)
        room = MIN(room, (c[1].x0 + c[1].x1 - c->x0 - c->x1) / 2);
    return room;
}

/* Whether one more digit might not have found room beside a figure. */
static bool is_full(const GovPdfBand *band, const GovPdfFigure *figure)
{
    double width = figure->word->x1 - figure->word->x0;
    double digit = width / figure->word->len;
    return figure->word->len > 1 &&
           width + digit + MAX_PADDING * band->em > room_of(band, figure->column);
}

/* Whether a row has a full figure over this one, and no narrower. */
static bool stands_under(const GovPdfBand *band, const GovPdfRow *above, const GovPdfFigure *figure)
{
    double width = figure->word->x1 - figure->word->x0;
    for (uint32_t i = above->n; i-- > 0;) {
        const GovPdfFigure *other = figure_at(band, above, i);
        if (other->column == figure->column)
            return is_full(band, other) && other->word->x1 - other->word->x0 > width - 0.1 * band->em;
    }
    return false;
}

static bool may_go_on(const GovPdfBand *band, const GovPdfRow *above, const GovPdfRow *row)
{
    double last = figure_at(band, row, 0)->word->y;
    double first = -HUGE_VAL;
    for (uint32_t i = 0; i < above->n; i++)
        first = MAX(first, figure_at(band, above, i)->word->y);
    if (last - first > MAX_PITCH * band->em)
        return false;
    for (uint32_t i = 0; i < row->n; i++)
        if (!stands_under(band, above, figure_at(band, row, i)))
            return false;
    return true;
}

static bool begins_label(const GovPdfRow *row)
{
    return row->label != NULL && gov_label_get_ordinal(row->label->str, row->label->len, NULL) != 0;
}

static void join(GovPdfRow *above, GovPdfRow *row)
{
    above->n += row->n;
    above->doubtful = above->doubtful || row->doubtful;
    above->label_end = MAX(above->label_end, MAX(row->label_end, row->y));
    above->label_top = MIN(above->label_top, row->label_top);
    if (above->label == NULL) {
        above->label = row->label;
        above->label_at = row->label_at;
    } else if (row->label != NULL) {
        g_string_append_len(above->label, row->label->str, (gssize)row->label->len);
        above->label_at = MIN(above->label_at, row->label_at);
        g_string_free(row->label, TRUE);
    }
    row->label = NULL;
}

/* ---- rows that may lack digits ---- */

/* Whether some cell holds several lines: the matcher takes it for joined, and wants a sum. */
static bool holds_parts(const GovPdfBand *band, const GovPdfRow *row)
{
    for (uint32_t i = 1; i < row->n; i++)
        if (figure_at(band, row, i)->column == figure_at(band, row, i - 1)->column)
            return true;
    return false;
}

/* Whether the last column of a row is the sum of the others: so it is in most tables. */
static bool adds_up(const GovPdfBand *band, const GovPdfRow *row)
{
    int64_t sum = 0, last = 0;
    for (uint32_t i = 0; i < row->n; i++) {
        const GovPdfFigure *figure = figure_at(band, row, i);
        GovFigure value = gov_figure_parse(figure->word->text, figure->word->len, GOV_TYPE_SIGNED, GOV_UNIT_NONE);
        bool reported = value.status == GOV_STATUS_REPORTED;
        if (i > 0 && figure_at(band, row, i - 1)->column == figure->column)
            return false;
        if (figure->column + 1 == band->columns->len)
            last = reported ? value.value : 0;
        else if (reported && __builtin_add_overflow(sum, value.value, &sum))
            return false;
    }
    return sum == last;
}

/* Where figures are broken over lines, one that looks whole may be a part as well. */
static void doubt_parts(const GovPdfBand *band)
{
    for (guint r = 0; r < band->rows->len; r++)
        if (!adds_up(band, row_at(band, r)) && !holds_parts(band, row_at(band, r)))
            row_at(band, r)->doubtful = true;
}

/* What to do with a row that may go on with the one above. */
typedef enum {
    ROW_OWN,
    ROW_JOIN,
    ROW_DOUBT
} Verdict;

static Verdict judge(const GovPdfBand *band, const GovPdfRow *above, const GovPdfRow *row)
{
    if (!may_go_on(band, above, row))
        return ROW_OWN;
    if (above->label == NULL || row->label == NULL)
        return ROW_JOIN;
    if (begins_label(row))
        return ROW_OWN;
    return begins_label(above) ? ROW_JOIN : ROW_DOUBT;
}

void gov__pdf_join_broken_rows(GovPdfBand *band)
{
    guint kept = 0, n = band->rows->len;
    for (guint r = 1; r < band->rows->len; r++) {
        GovPdfRow *above = row_at(band, kept), *row = row_at(band, r);
        Verdict verdict = judge(band, above, row);
        if (verdict == ROW_DOUBT)
            above->doubtful = row->doubtful = true;
        if (verdict == ROW_JOIN) {
            join(above, row);
        } else if (++kept != r) {
            *row_at(band, kept) = *row;
            row->label = NULL;
        }
    }
    g_array_set_size(band->rows, kept + 1);
    renumber(band);
    bool broken = kept + 1 < n;
    for (guint r = 0; r < band->rows->len && !broken; r++)
        broken = holds_parts(band, row_at(band, r));
    if (broken)
        doubt_parts(band);
}
