/* SPDX-License-Identifier: MIT */
/* Records of CSV: one pass, one record in memory. The grammar fits on a screen, so no library is
 * used. Nothing is refused here; what is odd about a record is told to the caller. */
#include "base/csv-private.h"

#include <string.h>

void gov__csv_init(GovCsv *csv, const char *text, size_t len, char delimiter)
{
    bool bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    *csv = (GovCsv){.next = bom ? text + 3 : text,
                    .end = text + len,
                    .delimiter = delimiter,
                    .line = 1,
                    .text = g_string_new(NULL),
                    .ends = g_array_new(FALSE, FALSE, sizeof(gsize))};
}

void gov__csv_clear(GovCsv *csv)
{
    if (csv->text != NULL)
        g_string_free(csv->text, TRUE);
    g_clear_pointer(&csv->ends, g_array_unref);
    csv->text = NULL;
}

/* A quoted part; a doubled quote is one. */
static void take_quoted(GovCsv *csv)
{
    csv->quoted = true;
    for (csv->next++; csv->next < csv->end; csv->next++) {
        csv->line += *csv->next == '\n';
        if (*csv->next == '"') {
            if (csv->next + 1 == csv->end || csv->next[1] != '"')
                break;
            csv->next++;
        }
        g_string_append_c(csv->text, *csv->next);
    }
    if (csv->next == csv->end)
        csv->broken = true;
    else
        csv->next++;
}

/* Up to the delimiter or the end of the line. */
static void take_field(GovCsv *csv)
{
    bool quotes = csv->next < csv->end && *csv->next == '"';
    if (quotes)
        take_quoted(csv);
    const char *start = csv->next;
    while (csv->next < csv->end && *csv->next != csv->delimiter && *csv->next != '\n' &&
           *csv->next != '\r')
        csv->next++;
    csv->broken |= quotes && csv->next > start;
    g_string_append_len(csv->text, start, csv->next - start);
    gsize end = csv->text->len;
    g_array_append_val(csv->ends, end);
    g_string_append_c(csv->text, '\0');
}

bool gov__csv_next(GovCsv *csv)
{
    g_string_truncate(csv->text, 0);
    g_array_set_size(csv->ends, 0);
    csv->record = csv->line;
    if (csv->next >= csv->end)
        return false;
    take_field(csv);
    while (csv->next < csv->end && *csv->next == csv->delimiter) {
        csv->next++;
        take_field(csv);
    }
    csv->next += csv->next < csv->end && *csv->next == '\r';
    csv->next += csv->next < csv->end && *csv->next == '\n';
    csv->line++;
    return true;
}

const char *gov__csv_get(const GovCsv *csv, guint i, size_t *len)
{
    if (i >= csv->ends->len)
        return NULL;
    gsize start = i == 0 ? 0 : g_array_index(csv->ends, gsize, i - 1) + 1;
    if (len != NULL)
        *len = g_array_index(csv->ends, gsize, i) - start;
    return csv->text->str + start;
}

void gov__csv_append(GString *out, const char *text)
{
    if (text == NULL) {
        g_string_append_c(out, ',');
        return;
    }
    if (strpbrk(text, ",\"\r\n") == NULL) {
        g_string_append(out, text);
        g_string_append_c(out, ',');
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append(out, "\",");
}
