/* SPDX-License-Identifier: MIT */
/* The words in which reports tell figures, as data.
 *
 * The text is a key file like a form, and is loaded for a form: expressions are compiled as the
 * rules of the form are, so that editions share one text and each has the figures it knows. Words
 * of all sections go into one table by their first character, longest first: at any place of a text
 * the longest word that stands there is taken, which is how 不予公开 is never read as 公开. */
#include "form/lexicon-private.h"

#include <govstat/error.h>

#include <string.h>

#include "base/label-private.h"
#include "form/keys-private.h"

#define MAX_MEANINGS 1024
#define MAX_WORDS 8192

static const GovSectionKind section_kinds[] = {
    {"topic", true, "words foreign passing strict about units"},
    {"meaning", true, "topic label label[en] words all bare part over value"},
    {"base", true, "meaning label label[en] over value when"},
    {"applicant", true, "columns words"},
    {"words", true, "words"},
    {NULL, false, NULL},
};

static const struct {
    const char *id;
    GovWordKind kind;
} word_kinds[] = {
    {"filler", GOV_WORD_FILLER},     {"own", GOV_WORD_OWN},           {"foreign", GOV_WORD_FOREIGN},
    {"soft", GOV_WORD_SOFT},         {"negation", GOV_WORD_NEGATION}, {"modifier", GOV_WORD_MODIFIER},
    {"join", GOV_WORD_JOIN},         {"whereof", GOV_WORD_WHEREOF},   {"each", GOV_WORD_EACH},
    {"sum", GOV_WORD_SUM},           {"about", GOV_WORD_ABOUT},       {"up", GOV_WORD_UP},
    {"down", GOV_WORD_DOWN},         {"compared", GOV_WORD_COMPARED}, {"share", GOV_WORD_SHARE},
    {"rate", GOV_WORD_RATE},         {"body", GOV_WORD_BODY},
};

struct _GovLexicon {
    const GovForm *form; /* only while loading */
    GStringChunk *strings;
    GArray *topics;        /* GovTopic */
    GArray *meanings;      /* GovMeaning */
    GArray *bases;         /* GovBase */
    GPtrArray *applicants; /* char **: ids of columns */
    GHashTable *words;     /* folded text → GovWord */
    GHashTable *heads;     /* first character → GPtrArray of GovWord, longest first */
    GHashTable *ids;       /* "topic id" or "meaning id" → index + 1 */
};

static void topic_clear(gpointer data)
{
    g_strfreev(((GovTopic *)data)->units);
}

static void meaning_clear(gpointer data)
{
    gov__rule_free(((GovMeaning *)data)->value.rule);
}

static void base_clear(gpointer data)
{
    gov__rule_free(((GovBase *)data)->value.rule);
    g_strfreev(((GovBase *)data)->when);
}

static void word_free(gpointer data)
{
    GovWord *word = data;
    if (word->meanings) {
        g_array_unref(word->meanings);
    }
    g_free(word);
}

static GovLexicon *lexicon_new(const GovForm *form)
{
    GovLexicon *lexicon = g_new0(GovLexicon, 1);
    lexicon->form = form;
    lexicon->strings = g_string_chunk_new(16384);
    lexicon->topics = g_array_new(FALSE, TRUE, sizeof(GovTopic));
    lexicon->meanings = g_array_new(FALSE, TRUE, sizeof(GovMeaning));
    lexicon->bases = g_array_new(FALSE, TRUE, sizeof(GovBase));
    g_array_set_clear_func(lexicon->topics, topic_clear);
    g_array_set_clear_func(lexicon->meanings, meaning_clear);
    g_array_set_clear_func(lexicon->bases, base_clear);
    lexicon->applicants = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    lexicon->words = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, word_free);
    lexicon->heads =
        g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    lexicon->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return lexicon;
}

void gov__lexicon_free(GovLexicon *lexicon)
{
    if (!lexicon) {
        return;
    }
    g_hash_table_unref(lexicon->ids);
    g_hash_table_unref(lexicon->heads);
    g_hash_table_unref(lexicon->words);
    g_ptr_array_unref(lexicon->applicants);
    g_array_unref(lexicon->bases);
    g_array_unref(lexicon->meanings);
    g_array_unref(lexicon->topics);
    g_string_chunk_free(lexicon->strings);
    g_free(lexicon);
}

