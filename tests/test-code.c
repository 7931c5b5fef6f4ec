/* SPDX-License-Identifier: MIT */
/* Codes of bodies and places: check characters of published codes, and structure. */
#include "test.h"

#include <govstat/govstat.h>

static const char *const CREDIT[] = {"11371000004359096D", "12620600MB0523338C", "113325000026455663",
                                     "91350100M000100Y43", "914403001922038216"};
static const char *const ORGANISATION[] = {"004359096", "MB0523338", "014416330"};

static void published_credit_codes_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(CREDIT); i++)
        assert_true(gov_code_is_credit(CREDIT[i]));
}

static void published_organisation_codes_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(ORGANISATION); i++)
        assert_true(gov_code_is_organisation(ORGANISATION[i]));
}

static void any_single_changed_character_shows(void **state)
{
    static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(CREDIT); i++) {
        for (size_t at = 0; at < 18; at++) {
            for (const char *c = all; *c != '\0'; c++) {
                g_autofree char *code = g_strdup(CREDIT[i]);
                code[at] = *c;
                assert_int_equal(gov_code_is_credit(code), *c == CREDIT[i][at]);
            }
        }
    }
}

static void the_expected_character_is_told(void **state)
{
    (void)state;
    assert_int_equal(gov_code_get_credit_check("11371000004359096?"), 'D');
    assert_int_equal(gov_code_get_credit_check("12620600MB0523338"), 'C');
    assert_int_equal(gov_code_get_organisation_check("01441633"), '0');
    assert_int_equal(gov_code_get_credit_check("1137100"), '\0');
    assert_int_equal(gov_code_get_credit_check("1137I000004359096D"), '\0');
    assert_int_equal(gov_code_get_organisation_check("0043 909"), '\0');
}

/* By the formulas of the standards, told in another way: weights are powers of three modulo 31, and the check
 * character brings the sum to a multiple. */
static void check_characters_follow_from_the_formulas(void **state)
{
    static const char credit[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    g_autoptr(GRand) rand = g_rand_new_with_seed(32100);

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char code[19] = {0};
        int sum = 0, weight = 1;
        for (int i = 0; i < 17; i++) {
            int value = g_rand_int_range(rand, 0, 31);
            code[i] = credit[value];
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        code[17] = gov_code_get_credit_check(code);
        assert_int_equal((sum + (strchr(credit, code[17]) - credit)) % 31, 0);
        int inner = 0;
        for (int i = 0; i < 8; i++)
            inner += (g_ascii_isdigit(code[8 + i]) ? code[8 + i] - '0' : code[8 + i] - 'A' + 10) *
                     (int[]){3, 7, 9, 10, 5, 8, 4, 2}[i];
        char check = gov_code_get_organisation_check(code + 8);
        inner += check == 'X' ? 10 : check - '0';
        assert_int_equal(inner % 11, 0);
    }
}

/* The outer check character is made right for a wrong inner one. */
static void the_inner_check_character_counts_too(void **state)
{
    char code[] = "11371000004359095?";

    (void)state;
    code[17] = gov_code_get_credit_check(code);
    assert_int_not_equal(code[17], '\0');
    assert_false(gov_code_is_credit(code));
}

static void spellings_of_a_code_are_one(void **state)
{
    static const char *const cases[][2] = {
        {" 11371000004359096d\n", "11371000004359096D"},
        {"１１３７１０００００４３５９０９６Ｄ", "11371000004359096D"},
        {"mb052333-8", "MB0523338"},
        {"00435909-6", "004359096"},
        {"sq-health", "sq-health"}, /* nine characters, and no code of the standard */
        {"sq-01", "sq-01"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = gov_code_normalise(cases[i][0]);
        assert_string_equal(found, cases[i][1]);
    }
}

static void divisions_are_judged_by_structure(void **state)
{
    static const struct {
        const char *code;
        GovLevel level;
    } cases[] = {
        {"000000", GOV_LEVEL_NATIONAL},   {"100000", GOV_LEVEL_NATIONAL},
        {"320000", GOV_LEVEL_PROVINCE},   {"321300", GOV_LEVEL_PREFECTURE},
        {"321302", GOV_LEVEL_COUNTY},     {"429004", GOV_LEVEL_COUNTY},
        {"310101", GOV_LEVEL_COUNTY},     {"321302001", GOV_LEVEL_TOWNSHIP},
        {"441900003", GOV_LEVEL_TOWNSHIP},{"321302001001", GOV_LEVEL_TOWNSHIP},
        {"321302000000", GOV_LEVEL_COUNTY},{"320000001", GOV_LEVEL_UNKNOWN},
        {"160000", GOV_LEVEL_UNKNOWN},    {"327100", GOV_LEVEL_UNKNOWN},
        {"320001", GOV_LEVEL_UNKNOWN},    {"32130", GOV_LEVEL_UNKNOWN},
        {"32130A", GOV_LEVEL_UNKNOWN},    {"321302000001", GOV_LEVEL_UNKNOWN},
        {"100001", GOV_LEVEL_UNKNOWN},    {"", GOV_LEVEL_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        if (gov_code_get_division_level(cases[i].code) != cases[i].level)
            fail_msg("%s: found %s", cases[i].code,
                     gov_level_get_name(gov_code_get_division_level(cases[i].code)));
}

static void levels_have_names_in_both_languages(void **state)
{
    GovLevel level = GOV_LEVEL_UNKNOWN;

    (void)state;
    for (GovLevel i = GOV_LEVEL_NATIONAL; i <= GOV_LEVEL_ZONE; i++) {
        assert_true(gov_level_from_name(gov_level_get_name(i), &level));
        assert_int_equal(level, i);
        assert_true(gov_level_from_name(gov_level_get_label(i), &level));
        assert_int_equal(level, i);
    }
    assert_true(gov_level_from_name("市级", &level));
    assert_int_equal(level, GOV_LEVEL_PREFECTURE);
    assert_false(gov_level_from_name("unknown", &level));
    assert_false(gov_level_from_name("", &level));
    assert_false(gov_level_from_name("级", &level));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_credit_codes_hold),
        cmocka_unit_test(published_organisation_codes_hold),
        cmocka_unit_test(any_single_changed_character_shows),
        cmocka_unit_test(the_expected_character_is_told),
        cmocka_unit_test(check_characters_follow_from_the_formulas),
        cmocka_unit_test(the_inner_check_character_counts_too),
        cmocka_unit_test(spellings_of_a_code_are_one),
        cmocka_unit_test(divisions_are_judged_by_structure),
        cmocka_unit_test(levels_have_names_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
