/* SPDX-License-Identifier: MIT */
/* The govstat command: finds the verb and hands over to it. A new verb is one new file
 * and one line in the table below. Everything a verb can do, the library can do: the
 * command only reads options, walks folders, shares out work and writes. */
#include "config.h"

#include "output.h"
#include "tools.h"
#include <json-glib/json-glib.h>
#include <libxml/xmlversion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#ifndef GOV_PDFTOTEXT
#define GOV_PDFTOTEXT "pdftotext"
#endif

static const struct {
    const char *name;
    const char *help;
    int (*run)(int argc, char **argv);
} verbs[] = {
    {"extract", "Write the figures of reports as JSON or CSV", tool_extract},
    {"check", "Find the figures of reports that cannot be right", tool_check},
    {"diff", "Set two years of one unit side by side", tool_diff},
    {"rollup", "Add up the reports of many units", tool_rollup},
    {"show", "Print the tables of reports in the official layout", tool_show},
    {"forms", "List the known forms, or the cells of one", tool_forms},
    {"rules", "List the rules of the forms", tool_rules},
};

static int print_help(void)
{
    g_autoptr(GString) text = g_string_new(
        "Usage:\n  govstat VERB [OPTION…] [FILE…]\n\n"
        "Statistics from annual reports on government information disclosure\n"
        "(政府信息公开工作年度报告).\n\nVerbs:\n");
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_string_append_printf(text, "  %-10s%s\n", verbs[i].name, verbs[i].help);
    g_string_append(text,
                    "\nOptions:\n"
                    "  -h, --help  Show this help; govstat VERB --help: that of a verb\n"
                    "  --version   Show the version and the formats that are read\n\n"
                    "Exit status: 0 done, 1 findings at or above the threshold, 2 wrong\n"
                    "usage or some input could not be used.\n");
    return tool_print(text);
}

static bool is_read(const char *name)
{
    for (size_t i = 0; i < gov_read_n_formats(); i++)
        if (strcmp(gov_read_get_format(i), name) == 0)
            return true;
    return false;
}

/* What a build may leave out, and what the machine may lack. */
static void tell_missing(GString *text)
{
    static const char *const names[] = {"docx", "xlsx", "odt", "ods", "pdf"};
    bool any = false;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (is_read(names[i]))
            continue;
        g_string_append_printf(text, "%s %s", any ? "" : "\nleft out of this build:", names[i]);
        any = true;
    }
    const char *program = g_getenv("GOVSTAT_PDFTOTEXT");
    g_autofree char *found = g_find_program_in_path(program != NULL ? program : GOV_PDFTOTEXT);
    if (is_read("pdf") && found == NULL)
        g_string_append(text, "\nnot at hand: pdftotext, which pdf needs; install poppler-utils");
}

static int print_version(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "govstat %s\nreads:", gov_version());
    for (size_t i = 0; i < gov_read_n_formats(); i++)
        g_string_append_printf(text, " %s", gov_read_get_format(i));
    tell_missing(text);
    g_string_append_printf(text,
                           "\nbuilt with: GLib %d.%d.%d, JSON-GLib %s, libxml2 %s\n",
                           GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION,
                           JSON_VERSION_S, LIBXML_DOTTED_VERSION);
    return tool_print(text);
}

static int refuse(const char *what, const char *name)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ", verbs[i].name);
    tool_message("%s%s; verbs: %s; see govstat --help", what, name, names->str);
    return TOOL_TROUBLE;
}

int main(int argc, char **argv)
{
    /* A reader that goes away is a write error, told like any other. */
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2)
        return refuse("No verb given", "");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return print_help();
    if (strcmp(argv[1], "--version") == 0)
        return print_version();
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    return refuse(argv[1][0] == '-' ? "Unknown option " : "Unknown verb ", argv[1]);
}
