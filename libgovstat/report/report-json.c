/* SPDX-License-Identifier: MIT */
/* A report as JSON. The full form begins with exactly the members of the plain one, which
 * other programs rely on, and adds what the plain one leaves out. What is as expected of
 * a cell is not written: `status` lists cells that are not reported, `evidence` those
 * whose evidence is not the usual one of their status, `confidence` those that are not
 * certain. */
#include "report/report-private.h"

#include "base/json-emit-private.h"

GovEvidence gov__report_usual_evidence(const GovCell *cell)
{
    bool figure = cell->status == GOV_STATUS_REPORTED || cell->has_reading;
    return figure ? GOV_EVIDENCE_EXACT : GOV_EVIDENCE_NONE;
}

static void append_member(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static void append_values(GString *out, const GovReport *report)
{
    const GovForm *form = gov_report_get_form(report);
    const int64_t *values = gov_report_get_values(report);
    gov__json_append_key(out, "values");
    g_string_append_c(out, '{');
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        gov__json_append_key(out, gov_form_get_code(form, i));
        if (gov_report_get_status(report, i) == GOV_STATUS_REPORTED)
            gov__json_append_figure(out, values[i], gov_form_get_cell_type(form, i));
        else
            g_string_append(out, "null");
    }
    g_string_append_c(out, '}');
}

static void append_status(GString *out, const GovReport *report)
{
    const GovForm *form = gov_report_get_form(report);
    gov__json_append_key(out, "status");
    g_string_append_c(out, '{');
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovStatus status = gov_report_get_status(report, i);
        if (status != GOV_STATUS_REPORTED)
            append_member(out, gov_form_get_code(form, i), gov_status_get_name(status));
    }
    g_string_append_c(out, '}');
}

static void append_notes(GString *out, const GovReport *report)
{
    const GovForm *form = gov_report_get_form(report);
    gov__json_append_key(out, "notes");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_report_n_notes(report); i++) {
        GovNote note = gov_report_get_note(report, i);
        gov__json_append_comma(out);
        g_string_append_c(out, '{');
        append_member(out, "code", note.code);
        append_member(out, "cell",
                      note.cell < 0 ? NULL : gov_form_get_code(form, (size_t)note.cell));
        append_member(out, "message", note.message);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

void gov__report_append_identity(GString *out, const GovReport *report)
{
    append_member(out, "source", gov_report_get_source(report));
    append_member(out, "form", gov_form_get_id(gov_report_get_form(report)));
    append_member(out, "agency", gov_report_get_agency(report));
    gov__json_append_key(out, "year");
    if (gov_report_get_year(report) != 0)
        gov__json_append_int(out, gov_report_get_year(report));
    else
        g_string_append(out, "null");
}

void gov__report_begin_json(GString *out, const GovReport *report)
{
    g_string_append_c(out, '{');
    gov__report_append_identity(out, report);
    append_values(out, report);
    append_status(out, report);
    append_notes(out, report);
}

void gov__report_append_sections(GString *out, const GovReport *report)
{
    gov__json_append_key(out, "sections");
    g_string_append_c(out, '[');
    for (unsigned i = 1; i <= GOV_N_SECTIONS; i++) {
        gov__json_append_comma(out);
        gov__json_append_string(out, gov_report_get_section(report, i));
    }
    g_string_append_c(out, ']');
}

/* Appends the value of one cell, or returns false where there is nothing to be said of
 * it. */
typedef bool (*AppendCell)(GString *out, const GovCell *cell, GovType type);

static bool append_raw(GString *out, const GovCell *cell, GovType type)
{
    (void)type;
    if (cell->raw == NULL)
        return false;
    gov__json_append_string(out, cell->raw);
    return true;
}

static bool append_reading(GString *out, const GovCell *cell, GovType type)
{
    if (!cell->has_reading)
        return false;
    gov__json_append_figure(out, cell->value, type);
    return true;
}

static bool append_evidence(GString *out, const GovCell *cell, GovType type)
{
    (void)type;
    if (cell->evidence == gov__report_usual_evidence(cell))
        return false;
    gov__json_append_string(out, gov_evidence_get_name(cell->evidence));
    return true;
}

static bool append_confidence(GString *out, const GovCell *cell, GovType type)
{
    (void)type;
    unsigned percent = (unsigned)(cell->confidence * 100 + 0.5);
    if (percent == 100)
        return false;
    g_string_append_printf(out, percent % 10 == 0 ? "0.%u" : "0.%02u",
                           percent % 10 == 0 ? percent / 10 : percent);
    return true;
}

static bool append_locator(GString *out, const GovCell *cell, GovType type)
{
    (void)type;
    if (cell->locator == NULL && cell->row == 0 && cell->column == 0)
        return false;
    g_string_append_c(out, '[');
    gov__json_append_string(out, cell->locator);
    g_string_append_printf(out, ",%u,%u]", cell->row, cell->column);
    return true;
}

/* A member with one entry for each cell of which `append` has something to say. */
static void append_cells(GString *out, const GovReport *report, const char *key,
                         AppendCell append)
{
    const GovForm *form = gov_report_get_form(report);
    gov__json_append_key(out, key);
    g_string_append_c(out, '{');
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovCell cell = gov_report_get_cell(report, i);
        size_t before = out->len;
        gov__json_append_key(out, gov_form_get_code(form, i));
        if (!append(out, &cell, gov_form_get_cell_type(form, i)))
            g_string_truncate(out, before);
    }
    g_string_append_c(out, '}');
}

void gov__report_append_raw(GString *out, const GovReport *report)
{
    append_cells(out, report, "raw", append_raw);
}

static void append_period(GString *out, const GovReport *report)
{
    gov__json_append_key(out, "period");
    g_string_append_c(out, '{');
    append_member(out, "start", gov_report_get_period_start(report));
    append_member(out, "end", gov_report_get_period_end(report));
    g_string_append_c(out, '}');
}

char *gov_report_to_json(const GovReport *report)
{
    g_return_val_if_fail(report != NULL, NULL);
    GString *out = g_string_sized_new(16 * 1024);
    gov__report_begin_json(out, report);
    append_member(out, "title", gov_report_get_title(report));
    append_member(out, "body_agency", gov_report_get_body_agency(report));
    append_period(out, report);
    gov__report_append_raw(out, report);
    append_cells(out, report, "readings", append_reading);
    append_cells(out, report, "evidence", append_evidence);
    append_cells(out, report, "confidence", append_confidence);
    append_cells(out, report, "locators", append_locator);
    gov__report_append_sections(out, report);
    g_string_append_c(out, '}');
    return g_string_free(out, FALSE);
}
