/* SPDX-License-Identifier: MIT */
/* Aggregates as bytes; docs/statistics.md has the format for others.
 *
 *     "GovAgg" version(1) distribution(1) digits(1) n_by(1) { length(1) name } …
 *     length(2) id of the form, n_cells(4), hash of its codes(8)
 *     n_kept(4) and, if fewer than n_cells, their numbers(4) in ascending order, n_groups(4)
 *     groups: keys (text: length + 1 as a number, 0 if unknown, and the text; year: a number),
 *             the editions of its rows as a text, then of each cell that is kept six counts, sum, squares, least, greatest and, with a distribution, the
 *             number of heaps and of each heap its figure and its count
 *
 * Fixed fields are little-endian. A *number* is one byte (twice the length, and 1 if below zero) and that
 * many bytes, least significant first, the last not 0. There is one way to write each aggregate.
 *
 * Nothing that is read is believed: memory is bounded by the length of the input, and figures that cannot
 * be of any rows are refused, so that no sum later on can leave its range. */
#include <govstat/error.h>

#include <string.h>

#include "aggregate/aggregate-private.h"

#define MAGIC "GovAgg"
#define MAGIC_LEN (sizeof MAGIC - 1)
#define VERSION 1

/* FNV-1a over the codes of all cells: forms of one id may still differ. */
static uint64_t hash_form(const GovForm *form)
{
    uint64_t hash = G_GUINT64_CONSTANT(0xCBF29CE484222325);

    for (size_t cell = 0; cell < gov_form_n_cells(form); cell++) {
        const char *code = gov_form_get_code(form, cell);
        for (size_t i = 0; i <= strlen(code); i++) /* with its end */
            hash = (hash ^ (uint8_t)code[i]) * G_GUINT64_CONSTANT(0x100000001B3);
    }
    return hash;
}

/* ---- writing ---- */

static void put_fixed(GString *out, uint64_t number, unsigned n_bytes)
{
    for (unsigned i = 0; i < n_bytes; i++) {
        const char byte = (char)(uint8_t)(number >> i * 8);
        g_string_append_len(out, &byte, 1);
    }
}

static void put_wide(GString *out, const GovWide *number, bool negative)
{
    uint8_t bytes[1 + sizeof number->word];
    unsigned n = 0;

    for (unsigned i = 0; i < sizeof number->word; i++) {
        bytes[1 + i] = (uint8_t)(number->word[i / 8] >> i % 8 * 8);
        n = bytes[1 + i] != 0 ? i + 1 : n;
    }
    bytes[0] = (uint8_t)(n * 2 + negative);
    g_string_append_len(out, (const char *)bytes, 1 + n);
}

static void put_number(GString *out, __int128 number)
{
    GovU128 magnitude = gov__magnitude(number);

    put_wide(out, &(GovWide){{(uint64_t)magnitude, (uint64_t)(magnitude >> 64), 0, 0}}, number < 0);
}

static void put_text(GString *out, const char *text)
{
    put_number(out, text != NULL ? (__int128)strlen(text) + 1 : 0);
    if (text != NULL)
        g_string_append(out, text);
}

static void put_header(GString *out, const GovAggregate *self)
{
    const char *id = gov_form_get_id(self->form);

    g_string_append_len(out, MAGIC, MAGIC_LEN);
    put_fixed(out, VERSION, 1);
    put_fixed(out, self->distribution, 1);
    put_fixed(out, self->division_digits, 1);
    put_fixed(out, self->n_by, 1);
    for (size_t i = 0; i < self->n_by; i++) {
        const char *name = gov_key_get_name(self->by[i]);
        put_fixed(out, strlen(name), 1);
        g_string_append(out, name);
    }
    put_fixed(out, strlen(id), 2);
    g_string_append(out, id);
    put_fixed(out, gov_form_n_cells(self->form), 4);
    put_fixed(out, hash_form(self->form), 8);
    put_fixed(out, self->n_cells, 4);
    for (size_t i = 0; i < self->n_cells && self->n_cells < gov_form_n_cells(self->form); i++)
        put_fixed(out, self->cells[i], 4);
    put_fixed(out, self->n_groups, 4);
}

