/* SPDX-License-Identifier: MIT */
/* One dataset of reports of several editions. Each edition is gathered as it is; at the end all are harmonised to one
 * form, by default the newest that occurs, and put back into the order of the input. That is never done in silence:
 * stderr says which forms there were and how many cells break, and the dataset keeps the form of every row. */
#include "editions.h"
#include "lines.h"
#include <string.h>

typedef struct {
    GovDataset *dataset;
    size_t first; /* row of its first report in the joined dataset */
    int first_year;
    int last_year;
} Edition;

/* Where a report went. */
typedef struct {
    guint edition;
    size_t row;
} Place;

struct _ToolEditions {
    GArray *editions; /* Edition */
    GArray *places;   /* Place, in the order of the input */
    GovForm *form;    /* what they were harmonised to */
};

static void clear_edition(gpointer data)
{
    gov_dataset_unref(((Edition *)data)->dataset);
}

ToolEditions *tool_editions_new(void)
{
    ToolEditions *self = g_new0(ToolEditions, 1);
    self->editions = g_array_new(FALSE, FALSE, sizeof(Edition));
    g_array_set_clear_func(self->editions, clear_edition);
    self->places = g_array_new(FALSE, FALSE, sizeof(Place));
    return self;
}

void tool_editions_free(ToolEditions *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->editions);
    g_array_unref(self->places);
    g_clear_pointer(&self->form, gov_form_unref);
    g_free(self);
}

static Edition *edition_at(const ToolEditions *self, guint i)
{
    return &g_array_index(self->editions, Edition, i);
}

static const GovForm *form_at(const ToolEditions *self, guint i)
{
    return gov_dataset_get_form(edition_at(self, i)->dataset);
}

static guint find_edition(ToolEditions *self, const GovForm *form)
{
    for (guint i = 0; i < self->editions->len; i++)
        if (form_at(self, i) == form)
            return i;
    const Edition edition = {.dataset = gov_dataset_new(form)};
    g_array_append_val(self->editions, edition);
    return self->editions->len - 1;
}

bool tool_editions_add(ToolEditions *self, const GovReport *report, const GovRowKeys *keys, GError **error)
{
    const Place place = {find_edition(self, gov_report_get_form(report)), 0};
    Edition *edition = edition_at(self, place.edition);
    int year = gov_report_get_year(report);

    if (!gov_dataset_append(edition->dataset, report, keys, error))
        return false;
    g_array_append_val(self->places, place);
    g_array_index(self->places, Place, self->places->len - 1).row = gov_dataset_n_rows(edition->dataset) - 1;
    if (year > 0) {
        edition->first_year = edition->first_year == 0 ? year : MIN(edition->first_year, year);
        edition->last_year = MAX(edition->last_year, year);
    }
    return true;
}

size_t tool_editions_n_reports(const ToolEditions *self)
{
    return self->places->len;
}

/* ---- one form ---- */

/* The edition that came into force last. */
static const GovForm *find_newest(const ToolEditions *self)
{
    const GovForm *newest = form_at(self, 0);

    for (guint i = 1; i < self->editions->len; i++)
        if (gov_form_get_first_year(form_at(self, i)) > gov_form_get_first_year(newest))
            newest = form_at(self, i);
    return newest;
}

static GovConcordance *concordance_at(const ToolEditions *self, guint i, GError **error)
{
    return gov_concordance_builtin(form_at(self, i), self->form, error);
}

static GovDataset *join(ToolEditions *self, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)gov_dataset_unref);
    size_t first = 0;

    for (guint i = 0; i < self->editions->len; i++) {
        Edition *edition = edition_at(self, i);
        g_autoptr(GovConcordance) concordance = concordance_at(self, i, error);
        GovDataset *part = concordance != NULL ? gov_dataset_harmonise(edition->dataset, concordance, error) : NULL;
        if (part == NULL)
            return NULL;
        g_ptr_array_add(parts, part);
        edition->first = first;
        first += gov_dataset_n_rows(part);
    }
    return gov_dataset_concat((const GovDataset *const *)parts->pdata, parts->len, error);
}

/* The last of several reports of a unit is taken, so the order of the input matters. */
static GovDataset *reorder(const ToolEditions *self, const GovDataset *joined)
{
    g_autofree size_t *rows = g_new(size_t, self->places->len + 1);

    for (guint i = 0; i < self->places->len; i++) {
        const Place *place = &g_array_index(self->places, Place, i);
        rows[i] = edition_at(self, place->edition)->first + place->row;
    }
    return gov_dataset_take(joined, rows, self->places->len);
}

static char *dup_forms(const ToolEditions *self)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < self->editions->len; i++)
        g_string_append_printf(text, "%s%zu of %s", i > 0 ? ", " : "", gov_dataset_n_rows(edition_at(self, i)->dataset),
                               gov_form_get_id(form_at(self, i)));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What became of the cells, on stderr. */
static void tell(const ToolEditions *self, bool chosen, GovLanguage language)
{
    g_autofree char *forms = dup_forms(self);

    tool_message("Reports of several editions (%s): all are shown as %s%s; see --breaks", forms,
                 gov_form_get_id(self->form), chosen ? "" : ", the newest; choose another with --to=ID");
    for (guint i = 0; i < self->editions->len; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GovConcordance) concordance = concordance_at(self, i, NULL);
        if (concordance == NULL || form_at(self, i) == self->form)
            continue;
        gov_write_concordance_text(text, concordance, language);
        g_auto(GStrv) lines = g_strsplit(text->str, "\n", 2); /* the reasons are what --breaks is for */
        tool_message("%s", lines[0]);
    }
}

