/* SPDX-License-Identifier: MIT */
/* What --stat, --by, --over and --cells ask for, and whether it can be asked.
 *
 * Nothing may be added over years, as stocks and what is carried over must not be: a statistic that adds figures up
 * needs the key year, unless all reports are of one year. Without a register only those keys are known that a report
 * tells itself. */
#include "statistics-private.h"
#include <string.h>

static const char VERB[] = "rollup";

static const struct {
    const char *name;
    bool adds;
    bool needs_distribution;
} KINDS[] = {
    [STAT_SUM] = {"sum", true, false},       [STAT_COUNT] = {"count", false, false},
    [STAT_MEAN] = {"mean", false, false},    [STAT_MEDIAN] = {"median", false, true},
    [STAT_MIN] = {"min", false, false},      [STAT_MAX] = {"max", false, false},
    [STAT_VARIANCE] = {"variance", false, false}, [STAT_SHARE] = {"share", true, false},
    [STAT_RANK] = {"rank", true, false},     [STAT_GROWTH] = {"growth", true, false},
    [STAT_HHI] = {"hhi", true, false},       [STAT_GINI] = {"gini", true, true},
};

/* Keys by which a group can be made; with digits: a division cut short. */
static const struct {
    const char *name;
    GovKey key;
    unsigned digits;
    bool is_own; /* a report tells it itself */
} KEYS[] = {
    {"agency", GOV_KEY_AGENCY, 0, true},       {"division", GOV_KEY_DIVISION, 0, false},
    {"filed", GOV_KEY_FILED, 0, true},         {"form", GOV_KEY_FORM, 0, true},
    {"level", GOV_KEY_LEVEL, 0, false},        {"line", GOV_KEY_LINE, 0, false},
    {"parent", GOV_KEY_PARENT, 0, false},      {"prefecture", GOV_KEY_DIVISION, 4, false},
    {"province", GOV_KEY_DIVISION, 2, false},  {"scope", GOV_KEY_SCOPE, 0, false},
    {"source", GOV_KEY_SOURCE, 0, true},       {"unit", GOV_KEY_UNIT, 0, false},
    {"year", GOV_KEY_YEAR, 0, true},
};

static void clear_stat(gpointer data)
{
    g_free(((Stat *)data)->name);
}

void tool_statistics_free(ToolStatistics *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->stats);
    g_array_unref(self->by);
    g_ptr_array_unref(self->names);
    g_strfreev(self->cells);
    g_free(self);
}

/* ---- statistics ---- */

/* "p90", "p99.9": the share below, in 100,000ths. */
static bool parse_quantile(const char *text, Stat *stat)
{
    char *end = NULL;
    unsigned scale = 1000;

    if (text[0] != 'p' || !g_ascii_isdigit(text[1]) || strlen(text) > 8)
        return false;
    guint64 whole = g_ascii_strtoull(text + 1, &end, 10);
    stat->numerator = (unsigned)whole * scale;
    for (end += *end == '.' && g_ascii_isdigit(end[1]); g_ascii_isdigit(*end) && scale > 1; end++)
        stat->numerator += (unsigned)(*end - '0') * (scale /= 10);
    stat->denominator = 100000;
    return whole <= 100 && *end == '\0' && stat->numerator <= stat->denominator;
}

static bool parse_stat(const char *text, Stat *stat)
{
    *stat = (Stat){.kind = STAT_QUANTILE};
    for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
        if (strcmp(text, KINDS[i].name) == 0)
            stat->kind = (StatKind)i;
    return stat->kind != STAT_QUANTILE || parse_quantile(text, stat);
}

static bool has_kind(const ToolStatistics *self, StatKind kind)
{
    for (guint i = 0; i < self->stats->len; i++)
        if (g_array_index(self->stats, Stat, i).kind == kind)
            return true;
    return false;
}

