/* SPDX-License-Identifier: MIT */
/* Formats of numbers, as spreadsheets have them (`#,##0.00"万元";-0;"-";@`). What counts is the
 * number that is stored, so a format never rounds it. But words around the digits can carry the
 * unit, a format can scale (`0,` shows thousands, `0!.0,` ten thousands), make a date of a number,
 * or show nothing. Each section becomes a small record once; most cells then only write digits. */
#include "read/number-private.h"

#include <math.h>
#include <string.h>

#define MAX_SECTIONS 4u
#define MAX_CODE 512u
#define MAX_SERIAL 2958465 /* 9999-12-31 */

typedef struct {
    GString *before; /* words before and after the digits, blanks and signs left out */
    GString *after;
    unsigned n_places;      /* of any kind: 0 # ? */
    unsigned n_zero_places; /* 0: shown even where there is no digit */
    unsigned n_commas;      /* since the last place: thousands */
    unsigned n_percents;
    unsigned after_point; /* places since a point that is a mere word */
    bool false_point;
    bool point; /* a real one */
    bool dash;  /* some dash is among the words */
    bool parted; /* words or a dash between the digits */
    bool gap;    /* some since the last place */
    bool general;
    bool text;
    bool year, month, day, hour, second, chinese;
    bool date; /* any of them, or elapsed time */
    char compare; /* `<`, `>`, `=`, `l` for <=, `g` for >=, `n` for <>; 0 if it has no condition */
    double bound;
} Section;

struct _GovNumberFormat {
    Section sections[MAX_SECTIONS];
    unsigned n_sections;
    bool plain; /* nothing but digits */
};

typedef struct {
    unsigned id;
    const char *code;
} Builtin;

/* What the numbers 27–36 and 50–58 show depends on the language; all are dates or times. */
static const Builtin builtins[] = {
    {1, "0"},         {2, "0.00"},         {3, "#,##0"},        {4, "#,##0.00"},
    {9, "0%"},        {10, "0.00%"},       {11, "0.00E+00"},    {12, "# ?/?"},
    {13, "# ?\?/?\?"}, {14, "yyyy/m/d"},    {15, "d-mmm-yy"},    {16, "d-mmm"},
    {17, "mmm-yy"},   {18, "h:mm AM/PM"},  {19, "h:mm:ss AM/PM"}, {20, "h:mm"},
    {21, "h:mm:ss"},  {22, "yyyy/m/d h:mm"}, {27, "yyyy\"年\"m\"月\""}, {28, "m\"月\"d\"日\""},
    {29, "m\"月\"d\"日\""}, {30, "m/d/yy"}, {31, "yyyy\"年\"m\"月\"d\"日\""}, {32, "h:mm"},
    {33, "h:mm:ss"},  {34, "h:mm"},        {35, "h:mm:ss"},     {36, "yyyy\"年\"m\"月\""},
    {41, "#,##0;-#,##0;\"-\""}, {42, "\"¥\"#,##0;-\"¥\"#,##0;\"¥\"\"-\""},
    {43, "#,##0.00;-#,##0.00;\"-\""}, {44, "\"¥\"#,##0.00;-\"¥\"#,##0.00;\"¥\"\"-\""},
    {45, "mm:ss"},    {46, "[h]:mm:ss"},   {47, "mm:ss.0"},     {48, "##0.0E+0"},
    {49, "@"},        {50, "yyyy\"年\"m\"月\""}, {51, "m\"月\"d\"日\""}, {52, "yyyy\"年\"m\"月\""},
    {53, "m\"月\"d\"日\""}, {54, "m\"月\"d\"日\""}, {55, "h:mm"}, {56, "h:mm:ss"},
    {57, "yyyy\"年\"m\"月\""}, {58, "m\"月\"d\"日\""},
};

const char *gov__number_format_get_builtin(unsigned id)
{
    for (gsize i = 0; i < G_N_ELEMENTS(builtins); i++)
        if (builtins[i].id == id)
            return builtins[i].code;
    return "General";
}

/* ---- reading the code ---- */

