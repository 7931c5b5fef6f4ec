#!/bin/sh
# SPDX-License-Identifier: MIT
# Replays the corpus of every fuzz target.
set -u
cd "${top_builddir:-.}" || exit 99
targets="figure html text docx xlsx odt ods zip doc xls mhtml csv pdf units aggregate narrative form rules json"
# shellcheck disable=SC2086
set -- $targets
echo "1..$#"
n=0
for target in "$@"; do
    n=$((n + 1))
    if [ ! -x "tests/fuzz/fuzz-$target" ]; then
        echo "ok $n - fuzz-$target # SKIP not built"
        continue
    fi
    if output=$(tests/fuzz/fuzz-$target "${top_srcdir:-.}/tests/fuzz/corpus/$target"/* 2>&1); then
        echo "ok $n - fuzz-$target replays its corpus"
    else
        echo "$output" | tail -n 20 | sed 's/^/# /'
        echo "not ok $n - fuzz-$target replays its corpus"
    fi
done
