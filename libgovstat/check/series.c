/* SPDX-License-Identifier: MIT */
/* Reports of one body across the years.
 *
 * Reports are put in order by body and year first, so that the order they came in makes no
 * difference. Each is then compared with that of the year before by the rules that name figures of
 * it. Two things only show over more years. A difference that a later year takes back is a slip in
 * between, not a change of the stock: if the rule carries one figure from year to year, that figure
 * of the middle year is the suspect. And where the carried figure is blank in between, the sum of
 * the rule over the years (in which it cancels out) is checked instead. */
#include <govstat/check.h>
#include <govstat/label.h>

#include <string.h>

#include "check/claim-private.h"
#include "check/finding-private.h"

#define MAX_CHAIN 10 /* years that one comparison may span */

typedef struct {
    char *body; /* normalised name */
    const GovReport *report;
    int year;
} Entry;

typedef struct {
    const GArray *entries; /* Entry, by body and year */
    const GPtrArray *rules;
    GPtrArray *findings;
    GovNarrativeMode narrative;
} Series;

/* ---- order ---- */

static void entry_clear(gpointer data)
{
    Entry *entry = data;

    g_free(entry->body);
}

static bool differs(const GovReport *a, const GovReport *b, size_t cell)
{
    GovStatus status = gov_report_get_status(a, cell);

    return status != gov_report_get_status(b, cell) ||
           (status == GOV_STATUS_REPORTED && gov_report_get_values(a)[cell] != gov_report_get_values(b)[cell]);
}

static int compare_values(const GovReport *a, const GovReport *b)
{
    size_t n = gov_form_n_cells(gov_report_get_form(a));
    int difference = 0;

    for (size_t cell = 0; cell < n && difference == 0; cell++) {
        GovStatus x = gov_report_get_status(a, cell), y = gov_report_get_status(b, cell);
        int64_t v = x == GOV_STATUS_REPORTED ? gov_report_get_values(a)[cell] : 0;
        int64_t w = y == GOV_STATUS_REPORTED ? gov_report_get_values(b)[cell] : 0;
        difference = x != y ? (x < y ? -1 : 1) : v != w ? (v < w ? -1 : 1) : 0;
    }
    return difference;
}

static int compare_figures(const Entry *a, const Entry *b)
{
    const GovForm *f = gov_report_get_form(a->report), *g = gov_report_get_form(b->report);

    if (f != g)
        return strcmp(gov_form_get_id(f), gov_form_get_id(g));
    return compare_values(a->report, b->report);
}

static int compare_entries(gconstpointer x, gconstpointer y)
{
    const Entry *a = x, *b = y;
    int order = strcmp(a->body, b->body);

    if (order == 0)
        order = a->year < b->year ? -1 : a->year > b->year;
    if (order == 0)
        order = compare_figures(a, b);
    return order != 0 ? order
                      : g_strcmp0(gov_report_get_source(a->report), gov_report_get_source(b->report));
}

static GArray *sort_reports(const GPtrArray *reports)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));

    g_array_set_clear_func(entries, entry_clear);
    for (guint i = 0; i < reports->len; i++) {
        const GovReport *report = g_ptr_array_index(reports, i);
        const char *agency = gov_report_get_agency(report);
        if (agency == NULL || gov_report_get_year(report) == 0)
            continue;
        Entry entry = {gov_label_normalise(agency, strlen(agency)), report, gov_report_get_year(report)};
        g_array_append_val(entries, entry);
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

static const Entry *get_entry(const Series *series, guint i)
{
    return &g_array_index(series->entries, Entry, i);
}

static void add_differing_cells(GovFinding *finding)
{
    size_t n = gov_form_n_cells(gov_report_get_form(finding->report));

    for (uint32_t cell = 0; cell < n; cell++) {
        if (!differs(finding->report, finding->prior, cell))
            continue;
        g_array_append_val(finding->cells, cell);
        g_array_append_val(finding->prior_cells, cell);
    }
}

static void remark_rivals(const Series *series, const Entry *a, const Entry *b)
{
    const char *first = gov_report_get_source(a->report), *second = gov_report_get_source(b->report);
    g_autofree char *zh =
        g_strdup_printf("同一机关%d年有两份数字不同的报告（%s，%s），跨年核对未用该年", a->year,
                        first != NULL ? first : "?", second != NULL ? second : "?");
    g_autofree char *en = g_strdup_printf(
        "two reports of this body for %d differ (%s, %s); the year is left out of the comparison of years",
        a->year, first != NULL ? first : "?", second != NULL ? second : "?");

    GovFinding *finding = gov__check_add_remark(series->findings, b->report, "series.rivals", zh, en);
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)a->report);
    if (gov_report_get_form(a->report) == gov_report_get_form(b->report))
        add_differing_cells(finding);
}

