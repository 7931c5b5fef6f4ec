/* SPDX-License-Identifier: MIT */
/* What a reader of a sheet sees of each cell. A formula that is not understood gives its own text, which
 * is no figure: never 0, never blank. What a format hides is told. */
#include "read/xlsx-sheet-private.h"

#include <govstat/error.h>

#define MAX_SHOWN 200u /* bytes of a formula that is shown */

static void show_number(GovSheet *sheet, const GovSheetCell *cell, const char *bytes, size_t len,
                        GString *out)
{
    GPtrArray *formats = sheet->workbook->formats;
    GovDecimal number;
    if (!gov__decimal_parse(&number, bytes, len)) {
        g_string_append_len(out, bytes, (gssize)len);
        return;
    }
    if (cell->style >= formats->len) {
        gov__decimal_append(&number, 0, out);
        return;
    }
    GovShown shown = gov__number_format_show(g_ptr_array_index(formats, cell->style), &number,
                                             sheet->workbook->since_1904, out);
    bool zero = shown == GOV_SHOWN_HIDDEN_ZERO || (sheet->zeros_hidden && number.n_digits == 0);
    sheet->n_hidden_zeros += zero;
    sheet->n_hidden += shown == GOV_SHOWN_HIDDEN;
}

/* A formula that is not understood, so that the cell is neither blank nor a figure. */
static void show_formula(const GovSheet *sheet, const GovSheetCell *cell, GString *out)
{
    const GovSheetFormula *formula = &g_array_index(sheet->formulas, GovSheetFormula, cell->formula - 1);
    const char *code = sheet->text->str + formula->text;
    size_t len = MIN(formula->len, MAX_SHOWN);
    while (len < formula->len && len > 0 && ((guchar)code[len] & 0xC0) == 0x80)
        len--;
    g_string_append_c(out, '=');
    g_string_append_len(out, code, (gssize)len);
}

static void show_cell(GovSheet *sheet, const GovSheetCell *cell, GString *out)
{
    const char *bytes = sheet->text->str + cell->text;
    g_autoptr(GString) digits = NULL;
    switch (cell->kind) {
    case GOV_SHEET_NUMBER:
        show_number(sheet, cell, bytes, cell->len, out);
        break;
    case GOV_SHEET_SUM:
        digits = g_string_new(NULL);
        gov__decimal_append_steps(cell->steps, digits);
        show_number(sheet, cell, digits->str, digits->len, out);
        break;
    case GOV_SHEET_UNKNOWN:
        show_formula(sheet, cell, out);
        break;
    default:
        g_string_append_len(out, bytes, cell->len);
        break;
    }
}

bool gov__sheet_show(GovSheet *sheet, GError **error)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    for (guint i = 0; i < sheet->cells->len; i++) {
        GovSheetCell *cell = gov__sheet_cell(sheet, i);
        if (cell->kind == GOV_SHEET_FORMULA)
            gov__sheet_evaluate(sheet, cell);
        g_string_truncate(shown, 0);
        show_cell(sheet, cell, shown);
        if (gov__cells_add(sheet->out, cell->row, cell->column, shown->str, shown->len))
            continue;
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Sheet %s: row %u, column %u is beyond the end of any sheet, or the sheet has "
                    "too much text",
                    sheet->name, cell->row + 1, cell->column + 1);
        return false;
    }
    return true;
}

static void tell(const GovSheet *sheet, const char *code, unsigned n, const char *what)
{
    if (n == 0)
        return;
    g_autofree char *message = g_strdup_printf("Sheet %s: %u %s", sheet->name, n, what);
    gov_document_add_warning(sheet->workbook->document, code, message);
}

void gov__sheet_tell(const GovSheet *sheet)
{
    tell(sheet, "number.hidden_zero", sheet->n_hidden_zeros,
         "cells hold 0 and show nothing or a dash; read as 0");
    tell(sheet, "number.hidden", sheet->n_hidden,
         "cells hold a number and show nothing or a dash; read as shown");
    tell(sheet, "formula.evaluated", sheet->n_sums,
         "formulas had no result that can be trusted and were worked out as sums");
    tell(sheet, "formula.unknown", sheet->n_unknown,
         "formulas have no result and are no plain sums of cells; open the file in a spreadsheet "
         "program and save it again");
}
