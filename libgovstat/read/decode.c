/* SPDX-License-Identifier: MIT */
/* Decoding rows whose cell boundaries are lost.
 *
 * Each row gets the list of readings that its own sum allows. Then the identities that run across
 * rows (one per column) choose among them: a depth-first search over the rows that have several
 * readings, pruned by the least and greatest sum the rows still open can reach. What all solutions
 * agree on is accepted. The search is bounded; past the bound nothing is accepted. */
#include "read/decode-private.h"

#include <string.h>

#define MAX_DIGITS 64       /* of one row */
#define MAX_READINGS 4000   /* of one row */
#define MAX_STEPS 200000    /* of splitting one row, and of the search */
#define MAX_FIGURE_DIGITS 12

typedef struct {
    GArray *readings; /* GovReading; one for a known row */
    bool present;
    bool in_pieces; /* some cell may be lost too: only all identities together are believed */
    int chosen;  /* reading in the solution under way */
    int settled; /* reading all solutions share; −1 none yet, −2 they differ */
} Row;

/* One identity across rows, with the column it runs down. */
typedef struct {
    const GovInstance *instance;
    size_t column;
} Constraint;

struct _GovDecoder {
    const GovForm *form;
    size_t table;
    size_t n_rows;
    size_t n_columns;
    Row *rows;
    GArray *constraints; /* Constraint: those all of whose rows are present */
    GArray *open;        /* size_t: rows with several readings */
    int64_t *least;      /* per depth of the search and constraint: reach of the rows still open */
    int64_t *greatest;
    unsigned steps;
    unsigned n_solutions;
};

/* ---- the sum of one row ---- */

/* Coefficients of a row's identity: sum of coefficient × value = 0. FALSE if it has none. */
static bool row_identity(const GovForm *form, size_t table, size_t row, int64_t *coefficients)
{
    memset(coefficients, 0, GOV_DECODE_MAX_COLUMNS * sizeof *coefficients);
    for (size_t r = 0; r < gov_form_n_rules(form); r++) {
        const GovRule *rule = gov_form_get_rule(form, r);
        if (!gov__rule_is_identity(rule))
            continue;
        for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
            const GovInstance *instance = gov__rule_get_instance(rule, i);
            if (instance->axis != GOV_AXIS_ROW || instance->table != table || instance->index != row ||
                instance->left_constant != instance->right_constant)
                continue;
            for (unsigned t = 0; t < (unsigned)instance->n_left + instance->n_right; t++) {
                size_t column = gov_form_get_cell_column(form, instance->terms[t].cell);
                int64_t sign = t < instance->n_left ? 1 : -1;
                coefficients[column] += sign * instance->terms[t].coefficient;
            }
            return true;
        }
    }
    return false;
}

/* ---- readings of one row ---- */

typedef struct {
    const int64_t *coefficients;
    size_t n_columns;
    const char *digits;
    size_t n_digits;
    const bool *borders; /* by digit: whether a piece begins here */
    bool joining;        /* figures were split: they begin only at borders; else at all of them */
    GArray *readings;
    unsigned steps;
    bool overrun;
} Splitter;

/* A figure of `n` digits: no leading zero, unless it is 0. */
static bool read_digits(const char *digits, size_t n, int64_t *value)
{
    if (n > MAX_FIGURE_DIGITS || (n > 1 && digits[0] == '0'))
        return false;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value = *value * 10 + (digits[i] - '0');
    return true;
}

/* Splits the digits from `at` on over the columns from `column` on. Recursion is as deep as the
 * table has columns. */
static void split(Splitter *s, GovReading *reading, size_t column, size_t at, int64_t sum)
{
    if (++s->steps > MAX_STEPS || s->readings->len > MAX_READINGS) {
        s->overrun = true;
        return;
    }
    size_t left = s->n_digits - at, columns_left = s->n_columns - column;
    if (columns_left == 0) {
        if (left == 0 && sum == 0)
            g_array_append_val(s->readings, *reading);
        return;
    }
    for (size_t n = 1; n + columns_left - 1 <= left; n++) {
        int64_t value;
        if (!read_digits(s->digits + at, n, &value))
            break;
        if (!s->joining && n > 1 && s->borders[at + n - 1])
            break;
        if (s->joining && at + n < s->n_digits && !s->borders[at + n])
            continue;
        if (columns_left == 1 && n < left)
            continue;
        reading->values[column] = value;
        split(s, reading, column + 1, at + n, sum + s->coefficients[column] * value);
    }
}

