/* SPDX-License-Identifier: MIT */
/* A line that fits no report may be one that is misspelt, and then another report wins than the one that should:
 * that is trouble. A report that has no line is only told, a few of them by name. */
#include "manifest.h"

#define MAX_UNLISTED 5u

GovManifest *tool_manifest_load(const char *path)
{
    g_autoptr(GError) error = NULL;
    GovManifest *manifest = gov_manifest_from_file(path, &error);

    if (manifest == NULL)
        tool_message("%s", error->message);
    for (size_t i = 0; manifest != NULL && i < gov_manifest_n_warnings(manifest); i++)
        tool_message("%s", gov_manifest_get_warning(manifest, i));
    return manifest;
}

bool tool_manifest_join(const GovManifest *manifest, GovDataset **dataset, int **order, GovLanguage language)
{
    g_autoptr(GArray) problems = NULL;
    GovDataset *joined = gov_manifest_join(manifest, *dataset, order, &problems);
    size_t n_unlisted = 0, n_lines = 0;

    for (guint i = 0; i < problems->len; i++) {
        const GovManifestProblem *problem = &g_array_index(problems, GovManifestProblem, i);
        bool unlisted = problem->reason == GOV_MANIFEST_UNLISTED;
        n_unlisted += unlisted;
        n_lines += !unlisted;
        if (unlisted && n_unlisted > MAX_UNLISTED)
            continue;
        g_autofree char *message = gov_manifest_dup_message(manifest, *dataset, problem, language);
        tool_message("%s", message);
    }
    if (n_unlisted > MAX_UNLISTED)
        tool_message("and %zu reports more that are not in the manifest", n_unlisted - MAX_UNLISTED);
    gov_dataset_unref(*dataset);
    *dataset = joined;
    return n_lines == 0;
}
