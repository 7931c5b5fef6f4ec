/* SPDX-License-Identifier: MIT */
/* GovBuffer, grown by reallocation: large blocks are mapped by the C library, which grows and trims them by moving
 * pages instead of bytes. A column of a million figures thus grows in place, contiguous at any time, and
 * neither chunks nor a second copy are ever needed. */
#include "dataset/buffer-private.h"

#include <string.h>

#define LEAST 512
#define LARGE ((size_t)1 << 20) /* from here on growth is by an eighth: huge pages fill what is reserved */

GovBuffer *gov__buffer_new(void)
{
    GovBuffer *buffer = g_new0(GovBuffer, 1);
    g_atomic_ref_count_init(&buffer->references);
    return buffer;
}

GovBuffer *gov__buffer_ref(GovBuffer *buffer)
{
    g_atomic_ref_count_inc(&buffer->references);
    return buffer;
}

void gov__buffer_unref(GovBuffer *buffer)
{
    if (buffer != NULL && g_atomic_ref_count_dec(&buffer->references)) {
        g_free(buffer->base);
        g_free(buffer);
    }
}

/* The block may have moved to another alignment: then so must the data in it. */
static void resize(GovBuffer *buffer, size_t capacity)
{
    size_t offset = (size_t)(buffer->data - (uint8_t *)buffer->base);
    size_t kept = MIN(buffer->capacity, capacity);

    buffer->base = g_realloc(buffer->base, capacity + GOV_BUFFER_ALIGNMENT);
    uint8_t *base = buffer->base;
    size_t shift = (GOV_BUFFER_ALIGNMENT - (uintptr_t)base % GOV_BUFFER_ALIGNMENT) % GOV_BUFFER_ALIGNMENT;
    if (shift != offset && kept > 0)
        memmove(base + shift, base + offset, kept);
    buffer->data = base + shift;
    buffer->capacity = capacity;
}

void gov__buffer_reserve(GovBuffer *buffer, size_t size)
{
    if (size <= buffer->capacity)
        return;
    size_t step = buffer->capacity < LARGE ? buffer->capacity : buffer->capacity / 8;
    resize(buffer, MAX(MAX(size, LEAST), buffer->capacity + step));
}

void gov__buffer_trim(GovBuffer *buffer, size_t size)
{
    if (size < buffer->capacity)
        resize(buffer, size);
}
