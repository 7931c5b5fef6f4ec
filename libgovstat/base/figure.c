/* SPDX-License-Identifier: MIT */
/* The grammar of a cell, read with one cursor from left to right:
 *
 *     cell   = blank | mark | figure
 *     figure = [sign] number [unit]
 *
 * The unit decides how many decimals are held and stands last, so the digits are gathered first,
 * the whole part as an integer, the fraction at the largest scale any unit needs with its remainder
 * told apart only as "nothing, below, exactly or above half a step". No floating point and no
 * allocation; a number that does not fit is refused, never wrapped. */
#include "base/figure-private.h"

#include "base/char-private.h"
#include <string.h>

#define AT_END ((gunichar)-1)

/* Decimals of the number that are held exactly: 亿元 need ten to reach 10^-6 万元. */
#define FRACTION_PLACES 10

/* Longest run of dashes that is still a mark. */
#define MAX_MARK_DASHES 4

typedef struct {
    const char *next;
    const char *end;
    gunichar c; /* the current character, folded; AT_END behind the last */
} Cursor;

/* What lies beyond the decimals that are held, in steps of the last of them. */
typedef enum { REST_NONE, REST_BELOW_HALF, REST_HALF, REST_ABOVE_HALF } Rest;

typedef struct {
    uint64_t whole;
    uint64_t fraction; /* at 10^-FRACTION_PLACES */
    unsigned n_places; /* decimals taken into `fraction` */
    Rest rest;
    unsigned run;    /* digits since the start or the last comma */
    bool first_zero; /* the number begins with 0 */
    bool grouped;    /* a comma was seen */
    bool in_fraction;
    bool negative;
    unsigned flags;
} Number;

static const struct {
    const char *text;
    GovUnit unit;
} UNITS[] = {
    {"件", GOV_UNIT_COUNT},    {"条", GOV_UNIT_COUNT},     {"項", GOV_UNIT_COUNT},
    {"项", GOV_UNIT_COUNT},    {"次", GOV_UNIT_COUNT},     {"人", GOV_UNIT_COUNT},
    {"人次", GOV_UNIT_COUNT},  {"个", GOV_UNIT_COUNT},     {"個", GOV_UNIT_COUNT},
    {"篇", GOV_UNIT_COUNT},    {"宗", GOV_UNIT_COUNT},     {"條", GOV_UNIT_COUNT},
    {"元", GOV_UNIT_YUAN},     {"万元", GOV_UNIT_WANYUAN}, {"萬元", GOV_UNIT_WANYUAN},
    {"亿元", GOV_UNIT_YIYUAN}, {"億元", GOV_UNIT_YIYUAN},
};

static void advance(Cursor *in)
{
    while (in->next < in->end) {
        gunichar c;
        in->next += gov__char_next(in->next, in->end, &c);
        if (gov__char_is_invisible(c))
            continue;
        in->c = gov__char_fold(c);
        return;
    }
    in->c = AT_END;
}

static bool skip_space(Cursor *in)
{
    bool any = false;
    while (in->c != AT_END && gov__char_is_space(in->c)) {
        advance(in);
        any = true;
    }
    return any;
}

static bool is_digit(gunichar c)
{
    return c >= '0' && c <= '9';
}

/* Dashes short enough to be typed for a minus: hyphens, the minus itself, figure and en
 * dash. */
static bool is_minus(gunichar c)
{
    return c == '-' || c == 0x2212 || (c >= 0x2010 && c <= 0x2013);
}

static bool is_dash(gunichar c)
{
    return is_minus(c) || c == 0x2014 || c == 0x2015 || c == 0x2500 || c == 0x2501 ||
           c == 0x2E3A || c == 0x2E3B || c == 0x30FC;
}

static bool is_mark(Cursor in)
{
    if (is_dash(in.c)) {
        for (unsigned n = 0; is_dash(in.c) && n < MAX_MARK_DASHES; n++) {
            advance(&in);
            skip_space(&in);
        }
    } else if (in.c == 'N' || in.c == 'n') {
        advance(&in);
        if (in.c != '/')
            return false;
        advance(&in);
        if (in.c != 'A' && in.c != 'a')
            return false;
        advance(&in);
    } else if (in.c == '/' || in.c == 0x65E0 || in.c == 0x7121) { /* 无 無 */
        advance(&in);
    }
    skip_space(&in);
    return in.c == AT_END;
}

/* Leaves the cursor at what must be the first digit. */
static void read_sign(Cursor *in, Number *number)
{
    if (in->c == '+' || in->c == 0x589E) { /* 增 */
        advance(in);
    } else if (in->c == 0x51CF || in->c == 0x6E1B) { /* 减 減 */
        number->negative = true;
        advance(in);
    } else if (is_minus(in->c)) {
        number->negative = true;
        advance(in);
        if (is_minus(in->c)) {
            number->flags |= GOV_FIGURE_DOUBLE_SIGN;
            advance(in);
        }
        /* "- 88" may be a bullet; only what stands at the digits is their sign. */
        return;
    }
    skip_space(in);
}

