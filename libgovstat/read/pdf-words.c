/* SPDX-License-Identifier: MIT */
/* The output of `pdftotext -bbox` → words. It is XHTML of a fixed shape: pages, and in them words
 * with the corners of their boxes. libxml2 tells the elements apart, by events. Characters that XML
 * does not allow come straight from fonts with a wrong map and are blanked before; entities other
 * than XML's own are unknown to the parser, and it loads nothing. */
#include <govstat/error.h>
#include <govstat/figure.h>

#include "base/char-private.h"
#include "read/pdf-private.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <math.h>
#include <string.h>

#define MAX_POINTS 1e5 /* PDF allows pages of 14 400 points */

typedef struct {
    xmlParserCtxtPtr parser;
    GovPdfWords *words;
    GovPdfWord word; /* under way */
    GString *text;
    bool in_word;
    const char *limit; /* what there was too much of */
} State;

static double number(const xmlChar **atts, const char *name)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (atts[1] != NULL && strcmp((const char *)atts[0], name) == 0) {
            double value = g_ascii_strtod((const char *)atts[1], NULL);
            return isfinite(value) ? CLAMP(value, -MAX_POINTS, MAX_POINTS) : 0;
        }
    return 0;
}

/* The width of an ideograph: other characters take half of it, near enough. */
static double em_of(const GovPdfWord *word)
{
    unsigned wide = 0, narrow = 0;
    for (const char *p = word->text; *p != '\0'; p = g_utf8_next_char(p))
        if (g_unichar_iswide(g_utf8_get_char(p)))
            wide++;
        else
            narrow++;
    bool punctuation = wide + narrow == 1 && g_unichar_ispunct(g_utf8_get_char(word->text));
    if (wide == 0 || punctuation)
        return 0;
    return (word->x1 - word->x0) / (wide + 0.5 * narrow);
}

/* Once all words of a page are known. */
static void end_page(const State *s)
{
    if (s->words->pages->len == 0)
        return;
    GovPdfPage *page = &g_array_index(s->words->pages, GovPdfPage, s->words->pages->len - 1);
    if (page->n == 0)
        return;
    GovPdfWord *words = &g_array_index(s->words->words, GovPdfWord, page->first);
    gov__pdf_turn_page(page, words);
    for (uint32_t i = 0; i < page->n; i++) {
        words[i].y = (words[i].y0 + words[i].y1) / 2;
        words[i].em = em_of(&words[i]);
    }
}

static void start_page(State *s, const xmlChar **atts)
{
    end_page(s);
    GovPdfPage page = {number(atts, "width"), number(atts, "height"), s->words->words->len, 0};
    if (s->words->pages->len >= GOV_PDF_MAX_PAGES) {
        s->limit = "pages";
        xmlStopParser(s->parser);
        return;
    }
    g_array_append_val(s->words->pages, page);
}

static void start_element(void *data, const xmlChar *name, const xmlChar **atts)
{
    State *s = data;
    if (strcmp((const char *)name, "page") == 0)
        start_page(s, atts);
    if (strcmp((const char *)name, "word") != 0 || s->words->pages->len == 0)
        return;
    s->word = (GovPdfWord){.x0 = number(atts, "xMin"), .x1 = number(atts, "xMax"),
                           .y0 = number(atts, "yMin"), .y1 = number(atts, "yMax")};
    s->in_word = true;
    g_string_set_size(s->text, 0);
}

static void add_text(void *data, const xmlChar *text, int len)
{
    State *s = data;
    if (s->in_word && s->text->len < GOV_PDF_MAX_WORD_BYTES)
        g_string_append_len(s->text, (const char *)text, len);
}

/* Fonts that draw a radical and an ideograph with one glyph may name the radical: ⾏ for 行, ⻘ for
 * 青. The Kangxi radicals have their ideographs as compatibility forms, these others have none. */
static gunichar fold_radical(gunichar c)
{
    static const gunichar supplement[][2] = {
        {0x2e9f, 0x6bcd}, {0x2ea0, 0x6c11}, {0x2ec1, 0x864e}, {0x2ec4, 0x897f}, {0x2ec5, 0x89c1},
        {0x2ec6, 0x89d2}, {0x2ec9, 0x8d1d}, {0x2ecb, 0x8f66}, {0x2ed1, 0x9577}, {0x2ed3, 0x957f},
        {0x2ed4, 0x95e8}, {0x2ed8, 0x9752}, {0x2ed9, 0x97e6}, {0x2eda, 0x9875}, {0x2edb, 0x98ce},
        {0x2edc, 0x98de}, {0x2edd, 0x98df}, {0x2ee2, 0x9a6c}, {0x2ee3, 0x9aa8}, {0x2ee4, 0x9b3c},
        {0x2ee5, 0x9c7c}, {0x2ee6, 0x9e1f}, {0x2ee8, 0x9ea6}, {0x2ee9, 0x9ec4}, {0x2eec, 0x9f50},
        {0x2eee, 0x9f7f}, {0x2ef0, 0x9f99}, {0x2ef3, 0x9f9f}};
    gunichar folded = c;
    if (c >= 0x2f00 && c <= 0x2fd5 && g_unichar_fully_decompose(c, TRUE, &folded, 1) == 1)
        return folded;
    for (size_t i = 0; c >= 0x2e80 && c < 0x2f00 && i < G_N_ELEMENTS(supplement); i++)
        if (supplement[i][0] == c)
            return supplement[i][1];
    return c;
}

