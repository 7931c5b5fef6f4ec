/* SPDX-License-Identifier: MIT */
/* From words and numbers to what they tell.
 *
 * The text is walked once. What was said is kept at three reaches: a paragraph has a topic
 * (（二）依申请公开), a sentence may speak of another body or year, and a piece holds the words since the
 * last stop. A number takes its meaning from its piece: the last word that can say something of the
 * topic (新收, 维持), else the topic alone; a number that stands first takes the words behind it. Each
 * reach also collects reasons for doubt. A doubtful number can still be found in the tables; it is
 * never called wrong. */
#include "check/mention-private.h"

#include <string.h>

#define MAX_UNKNOWN 8 /* characters of a piece that nothing explains, before it is doubtful */
#define MAX_PARTS 32  /* that are added up */
#define MAX_TAIL 8    /* words that are looked at behind a number */

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
} Piece;

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
    Piece piece;
} Parser;

static const GovToken *get_token(const Parser *parser, guint i)
{
    return &g_array_index(parser->tokens->tokens, GovToken, i);
}

static const GovTopic *get_topic(const Parser *parser, int topic)
{
    return gov__lexicon_get_topic(parser->lexicon, (size_t)topic);
}

static GovMention *get_mention(const Parser *parser, int i)
{
    return &g_array_index(parser->mentions, GovMention, (guint)i);
}

/* ---- pieces, sentences, paragraphs */

static void begin_piece(Parser *parser, guint first)
{
    parser->piece = (Piece){.first = first, .applicant = -1};
}

static void begin_part(Parser *parser, guint first)
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
static uint32_t find_sentence_end(const Parser *parser, guint first)
{
    guint i = first;

    for (; i < parser->tokens->tokens->len; i++) {
        const GovToken *token = get_token(parser, i);
        if (token->kind == GOV_TOKEN_STOP || token->kind == GOV_TOKEN_LINE)
            return token->start;
    }
    return (uint32_t)parser->tokens->folded->len;
}

static void begin_sentence(Parser *parser, guint first)
{
    parser->is_near = false;
    parser->has_year = false;
    parser->is_compared = false;
    parser->last = -1;
    parser->sentence = first < parser->tokens->tokens->len ? get_token(parser, first)->start
                                                           : (uint32_t)parser->tokens->folded->len;
    parser->sentence_end = find_sentence_end(parser, first);
    begin_part(parser, first);
}

static void begin_paragraph(Parser *parser, guint first)
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

/* ---- bodies */

/* Whether all characters of a name stand in those of the body. */
static bool is_own_name(const Parser *parser, uint32_t start, uint32_t end)
{
    const char *text = parser->tokens->folded->str;

    for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p))
        if (g_utf8_strchr(parser->speaker->agency, -1, g_utf8_get_char(p)) == NULL)
            return false;
    return end > start;
}

/* 区, 局 behind characters that are not in the name of the body: another body. */
static void feed_body(Parser *parser, guint i)
{
    const GovToken *token = get_token(parser, i);
    const GovToken *before = i > parser->piece.first ? get_token(parser, i - 1) : NULL;

    if (before == NULL || before->kind != GOV_TOKEN_OTHER ||
        is_own_name(parser, before->start, token->end))
        return;
    parser->piece.is_doubtful = true;
    if (i - 1 == parser->piece.first && parser->parent >= 0)
        parser->is_foreign = true;
}

/* ---- words */

static void add_topic(Parser *parser, int topic)
{
    Piece *piece = &parser->piece;
    bool append = piece->is_joined && piece->n_topics < GOV_MAX_MEANINGS;

    if (piece->n_topics == 0 || append)
        piece->topics[piece->n_topics++] = topic;
    else
        piece->topics[piece->n_topics - 1] = topic;
    piece->is_joined = false;
    piece->n_unknown_behind = 0;
    if (get_topic(parser, topic)->is_passing)
        return;
    parser->topic = topic;
    parser->is_near = true;
}

