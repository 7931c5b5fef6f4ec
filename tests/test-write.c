/* SPDX-License-Identifier: MIT */
/* The writers, on a small form that has all layouts: a table with headings on both axes,
 * one with captions, one printed wide. */
#include "test.h"

#include <govstat/govstat.h>

static const char *const FORM =
    "[form]\nid=small\ntitle=小表\ntitle[en]=Small form\nbasis=无\nyears=2021-\n"
    "[table blocks]\nlabel=分块表\nlabel[en]=Blocks\nsection=2\nunit=件\ntype=count\n"
    "[header blocks.content]\nlabel=信息内容\nlabel[en]=Content\n"
    "[caption blocks.first]\nlabel=第（一）项\nlabel[en]=Item 1\n"
    "[caption blocks.second]\nlabel=第（二）项\nlabel[en]=Item 2\n"
    "[column blocks.made]\nlabel=制发件数\nlabel[en]=Made\n"
    "[column blocks.change]\nlabel=本年增减\nlabel[en]=Change\ntype=signed\n"
    "[column blocks.amount]\nlabel=收费金额\nlabel[en]=Amount\nunit=万元\ntype=money\n"
    "[row blocks.rules]\nlabel=规章\nlabel[en]=Rules\ncaption=first\ncolumns=made;change\n"
    "[row blocks.fees]\nlabel=收费<元>\nlabel[en]=Fees\ncaption=second\ncolumns=amount\n"
    "[table sums]\nlabel=合计表\nlabel[en]=Sums\nsection=3\nunit=件\ntype=count\n"
    "[header sums.corner]\nlabel=项目\nlabel[en]=Item\n"
    "[column-group sums.who]\nlabel=申请人\nlabel[en]=Applicants\n"
    "[column sums.person]\nlabel=个人\nlabel[en]=Persons\nparent=who\n"
    "[column sums.body]\nlabel=单位\nlabel[en]=Bodies\nparent=who\n"
    "[column sums.total]\nlabel=总计\nlabel[en]=Total\n"
    "[row-group sums.results]\nlabel=办理结果\nlabel[en]=Results\nordinal=一、\n"
    "[row sums.granted]\nlabel=予以公开\nlabel[en]=Granted\nparent=results\n"
    "[row sums.denied]\nlabel=不予公开\nlabel[en]=Denied\nparent=results\n"
    "[row sums.pending]\nlabel=结转下年\nlabel[en]=Pending\n"
    "[table wide]\nlabel=横表\nlabel[en]=Wide\nsection=4\nlayout=wide\nunit=件\ntype=count\n"
    "[row-group wide.suits]\nlabel=行政诉讼\nlabel[en]=Suits\n"
    "[row wide.review]\nlabel=行政复议\nlabel[en]=Review\n"
    "[row wide.direct]\nlabel=直接起诉\nlabel[en]=Direct\nparent=suits\n"
    "[column wide.upheld]\nlabel=维持\nlabel[en]=Upheld\n"
    "[column wide.all]\nlabel=合计\nlabel[en]=All\n"
    "[rule sums.row_sum]\nfor=sums.rows\ncheck=total = person + body\nseverity=error\n"
    "message=总计应等于各列之和\nmessage[en]=The total must equal its parts\nbasis=无\n";

typedef struct {
    GovForm *form;
    GovReport *report;
    GPtrArray *findings;
    GString *out;
} Fixture;

static void set(Fixture *f, const char *code, const GovCell *cell)
{
    int index = gov_form_find_cell(f->form, code);
    if (index < 0)
        fail_msg("the form has no cell %s", code);
    gov_report_set_cell(f->report, (size_t)index, cell);
}

