/* SPDX-License-Identifier: MIT */
/* Loading a form: every wording of every part goes into the label index.
 *
 * `aliases` are wordings of this part alone, `shared` those that another part of the same
 * kind has as well (a header cut off to 本年新 twice): the form says so on purpose, and
 * the matcher tells them apart by their order. Any other wording that two parts have is a
 * mistake. */
#include "form/form-load-private.h"

static const char *name_axis(GovAxis axis)
{
    static const char *const names[] = {[GOV_AXIS_TABLE] = "table",
                                        [GOV_AXIS_ROW] = "row",
                                        [GOV_AXIS_ROW_GROUP] = "row-group",
                                        [GOV_AXIS_COLUMN] = "column",
                                        [GOV_AXIS_COLUMN_GROUP] = "column-group",
                                        [GOV_AXIS_CAPTION] = "caption",
                                        [GOV_AXIS_HEADER] = "header"};
    return names[axis];
}

static bool add_wording(const GovLoader *loader, const GovPart *part,
                        const GovTarget *target, const char *key, const char *text,
                        GError **error)
{
    GovWording wording = key[0] == 'l'   ? GOV_WORDING_OFFICIAL
                         : key[0] == 'a' ? GOV_WORDING_ALIAS
                                         : GOV_WORDING_SHARED;
    GovTarget rival = {0};
    switch (gov__index_add(loader->form->index, text, wording, target, part->parent,
                           &rival)) {
    case GOV_INDEX_EMPTY:
        return gov__keys_fail(
            loader->keys, part->section, key, error,
            "nothing is left of \"%s\" without its ordinal and punctuation", text);
    case GOV_INDEX_TAKEN:
        return gov__keys_fail(
            loader->keys, part->section, key, error,
            "\"%s\" is already a wording of %s %s", text, name_axis(rival.axis),
            gov__form_get_part(loader->form, rival.table, rival.axis, rival.index)->id);
    case GOV_INDEX_ADDED:
    default:
        return true;
    }
}

static bool add_list(const GovLoader *loader, const GovPart *part,
                     const GovTarget *target, const char *key, GError **error)
{
    g_auto(GStrv) texts = NULL;
    if (!gov__keys_dup_list(loader->keys, part->section, key, &texts, error)) {
        return false;
    }
    for (char **text = texts; text && *text; text++) {
        if (!add_wording(loader, part, target, key, *text, error)) {
            return false;
        }
    }
    return true;
}

static bool add_part(const GovLoader *loader, size_t table, GovAxis axis, size_t i,
                     bool official, GError **error)
{
    const GovPart *part = gov__form_get_part(loader->form, table, axis, i);
    const GovTarget target = {
        .axis = axis, .table = (uint16_t)table, .index = (uint16_t)i};
    if (official) {
        return add_wording(loader, part, &target, "label", part->wording, error);
    }
    return add_list(loader, part, &target, "aliases", error) &&
           add_list(loader, part, &target, "shared", error);
}

static bool add_axis(const GovLoader *loader, size_t table, GovAxis axis, bool official,
                     GError **error)
{
    size_t n =
        axis == GOV_AXIS_TABLE ? 1 : gov__form_count_parts(loader->form, table, axis);
    for (size_t i = 0; i < n; i++) {
        if (!add_part(loader, table, axis, i, official, error)) {
            return false;
        }
    }
    return true;
}

/* Official labels first: of an alias and a label that clash, the alias is the mistake. */
bool gov__loader_index(GovLoader *loader, GError **error)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t t = 0; t < loader->form->tables->len; t++) {
            for (int axis = 0; axis < GOV_N_AXES; axis++) {
                if (!add_axis(loader, t, (GovAxis)axis, pass == 0, error)) {
                    return false;
                }
            }
        }
    }
    gov__index_seal(loader->form->index);
    return true;
}
