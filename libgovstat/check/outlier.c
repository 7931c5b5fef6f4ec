/* SPDX-License-Identifier: MIT */
/* Figures far from what others have: in one year against bodies of their level (robust z), and against
 * their own year before (Hidiroglou and Berthelot, 1986).
 *
 * Counts of bodies spread over orders of magnitude, so z is taken of the logarithm: the distance from the
 * median in units of the median absolute deviation (MAD). The ratio to the year before is made symmetric
 * and weighed by size, since a small count doubles easily; what lies far outside the quartiles of all
 * bodies of the level is told. A zero has no logarithm and no ratio and takes no part. A group of few says
 * nothing.
 *
 * Asked of are totals and figures that are part of no sum; of a total, the part is named that makes most
 * of it, or most of its change. */
#include <math.h>

#include "check/panel-private.h"

#define MIN_GROUP 20
#define MAX_Z 5.0
#define MAX_QUARTILES 10.0 /* C of Hidiroglou and Berthelot */
#define SIZE_WEIGHT 0.5    /* U */
#define MIN_SPREAD 0.05    /* A: quartiles may lie on the median */

/* A figure, or a figure and that of the year before, with what it scores. */
typedef struct {
    size_t row;
    size_t prior; /* SIZE_MAX: none */
    int level;
    int year;
    double score;
} Point;

typedef struct {
    GovPanel *panel;
    size_t cell;
    const int64_t *values;
    const GArray *parts; /* uint32_t: what adds up to the cell, or NULL */
} Column;

static int compare_points(gconstpointer x, gconstpointer y)
{
    const Point *a = x, *b = y;

    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    return a->score < b->score ? -1 : a->score > b->score;
}

/* A quantile of sorted scores, between two neighbours. */
static double quantile(const Point *points, size_t n, double share)
{
    double place = share * (double)(n - 1);
    size_t below = (size_t)place, above = MIN(below + 1, n - 1);

    return points[below].score + (place - (double)below) * (points[above].score - points[below].score);
}

/* ---- findings ---- */

static uint32_t find_driver(const Column *column, const Point *point)
{
    int64_t most = -1;
    uint32_t driver = (uint32_t)column->cell;

    for (guint i = 0; column->parts != NULL && i < column->parts->len; i++) {
        uint32_t cell = g_array_index(column->parts, uint32_t, i);
        const int64_t *values = gov_dataset_get_values(column->panel->dataset, cell);
        int64_t size = values[point->row] - (point->prior != SIZE_MAX ? values[point->prior] : 0);
        if (ABS(size) > most) {
            most = ABS(size);
            driver = cell;
        }
    }
    return driver;
}

static char *dup_label(const Column *column, uint32_t cell, GovLanguage language)
{
    return gov_form_dup_cell_label(column->panel->form, cell, language);
}

static GovFinding *add_remark(const Column *column, const Point *point, const char *id, const char *zh,
                              const char *en)
{
    const GovReport *report = gov__panel_get_report(column->panel, point->row);
    uint32_t cells[] = {(uint32_t)column->cell, find_driver(column, point)};
    guint n = cells[0] != cells[1] ? 2 : 1;
    g_autofree char *own_zh = dup_label(column, cells[0], GOV_LANGUAGE_ZH);
    g_autofree char *own_en = dup_label(column, cells[0], GOV_LANGUAGE_EN);
    g_autofree char *part_zh = dup_label(column, cells[1], GOV_LANGUAGE_ZH);
    g_autofree char *part_en = dup_label(column, cells[1], GOV_LANGUAGE_EN);
    g_autofree char *all_zh = g_strdup_printf("%s：%s%s%s", own_zh, zh, n > 1 ? "，主要来自" : "", n > 1 ? part_zh : "");
    g_autofree char *all_en = g_strdup_printf("%s: %s%s%s", own_en, en, n > 1 ? ", mostly from " : "", n > 1 ? part_en : "");
    GovFinding *finding = gov__check_add_remark(column->panel->findings, report, id, all_zh, all_en);

    finding->table = gov_form_get_cell_table(column->panel->form, column->cell);
    g_array_append_vals(finding->cells, cells, n);
    return finding;
}

