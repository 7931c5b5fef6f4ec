/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <govstat/version.h>

const char *gov_version(void)
{
    return PACKAGE_VERSION;
}
