/* SPDX-License-Identifier: MIT */
/* Running text as words, numbers and stops. See token.c. */
#ifndef GOV_TOKEN_PRIVATE_H
#define GOV_TOKEN_PRIVATE_H

#include "form/lexicon-private.h"

typedef enum {
    GOV_TOKEN_WORD,   /* one that the wording has */
    GOV_TOKEN_OTHER,  /* characters that no word explains */
    GOV_TOKEN_NUMBER,
    GOV_TOKEN_YEAR,   /* 2024年: `value` is the year */
    GOV_TOKEN_MONTH,  /* a month that is not part of a date */
    GOV_TOKEN_SKIP,   /* digits that are not a number: dates, ordinals, references, addresses */
    GOV_TOKEN_ITEM,   /* 、 */
    GOV_TOKEN_COLON,
    GOV_TOKEN_COMMA,  /* and brackets */
    GOV_TOKEN_SEMICOLON,
    GOV_TOKEN_STOP,   /* end of a sentence */
    GOV_TOKEN_LINE    /* end of a paragraph */
} GovTokenKind;

typedef struct {
    GovTokenKind kind;
    uint32_t start; /* in the folded text */
    uint32_t end;
    const GovWord *word;
    const char *unit;  /* of a number: static, "" if none, "%" */
    int64_t value;     /* in millionths; for yuan in millionths of 万元 */
    int64_t step;      /* what its last digit stands for */
    bool is_about;     /* 余, 多 */
    uint32_t n_characters;
} GovToken;

typedef struct {
    GString *folded;
    GArray *origins; /* uint32_t: for each byte of `folded` and its end, the offset in the text */
    GArray *tokens;  /* GovToken */
} GovTokens;

GovTokens *gov__tokens_new(const GovLexicon *lexicon, const char *text, size_t len);
void gov__tokens_free(GovTokens *tokens);

/* Reads the number that begins at `p`, with its unit and what makes it none; returns where it ends,
 * or NULL if nothing that looks like a number stands there. `start` is the start of the text. */
const char *gov__token_read_number(const char *start, const char *p, const char *end, GovToken *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovTokens, gov__tokens_free)

#endif
