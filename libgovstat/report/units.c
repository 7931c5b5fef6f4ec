/* SPDX-License-Identifier: MIT */
/* The register of units in memory: an array of lines and three hashes over it. Lines of one code, and
 * lines that share a name, are chained by index, so that a look-up walks a handful of lines and takes those
 * of the year. */
#include "report/units-private.h"

#include <govstat/label.h>

#include <string.h>

static const char *const LINE_NAMES[] = {[GOV_LINE_LOCAL] = "local", [GOV_LINE_VERTICAL] = "vertical"};
static const char *const SCOPE_NAMES[][5] = {
    [GOV_SCOPE_UNKNOWN] = {"unknown"},
    [GOV_SCOPE_OWN] = {"own", "本机关", "本单位", "本部门"},
    [GOV_SCOPE_LEVEL] = {"level", "本级", "本级政府及部门"},
    [GOV_SCOPE_REGION] = {"region", "全行政区域", "全区域", "全域", "本地区"},
};

const char *gov_line_get_name(GovLine line)
{
    g_return_val_if_fail((size_t)line < G_N_ELEMENTS(LINE_NAMES), NULL);
    return LINE_NAMES[line];
}

const char *gov_scope_get_name(GovScope scope)
{
    g_return_val_if_fail((size_t)scope < G_N_ELEMENTS(SCOPE_NAMES), NULL);
    return SCOPE_NAMES[scope][0];
}

bool gov_scope_from_name(const char *name, GovScope *scope)
{
    g_return_val_if_fail(name != NULL && scope != NULL, false);
    for (size_t i = GOV_SCOPE_OWN; i < G_N_ELEMENTS(SCOPE_NAMES); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(SCOPE_NAMES[i]) && SCOPE_NAMES[i][j] != NULL; j++) {
            if (strcmp(name, SCOPE_NAMES[i][j]) != 0)
                continue;
            *scope = (GovScope)i;
            return true;
        }
    }
    return false;
}

GovUnits *gov_units_ref(const GovUnits *units)
{
    g_return_val_if_fail(units != NULL, NULL);
    return g_atomic_rc_box_acquire((gpointer)(guintptr)units);
}

static void free_content(gpointer data)
{
    GovUnits *units = data;

    gov__places_clear(&units->places);
    g_string_chunk_free(units->strings);
    g_array_unref(units->lines);
    g_array_unref(units->first_alias);
    g_ptr_array_unref(units->aliases);
    g_array_unref(units->next_code);
    g_array_unref(units->parents);
    g_array_unref(units->name_links);
    g_hash_table_unref(units->codes);
    g_hash_table_unref(units->names);
    g_hash_table_unref(units->bare);
    g_ptr_array_unref(units->warnings);
}

void gov_units_unref(GovUnits *units)
{
    if (units != NULL)
        g_atomic_rc_box_release_full(units, free_content);
}

/* ---- the index ---- */

static void link_name(GovUnits *units, GHashTable *names, char *key, size_t line)
{
    GovBodyLink link = {(gint32)line, GPOINTER_TO_INT(g_hash_table_lookup(names, key)) - 1};

    /* One unit may have a name twice, as an alias that is spelt in another way. */
    if (link.previous >= 0 &&
        g_array_index(units->name_links, GovBodyLink, link.previous).line == link.line)
        return;
    g_array_append_val(units->name_links, link);
    g_hash_table_insert(names, g_string_chunk_insert_const(units->strings, key),
                        GINT_TO_POINTER((int)units->name_links->len));
}

/* Leaves out what a name may have or not: an explanation in brackets at the end, or that a place is its
 * government. */
static bool strip_extra(char *key)
{
    static const char government[] = "人民政府";
    size_t len = strlen(key), extra = sizeof government - 1;

    if (gov_label_strip_bracket(key))
        return true;
    if (len <= extra || !g_str_has_suffix(key, government))
        return false;
    key[len - extra] = '\0';
    return true;
}

static void index_name(GovUnits *units, const char *name, size_t line)
{
    g_autofree char *key = gov_label_normalise(name, strlen(name));

    if (*key == '\0')
        return;
    link_name(units, units->names, key, line);
    strip_extra(key);
    link_name(units, units->bare, key, line);
}

void gov__units_index(GovUnits *units)
{
    for (guint i = 0; i < units->lines->len; i++) {
        const GovBody *unit = &g_array_index(units->lines, GovBody, i);
        gint32 previous = GPOINTER_TO_INT(g_hash_table_lookup(units->codes, unit->code)) - 1;
        g_array_append_val(units->next_code, previous);
        g_hash_table_insert(units->codes, (gpointer)(guintptr)unit->code, GINT_TO_POINTER((int)i + 1));
        index_name(units, unit->name, i);
        for (size_t k = 0; k < gov_units_n_aliases(units, i); k++)
            index_name(units, gov_units_get_alias(units, i, k), i);
    }
    for (guint i = 0; i < units->lines->len; i++) {
        const char *parent = g_array_index(units->lines, GovBody, i).parent;
        gint32 last = parent != NULL ? GPOINTER_TO_INT(g_hash_table_lookup(units->codes, parent)) - 1 : -1;
        g_array_append_val(units->parents, last);
    }
}

/* ---- looking up ---- */

size_t gov_units_n(const GovUnits *units)
{
    g_return_val_if_fail(units != NULL, 0);
    return units->lines->len;
}

