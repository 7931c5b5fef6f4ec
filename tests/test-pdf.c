/* SPDX-License-Identifier: MIT */
/* PDF: what becomes of words with boxes, written compactly, and of a pdftotext that misbehaves. The
 * programs that stand for it are scripts of one line; what the real one makes of real files is seen in
 * the case folders. */
#include "dump.h"

#include "read/format-private.h"
#include "read/pdf-private.h"

#include <glib/gstdio.h>

/* ---- the child ---- */

/* A program that does what a line of shell says. */
static char *write_program(const char *folder, const char *line)
{
    char *path = g_build_filename(folder, "pdftotext", NULL);
    g_autofree char *text = g_strdup_printf("#!/bin/sh\n%s\n", line);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    assert_int_equal(g_chmod(path, 0700), 0);
    return path;
}

typedef struct {
    const char *name;
    const char *script; /* NULL: a program that is not there */
    const char *output; /* NULL: an error */
    GovError code;
    const char *message; /* a part of it */
} ChildCase;

static const ChildCase child_cases[] = {
    {"takes_what_the_child_writes", "cat", "%PDF-", 0, NULL},
    {"gives_the_child_the_options_of_the_format", "echo \"$@\"", "-bbox -enc UTF-8 - -\n", 0, NULL},
    {"says_how_to_install_the_child", NULL, NULL, GOV_ERROR_UNSUPPORTED, "apt-get install poppler-utils"},
    {"ends_a_child_that_hangs", "sleep 100", NULL, GOV_ERROR_LIMIT, "did not finish in time (1 s"},
    {"ends_a_child_that_hangs_after_some_output", "echo a; exec 2>&-; sleep 100", NULL, GOV_ERROR_LIMIT,
     "did not finish in time"},
    {"ends_a_child_that_writes_without_end", "yes", NULL, GOV_ERROR_LIMIT, "more than 1 MiB of words"},
    {"survives_a_child_that_talks_without_end", "yes >&2 & sleep 100", NULL, GOV_ERROR_LIMIT,
     "did not finish in time"},
    {"tells_of_a_child_that_crashes", "kill -SEGV $$", NULL, GOV_ERROR_SYNTAX, "ended by signal 11"},
    {"tells_of_a_child_that_is_killed", "kill -KILL $$", NULL, GOV_ERROR_SYNTAX, "ended by signal 9"},
    {"tells_why_the_child_refused", "echo 'Syntax Error (12): Bad xref' >&2; exit 1", NULL,
     GOV_ERROR_SYNTAX, "cannot be read (pdftotext: Bad xref)"},
    {"tells_of_a_password", "echo 'Command Line Error: Incorrect password' >&2; exit 1", NULL,
     GOV_ERROR_UNSUPPORTED, "The PDF is encrypted"},
    {"takes_no_output_for_an_error", "exit 0", NULL, GOV_ERROR_SYNTAX, "no reason given"},
    {"lets_the_child_write_no_file", "echo a > \"$0.file\" || exit 7; wc -c < \"$0.file\"", NULL,
     GOV_ERROR_SYNTAX, "pdftotext"},
};

static void runs_child(void **state)
{
    const ChildCase *c = *state;
    g_autofree char *folder = g_dir_make_tmp("govstat-XXXXXX", NULL);
    g_autofree char *path = write_program(folder, c->script != NULL ? c->script : "");
    if (c->script == NULL)
        g_unlink(path);
    GovPdfLimits limits = {path, 1, (size_t)1 << 20};
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) output = gov__pdf_run("%PDF-", 5, &limits, &error);
    if (c->output == NULL) {
        assert_null(output);
        assert_true(g_error_matches(error, GOV_ERROR, (int)c->code));
        assert_non_null(strstr(error->message, c->message));
    } else {
        assert_non_null(output);
        assert_int_equal(output->len, strlen(c->output));
        assert_memory_equal(output->data, c->output, output->len);
    }
    g_autofree char *file = g_strconcat(path, ".file", NULL);
    g_unlink(file);
    g_unlink(path);
    g_rmdir(folder);
}

/* ---- words ---- */

