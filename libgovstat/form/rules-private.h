/* SPDX-License-Identifier: MIT */
/* The rules of a form and those added to it, as one list. */
#ifndef GOV_RULES_PRIVATE_H
#define GOV_RULES_PRIVATE_H

#include "form/rule-private.h"

/* First those of the form, then the added ones; `rules` may be NULL. Where an added rule
 * has taken the place of one of the form, that one is NULL. */
size_t gov__rules_n_all(const GovForm *form, const GovRules *rules);
const GovRule *gov__rules_get_all(const GovForm *form, const GovRules *rules, size_t i);

#endif
