/* SPDX-License-Identifier: MIT */
/* Word documents → documents. Nearly all is a table of small bodies. */
#include "dump.h"
#include "zip.h"

#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define PR(text) P(R(text))
#define TC(text) "<w:tc>" PR(text) "</w:tc>"
#define TCP(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" PR(text) "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"
#define TBL(rows) "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>" rows "</w:tbl>"
/* Without a table of figures, paragraphs are read as lines of text, which may join them. */
#define FIGURES TBL(TR(TC("1") TC("2")) TR(TC("3") TC("4")))
#define FIGURES_DUMP "G table 1 2x2\n|1|2|\n|3|4|\n"
#define FIELD(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"

static const DumpCase cases[] = {
    {"makes_paragraphs", PR("一") P("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" R("二") R("三")),
     "P 一\nP 二三\n"},
    {"keeps_wide_blanks_and_rare_characters", PR("\u3000规 章\U00020bb7") FIGURES,
     "P \u3000规 章\U00020bb7\n" FIGURES_DUMP},
    {"reads_tabs_breaks_and_hyphens",
     P("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>2</w:t>"
       "<w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r>") FIGURES,
     "P a b/c/2-3\n" FIGURES_DUMP},
    {"reads_symbols",
     P("<w:r><w:sym w:font='Symbol' w:char='F02D'/><w:t>5</w:t><w:sym w:font='Wingdings' w:char='F0FE'/>"
       "<w:sym w:font='x' w:char='4E00'/><w:sym w:char='zz'/></w:r>"),
     "P -5\ufffd一\ufffd\n"},
    {"drops_hidden_and_struck_text",
     P(R("1") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>2</w:t></w:r>"
              "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>3</w:t></w:r>"
              "<w:r><w:rPr><w:strike/></w:rPr><w:t>4</w:t></w:r>"
              "<w:r><w:rPr><w:dstrike w:val='false'/></w:rPr><w:t>5</w:t></w:r>"),
     "P 135\n"},
    {"keeps_raised_text_apart",
     P(R("12") "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"
               "<w:r><w:rPr><w:vertAlign w:val='baseline'/></w:rPr><w:t>2</w:t></w:r>"),
     "P 12[1]2\n"},
    {"keeps_text_apart_that_is_moved_up",
     P(R("12") "<w:r><w:rPr><w:position w:val='8'/></w:rPr><w:t>1</w:t></w:r>")
     P("<w:r><w:rPr><w:position w:val='6'/></w:rPr><w:t>34</w:t></w:r>"
       "<w:r><w:rPr><w:position w:val='-6'/></w:rPr><w:t>5</w:t></w:r>") FIGURES,
     "P 12[1]\nP 345\n" FIGURES_DUMP},
    {"leaves_out_marks_of_notes",
     P(R("12") "<w:r><w:footnoteReference w:id='1'/></w:r>"
               "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='2'/><w:t>3</w:t></w:r>"),
     "P 12[3]\n"},
    {"shows_changes_as_accepted",
     P("<w:ins>" R("1") "</w:ins><w:del><w:r><w:delText>2</w:delText><w:t>2</w:t></w:r></w:del>"
       "<w:moveFrom>" R("3") "</w:moveFrom><w:moveTo>" R("4") "</w:moveTo>"),
     "P 14\n"},
    {"joins_paragraphs_whose_mark_is_deleted",
     P("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("一")) PR("二") PR("三"), "P 一二\nP 三\n"},
    {"shows_results_of_fields",
     P("<w:fldSimple w:instr='PAGE'>" R("7") "</w:fldSimple>" FIELD("begin")
       "<w:r><w:instrText>SUM(ABOVE)</w:instrText><w:t>x</w:t></w:r>" FIELD("begin") R("y")
       FIELD("separate") R("z") FIELD("end") FIELD("separate") R("12") FIELD("end") R("件")),
     "P 712件\n"},
    {"lets_no_broken_field_swallow_the_rest", P(FIELD("begin") R("a")) PR("b"), "P b\n"},
    {"looks_into_content_controls_and_links",
     "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" P("<w:hyperlink>" R("一")
     "</w:hyperlink><w:smartTag>" R("二") "</w:smartTag><w:customXml>" R("三") "</w:customXml>")
     "</w:sdtContent></w:sdt>",
     "P 一二三\n"},
    {"reads_the_base_of_phonetic_text",
     P("<w:r><w:ruby><w:rt>" R("x") "</w:rt><w:rubyBase>" R("规") "</w:rubyBase></w:ruby></w:r>"),
     "P 规\n"},
    {"reads_text_of_equations", P("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>"), "P 12\n"},
    {"takes_one_alternative",
     P("<w:r><mc:AlternateContent><mc:Choice><w:t>1</w:t></mc:Choice><mc:Choice><w:t>2</w:t></mc:Choice>"
       "<mc:Fallback><w:t>3</w:t></mc:Fallback></mc:AlternateContent><mc:AlternateContent>"
       "<mc:Fallback><w:t>4</w:t></mc:Fallback></mc:AlternateContent></w:r>"),
     "P 14\n"},
    {"puts_text_boxes_after_their_paragraph",
     P(R("一") "<w:r><w:pict><v:textbox><w:txbxContent>" PR("框") TBL(TR(TC("1") TC("2")))
       "</w:txbxContent></v:textbox></w:pict></w:r>" R("二")) PR("三"),
     "P 一二\nP 框\nG table 1 1x2\n|1|2|\nP 三\n"},
    {"puts_text_boxes_of_a_table_after_it",
     TBL(TR(TC("a") "<w:tc>" P(R("b") "<w:r><w:txbxContent>" PR("框") "</w:txbxContent></w:r>") "</w:tc>")),
     "G table 1 1x2\n|a|b|\nP 框\n"},

    {"makes_a_grid_of_a_table", TBL(TR(TC("a") TC("b")) TR(TC("") TC("0"))),
     "G table 1 2x2\n|a|b|\n||0|\n"},
    {"keeps_paragraphs_of_a_cell_as_lines", TBL(TR("<w:tc>" PR("商业") PR("企业") "</w:tc>" TC("1"))),
     "G table 1 1x2\n|商业/企业|1|\n"},
    {"spans_columns", TBL(TR(TCP("<w:gridSpan w:val='2'/>", "a") TC("b")) TR(TC("1") TC("2") TC("3"))),
     "G table 1 2x3\n|a|<|b|\n|1|2|3|\n"},
    {"spans_rows",
     TBL(TR(TCP("<w:vMerge w:val='restart'/>", "a") TC("1")) TR(TCP("<w:vMerge/>", "") TC("2"))
         TR(TCP("<w:vMerge w:val='continue'/>", "") TC("3")) TR(TC("b") TC("4"))),
     "G table 1 4x2\n|a|1|\n|^|2|\n|^|3|\n|b|4|\n"},
    {"spans_both",
     TBL(TR(TCP("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", "a") TC("1"))
         TR(TCP("<w:gridSpan w:val='2'/><w:vMerge/>", "") TC("2")) TR(TC("x") TC("y") TC("z"))),
     "G table 1 3x3\n|a|<|1|\n|^|^|2|\n|x|y|z|\n"},
    {"ends_a_span_where_the_merge_is_not_continued",
     TBL(TR(TCP("<w:vMerge w:val='restart'/>", "a") TC("1")) TR(TC("b") TC("2"))
         TR(TCP("<w:vMerge/>", "c") TC("3"))),
     "G table 1 3x2\n|a|1|\n|b|2|\n|c|3|\n"},
    {"begins_a_new_span_at_each_restart",
     TBL(TR(TCP("<w:vMerge w:val='restart'/>", "a") TC("1"))
         TR(TCP("<w:vMerge w:val='restart'/>", "b") TC("2")) TR(TCP("<w:vMerge/>", "") TC("3"))),
     "G table 1 3x2\n|a|1|\n|b|2|\n|^|3|\n"},
    {"continues_no_cell_of_another_width",
     TBL(TR(TCP("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", "a") TC("1"))
         TR(TCP("<w:vMerge/>", "b") TC("2") TC("3"))),
     "G table 1 2x3\n|a|<|1|\n|b|2|3|\n"},
    {"merges_columns_the_old_way",
     TBL(TR(TCP("<w:hMerge w:val='restart'/>", "a") TCP("<w:hMerge/>", "") TC("b")) TR(TC("1") TC("2") TC("3"))),
     "G table 1 2x3\n|a|<|b|\n|1|2|3|\n"},
    {"leaves_room_before_a_row",
     TBL(TR(TC("a") TC("b") TC("c")) "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>" TC("1") "</w:tr>"),
     "G table 1 2x3\n|a|b|c|\n||<|1|\n"},
    {"drops_deleted_rows_and_keeps_merges_over_them",
     TBL(TR(TCP("<w:vMerge w:val='restart'/>", "a") TC("1"))
         "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>" TCP("<w:vMerge/>", "") TC("9") "</w:tr>"
         TR(TCP("<w:vMerge/>", "") TC("2"))),
     "G table 1 2x2\n|a|1|\n|^|2|\n"},
    {"keeps_inserted_rows_and_drops_hidden_ones",
     TBL("<w:tr><w:trPr><w:ins/></w:trPr>" TC("a") TC("1") "</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>"
         TC("b") TC("2") "</w:tr>"),
     "G table 1 1x2\n|a|1|\n"},
    {"drops_deleted_cells", TBL(TR(TC("a") TCP("<w:cellDel/>", "x") TC("1"))), "G table 1 1x2\n|a|1|\n"},
    {"takes_tracked_merges_as_merges",
     TBL(TR(TCP("<w:cellMerge w:vMerge='rest'/>", "a") TC("1")) TR(TCP("<w:cellMerge w:vMerge='cont'/>", "x") TC("2"))),
     "G table 1 2x2\n|a|1|\n|^|2|\n"},
    {"keeps_rows_and_cells_in_content_controls",
     TBL("<w:sdt><w:sdtContent>" TR(TC("a") "<w:sdt><w:sdtContent>" TC("1") "</w:sdtContent></w:sdt>")
         "</w:sdtContent></w:sdt>"),
     "G table 1 1x2\n|a|1|\n"},
    {"finds_a_figure_in_a_table_of_its_own",
     TBL(TR(TC("规章") "<w:tc>" TBL(TR(TC("12"))) "<w:p/></w:tc>" TC("0"))),
     "G table 1 1x3\n|规章|12*|0|\nG table 2 1x1\n|12|\n"},
    {"gives_a_layout_table_as_paragraphs",
     TBL(TR("<w:tc>" PR("前") TBL(TR(TC("a") TC("b")) TR(TC("1") TC("2"))) PR("后") "</w:tc>")),
     "G table 1 1x1\n|前/后*|\nP 前\nG table 2 2x2\n|a|b|\n|1|2|\nP 后\n"},
    {"clips_huge_spans", TBL(TR(TCP("<w:gridSpan w:val='100000000'/>", "a"))),
     "W table.clipped\nG table 1 1x1000\n"},
    {"reads_runs_of_tabs_as_a_table",
     P("<w:r><w:t>规章</w:t><w:tab/><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>")
     P("<w:r><w:t>许可</w:t><w:tab/><w:tab/><w:t>4</w:t></w:r>")
     P("<w:r><w:t>收费</w:t><w:tab/><w:t>5</w:t><w:tab/><w:t>6</w:t></w:r>") PR("后"),
     "G line 1 3x3 ~\n|规章|1|2|\n|许可||4|\n|收费|5|6|\nP 后\n"},
    {"leaves_single_tabs_alone", P("<w:r><w:t>一、</w:t><w:tab/><w:t>总体情况</w:t></w:r>") PR("后"),
     "P 一、 总体情况\nP 后\n"},
    {"tells_of_pictures_without_tables", P("<w:r><w:drawing><a:blip/></w:drawing></w:r>") PR("二"),
     "W image\nP 二\n"},
    {"tells_of_parts_inserted_from_files", PR("一") "<w:altChunk/>", "W part.unread\nP 一\n"},
};

static void check_docx_case(void **state)
{
    const DumpCase *one = *state;
    g_autoptr(GByteArray) bytes = zip_docx(one->input);
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    /* A thousand slots are not written out. */
    char *row = strstr(found, "|a|<|<|<|<|");
    if (row != NULL)
        *row = '\0';
    assert_string_equal(found, one->expected);
}

static void follows_relations_to_the_main_part(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add(&zip, "_rels/.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "<Relationship Id='x' Type='http://x/officeDocument' Target='/odd/../odd/main.xml'/>"
            "</Relationships>");
    zip_add(&zip, "ODD/Main.xml", ZIP_WORD PR("文") ZIP_WORD_END);
    zip_add(&zip, "docProps/core.xml",
            "<x xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title> 年报 </dc:title></x>");
    g_autoptr(GByteArray) bytes = zip_end(&zip);
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    assert_string_equal(found, "T 年报\nP 文\n");
    assert_string_equal(gov_read_detect(bytes->data, bytes->len), "docx");
}

static void reads_the_strict_edition(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add(&zip, "word/document.xml",
            "<q:document xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main'><q:body><q:p>"
            "<q:r><q:t>文</q:t></q:r></q:p></q:body></q:document>");
    g_autoptr(GByteArray) bytes = zip_end(&zip);
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    assert_string_equal(found, "P 文\n");
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct CMUnitTest test = {cases[i].name, check_docx_case, NULL, NULL,
                                  (void *)(guintptr)&cases[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(follows_relations_to_the_main_part),
        cmocka_unit_test(reads_the_strict_edition),
    };
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("docx", tests);
}
