/* SPDX-License-Identifier: MIT */
/* Lines of labels × rows → labels. The lines between two rows of figures belong to the row above, to
 * the row below, or to none; what costs least in all is taken. The middle of a label (or its first
 * or last line, the same in the whole table) stands at the height of its figures; an ordinal begins a
 * label; lines of a label stand above each other. A row without a label there takes one from the
 * label columns further left. */
#include "read/pdf-private.h"

#include <math.h>

#define MAX_LINES 14u   /* of a label, above or below its figures */
#define SKIP 0.55       /* cost, in em, of leaving a line out … */
#define UNLABELLED 1.2  /* … of a row without a label … */
#define INNER_ORDINAL 1.5 /* … of an ordinal inside a label … */
#define DEEPER_ORDINAL 0.3 /* … of one that follows a higher one: 三、…（一）… */
#define NOT_FLUSH 0.4     /* … of lines set neither flush nor centred … */
#define APART 3.0         /* … of lines not even above each other … */
#define WIDE_STEP 1.0     /* … of lines further apart … */
#define MAX_STEP 2.6      /* than so many em */
#define OVERLEAF 0.3      /* cost of a label over two pages … */
#define PAGE_END 0.2      /* … of one set from the top at the end of a page … */
#define OTHER_ALIGN 0.8   /* … and elsewhere of one set otherwise than the rest */
#define FAR 3.0           /* em from which distance costs no more */
#define AT_ROW 0.5        /* em from a row within which a label without lines may be its */

typedef enum {
    ALIGN_MIDDLE,
    ALIGN_TOP,
    ALIGN_BOTTOM,
    N_ALIGNS
} Align;

static GovPdfRow *row_at(const GovPdfBand *band, guint r)
{
    return &g_array_index(band->rows, GovPdfRow, r);
}

static int compare_double(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
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

/* How far lines [first, end) are off the height of a row, in em, if aligned so. */
static double distance(const Deal *deal, guint row, guint first, guint end, Align align)
{
    double top = leaf(deal, first)->y, bottom = leaf(deal, end - 1)->y;
    double at = align == ALIGN_MIDDLE ? (top + bottom) / 2 : align == ALIGN_TOP ? top : bottom;
    return fabs(at - deal->offset - row_at(deal->band, row)->y) / deal->band->em;
}

static double least_distance(const Deal *deal, guint row, guint first, guint end)
{
    double least = FAR;
    for (int align = 0; align < N_ALIGNS; align++)
        least = MIN(least, distance(deal, row, first, end, (Align)align));
    return least;
}

/* The cost of where the lines stand. A row that goes on overleaf has its figures beside the part on
 * one page or the other; and at the end of a page rows may be set from the top. */
static double cost_of_place(const Deal *deal, guint row, guint first, guint end)
{
    double cost = MIN(FAR, distance(deal, row, first, end, deal->align));
    double height = row_at(deal->band, row)->y;
    uint32_t page = leaf(deal, first)->page;
    cost = MIN(cost, OTHER_ALIGN + least_distance(deal, row, first, end));
    if (end < deal->leaves->len && leaf(deal, end - 1)->page == page && leaf(deal, end)->page != page)
        cost = MIN(cost, PAGE_END + distance(deal, row, first, end, ALIGN_TOP));
    if (leaf(deal, end - 1)->page == page)
        return cost;
    guint cut = first;
    while (leaf(deal, cut)->page == page)
        cut++;
    bool below = height > (leaf(deal, cut - 1)->y + leaf(deal, cut)->y) / 2;
    return OVERLEAF + least_distance(deal, row, below ? cut : first, below ? end : cut);
}

/* The cost of giving leaves [first, end) to a row. */
static double cost_of(const Deal *deal, guint row, guint first, guint end)
{
    double em = deal->band->em, cost = 0;
    if (first == end)
        return UNLABELLED;
    unsigned deepest = leaf(deal, first)->ordinal;
    for (guint i = first + 1; i < end; i++) {
        const GovPdfPiece *above = leaf(deal, i - 1), *line = leaf(deal, i);
        unsigned level = line->ordinal;
        cost += level == 0 ? 0 : deepest > 0 && level > deepest ? DEEPER_ORDINAL : INNER_ORDINAL;
        deepest = MAX(deepest, level);
        cost += line->y - above->y > MAX_STEP * em ? WIDE_STEP : 0;
        cost += is_flush(line, above, em) ? 0 : NOT_FLUSH;
        cost += line->x0 < above->x1 && line->x1 > above->x0 ? 0 : APART;
    }
    return cost + cost_of_place(deal, row, first, end);
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
    r->label_top = HUGE_VAL;
    for (guint i = first; i < end; i++) {
        GovPdfPiece *piece = g_array_index(deal->leaves, GovPdfPiece *, i);
        append_line(r->label, piece);
        r->label_at = MIN(r->label_at, piece->column);
        r->label_top = MIN(r->label_top, piece->y);
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

static void deal_out(const GovPdfLabels *labels)
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
static void take_short_labels(const GovPdfLabels *labels)
{
    const GovPdfBand *band = labels->band;
    guint first = 0;
    for (guint r = 0; r < band->rows->len; r++) {
        GovPdfRow *row = row_at(band, r);
        while (first < labels->pieces->len && gov__pdf_piece(labels, first)->y < row->y - AT_ROW * band->em)
            first++;
        GovPdfPiece *found = NULL;
        for (guint i = first; row->label == NULL && i < labels->pieces->len; i++) {
            GovPdfPiece *piece = gov__pdf_piece(labels, i);
            if (piece->y > row->y + AT_ROW * band->em)
                break;
            if (!piece->taken && (found == NULL || piece->column > found->column))
                found = piece;
        }
        if (found == NULL)
            continue;
        row->label = g_string_new(found->text->str);
        row->label_at = found->column;
        row->label_top = row->label_end = found->y;
        found->taken = true;
    }
}

/* ---- the whole ---- */

void gov__pdf_deal_labels(const GovPdfLabels *labels)
{
    deal_out(labels);
    take_short_labels(labels);
}
