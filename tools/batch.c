/* SPDX-License-Identifier: MIT */
/* Puts walk, work and output together. A worker reads one file and makes an outcome of
 * it: a list of pieces, and messages. The calling thread takes outcomes in order, so that
 * results and messages are the same for any number of workers, and is the only one that
 * writes. */
#include "batch.h"
#include "input.h"
#include "work.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_AFTER (G_USEC_PER_SEC / 2)
#define PROGRESS_EVERY (G_USEC_PER_SEC / 10)

typedef struct {
    GPtrArray *pieces; /* of ToolPiece */
    char *message;
    int code; /* GovError, if there is a message */     /* "path: why it could not be used", or NULL */
} Outcome;

struct _ToolBatch {
    const ToolBatchSteps *steps;
    const ToolInputOptions *inputs;
    ToolOutput *output;
    gpointer verb;
    ToolWalk *walk;
    ToolTally tally;
    int stopped; /* atomic: nothing can be written any more */
    /* Progress */
    bool has_progress; /* stderr is a terminal that shows nothing else */
    bool is_shown;
    gint64 next_progress; /* monotonic time */
    size_t n_done, n_files;
};

static void free_piece(gpointer data)
{
    ToolPiece *piece = data;
    gov_report_unref(piece->report);
    g_free(piece->path);
    g_string_free(piece->text, TRUE);
    g_string_free(piece->accepted, TRUE);
    g_free(piece);
}

static void free_outcome(Outcome *outcome)
{
    g_ptr_array_unref(outcome->pieces);
    g_free(outcome->message);
    g_free(outcome);
}

static GPtrArray *read_reports(const ToolBatch *batch, const ToolFile *file,
                               GError **error)
{
    g_autofree char *source = g_filename_display_name(file->path);
    GovReadOptions options = GOV_READ_OPTIONS_INIT;
    options.source = source;
    options.form = batch->inputs->form;
    options.max_bytes = (size_t)batch->inputs->max_size << 20;
    if (!file->is_stdin)
        return gov_read_file(file->path, &options, error);
    g_autoptr(GByteArray) data = tool_read_stdin(options.max_bytes, error);
    return data != NULL ? gov_read_data(data->data, data->len, &options, error) : NULL;
}

static void add_piece(Outcome *outcome, GovReport *report, const ToolFile *file, const ToolBatch *batch)
{
    ToolPiece *piece = g_new0(ToolPiece, 1);
    piece->path = file->is_stdin ? NULL : g_strdup(file->path);
    piece->report = gov_report_ref(report);
    piece->text = g_string_new(NULL);
    piece->accepted = g_string_new(NULL);
    batch->steps->format(piece, batch->verb);
    g_ptr_array_add(outcome->pieces, piece);
}

/* ToolFile → Outcome, in a worker. */
static gpointer work_on_file(gpointer item, gpointer data)
{
    g_autoptr(ToolFile) file = item;
    ToolBatch *batch = data;
    Outcome *outcome = g_new0(Outcome, 1);
    outcome->pieces = g_ptr_array_new_with_free_func(free_piece);
    if (g_atomic_int_get(&batch->stopped) != 0)
        return outcome;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reports = NULL;
    if (file->problem == NULL)
        reports = read_reports(batch, file, &error);
    if (reports == NULL)
        outcome->message = g_strdup(error != NULL ? error->message : file->problem);
    outcome->code = error != NULL && error->domain == GOV_ERROR ? error->code : (int)GOV_ERROR_IO;
    for (guint i = 0; reports != NULL && i < reports->len; i++)
        add_piece(outcome, g_ptr_array_index(reports, i), file, batch);
    return outcome;
}

static void erase_progress(ToolBatch *batch)
{
    if (batch->is_shown)
        fputs("\r\033[K", stderr);
    batch->is_shown = false;
}

/* The number of files is not known on the way: it costs a second walk, made only if
 * somebody waits and watches. */
static size_t count_files(const ToolBatch *batch)
{
    g_autoptr(ToolWalk) walk = tool_walk_new(batch->inputs, batch->output);
    size_t n = 0;
    for (ToolFile *file = tool_walk_next(walk); file != NULL;
         file = tool_walk_next(walk)) {
        tool_file_free(file);
        n++;
    }
    return n;
}

static void show_progress(ToolBatch *batch)
{
    gint64 now = g_get_monotonic_time();
    if (!batch->has_progress || now < batch->next_progress)
        return;
    if (batch->n_files == 0)
        batch->n_files = count_files(batch);
    batch->next_progress = now + PROGRESS_EVERY;
    if (batch->n_files < 2)
        return;
    fprintf(stderr, "\r %zu/%zu files", batch->n_done, batch->n_files);
    batch->is_shown = true;
}

/* Outcome → output, in the calling thread. */
static void deliver_outcome(gpointer result, gpointer data)
{
    Outcome *outcome = result;
    ToolBatch *batch = data;
    batch->n_done++;
    for (guint i = 0; i < outcome->pieces->len && tool_output_is_good(batch->output);
         i++) {
        const ToolPiece *piece = g_ptr_array_index(outcome->pieces, i);
        batch->tally.n_reports++;
        batch->tally.n_dismissed += piece->n_dismissed;
        for (GovStatus status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++)
            batch->tally.n_cells[status] += gov_report_count_status(piece->report, status);
        for (size_t s = 0; s < G_N_ELEMENTS(piece->n_findings); s++)
            batch->tally.n_findings[s] += piece->n_findings[s];
        batch->steps->deliver(batch, piece, batch->verb);
    }
    if (outcome->message != NULL && tool_output_is_good(batch->output)) {
        tool_batch_fail(batch, "%s", outcome->message);
        batch->tally.n_failed_by[outcome->code]++;
    }
    if (!tool_output_is_good(batch->output))
        g_atomic_int_set(&batch->stopped, 1);
    free_outcome(outcome);
    show_progress(batch);
}

