/* SPDX-License-Identifier: MIT */
/* The grammar of a cell. One table of texts, each a test of its own, and a few
 * properties. */
#include "test.h"

#include <govstat/govstat.h>

typedef struct {
    const char *name;
    const char *text;
    GovType type;
    GovStatus status;
    int64_t value;
    GovUnit assumed;
    GovUnit unit;
    unsigned flags;
} Case;

#define COUNT GOV_TYPE_COUNT
#define SIGNED GOV_TYPE_SIGNED
#define MONEY GOV_TYPE_MONEY
#define OK GOV_STATUS_REPORTED
#define BLANK GOV_STATUS_BLANK
#define MARK GOV_STATUS_NOT_APPLICABLE
#define BAD GOV_STATUS_UNREADABLE

static const Case CASES[] = {
    {"reads_a_plain_count", "1431", COUNT, OK, 1431, 0, 0, 0},
    {"reads_zero_as_a_figure", "0", COUNT, OK, 0, 0, 0, 0},
    {"reads_minus_zero_as_zero", "-0", COUNT, OK, 0, 0, 0, 0},
    {"ignores_leading_zeros", "007", COUNT, OK, 7, 0, 0, 0},
    {"reads_a_figure_on_the_next_line_of_its_cell", "\t\n\t0\n", COUNT, OK, 0, 0, 0, 0},
    {"takes_an_empty_cell_as_blank", "", COUNT, BLANK, 0, 0, 0, 0},
    {"takes_nbsp_and_wide_space_as_blank", " \302\240\343\200\200\n", COUNT, BLANK, 0, 0,
     0, 0},
    {"takes_zero_width_characters_as_blank", "\342\200\213\357\273\277", COUNT, BLANK, 0,
     0, 0, 0},

    {"takes_a_hyphen_as_mark", " - ", COUNT, MARK, 0, 0, 0, 0},
    {"takes_two_hyphens_as_mark", "--", SIGNED, MARK, 0, 0, 0, 0},
    {"takes_a_dash_as_mark", "—", MONEY, MARK, 0, 0, 0, 0},
    {"takes_a_double_dash_as_mark", "——", COUNT, MARK, 0, 0, 0, 0},
    {"takes_parted_dashes_as_mark", "— —", COUNT, MARK, 0, 0, 0, 0},
    {"takes_a_box_line_as_mark", "─", COUNT, MARK, 0, 0, 0, 0},
    {"takes_a_slash_as_mark", "/", COUNT, MARK, 0, 0, 0, 0},
    {"takes_a_full_width_slash_as_mark", "／", COUNT, MARK, 0, 0, 0, 0},
    {"takes_wu_as_mark", "无", COUNT, MARK, 0, 0, 0, 0},
    {"takes_na_as_mark", "N/A", COUNT, MARK, 0, 0, 0, 0},
    {"takes_small_full_width_na_as_mark", "ｎ／ａ", COUNT, MARK, 0, 0, 0, 0},
    {"refuses_a_row_of_dashes", "-----", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_words_behind_a_mark", "无此项", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_two_slashes", "//", COUNT, BAD, 0, 0, 0, 0},

    {"reads_a_plus", "+22", COUNT, OK, 22, 0, 0, 0},
    {"reads_a_minus", "-417", SIGNED, OK, -417, 0, 0, 0},
    {"reads_the_minus_of_mathematics", "−8", SIGNED, OK, -8, 0, 0, 0},
    {"reads_a_full_width_minus", "－8", SIGNED, OK, -8, 0, 0, 0},
    {"reads_an_en_dash_as_minus", "–8", SIGNED, OK, -8, 0, 0, 0},
    {"refuses_a_long_dash_as_minus", "—8", SIGNED, BAD, 0, 0, 0, 0},
    {"reads_zeng_as_plus", "增2", SIGNED, OK, 2, 0, 0, 0},
    {"reads_jian_as_minus", "减3", SIGNED, OK, -3, 0, 0, 0},
    {"reads_traditional_jian_as_minus", "減 3", SIGNED, OK, -3, 0, 0, 0},
    {"flags_a_double_minus", "--253", SIGNED, OK, -253, 0, 0, GOV_FIGURE_DOUBLE_SIGN},
    {"takes_no_bullet_for_a_minus", "- 253", SIGNED, BAD, 0, 0, 0, 0},
    {"keeps_a_negative_count_for_the_rules", "-5", COUNT, OK, -5, 0, 0, 0},
    {"refuses_three_signs", "---5", SIGNED, BAD, 0, 0, 0, 0},
    {"refuses_plus_and_minus", "+-5", SIGNED, BAD, 0, 0, 0, 0},
    {"refuses_the_header_zeng_jian", "增/减", SIGNED, BAD, 0, 0, 0, 0},
    {"refuses_a_sign_behind", "5-", SIGNED, BAD, 0, 0, 0, 0},

    {"reads_thousands", "1,234,567", COUNT, OK, 1234567, 0, 0, 0},
    {"reads_full_width_thousands", "１，２３４", COUNT, OK, 1234, 0, 0, 0},
    {"reads_thousands_with_decimals", "1,234.5", MONEY, OK, 1234500000, 0, 0, 0},
    {"refuses_a_short_group", "1,23", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_long_group", "12,3456", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_long_first_group", "1234,567", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_comma_at_the_end", "123,", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_what_may_be_a_decimal_comma", "0,123", MONEY, BAD, 0, 0, 0, 0},
    {"refuses_a_comma_in_the_decimals", "1.123,456", MONEY, BAD, 0, 0, 0, 0},
    {"refuses_half_grouped_digits", "1,234567", COUNT, BAD, 0, 0, 0, 0},

    {"accepts_zero_decimals_in_a_count", "12.0", COUNT, OK, 12, 0, 0, 0},
    {"refuses_decimals_in_a_count", "12.5", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_far_decimals_in_a_count", "12.00000000000000001", COUNT, BAD, 0, 0, 0, 0},
    {"reads_a_bare_point_in_front", ".5", MONEY, OK, 500000, 0, 0, 0},
    {"reads_units_in_brackets", "5.2（万元）", MONEY, OK, 5200000, 0, GOV_UNIT_WANYUAN, 0},
    {"refuses_half_a_bracket", "5.2（万元", MONEY, BAD, 0, 0, 0, 0},
    {"reads_thin_spaces_as_commas", "1\342\200\211573\342\200\257179", COUNT, OK, 1573179, 0, 0, 0},
    {"refuses_a_bare_point_at_the_end", "5.", MONEY, BAD, 0, 0, 0, 0},
    {"refuses_two_points", "1.2.3", MONEY, BAD, 0, 0, 0, 0},

    {"joins_digits_over_a_line_break", "14\n57", COUNT, OK, 1457, 0, 0,
     GOV_FIGURE_JOINED},
    {"joins_single_digits", "1 4 5 7", COUNT, OK, 1457, 0, 0, GOV_FIGURE_JOINED},
    {"joins_groups_parted_by_space", "1 573 179", COUNT, OK, 1573179, 0, 0,
     GOV_FIGURE_JOINED},
    {"joins_around_a_point", "3 .5", MONEY, OK, 3500000, 0, 0, GOV_FIGURE_JOINED},
    {"does_not_flag_space_before_a_unit", " 12 件 ", COUNT, OK, 12, 0, GOV_UNIT_COUNT, 0},
    {"does_not_flag_space_behind_a_word", "减 12", SIGNED, OK, -12, 0, 0, 0},
    {"does_not_flag_what_has_no_width", "1\342\200\2134", COUNT, OK, 14, 0, 0, 0},

    {"splits_off_a_unit_of_counts", "5人 次", COUNT, OK, 5, 0, GOV_UNIT_COUNT, 0},
    {"splits_off_wanyuan", "43.788万元", MONEY, OK, 43788000, 0, GOV_UNIT_WANYUAN, 0},
    {"converts_yuan", "437880元", MONEY, OK, 43788000, 0, GOV_UNIT_YUAN, 0},
    {"converts_yiyuan", "0.0043788亿元", MONEY, OK, 43788000, 0, GOV_UNIT_YIYUAN, 0},
    {"takes_the_unit_of_the_header", "437880", MONEY, OK, 43788000, GOV_UNIT_YUAN, 0, 0},
    {"prefers_the_unit_in_the_cell", "43.788萬元", MONEY, OK, 43788000, GOV_UNIT_YUAN,
     GOV_UNIT_WANYUAN, 0},
    {"takes_fen_exactly", "4166.241619", MONEY, OK, 4166241619, 0, 0, 0},
    {"takes_four_decimals_exactly", "59237.2449", MONEY, OK, 59237244900, 0, 0, 0},
    {"refuses_money_in_a_count", "5元", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_zero_money_in_a_count", "0万元", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_number_of_things_as_money", "5件", MONEY, BAD, 0, 0, 0, 0},
    {"accepts_no_things_as_no_money", "0件", MONEY, OK, 0, 0, GOV_UNIT_COUNT, 0},
    {"refuses_an_unknown_unit", "5批", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_wan_without_yuan", "5万", MONEY, BAD, 0, 0, 0, 0},
    {"refuses_a_unit_in_front", "万元5", MONEY, BAD, 0, 0, 0, 0},

    {"rounds_half_down_to_even", "1.0000005", MONEY, OK, 1000000, 0, 0,
     GOV_FIGURE_ROUNDED},
    {"rounds_half_up_to_even", "1.0000015", MONEY, OK, 1000002, 0, 0, GOV_FIGURE_ROUNDED},
    {"rounds_above_half_up", "1.00000050000000000001", MONEY, OK, 1000001, 0, 0,
     GOV_FIGURE_ROUNDED},
    {"rounds_below_half_down", "1.00000149", MONEY, OK, 1000001, 0, 0,
     GOV_FIGURE_ROUNDED},
    {"rounds_negative_amounts_alike", "-1.0000015", MONEY, OK, -1000002, 0, 0,
     GOV_FIGURE_ROUNDED},
    {"rounds_yuan_at_fen", "1.235元", MONEY, OK, 124, 0, GOV_UNIT_YUAN,
     GOV_FIGURE_ROUNDED},
    {"rounds_yiyuan_at_the_eleventh_decimal", "0.00000000005亿元", MONEY, OK, 0, 0,
     GOV_UNIT_YIYUAN, GOV_FIGURE_ROUNDED},
    {"does_not_round_zeros", "1.00000000000000", MONEY, OK, 1000000, 0, 0, 0},

    {"reads_the_largest_count", "9223372036854775807", COUNT, OK, INT64_MAX, 0, 0, 0},
    {"refuses_one_more", "9223372036854775808", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_the_least_integer", "-9223372036854775808", SIGNED, BAD, 0, 0, 0, 0},
    {"refuses_a_count_beyond_64_bits", "99999999999999999999999", COUNT, BAD, 0, 0, 0, 0},
    {"reads_the_largest_amount", "9223372036854.775807", MONEY, OK, INT64_MAX, 0, 0, 0},
    {"refuses_an_amount_that_rounds_beyond", "9223372036854.7758075", MONEY, BAD, 0, 0, 0,
     0},
    {"refuses_an_amount_that_its_unit_lifts_beyond", "9223372036亿元", MONEY, BAD, 0, 0,
     0, 0},

    {"refuses_about", "约5", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_letter_for_a_digit", "12O", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_brackets", "(5)", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_fraction", "1/2", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_range", "3-5", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_percentage", "58.5%", MONEY, BAD, 0, 0, 0, 0},
    {"refuses_scientific_notation", "1e5", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_a_full_stop_behind", "5。", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_superscripts", "5²", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_circled_numbers", "①", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_chinese_numerals", "十二", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_digits_of_other_scripts", "١٢", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_replaced_characters", "1\357\277\2752", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_text_that_is_no_utf8", "1\377", COUNT, BAD, 0, 0, 0, 0},
    {"refuses_reordered_digits", "\342\200\25612", COUNT, BAD, 0, 0, 0, 0},
};

static void check_case(void **state)
{
    const Case *c = *state;
    GovFigure figure = gov_figure_parse(c->text, strlen(c->text), c->type, c->assumed);
    assert_string_equal(gov_status_get_name(figure.status),
                        gov_status_get_name(c->status));
    assert_int64(figure.value, c->value);
    assert_int_equal(figure.unit, c->unit);
    assert_int_equal(figure.flags, c->flags);
}

static void reads_no_further_than_the_length(void **state)
{
    (void)state;
    GovFigure figure = gov_figure_parse("1234", 2, COUNT, GOV_UNIT_NONE);
    assert_int64(figure.value, 12);
    figure = gov_figure_parse("5\344\273\266", 3, COUNT, GOV_UNIT_NONE); /* half a 件 */
    assert_int_equal(figure.status, BAD);
    assert_int_equal(gov_figure_parse(NULL, 0, COUNT, GOV_UNIT_NONE).status, BLANK);
}

static void refuses_a_nul_byte(void **state)
{
    (void)state;
    assert_int_equal(gov_figure_parse("1\0002", 3, COUNT, GOV_UNIT_NONE).status, BAD);
}

static void writes_exact_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        GovType type;
        const char *text;
    } FORMATS[] = {
        {0, COUNT, "0"},
        {-417, SIGNED, "-417"},
        {INT64_MIN, SIGNED, "-9223372036854775808"},
        {0, MONEY, "0"},
        {59237244900, MONEY, "59237.2449"},
        {4166241619, MONEY, "4166.241619"},
        {1, MONEY, "0.000001"},
        {-100, MONEY, "-0.0001"},
        {5000000, MONEY, "5"},
        {INT64_MIN, MONEY, "-9223372036854.775808"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(FORMATS); i++) {
        g_autofree char *text = gov_figure_format(FORMATS[i].value, FORMATS[i].type);
        assert_string_equal(text, FORMATS[i].text);
    }
}

/* Steps through the range of 64 bits in uneven strides. */
static void reads_back_what_it_writes(void **state)
{
    (void)state;
    uint64_t seed = 20240131;
    for (unsigned i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int64_t value = (int64_t)seed >> (i % 63);
        GovType type = i % 2 == 0 ? MONEY : SIGNED;
        g_autofree char *text = gov_figure_format(value, type);
        GovFigure figure = gov_figure_parse(text, strlen(text), type, GOV_UNIT_NONE);
        assert_int_equal(figure.status, OK);
        assert_int64(figure.value, value);
        assert_int_equal(figure.flags, 0);
    }
}

static void takes_long_digit_strings_in_linear_time(void **state)
{
    (void)state;
    size_t len = (size_t)8 << 20;
    g_autofree char *text = g_malloc(len);
    memset(text, '0', len);
    text[len - 1] = '7';
    assert_int64(gov_figure_parse(text, len, COUNT, GOV_UNIT_NONE).value, 7);
    text[1] = '.';
    GovFigure figure = gov_figure_parse(text, len, MONEY, GOV_UNIT_NONE);
    assert_int64(figure.value, 0);
    assert_int_equal(figure.flags, GOV_FIGURE_ROUNDED);
}

static void finds_every_status_by_its_name(void **state)
{
    (void)state;
    for (unsigned i = 0; i <= GOV_STATUS_ABSENT; i++) {
        GovStatus status = GOV_STATUS_ABSENT;
        assert_true(gov_status_from_name(gov_status_get_name((GovStatus)i), &status));
        assert_int_equal(status, i);
    }
    GovStatus untouched = GOV_STATUS_BLANK;
    assert_false(gov_status_from_name("zero", &untouched));
    assert_int_equal(untouched, GOV_STATUS_BLANK);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(reads_no_further_than_the_length),
        cmocka_unit_test(refuses_a_nul_byte),
        cmocka_unit_test(writes_exact_decimals),
        cmocka_unit_test(reads_back_what_it_writes),
        cmocka_unit_test(takes_long_digit_strings_in_linear_time),
        cmocka_unit_test(finds_every_status_by_its_name),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(CASES) + G_N_ELEMENTS(others)];
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
        tests[i] = (struct CMUnitTest){CASES[i].name, check_case, NULL, NULL,
                                       (void *)(guintptr)&CASES[i]};
    memcpy(tests + G_N_ELEMENTS(CASES), others, sizeof others);
    return _cmocka_run_group_tests("figures", tests, G_N_ELEMENTS(tests), NULL, NULL);
}
