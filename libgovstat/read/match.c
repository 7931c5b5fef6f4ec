/* SPDX-License-Identifier: MIT */
/* From a document to reports.
 *
 * Every edition is tried on the whole document; then the document is cut where a title stands
 * between figures, and each part takes the edition whose column labels it uses and is filled. */
#include "read/matcher-private.h"

#include <govstat/error.h>
#include <string.h>

/* Fewer figures than the smallest table's are a coincidence, not a report. */
#define LEAST_HITS 5
#define MAX_FORMS 8
#define MAX_REPORTS 10000 /* in one document */

/* ---- parts ---- */

guint gov__blocks_find(const GArray *items, size_t offset, uint32_t block)
{
    size_t size = g_array_get_element_size((GArray *)(uintptr_t)items);
    guint low = 0, high = items->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        uint32_t at;
        memcpy(&at, items->data + middle * size + offset, sizeof at);
        if (at < block)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_hits(const GovMatcher *m, uint32_t first, uint32_t end)
{
    for (guint f = 0; f < m->matches->len; f++)
        if (gov__match_find_hit(gov__matcher_match(m, f), first) <
            gov__match_find_hit(gov__matcher_match(m, f), end))
            return true;
    return false;
}

/* Titles of one report may stand twice: on the page and above the text. */
static bool same_title(const GovTitle *a, const GovTitle *b)
{
    if (a->year != 0 && b->year != 0 && a->year != b->year)
        return false;
    return a->agency == NULL || b->agency == NULL || strcmp(a->agency, b->agency) == 0;
}

/* Cuts at each title that differs from the one before and has figures on both sides. */
static GArray *find_parts(const GovMatcher *m)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(GovDocumentPart));
    uint32_t n_blocks = (uint32_t)gov_document_n_blocks(m->document);
    GovDocumentPart part = {0, n_blocks};
    const GovTitle *current = NULL;

    for (guint i = 0; i < m->titles->len; i++) {
        const GovTitle *title = &g_array_index(m->titles, GovTitle, i);
        uint32_t next = i + 1 < m->titles->len
                            ? g_array_index(m->titles, GovTitle, i + 1).block
                            : n_blocks;
        if (!has_hits(m, title->block, next))
            continue;
        if (has_hits(m, part.first, title->block) && (current == NULL || !same_title(current, title))) {
            part.end = title->block;
            /* The line above a title may be the name of its body. */
            g_array_append_val(parts, part);
            part = (GovDocumentPart){title->block, n_blocks};
        }
        current = title;
    }
    g_array_append_val(parts, part);
    return parts;
}

/* ---- errors ---- */

static void set_no_tables(const GovMatcher *m, GError **error)
{
    unsigned grids = 0, paragraphs = 0, labels = 0;
    g_autoptr(GString) forms = g_string_new(NULL);
    g_autoptr(GString) extra = g_string_new(NULL);

    for (size_t i = 0; i < gov_document_n_blocks(m->document); i++)
        if (gov_document_get_grid(m->document, i) != NULL)
            grids++;
        else
            paragraphs++;
    for (guint i = 0; i < m->lines->tokens->len; i++)
        labels += g_array_index(m->lines->tokens, GovToken, i).n_targets > 0;
    for (guint f = 0; f < m->forms->len; f++)
        g_string_append_printf(forms, "%s%s", f > 0 ? ", " : "", gov_form_get_id(gov__matcher_form(m, f)));
    for (size_t i = 0; i < gov_document_n_warnings(m->document); i++)
        g_string_append_printf(extra, "; %s", gov_document_get_warning(m->document, i).message);
    g_set_error(error, GOV_ERROR, GOV_ERROR_NO_TABLES,
                "No statutory table found: looked for the labels of %s; found %u tables, "
                "%u paragraphs and %u known labels, but not their figures%s",
                forms->str, grids, paragraphs, labels, extra->str);
}

static void set_undetermined(const GovMatcher *m, GError **error)
{
    g_autoptr(GString) forms = g_string_new(NULL);

    for (guint f = 0; f < m->forms->len; f++)
        g_string_append_printf(forms, "%s%s", f > 0 ? " or " : "", gov_form_get_id(gov__matcher_form(m, f)));
    g_set_error(error, GOV_ERROR, GOV_ERROR_FORM,
                "Edition undetermined: the labels fit %s alike, because the table of active disclosure "
                "and the rows of other handling are missing; name the form to read it as",
                forms->str);
}

