/* SPDX-License-Identifier: MIT */
/* Tables whose cells are glued together: 一、本年新收政府信息公开申请数量15130000154二、上年结转….
 *
 * The labels of the form are looked for in its own order, each followed by a run of digits; an ordinal
 * at the end of a run belongs to the next label. Runs are kept as broken rows, for the identities of
 * the form to part. A run that can be one figure only is a figure. Nothing is filled by position. */
#include <govstat/label.h>
#include <string.h>

#include "read/decode-private.h"
#include "read/match-private.h"

#define MAX_RUN 128
#define LEAST_ROWS 5

typedef struct {
    GovMatch *match;
    const GovForm *form;
    GString *text;  /* all paragraphs, folded, without white space */
    GArray *starts; /* per paragraph: where it begins in the text */
    GArray *blocks; /* and its block */
    unsigned n_found;
} Glued;

/* Digits and points of any width, no white space; everything else as it is. */
static void append_folded(GString *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c) || g_unichar_iszerowidth(c))
            continue;
        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xfee0;
        g_string_append_unichar(out, c);
    }
}

static void load(Glued *glued, const GovDocument *document)
{
    for (size_t block = 0; block < gov_document_n_blocks(document); block++) {
        const char *text = gov_document_get_paragraph(document, block);
        uint32_t start = (uint32_t)glued->text->len, number = (uint32_t)block;
        if (text == NULL)
            continue;
        g_array_append_val(glued->starts, start);
        g_array_append_val(glued->blocks, number);
        append_folded(glued->text, text);
    }
}

static uint32_t block_at(const Glued *glued, const char *p)
{
    uint32_t offset = (uint32_t)(p - glued->text->str), block = 0;

    for (guint i = 0; i < glued->starts->len && g_array_index(glued->starts, uint32_t, i) <= offset; i++)
        block = g_array_index(glued->blocks, uint32_t, i);
    return block;
}

/* The words of a label, without its ordinal and without explanations in brackets. */
static char *words_of(const char *label)
{
    unsigned level = 0;
    g_autoptr(GString) folded = g_string_new(NULL);

    append_folded(folded, label);
    const char *p = folded->str;
    if (gov_label_get_ordinal(p, folded->len, &level) != 0) {
        while (*p == '(' || g_ascii_isdigit(*p))
            p++;
        while (*p != '\0' && *p != ')' && *p != '.' && !g_str_has_prefix(p, "、"))
            p = g_utf8_next_char(p);
        if (*p != '\0')
            p = g_utf8_next_char(p);
    }
    const char *bracket = strchr(p, '(');
    return bracket != NULL && bracket > p ? g_strndup(p, (gsize)(bracket - p)) : g_strdup(p);
}

/* Behind a label, over a bracket if there is one. */
static const char *skip_bracket(const char *p)
{
    if (*p != '(')
        return p;
    const char *end = strchr(p, ')');
    return end != NULL && end - p < 160 ? end + 1 : p;
}

/* The first place at or after `from` where the words stand right before a digit; NULL if none. */
static const char *find_label(const char *from, const char *words, const char **digits)
{
    for (const char *p = strstr(from, words); p != NULL; p = strstr(p + 1, words)) {
        *digits = skip_bracket(p + strlen(words));
        if (g_ascii_isdigit(**digits))
            return p;
    }
    return NULL;
}

/* A run of digits; the last belongs to the ordinal of what follows (1. 5、). */
static size_t run_length(const char *digits)
{
    size_t n = strspn(digits, "0123456789");
    const char *after = digits + n;
    bool ordinal = (*after == '.' && !g_ascii_isdigit(after[1])) || g_str_has_prefix(after, "、");

    return ordinal && n > 0 ? n - 1 : n;
}

static void add_cell(Glued *glued, const char *place, size_t cell, const char *raw, size_t len, bool sure)
{
    const char *unit = gov_form_get_cell_unit(glued->form, cell);
    GovUnit assumed = strcmp(unit, "万元") == 0 ? GOV_UNIT_WANYUAN : GOV_UNIT_NONE;
    GovHit hit = {.cell = (uint32_t)cell,
                  .block = block_at(glued, place),
                  .raw = raw,
                  .raw_len = len,
                  .evidence = GOV_EVIDENCE_INFERRED,
                  .doubt = sure ? DOUBT_NONE : DOUBT_STANDING,
                  .note = "figure.decoded"};

    hit.figure = gov_figure_parse(raw, len, gov_form_get_cell_type(glued->form, cell), assumed);
    if (!sure)
        hit.figure.status = GOV_STATUS_UNREADABLE;
    g_array_append_val(glued->match->hits, hit);
}

