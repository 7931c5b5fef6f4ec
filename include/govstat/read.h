/* SPDX-License-Identifier: MIT */
/**
 * @file read.h
 * From bytes to reports.
 *
 * The format is found from the content, never from a name; the edition of the form from the labels
 * in the tables, never from the year. What was inferred or repaired on the way stands in the notes
 * of the report. All functions may be called from any thread.
 *
 * Messages of errors begin with the source of the options, where one is set. Options may be NULL
 * for the defaults.
 */
#ifndef GOVSTAT_READ_H
#define GOVSTAT_READ_H

#include <govstat/document.h>
#include <govstat/report.h>

GOV_BEGIN_DECLS

/** Default cap on the size of one document, in bytes. */
#define GOV_READ_MAX_BYTES ((size_t)64 << 20)

/** How to read; start from ::GOV_READ_OPTIONS_INIT. */
typedef struct {
    const char *source;  /**< Name for messages and for the report; may be NULL. */
    const GovForm *form; /**< Read as this form; NULL finds the built-in edition by its labels. */
    size_t max_bytes;    /**< Refuse longer input; 0 means ::GOV_READ_MAX_BYTES. */
} GovReadOptions;

#define GOV_READ_OPTIONS_INIT {NULL, NULL, GOV_READ_MAX_BYTES}

/** @return the number of formats that can be read: documents, and files of finished reports. */
size_t gov_read_n_formats(void);
/** @return the name of format @p i (`html`, `text` …); static. */
const char *gov_read_get_format(size_t i);
/** @return the name of the format of some bytes, or NULL if it is not read; static. */
const char *gov_read_detect(const void *data, size_t len);

/**
 * Makes a document of bytes. Our own JSON is no document: read it with gov_read_data().
 *
 * @param error ::GOV_ERROR_UNSUPPORTED, ::GOV_ERROR_ENCODING, ::GOV_ERROR_SYNTAX, ::GOV_ERROR_LIMIT
 * @return a new document, or NULL; free with gov_document_free()
 */
GovDocument *gov_read_document(const void *data, size_t len, const GovReadOptions *options,
                               GError **error);

/**
 * Fills forms from a document.
 *
 * @param error ::GOV_ERROR_NO_TABLES says what was looked for and what was found,
 *              ::GOV_ERROR_FORM that the edition cannot be told
 * @return at least one sealed report in document order; free with g_ptr_array_unref()
 */
GPtrArray *gov_read_match(const GovDocument *document, const GovReadOptions *options,
                          GError **error);

/**
 * Reads all reports in some bytes: gov_read_document(), then gov_read_match(); or reports as
 * gov_report_to_json() writes them: one object, an array, or one object on each line.
 */
GPtrArray *gov_read_data(const void *data, size_t len, const GovReadOptions *options,
                         GError **error);

/** Reads all reports in a file. Adds ::GOV_ERROR_IO; the path is the source if none is given. */
GPtrArray *gov_read_file(const char *path, const GovReadOptions *options, GError **error);

GOV_END_DECLS

#endif
