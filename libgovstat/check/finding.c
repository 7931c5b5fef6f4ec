/* SPDX-License-Identifier: MIT */
/* Findings as values: what a check found, and how it is told to people. */
#include "check/finding-private.h"

static void finding_clear(gpointer data)
{
    GovFinding *finding = data;

    gov_report_unref(finding->report);
    g_clear_pointer(&finding->prior, gov_report_unref);
    g_clear_pointer(&finding->rules, gov_rules_unref);
    g_free(finding->remark[GOV_LANGUAGE_ZH]);
    g_free(finding->remark[GOV_LANGUAGE_EN]);
    g_free(finding->sentence);
    g_free(finding->base);
    g_array_unref(finding->prior_cells);
    g_free(finding->rule_id);
    g_array_unref(finding->cells);
    g_array_unref(finding->suspects);
}

GovFinding *gov__finding_new(const GovReport *report, GovFindingKind kind)
{
    GovFinding *finding = g_atomic_rc_box_new0(GovFinding);

    /* A report is immutable once sealed; only its reference count changes. */
    finding->report = gov_report_ref((GovReport *)(uintptr_t)report);
    finding->kind = kind;
    finding->cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    finding->prior_cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    finding->suspects = g_array_new(FALSE, FALSE, sizeof(GovSuspect));
    return finding;
}

GovFinding *gov_finding_ref(const GovFinding *finding)
{
    return g_atomic_rc_box_acquire((GovFinding *)(uintptr_t)finding);
}

void gov_finding_unref(GovFinding *finding)
{
    g_atomic_rc_box_release_full(finding, finding_clear);
}

const GovReport *gov_finding_get_report(const GovFinding *finding)
{
    return finding->report;
}

GovFindingKind gov_finding_get_kind(const GovFinding *finding)
{
    return finding->kind;
}

const char *gov_finding_get_rule(const GovFinding *finding)
{
    return finding->rule_id;
}

GovSeverity gov_finding_get_severity(const GovFinding *finding)
{
    return finding->severity;
}

GovClass gov_finding_get_class(const GovFinding *finding)
{
    return finding->klass;
}

const char *gov_class_get_name(GovClass klass)
{
    static const char *const names[] = {"source", "reading", "undecided"};

    g_return_val_if_fail((size_t)klass < G_N_ELEMENTS(names), NULL);
    return names[klass];
}

const char *gov_finding_get_place(const GovFinding *finding, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(finding->report);

    if (finding->axis == GOV_AXIS_ROW)
        return gov_form_get_row_label(form, finding->table, finding->index, language);
    if (finding->axis == GOV_AXIS_COLUMN)
        return gov_form_get_column_label(form, finding->table, finding->index, language);
    return NULL;
}

size_t gov_finding_n_cells(const GovFinding *finding)
{
    return finding->cells->len;
}

size_t gov_finding_get_cell(const GovFinding *finding, size_t i)
{
    g_return_val_if_fail(i < finding->cells->len, 0);
    return g_array_index(finding->cells, uint32_t, i);
}

const GovReport *gov_finding_get_prior(const GovFinding *finding)
{
    return finding->prior;
}

size_t gov_finding_n_prior_cells(const GovFinding *finding)
{
    return finding->prior_cells->len;
}

size_t gov_finding_get_prior_cell(const GovFinding *finding, size_t i)
{
    g_return_val_if_fail(i < finding->prior_cells->len, 0);
    return g_array_index(finding->prior_cells, uint32_t, i);
}

bool gov_finding_has_sides(const GovFinding *finding)
{
    return finding->has_sides;
}

int64_t gov_finding_get_lhs(const GovFinding *finding)
{
    return finding->lhs;
}

int64_t gov_finding_get_rhs(const GovFinding *finding)
{
    return finding->rhs;
}

int64_t gov_finding_get_difference(const GovFinding *finding)
{
    return finding->lhs - finding->rhs;
}

