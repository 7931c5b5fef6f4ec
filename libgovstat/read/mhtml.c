/* SPDX-License-Identifier: MIT */
/* Web archives (MHTML), which browsers and Word save, also under the names .mht and .doc:
 * a mail whose parts are a page and its pictures. The first part that is a page is the
 * page. Where that is only a frame, as Excel makes them, all pages are read one after
 * another. Parts may be nested; each level is searched once for its own boundary, and
 * levels are few, so the work is linear. The page goes to the reader of HTML. */
#include <govstat/error.h>
#include <string.h>

#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/text-private.h"

#define MAX_LEVELS 8
#define MAX_HEAD 65536u /* bytes of the headers of a part */
#define DETECT_BYTES 8192u

typedef struct {
    char *type;     /* Content-Type, on one line; "" if there is none */
    char *transfer; /* Content-Transfer-Encoding */
    bool is_mail;   /* has a header that only mails have */
} Head;

typedef struct {
    GovDocument *document;
    GString *page;
    guint n_pages;
    bool frames;
    GError *error;
} Reader;

static void clear_head(Head *head)
{
    g_clear_pointer(&head->type, g_free);
    g_clear_pointer(&head->transfer, g_free);
}

/* ---- headers ---- */

/* The next line without its break; moves the text behind it. */
static GovSlice take_line(GovSlice *text)
{
    const char *stop = memchr(text->text, '\n', text->len);
    size_t n = stop == NULL ? text->len : (size_t)(stop - text->text);
    GovSlice line = {text->text, n};
    text->text += MIN(n + 1, text->len);
    text->len -= MIN(n + 1, text->len);
    line.len -= n > 0 && line.text[n - 1] == '\r';
    return line;
}

static const char *get_value(const char *line, const char *name)
{
    size_t n = strlen(name);
    if (g_ascii_strncasecmp(line, name, n) != 0 || line[n] != ':')
        return NULL;
    return line + n + 1 + strspn(line + n + 1, " \t");
}

static void take_header(Head *head, const GString *line)
{
    const char *value = get_value(line->str, "Content-Type");
    if (value != NULL && *head->type == 0) {
        g_free(head->type);
        head->type = g_strdup(value);
    }
    value = get_value(line->str, "Content-Transfer-Encoding");
    if (value != NULL && *head->transfer == 0) {
        g_free(head->transfer);
        head->transfer = g_strdup(value);
    }
    head->is_mail |= get_value(line->str, "MIME-Version") != NULL ||
                     get_value(line->str, "Snapshot-Content-Location") != NULL;
}

/* Reads headers up to the empty line, and moves the text behind it. A line that begins
 * with white space goes on with the one before. FALSE if a line is no header. */
static bool take_head(GovSlice *text, Head *head)
{
    const char *start = text->text;
    g_autoptr(GString) line = g_string_new(NULL);
    head->type = g_strdup("");
    head->transfer = g_strdup("");
    while (text->len > 0 && (size_t)(text->text - start) < MAX_HEAD) {
        GovSlice next = take_line(text);
        bool folded = next.len > 0 && (*next.text == ' ' || *next.text == '\t');
        if (!folded) {
            take_header(head, line);
            g_string_truncate(line, 0);
        }
        if (next.len == 0)
            return true;
        if (!folded && memchr(next.text, ':', next.len) == NULL)
            return false;
        g_string_append_len(line, next.text, (gssize)next.len);
    }
    take_header(head, line);
    return text->len == 0;
}

static bool is_type(const Head *head, const char *type)
{
    return g_ascii_strncasecmp(head->type, type, strlen(type)) == 0;
}

/* A parameter of Content-Type, or NULL: boundary="…", charset=gb2312. */
static char *find_parameter(const char *type, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = strchr(type, ';'); p != NULL; p = strchr(p, ';')) {
        p += 1 + strspn(p + 1, " \t");
        if (g_ascii_strncasecmp(p, name, n) != 0 || p[n] != '=')
            continue;
        p += n + 1;
        size_t len = *p == '"' ? strcspn(p + 1, "\"") : strcspn(p, "; \t");
        return g_strndup(*p == '"' ? p + 1 : p, len);
    }
    return NULL;
}

/* ---- the page ---- */

static int decode_digit(char c)
{
    return g_ascii_xdigit_value(c);
}

static GString *decode_quoted(GovSlice text)
{
    GString *out = g_string_sized_new(text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] != '=') {
            g_string_append_c(out, text.text[i]);
            continue;
        }
        size_t left = text.len - i - 1;
        const char *p = text.text + i + 1;
        size_t soft = left > 0 && *p == '\n' ? 1
                      : left > 1 && p[0] == '\r' && p[1] == '\n' ? 2
                                                                 : 0;
        bool coded = left > 1 && decode_digit(p[0]) >= 0 && decode_digit(p[1]) >= 0;
        if (coded)
            g_string_append_c(out, (char)(decode_digit(p[0]) << 4 | decode_digit(p[1])));
        else if (soft == 0)
            g_string_append_c(out, '=');
        i += coded ? 2 : soft;
    }
    return out;
}

static GString *decode_base64(GovSlice text)
{
    GString *out = g_string_sized_new(text.len / 4 * 3 + 3);
    gint state = 0;
    guint save = 0;
    g_string_set_size(out, text.len / 4 * 3 + 3);
    gsize n = g_base64_decode_step(text.text, text.len, (guchar *)out->str, &state, &save);
    g_string_truncate(out, n);
    return out;
}

