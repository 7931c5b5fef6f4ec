/* SPDX-License-Identifier: MIT */
/* What an element of a page means, by its name and by its attributes. */
#include "read/html-tag-private.h"

#include <string.h>

#define MAX_ROWSPAN 65534u /* both as HTML has them */
#define MAX_COLSPAN 1000u

typedef struct {
    const char *name; /* NULL ends a list */
    GovTag tag;
} TagName;

/* clang-format off */
#define END {NULL, TAG_INLINE}

static const TagName tags_a[] = {{"address", TAG_BLOCK}, {"article", TAG_BLOCK}, {"aside", TAG_BLOCK},
    {"audio", TAG_SKIP}, END};
static const TagName tags_b[] = {{"br", TAG_BR}, {"blockquote", TAG_BLOCK},
    {"body", TAG_BLOCK}, END};
static const TagName tags_c[] = {{"caption", TAG_BLOCK}, {"center", TAG_BLOCK},
    {"canvas", TAG_SKIP}, END};
static const TagName tags_d[] = {{"div", TAG_BLOCK}, {"dl", TAG_BLOCK}, {"dt", TAG_BLOCK},
    {"dd", TAG_BLOCK}, {"details", TAG_BLOCK}, {"dir", TAG_BLOCK}, {"del", TAG_SKIP}, END};
static const TagName tags_f[] = {{"form", TAG_BLOCK}, {"fieldset", TAG_BLOCK},
    {"figure", TAG_BLOCK}, {"figcaption", TAG_BLOCK}, {"footer", TAG_BLOCK},
    {"frameset", TAG_SKIP}, END};
static const TagName tags_h[] = {{"h1", TAG_BLOCK}, {"h2", TAG_BLOCK}, {"h3", TAG_BLOCK},
    {"h4", TAG_BLOCK}, {"h5", TAG_BLOCK}, {"h6", TAG_BLOCK}, {"hr", TAG_BLOCK},
    {"header", TAG_BLOCK}, {"hgroup", TAG_BLOCK}, END};
static const TagName tags_i[] = {{"img", TAG_IMG}, {"iframe", TAG_SKIP}, {"input", TAG_INPUT}, END};
static const TagName tags_l[] = {{"li", TAG_BLOCK}, {"legend", TAG_BLOCK},
    {"listing", TAG_PRE}, END};
static const TagName tags_m[] = {{"main", TAG_BLOCK}, {"menu", TAG_BLOCK}, END};
static const TagName tags_n[] = {{"nav", TAG_BLOCK}, {"noscript", TAG_SKIP},
    {"noframes", TAG_SKIP}, END};
static const TagName tags_o[] = {{"ol", TAG_BLOCK}, {"option", TAG_SKIP},
    {"optgroup", TAG_SKIP}, {"object", TAG_SKIP}, END};
static const TagName tags_p[] = {{"p", TAG_BLOCK}, {"pre", TAG_PRE}, END};
static const TagName tags_r[] = {{"rp", TAG_SKIP}, {"rt", TAG_SKIP}, END};
static const TagName tags_s[] = {{"script", TAG_SKIP}, {"style", TAG_SKIP},
    {"section", TAG_BLOCK}, {"select", TAG_SKIP}, {"summary", TAG_BLOCK},
    {"svg", TAG_SKIP}, {"sup", TAG_SUP}, {"sub", TAG_SUP}, {"s", TAG_SKIP}, {"strike", TAG_SKIP}, END};
static const TagName tags_t[] = {{"td", TAG_CELL}, {"tr", TAG_TR}, {"table", TAG_TABLE},
    {"th", TAG_CELL}, {"title", TAG_TITLE}, {"template", TAG_SKIP},
    {"textarea", TAG_SKIP}, {"tbody", TAG_BLOCK}, {"thead", TAG_BLOCK},
    {"tfoot", TAG_BLOCK}, END};
static const TagName tags_u[] = {{"ul", TAG_BLOCK}, END};
static const TagName tags_v[] = {{"video", TAG_SKIP}, END};
static const TagName tags_x[] = {{"xmp", TAG_PRE}, {"xml", TAG_SKIP}, END};