GovType gov_finding_get_type(const GovFinding *finding)
{
    return finding->type;
}

const char *gov_finding_get_sentence(const GovFinding *finding)
{
    return finding->sentence;
}

unsigned gov_finding_get_section(const GovFinding *finding)
{
    return finding->section;
}

const char *gov_finding_get_base(const GovFinding *finding)
{
    return finding->base;
}

size_t gov_finding_n_suspects(const GovFinding *finding)
{
    return finding->suspects->len;
}

GovSuspect gov_finding_get_suspect(const GovFinding *finding, size_t i)
{
    g_return_val_if_fail(i < finding->suspects->len, ((GovSuspect){0}));
    return g_array_index(finding->suspects, GovSuspect, i);
}

unsigned gov_finding_get_min_cells(const GovFinding *finding)
{
    return finding->min_cells;
}

bool gov_finding_has_all_suspects(const GovFinding *finding)
{
    return finding->all_suspects;
}

/* ---- sentences ---- */

/* The sign between the sides as they are, which the rule does not allow. */
static const char *failed_sign(const GovRule *rule)
{
    static const char *const signs[] = {
        [GOV_COMPARE_EQ] = "≠", [GOV_COMPARE_LE] = ">", [GOV_COMPARE_GE] = "<",
        [GOV_COMPARE_LT] = "≥", [GOV_COMPARE_GT] = "≤",
    };
    return signs[gov__rule_get_compare(rule)];
}

/* Which year the finding looks back to, and whether a later one takes the difference back. */
static void append_years(GString *text, const GovFinding *finding, GovLanguage language)
{
    bool zh = language == GOV_LANGUAGE_ZH;
    int year = finding->prior != NULL ? gov_report_get_year(finding->prior) : 0;

    if (finding->n_years > 1)
        g_string_append_printf(text, zh ? "，%u年合计" : ", over %u years", finding->n_years);
    if (year != 0)
        g_string_append_printf(text, zh ? "（对照%d年报告）" : " (against the report of %d)", year);
    if (finding->cancelled_by != 0)
        g_string_append_printf(text, zh ? "，差额在%d年报告中抵消" : ", taken back by the report of %d",
                               finding->cancelled_by);
}

static void append_failed(GString *text, const GovFinding *finding, GovLanguage language)
{
    g_autofree char *lhs = gov_figure_format(finding->lhs, finding->type);
    g_autofree char *rhs = gov_figure_format(finding->rhs, finding->type);
    g_autofree char *difference = gov_figure_format(finding->lhs - finding->rhs, finding->type);
    bool zh = language == GOV_LANGUAGE_ZH;

    g_string_append_printf(text, zh ? "%s：%s %s %s，差 %s" : "%s: %s %s %s, difference %s",
                           gov_rule_get_message(finding->rule, language), lhs,
                           failed_sign(finding->rule), rhs, difference);
    if (finding->bounded)
        g_string_append_printf(text,
                               zh ? "（另有%zu格没有数字，填任何非负数都不能成立）"
                                  : " (%zu cells without a figure cannot mend it, whatever they hold)",
                               finding->n_without);
    if (finding->deduced)
        g_string_append(text, zh ? "（空格按其他各式只能取的数计入）"
                                 : " (blanks taken as the only numbers that the other sums leave for them)");
    append_years(text, finding, language);
}

static void append_hinging(GString *text, const GovFinding *finding, GovLanguage language)
{
    g_autofree char *lhs = gov_figure_format(finding->lhs, finding->type);
    g_autofree char *rhs = gov_figure_format(finding->rhs, finding->type);

    g_string_append_printf(text,
                           language == GOV_LANGUAGE_ZH
                               ? "%s：能否成立取决于没有数字的%zu格；空格按零计则 %s %s %s"
                               : "%s: hinges on %zu cells without a figure; with blanks as zero %s %s %s",
                           gov_rule_get_message(finding->rule, language), finding->n_without, lhs,
                           failed_sign(finding->rule), rhs);
    append_years(text, finding, language);
}

