/* SPDX-License-Identifier: MIT */
/* Which encoding? A byte-order mark decides; then the bytes themselves, if they are
 * strictly valid UTF-8; then the places of NULs, for UTF-16. Only then a declaration
 * inside the text is asked, and GB18030 stands at the end, as older sites declare
 * nothing or something wrong. Damaged UTF-8 is known by its many good sequences: as
 * GB18030 it would decode without complaint to wrong characters. Each candidate is
 * decoded in one pass that replaces what it cannot read; the first with few enough
 * replacements is taken. */
#include "read/encoding-private.h"

#include <govstat/error.h>

#include <errno.h>
#include <string.h>

#define DECLARATION_BYTES 4096u /* where a declaration is looked for, as browsers do */
#define FEW_REPLACED 8u         /* this many bad sequences never matter */
#define REPLACED_PER_CENT 1u    /* nor do so many of all bytes */
#define MAX_CANDIDATES 4

static const char replacement[] = "\xEF\xBF\xBD";

static const struct {
    const char *label;
    const char *name;
} encodings[] = {
    {"gb2312", "GB18030"},        {"gbk", "GB18030"},         {"gb18030", "GB18030"},
    {"cp936", "GB18030"},         {"x-gbk", "GB18030"},       {"gb_2312-80", "GB18030"},
    {"hz-gb-2312", "GB18030"},    {"windows-936", "GB18030"}, {"big5", "BIG5"},
    {"big5-hkscs", "BIG5-HKSCS"}, {"utf-8", "UTF-8"},         {"utf8", "UTF-8"},
};

/* One pass over the input in one encoding. */
typedef struct {
    const char *data;
    size_t len;
    size_t base; /* offset of data in the input */
    size_t most; /* replacements after which the attempt ends */
    GString *out;
    size_t n_replaced;
    size_t first_bad; /* byte offset */
} Attempt;

static void replace(Attempt *self, size_t offset)
{
    if (self->n_replaced++ == 0)
        self->first_bad = self->base + offset;
    g_string_append_len(self->out, replacement, sizeof replacement - 1);
}

/* How many bytes one bad sequence of UTF-8 has: a lead byte with what can belong to
 * it. */
