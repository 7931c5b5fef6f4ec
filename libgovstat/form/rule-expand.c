/* SPDX-License-Identifier: MIT */
/* Terms of a check × cells of a form → sparse comparisons.
 *
 * Once the names are resolved, a rule over columns is one comparison per column: every
 * column is a position where the named rows are cells or are not. Rules over rows are the
 * same with the axes swapped; over cells a position is a cell, and over nothing there is
 * one position. Where a named cell does not exist there is no comparison; a rule without
 * any is a mistake. Terms of one cell on one side are merged, with one scratch slot per
 * cell and year. Conditions are comparisons like the check, made at the same position. */
#include "form/rule-struct-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_STEPS ((size_t)1 << 20) /* cells looked at for one rule */

/* The arrays that instances point into still move while they are written. */
typedef struct {
    GArray *terms;      /* guint32: first term of each instance */
    GArray *conditions; /* guint32: first condition of each instance */
    GArray *inner;      /* guint32: first term of each condition */
} Starts;

typedef struct {
    const GovForm *form;
    const GovTable *table; /* whose rows or columns are named, or NULL */
    GovIteration over;
    GovAxis named;    /* ROW in a rule over columns */
    const GovExpression *expression;
    GArray *operands; /* GovOperand */
    const GovOperand *each;
    GovRule *rule;
    guint32 *slots; /* per year and cell: 1 + position among the terms of the side, or 0 */
    Starts starts;
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
    guint part;      /* of the expression: the check or a condition */
    size_t position; /* column, row, table or cell */
    guint member;    /* of the operand that is each() */
    GovInstance instance;
    bool exists; /* all named cells are there */
    bool has_money;
    bool has_counts;
    bool has_signed;
    int64_t constant[2];
} Draft;

/* How many rows, columns or cells an operand stands for. */
static guint count_members(const Expander *expander, const GovOperand *operand)
{
    return expander->over.over == GOV_OVER_TABLES ? operand->atom->n_names
                                                  : operand->members->len;
}

static int find_cell(const Expander *expander, const GovOperand *operand, size_t position,
                     guint i)
{
    if (expander->over.over == GOV_OVER_TABLES) {
        return gov__form_find_cell_in(expander->form, position, operand->names[i].text);
    }
    uint16_t member = g_array_index(operand->members, uint16_t, i);
    return expander->named == GOV_AXIS_ROW
               ? gov__table_get_cell(expander->table, member, position)
               : gov__table_get_cell(expander->table, position, member);
}

static guint32 *get_slot(const Expander *expander, size_t cell, bool prior)
{
    return &expander->slots[cell + (prior ? expander->form->cells->len : 0)];
}

static bool add_term(Expander *expander, Draft *draft, const GovAtom *atom, int cell,
                     GError **error)
{
    GArray *terms = expander->rule->terms;
    guint32 *slot = get_slot(expander, (size_t)cell, atom->prior);
    GovType type = g_array_index(expander->form->cells, GovFormCell, cell).type;
    draft->has_money |= type == GOV_TYPE_MONEY;
    draft->has_counts |= type != GOV_TYPE_MONEY;
    draft->has_signed |= type == GOV_TYPE_SIGNED;
    if (draft->has_money && draft->has_counts) {
        return gov__expression_fail(expander->expression, error, atom->column,
                                    "amounts and counts are mixed: %s",
                                    gov_form_get_code(expander->form, (size_t)cell));
    }
    if (*slot) {
        GovTerm *known = &g_array_index(terms, GovTerm, *slot - 1);
        if (__builtin_add_overflow(known->coefficient, atom->coefficient,
                                   &known->coefficient)) {
            return gov__expression_fail(expander->expression, error, atom->column, "coefficient out of range");
        }
        return true;
    }
    GovTerm term = {.cell = (uint32_t)cell,
                    .coefficient = atom->coefficient,
                    .year = atom->prior ? -1 : 0};
    expander->rule->uses_prior |= atom->prior;
    g_array_append_val(terms, term);
    *slot = terms->len;
    return true;
}

