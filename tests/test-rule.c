/* SPDX-License-Identifier: MIT */
/* Rules: what a check compiles to, what is said of a bad one, and the built-in rules by
 * hand on the published figures of one city in two years. */
#include "form/rule-private.h"

#include <govstat/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static GovForm *get_form(const char *id)
{
    g_autoptr(GError) error = NULL;
    GovForm *form = gov_form_builtin(id, &error);
    if (!form) {
        fail_msg("%s", error->message);
    }
    return form;
}

/* A small form with a group in a group, an amount and a signed column. */
static const char small[] =
    "[form]\nid=small\ntitle=小表\n"
    "[table t]\nlabel=表一\n"
    "[row-group t.g]\nlabel=甲组\n"
    "[row-group t.g.h]\nlabel=乙组\nparent=g\n"
    "[row-group t.none]\nlabel=空组\n"
    "[column-group t.k]\nlabel=列组\n"
    "[column t.a]\nlabel=第甲列\nparent=k\n"
    "[column t.b]\nlabel=第乙列\nparent=k\n"
    "[column t.d]\nlabel=增减\ntype=signed\n"
    "[column t.m]\nlabel=金额\ntype=money\nunit=万元\n"
    "[row t.p]\nlabel=子行\nparent=g\ncolumns=a;b\n"
    "[row t.q.r]\nlabel=丑行\nparent=g.h\ncolumns=a;b;d\n"
    "[row t.s]\nlabel=寅行\ncolumns=b;d\n"
    "[row t.cost]\nlabel=卯行\ncolumns=m\n"
    "[row t.cost2]\nlabel=辰行\ncolumns=m\n"
    "[table u]\nlabel=表二\n[column u.a]\nlabel=子列\n[row u.p]\nlabel=巳行\n";
/* Cells: t.p.a 0, t.p.b 1, t.q.r.a 2, t.q.r.b 3, t.q.r.d 4, t.s.b 5, t.s.d 6, t.cost.m 7,
 * t.cost2.m 8, u.p.a 9. */

static GovForm *get_small(void)
{
    g_autoptr(GError) error = NULL;
    GovForm *form = gov_form_from_data(small, strlen(small), "small.form", &error);
    if (!form) {
        fail_msg("%s", error->message);
    }
    return form;
}

/* "1*0 2*3 +5 <= 1*1": cells with coefficients, constant, for one instance. */
static void describe_comparison(const GovInstance *instance, GString *text)
{
    static const char *const signs[] = {[GOV_COMPARE_EQ] = "=",
                                        [GOV_COMPARE_LE] = "<=",
                                        [GOV_COMPARE_GE] = ">=",
                                        [GOV_COMPARE_LT] = "<",
                                        [GOV_COMPARE_GT] = ">"};
    for (unsigned t = 0; t < (unsigned)instance->n_left + instance->n_right; t++) {
        if (t == instance->n_left) {
            g_string_append_printf(text, "%s ", signs[instance->compare]);
        }
        g_string_append_printf(text, "%d*%s%u ", instance->terms[t].coefficient,
                               instance->terms[t].year ? "prior." : "",
                               instance->terms[t].cell);
    }
    if (!instance->n_right) {
        g_string_append_printf(text, "%s ", signs[instance->compare]);
    }
    g_string_append_printf(text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                           instance->left_constant, instance->right_constant);
}

static char *describe(const GovRule *rule, size_t i)
{
    const GovInstance *instance = gov__rule_get_instance(rule, i);
    GString *text = g_string_new(NULL);
    describe_comparison(instance, text);
    if (instance->tolerance) {
        g_string_append_printf(text, " tolerance %" G_GINT64_FORMAT, instance->tolerance);
    }
    if (gov__rule_get_percent(rule)) {
        g_string_append_printf(text, " percent %" G_GINT64_FORMAT,
                               gov__rule_get_percent(rule));
    }
    for (unsigned c = 0; c < instance->n_conditions; c++) {
        g_string_append(text, " when ");
        describe_comparison(&instance->conditions[c], text);
    }
    return g_string_free(text, FALSE);
}

typedef struct {
    const char *name;
    const char *iterate;
    const char *check;
    const char *expected; /* instances, parted by "; ": terms, then both constants */
} Compiled;