/* Whether a word names one of several results. */
static bool is_part_word(const Parser *parser, const GovWord *word)
{
    for (guint i = 0; word->meanings != NULL && i < word->meanings->len; i++)
        if (gov__lexicon_get_meaning(parser->lexicon, g_array_index(word->meanings, uint16_t, i))->part != NULL)
            return true;
    return false;
}

/* The last word counts, but a result (予以公开答复) more than what is said of all of them. */
static void add_word(Parser *parser, const GovWord *word)
{
    Piece *piece = &parser->piece;
    bool is_new = piece->n_words == piece->n_before_share;
    if (!is_new && is_part_word(parser, piece->words[piece->n_words - 1]) && !is_part_word(parser, word))
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
static void drop_topic(Parser *parser, guint i)
{
    const GovToken *before = i > parser->piece.first ? get_token(parser, i - 1) : NULL;

    if (parser->piece.n_topics > 0 && before != NULL && before->kind == GOV_TOKEN_WORD &&
        (before->word->kinds & GOV_WORD_TOPIC) != 0)
        parser->piece.n_topics--;
}

/* 各部门、镇街: one of a list, which is of all. */
static bool is_listed(const Parser *parser, guint i)
{
    return i > parser->piece.first && get_token(parser, i - 1)->kind == GOV_TOKEN_ITEM;
}

static void add_all(Parser *parser, guint i);

static void feed_word(Parser *parser, guint i)
{
    const GovWord *word = get_token(parser, i)->word;
    Piece *piece = &parser->piece;

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
        !is_own_name(parser, get_token(parser, i)->start, get_token(parser, i)->end))
        parser->is_foreign = true;
    if ((word->kinds & GOV_WORD_BODY) != 0)
        feed_body(parser, i);
    if ((word->kinds & GOV_WORD_NEGATION) != 0)
        piece->is_negated = true;
    if ((word->kinds & GOV_WORD_ALL) != 0)
        add_all(parser, i);
}

/* ---- meanings */

/* What a word says of a topic, or -1. */
static int find_meaning(const Parser *parser, const GovWord *word, int topic)
{
    for (guint i = 0; word->meanings != NULL && i < word->meanings->len; i++) {
        uint16_t meaning = g_array_index(word->meanings, uint16_t, i);
        if (gov__lexicon_get_meaning(parser->lexicon, meaning)->topic == topic)
            return meaning;
    }
    return -1;
}

/* The topic of a word that speaks of one only, or -1. */
static int own_topic(const Parser *parser, const GovWord *word)
{
    if (word->meanings == NULL || word->meanings->len != 1)
        return -1;
    return gov__lexicon_get_meaning(parser->lexicon, g_array_index(word->meanings, uint16_t, 0))->topic;
}

static void add_meaning(GovMention *mention, int meaning)
{
    for (unsigned i = 0; i < mention->n_meanings; i++)
        if (mention->meanings[i] == meaning)
            return;
    if (meaning >= 0 && mention->n_meanings < GOV_MAX_MEANINGS)
        mention->meanings[mention->n_meanings++] = (uint16_t)meaning;
}

static bool all_are_parts(const Parser *parser, const GovMention *mention)
{
    for (unsigned i = 0; i < mention->n_meanings; i++)
        if (gov__lexicon_get_meaning(parser->lexicon, mention->meanings[i])->part == NULL)
            return false;
    return true;
}

/* Words, each said of one topic. */
static void mean_by_words(const Parser *parser, GovMention *mention, int topic, const GovWord *const *words,
                          unsigned n_words)
{
    for (unsigned i = 0; i < n_words; i++)
        add_meaning(mention, find_meaning(parser, words[i], topic));
    mention->join = all_are_parts(parser, mention) ? GOV_MENTION_SUM : GOV_MENTION_ANY;
    if (mention->n_meanings > 1 && mention->join == GOV_MENTION_ANY)
        mention->is_sure = false;
}

