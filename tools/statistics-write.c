/* SPDX-License-Identifier: MIT */
/* Statistics as lines: one for each group and cell. Beside every figure stand the reports of the group by status and
 * the units that have not filed, so that a zero, a blank and a report that is not there never look alike. A quotient
 * that is not there says why. */
#include "lines.h"
#include "statistics-private.h"
#include <string.h>

#define WIDTH 14 /* of a figure in a table */

static const Stat *stat_at(const StatTable *table, guint i)
{
    return &g_array_index(table->asked->stats, Stat, i);
}

/* Of these it is worth saying why there is none: a base of zero is not the same as a gap. */
static bool tells_why(const Stat *stat)
{
    return stat->kind == STAT_SHARE || stat->kind == STAT_GROWTH;
}

static guint64 count_status(const StatTable *table, const StatGroup *group, size_t cell, GovStatus status)
{
    return group->reports >= 0 ? gov_aggregate_get_count(table->aggregate, (size_t)group->reports, cell, status) : 0;
}

/* All values of a line, NULL where there is none; NULL after an error. */
static GPtrArray *list_values(const StatTable *table, const StatGroup *group, size_t cell, GArray *statuses,
                              GError **error)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
    GError *failure = NULL;

    g_array_set_size(statuses, 0);
    for (guint i = 0; i < table->asked->stats->len; i++) {
        GovRateStatus status = GOV_RATE_NOT_COMPUTABLE;
        g_ptr_array_add(values, stat_table_dup_value(table, group, cell, stat_at(table, i), &status, &failure));
        g_array_append_val(statuses, status);
        if (failure == NULL)
            continue;
        g_propagate_error(error, failure);
        return NULL;
    }
    return g_steal_pointer(&values);
}

/* ---- CSV ---- */

static void append_csv_header(GString *out, const StatTable *table)
{
    for (guint i = 0; i < table->asked->names->len; i++)
        g_string_append_printf(out, "%s,", (const char *)g_ptr_array_index(table->asked->names, i));
    g_string_append(out, "shown_as,code,reports,missing");
    for (int status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++)
        g_string_append_printf(out, ",%s", gov_status_get_name((GovStatus)status));
    g_string_append(out, ",comparability");
    for (guint i = 0; i < table->asked->stats->len; i++) {
        g_string_append_printf(out, ",%s", stat_at(table, i)->name);
        if (tells_why(stat_at(table, i)))
            g_string_append_printf(out, ",%s_status", stat_at(table, i)->name);
        if (stat_at(table, i)->kind == STAT_GROWTH)
            g_string_append(out, ",growth_comparability");
    }
    g_string_append_c(out, '\n');
}

static void append_csv(GString *out, const StatTable *table, const StatGroup *group, size_t cell,
                       const GPtrArray *values, const GArray *statuses)
{
    const char *comparability = stat_table_compare(table, group, cell);

    for (guint i = 0; i < table->asked->by->len; i++) {
        g_autofree char *key = stat_table_dup_key(table, group, i);
        tool_append_csv(out, key != NULL ? key : "");
        g_string_append_c(out, ',');
    }
    g_string_append_printf(out, "%s,%s,%" G_GUINT64_FORMAT ",", gov_form_get_id(table->form),
                           gov_form_get_code(table->form, cell), stat_table_n_reports(table, group));
    if (table->ghosts != NULL)
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, stat_table_n_missing(table, group));
    for (int status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++)
        g_string_append_printf(out, ",%" G_GUINT64_FORMAT, count_status(table, group, cell, (GovStatus)status));
    g_string_append_printf(out, ",%s", comparability != NULL ? comparability : "");
    for (guint i = 0; i < values->len; i++) {
        const char *value = g_ptr_array_index(values, i);
        g_string_append_printf(out, ",%s", value != NULL ? value : "");
        if (tells_why(stat_at(table, i)))
            g_string_append_printf(out, ",%s", gov_rate_status_get_name(g_array_index(statuses, GovRateStatus, i)));
        const char *both = stat_at(table, i)->kind == STAT_GROWTH ? stat_table_compare_growth(table, group, cell) : NULL;
        if (stat_at(table, i)->kind == STAT_GROWTH)
            g_string_append_printf(out, ",%s", both != NULL ? both : "");
    }
    g_string_append_c(out, '\n');
}