/* Lines "Y X TEXT X TEXT …", in ems of 10 points: what pdftotext would say of a page. */
static char *draw(const char *script)
{
    GString *xml = g_string_new("<doc><page width=\"600\" height=\"800\">");
    g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) parts = g_strsplit(*line, " ", -1);
        double y = g_ascii_strtod(parts[0], NULL) * 10;
        if (g_str_equal(parts[0], "page"))
            g_string_append(xml, "</page><page width=\"600\" height=\"800\">");
        for (char **p = parts + 1; p[0] != NULL && p[1] != NULL; p += 2) {
            double x = g_ascii_strtod(p[0], NULL) * 10, width = 0;
            for (const char *c = p[1]; *c != '\0'; c = g_utf8_next_char(c))
                width += g_unichar_iswide(g_utf8_get_char(c)) ? 10 : 5;
            g_string_append_printf(xml, "<word xMin=\"%g\" yMin=\"%g\" xMax=\"%g\" yMax=\"%g\">%s</word>", x, y,
                                   x + width, y + 10, p[1]);
        }
    }
    g_string_append(xml, "</page></doc>");
    return g_string_free(xml, FALSE);
}

static const DumpCase word_cases[] = {
    {"makes_a_grid_of_words_in_columns",
     "10 5 信息内容 20 本年制发件数 30 本年废止件数\n12 5 规章 22 2 33 0\n14 5 行政规范性文件 22 109 33 489",
     "G page 1 table 1 3x3\n|信息内容|本年制发件数|本年废止件数|\n|规章|2|0|\n|行政规范性文件|109|489|\n"},
    {"keeps_blanks_where_they_are",
     "10 5 信息内容 20 本年制发件数 30 本年废止件数\n12 5 规章 33 0\n14 5 行政规范性文件 22 109",
     "G page 1 table 1 3x3\n|信息内容|本年制发件数|本年废止件数|\n|规章||0|\n|行政规范性文件|109||\n"},
    {"keeps_a_block_of_blanks", "10 5 信息内容 20 本年处理决定数量\n12 5 行政许可",
     "G page 1 blank table 2x2\n|信息内容|本年处理决定数量|\n|行政许可||\n"},
    {"pairs_headers_with_figures_flush_left",
     "10 5 信息内容 20 本年制发件数 32 本年废止件数 44 现行有效件数\n12 5 规章 18 2 30 0 42 11",
     "G page 1 table 1 2x4\n|信息内容|本年制发件数|本年废止件数|现行有效件数|\n|规章|2|0|11|\n"},
    {"joins_a_label_above_and_below_its_figures",
     "10 5 信息内容 20 本年制发件数\n12 5 其他对外管理\n12.8 22 7\n13.5 5 服务事项\n16 5 行政许可 22 3",
     "G page 1 table 1 3x2\n|信息内容|本年制发件数|\n|其他对外管理服务事项|7|\n|行政许可|3|\n"},
    {"reads_headers_written_downwards",
     "10 5 结 9 结 13 其 17 尚\n11 5 果 9 果 13 他 17 未\n12 5 维 9 纠 13 结 17 审\n13 5 持 9 正 13 果 17 结\n"
     "15 5.3 1 9.3 2 13.3 3 17.3 4",
     "G page 1 table 1 2x4\n|结/果/维/持|结/果/纠/正|其/他/结/果|尚/未/审/结|\n|1|2|3|4|\n"},
    {"takes_no_word_written_downwards_for_a_mark",
     "10 20 数量\n12 2 法 5 乙事项 20.5 3\n13 2 无\n14 2 提 5 丙事项 20.5 4",
     "G page 1 table 1 4x3\n||<|数量|\n||乙事项|3|\n|法无提|\n||丙事项|4|\n"},
    {"parts_a_wrapped_label_of_a_group_from_the_rows_beside_it",
     "10 2 事项 24 企业 30 总计\n12 2 一、本年新收数量 24.5 1 30.5 2\n"
     "14 2 三、本年 10 （一）予以公开 24.5 3 30.5 4\n"
     "15.5 2 度办理结\n15.75 6.4 （二）部分公开（区分处理\n16.5 24.5 5 30.5 6\n17 3.5 果\n17.25 6.4 的，不计其他情形）\n"
     "19 6.4 （三） 10.1 1.国家秘密 24.5 7 30.5 8\n20.5 6.4 不予公\n20.75 10.1 2.法律法规禁止\n"
     "21.5 24.5 9 30.5 10\n22 7.4 开\n22.25 10.1 公开",
     "G page 1 table 1 8x5\n|事项|<|<|企业|总计|\n|一、本年新收数量|<|<|1|2|\n|||（一）予以公开|3|4|\n"
     "|三、本年度办理结果|\n||（二）部分公开（区分处理的，不计其他情形）|<|5|6|\n|||1.国家秘密|7|8|\n"
     "||（三）不予公开|\n|||2.法律法规禁止公开|9|10|\n"},
    {"parts_labels_that_almost_touch",
     "10 2 事项 24 企业 30 总计\n12 4.3 1.国家秘密 24.5 1 30.5 2\n12.5 2 （三\n14 2 ）不 4.3 2.法律禁止 24.5 3 30.5 4\n"
     "15.5 2 予公\n16 4.3 3.三安全 24.5 5 30.5 6\n17 2.5 开\n17.5 4.3 4.第三方 24.5 7 30.5 8",
     "G page 1 table 1 6x4\n|事项|<|企业|总计|\n||1.国家秘密|1|2|\n|（三）不予公开|\n||2.法律禁止|3|4|\n"
     "||3.三安全|5|6|\n||4.第三方|7|8|\n"},
    {"drops_the_number_of_a_page_between_rows",
     "70 5 信息内容 20 本年制发件数\n72 5 规章 22 2\n77 29 -1-\npage\n10 5 行政规范性文件 22 109\n77 29 -2-",
     "G page 1 table 1 3x2\n|信息内容|本年制发件数|\n|规章|2|\n|行政规范性文件|109|\n"},
    {"drops_a_header_that_comes_again",
     "70 5 信息内容 20 本年制发件数\n72 5 规章 22 2\npage\n10 5 信息内容 20 本年制发件数\n12 5 行政规范性文件 22 109",
     "G page 1 table 1 3x2\n|信息内容|本年制发件数|\n|规章|2|\n|行政规范性文件|109|\n"},
};

