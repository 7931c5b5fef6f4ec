/* SPDX-License-Identifier: MIT */
/* Writing a figure into a buffer that is there already. */
#ifndef GOV_FIGURE_PRIVATE_H
#define GOV_FIGURE_PRIVATE_H

#include <govstat/figure.h>

/* Appends what gov_figure_format() returns. */
void gov__figure_append(GString *out, int64_t value, GovType type);

#endif
