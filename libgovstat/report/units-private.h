/* SPDX-License-Identifier: MIT */
/* The inside of the register of units, for the files that build and look it up. */
#ifndef GOV_UNITS_PRIVATE_H
#define GOV_UNITS_PRIVATE_H

#include <govstat/units.h>

#include "base/table-private.h"

/* Columns of the file, in the order of the table in units-field.c. */
typedef enum {
    GOV_BODY_CODE,
    GOV_BODY_NAME,
    GOV_BODY_ALIASES,
    GOV_BODY_PARENT,
    GOV_BODY_LEVEL,
    GOV_BODY_LINE,
    GOV_BODY_DIVISION,
    GOV_BODY_VALID_FROM,
    GOV_BODY_VALID_TO,
    GOV_BODY_SCOPE,
    GOV_BODY_N_FIELDS
} GovBodyField;

struct _GovUnits {
    GovPlaces places; /* for messages */
    GStringChunk *strings;
    GArray *lines;       /* GovBody */
    GArray *first_alias; /* guint32: of each line into `aliases`, and one more at the end */
    GPtrArray *aliases;  /* const char * */
    GArray *next_code;   /* gint32: the line of the same code before this one, or -1 */
    GArray *parents;     /* gint32: the last line of the code of the unit above, or -1 */
    GArray *name_links;  /* what the hashes below lead to */
    GHashTable *codes;   /* code -> its last line + 1 */
    GHashTable *names;   /* normal form -> last of its links + 1 */
    GHashTable *bare;    /* the same, of forms without their bracket */
    GPtrArray *warnings; /* char * */
};

/* A line that has a name, and the link before it with the same name, or -1. */
typedef struct {
    gint32 line;
    gint32 previous;
} GovBodyLink;

extern const GovField gov__units_columns[GOV_BODY_N_FIELDS];

/* Takes a field into a line; text is without white space around it. */
bool gov__units_parse(GovUnits *units, GovBody *unit, GovBodyField field, const char *text, GError **error);
/* Sets ::GOV_ERROR_SYNTAX "NAME:LINE: column N (FIELD): …"; returns false. */
bool gov__units_fail(const GovUnits *units, unsigned line, GovBodyField field, GError **error,
                     const char *format, ...) G_GNUC_PRINTF(5, 6);
void gov__units_warn(GovUnits *units, unsigned line, GovBodyField field, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Builds the hashes over the lines. */
void gov__units_index(GovUnits *units);
/* The line of a code that has one only, spelt just so; else -1. */
int gov__units_find_only(const GovUnits *units, const char *code);
/* The line that has a name or alias as the only one in all years, brackets and all; else -1. */
int gov__units_find_only_name(const GovUnits *units, const char *name);
/* What needs all lines: codes twice, parents, circles, names that several units have. Mistakes are added to those
 * of the table. */
bool gov__units_check(GovUnits *units, GovTable *table, GError **error);

#endif
