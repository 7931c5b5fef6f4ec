/* SPDX-License-Identifier: MIT */
/* Automatic styles of an OpenDocument, as far as they decide what a reader sees: a name and two
 * bits. They stand before the text, so one pass is enough. */
#include "read/odf-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_STYLES 65536u
#define MAX_MANIFEST 1048576u

void gov__odf_styles_init(GovOdfStyles *styles)
{
    styles->flags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    styles->open = NULL;
}

void gov__odf_styles_clear(GovOdfStyles *styles)
{
    g_clear_pointer(&styles->flags, g_hash_table_unref);
    g_clear_pointer(&styles->open, g_free);
}

static void add_flags(GovOdfStyles *styles, unsigned flags)
{
    if (flags == 0 || styles->open == NULL || g_hash_table_size(styles->flags) >= MAX_STYLES)
        return;
    flags |= GPOINTER_TO_UINT(g_hash_table_lookup(styles->flags, styles->open));
    g_hash_table_replace(styles->flags, g_strdup(styles->open), GUINT_TO_POINTER(flags));
}

static unsigned get_text_flags(const GovElement *element)
{
    const char *text = NULL;
    size_t len = 0;
    unsigned flags = 0;
    if (gov__element_is(element, GOV_NS_TEXT, "display", "none"))
        flags |= GOV_STYLE_HIDDEN;
    if (gov__element_get(element, GOV_NS_STYLE, "text-line-through-style", &text, &len) &&
        !(len == 4 && memcmp(text, "none", 4) == 0))
        flags |= GOV_STYLE_HIDDEN;
    /* `super 58%`, or how much it is raised: `33% 58%` */
    if (gov__element_get(element, GOV_NS_STYLE, "text-position", &text, &len) && len > 0 &&
        ((len >= 5 && memcmp(text, "super", 5) == 0) ||
         (g_ascii_isdigit(*text) && !(len >= 2 && memcmp(text, "0%", 2) == 0))))
        flags |= GOV_STYLE_RAISED;
    return flags;
}

void gov__odf_styles_start(GovOdfStyles *styles, const GovElement *element)
{
    if (element->tag == GOV_ODF_STYLE) {
        g_free(styles->open);
        styles->open = gov__element_dup(element, GOV_NS_STYLE, "name");
    } else if (element->tag == GOV_ODF_TEXT_PROPERTIES) {
        add_flags(styles, get_text_flags(element));
    } else if (!gov__element_is_on(element, GOV_NS_TABLE, "display", true)) {
        add_flags(styles, GOV_STYLE_HIDDEN);
    }
}

unsigned gov__odf_styles_find(const GovOdfStyles *styles, const GovElement *element,
                              GovNamespace ns)
{
    if (g_hash_table_size(styles->flags) == 0)
        return 0;
    g_autofree char *name = gov__element_dup(element, ns, "style-name");
    return name == NULL ? 0 : GPOINTER_TO_UINT(g_hash_table_lookup(styles->flags, name));
}

bool gov__odf_parse(GovPackage *package, const GovXmlHandler *handler, void *data, GError **error)
{
    GError *why = NULL;
    if (gov__package_parse(package, "content.xml", handler, data, &why))
        return true;
    g_autofree char *manifest =
        gov__package_load(package, "META-INF/manifest.xml", MAX_MANIFEST);
    if (manifest != NULL && strstr(manifest, "encryption-data") != NULL) {
        g_clear_error(&why);
        g_set_error_literal(&why, GOV_ERROR, GOV_ERROR_SYNTAX,
                            "The document is encrypted; save it without a password");
    }
    g_propagate_error(error, why);
    return false;
}
