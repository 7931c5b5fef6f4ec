/* SPDX-License-Identifier: MIT */
/* How running text tells the figures of a form: words, what they mean, and other counts of the
 * same. The words are data (libgovstat/forms/narrative.wording); see lexicon.c. */
#ifndef GOV_LEXICON_PRIVATE_H
#define GOV_LEXICON_PRIVATE_H

#include "form/rule-private.h"

/* What a word does. A word may do several of these. */
typedef enum {
    GOV_WORD_TOPIC = 1 << 0,     /* names what is counted */
    GOV_WORD_MEANING = 1 << 1,   /* says what a figure beside it tells */
    GOV_WORD_ALL = 1 << 2,       /* says that the rest is none: 全部办结 */
    GOV_WORD_APPLICANT = 1 << 3,
    GOV_WORD_FILLER = 1 << 4,    /* says nothing */
    GOV_WORD_OWN = 1 << 5,       /* the body itself, or its year */
    GOV_WORD_FOREIGN = 1 << 6,   /* another body, another time, a part that no table has */
    GOV_WORD_SOFT = 1 << 7,      /* may make it another count */
    GOV_WORD_NEGATION = 1 << 8,
    GOV_WORD_MODIFIER = 1 << 9,  /* what stands before only says of what kind */
    GOV_WORD_JOIN = 1 << 10,
    GOV_WORD_WHEREOF = 1 << 11,
    GOV_WORD_EACH = 1 << 12,
    GOV_WORD_SUM = 1 << 13,
    GOV_WORD_ABOUT = 1 << 14,
    GOV_WORD_UP = 1 << 15,
    GOV_WORD_DOWN = 1 << 16,
    GOV_WORD_COMPARED = 1 << 17,
    GOV_WORD_SHARE = 1 << 18,
    GOV_WORD_RATE = 1 << 19,
    GOV_WORD_BODY = 1 << 20      /* last word of the name of a body */
} GovWordKind;

typedef struct {
    const char *text; /* folded */
    size_t len;
    uint32_t kinds;
    int topic;        /* or -1 */
    int applicant;    /* or -1 */
    GArray *meanings; /* uint16_t: one a topic at most; NULL if none */
} GovWord;

typedef struct {
    const char *id;
    bool is_foreign;
    bool is_passing;    /* only right beside a figure */
    bool is_strict;     /* counted in many ways: only what is wholly understood tells it */
    const char *about;  /* this must stand in the paragraph, or NULL */
    char **units;       /* units it is counted in, or NULL for the usual ones */
    int bare;           /* meaning of the topic alone, or -1 */
} GovTopic;

/* A linear expression: one instance, or one for each column of its table. */
typedef struct {
    GovRule *rule; /* `expression = 0`; NULL where the form does not have it */
    bool by_column;
} GovValue;

typedef struct {
    const char *id;
    const char *label[2];
    uint16_t topic;
    const char *part; /* figures of one such kind exclude each other; or NULL */
    GovValue value;
} GovMeaning;

typedef struct {
    const char *id;
    const char *label[2];
    uint16_t meaning;
    GovValue value;
    char **when;    /* folded words; NULL: only explains */
    bool is_always;
} GovBase;

typedef struct _GovLexicon GovLexicon;

/* Loads the words for a form. What the form does not have stays without a value; a text that is
 * damaged, or names what it does not define, is an error. */
GovLexicon *gov__lexicon_new(const GovForm *form, const char *data, size_t len, const char *name,
                             GError **error);
void gov__lexicon_free(GovLexicon *lexicon);
/* The built-in words, loaded when they are first asked for; borrowed from the form. */
const GovLexicon *gov__form_get_lexicon(const GovForm *form);

/* The longest word that stands at `text`, which is folded; NULL if none. */
const GovWord *gov__lexicon_match(const GovLexicon *lexicon, const char *text, const char *end);
size_t gov__lexicon_n_meanings(const GovLexicon *lexicon);
const GovTopic *gov__lexicon_get_topic(const GovLexicon *lexicon, size_t topic);
const GovMeaning *gov__lexicon_get_meaning(const GovLexicon *lexicon, size_t meaning);
/* The other counts of a meaning, in the order of the text. */
size_t gov__lexicon_n_bases(const GovLexicon *lexicon);
const GovBase *gov__lexicon_get_base(const GovLexicon *lexicon, size_t base);
/* Whether a column of the form is one of an applicant, by its id. */
bool gov__lexicon_applicant_has(const GovLexicon *lexicon, size_t applicant, const char *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovLexicon, gov__lexicon_free)

#endif
