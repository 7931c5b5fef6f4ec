/* SPDX-License-Identifier: MIT */
/* Comparing two figures digit by digit.
 *
 * Both are written out; the common beginning and end leave a middle, and its length and content
 * tell the slip. Nothing depends on the locale or on floating point. */
#include "check/slip-private.h"

#include <string.h>

#define MAX_DIGITS 20

typedef struct {
    char at[MAX_DIGITS];
    unsigned n;
} Digits;

static Digits write_out(int64_t value)
{
    Digits digits = {.n = 0};
    char reversed[MAX_DIGITS];

    do {
        reversed[digits.n++] = (char)(value % 10);
        value /= 10;
    } while (value > 0 && digits.n < MAX_DIGITS);
    for (unsigned i = 0; i < digits.n; i++)
        digits.at[i] = reversed[digits.n - 1 - i];
    return digits;
}

uint64_t gov__slip_magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

unsigned gov__slip_n_digits(int64_t value)
{
    unsigned n = 1;

    for (uint64_t rest = gov__slip_magnitude(value); rest >= 10; rest /= 10)
        n++;
    return n;
}

/* On the row of digits 1 2 … 9 0, or on the keypad of three rows with 0 below 1 and 2. */
static bool are_near(int a, int b)
{
    static const char near[10][4] = {{1, 2, 9},    {2, 4},       {1, 3, 5}, {2, 4, 6}, {3, 5, 1, 7},
                                     {4, 6, 2, 8}, {5, 7, 3, 9}, {6, 8, 4}, {7, 9, 5}, {8, 6}};

    if (a == 0 || b == 0)
        return memchr(near[0], a + b, 3) != NULL;
    return memchr(near[a], b, sizeof near[a]) != NULL;
}

static unsigned compare_equal_lengths(const Digits *right, const Digits *wrong)
{
    unsigned first = 0, last = right->n;

    while (first < last && right->at[first] == wrong->at[first])
        first++;
    while (last > first && right->at[last - 1] == wrong->at[last - 1])
        last--;
    if (last == first + 1)
        return GOV_SLIP_DIGIT |
               (are_near(right->at[first], wrong->at[first]) ? GOV_SLIP_KEY : 0U);
    if (last == first + 2 && right->at[first] == wrong->at[first + 1] &&
        right->at[first + 1] == wrong->at[first])
        return GOV_SLIP_TRANSPOSED;
    return 0;
}

/* Whether `longer` is `shorter` with one digit put in; `doubled`: beside an equal one. */
static bool has_one_more(const Digits *longer, const Digits *shorter, bool *doubled)
{
    unsigned i = 0;

    if (longer->n != shorter->n + 1)
        return false;
    while (i < shorter->n && longer->at[i] == shorter->at[i])
        i++;
    /* The first difference stands behind the digit put in: a run of equal digits ends there. */
    *doubled = i > 0 && longer->at[i] == longer->at[i - 1];
    return memcmp(longer->at + i + 1, shorter->at + i, shorter->n - i) == 0;
}

static bool is_power_apart(int64_t a, int64_t b)
{
    static const int64_t factors[] = {10, 100, 10000};
    int64_t large = MAX(a, b), small = MIN(a, b);

    for (size_t i = 0; i < G_N_ELEMENTS(factors); i++)
        if (small > 0 && large % factors[i] == 0 && large / factors[i] == small)
            return true;
    return false;
}

unsigned gov__slip_find(int64_t right, int64_t wrong)
{
    Digits r = write_out(right), w = write_out(wrong);
    unsigned slips = is_power_apart(right, wrong) ? GOV_SLIP_UNIT : 0;
    bool doubled = false;

    if (r.n == w.n)
        slips |= compare_equal_lengths(&r, &w);
    else if (has_one_more(&r, &w, &doubled))
        slips |= GOV_SLIP_MISSING;
    else if (has_one_more(&w, &r, &doubled))
        slips |= doubled ? GOV_SLIP_DOUBLED | GOV_SLIP_EXTRA : GOV_SLIP_EXTRA;
    /* 10 became 01, which is read as 1. */
    if (r.n == w.n + 1 && r.n >= 2 && r.at[1] == 0 && r.at[0] == w.at[0] &&
        memcmp(r.at + 2, w.at + 1, w.n - 1) == 0)
        slips |= GOV_SLIP_TRANSPOSED;
    return slips;
}

unsigned gov__slip_log2(uint64_t value)
{
    /* 16·log2(1 + i/16), rounded. */
    static const uint8_t steps[] = {0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15};
    unsigned whole = 0;

    if (value == 0)
        return 0;
    while (value >> whole > 1)
        whole++;
    unsigned step = (unsigned)(whole >= 4 ? value >> (whole - 4) : value << (4 - whole)) & 15U;
    return 16 * whole + steps[step];
}