static void put_cell(GString *out, const GovAggregate *self, size_t group, size_t cell)
{
    const GovMoments *moments = gov__aggregate_moments(self, group, cell);

    for (size_t i = 0; i < GOV_N_STATUSES; i++)
        put_number(out, moments->n[i]);
    put_number(out, moments->sum);
    put_wide(out, &moments->squares, false);
    put_number(out, moments->least);
    put_number(out, moments->greatest);
    if (self->spreads == NULL)
        return;
    const GovSpread *spread = gov__aggregate_spread(self, group, cell);
    put_number(out, spread->n);
    for (size_t i = 0; i < spread->n; i++) {
        put_number(out, spread->heaps[i].figure);
        put_number(out, spread->heaps[i].n);
    }
}

GBytes *gov_aggregate_to_bytes(const GovAggregate *aggregate)
{
    g_return_val_if_fail(aggregate != NULL, NULL);
    GString *out = g_string_new(NULL);

    put_header(out, aggregate);
    for (size_t group = 0; group < aggregate->n_groups; group++) {
        for (size_t i = 0; i < aggregate->n_by; i++) {
            const GovGroupKey *key = &aggregate->keys[group * aggregate->n_by + i];
            if (aggregate->by[i] == GOV_KEY_YEAR)
                put_number(out, key->year);
            else
                put_text(out, key->text);
        }
        put_text(out, aggregate->editions[group]);
        for (size_t slot = 0; slot < aggregate->n_cells; slot++)
            put_cell(out, aggregate, group, aggregate->cells[slot]);
    }
    return g_string_free_to_bytes(out);
}

/* ---- reading ---- */

/* After a mistake all reading gives 0. */
typedef struct {
    const uint8_t *data;
    size_t len;
    size_t at;
    GError *error;
} Input;

G_GNUC_PRINTF(3, 4)
static void fail(Input *in, GovError code, const char *format, ...)
{
    va_list arguments;

    if (in->error != NULL)
        return;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    in->error = g_error_new(GOV_ERROR, (int)code, "Aggregate, byte %zu: %s", in->at, what);
}

static const uint8_t *take(Input *in, size_t n)
{
    if (in->error == NULL && n > in->len - in->at)
        fail(in, GOV_ERROR_SYNTAX, "it ends too early");
    if (in->error != NULL)
        return NULL;
    in->at += n;
    return in->data + in->at - n;
}

static uint64_t get_fixed(Input *in, unsigned n_bytes)
{
    const uint8_t *bytes = take(in, n_bytes);
    uint64_t number = 0;

    for (unsigned i = 0; bytes != NULL && i < n_bytes; i++)
        number |= (uint64_t)bytes[i] << i * 8;
    return number;
}

/* A number whose magnitude has at most `max` bytes. */
static GovWide get_wide(Input *in, unsigned max, bool *negative)
{
    unsigned head = (unsigned)get_fixed(in, 1), n = head / 2;
    GovWide number = {{0}};
    const uint8_t *bytes = n <= max ? take(in, n) : NULL;

    *negative = head % 2 != 0;
    if (bytes == NULL || (n == 0 && *negative) || (n > 0 && bytes[n - 1] == 0)) {
        fail(in, GOV_ERROR_SYNTAX, "not a number");
        return number;
    }
    for (unsigned i = 0; i < n; i++)
        number.word[i / 8] |= (uint64_t)bytes[i] << i % 8 * 8;
    return number;
}

static __int128 get_number(Input *in, __int128 least, __int128 greatest)
{
    bool negative = false;
    GovWide wide = get_wide(in, 16, &negative);
    GovU128 magnitude = (GovU128)wide.word[1] << 64 | wide.word[0];

    if (magnitude > ((GovU128)1 << 126)) {
        fail(in, GOV_ERROR_SYNTAX, "a number out of range");
        return 0;
    }
    __int128 number = negative ? -(__int128)magnitude : (__int128)magnitude;
    if (in->error == NULL && (number < least || number > greatest))
        fail(in, GOV_ERROR_SYNTAX, "a number out of range");
    return in->error == NULL ? number : 0;
}

