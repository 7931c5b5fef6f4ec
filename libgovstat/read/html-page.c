/* SPDX-License-Identifier: MIT */
/* A page as a stack of levels: level 0 is the body, each open table adds one. A level
 * gathers the text that belongs to it, so text goes to the innermost table only.
 * Tables that lay out a page hold its prose, which readers want as paragraphs in
 * document order; but that a cell does so is known only when a table inside it ends,
 * and it may just wrap one figure. So blocks are appended as they end, every cell
 * remembers how many blocks there were, and when a table turns out to be layout, its
 * blocks are taken off the end of the document and given back with the paragraphs
 * between them. Only blocks inside that table move, so the work is bounded by the
 * depth, which is capped. */
#include "read/html-private.h"

#include <govstat/error.h>

#include "read/format-private.h"

#include <string.h>

#define MAX_TABLES 32 /* nested in each other */
#define MAX_WRAPPED 1024u /* bytes of a table of one cell that its outer cell takes over */
#define MIN_PROSE 2048u /* bytes from which a cell is prose, not a label with remarks */
#define MIN_FIGURES 4u  /* figures from which a table is one of figures */
#define POURED G_MAXUINT32 /* in marks: the text of this cell is in paragraphs already */

typedef enum {
    GAP_NONE,
    GAP_SPACE,
    GAP_LINE
} Gap;

typedef struct {
    GString *text;   /* of the open cell, or stray text that is no cell's */
    Gap gap;         /* white space owed before the next text */
    size_t poured;   /* how much of the text of the open cell is in paragraphs */
    GovGrid *grid;   /* NULL before the first row */
    unsigned number; /* of the table in the page, from 1 */
    size_t first_block;
    GArray *marks; /* guint32 for each cell: blocks there were when it ended, or POURED */
    unsigned n_rows; /* spans of the open cell */
    unsigned n_columns;
    unsigned n_figures;
    bool in_row;
    bool in_cell;
    bool nested;        /* the open cell holds a table */
    bool nested_layout; /* and not just one that wraps a figure */
    bool layout;        /* some cell of the table did */
} Level;

struct _GovPage {
    GovDocument *document;
    Level levels[MAX_TABLES + 1];
    unsigned depth;
    unsigned n_tables;
    unsigned n_images;
    unsigned n_plain; /* open plain-text elements */
    unsigned n_lines; /* read as plain text so far */
    GString *plain;
    bool has_figures;
    GError *error;
};

GovPage *gov__page_new(GovDocument *document)
{
    GovPage *page = g_new0(GovPage, 1);
    page->document = document;
    page->levels[0].text = g_string_sized_new(4096);
    page->plain = g_string_new(NULL);
    return page;
}

void gov__page_free(GovPage *page)
{
    if (page == NULL)
        return;
    for (unsigned i = 0; i <= MAX_TABLES && page->levels[i].text != NULL; i++) {
        g_string_free(page->levels[i].text, TRUE);
        g_clear_pointer(&page->levels[i].marks, g_array_unref);
    }
    g_string_free(page->plain, TRUE);
    g_clear_error(&page->error);
    g_free(page);
}

const GError *gov__page_get_error(const GovPage *page)
{
    return page->error;
}

unsigned gov__page_get_depth(const GovPage *page)
{
    return page->depth;
}

static Level *top(GovPage *page)
{
    return &page->levels[page->depth];
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add_gap(Level *level)
{
    if (level->text->len > 0 && level->gap != GAP_NONE)
        g_string_append_c(level->text, level->gap == GAP_LINE ? '\n' : ' ');
    level->gap = GAP_NONE;
}

static void add_folded(Level *level, const char *text, size_t len, bool keep_lines)
{
    const char *p = text;
    const char *end = text + len;
    while (p < end) {
        for (; p < end && is_space(*p); p++)
            level->gap = keep_lines && *p == '\n' ? GAP_LINE : MAX(level->gap, GAP_SPACE);
        const char *word = p;
        while (p < end && !is_space(*p))
            p++;
        if (p > word) {
            add_gap(level);
            g_string_append_len(level->text, word, p - word);
        }
    }
}

void gov__page_add_text(GovPage *page, const char *text, size_t len)
{
    if (page->n_plain > 0 && page->depth == 0)
        g_string_append_len(page->plain, text, (gssize)len);
    else
        add_folded(top(page), text, len, page->n_plain > 0);
}

/* One paragraph for each line. */
static void pour_lines(GovPage *page, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *line = text;
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        text = stop == NULL ? end : stop + 1;
        gov_document_add_paragraph(page->document, line,
                                   (size_t)((stop == NULL ? end : stop) - line));
    }
}

static void check_size(GovPage *page)
{
    if (page->error == NULL)
        gov__document_check_size(page->document, &page->error);
}

/* Text of the body, or text that stands in a table but in no cell, becomes a
 * paragraph. */
static void pour_stray(GovPage *page, Level *level)
{
    if (level->text->len > 0) {
        gov_document_add_paragraph(page->document, level->text->str, level->text->len);
        check_size(page);
    }
    g_string_truncate(level->text, 0);
    level->gap = GAP_NONE;
}

