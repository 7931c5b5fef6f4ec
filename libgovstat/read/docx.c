/* SPDX-License-Identifier: MIT */
/* Word documents (DOCX, DOCM, DOTX): the main part by events. This file knows what elements of
 * WordprocessingML mean: what a reader of the printed page sees, with tracked changes accepted.
 * flow.c settles merged cells and deleted rows. Properties of a cell are told after its start, so a
 * cell begins for the flow when its properties end or its content begins. Elements whose inside is
 * no text of the page (instructions of fields, deleted text, properties) are skipped whole. */
#include "read/flow-private.h"
#include "read/format-private.h"
#include "read/package-private.h"

#include <string.h>

#define MAX_FIELDS 64u /* nested */
#define MAX_SPAN 100000u

/* clang-format off */
enum {
    TAG_SKIP = 1, TAG_DELETED, TAG_PARAGRAPH, TAG_PARAGRAPH_PROPERTIES, TAG_RUN, TAG_RUN_PROPERTIES,
    TAG_TEXT, TAG_TAB, TAG_LINE, TAG_HYPHEN, TAG_SYMBOL, TAG_HIDDEN, TAG_STRIKE, TAG_RAISED,
    TAG_POSITION,
    TAG_NOTE, TAG_FIELD, TAG_TABLE, TAG_ROW, TAG_ROW_PROPERTIES, TAG_CELL, TAG_CELL_PROPERTIES,
    TAG_GRID_SPAN, TAG_ROW_MERGE, TAG_COLUMN_MERGE, TAG_TRACKED_MERGE, TAG_CELL_DELETED, TAG_BEFORE,
    TAG_AFTER, TAG_ALTERNATIVES, TAG_CHOICE, TAG_FALLBACK, TAG_BOX, TAG_IMAGE, TAG_ELSEWHERE
};

static const GovXmlName names[] = {
    {GOV_NS_WORD, "p", TAG_PARAGRAPH}, {GOV_NS_WORD, "pPr", TAG_PARAGRAPH_PROPERTIES},
    {GOV_NS_WORD, "r", TAG_RUN}, {GOV_NS_WORD, "rPr", TAG_RUN_PROPERTIES},
    {GOV_NS_WORD, "t", TAG_TEXT}, {GOV_NS_MATH, "t", TAG_TEXT},
    {GOV_NS_WORD, "tab", TAG_TAB}, {GOV_NS_WORD, "ptab", TAG_TAB},
    {GOV_NS_WORD, "br", TAG_LINE}, {GOV_NS_WORD, "cr", TAG_LINE},
    {GOV_NS_WORD, "noBreakHyphen", TAG_HYPHEN}, {GOV_NS_WORD, "sym", TAG_SYMBOL},
    {GOV_NS_WORD, "vanish", TAG_HIDDEN}, {GOV_NS_WORD, "strike", TAG_STRIKE},
    {GOV_NS_WORD, "dstrike", TAG_STRIKE}, {GOV_NS_WORD, "vertAlign", TAG_RAISED},
    {GOV_NS_WORD, "position", TAG_POSITION},
    {GOV_NS_WORD, "footnoteReference", TAG_NOTE}, {GOV_NS_WORD, "endnoteReference", TAG_NOTE},
    {GOV_NS_WORD, "fldChar", TAG_FIELD},
    {GOV_NS_WORD, "tbl", TAG_TABLE}, {GOV_NS_WORD, "tr", TAG_ROW},
    {GOV_NS_WORD, "trPr", TAG_ROW_PROPERTIES}, {GOV_NS_WORD, "hidden", TAG_HIDDEN},
    {GOV_NS_WORD, "tc", TAG_CELL}, {GOV_NS_WORD, "tcPr", TAG_CELL_PROPERTIES},
    {GOV_NS_WORD, "gridSpan", TAG_GRID_SPAN}, {GOV_NS_WORD, "vMerge", TAG_ROW_MERGE},
    {GOV_NS_WORD, "hMerge", TAG_COLUMN_MERGE}, {GOV_NS_WORD, "cellMerge", TAG_TRACKED_MERGE},
    {GOV_NS_WORD, "cellDel", TAG_CELL_DELETED}, {GOV_NS_WORD, "gridBefore", TAG_BEFORE},
    {GOV_NS_WORD, "gridAfter", TAG_AFTER},
    {GOV_NS_COMPATIBILITY, "AlternateContent", TAG_ALTERNATIVES},
    {GOV_NS_COMPATIBILITY, "Choice", TAG_CHOICE}, {GOV_NS_COMPATIBILITY, "Fallback", TAG_FALLBACK},
    {GOV_NS_WORD, "txbxContent", TAG_BOX},
    {GOV_NS_OTHER, "blip", TAG_IMAGE}, {GOV_NS_OTHER, "imagedata", TAG_IMAGE},
    {GOV_NS_WORD, "altChunk", TAG_ELSEWHERE}, {GOV_NS_WORD, "subDoc", TAG_ELSEWHERE},
    {GOV_NS_WORD, "del", TAG_DELETED}, {GOV_NS_WORD, "moveFrom", TAG_DELETED},
    {GOV_NS_WORD, "delText", TAG_SKIP}, {GOV_NS_WORD, "instrText", TAG_SKIP},
    {GOV_NS_WORD, "delInstrText", TAG_SKIP}, {GOV_NS_WORD, "sdtPr", TAG_SKIP},
    {GOV_NS_WORD, "tblPr", TAG_SKIP}, {GOV_NS_WORD, "tblGrid", TAG_SKIP},
    {GOV_NS_WORD, "tblPrEx", TAG_SKIP}, {GOV_NS_WORD, "sectPr", TAG_SKIP},
    {GOV_NS_WORD, "rPrChange", TAG_SKIP}, {GOV_NS_WORD, "pPrChange", TAG_SKIP},
    {GOV_NS_WORD, "trPrChange", TAG_SKIP}, {GOV_NS_WORD, "tcPrChange", TAG_SKIP},
    {GOV_NS_WORD, "numPr", TAG_SKIP}, {GOV_NS_WORD, "tabs", TAG_SKIP},
    {GOV_NS_WORD, "rt", TAG_SKIP}, {GOV_NS_WORD, "ffData", TAG_SKIP},
    {GOV_NS_WORD, "background", TAG_SKIP},
};
/* clang-format on */

