/* SPDX-License-Identifier: MIT */
/* Families that changed. What a unit has pending at the end of a year is with the same unit a year later, unless units
 * beside it came or went: a county that was merged into another has left it its pending cases, and a body that was
 * made the head of others may have given them its own. So what a missing unit carried over bounds nothing where a unit
 * of the same parent began or ended between the two years, or where that parent had none below it a year before. */
#include "aggregate/rollup-private.h"

static void mark_parent(GovRollup *rollup, int parent, size_t year)
{
    const char *code = parent >= 0 ? gov_units_get(rollup->units, (size_t)parent).code : NULL;
    int line = code != NULL ? gov_units_find_code(rollup->units, code, gov__rollup_get_year(rollup, year)) : -1;

    if (line >= 0)
        rollup->flags[gov__rollup_slot(rollup, (size_t)line, year)] |= GOV_SLOT_CHANGED;
}

static bool is_parent(const GovRollup *rollup, int unit, size_t year)
{
    return (rollup->flags[gov__rollup_slot(rollup, (size_t)unit, year)] & GOV_SLOT_PARENT) != 0;
}

/* A line that is valid in one of two years at least, and the line of its code in the other. */
static void compare_unit(GovRollup *rollup, size_t unit, size_t year)
{
    int of = gov__rollup_get_year(rollup, year);
    bool now = gov_units_is_valid(rollup->units, unit, of), before = gov_units_is_valid(rollup->units, unit, of - 1);
    int there = now ? of : of - 1, other = now ? of - 1 : of;
    int line = now && before ? (int)unit : -1;

    if (now != before)
        line = gov_units_find_code(rollup->units, gov_units_get(rollup->units, unit).code, other);
    if (line < 0 && now != before)
        mark_parent(rollup, gov_units_get_parent(rollup->units, unit, there), year);
    if (line >= 0 && now && is_parent(rollup, (int)unit, year) != is_parent(rollup, line, year - 1))
        rollup->flags[gov__rollup_slot(rollup, unit, year)] |= GOV_SLOT_CHANGED;
}

void gov__rollup_mark_changes(GovRollup *rollup)
{
    for (size_t year = 1; year < rollup->years->len; year++) {
        if (gov__rollup_get_year(rollup, year - 1) != gov__rollup_get_year(rollup, year) - 1)
            continue;
        for (size_t unit = 0; unit < rollup->n_units; unit++)
            compare_unit(rollup, unit, year);
    }
}

bool gov__rollup_is_shaken(const GovRollup *rollup, size_t slot)
{
    size_t year = slot / rollup->n_units;
    int parent = gov_units_get_parent(rollup->units, slot % rollup->n_units, gov__rollup_get_year(rollup, year));

    return (rollup->flags[slot] & GOV_SLOT_CHANGED) != 0 ||
           (parent >= 0 && (rollup->flags[gov__rollup_slot(rollup, (size_t)parent, year)] & GOV_SLOT_CHANGED) != 0);
}
