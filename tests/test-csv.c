/* SPDX-License-Identifier: MIT */
/* CSV → documents, and CSV that the library wrote → the reports it was. */
#include "dump.h"

static const DumpCase cases[] = {
    {"reads_fields_and_quotes", "a,b,c\n规章,2,\"1\"\n\"x,\"\"y\",3,\nz,\"4\n5\",6\n",
     "G csv 4x3 ~\n|a|b|c|\n|规章|2|1|\n|x,\"y|3||\n|z|4/5|6|\n"},
    {"reads_semicolons", "a;b;c\n1,5;2;3\n4;5;6\n7;8;9\n", "G csv 4x3 ~\n|a|b|c|\n|1,5|2|3|\n|4|5|6|\n|7|8|9|\n"},
    {"reads_crlf_and_a_byte_order_mark", "\xEF\xBB\xBF" "a,b,c\r\n1,2,3\r\n4,5,6\r\n7,8,9",
     "G csv 4x3 ~\n|a|b|c|\n|1|2|3|\n|4|5|6|\n|7|8|9|\n"},
    {"reads_gb18030", "\xb9\xe6\xd5\xc2,1,2\n\xb9\xe6,3,4\n\xb9\xe6,5,6\n\xb9\xe6,7,8\n",
     "G csv 4x3 ~\n|规章|1|2|\n|规|3|4|\n|规|5|6|\n|规|7|8|\n"},
    {"gives_titles_as_paragraphs_too", "年度报告,,\na,b,c\n1,2,3\n4,5,6\n",
     "P 年度报告\nG csv 4x3 ~\n|年度报告|||\n|a|b|c|\n|1|2|3|\n|4|5|6|\n"},
    {"reads_tables_of_different_widths", "年度报告\n规章,1,2,3\n文件,4,5,6\n许可,7,8,9\n\n无\n总计,1,2\n合计,3,4\n共计,5,6\n处罚,7,8\n",
     "P 年度报告\nP 无\nG csv 10x4 ~\n|年度报告|\n|规章|1|2|3|\n|文件|4|5|6|\n|许可|7|8|9|\n||\n|无|\n|总计|1|2|\n|合计|3|4|\n|共计|5|6|\n|处罚|7|8|\n"},
    {"reads_tabs_where_fields_are_quoted", "a\tb\tc\n\"1\n2\"\t3\t4\n5\t6\t7\n8\t9\t0\n",
     "G csv 4x3 ~\n|a|b|c|\n|1/2|3|4|\n|5|6|7|\n|8|9|0|\n"},
    {"leaves_prose_alone", "In 2024, a, b and c.\nThen, d, e and f.\nLater, g, h, i.\nAt last, j, k.\n",
     "P In 2024, a, b and c.\nP Then, d, e and f.\nP Later, g, h, i.\nP At last, j, k.\n"},
    {"leaves_thousands_alone", "1,234,567\n2,345,678\n3,456,789\n4,567,890\n",
     "P 1,234,567\nP 2,345,678\nP 3,456,789\nP 4,567,890\n"},
    {"needs_four_lines", "a,b,c\n1,2,3\n4,5,6\n", "P a,b,c\nP 1,2,3\nP 4,5,6\n"},
    {"refuses_exports_without_reports", "source,form,agency,year,code,value,status,raw,locator\n",
     "E 1: The format csv-panel holds finished reports, not a document\n"},
};

/* ---- what the library wrote ---- */

static void free_report(gpointer report)
{
    gov_report_unref(report);
}

