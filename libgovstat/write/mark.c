/* SPDX-License-Identifier: MIT */
/* What the two writers for people, text and HTML, show alike: the text of a cell, the
 * heading of a report, and which cells a failed rule points at. */
#include "write/sheet-private.h"

#include "base/char-private.h"
#include "base/figure-private.h"
#include <string.h>

/* Marks are short; what is longer would only widen its column. */
#define MAX_MARK_CHARACTERS 8

static bool is_weighty(const GovFinding *finding, const GovReport *report)
{
    return gov_finding_get_report(finding) == report &&
           gov_finding_get_kind(finding) == GOV_FINDING_FAILED &&
           gov_finding_get_severity(finding) != GOV_SEVERITY_HINT;
}

const GovFinding **gov__find_failed_cells(const GovReport *report,
                                          const GPtrArray *findings)
{
    size_t n_cells = gov_form_n_cells(gov_report_get_form(report));
    const GovFinding **failed = g_new0(const GovFinding *, n_cells);
    for (guint i = 0; findings != NULL && i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        if (!is_weighty(finding, report))
            continue;
        size_t n_suspects = gov_finding_n_suspects(finding);
        size_t n = n_suspects > 0 ? n_suspects : gov_finding_n_cells(finding);
        for (size_t j = 0; j < n; j++) {
            size_t cell = n_suspects > 0 ? gov_finding_get_suspect(finding, j).cell
                                         : gov_finding_get_cell(finding, j);
            if (failed[cell] == NULL)
                failed[cell] = finding;
        }
    }
    return failed;
}

void gov__append_printable(GString *out, const char *text)
{
    const char *end = text + strlen(text);
    for (const char *p = text; p < end;) {
        gunichar c;
        p += gov__char_next(p, end, &c);
        if (gov__char_is_space(c) || !g_unichar_isprint(c))
            c = ' ';
        g_string_append_unichar(out, c);
    }
}

static void append_mark(GString *out, const char *raw)
{
    g_autoptr(GString) mark = g_string_new(NULL);
    gov__append_printable(mark, raw == NULL ? "/" : raw);
    g_strstrip(mark->str);
    long n = MIN(g_utf8_strlen(mark->str, -1), MAX_MARK_CHARACTERS);
    g_string_append_len(out, mark->str,
                        g_utf8_offset_to_pointer(mark->str, n) - mark->str);
}

void gov__append_cell_text(GString *out, const GovReport *report, size_t cell)
{
    GovCell value = gov_report_get_cell(report, cell);
    GovType type = gov_form_get_cell_type(gov_report_get_form(report), cell);
    if (value.status == GOV_STATUS_REPORTED || value.has_reading)
        gov__figure_append(out, value.value, type);
    if (value.status == GOV_STATUS_NOT_APPLICABLE)
        append_mark(out, value.raw);
    else if (value.status == GOV_STATUS_ABSENT)
        g_string_append(out, "·");
    else if (value.status == GOV_STATUS_UNREADABLE ||
             value.status == GOV_STATUS_UNCERTAIN)
        g_string_append_c(out, '?');
}

void gov__append_heading(GString *out, const GovReport *report, GovLanguage language)
{
    const char *agency = gov_report_get_agency(report);
    if (agency != NULL) {
        gov__append_printable(out, agency);
        g_string_append_c(out, ' ');
    }
    if (gov_report_get_year(report) != 0)
        g_string_append_printf(out, "%d ", gov_report_get_year(report));
    g_string_append(out, gov_form_get_title(gov_report_get_form(report), language));
}