/* Every status once; sums.denied does not add up. */
static void fill(Fixture *f)
{
    static const struct {
        const char *code;
        GovCell cell;
    } CELLS[] = {
        {"blocks.rules.made", {.status = GOV_STATUS_UNREADABLE, .raw = "12O,\"x\""}},
        {"blocks.rules.change", {.value = -3, .raw = "减3", .locator = "table 1", .row = 2, .column = 3}},
        {"blocks.fees.amount", {.value = 59237244900, .raw = "59237.2449"}},
        {"sums.granted.person", {.value = 1408, .raw = "1408"}},
        {"sums.granted.body", {.status = GOV_STATUS_BLANK, .raw = ""}},
        {"sums.granted.total", {.value = 1431, .raw = "1431"}},
        {"sums.denied.person", {.value = 5, .raw = "5"}},
        {"sums.denied.body", {.value = 2, .raw = "2"}},
        {"sums.denied.total", {.value = 8, .raw = "8"}},
        {"sums.pending.person", {.status = GOV_STATUS_NOT_APPLICABLE, .raw = " ——\n"}},
        {"sums.pending.body", {.status = GOV_STATUS_UNCERTAIN, .value = 1457, .has_reading = true,
                               .raw = "14\n57"}},
        {"sums.pending.total", {.status = GOV_STATUS_ABSENT}},
        {"wide.review.upheld", {.value = 1, .raw = "1"}},
        {"wide.review.all", {.value = 2, .raw = "2"}},
        {"wide.direct.upheld", {.value = 3, .raw = "3"}},
        {"wide.direct.all", {.value = 4, .raw = "4"}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CELLS); i++) {
        GovCell cell = CELLS[i].cell;
        cell.confidence = 1;
        cell.evidence = GOV_EVIDENCE_EXACT;
        set(f, CELLS[i].code, &cell);
    }
}

static int setup(void **state)
{
    g_autoptr(GError) error = NULL;
    Fixture *f = g_new0(Fixture, 1);
    f->form = gov_form_from_data(FORM, strlen(FORM), "small.form", &error);
    if (f->form == NULL)
        fail_msg("%s", error->message);
    f->report = gov_report_new(f->form);
    fill(f);
    gov_report_set_source(f->report, "a, \"b\".html");
    gov_report_set_agency(f->report, "某<市>\033[2J局");
    gov_report_set_year(f->report, 2024);
    gov_report_set_section(f->report, 1, "总体\n情况");
    gov_report_add_note(f->report, "label.similar", 1, "a note");
    gov_report_seal(f->report);
    f->findings = gov_check_report(f->report);
    f->out = g_string_new(NULL);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    Fixture *f = *state;
    g_string_free(f->out, TRUE);
    g_ptr_array_unref(f->findings);
    gov_report_unref(f->report);
    gov_form_unref(f->form);
    g_free(f);
    return 0;
}

static const GovFinding *find_finding(const Fixture *f, GovFindingKind kind)
{
    for (guint i = 0; i < f->findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(f->findings, i);
        if (gov_finding_get_kind(finding) == kind)
            return finding;
    }
    fail_msg("no such finding");
    return NULL;
}

static void assert_contains(const GString *out, const char *text)
{
    if (strstr(out->str, text) == NULL)
        fail_msg("not in the output: %s\n%s", text, out->str);
}

static void assert_lacks(const GString *out, const char *text)
{
    if (strstr(out->str, text) != NULL)
        fail_msg("in the output: %s\n%s", text, out->str);
}

/* ---- JSON */

