/* SPDX-License-Identifier: MIT */
/* A rule → its text, in one canonical spelling.
 *
 * Printing goes over the same flat list of terms that the parser made, so that nothing is
 * lost and nothing is added: the text that is printed parses to the list it came from. The
 * rule as a whole is printed as a section of a rule file, with every key said. */
#include "form/rule-struct-private.h"

/* Millionths as a decimal, without zeros at the end. */
static void print_number(GString *out, int64_t number)
{
    int64_t fraction = number % GOV_EXPRESSION_ONE;
    g_string_append_printf(out, "%" G_GINT64_FORMAT, number / GOV_EXPRESSION_ONE);
    if (!fraction) {
        return;
    }
    g_string_append_printf(out, ".%06" G_GINT64_FORMAT, fraction);
    while (out->str[out->len - 1] == '0') {
        g_string_truncate(out, out->len - 1);
    }
}

static void print_names(const GovExpression *expression, const GovAtom *atom,
                        GString *out)
{
    for (guint i = 0; i < atom->n_names; i++) {
        const GovName *name =
            &g_array_index(expression->names, GovName, atom->first_name + i);
        g_string_append_printf(out, "%s%s", i ? ", " : "", name->text);
    }
}

static void print_operand(const GovExpression *expression, const GovAtom *atom,
                          GString *out)
{
    int32_t coefficient = ABS(atom->coefficient);
    if (atom->kind == GOV_ATOM_NUMBER) {
        print_number(out, atom->number);
        return;
    }
    if (coefficient != 1) {
        g_string_append_printf(out, "%d*", coefficient);
    }
    g_string_append(out, atom->prior ? "prior." : "");
    g_string_append(out, atom->kind == GOV_ATOM_SUM    ? "sum("
                         : atom->kind == GOV_ATOM_EACH ? "each("
                                                       : "");
    print_names(expression, atom, out);
    g_string_append(out, atom->kind == GOV_ATOM_NAME ? "" : ")");
}

static void print_side(const GovExpression *expression, guint part, bool right,
                       GString *out)
{
    bool first = true;
    for (guint i = 0; i < expression->atoms->len; i++) {
        const GovAtom *atom = &g_array_index(expression->atoms, GovAtom, i);
        if (atom->part != part || atom->right != right) {
            continue;
        }
        bool minus = atom->coefficient < 0;
        g_string_append(out, first ? (minus ? "-" : "") : minus ? " - " : " + ");
        print_operand(expression, atom, out);
        first = false;
    }
}

static void print_part(const GovExpression *expression, guint part, GString *out)
{
    static const char *const signs[] = {
        [GOV_COMPARE_EQ] = " = ", [GOV_COMPARE_LE] = " <= ", [GOV_COMPARE_GE] = " >= ",
        [GOV_COMPARE_LT] = " < ", [GOV_COMPARE_GT] = " > ",
    };
    print_side(expression, part, false, out);
    g_string_append(out, signs[g_array_index(expression->compares, GovCompare, part)]);
    print_side(expression, part, true, out);
}

void gov__expression_print(const GovExpression *expression, GString *out)
{
    print_part(expression, 0, out);
    if (expression->tolerance) {
        g_string_append(out, " tolerance ");
        print_number(out, expression->tolerance);
        g_string_append(out, expression->is_percent ? "%" : "");
    }
    for (guint part = 1; part < expression->compares->len; part++) {
        g_string_append(out, part == 1 ? " when " : " and ");
        print_part(expression, part, out);
    }
}

/* A value as a key file escapes it. */
static void print_key(GString *out, const char *key, const char *value)
{
    g_string_append_printf(out, "%s=", key);
    for (const char *p = value; *p; p++) {
        g_string_append(out, *p == '\\' ? "\\" : "");
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '\n');
}

char *gov_rule_to_text(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, NULL);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "[rule %s]\n", rule->id);
    if (rule->iterate) {
        print_key(out, "for", rule->iterate);
    }
    print_key(out, "check", rule->canonical);
    print_key(out, "severity", gov_severity_get_name(rule->severity));
    print_key(out, "nulls", gov_nulls_get_name(rule->nulls));
    print_key(out, "message", rule->message[GOV_LANGUAGE_ZH]);
    print_key(out, "message[en]", rule->message[GOV_LANGUAGE_EN]);
    if (*rule->basis) {
        print_key(out, "basis", rule->basis);
    }
    return g_string_free(out, FALSE);
}
