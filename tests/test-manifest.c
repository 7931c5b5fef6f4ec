/* SPDX-License-Identifier: MIT */
/* The list of filings: what is read, which report a line is of, and what is told of lines that are of none. */
#include "test.h"

#include <govstat/govstat.h>

static GovManifest *load(const char *text)
{
    g_autoptr(GError) error = NULL;
    GovManifest *manifest = gov_manifest_from_data(text, strlen(text), "m.csv", &error);

    if (manifest == NULL)
        fail_msg("%s", error->message);
    return manifest;
}

typedef struct {
    const char *source, *agency;
    int year;
} Row;

static GovDataset *make_dataset(const Row *rows, size_t n)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2014", NULL);
    GovDataset *dataset = gov_dataset_new(form);

    for (size_t i = 0; i < n; i++) {
        g_autoptr(GovReport) report = gov_report_new(form);
        GovRowKeys keys = {{NULL}};
        keys.values[GOV_KEY_SOURCE] = rows[i].source;
        keys.values[GOV_KEY_UNIT] = i == 0 ? "before" : NULL;
        gov_report_set_agency(report, rows[i].agency);
        gov_report_set_year(report, rows[i].year);
        gov_report_seal(report);
        assert_true(gov_dataset_append(dataset, report, &keys, NULL));
    }
    gov_dataset_seal(dataset);
    return dataset;
}

static const Row ROWS[] = {
    {"in/a/1.html", "甲局", 2016}, {"./in//b/1.html", "乙局", 2016}, {"in/b/2.html", "丙局", 2016},
    {"in/panel.csv", "丁局", 2015}, {"in/panel.csv", "丁局", 2016}, {"in/panel.csv", "戊 局", 2016},
};

static GovDataset *join(const GovManifest *manifest, int **order, GArray **problems)
{
    g_autoptr(GovDataset) dataset = make_dataset(ROWS, G_N_ELEMENTS(ROWS));

    return gov_manifest_join(manifest, dataset, order, problems);
}

static void assert_key(const GovDataset *dataset, GovKey key, size_t row, const char *expected)
{
    const char *found = gov_dataset_get_key(dataset, key, row);

    if (g_strcmp0(found, expected) != 0)
        fail_msg("row %zu: %s, not %s", row, found != NULL ? found : "nothing", expected != NULL ? expected : "nothing");
}

static void reads_days_codes_and_words_as_offices_write_them(void **state)
{
    g_autoptr(GovManifest) manifest = load("文件名,报送日期,单位代码,统计范围,顺序,备注\r\n"
                                           "a\\1.html,2024/1/5,１１３７１０００００４３５９０９６ｄ,本机关,,x\r\n"
                                           "./a//2.html,2024年1月15日 9:30,,,2,\r\n"
                                           ",,,,,\r\n"
                                           "3.html,20240115,'0043,,,\r\n");
    (void)state;
    assert_int_equal(gov_manifest_n(manifest), 3);
    GovManifestLine one = gov_manifest_get(manifest, 0), two = gov_manifest_get(manifest, 1);
    assert_string_equal(one.file, "a/1.html");
    assert_string_equal(one.filed, "2024-01-05");
    assert_string_equal(one.unit, "11371000004359096D");
    assert_int_equal(one.scope, GOV_SCOPE_OWN);
    assert_int_equal(one.order, 0);
    assert_string_equal(two.file, "a/2.html");
    assert_string_equal(two.filed, "2024-01-15 09:30:00");
    assert_int_equal(two.order, 2);
    assert_string_equal(gov_manifest_get(manifest, 2).filed, "2024-01-15");
    assert_string_equal(gov_manifest_get(manifest, 2).unit, "0043");
    assert_int_equal(gov_manifest_n_warnings(manifest), 0);
}

static void a_line_is_of_the_file_that_ends_so(void **state)
{
    g_autoptr(GovManifest) manifest = load("file,filed,unit\na/1.html,2024-01-01,\nin/b/1.html,2024-01-02,\n"
                                           "2.html,2024-01-03,c\n");
    g_autofree int *order = NULL;
    g_autoptr(GArray) problems = NULL;
    g_autoptr(GovDataset) joined = join(manifest, &order, &problems);

    (void)state;
    assert_key(joined, GOV_KEY_FILED, 0, "2024-01-01");
    assert_key(joined, GOV_KEY_UNIT, 0, "before"); /* the line is silent */
    assert_key(joined, GOV_KEY_FILED, 1, "2024-01-02");
    assert_key(joined, GOV_KEY_FILED, 2, "2024-01-03");
    assert_key(joined, GOV_KEY_UNIT, 2, "c");
    assert_key(joined, GOV_KEY_FILED, 3, NULL);
    assert_int_equal(order[0], 0);
    assert_int_equal(problems->len, 3); /* the panel */
    for (guint i = 0; i < 3; i++) {
        assert_int_equal(g_array_index(problems, GovManifestProblem, i).reason, GOV_MANIFEST_UNLISTED);
        assert_int_equal(g_array_index(problems, GovManifestProblem, i).row, 3 + i);
    }
}