static const Compiled compiled[] = {
    {"plain_names_over_columns", "t.columns", "p + q.r = s", "1*1 1*3 = 1*5 0 0"},
    {"columns_without_a_named_cell_are_left_out", "t.columns", "p <= q.r",
     "1*0 <= 1*2 0 0; 1*1 <= 1*3 0 0"},
    {"plain_names_over_rows", "t.rows", "a < b", "1*0 < 1*1 0 0; 1*2 < 1*3 0 0"},
    {"sum_takes_leaves_of_nested_groups", "t.columns", "sum(g) >= 0",
     "1*0 1*2 >= 0 0; 1*1 1*3 >= 0 0; 1*4 >= 0 0"},
    {"sum_over_a_group_of_columns", "t.rows", "sum(k) > d",
     "1*2 1*3 > 1*4 0 0; 1*5 > 1*6 0 0"},
    {"sum_of_several_names", "t.columns", "sum(g.h, s) = p",
     "1*2 = 1*0 0 0; 1*3 1*5 = 1*1 0 0"},
    {"each_makes_one_comparison_per_name", "t.columns", "each(g, s) <= p",
     "1*0 <= 1*0 0 0; 1*2 <= 1*0 0 0; 1*1 <= 1*1 0 0; 1*3 <= 1*1 0 0; 1*5 <= 1*1 0 0"},
    {"full_codes_stand_alone", NULL, "t.p.a + 2*t.q.r.a = 3", "1*0 2*2 = 0 3"},
    {"full_codes_of_other_tables_stand_among_names", "t.rows", "a + u.p.a = b",
     "1*0 1*9 = 1*1 0 0; 1*2 1*9 = 1*3 0 0"},
    {"terms_of_one_cell_are_merged", NULL, "t.p.a + 2*t.p.a - t.p.b = t.p.a + 1 + 2 - 4",
     "3*0 -1*1 = 1*0 0 -1"},
    {"terms_that_cancel_are_dropped", "t.columns", "sum(g) - p >= 0",
     "1*2 >= 0 0; 1*3 >= 0 0"},
    {"leading_minus", NULL, "-t.p.a + 3 <= -5", "-1*0 <= 3 -5"},
    {"amounts_are_compared_in_millionths", NULL,
     "2*t.cost.m - 0.000001 <= t.cost2.m + 1.5", "2*7 <= 1*8 -1 1500000"},
    {"cells_of_the_form", "cells", "cell >= 0",
     "1*0 >= 0 0; 1*1 >= 0 0; 1*2 >= 0 0; 1*3 >= 0 0; 1*4 >= 0 0; 1*5 >= 0 0; 1*6 >= 0 "
     "0; "
     "1*7 >= 0 0; 1*8 >= 0 0; 1*9 >= 0 0"},
    {"cells_that_bear_no_sign", "t.unsigned", "cell >= 1",
     "1*0 >= 0 1; 1*1 >= 0 1; 1*2 >= 0 1; 1*3 >= 0 1; 1*5 >= 0 1; 1*7 >= 0 1000000; "
     "1*8 >= 0 1000000"},
    {"cells_of_one_table", "u.cells", "cell <= t.p.a", "1*9 <= 1*0 0 0"},
    {"spaces_do_not_matter", "t.rows", "  sum( a,b )>=d  ",
     "1*2 1*3 >= 1*4 0 0; 1*5 >= 1*6 0 0"},
    {"prior_names_the_year_before", "t.rows", "a = prior.a + 2*prior.b",
     "1*0 = 1*prior.0 2*prior.1 0 0; 1*2 = 1*prior.2 2*prior.3 0 0"},
    {"terms_of_two_years_are_not_merged", NULL, "t.p.a - prior.t.p.a - prior.t.p.a >= 0",
     "1*0 -2*prior.0 >= 0 0"},
    {"prior_sum", "t.columns", "sum(g) <= prior.sum(g)",
     "1*0 1*2 <= 1*prior.0 1*prior.2 0 0; 1*1 1*3 <= 1*prior.1 1*prior.3 0 0; "
     "1*4 <= 1*prior.4 0 0"},
    {"prior_each", "t.rows", "prior.each(a, b) >= 0 when a = b",
     "1*prior.0 >= 0 0 when 1*0 = 1*1 0 0; 1*prior.1 >= 0 0 when 1*0 = 1*1 0 0; "
     "1*prior.2 >= 0 0 when 1*2 = 1*3 0 0; 1*prior.3 >= 0 0 when 1*2 = 1*3 0 0"},
    {"prior_cell", "u.cells", "cell = prior.cell", "1*9 = 1*prior.9 0 0"},
    {"conditions", NULL, "t.p.a = 0 when t.p.b > 3 and prior.u.p.a < 2*t.p.b",
     "1*0 = 0 0 when 1*1 > 0 3 when 1*prior.9 < 2*1 0 0"},
    {"condition_without_its_cell_leaves_the_comparison_out", "t.rows", "b >= 0 when d > 0",
     "1*3 >= 0 0 when 1*4 > 0 0; 1*5 >= 0 0 when 1*6 > 0 0"},
    {"condition_of_another_scale", NULL, "t.p.a = 0 when t.cost.m >= 1",
     "1*0 = 0 0 when 1*7 >= 0 1000000"},
    {"tolerance_of_counts", NULL, "t.p.a = t.p.b tolerance 2", "1*0 = 1*1 0 0 tolerance 2"},
    {"tolerance_of_amounts", NULL, "t.cost.m = t.cost2.m tolerance 0.5 when t.p.a > 0",
     "1*7 = 1*8 0 0 tolerance 500000 when 1*0 > 0 0"},
    {"tolerance_in_percent", NULL, "t.p.a = t.p.b tolerance 2.5%",
     "1*0 = 1*1 0 0 percent 2500000"},
    {"tables_that_have_the_named_cell", "tables", "p.a <= 5", "1*0 <= 0 5; 1*9 <= 0 5"},
    {"sum_over_a_table", "tables", "sum(p.a, p.b) = prior.p.a",
     "1*0 1*1 = 1*prior.0 0 0; 1*9 = 1*prior.9 0 0"},
    {"each_over_tables", "tables", "each(p.a, s.b) > 0", "1*0 > 0 0; 1*5 > 0 0; 1*9 > 0 0"},
    {"largest_coefficient", NULL, "2147483647*t.p.a = 0", "2147483647*0 = 0 0"},
};

