/* SPDX-License-Identifier: MIT */
/**
 * @file error.h
 * Failures at run time.
 *
 * Three kinds of "wrong" never mix: a caller's mistake is a `g_return_*` precondition, a failure
 * at run time is a GError of the domain described here, and a wrong *figure* is a GovFinding.
 */
#ifndef GOVSTAT_ERROR_H
#define GOVSTAT_ERROR_H

#include <govstat/decls.h>

GOV_BEGIN_DECLS

/** The error domain of the library. */
#define GOV_ERROR (gov_error_quark())

/** Error codes, one for each thing a caller can do about it. */
typedef enum {
    GOV_ERROR_IO,          /**< A file cannot be opened, read or written. */
    GOV_ERROR_UNSUPPORTED, /**< The bytes are in a format that is not read. */
    GOV_ERROR_ENCODING,    /**< The text is in no encoding that is understood. */
    GOV_ERROR_SYNTAX,      /**< The input is damaged, or a form or rule file has a mistake. */
    GOV_ERROR_LIMIT,       /**< A cap on size, nesting, cells or inflation was reached. */
    GOV_ERROR_NO_TABLES,   /**< The document holds none of the statutory tables. */
    GOV_ERROR_FORM,        /**< The edition of the form is unknown or cannot be told. */
    GOV_ERROR_COUNT,       /**< Not exactly one report where exactly one was asked for. */
    GOV_ERROR_OVERFLOW     /**< A sum or a product is too large to be held exactly. */
} GovError;

/** @return the quark behind ::GOV_ERROR. */
GQuark gov_error_quark(void);

GOV_END_DECLS

#endif
