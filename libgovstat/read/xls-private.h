/* SPDX-License-Identifier: MIT */
/* Excel 97–2003 workbooks (BIFF8), which WPS writes as well (.xls, .et). xls.c reads the
 * workbook and its records, xls-string.c strings that go on over records,
 * xls-number.c figures as a cell shows them, xls-formula.c sums that were never computed,
 * xls-sheet.c makes a grid of a sheet. Names in comments are those of the published
 * format, [MS-XLS]. */
#ifndef GOV_XLS_PRIVATE_H
#define GOV_XLS_PRIVATE_H

#include <govstat/document.h>

#include "read/bytes-private.h"

#define GOV_XLS_MAX_COLUMNS 256u
#define GOV_XLS_MAX_TEXT (64u << 20) /* bytes of all cells together */

/* Records one after another; `at` is behind the current one. */
typedef struct {
    GovBytes stream;
    size_t at;
    guint16 id;
    GovBytes record;
} GovXlsRecords;

/* Moves to the next record; FALSE at the end of the stream. */
bool gov__xls_next(GovXlsRecords *records);

typedef enum {
    GOV_XLS_PLAIN,
    GOV_XLS_DATE,
    GOV_XLS_PERCENT,
    GOV_XLS_SCALED /* shows a thousandth, or less, of its value */
} GovXlsKind;

/* What a format of numbers makes of one. */
GovXlsKind gov__xls_classify_format(const char *format);
GovXlsKind gov__xls_classify_builtin(guint index);
/* Appends a number as a cell of that kind shows it, with all digits it has. */
void gov__xls_append_number(GString *out, double value, GovXlsKind kind, bool from_1904);

typedef enum {
    GOV_XLS_EMPTY, /* formatted, without a value */
    GOV_XLS_TEXT,
    GOV_XLS_NUMBER,
    GOV_XLS_OPEN,      /* a formula without a computed value */
    GOV_XLS_OPEN_EMPTY /* one whose value is an empty text, if it has one */
} GovXlsType;

typedef struct {
    guint16 row;
    guint16 column;
    guint8 type;
    guint8 kind;  /* GovXlsKind, of a number */
    guint32 text; /* offset in the text of the book; of a formula, in its stream */
    guint32 len;
    double value;
} GovXlsCell;

/* What a font does to its text. */
enum {
    GOV_XLS_STRUCK = 1,
    GOV_XLS_RAISED = 2
};

/* First and last row and column (Ref8). */
typedef struct {
    guint16 top;
    guint16 bottom;
    guint16 left;
    guint16 right;
} GovXlsArea;

typedef struct {
    GovBytes stream;
    GString *text;   /* of shared strings, then of cells */
    GArray *strings; /* guint32: ends of the shared strings */
    GByteArray *kinds; /* GovXlsKind by cell format (XF), of struck ones with the bit: */
#define GOV_XLS_KIND_STRUCK 0x80u
    GByteArray *fonts; /* flags by font, in their order */
    bool from_1904;
    size_t n_text;   /* bytes given to the document so far */
} GovXlsBook;

typedef struct {
    const char *name;
    GArray *cells;  /* GovXlsCell */
    GArray *merged; /* GovXlsArea */
} GovXlsSheet;

/* Appends a string of `n` characters that begins at `*at` of the current record with its
 * flags, and may go on in records that follow; where fonts are given, what they strike
 * or raise is treated so. Moves `*at` behind it; FALSE if the stream ends before. */
bool gov__xls_read_string(GovXlsRecords *records, size_t *at, guint n,
                          const GByteArray *fonts, GString *out);
/* The shared strings (SST) of a book. */
bool gov__xls_read_shared(GovXlsRecords *records, GovXlsBook *book);

/* Reads a workbook from its stream. */
bool gov__xls_read_stream(GovDocument *document, GovBytes stream, GError **error);
/* Sorts the cells of a sheet by row and column; of two at one place the later stays. */
void gov__xls_sort(GovXlsSheet *sheet);
/* Gives formulas without a value the one they have, if they are plain sums. */
void gov__xls_compute(const GovXlsBook *book, GovXlsSheet *sheet);
bool gov__xls_add_sheet(GovDocument *document, GovXlsBook *book,
                        const GovXlsSheet *sheet, GError **error);

#endif
