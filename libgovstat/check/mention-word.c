/* SPDX-License-Identifier: MIT */
/* What a word of the wording does to the reaches: it names a topic, says something of one, or casts
 * doubt, as when it names another body. */
#include "check/mention-parser-private.h"

/* Whether all characters of a name stand in those of the body. */
static bool is_own_name(const GovMentionParser *parser, uint32_t start, uint32_t end)
{
    const char *text = parser->tokens->folded->str;

    for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p))
        if (g_utf8_strchr(parser->speaker->agency, -1, g_utf8_get_char(p)) == NULL)
            return false;
    return end > start;
}

/* 区, 局 behind characters that are not in the name of the body: another body. */
static void feed_body(GovMentionParser *parser, guint i)
{
    const GovToken *token = gov__parser_token(parser, i);
    const GovToken *before = i > parser->piece.first ? gov__parser_token(parser, i - 1) : NULL;

    if (before == NULL || before->kind != GOV_TOKEN_OTHER ||
        is_own_name(parser, before->start, token->end))
        return;
    parser->piece.is_doubtful = true;
    if (i - 1 == parser->piece.first && parser->parent >= 0)
        parser->is_foreign = true;
}

static void add_topic(GovMentionParser *parser, int topic)
{
    GovPiece *piece = &parser->piece;
    bool append = piece->is_joined && piece->n_topics < GOV_MAX_MEANINGS;

    if (piece->n_topics == 0 || append)
        piece->topics[piece->n_topics++] = topic;
    else
        piece->topics[piece->n_topics - 1] = topic;
    piece->is_joined = false;
    piece->n_unknown_behind = 0;
    if (gov__parser_topic(parser, topic)->is_passing)
        return;
    parser->topic = topic;
    parser->is_near = true;
}

bool gov__word_is_part(const GovMentionParser *parser, const GovWord *word)
{
    for (guint i = 0; word->meanings != NULL && i < word->meanings->len; i++) {
        uint16_t meaning = g_array_index(word->meanings, uint16_t, i);
        if (gov__lexicon_get_meaning(parser->lexicon, meaning)->part != NULL)
            return true;
    }
    return false;
}

/* The last word counts, but a result (予以公开答复) more than what is said of all of them. */
static void add_word(GovMentionParser *parser, const GovWord *word)
{
    GovPiece *piece = &parser->piece;
    bool is_new = piece->n_words == piece->n_before_share;
    if (!is_new && gov__word_is_part(parser, piece->words[piece->n_words - 1]) &&
        !gov__word_is_part(parser, word))
        return;
    bool append = (piece->is_joined || is_new) && piece->n_words < GOV_MAX_MEANINGS;

    if (piece->n_words == 0 || append)
        piece->words[piece->n_words++] = word;
    else
        piece->words[piece->n_words - 1] = word;
    piece->is_joined = false;
    piece->n_unknown_behind = 0;
}

/* What only says of what kind something is, is no topic: 申请引发的行政复议. */
static void drop_topic(GovMentionParser *parser, guint i)
{
    const GovToken *before = i > parser->piece.first ? gov__parser_token(parser, i - 1) : NULL;

    if (parser->piece.n_topics > 0 && before != NULL && before->kind == GOV_TOKEN_WORD &&
        (before->word->kinds & GOV_WORD_TOPIC) != 0)
        parser->piece.n_topics--;
}

/* 各部门、镇街: one of a list, which is of all. */
static bool is_listed(const GovMentionParser *parser, guint i)
{
    return i > parser->piece.first && gov__parser_token(parser, i - 1)->kind == GOV_TOKEN_ITEM;
}

void gov__parser_feed_word(GovMentionParser *parser, guint i)
{
    const GovWord *word = gov__parser_token(parser, i)->word;
    GovPiece *piece = &parser->piece;

    piece->kinds |= word->kinds;
    if ((word->kinds & GOV_WORD_MODIFIER) != 0)
        drop_topic(parser, i);
    if ((word->kinds & GOV_WORD_SHARE) != 0) {
        piece->n_before_share = piece->n_words;
        piece->topics_before_share = piece->n_topics;
        piece->is_joined = true;
    }
    if ((word->kinds & GOV_WORD_TOPIC) != 0)
        add_topic(parser, word->topic);
    if ((word->kinds & GOV_WORD_MEANING) != 0)
        add_word(parser, word);
    if (word->applicant >= 0)
        piece->applicant = word->applicant;
    if ((word->kinds & GOV_WORD_JOIN) != 0)
        piece->is_joined = true;
    if ((word->kinds & GOV_WORD_COMPARED) != 0)
        parser->is_compared = true;
    if ((word->kinds & GOV_WORD_WHEREOF) != 0)
        parser->parent = parser->last;
    if ((word->kinds & GOV_WORD_FOREIGN) != 0 && !is_listed(parser, i) &&
        !is_own_name(parser, gov__parser_token(parser, i)->start, gov__parser_token(parser, i)->end))
        parser->is_foreign = true;
    if ((word->kinds & GOV_WORD_BODY) != 0)
        feed_body(parser, i);
    if ((word->kinds & GOV_WORD_NEGATION) != 0)
        piece->is_negated = true;
    if ((word->kinds & GOV_WORD_ALL) != 0)
        gov__parser_add_all(parser, i);
}
