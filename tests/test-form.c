/* SPDX-License-Identifier: MIT */
/* Forms: the built-in editions against lists written out here, labels and their aliases,
 * and what the loader says of a text with a mistake in it. */
#include "form/form-private.h"

#include <govstat/error.h>
#include <govstat/indicator.h>
#include <govstat/label.h>
#include <govstat/rule.h>

#include <gio/gio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

GResource *gov__forms_get_resource(void);

/* ---- what the editions must hold */

static const char *const applicants[] = {"natural_person", "enterprise",    "research",
                                         "public_welfare", "legal_service", "other",
                                         "total"};
static const char *const outcomes[] = {"upheld", "corrected", "other", "pending",
                                       "total"};
static const char *const suits[] = {"review", "litigation_direct",
                                    "litigation_after_review"};

static const char *const active_2021[] = {
    "regulations.issued",           "regulations.repealed",
    "regulations.in_force",         "normative_documents.issued",
    "normative_documents.repealed", "normative_documents.in_force",
    "licensing.decisions",          "penalties.decisions",
    "coercion.decisions",           "fees.amount"};

static const char *const active_2019[] = {"regulations.made",
                                          "regulations.published",
                                          "regulations.published_total",
                                          "normative_documents.made",
                                          "normative_documents.published",
                                          "normative_documents.published_total",
                                          "licensing.items_prior",
                                          "licensing.items_change",
                                          "licensing.decisions",
                                          "other_services.items_prior",
                                          "other_services.items_change",
                                          "other_services.decisions",
                                          "penalties.items_prior",
                                          "penalties.items_change",
                                          "penalties.decisions",
                                          "coercion.items_prior",
                                          "coercion.items_change",
                                          "coercion.decisions",
                                          "fees.items_prior",
                                          "fees.items_change",
                                          "procurement.items",
                                          "procurement.amount"};

#define ROWS_TO_REJECTED                                                                 \
    "received", "carried_in", "granted", "partially_granted", "denied.state_secret",     \
        "denied.law_forbidden", "denied.security_stability",                             \
        "denied.third_party_rights", "denied.internal_affairs",                          \
        "denied.process_information", "denied.enforcement_file",                         \
        "denied.administrative_inquiry", "unavailable.not_held",                         \
        "unavailable.needs_creation", "unavailable.still_unclear",                       \
        "rejected.petition_complaint", "rejected.repeated",                              \
        "rejected.public_publication", "rejected.mass_repeated", "rejected.reconfirm"

static const char *const rows_2021[] = {ROWS_TO_REJECTED,    "other.overdue_correction",
                                        "other.overdue_fee", "other.others",
                                        "disposed_total",    "carried_over"};
static const char *const rows_2019[] = {ROWS_TO_REJECTED, "other", "disposed_total",
                                        "carried_over"};

static GovForm *get_form(const char *id)
{
    g_autoptr(GError) error = NULL;
    GovForm *form = gov_form_builtin(id, &error);
    if (!form) {
        fail_msg("%s", error->message);
    }
    return form;
}

static void expect_code(const GovForm *form, size_t *cell, const char *table,
                        const char *row, const char *column)
{
    g_autofree char *code = g_strconcat(table, ".", row, column ? "." : "", column, NULL);
    assert_true(*cell < gov_form_n_cells(form));
    assert_string_equal(gov_form_get_code(form, *cell), code);
    assert_int_equal(gov_form_find_cell(form, code), *cell);
    ++*cell;
}

static void expect_codes(const GovForm *form, const char *const *active, size_t n_active,
                         const char *const *rows, size_t n_rows)
{
    size_t cell = 0;
    for (size_t i = 0; i < n_active; i++) {
        expect_code(form, &cell, "active_disclosure", active[i], NULL);
    }
    for (size_t i = 0; i < n_rows * G_N_ELEMENTS(applicants); i++) {
        expect_code(form, &cell, "applications", rows[i / G_N_ELEMENTS(applicants)],
                    applicants[i % G_N_ELEMENTS(applicants)]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(suits) * G_N_ELEMENTS(outcomes); i++) {
        expect_code(form, &cell, "review_litigation", suits[i / G_N_ELEMENTS(outcomes)],
                    outcomes[i % G_N_ELEMENTS(outcomes)]);
    }
    assert_int_equal(gov_form_n_cells(form), cell);
}

static void form_of_2021_has_200_cells_in_printed_order(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    assert_int_equal(gov_form_n_cells(form), 200);
    expect_codes(form, active_2021, G_N_ELEMENTS(active_2021), rows_2021,
                 G_N_ELEMENTS(rows_2021));
}

static void form_of_2019_has_198_cells_in_printed_order(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2019");
    assert_int_equal(gov_form_n_cells(form), 198);
    expect_codes(form, active_2019, G_N_ELEMENTS(active_2019), rows_2019,
                 G_N_ELEMENTS(rows_2019));
}

static void built_in_forms_are_listed_newest_first(void **state)
{
    (void)state;
    assert_int_equal(gov_form_n_builtin(), 3);
    assert_string_equal(gov_form_get_builtin_id(0), "cn-foi-2021");
    assert_string_equal(gov_form_get_builtin_id(1), "cn-foi-2019");
    assert_string_equal(gov_form_get_builtin_id(2), "cn-foi-2014");
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(i));
        g_autoptr(GovForm) again = get_form(gov_form_get_builtin_id(i));
        assert_string_equal(gov_form_get_id(form), gov_form_get_builtin_id(i));
        assert_ptr_equal(form, again);
    }
}

static void unknown_id_is_answered_with_those_that_exist(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(gov_form_builtin("cn-foi-1999", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_FORM));
    assert_non_null(strstr(error->message, "cn-foi-1999"));
    assert_non_null(strstr(error->message, "cn-foi-2021, cn-foi-2019"));
}

