/* SPDX-License-Identifier: MIT */
/* Strings in a workbook. A record holds at most 8 KiB; what is longer goes on in
 * records of their own kind (CONTINUE), and a string cut there says anew how wide its
 * characters are. All reading is by steps from piece to piece, so the work is bounded
 * by the stream whatever lengths it states. */
#include "read/xls-private.h"

#define RECORD_CONTINUE 0x003C
#define FLAG_WIDE 0x01u
#define FLAG_PHONETIC 0x04u
#define FLAG_RUNS 0x08u

bool gov__xls_next(GovXlsRecords *records)
{
    size_t at = records->at;
    if (!gov__bytes_has(records->stream, at, 4))
        return false;
    size_t n = gov__bytes_u16(records->stream, at + 2);
    if (!gov__bytes_has(records->stream, at + 4, n))
        return false;
    records->id = gov__bytes_u16(records->stream, at);
    records->record = gov__bytes_slice(records->stream, at + 4, n);
    records->at = at + 4 + n;
    return true;
}

static bool go_on(GovXlsRecords *records, size_t *at)
{
    if (gov__bytes_u16(records->stream, records->at) != RECORD_CONTINUE ||
        !gov__xls_next(records))
        return false;
    *at = 0;
    return true;
}

/* Passes over bytes that may go on in further records. */
static bool skip(GovXlsRecords *records, size_t *at, size_t n)
{
    while (n > records->record.len - *at) {
        n -= records->record.len - *at;
        if (!go_on(records, at))
            return false;
    }
    *at += n;
    return true;
}

/* A character of two units may be cut by a record: the first half waits. Nothing is
 * dropped, as formatting counts units. */
static void append_unit(GString *out, guint16 unit, guint16 *high)
{
    bool low = unit >= 0xDC00 && unit < 0xE000;
    gunichar c = unit;
    if (low && *high != 0)
        c = 0x10000 + ((gunichar)(*high & 0x3FF) << 10) + (unit & 0x3FF);
    else if (low || *high != 0)
        g_string_append_unichar(out, 0xFFFD);
    *high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (*high != 0 || (low && c < 0x10000))
        return;
    if (c < 0x20 && c != '\n')
        c = ' ';
    g_string_append_unichar(out, c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
}

static size_t append_units(GString *out, GovBytes bytes, size_t n, bool wide,
                           guint16 *high)
{
    size_t left = MIN(n, bytes.len / (wide ? 2 : 1));
    for (size_t i = 0; i < left; i++)
        append_unit(out, wide ? gov__bytes_u16(bytes, 2 * i) : bytes.data[i], high);
    return left;
}

static bool read_characters(GovXlsRecords *records, size_t *at, size_t n, bool wide,
                            GString *out)
{
    guint16 high = 0;
    while (n > 0) {
        size_t taken = append_units(out, gov__bytes_from(records->record, *at), n, wide,
                                    &high);
        n -= taken;
        *at += taken * (wide ? 2 : 1);
        if (n == 0)
            break;
        if (!go_on(records, at))
            return false;
        wide = (gov__bytes_u8(records->record, 0) & FLAG_WIDE) != 0;
        *at = MIN(1, records->record.len);
    }
    if (high != 0)
        g_string_append_unichar(out, 0xFFFD);
    return true;
}

/* ---- formatting inside a string ---- */

/* A change of font (FormatRun). */
typedef struct {
    guint at; /* units before it */
    guint8 flags;
} Run;

/* There is no font 4. */
static guint8 get_flags(const GByteArray *fonts, guint font)
{
    font -= font > 4;
    return font < fonts->len ? fonts->data[font] : 0;
}

static bool read_runs(GovXlsRecords *records, size_t *at, size_t n,
                      const GByteArray *fonts, GArray *runs)
{
    for (size_t i = 0; i < n; i++) {
        guint8 bytes[4] = {0};
        for (gsize k = 0; k < sizeof bytes; k++) {
            if (!skip(records, at, 1))
                return false;
            bytes[k] = gov__bytes_u8(records->record, *at - 1);
        }
        Run run = {(guint)(bytes[0] | bytes[1] << 8),
                   get_flags(fonts, (guint)(bytes[2] | bytes[3] << 8))};
        g_array_append_val(runs, run);
    }
    return true;
}

/* Rewrites what was appended from `start` on: text struck through goes, raised text
 * stands in brackets, as it is a note that must not lengthen a figure. */
static void apply_runs(GString *out, gsize start, const GArray *runs)
{
    g_autofree char *text = g_strdup(out->str + start);
    guint8 flags = 0;
    bool raised = false;
    guint next = 0;
    guint units = 0;
    g_string_truncate(out, start);
    for (const char *p = text; *p != 0; p = g_utf8_next_char(p)) {
        while (next < runs->len && g_array_index(runs, Run, next).at <= units)
            flags = g_array_index(runs, Run, next++).flags;
        units += g_utf8_get_char(p) >= 0x10000 ? 2 : 1;
        if ((flags & GOV_XLS_STRUCK) != 0)
            continue;
        bool raise = (flags & GOV_XLS_RAISED) != 0 && (raised || out->len > start);
        if (raise != raised)
            g_string_append_c(out, raise ? '[' : ']');
        raised = raise;
        g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    if (raised)
        g_string_append_c(out, ']');
}

bool gov__xls_read_string(GovXlsRecords *records, size_t *at, guint n,
                          const GByteArray *fonts, GString *out)
{
    if (*at >= records->record.len && !(n > 0 && go_on(records, at)))
        return n == 0;
    guint8 flags = gov__bytes_u8(records->record, *at);
    bool has_runs = (flags & FLAG_RUNS) != 0;
    bool phonetic = (flags & FLAG_PHONETIC) != 0;
    size_t n_runs = has_runs ? gov__bytes_u16(records->record, *at + 1) : 0;
    size_t n_phonetic =
        phonetic ? gov__bytes_u32(records->record, *at + 1 + (has_runs ? 2 : 0)) : 0;
    size_t head = 1 + (has_runs ? 2 : 0) + (phonetic ? 4 : 0);
    gsize start = out->len;
    if (!gov__bytes_has(records->record, *at, head))
        return false;
    *at += head;
    if (!read_characters(records, at, n, (flags & FLAG_WIDE) != 0, out))
        return false;
    if (fonts == NULL || n_runs == 0)
        return skip(records, at, 4 * n_runs + n_phonetic);
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
    bool done = read_runs(records, at, n_runs, fonts, runs);
    apply_runs(out, start, runs);
    return done && skip(records, at, n_phonetic);
}

/* The count that the record states is only the most there may be. */
bool gov__xls_read_shared(GovXlsRecords *records, GovXlsBook *book)
{
    guint32 n = gov__bytes_u32(records->record, 4);
    size_t at = 8;
    for (guint32 i = 0; i < n; i++) {
        if (at >= records->record.len && !go_on(records, &at))
            return false;
        if (!gov__bytes_has(records->record, at, 3))
            return false;
        guint length = gov__bytes_u16(records->record, at);
        at += 2;
        if (!gov__xls_read_string(records, &at, length, book->fonts, book->text))
            return false;
        guint32 end = (guint32)book->text->len;
        g_array_append_val(book->strings, end);
    }
    return true;
}
