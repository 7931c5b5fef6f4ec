/* SPDX-License-Identifier: MIT */
/* The matcher, through the public face: small documents whose figures can be told by eye. Whole
 * documents in many layouts are read by test-cases and test-render.py. */
#include "test.h"

#include <govstat/govstat.h>

#define REVIEW_HEADER                                                                             \
    "| 行政复议 |||||行政诉讼||||||||||\n"                                                        \
    "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 ||||| 复议后起诉 |||||\n" \
    "| | | | | | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 " \
    "| 尚未审结 | 总计 |\n"
#define RULES_BLOCK                                                                               \
    "二、主动公开政府信息情况\n"                                                                  \
    "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"                                  \
    "| 规章 | 1 | 2 | 3 |\n"                                                                      \
    "| 行政规范性文件 | 4 | 5 | 6 |\n"

static GPtrArray *read_text(const char *text)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *reports = gov_read_data(text, strlen(text), NULL, &error);

    if (reports == NULL)
        fail_msg("%s", error->message);
    return reports;
}

static void assert_figure(const GovReport *report, const char *code, GovStatus status, int64_t value)
{
    int cell = gov_form_find_cell(gov_report_get_form(report), code);
    assert_true(cell >= 0);
    GovCell found = gov_report_get_cell(report, (size_t)cell);

    if (found.status != status)
        fail_msg("%s is %s, expected %s", code, gov_status_get_name(found.status), gov_status_get_name(status));
    if (status == GOV_STATUS_REPORTED)
        assert_int64(found.value, value);
}

static bool has_note(const GovReport *report, const char *code)
{
    for (size_t i = 0; i < gov_report_n_notes(report); i++)
        if (strcmp(gov_report_get_note(report, i).code, code) == 0)
            return true;
    return false;
}

static void names_what_it_looked_for(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    const char *text = "某市财政局\n2024年工作总结\n一切顺利。\n";
    g_autoptr(GPtrArray) reports = gov_read_data(text, strlen(text), NULL, &error);

    assert_null(reports);
    assert_gerror(error, GOV_ERROR, GOV_ERROR_NO_TABLES);
    assert_non_null(strstr(error->message, "cn-foi-2021"));
}

static void refuses_to_guess_the_edition(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    const char *text = "四、政府信息公开行政复议、行政诉讼情况\n" REVIEW_HEADER
                       "|1|2|3|4|10|0|0|0|0|0|0|0|0|0|0|\n";
    g_autoptr(GPtrArray) reports = gov_read_data(text, strlen(text), NULL, &error);
    assert_null(reports);
    assert_gerror(error, GOV_ERROR, GOV_ERROR_FORM);

    g_clear_error(&error);
    g_autoptr(GovForm) form = gov_form_builtin("cn-foi-2019", &error);
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.form = form;
    g_autoptr(GPtrArray) told = gov_read_data(text, strlen(text), &options, &error);
    assert_non_null(told);
    assert_figure(g_ptr_array_index(told, 0), "review_litigation.review.pending", GOV_STATUS_REPORTED, 4);
    assert_figure(g_ptr_array_index(told, 0), "applications.received.total", GOV_STATUS_ABSENT, 0);
}

static void keeps_a_row_whose_figures_do_not_fit_out(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = read_text(RULES_BLOCK "| 其他 | 7 |\n"
                                             "| 信息内容 | 本年处理决定数量 |\n"
                                             "| 行政许可 | 7 | 8 |\n"
                                             "| 行政处罚 | 9 |\n"
                                             "| 行政强制 | 10 |\n");
    const GovReport *report = g_ptr_array_index(reports, 0);

    assert_figure(report, "active_disclosure.regulations.in_force", GOV_STATUS_REPORTED, 3);
    assert_figure(report, "active_disclosure.penalties.decisions", GOV_STATUS_REPORTED, 9);
    assert_int_not_equal(gov_report_get_status(report, (size_t)gov_form_find_cell(
                             gov_report_get_form(report), "active_disclosure.licensing.decisions")),
                         GOV_STATUS_REPORTED);
    assert_true(has_note(report, "row.width"));
}

