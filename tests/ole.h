/* SPDX-License-Identifier: MIT */
/* Writes small OLE2 files for tests: streams of the root, short ones in small sectors. */
#ifndef GOVSTAT_TEST_OLE_H
#define GOVSTAT_TEST_OLE_H

#include "test.h"

#include <stdbool.h>

#define OLE_SECTOR 512u
#define OLE_END 0xFFFFFFFEu
#define OLE_FREE 0xFFFFFFFFu
#define OLE_CUTOFF 4096u

typedef struct {
    const char *name;
    GByteArray *bytes;
} OleStream;

static inline void put16(GByteArray *out, guint value)
{
    guint8 bytes[] = {(guint8)value, (guint8)(value >> 8)};
    g_byte_array_append(out, bytes, sizeof bytes);
}

static inline void put32(GByteArray *out, guint32 value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

static inline void set32(GByteArray *out, size_t at, guint32 value)
{
    for (int i = 0; i < 4; i++)
        out->data[at + (size_t)i] = (guint8)(value >> 8 * i);
}

static inline void put_zeros(GByteArray *out, size_t n)
{
    for (; n > 0; n--)
        g_byte_array_append(out, (const guint8 *)"", 1);
}

static inline void pad(GByteArray *out, size_t size)
{
    put_zeros(out, (size - out->len % size) % size);
}

/* Appends bytes as sectors after the header, and their chain to the table. */
static inline guint32 put_chain(GByteArray *body, GByteArray *table, const GByteArray *bytes,
                                size_t sector)
{
    guint32 first = table->len / 4;
    size_t n = (bytes->len + sector - 1) / sector;
    g_byte_array_append(body, bytes->data, bytes->len);
    pad(body, sector);
    for (size_t i = 0; i < n; i++)
        put32(table, i + 1 < n ? first + (guint32)i + 1 : OLE_END);
    return n == 0 ? OLE_END : first;
}

/* One of the directory; all streams hang on the right of each other. */
static inline void put_entry(GByteArray *out, const char *name, guint type, guint32 right,
                             guint32 child, guint32 start, guint32 size)
{
    size_t begin = out->len;
    for (const char *p = name; *p != '\0'; p++)
        put16(out, (guchar)*p);
    put_zeros(out, 64 - (out->len - begin));
    put16(out, 2 * (guint)strlen(name) + 2);
    put16(out, type | 0x100);
    put32(out, OLE_FREE);
    put32(out, right);
    put32(out, child);
    put_zeros(out, 36);
    put32(out, start);
    put32(out, size);
    put32(out, 0);
}

static inline void put_ole_header(GByteArray *out, guint32 table, guint32 directory,
                                  guint32 mini_table)
{
    g_byte_array_append(out, (const guint8 *)"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put_zeros(out, 16);
    put16(out, 0x3E);
    put16(out, 3);
    put16(out, 0xFFFE);
    put16(out, 9);
    put16(out, 6);
    put_zeros(out, 10);
    put32(out, 1);
    put32(out, directory);
    put32(out, 0);
    put32(out, OLE_CUTOFF);
    put32(out, mini_table);
    put32(out, 1);
    put32(out, OLE_END);
    put32(out, 0);
    put32(out, table);
    for (int i = 1; i < 109; i++)
        put32(out, OLE_FREE);
}

/* A file of up to 127 sectors. The caller frees it. */
static inline GByteArray *write_ole(const OleStream *streams, guint n)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    g_autoptr(GByteArray) table = g_byte_array_new();
    g_autoptr(GByteArray) mini = g_byte_array_new();
    g_autoptr(GByteArray) mini_table = g_byte_array_new();
    g_autoptr(GByteArray) directory = g_byte_array_new();
    guint32 starts[16];
    for (guint i = 0; i < n; i++) {
        bool small = streams[i].bytes->len < OLE_CUTOFF;
        starts[i] = put_chain(small ? mini : body, small ? mini_table : table,
                              streams[i].bytes, small ? 64 : OLE_SECTOR);
    }
    guint32 mini_start = put_chain(body, table, mini, OLE_SECTOR);
    guint32 mini_table_start = put_chain(body, table, mini_table, OLE_SECTOR);
    put_entry(directory, "Root Entry", 5, OLE_FREE, 1, mini_start, mini->len);
    for (guint i = 0; i < n; i++)
        put_entry(directory, streams[i].name, 2, i + 1 < n ? i + 2 : OLE_FREE, OLE_FREE,
                  starts[i], streams[i].bytes->len);
    guint32 directory_start = put_chain(body, table, directory, OLE_SECTOR);
    guint32 table_start = table->len / 4;
    put32(table, 0xFFFFFFFDu);
    while (table->len < OLE_SECTOR)
        put32(table, OLE_FREE);
    g_assert(table->len == OLE_SECTOR);
    g_byte_array_append(body, table->data, table->len);
    GByteArray *out = g_byte_array_new();
    put_ole_header(out, table_start, directory_start, mini_table_start);
    g_byte_array_append(out, body->data, body->len);
    return out;
}

#endif
