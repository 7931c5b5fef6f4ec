/* SPDX-License-Identifier: MIT */
/* Options of the verbs. GOption reads them; its own help is turned off, because it ends
 * the process and converts the text to the charset of the locale. For the same reasons
 * every value is taken as a file name, that is, as bytes, and messages go to stderr as
 * they are. The locale is never set: only its name is looked at, to choose between
 * Chinese and English labels. */
#include "output.h"
#include "tools.h"
#include <stdio.h>
#include <string.h>

#define MAX_JOBS 256
#define MAX_SIZE 2048 /* MiB */

void tool_message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autoptr(GString) line = g_string_new("govstat: ");
    for (const char *p = text; *p != '\0'; p++)
        if (g_str_has_prefix(p, "\n    ")) /* quoted text, which cannot pass for a message */
            g_string_append_c(line, '\n');
        else if ((guchar)*p < 0x20 || *p == 0x7f)
            g_string_append_printf(line, "\\x%02x", (guchar)*p);
        else
            g_string_append_c(line, *p);
    g_string_append_c(line, '\n');
    fputs(line->str, stderr);
}

int tool_wrong_usage(const char *verb, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    tool_message("%s: %s; see govstat %s --help", verb, text, verb);
    return TOOL_TROUBLE;
}

void tool_lay_aside(ToolInputOptions *options, const char *path)
{
    size_t n = 0;
    while (options->aside[n] != NULL)
        n++;
    g_return_if_fail(n + 1 < G_N_ELEMENTS(options->aside));
    options->aside[n] = path;
}

void tool_input_options_clear(ToolInputOptions *options)
{
    g_clear_pointer(&options->form_name, g_free);
    g_clear_pointer(&options->files, g_strfreev);
    g_clear_pointer(&options->form, gov_form_unref);
}

static GOptionContext *make_context(const ToolHelp *help, const GOptionEntry *entries,
                                    ToolInputOptions *inputs, gboolean *wants_help)
{
    const GOptionEntry own[] = {
        {"help", 'h', 0, G_OPTION_ARG_NONE, wants_help, "Show this help", NULL},
        G_OPTION_ENTRY_NULL};
    GOptionContext *context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, help->summary);
    g_option_context_set_description(context, help->description);
    g_option_context_add_main_entries(context, own, NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    if (inputs == NULL)
        return context;
    inputs->max_size = (int)(GOV_READ_MAX_BYTES >> 20);
    const GOptionEntry shared[] = {
        {"form", 0, 0, G_OPTION_ARG_FILENAME, &inputs->form_name,
         "Read as this form instead of finding it by its labels", "ID|FILE.form"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &inputs->jobs,
         "Number of workers (default: one for each processor)", "N"},
        {"max-size", 0, 0, G_OPTION_ARG_INT, &inputs->max_size,
         "Refuse larger files (default: 64)", "MIB"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &inputs->files, NULL,
         "FILE…"},
        G_OPTION_ENTRY_NULL};
    g_option_context_add_main_entries(context, shared, NULL);
    return context;
}

/* GOption does not know -j8, which make has taught everyone. */
static char **split_jobs(int argc, char **argv)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        ended = ended || strcmp(argv[i], "--") == 0;
        bool joined =
            !ended && argv[i][0] == '-' && argv[i][1] == 'j' && argv[i][2] != '\0';
        g_ptr_array_add(all, joined ? g_strconcat("--jobs=", argv[i] + 2, NULL)
                                    : g_strdup(argv[i]));
    }
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&all), FALSE);
}

