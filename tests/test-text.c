/* SPDX-License-Identifier: MIT */
/* Plain text → documents. Nearly all is a table of small texts. */
#include "dump.h"

static const DumpCase cases[] = {
    {"makes_a_paragraph_of_each_line", "一、总体情况\n\n2024年，本机关收到申请3件。\r\n完\r又\n",
     "P 一、总体情况\nP 2024年，本机关收到申请3件。\nP 完\nP 又\n"},
    {"keeps_one_cell_per_line_as_lines", "规章\n0\n0\n行政许可\n1457\n",
     "P 规章\nP 0\nP 0\nP 行政许可\nP 1457\n"},
    {"drops_residue_of_word", "[bookmark: _GoBack]3.加强公开。\n", "P 3.加强公开。\n"},
    {"keeps_other_brackets", "[bookmark\n[bookmark: 3.加强公开。\n", "P [bookmark\nP [bookmark: 3.加强公开。\n"},

    /* One cell a line behind a tab. */
    {"reads_a_dump_of_tabs",
     "二、主动公开\n\t第二十条第（一）项\n\n\t信息内容\n\t本年制发件数\n\n\t规章\n\t0\n\n\n三、收到\n",
     "P 二、主动公开\nG line 2 3x2 ~\n|第二十条第（一）项|\n|信息内容|本年制发件数|\n|规章|0|\nP 三、收到\n"},
    {"joins_lines_below_a_cell_of_a_dump", "\t商业\n企业\n\t总计\n\n\t0\n\t\n1\n",
     "G line 1 2x2 ~\n|商业/企业|总计|\n|0|1|\n"},
    {"keeps_empty_cells_of_a_dump", "\t\n\t自然人\n\t\n\n\t一\n\t0\n",
     "G line 1 2x3 ~\n||自然人||\n|一|0|\n"},
    {"splits_tabs_inside_a_dump", "\t规章\n\t0\t1\n\n\t许可\n\t2\t3\n", "G line 1 2x3 ~\n|规章|0|1|\n|许可|2|3|\n"},
    {"ends_a_dump_at_a_paragraph", "\t规章\n\t0\n\n\t许可\n\t1\n\n三、收到\n\n\t规章\n\t0\n\n\t许可\n\t1\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\nP 三、收到\nG line 9 2x2 ~\n|规章|0|\n|许可|1|\n"},
    {"ends_a_dump_at_a_heading_right_below", "\t规章\n\t0\n\n\t许可\n\t1\n三、收到和处理\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\nP 三、收到和处理\n"},
    {"ends_a_dump_at_two_empty_lines", "\t规章\n\t0\n\n\t许可\n\t1\n\n\n\t收费\n\t2\n\n\t采购\n\t3\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\nG line 8 2x2 ~\n|收费|2|\n|采购|3|\n"},
    {"takes_indented_prose_as_prose", "\t一、总体情况\n\t2024年，本机关认真贯彻。\n",
     "P 一、总体情况\nP 2024年，本机关认真贯彻。\n"},
    {"takes_a_single_row_of_figures_as_a_dump", "\t0\n\t1\n\t2\n", "G line 1 1x3 ~\n|0|1|2|\n"},

    /* Bars. */
    {"reads_rows_of_bars", "| 规章 | 0 | 1 |\n|行政许可|2||\n",
     "G line 1 2x3 ~\n|规章|0|1|\n|行政许可|2||\n"},
    {"reads_bars_without_outer_ones", "规章 | 0 | 1\n许可 | 2 | 3\n", "G line 1 2x3 ~\n|规章|0|1|\n|许可|2|3|\n"},
    {"reads_two_columns_parted_by_one_bar", "行政处罚 | 339\n行政强制 | 38\n",
     "G line 1 2x2 ~\n|行政处罚|339|\n|行政强制|38|\n"},
    {"passes_over_rules_of_markdown", "| 内容 | 件数 |\n|:---|---:|\n| 规章 | 0 |\n",
     "G line 1 2x2 ~\n|内容|件数|\n|规章|0|\n"},
    {"keeps_a_row_of_marks", "| 规章 | 0 | 0 |\n| - | - | - |\n| -- | -- | -- |\n",
     "G line 1 3x3 ~\n|规章|0|0|\n|-|-|-|\n|--|--|--|\n"},
    {"keeps_a_row_of_blanks", "| 规章 | 0 |\n| | |\n", "G line 1 2x2 ~\n|规章|0|\n|||\n"},
    {"unescapes_bars_and_breaks", "| a\\|b | 商业<br>企业<br /> |\n| 0 | 1 |\n",
     "G line 1 2x2 ~\n|a|b|商业/企业/|\n|0|1|\n"},
    {"reads_bars_of_other_shapes", "│规章│0│\n┃许可┃1┃\n║收费║2║\n｜采购｜3｜\n",
     "G line 1 4x2 ~\n|规章|0|\n|许可|1|\n|收费|2|\n|采购|3|\n"},
    {"reads_a_drawn_box", "┌──┬──┐\n│规章│0│\n├──┼──┤\n│许可│1│\n└──┴──┘\n后\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\nP 后\n"},
    {"joins_lines_of_a_row_in_a_box",
     "+------+----+\n| 内容 | 数 |\n+------+----+\n| 行政 | 5  |\n| 许可 |    |\n+------+----+\n| 收费 | 1  |\n+------+----+\n",
     "G line 1 3x2 ~\n|内容|数|\n|行政/许可|5|\n|收费|1|\n"},
    {"never_joins_two_figures_in_a_box",
     "+--+--+\n| a | b |\n+--+--+\n| c | 5 |\n| d | 6 |\n+--+--+\n| e | 1 |\n+--+--+\n",
     "G line 1 4x2 ~\n|a|b|\n|c|5|\n|d|6|\n|e|1|\n"},
    {"keeps_rows_of_a_box_with_a_ruled_header", "+--+--+\n| a | b |\n+--+--+\n| c | x |\n| d | y |\n+--+--+\n",
     "G line 1 3x2 ~\n|a|b|\n|c|x|\n|d|y|\n"},
    {"passes_over_one_empty_line_between_rows", "| 规章 | 0 |\n\n| 许可 | 1 |\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\n"},
    {"begins_a_table_at_a_new_header", "| a | b |\n|---|---|\n| c | 0 |\n\n| d | e |\n|---|---|\n| f | 1 |\n",
     "G line 1 2x2 ~\n|a|b|\n|c|0|\nG line 5 2x2 ~\n|d|e|\n|f|1|\n"},
    {"drops_bars_on_lines_of_their_own", "规章\n|\n0\n|\n0\n", "P 规章\nP 0\nP 0\n"},
    {"takes_one_row_of_two_names_as_prose", "首页 | 公开\n", "P 首页 | 公开\n"},
    {"takes_a_sentence_with_a_bar_as_prose", "甲|乙。\n丙|丁。\n", "P 甲|乙。\nP 丙|丁。\n"},
    {"passes_over_drawn_lines", "标题\n-----\n内容\n", "P 标题\nP -----\nP 内容\n"},

    /* Tabs between cells. */
    {"reads_cells_parted_by_tabs", "规章\t0\t1\n许可\t2\n", "G line 1 2x3 ~\n|规章|0|1|\n|许可|2|\n"},
    {"keeps_empty_cells_between_tabs", "\t\t自然人\t总计\n一\t\t0\t0\n",
     "G line 1 2x4 ~\n|||自然人|总计|\n|一||0|0|\n"},
    {"keeps_a_caption_between_rows", "规章\t0\t1\n第二十条第（五）项\n许可\t2\t3\n",
     "G line 1 3x3 ~\n|规章|0|1|\n|第二十条第（五）项|\n|许可|2|3|\n"},
    {"takes_a_tab_at_the_end_as_nothing", "标题\t\n内容。\n", "P 标题\nP 内容。\n"},
    {"takes_numbered_prose_as_prose",
     "1.\t一是认真贯彻落实条例规定，围绕中心工作，主动公开政府信息，保障公众的知情权、参与权、表达权和监督权，推进政务公开工作再上新台阶，努力提高工作效率；"
     "健全工作制度，明确工作责任，强化监督检查，规范公开程序。\n"
     "2.\t二是认真贯彻落实条例规定，围绕中心工作，主动公开政府信息，保障公众的知情权、参与权、表达权和监督权，推进政务公开工作再上新台阶，努力提高工作效率；"
     "健全工作制度，明确工作责任，强化监督检查，规范公开程序。\n",
     "P 1.\t一是认真贯彻落实条例规定，围绕中心工作，主动公开政府信息，保障公众的知情权、参与权、表达权和监督权，推进政务公开工作再上新台阶，努力提高工作效率；"
     "健全工作制度，明确工作责任，强化监督检查，规范公开程序。\n"
     "P 2.\t二是认真贯彻落实条例规定，围绕中心工作，主动公开政府信息，保障公众的知情权、参与权、表达权和监督权，推进政务公开工作再上新台阶，努力提高工作效率；"
     "健全工作制度，明确工作责任，强化监督检查，规范公开程序。\n"},

    /* Spaces between cells. */
    {"reads_cells_parted_by_runs_of_spaces", "信息内容    本年制发件数\n规 章       0\n许可\u3000\u30001,457件\n",
     "G line 1 3x2 ~\n|信息内容|本年制发件数|\n|规 章|0|\n|许可|1,457件|\n"},
    {"splits_figures_behind_a_label", "1.属于国家秘密 0 -2 3.5 / 无\n（七）总计 １ 2 3 4 5\n",
     "G line 1 2x6 ~\n|1.属于国家秘密|0|-2|3.5|/|无|\n|（七）总计|１|2|3|4|5|\n"},
    {"reads_fifteen_figures_in_one_line", "四、复议\n0 0 0 0 0 1 0 0 0 1 2 0 0 0 2\n五、问题\n",
     "P 四、复议\nG line 2 1x15 ~\n|0|0|0|0|0|1|0|0|0|1|2|0|0|0|2|\nP 五、问题\n"},
    {"keeps_a_wrapped_label_between_rows",
     "（一）予以公开 1 0 1\n（二）部分公开（区分处理的，\n不计其他情形） 2 0 2\n",
     "G line 1 3x4 ~\n|（一）予以公开|1|0|1|\n|（二）部分公开（区分处理的，|\n|不计其他情形）|2|0|2|\n"},
    {"ends_a_table_at_a_section", "收费 1 2 3\n四、复议诉讼\n0 0 0\n",
     "G line 1 1x4 ~\n|收费|1|2|3|\nP 四、复议诉讼\nG line 3 1x3 ~\n|0|0|0|\n"},
    {"takes_sentences_with_numbers_as_prose", "收到申请 3 件，办结  2件。另有 1 2 3。\n电话：1234  传真：5678。\n",
     "P 收到申请 3 件，办结  2件。另有 1 2 3。\nP 电话：1234  传真：5678。\n"},
    {"takes_two_words_as_prose", "审核人：张三  填表人：李四\n", "P 审核人：张三  填表人：李四\n"},
    {"leaves_two_figures_in_one_cell", "规章  12 345\n许可  6\n",
     "G line 1 2x2 ~\n|规章|12 345|\n|许可|6|\n"},

    /* Page furniture. */
    {"drops_page_numbers_inside_a_table", "规章\t0\n- 3 -\n许可\t1\n\n第 4 页 共 9 页\n\f\n收费\t2\nPage 5 - 年报\n采购\t3\n",
     "G line 1 4x2 ~\n|规章|0|\n|许可|1|\n|收费|2|\n|采购|3|\n"},
    {"drops_page_numbers_inside_a_dump", "\t规章\n— 3 —\n\t0\n\n- 4 -\n\n\t许可\n\t1\n",
     "G line 1 2x2 ~\n|规章|0|\n|许可|1|\n"},
    {"keeps_page_numbers_outside_of_tables", "前\n- 3 -\n后\n", "P 前\nP - 3 -\nP 后\n"},
    {"keeps_a_figure_alone_on_a_line", "规章\t0\n3\n许可\t1\n", "G line 1 3x2 ~\n|规章|0|\n|3|\n|许可|1|\n"},
};