static void years_and_basis_are_those_of_the_notices(void **state)
{
    (void)state;
    g_autoptr(GovForm) new_form = get_form("cn-foi-2021");
    g_autoptr(GovForm) old_form = get_form("cn-foi-2019");
    assert_int_equal(gov_form_get_first_year(new_form), 2021);
    assert_int_equal(gov_form_get_last_year(new_form), 0);
    assert_int_equal(gov_form_get_first_year(old_form), 2019);
    assert_int_equal(gov_form_get_last_year(old_form), 2020);
    assert_string_equal(gov_form_get_basis(new_form), "国办公开办函〔2021〕30号");
    assert_string_equal(gov_form_get_basis(old_form), "国办公开办函〔2019〕60号");
}

static void expect_cell(const GovForm *form, const char *code, GovType type,
                        const char *unit)
{
    int cell = gov_form_find_cell(form, code);
    assert_true(cell >= 0);
    assert_int_equal(gov_form_get_cell_type(form, (size_t)cell), type);
    assert_string_equal(gov_form_get_cell_unit(form, (size_t)cell), unit);
}

static void types_and_units_are_those_of_the_form(void **state)
{
    (void)state;
    g_autoptr(GovForm) new_form = get_form("cn-foi-2021");
    g_autoptr(GovForm) old_form = get_form("cn-foi-2019");
    size_t n_signed = 0;
    expect_cell(new_form, "active_disclosure.fees.amount", GOV_TYPE_MONEY, "万元");
    expect_cell(new_form, "active_disclosure.licensing.decisions", GOV_TYPE_COUNT, "件");
    expect_cell(new_form, "applications.received.total", GOV_TYPE_COUNT, "件");
    expect_cell(new_form, "review_litigation.review.upheld", GOV_TYPE_COUNT, "件");
    expect_cell(old_form, "active_disclosure.licensing.items_prior", GOV_TYPE_COUNT,
                "项");
    expect_cell(old_form, "active_disclosure.fees.items_change", GOV_TYPE_SIGNED, "项");
    expect_cell(old_form, "active_disclosure.coercion.decisions", GOV_TYPE_COUNT, "件");
    expect_cell(old_form, "active_disclosure.procurement.items", GOV_TYPE_COUNT, "项");
    expect_cell(old_form, "active_disclosure.procurement.amount", GOV_TYPE_MONEY, "");
    expect_cell(old_form, "applications.other.other", GOV_TYPE_COUNT, "件");
    for (size_t cell = 0; cell < gov_form_n_cells(old_form); cell++) {
        n_signed += gov_form_get_cell_type(old_form, cell) == GOV_TYPE_SIGNED;
    }
    assert_int_equal(n_signed, 5);
}

static void sparse_table_has_no_cell_where_nothing_is_printed(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    size_t n = 0;
    for (size_t row = 0; row < gov_form_n_rows(form, 0); row++) {
        for (size_t column = 0; column < gov_form_n_columns(form, 0); column++) {
            int cell = gov_form_get_cell(form, 0, row, column);
            n += cell >= 0;
            if (cell >= 0) {
                assert_int_equal(gov_form_get_cell_table(form, (size_t)cell), 0);
                assert_int_equal(gov_form_get_cell_row(form, (size_t)cell), row);
                assert_int_equal(gov_form_get_cell_column(form, (size_t)cell), column);
            }
        }
    }
    assert_int_equal(n, 10);
    assert_int_equal(gov_form_get_cell(form, 0, 0, 3), -1);
    assert_int_equal(gov_form_find_cell(form, "active_disclosure.licensing.issued"), -1);
    assert_int_equal(gov_form_find_cell(form, ""), -1);
}

/* ---- labels */

static void expect_cell_label(const GovForm *form, const char *code, GovLanguage language,
                              const char *expected)
{
    int cell = gov_form_find_cell(form, code);
    assert_true(cell >= 0);
    g_autofree char *label = gov_form_dup_cell_label(form, (size_t)cell, language);
    assert_string_equal(label, expected);
}

static void labels_are_printed_with_ordinal_and_headings(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    const size_t row = 4;
    assert_string_equal(gov_form_get_row_id(form, 1, row), "denied.state_secret");
    assert_string_equal(gov_form_get_row_label(form, 1, row, GOV_LANGUAGE_ZH),
                        "1.属于国家秘密");
    assert_int_equal(gov_form_n_row_groups(form, 1, row), 2);
    assert_string_equal(gov_form_get_row_group_label(form, 1, row, 0, GOV_LANGUAGE_ZH),
                        "三、本年度办理结果");
    assert_string_equal(gov_form_get_row_group_label(form, 1, row, 1, GOV_LANGUAGE_ZH),
                        "（三）不予公开");
    assert_int_equal(gov_form_n_row_groups(form, 1, 0), 0);
    assert_string_equal(gov_form_get_row_caption(form, 0, 2, GOV_LANGUAGE_ZH),
                        "第二十条第（五）项");
    assert_null(gov_form_get_row_caption(form, 1, 0, GOV_LANGUAGE_ZH));
    assert_string_equal(gov_form_get_row_article(form, 1, row), "14");
    assert_string_equal(gov_form_get_column_group_label(form, 1, 5, GOV_LANGUAGE_ZH),
                        "法人或其他组织");
    assert_null(gov_form_get_column_group_label(form, 2, 0, GOV_LANGUAGE_ZH));
    expect_cell_label(
        form, "applications.denied.state_secret.other", GOV_LANGUAGE_ZH,
        "三、本年度办理结果 › （三）不予公开 › 1.属于国家秘密 › 法人或其他组织 › 其他");
    expect_cell_label(
        form, "review_litigation.litigation_direct.upheld", GOV_LANGUAGE_EN,
        "Administrative litigation › Litigation without prior review › Upheld");
}