static bool append_pieces(GString *digits, bool *borders, const char *const *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (const char *p = pieces[i]; *p != '\0'; p++)
            if (!g_ascii_isdigit(*p))
                return false;
        if (*pieces[i] == '\0' || digits->len + strlen(pieces[i]) > MAX_DIGITS)
            return false;
        borders[digits->len] = true;
        g_string_append(digits, pieces[i]);
    }
    return true;
}

void gov__decoder_set_digits(GovDecoder *decoder, size_t row, const char *const *pieces, size_t n)
{
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];
    bool borders[MAX_DIGITS + 1] = {false};
    g_autoptr(GString) digits = g_string_new(NULL);
    Row *r = &decoder->rows[row];

    g_array_set_size(r->readings, 0);
    r->present = false;
    if (n == 0 || !row_identity(decoder->form, decoder->table, row, coefficients) ||
        !append_pieces(digits, borders, pieces, n))
        return;
    Splitter s = {coefficients, decoder->n_columns, digits->str, digits->len, borders,
                  n > decoder->n_columns, r->readings, 0, false};
    GovReading reading = {{0}};
    split(&s, &reading, 0, 0, 0);
    r->present = !s.overrun && r->readings->len > 0;
    r->in_pieces = n > 1;
}

/* ---- all rows ---- */

GovDecoder *gov__decoder_new(const GovForm *form, size_t table)
{
    GovDecoder *decoder = g_new0(GovDecoder, 1);

    decoder->form = form;
    decoder->table = table;
    decoder->n_rows = gov_form_n_rows(form, table);
    decoder->n_columns = MIN(gov_form_n_columns(form, table), GOV_DECODE_MAX_COLUMNS);
    decoder->rows = g_new0(Row, decoder->n_rows);
    for (size_t row = 0; row < decoder->n_rows; row++) {
        decoder->rows[row].readings = g_array_new(FALSE, TRUE, sizeof(GovReading));
        decoder->rows[row].settled = -1;
    }
    decoder->constraints = g_array_new(FALSE, FALSE, sizeof(Constraint));
    decoder->open = g_array_new(FALSE, FALSE, sizeof(size_t));
    return decoder;
}

void gov__decoder_free(GovDecoder *decoder)
{
    for (size_t row = 0; row < decoder->n_rows; row++)
        g_array_unref(decoder->rows[row].readings);
    g_free(decoder->rows);
    g_free(decoder->least);
    g_free(decoder->greatest);
    g_array_unref(decoder->constraints);
    g_array_unref(decoder->open);
    g_free(decoder);
}

void gov__decoder_set_known(GovDecoder *decoder, size_t row, const int64_t *values)
{
    GovReading reading = {{0}};
    Row *r = &decoder->rows[row];

    memcpy(reading.values, values, decoder->n_columns * sizeof *values);
    g_array_set_size(r->readings, 0);
    g_array_append_val(r->readings, reading);
    r->present = true;
}

/* What a reading of a row adds to an identity. */
static int64_t part_of(const GovDecoder *decoder, const Constraint *constraint, size_t row,
                       const GovReading *reading)
{
    const GovInstance *instance = constraint->instance;
    int64_t sum = 0;

    for (unsigned t = 0; t < (unsigned)instance->n_left + instance->n_right; t++)
        if (gov_form_get_cell_row(decoder->form, instance->terms[t].cell) == row) {
            int64_t sign = t < instance->n_left ? 1 : -1;
            sum += sign * instance->terms[t].coefficient * reading->values[constraint->column];
        }
    return sum;
}

static bool all_rows_present(const GovDecoder *decoder, const GovInstance *instance)
{
    for (unsigned t = 0; t < (unsigned)instance->n_left + instance->n_right; t++) {
        uint32_t cell = instance->terms[t].cell;
        if (gov_form_get_cell_table(decoder->form, cell) != decoder->table ||
            !decoder->rows[gov_form_get_cell_row(decoder->form, cell)].present)
            return false;
    }
    return true;
}

