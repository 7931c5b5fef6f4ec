/* SPDX-License-Identifier: MIT */
/* Joining with the register and rolling up: what is added, what is not, how gaps are told, and that the result
 * does not depend on the way it was come to. */
#include "test.h"

#include <govstat/govstat.h>

#define RECEIVED "applications.received.total"
#define CARRIED_IN "applications.carried_in.total"
#define CARRIED_OVER "applications.carried_over.total"

/* ---- making things ---- */

static GovForm *get_form(void)
{
    return gov_form_builtin("cn-foi-2021", NULL);
}

static GovUnits *load(const char *text)
{
    g_autoptr(GError) error = NULL;
    GovUnits *units = gov_units_from_data(text, strlen(text), "u.csv", &error);

    if (units == NULL)
        fail_msg("%s", error->message);
    return units;
}

static void set_cell(GovReport *report, const char *code, GovStatus status, int64_t value)
{
    GovCell cell = {.status = status, .value = value, .evidence = GOV_EVIDENCE_GIVEN, .confidence = 1};

    gov_report_set_cell(report, (size_t)gov_form_find_cell(gov_report_get_form(report), code), &cell);
}

/* A report with zeros but for `received`. */
static GovReport *make_report(const char *agency, int year, int64_t received)
{
    g_autoptr(GovForm) form = get_form();
    GovReport *report = gov_report_new(form);

    for (size_t i = 0; i < gov_form_n_cells(form); i++)
        set_cell(report, gov_form_get_code(form, i), GOV_STATUS_REPORTED, 0);
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    set_cell(report, RECEIVED, GOV_STATUS_REPORTED, received);
    return report;
}

static void append(GovDataset *dataset, GovReport *report, const char *scope, const char *filed)
{
    GovRowKeys keys = {{NULL}};

    keys.values[GOV_KEY_SCOPE] = scope;
    keys.values[GOV_KEY_FILED] = filed;
    keys.values[GOV_KEY_SOURCE] = filed != NULL ? filed : gov_report_get_agency(report);
    gov_report_seal(report);
    assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    gov_report_unref(report);
}

static GovRollup *roll_up_with(GovDataset *dataset, const GovUnits *units, const GovRollupOptions *options)
{
    g_autoptr(GError) error = NULL;

    if (!gov_dataset_is_sealed(dataset))
        gov_dataset_seal(dataset);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    GovRollup *rollup = gov_rollup_new(joined, units, options, &error);
    if (rollup == NULL)
        fail_msg("%s", error->message);
    return rollup;
}

static GovRollup *roll_up(GovDataset *dataset, const GovUnits *units)
{
    return roll_up_with(dataset, units, NULL);
}

static GovDataset *new_dataset(void)
{
    g_autoptr(GovForm) form = get_form();

    return gov_dataset_new(form);
}

static GovRollupCell get_cell(const GovRollup *rollup, const char *unit, int year, const char *code)
{
    g_autoptr(GovForm) form = get_form();
    int node = gov_rollup_find_node(rollup, unit, year);

    assert_true(node >= 0);
    return gov_rollup_get_cell(rollup, (size_t)node, (size_t)gov_form_find_cell(form, code));
}

static char *write_all(const GovRollup *rollup)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < gov_rollup_n_nodes(rollup); i++) {
        gov_write_rollup_csv(out, rollup, i);
        gov_write_rollup_json(out, rollup, i);
    }
    g_autoptr(GString) filing = g_string_new(NULL);
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++)
        g_string_append_printf(filing, "%zu %d\n", gov_rollup_get_missing(rollup, i).unit,
                               gov_rollup_get_missing(rollup, i).year);
    g_string_append(out, filing->str);
    return g_string_free(out, FALSE);
}

static const char CITY[] = "code,name,parent,scope\n"
                           "p,某市,,region\n"
                           "c,甲县,p,\n"
                           "o,市政府办,p,\n"
                           "c1,甲县教育局,c,\n"
                           "c2,甲县卫健局,c,\n";

/* ---- joining ---- */