static bool is_dash(gunichar c)
{
    return c == '-' || c == 0x2212 || (c >= 0x2010 && c <= 0x2015) || c == 0xFF0D;
}

/* Blanks and brackets only set a number out, and the sign is that of the number. */
static bool is_ornament(gunichar c)
{
    return g_unichar_isspace(c) || c == '(' || c == ')' || c == '+' || c == 0xFF08 || c == 0xFF09;
}

static void add_word(Section *section, gunichar c)
{
    section->chinese |= c == 0x5E74 || c == 0x6708 || c == 0x65E5; /* 年月日 */
    if (c == '.' && section->n_places > 0 && !section->false_point) {
        section->false_point = true;
        section->after_point = 0;
        return;
    }
    section->dash |= is_dash(c);
    section->gap |= section->n_places > 0 && !is_ornament(c);
    if (!is_ornament(c) && !is_dash(c))
        g_string_append_unichar(section->n_places > 0 || section->general ? section->after
                                                                          : section->before, c);
}

static void add_place(Section *section, char c)
{
    section->parted |= section->gap;
    section->n_places++;
    section->n_zero_places += c == '0';
    section->n_commas = 0;
    section->after_point++;
}

/* `[>=100]` */
static bool read_condition(Section *section, const char *text, size_t len)
{
    static const struct {
        const char *sign;
        char compare;
    } signs[] = {{"<=", 'l'}, {">=", 'g'}, {"<>", 'n'}, {"<", '<'}, {">", '>'}, {"=", '='}};
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        size_t n = strlen(signs[i].sign);
        if (len <= n || memcmp(text, signs[i].sign, n) != 0)
            continue;
        g_autofree char *number = g_strndup(text + n, len - n);
        section->compare = signs[i].compare;
        section->bound = g_ascii_strtod(number, NULL);
        return true;
    }
    return false;
}

/* `[Red]`, `[$¥-804]`, `[h]`, `[DBNum1]`, a condition. Returns what follows. */
static const char *read_bracket(Section *section, const char *p)
{
    const char *end = strchr(p, ']');
    if (end == NULL)
        return p + strlen(p);
    size_t len = (size_t)(end - p);
    if (read_condition(section, p, len))
        return end + 1;
    if (len > 1 && *p == '$')
        for (const char *c = p + 1; c < end && *c != '-'; c = g_utf8_next_char(c))
            add_word(section, g_utf8_get_char(c));
    else if (len > 0 && strspn(p, "hmsHMS") == len)
        section->date = section->hour = true;
    return end + 1;
}

static bool read_date_part(Section *section, char c)
{
    switch (g_ascii_tolower(c)) {
    case 'y':
    case 'e':
        section->year = true;
        break;
    case 'm':
        section->month = true;
        break;
    case 'd':
    case 'a': /* aaaa: day of the week; AM/PM */
        section->day |= g_ascii_tolower(c) == 'd';
        break;
    case 'h':
        section->hour = true;
        break;
    case 's':
        section->second = true;
        break;
    default:
        return false;
    }
    section->date = true;
    return true;
}

static const char *read_quoted(Section *section, const char *p)
{
    for (; *p != '\0' && *p != '"'; p = g_utf8_next_char(p))
        add_word(section, g_utf8_get_char(p));
    return p + (*p == '"');
}

/* Length of the format that shows a number as it is, in either language; else 0. */
static size_t measure_general(const char *p)
{
    static const char chinese[] = "G/通用格式";
    if (g_ascii_strncasecmp(p, "General", 7) == 0)
        return 7;
    return strncmp(p, chinese, sizeof chinese - 1) == 0 ? sizeof chinese - 1 : 0;
}