static bool add_whole_digit(Number *number, unsigned digit)
{
    if (number->run == 0 && !number->grouped)
        number->first_zero = digit == 0;
    if (number->run < 4)
        number->run++;
    return !__builtin_mul_overflow(number->whole, (uint64_t)10, &number->whole) &&
           !__builtin_add_overflow(number->whole, (uint64_t)digit, &number->whole);
}

static void add_fraction_digit(Number *number, unsigned digit)
{
    if (number->n_places < FRACTION_PLACES) {
        number->fraction = number->fraction * 10 + digit;
        number->n_places++;
        return;
    }
    if (number->n_places == FRACTION_PLACES) {
        number
            ->n_places++; /* the first digit beyond decides, later ones only break a tie */
        number->rest = digit == 0   ? REST_NONE
                       : digit < 5  ? REST_BELOW_HALF
                       : digit == 5 ? REST_HALF
                                    : REST_ABOVE_HALF;
    } else if (digit != 0 && number->rest == REST_NONE) {
        number->rest = REST_BELOW_HALF;
    } else if (digit != 0 && number->rest == REST_HALF) {
        number->rest = REST_ABOVE_HALF;
    }
}

/* A comma stands behind one to three digits, the first not 0 ("0,123" may be a decimal
 * elsewhere), and before exactly three. */
static bool add_comma(Number *number)
{
    bool fits =
        !number->in_fraction && number->run > 0 &&
        (number->grouped ? number->run == 3 : number->run <= 3 && !number->first_zero);
    number->grouped = true;
    number->run = 0;
    return fits;
}

static bool add_point(Number *number)
{
    bool fits =
        !number->in_fraction && number->run > 0 && (!number->grouped || number->run == 3);
    number->in_fraction = true;
    return fits;
}

/* Parts groups of three as a comma does. */
static bool is_thin_space(gunichar c)
{
    return c == 0x2009 || c == 0x202F;
}

static bool add_character(Number *number, gunichar c)
{
    if (c == ',' || is_thin_space(c))
        return add_comma(number);
    if (c == '.')
        return add_point(number);
    if (!number->in_fraction)
        return add_whole_digit(number, c - '0');
    add_fraction_digit(number, c - '0');
    return true;
}

static bool is_complete(const Number *number)
{
    if (number->in_fraction)
        return number->n_places > 0;
    return number->run > 0 && (!number->grouped || number->run == 3);
}

/* Space inside the number is noted as soon as the number goes on behind it. */
static bool read_number(Cursor *in, Number *number)
{
    if (in->c == '.') { /* .5, as Excel prints it */
        number->run = 1;
        number->in_fraction = true;
        advance(in);
    }
    if (!is_digit(in->c))
        return false;
    bool parted = false;
    while (is_digit(in->c) || in->c == ',' || in->c == '.' || is_thin_space(in->c)) {
        if (!add_character(number, in->c))
            return false;
        if (parted)
            number->flags |= GOV_FIGURE_JOINED;
        advance(in);
        parted = !is_thin_space(in->c) && skip_space(in);
    }
    if (!is_complete(number))
        return false;
    for (; number->n_places < FRACTION_PLACES; number->n_places++)
        number->fraction *= 10;
    return true;
}

/* Reads the rest of the cell, which must be nothing or a unit, in brackets or not. */
static bool read_unit(Cursor *in, GovUnit *unit)
{
    char text[16];
    size_t len = 0;
    bool bracket = in->c == '(';
    if (bracket)
        advance(in);
    for (; in->c != AT_END; skip_space(in)) {
        if (len + 6 >= sizeof text)
            return false;
        len += (size_t)g_unichar_to_utf8(in->c, text + len);
        advance(in);
    }
    *unit = GOV_UNIT_NONE;
    if (len == 0)
        return !bracket;
    if (bracket && text[--len] != ')')
        return false;
    text[len] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        if (strcmp(text, UNITS[i].text) == 0) {
            *unit = UNITS[i].unit;
            return true;
        }
    }
    return false;
}

/* Where the value lies between two steps of `unit` of the fraction. */
static Rest rest_of(uint64_t remainder, uint64_t unit, Rest beyond)
{
    if (remainder == 0 && beyond == REST_NONE)
        return REST_NONE;
    if (remainder * 2 != unit)
        return remainder * 2 < unit ? REST_BELOW_HALF : REST_ABOVE_HALF;
    return beyond == REST_NONE ? REST_HALF : REST_ABOVE_HALF;
}

