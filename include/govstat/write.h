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
/** Appends a finding as text for people, with line breaks. */
void gov_write_finding_text(GString *out, const GovFinding *finding, GovLanguage language);

GOV_END_DECLS

#endif
