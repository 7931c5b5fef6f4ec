/* SPDX-License-Identifier: MIT */
/* What becomes of the cells of one edition in another, for people: one line for each reason, with the rows it is
 * about. A row is named as a whole where all its cells share the reason, as most do. */
#include <govstat/write.h>

#include "write/sheet-private.h"

#include <string.h>

#define MAX_PLACES 4 /* named; a list of all of them is for programs */

/* Cells that share comparability and caveat. */
typedef struct {
    GovComparability comparability;
    const char *caveat;
    GString *places;
    size_t n_places;
    size_t n;
} Reason;

static void free_reason(gpointer data)
{
    Reason *reason = data;

    g_string_free(reason->places, TRUE);
    g_free(reason);
}

static bool is_of(const GovConcordance *concordance, size_t cell, const Reason *reason, GovLanguage language)
{
    return gov_concordance_get_comparability(concordance, cell) == reason->comparability &&
           strcmp(gov_concordance_get_caveat(concordance, cell, language), reason->caveat) == 0;
}

static Reason *find_reason(GPtrArray *reasons, const GovConcordance *concordance, size_t cell, GovLanguage language)
{
    for (guint i = 0; i < reasons->len; i++)
        if (is_of(concordance, cell, g_ptr_array_index(reasons, i), language))
            return g_ptr_array_index(reasons, i);
    Reason *reason = g_new0(Reason, 1);
    reason->comparability = gov_concordance_get_comparability(concordance, cell);
    reason->caveat = gov_concordance_get_caveat(concordance, cell, language);
    reason->places = g_string_new(NULL);
    g_ptr_array_add(reasons, reason);
    return reason;
}

/* Whether all cells of the row of a cell have one reason; `is_first` if this cell is the first of them. */
static bool is_whole_row(const GovConcordance *concordance, size_t cell, const Reason *reason, GovLanguage language,
                         bool *is_first)
{
    const GovForm *form = gov_concordance_get_to(concordance);
    size_t table = gov_form_get_cell_table(form, cell), row = gov_form_get_cell_row(form, cell);
    int first = -1;

    for (size_t column = 0; column < gov_form_n_columns(form, table); column++) {
        int other = gov_form_get_cell(form, table, row, column);
        if (other < 0)
            continue;
        first = first < 0 ? other : first;
        if (!is_of(concordance, (size_t)other, reason, language))
            return false;
    }
    *is_first = first == (int)cell;
    return true;
}

static void add_place(const GovConcordance *concordance, size_t cell, Reason *reason, GovLanguage language)
{
    const GovForm *form = gov_concordance_get_to(concordance);
    bool is_first = true;
    bool whole = is_whole_row(concordance, cell, reason, language, &is_first);
    size_t table = gov_form_get_cell_table(form, cell), row = gov_form_get_cell_row(form, cell);
    g_autofree char *label = whole ? g_strdup(gov_form_get_row_label(form, table, row, language))
                                   : gov_form_dup_cell_label(form, cell, language);

    reason->n++;
    if (!is_first || reason->n_places++ >= MAX_PLACES)
        return;
    if (reason->places->len > 0)
        g_string_append(reason->places, language == GOV_LANGUAGE_EN ? "; " : "；");
    gov__append_printable(reason->places, label);
}

static void append_counts(GString *out, const GovConcordance *concordance, const size_t *n, GovLanguage language)
{
    const GovForm *from = gov_concordance_get_from(concordance);
    size_t n_lost = 0;

    for (size_t cell = 0; cell < gov_form_n_cells(from); cell++)
        n_lost += !gov_concordance_is_used(concordance, cell);
    g_string_append_printf(out,
                           language == GOV_LANGUAGE_EN
                               ? "%s → %s: %zu cells the same, %zu sums, %zu approximate, %zu breaks (no figure); "
                                 "%zu of its own cells have no place\n"
                               : "%s → %s：%zu格口径相同，%zu格为合计，%zu格近似，%zu格断档（无数）；原有%zu格无处可列\n",
                           gov_form_get_id(from),
                           gov_form_get_id(gov_concordance_get_to(concordance)), n[GOV_COMPARABILITY_EXACT],
                           n[GOV_COMPARABILITY_SUM], n[GOV_COMPARABILITY_APPROXIMATE], n[GOV_COMPARABILITY_NONE],
                           n_lost);
}

static void append_reason(GString *out, const Reason *reason, GovLanguage language)
{
    static const char *const words[][2] = {[GOV_COMPARABILITY_EXACT] = {"相同", "the same"},
                                           [GOV_COMPARABILITY_SUM] = {"合计", "sum"},
                                           [GOV_COMPARABILITY_APPROXIMATE] = {"近似", "approximate"},
                                           [GOV_COMPARABILITY_NONE] = {"断档", "break"}};
    bool en = language == GOV_LANGUAGE_EN;

    g_string_append_printf(out, "  %s: ", words[reason->comparability][en]);
    gov__append_printable(out, reason->caveat);
    if (en)
        g_string_append_printf(out, " (%zu cell%s: %s%s)\n", reason->n, reason->n == 1 ? "" : "s", reason->places->str,
                               reason->n_places > MAX_PLACES ? "; …" : "");
    else
        g_string_append_printf(out, "（%zu格：%s%s）\n", reason->n, reason->places->str,
                               reason->n_places > MAX_PLACES ? "；……" : "");
}

void gov_write_concordance_text(GString *out, const GovConcordance *concordance, GovLanguage language)
{
    g_return_if_fail(out != NULL && concordance != NULL);
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(free_reason);
    const GovForm *to = gov_concordance_get_to(concordance);
    size_t n[GOV_COMPARABILITY_NONE + 1] = {0};

    for (size_t cell = 0; cell < gov_form_n_cells(to); cell++) {
        GovComparability comparability = gov_concordance_get_comparability(concordance, cell);
        n[comparability]++;
        if (comparability != GOV_COMPARABILITY_EXACT)
            add_place(concordance, cell, find_reason(reasons, concordance, cell, language), language);
    }
    append_counts(out, concordance, n, language);
    for (int kind = GOV_COMPARABILITY_SUM; kind <= GOV_COMPARABILITY_NONE; kind++)
        for (guint i = 0; i < reasons->len; i++) {
            const Reason *reason = g_ptr_array_index(reasons, i);
            if ((int)reason->comparability == kind)
                append_reason(out, reason, language);
        }
}
