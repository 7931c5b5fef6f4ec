/* SPDX-License-Identifier: MIT */
/* All rows of a table at once.
 *
 * Each row has the readings that its own sum allows. The identities that run across rows (one per
 * column and rule) choose among them: a reading goes if one identity cannot be kept with it, whatever
 * the other rows are read as (least and greatest sums), and this is repeated until none goes. What is
 * left is tried: a reading stays if a solution of the whole table with it is found. So it is known of
 * every cell whether all solutions agree in it, without listing them. The work is bounded; past the
 * bound nothing is accepted. */
#include "read/decode-private.h"

#include <string.h>

#define MAX_WORK 30000000 /* readings weighed against an identity */
#define MAX_CONSTRAINTS 64

typedef struct {
    GArray *readings; /* GovReading; one for a known row */
    int64_t *parts;   /* per reading and constraint: what it adds */
    bool *supported;  /* per reading: some solution has it */
    bool overrun;     /* it has readings that were not found */
    bool in_pieces;   /* some cell may be lost too: only all identities together are believed */
    bool one_each;    /* as many digits as columns: each is a figure */
} Row;

/* One identity across rows, with the column it runs down. */
typedef struct {
    const GovInstance *instance;
    size_t column;
} Constraint;

/* The readings that are still possible: indexes, row by row. */
typedef struct {
    uint16_t *alive; /* n_rows × stride */
    guint *n_alive;
} Domain;

struct _GovDecoder {
    const GovForm *form;
    size_t table;
    size_t n_rows;
    size_t n_columns;
    size_t stride;
    Row *rows;
    GArray *constraints; /* Constraint: those all of whose rows are present */
    bool distrusted;
    bool solvable;
    guint64 work;
};

static bool is_present(const GovDecoder *decoder, size_t row)
{
    return decoder->rows[row].readings->len > 0 && !decoder->rows[row].overrun;
}

static const GovReading *reading_at(const GovDecoder *decoder, size_t row, guint i)
{
    return &g_array_index(decoder->rows[row].readings, GovReading, i);
}

GovDecoder *gov__decoder_new(const GovForm *form, size_t table)
{
    GovDecoder *decoder = g_new0(GovDecoder, 1);

    decoder->form = form;
    decoder->table = table;
    decoder->n_rows = gov_form_n_rows(form, table);
    decoder->n_columns = MIN(gov_form_n_columns(form, table), GOV_DECODE_MAX_COLUMNS);
    decoder->rows = g_new0(Row, decoder->n_rows);
    for (size_t row = 0; row < decoder->n_rows; row++)
        decoder->rows[row].readings = g_array_new(FALSE, TRUE, sizeof(GovReading));
    decoder->constraints = g_array_new(FALSE, FALSE, sizeof(Constraint));
    return decoder;
}

void gov__decoder_free(GovDecoder *decoder)
{
    for (size_t row = 0; row < decoder->n_rows; row++) {
        g_array_unref(decoder->rows[row].readings);
        g_free(decoder->rows[row].parts);
        g_free(decoder->rows[row].supported);
    }
    g_free(decoder->rows);
    g_array_unref(decoder->constraints);
    g_free(decoder);
}

void gov__decoder_set_known(GovDecoder *decoder, size_t row, const int64_t *values)
{
    GovReading reading = {{0}};

    memcpy(reading.values, values, decoder->n_columns * sizeof *values);
    g_array_set_size(decoder->rows[row].readings, 0);
    g_array_append_val(decoder->rows[row].readings, reading);
}

/* Two ways to part the digits may come to the same figures. */
static void drop_repeated(const GovDecoder *decoder, GArray *readings, guint first)
{
    for (guint i = first; i < readings->len;) {
        bool repeated = false;
        for (guint k = 0; k < first && !repeated; k++)
            repeated = memcmp(g_array_index(readings, GovReading, i).values,
                              g_array_index(readings, GovReading, k).values,
                              decoder->n_columns * sizeof(int64_t)) == 0;
        if (repeated)
            g_array_remove_index_fast(readings, i);
        else
            i++;
    }
}

