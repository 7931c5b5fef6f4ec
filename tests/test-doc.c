/* SPDX-License-Identifier: MIT */
/* Word documents → blocks: scripts of paragraphs (word.h) become files in memory, and what is read
 * from them is compared as in the other tests of readers. */
#include "dump.h"
#include "word.h"

typedef struct {
    const char *name;
    const char *script;
    const char *expected;
    Word options;
} WordCase;

static const WordCase cases[] = {
    {.name = "reads_paragraphs", .script = "p 一、总体情况\np 无。", .expected = "P 一、总体情况\nP 无。\n"},
    {.name = "reads_characters_of_two_units", .script = "p 𠮷字", .expected = "P 𠮷字\n"},
    {.name = "reads_pieces_of_bytes", .script = "p 规章\n8\np \xC2\x93" "A\xC2\x94 \xC2\x96 12",
     .expected = "P 规章\nP “A” – 12\n"},
    {.name = "reads_pieces_in_the_order_of_the_text", .script = "p 二\n8\np 1\n16\np 一",
     .expected = "P 一\nP 1\nP 二\n", .options = {.reversed = true}},
    {.name = "takes_the_table_stream_the_header_names", .script = "p 一", .expected = "P 一\n",
     .options = {.flags = 0x200}},
    {.name = "keeps_results_of_fields_only",
     .script = "p 第\x13 PAGE \x13 X \x14 Y \x15 \x14" "3\x15页\np 后", .expected = "P 第3页\nP 后\n"},
    {.name = "drops_fields_without_a_result", .script = "p 第\x13 FORMCHECKBOX \x15页", .expected = "P 第页\n"},
    {.name = "ends_an_open_field_with_its_cell",
     .script = "c a\x13 X\nc 1\nr 0 1000 2000\nc b\nc 2\nr 0 1000 2000",
     .expected = "G table 1 2x2\n|a|1|\n|b|2|\n"},
    {.name = "breaks_lines_and_pages", .script = "p 一\x0b二\x0c三", .expected = "P 一\nP 二\nP 三\n"},
    {.name = "keeps_hyphens", .script = "p a\x1e" "b\x1f" "c", .expected = "P a-bc\n"},
    {.name = "drops_marks_of_notes_and_comments", .script = "p a{x\x02}b{x\x05}c", .expected = "P abc\n"},
    {.name = "never_takes_a_symbol_for_a_bracket", .script = "p {x(}1", .expected = "P \ufffd1\n"},
    {.name = "leaves_out_what_nobody_reads", .script = "p 1{d2}3{h4}5{s6}7", .expected = "P 1357\n"},
    {.name = "keeps_notes_apart_from_figures",
     .script = "c 12{^1}\nc 3{u①}\nc {^4}\nr 0 1000 2000 3000", .expected = "G table 1 1x3\n|12[1]|3[①]|4|\n"},
    {.name = "tells_of_pictures", .script = "p {x\x01}", .expected = "W image\n"},

    {.name = "makes_a_grid_of_edges",
     .script = "c 信息内容\nc 制发\nc 废止\nr 0 2000 3000 4000\nc 行政许可\nc 7\nr 0 2000 4000",
     .expected = "G table 1 2x3\n|信息内容|制发|废止|\n|行政许可|7|<|\n"},
    {.name = "keeps_blank_cells", .script = "c \nc \nc 0\nr 0 1000 2000 3000\nc a\nc \nc \nr 0 1000 2000 3000",
     .expected = "G table 1 2x3\n|||0|\n|a|||\n"},
    {.name = "takes_near_edges_as_one",
     .script = "c a\nc b\nr 0 1000 2000\nc c\nc d\nr -20 970 2030", .expected = "G table 1 2x2\n|a|b|\n|c|d|\n"},
    {.name = "keeps_narrow_columns_apart",
     .script = "c a\nc b\nc c\nr 0 60 120 1000\nc d\nc e\nr 0 120 1000",
     .expected = "G table 1 2x3\n|a|b|c|\n|d|<|e|\n"},
    {.name = "fills_what_is_left_of_a_row", .script = "c a\nc b\nr 0 1000 2000\nc c\nr 1000 2000",
     .expected = "G table 1 2x2\n|a|b|\n||c|\n"},
    {.name = "merges_down",
     .script = "c 结果\nc a\nr 0 1000v 2000\nc \nc b\nr 0 1000^ 2000\nc 二\nc c\nr 0 1000v 2000\nc \nc d\nr 0 1000^ 2000",
     .expected = "G table 1 4x2\n|结果|a|\n|^|b|\n|二|c|\n|^|d|\n"},
    {.name = "does_not_merge_what_does_not_meet",
     .script = "c a\nc b\nr 0 1000v 2000\nc c\nr 0 2000^", .expected = "G table 1 2x2\n|a|b|\n|c|<|\n"},
    {.name = "merges_across", .script = "c a\nc \nc b\nc c\nr 0 500> 1000< 1500 2000\nc d\nc e\nr 0 1500 2000",
     .expected = "G table 1 2x3\n|a|b|c|\n|d|<|e|\n"},
    {.name = "reads_the_other_writing_of_merged_cells", .script = "c a\nc \nc b\nr 0 500< 1000> 2000",
     .expected = "G table 1 1x2\n|a|b|\n"},
    {.name = "keeps_lines_in_cells", .script = "q 商业\nc 企业\nc 1\nr 0 1000 2000",
     .expected = "G table 1 1x2\n|商业/企业|1|\n"},
    {.name = "drops_deleted_rows", .script = "c a\nc 1\nr 0 1000 2000\nc b\nc 2\nD 0 1000 2000\nc c\nc 3\nr 0 1000 2000",
     .expected = "G table 1 2x2\n|a|1|\n|c|3|\n"},
    {.name = "parts_tables_at_paragraphs", .script = "c a\nc 1\nr 0 1000 2000\np 二\nc b\nc 2\nr 0 1000 2000",
     .expected = "G table 1 1x2\n|a|1|\nP 二\nG table 2 1x2\n|b|2|\n"},
    {.name = "reads_nested_tables",
     .script = "q x\nn 1\nn 2\nm 0 500 900\nn 3\nn 4\nm 0 500 900\nc \nc b\nr 0 1000 2000",
     .expected = "G table 1 1x2\n|x*|b|\nP x\nG table 2 2x2\n|1|2|\n|3|4|\nP b\n"},
    {.name = "takes_over_a_figure_that_a_table_wraps", .script = "c a\nn 12\nm 0 900\nc \nr 0 1000 2000",
     .expected = "G table 1 1x2\n|a|12*|\nG table 2 1x1\n|12|\n"},
    {.name = "reads_rows_in_the_data_stream", .script = "c a\nc 1\nr 0 1000 2000\nc b\nr 0 2000",
     .expected = "G table 1 2x2\n|a|1|\n|b|<|\n", .options = {.huge = true}},
    {.name = "keeps_rows_where_edges_are_lost", .script = "c 规章\nc 1\nc \nR\nc 行|政\nc 2\nc 3\nR",
     .expected = "G line 1 2x3 ~\n|规章|1||\n|行|政|2|3|\n"},
    {.name = "reads_lines_with_tabs", .script = "p 规章\t1\t2\t3\np 许可\t4\t5\t6",
     .expected = "G line 1 2x4 ~\n|规章|1|2|3|\n|许可|4|5|6|\n"},

    {.name = "refuses_locked_documents", .script = "p a",
     .expected = "E 1: The Word document is locked with a password; save it without one\n",
     .options = {.flags = 0x100}},
    {.name = "refuses_word_95", .script = "p a",
     .expected = "E 1: This is a document of Word 95 or earlier, which is not read; save it as DOCX\n",
     .options = {.version = 0x68}},
    {.name = "guesses_no_tables", .script = "p a\nc 1\nc \nr 0 1000 2000",
     .expected = "E 3: Paragraph 2: the file does not tell of which table this is a cell; open it in Word or "
                 "WPS and save it again\n",
     .options = {.bare = true}},
};