/* Printed and loaded again, a rule is the same, and so is its text. */
static void goes_both_ways(const GovForm *form, const GovRule *rule, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = gov_rule_to_text(rule);
    g_autoptr(GovRules) rules =
        gov_rules_from_data(form, text, strlen(text), "printed", &error);
    if (!rules) {
        fail_msg("%s\n%s", error->message, text);
    }
    assert_int_equal(gov_rules_n(rules), 1);
    const GovRule *again = gov_rules_get(rules, 0);
    g_autofree char *second = gov_rule_to_text(again);
    g_autoptr(GString) got = g_string_new(NULL);
    assert_string_equal(second, text);
    for (size_t i = 0; i < gov_rule_n_instances(again); i++) {
        g_autofree char *instance = describe(again, i);
        g_string_append_printf(got, "%s%s", i ? "; " : "", instance);
    }
    if (expected) {
        assert_string_equal(got->str, expected);
    }
}

/* ---- any rule */

static void append_any_term(GString *text, GRand *rand, bool may_each)
{
    static const char *const names[] = {"a", "b", "d", "t.p.a", "u.p.a"};
    if (g_rand_int_range(rand, 0, 4) == 0) {
        g_string_append_printf(text, "%d", g_rand_int_range(rand, 0, 1000));
        return;
    }
    if (g_rand_boolean(rand)) {
        g_string_append_printf(text, "%d * ", g_rand_int_range(rand, 1, 50));
    }
    g_string_append(text, g_rand_boolean(rand) ? "prior." : "");
    switch (g_rand_int_range(rand, 0, may_each ? 4 : 3)) {
    case 0:
        g_string_append(text, "sum(a, d)");
        break;
    case 1:
        g_string_append(text, "sum( k )");
        break;
    case 3:
        g_string_append(text, "each(a,b)");
        break;
    default:
        g_string_append(text, names[g_rand_int_range(rand, 0, G_N_ELEMENTS(names))]);
    }
}

static void append_any_side(GString *text, GRand *rand)
{
    g_string_append(text, g_rand_int_range(rand, 0, 4) ? "" : "-");
    append_any_term(text, rand, false);
    for (int n = g_rand_int_range(rand, 0, 4); n > 0; n--) {
        g_string_append(text, g_rand_boolean(rand) ? "+ " : " -");
        append_any_term(text, rand, false);
    }
}

static void append_any_comparison(GString *text, GRand *rand, bool may_each)
{
    static const char *const signs[] = {"=", "<=", " >= ", "<", " > "};
    if (may_each && g_rand_boolean(rand)) {
        g_string_append(text, "each(k) + ");
    }
    append_any_side(text, rand);
    g_string_append(text, signs[g_rand_int_range(rand, 0, G_N_ELEMENTS(signs))]);
    append_any_side(text, rand);
}

static char *make_any_check(GRand *rand)
{
    GString *text = g_string_new(NULL);
    append_any_comparison(text, rand, true);
    if (g_rand_boolean(rand)) {
        g_string_append_printf(text, " tolerance %d%s", g_rand_int_range(rand, 1, 100),
                               g_rand_boolean(rand) ? " %" : "");
    }
    for (int i = 0, n = g_rand_int_range(rand, 0, 3); i < n; i++) {
        g_string_append(text, i ? " and " : " when ");
        append_any_comparison(text, rand, false);
    }
    return g_string_free(text, FALSE);
}

static void any_rule_printed_and_parsed_again_is_the_same(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_small();
    GRand *rand = g_rand_new_with_seed(20210926);
    int n_compiled = 0;
    for (int i = 0; i < 5000; i++) {
        g_autofree char *check = make_any_check(rand);
        g_autoptr(GString) all = g_string_new(NULL);
        GovRule *rule = gov__rule_compile(form, "any", "t.rows", check, NULL);
        for (size_t k = 0; rule && k < gov_rule_n_instances(rule); k++) {
            g_autofree char *instance = describe(rule, k);
            g_string_append_printf(all, "%s%s", k ? "; " : "", instance);
        }
        if (rule) {
            goes_both_ways(form, rule, all->str);
            gov__rule_free(rule);
            n_compiled++;
        }
    }
    g_rand_free(rand);
    assert_true(n_compiled > 3000);
}

static void built_in_rules_printed_and_parsed_again_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(i));
        for (size_t k = 0; k < gov_form_n_rules(form); k++) {
            goes_both_ways(form, gov_form_get_rule(form, k), NULL);
        }
    }
}

