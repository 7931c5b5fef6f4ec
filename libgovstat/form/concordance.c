/* SPDX-License-Identifier: MIT */
/* GovConcordance: one direction between two editions, read from a file of links.
 *
 * A link is symmetrical: it says which cells of each form together mean the same. For one direction
 * it becomes an entry per target cell, with its sources in one flat array. A link whose target side
 * is a sum cannot be followed, as a sum does not part; its cells keep the caveat. */
#include "form/form-struct-private.h"

#include <govstat/concordance.h>
#include <govstat/error.h>

#include <string.h>

#define MAX_FORMS 16
#define MAX_SOURCES 65535
#define NO_FORM G_MAXUINT

/* What is known of a cell of the target form. */
typedef struct {
    GovComparability comparability;
    guint first; /* into the sources */
    guint n;
    const char *caveat[GOV_N_LANGUAGES];
} Entry;

struct _GovConcordance {
    GovForm *from;
    GovForm *to;
    GStringChunk *strings;
    GArray *entries; /* Entry, by cell of `to` */
    GArray *sources; /* guint32: cells of `from` */
    bool *used;      /* by cell of `from` */
};

static const GovSectionKind section_kinds[] = {
    {"concordance", false, "forms"},
    {"link", true, "cells quality caveat caveat[en]"},
    {NULL, false, NULL},
};

static const char *const names[] = {
    [GOV_COMPARABILITY_EXACT] = "exact",
    [GOV_COMPARABILITY_SUM] = "sum",
    [GOV_COMPARABILITY_APPROXIMATE] = "approximate",
    [GOV_COMPARABILITY_NONE] = "none",
};

/* One direction through the text. */
typedef struct {
    GovConcordance *self;
    const GovKeys *keys;
    guint n_forms;
    guint from; /* positions in the list of forms */
    guint to;
} Loader;

/* A link as written, for this direction. */
typedef struct {
    const GovSection *section;
    char **from; /* terms of the sum; NULL: none */
    char **to;
    GovComparability comparability;
    const char *caveat[GOV_N_LANGUAGES];
} Link;

