/* SPDX-License-Identifier: MIT */
/* The text of a check → a flat list of terms.
 *
 *   check      = comparison [ "tolerance" number ["%"] ]
 *                [ "when" comparison { "and" comparison } ]
 *   comparison = side compare side
 *   side       = ["-"] term { ("+" | "-") term }
 *   term       = [ integer "*" ] operand | number
 *   operand    = ["prior."] ( name | ("sum" | "each") "(" name { "," name } ")" )
 *
 * A tokenizer that looks one token ahead and one function per rule of the grammar.
 * Nothing nests, so nothing recurses; a side is linear and a list says all of it. Every
 * token knows its column, in characters, because the text is short and its mistakes are
 * typing mistakes. */
#include "form/rule-struct-private.h"

#include <govstat/error.h>

#include <string.h>

#define MAX_CHECK 2048 /* bytes */
#define MAX_CONDITIONS 16
#define PRIOR "prior."

typedef enum {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_COMPARE,
    TOKEN_SIGN, /* + or - */
    TOKEN_STAR,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_PERCENT,
    TOKEN_WORD, /* tolerance, when, and */
    TOKEN_UNKNOWN
} TokenKind;

typedef struct {
    TokenKind kind;
    const char *text;
    size_t len;
    unsigned column;
} Token;

typedef struct {
    const char *at; /* after the token */
    unsigned column;
    Token token;
    GovExpression *expression;
} Parser;

/* The text on a line of its own, and below it a caret under a column. */
static void append_caret(GString *out, const char *text, unsigned column)
{
    g_string_append_printf(out, "\n    %s\n    ", text);
    for (unsigned i = 1; i < column && *text; i++, text = g_utf8_next_char(text)) {
        g_string_append(out, g_unichar_iswide(g_utf8_get_char(text)) ? "  " : " ");
    }
    g_string_append_c(out, '^');
}

bool gov__expression_fail(const GovExpression *expression, GError **error,
                          unsigned column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "column %u: %s", column, message);
    append_caret(text, expression->text, column);
    g_set_error_literal(error, GOV_ERROR, GOV_ERROR_SYNTAX, text->str);
    return false;
}

void gov__expression_free(GovExpression *expression)
{
    g_array_unref(expression->compares);
    g_array_unref(expression->atoms);
    g_array_unref(expression->names);
    g_string_chunk_free(expression->strings);
    g_free(expression);
}

static size_t span_name(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.");
}

static size_t span_number(const char *text)
{
    static const char digits[] = "0123456789";
    size_t len = strspn(text, digits);
    size_t places = text[len] == '.' ? strspn(text + len + 1, digits) : 0;
    return places ? len + 1 + places : len;
}

/* Words of the grammar cannot be names. */
static TokenKind classify_name(const char *text, size_t len)
{
    static const char *const words[] = {"tolerance", "when", "and"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i]) == len && strncmp(words[i], text, len) == 0) {
            return TOKEN_WORD;
        }
    }
    return TOKEN_NAME;
}

static TokenKind classify(const char *text, size_t *len)
{
    *len = 1;
    switch (*text) {
    case '\0':
        *len = 0;
        return TOKEN_END;
    case '+':
    case '-':
        return TOKEN_SIGN;
    case '*':
        return TOKEN_STAR;
    case '(':
        return TOKEN_OPEN;
    case ')':
        return TOKEN_CLOSE;
    case ',':
        return TOKEN_COMMA;
    case '%':
        return TOKEN_PERCENT;
    case '=':
        return TOKEN_COMPARE;
    case '<':
    case '>':
        *len = text[1] == '=' ? 2 : 1;
        return TOKEN_COMPARE;
    default:
        break;
    }
    if (g_ascii_isdigit(*text)) {
        *len = span_number(text);
        return TOKEN_NUMBER;
    }
    if (g_ascii_islower(*text)) {
        *len = span_name(text);
        return classify_name(text, *len);
    }
    *len = (size_t)g_utf8_skip[(guchar)*text];
    return TOKEN_UNKNOWN;
}

static void advance(Parser *parser)
{
    while (*parser->at == ' ' || *parser->at == '\t') {
        parser->at++;
        parser->column++;
    }
    size_t len = 0;
    TokenKind kind = classify(parser->at, &len);
    parser->token = (Token){kind, parser->at, len, parser->column};
    parser->at += len;
    parser->column += kind == TOKEN_UNKNOWN ? 1 : (unsigned)len;
}

