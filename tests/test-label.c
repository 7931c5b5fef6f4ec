/* SPDX-License-Identifier: MIT */
/* Normal forms of labels, their ordinals, their explanations and their likeness. */
#include "test.h"

#include <govstat/govstat.h>

typedef struct {
    const char *name;
    const char *text;
    const char *normal;
    unsigned ordinal;
    unsigned level;
} Case;

static const Case CASES[] = {
    {"folds_full_width_forms", "（ＡＢ１．２：３）", "(AB1.2:3)", 0, 0},
    {"drops_line_breaks_and_spaces", " 商业\n企\302\240业\343\200\200", "商业企业", 0, 0},
    {"drops_zero_width_characters", "\357\273\277总\342\200\213计", "总计", 0, 0},
    {"drops_quotation_marks", "危及“三安全一稳定”", "危及三安全一稳定", 0, 0},
    {"drops_title_marks", "不是《条例》所指政府信息", "不是条例所指政府信息", 0, 0},
    {"keeps_tortoise_brackets", "国办发〔2014〕32号", "国办发〔2014〕32号", 0, 0},
    {"treats_both_commas_alike", "不补正、行政机关，不再", "不补正,行政机关,不再", 0, 0},
    {"drops_a_stop_at_the_end", "总体情况：。", "总体情况", 0, 0},

    {"maps_taiwan_words", "規範性檔案", "规范性文件", 0, 0},
    {"maps_a_word_broken_by_space", "規範性檔 案", "规范性文件", 0, 0},
    {"keeps_archives", "档案局", "档案局", 0, 0},
    {"maps_traditional_characters", "政府資訊公開申請數量", "政府信息公开申请数量", 0, 0},
    {"maps_traditional_labels", "結轉下年度繼續辦理", "结转下年度继续办理", 0, 0},
    {"maps_traditional_procurement", "採購總金額", "采购总金额", 0, 0},
    {"maps_traditional_courts", "行政復議維持、糾正、尚未審結",
     "行政复议维持,纠正,尚未审结", 0, 0},
    {"maps_traditional_penalties", "行政處罰強制許可", "行政处罚强制许可", 0, 0},
    {"maps_the_first_and_last_of_the_table", "並龍", "并龙", 0, 0},
    {"folds_radicals_of_pdf_fonts", "⾃然⼈", "自然人", 0, 0},
    {"folds_vertical_brackets", "总计︵件︶", "总计(件)", 0, 0},

    {"drops_a_first_level_ordinal", "一、本年新收政府信息公开申请数量",
     "本年新收政府信息公开申请数量", 1, 1},
    {"drops_an_ordinal_above_ten", "十二、其他", "其他", 12, 1},
    {"drops_a_bracketed_ordinal", "（七）总计", "总计", 7, 2},
    {"drops_a_half_width_bracketed_ordinal", "(三)不予公开", "不予公开", 3, 2},
    {"drops_a_bracketed_digit", "(7)总计", "总计", 7, 2},
    {"drops_a_digit_with_point", "1.属于国家秘密", "属于国家秘密", 1, 3},
    {"drops_a_digit_with_full_width_point", "2．政府网站", "政府网站", 2, 3},
    {"drops_a_digit_with_comma", "5、 存在的主要问题", "存在的主要问题", 5, 3},
    {"drops_a_bare_digit", "3其他", "其他", 3, 3},
    {"drops_a_circled_number", "①属于", "属于", 1, 3},
    {"drops_a_full_stop_number", "⒉重复申请", "重复申请", 2, 3},
    {"drops_an_enclosed_numeral", "㈢不予公开", "不予公开", 3, 2},
    {"drops_stacked_ordinals", "（三）1.属于国家秘密", "属于国家秘密", 1, 3},
    {"drops_among_which", "其中：主动公开规范性文件数", "主动公开规范性文件数", 0, 0},
    {"drops_among_which_before_an_ordinal", "其中：1.涉及国家秘密", "涉及国家秘密", 1, 3},
    {"keeps_an_ordinal_without_words", "（一）", "(一)", 1, 2},
    {"keeps_a_numeral_that_is_a_word", "三安全一稳定", "三安全一稳定", 0, 0},
    {"keeps_a_year", "2023年政府信息", "2023年政府信息", 0, 0},
    {"keeps_a_figure", "1573179", "1573179", 0, 0},
    {"keeps_one_digit", "3", "3", 0, 0},
    {"keeps_a_zero_in_front", "0其他", "0其他", 0, 0},
    {"keeps_a_decimal", "1.054", "1.054", 0, 0},
    {"keeps_a_figure_with_its_unit", "12件", "12件", 0, 0},

    {"drops_a_year_insert", "本年(2023)制发件数", "本年制发件数", 0, 0},
    {"drops_a_year_insert_with_nian", "本年（2023年）废止件数", "本年废止件数", 0, 0},
    {"drops_a_year_insert_with_niandu", "上年度（2022年度）结转", "上年度结转", 0, 0},
    {"keeps_another_wording_for_the_year", "本年度制发数", "本年度制发数", 0, 0},
    {"keeps_a_year_that_explains", "项目数量(2019)", "项目数量(2019)", 0, 0},
    {"keeps_an_explanation", "本年收费金额（单位：万元）", "本年收费金额(单位:万元)", 0,
     0},
    {"makes_nothing_of_nothing", " \n“”", "", 0, 0},
    {"marks_bytes_that_are_no_utf8", "\377总计", "?总计", 0, 0},
};

