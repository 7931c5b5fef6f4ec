/* SPDX-License-Identifier: MIT */
/* The cells of one sheet as text, for the grid that all spreadsheets make (cells.c). Two
 * things must not pass for figures: a formula without a result, and a number that its
 * format hides or turns into something else. Text is bounded for the whole workbook, as
 * many cells may share one long string. */
#include "read/xls-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_TEXT ((size_t)128 << 20) /* bytes in all cells of a workbook */

typedef struct {
    unsigned n_hidden_zeros;
    unsigned n_hidden;
    unsigned n_sums;
    unsigned n_unknown;
} Told;

static GovXlsCell *cell_at(const GovXlsSheet *sheet, guint i)
{
    return &g_array_index(sheet->cells, GovXlsCell, i);
}

static gint compare_cells(gconstpointer a, gconstpointer b)
{
    const GovXlsCell *x = a;
    const GovXlsCell *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* Of cells at one place the last one counts; g_array_sort() is stable. */
static void sort_cells(GovXlsSheet *sheet)
{
    guint kept = 0;
    g_array_sort(sheet->cells, compare_cells);
    for (guint i = 0; i < sheet->cells->len; i++)
        if (i + 1 == sheet->cells->len ||
            compare_cells(cell_at(sheet, i), cell_at(sheet, i + 1)) != 0)
            *cell_at(sheet, kept++) = *cell_at(sheet, i);
    g_array_set_size(sheet->cells, kept);
}

bool gov__xls_to_decimal(double number, GovDecimal *decimal)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(text, sizeof text, number);
    return gov__decimal_parse(decimal, text, strlen(text));
}

static void show_number(const GovXlsBook *book, const GovXlsSheet *sheet,
                        const GovXlsCell *cell, const GovDecimal *number, Told *told,
                        GString *out)
{
    const GovNumberFormat *format =
        cell->format < book->formats->len
            ? g_array_index(book->formats, GovXlsFormat, cell->format).numbers
            : NULL;
    GovShown shown = GOV_SHOWN_PLAIN;
    if (format == NULL)
        gov__decimal_append(number, 0, out);
    else
        shown = gov__number_format_show(format, number, book->since_1904, out);
    bool zero = number->n_digits == 0;
    told->n_hidden_zeros += zero && (sheet->zeros_hidden || shown == GOV_SHOWN_HIDDEN_ZERO);
    told->n_hidden += shown == GOV_SHOWN_HIDDEN;
}

static void show_sum(const GovXlsBook *book, const GovXlsSheet *sheet,
                     const GovXlsCell *cell, Told *told, GString *out)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    GovDecimal number;
    gov__decimal_append_steps(cell->value.steps, digits);
    if (gov__decimal_parse(&number, digits->str, digits->len))
        show_number(book, sheet, cell, &number, told, out);
}

static void show_cell(const GovXlsBook *book, const GovXlsSheet *sheet,
                      const GovXlsCell *cell, Told *told, GString *out)
{
    GovDecimal number;
    switch (cell->type) {
    case GOV_XLS_TEXT:
        g_string_append_len(out, book->text->str + cell->text, cell->len);
        break;
    case GOV_XLS_NUMBER:
        if (gov__xls_to_decimal(cell->value.number, &number))
            show_number(book, sheet, cell, &number, told, out);
        else
            g_string_append(out, "#NUM!");
        break;
    case GOV_XLS_SUM:
        show_sum(book, sheet, cell, told, out);
        break;
    case GOV_XLS_OPEN: /* neither blank nor a figure */
        g_string_append(out, "=?");
        told->n_unknown++;
        break;
    default:
        break;
    }
}

static bool fail_limit(const GovXlsSheet *sheet, GError **error)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                "Sheet %s: more than %u cells, or %u MiB of text in all cells", sheet->name,
                GOV_GRID_MAX_SLOTS, (unsigned)(MAX_TEXT >> 20));
    return false;
}

static bool show_cells(GovXlsBook *book, GovXlsSheet *sheet, Told *told, GError **error)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    for (guint i = 0; i < sheet->cells->len; i++) {
        const GovXlsCell *cell = cell_at(sheet, i);
        g_string_truncate(shown, 0);
        show_cell(book, sheet, cell, told, shown);
        book->n_text += shown->len;
        if (book->n_text > MAX_TEXT ||
            !gov__cells_add(sheet->out, cell->row, cell->column, shown->str, shown->len))
            return fail_limit(sheet, error);
    }
    return true;
}

static void tell(const GovXlsBook *book, const GovXlsSheet *sheet, const char *code,
                 unsigned n, const char *what)
{
    if (n == 0)
        return;
    g_autofree char *message = g_strdup_printf("Sheet %s: %u %s", sheet->name, n, what);
    gov_document_add_warning(book->document, code, message);
}

bool gov__xls_pour(GovXlsBook *book, GovXlsSheet *sheet, GError **error)
{
    Told told = {0};
    sort_cells(sheet);
    told.n_sums = gov__xls_work_out(book, sheet);
    if (!show_cells(book, sheet, &told, error))
        return false;
    tell(book, sheet, "number.hidden_zero", told.n_hidden_zeros,
         "cells hold 0 and show nothing or a dash; read as 0");
    tell(book, sheet, "number.hidden", told.n_hidden,
         "cells hold a number and show nothing or a dash; read as shown");
    tell(book, sheet, "formula.evaluated", told.n_sums,
         "formulas had no result that can be trusted and were worked out as sums");
    tell(book, sheet, "formula.unknown", told.n_unknown,
         "formulas have no result and are no plain sums of cells; open the file in a "
         "spreadsheet program and save it again");
    return gov__cells_pour(sheet->out, book->document, error);
}
