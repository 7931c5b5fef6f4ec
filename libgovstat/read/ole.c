/* SPDX-License-Identifier: MIT */
/* OLE2 compound files: sectors of one size, chained through a table of sectors (FAT),
 * which itself lies in sectors that the header and further sectors list; a directory
 * with a tree of names for each folder; and, for short streams, small sectors inside one
 * long stream, with a table of their own. Only the root's streams are wanted, whole.
 *
 * libgsf reads such files too, but tells of damaged ones through failed assertions and
 * messages on the standard error, and a host that makes those fatal is ended by a bad
 * upload. Here damage is an error. A chain is followed for as many sectors as the file
 * has at most, so cycles end; nothing is larger than the file. */
#include "read/ole-private.h"

#include <govstat/error.h>
#include <string.h>

#include "read/bytes-private.h"

#define MINI_SHIFT 6u
#define N_IN_HEADER 109u /* sectors of the table that the header lists */
#define LAST 0xFFFFFFFEu /* end of a chain */
#define MAX_SECTOR 0xFFFFFFFAu
#define NOTHING 0xFFFFFFFFu /* no entry of the directory */
#define ENTRY 128u          /* bytes of one */
#define NAME_BYTES 64u

#define TYPE_STREAM 2

typedef struct {
    char *name;
    guint32 start;
    guint32 size;
    bool stream;
} Entry;

struct _GovOle {
    GovBytes file;
    guint shift;    /* log2 of the size of a sector */
    guint32 cutoff; /* streams below it lie in small sectors */
    GArray *table;  /* guint32: the sectors of the table of sectors */
    GArray *entries;
    GByteArray *mini_table; /* of small sectors; NULL until asked for */
    GByteArray *mini;       /* the stream that holds them */
    guint32 mini_table_start;
    guint32 mini_start;
    guint32 mini_size;
};

