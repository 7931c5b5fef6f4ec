/* SPDX-License-Identifier: MIT */
/* A group of a roll-up for programs. Beside every sum stands how many reports it is of and how
 * many there should be, and each reason why one has no figure is counted by itself: a unit that has not filed,
 * a blank and a zero never look alike. */
#include <govstat/write.h>

#include "aggregate/rollup-private.h"
#include "base/csv-private.h"
#include "base/figure-private.h"
#include "base/json-emit-private.h"
#include "write/rollup-parts-private.h"

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
    for (size_t i = 0; i < GOV_ROLLUP_N_COUNTS; i++)
        gov__csv_append(out, gov__rollup_counts[i].name);
    g_string_append(out, "lower,upper,basis,estimate,estimated,recomputed,comparability\n");
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
    for (size_t i = 0; i < GOV_ROLLUP_N_COUNTS; i++)
        append_number(out, gov__rollup_get_count(&found, i));
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
        append_figure(out, total != NULL, total != NULL ? total->recomputed : 0, cell_type(rollup, cell));
        if (group.n_present > 0)
            g_string_append(out, gov_comparability_get_name(gov_rollup_get_cell(rollup, node, cell).comparability));
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

/* How many reports of which edition, and the cells that are not the same in all of them. */
static void append_json_editions(GString *out, const GovRollup *rollup, size_t node)
{
    gov__json_append_key(out, "forms");
    g_string_append_c(out, '{');
    for (size_t edition = 0; edition < gov_rollup_n_editions(rollup); edition++)
        if (gov_rollup_count_edition(rollup, node, edition) > 0)
            append_key_number(out, gov_rollup_get_edition(rollup, edition),
                              gov_rollup_count_edition(rollup, node, edition));
    g_string_append(out, "},\"comparability\":{");
    for (size_t cell = 0; cell < rollup->n_cells; cell++) {
        GovComparability found = gov_rollup_get_cell(rollup, node, cell).comparability;
        if (found != GOV_COMPARABILITY_EXACT)
            append_key_text(out, gov_form_get_code(rollup->form, cell), gov_comparability_get_name(found));
    }
    g_string_append_c(out, '}');
}

static void append_json_missing(GString *out, const GovRollup *rollup, size_t node)
{
    gov__json_append_key(out, "missing");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovMissing missing = gov_rollup_get_missing(rollup, i);
        if (!gov__rollup_is_missing_at(rollup, &missing, node))
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
    for (size_t i = 0; i < GOV_ROLLUP_N_COUNTS; i++)
        append_key_number(out, gov__rollup_counts[i].name, gov__rollup_get_count(found, i));
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
    append_json_editions(out, rollup, node);
    append_json_gaps(out, rollup, node);
    append_json_totals(out, rollup, node);
    g_string_append_c(out, '}');
}