static GovReport *make_report(const char *agency, int year)
{
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2021", NULL);
    GovReport *report = gov_report_new(form);
    GovCell cell = {.value = 7, .status = GOV_STATUS_REPORTED, .confidence = 1, .raw = "七\"7\""};
    gov_report_set_source(report, "a,b.html");
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    gov_report_set_section(report, 1, "一\n二");
    gov_report_set_cell(report, 0, &cell);
    cell = (GovCell){.value = 72701257800, .status = GOV_STATUS_REPORTED, .confidence = 1};
    gov_report_set_cell(report, (size_t)gov_form_find_cell(form, "active_disclosure.fees.amount"), &cell);
    cell = (GovCell){.status = GOV_STATUS_BLANK, .confidence = 1};
    gov_report_set_cell(report, 1, &cell);
    gov_report_seal(report);
    return report;
}

static GString *write_reports(GPtrArray *reports, bool is_long, unsigned flags)
{
    GString *out = g_string_new(NULL);
    if (is_long)
        gov_write_long_header(out);
    else
        gov_write_csv_header(out, gov_report_get_form(g_ptr_array_index(reports, 0)), flags);
    for (guint i = 0; i < reports->len; i++)
        if (is_long)
            gov_write_long(out, g_ptr_array_index(reports, i));
        else
            gov_write_csv(out, g_ptr_array_index(reports, i), flags);
    return out;
}

/* Written, read and written again: the same bytes. */
static void check_round(bool is_long, unsigned flags)
{
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func(free_report);
    g_autoptr(GError) error = NULL;
    g_ptr_array_add(reports, make_report("某市", 2024));
    g_ptr_array_add(reports, make_report("某市", 2024));
    g_ptr_array_add(reports, make_report(NULL, 0));
    g_autoptr(GString) first = write_reports(reports, is_long, flags);
    g_autoptr(GPtrArray) again = gov_read_data(first->str, first->len, NULL, &error);
    if (again == NULL)
        fail_msg("%s", error->message);
    assert_int_equal(again->len, reports->len);
    g_autoptr(GString) second = write_reports(again, is_long, flags);
    if (!is_long)
        assert_string_equal(second->str, first->str);
    for (guint i = 0; i < again->len; i++) {
        g_autoptr(GString) a = g_string_new(NULL);
        g_autoptr(GString) b = g_string_new(NULL);
        gov_write_json(a, g_ptr_array_index(reports, i), GOV_WRITE_PLAIN);
        gov_write_json(b, g_ptr_array_index(again, i), GOV_WRITE_PLAIN);
        assert_string_equal(b->str, a->str);
    }
}

static void reads_wide_exports_back(void **state)
{
    (void)state;
    check_round(false, GOV_WRITE_PLAIN);
    check_round(false, GOV_WRITE_RAW | GOV_WRITE_SECTIONS);
}

static void reads_long_exports_back(void **state)
{
    (void)state;
    check_round(true, GOV_WRITE_PLAIN);
}

static void check_refusal(const char *text, const char *expected)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *reports = gov_read_data(text, strlen(text), NULL, &error);
    assert_null(reports);
    assert_string_equal(error->message, expected);
}

static void refuses_damaged_exports(void **state)
{
    (void)state;
    check_refusal("source,form,agency,year,code,value,status,raw,locator\n",
                  "The file holds no reports, only names of columns");
    check_refusal("source,form,agency,year,x,status\na,cn-foi-2021,b,2024,1,\n",
                  "Line 2: JSON member \"values\": form cn-foi-2021 has no cell \"x\"");
    check_refusal("source,form,agency,year,x,status\na,cn-foi-2021,b,2024,1e5,\n",
                  "Line 2: a value is not a number");
    check_refusal("source,form,agency,year,x,status\na,cn-foi-2021,b,2024\n",
                  "Line 2: not as many fields as the first line has");
    check_refusal("source,form,agency,year,x,status\na,cn-foi-2021,b,2024,1,\"\n",
                  "Line 2: quotes that do not end, or text behind them");
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(reads_wide_exports_back),
        cmocka_unit_test(reads_long_exports_back),
        cmocka_unit_test(refuses_damaged_exports),
    };
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    add_dump_cases(tests, cases, G_N_ELEMENTS(cases));
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    return run_dump_tests("csv", tests);
}
