/* SPDX-License-Identifier: MIT */
/* The manifest of a roll-up: when each report was filed, and by which unit. */
#ifndef GOV_TOOLS_MANIFEST_H
#define GOV_TOOLS_MANIFEST_H

#include "tools.h"

/* Loads a manifest; NULL after a message. */
GovManifest *tool_manifest_load(const char *path);
/* Puts a dataset in the place of *dataset that has what the manifest says, and stores its order for g_free(). Tells
 * what does not fit. Returns whether all lines do. */
bool tool_manifest_join(const GovManifest *manifest, GovDataset **dataset, int **order, GovLanguage language);

#endif
