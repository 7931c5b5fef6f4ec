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
#include <govstat/label.h>
#include <string.h>

#include "base/label-private.h"
#include "read/decode-private.h"
#include "read/match-private.h"

#define MAX_LABEL_TAIL 160 /* bytes before a run in which its label is sought */
#define MAX_WAYS 4         /* a run may be meant */
#define LEAST_ROWS 5       /* fewer are words of prose before numbers */
#define MAX_BRACKET 160

/* What stood before a character of the stream. */
enum { MARK_NONE, MARK_SPACE, MARK_BLOCK };

/* A run of digits and what stands before it. */
typedef struct {
    size_t begin;
    size_t end;
    size_t label; /* where the text before it begins: behind the run before */
    guint first_name; /* what that text names */
    guint n_names;
} Run;

/* What an end of the text before a run names. */
typedef struct {
    bool begins; /* a label begins there, as far as signs tell */
    bool behind_column; /* or the label of a column ends there */
    const GovTarget *targets;
    size_t n;
} Name;

/* A run that a label of the form claims. */
typedef struct {
    Run run;
    size_t row; /* GOV_BROKEN_ALL_ROWS: the run is all rows of the table */
} Claim;

typedef struct {
    GovMatch *match;
    const GovForm *form;
    GString *text;     /* all text, folded, without white space */
    GByteArray *marks; /* per byte of it */
    GArray *starts;    /* uint32_t, per block: where it begins in the text */
    GArray *blocks;    /* uint32_t: its number */
    GArray *runs;      /* Run */
    GArray *names;     /* Name, run by run */
    GString *key;
    bool *sums;  /* per table: its rows have sums */
    bool blanks; /* some cells are left blank: a row of digits may lack any of its figures */
    bool glued_cells; /* rows of figures stand in single cells */
} Glued;

/* ---- the stream ---- */

/* Digits and points of any width, no white space; everything else as it is. */
static void append_folded(Glued *glued, const char *text, size_t len, guint8 mark)
{
    const guint8 none = MARK_NONE;

    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c) || g_unichar_iszerowidth(c)) {
            mark = MAX(mark, g_unichar_isspace(c) ? MARK_SPACE : MARK_NONE);
            continue;
        }
        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xfee0;
        g_byte_array_append(glued->marks, &mark, 1);
        g_string_append_unichar(glued->text, c);
        while (glued->marks->len < glued->text->len)
            g_byte_array_append(glued->marks, &none, 1);
        mark = MARK_NONE;
    }
}

static void append_grid(Glued *glued, const GovGrid *grid)
{
    for (unsigned row = 0; row < gov_grid_n_rows(grid); row++)
        for (unsigned column = 0; column < gov_grid_get_row_width(grid, row); column++) {
            const GovGridCell *cell = gov_grid_get_cell(grid, row, column);
            if (cell != NULL && cell->row == row && cell->column == column)
                append_folded(glued, cell->text, cell->len, MARK_SPACE);
        }
}

static void find_runs(Glued *glued)
{
    const char *text = glued->text->str;
    size_t label = 0;

    for (size_t at = 0; at < glued->text->len;) {
        size_t n = strspn(text + at, "0123456789");
        if (n > 0) {
            Run run = {at, at + n, label, 0, 0};
            bool goes_on = at == label + 1 && at > 1 && strchr(".,+-", text[at - 1]) != NULL;
            if (!goes_on) /* else the decimals of an amount, or the next figure with its sign */
                g_array_append_val(glued->runs, run);
            label = at + n;
            at += n;
        } else {
            at += strcspn(text + at, "0123456789");
        }
    }
}

