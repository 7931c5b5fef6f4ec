/* SPDX-License-Identifier: MIT */
/* What the words of a rule mean in a form: the key `for`, and the names in a check.
 *
 * A rule over columns names rows, a rule over rows names columns; each name is looked up
 * once and becomes the rows or columns it stands for: one, or the leaves under a group.
 * Full codes of cells may stand anywhere. Names that mean nothing fail with the nearest
 * one that would. */
#include "form/rule-struct-private.h"

#include <govstat/error.h>

#include <string.h>

typedef struct {
    const GovForm *form;
    const GovTable *table; /* whose rows or columns are named, or NULL */
    GovOver over;
    GovAxis named;
    GovAxis groups;
    const GovExpression *expression;
    GArray *operands; /* GovOperand */
    size_t steps;
} Resolver;

static void operand_clear(gpointer data)
{
    GovOperand *operand = data;
    g_array_unref(operand->members);
}

bool gov__iteration_parse(const GovForm *form, const char *text, GovIteration *iteration,
                          GError **error)
{
    static const struct {
        const char *name;
        GovOver over;
        bool needs_table;
    } kinds[] = {{"columns", GOV_OVER_COLUMNS, true},
                 {"rows", GOV_OVER_ROWS, true},
                 {"tables", GOV_OVER_TABLES, false},
                 {"cells", GOV_OVER_CELLS, false},
                 {"unsigned", GOV_OVER_UNSIGNED, false}};
    *iteration = (GovIteration){.over = GOV_OVER_NOTHING, .table = -1};
    if (!text) {
        return true;
    }
    const char *dot = strchr(text, '.');
    const char *word = dot ? dot + 1 : text;
    iteration->table = dot ? gov__form_find_table(form, text, (size_t)(dot - text)) : -1;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        bool placed = iteration->table >= 0 ? kinds[i].over != GOV_OVER_TABLES
                                            : !dot && !kinds[i].needs_table;
        if (placed && strcmp(kinds[i].name, word) == 0) {
            iteration->over = kinds[i].over;
            return true;
        }
    }
    if (dot && iteration->table < 0) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "the form has no table %.*s",
                    (int)(dot - text), text);
    } else {
        g_set_error(
            error, GOV_ERROR, GOV_ERROR_SYNTAX,
            "%s must be <table>.columns, <table>.rows, tables, cells, unsigned, "
            "<table>.cells or <table>.unsigned",
            text);
    }
    return false;
}

static bool is_under(const GovTable *table, GovAxis groups, int group, int ancestor)
{
    while (group >= 0 && group != ancestor) {
        group = gov__table_get_part(table, groups, (size_t)group)->parent;
    }
    return group == ancestor;
}

static void add_leaves(const Resolver *resolver, int group, GArray *members)
{
    const GovTable *table = resolver->table;
    for (size_t i = 0; i < gov__table_n_parts(table, resolver->named); i++) {
        int parent = gov__table_get_part(table, resolver->named, i)->parent;
        if (is_under(table, resolver->groups, parent, group)) {
            uint16_t member = (uint16_t)i;
            g_array_append_val(members, member);
        }
    }
}

static bool fail_unknown(const Resolver *resolver, const GovName *name, GError **error)
{
    if (!resolver->table) {
        return gov__expression_fail(resolver->expression, error, name->column, "the form has no cell %s",
                                    name->text);
    }
    bool rows = resolver->named == GOV_AXIS_ROW;
    const GovAxis axes[] = {resolver->named, resolver->groups};
    g_autofree char *hint =
        gov__table_dup_hint(resolver->table, axes, G_N_ELEMENTS(axes), name->text);
    return gov__expression_fail(resolver->expression, error, name->column, "table %s has no %s %s%s",
                                resolver->table->self.id, rows ? "row" : "column",
                                name->text, hint);
}

/* In a rule over tables a name is row.column, or the full code of a cell outside brackets.
 * That it is a cell of one table at least is all that can be asked of it here. */
static bool resolve_in_tables(const Resolver *resolver, const GovName *name,
                              GovOperand *operand, GError **error)
{
    const GovForm *form = resolver->form;
    for (size_t table = 0; table < form->tables->len; table++) {
        if (gov__form_find_cell_in(form, table, name->text) >= 0) {
            return true;
        }
    }
    if (operand->atom->kind == GOV_ATOM_NAME) {
        operand->cell = gov_form_find_cell(form, name->text);
    }
    return operand->cell >= 0 ||
           gov__expression_fail(resolver->expression, error, name->column,
                                "no table has a cell %s, which must be <row>.<column>",
                                name->text);
}

/* A name outside brackets: a row or column, the current cell, or the full code of a cell.
 */
static bool resolve_name(const Resolver *resolver, const GovName *name,
                         GovOperand *operand, GError **error)
{
    GovOver over = resolver->over;
    if ((over == GOV_OVER_CELLS || over == GOV_OVER_UNSIGNED) &&
        strcmp(name->text, "cell") == 0) {
        operand->cell = GOV_CURRENT_CELL;
        return true;
    }
    const GovTable *table = resolver->table;
    int part = table ? gov__table_find_part(table, resolver->named, name->text) : -1;
    if (part >= 0) {
        uint16_t member = (uint16_t)part;
        g_array_append_val(operand->members, member);
        return true;
    }
    operand->cell = gov_form_find_cell(resolver->form, name->text);
    if (operand->cell >= 0) {
        return true;
    }
    if (table && gov__table_find_part(table, resolver->groups, name->text) >= 0) {
        return gov__expression_fail(resolver->expression, error, name->column, "%s is a group; write sum(%s)",
                                    name->text, name->text);
    }
    return fail_unknown(resolver, name, error);
}