GovBody gov_units_get(const GovUnits *units, size_t unit)
{
    GovBody none = {0};
    g_return_val_if_fail(units != NULL && unit < units->lines->len, none);
    return g_array_index(units->lines, GovBody, unit);
}

size_t gov_units_n_aliases(const GovUnits *units, size_t unit)
{
    g_return_val_if_fail(units != NULL && unit < units->lines->len, 0);
    return g_array_index(units->first_alias, guint32, unit + 1) -
           g_array_index(units->first_alias, guint32, unit);
}

const char *gov_units_get_alias(const GovUnits *units, size_t unit, size_t i)
{
    g_return_val_if_fail(i < gov_units_n_aliases(units, unit), NULL);
    return g_ptr_array_index(units->aliases, g_array_index(units->first_alias, guint32, unit) + i);
}

bool gov_units_is_valid(const GovUnits *units, size_t unit, int year)
{
    g_return_val_if_fail(units != NULL && unit < units->lines->len, false);
    const GovBody *line = &g_array_index(units->lines, GovBody, unit);

    return year == 0 || ((line->valid_from == 0 || line->valid_from <= year) &&
                         (line->valid_to == 0 || line->valid_to >= year));
}

/* Which of two lines of one code is the later one; only for a year that is not told. */
static bool is_later(const GovUnits *units, int line, int than)
{
    return g_array_index(units->lines, GovBody, line).valid_from >
           g_array_index(units->lines, GovBody, than).valid_from;
}

/* The line of a code that is valid in a year, from the last line that has it. */
static int find_valid(const GovUnits *units, int line, int year)
{
    int found = -1;

    for (; line >= 0; line = g_array_index(units->next_code, gint32, line))
        if (gov_units_is_valid(units, (size_t)line, year) && (found < 0 || is_later(units, line, found)))
            found = line;
    return found;
}

static int find_line(const GovUnits *units, const char *code, int year)
{
    return find_valid(units, GPOINTER_TO_INT(g_hash_table_lookup(units->codes, code)) - 1, year);
}

int gov__units_find_only(const GovUnits *units, const char *code)
{
    int line = GPOINTER_TO_INT(g_hash_table_lookup(units->codes, code)) - 1;

    return line >= 0 && g_array_index(units->next_code, gint32, line) < 0 ? line : -1;
}

int gov_units_find_code(const GovUnits *units, const char *code, int year)
{
    g_return_val_if_fail(units != NULL && code != NULL, -1);
    int found = find_line(units, code, year);
    if (found >= 0)
        return found;
    g_autofree char *normal = gov_code_normalise(code);
    return find_line(units, normal, year);
}

int gov_units_get_parent(const GovUnits *units, size_t unit, int year)
{
    g_return_val_if_fail(units != NULL && unit < units->lines->len, -1);
    return find_valid(units, g_array_index(units->parents, gint32, unit), year);
}

/* Keeps the lines that are valid, one for each code. The chain runs backwards. A name that very many units
 * have answers nothing, and is not worth counting to the end. */
static void collect(const GovUnits *units, GHashTable *names, const char *key, int year, GArray *lines)
{
    int at = GPOINTER_TO_INT(g_hash_table_lookup(names, key)) - 1;

    while (at >= 0 && lines->len < GOV_UNITS_MAX_MATCHES) {
        const GovBodyLink *link = &g_array_index(units->name_links, GovBodyLink, at);
        const char *code = g_array_index(units->lines, GovBody, link->line).code;
        bool known = !gov_units_is_valid(units, (size_t)link->line, year);
        for (guint i = 0; i < lines->len && !known; i++)
            known = strcmp(g_array_index(units->lines, GovBody, g_array_index(lines, gint32, i)).code, code) == 0;
        if (!known)
            g_array_append_val(lines, link->line);
        at = link->previous;
    }
}

size_t gov_units_find_name(const GovUnits *units, const char *name, int year, size_t *found, size_t max)
{
    g_return_val_if_fail(units != NULL && name != NULL, 0);
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(gint32));
    g_autofree char *key = gov_label_normalise(name, strlen(name));

    collect(units, units->names, key, year, lines);
    if (lines->len == 0) {
        bool had = strip_extra(key);
        collect(units, had ? units->names : units->bare, key, year, lines);
    }
    for (guint i = 0; i < lines->len && i < max; i++)
        found[i] = (size_t)g_array_index(lines, gint32, lines->len - 1 - i);
    return lines->len;
}

int gov__units_find_only_name(const GovUnits *units, const char *name)
{
    g_autofree char *key = gov_label_normalise(name, strlen(name));
    int at = GPOINTER_TO_INT(g_hash_table_lookup(units->names, key)) - 1;
    const GovBodyLink *link = at >= 0 ? &g_array_index(units->name_links, GovBodyLink, at) : NULL;

    return link != NULL && link->previous < 0 ? link->line : -1;
}

/* ---- what is wrong ---- */

size_t gov_units_n_warnings(const GovUnits *units)
{
    g_return_val_if_fail(units != NULL, 0);
    return units->warnings->len;
}

const char *gov_units_get_warning(const GovUnits *units, size_t i)
{
    g_return_val_if_fail(units != NULL && i < units->warnings->len, NULL);
    return g_ptr_array_index(units->warnings, i);
}