static void check_case(void **state)
{
    const Case *c = *state;
    unsigned level = 99;
    g_autofree char *normal = gov_label_normalise(c->text, strlen(c->text));
    assert_string_equal(normal, c->normal);
    assert_int_equal(gov_label_get_ordinal(c->text, strlen(c->text), &level), c->ordinal);
    assert_int_equal(level, c->level);
    g_autofree char *again = gov_label_normalise(normal, strlen(normal));
    assert_string_equal(again, c->normal);
}

static void strips_the_explanation_at_the_end(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *stripped; /* NULL where nothing is to be stripped */
    } LABELS[] = {
        {"部分公开(区分处理的,只计这一情形,不计其他情形)", "部分公开"},
        {"规章(设区的市(含自治州)应提供)", "规章"},
        {"规章(市)(省)", "规章(市)"},
        {"规章(市)数量", NULL},
        {"(全部)", NULL},
        {"规章)", NULL},
        {"规章", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(LABELS); i++) {
        const char *expected = LABELS[i].stripped;
        g_autofree char *label = g_strdup(LABELS[i].label);
        assert_int_equal(gov_label_strip_bracket(label), expected != NULL);
        assert_string_equal(label, expected != NULL ? expected : LABELS[i].label);
    }
}

static void counts_characters_to_change(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        unsigned limit;
        unsigned distance;
    } PAIRS[] = {
        {"", "", 2, 0},
        {"总计", "总计", 0, 0},
        {"", "总计", 5, 2},
        {"本年处理决定数量", "本年处理绝对数量", 2, 2},
        {"上年结转政府信息公开数量", "上年结转政府信息公开申请数量", 2, 2},
        {"政务微博公开政府信息数", "政务微信公开政府信息数", 2, 1},
        {"然自人", "自然人", 2, 1},
        {"abcd", "badc", 2, 2},
        {"ca", "abc", 5, 3}, /* no letter is changed after a swap */
        {"规章", "行政强制", 2, 3},
        {"行政强制许可处罚", "abcdefgh", 2, 3},
        {"abcdefgh", "xbcdefgy", 1, 2},
        {"xyabc", "abc", 2, 2},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
        unsigned forth = gov_label_distance(PAIRS[i].a, PAIRS[i].b, PAIRS[i].limit);
        unsigned back = gov_label_distance(PAIRS[i].b, PAIRS[i].a, PAIRS[i].limit);
        if (forth != PAIRS[i].distance || back != forth)
            fail_msg("%s, %s: expected %u, found %u and %u", PAIRS[i].a, PAIRS[i].b,
                     PAIRS[i].distance, forth, back);
    }
}

static void does_not_compare_very_long_labels(void **state)
{
    (void)state;
    g_autofree char *a = g_strnfill(65, 'a');
    g_autofree char *b = g_strnfill(65, 'a');
    assert_int_equal(gov_label_distance(a, b, 3), 0);
    b[64] = 'b';
    assert_int_equal(gov_label_distance(a, b, 3), 4);
    assert_int_equal(gov_label_distance(a, b, 100), 101);
    a[64] = '\0';
    b[64] = '\0';
    b[0] = 'b';
    assert_int_equal(gov_label_distance(a, b, 3), 1);
}

static void says_how_alike_two_labels_are(void **state)
{
    (void)state;
    assert_true(gov_label_compare("", "") == 1);
    assert_true(gov_label_compare("总计", "总计") == 1);
    assert_true(gov_label_compare("结果维持", "结果纠正") == 0.5);
    assert_true(gov_label_compare("规章", "总计") == 0);
    assert_true(gov_label_compare("规章", "") == 0);
}

static void reads_no_further_than_the_length(void **state)
{
    (void)state;
    g_autofree char *cut = gov_label_normalise("总计数", 6);
    assert_string_equal(cut, "总计");
    g_autofree char *none = gov_label_normalise(NULL, 0);
    assert_string_equal(none, "");
    assert_int_equal(gov_label_get_ordinal("", 0, NULL), 0);
}

static void finds_an_ordinal_behind_much_space(void **state)
{
    (void)state;
    g_autofree char *blanks = g_strnfill(500, '\n');
    g_autofree char *text = g_strconcat(blanks, "（二）", "部分公开", NULL);
    unsigned level = 0;
    assert_int_equal(gov_label_get_ordinal(text, strlen(text), &level), 2);
    assert_int_equal(level, 2);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(strips_the_explanation_at_the_end),
        cmocka_unit_test(counts_characters_to_change),
        cmocka_unit_test(does_not_compare_very_long_labels),
        cmocka_unit_test(says_how_alike_two_labels_are),
        cmocka_unit_test(reads_no_further_than_the_length),
        cmocka_unit_test(finds_an_ordinal_behind_much_space),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(CASES) + G_N_ELEMENTS(others)];
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
        tests[i] = (struct CMUnitTest){CASES[i].name, check_case, NULL, NULL,
                                       (void *)(guintptr)&CASES[i]};
    memcpy(tests + G_N_ELEMENTS(CASES), others, sizeof others);
    return _cmocka_run_group_tests("labels", tests, G_N_ELEMENTS(tests), NULL, NULL);
}
