/* SPDX-License-Identifier: MIT */
/* 08: a report on the form of 2019 in the cells of 2021. What is the same, a sum, or about the same has a figure; what
 * breaks has none, and says why.
 *
 * cc 08-editions.c $(pkg-config --cflags --libs govstat) -o 08-editions */
#include <govstat/govstat.h>
#include <stdio.h>

static const char *const CODES[] = {"applications.received.total", "active_disclosure.regulations.in_force",
                                    "active_disclosure.fees.amount", "applications.other.others.total"};

static void print_cell(const GovReport *shown, const GovConcordance *concordance, const char *code)
{
    size_t cell = (size_t)gov_form_find_cell(gov_report_get_form(shown), code);
    const char *caveat = gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_EN);
    printf("%s: ", code);
    if (gov_report_get_status(shown, cell) == GOV_STATUS_REPORTED)
        printf("%" G_GINT64_FORMAT, gov_report_get_values(shown)[cell]);
    else
        printf("%s", gov_status_get_name(gov_report_get_status(shown, cell)));
    printf(", %s", gov_comparability_get_name(gov_concordance_get_comparability(concordance, cell)));
    printf("%s%s\n", *caveat != '\0' ? ": " : "", caveat);
}

static size_t count(const GovConcordance *concordance, GovComparability comparability)
{
    size_t n = 0;
    for (size_t cell = 0; cell < gov_form_n_cells(gov_concordance_get_to(concordance)); cell++)
        n += gov_concordance_get_comparability(concordance, cell) == comparability;
    return n;
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) old = gov_form_builtin("cn-foi-2019", &error);
    g_autoptr(GovForm) new = gov_form_builtin("cn-foi-2021", &error);
    g_autoptr(GovConcordance) concordance = gov_concordance_builtin(old, new, &error);
    g_autoptr(GPtrArray) reports = gov_read_file("../../tests/cases/html-official-2019/input.html", NULL, &error);
    g_autoptr(GovReport) shown =
        reports != NULL ? gov_report_harmonise(g_ptr_array_index(reports, 0), concordance, &error) : NULL;
    if (shown == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    printf("%s %d: %s as %s\n", gov_report_get_agency(shown), gov_report_get_year(shown), gov_form_get_id(old),
           gov_form_get_id(new));
    for (size_t i = 0; i < G_N_ELEMENTS(CODES); i++)
        print_cell(shown, concordance, CODES[i]);
    printf("%zu cells approximate, %zu break\n", count(concordance, GOV_COMPARABILITY_APPROXIMATE),
           count(concordance, GOV_COMPARABILITY_NONE));
    return 0;
}