static uint32_t block_at(const Glued *glued, size_t offset)
{
    guint low = 0, high = glued->starts->len;

    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(glued->starts, uint32_t, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return glued->blocks->len > 0 ? g_array_index(glued->blocks, uint32_t, low) : 0;
}

/* ---- labels ---- */

static bool has_sums(const GovForm *form, size_t table)
{
    int64_t coefficients[GOV_DECODE_MAX_COLUMNS];

    return gov__decode_row_identity(form, table, 0, coefficients);
}

/* Where a bracket at the end of a text begins, or the end: （区分处理的，…） behind a label. */
static size_t bracket_start(const Glued *glued, const Run *run)
{
    const char *text = glued->text->str;

    if (run->begin == 0 || text[run->begin - 1] != ')')
        return run->begin;
    for (size_t at = run->begin - 1; at > run->label && run->begin - at < MAX_BRACKET; at--)
        if (text[at] == '(')
            return at;
    return run->begin;
}

static bool is_ordinal_sign(const char *p)
{
    return (*p == '.' && !g_ascii_isdigit(p[1])) || *p == ')' || g_str_has_prefix(p, "、");
}

/* Whether a label begins at a place of a normal form: behind an ordinal, or at its begin. */
static bool begins_label(const char *key, size_t at, bool whole)
{
    return at == 0 ? whole : strchr(").,", key[at - 1]) != NULL;
}

/* Whether a normal form ends in the label of a column before a place. */
static bool ends_in_column(const Glued *glued, char *key, size_t at)
{
    char kept = key[at];
    bool found = false;

    key[at] = '\0';
    for (size_t begin = 0; begin < at && !found; begin++) {
        size_t n = 0;
        bool inside = ((guchar)key[begin] & 0xc0) == 0x80; /* of a character */
        const GovTarget *targets = inside ? NULL : gov__form_find_targets(glued->form, key + begin, &n);
        for (size_t i = 0; i < n; i++)
            found |= targets[i].axis == GOV_AXIS_COLUMN;
    }
    key[at] = kept;
    return found;
}

/* Adds what the ends of the text [begin, end) before a run name, the longest first. */
static void add_names(Glued *glued, size_t begin, size_t end)
{
    const char *text = glued->text->str;
    bool whole = end - begin <= MAX_LABEL_TAIL;

    if (!whole)
        for (begin = end - MAX_LABEL_TAIL; ((guchar)text[begin] & 0xc0) == 0x80; begin++)
            ;
    gov__label_normalise_into(glued->key, text + begin, end - begin);
    char *key = glued->key->str;
    for (size_t at = 0; at < glued->key->len; at++) {
        Name name = {.begins = begins_label(key, at, whole)};
        if (((guchar)key[at] & 0xc0) == 0x80)
            continue;
        name.targets = gov__form_find_targets(glued->form, key + at, &name.n);
        if (name.targets == NULL)
            continue;
        name.behind_column = !name.begins && ends_in_column(glued, key, at);
        g_array_append_val(glued->names, name);
    }
}

/* What stands before each run, with and without a bracket at its end: （区分处理的，…） behind a label. */
static void name_runs(Glued *glued)
{
    for (guint i = 0; i < glued->runs->len; i++) {
        Run *run = &g_array_index(glued->runs, Run, i);
        size_t bare = bracket_start(glued, run);
        run->first_name = glued->names->len;
        add_names(glued, run->label, run->begin);
        if (bare < run->begin)
            add_names(glued, run->label, bare);
        run->n_names = glued->names->len - run->first_name;
    }
}

/* The longest end of the text before a run that names something of a table on an axis. */
static const GovTarget *find_name(const Glued *glued, const Run *run, size_t table, GovAxis axis)
{
    bool sums = glued->sums[table];

    for (guint i = run->first_name; i < run->first_name + run->n_names; i++) {
        const Name *name = &g_array_index(glued->names, Name, i);
        const GovTarget *found = NULL;
        bool names_column = false;
        for (size_t k = 0; k < name->n; k++) {
            const GovTarget *target = &name->targets[k];
            names_column |= target->axis == GOV_AXIS_COLUMN;
            if (found == NULL && target->table == table && target->axis == axis)
                found = target;
        }
        /* 其他 and 总计 behind other words end a header; 行政许可 behind other words is prose. */
        if (found != NULL && (axis != GOV_AXIS_ROW || name->begins || (sums && !names_column) ||
                              (!sums && name->behind_column)))
            return found;
    }
    return NULL;
}

/* A label spelled a little differently, behind the last ordinal before a run. */
static const GovTarget *find_similar(Glued *glued, const Run *run, size_t end, size_t table)
{
    static const char *const signs[] = {"、", ".", ")"};
    const char *text = glued->text->str;
    size_t begin = run->label, distance = 0;

    for (size_t at = run->label; at < end && end - run->label <= MAX_LABEL_TAIL; at++)
        for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
            if (g_str_has_prefix(text + at, signs[i]))
                begin = MIN(at + strlen(signs[i]), end);
    if (begin == run->label || end - begin > MAX_LABEL_TAIL)
        return NULL;
    gov__label_normalise_into(glued->key, text + begin, end - begin);
    const GovTarget *target = gov__form_find_similar(glued->form, glued->key->str, &distance);
    return target != NULL && target->axis == GOV_AXIS_ROW && target->table == table ? target : NULL;
}

/* The row of a table whose label stands before a run; −1 if none. */
static int find_row(Glued *glued, const Run *run, size_t table)
{
    const GovTarget *target = find_name(glued, run, table, GOV_AXIS_ROW);

    if (target == NULL)
        target = find_similar(glued, run, bracket_start(glued, run), table);
    return target != NULL ? target->index : -1;
}

/* Whether the text before a run is the printed header of a wide table: its last column at the end, and
 * its last row somewhere before; or its title alone. */
static bool is_wide_header(Glued *glued, const Run *run, size_t table)
{
    size_t last = gov_form_n_rows(glued->form, table) - 1;
    const char *label = gov_form_get_row_label(glued->form, table, last, GOV_LANGUAGE_ZH);
    const GovTarget *column = find_name(glued, run, table, GOV_AXIS_COLUMN);
    const char *text = glued->text->str + run->label;

    if (column != NULL && column->index + 1u == gov_form_n_columns(glued->form, table))
        return g_strstr_len(text, (gssize)(run->begin - run->label), label) != NULL;
    return find_name(glued, run, table, GOV_AXIS_TABLE) != NULL;
}

static void load(Glued *glued, const GovDocument *document)
{
    for (size_t block = 0; block < gov_document_n_blocks(document); block++) {
        const char *text = gov_document_get_paragraph(document, block);
        const GovGrid *grid = gov_document_get_grid(document, block);
        uint32_t start = (uint32_t)glued->text->len, number = (uint32_t)block;
        g_array_append_val(glued->starts, start);
        g_array_append_val(glued->blocks, number);
        if (grid != NULL)
            append_grid(glued, grid);
        else
            append_folded(glued, text, strlen(text), MARK_BLOCK);
    }
    find_runs(glued);
    name_runs(glued);
}

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
    bool ordinal = is_ordinal_sign(text + run->end);
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

/* ---- hits ---- */

static GovHit new_hit(const Glued *glued, const Run *run, size_t cell, size_t end)
{
    return (GovHit){.cell = (uint32_t)cell,
                    .block = block_at(glued, run->begin),
                    .raw = glued->text->str + run->begin,
                    .raw_len = end - run->begin,
                    .figure = {.status = GOV_STATUS_UNREADABLE},
                    .evidence = GOV_EVIDENCE_INFERRED,
                    .doubt = DOUBT_STANDING};
}

static void add_broken(Glued *glued, size_t table, const Claim *claim, unsigned next_ordinal)
{
    size_t n_rows = gov_form_n_rows(glued->form, table);
    bool all = claim->row == GOV_BROKEN_ALL_ROWS;
    GovBroken broken = {(uint32_t)table, (uint32_t)claim->row, block_at(glued, claim->run.begin), 0,
                        true,            digits_of(glued, &claim->run, next_ordinal)};

    for (size_t row = all ? 0 : claim->row; row < (all ? n_rows : claim->row + 1); row++)
        for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
            int cell = gov_form_get_cell(glued->form, table, row, column);
            if (cell < 0)
                continue;
            GovHit hit = new_hit(glued, &claim->run, (size_t)cell, claim->run.end);
            g_array_append_val(glued->match->hits, hit);
        }
    g_array_append_val(glued->match->broken, broken);
}