/* ---- the whole ---- */

static bool load_forms(GovMatcher *m, GError **error)
{
    m->forms = g_ptr_array_new_with_free_func((GDestroyNotify)gov_form_unref);
    if (m->options->form != NULL) {
        g_ptr_array_add(m->forms, gov_form_ref(m->options->form));
        return true;
    }
    for (size_t i = 0; i < gov_form_n_builtin() && i < MAX_FORMS; i++) {
        GovForm *form = gov_form_builtin(gov_form_get_builtin_id(i), error);
        if (form == NULL)
            return false;
        g_ptr_array_add(m->forms, form);
    }
    return true;
}

static void mark_used(GovMatcher *m, const GovMatch *match)
{
    for (guint i = 0; i < match->hits->len; i++)
        m->used[gov__match_hit(match, i)->block] = TRUE;
}

static void match_forms(GovMatcher *m)
{
    m->used = g_new0(uint8_t, gov_document_n_blocks(m->document) + 1);
    for (guint f = 0; f < m->forms->len; f++)
        gov__edition_find_labels(m, f);
    for (guint f = 0; f < m->forms->len; f++) {
        bool out = gov__edition_is_ruled_out(m, f);
        if (!out)
            gov__lines_apply_form(m->lines, gov__matcher_form(m, f));
        g_ptr_array_add(m->matches, gov__match_new(out ? NULL : m->lines, gov__matcher_form(m, f)));
        GovMatch *match = gov__matcher_match(m, f);
        if (!out)
            gov__glued_read(match, m->document);
        if (match->text != NULL)
            gov__edition_find_glued_labels(m, f);
        mark_used(m, gov__matcher_match(m, f));
    }
}

static GPtrArray *fill_parts(const GovMatcher *m, GError **error)
{
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)gov_report_unref);
    g_autoptr(GArray) parts = find_parts(m);

    if (parts->len > MAX_REPORTS) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT,
                    "The document holds %u reports; the limit is %u, part it", parts->len, MAX_REPORTS);
        return NULL;
    }
    for (guint i = 0; i < parts->len; i++) {
        const GovDocumentPart *part = &g_array_index(parts, GovDocumentPart, i);
        bool conflict = false;
        int form = gov__edition_choose(m, part, &conflict);
        if (form >= 0 && gov__edition_count_hits(m, (guint)form, part) >= LEAST_HITS) {
            g_ptr_array_add(reports, gov__matcher_fill(m, (guint)form, part, conflict));
        } else if (form < 0 && gov__edition_count_hits(m, 0, part) >= LEAST_HITS) {
            set_undetermined(m, error);
            return NULL;
        }
    }
    if (reports->len == 0) {
        set_no_tables(m, error);
        return NULL;
    }
    return g_steal_pointer(&reports);
}

static void matcher_clear(GovMatcher *m)
{
    g_clear_pointer(&m->matches, g_ptr_array_unref);
    g_clear_pointer(&m->forms, g_ptr_array_unref);
    g_clear_pointer(&m->titles, gov__identity_free_titles);
    g_clear_pointer(&m->lines, gov__lines_free);
    g_clear_pointer(&m->sole, g_ptr_array_unref);
    g_clear_pointer(&m->used, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GovMatcher, matcher_clear)

GPtrArray *gov_read_match(const GovDocument *document, const GovReadOptions *options, GError **error)
{
    static const GovReadOptions defaults = GOV_READ_OPTIONS_INIT;
    g_auto(GovMatcher) m = {.document = document, .options = options != NULL ? options : &defaults};

    g_return_val_if_fail(document != NULL, NULL);
    if (!load_forms(&m, error))
        return NULL;
    m.matches = g_ptr_array_new_with_free_func((GDestroyNotify)gov__match_free);
    m.sole = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    m.lines = gov__lines_new(document);
    m.titles = gov__identity_find_titles(document);
    match_forms(&m);
    return fill_parts(&m, error);
}
