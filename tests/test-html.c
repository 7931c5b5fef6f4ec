/* SPDX-License-Identifier: MIT */
/* Pages → documents. Nearly all is a table of small pages. */
#include "dump.h"

static const DumpCase cases[] = {
    {"makes_paragraphs_of_blocks", "<p>一</p><div>二<p>三</div>四", "P 一\nP 二\nP 三\nP 四\n"},
    {"folds_white_space", "<p> a \n\t b\r\n</p>", "P a b\n"},
    {"keeps_spaces_that_are_characters", "<p>规&nbsp;章\u3000规</p>", "P 规\u00a0章\u3000规\n"},
    {"glues_inline_elements", "<p>规<b>范</b><span> </span>性<font>文</font>件</p>", "P 规范 性文件\n"},
    {"keeps_line_breaks_in_paragraphs",
     "<p>一<br>二<br/>三</p><table><tr><td>1<td>2<tr><td>3<td>4</table>",
     "P 一/二/三\nG table 1 2x2\n|1|2|\n|3|4|\n"},
    {"drops_blank_paragraphs", "<p>&nbsp;</p><p>\u3000 </p><p>x</p>", "P x\n"},
    {"takes_the_title", "<title> 某局\n 年报 </title><p>x", "T 某局 年报\nP x\n"},
    {"takes_the_first_title_only", "<title>一</title><body><p>x<title>二</title>", "T 一\nP x\n"},
    {"leaves_out_what_is_not_shown",
     "<p>a<script>var b='<p>b</p>'</script><style>c{}</style><!-- d --><noscript>e</noscript>"
     "<template>f</template><select><option>g</select><textarea>h</textarea></p><iframe>i</iframe>",
     "P a\n"},
    {"leaves_out_hidden_blocks",
     "<p style='color:red; DISPLAY : none'>a</p><div hidden>b</div><p style='display:block;float:none'>c",
     "P c\n"},
    {"leaves_out_hidden_cells_and_rows",
     "<table><tr><td>1<td style='display:none'>9<td>2<tr style=display:none><td>9<tr><td>3<td>4</table>",
     "G table 1 2x2\n|1|2|\n|3|4|\n"},
    {"drops_hidden_inline_text", "<p>1<span style='display:none'>9</span>2", "P 12\n"},
    {"drops_deleted_text", "<p>1<del>9</del>2<s>9</s>3<strike>9</strike>", "P 123\n"},
    {"keeps_notes_apart_from_figures", "<table><tr><td>12<sup>1</sup><td>3</table>",
     "G table 1 1x2\n|12[1]|3|\n"},
    {"drops_word_conditionals",
     "<p>a<![if !supportEmptyParas]>&nbsp;<![endif]>b</p><!--[if gte mso 9]><p>c<![endif]--><p>d",
     "P a\u00a0b\nP d\n"},
    {"passes_over_word_elements",
     "<?xml:namespace prefix = o ns = \"urn:x\" /><p class=MsoNormal>规<o:p></o:p>章<st1:date>x</st1:date></p>",
     "P 规章x\n"},
    {"decodes_character_references", "<p>&lt;&#35268;&#x7ae0;&amp;&unknown;&copy;", "P <规章&&unknown;©\n"},

    {"makes_a_grid_of_a_table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
     "G table 1 2x2\n|a|b|\n|c|\n"},
    {"takes_header_cells_as_cells", "<table><thead><tr><th>a<th>b<tbody><tr><th>c<td>d</table>",
     "G table 1 2x2\n|a|b|\n|c|d|\n"},
    {"keeps_lines_in_cells", "<table><tr><td><p>商业</p>\n<p>企业</p><td>a<br>b<div>c</div>d</table>",
     "G table 1 1x2\n|商业/企业|a/b/c/d|\n"},
    {"keeps_blank_cells_apart", "<table><tr><td><td>&nbsp;<td> <td>0</table>",
     "G table 1 1x4\n||\u00a0||0|\n"},
    {"numbers_tables_in_order", "<table><tr><td>a<td>b</table>x<table><tr><td>c<td>d</table>",
     "G table 1 1x2\n|a|b|\nP x\nG table 2 1x2\n|c|d|\n"},
    {"puts_a_caption_before_its_table", "<table><caption>附表</caption><tr><td>a<td>b</table>",
     "P 附表\nG table 1 1x2\n|a|b|\n"},
    {"makes_a_paragraph_of_text_between_cells", "<table>x<tr>y<td>a<td>b</tr>z</table>",
     "P x\nG table 1 1x2\n|a|b|\nP y\nP z\n"},
    {"closes_open_cells_and_rows", "<table><tr><td>a<td>b<tr><td>c<td>d", "G table 1 2x2\n|a|b|\n|c|d|\n"},
    {"begins_a_row_for_a_cell_without_one", "<table><td>a<td>b</table>", "G table 1 1x2\n|a|b|\n"},
    {"takes_a_cell_without_a_table_as_text", "<td>a</td><tr><td>b</td></tr>", "P a\nP b\n"},
    {"knows_no_grid_without_rows", "<table></table><table><tbody></table><p>x<table><tr><td>a<td>b</table>",
     "P x\nG table 3 1x2\n|a|b|\n"},

    {"spans_columns_and_rows",
     "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>",
     "G table 1 3x3\n|a|b|<|\n|^|c|d|\n|e|f|g|\n"},
    {"clips_rows_that_do_not_exist", "<table><tr><td rowspan=9>a<td>b<tr><td>c</table>",
     "G table 1 2x2\n|a|b|\n|^|c|\n"},
    {"spans_to_the_end_with_zero", "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
     "G table 1 3x2\n|a|b|\n|^|c|\n|^|d|\n"},
    {"tolerates_junk_in_spans",
     "<table><tr><td colspan=' 2 '>a<td colspan='2;'>b<td colspan=-3>c<td colspan=x>d<td colspan=0>e"
     "<td colspan=''>f</table>",
     "G table 1 1x8\n|a|<|b|<|c|d|e|f|\n"},
    {"never_lets_cells_overlap", "<table><tr><td>a<td rowspan=2>b<tr><td colspan=3>c<td>d</table>",
     "G table 1 2x4\n|a|b|\n|c|^|_|d|\n"},
    {"keeps_an_empty_row_under_a_span", "<table><tr><td rowspan=2>a<td>b<tr></tr><tr><td>c<td>d</table>",
     "G table 1 3x2\n|a|b|\n|^|\n|c|d|\n"},

    {"gives_a_layout_table_as_paragraphs",
     "<table><tr><td>标题<tr><td>前<table><tr><td>a<td>b</table>中<br>间<table><tr><td>c<td>d</table>后</table>",
     "G table 1 2x1\n|标题|\n|前/中/间/后*|\nP 标题\nP 前\nG table 2 1x2\n|a|b|\nP 中\nP 间\n"
     "G table 3 1x2\n|c|d|\nP 后\n"},
    {"gives_a_table_of_one_column_as_paragraphs", "<p>x<table><tr><td>a<p>b<tr><td>c</table><p>y",
     "P x\nG table 1 2x1\n|a/b|\n|c|\nP a\nP b\nP c\nP y\n"},
    {"keeps_the_order_of_layout_in_layout",
     "<table><tr><td>1<table><tr><td>2<td>3<table><tr><td>4<td>5</table>6</table>7<tr><td>8</table>",
     "G table 1 2x1\n|1/7*|\n|8|\nP 1\nG table 2 1x2\n|2|3/6*|\nP 2\nP 3\nG table 3 1x2\n|4|5|\nP 6\n"
     "P 7\nP 8\n"},
    {"finds_a_figure_wrapped_in_a_table",
     "<table><tr><td>规章<td><table><tr><td>12</table><td>0</table>",
     "G table 1 1x3\n|规章|12*|0|\nG table 2 1x1\n|12|\n"},
    {"finds_a_figure_wrapped_twice",
     "<table><tr><td>规章<td><table><tr><td><table><tr><td>12</table></table></table>",
     "G table 1 1x2\n|规章|12*|\nG table 2 1x1\n|12*|\nG table 3 1x1\n|12|\n"},

    {"reads_plain_text_elements_as_lines",
     "<p>前</p><pre>规章\t0\t1\n许可\t2\t3\n\n一句话。\n</pre><p>后",
     "P 前\nG line 1 2x3 ~\n|规章|0|1|\n|许可|2|3|\nP 一句话。\nP 后\n"},
    {"keeps_lines_of_plain_text_in_cells", "<table><tr><td><pre>a\nb</pre><td>c\nd</table>",
     "G table 1 1x2\n|a/b|c d|\n"},
    {"reads_paragraphs_as_lines_where_no_table_has_figures",
     "<p>规章 0 1 2</p><p>许可 3 4 5</p><table><tr><td>首页<td>公开</table><p>收费 6 7 8</p>",
     "G line 1 2x4 ~\n|规章|0|1|2|\n|许可|3|4|5|\nG table 1 1x2\n|首页|公开|\n"
     "G line 3 1x4 ~\n|收费|6|7|8|\n"},
    {"leaves_paragraphs_alone_beside_a_table_of_figures",
     "<p>规章 0 1 2</p><table><tr><td>1<td>2<tr><td>3<td>4</table>",
     "P 规章 0 1 2\nG table 1 2x2\n|1|2|\n|3|4|\n"},
    {"tells_of_pictures_without_tables", "<p>二、主动公开<img src=a><img src=b>", "W image\nP 二、主动公开\n"},
    {"tells_nothing_of_pictures_beside_figures", "<img src=a><table><tr><td>1<td>2<tr><td>3<td>4</table>",
     "G table 1 2x2\n|1|2|\n|3|4|\n"},

    {"tells_nothing_of_pictures_beside_lines_of_figures", "<img src=a><p>规章 1 2 3<p>许可 4 5 6",
     "G line 1 2x4 ~\n|规章|1|2|3|\n|许可|4|5|6|\n"},

    {"ignores_the_charset_once_the_bytes_are_known", "<meta charset=gb2312><p>规章", "P 规章\n"},
    {"reads_a_fragment", "<!doctype html>文<table><tr><td>a<td>b", "P 文\nG table 1 1x2\n|a|b|\n"},
    {"reads_stray_signs_as_text", "<p>a < b <3 > c</p><p>d</p></p></x>", "P a < b <3 > c\nP d\n"},
    {"survives_a_tag_cut_off", "<p>a<table><tr><td>b<td>c</table", "P a\nG table 1 1x2\n|b|c|\n"},
    {"survives_a_tag_inside_a_tag", "<p>a<table <tr><td <p>b</td><td>c</td></tr></table>d",
     "P a\nG table 1 1x2\n|b|c|\nP d\n"},
};