static uint64_t get_count(Input *in, uint64_t max)
{
    return (uint64_t)get_number(in, 0, max);
}

static char *get_text(Input *in, size_t n)
{
    const uint8_t *bytes = take(in, n);

    if (bytes == NULL || memchr(bytes, 0, n) != NULL) {
        fail(in, GOV_ERROR_SYNTAX, "a text with a NUL in it");
        return NULL;
    }
    return g_strndup((const char *)bytes, n);
}

/* ---- what may be true ---- */

/* Sums of any n figures from `least` to `greatest`: n Σx² is never below (Σx)². */
static bool are_possible(const GovMoments *moments)
{
    uint64_t n = moments->n[GOV_STATUS_REPORTED];
    GovU128 largest = MAX(gov__magnitude(moments->least), gov__magnitude(moments->greatest));
    GovWide most = gov__wide_product(largest * largest, n);

    if (moments->least > moments->greatest || (n == 0 && (moments->least != 0 || moments->greatest != 0)))
        return false;
    if (moments->sum < (__int128)moments->least * n || moments->sum > (__int128)moments->greatest * n)
        return false;
    if (gov__wide_compare(&moments->squares, &most) > 0)
        return false;
    GovWide scaled = gov__wide_scale(&moments->squares, n);
    GovWide square = gov__wide_product(gov__magnitude(moments->sum), gov__magnitude(moments->sum));
    return gov__wide_compare(&scaled, &square) >= 0;
}

static void get_moments(Input *in, GovMoments *moments)
{
    bool negative = false;

    for (size_t i = 0; i < GOV_N_STATUSES; i++)
        moments->n[i] = get_count(in, GOV_AGGREGATE_MAX_ROWS);
    moments->sum = get_number(in, -((__int128)1 << 126), (__int128)1 << 126);
    moments->squares = get_wide(in, 24, &negative);
    moments->least = (int64_t)get_number(in, INT64_MIN, INT64_MAX);
    moments->greatest = (int64_t)get_number(in, INT64_MIN, INT64_MAX);
    if (negative || !are_possible(moments))
        fail(in, GOV_ERROR_SYNTAX, "sums that no figures have");
}

static bool is_heap(const GovAggregate *self, const GovMoments *moments, const GovSpread *spread, size_t i)
{
    int64_t figure = spread->heaps[i].figure;

    if (i == 0 && figure != gov__heap_figure(moments->least, self->distribution))
        return false;
    if (i > 0 && figure <= spread->heaps[i - 1].figure)
        return false;
    if (i == spread->n - 1 && figure != gov__heap_figure(moments->greatest, self->distribution))
        return false;
    return spread->heaps[i].n > 0 && figure == gov__heap_figure(figure, self->distribution);
}

/* All figures are there, so their sums are known. */
static bool are_sums_of(const GovMoments *moments, const GovSpread *spread)
{
    __int128 sum = 0;
    GovWide squares = {{0}};

    for (size_t i = 0; i < spread->n; i++) {
        __int128 figure = spread->heaps[i].figure;
        sum += figure * spread->heaps[i].n;
        const GovWide term = gov__wide_product((GovU128)(figure * figure), spread->heaps[i].n);
        gov__wide_add(&squares, &term);
    }
    return sum == moments->sum && gov__wide_compare(&squares, &moments->squares) == 0;
}

static void get_spread(Input *in, const GovAggregate *self, const GovMoments *moments, GovSpread *spread)
{
    uint64_t n = get_count(in, GOV_AGGREGATE_MAX_ROWS), left = moments->n[GOV_STATUS_REPORTED];

    if (n > (in->len - in->at) / 3) /* a heap is three bytes at least */
        fail(in, GOV_ERROR_SYNTAX, "it ends too early");
    if (in->error != NULL)
        return;
    spread->heaps = n > 0 ? g_new0(GovHeap, n) : NULL;
    spread->n = n;
    for (size_t i = 0; i < n && in->error == NULL; i++) {
        spread->heaps[i].figure = (int64_t)get_number(in, INT64_MIN, INT64_MAX);
        spread->heaps[i].n = get_count(in, left);
        left -= spread->heaps[i].n;
        if (!is_heap(self, moments, spread, i))
            fail(in, GOV_ERROR_SYNTAX, "a distribution that no figures have");
    }
    if (left > 0)
        fail(in, GOV_ERROR_SYNTAX, "a distribution of too few figures");
    if (in->error == NULL && self->distribution == GOV_DISTRIBUTION_EXACT && !are_sums_of(moments, spread))
        fail(in, GOV_ERROR_SYNTAX, "sums that are not those of the figures");
}

