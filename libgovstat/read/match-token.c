/* SPDX-License-Identifier: MIT */
/* A text as tokens: a figure, a blank, a mark or a label, or a row of them side by side in one cell or
 * paragraph. Most texts are told at sight, as this is done for every cell of a document. */
#include "read/match-lines-private.h"

#include <string.h>

#include "base/label-private.h"

#define MAX_CELLS_IN_LINE 24

/* What programs write for a cell they found empty. */
static bool is_null_word(const char *text, size_t len)
{
    static const char *const words[] = {"NaN", "nan", "None", "NULL", "null", "<NA>"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (len == strlen(words[i]) && memcmp(text, words[i], len) == 0)
            return true;
    return false;
}

/* Nearly every figure is a few digits, and nearly every label begins with an ideograph that begins
 * no figure and no mark. FALSE if only a closer look can tell. */
static bool classify_at_sight(const char *text, size_t len, GovTokenKind *kind)
{
    size_t n = 0;

    while (n < len && g_ascii_isdigit(text[n]))
        n++;
    *kind = n == len ? TOKEN_FIGURE : TOKEN_TEXT;
    if (n == len)
        return n > 0 && n < 16;
    if (len < 3 || (unsigned char)text[0] < 0xe4 || (unsigned char)text[0] > 0xe9)
        return false;
    return memcmp(text, "增", 3) != 0 && memcmp(text, "减", 3) != 0 && memcmp(text, "減", 3) != 0 &&
           memcmp(text, "无", 3) != 0 && memcmp(text, "無", 3) != 0;
}

GovTokenKind gov__token_classify(const char *text, size_t len)
{
    GovTokenKind kind;

    if (len > 64)
        return TOKEN_TEXT;
    if (classify_at_sight(text, len, &kind))
        return kind;
    if (is_null_word(text, len))
        return TOKEN_BLANK;

    switch (gov_figure_parse(text, len, GOV_TYPE_MONEY, GOV_UNIT_NONE).status) {
    case GOV_STATUS_REPORTED:
        return TOKEN_FIGURE;
    case GOV_STATUS_BLANK:
        return TOKEN_BLANK;
    case GOV_STATUS_NOT_APPLICABLE:
        return TOKEN_MARK;
    default:
        break;
    }
    /* 12件 is no amount, but it is a figure. */
    if (gov_figure_parse(text, len, GOV_TYPE_SIGNED, GOV_UNIT_NONE).status == GOV_STATUS_REPORTED)
        return TOKEN_FIGURE;
    return TOKEN_TEXT;
}

/* Length of a text without the marks of notes at its end: [1], [注]. */
static size_t without_notes(const char *text, size_t len)
{
    while (len > 2 && text[len - 1] == ']') {
        size_t open = len - 1;
        while (open > 0 && len - open < 12 && text[open] != '[')
            open--;
        if (open == 0 || text[open] != '[')
            break;
        len = open;
    }
    return len;
}

/* Labels may carry a star as well; behind digits it may stand for one that was blacked out. */
static size_t without_star(const char *text, size_t len)
{
    static const char *const stars[] = {"*", "＊", "※"};

    for (size_t i = 0; i < G_N_ELEMENTS(stars); i++) {
        size_t n = strlen(stars[i]);
        if (len > n && memcmp(text + len - n, stars[i], n) == 0)
            return len - n;
    }
    return len;
}

void gov__token_add(GovLines *lines, const char *text, size_t len, GovToken place)
{
    place.text = text;
    place.len = len;
    place.bare = without_notes(text, len);
    if (place.bare == 2 && memcmp(text, "10", 2) == 0)
        place.bare = len; /* 10³ is not 10 */
    place.kind = gov__token_classify(text, place.bare);
    if (place.kind == TOKEN_TEXT && len <= GOV_MAX_LABEL_BYTES) {
        place.key = (uint32_t)lines->keys->len;
        gov__label_normalise_into(lines->scratch, text, without_star(text, place.bare));
        g_string_append_len(lines->keys, lines->scratch->str, (gssize)lines->scratch->len + 1);
    }
    g_array_append_val(lines->tokens, place);
}

/* Bytes of the white space or bar at `p`; 0 if there is none. */
static size_t gap_at(const char *p, const char *end)
{
    if (*p == '|' || g_ascii_isspace(*p))
        return 1;
    if (end - p >= 2 && memcmp(p, "\u00a0", 2) == 0)
        return 2;
    if (end - p >= 3 && (memcmp(p, "\u3000", 3) == 0 || memcmp(p, "\u2003", 3) == 0 ||
                         memcmp(p, "\u2002", 3) == 0 || memcmp(p, "\u2009", 3) == 0))
        return 3;
    return 0;
}

size_t gov__token_next_piece(const char **text, const char *end)
{
    const char *p = *text;
    for (size_t gap; p < end && (gap = gap_at(p, end)) > 0; p += gap)
        ;
    *text = p;
    while (p < end && gap_at(p, end) == 0)
        p++;
    return (size_t)(p - *text);
}

/* How many figures a text holds side by side; 0 if it holds anything else. */
static unsigned count_figures(const char *text, size_t len)
{
    const char *end = text + len;
    unsigned n = 0;

    for (size_t piece; (piece = gov__token_next_piece(&text, end)) > 0; text += piece, n++) {
        GovTokenKind kind = piece > 64 ? TOKEN_TEXT : gov__token_classify(text, piece);
        if (kind != TOKEN_FIGURE && kind != TOKEN_MARK)
            return 0;
    }
    return n;
}

unsigned gov__token_add_figures(GovLines *lines, const char *text, size_t len, GovToken place,
                                unsigned least)
{
    const char *end = text + len;
    unsigned n = len < 2 * least - 1 ? 0 : count_figures(text, len);

    if (n < least)
        return 0;
    for (size_t piece; (piece = gov__token_next_piece(&text, end)) > 0; text += piece)
        gov__token_add(lines, text, piece, place);
    return n;
}

/* A word of a table: two ideographs at least, no mark of a sentence at its end, and no digits
 * but those of an ordinal or a bracket. */
static bool is_word(const char *text, size_t len)
{
    unsigned n_ideographs = 0, depth = 0;
    gunichar last = 0;

    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        n_ideographs += g_unichar_get_script(c) == G_UNICODE_SCRIPT_HAN;
        depth += c == '(' || c == 0xff08;
        depth -= depth > 0 && (c == ')' || c == 0xff09);
        bool ordinal = p == text || (p == text + 1 && g_ascii_isdigit(*text)) || c == '.';
        if (depth == 0 && !ordinal && c < 0x80 && g_ascii_isalnum((char)c))
            return false;
        last = c;
    }
    return n_ideographs >= 2 && last != 0x3001 && last != 0xff0c && last != 0x3002 && last != 0xff1b;
}

/* How many cells a line of words and figures parted by blanks has; 0 if it is a sentence, or a
 * figure that was broken. */
static unsigned count_cells(const char *text, size_t len)
{
    const char *end = text + len;
    unsigned n = 0, n_words = 0;

    for (size_t piece; (piece = gov__token_next_piece(&text, end)) > 0; text += piece, n++) {
        bool word = gov__token_classify(text, piece) == TOKEN_TEXT;
        if (word && !is_word(text, piece))
            return 0;
        n_words += word;
    }
    return n_words > 0 ? n : 0;
}

unsigned gov__token_add_cells(GovLines *lines, const char *text, size_t len, GovToken place)
{
    const char *end = text + len;
    unsigned n = count_cells(text, len);

    if (n < 2 || n > MAX_CELLS_IN_LINE)
        return 0;
    for (size_t piece; (piece = gov__token_next_piece(&text, end)) > 0; text += piece)
        gov__token_add(lines, text, piece, place);
    return n;
}
