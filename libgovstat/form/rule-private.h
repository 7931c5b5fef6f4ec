/* SPDX-License-Identifier: MIT */
/* The compiled shape of a rule, for the evaluator. */
#ifndef GOV_RULE_PRIVATE_H
#define GOV_RULE_PRIVATE_H

#include "form/form-private.h"

typedef struct {
    uint32_t cell;
    int32_t coefficient;
    int32_t year; /* 0, or -1: of the report of the year before */
} GovTerm;

/* One comparison: sum of the left terms + constant, against the same on the right. */
typedef struct _GovInstance GovInstance;
struct _GovInstance {
    const GovTerm
        *terms; /* n_left terms of the left side, then n_right of the right side */
    uint16_t n_left;
    uint16_t n_right;
    int64_t left_constant; /* at the scale of `type` */
    int64_t right_constant;
    GovType type;   /* scale of both sides */
    GovAxis axis;   /* ROW or COLUMN if the rule iterates over them, else TABLE */
    uint16_t table; /* table and index of that row or column */
    uint16_t index;
    GovCompare compare;
    int64_t tolerance; /* at the scale of `type`; what the rule gives in percent is not in it */
    const GovInstance *conditions; /* the comparison is made only where all of them hold */
    uint16_t n_conditions;
};

static inline unsigned gov__instance_n_terms(const GovInstance *instance)
{
    return (unsigned)instance->n_left + instance->n_right;
}

const GovInstance *gov__rule_get_instance(const GovRule *rule, size_t instance);
GovCompare gov__rule_get_compare(const GovRule *rule);
/* Whether the figures of one report must satisfy the rule exactly and in any case: what reading and
 * locating may rely on. Not so a rule that is only plausible, has a tolerance or conditions, or
 * looks at the year before. */
bool gov__rule_is_identity(const GovRule *rule);
/* Tolerance in millionths of a percent of the larger side, or 0. */
int64_t gov__rule_get_percent(const GovRule *rule);

/* Compiles rules: used by the loader of forms and rule files. `form` has all its tables.
 * On failure the error says what is wrong and at which column of `check`, and shows the
 * place with a caret below the text. */
GovRule *gov__rule_compile(const GovForm *form, const char *id, const char *iterate,
                           const char *check, GError **error);
void gov__rule_set_texts(GovRule *rule, GovLanguage language, const char *message);
void gov__rule_set_basis(GovRule *rule, const char *basis);
void gov__rule_set_severity(GovRule *rule, GovSeverity severity);
void gov__rule_set_nulls(GovRule *rule, GovNulls nulls);
void gov__rule_free(GovRule *rule);

/* Whether `iterate` is a valid `for` of this form (NULL is). For a message that names the
 * right key. */
bool gov__rule_check_for(const GovForm *form, const char *iterate, GError **error);
/* Number of terms of all instances: what the rule costs to keep and to evaluate once. */
size_t gov__rule_n_terms(const GovRule *rule);
bool gov__nulls_from_name(const char *name, GovNulls *nulls);

#endif
