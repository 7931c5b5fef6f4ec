/* SPDX-License-Identifier: MIT */
/* Parts of an archive as streams of bytes. libgsf inflates; what it does not promise is held here:
 * a part is no longer than the directory says, the directory may not promise more than the caps
 * allow, and at the end the checksum must be right, since a figure out of damaged bytes would be a
 * wrong figure. libgsf registers its types without a lock, so that is done once, before the first
 * use; objects are never shared between threads. */
#include "read/package-private.h"

#include <govstat/error.h>
#include <gsf/gsf-infile-zip.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>
#include <string.h>
#include <zlib.h>

#define MAX_INFLATED ((uint64_t)256 << 20) /* bytes of all parts that are read */
#define MAX_RATIO 200u                     /* inflated to packed bytes … */
#define FREE_RATIO ((uint64_t)1 << 20)     /* … of a part longer than this */
#define MAX_PATH 32u                       /* components of a name; the directory allows fewer */
#define MAX_TYPES 262144u                  /* bytes of the list of content types looked at */

struct _GovPackage {
    const char *data;
    size_t len;
    GArray *entries; /* GovZipEntry */
    GsfInfile *archive;
    uint64_t inflated;
};

struct _GovPart {
    const GovZipEntry *entry;
    GsfInput *input;
    uint64_t left;
    uLong crc;
    bool failed;
};

static gpointer init_gsf(gpointer unused)
{
    gsf_init();
    return unused;
}

void gov__gsf_init(void)
{
    static GOnce once = G_ONCE_INIT;
    g_once(&once, init_gsf, NULL);
}

static GsfInfile *open_archive(const char *data, size_t len)
{
    gov__gsf_init();
    GsfInput *bytes = gsf_input_memory_new((const guint8 *)data, (gsf_off_t)len, FALSE);
    GsfInfile *archive = gsf_infile_zip_new(bytes, NULL);
    g_object_unref(bytes);
    return archive;
}

GovPackage *gov__package_open(const char *data, size_t len, GError **error)
{
    GArray *entries = gov__zip_read_directory(data, len, error);
    if (entries == NULL)
        return NULL;
    GovPackage *package = g_new0(GovPackage, 1);
    package->data = data;
    package->len = len;
    package->entries = entries;
    package->archive = open_archive(data, len);
    if (package->archive != NULL)
        return package;
    gov__package_free(package);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, "The ZIP container is damaged");
    return NULL;
}

void gov__package_free(GovPackage *package)
{
    if (package == NULL)
        return;
    g_clear_object(&package->archive);
    g_array_unref(package->entries);
    g_free(package);
}

static char fold(char c)
{
    return c == '\\' ? '/' : g_ascii_tolower(c);
}

static bool same_name(const char *a, const char *b)
{
    while (*a != '\0' && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static const GovZipEntry *find_entry(const GovPackage *package, const char *name)
{
    name += *name == '/';
    for (guint i = 0; i < package->entries->len; i++) {
        const GovZipEntry *entry = &g_array_index(package->entries, GovZipEntry, i);
        if (same_name(entry->name, name))
            return entry;
    }
    return NULL;
}

bool gov__package_has(const GovPackage *package, const char *name)
{
    return find_entry(package, name) != NULL;
}

static bool check_entry(const GovPackage *package, const GovZipEntry *entry, GError **error)
{
    bool bomb = entry->size > FREE_RATIO && entry->size / MAX_RATIO > entry->packed;
    if (bomb || entry->size > MAX_INFLATED - package->inflated) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "%s inflates from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                    " bytes; the limits are %u:1 and %" G_GUINT64_FORMAT " MiB in all",
                    entry->name, entry->packed, entry->size, MAX_RATIO, MAX_INFLATED >> 20);
        return false;
    }
    const char *why = NULL;
    if (entry->encrypted)
        why = "is encrypted; save the document without a password";
    else if (entry->method != 0 && entry->method != 8)
        why = "is packed in a way that is not read";
    else if (!gov__zip_has_local_header(package->data, package->len, entry))
        why = "is not where the directory of the ZIP container says";
    if (why != NULL)
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s %s", entry->name, why);
    return why == NULL;
}

static GsfInput *open_input(const GovPackage *package, const GovZipEntry *entry)
{
    g_auto(GStrv) path = g_strsplit(entry->name, "/", (int)MAX_PATH);
    return gsf_infile_child_by_aname(package->archive, (const char **)path);
}

GovPart *gov__part_open(GovPackage *package, const char *name, GError **error)
{
    const GovZipEntry *entry = find_entry(package, name);
    if (entry == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "The document has no part %s", name);
        return NULL;
    }
    if (!check_entry(package, entry, error))
        return NULL;
    GsfInput *input = open_input(package, entry);
    if (input == NULL) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX, "%s cannot be opened", entry->name);
        return NULL;
    }
    package->inflated += entry->size;
    GovPart *part = g_new0(GovPart, 1);
    part->entry = entry;
    part->input = input;
    part->left = entry->size;
    part->crc = crc32(0, NULL, 0);
    return part;
}

