/* SPDX-License-Identifier: MIT */
/* Lines are judged by signs that prose does not have: tabs, bars, rules, runs of
 * spaces between short pieces, three figures in a row. Prose has numbers too, so a
 * line that holds a full stop (。) or a long piece is never a row by its spaces. All
 * scans go once over the line. */
#include "read/text-private.h"

#include <govstat/document.h>

#include <string.h>

#define MAX_CELL 240u  /* bytes; a longer piece of a spaced line is prose */
#define MIN_FIGURES 3u /* so many figures parted by single spaces make a row */
#define MAX_PAGE 160u  /* bytes of a line with a page number, and perhaps a title */

static const char *const bars[] = {"|", "│", "┃", "║", "｜"};

static const char *const units[] = {"件", "条", "项", "次",   "人次", "人",
                                    "个", "篇", "宗", "万元", "亿元", "元"};
static const char *const marks[] = {"-", "--", "/", "—", "——", "－", "无", "N/A", "n/a"};

/* Length of the blank at a place, 0 if there is none: space, NBSP, U+2000–200A,
 * U+3000, U+FEFF. */
static size_t measure_space(const char *p, const char *end)
{
    guchar c = (guchar)*p;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (c == 0xC2)
        return end - p >= 2 && (guchar)p[1] == 0xA0 ? 2 : 0;
    if (end - p < 3)
        return 0;
    guchar last = (guchar)p[2];
    bool general = c == 0xE2 && (guchar)p[1] == 0x80 && last >= 0x80 && last <= 0x8A;
    bool wide = c == 0xE3 && memcmp(p, "\u3000", 3) == 0;
    bool mark = c == 0xEF && memcmp(p, "\uFEFF", 3) == 0;
    return general || wide || mark ? 3 : 0;
}

static size_t measure_space_before(const char *start, const char *p)
{
    for (size_t n = 1; n <= 3 && (size_t)(p - start) >= n; n++)
        if (measure_space(p - n, p) == n)
            return n;
    return 0;
}

GovSlice gov__line_trim(GovSlice line)
{
    const char *p = line.text;
    const char *end = p + line.len;
    for (size_t n = 1; p < end && n > 0; p += n)
        n = measure_space(p, end);
    for (size_t n = 1; end > p && n > 0; end -= n)
        n = measure_space_before(p, end);
    return (GovSlice){p, (size_t)(end - p)};
}

static bool is_equal(GovSlice slice, const char *text)
{
    return slice.len == strlen(text) && memcmp(slice.text, text, slice.len) == 0;
}

static bool skip_prefix(GovSlice *slice, const char *prefix)
{
    size_t n = strlen(prefix);
    if (slice->len < n || memcmp(slice->text, prefix, n) != 0)
        return false;
    slice->text += n;
    slice->len -= n;
    return true;
}

static bool skip_any(GovSlice *slice, const char *const *prefixes, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (skip_prefix(slice, prefixes[i]))
            return true;
    return false;
}

/* More cells than a grid may have are not gathered; the caller refuses them. */
static bool is_full(const GArray *cells)
{
    return cells->len > GOV_GRID_MAX_SLOTS;
}

/* Digits of either width with points and separators; returns whether there was one
 * digit. */
static bool skip_digits(GovSlice *slice)
{
    static const char *const inner[] = {",", ".", "，", "．"};
    bool any = false;
    while (slice->len > 0) {
        const guchar *p = (const guchar *)slice->text;
        bool wide = slice->len >= 3 && p[0] == 0xEF && p[1] == 0xBC && p[2] >= 0x90 &&
                    p[2] <= 0x99;
        if (!wide && !g_ascii_isdigit(*p)) {
            if (!any || !skip_any(slice, inner, G_N_ELEMENTS(inner)))
                break;
            continue;
        }
        any = true;
        slice->text += wide ? 3 : 1;
        slice->len -= wide ? 3 : 1;
    }
    return any;
}

bool gov__line_is_figure(GovSlice word)
{
    static const char *const signs[] = {"+", "-", "−", "－", "＋", "增", "减"};
    if (word.len == 0)
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(marks) && !g_ascii_isdigit(*word.text); i++)
        if (is_equal(word, marks[i]))
            return true;
    for (int i = 0; i < 2 && skip_any(&word, signs, G_N_ELEMENTS(signs)); i++)
        ;
    if (!skip_digits(&word))
        return false;
    skip_any(&word, units, G_N_ELEMENTS(units));
    return word.len == 0;
}

static size_t measure_bar(const char *p, const char *end)
{
    for (gsize i = 0; i < G_N_ELEMENTS(bars); i++) {
        size_t n = strlen(bars[i]);
        if ((size_t)(end - p) >= n && memcmp(p, bars[i], n) == 0)
            return n;
    }
    return 0;
}

