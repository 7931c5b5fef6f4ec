/* SPDX-License-Identifier: MIT */
/* Titles of reports.
 *
 * A title is a whole paragraph (or two or three in a row) of the shape
 * [body] year 年(度) [body] 政府信息公开 … 报告. */
#include "read/match-identity-private.h"

#include <string.h>

/* The endings of a title, longest first. */
static const char *const endings[] = {
    "政府信息公开工作年度报告", "政府信息公开年度工作报告", "政府信息公开工作报告",
    "政府信息公开年度报告",     "政府信息公开工作年报",     "政府信息公开年报",
    "政府信息公开报告",         "政务信息公开工作年度报告", "政务信息公开年度报告",
    "政务信息公开工作报告",     "政务公开工作年度报告",     "政务公开年度报告",
    "政务公开工作报告",         "信息公开工作年度报告",     "信息公开年度报告",
    "信息公开工作报告",         "信息公开年报",             "信息公开报告",
    "政府信息公开工作情况的报告", "政府信息公开工作情况报告",
};

char *gov__title_clean(const char *text)
{
    g_autoptr(GString) clean = g_string_new(NULL);

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c) && !g_unichar_iszerowidth(c) && c != 0x300a && c != 0x300b)
            g_string_append_unichar(clean, c);
    }
    for (;;) {
        char *open = g_utf8_strrchr(clean->str, -1, 0xff08);
        char *ascii = strrchr(clean->str, '(');
        char *bracket = open > ascii ? open : ascii;
        if (bracket == NULL || bracket == clean->str ||
            !(g_str_has_suffix(clean->str, "）") || g_str_has_suffix(clean->str, ")")))
            break;
        g_string_truncate(clean, (gsize)(bracket - clean->str));
    }
    return g_string_free(g_steal_pointer(&clean), FALSE);
}

static bool names_other_page(const char *text)
{
    static const char *const words[] = {"上一篇", "下一篇", "相关", "附件", "格式", "首页", "：", ":", ">"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(text, words[i]) != NULL)
            return true;
    return false;
}

/* Length of the title without its ending, or −1 if it has none. */
static gssize ending_start(const char *clean)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(clean, endings[i]))
            return (gssize)(strlen(clean) - strlen(endings[i]));
    return -1;
}

/* A title without its ending, and without what the form itself has before it. */
static char *dup_stem(const char *clean, gssize len)
{
    static const char state[] = "中华人民共和国";
    g_autofree char *stem = g_strndup(clean, (gsize)len);

    if (g_str_has_suffix(stem, state))
        stem[strlen(stem) - strlen(state)] = '\0';
    return g_steal_pointer(&stem);
}

/* The body named in a title: what is left of it beside the year. */
static char *title_agency(const char *stem)
{
    const char *begin = NULL, *end = NULL;
    g_autoptr(GString) agency = g_string_new(NULL);

    if (gov__date_find_bare_year(stem, &begin, &end) != 0) {
        end += g_str_has_prefix(end, "度") ? strlen("度") : 0;
        g_string_append_len(agency, stem, begin - stem);
        g_string_append(agency, end);
    } else {
        g_string_append(agency, stem);
    }
    if (g_str_has_suffix(agency->str, "关于"))
        g_string_truncate(agency, agency->len - strlen("关于"));
    if (g_str_has_suffix(agency->str, "年度"))
        g_string_truncate(agency, agency->len - strlen("年度"));
    return agency->len == 0 || agency->len > GOV_MAX_AGENCY_BYTES
               ? NULL
               : g_string_free(g_steal_pointer(&agency), FALSE);
}

/* Text of a paragraph, or of a grid whose first row is a single cell: sheets carry their title so.
 * NULL if there is none; else free with g_free(). */
