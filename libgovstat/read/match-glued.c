/* SPDX-License-Identifier: MIT */
/* Tables whose cells are glued together: 一、本年新收政府信息公开申请数量15130000154二、上年结转….
 *
 * The document becomes one stream without white space; where some stood is kept beside it. A run of
 * digits belongs to the row whose label stands right before it: the longest that the form knows. An
 * ordinal at the end of a run belongs to the next label, and where nothing parts the two, the run is
 * kept both with and without it. Runs are kept as broken rows, for the identities of the form to part
 * (match-decode.c); where a table has none, a run counts if its digits can be parted in one way only.
 *
 * A table that was read as it is printed keeps that reading, unless far more of its rows are found here. */
#include "read/glued-private.h"

#include <govstat/label.h>

#include "read/decode-private.h"

#define MAX_WAYS 4   /* a run may be meant */
#define LEAST_ROWS 5 /* fewer are words of prose before numbers */

/* ---- the digits of a run ---- */

/* The number that the label before a run should have in the form: 2 of 2.重复申请. */
static unsigned ordinal_of(const Glued *glued, size_t table, size_t row)
{
    const char *label = gov_form_get_row_label(glued->form, table, row, GOV_LANGUAGE_ZH);

    return g_ascii_isdigit(*label) ? gov_label_get_ordinal(label, strlen(label), NULL) : 0;
}

/* Appends digits [begin, end) as pieces, parted where white space stood. */
static void append_pieces(const Glued *glued, GString *out, size_t begin, size_t end)
{
    if (out->len > 0)
        g_string_append_c(out, '|');
    for (size_t at = begin; at < end; at++) {
        if (at > begin && glued->marks->data[at] != MARK_NONE)
            g_string_append_c(out, ' ');
        g_string_append_c(out, glued->text->str[at]);
    }
}

/* Where the digits of a run may end: at its end, before the ordinal of what follows, before a
 * paragraph that begins with digits. Returns how many ends there are. */
static size_t find_ends(const Glued *glued, const Run *run, unsigned next_ordinal, size_t *ends)
{
    const char *text = glued->text->str;
    bool ordinal = gov__glued_is_ordinal_sign(text + run->end);
    size_t n = 0, end = ordinal ? run->end - 1 : run->end;

    ends[n++] = end;
    if (!ordinal && next_ordinal > 0 && next_ordinal < 10 && text[end - 1] == (char)('0' + next_ordinal))
        ends[n++] = end - 1;
    for (size_t at = end; at-- > run->begin + 1;)
        if (glued->marks->data[at] == MARK_BLOCK) {
            ends[n++] = at;
            break;
        }
    return n;
}

static char *digits_of(const Glued *glued, const Run *run, unsigned next_ordinal)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    size_t ends[MAX_WAYS];
    size_t n = find_ends(glued, run, next_ordinal, ends);

    for (size_t i = 0; i < n; i++)
        if (ends[i] > run->begin)
            append_pieces(glued, digits, run->begin, ends[i]);
    return g_string_free(g_steal_pointer(&digits), FALSE);
}

static void add_broken(Glued *glued, size_t table, const Claim *claim, unsigned next_ordinal)
{
    size_t n_rows = gov_form_n_rows(glued->form, table);
    bool all = claim->row == GOV_BROKEN_ALL_ROWS;
    GovBroken broken = {(uint32_t)table, (uint32_t)claim->row, gov__glued_block_at(glued, claim->run.begin), 0,
                        true,            digits_of(glued, &claim->run, next_ordinal)};

    for (size_t row = all ? 0 : claim->row; row < (all ? n_rows : claim->row + 1); row++)
        for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
            int cell = gov_form_get_cell(glued->form, table, row, column);
            if (cell < 0)
                continue;
            GovHit hit = gov__glued_hit(glued, &claim->run, (size_t)cell, claim->run.end);
            g_array_append_val(glued->match->hits, hit);
        }
    g_array_append_val(glued->match->broken, broken);
}

/* ---- tables ---- */

static bool has_sums(const GovForm *form, size_t table)
{
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];

    return gov__decode_row_identity(form, table, 0, coefficients);
}

/* 予以公开31件，: prose, unless the digits are enough for a row and its sum can tell. */
static bool is_prose(const Glued *glued, const Run *run, size_t table)
{
    static const char *const signs[] = {"件", "条", "次", "个", "宗", "项", "人", "起", "户", "份", "篇", "家", "元",
                                        "万", "亿", "%", "年", "月", "日", ",", "，", "。", "；", ";"};
    bool enough = glued->sums[table] && run->end - run->begin >= gov_form_n_columns(glued->form, table);

    for (size_t i = 0; i < G_N_ELEMENTS(signs) && !enough; i++)
        if (g_str_has_prefix(glued->text->str + run->end, signs[i]))
            return true;
    return false;
}

