/* SPDX-License-Identifier: MIT */
/* Any bytes as the parts of a document that is a ZIP archive. A fuzzer would spend its time on
 * checksums and packed bytes, so unless the input begins as an archive does, it is parts of XML,
 * parted by form feeds, which are put into a proper archive. */
#ifndef GOVSTAT_FUZZ_PARTS_H
#define GOVSTAT_FUZZ_PARTS_H

#include "fuzz.h"

#include "../zip.h"
#include "read/format-private.h"

/* A part of every document, or the next piece of the input if `text` is NULL. */
typedef struct {
    const char *name;
    const char *text;
} FuzzPart;

static void add_part(Zip *zip, const FuzzPart *part, const char *data, size_t len)
{
    if (part->text != NULL) {
        zip_add(zip, part->name, part->text);
        return;
    }
    guint32 crc = (guint32)crc32(crc32(0, NULL, 0), (const Bytef *)data, (uInt)len);
    zip_add_raw(zip, part->name, 0, data, len, len, crc);
}

static GByteArray *make_archive(const uint8_t *data, size_t len, const FuzzPart *parts, size_t n)
{
    const char *next = (const char *)data;
    Zip zip;
    zip_begin(&zip);
    for (size_t i = 0; i < n; i++) {
        const char *stop = len == 0 ? NULL : memchr(next, '\f', len);
        size_t used = stop == NULL ? len : (size_t)(stop - next);
        if (len > 0 || parts[i].text != NULL)
            add_part(&zip, &parts[i], next, used);
        if (parts[i].text != NULL)
            continue;
        used += stop != NULL;
        next += used;
        len -= used;
    }
    return zip_end(&zip);
}

static inline int fuzz_parts(const GovFormat *format, const uint8_t *data, size_t len,
                             const FuzzPart *parts, size_t n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GovDocument) document = gov_document_new();
    bool whole = len > 4 && memcmp(data, "PK\x03\x04", 4) == 0;
    g_autoptr(GByteArray) made = whole || len == 0 ? NULL : make_archive(data, len, parts, n);
    const char *bytes = made == NULL ? (const char *)data : (const char *)made->data;
    bool done = len > 0 && format->read(document, bytes, made == NULL ? len : made->len, &error);
    g_assert(len == 0 || done == (error == NULL));
    if (!done)
        return 0;
    check_document(document);
    GPtrArray *reports = gov_read_match(document, NULL, NULL);
    g_clear_pointer(&reports, g_ptr_array_unref);
    return 0;
}

#endif
