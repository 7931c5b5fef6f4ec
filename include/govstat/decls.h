/* SPDX-License-Identifier: MIT */
/**
 * @file decls.h
 * Marks the declarations between its two macros as C and as exported by the library.
 */
#ifndef GOVSTAT_DECLS_H
#define GOVSTAT_DECLS_H

#include <glib.h>

/* The library is compiled with hidden visibility; what a public header declares is exported. */
#if defined(__GNUC__) && !defined(SWIG)
#define GOV_BEGIN_DECLS G_BEGIN_DECLS _Pragma("GCC visibility push(default)")
#define GOV_END_DECLS _Pragma("GCC visibility pop") G_END_DECLS
#else
#define GOV_BEGIN_DECLS G_BEGIN_DECLS
#define GOV_END_DECLS G_END_DECLS
#endif

#endif
