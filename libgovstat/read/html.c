/* SPDX-License-Identifier: MIT */
/* HTML with libxml2's parser, by events: no tree is built, and nothing is allocated
 * for an element. This file knows tags and attributes, html-page.c makes blocks of
 * what they mean. The text is UTF-8 before the parser sees it, so what the page
 * declares is not asked again. libxml2 closes elements that authors left open; where
 * it drops one without an event, the depth of its own stack of names tells. That stack
 * is capped, as its work on every end tag grows with it. */
#include <govstat/error.h>

#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/html-private.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define MAX_DEPTH 512      /* elements open at once */
#define MAX_ROWSPAN 65534u /* both as HTML has them */
#define MAX_COLSPAN 1000u
#define MAX_TITLE 4096u
#define MAX_CONDITIONAL 120u /* bytes of a conditional tag of Word */
#define DETECT_BYTES 65536u

/* What an element means. */
typedef enum {
    TAG_INLINE,
    TAG_SKIP, /* nothing inside counts */
    TAG_SUP,
    TAG_BLOCK,
    TAG_BR,
    TAG_IMG,
    TAG_INPUT,
    TAG_PRE,
    TAG_TITLE,
    TAG_TABLE,
    TAG_TR,
    TAG_CELL
} Tag;

typedef struct {
    const char *name; /* NULL ends a list */
    Tag tag;
} TagName;

/* clang-format off */
#define END {NULL, TAG_INLINE}

static const TagName tags_a[] = {{"address", TAG_BLOCK}, {"article", TAG_BLOCK}, {"aside", TAG_BLOCK},
    {"audio", TAG_SKIP}, END};
static const TagName tags_b[] = {{"br", TAG_BR}, {"blockquote", TAG_BLOCK},
    {"body", TAG_BLOCK}, END};
static const TagName tags_c[] = {{"caption", TAG_BLOCK}, {"center", TAG_BLOCK},
    {"canvas", TAG_SKIP}, END};
static const TagName tags_d[] = {{"div", TAG_BLOCK}, {"dl", TAG_BLOCK}, {"dt", TAG_BLOCK},
    {"dd", TAG_BLOCK}, {"details", TAG_BLOCK}, {"dir", TAG_BLOCK}, {"del", TAG_SKIP}, END};
static const TagName tags_f[] = {{"form", TAG_BLOCK}, {"fieldset", TAG_BLOCK},
    {"figure", TAG_BLOCK}, {"figcaption", TAG_BLOCK}, {"footer", TAG_BLOCK},
    {"frameset", TAG_SKIP}, END};
static const TagName tags_h[] = {{"h1", TAG_BLOCK}, {"h2", TAG_BLOCK}, {"h3", TAG_BLOCK},
    {"h4", TAG_BLOCK}, {"h5", TAG_BLOCK}, {"h6", TAG_BLOCK}, {"hr", TAG_BLOCK},
    {"header", TAG_BLOCK}, {"hgroup", TAG_BLOCK}, END};
static const TagName tags_i[] = {{"img", TAG_IMG}, {"iframe", TAG_SKIP}, {"input", TAG_INPUT}, END};
static const TagName tags_l[] = {{"li", TAG_BLOCK}, {"legend", TAG_BLOCK},
    {"listing", TAG_PRE}, END};
static const TagName tags_m[] = {{"main", TAG_BLOCK}, {"menu", TAG_BLOCK}, END};
static const TagName tags_n[] = {{"nav", TAG_BLOCK}, {"noscript", TAG_SKIP},
    {"noframes", TAG_SKIP}, END};
static const TagName tags_o[] = {{"ol", TAG_BLOCK}, {"option", TAG_SKIP},
    {"optgroup", TAG_SKIP}, {"object", TAG_SKIP}, END};