/* ---- words */

static char *fold(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = gov__label_fold(g_utf8_get_char(p));
        if (c) {
            g_string_append_unichar(out, c);
        }
    }
    return g_string_free(out, FALSE);
}

static GovWord *add_word(GovLexicon *lexicon, const char *text, GovWordKind kind)
{
    g_autofree char *folded = fold(text);
    GovWord *word = g_hash_table_lookup(lexicon->words, folded);
    if (!word) {
        word = g_new0(GovWord, 1);
        word->text = g_string_chunk_insert(lexicon->strings, folded);
        word->len = strlen(folded);
        word->topic = -1;
        word->applicant = -1;
        g_hash_table_insert(lexicon->words, (gpointer)(uintptr_t)word->text, word);
    }
    word->kinds |= (uint32_t)kind;
    return word;
}

static void add_meaning_word(GovLexicon *lexicon, const char *text, GovWordKind kind, uint16_t meaning)
{
    GovWord *word = add_word(lexicon, text, kind);
    if (!word->meanings) {
        word->meanings = g_array_new(FALSE, FALSE, sizeof(uint16_t));
    }
    g_array_append_val(word->meanings, meaning);
}

static int compare_words(gconstpointer a, gconstpointer b)
{
    const GovWord *x = *(const GovWord *const *)a, *y = *(const GovWord *const *)b;
    return x->len != y->len ? (x->len > y->len ? -1 : 1) : strcmp(x->text, y->text);
}

static gpointer head_of(const char *text)
{
    return GUINT_TO_POINTER(g_utf8_get_char(text));
}

static void index_words(GovLexicon *lexicon)
{
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, lexicon->words);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const GovWord *word = value;
        if (word->len == 0) {
            continue;
        }
        GPtrArray *list = g_hash_table_lookup(lexicon->heads, head_of(word->text));
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(lexicon->heads, head_of(word->text), list);
        }
        g_ptr_array_add(list, value);
    }
    g_hash_table_iter_init(&iter, lexicon->heads);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        g_ptr_array_sort(value, compare_words);
    }
}

const GovWord *gov__lexicon_match(const GovLexicon *lexicon, const char *text, const char *end)
{
    const GPtrArray *list = g_hash_table_lookup(lexicon->heads, head_of(text));
    for (guint i = 0; list && i < list->len; i++) {
        const GovWord *word = g_ptr_array_index(list, i);
        if (word->len <= (size_t)(end - text) && memcmp(word->text, text, word->len) == 0) {
            return word;
        }
    }
    return NULL;
}

/* ---- sections */

typedef struct {
    GovLexicon *lexicon;
    const GovKeys *keys;
    const GovSection *section;
} Loader;

static bool get_flag(const Loader *loader, const char *key, bool *flag, GError **error)
{
    g_autofree char *text = NULL;
    if (!gov__keys_dup_text(loader->keys, loader->section, key, &text, error)) {
        return false;
    }
    *flag = text && strcmp(text, "yes") == 0;
    return !text || *flag ||
           gov__keys_fail(loader->keys, loader->section, key, error, "must be yes or left out");
}

static bool get_text(const Loader *loader, const char *key, const char **kept, GError **error)
{
    g_autofree char *text = NULL;
    if (!gov__keys_dup_text(loader->keys, loader->section, key, &text, error)) {
        return false;
    }
    *kept = text ? g_string_chunk_insert_const(loader->lexicon->strings, text) : NULL;
    return true;
}

static bool find_index(const Loader *loader, const char *kind, uint16_t *index, GError **error)
{
    const char *id = NULL;
    if (!get_text(loader, kind, &id, error)) {
        return false;
    }
    g_autofree char *name = g_strdup_printf("%s %s", kind, id ? id : "");
    int found = GPOINTER_TO_INT(g_hash_table_lookup(loader->lexicon->ids, name));
    *index = (uint16_t)(found - 1);
    return found > 0 || gov__keys_fail(loader->keys, loader->section, id ? kind : NULL, error,
                                       "no [%s] above", name);
}

