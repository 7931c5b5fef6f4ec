/* SPDX-License-Identifier: MIT */
/* The main text of a Word file, put together from its pieces, run by run, as paragraphs
 * with their place in tables. What a reader of the page would not see is left out:
 * deleted, hidden and struck text, the instructions of fields, marks of notes and
 * comments. Headers, footers, notes and text boxes stand behind the main text in the
 * file and are not asked for. Where a cell ends without the file saying in what table,
 * nothing is guessed: a table read by marks alone cannot tell an empty cell from the
 * end of a row. */
#include "read/doc-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_PARAGRAPHS (8 * GOV_DOCUMENT_MAX_BLOCKS)
#define MAX_DEPTH 64u /* more is refused when the tables are laid out */
#define FEW_CELLS GOV_DOCUMENT_MAX_SLOTS

enum {
    MARK_PICTURE = 0x01,
    MARK_CELL = 0x07,
    MARK_DRAWING = 0x08,
    MARK_TAB = 0x09,
    MARK_LINE = 0x0B,
    MARK_PAGE = 0x0C,
    MARK_PARAGRAPH = 0x0D,
    MARK_COLUMN = 0x0E,
    MARK_FIELD = 0x13,
    MARK_FIELD_RESULT = 0x14,
    MARK_FIELD_END = 0x15,
    MARK_HYPHEN = 0x1E,
    MARK_SYMBOL = 0x28
};

typedef struct {
    GovDocFile *file;
    GovDocText *out;
    const GovDocPiece *piece;
    GovDocRun run;
    GovDocProperties *properties;
    GByteArray *fields; /* for each open field, whether its result has begun */
    guint n_hidden_fields; /* of those, in their instructions */
    guint16 high; /* first half of a character of two units, or 0 */
    bool raised;  /* a bracket is open around raised text */
    size_t start; /* of the current paragraph */
    guint n_tabs;
    GError *error;
} Reader;

/* A note beside a figure must not lengthen it, so raised text stands in brackets, unless
 * nothing is before it that it could be a note to. */
static void add(Reader *self, gunichar c)
{
    bool raised = self->run.raised != 0 && self->out->text->len > self->start;
    if (raised && !self->raised)
        g_string_append_c(self->out->text, '[');
    self->raised |= raised;
    g_string_append_unichar(self->out->text, c);
}

static void end_raised(Reader *self)
{
    if (self->raised)
        g_string_append_c(self->out->text, ']');
    self->raised = false;
}

/* ---- fields ---- */

static void begin_field(Reader *self)
{
    guint8 in_result = 0;
    g_byte_array_append(self->fields, &in_result, 1);
    self->n_hidden_fields++;
}

static void begin_result(Reader *self)
{
    if (self->fields->len == 0 || self->fields->data[self->fields->len - 1] != 0)
        return;
    self->fields->data[self->fields->len - 1] = 1;
    self->n_hidden_fields--;
}

static void end_field(Reader *self)
{
    if (self->fields->len == 0)
        return;
    self->n_hidden_fields -= self->fields->data[self->fields->len - 1] == 0;
    g_byte_array_set_size(self->fields, self->fields->len - 1);
}

/* Instructions do not reach beyond a cell: such a field has lost its end. */
static void drop_fields(Reader *self)
{
    if (self->n_hidden_fields > 0)
        g_byte_array_set_size(self->fields, 0);
    self->n_hidden_fields = 0;
}

/* ---- paragraphs ---- */

static bool fail(Reader *self, GovError code, const char *what)
{
    g_clear_error(&self->error);
    g_set_error(&self->error, GOV_ERROR, code, "Paragraph %u: %s",
                self->out->paragraphs->len + 1, what);
    return false;
}

static void keep_cells(Reader *self, GovDocParagraph *paragraph)
{
    paragraph->cells = self->out->cells->len;
    paragraph->n_cells = self->properties->n_cells;
    g_array_append_vals(self->out->cells, self->properties->cells, paragraph->n_cells);
}

static GovDocEnd get_end(const Reader *self, gunichar mark)
{
    const GovDocProperties *p = self->properties;
    if (mark == MARK_CELL)
        return p->row_end ? GOV_DOC_ROW_END : GOV_DOC_CELL_END;
    if (p->depth > 1 && p->inner_row)
        return GOV_DOC_ROW_END;
    return p->depth > 1 && p->inner_cell ? GOV_DOC_CELL_END : GOV_DOC_PARAGRAPH;
}

static void end_paragraph(Reader *self, gunichar mark, size_t fc)
{
    GovDocProperties *p = self->properties;
    GovDocText *out = self->out;
    end_raised(self);
    gov__doc_find_paragraph(self->file, self->piece, fc, p);
    bool in_table = p->in_table || p->depth > 0;
    if (mark == MARK_CELL && !(p->found && in_table)) {
        fail(self, GOV_ERROR_SYNTAX,
             "the file does not tell of which table this is a cell; open it in Word or "
             "WPS and save it again");
        return;
    }
    GovDocParagraph paragraph = {self->start, out->text->len - self->start, 0,
                                 get_end(self, mark), false, self->n_tabs, 0, 0};
    if (in_table)
        paragraph.depth = mark == MARK_CELL ? 1 : CLAMP(p->depth, 1, MAX_DEPTH);
    if (paragraph.end == GOV_DOC_ROW_END) {
        paragraph.gone = self->run.deleted || self->run.hidden != 0;
        keep_cells(self, &paragraph);
    }
    g_array_append_val(out->paragraphs, paragraph);
    self->start = out->text->len;
    self->n_tabs = 0;
    if (paragraph.end != GOV_DOC_PARAGRAPH)
        drop_fields(self);
    if (out->paragraphs->len >= MAX_PARAGRAPHS || out->cells->len >= FEW_CELLS)
        fail(self, GOV_ERROR_LIMIT, "too many paragraphs or cells for a report");
}

