/* SPDX-License-Identifier: MIT */
/* Whole numbers of 256 bits without a sign: sums of squares of any figures, and the products of such sums that
 * a variance is made of. Words stand least significant first. */
#ifndef GOV_WIDE_PRIVATE_H
#define GOV_WIDE_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

typedef unsigned __int128 GovU128;

typedef struct {
    uint64_t word[4];
} GovWide;

/* A sum that leaves 256 bits is a mistake of the caller: none of the sums here can. */
void gov__wide_add(GovWide *to, const GovWide *number);
void gov__wide_add_u128(GovWide *to, GovU128 number);
/* `number` is not above `from`. */
void gov__wide_subtract(GovWide *from, const GovWide *number);
int gov__wide_compare(const GovWide *a, const GovWide *b);
GovWide gov__wide_product(GovU128 a, GovU128 b);
/* The 192 low bits by 64. */
GovWide gov__wide_scale(const GovWide *a, uint64_t b);
/* Rounded once, half-even. */
double gov__wide_to_double(const GovWide *number);

/* The same for numbers that as a rule fit the first word. */
static inline void gov__wide_add_u64(GovWide *to, uint64_t number)
{
    uint64_t carry = number;

    for (int i = 0; i < 4 && carry != 0; i++) {
        to->word[i] += carry;
        carry = to->word[i] < carry;
    }
}

static inline bool gov__fits_64(__int128 number)
{
    return number >= INT64_MIN && number <= INT64_MAX;
}

static inline GovU128 gov__magnitude(__int128 number)
{
    return number < 0 ? -(GovU128)number : (GovU128)number;
}

#endif
