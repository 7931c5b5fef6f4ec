/* SPDX-License-Identifier: MIT */
/* govstat forms: the built-in editions, or every cell of one form. Reading a form file
 * reports its first mistake, so this is also how to check a form of one's own. */
#include "lines.h"
#include "output.h"
#include <string.h>

static const ToolHelp help = {
    "forms",
    "Lists the built-in forms; or, of one form, every cell with its label,\n"
    "unit and type.",
    "A form is named by its id, or by a file: a name with a slash, or one\n"
    "ending in .form. Types: count (whole, not negative), signed (whole),\n"
    "money (万元, up to six decimals).\n\n"
    "Examples:\n"
    "  govstat forms\n"
    "  govstat forms --format=jsonl cn-foi-2021\n"
    "  govstat forms --indicators cn-foi-2021\n"
    "  govstat forms --to=cn-foi-2021 cn-foi-2019\n"
    "  govstat forms --lang=en ./our-town.form",
};

/* "2021–", "2019–2020"; a form of its own may state no years. */
static char *dup_years(const GovForm *form)
{
    int first = gov_form_get_first_year(form);
    int last = gov_form_get_last_year(form);
    g_autofree char *from = first != 0 ? g_strdup_printf("%d", first) : g_strdup("");
    g_autofree char *to = last != 0 ? g_strdup_printf("%d", last) : g_strdup("");
    return g_strdup_printf("%s–%s", from, to);
}

static void append_form_text(GString *out, const GovForm *form, GovLanguage language)
{
    g_autofree char *years = dup_years(form);
    g_autofree char *cells = g_strdup_printf("%zu", gov_form_n_cells(form));
    tool_append_padded(out, gov_form_get_id(form), 12);
    tool_append_padded(out, years, 9);
    tool_append_padded(out, cells, 5);
    const char *basis = gov_form_get_basis(form);
    tool_append_padded(out, basis != NULL ? basis : "", 24);
    g_string_append_printf(out, "%s\n", gov_form_get_title(form, language));
}

static void add_year(JsonBuilder *builder, const char *name, int year)
{
    if (year != 0)
        tool_add_number(builder, name, year);
    else
        tool_add_text(builder, name, NULL);
}

static void append_form_json(GString *out, const GovForm *form)
{
    JsonBuilder *builder = tool_begin_object();
    tool_add_text(builder, "id", gov_form_get_id(form));
    add_year(builder, "first_year", gov_form_get_first_year(form));
    add_year(builder, "last_year", gov_form_get_last_year(form));
    tool_add_number(builder, "cells", (gint64)gov_form_n_cells(form));
    tool_add_text(builder, "title", gov_form_get_title(form, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "title_en", gov_form_get_title(form, GOV_LANGUAGE_EN));
    tool_add_text(builder, "basis", gov_form_get_basis(form));
    tool_end_object(builder, out);
}

static void append_forms(GString *out, bool as_json, GovLanguage language)
{
    if (!as_json) {
        tool_append_padded(out, "ID", 12);
        tool_append_padded(out, "YEARS", 9);
        tool_append_padded(out, "CELLS", 5);
        tool_append_padded(out, "BASIS", 24);
        g_string_append(out, "TITLE\n");
    }
    for (size_t i = 0; i < gov_form_n_builtin(); i++) {
        g_autoptr(GovForm) form = gov_form_builtin(gov_form_get_builtin_id(i), NULL);
        if (as_json)
            append_form_json(out, form);
        else
            append_form_text(out, form, language);
    }
}

static void append_cell_json(GString *out, const GovForm *form, size_t cell)
{
    g_autofree char *zh = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_ZH);
    g_autofree char *en = gov_form_dup_cell_label(form, cell, GOV_LANGUAGE_EN);
    JsonBuilder *builder = tool_begin_object();
    tool_add_text(builder, "form", gov_form_get_id(form));
    tool_add_text(builder, "code", gov_form_get_code(form, cell));
    tool_add_text(builder, "label", zh);
    tool_add_text(builder, "label_en", en);
    tool_add_text(builder, "unit", gov_form_get_cell_unit(form, cell));
    tool_add_text(builder, "type",
                  tool_type_get_name(gov_form_get_cell_type(form, cell)));
    tool_end_object(builder, out);
}

