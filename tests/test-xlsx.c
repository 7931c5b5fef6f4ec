/* SPDX-License-Identifier: MIT */
/* Workbooks → documents. Nearly all is a table of small sheets. */
#include "dump.h"
#include "zip.h"

#define MAIN "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROW(cells) "<row>" cells "</row>"
#define N(number) "<c><v>" number "</v></c>"
#define T(text) "<c t='inlineStr'><is><t>" text "</t></is></c>"
#define F(formula) "<c><f>" formula "</f></c>"
#define STYLED(style, number) "<c s='" style "'><v>" number "</v></c>"

/* Styles 0 … of the test workbook. */
static const char *const codes[] = {
    "General", "0", "#,##0.00", "0&quot;件&quot;", "0;-0;;@", "_ * #,##0_ ;_ * -#,##0_ ;_ * &quot;-&quot;_ ;_ @_ ",
    "0.0%", "yyyy&quot;年&quot;m&quot;月&quot;", "yyyy/m/d;@", "0!.0,&quot;万元&quot;", "#,###", ";;;", "[Red]0.0_);\\(0.0\\)",
    "0.00,", "000-00", "[&gt;=100]0&quot;大&quot;;0&quot;小&quot;", "h:mm", "G/通用格式&quot;人&quot;",
    "[$¥-804]#,##0.00", "&quot;无&quot;",
};

