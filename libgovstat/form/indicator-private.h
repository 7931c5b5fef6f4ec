/* SPDX-License-Identifier: MIT */
/* The compiled shape of an indicator: the comparison numerator = denominator, of which only the two
 * sides count. So indicators have the names, sums and years of rules, and one compiler. */
#ifndef GOV_INDICATOR_PRIVATE_H
#define GOV_INDICATOR_PRIVATE_H

#include <govstat/indicator.h>

#include "form/form-load-private.h"
#include "form/rule-private.h"

/* Keys of an [indicator …] section. */
#define GOV_INDICATOR_KEYS \
    "for at numerator denominator kind label label[en] base base[en] note note[en]"

/* Compiles all indicators of a text, once all cells are known. */
bool gov__indicators_load(GovLoader *loader, GError **error);
void gov__indicator_free(GovIndicator *indicator);

/* Left side: the numerator; right side: the denominator. */
const GovInstance *gov__indicator_get_instance(const GovIndicator *indicator);

#endif