/* whole.fraction × 10^places, rounded half to even. */
static bool scale_number(Number *number, unsigned places, int64_t *value)
{
    uint64_t power = 1, unit = 1;
    for (unsigned i = 0; i < FRACTION_PLACES; i++) {
        if (i < places)
            power *= 10;
        else
            unit *= 10;
    }
    uint64_t kept = number->fraction / unit;
    Rest rest =
        unit == 1 ? number->rest : rest_of(number->fraction % unit, unit, number->rest);
    if (rest != REST_NONE)
        number->flags |= GOV_FIGURE_ROUNDED;

    uint64_t total;
    if (__builtin_mul_overflow(number->whole, power, &total) ||
        __builtin_add_overflow(total, kept, &total))
        return false;
    bool up = rest == REST_ABOVE_HALF || (rest == REST_HALF && (total & 1) != 0);
    if (__builtin_add_overflow(total, (uint64_t)up, &total) || total > INT64_MAX)
        return false;
    *value = number->negative ? -(int64_t)total : (int64_t)total;
    return true;
}

static bool count_value(Number *number, GovUnit written, int64_t *value)
{
    if (written > GOV_UNIT_COUNT || number->fraction != 0 || number->rest != REST_NONE)
        return false;
    return scale_number(number, 0, value);
}

static bool money_value(Number *number, GovUnit written, GovUnit assumed, int64_t *value)
{
    if (written == GOV_UNIT_COUNT) {
        *value = 0;
        return number->whole == 0 && number->fraction == 0 && number->rest == REST_NONE;
    }
    GovUnit unit = written != GOV_UNIT_NONE ? written : assumed;
    unsigned places = unit == GOV_UNIT_YUAN     ? 2
                      : unit == GOV_UNIT_YIYUAN ? 10
                                                : GOV_MONEY_PLACES;
    return scale_number(number, places, value);
}

static GovFigure without_figure(GovStatus status)
{
    return (GovFigure){0, status, GOV_UNIT_NONE, GOV_FIGURE_PLAIN};
}

static GovFigure parse_figure(Cursor *in, GovType type, GovUnit assumed)
{
    Number number = {0};
    GovUnit written;
    int64_t value;

    read_sign(in, &number);
    if (!read_number(in, &number) || !read_unit(in, &written))
        return without_figure(GOV_STATUS_UNREADABLE);
    bool fits = type == GOV_TYPE_MONEY ? money_value(&number, written, assumed, &value)
                                       : count_value(&number, written, &value);
    if (!fits)
        return without_figure(GOV_STATUS_UNREADABLE);
    return (GovFigure){value, GOV_STATUS_REPORTED, written, number.flags};
}

GovFigure gov_figure_parse(const char *text, size_t len, GovType type, GovUnit unit)
{
    g_return_val_if_fail(text != NULL || len == 0, without_figure(GOV_STATUS_UNREADABLE));

    if (len == 0)
        return without_figure(GOV_STATUS_BLANK);
    Cursor in = {text, text + len, AT_END};
    advance(&in);
    skip_space(&in);
    if (in.c == AT_END)
        return without_figure(GOV_STATUS_BLANK);
    if (is_digit(in.c)) /* nearly every cell */
        return parse_figure(&in, type, unit);
    if (is_mark(in))
        return without_figure(GOV_STATUS_NOT_APPLICABLE);
    return parse_figure(&in, type, unit);
}

void gov__figure_append(GString *out, int64_t value, GovType type)
{
    char text[32];
    char *p = text + sizeof text;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (type == GOV_TYPE_MONEY) {
        bool significant = false;
        for (unsigned i = 0; i < GOV_MONEY_PLACES; i++, rest /= 10) {
            significant |= rest % 10 != 0;
            if (significant)
                *--p = (char)('0' + rest % 10);
        }
        if (significant)
            *--p = '.';
    }
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        *--p = '-';
    g_string_append_len(out, p, text + sizeof text - p);
}

char *gov_figure_format(int64_t value, GovType type)
{
    GString *out = g_string_sized_new(24);
    gov__figure_append(out, value, type);
    return g_string_free(out, FALSE);
}

static const char *const STATUS_NAMES[] = {
    [GOV_STATUS_REPORTED] = "reported",
    [GOV_STATUS_BLANK] = "blank",
    [GOV_STATUS_NOT_APPLICABLE] = "not_applicable",
    [GOV_STATUS_UNREADABLE] = "unreadable",
    [GOV_STATUS_UNCERTAIN] = "uncertain",
    [GOV_STATUS_ABSENT] = "absent",
};

const char *gov_status_get_name(GovStatus status)
{
    g_return_val_if_fail((size_t)status < G_N_ELEMENTS(STATUS_NAMES), NULL);
    return STATUS_NAMES[status];
}

bool gov_status_from_name(const char *name, GovStatus *status)
{
    g_return_val_if_fail(name != NULL && status != NULL, false);
    for (size_t i = 0; i < G_N_ELEMENTS(STATUS_NAMES); i++) {
        if (strcmp(name, STATUS_NAMES[i]) == 0) {
            *status = (GovStatus)i;
            return true;
        }
    }
    return false;
}
