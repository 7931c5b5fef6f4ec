/* SPDX-License-Identifier: MIT */
/* govstat rules: what govstat check looks at, as written in the forms and in files of
 * rules, and what is wrong with it. */
#include "lines.h"
#include "output.h"

static const ToolHelp help = {
    "rules",
    "Lists the rules (勾稽关系) of the built-in forms, or of one form.",
    "A rule is stated once and compared for every row or column it is for.\n"
    "Nulls say what a cell without a figure does: strict (the rule cannot be\n"
    "judged), zero (counts as zero), bound (may hold any non-negative number),\n"
    "both (the last two, and says where the verdict hinges on them).\n\n"
    "Exit status with --lint: 1 if rules contradict or repeat each other, or can\n"
    "never fire or never hold. Rules that others imply, and cells that no rule\n"
    "touches, are told and are no mistake.\n\n"
    "Examples:\n"
    "  govstat rules --form=cn-foi-2021\n"
    "  govstat rules --format=jsonl --form=./our-town.form\n"
    "  govstat rules --lint --rules=our.rules",
};

typedef struct {
    bool as_json;
    bool lint; /* what is wrong with the rules instead of what they are */
    GovLanguage language;
} Listing;

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void append_rule_text(GString *out, const GovRule *rule, GovLanguage language)
{
    const char *iterate = gov_rule_get_for(rule);
    size_t n = gov_rule_n_instances(rule);
    g_string_append_printf(
        out, "%s: %s, nulls %s, %zu comparison%s\n", gov_rule_get_id(rule),
        gov_severity_get_name(gov_rule_get_severity(rule)),
        gov_nulls_get_name(gov_rule_get_nulls(rule)), n, n == 1 ? "" : "s");
    if (iterate != NULL)
        g_string_append_printf(out, "    for    %s\n", iterate);
    g_string_append_printf(out, "    check  %s\n", gov_rule_get_text(rule));
    g_string_append_printf(out, "    says   %s\n",
                           or_empty(gov_rule_get_message(rule, language)));
    if (gov_rule_get_basis(rule) != NULL)
        g_string_append_printf(out, "    basis  %s\n", gov_rule_get_basis(rule));
}

