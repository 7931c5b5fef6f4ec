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
    GOV_NULLS_BOUND   /**< Cells without a figure may hold any non-negative number: only a failure
                           that no such number could mend is reported as one. */
} GovNulls;

/** The comparison between the two sides of a rule. */
typedef enum { GOV_COMPARE_EQ, GOV_COMPARE_LE, GOV_COMPARE_GE, GOV_COMPARE_LT, GOV_COMPARE_GT } GovCompare;

/** @return the id, such as `applications.balance`; borrowed. */
const char *gov_rule_get_id(const GovRule *rule);
/** @return the text of the comparison as written in the form; borrowed. */
const char *gov_rule_get_text(const GovRule *rule);
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

/** @return `error`, `warning` or `hint`; static. */
const char *gov_severity_get_name(GovSeverity severity);
/** Finds a severity by that name. @return whether it is known. */
bool gov_severity_from_name(const char *name, GovSeverity *severity);
/** @return `strict`, `zero` or `bound`; static. */
const char *gov_nulls_get_name(GovNulls nulls);

GOV_END_DECLS

#endif