static const char *read_sign(Section *section, const char *p)
{
    bool scientific = (*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-');
    if (scientific && section->n_places > 0)
        return p + 2 + strspn(p + 2, "0#?");
    if (*p == '.' && section->n_places > 0)
        section->point = true;
    else if (*p == ',')
        section->n_commas += section->n_places > 0;
    else if (*p == '%')
        section->n_percents++;
    else if (*p == '@')
        section->text = true;
    else if (*p == '/' && section->n_places > 0)
        return p + 1 + strspn(p + 1, "0123456789#?");
    else if (*p != '.' && !read_date_part(section, *p))
        add_word(section, g_utf8_get_char(p));
    return g_utf8_next_char(p);
}

/* One element of a section; returns what follows. */
static const char *read_element(Section *section, const char *p)
{
    size_t general = measure_general(p);
    if (general > 0) {
        section->general = true;
        return p + general;
    }
    switch (*p) {
    case '"':
        return read_quoted(section, p + 1);
    case '[':
        return read_bracket(section, p + 1);
    case '\\':
    case '!':
        if (p[1] == '\0')
            return p + 1;
        add_word(section, g_utf8_get_char(p + 1));
        return g_utf8_next_char(p + 1);
    case '_':
    case '*':
        return p[1] == '\0' ? p + 1 : g_utf8_next_char(p + 1);
    case '0':
    case '#':
    case '?':
        add_place(section, *p);
        return p + 1;
    default:
        return read_sign(section, p);
    }
}

static const char *read_section(Section *section, const char *p)
{
    section->before = g_string_new(NULL);
    section->after = g_string_new(NULL);
    while (*p != '\0' && *p != ';')
        p = read_element(section, p);
    /* Minutes look like months. */
    if (section->month && (section->hour || section->second) && !section->year && !section->day)
        section->month = false;
    return p;
}

static bool is_plain(const Section *section)
{
    return (section->general || section->n_zero_places > 0) && section->before->len == 0 &&
           section->after->len == 0 && section->n_commas == 0 && section->n_percents == 0 &&
           !section->false_point && !section->parted && !section->date && section->compare == 0;
}

GovNumberFormat *gov__number_format_new(const char *code)
{
    GovNumberFormat *format = g_new0(GovNumberFormat, 1);
    bool usable = g_utf8_validate(code, -1, NULL) && strlen(code) <= MAX_CODE && *code != '\0';
    const char *p = usable ? code : "General";
    do {
        p = read_section(&format->sections[format->n_sections++], p);
    } while (*p++ == ';' && format->n_sections < MAX_SECTIONS);
    format->plain = format->n_sections == 1 && is_plain(&format->sections[0]);
    return format;
}

void gov__number_format_free(GovNumberFormat *format)
{
    for (unsigned i = 0; i < format->n_sections; i++) {
        g_string_free(format->sections[i].before, TRUE);
        g_string_free(format->sections[i].after, TRUE);
    }
    g_free(format);
}

/* ---- showing a number ---- */

static double to_double(const GovDecimal *number)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gov__decimal_append(number, 0, text);
    return g_ascii_strtod(text->str, NULL);
}

static bool meets(const Section *section, double value)
{
    switch (section->compare) {
    case '<':
        return value < section->bound;
    case '>':
        return value > section->bound;
    case '=':
        return !(value < section->bound) && !(value > section->bound);
    case 'l':
        return value <= section->bound;
    case 'g':
        return value >= section->bound;
    case 'n':
        return value < section->bound || value > section->bound;
    default:
        return true;
    }
}

/* Without conditions: positive, negative, zero, text. */
static const Section *choose(const GovNumberFormat *format, const GovDecimal *number)
{
    const Section *sections = format->sections;
    unsigned n = format->n_sections;
    bool conditional = sections[0].compare != 0 || (n > 1 && sections[1].compare != 0);
    if (conditional) {
        double value = to_double(number);
        for (unsigned i = 0; i < MIN(n, 3); i++)
            if (meets(&sections[i], value))
                return &sections[i];
        return &sections[0];
    }
    if (number->negative && n > 1)
        return &sections[1];
    return number->n_digits == 0 && n > 2 ? &sections[2] : &sections[0];
}

