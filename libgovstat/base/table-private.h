/* SPDX-License-Identifier: MIT */
/* A CSV whose first line names its columns, as an office keeps it in a spreadsheet: registers and lists. */
#ifndef GOV_TABLE_PRIVATE_H
#define GOV_TABLE_PRIVATE_H

#include "base/csv-private.h"

#define GOV_TABLE_MAX_COLUMNS 16u

/* A column that a table may have. Words are parted by blanks. */
typedef struct {
    const char *name;   /* in English, with underscores */
    const char *words;  /* what else it is called */
    const char *lesser; /* what may be it where no column is called so */
    bool is_needed;
} GovField;

/* What a message needs to name a place. */
typedef struct {
    char *name; /* of the file */
    const GovField *columns;
    size_t n_columns;
    int at[GOV_TABLE_MAX_COLUMNS]; /* of the file, from 0; -1: not there */
} GovPlaces;

typedef struct {
    GovPlaces places;
    GPtrArray *warnings; /* char * */
    GPtrArray *mistakes; /* char *: the first few */
    size_t n_mistakes;
    char *text;
    GovCsv csv;
    guint n_fields; /* of the first line */
} GovTable;

/* Decodes UTF-8, UTF-16 with a byte order mark or GB18030, and reads the first line. The columns must outlive
 * the table. ::GOV_ERROR_ENCODING; ::GOV_ERROR_SYNTAX with place and what would be right. */
bool gov__table_open(GovTable *table, const char *data, size_t len, const char *name, const GovField *columns,
                     size_t n_columns, GError **error);
/* The next record that is not blank. One that cannot be parted into fields is a mistake, and passed over. */
bool gov__table_next(GovTable *table);
/* The line of the record. */
unsigned gov__table_get_line(const GovTable *table);
/* A field of the record without white space around it, "" if it has none; g_free(). */
char *gov__table_dup(const GovTable *table, size_t column);
/* Keeps the mistake of a record, so that all are told at once; frees the error. */
void gov__table_add_mistake(GovTable *table, GError *error);
/* Whether there were none; else sets ::GOV_ERROR_SYNTAX with all of them. */
bool gov__table_close(GovTable *table, GError **error);
void gov__table_clear(GovTable *table);

/* "NAME:LINE: column N (FIELD)"; g_free(). */
char *gov__places_dup(const GovPlaces *places, unsigned line, size_t column);
/* Sets ::GOV_ERROR_SYNTAX with place and text; returns false. */
bool gov__places_fail_va(const GovPlaces *places, unsigned line, size_t column, GError **error,
                         const char *format, va_list args) G_GNUC_PRINTF(5, 0);
void gov__places_clear(GovPlaces *places);

/* Text without white space around it, U+3000 and NBSP among it; g_free(). */
char *gov__text_strip(const char *text);
/* The same, with full-width forms folded and invisible characters dropped; g_free(). */
char *gov__text_fold(const char *text);
/* A code in one spelling, without what keeps it from being a number in a spreadsheet; g_free(). */
char *gov__text_dup_code(const char *text);
/* Whether a spreadsheet has made a number of a code and lost digits: 1.23E+17, 321300.0. */
bool gov__text_is_spoilt(const char *text);

/* A day as people write it: 2019, 2019年, 2019-05, 2019/5/1, 2019.5.1, 20190501,
 * 2019年5月1日; month and day are 0 where
 * they are not told. */
typedef struct {
    int year, month, day;
} GovDay;
/* Returns what follows the day, or NULL if there is none. */
const char *gov__day_parse(const char *text, GovDay *day);
/* The same of a time of day such as 9:30 or 09:30:00, with blanks or a T before it. */
const char *gov__time_parse(const char *text, int *hour, int *minute, int *second);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GovTable, gov__table_clear)

#endif
