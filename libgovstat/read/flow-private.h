/* SPDX-License-Identifier: MIT */
/* What DOCX and ODT have in common that HTML has not: whether a cell goes on below is told row by
 * row, rows turn out to be deleted, rows and cells are repeated, and text boxes hang in the middle
 * of a paragraph. A flow keeps the events of one block of the body until they are settled, then
 * plays them to a page (html-private.h), which has the rules for nested tables, layout tables and
 * paragraphs. */
#ifndef GOV_FLOW_PRIVATE_H
#define GOV_FLOW_PRIVATE_H

#include "read/html-private.h"

typedef struct _GovFlow GovFlow;

/* How a cell meets the one above it (`w:vMerge`) or before it (`w:hMerge`). */
typedef enum {
    GOV_MERGE_NONE,
    GOV_MERGE_STATED, /* its spans are known; what it covers follows as covered slots */
    GOV_MERGE_BEGIN,
    GOV_MERGE_ABOVE,  /* is part of the cell above */
    GOV_MERGE_BEFORE, /* is part of the cell before */
    GOV_MERGE_GONE    /* deleted: takes no place */
} GovMerge;

GovFlow *gov__flow_new(GovDocument *document);
void gov__flow_free(GovFlow *flow);
/* The first failure, or NULL; borrowed. */
const GError *gov__flow_get_error(const GovFlow *flow);

void gov__flow_add_text(GovFlow *flow, const char *text, size_t len);
void gov__flow_add_tab(GovFlow *flow);
void gov__flow_add_line(GovFlow *flow);
void gov__flow_add_image(GovFlow *flow);
void gov__flow_end_paragraph(GovFlow *flow);

void gov__flow_begin_table(GovFlow *flow);
void gov__flow_end_table(GovFlow *flow);
void gov__flow_begin_row(GovFlow *flow);
/* The open row does not count; told before its cells. */
void gov__flow_drop_row(GovFlow *flow);
void gov__flow_end_row(GovFlow *flow, unsigned repeats);
/* Columns of the open row that have no cell. */
void gov__flow_skip_columns(GovFlow *flow, unsigned n);
/* Slots that cells told before are said to cover; those they do not cover are empty cells. */
void gov__flow_add_covered(GovFlow *flow, unsigned n);
void gov__flow_begin_cell(GovFlow *flow, unsigned n_rows, unsigned n_columns, GovMerge merge);
void gov__flow_end_cell(GovFlow *flow, unsigned repeats);

/* What is told between these comes after the block of the body in which it hangs. FALSE if boxes
 * are nested too deep; there is then nothing to end. */
bool gov__flow_begin_box(GovFlow *flow);
void gov__flow_end_box(GovFlow *flow);

bool gov__flow_finish(GovFlow *flow, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovFlow, gov__flow_free)

#endif
