/* SPDX-License-Identifier: MIT */
/* Documents and grids as readers build them; then how bytes and files find their reader. */
#include "dump.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* Grids by a little language: a cell is its text with its spans (`a2x3`: two rows, three columns),
 * a comma ends a cell, a semicolon a row. */
static const DumpCase grids[] = {
    {"places_cells_side_by_side", "a,b;c,d", "|a|b|\n|c|d|\n"},
    {"leaves_ragged_rows_ragged", "a;b,c,d;e,f", "|a|\n|b|c|d|\n|e|f|\n"},
    {"goes_around_cells_from_above", "a2x1,b;c;d,e", "|a|b|\n|^|c|\n|d|e|\n"},
    {"goes_around_cells_in_the_middle", "a,b3x1,c;d,e;f,g", "|a|b|c|\n|d|^|e|\n|f|^|g|\n"},
    {"covers_blocks", "a2x2,b;c;d1x3", "|a|<|b|\n|^|^|c|\n|d|<|<|\n"},
    {"clips_rows_to_those_there_are", "a9x1,b;c", "|a|b|\n|^|c|\n"},
    {"covers_all_rows_with_zero", "a0x1,b;c;d", "|a|b|\n|^|c|\n|^|d|\n"},
    {"takes_zero_columns_as_one", "a1x0,b", "|a|b|\n"},
    {"stops_a_span_at_a_cell_from_above", "a,b2x1;c1x3,d", "|a|b|\n|c|^|_|d|\n"},
    {"leaves_holes_where_nothing_is", "a,b2x1,c2x1;;d", "|a|b|c|\n|_|^|^|\n|d|\n"},
};

static unsigned take_number(const char **p)
{
    unsigned value = 0;
    for (; g_ascii_isdigit(**p); (*p)++)
        value = value * 10 + (unsigned)(**p - '0');
    return value;
}

static void build_grid(GovGrid *grid, const char *p)
{
    gov_grid_begin_row(grid);
    for (; *p != 0; p += *p == ',') {
        for (; *p == ';'; p++)
            gov_grid_begin_row(grid);
        const char *text = p++;
        unsigned n_rows = g_ascii_isdigit(*p) ? take_number(&p) : 1;
        p += *p == 'x';
        unsigned n_columns = g_ascii_isdigit(*p) ? take_number(&p) : 1;
        assert_true(gov_grid_add_cell(grid, text, 1, n_rows, n_columns, false));
    }
}

static void check_grid(void **state)
{
    const DumpCase *one = *state;
    g_autoptr(GovDocument) document = gov_document_new();
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "t");
    build_grid(grid, one->input);
    gov_grid_end(grid);
    g_autofree char *found = dump_document(document);
    assert_string_equal(strchr(found, '\n') + 1, one->expected);
}

static void clips_huge_spans_and_tells(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "table 7");
    assert_true(gov_grid_add_cell(grid, "a", 1, G_MAXUINT, G_MAXUINT, false));
    gov_grid_begin_row(grid);
    gov_grid_end(grid);
    assert_int_equal(gov_grid_n_columns(grid), GOV_GRID_MAX_COLUMNS);
    assert_int_equal(gov_grid_get_cell(grid, 1, 999)->n_rows, 2);
    assert_int_equal(gov_document_n_warnings(document), 1);
    assert_string_equal(gov_document_get_warning(document, 0).code, "table.clipped");
    assert_string_equal(gov_document_get_warning(document, 0).message,
                        "table 7: a cell reaches beyond column 1000 and was cut");
}

static void keeps_blocks_in_order(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    assert_null(gov_document_get_title(document));
    gov_document_add_paragraph(document, "一xx", 3);
    gov_document_add_paragraph(document, " \n\u3000\u00a0", 7);
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_ROWS, "line 2");
    gov_document_add_paragraph(document, "二", 3);
    assert_true(gov_grid_add_cell(grid, "a", 1, 1, 1, true));
    gov_grid_end(grid);
    gov_document_set_title(document, "题");
    g_autofree char *found = dump_document(document);
    assert_string_equal(found, "T 题\nP 一\nG line 2 1x1 ~\n|a*|\nP 二\n");
    assert_null(gov_document_get_paragraph(document, 1));
    assert_null(gov_document_get_grid(document, 0));
}

static void keeps_borrowed_text_while_growing(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    gov_document_add_paragraph(document, "first", 5);
    const char *first = gov_document_get_paragraph(document, 0);
    for (int i = 0; i < 10000; i++)
        gov_document_add_paragraph(document, "more and more text", 18);
    assert_ptr_equal(gov_document_get_paragraph(document, 0), first);
    assert_string_equal(first, "first");
}

