/* SPDX-License-Identifier: MIT */
/* Writes small Word documents for tests, from a script of one paragraph in a line:
 *
 *   p text        a paragraph                     q text   one in a cell
 *   c text        the end of a cell               r edges  the end of a row
 *   n text        the end of a cell of depth 2    m edges  the end of a row of depth 2
 *   R             a row that does not define its cells; D edges: a deleted row
 *   8, 16         a new piece of text, in characters of that many bits; at first 16
 *
 * Edges are `0 1000 2000`; behind the right edge of a cell stand its merges: `v` the first of
 * cells merged down, `^` one that goes on; `>` the first of cells merged across, `<` one that goes
 * on. In a text, {d…} is deleted, {h…} hidden, {s…} struck, {^…} raised, {u…} higher by some
 * points, {x…} special. */
#ifndef GOVSTAT_TEST_WORD_H
#define GOVSTAT_TEST_WORD_H

#include "ole.h"

#define WORD_PAGE 512u

/* Properties of a stretch of the main stream. */
typedef struct {
    guint32 first;
    guint32 end;
    GByteArray *list;
} WordRun;

typedef struct {
    guint32 n; /* characters */
    guint32 fc;
    bool wide;
} WordPiece;

typedef struct {
    GByteArray *main;
    GByteArray *table;
    GByteArray *data;
    GArray *pieces;
    GArray *characters; /* WordRun */
    GArray *paragraphs;
    guint32 paragraph; /* where the open one begins */
    guint16 flags;
    guint16 version;
    bool reversed; /* pieces lie in the file in the contrary order */
    bool huge;     /* rows stand in the data stream */
    bool bare;     /* no properties of paragraphs */
} Word;

static inline void word_put(Word *word, gunichar c)
{
    WordPiece *piece = &g_array_index(word->pieces, WordPiece, word->pieces->len - 1);
    if (!piece->wide) {
        g_byte_array_append(word->main, (guint8[]){(guint8)c}, 1);
        piece->n++;
        return;
    }
    gunichar2 units[2];
    guint n = c >= 0x10000 ? 2 : 1;
    units[0] = (gunichar2)(n == 1 ? c : 0xD800 + ((c - 0x10000) >> 10));
    units[1] = (gunichar2)(0xDC00 + (c & 0x3FF));
    for (guint i = 0; i < n; i++)
        put16(word->main, units[i]);
    piece->n += n;
}

static inline void word_begin_piece(Word *word, bool wide)
{
    WordPiece piece = {0, 0, wide};
    pad(word->main, 2);
    piece.fc = word->main->len;
    g_array_append_val(word->pieces, piece);
}

static inline void word_add_run(GArray *runs, guint32 first, guint32 end, GByteArray *list)
{
    WordRun run = {first, end, list};
    g_array_append_val(runs, run);
}

static inline GByteArray *word_list_of(char kind)
{
    static const struct {
        char kind;
        guint16 code;
        guint16 value;
    } properties[] = {{'d', 0x0800, 1}, {'h', 0x083C, 1}, {'s', 0x0837, 1},
                      {'^', 0x2A48, 1}, {'u', 0x4845, 6}, {'x', 0x0855, 1}};
    GByteArray *list = g_byte_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
        if (properties[i].kind != kind)
            continue;
        put16(list, properties[i].code);
        if (kind == 'u')
            put16(list, properties[i].value);
        else
            g_byte_array_append(list, (guint8[]){(guint8)properties[i].value}, 1);
    }
    return list;
}

static inline void word_add_text(Word *word, const char *text)
{
    guint32 first = word->main->len;
    char kind = 0;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        if (*p == '{' || *p == '}') {
            word_add_run(word->characters, first, word->main->len, word_list_of(kind));
            first = word->main->len;
            kind = *p == '{' ? *++p : 0;
            continue;
        }
        word_put(word, g_utf8_get_char(p));
    }
    if (word->main->len > first)
        word_add_run(word->characters, first, word->main->len, word_list_of(kind));
}

/* ---- properties of paragraphs ---- */

static inline void word_add_flag(GByteArray *list, guint code)
{
    put16(list, code);
    g_byte_array_append(list, (const guint8 *)"\1", 1);
}

static inline guint word_parse_merges(const char *text)
{
    guint flags = 0;
    for (; *text != '\0'; text++)
        flags |= *text == 'v' ? 0x60u : *text == '^' ? 0x20u : *text == '>' ? 1u : *text == '<' ? 2u : 0u;
    return flags;
}