static char *paragraph_at(const GovDocument *document, size_t block)
{
    if (block >= gov_document_n_blocks(document))
        return NULL;
    const GovGrid *grid = gov_document_get_grid(document, block);
    if (grid == NULL)
        return g_strdup(gov_document_get_paragraph(document, block));
    const GovGridCell *only = gov_grid_n_rows(grid) > 1 ? gov_grid_get_cell(grid, 0, 0) : NULL;
    for (unsigned column = 1; only != NULL && column < gov_grid_n_columns(grid); column++) {
        const GovGridCell *cell = gov_grid_get_cell(grid, 0, column);
        if (cell != NULL && cell != only && cell->len > 0)
            return NULL;
    }
    return only != NULL && only->len <= GOV_MAX_TITLE_BYTES ? g_strndup(only->text, only->len) : NULL;
}

/* A title with its year on one line. */
static bool is_whole_title(const char *text)
{
    const char *begin, *end;
    g_autofree char *clean = gov__title_clean(text);

    return ending_start(clean) >= 0 && gov__date_find_year(clean, &begin, &end) != 0;
}

/* Reads `n` paragraphs from a block as one title. */
static bool read_title(const GovDocument *document, size_t block, size_t n, GovTitle *title)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *begin, *end;

    for (size_t i = 0; i < n; i++) {
        g_autofree char *part = paragraph_at(document, block + i);
        if (part == NULL || strlen(part) > GOV_MAX_TITLE_BYTES)
            return false;
        if (i > 0 && is_whole_title(part))
            return false; /* what stands above a title is no part of it */
        g_string_append(text, part);
    }
    g_autofree char *clean = gov__title_clean(text->str);
    gssize stem_len = ending_start(clean);
    if (stem_len < 0 || strlen(clean) > GOV_MAX_TITLE_BYTES || names_other_page(clean))
        return false;
    g_autofree char *stem = dup_stem(clean, stem_len);
    title->block = (uint32_t)block;
    title->year = gov__date_find_bare_year(stem, &begin, &end);
    if (title->year == 0 && strstr(text->str, "格式") == NULL) /* …年度报告（2024年）; not （2021年格式） */
        title->year = gov__date_find_year(text->str, &begin, &end);
    title->agency = title_agency(stem);
    if (title->agency == NULL)
        title->agency = block > 0 ? gov__agency_beside(document, block - 1) : NULL;
    if (title->agency == NULL)
        title->agency = gov__agency_beside(document, block + n);
    if (title->year == 0 && title->agency == NULL)
        return false;
    title->text = g_steal_pointer(&clean);
    return true;
}

GArray *gov__identity_find_titles(const GovDocument *document)
{
    GArray *titles = g_array_new(FALSE, TRUE, sizeof(GovTitle));
    size_t n_blocks = gov_document_n_blocks(document);

    for (size_t block = 0; block < n_blocks; block++) {
        for (size_t n = 1; n <= 3; n++) {
            GovTitle title = {0};
            g_autofree char *last = paragraph_at(document, block + n - 1);
            if (last == NULL || strlen(last) > GOV_MAX_TITLE_BYTES)
                break;
            /* All endings have this character; most paragraphs have not. */
            if (strstr(last, "报") != NULL && read_title(document, block, n, &title)) {
                g_array_append_val(titles, title);
                block += n - 1;
                break;
            }
        }
    }
    return titles;
}

void gov__identity_free_titles(GArray *titles)
{
    for (guint i = 0; i < titles->len; i++) {
        g_free(g_array_index(titles, GovTitle, i).text);
        g_free(g_array_index(titles, GovTitle, i).agency);
    }
    g_array_unref(titles);
}

bool gov__title_of_page(const GovDocument *document, GovTitle *title)
{
    const char *text = gov_document_get_title(document);

    if (text == NULL || strlen(text) > 4 * GOV_MAX_TITLE_BYTES)
        return false;
    g_autoptr(GRegex) separators = g_regex_new("[-_|—]+", 0, 0, NULL);
    g_auto(GStrv) parts = g_regex_split(separators, text, 0);
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *begin, *end;
        g_autofree char *clean = gov__title_clean(parts[i]);
        gssize len = ending_start(clean);
        if (len < 0)
            continue;
        g_autofree char *stem = dup_stem(clean, len);
        title->year = gov__date_find_bare_year(stem, &begin, &end);
        title->agency = title_agency(stem);
        title->text = g_steal_pointer(&clean);
        return true;
    }
    return false;
}
