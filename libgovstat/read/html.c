/* SPDX-License-Identifier: MIT */
/* HTML with libxml2's parser, by events: no tree is built, and nothing is allocated
 * for an element. This file follows the events, html-tag.c knows tags and attributes,
 * and html-page.c makes blocks of what they mean. The text is UTF-8 before the parser
 * sees it, so what the page declares is not asked again. libxml2 closes elements that
 * authors left open; where it drops one without an event, the depth of its own stack of
 * names tells. That stack is capped, as its work on every end tag grows with it. */
#include <govstat/error.h>

#include "read/encoding-private.h"
#include "read/format-private.h"
#include "read/html-private.h"
#include "read/html-tag-private.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define MAX_DEPTH 512 /* elements open at once */
#define MAX_TITLE 4096u
#define DETECT_BYTES 65536u

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

static void begin_cell(State *state, const xmlChar **atts)
{
    unsigned n_rows = 1;
    unsigned n_columns = 1;
    gov__tag_get_spans(atts, &n_rows, &n_columns);
    gov__page_begin_cell(state->page, n_rows, n_columns);
}

static void begin_table(State *state)
{
    gov__page_begin_table(state->page);
    unsigned depth = gov__page_get_depth(state->page);
    if (depth > 0 && depth < G_N_ELEMENTS(state->table_depths))
        state->table_depths[depth] = state->parser->nameNr;
}

static void add_input(State *state, const xmlChar **atts)
{
    const char *value = gov__tag_find_value(atts);
    if (value != NULL)
        gov__page_add_text(state->page, value, strlen(value));
}

static void begin_element(State *state, GovTag tag, const xmlChar **atts)
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
    GovTag tag = gov__tag_find(name);
    bool again = tag == TAG_TITLE && state->has_title;
    if (tag == TAG_SKIP || again || (tag != TAG_BR && gov__tag_is_hidden(atts)))
        state->skipping = depth;
    else
        begin_element(state, tag, atts);
    /* A note beside a figure must not lengthen it. */
    state->raised[depth] = state->skipping == 0 && gov__tag_is_raised(tag, atts);
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
    GovTag tag = gov__tag_find(name);
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
    gov__html_drop_conditionals(&text);
    gov__html_mend_blanks(&text);
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
