/* SPDX-License-Identifier: MIT */
/* A table of a form as it is printed: where each label and each figure stands, with its
 * spans. Made for people's eyes, so it follows the official layout, not the order of
 * cells. */
#ifndef GOV_SHEET_PRIVATE_H
#define GOV_SHEET_PRIVATE_H

#include <govstat/check.h>

typedef enum {
    GOV_SLOT_CAPTION, /* over all columns: 第二十条第（一）项 */
    GOV_SLOT_HEADER,  /* above columns, and the corner beside them */
    GOV_SLOT_LABEL,   /* left of a row */
    GOV_SLOT_FIGURE
} GovSlotKind;

/* A rectangle of a sheet with something in it. */
typedef struct {
    GovSlotKind kind;
    const char
        *text;   /* borrowed from the form; NULL for figures, and for labels it lacks */
    size_t cell; /* index of the cell, of figures */
    unsigned row;
    unsigned column;
    unsigned n_rows;
    unsigned n_columns;
} GovSlot;

typedef struct {
    unsigned n_rows;
    unsigned n_columns;
    GArray *slots; /* of GovSlot, by row, then column */
} GovSheet;

GovSheet *gov__sheet_new(const GovForm *form, size_t table, GovLanguage language);
void gov__sheet_free(GovSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovSheet, gov__sheet_free)

/* For each cell of the report the first failed finding of weight that names it, or NULL:
 * as a suspect, or, where a finding has no suspects, as any cell of the rule. Free with
 * g_free(). */
const GovFinding **gov__find_failed_cells(const GovReport *report,
                                          const GPtrArray *findings);

/* Appends what people see of a cell: the figure, nothing for a blank, the mark as
 * printed, `·` where the document has no such cell, `?` behind a reading that may be
 * wrong and alone for no figure. */
void gov__append_cell_text(GString *out, const GovReport *report, size_t cell);
/* Appends text without what steers a terminal or reorders text, and on one line. */
void gov__append_printable(GString *out, const char *text);
/* Appends agency, year and title of the form. */
void gov__append_heading(GString *out, const GovReport *report, GovLanguage language);

#endif
