/* SPDX-License-Identifier: MIT */
/* How well wrong figures are found and placed.
 *
 *   bench-locate [REPORTS [SEED]]
 *
 * Consistent reports of realistic sizes are made, from a department without a request to a large
 * city, in both editions; then figures are put off as people do, and what the check says is
 * compared with what was done. The slips are drawn here by their own code, which knows nothing of
 * the locator's. Every line of the table is one kind of slip:
 *
 *   detected   some comparison fails
 *   among      every wrong cell is a suspect with its true value
 *   first      the best explanation is exactly what was done: these cells, these values
 *   unique     it is the only explanation
 *   cells      the best explanation names exactly the right cells (values apart)
 *   precision  suspects of the best explanation that are wrong cells
 *   rank       mean rank of the explanation that is true, where it is among
 *   us         time of the check of a report with the slip, in microseconds (median, 99th) */
#define _GNU_SOURCE
#include <govstat/govstat.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_WRONG 32
#define MAX_CELLS 256

/* ---- numbers by chance ---- */

static uint64_t random_state;

static uint64_t draw(void)
{
    uint64_t z = (random_state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static size_t below(size_t n)
{
    return (size_t)(draw() % n);
}

static double unit(void)
{
    return (double)(draw() >> 11) * 0x1p-53;
}

/* ---- consistent reports ---- */

typedef struct {
    const GovForm *form;
    int64_t values[MAX_CELLS];
    size_t n_cells;
    size_t applications;      /* index of the table */
    size_t review;
    size_t rows[4];           /* received, carried_in, disposed_total, carried_over */
} Sheet;

enum { RECEIVED, CARRIED_IN, DISPOSED, CARRIED_OVER };

static size_t find_row(const GovForm *form, size_t table, const char *id)
{
    for (size_t row = 0; row < gov_form_n_rows(form, table); row++)
        if (strcmp(gov_form_get_row_id(form, table, row), id) == 0)
            return row;
    g_error("no row %s", id);
}

static size_t find_table(const GovForm *form, const char *id)
{
    for (size_t table = 0; table < gov_form_n_tables(form); table++)
        if (strcmp(gov_form_get_table_id(form, table), id) == 0)
            return table;
    g_error("no table %s", id);
}

static int64_t *at(Sheet *sheet, size_t table, size_t row, size_t column)
{
    return &sheet->values[gov_form_get_cell(sheet->form, table, row, column)];
}

/* Deals `n` cases out to `k` places by weight, one by one or, where many, by share. */
static void deal(int64_t n, const double *weights, size_t k, int64_t *out)
{
    double sum = 0;
    int64_t left = n;

    for (size_t i = 0; i < k; i++)
        sum += weights[i];
    memset(out, 0, k * sizeof *out);
    for (size_t i = 0; n > 400 && i < k; i++) {
        out[i] = MIN(left, (int64_t)((double)n * weights[i] / sum * (0.8 + 0.2 * unit())));
        left -= out[i];
    }
    while (left-- > 0) {
        double target = unit() * sum;
        size_t i = 0;
        while (i + 1 < k && target >= weights[i])
            target -= weights[i++];
        out[i]++;
    }
}

/* Requests of one year: none in a fifth of all bodies, mostly a few, seldom thousands. */
static int64_t draw_volume(void)
{
    double u = unit(), size = 1;

    if (u < 0.2)
        return 0;
    for (double steps = 4.2 * unit() * unit(); steps > 0; steps -= 0.1)
        size *= 1.2589;
    return (int64_t)size;
}

static void fill_column(Sheet *sheet, size_t column, int64_t n, const double *results, size_t n_rows)
{
    size_t t = sheet->applications;
    int64_t carried = n / 20 + (int64_t)(n > 0 && unit() < 0.2), dealt[32];
    int64_t over = MIN(n + carried, (int64_t)((double)n * 0.08 * unit()) + (n > 0 && unit() < 0.3));
    size_t next = 0;

    *at(sheet, t, sheet->rows[RECEIVED], column) = n;
    *at(sheet, t, sheet->rows[CARRIED_IN], column) = carried;
    *at(sheet, t, sheet->rows[CARRIED_OVER], column) = over;
    *at(sheet, t, sheet->rows[DISPOSED], column) = n + carried - over;
    deal(n + carried - over, results, n_rows - 4, dealt);
    for (size_t row = 0; row < n_rows; row++)
        if (row != sheet->rows[RECEIVED] && row != sheet->rows[CARRIED_IN] &&
            row != sheet->rows[CARRIED_OVER] && row != sheet->rows[DISPOSED])
            *at(sheet, t, row, column) = dealt[next++];
}

static void fill_applications(Sheet *sheet)
{
    static const double applicants[] = {0.88, 0.07, 0.003, 0.01, 0.02, 0.017};
    size_t t = sheet->applications, n_rows = gov_form_n_rows(sheet->form, t);
    double results[32] = {0};
    int64_t by_applicant[6];

    for (size_t i = 0; i < n_rows - 4; i++) /* a few results are usual, most are rare */
        results[i] = unit() * unit() * unit() * (i < 2 ? 3 : 1);
    deal(draw_volume(), applicants, 6, by_applicant);
    for (size_t column = 0; column < 6; column++)
        fill_column(sheet, column, by_applicant[column], results, n_rows);
    for (size_t row = 0; row < n_rows; row++) {
        int64_t *total = at(sheet, t, row, 6);
        *total = 0;
        for (size_t column = 0; column < 6; column++)
            *total += *at(sheet, t, row, column);
    }
}

static void fill_review(Sheet *sheet)
{
    for (size_t row = 0; row < 3; row++) {
        double weights[] = {0.5 + unit(), 0.3 * unit(), 0.4 * unit(), 0.3 * unit()};
        int64_t parts[4], sum = 0;
        deal(draw_volume() / 4, weights, 4, parts);
        for (size_t column = 0; column < 4; column++)
            sum += *at(sheet, sheet->review, row, column) = parts[column];
        *at(sheet, sheet->review, row, 4) = sum;
    }
}

static void fill(Sheet *sheet, const GovForm *form)
{
    sheet->form = form;
    sheet->n_cells = gov_form_n_cells(form);
    sheet->applications = find_table(form, "applications");
    sheet->review = find_table(form, "review_litigation");
    sheet->rows[RECEIVED] = find_row(form, sheet->applications, "received");
    sheet->rows[CARRIED_IN] = find_row(form, sheet->applications, "carried_in");
    sheet->rows[DISPOSED] = find_row(form, sheet->applications, "disposed_total");
    sheet->rows[CARRIED_OVER] = find_row(form, sheet->applications, "carried_over");
    memset(sheet->values, 0, sizeof sheet->values);
    fill_applications(sheet);
    fill_review(sheet);
}

static GovReport *make_report(const Sheet *sheet)
{
    GovReport *report = gov_report_new(sheet->form);

    for (size_t cell = 0; cell < sheet->n_cells; cell++) {
        GovCell value = {.value = sheet->values[cell], .status = GOV_STATUS_REPORTED,
                         .evidence = GOV_EVIDENCE_EXACT, .confidence = 1, .raw = ""};
        gov_report_set_cell(report, cell, &value);
    }
    gov_report_seal(report);
    return report;
}

/* ---- slips of one cell: what is printed for a value, or the value itself where it cannot be ---- */

static int64_t from_digits(const char *digits)
{
    uint64_t value = 0;
    g_ascii_string_to_unsigned(digits, 10, 0, INT64_MAX, &value, NULL);
    return (int64_t)value;
}

typedef int64_t (*Slip)(Sheet *sheet, size_t cell);

static char *to_digits(const Sheet *sheet, size_t cell)
{
    return g_strdup_printf("%" PRId64, sheet->values[cell]);
}

static int64_t transpose(Sheet *sheet, size_t cell)
{
    g_autofree char *digits = to_digits(sheet, cell);
    size_t n = strlen(digits), i = n > 1 ? below(n - 1) : 0;
    char first = digits[i];
    if (n < 2)
        return sheet->values[cell];
    digits[i] = digits[i + 1];
    digits[i + 1] = first;
    return from_digits(digits);
}

static int64_t lose_digit(Sheet *sheet, size_t cell)
{
    g_autofree char *digits = to_digits(sheet, cell);
    size_t n = strlen(digits), i = below(n);
    if (n < 2)
        return sheet->values[cell];
    memmove(digits + i, digits + i + 1, n - i);
    return from_digits(digits);
}

static int64_t double_digit(Sheet *sheet, size_t cell)
{
    g_autofree char *digits = to_digits(sheet, cell);
    size_t n = strlen(digits), i = below(n);
    if (sheet->values[cell] == 0)
        return 0;
    g_autofree char *longer = g_strdup_printf("%.*s%c%s", (int)i + 1, digits, digits[i], digits + i + 1);
    return from_digits(longer);
}

static int64_t change_digit(Sheet *sheet, size_t cell)
{
    g_autofree char *digits = to_digits(sheet, cell);
    size_t i = below(strlen(digits));
    digits[i] = (char)('0' + below(10));
    return sheet->values[cell] == 0 ? 0 : from_digits(digits);
}

static int64_t hit_next_key(Sheet *sheet, size_t cell)
{
    g_autofree char *digits = to_digits(sheet, cell);
    size_t i = below(strlen(digits));
    int digit = digits[i] - '0', step = below(2) == 0 ? 1 : -1;
    int next = digit == 0 ? 9 : digit == 9 && step == 1 ? 0 : digit == 1 && step == -1 ? 2 : digit + step;
    digits[i] = (char)('0' + next);
    return sheet->values[cell] == 0 ? 0 : from_digits(digits);
}

static int64_t flip_sign(Sheet *sheet, size_t cell)
{
    return -sheet->values[cell];
}

static int64_t scale(Sheet *sheet, size_t cell)
{
    static const int64_t factors[] = {10, 100, 10000};
    return sheet->values[cell] * factors[below(3)];
}

static int64_t leave_zero(Sheet *sheet, size_t cell)
{
    (void)sheet, (void)cell;
    return 0;
}

static int64_t copy_above(Sheet *sheet, size_t cell)
{
    size_t table = gov_form_get_cell_table(sheet->form, cell);
    size_t row = gov_form_get_cell_row(sheet->form, cell);
    if (row == 0)
        return sheet->values[cell];
    return *at(sheet, table, row - 1, gov_form_get_cell_column(sheet->form, cell));
}

static int64_t count_twice(Sheet *sheet, size_t cell)
{
    return sheet->values[cell] + (sheet->values[cell] > 0);
}

static int64_t miss_one(Sheet *sheet, size_t cell)
{
    return MAX(0, sheet->values[cell] - 1);
}

/* A total of a row or column that lacks one of its parts. */
static int64_t leave_part_out(Sheet *sheet, size_t cell)
{
    const GovForm *form = sheet->form;
    size_t table = gov_form_get_cell_table(form, cell), row = gov_form_get_cell_row(form, cell);
    size_t column = gov_form_get_cell_column(form, cell), last = gov_form_n_columns(form, table) - 1;
    if (column == last)
        return sheet->values[cell] - *at(sheet, table, row, below(last));
    if (table != sheet->applications || row != sheet->rows[DISPOSED])
        return sheet->values[cell];
    return sheet->values[cell] - *at(sheet, table, 2 + below(row - 2), column);
}

static const struct {
    const char *name;
    Slip slip;
    unsigned share; /* of all slips of one cell, in percent */
} SLIPS[] = {
    {"two digits exchanged", transpose, 10}, {"a digit missing", lose_digit, 12},
    {"a digit doubled", double_digit, 8},    {"one digit wrong", change_digit, 12},
    {"next key", hit_next_key, 12},          {"sign", flip_sign, 2},
    {"unit factor", scale, 4},               {"left at zero", leave_zero, 12},
    {"copied from above", copy_above, 8},    {"counted twice", count_twice, 6},
    {"one missed", miss_one, 4},             {"a part left out", leave_part_out, 10},
};

/* ---- what was done ---- */

typedef struct {
    Sheet wrong;
    const Sheet *right;
    size_t cells[MAX_WRONG];
    size_t n;
} Case;

static bool is_wrong(const Case *c, size_t cell)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->cells[i] == cell)
            return true;
    return false;
}

