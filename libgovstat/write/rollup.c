/* SPDX-License-Identifier: MIT */
/* A group of a roll-up for programs and for people. Beside every sum stands how many reports it is of and how
 * many there should be, and each reason why one has no figure is counted by itself: a unit that has not filed,
 * a blank and a zero never look alike. */
#include <govstat/write.h>

#include "aggregate/rollup-private.h"
#include "base/csv-private.h"
#include "base/figure-private.h"
#include "base/json-emit-private.h"
#include "write/grid-private.h"

typedef struct {
    const char *name;
    size_t offset; /* in GovRollupCell */
} Count;

static const Count COUNTS[] = {
    {"reported", G_STRUCT_OFFSET(GovRollupCell, n_reported)},
    {"blank", G_STRUCT_OFFSET(GovRollupCell, n_blank)},
    {"not_applicable", G_STRUCT_OFFSET(GovRollupCell, n_not_applicable)},
    {"doubtful", G_STRUCT_OFFSET(GovRollupCell, n_doubtful)},
    {"absent", G_STRUCT_OFFSET(GovRollupCell, n_absent)},
    {"missing", G_STRUCT_OFFSET(GovRollupCell, n_missing)},
};

static size_t get_count(const GovRollupCell *cell, size_t i)
{
    return G_STRUCT_MEMBER(size_t, cell, COUNTS[i].offset);
}

static const char *basis_name(const GovRollupCell *cell)
{
    if (cell->status == GOV_STATUS_REPORTED)
        return "complete";
    if ((cell->bounds & GOV_BOUND_CONFLICT) != 0)
        return "conflict";
    if ((cell->bounds & GOV_BOUND_PRIOR) != 0)
        return "prior";
    if ((cell->bounds & GOV_BOUND_REGION) != 0)
        return "region";
    return cell->has_lower ? "present" : NULL;
}

static GovType cell_type(const GovRollup *rollup, size_t cell)
{
    return gov_form_get_cell_type(rollup->form, cell);
}

/* ---- CSV ---- */

static void append_figure(GString *out, bool known, int64_t value, GovType type)
{
    if (known)
        gov__figure_append(out, value, type);
    g_string_append_c(out, ',');
}

static void append_number(GString *out, size_t n)
{
    append_figure(out, true, (int64_t)n, GOV_TYPE_COUNT);
}

void gov_write_rollup_csv_header(GString *out)
{
    g_return_if_fail(out != NULL);
    g_string_append(out, "unit,name,year,level,line,division,form,expected,present,code,value,status,");
    for (size_t i = 0; i < G_N_ELEMENTS(COUNTS); i++)
        gov__csv_append(out, COUNTS[i].name);
    g_string_append(out, "lower,upper,basis,estimate,estimated,recomputed\n");
}

static void append_csv_group(GString *out, const GovRollup *rollup, const GovRollupNode *group)
{
    GovBody body = {0};

    if (group->unit >= 0)
        body = gov_units_get(rollup->units, (size_t)group->unit);
    gov__csv_append(out, body.code);
    gov__csv_append(out, body.name);
    append_number(out, (size_t)group->year);
    gov__csv_append(out, group->level != GOV_LEVEL_UNKNOWN ? gov_level_get_name(group->level) : NULL);
    gov__csv_append(out, group->line >= 0 ? gov_line_get_name((GovLine)group->line) : NULL);
    gov__csv_append(out, group->division);
    gov__csv_append(out, gov_form_get_id(rollup->form));
    append_number(out, group->n_expected);
    append_number(out, group->n_present);
}

static void append_csv_cell(GString *out, const GovRollup *rollup, size_t node, size_t cell)
{
    GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
    GovType type = cell_type(rollup, cell);

    gov__csv_append(out, gov_form_get_code(rollup->form, cell));
    append_figure(out, found.has_sum, found.sum, type);
    gov__csv_append(out, gov_status_get_name(found.status));
    for (size_t i = 0; i < G_N_ELEMENTS(COUNTS); i++)
        append_number(out, get_count(&found, i));
    append_figure(out, found.has_lower, found.lower, type);
    append_figure(out, found.has_upper, found.upper, type);
    gov__csv_append(out, basis_name(&found));
    append_figure(out, found.has_estimate, found.estimate, type);
    append_number(out, found.n_estimated);
}

