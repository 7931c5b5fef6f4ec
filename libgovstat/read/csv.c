/* SPDX-License-Identifier: MIT */
/* CSV as spreadsheets and scripts write it: a grid of which only rows are known, as merged cells
 * come out once, among empty ones, or were listed without their spans. The grammar fits on a
 * screen, so no library is used. Whether a text is CSV at all is the harder question: prose has
 * commas too, and figures have them between thousands. It is only where one delimiter gives two of
 * three lines with several fields as many as another line above, mostly three at least: tables of
 * different widths may follow each other, with prose between them. Tabs are left to the reader of
 * plain text, which knows more ways to use them, unless quotes show that a field has more than one
 * line. */
#include <govstat/error.h>
#include <string.h>

#include "base/csv-private.h"
#include "read/encoding-private.h"
#include "read/format-private.h"

#define DETECT_BYTES 65536u
#define MIN_RECORDS 4u
#define MIN_FIELDS 3u
#define MAX_COUNTED 64u

/* ---- is it? ---- */

/* What the records of the beginning of a text look like with one delimiter. */
typedef struct {
    guint n_records; /* with anything in them */
    guint n_many;    /* of more than one field */
    guint n_fields[MAX_COUNTED + 1];
    guint n_like; /* of more than one field, and as many as an earlier record */
    guint n_wide; /* of MIN_FIELDS or more */
    guint n_delimiters;
    guint n_doubtful; /* of those, between thousands, or with a space behind */
    bool lines;       /* a quoted field holds a delimiter or a line break */
    bool broken;
} Sample;

static bool is_doubtful(const char *before, size_t len, const char *field, size_t n)
{
    bool digits = n >= 3 && g_ascii_isdigit(field[0]) && g_ascii_isdigit(field[1]) &&
                  g_ascii_isdigit(field[2]) && (n == 3 || !g_ascii_isdigit(field[3]));
    return (n > 0 && *field == ' ') ||
           (digits && len > 0 && g_ascii_isdigit(before[len - 1]));
}

static void sample_record(Sample *sample, const GovCsv *csv)
{
    guint n = csv->ends->len;
    size_t before_len = 0;
    const char *before = gov__csv_get(csv, 0, &before_len);
    if (n == 1 && before_len == 0)
        return;
    sample->n_records++;
    sample->n_many += n > 1;
    sample->n_like += n > 1 && sample->n_fields[MIN(n, MAX_COUNTED)]++ > 0;
    sample->n_wide += n >= MIN_FIELDS;
    sample->n_delimiters += n - 1;
    for (guint i = 1; i < n; i++) {
        size_t len = 0;
        const char *field = gov__csv_get(csv, i, &len);
        sample->n_doubtful += is_doubtful(before, before_len, field, len);
        before = field;
        before_len = len;
    }
    sample->lines |= csv->quoted;
}

static void take_sample(Sample *sample, const char *text, size_t len, char delimiter,
                        bool whole)
{
    g_auto(GovCsv) csv = {.text = NULL};
    gov__csv_init(&csv, text, len, delimiter);
    while (gov__csv_next(&csv)) {
        if (csv.next >= csv.end && !whole) /* cut off */
            return;
        sample_record(sample, &csv);
        sample->broken |= csv.broken;
    }
}

static bool is_csv(const char *text, size_t len, char delimiter, bool whole)
{
    Sample sample = {0};
    take_sample(&sample, text, len, delimiter, whole);
    return !sample.broken && sample.n_many >= MIN_RECORDS &&
           sample.n_like * 3 >= sample.n_many * 2 && sample.n_wide * 2 >= sample.n_many &&
           sample.n_many * 4 >= sample.n_records &&
           sample.n_doubtful * 2 < sample.n_delimiters &&
           (delimiter != '\t' || sample.lines);
}

static char find_delimiter(const char *text, size_t len, bool whole)
{
    static const char delimiters[] = {',', ';', '\t'};
    for (gsize i = 0; i < sizeof delimiters; i++)
        if (memchr(text, delimiters[i], len) != NULL &&
            is_csv(text, len, delimiters[i], whole))
            return delimiters[i];
    return 0;
}

/* Delimiters and quotes are no part of any character in UTF-8 or GB18030, so nothing is
 * decoded unless the text is UTF-16. */
static char find_in_bytes(const char *data, size_t len)
{
    size_t n = MIN(len, DETECT_BYTES);
    bool marked = n >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 ||
                             memcmp(data, "\xFE\xFF", 2) == 0);
    if (!marked && !gov__encoding_is_utf16(data, n))
        return find_delimiter(data, n, n == len);
    g_auto(GovDecoded) text = {NULL, 0, NULL, NULL, 0};
    bool done = gov__encoding_decode(NULL, data, n & ~(size_t)1, &text, NULL);
    return done ? find_delimiter(text.text, text.len, n == len) : 0;
}

static bool detect(const char *data, size_t len)
{
    return find_in_bytes(data, len) != 0;
}

/* ---- the grid ---- */

/* The only field of a record with anything in it; NULL if it has more or none. */
static const char *get_only(const GovCsv *csv, size_t *len)
{
    const char *only = NULL;
    for (guint i = 0; i < csv->ends->len; i++) {
        size_t n = 0;
        const char *field = gov__csv_get(csv, i, &n);
        if (n > 0 && only != NULL)
            return NULL;
        if (n > 0) {
            only = field;
            *len = n;
        }
    }
    return only;
}

/* Titles and remarks stand alone in their lines; prose is looked for in paragraphs. */
static void add_prose(GovDocument *document, const GovDecoded *text, char delimiter)
{
    g_auto(GovCsv) csv = {.text = NULL};
    gov__csv_init(&csv, text->text, text->len, delimiter);
    while (gov__csv_next(&csv)) {
        size_t len = 0;
        const char *only = get_only(&csv, &len);
        if (only != NULL)
            gov_document_add_paragraph(document, only, len);
    }
}

static bool add_record(GovGrid *grid, const GovCsv *csv, GError **error)
{
    gov_grid_begin_row(grid);
    for (guint i = 0; i < csv->ends->len; i++) {
        size_t len = 0;
        const char *field = gov__csv_get(csv, i, &len);
        if (gov_grid_add_cell(grid, field, len, 1, 1, false))
            continue;
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Line %u: more than %u cells or %u columns", csv->record,
                    GOV_GRID_MAX_SLOTS, GOV_GRID_MAX_COLUMNS);
        return false;
    }
    return true;
}

static bool add_grid(GovDocument *document, const GovDecoded *text, char delimiter,
                     GError **error)
{
    g_auto(GovCsv) csv = {.text = NULL};
    gov__csv_init(&csv, text->text, text->len, delimiter);
    GovGrid *grid = gov_document_add_grid(document, GOV_LAYOUT_ROWS, "csv");
    while (gov__csv_next(&csv))
        if (!add_record(grid, &csv, error))
            return false;
    gov_grid_end(grid);
    return true;
}

static bool read_csv(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_auto(GovDecoded) text = {NULL, 0, NULL, NULL, 0};
    if (!gov__encoding_decode(document, data, len, &text, error))
        return false;
    char delimiter = find_in_bytes(data, len);
    if (delimiter == 0)
        delimiter = ',';
    add_prose(document, &text, delimiter);
    return gov__document_check_size(document, error) &&
           add_grid(document, &text, delimiter, error);
}

const GovFormat gov__format_csv = {"csv", detect, read_csv, NULL};