static GString *decode_transfer(const Head *head, GovSlice body)
{
    if (g_ascii_strncasecmp(head->transfer, "quoted-printable", 16) == 0)
        return decode_quoted(body);
    if (g_ascii_strncasecmp(head->transfer, "base64", 6) == 0)
        return decode_base64(body);
    return g_string_new_len(body.text, (gssize)body.len);
}

/* What is called GB2312 is often GBK; GB18030 holds both. */
static char *convert(const GString *bytes, const char *charset, gsize *len)
{
    bool chinese = g_ascii_strncasecmp(charset, "gb", 2) == 0 ||
                   g_ascii_strcasecmp(charset, "x-gbk") == 0;
    return g_convert(bytes->str, (gssize)bytes->len, "UTF-8",
                     chinese ? "GB18030" : charset, NULL, len, NULL);
}

/* Appends a page as UTF-8: in the encoding of its part if that fits, else in the one
 * that shows in its bytes. */
static bool append_page(Reader *self, const Head *head, const GString *bytes)
{
    gsize len = 0;
    g_autofree char *charset = find_parameter(head->type, "charset");
    g_autofree char *converted =
        charset == NULL || g_ascii_strcasecmp(charset, "unicode") == 0
            ? NULL
            : convert(bytes, charset, &len);
    if (converted != NULL) {
        g_string_append_len(self->page, converted, (gssize)len);
        return true;
    }
    g_auto(GovDecoded) text = {NULL, 0, NULL, NULL, 0};
    if (!gov__encoding_decode(self->document, bytes->str, bytes->len, &text,
                              &self->error))
        return false;
    g_string_append_len(self->page, text.text, (gssize)text.len);
    return true;
}

static bool has_frames(const GString *page)
{
    for (const char *p = strchr(page->str, '<'); p != NULL; p = strchr(p + 1, '<'))
        if (g_ascii_strncasecmp(p, "<frameset", 9) == 0)
            return true;
    return false;
}

static void add_page(Reader *self, const Head *head, GovSlice body)
{
    if (self->error != NULL || (self->n_pages > 0 && !self->frames))
        return;
    GString *bytes = decode_transfer(head, body);
    bool done = append_page(self, head, bytes);
    g_string_free(bytes, TRUE);
    if (done && self->n_pages++ == 0)
        self->frames = has_frames(self->page);
}

/* ---- parts ---- */

static void read_part(Reader *self, GovSlice part, int level);

static bool is_boundary(GovSlice line, const char *boundary, size_t n)
{
    return line.len >= n + 2 && memcmp(line.text, "--", 2) == 0 &&
           memcmp(line.text + 2, boundary, n) == 0;
}

static void read_parts(Reader *self, GovSlice body, const char *boundary, int level)
{
    size_t n = strlen(boundary);
    const char *start = NULL;
    while (body.len > 0) {
        GovSlice line = take_line(&body);
        if (!is_boundary(line, boundary, n))
            continue;
        if (start != NULL)
            read_part(self, (GovSlice){start, (size_t)(line.text - start)}, level);
        start = body.text;
        if (line.len >= n + 4 && memcmp(line.text + n + 2, "--", 2) == 0)
            return;
    }
    if (start != NULL) /* its end is missing */
        read_part(self, (GovSlice){start, (size_t)(body.text - start)}, level);
}

static void read_part(Reader *self, GovSlice part, int level)
{
    Head head = {NULL, NULL, false};
    take_head(&part, &head);
    g_autofree char *boundary =
        is_type(&head, "multipart/") ? find_parameter(head.type, "boundary") : NULL;
    if (boundary != NULL && *boundary != 0 && level < MAX_LEVELS)
        read_parts(self, part, boundary, level + 1);
    else if (is_type(&head, "text/html") || is_type(&head, "application/xhtml"))
        add_page(self, &head, part);
    clear_head(&head);
}

static bool read_archive(GovDocument *document, const char *data, size_t len,
                         GError **error)
{
    g_autoptr(GString) page = g_string_new(NULL);
    Reader self = {.document = document, .page = page};
    GovSlice all = {data, len};
    while (all.len > 0 && g_ascii_isspace(*all.text)) {
        all.text++;
        all.len--;
    }
    read_part(&self, all, 0);
    if (self.error != NULL) {
        g_propagate_error(error, self.error);
        return false;
    }
    if (page->len > 0)
        return gov__format_html.read(document, page->str, page->len, error);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_UNSUPPORTED,
                        "The web archive holds no page (no part of type text/html)");
    return false;
}

/* Only the headers of the whole are looked at. */
static bool detect(const char *data, size_t len)
{
    GovSlice text = {data, MIN(len, DETECT_BYTES)};
    while (text.len > 0 && g_ascii_isspace(*text.text)) {
        text.text++;
        text.len--;
    }
    Head head = {NULL, NULL, false};
    bool found = text.len > 0 && g_ascii_isalpha(*text.text) && take_head(&text, &head) &&
                 (is_type(&head, "multipart/") ||
                  (head.is_mail && is_type(&head, "text/html")));
    clear_head(&head);
    return found;
}

const GovFormat gov__format_mhtml = {"mhtml", detect, read_archive, NULL};
