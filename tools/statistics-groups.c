/* SPDX-License-Identifier: MIT */
/* Groups of reports, with the units that have not filed.
 *
 * Two aggregates by the same keys stand side by side: of the reports, and of empty reports of the units that are
 * missing, of which only the number counts. Both are in the order of their keys, so the groups are matched in one
 * walk, and a group of nothing but missing units is a group too. */
#include "statistics-private.h"
#include <math.h>
#include <string.h>

/* ---- units that have not filed ---- */

static GovRowKeys make_keys(const GovBody *body)
{
    GovRowKeys keys = {{NULL}};

    keys.values[GOV_KEY_UNIT] = body->code;
    keys.values[GOV_KEY_PARENT] = body->parent;
    keys.values[GOV_KEY_DIVISION] = body->division;
    keys.values[GOV_KEY_LEVEL] = body->level != GOV_LEVEL_UNKNOWN ? gov_level_get_name(body->level) : NULL;
    keys.values[GOV_KEY_LINE] = gov_line_get_name(body->line);
    keys.values[GOV_KEY_SCOPE] = body->scope != GOV_SCOPE_UNKNOWN ? gov_scope_get_name(body->scope) : NULL;
    return keys;
}

static GovDataset *make_ghosts(const GovRollup *rollup, const GovForm *form, GError **error)
{
    g_autoptr(GovDataset) dataset = gov_dataset_new(form);

    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovMissing missing = gov_rollup_get_missing(rollup, i);
        GovBody body = gov_units_get(gov_rollup_get_units(rollup), missing.unit);
        GovRowKeys keys = make_keys(&body);
        g_autoptr(GovReport) report = gov_report_new(form);
        if (!missing.is_added)
            continue;
        gov_report_set_agency(report, body.name);
        gov_report_set_year(report, missing.year);
        gov_report_seal(report);
        if (!gov_dataset_append(dataset, report, &keys, error))
            return NULL;
    }
    gov_dataset_seal(dataset);
    /* What is not there was filed in no form. */
    g_autofree const char **none = g_new0(const char *, gov_dataset_n_rows(dataset) + 1);
    return gov_dataset_with_key(dataset, GOV_KEY_FORM, none);
}

/* ---- groups ---- */

static int compare_groups(const StatTable *table, const GovAggregate *a, size_t x, const GovAggregate *b, size_t y)
{
    for (guint i = 0; i < table->asked->by->len; i++) {
        GovKey key = g_array_index(table->asked->by, GovKey, i);
        int order = key == GOV_KEY_YEAR ? gov_aggregate_get_year(a, x) - gov_aggregate_get_year(b, y)
                                        : g_strcmp0(gov_aggregate_get_key(a, x, key), gov_aggregate_get_key(b, y, key));
        if (order != 0)
            return order;
    }
    return 0;
}

/* The groups of both aggregates, each once. */
static void match_missing(StatTable *table)
{
    size_t n = gov_aggregate_n_groups(table->aggregate), m = 0;

    if (table->ghosts != NULL)
        m = gov_aggregate_n_groups(table->ghosts);
    for (size_t i = 0, k = 0; i < n || k < m;) {
        int order = k == m ? -1 : i == n ? 1 : compare_groups(table, table->aggregate, i, table->ghosts, k);
        const StatGroup group = {order <= 0 ? (gint64)i : -1, order >= 0 ? (gint64)k : -1};
        i += order <= 0;
        k += order >= 0;
        g_array_append_val(table->groups, group);
    }
}

static GovAggregate *aggregate(const StatTable *table, const GovDataset *dataset, bool whole, unsigned threads,
                               GError **error)
{
    static const size_t first_cell = 0; /* where only rows are counted */
    const ToolStatistics *asked = table->asked;
    const GovAggregateOptions options = {
        .by = (const GovKey *)(const void *)asked->by->data,
        .n_by = asked->by->len,
        .division_digits = asked->digits,
        .distribution = whole && asked->needs_distribution ? GOV_DISTRIBUTION_EXACT : GOV_DISTRIBUTION_NONE,
        .threads = threads,
        .cells = whole ? (const size_t *)(const void *)table->cells->data : &first_cell,
        .n_cells = whole ? table->cells->len : 1};

    return gov_aggregate_new(dataset, &options, error);
}

static bool fill_aggregates(StatTable *table, const GovDataset *rows, const GovRollup *rollup, unsigned threads,
                            GError **error)
{
    table->aggregate = aggregate(table, rows, true, threads, error);
    if (table->aggregate == NULL || rollup == NULL)
        return table->aggregate != NULL;
    g_autoptr(GovDataset) ghosts = make_ghosts(rollup, table->form, error);
    if (ghosts != NULL)
        table->ghosts = aggregate(table, ghosts, false, threads, error);
    return table->ghosts != NULL;
}