typedef struct {
    bool hidden;
    bool raised;
} Run;

/* A cell whose properties are being told. */
typedef struct {
    unsigned width;
    GovMerge merge;
    bool pending;
} Cell;

typedef struct {
    GovDocument *document;
    GovFlow *flow;
    GovXml *xml;
    Run run;
    Cell cell;
    unsigned n_fields;
    uint64_t shown;  /* by open field: whether its result has begun */
    uint64_t chosen; /* by open set of alternatives: whether one was taken */
    unsigned n_alternatives;
    uint64_t boxes; /* by open text box: whether the flow took it */
    unsigned n_boxes;
    unsigned n_elsewhere;
    bool in_paragraph_properties;
    bool in_row_properties;
    bool in_text;
    bool words; /* this paragraph has text that is not raised */
    bool joined; /* the mark of this paragraph is deleted */
} State;

static bool is_shown(const State *state)
{
    uint64_t all = state->n_fields >= 64 ? UINT64_MAX : (UINT64_C(1) << state->n_fields) - 1;
    return !state->run.hidden && (state->shown & all) == all;
}

static void add_text(State *state, const char *text, size_t len)
{
    if (!is_shown(state))
        return;
    gov__flow_add_text(state->flow, text, len);
    state->words |= !state->run.raised;
}

static bool is_on(const GovElement *element)
{
    return gov__element_is_on(element, GOV_NS_WORD, "val", true);
}

static unsigned get_number(const GovElement *element)
{
    return gov__element_get_number(element, GOV_NS_WORD, "val", 1, MAX_SPAN);
}

/* ---- runs ---- */

/* Fonts of symbols have characters of their own, mostly at U+F000. Of Symbol, the signs and digits
 * are those of ASCII; what else there is must not vanish from a figure. */
static void add_symbol(State *state, const GovElement *element)
{
    g_autofree char *code = gov__element_dup(element, GOV_NS_WORD, "char");
    uint64_t c = 0xFFFD;
    if (code != NULL && !g_ascii_string_to_unsigned(code, 16, 1, 0x10FFFF, &c, NULL))
        c = 0xFFFD;
    uint64_t low = c >= 0xF000 && c < 0xF100 ? c - 0xF000 : c;
    bool ascii = low >= 0x28 && low <= 0x39 && gov__element_is(element, GOV_NS_WORD, "font", "Symbol");
    if (ascii)
        c = low;
    else if ((c >= 0xE000 && c < 0xF900) || !g_unichar_validate((gunichar)c))
        c = 0xFFFD;
    char text[6];
    int n = g_unichar_to_utf8((gunichar)c, text);
    add_text(state, text, (size_t)n);
}

static void change_field(State *state, const GovElement *element)
{
    if (gov__element_is(element, GOV_NS_WORD, "fldCharType", "begin")) {
        if (state->n_fields < MAX_FIELDS)
            state->shown &= ~(UINT64_C(1) << state->n_fields++);
    } else if (state->n_fields == 0) {
        return;
    } else if (gov__element_is(element, GOV_NS_WORD, "fldCharType", "separate")) {
        state->shown |= UINT64_C(1) << (state->n_fields - 1);
    } else if (gov__element_is(element, GOV_NS_WORD, "fldCharType", "end")) {
        state->n_fields--;
    }
}