bool gov__ole_detect(const char *data, size_t len)
{
    return len >= 8 && memcmp(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static bool fail(GError **error, const char *what)
{
    g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                "The OLE file is damaged or cut short: %s", what);
    return false;
}

static void clear_entry(gpointer data)
{
    g_free(((Entry *)data)->name);
}

void gov__ole_free(GovOle *ole)
{
    if (ole == NULL)
        return;
    g_array_unref(ole->table);
    g_array_unref(ole->entries);
    g_clear_pointer(&ole->mini_table, g_byte_array_unref);
    g_clear_pointer(&ole->mini, g_byte_array_unref);
    g_free(ole);
}

/* ---- sectors ---- */

/* The header takes the place of the first sector. */
static size_t get_offset(const GovOle *ole, guint32 sector)
{
    return ((size_t)sector + 1) << ole->shift;
}

static size_t count_sectors(const GovOle *ole)
{
    return ole->file.len >> ole->shift;
}

/* The sector after one; something that is no sector at the end, or outside the file. */
static guint32 get_next(const GovOle *ole, guint32 sector)
{
    guint per_sector = 1u << (ole->shift - 2);
    if (sector / per_sector >= ole->table->len)
        return NOTHING;
    guint32 part = g_array_index(ole->table, guint32, sector / per_sector);
    size_t at = get_offset(ole, part) + 4 * (size_t)(sector % per_sector);
    return gov__bytes_has(ole->file, at, 4) ? gov__bytes_u32(ole->file, at) : NOTHING;
}

/* Appends the sectors of a chain, up to a number of bytes. The last sector of a file is
 * often cut. */
static bool read_chain(const GovOle *ole, guint32 sector, size_t size, GByteArray *out)
{
    size_t whole = (size_t)1 << ole->shift;
    for (size_t left = count_sectors(ole) + 1; left > 0 && out->len < size; left--) {
        if (sector >= MAX_SECTOR)
            return sector == LAST;
        size_t at = get_offset(ole, sector);
        if (at >= ole->file.len)
            return false;
        size_t n = MIN(MIN(whole, ole->file.len - at), size - out->len);
        g_byte_array_append(out, ole->file.data + at, (guint)n);
        sector = get_next(ole, sector);
    }
    return out->len >= size;
}

/* A chain of unknown length. It must end, which a cycle does not. */
static GByteArray *read_table(const GovOle *ole, guint32 sector)
{
    GByteArray *out = g_byte_array_new();
    if (sector == LAST || sector == NOTHING ||
        read_chain(ole, sector, G_MAXSIZE, out))
        return out;
    g_byte_array_unref(out);
    return NULL;
}

/* The sectors of the table: the first in the header, others in a chain of sectors whose
 * last number is the next of them. */
static bool find_table(GovOle *ole)
{
    guint32 n = gov__bytes_u32(ole->file, 44);
    guint32 sector = gov__bytes_u32(ole->file, 68);
    guint per_sector = (1u << (ole->shift - 2)) - 1;
    if (n > count_sectors(ole))
        return false;
    for (guint i = 0; i < MIN(n, N_IN_HEADER); i++) {
        guint32 part = gov__bytes_u32(ole->file, 76 + 4 * (size_t)i);
        g_array_append_val(ole->table, part);
    }
    while (ole->table->len < n) {
        size_t at = get_offset(ole, sector);
        if (sector >= MAX_SECTOR || !gov__bytes_has(ole->file, at, 4))
            return false;
        for (guint i = 0; i < per_sector && ole->table->len < n; i++) {
            guint32 part = gov__bytes_u32(ole->file, at + 4 * (size_t)i);
            g_array_append_val(ole->table, part);
        }
        sector = gov__bytes_u32(ole->file, at + 4 * (size_t)per_sector);
    }
    return true;
}

/* ---- the directory ---- */

/* Names that are looked for are ASCII. */
static char *get_name(GovBytes entry)
{
    GString *name = g_string_new(NULL);
    size_t n = MIN(gov__bytes_u16(entry, 64), NAME_BYTES);
    for (size_t i = 0; i + 2 < n + 1 && gov__bytes_u16(entry, i) != 0; i += 2) {
        guint16 unit = gov__bytes_u16(entry, i);
        g_string_append_c(name, unit < 0x80 ? (char)unit : '?');
    }
    return g_string_free(name, FALSE);
}

static void add_entry(GovOle *ole, GovBytes entry)
{
    Entry added = {get_name(entry), gov__bytes_u32(entry, 116),
                   gov__bytes_u32(entry, 120), gov__bytes_u8(entry, 66) == TYPE_STREAM};
    g_array_append_val(ole->entries, added);
}

/* Walks the tree of the root's entries. Each is visited once, whatever they refer to. */
static void walk(GovOle *ole, GovBytes directory, guint32 first)
{
    g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autofree guint8 *seen = g_new0(guint8, directory.len / ENTRY + 1);
    g_array_append_val(waiting, first);
    while (waiting->len > 0) {
        guint32 i = g_array_index(waiting, guint32, waiting->len - 1);
        g_array_set_size(waiting, waiting->len - 1);
        if (i >= directory.len / ENTRY || seen[i] != 0)
            continue;
        seen[i] = 1;
        GovBytes entry = gov__bytes_slice(directory, (size_t)i * ENTRY, ENTRY);
        guint32 sides[] = {gov__bytes_u32(entry, 68), gov__bytes_u32(entry, 72)};
        g_array_append_vals(waiting, sides, G_N_ELEMENTS(sides));
        add_entry(ole, entry);
    }
}

/* The first entry is the root. */
static bool read_directory(GovOle *ole, GError **error)
{
    g_autoptr(GByteArray) bytes = read_table(ole, gov__bytes_u32(ole->file, 48));
    if (bytes == NULL || bytes->len < ENTRY)
        return fail(error, "its directory cannot be read");
    GovBytes directory = {bytes->data, bytes->len};
    ole->mini_start = gov__bytes_u32(directory, 116);
    ole->mini_size = gov__bytes_u32(directory, 120);
    walk(ole, directory, gov__bytes_u32(directory, 76));
    return true;
}

/* ---- the file ---- */

static bool read_header(GovOle *ole, GError **error)
{
    guint shift = gov__bytes_u16(ole->file, 30);
    if (!gov__bytes_has(ole->file, 0, 512) || (shift != 9 && shift != 12) ||
        gov__bytes_u16(ole->file, 32) != MINI_SHIFT)
        return fail(error, "its header is wrong");
    ole->shift = shift;
    ole->cutoff = gov__bytes_u32(ole->file, 56);
    ole->mini_table_start = gov__bytes_u32(ole->file, 60);
    return find_table(ole) || fail(error, "its table of sectors is not there");
}

GovOle *gov__ole_open(const char *data, size_t len, GError **error)
{
    g_autoptr(GovOle) ole = g_new0(GovOle, 1);
    ole->file = (GovBytes){(const guint8 *)data, len};
    ole->table = g_array_new(FALSE, FALSE, sizeof(guint32));
    ole->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(ole->entries, clear_entry);
    if (!read_header(ole, error) || !read_directory(ole, error))
        return NULL;
    return g_steal_pointer(&ole);
}

static const Entry *find_entry(const GovOle *ole, const char *name)
{
    for (guint i = 0; i < ole->entries->len; i++) {
        const Entry *entry = &g_array_index(ole->entries, Entry, i);
        if (g_ascii_strcasecmp(entry->name, name) == 0)
            return entry;
    }
    return NULL;
}

bool gov__ole_has(const GovOle *ole, const char *name)
{
    return find_entry(ole, name) != NULL;
}

/* ---- streams ---- */

static bool need_mini(GovOle *ole)
{
    if (ole->mini != NULL)
        return true;
    if (ole->mini_table == NULL)
        ole->mini_table = read_table(ole, ole->mini_table_start);
    g_autoptr(GByteArray) mini = g_byte_array_new();
    if (ole->mini_table == NULL || ole->mini_size > ole->file.len ||
        !read_chain(ole, ole->mini_start, ole->mini_size, mini))
        return false;
    ole->mini = g_steal_pointer(&mini);
    return true;
}

static bool read_mini(GovOle *ole, guint32 sector, size_t size, GByteArray *out)
{
    if (!need_mini(ole))
        return false;
    GovBytes table = {ole->mini_table->data, ole->mini_table->len};
    GovBytes mini = {ole->mini->data, ole->mini->len};
    while (out->len < size) {
        size_t at = (size_t)sector << MINI_SHIFT;
        size_t n = MIN((size_t)1 << MINI_SHIFT, size - out->len);
        if (!gov__bytes_has(mini, at, n))
            return false;
        g_byte_array_append(out, mini.data + at, (guint)n);
        if (out->len < size && !gov__bytes_has(table, 4 * (size_t)sector, 4))
            return false;
        sector = gov__bytes_u32(table, 4 * (size_t)sector);
    }
    return true;
}

GBytes *gov__ole_read(GovOle *ole, const char *name, GError **error)
{
    const Entry *entry = find_entry(ole, name);
    g_autoptr(GByteArray) out = g_byte_array_new();
    bool there = entry != NULL && entry->stream && entry->size <= ole->file.len;
    if (there && entry->size < ole->cutoff)
        there = read_mini(ole, entry->start, entry->size, out);
    else if (there)
        there = read_chain(ole, entry->start, entry->size, out) &&
                out->len == entry->size;
    if (there)
        return g_byte_array_free_to_bytes(g_steal_pointer(&out));
    g_autofree char *what = g_strdup_printf("its stream %s %s", name,
                                            entry == NULL ? "is missing"
                                                          : "cannot be read to its end");
    fail(error, what);
    return NULL;
}

/* ---- what it is ---- */

const char *gov__ole_name_other(const char *data, size_t len)
{
    static const struct {
        const char *stream;
        const char *name;
    } others[] = {
        {"WordDocument", NULL},
        {"Workbook", NULL},
        {"Book", "an Excel workbook of version 5 or 95"},
        {"EncryptedPackage", "a DOCX or XLSX file locked with a password"},
        {"PowerPoint Document", "a PowerPoint presentation (PPT)"},
        {"VisioDocument", "a Visio drawing"},
        {"CONTENTS", "a Works document"},
        {"MatOST", "a Works document"},
        {"FileHeader", "a Hangul document (HWP)"},
        {"__properties_version1.0", "an Outlook message (MSG)"},
    };
    g_autoptr(GovOle) ole = gov__ole_open(data, len, NULL);
    for (gsize i = 0; ole != NULL && i < G_N_ELEMENTS(others); i++)
        if (gov__ole_has(ole, others[i].stream))
            return others[i].name;
    return ole == NULL ? NULL : "an OLE file without a Word document or workbook";
}