static bool fail_expected(const Parser *parser, const char *expected, GError **error)
{
    const Token *token = &parser->token;
    if (token->kind == TOKEN_END) {
        return gov__expression_fail(parser->expression, error, token->column,
                                    "%s expected, but the check ends here", expected);
    }
    return gov__expression_fail(parser->expression, error, token->column,
                                "%s expected instead of \"%.*s\"", expected,
                                (int)token->len, token->text);
}

static bool is_char(const Token *token, char c)
{
    return token->len == 1 && token->text[0] == c;
}

static bool is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && token->len == strlen(word) &&
           strncmp(token->text, word, token->len) == 0;
}

static bool parse_number(const Parser *parser, int64_t *number, GError **error)
{
    const Token *token = &parser->token;
    int64_t value = 0;
    int64_t unit = GOV_EXPRESSION_ONE;
    bool fits = true;
    bool fraction = false;
    for (size_t i = 0; i < token->len; i++) {
        if (token->text[i] == '.') {
            fraction = true;
            continue;
        }
        unit = fraction ? unit / 10 : unit;
        fits = fits && unit > 0 && !__builtin_mul_overflow(value, 10, &value) &&
               !__builtin_add_overflow(value, token->text[i] - '0', &value);
    }
    if (!fits || __builtin_mul_overflow(value, unit, number)) {
        return gov__expression_fail(
            parser->expression, error, token->column,
            "number out of range, or more than six decimals: %.*s", (int)token->len,
            token->text);
    }
    return true;
}

static bool parse_name(Parser *parser, GError **error)
{
    if (parser->token.kind != TOKEN_NAME) {
        return fail_expected(parser, "the name of a row, column, group or cell", error);
    }
    GovName name = {g_string_chunk_insert_len(parser->expression->strings,
                                              parser->token.text,
                                              (gssize)parser->token.len),
                    parser->token.column};
    g_array_append_val(parser->expression->names, name);
    advance(parser);
    return true;
}

/* "prior." in front of a name, or of sum() and each(), means the year before. */
static bool take_prior(Parser *parser, GovAtom *atom, GError **error)
{
    GovName *name =
        &g_array_index(parser->expression->names, GovName, atom->first_name);
    if (!g_str_has_prefix(name->text, PRIOR)) {
        return true;
    }
    atom->prior = true;
    name->text += strlen(PRIOR);
    if (g_str_has_prefix(name->text, PRIOR) || !*name->text) {
        return gov__expression_fail(parser->expression, error, name->column,
                                    "a name expected after \"prior.\"; only the year "
                                    "before can be named");
    }
    return true;
}

/* The names in the brackets of sum() and each(); the word itself is taken for a name
 * until then. */
static bool parse_arguments(Parser *parser, GovAtom *atom, GError **error)
{
    GArray *names = parser->expression->names;
    const char *function = g_array_index(names, GovName, atom->first_name).text;
    if (strcmp(function, "sum") != 0 && strcmp(function, "each") != 0) {
        return gov__expression_fail(parser->expression, error, atom->column,
                                    "unknown function %s; there are sum and each",
                                    function);
    }
    atom->kind = function[0] == 's' ? GOV_ATOM_SUM : GOV_ATOM_EACH;
    g_array_set_size(names, atom->first_name);
    do {
        advance(parser);
        if (!parse_name(parser, error)) {
            return false;
        }
    } while (parser->token.kind == TOKEN_COMMA);
    if (parser->token.kind != TOKEN_CLOSE) {
        return fail_expected(parser, "\",\" or \")\"", error);
    }
    advance(parser);
    return true;
}

static bool parse_operand(Parser *parser, GovAtom *atom, GError **error)
{
    atom->kind = GOV_ATOM_NAME;
    atom->first_name = parser->expression->names->len;
    if (!parse_name(parser, error) || !take_prior(parser, atom, error)) {
        return false;
    }
    if (parser->token.kind == TOKEN_OPEN && !parse_arguments(parser, atom, error)) {
        return false;
    }
    atom->n_names = parser->expression->names->len - atom->first_name;
    return true;
}

/* A number in front of a star. */
static bool set_coefficient(const Parser *parser, GovAtom *atom, int64_t number,
                            GError **error)
{
    int64_t whole = number / GOV_EXPRESSION_ONE;
    if (whole * GOV_EXPRESSION_ONE != number || whole < 1 || whole > G_MAXINT32) {
        return gov__expression_fail(parser->expression, error, atom->column,
                                    "coefficient must be a whole number from 1 to %d",
                                    G_MAXINT32);
    }
    atom->coefficient *= (int32_t)whole;
    return true;
}