static void link_clear(Link *link)
{
    g_clear_pointer(&link->from, g_strfreev);
    g_clear_pointer(&link->to, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Link, link_clear)

/* ---- reading a link ---- */

/* The terms of one entry, or NULL for "-". */
static char **split_terms(const char *entry)
{
    if (strcmp(entry, "-") == 0) {
        return NULL;
    }
    char **terms = g_strsplit(entry, "+", -1);
    for (char **term = terms; *term; term++) {
        g_strstrip(*term);
    }
    return terms;
}

static bool fail_count(const Loader *loader, const GovSection *section, const char *key, guint n,
                       GError **error)
{
    return gov__keys_fail(loader->keys, section, key, error, "must have %u entries, \"-\" for none", n);
}

static bool read_cells(const Loader *loader, Link *link, GError **error)
{
    g_auto(GStrv) entries = NULL;
    if (!gov__keys_dup_list(loader->keys, link->section, "cells", &entries, error)) {
        return false;
    }
    if (!entries || g_strv_length(entries) != loader->n_forms) {
        return fail_count(loader, link->section, "cells", loader->n_forms, error);
    }
    link->from = split_terms(entries[loader->from]);
    link->to = split_terms(entries[loader->to]);
    return true;
}

/* `wanted` is false for a pair of forms that the link leaves to another one. */
static bool read_quality(const Loader *loader, Link *link, bool *wanted, GError **error)
{
    g_auto(GStrv) words = NULL;
    if (!gov__keys_dup_list(loader->keys, link->section, "quality", &words, error)) {
        return false;
    }
    if (!words || g_strv_length(words) != loader->n_forms - 1) {
        return fail_count(loader, link->section, "quality", loader->n_forms - 1, error);
    }
    const char *word = words[MAX(loader->from, loader->to) - 1];
    *wanted = strcmp(word, "-") != 0;
    for (size_t i = 0; *wanted && i < G_N_ELEMENTS(names); i++) {
        if (i != GOV_COMPARABILITY_SUM && strcmp(word, names[i]) == 0) {
            link->comparability = (GovComparability)i;
            return true;
        }
    }
    return !*wanted || gov__keys_fail(loader->keys, link->section, "quality", error,
                                      "must be exact, approximate, none or -, not \"%s\"", word);
}

static bool read_caveat(const Loader *loader, Link *link, GError **error)
{
    static const char *const keys[] = {[GOV_LANGUAGE_ZH] = "caveat", [GOV_LANGUAGE_EN] = "caveat[en]"};
    for (int language = 0; language < GOV_N_LANGUAGES; language++) {
        g_autofree char *text = NULL;
        if (!gov__keys_dup_text(loader->keys, link->section, keys[language], &text, error)) {
            return false;
        }
        link->caveat[language] =
            text ? g_string_chunk_insert_const(loader->self->strings, text)
                 : language == GOV_LANGUAGE_ZH ? "" : link->caveat[GOV_LANGUAGE_ZH];
    }
    return true;
}

/* ---- cells ---- */

/* The cell a term means where its `*` stands for `rest`, or -1. */
static int find_cell(const GovForm *form, const char *term, const char *rest)
{
    size_t len = strlen(term);
    if (!len || term[len - 1] != '*') {
        return gov_form_find_cell(form, term);
    }
    g_autofree char *code = g_strdup_printf("%.*s%s", (int)(len - 1), term, rest);
    return gov_form_find_cell(form, code);
}

static bool is_open(char *const *terms)
{
    return terms && *terms && g_str_has_suffix(*terms, "*");
}

/* The cells of all terms; false if one of them is not there. */
static bool collect(const GovForm *form, char *const *terms, const char *rest, GArray *cells)
{
    g_array_set_size(cells, 0);
    for (char *const *term = terms; term && *term; term++) {
        int found = find_cell(form, *term, rest);
        guint32 cell = (guint32)found;
        if (found < 0) {
            return false;
        }
        g_array_append_val(cells, cell);
    }
    return true;
}

static Entry *entry_at(const GovConcordance *self, size_t cell)
{
    return &g_array_index(self->entries, Entry, cell);
}

/* What keeps cells from being had is told where nothing else is known of them. */
static void add_break(GovConcordance *self, const GArray *to, const Link *link)
{
    for (guint i = 0; i < to->len; i++) {
        Entry *entry = entry_at(self, g_array_index(to, guint32, i));
        if (entry->comparability == GOV_COMPARABILITY_NONE && !*entry->caveat[GOV_LANGUAGE_ZH]) {
            memcpy(entry->caveat, link->caveat, sizeof entry->caveat);
        }
    }
}

static bool add_sources(const Loader *loader, const GArray *from, size_t cell, const Link *link,
                        GError **error)
{
    GovConcordance *self = loader->self;
    Entry *entry = entry_at(self, cell);
    if (entry->comparability != GOV_COMPARABILITY_NONE) {
        return gov__keys_fail(loader->keys, link->section, "cells", error, "%s is linked twice",
                              gov_form_get_code(self->to, cell));
    }
    if (self->sources->len + from->len > MAX_SOURCES) {
        return gov__keys_fail(loader->keys, link->section, NULL, error, "more than %d cells in all",
                              MAX_SOURCES);
    }
    bool sum = link->comparability == GOV_COMPARABILITY_EXACT && from->len > 1;
    entry->comparability = sum ? GOV_COMPARABILITY_SUM : link->comparability;
    entry->first = self->sources->len;
    entry->n = from->len;
    memcpy(entry->caveat, link->caveat, sizeof entry->caveat);
    g_array_append_vals(self->sources, from->data, from->len);
    for (guint i = 0; i < from->len; i++) {
        self->used[g_array_index(from, guint32, i)] = true;
    }
    return true;
}

/* Follows a link for one rest; `found` is false where not all its cells are there. */
static bool follow(const Loader *loader, const Link *link, const char *rest, bool *found, GError **error)
{
    g_autoptr(GArray) from = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) to = g_array_new(FALSE, FALSE, sizeof(guint32));
    *found = collect(loader->self->from, link->from, rest, from) &&
             collect(loader->self->to, link->to, rest, to);
    if (!*found) {
        return true;
    }
    if (link->comparability == GOV_COMPARABILITY_NONE || to->len != 1 || !from->len) {
        add_break(loader->self, to, link);
        return true;
    }
    return add_sources(loader, from, g_array_index(to, guint32, 0), link, error);
}

