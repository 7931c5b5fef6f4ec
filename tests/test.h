/* SPDX-License-Identifier: MIT */
/* What every test program includes: cmocka with the headers it needs, and asserts for our values
 * that print what they compared. */
#ifndef GOVSTAT_TEST_H
#define GOVSTAT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

/* cmocka prints negative integers as large hexadecimal ones. */
#define assert_int64(found, expected)                                                            \
    do {                                                                                         \
        int64_t found_ = (found), expected_ = (expected);                                        \
        if (found_ != expected_)                                                                 \
            fail_msg("%s: expected %" G_GINT64_FORMAT ", found %" G_GINT64_FORMAT, #found,       \
                     expected_, found_);                                                         \
    } while (0)

#define assert_gerror(error, domain_, code_)                                                      \
    do {                                                                                         \
        if ((error) == NULL)                                                                     \
            fail_msg("expected an error, there is none");                                        \
        if ((error)->domain != (domain_) || (error)->code != (int)(code_))                       \
            fail_msg("expected %s, found %s %d: %s", #code_,                                     \
                     g_quark_to_string((error)->domain), (error)->code, (error)->message);       \
    } while (0)

#endif
