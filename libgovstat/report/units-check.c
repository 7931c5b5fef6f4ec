/* SPDX-License-Identifier: MIT */
/* What only shows when all lines of a register are there. Everything depends on the year, as units come, go
 * and move: lines of one code must not share a year, a parent must be there in every year of the unit, and
 * following parents must end, in every year. Only years in which something begins can differ from the year
 * before, and years are few, so circles are looked for in each of them in one pass. */
#include "report/units-private.h"

#include <string.h>

static const GovBody *get_line(const GovUnits *units, gint32 line)
{
    return &g_array_index(units->lines, GovBody, line);
}

/* Open ends as numbers. */
static int first_year(const GovBody *unit)
{
    return unit->valid_from;
}

static int last_year(const GovBody *unit)
{
    return unit->valid_to != 0 ? unit->valid_to : G_MAXINT;
}

/* ---- lines of one code ---- */

static int compare_lines(gconstpointer x, gconstpointer y, gpointer data)
{
    const GovUnits *units = data;
    gint32 a = *(const gint32 *)x, b = *(const gint32 *)y;
    int from = first_year(get_line(units, a)), other = first_year(get_line(units, b));

    return from != other ? (from < other ? -1 : 1) : a < b ? -1 : a > b;
}

/* The lines of the code of one of them, by their years. */
static void sort_code(const GovUnits *units, const char *code, GArray *lines)
{
    gint32 line = GPOINTER_TO_INT(g_hash_table_lookup(units->codes, code)) - 1;

    g_array_set_size(lines, 0);
    for (; line >= 0; line = g_array_index(units->next_code, gint32, line))
        g_array_append_val(lines, line);
    g_array_sort_with_data(lines, compare_lines, (gpointer)(guintptr)units);
}

static bool refuse_twice(const GovUnits *units, gint32 a, gint32 b, GError **error)
{
    const GovBody *one = get_line(units, MIN(a, b)), *other = get_line(units, MAX(a, b));
    int shared = MAX(first_year(one), first_year(other));

    if (shared == 0)
        return gov__units_fail(units, other->file_line, GOV_BODY_CODE, error,
                               "Code %s stands in line %u already; give the lines valid_from and valid_to if "
                               "the unit has changed",
                               other->code, one->file_line);
    return gov__units_fail(units, other->file_line, GOV_BODY_CODE, error,
                           "Code %s is valid in %d in line %u as well; the years of its lines must not overlap",
                           other->code, shared, one->file_line);
}

static void check_codes(const GovUnits *units, GovTable *table)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(gint32));

    for (guint i = 0; i < units->lines->len; i++) {
        /* Once for each code: at its last line, which the chain begins with. */
        const char *code = get_line(units, (gint32)i)->code;
        if (GPOINTER_TO_INT(g_hash_table_lookup(units->codes, code)) - 1 != (gint32)i ||
            g_array_index(units->next_code, gint32, i) < 0)
            continue;
        sort_code(units, code, lines);
        for (guint k = 1; k < lines->len; k++) {
            gint32 a = g_array_index(lines, gint32, k - 1), b = g_array_index(lines, gint32, k);
            GError *mistake = NULL;
            if (last_year(get_line(units, a)) >= first_year(get_line(units, b)) &&
                !refuse_twice(units, a, b, &mistake))
                gov__table_add_mistake(table, mistake);
        }
    }
}

/* ---- parents ---- */

static bool refuse_gap(const GovUnits *units, const GovBody *unit, int year, GError **error)
{
    g_autofree char *when = year == 0          ? g_strdup("the years before its first")
                            : year == G_MAXINT ? g_strdup("the years after its last")
                                               : g_strdup_printf("%d", year);

    return gov__units_fail(units, unit->file_line, GOV_BODY_PARENT, error,
                           "Parent %s is not valid in %s, and this unit is; give the unit valid_from and "
                           "valid_to, or the parent a line for those years",
                           unit->parent, when);
}

/* Registers often name the parent by its name. */
static bool refuse_unknown(const GovUnits *units, const GovBody *unit, GError **error)
{
    size_t found = 0;

    if (gov_units_find_name(units, unit->parent, unit->valid_from, &found, 1) == 1)
        return gov__units_fail(units, unit->file_line, GOV_BODY_PARENT, error,
                               "\"%s\" is the name of a unit; write its code, %s", unit->parent,
                               get_line(units, (gint32)found)->code);
    return gov__units_fail(units, unit->file_line, GOV_BODY_PARENT, error,
                           "No unit has the code %s; the parent is named by its code, and needs a line of its own",
                           unit->parent);
}

