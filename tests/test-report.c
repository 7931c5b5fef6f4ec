/* SPDX-License-Identifier: MIT */
/* Reports: what is set is what is got, nothing changes once sealed, and JSON loses
 * nothing. */
#include "test.h"

#include <govstat/govstat.h>

#define RECEIVED "applications.received.total"
#define FEES "active_disclosure.fees.amount"

static GovForm *new_form(const char *id)
{
    g_autoptr(GError) error = NULL;
    GovForm *form = gov_form_builtin(id, &error);
    assert_null(error);
    return form;
}

static size_t find_cell(const GovForm *form, const char *code)
{
    int cell = gov_form_find_cell(form, code);
    assert_true(cell >= 0);
    return (size_t)cell;
}

static GovCell reported(int64_t value, const char *raw)
{
    return (GovCell){.value = value,
                     .status = GOV_STATUS_REPORTED,
                     .evidence = GOV_EVIDENCE_EXACT,
                     .confidence = 1,
                     .raw = raw};
}

/* ---- cells */

static void begins_with_every_cell_absent(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    assert_int_equal(gov_report_count_status(report, GOV_STATUS_ABSENT), 200);
    GovCell cell = gov_report_get_cell(report, 7);
    assert_int_equal(cell.status, GOV_STATUS_ABSENT);
    assert_int_equal(cell.evidence, GOV_EVIDENCE_NONE);
    assert_null(cell.raw);
    assert_false(gov_report_is_sealed(report));
    assert_int_equal(gov_report_get_year(report), 0);
    assert_null(gov_report_get_agency(report));
}

static void keeps_a_cell_as_it_was_set(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    size_t i = find_cell(form, RECEIVED);
    char raw[] = " 3,525 ", block[] = "table 2";
    GovCell set = {.value = 3525,
                   .status = GOV_STATUS_REPORTED,
                   .evidence = GOV_EVIDENCE_ALIAS,
                   .confidence = 0.9,
                   .raw = raw,
                   .locator = block,
                   .row = 14,
                   .column = 8};
    gov_report_set_cell(report, i, &set);
    memset(raw, 'x', 3);
    memset(block, 'x', 3);
    GovCell got = gov_report_get_cell(report, i);
    assert_int64(got.value, 3525);
    assert_int_equal(got.status, GOV_STATUS_REPORTED);
    assert_int_equal(got.evidence, GOV_EVIDENCE_ALIAS);
    assert_true(got.confidence == 0.9);
    assert_string_equal(got.raw, " 3,525 ");
    assert_string_equal(got.locator, "table 2");
    assert_int_equal(got.row, 14);
    assert_int_equal(got.column, 8);
    assert_int64(gov_report_get_values(report)[i], 3525);
}

static void keeps_a_reading_only_of_uncertain_cells(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    GovCell cell = {.value = 1457,
                    .status = GOV_STATUS_UNCERTAIN,
                    .has_reading = true,
                    .evidence = GOV_EVIDENCE_JOINED,
                    .confidence = 0.5,
                    .raw = "14\n57"};
    gov_report_set_cell(report, 0, &cell);
    assert_true(gov_report_get_cell(report, 0).has_reading);
    assert_int64(gov_report_get_cell(report, 0).value, 1457);
    cell.has_reading = false;
    gov_report_set_cell(report, 0, &cell);
    assert_int64(gov_report_get_cell(report, 0).value, 0);
    cell.status = GOV_STATUS_BLANK;
    cell.has_reading = true;
    gov_report_set_cell(report, 0, &cell);
    assert_false(gov_report_get_cell(report, 0).has_reading);
    assert_int64(gov_report_get_values(report)[0], 0);
}

static void counts_cells_by_status(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2019");
    g_autoptr(GovReport) report = gov_report_new(form);
    GovCell zero = reported(0, "0"), blank = {.status = GOV_STATUS_BLANK, .raw = ""};
    for (size_t i = 0; i < 10; i++)
        gov_report_set_cell(report, i, &zero);
    for (size_t i = 10; i < 13; i++)
        gov_report_set_cell(report, i, &blank);
    assert_int_equal(gov_report_count_status(report, GOV_STATUS_REPORTED), 10);
    assert_int_equal(gov_report_count_status(report, GOV_STATUS_BLANK), 3);
    assert_int_equal(gov_report_count_status(report, GOV_STATUS_ABSENT), 198 - 13);
}

