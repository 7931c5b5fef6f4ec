/* SPDX-License-Identifier: MIT */
/* What is wrong with a set of rules as such, before any report is looked at.
 *
 * Every comparison is brought to one shape: a sum of cells with whole coefficients, without a
 * common divisor and with the first one positive, that must lie in an interval. Two comparisons of
 * one sum under the same conditions can then be held against each other by their intervals: empty
 * in common is a contradiction, equal a repetition, one inside the other makes the wider one idle.
 * One comparison alone is idle if it holds for all figures that are not negative, and futile if it
 * holds for none. That is exact for what it says; contradictions that need three rules or more are
 * not looked for. */
#include "form/rules-private.h"

#include <string.h>

typedef struct {
    uint32_t cell;
    int32_t year;
    int64_t coefficient;
} Part;

/* One comparison in its one shape. */
typedef struct {
    const GovRule *rule;
    const GovInstance *instance;
    char *key;  /* the sum, and the conditions as they stand */
    bool has_low, has_high;
    __int128 low, high; /* inclusive */
    bool is_constant;   /* no cell is left */
    bool never_below;   /* the sum cannot be negative */
    bool never_above;   /* the sum cannot be positive */
} Shape;

static void shape_clear(gpointer data)
{
    Shape *shape = data;

    g_free(shape->key);
}

static void lint_clear(gpointer data)
{
    GovLint *lint = data;

    g_free(lint->message);
    g_free(lint);
}

/* ---- comparison → shape ---- */

static int compare_parts(gconstpointer x, gconstpointer y)
{
    const Part *a = x, *b = y;

    if (a->year != b->year)
        return a->year > b->year ? -1 : 1;
    return a->cell < b->cell ? -1 : a->cell > b->cell;
}

/* Left − right, each cell once. */
static GArray *collect(const GovInstance *instance)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
    guint kept = 0;

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        const GovTerm *term = &instance->terms[i];
        Part part = {term->cell, term->year, i < instance->n_left ? term->coefficient : -(int64_t)term->coefficient};
        g_array_append_val(parts, part);
    }
    g_array_sort(parts, compare_parts);
    for (guint i = 0; i < parts->len; i++) {
        Part part = g_array_index(parts, Part, i);
        Part *last = kept > 0 ? &g_array_index(parts, Part, kept - 1) : NULL;
        if (last != NULL && last->cell == part.cell && last->year == part.year)
            last->coefficient += part.coefficient;
        else
            g_array_index(parts, Part, kept++) = part;
        if (g_array_index(parts, Part, kept - 1).coefficient == 0)
            kept--;
    }
    g_array_set_size(parts, kept);
    return parts;
}

static int64_t find_divisor(const GArray *parts)
{
    int64_t a = 0;

    for (guint i = 0; i < parts->len; i++) {
        int64_t b = ABS(g_array_index(parts, Part, i).coefficient);
        while (b != 0) {
            int64_t rest = a % b;
            a = b;
            b = rest;
        }
    }
    return parts->len > 0 && g_array_index(parts, Part, 0).coefficient < 0 ? -a : MAX(a, 1);
}

static __int128 divide_down(__int128 value, int64_t by)
{
    return value / by - (value % by != 0 && value < 0);
}

static void set_interval(Shape *shape, const GovInstance *instance, int64_t divisor)
{
    /* sum × divisor `compare` bound, with the tolerance on the side that it widens */
    __int128 bound = (__int128)instance->right_constant - instance->left_constant;
    GovCompare compare = instance->compare;
    bool up = compare == GOV_COMPARE_GE || compare == GOV_COMPARE_GT || compare == GOV_COMPARE_EQ;
    bool down = compare == GOV_COMPARE_LE || compare == GOV_COMPARE_LT || compare == GOV_COMPARE_EQ;
    __int128 low = bound - instance->tolerance + (compare == GOV_COMPARE_GT);
    __int128 high = bound + instance->tolerance - (compare == GOV_COMPARE_LT);

    shape->has_low = divisor > 0 ? up : down;
    shape->has_high = divisor > 0 ? down : up;
    __int128 from = divisor > 0 ? low : -high, to = divisor > 0 ? high : -low;
    shape->low = -divide_down(-from, ABS(divisor));
    shape->high = divide_down(to, ABS(divisor));
}

