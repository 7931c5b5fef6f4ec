/* SPDX-License-Identifier: MIT */
/* govstat check: what the rules of the form say of each report, and then of the reports of
 * one body across years. Findings are results, so they go to stdout and are counted for
 * the exit status; only inputs that cannot be used go to stderr.
 *
 * Reports are checked and written as they come. Of each a copy without its texts is kept,
 * about 12 kB, since only at the end it is known which belong together. */
#include "batch.h"
#include <string.h>

typedef enum { FORMAT_TEXT, FORMAT_JSONL, FORMAT_SARIF, FORMAT_JUNIT } Format;

typedef struct {
    Format format;
    GovLanguage language;
    bool is_quiet;
    int fail_on;
    bool panel;      /* compare the reports with each other as well */
    GovUnits *units; /* register that gives their levels, or NULL */
    GovNarrativeMode narrative;
    GPtrArray *rules;      /* GovRules */
    GovBaseline *baseline; /* or NULL */
    GString *accepted;     /* what the new baseline is to hold, or NULL */
    GPtrArray *reports;    /* GovReport without texts, to compare years */
    bool has_results;      /* something stands in the array of SARIF */
} Check;

static const ToolHelp help = {
    "check",
    "Checks the figures of the reports against the rules of their form, and\n"
    "those of one body across years, and names the cells that cannot be right.",
    "FILE may be a file, a directory to walk, or - for standard input.\n\n"
    "Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 wrong\n"
    "usage or some input could not be used.\n\n"
    "Examples:\n"
    "  govstat check --lang=zh reports/\n"
    "  govstat check --format=jsonl --fail-on=warning report.html\n"
    "  govstat check --panel --units=units.csv reports/\n"
    "  govstat check --rules=our.rules --baseline=accepted.jsonl reports/",
};

/* Takes out what the baseline accepts; gives how many. */
static size_t dismiss(const Check *self, GPtrArray *findings)
{
    guint kept = 0;
    guint n = findings->len;
    for (guint i = 0; self->baseline != NULL && i < n; i++) {
        GovFinding *finding = g_ptr_array_index(findings, kept);
        if (gov_baseline_has(self->baseline, finding))
            g_ptr_array_remove_index(findings, kept);
        else
            kept++;
    }
    return n - findings->len;
}

static void append_line(GString *out, const Check *self, const GovFinding *finding)
{
    switch (self->format) {
    case FORMAT_TEXT:
        gov_write_finding_text(out, finding, self->language);
        break;
    case FORMAT_SARIF:
        g_string_append(out, ",\n");
        gov_write_finding_sarif(out, finding, self->language);
        break;
    case FORMAT_JSONL:
    case FORMAT_JUNIT:
    default:
        gov_write_finding_json(out, finding, self->language);
        g_string_append_c(out, '\n');
        break;
    }
}

/* Findings that are in the order of their reports; each report has a heading. */
static void append_findings(GString *out, const Check *self, const GPtrArray *findings)
{
    const GovReport *last = NULL;
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        const GovReport *report = gov_finding_get_report(finding);
        if (self->format == FORMAT_TEXT && report != last) {
            g_string_append(out, last != NULL ? "\n" : "");
            tool_append_heading(out, report);
            g_string_append_c(out, '\n');
        }
        append_line(out, self, finding);
        last = report;
    }
    if (self->format == FORMAT_TEXT && last != NULL)
        g_string_append_c(out, '\n');
}

/* What is common to the findings of one report and those across years. */
static void append_result(GString *out, const Check *self, const GovReport *report,
                          const GPtrArray *findings)
{
    if (self->is_quiet)
        return;
    if (self->format != FORMAT_JUNIT)
        append_findings(out, self, findings);
    else if (report != NULL || findings->len > 0)
        gov_write_junit(out, report, findings, self->fail_on, self->language);
}

