/* SPDX-License-Identifier: MIT */
/* govstat rules: what govstat check looks at, as written in the forms. */
#include "lines.h"
#include "output.h"

static const ToolHelp help = {
    "rules",
    "Lists the rules (勾稽关系) of the built-in forms, or of one form.",
    "A rule is stated once and compared for every row or column it is for.\n"
    "Nulls say what a cell without a figure does: strict (the rule cannot be\n"
    "judged), zero (counts as zero), bound (may hold any non-negative number).\n\n"
    "Examples:\n"
    "  govstat rules --form=cn-foi-2021\n"
    "  govstat rules --format=jsonl --form=./our-town.form",
};

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

static void append_rules(GString *out, const GovForm *form, bool as_json,
                         GovLanguage language)
{
    if (!as_json)
        g_string_append_printf(out, "%s%s  %s\n", out->len > 0 ? "\n" : "",
                               gov_form_get_id(form), gov_form_get_title(form, language));
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        if (as_json)
            append_rule_json(out, form, rule);
        else
            append_rule_text(out, rule, language);
    }
}

static int run(const char *name, bool as_json, GovLanguage language)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    if (name != NULL) {
        g_autoptr(GovForm) form = tool_load_form(name, &error);
        if (form == NULL) {
            tool_message("%s", error->message);
            return TOOL_TROUBLE;
        }
        append_rules(out, form, as_json, language);
        return tool_print(out);
    }
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        append_rules(out, form, as_json, language);
    }
    return tool_print(out);
}

int tool_rules(int argc, char **argv)
{
    static const char *const formats[] = {"text", "jsonl", NULL};
    g_autofree char *form = NULL;
    g_autofree char *format = NULL;
    g_autofree char *lang = NULL;
    g_auto(GStrv) rest = NULL;
    const GOptionEntry entries[] = {
        {"form", 0, 0, G_OPTION_ARG_FILENAME, &form, "Only the rules of this form",
         "ID|FILE.form"},
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
    return run(form, choice == 1, language);
}