static bool add_stats(ToolStatistics *self, const char *text)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);

    for (char **name = names; *name != NULL; name++) {
        Stat stat;
        if (!parse_stat(g_strstrip(*name), &stat))
            return tool_wrong_usage(VERB,
                                    "--stat=%s: no such statistic; choose from sum, count, mean, median, min, max, "
                                    "variance, share, rank, growth, hhi, gini, and quantiles such as p90 or p99.9",
                                    *name) == TOOL_OK;
        stat.name = g_strdup(*name);
        g_array_append_val(self->stats, stat);
        bool quantile = stat.kind == STAT_QUANTILE;
        self->adds = self->adds || (!quantile && KINDS[stat.kind].adds);
        self->needs_distribution = self->needs_distribution || quantile || KINDS[stat.kind].needs_distribution;
    }
    return true;
}

/* ---- keys ---- */

static int find_key(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (strcmp(name, KEYS[i].name) == 0)
            return (int)i;
    return -1;
}

static char *dup_choices(bool has_units)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (has_units || KEYS[i].is_own)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", KEYS[i].name);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool add_key(ToolStatistics *self, const char *name, bool has_units)
{
    g_autofree char *choices = dup_choices(has_units);
    int found = find_key(name);

    if (found < 0)
        return tool_wrong_usage(VERB, "--by=%s: no such key; choose from %s", name, choices) == TOOL_OK;
    if (!has_units && !KEYS[found].is_own)
        return tool_wrong_usage(VERB, "--by=%s: only a register tells that; name one with --units=FILE, or choose "
                                      "from %s", name, choices) == TOOL_OK;
    for (guint i = 0; i < self->by->len; i++)
        if (g_array_index(self->by, GovKey, i) == KEYS[found].key)
            return tool_wrong_usage(VERB, "--by: %s and %s are one key; name one of them",
                                    (const char *)g_ptr_array_index(self->names, i), name) == TOOL_OK;
    g_array_append_val(self->by, KEYS[found].key);
    g_ptr_array_add(self->names, (gpointer)(uintptr_t)KEYS[found].name);
    self->digits = MAX(self->digits, KEYS[found].digits);
    return true;
}

static bool has_key(const ToolStatistics *self, GovKey key)
{
    for (guint i = 0; i < self->by->len; i++)
        if (g_array_index(self->by, GovKey, i) == key)
            return true;
    return false;
}

/* Shares and ranks are among groups that differ in one key. */
static bool set_over(ToolStatistics *self, const char *over)
{
    bool wanted = has_kind(self, STAT_SHARE) || has_kind(self, STAT_RANK);
    int found = over != NULL ? find_key(over) : -1;

    for (guint i = 0; i < self->by->len && over == NULL && found < 0; i++)
        if (g_array_index(self->by, GovKey, i) != GOV_KEY_YEAR)
            found = find_key(g_ptr_array_index(self->names, i));
    if (over != NULL && (found < 0 || KEYS[found].key == GOV_KEY_YEAR || !has_key(self, KEYS[found].key)))
        return tool_wrong_usage(VERB, "--over=%s: must be one of the keys of --by, and not year", over) == TOOL_OK;
    if (wanted && found < 0)
        return tool_wrong_usage(VERB, "--stat: a share or a rank is among groups of one year; add a key to --by, as in "
                                      "--by=level,year") == TOOL_OK;
    self->over = found >= 0 ? KEYS[found].key : GOV_KEY_YEAR;
    return true;
}

static bool add_keys(ToolStatistics *self, const char *by, const char *over, bool has_units)
{
    g_auto(GStrv) names = g_strsplit(by != NULL ? by : "year", ",", -1);

    for (char **name = names; *name != NULL; name++)
        if (!add_key(self, g_strstrip(*name), has_units))
            return false;
    if (has_kind(self, STAT_GROWTH) && !has_key(self, GOV_KEY_YEAR))
        return tool_wrong_usage(VERB, "--stat=growth: is from year to year; add year to --by") == TOOL_OK;
    return set_over(self, over);
}

