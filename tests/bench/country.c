/* SPDX-License-Identifier: MIT */
/* The country of the benchmarks.
 *
 * Units stand in a tree: a province has prefectures, these have counties, and each of them has
 * departments. Counts are heavy-tailed: most bodies have next to no applications, a few have thousands;
 * a row's total is parted among applicants and results as the year goes, so that every identity holds
 * until a slip is put in. The reports of one unit are chained by what they carry over. */
#include "country.h"

#include <math.h>

#define N_PROVINCES 31
#define N_PREFECTURES 333
#define N_COUNTIES 2844
#define DEPARTMENTS 30

typedef struct {
    char code[16];
    char parent[16];
    const char *level;
    double size;     /* applications a year to be expected */
    bool is_renamed; /* before its third year */
} Unit;

static const int provinces[N_PROVINCES] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
                                           42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65};

/* ---- units ---- */

static double draw_size(GRand *rand, double scale)
{
    return scale * pow(g_rand_double_range(rand, 1e-4, 1), -0.7); /* Pareto: the mean is near 3 scales */
}

static void add_unit(GArray *units, GRand *rand, const char *code, const char *parent, const char *level, double scale)
{
    Unit unit = {.level = level, .size = draw_size(rand, scale)};

    unit.is_renamed = units->len % 100 == 57;
    g_strlcpy(unit.code, code, sizeof unit.code);
    g_strlcpy(unit.parent, parent, sizeof unit.parent);
    g_array_append_val(units, unit);
}

static void add_departments(GArray *units, GRand *rand, const char *code, const char *level, double scale)
{
    for (int d = 1; d <= DEPARTMENTS; d++) {
        g_autofree char *own = g_strdup_printf("%s-%02d", code, d);
        add_unit(units, rand, own, code, level, scale);
    }
}

/* Place of division `i` of `n`, spread evenly over `m` parents. */
static int parent_of(int i, int n, int m)
{
    return (int)((int64_t)i * m / n);
}

static GArray *make_units(const Country *country, GRand *rand)
{
    GArray *units = g_array_new(FALSE, TRUE, sizeof(Unit));
    char code[N_PREFECTURES + N_PROVINCES][16];
    int within = 0;

    for (int p = 0; p < N_PROVINCES; p++) {
        g_snprintf(code[p], sizeof code[p], "%02d0000", provinces[p]);
        add_unit(units, rand, code[p], "", "province", 20);
        add_departments(units, rand, code[p], "province", 6);
    }
    for (int c = 0; c < N_PREFECTURES; c++) {
        int p = parent_of(c, N_PREFECTURES, N_PROVINCES);
        within = c > 0 && parent_of(c - 1, N_PREFECTURES, N_PROVINCES) == p ? within + 1 : 1;
        g_snprintf(code[N_PROVINCES + c], sizeof code[0], "%02d%02d00", provinces[p], within);
        add_unit(units, rand, code[N_PROVINCES + c], code[p], "prefecture", 10);
        add_departments(units, rand, code[N_PROVINCES + c], "prefecture", 2);
    }
    for (int k = 0; k < N_COUNTIES && (country->n_units == 0 || units->len < country->n_units); k++) {
        int c = parent_of(k, N_COUNTIES, N_PREFECTURES);
        char county[16];
        within = k > 0 && parent_of(k - 1, N_COUNTIES, N_PREFECTURES) == c ? within + 1 : 1;
        g_snprintf(county, sizeof county, "%.4s%02d", code[N_PROVINCES + c], within);
        add_unit(units, rand, county, code[N_PROVINCES + c], "county", 3);
        add_departments(units, rand, county, "county", 0.5);
    }
    if (country->n_units > 0 && units->len > country->n_units)
        g_array_set_size(units, (guint)country->n_units);
    return units;
}

static char *dup_name(const Country *country, const Unit *unit, int year)
{
    bool is_new = unit->is_renamed && year >= country->first_year + 2;

    return g_strdup_printf("%s单位%s", is_new ? "新" : "", unit->code);
}

static void append_line(GString *text, const Unit *unit, const char *name, int from, int to)
{
    g_autofree char *begin = from > 0 ? g_strdup_printf("%d", from) : g_strdup("");
    g_autofree char *end = to > 0 ? g_strdup_printf("%d", to) : g_strdup("");

    g_string_append_printf(text, "%s,%s,第%s号,%s,%s,local,%.6s,%s,%s\n", unit->code, name, unit->code, unit->parent,
                           unit->level, unit->code, begin, end);
}

