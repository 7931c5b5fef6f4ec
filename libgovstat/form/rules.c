/* SPDX-License-Identifier: MIT */
/* GovRules: rules that somebody adds to those of a form, from a file of their own.
 *
 * The file has the [rule …] sections of a form file and nothing else, so a rule that has
 * proved itself moves into a form as it is. Rules are compiled for one form; where files
 * serve several editions, the key `forms` says which of them a rule is for. A rule with the
 * id of one of the form takes its place: that is how its severity is changed. */
#include "base/file-private.h"
#include "form/rule-load-private.h"
#include "form/rules-private.h"

#include <govstat/error.h>

#include <string.h>

struct _GovRules {
    GovForm *form;
    GPtrArray *rules; /* GovRule */
    bool *replaced;   /* by rule of the form */
};

static const GovSectionKind section_kinds[] = {
    {"rule", true, GOV_RULE_KEYS " forms"},
    {NULL, false, NULL},
};

static void rules_clear(gpointer data)
{
    GovRules *rules = data;
    g_clear_pointer(&rules->rules, g_ptr_array_unref);
    g_clear_pointer(&rules->form, gov_form_unref);
    g_free(rules->replaced);
}

static void find_replaced(GovRules *rules)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    size_t n = gov_form_n_rules(rules->form);
    rules->replaced = g_new0(bool, n);
    for (guint i = 0; i < rules->rules->len; i++) {
        const char *id = gov_rule_get_id(g_ptr_array_index(rules->rules, i));
        g_hash_table_add(ids, (gpointer)(uintptr_t)id);
    }
    for (size_t i = 0; i < n; i++) {
        const GovRule *rule = gov_form_get_rule(rules->form, i);
        rules->replaced[i] = g_hash_table_contains(ids, gov_rule_get_id(rule));
    }
}

static GovRules *compile(const GovForm *form, const GovKeys *keys, GovRuleFate *fates, GError **error)
{
    g_autoptr(GovRules) rules = g_atomic_rc_box_new0(GovRules);
    rules->form = gov_form_ref(form);
    rules->rules = g_ptr_array_new_with_free_func((GDestroyNotify)gov__rule_free);
    if (!gov__rules_load(form, keys, fates, rules->rules, error)) {
        return NULL;
    }
    find_replaced(rules);
    return g_steal_pointer(&rules);
}

GovRules *gov_rules_from_data(const GovForm *form, const char *data, size_t len,
                              const char *name, GError **error)
{
    g_return_val_if_fail(form != NULL && name != NULL, NULL);
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    g_autoptr(GovKeys) keys =
        gov__keys_new(data ? data : "", len, name, section_kinds, error);
    return keys ? compile(form, keys, NULL, error) : NULL;
}

/* A rule that fits no form has a mistake in it: that of the newest form is told. */
static bool check_fates(const GovRuleFate *fates, size_t n, GError **error)
{
    for (size_t i = 0; i < n; i++) {
        if (!fates[i].placed && fates[i].error) {
            g_propagate_error(error, g_error_copy(fates[i].error));
            return false;
        }
    }
    return true;
}

static GPtrArray *compile_for_all(const GovKeys *keys, GovRuleFate *fates, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)gov_rules_unref);
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), error);
        GovRules *rules = form ? compile(form, keys, fates, error) : NULL;
        if (!rules) {
            return NULL;
        }
        g_ptr_array_add(all, rules);
    }
    return check_fates(fates, gov__keys_n_sections(keys), error) ? g_steal_pointer(&all) : NULL;
}

GPtrArray *gov_rules_for_builtin_from_data(const char *data, size_t len, const char *name,
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
    size_t n = gov__keys_n_sections(keys);
    GovRuleFate *fates = g_new0(GovRuleFate, n + 1);
    GPtrArray *all = compile_for_all(keys, fates, error);
    for (size_t i = 0; i < n; i++) {
        g_clear_error(&fates[i].error);
    }
    g_free(fates);
    return all;
}

GovRules *gov_rules_from_file(const GovForm *form, const char *path, GError **error)
{
    g_return_val_if_fail(form != NULL && path != NULL, NULL);
    g_autofree char *name = NULL;
    g_autoptr(GByteArray) bytes = gov__file_load_named(path, GOV_KEYS_MAX_BYTES, &name, error);
    return bytes ? gov_rules_from_data(form, (const char *)bytes->data, bytes->len, name, error)
                 : NULL;
}

GPtrArray *gov_rules_for_builtin_from_file(const char *path, GError **error)
{
    g_return_val_if_fail(path != NULL, NULL);
    g_autofree char *name = NULL;
    g_autoptr(GByteArray) bytes = gov__file_load_named(path, GOV_KEYS_MAX_BYTES, &name, error);
    return bytes ? gov_rules_for_builtin_from_data((const char *)bytes->data, bytes->len, name, error)
                 : NULL;
}

GovRules *gov_rules_ref(const GovRules *rules)
{
    return g_atomic_rc_box_acquire((GovRules *)(uintptr_t)rules);
}

void gov_rules_unref(GovRules *rules)
{
    g_atomic_rc_box_release_full(rules, rules_clear);
}

const GovForm *gov_rules_get_form(const GovRules *rules)
{
    g_return_val_if_fail(rules != NULL, NULL);
    return rules->form;
}

size_t gov_rules_n(const GovRules *rules)
{
    g_return_val_if_fail(rules != NULL, 0);
    return rules->rules->len;
}

const GovRule *gov_rules_get(const GovRules *rules, size_t i)
{
    g_return_val_if_fail(rules != NULL && i < rules->rules->len, NULL);
    return g_ptr_array_index(rules->rules, i);
}

size_t gov__rules_n_all(const GovForm *form, const GovRules *rules)
{
    return gov_form_n_rules(form) + (rules ? rules->rules->len : 0);
}

const GovRule *gov__rules_get_all(const GovForm *form, const GovRules *rules, size_t i)
{
    size_t n = gov_form_n_rules(form);
    if (i >= n) {
        return gov_rules_get(rules, i - n);
    }
    return rules && rules->replaced[i] ? NULL : gov_form_get_rule(form, i);
}