/* One report for each body and year. Copies count once; of reports that differ, none is taken. */
static void keep_one_each_year(const Series *series, GArray *kept)
{
    guint n = series->entries->len;

    for (guint i = 0, end; i < n; i = end) {
        const Entry *first = get_entry(series, i);
        bool rivals = false;
        for (end = i + 1; end < n; end++) {
            const Entry *next = get_entry(series, end);
            if (next->year != first->year || strcmp(next->body, first->body) != 0)
                break;
            if (compare_figures(get_entry(series, end - 1), next) != 0) {
                remark_rivals(series, get_entry(series, end - 1), next);
                rivals = true;
            }
        }
        if (!rivals)
            g_array_append_vals(kept, first, 1);
    }
}

/* ---- chains ---- */

/* Reports of one body for consecutive years on one form. */
typedef struct {
    const Entry *entries;
    guint n;
} Run;

/* One term of the sum of a comparison over several years. */
typedef struct {
    uint32_t cell;
    int year; /* index into the run */
    int64_t left;
    int64_t right;
} ChainTerm;

static ChainTerm *find_term(GArray *terms, uint32_t cell, int year)
{
    for (guint i = 0; i < terms->len; i++) {
        ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        if (term->cell == cell && term->year == year)
            return term;
    }
    ChainTerm term = {.cell = cell, .year = year};
    g_array_append_val(terms, term);
    return &g_array_index(terms, ChainTerm, terms->len - 1);
}

/* What stands on both sides cancels out. */
static void cancel(ChainTerm *term)
{
    if ((term->left > 0) != (term->right > 0))
        return;
    int64_t both = term->left > 0 ? MIN(term->left, term->right) : MAX(term->left, term->right);
    term->left -= both;
    term->right -= both;
}

/* The comparison for the years after `first` up to `last`, added up. */
static GArray *add_up(const GovInstance *instance, guint first, guint last)
{
    GArray *terms = g_array_new(FALSE, TRUE, sizeof(ChainTerm));

    for (guint year = first + 1; year <= last; year++) {
        for (unsigned i = 0; i < gov__instance_n_terms(instance); i++) {
            ChainTerm *term =
                find_term(terms, instance->terms[i].cell, (int)year + instance->terms[i].year);
            *(i < instance->n_left ? &term->left : &term->right) += instance->terms[i].coefficient;
        }
    }
    for (guint i = 0; i < terms->len; i++)
        cancel(&g_array_index(terms, ChainTerm, i));
    return terms;
}

/* Sums both sides; false if a cell has no figure, or the sums are too large. */
static bool sum_chain(const Run *run, const GovInstance *instance, const GArray *terms, guint n_years,
                      int64_t *lhs, int64_t *rhs)
{
    __int128 left = (__int128)instance->left_constant * n_years;
    __int128 right = (__int128)instance->right_constant * n_years;

    for (guint i = 0; i < terms->len; i++) {
        const ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        const GovReport *report = run->entries[term->year].report;
        if (term->left == 0 && term->right == 0)
            continue;
        if (gov_report_get_status(report, term->cell) != GOV_STATUS_REPORTED)
            return false;
        left += (__int128)gov_report_get_values(report)[term->cell] * term->left;
        right += (__int128)gov_report_get_values(report)[term->cell] * term->right;
    }
    *lhs = (int64_t)left;
    *rhs = (int64_t)right;
    return *lhs == left && *rhs == right && left > INT64_MIN / 2 && left < INT64_MAX / 2 &&
           right > INT64_MIN / 2 && right < INT64_MAX / 2;
}