static void accept_findings(GString *out, const Check *self, const GPtrArray *findings)
{
    for (guint i = 0; self->accepted != NULL && i < findings->len; i++)
        gov_baseline_append_line(out, g_ptr_array_index(findings, i));
}

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    const Check *self = verb;
    const GovCheckOptions options = {.rules = self->rules, .narrative = self->narrative};
    g_autoptr(GPtrArray) findings = gov_check_report_with(piece->report, &options);
    accept_findings(piece->accepted, self, findings);
    piece->n_dismissed = dismiss(self, findings);
    tool_count_findings(findings, piece->n_findings);
    append_result(piece->text, self, piece->report, findings);
}

/* Of the texts only the sentences that compare with the year before. */
static void copy_growth(GovReport *copy, const GovReport *report)
{
    g_autoptr(GovNarrative) narrative = gov_narrative_new(report, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    const char *last = NULL;
    for (size_t i = 0; i < gov_narrative_n_claims(narrative); i++) {
        GovClaim claim = gov_narrative_get_claim(narrative, i);
        bool compares = claim.kind == GOV_CLAIM_GROWTH || claim.kind == GOV_CLAIM_DIFFERENCE;
        if (!compares || claim.section != 1 || g_strcmp0(last, claim.sentence) == 0)
            continue;
        last = claim.sentence;
        g_string_append_printf(text, "%s\n", claim.sentence);
    }
    if (text->len > 0)
        gov_report_set_section(copy, 1, text->str);
}

/* Figures and who and when, without the texts, which are most of a report. */
static GovReport *copy_figures(const GovReport *report, GovNarrativeMode narrative)
{
    const GovForm *form = gov_report_get_form(report);
    GovReport *copy = gov_report_new(form);
    gov_report_set_source(copy, gov_report_get_source(report));
    gov_report_set_agency(copy, gov_report_get_agency(report));
    gov_report_set_year(copy, gov_report_get_year(report));
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        GovCell value = gov_report_get_cell(report, cell);
        value.raw = NULL;
        value.locator = NULL;
        gov_report_set_cell(copy, cell, &value);
    }
    if (narrative != GOV_NARRATIVE_NONE)
        copy_growth(copy, report);
    gov_report_seal(copy);
    return copy;
}

/* Every result of SARIF begins with a comma, which the first has to lose. */
static size_t skip_comma(Check *self, const GString *text)
{
    bool is_first = self->format == FORMAT_SARIF && !self->has_results && text->len > 0;
    self->has_results = self->has_results || is_first;
    return is_first ? 1 : 0;
}

static void deliver_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    Check *self = verb;
    size_t skip = skip_comma(self, piece->text);
    tool_batch_write(batch, piece->text->str + skip, piece->text->len - skip);
    if (self->accepted != NULL)
        g_string_append_len(self->accepted, piece->accepted->str, (gssize)piece->accepted->len);
    if (gov_report_get_agency(piece->report) == NULL || gov_report_get_year(piece->report) == 0)
        return;
    g_ptr_array_add(self->reports, copy_figures(piece->report, self->narrative));
}

/* Findings over several reports. */
static void deliver_findings(Check *self, GPtrArray *findings, ToolOutput *output, ToolTally *tally)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (self->accepted != NULL)
        accept_findings(self->accepted, self, findings);
    tally->n_dismissed += dismiss(self, findings);
    tool_count_findings(findings, tally->n_findings);
    append_result(text, self, NULL, findings);
    size_t skip = skip_comma(self, text);
    tool_output_write(output, text->str + skip, text->len - skip);
}

static void check_years(Check *self, ToolOutput *output, ToolTally *tally)
{
    const GovCheckOptions options = {.rules = self->rules, .narrative = self->narrative};
    g_autoptr(GPtrArray) findings = gov_check_series(self->reports, &options);
    deliver_findings(self, findings, output, tally);
}

/* The reports of one form as columns. Reports of the form leave the list. */
static GovDataset *take_form(GPtrArray *reports, const GovUnits *units)
{
    const GovForm *form = gov_report_get_form(g_ptr_array_index(reports, 0));
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);
    for (guint i = 0; i < reports->len;) {
        const GovReport *report = g_ptr_array_index(reports, i);
        if (gov_report_get_form(report) != form || !gov_dataset_append(dataset, report, NULL, NULL))
            i++;
        else
            g_ptr_array_remove_index(reports, i);
    }
    gov_dataset_seal(dataset);
    return units != NULL ? gov_units_join(dataset, units, NULL) : g_steal_pointer(&dataset);
}

