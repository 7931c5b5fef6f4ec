/* SPDX-License-Identifier: MIT */
/* A diff for people and for programs. A figure that is missing is never written as one: programs get no
 * value and a status, people get a word for it (a blank, a mark, no such cell). A rate of change on a base of
 * zero is "not applicable", in words. */
#include <govstat/write.h>

#include <string.h>

#include "base/csv-private.h"
#include "base/figure-private.h"
#include "base/json-emit-private.h"
#include "write/grid-private.h"

#define FIGURE_WIDTH 15
#define GROWTH_WIDTH 12

static GovType cell_type(const GovDiff *diff, const GovDiffCell *cell)
{
    return gov_form_get_cell_type(gov_diff_get_form(diff), cell->cell);
}

static const char *cell_code(const GovDiff *diff, const GovDiffCell *cell)
{
    return gov_form_get_code(gov_diff_get_form(diff), cell->cell);
}

static const char *growth_name(GovGrowth growth)
{
    static const char *const names[] = {[GOV_GROWTH_KNOWN] = "known",
                                        [GOV_GROWTH_NOT_APPLICABLE] = "not_applicable",
                                        [GOV_GROWTH_UNKNOWN] = "unknown"};
    return names[growth];
}

static void append_ratio(GString *out, double ratio, const char *format)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE * 8];

    g_string_append(out, g_ascii_formatd(buffer, sizeof buffer, format, ratio));
}

/* ---- JSON ---- */

static void append_json_figure(GString *out, const char *key, bool known, int64_t value, GovType type)
{
    gov__json_append_key(out, key);
    if (known)
        gov__json_append_figure(out, value, type);
    else
        g_string_append(out, "null");
}