static bool add_members(Expander *expander, Draft *draft, const GovOperand *operand,
                        GError **error)
{
    bool one = operand->atom->kind == GOV_ATOM_EACH;
    guint first = one ? draft->member : 0;
    guint last = one ? draft->member + 1 : count_members(expander, operand);
    bool found = false;
    if (!gov__rule_spend(&expander->steps, last - first, error)) {
        return false;
    }
    for (guint i = first; i < last; i++) {
        int cell = find_cell(expander, operand, draft->position, i);
        if (cell >= 0 && !add_term(expander, draft, operand->atom, cell, error)) {
            return false;
        }
        found |= cell >= 0;
    }
    draft->exists &= found;
    return true;
}

static bool add_number(const Expander *expander, Draft *draft, const GovAtom *atom,
                       GError **error)
{
    int64_t *constant = &draft->constant[atom->right];
    int64_t number = atom->coefficient < 0 ? -atom->number : atom->number;
    return !__builtin_add_overflow(*constant, number, constant) ||
           gov__expression_fail(expander->expression, error, atom->column, "number out of range");
}

static bool add_operand(Expander *expander, Draft *draft, const GovOperand *operand,
                        GError **error)
{
    if (operand->atom->kind == GOV_ATOM_NUMBER) {
        return add_number(expander, draft, operand->atom, error);
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
        *get_slot(expander, term.cell, term.year < 0) = 0;
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
        bool here = operand->atom->part == draft->part && operand->atom->right == right;
        added = !here || add_operand(expander, draft, operand, error);
    }
    guint n = close_side(expander, first);
    if (right) {
        draft->instance.n_right = (uint16_t)n;
    } else {
        draft->instance.n_left = (uint16_t)n;
    }
    return added;
}

static const GovAtom *first_atom(const Expander *expander, guint part)
{
    const GovAtom *atom = &g_array_index(expander->expression->atoms, GovAtom, 0);
    while (atom->part != part) {
        atom++;
    }
    return atom;
}

/* Numbers are kept in millionths, which only amounts have. */
static bool scale_number(const Expander *expander, const Draft *draft, int64_t *number,
                         unsigned column, GError **error)
{
    if (draft->has_money) {
        return true;
    }
    if (*number % GOV_EXPRESSION_ONE) {
        return gov__expression_fail(expander->expression, error, column,
                                    "counts cannot be compared with a fraction");
    }
    *number /= GOV_EXPRESSION_ONE;
    return true;
}

static bool scale_numbers(Draft *draft, const Expander *expander, GError **error)
{
    const GovExpression *expression = expander->expression;
    unsigned column = first_atom(expander, draft->part)->column;
    GovInstance *instance = &draft->instance;
    instance->left_constant = draft->constant[0];
    instance->right_constant = draft->constant[1];
    instance->compare = g_array_index(expression->compares, GovCompare, draft->part);
    instance->type = draft->has_money    ? GOV_TYPE_MONEY
                     : draft->has_signed ? GOV_TYPE_SIGNED
                                         : GOV_TYPE_COUNT;
    bool tolerant = draft->part == 0 && !expression->is_percent;
    instance->tolerance = tolerant ? expression->tolerance : 0;
    return scale_number(expander, draft, &instance->left_constant, column, error) &&
           scale_number(expander, draft, &instance->right_constant, column, error) &&
           scale_number(expander, draft, &instance->tolerance,
                        expression->tolerance_column, error);
}

/* `start`: the first term of the comparison. */
static void place(const Expander *expander, Draft *draft, guint32 start)
{
    GovInstance *instance = &draft->instance;
    bool by_cell =
        expander->over.over == GOV_OVER_CELLS || expander->over.over == GOV_OVER_UNSIGNED;
    instance->axis = GOV_AXIS_TABLE;
    if (expander->over.over == GOV_OVER_TABLES) {
        instance->table = (uint16_t)draft->position;
    } else if (by_cell) {
        instance->table =
            g_array_index(expander->form->cells, GovFormCell, draft->position).table;
    } else if (expander->table) {
        instance->axis = expander->named == GOV_AXIS_ROW ? GOV_AXIS_COLUMN : GOV_AXIS_ROW;
        instance->table = (uint16_t)expander->over.table;
        instance->index = (uint16_t)draft->position;
    } else {
        uint32_t cell = g_array_index(expander->rule->terms, GovTerm, start).cell;
        instance->table = g_array_index(expander->form->cells, GovFormCell, cell).table;
    }
}