/* Forms in the order of their ids, so that the order of the input makes no difference. */
static gint compare_forms(gconstpointer a, gconstpointer b)
{
    const GovReport *x = *(const GovReport *const *)a, *y = *(const GovReport *const *)b;
    return strcmp(gov_form_get_id(gov_report_get_form(x)), gov_form_get_id(gov_report_get_form(y)));
}

static void check_panel(Check *self, ToolOutput *output, ToolTally *tally)
{
    g_ptr_array_sort(self->reports, compare_forms);
    while (self->panel && self->reports->len > 0) {
        g_autoptr(GovDataset) dataset = take_form(self->reports, self->units);
        g_autoptr(GPtrArray) findings = gov_check_panel(dataset);
        deliver_findings(self, findings, output, tally);
    }
}

static void add_form_rules(GPtrArray *all, const GovForm *form)
{
    for (size_t i = 0; i < gov_form_n_rules(form); i++)
        g_ptr_array_add(all, (gpointer)(uintptr_t)gov_form_get_rule(form, i));
}

/* All rules that may be named; added ones first, since they may take the place of others. */
static GPtrArray *list_rules(const Check *self, const GovForm *only)
{
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < self->rules->len; i++) {
        const GovRules *rules = g_ptr_array_index(self->rules, i);
        for (size_t k = 0; k < gov_rules_n(rules); k++)
            g_ptr_array_add(all, (gpointer)(uintptr_t)gov_rules_get(rules, k));
    }
    if (only != NULL)
        add_form_rules(all, only);
    for (size_t i = 0; only == NULL && i < gov_form_n_builtin(); i++) {
        /* Built-in forms stay for the life of the process. */
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        add_form_rules(all, form);
    }
    return all;
}

static void write_begin(const Check *self, const GovForm *form, ToolOutput *output)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (self->format == FORMAT_SARIF && !self->is_quiet) {
        g_autoptr(GPtrArray) rules = list_rules(self, form);
        gov_write_sarif_begin(text, rules, self->language);
    } else if (self->format == FORMAT_JUNIT && !self->is_quiet) {
        gov_write_junit_begin(text);
    }
    tool_output_write(output, text->str, text->len);
}

static void write_end(const Check *self, const ToolTally *tally, ToolOutput *output)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (self->format == FORMAT_SARIF)
        gov_write_sarif_end(text);
    else if (self->format == FORMAT_JUNIT)
        gov_write_junit_end(text);
    else if (self->format == FORMAT_TEXT)
        tool_append_summary(text, tally, self->language);
    if (!self->is_quiet)
        tool_output_write(output, text->str, text->len);
}

/* The new baseline, written last: an earlier one may have been read from the same file. */
static bool write_baseline(const Check *self, const char *path)
{
    g_autoptr(GError) error = NULL;
    if (path == NULL)
        return true;
    if (g_file_set_contents(path, self->accepted->str, (gssize)self->accepted->len, &error))
        return true;
    tool_message("%s", error->message);
    return false;
}

