/* SPDX-License-Identifier: MIT */
/* Terms of a check × cells of a form → sparse comparisons.
 *
 * Once the names are resolved, a rule over columns is one comparison per column: every
 * column is a position where the named rows are cells or are not. Rules over rows are the
 * same with the axes swapped; over cells a position is a cell, and over nothing there is
 * one position. Where a named cell does not exist there is no comparison; a rule without
 * any is a mistake. Terms of one cell on one side are merged, with one scratch slot per
 * cell. */
#include "form/rule-struct-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_STEPS ((size_t)1 << 20) /* cells looked at for one rule */

typedef struct {
    const GovForm *form;
    const GovTable *table; /* whose rows or columns are named, or NULL */
    GovIteration over;
    GovAxis named;    /* ROW in a rule over columns */
    GArray *operands; /* GovOperand */
    const GovOperand *each;
    GovRule *rule;
    guint32 *slots; /* per cell: 1 + position among the terms of the side, or 0 */
    GArray *starts; /* guint32: first term of each instance */
    size_t steps;
} Expander;

/* Bounds the work, also for terms that cancel out and cells that are not there. */
bool gov__rule_spend(size_t *steps, size_t n, GError **error)
{
    *steps += n;
    if (*steps <= MAX_STEPS) {
        return true;
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "takes more than %zu steps to compile",
                MAX_STEPS);
    return false;
}

/* The comparison being written. */
typedef struct {
    size_t position; /* column, row or cell */
    guint member;    /* of the operand that is each() */
    GovInstance instance;
    bool exists; /* all named cells are there */
    bool has_money;
    bool has_counts;
    bool has_signed;
    int64_t constant[2];
} Draft;

static int find_cell(const Expander *expander, size_t position, uint16_t member)
{
    return expander->named == GOV_AXIS_ROW
               ? gov__table_get_cell(expander->table, member, position)
               : gov__table_get_cell(expander->table, position, member);
}

static bool add_term(Expander *expander, Draft *draft, const GovAtom *atom, int cell,
                     GError **error)
{
    GArray *terms = expander->rule->terms;
    guint32 *slot = &expander->slots[cell];
    GovType type = g_array_index(expander->form->cells, GovFormCell, cell).type;
    draft->has_money |= type == GOV_TYPE_MONEY;
    draft->has_counts |= type != GOV_TYPE_MONEY;
    draft->has_signed |= type == GOV_TYPE_SIGNED;
    if (draft->has_money && draft->has_counts) {
        return gov__expression_fail(error, atom->column,
                                    "amounts and counts are mixed: %s",
                                    gov_form_get_code(expander->form, (size_t)cell));
    }
    if (*slot) {
        GovTerm *known = &g_array_index(terms, GovTerm, *slot - 1);
        if (__builtin_add_overflow(known->coefficient, atom->coefficient,
                                   &known->coefficient)) {
            return gov__expression_fail(error, atom->column, "coefficient out of range");
        }
        return true;
    }
    GovTerm term = {.cell = (uint32_t)cell, .coefficient = atom->coefficient};
    g_array_append_val(terms, term);
    *slot = terms->len;
    return true;
}

static bool add_members(Expander *expander, Draft *draft, const GovOperand *operand,
                        GError **error)
{
    bool one = operand->atom->kind == GOV_ATOM_EACH;
    guint first = one ? draft->member : 0;
    guint last = one ? draft->member + 1 : operand->members->len;
    bool found = false;
    if (!gov__rule_spend(&expander->steps, last - first, error)) {
        return false;
    }
    for (guint i = first; i < last; i++) {
        uint16_t member = g_array_index(operand->members, uint16_t, i);
        int cell = find_cell(expander, draft->position, member);
        if (cell >= 0 && !add_term(expander, draft, operand->atom, cell, error)) {
            return false;
        }
        found |= cell >= 0;
    }
    draft->exists &= found;
    return true;
}