/* ---- characters ---- */

/* Returns whether a character is a mark. */
static bool add_mark(Reader *self, gunichar c, size_t fc)
{
    switch (c) {
    case MARK_PARAGRAPH: /* a deleted one joins two paragraphs */
    case MARK_CELL:
    case MARK_PAGE:
        if (c == MARK_CELL || !self->run.deleted)
            end_paragraph(self, c, fc);
        return true;
    case MARK_FIELD:
        begin_field(self);
        return true;
    case MARK_FIELD_RESULT:
        begin_result(self);
        return true;
    case MARK_FIELD_END:
        end_field(self);
        return true;
    default:
        return false;
    }
}

static void add_control(Reader *self, gunichar c)
{
    if (c == MARK_LINE || c == MARK_COLUMN)
        g_string_append_c(self->out->text, '\n');
    else if (c == MARK_TAB)
        g_string_append_c(self->out->text, '\t');
    else if (c == MARK_HYPHEN)
        g_string_append_c(self->out->text, '-');
    else if (c == MARK_PICTURE || c == MARK_DRAWING)
        self->out->n_images++;
    self->n_tabs += c == MARK_TAB;
}

static void add_unicode(Reader *self, gunichar c, size_t fc)
{
    if (c < 0x20 && add_mark(self, c, fc))
        return;
    if (self->run.deleted || self->run.hidden != 0 || self->n_hidden_fields > 0)
        return;
    if (c < 0x20)
        add_control(self, c);
    else if (c == MARK_SYMBOL && self->run.special) /* of a font of pictures */
        add(self, 0xFFFD);
    else if (c != 0xFEFF && c != 0xFFFE && c != 0xFFFF)
        add(self, c);
}

static void add_unit(Reader *self, guint16 unit, size_t fc)
{
    gunichar c = unit;
    if (unit >= 0xD800 && unit < 0xDC00) {
        if (self->high != 0)
            add_unicode(self, 0xFFFD, fc);
        self->high = unit;
        return;
    }
    bool low = unit >= 0xDC00 && unit < 0xE000;
    if (low && self->high != 0)
        c = 0x10000 + ((gunichar)(self->high & 0x3FF) << 10) + (unit & 0x3FF);
    else if (low || self->high != 0)
        add_unicode(self, 0xFFFD, fc);
    self->high = 0;
    if (!low || c >= 0x10000)
        add_unicode(self, c, fc);
}

/* Windows-1252 where it is not Latin-1; what it leaves open stays as it is. */
static gunichar decode_byte(guint8 byte)
{
    static const guint16 codes[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? codes[byte - 0x80] : byte;
}

/* Characters up to where their formatting changes. */
static size_t read_run(Reader *self, size_t fc, size_t end)
{
    GovBytes main = self->file->main;
    bool was_raised = self->raised;
    size_t step = self->piece->wide ? 2 : 1;
    gov__doc_find_run(self->file, self->piece, fc, &self->run);
    if (was_raised && self->run.raised == 0)
        end_raised(self);
    end = MIN(end, MAX(self->run.end, fc + 1));
    for (; fc < end && self->error == NULL; fc += step) {
        if (self->piece->wide)
            add_unit(self, gov__bytes_u16(main, fc), fc);
        else
            add_unicode(self, decode_byte(main.data[fc]), fc);
    }
    return fc;
}

static void read_piece(Reader *self, const GovDocPiece *piece)
{
    size_t fc = piece->fc;
    size_t end = fc + (size_t)piece->n * (piece->wide ? 2 : 1);
    self->piece = piece;
    while (fc < end && self->error == NULL)
        fc = read_run(self, fc, end);
}

/* Text behind the last mark, which a file need not have. */
static void end_text(Reader *self)
{
    end_raised(self);
    GovDocParagraph paragraph = {.text = self->start,
                                 .len = self->out->text->len - self->start,
                                 .n_tabs = self->n_tabs};
    if (paragraph.len > 0)
        g_array_append_val(self->out->paragraphs, paragraph);
}

static bool check_budget(Reader *self)
{
    return self->error != NULL || self->file->budget > 0 ||
           fail(self, GOV_ERROR_LIMIT, "too much formatting for a report");
}

bool gov__doc_read_text(GovDocFile *file, GovDocText *text, GError **error)
{
    g_autoptr(GByteArray) fields = g_byte_array_new();
    g_autofree GovDocProperties *properties = g_new0(GovDocProperties, 1);
    Reader self = {
        .file = file, .out = text, .fields = fields, .properties = properties};
    for (guint i = 0; i < file->pieces->len && self.error == NULL; i++)
        read_piece(&self, &g_array_index(file->pieces, GovDocPiece, i));
    check_budget(&self);
    if (self.error == NULL) {
        end_text(&self);
        return true;
    }
    g_propagate_error(error, self.error);
    return false;
}
