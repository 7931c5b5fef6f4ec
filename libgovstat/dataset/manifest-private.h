/* SPDX-License-Identifier: MIT */
/* The inside of a manifest, for the files that read it and join it. */
#ifndef GOV_MANIFEST_PRIVATE_H
#define GOV_MANIFEST_PRIVATE_H

#include <govstat/manifest.h>

#include "base/table-private.h"

typedef enum {
    GOV_LISTED_FILE,
    GOV_LISTED_NAME,
    GOV_LISTED_YEAR,
    GOV_LISTED_FILED,
    GOV_LISTED_UNIT,
    GOV_LISTED_SCOPE,
    GOV_LISTED_ORDER,
    GOV_LISTED_N_FIELDS
} GovListedField;

struct _GovManifest {
    GovPlaces places; /* for messages */
    GStringChunk *strings;
    GArray *lines; /* GovManifestLine */
    GPtrArray *warnings; /* char * */
};

/* A path in one spelling: `/` between folders, no empty or `.` ones, composed characters; g_free(). */
char *gov__manifest_dup_path(const char *path);

#endif