static size_t count_digits(const char *const *pieces, size_t n)
{
    size_t n_digits = 0;

    for (size_t i = 0; i < n; i++)
        n_digits += strlen(pieces[i]);
    return n_digits;
}

void gov__decoder_add_digits(GovDecoder *decoder, size_t row, const char *const *pieces, size_t n,
                             GovBorders borders)
{
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];
    Row *r = &decoder->rows[row];
    guint before = r->readings->len;

    if (!gov__decode_row_identity(decoder->form, decoder->table, row, coefficients))
        return;
    r->overrun |= !gov__decode_split(coefficients, decoder->n_columns, pieces, n, borders, r->readings) ||
                  r->readings->len > G_MAXUINT16;
    drop_repeated(decoder, r->readings, before);
    r->in_pieces |= n > 1 && borders == GOV_BORDERS_HARD;
    r->one_each = r->one_each || before == 0;
    r->one_each = r->one_each && count_digits(pieces, n) == decoder->n_columns;
}

void gov__decoder_give_up(GovDecoder *decoder, size_t row)
{
    decoder->rows[row].overrun = true;
}

void gov__decoder_distrust(GovDecoder *decoder)
{
    decoder->distrusted = true;
}

/* ---- identities across rows ---- */

/* What a reading of a row adds to an identity. */
static int64_t part_of(const GovDecoder *decoder, const Constraint *constraint, size_t row,
                       const GovReading *reading)
{
    const GovInstance *instance = constraint->instance;
    int64_t sum = 0;

    for (unsigned t = 0; t < gov__instance_n_terms(instance); t++)
        if (gov_form_get_cell_row(decoder->form, instance->terms[t].cell) == row) {
            int64_t sign = t < instance->n_left ? 1 : -1;
            sum += sign * instance->terms[t].coefficient * reading->values[constraint->column];
        }
    return sum;
}

static bool holds_row(const GovDecoder *decoder, const Constraint *constraint, size_t row)
{
    const GovInstance *instance = constraint->instance;

    for (unsigned t = 0; t < gov__instance_n_terms(instance); t++)
        if (gov_form_get_cell_row(decoder->form, instance->terms[t].cell) == row)
            return true;
    return false;
}

static bool all_rows_present(const GovDecoder *decoder, const GovInstance *instance)
{
    for (unsigned t = 0; t < gov__instance_n_terms(instance); t++) {
        uint32_t cell = instance->terms[t].cell;
        if (gov_form_get_cell_table(decoder->form, cell) != decoder->table ||
            ABS((int64_t)instance->terms[t].coefficient) > 1000 ||
            !is_present(decoder, gov_form_get_cell_row(decoder->form, cell)))
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
                instance->index < decoder->n_columns && decoder->constraints->len < MAX_CONSTRAINTS &&
                instance->left_constant == instance->right_constant && all_rows_present(decoder, instance))
                g_array_append_val(decoder->constraints, constraint);
        }
    }
}

static void weigh_readings(GovDecoder *decoder)
{
    guint n = decoder->constraints->len;

    for (size_t row = 0; row < decoder->n_rows; row++) {
        Row *r = &decoder->rows[row];
        r->parts = g_new0(int64_t, (size_t)r->readings->len * n + 1);
        r->supported = g_new0(bool, r->readings->len + 1);
        for (guint i = 0; i < r->readings->len && is_present(decoder, row); i++)
            for (guint k = 0; k < n; k++)
                r->parts[i * n + k] = part_of(decoder, &g_array_index(decoder->constraints, Constraint, k),
                                              row, reading_at(decoder, row, i));
        decoder->stride = MAX(decoder->stride, r->readings->len);
    }
}

/* ---- what is possible ---- */

static Domain domain_new(const GovDecoder *decoder)
{
    return (Domain){g_new(uint16_t, decoder->n_rows * decoder->stride + 1), g_new0(guint, decoder->n_rows + 1)};
}