static void writes_the_plain_object(void **state)
{
    Fixture *f = *state;
    gov_write_json(f->out, f->report, GOV_WRITE_PLAIN);
    assert_string_equal(
        f->out->str,
        "{\"source\":\"a, \\\"b\\\".html\",\"form\":\"small\",\"agency\":\"某<市>\\u001b[2J局\","
        "\"year\":2024,\"values\":{\"blocks.rules.made\":null,\"blocks.rules.change\":-3,"
        "\"blocks.fees.amount\":59237.2449,\"sums.granted.person\":1408,\"sums.granted.body\":null,"
        "\"sums.granted.total\":1431,\"sums.denied.person\":5,\"sums.denied.body\":2,"
        "\"sums.denied.total\":8,\"sums.pending.person\":null,\"sums.pending.body\":null,"
        "\"sums.pending.total\":null,\"wide.review.upheld\":1,\"wide.review.all\":2,"
        "\"wide.direct.upheld\":3,\"wide.direct.all\":4},\"status\":{"
        "\"blocks.rules.made\":\"unreadable\",\"sums.granted.body\":\"blank\","
        "\"sums.pending.person\":\"not_applicable\",\"sums.pending.body\":\"uncertain\","
        "\"sums.pending.total\":\"absent\"},\"notes\":[{\"code\":\"label.similar\","
        "\"cell\":\"blocks.rules.change\",\"message\":\"a note\"}]}");
}

static void adds_raw_text_and_sections_on_demand(void **state)
{
    Fixture *f = *state;
    gov_write_json(f->out, f->report, GOV_WRITE_RAW | GOV_WRITE_SECTIONS);
    assert_contains(f->out, "],\"raw\":{\"blocks.rules.made\":\"12O,\\\"x\\\"\",");
    assert_contains(f->out, "\"sums.granted.body\":\"\",");
    assert_contains(f->out, "\"sums.pending.person\":\" ——\\n\",");
    assert_lacks(f->out, "\"sums.pending.total\":\"\"");
    assert_contains(f->out, "},\"sections\":[\"总体\\n情况\",null,null,null,null,null]}");
}

static void writes_a_failed_rule_as_json(void **state)
{
    Fixture *f = *state;
    gov_write_finding_json(f->out, find_finding(f, GOV_FINDING_FAILED), GOV_LANGUAGE_EN);
    assert_contains(f->out, "{\"source\":\"a, \\\"b\\\".html\",\"form\":\"small\",");
    assert_contains(f->out, ",\"year\":2024,\"rule\":\"sums.row_sum\",\"severity\":\"error\",\"message\":\"");
    assert_contains(f->out, "\",\"cells\":[\"sums.denied.total\",\"sums.denied.person\","
                            "\"sums.denied.body\"],\"lhs\":8,\"rhs\":7,\"difference\":1,\"class\":\"");
    assert_contains(f->out, "\"suspects\":[{\"cell\":\"sums.denied.");
    assert_contains(f->out, ",\"kind\":\"failed\",\"min_cells\":1,\"all_suspects\":true}");
    assert_null(strchr(f->out->str, '\n'));
}

static void writes_null_where_a_rule_has_no_sides(void **state)
{
    Fixture *f = *state;
    gov_write_finding_json(f->out, find_finding(f, GOV_FINDING_INCOMPLETE), GOV_LANGUAGE_ZH);
    assert_contains(f->out, "\"lhs\":null,\"rhs\":null,\"difference\":null,");
    assert_contains(f->out, "\"suspects\":[],\"kind\":\"incomplete\"}");
}

/* ---- CSV */

static void writes_wide_csv(void **state)
{
    Fixture *f = *state;
    gov_write_csv_header(f->out, f->form, GOV_WRITE_PLAIN);
    gov_write_csv(f->out, f->report, GOV_WRITE_PLAIN);
    assert_string_equal(
        f->out->str,
        "source,form,agency,year,blocks.rules.made,blocks.rules.change,blocks.fees.amount,"
        "sums.granted.person,sums.granted.body,sums.granted.total,sums.denied.person,"
        "sums.denied.body,sums.denied.total,sums.pending.person,sums.pending.body,"
        "sums.pending.total,wide.review.upheld,wide.review.all,wide.direct.upheld,"
        "wide.direct.all,status\n"
        "\"a, \"\"b\"\".html\",small,某<市>\033[2J局,2024,,-3,59237.2449,1408,,1431,5,2,8,,,,1,2,3,4,"
        "blocks.rules.made=unreadable;sums.granted.body=blank;sums.pending.person=not_applicable;"
        "sums.pending.body=uncertain;sums.pending.total=absent\n");
}

