/* SPDX-License-Identifier: MIT */
/* A part as events. libxml2 pulls bytes as it needs them, so neither the part nor a tree of it is
 * ever in memory. A document type is refused outright: no office program writes one, and without it
 * there are no entities to expand and nothing to fetch. libxml2's own limits on depth and on the
 * length of one text stay on. Names come interned from the parser, so a small cache by address
 * turns a name into the reader's number without comparing letters twice. */
#include "read/package-private.h"

#include <govstat/error.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define CACHE_SIZE 256u /* a power of two */
#define MAX_NAMESPACES 64u
#define MAX_DEPTH 200u /* the parser's own limit is a little more */

typedef struct {
    const xmlChar *name;
    const xmlChar *uri;
    int tag;
} CachedTag;

typedef struct {
    const xmlChar *uri;
    GovNamespace ns;
} CachedNamespace;

struct _GovXml {
    xmlParserCtxtPtr parser;
    const GovXmlHandler *handler;
    void *data;
    unsigned depth;
    unsigned skipping; /* depth of the element whose inside is left out, or 0 */
    CachedTag tags[CACHE_SIZE];
    CachedNamespace namespaces[MAX_NAMESPACES];
    unsigned n_namespaces;
    GError *error;
};

/* Compared from the end where the editions of a standard differ in front. */
static const struct {
    const char *uri;
    GovNamespace ns;
} uris[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", GOV_NS_WORD},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", GOV_NS_WORD},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", GOV_NS_MATH},
    {"http://purl.oclc.org/ooxml/officeDocument/math", GOV_NS_MATH},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", GOV_NS_COMPATIBILITY},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", GOV_NS_SHEET},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", GOV_NS_SHEET},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", GOV_NS_RELATION},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", GOV_NS_RELATION},
    {"http://schemas.openxmlformats.org/package/2006/relationships", GOV_NS_RELATIONS},
    {"http://purl.org/dc/elements/1.1/", GOV_NS_DC},
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", GOV_NS_OFFICE},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", GOV_NS_TABLE},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", GOV_NS_TEXT},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", GOV_NS_STYLE},
    {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", GOV_NS_DRAW},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", GOV_NS_MANIFEST},
};

static GovNamespace find_uri(const char *uri)
{
    for (gsize i = 0; i < G_N_ELEMENTS(uris); i++)
        if (strcmp(uri, uris[i].uri) == 0)
            return uris[i].ns;
    return GOV_NS_OTHER;
}

static GovNamespace find_namespace(GovXml *xml, const xmlChar *uri)
{
    if (uri == NULL)
        return GOV_NS_NONE;
    for (unsigned i = 0; i < xml->n_namespaces; i++)
        if (xml->namespaces[i].uri == uri)
            return xml->namespaces[i].ns;
    GovNamespace ns = find_uri((const char *)uri);
    if (xml->n_namespaces < MAX_NAMESPACES)
        xml->namespaces[xml->n_namespaces++] = (CachedNamespace){uri, ns};
    return ns;
}

static int search_tag(GovXml *xml, const xmlChar *name, const xmlChar *uri)
{
    GovNamespace ns = find_namespace(xml, uri);
    for (size_t i = 0; i < xml->handler->n_names; i++) {
        const GovXmlName *known = &xml->handler->names[i];
        if (known->ns == ns && strcmp(known->name, (const char *)name) == 0)
            return known->tag;
    }
    return 0;
}

static int find_tag(GovXml *xml, const xmlChar *name, const xmlChar *uri)
{
    CachedTag *slot = &xml->tags[((uintptr_t)name >> 2) % CACHE_SIZE];
    if (slot->name != name || slot->uri != uri)
        *slot = (CachedTag){name, uri, search_tag(xml, name, uri)};
    return slot->tag;
}

static void start_element(void *data, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
                          int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    GovXml *xml = data;
    (void)prefix;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    xml->depth++;
    if (xml->skipping > 0 || xml->error != NULL)
        return;
    if (xml->depth > MAX_DEPTH) {
        gov__xml_fail(xml, g_error_new(GOV_ERROR, GOV_ERROR_LIMIT,
                                       "elements are nested more than %u deep", MAX_DEPTH));
        return;
    }
    GovElement element = {xml, find_tag(xml, name, uri), attributes, n_attributes};
    xml->handler->start(xml->data, &element);
}

static void end_element(void *data, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
    GovXml *xml = data;
    (void)prefix;
    unsigned depth = xml->depth--;
    if (xml->error != NULL)
        return;
    if (xml->skipping == 0)
        xml->handler->end(xml->data, find_tag(xml, name, uri));
    else if (xml->skipping == depth)
        xml->skipping = 0;
}

static void add_text(void *data, const xmlChar *text, int len)
{
    GovXml *xml = data;
    if (xml->skipping == 0 && xml->error == NULL)
        xml->handler->text(xml->data, (const char *)text, (size_t)len);
}

static void refuse_doctype(void *data, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    gov__xml_fail(data, g_error_new_literal(GOV_ERROR, GOV_ERROR_SYNTAX,
                                            "a document type is declared, which is not read"));
}