/* ---- tables without sums ---- */

/* The cells of one row, and the ways to part a text over them. */
typedef struct {
    const GovForm *form;
    const size_t *cells;
    size_t n_cells;
    GovFigure figures[GOV_DECODE_MAX_COLUMNS];
    GovFigure found[GOV_DECODE_MAX_COLUMNS];
    unsigned n_found;
    unsigned steps;
} Parting;

#define MAX_PARTINGS 4000

/* A sign, digits without a leading zero, and for amounts decimals. */
static bool is_figure_text(const char *text, size_t len, bool amount)
{
    size_t sign = len > 0 && strchr("+-", *text) != NULL;
    size_t n = MIN(strspn(text + sign, "0123456789"), len - sign);

    if (n == 0 || (n > 1 && text[sign] == '0'))
        return false;
    if (sign + n == len)
        return true;
    return amount && text[sign + n] == '.' && sign + n + 1 < len &&
           strspn(text + sign + n + 1, "0123456789") >= len - sign - n - 1;
}

static GovFigure figure_of(const Parting *parting, size_t cell, const char *text, size_t len)
{
    GovType type = gov_form_get_cell_type(parting->form, cell);
    GovUnit unit = strcmp(gov_form_get_cell_unit(parting->form, cell), "万元") == 0 ? GOV_UNIT_WANYUAN
                                                                                    : GOV_UNIT_NONE;

    if (!is_figure_text(text, len, type == GOV_TYPE_MONEY))
        return (GovFigure){0, GOV_STATUS_UNREADABLE, GOV_UNIT_NONE, 0};
    return gov_figure_parse(text, len, type, unit);
}

