/* SPDX-License-Identifier: MIT */
/* Characters of foreign text, shared by the parsers of figures and labels: a bounded
 * UTF-8 decoder that never fails (a bad byte is one U+FFFD), the folding of full-width
 * and other compatibility forms, and the two kinds of characters that nobody sees.
 * Inline, since this is the innermost loop of reading. */
#ifndef GOV_CHAR_PRIVATE_H
#define GOV_CHAR_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define GOV__CHAR_BAD ((gunichar)0xFFFD)

/* Decodes the character at `p`, which is before `end`; returns its length in bytes. */
static inline size_t gov__char_next(const char *p, const char *end, gunichar *c)
{
    if ((unsigned char)*p < 0x80) {
        *c = (unsigned char)*p;
        return 1;
    }
    gunichar code = g_utf8_get_char_validated(p, end - p);
    if (code > 0x10FFFF) {
        *c = GOV__CHAR_BAD;
        return 1;
    }
    *c = code;
    return (size_t)(g_utf8_skip[(unsigned char)*p]);
}

/* White space as pages have it: ASCII, NBSP, the typographic spaces, U+3000. */
static inline bool gov__char_is_space(gunichar c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Characters without width or effect that editors and web pages leave behind. Those that
 * reorder text (U+202A to U+202E and their kin) are not among them: what they show is not
 * what they hold. */
static inline bool gov__char_is_invisible(gunichar c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0xAD;
}

/* Compatibility forms: radicals and ideographs as PDF fonts have them, vertical, small,
 * full-width. */
static inline bool gov__char_is_compatibility(gunichar c)
{
    return c >= 0x2E80 && (c <= 0x2FDF || (c >= 0xF900 && c <= 0xFAFF) ||
                           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFFEF));
}

/* Folds such a form to the plain character; never to one that takes more bytes. */
static inline gunichar gov__char_fold(gunichar c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + '!';
    if (!gov__char_is_compatibility(c))
        return c;
    gunichar plain[4] = {0};
    gsize n = g_unichar_fully_decompose(c, TRUE, plain, G_N_ELEMENTS(plain));
    return n == 1 && plain[0] < 0x10000 ? plain[0] : c;
}

#endif