static void append_not_assessable(GString *text, const GovFinding *finding, GovLanguage language)
{
    if (finding->hinges) {
        append_hinging(text, finding, language);
        return;
    }
    g_string_append_printf(text,
                           language == GOV_LANGUAGE_ZH ? "%s：%zu格没有数字，无法判断"
                                                       : "%s: not assessable, %zu cells without a figure",
                           gov_rule_get_message(finding->rule, language), finding->n_without);
    if (finding->holds_with_zeros)
        g_string_append(text, language == GOV_LANGUAGE_ZH ? "；空格按零计则都成立" : "; all hold with blanks as zero");
    if (finding->holds_with_sums)
        g_string_append(text, language == GOV_LANGUAGE_ZH ? "；空格按零或各项之和计则都成立"
                                                          : "; all hold with blanks as zero or the sum of their parts");
}

static bool row_is_absent(const GovFinding *finding, size_t cell)
{
    const GovForm *form = gov_report_get_form(finding->report);
    size_t row = gov_form_get_cell_row(form, cell);

    for (size_t column = 0; column < gov_form_n_columns(form, finding->table); column++) {
        int other = gov_form_get_cell(form, finding->table, row, column);
        if (other >= 0 && gov_report_get_status(finding->report, (size_t)other) != GOV_STATUS_ABSENT)
            return false;
    }
    return true;
}

/* Absent rows by name, each once; single absent cells by their full label. */
static void append_absent(GString *text, const GovFinding *finding, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(finding->report);
    const char *separator = "";
    size_t last_row = SIZE_MAX;

    for (guint i = 0; i < finding->cells->len; i++) {
        uint32_t cell = g_array_index(finding->cells, uint32_t, i);
        size_t row = gov_form_get_cell_row(form, cell);
        g_autofree char *label = NULL;
        if (!row_is_absent(finding, cell))
            label = gov_form_dup_cell_label(form, cell, language);
        else if (row != last_row)
            label = g_strdup(gov_form_get_row_label(form, finding->table, row, language));
        last_row = row;
        if (label == NULL)
            continue;
        g_string_append_printf(text, "%s%s", separator, label);
        separator = language == GOV_LANGUAGE_ZH ? "；" : "; ";
    }
}

static size_t n_table_cells(const GovForm *form, size_t table)
{
    size_t n = 0;

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        n += gov_form_get_cell_table(form, cell) == table;
    return n;
}

static void append_incomplete(GString *text, const GovFinding *finding, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(finding->report);
    bool zh = language == GOV_LANGUAGE_ZH;

    if (finding->cells->len == n_table_cells(form, finding->table)) {
        g_string_append(text, zh ? "文件中没有这张表" : "the table is not in the document");
        return;
    }
    g_string_append(text, zh ? "文件中没有：" : "not in the document: ");
    append_absent(text, finding, language);
}

char *gov_finding_dup_message(const GovFinding *finding, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(finding->report);
    const char *place = gov_finding_get_place(finding, language);
    if (finding->remark[language] != NULL)
        return g_strdup(finding->remark[language]);
    g_autoptr(GString) text = g_string_new(gov_form_get_table_label(form, finding->table, language));

    if (place != NULL)
        g_string_append_printf(text, " › %s", place);
    g_string_append(text, language == GOV_LANGUAGE_ZH ? "：" : ": ");
    switch (finding->kind) {
    case GOV_FINDING_FAILED:
        append_failed(text, finding, language);
        break;
    case GOV_FINDING_NOT_ASSESSABLE:
        append_not_assessable(text, finding, language);
        break;
    case GOV_FINDING_INCOMPLETE:
        append_incomplete(text, finding, language);
        break;
    case GOV_FINDING_REMARK:
    case GOV_FINDING_CLAIM:
        break;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