static void collect_constraints(GovDecoder *decoder)
{
    for (size_t r = 0; r < gov_form_n_rules(decoder->form); r++) {
        const GovRule *rule = gov_form_get_rule(decoder->form, r);
        if (!gov__rule_is_identity(rule))
            continue;
        for (size_t i = 0; i < gov_rule_n_instances(rule); i++) {
            const GovInstance *instance = gov__rule_get_instance(rule, i);
            Constraint constraint = {instance, instance->index};
            if (instance->axis == GOV_AXIS_COLUMN && instance->table == decoder->table &&
                instance->left_constant == instance->right_constant && all_rows_present(decoder, instance))
                g_array_append_val(decoder->constraints, constraint);
        }
    }
}

static int compare_open(const void *a, const void *b, void *data)
{
    const GovDecoder *decoder = data;
    guint x = decoder->rows[*(const size_t *)a].readings->len;
    guint y = decoder->rows[*(const size_t *)b].readings->len;
    if (x != y)
        return x < y ? 1 : -1; /* the row with most readings first */
    return *(const size_t *)a < *(const size_t *)b ? -1 : 1;
}

/* least[d·n + k]: what the rows closed for good and the open rows from depth d on can at least
 * add to identity k. */
static void bound_reach(GovDecoder *decoder)
{
    guint n = decoder->constraints->len, depth = decoder->open->len;

    decoder->least = g_new0(int64_t, (depth + 1) * (size_t)n + 1);
    decoder->greatest = g_new0(int64_t, (depth + 1) * (size_t)n + 1);
    for (guint d = depth; d-- > 0;) {
        size_t row = g_array_index(decoder->open, size_t, d);
        const GArray *readings = decoder->rows[row].readings;
        for (guint k = 0; k < n; k++) {
            const Constraint *constraint = &g_array_index(decoder->constraints, Constraint, k);
            int64_t low = INT64_MAX, high = INT64_MIN;
            for (guint i = 0; i < readings->len; i++) {
                int64_t part = part_of(decoder, constraint, row, &g_array_index(readings, GovReading, i));
                low = MIN(low, part);
                high = MAX(high, part);
            }
            decoder->least[d * n + k] = decoder->least[(d + 1) * n + k] + low;
            decoder->greatest[d * n + k] = decoder->greatest[(d + 1) * n + k] + high;
        }
    }
}

static void keep_solution(GovDecoder *decoder)
{
    decoder->n_solutions++;
    for (size_t row = 0; row < decoder->n_rows; row++) {
        Row *r = &decoder->rows[row];
        if (r->settled == -1)
            r->settled = r->chosen;
        else if (r->settled != r->chosen)
            r->settled = -2;
    }
}

static bool within_reach(const GovDecoder *decoder, guint depth, const int64_t *sums)
{
    guint n = decoder->constraints->len;

    for (guint k = 0; k < n; k++)
        if (sums[k] + decoder->least[depth * n + k] > 0 || sums[k] + decoder->greatest[depth * n + k] < 0)
            return false;
    return true;
}

/* Recursion is as deep as the table has rows. */
static void search(GovDecoder *decoder, guint depth, const int64_t *sums)
{
    guint n = decoder->constraints->len;

    if (++decoder->steps > MAX_STEPS || !within_reach(decoder, depth, sums))
        return;
    if (depth == decoder->open->len) {
        keep_solution(decoder);
        return;
    }
    Row *row = &decoder->rows[g_array_index(decoder->open, size_t, depth)];
    g_autofree int64_t *next = g_new(int64_t, n + 1);
    for (guint i = 0; i < row->readings->len; i++) {
        const GovReading *reading = &g_array_index(row->readings, GovReading, i);
        for (guint k = 0; k < n; k++)
            next[k] = sums[k] + part_of(decoder, &g_array_index(decoder->constraints, Constraint, k),
                                        g_array_index(decoder->open, size_t, depth), reading);
        row->chosen = (int)i;
        search(decoder, depth + 1, next);
    }
}

