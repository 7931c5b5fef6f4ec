/* SPDX-License-Identifier: MIT */
/* From words to meanings of a topic, and what speaks against them. Counts, percentages and none at all
 * take their meanings by the same rules. */
#include "check/mention-parser-private.h"

#define MAX_UNKNOWN 8 /* characters of a piece that nothing explains, before it is doubtful */

int gov__word_find_meaning(const GovMentionParser *parser, const GovWord *word, int topic)
{
    for (guint i = 0; word->meanings != NULL && i < word->meanings->len; i++) {
        uint16_t meaning = g_array_index(word->meanings, uint16_t, i);
        if (gov__lexicon_get_meaning(parser->lexicon, meaning)->topic == topic)
            return meaning;
    }
    return -1;
}

int gov__word_topic(const GovMentionParser *parser, const GovWord *word)
{
    if (word->meanings == NULL || word->meanings->len != 1)
        return -1;
    return gov__lexicon_get_meaning(parser->lexicon, g_array_index(word->meanings, uint16_t, 0))->topic;
}

GovMention gov__mention_new(const GovMentionParser *parser, GovClaimKind kind, const GovToken *token)
{
    return (GovMention){.kind = kind,
                        .section = parser->section,
                        .start = token->start,
                        .end = token->end,
                        .lead = gov__parser_token(parser, parser->piece.first)->start,
                        .tail = token->end,
                        .sentence = parser->sentence,
                        .sentence_end = parser->sentence_end,
                        .unit = "",
                        .is_sure = true,
                        .other = -1,
                        .applicant = -1,
                        .subject = -1,
                        .subject_first = -1,
                        .whole = -1,
                        .parent = -1};
}

GovMention gov__mention_new_number(const GovMentionParser *parser, GovClaimKind kind, const GovToken *token)
{
    GovMention mention = gov__mention_new(parser, kind, token);

    mention.value = token->value;
    mention.step = token->step;
    mention.unit = token->unit;
    mention.is_about = token->is_about || (parser->piece.kinds & GOV_WORD_ABOUT) != 0;
    return mention;
}

void gov__mention_add_meaning(GovMention *mention, int meaning)
{
    for (unsigned i = 0; i < mention->n_meanings; i++)
        if (mention->meanings[i] == meaning)
            return;
    if (meaning >= 0 && mention->n_meanings < GOV_MAX_MEANINGS)
        mention->meanings[mention->n_meanings++] = (uint16_t)meaning;
}

bool gov__mention_is_of_parts(const GovMentionParser *parser, const GovMention *mention)
{
    for (unsigned i = 0; i < mention->n_meanings; i++)
        if (gov__lexicon_get_meaning(parser->lexicon, mention->meanings[i])->part == NULL)
            return false;
    return true;
}

void gov__mention_add_words(const GovMentionParser *parser, GovMention *mention, int topic,
                            const GovWord *const *words, unsigned n_words)
{
    for (unsigned i = 0; i < n_words; i++)
        gov__mention_add_meaning(mention, gov__word_find_meaning(parser, words[i], topic));
    mention->join = gov__mention_is_of_parts(parser, mention) ? GOV_MENTION_SUM : GOV_MENTION_ANY;
    if (mention->n_meanings > 1 && mention->join == GOV_MENTION_ANY)
        mention->is_sure = false;
}

/* Whether the paragraph speaks of what the topic must be about. */
static bool is_about(GovMentionParser *parser, const char *about)
{
    if (about != NULL && about != parser->about) {
        parser->about = about;
        parser->has_about = g_strstr_len(parser->paragraph, parser->paragraph_end - parser->paragraph,
                                         about) != NULL;
    }
    return about == NULL || parser->has_about;
}

bool gov__piece_is_doubtful(GovMentionParser *parser, const GovPiece *piece, int topic)
{
    const GovTopic *about = gov__parser_topic(parser, topic);
    unsigned limit = about->is_strict ? 2 : MAX_UNKNOWN;
    static const uint32_t kinds = GOV_WORD_SOFT | GOV_WORD_ABOUT | GOV_WORD_RATE | GOV_WORD_FOREIGN;

    if (piece->is_doubtful || (piece->kinds & kinds) != 0 || piece->n_unknown > limit)
        return true;
    if (parser->is_foreign || parser->is_other_year || piece->n_unknown_behind > 2)
        return true;
    if (!parser->is_near && piece->n_unknown > 0)
        return true;
    return !is_about(parser, about->about);
}