/* Fields of a line of CSV, quoted ones with their line breaks. */
static size_t count_fields(const char *line)
{
    size_t n = 1;
    bool quoted = false;
    for (const char *p = line; *p != '\0' && (quoted || *p != '\n'); p++) {
        if (*p == '"')
            quoted = !quoted;
        n += *p == ',' && !quoted;
    }
    return n;
}

static void gives_header_and_line_the_same_fields(void **state)
{
    Fixture *f = *state;
    static const size_t EXPECTED[] = {21, 37, 27, 43};
    static const unsigned FLAGS[] = {0, GOV_WRITE_RAW, GOV_WRITE_SECTIONS,
                                     GOV_WRITE_RAW | GOV_WRITE_SECTIONS};
    for (size_t i = 0; i < G_N_ELEMENTS(FLAGS); i++) {
        g_string_truncate(f->out, 0);
        gov_write_csv_header(f->out, f->form, FLAGS[i]);
        assert_int_equal(count_fields(f->out->str), EXPECTED[i]);
        g_string_truncate(f->out, 0);
        gov_write_csv(f->out, f->report, FLAGS[i]);
        assert_int_equal(count_fields(f->out->str), EXPECTED[i]);
    }
    assert_contains(f->out, ",\"12O,\"\"x\"\"\",减3,");
    assert_contains(f->out, ",\"总体\n情况\",,,,,,blocks.rules.made=");
}

static void writes_long_csv(void **state)
{
    Fixture *f = *state;
    gov_write_long_header(f->out);
    gov_write_long(f->out, f->report);
    assert_true(g_str_has_prefix(f->out->str,
                                 "source,form,agency,year,code,value,status,raw,locator\n"));
    assert_contains(f->out, "\n\"a, \"\"b\"\".html\",small,某<市>\033[2J局,2024,blocks.rules.change,-3,"
                            "reported,减3,table 1 row 2 column 3\n");
    assert_contains(f->out, ",2024,blocks.rules.made,,unreadable,\"12O,\"\"x\"\"\",\n");
    assert_contains(f->out, ",2024,sums.pending.body,,uncertain,\"14\n57\",\n");
    assert_contains(f->out, ",2024,sums.pending.total,,absent,,\n");
}

static void writes_an_empty_identity_as_empty_fields(void **state)
{
    Fixture *f = *state;
    g_autoptr(GovReport) empty = gov_report_new(f->form);
    gov_write_csv(f->out, empty, GOV_WRITE_PLAIN);
    assert_true(g_str_has_prefix(f->out->str, ",small,,,,,"));
    assert_int_equal(count_fields(f->out->str), 21);
}

/* ---- text */