static const DumpCase cases[] = {
    {"takes_cells_where_they_are",
     "<sheetData><row r='2'><c r='B2'><v>1</v></c><c r='D2' t='inlineStr'><is><t>x</t></is></c></row>"
     "<row r='4'><c r='C4'><v>2</v></c></row></sheetData>",
     "G sheet 表 4x4\n|||||\n||1||x|\n|||||\n|||2||\n"},
    {"counts_cells_without_places", "<sheetData>" ROW(N("1") N("2")) ROW("<c/>" N("3")) "</sheetData>",
     "G sheet 表 2x2\n|1|2|\n||3|\n"},
    {"sorts_cells_and_takes_the_last_of_two",
     "<sheetData><row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c></row>"
     "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>9</v></c><c r='B1'><v>2</v></c></row></sheetData>",
     "G sheet 表 2x2\n|1|2|\n|3|4|\n"},
    {"reads_strings_of_all_kinds",
     "<sheetData>" ROW("<c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='str'><v>a_x000D_\nb</v></c>")
     ROW("<c t='s'><v>9</v></c><c t='b'><v>1</v></c><c t='e'><v>#DIV/0!</v></c>")
     ROW(T("\u3000规 章\U00020bb7") "<c t='inlineStr'><is><r><t>规</t></r><r><t>章</t></r></is></c>" T("x_x41_"))
     "</sheetData>",
     "G sheet 表 3x3\n|首|富[1]文|a/b|\n|?string 9|TRUE|#DIV/0!|\n"
     "|\u3000规 章\U00020bb7|规章|x_x41_|\n"},
    {"writes_numbers_without_the_noise_of_binary_fractions",
     "<sheetData>" ROW(N("72701.257800000007") N("0.30000000000000004") N("1.5E-3") N("-1E3"))
     ROW(N("1808595") N("59237.244900000005") N("123456789012345") N("1.0")) "</sheetData>",
     "G sheet 表 2x4\n|72701.2578|0.3|0.0015|-1000|\n|1808595|59237.2449|123456789012345|1|\n"},
    {"keeps_the_value_behind_a_rounding_format",
     "<sheetData>" ROW(STYLED("1", "12.6") STYLED("2", "1234.5678") STYLED("12", "-5.25")) "</sheetData>",
     "G sheet 表 1x3\n|12.6|1234.5678|-5.25|\n"},
    {"keeps_words_of_a_format",
     "<sheetData>" ROW(STYLED("3", "12") STYLED("15", "120") STYLED("15", "12") STYLED("17", "5")
     STYLED("18", "3.5") STYLED("19", "1")) "</sheetData>",
     "G sheet 表 1x6\n|12件|120大|12小|5人|¥3.5|无|\n"},
    {"takes_hidden_zeros_as_zeros_and_says_so",
     "<sheetData>" ROW(STYLED("4", "0") STYLED("5", "0") STYLED("10", "0") STYLED("4", "7")) "</sheetData>",
     "W number.hidden_zero\nG sheet 表 1x4\n|0|0|0|7|\n"},
    {"tells_of_zeros_that_the_sheet_hides",
     "<sheetViews><sheetView showZeros='0'/></sheetViews><sheetData>" ROW(N("0") N("7")) "</sheetData>",
     "W number.hidden_zero\nG sheet 表 1x2\n|0|7|\n"},
    {"leaves_out_numbers_that_are_not_shown", "<sheetData>" ROW(STYLED("11", "5") N("1") N("2")) "</sheetData>",
     "W number.hidden\nG sheet 表 1x3\n||1|2|\n"},
    {"writes_dates_and_percent_as_shown",
     "<sheetData>" ROW(STYLED("6", "0.125") STYLED("7", "45292") STYLED("8", "45292.5") STYLED("16", "0.75")
     STYLED("7", "-1") STYLED("8", "1")) "</sheetData>",
     "G sheet 表 1x6\n|12.5%|2024年1月|2024-01-01|18:00|#######|1900-01-01|\n"},
    {"scales_as_the_format_does", "<sheetData>" ROW(STYLED("9", "123456") STYLED("13", "12345") N("1")) "</sheetData>",
     "G sheet 表 1x3\n|12.3456万元|12.345|1|\n"},
    {"makes_no_figure_of_digits_that_are_parted", "<sheetData>" ROW(STYLED("14", "12345") N("1")) "</sheetData>",
     "G sheet 表 1x2\n|12345?|1|\n"},

    {"merges_cells",
     "<sheetData>" ROW(T("a") T("b") T("c")) ROW(T("x") N("1") N("2")) "</sheetData>"
     "<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:C1'/></mergeCells>",
     "G sheet 表 2x3\n|a|b|<|\n|^|1|2|\n"},
    {"clips_merges_to_what_is_used",
     "<sheetData>" ROW(T("题") "<c/>") ROW(N("1") N("2")) "</sheetData>"
     "<mergeCells><mergeCell ref='A1:XFD1'/><mergeCell ref='A2:A1048576'/></mergeCells>",
     "P 题\nG sheet 表 2x2\n|题|<|\n|1|2|\n"},
    {"passes_over_merges_that_overlap",
     "<sheetData>" ROW(T("a") T("b") N("1")) ROW(T("c") N("2") N("3")) "</sheetData>"
     "<mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='B1:C1'/></mergeCells>",
     "G sheet 表 2x3\n|a|<|1|\n|^|^|3|\n"},
    {"leaves_out_hidden_rows_and_columns_and_keeps_their_place",
     "<cols><col min='2' max='2' hidden='1'/></cols><sheetData>" ROW(N("1") N("9") N("2"))
     "<row hidden='1'>" N("9") N("9") N("9") "</row>" ROW(N("3") N("9") N("4")) "</sheetData>",
     "W sheet.hidden_cells\nG sheet 表 3x3\n|1||2|\n||||\n|3||4|\n"},
    {"shows_a_merged_cell_while_some_of_it_is_seen",
     "<sheetData><row hidden='1'>" T("a") N("9") "</row>" ROW("<c/>" N("1")) "</sheetData>"
     "<mergeCells><mergeCell ref='A1:A2'/></mergeCells>",
     "W sheet.hidden_cells\nP a\nG sheet 表 2x2\n|a||\n|^|1|\n"},

    {"takes_results_of_formulas", "<sheetData>" ROW("<c><f>B1*2</f><v>6</v></c><c t='str'><f>T(1)</f><v></v></c>" N("3"))
     "</sheetData>", "G sheet 表 1x3\n|6||3|\n"},
    {"works_out_sums_without_results",
     "<sheetData>" ROW(N("1.1") N("2.2") F("SUM(A1:B1)")) ROW(N("10") "<c/>" F("A2+B2-1+C1"))
     ROW(F("SUM(A1,A2)+(2)") F("sum($A$1:B1, 5)") F("SUM(C1:C2)")) "</sheetData>",
     "W formula.evaluated\nG sheet 表 3x3\n|1.1|2.2|3.3|\n|10||12.3|\n|13.1|8.3|15.6|\n"},
    {"works_out_shared_sums",
     "<sheetData>" ROW(N("1") N("2") "<c><f t='shared' ref='C1:C2' si='0'>SUM(A1:B1)</f></c>")
     ROW(N("3") N("4") "<c><f t='shared' si='0'/></c>") "</sheetData>",
     "W formula.evaluated\nG sheet 表 2x3\n|1|2|3|\n|3|4|7|\n"},
    {"adds_no_figures_in_full_width_digits", "<sheetData>" ROW(N("1") T("２") F("SUM(A1:B1)")) "</sheetData>",
     "W formula.unknown\nG sheet 表 1x3\n|1|２|=SUM(A1:B1)|\n"},
    {"makes_no_figure_of_other_formulas",
     "<sheetData>" ROW(N("1") F("A1*2") F("SUM(Sheet2!A1)")) ROW(F("SUM(A1:C1)") F("A2+B1") F("SUM(A:A)"))
     ROW(F("SUM(A3)") F("") F("A1+A4")) ROW(T("12") F("SUM(A4)") T("x")) ROW(F("SUM(C4)") F("A5") F("C4+1"))
     "</sheetData>",
     "W formula.evaluated\nW formula.unknown\nG sheet 表 5x3\n|1|=A1*2|=SUM(Sheet2!A1)|\n"
     "|=SUM(A1:C1)|=A2+B1|=SUM(A:A)|\n|=SUM(A3)||=A1+A4|\n|12|=SUM(A4)|x|\n|0|0|=C4+1|\n"},

    {"tells_titles_and_prose_as_paragraphs_too",
     "<sheetData>" ROW(T("某局2024年报告")) ROW(T("某局") "<c/>" T("单位：件")) ROW(T("内容") T("一") T("二"))
     ROW(T("规章") N("1") N("2")) ROW(T("二、其他")) ROW(T("标签")) ROW(T("一句话。第二句\n下一行")) "</sheetData>",
     "P 某局2024年报告\nP 某局\nP 单位：件\nP 二、其他\nP 一句话。第二句\nP 下一行\n"
     "G sheet 表 7x3\n|某局2024年报告|||\n|某局||单位：件|\n|内容|一|二|\n|规章|1|2|\n|二、其他|||\n|标签|||\n"
     "|一句话。第二句/下一行|||\n"},
    {"reads_a_sheet_of_one_column_as_lines",
     "<sheetData>" ROW(T("标题")) "<row/>" ROW(T("规章 1 2 3")) ROW(T("许可 4 5 6")) "</sheetData>",
     "P 标题\nG line 3 2x4 ~\n|规章|1|2|3|\n|许可|4|5|6|\n"},
    {"tells_nothing_of_an_empty_sheet", "<sheetData>" ROW("<c s='1'/>") "</sheetData>", ""},
    {"refuses_a_cell_too_far_out", "<sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c><c r='A1'><v>2</v></c></row></sheetData>",
     "E 4: sheet 表 reaches to row 1048576 and column 16384; more than 400000 cells or 1000 columns are not read\n"},
};

