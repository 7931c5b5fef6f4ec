/* SPDX-License-Identifier: MIT */
/* Who reports, for which year, and the six sections of text.
 *
 * A title is a whole paragraph (or two or three in a row) of the shape
 * [body] year 年(度) [body] 政府信息公开 … 报告. The body may stand in the title, on the line above
 * or below it, or only in the text; names differ within one report, so both are kept. */
#include "read/match-private.h"

#include <govstat/label.h>
#include <string.h>

#define MAX_TITLE_BYTES 240
#define MAX_AGENCY_BYTES 120

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

/* ---- years ---- */

static int chinese_digit(gunichar c)
{
    static const char *const digits = "〇一二三四五六七八九";
    const char *p = g_utf8_strchr(digits, -1, c);

    if (c == 0x96f6 || c == 0x25cb || c == 0xff2f || c == 'O') /* 零 ○ Ｏ O */
        return 0;
    return p == NULL || c == 0 ? -1 : (int)g_utf8_pointer_to_offset(digits, p);
}

static int digit_value(gunichar c)
{
    int value = g_unichar_digit_value(c);
    return value >= 0 ? value : chinese_digit(c);
}

/* The first 20xx before 年, spaces between allowed. `*begin` and `*end` delimit it with its 年. */
static int find_year(const char *text, const char **begin, const char **end)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        const char *q = p;
        int year = 0, n = 0;
        if (digit_value(g_utf8_get_char(p)) != 2)
            continue;
        while (n < 4 && digit_value(g_utf8_get_char(q)) >= 0) {
            year = year * 10 + digit_value(g_utf8_get_char(q));
            n++;
            do
                q = g_utf8_next_char(q);
            while (g_unichar_isspace(g_utf8_get_char(q)));
        }
        if (n == 4 && year >= 2000 && year <= 2099 && g_str_has_prefix(q, "年")) {
            *begin = p;
            *end = q + strlen("年");
            return year;
        }
    }
    return 0;
}

/* ---- titles ---- */

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

/* White space, brackets at the end and book-title marks mean nothing in a title. */
static char *clean_title(const char *text)
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

static bool is_bare_year(const char *text, size_t at)
{
    bool digits = g_ascii_isdigit(text[at + 2]) && g_ascii_isdigit(text[at + 3]);

    return text[at] == '2' && text[at + 1] == '0' && digits && !g_ascii_isdigit(text[at + 4]) &&
           (at == 0 || !g_ascii_isdigit(text[at - 1]));
}

/* The year of a stem; at its ends 年 may lack: 某局2024. */
static int find_stem_year(const char *stem, const char **begin, const char **end)
{
    int year = find_year(stem, begin, end);
    size_t len = strlen(stem), places[] = {0, len - MIN(len, 4)};

    for (size_t i = 0; i < G_N_ELEMENTS(places) && year == 0 && len >= 4; i++) {
        if (!is_bare_year(stem, places[i]))
            continue;
        *begin = stem + places[i];
        *end = *begin + 4;
        year = 2000 + 10 * g_ascii_digit_value((*begin)[2]) + g_ascii_digit_value((*begin)[3]);
    }
    return year;
}

/* The body named in a title: what is left of it beside the year. */
static char *title_agency(const char *stem)
{
    const char *begin = NULL, *end = NULL;
    g_autoptr(GString) agency = g_string_new(NULL);

    if (find_stem_year(stem, &begin, &end) != 0) {
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
    return agency->len == 0 || agency->len > MAX_AGENCY_BYTES
               ? NULL
               : g_string_free(g_steal_pointer(&agency), FALSE);
}

/* Names of bodies end in a few words. */
static bool is_agency(const char *text)
{
    static const char *const suffixes[] = {
        "局", "委", "办", "厅", "部", "院", "镇", "乡", "处", "署", "市", "县", "区", "省", "盟", "州", "旗",
        "政府", "委员会", "办公室", "办事处", "中心", "街道", "大队", "支队", "总队", "分局", "银行", "站", "所",
        "公司", "学校", "开发区", "园区", "新区", "管委会", "档案馆", "图书馆", "馆", "社", "会"};

    if (strlen(text) < 6 || strlen(text) > MAX_AGENCY_BYTES || strpbrk(text, ".,;:<>0123456789") != NULL)
        return false;
    static const char *const marks[] = {"。", "，", "、", "：", "；", "？", "！", "报告", "公开", "首页"};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (strstr(text, marks[i]) != NULL)
            return false;
    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(text, suffixes[i]))
            return true;
    return false;
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
    return only != NULL && only->len <= MAX_TITLE_BYTES ? g_strndup(only->text, only->len) : NULL;
}