/* The first total of a cell that comes out otherwise. */
static const GovRollupTotal *find_total(const GArray *totals, size_t cell)
{
    for (guint i = 0; i < totals->len; i++)
        if (g_array_index(totals, GovRollupTotal, i).cell == cell)
            return &g_array_index(totals, GovRollupTotal, i);
    return NULL;
}

void gov_write_rollup_csv(GString *out, const GovRollup *rollup, size_t node)
{
    g_return_if_fail(out != NULL && rollup != NULL && node < gov_rollup_n_nodes(rollup));
    GovRollupNode group = gov_rollup_get_node(rollup, node);
    g_autoptr(GArray) totals = gov_rollup_check_totals(rollup, node, NULL);
    g_autoptr(GString) head = g_string_new(NULL);

    append_csv_group(head, rollup, &group);
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        const GovRollupTotal *total = find_total(totals, cell);
        g_string_append_len(out, head->str, (gssize)head->len);
        append_csv_cell(out, rollup, node, cell);
        if (total != NULL)
            gov__figure_append(out, total->recomputed, cell_type(rollup, cell));
        g_string_append_c(out, '\n');
    }
}

/* ---- JSON ---- */

static void append_key_text(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static void append_key_figure(GString *out, const char *key, bool known, int64_t value, GovType type)
{
    gov__json_append_key(out, key);
    if (known)
        gov__json_append_figure(out, value, type);
    else
        g_string_append(out, "null");
}

static void append_key_number(GString *out, const char *key, size_t n)
{
    append_key_figure(out, key, true, (int64_t)n, GOV_TYPE_COUNT);
}

static void append_json_group(GString *out, const GovRollup *rollup, const GovRollupNode *group)
{
    GovBody body = {0};

    if (group->unit >= 0)
        body = gov_units_get(rollup->units, (size_t)group->unit);
    append_key_text(out, "unit", body.code);
    append_key_text(out, "name", body.name);
    append_key_number(out, "year", (size_t)group->year);
    if (rollup->by_level)
        append_key_text(out, "level", group->level != GOV_LEVEL_UNKNOWN ? gov_level_get_name(group->level) : NULL);
    if (rollup->by_line)
        append_key_text(out, "line", group->line >= 0 ? gov_line_get_name((GovLine)group->line) : NULL);
    if (rollup->by_division)
        append_key_text(out, "division", group->division);
    append_key_text(out, "form", gov_form_get_id(rollup->form));
    append_key_number(out, "expected", group->n_expected);
    append_key_number(out, "present", group->n_present);
}

/* Units whose reports would be added to a group itself, not to one below it. */
static bool is_missing_here(const GovRollup *rollup, const GovMissing *missing, size_t node)
{
    int year = gov__rollup_find_year(rollup, missing->year);
    const GovNode *of = rollup->nodes_of[gov__rollup_slot(rollup, missing->unit, (size_t)year)];

    return missing->is_added && of != NULL && of->index == node;
}

static void append_json_missing(GString *out, const GovRollup *rollup, size_t node)
{
    gov__json_append_key(out, "missing");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovMissing missing = gov_rollup_get_missing(rollup, i);
        if (!is_missing_here(rollup, &missing, node))
            continue;
        gov__json_append_comma(out);
        gov__json_append_string(out, gov_units_get(rollup->units, missing.unit).code);
    }
    g_string_append_c(out, ']');
}

static void append_json_figures(GString *out, const GovRollup *rollup, size_t node)
{
    gov__json_append_key(out, "values");
    g_string_append_c(out, '{');
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        append_key_figure(out, gov_form_get_code(rollup->form, cell), found.has_sum, found.sum,
                          cell_type(rollup, cell));
    }
    g_string_append(out, "},\"status\":{");
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        if (found.status != GOV_STATUS_REPORTED)
            append_key_text(out, gov_form_get_code(rollup->form, cell), gov_status_get_name(found.status));
    }
    g_string_append_c(out, '}');
}

static void append_json_gap(GString *out, const GovRollup *rollup, size_t cell, const GovRollupCell *found)
{
    GovType type = cell_type(rollup, cell);

    gov__json_append_key(out, gov_form_get_code(rollup->form, cell));
    g_string_append_c(out, '{');
    for (size_t i = 0; i < G_N_ELEMENTS(COUNTS); i++)
        append_key_number(out, COUNTS[i].name, get_count(found, i));
    append_key_figure(out, "lower", found->has_lower, found->lower, type);
    append_key_figure(out, "upper", found->has_upper, found->upper, type);
    append_key_text(out, "basis", basis_name(found));
    append_key_figure(out, "estimate", found->has_estimate, found->estimate, type);
    append_key_number(out, "estimated", found->n_estimated);
    g_string_append_c(out, '}');
}

