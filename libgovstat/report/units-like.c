/* SPDX-License-Identifier: MIT */
/* Who may have been meant by a name that finds nobody. Only a question: what a person answers belongs into the
 * register as an alias.
 *
 * Bodies abbreviate by leaving characters out: 高新区 is 高新技术产业开发区, and a city leaves its province away.
 * So a name is like another if its characters stand in the other in the same order, and all but alike if one
 * character is wrong. Names that merely share most of their characters are other bodies of the same kind. */
#include "report/units-private.h"

#include <govstat/label.h>

#include <string.h>

#define LEAST 3 /* characters that a name needs to be like another */

/* Whether all characters of the shorter stand in the longer in their order. */
static bool is_within(const char *shorter, const char *longer)
{
    for (; *longer != '\0' && *shorter != '\0'; longer = g_utf8_next_char(longer))
        if (g_utf8_get_char(longer) == g_utf8_get_char(shorter))
            shorter = g_utf8_next_char(shorter);
    return *shorter == '\0';
}

/* By how many characters two names differ, or UINT_MAX for names that are not alike. */
static unsigned measure(const char *a, const char *b)
{
    glong n_a = g_utf8_strlen(a, -1), n_b = g_utf8_strlen(b, -1);

    if (MIN(n_a, n_b) < LEAST)
        return UINT_MAX;
    if (n_a != n_b && is_within(n_a < n_b ? a : b, n_a < n_b ? b : a))
        return (unsigned)ABS(n_a - n_b);
    return n_a > LEAST && gov_label_distance(a, b, 1) == 1 ? 1 : UINT_MAX;
}

typedef struct {
    unsigned distance;
    int line;
    bool is_tied; /* with another unit */
} Best;

static void compare(const GovUnits *units, Best *best, unsigned distance, int line)
{
    const char *code = gov_units_get(units, (size_t)line).code;
    bool same = best->line >= 0 && strcmp(gov_units_get(units, (size_t)best->line).code, code) == 0;

    if (distance < best->distance)
        *best = (Best){distance, line, false};
    else if (distance == best->distance && !same)
        best->is_tied = true;
}

int gov_units_find_like(const GovUnits *units, const char *name, int year)
{
    g_return_val_if_fail(units != NULL && name != NULL, -1);
    g_autofree char *key = gov_label_normalise(name, strlen(name));
    Best best = {UINT_MAX, -1, false};
    GHashTableIter names;
    gpointer other = NULL, link = NULL;

    g_hash_table_iter_init(&names, units->names);
    while (g_hash_table_iter_next(&names, &other, &link)) {
        unsigned distance = measure(key, other);
        int at = distance < UINT_MAX ? GPOINTER_TO_INT(link) - 1 : -1;
        for (; at >= 0; at = g_array_index(units->name_links, GovBodyLink, at).previous) {
            int line = g_array_index(units->name_links, GovBodyLink, at).line;
            if (gov_units_is_valid(units, (size_t)line, year))
                compare(units, &best, distance, line);
        }
    }
    return best.is_tied ? -1 : best.line;
}
