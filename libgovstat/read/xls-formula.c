/* SPDX-License-Identifier: MIT */
/* Formulas without a result. Programs that write workbooks without Excel leave 0 or an
 * empty text as the result and leave the work to whoever opens the file; neither must
 * pass for what the cell says. Sums and differences of cells are worked out here, in
 * whole steps of a fixed scale, as the totals of a form are such; any other formula
 * stays open. Formulas may refer to each other: they are gone over a few times until
 * none gains a result. A formula is a list of tokens for a stack. */
#include "read/xls-private.h"

#include <string.h>

#define MAX_STACK 64
#define MAX_ROUNDS 16
#define MAX_VISITS 4000000u /* cells looked at for all formulas of a sheet */
#define FUNCTION_SUM 4

/* Tokens (Ptg) of a sum, and the attributes of one of them (PtgAttr). */
enum {
    TOKEN_ADD = 0x03,
    TOKEN_SUBTRACT = 0x04,
    TOKEN_PLUS = 0x12,
    TOKEN_BRACKETS = 0x15,
    TOKEN_NO_ARGUMENT = 0x16,
    TOKEN_ATTRIBUTE = 0x19,
    TOKEN_INTEGER = 0x1E,
    TOKEN_NUMBER = 0x1F,
    TOKEN_FUNCTION = 0x22,
    TOKEN_CELL = 0x24,
    TOKEN_AREA = 0x25,
    ATTRIBUTE_VOLATILE = 0x01,
    ATTRIBUTE_SUM = 0x10,
    ATTRIBUTE_SPACE = 0x40
};

typedef struct {
    const GovXlsBook *book;
    const GovXlsSheet *sheet;
    int64_t stack[MAX_STACK];
    size_t n;
    unsigned visits; /* left */
    bool unknown;    /* an operand is not known; the tokens are run on all the same */
} Machine;

static GovXlsCell *cell_at(const GovXlsSheet *sheet, guint i)
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

static bool push(Machine *machine, int64_t value)
{
    if (machine->n == MAX_STACK)
        return false;
    machine->stack[machine->n++] = value;
    return true;
}

static bool push_number(Machine *machine, double number)
{
    GovDecimal decimal;
    int64_t steps = 0;
    return gov__xls_to_decimal(number, &decimal) &&
           gov__decimal_to_steps(&decimal, &steps) && push(machine, steps);
}

/* ---- cells ---- */

/* What a cell adds to a sum. Areas pass over text; but a figure that was typed as text
 * makes the sum one that nobody meant. */
static bool get_operand(const Machine *machine, const GovXlsCell *cell, bool single,
                        int64_t *steps)
{
    GovDecimal decimal;
    *steps = 0;
    if (cell->type == GOV_XLS_NUMBER)
        return gov__xls_to_decimal(cell->value.number, &decimal) &&
               gov__decimal_to_steps(&decimal, steps);
    if (cell->type == GOV_XLS_SUM)
        *steps = cell->value.steps;
    const char *text = machine->book->text->str + cell->text;
    return cell->type == GOV_XLS_SUM ||
           (cell->type == GOV_XLS_TEXT && !single && !gov__text_has_digit(text, cell->len));
}

static bool push_area(Machine *machine, const GovRange *range, bool single)
{
    const GovXlsSheet *sheet = machine->sheet;
    int64_t sum = 0;
    guint i = find_cell(sheet, range->first_row, range->first_column);
    while (i < sheet->cells->len && cell_at(sheet, i)->row <= range->last_row) {
        const GovXlsCell *cell = cell_at(sheet, i);
        int64_t operand = 0;
        if (machine->visits == 0) {
            machine->unknown = true;
            break;
        }
        machine->visits--;
        if (cell->column < range->first_column) {
            i = find_cell(sheet, cell->row, range->first_column);
        } else if (cell->column > range->last_column) {
            i = find_cell(sheet, cell->row + 1u, range->first_column);
        } else {
            if (!get_operand(machine, cell, single, &operand) ||
                __builtin_add_overflow(sum, operand, &sum)) {
                machine->unknown = true;
                break;
            }
            i++;
        }
    }
    return push(machine, sum);
}

static GovRange get_range(GovBytes token, bool single)
{
    unsigned row = gov__bytes_u16(token, 1);
    unsigned column = gov__bytes_u16(token, single ? 3 : 5) & 0x3FFF;
    return (GovRange){row, single ? row : gov__bytes_u16(token, 3), column,
                      single ? column : gov__bytes_u16(token, 7) & 0x3FFFu};
}

