/* SPDX-License-Identifier: MIT */
/* Bytes of a page that libxml2 takes for something else than browsers do: conditional tags of Word, and
 * &nbsp without its semicolon. */
#include "read/html-tag-private.h"

#include <string.h>

#define MAX_CONDITIONAL 120u /* bytes of a conditional tag of Word */

/* Length of Word's `<![if …]>` or `<![endif]>` at a place, or 0. The one that ends a
 * comment has two hyphens before its end and is part of that comment. */
static size_t measure_conditional(const char *p, size_t left)
{
    size_t n = MIN(left, MAX_CONDITIONAL);
    if (n < 6 || memcmp(p, "<![", 3) != 0)
        return 0;
    if (g_ascii_strncasecmp(p + 3, "if", 2) != 0 &&
        g_ascii_strncasecmp(p + 3, "end", 3) != 0)
        return 0;
    const char *stop = memchr(p, '>', n);
    if (stop == NULL || stop[-1] == '-' ||
        memchr(p + 1, '<', (size_t)(stop - p - 1)) != NULL)
        return 0;
    return (size_t)(stop + 1 - p);
}

/* Puts a mended copy in the place of the text, if one was begun; what follows `copied` is as it was. */
static void replace_text(GovDecoded *text, GString *out, const char *copied)
{
    if (out == NULL)
        return;
    g_string_append_len(out, copied, text->text + text->len - copied);
    g_free(text->owned);
    text->len = out->len;
    text->text = text->owned = g_string_free(out, FALSE);
}

/* libxml2 takes such tags for text, and a cell would then be no figure. Copies the
 * text without them, if there are any. */
void gov__html_drop_conditionals(GovDecoded *text)
{
    GString *out = NULL;
    const char *end = text->text + text->len;
    const char *copied = text->text;
    const char *p = memchr(copied, '!', text->len);
    for (; p != NULL; p = memchr(p + 1, '!', (size_t)(end - p - 1))) {
        size_t n = p > copied ? measure_conditional(p - 1, (size_t)(end - p + 1)) : 0;
        if (n == 0)
            continue;
        if (out == NULL)
            out = g_string_sized_new(text->len);
        g_string_append_len(out, copied, p - 1 - copied);
        copied = p - 1 + n;
        p = copied - 1;
    }
    replace_text(text, out, copied);
}

/* Browsers show &nbsp without its semicolon as a blank; libxml2 does not. */
void gov__html_mend_blanks(GovDecoded *text)
{
    const char *end = text->text + text->len;
    const char *copied = text->text;
    GString *out = NULL;

    for (const char *p = copied; (p = g_strstr_len(p, end - p, "&nbsp")) != NULL; p += 5) {
        const char *after = p + 5;
        if (after < end && *after == ';')
            continue;
        if (out == NULL)
            out = g_string_sized_new(text->len + 64);
        g_string_append_len(out, copied, after - copied);
        g_string_append_c(out, ';');
        copied = after;
    }
    replace_text(text, out, copied);
}