/* Length of what rules are drawn with: ASCII, or U+2500–257F apart from upright bars. */
static size_t measure_rule(const char *p, const char *end)
{
    if (strchr("-=+:", *p) != NULL && *p != 0)
        return 1;
    const guchar *b = (const guchar *)p;
    bool box =
        end - p >= 3 && b[0] == 0xE2 && (b[1] == 0x94 || b[1] == 0x95) && b[2] >= 0x80;
    return box && measure_bar(p, end) == 0 ? 3 : 0;
}

typedef struct {
    size_t n_bars;
    size_t n_rule;  /* characters of rules in the longest run: a mark has one or two */
    bool colon;     /* alignment in Markdown */
    size_t n_other; /* any other text */
    size_t n_tabs;
} Census;

static Census count(GovSlice line)
{
    Census census = {0, 0, false, 0, 0};
    const char *p = line.text;
    const char *end = p + line.len;
    size_t run = 0;
    while (p < end) {
        size_t space = measure_space(p, end);
        size_t bar = space > 0 ? 0 : measure_bar(p, end);
        size_t rule = space + bar > 0 ? 0 : measure_rule(p, end);
        size_t other = *p == '\\' && end - p >= 2 ? 2 : 1;
        run = rule > 0 ? run + 1 : 0;
        census.n_rule = MAX(census.n_rule, run);
        census.colon |= rule > 0 && *p == ':';
        census.n_tabs += *p == '\t';
        census.n_bars += bar > 0;
        census.n_other += space + bar + rule == 0;
        p += space + bar + rule > 0 ? space + bar + rule : other;
    }
    return census;
}

/* 「- 3 -」, 「Page 8 …」, 「第 3 页 共 9 页」 */
static bool is_page(GovSlice line)
{
    static const char *const dashes[] = {"-", "—", "–", "－"};
    static const char *const parts[] = {"第", "共", "页", "/", ",", "，", "、", " "};
    if (line.len > MAX_PAGE)
        return false;
    GovSlice rest = line;
    if (skip_prefix(&rest, "Page ") || skip_prefix(&rest, "PAGE "))
        return skip_digits(&rest);
    if (skip_any(&rest, dashes, G_N_ELEMENTS(dashes))) {
        rest = gov__line_trim(rest);
        bool number = skip_digits(&rest);
        rest = gov__line_trim(rest);
        return number && skip_any(&rest, dashes, G_N_ELEMENTS(dashes)) && rest.len == 0;
    }
    if (!skip_prefix(&rest, "第"))
        return false;
    rest = gov__line_trim(rest);
    bool number = skip_digits(&rest);
    rest = gov__line_trim(rest);
    bool page = number && skip_prefix(&rest, "页");
    while (page && (skip_digits(&rest) || skip_any(&rest, parts, G_N_ELEMENTS(parts))))
        ;
    return page && rest.len == 0;
}

void gov__line_split_tabs(GovSlice line, GArray *cells)
{
    const char *p = line.text;
    const char *end = p + line.len;
    for (;;) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        GovSlice cell =
            gov__line_trim((GovSlice){p, (size_t)((tab == NULL ? end : tab) - p)});
        g_array_append_val(cells, cell);
        if (tab == NULL || is_full(cells))
            return;
        p = tab + 1;
    }
}

void gov__line_split_bars(GovSlice line, GArray *cells)
{
    GovSlice in = gov__line_trim(line);
    const char *p = in.text;
    const char *end = p + in.len;
    if (p < end)
        p += measure_bar(p, end);
    const char *start = p;
    while (p < end && !is_full(cells)) {
        size_t n = measure_bar(p, end);
        if (n == 0) {
            p += *p == '\\' && end - p >= 2 ? 2 : 1;
            continue;
        }
        GovSlice cell = gov__line_trim((GovSlice){start, (size_t)(p - start)});
        g_array_append_val(cells, cell);
        p += n;
        start = p;
    }
    if (start < end) {
        GovSlice cell = gov__line_trim((GovSlice){start, (size_t)(end - start)});
        g_array_append_val(cells, cell);
    }
}

/* Where the word that ends at `end` begins. */
static const char *find_word(const char *start, const char *end)
{
    while (end > start && measure_space_before(start, end) == 0)
        end--;
    return end;
}

/* Figures at the end of a piece, parted by single spaces: sets where they begin. */
static size_t count_figures(GovSlice piece, const char **first)
{
    size_t n = 0;
    const char *end = piece.text + piece.len;
    *first = end;
    while (end > piece.text) {
        const char *word = find_word(piece.text, end);
        if (!gov__line_is_figure((GovSlice){word, (size_t)(end - word)}))
            return n;
        n++;
        *first = word;
        end = word - measure_space_before(piece.text, word);
    }
    return n;
}

