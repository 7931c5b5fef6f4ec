/* SPDX-License-Identifier: MIT */
/* What the tags of HTML mean to a reader of tables. Every tag is looked up twice, so the
 * names stand in short lists by their first letter: one or two comparisons, and no hash
 * to compute. */
#include "read/html-private.h"

#include <string.h>

typedef struct {
    const char *name; /* NULL ends a list */
    GovTag tag;
} Tag;

#define BLOCK GOV_TAG_BLOCK
#define SKIP GOV_TAG_SKIP
/* clang-format off */
#define END {NULL, GOV_TAG_INLINE}

static const Tag tags_a[] = {{"address", BLOCK}, {"article", BLOCK}, {"aside", BLOCK},
    {"audio", SKIP}, END};
static const Tag tags_b[] = {{"br", GOV_TAG_BR}, {"blockquote", BLOCK}, {"body", BLOCK}, END};
static const Tag tags_c[] = {{"caption", BLOCK}, {"center", BLOCK}, {"canvas", SKIP},
    END};
static const Tag tags_d[] = {{"div", BLOCK}, {"dl", BLOCK}, {"dt", BLOCK}, {"dd", BLOCK},
    {"details", BLOCK}, {"dir", BLOCK}, END};
static const Tag tags_f[] = {{"form", BLOCK}, {"fieldset", BLOCK}, {"figure", BLOCK},
    {"figcaption", BLOCK}, {"footer", BLOCK}, {"frameset", SKIP}, END};
static const Tag tags_h[] = {{"h1", BLOCK}, {"h2", BLOCK}, {"h3", BLOCK}, {"h4", BLOCK},
    {"h5", BLOCK}, {"h6", BLOCK}, {"hr", BLOCK}, {"header", BLOCK}, {"hgroup", BLOCK},
    END};
static const Tag tags_i[] = {{"img", GOV_TAG_IMG}, {"iframe", SKIP}, END};
static const Tag tags_l[] = {{"li", BLOCK}, {"legend", BLOCK}, {"listing", GOV_TAG_PRE}, END};
static const Tag tags_m[] = {{"main", BLOCK}, {"menu", BLOCK}, END};
static const Tag tags_n[] = {{"nav", BLOCK}, {"noscript", SKIP}, {"noframes", SKIP}, END};
static const Tag tags_o[] = {{"ol", BLOCK}, {"option", SKIP}, {"optgroup", SKIP},
    {"object", SKIP}, END};
static const Tag tags_p[] = {{"p", BLOCK}, {"pre", GOV_TAG_PRE}, END};
static const Tag tags_s[] = {{"script", SKIP}, {"style", SKIP}, {"section", BLOCK},
    {"select", SKIP}, {"summary", BLOCK}, {"svg", SKIP}, END};
static const Tag tags_t[] = {{"td", GOV_TAG_CELL}, {"tr", GOV_TAG_TR},
    {"table", GOV_TAG_TABLE}, {"th", GOV_TAG_CELL}, {"title", GOV_TAG_TITLE}, {"template", SKIP}, {"textarea", SKIP}, {"tbody", BLOCK},
    {"thead", BLOCK}, {"tfoot", BLOCK}, END};
static const Tag tags_u[] = {{"ul", BLOCK}, END};
static const Tag tags_v[] = {{"video", SKIP}, END};
static const Tag tags_x[] = {{"xmp", GOV_TAG_PRE}, {"xml", SKIP}, END};

static const Tag *const tags_by_letter[26] = {
    tags_a, tags_b, tags_c, tags_d, NULL,   tags_f, NULL,   tags_h, tags_i,
    NULL,   NULL,   tags_l, tags_m, tags_n, tags_o, tags_p, NULL,   NULL,
    tags_s, tags_t, tags_u, tags_v, NULL,   tags_x, NULL,   NULL};
/* clang-format on */

GovTag gov__html_find_tag(const char *name)
{
    const Tag *tag = *name >= 'a' && *name <= 'z' ? tags_by_letter[*name - 'a'] : NULL;
    for (; tag != NULL && tag->name != NULL; tag++)
        if (strcmp(tag->name + 1, name + 1) == 0)
            return tag->tag;
    return GOV_TAG_INLINE;
}