static bool accept_inputs(const char *verb, ToolInputOptions *inputs)
{
    g_autoptr(GError) error = NULL;
    if (inputs->jobs < 0 || inputs->jobs > MAX_JOBS)
        return tool_wrong_usage(verb, "-j %d: give a number from 1 to %d", inputs->jobs,
                                MAX_JOBS) == TOOL_OK;
    if (inputs->max_size < 1 || inputs->max_size > MAX_SIZE)
        return tool_wrong_usage(verb, "--max-size=%d: give a number of MiB from 1 to %d",
                                inputs->max_size, MAX_SIZE) == TOOL_OK;
    if (inputs->files == NULL)
        return tool_wrong_usage(verb, "No input given; name files, directories, or - for "
                                      "standard input") == TOOL_OK;
    if (inputs->jobs == 0)
        inputs->jobs = (int)MIN(g_get_num_processors(), MAX_JOBS);
    if (inputs->form_name == NULL)
        return true;
    inputs->form = tool_load_form(inputs->form_name, &error);
    if (inputs->form == NULL)
        tool_message("%s", error->message);
    return inputs->form != NULL;
}

bool tool_parse(const ToolHelp *help, const GOptionEntry *entries,
                ToolInputOptions *inputs, int argc, char **argv, int *status)
{
    gboolean wants_help = FALSE;
    g_autofree char *name = g_strconcat("govstat ", help->verb, NULL);
    g_set_prgname(name);
    g_autoptr(GOptionContext) context = make_context(help, entries, inputs, &wants_help);
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) args = split_jobs(argc, argv);
    *status = TOOL_TROUBLE;
    if (!g_option_context_parse_strv(context, &args, &error)) {
        tool_wrong_usage(help->verb, "%s", error->message);
        return false;
    }
    if (wants_help) {
        g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);
        g_autoptr(GString) page = g_string_new(text);
        *status = tool_print(page);
        return false;
    }
    return inputs == NULL || accept_inputs(help->verb, inputs);
}

int tool_choose(const char *verb, const char *option, const char *value,
                const char *const *choices)
{
    if (value == NULL)
        return 0;
    for (int i = 0; choices[i] != NULL; i++)
        if (strcmp(value, choices[i]) == 0)
            return i;
    g_autoptr(GString) known = g_string_new(choices[0]);
    for (int i = 1; choices[i] != NULL; i++)
        g_string_append_printf(known, ", %s", choices[i]);
    tool_wrong_usage(verb, "--%s=%s is not known; choose from: %s", option, value,
                     known->str);
    return -1;
}

static GovLanguage get_locale_language(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *name = g_getenv(variables[i]);
        if (name != NULL && *name != '\0')
            return g_str_has_prefix(name, "zh") ? GOV_LANGUAGE_ZH : GOV_LANGUAGE_EN;
    }
    return GOV_LANGUAGE_EN;
}

bool tool_choose_language(const char *verb, const char *value, GovLanguage *language)
{
    static const char *const names[] = {"zh", "en", NULL};
    int choice = tool_choose(verb, "lang", value, names);
    *language = choice == 1 ? GOV_LANGUAGE_EN : GOV_LANGUAGE_ZH;
    if (value == NULL)
        *language = get_locale_language();
    return choice >= 0;
}

GovForm *tool_load_form(const char *name, GError **error)
{
    if (strchr(name, '/') != NULL || g_str_has_suffix(name, ".form"))
        return gov_form_from_file(name, error);
    return gov_form_builtin(name, error);
}

/* For one form, or for all built-in ones. */
static GPtrArray *load_rules(const GovForm *form, const char *path, GError **error)
{
    if (form == NULL)
        return gov_rules_for_builtin_from_file(path, error);
    GovRules *rules = gov_rules_from_file(form, path, error);
    if (rules == NULL)
        return NULL;
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)gov_rules_unref);
    g_ptr_array_add(list, rules);
    return list;
}

GPtrArray *tool_load_rules(const GovForm *form, const char *path)
{
    g_autoptr(GError) error = NULL;

    if (path == NULL)
        return g_ptr_array_new_with_free_func((GDestroyNotify)gov_rules_unref);
    GPtrArray *list = load_rules(form, path, &error);
    if (list == NULL)
        tool_message("%s", error->message);
    return list;
}

const char *tool_type_get_name(GovType type)
{
    static const char *const names[] = {[GOV_TYPE_COUNT] = "count",
                                        [GOV_TYPE_SIGNED] = "signed",
                                        [GOV_TYPE_MONEY] = "money"};
    return names[type];
}
