/* SPDX-License-Identifier: MIT */
/* GovIndicator: [indicator …] sections → two sparse sums.
 *
 * A section says its numerator and denominator in the words of rules, and with `for` and `at` the
 * one row or column it is taken at. The rule compiler does the work: the two texts are the sides of
 * one comparison. */
#include "form/indicator-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_INDICATORS 256

struct _GovIndicator {
    const char *id; /* texts live in the form */
    const char *label[GOV_N_LANGUAGES];
    const char *base[GOV_N_LANGUAGES];
    const char *note[GOV_N_LANGUAGES];
    const char *numerator;
    const char *denominator;
    GovIndicatorKind kind;
    GovRule *rule;
    size_t instance;
};

static const char *const kind_names[] = {
    [GOV_INDICATOR_SHARE] = "share",
    [GOV_INDICATOR_RATE] = "rate",
    [GOV_INDICATOR_RATIO] = "ratio",
    [GOV_INDICATOR_GROWTH] = "growth",
};

void gov__indicator_free(GovIndicator *indicator)
{
    if (indicator) {
        gov__rule_free(indicator->rule);
        g_free(indicator);
    }
}

static bool read_kind(const GovLoader *loader, const GovSection *section, GovIndicatorKind *kind,
                      GError **error)
{
    const char *text = NULL;
    if (!gov__loader_require(loader, section, "kind", &text, error)) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(kind_names); i++) {
        if (strcmp(text, kind_names[i]) == 0) {
            *kind = (GovIndicatorKind)i;
            return true;
        }
    }
    return gov__keys_fail(loader->keys, section, "kind", error,
                          "must be share, rate, ratio or growth, not \"%s\"", text);
}

static bool read_note(const GovLoader *loader, const GovSection *section, GovIndicator *self,
                      GError **error)
{
    self->note[GOV_LANGUAGE_ZH] = "";
    if (!gov__loader_read(loader, section, "note", &self->note[GOV_LANGUAGE_ZH], error)) {
        return false;
    }
    self->note[GOV_LANGUAGE_EN] = self->note[GOV_LANGUAGE_ZH];
    return gov__loader_read(loader, section, "note[en]", &self->note[GOV_LANGUAGE_EN], error);
}

static bool read_texts(const GovLoader *loader, const GovSection *section, GovIndicator *self,
                       GError **error)
{
    self->id = g_string_chunk_insert_const(loader->form->strings, section->id);
    return gov__loader_read_pair(loader, section, "label", self->label, error) &&
           gov__loader_read_pair(loader, section, "base", self->base, error) &&
           gov__loader_require(loader, section, "numerator", &self->numerator, error) &&
           gov__loader_require(loader, section, "denominator", &self->denominator, error) &&
           read_kind(loader, section, &self->kind, error) && read_note(loader, section, self, error);
}

/* The row or column that `at` names, among those the rule was compiled for. */
static bool choose_instance(const GovLoader *loader, const GovSection *section, GovIndicator *self,
                            GError **error)
{
    const char *at = NULL;
    if (!gov__loader_read(loader, section, "at", &at, error)) {
        return false;
    }
    size_t n = gov_rule_n_instances(self->rule);
    for (size_t i = 0; i < n; i++) {
        const GovInstance *instance = gov__rule_get_instance(self->rule, i);
        if (!at ? n == 1
                : instance->axis != GOV_AXIS_TABLE &&
                      strcmp(gov__form_get_part(loader->form, instance->table, instance->axis,
                                                instance->index)->id,
                             at) == 0) {
            self->instance = i;
            return true;
        }
    }
    return at ? gov__keys_fail(loader->keys, section, "at", error,
                               "there is no %s where all its cells are", at)
              : gov__keys_fail(loader->keys, section, NULL, error,
                               "at is missing: the one row or column, of those in for, it is taken at");
}

/* Sums alone make an indicator. */
static bool check_plain(const GovLoader *loader, const GovSection *section, const GovIndicator *self,
                        GError **error)
{
    const GovInstance *instance = gov__indicator_get_instance(self);
    bool plain = gov__rule_get_compare(self->rule) == GOV_COMPARE_EQ && !instance->n_conditions &&
                 !instance->tolerance && !gov__rule_get_percent(self->rule);
    return (plain && instance->n_right) ||
           gov__keys_fail(loader->keys, section, plain ? "denominator" : "numerator", error,
                          "must be a sum of cells");
}

