/* SPDX-License-Identifier: MIT */
#include <govstat/error.h>

G_DEFINE_QUARK(gov-error-quark, gov_error)