static bool name_section(const Loader *loader, guint index, GError **error)
{
    if (index >= MAX_MEANINGS) {
        return gov__keys_fail(loader->keys, loader->section, NULL, error, "more than %d sections",
                              MAX_MEANINGS);
    }
    g_hash_table_insert(loader->lexicon->ids, g_strdup(loader->section->group),
                        GINT_TO_POINTER((int)index + 1));
    return true;
}

/* Of several expressions the first that the form has; a mistake of syntax is one in any form. */
static bool compile_value(const Loader *loader, GovValue *value, GError **error)
{
    g_auto(GStrv) texts = NULL;
    g_autofree char *over = NULL;
    if (!gov__keys_dup_list(loader->keys, loader->section, "value", &texts, error) ||
        !gov__keys_dup_text(loader->keys, loader->section, "over", &over, error)) {
        return false;
    }
    value->by_column = over != NULL;
    for (char **text = texts; text && *text && !value->rule; text++) {
        g_autofree char *check = g_strdup_printf("%s = 0", *text);
        value->rule =
            gov__rule_compile(loader->lexicon->form, loader->section->id, over, check, NULL);
    }
    return true;
}

static bool get_labels(const Loader *loader, const char **label, GError **error)
{
    if (!get_text(loader, "label", &label[GOV_LANGUAGE_ZH], error) ||
        !get_text(loader, "label[en]", &label[GOV_LANGUAGE_EN], error)) {
        return false;
    }
    if (!label[GOV_LANGUAGE_ZH]) {
        return gov__keys_fail(loader->keys, loader->section, NULL, error, "needs a label");
    }
    if (!label[GOV_LANGUAGE_EN]) {
        label[GOV_LANGUAGE_EN] = label[GOV_LANGUAGE_ZH];
    }
    return true;
}

static bool load_topic(const Loader *loader, char **words, GError **error)
{
    GovTopic topic = {.id = g_string_chunk_insert(loader->lexicon->strings, loader->section->id),
                      .bare = -1};
    int index = (int)loader->lexicon->topics->len;
    if (!get_flag(loader, "foreign", &topic.is_foreign, error) ||
        !get_flag(loader, "passing", &topic.is_passing, error) ||
        !get_flag(loader, "strict", &topic.is_strict, error) ||
        !get_text(loader, "about", &topic.about, error) ||
        !gov__keys_dup_list(loader->keys, loader->section, "units", &topic.units, error)) {
        return false;
    }
    g_array_append_val(loader->lexicon->topics, topic);
    for (char **word = words; word && *word; word++) {
        add_word(loader->lexicon, *word, GOV_WORD_TOPIC)->topic = index;
    }
    return name_section(loader, (guint)index, error);
}

static bool load_meaning(const Loader *loader, char **words, GError **error)
{
    GovLexicon *lexicon = loader->lexicon;
    GovMeaning meaning = {.id = g_string_chunk_insert(lexicon->strings, loader->section->id)};
    uint16_t index = (uint16_t)lexicon->meanings->len;
    g_auto(GStrv) all = NULL;
    bool is_bare = false;
    if (!find_index(loader, "topic", &meaning.topic, error) ||
        !get_labels(loader, meaning.label, error) ||
        !gov__keys_dup_list(loader->keys, loader->section, "all", &all, error) ||
        !get_flag(loader, "bare", &is_bare, error) ||
        !get_text(loader, "part", &meaning.part, error) ||
        !compile_value(loader, &meaning.value, error)) {
        return false;
    }
    g_array_append_val(lexicon->meanings, meaning);
    if (is_bare) {
        g_array_index(lexicon->topics, GovTopic, meaning.topic).bare = index;
    }
    for (char **word = words; word && *word; word++) {
        add_meaning_word(lexicon, *word, GOV_WORD_MEANING, index);
    }
    for (char **word = all; word && *word; word++) {
        add_meaning_word(lexicon, *word, GOV_WORD_ALL, index);
    }
    return name_section(loader, index, error);
}