void gov__decoder_solve(GovDecoder *decoder)
{
    collect_constraints(decoder);
    for (size_t row = 0; row < decoder->n_rows; row++)
        if (decoder->rows[row].present && decoder->rows[row].readings->len > 1)
            g_array_append_val(decoder->open, row);
    g_array_sort_with_data(decoder->open, compare_open, decoder);
    bound_reach(decoder);

    g_autofree int64_t *sums = g_new0(int64_t, decoder->constraints->len + 1);
    for (guint k = 0; k < decoder->constraints->len; k++)
        for (size_t row = 0; row < decoder->n_rows; row++)
            if (decoder->rows[row].present && decoder->rows[row].readings->len == 1)
                sums[k] += part_of(decoder, &g_array_index(decoder->constraints, Constraint, k), row,
                                   &g_array_index(decoder->rows[row].readings, GovReading, 0));
    search(decoder, 0, sums);
}

/* Whether every column is tied by every identity that the form has for it. */
static bool is_fully_constrained(const GovDecoder *decoder)
{
    for (size_t row = 0; row < decoder->n_rows; row++)
        if (!decoder->rows[row].present)
            return false;
    return decoder->constraints->len > 0;
}

const GovReading *gov__decoder_get_reading(const GovDecoder *decoder, size_t row)
{
    const Row *r = &decoder->rows[row];

    if (!r->present || decoder->steps > MAX_STEPS || decoder->n_solutions == 0 || r->settled < 0)
        return NULL;
    if (r->in_pieces && !is_fully_constrained(decoder))
        return NULL;
    return &g_array_index(r->readings, GovReading, r->settled);
}

/* ---- several rows in one run ---- */

typedef struct {
    Splitter splitter;
    const int64_t (*coefficients)[GOV_DECODE_MAX_COLUMNS];
    size_t n_rows;
    GovReading *readings;
    GovReading *solution;
    unsigned n_solutions;
} Run;

static void split_run(Run *run, size_t row, size_t column, size_t at, int64_t sum)
{
    Splitter *s = &run->splitter;
    size_t cells_left = (run->n_rows - row) * s->n_columns - column;

    if (++s->steps > MAX_STEPS || run->n_solutions > 1)
        return;
    if (column == s->n_columns) {
        if (sum != 0)
            return;
        if (row + 1 < run->n_rows) {
            split_run(run, row + 1, 0, at, 0);
        } else if (at == s->n_digits) {
            run->n_solutions++;
            memcpy(run->solution, run->readings, run->n_rows * sizeof *run->readings);
        }
        return;
    }
    for (size_t n = 1; n + cells_left - 1 <= s->n_digits - at; n++) {
        int64_t value;
        if (!read_digits(s->digits + at, n, &value))
            break;
        run->readings[row].values[column] = value;
        split_run(run, row, column + 1, at + n, sum + run->coefficients[row][column] * value);
    }
}

bool gov__decode_rows(const GovForm *form, size_t table, const char *digits, GovReading *readings)
{
    size_t n_rows = gov_form_n_rows(form, table), n_digits = strlen(digits);
    size_t n_columns = gov_form_n_columns(form, table);

    if (n_columns > GOV_DECODE_MAX_COLUMNS || n_digits < n_rows * n_columns || n_digits > 2 * MAX_DIGITS)
        return false;
    g_autofree int64_t(*coefficients)[GOV_DECODE_MAX_COLUMNS] =
        g_malloc0(n_rows * sizeof *coefficients);
    g_autofree GovReading *working = g_new0(GovReading, n_rows);
    for (size_t row = 0; row < n_rows; row++) {
        if (!row_identity(form, table, row, coefficients[row]))
            return false;
    }
    Run run = {.splitter = {.n_columns = n_columns, .digits = digits, .n_digits = n_digits},
               .coefficients = (const int64_t(*)[GOV_DECODE_MAX_COLUMNS])coefficients,
               .n_rows = n_rows,
               .readings = working,
               .solution = readings};
    split_run(&run, 0, 0, 0, 0);
    return run.n_solutions == 1 && run.splitter.steps <= MAX_STEPS;
}
