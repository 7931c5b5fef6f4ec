/* SPDX-License-Identifier: MIT */
/* govstat extract: the figures of reports for other programs. Text is made in the
 * workers; what depends on the order (commas of the array, header lines, whether a report
 * fits the table begun by an earlier one) is decided on delivery. */
#include "batch.h"
#include <string.h>

typedef enum { FORMAT_JSONL, FORMAT_JSON, FORMAT_CSV, FORMAT_LONG } Format;

typedef struct {
    Format format;
    unsigned flags;  /* GovWriteFlags */
    bool has_output; /* a first report was written */
    GovForm *form;   /* CSV: that of the header line, once it is written */
    GHashTable *seen; /* fingerprints of reports, with the source of the first */
} Extract;

/* Reports remembered to find those that stand twice; about 150 bytes each. */
#define MAX_SEEN 50000u

static const ToolHelp help = {
    "extract",
    "Writes every figure of the reports, with its status, for other programs.",
    "FILE may be a file, a directory to walk, or - for standard input. The\n"
    "form is found by its labels.\n\n"
    "Formats:\n"
    "  jsonl  one object for each report, one on a line (default)\n"
    "  json   one array\n"
    "  csv    one line for each report, one column for each cell; all of\n"
    "         one form\n"
    "  long   CSV with one line for each cell: value, status, text as\n"
    "         printed, place\n\n"
    "Examples:\n"
    "  govstat extract reports/ > figures.jsonl\n"
    "  govstat extract --format=long -o figures.csv 2023/*.html 2024/*.html\n"
    "  curl -s https://example.org/report.html | govstat extract -",
};

static void format_report(ToolPiece *piece, gconstpointer verb)
{
    const Extract *self = verb;
    switch (self->format) {
    case FORMAT_JSONL:
    case FORMAT_JSON:
        gov_write_json(piece->text, piece->report, self->flags);
        break;
    case FORMAT_CSV:
        gov_write_csv(piece->text, piece->report, self->flags);
        break;
    case FORMAT_LONG:
        gov_write_long(piece->text, piece->report);
        break;
    }
}

static void write_csv_header(Extract *self, GString *out, const GovForm *form)
{
    self->form = gov_form_ref(form);
    gov_write_csv_header(out, form, self->flags);
}

/* A table has one header line: that of the first report, or of --form. */
static bool fits_table(Extract *self, ToolBatch *batch, const GovReport *report)
{
    const GovForm *form = gov_report_get_form(report);
    if (self->form == NULL) {
        g_autoptr(GString) header = g_string_new(NULL);
        write_csv_header(self, header, form);
        tool_batch_write(batch, header->str, header->len);
        return true;
    }
    if (strcmp(gov_form_get_id(form), gov_form_get_id(self->form)) == 0)
        return true;
    tool_batch_fail(batch,
                    "%s: %s does not fit the table of %s; use --format=long or --form",
                    gov_report_get_source(report), gov_form_get_id(form),
                    gov_form_get_id(self->form));
    return false;
}

/* What makes two reports the same: form, body, year and every cell. */
static char *fingerprint(const GovReport *report)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    size_t n = gov_form_n_cells(gov_report_get_form(report));
    const char *id = gov_form_get_id(gov_report_get_form(report));
    const char *agency = gov_report_get_agency(report);
    int year = gov_report_get_year(report);
    g_checksum_update(sum, (const guchar *)id, (gssize)strlen(id) + 1);
    g_checksum_update(sum, (const guchar *)(agency != NULL ? agency : ""), -1);
    g_checksum_update(sum, (const guchar *)&year, sizeof year);
    for (size_t cell = 0; cell < n; cell++) {
        GovCell c = gov_report_get_cell(report, cell);
        int64_t both[2] = {c.status, c.status == GOV_STATUS_REPORTED ? c.value : 0};
        g_checksum_update(sum, (const guchar *)both, sizeof both);
    }
    return g_strdup(g_checksum_get_string(sum));
}