/* ---- JSON ---- */

static void append_json_group(GString *out, const StatTable *table, const StatGroup *group)
{
    g_string_append(out, "\"group\":{");
    for (guint i = 0; i < table->asked->by->len; i++) {
        g_autofree char *key = stat_table_dup_key(table, group, i);
        bool is_year = g_array_index(table->asked->by, GovKey, i) == GOV_KEY_YEAR;
        g_string_append_printf(out, "%s\"%s\":", i > 0 ? "," : "", (const char *)g_ptr_array_index(table->asked->names, i));
        if (is_year && key != NULL)
            g_string_append(out, key);
        else
            tool_append_json(out, key);
    }
    g_string_append_c(out, '}');
}

static void append_json_counts(GString *out, const StatTable *table, const StatGroup *group, size_t cell)
{
    g_string_append_printf(out, ",\"reports\":%" G_GUINT64_FORMAT ",\"missing\":", stat_table_n_reports(table, group));
    if (table->ghosts != NULL)
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, stat_table_n_missing(table, group));
    else
        g_string_append(out, "null");
    for (int status = GOV_STATUS_REPORTED; status <= GOV_STATUS_ABSENT; status++)
        g_string_append_printf(out, ",\"%s\":%" G_GUINT64_FORMAT, gov_status_get_name((GovStatus)status),
                               count_status(table, group, cell, (GovStatus)status));
}

static void append_json(GString *out, const StatTable *table, const StatGroup *group, size_t cell,
                        const GPtrArray *values, const GArray *statuses)
{
    g_string_append(out, "{\"kind\":\"statistics\",");
    append_json_group(out, table, group);
    g_string_append_printf(out, ",\"shown_as\":\"%s\",\"code\":\"%s\"", gov_form_get_id(table->form),
                           gov_form_get_code(table->form, cell));
    append_json_counts(out, table, group, cell);
    g_string_append(out, ",\"comparability\":");
    tool_append_json(out, stat_table_compare(table, group, cell));
    for (guint i = 0; i < values->len; i++) {
        const char *value = g_ptr_array_index(values, i);
        g_string_append_printf(out, ",\"%s\":%s", stat_at(table, i)->name, value != NULL ? value : "null");
        if (tells_why(stat_at(table, i)))
            g_string_append_printf(out, ",\"%s_status\":\"%s\"", stat_at(table, i)->name,
                                   gov_rate_status_get_name(g_array_index(statuses, GovRateStatus, i)));
        if (stat_at(table, i)->kind != STAT_GROWTH)
            continue;
        g_string_append(out, ",\"growth_comparability\":");
        tool_append_json(out, stat_table_compare_growth(table, group, cell));
    }
    g_string_append(out, "}\n");
}

/* ---- text ---- */

static void append_right(GString *out, const char *text, guint width)
{
    guint columns = 0;

    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p])
        columns += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
    for (; columns < width; columns++)
        g_string_append_c(out, ' ');
    g_string_append(out, text);
}

static void append_text_heading(GString *out, const StatTable *table, const StatGroup *group, bool en)
{
    for (guint i = 0; i < table->asked->by->len; i++) {
        g_autofree char *key = stat_table_dup_key(table, group, i);
        g_string_append_printf(out, "%s%s %s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(table->asked->names, i),
                               key != NULL ? key : en ? "unknown" : "不明");
    }
    guint64 n = stat_table_n_reports(table, group);
    if (en)
        g_string_append_printf(out, ": %" G_GUINT64_FORMAT " report%s", n, n == 1 ? "" : "s");
    else
        g_string_append_printf(out, "：%" G_GUINT64_FORMAT "份报告", n);
    if (table->ghosts != NULL && stat_table_n_missing(table, group) > 0)
        g_string_append_printf(out, en ? ", %" G_GUINT64_FORMAT " not filed" : "，%" G_GUINT64_FORMAT "个单位未报",
                               stat_table_n_missing(table, group));
    g_string_append_c(out, '\n');
    if (n == 0)
        return;
    append_right(out, "n", 6);
    for (guint i = 0; i < table->asked->stats->len; i++)
        append_right(out, stat_at(table, i)->name, WIDTH);
    g_string_append_c(out, '\n');
}