static bool parse_term(Parser *parser, GovAtom *atom, GError **error)
{
    atom->column = parser->token.column;
    if (parser->token.kind != TOKEN_NUMBER) {
        return parse_operand(parser, atom, error);
    }
    if (!parse_number(parser, &atom->number, error)) {
        return false;
    }
    advance(parser);
    if (parser->token.kind != TOKEN_STAR) {
        atom->kind = GOV_ATOM_NUMBER;
        return true;
    }
    advance(parser);
    return set_coefficient(parser, atom, atom->number, error) &&
           parse_operand(parser, atom, error);
}

static bool parse_side(Parser *parser, guint part, bool right, GError **error)
{
    GovAtom atom = {.part = part, .right = right, .coefficient = 1};
    if (is_char(&parser->token, '-')) {
        atom.coefficient = -1;
        advance(parser);
    }
    while (parse_term(parser, &atom, error)) {
        g_array_append_val(parser->expression->atoms, atom);
        if (parser->token.kind != TOKEN_SIGN) {
            return true;
        }
        atom = (GovAtom){.part = part,
                         .right = right,
                         .coefficient = is_char(&parser->token, '-') ? -1 : 1};
        advance(parser);
    }
    return false;
}

static bool parse_compare(Parser *parser, GError **error)
{
    const Token token = parser->token;
    if (token.kind != TOKEN_COMPARE) {
        return fail_expected(parser, "\"+\", \"-\" or a comparison", error);
    }
    bool equal = token.text[token.len - 1] == '=';
    GovCompare less = equal ? GOV_COMPARE_LE : GOV_COMPARE_LT;
    GovCompare greater = equal ? GOV_COMPARE_GE : GOV_COMPARE_GT;
    GovCompare compare = token.text[0] == '='   ? GOV_COMPARE_EQ
                         : token.text[0] == '<' ? less
                                                : greater;
    g_array_append_val(parser->expression->compares, compare);
    advance(parser);
    return true;
}

static bool parse_comparison(Parser *parser, GError **error)
{
    guint part = parser->expression->compares->len;
    return parse_side(parser, part, false, error) && parse_compare(parser, error) &&
           parse_side(parser, part, true, error);
}

static bool parse_tolerance(Parser *parser, GError **error)
{
    GovExpression *expression = parser->expression;
    if (!is_word(&parser->token, "tolerance")) {
        return true;
    }
    advance(parser);
    if (parser->token.kind != TOKEN_NUMBER) {
        return fail_expected(parser, "a number", error);
    }
    expression->tolerance_column = parser->token.column;
    if (!parse_number(parser, &expression->tolerance, error)) {
        return false;
    }
    advance(parser);
    if (parser->token.kind != TOKEN_PERCENT) {
        return true;
    }
    expression->is_percent = true;
    advance(parser);
    return expression->tolerance <= 100 * GOV_EXPRESSION_ONE ||
           gov__expression_fail(expression, error, expression->tolerance_column,
                                "tolerance of more than 100%%");
}

static bool parse_conditions(Parser *parser, GError **error)
{
    if (!is_word(&parser->token, "when")) {
        return true;
    }
    do {
        if (parser->expression->compares->len > MAX_CONDITIONS) {
            return gov__expression_fail(parser->expression, error, parser->token.column,
                                        "more than %d conditions", MAX_CONDITIONS);
        }
        advance(parser);
        if (!parse_comparison(parser, error)) {
            return false;
        }
    } while (is_word(&parser->token, "and"));
    return true;
}

static bool parse_check(Parser *parser, GError **error)
{
    if (!parse_comparison(parser, error) || !parse_tolerance(parser, error) ||
        !parse_conditions(parser, error)) {
        return false;
    }
    bool in_condition = parser->expression->compares->len > 1;
    return parser->token.kind == TOKEN_END ||
           fail_expected(parser,
                         in_condition ? "\"+\", \"-\", \"and\" or the end"
                                      : "\"+\", \"-\" or the end",
                         error);
}

GovExpression *gov__expression_parse(const char *check, GError **error)
{
    if (strlen(check) > MAX_CHECK) {
        g_set_error(error, GOV_ERROR, GOV_ERROR_LIMIT, "longer than %d bytes", MAX_CHECK);
        return NULL;
    }
    g_autoptr(GovExpression) expression = g_new0(GovExpression, 1);
    expression->text = check;
    expression->compares = g_array_new(FALSE, FALSE, sizeof(GovCompare));
    expression->atoms = g_array_new(FALSE, TRUE, sizeof(GovAtom));
    expression->names = g_array_new(FALSE, TRUE, sizeof(GovName));
    expression->strings = g_string_chunk_new(256);
    Parser parser = {.at = check, .column = 1, .expression = expression};
    advance(&parser);
    if (!parse_check(&parser, error)) {
        return NULL;
    }
    return g_steal_pointer(&expression);
}