static void append_comparison(GString *key, const GovInstance *instance)
{
    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++)
        g_string_append_printf(key, "%s%d*%u@%d", i == instance->n_left ? "|" : " ", instance->terms[i].coefficient,
                               instance->terms[i].cell, instance->terms[i].year);
    g_string_append_printf(key, " %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ";", (int)instance->compare,
                           instance->left_constant, instance->right_constant);
}

static void add_shape(GArray *shapes, const GovForm *form, const GovRule *rule, const GovInstance *instance)
{
    g_autoptr(GArray) parts = collect(instance);
    g_autoptr(GString) key = g_string_new(NULL);
    int64_t divisor = find_divisor(parts);
    Shape shape = {.rule = rule, .instance = instance, .never_below = true, .never_above = true};

    set_interval(&shape, instance, divisor);
    shape.is_constant = parts->len == 0;
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        int64_t coefficient = part->coefficient / divisor;
        bool is_signed = gov_form_get_cell_type(form, part->cell) == GOV_TYPE_SIGNED;
        shape.never_below = shape.never_below && coefficient > 0 && !is_signed;
        shape.never_above = shape.never_above && coefficient < 0 && !is_signed;
        g_string_append_printf(key, " %" G_GINT64_FORMAT "*%u@%d", coefficient, part->cell, part->year);
    }
    g_string_append_printf(key, " %% %" G_GINT64_FORMAT " when ", gov__rule_get_percent(rule));
    for (unsigned i = 0; i < instance->n_conditions; i++)
        append_comparison(key, &instance->conditions[i]);
    shape.key = g_strdup(key->str);
    g_array_append_val(shapes, shape);
}

/* ---- shapes → lints ---- */

typedef struct {
    const GovForm *form;
    GPtrArray *lints;
    GHashTable *told; /* kind, rule and other: what holds for every column is told once */
} Linter;

static void add_lint(Linter *linter, GovLintKind kind, const Shape *shape, const Shape *other, const char *format)
{
    const char *id = gov_rule_get_id(shape->rule);
    const char *other_id = other != NULL ? gov_rule_get_id(other->rule) : NULL;
    g_autofree char *key = g_strdup_printf("%d %s %s", (int)kind, id, other_id != NULL ? other_id : "");

    if (!g_hash_table_add(linter->told, g_strdup(key)))
        return;
    const GovInstance *instance = shape->instance;
    size_t cell = gov__instance_n_terms(instance) > 0 ? instance->terms[0].cell : 0;
    GovLint *lint = g_new0(GovLint, 1);
    lint->kind = kind;
    lint->rule = id;
    lint->other = other_id;
    lint->cell = (int)cell;
    g_autofree char *name = other_id != NULL ? g_strdup_printf(" %s", other_id) : g_strdup("");
    lint->message = g_strdup_printf("%s%s (at %s)", format, name, gov_form_get_code(linter->form, cell));
    g_ptr_array_add(linter->lints, lint);
}

static bool contains(const Shape *outer, const Shape *inner)
{
    bool low = !outer->has_low || (inner->has_low && inner->low >= outer->low);
    bool high = !outer->has_high || (inner->has_high && inner->high <= outer->high);

    return low && high;
}

static bool is_disjoint(const Shape *a, const Shape *b)
{
    return (a->has_low && b->has_high && b->high < a->low) || (b->has_low && a->has_high && a->high < b->low);
}

static void hold_against(Linter *linter, const Shape *later, const Shape *earlier)
{
    if (is_disjoint(later, earlier))
        add_lint(linter, GOV_LINT_CONTRADICTS, later, earlier, "cannot hold together with");
    else if (contains(later, earlier) && contains(earlier, later))
        add_lint(linter, GOV_LINT_REPEATS, later, earlier, "says the same as");
    else if (contains(later, earlier))
        add_lint(linter, GOV_LINT_IMPLIED, later, earlier, "holds wherever this one does:");
    else if (contains(earlier, later))
        add_lint(linter, GOV_LINT_IMPLIED, earlier, later, "holds wherever this one does:");
}