static void draws_the_tables_as_printed(void **state)
{
    Fixture *f = *state;
    gov_write_text(f->out, f->report, NULL, GOV_LANGUAGE_ZH, GOV_WRITE_PLAIN);
    assert_string_equal(f->out->str,
                        "某<市> [2J局 2024 小表\n"
                        "\n分块表\n"
                        "┌─────────────────────────────────┐\n"
                        "│           第（一）项            │\n"
                        "├──────────┬──────────┬───────────┤\n"
                        "│ 信息内容 │ 制发件数 │ 本年增减  │\n"
                        "├──────────┼──────────┼───────────┤\n"
                        "│ 规章     │        ? │        -3 │\n"
                        "├──────────┴──────────┴───────────┤\n"
                        "│           第（二）项            │\n"
                        "├──────────┬──────────────────────┤\n"
                        "│ 信息内容 │       收费金额       │\n"
                        "├──────────┼──────────────────────┤\n"
                        "│ 收费<元> │           59237.2449 │\n"
                        "└──────────┴──────────────────────┘\n"
                        "\n合计表\n"
                        "┌───────────────────┬──────────────┬──────┐\n"
                        "│                   │    申请人    │      │\n"
                        "│       项目        ├──────┬───────┤ 总计 │\n"
                        "│                   │ 个人 │ 单位  │      │\n"
                        "├────────┬──────────┼──────┼───────┼──────┤\n"
                        "│ 一、办 │ 予以公开 │ 1408 │       │ 1431 │\n"
                        "│ 理结果 ├──────────┼──────┼───────┼──────┤\n"
                        "│        │ 不予公开 │    5 │     2 │    8 │\n"
                        "├────────┴──────────┼──────┼───────┼──────┤\n"
                        "│ 结转下年          │   —— │ 1457? │    · │\n"
                        "└───────────────────┴──────┴───────┴──────┘\n"
                        "\n横表\n"
                        "┌─────────────┬─────────────┐\n"
                        "│             │  行政诉讼   │\n"
                        "│  行政复议   ├─────────────┤\n"
                        "│             │  直接起诉   │\n"
                        "├──────┬──────┼──────┬──────┤\n"
                        "│ 维持 │ 合计 │ 维持 │ 合计 │\n"
                        "├──────┼──────┼──────┼──────┤\n"
                        "│    1 │    2 │    3 │    4 │\n"
                        "└──────┴──────┴──────┴──────┘\n"
                        "\n·   文件中没有该单元格\n"
                        "?   无法读作数字\n"
                        "N?  读数存疑\n");
}

static void marks_the_cells_of_a_failed_rule(void **state)
{
    Fixture *f = *state;
    gov_write_text(f->out, f->report, f->findings, GOV_LANGUAGE_EN, GOV_WRITE_PLAIN);
    assert_contains(f->out, "2024 Small form\n");
    assert_contains(f->out, "8!");
    assert_lacks(f->out, "1431!");
    assert_lacks(f->out, "\033");
    assert_contains(f->out, "\n!   in a failed check\n");
    gov_write_text(f->out, f->report, f->findings, GOV_LANGUAGE_EN, GOV_WRITE_COLOUR);
    assert_contains(f->out, "\033[1;31m8!\033[0m ");
}

static unsigned shown_width(const char *line, const char *end)
{
    unsigned width = 0;
    for (; line < end; line += g_utf8_skip[(unsigned char)*line])
        width += g_unichar_iswide(g_utf8_get_char(line)) ? 2 : 1;
    return width;
}

/* The frame closes only if all lines of a table are equally wide. */
static void check_lines(const GString *out, unsigned widest)
{
    unsigned expected = 0;
    for (const char *line = out->str; *line != '\0';) {
        const char *end = strchr(line, '\n');
        unsigned width = shown_width(line, end);
        if (g_str_has_prefix(line, "┌"))
            expected = width;
        if (g_str_has_prefix(line, "│") || g_str_has_prefix(line, "├"))
            assert_int_equal(width, expected);
        assert_in_range(width, 0, widest);
        line = end + 1;
    }
}

static void draws_the_official_forms_in_100_columns(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        g_autoptr(GovReport) report = gov_report_new(form);
        GovCell cell = {.value = 123456, .confidence = 1, .raw = "123456"};
        for (size_t j = 0; j < gov_form_n_cells(form); j += 3)
            gov_report_set_cell(report, j, &cell);
        g_string_truncate(f->out, 0);
        gov_write_text(f->out, report, NULL, GOV_LANGUAGE_ZH, GOV_WRITE_PLAIN);
        check_lines(f->out, 100);
        g_string_truncate(f->out, 0);
        gov_write_text(f->out, report, NULL, GOV_LANGUAGE_EN, GOV_WRITE_PLAIN);
        check_lines(f->out, 130);
    }
}

