/* SPDX-License-Identifier: MIT */
/* Parts of OOXML name each other by relations: a list beside each part (`_rels/NAME.rels`) gives an
 * id, what it is and where. Names of parts are conventions only; what counts is the relation. */
#include "read/package-private.h"

#include <govstat/error.h>
#include <string.h>

#define MAX_RELATIONS 65536u
#define MAX_TITLE 4096u

enum { TAG_RELATION = 1, TAG_TITLE };

static const GovXmlName relation_names[] = {{GOV_NS_RELATIONS, "Relationship", TAG_RELATION}};
static const GovXmlName title_names[] = {{GOV_NS_DC, "title", TAG_TITLE}};

typedef struct {
    GArray *relations;
    const char *folder; /* of the part the relations belong to, with its slash */
    size_t folder_len;
} List;

static void clear_relation(gpointer data)
{
    GovRelation *relation = data;
    g_free(relation->id);
    g_free(relation->type);
    g_free(relation->target);
}

/* Resolves `.` and `..` as in a path of a file; steps above the top are dropped. */
static char *resolve(const char *folder, size_t folder_len, const char *target)
{
    g_autofree char *whole =
        *target == '/' ? g_strdup(target)
                       : g_strdup_printf("%.*s%s", (int)folder_len, folder, target);
    g_auto(GStrv) steps = g_strsplit_set(whole, "/\\", -1);
    g_autoptr(GPtrArray) path = g_ptr_array_new();
    for (guint i = 0; steps[i] != NULL; i++) {
        if (strcmp(steps[i], "..") == 0)
            g_ptr_array_set_size(path, (gint)MAX(path->len, 1) - 1);
        else if (*steps[i] != '\0' && strcmp(steps[i], ".") != 0)
            g_ptr_array_add(path, steps[i]);
    }
    g_ptr_array_add(path, NULL);
    return g_strjoinv("/", (char **)path->pdata);
}

static char *dup_last_word(const char *uri)
{
    const char *slash = uri == NULL ? NULL : strrchr(uri, '/');
    return g_strdup(slash == NULL ? "" : slash + 1);
}

static void start_relation(void *data, const GovElement *element)
{
    List *list = data;
    if (element->tag != TAG_RELATION || list->relations->len >= MAX_RELATIONS ||
        gov__element_is(element, GOV_NS_NONE, "TargetMode", "External"))
        return;
    g_autofree char *type = gov__element_dup(element, GOV_NS_NONE, "Type");
    g_autofree char *target = gov__element_dup(element, GOV_NS_NONE, "Target");
    if (target == NULL)
        return;
    GovRelation relation = {gov__element_dup(element, GOV_NS_NONE, "Id"), dup_last_word(type),
                            resolve(list->folder, list->folder_len, target)};
    g_array_append_val(list->relations, relation);
}

static void ignore_end(void *data, int tag)
{
    (void)data;
    (void)tag;
}

static void ignore_text(void *data, const char *text, size_t len)
{
    (void)data;
    (void)text;
    (void)len;
}

GArray *gov__package_read_relations(GovPackage *package, const char *part, GError **error)
{
    static const GovXmlHandler handler = {relation_names, G_N_ELEMENTS(relation_names),
                                          start_relation, ignore_end, ignore_text};
    const char *slash = strrchr(part, '/');
    size_t folder_len = slash == NULL ? 0 : (size_t)(slash + 1 - part);
    g_autofree char *name =
        g_strdup_printf("%.*s_rels/%s.rels", (int)folder_len, part, part + folder_len);
    g_autoptr(GArray) relations = g_array_new(FALSE, TRUE, sizeof(GovRelation));
    g_array_set_clear_func(relations, clear_relation);
    List list = {relations, part, folder_len};
    if (gov__package_has(package, name) &&
        !gov__package_parse(package, name, &handler, &list, error))
        return NULL;
    return g_steal_pointer(&relations);
}

const GovRelation *gov__relations_find_type(const GArray *relations, const char *type)
{
    for (guint i = 0; i < relations->len; i++) {
        const GovRelation *relation = &g_array_index(relations, GovRelation, i);
        if (strcmp(relation->type, type) == 0)
            return relation;
    }
    return NULL;
}

const GovRelation *gov__relations_find_id(const GArray *relations, const char *id)
{
    for (guint i = 0; i < relations->len; i++) {
        const GovRelation *relation = &g_array_index(relations, GovRelation, i);
        if (g_strcmp0(relation->id, id) == 0)
            return relation;
    }
    return NULL;
}

char *gov__package_find_main(GovPackage *package, const char *fallback, GError **error)
{
    g_autoptr(GArray) relations = gov__package_read_relations(package, "", error);
    if (relations == NULL)
        return NULL;
    const GovRelation *relation = gov__relations_find_type(relations, "officeDocument");
    return g_strdup(relation == NULL ? fallback : relation->target);
}

/* ---- the title ---- */

typedef struct {
    GString *text;
    bool inside;
} Title;

static void start_title(void *data, const GovElement *element)
{
    ((Title *)data)->inside = element->tag == TAG_TITLE;
}

static void end_title(void *data, int tag)
{
    (void)tag;
    ((Title *)data)->inside = false;
}

static void add_title(void *data, const char *text, size_t len)
{
    Title *title = data;
    if (title->inside && title->text->len + len <= MAX_TITLE)
        g_string_append_len(title->text, text, (gssize)len);
}

void gov__package_read_title(GovPackage *package, const char *part, GovDocument *document)
{
    static const GovXmlHandler handler = {title_names, G_N_ELEMENTS(title_names), start_title,
                                          end_title, add_title};
    g_autoptr(GString) text = g_string_new(NULL);
    Title title = {text, false};
    if (!gov__package_has(package, part) ||
        !gov__package_parse(package, part, &handler, &title, NULL))
        return;
    g_strstrip(text->str);
    if (*text->str != '\0')
        gov_document_set_title(document, text->str);
}