static const TagName tags_p[] = {{"p", TAG_BLOCK}, {"pre", TAG_PRE}, END};
static const TagName tags_r[] = {{"rp", TAG_SKIP}, {"rt", TAG_SKIP}, END};
static const TagName tags_s[] = {{"script", TAG_SKIP}, {"style", TAG_SKIP},
    {"section", TAG_BLOCK}, {"select", TAG_SKIP}, {"summary", TAG_BLOCK},
    {"svg", TAG_SKIP}, {"sup", TAG_SUP}, {"sub", TAG_SUP}, {"s", TAG_SKIP}, {"strike", TAG_SKIP}, END};
static const TagName tags_t[] = {{"td", TAG_CELL}, {"tr", TAG_TR}, {"table", TAG_TABLE},
    {"th", TAG_CELL}, {"title", TAG_TITLE}, {"template", TAG_SKIP},
    {"textarea", TAG_SKIP}, {"tbody", TAG_BLOCK}, {"thead", TAG_BLOCK},
    {"tfoot", TAG_BLOCK}, END};
static const TagName tags_u[] = {{"ul", TAG_BLOCK}, END};
static const TagName tags_v[] = {{"video", TAG_SKIP}, END};
static const TagName tags_x[] = {{"xmp", TAG_PRE}, {"xml", TAG_SKIP}, END};

static const TagName *const tags_by_letter[26] = {
    tags_a, tags_b, tags_c, tags_d, NULL,   tags_f, NULL,   tags_h, tags_i,
    NULL,   NULL,   tags_l, tags_m, tags_n, tags_o, tags_p, NULL,   tags_r,
    tags_s, tags_t, tags_u, tags_v, NULL,   tags_x, NULL,   NULL};
/* clang-format on */

typedef struct {
    htmlParserCtxtPtr parser;
    GovPage *page;
    GString *title;
    int skipping;         /* depth of the element whose inside is left out, or 0 */
    int table_depths[64]; /* by open table: depth of its element */
    bool in_title;
    bool has_title;
    bool raised[MAX_DEPTH + 1]; /* by depth: the element is a note */
    GError *error;
} State;

/* libxml2 gives names in lower case. Every name is looked up twice; lists by first letter
 * need one or two comparisons. */
static Tag find_tag(const xmlChar *name)
{
    const char *text = (const char *)name;
    bool lower = *text >= 'a' && *text <= 'z';
    const TagName *entry = lower ? tags_by_letter[*text - 'a'] : NULL;
    for (; entry != NULL && entry->name != NULL; entry++)
        if (strcmp(entry->name + 1, text + 1) == 0)
            return entry->tag;
    return TAG_INLINE;
}

/* Whether a style has `property: value`; the value may begin one. */
static bool has_style(const char *style, const char *property, const char *value)
{
    size_t n = strlen(property);
    for (const char *p = strchr(style, *value); p != NULL; p = strchr(p + 1, *value)) {
        if (g_ascii_strncasecmp(p, value, strlen(value)) != 0)
            continue;
        const char *start = p;
        while (start > style && (g_ascii_isspace(start[-1]) || start[-1] == ':'))
            start--;
        if ((size_t)(start - style) >= n && start < p &&
            g_ascii_strncasecmp(start - n, property, n) == 0)
            return true;
    }
    return false;
}

static const char *find_style(const xmlChar **atts)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcmp((const char *)atts[0], "style") == 0)
            return (const char *)atts[1];
    return NULL;
}

static bool is_hidden(const xmlChar **atts)
{
    const char *style = find_style(atts);
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcmp((const char *)atts[0], "hidden") == 0)
            return true;
    return style != NULL &&
           (has_style(style, "display", "none") || has_style(style, "text-decoration", "line-through") || has_style(style, "visibility", "hidden") ||
            (has_style(style, "font-size", "0") && !has_style(style, "font-size", "0.")));
}

/* Raised or lowered text is a note, in whatever way it is written. */
static bool is_raised(Tag tag, const xmlChar **atts)
{
    const char *style = tag == TAG_INLINE ? find_style(atts) : NULL;
    return tag == TAG_SUP ||
           (style != NULL && (has_style(style, "vertical-align", "super") ||
                              has_style(style, "vertical-align", "sub")));
}

