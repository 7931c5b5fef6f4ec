/* SPDX-License-Identifier: MIT */
/* Text documents of OpenDocument (ODT, OTT). Spans of cells are stated, and what they cover stands
 * in the table as covered cells, so columns can be counted; rows and cells may be repeated. What
 * was deleted with changes tracked lies apart from the text. flow.c does the rest. */
#include "read/flow-private.h"
#include "read/format-private.h"
#include "read/odf-private.h"

#include <string.h>

#define MAX_TABLES 64u
#define MAX_SPANS 256u
#define MAX_SPAN 65534u

enum { TAG_BOX = GOV_ODF_LAST, TAG_IMAGE, TAG_BODY, TAG_SECTION };

/* clang-format off */
static const GovXmlName names[] = {
    GOV_ODF_NAMES,
    {GOV_NS_DRAW, "text-box", TAG_BOX}, {GOV_NS_DRAW, "custom-shape", TAG_BOX},
    {GOV_NS_DRAW, "rect", TAG_BOX}, {GOV_NS_DRAW, "ellipse", TAG_BOX},
    {GOV_NS_DRAW, "image", TAG_IMAGE}, {GOV_NS_DRAW, "object", GOV_ODF_SKIP},
    {GOV_NS_OFFICE, "text", TAG_BODY}, {GOV_NS_TEXT, "section", TAG_SECTION},
    {GOV_NS_TEXT, "sequence-decls", GOV_ODF_SKIP},
};
/* clang-format on */

/* An open paragraph or span; its flags hold for what is inside. */
typedef struct {
    unsigned flags;
    bool marked; /* a bracket was opened */
} Span;

typedef struct {
    GovFlow *flow;
    GovXml *xml;
    GovOdfStyles styles;
    Span spans[MAX_SPANS];
    unsigned n_spans;
    unsigned n_paragraphs; /* open: boxes in a paragraph have their own */
    unsigned row_repeats[MAX_TABLES];
    unsigned cell_repeats[MAX_TABLES];
    unsigned n_tables;
    bool in_body;
} State;

static unsigned flags_of(const State *state)
{
    return state->n_spans == 0 ? 0 : state->spans[state->n_spans - 1].flags;
}

static bool is_shown(const State *state)
{
    return state->n_paragraphs > 0 && (flags_of(state) & GOV_STYLE_HIDDEN) == 0;
}

static void text(void *data, const char *bytes, size_t len)
{
    State *state = data;
    if (is_shown(state))
        gov__flow_add_text(state->flow, bytes, len);
}

static void begin_span(State *state, const GovElement *element)
{
    if (state->n_spans == MAX_SPANS) {
        gov__xml_skip(state->xml);
        return;
    }
    unsigned own = gov__odf_styles_find(&state->styles, element, GOV_NS_TEXT);
    bool marked = (own & GOV_STYLE_RAISED) != 0 && (flags_of(state) & GOV_STYLE_RAISED) == 0 &&
                  element->tag == GOV_ODF_SPAN;
    if (marked)
        text(state, "[", 1);
    Span span = {flags_of(state) | own, marked};
    state->spans[state->n_spans++] = span;
    state->n_paragraphs += element->tag == GOV_ODF_PARAGRAPH;
}

static void end_span(State *state, int tag)
{
    if (state->n_spans == 0)
        return;
    bool marked = state->spans[--state->n_spans].marked;
    if (marked)
        text(state, "]", 1);
    if (tag != GOV_ODF_PARAGRAPH)
        return;
    state->n_paragraphs--;
    gov__flow_end_paragraph(state->flow);
}

static bool is_collapsed(const GovElement *element)
{
    return gov__element_is(element, GOV_NS_TABLE, "visibility", "collapse") ||
           gov__element_is(element, GOV_NS_TABLE, "visibility", "filter");
}

static unsigned get_number(const GovElement *element, const char *name, unsigned max)
{
    return MAX(gov__element_get_number(element, GOV_NS_TABLE, name, 1, max), 1);
}

static void begin_cell(State *state, const GovElement *element)
{
    if (state->n_tables > 0)
        state->cell_repeats[state->n_tables - 1] =
            get_number(element, "number-columns-repeated", MAX_SPAN);
    gov__flow_begin_cell(state->flow, get_number(element, "number-rows-spanned", MAX_SPAN),
                         get_number(element, "number-columns-spanned", MAX_SPAN), GOV_MERGE_STATED);
}