static char *repeat(const char *text, unsigned n)
{
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < n; i++)
        g_string_append(out, text);
    return g_string_free(out, FALSE);
}

/* Long repetitions of every sign there is; all must end soon, whatever they give. */
static void takes_bounded_time_for_any_repetition(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\n", "\r", "\t", "|", " ", "-", "\f\n", "\t\n", "|\n", "- 3 -\n", "\ta\n- 3 -\n", "0 ", "a  b\n",
        "a\n0 0 0\n", "\\|", "[bookmark:", "|<br", "+--+\n|a|b|\n", "+--+\n", "\u3000", "a  b\na  b\n\n\n", "中",
        "\ta\n\n", "\ta\n\n\n", "a\tb\nc\n\n", "第", "一", "—— ", "Page 1\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text = repeat(texts[i], 300000);
        /* Anything but linear work would not end here. */
        g_autofree char *found = dump_bytes(text, strlen(text));
        assert_non_null(found);
    }
}

static void refuses_tables_over_the_limits(void **state)
{
    (void)state;
    g_autofree char *tall = repeat("|a|b|\n", 200001);
    g_autofree char *found = dump_bytes(tall, strlen(tall));
    assert_string_equal(found, "E 4: Table at line 1 is too large: more than 400000 cells or 1000 columns\n");
    g_autofree char *wide = repeat("1\t", 1001);
    g_autofree char *also = dump_bytes(wide, strlen(wide));
    assert_string_equal(also,
                        "E 4: Table at line 1 is too large: more than 400000 cells or 1000 columns\n");
}

static void refuses_too_many_paragraphs(void **state)
{
    (void)state;
    g_autofree char *text = repeat("一。\n", 200001);
    g_autofree char *found = dump_bytes(text, strlen(text));
    assert_string_equal(found, "E 4: More than 200000 paragraphs and tables; split the document\n");
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    const struct CMUnitTest more[] = {
        cmocka_unit_test(takes_bounded_time_for_any_repetition),
        cmocka_unit_test(refuses_tables_over_the_limits),
        cmocka_unit_test(refuses_too_many_paragraphs),
    };
    add_dump_cases(tests, cases, G_N_ELEMENTS(cases));
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("text", tests);
}
