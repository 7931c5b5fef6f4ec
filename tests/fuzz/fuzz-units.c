/* SPDX-License-Identifier: MIT */
/* The register of units, and the manifest, which is read in the same way. Whatever is accepted keeps its
 * promises: in every year a code leads to one line at most, parents lead to a top, names find the line they
 * stand in; whatever is refused has a place. */
#include <govstat/govstat.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_way_up(const GovUnits *units, size_t line, int year)
{
    int at = (int)line;

    for (size_t steps = 0; at >= 0; steps++) {
        g_assert(steps < gov_units_n(units));
        g_assert(gov_units_is_valid(units, (size_t)at, year));
        GovBody body = gov_units_get(units, (size_t)at);
        int parent = gov_units_get_parent(units, (size_t)at, year);
        g_assert((parent >= 0) == (body.parent != NULL));
        at = parent;
    }
}

static void check_line(const GovUnits *units, size_t line)
{
    GovBody body = gov_units_get(units, line);
    int years[] = {body.valid_from != 0 ? body.valid_from : 1, body.valid_to != 0 ? body.valid_to : 3000};
    size_t found[GOV_UNITS_MAX_MATCHES];

    for (size_t i = 0; i < G_N_ELEMENTS(years); i++) {
        g_assert(gov_units_find_code(units, body.code, years[i]) == (int)line);
        check_way_up(units, line, years[i]);
    }
    g_autofree char *normal = gov_label_normalise(body.name, strlen(body.name));
    size_t n = gov_units_find_name(units, body.name, years[0], found, G_N_ELEMENTS(found));
    g_assert((n > 0) == (*normal != '\0'));
    bool own = n == 0 || n == GOV_UNITS_MAX_MATCHES;
    for (size_t i = 0; i < n && !own; i++)
        own = strcmp(gov_units_get(units, found[i]).code, body.code) == 0;
    g_assert(own);
}

/* Two reports of one file and one of another, in folders. */
static GovDataset *make_dataset(void)
{
    static const char *const names[][2] = {{"a/1.html", "甲局"}, {"a/1.html", "乙局"}, {"b/1.html", "丙局"}};
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2014", NULL);
    GovDataset *dataset = gov_dataset_new(form);

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        GovRowKeys keys = {{NULL}};
        keys.values[GOV_KEY_SOURCE] = names[i][0];
        keys.values[GOV_KEY_AGENCY] = names[i][1];
        gov_report_set_year(report, 2016);
        gov_report_seal(report);
        g_assert(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return dataset;
}

/* A row has what one line says, or it is told why it has nothing. */
static void check_manifest(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovManifest) manifest = gov_manifest_from_data((const char *)data, size, "list", &error);
    g_autoptr(GArray) problems = NULL;
    g_autofree int *order = NULL;
    size_t n_told = 0;

    g_assert((manifest == NULL) == (error != NULL));
    if (manifest == NULL)
        return;
    g_autoptr(GovDataset) dataset = make_dataset();
    g_autoptr(GovDataset) joined = gov_manifest_join(manifest, dataset, &order, &problems);
    for (guint i = 0; i < problems->len; i++) {
        const GovManifestProblem *problem = &g_array_index(problems, GovManifestProblem, i);
        g_autofree char *message = gov_manifest_dup_message(manifest, dataset, problem, i % 2);
        g_assert(g_utf8_validate(message, -1, NULL));
        n_told += problem->reason == GOV_MANIFEST_UNLISTED || problem->reason == GOV_MANIFEST_TWO_LINES;
    }
    for (size_t row = 0; row < 3; row++) {
        bool known = gov_dataset_get_key(joined, GOV_KEY_FILED, row) != NULL || order[row] != 0;
        n_told += known;
    }
    g_assert(n_told <= 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_manifest(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovUnits) units = gov_units_from_data((const char *)data, size, "units", &error);

    g_assert((units == NULL) == (error != NULL));
    if (units == NULL) {
        g_assert(g_str_has_prefix(error->message, "units:") || error->code == GOV_ERROR_LIMIT);
        return 0;
    }
    for (size_t i = 0; i < MIN(gov_units_n(units), 100); i++)
        check_line(units, i);
    for (size_t i = 0; i < gov_units_n_warnings(units); i++)
        g_assert(g_utf8_validate(gov_units_get_warning(units, i), -1, NULL));
    return 0;
}
