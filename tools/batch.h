/* SPDX-License-Identifier: MIT */
/* What every verb that reads reports does: files → reports → text, by several workers,
 * delivered in order. A verb says how one report becomes text and what happens to that
 * text. */
#ifndef GOV_TOOLS_BATCH_H
#define GOV_TOOLS_BATCH_H

#include "output.h"

/* One report with its text. */
typedef struct {
    GovReport *report;
    char *path; /* of the file it was read from; NULL: standard input */
    GString *text;
    GString *accepted;  /* lines of a baseline: another text, for another file */
    size_t n_dismissed; /* findings that the baseline accepts */
    size_t n_findings[GOV_SEVERITY_ERROR + 1]; /* by severity */
} ToolPiece;

typedef struct _ToolBatch ToolBatch;

typedef struct {
    /* In a worker: writes the text of piece->report. Must not change `verb`. */
    void (*format)(ToolPiece *piece, gconstpointer verb);
    /* In the calling thread, in the order of the input; the text may be written or not.
     */
    void (*deliver)(ToolBatch *batch, const ToolPiece *piece, gpointer verb);
} ToolBatchSteps;

/* How it went. */
typedef struct {
    size_t n_reports;
    size_t n_files;
    size_t n_failed; /* inputs that could not be used */
    size_t n_failed_by[GOV_ERROR_OVERFLOW + 1]; /* of these, by the code of the error */
    size_t n_cells[GOV_STATUS_ABSENT + 1];   /* cells of all reports, by status */
    size_t n_dismissed;
    size_t n_findings[GOV_SEVERITY_ERROR + 1];
} ToolTally;

/* Reads all inputs. Ends early only if the output fails. */
ToolTally tool_batch_run(const ToolBatchSteps *steps, const ToolInputOptions *inputs,
                         ToolOutput *output, gpointer verb);

/* For `deliver`: writes to the output; tells that a report could not be used. */
void tool_batch_write(ToolBatch *batch, const char *text, size_t len);
void tool_batch_fail(ToolBatch *batch, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Checks the report of a piece and counts the findings. */
GPtrArray *tool_piece_check(ToolPiece *piece);
/* Counts findings by severity. */
void tool_count_findings(const GPtrArray *findings, size_t *n_findings);

/* Appends "source: agency, year, form". */
void tool_append_heading(GString *out, const GovReport *report);
/* Appends "3 files, 2 reports; 190 cells reported, 10 blank; not usable: 1 (no tables 1)" as a line. */
void tool_append_reading(GString *out, const ToolTally *tally);
/* Appends "2 reports, 1 error, 0 warnings, 3 hints" as a line. */
void tool_append_summary(GString *out, const ToolTally *tally, GovLanguage language);

#endif