/* The figure that a comparison carries from one year to the next, or NULL: it stands with one
 * coefficient on the left for this year and on the right for the last, or the other way round. */
static const GovTerm *find_carried(const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);

    for (unsigned i = 0; i < n; i++) {
        for (unsigned k = 0; k < n; k++) {
            const GovTerm *now = &instance->terms[i], *then = &instance->terms[k];
            bool opposite = (i < instance->n_left) != (k < instance->n_left);
            if (now->year == 0 && then->year != 0 && now->cell == then->cell && opposite &&
                now->coefficient == then->coefficient)
                return now;
        }
    }
    return NULL;
}

static bool is_exact(const GovRule *rule, const GovInstance *instance)
{
    return instance->compare == GOV_COMPARE_EQ && instance->n_conditions == 0 && instance->tolerance == 0 &&
           gov__rule_get_percent(rule) == 0;
}

static void add_chain_finding(const Series *series, const Run *run, const GovRule *rule,
                              const GovInstance *instance, const GArray *terms, guint first, guint last,
                              int64_t lhs, int64_t rhs)
{
    GovFinding *finding = gov__finding_new(run->entries[last].report, GOV_FINDING_FAILED);
    GovCheck check;

    gov__check_init(&check, finding->report, NULL, series->rules);
    finding->rules = check.rules != NULL ? gov_rules_ref(check.rules) : NULL;
    gov__check_clear(&check);
    g_ptr_array_unref(check.findings);
    finding->rule = rule;
    finding->rule_id = g_strdup(gov_rule_get_id(rule));
    finding->severity = gov_rule_get_severity(rule);
    finding->klass = GOV_CLASS_UNDECIDED;
    finding->prior = gov_report_ref((GovReport *)(uintptr_t)run->entries[first].report);
    finding->axis = instance->axis;
    finding->table = instance->table;
    finding->index = instance->index;
    finding->has_sides = true;
    finding->lhs = lhs;
    finding->rhs = rhs;
    finding->type = instance->type;
    finding->n_years = last - first;
    for (guint i = 0; i < terms->len; i++) {
        const ChainTerm *term = &g_array_index(terms, ChainTerm, i);
        if ((term->left != 0 || term->right != 0) && (term->year == (int)last || term->year == (int)first))
            g_array_append_val(term->year == (int)last ? finding->cells : finding->prior_cells, term->cell);
    }
    g_ptr_array_add(series->findings, finding);
}

/* Whether the comparison can be made for the year `last` and the one `n_years` before. */
static bool try_chain(const Series *series, const Run *run, const GovRule *rule, const GovInstance *instance,
                      guint last, guint n_years)
{
    g_autoptr(GArray) terms = add_up(instance, last - n_years, last);
    int64_t lhs, rhs;

    if (!sum_chain(run, instance, terms, n_years, &lhs, &rhs))
        return false;
    if (n_years > 1 && lhs != rhs)
        add_chain_finding(series, run, rule, instance, terms, last - n_years, last, lhs, rhs);
    return true;
}

/* Bridges years in which the carried figure is missing. */
static void bridge_instance(const Series *series, const Run *run, const GovRule *rule,
                            const GovInstance *instance)
{
    for (guint last = 1; last < run->n; last++)
        for (guint n_years = 1; n_years <= MIN(last, MAX_CHAIN); n_years++)
            if (try_chain(series, run, rule, instance, last, n_years))
                break;
}

static void bridge_run(const Series *series, const Run *run)
{
    const GovForm *form = gov_report_get_form(run->entries[0].report);
    GovCheck check;

    if (run->n < 3)
        return;
    gov__check_init(&check, run->entries[0].report, NULL, series->rules);
    for (size_t i = 0; i < gov__rules_n_all(form, check.rules); i++) {
        const GovRule *rule = gov__rules_get_all(form, check.rules, i);
        for (size_t k = 0; rule != NULL && gov_rule_uses_prior(rule) && k < gov_rule_n_instances(rule); k++) {
            const GovInstance *instance = gov__rule_get_instance(rule, k);
            if (is_exact(rule, instance) && find_carried(instance) != NULL)
                bridge_instance(series, run, rule, instance);
        }
    }
    gov__check_clear(&check);
    g_ptr_array_unref(check.findings);
}