static void headings_around_the_figures_are_known(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    static const unsigned sections[] = {2, 3, 4};
    for (size_t table = 0; table < G_N_ELEMENTS(sections); table++) {
        assert_int_equal(gov__form_get_table_section(form, table), sections[table]);
        assert_int_equal(gov__form_is_wide(form, table), table == 2);
    }
    assert_string_equal(gov__form_get_table_corner(form, 0, GOV_LANGUAGE_ZH), "信息内容");
    assert_non_null(
        strstr(gov__form_get_table_corner(form, 1, GOV_LANGUAGE_ZH), "勾稽关系"));
    assert_null(gov__form_get_table_corner(form, 2, GOV_LANGUAGE_ZH));
    assert_int_equal(gov__form_n_row_groups(form, 1), 5);
    assert_int_equal(gov__form_n_column_groups(form, 1), 2);
    assert_int_equal(gov__form_get_column_group_parent(form, 1, 1), 0);
    assert_int_equal(gov__form_n_captions(form, 0), 4);
}

static void expect_both(const char *zh, const char *en)
{
    assert_non_null(zh);
    assert_non_null(en);
    assert_true(*zh && *en);
    assert_false(g_str_is_ascii(zh));
    assert_true(g_utf8_strlen(en, -1) > 0 && g_ascii_isprint(*en));
    assert_string_not_equal(zh, en);
}

static void expect_labels(const GovForm *form, size_t table)
{
    expect_both(gov_form_get_table_label(form, table, GOV_LANGUAGE_ZH),
                gov_form_get_table_label(form, table, GOV_LANGUAGE_EN));
    for (size_t i = 0; i < gov_form_n_rows(form, table); i++) {
        expect_both(gov_form_get_row_label(form, table, i, GOV_LANGUAGE_ZH),
                    gov_form_get_row_label(form, table, i, GOV_LANGUAGE_EN));
    }
    for (size_t i = 0; i < gov_form_n_columns(form, table); i++) {
        expect_both(gov_form_get_column_label(form, table, i, GOV_LANGUAGE_ZH),
                    gov_form_get_column_label(form, table, i, GOV_LANGUAGE_EN));
    }
    for (size_t i = 0; i < gov__form_n_row_groups(form, table); i++) {
        expect_both(gov__form_get_row_group_label(form, table, i, GOV_LANGUAGE_ZH),
                    gov__form_get_row_group_label(form, table, i, GOV_LANGUAGE_EN));
    }
    for (size_t i = 0; i < gov__form_n_column_groups(form, table); i++) {
        expect_both(gov__form_get_column_group_label(form, table, i, GOV_LANGUAGE_ZH),
                    gov__form_get_column_group_label(form, table, i, GOV_LANGUAGE_EN));
    }
    for (size_t i = 0; i < gov__form_n_captions(form, table); i++) {
        expect_both(gov__form_get_caption_label(form, table, i, GOV_LANGUAGE_ZH),
                    gov__form_get_caption_label(form, table, i, GOV_LANGUAGE_EN));
    }
}

static void labels_are_there_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(i));
        expect_both(gov_form_get_title(form, GOV_LANGUAGE_ZH),
                    gov_form_get_title(form, GOV_LANGUAGE_EN));
        for (size_t table = 0; table < gov_form_n_tables(form); table++) {
            expect_labels(form, table);
        }
        for (size_t rule = 0; rule < gov_form_n_rules(form); rule++) {
            expect_both(
                gov_rule_get_message(gov_form_get_rule(form, rule), GOV_LANGUAGE_ZH),
                gov_rule_get_message(gov_form_get_rule(form, rule), GOV_LANGUAGE_EN));
        }
    }
}

/* The text of a built-in form, as any reader of key files sees it. */
static GKeyFile *read_text(const char *id)
{
    g_autofree char *path = g_strdup_printf("/govstat/forms/%s.form", id);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(gov__forms_get_resource(), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    assert_non_null(bytes);
    GKeyFile *file = g_key_file_new();
    assert_true(
        g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, NULL));
    return file;
}

/* The id of the row or column a target stands for. */
static const char *get_target_id(const GovForm *form, const GovTarget *target)
{
    switch (target->axis) {
    case GOV_AXIS_TABLE:
        return "";
    case GOV_AXIS_ROW:
        return gov_form_get_row_id(form, target->table, target->index);
    case GOV_AXIS_COLUMN:
        return gov_form_get_column_id(form, target->table, target->index);
    default:
        return NULL;
    }
}

static bool is_target(const GovForm *form, const GovTarget *target, const char *group)
{
    static const char *const kinds[] = {[GOV_AXIS_TABLE] = "table ",
                                        [GOV_AXIS_ROW] = "row ",
                                        [GOV_AXIS_ROW_GROUP] = "row-group ",
                                        [GOV_AXIS_COLUMN] = "column ",
                                        [GOV_AXIS_COLUMN_GROUP] = "column-group ",
                                        [GOV_AXIS_CAPTION] = "caption ",
                                        [GOV_AXIS_HEADER] = "header "};
    const char *id = get_target_id(form, target);
    const char *table = gov_form_get_table_id(form, target->table);
    g_autofree char *name =
        g_strconcat(kinds[target->axis], table, id && *id ? "." : "", id, NULL);
    return id ? strcmp(name, group) == 0 : g_str_has_prefix(group, name);
}

static void expect_wording(const GovForm *form, const char *group, const char *text,
                           bool official)
{
    size_t n = 0;
    g_autofree char *key = gov_label_normalise(text, strlen(text));
    const GovTarget *targets = gov__form_find_targets(form, key, &n);
    for (size_t i = 0; i < n; i++) {
        if (is_target(form, &targets[i], group) && (!official || targets[i].official)) {
            return;
        }
    }
    fail_msg("[%s]: %s leads elsewhere (%zu targets)", group, text, n);
}