static void append_rule_json(GString *out, const GovForm *form, const GovRule *rule)
{
    JsonBuilder *builder = tool_begin_object();
    tool_add_text(builder, "form", gov_form_get_id(form));
    tool_add_text(builder, "id", gov_rule_get_id(rule));
    tool_add_text(builder, "severity",
                  gov_severity_get_name(gov_rule_get_severity(rule)));
    tool_add_text(builder, "nulls", gov_nulls_get_name(gov_rule_get_nulls(rule)));
    tool_add_text(builder, "for", gov_rule_get_for(rule));
    tool_add_text(builder, "text", gov_rule_get_text(rule));
    tool_add_text(builder, "message", gov_rule_get_message(rule, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "message_en", gov_rule_get_message(rule, GOV_LANGUAGE_EN));
    tool_add_text(builder, "basis", gov_rule_get_basis(rule));
    tool_add_number(builder, "comparisons", (gint64)gov_rule_n_instances(rule));
    tool_end_object(builder, out);
}

static void append_rule(GString *out, const GovForm *form, const GovRule *rule,
                        const Listing *self)
{
    if (self->as_json)
        append_rule_json(out, form, rule);
    else
        append_rule_text(out, rule, self->language);
}

static void append_rules(GString *out, const GovForm *form, const GovRules *rules,
                         const Listing *self)
{
    for (size_t i = 0; i < gov_form_n_rules(form); i++)
        append_rule(out, form, gov_form_get_rule(form, i), self);
    for (size_t i = 0; rules != NULL && i < gov_rules_n(rules); i++)
        append_rule(out, form, gov_rules_get(rules, i), self);
}

static void append_lint(GString *out, const GovForm *form, const GovLint *lint, bool as_json)
{
    const char *kind = gov_lint_get_name(lint->kind);
    if (!as_json) {
        g_string_append_printf(out, "%s: %s%s%s\n", kind, or_empty(lint->rule),
                               lint->rule != NULL ? ": " : "", lint->message);
        return;
    }
    JsonBuilder *builder = tool_begin_object();
    tool_add_text(builder, "form", gov_form_get_id(form));
    tool_add_text(builder, "kind", kind);
    tool_add_text(builder, "rule", lint->rule);
    tool_add_text(builder, "other", lint->other);
    tool_add_text(builder, "cell", gov_form_get_code(form, (size_t)lint->cell));
    tool_add_text(builder, "message", lint->message);
    tool_end_object(builder, out);
}

/* Cells that no rule touches are no mistake of the rules, nor is a rule that others imply. */
static size_t append_lints(GString *out, const GovForm *form, const GovRules *rules,
                           const Listing *self)
{
    g_autoptr(GPtrArray) lints = gov_rules_lint(form, rules);
    size_t n = 0;
    for (guint i = 0; i < lints->len; i++) {
        const GovLint *lint = g_ptr_array_index(lints, i);
        n += lint->kind != GOV_LINT_UNTOUCHED && lint->kind != GOV_LINT_IMPLIED;
        append_lint(out, form, lint, self->as_json);
    }
    return n;
}

/* Gives how many mistakes were found. */
static size_t append_form(GString *out, const GovForm *form, const GovRules *rules,
                          const Listing *self)
{
    if (!self->as_json)
        g_string_append_printf(out, "%s%s  %s\n", out->len > 0 ? "\n" : "",
                               gov_form_get_id(form),
                               gov_form_get_title(form, self->language));
    if (self->lint)
        return append_lints(out, form, rules, self);
    append_rules(out, form, rules, self);
    return 0;
}

static int run(const char *name, const char *path, const Listing *self)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = name != NULL ? tool_load_form(name, &error) : NULL;
    if (error != NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    g_autoptr(GPtrArray) rules = tool_load_rules(form, path);
    if (rules == NULL)
        return TOOL_TROUBLE;
    size_t n = 0;
    if (form != NULL)
        n += append_form(out, form, rules->len > 0 ? rules->pdata[0] : NULL, self);
    for (size_t i = 0; form == NULL && i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) builtin = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        n += append_form(out, builtin, rules->len > i ? rules->pdata[i] : NULL, self);
    }
    int status = tool_print(out);
    return status == TOOL_OK && n > 0 ? TOOL_FINDINGS : status;
}

int tool_rules(int argc, char **argv)
{
    static const char *const formats[] = {"text", "jsonl", NULL};
    g_autofree char *form = NULL;
    g_autofree char *format = NULL;
    g_autofree char *lang = NULL;
    g_autofree char *rules = NULL;
    gboolean lint = FALSE;
    g_auto(GStrv) rest = NULL;
    const GOptionEntry entries[] = {
        {"form", 0, 0, G_OPTION_ARG_FILENAME, &form, "Only the rules of this form",
         "ID|FILE.form"},
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "And the rules in this file", "FILE"},
        {"lint", 0, 0, G_OPTION_ARG_NONE, &lint,
         "Say what is wrong with the rules instead of listing them", NULL},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text or jsonl", "NAME"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang,
         "Language of messages: zh or en (default: that of the locale)", "LANG"},
        {G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, &rest,
         NULL, NULL},
        G_OPTION_ENTRY_NULL};
    int status = TOOL_OK;
    GovLanguage language = GOV_LANGUAGE_ZH;
    if (!tool_parse(&help, entries, NULL, argc, argv, &status))
        return status;
    int choice = tool_choose(help.verb, "format", format, formats);
    if (choice < 0 || !tool_choose_language(help.verb, lang, &language))
        return TOOL_TROUBLE;
    if (rest != NULL)
        return tool_wrong_usage(help.verb, "%s: takes no files; name a form with --form",
                                rest[0]);
    const Listing self = {choice == 1, lint, language};
    return run(form, rules, &self);
}