static GArray *find_claims(Glued *glued, size_t table)
{
    GArray *claims = g_array_new(FALSE, FALSE, sizeof(Claim));
    bool wide = gov__form_is_wide(glued->form, table);

    for (guint i = 0; i < glued->runs->len; i++) {
        Claim claim = {g_array_index(glued->runs, Run, i), 0};
        if (wide && gov__glued_is_wide_header(glued, &claim.run, table)) {
            claim.row = GOV_BROKEN_ALL_ROWS;
            g_array_append_val(claims, claim);
            continue;
        }
        int row = gov__glued_find_row(glued, &claim.run, table);
        claim.row = (size_t)row;
        if (row >= 0 && !is_prose(glued, &claim.run, table))
            g_array_append_val(claims, claim);
    }
    return claims;
}

/* Which rows were read as they are printed, and how many. */
static size_t find_read(const Glued *glued, size_t table, bool *read)
{
    size_t n = 0;

    for (guint i = 0; i < glued->match->hits->len; i++) {
        const GovHit *hit = &g_array_index(glued->match->hits, GovHit, i);
        if (gov_form_get_cell_table(glued->form, hit->cell) == table && hit->doubt != DOUBT_STANDING)
            read[gov_form_get_cell_row(glued->form, hit->cell)] = true;
    }
    for (guint i = 0; i < glued->match->broken->len; i++) {
        const GovBroken *broken = &g_array_index(glued->match->broken, GovBroken, i);
        if (broken->table == table && broken->row != GOV_BROKEN_ALL_ROWS)
            read[broken->row] = true;
    }
    for (size_t row = 0; row < gov_form_n_rows(glued->form, table); row++)
        n += read[row];
    return n;
}

static size_t count_read(const Glued *glued, size_t table)
{
    g_autofree bool *read = g_new0(bool, gov_form_n_rows(glued->form, table) + 1);

    return find_read(glued, table, read);
}

/* Whether rows of figures stand in single cells: text is glued, though not the labels to it. */
static bool has_glued_cells(const Glued *glued)
{
    unsigned n = 0;

    for (guint i = 0; i < glued->match->broken->len; i++)
        n += strchr(g_array_index(glued->match->broken, GovBroken, i).digits, ' ') == NULL;
    return n >= LEAST_ROWS;
}

/* What is claimed of a table. */
typedef struct {
    size_t n_rows;
    size_t n_short; /* of them, rows with too few digits for all of their cells */
} Census;

static Census take_census(const Glued *glued, size_t table, const GArray *claims)
{
    size_t n_rows = gov_form_n_rows(glued->form, table), n_columns = gov_form_n_columns(glued->form, table);
    g_autofree size_t *n_digits = g_new0(size_t, n_rows + 1);
    Census census = {0, 0};

    for (guint i = 0; i < claims->len; i++) {
        const Claim *claim = &g_array_index(claims, Claim, i);
        size_t n = claim->run.end - claim->run.begin - gov__glued_is_ordinal_sign(glued->text->str + claim->run.end);
        if (claim->row == GOV_BROKEN_ALL_ROWS)
            return (Census){n_rows, n < n_rows * n_columns};
        n_digits[claim->row] = MAX(n_digits[claim->row], n);
    }
    for (size_t row = 0; row < n_rows; row++) {
        census.n_rows += n_digits[row] > 0;
        census.n_short += n_digits[row] > 0 && n_digits[row] < n_columns;
    }
    return census;
}

/* Whether text or cells show that zeros may be left blank. */
static bool has_blanks(const Glued *glued)
{
    for (guint i = 0; i < glued->match->hits->len; i++)
        if (g_array_index(glued->match->hits, GovHit, i).figure.status == GOV_STATUS_BLANK)
            return true;
    return false;
}

/* Whether the header of a table stands in the text: at least half of its columns. */
static bool has_header(const Glued *glued, size_t table)
{
    size_t n_columns = gov_form_n_columns(glued->form, table), n = 0;

    for (size_t column = 0; column < n_columns; column++) {
        const char *label = gov_form_get_column_label(glued->form, table, column, GOV_LANGUAGE_ZH);
        g_autofree char *key = gov_label_normalise(label, strlen(label));
        gov_label_strip_bracket(key);
        n += strstr(glued->text->str, key) != NULL;
    }
    return 2 * n >= n_columns;
}

/* Drops the hits of a table, but for some rows of it. */
static void drop_hits(GovMatch *match, size_t table, const bool *but)
{
    guint kept = 0;

    for (guint i = 0; i < match->hits->len; i++) {
        GovHit hit = g_array_index(match->hits, GovHit, i);
        if (gov_form_get_cell_table(match->form, hit.cell) != table ||
            (but != NULL && but[gov_form_get_cell_row(match->form, hit.cell)]))
            g_array_index(match->hits, GovHit, kept++) = hit;
    }
    g_array_set_size(match->hits, kept);
}

