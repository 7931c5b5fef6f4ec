/* SPDX-License-Identifier: MIT */
/* Who has not filed, whose report gave way to another, which reports are of no unit, and which leave figures open: four
 * kinds of lines, in this order. */
#include <govstat/write.h>

#include "base/csv-private.h"
#include "base/json-emit-private.h"
#include "write/sheet-private.h"

/* One line of any kind. */
typedef struct {
    const char *kind;
    int year;
    const char *unit;
    const char *name;
    const char *source; /* NULL of a report that is not there */
    const char *taken;  /* what was taken instead */
    const char *reason;
    const char *text; /* the reason in words */
    const char *filed, *taken_filed; /* when, where that is known */
    const char *meant, *meant_name;  /* the unit that may be meant by a name that finds none; or, without a name, the
                                      * codes of the units that have it */
    bool is_added;
    const GovIncomplete *incomplete; /* or NULL */
} Filing;

typedef void (*AppendFiling)(GString *out, const Filing *filing, GovLanguage language);

static void append_missing(GString *out, const GovRollup *rollup, AppendFiling append, GovLanguage language)
{
    const GovUnits *units = gov_rollup_get_units(rollup);

    for (size_t i = 0; i < gov_rollup_n_missing(rollup); i++) {
        GovMissing missing = gov_rollup_get_missing(rollup, i);
        GovBody body = gov_units_get(units, missing.unit);
        Filing filing = {.kind = "missing", .year = missing.year, .unit = body.code, .name = body.name};
        filing.is_added = missing.is_added;
        filing.reason = missing.is_added ? "added" : "compared";
        append(out, &filing, language);
    }
}

static void append_resubmitted(GString *out, const GovRollup *rollup, AppendFiling append, GovLanguage language)
{
    const GovDataset *dataset = gov_rollup_get_dataset(rollup);

    for (size_t i = 0; i < gov_rollup_n_resubmissions(rollup); i++) {
        GovResubmission entry = gov_rollup_get_resubmission(rollup, i);
        Filing filing = {.kind = "resubmitted", .year = gov_dataset_get_years(dataset)[entry.row]};
        filing.unit = gov_dataset_get_key(dataset, GOV_KEY_UNIT, entry.row);
        filing.name = gov_dataset_get_key(dataset, GOV_KEY_AGENCY, entry.row);
        filing.source = gov_dataset_get_key(dataset, GOV_KEY_SOURCE, entry.row);
        filing.taken = gov_dataset_get_key(dataset, GOV_KEY_SOURCE, entry.taken);
        filing.filed = gov_dataset_get_key(dataset, GOV_KEY_FILED, entry.row);
        filing.taken_filed = gov_dataset_get_key(dataset, GOV_KEY_FILED, entry.taken);
        filing.reason = gov_taken_reason_get_name(entry.reason);
        filing.text = gov_taken_reason_get_text(entry.reason, language);
        append(out, &filing, language);
    }
}

/* Asking looks at the whole register: of very many names that find nobody the first are enough to see why. */
#define MOST_ASKED 100

static void ask_who_is_meant(Filing *filing, const GovUnits *units)
{
    int line = filing->name != NULL ? gov_units_find_like(units, filing->name, filing->year) : -1;

    if (line < 0)
        return;
    filing->meant = gov_units_get(units, (size_t)line).code;
    filing->meant_name = gov_units_get(units, (size_t)line).name;
}

/* "a;b", and "…" behind the first few. */
static char *dup_candidates(const GovUnits *units, const char *name, int year)
{
    size_t found[8] = {0};
    size_t n = name != NULL ? gov_units_find_name(units, name, year, found, G_N_ELEMENTS(found)) : 0;
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < MIN(n, G_N_ELEMENTS(found)); i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ";" : "", gov_units_get(units, found[i]).code);
    return g_string_free(g_string_append(out, n > G_N_ELEMENTS(found) ? ";…" : ""), FALSE);
}

static void append_unmatched(GString *out, const GovRollup *rollup, const GArray *problems, AppendFiling append,
                             GovLanguage language)
{
    const GovDataset *dataset = gov_rollup_get_dataset(rollup);

    for (guint i = 0; problems != NULL && i < problems->len; i++) {
        const GovJoinProblem *problem = &g_array_index(problems, GovJoinProblem, i);
        Filing filing = {.kind = "unmatched", .year = gov_dataset_get_years(dataset)[problem->row]};
        filing.name = gov_dataset_get_key(dataset, GOV_KEY_AGENCY, problem->row);
        filing.source = gov_dataset_get_key(dataset, GOV_KEY_SOURCE, problem->row);
        filing.filed = gov_dataset_get_key(dataset, GOV_KEY_FILED, problem->row);
        filing.reason = gov_join_reason_get_name(problem->reason);
        filing.text = gov_join_reason_get_text(problem->reason, language);
        g_autofree char *candidates = problem->reason == GOV_JOIN_SEVERAL
                                          ? dup_candidates(gov_rollup_get_units(rollup), filing.name, filing.year)
                                          : NULL;
        filing.meant = candidates;
        if (problem->reason == GOV_JOIN_UNKNOWN && i < MOST_ASKED)
            ask_who_is_meant(&filing, gov_rollup_get_units(rollup));
        append(out, &filing, language);
    }
}