static void append_json_text(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static void append_json_cell(GString *out, const GovDiff *diff, size_t i)
{
    GovDiffCell cell = gov_diff_get_cell(diff, i);
    GovType type = cell_type(diff, &cell);

    g_string_append(out, "{\"kind\":\"cell\"");
    append_json_text(out, "code", cell_code(diff, &cell));
    append_json_figure(out, "before", cell.before_status == GOV_STATUS_REPORTED, cell.before, type);
    append_json_text(out, "before_status", gov_status_get_name(cell.before_status));
    append_json_figure(out, "after", cell.after_status == GOV_STATUS_REPORTED, cell.after, type);
    append_json_text(out, "after_status", gov_status_get_name(cell.after_status));
    append_json_figure(out, "change", cell.has_change, cell.change, type);
    gov__json_append_key(out, "growth");
    if (cell.growth_state == GOV_GROWTH_KNOWN)
        append_ratio(out, cell.growth, "%.6f");
    else
        g_string_append(out, "null");
    append_json_text(out, "growth_state", growth_name(cell.growth_state));
    append_json_text(out, "comparability", gov_comparability_get_name(cell.comparability));
    g_string_append(out, "}\n");
}

static void append_json_tie(GString *out, const GovDiff *diff, size_t i)
{
    GovTie tie = gov_diff_get_tie(diff, i);
    bool known = tie.state != GOV_TIE_OPEN;

    g_string_append(out, "{\"kind\":\"identity\"");
    append_json_text(out, "rule", gov_rule_get_id(tie.rule));
    append_json_text(out, "place", gov_diff_get_tie_place_id(diff, i));
    append_json_text(out, "check", gov_rule_get_text(tie.rule));
    append_json_figure(out, "lhs", known, tie.lhs, tie.type);
    append_json_figure(out, "rhs", known, tie.rhs, tie.type);
    append_json_text(out, "state", gov_tie_state_get_name(tie.state));
    g_string_append(out, "}\n");
}

static void append_json_side(GString *out, const char *key, const GovReport *report)
{
    int year = gov_report_get_year(report);

    gov__json_append_key(out, key);
    g_string_append_c(out, '{');
    append_json_text(out, "source", gov_report_get_source(report));
    append_json_text(out, "form", gov_form_get_id(gov_report_get_form(report)));
    append_json_text(out, "agency", gov_report_get_agency(report));
    append_json_figure(out, "year", year != 0, year, GOV_TYPE_COUNT);
    g_string_append_c(out, '}');
}

static void append_json_number(GString *out, const char *key, size_t n)
{
    append_json_figure(out, key, true, (int64_t)n, GOV_TYPE_COUNT);
}

void gov_write_diff_json(GString *out, const GovDiff *diff)
{
    g_return_if_fail(out != NULL && diff != NULL);
    g_string_append(out, "{\"kind\":\"reports\"");
    append_json_side(out, "before", gov_diff_get_before(diff));
    append_json_side(out, "after", gov_diff_get_after(diff));
    g_string_append_printf(out, ",\"same_body\":%s", gov_diff_is_of_one_body(diff) ? "true" : "false");
    append_json_text(out, "form", gov_form_get_id(gov_diff_get_form(diff)));
    append_json_number(out, "breaks", gov_diff_count_cells(diff, GOV_COMPARABILITY_NONE));
    append_json_number(out, "lost_before", gov_diff_n_lost(diff, false));
    append_json_number(out, "lost_after", gov_diff_n_lost(diff, true));
    g_string_append(out, "}\n");
    for (size_t i = 0; i < gov_diff_n_cells(diff); i++)
        append_json_cell(out, diff, i);
    for (size_t i = 0; i < gov_diff_n_ties(diff); i++)
        append_json_tie(out, diff, i);
}

/* ---- CSV ---- */

static void append_csv_figure(GString *out, bool known, int64_t value, GovType type)
{
    if (known)
        gov__figure_append(out, value, type);
    g_string_append_c(out, ',');
}

static void append_csv_cell(GString *out, const GovDiff *diff, size_t i)
{
    GovDiffCell cell = gov_diff_get_cell(diff, i);
    GovType type = cell_type(diff, &cell);

    gov__csv_append(out, "cell");
    gov__csv_append(out, cell_code(diff, &cell));
    append_csv_figure(out, cell.before_status == GOV_STATUS_REPORTED, cell.before, type);
    gov__csv_append(out, gov_status_get_name(cell.before_status));
    append_csv_figure(out, cell.after_status == GOV_STATUS_REPORTED, cell.after, type);
    gov__csv_append(out, gov_status_get_name(cell.after_status));
    append_csv_figure(out, cell.has_change, cell.change, type);
    if (cell.growth_state == GOV_GROWTH_KNOWN)
        append_ratio(out, cell.growth, "%.6f");
    g_string_append_printf(out, ",%s,%s\n", growth_name(cell.growth_state),
                           gov_comparability_get_name(cell.comparability));
}

static void append_csv_tie(GString *out, const GovDiff *diff, size_t i)
{
    GovTie tie = gov_diff_get_tie(diff, i);
    bool known = tie.state != GOV_TIE_OPEN;
    int64_t difference = 0;
    bool fits = known && !__builtin_sub_overflow(tie.lhs, tie.rhs, &difference);
    const char *place = gov_diff_get_tie_place_id(diff, i);
    g_autofree char *name = g_strdup_printf("%s%s%s", gov_rule_get_id(tie.rule), place != NULL ? ":" : "",
                                            place != NULL ? place : "");

    gov__csv_append(out, "identity");
    gov__csv_append(out, name);
    append_csv_figure(out, known, tie.rhs, tie.type);
    g_string_append_c(out, ',');
    append_csv_figure(out, known, tie.lhs, tie.type);
    g_string_append_c(out, ',');
    append_csv_figure(out, fits, difference, tie.type);
    g_string_append_printf(out, ",%s,\n", gov_tie_state_get_name(tie.state));
}

void gov_write_diff_csv(GString *out, const GovDiff *diff)
{
    g_return_if_fail(out != NULL && diff != NULL);
    g_string_append(out, "kind,code,before,before_status,after,after_status,change,growth,state,comparability\n");
    for (size_t i = 0; i < gov_diff_n_cells(diff); i++)
        append_csv_cell(out, diff, i);
    for (size_t i = 0; i < gov_diff_n_ties(diff); i++)
        append_csv_tie(out, diff, i);
}

/* ---- text ---- */

static const char *status_word(GovStatus status, GovLanguage language)
{
    static const char *const words[][2] = {
        [GOV_STATUS_REPORTED] = {"", ""},
        [GOV_STATUS_BLANK] = {"空白", "blank"},
        [GOV_STATUS_NOT_APPLICABLE] = {"不适用", "n/a"},
        [GOV_STATUS_UNREADABLE] = {"无法读取", "unreadable"},
        [GOV_STATUS_UNCERTAIN] = {"存疑", "uncertain"},
        [GOV_STATUS_ABSENT] = {"无此格", "no such cell"},
    };
    return words[status][language == GOV_LANGUAGE_EN];
}

static void append_text_figure(GString *out, GovStatus status, int64_t value, GovType type,
                               GovLanguage language)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (status == GOV_STATUS_REPORTED)
        gov__figure_append(text, value, type);
    else
        g_string_append(text, status_word(status, language));
    gov__append_padded(out, text->str, FIGURE_WIDTH, true);
}

