/* SPDX-License-Identifier: MIT */
/* Excel workbooks → blocks. A script of records, one in a line, becomes a file in memory:
 *
 *   sheet NAME, hidden NAME    begins a sheet                 1904, locked, old: of the workbook
 *   n ROW COLUMN FORMAT X      a number                       i … X, c … X: short ones, X and X/100
 *   m ROW COLUMN X Y           two short numbers              s ROW COLUMN FORMAT TEXT: shared text
 *   l ROW COLUMN TEXT          a text in its cell             e ROW COLUMN CODE: an error
 *   f ROW COLUMN X FLAGS HEX   a formula: result (a number, "" or 'text'), flags, tokens
 *   merge TOP BOTTOM LEFT RIGHT                               row ROW, column COLUMN: hidden
 *   format CODE                a format of numbers, with a cell format for it, from 1 on
 *   struck                     a cell format of a font that strikes through
 */
#include "dump.h"
#include "ole.h"

typedef struct {
    GByteArray *globals;
    GByteArray *sheets; /* after each other */
    GArray *starts;     /* guint32 in sheets */
    GPtrArray *names;
    GArray *states;
    GByteArray *strings;
    guint n_strings;
    guint n_formats;
    guint version;
} Book;

static void put_record(GByteArray *out, guint id, const GByteArray *body)
{
    put16(out, id);
    put16(out, body->len);
    if (body->len > 0)
        g_byte_array_append(out, body->data, body->len);
}

static void put_words(GByteArray *out, guint id, guint n, const guint16 *words)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    for (guint i = 0; i < n; i++)
        put16(body, words[i]);
    put_record(out, id, body);
}

#define PUT(out, id, ...) \
    put_words(out, id, sizeof((guint16[]){__VA_ARGS__}) / 2, (guint16[]){__VA_ARGS__})

static void put_double(GByteArray *out, double value)
{
    guint64 bits = 0;
    memcpy(&bits, &value, sizeof bits);
    put32(out, (guint32)bits);
    put32(out, (guint32)(bits >> 32));
}

/* Narrow if it can be. `size` is that of the length. Text behind a ^ is of font 1, which is
 * raised; behind a ~ of font 2, which strikes through. */
static void put_text(GByteArray *out, const char *text, guint size)
{
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, 2);
    g_autoptr(GByteArray) runs = g_byte_array_new();
    bool wide = false;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '^' || c == '~') {
            put16(runs, units->len);
            put16(runs, c == '^' ? 1 : 2);
            continue;
        }
        gunichar2 parts[] = {(gunichar2)(c < 0x10000 ? c : 0xD7C0 + (c >> 10)),
                             (gunichar2)(0xDC00 + (c & 0x3FF))};
        g_array_append_vals(units, parts, c < 0x10000 ? 1 : 2);
        wide = wide || c > 0xFF;
    }
    if (size == 2)
        put16(out, units->len);
    else
        g_byte_array_append(out, (guint8[]){(guint8)units->len}, 1);
    g_byte_array_append(out, (guint8[]){(guint8)((wide ? 1 : 0) | (runs->len > 0 ? 8 : 0))}, 1);
    if (runs->len > 0)
        put16(out, runs->len / 4);
    for (guint i = 0; i < units->len; i++) {
        guint unit = g_array_index(units, gunichar2, i);
        g_byte_array_append(out, (guint8[]){(guint8)unit, (guint8)(unit >> 8)}, wide ? 2 : 1);
    }
    if (runs->len > 0)
        g_byte_array_append(out, runs->data, runs->len);
}

static guint number_at(char **words, guint i)
{
    return (guint)g_ascii_strtoll(words[i], NULL, 10);
}

static void put_place(GByteArray *body, char **words, guint format)
{
    put16(body, number_at(words, 1));
    put16(body, number_at(words, 2));
    put16(body, format);
}

static void put_hex(GByteArray *out, const char *hex)
{
    for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
        g_byte_array_append(
            out, (guint8[]){(guint8)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]))},
            1);
}