static int run(Check *self, const ToolInputOptions *inputs, const char *new_baseline)
{
    static const ToolBatchSteps steps = {format_report, deliver_report};
    ToolOutput *output = tool_output_open(NULL, NULL, NULL);
    write_begin(self, inputs->form, output);
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    check_years(self, output, &tally);
    check_panel(self, output, &tally);
    write_end(self, &tally, output);
    bool is_written = write_baseline(self, new_baseline);
    if (!tool_output_close(output) || tally.n_failed > 0 || !is_written)
        return TOOL_TROUBLE;
    size_t n = 0;
    for (int severity = self->fail_on; severity <= GOV_SEVERITY_ERROR; severity++)
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

/* Which figures of the text are told; -1 after a message. */
static int choose_narrative(const char *name)
{
    static const char *const names[] = {"contradicted", "all", "none", NULL};
    static const int modes[] = {GOV_NARRATIVE_CONTRADICTED, GOV_NARRATIVE_ALL, GOV_NARRATIVE_NONE};
    int choice = tool_choose(help.verb, "narrative", name, names);
    return choice < 0 ? -1 : modes[choice];
}

/* What the options name is read before any report. FALSE after a message. */
static bool load(Check *self, const GovForm *form, const char *rules, const char *baseline)
{
    g_autoptr(GError) error = NULL;
    self->rules = tool_load_rules(form, rules);
    if (self->rules == NULL)
        return false;
    if (baseline == NULL)
        return true;
    self->baseline = gov_baseline_from_file(baseline, &error);
    if (self->baseline == NULL)
        tool_message("%s", error->message);
    return self->baseline != NULL;
}

static bool load_units(Check *self, const char *path)
{
    g_autoptr(GError) error = NULL;
    self->units = gov_units_from_file(path, &error);
    if (self->units == NULL)
        tool_message("%s", error->message);
    return self->units != NULL;
}

static void check_clear(Check *self)
{
    g_clear_pointer(&self->rules, g_ptr_array_unref);
    g_clear_pointer(&self->baseline, gov_baseline_unref);
    g_clear_pointer(&self->units, gov_units_unref);
    g_clear_pointer(&self->reports, g_ptr_array_unref);
    if (self->accepted != NULL)
        g_string_free(self->accepted, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Check, check_clear)

int tool_check(int argc, char **argv)
{
    static const char *const formats[] = {"text", "jsonl", "sarif", "junit", NULL};
    gboolean is_quiet = FALSE;
    gboolean panel = FALSE;
    g_autofree char *units = NULL;
    g_autofree char *format = NULL;
    g_autofree char *threshold = NULL;
    g_autofree char *language = NULL;
    g_autofree char *rules = NULL;
    g_autofree char *baseline = NULL;
    g_autofree char *new_baseline = NULL;
    g_autofree char *narrative = NULL;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text, jsonl, sarif or junit",
         "NAME"},
        {"fail-on", 0, 0, G_OPTION_ARG_FILENAME, &threshold,
         "Exit with 1 from here on: error, warning, hint, never", "SEVERITY"},
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "Check these rules as well", "FILE"},
        {"baseline", 0, 0, G_OPTION_ARG_FILENAME, &baseline,
         "Leave out findings that this file accepts", "FILE"},
        {"write-baseline", 0, 0, G_OPTION_ARG_FILENAME, &new_baseline,
         "Write a file that accepts all findings", "FILE"},
        {"narrative", 0, 0, G_OPTION_ARG_FILENAME, &narrative,
         "Figures of the text to tell: contradicted (default), all, none", "WHICH"},
        {"panel", 0, 0, G_OPTION_ARG_NONE, &panel,
         "Compare the reports with each other: outliers, copied tables", NULL},
        {"units", 0, 0, G_OPTION_ARG_FILENAME, &units,
         "With --panel: register of units (CSV), for their levels", "FILE"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &language,
         "Language of messages: zh or en (default: that of the locale)", "LANG"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, "Print no findings, only exit",
         NULL},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    int status = TOOL_OK;
    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    const char *const lists[] = {units, rules, baseline, new_baseline};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        tool_lay_aside(&inputs, lists[i]);
    g_auto(Check) self = {.is_quiet = is_quiet};
    int choice = tool_choose(help.verb, "format", format, formats);
    self.fail_on = choose_threshold(threshold);
    int which = choose_narrative(narrative);
    if (choice < 0 || self.fail_on < 0 || which < 0 ||
        !tool_choose_language(help.verb, language, &self.language) ||
        !load(&self, inputs.form, rules, baseline))
        return TOOL_TROUBLE;
    self.panel = panel;
    if (units != NULL && !load_units(&self, units))
        return TOOL_TROUBLE;
    self.format = (Format)choice;
    self.narrative = (GovNarrativeMode)which;
    self.accepted = new_baseline != NULL ? g_string_new(NULL) : NULL;
    self.reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    return run(&self, &inputs, new_baseline);
}
