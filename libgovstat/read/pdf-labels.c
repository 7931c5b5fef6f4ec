/* SPDX-License-Identifier: MIT */
/* Words beside the figures × rows → labels. Label columns part where many lines have a gap. The
 * lines of the last one are dealt out to the rows: those between two rows of figures belong to the
 * row above, to the row below, or to none, and what costs least is taken: the middle of a label (or
 * its first or last line, the same in the whole table) stands at the height of its figures. A row
 * without a label there takes one from the column before. What is left stays aside: labels of
 * several rows, captions, rows without figures. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CUT_GAP 0.5     /* em of white between label columns */
#define ORDINAL_GAP 1.0 /* em after a bare ordinal, which is no cell of its own */
#define NEAR 0.7        /* em between heights of lines that stand beside each other */
#define RUN_ON 1.9      /* em between lines of a label that spans columns */
#define MAX_CUTS 6u
#define LEAST_STABS 2u
#define BEGINNING 4u    /* gaps that one before an ordinal is worth */
#define MAX_TRIED 256u
#define MAX_LINES 8u    /* of a label, above or below its figures */
#define SKIP 0.55       /* cost, in em, of leaving a line out … */
#define UNLABELLED 1.2  /* … of a row without a label … */
#define INNER_ORDINAL 1.0 /* … of an ordinal inside a label … */
#define DEEPER_ORDINAL 0.3 /* … of one that follows a higher one: 三、…（一）… */
#define NOT_FLUSH 0.4     /* … of lines set neither flush nor centred … */
#define APART 3.0         /* … of lines not even above each other … */
#define WIDE_STEP 1.0     /* … of lines further apart … */
#define MAX_STEP 2.6      /* than so many em */
#define OVERLEAF 0.3      /* cost of a label over two pages */
#define FAR 3.0           /* em from which distance costs no more */
#define GROUP_PITCH 2.2   /* em between lines of one label of a group */
#define AT_ROW 0.5        /* em from a row within which a label without lines may be its */
#define BESIDE 2.0        /* em within which a row without a label makes others doubtful */

typedef enum {
    ALIGN_MIDDLE,
    ALIGN_TOP,
    ALIGN_BOTTOM,
    N_ALIGNS
} Align;

typedef struct {
    GovPdfBand *band;
    GArray *pieces; /* GovPdfPiece, from the top; `column`: label column they begin in */
    GArray *leaves; /* GovPdfPiece *, those that reach the last label column */
    unsigned n_columns;
} Labels;

static GovPdfPiece *piece_at(const Labels *labels, guint i)
{
    return &g_array_index(labels->pieces, GovPdfPiece, i);
}

static GovPdfRow *row_at(const GovPdfBand *band, guint r)
{
    return &g_array_index(band->rows, GovPdfRow, r);
}

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

static void note_gap(const Labels *labels, const GovPdfPiece *a, const GovPdfPiece *b, GArray *gaps)
{
    double em = labels->band->em;
    const GovPdfPiece *left = a->x0 < b->x0 ? a : b, *right = left == a ? b : a;
    Gap gap = {left->x1, right->x0};
    bool same_line = fabs(a->y - b->y) < 0.2 * em;
    bool begins = same_line && (right->ordinal != 0 || is_number(left));
    double least = begins && right->ordinal != 0 ? 0 : same_line && is_bare_ordinal(left) ? ORDINAL_GAP : CUT_GAP;
    /* Where a label begins in the middle of a line there is no doubt. */
    for (unsigned i = 0; gap.x1 - gap.x0 > least * em && i < (begins ? BEGINNING : 1); i++)
        g_array_append_val(gaps, gap);
}

