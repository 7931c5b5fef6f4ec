/* SPDX-License-Identifier: MIT */
/* The built-in forms: texts compiled into the library, each parsed when it is first asked
 * for.
 *
 * One record per edition, newest first; a new edition is one line here and one text file.
 * What was parsed is kept for the life of the process, since a form never changes. */
#include <govstat/error.h>
#include <govstat/form.h>

#include <gio/gio.h>

#include <string.h>

#include "form/form-struct-private.h"
#include "form/lexicon-private.h"

/* Made by glib-compile-resources, which writes no header here. */
GResource *gov__forms_get_resource(void);

/* GLib registers a compiled-in resource when it is first asked for, and in the meantime tells a second thread that
 * there is none (GLib 2.74: g_static_resource_get_resource() takes the list of what is to be registered before the lock).
 * Forms are first asked for by several workers at once, so one of them does it; others may be at it for resources of
 * their own. */
static gpointer register_texts(gpointer data)
{
    GResource *resource = gov__forms_get_resource();

    (void)data;
    while (resource == NULL) {
        g_thread_yield();
        resource = gov__forms_get_resource();
    }
    return resource;
}

GBytes *gov__forms_dup_text(const char *path, GError **error)
{
    static GOnce once = G_ONCE_INIT;

    return g_resource_lookup_data(g_once(&once, register_texts, NULL), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

typedef struct {
    const char *id;
    GOnce once;
    GError *error; /* set if the text is damaged, which the tests exclude */
} Builtin;

static Builtin builtins[] = {
    {.id = "cn-foi-2021", .once = G_ONCE_INIT},
    {.id = "cn-foi-2019", .once = G_ONCE_INIT},
    {.id = "cn-foi-2014", .once = G_ONCE_INIT},
};

size_t gov_form_n_builtin(void)
{
    return G_N_ELEMENTS(builtins);
}

const char *gov_form_get_builtin_id(size_t i)
{
    g_return_val_if_fail(i < G_N_ELEMENTS(builtins), NULL);
    return builtins[i].id;
}

static gpointer load_builtin(gpointer data)
{
    Builtin *builtin = data;
    g_autofree char *path = g_strdup_printf("/govstat/forms/%s.form", builtin->id);
    g_autoptr(GBytes) bytes = gov__forms_dup_text(path, &builtin->error);
    if (!bytes) {
        return NULL;
    }
    gsize len = 0;
    const char *text = g_bytes_get_data(bytes, &len);
    return gov_form_from_data(text, len, path, &builtin->error);
}

static GovForm *fail_unknown(const char *id, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
        g_string_append_printf(known, "%s%s", i ? ", " : "", builtins[i].id);
    }
    g_set_error(error, GOV_ERROR, GOV_ERROR_FORM, "No built-in form %s; there are %s", id,
                known->str);
    return NULL;
}

GovForm *gov_form_builtin(const char *id, GError **error)
{
    g_return_val_if_fail(id != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
        Builtin *builtin = &builtins[i];
        if (strcmp(builtin->id, id) != 0) {
            continue;
        }
        const GovForm *form = g_once(&builtin->once, load_builtin, builtin);
        if (!form) {
            g_propagate_error(error, g_error_copy(builtin->error));
            return NULL;
        }
        return gov_form_ref(form);
    }
    return fail_unknown(id, error);
}

/* Words are loaded for a form once, by whichever thread comes first. */
const GovLexicon *gov__form_get_lexicon(const GovForm *form)
{
    static const char path[] = "/govstat/forms/narrative.wording";
    gpointer *place = &((GovForm *)(uintptr_t)form)->lexicon;
    if (g_once_init_enter((gsize *)place)) {
        g_autoptr(GError) error = NULL;
        gsize len = 0;
        g_autoptr(GBytes) bytes = gov__forms_dup_text(path, &error);
        const char *text = bytes ? g_bytes_get_data(bytes, &len) : "";
        GovLexicon *lexicon = gov__lexicon_new(form, text, len, path, &error);
        if (!lexicon) { /* which the tests exclude */
            g_critical("%s", error->message);
            lexicon = gov__lexicon_new(form, "", 0, path, NULL);
        }
        g_once_init_leave((gsize *)place, (gsize)lexicon);
    }
    return *place;
}