static void compiles_to(void **state)
{
    const Compiled *row = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = get_small();
    g_autoptr(GString) got = g_string_new(NULL);
    GovRule *rule = gov__rule_compile(form, "rule", row->iterate, row->check, &error);
    if (!rule) {
        fail_msg("%s", error->message);
    }
    for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
        g_autofree char *instance = describe(rule, i);
        g_string_append_printf(got, "%s%s", i ? "; " : "", instance);
    }
    assert_string_equal(gov_rule_get_text(rule), row->check);
    assert_string_equal(got->str, row->expected);
    gov__rule_set_texts(rule, GOV_LANGUAGE_ZH, "说明 \\ 一");
    gov__rule_set_texts(rule, GOV_LANGUAGE_EN, "said");
    goes_both_ways(form, rule, row->expected);
    gov__rule_free(rule);
}

typedef struct {
    const char *name;
    const char *iterate;
    const char *check;
    const char *message;
} Refused;

static const Refused refused[] = {
    {"unknown_table", "v.columns", "p = q.r", "the form has no table v"},
    {"unknown_iteration", "t.lines", "p = q.r", "t.lines must be <table>.columns"},
    {"columns_of_no_table", "columns", "p = q.r", "columns must be <table>.columns"},
    {"empty_check", NULL, "",
     "column 1: the name of a row, column, group or cell expected, but"},
    {"no_comparison", "t.rows", "a + b",
     "column 6: \"+\", \"-\" or a comparison expected, but"},
    {"two_comparisons", "t.rows", "a = b = d",
     "column 7: \"+\", \"-\" or the end expected instead of \"=\""},
    {"no_right_side", "t.rows", "a =", "column 4: the name of"},
    {"doubled_operator", "t.rows", "a + + b = d", "column 5: the name of"},
    {"full_width_sign", "t.rows", "a ＋ b = d",
     "column 3: \"+\", \"-\" or a comparison expected instead of \"＋\""},
    {"column_counts_characters", "t.rows", "a = 金", "column 5: the name of"},
    {"unknown_row", "t.columns", "p = q.x",
     "column 5: table t has no row q.x; did you mean q.r?"},
    {"unknown_column", "t.rows", "a = bb",
     "column 5: table t has no column bb; did you mean "},
    {"unknown_cell", NULL, "t.p.a = t.p.z", "column 9: the form has no cell t.p.z"},
    {"name_without_context", NULL, "p = q.r", "column 1: the form has no cell p"},
    {"cell_without_context", "t.rows", "cell >= 0",
     "column 1: table t has no column cell"},
    {"group_without_sum", "t.columns", "p = g", "column 5: g is a group; write sum(g)"},
    {"empty_group", "t.columns", "p = sum(none)", "column 9: group none is empty"},
    {"unknown_function", "t.columns", "p = max(g)",
     "column 5: unknown function max; there are sum and each"},
    {"unclosed_bracket", "t.columns", "p = sum(g",
     "column 10: \",\" or \")\" expected, but"},
    {"nothing_in_brackets", "t.columns", "p = sum()", "column 9: the name of"},
    {"sum_without_context", NULL, "sum(g) = 1", "column 5: sum() and each() need for="},
    {"counted_twice", "t.columns", "p = sum(g, q.r)",
     "column 5: q.r is named twice in the brackets"},
    {"two_each", "t.columns", "each(g) <= each(g)",
     "column 12: each() may occur only once"},
    {"amounts_with_counts", NULL, "t.p.a = 3 + t.cost.m",
     "column 13: amounts and counts are mixed: t.cost.m"},
    {"fraction_with_counts", NULL, "t.p.a >= 0.5",
     "counts cannot be compared with a fraction"},
    {"coefficient_too_large", NULL, "2147483648*t.p.a = 0",
     "column 1: coefficient must be a whole number from 1 to 2147483647"},
    {"coefficient_of_zero", NULL, "t.p.b + 0*t.p.a = 0", "column 9: coefficient must be"},
    {"coefficient_with_decimals", NULL, "1.5*t.p.a = 0", "column 1: coefficient must be"},
    {"merged_coefficient_too_large", NULL, "2147483647*t.p.a + t.p.a = 0",
     "column 20: coefficient out of range"},
    {"number_too_large", NULL, "t.p.a <= 9223372036854775808",
     "column 10: number out of range"},
    {"sum_of_numbers_too_large", NULL, "t.p.a <= 9000000000000 + 9000000000000",
     "column 26: number out of range"},
    {"too_many_decimals", NULL, "t.cost.m <= 0.1234567",
     "column 13: number out of range, or more than six decimals"},
    {"prior_of_prior", NULL, "t.p.a = prior.prior.t.p.a",
     "column 9: a name expected after \"prior.\""},
    {"prior_alone", NULL, "t.p.a = prior.", "column 9: a name expected after"},
    {"prior_inside_brackets", "t.rows", "a = sum(prior.b)",
     "column 9: table t has no column prior.b"},
    {"condition_without_comparison", "t.rows", "a = b when d",
     "column 13: \"+\", \"-\" or a comparison expected"},
    {"no_condition", "t.rows", "a = b when", "column 11: the name of"},
    {"and_without_when", "t.rows", "a = b and d > 0",
     "column 7: \"+\", \"-\" or the end expected instead of \"and\""},
    {"or_is_not_known", "t.rows", "a = b when d > 0 or a > 0",
     "column 18: \"+\", \"-\", \"and\" or the end expected instead of \"or\""},
    {"word_as_a_name", "t.rows", "when = b", "column 1: the name of"},
    {"tolerance_without_number", "t.rows", "a = b tolerance",
     "column 16: a number expected"},
    {"tolerance_of_a_fraction", "t.rows", "a = b tolerance 0.5",
     "column 17: counts cannot be compared with a fraction"},
    {"tolerance_above_the_whole", "t.rows", "a = b tolerance 101%",
     "column 17: tolerance of more than 100%"},
    {"tolerance_after_when", "t.rows", "a = b when d > 0 tolerance 1",
     "column 18: \"+\", \"-\", \"and\" or the end expected"},
    {"caret_under_the_place", "t.rows", "a = bb", "\n    a = bb\n        ^"},
    {"caret_after_wide_characters", "t.rows", "a ＋ b = 金",
     "\n    a ＋ b = 金\n      ^"},
    {"no_table_has_the_cell", "tables", "p.z = 0", "column 1: no table has a cell p.z"},
    {"tables_of_a_table", "t.tables", "p.a = 0", "t.tables must be"},
    {"product_of_numbers", NULL, "t.p.a <= 2*3", "column 12: the name of"},
    {"no_cells_at_all", NULL, "1 = 1", "matches nothing"},
    {"cells_that_never_meet", "t.rows", "b = m", "matches nothing"},
};

