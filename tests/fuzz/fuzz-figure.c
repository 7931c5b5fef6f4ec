/* SPDX-License-Identifier: MIT */
/* The two parsers of cells: figures and labels. Besides not crashing they hold some
 * promises on any text: a figure that is read is written and read again as itself, a
 * normal form is its own normal form and valid UTF-8, and likeness does not depend on the
 * order. */
#include <govstat/figure.h>
#include <govstat/label.h>

#include "base/label-private.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ALL_FLAGS (GOV_FIGURE_DOUBLE_SIGN | GOV_FIGURE_JOINED | GOV_FIGURE_ROUNDED)

static bool same_figure(GovFigure a, GovFigure b)
{
    return a.value == b.value && a.status == b.status && a.unit == b.unit &&
           a.flags == b.flags;
}

static void check_reported(GovFigure figure, GovType type)
{
    g_autofree char *text = gov_figure_format(figure.value, type);
    GovFigure again = gov_figure_parse(text, strlen(text), type, GOV_UNIT_NONE);
    g_assert(again.status == GOV_STATUS_REPORTED);
    g_assert(again.value == figure.value);
    g_assert(again.flags == 0);
    g_assert((figure.flags & ~(unsigned)ALL_FLAGS) == 0);
    g_assert(type == GOV_TYPE_MONEY || (figure.flags & GOV_FIGURE_ROUNDED) == 0);
}

static void check_figure(const char *text, size_t len, GovType type, GovUnit unit)
{
    GovFigure figure = gov_figure_parse(text, len, type, unit);
    if (figure.status == GOV_STATUS_REPORTED) {
        check_reported(figure, type);
    } else {
        g_assert(figure.status <= GOV_STATUS_UNREADABLE);
        g_assert(figure.value == 0 && figure.unit == GOV_UNIT_NONE && figure.flags == 0);
    }
    g_autoptr(GString) spaced = g_string_new(" \n");
    g_string_append_len(spaced, text, (gssize)len);
    g_string_append(spaced, "\t ");
    g_assert(same_figure(figure, gov_figure_parse(spaced->str, spaced->len, type, unit)));
}

static void check_label(const char *text, size_t len)
{
    unsigned level;
    unsigned ordinal = gov_label_get_ordinal(text, len, &level);
    g_assert(ordinal < 100 && level <= 3 && (ordinal == 0) == (level == 0));

    g_autofree char *normal = gov_label_normalise(text, len);
    g_assert(g_utf8_validate(normal, -1, NULL));
    g_assert(strlen(normal) <= len);
    g_autofree char *again = gov_label_normalise(normal, strlen(normal));
    g_assert(strcmp(again, normal) == 0);

    g_autoptr(GString) reused = g_string_new("something else");
    gov__label_normalise_into(reused, text, len);
    g_assert(strcmp(reused->str, normal) == 0 && reused->len == strlen(normal));

    size_t before = strlen(normal);
    bool stripped = gov_label_strip_bracket(normal);
    g_assert(stripped ? strlen(normal) < before && *normal != '\0'
                      : strlen(normal) == before);
}

static void check_likeness(const char *text, size_t len)
{
    g_autofree char *a = gov_label_normalise(text, len / 2);
    g_autofree char *b = gov_label_normalise(text + len / 2, len - len / 2);
    double alike = gov_label_compare(a, b);
    g_assert(alike >= 0 && alike <= 1 && alike == gov_label_compare(b, a));
    g_assert((alike == 1) == (strcmp(a, b) == 0));
    for (unsigned limit = 0; limit < 5; limit++) {
        unsigned distance = gov_label_distance(a, b, limit);
        g_assert(distance <= limit + 1 && distance == gov_label_distance(b, a, limit));
        g_assert(distance == MIN(gov_label_distance(a, b, 5), limit + 1));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    GovType type = (GovType)(data[0] % 3);
    GovUnit unit = (GovUnit)(data[0] / 3 % (GOV_UNIT_YIYUAN + 1));
    const char *text = (const char *)data + 1;
    check_figure(text, size - 1, type, unit);
    check_label(text, size - 1);
    check_likeness(text, size - 1);
    return 0;
}