static bool put_off(Case *c, size_t cell, int64_t value)
{
    if (value == c->right->values[cell] || is_wrong(c, cell) || c->n == MAX_WRONG)
        return false;
    c->wrong.values[cell] = value;
    c->cells[c->n++] = cell;
    return true;
}

static size_t draw_cell(const Sheet *sheet, size_t table)
{
    size_t row = below(gov_form_n_rows(sheet->form, table));
    return (size_t)gov_form_get_cell(sheet->form, table, row, below(gov_form_n_columns(sheet->form, table)));
}

/* Puts one slip of a kind on some cell where it shows. */
static bool slip_once(Case *c, size_t table, size_t kind)
{
    for (int tries = 0; tries < 400; tries++) {
        size_t cell = draw_cell(c->right, table);
        if (put_off(c, cell, SLIPS[kind].slip(&c->wrong, cell)))
            return true;
    }
    return false;
}

static size_t draw_kind(void)
{
    size_t kind = 0, share = below(100);

    while (share >= SLIPS[kind].share)
        share -= SLIPS[kind++].share;
    return kind;
}

/* ---- slips of several cells ---- */

typedef bool (*Event)(Case *c, size_t table);

static bool two_cells_of_a_row(Case *c, size_t table, bool beside, size_t *a, size_t *b)
{
    const GovForm *form = c->right->form;
    size_t row = below(gov_form_n_rows(form, table)), n = gov_form_n_columns(form, table) - 1;
    size_t first = below(n - 1), second = beside ? first + 1 : first + 1 + below(n - 1 - first);
    *a = (size_t)gov_form_get_cell(form, table, row, first);
    *b = (size_t)gov_form_get_cell(form, table, row, second);
    return true;
}

