/* SPDX-License-Identifier: MIT */
/* Rows of tables without sums (active_disclosure): nothing but the writing of figures tells where one
 * ends, so a row counts only if its text can be parted in one way. */
#include "read/glued-private.h"

#include "read/decode-private.h"

#define MAX_PARTINGS 4000

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
    if (gov__glued_is_ordinal_sign(text + end))
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
void gov__glued_add_plain(Glued *glued, size_t table, const Claim *claim)
{
    size_t end = figures_end(glued, &claim->run), n = 0;
    size_t cells[GOV_DECODE_MAX_COLUMNS];

    for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
        int cell = gov_form_get_cell(glued->form, table, claim->row, column);
        if (cell >= 0)
            cells[n++] = (size_t)cell;
    }
    bool ordinal = gov__glued_is_ordinal_sign(glued->text->str + end + (end < glued->text->len));
    Parting parting = {.form = glued->form, .cells = cells, .n_cells = n};
    if (end > claim->run.begin && end - claim->run.begin <= GOV_DECODE_MAX_DIGITS)
        part_text(&parting, 0, glued->text->str + claim->run.begin, end - claim->run.begin);
    bool known = parting.n_found == 1 && parting.steps <= MAX_PARTINGS && !ordinal && !has_unit(glued, end) &&
                 !is_parted(glued, claim->run.begin, end) && (n == 1 || !glued->blanks);
    for (size_t i = 0; i < n; i++) {
        GovHit hit = gov__glued_hit(glued, &claim->run, cells[i], MAX(end, claim->run.end));
        if (known)
            hit.figure = parting.found[i];
        else if (parting.n_found > 0)
            hit.figure.status = GOV_STATUS_UNCERTAIN;
        hit.doubt = known ? DOUBT_NONE : DOUBT_STANDING;
        hit.note = parting.n_found == 0 ? NULL : known ? "figure.parted" : "figure.several";
        g_array_append_val(glued->match->hits, hit);
    }
}