/* A link with `*` goes on for each cell that its first term may mean. */
static bool follow_open(const Loader *loader, const Link *link, GError **error)
{
    const GovForm *form = link->to ? loader->self->to : loader->self->from;
    const char *term = link->to ? *link->to : *link->from;
    size_t len = strlen(term) - 1;
    bool any = false;
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        const char *code = gov_form_get_code(form, cell);
        bool found = false;
        if (strncmp(code, term, len) == 0 && !follow(loader, link, code + len, &found, error)) {
            return false;
        }
        any |= found;
    }
    return any || gov__keys_fail(loader->keys, link->section, "cells", error,
                                 "matches nothing: nowhere are all the cells it names together");
}

static bool fail_unknown(const Loader *loader, const Link *link, GError **error)
{
    const struct {
        const GovForm *form;
        char *const *terms;
    } sides[] = {{loader->self->from, link->from}, {loader->self->to, link->to}};
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        for (char *const *term = sides[i].terms; term && *term; term++) {
            if (gov_form_find_cell(sides[i].form, *term) < 0) {
                return gov__keys_fail(loader->keys, link->section, "cells", error, "%s has no cell %s",
                                      gov_form_get_id(sides[i].form), *term);
            }
        }
    }
    return true;
}

static bool add_link(const Loader *loader, const GovSection *section, GError **error)
{
    g_auto(Link) link = {.section = section};
    bool wanted = false;
    bool found = false;
    if (!read_cells(loader, &link, error) || !read_quality(loader, &link, &wanted, error) ||
        !read_caveat(loader, &link, error)) {
        return false;
    }
    if (!wanted || (!link.from && !link.to)) {
        return true;
    }
    if (is_open(link.to) || (!link.to && is_open(link.from))) {
        return follow_open(loader, &link, error);
    }
    return follow(loader, &link, "", &found, error) && (found || fail_unknown(loader, &link, error));
}

/* ---- the whole ---- */

static guint find_form(char *const *ids, const GovForm *form)
{
    for (guint i = 0; ids[i]; i++) {
        if (strcmp(ids[i], gov_form_get_id(form)) == 0) {
            return i;
        }
    }
    return NO_FORM;
}

/* Fails with FORM if the list does not have both forms. */
static bool read_forms(Loader *loader, GError **error)
{
    g_auto(GStrv) ids = NULL;
    const GovSection *section =
        gov__keys_n_sections(loader->keys) ? gov__keys_get_section(loader->keys, 0) : NULL;
    if (!section || strcmp(section->kind->name, "concordance") != 0) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "a concordance begins with [concordance]");
        return false;
    }
    if (!gov__keys_dup_list(loader->keys, section, "forms", &ids, error)) {
        return false;
    }
    loader->n_forms = ids ? g_strv_length(ids) : 0;
    if (loader->n_forms < 2 || loader->n_forms > MAX_FORMS) {
        return gov__keys_fail(loader->keys, section, "forms", error, "must name 2 to %d forms", MAX_FORMS);
    }
    loader->from = find_form(ids, loader->self->from);
    loader->to = find_form(ids, loader->self->to);
    if (loader->from != NO_FORM && loader->to != NO_FORM && loader->from != loader->to) {
        return true;
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_FORM, "No concordance from %s to %s",
                gov_form_get_id(loader->self->from), gov_form_get_id(loader->self->to));
    return false;
}

static void concordance_clear(gpointer data)
{
    GovConcordance *self = data;
    gov_form_unref(self->from);
    gov_form_unref(self->to);
    g_array_unref(self->entries);
    g_array_unref(self->sources);
    g_string_chunk_free(self->strings);
    g_free(self->used);
}

static GovConcordance *concordance_new(const GovForm *from, const GovForm *to)
{
    GovConcordance *self = g_atomic_rc_box_new0(GovConcordance);
    const Entry none = {GOV_COMPARABILITY_NONE, 0, 0, {"", ""}};
    self->from = gov_form_ref(from);
    self->to = gov_form_ref(to);
    self->strings = g_string_chunk_new(2048);
    self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    self->sources = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->used = g_new0(bool, gov_form_n_cells(from));
    for (size_t cell = 0; cell < gov_form_n_cells(to); cell++) {
        g_array_append_val(self->entries, none);
    }
    return self;
}