/* Another way to set a note: text is moved up and made smaller. Where all of a cell is moved, it
 * is no note. */
static bool is_above(const GovElement *element)
{
    const char *text = NULL;
    size_t len = 0;
    return gov__element_get(element, GOV_NS_WORD, "val", &text, &len) && len > 0 &&
           *text >= '1' && *text <= '9';
}

static void start_run_part(State *state, const GovElement *element)
{
    switch (element->tag) {
    case TAG_TEXT:
        state->in_text = true;
        if (state->run.raised)
            add_text(state, "[", 1);
        break;
    case TAG_TAB:
        if (is_shown(state))
            gov__flow_add_tab(state->flow);
        break;
    case TAG_LINE:
        if (is_shown(state))
            gov__flow_add_line(state->flow);
        break;
    case TAG_HYPHEN:
        add_text(state, "-", 1);
        break;
    case TAG_SYMBOL:
        add_symbol(state, element);
        break;
    case TAG_NOTE: /* a mark of one's own follows as text */
        state->run.raised |=
            gov__element_is_on(element, GOV_NS_WORD, "customMarkFollows", false);
        break;
    case TAG_FIELD:
        change_field(state, element);
        break;
    case TAG_RAISED:
        state->run.raised |= gov__element_is(element, GOV_NS_WORD, "val", "superscript");
        break;
    case TAG_POSITION:
        state->run.raised |= state->words && is_above(element);
        break;
    case TAG_STRIKE:
        state->run.hidden |= is_on(element);
        break;
    default:
        break;
    }
}

static void tell_hidden(State *state, const GovElement *element)
{
    if (!is_on(element))
        return;
    if (state->in_row_properties)
        gov__flow_drop_row(state->flow);
    else
        state->run.hidden = true;
}

/* ---- tables ---- */

static void need_cell(State *state)
{
    if (state->cell.pending)
        gov__flow_begin_cell(state->flow, 1, state->cell.width, state->cell.merge);
    state->cell.pending = false;
}

/* Without a value a merge goes on. */
static void merge_cell(State *state, const GovElement *element, const char *name, GovMerge with)
{
    bool begins = gov__element_is(element, GOV_NS_WORD, name, "restart") ||
                  gov__element_is(element, GOV_NS_WORD, name, "rest");
    if (state->cell.merge == GOV_MERGE_NONE || !begins)
        state->cell.merge = begins ? GOV_MERGE_BEGIN : with;
}

static void start_table_part(State *state, const GovElement *element)
{
    switch (element->tag) {
    case TAG_TABLE:
        need_cell(state);
        gov__flow_begin_table(state->flow);
        break;
    case TAG_ROW:
        gov__flow_begin_row(state->flow);
        break;
    case TAG_ROW_PROPERTIES:
        state->in_row_properties = true;
        break;
    case TAG_BEFORE:
        gov__flow_skip_columns(state->flow, get_number(element));
        break;
    case TAG_CELL:
        state->cell = (Cell){1, GOV_MERGE_NONE, true};
        break;
    case TAG_GRID_SPAN:
        state->cell.width = get_number(element);
        break;
    case TAG_ROW_MERGE:
        merge_cell(state, element, "val", GOV_MERGE_ABOVE);
        break;
    case TAG_TRACKED_MERGE:
        merge_cell(state, element, "vMerge", GOV_MERGE_ABOVE);
        break;
    case TAG_COLUMN_MERGE:
        merge_cell(state, element, "val", GOV_MERGE_BEFORE);
        break;
    case TAG_CELL_DELETED:
        state->cell.merge = GOV_MERGE_GONE;
        break;
    default:
        break;
    }
}

/* ---- what is there twice, or elsewhere ---- */

static void start_alternative(State *state, const GovElement *element)
{
    if (element->tag == TAG_ALTERNATIVES) {
        if (state->n_alternatives == 64)
            gov__xml_skip(state->xml);
        else
            state->chosen &= ~(UINT64_C(1) << state->n_alternatives++);
        return;
    }
    if (state->n_alternatives == 0)
        return;
    uint64_t bit = UINT64_C(1) << (state->n_alternatives - 1);
    if (state->chosen & bit)
        gov__xml_skip(state->xml);
    state->chosen |= bit;
}

static void start_box(State *state)
{
    if (state->n_boxes == 64 || !gov__flow_begin_box(state->flow)) {
        gov__xml_skip(state->xml);
        return;
    }
    state->n_boxes++;
}

/* ---- events ---- */

static void start_deleted(State *state)
{
    if (state->in_row_properties)
        gov__flow_drop_row(state->flow);
    else if (state->in_paragraph_properties)
        state->joined = true;
    else
        gov__xml_skip(state->xml);
}