static void a_row_finds_its_unit_or_is_listed(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,aliases,parent,level,division,valid_to,scope\n"
                                     "a,甲局,甲,r,county,,,\nb,乙局,,r,,321302,,own\nb2,乙局,,r,,,,\n"
                                     "d,丁局,,r,,,2020,\nr,某县,,,,,,\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    g_autoptr(GArray) problems = NULL;
    GovReport *nameless = make_report("x", 2023, 1);

    (void)state;
    gov_report_set_agency(nameless, NULL);
    append(dataset, make_report("甲", 2023, 1), "level", NULL);
    append(dataset, make_report("乙局", 2023, 1), NULL, NULL);
    append(dataset, make_report("丁局", 2023, 1), NULL, NULL);
    append(dataset, make_report("丙局", 2023, 1), NULL, NULL);
    append(dataset, nameless, NULL, "x");
    append(dataset, make_report("丁局", 2020, 1), NULL, NULL);
    gov_dataset_seal(dataset);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, &problems);
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_UNIT, 0), "a");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_PARENT, 0), "r");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_LEVEL, 0), "county");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_LINE, 0), "local");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_SCOPE, 0), "level");
    assert_null(gov_dataset_get_key(joined, GOV_KEY_UNIT, 1));
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_UNIT, 5), "d");
    static const GovJoinReason reasons[] = {GOV_JOIN_SEVERAL, GOV_JOIN_OTHER_YEAR, GOV_JOIN_UNKNOWN, GOV_JOIN_NO_NAME};
    assert_int_equal(problems->len, 4);
    for (guint i = 0; i < problems->len; i++) {
        assert_int_equal(g_array_index(problems, GovJoinProblem, i).row, i + 1);
        assert_int_equal(g_array_index(problems, GovJoinProblem, i).reason, reasons[i]);
    }
    assert_int_equal(g_array_index(problems, GovJoinProblem, 0).n_units, 2);
}

static void a_code_that_is_given_wins_over_the_name(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,division,scope\na,甲局,321302,own\nb,乙局,,\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    g_autoptr(GovReport) report = make_report("乙局", 2023, 1);
    GovRowKeys keys = {{NULL}};

    (void)state;
    keys.values[GOV_KEY_UNIT] = " a";
    gov_report_seal(report);
    gov_dataset_append(dataset, report, &keys, NULL);
    gov_dataset_seal(dataset);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_UNIT, 0), "a");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_DIVISION, 0), "321302");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_LEVEL, 0), "county");
    assert_string_equal(gov_dataset_get_key(joined, GOV_KEY_SCOPE, 0), "own");
}

/* ---- adding ---- */

