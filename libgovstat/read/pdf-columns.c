/* SPDX-License-Identifier: MIT */
/* Figures and words of the header → columns. What overlaps from left to right stands in one
 * column: cells of two columns never do. Narrow figures come first, so that one that was glued
 * from two, or runs out of its cell, bridges columns that are told apart already, and is left out
 * of both. Then the header, from its lowest line up: a piece over several columns is a heading, a
 * piece over none opens a column that has no figures yet. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OVERLAP 0.15   /* em by which two words must overlap to share a column */
#define PIECE_GAP 0.35 /* em between words of one piece, at most */
#define LEAST_WHITE 0.05 /* em between words that are no one word in two fonts */
#define CUT_SLACK 0.3    /* em by which the cut between label columns may be off */
#define CLEARLY_NEARER 0.85
#define MAX_BRIDGES 64u

/* ---- pieces ---- */

static bool overlaps(double a0, double a1, double b0, double b1, double em)
{
    double least = MIN(OVERLAP * em, 0.5 * MIN(a1 - a0, b1 - b0));
    return MIN(a1, b1) - MAX(a0, b0) > least;
}

/* The first column that a word overlaps; −1 if there is none. */
static int column_under(const GArray *columns, const GovPdfWord *word, double em)
{
    for (guint c = 0; columns != NULL && c < columns->len; c++) {
        const GovPdfColumn *column = &g_array_index(columns, GovPdfColumn, c);
        if (overlaps(column->x0, column->x1, word->x0, word->x1, em))
            return (int)c;
    }
    return -1;
}

/* The level of the ordinal a word begins with; a figure is none. */
static unsigned ordinal_of(const GovPdfWord *word)
{
    unsigned level = 0;
    bool digit = g_ascii_isdigit(*word->text) && strspn(word->text, "0123456789") == word->len;
    return !digit && gov_label_get_ordinal(word->text, word->len, &level) != 0 ? level : 0;
}

/* Whether labels part between two words that do not touch. */
static bool is_cut(const GovPdfBand *band, double x0, double x1)
{
    for (guint i = 0; i < band->cuts->len && x1 - x0 > LEAST_WHITE * band->em; i++) {
        double cut = g_array_index(band->cuts, double, i);
        if (x0 < cut + CUT_SLACK * band->em && x1 > cut - CUT_SLACK * band->em)
            return true;
    }
    return false;
}

static bool goes_on(const GovPdfBand *band, const GovPdfWord *before, const GovPdfWord *word,
                    const GArray *columns)
{
    if (before == NULL || word->x0 - before->x1 > PIECE_GAP * band->em || is_cut(band, before->x1, word->x0))
        return false;
    int a = column_under(columns, before, band->em), b = column_under(columns, word, band->em);
    return a < 0 || b < 0 || a == b;
}

void gov__pdf_add_pieces(const GovPdfBand *band, const GovPdfLine *line, double left, double right,
                         const GArray *columns, GArray *pieces)
{
    const GovPdfWord *before = NULL;
    for (uint32_t w = 0; w < line->n; w++) {
        const GovPdfWord *word = gov__pdf_word(band->tape, line->first + w);
        double middle = (word->x0 + word->x1) / 2;
        if (middle <= left || middle >= right)
            continue;
        unsigned ordinal = ordinal_of(word);
        bool level = before != NULL && (before->len > 6 || (ordinal_of(before) != 0 && ordinal_of(before) != ordinal));
        if (!goes_on(band, before, word, columns) || (ordinal != 0 && level)) {
            GovPdfPiece piece = {.x0 = word->x0, 
.y = word->y, .page = word->page, .text = g_string_new(NULL),
                                 .ordinal = ordinal};
            g_array_append_val(pieces, piece);
            before = NULL;
        }
        GovPdfPiece *piece = &g_array_index(pieces, GovPdfPiece, pieces->len - 1);
        gov__pdf_append_word(piece->text, word, before, band->em);
        piece->x1 = word->x1;
        before = word;
    }
}

void gov__pdf_clear_piece(gpointer piece)
{
    g_string_free(((GovPdfPiece *)piece)->text, TRUE);
}

/* ---- columns of figures ---- */

