/* SPDX-License-Identifier: MIT */
/* Reports and findings for people at a terminal: the official tables in their official
 * layout, cells that a failed rule points at marked, and below them a legend of the marks
 * that occur. */
#include <govstat/write.h>

#include "base/figure-private.h"
#include "write/grid-private.h"
#include "write/sheet-private.h"
#include <string.h>

#define COLOUR_FAILED "\033[1;31m"
#define COLOUR_OFF "\033[0m"

/* What a mark means, if some cell of the report has it. */
typedef struct {
    bool failed;
    bool absent;
    bool unreadable;
    bool uncertain;
} Marks;

typedef struct {
    const GovReport *report;
    const GovFinding **failed;
    GStringChunk *texts;
    bool colour;
    Marks marks;
} Writer;

static void note_marks(Writer *writer, size_t cell)
{
    GovStatus status = gov_report_get_status(writer->report, cell);
    writer->marks.absent |= status == GOV_STATUS_ABSENT;
    writer->marks.unreadable |= status == GOV_STATUS_UNREADABLE;
    writer->marks.uncertain |= status == GOV_STATUS_UNCERTAIN;
    writer->marks.failed |= writer->failed[cell] != NULL;
}

static GovGridText figure_text(Writer *writer, size_t cell)
{
    g_autoptr(GString) text = g_string_new(NULL);
    bool failed = writer->failed[cell] != NULL;
    gov__append_cell_text(text, writer->report, cell);
    if (failed)
        g_string_append_c(text, '!');
    note_marks(writer, cell);
    bool coloured = failed && writer->colour;
    return (GovGridText){g_string_chunk_insert(writer->texts, text->str),
                         coloured ? COLOUR_FAILED : NULL, coloured ? COLOUR_OFF : NULL};
}

static GovGridText label_text(Writer *writer, const char *label)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gov__append_printable(text, label == NULL ? "" : label);
    return (GovGridText){g_string_chunk_insert(writer->texts, text->str), NULL, NULL};
}

static void write_table(GString *out, Writer *writer, size_t table, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(writer->report);
    g_autoptr(GovSheet) sheet = gov__sheet_new(form, table, language);
    g_autofree GovGridText *texts = g_new0(GovGridText, sheet->slots->len);
    for (guint i = 0; i < sheet->slots->len; i++) {
        const GovSlot *slot = &g_array_index(sheet->slots, GovSlot, i);
        texts[i] = slot->kind == GOV_SLOT_FIGURE ? figure_text(writer, slot->cell)
                                                 : label_text(writer, slot->text);
    }
    g_string_append_printf(out, "\n%s\n",
                           gov_form_get_table_label(form, table, language));
    gov__grid_draw(out, sheet, texts);
}

/* In a sum the marks are not of readings. */
static bool is_sum(const GovReport *report)
{
    for (size_t i = 0; i < gov_report_n_notes(report); i++)
        if (strcmp(gov_report_get_note(report, i).code, "rollup.sum") == 0)
            return true;
    return false;
}

static void write_legend(GString *out, const Marks *marks, bool sum, GovLanguage language)
{
    const struct {
        bool used;
        const char *texts[2]; /* by language */
    } LINES[] = {
        {marks->failed, {"!   未通过校验", "!   in a failed check"}},
        {marks->absent && !sum, {"·   文件中没有该单元格", "·   not in the document"}},
        {marks->absent && sum, {"·   无任何报告有此数", "·   no report has it"}},
        {marks->unreadable, {"?   无法读作数字", "?   not readable as a figure"}},
        {marks->uncertain && !sum, {"N?  读数存疑", "N?  a reading that may be wrong"}},
        {marks->uncertain && sum, {"N?  部分报告之和", "N?  the sum of some of the reports"}},
    };
    size_t before = out->len;
    for (size_t i = 0; i < G_N_ELEMENTS(LINES); i++) {
        if (LINES[i].used)
            g_string_append_printf(out, "%s%s\n", out->len == before ? "\n" : "",
                                   LINES[i].texts[language == GOV_LANGUAGE_EN]);
    }
}