static void part_text(Parting *parting, size_t at, const char *text, size_t len)
{
    if (++parting->steps > MAX_PARTINGS)
        return;
    if (at == parting->n_cells) {
        if (len == 0 && parting->n_found++ == 0)
            memcpy(parting->found, parting->figures, sizeof parting->found);
        return;
    }
    for (size_t n = at + 1 == parting->n_cells ? len : 1; n <= len && parting->n_found < 2; n++) {
        parting->figures[at] = figure_of(parting, parting->cells[at], text, n);
        if (parting->figures[at].status == GOV_STATUS_REPORTED)
            part_text(parting, at + 1, text + n, len - n);
    }
}

/* The extent of a figure or of several glued ones: digits with signs, points and commas. */
static size_t figures_end(const Glued *glued, const Run *run)
{
    const char *text = glued->text->str;
    size_t end = run->begin + strspn(text + run->begin, "0123456789.+-");

    while (end > run->begin && !g_ascii_isdigit(text[end - 1]))
        end--;
    if (is_ordinal_sign(text + end))
        end--;
    return end;
}

/* Whether white space stood inside a text. */
static bool is_parted(const Glued *glued, size_t begin, size_t end)
{
    for (size_t at = begin + 1; at < end; at++)
        if (glued->marks->data[at] != MARK_NONE)
            return true;
    return false;
}

/* A unit in the cell may be another than that of the form. */
static bool has_unit(const Glued *glued, size_t at)
{
    static const char *const units[] = {"元", "万", "亿", "千", "百"};

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (g_str_has_prefix(glued->text->str + at, units[i]))
            return true;
    return false;
}

/* A row of a table without sums: reported if its text can be parted in one way only. */
static void add_plain(Glued *glued, size_t table, const Claim *claim)
{
    size_t end = figures_end(glued, &claim->run), n = 0;
    size_t cells[GOV_DECODE_MAX_COLUMNS];

    for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
        int cell = gov_form_get_cell(glued->form, table, claim->row, column);
        if (cell >= 0)
            cells[n++] = (size_t)cell;
    }
    bool ordinal = is_ordinal_sign(glued->text->str + end + (end < glued->text->len));
    Parting parting = {.form = glued->form, .cells = cells, .n_cells = n};
    if (end > claim->run.begin && end - claim->run.begin <= GOV_DECODE_MAX_DIGITS)
        part_text(&parting, 0, glued->text->str + claim->run.begin, end - claim->run.begin);
    bool known = parting.n_found == 1 && parting.steps <= MAX_PARTINGS && !ordinal && !has_unit(glued, end) &&
                 !is_parted(glued, claim->run.begin, end) && (n == 1 || !glued->blanks);
    for (size_t i = 0; i < n; i++) {
        GovHit hit = new_hit(glued, &claim->run, cells[i], MAX(end, claim->run.end));
        if (known)
            hit.figure = parting.found[i];
        else if (parting.n_found > 0)
            hit.figure.status = GOV_STATUS_UNCERTAIN;
        hit.doubt = known ? DOUBT_NONE : DOUBT_STANDING;
        hit.note = parting.n_found == 0 ? NULL : known ? "figure.parted" : "figure.several";
        g_array_append_val(glued->match->hits, hit);
    }
}

/* ---- tables ---- */

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
        if (wide && is_wide_header(glued, &claim.run, table)) {
            claim.row = GOV_BROKEN_ALL_ROWS;
            g_array_append_val(claims, claim);
            continue;
        }
        int row = find_row(glued, &claim.run, table);
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
        size_t n = claim->run.end - claim->run.begin - is_ordinal_sign(glued->text->str + claim->run.end);
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
            add_plain(glued, table, claim);
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
            add_plain(glued, table, claim);
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
    load(&glued, document);
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
