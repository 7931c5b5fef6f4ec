/* SPDX-License-Identifier: MIT */
/* govstat diff: two years of one unit side by side. Reading is that of every verb; the reports are kept
 * until both are there, in the order in which they were given. */
#include "batch.h"
#include <string.h>

typedef enum { FORMAT_TABLE, FORMAT_JSONL, FORMAT_CSV } Format;

typedef struct {
    GPtrArray *reports; /* GovReport */
} Diff;

static const ToolHelp help = {
    "diff",
    "Sets two reports side by side, as a rule two years of one unit: every cell,\n"
    "its change and growth, and whether the identities between the years hold.",
    "A and B each hold one report, the earlier one first; two years in the\n"
    "other order are swapped, and it is said so. Editions that differ are\n"
    "compared in the cells they share.\n\n"
    "A rate of growth on a base of zero is not applicable; a blank, a mark and\n"
    "a missing cell are told apart from zero. What does not hold does not change\n"
    "the exit status.\n\n"
    "Formats:\n"
    "  table  for people (default)\n"
    "  jsonl  one object for the reports, for each cell, for each identity\n"
    "  csv    one line for each cell and each identity\n\n"
    "Examples:\n"
    "  govstat diff 2023.html 2024.html\n"
    "  govstat diff --format=csv 2023.html 2024.html > change.csv",
};

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    (void)piece;
    (void)verb;
}

static void keep_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    Diff *self = verb;

    (void)batch;
    g_ptr_array_add(self->reports, gov_report_ref(piece->report));
}

static void swap_years(GPtrArray *reports)
{
    const GovReport *a = g_ptr_array_index(reports, 0), *b = g_ptr_array_index(reports, 1);
    int first = gov_report_get_year(a), second = gov_report_get_year(b);
    const char *one = gov_report_get_agency(a), *other = gov_report_get_agency(b);

    if (one != NULL && other != NULL && strcmp(one, other) != 0)
        tool_message("The reports name different bodies, %s and %s; they are compared as they are", one, other);
    if (first == 0 || second == 0 || first <= second)
        return;
    tool_message("%s is of %d and %s of %d; they are compared in the order of the years",
                 gov_report_get_source(a), first, gov_report_get_source(b), second);
    gpointer earlier = reports->pdata[1];
    reports->pdata[1] = reports->pdata[0];
    reports->pdata[0] = earlier;
}

static void write_diff(GString *out, const GPtrArray *reports, Format format, GovLanguage language)
{
    g_autoptr(GovDiff) diff = gov_diff_new(g_ptr_array_index(reports, 0), g_ptr_array_index(reports, 1));

    if (format == FORMAT_TABLE)
        gov_write_diff_text(out, diff, language);
    else if (format == FORMAT_JSONL)
        gov_write_diff_json(out, diff);
    else
        gov_write_diff_csv(out, diff);
}

static int run(const ToolInputOptions *inputs, const char *path, Format format, GovLanguage language)
{
    static const ToolBatchSteps steps = {format_report, keep_report};
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    Diff self = {reports};
    ToolOutput *output = tool_output_open(path, inputs->files, &error);

    if (output == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    ToolTally tally = tool_batch_run(&steps, inputs, output, &self);
    bool two = tally.n_failed == 0 && reports->len == 2;
    if (tally.n_failed == 0 && !two)
        tool_message("diff: %u report%s in %s and %s; there must be one in each", reports->len,
                     reports->len == 1 ? "" : "s", inputs->files[0], inputs->files[1]);
    if (two) {
        swap_years(reports);
        write_diff(text, reports, format, language);
        tool_output_write(output, text->str, text->len);
    }
    return tool_output_close(output) && two ? TOOL_OK : TOOL_TROUBLE;
}

int tool_diff(int argc, char **argv)
{
    static const char *const formats[] = {"table", "jsonl", "csv", NULL};
    g_autofree char *format = NULL;
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "table, jsonl or csv", "NAME"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &name, "Language of labels: zh or en (default: that of the locale)",
         "LANG"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE", "FILE"},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    GovLanguage language = GOV_LANGUAGE_ZH;
    int status = TOOL_OK;

    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    int choice = tool_choose(help.verb, "format", format, formats);
    if (choice < 0 || !tool_choose_language(help.verb, name, &language))
        return TOOL_TROUBLE;
    if (g_strv_length(inputs.files) != 2)
        return tool_wrong_usage(help.verb, "%u inputs given; name two, the earlier year first",
                                g_strv_length(inputs.files));
    return run(&inputs, path, (Format)choice, language);
}