static size_t measure_bad_utf8(const guchar *p, size_t left)
{
    size_t most = p[0] >= 0xF0 && p[0] < 0xF5 ? 3 : p[0] >= 0xE0 && p[0] < 0xF0 ? 2 : 1;
    size_t n = 1;
    while (n < most && n < left && (p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void decode_utf8(Attempt *self)
{
    const char *p = self->data;
    const char *end = p + self->len;
    while (p < end && self->n_replaced <= self->most) {
        const char *bad = NULL;
        g_utf8_validate_len(p, (gsize)(end - p), &bad);
        g_string_append_len(self->out, p, bad - p);
        if (bad == end)
            return;
        replace(self, (size_t)(bad - self->data));
        p = bad + measure_bad_utf8((const guchar *)bad, (size_t)(end - bad));
    }
}

/* A bad sequence must not swallow the markup behind it: two bytes only if both have
 * the high bit, or are one unit of UTF-16. */
static size_t measure_bad(const char *p, size_t left, bool wide)
{
    if (left < 2)
        return left;
    return wide || (guchar)p[1] >= 0x80 ? 2 : 1;
}

static void convert(Attempt *self, GIConv cd, bool wide)
{
    char buffer[4096];
    char *in = (char *)(guintptr)self->data; /* iconv does not write there */
    gsize left = self->len;
    while (left > 0 && self->n_replaced <= self->most) {
        char *out = buffer;
        gsize room = sizeof buffer;
        gsize n = g_iconv(cd, &in, &left, &out, &room);
        int why = errno;
        g_string_append_len(self->out, buffer, out - buffer);
        if (n != (gsize)-1 || why == E2BIG)
            continue;
        replace(self, self->len - left);
        gsize skip = why == EINVAL ? left : measure_bad(in, left, wide);
        in += skip;
        left -= skip;
        g_iconv(cd, NULL, NULL, NULL, NULL);
    }
}

static size_t find_nul(const Attempt *self, bool wide)
{
    size_t step = wide ? 2 : 1;
    for (size_t i = 0; i + step <= self->len; i += step)
        if (self->data[i] == 0 && self->data[i + step - 1] == 0)
            return i;
    return 0;
}

/* A NUL would end the text for a parser that knows only terminated strings. */
static void replace_nuls(Attempt *self, bool wide)
{
    if (memchr(self->out->str, 0, self->out->len) == NULL)
        return;
    g_autoptr(GString) old = g_steal_pointer(&self->out);
    self->out = g_string_sized_new(old->len);
    size_t offset = find_nul(self, wide);
    const char *p = old->str;
    const char *end = p + old->len;
    while (p < end) {
        const char *nul = memchr(p, 0, (size_t)(end - p));
        g_string_append_len(self->out, p, (nul == NULL ? end : nul) - p);
        if (nul == NULL)
            return;
        replace(self, offset);
        p = nul + 1;
    }
}

static bool run(Attempt *self, const char *name)
{
    self->n_replaced = 0;
    self->out = g_string_sized_new(self->len + self->len / 2);
    if (strcmp(name, "UTF-8") == 0) {
        decode_utf8(self);
        return self->n_replaced <= self->most;
    }
    GIConv cd = g_iconv_open("UTF-8", name);
    if (cd == (GIConv)-1) {
        self->n_replaced = self->most + 1;
        self->first_bad = 0;
        return false;
    }
    bool wide = g_str_has_prefix(name, "UTF-16");
    convert(self, cd, wide);
    g_iconv_close(cd);
    if (self->n_replaced <= self->most)
        replace_nuls(self, wide);
    return self->n_replaced <= self->most;
}

/* ASCII in UTF-16 puts NULs on one side of the pairs only. */
static const char *name_utf16(const char *data, size_t len)
{
    size_t zeros[2] = {0, 0};
    size_t n = MIN(len, DECLARATION_BYTES);
    for (size_t i = 0; i < n; i++)
        zeros[i & 1] += data[i] == 0;
    size_t most = MAX(zeros[0], zeros[1]);
    if (most < 2 || most < n / 100 || MIN(zeros[0], zeros[1]) * 20 > most)
        return NULL;
    return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

bool gov__encoding_is_utf16(const char *data, size_t len)
{
    return name_utf16(data, len) != NULL;
}

static const char *find_encoding(const char *label, size_t len)
{
    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++)
        if (strlen(encodings[i].label) == len &&
            g_ascii_strncasecmp(encodings[i].label, label, len) == 0)
            return encodings[i].name;
    return NULL;
}

/* The value after `key =`, with or without quotes, inside one tag. */
static const char *read_value(const char *tag, const char *key)
{
    const char *p = strstr(tag, key);
    if (p == NULL)
        return NULL;
    p += strlen(key);
    p += strspn(p, " \t\r\n");
    if (*p != '=')
        return NULL;
    p++;
    p += strspn(p, " \t\r\n\"'");
    return find_encoding(p, strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789-_"));
}

/* `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml
 * encoding=…?>`. */
static const char *find_declared(const char *data, size_t len)
{
    g_autofree char *head = g_ascii_strdown(data, (gssize)MIN(len, DECLARATION_BYTES));
    for (char *p = strchr(head, '<'); p != NULL; p = strchr(p + 1, '<')) {
        bool meta = g_str_has_prefix(p, "<meta");
        if (!meta && !g_str_has_prefix(p, "<?xml"))
            continue;
        char *end = strchr(p, '>');
        if (end == NULL)
            return NULL;
        *end = 0;
        const char *name = read_value(p, meta ? "charset" : "encoding");
        if (name != NULL)
            return name;
        p = end;
        *p = ' ';
    }
    return NULL;
}

typedef struct {
    size_t n_good; /* sequences of more than one byte */
    size_t n_bad;
} Sequences;

static Sequences count_utf8(const char *data, size_t len)
{
    Sequences count = {0, 0};
    const char *p = data;
    const char *end = p + len;
    while (p < end) {
        const char *bad = NULL;
        g_utf8_validate_len(p, (gsize)(end - p), &bad);
        for (; p < bad; p++)
            count.n_good += ((guchar)*p & 0xC0) == 0xC0;
        if (bad == end)
            break;
        count.n_bad += *bad != 0;
        p = bad + measure_bad_utf8((const guchar *)bad, (size_t)(end - bad));
    }
    return count;
}

static void add_candidate(const char **names, const char *name)
{
    guint i = 0;
    for (; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return;
    names[i] = name;
}

static const char *read_mark(const char *data, size_t len, size_t *skip)
{
    static const struct {
        const char *mark;
        size_t len;
        const char *name;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"},
                 {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"}};
    *skip = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (len >= marks[i].len && memcmp(data, marks[i].mark, marks[i].len) == 0) {
            *skip = marks[i].len;
            return marks[i].name;
        }
    return NULL;
}

/* Fills a NULL-terminated list. A mark for UTF-16 leaves no choice; one for UTF-8 is
 * sometimes put before other bytes. Damaged UTF-8 has many good sequences for each bad
 * one; other encodings have hardly any. */
static void list_candidates(const char *data, size_t len, const char *mark,
                            const char **names)
{
    Sequences count = count_utf8(data, len);
    bool damaged = count.n_bad * 10 <= count.n_good;
    const char *wide = mark;
    if (mark == NULL && !(damaged && count.n_good > 0))
        wide = name_utf16(data, len);
    if (wide != NULL)
        add_candidate(names, wide);
    if (wide != NULL && strcmp(wide, "UTF-8") != 0)
        return;
    const char *declared = find_declared(data, len);
    if (damaged)
        add_candidate(names, "UTF-8");
    if (declared != NULL)
        add_candidate(names, declared);
    add_candidate(names, "GB18030");
}

static void tell_replaced(GovDocument *document, const Attempt *attempt, const char *name)
{
    if (document == NULL || attempt->n_replaced == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "%" G_GSIZE_FORMAT " byte sequences are no %s, the first at byte %" G_GSIZE_FORMAT
        "; each became U+FFFD",
        attempt->n_replaced, name, attempt->first_bad);
    gov_document_add_warning(document, "encoding.replaced", message);
}

static bool try_all(Attempt *attempt, const char **names, GovDecoded *decoded,
                    GError **error)
{
    size_t first_bad = 0;
    for (guint i = 0; names[i] != NULL; i++) {
        if (run(attempt, names[i])) {
            decoded->name = names[i];
            decoded->len = attempt->out->len;
            decoded->n_replaced = attempt->n_replaced;
            decoded->text = decoded->owned =
                g_string_free(g_steal_pointer(&attempt->out), FALSE);
            return true;
        }
        g_string_free(g_steal_pointer(&attempt->out), TRUE);
        first_bad = i == 0 ? attempt->first_bad : first_bad;
    }
    g_autofree char *tried = g_strjoinv(", ", (char **)(guintptr)names);
    g_set_error(error, GOV_ERROR, GOV_ERROR_ENCODING,
                "Text is in no known encoding: tried %s; first undecodable byte at "
                "%" G_GSIZE_FORMAT ", and more than %u in a hundred follow",
                tried, first_bad, REPLACED_PER_CENT);
    return false;
}

bool gov__encoding_decode(GovDocument *document, const char *data, size_t len,
                          GovDecoded *decoded, GError **error)
{
    size_t skip = 0;
    const char *mark = read_mark(data, len, &skip);
    size_t plain = mark != NULL && strcmp(mark, "UTF-8") == 0 ? skip : 0;
    *decoded = (GovDecoded){data + plain, len - plain, NULL, "UTF-8", 0};
    if (g_utf8_validate_len(data + plain, len - plain, NULL))
        return true;
    const char *names[MAX_CANDIDATES + 1] = {NULL};
    list_candidates(data + skip, len - skip, mark, names);
    Attempt attempt = {data + skip, len - skip, skip, 0, NULL, 0, 0};
    attempt.most = MAX(FEW_REPLACED, len / 100 * REPLACED_PER_CENT);
    if (!try_all(&attempt, names, decoded, error))
        return false;
    tell_replaced(document, &attempt, decoded->name);
    return true;
}

void gov__encoding_clear(GovDecoded *decoded)
{
    g_clear_pointer(&decoded->owned, g_free);
}