static void every_wording_of_the_text_leads_to_its_section(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t f = 0; f < gov_form_n_builtin(); f++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(f));
        g_autoptr(GKeyFile) file = read_text(gov_form_get_builtin_id(f));
        g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
        for (char **group = groups; *group; group++) {
            static const char *const lists[] = {"aliases", "shared"};
            g_autofree char *label = g_key_file_get_string(file, *group, "label", NULL);
            if (label && !g_str_has_prefix(*group, "indicator ")) {
                expect_wording(form, *group, label, true);
            }
            for (size_t k = 0; k < G_N_ELEMENTS(lists); k++) {
                g_auto(GStrv) aliases =
                    g_key_file_get_string_list(file, *group, lists[k], NULL, NULL);
                for (char **alias = aliases; alias && *alias; alias++) {
                    expect_wording(form, *group, *alias, false);
                    n++;
                }
            }
        }
    }
    assert_true(n > 200);
}

/* Wordings seen in published reports, and the section they mean. */
static const struct {
    const char *form;
    const char *text;
    const char *group;
} seen[] = {
    {"cn-foi-2021", "规 章", "row active_disclosure.regulations"},
    {"cn-foi-2021", "規範性檔案", "row active_disclosure.normative_documents"},
    {"cn-foi-2021", "本年度制发数", "column active_disclosure.issued"},
    {"cn-foi-2021", "本年(2023)制发件数", "column active_disclosure.issued"},
    {"cn-foi-2021", "制发件数", "column active_disclosure.issued"},
    {"cn-foi-2021", "本年废止数", "column active_disclosure.repealed"},
    {"cn-foi-2021", "有效件数", "column active_disclosure.in_force"},
    {"cn-foi-2021", "本年处理绝对数量", "column active_disclosure.decisions"},
    {"cn-foi-2021", "决定数量", "column active_disclosure.decisions"},
    {"cn-foi-2021", "本年收费金额(单位:万元)", "column active_disclosure.amount"},
    {"cn-foi-2021", "收费金额", "column active_disclosure.amount"},
    {"cn-foi-2021", "商业\n企业", "column applications.enterprise"},
    {"cn-foi-2021", "企业", "column applications.enterprise"},
    {"cn-foi-2021", "公益组织", "column applications.public_welfare"},
    {"cn-foi-2021", "总 计", "column applications.total"},
    {"cn-foi-2021", "合计", "column applications.total"},
    {"cn-foi-2021", "二、上年结转政府信息公开数量", "row applications.carried_in"},
    {"cn-foi-2021", "（二）部分公开", "row applications.partially_granted"},
    {"cn-foi-2021", "3.危及\"三安全一稳定\"",
     "row applications.denied.security_stability"},
    {"cn-foi-2021", "三安全一稳定", "row applications.denied.security_stability"},
    {"cn-foi-2021", "法律行政法规禁止公开", "row applications.denied.law_forbidden"},
    {"cn-foi-2021", "2.没有现成信息需要另行制\n作",
     "row applications.unavailable.needs_creation"},
    {"cn-foi-2021", "申请内容不明确", "row applications.unavailable.still_unclear"},
    {"cn-foi-2021", "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
     "row applications.other.overdue_correction"},
    {"cn-foi-2021", "1.逾期不补正", "row applications.other.overdue_correction"},
    {"cn-foi-2021", "逾期未缴费", "row applications.other.overdue_fee"},
    {"cn-foi-2021", "3其他", "row applications.other.others"},
    {"cn-foi-2021", "(7)总计", "row applications.disposed_total"},
    {"cn-foi-2021", "四、结转下一年度继续办理", "row applications.carried_over"},
    {"cn-foi-2021", "本年度办理结果", "row-group applications.result"},
    {"cn-foi-2021", "结果\n维持", "column review_litigation.upheld"},
    {"cn-foi-2021", "三、行政机关收到和处理政府信息公开申请情况", "table applications"},
    {"cn-foi-2021", "四、因政府信息公开工作被申请行政复议提起行政诉讼情况",
     "table review_litigation"},
    {"cn-foi-2019", "本年新\n制作数量", "column active_disclosure.made"},
    {"cn-foi-2019", "采购总金额(万元,保留四位小数)", "column active_disclosure.amount"},
    {"cn-foi-2019", "（六）其他处理", "row applications.other"},
};

/* As the matcher does: the explanation in a bracket counts only if the label is not known
 * with it. */
static void wordings_seen_in_reports_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(seen); i++) {
        g_autoptr(GovForm) form = get_form(seen[i].form);
        g_autofree char *key = gov_label_normalise(seen[i].text, strlen(seen[i].text));
        size_t n = 0;
        if (!gov__form_find_targets(form, key, &n)) {
            gov_label_strip_bracket(key);
        }
        expect_wording(form, seen[i].group, key, false);
    }
}

static void cut_off_header_names_both_columns(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2019");
    size_t n = 0;
    const GovTarget *targets = gov__form_find_targets(form, "本年新", &n);
    assert_int_equal(n, 2);
    assert_true(is_target(form, &targets[0], "column active_disclosure.made"));
    assert_true(is_target(form, &targets[1], "column active_disclosure.published"));
    assert_false(targets[0].official || targets[1].official);
}

static void one_word_may_name_a_row_and_a_column(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    size_t n = 0;
    const GovTarget *targets = gov__form_find_targets(form, "其他", &n);
    assert_int_equal(n, 2);
    assert_true(is_target(form, &targets[0], "row applications.other.others"));
    assert_true(is_target(form, &targets[1], "column applications.other"));
    assert_true(targets[0].official && targets[1].official);
    assert_null(gov__form_find_targets(form, "土地征收", &n));
    assert_int_equal(n, 0);
}

/* ---- likeness */