static void children_add_up_at_any_depth_and_years_apart(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲县教育局", 2023, 3), NULL, NULL);
    append(dataset, make_report("甲县卫健局", 2023, 4), NULL, NULL);
    append(dataset, make_report("市政府办", 2023, 5), NULL, NULL);
    append(dataset, make_report("市政府办", 2024, 50), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    assert_int_equal(gov_rollup_n_nodes(rollup), 4);
    assert_int64(get_cell(rollup, "c", 2023, RECEIVED).sum, 7);
    assert_int64(get_cell(rollup, "p", 2023, RECEIVED).sum, 12);
    assert_int_equal(get_cell(rollup, "p", 2023, RECEIVED).status, GOV_STATUS_REPORTED);
    GovRollupCell later = get_cell(rollup, "p", 2024, RECEIVED);
    assert_int64(later.sum, 50);
    assert_int_equal(later.status, GOV_STATUS_UNCERTAIN);
    assert_int_equal(later.n_reported, 1);
    assert_int_equal(later.n_missing, 2);
    assert_int_equal(get_cell(rollup, "c", 2024, RECEIVED).status, GOV_STATUS_ABSENT);
    GovRollupNode node = gov_rollup_get_node(rollup, (size_t)gov_rollup_find_node(rollup, "p", 2023));
    assert_int_equal(node.n_expected, 3);
    assert_int_equal(node.n_present, 3);
    assert_int_equal(gov_rollup_find_node(rollup, "o", 2023), -1);
}

static void a_region_report_is_never_added_to_its_children(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲县教育局", 2023, 3), NULL, NULL);
    append(dataset, make_report("甲县卫健局", 2023, 4), NULL, NULL);
    append(dataset, make_report("市政府办", 2023, 5), NULL, NULL);
    append(dataset, make_report("甲县", 2023, 700), NULL, NULL);
    append(dataset, make_report("某市", 2023, 1200), NULL, NULL);
    append(dataset, make_report("某市", 2023, 1100), "level", NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    assert_int64(get_cell(rollup, "p", 2023, RECEIVED).sum, 12);
    assert_int64(get_cell(rollup, "c", 2023, RECEIVED).sum, 7);
    assert_int_equal(gov_rollup_n_resubmissions(rollup), 1);
    assert_int_equal(gov_rollup_get_resubmission(rollup, 0).reason, GOV_TAKEN_WIDER_SCOPE);
    assert_int_equal(gov_rollup_get_resubmission(rollup, 0).taken, 4);
}

static void the_own_report_of_a_unit_in_between_is_added(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲县教育局", 2023, 3), NULL, NULL);
    append(dataset, make_report("甲县卫健局", 2023, 4), NULL, NULL);
    append(dataset, make_report("市政府办", 2023, 5), NULL, NULL);
    append(dataset, make_report("甲县", 2023, 2), "own", NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    assert_int64(get_cell(rollup, "c", 2023, RECEIVED).sum, 9);
    assert_int64(get_cell(rollup, "p", 2023, RECEIVED).sum, 14);
    assert_int_equal(get_cell(rollup, "p", 2023, RECEIVED).n_reported, 4);
    assert_int_equal(get_cell(rollup, "p", 2023, RECEIVED).status, GOV_STATUS_REPORTED);
}

static void vertical_units_can_be_left_out(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent,line\np,某市,,\na,甲局,p,块\nt,税务局,p,条\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;

    (void)state;
    append(dataset, make_report("甲局", 2023, 3), NULL, NULL);
    append(dataset, make_report("税务局", 2023, 4), NULL, NULL);
    g_autoptr(GovRollup) all = roll_up(dataset, units);
    assert_int64(get_cell(all, "p", 2023, RECEIVED).sum, 7);
    options.local_only = true;
    g_autoptr(GovRollup) local = roll_up_with(dataset, units, &options);
    assert_int64(get_cell(local, "p", 2023, RECEIVED).sum, 3);
    assert_int_equal(get_cell(local, "p", 2023, RECEIVED).status, GOV_STATUS_REPORTED);
    assert_int_equal(gov_rollup_n_outside(local), 1);
}

static void groups_can_be_made_by_other_keys(void **state)
{
    static const GovKey by[] = {GOV_KEY_LEVEL, GOV_KEY_YEAR};
    g_autoptr(GovUnits) units = load("code,name,parent,level\np,某市,,地级\na,甲局,p,地级\nc,乙县,p,县级\n"
                                     "d,乙县局,c,县级\ne,丙县,p,县级\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovRollupOptions options = {.by = by, .n_by = 2};

    (void)state;
    append(dataset, make_report("甲局", 2023, 3), NULL, NULL);
    append(dataset, make_report("乙县局", 2023, 4), NULL, NULL);
    append(dataset, make_report("丙县", 2023, 5), NULL, NULL);
    append(dataset, make_report("某市", 2023, 99), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up_with(dataset, units, &options);
    g_autoptr(GovForm) form = get_form();
    size_t received = (size_t)gov_form_find_cell(form, RECEIVED);
    assert_int_equal(gov_rollup_n_nodes(rollup), 2);
    assert_int_equal(gov_rollup_get_node(rollup, 0).level, GOV_LEVEL_PREFECTURE);
    assert_int64(gov_rollup_get_cell(rollup, 0, received).sum, 3);
    assert_int64(gov_rollup_get_cell(rollup, 1, received).sum, 9);
}

static void nothing_is_added_over_years(void **state)
{
    static const GovKey without[] = {GOV_KEY_PARENT}, other[] = {GOV_KEY_YEAR, GOV_KEY_AGENCY};
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();
    g_autoptr(GError) first = NULL, second = NULL;
    GovRollupOptions options = {.by = without, .n_by = 1};

    (void)state;
    gov_dataset_seal(dataset);
    assert_null(gov_rollup_new(dataset, units, &options, &first));
    assert_gerror(first, GOV_ERROR, GOV_ERROR_UNSUPPORTED);
    assert_non_null(strstr(first->message, "needs the key year"));
    options = (GovRollupOptions){.by = other, .n_by = 2};
    assert_null(gov_rollup_new(dataset, units, &options, &second));
    assert_non_null(strstr(second->message, "choose from parent, level, line, division, year"));
}

static void a_sum_that_cannot_be_held_is_an_error(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();
    g_autoptr(GError) error = NULL;

    (void)state;
    append(dataset, make_report("甲县教育局", 2023, INT64_MAX), NULL, NULL);
    append(dataset, make_report("甲县卫健局", 2023, 1), NULL, NULL);
    gov_dataset_seal(dataset);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    assert_null(gov_rollup_new(joined, units, NULL, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
    assert_non_null(strstr(error->message, "2023: the sum of applications.received.total is too large"));
}

/* ---- gaps ---- */

static void no_report_blank_mark_and_zero_differ(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\n1,甲,\n1a,甲一,1\n2,乙,\n2a,乙一,2\n3,丙,\n3a,丙一,3\n4,丁,\n4a,丁一,4\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *blank = make_report("乙一", 2023, 0), *mark = make_report("丁一", 2023, 0);

    (void)state;
    set_cell(blank, RECEIVED, GOV_STATUS_BLANK, 0);
    set_cell(mark, RECEIVED, GOV_STATUS_NOT_APPLICABLE, 0);
    append(dataset, make_report("甲一", 2023, 0), NULL, NULL);
    append(dataset, blank, NULL, NULL);
    append(dataset, mark, NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    static const struct {
        const char *unit;
        GovStatus status;
        const char *csv;
        const char *json;
    } cases[] = {
        {"1", GOV_STATUS_REPORTED, ",1,1," RECEIVED ",0,reported,1,0,0,0,0,0,0,0,complete,,0,,exact\n", "\"" RECEIVED "\":0,"},
        {"2", GOV_STATUS_BLANK, ",1,1," RECEIVED ",,blank,0,1,0,0,0,0,,,,,0,,exact\n", "\"" RECEIVED "\":\"blank\""},
        {"3", GOV_STATUS_ABSENT, ",1,0," RECEIVED ",,absent,0,0,0,0,0,1,,,,,0,,\n", "\"" RECEIVED "\":\"absent\""},
        {"4", GOV_STATUS_NOT_APPLICABLE, ",1,1," RECEIVED ",,not_applicable,0,0,1,0,0,0,,,,,0,,exact\n",
         "\"" RECEIVED "\":\"not_applicable\""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t node = (size_t)gov_rollup_find_node(rollup, cases[i].unit, 2023);
        g_autoptr(GString) csv = g_string_new(NULL), json = g_string_new(NULL);
        GovRollupCell cell = get_cell(rollup, cases[i].unit, 2023, RECEIVED);
        assert_int_equal(cell.status, cases[i].status);
        assert_int_equal(cell.has_sum, i == 0);
        gov_write_rollup_csv(csv, rollup, node);
        if (strstr(csv->str, cases[i].csv) == NULL)
            fail_msg("%s not in %s", cases[i].csv, strstr(csv->str, RECEIVED) - 30);
        gov_write_rollup_json(json, rollup, node);
        assert_non_null(strstr(json->str, cases[i].json));
    }
}

/* The tables for people: one line of each must differ. */
static void no_report_blank_and_zero_differ_for_people(void **state)
{
    static const char *const words[][2] = {{"空白1", "blank"}, {"未报", "missing"}};
    g_autoptr(GovUnits) units = load("code,name,parent\n1,甲,\n1a,甲一,1\n2,乙,\n2a,乙一,2\n3,丙,\n3a,丙一,3\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *blank = make_report("乙一", 2023, 0);

    (void)state;
    set_cell(blank, RECEIVED, GOV_STATUS_BLANK, 0);
    append(dataset, make_report("甲一", 2023, 0), NULL, NULL);
    append(dataset, blank, NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    for (int lang = 0; lang < 2; lang++) {
        g_autoptr(GString) zero = g_string_new(NULL), empty = g_string_new(NULL), missing = g_string_new(NULL);
        GString *texts[] = {zero, empty, missing};
        for (size_t i = 0; i < 3; i++)
            gov_write_rollup_text(texts[i], rollup, i, lang == 0 ? GOV_LANGUAGE_ZH : GOV_LANGUAGE_EN, 0);
        assert_null(strstr(texts[0]->str, words[0][lang]));
        assert_null(strstr(texts[0]->str, words[1][lang]));
        assert_non_null(strstr(texts[1]->str, words[0][lang]));
        assert_non_null(strstr(texts[2]->str, words[1][lang]));
        assert_null(strstr(texts[2]->str, words[0][lang]));
    }
}

static void blanks_leave_a_sum_open_unless_they_are_told_to_be_nothing(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *blank = make_report("乙", 2023, 0);
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;

    (void)state;
    set_cell(blank, RECEIVED, GOV_STATUS_BLANK, 0);
    append(dataset, make_report("甲", 2023, 3), NULL, NULL);
    append(dataset, blank, NULL, NULL);
    g_autoptr(GovRollup) strict = roll_up(dataset, units);
    GovRollupCell cell = get_cell(strict, "p", 2023, RECEIVED);
    assert_int_equal(cell.status, GOV_STATUS_UNCERTAIN);
    assert_int64(cell.lower, 3);
    assert_false(cell.has_upper);
    options.nulls = GOV_NULLS_ZERO;
    g_autoptr(GovRollup) zero = roll_up_with(dataset, units, &options);
    cell = get_cell(zero, "p", 2023, RECEIVED);
    assert_int_equal(cell.status, GOV_STATUS_REPORTED);
    assert_int64(cell.sum, 3);
    assert_int_equal(cell.n_blank, 1);
    g_autoptr(GString) json = g_string_new(NULL);
    gov_write_rollup_json(json, zero, 0);
    assert_non_null(strstr(json->str, "\"nulls\":\"zero\""));
}

static void bounds_rest_on_what_is_said(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *prior = make_report("乙", 2022, 40), *region = make_report("某市", 2023, 60);

    (void)state;
    set_cell(prior, CARRIED_OVER, GOV_STATUS_REPORTED, 6);
    set_cell(region, CARRIED_IN, GOV_STATUS_REPORTED, 7); /* may be of more than these */
    append(dataset, prior, NULL, NULL);
    append(dataset, make_report("甲", 2023, 10), NULL, NULL);
    append(dataset, region, NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    GovRollupCell cell = get_cell(rollup, "p", 2023, RECEIVED);
    assert_int64(cell.lower, 10);
    assert_int64(cell.upper, 60);
    assert_int_equal(cell.bounds, GOV_BOUND_REGION);
    assert_true(cell.has_estimate);
    assert_int64(cell.estimate, 50);
    assert_int_equal(cell.n_estimated, 1);
    cell = get_cell(rollup, "p", 2023, CARRIED_IN); /* what 乙 carried over */
    assert_int64(cell.lower, 6);
    assert_int64(cell.upper, 6);
    assert_int_equal(cell.bounds, GOV_BOUND_PRIOR);
}

static void a_region_report_below_the_sum_is_no_bound(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲", 2023, 10), NULL, NULL);
    append(dataset, make_report("某市", 2023, 9), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    GovRollupCell cell = get_cell(rollup, "p", 2023, RECEIVED);
    assert_false(cell.has_upper);
    assert_int_equal(cell.bounds, GOV_BOUND_CONFLICT);
}

/* Last year's pending cases and the report for the region cannot both be right: neither bounds the whole. */
static void a_region_report_below_what_was_carried_over_is_a_conflict(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *prior = make_report("乙", 2022, 40), *region = make_report("某市", 2023, 60), *own = make_report("甲", 2023, 1);

    (void)state;
    set_cell(prior, CARRIED_OVER, GOV_STATUS_REPORTED, 6);
    set_cell(own, CARRIED_IN, GOV_STATUS_REPORTED, 3);
    set_cell(region, CARRIED_IN, GOV_STATUS_REPORTED, 8);
    append(dataset, prior, NULL, NULL);
    append(dataset, own, NULL, NULL);
    append(dataset, region, NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    GovRollupCell cell = get_cell(rollup, "p", 2023, CARRIED_IN);
    assert_int_equal(cell.bounds, GOV_BOUND_CONFLICT);
    assert_true(cell.has_lower);
    assert_int64(cell.lower, 3);
    assert_false(cell.has_upper);
}

static void totals_are_worked_out_again(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();
    GovReport *good = make_report("甲", 2023, 5), *bad = make_report("乙", 2023, 7);
    size_t n = 0;

    (void)state;
    set_cell(good, "applications.received.natural_person", GOV_STATUS_REPORTED, 5);
    set_cell(bad, "applications.received.natural_person", GOV_STATUS_REPORTED, 8);
    append(dataset, good, NULL, NULL);
    append(dataset, bad, NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    g_autoptr(GArray) totals = gov_rollup_check_totals(rollup, 0, &n);
    assert_int_equal(n, 25 + 7 + 3); /* rows and columns of applications, rows of review_litigation */
    assert_int_equal(totals->len, 1);
    assert_int64(g_array_index(totals, GovRollupTotal, 0).printed, 12);
    assert_int64(g_array_index(totals, GovRollupTotal, 0).recomputed, 13);
}

/* ---- who has filed ---- */

static void who_has_not_filed_is_listed_year_by_year(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent,scope,valid_to\np,某市,,region,\na,甲,p,,\nb,乙,p,,2022\nz,孤,,,\n");
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲", 2022, 10), NULL, NULL);
    append(dataset, make_report("孤", 2023, 10), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    static const GovMissing expected[] = {{0, 2022, false}, {2, 2022, true}, {3, 2022, false}, {0, 2023, false}, {1, 2023, true}};
    assert_int_equal(gov_rollup_n_missing(rollup), G_N_ELEMENTS(expected));
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        GovMissing found = gov_rollup_get_missing(rollup, i);
        assert_int_equal(found.unit, expected[i].unit);
        assert_int_equal(found.year, expected[i].year);
        assert_int_equal(found.is_added, expected[i].is_added);
    }
    assert_int_equal(gov_rollup_n_outside(rollup), 1);
}

static void the_latest_report_wins_and_it_is_said_why(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\np,某市,\na,甲,p\nb,乙,p\nc,丙,p\n");
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲", 2023, 1), NULL, "2024-02-10"); /* wins */
    append(dataset, make_report("甲", 2023, 2), NULL, "2024-01-31");
    append(dataset, make_report("甲", 2023, 3), NULL, NULL);
    append(dataset, make_report("乙", 2023, 10), NULL, NULL);
    append(dataset, make_report("乙", 2023, 20), NULL, NULL); /* wins */
    append(dataset, make_report("丙", 2023, 100), NULL, NULL);
    append(dataset, make_report("丙", 2023, 100), NULL, NULL); /* wins */
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    assert_int64(get_cell(rollup, "p", 2023, RECEIVED).sum, 121);
    static const GovResubmission expected[] = {{1, 0, GOV_TAKEN_FILED_LATER},
                                               {2, 0, GOV_TAKEN_FILED_LATER},
                                               {3, 4, GOV_TAKEN_LATER_INPUT},
                                               {5, 6, GOV_TAKEN_SAME}};
    assert_int_equal(gov_rollup_n_resubmissions(rollup), G_N_ELEMENTS(expected));
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        GovResubmission found = gov_rollup_get_resubmission(rollup, i);
        assert_int_equal(found.row, expected[i].row);
        assert_int_equal(found.taken, expected[i].taken);
        assert_int_equal(found.reason, expected[i].reason);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    gov_write_filing_text(text, rollup, NULL, GOV_LANGUAGE_ZH);
    assert_non_null(strstr(text->str, "2023  重复报送，未采用：甲 (a)  2024-01-31；采用：2024-02-10；报送日期较晚（2024-02-10；另一份2024-01-31）\n"));
}

/* ---- handing on ---- */

static void an_order_that_is_given_wins_over_days(void **state)
{
    static const int order[] = {2, 1, 0, 5, 9};
    g_autoptr(GovUnits) units = load(CITY);
    GovDataset *dataset = new_dataset();
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;

    (void)state;
    append(dataset, make_report("市政府办", 2023, 1), NULL, "2024-01-01");
    append(dataset, make_report("市政府办", 2023, 2), NULL, "2024-03-01");
    append(dataset, make_report("市政府办", 2023, 3), NULL, NULL);
    append(dataset, make_report("甲县教育局", 2023, 4), "own", NULL);
    append(dataset, make_report("甲县教育局", 2023, 5), "region", NULL);
    options.order = order;
    g_autoptr(GovRollup) rollup = roll_up_with(dataset, units, &options);
    assert_int_equal(get_cell(rollup, "p", 2023, RECEIVED).sum, 6);
    assert_int_equal(gov_rollup_n_resubmissions(rollup), 3);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(gov_rollup_get_resubmission(rollup, i).reason, GOV_TAKEN_ORDER);
        assert_int_equal(gov_rollup_get_resubmission(rollup, i).taken, 0);
    }
    assert_int_equal(gov_rollup_get_resubmission(rollup, 2).reason, GOV_TAKEN_WIDER_SCOPE);
    assert_string_equal(gov_taken_reason_get_name(GOV_TAKEN_ORDER), "order");
    gov_dataset_unref(dataset);
}

static void groups_are_a_dataset_again(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();

    (void)state;
    append(dataset, make_report("甲县教育局", 2023, 3), NULL, NULL);
    append(dataset, make_report("甲县卫健局", 2023, 4), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    g_autoptr(GovDataset) out = gov_rollup_to_dataset(rollup, NULL);
    g_autoptr(GovForm) form = get_form();
    size_t received = (size_t)gov_form_find_cell(form, RECEIVED);
    assert_int_equal(gov_dataset_n_rows(out), 2);
    assert_string_equal(gov_dataset_get_key(out, GOV_KEY_UNIT, 1), "c");
    assert_string_equal(gov_dataset_get_key(out, GOV_KEY_SCOPE, 1), "region");
    assert_int64(gov_dataset_get_values(out, received)[1], 7);
    assert_int_equal(gov_dataset_get_status(out, received, 0), GOV_STATUS_UNCERTAIN); /* 市政府办 is missing */
}

/* ---- properties ---- */

#define N_UNITS 60
#define N_YEARS 3

typedef struct {
    GRand *rand;
    GString *tree; /* the register with its tree */
    GString *flat; /* the same leaves, all below the root */
    GPtrArray *reports; /* GovReport, with the code of the unit as agency */
} World;

static GovReport *random_report(World *world, const char *agency, int year)
{
    g_autoptr(GovForm) form = get_form();
    GovReport *report = gov_report_new(form);

    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        int32_t dice = g_rand_int_range(world->rand, 0, 40);
        GovStatus status = dice < 6 ? (GovStatus)dice : GOV_STATUS_REPORTED;
        set_cell(report, gov_form_get_code(form, i), status, g_rand_int_range(world->rand, -5, 1000000));
    }
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    gov_report_set_source(report, agency);
    gov_report_seal(report);
    return report;
}

/* Unit 0 is the root; the parent of another one comes before it. */
static void make_world(World *world, guint32 seed)
{
    int parents[N_UNITS];
    bool has_children[N_UNITS] = {false};

    world->rand = g_rand_new_with_seed(seed);
    world->tree = g_string_new("code,name,parent\nu0,u0,\n");
    world->flat = g_string_new("code,name,parent\nu0,u0,\n");
    world->reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    for (int i = 1; i < N_UNITS; i++) {
        parents[i] = g_rand_int_range(world->rand, i > 20 ? 1 : 0, i);
        has_children[parents[i]] = true;
        g_string_append_printf(world->tree, "u%d,u%d,u%d\n", i, i, parents[i]);
    }
    for (int i = 1; i < N_UNITS; i++) {
        if (!has_children[i])
            g_string_append_printf(world->flat, "u%d,u%d,u0\n", i, i);
        for (int year = 2021; year < 2021 + N_YEARS && !has_children[i]; year++) {
            g_autofree char *code = g_strdup_printf("u%d", i);
            if (g_rand_int_range(world->rand, 0, 5) > 0)
                g_ptr_array_add(world->reports, random_report(world, code, year));
        }
    }
}

static void free_world(World *world)
{
    g_rand_free(world->rand);
    g_string_free(world->tree, TRUE);
    g_string_free(world->flat, TRUE);
    g_ptr_array_unref(world->reports);
}

/* All reports but one, which may be NULL; in the order that a seed gives. */
static GovDataset *make_dataset(const World *world, guint32 order, const GovReport *without)
{
    GovDataset *dataset = new_dataset();
    g_autoptr(GRand) rand = g_rand_new_with_seed(order);
    g_autoptr(GPtrArray) reports = g_ptr_array_new();

    for (guint i = 0; i < world->reports->len; i++)
        g_ptr_array_add(reports, world->reports->pdata[i]);
    for (guint i = reports->len; i > 1; i--) {
        guint k = (guint)g_rand_int_range(rand, 0, (gint32)i);
        gpointer swap = reports->pdata[k];
        reports->pdata[k] = reports->pdata[i - 1];
        reports->pdata[i - 1] = swap;
    }
    for (guint i = 0; i < reports->len; i++)
        if (reports->pdata[i] != without)
            assert_true(gov_dataset_append(dataset, reports->pdata[i], NULL, NULL));
    return dataset;
}

static void a_tree_adds_up_to_what_its_leaves_do(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 5; seed++) {
        World world = {0};
        make_world(&world, seed);
        g_autoptr(GovUnits) tree = load(world.tree->str), flat = load(world.flat->str);
        g_autoptr(GovDataset) dataset = make_dataset(&world, seed, NULL);
        g_autoptr(GovRollup) deep = roll_up(dataset, tree), shallow = roll_up(dataset, flat);
        for (int year = 2021; year < 2021 + N_YEARS; year++) {
            int a = gov_rollup_find_node(deep, "u0", year), b = gov_rollup_find_node(shallow, "u0", year);
            for (size_t cell = 0; cell < 200; cell++) {
                GovRollupCell x = gov_rollup_get_cell(deep, (size_t)a, cell);
                GovRollupCell y = gov_rollup_get_cell(shallow, (size_t)b, cell);
                assert_memory_equal(&x, &y, sizeof x);
            }
        }
        free_world(&world);
    }
}

static void order_and_workers_make_no_difference(void **state)
{
    GovRollupOptions options = GOV_ROLLUP_OPTIONS_INIT;
    World world = {0};

    (void)state;
    make_world(&world, 11);
    g_autoptr(GovUnits) units = load(world.tree->str);
    g_autoptr(GovDataset) first = make_dataset(&world, 1, NULL), second = make_dataset(&world, 2, NULL);
    g_autoptr(GovRollup) a = roll_up(first, units);
    options.threads = 4;
    g_autoptr(GovRollup) b = roll_up_with(second, units, &options);
    g_autofree char *one = write_all(a), *other = write_all(b);
    assert_string_equal(one, other);
    free_world(&world);
}

static void replacing_is_rolling_up_anew_to_the_last_byte(void **state)
{
    (void)state;
    for (guint32 seed = 21; seed <= 24; seed++) {
        World world = {0};
        make_world(&world, seed);
        g_autoptr(GovUnits) units = load(world.tree->str);
        g_autoptr(GovDataset) whole = make_dataset(&world, seed, NULL);
        g_autoptr(GovRollup) rollup = roll_up(whole, units);
        for (unsigned step = 0; step < 8; step++) {
            guint at = (guint)g_rand_int_range(world.rand, 0, (gint32)world.reports->len);
            GovReport *old = world.reports->pdata[at];
            GovReport *new = random_report(&world, gov_report_get_agency(old), gov_report_get_year(old));
            assert_true(gov_rollup_replace(rollup, gov_report_get_agency(new), new, GOV_SCOPE_UNKNOWN, NULL));
            gov_report_unref(old);
            world.reports->pdata[at] = new;
        }
        g_autoptr(GovDataset) anew = make_dataset(&world, seed, NULL);
        g_autoptr(GovRollup) scratch = roll_up(anew, units);
        g_autofree char *one = write_all(rollup), *other = write_all(scratch);
        assert_string_equal(one, other);
        free_world(&world);
    }
}

/* Estimates and lists of the year, and of the year after, lean on the report that was missing. */
static void a_report_that_comes_late_is_rolling_up_anew_too(void **state)
{
    World world = {0};

    (void)state;
    make_world(&world, 31);
    g_autoptr(GovUnits) units = load(world.tree->str);
    for (guint at = 0; at < world.reports->len; at += 17) {
        const GovReport *late = world.reports->pdata[at];
        g_autoptr(GovDataset) before = make_dataset(&world, 3, late), after = make_dataset(&world, 3, NULL);
        g_autoptr(GovRollup) rollup = roll_up(before, units), scratch = roll_up(after, units);
        assert_true(gov_rollup_replace(rollup, gov_report_get_agency(late), late, GOV_SCOPE_UNKNOWN, NULL));
        g_autofree char *one = write_all(rollup), *other = write_all(scratch);
        assert_string_equal(one, other);
    }
    free_world(&world);
}

static void a_replacement_that_cannot_be_held_changes_nothing(void **state)
{
    g_autoptr(GovUnits) units = load(CITY);
    g_autoptr(GovDataset) dataset = new_dataset();
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) huge = make_report("甲县教育局", 2023, INT64_MAX);
    g_autoptr(GovReport) early = make_report("甲县教育局", 2001, 1);

    (void)state;
    gov_report_seal(huge);
    gov_report_seal(early);
    append(dataset, make_report("甲县卫健局", 2023, 4), NULL, NULL);
    g_autoptr(GovRollup) rollup = roll_up(dataset, units);
    g_autofree char *before = write_all(rollup);
    assert_false(gov_rollup_replace(rollup, "c1", huge, GOV_SCOPE_UNKNOWN, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_OVERFLOW);
    g_clear_error(&error);
    assert_false(gov_rollup_replace(rollup, "c1", early, GOV_SCOPE_UNKNOWN, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_COUNT);
    g_clear_error(&error);
    assert_false(gov_rollup_replace(rollup, "nobody", huge, GOV_SCOPE_UNKNOWN, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_COUNT);
    g_autofree char *after = write_all(rollup);
    assert_string_equal(before, after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_finds_its_unit_or_is_listed),
        cmocka_unit_test(a_code_that_is_given_wins_over_the_name),
        cmocka_unit_test(children_add_up_at_any_depth_and_years_apart),
        cmocka_unit_test(a_region_report_is_never_added_to_its_children),
        cmocka_unit_test(the_own_report_of_a_unit_in_between_is_added),
        cmocka_unit_test(vertical_units_can_be_left_out),
        cmocka_unit_test(groups_can_be_made_by_other_keys),
        cmocka_unit_test(nothing_is_added_over_years),
        cmocka_unit_test(a_sum_that_cannot_be_held_is_an_error),
        cmocka_unit_test(no_report_blank_mark_and_zero_differ),
        cmocka_unit_test(no_report_blank_and_zero_differ_for_people),
        cmocka_unit_test(blanks_leave_a_sum_open_unless_they_are_told_to_be_nothing),
        cmocka_unit_test(bounds_rest_on_what_is_said),
        cmocka_unit_test(a_region_report_below_the_sum_is_no_bound),
        cmocka_unit_test(a_region_report_below_what_was_carried_over_is_a_conflict),
        cmocka_unit_test(totals_are_worked_out_again),
        cmocka_unit_test(who_has_not_filed_is_listed_year_by_year),
        cmocka_unit_test(the_latest_report_wins_and_it_is_said_why),
        cmocka_unit_test(an_order_that_is_given_wins_over_days),
        cmocka_unit_test(groups_are_a_dataset_again),
        cmocka_unit_test(a_tree_adds_up_to_what_its_leaves_do),
        cmocka_unit_test(order_and_workers_make_no_difference),
        cmocka_unit_test(replacing_is_rolling_up_anew_to_the_last_byte),
        cmocka_unit_test(a_report_that_comes_late_is_rolling_up_anew_too),
        cmocka_unit_test(a_replacement_that_cannot_be_held_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
