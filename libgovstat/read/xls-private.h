/* SPDX-License-Identifier: MIT */
/* Excel 97–2003 workbooks (BIFF8), which WPS writes as well (.xls, .et). xls.c reads the
 * workbook, xls-cell.c the records of a sheet, xls-string.c strings that go on over
 * records, xls-formula.c sums that were never computed; xls-sheet.c shows the cells.
 * Names in comments are those of the published format, [MS-XLS]. */
#ifndef GOV_XLS_PRIVATE_H
#define GOV_XLS_PRIVATE_H

#include <govstat/document.h>

#include "read/bytes-private.h"
#include "read/cells-private.h"
#include "read/number-private.h"

/* The records that are read. */
enum {
    GOV_XLS_RECORD_FORMULA = 0x0006,
    GOV_XLS_RECORD_EOF = 0x000A,
    GOV_XLS_RECORD_1904 = 0x0022,
    GOV_XLS_RECORD_FILEPASS = 0x002F,
    GOV_XLS_RECORD_FONT = 0x0031,
    GOV_XLS_RECORD_COLINFO = 0x007D,
    GOV_XLS_RECORD_BOUNDSHEET = 0x0085,
    GOV_XLS_RECORD_MULRK = 0x00BD,
    GOV_XLS_RECORD_RSTRING = 0x00D6,
    GOV_XLS_RECORD_XF = 0x00E0,
    GOV_XLS_RECORD_MERGEDCELLS = 0x00E5,
    GOV_XLS_RECORD_SST = 0x00FC,
    GOV_XLS_RECORD_LABELSST = 0x00FD,
    GOV_XLS_RECORD_NUMBER = 0x0203,
    GOV_XLS_RECORD_LABEL = 0x0204,
    GOV_XLS_RECORD_BOOLERR = 0x0205,
    GOV_XLS_RECORD_STRING = 0x0207,
    GOV_XLS_RECORD_ROW = 0x0208,
    GOV_XLS_RECORD_WINDOW2 = 0x023E,
    GOV_XLS_RECORD_RK = 0x027E,
    GOV_XLS_RECORD_FORMAT = 0x041E,
    GOV_XLS_RECORD_BOF = 0x0809
};

/* Records one after another; `at` is behind the current one. */
typedef struct {
    GovBytes stream;
    size_t at;
    guint16 id;
    GovBytes record;
} GovXlsRecords;

/* Moves to the next record; FALSE at the end of the stream. */
bool gov__xls_next(GovXlsRecords *records);

/* What a font does to its text. */
enum {
    GOV_XLS_STRUCK = 1,
    GOV_XLS_RAISED = 2
};

/* A cell format (XF). */
typedef struct {
    const GovNumberFormat *numbers;
    bool struck;
} GovXlsFormat;

typedef struct {
    GovDocument *document;
    GovBytes stream;
    GString *text;     /* of shared strings, then of cells */
    GArray *strings;   /* guint32: ends of the shared strings */
    GByteArray *fonts; /* flags by font, in their order */
    GArray *formats;   /* GovXlsFormat */
    bool since_1904;
    size_t n_text; /* bytes given to sheets so far */
} GovXlsBook;

typedef enum {
    GOV_XLS_TEXT,
    GOV_XLS_NUMBER,
    GOV_XLS_SUM,       /* a formula worked out here */
    GOV_XLS_OPEN,      /* a formula without a result */
    GOV_XLS_OPEN_EMPTY /* one whose result is an empty text, if it has one */
} GovXlsType;

typedef struct {
    guint16 row;
    guint16 column;
    guint16 format;
    guint16 type; /* GovXlsType */
    guint32 text; /* offset in the text of the book; of a formula, in its stream */
    guint32 len;
    union {
        double number;
        int64_t steps; /* of a sum */
    } value;
} GovXlsCell;

typedef struct {
    const char *name;
    GArray *cells; /* GovXlsCell */
    GovCells *out; /* merged ranges and what is hidden are told to it at once */
    bool zeros_hidden;
} GovXlsSheet;

/* Appends a string of `n` characters that begins at `*at` of the current record with its
 * flags, and may go on in records that follow; where fonts are given, what they strike
 * or raise is treated so. Moves `*at` behind it; FALSE if the stream ends before. */
bool gov__xls_read_string(GovXlsRecords *records, size_t *at, guint n,
                          const GByteArray *fonts, GString *out);
/* The shared strings (SST) of a book. */
bool gov__xls_read_shared(GovXlsRecords *records, GovXlsBook *book);

/* Reads the records of a sheet that follow its first one. */
bool gov__xls_read_cells(GovXlsRecords *records, GovXlsBook *book, GovXlsSheet *sheet, GError **error);
/* Sets an error that names the sheet; returns FALSE. */
bool gov__xls_fail_sheet(const GovXlsSheet *sheet, const char *what, GError **error);

/* Reads a workbook from its stream. */
bool gov__xls_read_stream(GovDocument *document, GovBytes stream, GError **error);

/* A number as Excel would show it in full; FALSE if it is none. */
bool gov__xls_to_decimal(double number, GovDecimal *decimal);
/* Works out formulas without a result, if they are plain sums of sorted cells; returns
 * how many were. */
unsigned gov__xls_work_out(const GovXlsBook *book, GovXlsSheet *sheet);
/* Adds a sheet whose records are read to the document. */
bool gov__xls_pour(GovXlsBook *book, GovXlsSheet *sheet, GError **error);

#endif
