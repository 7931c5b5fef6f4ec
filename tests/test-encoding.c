/* SPDX-License-Identifier: MIT */
/* Bytes → UTF-8. Bytes are given as they are, so that no conversion is tested with itself. */
#include "test.h"

#include <govstat/govstat.h>

#include "read/encoding-private.h"

/* 政府 in GB18030 is D5FE B8AE, in Big5 AC46 A9B2, in UTF-8 E694BF E5BA9C, as UTF-16 653F 5E9C. */
#define BYTES(text) text, sizeof text - 1

typedef struct {
    const char *name;
    const char *data;
    size_t len;
    const char *encoding; /* NULL: must fail */
    const char *text;
    size_t n_replaced;
} Case;

static const Case cases[] = {
    {"takes_valid_utf8_as_it_is", BYTES("政府"), "UTF-8", "政府", 0},
    {"takes_nothing_as_utf8", BYTES(""), "UTF-8", "", 0},
    {"skips_the_mark_of_utf8", BYTES("\xEF\xBB\xBF政府"), "UTF-8", "政府", 0},
    {"reads_utf16_little_endian_by_its_mark", BYTES("\xFF\xFE\x3F\x65\x9C\x5E"), "UTF-16LE", "政府", 0},
    {"reads_utf16_big_endian_by_its_mark", BYTES("\xFE\xFF\x65\x3F\x5E\x9C"), "UTF-16BE", "政府", 0},
    {"reads_utf16_by_its_nuls", BYTES("<\0p\0>\0\x3F\x65\x9C\x5E\n\0"), "UTF-16LE", "<p>政府\n", 0},
    {"reads_big_endian_utf16_by_its_nuls", BYTES("\0<\0p\0>\x65\x3F\x5E\x9C\0\n"), "UTF-16BE",
     "<p>政府\n", 0},
    {"reads_undeclared_bytes_as_gb18030", BYTES("\xD5\xFE\xB8\xAE"), "GB18030", "政府", 0},
    {"reads_gb18030_of_four_bytes", BYTES("\xD5\xFE\x82\x30\x81\x30"), "GB18030", "政\u34A3", 0},
    {"follows_a_declaration_of_gb2312", BYTES("<meta charset=\"GB2312\">\xD5\xFE"), "GB18030",
     "<meta charset=\"GB2312\">政", 0},
    {"follows_a_declaration_of_big5",
     BYTES("<META http-equiv=Content-Type content='text/html; charset = Big5'>\xAC\x46\xA9\xB2"), "BIG5",
     "<META http-equiv=Content-Type content='text/html; charset = Big5'>政府", 0},
    {"follows_a_declaration_of_xml", BYTES("<?xml version='1.0' encoding='big5'?>\xAC\x46\xA9\xB2"), "BIG5",
     "<?xml version='1.0' encoding='big5'?>政府", 0},
    {"takes_the_declaration_of_meta_only", BYTES("<script charset=big5></script>\xD5\xFE\xB8\xAE"),
     "GB18030", "<script charset=big5></script>政府", 0},
    {"ignores_unknown_declarations", BYTES("<meta charset=iso-8859-1>\xD5\xFE\xB8\xAE"), "GB18030",
     "<meta charset=iso-8859-1>政府", 0},
    {"believes_bytes_more_than_a_declaration", BYTES("<meta charset=gb2312>政府"), "UTF-8",
     "<meta charset=gb2312>政府", 0},
    {"finds_gb18030_declared_as_utf8",
     BYTES("<meta charset=utf-8>\xD5\xFE\xB8\xAE\xD5\xFE\xB8\xAE\xD5\xFE\xB8\xAE\xD5\xFE\xB8\xAE\xD5\xFE\xB8\xAE"),
     "GB18030", "<meta charset=utf-8>政府政府政府政府政府", 0},

    {"replaces_what_is_cut_off_once", BYTES("政府政府政府政府政府政\xE5\xBA"), "UTF-8",
     "政府政府政府政府政府政\uFFFD", 1},
    {"replaces_damage_in_utf8_and_does_not_guess", BYTES("政府政府政府\xFF政府政府政府"), "UTF-8",
     "政府政府政府\uFFFD政府政府政府", 1},
    {"replaces_damage_in_declared_utf8", BYTES("<meta charset=utf-8>caf\xE9<p>"), "UTF-8",
     "<meta charset=utf-8>caf\uFFFD<p>", 1},
    {"replaces_a_lone_byte_of_gb18030_once", BYTES("\xD5\xFE\xB8\xAE\xD5"), "GB18030", "政府\uFFFD", 1},
    {"never_swallows_markup_behind_damage", BYTES("\xD5\xFE\xB8<p>"), "GB18030", "政\uFFFD<p>", 1},
    {"replaces_a_lone_surrogate", BYTES("\xFF\xFE\x3F\x65\x00\xD8\x9C\x5E"), "UTF-16LE", "政\uFFFD府", 1},
    {"replaces_nuls", BYTES("政\0府\0"), "UTF-8", "政\uFFFD府\uFFFD", 2},
    {"replaces_nuls_of_gb18030", BYTES("\xD5\xFE\0\xB8\xAE"), "GB18030", "政\uFFFD府", 1},

    {"refuses_bytes_in_no_encoding",
     BYTES("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), NULL, NULL, 0},
    {"refuses_many_nuls", BYTES("a\0b\0\0c\0\0\0d\0\0e\0\0\0\0\0"), NULL, NULL, 0},
};

static void check_case(void **state)
{
    const Case *one = *state;
    g_autoptr(GError) error = NULL;
    g_auto(GovDecoded) decoded = {NULL, 0, NULL, NULL, 0};
    bool done = gov__encoding_decode(NULL, one->data, one->len, &decoded, &error);
    if (one->encoding == NULL) {
        assert_false(done);
        assert_gerror(error, GOV_ERROR, GOV_ERROR_ENCODING);
        return;
    }
    assert_null(error);
    assert_true(done);
    assert_string_equal(decoded.name, one->encoding);
    g_autofree char *text = g_strndup(decoded.text, decoded.len);
    assert_string_equal(text, one->text);
    assert_int_equal(decoded.len, strlen(one->text));
    assert_int_equal(decoded.n_replaced, one->n_replaced);
}

static void copies_nothing_that_is_utf8_already(void **state)
{
    (void)state;
    const char *text = "\xEF\xBB\xBF政府";
    g_auto(GovDecoded) decoded = {NULL, 0, NULL, NULL, 0};
    assert_true(gov__encoding_decode(NULL, text, strlen(text), &decoded, NULL));
    assert_ptr_equal(decoded.text, text + 3);
    assert_null(decoded.owned);
}

static void tells_the_document_of_replacements(void **state)
{
    (void)state;
    const char *page = "<p>政府信息公开政府\xFF信息公开</p>";
    g_autoptr(GovDocument) document = gov_read_document(page, strlen(page), NULL, NULL);
    assert_non_null(document);
    assert_int_equal(gov_document_n_warnings(document), 1);
    assert_string_equal(gov_document_get_warning(document, 0).code, "encoding.replaced");
    assert_string_equal(gov_document_get_warning(document, 0).message,
                        "1 byte sequences are no UTF-8, the first at byte 27; each became U+FFFD");
}

static void names_place_and_tries_of_undecodable_text(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_auto(GovDecoded) decoded = {NULL, 0, NULL, NULL, 0};
    g_autoptr(GString) text = g_string_new("<meta charset=big5>");
    for (int i = 0; i < 100; i++)
        g_string_append(text, "\xFF");
    assert_false(gov__encoding_decode(NULL, text->str, text->len, &decoded, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_ENCODING);
    assert_non_null(strstr(error->message, "BIG5, GB18030"));
    assert_non_null(strstr(error->message, "byte at 19"));
}

static void ignores_declarations_far_from_the_beginning(void **state)
{
    (void)state;
    g_autofree char *space = g_strnfill(5000, ' ');
    g_autofree char *text = g_strconcat(space, "<meta charset=big5>\xD5\xFE\xB8\xAE", NULL);
    g_auto(GovDecoded) decoded = {NULL, 0, NULL, NULL, 0};
    assert_true(gov__encoding_decode(NULL, text, strlen(text), &decoded, NULL));
    assert_string_equal(decoded.name, "GB18030");
}

/* Damage spread all over long text takes one pass, not one for each place. */
static void takes_linear_time_for_damage(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append(text, i % 8 == 0 ? "政府信息公开政府信息公开政府信息公开政府信息公开政府信息公开\xFF"
                                         : "政府信息公开政府信息公开政府信息公开政府信息公开政府信息公开");
    gint64 begin = g_get_monotonic_time();
    g_auto(GovDecoded) decoded = {NULL, 0, NULL, NULL, 0};
    assert_true(gov__encoding_decode(NULL, text->str, text->len, &decoded, NULL));
    assert_int_equal(decoded.n_replaced, 12500);
    assert_in_range(g_get_monotonic_time() - begin, 0, 10 * G_USEC_PER_SEC);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(cases) + 5] = {
        cmocka_unit_test(copies_nothing_that_is_utf8_already),
        cmocka_unit_test(tells_the_document_of_replacements),
        cmocka_unit_test(names_place_and_tries_of_undecodable_text),
        cmocka_unit_test(ignores_declarations_far_from_the_beginning),
        cmocka_unit_test(takes_linear_time_for_damage),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        tests[i + 5] = (struct CMUnitTest){cases[i].name, check_case, NULL, NULL,
                                           (void *)(guintptr)&cases[i]};
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