static const TagName *const tags_by_letter[26] = {
    tags_a, tags_b, tags_c, tags_d, NULL,   tags_f, NULL,   tags_h, tags_i,
    NULL,   NULL,   tags_l, tags_m, tags_n, tags_o, tags_p, NULL,   tags_r,
    tags_s, tags_t, tags_u, tags_v, NULL,   tags_x, NULL,   NULL};
/* clang-format on */

/* Every name is looked up twice; lists by first letter need one or two comparisons. */
GovTag gov__tag_find(const xmlChar *name)
{
    const char *text = (const char *)name;
    bool lower = *text >= 'a' && *text <= 'z';
    const TagName *entry = lower ? tags_by_letter[*text - 'a'] : NULL;
    for (; entry != NULL && entry->name != NULL; entry++)
        if (strcmp(entry->name + 1, text + 1) == 0)
            return entry->tag;
    return TAG_INLINE;
}

/* Whether a style has `property: value`; the value may begin one. */
static bool has_style(const char *style, const char *property, const char *value)
{
    size_t n = strlen(property);
    for (const char *p = strchr(style, *value); p != NULL; p = strchr(p + 1, *value)) {
        if (g_ascii_strncasecmp(p, value, strlen(value)) != 0)
            continue;
        const char *start = p;
        while (start > style && (g_ascii_isspace(start[-1]) || start[-1] == ':'))
            start--;
        if ((size_t)(start - style) >= n && start < p &&
            g_ascii_strncasecmp(start - n, property, n) == 0)
            return true;
    }
    return false;
}

static const char *find_style(const xmlChar **atts)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcmp((const char *)atts[0], "style") == 0)
            return (const char *)atts[1];
    return NULL;
}

bool gov__tag_is_hidden(const xmlChar **atts)
{
    const char *style = find_style(atts);
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcmp((const char *)atts[0], "hidden") == 0)
            return true;
    return style != NULL &&
           (has_style(style, "display", "none") ||
            has_style(style, "text-decoration", "line-through") ||
            has_style(style, "visibility", "hidden") ||
            (has_style(style, "font-size", "0") && !has_style(style, "font-size", "0.")));
}

bool gov__tag_is_raised(GovTag tag, const xmlChar **atts)
{
    const char *style = tag == TAG_INLINE ? find_style(atts) : NULL;
    return tag == TAG_SUP ||
           (style != NULL && (has_style(style, "vertical-align", "super") ||
                              has_style(style, "vertical-align", "sub")));
}

/* Leading digits, whatever follows; anything else is 1. */
static unsigned parse_span(const char *text, unsigned max)
{
    unsigned value = 0;
    text += strspn(text, " \t\r\n");
    if (!g_ascii_isdigit(*text))
        return 1;
    for (; g_ascii_isdigit(*text) && value < max; text++)
        value = value * 10 + (unsigned)(*text - '0');
    return MIN(value, max);
}

void gov__tag_get_spans(const xmlChar **atts, unsigned *n_rows, unsigned *n_columns)
{
    *n_rows = *n_columns = 1;
    for (; atts != NULL && atts[0] != NULL; atts += 2) {
        const char *value = atts[1] == NULL ? "" : (const char *)atts[1];
        if (strcmp((const char *)atts[0], "rowspan") == 0)
            *n_rows = parse_span(value, MAX_ROWSPAN);
        else if (strcmp((const char *)atts[0], "colspan") == 0)
            *n_columns = parse_span(value, MAX_COLSPAN);
    }
}

/* A field that is filled in shows its value. */
const char *gov__tag_find_value(const xmlChar **atts)
{
    const char *type = "text", *value = NULL;
    for (; atts != NULL && atts[0] != NULL; atts += 2) {
        if (strcmp((const char *)atts[0], "type") == 0 && atts[1] != NULL)
            type = (const char *)atts[1];
        else if (strcmp((const char *)atts[0], "value") == 0)
            value = (const char *)atts[1];
    }
    bool shown = g_ascii_strcasecmp(type, "text") == 0 || g_ascii_strcasecmp(type, "number") == 0;
    return shown ? value : NULL;
}