/* Of a form with itself. */
static GovConcordance *new_identity(const GovForm *form)
{
    GovConcordance *self = concordance_new(form, form);
    for (guint32 cell = 0; cell < gov_form_n_cells(form); cell++) {
        Entry *entry = entry_at(self, cell);
        entry->comparability = GOV_COMPARABILITY_EXACT;
        entry->first = cell;
        entry->n = 1;
        self->used[cell] = true;
        g_array_append_val(self->sources, cell);
    }
    return self;
}

GovConcordance *gov_concordance_from_data(const GovForm *from, const GovForm *to, const char *data,
                                          size_t len, const char *name, GError **error)
{
    g_return_val_if_fail(from != NULL && to != NULL && name != NULL, NULL);
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovKeys) keys = gov__keys_new(data ? data : "", len, name, section_kinds, error);
    if (!keys) {
        return NULL;
    }
    g_autoptr(GovConcordance) self = concordance_new(from, to);
    Loader loader = {.self = self, .keys = keys};
    if (!read_forms(&loader, error)) {
        return NULL;
    }
    for (size_t i = 1; i < gov__keys_n_sections(keys); i++) {
        if (!add_link(&loader, gov__keys_get_section(keys, i), error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&self);
}

GovConcordance *gov_concordance_builtin(const GovForm *from, const GovForm *to, GError **error)
{
    static const char path[] = "/govstat/forms/cn-foi.concordance";
    g_return_val_if_fail(from != NULL && to != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    if (from == to) {
        return new_identity(from);
    }
    g_autoptr(GBytes) bytes = gov__forms_dup_text(path, error);
    if (!bytes) {
        return NULL;
    }
    gsize len = 0;
    const char *text = g_bytes_get_data(bytes, &len);
    return gov_concordance_from_data(from, to, text, len, path, error);
}

GovConcordance *gov_concordance_ref(const GovConcordance *concordance)
{
    g_return_val_if_fail(concordance != NULL, NULL);
    return g_atomic_rc_box_acquire((GovConcordance *)(uintptr_t)concordance);
}

void gov_concordance_unref(GovConcordance *concordance)
{
    if (concordance) {
        g_atomic_rc_box_release_full(concordance, concordance_clear);
    }
}

const GovForm *gov_concordance_get_from(const GovConcordance *concordance)
{
    g_return_val_if_fail(concordance != NULL, NULL);
    return concordance->from;
}

const GovForm *gov_concordance_get_to(const GovConcordance *concordance)
{
    g_return_val_if_fail(concordance != NULL, NULL);
    return concordance->to;
}

GovComparability gov_concordance_get_comparability(const GovConcordance *concordance, size_t cell)
{
    g_return_val_if_fail(concordance != NULL && cell < concordance->entries->len, GOV_COMPARABILITY_NONE);
    return entry_at(concordance, cell)->comparability;
}

size_t gov_concordance_n_sources(const GovConcordance *concordance, size_t cell)
{
    g_return_val_if_fail(concordance != NULL && cell < concordance->entries->len, 0);
    return entry_at(concordance, cell)->n;
}

size_t gov_concordance_get_source(const GovConcordance *concordance, size_t cell, size_t i)
{
    g_return_val_if_fail(i < gov_concordance_n_sources(concordance, cell), 0);
    return g_array_index(concordance->sources, guint32, entry_at(concordance, cell)->first + i);
}

const char *gov_concordance_get_caveat(const GovConcordance *concordance, size_t cell, GovLanguage language)
{
    g_return_val_if_fail(concordance != NULL && cell < concordance->entries->len, NULL);
    g_return_val_if_fail((unsigned)language < GOV_N_LANGUAGES, NULL);
    return entry_at(concordance, cell)->caveat[language];
}

bool gov_concordance_is_used(const GovConcordance *concordance, size_t source)
{
    g_return_val_if_fail(concordance != NULL && source < gov_form_n_cells(concordance->from), false);
    return concordance->used[source];
}

const char *gov_comparability_get_name(GovComparability comparability)
{
    g_return_val_if_fail((unsigned)comparability < G_N_ELEMENTS(names), NULL);
    return names[comparability];
}
