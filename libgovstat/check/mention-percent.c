/* SPDX-License-Identifier: MIT */
/* A percentage: growth over the year before, or the share of some mention in a whole. */
#include "check/mention-parser-private.h"

#define MAX_PARTS 32 /* that are added up */

static void mean_growth(GovMentionParser *parser, GovMention *mention)
{
    const GovPiece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[piece->n_topics - 1] : parser->topic;

    mention->kind = GOV_CLAIM_GROWTH;
    mention->is_down = (piece->kinds & GOV_WORD_DOWN) != 0;
    mention->is_sure = parser->is_compared && !parser->is_foreign && !parser->is_other_year &&
                       piece->n_unknown <= 2 && !piece->is_doubtful;
    if (topic >= 0 && (piece->n_topics > 0 || piece->n_words > 0) &&
        !gov__parser_topic(parser, topic)->is_foreign) {
        gov__mention_add_words(parser, mention, topic, piece->words, piece->n_words);
        if (mention->n_meanings == 0)
            gov__mention_add_meaning(mention, gov__parser_topic(parser, topic)->bare);
    }
    if (mention->n_meanings == 0 && piece->n_topics == 0)
        mention->subject = parser->last;
}

static bool is_part_of_sentence(const GovMentionParser *parser, const GovMention *mention)
{
    return mention->kind == GOV_CLAIM_COUNT && mention->sentence == parser->sentence &&
           mention->section == parser->section && mention->n_meanings > 0 &&
           gov__mention_is_of_parts(parser, mention);
}

/* First of the parts that stand together before: 予以公开1191件、部分公开328件，合计占…. */
static int first_part(const GovMentionParser *parser)
{
    int first = parser->last;

    while (first > 0 && parser->last - first < MAX_PARTS &&
           is_part_of_sentence(parser, gov__parser_mention(parser, first - 1)))
        first--;
    return first;
}

static void mean_share(GovMentionParser *parser, GovMention *mention)
{
    const GovPiece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[0] : parser->topic;

    mention->kind = GOV_CLAIM_SHARE;
    mention->is_sure = parser->is_near && !parser->is_foreign && !parser->is_other_year &&
                       piece->n_unknown == 0 && !piece->is_doubtful && !mention->is_about;
    if (topic < 0 || gov__parser_topic(parser, topic)->is_foreign)
        return;
    gov__mention_add_words(parser, mention, topic, piece->words, piece->n_before_share);
    for (unsigned i = piece->n_before_share; i < piece->n_words; i++)
        mention->whole = gov__word_find_meaning(parser, piece->words[i], topic);
    if (mention->whole < 0 && piece->n_topics > piece->topics_before_share)
        mention->whole = gov__parser_topic(parser, piece->topics[piece->n_topics - 1])->bare;
    if (mention->n_meanings > 0)
        return;
    mention->subject = parser->last;
    if ((piece->kinds & GOV_WORD_SUM) != 0 && parser->last >= 0)
        mention->subject_first = first_part(parser);
}

void gov__parser_add_percent(GovMentionParser *parser, guint i)
{
    const GovToken *token = gov__parser_token(parser, i);
    GovMention mention = gov__mention_new_number(parser, GOV_CLAIM_SHARE, token);

    if ((parser->piece.kinds & GOV_WORD_RATE) != 0)
        mention.is_sure = false;
    else if ((parser->piece.kinds & (GOV_WORD_UP | GOV_WORD_DOWN)) != 0)
        mean_growth(parser, &mention);
    else if ((parser->piece.kinds & GOV_WORD_SHARE) != 0)
        mean_share(parser, &mention);
    g_array_append_val(parser->mentions, mention);
}
