/* SPDX-License-Identifier: MIT */
/* Several rows in one run of digits: each row is a few parts and their sum, and where one row ends
 * the next begins.
 *
 * From every place that the rows before can end at, the parts are tried; their sum is known then, and
 * must stand there in digits. What of this leads to the end of the run makes the readings: the ways
 * are not listed, only which figures stand on some way, so that many ways cost no more than few. */
#include "read/decode-private.h"

#include <string.h>

#define MAX_STEPS 400000 /* tries of a part, in all runs */
#define MAX_GROUPS 4000  /* rows read at any place */
#define MAX_ROWS 8

/* One row read at a place. */
typedef struct {
    size_t row;
    size_t start;
    size_t end;
    GovReading reading;
    bool leads_on; /* to the end of the run */
} Group;

typedef struct {
    const char *digits;
    size_t n_digits;
    size_t n_rows;
    size_t n_columns;
    GArray *groups; /* Group, by row, then by start */
    unsigned steps;
} Run;

/* Whether the sum stands at a place in digits; `*end` is behind it. */
static bool read_sum(const Run *run, size_t at, int64_t sum, size_t *end)
{
    char text[24];
    int n = g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, sum);

    *end = at + (size_t)n;
    return *end <= run->n_digits && memcmp(run->digits + at, text, (size_t)n) == 0;
}

/* Recursion is as deep as the table has columns. */
static void read_parts(Run *run, Group *group, size_t column, size_t at, int64_t sum)
{
    if (++run->steps > MAX_STEPS || run->groups->len >= MAX_GROUPS) {
        run->steps = MAX_STEPS + 1;
        return;
    }
    if (column + 1 == run->n_columns) {
        group->reading.values[column] = sum;
        if (read_sum(run, at, sum, &group->end))
            g_array_append_val(run->groups, *group);
        return;
    }
    size_t cells_left = (run->n_rows - group->row) * run->n_columns - column;
    int64_t value;
    for (size_t n = 1; n + cells_left - 1 <= run->n_digits - at && run->steps <= MAX_STEPS; n++) {
        if (!gov__decode_figure(run->digits + at, n, &value))
            return;
        group->reading.values[column] = value;
        read_parts(run, group, column + 1, at + n, sum + value);
    }
}

/* All rows at all places that can be reached. */
static void read_rows(Run *run)
{
    g_autofree bool *reached = g_new0(bool, run->n_digits + 1);
    g_autofree bool *next = g_new0(bool, run->n_digits + 1);

    reached[0] = true;
    for (size_t row = 0; row < run->n_rows; row++) {
        memset(next, 0, (run->n_digits + 1) * sizeof *next);
        for (size_t at = 0; at < run->n_digits; at++) {
            guint before = run->groups->len;
            Group group = {.row = row, .start = at};
            if (reached[at])
                read_parts(run, &group, 0, at, 0);
            for (guint i = before; i < run->groups->len; i++)
                next[g_array_index(run->groups, Group, i).end] = true;
        }
        memcpy(reached, next, (run->n_digits + 1) * sizeof *next);
    }
}

/* Marks the rows from which the end can be reached: the groups stand in the order of their rows. */
static void trace_back(Run *run)
{
    g_autofree bool *open = g_new0(bool, (run->n_rows + 1) * (run->n_digits + 1));

    open[run->n_rows * (run->n_digits + 1) + run->n_digits] = true;
    for (guint i = run->groups->len; i-- > 0;) {
        Group *group = &g_array_index(run->groups, Group, i);
        group->leads_on = open[(group->row + 1) * (run->n_digits + 1) + group->end];
        if (group->leads_on)
            open[group->row * (run->n_digits + 1) + group->start] = true;
    }
}

static void merge(const Run *run, GovDecodedRow *rows)
{
    for (guint i = 0; i < run->groups->len; i++) {
        const Group *group = &g_array_index(run->groups, Group, i);
        GovDecodedRow *row = &rows[group->row];
        for (size_t column = 0; column < run->n_columns && group->leads_on; column++) {
            if (row->state[column] == GOV_DECODED_NONE) {
                row->state[column] = GOV_DECODED_ONE;
                row->values[column] = group->reading.values[column];
            } else if (row->values[column] != group->reading.values[column]) {
                row->state[column] = GOV_DECODED_SEVERAL;
            }
        }
    }
}

/* Every row must end in the sum of its parts. */
static bool rows_end_in_sums(const GovForm *form, size_t table, size_t n_rows, size_t n_columns)
{
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];

    for (size_t row = 0; row < n_rows; row++) {
        if (!gov__decode_row_identity(form, table, row, coefficients))
            return false;
        for (size_t column = 0; column + 1 < n_columns; column++)
            if (ABS(coefficients[column]) != 1 || coefficients[column] != -coefficients[n_columns - 1])
                return false;
    }
    return true;
}

void gov__decode_run(const GovForm *form, size_t table, const char *const *runs, size_t n_runs,
                     GovDecodedRow *rows)
{
    g_autoptr(GArray) groups = g_array_new(FALSE, TRUE, sizeof(Group));
    Run run = {.n_rows = gov_form_n_rows(form, table),
               .n_columns = gov_form_n_columns(form, table),
               .groups = groups};

    memset(rows, 0, run.n_rows * sizeof *rows);
    if (run.n_columns > GOV_DECODE_MAX_COLUMNS || run.n_columns < 2 || run.n_rows > MAX_ROWS ||
        !rows_end_in_sums(form, table, run.n_rows, run.n_columns))
        return;
    for (size_t i = 0; i < n_runs; i++) {
        run.digits = runs[i];
        run.n_digits = strlen(runs[i]);
        g_array_set_size(groups, 0);
        if (run.n_digits < run.n_rows * run.n_columns || run.n_digits > GOV_DECODE_MAX_DIGITS)
            continue;
        read_rows(&run);
        trace_back(&run);
        merge(&run, rows);
    }
    if (run.steps > MAX_STEPS)
        memset(rows, 0, run.n_rows * sizeof *rows);
}
