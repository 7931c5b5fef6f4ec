/* SPDX-License-Identifier: MIT */
/* govstat diff: two years of one unit side by side. Reading is that of every verb; the reports are kept
 * until both are there, in the order in which they were given. */
#include "batch.h"
#include <string.h>

typedef enum { FORMAT_TABLE, FORMAT_JSONL, FORMAT_CSV } Format;

typedef struct {
    GPtrArray *reports; /* GovReport */
    const char *to;     /* form to compare in, or NULL */
    const char *path;   /* of the output */
    Format format;
    GovLanguage language;
} Diff;

static const ToolHelp help = {
    "diff",
    "Sets two reports side by side, as a rule two years of one unit: every cell,\n"
    "its change and growth, and whether the identities between the years hold.",
    "A and B each hold one report, the earlier one first; two years in the\n"
    "other order are swapped, and it is said so.\n\n"
    "Reports of two editions of the form are compared in the cells of the newer\n"
    "one, or with --to in those of another. Every cell says how comparable its two\n"
    "figures are: exact, sum, approximate, or none, which is a break: there one of\n"
    "them has no figure, and none is made up.\n\n"
    "Growth is in percent in the table and a plain quotient in jsonl and csv.\n"
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
    if (first == 0 || second == 0 || first <= second)
        return;
    tool_message("%s is of %d and %s of %d; they are compared in the order of the years",
                 gov_report_get_source(a), first, gov_report_get_source(b), second);
    gpointer earlier = reports->pdata[1];
    reports->pdata[1] = reports->pdata[0];
    reports->pdata[0] = earlier;
}

static void tell_editions(const GovDiff *diff, bool chosen)
{
    const char *before = gov_form_get_id(gov_report_get_form(gov_diff_get_before(diff)));
    const char *after = gov_form_get_id(gov_report_get_form(gov_diff_get_after(diff)));

    if (strcmp(before, after) == 0 && strcmp(after, gov_form_get_id(gov_diff_get_form(diff))) != 0)
        tool_message("Both reports are of %s: compared in the cells of %s; %zu of %zu cells break", after,
                     gov_form_get_id(gov_diff_get_form(diff)), gov_diff_count_cells(diff, GOV_COMPARABILITY_NONE),
                     gov_diff_n_cells(diff));
    if (strcmp(before, after) != 0)
        tool_message("Reports of two editions (%s, %s): compared in the cells of %s%s; %zu of %zu cells break", before,
                     after, gov_form_get_id(gov_diff_get_form(diff)), chosen ? "" : ", the newer; choose with --to=ID",
                     gov_diff_count_cells(diff, GOV_COMPARABILITY_NONE), gov_diff_n_cells(diff));
}

static bool write_diff(const Diff *self, ToolOutput *output)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GovForm) form = self->to != NULL ? tool_load_form(self->to, &error) : NULL;
    g_autoptr(GovDiff) diff = error != NULL ? NULL
                                            : gov_diff_new(g_ptr_array_index(self->reports, 0),
                                                           g_ptr_array_index(self->reports, 1), form, &error);

    if (diff == NULL) {
        tool_message("%s", error->message);
        return false;
    }
    if (!gov_diff_is_of_one_body(diff))
        tool_message("The reports name different bodies, %s and %s; they are compared as they are",
                     gov_report_get_agency(gov_diff_get_before(diff)), gov_report_get_agency(gov_diff_get_after(diff)));
    tell_editions(diff, form != NULL);
    if (self->format == FORMAT_TABLE)
        gov_write_diff_text(out, diff, self->language);
    else if (self->format == FORMAT_JSONL)
        gov_write_diff_json(out, diff);
    else
        gov_write_diff_csv(out, diff);
    tool_output_write(output, out->str, out->len);
    return true;
}

static int run(Diff *self, const ToolInputOptions *inputs)
{
    static const ToolBatchSteps steps = {format_report, keep_report};
    g_autoptr(GError) error = NULL;
    ToolOutput *output = tool_output_open(self->path, inputs->files, &error);

    if (output == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    bool two = tally.n_failed == 0 && self->reports->len == 2;
    if (tally.n_failed == 0 && !two)
        tool_message("diff: %u report%s in %s and %s; there must be one in each", self->reports->len,
                     self->reports->len == 1 ? "" : "s", inputs->files[0], inputs->files[1]);
    if (two) {
        swap_years(self->reports);
        two = write_diff(self, output);
    }
    return tool_output_close(output) && two ? TOOL_OK : TOOL_TROUBLE;
}

int tool_diff(int argc, char **argv)
{
    static const char *const formats[] = {"table", "jsonl", "csv", NULL};
    g_autofree char *format = NULL;
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    g_autofree char *to = NULL;
    const GOptionEntry entries[] = {
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to,
         "Compare two editions in the cells of this form (default: the newer)", "ID"},
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
        return tool_wrong_usage(help.verb, "%u input%s given; name two, the earlier year first",
                                g_strv_length(inputs.files), g_strv_length(inputs.files) == 1 ? "" : "s");
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    Diff self = {reports, to, path, (Format)choice, language};
    return run(&self, &inputs);
}
