/* SPDX-License-Identifier: MIT */
/* Slips of the pen and of the keyboard: which of them turn one figure into another. */
#ifndef GOV_SLIP_PRIVATE_H
#define GOV_SLIP_PRIVATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    GOV_SLIP_TRANSPOSED = 1 << 0, /* 1480 for 1408 */
    GOV_SLIP_MISSING = 1 << 1,    /* 148 for 1408 */
    GOV_SLIP_DOUBLED = 1 << 2,    /* 14408 for 1408 */
    GOV_SLIP_EXTRA = 1 << 3,      /* 14078 for 1408 */
    GOV_SLIP_KEY = 1 << 4,        /* 1409 for 1408: the next key */
    GOV_SLIP_DIGIT = 1 << 5,      /* 1402 for 1408 */
    GOV_SLIP_UNIT = 1 << 6        /* 14080000 for 1408, or the other way */
};

/* All slips that turn `right` into `wrong`, as flags. Neither is negative. */
unsigned gov__slip_find(int64_t right, int64_t wrong);
unsigned gov__slip_n_digits(int64_t value);
uint64_t gov__slip_magnitude(int64_t value);
/* log2 in sixteenths, exact at powers of two; 0 for 0. Integers only: the same everywhere. */
unsigned gov__slip_log2(uint64_t value);

#endif