/* sprmTDefTable */
static inline void word_define_row(GByteArray *list, const char *edges)
{
    g_auto(GStrv) words = g_strsplit(edges, " ", -1);
    guint n = g_strv_length(words) - 1;
    put16(list, 0xD608);
    put16(list, 1 + 2 * (n + 1) + 20 * n + 1);
    g_byte_array_append(list, (guint8[]){(guint8)n}, 1);
    for (guint i = 0; i <= n; i++)
        put16(list, (guint)(gint16)g_ascii_strtoll(words[i], NULL, 10));
    for (guint i = 0; i < n; i++) {
        put16(list, word_parse_merges(words[i + 1]));
        put_zeros(list, 18);
    }
}

/* sprmPHugePapx: the list stands in the data stream. */
static inline void word_move_to_data(Word *word, GByteArray *list)
{
    guint32 at = word->data->len;
    put16(word->data, list->len);
    g_byte_array_append(word->data, list->data, list->len);
    g_byte_array_set_size(list, 0);
    put16(list, 0x6646);
    put32(list, at);
}

static inline void word_end_paragraph(Word *word, char kind, const char *edges)
{
    GByteArray *list = g_byte_array_new();
    bool cell = kind == 'c' || kind == 'r' || kind == 'R' || kind == 'D';
    bool inner = kind == 'n' || kind == 'm';
    if (kind != 'p')
        word_add_flag(list, 0x2416);
    if (inner) {
        put16(list, 0x6649);
        put32(list, 2);
        word_add_flag(list, 0x244B);
    }
    if (kind == 'm')
        word_add_flag(list, 0x244C);
    if (kind == 'r' || kind == 'R' || kind == 'D')
        word_add_flag(list, 0x2417);
    if (kind == 'r' || kind == 'm' || kind == 'D')
        word_define_row(list, edges);
    if (kind == 'r' && word->huge)
        word_move_to_data(word, list);
    guint32 first = word->main->len;
    word_put(word, cell ? 0x07 : 0x0D);
    word_add_run(word->characters, first, word->main->len, word_list_of(kind == 'D' ? 'd' : 0));
    word_add_run(word->paragraphs, word->paragraph, word->main->len, list);
    word->paragraph = word->main->len;
}

static inline void word_add_line(Word *word, const char *line)
{
    char kind = *line;
    const char *rest = strlen(line) > 2 ? line + 2 : "";
    if (kind == '8' || kind == '1') {
        word_begin_piece(word, kind == '1');
        word->paragraph = word->main->len;
        return;
    }
    bool row = strchr("rmRD", kind) != NULL;
    if (!row)
        word_add_text(word, rest);
    word_end_paragraph(word, kind, rest);
}

/* ---- pages of properties ---- */

/* Puts runs on pages (FKP), and the list of pages (PlcBte) in the table stream. Lists lie at the
 * end of a page, from the back; entries have a size. */
static inline void word_put_page(Word *word, const GArray *runs, guint first, guint end, guint size)
{
    guint8 page[WORD_PAGE] = {0};
    guint n = end - first;
    guint at = WORD_PAGE - 2;
    for (guint i = 0; i < n; i++) {
        const WordRun *run = &g_array_index(runs, WordRun, first + i);
        guint len = run->list->len;
        memcpy(page + 4 * (size_t)i, &run->first, 4);
        memcpy(page + 4 * (size_t)(i + 1), &run->end, 4);
        if (len == 0 && size == 1)
            continue;
        at -= (size == 1 ? len + 1 : (len + 2) / 2 * 2 + 2);
        at &= ~1u;
        page[4 * (size_t)(n + 1) + (size_t)size * i] = (guint8)(at / 2);
        page[at] = (guint8)(size == 1 ? len : (len % 2 == 0 ? 0 : (len + 3) / 2));
        guint body = at + 1;
        if (size != 1 && len % 2 == 0)
            page[body++] = (guint8)((len + 2) / 2);
        body += size == 1 ? 0 : 2;
        if (len > 0)
            memcpy(page + body, run->list->data, len);
    }
    page[WORD_PAGE - 1] = (guint8)n;
    g_byte_array_append(word->main, page, sizeof page);
}

static inline guint word_measure(const GArray *runs, guint i, guint size)
{
    return 4 + size + g_array_index(runs, WordRun, i).list->len + 6;
}

