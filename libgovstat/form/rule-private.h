/* SPDX-License-Identifier: MIT */
/* The compiled shape of a rule, for the evaluator. */
#ifndef GOV_RULE_PRIVATE_H
#define GOV_RULE_PRIVATE_H

#include "form/form-private.h"

typedef struct {
    uint32_t cell;
    int32_t coefficient;
} GovTerm;

/* One comparison: sum of the left terms + constant, against the same on the right. */
typedef struct {
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
} GovInstance;

const GovInstance *gov__rule_get_instance(const GovRule *rule, size_t instance);
GovCompare gov__rule_get_compare(const GovRule *rule);

/* Compiles rules: used by the form loader. `form` has all its tables. On failure the
 * error says what is wrong and at which column of `check`. */
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
