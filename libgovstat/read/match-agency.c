/* SPDX-License-Identifier: MIT */
/* Names of bodies: what may be one, and where the text names the body that reports. */
#include "read/match-identity-private.h"

#include <string.h>

/* Names of bodies end in a few words. */
static bool is_agency(const char *text)
{
    static const char *const suffixes[] = {
        "局", "委", "办", "厅", "部", "院", "镇", "乡", "处", "署", "市", "县", "区", "省", "盟", "州", "旗",
        "政府", "委员会", "办公室", "办事处", "中心", "街道", "大队", "支队", "总队", "分局", "银行", "站", "所",
        "公司", "学校", "开发区", "园区", "新区", "管委会", "档案馆", "图书馆", "馆", "社", "会"};

    if (strlen(text) < 6 || strlen(text) > GOV_MAX_AGENCY_BYTES || strpbrk(text, ".,;:<>0123456789") != NULL)
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

static char *agency_of(const char *text)
{
    g_autofree char *clean = gov__title_clean(text);

    return is_agency(clean) ? g_steal_pointer(&clean) : NULL;
}

char *gov__agency_beside(const GovDocument *document, size_t block)
{
    const char *text = block < gov_document_n_blocks(document)
                           ? gov_document_get_paragraph(document, block)
                           : NULL;
    if (text == NULL || strlen(text) > GOV_MAX_TITLE_BYTES)
        return NULL;
    return agency_of(text);
}

static char *agency_between(const char *begin, const char *end)
{
    if (end <= begin || end - begin > GOV_MAX_AGENCY_BYTES)
        return NULL;
    g_autofree char *name = g_strndup(begin, (gsize)(end - begin));
    return agency_of(name);
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

/* 如有疑问，请与X联系, or X（以下简称本局）. */
char *gov__agency_find_named(const char *text)
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