static void start_block(State *state, const GovElement *element)
{
    switch (element->tag) {
    case TAG_PARAGRAPH:
        need_cell(state);
        state->joined = state->words = false;
        state->run = (Run){false, false};
        break;
    case TAG_PARAGRAPH_PROPERTIES:
        state->in_paragraph_properties = true;
        break;
    case TAG_RUN:
        state->run = (Run){false, false};
        break;
    case TAG_DELETED:
        start_deleted(state);
        break;
    case TAG_BOX:
        start_box(state);
        break;
    case TAG_IMAGE:
        gov__flow_add_image(state->flow);
        break;
    case TAG_ELSEWHERE:
        state->n_elsewhere++;
        break;
    case TAG_SKIP:
        gov__xml_skip(state->xml);
        break;
    default:
        break;
    }
}

static void check(State *state)
{
    const GError *error = gov__flow_get_error(state->flow);
    if (error != NULL)
        gov__xml_fail(state->xml, g_error_copy(error));
}

static void start(void *data, const GovElement *element)
{
    State *state = data;
    int tag = element->tag;
    state->xml = element->xml;
    if (state->in_paragraph_properties && tag != TAG_DELETED && tag != TAG_RUN_PROPERTIES)
        gov__xml_skip(state->xml); /* how the mark of a paragraph looks */
    else if (tag == TAG_HIDDEN)
        tell_hidden(state, element);
    else if (tag == TAG_ALTERNATIVES || tag == TAG_CHOICE || tag == TAG_FALLBACK)
        start_alternative(state, element);
    else if (tag >= TAG_TEXT && tag <= TAG_FIELD)
        start_run_part(state, element);
    else if (tag >= TAG_TABLE && tag <= TAG_AFTER)
        start_table_part(state, element);
    else if (tag != 0)
        start_block(state, element);
}

/* A field whose instructions were never ended must not swallow what follows. */
static void end_paragraph(State *state)
{
    state->shown = UINT64_MAX;
    state->run = (Run){false, false};
    if (!state->joined)
        gov__flow_end_paragraph(state->flow);
    state->joined = false;
}

static void end_text(State *state)
{
    state->in_text = false;
    if (state->run.raised)
        add_text(state, "]", 1);
}

static void end(void *data, int tag)
{
    State *state = data;
    if (tag == TAG_TEXT) {
        end_text(state);
    } else if (tag == TAG_PARAGRAPH) {
        end_paragraph(state);
    } else if (tag == TAG_PARAGRAPH_PROPERTIES) {
        state->in_paragraph_properties = false;
    } else if (tag == TAG_ROW_PROPERTIES) {
        state->in_row_properties = false;
    } else if (tag == TAG_CELL_PROPERTIES) {
        need_cell(state);
    } else if (tag == TAG_CELL) {
        need_cell(state);
        gov__flow_end_cell(state->flow, 1);
    } else if (tag == TAG_ROW) {
        gov__flow_end_row(state->flow, 1);
    } else if (tag == TAG_TABLE) {
        gov__flow_end_table(state->flow);
    } else if (tag == TAG_ALTERNATIVES) {
        state->n_alternatives--;
    } else if (tag == TAG_BOX) {
        state->n_boxes--;
        gov__flow_end_box(state->flow);
    }
    check(state);
}

static void text(void *data, const char *bytes, size_t len)
{
    State *state = data;
    if (state->in_text)
        add_text(state, bytes, len);
}

static void tell_elsewhere(const State *state)
{
    if (state->n_elsewhere == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "%u parts of the document stand in files inserted into it, which are not read; open it in "
        "an office program and save it again",
        state->n_elsewhere);
    gov_document_add_warning(state->document, "part.unread", message);
}

static bool read_package(GovDocument *document, GovPackage *package, GError **error)
{
    static const GovXmlHandler handler = {names, G_N_ELEMENTS(names), start, end, text};
    g_autofree char *part = gov__package_find_main(package, "word/document.xml", error);
    if (part == NULL)
        return false;
    gov__package_read_title(package, "docProps/core.xml", document);
    g_autoptr(GovFlow) flow = gov__flow_new(document);
    State state = {.document = document, .flow = flow, .shown = UINT64_MAX};
    if (!gov__package_parse(package, part, &handler, &state, error))
        return false;
    tell_elsewhere(&state);
    return gov__flow_finish(flow, error);
}

static bool read_docx(GovDocument *document, const char *data, size_t len, GError **error)
{
    g_autoptr(GovPackage) package = gov__package_open(data, len, error);
    return package != NULL && read_package(document, package, error);
}

static bool detect(const char *data, size_t len)
{
    return gov__package_detect(data, len) == GOV_PACKAGE_DOCX;
}

const GovFormat gov__format_docx = {"docx", detect, read_docx, NULL};