static bool compile(const GovLoader *loader, const GovSection *section, GovIndicator *self, GError **error)
{
    const char *iterate = NULL;
    if (!gov__loader_read(loader, section, "for", &iterate, error)) {
        return false;
    }
    g_autofree char *check = g_strdup_printf("%s = %s", self->numerator, self->denominator);
    self->rule = gov__rule_compile(loader->form, section->id, iterate, check, error);
    if (!self->rule) {
        return gov__keys_locate(loader->keys, section, "numerator", error);
    }
    return choose_instance(loader, section, self, error) && check_plain(loader, section, self, error);
}

static bool is_id(const char *id)
{
    return g_ascii_islower(*id) && id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool add_indicator(GovLoader *loader, const GovSection *section, GError **error)
{
    if (!is_id(section->id)) {
        return gov__keys_fail(loader->keys, section, NULL, error,
                              "id must be of a-z, 0-9 and _, beginning with a letter");
    }
    if (loader->form->indicators->len >= MAX_INDICATORS) {
        return gov__keys_fail(loader->keys, section, NULL, error, "more than %d indicators",
                              MAX_INDICATORS);
    }
    GovIndicator *self = g_new0(GovIndicator, 1);
    g_ptr_array_add(loader->form->indicators, self);
    return read_texts(loader, section, self, error) && compile(loader, section, self, error);
}

bool gov__indicators_load(GovLoader *loader, GError **error)
{
    for (size_t i = 0; i < gov__keys_n_sections(loader->keys); i++) {
        const GovSection *section = gov__keys_get_section(loader->keys, i);
        if (strcmp(section->kind->name, "indicator") == 0 && !add_indicator(loader, section, error)) {
            return false;
        }
    }
    return true;
}

const GovInstance *gov__indicator_get_instance(const GovIndicator *indicator)
{
    return gov__rule_get_instance(indicator->rule, indicator->instance);
}

size_t gov_form_n_indicators(const GovForm *form)
{
    g_return_val_if_fail(form != NULL, 0);
    return form->indicators->len;
}

const GovIndicator *gov_form_get_indicator(const GovForm *form, size_t i)
{
    g_return_val_if_fail(form != NULL && i < form->indicators->len, NULL);
    return g_ptr_array_index(form->indicators, i);
}

const GovIndicator *gov_form_find_indicator(const GovForm *form, const char *id)
{
    g_return_val_if_fail(form != NULL && id != NULL, NULL);
    for (guint i = 0; i < form->indicators->len; i++) {
        const GovIndicator *indicator = g_ptr_array_index(form->indicators, i);
        if (strcmp(indicator->id, id) == 0) {
            return indicator;
        }
    }
    return NULL;
}

const char *gov_indicator_get_id(const GovIndicator *indicator)
{
    g_return_val_if_fail(indicator != NULL, NULL);
    return indicator->id;
}

const char *gov_indicator_get_label(const GovIndicator *indicator, GovLanguage language)
{
    g_return_val_if_fail(indicator != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return indicator->label[language];
}

const char *gov_indicator_get_base(const GovIndicator *indicator, GovLanguage language)
{
    g_return_val_if_fail(indicator != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return indicator->base[language];
}

const char *gov_indicator_get_note(const GovIndicator *indicator, GovLanguage language)
{
    g_return_val_if_fail(indicator != NULL && (unsigned)language < GOV_N_LANGUAGES, NULL);
    return indicator->note[language];
}

const char *gov_indicator_get_numerator(const GovIndicator *indicator)
{
    g_return_val_if_fail(indicator != NULL, NULL);
    return indicator->numerator;
}

const char *gov_indicator_get_denominator(const GovIndicator *indicator)
{
    g_return_val_if_fail(indicator != NULL, NULL);
    return indicator->denominator;
}

GovIndicatorKind gov_indicator_get_kind(const GovIndicator *indicator)
{
    g_return_val_if_fail(indicator != NULL, GOV_INDICATOR_RATIO);
    return indicator->kind;
}

bool gov_indicator_uses_prior(const GovIndicator *indicator)
{
    g_return_val_if_fail(indicator != NULL, false);
    return gov_rule_uses_prior(indicator->rule);
}

bool gov_indicator_uses_cell(const GovIndicator *indicator, size_t cell, bool prior)
{
    g_return_val_if_fail(indicator != NULL, false);
    const GovInstance *instance = gov__indicator_get_instance(indicator);

    for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
        if (instance->terms[i].cell == cell && (instance->terms[i].year != 0) == prior) {
            return true;
        }
    }
    return false;
}

const char *gov_indicator_kind_get_name(GovIndicatorKind kind)
{
    g_return_val_if_fail((unsigned)kind < G_N_ELEMENTS(kind_names), NULL);
    return kind_names[kind];
}
