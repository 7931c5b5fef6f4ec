/* SPDX-License-Identifier: MIT */
/* A sheet in steps, each one file: xlsx-sheet.c (elements → cells), xlsx-sum.c (formulas without a
 * result), xlsx-show.c (cells → what a reader sees). */
#ifndef GOV_XLSX_SHEET_PRIVATE_H
#define GOV_XLSX_SHEET_PRIVATE_H

#include "read/cells-private.h"
#include "read/xlsx-private.h"

typedef enum {
    GOV_SHEET_TEXT,
    GOV_SHEET_NUMBER,
    GOV_SHEET_OTHER, /* a truth value or an error: no operand */
    GOV_SHEET_FORMULA, /* without a result, or with one that is not to be trusted */
    GOV_SHEET_BUSY,  /* a formula that is being worked out */
    GOV_SHEET_UNKNOWN, /* a formula that cannot be */
    GOV_SHEET_SUM    /* one that was */
} GovSheetKind;

typedef struct {
    guint32 row;
    guint32 column;
    guint32 style;
    guint32 text; /* in the text of the sheet; of a formula: its result, if there is one */
    guint32 len;
    guint32 formula; /* index + 1, or 0 */
    GovSheetKind kind;
    GovSheetKind result;   /* of a formula, by the file */
    int64_t steps; /* of a sum */
} GovSheetCell;

typedef struct {
    guint32 text;
    guint32 len;
    guint32 row; /* where it is written as it stands */
    guint32 column;
} GovSheetFormula;

typedef struct {
    GovWorkbook *workbook;
    GovXml *xml;
    const char *name;
    GovCells *out;
    GString *text;
    GArray *cells;
    GArray *formulas;
    GHashTable *shared; /* number of a shared formula → index + 1 */
    GovSheetCell cell;          /* the open one */
    GovRichText rich;
    char type;          /* of its value: n s b e t (text) d */
    gsize start;        /* where its text begins, and that of its value */
    gsize value;
    gsize formula_text;
    unsigned shared_id;
    bool is_shared;
    bool in_value;
    bool in_formula;
    bool in_inline;
    bool has_value;
    bool zeros_hidden;
    unsigned next_row;
    unsigned next_column;
    unsigned depth;
    unsigned n_steps;
    unsigned n_hidden_zeros;
    unsigned n_hidden;
    unsigned n_sums;
    unsigned n_unknown;
} GovSheet;

static inline GovSheetCell *gov__sheet_cell(const GovSheet *sheet, guint i)
{
    return i < sheet->cells->len ? &g_array_index(sheet->cells, GovSheetCell, i) : NULL;
}

/* Puts the cells in reading order; of cells at one place the last one counts. */
void gov__sheet_sort(GovSheet *sheet);
/* Works out a formula of a sorted sheet; sets the kind of its cell. */
void gov__sheet_evaluate(GovSheet *sheet, GovSheetCell *cell);
/* Adds the cells of a sorted sheet as they are seen. */
bool gov__sheet_show(GovSheet *sheet, GError **error);
/* Tells what was hidden or worked out as warnings of the document. */
void gov__sheet_tell(const GovSheet *sheet);

#endif