/* White space inside a word and characters that nobody sees say nothing. */
static void trim(GString *text)
{
    const char *end = text->str + text->len;
    gsize out = 0;
    for (const char *p = text->str; p < end;) {
        gunichar c;
        size_t n = gov__char_next(p, end, &c);
        char bytes[6];
        c = fold_radical(c);
        gint len = g_unichar_to_utf8(c, bytes);
        bool kept = !gov__char_is_space(c) && !gov__char_is_invisible(c) &&
                    out + (gsize)len <= (gsize)(p - text->str) + n;
        for (gint i = 0; kept && i < len; i++)
            text->str[out++] = bytes[i];
        p += n;
    }
    g_string_truncate(text, out);
}

static bool is_figure(const char *text, size_t len)
{
    GovFigure money = gov_figure_parse(text, len, GOV_TYPE_MONEY, GOV_UNIT_NONE);
    GovFigure count = gov_figure_parse(text, len, GOV_TYPE_SIGNED, GOV_UNIT_NONE);
    return money.status == GOV_STATUS_REPORTED || count.status == GOV_STATUS_REPORTED ||
           money.status == GOV_STATUS_NOT_APPLICABLE;
}

static void end_element(void *data, const xmlChar *name)
{
    State *s = data;
    if (!s->in_word || strcmp((const char *)name, "word") != 0)
        return;
    s->in_word = false;
    trim(s->text);
    if (s->text->len == 0 || s->word.x1 < s->word.x0)
        return;
    if (s->words->words->len >= GOV_PDF_MAX_WORDS) {
        s->limit = "words";
        xmlStopParser(s->parser);
        return;
    }
    GovPdfPage *page =
        &g_array_index(s->words->pages, GovPdfPage, s->words->pages->len - 1);
    s->word.text = g_string_chunk_insert_len(s->words->strings, s->text->str, (gssize)s->text->len);
    s->word.len = (uint32_t)s->text->len;
    s->word.page = s->words->pages->len - 1;
    s->word.figure = s->word.len <= 64 && is_figure(s->word.text, s->word.len);
    g_array_append_val(s->words->words, s->word);
    page->n++;
}

/* Blanks what XML does not allow: control characters, and U+FFFE and U+FFFF. Bad UTF-8 is
 * replaced. */
static char *sanitise(const char *xml, size_t len)
{
    char *text = g_utf8_make_valid(xml, (gssize)len);
    for (char *p = text; *p != '\0'; p++) {
        if ((guchar)*p < 0x20 && *p != '\n' && *p != '\t' && *p != '\r')
            *p = ' ';
        if ((guchar)p[0] == 0xEF && (guchar)p[1] == 0xBF && (guchar)p[2] >= 0xBE)
            memset(p, ' ', 3);
    }
    return text;
}

static bool parse(State *s, const char *xml, size_t len)
{
    xmlSAXHandler handler = {.startElement = start_element,
                             .endElement = end_element,
                             .characters = add_text,
                             .ignorableWhitespace = add_text,
                             .cdataBlock = add_text};
    s->parser = xmlCreatePushParserCtxt(&handler, s, NULL, 0, NULL);
    if (s->parser == NULL)
        return false;
    xmlCtxtUseOptions(s->parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                     XML_PARSE_NOWARNING | XML_PARSE_HUGE);
    for (size_t done = 0; done < len && s->limit == NULL;) {
        int n = (int)MIN(len - done, (size_t)1 << 20);
        xmlParseChunk(s->parser, xml + done, n, 0);
        done += (size_t)n;
    }
    if (s->limit == NULL)
        xmlParseChunk(s->parser, NULL, 0, 1);
    end_page(s);
    xmlFreeParserCtxt(s->parser);
    return true;
}

GovPdfWords *gov__pdf_words_new(const char *xml, size_t len, GError **error)
{
    g_autoptr(GovPdfWords) words = g_new0(GovPdfWords, 1);
    words->strings = g_string_chunk_new(16384);
    words->words = g_array_new(FALSE, FALSE, sizeof(GovPdfWord));
    words->pages = g_array_new(FALSE, FALSE, sizeof(GovPdfPage));
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *clean = sanitise(xml, len);
    State s = {.words = words, .text = text};
    bool parsed = parse(&s, clean, strlen(clean));
    if (s.limit != NULL)
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "The PDF has more than %u %s; split the document",
                    strcmp(s.limit, "pages") == 0 ? GOV_PDF_MAX_PAGES : GOV_PDF_MAX_WORDS,
                    s.limit);
    else if (!parsed || words->pages->len == 0)
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "pdftotext told of no page; a version with the option -bbox is needed");
    else
        return g_steal_pointer(&words);
    return NULL;
}

void gov__pdf_words_free(GovPdfWords *words)
{
    g_array_unref(words->words);
    g_array_unref(words->pages);
    g_string_chunk_free(words->strings);
    g_free(words);
}