static const struct {
    const char *form;
    const char *text;
    const char *group; /* NULL: nothing may be found */
    size_t distance;
} similar[] = {
    {"cn-foi-2019", "上年结转政府信息公开数量", "row applications.carried_in", 0},
    {"cn-foi-2021", "本年处理绝对数量", "column active_disclosure.decisions", 0},
    {"cn-foi-2019", "本年处理绝对数量", "column active_disclosure.decisions", 2},
    {"cn-foi-2021", "上年结转政府信息公开申请数里", "row applications.carried_in", 1},
    {"cn-foi-2021", "没有现成信息须要另行制做",
     "row applications.unavailable.needs_creation", 2},
    {"cn-foi-2021", "收到和处理政府信息公开申请清况", "table applications", 1},
    {"cn-foi-2021", "没有现成消息须要另行制做", NULL, 0}, /* three off */
    {"cn-foi-2021", "本年制发件敷", NULL, 0},
    {"cn-foi-2021", "结果维待", NULL, 0},
    {"cn-foi-2019", "上一年项目数里", NULL, 0},
    {"cn-foi-2021", "第二十条第(七)项", NULL, 0}, /* as near to four captions */
    {"cn-foi-2021", "第二十条第(八项", NULL, 0},
    {"cn-foi-2021", "", NULL, 0},
};

static void slips_in_long_labels_are_forgiven_and_no_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(similar); i++) {
        g_autoptr(GovForm) form = get_form(similar[i].form);
        size_t distance = 99;
        const GovTarget *target =
            gov__form_find_similar(form, similar[i].text, &distance);
        if (!similar[i].group) {
            assert_null(target);
            continue;
        }
        assert_non_null(target);
        assert_true(is_target(form, target, similar[i].group));
        assert_int_equal(distance, similar[i].distance);
    }
}

static void expect_forgiving(const GovForm *form, const char *group, const char *label)
{
    g_autofree char *key = gov_label_normalise(label, strlen(label));
    g_autofree char *wrong = g_strconcat("某", g_utf8_next_char((char *)key), NULL);
    size_t distance = 0;
    const GovTarget *target = gov__form_find_similar(form, wrong, &distance);
    if (!target || !is_target(form, target, group) || distance != 1) {
        fail_msg("[%s]: %s is not found", group, wrong);
    }
}

/* A line of 2014 with a wrong character is that line or none, never another. */
static void lines_of_2014_are_not_taken_for_each_other(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2014");
    size_t n = 0;
    for (size_t row = 0; row < gov_form_n_rows(form, 0); row++) {
        const char *label = gov_form_get_row_label(form, 0, row, GOV_LANGUAGE_ZH);
        g_autofree char *key = gov_label_normalise(label, strlen(label));
        for (char *at = key; *at; at = g_utf8_next_char(at)) {
            g_autofree char *wrong = g_strdup_printf("%.*s某%s", (int)(at - key), key, g_utf8_next_char(at));
            size_t distance = 0;
            const GovTarget *target = gov__form_find_similar(form, wrong, &distance);
            assert_true(!target || target->axis != GOV_AXIS_ROW || target->index == row);
            n++;
        }
    }
    assert_true(n > 400);
}

/* The captions differ in one character only, and so do many lines of 2014; every other long label
 * bears a wrong one. */
static void every_long_label_is_found_with_one_wrong_character(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t f = 0; f < 2; f++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(f));
        g_autoptr(GKeyFile) file = read_text(gov_form_get_builtin_id(f));
        g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
        for (char **group = groups; *group; group++) {
            g_autofree char *label = g_key_file_get_string(file, *group, "label", NULL);
            bool caption = g_str_has_prefix(*group, "caption ");
            bool printed = !g_str_has_prefix(*group, "indicator ");
            if (label && printed && !caption && g_utf8_strlen(label, -1) >= 10) {
                expect_forgiving(form, *group, label);
                n++;
            }
        }
    }
    assert_true(n > 20);
}

static void long_paragraph_is_no_label(void **state)
{
    (void)state;
    g_autoptr(GovForm) form = get_form("cn-foi-2021");
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 100000; i++) {
        g_string_append(text, "本年新收");
    }
    size_t distance = 0;
    assert_null(gov__form_find_similar(form, text->str, &distance));
}

static void indicators_say_their_base_in_both_languages(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t f = 0; f < gov_form_n_builtin(); f++) {
        g_autoptr(GovForm) form = get_form(gov_form_get_builtin_id(f));
        for (size_t i = 0; i < gov_form_n_indicators(form); i++) {
            const GovIndicator *indicator = gov_form_get_indicator(form, i);
            assert_ptr_equal(gov_form_find_indicator(form, gov_indicator_get_id(indicator)), indicator);
            for (int language = GOV_LANGUAGE_ZH; language <= GOV_LANGUAGE_EN; language++) {
                assert_true(*gov_indicator_get_label(indicator, (GovLanguage)language));
                assert_true(*gov_indicator_get_base(indicator, (GovLanguage)language));
            }
            bool growth = gov_indicator_get_kind(indicator) == GOV_INDICATOR_GROWTH;
            assert_true(gov_indicator_uses_prior(indicator) == growth);
            n++;
        }
        assert_null(gov_form_find_indicator(form, "no_such_rate"));
    }
    assert_true(n >= 40);
}

/* ---- mistakes */

