/* SPDX-License-Identifier: MIT */
/**
 * @file manifest.h
 * GovManifest: which file was filed when, by whom (报送清单).
 *
 * A report does not say when it was handed in, and often not by which unit of the register. The office that
 * collects keeps a list of that. Joined with it, a dataset has the keys ::GOV_KEY_FILED, ::GOV_KEY_UNIT and
 * ::GOV_KEY_SCOPE, so that the latest of several reports of a unit wins whatever the order of the input. A manifest
 * is immutable and may be read from any thread.
 */
#ifndef GOVSTAT_MANIFEST_H
#define GOVSTAT_MANIFEST_H

#include <govstat/dataset.h>
#include <govstat/units.h>

GOV_BEGIN_DECLS

typedef struct _GovManifest GovManifest;

/** One line of a manifest; strings are borrowed from it, and NULL where the line is silent. */
typedef struct {
    const char *file;   /**< Path or its end, with `/` between folders. */
    const char *agency; /**< Only of reports that print this name. */
    int year;           /**< Only of reports of this year; 0: of any. */
    const char *filed;  /**< `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS`. */
    const char *unit;   /**< Code of the unit. */
    GovScope scope;     /**< What the report covers, or UNKNOWN. */
    int order;          /**< Of several reports of a unit the one with the highest is taken; 0: none. */
    unsigned file_line; /**< Line of the file, from 1. */
} GovManifestLine;

/** What does not fit between a manifest and a dataset. */
typedef enum {
    GOV_MANIFEST_NO_FILE,         /**< No report is from such a file. */
    GOV_MANIFEST_NO_REPORT,       /**< The file is there, a report of that name or year is not. */
    GOV_MANIFEST_SEVERAL_FILES,   /**< Several files end so: the line is of none. */
    GOV_MANIFEST_SEVERAL_REPORTS, /**< A unit is given to several reports of a year: the line is of none. */
    GOV_MANIFEST_TWO_LINES,       /**< Two lines are of one report, and neither says more: none is taken. */
    GOV_MANIFEST_UNLISTED         /**< No line is of the report. */
} GovManifestReason;

/** One of them. */
typedef struct {
    GovManifestReason reason;
    size_t line;  /**< Of the manifest, from 0; not of UNLISTED. */
    size_t other; /**< The second line, of TWO_LINES. */
    size_t row;   /**< Of the dataset, of TWO_LINES and UNLISTED. */
} GovManifestProblem;

/**
 * Reads a manifest: a CSV as gov_units_from_data() reads it, with the columns `file` 文件 (needed), `filed` 报送日期,
 * `unit` 单位代码, `scope` 范围, `order` 顺序, and to tell the reports of one file apart `name` 单位名称 and `year` 年度.
 *
 * @param data  UTF-8, GB18030, or UTF-16 with a byte order mark
 * @param len   its length in bytes
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name, line and column of the mistakes, one a line, and what would be right;
 *              ::GOV_ERROR_ENCODING, ::GOV_ERROR_LIMIT
 * @return a new manifest, or NULL
 */
GovManifest *gov_manifest_from_data(const char *data, size_t len, const char *name, GError **error);
/** Reads a file; see gov_manifest_from_data(). Adds ::GOV_ERROR_IO. */
GovManifest *gov_manifest_from_file(const char *path, GError **error);
/** @return @p manifest, with one more reference. */
GovManifest *gov_manifest_ref(const GovManifest *manifest);
/** Drops a reference. */
void gov_manifest_unref(GovManifest *manifest);

/** @return the number of lines. */
size_t gov_manifest_n(const GovManifest *manifest);
/** @return a line, by value; its strings are borrowed. */
GovManifestLine gov_manifest_get(const GovManifest *manifest, size_t line);
/** @return the number of things in the manifest that may be meant otherwise. */
size_t gov_manifest_n_warnings(const GovManifest *manifest);
/** @return one of them, with name, line and column, for people, in English; borrowed. */
const char *gov_manifest_get_warning(const GovManifest *manifest, size_t i);

/**
 * Gives the rows of a dataset what their lines say. A line is of the reports whose ::GOV_KEY_SOURCE is its file, or
 * ends with it at the border of a folder, if that is one file; of two lines the one that has a name, then a year, is
 * taken. Where a line is silent the keys of the row stay.
 *
 * @param dataset  sealed
 * @param order    where to store the order of each row, for GovRollupOptions, g_free(); may be NULL
 * @param problems where to store GovManifestProblem, those of lines, then those of rows, g_array_unref(); may be
 *                 NULL
 * @return a dataset that shares the figures of @p dataset
 */
GovDataset *gov_manifest_join(const GovManifest *manifest, const GovDataset *dataset, int **order,
                              GArray **problems);
/** @return a problem in words, with name, line and column of the manifest where there is one; g_free(). */
char *gov_manifest_dup_message(const GovManifest *manifest, const GovDataset *dataset,
                               const GovManifestProblem *problem, GovLanguage language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovManifest, gov_manifest_unref)

GOV_END_DECLS

#endif