void gov_write_text(GString *out, const GovReport *report, const GPtrArray *findings,
                    GovLanguage language, unsigned flags)
{
    g_return_if_fail(out != NULL && report != NULL);
    const GovForm *form = gov_report_get_form(report);
    g_autofree const GovFinding **failed = gov__find_failed_cells(report, findings);
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    Writer writer = {report, failed, texts, (flags & GOV_WRITE_COLOUR) != 0, {0}};

    gov__append_heading(out, report, language);
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < gov_form_n_tables(form); i++)
        write_table(out, &writer, i, language);
    write_legend(out, &writer.marks, is_sum(report), language);
}

/* Alternatives that are told; the rest is counted, and all are in the JSON of the finding. */
#define MAX_TOLD 3

static bool is_own(const GovFinding *finding, size_t cell)
{
    for (size_t i = 0; i < gov_finding_n_cells(finding); i++)
        if (gov_finding_get_cell(finding, i) == cell)
            return true;
    return false;
}

static void append_suspect(GString *out, const GovForm *form, GovSuspect suspect,
                           GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    GovType type = gov_form_get_cell_type(form, suspect.cell);
    g_autofree char *label = gov_form_dup_cell_label(form, suspect.cell, language);
    g_string_append_printf(out, "%s ", label);
    gov__figure_append(out, suspect.value, type);
    g_string_append(out, " → ");
    gov__figure_append(out, suspect.suggested, type);
    g_string_append_printf(out, en ? " (%s)" : "（%s）",
                           gov_suspect_get_reason_text(suspect.reason, language));
}

/* What stands before a suspect: alternatives on lines of their own, and what belongs together in
 * one. */
static const char *get_lead(bool next, bool first, bool own, bool en)
{
    if (next && first)
        return en ? "  perhaps: " : "  可能：";
    if (next)
        return en ? "\n  or: " : "\n  或：";
    if (own)
        return en ? ", and " : "，以及";
    return en ? ", with " : "，连同";
}

/* Suspects of one explanation stand together: its cells of this comparison in one line, and with
 * them those elsewhere without which they mend nothing. */
static void append_suspects(GString *out, const GovFinding *finding, GovLanguage language)
{
    const GovForm *form = gov_report_get_form(gov_finding_get_report(finding));
    bool en = language == GOV_LANGUAGE_EN;
    unsigned set = 0, n_told = 0, n_more = 0;

    for (size_t i = 0; i < gov_finding_n_suspects(finding); i++) {
        GovSuspect suspect = gov_finding_get_suspect(finding, i);
        bool next = i == 0 || suspect.set != set || suspect.set == 0;
        set = suspect.set;
        n_told += next && n_told < MAX_TOLD;
        n_more += next && n_told == MAX_TOLD;
        if (n_more > 1)
            continue;
        g_string_append(out, get_lead(next, n_told == 1, is_own(finding, suspect.cell), en));
        append_suspect(out, form, suspect, language);
    }
    if (n_more > 1)
        g_string_append_printf(out, en ? "\n  or %u more" : "\n  另有%u种可能",
                               n_more - 1);
    if (n_told > 0)
        g_string_append_c(out, '\n');
}

static void append_not_located(GString *out, const GovFinding *finding, GovLanguage language)
{
    unsigned n = gov_finding_get_min_cells(finding);
    size_t n_suspects = gov_finding_n_suspects(finding);
    bool en = language == GOV_LANGUAGE_EN;

    if (n > 0 && (n_suspects == 0 || gov_finding_get_suspect(finding, 0).set == 0))
        g_string_append_printf(out,
                               en ? "  not all located: %u figures at least must be wrong\n"
                                  : "  未能全部定位：至少%u个数字有误\n",
                               n);
}

void gov_write_finding_text(GString *out, const GovFinding *finding, GovLanguage language)
{
    g_return_if_fail(out != NULL && finding != NULL);
    g_autofree char *message = gov_finding_dup_message(finding, language);
    g_string_append_printf(out, "%s  %s  %s\n",
                           gov_severity_get_name(gov_finding_get_severity(finding)),
                           gov_finding_get_rule(finding), message);
    append_suspects(out, finding, language);
    append_not_located(out, finding, language);
}