/* Reports of the group without a figure, by reason, and editions that are not the same. */
static void append_text_remarks(GString *out, const StatTable *table, const StatGroup *group, size_t cell, bool en)
{
    static const char *const words[][2] = {[GOV_STATUS_BLANK] = {"空白", "blank"},
                                           [GOV_STATUS_NOT_APPLICABLE] = {"不适用", "n/a"},
                                           [GOV_STATUS_UNREADABLE] = {"无法读取", "unreadable"},
                                           [GOV_STATUS_UNCERTAIN] = {"存疑", "uncertain"},
                                           [GOV_STATUS_ABSENT] = {"无此格", "no such cell"}};
    const char *comparability = stat_table_compare(table, group, cell);

    for (int status = GOV_STATUS_BLANK; status <= GOV_STATUS_ABSENT; status++) {
        guint64 n = count_status(table, group, cell, (GovStatus)status);
        if (n > 0)
            g_string_append_printf(out, "  [%s %" G_GUINT64_FORMAT "]", words[status][en], n);
    }
    if (comparability != NULL && strcmp(comparability, gov_comparability_get_name(GOV_COMPARABILITY_EXACT)) != 0)
        g_string_append_printf(out, "  [%s]", comparability);
    for (guint i = 0; i < table->asked->stats->len; i++) {
        const char *both = stat_at(table, i)->kind == STAT_GROWTH ? stat_table_compare_growth(table, group, cell) : NULL;
        if (both != NULL && strcmp(both, gov_comparability_get_name(GOV_COMPARABILITY_EXACT)) != 0)
            g_string_append_printf(out, "  [growth: %s]", both);
    }
}

static void append_text(GString *out, const StatTable *table, const StatGroup *group, size_t cell,
                        const GPtrArray *values, const GArray *statuses, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    g_autofree char *n = g_strdup_printf("%" G_GUINT64_FORMAT, count_status(table, group, cell, GOV_STATUS_REPORTED));
    g_autofree char *label = gov_form_dup_cell_label(table->form, cell, language);

    if (group->reports < 0)
        return;
    append_right(out, n, 6);
    for (guint i = 0; i < values->len; i++) {
        const char *value = g_ptr_array_index(values, i);
        bool zero_base = tells_why(stat_at(table, i)) &&
                         g_array_index(statuses, GovRateStatus, i) == GOV_RATE_NOT_APPLICABLE;
        append_right(out, value != NULL ? value : zero_base ? (en ? "n/a" : "不适用") : "·", WIDTH);
    }
    g_string_append_printf(out, "  %s", label);
    append_text_remarks(out, table, group, cell, en);
    g_string_append_c(out, '\n');
}

/* ---- the whole ---- */

static bool append_group(GString *out, const StatTable *table, const StatGroup *group, StatisticsFormat format,
                         GovLanguage language, GError **error)
{
    g_autoptr(GArray) statuses = g_array_new(FALSE, FALSE, sizeof(GovRateStatus));

    if (format == STATISTICS_TABLE)
        append_text_heading(out, table, group, language == GOV_LANGUAGE_EN);
    for (guint i = 0; i < table->cells->len; i++) {
        size_t cell = g_array_index(table->cells, size_t, i);
        g_autoptr(GPtrArray) values = list_values(table, group, cell, statuses, error);
        if (values == NULL)
            return false;
        if (format == STATISTICS_TABLE)
            append_text(out, table, group, cell, values, statuses, language);
        else if (format == STATISTICS_JSONL)
            append_json(out, table, group, cell, values, statuses);
        else
            append_csv(out, table, group, cell, values, statuses);
    }
    if (format == STATISTICS_TABLE)
        g_string_append_c(out, '\n');
    return true;
}

bool stat_table_write(const StatTable *table, StatisticsFormat format, GovLanguage language, ToolOutput *output,
                      GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (format == STATISTICS_CSV)
        append_csv_header(out, table);
    for (guint i = 0; i < table->groups->len && tool_output_is_good(output); i++) {
        if (!append_group(out, table, &g_array_index(table->groups, StatGroup, i), format, language, error))
            return false;
        tool_output_write(output, out->str, out->len);
        g_string_truncate(out, 0);
    }
    tool_output_write(output, out->str, out->len); /* a header without groups */
    return true;
}
