/* SPDX-License-Identifier: MIT */
/**
 * @file report.h
 * GovReport: one filled form, with the evidence of every figure.
 *
 * A report is built, then sealed; a sealed report is immutable and may be read from any thread.
 * Setters on a sealed report are a caller's mistake. Strings that are not valid UTF-8 are mended
 * when they are set.
 */
#ifndef GOVSTAT_REPORT_H
#define GOVSTAT_REPORT_H

#include <govstat/form.h>

GOV_BEGIN_DECLS

typedef struct _GovReport GovReport;

/** How the place of a figure in the form was found; the weakest link of row, column and digits. */
typedef enum {
    GOV_EVIDENCE_NONE,     /**< There is no figure. */
    GOV_EVIDENCE_EXACT,    /**< A plain cell under official labels. */
    GOV_EVIDENCE_ALIAS,    /**< A known other wording, or a label with an explanation added. */
    GOV_EVIDENCE_SIMILAR,  /**< A label within a few characters of the official one. */
    GOV_EVIDENCE_ORDER,    /**< Row or column known from its order only. */
    GOV_EVIDENCE_JOINED,   /**< Digits re-joined, and confirmed by a sum. */
    GOV_EVIDENCE_INFERRED, /**< Chosen among readings by the identities of the form. */
    GOV_EVIDENCE_GIVEN     /**< Set by a caller, or read from a file of figures. */
} GovEvidence;

/** Number of text sections a report has (一、总体情况 … 六、其他需要报告的事项). */
#define GOV_N_SECTIONS 6

/** One cell of a report; strings are borrowed from the report. */
typedef struct {
    int64_t value;        /**< Meaningful if REPORTED; the best reading if UNCERTAIN and `has_reading`. */
    GovStatus status;
    GovEvidence evidence;
    double confidence;    /**< 0 to 1: how sure the reading is; 1 where the cell is absent. */
    bool has_reading;     /**< Whether an uncertain cell carries a best reading. */
    const char *raw;      /**< Exactly as printed; NULL where the cell is absent. */
    const char *locator;  /**< Block of the document, such as `table 2`; NULL if unknown. */
    unsigned row;         /**< Row in that block, from 1; 0 if unknown. */
    unsigned column;      /**< Column in that block, from 1; 0 if unknown. */
} GovCell;

/** Something a reader has to tell; strings are borrowed from the report. */
typedef struct {
    const char *code;    /**< Machine name, such as `label.similar`. */
    int cell;            /**< Index of the cell, or -1 for the report as a whole. */
    const char *message; /**< For people, in English. */
} GovNote;

/** @return a new report with every cell absent. */
GovReport *gov_report_new(const GovForm *form);
/** @return @p report, with one more reference. */
GovReport *gov_report_ref(const GovReport *report);
/** Drops a reference. */
void gov_report_unref(GovReport *report);
/** Ends building. */
void gov_report_seal(GovReport *report);
/** @return whether building has ended. */
bool gov_report_is_sealed(const GovReport *report);

/** @return the form; borrowed. */
const GovForm *gov_report_get_form(const GovReport *report);
/** @return the file or address the report came from, or NULL; borrowed. */
const char *gov_report_get_source(const GovReport *report);
/** @return the title as printed, or NULL; borrowed. */
const char *gov_report_get_title(const GovReport *report);
/** @return the name of the body, from the title where it has one, or NULL; borrowed. */
const char *gov_report_get_agency(const GovReport *report);
/** @return the name the text itself uses for the body, where it differs, or NULL; borrowed. */
const char *gov_report_get_body_agency(const GovReport *report);
/** @return the reporting year, or 0. */
int gov_report_get_year(const GovReport *report);
/** @return the first day of the period as `YYYY-MM-DD`, or NULL; borrowed. */
const char *gov_report_get_period_start(const GovReport *report);
/** @return the last day of the period as `YYYY-MM-DD`, or NULL; borrowed. */
const char *gov_report_get_period_end(const GovReport *report);
/** @return the text of a section, from 1 to ::GOV_N_SECTIONS, or NULL; borrowed. */
const char *gov_report_get_section(const GovReport *report, unsigned section);

void gov_report_set_source(GovReport *report, const char *source);           /**< Copies. */
void gov_report_set_title(GovReport *report, const char *title);             /**< Copies. */
void gov_report_set_agency(GovReport *report, const char *agency);           /**< Copies. */
void gov_report_set_body_agency(GovReport *report, const char *agency);      /**< Copies. */
void gov_report_set_year(GovReport *report, int year);                       /**< 0: unknown. */
/** Sets the period; copies. Either may be NULL. */
void gov_report_set_period(GovReport *report, const char *start, const char *end);
/** Sets the text of a section, from 1 to ::GOV_N_SECTIONS; copies. */
void gov_report_set_section(GovReport *report, unsigned section, const char *text);

/** Sets a cell; copies its strings. The confidence is kept in whole percent. */
void gov_report_set_cell(GovReport *report, size_t cell, const GovCell *value);
/** @return a cell, by value; its strings are borrowed. */
GovCell gov_report_get_cell(const GovReport *report, size_t cell);
/** @return the status of a cell. */
GovStatus gov_report_get_status(const GovReport *report, size_t cell);
/** @return the values of all cells, in cell order; meaningful where the status is REPORTED. */
const int64_t *gov_report_get_values(const GovReport *report);
/** @return how many cells have a status. */
size_t gov_report_count_status(const GovReport *report, GovStatus status);
/** @return where a cell was found, such as `table 2 row 14 column 8`, or NULL; g_free(). */
char *gov_report_dup_locator(const GovReport *report, size_t cell);

/** Adds a note; copies. @param cell index, or -1 for the report as a whole. */
void gov_report_add_note(GovReport *report, const char *code, int cell, const char *message);
/** @return the number of notes. */
size_t gov_report_n_notes(const GovReport *report);
/** @return a note, by value; its strings are borrowed. */
GovNote gov_report_get_note(const GovReport *report, size_t note);

/** @return the machine name of an evidence (`exact`, `alias` …); static. */
const char *gov_evidence_get_name(GovEvidence evidence);

/**
 * Writes everything a report holds as one JSON object, without loss.
 * @return a new string, UTF-8, one line; free with g_free()
 */
char *gov_report_to_json(const GovReport *report);

/**
 * Reads back what gov_report_to_json() wrote, or the plain object of gov_write_json(), whose
 * figures then have the evidence ::GOV_EVIDENCE_GIVEN. A cell without a value must have a status.
 * Members that are not known are ignored.
 *
 * @param form  the form to use, or NULL to take the built-in one that the object names
 * @param error ::GOV_ERROR_SYNTAX naming member or cell, ::GOV_ERROR_FORM if the form is unknown or
 *              not @p form, ::GOV_ERROR_LIMIT for numbers that cannot be held exactly
 *              (decimals from 8.5·10^9 万元) and for deep nesting
 * @return a sealed report, or NULL
 */
GovReport *gov_report_from_json(const char *json, size_t len, const GovForm *form, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovReport, gov_report_unref)

GOV_END_DECLS

#endif