static void names_and_years_tell_reports_of_one_file_apart(void **state)
{
    g_autoptr(GovManifest) manifest = load("file,name,year,filed,unit,scope,order\n"
                                           "panel.csv,,,2024-01-01,,,\n"
                                           "panel.csv,丁局,,2024-01-02,d,own,\n"
                                           "panel.csv,丁局,2015,2024-01-03,d5,,7\n"
                                           "1.html,x,,,,,\n"
                                           "2.html,名录中的名称,2016,2024-01-04,c,,\n");
    g_autofree int *order = NULL;
    g_autoptr(GovDataset) joined = join(manifest, &order, NULL);

    (void)state;
    assert_key(joined, GOV_KEY_UNIT, 3, "d5");
    assert_key(joined, GOV_KEY_FILED, 3, "2024-01-03");
    assert_int_equal(order[3], 7);
    assert_key(joined, GOV_KEY_UNIT, 4, "d");
    assert_key(joined, GOV_KEY_SCOPE, 4, "own");
    assert_key(joined, GOV_KEY_FILED, 5, "2024-01-01");
    assert_key(joined, GOV_KEY_UNIT, 5, NULL);
    assert_key(joined, GOV_KEY_UNIT, 2, "c"); /* a file of one report: the name is for people */
}

static const struct {
    const char *text;
    GovManifestReason reason;
    const char *en, *zh;
} PROBLEMS[] = {
    {"file\nnone.html\n", GOV_MANIFEST_NO_FILE,
     "m.csv:2: column 1 (file): no report was read from such a file: none.html",
     "m.csv:2: column 1 (file): 输入中没有此文件：none.html"},
    {"file\n.html\n", GOV_MANIFEST_NO_FILE, "m.csv:2: column 1 (file): no report was read from such a file: .html",
     "m.csv:2: column 1 (file): 输入中没有此文件：.html"},
    {"file,year\n2.html,2015\n", GOV_MANIFEST_NO_REPORT,
     "m.csv:2: column 1 (file): 2.html holds no report of that name or year",
     "m.csv:2: column 1 (file): 文件2.html中没有此单位或年度的报告"},
    {"file,name\npanel.csv,己局\n", GOV_MANIFEST_NO_REPORT,
     "m.csv:2: column 1 (file): panel.csv holds no report of that name or year",
     "m.csv:2: column 1 (file): 文件panel.csv中没有此单位或年度的报告"},
    {"file\n1.html\n", GOV_MANIFEST_SEVERAL_FILES,
     "m.csv:2: column 1 (file): several files end with 1.html; write the folder as well",
     "m.csv:2: column 1 (file): 有多个文件以1.html结尾，请写出所在文件夹"},
    {"file,unit\npanel.csv,d\n", GOV_MANIFEST_SEVERAL_REPORTS,
     "m.csv:2: column 1 (file): panel.csv holds several reports of a year, and a unit is that of one; give its name "
     "单位名称",
     "m.csv:2: column 1 (file): 文件panel.csv同一年度有多份报告，单位代码只能给其中一份，请填写单位名称"},
    {"file,filed\nb/2.html,2024-01-01\n2.html,2024-01-02\n", GOV_MANIFEST_TWO_LINES,
     "m.csv:2: column 1 (file): another line is of the same report, and neither is taken: b/2.html (line 3)",
     "m.csv:2: column 1 (file): 与另一行指同一份报告，均未采用：b/2.html（第3行）"},
};