/* A rule that says that one cell is not negative is not idle: figures as printed may be. */
static bool says_sign(const Shape *shape)
{
    const GovInstance *instance = shape->instance;

    return gov__instance_n_terms(instance) == 1 && shape->has_low && shape->low == 0 && !shape->has_high;
}

static void look_alone(Linter *linter, const Shape *shape)
{
    bool empty = shape->has_low && shape->has_high && shape->low > shape->high;
    bool sum_low = shape->is_constant || shape->never_below, sum_high = shape->is_constant || shape->never_above;
    bool holds_low = !shape->has_low || (sum_low && shape->low <= 0);
    bool holds_high = !shape->has_high || (sum_high && shape->high >= 0);
    bool fails = empty || (sum_low && shape->has_high && shape->high < 0) ||
                 (sum_high && shape->has_low && shape->low > 0);

    if (gov__rule_get_percent(shape->rule) != 0)
        return;
    if (fails)
        add_lint(linter, GOV_LINT_ALWAYS_FAILS, shape, NULL, "no figures that are not negative satisfy it");
    else if (holds_low && holds_high && !says_sign(shape))
        add_lint(linter, GOV_LINT_NEVER_FAILS, shape, NULL, "all figures that are not negative satisfy it");
}

static void look_at_pairs(Linter *linter, const GArray *shapes)
{
    /* Of one sum, the first narrowest interval stands for those before. */
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < shapes->len; i++) {
        Shape *shape = &g_array_index(shapes, Shape, i);
        look_alone(linter, shape);
        if (shape->is_constant)
            continue;
        Shape *known = g_hash_table_lookup(first, shape->key);
        if (known != NULL)
            hold_against(linter, shape, known);
        if (known == NULL || contains(known, shape))
            g_hash_table_replace(first, shape->key, shape);
    }
}

/* ---- cells ---- */

static void touch(uint8_t *touched, const GovInstance *instance)
{
    /* A comparison with a number says what a figure may be, not how it hangs together. */
    for (unsigned i = 0; gov__instance_n_terms(instance) > 1 && i < gov__instance_n_terms(instance); i++)
        touched[instance->terms[i].cell] = true;
}

static void add_untouched(Linter *linter, const GArray *shapes)
{
    size_t n = gov_form_n_cells(linter->form);
    g_autofree uint8_t *touched = g_new0(uint8_t, n);

    for (guint i = 0; i < shapes->len; i++)
        touch(touched, g_array_index(shapes, Shape, i).instance);
    for (size_t cell = 0; cell < n; cell++) {
        if (touched[cell])
            continue;
        GovLint *lint = g_new0(GovLint, 1);
        lint->kind = GOV_LINT_UNTOUCHED;
        lint->cell = (int)cell;
        lint->message = g_strdup_printf("no rule compares %s with another figure",
                                        gov_form_get_code(linter->form, cell));
        g_ptr_array_add(linter->lints, lint);
    }
}

GPtrArray *gov_rules_lint(const GovForm *form, const GovRules *rules)
{
    g_return_val_if_fail(form != NULL, NULL);
    g_return_val_if_fail(rules == NULL || gov_rules_get_form(rules) == form, NULL);
    g_autoptr(GArray) shapes = g_array_new(FALSE, FALSE, sizeof(Shape));
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Linter linter = {form, g_ptr_array_new_with_free_func(lint_clear), told};

    g_array_set_clear_func(shapes, shape_clear);
    for (size_t i = 0; i < gov__rules_n_all(form, rules); i++) {
        const GovRule *rule = gov__rules_get_all(form, rules, i);
        for (size_t k = 0; rule != NULL && k < gov_rule_n_instances(rule); k++)
            add_shape(shapes, form, rule, gov__rule_get_instance(rule, k));
    }
    look_at_pairs(&linter, shapes);
    add_untouched(&linter, shapes);
    return linter.lints;
}

const char *gov_lint_get_name(GovLintKind kind)
{
    static const char *const names[] = {"contradicts", "always_fails", "never_fails",
                                        "repeats",     "implied",      "untouched"};

    g_return_val_if_fail((size_t)kind < G_N_ELEMENTS(names), NULL);
    return names[kind];
}
