/* SPDX-License-Identifier: MIT */
/* What is told without a number: 未收到申请, 无行政复议, and 均已办结, after which none is left. */
#include "check/mention-parser-private.h"

static void add_none(GovMentionParser *parser, const GovToken *token, int meaning, bool is_sure)
{
    GovMention mention = gov__mention_new(parser, GOV_CLAIM_NONE, token);

    if (meaning < 0)
        return;
    mention.start = mention.lead;
    mention.step = 1000000;
    mention.is_sure = is_sure;
    gov__mention_add_meaning(&mention, meaning);
    g_array_append_val(parser->mentions, mention);
}

void gov__parser_add_all(GovMentionParser *parser, guint i)
{
    const GovToken *token = gov__parser_token(parser, i);
    const GovWord *word = token->word;

    if (parser->topic < 0)
        return;
    add_none(parser, token, gov__word_find_meaning(parser, word, parser->topic),
             !gov__piece_is_doubtful(parser, &parser->piece, parser->topic));
}

/* 未收到申请, 无行政复议、行政诉讼: said of each topic; of a result (无复议被纠正) if one is named. */
void gov__parser_end_negated(GovMentionParser *parser, guint end)
{
    const GovPiece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[piece->n_topics - 1] : parser->topic;
    bool is_special = false;

    if (!piece->is_negated || piece->has_number || end == piece->first || topic < 0)
        return;
    const GovToken *token = gov__parser_token(parser, end - 1);
    bool is_sure = !gov__piece_is_doubtful(parser, piece, topic) && piece->n_unknown <= 4 &&
                   piece->n_unknown_behind == 0;
    for (unsigned i = 0; i < piece->n_words; i++) {
        int meaning = gov__word_find_meaning(parser, piece->words[i], topic);
        if (meaning >= 0 && meaning != gov__parser_topic(parser, topic)->bare) {
            is_special = true;
            add_none(parser, token, meaning, is_sure);
        }
    }
    for (unsigned i = 0; i < piece->n_topics && !is_special; i++)
        if (!gov__parser_topic(parser, piece->topics[i])->is_foreign)
            add_none(parser, token, gov__parser_topic(parser, piece->topics[i])->bare, is_sure);
}
