/* SPDX-License-Identifier: MIT */
/* Office documents that are ZIP archives of XML parts: DOCX, XLSX, ODT, ODS.
 *
 *   package-zip.c  the directory of the archive, checked before anybody trusts it
 *   package.c      a part as a stream of bytes, with caps; the one place that knows libgsf
 *   package-xml.c  a part as events: elements as numbers out of a table, attributes, text
 *   package-relations.c  which part belongs to which
 *
 * Readers see events only. None of them builds a tree. */
#ifndef GOV_PACKAGE_PRIVATE_H
#define GOV_PACKAGE_PRIVATE_H

#include <glib.h>
#include <govstat/document.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the directory -------------------------------------------------------------------- */

typedef struct {
    char *name; /* as the archive writes it */
    uint64_t packed;
    uint64_t size;
    uint64_t offset; /* of its local header */
    uint32_t crc;
    unsigned method;
    bool encrypted;
} GovZipEntry;

/* Whether bytes begin as a ZIP archive does. */
bool gov__zip_is(const char *data, size_t len);
/* Reads the directory; NULL and ::GOV_ERROR_SYNTAX or ::GOV_ERROR_LIMIT if it is damaged, larger
 * than any document's or names a part twice. Free with g_array_unref(). */
GArray *gov__zip_read_directory(const char *data, size_t len, GError **error);
/* Whether the local header of an entry stands where the directory says. */
bool gov__zip_has_local_header(const char *data, size_t len, const GovZipEntry *entry);

/* ---- parts ---------------------------------------------------------------------------- */

typedef struct _GovPackage GovPackage;

typedef enum {
    GOV_PACKAGE_OTHER,
    GOV_PACKAGE_DOCX,
    GOV_PACKAGE_XLSX,
    GOV_PACKAGE_ODT,
    GOV_PACKAGE_ODS
} GovPackageKind;

/* What kind of document some bytes are, by `[Content_Types].xml` or `mimetype`. */
GovPackageKind gov__package_detect(const char *data, size_t len);
/* Names for people what an archive is that is not read; static, NULL if it is read. */
const char *gov__package_name_unread(const char *data, size_t len);

/* libgsf registers its types without a lock; to be called before any other function of it. */
void gov__gsf_init(void);
/* The bytes must stay as long as the package. */
GovPackage *gov__package_open(const char *data, size_t len, GError **error);
void gov__package_free(GovPackage *package);
/* Names are compared without case; a slash at the front is passed over. */
bool gov__package_has(const GovPackage *package, const char *name);
/* The first bytes of a part, at most `max`, terminated; NULL and no error if there is none. */
char *gov__package_load(GovPackage *package, const char *name, size_t max);

typedef struct _GovPart GovPart;

GovPart *gov__part_open(GovPackage *package, const char *name, GError **error);
/* Reads up to `max` bytes; 0 at the end, −1 on failure, which gov__part_close() tells. */
int gov__part_read(GovPart *part, char *buffer, int max);
/* FALSE if reading failed; `error` is then set. */
bool gov__part_close(GovPart *part, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovPackage, gov__package_free)

/* ---- events --------------------------------------------------------------------------- */

/* Namespaces that readers care for; an edition of the standard that only has another URI (strict,
 * transitional) is the same namespace. */
typedef enum {
    GOV_NS_OTHER,
    GOV_NS_NONE,
    GOV_NS_WORD,          /* WordprocessingML */
    GOV_NS_MATH,          /* Office MathML */
    GOV_NS_COMPATIBILITY, /* mc:AlternateContent */
    GOV_NS_SHEET,         /* SpreadsheetML */
    GOV_NS_RELATION,      /* r:id */
    GOV_NS_RELATIONS,     /* the parts that list relations */
    GOV_NS_DC,            /* Dublin Core */
    GOV_NS_OFFICE,        /* OpenDocument */
    GOV_NS_TABLE,
    GOV_NS_TEXT,
    GOV_NS_STYLE,
    GOV_NS_DRAW,
    GOV_NS_MANIFEST
} GovNamespace;

/* A number > 0 for each name that a reader knows. */
typedef struct {
    GovNamespace ns;
    const char *name;
    int tag;
} GovXmlName;

typedef struct _GovXml GovXml;

typedef struct {
    GovXml *xml;
    int tag;                /* 0 if the name is not in the table */
    const void *attributes; /* as the parser gives them */
    int n_attributes;
} GovElement;

typedef struct {
    const GovXmlName *names;
    size_t n_names;
    void (*start)(void *data, const GovElement *element);
    void (*end)(void *data, int tag);
    void (*text)(void *data, const char *text, size_t len);
} GovXmlHandler;

/* Feeds a part to a handler. ::GOV_ERROR_SYNTAX if it is missing or not well-formed, or whatever
 * gov__xml_fail() was given. */
bool gov__package_parse(GovPackage *package, const char *name, const GovXmlHandler *handler,
                        void *data, GError **error);
/* From `start`: nothing inside this element is told, nor its end. */
void gov__xml_skip(GovXml *xml);
/* Ends parsing with an error, which it takes over. */
void gov__xml_fail(GovXml *xml, GError *error);

/* Value of an attribute; not terminated. Returns whether there is one. */
bool gov__element_get(const GovElement *element, GovNamespace ns, const char *name,
                      const char **text, size_t *len);
bool gov__element_is(const GovElement *element, GovNamespace ns, const char *name,
                     const char *value);
/* A new string, or NULL. */
char *gov__element_dup(const GovElement *element, GovNamespace ns, const char *name);
/* A whole number, at most `max`; `fallback` if there is none. */
unsigned gov__element_get_number(const GovElement *element, GovNamespace ns, const char *name,
                                 unsigned fallback, unsigned max);
/* An attribute that switches on unless it says `false`, `0` or `off`; `fallback` if there is none. */
bool gov__element_is_on(const GovElement *element, GovNamespace ns, const char *name, bool fallback);

/* ---- relations ------------------------------------------------------------------------ */

/* One line of a list of relations (OOXML): from a part to another. */
typedef struct {
    char *id;
    char *type;   /* the last word of its URI: `officeDocument`, `worksheet` … */
    char *target; /* name of the part in the package */
} GovRelation;

/* The relations of a part (`""` is the package itself), empty if it lists none; GovRelation. NULL
 * on failure. Free with g_array_unref(). */
GArray *gov__package_read_relations(GovPackage *package, const char *part, GError **error);
/* The first of a type, or NULL. */
const GovRelation *gov__relations_find_type(const GArray *relations, const char *type);
const GovRelation *gov__relations_find_id(const GArray *relations, const char *id);

/* The part that a package of OOXML begins with; a new string, NULL on failure. */
char *gov__package_find_main(GovPackage *package, const char *fallback, GError **error);
/* Takes `dc:title` over, if there is one; damage there is no reason to refuse a document. */
void gov__package_read_title(GovPackage *package, const char *part, GovDocument *document);

#endif
