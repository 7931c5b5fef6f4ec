#!/bin/sh
# SPDX-License-Identifier: MIT
# Fuzzes every target of a build configured with --enable-fuzzing, FUZZ_SECONDS each.
#   tests/fuzz/run.sh BUILD-FOLDER
set -eu
build=$1
corpus=$(dirname "$0")/corpus
for target in figure html text docx xlsx odt ods zip doc xls mhtml csv pdf; do
    make -s -C "$build" "tests/fuzz/fuzz-$target"
    work=$build/fuzz-work/$target
    mkdir -p "$work"
    "$build/tests/fuzz/fuzz-$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/fuzz-work/$target-" \
        "$work" "$corpus/$target" 2>"$work.log" || { tail -n 40 "$work.log"; exit 1; }
    grep -E 'stat::(number_of_executed_units|average_exec)' "$work.log" | sed "s/^/fuzz-$target /"
done
