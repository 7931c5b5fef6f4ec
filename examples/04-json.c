/* SPDX-License-Identifier: MIT */
/* 04: hand a report to another program as JSON, and take it back without loss.
 *
 * cc 04-json.c $(pkg-config --cflags --libs govstat) -o 04-json */
#include <govstat/govstat.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char *path = argc > 1 ? argv[1] : "hitech-police-2024.txt";
    g_autoptr(GPtrArray) reports = gov_read_file(path, NULL, &error);

    if (reports == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    const GovReport *report = g_ptr_array_index(reports, 0);
    g_autofree char *json = gov_report_to_json(report);
    g_autoptr(GovReport) again = gov_report_from_json(json, strlen(json), NULL, &error);
    if (again == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    g_autofree char *second = gov_report_to_json(again);
    int cell = gov_form_find_cell(gov_report_get_form(again), "active_disclosure.licensing.decisions");
    printf("licences: %" G_GINT64_FORMAT "\n", gov_report_get_values(again)[cell]);
    printf("without loss: %s\n", strcmp(json, second) == 0 ? "yes" : "no");
    return 0;
}