/* Worst first: what cannot be read is a question, what is blank may be meant so. */
static const char *name_gap(const GovIncomplete *entry)
{
    return entry->n_doubtful > 0 ? "doubtful" : entry->n_absent > 0 ? "absent" : "blank";
}

static void append_incomplete(GString *out, const GovRollup *rollup, AppendFiling append, GovLanguage language)
{
    const GovDataset *dataset = gov_rollup_get_dataset(rollup);
    g_autoptr(GArray) all = gov_rollup_list_incomplete(rollup);

    for (guint i = 0; i < all->len; i++) {
        const GovIncomplete *entry = &g_array_index(all, GovIncomplete, i);
        GovBody body = gov_units_get(gov_rollup_get_units(rollup), entry->unit);
        Filing filing = {.kind = "incomplete", .year = entry->year, .unit = body.code, .name = body.name};
        filing.incomplete = entry;
        filing.reason = name_gap(entry);
        filing.source = entry->source;
        if (entry->row != SIZE_MAX)
            filing.filed = gov_dataset_get_key(dataset, GOV_KEY_FILED, entry->row);
        append(out, &filing, language);
    }
}

static void append_all(GString *out, const GovRollup *rollup, const GArray *problems, AppendFiling append,
                       GovLanguage language)
{
    append_missing(out, rollup, append, language);
    append_resubmitted(out, rollup, append, language);
    append_unmatched(out, rollup, problems, append, language);
    append_incomplete(out, rollup, append, language);
}

/* ---- formats ---- */

static const struct {
    const char *name;
    size_t offset;
    const char *words[2]; /* by language */
} GAPS[] = {
    {"blank", G_STRUCT_OFFSET(GovIncomplete, n_blank), {"空白", "blank"}},
    {"doubtful", G_STRUCT_OFFSET(GovIncomplete, n_doubtful), {"存疑", "doubtful"}},
    {"absent", G_STRUCT_OFFSET(GovIncomplete, n_absent), {"无此格", "without the cell"}},
};

static size_t get_gap(const GovIncomplete *entry, size_t i)
{
    return G_STRUCT_MEMBER(size_t, entry, GAPS[i].offset);
}

static void append_csv(GString *out, const Filing *filing, GovLanguage language)
{
    (void)language;
    gov__csv_append(out, filing->kind);
    if (filing->year > 0)
        gov__json_append_int(out, filing->year);
    g_string_append_c(out, ',');
    gov__csv_append(out, filing->unit);
    gov__csv_append(out, filing->name);
    gov__csv_append(out, filing->source);
    gov__csv_append(out, filing->taken);
    gov__csv_append(out, filing->reason);
    gov__csv_append(out, filing->filed);
    gov__csv_append(out, filing->taken_filed);
    gov__csv_append(out, filing->meant);
    for (size_t i = 0; i < G_N_ELEMENTS(GAPS); i++) {
        if (filing->incomplete != NULL)
            gov__json_append_int(out, (int64_t)get_gap(filing->incomplete, i));
        g_string_append_c(out, ',');
    }
    out->str[out->len - 1] = '\n';
}

static void append_json_text(GString *out, const char *key, const char *text)
{
    gov__json_append_key(out, key);
    gov__json_append_string(out, text);
}

static void append_json(GString *out, const Filing *filing, GovLanguage language)
{
    (void)language;
    g_string_append_c(out, '{');
    append_json_text(out, "kind", filing->kind);
    gov__json_append_key(out, "year");
    if (filing->year > 0)
        gov__json_append_int(out, filing->year);
    else
        g_string_append(out, "null");
    append_json_text(out, "unit", filing->unit);
    append_json_text(out, "name", filing->name);
    append_json_text(out, "source", filing->source);
    append_json_text(out, "taken", filing->taken);
    append_json_text(out, "reason", filing->reason);
    append_json_text(out, "filed", filing->filed);
    append_json_text(out, "taken_filed", filing->taken_filed);
    append_json_text(out, "meant", filing->meant);
    for (size_t i = 0; i < G_N_ELEMENTS(GAPS) && filing->incomplete != NULL; i++) {
        gov__json_append_key(out, GAPS[i].name);
        gov__json_append_int(out, (int64_t)get_gap(filing->incomplete, i));
    }
    g_string_append(out, "}\n");
}