static char *format_value(const Column *column, size_t row)
{
    return gov_figure_format(column->values[row], gov_form_get_cell_type(column->panel->form, column->cell));
}

static void tell_far(const Column *column, const Point *point, double z, size_t n)
{
    g_autofree char *value = format_value(column, point->row);
    g_autofree char *zh = g_strdup_printf("%s，与同级同年%zu个机关相比异常%s（稳健z %.1f）", value, n, z > 0 ? "大" : "小", z);
    g_autofree char *en = g_strdup_printf("%s is unusually %s beside the %zu bodies of its level and year (robust z %.1f)",
                                          value, z > 0 ? "large" : "small", n, z);

    add_remark(column, point, "outlier.level", zh, en);
}

static void tell_change(const Column *column, const Point *point, size_t n)
{
    g_autofree char *now = format_value(column, point->row);
    g_autofree char *before = format_value(column, point->prior);
    g_autofree char *zh = g_strdup_printf("上年%s，本年%s，变动在同级%zu个机关中异常", before, now, n);
    g_autofree char *en =
        g_strdup_printf("%s after %s the year before, an unusual change among the %zu bodies of its level", now, before, n);
    GovFinding *finding = add_remark(column, point, "outlier.change", zh, en);

    finding->prior = gov_report_ref((GovReport *)(uintptr_t)gov__panel_get_report(column->panel, point->prior));
    g_array_append_vals(finding->prior_cells, finding->cells->data, finding->cells->len);
}

/* ---- robust z ---- */

/* Points are of one level and year, and sorted. */
static void look_at_level(const Column *column, Point *points, size_t n)
{
    g_autofree Point *deviations = g_memdup2(points, n * sizeof *points);
    double median = quantile(points, n, 0.5);

    for (size_t i = 0; i < n; i++)
        deviations[i].score = fabs(points[i].score - median);
    qsort(deviations, n, sizeof *deviations, compare_points);
    double mad = quantile(deviations, n, 0.5);
    for (size_t i = 0; i < n && mad > 0; i++) {
        double z = 0.6745 * (points[i].score - median) / mad;
        if (fabs(z) > MAX_Z)
            tell_far(column, &points[i], z, n);
    }
}

/* ---- Hidiroglou–Berthelot ---- */

static void weigh_ratios(const Column *column, Point *points, size_t n)
{
    double median = quantile(points, n, 0.5);

    for (size_t i = 0; i < n; i++) {
        double ratio = points[i].score;
        double size = (double)MAX(column->values[points[i].row], column->values[points[i].prior]);
        double change = ratio < median ? 1 - median / ratio : ratio / median - 1;
        points[i].score = change * pow(size, SIZE_WEIGHT);
    }
    qsort(points, n, sizeof *points, compare_points);
}

static void look_at_changes(const Column *column, Point *points, size_t n)
{
    weigh_ratios(column, points, n);
    double median = quantile(points, n, 0.5);
    double low = MAX(median - quantile(points, n, 0.25), fabs(MIN_SPREAD * median));
    double high = MAX(quantile(points, n, 0.75) - median, fabs(MIN_SPREAD * median));

    for (size_t i = 0; i < n; i++)
        if ((low > 0 && points[i].score < median - MAX_QUARTILES * low) ||
            (high > 0 && points[i].score > median + MAX_QUARTILES * high))
            tell_change(column, &points[i], n);
}

/* ---- columns ---- */

static bool is_positive(const Column *column, size_t row)
{
    return gov__panel_has(column->panel, column->cell, row) && column->values[row] > 0;
}