static void append_json_gaps(GString *out, const GovRollup *rollup, size_t node)
{
    size_t expected = gov_rollup_get_node(rollup, node).n_expected;

    gov__json_append_key(out, "gaps");
    g_string_append_c(out, '{');
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        if (found.n_reported < expected)
            append_json_gap(out, rollup, cell, &found);
    }
    g_string_append_c(out, '}');
}

static void append_json_totals(GString *out, const GovRollup *rollup, size_t node)
{
    size_t n = 0;
    g_autoptr(GArray) totals = gov_rollup_check_totals(rollup, node, &n);

    gov__json_append_key(out, "totals");
    g_string_append_c(out, '{');
    append_key_number(out, "compared", n);
    gov__json_append_key(out, "differing");
    g_string_append_c(out, '[');
    for (guint i = 0; i < totals->len; i++) {
        const GovRollupTotal *total = &g_array_index(totals, GovRollupTotal, i);
        GovType type = cell_type(rollup, total->cell);
        gov__json_append_comma(out);
        g_string_append_c(out, '{');
        append_key_text(out, "rule", gov_rule_get_id(total->rule));
        append_key_text(out, "cell", gov_form_get_code(rollup->form, total->cell));
        append_key_figure(out, "printed", true, total->printed, type);
        append_key_figure(out, "recomputed", true, total->recomputed, type);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}");
}

void gov_write_rollup_json(GString *out, const GovRollup *rollup, size_t node)
{
    g_return_if_fail(out != NULL && rollup != NULL && node < gov_rollup_n_nodes(rollup));
    GovRollupNode group = gov_rollup_get_node(rollup, node);

    g_string_append(out, "{\"kind\":\"rollup\"");
    append_json_group(out, rollup, &group);
    append_key_text(out, "nulls", gov_nulls_get_name(rollup->nulls));
    append_json_missing(out, rollup, node);
    append_json_figures(out, rollup, node);
    append_json_gaps(out, rollup, node);
    append_json_totals(out, rollup, node);
    g_string_append_c(out, '}');
}

/* ---- text ---- */

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
        if (!is_missing_here(rollup, &missing, node))
            continue;
        GovBody body = gov_units_get(rollup->units, missing.unit);
        g_string_append(out, en ? "missing: " : "未报：");
        gov__append_printable(out, body.name);
        g_string_append(out, en ? " (" : "（");
        gov__append_printable(out, body.code);
        g_string_append(out, en ? ")\n" : "）\n");
    }
}

static void append_text_counts(GString *out, const GovRollupCell *found, bool en)
{
    static const char *const words[][2] = {{"有数", "with a figure"}, {"空白", "blank"}, {"不适用", "n/a"},
                                           {"存疑", "doubtful"}, {"无此格", "without the cell"}, {"未报", "missing"}};

    for (size_t i = 0; i < G_N_ELEMENTS(COUNTS); i++) {
        size_t n = get_count(found, i);
        if (n == 0 && i > 0)
            continue;
        if (en)
            g_string_append_printf(out, "%s%zu %s", i > 0 ? ", " : "", n, words[i][1]);
        else
            g_string_append_printf(out, "%s%s%zu", i > 0 ? "，" : "", words[i][0], n);
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

static void append_text_gaps(GString *out, const GovRollup *rollup, size_t node, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    size_t expected = gov_rollup_get_node(rollup, node).n_expected;
    bool any = false;

    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovRollupCell found = gov_rollup_get_cell(rollup, node, cell);
        if (found.n_reported == expected)
            continue;
        g_autofree char *label = gov_form_dup_cell_label(rollup->form, cell, language);
        if (!any)
            g_string_append(out, en ? "\nSums that are not of all\n" : "\n不完整的合计\n");
        any = true;
        gov__append_printable(out, label);
        g_string_append(out, en ? ": " : "：");
        append_text_counts(out, &found, en);
        append_text_bounds(out, &found, cell_type(rollup, cell), en);
        g_string_append_c(out, '\n');
    }
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
        GovType type = cell_type(rollup, total->cell);
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
    g_string_append_c(out, '\n');
    gov_write_text(out, report, NULL, language, flags);
    append_text_gaps(out, rollup, node, language);
    append_text_totals(out, rollup, node, language);
}