static bool add_number(Draft *draft, const GovAtom *atom, GError **error)
{
    int64_t *constant = &draft->constant[atom->right];
    int64_t number = atom->coefficient < 0 ? -atom->number : atom->number;
    return !__builtin_add_overflow(*constant, number, constant) ||
           gov__expression_fail(error, atom->column, "number out of range");
}

static bool add_operand(Expander *expander, Draft *draft, const GovOperand *operand,
                        GError **error)
{
    if (operand->atom->kind == GOV_ATOM_NUMBER) {
        return add_number(draft, operand->atom, error);
    }
    if (operand->cell == GOV_NO_CELL) {
        return add_members(expander, draft, operand, error);
    }
    int cell = operand->cell == GOV_CURRENT_CELL ? (int)draft->position : operand->cell;
    return add_term(expander, draft, operand->atom, cell, error);
}

/* Closes a side: frees the slots, drops terms that cancelled out. Returns how many are
 * left. */
static guint close_side(Expander *expander, guint first)
{
    GArray *terms = expander->rule->terms;
    guint kept = first;
    for (guint i = first; i < terms->len; i++) {
        GovTerm term = g_array_index(terms, GovTerm, i);
        expander->slots[term.cell] = 0;
        if (term.coefficient) {
            g_array_index(terms, GovTerm, kept++) = term;
        }
    }
    g_array_set_size(terms, kept);
    return kept - first;
}

static bool add_side(Expander *expander, Draft *draft, bool right, GError **error)
{
    guint first = expander->rule->terms->len;
    bool added = true;
    for (guint i = 0; added && i < expander->operands->len; i++) {
        const GovOperand *operand = &g_array_index(expander->operands, GovOperand, i);
        added =
            operand->atom->right != right || add_operand(expander, draft, operand, error);
    }
    guint n = close_side(expander, first);
    if (right) {
        draft->instance.n_right = (uint16_t)n;
    } else {
        draft->instance.n_left = (uint16_t)n;
    }
    return added;
}

/* Numbers are kept in millionths, which only amounts have. */
static bool scale_constants(Draft *draft, const Expander *expander, GError **error)
{
    for (int right = 0; !draft->has_money && right < 2; right++) {
        if (draft->constant[right] % GOV_EXPRESSION_ONE) {
            const GovOperand *first = &g_array_index(expander->operands, GovOperand, 0);
            return gov__expression_fail(error, first->atom->column,
                                        "counts cannot be compared with a fraction");
        }
        draft->constant[right] /= GOV_EXPRESSION_ONE;
    }
    draft->instance.left_constant = draft->constant[0];
    draft->instance.right_constant = draft->constant[1];
    draft->instance.type = draft->has_money    ? GOV_TYPE_MONEY
                           : draft->has_signed ? GOV_TYPE_SIGNED
                                               : GOV_TYPE_COUNT;
    return true;
}

static void place(const Expander *expander, Draft *draft)
{
    GovInstance *instance = &draft->instance;
    bool by_cell =
        expander->over.over == GOV_OVER_CELLS || expander->over.over == GOV_OVER_UNSIGNED;
    instance->axis = GOV_AXIS_TABLE;
    if (by_cell) {
        instance->table =
            g_array_index(expander->form->cells, GovFormCell, draft->position).table;
    } else if (expander->table) {
        instance->axis = expander->named == GOV_AXIS_ROW ? GOV_AXIS_COLUMN : GOV_AXIS_ROW;
        instance->table = (uint16_t)expander->over.table;
        instance->index = (uint16_t)draft->position;
    }
}

