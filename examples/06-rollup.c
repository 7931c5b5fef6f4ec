/* SPDX-License-Identifier: MIT */
/* 06: add up the parts of a city. 宿迁市 says in its report for 2023 how many applications, received
 * and carried in, each of its eleven parts had; they add up to what its table has for both. The
 * parts come on a form of one cell. One that is missing leaves a lower bound, not a sum.
 *
 * cc 06-rollup.c $(pkg-config --cflags --libs govstat) -o 06-rollup */
#include <govstat/govstat.h>
#include <stdio.h>
#include <string.h>

static const char FORM[] =
    "[form]\nid=parts\ntitle=各部分申请件数\ntitle[en]=Applications by part\nyears=2023-\n"
    "[table applications]\nsection=3\nunit=件\ntype=count\nlabel=申请\nlabel[en]=Applications\n"
    "[column applications.total]\nlabel=总计\nlabel[en]=Total\n"
    "[row applications.handled]\nlabel=新收与上年结转合计\nlabel[en]=Received and carried in\n";
static const int64_t PARTS[] = {349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16};

static GovUnits *make_units(GError **error)
{
    g_autoptr(GString) csv = g_string_new("code,name,parent,scope\nsq,宿迁市,,region\n");
    for (size_t i = 0; i < G_N_ELEMENTS(PARTS); i++)
        g_string_append_printf(csv, "p%zu,第%zu部分,sq,\n", i + 1, i + 1);
    return gov_units_from_data(csv->str, csv->len, "units.csv", error);
}

static GovDataset *make_dataset(const GovForm *form, size_t n)
{
    GovDataset *dataset = gov_dataset_new(form);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("第%zu部分", i + 1);
        g_autoptr(GovReport) report = gov_report_new(form);
        GovCell cell = {.value = PARTS[i], .status = GOV_STATUS_REPORTED};
        gov_report_set_agency(report, name);
        gov_report_set_year(report, 2023);
        gov_report_set_cell(report, 0, &cell);
        gov_report_seal(report);
        gov_dataset_append(dataset, report, NULL, NULL);
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static void print_sum(const GovForm *form, const GovUnits *units, size_t n)
{
    g_autoptr(GovDataset) dataset = make_dataset(form, n);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, units, NULL, NULL);
    GovRollupNode city = gov_rollup_get_node(rollup, 0);
    GovRollupCell cell = gov_rollup_get_cell(rollup, 0, 0);
    printf("%zu of %zu reports: %s, %s %" G_GINT64_FORMAT "\n", city.n_present, city.n_expected,
           gov_status_get_name(cell.status), cell.has_upper ? "exactly" : "at least", cell.lower);
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovBody body = gov_units_get(units, gov_rollup_get_missing(rollup, i).unit);
        if (strcmp(body.code, "sq") != 0)
            printf("missing: %s\n", body.name);
    }
}

static int64_t get_value(const GovReport *report, const char *code)
{
    return gov_report_get_values(report)[gov_form_find_cell(gov_report_get_form(report), code)];
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = gov_form_from_data(FORM, strlen(FORM), "parts.form", &error);
    g_autoptr(GovUnits) units = form != NULL ? make_units(&error) : NULL;
    const char *path = argc > 1 ? argv[1] : "suqian-2023.html";
    g_autoptr(GPtrArray) reports = units != NULL ? gov_read_file(path, NULL, &error) : NULL;
    if (reports == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    const GovReport *city = g_ptr_array_index(reports, 0);
    int64_t received = get_value(city, "applications.received.total");
    int64_t carried = get_value(city, "applications.carried_in.total");
    print_sum(form, units, 11);
    printf("the city itself: %" G_GINT64_FORMAT " + %" G_GINT64_FORMAT " = %" G_GINT64_FORMAT "\n",
           received, carried, received + carried);
    print_sum(form, units, 10);
    return 0;
}