static void list_concordances(StatTable *table, const GovDataset *dataset)
{
    table->concordances = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)gov_concordance_unref);
    for (size_t i = 0; i < gov_dataset_n_key_values(dataset, GOV_KEY_FORM); i++) {
        const char *id = gov_dataset_get_key_value(dataset, GOV_KEY_FORM, i);
        g_autoptr(GovForm) form = gov_form_builtin(id, NULL);
        if (form != NULL && form != table->form)
            g_hash_table_insert(table->concordances, g_strdup(id), gov_concordance_builtin(form, table->form, NULL));
    }
}

bool stat_table_fill(StatTable *table, const GovDataset *dataset, const GovRollup *rollup, unsigned threads,
                     GError **error)
{
    g_autoptr(GovDataset) rows = NULL;
    size_t n = 0;
    g_autofree size_t *added = rollup != NULL ? gov_rollup_dup_rows(rollup, &n, NULL) : NULL;

    rows = rollup != NULL ? gov_dataset_take(dataset, added, n) : gov_dataset_ref((GovDataset *)(uintptr_t)dataset);
    table->groups = g_array_new(FALSE, FALSE, sizeof(StatGroup));
    list_concordances(table, rows);
    if (!fill_aggregates(table, rows, rollup, threads, error))
        return false;
    match_missing(table);
    return true;
}

void stat_table_clear(StatTable *table)
{
    g_clear_pointer(&table->aggregate, gov_aggregate_unref);
    g_clear_pointer(&table->ghosts, gov_aggregate_unref);
    g_clear_pointer(&table->groups, g_array_unref);
    g_clear_pointer(&table->cells, g_array_unref);
    g_clear_pointer(&table->concordances, g_hash_table_unref);
}

/* ---- asking ---- */

static GovComparability compare_edition(const StatTable *table, const char *id, size_t cell)
{
    const GovConcordance *concordance = id != NULL ? g_hash_table_lookup(table->concordances, id) : NULL;

    if (concordance != NULL)
        return gov_concordance_get_comparability(concordance, cell);
    return g_strcmp0(id, gov_form_get_id(table->form)) == 0 ? GOV_COMPARABILITY_EXACT : GOV_COMPARABILITY_NONE;
}

static GovComparability compare_group(const StatTable *table, size_t group, size_t cell)
{
    g_auto(GStrv) ids = g_strsplit(gov_aggregate_get_editions(table->aggregate, group), " ", -1);
    GovComparability least = GOV_COMPARABILITY_EXACT;

    for (char **id = ids; *id != NULL; id++)
        least = MAX(least, compare_edition(table, *id, cell));
    return least;
}

const char *stat_table_compare(const StatTable *table, const StatGroup *group, size_t cell)
{
    return group->reports >= 0 ? gov_comparability_get_name(compare_group(table, (size_t)group->reports, cell)) : NULL;
}

const char *stat_table_compare_growth(const StatTable *table, const StatGroup *group, size_t cell)
{
    size_t at = (size_t)group->reports;
    gint64 before = group->reports < 0 ? -1
                                       : gov_aggregate_find_year(table->aggregate, at,
                                                                 gov_aggregate_get_year(table->aggregate, at) - 1);
    if (before < 0)
        return NULL;
    return gov_comparability_get_name(MAX(compare_group(table, at, cell), compare_group(table, (size_t)before, cell)));
}

char *stat_table_dup_key(const StatTable *table, const StatGroup *group, guint i)
{
    GovKey key = g_array_index(table->asked->by, GovKey, i);
    const GovAggregate *from = group->reports >= 0 ? table->aggregate : table->ghosts;
    size_t at = (size_t)(group->reports >= 0 ? group->reports : group->missing);

    if (key != GOV_KEY_YEAR)
        return g_strdup(gov_aggregate_get_key(from, at, key));
    int year = gov_aggregate_get_year(from, at);
    return year > 0 ? g_strdup_printf("%d", year) : NULL;
}

guint64 stat_table_n_reports(const StatTable *table, const StatGroup *group)
{
    return group->reports >= 0 ? gov_aggregate_n_rows(table->aggregate, (size_t)group->reports) : 0;
}

guint64 stat_table_n_missing(const StatTable *table, const StatGroup *group)
{
    return group->missing >= 0 ? gov_aggregate_n_rows(table->ghosts, (size_t)group->missing) : 0;
}

/* ---- values ---- */