char *country_dup_units(const Country *country)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(country->seed);
    g_autoptr(GArray) units = make_units(country, rand);
    GString *text = g_string_new("code,name,aliases,parent,level,line,division,valid_from,valid_to\n");
    int change = country->first_year + 2;

    for (guint i = 0; i < units->len; i++) {
        const Unit *unit = &g_array_index(units, Unit, i);
        g_autofree char *name = dup_name(country, unit, country->first_year);
        g_autofree char *new_name = dup_name(country, unit, change);
        append_line(text, unit, name, 0, unit->is_renamed ? change - 1 : 0);
        if (unit->is_renamed)
            append_line(text, unit, new_name, change, 0);
    }
    return g_string_free(text, FALSE);
}

/* ---- figures ---- */

typedef struct {
    const GovForm *form;
    GRand *rand;
    int64_t *values;
    size_t n_rows; /* of applications */
    size_t n_columns;
} Filler;

static int64_t *at(const Filler *f, size_t row, size_t column)
{
    return &f->values[gov_form_get_cell(f->form, 1, row, column)];
}

static int64_t draw_count(GRand *rand, double mean)
{
    double count = -mean * log(g_rand_double_range(rand, 1e-9, 1));

    return count < 1 ? g_rand_double(rand) < count : (int64_t)count;
}

/* One column of applications: received is parted among the results, the rest is carried over. */
static void fill_column(const Filler *f, size_t column, double mean, int64_t carried_in)
{
    int64_t received = draw_count(f->rand, mean), left = received + carried_in;
    int64_t pending = left > 0 ? left * g_rand_int_range(f->rand, 0, 8) / 100 : 0, disposed = left - pending;

    *at(f, 0, column) = received;
    *at(f, 1, column) = carried_in;
    *at(f, f->n_rows - 2, column) = disposed;
    *at(f, f->n_rows - 1, column) = pending;
    for (size_t row = 2; row + 2 < f->n_rows; row++) {
        bool last = row + 3 == f->n_rows;
        int64_t part = last ? disposed : disposed * g_rand_int_range(f->rand, 0, 40) / 100;
        *at(f, row, column) = part;
        disposed -= part;
    }
}

static void fill_applications(const Filler *f, double size, int64_t *carried)
{
    static const double shares[] = {0.95, 0.03, 0.002, 0.006, 0.008, 0.004};

    for (size_t c = 0; c + 1 < f->n_columns; c++) {
        fill_column(f, c, size * shares[c], carried[c]);
        carried[c] = *at(f, f->n_rows - 1, c);
    }
    for (size_t row = 0; row < f->n_rows; row++) {
        int64_t sum = 0;
        for (size_t c = 0; c + 1 < f->n_columns; c++)
            sum += *at(f, row, c);
        *at(f, row, f->n_columns - 1) = sum;
    }
}

static void fill_reviews(const Filler *f, double size)
{
    static const double shares[] = {0.1, 0.03, 0.02};
    int64_t reviews = 0;

    for (size_t row = 0; row < gov_form_n_rows(f->form, 2); row++) {
        int64_t sum = 0;
        for (size_t c = 0; c < 4; c++) {
            int64_t count = draw_count(f->rand, size * shares[row] / 4);
            count = row == 2 ? MIN(count, reviews - sum) : count; /* a suit after review had one */
            f->values[gov_form_get_cell(f->form, 2, row, c)] = count;
            sum += count;
        }
        f->values[gov_form_get_cell(f->form, 2, row, 4)] = sum;
        reviews = row == 0 ? sum : reviews;
    }
}

static void fill_disclosure(const Filler *f, double size)
{
    for (size_t cell = 0; cell < gov_form_n_cells(f->form) && gov_form_get_cell_table(f->form, cell) == 0; cell++)
        f->values[cell] = gov_form_get_cell_type(f->form, cell) == GOV_TYPE_MONEY
                              ? draw_count(f->rand, size * 100) * 10000
                              : draw_count(f->rand, size * 20);
    /* In force: never fewer than were issued. */
    for (size_t row = 0; row < 2; row++)
        f->values[3 * row + 2] += f->values[3 * row];
}