static const char mini[] = "[form]\n"              /* 1 */
                           "id=mini\n"             /* 2 */
                           "title=小表\n"          /* 3 */
                           "years=2021-\n"         /* 4 */
                           "[table t]\n"           /* 5 */
                           "label=表一\n"          /* 6 */
                           "section=2\n"           /* 7 */
                           "unit=件\n"             /* 8 */
                           "[caption t.first]\n"   /* 9 */
                           "label=首项\n"          /* 10 */
                           "[row-group t.g]\n"     /* 11 */
                           "label=分组\n"          /* 12 */
                           "[row-group t.h]\n"     /* 13 */
                           "label=次组\n"          /* 14 */
                           "parent=g\n"            /* 15 */
                           "[column t.a]\n"        /* 16 */
                           "label=甲栏\n"          /* 17 */
                           "[column t.total]\n"    /* 18 */
                           "label=总计\n"          /* 19 */
                           "[column t.fee]\n"      /* 20 */
                           "label=金额\n"          /* 21 */
                           "unit=万元\n"           /* 22 */
                           "type=money\n"          /* 23 */
                           "[row t.x]\n"           /* 24 */
                           "label=子行\n"          /* 25 */
                           "ordinal=1.\n"          /* 26 */
                           "parent=h\n"            /* 27 */
                           "caption=first\n"       /* 28 */
                           "columns=a;total\n"     /* 29 */
                           "[row t.y]\n"           /* 30 */
                           "label=丑行\n"          /* 31 */
                           "aliases=寅行\n"        /* 32 */
                           "[rule r]\n"            /* 33 */
                           "for=t.columns\n"       /* 34 */
                           "check=x <= y\n"        /* 35 */
                           "message=子不大于丑\n"; /* 36 */

static GovForm *load_text(const char *text, GError **error)
{
    return gov_form_from_data(text, strlen(text), "mini.form", error);
}

static void text_of_a_user_is_loaded_like_a_built_in_one(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *with_bom = g_strconcat("\xEF\xBB\xBF", mini, NULL);
    g_autoptr(GovForm) form = load_text(with_bom, &error);
    assert_null(error);
    assert_non_null(form);
    assert_int_equal(gov_form_n_cells(form), 5);
    assert_string_equal(gov_form_get_code(form, 4), "t.y.fee");
    assert_int_equal(gov_form_get_cell_type(form, 4), GOV_TYPE_MONEY);
    assert_int_equal(gov_form_n_row_groups(form, 0, 0), 2);
    /* English may be left out. */
    assert_string_equal(gov_form_get_row_label(form, 0, 0, GOV_LANGUAGE_ZH), "1.子行");
    assert_string_equal(gov_form_get_row_label(form, 0, 0, GOV_LANGUAGE_EN), "子行");
    assert_int_equal(gov_form_n_rules(form), 1);
    assert_int_equal(gov_rule_get_severity(gov_form_get_rule(form, 0)),
                     GOV_SEVERITY_ERROR);
    assert_int_equal(gov_rule_get_nulls(gov_form_get_rule(form, 0)), GOV_NULLS_BOUND);
    GovForm *again = gov_form_ref(form);
    assert_ptr_equal(again, form);
    gov_form_unref(again);
}

static void windows_line_ends_are_no_matter(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) lines = g_strsplit(mini, "\n", -1);
    g_autofree char *text = g_strjoinv("\r\n", lines);
    g_autoptr(GovForm) form = load_text(text, &error);
    assert_null(error);
    assert_string_equal(gov_form_get_title(form, GOV_LANGUAGE_ZH), "小表");
}

/* One change to the text above, and what must be said of it. */
typedef struct {
    const char *name;
    const char *old; /* NULL: at the end */
    const char *new;
    const char *message;
} Mistake;