static void says_where_a_cell_was_found(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    static const struct {
        GovCell cell;
        const char *locator;
    } PLACES[] = {
        {{.locator = "table 2", .row = 14, .column = 8}, "table 2 row 14 column 8"},
        {{.locator = "sheet 附表", .row = 14}, "sheet 附表 row 14"},
        {{.locator = "line 9"}, "line 9"},
        {{.row = 3, .column = 4}, "row 3 column 4"},
        {{.row = 0}, NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(PLACES); i++) {
        gov_report_set_cell(report, i, &PLACES[i].cell);
        g_autofree char *locator = gov_report_dup_locator(report, i);
        if (g_strcmp0(locator, PLACES[i].locator) != 0)
            fail_msg("expected %s, found %s", PLACES[i].locator, locator);
    }
}

static void keeps_confidence_in_whole_percent(void **state)
{
    (void)state;
    static const double CONFIDENCES[][2] = {{1, 1},        {0.999, 0.99}, {0.456, 0.46},
                                            {0.001, 0.01}, {0, 0},        {7, 1},
                                            {-1, 0},       {0.29, 0.29}};
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    for (size_t i = 0; i < G_N_ELEMENTS(CONFIDENCES); i++) {
        GovCell cell = reported(1, "1");
        cell.confidence = CONFIDENCES[i][0];
        gov_report_set_cell(report, i, &cell);
        assert_true(gov_report_get_cell(report, i).confidence == CONFIDENCES[i][1]);
    }
}

/* ---- texts and notes */

static void keeps_texts_and_notes(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    gov_report_set_source(report, "a.html");
    gov_report_set_title(report, "2024年政府信息公开工作年度报告");
    gov_report_set_agency(report, "淄博市公安局高新区分局");
    gov_report_set_body_agency(report, "淄博市公安局高新技术产业开发区分局");
    gov_report_set_year(report, 2024);
    gov_report_set_period(report, "2024-01-01", NULL);
    gov_report_set_section(report, 6, "无");
    gov_report_add_note(report, "label.similar", 9,
                        "Read 本年处理绝对数量 as 本年处理决定数量");
    gov_report_add_note(report, "table.repeated", -1, "Table 3 repeats table 2");

    assert_string_equal(gov_report_get_source(report), "a.html");
    assert_string_equal(gov_report_get_title(report), "2024年政府信息公开工作年度报告");
    assert_string_equal(gov_report_get_agency(report), "淄博市公安局高新区分局");
    assert_string_equal(gov_report_get_body_agency(report),
                        "淄博市公安局高新技术产业开发区分局");
    assert_int_equal(gov_report_get_year(report), 2024);
    assert_string_equal(gov_report_get_period_start(report), "2024-01-01");
    assert_null(gov_report_get_period_end(report));
    assert_null(gov_report_get_section(report, 1));
    assert_string_equal(gov_report_get_section(report, 6), "无");
    assert_int_equal(gov_report_n_notes(report), 2);
    assert_string_equal(gov_report_get_note(report, 0).code, "label.similar");
    assert_int_equal(gov_report_get_note(report, 0).cell, 9);
    assert_int_equal(gov_report_get_note(report, 1).cell, -1);
    assert_string_equal(gov_report_get_note(report, 1).message,
                        "Table 3 repeats table 2");
}

static void mends_strings_that_are_no_utf8(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    GovCell cell = reported(1, "1\377");
    gov_report_set_agency(report, "\344\270");
    gov_report_set_cell(report, 0, &cell);
    assert_string_equal(gov_report_get_cell(report, 0).raw, "1\357\277\275");
    g_autofree char *json = gov_report_to_json(report);
    assert_true(g_utf8_validate(json, -1, NULL));
}

static void count_log(const char *domain, GLogLevelFlags level, const char *message,
                      gpointer data)
{
    (void)domain;
    (void)message;
    if ((level & G_LOG_LEVEL_CRITICAL) != 0)
        ++*(unsigned *)data;
}

static void changes_nothing_once_sealed(void **state)
{
    (void)state;
    unsigned n_criticals = 0;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    GovCell cell = reported(5, "5");
    gov_report_seal(report);
    gov_report_seal(report);
    assert_true(gov_report_is_sealed(report));

    GLogFunc before = g_log_set_default_handler(count_log, &n_criticals);
    gov_report_set_cell(report, 0, &cell);
    gov_report_set_year(report, 2024);
    gov_report_set_agency(report, "x");
    gov_report_set_section(report, 1, "x");
    gov_report_set_period(report, "x", NULL);
    gov_report_add_note(report, "x", -1, "x");
    g_log_set_default_handler(before, NULL);

    assert_int_equal(n_criticals, 7); /* a period is two texts */
    assert_int_equal(gov_report_get_status(report, 0), GOV_STATUS_ABSENT);
    assert_int_equal(gov_report_get_year(report), 0);
    assert_null(gov_report_get_agency(report));
    assert_int_equal(gov_report_n_notes(report), 0);
}

/* ---- JSON */

/* A report in which every cell differs, with every status, evidence and kind of text. */
static GovReport *new_varied(const GovForm *form)
{
    static const char *const RAWS[] = {"1",           "—", "", "12O", "a\"b\\c\n\t\001",
                                       "\342\200\250"};
    GovReport *report = gov_report_new(form);
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovStatus status = i % 3 == 0 ? (GovStatus)(i / 3 % (GOV_STATUS_ABSENT + 1))
                                      : GOV_STATUS_REPORTED;
        GovCell cell = {
            .value = gov_form_get_cell_type(form, i) == GOV_TYPE_MONEY
                         ? 59237244900
                         : (int64_t)(i * i * i) - 9,
            .status = status,
            .evidence = (GovEvidence)(i % (GOV_EVIDENCE_GIVEN + 1)),
            .confidence = (double)(i % 101) / 100,
            .has_reading = i % 2 == 0,
            .raw = i % 7 == 0 ? NULL : RAWS[i % G_N_ELEMENTS(RAWS)],
            .locator = i % 5 == 0  ? NULL
                       : i % 5 < 3 ? "table 1"
                                   : "table 2",
            .row = (unsigned)i / 4,
            .column = (unsigned)i % 4,
        };
        gov_report_set_cell(report, i, &cell);
    }
    gov_report_set_source(report, "目录/a \"b\".html");
    gov_report_set_title(report, "标题");
    gov_report_set_year(report, 2020);
    gov_report_set_period(report, NULL, "2020-12-31");
    gov_report_set_section(report, 2, "");
    gov_report_set_section(report, 5, "存在的问题\r\n二");
    gov_report_add_note(report, "a.b", 3, "one");
    gov_report_add_note(report, "c", -1, "two \"quoted\"");
    gov_report_seal(report);
    return report;
}