/* Most print their name, some another one that the register has too. */
static char *dup_printed_name(const Country *country, const Filler *f, const Unit *unit, int year)
{
    return g_rand_double(f->rand) < 0.05 ? g_strdup_printf("第%s号", unit->code) : dup_name(country, unit, year);
}

static GovReport *make_report(const Country *country, const Filler *f, const Unit *unit, int year, bool slip)
{
    GovReport *report = gov_report_new(f->form);
    bool blanks = g_rand_double(f->rand) < country->blanks;
    size_t n = gov_form_n_cells(f->form), wrong = (size_t)g_rand_int_range(f->rand, 10, (gint)n);
    g_autofree char *agency = dup_printed_name(country, f, unit, year);

    gov_report_set_agency(report, agency);
    gov_report_set_year(report, year);
    for (size_t cell = 0; cell < n; cell++) {
        int64_t value = f->values[cell] + (slip && cell == wrong ? g_rand_int_range(f->rand, 1, 10) : 0);
        bool blank = blanks && value == 0;
        const GovCell figure = {.value = value,
                                .status = blank ? GOV_STATUS_BLANK : GOV_STATUS_REPORTED,
                                .evidence = blank ? GOV_EVIDENCE_NONE : GOV_EVIDENCE_EXACT,
                                .confidence = 1};
        gov_report_set_cell(report, cell, &figure);
    }
    gov_report_seal(report);
    return report;
}

static void append(GovDataset *dataset, const GovReport *report, int year, int day)
{
    g_autofree char *filed = g_strdup_printf("%d-01-%02d", year + 1, day);
    const GovRowKeys keys = {.values = {[GOV_KEY_FILED] = filed}};

    if (!gov_dataset_append(dataset, report, &keys, NULL))
        g_error("a report does not fit its dataset");
}

static size_t fill_unit(const Country *country, const Filler *f, const Unit *unit, GovDataset *dataset)
{
    int64_t carried[16] = {0};
    size_t n_slips = 0;

    for (unsigned y = 0; y < country->n_years; y++) {
        int year = country->first_year + (int)y;
        fill_disclosure(f, unit->size);
        fill_applications(f, unit->size, carried);
        fill_reviews(f, unit->size);
        if (g_rand_double(f->rand) < country->gaps)
            continue;
        bool slip = g_rand_double(f->rand) < country->slips;
        g_autoptr(GovReport) report = make_report(country, f, unit, year, slip);
        append(dataset, report, year, g_rand_int_range(f->rand, 5, 25));
        if (g_rand_double(f->rand) < country->resubmitted)
            append(dataset, report, year, g_rand_int_range(f->rand, 25, 32));
        n_slips += slip;
    }
    return n_slips;
}

typedef struct {
    const Country *country;
    const GArray *units;
    GovDataset *dataset;
    gint next;    /* unit */
    gint n_slips;
} Fill;

/* Every unit has a seed of its own, so that its figures do not hang on the threads. */
static gpointer fill_units(gpointer data)
{
    Fill *fill = data;
    const GovForm *form = gov_dataset_get_form(fill->dataset);
    g_autofree int64_t *values = g_new0(int64_t, gov_form_n_cells(form));
    g_autoptr(GRand) rand = g_rand_new();
    Filler filler = {form, rand, values, gov_form_n_rows(form, 1), gov_form_n_columns(form, 1)};

    for (;;) {
        guint i = (guint)g_atomic_int_add(&fill->next, 1);
        if (i >= fill->units->len)
            return NULL;
        g_rand_set_seed(rand, fill->country->seed * 1000003u + i);
        size_t n = fill_unit(fill->country, &filler, &g_array_index(fill->units, Unit, i), fill->dataset);
        g_atomic_int_add(&fill->n_slips, (gint)n);
    }
}

size_t country_fill(const Country *country, GovDataset *dataset, unsigned n_threads)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(country->seed);
    g_autoptr(GArray) units = make_units(country, rand);
    Fill fill = {country, units, dataset, 0, 0};
    g_autoptr(GPtrArray) others = g_ptr_array_new();

    for (unsigned i = 1; i < n_threads; i++)
        g_ptr_array_add(others, g_thread_new("country", fill_units, &fill));
    fill_units(&fill);
    for (guint i = 0; i < others->len; i++)
        g_thread_join(g_ptr_array_index(others, i));
    return (size_t)fill.n_slips;
}
