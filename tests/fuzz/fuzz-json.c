/* SPDX-License-Identifier: MIT */
/* Reports as JSON, which may have passed through other hands. What is read is written again as it was read. */
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovReport) report = gov_report_from_json((const char *)data, len, NULL, &error);

    g_assert((report == NULL) == (error != NULL));
    if (report == NULL)
        return 0;
    g_autofree char *json = gov_report_to_json(report);
    g_assert(g_utf8_validate(json, -1, NULL));
    g_autoptr(GovReport) again = gov_report_from_json(json, strlen(json), NULL, &error);
    g_assert_no_error(error);
    g_autofree char *same = gov_report_to_json(again);
    g_assert_cmpstr(json, ==, same);
    return 0;
}