/* Walks the lines of the parent, in order of their years, through the years of the unit. */
static bool check_parent(const GovUnits *units, const GovBody *unit, GArray *lines, GError **error)
{
    int year = first_year(unit);

    if (!g_hash_table_contains(units->codes, unit->parent))
        return refuse_unknown(units, unit, error);
    sort_code(units, unit->parent, lines);
    for (guint i = 0; i < lines->len; i++) {
        const GovBody *parent = get_line(units, g_array_index(lines, gint32, i));
        if (last_year(parent) < year)
            continue;
        if (first_year(parent) > year)
            return refuse_gap(units, unit, year, error);
        if (last_year(parent) >= last_year(unit))
            return true;
        year = last_year(parent) + 1;
    }
    return refuse_gap(units, unit, lines->len > 0 && last_year(unit) == G_MAXINT ? G_MAXINT : year, error);
}

static void check_parents(GovUnits *units, GovTable *table)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(gint32));

    for (guint i = 0; i < units->lines->len; i++) {
        const GovBody *unit = get_line(units, (gint32)i);
        if (unit->parent == NULL)
            continue;
        GError *mistake = NULL;
        if (!check_parent(units, unit, lines, &mistake)) {
            gov__table_add_mistake(table, mistake);
            continue;
        }
        gint32 parent = g_array_index(lines, gint32, lines->len - 1);
        if (unit->line == GOV_LINE_VERTICAL && get_line(units, parent)->line == GOV_LINE_LOCAL)
            gov__units_warn(units, unit->file_line, GOV_BODY_PARENT,
                            "%s is vertical and %s is local; vertical units are usually outside the sums of the "
                            "local government and have their own parent bureau",
                            unit->code, unit->parent);
    }
}

/* ---- circles ---- */

static int compare_years(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

/* Years in which a line begins, and 0 for those before. */
static GArray *list_years(const GovUnits *units)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    GArray *years = g_array_new(FALSE, FALSE, sizeof(int));

    for (guint i = 0; i < units->lines->len; i++) {
        int year = MAX(first_year(get_line(units, (gint32)i)), 1);
        if (g_hash_table_add(seen, GINT_TO_POINTER(year)))
            g_array_append_val(years, year);
    }
    g_array_sort(years, compare_years);
    return years;
}

/* Follows parents from every line; `marks` holds the walk that came by first. Coming upon the mark of one's
 * own walk is a circle. */
static int find_circle(const GovUnits *units, int year, gint32 *marks)
{
    guint n = units->lines->len;

    memset(marks, -1, n * sizeof *marks);
    for (guint i = 0; i < n; i++) {
        int at = gov_units_is_valid(units, i, year) ? (int)i : -1;
        while (at >= 0 && marks[at] < 0) {
            marks[at] = (gint32)i;
            at = gov_units_get_parent(units, (size_t)at, year);
        }
        if (at >= 0 && marks[at] == (gint32)i)
            return at;
    }
    return -1;
}

static bool refuse_circle(const GovUnits *units, int line, int year, GError **error)
{
    const GovBody *unit = get_line(units, line);
    g_autoptr(GString) path = g_string_new(unit->code);
    int at = line;

    for (unsigned i = 0; i < 8; i++) {
        at = gov_units_get_parent(units, (size_t)at, year);
        g_string_append_printf(path, " → %s", get_line(units, at)->code);
        if (at == line)
            return gov__units_fail(units, unit->file_line, GOV_BODY_PARENT, error,
                                   "Parents run in a circle: %s; one of them must have none, or another",
                                   path->str);
    }
    return gov__units_fail(units, unit->file_line, GOV_BODY_PARENT, error,
                           "Parents run in a circle: %s → …; one of them must have none, or another", path->str);
}

static bool check_circles(const GovUnits *units, GError **error)
{
    g_autoptr(GArray) years = list_years(units);
    g_autofree gint32 *marks = g_new(gint32, MAX(units->lines->len, 1));

    for (guint i = 0; i < years->len; i++) {
        int year = g_array_index(years, int, i);
        int line = find_circle(units, year, marks);
        if (line >= 0)
            return refuse_circle(units, line, year, error);
    }
    return true;
}

/* ---- names ---- */

static bool share_a_year(const GovBody *a, const GovBody *b)
{
    return first_year(a) <= last_year(b) && first_year(b) <= last_year(a);
}

/* Told once, for the last two: a name that several units have is not wrong, but finds none of them. */
static void warn_of_names(GovUnits *units)
{
    for (guint i = 0; i < units->lines->len; i++) {
        const GovBody *unit = get_line(units, (gint32)i);
        size_t found[2] = {0, 0};
        if (gov_units_find_name(units, unit->name, unit->valid_from, found, 2) < 2)
            continue;
        const GovBody *other = get_line(units, (gint32)(found[0] == i ? found[1] : found[0]));
        if (other->file_line < unit->file_line && share_a_year(unit, other))
            gov__units_warn(units, unit->file_line, GOV_BODY_NAME,
                            "%s and %s (line %u) both answer to \"%s\"; reports under that name fit neither "
                            "unless a manifest gives their code",
                            unit->code, other->code, other->file_line, unit->name);
    }
}

bool gov__units_check(GovUnits *units, GovTable *table, GError **error)
{
    check_codes(units, table);
    check_parents(units, table);
    if (!gov__table_close(table, error) || !check_circles(units, error))
        return false;
    warn_of_names(units);
    return true;
}
