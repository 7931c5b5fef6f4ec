/* SPDX-License-Identifier: MIT */
/* 02: check a report and name the cells that could explain a failure.
 *
 * cc 02-check.c $(pkg-config --cflags --libs govstat) -o 02-check */
#include <govstat/govstat.h>
#include <stdio.h>

static void print_finding(const GovFinding *finding, const GovForm *form)
{
    g_autofree char *message = gov_finding_dup_message(finding, GOV_LANGUAGE_EN);

    printf("%s: %s\n", gov_severity_get_name(gov_finding_get_severity(finding)), message);
    for (size_t i = 0; i < gov_finding_n_suspects(finding); i++) {
        GovSuspect suspect = gov_finding_get_suspect(finding, i);
        g_autofree char *value = gov_figure_format(suspect.value, gov_finding_get_type(finding));
        g_autofree char *suggested =
            gov_figure_format(suspect.suggested, gov_finding_get_type(finding));
        printf("  %s: %s, perhaps %s\n", gov_form_get_code(form, suspect.cell), value, suggested);
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char *path = argc > 1 ? argv[1] : "suqian-2024-slip.txt";
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);

    if (reports == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    for (guint i = 0; i < reports->len; i++) {
        const GovReport *report = g_ptr_array_index(reports, i);
        g_autoptr(GPtrArray) findings = gov_check_report(report);
        printf("%s: %u findings\n", gov_report_get_agency(report), findings->len);
        for (guint k = 0; k < findings->len; k++)
            print_finding(g_ptr_array_index(findings, k), gov_report_get_form(report));
    }
    return 0;
}
