/* SPDX-License-Identifier: MIT */
/**
 * @file rule.h
 * GovRule: one edit rule (勾稽关系), compiled from a line of text in a form file.
 *
 * A rule such as `received + carried_in = disposed_total + carried_over`, stated once for all
 * columns of a table, is compiled to one sparse linear comparison per column: its instances.
 */
#ifndef GOVSTAT_RULE_H
#define GOVSTAT_RULE_H

#include <govstat/form.h>

GOV_BEGIN_DECLS

/** How much a failed rule weighs. */
typedef enum {
    GOV_SEVERITY_HINT,    /**< Worth knowing. */
    GOV_SEVERITY_WARNING, /**< Worth asking about. */
    GOV_SEVERITY_ERROR    /**< Cannot be right. */
} GovSeverity;

/** What a rule does with cells that carry no figure. */
typedef enum {
    GOV_NULLS_STRICT, /**< Any cell without a figure makes the rule not assessable. */
    GOV_NULLS_ZERO,   /**< Blanks and marks count as zero; the finding says so. */
    GOV_NULLS_BOUND,  /**< Cells without a figure may hold any non-negative number: only a failure
                           that no such number could mend is reported as one. */
    GOV_NULLS_BOTH    /**< As ::GOV_NULLS_BOUND, and where blanks that count as zero would fail the
                           rule the finding says that the verdict hinges on them. */
} GovNulls;

/** The comparison between the two sides of a rule. */
typedef enum { GOV_COMPARE_EQ, GOV_COMPARE_LE, GOV_COMPARE_GE, GOV_COMPARE_LT, GOV_COMPARE_GT } GovCompare;

/** Rules that somebody adds to those of a form; immutable. */
typedef struct _GovRules GovRules;

/**
 * Loads rules from the text of a file: `[rule id]` sections as in a form, and nothing else. The key
 * `forms` lists the forms a rule is for; without it the rule is for all. A rule with the id of one of
 * the form takes its place.
 *
 * @param form  the form whose cells the rules name
 * @param data  UTF-8 text
 * @param len   its length in bytes
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name, line, rule, key and column of the first mistake, and below
 *              it the text with a caret
 * @return new rules, or NULL
 */
GovRules *gov_rules_from_data(const GovForm *form, const char *data, size_t len, const char *name,
                              GError **error);
/** Loads rules from a file; see gov_rules_from_data(). Adds ::GOV_ERROR_IO. */
GovRules *gov_rules_from_file(const GovForm *form, const char *path, GError **error);
/**
 * Loads rules for all built-in forms at once. A rule without the key `forms` is for every form that has
 * the cells it names, and must fit one at least.
 *
 * @param error ::GOV_ERROR_SYNTAX as gov_rules_from_data(), with what is wrong for the newest form
 * @return GovRules, one for each built-in form, newest first; g_ptr_array_unref(). NULL after an error.
 */
GPtrArray *gov_rules_for_builtin_from_data(const char *data, size_t len, const char *name, GError **error);
/** Loads a file; see gov_rules_for_builtin_from_data(). Adds ::GOV_ERROR_IO. */
GPtrArray *gov_rules_for_builtin_from_file(const char *path, GError **error);
/** @return @p rules, with one more reference. */
GovRules *gov_rules_ref(const GovRules *rules);
/** Drops a reference. */
void gov_rules_unref(GovRules *rules);
/** @return the form they are for; borrowed. */
const GovForm *gov_rules_get_form(const GovRules *rules);
/** @return how many there are for the form. */
size_t gov_rules_n(const GovRules *rules);
/** @return one of them, in the order of the text; borrowed. */
const GovRule *gov_rules_get(const GovRules *rules, size_t i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovRules, gov_rules_unref)

/** @return the id, such as `applications.balance`; borrowed. */
const char *gov_rule_get_id(const GovRule *rule);
/** @return the text of the comparison as written in the form; borrowed. */
const char *gov_rule_get_text(const GovRule *rule);
/**
 * Writes a rule as a section of a form or rule file. Loading it gives the same rule, and writing that
 * one the same text.
 *
 * @return a new string of several lines; free with g_free()
 */
char *gov_rule_to_text(const GovRule *rule);
/** @return whether the rule names figures of the year before (`prior.`). */
bool gov_rule_uses_prior(const GovRule *rule);
/** @return what the rule iterates over (`applications.columns`), or NULL; borrowed. */
const char *gov_rule_get_for(const GovRule *rule);
/** @return the message for people; borrowed. */
const char *gov_rule_get_message(const GovRule *rule, GovLanguage language);
/** @return where the rule comes from (a regulation, or the form itself); borrowed. */
const char *gov_rule_get_basis(const GovRule *rule);
/** @return its severity. */
GovSeverity gov_rule_get_severity(const GovRule *rule);
/** @return its null mode. */
GovNulls gov_rule_get_nulls(const GovRule *rule);
/** @return the number of comparisons it was compiled to. */
size_t gov_rule_n_instances(const GovRule *rule);

/** What is wrong with a rule as such. */
typedef enum {
    GOV_LINT_CONTRADICTS,  /**< It cannot hold together with another. */
    GOV_LINT_ALWAYS_FAILS, /**< No figures that are not negative satisfy it. */
    GOV_LINT_NEVER_FAILS,  /**< All figures that are not negative satisfy it. */
    GOV_LINT_REPEATS,      /**< It says the same as another. */
    GOV_LINT_IMPLIED,      /**< It holds wherever another does. */
    GOV_LINT_UNTOUCHED     /**< No rule compares a cell with another figure; there is no rule to name. */
} GovLintKind;

/** One thing that is wrong with a set of rules. */
typedef struct {
    GovLintKind kind;
    const char *rule;  /**< Id of the rule, or NULL; borrowed from the rule. */
    const char *other; /**< Id of the other one, or NULL; borrowed from the rule. */
    int cell;          /**< A cell where it shows. */
    char *message;     /**< For people, in English. */
} GovLint;

/**
 * Says which rules contradict or repeat each other or can never fire, and which cells no rule touches.
 * What is said is certain; contradictions that need three rules to show are not found. What holds for
 * each row or column of a rule is told once.
 *
 * @param form  the form
 * @param rules rules added to those of the form, or NULL
 * @return GovLint, those about rules first, then cells in printed order; g_ptr_array_unref()
 */
GPtrArray *gov_rules_lint(const GovForm *form, const GovRules *rules);
/** @return the machine name of a kind, such as `contradicts`; static. */
const char *gov_lint_get_name(GovLintKind kind);

/** @return `error`, `warning` or `hint`; static. */
const char *gov_severity_get_name(GovSeverity severity);
/** Finds a severity by that name. @return whether it is known. */
bool gov_severity_from_name(const char *name, GovSeverity *severity);
/** @return `strict`, `zero`, `bound` or `both`; static. */
const char *gov_nulls_get_name(GovNulls nulls);

GOV_END_DECLS

#endif
