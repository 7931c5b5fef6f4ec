/* SPDX-License-Identifier: MIT */
/* How often reconciling names what was done. Offices are made up from reports of a made-up country: one compiles its
 * own report, or those below it, or both; leaves one or two out, or counts them twice; and writes some cells wrong.
 * Told are the cases in which the way is named, and the units, first and within the three that are told.
 *
 *   bench-reconcile [CASES [SEED]] */
#include <stdio.h>

#include "country.h"

enum { MAX_CHILDREN = 40, MAX_CELLS = 200 };

typedef enum { EXACT, LEFT_OUT, TWICE, TWO_OUT, OUT_AND_TWICE, TWO_TWICE, NOT_FILED, N_DEEDS } Deed;

static const struct {
    const char *name;
    size_t n;
    int signs[2]; /* -1: left out, 1: twice */
} DEEDS[N_DEEDS] = {
    [EXACT] = {"nothing", 0, {0, 0}},          [LEFT_OUT] = {"one left out", 1, {-1, 0}},
    [TWICE] = {"one twice", 1, {1, 0}},        [TWO_OUT] = {"two left out", 2, {-1, -1}},
    [OUT_AND_TWICE] = {"one out, one twice", 2, {-1, 1}}, [TWO_TWICE] = {"two twice", 2, {1, 1}},
    [NOT_FILED] = {"one has not filed", 0, {0, 0}}, /* with us, but with the office */
};

typedef struct {
    GovForm *form;
    GovDataset *pool; /* reports to draw from */
    GRand *rand;
    GovReconcileScope way;
    Deed deed;
    size_t n_slips;
    size_t n_children;
    size_t rows[MAX_CHILDREN + 1]; /* of the pool; the last is the own report */
    size_t units[2];               /* children the deed is done to */
} Case;

typedef struct {
    size_t n, way, named, first, among;
} Tally;

/* A child whose report is all zeros cannot be missed, so figures tell those apart that have some. */
static bool has_figures(const Case *self, size_t row)
{
    for (size_t cell = 0; cell < gov_form_n_cells(self->form); cell++)
        if (gov_dataset_get_values(self->pool, cell)[row] != 0)
            return true;
    return false;
}

static void draw(Case *self)
{
    self->n_children = (size_t)g_rand_int_range(self->rand, 3, MAX_CHILDREN);
    for (size_t i = 0; i <= self->n_children; i++)
        do
            self->rows[i] = (size_t)g_rand_int_range(self->rand, 0, (gint32)gov_dataset_n_rows(self->pool));
        while (!has_figures(self, self->rows[i]));
    self->units[0] = (size_t)g_rand_int_range(self->rand, 0, (gint32)self->n_children);
    do
        self->units[1] = (size_t)g_rand_int_range(self->rand, 0, (gint32)self->n_children);
    while (self->units[1] == self->units[0]);
}

static int64_t publish(const Case *self, size_t cell)
{
    const int64_t *values = gov_dataset_get_values(self->pool, cell);
    int64_t sum = self->way == GOV_RECONCILE_CHILDREN ? 0 : values[self->rows[self->n_children]];

    if (self->way == GOV_RECONCILE_OWN)
        return sum;
    for (size_t i = 0; i < self->n_children; i++)
        sum += values[self->rows[i]];
    for (size_t i = 0; i < DEEDS[self->deed].n; i++)
        sum += DEEDS[self->deed].signs[i] * values[self->rows[self->units[i]]];
    return sum;
}

static void append(const Case *self, GovDataset *dataset, const char *name, size_t row, const int64_t *values,
                   const char *scope)
{
    g_autoptr(GovReport) report = gov_report_new(self->form);
    GovRowKeys keys = {{NULL}};

    keys.values[GOV_KEY_UNIT] = name;
    keys.values[GOV_KEY_SCOPE] = scope;
    for (size_t cell = 0; cell < gov_form_n_cells(self->form); cell++) {
        GovCell is = {.status = GOV_STATUS_REPORTED, .evidence = GOV_EVIDENCE_GIVEN};
        is.value = values != NULL ? values[cell] : gov_dataset_get_values(self->pool, cell)[row];
        gov_report_set_cell(report, cell, &is);
    }
    gov_report_set_year(report, 2023);
    gov_report_seal(report);
    g_assert(gov_dataset_append(dataset, report, &keys, NULL));
}