static void is_refused(void **state)
{
    const Refused *row = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = get_small();
    assert_null(gov__rule_compile(form, "rule", row->iterate, row->check, &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    if (!strstr(error->message, row->message)) {
        fail_msg("got: %s\n  expected: %s", error->message, row->message);
    }
}

static void work_on_one_rule_is_bounded(void **state)
{
    (void)state;
    g_autoptr(GString) text =
        g_string_new("[form]\nid=x\ntitle=大表\n[table t]\nlabel=表\n"
                     "[row-group t.g]\nlabel=组\n");
    for (int i = 0; i < 200; i++) {
        g_string_append_printf(text, "[row t.r%d]\nlabel=行%d号\nparent=g\n", i, i);
    }
    for (int i = 0; i < 100; i++) {
        g_string_append_printf(text, "[column t.c%d]\nlabel=列%d号\n", i, i);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = gov_form_from_data(text->str, text->len, "x.form", &error);
    assert_non_null(form);
    GovRule *rule = gov__rule_compile(form, "rule", "t.columns", "sum(g) >= 0", &error);
    assert_int_equal(gov_rule_n_instances(rule), 100);
    gov__rule_free(rule);
    assert_null(
        gov__rule_compile(form, "rule", "t.columns", "each(g) <= sum(g)", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_LIMIT));
    g_clear_error(&error);
    while (text->len < 1 << 14) {
        g_string_append(text, "+");
    }
    assert_null(gov__rule_compile(form, "rule", "t.columns", text->str, &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_LIMIT));
}

static void place_of_an_instance_is_its_row_or_column(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_small();
    static const struct {
        const char *iterate;
        const char *check;
        GovAxis axis;
        unsigned index;
        GovType type;
    } places[] = {{"t.columns", "s = q.r", GOV_AXIS_COLUMN, 1, GOV_TYPE_COUNT},
                  {"t.rows", "d >= b", GOV_AXIS_ROW, 1, GOV_TYPE_SIGNED},
                  {"t.rows", "m >= 0", GOV_AXIS_ROW, 3, GOV_TYPE_MONEY},
                  {"t.cells", "cell >= 0", GOV_AXIS_TABLE, 0, GOV_TYPE_COUNT},
                  {NULL, "t.p.a = t.p.b", GOV_AXIS_TABLE, 0, GOV_TYPE_COUNT}};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        GovRule *rule =
            gov__rule_compile(form, "rule", places[i].iterate, places[i].check, NULL);
        assert_non_null(rule);
        const GovInstance *instance = gov__rule_get_instance(rule, 0);
        assert_int_equal(instance->axis, places[i].axis);
        assert_int_equal(instance->table, 0);
        assert_int_equal(instance->index, places[i].index);
        assert_int_equal(instance->type, places[i].type);
        gov__rule_free(rule);
    }
}

static void names_of_severities_and_null_modes_go_both_ways(void **state)
{
    (void)state;
    static const GovSeverity severities[] = {GOV_SEVERITY_HINT, GOV_SEVERITY_WARNING,
                                             GOV_SEVERITY_ERROR};
    static const GovNulls modes[] = {GOV_NULLS_STRICT, GOV_NULLS_ZERO, GOV_NULLS_BOUND,
                                     GOV_NULLS_BOTH};
    for (size_t i = 0; i < G_N_ELEMENTS(severities); i++) {
        GovSeverity severity = GOV_SEVERITY_HINT;
        assert_true(
            gov_severity_from_name(gov_severity_get_name(severities[i]), &severity));
        assert_int_equal(severity, severities[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
        GovNulls nulls = GOV_NULLS_STRICT;
        assert_true(gov__nulls_from_name(gov_nulls_get_name(modes[i]), &nulls));
        assert_int_equal(nulls, modes[i]);
    }
    GovSeverity severity = GOV_SEVERITY_WARNING;
    assert_false(gov_severity_from_name("fatal", &severity));
    assert_int_equal(severity, GOV_SEVERITY_WARNING);
}

/* ---- the built-in rules */

static const struct {
    const char *form;
    const char *id;
    GovSeverity severity;
    size_t n_instances;
} built_in[] = {
    {"cn-foi-2021", "applications.balance", GOV_SEVERITY_ERROR, 7},
    {"cn-foi-2021", "applications.column_sum", GOV_SEVERITY_ERROR, 7},
    {"cn-foi-2021", "applications.row_sum", GOV_SEVERITY_ERROR, 25},
    {"cn-foi-2021", "applications.part_row", GOV_SEVERITY_ERROR, 6 * 25},
    {"cn-foi-2021", "applications.part_column", GOV_SEVERITY_ERROR, 21 * 7},
    {"cn-foi-2021", "review_litigation.row_sum", GOV_SEVERITY_ERROR, 3},
    {"cn-foi-2021", "review_litigation.part", GOV_SEVERITY_ERROR, 4 * 3},
    {"cn-foi-2021", "nonnegative", GOV_SEVERITY_ERROR, 200},
    {"cn-foi-2021", "active_disclosure.stock", GOV_SEVERITY_WARNING, 2},
    {"cn-foi-2021", "review_litigation.after_review", GOV_SEVERITY_HINT, 1},
    {"cn-foi-2021", "applications.carried", GOV_SEVERITY_WARNING, 7},
    {"cn-foi-2021", "review_litigation.carried", GOV_SEVERITY_HINT, 3},
    {"cn-foi-2021", "active_disclosure.carried", GOV_SEVERITY_WARNING, 2},
    {"cn-foi-2021", "active_disclosure.repealed", GOV_SEVERITY_WARNING, 2},
    {"cn-foi-2021", "active_disclosure.fees_unit", GOV_SEVERITY_WARNING, 1},
    {"cn-foi-2021", "active_disclosure.fees_unit_prior", GOV_SEVERITY_WARNING, 1},
    {"cn-foi-2019", "applications.balance", GOV_SEVERITY_ERROR, 7},
    {"cn-foi-2019", "applications.column_sum", GOV_SEVERITY_ERROR, 7},
    {"cn-foi-2019", "applications.row_sum", GOV_SEVERITY_ERROR, 23},
    {"cn-foi-2019", "applications.part_row", GOV_SEVERITY_ERROR, 6 * 23},
    {"cn-foi-2019", "applications.part_column", GOV_SEVERITY_ERROR, 19 * 7},
    {"cn-foi-2019", "review_litigation.row_sum", GOV_SEVERITY_ERROR, 3},
    {"cn-foi-2019", "review_litigation.part", GOV_SEVERITY_ERROR, 4 * 3},
    {"cn-foi-2019", "nonnegative", GOV_SEVERITY_ERROR, 198 - 5},
    {"cn-foi-2019", "active_disclosure.stock", GOV_SEVERITY_WARNING, 2},
    {"cn-foi-2019", "active_disclosure.items", GOV_SEVERITY_WARNING, 5},
    {"cn-foi-2019", "review_litigation.after_review", GOV_SEVERITY_HINT, 1},
    {"cn-foi-2019", "applications.carried", GOV_SEVERITY_WARNING, 7},
    {"cn-foi-2019", "review_litigation.carried", GOV_SEVERITY_HINT, 3},
    {"cn-foi-2019", "active_disclosure.carried", GOV_SEVERITY_WARNING, 5},
    {"cn-foi-2019", "active_disclosure.procurement_unit", GOV_SEVERITY_WARNING, 1},
    {"cn-foi-2019", "active_disclosure.procurement_unit_prior", GOV_SEVERITY_WARNING, 1},
    {"cn-foi-2014", "applications.channels", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "applications.completed", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "applications.replies", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "applications.denials", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "review.sum", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "litigation.sum", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "organisation.staff", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "response.press_conferences", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "response.online_interviews", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "disclosure.normative", GOV_SEVERITY_ERROR, 1},
    {"cn-foi-2014", "disclosure.channels", GOV_SEVERITY_WARNING, 1},
    {"cn-foi-2014", "nonnegative", GOV_SEVERITY_ERROR, 58},
};

static const GovRule *find_rule(const GovForm *form, const char *id)
{
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        if (strcmp(gov_rule_get_id(gov_form_get_rule(form, i)), id) == 0) {
            return gov_form_get_rule(form, i);
        }
    }
    fail_msg("no rule %s", id);
    return NULL;
}

static void built_in_rules_are_all_there(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(i));
        n += gov_form_n_rules(form);
    }
    assert_int_equal(n, G_N_ELEMENTS(built_in));
    for (size_t i = 0; i < G_N_ELEMENTS(built_in); i++) {
        g_autoptr(GovForm) form = get_form(built_in[i].form);
        const GovRule *rule = find_rule(form, built_in[i].id);
        assert_int_equal(gov_rule_n_instances(rule), built_in[i].n_instances);
        assert_int_equal(gov_rule_get_severity(rule), built_in[i].severity);
        assert_int_equal(gov_rule_get_nulls(rule),
                         gov__rule_is_identity(rule) ? GOV_NULLS_BOTH : GOV_NULLS_BOUND);
        assert_true(strlen(gov_rule_get_basis(rule)) > 0);
    }
}

static void column_sum_of_2021_has_all_21_results(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    const GovInstance *instance =
        gov__rule_get_instance(find_rule(form, "applications.column_sum"), 6);
    assert_int_equal(instance->n_left, 1);
    assert_int_equal(instance->n_right, 21);
    assert_string_equal(gov_form_get_code(form, instance->terms[0].cell),
                        "applications.disposed_total.total");
    assert_string_equal(gov_form_get_code(form, instance->terms[1].cell),
                        "applications.granted.total");
    assert_string_equal(gov_form_get_code(form, instance->terms[21].cell),
                        "applications.other.others.total");
    assert_int_equal(instance->axis, GOV_AXIS_COLUMN);
    assert_int_equal(instance->table, 1);
    assert_int_equal(instance->index, 6);
}

/* Region reports of 宿迁市 for 2023 and 2024, in the order of the cells. */
/* clang-format off */
static const int64_t suqian_2023[] = {
    2, 0, 11, 109, 489, 597, 1808595, 2822652, 20163, INT64_C(59237244900),
    3402, 99, 0, 4, 5, 1, 3511,
    91, 3, 0, 0, 2, 0, 96,
    1175, 12, 0, 3, 1, 0, 1191,
    319, 7, 0, 0, 2, 0, 328,
    0, 0, 0, 0, 0, 0, 0,
    27, 0, 0, 0, 0, 0, 27,
    6, 0, 0, 0, 0, 0, 6,
    38, 0, 0, 0, 0, 0, 38,
    20, 0, 0, 0, 0, 0, 20,
    9, 0, 0, 0, 0, 0, 9,
    21, 0, 0, 0, 0, 0, 21,
    20, 1, 0, 0, 0, 0, 21,
    968, 74, 0, 1, 3, 1, 1047,
    26, 2, 0, 0, 0, 0, 28,
    3, 0, 0, 0, 0, 0, 3,
    305, 0, 0, 0, 0, 0, 305,
    39, 0, 0, 0, 0, 0, 39,
    0, 0, 0, 0, 0, 0, 0,
    58, 0, 0, 0, 0, 0, 58,
    4, 0, 0, 0, 0, 0, 4,
    40, 0, 0, 0, 0, 0, 40,
    10, 0, 0, 0, 0, 0, 10,
    287, 3, 0, 0, 1, 0, 291,
    3375, 99, 0, 4, 7, 1, 3486,
    118, 3, 0, 0, 0, 0, 121,
    309, 17, 88, 26, 440, 1, 1, 16, 6, 24, 13, 0, 67, 9, 89};

static const int64_t suqian_2024[] = {
    2, 1, 12, 50, 227, 420, 1573179, 2676474, 29351, INT64_C(72701257800),
    3440, 75, 0, 1, 6, 3, 3525,
    118, 3, 0, 0, 0, 0, 121,
    1408, 21, 0, 0, 2, 0, 1431,
    462, 9, 0, 0, 0, 0, 471,
    2, 0, 0, 0, 0, 0, 2,
    1, 0, 0, 0, 0, 0, 1,
    4, 0, 0, 0, 0, 0, 4,
    16, 1, 0, 0, 0, 0, 17,
    21, 0, 0, 0, 0, 0, 21,
    10, 1, 0, 0, 0, 0, 11,
    21, 2, 0, 0, 0, 0, 23,
    13, 0, 0, 0, 0, 0, 13,
    859, 33, 0, 0, 3, 2, 897,
    35, 1, 0, 0, 0, 0, 36,
    8, 0, 0, 0, 0, 0, 8,
    86, 1, 0, 0, 0, 0, 87,
    26, 1, 0, 0, 0, 0, 27,
    0, 0, 0, 0, 0, 0, 0,
    3, 0, 0, 0, 0, 0, 3,
    0, 0, 0, 0, 0, 0, 0,
    75, 1, 0, 1, 0, 0, 77,
    38, 0, 0, 0, 0, 0, 38,
    352, 2, 0, 0, 0, 0, 354,
    3440, 73, 0, 1, 5, 2, 3521,
    118, 5, 0, 0, 1, 1, 125,
    88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52};
/* clang-format on */

static bool holds(const GovRule *rule, size_t i, const int64_t *values,
                  const int64_t *prior)
{
    const GovInstance *instance = gov__rule_get_instance(rule, i);
    int64_t left = instance->left_constant;
    int64_t right = instance->right_constant;
    for (unsigned t = 0; t < (unsigned)instance->n_left + instance->n_right; t++) {
        int64_t *side = t < instance->n_left ? &left : &right;
        *side += instance->terms[t].coefficient *
                 (instance->terms[t].year ? prior : values)[instance->terms[t].cell];
    }
    switch (gov__rule_get_compare(rule)) {
    case GOV_COMPARE_EQ:
        return left == right;
    case GOV_COMPARE_LE:
        return left <= right;
    case GOV_COMPARE_GE:
        return left >= right;
    case GOV_COMPARE_LT:
        return left < right;
    case GOV_COMPARE_GT:
    default:
        return left > right;
    }
}

static size_t count_failures_after(const GovRule *rule, const int64_t *values,
                                   const int64_t *prior)
{
    size_t n = 0;
    for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
        n += !holds(rule, i, values, prior);
    }
    return n;
}

