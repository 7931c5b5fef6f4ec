/* SPDX-License-Identifier: MIT */
/* Loading a form, after all parts are known by name: who stands under whom, and which
 * cells there are.
 *
 * Cells are numbered in printed order, table by table and row by row, and the number is
 * kept for good: it is the index of the cell in every report. A row has all columns of
 * its table unless it names its own; type and unit come from the row, else the column,
 * else the table. */
#include "form/form-load-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_DEPTH 16
#define MAX_CELLS 65535

/* Finds what a key of a part refers to: -1 if the key is not there. */
static bool find_reference(const GovLoader *loader, const GovTable *table,
                           const GovPart *part, const char *key, GovAxis axis, int *found,
                           GError **error)
{
    const char *id = NULL;
    *found = -1;
    if (!gov__loader_read(loader, part->section, key, &id, error)) {
        return false;
    }
    if (!id) {
        return true;
    }
    *found = gov__table_find_part(table, axis, id);
    if (*found >= 0) {
        return true;
    }
    g_autofree char *hint = gov__table_dup_hint(table, &axis, 1, id);
    return gov__keys_fail(loader->keys, part->section, key, error,
                          "table %s has no %s %s%s", table->self.id,
                          axis == GOV_AXIS_CAPTION ? "caption" : "group", id, hint);
}

static bool link_parents(GovLoader *loader, const GovTable *table, GovAxis axis,
                         GovAxis groups, GError **error)
{
    for (size_t i = 0; i < gov__table_n_parts(table, axis); i++) {
        GovPart *part = gov__table_get_part(table, axis, i);
        if (!find_reference(loader, table, part, "parent", groups, &part->parent,
                            error)) {
            return false;
        }
    }
    return true;
}

static bool check_depth(const GovLoader *loader, const GovTable *table, GovAxis groups,
                        GError **error)
{
    for (size_t i = 0; i < gov__table_n_parts(table, groups); i++) {
        const GovPart *part = gov__table_get_part(table, groups, i);
        int parent = part->parent;
        int depth = 1;
        while (parent >= 0 && parent != (int)i && depth <= MAX_DEPTH) {
            parent = gov__table_get_part(table, groups, (size_t)parent)->parent;
            depth++;
        }
        if (parent >= 0) {
            return gov__keys_fail(loader->keys, part->section, "parent", error,
                                  parent == (int)i
                                      ? "group %s stands under itself"
                                      : "group %s is nested too deep, or in a circle",
                                  part->id);
        }
    }
    return true;
}

static bool link_captions(GovLoader *loader, const GovTable *table, GError **error)
{
    for (size_t i = 0; i < gov__table_n_parts(table, GOV_AXIS_ROW); i++) {
        GovPart *part = gov__table_get_part(table, GOV_AXIS_ROW, i);
        if (!find_reference(loader, table, part, "caption", GOV_AXIS_CAPTION,
                            &part->caption, error)) {
            return false;
        }
    }
    return true;
}

/* Marks the columns of a row with 0 in its stretch of the grid. */
static bool mark_columns(const GovLoader *loader, const GovTable *table,
                         const GovPart *row, int32_t *marks, GError **error)
{
    g_auto(GStrv) ids = NULL;
    const GovAxis axis = GOV_AXIS_COLUMN;
    if (!gov__keys_dup_list(loader->keys, row->section, "columns", &ids, error)) {
        return false;
    }
    if (!ids) {
        memset(marks, 0, gov__table_n_parts(table, axis) * sizeof *marks);
        return true;
    }
    for (char **id = ids; *id; id++) {
        int column = gov__table_find_part(table, axis, *id);
        if (column < 0) {
            g_autofree char *hint = gov__table_dup_hint(table, &axis, 1, *id);
            return gov__keys_fail(loader->keys, row->section, "columns", error,
                                  "table %s has no column %s%s", table->self.id, *id,
                                  hint);
        }
        if (marks[column] == 0) {
            return gov__keys_fail(loader->keys, row->section, "columns", error,
                                  "column %s is there twice", *id);
        }
        marks[column] = 0;
    }
    return *ids ||
           gov__keys_fail(loader->keys, row->section, "columns", error, "is empty");
}

static bool is_money_unit(const char *unit)
{
    return strcmp(unit, "元") == 0 || strcmp(unit, "万元") == 0 ||
           strcmp(unit, "亿元") == 0;
}

static bool check_unit(const GovLoader *loader, const GovPart *row, const GovPart *column,
                       const GovFormCell *cell, GError **error)
{
    bool money = cell->type == GOV_TYPE_MONEY;
    if (!*cell->unit || money == is_money_unit(cell->unit)) {
        return true;
    }
    const GovPart *part = row->unit || row->type >= 0 ? row : column;
    return gov__keys_fail(loader->keys, part->section, part->unit ? "unit" : NULL, error,
                          "unit %s does not go with type %s", cell->unit,
                          money ? "money" : "count or signed");
}

