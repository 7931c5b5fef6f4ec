/* SPDX-License-Identifier: MIT */
/* Any bytes as CSV, up to filled forms: of any tables, and of reports we wrote. */
#include "fuzz.h"

#include "read/format-private.h"

static void read_panel(const char *bytes, size_t len)
{
    g_autoptr(GError) error = NULL;
    if (!gov__format_panel.detect(bytes, len))
        return;
    GPtrArray *reports = gov__format_panel.read_reports(bytes, len, NULL, &error);
    g_assert((reports == NULL) == (error != NULL));
    g_clear_pointer(&reports, g_ptr_array_unref);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    const char *bytes = (const char *)data;
    read_panel(bytes, len);
    (void)gov__format_csv.detect(bytes, len);
    bool done = len > 0 && gov__format_csv.read(document, bytes, len, &error);
    g_assert(len == 0 || done == (error == NULL));
    if (!done)
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}