static bool exchange(Case *c, size_t table)
{
    size_t a = 0, b = 0;
    two_cells_of_a_row(c, table, true, &a, &b);
    int64_t x = c->right->values[a], y = c->right->values[b];
    return x > 0 && y > 0 && put_off(c, a, y) && put_off(c, b, x);
}

static bool misplace(Case *c, size_t table)
{
    size_t a = 0, b = 0;
    two_cells_of_a_row(c, table, below(4) > 0, &a, &b);
    int64_t x = c->right->values[a], y = c->right->values[b];
    return (x == 0) != (y == 0) && put_off(c, a, y) && put_off(c, b, x);
}

static bool move_some(Case *c, size_t table)
{
    size_t a = 0, b = 0;
    two_cells_of_a_row(c, table, false, &a, &b);
    int64_t x = c->right->values[a], y = c->right->values[b];
    int64_t k = x > 1 ? 1 + (int64_t)below((size_t)MIN(x - 1, 9)) : 0;
    return k > 0 && put_off(c, a, x - k) && put_off(c, b, y + k);
}

/* A wrong figure in one of the four rows of the balance, and its total added up from it. */
static bool carry_into_total(Case *c, size_t table)
{
    static const int rows[] = {RECEIVED, CARRIED_IN, CARRIED_OVER};
    size_t row = c->right->rows[rows[below(3)]], column = below(6);
    size_t cell = (size_t)gov_form_get_cell(c->right->form, table, row, column);
    size_t total = (size_t)gov_form_get_cell(c->right->form, table, row, 6);
    int64_t value = SLIPS[draw_kind()].slip(&c->wrong, cell);
    int64_t change = value - c->right->values[cell];
    return value >= 0 && put_off(c, cell, value) && put_off(c, total, c->right->values[total] + change);
}