static void add_row(Glued *glued, const char *place, size_t table, size_t row, const char *digits, size_t n)
{
    GovBroken broken = {(uint32_t)table, (uint32_t)row, block_at(glued, place), 0, g_strndup(digits, n)};

    for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
        int cell = gov_form_get_cell(glued->form, table, row, column);
        if (cell >= 0)
            add_cell(glued, place, (size_t)cell, digits, n, false);
    }
    g_array_append_val(glued->match->broken, broken);
    glued->n_found++;
}

/* A row of one cell is its whole run; an amount may have a point. */
static void add_single(Glued *glued, const char *place, size_t cell, const char *digits)
{
    size_t n = strspn(digits, "0123456789.,");
    const char *after = digits + n;

    if (n == 0 || n > MAX_RUN)
        return;
    if (digits[n - 1] == '.' || g_str_has_prefix(after, "、"))
        return; /* its last digits may be an ordinal */
    add_cell(glued, place, cell, digits, n, true);
}

static size_t n_cells_of(const Glued *glued, size_t table, size_t row, size_t *only)
{
    size_t n = 0;

    for (size_t column = 0; column < gov_form_n_columns(glued->form, table); column++) {
        int cell = gov_form_get_cell(glued->form, table, row, column);
        *only = cell >= 0 ? (size_t)cell : *only;
        n += cell >= 0;
    }
    return n;
}

static const char *read_rows(Glued *glued, size_t table, const char *from)
{
    for (size_t row = 0; row < gov_form_n_rows(glued->form, table); row++) {
        g_autofree char *words = words_of(gov_form_get_row_label(glued->form, table, row, GOV_LANGUAGE_ZH));
        const char *digits = NULL;
        const char *place = *words != '\0' ? find_label(from, words, &digits) : NULL;
        size_t only = 0;
        if (place == NULL)
            continue;
        size_t n = run_length(digits);
        if (n_cells_of(glued, table, row, &only) == 1)
            add_single(glued, place, only, digits);
        else if (n > 0 && n <= MAX_RUN)
            add_row(glued, place, table, row, digits, n);
        from = digits;
    }
    return from;
}

/* Rows printed side by side: the run behind the last 总计 of the header. */
static void read_wide(Glued *glued, size_t table, const char *from)
{
    const GovForm *form = glued->form;
    size_t n_rows = gov_form_n_rows(form, table), n_columns = gov_form_n_columns(form, table);
    const char *head = strstr(from, gov_form_get_row_label(form, table, n_rows - 1, GOV_LANGUAGE_ZH));
    const char *digits = NULL;
    const char *place = head == NULL ? NULL
                                     : find_label(head,
                                                  gov_form_get_column_label(form, table, n_columns - 1,
                                                                            GOV_LANGUAGE_ZH),
                                                  &digits);
    size_t n = place != NULL ? run_length(digits) : 0;
    if (n < n_rows * n_columns || n > MAX_RUN)
        return;
    g_autofree char *run = g_strndup(digits, n);
    g_autofree GovReading *readings = g_new0(GovReading, n_rows);
    bool sure = gov__decode_rows(form, table, run, readings);
    for (size_t row = 0; row < n_rows; row++)
        for (size_t column = 0; column < n_columns; column++) {
            int cell = gov_form_get_cell(form, table, row, column);
            if (cell < 0)
                continue;
            add_cell(glued, place, (size_t)cell, digits, n, false);
            GovHit *hit = &g_array_index(glued->match->hits, GovHit, glued->match->hits->len - 1);
            if (!sure)
                continue;
            hit->figure = (GovFigure){readings[row].values[column], GOV_STATUS_REPORTED, GOV_UNIT_NONE, 0};
            hit->doubt = DOUBT_NONE;
        }
}

static int compare_hits(const void *a, const void *b)
{
    const GovHit *x = a, *y = b;
    return x->block != y->block ? (x->block < y->block ? -1 : 1) : x->cell < y->cell ? -1 : 1;
}

static int compare_broken(const void *a, const void *b)
{
    const GovBroken *x = a, *y = b;
    return x->block < y->block ? -1 : x->block > y->block;
}

void gov__glued_read(GovMatch *match, const GovDocument *document)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    Glued glued = {match, match->form, text, starts, blocks, 0};
    const char *from = NULL;

    load(&glued, document);
    from = text->str;
    for (size_t table = 0; table < gov_form_n_tables(match->form); table++)
        if (gov__form_is_wide(match->form, table))
            read_wide(&glued, table, from);
        else
            from = read_rows(&glued, table, from);
    if (glued.n_found < LEAST_ROWS) { /* words of prose before numbers */
        g_array_set_size(match->hits, 0);
        for (guint i = 0; i < match->broken->len; i++)
            g_free(g_array_index(match->broken, GovBroken, i).digits);
        g_array_set_size(match->broken, 0);
        return;
    }
    match->text = g_string_free(g_steal_pointer(&text), FALSE);
    g_array_sort(match->hits, compare_hits);
    g_array_sort(match->broken, compare_broken);
}