static void put_formula(GByteArray *out, char **words)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    const char *result = words[3];
    put_place(body, words, 0);
    if (*result == '"' || *result == '\'') {
        put32(body, *result == '"' ? 3 : 0);
        put16(body, 0);
        put16(body, 0xFFFF);
    } else {
        put_double(body, g_ascii_strtod(result, NULL));
    }
    put16(body, number_at(words, 4));
    put32(body, 0);
    put16(body, (guint)strlen(words[5]) / 2);
    put_hex(body, words[5]);
    put_record(out, 0x0006, body);
    g_byte_array_set_size(body, 0);
    if (*result == '\'') {
        put_text(body, result + 1, 2);
        put_record(out, 0x0207, body);
    }
}

static void begin_sheet(Book *book, const char *name, guint state)
{
    guint32 start = book->sheets->len;
    if (book->names->len > 0)
        PUT(book->sheets, 0x000A);
    start = book->sheets->len;
    g_array_append_val(book->starts, start);
    g_array_append_val(book->states, state);
    g_ptr_array_add(book->names, g_strdup(name));
    PUT(book->sheets, 0x0809, 0x0600, 0x0010, 0, 0, 0, 0, 0, 0);
}

static void add_cell(Book *book, char **words)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    char kind = *words[0];
    put_place(body, words, strchr("nics", kind) != NULL ? number_at(words, 3) : 0);
    if (kind == 'n')
        put_double(body, g_ascii_strtod(words[4], NULL));
    if (kind == 'i' || kind == 'c')
        put32(body, number_at(words, 4) << 2 | (kind == 'c' ? 3 : 2));
    if (kind == 's')
        put32(body, book->n_strings++);
    if (kind == 's')
        put_text(book->strings, words[4], 2);
    if (kind == 'l')
        put_text(body, words[3], 2);
    if (kind == 'e')
        put16(body, number_at(words, 3) | 0x100);
    put_record(book->sheets,
               kind == 'n'   ? 0x0203
               : kind == 's' ? 0x00FD
               : kind == 'l' ? 0x0204
               : kind == 'e' ? 0x0205
                             : 0x027E,
               body);
}

static void add_format(Book *book, const char *code)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    put16(body, 164 + book->n_formats);
    put_text(body, code, 2);
    put_record(book->globals, 0x041E, body);
    PUT(book->globals, 0x00E0, 0, (guint16)(164 + book->n_formats++), 0, 0, 0, 0, 0, 0, 0, 0);
}

static void add_line(Book *book, const char *line)
{
    const char *rest = strchr(line, ' ') == NULL ? "" : strchr(line, ' ') + 1;
    g_auto(GStrv) words = g_strsplit(line, " ", 6);
    if (strcmp(words[0], "sheet") == 0 || strcmp(words[0], "hidden") == 0)
        begin_sheet(book, rest, *line == 'h');
    else if (strcmp(words[0], "1904") == 0)
        PUT(book->globals, 0x0022, 1);
    else if (strcmp(words[0], "locked") == 0)
        PUT(book->globals, 0x002F, 0);
    else if (strcmp(words[0], "old") == 0)
        book->version = 0x0500;
    else if (strcmp(words[0], "format") == 0)
        add_format(book, rest);
    else if (strcmp(words[0], "struck") == 0)
        PUT(book->globals, 0x00E0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    else if (strcmp(words[0], "merge") == 0)
        PUT(book->sheets, 0x00E5, 1, (guint16)number_at(words, 1), (guint16)number_at(words, 2),
            (guint16)number_at(words, 3), (guint16)number_at(words, 4));
    else if (strcmp(words[0], "row") == 0)
        PUT(book->sheets, 0x0208, (guint16)number_at(words, 1), 0, 0, 0, 0, 0, 0x20, 0);
    else if (strcmp(words[0], "column") == 0)
        PUT(book->sheets, 0x007D, (guint16)number_at(words, 1), (guint16)number_at(words, 1), 0, 0, 1);
    else if (strcmp(words[0], "m") == 0)
        PUT(book->sheets, 0x00BD, (guint16)number_at(words, 1), (guint16)number_at(words, 2), 0,
            (guint16)(number_at(words, 3) << 2 | 2), 0, 0, (guint16)(number_at(words, 4) << 2 | 2), 0,
            (guint16)(number_at(words, 2) + 1));
    else if (strcmp(words[0], "f") == 0)
        put_formula(book->sheets, words);
    else
        add_cell(book, words);
}

/* Shared strings in records of few bytes, cut wherever that falls; a string that is cut in its
 * characters says anew how wide they are. Only plain strings are cut. */
static void put_strings(GByteArray *out, const Book *book, guint most)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    put32(body, book->n_strings);
    put32(body, book->n_strings);
    guint id = 0x00FC;
    for (guint i = 0; i < book->strings->len;) {
        guint n = book->strings->data[i] | book->strings->data[i + 1] << 8;
        guint8 flags = book->strings->data[i + 2];
        guint runs = (flags & 8) != 0 ? book->strings->data[i + 3] : 0;
        guint head = 3 + ((flags & 8) != 0 ? 2 : 0);
        guint step = (flags & 1) + 1;
        if (body->len + head > most) {
            put_record(out, id, body);
            g_byte_array_set_size(body, 0);
            id = 0x003C;
        }
        g_byte_array_append(body, book->strings->data + i, head);
        i += head;
        for (guint k = 0; k < n; k++, i += step) {
            if (body->len + step > most && runs == 0) {
                put_record(out, id, body);
                g_byte_array_set_size(body, 0);
                id = 0x003C;
                g_byte_array_append(body, &flags, 1);
            }
            g_byte_array_append(body, book->strings->data + i, step);
        }
        g_byte_array_append(body, book->strings->data + i, 4 * runs);
        i += 4 * runs;
    }
    put_record(out, id, body);
}

