/* SPDX-License-Identifier: MIT */
/* A document as one text without white space, folded, and the runs of digits in it. Where white space
 * stood is kept beside it, byte by byte. */
#include "read/glued-private.h"

/* Digits and points of any width, no white space; everything else as it is. */
static void append_folded(Glued *glued, const char *text, size_t len, guint8 mark)
{
    const guint8 none = MARK_NONE;

    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c) || g_unichar_iszerowidth(c)) {
            mark = MAX(mark, g_unichar_isspace(c) ? MARK_SPACE : MARK_NONE);
            continue;
        }
        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xfee0;
        g_byte_array_append(glued->marks, &mark, 1);
        g_string_append_unichar(glued->text, c);
        while (glued->marks->len < glued->text->len)
            g_byte_array_append(glued->marks, &none, 1);
        mark = MARK_NONE;
    }
}

static void append_grid(Glued *glued, const GovGrid *grid)
{
    for (unsigned row = 0; row < gov_grid_n_rows(grid); row++)
        for (unsigned column = 0; column < gov_grid_get_row_width(grid, row); column++) {
            const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
            if (cell != NULL && cell->row == row && cell->column == column)
                append_folded(glued, cell->text, cell->len, MARK_SPACE);
        }
}

static void find_runs(Glued *glued)
{
    const char *text = glued->text->str;
    size_t label = 0;

    for (size_t at = 0; at < glued->text->len;) {
        size_t n = strspn(text + at, "0123456789");
        if (n > 0) {
            Run run = {at, at + n, label, 0, 0};
            bool goes_on = at == label + 1 && at > 1 && strchr(".,+-", text[at - 1]) != NULL;
            if (!goes_on) /* else the decimals of an amount, or the next figure with its sign */
                g_array_append_val(glued->runs, run);
            label = at + n;
            at += n;
        } else {
            at += strcspn(text + at, "0123456789");
        }
    }
}

uint32_t gov__glued_block_at(const Glued *glued, size_t offset)
{
    guint low = 0, high = glued->starts->len;

    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(glued->starts, uint32_t, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return glued->blocks->len > 0 ? g_array_index(glued->blocks, uint32_t, low) : 0;
}

void gov__glued_load(Glued *glued, const GovDocument *document)
{
    for (size_t block = 0; block < gov_document_n_blocks(document); block++) {
        const char *text = gov_document_get_paragraph(document, block);
        const GovGrid *grid = gov_document_get_grid(document, block);
        uint32_t start = (uint32_t)glued->text->len, number = (uint32_t)block;
        g_array_append_val(glued->starts, start);
        g_array_append_val(glued->blocks, number);
        if (grid != NULL)
            append_grid(glued, grid);
        else
            append_folded(glued, text, strlen(text), MARK_BLOCK);
    }
    find_runs(glued);
}
GovHit gov__glued_hit(const Glued *glued, const Run *run, size_t cell, size_t end)
{
    return (GovHit){.cell = (uint32_t)cell,
                    .block = gov__glued_block_at(glued, run->begin),
                    .raw = glued->text->str + run->begin,
                    .raw_len = end - run->begin,
                    .figure = {.status = GOV_STATUS_UNREADABLE},
                    .evidence = GOV_EVIDENCE_INFERRED,
                    .doubt = DOUBT_STANDING};
}

