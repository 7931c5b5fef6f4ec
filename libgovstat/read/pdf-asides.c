/* SPDX-License-Identifier: MIT */
/* What no row took: labels of several rows, captions, and rows without figures. A row without
 * figures is a row of blanks, which is not the same as no row; but a piece of a label whose figures
 * went elsewhere is neither. So blanks are stated only where every row of figures has a label, the
 * text begins as labels of the table do, and it stands apart from all rows. */
#include <govstat/label.h>

#include "read/pdf-private.h"

#include <math.h>
#include <string.h>

#define GROUP_PITCH 2.2 /* em between lines of one label of a group */
#define LINE_PITCH 1.9  /* em between lines of a label */
#define APART 0.9       /* em between a row and one without figures */
#define MAX_STEP 1.35   /* of the widest step between rows, to a row of blanks at the end */
#define BESIDE 2.0      /* em within which a row without a label makes others doubtful */

static GovPdfRow *row_at(const GovPdfBand *band, guint r)
{
    return &g_array_index(band->rows, GovPdfRow, r);
}

static GovPdfAside *aside_at(const GovPdfBand *band, guint i)
{
    return &g_array_index(band->asides, GovPdfAside, i);
}

/* ---- texts ---- */

static bool has_row_between(const GovPdfBand *band, double above, double below)
{
    for (guint r = 0; r < band->rows->len; r++)
        if (row_at(band, r)->y > above && row_at(band, r)->y < below)
            return true;
    return false;
}

/* The text above that a piece goes on with, in the same label column. */
static GovPdfAside *find_above(const GovPdfLabels *labels, const GovPdfPiece *piece)
{
    const GovPdfBand *band = labels->band;
    for (guint i = band->asides->len; i-- > 0 && i + 8 > band->asides->len;) {
        GovPdfAside *aside = aside_at(band, i);
        if (aside->column != piece->column || aside->group == piece->leaf)
            continue;
        double most = (aside->group ? GROUP_PITCH : LINE_PITCH) * band->em;
        bool near = piece->y - aside->end < most && piece->ordinal == 0;
        return near && (aside->group || !has_row_between(band, aside->end, piece->y)) ? aside : NULL;
    }
    return NULL;
}

static void collect(const GovPdfLabels *labels)
{
    for (guint i = 0; i < labels->pieces->len; i++) {
        const GovPdfPiece *piece = gov__pdf_piece(labels, i);
        if (piece->taken)
            continue;
        GovPdfAside *above = find_above(labels, piece);
        if (above != NULL) {
            g_string_append_len(above->text, piece->text->str, (gssize)piece->text->len);
            above->end = piece->y;
            above->x1 = MAX(above->x1, piece->x1);
            continue;
        }
        GovPdfAside aside = {.text = g_string_new(piece->text->str), .y = piece->y, .end = piece->y,
                             .x1 = piece->x1, .column = piece->column, .n_columns = piece->n_columns,
                             .ordinal = piece->ordinal, .group = !piece->leaf};
        g_array_append_val(labels->band->asides, aside);
    }
}

/* ---- rows of blanks ---- */

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

static bool all_labelled(const GovPdfBand *band)
{
    for (guint r = 0; r < band->rows->len; r++)
        if (row_at(band, r)->label == NULL && !numbers_columns(band, row_at(band, r)))
            return false;
    return true;
}

/* Whether labels of the table begin with ordinals. */
static bool has_ordinals(const GovPdfBand *band)
{
    unsigned n = 0;
    for (guint r = 0; r < band->rows->len; r++) {
        const GString *label = row_at(band, r)->label;
        n += label != NULL && gov_label_get_ordinal(label->str, label->len, NULL) != 0;
    }
    return 2 * n > band->rows->len;
}

static double widest_step(const GovPdfBand *band)
{
    double step = 0;
    for (guint r = 1; r < band->rows->len; r++)
        step = MAX(step, row_at(band, r)->y - row_at(band, r - 1)->y);
    if (step == 0 && band->data > band->first)
        step = row_at(band, 0)->y - gov__pdf_line(band->tape, band->data - 1)->y;
    return MAX(step, 2 * band->em);
}

/* How far it is from a text to the nearest row or to lines of its label. */
static double distance(const GovPdfBand *band, const GovPdfAside *aside)
{
    double least = HUGE_VAL;
    for (guint r = 0; r < band->rows->len; r++) {
        const GovPdfRow *row = row_at(band, r);
        double above = aside->y - MAX(row->y, row->label_end), below = MIN(row->y, row->label_top) - aside->end;
        least = MIN(least, MAX(above, below));
    }
    return least;
}

/* Whether an ordinal after the last row counts on from the rows: the heading of the next section
 * begins with one as well. */
static bool counts_on(const GovPdfBand *band, const GovPdfAside *aside)
{
    unsigned level = 0, other = 0;
    unsigned number = gov_label_get_ordinal(aside->text->str, aside->text->len, &level);
    for (guint r = band->rows->len; r-- > 0;) {
        const GString *label = row_at(band, r)->label;
        unsigned last = label == NULL ? 0 : gov_label_get_ordinal(label->str, label->len, &other);
        if (last != 0 && other == level)
            return number > last;
    }
    return true;
}

static void find_blanks(const GovPdfBand *band)
{
    bool ordinals = has_ordinals(band);
    double last = row_at(band, band->rows->len - 1)->y, step = widest_step(band);
    if (!all_labelled(band))
        return;
    for (guint i = 0; i < band->asides->len; i++) {
        GovPdfAside *aside = aside_at(band, i);
        aside->blank = !aside->group && (aside->ordinal != 0) == ordinals &&
                       aside->x1 < band->split + 0.3 * band->em &&
                       distance(band, aside) > APART * band->em;
        if (aside->blank && aside->y > last) {
            aside->blank = aside->y - last < MAX_STEP * step && counts_on(band, aside);
            last = aside->blank ? aside->end : last;
        }
    }
}

void gov__pdf_collect_asides(const GovPdfLabels *labels)
{
    collect(labels);
    find_blanks(labels->band);
}

/* ---- doubts ---- */

/* Figures without a label may be the rest of figures beside them. */
void gov__pdf_doubt_unlabelled(const GovPdfBand *band)
{
    for (guint r = 0; band->labelled && r < band->rows->len; r++) {
        const GovPdfRow *row = row_at(band, r);
        if (row->label != NULL || numbers_columns(band, row))
            continue;
        for (guint k = r > 0 ? r - 1 : 0; k < band->rows->len && k <= r + 1; k++)
            if (fabs(row_at(band, k)->y - row->y) < BESIDE * band->em)
                row_at(band, k)->doubtful = true;
    }
}