static void put_entries(GByteArray *out, const Book *book, guint32 base)
{
    for (guint i = 0; i < book->names->len; i++) {
        g_autoptr(GByteArray) body = g_byte_array_new();
        put32(body, base + g_array_index(book->starts, guint32, i));
        put16(body, g_array_index(book->states, guint, i));
        put_text(body, g_ptr_array_index(book->names, i), 1);
        put_record(out, 0x0085, body);
    }
}

static GByteArray *finish_book(Book *book, guint most)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    g_autoptr(GByteArray) entries = g_byte_array_new();
    g_autoptr(GByteArray) strings = g_byte_array_new();
    PUT(book->sheets, 0x000A);
    put_strings(strings, book, most);
    put_entries(entries, book, 0);
    PUT(stream, 0x0809, (guint16)book->version, 0x0005, 0, 0, 0, 0, 0, 0);
    for (guint16 font = 0; font < 3; font++) /* plain, raised, struck */
        PUT(stream, 0x0031, 200, font == 2 ? 8 : 0, 0x7FFF, 400, font == 1, 0, 0, 0);
    PUT(stream, 0x00E0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    g_byte_array_append(stream, book->globals->data, book->globals->len);
    guint32 base = stream->len + entries->len + strings->len + 4;
    g_byte_array_set_size(entries, 0);
    put_entries(entries, book, base);
    g_byte_array_append(stream, entries->data, entries->len);
    g_byte_array_append(stream, strings->data, strings->len);
    PUT(stream, 0x000A);
    g_byte_array_append(stream, book->sheets->data, book->sheets->len);
    OleStream streams[] = {{"Workbook", stream}};
    return write_ole(streams, 1);
}

static GByteArray *write_book(const char *script, guint most)
{
    Book book = {g_byte_array_new(),
                 g_byte_array_new(),
                 g_array_new(FALSE, FALSE, sizeof(guint32)),
                 g_ptr_array_new_with_free_func(g_free),
                 g_array_new(FALSE, FALSE, sizeof(guint)),
                 g_byte_array_new(),
                 0,
                 0,
                 0x0600};
    g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        if (*lines[i] != '\0')
            add_line(&book, lines[i]);
    GByteArray *file = finish_book(&book, most);
    g_byte_array_unref(book.globals);
    g_byte_array_unref(book.sheets);
    g_array_unref(book.starts);
    g_ptr_array_unref(book.names);
    g_array_unref(book.states);
    g_byte_array_unref(book.strings);
    return file;
}