int gov__part_read(GovPart *part, char *buffer, int max)
{
    size_t n = (size_t)MIN(part->left, (uint64_t)MAX(max, 0));
    if (part->failed)
        return -1;
    if (n == 0)
        return 0;
    /* Where a stream ends early libgsf leaves the rest of the buffer as it was. */
    memset(buffer, 0, n);
    part->failed = gsf_input_read(part->input, n, (guint8 *)buffer) == NULL;
    if (part->failed)
        return -1;
    part->left -= n;
    part->crc = crc32(part->crc, (const Bytef *)buffer, (uInt)n);
    part->failed = part->left == 0 && part->crc != part->entry->crc;
    return part->failed ? -1 : (int)n;
}

bool gov__part_close(GovPart *part, GError **error)
{
    bool failed = part->failed;
    if (failed)
        g_set_error(error, GOV_ERROR, GOV_ERROR_SYNTAX,
                    "%s is damaged: it cannot be inflated, or its checksum is wrong",
                    part->entry->name);
    g_object_unref(part->input);
    g_free(part);
    return !failed;
}

char *gov__package_load(GovPackage *package, const char *name, size_t max)
{
    GovPart *part = gov__part_open(package, name, NULL);
    if (part == NULL)
        return NULL;
    g_autofree char *text = g_malloc0(max + 1);
    size_t used = 0;
    for (int n = 1; n > 0 && used < max; used += (size_t)MAX(n, 0))
        n = gov__part_read(part, text + used, (int)MIN(max - used, 65536));
    return gov__part_close(part, NULL) ? g_steal_pointer(&text) : NULL;
}

/* ---- what kind of document ---- */

typedef struct {
    const char *type;
    GovPackageKind kind;
    const char *name; /* for people, where it is not read */
} ContentType;

static const ContentType content_types[] = {
    {"wordprocessingml.document.main+xml", GOV_PACKAGE_DOCX, NULL},
    {"wordprocessingml.template.main+xml", GOV_PACKAGE_DOCX, NULL},
    {"ms-word.document.macroEnabled.main+xml", GOV_PACKAGE_DOCX, NULL},
    {"ms-word.template.macroEnabledTemplate.main+xml", GOV_PACKAGE_DOCX, NULL},
    {"spreadsheetml.sheet.main+xml", GOV_PACKAGE_XLSX, NULL},
    {"spreadsheetml.template.main+xml", GOV_PACKAGE_XLSX, NULL},
    {"ms-excel.sheet.macroEnabled.main+xml", GOV_PACKAGE_XLSX, NULL},
    {"ms-excel.template.macroEnabled.main+xml", GOV_PACKAGE_XLSX, NULL},
    {"ms-excel.sheet.binary.macroEnabled.main", GOV_PACKAGE_OTHER, "XLSB, a binary workbook"},
    {"presentationml.", GOV_PACKAGE_OTHER, "PPTX, a presentation"},
};

static const ContentType mime_types[] = {
    {"application/vnd.oasis.opendocument.text", GOV_PACKAGE_ODT, NULL},
    {"application/vnd.oasis.opendocument.text-template", GOV_PACKAGE_ODT, NULL},
    {"application/vnd.oasis.opendocument.spreadsheet", GOV_PACKAGE_ODS, NULL},
    {"application/vnd.oasis.opendocument.spreadsheet-template", GOV_PACKAGE_ODS, NULL},
    {"application/vnd.oasis.opendocument.presentation", GOV_PACKAGE_OTHER, "ODP, a presentation"},
    {"application/epub+zip", GOV_PACKAGE_OTHER, "EPUB"},
};

static const ContentType *find_content_type(const char *types)
{
    for (gsize i = 0; i < G_N_ELEMENTS(content_types); i++)
        if (strstr(types, content_types[i].type) != NULL)
            return &content_types[i];
    return NULL;
}

static const ContentType *find_mime_type(char *type)
{
    g_strstrip(type);
    for (gsize i = 0; i < G_N_ELEMENTS(mime_types); i++)
        if (strcmp(type, mime_types[i].type) == 0)
            return &mime_types[i];
    return NULL;
}

static const ContentType *find_type(const char *data, size_t len)
{
    static const ContentType ofd = {NULL, GOV_PACKAGE_OTHER, "OFD"};
    g_autoptr(GovPackage) package =
        gov__zip_is(data, len) ? gov__package_open(data, len, NULL) : NULL;
    if (package == NULL)
        return NULL;
    g_autofree char *mime = gov__package_load(package, "mimetype", 128);
    const ContentType *type = mime == NULL ? NULL : find_mime_type(mime);
    if (type != NULL)
        return type;
    g_autofree char *types = gov__package_load(package, "[Content_Types].xml", MAX_TYPES);
    if (types != NULL)
        return find_content_type(types);
    return gov__package_has(package, "OFD.xml") ? &ofd : NULL;
}

GovPackageKind gov__package_detect(const char *data, size_t len)
{
    const ContentType *type = find_type(data, len);
    return type == NULL ? GOV_PACKAGE_OTHER : type->kind;
}

const char *gov__package_name_unread(const char *data, size_t len)
{
    const ContentType *type = find_type(data, len);
    return type != NULL ? type->name
                        : "a ZIP container that is damaged or holds no document";
}
