/* SPDX-License-Identifier: MIT */
/* Archives that are damaged or mean harm, and what is said of them. */
#include "dump.h"
#include "zip.h"

#define BODY ZIP_WORD "<w:p><w:r><w:t>文</w:t></w:r></w:p>" ZIP_WORD_END

static GByteArray *make(const char *main)
{
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add(&zip, "word/document.xml", main);
    return zip_end(&zip);
}

static void check_bytes(const GByteArray *bytes, const char *expected)
{
    g_autofree char *found = dump_bytes((const char *)bytes->data, bytes->len);
    if (strstr(found, expected) == NULL)
        fail_msg("expected \"%s\", found \"%s\"", expected, found);
}

static void check(GByteArray *bytes, const char *expected)
{
    check_bytes(bytes, expected);
    g_byte_array_unref(bytes);
}

/* ---- XML ---- */

static void refuses_a_document_type(void **state)
{
    (void)state;
    check(make("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" BODY),
          "E 3: word/document.xml: a document type is declared");
    check(make("<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" BODY), "a document type is declared");
}

static void refuses_damaged_xml(void **state)
{
    (void)state;
    check(make(ZIP_WORD), "E 3: word/document.xml is damaged at line 1");
    check(make(""), "E 3: word/document.xml is damaged");
    check(make(ZIP_WORD "&a;" ZIP_WORD_END), "Entity 'a' not defined");
    check(make(ZIP_WORD "<w:p>\xff</w:p>" ZIP_WORD_END), "E 3: word/document.xml is damaged");
}

static void refuses_xml_nested_without_end(void **state)
{
    (void)state;
    g_autoptr(GString) deep = g_string_new(ZIP_WORD);
    for (int i = 0; i < 100000; i++)
        g_string_append(deep, "<w:sdt>");
    check(make(deep->str), "E 4: word/document.xml: elements are nested more than 200 deep");
}

static void bounds_nested_tables(void **state)
{
    (void)state;
    g_autoptr(GString) deep = g_string_new(ZIP_WORD);
    for (int i = 0; i < 60; i++)
        g_string_append(deep, "<w:tbl><w:tr><w:tc>");
    for (int i = 0; i < 60; i++)
        g_string_append(deep, "</w:tc></w:tr></w:tbl>");
    g_string_append(deep, ZIP_WORD_END);
    check(make(deep->str), "E 4: ");
}

/* ---- the archive ---- */

static void names_other_archives(void **state)
{
    (void)state;
    static const char *const parts[][3] = {
        {"mimetype", "application/epub+zip", "This is EPUB, which is not read"},
        {"OFD.xml", "<x/>", "This is OFD, which is not read"},
        {"a.txt", "a", "This is a ZIP container that is damaged or holds no document"},
        {"[Content_Types].xml", "presentationml.presentation.main+xml", "This is PPTX"},
        {"[Content_Types].xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
         "This is XLSB"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        Zip zip;
        zip_begin(&zip);
        zip_add(&zip, parts[i][0], parts[i][1]);
        check(zip_end(&zip), parts[i][2]);
    }
}

static void says_which_part_is_missing(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    check(zip_end(&zip), "E 3: The document has no part word/document.xml");
}

static void holds_parts_to_their_checksum(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make(BODY);
    guint at = 0;
    while (at + 3 < bytes->len && memcmp(bytes->data + at, "文", 3) != 0)
        at++;
    memcpy(bytes->data + at, "字", 3);
    check_bytes(bytes, "E 3: word/document.xml is damaged: it cannot be inflated, or its checksum");
}

static void refuses_a_file_that_is_cut_off(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make(BODY);
    for (guint len = bytes->len; len > 4; len--) {
        g_autofree char *found = dump_bytes((char *)bytes->data, len - 1);
        assert_ptr_equal(strstr(found, "E "), found);
    }
}

static void refuses_a_part_named_twice(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add(&zip, "word/document.xml", BODY);
    zip_add(&zip, "WORD/document.xml", BODY);
    check(zip_end(&zip), "E 1: ");
}

static void refuses_a_bomb(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add_raw(&zip, "word/document.xml", 8, "\x03\x00", 2, 100u << 20, 0);
    check(zip_end(&zip), "E 4: word/document.xml inflates from 2 to 104857600 bytes; the limits are");
}

static void refuses_what_it_cannot_unpack(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add_raw(&zip, "word/document.xml", 14, BODY, strlen(BODY), strlen(BODY), 0);
    check(zip_end(&zip), "E 3: word/document.xml is packed in a way that is not read");
}

/* A stream that ends before its size would leave bytes that nobody wrote. */
static void refuses_a_stream_that_ends_early(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add_raw(&zip, "word/document.xml", 8, "\x03\x00", 2, 5000, 0);
    check(zip_end(&zip), "E 3: word/document.xml is damaged: it cannot be inflated");
}

static void refuses_too_many_parts(void **state)
{
    (void)state;
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    for (int i = 0; i < 5000; i++) {
        g_autofree char *name = g_strdup_printf("x%d", i);
        zip_add(&zip, name, "");
    }
    check(zip_end(&zip), "E 1: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_a_document_type),
        cmocka_unit_test(refuses_damaged_xml),
        cmocka_unit_test(refuses_xml_nested_without_end),
        cmocka_unit_test(bounds_nested_tables),
        cmocka_unit_test(names_other_archives),
        cmocka_unit_test(says_which_part_is_missing),
        cmocka_unit_test(holds_parts_to_their_checksum),
        cmocka_unit_test(refuses_a_file_that_is_cut_off),
        cmocka_unit_test(refuses_a_part_named_twice),
        cmocka_unit_test(refuses_a_bomb),
        cmocka_unit_test(refuses_what_it_cannot_unpack),
        cmocka_unit_test(refuses_a_stream_that_ends_early),
        cmocka_unit_test(refuses_too_many_parts),
    };
    return cmocka_run_group_tests_name("package", tests, NULL, NULL);
}