static void lines_that_fit_no_report_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(PROBLEMS); i++) {
        g_autoptr(GovManifest) manifest = load(PROBLEMS[i].text);
        g_autoptr(GArray) problems = NULL;
        g_autoptr(GovDataset) joined = join(manifest, NULL, &problems);
        guint at = 0;
        while (at < problems->len && g_array_index(problems, GovManifestProblem, at).reason == GOV_MANIFEST_UNLISTED)
            at++;
        assert_true(at < problems->len);
        const GovManifestProblem *problem = &g_array_index(problems, GovManifestProblem, at);
        assert_int_equal(problem->reason, PROBLEMS[i].reason);
        g_autofree char *en = gov_manifest_dup_message(manifest, joined, problem, GOV_LANGUAGE_EN);
        g_autofree char *zh = gov_manifest_dup_message(manifest, joined, problem, GOV_LANGUAGE_ZH);
        assert_string_equal(en, PROBLEMS[i].en);
        assert_string_equal(zh, PROBLEMS[i].zh);
        for (size_t row = 0; row < G_N_ELEMENTS(ROWS); row++)
            assert_key(joined, GOV_KEY_FILED, row, NULL);
    }
}

static const char *const WRONG[][2] = {
    {"filed\n2024-01-01\n",
     "m.csv:1: file: The first line names no such column; it must have file 文件; it begins with \"filed\"; lines above "
     "the one with the names, such as a title, must go"},
    {"file,filed\na,2024-02-30\n,2024-01-01\nb,43586\n",
     "m.csv:2: column 2 (filed): \"2024-02-30\" is no day; write 2024-01-15, with the time as 2024-01-15 09:30\n"
     "    m.csv:3: column 1 (file): No file; every line needs one\n"
     "    m.csv:4: column 2 (filed): \"43586\" is no day; write 2024-01-15, with the time as 2024-01-15 09:30"},
    {"file,filed\na,2024-01\n",
     "m.csv:2: column 2 (filed): \"2024-01\" is no day; write 2024-01-15, with the time as 2024-01-15 09:30"},
    {"file,order\na,0\n",
     "m.csv:2: column 2 (order): \"0\" is no order; write a whole number from 1, the report with the highest is taken"},
    {"file,order\na,1.5\n",
     "m.csv:2: column 2 (order): \"1.5\" is no order; write a whole number from 1, the report with the highest is taken"},
    {"file,year\na,二三\n", "m.csv:2: column 2 (year): \"二三\" is no year; write 2023"},
    {"file,scope\na,x\n",
     "m.csv:2: column 2 (scope): \"x\" is no scope; write own 本机关, level 本级 or region 全行政区域"},
    {"file,unit\na,1.13E+17\n",
     "m.csv:2: column 2 (unit): \"1.13E+17\" is a code that a spreadsheet has made a number; format the column as text "
     "and enter the code again, with all its digits"},
    {"file\na/b\na\\b\n",
     "m.csv:3: column 1 (file): a/b stands in line 2 already; keep the line that is right, or give both the name and "
     "year of their reports"},
};

static void refuses_with_place_and_what_would_be_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(WRONG); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_manifest_from_data(WRONG[i][0], strlen(WRONG[i][0]), "m.csv", &error));
        assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
        assert_string_equal(error->message, WRONG[i][1]);
    }
}

/* A panel with a line for each report takes a step a line. */
static void a_large_panel_is_joined_line_by_line(void **state)
{
    enum { N = 20000 };
    g_autoptr(GString) text = g_string_new("file,name,year,unit\n");
    g_autofree Row *rows = g_new0(Row, N);
    g_autoptr(GStringChunk) names = g_string_chunk_new(4096);

    (void)state;
    for (int i = 0; i < N; i++) {
        g_autofree char *name = g_strdup_printf("单位%d", i);
        rows[i] = (Row){"panel.csv", g_string_chunk_insert(names, name), 2016};
        g_string_append_printf(text, "panel.csv,%s,2016,u%d\n", name, i);
    }
    g_autoptr(GovManifest) manifest = load(text->str);
    g_autoptr(GovDataset) dataset = make_dataset(rows, N);
    g_autoptr(GArray) problems = NULL;
    g_autoptr(GovDataset) joined = gov_manifest_join(manifest, dataset, NULL, &problems);
    assert_int_equal(problems->len, 0);
    assert_key(joined, GOV_KEY_UNIT, N - 1, "u19999");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_days_codes_and_words_as_offices_write_them),
        cmocka_unit_test(a_line_is_of_the_file_that_ends_so),
        cmocka_unit_test(names_and_years_tell_reports_of_one_file_apart),
        cmocka_unit_test(lines_that_fit_no_report_are_told),
        cmocka_unit_test(refuses_with_place_and_what_would_be_right),
        cmocka_unit_test(a_large_panel_is_joined_line_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