static const Mistake mistakes[] = {
    {"line_that_is_nothing", "years=2021-\n", "years 2021\n",
     "mini.form:4: neither a [section]"},
    {"key_before_any_section", "[form]\n", "id=x\n[form]\n",
     "mini.form:1: key before the first section: id"},
    {"unclosed_section", "[table t]\n", "[table t\n", "mini.form:5: not a section"},
    {"unknown_kind", "[caption t.first]\n", "[captoin t.first]\n",
     "mini.form:9: unknown kind of section: captoin t.first"},
    {"section_without_id", "[rule r]\n", "[rule]\n",
     "mini.form:33: section without an id: rule"},
    {"section_twice", NULL, "[row t.x]\nlabel=又\n",
     "mini.form:37: section is there twice: row t.x"},
    {"key_twice", "label=丑行\n", "label=丑行\nlabel=卯行\n",
     "mini.form:32: [row t.y] label: key is there twice, first on line 31"},
    {"unknown_key", "aliases=寅行\n", "alias=寅行\n",
     "mini.form:32: [row t.y] alias: unknown key"},
    {"unknown_language", "label=丑行\n", "label=丑行\nlabel[fr]=rang\n",
     "mini.form:32: [row t.y] label[fr]: unknown key"},
    {"missing_form", "[form]\nid=mini\ntitle=小表\nyears=2021-\n", "",
     "[form] is missing"},
    {"missing_label", "label=丑行\n", "", "mini.form:30: [row t.y] label is missing"},
    {"empty_label", "label=丑行\n", "label= \n",
     "mini.form:31: [row t.y] label: label is missing"},
    {"label_of_nothing_but_an_ordinal", "label=丑行\n", "label=“”\n",
     "mini.form:31: [row t.y] label: nothing is left"},
    {"line_break_in_a_label", "label=丑行\n", "label=丑\\n行\n",
     "mini.form:31: [row t.y] label: holds a line break"},
    {"bad_escape", "label=丑行\n", "label=丑\\q行\n", "mini.form:31: [row t.y] label: damaged escape"},
    {"bad_id", "[column t.a]\n", "[column t.A]\n",
     "mini.form:16: [column t.A] id must be <table>.<column>"},
    {"bad_form_id", "id=mini\n", "id=Mini Form\n",
     "mini.form:2: [form] id: must be of a-z, 0-9 and -"},
    {"bad_years", "years=2021-\n", "years=2021-2019\n",
     "mini.form:4: [form] years: must be such as 2021"},
    {"bad_section", "section=2\n", "section=7\n",
     "mini.form:7: [table t] section: must be 1 to 6, not \"7\""},
    {"bad_type", "type=money\n", "type=float\n",
     "mini.form:23: [column t.fee] type: must be count, signed or money, not \"float\""},
    {"bad_unit", "unit=件\n", "unit=头\n",
     "mini.form:8: [table t] unit: unknown unit \"头\""},
    {"unit_of_another_type", "unit=万元\n", "unit=件\n",
     "mini.form:22: [column t.fee] unit: unit 件 does not go with type money"},
    {"unknown_table", "[row t.y]\n", "[row u.y]\n",
     "mini.form:30: [row u.y] the form has no table u"},
    {"unknown_parent", "parent=h\n", "parent=hh\n",
     "mini.form:27: [row t.x] parent: table t has no group hh; did you mean h?"},
    {"row_as_parent", "parent=h\n", "parent=y\n",
     "mini.form:27: [row t.x] parent: table t has no group y"},
    {"unknown_caption", "caption=first\n", "caption=frist\n",
     "mini.form:28: [row t.x] caption: table t has no caption frist; did you mean "
     "first?"},
    {"unknown_column", "columns=a;total\n", "columns=a;totl\n",
     "mini.form:29: [row t.x] columns: table t has no column totl; did you mean total?"},
    {"column_twice", "columns=a;total\n", "columns=a;a\n",
     "mini.form:29: [row t.x] columns: column a is there twice"},
    {"no_columns_at_all", "columns=a;total\n", "columns=\n",
     "mini.form:29: [row t.x] columns: is empty"},
    {"column_without_cells", "aliases=寅行\n", "columns=a;total\n",
     "mini.form:20: [column t.fee] no row has this column"},
    {"circle_of_groups", "label=分组\n", "label=分组\nparent=h\n",
     "mini.form:13: [row-group t.g] parent: group g stands under itself"},
    {"group_called_like_a_row", NULL, "[row-group t.x]\nlabel=又\n",
     "mini.form:37: [row-group t.x] a group and a member"},
    {"label_twice", "label=丑行\n", "label=总 计\n[row t.v]\nlabel=总计\n",
     "mini.form:33: [row t.v] label: \"总计\" is already a wording of row y"},
    {"alias_that_is_a_label", "[rule r]\n", "[row t.v]\nlabel=寅行\n[rule r]\n",
     "mini.form:32: [row t.y] aliases: \"寅行\" is already a wording of row v"},
    {"table_without_rows", NULL, "[table u]\nlabel=空表\n",
     "mini.form:37: [table u] table u has no rows"},
    {"bad_severity", "for=t.columns\n", "for=t.columns\nseverity=fatal\n",
     "mini.form:35: [rule r] severity: must be error, warning or hint, not \"fatal\""},
    {"bad_nulls", "for=t.columns\n", "nulls=none\nfor=t.columns\n",
     "mini.form:34: [rule r] nulls: must be strict, zero, bound or both"},
    {"rule_without_check", "check=x <= y\n", "",
     "mini.form:33: [rule r] check is missing"},
    {"rule_without_message", "message=子不大于丑\n", "",
     "mini.form:33: [rule r] message is missing"},
    {"rule_for_unknown_table", "for=t.columns\n", "for=u.columns\n",
     "mini.form:34: [rule r] for: the form has no table u"},
    {"rule_for_nonsense", "for=t.columns\n", "for=t.cols\n",
     "mini.form:34: [rule r] for: t.cols must be <table>.columns"},
    {"rule_with_unknown_row", "check=x <= y\n", "check=x <= yy\n",
     "mini.form:35: [rule r] check: column 6: table t has no row yy; did you mean y?"},
    {"indicator_of_unknown_kind", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nnumerator=t.x.a\ndenominator=t.y.a\nkind=percent\n",
     "mini.form:42: [indicator q] kind: must be share, rate, ratio or growth"},
    {"indicator_without_base", NULL,
     "[indicator q]\nlabel=甲\nnumerator=t.x.a\ndenominator=t.y.a\nkind=share\n",
     "mini.form:37: [indicator q] base is missing"},
    {"indicator_with_unknown_cell", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nnumerator=t.z.a\ndenominator=t.y.a\nkind=share\n",
     "mini.form:40: [indicator q] numerator: column 1: the form has no cell t.z.a"},
    {"indicator_at_no_place", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nfor=t.columns\nnumerator=x\ndenominator=y\nkind=share\n",
     "mini.form:37: [indicator q] at is missing"},
    {"indicator_at_unknown_place", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nfor=t.columns\nat=b\nnumerator=x\ndenominator=y\nkind=share\n",
     "mini.form:41: [indicator q] at: there is no b where all its cells are"},
    {"indicator_by_a_number", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nnumerator=t.x.a\ndenominator=100\nkind=rate\n",
     "mini.form:41: [indicator q] denominator: must be a sum of cells"},
    {"indicator_with_a_condition", NULL,
     "[indicator q]\nlabel=甲\nbase=乙\nnumerator=t.x.a\ndenominator=t.y.a when t.y.a > 0\nkind=rate\n",
     "mini.form:40: [indicator q] numerator: must be a sum of cells"},
    {"rule_that_matches_nothing", "check=x <= y\n", "check=t.y.fee + 1 - t.y.fee <= 2\n",
     "mini.form:35: [rule r] check: matches nothing"},
};

static const Mistake *get_mistake(void **state)
{
    return *state;
}

static void is_reported_with_its_place(void **state)
{
    const Mistake *mistake = get_mistake(state);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(mini);
    if (!mistake->old) {
        g_string_append(text, mistake->new);
    } else {
        assert_non_null(strstr(mini, mistake->old));
        g_string_replace(text, mistake->old, mistake->new, 1);
    }
    g_autoptr(GovForm) form = load_text(text->str, &error);
    assert_null(form);
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    assert_true(g_utf8_validate(error->message, -1, NULL));
    if (!strstr(error->message, mistake->message)) {
        fail_msg("got: %s\n  expected: %s", error->message, mistake->message);
    }
}