/* Tells that two inputs hold the same report; both are kept. */
static void note_same(Extract *self, const GovReport *report)
{
    const char *source = gov_report_get_source(report);
    if (g_hash_table_size(self->seen) >= MAX_SEEN)
        return;
    g_autofree char *key = fingerprint(report);
    const char *first = g_hash_table_lookup(self->seen, key);
    if (first != NULL)
        tool_message("%s: Holds the same report as %s", source, first);
    else
        g_hash_table_insert(self->seen, g_steal_pointer(&key), g_strdup(source != NULL ? source : "-"));
}

static void deliver_report(ToolBatch *batch, const ToolPiece *piece, gpointer verb)
{
    Extract *self = verb;
    note_same(self, piece->report);
    if (self->format == FORMAT_CSV && !fits_table(self, batch, piece->report))
        return;
    if (self->format == FORMAT_JSON)
        tool_batch_write(batch, self->has_output ? ",\n" : "\n",
                         self->has_output ? 2 : 1);
    tool_batch_write(batch, piece->text->str, piece->text->len);
    if (self->format == FORMAT_JSONL)
        tool_batch_write(batch, "\n", 1);
    self->has_output = true;
}

static void append_beginning(GString *out, Extract *self, const GovForm *form)
{
    if (self->format == FORMAT_JSON)
        g_string_append_c(out, '[');
    if (self->format == FORMAT_LONG)
        gov_write_long_header(out);
    if (self->format == FORMAT_CSV && form != NULL)
        write_csv_header(self, out, form);
}

static int run(Extract *self, const ToolInputOptions *inputs, const char *path)
{
    static const ToolBatchSteps steps = {format_report, deliver_report};
    g_autoptr(GError) error = NULL;
    ToolOutput *output = tool_output_open(path, inputs->files, &error);
    if (output == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    g_autoptr(GString) beginning = g_string_new(NULL);
    append_beginning(beginning, self, inputs->form);
    tool_output_write(output, beginning->str, beginning->len);
    self->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    ToolTally tally = tool_batch_run(&steps, inputs, output, self);
    g_clear_pointer(&self->seen, g_hash_table_unref);
    const char *end = self->format != FORMAT_JSON ? ""
                      : self->has_output          ? "\n]\n"
                                                  : "]\n";
    tool_output_write(output, end, strlen(end));
    g_clear_pointer(&self->form, gov_form_unref);
    bool good = tool_output_close(output);
    if (good && tally.n_files > 1) {
        g_autoptr(GString) summary = g_string_new(NULL);
        tool_append_reading(summary, &tally);
        tool_message("%s", summary->str);
    }
    return good && tally.n_failed == 0 ? TOOL_OK : TOOL_TROUBLE;
}

int tool_extract(int argc, char **argv)
{
    static const char *const formats[] = {"jsonl", "json", "csv", "long", NULL};
    gboolean raw = FALSE, sections = FALSE;
    g_autofree char *format = NULL;
    g_autofree char *path = NULL;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "jsonl, json, csv or long",
         "NAME"},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &raw, "Add the text of each cell as printed",
         NULL},
        {"sections", 0, 0, G_OPTION_ARG_NONE, &sections, "Add the six text sections",
         NULL},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Write to FILE", "FILE"},
        G_OPTION_ENTRY_NULL};
    g_auto(ToolInputOptions) inputs = {0};
    int status = TOOL_OK;
    if (!tool_parse(&help, entries, &inputs, argc, argv, &status))
        return status;
    int choice = tool_choose(help.verb, "format", format, formats);
    if (choice < 0)
        return TOOL_TROUBLE;
    if (sections && choice == FORMAT_LONG)
        return tool_wrong_usage(help.verb, "--sections does not go with --format=long; "
                                           "use jsonl, json or csv");
    Extract self = {.format = (Format)choice};
    self.flags = (raw ? GOV_WRITE_RAW : 0) | (sections ? GOV_WRITE_SECTIONS : 0);
    return run(&self, &inputs, path);
}