/* Days of the calendar: 1900 had no 29 February, but spreadsheets count one. */
static bool show_day(const Section *section, double serial, bool since_1904, GString *out)
{
    GDate epoch;
    g_date_clear(&epoch, 1);
    g_date_set_dmy(&epoch, since_1904 ? 1 : 30, since_1904 ? G_DATE_JANUARY : G_DATE_DECEMBER,
                   since_1904 ? 1904 : 1899);
    double early = !since_1904 && serial < 60 ? 1 : 0;
    g_date_add_days(&epoch, (guint)(floor(serial) + early));
    int parts[] = {g_date_get_year(&epoch), (int)g_date_get_month(&epoch), g_date_get_day(&epoch)};
    bool shown[] = {section->year, section->month, section->day};
    static const char *const words[] = {"年", "月", "日"};
    bool any = false;
    for (int i = 0; i < 3; i++) {
        if (!shown[i])
            continue;
        if (any && !section->chinese)
            g_string_append_c(out, '-');
        g_string_append_printf(out, section->chinese || i == 0 ? "%d" : "%02d", parts[i]);
        if (section->chinese)
            g_string_append(out, words[i]);
        any = true;
    }
    return any;
}

static void show_date(const Section *section, const GovDecimal *number, bool since_1904,
                      GString *out)
{
    double serial = to_double(number);
    if (number->negative || serial > MAX_SERIAL) {
        g_string_append(out, "#######"); /* as on the screen */
        return;
    }
    bool any = show_day(section, serial, since_1904, out);
    if (any && !section->hour && !section->second)
        return;
    long seconds = lround((serial - floor(serial)) * 86400);
    g_string_append_printf(out, "%s%02ld:%02ld", any ? " " : "", seconds / 3600,
                           seconds / 60 % 60);
    if (section->second)
        g_string_append_printf(out, ":%02ld", seconds % 60);
}

/* Words between the digits make them something else than a number. */
static void show_parted(const Section *section, const GovDecimal *number, GString *out)
{
    g_string_append(out, section->before->str);
    gov__decimal_append(number, 0, out);
    g_string_append_printf(out, "?%s", section->after->str);
}

static void show_number(const Section *section, const GovDecimal *number, GString *out)
{
    int shift = 2 * (int)section->n_percents - 3 * (int)section->n_commas;
    if (section->false_point && !section->point)
        shift -= (int)section->after_point;
    /* A dash before a number that is not negative is a sign it does not have. */
    if (section->parted || (section->dash && !number->negative && number->n_digits > 0)) {
        show_parted(section, number, out);
        return;
    }
    g_string_append(out, section->before->str);
    gov__decimal_append(number, shift, out);
    for (unsigned i = 0; i < section->n_percents; i++)
        g_string_append_c(out, '%');
    g_string_append(out, section->after->str);
}

/* A section without places shows its words only. */
static GovShown show_words(const Section *section, const GovDecimal *number, GString *out)
{
    bool words = section->before->len + section->after->len > 0;
    bool zero = number->n_digits == 0;
    gsize start = out->len;
    g_string_append(out, section->before->str);
    g_string_append(out, section->after->str);
    if (words && !section->dash)
        return GOV_SHOWN_PLAIN;
    if (zero)
        g_string_append_c(g_string_truncate(out, start), '0');
    else if (section->dash && !words)
        g_string_append_c(out, '-');
    return zero ? GOV_SHOWN_HIDDEN_ZERO : GOV_SHOWN_HIDDEN;
}

GovShown gov__number_format_show(const GovNumberFormat *format, const GovDecimal *number,
                                 bool since_1904, GString *out)
{
    const Section *section = choose(format, number);
    bool zero = number->n_digits == 0;
    if (format->plain || section->general || section->text) {
        g_string_append(out, section->before->str);
        gov__decimal_append(number, 0, out);
        g_string_append(out, section->after->str);
        return GOV_SHOWN_PLAIN;
    }
    if (section->date && (section->n_places == 0 || section->second)) {
        show_date(section, number, since_1904, out);
        return GOV_SHOWN_PLAIN;
    }
    if (section->n_places == 0)
        return show_words(section, number, out);
    show_number(section, number, out);
    return zero && section->n_zero_places == 0 ? GOV_SHOWN_HIDDEN_ZERO : GOV_SHOWN_PLAIN;
}
