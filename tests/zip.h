/* SPDX-License-Identifier: MIT */
/* Archives built in memory, for tests of the formats that are ZIP archives. Parts are stored, not
 * packed; what is wrong on purpose is changed in the bytes afterwards. */
#ifndef GOVSTAT_TEST_ZIP_H
#define GOVSTAT_TEST_ZIP_H

#include <glib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
    GByteArray *bytes;
    GByteArray *directory;
    guint n;
} Zip;

static inline void zip_put(GByteArray *out, guint64 value, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        guint8 byte = i < 8 ? (guint8)(value >> (8 * i)) : 0;
        g_byte_array_append(out, &byte, 1);
    }
}

static inline void zip_begin(Zip *zip)
{
    *zip = (Zip){g_byte_array_new(), g_byte_array_new(), 0};
}

/* What both headers of a part have in common. */
static inline void zip_put_common(GByteArray *out, unsigned method, guint32 crc, gsize packed,
                                  gsize size, gsize name)
{
    zip_put(out, 20, 2);
    zip_put(out, 0, 2);
    zip_put(out, method, 2);
    zip_put(out, 0, 4);
    zip_put(out, crc, 4);
    zip_put(out, packed, 4);
    zip_put(out, size, 4);
    zip_put(out, name, 2);
}

static inline void zip_add_raw(Zip *zip, const char *name, unsigned method, const void *data,
                               gsize packed, gsize size, guint32 crc)
{
    gsize offset = zip->bytes->len;
    zip_put(zip->bytes, 0x04034b50, 4);
    zip_put_common(zip->bytes, method, crc, packed, size, strlen(name));
    zip_put(zip->bytes, 0, 2);
    g_byte_array_append(zip->bytes, (const guint8 *)name, (guint)strlen(name));
    g_byte_array_append(zip->bytes, data, (guint)packed);
    zip_put(zip->directory, 0x02014b50, 4);
    zip_put(zip->directory, 20, 2);
    zip_put_common(zip->directory, method, crc, packed, size, strlen(name));
    zip_put(zip->directory, 0, 12);
    zip_put(zip->directory, offset, 4);
    g_byte_array_append(zip->directory, (const guint8 *)name, (guint)strlen(name));
    zip->n++;
}

static inline void zip_add(Zip *zip, const char *name, const char *text)
{
    gsize len = strlen(text);
    guint32 crc = (guint32)crc32(crc32(0, NULL, 0), (const Bytef *)text, (uInt)len);
    zip_add_raw(zip, name, 0, text, len, len, crc);
}

/* The archive; free with g_byte_array_unref(). */
static inline GByteArray *zip_end(Zip *zip)
{
    gsize offset = zip->bytes->len;
    g_byte_array_append(zip->bytes, zip->directory->data, zip->directory->len);
    zip_put(zip->bytes, 0x06054b50, 4);
    zip_put(zip->bytes, 0, 4);
    zip_put(zip->bytes, zip->n, 2);
    zip_put(zip->bytes, zip->n, 2);
    zip_put(zip->bytes, zip->directory->len, 4);
    zip_put(zip->bytes, offset, 4);
    zip_put(zip->bytes, 0, 2);
    g_byte_array_unref(zip->directory);
    return zip->bytes;
}

/* ---- documents ---- */

#define ZIP_TYPE(main)                                                                           \
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"               \
    "<Override PartName='/x' ContentType='application/vnd.openxmlformats-officedocument." main  \
    ".main+xml'/></Types>"
#define ZIP_WORD_TYPE ZIP_TYPE("wordprocessingml.document")
#define ZIP_SHEET_TYPE ZIP_TYPE("spreadsheetml.sheet")
#define ZIP_WORD                                                                                 \
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "        \
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "                    \
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "                      \
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:v='urn:v'><w:body>"
#define ZIP_WORD_END "</w:body></w:document>"

/* A Word document with this body. */
static inline GByteArray *zip_docx(const char *body)
{
    g_autofree char *main = g_strconcat(ZIP_WORD, body, ZIP_WORD_END, NULL);
    Zip zip;
    zip_begin(&zip);
    zip_add(&zip, "[Content_Types].xml", ZIP_WORD_TYPE);
    zip_add(&zip, "word/document.xml", main);
    return zip_end(&zip);
}

#endif
