/* SPDX-License-Identifier: MIT */
/* A line that fits no report may be one that is misspelt, and then another report wins than the one that should:
 * that is trouble. That reports have no line is only told, as it matters where there are several of a unit. */
#include "manifest.h"

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
    size_t n_unlisted = 0, n_lines = 0, first = 0;

    for (guint i = 0; i < problems->len; i++) {
        const GovManifestProblem *problem = &g_array_index(problems, GovManifestProblem, i);
        if (problem->reason == GOV_MANIFEST_UNLISTED) {
            first = n_unlisted == 0 ? i : first;
            n_unlisted++;
            continue;
        }
        g_autofree char *message = gov_manifest_dup_message(manifest, *dataset, problem, language);
        tool_message("%s", message);
        n_lines++;
    }
    if (n_unlisted > 0) {
        g_autofree char *message = gov_manifest_dup_message(
            manifest, *dataset, &g_array_index(problems, GovManifestProblem, first), language);
        g_autofree char *more = n_unlisted == 1 ? g_strdup("")
                                : g_strdup_printf(language == GOV_LANGUAGE_ZH ? "；另有%zu份" : "; and %zu more",
                                                  n_unlisted - 1);
        tool_message("%s%s", message, more);
    }
    gov_dataset_unref(*dataset);
    *dataset = joined;
    return n_lines == 0;
}
