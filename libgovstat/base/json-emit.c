/* SPDX-License-Identifier: MIT */
/* The little that is needed around json-glib: an emitter without a tree, whose only state
 * is the end of the buffer, and a scan that makes json-glib's parser safe for foreign
 * text. The scan knows strings, brackets and numbers and refuses everything else outside
 * of strings, so that it can never be of another opinion than the parser about where a
 * string ends. */
#include "base/json-emit-private.h"

#include "base/char-private.h"
#include "base/figure-private.h"
#include <govstat/error.h>
#include <string.h>

static void append_escape(GString *out, gunichar c)
{
    switch (c) {
    case '"':
        g_string_append(out, "\\\"");
        break;
    case '\\':
        g_string_append(out, "\\\\");
        break;
    case '\n':
        g_string_append(out, "\\n");
        break;
    case '\r':
        g_string_append(out, "\\r");
        break;
    case '\t':
        g_string_append(out, "\\t");
        break;
    default:
        g_string_append_printf(out, "\\u%04x", c);
    }
}

/* Text goes out in the longest runs that need no change. Every line break of Unicode is
 * escaped: one object stays on one line for every reader. */
void gov__json_append_string(GString *out, const char *text)
{
    if (text == NULL) {
        g_string_append(out, "null");
        return;
    }
    const char *end = text + strlen(text);
    const char *run = text;
    g_string_append_c(out, '"');
    for (const char *p = text; p < end;) {
        gunichar c;
        size_t width = gov__char_next(p, end, &c);
        bool bad = c == GOV__CHAR_BAD && width == 1;
        bool escaped = c < ' ' || c == '"' || c == '\\' || c == 0x7F || c == 0x85 ||
                       c == 0x2028 || c == 0x2029;
        if (bad || escaped) {
            g_string_append_len(out, run, p - run);
            run = p + width;
        }
        if (bad)
            g_string_append(out, "\357\277\275");
        else if (escaped)
            append_escape(out, c);
        p += width;
    }
    g_string_append_len(out, run, end - run);
    g_string_append_c(out, '"');
}

void gov__json_append_comma(GString *out)
{
    char last = out->len > 0 ? out->str[out->len - 1] : '{';
    if (last != '{' && last != '[')
        g_string_append_c(out, ',');
}

void gov__json_append_key(GString *out, const char *key)
{
    gov__json_append_comma(out);
    gov__json_append_string(out, key);
    g_string_append_c(out, ':');
}

void gov__json_append_int(GString *out, int64_t value)
{
    gov__figure_append(out, value, GOV_TYPE_COUNT);
}

void gov__json_append_figure(GString *out, int64_t value, GovType type)
{
    gov__figure_append(out, value, type);
}

typedef struct {
    const char *text;
    const char *end;
    const char *p;
    unsigned depth;
    unsigned max_depth;
} Scan;

G_GNUC_PRINTF(3, 4)
static bool fail(GError **error, GovError code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autoptr(GError) made = g_error_new_valist(GOV_ERROR, (gint)code, format, args);
    va_end(args);
    g_propagate_error(error, g_steal_pointer(&made));
    return false;
}

/* A string, from its opening quote to behind its closing one. */
static bool scan_string(Scan *scan, GError **error)
{
    const char *p = scan->p + 1;
    while (p < scan->end && *p != '"') {
        if (scan->end - p >= 6 && memcmp(p, "\\u0000", 6) == 0)
            return fail(error, GOV_ERROR_SYNTAX, "JSON byte %zu: NUL in a string",
                        (size_t)(p - scan->text));
        p += *p == '\\' && scan->end - p >= 2 ? 2 : 1;
    }
    if (p == scan->end)
        return fail(error, GOV_ERROR_SYNTAX, "JSON ends inside a string");
    scan->p = p + 1;
    return true;
}

static size_t skip_digits(Scan *scan)
{
    const char *start = scan->p;
    while (scan->p < scan->end && g_ascii_isdigit(*scan->p))
        scan->p++;
    return (size_t)(scan->p - start);
}

static bool skip_one_of(Scan *scan, const char *characters)
{
    bool found = scan->p < scan->end && strchr(characters, *scan->p) != NULL;
    scan->p += found;
    return found;
}

/* A number without its sign. The parser takes a leading 0 for octal and wraps large
 * integers. */
static bool scan_number(Scan *scan, GError **error)
{
    static const char *const LARGEST = "9223372036854775807";
    const char *start = scan->p;
    size_t n = skip_digits(scan), longest = strlen(LARGEST);
    bool valid = n == 1 || *start != '0';
    bool fits = n < longest || (n == longest && memcmp(start, LARGEST, n) <= 0);
    bool integer = true;
    if (skip_one_of(scan, ".")) {
        integer = false;
        valid &= skip_digits(scan) > 0;
    }
    if (skip_one_of(scan, "eE")) {
        integer = false;
        skip_one_of(scan, "+-");
        valid &= skip_digits(scan) > 0;
    }
    if (!valid)
        return fail(error, GOV_ERROR_SYNTAX, "JSON byte %zu: not a number",
                    (size_t)(start - scan->text));
    return !integer || fits ||
           fail(error, GOV_ERROR_LIMIT, "JSON byte %zu: the number is too large",
                (size_t)(start - scan->text));
}

static bool scan_word(Scan *scan)
{
    static const char *const WORDS[] = {"null", "true", "false"};
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        size_t n = strlen(WORDS[i]);
        if ((size_t)(scan->end - scan->p) >= n && memcmp(scan->p, WORDS[i], n) == 0) {
            scan->p += n;
            return true;
        }
    }
    return false;
}

static bool scan_bracket(Scan *scan, GError **error)
{
    bool opens = *scan->p == '{' || *scan->p == '[';
    scan->p++;
    if (opens && ++scan->depth > scan->max_depth)
        return fail(error, GOV_ERROR_LIMIT, "JSON is nested deeper than %u levels",
                    scan->max_depth);
    if (!opens && scan->depth-- == 0)
        return fail(error, GOV_ERROR_SYNTAX, "JSON byte %zu: a bracket closes nothing",
                    (size_t)(scan->p - 1 - scan->text));
    return true;
}

static bool scan_token(Scan *scan, GError **error)
{
    if (*scan->p == '"')
        return scan_string(scan, error);
    if (g_ascii_isdigit(*scan->p))
        return scan_number(scan, error);
    if (strchr("{}[]", *scan->p) != NULL)
        return scan_bracket(scan, error);
    return skip_one_of(scan, " \t\r\n,:-") || scan_word(scan) ||
           fail(error, GOV_ERROR_SYNTAX, "JSON byte %zu: unexpected character",
                (size_t)(scan->p - scan->text));
}

bool gov__json_check(const char *text, size_t len, unsigned max_depth, GError **error)
{
    const char *bad = NULL;
    if (!g_utf8_validate_len(text, len, &bad)) /* refuses NUL too */
        return fail(error, GOV_ERROR_SYNTAX, "JSON byte %zu: not UTF-8",
                    (size_t)(bad - text));
    Scan scan = {text, text + len, text, 0, max_depth};
    while (scan.p < scan.end) {
        if (!scan_token(&scan, error))
            return false;
    }
    return true;
}