static GovDataset *take_only(ToolEditions *self)
{
    self->form = gov_form_ref(form_at(self, 0));
    return gov_dataset_ref(edition_at(self, 0)->dataset);
}

GovDataset *tool_editions_finish(ToolEditions *self, const char *to, GovLanguage language, GError **error)
{
    for (guint i = 0; i < self->editions->len; i++)
        gov_dataset_seal(edition_at(self, i)->dataset);
    if (to == NULL && self->editions->len == 1)
        return take_only(self);
    self->form = to != NULL ? tool_load_form(to, error) : gov_form_ref(find_newest(self));
    if (self->form == NULL)
        return NULL;
    if (self->editions->len == 1 && form_at(self, 0) == self->form)
        return gov_dataset_ref(edition_at(self, 0)->dataset);
    g_autoptr(GovDataset) joined = join(self, error);
    if (joined != NULL)
        tell(self, to != NULL, language);
    return joined != NULL ? reorder(self, joined) : NULL;
}

/* ---- breaks ---- */

static void add_year(JsonBuilder *builder, const char *name, int year)
{
    if (year > 0)
        tool_add_number(builder, name, year);
    else
        tool_add_text(builder, name, NULL);
}

static void append_break_json(GString *out, const Edition *edition, const GovConcordance *concordance, size_t cell)
{
    JsonBuilder *builder = tool_begin_object();

    tool_add_text(builder, "kind", "break");
    tool_add_text(builder, "form", gov_form_get_id(gov_concordance_get_from(concordance)));
    tool_add_number(builder, "reports", (gint64)gov_dataset_n_rows(edition->dataset));
    add_year(builder, "first_year", edition->first_year);
    add_year(builder, "last_year", edition->last_year);
    tool_add_text(builder, "to", gov_form_get_id(gov_concordance_get_to(concordance)));
    tool_add_text(builder, "code", gov_form_get_code(gov_concordance_get_to(concordance), cell));
    tool_add_text(builder, "comparability",
                  gov_comparability_get_name(gov_concordance_get_comparability(concordance, cell)));
    tool_add_text(builder, "caveat", gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "caveat_en", gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_EN));
    tool_end_object(builder, out);
}

static void append_break_csv(GString *out, const Edition *edition, const GovConcordance *concordance, size_t cell)
{
    const GovForm *to = gov_concordance_get_to(concordance);

    g_string_append_printf(out, "%s,%zu,", gov_form_get_id(gov_concordance_get_from(concordance)),
                           gov_dataset_n_rows(edition->dataset));
    if (edition->first_year > 0)
        g_string_append_printf(out, "%d,%d", edition->first_year, edition->last_year);
    else
        g_string_append_c(out, ',');
    g_string_append_printf(out, ",%s,%s,%s,", gov_form_get_id(to), gov_form_get_code(to, cell),
                           gov_comparability_get_name(gov_concordance_get_comparability(concordance, cell)));
    tool_append_csv(out, gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_ZH));
    g_string_append_c(out, ',');
    tool_append_csv(out, gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_EN));
    g_string_append_c(out, '\n');
}

static void append_cells(GString *out, const Edition *edition, const GovConcordance *concordance, bool as_json)
{
    size_t n = gov_form_n_cells(gov_concordance_get_to(concordance));

    for (size_t cell = 0; cell < n; cell++) {
        if (gov_concordance_get_comparability(concordance, cell) == GOV_COMPARABILITY_EXACT)
            continue;
        if (as_json)
            append_break_json(out, edition, concordance, cell);
        else
            append_break_csv(out, edition, concordance, cell);
    }
}

static void append_heading(GString *out, const Edition *edition, GovLanguage language)
{
    size_t n = gov_dataset_n_rows(edition->dataset);
    bool en = language == GOV_LANGUAGE_EN;

    if (en)
        g_string_append_printf(out, "%s: %zu report%s", gov_form_get_id(gov_dataset_get_form(edition->dataset)), n,
                               n == 1 ? "" : "s");
    else
        g_string_append_printf(out, "%s：%zu份报告", gov_form_get_id(gov_dataset_get_form(edition->dataset)), n);
    if (edition->first_year > 0 && edition->first_year < edition->last_year)
        g_string_append_printf(out, en ? " of %d to %d" : "，%d年至%d年", edition->first_year, edition->last_year);
    else if (edition->first_year > 0)
        g_string_append_printf(out, en ? " of %d" : "，%d年", edition->first_year);
    g_string_append_c(out, '\n');
}

void tool_append_breaks(GString *out, const ToolEditions *self, EditionsFormat format, GovLanguage language)
{
    if (format == EDITIONS_CSV)
        g_string_append(out, "form,reports,first_year,last_year,to,code,comparability,caveat,caveat_en\n");
    for (guint i = 0; i < self->editions->len; i++) {
        const Edition *edition = edition_at(self, i);
        g_autoptr(GovConcordance) concordance = concordance_at(self, i, NULL);
        if (format == EDITIONS_TABLE)
            append_heading(out, edition, language);
        if (concordance == NULL || form_at(self, i) == self->form)
            continue;
        if (format == EDITIONS_TABLE)
            gov_write_concordance_text(out, concordance, language);
        else
            append_cells(out, edition, concordance, format == EDITIONS_JSONL);
    }
}
