/* SPDX-License-Identifier: MIT */
/* The text of a form → GovForm, step by step, each only after the one before has held:
 *
 *   sections and keys (keys.c) → tables and their parts (here) → parents, captions, cells
 *   (form-link.c) → labels (form-load-labels.c) → rules (rule-load.c) → indicators (indicator.c)
 *
 * so that parts may be written in any order, and a rule may rely on every cell. The
 * built-in forms come this way too. Anything doubtful fails with file, line, section and
 * key: a form with a slip in it would misread every report it is used for. */
#include "base/file-private.h"
#include "form/form-load-private.h"
#include "form/indicator-private.h"
#include "form/rule-load-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_TABLES 64
#define MAX_ROWS 4096
#define MAX_COLUMNS 256 /* of one table */
#define MAX_PARTS 8192
#define MAX_LABEL 1000 /* bytes */

#define LABEL "label label[en] aliases"

static const GovSectionKind section_kinds[] = {
    {"form", false, "id title title[en] basis years"},
    {"table", true, LABEL " section layout type unit"},
    {"caption", true, LABEL},
    {"header", true, LABEL},
    {"column-group", true, LABEL " shared parent"},
    {"column", true, LABEL " shared parent type unit"},
    {"row-group", true, LABEL " shared ordinal parent"},
    {"row", true, LABEL " shared ordinal parent caption columns article type unit"},
    {"rule", true, GOV_RULE_KEYS},
    {"indicator", true, GOV_INDICATOR_KEYS},
    {NULL, false, NULL},
};

/* Kinds of section that are parts of a table. Ids of the same `space` must differ. */
static const struct {
    const char *kind;
    GovAxis axis;
    GovAxis space;
    bool dotted;
    size_t limit;
} part_kinds[] = {
    {"caption", GOV_AXIS_CAPTION, GOV_AXIS_CAPTION, false, MAX_PARTS},
    {"header", GOV_AXIS_HEADER, GOV_AXIS_HEADER, false, MAX_PARTS},
    {"column-group", GOV_AXIS_COLUMN_GROUP, GOV_AXIS_COLUMN, false, MAX_PARTS},
    {"column", GOV_AXIS_COLUMN, GOV_AXIS_COLUMN_GROUP, false, MAX_COLUMNS},
    {"row-group", GOV_AXIS_ROW_GROUP, GOV_AXIS_ROW, true, MAX_PARTS},
    {"row", GOV_AXIS_ROW, GOV_AXIS_ROW_GROUP, true, MAX_ROWS},
};

/* ---- values */

bool gov__loader_read(const GovLoader *loader, const GovSection *section, const char *key,
                      const char **value, GError **error)
{
    g_autofree char *text = NULL;
    if (!gov__keys_dup_text(loader->keys, section, key, &text, error)) {
        return false;
    }
    if (text && strlen(text) > MAX_LABEL) {
        return gov__keys_fail(loader->keys, section, key, error, "longer than %d bytes",
                              MAX_LABEL);
    }
    if (text) {
        *value = g_string_chunk_insert_const(loader->form->strings, text);
    }
    return true;
}

bool gov__loader_require(const GovLoader *loader, const GovSection *section,
                         const char *key, const char **value, GError **error)
{
    *value = NULL;
    if (!gov__loader_read(loader, section, key, value, error)) {
        return false;
    }
    if (*value && **value) {
        return true;
    }
    return gov__keys_fail(loader->keys, section, *value ? key : NULL, error,
                          "%s is missing", key);
}

bool gov__loader_read_pair(const GovLoader *loader, const GovSection *section,
                           const char *key, const char *value[GOV_N_LANGUAGES],
                           GError **error)
{
    g_autofree char *english = g_strdup_printf("%s[en]", key);
    if (!gov__loader_require(loader, section, key, &value[GOV_LANGUAGE_ZH], error)) {
        return false;
    }
    value[GOV_LANGUAGE_EN] = value[GOV_LANGUAGE_ZH];
    if (!gov__loader_read(loader, section, english, &value[GOV_LANGUAGE_EN], error)) {
        return false;
    }
    return *value[GOV_LANGUAGE_EN] ||
           gov__keys_fail(loader->keys, section, english, error, "is empty");
}

/* A word of lower-case letters, digits and underscores that begins with a letter. */
static size_t span_word(const char *text)
{
    return g_ascii_islower(*text) ? strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")
                                  : 0;
}

static bool is_id(const char *text, bool dotted)
{
    size_t len = span_word(text);
    while (len && dotted && text[len] == '.') {
        text += len + 1;
        len = span_word(text);
    }
    return len && text[len] == '\0';
}

