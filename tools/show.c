/* SPDX-License-Identifier: MIT */
/* govstat show: reports for people, in the official layout, with the cells marked that a
 * rule complains of, and below the tables what it says. */
#include "batch.h"
#include <unistd.h>

typedef struct {
    GovLanguage language;
    unsigned flags; /* GovWriteFlags */
} Show;

static const ToolHelp help = {
    "show",
    "Prints the tables of the reports in the official layout, marks the cells\n"
    "that cannot be right, and says why.",
    "FILE may be a file, a directory to walk, or - for standard input.\n"
    "Findings do not change the exit status: see govstat check.\n\n"
    "Examples:\n"
    "  govstat show report.html\n"
    "  govstat show --lang=en --color=always report.html | less -R",
};

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    const Show *self = verb;
    g_autoptr(GPtrArray) findings = tool_piece_check(piece);
    gov_write_text(piece->text, piece->report, findings, self->language, self->flags);
    if (findings->len > 0)
        g_string_append_c(piece->text, '\n');
    for (guint i = 0; i < findings->len; i++)
        gov_write_finding_text(piece->text, g_ptr_array_index(findings, i),
                               self->language);
    g_string_append_c(piece->text, '\n');
}

static void deliver_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    (void)verb;
    tool_batch_write(batch, piece->text->str, piece->text->len);
}

static int run(Show *self, const ToolInputOptions *inputs)
{
    static const ToolBatchSteps steps = {format_report, deliver_report};
    ToolOutput *output = tool_output_open(NULL, NULL, NULL);
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    g_autoptr(GString) summary = g_string_new(NULL);
    tool_append_summary(summary, &tally, self->language);
    tool_output_write(output, summary->str, summary->len);
    return tool_output_close(output) && tally.n_failed == 0 ? TOOL_OK : TOOL_TROUBLE;
}

/* Whether to colour for --color; -1 after a message. */
static int choose_colour(const char *name)
{
    static const char *const names[] = {"auto", "always", "never", NULL};
    int choice = tool_choose(help.verb, "color", name, names);
    if (choice != 0)
        return choice < 0 ? -1 : choice == 1;
    const char *unwanted = g_getenv("NO_COLOR"); /* https://no-color.org */
    const char *terminal = g_getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && (unwanted == NULL || *unwanted == '\0') &&
           g_strcmp0(terminal, "dumb") != 0;
}

int tool_show(int argc, char **argv)
{
    g_autofree char *language = NULL;
    g_autofree char *colour = NULL;
    const GOptionEntry entries[] = {
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &language,
         "Language of labels: zh or en (default: that of the locale)", "LANG"},
        {"color", 0, 0, G_OPTION_ARG_FILENAME, &colour, "auto, always or never", "WHEN"},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    int status = TOOL_OK;
    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    Show self = {.flags = GOV_WRITE_PLAIN};
    int has_colour = choose_colour(colour);
    if (has_colour < 0 || !tool_choose_language(help.verb, language, &self.language))
        return TOOL_TROUBLE;
    self.flags = has_colour ? GOV_WRITE_COLOUR : GOV_WRITE_PLAIN;
    return run(&self, &inputs);
}