static void check_case(void **state)
{
    const WordCase *one = *state;
    Word word = one->options;
    word_write(&word, one->script);
    g_autoptr(GByteArray) file = word_to_ole(&word);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    word_clear(&word);
    assert_string_equal(found, one->expected);
}

static void check_damage(const char *name, size_t at, guint32 value, const char *expected)
{
    Word word = {.flags = 0};
    word_write(&word, "p 一二三");
    if (strcmp(name, "WordDocument") == 0)
        set32(word.main, at, value);
    else if (strcmp(name, "0Table") == 0)
        set32(word.table, at, value);
    g_autoptr(GByteArray) file = word_to_ole(&word);
    if (*name == '\0')
        set32(file, at, value);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    word_clear(&word);
    assert_string_equal(found, expected);
}

#define BAD_PIECES "E 3: The Word document is damaged: its list of pieces of text cannot be read\n"

static void refuses_pieces_outside_of_the_file(void **state)
{
    (void)state;
    check_damage("0Table", 5 + 8 + 2, 0x00FFFFFF, BAD_PIECES);
}

static void refuses_more_text_than_the_file_has(void **state)
{
    (void)state;
    check_damage("WordDocument", 0x4C, 0x7FFFFFFF, BAD_PIECES);
}

static void refuses_a_list_of_pieces_outside_of_its_stream(void **state)
{
    (void)state;
    check_damage("WordDocument", 0x9A + 8 * 33, 0xFFFFFF00, BAD_PIECES);
}

