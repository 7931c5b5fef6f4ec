/* SPDX-License-Identifier: MIT */
/* Running text cut into words, numbers and stops.
 *
 * The text is folded first (width, traditional characters, white space), with the place each byte
 * came from kept beside it, so that what is quoted is quoted as printed. Then it is walked once: at
 * each place the longest known word, else a number, else a stop, else one more character that
 * nothing explains. How much of the latter stands before a number tells how far it is understood. */
#include "check/token-private.h"

#include <string.h>

#include "base/char-private.h"
#include "base/label-private.h"

void gov__tokens_free(GovTokens *tokens)
{
    g_string_free(tokens->folded, TRUE);
    g_array_unref(tokens->origins);
    g_array_unref(tokens->tokens);
    g_free(tokens);
}

/* No character grows by folding, so both arrays are written in place. */
static void fold_text(GovTokens *tokens, const char *text, size_t len)
{
    const char *end = text + len;
    gunichar c = 0;
    size_t n = 0;

    g_string_set_size(tokens->folded, len);
    g_array_set_size(tokens->origins, (guint)len + 1);
    uint32_t *origins = (uint32_t *)(void *)tokens->origins->data;
    for (const char *p = text; p < end;) {
        uint32_t origin = (uint32_t)(p - text);
        p += gov__char_next(p, end, &c);
        gunichar folded = c == '\n' ? c : gov__label_fold(c);
        if (folded == 0 || folded == GOV__CHAR_BAD)
            continue;
        size_t size = (size_t)g_unichar_to_utf8(folded, tokens->folded->str + n);
        for (size_t i = 0; i < size; i++)
            origins[n++] = origin;
    }
    origins[n] = (uint32_t)len;
    g_string_truncate(tokens->folded, n);
}

static GovTokenKind stop_kind(gunichar c)
{
    switch (c) {
    case 0x3001: /* 、 */
        return GOV_TOKEN_ITEM;
    case ':':
        return GOV_TOKEN_COLON;
    case ',':
    case '(':
    case ')':
    case '[':
    case ']':
    case 0x3010: /* 【 */
    case 0x3011:
        return GOV_TOKEN_COMMA;
    case ';':
        return GOV_TOKEN_SEMICOLON;
    case 0x3002: /* 。 */
    case '!':
    case '?':
    case '|':
        return GOV_TOKEN_STOP;
    case '\n':
        return GOV_TOKEN_LINE;
    default:
        return GOV_TOKEN_OTHER;
    }
}

static void add_other(GovTokens *tokens, const GovToken *token)
{
    GovToken *last = tokens->tokens->len > 0
                         ? &g_array_index(tokens->tokens, GovToken, tokens->tokens->len - 1)
                         : NULL;

    if (last != NULL && last->kind == GOV_TOKEN_OTHER) {
        last->end = token->end;
        last->n_characters++;
    } else {
        g_array_append_vals(tokens->tokens, token, 1);
    }
}

static const char *read_token(GovTokens *tokens, const GovLexicon *lexicon, const char *p)
{
    const char *start = tokens->folded->str, *end = start + tokens->folded->len;
    GovToken token = {.start = (uint32_t)(p - start), .n_characters = 1, .unit = ""};
    const GovWord *word = g_ascii_isdigit(*p) ? NULL : gov__lexicon_match(lexicon, p, end);
    const char *next = word != NULL ? p + word->len : gov__token_read_number(start, p, end, &token);

    if (word != NULL) {
        token.kind = GOV_TOKEN_WORD;
        token.word = word;
    } else if (next == NULL) {
        next = g_utf8_next_char(p);
        token.kind = stop_kind(g_utf8_get_char(p));
    }
    token.end = (uint32_t)(next - start);
    if (token.kind == GOV_TOKEN_OTHER)
        add_other(tokens, &token);
    else
        g_array_append_val(tokens->tokens, token);
    return next;
}

GovTokens *gov__tokens_new(const GovLexicon *lexicon, const char *text, size_t len)
{
    GovTokens *tokens = g_new0(GovTokens, 1);

    tokens->folded = g_string_sized_new(len + 1);
    tokens->origins = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), (guint)len + 1);
    tokens->tokens = g_array_new(FALSE, FALSE, sizeof(GovToken));
    fold_text(tokens, text, len);
    const char *end = tokens->folded->str + tokens->folded->len;
    for (const char *p = tokens->folded->str; p < end;)
        p = read_token(tokens, lexicon, p);
    return tokens;
}
