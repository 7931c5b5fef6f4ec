/* SPDX-License-Identifier: MIT */
/* Roll-ups of a world that is known. Every unit has true figures for every year; reports go missing, cells are left
 * blank, units move, come, go and leave their pending cases to another, and offices publish for their region more
 * than the register knows of. Whatever a roll-up says from what is left, the truth must lie within its bounds; and
 * putting reports in one by one is adding up anew, to the last byte of every output. */
#include "test.h"

#include <govstat/govstat.h>

enum { N_YEARS = 3, FIRST_YEAR = 2021, N_UNITS = 46, N_COUNTIES = 7, MAX_CELLS = 200 };

typedef struct {
    int parents[N_YEARS]; /* -1: none */
    bool exists[N_YEARS];
    bool vertical, own;
} Unit;

typedef struct {
    GRand *rand;
    GovForm *form;
    size_t n_cells;
    int carried_in[MAX_CELLS]; /* cell of the year before that a cell equals, or -1 */
    Unit units[N_UNITS];
    int64_t truth[N_YEARS][N_UNITS][MAX_CELLS];
} World;

/* One report, or the want of it. */
typedef struct {
    GovReport *report; /* or NULL */
    int unit, year;
    bool region;
} Filed;

/* What has been seen, so that nothing holds for want of cases. */
typedef struct {
    size_t n_prior, n_region, n_present, n_complete, n_conflict;
} Seen;

static bool one_in(World *world, int n)
{
    return g_rand_int_range(world->rand, 0, n) == 0;
}

static bool has_children(const World *world, int unit, int year)
{
    for (int i = 0; i < N_UNITS; i++)
        if (world->units[i].exists[year] && world->units[i].parents[year] == unit)
            return true;
    return false;
}

/* Unit 0 is the city, then counties; the others are below either, and the last three below another of these. */
static void make_units(World *world)
{
    for (int i = 0; i < N_UNITS; i++) {
        Unit *unit = &world->units[i];
        bool county = i >= 1 && i <= N_COUNTIES;
        unit->vertical = i > N_COUNTIES && one_in(world, 25);
        unit->own = i <= N_COUNTIES && one_in(world, 3);
        for (int year = 0; year < N_YEARS; year++) {
            bool moves = year > 0 && one_in(world, 15);
            int parent = i == 0 ? -1 : county ? 0 : g_rand_int_range(world->rand, 0, N_COUNTIES + 1);
            unit->exists[year] = true;
            unit->parents[year] = year == 0 || moves ? parent : unit->parents[year - 1];
        }
    }
    for (int i = N_UNITS - 3; i < N_UNITS; i++) { /* come into being below a unit that was at the bottom */
        world->units[i].exists[0] = world->units[i].exists[1] = false;
        world->units[i].parents[2] = N_COUNTIES + 1 + i % 5;
    }
    for (int i = N_COUNTIES + 6; i < N_UNITS - 3; i++) /* go, or come */
        if (one_in(world, 8))
            world->units[i].exists[one_in(world, 2) ? 2 : 0] = false;
    for (int i = 0; i < N_UNITS; i++)
        for (int year = 0; year < N_YEARS; year++)
            world->units[i].exists[year] = world->units[i].exists[year] &&
                                           (i == 0 || world->units[world->units[i].parents[year]].exists[year]);
}

static void make_truth(World *world)
{
    for (int year = 0; year < N_YEARS; year++) {
        for (int i = 0; i < N_UNITS; i++) {
            for (size_t cell = 0; cell < world->n_cells; cell++) {
                bool negative = gov_form_get_cell_type(world->form, cell) == GOV_TYPE_SIGNED;
                world->truth[year][i][cell] = g_rand_int_range(world->rand, negative ? -900 : 0, 1000);
            }
        }
    }
}

/* Another unit of the same parent, or that parent: who takes over. */
static int find_heir(World *world, int unit, int year, int parent)
{
    int heir = g_rand_int_range(world->rand, 0, N_UNITS);

    for (int n = 0; n < N_UNITS; n++, heir = (heir + 1) % N_UNITS)
        if (heir != unit && world->units[heir].exists[year] && world->units[heir].parents[year] == parent)
            return heir;
    return parent;
}