static char *agency_beside(const GovDocument *document, size_t block)
{
    const char *text = block < gov_document_n_blocks(document)
                           ? gov_document_get_paragraph(document, block)
                           : NULL;
    if (text == NULL || strlen(text) > MAX_TITLE_BYTES)
        return NULL;
    g_autofree char *clean = clean_title(text);
    return is_agency(clean) ? g_steal_pointer(&clean) : NULL;
}

/* A title with its year on one line. */
static bool is_whole_title(const char *text)
{
    const char *begin, *end;
    g_autofree char *clean = clean_title(text);

    return ending_start(clean) >= 0 && find_year(clean, &begin, &end) != 0;
}

/* Reads `n` paragraphs from a block as one title. */
static bool read_title(const GovDocument *document, size_t block, size_t n, GovTitle *title)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *begin, *end;

    for (size_t i = 0; i < n; i++) {
        g_autofree char *part = paragraph_at(document, block + i);
        if (part == NULL || strlen(part) > MAX_TITLE_BYTES)
            return false;
        if (i > 0 && is_whole_title(part))
            return false; /* what stands above a title is no part of it */
        g_string_append(text, part);
    }
    g_autofree char *clean = clean_title(text->str);
    gssize stem_len = ending_start(clean);
    if (stem_len < 0 || strlen(clean) > MAX_TITLE_BYTES || names_other_page(clean))
        return false;
    g_autofree char *stem = dup_stem(clean, stem_len);
    title->block = (uint32_t)block;
    title->year = find_stem_year(stem, &begin, &end);
    if (title->year == 0 && strstr(text->str, "格式") == NULL) /* …年度报告（2024年）; not （2021年格式） */
        title->year = find_year(text->str, &begin, &end);
    title->agency = title_agency(stem);
    if (title->agency == NULL)
        title->agency = block > 0 ? agency_beside(document, block - 1) : NULL;
    if (title->agency == NULL)
        title->agency = agency_beside(document, block + n);
    if (title->year == 0 && title->agency == NULL) {
        return false;
    }
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
            if (last == NULL || strlen(last) > MAX_TITLE_BYTES)
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

/* ---- the text ---- */