static inline void word_put_pages(Word *word, const GArray *runs, guint size, guint32 place[2])
{
    g_autoptr(GArray) firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GByteArray) numbers = g_byte_array_new();
    guint first = 0;
    pad(word->main, WORD_PAGE);
    while (first < runs->len) {
        guint end = first;
        guint room = WORD_PAGE - 12;
        for (; end < runs->len && word_measure(runs, end, size) <= room; end++)
            room -= word_measure(runs, end, size);
        g_assert(end > first);
        put32(numbers, word->main->len / WORD_PAGE);
        word_put_page(word, runs, first, end, size);
        g_array_append_val(firsts, first);
        first = end;
    }
    place[0] = word->table->len;
    for (guint i = 0; i < firsts->len; i++)
        put32(word->table, g_array_index(runs, WordRun, g_array_index(firsts, guint, i)).first);
    put32(word->table, g_array_index(runs, WordRun, runs->len - 1).end);
    g_byte_array_append(word->table, numbers->data, numbers->len);
    place[1] = word->table->len - place[0];
}

static inline void word_put_pieces(Word *word, guint32 place[2])
{
    guint n = word->pieces->len;
    guint32 cp = 0;
    place[0] = word->table->len;
    g_byte_array_append(word->table, (const guint8 *)"\2", 1);
    put32(word->table, 4 * (n + 1) + 8 * n);
    put32(word->table, 0);
    for (guint i = 0; i < n; i++) {
        guint k = word->reversed ? n - 1 - i : i;
        cp += g_array_index(word->pieces, WordPiece, k).n;
        put32(word->table, cp);
    }
    for (guint i = 0; i < n; i++) {
        guint k = word->reversed ? n - 1 - i : i;
        const WordPiece *piece = &g_array_index(word->pieces, WordPiece, k);
        put16(word->table, 0);
        put32(word->table, piece->wide ? piece->fc : piece->fc * 2 | 0x40000000);
        put16(word->table, 0);
    }
    place[1] = word->table->len - place[0];
    set32(word->main, 0x4C, cp);
}

static inline void word_set_place(Word *word, guint i, const guint32 place[2])
{
    set32(word->main, 0x9A + 8 * (size_t)i, place[0]);
    set32(word->main, 0x9E + 8 * (size_t)i, place[1]);
}

static inline void word_begin(Word *word)
{
    word->main = g_byte_array_new();
    word->table = g_byte_array_new();
    word->data = g_byte_array_new();
    word->pieces = g_array_new(FALSE, FALSE, sizeof(WordPiece));
    word->characters = g_array_new(FALSE, FALSE, sizeof(WordRun));
    word->paragraphs = g_array_new(FALSE, FALSE, sizeof(WordRun));
    put16(word->main, 0xA5EC);
    put16(word->main, word->version == 0 ? 0xC1 : word->version);
    put_zeros(word->main, 6);
    put16(word->main, word->flags);
    put_zeros(word->main, 0x400 - 12);
    word->main->data[0x20] = 14;
    word->main->data[0x3E] = 22;
    word->main->data[0x98] = 93;
    word->paragraph = word->main->len;
    word_begin_piece(word, true);
}

static inline void word_write(Word *word, const char *script)
{
    guint32 place[2] = {0, 0};
    word_begin(word);
    g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        if (*lines[i] != '\0')
            word_add_line(word, lines[i]);
    word_put_pieces(word, place);
    word_set_place(word, 33, place);
    word_put_pages(word, word->characters, 1, place);
    word_set_place(word, 12, place);
    word_put_pages(word, word->paragraphs, 13, place);
    if (!word->bare)
        word_set_place(word, 13, place);
}

static inline void word_clear_runs(GArray *runs)
{
    for (guint i = 0; i < runs->len; i++)
        g_byte_array_unref(g_array_index(runs, WordRun, i).list);
    g_array_unref(runs);
}

static inline void word_clear(Word *word)
{
    g_byte_array_unref(word->main);
    g_byte_array_unref(word->table);
    g_byte_array_unref(word->data);
    g_array_unref(word->pieces);
    word_clear_runs(word->characters);
    word_clear_runs(word->paragraphs);
}

/* The whole file; the caller frees it. */
static inline GByteArray *word_to_ole(const Word *word)
{
    OleStream streams[] = {{"WordDocument", word->main},
                           {(word->flags & 0x200) != 0 ? "1Table" : "0Table", word->table},
                           {"Data", word->data}};
    return write_ole(streams, word->data->len > 0 ? 3 : 2);
}

#endif