static void domain_clear(Domain *domain)
{
    g_clear_pointer(&domain->alive, g_free);
    g_clear_pointer(&domain->n_alive, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Domain, domain_clear)

static void domain_copy(const GovDecoder *decoder, Domain *to, const Domain *from)
{
    for (size_t row = 0; row < decoder->n_rows; row++) {
        to->n_alive[row] = from->n_alive[row];
        memcpy(to->alive + row * decoder->stride, from->alive + row * decoder->stride,
               from->n_alive[row] * sizeof *to->alive);
    }
}

static void domain_fix(const GovDecoder *decoder, Domain *domain, size_t row, uint16_t reading)
{
    domain->alive[row * decoder->stride] = reading;
    domain->n_alive[row] = 1;
}

typedef struct {
    int64_t least;
    int64_t greatest;
} Reach;

/* What the possible readings of a row can add to an identity. */
static Reach reach_of(GovDecoder *decoder, const Domain *domain, size_t row, guint k)
{
    guint n = decoder->constraints->len;
    const uint16_t *alive = domain->alive + row * decoder->stride;
    Reach reach = {INT64_MAX, INT64_MIN};

    if (domain->n_alive[row] == 0)
        return (Reach){0, 0};
    for (guint i = 0; i < domain->n_alive[row]; i++) {
        int64_t part = decoder->rows[row].parts[alive[i] * n + k];
        reach.least = MIN(reach.least, part);
        reach.greatest = MAX(reach.greatest, part);
    }
    decoder->work += domain->n_alive[row];
    return reach;
}

/* Drops the readings of a row with which an identity cannot be kept; returns how many. */
static guint drop_unreachable(GovDecoder *decoder, Domain *domain, size_t row, guint k, Reach others)
{
    guint n = decoder->constraints->len, kept = 0, before = domain->n_alive[row];
    uint16_t *alive = domain->alive + row * decoder->stride;

    for (guint i = 0; i < before; i++) {
        int64_t part = decoder->rows[row].parts[alive[i] * n + k];
        if (others.least + part <= 0 && others.greatest + part >= 0)
            alive[kept++] = alive[i];
    }
    domain->n_alive[row] = kept;
    return before - kept;
}

/* One identity over all rows. FALSE if a row has no reading left. */
static bool narrow(GovDecoder *decoder, Domain *domain, guint k, Reach *reaches, guint *n_dropped)
{
    Reach sum = {0, 0};

    for (size_t row = 0; row < decoder->n_rows; row++) {
        reaches[row] = reach_of(decoder, domain, row, k);
        sum.least += reaches[row].least;
        sum.greatest += reaches[row].greatest;
    }
    if (sum.least > 0 || sum.greatest < 0)
        return false;
    for (size_t row = 0; row < decoder->n_rows; row++) {
        Reach others = {sum.least - reaches[row].least, sum.greatest - reaches[row].greatest};
        if (!is_present(decoder, row) || reaches[row].least == reaches[row].greatest)
            continue;
        *n_dropped += drop_unreachable(decoder, domain, row, k, others);
        if (domain->n_alive[row] == 0)
            return false;
    }
    return true;
}

static bool propagate(GovDecoder *decoder, Domain *domain)
{
    g_autofree Reach *reaches = g_new(Reach, decoder->n_rows + 1);

    for (guint n_dropped = 1; n_dropped > 0;) {
        n_dropped = 0;
        for (guint k = 0; k < decoder->constraints->len; k++)
            if (decoder->work > MAX_WORK || !narrow(decoder, domain, k, reaches, &n_dropped))
                return false;
    }
    return true;
}

/* The row with the fewest readings above one; SIZE_MAX if all have one. */
static size_t choose_row(const GovDecoder *decoder, const Domain *domain)
{
    size_t best = SIZE_MAX;

    for (size_t row = 0; row < decoder->n_rows; row++)
        if (domain->n_alive[row] > 1 && (best == SIZE_MAX || domain->n_alive[row] < domain->n_alive[best]))
            best = row;
    return best;
}

/* Narrows a domain to one solution. Recursion is as deep as the table has rows. */
static bool find_solution(GovDecoder *decoder, Domain *domain)
{
    if (!propagate(decoder, domain))
        return false;
    size_t row = choose_row(decoder, domain);
    if (row == SIZE_MAX)
        return true;
    g_auto(Domain) trial = domain_new(decoder);
    for (guint i = 0; i < domain->n_alive[row] && decoder->work <= MAX_WORK; i++) {
        domain_copy(decoder, &trial, domain);
        domain_fix(decoder, &trial, row, domain->alive[row * decoder->stride + i]);
        if (find_solution(decoder, &trial)) {
            domain_copy(decoder, domain, &trial);
            return true;
        }
    }
    return false;
}

static void mark_supported(GovDecoder *decoder, const Domain *solution)
{
    for (size_t row = 0; row < decoder->n_rows; row++)
        if (solution->n_alive[row] == 1)
            decoder->rows[row].supported[solution->alive[row * decoder->stride]] = true;
}

/* Looks for a solution with each reading that is in none yet. */
static void try_readings(GovDecoder *decoder, Domain *domain)
{
    g_auto(Domain) trial = domain_new(decoder);

    for (size_t row = 0; row < decoder->n_rows; row++)
        for (guint i = 0; i < domain->n_alive[row];) {
            uint16_t reading = domain->alive[row * decoder->stride + i];
            bool supported = decoder->rows[row].supported[reading];
            domain_copy(decoder, &trial, domain);
            domain_fix(decoder, &trial, row, reading);
            if (!supported && find_solution(decoder, &trial)) {
                mark_supported(decoder, &trial);
                supported = true;
            }
            if (decoder->work > MAX_WORK)
                return;
            if (supported)
                i++;
            else
                domain->alive[row * decoder->stride + i] =
                    domain->alive[row * decoder->stride + --domain->n_alive[row]];
        }
}

void gov__decoder_solve(GovDecoder *decoder)
{
    collect_constraints(decoder);
    weigh_readings(decoder);
    g_auto(Domain) domain = domain_new(decoder);
    g_auto(Domain) first = domain_new(decoder);
    for (size_t row = 0; row < decoder->n_rows; row++) {
        domain.n_alive[row] = is_present(decoder, row) ? decoder->rows[row].readings->len : 0;
        for (guint i = 0; i < domain.n_alive[row]; i++)
            domain.alive[row * decoder->stride + i] = (uint16_t)i;
    }
    if (!propagate(decoder, &domain))
        return;
    domain_copy(decoder, &first, &domain);
    if (!find_solution(decoder, &first))
        return;
    mark_supported(decoder, &first);
    try_readings(decoder, &domain);
    decoder->solvable = decoder->work <= MAX_WORK;
}

/* ---- answers ---- */

/* Whether an identity was kept that runs across a cell. */
static bool is_crossed(const GovDecoder *decoder, size_t row, size_t column)
{
    for (guint k = 0; k < decoder->constraints->len; k++)
        if (g_array_index(decoder->constraints, Constraint, k).column == column &&
            holds_row(decoder, &g_array_index(decoder->constraints, Constraint, k), row))
            return true;
    return false;
}

static bool all_present(const GovDecoder *decoder)
{
    for (size_t row = 0; row < decoder->n_rows; row++)
        if (!is_present(decoder, row))
            return false;
    return decoder->constraints->len > 0;
}

GovDecoded gov__decoder_get_cell(const GovDecoder *decoder, size_t row, size_t column, int64_t *value)
{
    const Row *r = &decoder->rows[row];
    GovDecoded state = GOV_DECODED_NONE;

    if (!is_present(decoder, row) || ((r->in_pieces || decoder->distrusted) && !all_present(decoder)))
        return GOV_DECODED_NONE;
    if (!decoder->solvable) {
        *value = reading_at(decoder, row, 0)->values[column];
        return r->readings->len == 1 && !r->in_pieces ? GOV_DECODED_ALONE : GOV_DECODED_NONE;
    }
    for (guint i = 0; i < r->readings->len; i++) {
        int64_t other = reading_at(decoder, row, i)->values[column];
        if (!r->supported[i])
            continue;
        if (state == GOV_DECODED_NONE)
            *value = other;
        state = state == GOV_DECODED_NONE || (state == GOV_DECODED_ONE && other == *value)
                    ? GOV_DECODED_ONE
                    : GOV_DECODED_SEVERAL;
    }
    /* A slip of the pen may leave a row one false reading; only the columns can tell. */
    if (state == GOV_DECODED_ONE && !r->one_each && !is_crossed(decoder, row, column))
        return GOV_DECODED_ALONE;
    return state;
}
