/* SPDX-License-Identifier: MIT */
/* A number that counts something: which topic it is about, and what it says of it, by the words of its
 * piece, those behind it, or those of the piece before. */
#include "check/mention-parser-private.h"

#define MAX_TAIL 8 /* words that are looked at behind a number */

/* Several topics (行政复议、行政诉讼), each with the last word that says something of it. */
static void mean_by_topics(const GovMentionParser *parser, GovMention *mention, const GovPiece *piece)
{
    for (unsigned i = 0; i < piece->n_topics; i++) {
        int meaning = -1;
        for (unsigned k = 0; k < piece->n_words; k++) {
            int found = gov__word_find_meaning(parser, piece->words[k], piece->topics[i]);
            meaning = found >= 0 ? found : meaning;
        }
        int bare = gov__parser_topic(parser, piece->topics[i])->bare;
        gov__mention_add_meaning(mention, meaning >= 0 ? meaning : bare);
    }
    bool each = (piece->kinds & GOV_WORD_EACH) != 0 || mention->value == 0;
    mention->join = each ? GOV_MENTION_EACH : GOV_MENTION_SUM;
    mention->is_sure = mention->is_sure && (each || (piece->kinds & GOV_WORD_SUM) != 0);
}

/* The row that figures by applicant belong to: that of the sentence, else the topic alone. */
static int row_in_sentence(const GovMentionParser *parser, int topic)
{
    int bare = gov__parser_topic(parser, topic)->bare;

    if (parser->last < 0)
        return bare;
    const GovMention *last = gov__parser_mention(parser, parser->parent >= 0 ? parser->parent : parser->last);
    if (last->n_meanings != 1)
        return bare;
    const GovMeaning *meaning = gov__lexicon_get_meaning(parser->lexicon, last->meanings[0]);
    return meaning->topic == topic && meaning->value.by_column ? last->meanings[0] : bare;
}

static bool has_unit(const GovMentionParser *parser, const char *unit, int topic)
{
    static const char *const usual[] = {"件", "宗", "起", "例", "份", "条", "次", "项", "个", "批次", "批", "", NULL};
    char **units = gov__parser_topic(parser, topic)->units;

    return g_strv_contains(units != NULL ? (const char *const *)units : usual, unit);
}

/* The words behind a number, up to the next stop or number. */
static void read_tail(const GovMentionParser *parser, guint number, GovPiece *tail)
{
    *tail = (GovPiece){.first = number + 1, .applicant = -1};
    for (guint i = number + 1; i < parser->tokens->tokens->len && i <= number + MAX_TAIL; i++) {
        const GovToken *token = gov__parser_token(parser, i);
        if (token->kind == GOV_TOKEN_OTHER)
            tail->n_unknown += token->n_characters;
        else if (token->kind != GOV_TOKEN_WORD)
            return;
        if (token->word == NULL)
            continue;
        tail->kinds |= token->word->kinds;
        if ((token->word->kinds & GOV_WORD_TOPIC) != 0 && tail->n_topics < GOV_MAX_MEANINGS)
            tail->topics[tail->n_topics++] = token->word->topic;
        if ((token->word->kinds & GOV_WORD_MEANING) != 0 && tail->n_words < GOV_MAX_MEANINGS)
            tail->words[tail->n_words++] = token->word;
    }
}

/* The topic alone, and what the word before would make of it: after 、 that word still holds. */
static void mean_carried(const GovMentionParser *parser, GovMention *mention, int topic)
{
    int bare = gov__parser_topic(parser, topic)->bare;
    int carried = parser->carried != NULL && parser->piece.n_words == 0
                      ? gov__word_find_meaning(parser, parser->carried, topic)
                      : -1;
    bool holds = carried >= 0 && parser->is_item;

    /* What follows 其中 is not the whole again. */
    if (parser->parent >= 0 && !holds && gov__parser_mention(parser, parser->parent)->n_meanings > 0 &&
        gov__parser_mention(parser, parser->parent)->meanings[0] == bare)
        return;
    gov__mention_add_meaning(mention, holds ? carried : bare);
    mention->other = holds ? -1 : carried;
    mention->is_sure = mention->is_sure && parser->piece.n_unknown == 0 && parser->piece.n_topics > 0;
}

/* What the number says of a topic by its own words, those behind it, or the topic alone. */
static void mean_count(const GovMentionParser *parser, GovMention *mention, const GovPiece *tail, int topic,
                       bool is_named)
{
    const GovPiece *piece = &parser->piece;
    bool is_strict = gov__parser_topic(parser, topic)->is_strict;

    gov__mention_add_words(parser, mention, topic, piece->words, piece->n_words);
    if (mention->n_meanings == 0 && piece->applicant >= 0)
        gov__mention_add_meaning(mention, row_in_sentence(parser, topic));
    if (mention->n_meanings == 0 && piece->n_words == 0 && tail->n_words > 0) {
        const GovWord *word = tail->words[tail->n_words - 1];
        gov__mention_add_words(parser, mention, topic, &word, 1);
        mention->is_sure = mention->is_sure && (tail->n_topics == 0 || gov__word_is_part(parser, word));
    }
    if (mention->n_meanings == 0 && is_named)
        mean_carried(parser, mention, topic);
    mention->applicant = piece->applicant;
    mention->is_sure = mention->is_sure && !(tail->n_unknown > 0 && is_strict);
}