static void answers_null_outside_of_a_grid(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "t");
    gov_grid_add_cell(grid, "a", 1, 1, 1, false);
    gov_grid_end(grid);
    assert_null(gov_grid_get_cell(grid, 1, 0));
    assert_null(gov_grid_get_cell(grid, 0, 1));
    assert_int_equal(gov_grid_get_row_width(grid, 1), 0);
}

static void ends_an_empty_grid(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "t");
    gov_grid_end(grid);
    assert_int_equal(gov_grid_n_rows(grid), 0);
    assert_int_equal(gov_grid_n_columns(grid), 0);
}

static void frees_a_grid_that_was_not_ended(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    assert_true(gov_grid_add_cell(gov_document_add_grid(document, GOV_LAYOUT_SPANS, "t"), "a", 1, 1, 1,
                                  false));
}

static void refuses_cells_over_the_limits(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    GovGrid *wide = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "wide");
    for (unsigned i = 0; i < GOV_GRID_MAX_COLUMNS; i++)
        assert_true(gov_grid_add_cell(wide, "a", 1, 0, 1, false));
    assert_false(gov_grid_add_cell(wide, "a", 1, 1, 1, false));
    gov_grid_end(wide);
    GovGrid *tall = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "tall");
    assert_true(gov_grid_add_cell(tall, "a", 1, 1, 400, false));
    for (unsigned i = 1; i < GOV_GRID_MAX_SLOTS / 400; i++)
        gov_grid_begin_row(tall);
    assert_true(gov_grid_add_cell(tall, "a", 1, 1, 400, false));
    gov_grid_begin_row(tall);
    assert_false(gov_grid_add_cell(tall, "a", 1, 1, 1, false));
    gov_grid_end(tall);
    assert_int_equal(gov_grid_n_rows(tall), GOV_GRID_MAX_SLOTS / 400);
}

static void refuses_slots_over_the_limit_of_the_document(void **state)
{
    (void)state;
    g_autoptr(GovDocument) document = gov_document_new();
    for (unsigned i = 0; i <= GOV_DOCUMENT_MAX_SLOTS / GOV_GRID_MAX_SLOTS; i++) {
        GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_SPANS, "t");
        bool added = gov_grid_add_cell(grid, "a", 1, 0, 1000, false);
        for (unsigned row = 1; row < GOV_GRID_MAX_SLOTS / 1000; row++)
            gov_grid_begin_row(grid);
        gov_grid_end(grid);
        assert_true(added == (i < GOV_DOCUMENT_MAX_SLOTS / GOV_GRID_MAX_SLOTS));
    }
}

/* From bytes to a reader. */

#define BYTES(text) text, sizeof text - 1

static const struct {
    const char *data;
    size_t len;
    const char *format;
} samples[] = {
    {BYTES("<!DOCTYPE html><p>x"), "html"},
    {BYTES("\xEF\xBB\xBF\n <TABLE><tr>"), "html"},
    {BYTES("<?xml version='1.0'?><html>"), "html"},
    {BYTES("<\0h\0t\0m\0l\0>\0"), "html"},
    {BYTES("年度报告\n1 < 2 <b> <br>"), "text"},
    {BYTES("\xD5\xFE\xB8\xAE"), "text"},
    {BYTES("[bookmark: _GoBack]3.加强公开"), "text"},
    {BYTES("{\"form\":1}"), "json"},
    {BYTES(" \n[ {\"form\":1}]"), "json"},
    {BYTES("[]"), "json"},
    {BYTES(""), NULL},
    {BYTES("%PDF-1.7"), "pdf"},
};

static void detects_formats_by_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        const char *found = gov_read_detect(samples[i].data, samples[i].len);
        if (g_strcmp0(found, samples[i].format) != 0)
            fail_msg("sample %zu: expected %s, found %s", i, samples[i].format, found);
    }
}

static void lists_its_formats(void **state)
{
    (void)state;
    bool html = false;
    for (size_t i = 0; i < gov_read_n_formats(); i++)
        html = html || strcmp(gov_read_get_format(i), "html") == 0;
    assert_true(html);
}

static const struct {
    const char *data;
    size_t len;
    const char *message;
} refusals[] = {
    {BYTES(""), "Empty file"},
    {BYTES("PK\x03\x04\x14\0\0\0"), "This is a ZIP "},
    {BYTES("{\\rtf1\\ansi"), "This is RTF"},
    {BYTES("<?xml version='1.0'?>\n<office:document xmlns:office=\"u\">"), "This is flat OpenDocument"},
    {BYTES("\xEF\xBB\xBF<?xml version='1.0'?><pkg:package>"), "This is flat Word XML"},
    {BYTES("\x89PNG\r\n\x1A\n"),
     "This is a PNG image, and tables in pictures are not read, as there is no OCR"},
    {BYTES("\xFF\xD8\xFF\xE0"), "This is a JPEG image"},
    {BYTES("GIF89a"), "This is a GIF image"},
    {BYTES("\x1F\x8B\x08"), "This is gzip data"},
    {BYTES("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>"),
     "This is Word 2003 XML"},
    {BYTES("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:x\"><Table>"), "This is Excel 2003 XML"},
    {BYTES("\1\2\3\4\5\6\7\1\2\3\4\5\6\7\0\0\0\0"), "This is binary data"},
    {BYTES("{\"form\":\"cn-foi-2021\"}"), "The format json holds finished reports, not a document"},
};