/* SUM(A1:B1) as areas and as the token that spreadsheets prefer; A1+B1-1; ABS(A1) */
#define SUM_AREA "250000000000c001c022010400"
#define SUM_TOKEN "250000000000c001c019100000"
#define PLUS_MINUS "240000" "00c0" "240000" "01c0" "031e010004"
#define ABS_CELL "24000000c0211800"

static const DumpCase cases[] = {
    {"reads_numbers_as_they_were_typed",
     "sheet S\nn 0 0 0 72701.2578\nn 0 1 0 -3.5\ni 1 0 0 1573179\nc 1 1 0 1054\nm 2 0 3 4",
     "G sheet S 3x2\n|72701.2578|-3.5|\n|1573179|10.54|\n|3|4|\n"},
    {"drops_the_dust_of_binary_fractions", "sheet S\nn 0 0 0 0.30000000000000004\nn 0 1 0 72701.257800000007",
     "G sheet S 1x2\n|0.3|72701.2578|\n"},
    {"begins_at_the_first_cell_of_the_sheet", "sheet 附表\ns 1 1 0 规章\nn 1 2 0 2",
     "G sheet 附表 2x3\n||||\n||规章|2|\n"},
    {"reads_text_of_all_kinds", "sheet S\ns 0 0 0 规章\ns 0 1 0 abc\nl 1 0 𠮷字\ne 1 1 7",
     "G sheet S 2x2\n|规章|abc|\n|𠮷字|#DIV/0!|\n"},
    {"merges_cells", "sheet S\nmerge 0 0 0 1\nmerge 1 2 0 0\ns 0 0 0 a\ns 1 0 0 b\nn 1 1 0 1\nn 2 1 0 2",
     "P a\nG sheet S 3x2\n|a|<|\n|b|1|\n|^|2|\n"},
    {"leaves_hidden_sheets_out", "hidden 旧\ns 0 0 0 a\nn 0 1 0 1\nsheet 新\ns 0 0 0 b\nn 0 1 0 2",
     "W sheet.hidden\nG sheet 新 1x2\n|b|2|\n"},
    {"leaves_hidden_rows_and_columns_out",
     "sheet S\nrow 1\ncolumn 1\ns 0 0 0 a\nn 0 1 0 1\nn 0 2 0 2\ns 1 0 0 b\nn 1 2 0 3",
     "W sheet.hidden_cells\nG sheet S 1x3\n|a||2|\n"},
    {"writes_dates_as_dates", "format yyyy-mm-dd\nsheet S\nn 0 0 1 45688\nn 0 1 0 45688",
     "G sheet S 1x2\n|2025-01-31|45688|\n"},
    {"counts_days_from_1904", "1904\nformat yyyy-mm-dd\nsheet S\nn 0 0 1 44226\nn 0 1 0 1",
     "G sheet S 1x2\n|2025-01-31|1|\n"},
    {"shows_scales_and_percent", "format 0.00%\nformat 0!.0,\nsheet S\nn 0 0 1 0.5402\nn 0 1 2 123456",
     "G sheet S 1x2\n|54.02%|12.3456|\n"},
    {"keeps_notes_apart_from_figures", "sheet S\ns 0 0 0 12^1\ns 0 1 0 ^7\n",
     "G sheet S 1x2\n|12[1]|7|\n"},
    {"leaves_out_what_is_struck", "struck\nsheet S\ns 0 0 0 1~2\nn 0 1 1 3\nn 0 2 0 4",
     "G sheet S 1x3\n|1||4|\n"},
    {"takes_results_of_formulas", "sheet S\nf 0 0 12 0 " ABS_CELL "\nf 0 1 'abc 0 " ABS_CELL "\nf 0 2 0 0 " ABS_CELL,
     "G sheet S 1x3\n|12|abc|0|\n"},
    {"works_out_sums_without_a_result",
     "sheet S\nn 0 0 0 1.1\nn 0 1 0 2.2\nf 0 2 0 2 " SUM_AREA "\nf 0 3 \"\" 0 " SUM_TOKEN "\nf 0 4 0 1 " PLUS_MINUS,
     "W formula.evaluated\nG sheet S 1x5\n|1.1|2.2|3.3|3.3|2.3|\n"},
    {"takes_no_other_formula_for_0", "sheet S\nn 0 0 0 1\nf 0 1 0 2 " ABS_CELL "\nf 0 2 \"\" 0 " ABS_CELL "\nn 0 3 0 4",
     "W formula.unknown\nG sheet S 1x4\n|1|=?||4|\n"},
    {"adds_no_figures_typed_as_text", "sheet S\nn 0 0 0 1\ns 0 1 0 2\nf 0 2 0 2 " SUM_AREA,
     "W formula.unknown\nG sheet S 1x3\n|1|2|=?|\n"},
    {"adds_no_full_width_figures_and_takes_no_sum_for_blank",
     "sheet S\nn 0 0 0 1\ns 0 1 0 ２\nf 0 2 0 2 " SUM_AREA "\nf 0 3 \"\" 0 " SUM_TOKEN,
     "W formula.unknown\nG sheet S 1x4\n|1|２|=?|=?|\n"},
    {"refuses_locked_workbooks", "locked\nsheet S\nn 0 0 0 1",
     "E 1: The Excel workbook is locked with a password; save it without one\n"},
    {"refuses_excel_95", "old\nsheet S\nn 0 0 0 1",
     "E 1: This is a workbook of Excel 95 or earlier, which is not read; save it as XLSX\n"},
};

