/* SPDX-License-Identifier: MIT */
/* GovRule: from one line of text to sparse comparisons, and what can be asked of the
 * result.
 *
 * Three steps, a file each: rule-parse.c reads the text into a flat list of terms and
 * knows nothing of forms, rule-resolve.c finds what its names mean in the form,
 * rule-expand.c writes one comparison per column, row or cell. rule-print.c goes the way
 * back. This file keeps the outcome. The evaluator sees comparisons only, so a longer
 * grammar costs it nothing. */
#include "form/rule-struct-private.h"

#include <govstat/error.h>

#include <string.h>

static const char *const severity_names[] = {
    [GOV_SEVERITY_HINT] = "hint",
    [GOV_SEVERITY_WARNING] = "warning",
    [GOV_SEVERITY_ERROR] = "error",
};

static const char *const nulls_names[] = {
    [GOV_NULLS_STRICT] = "strict",
    [GOV_NULLS_ZERO] = "zero",
    [GOV_NULLS_BOUND] = "bound",
    [GOV_NULLS_BOTH] = "both",
};

static int find_name(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *gov_severity_get_name(GovSeverity severity)
{
    g_return_val_if_fail((unsigned)severity < G_N_ELEMENTS(severity_names), NULL);
    return severity_names[severity];
}

bool gov_severity_from_name(const char *name, GovSeverity *severity)
{
    g_return_val_if_fail(name != NULL && severity != NULL, false);
    int found = find_name(severity_names, G_N_ELEMENTS(severity_names), name);
    if (found >= 0) {
        *severity = (GovSeverity)found;
    }
    return found >= 0;
}

const char *gov_nulls_get_name(GovNulls nulls)
{
    g_return_val_if_fail((unsigned)nulls < G_N_ELEMENTS(nulls_names), NULL);
    return nulls_names[nulls];
}

bool gov__nulls_from_name(const char *name, GovNulls *nulls)
{
    int found = find_name(nulls_names, G_N_ELEMENTS(nulls_names), name);
    if (found >= 0) {
        *nulls = (GovNulls)found;
    }
    return found >= 0;
}

void gov__rule_free(GovRule *rule)
{
    if (!rule) {
        return;
    }
    g_array_unref(rule->terms);
    g_array_unref(rule->instances);
    g_array_unref(rule->conditions);
    for (int language = 0; language < GOV_N_LANGUAGES; language++) {
        g_free(rule->message[language]);
    }
    g_free(rule->basis);
    g_free(rule->canonical);
    g_free(rule->text);
    g_free(rule->iterate);
    g_free(rule->id);
    g_free(rule);
}

static GovRule *rule_new(const char *id, const char *iterate, const char *check)
{
    GovRule *rule = g_new0(GovRule, 1);
    rule->id = g_strdup(id);
    rule->iterate = g_strdup(iterate);
    rule->text = g_strdup(check);
    rule->basis = g_strdup("");
    rule->message[GOV_LANGUAGE_ZH] = g_strdup(check);
    rule->message[GOV_LANGUAGE_EN] = g_strdup(check);
    rule->severity = GOV_SEVERITY_ERROR;
    rule->nulls = GOV_NULLS_BOUND;
    rule->terms = g_array_new(FALSE, FALSE, sizeof(GovTerm));
    rule->instances = g_array_new(FALSE, TRUE, sizeof(GovInstance));
    rule->conditions = g_array_new(FALSE, TRUE, sizeof(GovInstance));
    return rule;
}

GovRule *gov__rule_compile(const GovForm *form, const char *id, const char *iterate,
                           const char *check, GError **error)
{
    GovIteration iteration = {0};
    if (!gov__iteration_parse(form, iterate, &iteration, error)) {
        return NULL;
    }
    g_autoptr(GovExpression) expression = gov__expression_parse(check, error);
    if (!expression) {
        return NULL;
    }
    g_autoptr(GovRule) rule = rule_new(id, iterate, check);
    g_autoptr(GString) canonical = g_string_new(NULL);
    gov__expression_print(expression, canonical);
    rule->canonical = g_strdup(canonical->str);
    rule->compare = g_array_index(expression->compares, GovCompare, 0);
    rule->percent = expression->is_percent ? expression->tolerance : 0;
    if (!gov__rule_expand(rule, form, &iteration, expression, error)) {
        return NULL;
    }
    return g_steal_pointer(&rule);
}

bool gov__rule_check_for(const GovForm *form, const char *iterate, GError **error)
{
    GovIteration iteration = {0};
    return gov__iteration_parse(form, iterate, &iteration, error);
}

static void replace(char **text, const char *by)
{
    g_free(*text);
    *text = g_strdup(by);
}

void gov__rule_set_texts(GovRule *rule, GovLanguage language, const char *message)
{
    replace(&rule->message[language], message);
}

void gov__rule_set_basis(GovRule *rule, const char *basis)
{
    replace(&rule->basis, basis);
}

void gov__rule_set_severity(GovRule *rule, GovSeverity severity)
{
    rule->severity = severity;
}

void gov__rule_set_nulls(GovRule *rule, GovNulls nulls)
{
    rule->nulls = nulls;
}

size_t gov__rule_n_terms(const GovRule *rule)
{
    return rule->terms->len;
}

bool gov__rule_is_identity(const GovRule *rule)
{
    const GovInstance *first = &g_array_index(rule->instances, GovInstance, 0);
    return rule->compare == GOV_COMPARE_EQ && rule->severity == GOV_SEVERITY_ERROR &&
           !rule->percent && !rule->uses_prior && !first->tolerance && !first->n_conditions;
}

int64_t gov__rule_get_percent(const GovRule *rule)
{
    return rule->percent;
}

bool gov_rule_uses_prior(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, false);
    return rule->uses_prior;
}

GovCompare gov__rule_get_compare(const GovRule *rule)
{
    return rule->compare;
}

const GovInstance *gov__rule_get_instance(const GovRule *rule, size_t instance)
{
    g_return_val_if_fail(rule != NULL && instance < rule->instances->len, NULL);
    return &g_array_index(rule->instances, GovInstance, instance);
}

const char *gov_rule_get_id(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, NULL);
    return rule->id;
}

const char *gov_rule_get_text(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, NULL);
    return rule->text;
}

const char *gov_rule_get_for(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, NULL);
    return rule->iterate;
}

const char *gov_rule_get_message(const GovRule *rule, GovLanguage language)
{
    g_return_val_if_fail(rule != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return rule->message[language];
}

const char *gov_rule_get_basis(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, NULL);
    return rule->basis;
}

GovSeverity gov_rule_get_severity(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, GOV_SEVERITY_ERROR);
    return rule->severity;
}

GovNulls gov_rule_get_nulls(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, GOV_NULLS_STRICT);
    return rule->nulls;
}

size_t gov_rule_n_instances(const GovRule *rule)
{
    g_return_val_if_fail(rule != NULL, 0);
    return rule->instances->len;
}