static void assert_same_cells(const GovReport *a, const GovReport *b)
{
    for (size_t i = 0; i < gov_form_n_cells(gov_report_get_form(a)); i++) {
        GovCell left = gov_report_get_cell(a, i), right = gov_report_get_cell(b, i);
        assert_int64(right.value, left.value);
        assert_int_equal(right.status, left.status);
        assert_int_equal(right.evidence, left.evidence);
        assert_true(right.confidence == left.confidence);
        assert_int_equal(right.has_reading, left.has_reading);
        assert_int_equal(g_strcmp0(right.raw, left.raw), 0);
        assert_int_equal(g_strcmp0(right.locator, left.locator), 0);
        assert_int_equal(right.row, left.row);
        assert_int_equal(right.column, left.column);
    }
}

static void loses_nothing_over_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GovForm) form = new_form(gov_form_get_builtin_id(i));
        g_autoptr(GovReport) report = new_varied(form);
        g_autofree char *json = gov_report_to_json(report);
        g_autoptr(GovReport) again =
            gov_report_from_json(json, strlen(json), NULL, &error);
        assert_null(error);
        assert_true(gov_report_is_sealed(again));
        assert_same_cells(report, again);
        g_autofree char *second = gov_report_to_json(again);
        assert_string_equal(second, json);
        assert_null(strpbrk(json, "\n\r"));
    }
}