void gov__xml_skip(GovXml *xml)
{
    xml->skipping = xml->depth;
}

void gov__xml_fail(GovXml *xml, GError *error)
{
    if (xml->error != NULL) {
        g_error_free(error);
        return;
    }
    xml->error = error;
    xmlStopParser(xml->parser);
}

static int read_bytes(void *part, char *buffer, int max)
{
    return gov__part_read(part, buffer, max);
}

static xmlParserCtxtPtr new_parser(GovXml *xml, GovPart *part)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = start_element;
    sax.endElementNs = end_element;
    sax.characters = add_text;
    sax.cdataBlock = add_text;
    sax.ignorableWhitespace = add_text;
    sax.internalSubset = refuse_doctype;
    xmlParserCtxtPtr parser =
        xmlCreateIOParserCtxt(&sax, xml, read_bytes, NULL, part, XML_CHAR_ENCODING_NONE);
    if (parser != NULL)
        xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    return parser;
}

static void set_syntax_error(const GovXml *xml, const char *name, GError **error)
{
    const char *message = xml->parser == NULL ? NULL : xml->parser->lastError.message;
    g_autofree char *why = g_strdup(message == NULL ? "it is empty" : message);
    /* Some messages quote the document, bytes that are no text included. */
    g_autofree char *valid = g_utf8_make_valid(g_strchomp(why), -1);
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s is damaged at line %d: %s", name,
                xml->parser == NULL ? 0 : xml->parser->lastError.line, valid);
}

/* The checksum is known at the end of the bytes only, which the parser need not reach. If it is
 * wrong, that says more than what became of the XML. */
static void read_rest(GovPart *part)
{
    char rest[4096];
    while (gov__part_read(part, rest, sizeof rest) > 0)
        ;
}

/* In order of what tells most: bytes that could not be read, what the handler said, XML. */
static bool finish(GovXml *xml, GovPart *part, const char *name, GError **error)
{
    bool formed = xml->parser != NULL && xml->parser->wellFormed != 0;
    g_autoptr(GError) said = g_steal_pointer(&xml->error);
    if (said == NULL)
        read_rest(part);
    if (!gov__part_close(part, error))
        return false;
    if (said == NULL && formed)
        return true;
    if (said == NULL)
        set_syntax_error(xml, name, error);
    else
        g_propagate_prefixed_error(error, g_steal_pointer(&said), "%s: ", name);
    return false;
}

bool gov__package_parse(GovPackage *package, const char *name, const GovXmlHandler *handler,
                        void *data, GError **error)
{
    GovPart *part = gov__part_open(package, name, error);
    if (part == NULL)
        return false;
    xmlInitParser();
    g_autofree GovXml *xml = g_new0(GovXml, 1);
    xml->handler = handler;
    xml->data = data;
    xml->parser = new_parser(xml, part);
    if (xml->parser != NULL)
        xmlParseDocument(xml->parser);
    bool done = finish(xml, part, name, error);
    if (xml->parser != NULL)
        xmlFreeParserCtxt(xml->parser);
    return done;
}

/* ---- attributes ---- */

bool gov__element_get(const GovElement *element, GovNamespace ns, const char *name,
                      const char **text, size_t *len)
{
    const xmlChar *const *next = element->attributes;
    for (int i = 0; i < element->n_attributes; i++, next += 5) {
        if (strcmp((const char *)next[0], name) != 0 ||
            find_namespace(element->xml, next[2]) != ns)
            continue;
        *text = (const char *)next[3];
        *len = (size_t)(next[4] - next[3]);
        return true;
    }
    return false;
}

bool gov__element_is(const GovElement *element, GovNamespace ns, const char *name,
                     const char *value)
{
    const char *text = NULL;
    size_t len = 0;
    return gov__element_get(element, ns, name, &text, &len) && len == strlen(value) &&
           memcmp(text, value, len) == 0;
}

char *gov__element_dup(const GovElement *element, GovNamespace ns, const char *name)
{
    const char *text = NULL;
    size_t len = 0;
    return gov__element_get(element, ns, name, &text, &len) ? g_strndup(text, len) : NULL;
}

unsigned gov__element_get_number(const GovElement *element, GovNamespace ns, const char *name,
                                 unsigned fallback, unsigned max)
{
    const char *text = NULL;
    size_t len = 0;
    uint64_t value = 0;
    if (!gov__element_get(element, ns, name, &text, &len) || len == 0)
        return fallback;
    for (size_t i = 0; i < len && value <= max; i++) {
        if (!g_ascii_isdigit(text[i]))
            return fallback;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return (unsigned)MIN(value, max);
}

bool gov__element_is_on(const GovElement *element, GovNamespace ns, const char *name, bool fallback)
{
    const char *text = NULL;
    size_t len = 0;
    if (!gov__element_get(element, ns, name, &text, &len))
        return fallback;
    return !(len == 1 && *text == '0') && !(len == 5 && memcmp(text, "false", 5) == 0) &&
           !(len == 3 && memcmp(text, "off", 3) == 0);
}
