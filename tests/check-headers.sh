#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, strictly, as C11 and as C++.
set -u
cd "${top_srcdir:-.}/" || exit 99
cflags="-Iinclude $(pkg-config --cflags glib-2.0)"
n=0
set -- include/govstat/*.h
echo "1..$(($# * 2))"
for header; do
    for mode in "${CC:-cc} -std=c11 -x c" "${CXX:-c++} -std=c++11 -x c++"; do
        n=$((n + 1))
        # shellcheck disable=SC2086
        if output=$($mode -Wall -Wextra -Werror -pedantic -fsyntax-only $cflags "$header" 2>&1); then
            echo "ok $n - $header ($mode)"
        else
            echo "$output" | sed 's/^/# /'
            echo "not ok $n - $header ($mode)"
        fi
    done
done
