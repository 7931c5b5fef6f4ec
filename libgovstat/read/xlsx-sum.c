/* SPDX-License-Identifier: MIT */
/* Formulas without a result that can be trusted, worked out where they are plain sums of cells. Work is
 * counted, so that no sheet can ask for too much. */
#include "read/xlsx-sheet-private.h"

#define MAX_STEPS 4000000u /* cells looked at for all sums of a sheet */
#define MAX_DEPTH 50u      /* sums of sums of sums */
#define MAX_FORMULA 8192u  /* bytes, as programs have it */

static int compare_cells(gconstpointer a, gconstpointer b)
{
    const GovSheetCell *x = a;
    const GovSheetCell *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

void gov__sheet_sort(GovSheet *sheet)
{
    guint kept = 0;
    g_array_sort(sheet->cells, compare_cells);
    for (guint i = 0; i < sheet->cells->len; i++) {
        const GovSheetCell *cell = gov__sheet_cell(sheet, i);
        const GovSheetCell *next = gov__sheet_cell(sheet, i + 1);
        if (next == NULL || next->row != cell->row || next->column != cell->column)
            *gov__sheet_cell(sheet, kept++) = *cell;
    }
    g_array_set_size(sheet->cells, kept);
}

/* The first cell at or after a place, in reading order. */
static guint find_cell(const GovSheet *sheet, unsigned row, unsigned column)
{
    guint low = 0;
    guint high = sheet->cells->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const GovSheetCell *cell = gov__sheet_cell(sheet, middle);
        if (cell->row < row || (cell->row == row && cell->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a cell adds to a sum. SUM() passes over text; but a figure that was typed as text makes the
 * sum one that nobody meant. */
static bool get_operand(GovSheet *sheet, GovSheetCell *cell, bool summed, int64_t *steps)
{
    const char *bytes = sheet->text->str + cell->text;
    GovDecimal number;
    *steps = 0;
    if (cell->kind == GOV_SHEET_FORMULA)
        gov__sheet_evaluate(sheet, cell);
    if (cell->kind == GOV_SHEET_SUM)
        *steps = cell->steps;
    if (cell->kind == GOV_SHEET_NUMBER)
        return gov__decimal_parse(&number, bytes, cell->len) &&
               gov__decimal_to_steps(&number, steps);
    return cell->kind == GOV_SHEET_SUM ||
           (cell->kind == GOV_SHEET_TEXT && summed && !gov__text_has_digit(bytes, cell->len));
}

static bool sum_range(void *data, const GovRange *range, bool summed, int64_t *steps)
{
    GovSheet *sheet = data;
    guint i = find_cell(sheet, range->first_row, range->first_column);
    *steps = 0;
    for (; i < sheet->cells->len && gov__sheet_cell(sheet, i)->row <= range->last_row;) {
        GovSheetCell *cell = gov__sheet_cell(sheet, i);
        int64_t operand = 0;
        if (++sheet->n_steps > MAX_STEPS)
            return false;
        if (cell->column < range->first_column) {
            i = find_cell(sheet, cell->row, range->first_column);
        } else if (cell->column > range->last_column) {
            i = find_cell(sheet, cell->row + 1, range->first_column);
        } else {
            if (!get_operand(sheet, cell, summed, &operand) ||
                __builtin_add_overflow(*steps, operand, steps))
                return false;
            i++;
        }
    }
    return true;
}

/* A sum must also be one that can be written with the digits a number has. */
static bool is_exact(int64_t steps)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    GovDecimal number;
    int64_t again = 0;
    gov__decimal_append_steps(steps, digits);
    return gov__decimal_parse(&number, digits->str, digits->len) &&
           gov__decimal_to_steps(&number, &again) && again == steps;
}

static bool work_out(GovSheet *sheet, const GovSheetCell *cell, int64_t *steps)
{
    const GovSheetFormula *formula = &g_array_index(sheet->formulas, GovSheetFormula, cell->formula - 1);
    if (formula->len > MAX_FORMULA || sheet->depth > MAX_DEPTH)
        return false;
    g_autofree char *code = g_strndup(sheet->text->str + formula->text, formula->len);
    sheet->depth++;
    bool done = gov__formula_evaluate(code, (int)cell->row - (int)formula->row,
                                      (int)cell->column - (int)formula->column, sum_range, sheet,
                                      steps);
    sheet->depth--;
    return done && is_exact(*steps);
}

void gov__sheet_evaluate(GovSheet *sheet, GovSheetCell *cell)
{
    int64_t steps = 0;
    cell->kind = GOV_SHEET_BUSY;
    bool done = work_out(sheet, cell, &steps);
    cell->kind = done ? GOV_SHEET_SUM : cell->result;
    cell->steps = steps;
    sheet->n_sums += done;
    sheet->n_unknown += cell->kind == GOV_SHEET_UNKNOWN;
}