static bool load_base(const Loader *loader, char **words, GError **error)
{
    GovBase base = {.id = g_string_chunk_insert(loader->lexicon->strings, loader->section->id)};
    (void)words;
    if (!find_index(loader, "meaning", &base.meaning, error) || !get_labels(loader, base.label, error) ||
        !gov__keys_dup_list(loader->keys, loader->section, "when", &base.when, error) ||
        !compile_value(loader, &base.value, error)) {
        g_strfreev(base.when);
        return false;
    }
    base.is_always = base.when && g_strv_contains((const char *const *)base.when, "*");
    for (char **word = base.when; word && *word; word++) {
        char *folded = fold(*word);
        g_free(*word);
        *word = folded;
    }
    g_array_append_val(loader->lexicon->bases, base);
    return true;
}

static bool load_applicant(const Loader *loader, char **words, GError **error)
{
    char **columns = NULL;
    int index = (int)loader->lexicon->applicants->len;
    if (!gov__keys_dup_list(loader->keys, loader->section, "columns", &columns, error)) {
        return false;
    }
    g_ptr_array_add(loader->lexicon->applicants, columns ? columns : g_new0(char *, 1));
    for (char **word = words; word && *word; word++) {
        add_word(loader->lexicon, *word, GOV_WORD_APPLICANT)->applicant = index;
    }
    return true;
}

static bool load_words(const Loader *loader, char **words, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(word_kinds); i++) {
        if (strcmp(word_kinds[i].id, loader->section->id) != 0) {
            continue;
        }
        for (char **word = words; word && *word; word++) {
            add_word(loader->lexicon, *word, word_kinds[i].kind);
        }
        return true;
    }
    return gov__keys_fail(loader->keys, loader->section, NULL, error, "unknown kind of words");
}

static bool load_section(const Loader *loader, GError **error)
{
    static bool (*const load[])(const Loader *, char **, GError **) = {
        load_topic, load_meaning, load_base, load_applicant, load_words};
    g_auto(GStrv) words = NULL;
    /* A base has no words of its own, and gives none for a key it may not have. */
    if (!gov__keys_dup_list(loader->keys, loader->section, "words", &words, error) ||
        !load[loader->section->kind - section_kinds](loader, words, error)) {
        return false;
    }
    return g_hash_table_size(loader->lexicon->words) <= MAX_WORDS ||
           gov__keys_fail(loader->keys, loader->section, NULL, error, "more than %d words", MAX_WORDS);
}

GovLexicon *gov__lexicon_new(const GovForm *form, const char *data, size_t len, const char *name,
                             GError **error)
{
    g_autoptr(GovKeys) keys = gov__keys_new(data, len, name, section_kinds, error);
    if (!keys) {
        return NULL;
    }
    g_autoptr(GovLexicon) lexicon = lexicon_new(form);
    for (size_t i = 0; i < gov__keys_n_sections(keys); i++) {
        const Loader loader = {lexicon, keys, gov__keys_get_section(keys, i)};
        if (!load_section(&loader, error)) {
            return NULL;
        }
    }
    index_words(lexicon);
    return g_steal_pointer(&lexicon);
}

/* ---- access */

size_t gov__lexicon_n_meanings(const GovLexicon *lexicon)
{
    return lexicon->meanings->len;
}

const GovTopic *gov__lexicon_get_topic(const GovLexicon *lexicon, size_t topic)
{
    return &g_array_index(lexicon->topics, GovTopic, topic);
}

const GovMeaning *gov__lexicon_get_meaning(const GovLexicon *lexicon, size_t meaning)
{
    return &g_array_index(lexicon->meanings, GovMeaning, meaning);
}

size_t gov__lexicon_n_bases(const GovLexicon *lexicon)
{
    return lexicon->bases->len;
}

const GovBase *gov__lexicon_get_base(const GovLexicon *lexicon, size_t base)
{
    return &g_array_index(lexicon->bases, GovBase, base);
}

bool gov__lexicon_applicant_has(const GovLexicon *lexicon, size_t applicant, const char *column)
{
    const char *const *columns = g_ptr_array_index(lexicon->applicants, applicant);
    return g_strv_contains(columns, column);
}