static char *make_styles(void)
{
    GString *out = g_string_new("<styleSheet " MAIN "><numFmts>");
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        g_string_append_printf(out, "<numFmt numFmtId='%u' formatCode='%s'/>", 164 + (unsigned)i, codes[i]);
    g_string_append(out, "</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs>");
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        g_string_append_printf(out, "<xf numFmtId='%u'/>", 164 + (unsigned)i);
    g_string_append(out, "</cellXfs></styleSheet>");
    return g_string_free(out, FALSE);
}

#define STRINGS                                                                                  \
    "<sst " MAIN "><si><t>首</t></si><si><r><t>富</t></r><r><rPr><vertAlign val='superscript'/></rPr>" \
    "<t>1</t></r><r><rPr><strike/></rPr><t>x</t></r><r><t>文</t></r><rPh><t>y</t></rPh></si></sst>"
#define RELATION(id, type, target)                                                               \
    "<Relationship Id='" id "' Type='" RELATIONS "/" type "' Target='" target "'/>"

static GByteArray *make_workbook(const char *book, const char *first, const char *second)
{
    g_autofree char *styles = make_styles();
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_SHEET_TYPE);
    zip_add(&zip, "xl/workbook.xml", book);
    zip_add(&zip, "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            RELATION("a", "worksheet", "worksheets/one.xml") RELATION("b", "worksheet", "/xl/two.xml")
            RELATION("c", "chartsheet", "chart.xml") RELATION("d", "styles", "styles.xml")
            RELATION("e", "sharedStrings", "strings.xml") "</Relationships>");
    zip_add(&zip, "xl/styles.xml", styles);
    zip_add(&zip, "xl/strings.xml", STRINGS);
    zip_add(&zip, "xl/worksheets/one.xml", first);
    zip_add(&zip, "xl/two.xml", second);
    return zip_end(&zip);
}

