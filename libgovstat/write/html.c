/* SPDX-License-Identifier: MIT */
/* A report as a fragment of HTML that can be put into any page: real tables with the
 * spans of the official layout, everything escaped, and a style that touches nothing
 * outside of it. Each figure carries its code and its status, so that scripts and style
 * sheets of a page can find it. */
#include <govstat/write.h>

#include "write/sheet-private.h"
#include <string.h>

static const char *const STYLE =
    "<style>"
    ".govstat table{border-collapse:collapse;margin:.5em 0 1em}"
    ".govstat caption{font-weight:bold;text-align:left}"
    ".govstat th,.govstat td{border:1px solid #999;padding:.2em .5em}"
    ".govstat th{font-weight:normal;background:#f4f4f4;color:#000}"
    ".govstat th[scope=row],.govstat th[scope=rowgroup]{text-align:left}"
    ".govstat td{text-align:right}"
    ".govstat td.absent,.govstat td.not_applicable{color:#777}"
    ".govstat td.unreadable,.govstat td.uncertain{background:#fff3c4;color:#000}"
    ".govstat td.failed{background:#fbd5d5;color:#000;font-weight:bold}"
    "</style>";

static void append_escaped(GString *out, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text == NULL ? "" : text, -1);
    g_string_append(out, escaped);
}

static void append_attribute(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, text);
    g_string_append_c(out, '"');
}

static void append_spans(GString *out, const GovSlot *slot)
{
    if (slot->n_rows > 1)
        g_string_append_printf(out, " rowspan=\"%u\"", slot->n_rows);
    if (slot->n_columns > 1)
        g_string_append_printf(out, " colspan=\"%u\"", slot->n_columns);
}

static void write_label(GString *out, const GovSlot *slot)
{
    bool row = slot->kind == GOV_SLOT_LABEL;
    bool group = row ? slot->n_rows > 1 : slot->n_columns > 1;
    g_string_append_printf(out, "<th scope=\"%s%s\"", row ? "row" : "col",
                           group ? "group" : "");
    append_spans(out, slot);
    g_string_append_c(out, '>');
    append_escaped(out, slot->text);
    g_string_append(out, "</th>");
}

/* What to tell of a cell beyond its text: the failed rule, or what was printed if it is
 * no figure. */
static char *dup_remark(const GovReport *report, size_t cell, const GovFinding *failed,
                        GovLanguage language)
{
    GovCell value = gov_report_get_cell(report, cell);
    if (failed != NULL)
        return gov_finding_dup_message(failed, language);
    if (value.status == GOV_STATUS_UNREADABLE || value.status == GOV_STATUS_UNCERTAIN)
        return g_strdup(value.raw);
    return NULL;
}

static void write_figure(GString *out, const GovReport *report, const GovSlot *slot,
                         const GovFinding *failed, GovLanguage language)
{
    const char *status = gov_status_get_name(gov_report_get_status(report, slot->cell));
    g_autofree char *remark = dup_remark(report, slot->cell, failed, language);
    g_autoptr(GString) text = g_string_new(NULL);
    gov__append_cell_text(text, report, slot->cell);

    g_string_append_printf(out, "<td class=\"%s%s\"", status,
                           failed != NULL ? " failed" : "");
    append_attribute(out, "data-code",
                     gov_form_get_code(gov_report_get_form(report), slot->cell));
    append_spans(out, slot);
    if (remark != NULL)
        append_attribute(out, "title", remark);
    g_string_append_c(out, '>');
    append_escaped(out, text->str);
    g_string_append(out, "</td>");
}

static void write_table(GString *out, const GovReport *report, size_t table,
                        const GovFinding *const *failed, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(report);
    g_autoptr(GovSheet) sheet = gov__sheet_new(form, table, language);
    guint next = 0;
    g_string_append(out, "<table>\n<caption>");
    append_escaped(out, gov_form_get_table_label(form, table, language));
    g_string_append(out, "</caption>\n");
    for (unsigned row = 0; row < sheet->n_rows; row++) {
        g_string_append(out, "<tr>");
        for (; next < sheet->slots->len; next++) {
            const GovSlot *slot = &g_array_index(sheet->slots, GovSlot, next);
            if (slot->row != row)
                break;
            if (slot->kind == GOV_SLOT_FIGURE)
                write_figure(out, report, slot, failed[slot->cell], language);
            else
                write_label(out, slot);
        }
        g_string_append(out, "</tr>\n");
    }
    g_string_append(out, "</table>\n");
}

void gov_write_html(GString *out, const GovReport *report, const GPtrArray *findings,
                    GovLanguage language)
{
    g_return_if_fail(out != NULL && report != NULL);
    const GovForm *form = gov_report_get_form(report);
    g_autofree const GovFinding **failed = gov__find_failed_cells(report, findings);
    g_autoptr(GString) heading = g_string_new(NULL);
    gov__append_heading(heading, report, language);

    g_string_append_printf(out, "<div class=\"govstat\" lang=\"%s\">\n%s\n<p>",
                           language == GOV_LANGUAGE_EN ? "en" : "zh", STYLE);
    append_escaped(out, heading->str);
    g_string_append(out, "</p>\n");
    for (size_t i = 0; i < gov_form_n_tables(form); i++)
        write_table(out, report, i, failed, language);
    g_string_append(out, "</div>\n");
}
