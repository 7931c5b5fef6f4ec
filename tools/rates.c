/* SPDX-License-Identifier: MIT */
/* Indicators of the groups of a roll-up. Two averages are told apart by name: the pooled rate is the sums divided, and
 * there is none where a report is missing that belongs to a sum; the mean of rates counts each report once, and says how
 * many there are. Always both sums and the base; the quotient only where there is one. Shares come with their 95 %
 * interval, which small numbers need. */
#include "rates.h"

#include "lines.h"
#include <math.h>

#define DECIMALS 2
#define RATIO_DECIMALS 3
#define Z 1.96 /* of 95 % */

/* One indicator of one group. */
typedef struct {
    const GovDataset *dataset; /* of the sums */
    const GovRollup *rollup;
    size_t row;
    const GovIndicator *indicator;
    const GovRate *rate;
    const GovPool *pool; /* of the reports */
} Entry;

static bool has_pair(const GovRate *rate)
{
    return rate->status != GOV_RATE_NOT_COMPUTABLE;
}

static char *dup_quotient(const Entry *entry)
{
    GovIndicatorKind kind = gov_indicator_get_kind(entry->indicator);

    return gov_rate_dup_text(entry->rate, kind, kind == GOV_INDICATOR_RATIO ? RATIO_DECIMALS : DECIMALS);
}

/* The mean of the rates of the reports, in the unit of the quotient, or an empty text. */
static char *dup_mean(const Entry *entry)
{
    bool is_ratio = gov_indicator_get_kind(entry->indicator) == GOV_INDICATOR_RATIO;
    char digits[G_ASCII_DTOSTR_BUF_SIZE] = "";

    if (entry->pool->n_known > 0)
        g_ascii_formatd(digits, sizeof digits, is_ratio ? "%.3f" : "%.2f",
                        is_ratio ? entry->pool->mean : 100 * entry->pool->mean);
    return g_strdup(digits);
}

/* The least comparable of all cells it rests on, or NULL where nobody has filed. */
static const char *compare(const Entry *entry)
{
    GovRollupNode group = gov_rollup_get_node(entry->rollup, entry->row);
    const GovForm *form = gov_dataset_get_form(entry->dataset);
    GovBody body = {0};
    GovComparability least = GOV_COMPARABILITY_EXACT;

    if (group.unit >= 0)
        body = gov_units_get(gov_rollup_get_units(entry->rollup), (size_t)group.unit);
    int prior = body.code != NULL ? gov_rollup_find_node(entry->rollup, body.code, group.year - 1) : -1;
    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        if (gov_indicator_uses_cell(entry->indicator, cell, false))
            least = MAX(least, gov_rollup_get_cell(entry->rollup, entry->row, cell).comparability);
        if (prior >= 0 && gov_indicator_uses_cell(entry->indicator, cell, true))
            least = MAX(least, gov_rollup_get_cell(entry->rollup, (size_t)prior, cell).comparability);
    }
    return group.n_present > 0 ? gov_comparability_get_name(least) : NULL;
}

/* Low and high in percent, or empty texts. */
static void dup_interval(const Entry *entry, char *bounds[2])
{
    double ends[2] = {0, 0};
    bool known = gov_indicator_get_kind(entry->indicator) == GOV_INDICATOR_SHARE &&
                 gov_rate_get_wilson(entry->rate, Z, &ends[0], &ends[1]);

    for (int i = 0; i < 2; i++) {
        char digits[G_ASCII_DTOSTR_BUF_SIZE] = "";
        if (known)
            g_ascii_formatd(digits, sizeof digits, "%.2f", 100 * ends[i]);
        bounds[i] = g_strdup(digits);
    }
}

static char *dup_sum(const Entry *entry, int64_t sum)
{
    return has_pair(entry->rate) ? g_strdup_printf("%" G_GINT64_FORMAT, sum) : g_strdup("");
}

static const char *key_of(const Entry *entry, GovKey key)
{
    const char *text = gov_dataset_get_key(entry->dataset, key, entry->row);

    return text != NULL ? text : "";
}

static void append_csv_text(GString *out, const char *text)
{
    tool_append_csv(out, text);
    g_string_append_c(out, ',');
}

