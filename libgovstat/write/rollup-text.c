/* SPDX-License-Identifier: MIT */
/* A group of a roll-up for people: who is missing, the tables in the official layout, what other editions cannot
 * tell, and every sum that is not of all, with the reasons counted one by one. */
#include <govstat/write.h>

#include "base/figure-private.h"
#include "write/grid-private.h"
#include "write/rollup-parts-private.h"

const GovRollupCount gov__rollup_counts[GOV_ROLLUP_N_COUNTS] = {
    {"reported", {"有数", "with a figure"}, G_STRUCT_OFFSET(GovRollupCell, n_reported)},
    {"blank", {"空白", "blank"}, G_STRUCT_OFFSET(GovRollupCell, n_blank)},
    {"not_applicable", {"不适用", "n/a"}, G_STRUCT_OFFSET(GovRollupCell, n_not_applicable)},
    {"doubtful", {"存疑", "doubtful"}, G_STRUCT_OFFSET(GovRollupCell, n_doubtful)},
    {"absent", {"无此格", "without the cell"}, G_STRUCT_OFFSET(GovRollupCell, n_absent)},
    {"missing", {"未报", "missing"}, G_STRUCT_OFFSET(GovRollupCell, n_missing)},
};

bool gov__rollup_is_missing_at(const GovRollup *rollup, const GovMissing *missing, size_t node)
{
    int year = gov__rollup_find_year(rollup, missing->year);
    const GovNode *of = rollup->nodes_of[gov__rollup_slot(rollup, missing->unit, (size_t)year)];

    return missing->is_added && of != NULL && of->index == node;
}

static void append_text_group(GString *out, const GovRollup *rollup, const GovRollupNode *group, bool en)
{
    if (rollup->by_level)
        g_string_append_printf(out, "%s ",
                               en ? gov_level_get_name(group->level) : gov_level_get_label(group->level));
    if (rollup->by_line)
        g_string_append_printf(out, "%s ", group->line == GOV_LINE_VERTICAL ? (en ? "vertical" : "条")
                                                                            : (en ? "local" : "块"));
    if (rollup->by_division)
        g_string_append_printf(out, "%s ", group->division != NULL ? group->division : en ? "?" : "未知");
    g_string_append_printf(out, en ? "%d: %zu of %zu reports\n" : "%d年：应报%zu份，实有%zu份\n", group->year,
                           en ? group->n_present : group->n_expected,
                           en ? group->n_expected : group->n_present);
}

static void append_text_missing(GString *out, const GovRollup *rollup, size_t node, bool en)
{
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovMissing missing = gov_rollup_get_missing(rollup, i);
        if (!gov__rollup_is_missing_at(rollup, &missing, node))
            continue;
        GovBody body = gov_units_get(rollup->units, missing.unit);
        g_string_append(out, en ? "missing: " : "未报：");
        gov__append_printable(out, body.name);
        g_string_append(out, en ? " (" : "（");
        gov__append_printable(out, body.code);
        g_string_append(out, en ? ")\n" : "）\n");
    }
}

/* Only where reports of several editions, or of another one, were added up. */
static void append_text_editions(GString *out, const GovRollup *rollup, size_t node, bool en)
{
    const char *between = en ? "editions: " : "报表格式：";

    for (size_t edition = 0; edition < gov_rollup_n_editions(rollup) && gov_rollup_n_editions(rollup) > 1; edition++) {
        size_t n = gov_rollup_count_edition(rollup, node, edition);
        if (n == 0)
            continue;
        g_string_append_printf(out, en ? "%s%s %zu" : "%s%s %zu份", between, gov_rollup_get_edition(rollup, edition), n);
        between = en ? ", " : "，";
    }
    if (g_str_has_prefix(between, en ? "," : "，"))
        g_string_append_c(out, '\n');
}

/* What becomes of the cells of the editions that are not the one of the table. */
static void append_text_breaks(GString *out, const GovRollup *rollup, size_t node, GovLanguage language)
{
    for (size_t edition = 1; edition < gov_rollup_n_editions(rollup); edition++) {
        if (gov_rollup_count_edition(rollup, node, edition) == 0 || rollup->concordances[edition] == NULL)
            continue;
        g_string_append_c(out, '\n');
        gov_write_concordance_text(out, rollup->concordances[edition], language);
    }
}

static void append_text_counts(GString *out, const GovRollupCell *found, bool en)
{
    for (size_t i = 0; i < GOV_ROLLUP_N_COUNTS; i++) {
        size_t n = gov__rollup_get_count(found, i);
        if (n == 0 && i > 0)
            continue;
        if (en)
            g_string_append_printf(out, "%s%zu %s", i > 0 ? ", " : "", n, gov__rollup_counts[i].words[1]);
        else
            g_string_append_printf(out, "%s%s%zu", i > 0 ? "，" : "", gov__rollup_counts[i].words[0], n);
    }
}

static void append_text_bounds(GString *out, const GovRollupCell *found, GovType type, bool en)
{
    g_autofree char *lower = gov_figure_format(found->lower, type);
    g_autofree char *upper = gov_figure_format(found->upper, type);
    g_autofree char *estimate = gov_figure_format(found->estimate, type);

    if (found->has_lower)
        g_string_append_printf(out, en ? "; at least %s" : "；不少于%s", lower);
    if (found->has_upper)
        g_string_append_printf(out, en ? "; at most %s" : "；不多于%s", upper);
    if ((found->bounds & GOV_BOUND_PRIOR) != 0)
        g_string_append(out, en ? " (carried over from last year)" : "（按上年结转）");
    if ((found->bounds & GOV_BOUND_REGION) != 0)
        g_string_append(out, en ? " (its own region report)" : "（按本级公布的全域数）");
    if ((found->bounds & GOV_BOUND_CONFLICT) != 0)
        g_string_append(out, en ? "; its own region report has less" : "；本级公布的全域数反而较小");
    if (found->has_estimate)
        g_string_append_printf(out, en ? "; with last year's figures of %zu: %s" : "；以%zu个单位上年数估计：%s",
                               found->n_estimated, estimate);
}