static void tells_two_figures_for_one_cell(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = read_text(RULES_BLOCK "\n" RULES_BLOCK "\n"
                                             "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
                                             "| 规章 | 1 | 2 | 30 |\n");
    const GovReport *report = g_ptr_array_index(reports, 0);

    assert_int_equal(reports->len, 1);
    assert_figure(report, "active_disclosure.regulations.issued", GOV_STATUS_REPORTED, 1);
    assert_figure(report, "active_disclosure.regulations.in_force", GOV_STATUS_UNCERTAIN, 0);
    assert_true(has_note(report, "cell.conflict"));
}

static void parts_reports_at_their_titles(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = read_text("甲市财政局2024年政府信息公开工作年度报告\n" RULES_BLOCK
                                             "乙市财政局2023年政府信息公开工作年度报告\n" RULES_BLOCK
                                             "上一篇：丙市财政局2022年政府信息公开工作年度报告\n");

    assert_int_equal(reports->len, 2);
    assert_string_equal(gov_report_get_agency(g_ptr_array_index(reports, 0)), "甲市财政局");
    assert_int_equal(gov_report_get_year(g_ptr_array_index(reports, 0)), 2024);
    assert_string_equal(gov_report_get_agency(g_ptr_array_index(reports, 1)), "乙市财政局");
    assert_int_equal(gov_report_get_year(g_ptr_array_index(reports, 1)), 2023);
}

/* The form's own title is not that of a report, and its edition is not the year. */
static void is_not_misled_by_the_title_of_the_form(void **state)
{
    static const struct {
        const char *title;
        const char *agency;
        int year;
    } cases[] = {
        {"甲市财政局2024年政府信息公开工作年度报告\n中华人民共和国政府信息公开工作年度报告（2021年格式）\n", "甲市财政局", 2024},
        {"甲市财政局\n2024年中华人民共和国政府信息公开工作年度报告（2021年格式）\n", "甲市财政局", 2024},
        {"甲市财政局\n2024中华人民共和国政府信息公开工作年度报告\n（2021年格式）\n", "甲市财政局", 2024},
        {"中华人民共和国政府信息公开工作年度报告（2021年格式）\n填报单位（盖章）：甲市财政局\n", "甲市财政局", 0},
        {"甲市财政局2024政府信息公开年报\n", "甲市财政局", 2024},
        {"甲市财政局政府信息公开工作年度报告（2024年）\n", "甲市财政局", 2024},
        {"中华人民共和国甲市海关2024年政府信息公开工作年度报告\n", "中华人民共和国甲市海关", 2024},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat(cases[i].title, RULES_BLOCK, NULL);
        g_autoptr(GPtrArray) reports = read_text(text);
        assert_int_equal(reports->len, 1);
        assert_string_equal(gov_report_get_agency(g_ptr_array_index(reports, 0)), cases[i].agency);
        assert_int_equal(gov_report_get_year(g_ptr_array_index(reports, 0)), cases[i].year);
    }
}

static void joins_digits_only_where_the_sum_confirms_them(void **state)
{
    (void)state;
    const char *header = "| 项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n";
    g_autofree char *text = g_strconcat(RULES_BLOCK, "三、收到和处理政府信息公开申请情况\n", header,
                                        "| 一、本年新收政府信息公开申请数量 | 1 4 | 0 | 0 | 0 | 0 | 0 | 14 |\n"
                                        "| 二、上年结转政府信息公开申请数量 | 1 4 | 0 | 0 | 0 | 0 | 0 | 41 |\n",
                                        NULL);
    g_autoptr(GPtrArray) reports = read_text(text);
    const GovReport *report = g_ptr_array_index(reports, 0);

    assert_figure(report, "applications.received.natural_person", GOV_STATUS_REPORTED, 14);
    assert_figure(report, "applications.carried_in.natural_person", GOV_STATUS_UNCERTAIN, 0);
    assert_figure(report, "applications.carried_in.total", GOV_STATUS_REPORTED, 41);
    assert_true(has_note(report, "figure.joined"));
}

