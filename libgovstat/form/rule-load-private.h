/* SPDX-License-Identifier: MIT */
/* Loading [rule …] sections, of a form or of a file of rules. */
#ifndef GOV_RULE_LOAD_PRIVATE_H
#define GOV_RULE_LOAD_PRIVATE_H

#include "form/form-struct-private.h"

/* Keys of a [rule …] section in a form. */
#define GOV_RULE_KEYS "for check severity nulls message message[en] basis"

/* Compiles all rules of a text for a form that has all its cells, and adds them. */
bool gov__rules_load(const GovForm *form, const GovKeys *keys, GPtrArray *rules,
                     GError **error);

#endif