/* A piece without runs of spaces: a cell, or a label with figures behind it. */
static void split_piece(GovSlice piece, GArray *cells)
{
    const char *first = NULL;
    if (count_figures(piece, &first) < MIN_FIGURES) {
        g_array_append_val(cells, piece);
        return;
    }
    GovSlice label = gov__line_trim((GovSlice){piece.text, (size_t)(first - piece.text)});
    if (label.len > 0)
        g_array_append_val(cells, label);
    const char *end = piece.text + piece.len;
    while (first < end && !is_full(cells)) {
        const char *p = first;
        while (p < end && measure_space(p, end) == 0)
            p++;
        GovSlice word = {first, (size_t)(p - first)};
        g_array_append_val(cells, word);
        first = p < end ? p + measure_space(p, end) : end;
    }
}

/* The next piece of a line, up to two blanks in a row; moves `p` behind them. */
static GovSlice next_piece(const char **p, const char *end)
{
    const char *start = *p;
    const char *stop = start;
    unsigned n_blanks = 0;
    const char *q = start;
    while (q < end) {
        size_t n = measure_space(q, end);
        if (n == 0 && n_blanks >= 2)
            break;
        n_blanks = n > 0 ? n_blanks + 1 : 0;
        q += n > 0 ? n : 1;
        stop = n > 0 ? stop : q;
    }
    *p = q;
    return (GovSlice){start, (size_t)(stop - start)};
}

void gov__line_split_spaces(GovSlice line, GArray *cells)
{
    GovSlice in = gov__line_trim(line);
    const char *p = in.text;
    const char *end = p + in.len;
    while (p < end && !is_full(cells))
        split_piece(next_piece(&p, end), cells);
}

/* Row, perhaps a row, or prose; counts what gov__line_split_spaces() would make,
 * without it. */
static GovLineKind classify_spaces(GovSlice in)
{
    const char *p = in.text;
    const char *end = p + in.len;
    size_t n_cells = 0;
    bool figure = false;
    if (g_strstr_len(in.text, (gssize)in.len, "。") != NULL)
        return GOV_LINE_TEXT;
    while (p < end) {
        GovSlice piece = next_piece(&p, end);
        const char *first = NULL;
        size_t n = count_figures(piece, &first);
        if ((size_t)(first - piece.text) > MAX_CELL)
            return GOV_LINE_TEXT;
        bool row = n >= MIN_FIGURES;
        n_cells += row ? n + (first > piece.text) : 1;
        figure = row || first == piece.text;
    }
    if (n_cells < 2)
        return GOV_LINE_TEXT;
    return figure ? GOV_LINE_SPACED : GOV_LINE_WEAK;
}

bool gov__line_is_border(GovSlice line)
{
    GovSlice in = gov__line_trim(line);
    return in.len > 0 && (*in.text == '+' || (guchar)*in.text == 0xE2);
}

/* A row of marks (`| - | - |`) is no rule. */
static bool is_rule(Census census)
{
    return census.n_other == 0 &&
           (census.n_rule >= 3 || (census.colon && census.n_bars > 0));
}

static GovLineKind classify_bars(GovSlice in, Census census)
{
    if (census.n_other == 0 && census.n_rule == 0 && census.n_bars == 1)
        return GOV_LINE_BAR;
    if (census.n_bars >= 2)
        return GOV_LINE_BARS;
    bool sentence =
        in.len > MAX_CELL || g_strstr_len(in.text, (gssize)in.len, "。") != NULL;
    return sentence ? GOV_LINE_TEXT : GOV_LINE_BARS;
}

static GovLineKind classify(GovSlice line)
{
    GovSlice in = gov__line_trim(line);
    Census census = count(line);
    bool tabbed = line.len > 0 && *line.text == '\t';
    if (in.len == 0 && census.n_tabs == 0)
        return memchr(line.text, '\f', line.len) != NULL ? GOV_LINE_PAGE : GOV_LINE_BLANK;
    if (is_page(in))
        return GOV_LINE_PAGE;
    if (is_rule(census))
        return GOV_LINE_RULE;
    if (census.n_tabs > 0 && !(tabbed && census.n_tabs == 1))
        return GOV_LINE_TABS;
    if (tabbed)
        return GOV_LINE_DUMP;
    if (census.n_bars > 0)
        return classify_bars(in, census);
    return classify_spaces(in);
}

GovTextLine gov__line_read(const char *p, const char *end)
{
    const char *stop = p;
    while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
    GovTextLine line = {{p, (size_t)(stop - p)}, GOV_LINE_BLANK, stop};
    line.kind = classify(line.text);
    line.next += stop < end;
    line.next += stop + 1 < end && stop[0] == '\r' && stop[1] == '\n';
    return line;
}