static gpointer next_file(gpointer data)
{
    ToolBatch *batch = data;
    return g_atomic_int_get(&batch->stopped) != 0 ? NULL : tool_walk_next(batch->walk);
}

ToolTally tool_batch_run(const ToolBatchSteps *steps, const ToolInputOptions *inputs,
                         ToolOutput *output, gpointer verb)
{
    static const ToolWork work = {next_file, work_on_file, deliver_outcome};
    g_autoptr(ToolWalk) walk = tool_walk_new(inputs, output);
    ToolBatch batch = {.steps = steps, .inputs = inputs, .output = output, .verb = verb};
    batch.walk = walk;
    batch.has_progress = isatty(STDERR_FILENO) == 1 && !tool_output_is_terminal(output);
    batch.next_progress = g_get_monotonic_time() + PROGRESS_AFTER;
    tool_work_run(&work, (guint)inputs->jobs, &batch);
    erase_progress(&batch);
    batch.tally.n_files = batch.n_done;
    return batch.tally;
}

void tool_batch_write(ToolBatch *batch, const char *text, size_t len)
{
    tool_output_write(batch->output, text, len);
}

void tool_batch_fail(ToolBatch *batch, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    erase_progress(batch);
    tool_message("%s", text);
    batch->tally.n_failed++;
}

GPtrArray *tool_piece_check(ToolPiece *piece)
{
    GPtrArray *findings = gov_check_report(piece->report);
    tool_count_findings(findings, piece->n_findings);
    return findings;
}

void tool_count_findings(const GPtrArray *findings, size_t *n_findings)
{
    for (guint i = 0; i < findings->len; i++)
        n_findings[gov_finding_get_severity(g_ptr_array_index(findings, i))]++;
}

void tool_append_heading(GString *out, const GovReport *report)
{
    const char *source = gov_report_get_source(report);
    const char *agency = gov_report_get_agency(report);
    int year = gov_report_get_year(report);
    g_string_append(out, source != NULL ? source : "-");
    g_string_append_printf(out, ": %s, ", agency != NULL ? agency : "?");
    if (year != 0)
        g_string_append_printf(out, "%d, ", year);
    else
        g_string_append(out, "?, ");
    g_string_append(out, gov_form_get_id(gov_report_get_form(report)));
}

static void append_count(GString *out, size_t n, const char *noun)
{
    g_string_append_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

static void append_failures(GString *out, const ToolTally *tally)
{
    static const char *const reasons[] = {
        [GOV_ERROR_IO] = "not readable",  [GOV_ERROR_UNSUPPORTED] = "format not read",
        [GOV_ERROR_ENCODING] = "encoding", [GOV_ERROR_SYNTAX] = "damaged",
        [GOV_ERROR_LIMIT] = "too large",   [GOV_ERROR_NO_TABLES] = "no tables",
        [GOV_ERROR_FORM] = "edition open", [GOV_ERROR_COUNT] = "number of reports",
        [GOV_ERROR_OVERFLOW] = "sum too large",
    };
    const char *separator = " (";

    append_count(g_string_append(out, "; not usable: "), tally->n_failed, "input");
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (tally->n_failed_by[i] == 0)
            continue;
        g_string_append_printf(out, "%s%s %zu", separator, reasons[i], tally->n_failed_by[i]);
        separator = ", ";
    }
    g_string_append(out, *separator == ',' ? ")" : "");
}

void tool_append_reading(GString *out, const ToolTally *tally)
{
    append_count(out, tally->n_files, "file");
    append_count(g_string_append(out, ", "), tally->n_reports, "report");
    const char *separator = "; cells: ";
    for (GovStatus status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++) {
        if (tally->n_cells[status] == 0)
            continue;
        g_autofree char *name = g_strdelimit(g_strdup(gov_status_get_name(status)), "_", ' ');
        g_string_append_printf(out, "%s%zu %s", separator, tally->n_cells[status], name);
        separator = ", ";
    }
    if (tally->n_failed > 0)
        append_failures(out, tally);
}

void tool_append_summary(GString *out, const ToolTally *tally, GovLanguage language)
{
    const size_t *n = tally->n_findings;
    if (language == GOV_LANGUAGE_ZH) {
        g_string_append_printf(out, "%zu 份报告，%zu 处错误，%zu 处警告，%zu 处提示",
                               tally->n_reports, n[GOV_SEVERITY_ERROR],
                               n[GOV_SEVERITY_WARNING], n[GOV_SEVERITY_HINT]);
        if (tally->n_dismissed > 0)
            g_string_append_printf(out, "；另有 %zu 处已确认不再列出", tally->n_dismissed);
        if (tally->n_failed > 0)
            g_string_append_printf(out, "；%zu 份未能读取", tally->n_failed);
        g_string_append_c(out, '\n');
        return;
    }
    append_count(out, tally->n_reports, "report");
    append_count(g_string_append(out, ", "), n[GOV_SEVERITY_ERROR], "error");
    append_count(g_string_append(out, ", "), n[GOV_SEVERITY_WARNING], "warning");
    append_count(g_string_append(out, ", "), n[GOV_SEVERITY_HINT], "hint");
    if (tally->n_dismissed > 0)
        append_count(g_string_append(out, "; dismissed: "), tally->n_dismissed, "finding");
    if (tally->n_failed > 0)
        append_count(g_string_append(out, "; not usable: "), tally->n_failed, "input");
    g_string_append_c(out, '\n');
}