static void names_what_it_does_not_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_read_document(refusals[i].data, refusals[i].len, NULL, &error));
        assert_gerror(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED);
        if (!g_str_has_prefix(error->message, refusals[i].message))
            fail_msg("expected %s, found %s", refusals[i].message, error->message);
    }
}

static void refuses_input_over_the_limit(void **state)
{
    (void)state;
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.max_bytes = 4;
    g_autoptr(GError) error = NULL;
    assert_null(gov_read_document("<p>xx", 5, &options, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_LIMIT);
    options.max_bytes = 5;
    g_autoptr(GovDocument) document = gov_read_document("<p>xx", 5, &options, NULL);
    assert_non_null(document);
}

static void names_the_source_once(void **state)
{
    (void)state;
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.source = "某局.html";
    const char *const texts[] = {"GIF89a", "<p>x", "{\"form\": 1}"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_read_data(texts[i], strlen(texts[i]), &options, &error));
        assert_true(g_str_has_prefix(error->message, "某局.html: "));
        assert_null(strstr(error->message + 1, "某局.html: "));
    }
    g_autoptr(GError) error = NULL;
    assert_null(gov_read_document("GIF89a", 6, &options, &error));
    assert_true(g_str_has_prefix(error->message, "某局.html: This is a GIF"));
}

static char *write_file(const char *name, const char *text)
{
    g_autofree char *folder = g_dir_make_tmp("govstat-XXXXXX", NULL);
    assert_non_null(folder);
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void remove_file(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_remove(path);
    g_rmdir(folder);
}

static void reads_files_with_their_path_as_source(void **state)
{
    (void)state;
    g_autofree char *path = write_file("年报.html", "<p>x");
    g_autoptr(GError) error = NULL;
    assert_null(gov_read_file(path, NULL, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_NO_TABLES);
    assert_true(g_str_has_prefix(error->message, path));
    assert_null(strstr(error->message + 1, path));
    remove_file(path);
}

static void refuses_files_that_are_too_long_or_empty(void **state)
{
    (void)state;
    g_autofree char *path = write_file("a.html", "<p>xxxx");
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.max_bytes = 3;
    options.source = "a";
    g_autoptr(GError) error = NULL;
    assert_null(gov_read_file(path, &options, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_LIMIT);
    assert_true(g_str_has_prefix(error->message, "a: Input is "));
    assert_true(g_file_set_contents(path, "", 0, NULL));
    g_autoptr(GError) empty = NULL;
    assert_null(gov_read_file(path, &options, &empty));
    assert_gerror(empty, GOV_ERROR, GOV_ERROR_UNSUPPORTED);
    assert_string_equal(empty->message, "a: Empty file");
    remove_file(path);
}

static void tells_why_a_file_cannot_be_read(void **state)
{
    (void)state;
    g_autoptr(GError) missing = NULL;
    assert_null(gov_read_file("/no/such/file", NULL, &missing));
    assert_gerror(missing, GOV_ERROR, GOV_ERROR_IO);
    assert_true(g_str_has_prefix(missing->message, "/no/such/file: Cannot open: "));
    g_autoptr(GError) folder = NULL;
    assert_null(gov_read_file("/", NULL, &folder));
    assert_gerror(folder, GOV_ERROR, GOV_ERROR_IO);
}

/* Files of reports. */

static const struct {
    const char *json;
    GovError code;
    const char *message;
} bad_json[] = {
    {"[]", GOV_ERROR_NO_TABLES, "The array holds no reports"},
    {"{\"a\":1", GOV_ERROR_SYNTAX, "Line 1: JSON object has no end"},
    {"[{\"a\":1},\n{\"b\"", GOV_ERROR_SYNTAX, "Element 1: "},
    {"{\"a\":\"}\\\"}", GOV_ERROR_SYNTAX, "Line 1: JSON object has no end"},
    {"\xEF\xBB\xBF{\"a\":1}", GOV_ERROR_SYNTAX, "Line 1: "},
    {"{\"a\":\"\xFF\"}", GOV_ERROR_ENCODING, "JSON is not valid UTF-8"},
};

static void tells_where_json_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad_json); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(gov_read_data(bad_json[i].json, strlen(bad_json[i].json), NULL, &error));
        if (!g_str_has_prefix(error->message, bad_json[i].message))
            fail_msg("case %zu: expected %s, found %s", i, bad_json[i].message, error->message);
    }
}

