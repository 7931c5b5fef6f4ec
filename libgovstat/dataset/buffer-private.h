/* SPDX-License-Identifier: MIT */
/* GovBuffer: memory that grows, aligned to 64 bytes, and is shared by reference once it is whole. */
#ifndef GOV_BUFFER_PRIVATE_H
#define GOV_BUFFER_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GOV_BUFFER_ALIGNMENT 64

typedef struct {
    gatomicrefcount references;
    void *base;     /* as allocated or mapped */
    uint8_t *data;  /* aligned, within base */
    size_t capacity;
    bool is_mapped; /* in pages of its own */
} GovBuffer;

GovBuffer *gov__buffer_new(void);
GovBuffer *gov__buffer_ref(GovBuffer *buffer);
void gov__buffer_unref(GovBuffer *buffer);
/* Makes room for `size` bytes; what lies beyond those written is undefined. Memory that is not written
 * to costs nothing, since large blocks are mapped: a buffer may grow by steps without being copied. */
void gov__buffer_reserve(GovBuffer *buffer, size_t size);
/* Zeros, of a size that stays, in huge pages where there are any: for what is filled from end to end. */
GovBuffer *gov__buffer_new_whole(size_t size);
/* Gives back what lies beyond `size` bytes. */
void gov__buffer_trim(GovBuffer *buffer, size_t size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovBuffer, gov__buffer_unref)

#endif