static void append_name(GString *out, const Filing *filing)
{
    gov__append_printable(out, filing->name != NULL ? filing->name : "?");
    if (filing->unit == NULL)
        return;
    g_string_append(out, " (");
    gov__append_printable(out, filing->unit);
    g_string_append_c(out, ')');
}

static void append_text_gaps(GString *out, const Filing *filing, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;
    const char *separator = en ? "; cells: " : "；";

    g_string_append(out, en ? "figures open: " : "数字不全：");
    append_name(out, filing);
    g_string_append(out, "  ");
    gov__append_printable(out, filing->source != NULL ? filing->source : "-");
    for (size_t i = 0; i < G_N_ELEMENTS(GAPS); i++) {
        size_t n = get_gap(filing->incomplete, i);
        if (n == 0)
            continue;
        if (en)
            g_string_append_printf(out, "%s%zu %s", separator, n, GAPS[i].words[1]);
        else
            g_string_append_printf(out, "%s%s%zu格", separator, GAPS[i].words[0], n);
        separator = en ? ", " : "，";
    }
    g_string_append_c(out, '\n');
}

static void append_text(GString *out, const Filing *filing, GovLanguage language)
{
    bool en = language == GOV_LANGUAGE_EN;

    if (filing->year > 0)
        g_string_append_printf(out, "%d  ", filing->year);
    else
        g_string_append(out, "?     ");
    if (filing->incomplete != NULL) {
        append_text_gaps(out, filing, language);
        return;
    }
    if (filing->source == NULL && filing->text == NULL) {
        g_string_append(out, en ? "not filed: " : "未报：");
        append_name(out, filing);
        if (!filing->is_added)
            g_string_append(out, en ? "  (in no sum)" : "（不计入合计）");
        g_string_append_c(out, '\n');
        return;
    }
    g_string_append(out, filing->unit == NULL ? (en ? "of no unit: " : "未能对应单位：")
                                              : (en ? "not taken: " : "重复报送，未采用："));
    append_name(out, filing);
    g_string_append(out, "  ");
    gov__append_printable(out, filing->source != NULL ? filing->source : "-");
    if (filing->taken != NULL) {
        g_string_append(out, en ? "; taken: " : "；采用：");
        gov__append_printable(out, filing->taken);
    }
    g_string_append_printf(out, en ? "; %s" : "；%s", filing->text);
    if (filing->taken_filed != NULL && g_strcmp0(filing->taken_filed, filing->filed) != 0)
        g_string_append_printf(out, en ? " (%s; the other %s)" : "（%s；另一份%s）", filing->taken_filed,
                               filing->filed != NULL ? filing->filed : en ? "unknown" : "未知");
    if (filing->meant != NULL && filing->meant_name == NULL) {
        g_string_append(out, en ? "; give the code of one in a manifest: " : "，请在报送清单中给出其代码：");
        gov__append_printable(out, filing->meant);
    } else if (filing->meant != NULL) {
        g_string_append(out, en ? "; is it " : "；是否为");
        gov__append_printable(out, filing->meant_name);
        g_string_append_printf(out, en ? " (%s)? Then enter the name among its aliases" : "（%s）？如是，请在名录中添加别名",
                               filing->meant);
    }
    g_string_append_c(out, '\n');
}

void gov_write_filing_csv(GString *out, const GovRollup *rollup, const GArray *problems)
{
    g_return_if_fail(out != NULL && rollup != NULL);
    g_string_append(out, "kind,year,unit,name,source,taken,reason,filed,taken_filed,meant,blank,doubtful,absent\n");
    append_all(out, rollup, problems, append_csv, GOV_LANGUAGE_EN);
}

void gov_write_filing_json(GString *out, const GovRollup *rollup, const GArray *problems)
{
    g_return_if_fail(out != NULL && rollup != NULL);
    append_all(out, rollup, problems, append_json, GOV_LANGUAGE_EN);
}

void gov_write_filing_text(GString *out, const GovRollup *rollup, const GArray *problems, GovLanguage language)
{
    g_return_if_fail(out != NULL && rollup != NULL);
    size_t start = out->len;

    append_all(out, rollup, problems, append_text, language);
    if (out->len == start)
        g_string_append(out, language == GOV_LANGUAGE_EN ? "All units have filed, once each, and every figure\n"
                                                         : "各单位均已报送，无重复，且数字齐全\n");
}