static void begins_json_with_the_members_others_rely_on(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    GovCell fees = reported(4166241619, "4166.241619");
    gov_report_set_cell(report, find_cell(form, FEES), &fees);
    g_autofree char *json = gov_report_to_json(report);
    const char *start =
        "{\"source\":null,\"form\":\"cn-foi-2021\",\"agency\":null,\"year\":null,"
        "\"values\":{\"active_disclosure.regulations.issued\":null,";
    assert_true(g_str_has_prefix(json, start));
    assert_non_null(strstr(json, "\"" FEES "\":4166.241619,"));
    assert_non_null(
        strstr(json, "\"status\":{\"active_disclosure.regulations.issued\":\"absent\","));
    assert_non_null(strstr(json, "},\"notes\":[],\"title\":null,"));
    assert_null(strstr(json, "\"reported\""));
    assert_non_null(strstr(json, "\"evidence\":{},\"confidence\":{},\"locators\":{},"));
}

/* The plain object of a report whose cells hold 1, with one piece of text changed. */
static char *edited_json(const char *find, const char *replace)
{
    g_autoptr(GovForm) form = new_form("cn-foi-2021");
    g_autoptr(GovReport) report = gov_report_new(form);
    g_autoptr(GString) json = g_string_new(NULL);
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovCell cell = reported(
            gov_form_get_cell_type(form, i) == GOV_TYPE_MONEY ? 1000000 : 1, "1");
        gov_report_set_cell(report, i, &cell);
    }
    gov_report_set_year(report, 2024);
    gov_write_json(json, report, GOV_WRITE_PLAIN);
    assert_int_equal(g_string_replace(json, find, replace, 1), 1);
    return g_string_free(g_steal_pointer(&json), FALSE);
}

static GovReport *read_edited(const char *find, const char *replace, GError **error)
{
    g_autofree char *json = edited_json(find, replace);
    return gov_report_from_json(json, strlen(json), NULL, error);
}

static void takes_figures_of_the_plain_object_as_given(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report =
        read_edited("\"" RECEIVED "\":1", "\"" RECEIVED "\":7", &error);
    assert_null(error);
    GovCell cell =
        gov_report_get_cell(report, find_cell(gov_report_get_form(report), RECEIVED));
    assert_int64(cell.value, 7);
    assert_int_equal(cell.evidence, GOV_EVIDENCE_GIVEN);
    assert_null(cell.raw);
    assert_int_equal(gov_report_count_status(report, GOV_STATUS_REPORTED), 200);
}

static void ignores_members_it_does_not_know(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report =
        read_edited("{\"source\"", "{\"x\":[{\"y\":1e5}],\"source\"", &error);
    assert_null(error);
    assert_non_null(report);
}

typedef struct {
    const char *name;
    const char *text; /* of the fees in JSON */
    int64_t value;
    unsigned n_notes;
} AmountCase;

static const AmountCase AMOUNTS[] = {
    {"reads_a_decimal_exactly", "59237.2449", 59237244900, 0},
    {"reads_fen_of_a_large_amount_exactly", "8499999999.999999", 8499999999999999, 0},
    {"reads_whole_amounts_of_any_size", "9223372036854", 9223372036854000000, 0},
    {"reads_a_negative_amount", "-0.000001", -1, 0},
    {"reads_exponents", "1.5e3", 1500000000, 0},
    {"notes_that_it_rounds", "0.1234567", 123457, 1},
};

static void check_amount(void **state)
{
    const AmountCase *c = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *replace = g_strconcat("\"" FEES "\":", c->text, ",", NULL);
    g_autoptr(GovReport) report = read_edited("\"" FEES "\":1,", replace, &error);
    assert_null(error);
    size_t cell = find_cell(gov_report_get_form(report), FEES);
    assert_int64(gov_report_get_values(report)[cell], c->value);
    assert_int_equal(gov_report_n_notes(report), c->n_notes);
}

typedef struct {
    const char *name;
    const char *find;
    const char *replace;
    GovError code;
    const char *message; /* what it must name */
} ErrorCase;