/* Sector 2 follows itself; the table of sectors is the last sector of the file. */
static void ends_cyclic_chains(void **state)
{
    (void)state;
    Word word = {.flags = 0};
    word_write(&word, "p 一二三");
    while (word.main->len < 8192)
        put32(word.main, 0);
    g_autoptr(GByteArray) file = word_to_ole(&word);
    set32(file, file->len - OLE_SECTOR + 4 * 2, 2);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    word_clear(&word);
    assert_string_equal(found, "P 一二三\n"); /* the first sectors hold all that is asked for */
}

static void refuses_a_cyclic_directory(void **state)
{
    (void)state;
    Word word = {.flags = 0};
    word_write(&word, "p 一");
    g_autoptr(GByteArray) file = word_to_ole(&word);
    guint32 directory = file->data[48];
    set32(file, file->len - OLE_SECTOR + 4 * directory, directory);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    word_clear(&word);
    assert_string_equal(
        found, "E 3: The OLE file is damaged or cut short: its directory cannot be read\n");
}

static void survives_any_cut(void **state)
{
    (void)state;
    Word word = {.flags = 0};
    word_write(&word, "p 一\nc a\nc 1\nr 0 1000 2000");
    g_autoptr(GByteArray) file = word_to_ole(&word);
    for (size_t n = 8; n < file->len; n += 37) {
        g_autofree char *found = dump_bytes((const char *)file->data, n);
        assert_true(*found == 'E' || *found == 'P');
    }
    word_clear(&word);
}

static void check_other(const char *stream, const char *expected)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put32(bytes, 0);
    OleStream streams[] = {{stream, bytes}};
    g_autoptr(GByteArray) file = write_ole(streams, 1);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    assert_string_equal(found, expected);
}

static void names_other_ole_files(void **state)
{
    (void)state;
    check_other("EncryptedPackage", "E 1: This is a DOCX or XLSX file locked with a password, which is not "
                                    "read; save it as DOCX, XLSX or HTML\n");
    check_other("PowerPoint Document",
                "E 1: This is a PowerPoint presentation (PPT), which is not read; save it as DOCX, XLSX or HTML\n");
    check_other("Book", "E 1: This is an Excel workbook of version 5 or 95, which is not read; save it as "
                        "DOCX, XLSX or HTML\n");
    check_other("x", "E 1: This is an OLE file without a Word document or workbook, which is not read; save "
                     "it as DOCX, XLSX or HTML\n");
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(refuses_pieces_outside_of_the_file),
        cmocka_unit_test(refuses_more_text_than_the_file_has),
        cmocka_unit_test(refuses_a_list_of_pieces_outside_of_its_stream),
        cmocka_unit_test(ends_cyclic_chains),
        cmocka_unit_test(refuses_a_cyclic_directory),
        cmocka_unit_test(survives_any_cut),
        cmocka_unit_test(names_other_ole_files),
    };
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct CMUnitTest test = {cases[i].name, check_case, NULL, NULL,
                                  (void *)(guintptr)&cases[i]};
        g_array_append_val(tests, test);
    }
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    return run_dump_tests("doc", tests);
}
