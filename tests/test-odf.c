/* SPDX-License-Identifier: MIT */
/* OpenDocument texts and spreadsheets → documents. */
#include "dump.h"
#include "zip.h"

#define ODF(name) "urn:oasis:names:tc:opendocument:xmlns:" name ":1.0"
#define ROOT                                                                                     \
    "<office:document-content xmlns:office='" ODF("office") "' xmlns:table='" ODF("table")       \
    "' xmlns:text='" ODF("text") "' xmlns:style='" ODF("style") "' xmlns:draw='" ODF("drawing")  \
    "' xmlns:svg='urn:svg' xmlns:calcext='urn:calcext'><office:automatic-styles>"                \
    "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"     \
    "<style:style style:name='U'><style:text-properties style:text-position='super 58%'/></style:style>" \
    "<style:style style:name='S'><style:text-properties style:text-line-through-style='solid'/></style:style>" \
    "<style:style style:name='B'><style:text-properties style:text-position='sub 58%'/></style:style>" \
    "<style:style style:name='X'><style:table-properties table:display='false'/></style:style>"  \
    "</office:automatic-styles><office:body>"
#define END "</office:body></office:document-content>"
#define P(text) "<text:p>" text "</text:p>"
#define C(text) "<table:table-cell>" P(text) "</table:table-cell>"
#define CA(attributes, text) "<table:table-cell " attributes ">" P(text) "</table:table-cell>"
#define COVERED "<table:covered-table-cell/>"
#define R(cells) "<table:table-row>" cells "</table:table-row>"
#define TBL(rows) "<table:table table:name='x'><table:table-column/>" rows "</table:table>"
#define FIGURES TBL(R(C("1") C("2")) R(C("3") C("4")))
#define FIGURES_DUMP "|1|2|\n|3|4|\n"
#define V(type, value, text)                                                                     \
    CA("office:value-type='" type "' calcext:value-type='x' office:value='" value "'", text)

static const DumpCase texts[] = {
    {"makes_paragraphs_of_text", "<text:h>一</text:h>" P("二<text:span>三</text:span>") "<text:list><text:list-item>"
     P("四") "</text:list-item></text:list><text:section>" P("五") "</text:section>" FIGURES,
     "P 一\nP 二三\nP 四\nP 五\nG table 1 2x2\n" FIGURES_DUMP},
    {"reads_blanks_tabs_and_breaks", P("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d") FIGURES,
     "P a b c/d\nG table 1 2x2\n" FIGURES_DUMP},
    {"leaves_out_what_is_not_shown",
     "<text:tracked-changes><text:changed-region><text:deletion>" P("x") "</text:deletion></text:changed-region>"
     "</text:tracked-changes>" P("1<text:span text:style-name='H'>2</text:span><text:span text:style-name='S'>3"
     "</text:span><office:annotation>" P("x") "</office:annotation><text:note><text:note-citation>1</text:note-citation>"
     "<text:note-body>" P("x") "</text:note-body></text:note>4<text:ruby><text:ruby-base>5</text:ruby-base>"
     "<text:ruby-text>x</text:ruby-text></text:ruby><draw:frame><svg:title>x</svg:title></draw:frame>")
     "<text:p text:style-name='H'>x</text:p><text:section text:display='none'>" P("x") "</text:section>",
     "P 145\n"},
    {"keeps_raised_text_apart_here_too", P("12<text:span text:style-name='U'>1</text:span><text:span text:style-name='B'>2</text:span>"),
     "P 12[1]2\n"},
    {"counts_covered_cells",
     TBL(R(CA("table:number-columns-spanned='2'", "a") COVERED C("b")) R(CA("table:number-rows-spanned='2'", "c") C("1") C("2"))
         R(COVERED C("3") C("4"))),
     "G table 1 3x3\n|a|<|b|\n|c|1|2|\n|^|3|4|\n"},
    {"takes_cells_that_nothing_covers_as_empty", TBL(R(C("a") "<table:covered-table-cell table:number-columns-repeated='2'/>" C("1"))),
     "G table 1 1x4\n|a|||1|\n"},
    {"repeats_cells_and_rows", TBL("<table:table-row table:number-rows-repeated='2'>" CA("table:number-columns-repeated='2'", "0")
     C("1") "</table:table-row>"),
     "G table 1 2x3\n|0|0|1|\n|0|0|1|\n"},
    {"drops_rows_that_are_hidden", TBL(R(C("a") C("1")) "<table:table-row table:visibility='collapse'>" C("b") C("2")
     "</table:table-row>"), "G table 1 1x2\n|a|1|\n"},
    {"finds_a_figure_in_a_table_inside", TBL(R(C("规章") "<table:table-cell>" TBL(R(C("12"))) "</table:table-cell>")),
     "G table 1 1x2\n|规章|12*|\nG table 2 1x1\n|12|\n"},
    {"puts_boxes_after_their_paragraph", P("一<draw:frame><draw:text-box>" P("框") "</draw:text-box></draw:frame>二") P("三") FIGURES,
     "P 一二\nP 框\nP 三\nG table 1 2x2\n" FIGURES_DUMP},
    {"tells_of_pictures_without_any_table", P("二<draw:frame><draw:image/></draw:frame>"), "W image\nP 二\n"},
    {"bounds_repeated_rows", TBL("<table:table-row table:number-rows-repeated='60000'>"
     CA("table:number-columns-repeated='1000'", "0") "</table:table-row>"), "E 4: content.xml: A table has too many cells\n"},
};

