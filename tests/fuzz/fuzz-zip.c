/* SPDX-License-Identifier: MIT */
/* Any bytes as an archive: detection, the directory, inflating. What is inside is read only if all
 * checksums are right, so the formats have targets of their own. */
#include "fuzz.h"

#include "read/package-private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const char *bytes = (const char *)data;
    g_autoptr(GError) error = NULL;
    gov__package_detect(bytes, len);
    gov__package_name_unread(bytes, len);
    g_autoptr(GovPackage) package = gov__package_open(bytes, len, &error);
    g_assert((package == NULL) == (error != NULL));
    static const char *const names[] = {"mimetype", "a", "word/document.xml", "[Content_Types].xml"};
    for (gsize i = 0; package != NULL && i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = gov__package_load(package, names[i], 1 << 20);
        g_assert(text == NULL || gov__package_has(package, names[i]));
    }
    g_clear_error(&error);
    g_autoptr(GovDocument) document = gov_read_document(data, len, NULL, &error);
    g_assert((document == NULL) == (error != NULL));
    if (document != NULL)
        check_document(document);
    return 0;
}
