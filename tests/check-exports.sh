#!/bin/sh
# SPDX-License-Identifier: MIT
# The library exports exactly the symbols of the reviewed list tests/exports.txt.
set -u
echo "1..1"
library=$(find "${top_builddir:-.}/.libs" -name 'libgovstat.so' | head -n 1)
[ -n "$library" ] || { echo "ok 1 # SKIP no shared library was built"; exit 0; }
found=$(mktemp)
trap 'rm -f "$found"' EXIT
nm -D --defined-only "$library" | awk '{ print $3 }' | LC_ALL=C sort >"$found"
if diff "${top_srcdir:-.}/tests/exports.txt" "$found" >"$found.diff"; then
    echo "ok 1 - exported symbols are those of tests/exports.txt"
else
    sed 's/^/# /' "$found.diff"
    echo "not ok 1 - exported symbols are those of tests/exports.txt"
fi
rm -f "$found.diff"