/* Leading digits, whatever follows; anything else is 1. */
static unsigned parse_span(const char *text, unsigned max)
{
    unsigned value = 0;
    text += strspn(text, " \t\r\n");
    if (!g_ascii_isdigit(*text))
        return 1;
    for (; g_ascii_isdigit(*text) && value < max; text++)
        value = value * 10 + (unsigned)(*text - '0');
    return MIN(value, max);
}

static void begin_cell(State *state, const xmlChar **atts)
{
    unsigned n_rows = 1;
    unsigned n_columns = 1;
    for (; atts != NULL && atts[0] != NULL; atts += 2) {
        const char *value = atts[1] == NULL ? "" : (const char *)atts[1];
        if (strcmp((const char *)atts[0], "rowspan") == 0)
            n_rows = parse_span(value, MAX_ROWSPAN);
        else if (strcmp((const char *)atts[0], "colspan") == 0)
            n_columns = parse_span(value, MAX_COLSPAN);
    }
    gov__page_begin_cell(state->page, n_rows, n_columns);
}

static void begin_table(State *state)
{
    gov__page_begin_table(state->page);
    unsigned depth = gov__page_get_depth(state->page);
    if (depth > 0 && depth < G_N_ELEMENTS(state->table_depths))
        state->table_depths[depth] = state->parser->nameNr;
}

/* A field that is filled in shows its value. */
static void add_input(State *state, const xmlChar **atts)
{
    const char *type = "text", *value = NULL;
    for (; atts != NULL && atts[0] != NULL; atts += 2) {
        if (strcmp((const char *)atts[0], "type") == 0 && atts[1] != NULL)
            type = (const char *)atts[1];
        else if (strcmp((const char *)atts[0], "value") == 0)
            value = (const char *)atts[1];
    }
    if (value != NULL &&
        (g_ascii_strcasecmp(type, "text") == 0 || g_ascii_strcasecmp(type, "number") == 0))
        gov__page_add_text(state->page, value, strlen(value));
}

static void begin_element(State *state, Tag tag, const xmlChar **atts)
{
    switch (tag) {
    case TAG_BR:
        gov__page_add_line(state->page);
        break;
    case TAG_IMG:
        gov__page_add_image(state->page);
        break;
    case TAG_INPUT:
        add_input(state, atts);
        break;
    case TAG_PRE:
        gov__page_begin_plain(state->page);
        break;
    case TAG_TITLE:
        state->in_title = true;
        break;
    case TAG_TABLE:
        begin_table(state);
        break;
    case TAG_TR:
        gov__page_begin_row(state->page);
        break;
    case TAG_CELL:
        begin_cell(state, atts);
        break;
    case TAG_BLOCK:
        gov__page_break(state->page);
        break;
    case TAG_SUP:
    case TAG_SKIP:
    case TAG_INLINE:
    default:
        break;
    }
}

static void stop(State *state)
{
    xmlStopParser(state->parser);
}

static bool is_stopped(const State *state)
{
    return state->error != NULL || gov__page_get_error(state->page) != NULL;
}

/* Where the parser dropped an open element without saying so. */
static void catch_up(State *state, int depth)
{
    if (state->skipping > depth)
        state->skipping = 0;
    unsigned n = gov__page_get_depth(state->page);
    while (n > 0 && state->table_depths[n] > depth) {
        gov__page_end_table(state->page);
        n--;
    }
}

static void start_element(void *data, const xmlChar *name, const xmlChar **atts)
{
    State *state = data;
    int depth = state->parser->nameNr;
    if (is_stopped(state))
        return;
    if (depth > MAX_DEPTH) {
        g_set_error(&state->error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Elements are nested more than %d deep at line %d", MAX_DEPTH,
                    state->parser->input->line);
        stop(state);
        return;
    }
    catch_up(state, depth - 1);
    if (state->skipping > 0)
        return;
    Tag tag = find_tag(name);
    bool again = tag == TAG_TITLE && state->has_title;
    if (tag == TAG_SKIP || again || (tag != TAG_BR && is_hidden(atts)))
        state->skipping = depth;
    else
        begin_element(state, tag, atts);
    /* A note beside a figure must not lengthen it. */
    state->raised[depth] = state->skipping == 0 && is_raised(tag, atts);
    if (state->raised[depth])
        gov__page_add_text(state->page, "[", 1);
    if (is_stopped(state))
        stop(state);
}