/* One pending request is counted as pending and as disposed of. */
static bool count_pending_twice(Case *c, size_t table)
{
    size_t row = c->right->rows[CARRIED_OVER], column = below(6);
    size_t cell = (size_t)gov_form_get_cell(c->right->form, table, row, column);
    size_t total = (size_t)gov_form_get_cell(c->right->form, table, row, 6);
    return put_off(c, cell, c->right->values[cell] + 1) && put_off(c, total, c->right->values[total] + 1);
}

static bool forget_total_column(Case *c, size_t table)
{
    for (size_t row = 0; row < gov_form_n_rows(c->right->form, table); row++)
        put_off(c, (size_t)gov_form_get_cell(c->right->form, table, row, 6), 0);
    return c->n > 0;
}

static bool forget_total_row(Case *c, size_t table)
{
    for (size_t column = 0; column < 7; column++)
        put_off(c, (size_t)gov_form_get_cell(c->right->form, table, c->right->rows[DISPOSED], column), 0);
    return c->n > 0;
}

/* The figures of a row stand one column on; the last is lost, and 0 stands first. */
static bool shift_row(Case *c, size_t table)
{
    size_t row = below(gov_form_n_rows(c->right->form, table));
    int64_t before = 0;
    for (size_t column = 0; column < 7; column++) {
        size_t cell = (size_t)gov_form_get_cell(c->right->form, table, row, column);
        put_off(c, cell, before);
        before = c->right->values[cell];
    }
    return c->n > 1;
}

