/* SPDX-License-Identifier: MIT */
/* What a text says in figures, before it is held against a table. See mention.c. */
#ifndef GOV_MENTION_PRIVATE_H
#define GOV_MENTION_PRIVATE_H

#include <govstat/narrative.h>

#include "check/token-private.h"

#define GOV_MAX_MEANINGS 4

/* How several meanings of one number stand to each other. */
typedef enum {
    GOV_MENTION_SUM,  /* it is all of them together */
    GOV_MENTION_EACH, /* it is each of them */
    GOV_MENTION_ANY   /* it is one of them */
} GovMentionJoin;

typedef struct {
    GovClaimKind kind;
    unsigned section;
    uint32_t start; /* of the number, in the folded text */
    uint32_t end;
    uint32_t lead; /* where the words that belong to it begin, and end */
    uint32_t tail;
    uint32_t sentence;
    uint32_t sentence_end;
    int64_t value; /* in millionths */
    int64_t step;
    const char *unit;
    bool is_about;
    bool is_sure;      /* understood well enough to be called wrong */
    bool is_down;      /* of growth */
    uint16_t meanings[GOV_MAX_MEANINGS];
    unsigned n_meanings; /* 0: not known */
    int other;           /* what it may mean as well, by a word of the piece before, or -1 */
    GovMentionJoin join;
    int applicant; /* or -1 */
    int subject;   /* of a share or growth: the mention it is of, or -1 if the meanings tell */
    int subject_first; /* of a share of several together: the first of them, or -1 */
    int whole;     /* of a share: meaning of the whole, or -1 */
    int parent;    /* of a part (其中): the mention that stands before, or -1 */
} GovMention;

/* Who reports, and when: what is said of others is not held against the tables. */
typedef struct {
    const char *agency; /* folded names of the body */
    int year;           /* or 0 */
} GovSpeaker;

/* Appends the mentions of one section. Indexes of mentions are those in `mentions`. */
void gov__mentions_find(GArray *mentions, const GovLexicon *lexicon, const GovTokens *tokens,
                        const GovSpeaker *speaker, unsigned section);

#endif
