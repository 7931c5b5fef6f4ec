/* SPDX-License-Identifier: MIT */
/* Label columns. Beside the figures stand labels of rows, and left of them perhaps labels of several
 * rows. Their columns part where pieces at one height have white between them and few labels reach
 * across. Each piece then knows the columns it stands in; those that reach the last one are lines of
 * the labels of rows. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <string.h>

#define CUT_GAP 0.5     /* em of white between label columns */
#define ORDINAL_GAP 1.0 /* em after a bare ordinal, which is no cell of its own */
#define NEAR 0.7        /* em between heights of lines that stand beside each other */
#define SAME_LINE 0.3   /* em between heights of words of one line */
#define BESIDE_LEAF 1.3 /* em around the middle of a row, where the lines of its label are */
#define MAX_BLANK 4.0   /* em of white inside a label */
#define RUN_ON 1.9      /* em between lines of a label that spans columns */
#define MAX_CUTS GOV_PDF_MAX_CUTS
#define LEAST_STABS 2u
#define FEW_ROWS 5u     /* of which one pair of labels side by side is enough */
#define BEGINNING 4u    /* gaps that one before an ordinal is worth */
#define MAX_TRIED 256u
#define BESIDE 8u       /* pieces that may stand at one height */

/* ---- label columns ---- */

/* White between two pieces that stand side by side. */
typedef struct {
    double x0;
    double x1;
} Gap;