static GovRollup *make_rollup(const Case *self, bool has_own)
{
    g_autoptr(GString) text = g_string_new("code,name,parent\np,p,\n");
    g_autoptr(GovDataset) dataset = gov_dataset_new(self->form);
    int64_t published[MAX_CELLS] = {0};

    for (size_t cell = 0; cell < gov_form_n_cells(self->form); cell++)
        published[cell] = publish(self, cell);
    for (size_t i = 0; i < self->n_slips; i++)
        published[g_rand_int_range(self->rand, 0, (gint32)gov_form_n_cells(self->form))] +=
            g_rand_int_range(self->rand, 1, 50);
    append(self, dataset, "p", 0, published, "region");
    if (has_own)
        append(self, dataset, "p", self->rows[self->n_children], NULL, "own");
    for (size_t i = 0; i < self->n_children; i++) {
        g_autofree char *name = g_strdup_printf("c%zu", i);
        g_string_append_printf(text, "%s,%s,p\n", name, name);
        if (self->deed != NOT_FILED || i != self->units[0])
            append(self, dataset, name, self->rows[i], NULL, NULL);
    }
    gov_dataset_seal(dataset);
    g_autoptr(GovUnits) units = gov_units_from_data(text->str, text->len, "units", NULL);
    g_autoptr(GovDataset) joined = gov_units_join(dataset, units, NULL);
    return gov_rollup_new(joined, units, NULL, NULL);
}

static bool is_right(const Case *self, const GovExplanation *e)
{
    size_t n = DEEDS[self->deed].n, found = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < e->n_parts; k++)
            found += e->units[k] == self->units[i] + 1 && /* the office is the first line */
                     (e->kinds[k] == GOV_PART_TWICE) == (DEEDS[self->deed].signs[i] > 0);
    return found == n && e->n_parts == n;
}

static void judge(const Case *self, bool has_own, Tally *tally)
{
    g_autoptr(GovRollup) rollup = make_rollup(self, has_own);
    g_autoptr(GPtrArray) all = gov_reconcile(rollup);
    const GovReconciliation *one = g_ptr_array_index(all, 0);
    size_t n = gov_reconciliation_n_explanations(one);
    bool among = false;

    tally->n++;
    tally->way += gov_reconciliation_get_best(one) == (int)self->way;
    tally->named += n > 0;
    for (size_t i = 0; i < n; i++) {
        GovExplanation e = gov_reconciliation_get_explanation(one, i);
        bool right = gov_reconciliation_get_best(one) == (int)self->way && is_right(self, &e);
        tally->first += i == 0 && right;
        among = among || right;
    }
    tally->among += among;
}

static double percent(size_t n, size_t of)
{
    return of == 0 ? 0 : 100.0 * (double)n / (double)of;
}

static void run(Case *self, size_t n_cases, bool has_own)
{
    Tally tally = {0};

    for (size_t i = 0; i < n_cases; i++) {
        draw(self);
        judge(self, has_own, &tally);
    }
    printf("  %-18s %zu slips: way named %5.1f %%", DEEDS[self->deed].name, self->n_slips, percent(tally.way, tally.n));
    if (DEEDS[self->deed].n == 0)
        printf("; units named without reason %5.1f %%\n", percent(tally.named, tally.n));
    else
        printf("; right units first %5.1f %%, among three %5.1f %%\n", percent(tally.first, tally.n),
               percent(tally.among, tally.n));
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        GovReconcileScope way;
        bool has_own;
    } ways[] = {{"those below, no own report", GOV_RECONCILE_CHILDREN, false},
                {"those below, own report there", GOV_RECONCILE_CHILDREN, true},
                {"own and those below", GOV_RECONCILE_OWN_AND_CHILDREN, true},
                {"own report alone", GOV_RECONCILE_OWN, true}};
    static const size_t slips[] = {0, 3};
    size_t n_cases = argc > 1 ? (size_t)g_ascii_strtoull(argv[1], NULL, 10) : 200;
    Country country = {(unsigned)(argc > 2 ? g_ascii_strtoull(argv[2], NULL, 10) : 2024), 3000, 2023, 1, 0, 0, 0, 0};
    Case self = {.form = gov_form_builtin("cn-foi-2021", NULL), .rand = g_rand_new_with_seed(country.seed)};

    self.pool = gov_dataset_new(self.form);
    country_fill(&country, self.pool, 1);
    gov_dataset_seal(self.pool);
    printf("%zu cases each, 3 to %d units below, of reports of %zu made-up units\n", n_cases, MAX_CHILDREN - 1,
           gov_dataset_n_rows(self.pool));
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        printf("%s\n", ways[i].name);
        self.way = ways[i].way;
        for (self.deed = EXACT; self.deed < N_DEEDS; self.deed++) {
            for (size_t k = 0; k < G_N_ELEMENTS(slips); k++) {
                self.n_slips = slips[k];
                if (self.way != GOV_RECONCILE_OWN || DEEDS[self.deed].n == 0)
                    run(&self, n_cases, ways[i].has_own);
            }
        }
    }
    gov_dataset_unref(self.pool);
    gov_form_unref(self.form);
    g_rand_free(self.rand);
    return 0;
}
