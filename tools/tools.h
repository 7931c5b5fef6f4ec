/* SPDX-License-Identifier: MIT */
/* What the files of the govstat command share: the verbs, the exit statuses, and how a
 * verb reads its options. A verb is one function that takes its own argument vector
 * (argv[0] is its name) and returns the exit status. */
#ifndef GOV_TOOLS_H
#define GOV_TOOLS_H

#include <govstat/govstat.h>

/* Exit statuses; the higher one wins. */
enum {
    TOOL_OK = 0,       /* all done, nothing at or above the threshold */
    TOOL_FINDINGS = 1, /* findings at or above the threshold */
    TOOL_TROUBLE = 2   /* wrong usage, or some input could not be used */
};

int tool_check(int argc, char **argv);
int tool_diff(int argc, char **argv);
int tool_extract(int argc, char **argv);
int tool_forms(int argc, char **argv);
int tool_rollup(int argc, char **argv);
int tool_rules(int argc, char **argv);
int tool_show(int argc, char **argv);

/* The help of a verb. */
typedef struct {
    const char *verb;
    const char *summary;     /* what it does, one or two sentences */
    const char *description; /* examples and whatever else stands below the options */
} ToolHelp;

/* Options of every verb that reads reports; start from {0}. */
typedef struct {
    char *form_name;
    int jobs;
    int max_size; /* MiB */
    char **files;
    GovForm *form; /* what form_name names, or NULL */
    const char *aside[8]; /* files that other options name: no reports, where a folder holds them */
} ToolInputOptions;

void tool_input_options_clear(ToolInputOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ToolInputOptions, tool_input_options_clear)

/* Says that a file, if there is one, is no report; its name is borrowed. */
void tool_lay_aside(ToolInputOptions *options, const char *path);

/* Parses the options of a verb. `inputs` may be NULL for verbs that read no reports.
 * Returns FALSE if the verb has to end with *status: the help was asked for, or the usage
 * was wrong. */
bool tool_parse(const ToolHelp *help, const GOptionEntry *entries,
                ToolInputOptions *inputs, int argc, char **argv, int *status);

/* Says what is wrong with the arguments of a verb and where its help is; gives
 * TOOL_TROUBLE. */
int tool_wrong_usage(const char *verb, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Index of `value` in a list that ends with NULL; 0 if there is no value, -1 after a
 * message if it is not in the list. `option` is its name without dashes. */
int tool_choose(const char *verb, const char *option, const char *value,
                const char *const *choices);

/* The language of labels: the option's value, or that of the locale. FALSE after a
 * message. */
bool tool_choose_language(const char *verb, const char *value, GovLanguage *language);

/* The built-in form with an id, or the form in a file: a name with a slash or ending in
 * .form. */
GovForm *tool_load_form(const char *name, GError **error);

/* The rules of a file, compiled for a form, or for NULL for each built-in one: GovRules.
 * Empty if there is no path; NULL after a message. */
GPtrArray *tool_load_rules(const GovForm *form, const char *path);

/* Machine name of what a cell holds. */
const char *tool_type_get_name(GovType type);

/* One line on stderr, "govstat: …"; control characters are written as \xNN, since file
 * names and labels may come from anywhere. */
void tool_message(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
