/* SPDX-License-Identifier: MIT */
/* 03: walk through a form: tables, rows, columns, and the rules that tie them.
 *
 * cc 03-form.c $(pkg-config --cflags --libs govstat) -o 03-form */
#include <govstat/govstat.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = gov_form_builtin(argc > 1 ? argv[1] : "cn-foi-2021", &error);

    if (form == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    printf("%s: %zu cells\n", gov_form_get_id(form), gov_form_n_cells(form));
    for (size_t table = 0; table < gov_form_n_tables(form); table++) {
        printf("%s: %zu rows, %zu columns\n", gov_form_get_table_id(form, table),
               gov_form_n_rows(form, table), gov_form_n_columns(form, table));
        for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
            printf("  %s: %s\n", gov_form_get_row_id(form, table, row),
                   gov_form_get_row_label(form, table, row, GOV_LANGUAGE_ZH));
    }
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        printf("%s: %zu comparisons\n", gov_rule_get_id(rule), gov_rule_n_instances(rule));
    }
    return 0;
}
