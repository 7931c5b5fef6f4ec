/* SPDX-License-Identifier: MIT */
/* The central directory of a ZIP archive. libgsf reads it again and trusts it: it compares every
 * name with all others, descends as deep as a name has slashes, and knows no checksum. So the
 * directory is walked here first, in one pass within the bytes there are, and refused when it is
 * not that of a document: too many parts, long or deep names, one name twice. The sizes and
 * checksums found here are what parts are held to when they are inflated. ZIP64 is read because
 * programs that write sheets as a stream use it for small files too. */
#include "read/package-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_ENTRIES 4096u
#define MAX_NAME 512u
#define MAX_SLASHES 16u

#define LOCAL_SIGNATURE 0x04034b50u
#define ENTRY_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define LOCATOR64_SIGNATURE 0x07064b50u
#define END64_SIGNATURE 0x06064b50u
#define LOCAL_BYTES 30u
#define ENTRY_BYTES 46u
#define END_BYTES 22u
#define LOCATOR64_BYTES 20u
#define END64_BYTES 56u
#define MAX_COMMENT 65535u

typedef struct {
    const guint8 *data;
    size_t len;
} Bytes;

static uint64_t get(Bytes bytes, size_t at, unsigned n)
{
    uint64_t value = 0;
    for (unsigned i = n; i-- > 0;)
        value = value << 8 | bytes.data[at + i];
    return value;
}

static bool has(Bytes bytes, uint64_t at, size_t n)
{
    return at <= bytes.len && bytes.len - at >= n;
}

static bool fail(GError **error, const char *why)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "The ZIP container is damaged: %s", why);
    return false;
}

bool gov__zip_is(const char *data, size_t len)
{
    return len >= 4 && memcmp(data, "PK\x03\x04", 4) == 0;
}

bool gov__zip_has_local_header(const char *data, size_t len, const GovZipEntry *entry)
{
    Bytes bytes = {(const guint8 *)data, len};
    return has(bytes, entry->offset, LOCAL_BYTES) &&
           get(bytes, (size_t)entry->offset, 4) == LOCAL_SIGNATURE;
}

/* The last signature within reach of the end, as libgsf takes it. */
static bool find_end(Bytes bytes, size_t *at)
{
    if (bytes.len < END_BYTES)
        return false;
    size_t last = bytes.len - END_BYTES;
    size_t first = last > MAX_COMMENT ? last - MAX_COMMENT : 0;
    for (size_t i = last + 1; i-- > first;)
        if (bytes.data[i] == 'P' && get(bytes, i, 4) == END_SIGNATURE) {
            *at = i;
            return true;
        }
    return false;
}

/* Where the entries are and how many. */
static bool find_entries(Bytes bytes, uint64_t *first, uint64_t *n, GError **error)
{
    size_t end = 0;
    if (!find_end(bytes, &end))
        return fail(error, "its directory is missing; the file may be cut off");
    *n = get(bytes, end + 10, 2);
    *first = get(bytes, end + 16, 4);
    if (end < LOCATOR64_BYTES ||
        get(bytes, end - LOCATOR64_BYTES, 4) != LOCATOR64_SIGNATURE)
        return true;
    uint64_t at = get(bytes, end - LOCATOR64_BYTES + 8, 8);
    if (!has(bytes, at, END64_BYTES) || get(bytes, (size_t)at, 4) != END64_SIGNATURE)
        return fail(error, "the ZIP64 record is not where it is said to be");
    *n = get(bytes, (size_t)at + 32, 8);
    *first = get(bytes, (size_t)at + 48, 8);
    return true;
}

/* Sizes of four bytes that are all ones stand in an extra field, one after the other. */
static void read_zip64(Bytes extra, GovZipEntry *entry)
{
    uint64_t *const fields[] = {&entry->size, &entry->packed, &entry->offset};
    size_t at = 0;
    while (has(extra, at, 4)) {
        unsigned id = (unsigned)get(extra, at, 2);
        size_t n = (size_t)get(extra, at + 2, 2);
        at += 4;
        if (!has(extra, at, n))
            return;
        size_t end = at + n;
        for (gsize i = 0; id == 1 && i < G_N_ELEMENTS(fields); i++)
            if (*fields[i] == G_MAXUINT32 && end - at >= 8) {
                *fields[i] = get(extra, at, 8);
                at += 8;
            }
        at = end;
    }
}

static unsigned count_slashes(const char *name)
{
    unsigned n = 0;
    for (; *name != '\0'; name++)
        n += *name == '/';
    return n;
}

static bool check_name(Bytes bytes, size_t at, size_t len, GovZipEntry *entry, GError **error)
{
    if (len == 0 || len > MAX_NAME || memchr(bytes.data + at, 0, len) != NULL)
        return fail(error, "a part has no proper name");
    entry->name = g_strndup((const char *)bytes.data + at, len);
    if (count_slashes(entry->name) <= MAX_SLASHES)
        return true;
    g_clear_pointer(&entry->name, g_free);
    return fail(error, "a part lies too many folders deep");
}

/* Reads one entry and moves behind it. */
static bool read_entry(Bytes bytes, uint64_t *at, GovZipEntry *entry, GError **error)
{
    if (!has(bytes, *at, ENTRY_BYTES) || get(bytes, (size_t)*at, 4) != ENTRY_SIGNATURE)
        return fail(error, "its directory breaks off");
    size_t p = (size_t)*at;
    size_t name = (size_t)get(bytes, p + 28, 2);
    size_t extra = (size_t)get(bytes, p + 30, 2);
    size_t comment = (size_t)get(bytes, p + 32, 2);
    if (!has(bytes, p + ENTRY_BYTES, name + extra + comment))
        return fail(error, "its directory breaks off");
    entry->encrypted = (get(bytes, p + 8, 2) & 1) != 0;
    entry->method = (unsigned)get(bytes, p + 10, 2);
    entry->crc = (uint32_t)get(bytes, p + 16, 4);
    entry->packed = get(bytes, p + 20, 4);
    entry->size = get(bytes, p + 24, 4);
    entry->offset = get(bytes, p + 42, 4);
    read_zip64((Bytes){bytes.data + p + ENTRY_BYTES + name, extra}, entry);
    *at = p + ENTRY_BYTES + name + extra + comment;
    return check_name(bytes, p + ENTRY_BYTES, name, entry, error);
}

static void clear_entry(gpointer data)
{
    g_free(((GovZipEntry *)data)->name);
}

static bool read_entries(Bytes bytes, uint64_t at, uint64_t n, GArray *entries, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint64_t i = 0; i < n; i++) {
        GovZipEntry entry = {0};
        if (!read_entry(bytes, &at, &entry, error))
            return false;
        g_array_append_val(entries, entry);
        if (!g_hash_table_add(names, g_ascii_strdown(entry.name, -1))) {
            g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                        "The ZIP container is damaged: it has two parts named %s", entry.name);
            return false;
        }
    }
    return true;
}

GArray *gov__zip_read_directory(const char *data, size_t len, GError **error)
{
    Bytes bytes = {(const guint8 *)data, len};
    uint64_t first = 0;
    uint64_t n = 0;
    if (!find_entries(bytes, &first, &n, error))
        return NULL;
    if (n > MAX_ENTRIES) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "The ZIP container has %" G_GUINT64_FORMAT " parts; the limit is %u", n,
                    MAX_ENTRIES);
        return NULL;
    }
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(GovZipEntry));
    g_array_set_clear_func(entries, clear_entry);
    return read_entries(bytes, first, n, entries, error) ? g_steal_pointer(&entries) : NULL;
}
