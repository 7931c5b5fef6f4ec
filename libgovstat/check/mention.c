/* SPDX-License-Identifier: MIT */
/* From words and numbers to what they tell.
 *
 * The text is walked once. What was said is kept at three reaches: a paragraph has a topic
 * (（二）依申请公开), a sentence may speak of another body or year, and a piece holds the words since the
 * last stop. A number takes its meaning from its piece: the last word that can say something of the
 * topic (新收, 维持), else the topic alone; a number that stands first takes the words behind it. Each
 * reach also collects reasons for doubt. A doubtful number can still be found in the tables; it is
 * never called wrong.
 *
 * Here are the walk and its reaches; what a word and a number do is in the files that
 * mention-parser-private.h names. */
#include "check/mention-parser-private.h"

#include <string.h>

/* ---- reaches ---- */

static void begin_piece(GovMentionParser *parser, guint first)
{
    parser->piece = (GovPiece){.first = first, .applicant = -1};
}

static void begin_part(GovMentionParser *parser, guint first)
{
    parser->is_foreign = false;
    parser->is_other_year = false;
    parser->was_foreign = false;
    parser->was_other_year = false;
    parser->parent = -1;
    parser->carried = NULL;
    parser->is_item = false;
    begin_piece(parser, first);
}

/* Where a sentence ends that begins at `first`. */
static uint32_t find_sentence_end(const GovMentionParser *parser, guint first)
{
    guint i = first;

    for (; i < parser->tokens->tokens->len; i++) {
        const GovToken *token = gov__parser_token(parser, i);
        if (token->kind == GOV_TOKEN_STOP || token->kind == GOV_TOKEN_LINE)
            return token->start;
    }
    return (uint32_t)parser->tokens->folded->len;
}

static void begin_sentence(GovMentionParser *parser, guint first)
{
    parser->is_near = false;
    parser->has_year = false;
    parser->is_compared = false;
    parser->last = -1;
    parser->sentence = first < parser->tokens->tokens->len ? gov__parser_token(parser, first)->start
                                                           : (uint32_t)parser->tokens->folded->len;
    parser->sentence_end = find_sentence_end(parser, first);
    begin_part(parser, first);
}

static void begin_paragraph(GovMentionParser *parser, guint first)
{
    const char *text = parser->tokens->folded->str;

    begin_sentence(parser, first);
    parser->topic = -1;
    parser->about = NULL;
    parser->paragraph = text + parser->sentence;
    parser->paragraph_end = strchr(parser->paragraph, '\n');
    if (parser->paragraph_end == NULL)
        parser->paragraph_end = text + parser->tokens->folded->len;
}

/* ---- the walk ---- */

/* 与2023年相比 compares; 2023年收到 tells of another year. */
static void feed_year(GovMentionParser *parser, guint i)
{
    static const char *const before[] = {"比", "较", "与", "和", "同", "于"};
    const GovToken *token = gov__parser_token(parser, i);
    const char *text = parser->tokens->folded->str;
    size_t len = strlen(before[0]);

    if (token->value == parser->speaker->year || parser->speaker->year == 0) {
        parser->has_year = true;
        parser->is_other_year = false;
        return;
    }
    for (size_t k = 0; k < G_N_ELEMENTS(before); k++) {
        if (token->start >= len && memcmp(text + token->start - len, before[k], len) == 0) {
            parser->is_compared = parser->is_compared || token->value == parser->speaker->year - 1;
            parser->piece.kinds |= GOV_WORD_COMPARED;
            return;
        }
    }
    parser->is_other_year = true;
}

/* 、 parts what has a number, and joins what has none yet. */
static void feed_item(GovMentionParser *parser, guint i)
{
    if (parser->piece.has_number && parser->piece.n_topics + parser->piece.n_words == 0)
        begin_piece(parser, i + 1);
    else
        parser->piece.is_joined = true;
    parser->is_item = parser->carried != NULL;
}

/* What is said in brackets of another body or year ends with them. */
static void feed_bracket(GovMentionParser *parser, char bracket)
{
    if (bracket == '(') {
        parser->was_foreign = parser->is_foreign;
        parser->was_other_year = parser->is_other_year;
    } else if (bracket == ')') {
        parser->is_foreign = parser->was_foreign;
        parser->is_other_year = parser->was_other_year;
    }
}

static void feed_stop(GovMentionParser *parser, guint i, GovTokenKind kind)
{
    gov__parser_end_negated(parser, i);
    if (kind == GOV_TOKEN_LINE)
        begin_paragraph(parser, i + 1);
    else if (kind == GOV_TOKEN_STOP)
        begin_sentence(parser, i + 1);
    else if (kind == GOV_TOKEN_SEMICOLON)
        begin_part(parser, i + 1);
    else
        begin_piece(parser, i + 1);
    feed_bracket(parser, parser->tokens->folded->str[gov__parser_token(parser, i)->start]);
    parser->is_item = false;
}

/* The words of a number are used up by it. */
static void add_number(GovMentionParser *parser, guint i)
{
    const char *unit = gov__parser_token(parser, i)->unit;

    if (strcmp(unit, "%") == 0)
        gov__parser_add_percent(parser, i);
    else
        gov__parser_add_count(parser, i);
    if (parser->piece.n_words > 0)
        parser->carried = parser->piece.words[parser->piece.n_words - 1];
    begin_piece(parser, i + 1);
    parser->piece.has_number = true;
}

static void feed(GovMentionParser *parser, guint i)
{
    const GovToken *token = gov__parser_token(parser, i);

    switch (token->kind) {
    case GOV_TOKEN_WORD:
        gov__parser_feed_word(parser, i);
        break;
    case GOV_TOKEN_OTHER:
        parser->piece.n_unknown += token->n_characters;
        parser->piece.n_unknown_behind += token->n_characters;
        break;
    case GOV_TOKEN_NUMBER:
        add_number(parser, i);
        break;
    case GOV_TOKEN_YEAR:
        feed_year(parser, i);
        break;
    case GOV_TOKEN_MONTH:
        parser->piece.is_doubtful = true;
        break;
    case GOV_TOKEN_SKIP:
    case GOV_TOKEN_COLON:
        break;
    case GOV_TOKEN_ITEM:
        feed_item(parser, i);
        break;
    case GOV_TOKEN_COMMA:
    case GOV_TOKEN_SEMICOLON:
    case GOV_TOKEN_STOP:
    case GOV_TOKEN_LINE:
        feed_stop(parser, i, token->kind);
        break;
    }
}

void gov__mentions_find(GArray *mentions, const GovLexicon *lexicon, const GovTokens *tokens,
                        const GovSpeaker *speaker, unsigned section)
{
    GovMentionParser parser = {.mentions = mentions, .lexicon = lexicon, .tokens = tokens, .speaker = speaker,
                               .section = section};

    begin_paragraph(&parser, 0);
    for (guint i = 0; i < tokens->tokens->len; i++)
        feed(&parser, i);
    if (tokens->tokens->len > 0)
        gov__parser_end_negated(&parser, tokens->tokens->len);
}
