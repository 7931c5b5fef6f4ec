/* SPDX-License-Identifier: MIT */
/* 01: read a report and print one of its figures.
 *
 * cc 01-read.c $(pkg-config --cflags --libs govstat) -o 01-read */
#include <govstat/govstat.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char *path = argc > 1 ? argv[1] : "hitech-police-2024.txt";
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);

    if (reports == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    for (guint i = 0; i < reports->len; i++) {
        const GovReport *report = g_ptr_array_index(reports, i);
        int cell = gov_form_find_cell(gov_report_get_form(report), "active_disclosure.fees.amount");
        GovCell fees = gov_report_get_cell(report, (size_t)cell);
        g_autofree char *amount = gov_figure_format(fees.value, GOV_TYPE_MONEY);
        printf("%s %d: %s\n", gov_report_get_agency(report), gov_report_get_year(report),
               fees.status == GOV_STATUS_REPORTED ? amount : gov_status_get_name(fees.status));
    }
    return 0;
}