static int compare_width(gconstpointer a, gconstpointer b)
{
    const GovPdfFigure *x = *(const GovPdfFigure *const *)a, *y = *(const GovPdfFigure *const *)b;
    double v = x->word->x1 - x->word->x0, w = y->word->x1 - y->word->x0;
    if (x->word->figure != y->word->figure)
        return x->word->figure ? -1 : 1;
    if (v != w)
        return v < w ? -1 : 1;
    return (x > y) - (x < y);
}

static void widen(double *x0, double *x1, double a, double b)
{
    *x0 = MIN(*x0, a);
    *x1 = MAX(*x1, b);
}

static guint add_column(GArray *columns)
{
    GovPdfColumn column = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    g_array_append_val(columns, column);
    return columns->len - 1;
}

/* Columns that [x0, x1] overlaps: how many, and the first two. */
static unsigned find_columns(const GovPdfBand *band, double x0, double x1, guint found[2])
{
    unsigned n = 0;
    for (guint c = 0; c < band->columns->len; c++) {
        const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
        if (!overlaps(column->x0, column->x1, x0, x1, band->em))
            continue;
        if (n < 2)
            found[n] = c;
        n++;
    }
    return n;
}

/* Whether some row has a figure in each of two columns. */
static bool stand_side_by_side(const GovPdfBand *band, guint a, guint b)
{
    uint32_t row = G_MAXUINT32;
    bool in_a = false, in_b = false;
    for (guint i = 0; i < band->figures->len; i++) {
        const GovPdfFigure *figure = &g_array_index(band->figures, GovPdfFigure, i);
        if (figure->row != row)
            in_a = in_b = false;
        row = figure->row;
        in_a = in_a || (figure->n_columns > 0 && figure->column == a);
        in_b = in_b || (figure->n_columns > 0 && figure->column == b);
        if (in_a && in_b)
            return true;
    }
    return false;
}

static void merge_columns(GovPdfBand *band, guint into, guint from)
{
    GovPdfColumn *a = &g_array_index(band->columns, GovPdfColumn, into);
    const GovPdfColumn *b = &g_array_index(band->columns, GovPdfColumn, from);
    widen(&a->x0, &a->x1, b->x0, b->x1);
    widen(&a->figures_x0, &a->figures_x1, b->figures_x0, b->figures_x1);
    widen(&a->header_x0, &a->header_x1, b->header_x0, b->header_x1);
    g_array_remove_index(band->columns, from);
    for (guint i = 0; i < band->figures->len; i++) {
        GovPdfFigure *figure = &g_array_index(band->figures, GovPdfFigure, i);
        if (figure->n_columns > 0 && figure->column == from)
            figure->column = into < from ? into : into - 1;
        else if (figure->n_columns > 0 && figure->column > from)
            figure->column--;
    }
}

/* Puts a figure into its column; FALSE once there are too many columns or bridges. */
static bool place(GovPdfBand *band, GovPdfFigure *figure, unsigned *bridges)
{
    const GovPdfWord *word = figure->word;
    guint found[2] = {0, 0};
    unsigned n = find_columns(band, word->x0, word->x1, found);
    if (n >= 2 && ++*bridges > MAX_BRIDGES)
        return false;
    if (n > 2 || (n == 2 && stand_side_by_side(band, found[0], found[1])))
        return true;
    if (n == 2)
        merge_columns(band, found[0], found[1]);
    guint column = n > 0 ? found[0] : add_column(band->columns);
    column -= n == 2 && found[1] < found[0];
    GovPdfColumn *c = &g_array_index(band->columns, GovPdfColumn, column);
    widen(&c->x0, &c->x1, word->x0, word->x1);
    widen(&c->figures_x0, &c->figures_x1, word->x0, word->x1);
    figure->column = column;
    figure->n_columns = 1;
    return band->columns->len <= GOV_PDF_MAX_COLUMNS;
}

static bool place_figures(GovPdfBand *band)
{
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    unsigned bridges = 0;
    for (guint i = 0; i < band->figures->len; i++)
        g_ptr_array_add(order, &g_array_index(band->figures, GovPdfFigure, i));
    g_ptr_array_sort(order, compare_width);
    for (guint i = 0; i < order->len; i++)
        if (!place(band, g_ptr_array_index(order, i), &bridges))
            return false;
    return true;
}

