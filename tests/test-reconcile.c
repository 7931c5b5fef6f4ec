/* SPDX-License-Identifier: MIT */
/* What a unit published against those below it: three ways, and what explains the rest. */
#include "test.h"

#include <govstat/govstat.h>

#define N_CHILDREN 12
#define N_CELLS 200

typedef struct {
    GRand *rand;
    GovForm *form;
    int64_t children[N_CHILDREN][N_CELLS];
    int64_t own[N_CELLS];
    int64_t published[N_CELLS];
} World;

static void make_world(World *world, guint32 seed)
{
    world->rand = g_rand_new_with_seed(seed);
    world->form = gov_form_builtin("cn-foi-2021", NULL);
    for (size_t cell = 0; cell < N_CELLS; cell++) {
        world->own[cell] = g_rand_int_range(world->rand, 0, 50);
        world->published[cell] = 0;
        for (size_t i = 0; i < N_CHILDREN; i++) {
            /* Small figures and many zeros, as in real reports. */
            bool zero = g_rand_int_range(world->rand, 0, 3) > 0;
            world->children[i][cell] = zero ? 0 : g_rand_int_range(world->rand, 1, 400);
            world->published[cell] += world->children[i][cell];
        }
    }
}

static void free_world(World *world)
{
    g_rand_free(world->rand);
    gov_form_unref(world->form);
}

static void append(GovDataset *dataset, const World *world, const char *name, const int64_t *values,
                   const char *scope)
{
    g_autoptr(GovReport) report = gov_report_new(world->form);
    GovRowKeys keys = {{NULL}};

    for (size_t cell = 0; cell < N_CELLS; cell++) {
        GovCell value = {.value = values[cell], .status = GOV_STATUS_REPORTED};
        gov_report_set_cell(report, cell, &value);
    }
    gov_report_set_agency(report, name);
    gov_report_set_year(report, 2023);
    gov_report_seal(report);
    keys.values[GOV_KEY_SCOPE] = scope;
    assert_true(gov_dataset_append(dataset, report, &keys, NULL));
}

static GovUnits *make_units(void)
{
    g_autoptr(GString) csv = g_string_new("code,name,parent,scope\np,某市,,region\n");
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < N_CHILDREN; i++)
        g_string_append_printf(csv, "c%d,第%d县,p,\n", i, i);
    return gov_units_from_data(csv->str, csv->len, "u.csv", &error);
}

/* The only reconciliation there is; `without` is a child that has not filed, or -1. */
static GovReconciliation *reconcile(const World *world, bool with_own, int without)
{
    g_autoptr(GovUnits) units = make_units();
    g_autoptr(GovDataset) dataset = gov_dataset_new(world->form);

    append(dataset, world, "某市", world->published, NULL);
    if (with_own)
        append(dataset, world, "某市", world->own, "own");
    for (int i = 0; i < N_CHILDREN; i++) {
        g_autofree char *name = g_strdup_printf("第%d县", i);
        if (i != without)
            append(dataset, world, name, world->children[i], NULL);
    }
    gov_dataset_seal(dataset);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    g_autoptr(GovRollup) rollup = gov_rollup_new(joined, units, NULL, NULL);
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    assert_int_equal(all->len, 1);
    return gov_reconciliation_ref(g_ptr_array_index(all, 0));
}

static void the_sum_of_children_holds(void **state)
{
    World world = {0};

    (void)state;
    make_world(&world, 1);
    g_autoptr(GovReconciliation) one = reconcile(&world, true, -1);
    size_t n_present = 0;
    assert_int_equal(gov_reconciliation_get_best(one), GOV_RECONCILE_CHILDREN);
    assert_int_equal(gov_reconciliation_n_children(one, &n_present), N_CHILDREN);
    assert_int_equal(n_present, N_CHILDREN);
    GovReconcileTry try = gov_reconciliation_get_try(one, GOV_RECONCILE_CHILDREN);
    assert_int_equal(try.n_compared, N_CELLS);
    assert_int_equal(try.n_equal, N_CELLS);
    assert_int_equal(try.n_open, 0);
    assert_int_equal(gov_reconciliation_n_explanations(one), 0);
    try = gov_reconciliation_get_try(one, GOV_RECONCILE_OWN);
    assert_int_equal(try.n_compared, N_CELLS);
    assert_true(try.n_equal < N_CELLS);
    free_world(&world);
}

