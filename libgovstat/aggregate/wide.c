/* SPDX-License-Identifier: MIT */
/* Arithmetic on 256 bits, word by word with 128-bit intermediate results. */
#include "aggregate/wide-private.h"

#include <math.h>

void gov__wide_add(GovWide *to, const GovWide *number)
{
    GovU128 carry = 0;

    for (int i = 0; i < 4; i++) {
        carry += (GovU128)to->word[i] + number->word[i];
        to->word[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

void gov__wide_add_u128(GovWide *to, GovU128 number)
{
    gov__wide_add(to, &(GovWide){{(uint64_t)number, (uint64_t)(number >> 64), 0, 0}});
}

void gov__wide_subtract(GovWide *from, const GovWide *number)
{
    uint64_t borrow = 0;

    for (int i = 0; i < 4; i++) {
        GovU128 taken = (GovU128)number->word[i] + borrow;
        borrow = taken > from->word[i];
        from->word[i] -= (uint64_t)taken;
    }
}

int gov__wide_compare(const GovWide *a, const GovWide *b)
{
    for (int i = 3; i >= 0; i--)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

GovWide gov__wide_scale(const GovWide *a, uint64_t b)
{
    GovWide product = {{0}};
    GovU128 carry = 0;

    for (int i = 0; i < 4; i++) {
        carry += (GovU128)a->word[i] * b;
        product.word[i] = (uint64_t)carry;
        carry >>= 64;
    }
    return product;
}

GovWide gov__wide_product(GovU128 a, GovU128 b)
{
    const GovWide whole = {{(uint64_t)a, (uint64_t)(a >> 64), 0, 0}};
    GovWide product = gov__wide_scale(&whole, (uint64_t)b);
    GovWide high = gov__wide_scale(&whole, (uint64_t)(b >> 64));
    const GovWide shifted = {{0, high.word[0], high.word[1], high.word[2]}};

    gov__wide_add(&product, &shifted);
    return product;
}

/* The 64 leading bits, the last of which stands for all that follow: conversion then rounds as if it had
 * seen the whole. */
double gov__wide_to_double(const GovWide *number)
{
    int top = 3;

    while (top > 0 && number->word[top] == 0)
        top--;
    uint64_t high = number->word[top], rest = 0;
    if (top == 0)
        return (double)high;
    int shift = __builtin_clzll(high);
    if (shift > 0) {
        high = high << shift | number->word[top - 1] >> (64 - shift);
        rest = number->word[top - 1] << shift;
    } else {
        rest = number->word[top - 1];
    }
    for (int i = 0; i < top - 1; i++)
        rest |= number->word[i];
    return ldexp((double)(high | (rest != 0)), 64 * top - shift);
}
