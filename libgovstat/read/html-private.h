/* SPDX-License-Identifier: MIT */
/* From the events of a page (text, breaks, tables, rows, cells) to blocks of a
 * document. Knows nothing of tags: html.c turns those into these calls. Calls may come
 * in any order. */
#ifndef GOV_HTML_PRIVATE_H
#define GOV_HTML_PRIVATE_H

#include <govstat/document.h>

typedef struct _GovPage GovPage;

GovPage *gov__page_new(GovDocument *document);
void gov__page_free(GovPage *page);
/* The first failure, or NULL; borrowed. Calls after it do nothing. */
const GError *gov__page_get_error(const GovPage *page);

/* Adds text, folding white space. */
void gov__page_add_text(GovPage *page, const char *text, size_t len);
/* The end of a block (`<p>`): a new paragraph, or a new line in a cell. */
void gov__page_break(GovPage *page);
/* `<br>`: a new line. */
void gov__page_add_line(GovPage *page);
void gov__page_add_image(GovPage *page);

/* Between these, text outside of tables is plain text whose lines and tabs count
 * (`<pre>`). */
void gov__page_begin_plain(GovPage *page);
void gov__page_end_plain(GovPage *page);

/* How many tables are open. */
unsigned gov__page_get_depth(const GovPage *page);
void gov__page_begin_table(GovPage *page);
void gov__page_end_table(GovPage *page);
void gov__page_begin_row(GovPage *page);
void gov__page_end_row(GovPage *page);
/* Spans as gov_grid_add_cell() takes them. */
void gov__page_begin_cell(GovPage *page, unsigned n_rows, unsigned n_columns);
void gov__page_end_cell(GovPage *page);

/* Ends what is open, and reads paragraphs as lines of text if no table had figures.
 * Hands over the error of gov__page_get_error(), if any. */
bool gov__page_finish(GovPage *page, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovPage, gov__page_free)

#endif
