#!/bin/sh
# SPDX-License-Identifier: MIT
# Calls that must not be used, and g_auto* variables without an initialiser.
set -u
cd "${top_srcdir:-.}/" || exit 99
echo "1..3"
report() { # number, name, findings
    if [ -z "$3" ]; then
        echo "ok $1 - $2"
    else
        echo "$3" | sed 's/^/# /'
        echo "not ok $1 - $2"
    fi
}
sources="libgovstat/*/*.c libgovstat/*/*.h tools/*.c examples/*.c"
# shellcheck disable=SC2086
report 1 "no unbounded or locale-bound calls" "$(grep -nE \
    '\b(atoi|atol|atof|strto[a-z]+|sscanf|gets|sprintf|strcpy|strcat|malloc|calloc|realloc|free|strdup|alloca|setjmp|system)\(' \
    $sources | grep -vE 'g_[a-z_]*\(|/\* *waived' || true)"
# shellcheck disable=SC2086
report 2 "every g_auto variable is initialised" "$(grep -nE \
    '^\s*g_auto(free|ptr|\()[^=;]*;' $sources | grep -v 'G_DEFINE' || true)"
# shellcheck disable=SC2086
report 3 "every file names its licence" "$(grep -L 'SPDX-License-Identifier: MIT' $sources tests/*.c tests/*.sh include/govstat/*.h || true)"