ToolStatistics *tool_statistics_new(const char *stat, const char *by, const char *over, const char *cells,
                                    bool has_units)
{
    g_autoptr(ToolStatistics) self = g_new0(ToolStatistics, 1);

    self->stats = g_array_new(FALSE, FALSE, sizeof(Stat));
    g_array_set_clear_func(self->stats, clear_stat);
    self->by = g_array_new(FALSE, FALSE, sizeof(GovKey));
    self->names = g_ptr_array_new();
    self->cells = cells != NULL ? g_strsplit(cells, ",", -1) : NULL;
    if (!add_stats(self, stat) || !add_keys(self, by, over, has_units))
        return NULL;
    return g_steal_pointer(&self);
}

/* ---- the whole ---- */

/* Whether all that is added is of one year. */
static bool check_years(const ToolStatistics *self, const GovDataset *dataset)
{
    const gint32 *years = gov_dataset_get_years(dataset);
    gint32 first = G_MAXINT32, last = G_MININT32;

    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++) {
        first = MIN(first, years[row]);
        last = MAX(last, years[row]);
    }
    if (!self->adds || has_key(self, GOV_KEY_YEAR) || first >= last)
        return true;
    return tool_wrong_usage(VERB, "--stat: figures of %d to %d would be added up over the years, which stocks and what "
                                  "is carried over must not be; add year to --by", first, last) == TOOL_OK;
}

/* Without a register nobody knows which of several reports of a body counts. */
static void tell_repeated(const GovDataset *dataset)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    size_t n = 0;

    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++) {
        const char *agency = gov_dataset_get_key(dataset, GOV_KEY_AGENCY, row);
        if (agency != NULL)
            n += !g_hash_table_add(seen, g_strdup_printf("%d %s", gov_dataset_get_years(dataset)[row], agency));
    }
    if (n > 0)
        tool_message("%zu report%s of a body and year that another one has; all count, as there is no register", n,
                     n == 1 ? " is" : "s are");
}

static bool matches(const ToolStatistics *self, const char *code)
{
    for (char **pattern = self->cells; pattern != NULL && *pattern != NULL; pattern++)
        if (g_pattern_match_simple(g_strstrip(*pattern), code))
            return true;
    return self->cells == NULL;
}

/* Each pattern must mean something: a slip would else give less than was asked for, in silence. */
static bool check_patterns(const ToolStatistics *self, const GovForm *form)
{
    for (char **pattern = self->cells; pattern != NULL && *pattern != NULL; pattern++) {
        bool found = false;
        for (size_t cell = 0; cell < gov_form_n_cells(form) && !found; cell++)
            found = g_pattern_match_simple(g_strstrip(*pattern), gov_form_get_code(form, cell));
        if (!found)
            return tool_wrong_usage(VERB, "--cells=%s: %s has no such cell; see govstat forms %s", *pattern,
                                    gov_form_get_id(form), gov_form_get_id(form)) == TOOL_OK;
    }
    return true;
}

static GArray *list_cells(const ToolStatistics *self, const GovForm *form)
{
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(size_t));

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++)
        if (matches(self, gov_form_get_code(form, cell)))
            g_array_append_val(cells, cell);
    return cells;
}

bool tool_statistics_write(const ToolStatistics *self, const GovDataset *dataset, const GovRollup *rollup,
                           StatisticsFormat format, GovLanguage language, unsigned threads, ToolOutput *output)
{
    StatTable table = {.asked = self, .form = gov_dataset_get_form(dataset)};
    g_autoptr(GError) error = NULL;

    if (!check_years(self, dataset) || !check_patterns(self, table.form))
        return false;
    if (rollup == NULL)
        tell_repeated(dataset);
    table.cells = list_cells(self, table.form);
    bool good = stat_table_fill(&table, dataset, rollup, threads, &error) &&
                stat_table_write(&table, format, language, output, &error);
    stat_table_clear(&table);
    if (!good)
        tool_message("%s", error->message);
    return good;
}