static void end_title(State *state)
{
    state->has_title |= state->in_title;
    state->in_title = false;
}

static void end_element(void *data, const xmlChar *name)
{
    State *state = data;
    int depth = state->parser->nameNr;
    if (is_stopped(state))
        return;
    catch_up(state, depth);
    if (state->skipping > 0) {
        if (state->skipping == depth)
            state->skipping = 0;
        return;
    }
    Tag tag = find_tag(name);
    if (depth >= 0 && depth <= MAX_DEPTH && state->raised[depth]) {
        state->raised[depth] = false;
        gov__page_add_text(state->page, "]", 1);
    }
    if (tag == TAG_CELL)
        gov__page_end_cell(state->page);
    else if (tag == TAG_TR)
        gov__page_end_row(state->page);
    else if (tag == TAG_TABLE)
        gov__page_end_table(state->page);
    else if (tag == TAG_BLOCK)
        gov__page_break(state->page);
    else if (tag == TAG_PRE)
        gov__page_end_plain(state->page);
    else if (tag == TAG_TITLE)
        end_title(state);
    if (is_stopped(state))
        stop(state);
}

static void add_text(void *data, const xmlChar *text, int len)
{
    State *state = data;
    if (is_stopped(state))
        return;
    if (state->skipping > state->parser->nameNr)
        state->skipping = 0;
    if (state->skipping > 0)
        return;
    if (!state->in_title)
        gov__page_add_text(state->page, (const char *)text, (size_t)len);
    else if (state->title->len < MAX_TITLE)
        g_string_append_len(state->title, (const char *)text, len);
}

/* Length of Word's `<![if …]>` or `<![endif]>` at a place, or 0. The one that ends a
 * comment has two hyphens before its end and is part of that comment. */
static size_t measure_conditional(const char *p, size_t left)
{
    size_t n = MIN(left, MAX_CONDITIONAL);
    if (n < 6 || memcmp(p, "<![", 3) != 0)
        return 0;
    if (g_ascii_strncasecmp(p + 3, "if", 2) != 0 &&
        g_ascii_strncasecmp(p + 3, "end", 3) != 0)
        return 0;
    const char *stop = memchr(p, '>', n);
    if (stop == NULL || stop[-1] == '-' ||
        memchr(p + 1, '<', (size_t)(stop - p - 1)) != NULL)
        return 0;
    return (size_t)(stop + 1 - p);
}

/* libxml2 takes such tags for text, and a cell would then be no figure. Copies the
 * text without them, if there are any. */
static void drop_conditionals(GovDecoded *text)
{
    GString *out = NULL;
    const char *end = text->text + text->len;
    const char *copied = text->text;
    const char *p = memchr(copied, '!', text->len);
    for (; p != NULL; p = memchr(p + 1, '!', (size_t)(end - p - 1))) {
        size_t n = p > copied ? measure_conditional(p - 1, (size_t)(end - p + 1)) : 0;
        if (n == 0)
            continue;
        if (out == NULL)
            out = g_string_sized_new(text->len);
        g_string_append_len(out, copied, p - 1 - copied);
        copied = p - 1 + n;
        p = copied - 1;
    }
    if (out == NULL)
        return;
    g_string_append_len(out, copied, end - copied);
    g_free(text->owned);
    text->len = out->len;
    text->text = text->owned = g_string_free(out, FALSE);
}

/* Browsers show &nbsp without its semicolon as a blank; libxml2 does not. */
static void mend_blanks(GovDecoded *text)
{
    const char *end = text->text + text->len;
    const char *copied = text->text;
    GString *out = NULL;

    for (const char *p = copied; (p = g_strstr_len(p, end - p, "&nbsp")) != NULL; p += 5) {
        const char *after = p + 5;
        if (after < end && *after == ';')
            continue;
        if (out == NULL)
            out = g_string_sized_new(text->len + 64);
        g_string_append_len(out, copied, after - copied);
        g_string_append_c(out, ';');
        copied = after;
    }
    if (out == NULL)
        return;
    g_string_append_len(out, copied, end - copied);
    g_free(text->owned);
    text->len = out->len;
    text->text = text->owned = g_string_free(out, FALSE);
}