static void refuses_deep_json(void **state)
{
    (void)state;
    g_autofree char *deep = g_strnfill(1000000, '[');
    g_autofree char *json = g_strconcat("{\"a\":", deep, NULL);
    g_autoptr(GError) error = NULL;
    assert_null(gov_read_data(json, strlen(json), NULL, &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_LIMIT);
}

static char *make_report(const char *agency)
{
    g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(0), NULL);
    assert_non_null(form);
    g_autoptr(GovReport) report = gov_report_new(form);
    gov_report_set_agency(report, agency);
    gov_report_set_year(report, 2024);
    gov_report_seal(report);
    return gov_report_to_json(report);
}

static void check_reports(const char *json, const char *first, const char *second)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = gov_read_data(json, strlen(json), NULL, &error);
    if (reports == NULL)
        fail_msg("%s", error->message);
    assert_int_equal(reports->len, second == NULL ? 1 : 2);
    assert_string_equal(gov_report_get_agency(g_ptr_array_index(reports, 0)), first);
    if (second != NULL)
        assert_string_equal(gov_report_get_agency(g_ptr_array_index(reports, 1)), second);
}

static void reads_reports_from_json(void **state)
{
    (void)state;
    g_autofree char *a = make_report("甲{局\"]");
    g_autofree char *b = make_report("乙局");
    g_autofree char *array = g_strconcat(" [\n", a, " ,\n", b, "\n] \n", NULL);
    g_autofree char *lines = g_strconcat(a, "\n", b, "\n", NULL);
    check_reports(a, "甲{局\"]", NULL);
    check_reports(array, "甲{局\"]", "乙局");
    check_reports(lines, "甲{局\"]", "乙局");
}

static void names_line_or_element_of_a_bad_report(void **state)
{
    (void)state;
    g_autofree char *a = make_report("甲局");
    const struct {
        const char *tail;
        const char *head;
        const char *message;
    } cases[] = {
        {"\n\n{\"a\":1}", "", "Line 3: "},
        {"\nx", "", "Line 2: Expected a JSON object"},
        {",{\"a\":1}]", "[", "Element 2: "},
        {" 1]", "[", "Line 1: Expected a comma or ] after an element"},
        {"] 1", "[", "Line 1: Unexpected text after the array"},
        {",]", "[", "Line 1: Expected a JSON object"},
        {"", "[", "Line 1: Expected a comma or ] after an element"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *json = g_strconcat(cases[i].head, a, cases[i].tail, NULL);
        g_autoptr(GError) error = NULL;
        assert_null(gov_read_data(json, strlen(json), NULL, &error));
        if (!g_str_has_prefix(error->message, cases[i].message))
            fail_msg("case %zu: expected %s, found %s", i, cases[i].message, error->message);
    }
}

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    const struct CMUnitTest more[] = {
        cmocka_unit_test(clips_huge_spans_and_tells),
        cmocka_unit_test(keeps_blocks_in_order),
        cmocka_unit_test(keeps_borrowed_text_while_growing),
        cmocka_unit_test(answers_null_outside_of_a_grid),
        cmocka_unit_test(ends_an_empty_grid),
        cmocka_unit_test(frees_a_grid_that_was_not_ended),
        cmocka_unit_test(refuses_cells_over_the_limits),
        cmocka_unit_test(refuses_slots_over_the_limit_of_the_document),
        cmocka_unit_test(detects_formats_by_content),
        cmocka_unit_test(lists_its_formats),
        cmocka_unit_test(names_what_it_does_not_read),
        cmocka_unit_test(refuses_input_over_the_limit),
        cmocka_unit_test(names_the_source_once),
        cmocka_unit_test(reads_files_with_their_path_as_source),
        cmocka_unit_test(refuses_files_that_are_too_long_or_empty),
        cmocka_unit_test(tells_why_a_file_cannot_be_read),
        cmocka_unit_test(tells_where_json_is_wrong),
        cmocka_unit_test(refuses_deep_json),
        cmocka_unit_test(reads_reports_from_json),
        cmocka_unit_test(names_line_or_element_of_a_bad_report),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(grids); i++) {
        struct CMUnitTest test = {grids[i].name, check_grid, NULL, NULL, (void *)(guintptr)&grids[i]};
        g_array_append_val(tests, test);
    }
    g_array_append_vals(tests, more, G_N_ELEMENTS(more));
    return run_dump_tests("document", tests);
}
