/* SPDX-License-Identifier: MIT */
/* Reconciliations for programs and for people: first how each way fares, then the explanations, then the cells in which
 * the best way does not hold. For people only cells that nothing explains are listed, as they are to be looked at. */
#include <govstat/write.h>

#include "base/csv-private.h"
#include "base/figure-private.h"
#include "base/json-emit-private.h"
#include "write/sheet-private.h"

static void append_key_number(GString *out, const char *key, size_t n)
{
    gov__json_append_key(out, key);
    gov__json_append_int(out, (int64_t)n);
}

static void append_key_text(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static const char *part_name(GovPartKind kind)
{
    return kind == GOV_PART_TWICE ? "twice" : "left_out";
}

/* ---- JSON ---- */

static void append_json_try(GString *out, const GovReconciliation *one, GovReconcileScope scope)
{
    GovReconcileTry try = gov_reconciliation_get_try(one, scope);

    gov__json_append_key(out, gov_reconcile_scope_get_name(scope));
    g_string_append_c(out, '{');
    append_key_number(out, "compared", try.n_compared);
    append_key_number(out, "equal", try.n_equal);
    append_key_number(out, "above", try.n_above);
    append_key_number(out, "below", try.n_below);
    append_key_number(out, "open", try.n_open);
    g_string_append_c(out, '}');
}

static void append_json_explanation(GString *out, const GovUnits *units, const GovExplanation *e)
{
    gov__json_append_comma(out);
    g_string_append(out, "{\"units\":[");
    for (size_t i = 0; i < e->n_parts; i++) {
        gov__json_append_comma(out);
        g_string_append_c(out, '{');
        append_key_text(out, "unit", gov_units_get(units, e->units[i]).code);
        append_key_text(out, "is", part_name(e->kinds[i]));
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
    append_key_number(out, "mended", e->n_mended);
    append_key_number(out, "broken", e->n_broken);
    g_string_append_c(out, '}');
}

static void append_json_difference(GString *out, const GovForm *form, const GovDifference *entry)
{
    GovType type = gov_form_get_cell_type(form, entry->cell);

    gov__json_append_comma(out);
    g_string_append_c(out, '{');
    append_key_text(out, "cell", gov_form_get_code(form, entry->cell));
    gov__json_append_key(out, "published");
    gov__json_append_figure(out, entry->published, type);
    gov__json_append_key(out, "sum");
    if (entry->has_sum)
        gov__json_append_figure(out, entry->sum, type);
    else
        g_string_append(out, "null");
    gov__json_append_key(out, "open");
    g_string_append(out, entry->is_open ? "true" : "false");
    gov__json_append_key(out, "explained");
    g_string_append(out, entry->is_explained ? "true" : "false");
    g_string_append_c(out, '}');
}

void gov_write_reconciliation_json(GString *out, const GovUnits *units, const GovReconciliation *one)
{
    g_return_if_fail(out != NULL && units != NULL && one != NULL);
    GovBody body = gov_units_get(units, gov_reconciliation_get_unit(one));
    size_t n_present = 0, n = gov_reconciliation_n_children(one, &n_present);
    int best = gov_reconciliation_get_best(one);

    g_string_append(out, "{\"kind\":\"reconciliation\"");
    append_key_text(out, "unit", body.code);
    append_key_text(out, "name", body.name);
    append_key_number(out, "year", (size_t)gov_reconciliation_get_year(one));
    append_key_number(out, "children", n);
    append_key_number(out, "present", n_present);
    for (int scope = 0; scope < GOV_RECONCILE_N_SCOPES; scope++)
        append_json_try(out, one, (GovReconcileScope)scope);
    append_key_text(out, "best", best >= 0 ? gov_reconcile_scope_get_name((GovReconcileScope)best) : NULL);
    gov__json_append_key(out, "explanations");
    g_string_append_c(out, '[');
    for (size_t i = 0; i < gov_reconciliation_n_explanations(one); i++) {
        GovExplanation e = gov_reconciliation_get_explanation(one, i);
        append_json_explanation(out, units, &e);
    }
    g_string_append(out, "],\"differences\":[");
    for (size_t i = 0; i < gov_reconciliation_n_differences(one); i++) {
        GovDifference entry = gov_reconciliation_get_difference(one, i);
        append_json_difference(out, gov_reconciliation_get_form(one), &entry);
    }
    g_string_append(out, "]}\n");
}

/* ---- CSV ---- */

void gov_write_reconciliation_csv_header(GString *out)
{
    g_return_if_fail(out != NULL);
    g_string_append(out, "kind,unit,name,year,children,present,way,compared,equal,above,below,open,left_out,twice,"
                         "mended,broken,cell,published,sum,explained\n");
}

static void append_csv_head(GString *out, const char *kind, const GovUnits *units, const GovReconciliation *one)
{
    GovBody body = gov_units_get(units, gov_reconciliation_get_unit(one));
    size_t n_present = 0, n = gov_reconciliation_n_children(one, &n_present);

    gov__csv_append(out, kind);
    gov__csv_append(out, body.code);
    gov__csv_append(out, body.name);
    g_string_append_printf(out, "%d,%zu,%zu,", gov_reconciliation_get_year(one), n, n_present);
}

static void append_csv_parts(GString *out, const GovUnits *units, const GovExplanation *e, GovPartKind kind)
{
    g_autoptr(GString) codes = g_string_new(NULL);

    for (size_t i = 0; i < e->n_parts; i++)
        if (e->kinds[i] == kind)
            g_string_append_printf(codes, "%s%s", codes->len > 0 ? ";" : "", gov_units_get(units, e->units[i]).code);
    gov__csv_append(out, codes->str);
}

static void append_csv_difference(GString *out, const GovReconciliation *one, const GovDifference *entry)
{
    const GovForm *form = gov_reconciliation_get_form(one);
    GovType type = gov_form_get_cell_type(form, entry->cell);

    g_string_append_printf(out, "%s,,,,,%d,,,,,%s,",
                           gov_reconcile_scope_get_name((GovReconcileScope)gov_reconciliation_get_best(one)),
                           entry->is_open, gov_form_get_code(form, entry->cell));
    gov__figure_append(out, entry->published, type);
    g_string_append_c(out, ',');
    if (entry->has_sum)
        gov__figure_append(out, entry->sum, type);
    g_string_append_printf(out, ",%d\n", entry->is_explained);
}

void gov_write_reconciliation_csv(GString *out, const GovUnits *units, const GovReconciliation *one)
{
    g_return_if_fail(out != NULL && units != NULL && one != NULL);
    for (int scope = 0; scope < GOV_RECONCILE_N_SCOPES; scope++) {
        GovReconcileTry try = gov_reconciliation_get_try(one, (GovReconcileScope)scope);
        append_csv_head(out, "way", units, one);
        g_string_append_printf(out, "%s,%zu,%zu,%zu,%zu,%zu,,,,,,,,\n",
                               gov_reconcile_scope_get_name((GovReconcileScope)scope), try.n_compared, try.n_equal,
                               try.n_above, try.n_below, try.n_open);
    }
    for (size_t i = 0; i < gov_reconciliation_n_explanations(one); i++) {
        GovExplanation e = gov_reconciliation_get_explanation(one, i);
        append_csv_head(out, "explanation", units, one);
        g_string_append_printf(out, "%s,,,,,,",
                               gov_reconcile_scope_get_name((GovReconcileScope)gov_reconciliation_get_best(one)));
        append_csv_parts(out, units, &e, GOV_PART_LEFT_OUT);
        append_csv_parts(out, units, &e, GOV_PART_TWICE);
        g_string_append_printf(out, "%zu,%zu,,,,\n", e.n_mended, e.n_broken);
    }
    for (size_t i = 0; i < gov_reconciliation_n_differences(one); i++) {
        GovDifference entry = gov_reconciliation_get_difference(one, i);
        append_csv_head(out, "cell", units, one);
        append_csv_difference(out, one, &entry);
    }
}

/* ---- text ---- */

static void append_text_try(GString *out, const GovReconciliation *one, GovReconcileScope scope, bool en)
{
    static const char *const words[][2] = {{"仅本机关", "own report"},
                                           {"下级合计", "sum of those below"},
                                           {"本机关加下级合计", "own report and those below"}};
    GovReconcileTry try = gov_reconciliation_get_try(one, scope);
    bool best = gov_reconciliation_get_best(one) == (int)scope;

    g_string_append_printf(out, "%s %s", best ? "*" : " ", words[scope][en]);
    if (try.n_compared == 0) {
        g_string_append(out, en ? ": nothing to compare with\n" : "：无可比数字\n");
        return;
    }
    g_string_append_printf(out,
                           en ? ": %zu of %zu cells equal; published higher in %zu, lower in %zu"
                              : "：相等%zu格，共比较%zu格；公布数偏高%zu格，偏低%zu格",
                           try.n_equal, try.n_compared, try.n_above, try.n_below);
    if (try.n_open > 0)
        g_string_append_printf(out, en ? "; in %zu some figure below is missing" : "；其中%zu格下级数字不全",
                               try.n_open);
    g_string_append_c(out, '\n');
}

static void append_text_explanation(GString *out, const GovUnits *units, const GovExplanation *e, bool en)
{
    g_string_append(out, en ? "  perhaps " : "  可能：");
    for (size_t i = 0; i < e->n_parts; i++) {
        bool twice = e->kinds[i] == GOV_PART_TWICE;
        g_string_append(out, i > 0 ? (en ? " and " : "，") : "");
        gov__append_printable(out, gov_units_get(units, e->units[i]).name);
        g_string_append(out, twice ? (en ? " is counted twice" : "重复计入") : (en ? " is left out" : "未计入"));
    }
    g_string_append_printf(out, en ? ": mends %zu cells" : "：可消除%zu格差异", e->n_mended);
    if (e->n_broken > 0)
        g_string_append_printf(out, en ? ", breaks %zu" : "，另致%zu格不符", e->n_broken);
    g_string_append_c(out, '\n');
}

#define MAX_CELLS_TOLD 10u

static void append_text_difference(GString *out, const GovForm *form, const GovDifference *entry, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    GovType type = gov_form_get_cell_type(form, entry->cell);
    g_autofree char *label = gov_form_dup_cell_label(form, entry->cell, language);
    g_autofree char *published = gov_figure_format(entry->published, type);
    g_autofree char *sum = entry->has_sum ? gov_figure_format(entry->sum, type) : g_strdup("?");

    g_string_append(out, "  ");
    gov__append_printable(out, label);
    g_string_append_printf(out, en ? ": published %s, sum %s" : "：公布%s，合计%s", published, sum);
    g_string_append(out, !entry->is_open ? "\n" : en ? ", some figure below missing\n" : "，下级数字不全\n");
}

/* What the first explanation accounts for needs no list. */
static void append_text_differences(GString *out, const GovReconciliation *one, GovLanguage language)
{
    size_t n = 0;

    for (size_t i = 0; i < gov_reconciliation_n_differences(one); i++) {
        GovDifference entry = gov_reconciliation_get_difference(one, i);
        if (entry.is_explained)
            continue;
        if (n++ < MAX_CELLS_TOLD)
            append_text_difference(out, gov_reconciliation_get_form(one), &entry, language);
    }
    if (n > MAX_CELLS_TOLD)
        g_string_append_printf(out, language == GOV_LANGUAGE_EN ? "  and %zu cells more; all are in csv and jsonl\n"
                                                                : "  另有%zu格，详见csv与jsonl格式\n",
                               n - MAX_CELLS_TOLD);
}

void gov_write_reconciliation_text(GString *out, const GovUnits *units, const GovReconciliation *one,
                                   GovLanguage language)
{
    g_return_if_fail(out != NULL && units != NULL && one != NULL);
    bool en = language == GOV_LANGUAGE_EN;
    size_t n_present = 0, n = gov_reconciliation_n_children(one, &n_present);

    gov__append_printable(out, gov_units_get(units, gov_reconciliation_get_unit(one)).name);
    g_string_append_printf(out, en ? " %d: %zu of %zu units below have figures\n" : " %d年：下级有数%zu个，共%zu个\n",
                           gov_reconciliation_get_year(one), n_present, n);
    for (int scope = 0; scope < GOV_RECONCILE_N_SCOPES; scope++)
        append_text_try(out, one, (GovReconcileScope)scope, en);
    for (size_t i = 0; i < gov_reconciliation_n_explanations(one); i++) {
        GovExplanation e = gov_reconciliation_get_explanation(one, i);
        append_text_explanation(out, units, &e, en);
    }
    append_text_differences(out, one, language);
}
