/* SPDX-License-Identifier: MIT */
/* 06: an office adds up the reports of those below it. 宿迁市 says in its report for 2023 how many applications, received
 * and carried in, each of its eleven parts had. Their reports (made up from the city's own, see suqian/make-parts.py)
 * are added up along a register, the later of two that one part has filed being taken; held against what the city
 * has published; and then one goes missing, and comes in again.
 *
 * cc 06-rollup.c $(pkg-config --cflags --libs govstat) -o 06-rollup */
#include <govstat/govstat.h>
#include <stdio.h>
#include <string.h>

#define RECEIVED "applications.received.total"
#define CARRIED_IN "applications.carried_in.total"
#define LATE "宿迁市第8部分"

static size_t find(const GovForm *form, const char *code)
{
    return (size_t)gov_form_find_cell(form, code);
}

/* All reports of a folder, and that of the city; but not those of one body. */
static GovDataset *read_all(const char *folder, const char *city, const char *without, GError **error)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", error);
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (int i = 1; i <= 11; i++)
        g_ptr_array_add(paths, g_strdup_printf("%s/parts/%02d.txt", folder, i));
    g_ptr_array_add(paths, g_strdup_printf("%s/parts/05-corrected.txt", folder));
    g_ptr_array_add(paths, g_strdup(city));
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(GPtrArray) reports = gov_read_file(g_ptr_array_index(paths, i), NULL, error);
        if (reports == NULL)
            return NULL;
        const GovReport *report = g_ptr_array_index(reports, 0);
        if (g_strcmp0(gov_report_get_agency(report), without) != 0 &&
            !gov_dataset_append(dataset, report, NULL, error))
            return NULL;
    }
    gov_dataset_seal(dataset);
    return g_steal_pointer(&dataset);
}

static GovRollup *roll_up(const char *folder, const char *city, const char *without, const GovUnits *units,
                          GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/filed.csv", folder);
    g_autoptr(GovManifest) filed = gov_manifest_from_file(path, error);
    g_autoptr(GovDataset) dataset = filed != NULL ? read_all(folder, city, without, error) : NULL;
    if (dataset == NULL)
        return NULL;
    g_autoptr(GovDataset) dated = gov_manifest_join(filed, dataset, NULL, NULL);
    g_autoptr(GovDataset) joined = gov_units_join(dated, units, NULL);
    return gov_rollup_new(joined, units, NULL, error);
}

/* The parts come first in the dataset. */
static void print_parts(const GovRollup *rollup)
{
    const GovDataset *dataset = gov_rollup_get_dataset(rollup);
    const GovForm *form = gov_dataset_get_form(dataset);
    for (size_t row = 0; row < 11; row++)
        printf("%s%" G_GINT64_FORMAT, row > 0 ? " + " : "",
               gov_dataset_get_values(dataset, find(form, RECEIVED))[row] +
                   gov_dataset_get_values(dataset, find(form, CARRIED_IN))[row]);
    printf("\n");
}

static void print_sum(const GovRollup *rollup)
{
    const GovForm *form = gov_dataset_get_form(gov_rollup_get_dataset(rollup));
    GovRollupNode city = gov_rollup_get_node(rollup, 0);
    GovRollupCell received = gov_rollup_get_cell(rollup, 0, find(form, RECEIVED));
    GovRollupCell carried = gov_rollup_get_cell(rollup, 0, find(form, CARRIED_IN));
    printf("%zu of %zu reports: %s, ", city.n_present, city.n_expected, gov_status_get_name(received.status));
    if (received.lower == received.upper)
        printf("%" G_GINT64_FORMAT " + %" G_GINT64_FORMAT " = %" G_GINT64_FORMAT "\n", received.sum, carried.sum,
               received.sum + carried.sum);
    else
        printf("from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT "\n", received.lower + carried.lower,
               received.upper + carried.upper);
}

static void print_reconciliation(const GovRollup *rollup)
{
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    const GovReconciliation *one = g_ptr_array_index(all, 0);
    GovReconcileTry try = gov_reconciliation_get_try(one, GOV_RECONCILE_CHILDREN);
    printf("the city's own report: equal in %zu of %zu cells\n", try.n_equal, try.n_compared);
}

static void print_filing(const GovRollup *rollup)
{
    const GovDataset *dataset = gov_rollup_get_dataset(rollup);
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++)
        printf("missing: %s\n", gov_units_get(gov_rollup_get_units(rollup), gov_rollup_get_missing(rollup, i).unit).name);
    for (size_t i = 0; i < gov_rollup_n_resubmissions(rollup); i++) {
        GovResubmission other = gov_rollup_get_resubmission(rollup, i);
        printf("filed twice: %s, %s is taken\n", gov_dataset_get_key(dataset, GOV_KEY_AGENCY, other.row),
               gov_dataset_get_key(dataset, GOV_KEY_FILED, other.taken));
    }
}

static bool run(const char *folder, const char *city, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s/units.csv", folder);
    g_autoptr(GovUnits) units = gov_units_from_file(path, error);
    g_autoptr(GovRollup) whole = units != NULL ? roll_up(folder, city, NULL, units, error) : NULL;
    g_autoptr(GovRollup) part = whole != NULL ? roll_up(folder, city, LATE, units, error) : NULL;
    g_autofree char *late = g_strdup_printf("%s/parts/08.txt", folder);
    g_autoptr(GPtrArray) reports = part != NULL ? gov_read_file(late, NULL, error) : NULL;
    if (reports == NULL)
        return false;
    print_parts(whole);
    print_sum(whole);
    print_reconciliation(whole);
    print_filing(whole);
    print_sum(part);
    print_filing(part);
    if (!gov_rollup_replace(part, "p08", g_ptr_array_index(reports, 0), GOV_SCOPE_UNKNOWN, error))
        return false;
    print_sum(part);
    return true;
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    if (run(argc > 1 ? argv[1] : "../suqian", argc > 2 ? argv[2] : "suqian-2023.html", &error))
        return 0;
    fprintf(stderr, "%s\n", error->message);
    return 2;
}