static bool add_cell(GovLoader *loader, size_t table_index, size_t r, size_t c,
                     GError **error)
{
    GovForm *form = loader->form;
    GovTable *table = gov__form_get_table(form, table_index);
    const GovPart *row = gov__table_get_part(table, GOV_AXIS_ROW, r);
    const GovPart *column = gov__table_get_part(table, GOV_AXIS_COLUMN, c);
    const char *inherited = column->unit ? column->unit : table->self.unit;
    int type = row->type >= 0      ? row->type
               : column->type >= 0 ? column->type
                                   : table->self.type;
    GovFormCell cell = {
        .table = (uint16_t)table_index, .row = (uint16_t)r, .column = (uint16_t)c};
    cell.type = type >= 0 ? (GovType)type : GOV_TYPE_COUNT;
    cell.unit = row->unit ? row->unit : inherited ? inherited : "";
    if (!check_unit(loader, row, column, &cell, error)) {
        return false;
    }
    g_autofree char *text =
        g_strconcat(table->self.id, ".", row->id, ".", column->id, NULL);
    char *code = g_string_chunk_insert(form->strings, text);
    cell.code = code;
    table->cells[r * table->parts[GOV_AXIS_COLUMN]->len + c] = (int32_t)form->cells->len;
    g_array_append_val(form->cells, cell);
    g_hash_table_insert(form->codes, code, GINT_TO_POINTER((int)form->cells->len));
    return form->cells->len <= MAX_CELLS ||
           gov__keys_fail(loader->keys, row->section, NULL, error, "more than %d cells",
                          MAX_CELLS);
}

static bool add_row_cells(GovLoader *loader, size_t table_index, size_t r, GError **error)
{
    GovTable *table = gov__form_get_table(loader->form, table_index);
    const GovPart *row = gov__table_get_part(table, GOV_AXIS_ROW, r);
    size_t n = gov__table_n_parts(table, GOV_AXIS_COLUMN);
    int32_t *marks = table->cells + r * n;
    if (!mark_columns(loader, table, row, marks, error)) {
        return false;
    }
    for (size_t c = 0; c < n; c++) {
        if (marks[c] == 0 && !add_cell(loader, table_index, r, c, error)) {
            return false;
        }
    }
    return true;
}

static bool check_columns_used(const GovLoader *loader, const GovTable *table,
                               GError **error)
{
    size_t n = gov__table_n_parts(table, GOV_AXIS_COLUMN);
    for (size_t c = 0; c < n; c++) {
        bool used = false;
        for (size_t r = 0; !used && r < gov__table_n_parts(table, GOV_AXIS_ROW); r++) {
            used = gov__table_get_cell(table, r, c) >= 0;
        }
        if (!used) {
            return gov__keys_fail(loader->keys,
                                  gov__table_get_part(table, GOV_AXIS_COLUMN, c)->section,
                                  NULL, error, "no row has this column");
        }
    }
    return true;
}

static bool add_cells(GovLoader *loader, size_t table_index, GError **error)
{
    GovTable *table = gov__form_get_table(loader->form, table_index);
    size_t n_rows = gov__table_n_parts(table, GOV_AXIS_ROW);
    size_t n_columns = gov__table_n_parts(table, GOV_AXIS_COLUMN);
    if (!n_rows || !n_columns) {
        return gov__keys_fail(loader->keys, table->self.section, NULL, error,
                              "table %s has no %s", table->self.id,
                              n_rows ? "columns" : "rows");
    }
    table->cells = g_new(int32_t, n_rows * n_columns);
    memset(table->cells, 0xFF, n_rows * n_columns * sizeof *table->cells);
    for (size_t r = 0; r < n_rows; r++) {
        if (!add_row_cells(loader, table_index, r, error)) {
            return false;
        }
    }
    return check_columns_used(loader, table, error);
}

bool gov__loader_link(GovLoader *loader, GError **error)
{
    for (size_t t = 0; t < loader->form->tables->len; t++) {
        const GovTable *table = gov__form_get_table(loader->form, t);
        if (!link_parents(loader, table, GOV_AXIS_ROW_GROUP, GOV_AXIS_ROW_GROUP, error) ||
            !link_parents(loader, table, GOV_AXIS_ROW, GOV_AXIS_ROW_GROUP, error) ||
            !link_parents(loader, table, GOV_AXIS_COLUMN_GROUP, GOV_AXIS_COLUMN_GROUP,
                          error) ||
            !link_parents(loader, table, GOV_AXIS_COLUMN, GOV_AXIS_COLUMN_GROUP, error) ||
            !check_depth(loader, table, GOV_AXIS_ROW_GROUP, error) ||
            !check_depth(loader, table, GOV_AXIS_COLUMN_GROUP, error) ||
            !link_captions(loader, table, error) || !add_cells(loader, t, error)) {
            return false;
        }
    }
    return true;
}
