/* SPDX-License-Identifier: MIT */
/* CSV after RFC 4180, with a bare line feed at the end of a line. A cell without a figure
 * is an empty field, never a zero; why it has none stands in the last column of the wide
 * layout, `status`, as `code=status` joined by `;`, and in the column `status` of the
 * long one. Each field is written with a comma behind it, the last of which the end of
 * the line replaces. */
#include <govstat/write.h>

#include "base/csv-private.h"
#include "base/figure-private.h"
#include <string.h>

static void append_value(GString *out, const GovReport *report, size_t cell)
{
    if (gov_report_get_status(report, cell) == GOV_STATUS_REPORTED)
        gov__figure_append(out, gov_report_get_values(report)[cell],
                           gov_form_get_cell_type(gov_report_get_form(report), cell));
    g_string_append_c(out, ',');
}

static void end_line(GString *out)
{
    out->str[out->len - 1] = '\n';
}

static void append_fields(GString *out, const char *const *fields)
{
    for (; *fields != NULL; fields++)
        gov__csv_append(out, *fields);
}

static void append_identity(GString *out, const GovReport *report)
{
    gov__csv_append(out, gov_report_get_source(report));
    gov__csv_append(out, gov_form_get_id(gov_report_get_form(report)));
    gov__csv_append(out, gov_report_get_agency(report));
    if (gov_report_get_year(report) != 0)
        gov__figure_append(out, gov_report_get_year(report), GOV_TYPE_COUNT);
    g_string_append_c(out, ',');
}

void gov_write_csv_header(GString *out, const GovForm *form, unsigned flags)
{
    static const char *const IDENTITY[] = {"source", "form", "agency", "year", NULL};
    g_return_if_fail(out != NULL && form != NULL);
    size_t n = gov_form_n_cells(form);
    append_fields(out, IDENTITY);
    for (size_t i = 0; i < n; i++)
        gov__csv_append(out, gov_form_get_code(form, i));
    for (size_t i = 0; i < n && (flags & GOV_WRITE_RAW) != 0; i++)
        g_string_append_printf(out, "%s#raw,", gov_form_get_code(form, i));
    for (unsigned i = 1; i <= GOV_N_SECTIONS && (flags & GOV_WRITE_SECTIONS) != 0; i++)
        g_string_append_printf(out, "section_%u,", i);
    gov__csv_append(out, "status");
    end_line(out);
}

/* Codes and names of statuses hold nothing that needs quotes. */
static void append_statuses(GString *out, const GovReport *report)
{
    const GovForm *form = gov_report_get_form(report);
    size_t start = out->len;
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        GovStatus status = gov_report_get_status(report, i);
        if (status != GOV_STATUS_REPORTED)
            g_string_append_printf(out, "%s%s=%s", out->len > start ? ";" : "",
                                   gov_form_get_code(form, i),
                                   gov_status_get_name(status));
    }
    g_string_append_c(out, ',');
}

void gov_write_csv(GString *out, const GovReport *report, unsigned flags)
{
    g_return_if_fail(out != NULL && report != NULL);
    size_t n = gov_form_n_cells(gov_report_get_form(report));
    append_identity(out, report);
    for (size_t i = 0; i < n; i++)
        append_value(out, report, i);
    for (size_t i = 0; i < n && (flags & GOV_WRITE_RAW) != 0; i++)
        gov__csv_append(out, gov_report_get_cell(report, i).raw);
    for (unsigned i = 1; i <= GOV_N_SECTIONS && (flags & GOV_WRITE_SECTIONS) != 0; i++)
        gov__csv_append(out, gov_report_get_section(report, i));
    append_statuses(out, report);
    end_line(out);
}

void gov_write_long_header(GString *out)
{
    static const char *const COLUMNS[] = {"source", "form",   "agency", "year",    "code",
                                          "value",  "status", "raw",    "locator", NULL};
    g_return_if_fail(out != NULL);
    append_fields(out, COLUMNS);
    end_line(out);
}

void gov_write_long(GString *out, const GovReport *report)
{
    g_return_if_fail(out != NULL && report != NULL);
    const GovForm *form = gov_report_get_form(report);
    g_autoptr(GString) identity = g_string_new(NULL);
    append_identity(identity, report);
    for (size_t i = 0; i < gov_form_n_cells(form); i++) {
        g_autofree char *locator = gov_report_dup_locator(report, i);
        g_string_append_len(out, identity->str, (gssize)identity->len);
        gov__csv_append(out, gov_form_get_code(form, i));
        append_value(out, report, i);
        gov__csv_append(out, gov_status_get_name(gov_report_get_status(report, i)));
        gov__csv_append(out, gov_report_get_cell(report, i).raw);
        gov__csv_append(out, locator);
        end_line(out);
    }
}