#define BOOK(inner) "<workbook " MAIN "xmlns:r='" RELATIONS "'>" inner "</workbook>"
#define SHEET(name, id, more) "<sheet name='" name "' r:id='" id "' " more "/>"
#define SIMPLE "<worksheet " MAIN "><sheetData>" ROW(N("1") N("2")) "</sheetData></worksheet>"

static char *dump_workbook(const char *book, const char *sheet)
{
    g_autofree char *first = g_strconcat("<worksheet " MAIN ">", sheet, "</worksheet>", NULL);
    g_autoptr(GByteArray) bytes = make_workbook(book, first, SIMPLE);
    return dump_bytes((const char *)bytes->data, bytes->len);
}

static void check_xlsx_case(void **state)
{
    const DumpCase *one = *state;
    g_autofree char *found = dump_workbook(BOOK("<sheets>" SHEET("表", "a", "") "</sheets>"), one->input);
    assert_string_equal(found, one->expected);
}

static void reads_sheets_in_the_order_of_the_workbook(void **state)
{
    (void)state;
    g_autofree char *found = dump_workbook(
        BOOK("<sheets>" SHEET("二", "b", "") SHEET("图", "c", "") SHEET("一", "a", "") "</sheets>"),
        "<sheetData>" ROW(N("3") N("4")) "</sheetData>");
    assert_string_equal(found, "G sheet 二 1x2\n|1|2|\nG sheet 一 1x2\n|3|4|\n");
}

static void leaves_hidden_sheets_out_and_says_so(void **state)
{
    (void)state;
    g_autofree char *found = dump_workbook(
        BOOK("<sheets>" SHEET("一", "a", "state='hidden'") SHEET("二", "b", "state='visible'") "</sheets>"),
        "<sheetData>" ROW(N("3") N("4")) "</sheetData>");
    assert_string_equal(found, "W sheet.hidden\nG sheet 二 1x2\n|1|2|\n");
}

static void refuses_a_sheet_without_a_part(void **state)
{
    (void)state;
    g_autofree char *found = dump_workbook(BOOK("<sheets>" SHEET("一", "x", "") "</sheets>"), "");
    assert_string_equal(found, "E 3: The workbook has no part for sheet 一\n");
}