static void lays_words_out(void **state)
{
    const DumpCase *c = *state;
    g_autofree char *xml = draw(c->input);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovPdfWords) words = gov__pdf_words_new(xml, strlen(xml), &error);
    g_autoptr(GovDocument) document = gov_document_new();
    assert_non_null(words);
    assert_true(gov__pdf_layout(document, words, &error));
    g_autofree char *dump = dump_document(document);
    assert_string_equal(dump, c->expected);
}

/* ---- words alone ---- */

static void folds_radicals_to_ideographs(void **state)
{
    (void)state;
    g_autofree char *xml = draw("10 5 ⾏政 20 ⻘⽲市");
    g_autoptr(GovPdfWords) words = gov__pdf_words_new(xml, strlen(xml), NULL);
    assert_string_equal(g_array_index(words->words, GovPdfWord, 0).text, "行政");
    assert_string_equal(g_array_index(words->words, GovPdfWord, 1).text, "青禾市");
}

static void survives_words_without_width(void **state)
{
    (void)state;
    static const char xml[] = "<page width=\"9\" height=\"9\"><word xMin=\"5\" yMin=\"1\" xMax=\"5\" yMax=\"2\">12</word>"
                              "<word xMin=\"7\" yMin=\"1\" xMax=\"7\" yMax=\"2\">13</word>"
                              "<word xMin=\"5\" yMin=\"2\" xMax=\"5\" yMax=\"3\">1</word></page>";
    g_autoptr(GovPdfWords) words = gov__pdf_words_new(xml, strlen(xml), NULL);
    g_autoptr(GovDocument) document = gov_document_new();
    assert_true(gov__pdf_layout(document, words, NULL));
}

int main(void)
{
    enum { N_CHILD = G_N_ELEMENTS(child_cases), N_WORDS = G_N_ELEMENTS(word_cases) };
    struct CMUnitTest tests[N_CHILD + N_WORDS + 2] = {
        {"folds_radicals_to_ideographs", folds_radicals_to_ideographs, NULL, NULL, NULL},
        {"survives_words_without_width", survives_words_without_width, NULL, NULL, NULL}};
    for (size_t i = 0; i < N_CHILD; i++)
        tests[2 + i] = (struct CMUnitTest){child_cases[i].name, runs_child, NULL, NULL,
                                           (void *)(gintptr)&child_cases[i]};
    for (size_t i = 0; i < N_WORDS; i++)
        tests[2 + N_CHILD + i] = (struct CMUnitTest){word_cases[i].name, lays_words_out, NULL, NULL,
                                                     (void *)(gintptr)&word_cases[i]};
    return _cmocka_run_group_tests("pdf", tests, G_N_ELEMENTS(tests), NULL, NULL);
}
