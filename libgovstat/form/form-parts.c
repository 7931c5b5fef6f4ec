/* SPDX-License-Identifier: MIT */
/* The parts of a form: what the matcher and the rules see of it beyond the public face.
 *
 * Groups and captions carry no figures, so they are not in the public face by index; a
 * reader of tables needs them because they are printed like rows and columns and tell
 * which 其他 is meant. */
#include "form/form-struct-private.h"

#include <govstat/label.h>

#include <string.h>

const GovPart *gov__form_get_part(const GovForm *form, size_t table, GovAxis axis,
                                  size_t i)
{
    g_return_val_if_fail(form != NULL && table < form->tables->len, NULL);
    const GovTable *self = gov__form_get_table(form, table);
    if (axis == GOV_AXIS_TABLE) {
        return &self->self;
    }
    g_return_val_if_fail(i < gov__table_n_parts(self, axis), NULL);
    return gov__table_get_part(self, axis, i);
}

const char *gov__form_get_label(const GovForm *form, size_t table, GovAxis axis, size_t i,
                                GovLanguage language)
{
    const GovPart *part = gov__form_get_part(form, table, axis, i);
    g_return_val_if_fail(part != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return part->label[language];
}

size_t gov__form_count_parts(const GovForm *form, size_t table, GovAxis axis)
{
    g_return_val_if_fail(form != NULL && table < form->tables->len, 0);
    return gov__table_n_parts(gov__form_get_table(form, table), axis);
}

static int get_parent(const GovForm *form, size_t table, GovAxis axis, size_t i)
{
    const GovPart *part = gov__form_get_part(form, table, axis, i);
    return part ? part->parent : -1;
}

int gov__form_get_row_group(const GovForm *form, size_t table, size_t row)
{
    return get_parent(form, table, GOV_AXIS_ROW, row);
}

int gov__form_get_row_group_parent(const GovForm *form, size_t table, size_t group)
{
    return get_parent(form, table, GOV_AXIS_ROW_GROUP, group);
}

int gov__form_get_column_group(const GovForm *form, size_t table, size_t column)
{
    return get_parent(form, table, GOV_AXIS_COLUMN, column);
}

int gov__form_get_column_group_parent(const GovForm *form, size_t table, size_t group)
{
    return get_parent(form, table, GOV_AXIS_COLUMN_GROUP, group);
}

size_t gov__form_n_row_groups(const GovForm *form, size_t table)
{
    return gov__form_count_parts(form, table, GOV_AXIS_ROW_GROUP);
}

size_t gov__form_n_column_groups(const GovForm *form, size_t table)
{
    return gov__form_count_parts(form, table, GOV_AXIS_COLUMN_GROUP);
}

const char *gov__form_get_row_group_label(const GovForm *form, size_t table, size_t group,
                                          GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_ROW_GROUP, group, language);
}

const char *gov__form_get_column_group_label(const GovForm *form, size_t table,
                                             size_t group, GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_COLUMN_GROUP, group, language);
}

int gov__form_get_row_caption(const GovForm *form, size_t table, size_t row)
{
    const GovPart *part = gov__form_get_part(form, table, GOV_AXIS_ROW, row);
    return part ? part->caption : -1;
}

size_t gov__form_n_captions(const GovForm *form, size_t table)
{
    return gov__form_count_parts(form, table, GOV_AXIS_CAPTION);
}

const char *gov__form_get_caption_label(const GovForm *form, size_t table, size_t caption,
                                        GovLanguage language)
{
    return gov__form_get_label(form, table, GOV_AXIS_CAPTION, caption, language);
}

const char *gov__form_get_table_corner(const GovForm *form, size_t table,
                                       GovLanguage language)
{
    if (!gov__form_count_parts(form, table, GOV_AXIS_HEADER)) {
        return NULL;
    }
    return gov__form_get_label(form, table, GOV_AXIS_HEADER, 0, language);
}

gboolean gov__form_is_wide(const GovForm *form, size_t table)
{
    g_return_val_if_fail(form != NULL && table < form->tables->len, FALSE);
    return gov__form_get_table(form, table)->wide;
}

unsigned gov__form_get_table_section(const GovForm *form, size_t table)
{
    g_return_val_if_fail(form != NULL && table < form->tables->len, 0);
    return gov__form_get_table(form, table)->section;
}

const GovTarget *gov__form_find_targets(const GovForm *form, const char *key, size_t *n)
{
    return gov__index_find(form->index, key, n);
}

const GovTarget *gov__form_find_similar(const GovForm *form, const char *key,
                                        size_t *distance)
{
    return gov__index_find_similar(form->index, key, distance);
}

int gov__table_find_part(const GovTable *table, GovAxis axis, const char *id)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(table->ids[axis], id)) - 1;
}

int gov__form_find_table(const GovForm *form, const char *id, size_t len)
{
    for (guint i = 0; i < form->tables->len; i++) {
        const char *known = gov__form_get_table(form, i)->self.id;
        if (strncmp(known, id, len) == 0 && known[len] == '\0') {
            return (int)i;
        }
    }
    return -1;
}

int gov__form_find_cell_in(const GovForm *form, size_t table, const char *code)
{
    g_autofree char *full =
        g_strconcat(gov__form_get_table(form, table)->self.id, ".", code, NULL);
    return GPOINTER_TO_INT(g_hash_table_lookup(form->codes, full)) - 1;
}

char *gov__table_dup_hint(const GovTable *table, const GovAxis *axes, size_t n_axes,
                          const char *id)
{
    const unsigned limit = 3;
    const char *nearest = NULL;
    unsigned best = limit + 1;
    for (size_t a = 0; a < n_axes; a++) {
        for (size_t i = 0; i < gov__table_n_parts(table, axes[a]); i++) {
            const char *known = gov__table_get_part(table, axes[a], i)->id;
            unsigned distance = gov_label_distance(known, id, limit);
            if (distance < best) {
                best = distance;
                nearest = known;
            }
        }
    }
    return nearest ? g_strdup_printf("; did you mean %s?", nearest) : g_strdup("");
}