/* A name in brackets: a row or column, or all under a group. */
static bool resolve_argument(Resolver *resolver, const GovName *name, GovOperand *operand,
                             GError **error)
{
    if (!resolver->table) {
        return gov__expression_fail(
            resolver->expression, error, name->column,
            "sum() and each() need for=<table>.columns or <table>.rows");
    }
    int part = gov__table_find_part(resolver->table, resolver->named, name->text);
    if (part >= 0) {
        uint16_t member = (uint16_t)part;
        g_array_append_val(operand->members, member);
        return true;
    }
    int group = gov__table_find_part(resolver->table, resolver->groups, name->text);
    if (group < 0) {
        return fail_unknown(resolver, name, error);
    }
    if (!gov__rule_spend(&resolver->steps,
                         gov__table_n_parts(resolver->table, resolver->named), error)) {
        return false;
    }
    guint before = operand->members->len;
    add_leaves(resolver, group, operand->members);
    return operand->members->len > before ||
           gov__expression_fail(resolver->expression, error, name->column, "group %s is empty", name->text);
}

static int compare_members(gconstpointer a, gconstpointer b)
{
    const uint16_t *x = a;
    const uint16_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool check_names_once(const Resolver *resolver, const GovOperand *operand,
                             GError **error)
{
    for (guint i = 0; i < operand->atom->n_names; i++) {
        for (guint k = 0; k < i; k++) {
            if (strcmp(operand->names[i].text, operand->names[k].text) == 0) {
                return gov__expression_fail(resolver->expression, error,
                                            operand->names[i].column,
                                            "%s is named twice in the brackets",
                                            operand->names[i].text);
            }
        }
    }
    return true;
}

/* sum(denied, denied.repeated) would count a row twice. */
static bool check_once(const Resolver *resolver, const GovOperand *operand,
                       GError **error)
{
    if (resolver->over == GOV_OVER_TABLES) {
        return check_names_once(resolver, operand, error);
    }
    g_autoptr(GArray) sorted = g_array_copy(operand->members);
    g_array_sort(sorted, compare_members);
    for (guint i = 1; i < sorted->len; i++) {
        uint16_t member = g_array_index(sorted, uint16_t, i);
        if (member == g_array_index(sorted, uint16_t, i - 1)) {
            const GovPart *part =
                gov__table_get_part(resolver->table, resolver->named, member);
            return gov__expression_fail(resolver->expression, error, operand->atom->column,
                                        "%s is named twice in the brackets", part->id);
        }
    }
    return true;
}

static bool resolve_operand(Resolver *resolver, const GovExpression *expression,
                            const GovAtom *atom, GError **error)
{
    GovOperand operand = {.atom = atom, .cell = GOV_NO_CELL};
    if (atom->n_names) {
        operand.names = &g_array_index(expression->names, GovName, atom->first_name);
    }
    operand.members = g_array_new(FALSE, FALSE, sizeof(uint16_t));
    g_array_append_val(resolver->operands, operand); /* owns the members from here on */
    GovOperand *self =
        &g_array_index(resolver->operands, GovOperand, resolver->operands->len - 1);
    for (guint i = 0; i < atom->n_names; i++) {
        const GovName *name =
            &g_array_index(expression->names, GovName, atom->first_name + i);
        bool known = resolver->over == GOV_OVER_TABLES
                         ? resolve_in_tables(resolver, name, self, error)
                     : atom->kind == GOV_ATOM_NAME
                         ? resolve_name(resolver, name, self, error)
                         : resolve_argument(resolver, name, self, error);
        if (!known) {
            return false;
        }
    }
    return check_once(resolver, self, error);
}

static bool resolve_all(Resolver *resolver, const GovExpression *expression,
                        GError **error)
{
    bool each = false;
    for (guint i = 0; i < expression->atoms->len; i++) {
        const GovAtom *atom = &g_array_index(expression->atoms, GovAtom, i);
        if (!resolve_operand(resolver, expression, atom, error)) {
            return false;
        }
        if (atom->kind == GOV_ATOM_EACH && each) {
            return gov__expression_fail(resolver->expression, error, atom->column,
                                        "each() may occur only once");
        }
        each |= atom->kind == GOV_ATOM_EACH;
    }
    return true;
}

GArray *gov__rule_resolve(const GovForm *form, const GovIteration *iteration,
                          const GovExpression *expression, GError **error)
{
    g_autoptr(GArray) operands = g_array_new(FALSE, FALSE, sizeof(GovOperand));
    g_array_set_clear_func(operands, operand_clear);
    bool rows = iteration->over == GOV_OVER_COLUMNS;
    bool named = rows || iteration->over == GOV_OVER_ROWS;
    Resolver resolver = {
        .form = form,
        .table = named ? gov__form_get_table(form, (size_t)iteration->table) : NULL,
        .over = iteration->over,
        .named = rows ? GOV_AXIS_ROW : GOV_AXIS_COLUMN,
        .groups = rows ? GOV_AXIS_ROW_GROUP : GOV_AXIS_COLUMN_GROUP,
        .expression = expression,
        .operands = operands,
    };
    if (!resolve_all(&resolver, expression, error)) {
        return NULL;
    }
    return g_steal_pointer(&operands);
}
