/* SPDX-License-Identifier: MIT */
/* Labels of tokens looked up in a form: as they stand, without instructions in brackets, nearly alike,
 * and, where labels of several levels stand in one cell, by the last of them. */
#include "read/match-private.h"

#include <govstat/label.h>
#include <string.h>

#include "base/label-private.h"

const GovTarget *gov__token_target(const GovToken *token, GovAxis axis, int table)
{
    for (size_t i = 0; i < token->n_targets; i++)
        if (token->targets[i].axis == axis && (table < 0 || token->targets[i].table == table))
            return &token->targets[i];
    return NULL;
}

static bool is_numeral(const char *p)
{
    return (signed char)*p < 0 && strncmp(p, "\u3007", 3) != 0 &&
           g_strstr_len("一二三四五六七八九十", -1, (char[]){p[0], p[1], p[2], '\0'}) != NULL;
}

/* Bytes of a sign that parts the levels of a label: 法人或其他组织-商业企业. */
static size_t separator_at(const char *text, size_t len, size_t i)
{
    static const char *const signs[] = {"-", "—", "–", "/", ">", "›", "→", "_"};

    for (size_t k = 0; k < G_N_ELEMENTS(signs); k++) {
        size_t n = strlen(signs[k]);
        if (len - i >= n && memcmp(text + i, signs[k], n) == 0)
            return n;
    }
    return 0;
}

/* Whether a part of a glued label may begin here: at a line break or an ordinal, but not inside
 * the brackets or the digits of one. */
static bool begins_part(const char *text, size_t len, size_t i)
{
    if (i == len || text[i] == '\n' || separator_at(text, len, i) > 0)
        return true;
    bool bracket = text[i] == '(' || (len - i > 3 && memcmp(text + i, "（", 3) == 0);
    bool digit = g_ascii_isdigit(text[i]) && !g_ascii_isdigit(text[i - 1]);
    bool numeral = len - i > 6 && is_numeral(text + i) &&
                   (memcmp(text + i + 3, "、", 3) == 0 || is_numeral(text + i + 3));
    if (!bracket && !digit && !numeral)
        return false;
    if (text[i - 1] == '(' || (i >= 3 && memcmp(text + i - 3, "（", 3) == 0))
        return false;
    return gov_label_get_ordinal(text + i, len - i, NULL) != 0;
}

/* Labels of several levels in one cell: 三、本年度办理结果（三）不予公开1.属于国家秘密. Every part
 * must be a label of the form; the last one counts. */
static const GovTarget *find_last_part(const GovForm *form, const char *text, size_t len, size_t *n)
{
    const GovTarget *targets = NULL;
    g_autoptr(GString) key = g_string_sized_new(128);
    size_t begin = 0;
    unsigned parts = 0;

    for (size_t i = 1; i <= len && parts < 8; i++) {
        if (!begins_part(text, len, i))
            continue;
        gov__label_normalise_into(key, text + begin, i - begin);
        begin = i + separator_at(text, len, i);
        if (key->len == 0)
            continue;
        targets = gov__form_find_targets(form, key->str, n);
        if (targets == NULL)
            return NULL;
        parts++;
    }
    return parts > 1 ? targets : NULL;
}

/* A heading and the label under it in one cell, over several lines, where the heading was broken or
 * belongs to the neighbours too: the longest run of lines at the end that is a label counts. */
static const GovTarget *find_last_lines(const GovForm *form, const char *text, size_t len, size_t *n)
{
    const GovTarget *targets = NULL;
    g_autoptr(GString) key = g_string_sized_new(128);
    const char *end = text + len;

    for (unsigned i = 0; i < 8 && targets == NULL; i++) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        if (next == NULL)
            return NULL;
        text = next + 1;
        gov__label_normalise_into(key, text, (size_t)(end - text));
        targets = key->len > 0 ? gov__form_find_targets(form, key->str, n) : NULL;
    }
    return targets;
}

/* Instructions in brackets may follow a label, and more than one: 本年增/减(…)(…). */
static const GovTarget *find_stripped(const GovForm *form, const char *key, size_t *n)
{
    g_autofree char *stripped = g_strdup(key);
    const GovTarget *targets = NULL;

    while (targets == NULL && gov_label_strip_bracket(stripped))
        targets = gov__form_find_targets(form, stripped, n);
    return targets;
}

static void find_targets(GovToken *token, const GovForm *form, const char *key)
{
    size_t distance;

    token->targets = gov__form_find_targets(form, key, &token->n_targets);
    if (token->targets != NULL) {
        token->evidence = token->targets[0].official ? GOV_EVIDENCE_EXACT : GOV_EVIDENCE_ALIAS;
        return;
    }
    token->evidence = GOV_EVIDENCE_ALIAS;
    token->targets = find_stripped(form, key, &token->n_targets);
    if (token->targets != NULL)
        return;
    token->targets = gov__form_find_similar(form, key, &distance);
    if (token->targets != NULL) {
        token->n_targets = 1;
        token->evidence = GOV_EVIDENCE_SIMILAR;
        return;
    }
    token->targets = find_last_part(form, token->text, token->len, &token->n_targets);
    token->evidence = GOV_EVIDENCE_ALIAS;
    if (token->targets == NULL)
        token->targets = find_last_lines(form, token->text, token->len, &token->n_targets);
    if (token->targets == NULL)
        token->n_targets = 0;
}

void gov__lines_apply_form(GovLines *lines, const GovForm *form)
{
    for (guint i = 0; i < lines->tokens->len; i++) {
        GovToken *token = &g_array_index(lines->tokens, GovToken, i);
        token->targets = NULL;
        token->n_targets = 0;
        if (token->key != 0)
            find_targets(token, form, lines->keys->str + token->key);
    }
}
