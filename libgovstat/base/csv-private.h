/* SPDX-License-Identifier: MIT */
/* Records of CSV (RFC 4180), one at a time. */
#ifndef GOV_CSV_PRIVATE_H
#define GOV_CSV_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *next;
    const char *end;
    char delimiter;
    unsigned line;   /* of `next`, from 1 */
    unsigned record; /* line on which the record begins */
    GString *text;   /* of the fields of the record, each terminated */
    GArray *ends;    /* gsize: their ends in the text */
    bool quoted;     /* some field had quotes */
    bool broken;     /* some had text behind its closing quote, or no closing quote */
} GovCsv;

void gov__csv_init(GovCsv *csv, const char *text, size_t len, char delimiter);
void gov__csv_clear(GovCsv *csv);
/* Moves to the next record; FALSE at the end. */
bool gov__csv_next(GovCsv *csv);
/* A field, terminated; its length goes to `len` unless that is NULL. NULL if the record
 * has fewer. */
const char *gov__csv_get(const GovCsv *csv, guint i, size_t *len);

/* Appends a field and a comma behind it, which the end of the line replaces. */
void gov__csv_append(GString *out, const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GovCsv, gov__csv_clear)

#endif