/* Several topics (行政复议、行政诉讼), each with the last word that says something of it. */
static void mean_by_topics(const Parser *parser, GovMention *mention, const Piece *piece)
{
    for (unsigned i = 0; i < piece->n_topics; i++) {
        int meaning = -1;
        for (unsigned k = 0; k < piece->n_words; k++) {
            int found = find_meaning(parser, piece->words[k], piece->topics[i]);
            meaning = found >= 0 ? found : meaning;
        }
        add_meaning(mention, meaning >= 0 ? meaning : get_topic(parser, piece->topics[i])->bare);
    }
    bool each = (piece->kinds & GOV_WORD_EACH) != 0 || mention->value == 0;
    mention->join = each ? GOV_MENTION_EACH : GOV_MENTION_SUM;
    mention->is_sure = mention->is_sure && (each || (piece->kinds & GOV_WORD_SUM) != 0);
}

/* The row that figures by applicant belong to: that of the sentence, else the topic alone. */
static int row_in_sentence(const Parser *parser, int topic)
{
    const GovMention *last = parser->last >= 0 ? get_mention(parser, parser->parent >= 0 ? parser->parent : parser->last) : NULL;

    if (last != NULL && last->n_meanings == 1 &&
        gov__lexicon_get_meaning(parser->lexicon, last->meanings[0])->topic == topic &&
        gov__lexicon_get_meaning(parser->lexicon, last->meanings[0])->value.by_column)
        return last->meanings[0];
    return get_topic(parser, topic)->bare;
}

static bool has_unit(const Parser *parser, const char *unit, int topic)
{
    static const char *const usual[] = {"件", "宗", "起", "例", "份", "条", "次", "项", "个", "批次", "批", "", NULL};
    char **units = get_topic(parser, topic)->units;

    return g_strv_contains(units != NULL ? (const char *const *)units : usual, unit);
}

/* ---- doubt */

/* Whether the paragraph speaks of what the topic must be about. */
static bool is_about(Parser *parser, const char *about)
{
    if (about != NULL && about != parser->about) {
        parser->about = about;
        parser->has_about = g_strstr_len(parser->paragraph, parser->paragraph_end - parser->paragraph,
                                         about) != NULL;
    }
    return about == NULL || parser->has_about;
}