/* Cases that were pending are with the unit, or with who took over from it. */
static void carry_over(World *world, int year, size_t cell)
{
    size_t from = (size_t)world->carried_in[cell];

    for (int i = 0; i < N_UNITS; i++)
        world->truth[year][i][cell] = 0;
    for (int i = 0; i < N_UNITS; i++) {
        const Unit *unit = &world->units[i];
        if (!unit->exists[year - 1])
            continue;
        int heir = unit->exists[year] ? i : find_heir(world, i, year, unit->parents[year - 1]);
        if (has_children(world, i, year) && !has_children(world, i, year - 1))
            heir = find_heir(world, i, year, i); /* below it now */
        world->truth[year][heir][cell] += world->truth[year - 1][i][from];
    }
}

/* Some of it goes to a unit that is new beside it. */
static void give_to_new(World *world, int year, size_t cell)
{
    for (int i = 0; i < N_UNITS; i++) {
        const Unit *unit = &world->units[i];
        if (!unit->exists[year] || unit->exists[year - 1])
            continue;
        int giver = find_heir(world, i, year, unit->parents[year]);
        int64_t part = world->truth[year][giver][cell] / 2;
        world->truth[year][giver][cell] -= part;
        world->truth[year][i][cell] += part;
    }
}

static void find_carried(World *world)
{
    static const char *const columns[] = {"natural_person", "enterprise", "research", "public_welfare",
                                          "legal_service", "other", "total"};

    for (size_t cell = 0; cell < world->n_cells; cell++)
        world->carried_in[cell] = -1;
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        g_autofree char *in = g_strdup_printf("applications.carried_in.%s", columns[i]);
        g_autofree char *over = g_strdup_printf("applications.carried_over.%s", columns[i]);
        int at = gov_form_find_cell(world->form, in);
        assert_true(at >= 0);
        world->carried_in[at] = gov_form_find_cell(world->form, over);
    }
}

static void make_world(World *world, const char *form, guint32 seed)
{
    *world = (World){.rand = g_rand_new_with_seed(seed), .form = gov_form_builtin(form, NULL)};
    world->n_cells = gov_form_n_cells(world->form);
    assert_true(world->n_cells <= MAX_CELLS);
    find_carried(world);
    make_units(world);
    make_truth(world);
    for (int year = 1; year < N_YEARS; year++) {
        for (size_t cell = 0; cell < world->n_cells; cell++) {
            if (world->carried_in[cell] < 0)
                continue;
            carry_over(world, year, cell);
            give_to_new(world, year, cell);
        }
    }
}

static void free_world(World *world)
{
    g_rand_free(world->rand);
    gov_form_unref(world->form);
}

static GovUnits *make_register(const World *world)
{
    g_autoptr(GString) text = g_string_new("code,name,parent,line,scope,valid_from,valid_to\n");
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < N_UNITS; i++) {
        const Unit *unit = &world->units[i];
        for (int year = 0; year < N_YEARS; year++) {
            if (!unit->exists[year])
                continue;
            g_string_append_printf(text, "u%d,u%d,", i, i);
            if (unit->parents[year] >= 0)
                g_string_append_printf(text, "u%d", unit->parents[year]);
            g_string_append_printf(text, ",%s,%s,%d,%d\n", unit->vertical ? "vertical" : "local", unit->own ? "own" : "",
                                   FIRST_YEAR + year, FIRST_YEAR + year);
        }
    }
    GovUnits *units = gov_units_from_data(text->str, text->len, "u.csv", &error);
    if (units == NULL)
        fail_msg("%s", error->message);
    return units;
}

/* ---- reports ---- */

static bool is_below(const World *world, int unit, int year, int above)
{
    int at = world->units[unit].parents[year];

    while (at >= 0 && at != above)
        at = world->units[at].parents[year];
    return at == above;
}

/* Whether a unit adds a report of its own to those above it. */
static bool is_added(const World *world, int unit, int year)
{
    return world->units[unit].exists[year] && (!has_children(world, unit, year) || world->units[unit].own);
}

/* What it comes to for a unit and all below it; a published report leaves vertical units to their own system. */
static int64_t sum_up(const World *world, int unit, int year, size_t cell, bool published)
{
    int64_t sum = 0;

    for (int i = 0; i < N_UNITS; i++)
        if (is_added(world, i, year) && (i == unit || is_below(world, i, year, unit)) &&
            !(published && world->units[i].vertical))
            sum += world->truth[year][i][cell];
    return sum;
}

static const char *get_scope(const Filed *filed)
{
    return filed->region ? "region" : "own";
}