static void append_cells(GString *out, const GovForm *form, bool as_json,
                         GovLanguage language)
{
    size_t width = strlen("CODE"); /* codes are ASCII */
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        width = MAX(width, strlen(gov_form_get_code(form, cell)));
    if (!as_json) {
        tool_append_padded(out, "CODE", (guint)width);
        g_string_append(out, "TYPE    UNIT  LABEL\n");
    }
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        if (as_json) {
            append_cell_json(out, form, cell);
            continue;
        }
        g_autofree char *label = gov_form_dup_cell_label(form, cell, language);
        tool_append_padded(out, gov_form_get_code(form, cell), (guint)width);
        tool_append_padded(out, tool_type_get_name(gov_form_get_cell_type(form, cell)),
                           6);
        tool_append_padded(out, gov_form_get_cell_unit(form, cell), 4);
        g_string_append_printf(out, "%s\n", label);
    }
}

static void append_indicator_json(GString *out, const GovForm *form, const GovIndicator *indicator)
{
    JsonBuilder *builder = tool_begin_object();
    tool_add_text(builder, "form", gov_form_get_id(form));
    tool_add_text(builder, "indicator", gov_indicator_get_id(indicator));
    tool_add_text(builder, "label", gov_indicator_get_label(indicator, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "label_en", gov_indicator_get_label(indicator, GOV_LANGUAGE_EN));
    tool_add_text(builder, "kind", gov_indicator_kind_get_name(gov_indicator_get_kind(indicator)));
    tool_add_text(builder, "numerator", gov_indicator_get_numerator(indicator));
    tool_add_text(builder, "denominator", gov_indicator_get_denominator(indicator));
    tool_add_text(builder, "base", gov_indicator_get_base(indicator, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "base_en", gov_indicator_get_base(indicator, GOV_LANGUAGE_EN));
    tool_add_text(builder, "note", gov_indicator_get_note(indicator, GOV_LANGUAGE_ZH));
    tool_end_object(builder, out);
}

static void append_indicator_text(GString *out, const GovIndicator *indicator, GovLanguage language)
{
    const char *note = gov_indicator_get_note(indicator, language);

    g_string_append_printf(out, "%s: %s (%s)\n", gov_indicator_get_id(indicator),
                           gov_indicator_get_label(indicator, language),
                           gov_indicator_kind_get_name(gov_indicator_get_kind(indicator)));
    g_string_append_printf(out, "    %s\n    / (%s)\n", gov_indicator_get_numerator(indicator),
                           gov_indicator_get_denominator(indicator));
    g_string_append_printf(out, "    base   %s\n", gov_indicator_get_base(indicator, language));
    if (*note != '\0')
        g_string_append_printf(out, "    note   %s\n", note);
}

static void append_indicators(GString *out, const GovForm *form, bool as_json, GovLanguage language)
{
    if (!as_json)
        g_string_append_printf(out, "%s\n\n", gov_form_get_id(form));
    for (size_t i = 0; i < gov_form_n_indicators(form); i++) {
        const GovIndicator *indicator = gov_form_get_indicator(form, i);
        if (as_json)
            append_indicator_json(out, form, indicator);
        else
            append_indicator_text(out, indicator, language);
    }
    if (!as_json)
        g_string_append_c(out, '\n');
}

/* Of one form, or of all built-in ones. */
static int run_indicators(const char *name, bool as_json, GovLanguage language)
{
    g_autoptr(GString) out = g_string_new(NULL);
    size_t n = name != NULL ? 1 : gov_form_n_builtin();

    for (size_t i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GovForm) form = tool_load_form(name != NULL ? name : gov_form_get_builtin_id(i), &error);
        if (form == NULL) {
            tool_message("%s", error->message);
            return TOOL_TROUBLE;
        }
        append_indicators(out, form, as_json, language);
    }
    return tool_print(out);
}

static void append_source_json(GString *out, const GovConcordance *concordance, size_t cell)
{
    const GovForm *from = gov_concordance_get_from(concordance);
    const GovForm *to = gov_concordance_get_to(concordance);
    JsonBuilder *builder = tool_begin_object();

    tool_add_text(builder, "from", gov_form_get_id(from));
    tool_add_text(builder, "to", gov_form_get_id(to));
    tool_add_text(builder, "code", gov_form_get_code(to, cell));
    tool_add_text(builder, "comparability",
                  gov_comparability_get_name(gov_concordance_get_comparability(concordance, cell)));
    json_builder_set_member_name(builder, "sources");
    json_builder_begin_array(builder);
    for (size_t i = 0; i < gov_concordance_n_sources(concordance, cell); i++)
        json_builder_add_string_value(builder,
                                      gov_form_get_code(from, gov_concordance_get_source(concordance, cell, i)));
    json_builder_end_array(builder);
    tool_add_text(builder, "caveat", gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "caveat_en", gov_concordance_get_caveat(concordance, cell, GOV_LANGUAGE_EN));
    tool_end_object(builder, out);
}

static void append_source_text(GString *out, const GovConcordance *concordance, size_t cell, guint width,
                               GovLanguage language)
{
    const GovForm *from = gov_concordance_get_from(concordance);
    GovComparability comparability = gov_concordance_get_comparability(concordance, cell);
    const char *caveat = gov_concordance_get_caveat(concordance, cell, language);

    tool_append_padded(out, gov_form_get_code(gov_concordance_get_to(concordance), cell), width);
    tool_append_padded(out, gov_comparability_get_name(comparability), 11);
    for (size_t i = 0; i < gov_concordance_n_sources(concordance, cell); i++)
        g_string_append_printf(out, "%s%s", i > 0 ? " + " : "",
                               gov_form_get_code(from, gov_concordance_get_source(concordance, cell, i)));
    g_string_append_printf(out, "%s%s\n", *caveat != '\0' ? "  # " : "", caveat);
}

/* Cells that the other form has no use for. */
static void append_lost(GString *out, const GovConcordance *concordance)
{
    const GovForm *from = gov_concordance_get_from(concordance);

    for (size_t cell = 0; cell < gov_form_n_cells(from); cell++)
        if (!gov_concordance_is_used(concordance, cell))
            g_string_append_printf(out, "# not used: %s\n", gov_form_get_code(from, cell));
}

/* What the cells of one form are in another. */
static int run_concordance(const char *from_name, const char *to_name, bool as_json, GovLanguage language)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) from = tool_load_form(from_name, &error);
    g_autoptr(GovForm) to = from != NULL ? tool_load_form(to_name, &error) : NULL;
    g_autoptr(GovConcordance) concordance = to != NULL ? gov_concordance_builtin(from, to, &error) : NULL;
    size_t width = 0;

    if (concordance == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    for (size_t cell = 0; cell < gov_form_n_cells(to); cell++)
        width = MAX(width, strlen(gov_form_get_code(to, cell)));
    for (size_t cell = 0; cell < gov_form_n_cells(to); cell++)
        if (as_json)
            append_source_json(out, concordance, cell);
        else
            append_source_text(out, concordance, cell, (guint)width, language);
    if (!as_json)
        append_lost(out, concordance);
    return tool_print(out);
}

