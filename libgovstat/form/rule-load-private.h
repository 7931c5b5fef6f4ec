/* SPDX-License-Identifier: MIT */
/* Loading [rule …] sections, of a form or of a file of rules. */
#ifndef GOV_RULE_LOAD_PRIVATE_H
#define GOV_RULE_LOAD_PRIVATE_H

#include "form/form-struct-private.h"

/* Keys of a [rule …] section in a form. */
#define GOV_RULE_KEYS "for check severity nulls message message[en] basis"

/* What became of one section of a text that is compiled for several forms. */
typedef struct {
    bool placed;   /* in a form, or kept from it by the key `forms` */
    GError *error; /* why not in the first form that it does not fit */
} GovRuleFate;

/* Compiles all rules of a text for a form that has all its cells, and adds them. With `fates`, one
 * for each section, a rule that does not fit the form is passed over, and why is kept there. */
bool gov__rules_load(const GovForm *form, const GovKeys *keys, GovRuleFate *fates, GPtrArray *rules,
                     GError **error);

#endif