static void check_book(void **state)
{
    const DumpCase *one = *state;
    g_autoptr(GByteArray) file = write_book(one->input, 8000);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    assert_string_equal(found, one->expected);
}

/* However the strings are cut into records, they are the same. */
static void reads_strings_over_records(void **state)
{
    (void)state;
    const char *script = "sheet S\ns 0 0 0 规章abc\ns 0 1 0 abcdefghijkl\ns 1 0 0 12^1\ns 1 1 0 𠮷𠮷字";
    for (guint most = 14; most < 80; most++) {
        g_autoptr(GByteArray) file = write_book(script, most);
        g_autofree char *found = dump_bytes((const char *)file->data, file->len);
        assert_string_equal(found, "G sheet S 2x2\n|规章abc|abcdefghijkl|\n|12[1]|𠮷𠮷字|\n");
    }
}

static void survives_any_cut(void **state)
{
    (void)state;
    g_autoptr(GByteArray) file = write_book(cases[0].input, 8000);
    for (size_t n = 8; n < file->len; n += 41) {
        g_autofree char *found = dump_bytes((const char *)file->data, n);
        assert_true(*found == 'E' || *found == 'G');
    }
}

static void refuses_sheets_that_share_cells(void **state)
{
    (void)state;
    g_autoptr(GString) script = g_string_new("sheet A");
    for (int i = 0; i < 200; i++)
        g_string_append_printf(script, "\nn %d 0 0 1\nn %d 1 0 2", i, i);
    g_string_append(script, "\nsheet B\nn 0 0 0 1");
    g_autoptr(GByteArray) file = write_book(script->str, 8000);
    /* The entry of B is made that of A: the first bytes of both are found by their type. */
    const guint8 *entry = NULL;
    for (size_t i = 0; i + 12 < file->len; i++)
        if (memcmp(file->data + i, "\x85\x00\x09\x00", 4) == 0 && file->data[i + 12] == 'A')
            entry = file->data + i;
    assert_non_null(entry);
    memcpy(file->data + (entry - file->data) + 13 + 4, entry + 4, 4);
    g_autofree char *found = dump_bytes((const char *)file->data, file->len);
    assert_string_equal(found, "E 3: Sheet B: it shares its cells with another sheet\n");
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(reads_strings_over_records),
        cmocka_unit_test(survives_any_cut),
        cmocka_unit_test(refuses_sheets_that_share_cells),
    };
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    add_dump_cases(tests, cases, G_N_ELEMENTS(cases));
    for (guint i = 0; i < tests->len; i++)
        g_array_index(tests, struct CMUnitTest, i).test_func = check_book;
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    return run_dump_tests("xls", tests);
}