static void text_that_is_not_utf8_is_rejected(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    const char text[] = "[form]\nid=x\ntitle=\xB1\xED\n";
    assert_null(load_text(text, &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    assert_string_equal(error->message, "mini.form:3: not UTF-8");
    g_clear_error(&error);
    assert_null(gov_form_from_data("[form]\0\nid=x", 12, "mini.form", &error));
    assert_string_equal(error->message, "mini.form:1: not UTF-8");
    g_clear_error(&error);
    assert_null(gov_form_from_data("", 0, "mini.form", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
}

static void form_without_tables_is_rejected(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(load_text("# nothing\n[form]\nid=x\ntitle=空\n", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    assert_string_equal(error->message, "mini.form:2: [form] the form has no tables");
}

static void expect_too_much(const char *text)
{
    g_autoptr(GError) error = NULL;
    assert_null(load_text(text, &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_LIMIT) ||
                g_error_matches(error, GOV_ERROR, GOV_ERROR_SYNTAX));
    assert_true(strstr(error->message, "more than") ||
                strstr(error->message, "may have"));
}

static void limits_hold(void **state)
{
    (void)state;
    g_autoptr(GString) tables = g_string_new("[form]\nid=x\ntitle=多\n");
    g_autoptr(GString) rows = g_string_new(tables->str);
    g_autoptr(GString) cells = g_string_new(tables->str);
    g_autoptr(GString) bytes = g_string_new(mini);
    g_string_append(rows, "[table t]\nlabel=表\n[column t.a]\nlabel=甲\n");
    g_string_append(cells, "[table t]\nlabel=表\n");
    for (int i = 0; i < 65; i++) {
        g_string_append_printf(tables, "[table t%d]\nlabel=表%d甲\n", i, i);
    }
    for (int i = 0; i < 4097; i++) {
        g_string_append_printf(rows, "[row t.r%d]\nlabel=行%d号\n", i, i);
    }
    for (int i = 0; i < 257; i++) {
        g_string_append_printf(cells, "[row t.r%d]\nlabel=行%d号\n", i, i);
        if (i < 256) {
            g_string_append_printf(cells, "[column t.c%d]\nlabel=列%d号\n", i, i);
        }
    }
    while (bytes->len <= 1 << 20) {
        g_string_append(bytes, "# comment\n");
    }
    expect_too_much(tables->str);
    expect_too_much(rows->str);
    expect_too_much(cells->str);
    expect_too_much(bytes->str);
}

static void missing_file_is_an_io_error(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(gov_form_from_file("no/such/file.form", &error));
    assert_true(g_error_matches(error, GOV_ERROR, GOV_ERROR_IO));
    assert_non_null(strstr(error->message, "no/such/file.form"));
}

static gpointer load_both(gpointer data)
{
    (void)data;
    size_t n = 0;
    for (int i = 0; i < 100; i++) {
        g_autoptr(GovForm) form =
            gov_form_builtin(gov_form_get_builtin_id((size_t)i % 2), NULL);
        n += gov_form_n_cells(form);
    }
    return GSIZE_TO_POINTER(n);
}

static void threads_may_ask_at_the_same_time(void **state)
{
    (void)state;
    GThread *threads[4] = {NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        threads[i] = g_thread_new("form", load_both, NULL);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        assert_int_equal(GPOINTER_TO_SIZE(g_thread_join(threads[i])), 50 * (200 + 198));
    }
}

int main(void)
{
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(form_of_2021_has_200_cells_in_printed_order),
        cmocka_unit_test(form_of_2019_has_198_cells_in_printed_order),
        cmocka_unit_test(built_in_forms_are_listed_newest_first),
        cmocka_unit_test(unknown_id_is_answered_with_those_that_exist),
        cmocka_unit_test(years_and_basis_are_those_of_the_notices),
        cmocka_unit_test(types_and_units_are_those_of_the_form),
        cmocka_unit_test(sparse_table_has_no_cell_where_nothing_is_printed),
        cmocka_unit_test(labels_are_printed_with_ordinal_and_headings),
        cmocka_unit_test(headings_around_the_figures_are_known),
        cmocka_unit_test(labels_are_there_in_both_languages),
        cmocka_unit_test(every_wording_of_the_text_leads_to_its_section),
        cmocka_unit_test(wordings_seen_in_reports_are_understood),
        cmocka_unit_test(cut_off_header_names_both_columns),
        cmocka_unit_test(one_word_may_name_a_row_and_a_column),
        cmocka_unit_test(slips_in_long_labels_are_forgiven_and_no_others),
        cmocka_unit_test(every_long_label_is_found_with_one_wrong_character),
        cmocka_unit_test(lines_of_2014_are_not_taken_for_each_other),
        cmocka_unit_test(long_paragraph_is_no_label),
        cmocka_unit_test(indicators_say_their_base_in_both_languages),
        cmocka_unit_test(text_of_a_user_is_loaded_like_a_built_in_one),
        cmocka_unit_test(windows_line_ends_are_no_matter),
        cmocka_unit_test(text_that_is_not_utf8_is_rejected),
        cmocka_unit_test(form_without_tables_is_rejected),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(missing_file_is_an_io_error),
        cmocka_unit_test(threads_may_ask_at_the_same_time),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(fixed) + G_N_ELEMENTS(mistakes)];
    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        tests[G_N_ELEMENTS(fixed) + i] = (struct CMUnitTest){
            .name = mistakes[i].name,
            .test_func = is_reported_with_its_place,
            .initial_state = (void *)(uintptr_t)&mistakes[i],
        };
    }
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
