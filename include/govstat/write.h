/* SPDX-License-Identifier: MIT */
/**
 * @file write.h
 * Reports and findings as text for programs and for people.
 *
 * Writers append to a GString, so that nothing is known here of files or terminals. The same
 * input gives the same bytes, whatever the locale of the numbers.
 */
#ifndef GOVSTAT_WRITE_H
#define GOVSTAT_WRITE_H

#include <govstat/check.h>
#include <govstat/concordance.h>
#include <govstat/diff.h>
#include <govstat/reconcile.h>
#include <govstat/rollup.h>

GOV_BEGIN_DECLS

/** What a writer adds to the plain output. */
typedef enum {
    GOV_WRITE_PLAIN = 0,
    GOV_WRITE_RAW = 1 << 0,      /**< The text of each cell as printed. */
    GOV_WRITE_SECTIONS = 1 << 1, /**< The six text sections. */
    GOV_WRITE_COLOUR = 1 << 2    /**< Escape sequences for a terminal. */
} GovWriteFlags;

/** Appends a report as one JSON object on one line, without the line break. */
void gov_write_json(GString *out, const GovReport *report, unsigned flags);

/** Appends the header line of the wide CSV of a form. */
void gov_write_csv_header(GString *out, const GovForm *form, unsigned flags);
/** Appends a report as one line of wide CSV. */
void gov_write_csv(GString *out, const GovReport *report, unsigned flags);

/** Appends the header line of the long CSV: one line per cell. */
void gov_write_long_header(GString *out);
/** Appends a report as long CSV. */
void gov_write_long(GString *out, const GovReport *report);

/**
 * Appends the tables of a report for a terminal, in the official layout; failing cells are marked.
 *
 * @param findings GovFinding array to mark cells from, or NULL
 */
void gov_write_text(GString *out, const GovReport *report, const GPtrArray *findings,
                    GovLanguage language, unsigned flags);

/** Appends the tables of a report as an HTML fragment; failing cells have the class `failed`. */
void gov_write_html(GString *out, const GovReport *report, const GPtrArray *findings,
                    GovLanguage language);

/** Appends a finding as one JSON object on one line, without the line break. */
void gov_write_finding_json(GString *out, const GovFinding *finding, GovLanguage language);
/**
 * Appends the head of a SARIF 2.1.0 log, up to its first result.
 *
 * @param rules GovRule array that results may name, each told once by its id; or NULL
 */
void gov_write_sarif_begin(GString *out, const GPtrArray *rules, GovLanguage language);
/** Appends a finding as a SARIF result: one JSON object; the commas between them are the caller's. */
void gov_write_finding_sarif(GString *out, const GovFinding *finding, GovLanguage language);
/** Appends the end of a SARIF log. */
void gov_write_sarif_end(GString *out);

/** Appends the head of a JUnit XML file. */
void gov_write_junit_begin(GString *out);
/**
 * Appends a report as one JUnit test suite: every finding a test, and every rule of its form without one
 * a test that passed.
 *
 * @param report    the report, or NULL for findings across years
 * @param findings  GovFinding array
 * @param threshold lowest ::GovSeverity that fails a test; one above the highest fails none
 */
void gov_write_junit(GString *out, const GovReport *report, const GPtrArray *findings, int threshold,
                     GovLanguage language);
/** Appends the end of a JUnit XML file. */
void gov_write_junit_end(GString *out);

/** Appends a finding as text for people, with line breaks. */
void gov_write_finding_text(GString *out, const GovFinding *finding, GovLanguage language);

/** Appends what becomes of the cells of one form in another, for people: how many are the same, and one line for
 *  each reason why others are not, with the rows it is about. */
void gov_write_concordance_text(GString *out, const GovConcordance *concordance, GovLanguage language);

/** Appends two reports side by side as JSON lines: one object of `kind` "reports", one for each cell, one for
 *  each identity between the years. */
void gov_write_diff_json(GString *out, const GovDiff *diff);
/** Appends the same as CSV, without the first. Lines of kind `identity` have the right side under `before`, the
 *  left side under `after` and their difference under `change`. */
void gov_write_diff_csv(GString *out, const GovDiff *diff);
/** Appends the same for people: one line for each cell, table by table, then the identities. */
void gov_write_diff_text(GString *out, const GovDiff *diff, GovLanguage language);

/** Appends the header line of the CSV of a roll-up. */
void gov_write_rollup_csv_header(GString *out);
/** Appends a group of a roll-up as CSV: one line for each cell, with the sum, the counts of reports with and
 *  without a figure, bounds, estimate, and the total worked out again where it differs. */
void gov_write_rollup_csv(GString *out, const GovRollup *rollup, size_t node);
/** Appends a group as one JSON object on one line, without the line break. */
void gov_write_rollup_json(GString *out, const GovRollup *rollup, size_t node);
/** Appends a group for people: its tables in the official layout, then the sums that are not of all. */
void gov_write_rollup_text(GString *out, const GovRollup *rollup, size_t node, GovLanguage language,
                           unsigned flags);

/**
 * Appends who has not filed, whose report gave way to another, which reports are of no unit, and which leave figures
 * open, as CSV with its header line. For the first hundred names that are of no unit the one that may be meant is named
 * (gov_units_find_like()).
 *
 * @param problems GovJoinProblem of gov_units_join(), or NULL
 */
void gov_write_filing_csv(GString *out, const GovRollup *rollup, const GArray *problems);
/** Appends the same as JSON lines. */
void gov_write_filing_json(GString *out, const GovRollup *rollup, const GArray *problems);
/** Appends the same for people. */
void gov_write_filing_text(GString *out, const GovRollup *rollup, const GArray *problems, GovLanguage language);

/** Appends a reconciliation as one JSON object on a line of its own. */
void gov_write_reconciliation_json(GString *out, const GovUnits *units, const GovReconciliation *one);
/** Appends the header line of the CSV of reconciliations. */
void gov_write_reconciliation_csv_header(GString *out);
/** Appends a reconciliation as CSV: a line for each way, then one for each explanation. */
void gov_write_reconciliation_csv(GString *out, const GovUnits *units, const GovReconciliation *one);
/** Appends a reconciliation for people; the best way has an asterisk. */
void gov_write_reconciliation_text(GString *out, const GovUnits *units, const GovReconciliation *one,
                                   GovLanguage language);

GOV_END_DECLS

#endif