/* What an open cell that lays out the page has gathered becomes paragraphs. */
static void pour_cell(GovPage *page, Level *level)
{
    pour_lines(page, level->text->str + level->poured, level->text->len - level->poured);
    level->poured = level->text->len;
    if (level->text->len > 0)
        level->gap = GAP_LINE;
}

void gov__page_break(GovPage *page)
{
    Level *level = top(page);
    if (page->n_plain > 0 && page->depth == 0)
        gov__page_add_line(page);
    else if (level->in_cell)
        level->gap = GAP_LINE;
    else
        pour_stray(page, level);
}

void gov__page_add_line(GovPage *page)
{
    if (page->n_plain > 0 && page->depth == 0)
        g_string_append_c(page->plain, '\n');
    else
        top(page)->gap = GAP_LINE;
}

void gov__page_add_image(GovPage *page)
{
    page->n_images++;
}

/* Text whose lines count; may hold rows of tables. */
static void read_lines(GovPage *page, GString *lines)
{
    if (lines->len > 0 && page->error == NULL)
        gov__text_add_lines(page->document, lines->str, lines->len, page->n_lines + 1,
                            &page->error);
    for (gsize i = 0; i < lines->len; i++)
        page->n_lines += lines->str[i] == '\n';
    g_string_truncate(lines, 0);
}

void gov__page_begin_plain(GovPage *page)
{
    if (page->depth == 0 && page->n_plain == 0)
        pour_stray(page, top(page));
    page->n_plain++;
}

void gov__page_end_plain(GovPage *page)
{
    if (page->n_plain == 0)
        return;
    page->n_plain--;
    if (page->depth == 0 && page->n_plain == 0)
        read_lines(page, page->plain);
    else
        gov__page_break(page);
}

static void open_level(GovPage *page)
{
    Level *level = &page->levels[++page->depth];
    GString *text = level->text;
    GArray *marks = level->marks;
    *level = (Level){.text = text, .marks = marks};
    if (text == NULL) {
        level->text = g_string_sized_new(256);
        level->marks = g_array_new(FALSE, FALSE, sizeof(guint32));
    }
    g_string_truncate(level->text, 0);
    g_array_set_size(level->marks, 0);
    level->number = ++page->n_tables;
    level->first_block = gov_document_n_blocks(page->document);
}

void gov__page_begin_table(GovPage *page)
{
    if (page->error != NULL)
        return;
    if (!top(page)->in_cell)
        pour_stray(page, top(page));
    if (page->depth == 0)
        read_lines(page, page->plain);
    if (page->depth == MAX_TABLES) {
        g_set_error(&page->error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Table %u is nested in more than %u tables", page->n_tables + 1,
                    MAX_TABLES);
        return;
    }
    open_level(page);
}

/* A grid begins with its first row, so a caption comes before it. */
static void need_grid(GovPage *page, Level *level)
{
    if (level->grid != NULL)
        return;
    char name[32];
    g_snprintf(name, sizeof name, "table %u", level->number);
    level->grid = gov_document_add_grid(page->document, GOV_LAYOUT_SPANS, name);
    check_size(page);
}

/* Only a hint whether a table is one of figures; what they mean is the matcher's
 * business. */
static bool is_figure(const char *text, size_t len)
{
    if (len == 0 || len > 24)
        return false;
    bool wide = len >= 3 && memcmp(text, "\xEF\xBC", 2) == 0 && (guchar)text[2] >= 0x90;
    return wide || g_ascii_isdigit(*text) || strchr("+-/", *text) != NULL;
}

void gov__page_end_cell(GovPage *page)
{
    Level *level = top(page);
    if (!level->in_cell || page->error != NULL)
        return;
    GString *text = level->text;
    guint32 mark = (guint32)gov_document_n_blocks(page->document);
    if (!gov_grid_add_cell(level->grid, text->str, text->len, level->n_rows,
                           level->n_columns, level->nested)) {
        g_set_error(&page->error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "Table %u is too large: more than %u cells or %u columns",
                    level->number, GOV_GRID_MAX_SLOTS, GOV_GRID_MAX_COLUMNS);
        return;
    }
    if (level->nested_layout || text->len > MIN_PROSE) {
        pour_cell(page, level);
        check_size(page);
        mark = POURED;
    }
    g_array_append_val(level->marks, mark);
    level->n_figures += is_figure(text->str, text->len);
    level->in_cell = false;
    g_string_truncate(text, 0);
    level->gap = GAP_NONE;
}

void gov__page_begin_cell(GovPage *page, unsigned n_rows, unsigned n_columns)
{
    if (page->depth == 0) {
        gov__page_break(page);
        return;
    }
    if (!top(page)->in_row)
        gov__page_begin_row(page);
    gov__page_end_cell(page);
    Level *level = top(page);
    pour_stray(page, level);
    level->in_cell = true;
    level->n_rows = n_rows;
    level->n_columns = n_columns;
    level->poured = 0;
    level->nested = level->nested_layout = false;
}