static size_t count_failures(const GovRule *rule, const int64_t *values)
{
    return count_failures_after(rule, values, NULL);
}

static void published_figures_satisfy_every_rule(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    assert_int_equal(G_N_ELEMENTS(suqian_2023), gov_form_n_cells(form));
    assert_int_equal(G_N_ELEMENTS(suqian_2024), gov_form_n_cells(form));
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        size_t n = count_failures_after(rule, suqian_2024, suqian_2023);
        if (!gov_rule_uses_prior(rule)) {
            n += count_failures(rule, suqian_2023);
        }
        if (n) {
            fail_msg("%s fails", gov_rule_get_id(rule));
        }
    }
}

/* How many of the three identities of the table a cell of `applications` takes part in.
 */
static size_t count_identities(const GovForm *form, size_t cell)
{
    const char *row = gov_form_get_row_id(form, 1, gov_form_get_cell_row(form, cell));
    static const char *const ends[] = {"received", "carried_in", "carried_over"};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (strcmp(row, ends[i]) == 0) {
            return 2; /* balance, row sum */
        }
    }
    return strcmp(row, "disposed_total") == 0 ? 3 : 2; /* column sum, row sum, balance */
}

static void wrong_figure_breaks_every_identity_it_belongs_to(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    int64_t values[G_N_ELEMENTS(suqian_2023)];
    memcpy(values, suqian_2023, sizeof values);
    for (size_t cell = 10; cell < G_N_ELEMENTS(values); cell++) {
        values[cell] += 1;
        size_t n = count_failures(find_rule(form, "applications.balance"), values) +
                   count_failures(find_rule(form, "applications.column_sum"), values) +
                   count_failures(find_rule(form, "applications.row_sum"), values) +
                   count_failures(find_rule(form, "review_litigation.row_sum"), values);
        bool review = gov_form_get_cell_table(form, cell) == 2;
        assert_int_equal(n, review ? 1 : count_identities(form, cell));
        values[cell] = suqian_2023[cell];
    }
}

