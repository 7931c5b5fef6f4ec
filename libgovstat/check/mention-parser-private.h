/* SPDX-License-Identifier: MIT */
/* The walk of mention.c in steps, each one file:
 *
 *   mention-word.c     what a word does to the reaches
 *   mention-count.c    a number that counts something
 *   mention-percent.c  growth and shares
 *   mention-none.c     what is told without a number
 *   mention-meaning.c  words and a topic → meanings, and doubt */
#ifndef GOV_MENTION_PARSER_PRIVATE_H
#define GOV_MENTION_PARSER_PRIVATE_H

#include "check/mention-private.h"

/* The words since the last stop. */
typedef struct {
    guint first; /* token */
    int topics[GOV_MAX_MEANINGS];
    unsigned n_topics;
    const GovWord *words[GOV_MAX_MEANINGS]; /* that have meanings */
    unsigned n_words;
    unsigned n_before_share; /* of these, so many stand before 占 */
    unsigned topics_before_share;
    uint32_t kinds;
    int applicant;
    unsigned n_unknown;
    unsigned n_unknown_behind; /* since the last topic or word */
    bool is_joined;            /* 和, 、 since the last topic or word */
    bool is_negated;
    bool has_number;
    bool is_doubtful;
} GovPiece;

typedef struct {
    GArray *mentions;
    const GovLexicon *lexicon;
    const GovTokens *tokens;
    const GovSpeaker *speaker;
    unsigned section;
    /* paragraph */
    int topic;
    bool is_near; /* the topic stands in this sentence */
    const char *paragraph;
    const char *paragraph_end;
    const char *about; /* was last looked for in it */
    bool has_about;
    /* sentence */
    uint32_t sentence;
    uint32_t sentence_end;
    bool is_foreign;
    bool is_other_year;
    bool has_year;
    bool is_compared;
    bool was_foreign;    /* before the bracket that is open */
    bool was_other_year;
    int parent; /* mention before 其中 */
    int last;   /* count of this sentence */
    const GovWord *carried; /* 审结 of 审结复议4件、诉讼2件, for what follows */
    bool is_item;           /* which is parted from it by 、 */
    GovPiece piece;
} GovMentionParser;

static inline const GovToken *gov__parser_token(const GovMentionParser *parser, guint i)
{
    return &g_array_index(parser->tokens->tokens, GovToken, i);
}

static inline const GovTopic *gov__parser_topic(const GovMentionParser *parser, int topic)
{
    return gov__lexicon_get_topic(parser->lexicon, (size_t)topic);
}

static inline GovMention *gov__parser_mention(const GovMentionParser *parser, int i)
{
    return &g_array_index(parser->mentions, GovMention, (guint)i);
}

/* ---- words and meanings --------------------------------------------------------------- */

void gov__parser_feed_word(GovMentionParser *parser, guint i);

/* Whether a word names one of several results. */
bool gov__word_is_part(const GovMentionParser *parser, const GovWord *word);
/* What a word says of a topic, or -1. */
int gov__word_find_meaning(const GovMentionParser *parser, const GovWord *word, int topic);
/* The topic of a word that speaks of one only, or -1. */
int gov__word_topic(const GovMentionParser *parser, const GovWord *word);
/* Whether something in the piece or its reaches speaks against what is said of the topic. */
bool gov__piece_is_doubtful(GovMentionParser *parser, const GovPiece *piece, int topic);

/* ---- mentions ------------------------------------------------------------------------- */

GovMention gov__mention_new(const GovMentionParser *parser, GovClaimKind kind, const GovToken *token);
/* The same with the number of the token. */
GovMention gov__mention_new_number(const GovMentionParser *parser, GovClaimKind kind, const GovToken *token);
void gov__mention_add_meaning(GovMention *mention, int meaning);
/* Adds what each of the words says of one topic. */
void gov__mention_add_words(const GovMentionParser *parser, GovMention *mention, int topic,
                            const GovWord *const *words, unsigned n_words);
/* Whether all its meanings are results of which each case has one. */
bool gov__mention_is_of_parts(const GovMentionParser *parser, const GovMention *mention);

void gov__parser_add_count(GovMentionParser *parser, guint i);
void gov__parser_add_percent(GovMentionParser *parser, guint i);
/* 均已办结: what is left is none. */
void gov__parser_add_all(GovMentionParser *parser, guint i);
/* Tells a piece that is negated, at its end. */
void gov__parser_end_negated(GovMentionParser *parser, guint end);

#endif