/* Results of one column stand one row lower from some row on. */
static bool shift_column(Case *c, size_t table)
{
    size_t column = below(7), begin = 2 + below(4), end = c->right->rows[DISPOSED];
    int64_t before = 0;
    for (size_t row = begin; row < end; row++) {
        size_t cell = (size_t)gov_form_get_cell(c->right->form, table, row, column);
        put_off(c, cell, before);
        before = c->right->values[cell];
    }
    return before == 0 && c->n > 1;
}

static const struct {
    const char *name;
    Event event;
} EVENTS[] = {
    {"neighbours exchanged", exchange},
    {"in the wrong column", misplace},
    {"some moved to another applicant", move_some},
    {"wrong figure and its total", carry_into_total},
    {"pending one counted twice", count_pending_twice},
    {"column of totals left at zero", forget_total_column},
    {"row of totals left at zero", forget_total_row},
    {"row shifted by a column", shift_row},
    {"column shifted by a row", shift_column},
};

/* ---- the verdict ---- */

typedef struct {
    size_t n;
    size_t detected;
    size_t among;
    size_t first;
    size_t unique;
    size_t cells;
    size_t n_best;       /* suspects of best explanations */
    size_t n_best_wrong; /* of these, wrong cells */
    double rank_sum;
    double *times;
    size_t n_times;
} Tally;

/* What all findings of a report say together. */
typedef struct {
    bool failed;
    size_t n_best;
    size_t n_best_cells;  /* of the right cells */
    size_t n_best_values; /* of these, with the right value */
    size_t n_among;
    unsigned rank;        /* the lowest rank that a wrong cell with its true value has */
    unsigned n_sets;
} Verdict;