/* A gap is told for each cell while there are few like it; a unit that has not filed leaves the same in all. */
#define LISTED 12

typedef struct {
    GovRollupCell like; /* whose counts they share */
    size_t n;
} Gap;

static bool is_gap(const GovRollupCell *found, size_t expected)
{
    bool told = found->has_lower || found->has_upper || found->has_estimate;

    return found->n_reported != expected && (found->n_missing != expected || told);
}

static bool are_alike(const GovRollupCell *a, const GovRollupCell *b)
{
    for (size_t i = 0; i < GOV_ROLLUP_N_COUNTS; i++)
        if (gov__rollup_get_count(a, i) != gov__rollup_get_count(b, i))
            return false;
    return true;
}

static GArray *list_gaps(const GovRollup *rollup, size_t node)
{
    GArray *gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
    size_t expected = gov_rollup_get_node(rollup, node).n_expected;

    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        Gap gap = {gov_rollup_get_cell(rollup, node, cell), 1};
        guint i = 0;
        while (i < gaps->len && !are_alike(&g_array_index(gaps, Gap, i).like, &gap.like))
            i++;
        if (!is_gap(&gap.like, expected))
            continue;
        if (i < gaps->len)
            g_array_index(gaps, Gap, i).n++;
        else
            g_array_append_val(gaps, gap);
    }
    return gaps;
}

/* The cells of one gap; of many only those of which something is wrong. */
static void append_text_cells(GString *out, const GovRollup *rollup, size_t node, const Gap *gap,
                              GovLanguage language)
{
    size_t expected = gov_rollup_get_node(rollup, node).n_expected;

    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        bool listed = gap->n <= LISTED || (found.bounds & GOV_BOUND_CONFLICT) != 0;
        if (!listed || !is_gap(&found, expected) || !are_alike(&found, &gap->like))
            continue;
        g_autofree char *label = gov_form_dup_cell_label(rollup->form, cell, language);
        g_string_append(out, "  ");
        gov__append_printable(out, label);
        append_text_bounds(out, &found, gov_form_get_cell_type(rollup->form, cell), language == GOV_LANGUAGE_EN);
        g_string_append_c(out, '\n');
    }
}

static void append_text_gaps(GString *out, const GovRollup *rollup, size_t node, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    g_autoptr(GArray) gaps = list_gaps(rollup, node);

    if (gaps->len > 0)
        g_string_append(out, en ? "\nSums that are not of all\n" : "\n不完整的合计\n");
    for (guint i = 0; i < gaps->len; i++) {
        const Gap *gap = &g_array_index(gaps, Gap, i);
        append_text_counts(out, &gap->like, en);
        g_string_append_printf(out, en ? ": %zu cell%s\n" : "：%zu格%s\n", gap->n, en && gap->n != 1 ? "s" : "");
        append_text_cells(out, rollup, node, gap, language);
    }
    if (gaps->len > 0)
        g_string_append(out, en ? "Every cell with its counts and bounds is in the formats csv and jsonl.\n"
                                : "各格的份数与上下界见 csv 和 jsonl 格式。\n");
}

static void append_text_totals(GString *out, const GovRollup *rollup, size_t node, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    size_t n = 0;
    g_autoptr(GArray) totals = gov_rollup_check_totals(rollup, node, &n);

    g_string_append_printf(out,
                           en ? "\nTotals worked out again from the summed parts: %zu, of which %u differ\n"
                              : "\n以各分项合计重新计算总计%zu处，其中%u处不符\n",
                           n, totals->len);
    for (guint i = 0; i < totals->len; i++) {
        const GovRollupTotal *total = &g_array_index(totals, GovRollupTotal, i);
        GovType type = gov_form_get_cell_type(rollup->form, total->cell);
        g_autofree char *label = gov_form_dup_cell_label(rollup->form, total->cell, language);
        g_autofree char *printed = gov_figure_format(total->printed, type);
        g_autofree char *again = gov_figure_format(total->recomputed, type);
        gov__append_printable(out, label);
        g_string_append_printf(out, en ? ": printed %s, recomputed %s\n" : "：填报%s，重算%s\n", printed, again);
    }
}

void gov_write_rollup_text(GString *out, const GovRollup *rollup, size_t node, GovLanguage language, unsigned flags)
{
    g_return_if_fail(out != NULL && rollup != NULL && node < gov_rollup_n_nodes(rollup));
    bool en = language == GOV_LANGUAGE_EN;
    GovRollupNode group = gov_rollup_get_node(rollup, node);
    g_autoptr(GovReport) report = gov_rollup_dup_report(rollup, node);

    if (group.unit >= 0) {
        gov__append_printable(out, gov_units_get(rollup->units, (size_t)group.unit).name);
        g_string_append_c(out, ' ');
    }
    append_text_group(out, rollup, &group, en);
    append_text_missing(out, rollup, node, en);
    append_text_editions(out, rollup, node, en);
    g_string_append_c(out, '\n');
    gov_write_text(out, report, NULL, language, flags);
    append_text_breaks(out, rollup, node, language);
    append_text_gaps(out, rollup, node, language);
    append_text_totals(out, rollup, node, language);
}