/* 2024年1月1日 → 2024-01-01. Moves `*text` behind it; NULL if there is no whole date. */
static char *read_date(const char **text)
{
    const char *begin, *end;
    unsigned part[2] = {0, 0};
    static const char *const units[] = {"月", "日"};
    int year = find_year(*text, &begin, &end);

    if (year == 0)
        return NULL;
    *text = end;
    for (size_t i = 0; i < 2; i++) {
        while (g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        for (int d; (d = g_unichar_digit_value(g_utf8_get_char(end))) >= 0 && part[i] < 100;
             end = g_utf8_next_char(end))
            part[i] = part[i] * 10 + (unsigned)d;
        while (g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        if (!g_str_has_prefix(end, units[i]))
            return NULL;
        end += strlen(units[i]);
    }
    *text = end;
    if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > 31)
        return NULL;
    return g_strdup_printf("%04d-%02u-%02u", year, part[0], part[1]);
}

static bool read_period(const char *text, char **start, char **end)
{
    const char *p = strstr(text, "期限");

    if (p == NULL)
        p = strstr(text, "统计");
    if (p == NULL)
        return false;
    g_autofree char *first = read_date(&p);
    g_autofree char *last = first != NULL ? read_date(&p) : NULL;
    if (last == NULL || strcmp(first, last) >= 0)
        return false;
    *start = g_steal_pointer(&first);
    *end = g_steal_pointer(&last);
    return true;
}

static char *agency_between(const char *begin, const char *end)
{
    if (end <= begin || end - begin > MAX_AGENCY_BYTES)
        return NULL;
    g_autofree char *name = g_strndup(begin, (gsize)(end - begin));
    g_autofree char *clean = clean_title(name);
    return is_agency(clean) ? g_steal_pointer(&clean) : NULL;
}

static const char *first_of(const char *text, const char *const *marks, size_t n)
{
    const char *first = NULL;

    for (size_t i = 0; i < n; i++) {
        const char *mark = strstr(text, marks[i]);
        if (mark != NULL && (first == NULL || mark < first))
            first = mark;
    }
    return first;
}

/* What stands behind a label such as 填报单位（盖章）：, to the end or the next white space. */
static char *labelled_agency(const char *text)
{
    static const char *const labels[] = {"填报单位", "填报机关", "报送单位"};
    static const char *const colons[] = {"：", ":"};

    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        const char *colon =
            g_str_has_prefix(text, labels[i]) ? first_of(text, colons, G_N_ELEMENTS(colons)) : NULL;
        if (colon == NULL || colon - text > (gssize)strlen("填报单位（公章）"))
            continue;
        const char *begin = g_utf8_next_char(colon);
        while (g_unichar_isspace(g_utf8_get_char(begin)))
            begin = g_utf8_next_char(begin);
        const char *end = begin;
        while (*end != '\0' && !g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        return agency_between(begin, end);
    }
    return NULL;
}

/* 如有疑问，请与X联系, or X（以下简称本局）: the name the text itself uses for the body. */
static char *named_agency(const char *text)
{
    static const char *const ends[] = {"（", "(", "联系", "，", "。"};
    static const char *const begins[] = {"。", "，", "、", "；", "请与", "由"};
    static const char *const shorts[] = {"（以下简称", "(以下简称", "（下称", "(下称"};
    const char *contact = strstr(text, "请与");
    const char *end = first_of(text, shorts, G_N_ELEMENTS(shorts));
    char *agency = labelled_agency(text);

    if (agency == NULL && contact != NULL) {
        contact += strlen("请与");
        const char *stop = first_of(contact, ends, G_N_ELEMENTS(ends));
        agency = stop != NULL ? agency_between(contact, stop) : NULL;
    }
    if (agency != NULL || end == NULL)
        return agency;
    const char *begin = text;
    for (size_t i = 0; i < G_N_ELEMENTS(begins); i++) {
        const char *mark = g_strrstr_len(begin, end - begin, begins[i]);
        begin = mark != NULL ? mark + strlen(begins[i]) : begin;
    }
    return agency_between(begin, end);
}

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

/* "X - 门户网站": the part of the page title before the name of the site. */
static bool page_title(const GovDocument *document, GovTitle *title)
{
    const char *text = gov_document_get_title(document);

    if (text == NULL || strlen(text) > 4 * MAX_TITLE_BYTES)
        return false;
    g_autoptr(GRegex) separators = g_regex_new("[-_|—]+", 0, 0, NULL);
    g_auto(GStrv) parts = g_regex_split(separators, text, 0);
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *begin, *end;
        g_autofree char *clean = clean_title(parts[i]);
        gssize len = ending_start(clean);
        if (len < 0)
            continue;
        g_autofree char *stem = dup_stem(clean, len);
        title->year = find_stem_year(stem, &begin, &end);
        title->agency = title_agency(stem);
        title->text = g_steal_pointer(&clean);
        return true;
    }
    return false;
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
        if (start == NULL && read_period(text, &start, &stop))
            gov_report_set_period(report, start, stop);
        if (contact == NULL)
            contact = named_agency(text);
    }
    const GovTitle *title =
        choose_title(titles, first, first_table, start != NULL ? (int)g_ascii_strtoll(start, NULL, 10) : 0);
    if (title == NULL && page_title(document, &from_page))
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
