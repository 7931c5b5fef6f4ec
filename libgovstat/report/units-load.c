/* SPDX-License-Identifier: MIT */
/* Text → register of units. What the columns hold is in units-field.c; here records become lines, and the lines a
 * register. What concerns several lines is looked at afterwards, in units-check.c. */
#include "report/units-private.h"

#include <govstat/error.h>

#include "base/file-private.h"

#define MAX_BYTES ((size_t)256 << 20)
#define MAX_LINES 1000000u

/* ---- lines ---- */

static bool check_unit(GovUnits *units, GovBody *unit, GError **error)
{
    if (unit->code == NULL)
        return gov__units_fail(units, unit->file_line, GOV_BODY_CODE, error, "No code; every unit needs one");
    if (unit->name == NULL)
        return gov__units_fail(units, unit->file_line, GOV_BODY_NAME, error, "No name; every unit needs one");
    if (unit->valid_from != 0 && unit->valid_to != 0 && unit->valid_from > unit->valid_to)
        return gov__units_fail(units, unit->file_line, GOV_BODY_VALID_TO, error,
                               "The last year, %d, is before the first, %d", unit->valid_to, unit->valid_from);
    if (unit->division == NULL)
        return true;
    GovLevel level = gov_code_get_division_level(unit->division);
    if (unit->level == GOV_LEVEL_UNKNOWN)
        unit->level = level;
    else if (level != unit->level && unit->level < GOV_LEVEL_TOWNSHIP)
        gov__units_warn(units, unit->file_line, GOV_BODY_DIVISION, "%s is a code of level %s, not %s",
                        unit->division, gov_level_get_name(level), gov_level_get_name(unit->level));
    return true;
}

static bool add_line(GovUnits *units, const GovTable *table, GError **error)
{
    GovBody unit = {.file_line = gov__table_get_line(table)};
    guint32 n_aliases = 0;

    for (int field = 0; field < GOV_BODY_N_FIELDS; field++) {
        g_autofree char *text = gov__table_dup(table, (size_t)field);
        if (!gov__units_parse(units, &unit, (GovBodyField)field, text, error))
            return false;
    }
    if (!check_unit(units, &unit, error))
        return false;
    n_aliases = units->aliases->len;
    g_array_append_val(units->lines, unit);
    g_array_append_val(units->first_alias, n_aliases);
    return true;
}

static bool read_lines(GovUnits *units, GovTable *table, GError **error)
{
    guint32 none = 0;

    g_array_append_val(units->first_alias, none);
    while (gov__table_next(table)) {
        GError *mistake = NULL;
        if (units->lines->len == MAX_LINES) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "%s: More than %u units", units->places.name, MAX_LINES);
            return false;
        }
        if (!add_line(units, table, &mistake))
            gov__table_add_mistake(table, mistake);
    }
    return gov__table_close(table, error);
}

/* ---- the whole ---- */

/* Takes names and warnings of the table with it. */
static GovUnits *new_units(GovTable *table)
{
    GovUnits *units = g_atomic_rc_box_new0(GovUnits);

    units->strings = g_string_chunk_new(4096);
    units->lines = g_array_new(FALSE, FALSE, sizeof(GovBody));
    units->first_alias = g_array_new(FALSE, FALSE, sizeof(guint32));
    units->aliases = g_ptr_array_new();
    units->next_code = g_array_new(FALSE, FALSE, sizeof(gint32));
    units->parents = g_array_new(FALSE, FALSE, sizeof(gint32));
    units->name_links = g_array_new(FALSE, FALSE, sizeof(GovBodyLink));
    units->codes = g_hash_table_new(g_str_hash, g_str_equal);
    units->names = g_hash_table_new(g_str_hash, g_str_equal);
    units->bare = g_hash_table_new(g_str_hash, g_str_equal);
    units->warnings = g_ptr_array_ref(table->warnings);
    units->places = table->places;
    units->places.name = g_strdup(table->places.name);
    return units;
}

GovUnits *gov_units_from_data(const char *data, size_t len, const char *name, GError **error)
{
    g_return_val_if_fail(data != NULL && name != NULL, NULL);
    g_auto(GovTable) table = {.n_fields = 0};

    if (!gov__file_check_size(len, MAX_BYTES, error) ||
        !gov__table_open(&table, data, len, name, gov__units_columns, GOV_BODY_N_FIELDS, error))
        return NULL;
    g_autoptr(GovUnits) units = new_units(&table);
    if (!read_lines(units, &table, error))
        return NULL;
    gov__units_index(units);
    return gov__units_check(units, &table, error) ? g_steal_pointer(&units) : NULL;
}

GovUnits *gov_units_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autofree char *name = NULL;
    g_autoptr(GByteArray) bytes = gov__file_load_named(path, MAX_BYTES, &name, error);

    if (bytes == NULL)
        return NULL;
    return gov_units_from_data(bytes->data != NULL ? (const char *)bytes->data : "", bytes->len, name, error);
}