static const ErrorCase ERRORS[] = {
    {"rejects_text_that_is_not_json", "{\"source\"", "source", GOV_ERROR_SYNTAX,
     "byte 0"},
    {"rejects_cut_json", "\"notes\":[]}", "\"notes\":[", GOV_ERROR_SYNTAX, "JSON"},
    {"rejects_an_array", "{\"source\":null,\"form\":\"cn-foi-2021\",", "[],{",
     GOV_ERROR_SYNTAX, "JSON"},
    {"rejects_comments", "\"notes\"", "/* */\"notes\"", GOV_ERROR_SYNTAX,
     "unexpected character"},
    {"rejects_single_quotes", "\"notes\"", "'notes'", GOV_ERROR_SYNTAX,
     "unexpected character"},
    {"rejects_bytes_that_are_no_utf8", "\"notes\"", "\"\377\"", GOV_ERROR_SYNTAX,
     "not UTF-8"},
    {"rejects_nul_in_a_string", "\"source\":null", "\"source\":\"a\\u0000b\"",
     GOV_ERROR_SYNTAX, "NUL"},
    {"rejects_octal_numbers", "\"" RECEIVED "\":1", "\"" RECEIVED "\":012",
     GOV_ERROR_SYNTAX, "not a number"},
    {"rejects_hexadecimal_numbers", "\"" RECEIVED "\":1", "\"" RECEIVED "\":0x12",
     GOV_ERROR_SYNTAX, "unexpected character"},
    {"rejects_integers_that_would_wrap", "\"" RECEIVED "\":1",
     "\"" RECEIVED "\":18446744073709551615", GOV_ERROR_LIMIT, "too large"},
    {"rejects_deep_nesting", "\"notes\":[]",
     "\"notes\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
     "]]]]]]]",
     GOV_ERROR_LIMIT, "deeper"},

    {"rejects_a_missing_form", "\"form\":\"cn-foi-2021\",", "", GOV_ERROR_SYNTAX,
     "\"form\""},
    {"rejects_a_form_that_is_no_string", "\"form\":\"cn-foi-2021\"", "\"form\":7",
     GOV_ERROR_SYNTAX, "\"form\""},
    {"rejects_an_unknown_form", "cn-foi-2021", "cn-foi-1999", GOV_ERROR_FORM,
     "cn-foi-1999"},
    {"rejects_cells_of_another_form", "cn-foi-2021", "cn-foi-2019", GOV_ERROR_SYNTAX,
     "cn-foi-2019 has no cell \"active_disclosure.regulations.issued\""},
    {"rejects_missing_values", "\"values\"", "\"figures\"", GOV_ERROR_SYNTAX,
     "\"values\": missing"},
    {"rejects_values_that_are_no_object", "\"notes\":[]", "\"raw\":[1]", GOV_ERROR_SYNTAX,
     "\"raw\""},
    {"rejects_an_unknown_cell", "\"" RECEIVED "\":1", "\"applications.received.sum\":1",
     GOV_ERROR_SYNTAX, "applications.received.sum"},
    {"rejects_a_missing_cell", "\"" RECEIVED "\":1,", "", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_null_without_a_status", "\"" RECEIVED "\":1", "\"" RECEIVED "\":null",
     GOV_ERROR_SYNTAX, "neither a value nor a status"},
    {"rejects_a_value_with_a_status", "\"status\":{}",
     "\"status\":{\"" RECEIVED "\":\"blank\"}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_an_unknown_status", "\"status\":{}",
     "\"status\":{\"" RECEIVED "\":\"empty\"}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_fraction_as_count", "\"" RECEIVED "\":1", "\"" RECEIVED "\":1.5",
     GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_string_as_count", "\"" RECEIVED "\":1", "\"" RECEIVED "\":\"1\"",
     GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_boolean_as_count", "\"" RECEIVED "\":1", "\"" RECEIVED "\":true",
     GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_decimal_too_large_for_double", "\"" FEES "\":1,",
     "\"" FEES "\":8500000000.5,", GOV_ERROR_LIMIT, FEES},
    {"rejects_an_infinite_amount", "\"" FEES "\":1,", "\"" FEES "\":1e999,",
     GOV_ERROR_LIMIT, FEES},
    {"rejects_an_amount_beyond_64_bits", "\"" FEES "\":1,", "\"" FEES "\":9223372036855,",
     GOV_ERROR_LIMIT, FEES},
    {"rejects_a_reading_of_a_certain_cell", "\"notes\":[]",
     "\"readings\":{\"" RECEIVED "\":1}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_an_unknown_evidence", "\"notes\":[]",
     "\"evidence\":{\"" RECEIVED "\":\"sure\"}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_too_much_confidence", "\"notes\":[]",
     "\"confidence\":{\"" RECEIVED "\":1.5}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_short_locator", "\"notes\":[]",
     "\"locators\":{\"" RECEIVED "\":[\"table 1\",2]}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_negative_row", "\"notes\":[]",
     "\"locators\":{\"" RECEIVED "\":[null,-2,1]}", GOV_ERROR_SYNTAX, RECEIVED},
    {"rejects_a_year_that_is_no_number", "\"year\":2024", "\"year\":\"2024\"",
     GOV_ERROR_SYNTAX, "\"year\""},
    {"rejects_an_impossible_year", "\"year\":2024", "\"year\":20240", GOV_ERROR_SYNTAX,
     "\"year\""},
    {"rejects_an_agency_that_is_no_string", "\"agency\":null", "\"agency\":[]",
     GOV_ERROR_SYNTAX, "\"agency\""},
    {"rejects_a_seventh_section", "\"notes\":[]",
     "\"sections\":[null,null,null,null,null,null,\"\"]", GOV_ERROR_SYNTAX,
     "\"sections\""},
    {"rejects_a_note_without_a_message", "\"notes\":[]", "\"notes\":[{\"code\":\"a\"}]",
     GOV_ERROR_SYNTAX, "\"notes\""},
};