static void append_text_change(GString *out, const GovDiffCell *cell, GovType type, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    g_autoptr(GString) change = g_string_new(NULL), growth = g_string_new(NULL);

    if (cell->has_change && cell->change > 0)
        g_string_append_c(change, '+');
    if (cell->has_change)
        gov__figure_append(change, cell->change, type);
    if (cell->growth_state == GOV_GROWTH_KNOWN) {
        append_ratio(growth, cell->growth * 100, "%+.2f");
        g_string_append_c(growth, '%');
    } else if (cell->growth_state == GOV_GROWTH_NOT_APPLICABLE) {
        g_string_append(growth, en ? "n/a" : "不适用");
    }
    gov__append_padded(out, change->str, FIGURE_WIDTH, true);
    gov__append_padded(out, growth->str, GROWTH_WIDTH, true);
}

static const char *comparability_word(GovComparability comparability, GovLanguage language)
{
    static const char *const words[][2] = {[GOV_COMPARABILITY_EXACT] = {"", ""},
                                           [GOV_COMPARABILITY_SUM] = {"〔合计〕", " [sum]"},
                                           [GOV_COMPARABILITY_APPROXIMATE] = {"〔近似〕", " [approximate]"},
                                           [GOV_COMPARABILITY_NONE] = {"〔断档〕", " [break]"}};
    return words[comparability][language == GOV_LANGUAGE_EN];
}

static void append_text_cell(GString *out, const GovDiff *diff, const GovDiffCell *cell, GovLanguage language)
{
    const GovForm *form = gov_diff_get_form(diff);
    GovType type = cell_type(diff, cell);
    g_autofree char *label = gov_form_dup_cell_label(form, cell->cell, language);

    append_text_figure(out, cell->before_status, cell->before, type, language);
    append_text_figure(out, cell->after_status, cell->after, type, language);
    append_text_change(out, cell, type, language);
    g_string_append(out, "  ");
    gov__append_printable(out, label);
    g_string_append(out, comparability_word(cell->comparability, language));
    g_string_append_c(out, '\n');
}

static void append_column_titles(GString *out, const GovDiff *diff, GovLanguage language)
{
    const GovReport *reports[] = {gov_diff_get_before(diff), gov_diff_get_after(diff)};
    bool en = language == GOV_LANGUAGE_EN;

    for (size_t i = 0; i < G_N_ELEMENTS(reports); i++) {
        int year = gov_report_get_year(reports[i]);
        g_autofree char *text = year != 0 ? g_strdup_printf("%d", year) : g_strdup(i == 0 ? "A" : "B");
        gov__append_padded(out, text, FIGURE_WIDTH, true);
    }
    gov__append_padded(out, en ? "change" : "增减", FIGURE_WIDTH, true);
    gov__append_padded(out, en ? "growth" : "增长率", GROWTH_WIDTH, true);
    g_string_append_c(out, '\n');
}

static void append_text_tables(GString *out, const GovDiff *diff, GovLanguage language)
{
    const GovForm *form = gov_diff_get_form(diff);
    size_t table = SIZE_MAX;

    for (size_t i = 0; i < gov_diff_n_cells(diff); i++) {
        GovDiffCell cell = gov_diff_get_cell(diff, i);
        bool nowhere = cell.before_status == GOV_STATUS_ABSENT && cell.after_status == GOV_STATUS_ABSENT;
        if (nowhere && cell.comparability == GOV_COMPARABILITY_NONE) /* the summary of the editions counts them */
            continue;
        if (gov_form_get_cell_table(form, cell.cell) != table) {
            table = gov_form_get_cell_table(form, cell.cell);
            g_string_append_printf(out, "\n%s\n", gov_form_get_table_label(form, table, language));
            append_column_titles(out, diff, language);
        }
        append_text_cell(out, diff, &cell, language);
    }
}