static char *repeat(const char *head, const char *text, unsigned n, const char *tail)
{
    GString *out = g_string_new(head);
    for (unsigned i = 0; i < n; i++)
        g_string_append(out, text);
    g_string_append(out, tail);
    return g_string_free(out, FALSE);
}

/* Hostile pages: what they may say, and that it takes seconds at most even under sanitizers. */
static void check_hostile(const char *page, const char *expected)
{
    gint64 begin = g_get_monotonic_time();
    g_autofree char *found = dump_bytes(page, strlen(page));
    assert_in_range((g_get_monotonic_time() - begin) / G_USEC_PER_SEC, 0, 20);
    if (!g_str_has_prefix(found, expected))
        fail_msg("expected %s, found %.200s", expected, found);
}

static void refuses_deep_nesting(void **state)
{
    (void)state;
    static const char *const tags[] = {"<div>", "<b>", "<ul><li>"};
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
        g_autofree char *page = repeat("<html>", tags[i], 1000000, "");
        check_hostile(page, "E 4: Elements are nested more than 512 deep");
    }
    g_autofree char *tables = repeat("", "<table>", 1000000, "");
    check_hostile(tables, "E 4: Table 33 is nested in more than 32 tables");
}

static void reads_nesting_within_the_limits(void **state)
{
    (void)state;
    g_autofree char *page = repeat("", "<div>", 500, "x");
    check_hostile(page, "P x\n");
    g_autofree char *tables = repeat("", "<table><tr><td>", 32, "x");
    check_hostile(tables, "G table 1 1x1\n|x*|\n");
}