static void get_keys(Input *in, GovAggregate *self, size_t group)
{
    GovGroupKey *keys = self->keys + group * self->n_by;

    for (size_t i = 0; i < self->n_by; i++) {
        if (self->by[i] == GOV_KEY_YEAR) {
            keys[i].year = (int32_t)get_number(in, INT32_MIN, INT32_MAX);
            continue;
        }
        size_t n = get_count(in, in->len);
        if (n > 0)
            keys[i].text = get_text(in, n - 1);
    }
    if (in->error == NULL && group > 0 && gov__keys_compare(self, keys - self->n_by, keys, -1) >= 0)
        fail(in, GOV_ERROR_SYNTAX, "groups out of order");
}

static uint64_t sum_counts(const GovMoments *moments)
{
    uint64_t n = 0;

    for (size_t i = 0; i < GOV_N_STATUSES; i++)
        n += MIN(moments->n[i], GOV_AGGREGATE_MAX_ROWS + 1 - MIN(n, GOV_AGGREGATE_MAX_ROWS));
    return n;
}

/* Ids in order, each once. */
static void get_editions(Input *in, GovAggregate *self, size_t group)
{
    size_t n = get_count(in, in->len);
    char *text = n > 0 ? get_text(in, n - 1) : NULL;

    self->editions[group] = text;
    if (text == NULL) {
        fail(in, GOV_ERROR_SYNTAX, "rows of no edition");
        return;
    }
    g_autofree char *joined = gov__editions_join((const char *const *)&text, 1);
    if (strcmp(joined, text) != 0)
        fail(in, GOV_ERROR_SYNTAX, "editions out of order");
}

/* All cells of a group are of the same rows, and all groups together are not too many. */
static void get_group(Input *in, GovAggregate *self, size_t group, uint64_t *left)
{
    get_keys(in, self, group);
    get_editions(in, self, group);
    for (size_t slot = 0; slot < self->n_cells && in->error == NULL; slot++) {
        GovMoments *moments = gov__aggregate_moments(self, group, self->cells[slot]);
        get_moments(in, moments);
        uint64_t n = sum_counts(moments);
        if (slot == 0)
            self->n_rows[group] = n;
        if (n != self->n_rows[group] || n > *left || n == 0)
            fail(in, GOV_ERROR_SYNTAX, "counts that do not add up to the rows of the group");
        if (self->spreads != NULL)
            get_spread(in, self, moments, gov__aggregate_spread(self, group, self->cells[slot]));
    }
    *left -= MIN(self->n_rows[group], *left);
}

/* ---- the header ---- */

static void get_options(Input *in, GovAggregateOptions *options, GovKey *by)
{
    unsigned seen = 0;

    options->distribution = (GovDistribution)get_fixed(in, 1);
    options->division_digits = (unsigned)get_fixed(in, 1);
    options->n_by = get_fixed(in, 1);
    if (options->distribution > GOV_DISTRIBUTION_EXACT || options->n_by > GOV_KEY_YEAR + 1)
        fail(in, GOV_ERROR_SYNTAX, "a kind of aggregate that does not exist");
    for (size_t i = 0; i < options->n_by && in->error == NULL; i++) {
        g_autofree char *name = get_text(in, get_fixed(in, 1));
        if (name == NULL || !gov_key_from_name(name, &by[i]) || (seen >> by[i] & 1) != 0)
            fail(in, GOV_ERROR_SYNTAX, "a key that is unknown, or there twice");
        else
            seen |= 1u << by[i];
    }
    if (options->division_digits != 0 && (seen >> GOV_KEY_DIVISION & 1) == 0)
        fail(in, GOV_ERROR_SYNTAX, "digits of a division that is no key");
    options->by = by;
}