/* The topic a number is about, or -1: named in its piece, behind it, or before. */
static int choose_topic(const GovMentionParser *parser, const GovPiece *tail, bool *is_named,
                        bool *is_guessed)
{
    const GovPiece *piece = &parser->piece;

    *is_named = piece->n_topics > 0 || tail->n_topics > 0;
    *is_guessed = false;
    if (tail->n_topics > 0 && gov__parser_topic(parser, tail->topics[tail->n_topics - 1])->is_foreign)
        return tail->topics[tail->n_topics - 1];
    int part = piece->n_words > 0 && gov__word_is_part(parser, piece->words[piece->n_words - 1])
                   ? gov__word_topic(parser, piece->words[piece->n_words - 1])
                   : -1;
    if (piece->n_topics > 0)
        return part >= 0 && !gov__parser_topic(parser, piece->topics[piece->n_topics - 1])->is_foreign
                   ? part
                   : piece->topics[piece->n_topics - 1];
    if (tail->n_topics > 0 && tail->n_words == 0)
        return tail->topics[0];
    *is_named = false;
    const GovWord *word = piece->n_words > 0  ? piece->words[piece->n_words - 1]
                          : tail->n_words > 0 ? tail->words[tail->n_words - 1]
                                              : NULL;
    int own = word != NULL ? gov__word_topic(parser, word) : -1;
    if (own < 0 || own == parser->topic ||
        (parser->topic >= 0 && gov__word_find_meaning(parser, word, parser->topic) >= 0))
        return parser->topic;
    *is_guessed = true;
    return parser->topic >= 0 && gov__parser_topic(parser, parser->topic)->is_foreign ? parser->topic : own;
}

/* Where the words behind a number end. */
static uint32_t find_tail_end(const GovMentionParser *parser, guint number)
{
    uint32_t end = gov__parser_token(parser, number)->end;

    for (guint i = number + 1; i < parser->tokens->tokens->len && i <= number + MAX_TAIL; i++) {
        if (gov__parser_token(parser, i)->kind > GOV_TOKEN_OTHER)
            break;
        end = gov__parser_token(parser, i)->end;
    }
    return end;
}

/* 比上年增加12件. */
static void mean_difference(const GovMentionParser *parser, GovMention *mention, const GovPiece *tail, int topic)
{
    mention->kind = GOV_CLAIM_DIFFERENCE;
    mention->is_down = (parser->piece.kinds & GOV_WORD_DOWN) != 0;
    mention->is_sure = !parser->is_foreign && !parser->is_other_year && parser->piece.n_unknown <= 2;
    if (topic >= 0 && parser->piece.n_topics > 0 && !gov__parser_topic(parser, topic)->is_foreign)
        mean_count(parser, mention, tail, topic, true);
    mention->subject = mention->n_meanings == 0 ? parser->last : -1;
}

/* Whether a number with this unit can count what the topic is, and that of this body and year. */
static bool may_count(const GovMentionParser *parser, const char *unit, int topic)
{
    static const uint32_t compared = GOV_WORD_COMPARED | GOV_WORD_UP | GOV_WORD_DOWN;

    return topic >= 0 && !gov__parser_topic(parser, topic)->is_foreign && has_unit(parser, unit, topic) &&
           !parser->is_foreign && !parser->is_other_year && (parser->piece.kinds & compared) == 0;
}

void gov__parser_add_count(GovMentionParser *parser, guint i)
{
    const GovToken *token = gov__parser_token(parser, i);
    GovMention mention = gov__mention_new_number(parser, GOV_CLAIM_COUNT, token);
    bool is_moved = (parser->piece.kinds & (GOV_WORD_UP | GOV_WORD_DOWN)) != 0;
    bool is_named = false, is_guessed = false;
    GovPiece tail;

    read_tail(parser, i, &tail);
    int topic = choose_topic(parser, &tail, &is_named, &is_guessed);
    mention.parent = parser->parent;
    mention.tail = find_tail_end(parser, i);
    if (may_count(parser, token->unit, topic)) {
        if (parser->piece.n_topics > 1)
            mean_by_topics(parser, &mention, &parser->piece);
        else
            mean_count(parser, &mention, &tail, topic, is_named);
        if (is_guessed || token->unit[0] == '\0' || gov__piece_is_doubtful(parser, &parser->piece, topic))
            mention.is_sure = false;
    } else if (is_moved && parser->is_compared) {
        mean_difference(parser, &mention, &tail, topic);
    }
    g_array_append_val(parser->mentions, mention);
    if (mention.kind == GOV_CLAIM_COUNT)
        parser->last = (int)parser->mentions->len - 1;
}
