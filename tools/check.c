/* SPDX-License-Identifier: MIT */
/* govstat check: what the rules of the form say of each report. Findings are results, so
 * they go to stdout and are counted for the exit status; only inputs that cannot be used
 * go to stderr. */
#include "batch.h"

typedef enum { FORMAT_TEXT, FORMAT_JSONL } Format;

typedef struct {
    Format format;
    GovLanguage language;
    bool is_quiet;
} Check;

static const ToolHelp help = {
    "check",
    "Checks the figures of the reports against the rules of their form, and\n"
    "names the cells that cannot be right.",
    "FILE may be a file, a directory to walk, or - for standard input.\n\n"
    "Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 wrong\n"
    "usage or some input could not be used.\n\n"
    "Examples:\n"
    "  govstat check --lang=zh reports/\n"
    "  govstat check --format=jsonl --fail-on=warning report.html",
};

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    const Check *self = verb;
    g_autoptr(GPtrArray) findings = tool_piece_check(piece);
    if (self->is_quiet || findings->len == 0)
        return;
    if (self->format == FORMAT_TEXT) {
        tool_append_heading(piece->text, piece->report);
        g_string_append_c(piece->text, '\n');
    }
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        if (self->format == FORMAT_TEXT) {
            gov_write_finding_text(piece->text, finding, self->language);
            continue;
        }
        gov_write_finding_json(piece->text, finding, self->language);
        g_string_append_c(piece->text, '\n');
    }
    if (self->format == FORMAT_TEXT)
        g_string_append_c(piece->text, '\n');
}

static void deliver_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    (void)verb;
    tool_batch_write(batch, piece->text->str, piece->text->len);
}

static int run(Check *self, const ToolInputOptions *inputs, int fail_on)
{
    static const ToolBatchSteps steps = {format_report, deliver_report};
    ToolOutput *output = tool_output_open(NULL, NULL, NULL);
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    if (self->format == FORMAT_TEXT && !self->is_quiet) {
        g_autoptr(GString) summary = g_string_new(NULL);
        tool_append_summary(summary, &tally, self->language);
        tool_output_write(output, summary->str, summary->len);
    }
    if (!tool_output_close(output) || tally.n_failed > 0)
        return TOOL_TROUBLE;
    size_t n = 0;
    for (int severity = fail_on; severity <= GOV_SEVERITY_ERROR; severity++)
        n += tally.n_findings[severity];
    return n > 0 ? TOOL_FINDINGS : TOOL_OK;
}

/* The lowest severity that makes the verb fail; -1 after a message. */
static int choose_threshold(const char *name)
{
    static const char *const names[] = {"error", "warning", "hint", "never", NULL};
    static const int thresholds[] = {GOV_SEVERITY_ERROR, GOV_SEVERITY_WARNING,
                                     GOV_SEVERITY_HINT, GOV_SEVERITY_ERROR + 1};
    int choice = tool_choose(help.verb, "fail-on", name, names);
    return choice < 0 ? -1 : thresholds[choice];
}

static int choose_format(const char *name)
{
    static const char *const formats[] = {"text", "jsonl", NULL};
    if (g_strcmp0(name, "sarif") == 0 || g_strcmp0(name, "junit") == 0) {
        tool_wrong_usage(help.verb,
                         "--format=%s is not supported yet; formats: text, jsonl", name);
        return -1;
    }
    return tool_choose(help.verb, "format", name, formats);
}

int tool_check(int argc, char **argv)
{
    gboolean is_quiet = FALSE;
    g_autofree char *format = NULL;
    g_autofree char *threshold = NULL;
    g_autofree char *language = NULL;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text or jsonl", "NAME"},
        {"fail-on", 0, 0, G_OPTION_ARG_FILENAME, &threshold,
         "Exit with 1 from here on: error, warning, hint, never", "SEVERITY"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &language,
         "Language of messages: zh or en (default: that of the locale)", "LANG"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, "Print no findings, only exit",
         NULL},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    int status = TOOL_OK;
    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    Check self = {.is_quiet = is_quiet};
    int choice = choose_format(format);
    int fail_on = choose_threshold(threshold);
    if (choice < 0 || fail_on < 0 ||
        !tool_choose_language(help.verb, language, &self.language))
        return TOOL_TROUBLE;
    self.format = (Format)choice;
    return run(&self, &inputs, fail_on);
}