static void refuses_tables_over_the_limits(void **state)
{
    (void)state;
    g_autofree char *tall = repeat("<table>", "<tr><td rowspan=65534>x", 100000, "</table>");
    check_hostile(tall, "E 4: Table 1 is too large: more than 400000 cells or 1000 columns");
    g_autofree char *wide = repeat("<table><tr>", "<td>x", 1001, "</table>");
    check_hostile(wide, "E 4: Table 1 is too large");
    g_autofree char *many = repeat("<p>x", "<table><tr><td colspan=1000>x</table>", 200001, "");
    check_hostile(many, "E 4: ");
    g_autofree char *paragraphs = repeat("", "<p>x", 200001, "");
    check_hostile(paragraphs, "E 4: More than 200000 paragraphs and tables");
}

static void makes_no_slots_before_rows_are_real(void **state)
{
    (void)state;
    const char *page = "<table><tr><td rowspan=65534 colspan=1000>x</table>";
    g_autoptr(GovDocument) document = gov_read_document(page, strlen(page), NULL, NULL);
    assert_non_null(document);
    const GovGrid *grid = gov_document_get_grid(document, 0);
    assert_int_equal(gov_grid_n_rows(grid), 1);
    assert_int_equal(gov_grid_n_columns(grid), 1000);
}

static void reads_very_long_text(void **state)
{
    (void)state;
    g_autofree char *page = repeat("<p>", "中文 text ", 1000000, "<table><tr><td>last<td>1</table>");
    g_autoptr(GovDocument) document = gov_read_document(page, strlen(page), NULL, NULL);
    assert_non_null(document);
    assert_int_equal(gov_document_n_blocks(document), 2);
    assert_int_equal(strlen(gov_document_get_paragraph(document, 0)), 12 * 1000000 - 1);
}

static void takes_a_long_cell_as_prose(void **state)
{
    (void)state;
    g_autofree char *page = repeat("<table><tr><td>a<td>", "总体情况<br>", 200, "<td>b</table>");
    g_autoptr(GovDocument) document = gov_read_document(page, strlen(page), NULL, NULL);
    assert_non_null(document);
    assert_int_equal(gov_document_n_blocks(document), 1 + 200);
    assert_string_equal(gov_document_get_paragraph(document, 1), "总体情况");
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    const struct CMUnitTest more[] = {
        cmocka_unit_test(refuses_deep_nesting),
        cmocka_unit_test(reads_nesting_within_the_limits),
        cmocka_unit_test(refuses_tables_over_the_limits),
        cmocka_unit_test(makes_no_slots_before_rows_are_real),
        cmocka_unit_test(reads_very_long_text),
        cmocka_unit_test(takes_a_long_cell_as_prose),
    };
    add_dump_cases(tests, cases, G_N_ELEMENTS(cases));
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("html", tests);
}
