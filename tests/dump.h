/* SPDX-License-Identifier: MIT */
/* Tests of readers are tables of cases: some input, and the document it makes, written compactly.
 *
 *   T title                      W code of a warning              E code of an error: message
 *   P paragraph                  G name, rows x columns, and ~ where columns mean nothing
 *   |cell|cell*|<|^|_|           the slots of a row: * the cell holds a table, < and ^ the cell goes
 *                                on from the left or from above, _ nothing is there
 *
 * Line breaks inside a text are written as a slash. */
#ifndef GOVSTAT_TEST_DUMP_H
#define GOVSTAT_TEST_DUMP_H

#include "test.h"

#include <govstat/govstat.h>

typedef struct {
    const char *name;
    const char *input;
    const char *expected;
} DumpCase;

static void dump_text(GString *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        g_string_append_c(out, text[i] == '\n' ? '/' : text[i]);
}

static void dump_slot(GString *out, const GovGrid *grid, unsigned row, unsigned column)
{
    const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
    if (cell == NULL)
        g_string_append_c(out, '_');
    else if (cell->row < row)
        g_string_append_c(out, '^');
    else if (cell->column < column)
        g_string_append_c(out, '<');
    else
        dump_text(out, cell->text, cell->len);
    if (cell != NULL && cell->layout)
        g_string_append_c(out, '*');
    g_string_append_c(out, '|');
}

static void dump_grid(GString *out, const GovGrid *grid)
{
    bool rows = gov_grid_get_layout(grid) == GOV_LAYOUT_ROWS;
    g_string_append_printf(out, "G %s %ux%u%s\n", gov_grid_get_name(grid),
                           gov_grid_n_rows(grid), gov_grid_n_columns(grid),
                           rows ? " ~" : "");
    for (unsigned row = 0; row < gov_grid_n_rows(grid); row++) {
        g_string_append_c(out, '|');
        for (unsigned i = 0; i < gov_grid_get_row_width(grid, row); i++)
            dump_slot(out, grid, row, i);
        g_string_append_c(out, '\n');
    }
}

static char *dump_document(const GovDocument *document)
{
    GString *out = g_string_new(NULL);
    if (gov_document_get_title(document) != NULL)
        g_string_append_printf(out, "T %s\n", gov_document_get_title(document));
    for (size_t i = 0; i < gov_document_n_warnings(document); i++)
        g_string_append_printf(out, "W %s\n", gov_document_get_warning(document, i).code);
    for (size_t i = 0; i < gov_document_n_blocks(document); i++) {
        const char *text = gov_document_get_paragraph(document, i);
        if (text == NULL) {
            dump_grid(out, gov_document_get_grid(document, i));
            continue;
        }
        g_string_append(out, "P ");
        dump_text(out, text, strlen(text));
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

/* Reads and dumps; an error is dumped too. */
static char *dump_bytes(const char *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_read_document(data, len, NULL, &error);
    if (document == NULL)
        return g_strdup_printf("E %d: %s\n", error->code, error->message);
    return dump_document(document);
}

static inline void check_dump_case(void **state)
{
    const DumpCase *one = *state;
    g_autofree char *found = dump_bytes(one->input, strlen(one->input));
    assert_string_equal(found, one->expected);
}

/* Adds a test for every case. */
static inline void add_dump_cases(GArray *tests, const DumpCase *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct CMUnitTest test = {cases[i].name, check_dump_case, NULL, NULL,
                                  (void *)(guintptr)&cases[i]};
        g_array_append_val(tests, test);
    }
}

static inline int run_dump_tests(const char *group, GArray *tests)
{
    return _cmocka_run_group_tests(group, (const struct CMUnitTest *)(void *)tests->data,
                                   tests->len, NULL, NULL);
}

#endif
