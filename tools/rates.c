/* SPDX-License-Identifier: MIT */
/* Indicators of the rows of a dataset: always both sums and the base; the quotient only where there is one.
 * Shares come with their 95 % interval, which small numbers need. */
#include "rates.h"

#include "lines.h"

#define DECIMALS 2
#define RATIO_DECIMALS 3
#define Z 1.96 /* of 95 % */

/* One indicator of one row. */
typedef struct {
    const GovDataset *dataset;
    size_t row;
    const GovIndicator *indicator;
    const GovRate *rate;
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
    char *bounds[2];

    dup_interval(entry, bounds);
    append_csv_text(out, key_of(entry, GOV_KEY_UNIT));
    append_csv_text(out, key_of(entry, GOV_KEY_AGENCY));
    g_string_append_printf(out, "%d,%s,%s,%s,%s,%s,%s,%s,%s,%u\n",
                           gov_dataset_get_years(entry->dataset)[entry->row],
                           gov_indicator_get_id(entry->indicator),
                           gov_indicator_kind_get_name(gov_indicator_get_kind(entry->indicator)),
                           gov_rate_status_get_name(entry->rate->status), numerator, denominator, quotient,
                           bounds[0], bounds[1], entry->rate->n_zeroed);
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
    tool_add_text(builder, "value", *quotient != '\0' ? quotient : NULL);
    tool_add_text(builder, "low", *bounds[0] != '\0' ? bounds[0] : NULL);
    tool_add_text(builder, "high", *bounds[1] != '\0' ? bounds[1] : NULL);
    tool_add_text(builder, "base", gov_indicator_get_base(entry->indicator, GOV_LANGUAGE_ZH));
    tool_add_text(builder, "base_en", gov_indicator_get_base(entry->indicator, GOV_LANGUAGE_EN));
    tool_add_number(builder, "zeroed", entry->rate->n_zeroed);
    tool_end_object(builder, out);
    g_free(bounds[0]);
    g_free(bounds[1]);
}

/* Why there is no quotient. */
static const char *explain(GovRateStatus status, GovLanguage language)
{
    static const char *const texts[][2] = {
        [GOV_RATE_KNOWN] = {"", ""},
        [GOV_RATE_NOT_APPLICABLE] = {"不适用（分母为零）", "not applicable: the base is zero"},
        [GOV_RATE_NOT_COMPUTABLE] = {"无法计算（缺数）", "not computable: a figure is lacking"}};

    return texts[status][language];
}

static void append_text(GString *out, const Entry *entry, GovLanguage language)
{
    g_autofree char *quotient = dup_quotient(entry);
    bool percent = gov_indicator_get_kind(entry->indicator) != GOV_INDICATOR_RATIO;
    g_autofree char *value = *quotient != '\0' ? g_strconcat(quotient, percent ? "%" : "", NULL) : g_strdup("");

    g_string_append(out, "  ");
    tool_append_padded(out, gov_indicator_get_label(entry->indicator, language), 24);
    g_string_append_printf(out, "%10s  ", value);
    if (has_pair(entry->rate))
        g_string_append_printf(out, "%" G_GINT64_FORMAT " / %" G_GINT64_FORMAT "  ", entry->rate->numerator,
                               entry->rate->denominator);
    g_string_append(out, explain(entry->rate->status, language));
    if (entry->rate->status == GOV_RATE_KNOWN)
        g_string_append_printf(out, "(%s)", gov_indicator_get_base(entry->indicator, language));
    if (entry->rate->n_zeroed > 0)
        g_string_append_printf(out, language == GOV_LANGUAGE_ZH ? "；%u处空白计为零" : "; %u blanks counted as zero",
                               entry->rate->n_zeroed);
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

static void append_heading(GString *out, const Entry *entry)
{
    g_string_append_printf(out, "%s%s %d\n", entry->row > 0 ? "\n" : "",
                           *key_of(entry, GOV_KEY_AGENCY) != '\0' ? key_of(entry, GOV_KEY_AGENCY)
                                                                  : key_of(entry, GOV_KEY_UNIT),
                           gov_dataset_get_years(entry->dataset)[entry->row]);
}

void tool_append_rates(GString *out, const GovDataset *dataset, RatesFormat format, bool zero, GovLanguage language)
{
    const GovForm *form = gov_dataset_get_form(dataset);
    size_t n = gov_form_n_indicators(form);
    g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < n; i++)
        g_ptr_array_add(columns, gov_rate_of_dataset(gov_form_get_indicator(form, i), dataset,
                                                     zero ? GOV_NULLS_ZERO : GOV_NULLS_STRICT));
    if (format == RATES_CSV)
        g_string_append(out, "unit,name,year,indicator,kind,status,numerator,denominator,value,low,high,zeroed\n");
    for (size_t row = 0; row < gov_dataset_n_rows(dataset); row++)
        for (size_t i = 0; i < n; i++) {
            const GovRate *rates = g_ptr_array_index(columns, i);
            const Entry entry = {dataset, row, gov_form_get_indicator(form, i), &rates[row]};
            if (i == 0 && format == RATES_TABLE)
                append_heading(out, &entry);
            append_entry(out, &entry, format, language);
        }
}
