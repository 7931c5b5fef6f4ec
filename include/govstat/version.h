/* SPDX-License-Identifier: MIT */
/**
 * @file version.h
 * The version of the library in use.
 */
#ifndef GOVSTAT_VERSION_H
#define GOVSTAT_VERSION_H

#include <govstat/decls.h>

GOV_BEGIN_DECLS

/** @return the version, such as `0.1.0`; static. */
const char *gov_version(void);

GOV_END_DECLS

#endif