static int64_t suggestion(const GPtrArray *findings, size_t cell, int64_t right, unsigned *best)
{
    int64_t first = INT64_MIN;
    unsigned first_set = UINT_MAX;

    *best = UINT_MAX;
    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        for (size_t k = 0; k < gov_finding_n_suspects(finding); k++) {
            GovSuspect suspect = gov_finding_get_suspect(finding, k);
            if (suspect.cell != cell)
                continue;
            if (suspect.set < first_set) {
                first_set = suspect.set;
                first = suspect.suggested;
            }
            if (suspect.suggested == right)
                *best = MIN(*best, suspect.set);
        }
    }
    return first_set == 1 ? first : INT64_MIN;
}

static Verdict judge(const Case *c, const GPtrArray *findings)
{
    Verdict verdict = {0};

    for (guint i = 0; i < findings->len; i++) {
        const GovFinding *finding = g_ptr_array_index(findings, i);
        verdict.failed = verdict.failed || gov_finding_get_kind(finding) == GOV_FINDING_FAILED;
        for (size_t k = 0; k < gov_finding_n_suspects(finding); k++)
            verdict.n_sets = MAX(verdict.n_sets, gov_finding_get_suspect(finding, k).set);
    }
    for (size_t cell = 0; cell < c->right->n_cells; cell++) {
        unsigned rank = 0;
        int64_t best = suggestion(findings, cell, c->right->values[cell], &rank);
        bool named = best != INT64_MIN, wrong = is_wrong(c, cell);
        verdict.n_best += named;
        verdict.n_best_cells += named && wrong;
        verdict.n_best_values += named && wrong && best == c->right->values[cell];
        if (!wrong)
            continue;
        verdict.n_among += rank != UINT_MAX;
        verdict.rank = MAX(verdict.rank, rank);
    }
    return verdict;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void add(Tally *tally, const Case *c)
{
    g_autoptr(GovReport) report = make_report(&c->wrong);
    double begin = now();
    g_autoptr(GPtrArray) findings = gov_check_report(report);
    tally->times[tally->n_times++] = now() - begin;
    Verdict verdict = judge(c, findings);
    bool first = verdict.n_best == c->n && verdict.n_best_values == c->n;

    tally->n++;
    tally->detected += verdict.failed;
    tally->among += verdict.n_among == c->n;
    tally->rank_sum += verdict.n_among == c->n ? verdict.rank : 0;
    tally->first += first;
    tally->unique += first && verdict.n_sets == 1;
    tally->cells += verdict.n_best == c->n && verdict.n_best_cells == c->n;
    tally->n_best += verdict.n_best;
    tally->n_best_wrong += verdict.n_best_cells;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
}

static void print_tally(const char *name, Tally *tally)
{
    qsort(tally->times, tally->n_times, sizeof *tally->times, compare);
    printf("%-34s %7zu %8.1f %7.1f %7.1f %7.1f %7.1f %9.1f %6.1f %7.0f %7.0f\n", name, tally->n,
           percent(tally->detected, tally->n), percent(tally->among, tally->n),
           percent(tally->first, tally->n), percent(tally->unique, tally->n),
           percent(tally->cells, tally->n), percent(tally->n_best_wrong, tally->n_best),
           tally->among == 0 ? 0 : tally->rank_sum / (double)tally->among,
           tally->times[tally->n_times / 2], tally->times[tally->n_times * 99 / 100]);
}

/* ---- the experiment ---- */

typedef struct {
    const GovForm *forms[2];
    Sheet *sheets;
    size_t n;
    double *times;
} Bench;

static void print_head(const char *title)
{
    printf("\n%s\n%-34s %7s %8s %7s %7s %7s %7s %9s %6s %7s %7s\n", title, "slip", "reports", "detected",
           "among", "first", "unique", "cells", "precision", "rank", "us", "us p99");
}

/* Reports that have no place for a slip are left out. */
static void run_slips(Bench *bench, size_t table, size_t n_slips, size_t kind, const char *name)
{
    Tally tally = {.times = bench->times};

    for (size_t i = 0; i < bench->n; i++) {
        const Sheet *sheet = &bench->sheets[i];
        Case c = {*sheet, sheet, {0}, 0};
        size_t t = table == 0 ? sheet->applications : sheet->review;
        for (size_t tries = 0; tries < n_slips * 20 && c.n < n_slips; tries++)
            slip_once(&c, t, kind == SIZE_MAX ? draw_kind() : kind);
        if (c.n == n_slips)
            add(&tally, &c);
    }
    print_tally(name, &tally);
}

static void run_event(Bench *bench, size_t event)
{
    Tally tally = {.times = bench->times};

    for (size_t i = 0; i < bench->n; i++) {
        const Sheet *sheet = &bench->sheets[i];
        for (int tries = 0; tries < 40; tries++) {
            Case c = {*sheet, sheet, {0}, 0};
            if (!EVENTS[event].event(&c, sheet->applications))
                continue;
            add(&tally, &c);
            break;
        }
    }
    print_tally(EVENTS[event].name, &tally);
}

/* Sums hold in all of these reports; what may be found are hints at what is merely unusual. */
static void run_consistent(Bench *bench)
{
    size_t n_hard = 0, n_hints = 0;

    for (size_t i = 0; i < bench->n; i++) {
        g_autoptr(GovReport) report = make_report(&bench->sheets[i]);
        double begin = now();
        g_autoptr(GPtrArray) findings = gov_check_report(report);
        bench->times[i] = now() - begin;
        for (guint k = 0; k < findings->len; k++) {
            bool hint = gov_finding_get_severity(g_ptr_array_index(findings, k)) == GOV_SEVERITY_HINT;
            n_hints += hint;
            n_hard += !hint;
        }
    }
    qsort(bench->times, bench->n, sizeof *bench->times, compare);
    printf("%zu consistent reports: %zu errors and warnings, %zu hints; a check takes %.0f us\n", bench->n, n_hard,
           n_hints, bench->times[bench->n / 2]);
}

static void run_all(Bench *bench)
{
    run_consistent(bench);
    print_head("applications: one cell");
    for (size_t kind = 0; kind < G_N_ELEMENTS(SLIPS); kind++)
        run_slips(bench, 0, 1, kind, SLIPS[kind].name);
    run_slips(bench, 0, 1, SIZE_MAX, "all, by share");
    print_head("applications: several cells, independent slips by share");
    run_slips(bench, 0, 2, SIZE_MAX, "two cells");
    run_slips(bench, 0, 3, SIZE_MAX, "three cells");
    run_slips(bench, 0, 4, SIZE_MAX, "four cells");
    print_head("applications: several cells, one slip");
    for (size_t event = 0; event < G_N_ELEMENTS(EVENTS); event++)
        run_event(bench, event);
    print_head("review_litigation: one cell");
    for (size_t kind = 0; kind < G_N_ELEMENTS(SLIPS); kind++)
        run_slips(bench, 1, 1, kind, SLIPS[kind].name);
    run_slips(bench, 1, 1, SIZE_MAX, "all, by share");
}

int main(int argc, char **argv)
{
    uint64_t n = 2000, seed = 2024;

    if ((argc > 1 && !g_ascii_string_to_unsigned(argv[1], 10, 1, 1000000, &n, NULL)) ||
        (argc > 2 && !g_ascii_string_to_unsigned(argv[2], 10, 0, UINT64_MAX, &seed, NULL)) || argc > 3) {
        fprintf(stderr, "usage: bench-locate [REPORTS [SEED]]\n");
        return 2;
    }
    random_state = seed;
    Bench bench = {{gov_form_builtin("cn-foi-2021", NULL), gov_form_builtin("cn-foi-2019", NULL)},
                   g_new(Sheet, n), n, g_new(double, n)};
    for (size_t i = 0; i < n; i++)
        fill(&bench.sheets[i], bench.forms[i % 2]);
    printf("%" PRIu64 " reports, seed %" PRIu64 "\n", n, seed);
    run_all(&bench);
    g_free(bench.sheets);
    g_free(bench.times);
    return 0;
}