static void own_and_children_are_told_from_children(void **state)
{
    World world = {0};

    (void)state;
    make_world(&world, 2);
    for (size_t cell = 0; cell < N_CELLS; cell++)
        world.published[cell] += world.own[cell];
    g_autoptr(GovReconciliation) one = reconcile(&world, true, -1);
    assert_int_equal(gov_reconciliation_get_best(one), GOV_RECONCILE_OWN_AND_CHILDREN);
    assert_int_equal(gov_reconciliation_get_try(one, GOV_RECONCILE_OWN_AND_CHILDREN).n_equal, N_CELLS);
    /* Without the own report there is room for it, and that is all that can be said. */
    g_autoptr(GovReconciliation) alone = reconcile(&world, false, -1);
    assert_int_equal(gov_reconciliation_get_try(alone, GOV_RECONCILE_OWN).n_compared, 0);
    assert_int_equal(gov_reconciliation_get_try(alone, GOV_RECONCILE_OWN_AND_CHILDREN).n_compared, 0);
    assert_int_equal(gov_reconciliation_get_try(alone, GOV_RECONCILE_CHILDREN).n_below, 0);
    assert_true(gov_reconciliation_get_try(alone, GOV_RECONCILE_CHILDREN).n_above > 0);
    free_world(&world);
}

static void own_alone_is_told_from_both(void **state)
{
    World world = {0};

    (void)state;
    make_world(&world, 3);
    memcpy(world.published, world.own, sizeof world.own);
    g_autoptr(GovReconciliation) one = reconcile(&world, true, -1);
    assert_int_equal(gov_reconciliation_get_best(one), GOV_RECONCILE_OWN);
    assert_int_equal(gov_reconciliation_n_explanations(one), 0);
    free_world(&world);
}

static void shift(World *world, int child, int sign)
{
    for (size_t cell = 0; cell < N_CELLS; cell++)
        world->published[cell] += sign * world->children[child][cell];
}

static void assert_first(const GovReconciliation *one, size_t n, const int *children, const int *signs)
{
    assert_true(gov_reconciliation_n_explanations(one) > 0);
    GovExplanation e = gov_reconciliation_get_explanation(one, 0);
    assert_int_equal(e.n_parts, n);
    assert_int_equal(e.n_broken, 0);
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        for (size_t k = 0; k < n; k++)
            found = found || (e.units[k] == (size_t)children[i] + 1 &&
                              e.kinds[k] == (signs[i] > 0 ? GOV_PART_TWICE : GOV_PART_LEFT_OUT));
        assert_true(found);
    }
}

/* Every child, each way, in several worlds: the first explanation is the true one. */
static void one_child_left_out_or_counted_twice_is_named(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 3; seed++) {
        for (int child = 0; child < N_CHILDREN; child++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                World world = {0};
                make_world(&world, seed);
                shift(&world, child, sign);
                g_autoptr(GovReconciliation) one = reconcile(&world, false, -1);
                assert_first(one, 1, &child, &sign);
                free_world(&world);
            }
        }
    }
}

static void two_children_are_named(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 4; seed++) {
        for (int kinds = 0; kinds < 4; kinds++) {
            World world = {0};
            make_world(&world, seed);
            int children[] = {(int)seed, (int)seed + 5};
            int signs[] = {kinds & 1 ? 1 : -1, kinds & 2 ? 1 : -1};
            shift(&world, children[0], signs[0]);
            shift(&world, children[1], signs[1]);
            g_autoptr(GovReconciliation) one = reconcile(&world, false, -1);
            assert_first(one, 2, children, signs);
            free_world(&world);
        }
    }
}

/* A slip elsewhere does not hide the child; nor does a slip alone look like one. */
static void fill(int64_t *cells, size_t from, size_t to, int64_t value)
{
    for (size_t cell = from; cell < to; cell++)
        cells[cell] = value;
}