static void writes_a_finding_with_its_suspects(void **state)
{
    Fixture *f = *state;
    const GovFinding *finding = find_finding(f, GOV_FINDING_FAILED);
    gov_write_finding_text(f->out, finding, GOV_LANGUAGE_ZH);
    assert_true(g_str_has_prefix(f->out->str, "error  sums.row_sum  合计表 › "));
    assert_contains(f->out, "8 ≠ 7");
    assert_contains(f->out, "\n  可能：");
    assert_contains(f->out, " 8 → 7（多计1件");
    gov_write_finding_text(f->out, finding, GOV_LANGUAGE_EN);
    assert_contains(f->out, "error  sums.row_sum  Sums › ");
    assert_contains(f->out, "\n  perhaps: ");
}

/* ---- HTML */

static void writes_tables_with_the_spans_of_the_form(void **state)
{
    Fixture *f = *state;
    gov_write_html(f->out, f->report, NULL, GOV_LANGUAGE_ZH);
    assert_contains(f->out, "<div class=\"govstat\" lang=\"zh\">\n<style>.govstat ");
    assert_contains(f->out, "<caption>分块表</caption>\n<tr><th scope=\"colgroup\" colspan=\"3\">第（一）项</th></tr>\n");
    assert_contains(f->out, "<th scope=\"colgroup\" colspan=\"2\">收费金额</th></tr>\n");
    assert_contains(f->out, "<tr><th scope=\"colgroup\" rowspan=\"2\" colspan=\"2\">项目</th>"
                            "<th scope=\"colgroup\" colspan=\"2\">申请人</th>"
                            "<th scope=\"col\" rowspan=\"2\">总计</th></tr>\n");
    assert_contains(f->out, "<tr><th scope=\"rowgroup\" rowspan=\"2\">一、办理结果</th><th scope=\"row\">予以公开</th>"
                            "<td class=\"reported\" data-code=\"sums.granted.person\">1408</td>"
                            "<td class=\"blank\" data-code=\"sums.granted.body\"></td>");
    assert_contains(f->out, "<th scope=\"row\" colspan=\"2\">结转下年</th>");
    assert_true(g_str_has_suffix(f->out->str, "</table>\n</div>\n"));
}

static void escapes_everything_in_html(void **state)
{
    Fixture *f = *state;
    gov_write_html(f->out, f->report, f->findings, GOV_LANGUAGE_ZH);
    assert_contains(f->out, "<p>某&lt;市&gt; [2J局 2024 小表</p>");
    assert_contains(f->out, ">收费&lt;元&gt;</th>");
    assert_contains(f->out, " title=\"12O,&quot;x&quot;\">?</td>");
    assert_lacks(f->out, "<元>");
    assert_lacks(f->out, "\033");
}

static void marks_failed_cells_in_html(void **state)
{
    Fixture *f = *state;
    gov_write_html(f->out, f->report, f->findings, GOV_LANGUAGE_EN);
    assert_contains(f->out, "<td class=\"reported failed\" data-code=\"sums.denied.total\" title=\"Sums › ");
    assert_contains(f->out, "<td class=\"reported\" data-code=\"sums.granted.total\">1431</td>");
    assert_contains(f->out, "lang=\"en\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_the_plain_object, setup, teardown),
        cmocka_unit_test_setup_teardown(adds_raw_text_and_sections_on_demand, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_a_failed_rule_as_json, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_null_where_a_rule_has_no_sides, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_wide_csv, setup, teardown),
        cmocka_unit_test_setup_teardown(gives_header_and_line_the_same_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_long_csv, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_an_empty_identity_as_empty_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(draws_the_tables_as_printed, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_the_cells_of_a_failed_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(draws_the_official_forms_in_100_columns, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_a_finding_with_its_suspects, setup, teardown),
        cmocka_unit_test_setup_teardown(writes_tables_with_the_spans_of_the_form, setup, teardown),
        cmocka_unit_test_setup_teardown(escapes_everything_in_html, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_failed_cells_in_html, setup, teardown),
    };
    return cmocka_run_group_tests_name("writers", tests, NULL, NULL);
}
