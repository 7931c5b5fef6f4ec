#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every example, C and Python, and compares what it prints with the expected output.
set -u
here=$top_srcdir/examples
out=$(mktemp)
trap 'rm -f "$out" "$out.diff"' EXIT
echo "1..16"
n=0
judge() { # name: compares $out
    n=$((n + 1))
    if diff "$here/${1%.*}.expected" "$out" >"$out.diff"; then
        echo "ok $n - $1"
    else
        sed 's/^/# /' "$out.diff"
        echo "not ok $n - $1"
    fi
}
python=${PYTHON:-python3}
for name in 01-read 02-check 03-form 04-json 05-aggregate 06-rollup 07-indicators 08-editions; do
    (cd "$here/reports" && "$(cd "$top_builddir" && pwd)/examples/$name") >"$out" 2>&1
    judge "$name.c"
    if [ -e "$top_builddir/bindings/python/govstat/__init__.py" ]; then
        (cd "$here/reports" && PYTHONPATH=$top_builddir/bindings/python "$python" "../$name.py") >"$out" 2>&1
        judge "$name.py"
    else
        n=$((n + 1))
        echo "ok $n - $name.py # SKIP the Python package was not built"
    fi
done