/* "3.500000" is "3.5". */
static char *trim_zeros(char *text)
{
    size_t len = strlen(text);

    if (strchr(text, '.') == NULL)
        return text;
    while (len > 0 && text[len - 1] == '0')
        len--;
    text[len - (len > 0 && text[len - 1] == '.')] = '\0';
    return text;
}

static char *dup_ratio(GovRate rate, gint64 scale, GovRateStatus *status)
{
    *status = rate.status;
    if (rate.status != GOV_RATE_KNOWN)
        return NULL;
    rate.denominator *= scale;
    return trim_zeros(gov_rate_dup_text(&rate, GOV_INDICATOR_RATIO, 6));
}

static char *dup_double(double value, double scale, GovRateStatus *status)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    *status = isnan(value) ? GOV_RATE_NOT_APPLICABLE : GOV_RATE_KNOWN;
    if (isnan(value))
        return NULL;
    return g_strdup(g_ascii_formatd(digits, sizeof digits, "%.10g", value / scale));
}

static char *dup_count(guint64 n, GovRateStatus *status)
{
    *status = GOV_RATE_KNOWN;
    return g_strdup_printf("%" G_GUINT64_FORMAT, n);
}

static char *dup_figure(bool known, gint64 value, GovType type, GovRateStatus *status)
{
    *status = known ? GOV_RATE_KNOWN : GOV_RATE_NOT_COMPUTABLE;
    return known ? gov_figure_format(value, type) : NULL;
}

static char *dup_range(const GovAggregate *of, size_t group, size_t cell, bool greatest, GovRateStatus *status)
{
    gint64 ends[2] = {0, 0};
    bool known = gov_aggregate_get_range(of, group, cell, &ends[0], &ends[1]);

    return dup_figure(known, ends[greatest], gov_form_get_cell_type(gov_aggregate_get_form(of), cell), status);
}

static char *dup_rank(size_t rank, GovRateStatus *status)
{
    *status = rank > 0 ? GOV_RATE_KNOWN : GOV_RATE_NOT_COMPUTABLE;
    return rank > 0 ? g_strdup_printf("%zu", rank) : NULL;
}

/* What every statistic but counts and ranges rests on: the sum, which must be held. */
static char *dup_of_sum(const StatTable *table, size_t group, size_t cell, const Stat *stat, GovRateStatus *status)
{
    const GovAggregate *of = table->aggregate;
    gint64 scale = gov_form_get_cell_type(table->form, cell) == GOV_TYPE_MONEY ? 1000000 : 1;
    GovKey over = table->asked->over;

    switch (stat->kind) {
    case STAT_MEAN:
        return dup_ratio(gov_aggregate_get_mean(of, group, cell), scale, status);
    case STAT_MEDIAN:
        return dup_ratio(gov_aggregate_get_quantile(of, group, cell, 1, 2), scale, status);
    case STAT_QUANTILE:
        return dup_ratio(gov_aggregate_get_quantile(of, group, cell, stat->numerator, stat->denominator), scale, status);
    case STAT_VARIANCE:
        return dup_double(gov_aggregate_get_variance(of, group, cell, true), (double)scale * (double)scale, status);
    case STAT_SHARE:
        return dup_ratio(gov_aggregate_get_share(of, group, cell, over), 1, status);
    case STAT_RANK:
        return dup_rank(gov_aggregate_get_rank(of, group, cell, over), status);
    case STAT_GROWTH:
        return dup_ratio(gov_aggregate_get_growth(of, group, cell), 1, status);
    case STAT_HHI:
        return dup_double(gov_aggregate_get_hhi(of, group, cell), 1, status);
    default:
        return dup_double(gov_aggregate_get_gini(of, group, cell), 1, status);
    }
}

char *stat_table_dup_value(const StatTable *table, const StatGroup *group, size_t cell, const Stat *stat,
                           GovRateStatus *status, GError **error)
{
    size_t at = (size_t)group->reports;
    GError *failure = NULL;
    gint64 sum = 0;

    *status = GOV_RATE_NOT_COMPUTABLE;
    if (group->reports < 0)
        return stat->kind == STAT_COUNT ? dup_count(0, status) : NULL;
    if (stat->kind == STAT_COUNT)
        return dup_count(gov_aggregate_get_count(table->aggregate, at, cell, GOV_STATUS_REPORTED), status);
    if (stat->kind == STAT_MIN || stat->kind == STAT_MAX)
        return dup_range(table->aggregate, at, cell, stat->kind == STAT_MAX, status);
    bool known = gov_aggregate_get_sum(table->aggregate, at, cell, &sum, &failure);
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return NULL;
    }
    if (!known || stat->kind == STAT_SUM)
        return dup_figure(known, sum, gov_form_get_cell_type(table->form, cell), status);
    return dup_of_sum(table, at, cell, stat, status);
}
