/* SPDX-License-Identifier: MIT */
/* What all hits on one cell come to.
 *
 * Two hits on one cell must agree. What only a sum can confirm is confirmed here, with the identities
 * of the form, or stays uncertain. */
#include "read/matcher-private.h"

#include <string.h>

#include "form/rule-private.h"

static bool same_figure(const GovHit *a, const GovHit *b)
{
    return a->figure.status == b->figure.status &&
           (a->figure.status != GOV_STATUS_REPORTED || a->figure.value == b->figure.value);
}

static void conflict_note(GovReport *report, const GovForm *form, const GovHit *a, const GovHit *b)
{
    g_autofree char *first = g_strndup(a->raw, a->raw_len);
    g_autofree char *second = g_strndup(b->raw, b->raw_len);
    g_autofree char *message =
        g_strdup_printf("%s stands in the document as \"%s\" and as \"%s\"",
                        gov_form_get_code(form, a->cell), g_strstrip(first), g_strstrip(second));

    gov_report_add_note(report, "cell.conflict", (int)a->cell, message);
}

/* Among hits on one cell: the least doubtful; figures that differ are a conflict. */
GovSettled *gov__settled_new(GovReport *report, const GovMatch *match, const GovDocumentPart *part)
{
    int year = gov_report_get_year(report);

    GovSettled *settled = g_new0(GovSettled, gov_form_n_cells(match->form));
    guint end = gov__match_find_hit(match, part->end);

    for (guint i = gov__match_find_hit(match, part->first); i < end; i++) {
        GovHit *hit = &g_array_index(match->hits, GovHit, i);
        GovSettled *s = &settled[hit->cell];
        /* A table under the name of another year is not this report's. */
        if (hit->year != 0 && hit->year != year)
            hit->doubt = DOUBT_STANDING;
        if (s->hit != NULL && !same_figure(s->hit, hit) &&
            MAX(s->hit->doubt, hit->doubt) != DOUBT_STANDING) {
            if (!s->conflict)
                conflict_note(report, match->form, s->hit, hit);
            s->conflict = true;
        }
        if (s->hit == NULL || hit->doubt < s->hit->doubt)
            s->hit = hit;
    }
    return settled;
}

/* What a re-joined figure might be instead: its first or its last part. */
typedef enum { PART_WHOLE, PART_FIRST, PART_LAST } PartOf;

static int64_t value_of(const GovHit *hit, PartOf part)
{
    const char *begin = hit->raw, *end = hit->raw + hit->raw_len;

    if (part == PART_WHOLE || !(hit->figure.flags & GOV_FIGURE_JOINED))
        return hit->figure.value;
    g_autofree char *text = g_strndup(begin, (gsize)(end - begin));
    g_strstrip(text);
    char *gap = part == PART_FIRST ? strpbrk(text, " \t\r\n") : text + strlen(text);
    if (part == PART_FIRST && gap != NULL)
        *gap = '\0';
    while (part == PART_LAST && gap > text && !g_ascii_isspace(gap[-1]))
        gap--;
    const char *piece = part == PART_LAST ? gap : text;
    GovFigure figure = gov_figure_parse(piece, strlen(piece), GOV_TYPE_COUNT, GOV_UNIT_NONE);
    return figure.status == GOV_STATUS_REPORTED ? figure.value : hit->figure.value;
}

/* Whether an identity holds over settled figures, with no other doubt than a sum can lift. */
static bool holds_over(const GovInstance *instance, const GovSettled *settled, PartOf part)
{
    int64_t difference = 0;

    if (__builtin_sub_overflow(instance->left_constant, instance->right_constant, &difference))
        return false;
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        const GovTerm *term = &instance->terms[i];
        int64_t product;
        if (!gov__settled_is_figure(&settled[term->cell]) ||
            __builtin_mul_overflow(value_of(settled[term->cell].hit, part), (int64_t)term->coefficient,
                                   &product) ||
            (i < instance->n_left ? __builtin_add_overflow(difference, product, &difference)
                                  : __builtin_sub_overflow(difference, product, &difference)))
            return false;
    }
    return difference == 0;
}

static bool has_joined(const GovInstance *instance, const GovSettled *settled)
{
    for (unsigned i = 0; i < (unsigned)instance->n_left + instance->n_right; i++) {
        const GovSettled *s = &settled[instance->terms[i].cell];
        if (s->hit != NULL && (s->hit->figure.flags & GOV_FIGURE_JOINED) != 0)
            return true;
    }
    return false;
}

/* Two rows printed into one (this year and last) add up however they are joined: a sum confirms
 * joined digits only if their parts do not add up as well. */
static bool confirms(const GovInstance *instance, const GovSettled *settled)
{
    if (!holds_over(instance, settled, PART_WHOLE))
        return false;
    return !has_joined(instance, settled) || (!holds_over(instance, settled, PART_FIRST) &&
                                              !holds_over(instance, settled, PART_LAST));
}

/* Marks the cells whose row adds up. Under a disputed header one row that does not takes the others
 * with it: a row with a single figure adds up wherever its figure stands. */
void gov__settled_confirm_rows(const GovForm *form, const GovSettled *settled, uint8_t *confirmed)
{
    bool discredited = false;

    for (size_t r = 0; r < gov_form_n_rules(form); r++) {
        const GovRule *rule = gov_form_get_rule(form, r);
        if (!gov__rule_is_identity(rule))
            continue;
        for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
            const GovInstance *instance = gov__rule_get_instance(rule, i);
            if (instance->axis != GOV_AXIS_ROW)
                continue;
            bool confirmed_row = confirms(instance, settled);
            for (unsigned k = 0; k < (unsigned)instance->n_left + instance->n_right; k++) {
                const GovSettled *s = &settled[instance->terms[k].cell];
                confirmed[instance->terms[k].cell] |= confirmed_row;
                discredited = discredited || (!confirmed_row && s->hit != NULL && s->hit->disputed);
            }
        }
    }
    for (size_t cell = 0; cell < gov_form_n_cells(form) && discredited; cell++)
        if (settled[cell].hit != NULL && settled[cell].hit->disputed)
            confirmed[cell] = false;
}
