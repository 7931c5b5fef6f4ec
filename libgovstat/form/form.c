/* SPDX-License-Identifier: MIT */
/* GovForm: the public face and what the rest of the library sees of it.
 *
 * A form is filled by form-load.c and never changes afterwards, so that it may be read
 * from any thread without a lock. Tables, rows, columns and cells are plain arrays in
 * printed order; a table also holds a dense grid from row and column to the cell, since
 * in a sparse table not every pair is one. */
#include "form/form-struct-private.h"
#include "form/indicator-private.h"
#include "form/lexicon-private.h"

#include <govstat/error.h>

#include <string.h>

static void table_clear(gpointer data)
{
    GovTable *table = data;
    for (int axis = 0; axis < GOV_N_AXES; axis++) {
        g_array_unref(table->parts[axis]);
        g_hash_table_unref(table->ids[axis]);
    }
    g_free(table->cells);
}

GovForm *gov__form_new(void)
{
    GovForm *form = g_new0(GovForm, 1);
    g_atomic_ref_count_init(&form->references);
    form->strings = g_string_chunk_new(16384);
    form->tables = g_array_new(FALSE, TRUE, sizeof(GovTable));
    g_array_set_clear_func(form->tables, table_clear);
    form->cells = g_array_new(FALSE, TRUE, sizeof(GovFormCell));
    form->codes = g_hash_table_new(g_str_hash, g_str_equal);
    form->rules = g_ptr_array_new_with_free_func((void (*)(void *))gov__rule_free);
    form->indicators = g_ptr_array_new_with_free_func((void (*)(void *))gov__indicator_free);
    form->index = gov__index_new();
    return form;
}

void gov__form_add_table(GovForm *form, const GovPart *self, unsigned section, bool wide)
{
    GovTable table = {.self = *self, .section = section, .wide = wide};
    for (int axis = 0; axis < GOV_N_AXES; axis++) {
        table.parts[axis] = g_array_new(FALSE, TRUE, sizeof(GovPart));
        table.ids[axis] = g_hash_table_new(g_str_hash, g_str_equal);
    }
    g_array_append_val(form->tables, table);
}

void gov__table_add_part(GovTable *table, GovAxis axis, const GovPart *part)
{
    g_array_append_vals(table->parts[axis], part, 1);
    g_hash_table_insert(table->ids[axis], part->id,
                        GINT_TO_POINTER((int)table->parts[axis]->len));
}

GovForm *gov_form_ref(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, NULL);
    /* The count of references is the one thing that changes in a form. */
    GovForm *self = (GovForm *)(guintptr)form;
    g_atomic_ref_count_inc(&self->references);
    return self;
}

void gov_form_unref(GovForm *form)
{
    if (!form || !g_atomic_ref_count_dec(&form->references)) {
        return;
    }
    gov__lexicon_free(form->lexicon);
    gov__index_free(form->index);
    g_ptr_array_unref(form->indicators);
    g_ptr_array_unref(form->rules);
    g_hash_table_unref(form->codes);
    g_array_unref(form->cells);
    g_array_unref(form->tables);
    g_string_chunk_free(form->strings);
    g_free(form);
}

const char *gov_form_get_id(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, NULL);
    return form->id;
}

const char *gov_form_get_title(const GovForm *form, GovLanguage language)
{
    g_return_val_if_fail(form != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return form->title[language];
}

const char *gov_form_get_basis(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, NULL);
    return form->basis;
}

int gov_form_get_first_year(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->first_year;
}

int gov_form_get_last_year(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->last_year;
}

size_t gov_form_n_tables(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->tables->len;
}

const char *gov_form_get_table_id(const GovForm *form, size_t table)
{
    const GovPart *part = gov__form_get_part(form, table, GOV_AXIS_TABLE, 0);
    return part ? part->id : NULL;
}

const char *gov_form_get_table_label(const GovForm *form, size_t table,
                                     GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_TABLE, 0, language);
}

size_t gov_form_n_rows(const GovForm *form, size_t table)
{
    return gov__form_count_parts(form, table, GOV_AXIS_ROW);
}

const char *gov_form_get_row_id(const GovForm *form, size_t table, size_t row)
{
    const GovPart *part = gov__form_get_part(form, table, GOV_AXIS_ROW, row);
    return part ? part->id : NULL;
}

const char *gov_form_get_row_label(const GovForm *form, size_t table, size_t row,
                                   GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_ROW, row, language);
}

const char *gov_form_get_row_article(const GovForm *form, size_t table, size_t row)
{
    const GovPart *part = gov__form_get_part(form, table, GOV_AXIS_ROW, row);
    return part ? part->article : NULL;
}