static bool read_type(const GovLoader *loader, const GovSection *section, int *type,
                      GError **error)
{
    static const char *const names[] = {[GOV_TYPE_COUNT] = "count",
                                        [GOV_TYPE_SIGNED] = "signed",
                                        [GOV_TYPE_MONEY] = "money"};
    const char *text = NULL;
    *type = -1;
    if (!gov__loader_read(loader, section, "type", &text, error)) {
        return false;
    }
    for (size_t i = 0; text && i < G_N_ELEMENTS(names); i++) {
        *type = strcmp(text, names[i]) == 0 ? (int)i : *type;
    }
    return !text || *type >= 0 ||
           gov__keys_fail(loader->keys, section, "type", error,
                          "must be count, signed or money, not \"%s\"", text);
}

static bool read_unit(const GovLoader *loader, const GovSection *section,
                      const char **unit, GError **error)
{
    static const char *const units[] = {"",   "件", "条", "项", "次",   "人",  "人次",
                                        "个", "篇", "宗", "元", "万元", "亿元"};
    if (!gov__loader_read(loader, section, "unit", unit, error)) {
        return false;
    }
    for (size_t i = 0; *unit && i < G_N_ELEMENTS(units); i++) {
        if (strcmp(*unit, units[i]) == 0) {
            return true;
        }
    }
    return !*unit ||
           gov__keys_fail(
               loader->keys, section, "unit", error,
               "unknown unit \"%s\"; there are 件 条 项 次 人 人次 个 篇 宗 元 万元 亿元",
               *unit);
}

/* ---- [form] */

/* Four digits, or 0 for an empty text. */
static int read_year(const char *text, size_t len)
{
    int year = 0;
    for (size_t i = 0; i < len; i++) {
        if (!g_ascii_isdigit(text[i]) || len != 4) {
            return -1;
        }
        year = 10 * year + (text[i] - '0');
    }
    return year;
}

static bool read_years(GovLoader *loader, const GovSection *section, GError **error)
{
    const char *text = NULL;
    if (!gov__loader_read(loader, section, "years", &text, error)) {
        return false;
    }
    if (!text) {
        return true;
    }
    const char *dash = strchr(text, '-');
    GovForm *form = loader->form;
    form->first_year = read_year(text, dash ? (size_t)(dash - text) : strlen(text));
    form->last_year = dash ? read_year(dash + 1, strlen(dash + 1)) : form->first_year;
    bool ordered = form->last_year == 0 || form->last_year >= form->first_year;
    if (form->first_year > 0 && form->last_year >= 0 && ordered) {
        return true;
    }
    return gov__keys_fail(loader->keys, section, "years", error,
                          "must be such as 2021, 2019-2020 or 2021-, not \"%s\"", text);
}

static const GovSection *find_form_section(const GovLoader *loader)
{
    for (size_t i = 0; i < gov__keys_n_sections(loader->keys); i++) {
        const GovSection *section = gov__keys_get_section(loader->keys, i);
        if (strcmp(section->kind->name, "form") == 0) {
            return section;
        }
    }
    return NULL;
}