/* Writes one part: both sides, and the numbers at their scale. */
static bool add_part(Expander *expander, Draft *draft, GError **error)
{
    return gov__rule_spend(&expander->steps, expander->operands->len, error) &&
           add_side(expander, draft, false, error) &&
           add_side(expander, draft, true, error) &&
           (!draft->exists || scale_numbers(draft, expander, error));
}

/* Takes back what was written of an instance that turns out not to exist. */
static void roll_back(Expander *expander, guint terms, guint conditions)
{
    g_array_set_size(expander->rule->terms, terms);
    g_array_set_size(expander->rule->conditions, conditions);
    g_array_set_size(expander->starts.inner, conditions);
}

static bool add_conditions(Expander *expander, Draft *draft, GError **error)
{
    guint n = expander->expression->compares->len;
    for (guint part = 1; part < n && draft->exists; part++) {
        Draft condition = {.part = part,
                           .position = draft->position,
                           .member = draft->member,
                           .exists = true};
        guint32 start = expander->rule->terms->len;
        if (!add_part(expander, &condition, error)) {
            return false;
        }
        g_array_append_val(expander->rule->conditions, condition.instance);
        g_array_append_val(expander->starts.inner, start);
        draft->exists = condition.exists;
        draft->instance.n_conditions++;
    }
    return true;
}

static bool add_instance(Expander *expander, size_t position, guint member,
                         GError **error)
{
    Draft draft = {.position = position, .member = member, .exists = true};
    guint32 start = expander->rule->terms->len;
    guint32 condition = expander->rule->conditions->len;
    if (!add_part(expander, &draft, error)) {
        return false;
    }
    bool is_empty = expander->rule->terms->len == start;
    if (!add_conditions(expander, &draft, error)) {
        return false;
    }
    if (!draft.exists || is_empty) {
        roll_back(expander, start, condition);
        return true;
    }
    place(expander, &draft, start);
    g_array_append_val(expander->rule->instances, draft.instance);
    g_array_append_val(expander->starts.terms, start);
    g_array_append_val(expander->starts.conditions, condition);
    return true;
}

static size_t count_positions(const Expander *expander)
{
    switch (expander->over.over) {
    case GOV_OVER_COLUMNS:
        return gov__table_n_parts(expander->table, GOV_AXIS_COLUMN);
    case GOV_OVER_ROWS:
        return gov__table_n_parts(expander->table, GOV_AXIS_ROW);
    case GOV_OVER_TABLES:
        return expander->form->tables->len;
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
    guint n_members = expander->each ? count_members(expander, expander->each) : 1;
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

static void attach_terms(GArray *instances, const GArray *starts, const GArray *terms)
{
    for (guint i = 0; i < instances->len; i++) {
        g_array_index(instances, GovInstance, i).terms =
            &g_array_index(terms, GovTerm, g_array_index(starts, guint32, i));
    }
}

/* Nothing moves any more: lets the instances point at their terms and conditions. */
static void attach(const Expander *expander)
{
    GovRule *rule = expander->rule;
    attach_terms(rule->conditions, expander->starts.inner, rule->terms);
    attach_terms(rule->instances, expander->starts.terms, rule->terms);
    for (guint i = 0; i < rule->instances->len; i++) {
        guint32 start = g_array_index(expander->starts.conditions, guint32, i);
        GovInstance *instance = &g_array_index(rule->instances, GovInstance, i);
        if (instance->n_conditions) {
            instance->conditions = &g_array_index(rule->conditions, GovInstance, start);
        }
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
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) conditions = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autofree guint32 *slots = g_new0(guint32, 2 * (size_t)form->cells->len);
    bool by_part =
        iteration->over == GOV_OVER_COLUMNS || iteration->over == GOV_OVER_ROWS;
    Expander expander = {
        .form = form,
        .table = by_part ? gov__form_get_table(form, (size_t)iteration->table) : NULL,
        .over = *iteration,
        .named = iteration->over == GOV_OVER_COLUMNS ? GOV_AXIS_ROW : GOV_AXIS_COLUMN,
        .expression = expression,
        .operands = operands,
        .each = find_each(operands),
        .rule = rule,
        .slots = slots,
        .starts = {terms, conditions, inner},
    };
    if (!add_instances(&expander, error)) {
        return false;
    }
    attach(&expander);
    return true;
}