/* The row of the same body for the year before: rows are in order by body and year. */
static size_t find_prior(const GovPanel *panel, size_t place)
{
    const int32_t *years = gov_dataset_get_years(panel->dataset);
    size_t row = panel->rows[place];

    while (place-- > 0) {
        size_t other = panel->rows[place];
        if (gov__panel_get_body(panel, row) == NULL || years[row] == 0 ||
            g_strcmp0(gov__panel_get_body(panel, row), gov__panel_get_body(panel, other)) != 0 ||
            years[other] < years[row] - 1)
            break;
        if (years[other] == years[row] - 1)
            return other;
    }
    return SIZE_MAX;
}

static GArray *collect(const Column *column, const size_t *priors)
{
    const GovPanel *panel = column->panel;
    const int32_t *levels = gov_dataset_get_codes(panel->dataset, GOV_KEY_LEVEL);
    GArray *points = g_array_new(FALSE, FALSE, sizeof(Point));

    for (size_t i = 0; i < panel->n; i++) {
        size_t row = panel->rows[i];
        Point point = {row, SIZE_MAX, levels[row], gov_dataset_get_years(panel->dataset)[row], 0};
        if (!is_positive(column, row) || (priors != NULL && (priors[i] == SIZE_MAX || !is_positive(column, priors[i]))))
            continue;
        point.prior = priors != NULL ? priors[i] : SIZE_MAX;
        double value = (double)column->values[row];
        point.score = priors != NULL ? value / (double)column->values[point.prior] : log(value);
        g_array_append_val(points, point);
    }
    g_array_sort(points, compare_points);
    return points;
}

static void look_at_groups(const Column *column, const size_t *priors)
{
    g_autoptr(GArray) points = collect(column, priors);

    for (guint first = 0, end; first < points->len; first = end) {
        Point *point = &g_array_index(points, Point, first);
        for (end = first; end < points->len; end++) {
            const Point *next = &g_array_index(points, Point, end);
            if (next->level != point->level || next->year != point->year)
                break;
        }
        if (end - first >= MIN_GROUP && priors != NULL)
            look_at_changes(column, point, end - first);
        else if (end - first >= MIN_GROUP)
            look_at_level(column, point, end - first);
    }
}

/* Which cells are totals, and of what; which are parts. */
typedef struct {
    GArray **parts; /* by cell: uint32_t, or NULL */
    bool *is_part;
} Sums;

static void add_sum(Sums *sums, const GovInstance *instance)
{
    unsigned n = gov__instance_n_terms(instance);
    if (instance->n_left != 1 || instance->n_right < 2)
        return;
    uint32_t total = instance->terms[0].cell;
    if (sums->parts[total] == NULL)
        sums->parts[total] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (unsigned i = 1; i < n; i++) {
        sums->is_part[instance->terms[i].cell] = true;
        g_array_append_val(sums->parts[total], instance->terms[i].cell);
    }
}

static void find_sums(Sums *sums, const GovForm *form)
{
    for (size_t i = 0; i < gov_form_n_rules(form); i++) {
        const GovRule *rule = gov_form_get_rule(form, i);
        for (size_t k = 0; gov__rule_is_identity(rule) && k < gov_rule_n_instances(rule); k++)
            add_sum(sums, gov__rule_get_instance(rule, k));
    }
}

void gov__panel_find_outliers(GovPanel *panel)
{
    size_t n_cells = gov_form_n_cells(panel->form);
    g_autofree GArray **parts = g_new0(GArray *, n_cells);
    g_autofree bool *is_part = g_new0(bool, n_cells);
    g_autofree size_t *priors = g_new(size_t, panel->n + 1);
    Sums sums = {parts, is_part};

    find_sums(&sums, panel->form);
    for (size_t i = 0; i < panel->n; i++)
        priors[i] = find_prior(panel, i);
    for (size_t cell = 0; cell < n_cells; cell++) {
        const Column column = {panel, cell, gov_dataset_get_values(panel->dataset, cell), parts[cell]};
        if (parts[cell] == NULL && is_part[cell])
            continue;
        look_at_groups(&column, NULL);
        look_at_groups(&column, priors);
    }
    for (size_t cell = 0; cell < n_cells; cell++)
        g_clear_pointer(&parts[cell], g_array_unref);
}