static void part_above_its_total_and_negative_figures_fail(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    int64_t values[G_N_ELEMENTS(suqian_2024)];
    memcpy(values, suqian_2024, sizeof values);
    int cell = gov_form_find_cell(form, "applications.granted.enterprise");
    values[cell] = 4000;
    assert_int_equal(count_failures(find_rule(form, "applications.part_row"), values), 1);
    assert_int_equal(count_failures(find_rule(form, "applications.part_column"), values),
                     1);
    values[cell] = -1;
    assert_int_equal(count_failures(find_rule(form, "nonnegative"), values), 1);
    cell = gov_form_find_cell(form, "active_disclosure.regulations.in_force");
    values[cell] = 0;
    assert_int_equal(count_failures(find_rule(form, "active_disclosure.stock"), values),
                     1);
}

static void fill(struct CMUnitTest *tests, const void *rows, size_t n, size_t size,
                 CMUnitTestFunction function)
{
    for (size_t i = 0; i < n; i++) {
        const char *row = (const char *)rows + i * size;
        tests[i] = (struct CMUnitTest){
            /* The name comes first in either kind of row. */
            .name = *(const char *const *)(const void *)row,
            .test_func = function,
            .initial_state = (void *)(uintptr_t)row,
        };
    }
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(work_on_one_rule_is_bounded),
        cmocka_unit_test(place_of_an_instance_is_its_row_or_column),
        cmocka_unit_test(names_of_severities_and_null_modes_go_both_ways),
        cmocka_unit_test(built_in_rules_are_all_there),
        cmocka_unit_test(built_in_rules_printed_and_parsed_again_are_the_same),
        cmocka_unit_test(any_rule_printed_and_parsed_again_is_the_same),
        cmocka_unit_test(column_sum_of_2021_has_all_21_results),
        cmocka_unit_test(published_figures_satisfy_every_rule),
        cmocka_unit_test(wrong_figure_breaks_every_identity_it_belongs_to),
        cmocka_unit_test(part_above_its_total_and_negative_figures_fail),
    };
    enum { N_FIXED = G_N_ELEMENTS(fixed), N_COMPILED = G_N_ELEMENTS(compiled) };
    struct CMUnitTest tests[N_FIXED + N_COMPILED + G_N_ELEMENTS(refused)];
    memcpy(tests, fixed, sizeof fixed);
    fill(tests + N_FIXED, compiled, N_COMPILED, sizeof *compiled, compiles_to);
    fill(tests + N_FIXED + N_COMPILED, refused, G_N_ELEMENTS(refused), sizeof *refused,
         is_refused);
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