static GovReport *make_report(World *world, const Filed *filed)
{
    GovReport *report = gov_report_new(world->form);
    g_autofree char *name = g_strdup_printf("u%d", filed->unit);
    int64_t more = filed->region && one_in(world, 2) ? 50 : 0; /* of bodies that the register lacks */

    for (size_t cell = 0; cell < world->n_cells; cell++) {
        int dice = g_rand_int_range(world->rand, 0, 60);
        GovCell is = {.status = dice < 6 && dice != (int)GOV_STATUS_NOT_APPLICABLE ? (GovStatus)dice : GOV_STATUS_REPORTED,
                      .evidence = GOV_EVIDENCE_GIVEN};
        is.value = filed->region ? sum_up(world, filed->unit, filed->year, cell, true) + more
                                 : world->truth[filed->year][filed->unit][cell];
        gov_report_set_cell(report, cell, &is);
    }
    gov_report_set_agency(report, name);
    gov_report_set_source(report, name);
    gov_report_set_year(report, FIRST_YEAR + filed->year);
    gov_report_seal(report);
    return report;
}

/* Everything that could be filed; of what is missing the report is NULL. */
static GArray *file_reports(World *world)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Filed));

    for (int year = 0; year < N_YEARS; year++) {
        for (int i = 0; i < N_UNITS; i++) {
            Filed filed = {.unit = i, .year = year};
            if (is_added(world, i, year)) {
                filed.report = one_in(world, 12) ? NULL : make_report(world, &filed);
                g_array_append_val(all, filed);
            }
            if (world->units[i].exists[year] && has_children(world, i, year)) {
                filed.region = true;
                filed.report = one_in(world, 2) ? NULL : make_report(world, &filed);
                g_array_append_val(all, filed);
            }
        }
    }
    return all;
}

static void clear_filed(gpointer data)
{
    g_clear_pointer(&((Filed *)data)->report, gov_report_unref);
}

