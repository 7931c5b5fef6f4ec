/* SPDX-License-Identifier: MIT */
/* A piece of a binary file, and its little-endian numbers. Nothing outside of the piece
 * is ever touched: numbers there are 0, pieces there are empty. Where 0 would pass for
 * something, callers ask gov__bytes_has() first. */
#ifndef GOV_BYTES_PRIVATE_H
#define GOV_BYTES_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const guint8 *data;
    size_t len;
} GovBytes;

static inline bool gov__bytes_has(GovBytes bytes, size_t at, size_t n)
{
    return at <= bytes.len && n <= bytes.len - at;
}

static inline GovBytes gov__bytes_slice(GovBytes bytes, size_t at, size_t n)
{
    GovBytes none = {NULL, 0};
    return n > 0 && gov__bytes_has(bytes, at, n) ? (GovBytes){bytes.data + at, n} : none;
}

/* From a place to the end. */
static inline GovBytes gov__bytes_from(GovBytes bytes, size_t at)
{
    return at <= bytes.len ? gov__bytes_slice(bytes, at, bytes.len - at)
                           : (GovBytes){NULL, 0};
}

static inline guint8 gov__bytes_u8(GovBytes bytes, size_t at)
{
    return gov__bytes_has(bytes, at, 1) ? bytes.data[at] : 0;
}

static inline guint16 gov__bytes_u16(GovBytes bytes, size_t at)
{
    if (!gov__bytes_has(bytes, at, 2))
        return 0;
    return (guint16)(bytes.data[at] | bytes.data[at + 1] << 8);
}

static inline guint32 gov__bytes_u32(GovBytes bytes, size_t at)
{
    return gov__bytes_has(bytes, at, 4)
               ? gov__bytes_u16(bytes, at) | (guint32)gov__bytes_u16(bytes, at + 2) << 16
               : 0;
}

static inline guint64 gov__bytes_u64(GovBytes bytes, size_t at)
{
    return gov__bytes_has(bytes, at, 8)
               ? gov__bytes_u32(bytes, at) | (guint64)gov__bytes_u32(bytes, at + 4) << 32
               : 0;
}

static inline gint16 gov__bytes_i16(GovBytes bytes, size_t at)
{
    return (gint16)gov__bytes_u16(bytes, at);
}

#endif