static bool is_doubtful(Parser *parser, const Piece *piece, int topic)
{
    const GovTopic *about = get_topic(parser, topic);
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

/* ---- numbers */

static GovMention new_mention(const Parser *parser, GovClaimKind kind, const GovToken *token)
{
    return (GovMention){.kind = kind,
                        .section = parser->section,
                        .start = token->start,
                        .end = token->end,
                        .lead = get_token(parser, parser->piece.first)->start,
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

/* The words behind a number, up to the next stop or number. */
static void read_tail(const Parser *parser, guint number, Piece *tail)
{
    *tail = (Piece){.first = number + 1, .applicant = -1};
    for (guint i = number + 1; i < parser->tokens->tokens->len && i <= number + MAX_TAIL; i++) {
        const GovToken *token = get_token(parser, i);
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
static void mean_carried(const Parser *parser, GovMention *mention, int topic)
{
    int bare = get_topic(parser, topic)->bare;
    int carried = parser->carried != NULL && parser->piece.n_words == 0
                      ? find_meaning(parser, parser->carried, topic)
                      : -1;
    bool holds = carried >= 0 && parser->is_item;

    /* What follows 其中 is not the whole again. */
    if (parser->parent >= 0 && !holds && get_mention(parser, parser->parent)->n_meanings > 0 &&
        get_mention(parser, parser->parent)->meanings[0] == bare)
        return;
    add_meaning(mention, holds ? carried : bare);
    mention->other = holds ? -1 : carried;
    mention->is_sure = mention->is_sure && parser->piece.n_unknown == 0 && parser->piece.n_topics > 0;
}

/* What the number says of a topic by its own words, those behind it, or the topic alone. */
static void mean_count(const Parser *parser, GovMention *mention, const Piece *tail, int topic, bool is_named)
{
    const Piece *piece = &parser->piece;

    mean_by_words(parser, mention, topic, piece->words, piece->n_words);
    if (mention->n_meanings == 0 && piece->applicant >= 0)
        add_meaning(mention, row_in_sentence(parser, topic));
    if (mention->n_meanings == 0 && piece->n_words == 0 && tail->n_words > 0) {
        const GovWord *word = tail->words[tail->n_words - 1];
        mean_by_words(parser, mention, topic, &word, 1);
        mention->is_sure = mention->is_sure && (tail->n_topics == 0 || is_part_word(parser, word));
    }
    if (mention->n_meanings == 0 && is_named)
        mean_carried(parser, mention, topic);
    mention->applicant = piece->applicant;
    mention->is_sure = mention->is_sure && !(tail->n_unknown > 0 && get_topic(parser, topic)->is_strict);
}

/* The topic a number is about, or -1: named in its piece, behind it, or before. */
static int choose_topic(const Parser *parser, const Piece *tail, bool *is_named, bool *is_guessed)
{
    const Piece *piece = &parser->piece;

    *is_named = piece->n_topics > 0 || tail->n_topics > 0;
    *is_guessed = false;
    if (tail->n_topics > 0 && get_topic(parser, tail->topics[tail->n_topics - 1])->is_foreign)
        return tail->topics[tail->n_topics - 1];
    int part = piece->n_words > 0 && is_part_word(parser, piece->words[piece->n_words - 1])
                   ? own_topic(parser, piece->words[piece->n_words - 1])
                   : -1;
    if (piece->n_topics > 0)
        return part >= 0 && !get_topic(parser, piece->topics[piece->n_topics - 1])->is_foreign
                   ? part
                   : piece->topics[piece->n_topics - 1];
    if (tail->n_topics > 0 && tail->n_words == 0)
        return tail->topics[0];
    *is_named = false;
    const GovWord *word = piece->n_words > 0  ? piece->words[piece->n_words - 1]
                          : tail->n_words > 0 ? tail->words[tail->n_words - 1]
                                              : NULL;
    int own = word != NULL ? own_topic(parser, word) : -1;
    if (own < 0 || own == parser->topic || (parser->topic >= 0 && find_meaning(parser, word, parser->topic) >= 0))
        return parser->topic;
    *is_guessed = true;
    return parser->topic >= 0 && get_topic(parser, parser->topic)->is_foreign ? parser->topic : own;
}

static void add_count(Parser *parser, guint i)
{
    const GovToken *token = get_token(parser, i);
    GovMention mention = new_mention(parser, GOV_CLAIM_COUNT, token);
    Piece tail;
    bool is_named = false, is_guessed = false;

    read_tail(parser, i, &tail);
    int topic = choose_topic(parser, &tail, &is_named, &is_guessed);
    mention.value = token->value;
    mention.step = token->step;
    mention.unit = token->unit;
    mention.is_about = token->is_about || (parser->piece.kinds & GOV_WORD_ABOUT) != 0;
    mention.parent = parser->parent;
    for (guint k = i + 1; k < parser->tokens->tokens->len && k <= i + MAX_TAIL; k++) {
        if (get_token(parser, k)->kind > GOV_TOKEN_OTHER)
            break;
        mention.tail = get_token(parser, k)->end;
    }
    bool is_prior = (parser->piece.kinds & GOV_WORD_COMPARED) != 0;
    bool is_moved = (parser->piece.kinds & (GOV_WORD_UP | GOV_WORD_DOWN)) != 0;
    if (topic >= 0 && !get_topic(parser, topic)->is_foreign && has_unit(parser, token->unit, topic) &&
        !parser->is_foreign && !parser->is_other_year && !is_prior && !is_moved) {
        if (parser->piece.n_topics > 1)
            mean_by_topics(parser, &mention, &parser->piece);
        else
            mean_count(parser, &mention, &tail, topic, is_named);
        if (is_guessed || token->unit[0] == '\0' || is_doubtful(parser, &parser->piece, topic))
            mention.is_sure = false;
    }
    if (is_moved && parser->is_compared) {
        mention.kind = GOV_CLAIM_DIFFERENCE;
        mention.is_down = (parser->piece.kinds & GOV_WORD_DOWN) != 0;
        mention.is_sure = !parser->is_foreign && !parser->is_other_year && parser->piece.n_unknown <= 2;
        if (topic >= 0 && parser->piece.n_topics > 0 && !get_topic(parser, topic)->is_foreign)
            mean_count(parser, &mention, &tail, topic, true);
        mention.subject = mention.n_meanings == 0 ? parser->last : -1;
    }
    g_array_append_val(parser->mentions, mention);
    if (mention.kind == GOV_CLAIM_COUNT)
        parser->last = (int)parser->mentions->len - 1;
}

/* ---- percentages */

static void mean_growth(Parser *parser, GovMention *mention)
{
    const Piece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[piece->n_topics - 1] : parser->topic;

    mention->kind = GOV_CLAIM_GROWTH;
    mention->is_down = (piece->kinds & GOV_WORD_DOWN) != 0;
    mention->is_sure = parser->is_compared && !parser->is_foreign && !parser->is_other_year &&
                       piece->n_unknown <= 2 && !piece->is_doubtful;
    if (topic >= 0 && (piece->n_topics > 0 || piece->n_words > 0) && !get_topic(parser, topic)->is_foreign) {
        mean_by_words(parser, mention, topic, piece->words, piece->n_words);
        if (mention->n_meanings == 0)
            add_meaning(mention, get_topic(parser, topic)->bare);
    }
    if (mention->n_meanings == 0 && piece->n_topics == 0)
        mention->subject = parser->last;
}

/* First of the parts that stand together before: 予以公开1191件、部分公开328件，合计占…. */
static int first_part(const Parser *parser)
{
    int first = parser->last;

    while (first > 0 && parser->last - first < MAX_PARTS && get_mention(parser, first - 1)->kind == GOV_CLAIM_COUNT &&
           get_mention(parser, first - 1)->sentence == parser->sentence &&
           get_mention(parser, first - 1)->section == parser->section &&
           get_mention(parser, first - 1)->n_meanings > 0 && all_are_parts(parser, get_mention(parser, first - 1)))
        first--;
    return first;
}

static void mean_share(Parser *parser, GovMention *mention)
{
    const Piece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[0] : parser->topic;

    mention->kind = GOV_CLAIM_SHARE;
    mention->is_sure = parser->is_near && !parser->is_foreign && !parser->is_other_year &&
                       piece->n_unknown == 0 && !piece->is_doubtful && !mention->is_about;
    if (topic < 0 || get_topic(parser, topic)->is_foreign)
        return;
    mean_by_words(parser, mention, topic, piece->words, piece->n_before_share);
    for (unsigned i = piece->n_before_share; i < piece->n_words; i++)
        mention->whole = find_meaning(parser, piece->words[i], topic);
    if (mention->whole < 0 && piece->n_topics > piece->topics_before_share)
        mention->whole = get_topic(parser, piece->topics[piece->n_topics - 1])->bare;
    if (mention->n_meanings > 0)
        return;
    mention->subject = parser->last;
    if ((piece->kinds & GOV_WORD_SUM) != 0 && parser->last >= 0)
        mention->subject_first = first_part(parser);
}

static void add_percent(Parser *parser, guint i)
{
    const GovToken *token = get_token(parser, i);
    GovMention mention = new_mention(parser, GOV_CLAIM_SHARE, token);

    mention.value = token->value;
    mention.step = token->step;
    mention.unit = token->unit;
    mention.is_about = token->is_about || (parser->piece.kinds & GOV_WORD_ABOUT) != 0;
    if ((parser->piece.kinds & GOV_WORD_RATE) != 0)
        mention.is_sure = false;
    else if ((parser->piece.kinds & (GOV_WORD_UP | GOV_WORD_DOWN)) != 0)
        mean_growth(parser, &mention);
    else if ((parser->piece.kinds & GOV_WORD_SHARE) != 0)
        mean_share(parser, &mention);
    g_array_append_val(parser->mentions, mention);
}

/* The words of a number are used up by it. */
static void add_number(Parser *parser, guint i)
{
    const char *unit = get_token(parser, i)->unit;

    if (strcmp(unit, "%") == 0)
        add_percent(parser, i);
    else
        add_count(parser, i);
    if (parser->piece.n_words > 0)
        parser->carried = parser->piece.words[parser->piece.n_words - 1];
    begin_piece(parser, i + 1);
    parser->piece.has_number = true;
}

/* ---- none */

static void add_none(Parser *parser, const GovToken *token, int meaning, bool is_sure)
{
    GovMention mention = new_mention(parser, GOV_CLAIM_NONE, token);

    if (meaning < 0)
        return;
    mention.start = mention.lead;
    mention.step = 1000000;
    mention.is_sure = is_sure;
    add_meaning(&mention, meaning);
    g_array_append_val(parser->mentions, mention);
}

/* 均已办结: what is left is none. */
static void add_all(Parser *parser, guint i)
{
    const GovToken *token = get_token(parser, i);
    const GovWord *word = token->word;

    if (parser->topic < 0)
        return;
    add_none(parser, token, find_meaning(parser, word, parser->topic),
             !is_doubtful(parser, &parser->piece, parser->topic));
}

/* 未收到申请, 无行政复议、行政诉讼: said of each topic; of a result (无复议被纠正) if one is named. */
static void end_negated(Parser *parser, guint end)
{
    const Piece *piece = &parser->piece;
    int topic = piece->n_topics > 0 ? piece->topics[piece->n_topics - 1] : parser->topic;
    bool is_special = false;

    if (!piece->is_negated || piece->has_number || end == piece->first || topic < 0)
        return;
    const GovToken *token = get_token(parser, end - 1);
    bool is_sure = !is_doubtful(parser, piece, topic) && piece->n_unknown <= 4 && piece->n_unknown_behind == 0;
    for (unsigned i = 0; i < piece->n_words; i++) {
        int meaning = find_meaning(parser, piece->words[i], topic);
        if (meaning >= 0 && meaning != get_topic(parser, topic)->bare) {
            is_special = true;
            add_none(parser, token, meaning, is_sure);
        }
    }
    for (unsigned i = 0; i < piece->n_topics && !is_special; i++)
        if (!get_topic(parser, piece->topics[i])->is_foreign)
            add_none(parser, token, get_topic(parser, piece->topics[i])->bare, is_sure);
}

/* ---- the walk */

/* 与2023年相比 compares; 2023年收到 tells of another year. */
static void feed_year(Parser *parser, guint i)
{
    static const char *const before[] = {"比", "较", "与", "和", "同", "于"};
    const GovToken *token = get_token(parser, i);
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
static void feed_item(Parser *parser, guint i)
{
    if (parser->piece.has_number && parser->piece.n_topics + parser->piece.n_words == 0)
        begin_piece(parser, i + 1);
    else
        parser->piece.is_joined = true;
    parser->is_item = parser->carried != NULL;
}

/* What is said in brackets of another body or year ends with them. */
static void feed_bracket(Parser *parser, char bracket)
{
    if (bracket == '(') {
        parser->was_foreign = parser->is_foreign;
        parser->was_other_year = parser->is_other_year;
    } else if (bracket == ')') {
        parser->is_foreign = parser->was_foreign;
        parser->is_other_year = parser->was_other_year;
    }
}

static void feed_stop(Parser *parser, guint i, GovTokenKind kind)
{
    end_negated(parser, i);
    if (kind == GOV_TOKEN_LINE)
        begin_paragraph(parser, i + 1);
    else if (kind == GOV_TOKEN_STOP)
        begin_sentence(parser, i + 1);
    else if (kind == GOV_TOKEN_SEMICOLON)
        begin_part(parser, i + 1);
    else
        begin_piece(parser, i + 1);
    feed_bracket(parser, parser->tokens->folded->str[get_token(parser, i)->start]);
    parser->is_item = false;
}

static void feed(Parser *parser, guint i)
{
    const GovToken *token = get_token(parser, i);

    switch (token->kind) {
    case GOV_TOKEN_WORD:
        feed_word(parser, i);
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
    Parser parser = {.mentions = mentions, .lexicon = lexicon, .tokens = tokens, .speaker = speaker,
                     .section = section};

    begin_paragraph(&parser, 0);
    for (guint i = 0; i < tokens->tokens->len; i++)
        feed(&parser, i);
    if (tokens->tokens->len > 0)
        end_negated(&parser, tokens->tokens->len);
}