/* ---- columns of the header ---- */

static int compare_from_below(gconstpointer a, gconstpointer b)
{
    const GovPdfPiece *x = a, *y = b;
    if (x->y != y->y)
        return x->y > y->y ? -1 : 1;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

/* Whether a column more finds room where a piece of the header stands: between two neighbours that
 * have their labels already, as near to each other as columns are, it is a heading of both. */
static bool has_room(const GovPdfBand *band, const GovPdfPiece *piece)
{
    const GovPdfColumn *left = NULL, *right = NULL;
    double widest = 0, middle = (piece->x0 + piece->x1) / 2;
    for (guint c = 0; c < band->columns->len; c++) {
        const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
        double x = (column->x0 + column->x1) / 2;
        widest = MAX(widest, column->header_x1 - column->header_x0);
        if (x < middle && (left == NULL || column->x1 > left->x1))
            left = column;
        if (x > middle && (right == NULL || column->x0 < right->x0))
            right = column;
    }
    if (left == NULL || right == NULL || !gov__pdf_has_header(left) || !gov__pdf_has_header(right))
        return true;
    return right->x0 - left->x1 > widest;
}

static bool place_header(GovPdfBand *band)
{
    double left = band->labelled ? band->split : -HUGE_VAL;
    for (size_t i = band->first; i < band->data; i++)
        if (!gov__pdf_line(band->tape, i)->furniture)
            gov__pdf_add_pieces(band, gov__pdf_line(band->tape, i), left, HUGE_VAL, band->columns,
                                band->pieces);
    g_array_sort(band->pieces, compare_from_below);
    for (guint i = 0; i < band->pieces->len; i++) {
        const GovPdfPiece *piece = &g_array_index(band->pieces, GovPdfPiece, i);
        guint found[2] = {0, 0};
        unsigned n = find_columns(band, piece->x0, piece->x1, found);
        if (n > 1 || (n == 0 && !has_room(band, piece)))
            continue;
        guint column = n > 0 ? found[0] : add_column(band->columns);
        GovPdfColumn *c = &g_array_index(band->columns, GovPdfColumn, column);
        widen(&c->x0, &c->x1, piece->x0, piece->x1);
        widen(&c->header_x0, &c->header_x1, piece->x0, piece->x1);
    }
    return band->columns->len <= GOV_PDF_MAX_COLUMNS;
}

/* ---- headers that stand beside their figures ---- */

static int compare_columns(gconstpointer a, gconstpointer b)
{
    const GovPdfColumn *x = a, *y = b;
    double v = x->x0 + x->x1, w = y->x0 + y->x1;
    return (v > w) - (v < w);
}

static bool is_lone(const GovPdfBand *band, guint c, bool header)
{
    const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
    bool has_header = gov__pdf_has_header(column), has_figures = gov__pdf_has_figures(column);
    return has_header != has_figures && has_header == header;
}

static double middle_of(const GovPdfBand *band, guint column)
{
    const GovPdfColumn *c = &g_array_index(band->columns, GovPdfColumn, column);
    return (c->x0 + c->x1) / 2;
}

/* Whether all that stands in a column are marks for "not applicable", which programs set as text. */
static bool holds_marks(const GovPdfBand *band, guint c)
{
    const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
    for (guint i = 0; i < band->figures->len; i++) {
        const GovPdfWord *word = g_array_index(band->figures, GovPdfFigure, i).word;
        bool inside = word->x0 < column->figures_x1 && word->x1 > column->figures_x0;
        if (inside && strpbrk(word->text, "0123456789") != NULL)
            return false;
    }
    return true;
}

/* Whether some row has something in both of two columns. */
static bool clash(const GovPdfBand *band, guint a, guint b)
{
    const GovPdfColumn *columns[2] = {&g_array_index(band->columns, GovPdfColumn, a),
                                      &g_array_index(band->columns, GovPdfColumn, b)};
    uint32_t row = G_MAXUINT32;
    unsigned seen = 0;
    for (guint i = 0; i < band->figures->len; i++) {
        const GovPdfFigure *figure = &g_array_index(band->figures, GovPdfFigure, i);
        seen = figure->row == row ? seen : 0;
        row = figure->row;
        for (unsigned k = 0; k < 2; k++)
            if (figure->word->x0 < columns[k]->figures_x1 && figure->word->x1 > columns[k]->figures_x0)
                seen |= 1u << k;
        if (seen == 3)
            return true;
    }
    return false;
}

/* Whether the first column is what stands over the labels: a word of the header right of them, where
 * nothing else is above them. */
static bool is_corner(const GovPdfBand *band, guint c)
{
    if (c != 0 || !band->labelled || !is_lone(band, 0, true))
        return false;
    for (size_t i = band->first; i < band->data; i++) {
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        const GovPdfWord *word = gov__pdf_word(band->tape, line->first);
        if (!line->furniture && word->x0 + word->x1 < 2 * band->split)
            return false;
    }
    return true;
}

/* A column beside one of figures that may be the place of their header: it has one itself, and, for
 * columns of marks, no figure in any row that has a mark. */
static bool may_pair(const GovPdfBand *band, guint c, guint next, bool marks)
{
    if (next >= band->columns->len ||
        !gov__pdf_has_header(&g_array_index(band->columns, GovPdfColumn, next)))
        return false;
    return (is_lone(band, next, true) && !is_corner(band, next)) || (marks && !clash(band, c, next));
}

/* How far figures without a header are from the headers that are their neighbours on one side, on
 * average; HUGE_VAL if some have none. */
static double distance_to(const GovPdfBand *band, bool right, bool marks)
{
    double sum = 0;
    unsigned n = 0;
    for (guint c = 0; c < band->columns->len; c++) {
        guint next = right ? c + 1 : c - 1;
        if (!is_lone(band, c, false) || holds_marks(band, c) != marks)
            continue;
        if (!may_pair(band, c, next, marks))
            return HUGE_VAL;
        sum += fabs(middle_of(band, next) - middle_of(band, c));
        n++;
    }
    return n > 0 ? sum / n : HUGE_VAL;
}

/* A header that is centred over figures flush left or right may share no point with them. If all
 * such figures have such a header on the same side, and nearer than any on the other, they are
 * one column. Marks may be set on another side than figures. */
static void pair_columns(GovPdfBand *band, bool marks)
{
    double left = distance_to(band, false, marks), right = distance_to(band, true, marks);
    if (MIN(left, right) >= CLEARLY_NEARER * MAX(left, right))
        return;
    for (guint c = band->columns->len; c-- > 0;)
        if (is_lone(band, c, false) && holds_marks(band, c) == marks)
            merge_columns(band, right < left ? c : c - 1, right < left ? c + 1 : c);
}

/* ---- the whole ---- */

static guint nearest_column(const GovPdfBand *band, const GovPdfWord *word)
{
    guint nearest = 0;
    for (guint c = 1; c < band->columns->len; c++)
        if (fabs(2 * middle_of(band, c) - word->x0 - word->x1) <
            fabs(2 * middle_of(band, nearest) - word->x0 - word->x1))
            nearest = c;
    return nearest;
}

/* A word without width, or one that bridges columns, may overlap none: then it stands nowhere for
 * sure. */
static void assign(const GovPdfBand *band, GovPdfFigure *figure)
{
    bool bridge = figure->n_columns == 0;
    figure->n_columns = 0;
    figure->column = nearest_column(band, figure->word);
    for (guint c = 0; c < band->columns->len; c++) {
        const GovPdfColumn *column = &g_array_index(band->columns, GovPdfColumn, c);
        if (!overlaps(column->x0, column->x1, figure->word->x0, figure->word->x1, band->em))
            continue;
        figure->column = figure->n_columns == 0 ? c : figure->column;
        figure->n_columns = c + 1 - figure->column;
    }
    GovPdfRow *row = &g_array_index(band->rows, GovPdfRow, figure->row);
    row->doubtful = row->doubtful || bridge || figure->n_columns != 1;
    figure->n_columns = MAX(figure->n_columns, 1);
}

bool gov__pdf_find_columns(GovPdfBand *band)
{
    if (!place_figures(band) || !place_header(band))
        return false;
    g_array_sort(band->columns, compare_columns);
    pair_columns(band, false);
    pair_columns(band, true);
    for (guint i = 0; i < band->figures->len; i++)
        assign(band, &g_array_index(band->figures, GovPdfFigure, i));
    return true;
}