static GovDataset *make_dataset(const World *world, const GArray *all)
{
    GovDataset *dataset = gov_dataset_new(world->form);

    for (guint i = 0; i < all->len; i++) {
        const Filed *filed = &g_array_index(all, Filed, i);
        GovRowKeys keys = {{NULL}};
        keys.values[GOV_KEY_SCOPE] = get_scope(filed);
        if (filed->report != NULL)
            assert_true(gov_dataset_append(dataset, filed->report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static GovRollup *roll_up(const World *world, const GArray *all, const GovUnits *units, const GovRollupOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDataset) dataset = make_dataset(world, all);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    GovRollup *rollup = gov_rollup_new(joined, units, options, &error);

    if (rollup == NULL)
        fail_msg("%s", error->message);
    return rollup;
}

/* ---- bounds ---- */

static void count(Seen *seen, const GovRollupCell *cell)
{
    seen->n_complete += cell->status == GOV_STATUS_REPORTED;
    seen->n_prior += (cell->bounds & GOV_BOUND_PRIOR) != 0;
    seen->n_region += (cell->bounds & GOV_BOUND_REGION) != 0;
    seen->n_conflict += (cell->bounds & GOV_BOUND_CONFLICT) != 0;
    seen->n_present += cell->has_lower && !cell->has_upper;
}

static void check_node(const World *world, const GovRollup *rollup, size_t node, Seen *seen)
{
    GovRollupNode group = gov_rollup_get_node(rollup, node);
    const char *code = gov_units_get(gov_rollup_get_units(rollup), (size_t)group.unit).code;
    int unit = (int)g_ascii_strtoll(code + 1, NULL, 10), year = group.year - FIRST_YEAR;

    for (size_t cell = 0; cell < world->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        int64_t truth = sum_up(world, unit, year, cell, false);
        if ((found.has_lower && truth < found.lower) || (found.has_upper && truth > found.upper))
            fail_msg("%s %d %s: %" G_GINT64_FORMAT " is not in [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "], basis %u", code, group.year,
                     gov_form_get_code(world->form, cell), truth, found.has_lower ? found.lower : INT64_MIN,
                     found.has_upper ? found.upper : INT64_MAX, found.bounds);
        count(seen, &found);
    }
}

static void the_truth_lies_within_the_bounds(void **state)
{
    static const char *const forms[] = {"cn-foi-2021", "cn-foi-2019"};
    Seen seen = {0};

    (void)state;
    for (guint32 seed = 1; seed <= 24; seed++) {
        g_autofree World *world = g_new(World, 1);
        make_world(world, forms[seed % 2], seed);
        g_autoptr(GovUnits) units = make_register(world);
        g_autoptr(GArray) all = file_reports(world);
        g_array_set_clear_func(all, clear_filed);
        g_autoptr(GovRollup) rollup = roll_up(world, all, units, NULL);
        for (size_t node = 0; node < gov_rollup_n_nodes(rollup); node++)
            check_node(world, rollup, node, &seen);
        free_world(world);
    }
    assert_true(seen.n_complete > 1000 && seen.n_prior > 50 && seen.n_region > 1000 && seen.n_present > 1000);
    assert_int_equal(seen.n_conflict, 0); /* nobody has written anything wrong */
}

/* ---- one by one ---- */

/* Every output there is, but of resubmissions, which are of the input. */
static char *write_all(const GovRollup *rollup)
{
    GString *out = g_string_new(NULL);
    const GovUnits *units = gov_rollup_get_units(rollup);
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    g_autoptr(GovDataset) sums = gov_rollup_to_dataset(rollup, NULL);

    for (size_t i = 0; i < gov_rollup_n_nodes(rollup); i++) {
        gov_write_rollup_csv(out, rollup, i);
        gov_write_rollup_json(out, rollup, i);
        gov_write_rollup_text(out, rollup, i, GOV_LANGUAGE_ZH, GOV_WRITE_PLAIN);
    }
    gov_write_filing_csv(out, rollup, NULL);
    gov_write_filing_text(out, rollup, NULL, GOV_LANGUAGE_EN);
    for (guint i = 0; i < all->len; i++) {
        gov_write_reconciliation_csv(out, units, g_ptr_array_index(all, i));
        gov_write_reconciliation_json(out, units, g_ptr_array_index(all, i));
        gov_write_reconciliation_text(out, units, g_ptr_array_index(all, i), GOV_LANGUAGE_EN);
    }
    for (size_t row = 0; row < gov_dataset_n_rows(sums); row++) {
        g_autoptr(GovReport) report = gov_dataset_dup_report(sums, row);
        gov_write_json(out, report, GOV_WRITE_RAW);
    }
    return g_string_free(out, FALSE);
}

/* Puts other reports in for some, and reports in that were missing. */
static void replace_some(World *world, GArray *all, GovRollup *rollup, const GovUnits *units, bool local_only)
{
    for (int i = 0; i < 10; i++) {
        Filed *filed = &g_array_index(all, Filed, g_rand_int_range(world->rand, 0, (gint32)all->len));
        g_autofree char *code = g_strdup_printf("u%d", filed->unit);
        size_t line = (size_t)gov_units_find_code(units, code, FIRST_YEAR + filed->year);
        if (local_only && gov_units_get(units, line).line == GOV_LINE_VERTICAL)
            continue;
        for (int times = g_rand_int_range(world->rand, 1, 4); times > 0; times--) { /* and again */
            g_autoptr(GError) error = NULL;
            GovScope scope = filed->region ? GOV_SCOPE_REGION : GOV_SCOPE_OWN;
            g_clear_pointer(&filed->report, gov_report_unref);
            filed->report = make_report(world, filed);
            if (!gov_rollup_replace(rollup, code, filed->report, scope, &error))
                fail_msg("%s", error->message);
        }
    }
}

static void putting_reports_in_is_adding_up_anew_to_the_last_byte(void **state)
{
    (void)state;
    for (guint32 seed = 101; seed <= 108; seed++) {
        g_autofree World *world = g_new(World, 1);
        GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;
        options.local_only = seed % 4 == 0;
        options.nulls = seed % 3 == 0 ? GOV_NULLS_ZERO : GOV_NULLS_STRICT;
        make_world(world, seed % 2 ? "cn-foi-2021" : "cn-foi-2019", seed);
        g_autoptr(GovUnits) units = make_register(world);
        g_autoptr(GArray) all = file_reports(world);
        g_array_set_clear_func(all, clear_filed);
        g_autoptr(GovRollup) rollup = roll_up(world, all, units, &options);
        g_autofree char *before = write_all(rollup);
        replace_some(world, all, rollup, units, options.local_only);
        g_autoptr(GovRollup) anew = roll_up(world, all, units, &options);
        g_autofree char *one = write_all(rollup), *other = write_all(anew);
        assert_true(strcmp(before, other) != 0);
        assert_true(strcmp(one, other) == 0);
        free_world(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_lies_within_the_bounds),
        cmocka_unit_test(putting_reports_in_is_adding_up_anew_to_the_last_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