/* Own and children without the first is what was published; children alone hold on more cells, by chance. */
static void one_large_child_left_out_does_not_make_the_wrong_way_win(void **state)
{
    World world = {.rand = g_rand_new(), .form = gov_form_builtin("cn-foi-2021", NULL)};

    (void)state;
    fill(world.children[0], 0, 50, 100);
    fill(world.children[1], 50, 100, 1);
    fill(world.own, 0, 40, 100);
    for (size_t cell = 0; cell < N_CELLS; cell++)
        world.published[cell] = world.own[cell] + world.children[1][cell];
    g_autoptr(GovReconciliation) one = reconcile(&world, true, -1);
    assert_int_equal(gov_reconciliation_get_try(one, GOV_RECONCILE_CHILDREN).n_equal, 190);
    assert_int_equal(gov_reconciliation_get_try(one, GOV_RECONCILE_OWN_AND_CHILDREN).n_equal, 150);
    assert_int_equal(gov_reconciliation_get_best(one), GOV_RECONCILE_OWN_AND_CHILDREN);
    assert_first(one, 1, (const int[]){0}, (const int[]){-1});
    free_world(&world);
}

/* The first child has not filed with us; what it has can make the sum larger, never smaller. */
static void what_no_missing_report_can_mend_speaks_against_a_way(void **state)
{
    World world = {.rand = g_rand_new(), .form = gov_form_builtin("cn-foi-2021", NULL)};

    (void)state;
    fill(world.children[0], 0, 100, 5);
    fill(world.children[1], 0, 200, 2);
    fill(world.own, 0, 30, 5);
    fill(world.own, 30, 100, 9);
    for (size_t cell = 0; cell < N_CELLS; cell++)
        world.published[cell] = world.children[0][cell] + world.children[1][cell];
    g_autoptr(GovReconciliation) one = reconcile(&world, true, 0);
    assert_int_equal(gov_reconciliation_get_try(one, GOV_RECONCILE_CHILDREN).n_equal, 100);
    assert_int_equal(gov_reconciliation_get_try(one, GOV_RECONCILE_OWN_AND_CHILDREN).n_equal, 130);
    assert_int_equal(gov_reconciliation_get_best(one), GOV_RECONCILE_CHILDREN);
    free_world(&world);
}

static void a_slip_beside_it_does_not_hide_the_child(void **state)
{
    World world = {0};
    int child = 4, sign = -1;

    (void)state;
    make_world(&world, 5);
    world.published[17] += 90000;
    g_autoptr(GovReconciliation) slip = reconcile(&world, false, -1);
    assert_int_equal(gov_reconciliation_get_try(slip, GOV_RECONCILE_CHILDREN).n_equal, N_CELLS - 1);
    assert_int_equal(gov_reconciliation_n_explanations(slip), 0);
    shift(&world, child, sign);
    g_autoptr(GovReconciliation) both = reconcile(&world, false, -1);
    assert_first(both, 1, &child, &sign);
    free_world(&world);
}

static void a_child_that_has_not_filed_leaves_cells_open(void **state)
{
    World world = {0};

    (void)state;
    make_world(&world, 6);
    g_autoptr(GovReconciliation) one = reconcile(&world, false, 3);
    GovReconcileTry try = gov_reconciliation_get_try(one, GOV_RECONCILE_CHILDREN);
    size_t n_present = 0;
    gov_reconciliation_n_children(one, &n_present);
    assert_int_equal(n_present, N_CHILDREN - 1);
    assert_int_equal(try.n_open, try.n_compared);
    assert_int_equal(try.n_below, 0);
    free_world(&world);
}