static void follows_the_header_and_not_the_usual_order(void **state)
{
    (void)state;
    const char *text = RULES_BLOCK "三、收到和处理政府信息公开申请情况\n"
                                   "| 项目 | 总计 | 其他 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 |\n"
                                   "| 一、本年新收政府信息公开申请数量 | 28 | 7 | 6 | 5 | 4 | 3 | 3 |\n";
    g_autoptr(GPtrArray) reports = read_text(text);
    const GovReport *report = g_ptr_array_index(reports, 0);

    assert_figure(report, "applications.received.total", GOV_STATUS_REPORTED, 28);
    assert_figure(report, "applications.received.other", GOV_STATUS_REPORTED, 7);
    assert_figure(report, "applications.received.natural_person", GOV_STATUS_REPORTED, 6);
    assert_figure(report, "applications.received.legal_service", GOV_STATUS_REPORTED, 3);
}

static void keeps_the_sections_of_text(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = read_text("某市财政局2024年政府信息公开工作年度报告\n"
                                             "本报告统计期限自2024年1月1日起，至2024年12月31日止。\n"
                                             "一、总体情况\n全年平稳。\n" RULES_BLOCK
                                             "五、存在的主要问题及改进情况\n问题不少。\n"
                                             "六、其他需要报告的事项\n无。\n");
    const GovReport *report = g_ptr_array_index(reports, 0);

    assert_string_equal(gov_report_get_section(report, 1), "全年平稳。");
    assert_null(gov_report_get_section(report, 2));
    assert_string_equal(gov_report_get_section(report, 5), "问题不少。");
    assert_string_equal(gov_report_get_section(report, 6), "无。");
    assert_string_equal(gov_report_get_period_start(report), "2024-01-01");
    assert_string_equal(gov_report_get_period_end(report), "2024-12-31");
}

static void keeps_place_and_print_of_every_figure(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) reports = read_text(RULES_BLOCK);
    const GovReport *report = g_ptr_array_index(reports, 0);
    size_t cell = (size_t)gov_form_find_cell(gov_report_get_form(report), "active_disclosure.regulations.repealed");
    GovCell found = gov_report_get_cell(report, cell);

    assert_string_equal(found.raw, "2");
    assert_int_equal(found.row, 2);
    assert_int_equal(found.column, 3);
    assert_int_equal(found.evidence, GOV_EVIDENCE_EXACT);
}

static void stays_quick_on_endless_headers_and_titles(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < 20000; i++)
        g_string_append(text, "甲市财政局2024年政府信息公开工作年度报告\n| 自然人 | 商业企业 | 总计 | 合计 |\n规章\n1\n");
    g_autoptr(GPtrArray) reports = gov_read_data(text->str, text->len, NULL, &error);
    assert_true(reports != NULL || error != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_it_looked_for),
        cmocka_unit_test(refuses_to_guess_the_edition),
        cmocka_unit_test(keeps_a_row_whose_figures_do_not_fit_out),
        cmocka_unit_test(tells_two_figures_for_one_cell),
        cmocka_unit_test(parts_reports_at_their_titles),
        cmocka_unit_test(is_not_misled_by_the_title_of_the_form),
        cmocka_unit_test(joins_digits_only_where_the_sum_confirms_them),
        cmocka_unit_test(follows_the_header_and_not_the_usual_order),
        cmocka_unit_test(keeps_the_sections_of_text),
        cmocka_unit_test(keeps_place_and_print_of_every_figure),
        cmocka_unit_test(stays_quick_on_endless_headers_and_titles),
    };
    return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
