/* SPDX-License-Identifier: MIT */
/* Who reports, for which year, and the six sections of text.
 *
 * The body may stand in the title, on the line above or below it, or only in the text; names differ
 * within one report, so both are kept. The year is that of the title, else that of the period, and
 * where the two differ that is told. */
#include "read/match-identity-private.h"

#include <govstat/label.h>
#include <string.h>

/* ---- headings ---- */

typedef struct {
    unsigned section;
    const char *words[2]; /* all of them stand in the heading */
} Heading;

/* Titles and numbers of sections vary (forms differ in neither), so words decide. */
static const Heading headings[] = {
    {1, {"总体情况", NULL}},         {1, {"基本情况", NULL}},
    {2, {"主动公开", "情况"}},       {3, {"收到和处理", "申请"}},
    {3, {"依申请公开", "情况"}},     {4, {"行政复议", "行政诉讼"}},
    {5, {"问题", "改进"}},           {5, {"问题", "整改"}},
    {5, {"问题", "措施"}},           {6, {"其他", "报告"}},
    {6, {"其他", "事项"}},
};

unsigned gov__identity_get_section(const char *key)
{
    if (strlen(key) > 90 || strstr(key, "。") != NULL)
        return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(headings); i++) {
        const Heading *heading = &headings[i];
        if (strstr(key, heading->words[0]) != NULL &&
            (heading->words[1] == NULL || strstr(key, heading->words[1]) != NULL))
            return heading->section;
    }
    return 0;
}

/* Only a first-level ordinal (一、 or 5、) or none makes a heading of a section. */
static unsigned section_of(const char *paragraph)
{
    unsigned level = 0;

    if (strlen(paragraph) > 120)
        return 0;
    unsigned ordinal = gov_label_get_ordinal(paragraph, strlen(paragraph), &level);
    g_autofree char *key = gov_label_normalise(paragraph, strlen(paragraph));
    unsigned section = gov__identity_get_section(key);
    /* Sub-headings such as （二）依申请公开情况 tell of a section without opening it. */
    return ordinal != 0 && level == 2 ? 0 : section;
}

/* ---- sections ---- */

static void append_cells(GString *text, const GovGrid *grid)
{
    for (unsigned row = 0; row < gov_grid_n_rows(grid); row++)
        for (unsigned column = 0; column < gov_grid_get_row_width(grid, row); column++) {
            const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
            if (cell == NULL || cell->row != row || cell->column != column || cell->len == 0)
                continue;
            if (text->len > 0)
                g_string_append_c(text, '\n');
            g_string_append_len(text, cell->text, (gssize)cell->len);
        }
}

/* Text between the headings. Grids that hold figures of the form are not text. */
static void fill_sections(GovReport *report, const GovDocument *document, const uint8_t *used,
                          uint32_t first, uint32_t end)
{
    unsigned section = 0;
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t block = first; block <= end; block++) {
        const char *paragraph = block < end ? gov_document_get_paragraph(document, block) : NULL;
        unsigned opened = paragraph != NULL ? section_of(paragraph) : 0;
        if (block == end || opened > section) {
            if (section > 0 && text->len > 0)
                gov_report_set_section(report, section, text->str);
            g_string_truncate(text, 0);
            section = opened;
            continue;
        }
        if (section == 0 || used[block])
            continue;
        if (paragraph == NULL) {
            append_cells(text, gov_document_get_grid(document, block));
            continue;
        }
        if (text->len > 0)
            g_string_append_c(text, '\n');
        g_string_append(text, paragraph);
    }
}

/* ---- body and year ---- */

/* The title that the tables belong to: the last before them, better of the year of the period. */
static const GovTitle *choose_title(const GArray *titles, uint32_t first, uint32_t first_table,
                                    int period_year)
{
    const GovTitle *best = NULL;

    for (guint i = 0; i < titles->len; i++) {
        const GovTitle *title = &g_array_index(titles, GovTitle, i);
        if (title->block < first || title->block > first_table)
            continue;
        bool better = best == NULL || title->year == period_year || best->year != period_year;
        /* A title that names the body says more than one that does not. */
        if (best != NULL && best->year == title->year && best->agency != NULL && title->agency == NULL)
            better = false;
        if (better)
            best = title;
    }
    return best;
}

static void note_year(GovReport *report, int title_year, const char *start)
{
    int period_year = start != NULL ? (int)g_ascii_strtoll(start, NULL, 10) : 0;

    gov_report_set_year(report, title_year != 0 ? title_year : period_year);
    if (title_year != 0 && period_year != 0 && title_year != period_year) {
        g_autofree char *message =
            g_strdup_printf("The title says %d, the period of the figures begins %s", title_year, start);
        gov_report_add_note(report, "year.conflict", -1, message);
    } else if (title_year == 0 && period_year == 0) {
        gov_report_add_note(report, "year.unknown", -1, "No year stands in the title or the text");
    }
}

void gov__identity_fill(GovReport *report, const GovDocument *document, const GArray *titles,
                        const uint8_t *used, uint32_t first, uint32_t first_table, uint32_t end)
{
    g_autofree char *start = NULL, *stop = NULL, *contact = NULL;
    GovTitle from_page = {0};

    for (uint32_t block = first; block < end; block++) {
        const char *text = gov_document_get_paragraph(document, block);
        if (text == NULL)
            continue;
        if (start == NULL && gov__date_read_period(text, &start, &stop))
            gov_report_set_period(report, start, stop);
        if (contact == NULL)
            contact = gov__agency_find_named(text);
    }
    const GovTitle *title =
        choose_title(titles, first, first_table, start != NULL ? (int)g_ascii_strtoll(start, NULL, 10) : 0);
    if (title == NULL && gov__title_of_page(document, &from_page))
        title = &from_page;
    const char *agency = title != NULL ? title->agency : NULL;
    if (title != NULL)
        gov_report_set_title(report, title->text);
    gov_report_set_agency(report, agency != NULL ? agency : contact);
    if (agency != NULL && contact != NULL && strcmp(agency, contact) != 0)
        gov_report_set_body_agency(report, contact);
    note_year(report, title != NULL ? title->year : 0, start);
    fill_sections(report, document, used, first, end);
    g_free(from_page.agency);
    g_free(from_page.text);
}
