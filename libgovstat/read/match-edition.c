/* SPDX-License-Identifier: MIT */
/* Which edition of the form a part of the document is on.
 *
 * Column labels that one edition alone has decide; without any, the one that explains most figures.
 * The year never does: offices keep old tables for a year or two. */
#include "read/matcher-private.h"

#include <govstat/label.h>
#include <string.h>

/* One column label of an edition may stand in a table beside the report. */
#define LEAST_SOLE 2

static bool is_column_of(const GovMatcher *m, guint form, const char *key)
{
    size_t n = 0;
    const GovTarget *targets = gov__form_find_targets(gov__matcher_form(m, form), key, &n);

    for (size_t i = 0; i < n; i++)
        if (targets[i].axis == GOV_AXIS_COLUMN)
            return true;
    return false;
}

static bool is_column_elsewhere(const GovMatcher *m, guint form, const char *key)
{
    for (guint f = 0; f < m->forms->len; f++)
        if (f != form && is_column_of(m, f, key))
            return true;
    return false;
}

void gov__edition_find_labels(GovMatcher *m, guint form)
{
    GArray *blocks = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    g_ptr_array_add(m->sole, blocks);
    for (guint i = 0; i < m->lines->lines->len; i++) {
        const GovLine *line = &g_array_index(m->lines->lines, GovLine, i);
        for (uint32_t t = 0; t < line->n && line->kind != LINE_PARAGRAPH; t++) {
            const GovToken *token = gov__lines_token(m->lines, line, t);
            uint32_t block = line->block + (line->grid == NULL ? token->row : 0);
            const char *key = gov__lines_key(m->lines, token);
            if (token->key != 0 && !token->continued && is_column_of(m, form, key) &&
                !is_column_elsewhere(m, form, key))
                g_array_append_val(blocks, block);
        }
    }
}

void gov__edition_find_glued_labels(GovMatcher *m, guint form)
{
    const GovMatch *match = gov__matcher_match(m, form);
    GArray *blocks = g_ptr_array_index(m->sole, form);

    for (size_t table = 0; table < gov_form_n_tables(match->form); table++)
        for (size_t column = 0; column < gov_form_n_columns(match->form, table); column++) {
            const char *label = gov_form_get_column_label(match->form, table, column, GOV_LANGUAGE_ZH);
            g_autofree char *key = gov_label_normalise(label, strlen(label));
            gov_label_strip_bracket(key);
            if (strstr(match->text, key) != NULL && !is_column_elsewhere(m, form, key))
                g_array_append_val(blocks, gov__match_hit(match, 0)->block);
        }
}

bool gov__edition_is_ruled_out(const GovMatcher *m, guint form)
{
    guint others = 0;

    for (guint f = 0; f < m->sole->len; f++)
        if (f != form)
            others += ((const GArray *)g_ptr_array_index(m->sole, f))->len;
    return ((const GArray *)g_ptr_array_index(m->sole, form))->len == 0 && others >= LEAST_SOLE;
}

static unsigned count_sole(const GovMatcher *m, guint form, const GovDocumentPart *part)
{
    const GArray *sole = g_ptr_array_index(m->sole, form);

    return gov__blocks_find(sole, 0, part->end) - gov__blocks_find(sole, 0, part->first);
}

unsigned gov__edition_count_hits(const GovMatcher *m, guint form, const GovDocumentPart *part)
{
    const GovMatch *match = gov__matcher_match(m, form);
    guint end = gov__match_find_hit(match, part->end);
    unsigned n = 0;

    for (guint i = gov__match_find_hit(match, part->first); i < end; i++)
        n += gov__match_hit(match, i)->figure.status != GOV_STATUS_UNREADABLE;
    for (guint i = 0; i < match->broken->len; i++) {
        const GovBroken *broken = &g_array_index(match->broken, GovBroken, i);
        n += broken->block >= part->first && broken->block < part->end;
    }
    return n;
}

/* What speaks for a form, the strongest first. */
typedef struct {
    unsigned sole; /* column labels that it alone has, if more than a stray one */
    unsigned hits; /* figures it explains */
    unsigned any;  /* column labels that it alone has */
} Score;

static int compare_scores(const Score *a, const Score *b)
{
    if (a->sole != b->sole)
        return a->sole > b->sole ? 1 : -1;
    if (a->hits != b->hits)
        return a->hits > b->hits ? 1 : -1;
    return a->any == b->any ? 0 : a->any > b->any ? 1 : -1;
}

/* Column labels decide; without any, the form that explains most figures. −1 if it stays open. */
int gov__edition_choose(const GovMatcher *m, const GovDocumentPart *part, bool *conflict)
{
    Score best = {0, 0, 0};
    int chosen = -1;
    bool tie = false;
    unsigned n_with_sole = 0;

    for (guint f = 0; f < m->forms->len; f++) {
        unsigned n = count_sole(m, f, part);
        Score score = {n >= LEAST_SOLE ? n : 0, gov__edition_count_hits(m, f, part), n};
        int order = chosen < 0 ? 1 : compare_scores(&score, &best);
        n_with_sole += n > 0;
        tie = order > 0 ? false : tie || order == 0;
        if (order > 0) {
            chosen = (int)f;
            best = score;
        }
    }
    *conflict = n_with_sole > 1;
    return tie ? -1 : chosen;
}
