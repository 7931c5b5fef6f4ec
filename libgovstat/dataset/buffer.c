/* SPDX-License-Identifier: MIT */
/* GovBuffer: large ones are mapped, and grow and shrink by moving pages instead of bytes. A column of a million
 * figures thus grows in place, contiguous at any time, and neither chunks nor a second copy are ever needed.
 * The heap would do the same for some sizes, but which ones hangs on what the process freed before: from heap
 * that does not move pages two hundred growing columns leave a quarter of their size in holes. */
#define _GNU_SOURCE
#include "dataset/buffer-private.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST 512
#define LARGE ((size_t)1 << 17) /* from here on growth is by an eighth: huge pages fill what is reserved */

/* What an empty buffer points to: never to nothing, so that whoever counts from it needs no exception. */
static _Alignas(GOV_BUFFER_ALIGNMENT) uint8_t empty[GOV_BUFFER_ALIGNMENT];

GovBuffer *gov__buffer_new(void)
{
    GovBuffer *buffer = g_new0(GovBuffer, 1);
    buffer->data = empty;
    g_atomic_ref_count_init(&buffer->references);
    return buffer;
}

GovBuffer *gov__buffer_ref(GovBuffer *buffer)
{
    g_atomic_ref_count_inc(&buffer->references);
    return buffer;
}

/* ---- pages ---- */

#ifdef MREMAP_MAYMOVE

static size_t whole_pages(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return MAX((size + page - 1) / page, 1) * page;
}

/* Whether there was memory; else the buffer is as it was. */
static bool map(GovBuffer *buffer, size_t size)
{
    size_t whole = whole_pages(size);
    void *base = buffer->is_mapped
                     ? mremap(buffer->base, buffer->capacity, whole, MREMAP_MAYMOVE)
                     : mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (base == MAP_FAILED)
        return false;
    buffer->base = base;
    buffer->data = base;
    buffer->capacity = whole;
    buffer->is_mapped = true;
    return true;
}

static void unmap(void *base, size_t size)
{
    munmap(base, size);
}

static void advise_huge(GovBuffer *buffer)
{
#ifdef MADV_HUGEPAGE
    madvise(buffer->base, buffer->capacity, MADV_HUGEPAGE);
#else
    (void)buffer;
#endif
}

#else

static void advise_huge(GovBuffer *buffer)
{
    (void)buffer;
}

static bool map(GovBuffer *buffer, size_t size)
{
    (void)buffer;
    (void)size;
    return false;
}

static void unmap(void *base, size_t size)
{
    (void)base;
    (void)size;
}

#endif

/* ---- memory of either kind ---- */

static void release(void *base, size_t size, bool is_mapped)
{
    if (is_mapped)
        unmap(base, size);
    else
        g_free(base);
}

void gov__buffer_unref(GovBuffer *buffer)
{
    if (buffer != NULL && g_atomic_ref_count_dec(&buffer->references)) {
        release(buffer->base, buffer->capacity, buffer->is_mapped);
        g_free(buffer);
    }
}

/* The block may have moved to another alignment: then so must the data in it. */
static void reallocate(GovBuffer *buffer, size_t capacity)
{
    size_t offset = buffer->base != NULL ? (size_t)(buffer->data - (uint8_t *)buffer->base) : 0;
    size_t kept = MIN(buffer->capacity, capacity);

    buffer->base = g_realloc(buffer->base, capacity + GOV_BUFFER_ALIGNMENT);
    uint8_t *base = buffer->base;
    size_t shift = (GOV_BUFFER_ALIGNMENT - (uintptr_t)base % GOV_BUFFER_ALIGNMENT) % GOV_BUFFER_ALIGNMENT;
    if (shift != offset && kept > 0)
        memmove(base + shift, base + offset, kept);
    buffer->data = base + shift;
    buffer->capacity = capacity;
}

/* To memory of the other kind, or to other memory where pages cannot be moved. */
static void move(GovBuffer *buffer, size_t capacity)
{
    GovBuffer old = *buffer;

    buffer->base = NULL;
    buffer->data = NULL;
    buffer->capacity = 0;
    buffer->is_mapped = false;
    if (!map(buffer, capacity))
        reallocate(buffer, capacity);
    if (old.capacity > 0)
        memcpy(buffer->data, old.data, MIN(old.capacity, capacity));
    release(old.base, old.capacity, old.is_mapped);
}

static void resize(GovBuffer *buffer, size_t capacity)
{
    if (buffer->is_mapped && map(buffer, capacity))
        return;
    if (buffer->is_mapped || capacity >= LARGE)
        move(buffer, capacity);
    else
        reallocate(buffer, capacity);
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

GovBuffer *gov__buffer_new_whole(size_t size)
{
    GovBuffer *buffer = gov__buffer_new();

    resize(buffer, MAX(size, LEAST));
    if (buffer->is_mapped)
        advise_huge(buffer);
    else
        memset(buffer->data, 0, size);
    return buffer;
}