static int compare_pieces(gconstpointer a, gconstpointer b)
{
    const GovPdfPiece *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

/* An ordinal and nothing else: its text stands behind a blank. */
static bool is_bare_ordinal(const GovPdfPiece *piece)
{
    static const char signs[] = "0123456789().（）．、一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩";
    for (const char *p = piece->text->str; *p != '\0'; p = g_utf8_next_char(p))
        if (g_utf8_strchr(signs, -1, g_utf8_get_char(p)) == NULL)
            return false;
    return true;
}

/* A serial number. */
static bool is_number(const GovPdfPiece *piece)
{
    return strspn(piece->text->str, "0123456789") == piece->text->len;
}

static void note_gap(const GovPdfLabels *labels, const GovPdfPiece *a, const GovPdfPiece *b, GArray *gaps)
{
    double em = labels->band->em;
    const GovPdfPiece *left = a->x0 < b->x0 ? a : b, *right = left == a ? b : a;
    Gap gap = {left->x1, right->x0};
    bool same_line = fabs(a->y - b->y) < 0.2 * em;
    bool begins = right->ordinal != 0 || (same_line && is_number(left));
    double least = right->ordinal != 0 ? 0 : same_line && is_bare_ordinal(left) ? ORDINAL_GAP : CUT_GAP;
    /* Where a label begins in the middle of a line there is no doubt, nor where it begins beside a line
     * of another cell, which is a little higher or lower: a wrapped label of a group. */
    for (unsigned i = 0; gap.x1 - gap.x0 > least * em && i < (begins ? BEGINNING : 1); i++)
        g_array_append_val(gaps, gap);
}

/* Gaps between pieces at about the same height. */
static GArray *find_gaps(const GovPdfLabels *labels)
{
    GArray *gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
    for (guint i = 0; i < labels->pieces->len; i++)
        for (guint k = i + 1; k < labels->pieces->len && k < i + BESIDE; k++) {
            const GovPdfPiece *a = gov__pdf_piece(labels, i), *b = gov__pdf_piece(labels, k);
            if (b->y - a->y > NEAR * labels->band->em)
                break;
            note_gap(labels, a, b, gaps);
        }
    return gaps;
}

static unsigned count_stabs(const GArray *gaps, double x)
{
    unsigned n = 0;
    for (guint i = 0; i < gaps->len; i++)
        n += g_array_index(gaps, Gap, i).x0 < x && x < g_array_index(gaps, Gap, i).x1;
    return n;
}

static void drop_stabbed(GArray *gaps, double x)
{
    guint kept = 0;
    for (guint i = 0; i < gaps->len; i++) {
        Gap gap = g_array_index(gaps, Gap, i);
        if (gap.x0 >= x || x >= gap.x1)
            g_array_index(gaps, Gap, kept++) = gap;
    }
    g_array_set_size(gaps, kept);
}

static int compare_double(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle of what all gaps around `x` have in common. */
static double middle_of_gaps(const GArray *gaps, double x)
{
    Gap common = {-HUGE_VAL, HUGE_VAL};
    for (guint i = 0; i < gaps->len; i++) {
        Gap gap = g_array_index(gaps, Gap, i);
        if (gap.x0 >= x || x >= gap.x1)
            continue;
        common.x0 = MAX(common.x0, gap.x0);
        common.x1 = MIN(common.x1, gap.x1);
    }
    return (common.x0 + common.x1) / 2;
}

static unsigned count_crossings(const GovPdfLabels *labels, double x)
{
    unsigned n = 0;
    for (guint i = 0; i < labels->pieces->len; i++)
        n += gov__pdf_piece(labels, i)->x0 < x && x < gov__pdf_piece(labels, i)->x1;
    return n;
}

/* The middle of the white around `x` that labels leave which do not reach across. */
static double middle_of_white(const GovPdfLabels *labels, double x)
{
    Gap white = {-HUGE_VAL, HUGE_VAL};
    for (guint i = 0; i < labels->pieces->len; i++) {
        const GovPdfPiece *piece = gov__pdf_piece(labels, i);
        if (piece->x1 <= x)
            white.x0 = MAX(white.x0, piece->x1);
        else if (piece->x0 >= x)
            white.x1 = MIN(white.x1, piece->x0);
    }
    return (white.x0 + white.x1) / 2;
}

/* A place for a cut. */
typedef struct {
    double x;
    int score;
} Cut;

static void try_cut(const GovPdfLabels *labels, const GArray *gaps, double x, Cut *best)
{
    unsigned stabs = count_stabs(gaps, x), crossings = count_crossings(labels, x);
    int score = (int)stabs - (int)crossings;
    bool few = labels->band->rows->len <= FEW_ROWS && crossings == 0;
    if (stabs >= (few ? 1 : LEAST_STABS) && 4 * stabs >= crossings &&
        (score > best->score || (score == best->score && x < best->x)))
        *best = (Cut){x, score};
}

/* The cut that most gaps agree on and fewest labels cross; FALSE if there is none. Gaps beyond the
 * first few hundred change nothing. A gap is tried at its right end first: a label that begins there
 * may be set in from the labels of its column, so that its left end is better. */
static bool find_cut(const GovPdfLabels *labels, const GArray *gaps, double *cut)
{
    guint step = MAX(1, gaps->len / MAX_TRIED);
    Cut right = {0, G_MININT};
    for (guint i = 0; i < gaps->len; i += step)
        try_cut(labels, gaps, g_array_index(gaps, Gap, i).x1 - 0.01, &right);
    Cut left = right;
    for (guint i = 0; i < gaps->len; i += step)
        try_cut(labels, gaps, g_array_index(gaps, Gap, i).x0 + 0.01, &left);
    Cut best = left.score > right.score ? left : right;
    if (best.score == G_MININT)
        return false;
    *cut = middle_of_gaps(gaps, best.x);
    if (count_crossings(labels, *cut) > count_crossings(labels, best.x))
        *cut = middle_of_white(labels, best.x);
    return true;
}

static void find_cuts(const GovPdfLabels *labels)
{
    g_autoptr(GArray) gaps = find_gaps(labels);
    GArray *cuts = labels->band->cuts;
    double cut = 0;
    while (cuts->len < MAX_CUTS && find_cut(labels, gaps, &cut)) {
        g_array_append_val(cuts, cut);
        drop_stabbed(gaps, cut);
    }
    g_array_sort(cuts, compare_double);
}

static unsigned column_of(const GovPdfBand *band, double x)
{
    unsigned column = 0;
    while (column < band->cuts->len && g_array_index(band->cuts, double, column) <= x)
        column++;
    return column;
}

/* ---- pieces ---- */

static void collect_pieces(const GovPdfLabels *labels)
{
    const GovPdfBand *band = labels->band;
    double right = MAX(band->split, band->figures_at - 0.2 * band->em);
    for (size_t i = band->data; i < band->end; i++) {
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        if (!line->furniture)
            gov__pdf_add_pieces(band, line, -HUGE_VAL, right, NULL, labels->pieces);
    }
    g_array_sort(labels->pieces, compare_pieces);
}

/* Where a cut goes through the white between two words, they are pieces of their own, however near
 * they stand: words of narrow columns almost touch. */
static void split_at_cuts(const GovPdfLabels *labels)
{
    g_array_set_size(labels->pieces, 0);
    collect_pieces(labels);
}

/* Joins pieces of one line that no cut parts: blanks inside a label. */
static void join_pieces(const GovPdfLabels *labels)
{
    const GovPdfBand *band = labels->band;
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = gov__pdf_piece(labels, i);
        for (guint k = i + 1; !piece->taken && k < labels->pieces->len && k < i + BESIDE; k++) {
            GovPdfPiece *next = gov__pdf_piece(labels, k);
            if (next->y - piece->y > SAME_LINE * band->em)
                break;
            GovPdfPiece *left = piece->x0 < next->x0 ? piece : next;
            GovPdfPiece *right = left == piece ? next : piece;
            if (next->taken || column_of(band, left->x1) != column_of(band, right->x0) ||
                right->x0 - left->x1 > MAX_BLANK * band->em)
                continue;
            if (left == piece) {
                g_string_append_c(piece->text, ' ');
                g_string_append(piece->text, next->text->str);
            } else {
                g_string_prepend_c(piece->text, ' ');
                g_string_prepend(piece->text, next->text->str);
                piece->ordinal = next->ordinal;
            }
            piece->x0 = left->x0;
            piece->x1 = MAX(piece->x1, right->x1);
            next->taken = true;
        }
    }
}

/* Whether a piece is the rest of a label that spans columns, too short to reach the last: right
 * under it, with nothing beside it. */
static bool ends_wide_label(const GovPdfLabels *labels, guint i)
{
    const GovPdfPiece *piece = gov__pdf_piece(labels, i);
    double em = labels->band->em;
    for (guint k = i; k < labels->pieces->len && gov__pdf_piece(labels, k)->y < piece->y + NEAR * em; k++)
        if (gov__pdf_piece(labels, k)->leaf && !gov__pdf_piece(labels, k)->taken)
            return false;
    for (guint k = i; k-- > 0 && piece->y - gov__pdf_piece(labels, k)->y < RUN_ON * em;) {
        const GovPdfPiece *above = gov__pdf_piece(labels, k);
        if (above->taken || above->x1 < piece->x0 || above->x0 > piece->x1)
            continue;
        return above->leaf && above->n_columns > 1 && piece->y - above->y > NEAR * em;
    }
    return false;
}

/* One figure alone may be the rest of one that is broken over lines. */
static bool stands_beside_row(const GovPdfBand *band, double y)
{
    for (guint r = 0; r < band->rows->len; r++) {
        const GovPdfRow *row = &g_array_index(band->rows, GovPdfRow, r);
        if (fabs(row->y - y) < SAME_LINE * band->em && (row->n > 1 || band->columns->len < 3))
            return true;
    }
    return false;
}

/* Whether a row has a better label than a piece beside it: one further right, or lines above and
 * below that are beside no row themselves. */
static bool has_rival(const GovPdfLabels *labels, guint i)
{
    const GovPdfBand *band = labels->band;
    const GovPdfPiece *piece = gov__pdf_piece(labels, i);
    double near = BESIDE_LEAF * band->em;
    guint first = i;
    while (first > 0 && piece->y - gov__pdf_piece(labels, first - 1)->y < near)
        first--;
    for (guint k = first; k < labels->pieces->len && gov__pdf_piece(labels, k)->y - piece->y < near; k++) {
        const GovPdfPiece *other = gov__pdf_piece(labels, k);
        bool same_line = fabs(other->y - piece->y) < NEAR * band->em;
        if (k == i || other->taken)
            continue;
        if (same_line ? other->leaf || other->column > piece->column
                      : other->leaf && !stands_beside_row(band, other->y) &&
                            (other->y < piece->y || other->ordinal == 0))
            return true;
    }
    return false;
}

/* A label that spans all columns may be too short to reach the last: beside figures, with no other
 * label for them. */
static void widen_short_labels(const GovPdfLabels *labels)
{
    const GovPdfBand *band = labels->band;
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = gov__pdf_piece(labels, i);
        if (piece->taken || piece->leaf || !stands_beside_row(band, piece->y) || has_rival(labels, i))
            continue;
        piece->leaf = true;
        piece->n_columns = labels->n_columns - piece->column;
    }
}

static void place_pieces(const GovPdfLabels *labels)
{
    const GovPdfBand *band = labels->band;
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = gov__pdf_piece(labels, i);
        piece->column = column_of(band, piece->x0 + 0.1);
        piece->n_columns = column_of(band, piece->x1 - 0.1) + 1 - piece->column;
        piece->leaf = piece->column + piece->n_columns == labels->n_columns;
    }
    widen_short_labels(labels);
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = gov__pdf_piece(labels, i);
        if (!piece->taken && !piece->leaf && piece->ordinal == 0 && ends_wide_label(labels, i)) {
            piece->leaf = true;
            piece->n_columns = labels->n_columns - piece->column;
        }
        if (!piece->taken && piece->leaf)
            g_array_append_val(labels->leaves, piece);
    }
}

/* ---- the whole ---- */

void gov__pdf_find_pieces(GovPdfLabels *labels)
{
    collect_pieces(labels);
    find_cuts(labels);
    labels->n_columns = labels->band->cuts->len + 1;
    if (labels->n_columns > 1)
        split_at_cuts(labels);
    join_pieces(labels);
    place_pieces(labels);
}