static void append_csv(GString *out, const Entry *entry)
{
    g_autofree char *numerator = dup_sum(entry, entry->rate->numerator);
    g_autofree char *denominator = dup_sum(entry, entry->rate->denominator);
    g_autofree char *quotient = dup_quotient(entry);
    g_autofree char *mean = dup_mean(entry);
    const char *comparability = compare(entry);
    char *bounds[2];

    dup_interval(entry, bounds);
    append_csv_text(out, key_of(entry, GOV_KEY_UNIT));
    append_csv_text(out, key_of(entry, GOV_KEY_AGENCY));
    g_string_append_printf(out, "%d,%s,%s,%s,%s,%s,%s,%s,%s,", gov_dataset_get_years(entry->dataset)[entry->row],
                           gov_indicator_get_id(entry->indicator),
                           gov_indicator_kind_get_name(gov_indicator_get_kind(entry->indicator)),
                           gov_rate_status_get_name(entry->rate->status), numerator, denominator, quotient, bounds[0],
                           bounds[1]);
    g_string_append_printf(out, "%s,%zu,%zu,%zu,%u,%s\n", mean, entry->pool->n_known, entry->pool->n_not_applicable,
                           entry->pool->n_not_computable, entry->rate->n_zeroed,
                           comparability != NULL ? comparability : "");
    g_free(bounds[0]);
    g_free(bounds[1]);
}

static void add_sum(JsonBuilder *builder, const char *name, const Entry *entry, int64_t sum)
{
    if (has_pair(entry->rate))
        tool_add_number(builder, name, sum);
    else
        tool_add_text(builder, name, NULL);
}

static void append_json(GString *out, const Entry *entry)
{
    g_autofree char *quotient = dup_quotient(entry);
    g_autofree char *mean = dup_mean(entry);
    char *bounds[2];
    JsonBuilder *builder = tool_begin_object();

    dup_interval(entry, bounds);
    tool_add_text(builder, "unit", gov_dataset_get_key(entry->dataset, GOV_KEY_UNIT, entry->row));
    tool_add_text(builder, "name", gov_dataset_get_key(entry->dataset, GOV_KEY_AGENCY, entry->row));
    tool_add_number(builder, "year", gov_dataset_get_years(entry->dataset)[entry->row]);
    tool_add_text(builder, "indicator", gov_indicator_get_id(entry->indicator));
    tool_add_text(builder, "kind", gov_indicator_kind_get_name(gov_indicator_get_kind(entry->indicator)));
    tool_add_text(builder, "status", gov_rate_status_get_name(entry->rate->status));
    add_sum(builder, "numerator", entry, entry->rate->numerator);
    add_sum(builder, "denominator", entry, entry->rate->denominator);
    tool_add_text(builder, "pooled_rate", *quotient != '\0' ? quotient : NULL);
    tool_add_text(builder, "low", *bounds[0] != '\0' ? bounds[0] : NULL);
    tool_add_text(builder, "high", *bounds[1] != '\0' ? bounds[1] : NULL);
    tool_add_text(builder, "base", gov_indicator_get_base(entry->indicator, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "base_en", gov_indicator_get_base(entry->indicator, GOV_LANGUAGE_EN));
    tool_add_text(builder, "mean_of_rates", *mean != '\0' ? mean : NULL);
    tool_add_number(builder, "rates", (gint64)entry->pool->n_known);
    tool_add_number(builder, "not_applicable", (gint64)entry->pool->n_not_applicable);
    tool_add_number(builder, "not_computable", (gint64)entry->pool->n_not_computable);
    tool_add_number(builder, "zeroed", entry->rate->n_zeroed);
    tool_add_text(builder, "comparability", compare(entry));
    tool_end_object(builder, out);
    g_free(bounds[0]);
    g_free(bounds[1]);
}

/* Why there is no quotient. */
static const char *explain(GovRateStatus status, GovLanguage language)
{
    static const char *const texts[][2] = {
        [GOV_RATE_KNOWN] = {"", ""},
        [GOV_RATE_NOT_APPLICABLE] = {"不适用（分母为零）；", "not applicable, the base is zero; "},
        [GOV_RATE_NOT_COMPUTABLE] = {"无法计算（缺数或缺报）；", "not computable, a figure or a report is lacking; "}};

    return texts[status][language];
}

/* The other average, where there is more than one report to take it of, or no pooled one. */
static void append_text_mean(GString *out, const Entry *entry, GovLanguage language)
{
    bool percent = gov_indicator_get_kind(entry->indicator) != GOV_INDICATOR_RATIO;
    g_autofree char *mean = dup_mean(entry);
    bool alone = entry->pool->n_known == 1 && entry->rate->status == GOV_RATE_KNOWN;

    if (entry->pool->n_known > 0 && !alone)
        g_string_append_printf(out,
                               language == GOV_LANGUAGE_ZH ? "；各单位比率的平均%s%s（%zu个）" : "; mean of rates %s%s (%zu)",
                               mean, percent ? "%" : "", entry->pool->n_known);
}

static void append_text_remarks(GString *out, const Entry *entry, GovLanguage language)
{
    const char *comparability = compare(entry);
    char *bounds[2];

    dup_interval(entry, bounds);
    if (*bounds[0] != '\0')
        g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "；95%%区间%s%%至%s%%" : "; 95 %% interval %s%% to %s%%",
                               bounds[0], bounds[1]);
    g_free(bounds[0]);
    g_free(bounds[1]);
    append_text_mean(out, entry, language);
    if (entry->rate->n_zeroed > 0)
        g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "；%u处空白计为零" : "; %u blanks counted as zero",
                               entry->rate->n_zeroed);
    if (comparability != NULL && !g_str_equal(comparability, "exact"))
        g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "；跨格式可比性：%s" : "; across editions: %s",
                               comparability);
}