static GovForm *get_form(Input *in, const GovForm *given)
{
    g_autofree char *id = get_text(in, get_fixed(in, 2));
    uint64_t n_cells = get_fixed(in, 4), hash = get_fixed(in, 8);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovForm) form = NULL;

    if (in->error != NULL)
        return NULL;
    form = given != NULL ? gov_form_ref(given) : gov_form_builtin(id, &error);
    if (form == NULL || strcmp(gov_form_get_id(form), id) != 0 || gov_form_n_cells(form) != n_cells ||
        hash_form(form) != hash) {
        g_autofree char *shown = g_utf8_make_valid(id, -1);
        fail(in, GOV_ERROR_FORM, "of form %s, which is %s", shown, form != NULL ? "another one" : "unknown");
        return NULL;
    }
    return g_steal_pointer(&form);
}

/* Which cells are kept; `cells` has room for all of the form. */
static void get_cells(Input *in, GovAggregateOptions *options, const GovForm *form, size_t *cells)
{
    size_t n_cells = gov_form_n_cells(form), n = get_fixed(in, 4);

    if (n == 0 || n > n_cells)
        fail(in, GOV_ERROR_SYNTAX, "a number of cells that the form does not have");
    for (size_t i = 0; i < n && n < n_cells && in->error == NULL; i++) {
        cells[i] = get_fixed(in, 4);
        if (cells[i] >= n_cells || (i > 0 && cells[i] <= cells[i - 1]))
            fail(in, GOV_ERROR_SYNTAX, "cells out of order");
    }
    if (in->error == NULL && n < n_cells) {
        options->cells = cells;
        options->n_cells = n;
    }
}

static GovAggregate *get_header(Input *in, const GovForm *given)
{
    const uint8_t *magic = take(in, MAGIC_LEN);
    GovAggregateOptions options = GOV_AGGREGATE_OPTIONS_INIT;
    GovKey by[GOV_KEY_YEAR + 1];

    if (magic == NULL || memcmp(magic, MAGIC, MAGIC_LEN) != 0)
        fail(in, GOV_ERROR_SYNTAX, "not an aggregate");
    if (get_fixed(in, 1) != VERSION)
        fail(in, GOV_ERROR_UNSUPPORTED, "of a version that is not %d", VERSION);
    get_options(in, &options, by);
    g_autoptr(GovForm) form = get_form(in, given);
    if (form == NULL)
        return NULL;
    g_autofree size_t *cells = g_new(size_t, gov_form_n_cells(form) + 1);
    get_cells(in, &options, form, cells);
    size_t n_groups = get_fixed(in, 4);
    if (in->error != NULL)
        return NULL;
    g_autoptr(GovAggregate) self = gov__aggregate_new(form, &options);
    if (n_groups > (in->len - in->at) / MAX(self->n_cells * (GOV_N_STATUSES + 4) + self->n_by + 2, 1))
        fail(in, GOV_ERROR_SYNTAX, "it ends too early");
    if (in->error != NULL || !gov__aggregate_set_n_groups(self, n_groups, &in->error))
        return NULL;
    return g_steal_pointer(&self);
}

GovAggregate *gov_aggregate_from_bytes(const void *data, size_t len, const GovForm *form, GError **error)
{
    g_return_val_if_fail(data != NULL || len == 0, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);
    Input in = {.data = data, .len = len};
    g_autoptr(GovAggregate) self = get_header(&in, form);
    uint64_t left = GOV_AGGREGATE_MAX_ROWS;

    for (size_t group = 0; self != NULL && group < self->n_groups && in.error == NULL; group++)
        get_group(&in, self, group, &left);
    if (in.error == NULL && in.at != in.len)
        fail(&in, GOV_ERROR_SYNTAX, "%zu bytes too many", in.len - in.at);
    if (in.error != NULL) {
        g_propagate_error(error, in.error);
        return NULL;
    }
    return g_steal_pointer(&self);
}