static void append_text_tie(GString *out, const GovDiff *diff, size_t i, GovLanguage language)
{
    static const char *const words[][2] = {[GOV_TIE_HOLDS] = {"相符", "holds"},
                                           [GOV_TIE_FAILS] = {"不符", "fails"},
                                           [GOV_TIE_OPEN] = {"缺数", "open"}};
    GovTie tie = gov_diff_get_tie(diff, i);
    const char *place = gov_diff_get_tie_place(diff, i, language);

    gov__append_padded(out, words[tie.state][language == GOV_LANGUAGE_EN], 7, false);
    g_string_append_printf(out, "%s", gov_rule_get_id(tie.rule));
    if (place != NULL) {
        g_string_append(out, "  ");
        gov__append_printable(out, place);
    }
    if (tie.state != GOV_TIE_OPEN) {
        g_string_append(out, "  ");
        gov__figure_append(out, tie.lhs, tie.type);
        g_string_append(out, tie.state == GOV_TIE_HOLDS ? " = " : " ≠ ");
        gov__figure_append(out, tie.rhs, tie.type);
    }
    g_string_append_printf(out, "  (%s)\n", gov_rule_get_text(tie.rule));
}

/* What became of the cells of a report that is of another edition. */
static void append_text_edition(GString *out, const GovDiff *diff, bool after, GovLanguage language)
{
    const GovConcordance *concordance = gov_diff_get_concordance(diff, after);
    size_t n = gov_diff_n_lost(diff, after);

    if (concordance != NULL) {
        g_string_append_c(out, '\n');
        gov_write_concordance_text(out, concordance, language);
    } else if (n > 0) {
        g_string_append_printf(out, language == GOV_LANGUAGE_EN ? "\n%s: %zu cells have no place in %s\n"
                                                                : "\n%s：%zu格在%s中无处可列\n",
                               gov_form_get_id(gov_report_get_form(after ? gov_diff_get_after(diff)
                                                                         : gov_diff_get_before(diff))),
                               n, gov_form_get_id(gov_diff_get_form(diff)));
    }
}

/* Why nothing ties the two. */
static const char *explain_no_ties(const GovDiff *diff, bool en)
{
    int before = gov_report_get_year(gov_diff_get_before(diff)), after = gov_report_get_year(gov_diff_get_after(diff));

    if (before == 0 || after == 0)
        return en ? "No identities between these two: the year of one is not known"
                  : "年度不明，无跨年勾稽关系";
    if (after != before + 1)
        return en ? "No identities between these two: not two years running" : "非相邻年度，无跨年勾稽关系";
    return en ? "No identities between these two: the form has none across years" : "本格式无跨年勾稽关系";
}

static void append_text_ties(GString *out, const GovDiff *diff, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;

    if (gov_diff_n_ties(diff) == 0) {
        g_string_append_printf(out, "\n%s\n", explain_no_ties(diff, en));
        return;
    }
    g_string_append(out, en ? "\nIdentities between the years" : "\n跨年勾稽关系");
    if (!gov_diff_is_of_one_body(diff))
        g_string_append(out, en ? ", which need not hold: the reports name different bodies" : "（两份报告机关名称不同，未必应当相符）");
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < gov_diff_n_ties(diff); i++)
        append_text_tie(out, diff, i, language);
}

void gov_write_diff_text(GString *out, const GovDiff *diff, GovLanguage language)
{
    g_return_if_fail(out != NULL && diff != NULL);
    gov__append_heading(out, gov_diff_get_before(diff), language);
    g_string_append_c(out, '\n');
    gov__append_heading(out, gov_diff_get_after(diff), language);
    g_string_append_c(out, '\n');
    append_text_tables(out, diff, language);
    append_text_edition(out, diff, false, language);
    if (gov_report_get_form(gov_diff_get_before(diff)) != gov_report_get_form(gov_diff_get_after(diff)))
        append_text_edition(out, diff, true, language);
    append_text_ties(out, diff, language);
}