static void append_text(GString *out, const Entry *entry, GovLanguage language)
{
    g_autofree char *quotient = dup_quotient(entry);
    bool percent = gov_indicator_get_kind(entry->indicator) != GOV_INDICATOR_RATIO;
    g_autofree char *value = *quotient != '\0' ? g_strconcat(quotient, percent ? "%" : "", NULL) : g_strdup("");

    g_string_append(out, "  ");
    tool_append_padded(out, gov_indicator_get_label(entry->indicator, language), 46);
    g_string_append_printf(out, "%10s  ", value);
    if (has_pair(entry->rate))
        g_string_append_printf(out, "%" G_GINT64_FORMAT " / %" G_GINT64_FORMAT "  ", entry->rate->numerator,
                               entry->rate->denominator);
    g_string_append(out, explain(entry->rate->status, language));
    g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "基数：%s" : "base: %s",
                           gov_indicator_get_base(entry->indicator, language));
    append_text_remarks(out, entry, language);
    g_string_append_c(out, '\n');
}

static void append_entry(GString *out, const Entry *entry, RatesFormat format, GovLanguage language)
{
    switch (format) {
    case RATES_TABLE:
        append_text(out, entry, language);
        break;
    case RATES_JSONL:
        append_json(out, entry);
        break;
    case RATES_CSV:
        append_csv(out, entry);
        break;
    }
}

static void append_heading(GString *out, const Entry *entry, GovLanguage language)
{
    GovRollupNode group = gov_rollup_get_node(entry->rollup, entry->row);

    g_string_append_printf(out, "%s%s%s%d", entry->row > 0 ? "\n" : "", key_of(entry, GOV_KEY_AGENCY),
                           *key_of(entry, GOV_KEY_AGENCY) != '\0' ? " " : "", group.year);
    g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "年：应报%zu份，实有%zu份；比率为合计相除\n"
                                                       : ": %zu of %zu reports; rates are pooled: the sums divided\n",
                           language == GOV_LANGUAGE_ZH ? group.n_expected : group.n_present,
                           language == GOV_LANGUAGE_ZH ? group.n_present : group.n_expected);
}

/* ---- the reports behind the groups ---- */

/* Rates of reports, each for the group it is in and for all above. */
typedef struct {
    GArray *reports; /* guint: row of the reports */
    GArray *groups;  /* guint32 */
    GovDataset *rows;
} Members;