static void drop_broken(GovMatch *match, size_t table)
{
    guint kept = 0;

    for (guint i = 0; i < match->broken->len; i++) {
        GovBroken broken = g_array_index(match->broken, GovBroken, i);
        if (broken.table != table)
            g_array_index(match->broken, GovBroken, kept++) = broken;
        else
            g_free(broken.digits);
    }
    g_array_set_size(match->broken, kept);
}

static void add_table(Glued *glued, size_t table, const GArray *claims)
{
    bool sums = glued->sums[table];

    drop_hits(glued->match, table, NULL);
    drop_broken(glued->match, table);
    for (guint i = 0; i < claims->len; i++) {
        const Claim *claim = &g_array_index(claims, Claim, i);
        const Claim *next = i + 1 < claims->len ? claim + 1 : NULL;
        if (!sums && claim->row != GOV_BROKEN_ALL_ROWS)
            gov__glued_add_plain(glued, table, claim);
        else if (sums)
            add_broken(glued, table, claim,
                       next != NULL && next->row != GOV_BROKEN_ALL_ROWS ? ordinal_of(glued, table, next->row) : 0);
    }
}

/* The rows of a table without sums that were not read as they are printed. */
static void add_rows(Glued *glued, size_t table, const GArray *claims)
{
    g_autofree bool *read = g_new0(bool, gov_form_n_rows(glued->form, table) + 1);

    find_read(glued, table, read);
    drop_hits(glued->match, table, read);
    for (guint i = 0; i < claims->len; i++) {
        const Claim *claim = &g_array_index(claims, Claim, i);
        if (claim->row != GOV_BROKEN_ALL_ROWS && !read[claim->row])
            gov__glued_add_plain(glued, table, claim);
    }
}

static int compare_hits(const void *a, const void *b)
{
    const GovHit *x = a, *y = b;
    return x->block != y->block ? (x->block < y->block ? -1 : 1) : x->cell < y->cell ? -1 : x->cell > y->cell;
}

static int compare_broken(const void *a, const void *b)
{
    const GovBroken *x = a, *y = b;
    return x->block < y->block ? -1 : x->block > y->block;
}

/* Whether a table with sums was read, either way: only those show that no cell is blank. */
static bool reads_sums(const Glued *glued)
{
    for (size_t table = 0; table < gov_form_n_tables(glued->form); table++)
        if (glued->sums[table] && count_read(glued, table) >= LEAST_ROWS)
            return true;
    return false;
}

/* Tables with sums first: they show whether cells are left blank. */
static bool read_tables(Glued *glued, bool sums)
{
    bool found = false;

    for (size_t table = 0; table < gov_form_n_tables(glued->form); table++) {
        size_t n_rows = gov_form_n_rows(glued->form, table), n_read = count_read(glued, table);
        if (glued->sums[table] != sums || n_read == n_rows ||
            gov_form_n_columns(glued->form, table) > GOV_DECODE_MAX_COLUMNS)
            continue;
        g_autoptr(GArray) claims = find_claims(glued, table);
        Census census = take_census(glued, table, claims);
        bool enough = census.n_rows >= MIN(n_rows, LEAST_ROWS);
        if (enough && census.n_rows > 2 * n_read && (sums || has_header(glued, table))) {
            glued->blanks |= sums && (census.n_short > 0 || 2 * census.n_rows < n_rows);
            add_table(glued, table, claims);
            found = true;
        } else if (!sums && glued->glued_cells && n_read > 0) {
            add_rows(glued, table, claims);
            found = true;
        }
    }
    return found;
}

static bool is_complete(const Glued *glued)
{
    for (size_t table = 0; table < gov_form_n_tables(glued->form); table++)
        if (count_read(glued, table) < gov_form_n_rows(glued->form, table))
            return false;
    return true;
}

void gov__glued_read(GovMatch *match, const GovDocument *document)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) key = g_string_new(NULL);
    g_autoptr(GByteArray) marks = g_byte_array_new();
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(Name));
    g_autofree bool *sums = g_new0(bool, gov_form_n_tables(match->form) + 1);
    Glued glued = {match, match->form, text, marks, starts, blocks, runs, names, key, sums, false, false};

    if (is_complete(&glued))
        return;
    for (size_t table = 0; table < gov_form_n_tables(match->form); table++)
        sums[table] = has_sums(match->form, table);
    gov__glued_load(&glued, document);
    gov__glued_name_runs(&glued);
    glued.blanks = has_blanks(&glued);
    glued.glued_cells = has_glued_cells(&glued);
    bool found = read_tables(&glued, true);
    glued.blanks |= !reads_sums(&glued);
    found |= read_tables(&glued, false);
    if (!found)
        return;
    match->blanks = glued.blanks;
    match->text = g_string_free(g_steal_pointer(&text), FALSE);
    g_array_sort(match->hits, compare_hits);
    g_array_sort(match->broken, compare_broken);
}