static int run(const char *name, bool as_json, GovLanguage language)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    if (name == NULL) {
        append_forms(out, as_json, language);
        return tool_print(out);
    }
    g_autoptr(GovForm) form = tool_load_form(name, &error);
    if (form == NULL) {
        tool_message("%s", error->message);
        return TOOL_TROUBLE;
    }
    append_cells(out, form, as_json, language);
    return tool_print(out);
}

int tool_forms(int argc, char **argv)
{
    static const char *const formats[] = {"text", "jsonl", NULL};
    g_autofree char *format = NULL;
    g_autofree char *lang = NULL;
    g_autofree char *to = NULL;
    gboolean indicators = FALSE;
    g_auto(GStrv) names = NULL;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format, "text or jsonl", "NAME"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang,
         "Language of labels: zh or en (default: that of the locale)", "LANG"},
        {"indicators", 0, 0, G_OPTION_ARG_NONE, &indicators,
         "List indicators (指标) with their bases instead of cells", NULL},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to,
         "List from which cells of the form those of this one are had", "ID"},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names, NULL,
         "[ID|FILE.form]"},
        G_OPTION_ENTRY_NULL};
    int status = TOOL_OK;
    GovLanguage language = GOV_LANGUAGE_ZH;
    if (!tool_parse(&help, entries, NULL, argc, argv, &status))
        return status;
    int choice = tool_choose(help.verb, "format", format, formats);
    if (choice < 0 || !tool_choose_language(help.verb, lang, &language))
        return TOOL_TROUBLE;
    if (names != NULL && g_strv_length(names) > 1)
        return tool_wrong_usage(help.verb, "%s: give one form at a time", names[1]);
    const char *name = names != NULL ? names[0] : NULL;
    if (to != NULL && (name == NULL || indicators))
        return tool_wrong_usage(help.verb, "--to=%s: name the form to start from, as in "
                                "govstat forms --to=cn-foi-2021 cn-foi-2019", to);
    if (to != NULL)
        return run_concordance(name, to, choice == 1, language);
    return indicators ? run_indicators(name, choice == 1, language) : run(name, choice == 1, language);
}