/* ---- differences that a later year takes back ---- */

/* Where the findings of each year of a run begin and end. */
typedef struct {
    guint first;
    guint end;
} Span;

static GovFinding *find_failed(const Series *series, Span span, const GovInstance *instance)
{
    for (guint i = span.first; i < span.end; i++) {
        GovFinding *finding = g_ptr_array_index(series->findings, i);
        if (finding->kind == GOV_FINDING_FAILED && finding->instance == instance)
            return finding;
    }
    return NULL;
}

/* The carried figure of the first year, without the difference, makes both years hold. */
static void suspect_carried(GovFinding *finding, const GovInstance *instance)
{
    const GovTerm *carried = find_carried(instance);
    if (carried == NULL)
        return;
    bool left = carried < instance->terms + instance->n_left;
    int64_t coefficient = left ? carried->coefficient : -(int64_t)carried->coefficient;
    int64_t difference = finding->lhs - finding->rhs;
    int64_t value = gov_report_get_values(finding->report)[carried->cell], mended;
    bool is_signed =
        gov_form_get_cell_type(gov_report_get_form(finding->report), carried->cell) == GOV_TYPE_SIGNED;
    if (difference % coefficient != 0 || __builtin_sub_overflow(value, difference / coefficient, &mended) ||
        (mended < 0 && !is_signed))
        return;
    GovSuspect suspect = {.cell = carried->cell,
                          .value = value,
                          .suggested = mended,
                          .reason = "chain",
                          .clears = 2,
                          .set = 1};
    g_array_append_val(finding->suspects, suspect);
}

static void match_finding(const Series *series, const Run *run, const Span *spans, guint year,
                          GovFinding *finding)
{
    int64_t sum = finding->lhs - finding->rhs;

    for (guint later = year + 1; later < run->n && later <= year + MAX_CHAIN; later++) {
        GovFinding *other = find_failed(series, spans[later], finding->instance);
        if (other == NULL)
            continue;
        if (__builtin_add_overflow(sum, other->lhs - other->rhs, &sum) || sum != 0)
            continue;
        finding->cancelled_by = run->entries[later].year;
        if (later == year + 1)
            suspect_carried(finding, finding->instance);
        return;
    }
}

static void match_run(const Series *series, const Run *run, const Span *spans)
{
    for (guint year = 1; year < run->n; year++) {
        for (guint i = spans[year].first; i < spans[year].end; i++) {
            GovFinding *finding = g_ptr_array_index(series->findings, i);
            if (finding->kind == GOV_FINDING_FAILED && finding->instance != NULL &&
                is_exact(finding->rule, finding->instance))
                match_finding(series, run, spans, year, finding);
        }
    }
}

/* ---- the whole ---- */

static bool is_told(const GArray *told, size_t cell)
{
    for (guint i = 0; i < told->len; i++)
        if (g_array_index(told, GovSuspect, i).cell == cell)
            return true;
    return false;
}

/* The suspects whose figure is that of the year before. */
static GArray *find_left_standing(const GPtrArray *findings)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(GovSuspect));

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        for (guint k = 0; k < finding->suspects->len; k++) {
            GovSuspect suspect = g_array_index(finding->suspects, GovSuspect, k);
            if (suspect.set == 1 && strcmp(suspect.reason, "prior_value") == 0 && !is_told(found, suspect.cell))
                g_array_append_val(found, suspect);
        }
    }
    return found;
}