static void list_members(Members *members, const GovDataset *dataset, const GovRollup *rollup)
{
    size_t n = 0;
    guint32 *nodes = NULL;
    g_autofree size_t *rows = gov_rollup_dup_rows(rollup, &n, &nodes);

    members->reports = g_array_new(FALSE, FALSE, sizeof(guint));
    members->groups = g_array_new(FALSE, FALSE, sizeof(guint32));
    members->rows = gov_dataset_take(dataset, rows, n);
    for (guint i = 0; i < n; i++)
        for (gint64 at = nodes[i]; at >= 0; at = gov_rollup_get_above(rollup, (size_t)at)) {
            const guint32 group = (guint32)at;
            g_array_append_val(members->reports, i);
            g_array_append_val(members->groups, group);
        }
    g_free(nodes);
}

static void clear_members(Members *members)
{
    g_array_unref(members->reports);
    g_array_unref(members->groups);
    gov_dataset_unref(members->rows);
}

static GovPool *pool_members(const Members *members, const GovIndicator *indicator, GovNulls nulls, size_t n_groups,
                             GError **error)
{
    g_autofree GovRate *rates = gov_rate_of_dataset(indicator, members->rows, nulls);
    g_autofree GovRate *all = g_new(GovRate, members->reports->len + 1);

    for (guint i = 0; i < members->reports->len; i++)
        all[i] = rates[g_array_index(members->reports, guint, i)];
    return gov_rate_pool(all, (const uint32_t *)(const void *)members->groups->data, members->reports->len, n_groups,
                         error);
}

/* ---- the whole ---- */

typedef struct {
    GPtrArray *rates; /* by indicator: GovRate by group */
    GPtrArray *pools; /* by indicator: GovPool by group */
} Columns;

static bool fill_columns(Columns *columns, const GovDataset *sums, const Members *members, GovNulls nulls,
                         GError **error)
{
    const GovForm *form = gov_dataset_get_form(sums);

    for (size_t i = 0; i < gov_form_n_indicators(form); i++) {
        const GovIndicator *indicator = gov_form_get_indicator(form, i);
        GovPool *pools = pool_members(members, indicator, nulls, gov_dataset_n_rows(sums), error);
        if (pools == NULL)
            return false;
        g_ptr_array_add(columns->pools, pools);
        g_ptr_array_add(columns->rates, gov_rate_of_dataset(indicator, sums, nulls));
    }
    return true;
}

static void append_all(GString *out, const Columns *columns, const GovDataset *sums, const GovRollup *rollup,
                       RatesFormat format, GovLanguage language)
{
    const GovForm *form = gov_dataset_get_form(sums);

    if (format == RATES_CSV)
        g_string_append(out, "unit,name,year,indicator,kind,status,numerator,denominator,pooled_rate,low,high,"
                             "mean_of_rates,rates,not_applicable,not_computable,zeroed,comparability\n");
    for (size_t row = 0; row < gov_dataset_n_rows(sums); row++)
        for (guint i = 0; i < columns->rates->len; i++) {
            const GovRate *rates = g_ptr_array_index(columns->rates, i);
            const GovPool *pools = g_ptr_array_index(columns->pools, i);
            const Entry entry = {sums, rollup, row, gov_form_get_indicator(form, i), &rates[row], &pools[row]};
            if (i == 0 && format == RATES_TABLE)
                append_heading(out, &entry, language);
            append_entry(out, &entry, format, language);
        }
}

bool tool_append_rates(GString *out, const GovDataset *dataset, const GovRollup *rollup, RatesFormat format, bool zero,
                       GovLanguage language, GError **error)
{
    g_autoptr(GovDataset) sums = gov_rollup_to_dataset(rollup, error);
    g_autoptr(GPtrArray) rates = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) pools = g_ptr_array_new_with_free_func(g_free);
    Columns columns = {rates, pools};
    Members members;

    if (sums == NULL)
        return false;
    list_members(&members, dataset, rollup);
    bool good = fill_columns(&columns, sums, &members, zero ? GOV_NULLS_ZERO : GOV_NULLS_STRICT, error);
    clear_members(&members);
    if (good)
        append_all(out, &columns, sums, rollup, format, language);
    return good;
}