static void begin_row(State *state, const GovElement *element)
{
    if (state->n_tables > 0)
        state->row_repeats[state->n_tables - 1] =
            get_number(element, "number-rows-repeated", MAX_SPAN);
    gov__flow_begin_row(state->flow);
    if (is_collapsed(element))
        gov__flow_drop_row(state->flow);
}

static void begin_table(State *state)
{
    gov__flow_begin_table(state->flow);
    if (state->n_tables < MAX_TABLES)
        state->n_tables++;
}

static void begin_box(State *state)
{
    if (!gov__flow_begin_box(state->flow))
        gov__xml_skip(state->xml);
}

static void start_body(State *state, const GovElement *element)
{
    switch (element->tag) {
    case GOV_ODF_PARAGRAPH:
    case GOV_ODF_SPAN:
        begin_span(state, element);
        break;
    case GOV_ODF_SPACE:
        text(state, " ", 1);
        break;
    case GOV_ODF_TAB:
        if (is_shown(state))
            gov__flow_add_tab(state->flow);
        break;
    case GOV_ODF_LINE:
        if (is_shown(state))
            gov__flow_add_line(state->flow);
        break;
    case GOV_ODF_TABLE:
        begin_table(state);
        break;
    case GOV_ODF_ROW:
        begin_row(state, element);
        break;
    case GOV_ODF_CELL:
        begin_cell(state, element);
        break;
    case GOV_ODF_COVERED:
        gov__flow_add_covered(state->flow,
                              get_number(element, "number-columns-repeated", MAX_SPAN));
        gov__xml_skip(state->xml);
        break;
    case TAG_BOX:
        begin_box(state);
        break;
    case TAG_IMAGE:
        gov__flow_add_image(state->flow);
        break;
    case TAG_SECTION:
        if (gov__element_is(element, GOV_NS_TEXT, "display", "none"))
            gov__xml_skip(state->xml);
        break;
    default:
        break;
    }
}

static void start(void *data, const GovElement *element)
{
    State *state = data;
    state->xml = element->xml;
    if (element->tag == GOV_ODF_SKIP)
        gov__xml_skip(element->xml);
    else if (element->tag >= GOV_ODF_STYLE && element->tag <= GOV_ODF_TABLE_PROPERTIES)
        gov__odf_styles_start(&state->styles, element);
    else if (element->tag == TAG_BODY)
        state->in_body = true;
    else if (state->in_body)
        start_body(state, element);
}

static void end_table_part(State *state, int tag)
{
    unsigned table = state->n_tables == 0 ? 0 : state->n_tables - 1;
    if (tag == GOV_ODF_CELL) {
        gov__flow_end_cell(state->flow, MAX(state->cell_repeats[table], 1));
    } else if (tag == GOV_ODF_ROW) {
        gov__flow_end_row(state->flow, MAX(state->row_repeats[table], 1));
    } else if (tag == GOV_ODF_TABLE) {
        gov__flow_end_table(state->flow);
        state->n_tables = table;
    }
}

static void end(void *data, int tag)
{
    State *state = data;
    if (!state->in_body)
        return;
    if (tag == TAG_BODY)
        state->in_body = false;
    else if (tag == GOV_ODF_PARAGRAPH || tag == GOV_ODF_SPAN)
        end_span(state, tag);
    else if (tag == TAG_BOX)
        gov__flow_end_box(state->flow);
    else
        end_table_part(state, tag);
    const GError *error = gov__flow_get_error(state->flow);
    if (error != NULL)
        gov__xml_fail(state->xml, g_error_copy(error));
}

static bool read_odt(GovDocument *document, const char *data, size_t len, GError **error)
{
    static const GovXmlHandler handler = {names, G_N_ELEMENTS(names), start, end, text};
    g_autoptr(GovPackage) package = gov__package_open(data, len, error);
    if (package == NULL)
        return false;
    gov__package_read_title(package, "meta.xml", document);
    g_autoptr(GovFlow) flow = gov__flow_new(document);
    g_autofree State *state = g_new0(State, 1);
    state->flow = flow;
    gov__odf_styles_init(&state->styles);
    bool done = gov__odf_parse(package, &handler, state, error);
    gov__odf_styles_clear(&state->styles);
    return done && gov__flow_finish(flow, error);
}

static bool detect(const char *data, size_t len)
{
    return gov__package_detect(data, len) == GOV_PACKAGE_ODT;
}

const GovFormat gov__format_odt = {"odt", detect, read_odt, NULL};
