/* SPDX-License-Identifier: MIT */
/* Loading a form: [rule …] sections. Rules come last, so that they may name every cell.
 */
#include "form/form-load-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_RULES 512
#define MAX_TERMS ((size_t)1 << 20) /* of all rules */

static bool read_severity(const GovLoader *loader, const GovSection *section,
                          GovRule *rule, GError **error)
{
    const char *text = "error";
    GovSeverity severity = GOV_SEVERITY_ERROR;
    if (!gov__loader_read(loader, section, "severity", &text, error)) {
        return false;
    }
    if (!gov_severity_from_name(text, &severity)) {
        return gov__keys_fail(loader->keys, section, "severity", error,
                              "must be error, warning or hint, not \"%s\"", text);
    }
    gov__rule_set_severity(rule, severity);
    return true;
}

static bool read_nulls(const GovLoader *loader, const GovSection *section, GovRule *rule,
                       GError **error)
{
    const char *text = "bound";
    GovNulls nulls = GOV_NULLS_BOUND;
    if (!gov__loader_read(loader, section, "nulls", &text, error)) {
        return false;
    }
    if (!gov__nulls_from_name(text, &nulls)) {
        return gov__keys_fail(loader->keys, section, "nulls", error,
                              "must be strict, zero or bound, not \"%s\"", text);
    }
    gov__rule_set_nulls(rule, nulls);
    return true;
}

static bool read_texts(const GovLoader *loader, const GovSection *section, GovRule *rule,
                       GError **error)
{
    const char *message[GOV_N_LANGUAGES] = {NULL, NULL};
    const char *basis = "";
    if (!gov__loader_read_pair(loader, section, "message", message, error) ||
        !gov__loader_read(loader, section, "basis", &basis, error)) {
        return false;
    }
    gov__rule_set_texts(rule, GOV_LANGUAGE_ZH, message[GOV_LANGUAGE_ZH]);
    gov__rule_set_texts(rule, GOV_LANGUAGE_EN, message[GOV_LANGUAGE_EN]);
    gov__rule_set_basis(rule, basis);
    return true;
}

static bool is_rule_id(const char *id)
{
    return g_ascii_islower(*id) &&
           id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.-")] == '\0';
}

/* Compiles; stores NULL after an error. */
static GovRule *compile(const GovLoader *loader, const GovSection *section,
                        GError **error)
{
    const char *iterate = NULL;
    g_autofree char *check = NULL;
    if (!is_rule_id(section->id)) {
        gov__keys_fail(loader->keys, section, NULL, error,
                       "id must be of a-z, 0-9, _, - and dots, beginning with a letter");
        return NULL;
    }
    if (!gov__loader_read(loader, section, "for", &iterate, error) ||
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

static bool add_rule(GovLoader *loader, const GovSection *section, size_t *n_terms,
                     GError **error)
{
    GPtrArray *rules = loader->form->rules;
    GovRule *rule = compile(loader, section, error);
    if (!rule) {
        return false;
    }
    g_ptr_array_add(rules, rule);
    *n_terms += gov__rule_n_terms(rule);
    if (rules->len > MAX_RULES || *n_terms > MAX_TERMS) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "more than %d rules, or %zu terms in all of them", MAX_RULES,
                    MAX_TERMS);
        return gov__keys_locate(loader->keys, section, NULL, error);
    }
    return read_severity(loader, section, rule, error) &&
           read_nulls(loader, section, rule, error) &&
           read_texts(loader, section, rule, error);
}

bool gov__loader_add_rules(GovLoader *loader, GError **error)
{
    size_t n_terms = 0;
    for (size_t i = 0; i < gov__keys_n_sections(loader->keys); i++) {
        const GovSection *section = gov__keys_get_section(loader->keys, i);
        if (strcmp(section->kind->name, "rule") == 0 &&
            !add_rule(loader, section, &n_terms, error)) {
            return false;
        }
    }
    return true;
}