static void counts_days_from_1904_if_the_workbook_does(void **state)
{
    (void)state;
    g_autofree char *found = dump_workbook(
        BOOK("<workbookPr date1904='1'/><sheets>" SHEET("一", "a", "") "</sheets>"),
        "<sheetData>" ROW(STYLED("8", "43830") N("4")) "</sheetData>");
    assert_string_equal(found, "G sheet 一 1x2\n|2024-01-01|4|\n");
}

/* Programs that cannot calculate write 0 for every result, and ask for calculation. */
static void trusts_no_zero_of_a_workbook_that_asks_for_calculation(void **state)
{
    (void)state;
    g_autofree char *found = dump_workbook(
        BOOK("<sheets>" SHEET("一", "a", "") "</sheets><calcPr fullCalcOnLoad='1'/>"),
        "<sheetData>" ROW(N("3") N("4") "<c><f>SUM(A1:B1)</f><v>0</v></c><c><f>A1*2</f><v>0</v></c>"
        "<c><f>A1*3</f><v>9</v></c>") "</sheetData>");
    assert_string_equal(found, "W formula.evaluated\nW formula.unknown\n"
                               "G sheet 一 1x5\n|3|4|7|=A1*2|9|\n");
}

static void bounds_sums_of_sums(void **state)
{
    (void)state;
    g_autoptr(GString) sheet = g_string_new("<sheetData>");
    for (int row = 1; row <= 3000; row++)
        g_string_append_printf(sheet, "<row><c><f>SUM(A%d:B%d)</f></c><c><f>SUM(A%d:B3001)</f></c></row>",
                               row + 1, row + 1, row + 1);
    g_string_append(sheet, "<row><c><v>1</v></c><c><v>2</v></c></row></sheetData>");
    g_autofree char *found = dump_workbook(BOOK("<sheets>" SHEET("一", "a", "") "</sheets>"), sheet->str);
    assert_non_null(strstr(found, "W formula.unknown"));
    assert_non_null(strstr(found, "|3|3|\n|1|2|\n"));
}

/* A string of a megabyte in every cell would be a bomb that no ratio sees. */
static void bounds_text_of_shared_strings(void **state)
{
    (void)state;
    g_autofree char *text = g_strnfill(1 << 20, 'x');
    g_autofree char *strings = g_strconcat("<sst " MAIN "><si><t>", text, "</t></si></sst>", NULL);
    g_autoptr(GString) sheet = g_string_new("<worksheet " MAIN "><sheetData>");
    for (int i = 0; i < 1000; i++)
        g_string_append(sheet, "<row><c t='s'><v>0</v></c></row>");
    g_string_append(sheet, "</sheetData></worksheet>");
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_SHEET_TYPE);
    zip_add(&zip, "xl/workbook.xml", BOOK("<sheets>" SHEET("一", "a", "") "</sheets>"));
    zip_add(&zip, "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            RELATION("a", "worksheet", "one.xml") RELATION("e", "sharedStrings", "strings.xml")
            "</Relationships>");
    zip_add(&zip, "xl/strings.xml", strings);
    zip_add(&zip, "xl/one.xml", sheet->str);
    g_autoptr(GByteArray) bytes = zip_end(&zip);
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    assert_string_equal(found, "E 4: xl/one.xml: the cells have more than 128 MiB of text\n");
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct CMUnitTest test = {cases[i].name, check_xlsx_case, NULL, NULL,
                                  (void *)(guintptr)&cases[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(reads_sheets_in_the_order_of_the_workbook),
        cmocka_unit_test(leaves_hidden_sheets_out_and_says_so),
        cmocka_unit_test(refuses_a_sheet_without_a_part),
        cmocka_unit_test(counts_days_from_1904_if_the_workbook_does),
        cmocka_unit_test(trusts_no_zero_of_a_workbook_that_asks_for_calculation),
        cmocka_unit_test(bounds_sums_of_sums),
        cmocka_unit_test(bounds_text_of_shared_strings),
    };
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("xlsx", tests);
}