static htmlParserCtxtPtr new_parser(State *state, const GovDecoded *text)
{
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text->text, (int)text->len);
    if (parser == NULL)
        return NULL;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = add_text;
    parser->sax->ignorableWhitespace = add_text;
    parser->userData = state;
    return parser;
}

static void set_title(GovDocument *document, const GString *title)
{
    g_auto(GStrv) words = g_strsplit_set(title->str, " \t\r\n\f", -1);
    g_autoptr(GString) folded = g_string_new(NULL);
    for (guint i = 0; words[i] != NULL; i++)
        if (*words[i] != 0)
            g_string_append_printf(folded, "%s%s", folded->len > 0 ? " " : "", words[i]);
    if (folded->len > 0)
        gov_document_set_title(document, folded->str);
}

/* A parser that gives up leaves the rest of the page unread; that must not pass for
 * its end. */
static bool check_end(const State *state, const GovDecoded *text, GError **error)
{
    const xmlParserInput *input = state->parser->input;
    if (is_stopped(state))
        return true;
    if (input != NULL && input->cur >= input->end && state->parser->disableSAX == 0)
        return true;
    long at = xmlByteConsumed(state->parser);
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                "HTML cannot be read to its end: stopped at byte %ld of %" G_GSIZE_FORMAT,
                at, text->len);
    return false;
}

static bool parse(State *state, const GovDecoded *text, GError **error)
{
    state->parser = new_parser(state, text);
    if (state->parser == NULL) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, "HTML cannot be parsed");
        return false;
    }
    htmlParseDocument(state->parser);
    bool done = check_end(state, text, error);
    htmlFreeParserCtxt(state->parser);
    if (!done || state->error == NULL)
        return done;
    g_propagate_error(error, g_steal_pointer(&state->error));
    return false;
}

static bool read_page(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_auto(GovDecoded) text = {NULL, 0, NULL, NULL, 0};
    if (!gov__encoding_decode(document, data, len, &text, error))
        return false;
    if (text.len > G_MAXINT / 2) {
        g_set_error_literal(error, GOV_ERROR, GOV_ERROR_LIMIT,
                            "HTML is longer than 1 GiB");
        return false;
    }
    if (text.len == 0)
        return true;
    drop_conditionals(&text);
    mend_blanks(&text);
    xmlInitParser();
    g_autoptr(GovPage) page = gov__page_new(document);
    g_autoptr(GString) title = g_string_new(NULL);
    State state = {.page = page, .title = title};
    if (!parse(&state, &text, error))
        return false;
    set_title(document, title);
    return gov__page_finish(page, error);
}

/* A tag that only pages have; looks past NULs, so that UTF-16 needs no decoding here. */
static bool has_tag(const char *head)
{
    static const char *const signs[] = {
        "<!doctype html", "<html",  "<head", "<body",  "<table", "<td",
        "<div",           "<p>",    "<p ",   "<meta ", "<pre>",  "<span",
        "<title>",        "<script"};
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strstr(head, signs[i]) != NULL)
            return true;
    return false;
}

static bool looks_like_page(const char *data, size_t n)
{
    g_autofree char *head = g_malloc(n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (data[i] != 0)
            head[used++] = g_ascii_tolower(data[i]);
    head[used] = 0;
    return has_tag(head);
}

/* Nearly every page shows itself at its beginning. */
static bool detect(const char *data, size_t len)
{
    return looks_like_page(data, MIN(len, DETECT_BYTES / 32)) ||
           (len > DETECT_BYTES / 32 && looks_like_page(data, MIN(len, DETECT_BYTES)));
}

const GovFormat gov__format_html = {"html", detect, read_page, NULL};
