/* SPDX-License-Identifier: MIT */
/* Formulas whose value nobody computed. Programs that write workbooks without Excel
 * leave 0 as the value and ask for computation when the file is opened; that 0 must not
 * pass for a figure. Sums and differences of cells are computed here, as the form's
 * totals are; any other formula stays open. Formulas may refer to each other: they
 * are gone over a few times until none gains a value. */
#include "read/xls-private.h"

#include <string.h>

#define MAX_STACK 64
#define MAX_ROUNDS 16
#define MAX_VISITS (1u << 22) /* cells looked at for all formulas of a sheet */
#define FUNCTION_SUM 4
#define ATTRIBUTE_SUM 0x10u
#define ATTRIBUTE_SPACE 0x40u
#define ATTRIBUTE_VOLATILE 0x01u

/* An operand is a number; one that was a cell or an area may only be added. */
typedef struct {
    const GovXlsSheet *sheet;
    double stack[MAX_STACK];
    size_t n;
    guint visits; /* left */
} Machine;

static const GovXlsCell *cell_at(const GovXlsSheet *sheet, guint i)
{
    return &g_array_index(sheet->cells, GovXlsCell, i);
}

static bool is_open(const GovXlsCell *cell)
{
    return cell->type == GOV_XLS_OPEN || cell->type == GOV_XLS_OPEN_EMPTY;
}

/* The first cell at or behind a place. */
static guint find_cell(const GovXlsSheet *sheet, guint row, guint column)
{
    guint low = 0;
    guint high = sheet->cells->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const GovXlsCell *cell = cell_at(sheet, middle);
        if (cell->row < row || (cell->row == row && cell->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool push(Machine *machine, double value)
{
    if (machine->n == MAX_STACK)
        return false;
    machine->stack[machine->n++] = value;
    return true;
}

/* Sums an area; text in it counts only where it is a single cell, as in Excel. */
static bool push_area(Machine *machine, GovXlsArea area)
{
    double sum = 0;
    bool single = area.top == area.bottom && area.left == area.right;
    for (guint row = area.top; row <= area.bottom; row++) {
        guint i = find_cell(machine->sheet, row, area.left);
        if (i == machine->sheet->cells->len)
            break;
        row = MAX(row, cell_at(machine->sheet, i)->row);
        for (; i < machine->sheet->cells->len; i++) {
            const GovXlsCell *cell = cell_at(machine->sheet, i);
            if (cell->row != row || row > area.bottom || cell->column > area.right)
                break;
            if (machine->visits-- <= 1 || is_open(cell) ||
                (single && cell->type == GOV_XLS_TEXT))
                return false;
            bool inside = cell->column >= area.left && cell->type == GOV_XLS_NUMBER;
            sum += inside ? cell->value : 0;
        }
    }
    return push(machine, sum);
}

static bool add_up(Machine *machine, size_t n)
{
    double sum = 0;
    if (n > machine->n)
        return false;
    for (size_t i = 0; i < n; i++)
        sum += machine->stack[--machine->n];
    return push(machine, sum);
}

static bool subtract(Machine *machine)
{
    if (machine->n < 2)
        return false;
    machine->stack[machine->n - 2] -= machine->stack[machine->n - 1];
    machine->n--;
    return true;
}

static GovXlsArea get_area(GovBytes tokens, bool single)
{
    guint16 top = gov__bytes_u16(tokens, 1);
    guint16 left = gov__bytes_u16(tokens, single ? 3 : 5) & 0x3FFF;
    return (GovXlsArea){top, single ? top : gov__bytes_u16(tokens, 3), left,
                        single ? left : gov__bytes_u16(tokens, 7) & 0x3FFF};
}

static double get_double(GovBytes bytes, size_t at)
{
    guint64 bits = gov__bytes_u64(bytes, at);
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Runs one token (Ptg); returns its length, or 0 for one that is not of a sum. */
static size_t step(Machine *machine, GovBytes tokens)
{
    guint8 token = gov__bytes_u8(tokens, 0);
    guint8 class = token >= 0x40 ? (guint8)((token & 0x1F) | 0x20) : token;
    switch (class) {
    case 0x03:
        return add_up(machine, 2) ? 1 : 0;
    case 0x04:
        return subtract(machine) ? 1 : 0;
    case 0x12: /* unary plus */
    case 0x15: /* parentheses */
        return 1;
    case 0x16: /* no argument */
        return push(machine, 0) ? 1 : 0;
    case 0x19: {
        guint8 attribute = gov__bytes_u8(tokens, 1);
        if (attribute == ATTRIBUTE_SUM)
            return add_up(machine, 1) ? 4 : 0;
        return attribute == ATTRIBUTE_SPACE || attribute == ATTRIBUTE_VOLATILE ? 4 : 0;
    }
    case 0x1E:
        return push(machine, gov__bytes_u16(tokens, 1)) ? 3 : 0;
    case 0x1F:
        return push(machine, get_double(tokens, 1)) ? 9 : 0;
    case 0x22:
        return gov__bytes_u16(tokens, 2) == FUNCTION_SUM &&
                       add_up(machine, gov__bytes_u8(tokens, 1) & 0x7F)
                   ? 4
                   : 0;
    case 0x24:
        return push_area(machine, get_area(tokens, true)) ? 5 : 0;
    case 0x25:
        return push_area(machine, get_area(tokens, false)) ? 9 : 0;
    default:
        return 0;
    }
}

static bool run(Machine *machine, GovBytes tokens)
{
    machine->n = 0;
    while (tokens.len > 0) {
        size_t n = step(machine, tokens);
        if (n == 0 || n > tokens.len)
            return false;
        tokens = gov__bytes_from(tokens, n);
    }
    return machine->n == 1;
}

void gov__xls_compute(const GovXlsBook *book, GovXlsSheet *sheet)
{
    Machine machine = {.sheet = sheet, .visits = MAX_VISITS};
    bool gained = true;
    for (int round = 0; gained && round < MAX_ROUNDS; round++) {
        gained = false;
        for (guint i = 0; i < sheet->cells->len && machine.visits > 1; i++) {
            GovXlsCell *cell = &g_array_index(sheet->cells, GovXlsCell, i);
            if (!is_open(cell) ||
                !run(&machine, gov__bytes_slice(book->stream, cell->text, cell->len)))
                continue;
            cell->type = GOV_XLS_NUMBER;
            cell->value = machine.stack[0];
            gained = true;
        }
    }
}