/* Gaps between pieces at about the same height. */
static GArray *find_gaps(const Labels *labels)
{
    GArray *gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
    for (guint i = 0; i < labels->pieces->len; i++)
        for (guint k = i + 1; k < labels->pieces->len && k < i + 8; k++) {
            const GovPdfPiece *a = piece_at(labels, i), *b = piece_at(labels, k);
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

static unsigned count_crossings(const Labels *labels, double x)
{
    unsigned n = 0;
    for (guint i = 0; i < labels->pieces->len; i++)
        n += piece_at(labels, i)->x0 < x && x < piece_at(labels, i)->x1;
    return n;
}

/* The cut that most gaps agree on and fewest labels cross; FALSE if there is none. Gaps beyond the
 * first few hundred change nothing. */
static bool find_cut(const Labels *labels, const GArray *gaps, double *cut)
{
    int best = G_MININT;
    guint step = MAX(1, gaps->len / MAX_TRIED);
    for (guint i = 0; i < gaps->len; i += step) {
        double x = g_array_index(gaps, Gap, i).x1 - 0.01;
        unsigned stabs = count_stabs(gaps, x), crossings = count_crossings(labels, x);
        int score = (int)stabs - (int)crossings; if (g_getenv("DBG")) g_printerr("x %.1f stabs %u cross %u\n", x, stabs, crossings);
        if (stabs < LEAST_STABS || 4 * stabs < crossings || score < best ||
            (score == best && x >= *cut))
            continue;
        best = score;
        *cut = x;
    }
    *cut = best > G_MININT ? middle_of_gaps(gaps, *cut) : 0;
    return best > G_MININT;
}

static void find_cuts(const Labels *labels)
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

static void collect_pieces(const Labels *labels)
{
    const GovPdfBand *band = labels->band;
    double right = MAX(band->split, band->figures_at - 0.2 * band->em);
    for (size_t i = band->data; i < band->end; i++) {
        guint first = labels->pieces->len;
        const GovPdfLine *line = gov__pdf_line(band->tape, i);
        if (!line->furniture)
            gov__pdf_add_pieces(band, line, -HUGE_VAL, right, NULL, labels->pieces);
        for (guint k = first; k < labels->pieces->len; k++)
            piece_at(labels, k)->y += 0;
    }
    g_array_sort(labels->pieces, compare_pieces);
}

/* Joins pieces of one line that no cut parts: blanks inside a label. */
static void join_pieces(const Labels *labels)
{
    const GovPdfBand *band = labels->band;
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = piece_at(labels, i);
        for (guint k = i + 1; !piece->taken && k < labels->pieces->len && k < i + 8; k++) {
            GovPdfPiece *next = piece_at(labels, k);
            if (next->y - piece->y > 0.3 * band->em)
                break;
            GovPdfPiece *left = piece->x0 < next->x0 ? piece : next;
            GovPdfPiece *right = left == piece ? next : piece;
            if (next->taken || column_of(band, left->x1) != column_of(band, right->x0) ||
                right->x0 - left->x1 > 4 * band->em)
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
static bool ends_wide_label(const Labels *labels, guint i)
{
    const GovPdfPiece *piece = piece_at(labels, i);
    double em = labels->band->em;
    for (guint k = i; k < labels->pieces->len && piece_at(labels, k)->y < piece->y + NEAR * em; k++)
        if (piece_at(labels, k)->leaf && !piece_at(labels, k)->taken)
            return false;
    for (guint k = i; k-- > 0 && piece->y - piece_at(labels, k)->y < RUN_ON * em;) {
        const GovPdfPiece *above = piece_at(labels, k);
        if (above->taken || above->x1 < piece->x0 || above->x0 > piece->x1)
            continue;
        return above->leaf && above->n_columns > 1 && piece->y - above->y > NEAR * em;
    }
    return false;
}

static void place_pieces(const Labels *labels)
{
    const GovPdfBand *band = labels->band;
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = piece_at(labels, i);
        piece->column = column_of(band, piece->x0 + 0.1);
        piece->n_columns = column_of(band, piece->x1 - 0.1) + 1 - piece->column;
        piece->leaf = piece->column + piece->n_columns == labels->n_columns;
    }
    for (guint i = 0; i < labels->pieces->len; i++) {
        GovPdfPiece *piece = piece_at(labels, i);
        if (!piece->taken && !piece->leaf && piece->ordinal == 0 && ends_wide_label(labels, i)) {
            piece->leaf = true;
            piece->n_columns = labels->n_columns - piece->column;
        }
        if (!piece->taken && piece->leaf)
            g_array_append_val(labels->leaves, piece);
    }
}

/* ---- dealing out ---- */

/* The lines between two rows: indexes of leaves. */
typedef struct {
    guint first;
    guint n;
} Between;

/* Rows × how many of the lines below it a row takes → least cost. */
typedef struct {
    double cost;
    unsigned char above;    /* lines above that it takes itself */
    unsigned char previous; /* lines that the row before takes below */
} State;

typedef struct {
    const GovPdfBand *band;
    const GArray *leaves;
    Between *between; /* of each row: the lines above it; one more for those below the last */
    State *states;    /* (MAX_LINES + 1) for each row */
    Align align;
    double offset; /* by which labels stand below figures as a rule */
} Deal;

static const GovPdfPiece *leaf(const Deal *deal, guint i)
{
    return g_array_index(deal->leaves, const GovPdfPiece *, i);
}

static void find_between(const Deal *deal)
{
    guint i = 0, n_rows = deal->band->rows->len;
    for (guint r = 0; r <= n_rows; r++) {
        double y = r < n_rows ? row_at(deal->band, r)->y + deal->offset : HUGE_VAL;
        Between *between = &deal->between[r];
        between->first = i;
        while (i < deal->leaves->len && leaf(deal, i)->y < y - 1e-6)
            i++;
        between->n = i - between->first;
    }
}

/* Whether lines share their left edge or their middle. */
static bool is_flush(const GovPdfPiece *a, const GovPdfPiece *b, double em)
{
    return fabs(a->x0 - b->x0) < 0.6 * em || fabs(a->x0 + a->x1 - b->x0 - b->x1) < 1.2 * em ||
           fabs(a->x1 - b->x1) < 0.6 * em;
}

/* The cost of giving leaves [first, end) to a row. */
static double cost_of(const Deal *deal, guint row, guint first, guint end)
{
    if (first == end)
        return UNLABELLED;
    double em = deal->band->em, cost = 0, height = row_at(deal->band, row)->y;
    double top = leaf(deal, first)->y, bottom = leaf(deal, end - 1)->y;
    double at = deal->align == ALIGN_MIDDLE ? (top + bottom) / 2
                                            : deal->align == ALIGN_TOP ? top : bottom;
    unsigned deepest = leaf(deal, first)->ordinal;
    for (guint i = first + 1; i < end; i++) {
        unsigned level = leaf(deal, i)->ordinal;
        cost += level == 0 ? 0 : level > deepest ? DEEPER_ORDINAL : INNER_ORDINAL;
        deepest = MAX(deepest, level);
        cost += leaf(deal, i)->y - leaf(deal, i - 1)->y > MAX_STEP * em ? WIDE_STEP : 0;
        cost += is_flush(leaf(deal, i), leaf(deal, i - 1), em) ? 0 : NOT_FLUSH;
        cost += leaf(deal, i)->x0 < leaf(deal, i - 1)->x1 && leaf(deal, i)->x1 > leaf(deal, i - 1)->x0
                    ? 0
                    : APART;
    }
    /* A row that goes on overleaf has its figures on one page or the other. */
    bool overleaf = leaf(deal, first)->page != leaf(deal, end - 1)->page;
    if (overleaf && height > top - 0.5 * em && height < bottom + 0.5 * em)
        return cost + OVERLEAF;
    return cost + MIN(FAR, fabs(at - deal->offset - height) / em);
}

static State *state_at(const Deal *deal, guint row, unsigned below)
{
    return &deal->states[row * (MAX_LINES + 1) + below];
}

/* The cheapest way to have a row take `below` lines below it. */
static State best_state(const Deal *deal, guint row, unsigned below)
{
    State best = {HUGE_VAL, 0, 0};
    const Between *lines = &deal->between[row];
    unsigned most_above = MIN(lines->n, MAX_LINES);
    for (unsigned above = 0; above <= most_above; above++) {
        double own = cost_of(deal, row, lines->first + lines->n - above,
                             lines->first + lines->n + below);
        unsigned most_previous = row == 0 ? 0 : MIN(lines->n - above, MAX_LINES);
        for (unsigned previous = 0; previous <= most_previous; previous++) {
            double before = row == 0 ? 0 : state_at(deal, row - 1, previous)->cost;
            double cost = before + own + SKIP * (lines->n - above - previous);
            if (cost < best.cost - 1e-9)
                best = (State){cost, (unsigned char)above, (unsigned char)previous};
        }
    }
    return best;
}

/* Fills the table; returns the least cost of the whole. */
static double solve(const Deal *deal, unsigned *last_below)
{
    guint n = deal->band->rows->len;
    double least = HUGE_VAL;
    find_between(deal);
    for (guint r = 0; r < n; r++)
        for (unsigned below = 0; below <= MAX_LINES; below++)
            *state_at(deal, r, below) = below <= deal->between[r + 1].n
                                            ? best_state(deal, r, below)
                                            : (State){HUGE_VAL, 0, 0};
    for (unsigned below = 0; below <= MIN(deal->between[n].n, MAX_LINES); below++) {
        double cost = state_at(deal, n - 1, below)->cost + SKIP * (deal->between[n].n - below);
        if (cost < least) {
            least = cost;
            *last_below = below;
        }
    }
    return least;
}

/* Calls back with the leaves of every row, from the last row up. */
static void walk(const Deal *deal, unsigned below, void (*take)(const Deal *, guint, guint, guint, gpointer),
                 gpointer data)
{
    for (guint r = deal->band->rows->len; r-- > 0;) {
        const State *state = state_at(deal, r, below);
        guint middle = deal->between[r + 1].first;
        take(deal, r, middle - state->above, middle + below, data);
        below = state->previous;
    }
}

static void note_offset(const Deal *deal, guint row, guint first, guint end, gpointer data)
{
    if (first == end)
        return;
    double top = leaf(deal, first)->y, bottom = leaf(deal, end - 1)->y;
    double at = deal->align == ALIGN_MIDDLE ? (top + bottom) / 2
                                            : deal->align == ALIGN_TOP ? top : bottom;
    double off = at - row_at(deal->band, row)->y;
    g_array_append_val((GArray *)data, off);
}

/* Lines of a label go on where the line above ended. */
static void append_line(GString *text, const GovPdfPiece *piece)
{
    g_string_append_len(text, piece->text->str, (gssize)piece->text->len);
}

static void take_label(const Deal *deal, guint row, guint first, guint end, gpointer data)
{
    GovPdfRow *r = row_at(deal->band, row);
    (void)data;
    if (first == end)
        return;
    r->label = g_string_new(NULL);
    r->label_at = G_MAXUINT;
    for (guint i = first; i < end; i++) {
        GovPdfPiece *piece = g_array_index(deal->leaves, GovPdfPiece *, i);
        append_line(r->label, piece);
        r->label_at = MIN(r->label_at, piece->column);
        r->label_end = MAX(r->label_end, piece->y);
        piece->taken = true;
    }
}

/* Solves for an alignment; fonts of figures and labels may stand a little off. */
static double try_align(Deal *deal, Align align, unsigned *below)
{
    g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(double));
    deal->align = align;
    deal->offset = 0;
    double cost = solve(deal, below);
    walk(deal, *below, note_offset, offsets);
    if (offsets->len == 0)
        return cost;
    g_array_sort(offsets, compare_double);
    double offset = g_array_index(offsets, double, offsets->len / 2);
    if (fabs(offset) > 0.4 * deal->band->em)
        return cost;
    deal->offset = offset;
    return solve(deal, below);
}

static void deal_out(const Labels *labels)
{
    guint n = labels->band->rows->len;
    g_autofree Between *between = g_new0(Between, n + 1);
    g_autofree State *states = g_new0(State, (gsize)n * (MAX_LINES + 1));
    Deal deal = {labels->band, labels->leaves, between, states, ALIGN_MIDDLE, 0};
    Align best = ALIGN_MIDDLE;
    double least = HUGE_VAL;
    unsigned below = 0;
    for (int align = 0; align < N_ALIGNS; align++) {
        double cost = try_align(&deal, (Align)align, &below);
        best = cost < least - 1e-6 ? (Align)align : best;
        least = MIN(least, cost);
    }
    try_align(&deal, best, &below);
    walk(&deal, below, take_label, NULL);
}

/* ---- labels that reach no further ---- */

/* A row may have a label that is too short to reach the last label column. */
static void take_short_labels(const Labels *labels)
{
    const GovPdfBand *band = labels->band;
    guint first = 0;
    for (guint r = 0; r < band->rows->len; r++) {
        GovPdfRow *row = row_at(band, r);
        while (first < labels->pieces->len && piece_at(labels, first)->y < row->y - AT_ROW * band->em)
            first++;
        GovPdfPiece *found = NULL;
        for (guint i = first; row->label == NULL && i < labels->pieces->len; i++) {
            GovPdfPiece *piece = piece_at(labels, i);
            if (piece->y > row->y + AT_ROW * band->em)
                break;
            if (!piece->taken && (found == NULL || piece->column > found->column))
                found = piece;
        }
        if (found == NULL)
            continue;
        row->label = g_string_new(found->text->str);
        row->label_at = found->column;
        row->label_end = found->y;
        found->taken = true;
    }
}

/* ---- what is left ---- */

/* A line of the text above it, in the same label column. */
static GovPdfAside *find_aside(const Labels *labels, const GovPdfPiece *piece, double *ends)
{
    GArray *asides = labels->band->asides;
    bool leaf_column = piece->column + piece->n_columns == labels->n_columns;
    for (guint i = asides->len; i-- > 0 && i + 8 > asides->len;) {
        GovPdfAside *aside = &g_array_index(asides, GovPdfAside, i);
        double step = piece->y - ends[aside->column];
        if (aside->column == piece->column)
            return step < GROUP_PITCH * labels->band->em && !piece->ordinal && !leaf_column ? aside
                                                                                         : NULL;
    }
    return NULL;
}

static void collect_asides(const Labels *labels)
{
    double ends[MAX_CUTS + 2] = {0}; /* by label column: height of its last line */
    for (guint i = 0; i < labels->pieces->len; i++) {
        const GovPdfPiece *piece = piece_at(labels, i);
        if (piece->taken)
            continue;
        GovPdfAside *found = find_aside(labels, piece, ends);
        ends[piece->column] = piece->y;
        if (found != NULL) {
            append_line(found->text, piece);
            continue;
        }
        GovPdfAside aside = {g_string_new(piece->text->str), piece->y, piece->column, piece->n_columns,
                             piece->column + piece->n_columns < labels->n_columns};
        g_array_append_val(labels->band->asides, aside);
    }
}

/* ---- doubts ---- */

static bool numbers_columns(const GovPdfBand *band, const GovPdfRow *row)
{
    char number[16];
    for (uint32_t i = 0; i < row->n; i++) {
        g_snprintf(number, sizeof number, "%u", i + 1);
        if (strcmp(g_array_index(band->figures, GovPdfFigure, row->first + i).word->text, number) != 0)
            return false;
    }
    return row->n > 3;
}

/* Figures without a label may be the rest of figures beside them. */
static void doubt_neighbours(const GovPdfBand *band)
{
    for (guint r = 0; r < band->rows->len; r++) {
        const GovPdfRow *row = row_at(band, r);
        if (row->label != NULL || numbers_columns(band, row))
            continue;
        for (guint k = r > 0 ? r - 1 : 0; k < band->rows->len && k <= r + 1; k++)
            if (fabs(row_at(band, k)->y - row->y) < BESIDE * band->em)
                row_at(band, k)->doubtful = true;
    }
}

/* ---- the whole ---- */

void gov__pdf_find_labels(GovPdfBand *band)
{
    if (!band->labelled)
        return;
    g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(GovPdfPiece));
    g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(GovPdfPiece *));
    Labels labels = {band, pieces, leaves, 0};
    g_array_set_clear_func(pieces, gov__pdf_clear_piece);
    collect_pieces(&labels);
    find_cuts(&labels);
    labels.n_columns = band->cuts->len + 1;
    join_pieces(&labels);
    place_pieces(&labels);
    deal_out(&labels);
    take_short_labels(&labels);
    collect_asides(&labels);
    doubt_neighbours(band);
}