/* What is left when a child left out has been named is the slip. */
static void cells_that_differ_are_told_and_whether_they_are_explained(void **state)
{
    World world = {0};
    size_t n_explained = 0, n_left = 0, left = 0;

    (void)state;
    make_world(&world, 4);
    shift(&world, 3, -1);
    world.children[3][7] = 0;
    world.published[7] += 1000;
    g_autoptr(GovReconciliation) one = reconcile(&world, false, -1);
    for (size_t i = 0; i < gov_reconciliation_n_differences(one); i++) {
        GovDifference entry = gov_reconciliation_get_difference(one, i);
        n_explained += entry.is_explained;
        n_left += !entry.is_explained;
        left = entry.is_explained ? left : i;
        assert_true(entry.has_sum);
        assert_false(entry.is_open);
    }
    GovDifference slip = gov_reconciliation_get_difference(one, left);
    assert_int_equal(n_left, 1);
    assert_int_equal(slip.cell, 7);
    assert_int_equal(slip.published, world.published[7]);
    assert_int_equal(n_explained, gov_reconciliation_get_explanation(one, 0).n_mended);
    g_autoptr(GovUnits) units = make_units();
    g_autoptr(GString) text = g_string_new(NULL), csv = g_string_new(NULL), json = g_string_new(NULL);
    gov_write_reconciliation_text(text, units, one, GOV_LANGUAGE_ZH);
    g_autofree char *label = gov_form_dup_cell_label(world.form, 7, GOV_LANGUAGE_ZH);
    g_autofree char *line = g_strdup_printf("  %s：公布%d，合计%d\n", label, (int)slip.published, (int)slip.sum);
    assert_non_null(strstr(text->str, line));
    g_autofree char *cell = g_strdup_printf("cell,p,某市,2023,12,12,children,,,,,0,,,,,%s,%d,%d,0\n",
                                            gov_form_get_code(world.form, 7), (int)slip.published, (int)slip.sum);
    gov_write_reconciliation_csv(csv, units, one);
    assert_non_null(strstr(csv->str, cell));
    g_autofree char *object = g_strdup_printf("{\"cell\":\"%s\",\"published\":%d,\"sum\":%d,\"open\":false,"
                                              "\"explained\":false}",
                                              gov_form_get_code(world.form, 7), (int)slip.published, (int)slip.sum);
    gov_write_reconciliation_json(json, units, one);
    assert_non_null(strstr(json->str, object));
    free_world(&world);
}

static void it_is_written_in_every_format(void **state)
{
    World world = {0};
    g_autoptr(GovUnits) units = make_units();
    g_autoptr(GString) json = g_string_new(NULL), csv = g_string_new(NULL), text = g_string_new(NULL);

    (void)state;
    make_world(&world, 1);
    shift(&world, 2, -1);
    g_autoptr(GovReconciliation) one = reconcile(&world, false, -1);
    gov_write_reconciliation_json(json, units, one);
    assert_non_null(strstr(json->str, "\"own\":{\"compared\":0,\"equal\":0,"));
    assert_non_null(strstr(json->str, "\"best\":\"children\",\"explanations\":[{\"units\":[{\"unit\":\"c2\",\"is\":"
                                      "\"left_out\"}],\"mended\":"));
    gov_write_reconciliation_csv(csv, units, one);
    assert_non_null(strstr(csv->str, "way,p,某市,2023,12,12,own,0,0,0,0,0,,,,,,,,\n"));
    assert_non_null(strstr(csv->str, "explanation,p,某市,2023,12,12,children,,,,,,c2,,"));
    gov_write_reconciliation_text(text, units, one, GOV_LANGUAGE_ZH);
    assert_non_null(strstr(text->str, "  仅本机关：无可比数字\n* 下级合计：相等"));
    assert_non_null(strstr(text->str, "可能：第2县未计入：可消除"));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_of_children_holds),
        cmocka_unit_test(own_and_children_are_told_from_children),
        cmocka_unit_test(own_alone_is_told_from_both),
        cmocka_unit_test(one_child_left_out_or_counted_twice_is_named),
        cmocka_unit_test(two_children_are_named),
        cmocka_unit_test(one_large_child_left_out_does_not_make_the_wrong_way_win),
        cmocka_unit_test(what_no_missing_report_can_mend_speaks_against_a_way),
        cmocka_unit_test(a_slip_beside_it_does_not_hide_the_child),
        cmocka_unit_test(a_child_that_has_not_filed_leaves_cells_open),
        cmocka_unit_test(cells_that_differ_are_told_and_whether_they_are_explained),
        cmocka_unit_test(it_is_written_in_every_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