/* A report alone shows that a figure is off; with that of the year before, that it was left standing. */
static void tell_left_standing(const Series *series, const Entry *entry, const Entry *prior)
{
    const GovCheckOptions options = {
        .rules = series->rules, .prior = prior->report, .narrative = GOV_NARRATIVE_NONE};
    const GovForm *form = gov_report_get_form(entry->report);
    g_autoptr(GPtrArray) findings = gov_check_report_with(entry->report, &options);
    g_autoptr(GArray) left = find_left_standing(findings);

    for (guint i = 0; i < left->len; i++) {
        GovSuspect suspect = g_array_index(left, GovSuspect, i);
        g_autofree char *value = gov_figure_format(suspect.value, gov_form_get_cell_type(form, suspect.cell));
        g_autofree char *label_zh = gov_form_dup_cell_label(form, suspect.cell, GOV_LANGUAGE_ZH);
        g_autofree char *label_en = gov_form_dup_cell_label(form, suspect.cell, GOV_LANGUAGE_EN);
        g_autofree char *zh = g_strdup_printf("%s：%s与%d年报告相同，又与本表各式不合，可能留用了上年数字", label_zh, value,
                                              prior->year);
        g_autofree char *en = g_strdup_printf("%s: %s is the figure of %d and breaks the sums of this table; it may have "
                                              "been left standing", label_en, value, prior->year);
        GovFinding *finding = gov__check_add_remark(series->findings, entry->report, "series.left_standing", zh, en);
        int cell = gov_form_find_cell(gov_report_get_form(prior->report), gov_form_get_code(form, suspect.cell));
        uint32_t own = (uint32_t)suspect.cell, other = (uint32_t)cell;
        finding->prior = gov_report_ref((GovReport *)(uintptr_t)prior->report);
        finding->table = gov_form_get_cell_table(form, suspect.cell);
        g_array_append_val(finding->cells, own);
        g_array_append_val(finding->prior_cells, other);
        g_array_append_val(finding->suspects, suspect);
    }
}

static void check_year(const Series *series, const Entry *entry, const Entry *prior)
{
    GovCheck check;

    gov__check_init(&check, entry->report, prior->report, series->rules);
    gov__check_apply_rules(&check, true);
    gov__check_narrative(check.findings, entry->report, prior->report, series->narrative, true);
    g_ptr_array_extend_and_steal(series->findings, check.findings);
    gov__check_clear(&check);
    tell_left_standing(series, entry, prior);
}

static bool follows(const Entry *next, const Entry *entry)
{
    return next->year == entry->year + 1 && strcmp(next->body, entry->body) == 0;
}

static bool is_same_form(const Entry *a, const Entry *b)
{
    return gov_report_get_form(a->report) == gov_report_get_form(b->report);
}

/* The years from `first` on that follow each other on one form. */
static void check_run(const Series *series, const GArray *kept, guint first, guint end)
{
    const Run run = {&g_array_index(kept, Entry, first), end - first};
    g_autofree Span *spans = g_new0(Span, run.n);

    for (guint i = 0; i < run.n; i++) {
        const Entry *entry = &run.entries[i];
        spans[i].first = series->findings->len;
        bool has_prior = first + i > 0 && follows(entry, &g_array_index(kept, Entry, first + i - 1));
        if (has_prior)
            check_year(series, entry, &g_array_index(kept, Entry, first + i - 1));
        spans[i].end = series->findings->len;
    }
    match_run(series, &run, spans);
    bridge_run(series, &run);
}

GPtrArray *gov_check_series(const GPtrArray *reports, const GovCheckOptions *options)
{
    g_return_val_if_fail(reports != NULL, NULL);
    g_autoptr(GArray) entries = sort_reports(reports);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(Entry));
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)gov_finding_unref);
    const Series series = {entries, options != NULL ? options->rules : NULL, findings,
                           options != NULL ? options->narrative : GOV_NARRATIVE_CONTRADICTED};

    keep_one_each_year(&series, kept);
    for (guint first = 0, end; first < kept->len; first = end) {
        for (end = first + 1; end < kept->len; end++) {
            const Entry *last = &g_array_index(kept, Entry, end - 1);
            const Entry *next = &g_array_index(kept, Entry, end);
            if (!follows(next, last) || !is_same_form(next, last))
                break;
        }
        check_run(&series, kept, first, end);
    }
    return findings;
}
