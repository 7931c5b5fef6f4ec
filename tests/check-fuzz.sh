#!/bin/sh
# SPDX-License-Identifier: MIT
# Replays the corpus of every fuzz target.
set -u
cd "${top_builddir:-.}" || exit 99
echo "1..3"
n=0
for target in figure html text; do
    n=$((n + 1))
    if output=$(tests/fuzz/fuzz-$target "${top_srcdir:-.}/tests/fuzz/corpus/$target"/* 2>&1); then
        echo "ok $n - fuzz-$target replays its corpus"
    else
        echo "$output" | tail -n 20 | sed 's/^/# /'
        echo "not ok $n - fuzz-$target replays its corpus"
    fi
done