static const DumpCase sheets[] = {
    {"takes_values_rather_than_what_is_shown",
     TBL(R(V("float", "72701.2578", "72,701.26") V("float", "12", "12件") V("currency", "-3.5", "-¥3.50") V("float", "-5", "(5)"))),
     "G sheet x 1x4\n|72701.2578|12件|¥-3.5|-5|\n"},
    {"takes_what_is_shown_where_that_is_another_number",
     TBL(R(V("float", "123456", "12.3万") V("percentage", "0.125", "12.5%")
           CA("office:value-type='date' office:date-value='2024-01-31'", "2024年1月31日"))),
     "W number.scaled\nG sheet x 1x3\n|12.3万|12.5%|2024年1月31日|\n"},
    {"takes_values_that_show_nothing", TBL(R(V("float", "0", "") V("float", "0", "-") V("float", "5", "") V("float", "7", "7"))),
     "W number.hidden_zero\nW number.hidden\nG sheet x 1x4\n|0|0||7|\n"},
    {"takes_values_that_no_text_shows", TBL(R("<table:table-cell office:value='72701.2578' office:value-type='float'/>"
     "<table:table-cell office:value='0' office:value-type='float'/>" C("x"))),
     "G sheet x 1x3\n|72701.2578|0|x|\n"},
    {"makes_no_figure_of_a_formula_without_result",
     TBL(R("<table:table-cell table:formula='of:=SUM([.A1:.A2])'/>" V("float", "7", "7"))),
     "W formula.unknown\nG sheet x 1x2\n|=of:=SUM([.A1:.A2])|7|\n"},
    {"merges_cells_of_sheets",
     TBL(R(CA("table:number-columns-spanned='2' table:number-rows-spanned='1'", "规章") COVERED V("float", "1", "1"))
         R(CA("table:number-rows-spanned='2'", "x") C("a") V("float", "2", "2")) R(COVERED C("b") V("float", "3", "3"))),
     "G sheet x 3x3\n|规章|<|1|\n|x|a|2|\n|^|b|3|\n"},
    {"passes_over_empty_cells_by_the_million",
     TBL("<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='1024'/></table:table-row>"
         R("<table:table-cell/>" V("float", "1", "1") V("float", "2", "2") "<table:table-cell table:number-columns-repeated='16381'/>")
         "<table:table-row table:number-rows-repeated='1048573'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"),
     "G sheet x 3x3\n||||\n||||\n||1|2|\n"},
    {"leaves_out_hidden_rows_and_columns",
     "<table:table table:name='x'><table:table-column/><table:table-column table:visibility='collapse'/>"
     R(C("1") C("9") C("2")) "<table:table-row table:visibility='filter'>" C("9") C("9") C("9") "</table:table-row>"
     R(C("3") C("9") C("4")) "</table:table>",
     "W sheet.hidden_cells\nG sheet x 3x3\n|1||2|\n||||\n|3||4|\n"},
    {"leaves_out_hidden_sheets", "<table:table table:name='y' table:style-name='X'>" R(C("9") C("9")) "</table:table>" FIGURES,
     "W sheet.hidden\nG sheet x 2x2\n" FIGURES_DUMP},
    {"keeps_lines_of_a_cell",
     TBL(R("<table:table-cell>" P("商业") P("企业<text:span text:style-name='U'>1</text:span>") "<office:annotation>" P("x")
           "</office:annotation></table:table-cell>" V("float", "1", "1"))),
     "G sheet x 1x2\n|商业/企业[1]|1|\n"},
    {"bounds_repeated_text", TBL("<table:table-row table:number-rows-repeated='1000000'>" CA("table:number-columns-repeated='1000'", "x")
     "</table:table-row>"), "E 4: content.xml: a sheet has too many cells or too much text\n"},
};

static char *dump_odf(const char *kind, const char *inner)
{
    g_autofree char *type = g_strconcat("application/vnd.oasis.opendocument.", kind, NULL);
    g_autofree char *content =
        g_strconcat(ROOT "<office:", kind, ">", inner, "</office:", kind, ">" END, NULL);
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "mimetype", type);
    zip_add(&zip, "content.xml", content);
    g_autoptr(GByteArray) bytes = zip_end(&zip);
    return dump_bytes((const char *)bytes->data, bytes->len);
}

static void check_text(void **state)
{
    const DumpCase *one = *state;
    g_autofree char *found = dump_odf("text", one->input);
    assert_string_equal(found, one->expected);
}

static void check_sheet(void **state)
{
    const DumpCase *one = *state;
    g_autofree char *found = dump_odf("spreadsheet", one->input);
    assert_string_equal(found, one->expected);
}

static void says_when_a_document_has_a_password(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "mimetype", "application/vnd.oasis.opendocument.text");
    zip_add(&zip, "content.xml", "\x01\x02\x03");
    zip_add(&zip, "META-INF/manifest.xml", "<manifest:encryption-data/>");
    g_autoptr(GByteArray) bytes = zip_end(&zip);
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    assert_string_equal(found, "E 3: The document is encrypted; save it without a password\n");
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct CMUnitTest test = {texts[i].name, check_text, NULL, NULL, (void *)(guintptr)&texts[i]};
        g_array_append_val(tests, test);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sheets); i++) {
        struct CMUnitTest test = {sheets[i].name, check_sheet, NULL, NULL, (void *)(guintptr)&sheets[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest more[] = {cmocka_unit_test(says_when_a_document_has_a_password)};
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("odf", tests);
}