void gov__page_begin_row(GovPage *page)
{
    if (page->depth == 0) {
        gov__page_break(page);
        return;
    }
    gov__page_end_row(page);
    Level *level = top(page);
    if (page->error != NULL)
        return;
    need_grid(page, level);
    gov_grid_begin_row(level->grid);
    level->in_row = true;
}

void gov__page_end_row(GovPage *page)
{
    if (page->depth == 0)
        return;
    gov__page_end_cell(page);
    pour_stray(page, top(page));
    top(page)->in_row = false;
}

/* Puts the text of the cells of a table as paragraphs where it stands in the page. */
static void pour_table(GovPage *page, const Level *level)
{
    size_t first = level->first_block;
    size_t next = 0;
    g_autoptr(GArray) taken = gov__document_take_blocks(page->document, first);
    for (guint i = 0; i < level->marks->len; i++) {
        guint32 mark = g_array_index(level->marks, guint32, i);
        const GovGridCell *cell = gov__grid_get_cell_at(level->grid, i);
        if (mark == POURED || cell->len == 0)
            continue;
        gov__document_give_blocks(page->document, taken, next, mark - first);
        next = mark - first;
        pour_lines(page, cell->text, cell->len);
    }
    gov__document_give_blocks(page->document, taken, next, taken->len);
    check_size(page);
}

/* The text before a table goes before its blocks. */
static void pour_outer(GovPage *page, Level *outer, size_t first)
{
    g_autoptr(GArray) taken = gov__document_take_blocks(page->document, first);
    pour_cell(page, outer);
    gov__document_give_blocks(page->document, taken, 0, taken->len);
}

static bool is_wrapper(const Level *level)
{
    return level->marks->len == 1 && !level->layout &&
           gov__grid_get_cell_at(level->grid, 0)->len <= MAX_WRAPPED;
}

/* A table has ended inside a cell: is the cell layout, or does the table wrap its
 * figure? */
static void tell_outer(GovPage *page, const Level *level, Level *outer)
{
    outer->nested = true;
    if (is_wrapper(level)) {
        const GovGridCell *cell = gov__grid_get_cell_at(level->grid, 0);
        outer->gap = GAP_LINE;
        add_folded(outer, cell->text, cell->len, true);
        outer->gap = GAP_LINE;
        return;
    }
    outer->layout = outer->nested_layout = true;
    pour_outer(page, outer, level->first_block);
}

static bool is_of_figures(const Level *level)
{
    return !level->layout && gov_grid_n_columns(level->grid) > 1 &&
           gov_grid_n_rows(level->grid) > 1 && level->n_figures >= MIN_FIGURES;
}

void gov__page_end_table(GovPage *page)
{
    if (page->depth == 0)
        return;
    gov__page_end_row(page);
    Level *level = top(page);
    pour_stray(page, level);
    page->depth--;
    if (level->grid == NULL || page->error != NULL)
        return;
    gov_grid_end(level->grid);
    Level *outer = top(page);
    bool wrapper = outer->in_cell && is_wrapper(level);
    if (level->layout || (gov_grid_n_columns(level->grid) <= 1 && !wrapper))
        pour_table(page, level);
    if (outer->in_cell)
        tell_outer(page, level, outer);
    page->has_figures |= is_of_figures(level);
}

static bool has_lines_with_cells(const GovDocument *document)
{
    for (size_t i = 0; i < gov_document_n_blocks(document); i++) {
        const GovGrid *grid = gov_document_get_grid(document, i);
        if (grid != NULL && gov_grid_get_layout(grid) == GOV_LAYOUT_ROWS)
            return true;
    }
    return false;
}

static void tell_images(GovPage *page)
{
    if (page->n_images == 0 || has_lines_with_cells(page->document))
        return;
    g_autofree char *message = g_strdup_printf(
        "No table of figures, but %u pictures; tables in pictures are not read",
        page->n_images);
    gov_document_add_warning(page->document, "image", message);
}

/* Reads each run of paragraphs again as lines of text, which may be rows of tables. */
static void read_lines_again(GovPage *page)
{
    g_autoptr(GArray) taken = gov__document_take_blocks(page->document, 0);
    g_autoptr(GString) run = g_string_new(NULL);
    for (guint i = 0; i < taken->len && page->error == NULL; i++) {
        const GovBlock *block = &g_array_index(taken, GovBlock, i);
        if (block->text != NULL) {
            g_string_append(run, block->text);
            g_string_append_c(run, '\n');
        }
        if (block->text == NULL || i + 1 == taken->len)
            read_lines(page, run);
        gov__document_give_blocks(page->document, taken, i, i + (block->text == NULL));
    }
}

bool gov__page_finish(GovPage *page, GError **error)
{
    while (page->depth > 0)
        gov__page_end_table(page);
    read_lines(page, page->plain);
    pour_stray(page, top(page));
    check_size(page);
    if (page->error == NULL && !page->has_figures) {
        read_lines_again(page);
        tell_images(page);
    }
    if (page->error == NULL)
        return true;
    g_propagate_error(error, g_steal_pointer(&page->error));
    return false;
}