static bool add_instance(Expander *expander, size_t position, guint member,
                         GError **error)
{
    Draft draft = {.position = position, .member = member, .exists = true};
    guint32 start = expander->rule->terms->len;
    if (!gov__rule_spend(&expander->steps, expander->operands->len, error)) {
        return false;
    }
    if (!add_side(expander, &draft, false, error) ||
        !add_side(expander, &draft, true, error)) {
        return false;
    }
    if (!draft.exists || expander->rule->terms->len == start) {
        g_array_set_size(expander->rule->terms, start);
        return true;
    }
    if (!scale_constants(&draft, expander, error)) {
        return false;
    }
    place(expander, &draft);
    g_array_append_val(expander->rule->instances, draft.instance);
    g_array_append_val(expander->starts, start);
    return true;
}

static size_t count_positions(const Expander *expander)
{
    switch (expander->over.over) {
    case GOV_OVER_COLUMNS:
        return gov__table_n_parts(expander->table, GOV_AXIS_COLUMN);
    case GOV_OVER_ROWS:
        return gov__table_n_parts(expander->table, GOV_AXIS_ROW);
    case GOV_OVER_CELLS:
    case GOV_OVER_UNSIGNED:
        return expander->form->cells->len;
    case GOV_OVER_NOTHING:
    default:
        return 1;
    }
}

static bool is_wanted(const Expander *expander, size_t position)
{
    if (expander->over.over != GOV_OVER_CELLS &&
        expander->over.over != GOV_OVER_UNSIGNED) {
        return true;
    }
    const GovFormCell *cell =
        &g_array_index(expander->form->cells, GovFormCell, position);
    bool in_table = expander->over.table < 0 || cell->table == expander->over.table;
    return in_table &&
           (expander->over.over == GOV_OVER_CELLS || cell->type != GOV_TYPE_SIGNED);
}

static bool add_instances(Expander *expander, GError **error)
{
    guint n_members = expander->each ? expander->each->members->len : 1;
    size_t n_positions = count_positions(expander);
    for (size_t position = 0; position < n_positions; position++) {
        for (guint member = 0; is_wanted(expander, position) && member < n_members;
             member++) {
            if (!add_instance(expander, position, member, error)) {
                return false;
            }
        }
    }
    if (!expander->rule->instances->len) {
        g_set_error_literal(
            error, GOV_ERROR, GOV_ERROR_SYNTAX,
            "matches nothing: nowhere are all the cells it names together");
        return false;
    }
    return true;
}

/* The terms no longer move: lets the instances point at theirs. */
static void attach_terms(const Expander *expander)
{
    for (guint i = 0; i < expander->rule->instances->len; i++) {
        guint32 start = g_array_index(expander->starts, guint32, i);
        g_array_index(expander->rule->instances, GovInstance, i).terms =
            &g_array_index(expander->rule->terms, GovTerm, start);
    }
}

static const GovOperand *find_each(const GArray *operands)
{
    for (guint i = 0; i < operands->len; i++) {
        const GovOperand *operand = &g_array_index(operands, GovOperand, i);
        if (operand->atom->kind == GOV_ATOM_EACH) {
            return operand;
        }
    }
    return NULL;
}

bool gov__rule_expand(GovRule *rule, const GovForm *form, const GovIteration *iteration,
                      const GovExpression *expression, GError **error)
{
    g_autoptr(GArray) operands = gov__rule_resolve(form, iteration, expression, error);
    if (!operands) {
        return false;
    }
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autofree guint32 *slots = g_new0(guint32, form->cells->len);
    bool by_part =
        iteration->over == GOV_OVER_COLUMNS || iteration->over == GOV_OVER_ROWS;
    Expander expander = {
        .form = form,
        .table = by_part ? gov__form_get_table(form, (size_t)iteration->table) : NULL,
        .over = *iteration,
        .named = iteration->over == GOV_OVER_COLUMNS ? GOV_AXIS_ROW : GOV_AXIS_COLUMN,
        .operands = operands,
        .each = find_each(operands),
        .rule = rule,
        .slots = slots,
        .starts = starts,
    };
    if (!add_instances(&expander, error)) {
        return false;
    }
    attach_terms(&expander);
    return true;
}