static bool read_form(GovLoader *loader, const GovSection *section, GError **error)
{
    GovForm *form = loader->form;
    form->basis = "";
    if (!gov__loader_require(loader, section, "id", &form->id, error) ||
        !gov__loader_read_pair(loader, section, "title", form->title, error) ||
        !gov__loader_read(loader, section, "basis", &form->basis, error) ||
        !read_years(loader, section, error)) {
        return false;
    }
    size_t len = strspn(form->id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return form->id[len] == '\0' ||
           gov__keys_fail(loader->keys, section, "id", error,
                          "must be of a-z, 0-9 and -, not \"%s\"", form->id);
}

/* ---- [table], [row], [column] and the like */

/* What all parts have. `ordinal` may be NULL. */
static bool read_part(GovLoader *loader, const GovSection *section, const char *id,
                      GovPart *part, GError **error)
{
    const char *ordinal = NULL;
    *part = (GovPart){.parent = -1, .caption = -1, .section = section};
    part->id = g_string_chunk_insert(loader->form->strings, id);
    if (!gov__loader_read_pair(loader, section, "label", part->label, error) ||
        !gov__loader_read(loader, section, "ordinal", &ordinal, error) ||
        !gov__loader_read(loader, section, "article", &part->article, error) ||
        !read_type(loader, section, &part->type, error) ||
        !read_unit(loader, section, &part->unit, error)) {
        return false;
    }
    part->wording = part->label[GOV_LANGUAGE_ZH];
    if (ordinal) {
        g_autofree char *printed = g_strconcat(ordinal, part->wording, NULL);
        part->label[GOV_LANGUAGE_ZH] =
            g_string_chunk_insert_const(loader->form->strings, printed);
    }
    return true;
}

static bool add_table(GovLoader *loader, const GovSection *section, GError **error)
{
    GovPart part = {0};
    const char *number = "0";
    const char *layout = "";
    if (!is_id(section->id, false)) {
        return gov__keys_fail(loader->keys, section, NULL, error,
                              "id must be of a-z, 0-9 and _, beginning with a letter");
    }
    if (!read_part(loader, section, section->id, &part, error) ||
        !gov__loader_read(loader, section, "section", &number, error) ||
        !gov__loader_read(loader, section, "layout", &layout, error)) {
        return false;
    }
    if (strlen(number) != 1 || *number < '0' || *number > '6') {
        return gov__keys_fail(loader->keys, section, "section", error,
                              "must be 1 to 6, not \"%s\"", number);
    }
    if (*layout && strcmp(layout, "wide") != 0) {
        return gov__keys_fail(loader->keys, section, "layout", error,
                              "must be wide or left out, not \"%s\"", layout);
    }
    gov__form_add_table(loader->form, &part, (unsigned)(*number - '0'), *layout != '\0');
    return loader->form->tables->len <= MAX_TABLES ||
           gov__keys_fail(loader->keys, section, NULL, error, "more than %d tables",
                          MAX_TABLES);
}

static bool add_part(GovLoader *loader, const GovSection *section, size_t kind,
                     GError **error)
{
    const char *dot = strchr(section->id, '.');
    int found =
        dot ? gov__form_find_table(loader->form, section->id, (size_t)(dot - section->id))
            : -1;
    if (!dot || !is_id(dot + 1, part_kinds[kind].dotted)) {
        return gov__keys_fail(
            loader->keys, section, NULL, error,
            "id must be <table>.<%s>, of a-z, 0-9 and _, each beginning with a "
            "letter",
            part_kinds[kind].kind);
    }
    if (found < 0) {
        return gov__keys_fail(loader->keys, section, NULL, error,
                              "the form has no table %.*s", (int)(dot - section->id),
                              section->id);
    }
    GovTable *table = gov__form_get_table(loader->form, (size_t)found);
    if (gov__table_find_part(table, part_kinds[kind].space, dot + 1) >= 0) {
        return gov__keys_fail(loader->keys, section, NULL, error,
                              "a group and a member of it cannot both be called %s",
                              dot + 1);
    }
    GovPart part = {0};
    if (!read_part(loader, section, dot + 1, &part, error)) {
        return false;
    }
    gov__table_add_part(table, part_kinds[kind].axis, &part);
    return gov__table_n_parts(table, part_kinds[kind].axis) <= part_kinds[kind].limit ||
           gov__keys_fail(loader->keys, section, NULL, error,
                          "more than %zu sections of kind %s", part_kinds[kind].limit,
                          part_kinds[kind].kind);
}

static bool add_tables(GovLoader *loader, GError **error)
{
    for (size_t i = 0; i < gov__keys_n_sections(loader->keys); i++) {
        const GovSection *section = gov__keys_get_section(loader->keys, i);
        if (strcmp(section->kind->name, "table") == 0 &&
            !add_table(loader, section, error)) {
            return false;
        }
    }
    return true;
}

static int find_part_kind(const GovSection *section)
{
    for (size_t kind = 0; kind < G_N_ELEMENTS(part_kinds); kind++) {
        if (strcmp(section->kind->name, part_kinds[kind].kind) == 0) {
            return (int)kind;
        }
    }
    return -1;
}

static bool add_parts(GovLoader *loader, GError **error)
{
    size_t n = 0;
    for (size_t i = 0; i < gov__keys_n_sections(loader->keys); i++) {
        const GovSection *section = gov__keys_get_section(loader->keys, i);
        int kind = find_part_kind(section);
        if (kind >= 0 && !add_part(loader, section, (size_t)kind, error)) {
            return false;
        }
        n += kind >= 0;
        if (n > MAX_PARTS) {
            return gov__keys_fail(
                loader->keys, section, NULL, error,
                "more than %d rows, columns, groups, captions and headers", MAX_PARTS);
        }
    }
    return true;
}

/* ---- the whole */

static bool load(GovLoader *loader, const char *name, GError **error)
{
    const GovSection *section = find_form_section(loader);
    if (!section) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s:1: section [form] is missing",
                    name);
        return false;
    }
    if (!read_form(loader, section, error) || !add_tables(loader, error)) {
        return false;
    }
    if (!loader->form->tables->len) {
        return gov__keys_fail(loader->keys, section, NULL, error,
                              "the form has no tables");
    }
    return add_parts(loader, error) && gov__loader_link(loader, error) &&
           gov__loader_index(loader, error) &&
           gov__rules_load(loader->form, loader->keys, NULL, loader->form->rules, error) &&
           gov__indicators_load(loader, error);
}

GovForm *gov_form_from_data(const char *data, size_t len, const char *name,
                            GError **error)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    g_return_val_if_fail(name != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovKeys) keys =
        gov__keys_new(data ? data : "", len, name, section_kinds, error);
    if (!keys) {
        return NULL;
    }
    g_autoptr(GovForm) form = gov__form_new();
    GovLoader loader = {.form = form, .keys = keys};
    if (!load(&loader, name, error)) {
        return NULL;
    }
    return g_steal_pointer(&form);
}

GovForm *gov_form_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    if (!gov__file_load(path, GOV_KEYS_MAX_BYTES, bytes, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return gov_form_from_data((const char *)bytes->data, bytes->len, path, error);
}