size_t gov_form_n_row_groups(const GovForm *form, size_t table, size_t row)
{
    size_t n = 0;
    for (int group = gov__form_get_row_group(form, table, row); group >= 0;
         group = gov__form_get_row_group_parent(form, table, (size_t)group)) {
        n++;
    }
    return n;
}

const char *gov_form_get_row_group_label(const GovForm *form, size_t table, size_t row,
                                         size_t level, GovLanguage language)
{
    size_t n = gov_form_n_row_groups(form, table, row);
    g_return_val_if_fail(level < n, NULL);
    int group = gov__form_get_row_group(form, table, row);
    while (--n > level) {
        group = gov__form_get_row_group_parent(form, table, (size_t)group);
    }
    return gov__form_get_row_group_label(form, table, (size_t)group, language);
}

const char *gov_form_get_row_caption(const GovForm *form, size_t table, size_t row,
                                     GovLanguage language)
{
    int caption = gov__form_get_row_caption(form, table, row);
    return caption < 0 ? NULL
                       : gov__form_get_label(form, table, GOV_AXIS_CAPTION,
                                             (size_t)caption, language);
}

size_t gov_form_n_columns(const GovForm *form, size_t table)
{
    return gov__form_count_parts(form, table, GOV_AXIS_COLUMN);
}

const char *gov_form_get_column_id(const GovForm *form, size_t table, size_t column)
{
    const GovPart *part = gov__form_get_part(form, table, GOV_AXIS_COLUMN, column);
    return part ? part->id : NULL;
}

const char *gov_form_get_column_label(const GovForm *form, size_t table, size_t column,
                                      GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_COLUMN, column, language);
}

const char *gov_form_get_column_group_label(const GovForm *form, size_t table,
                                            size_t column, GovLanguage language)
{
    int group = gov__form_get_column_group(form, table, column);
    return group < 0 ? NULL
                     : gov__form_get_label(form, table, GOV_AXIS_COLUMN_GROUP,
                                           (size_t)group, language);
}

size_t gov_form_n_cells(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->cells->len;
}

int gov_form_get_cell(const GovForm *form, size_t table, size_t row, size_t column)
{
    g_return_val_if_fail(form != NULL && table < form->tables->len, -1);
    const GovTable *self = gov__form_get_table(form, table);
    g_return_val_if_fail(row < gov__table_n_parts(self, GOV_AXIS_ROW) &&
                             column < gov__table_n_parts(self, GOV_AXIS_COLUMN),
                         -1);
    return gov__table_get_cell(self, row, column);
}

int gov_form_find_cell(const GovForm *form, const char *code)
{
    g_return_val_if_fail(form != NULL && code != NULL, -1);
    return GPOINTER_TO_INT(g_hash_table_lookup(form->codes, code)) - 1;
}

static const GovFormCell *get_cell(const GovForm *form, size_t cell)
{
    static const GovFormCell none = {0};
    g_return_val_if_fail(form != NULL && cell < form->cells->len, &none);
    return &g_array_index(form->cells, GovFormCell, cell);
}

const char *gov_form_get_code(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->code;
}

size_t gov_form_get_cell_table(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->table;
}

size_t gov_form_get_cell_row(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->row;
}

size_t gov_form_get_cell_column(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->column;
}

GovType gov_form_get_cell_type(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->type;
}

const char *gov_form_get_cell_unit(const GovForm *form, size_t cell)
{
    return get_cell(form, cell)->unit;
}

char *gov_form_dup_cell_label(const GovForm *form, size_t cell, GovLanguage language)
{
    g_return_val_if_fail(form != NULL && cell < form->cells->len, NULL);
    const GovFormCell *self = get_cell(form, cell);
    g_autoptr(GString) text = g_string_new(NULL);
    size_t n = gov_form_n_row_groups(form, self->table, self->row);
    for (size_t level = 0; level < n; level++) {
        g_string_append_printf(
            text, "%s › ",
            gov_form_get_row_group_label(form, self->table, self->row, level, language));
    }
    const char *heading =
        gov_form_get_column_group_label(form, self->table, self->column, language);
    g_string_append_printf(
        text, "%s › %s%s%s",
        gov_form_get_row_label(form, self->table, self->row, language),
        heading ? heading : "", heading ? " › " : "",
        gov_form_get_column_label(form, self->table, self->column, language));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

size_t gov_form_n_rules(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->rules->len;
}

const GovRule *gov_form_get_rule(const GovForm *form, size_t rule)
{
    g_return_val_if_fail(form != NULL && rule < form->rules->len, NULL);
    return g_ptr_array_index(form->rules, rule);
}