/* ---- tokens ---- */

static bool add_up(Machine *machine, size_t n)
{
    int64_t sum = 0;
    if (n > machine->n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (__builtin_add_overflow(sum, machine->stack[--machine->n], &sum))
            return false;
    return push(machine, sum);
}

static bool subtract(Machine *machine)
{
    if (machine->n < 2)
        return false;
    machine->n--;
    int64_t *left = &machine->stack[machine->n - 1];
    return !__builtin_sub_overflow(*left, machine->stack[machine->n], left);
}

static bool run_attribute(Machine *machine, guint8 attribute)
{
    if (attribute == ATTRIBUTE_SUM)
        return add_up(machine, 1);
    return attribute == ATTRIBUTE_SPACE || attribute == ATTRIBUTE_VOLATILE;
}

static double get_double(GovBytes bytes, size_t at)
{
    guint64 bits = gov__bytes_u64(bytes, at);
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static bool run_function(Machine *machine, GovBytes token)
{
    return gov__bytes_u16(token, 2) == FUNCTION_SUM &&
           add_up(machine, gov__bytes_u8(token, 1) & 0x7F);
}

/* Runs one token and gives its length; FALSE for one that is not of a sum. Operands come
 * in three classes, which mean the same here. */
static bool step(Machine *machine, GovBytes tokens, size_t *n)
{
    guint8 token = gov__bytes_u8(tokens, 0);
    GovRange range;
    token = token >= 0x40 ? (guint8)((token & 0x1F) | 0x20) : token;
    *n = 1;
    switch (token) {
    case TOKEN_ADD:
        return add_up(machine, 2);
    case TOKEN_SUBTRACT:
        return subtract(machine);
    case TOKEN_PLUS:
    case TOKEN_BRACKETS:
        return true;
    case TOKEN_NO_ARGUMENT:
        return push(machine, 0);
    case TOKEN_ATTRIBUTE:
        *n = 4;
        return run_attribute(machine, gov__bytes_u8(tokens, 1));
    case TOKEN_INTEGER:
        *n = 3;
        return push_number(machine, gov__bytes_u16(tokens, 1));
    case TOKEN_NUMBER:
        *n = 9;
        return push_number(machine, get_double(tokens, 1));
    case TOKEN_FUNCTION:
        *n = 4;
        return run_function(machine, tokens);
    case TOKEN_CELL:
    case TOKEN_AREA:
        *n = token == TOKEN_CELL ? 5 : 9;
        range = get_range(tokens, token == TOKEN_CELL);
        return push_area(machine, &range, token == TOKEN_CELL);
    default:
        return false;
    }
}

/* Whether the tokens are those of a sum, be its operands known or not. */
static bool run(Machine *machine, GovBytes tokens)
{
    machine->n = 0;
    machine->unknown = false;
    while (tokens.len > 0) {
        size_t n = 0;
        if (!step(machine, tokens, &n) || n > tokens.len)
            return false;
        tokens = gov__bytes_from(tokens, n);
    }
    return machine->n == 1;
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

/* A sum of numbers has no empty text for its result, so one that is not known is open, not blank. */
static bool work_out(Machine *machine, GovXlsCell *cell)
{
    GovBytes tokens = gov__bytes_slice(machine->book->stream, cell->text, cell->len);
    if (!run(machine, tokens))
        return false;
    bool known = !machine->unknown && is_exact(machine->stack[0]);
    cell->type = known ? GOV_XLS_SUM : GOV_XLS_OPEN;
    if (known)
        cell->value.steps = machine->stack[0];
    return known;
}

static unsigned go_over(Machine *machine)
{
    const GovXlsSheet *sheet = machine->sheet;
    unsigned gained = 0;
    for (guint i = 0; i < sheet->cells->len && machine->visits > 0; i++) {
        GovXlsCell *cell = cell_at(sheet, i);
        if (is_open(cell))
            gained += work_out(machine, cell);
    }
    return gained;
}

unsigned gov__xls_work_out(const GovXlsBook *book, GovXlsSheet *sheet)
{
    Machine machine = {.book = book, .sheet = sheet, .visits = MAX_VISITS};
    unsigned n_all = 0;
    unsigned gained = 1;
    for (int round = 0; gained > 0 && round < MAX_ROUNDS; round++) {
        gained = go_over(&machine);
        n_all += gained;
    }
    return n_all;
}
