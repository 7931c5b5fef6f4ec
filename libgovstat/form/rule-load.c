/* SPDX-License-Identifier: MIT */
/* [rule …] sections → rules, for a form that is being loaded and for a file of rules. In a
 * form they come last, so that they may name every cell. */
#include "form/rule-load-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_RULES 512
#define MAX_TERMS ((size_t)1 << 20) /* of all rules */
#define MAX_TEXT 1000               /* bytes of a message or basis */

typedef struct {
    const GovForm *form;
    const GovKeys *keys;
    GPtrArray *rules;
    size_t n_terms;
} RuleLoader;

/* `value` stays NULL if the key is not there. */
static bool read_text(const RuleLoader *loader, const GovSection *section, const char *key,
                      char **value, GError **error)
{
    if (!gov__keys_dup_text(loader->keys, section, key, value, error)) {
        return false;
    }
    return !*value || strlen(*value) <= MAX_TEXT ||
           gov__keys_fail(loader->keys, section, key, error, "longer than %d bytes",
                          MAX_TEXT);
}

static bool read_severity(const RuleLoader *loader, const GovSection *section,
                          GovRule *rule, GError **error)
{
    g_autofree char *text = NULL;
    GovSeverity severity = GOV_SEVERITY_ERROR;
    if (!read_text(loader, section, "severity", &text, error)) {
        return false;
    }
    if (text && !gov_severity_from_name(text, &severity)) {
        return gov__keys_fail(loader->keys, section, "severity", error,
                              "must be error, warning or hint, not \"%s\"", text);
    }
    gov__rule_set_severity(rule, severity);
    return true;
}

static bool read_nulls(const RuleLoader *loader, const GovSection *section, GovRule *rule,
                       GError **error)
{
    g_autofree char *text = NULL;
    GovNulls nulls = GOV_NULLS_BOUND;
    if (!read_text(loader, section, "nulls", &text, error)) {
        return false;
    }
    if (text && !gov__nulls_from_name(text, &nulls)) {
        return gov__keys_fail(loader->keys, section, "nulls", error,
                              "must be strict, zero, bound or both, not \"%s\"", text);
    }
    gov__rule_set_nulls(rule, nulls);
    return true;
}

static bool read_texts(const RuleLoader *loader, const GovSection *section, GovRule *rule,
                       GError **error)
{
    g_autofree char *message = NULL;
    g_autofree char *english = NULL;
    g_autofree char *basis = NULL;
    if (!read_text(loader, section, "message", &message, error) ||
        !read_text(loader, section, "message[en]", &english, error) ||
        !read_text(loader, section, "basis", &basis, error)) {
        return false;
    }
    if (!message || !*message) {
        return gov__keys_fail(loader->keys, section, message ? "message" : NULL, error,
                              "message is missing");
    }
    if (english && !*english) {
        return gov__keys_fail(loader->keys, section, "message[en]", error, "is empty");
    }
    gov__rule_set_texts(rule, GOV_LANGUAGE_ZH, message);
    gov__rule_set_texts(rule, GOV_LANGUAGE_EN, english ? english : message);
    gov__rule_set_basis(rule, basis ? basis : "");
    return true;
}

static bool is_rule_id(const char *id)
{
    return g_ascii_islower(*id) &&
           id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.-")] == '\0';
}

/* Compiles; NULL after an error. */
static GovRule *compile(const RuleLoader *loader, const GovSection *section,
                        GError **error)
{
    g_autofree char *iterate = NULL;
    g_autofree char *check = NULL;
    if (!is_rule_id(section->id)) {
        gov__keys_fail(loader->keys, section, NULL, error,
                       "id must be of a-z, 0-9, _, - and dots, beginning with a letter");
        return NULL;
    }
    if (!read_text(loader, section, "for", &iterate, error) ||
        !gov__keys_dup_text(loader->keys, section, "check", &check, error)) {
        return NULL;
    }
    if (!check || !*check) {
        gov__keys_fail(loader->keys, section, check ? "check" : NULL, error,
                       "check is missing");
        return NULL;
    }
    if (!gov__rule_check_for(loader->form, iterate, error)) {
        gov__keys_locate(loader->keys, section, "for", error);
        return NULL;
    }
    GovRule *rule = gov__rule_compile(loader->form, section->id, iterate, check, error);
    if (!rule) {
        gov__keys_locate(loader->keys, section, "check", error);
    }
    return rule;
}

/* Whether a rule is meant for the form: the key `forms`, which only rule files have. A rule that names
 * its forms must fit them. */
static bool is_for_form(const RuleLoader *loader, const GovSection *section, GovRuleFate **fate,
                        bool *wanted, GError **error)
{
    g_auto(GStrv) forms = NULL;
    if (!gov__keys_dup_list(loader->keys, section, "forms", &forms, error)) {
        return false;
    }
    const char *id = gov_form_get_id(loader->form);
    *wanted = !forms || g_strv_contains((const char *const *)forms, id);
    if (forms && *fate) {
        (*fate)->placed = true;
        *fate = NULL;
    }
    return true;
}

/* The rule, or NULL: either after an error, or passed over where `fate` takes that down. */
static GovRule *compile_for(const RuleLoader *loader, const GovSection *section,
                            GovRuleFate *fate, GError **error)
{
    g_autoptr(GError) own = NULL;
    GovRule *rule = compile(loader, section, &own);
    if (fate && rule) {
        fate->placed = true;
    } else if (fate && !fate->error) {
        fate->error = g_steal_pointer(&own);
    } else if (own && !fate) {
        g_propagate_error(error, g_steal_pointer(&own));
    }
    return rule;
}

static bool add_rule(RuleLoader *loader, const GovSection *section, GovRuleFate *fate,
                     GError **error)
{
    bool wanted = true;
    if (!is_for_form(loader, section, &fate, &wanted, error)) {
        return false;
    }
    if (!wanted) {
        return true;
    }
    GovRule *rule = compile_for(loader, section, fate, error);
    if (!rule) {
        return fate != NULL;
    }
    g_ptr_array_add(loader->rules, rule);
    loader->n_terms += gov__rule_n_terms(rule);
    if (loader->rules->len > MAX_RULES || loader->n_terms > MAX_TERMS) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "more than %d rules, or %zu terms in all of them", MAX_RULES,
                    MAX_TERMS);
        return gov__keys_locate(loader->keys, section, NULL, error);
    }
    return read_severity(loader, section, rule, error) &&
           read_nulls(loader, section, rule, error) &&
           read_texts(loader, section, rule, error);
}

bool gov__rules_load(const GovForm *form, const GovKeys *keys, GovRuleFate *fates,
                     GPtrArray *rules, GError **error)
{
    RuleLoader loader = {.form = form, .keys = keys, .rules = rules};
    for (size_t i = 0; i < gov__keys_n_sections(keys); i++) {
        const GovSection *section = gov__keys_get_section(keys, i);
        if (strcmp(section->kind->name, "rule") == 0 &&
            !add_rule(&loader, section, fates ? &fates[i] : NULL, error)) {
            return false;
        }
    }
    return true;
}