static void check_error(void **state)
{
    const ErrorCase *c = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report = read_edited(c->find, c->replace, &error);
    assert_null(report);
    assert_gerror(error, GOV_ERROR, c->code);
    if (strstr(error->message, c->message) == NULL)
        fail_msg("\"%s\" does not name %s", error->message, c->message);
}

static void accepts_whole_numbers_written_as_decimals(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report =
        read_edited("\"" RECEIVED "\":1", "\"" RECEIVED "\":42.0", &error);
    assert_null(error);
    size_t cell = find_cell(gov_report_get_form(report), RECEIVED);
    assert_int64(gov_report_get_values(report)[cell], 42);
}

static void rejects_a_form_other_than_the_callers(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) other = new_form("cn-foi-2019");
    g_autofree char *json = edited_json("\"notes\":[]", "\"notes\":[]");
    g_autoptr(GovReport) report = gov_report_from_json(json, strlen(json), other, &error);
    assert_null(report);
    assert_gerror(error, GOV_ERROR, GOV_ERROR_FORM);
}

#define TABLE_TEST(check, c)                                                             \
    (struct CMUnitTest)                                                                  \
    {                                                                                    \
        (c)->name, check, NULL, NULL, (void *)(guintptr)(c)                              \
    }

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(begins_with_every_cell_absent),
        cmocka_unit_test(keeps_a_cell_as_it_was_set),
        cmocka_unit_test(keeps_a_reading_only_of_uncertain_cells),
        cmocka_unit_test(counts_cells_by_status),
        cmocka_unit_test(says_where_a_cell_was_found),
        cmocka_unit_test(keeps_confidence_in_whole_percent),
        cmocka_unit_test(keeps_texts_and_notes),
        cmocka_unit_test(mends_strings_that_are_no_utf8),
        cmocka_unit_test(changes_nothing_once_sealed),
        cmocka_unit_test(loses_nothing_over_json),
        cmocka_unit_test(begins_json_with_the_members_others_rely_on),
        cmocka_unit_test(takes_figures_of_the_plain_object_as_given),
        cmocka_unit_test(ignores_members_it_does_not_know),
        cmocka_unit_test(accepts_whole_numbers_written_as_decimals),
        cmocka_unit_test(rejects_a_form_other_than_the_callers),
    };
    enum {
        N_OTHERS = G_N_ELEMENTS(others),
        N_AMOUNTS = G_N_ELEMENTS(AMOUNTS),
        N_ERRORS = G_N_ELEMENTS(ERRORS)
    };
    struct CMUnitTest tests[N_OTHERS + N_AMOUNTS + N_ERRORS];
    memcpy(tests, others, sizeof others);
    for (size_t i = 0; i < N_AMOUNTS; i++)
        tests[N_OTHERS + i] = TABLE_TEST(check_amount, &AMOUNTS[i]);
    for (size_t i = 0; i < N_ERRORS; i++)
        tests[N_OTHERS + N_AMOUNTS + i] = TABLE_TEST(check_error, &ERRORS[i]);
    return _cmocka_run_group_tests("reports", tests, G_N_ELEMENTS(tests), NULL, NULL);
}
