#!/bin/sh
# SPDX-License-Identifier: MIT
# Fuzzes every target of a build configured with --enable-fuzzing, FUZZ_SECONDS each, as many at a
# time as there are processors.
#   tests/fuzz/run.sh BUILD-FOLDER [TARGET…]
set -eu
build=$1
shift
folder=$(dirname "$0")
if [ $# -eq 0 ]; then # every fuzz-*.c beside this script is one
    set -- $(cd "$folder" && ls fuzz-*.c | sed 's/^fuzz-//; s/\.c$//')
fi

# One target; its log is shown only if it fails.
fuzz() {
    target=$1
    work=$build/fuzz-work/$target
    mkdir -p "$work"
    if ! "$build/tests/fuzz/fuzz-$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/fuzz-work/$target-" \
        "$work" "$folder/corpus/$target" 2>"$work.log"; then
        tail -n 40 "$work.log"
        echo "fuzz-$target: failed"
        return 1
    fi
    sed -n "s/^stat::number_of_executed_units: */fuzz-$target: no finding, runs: /p" "$work.log"
}

case $1 in
--one)
    fuzz "$2"
    exit
    ;;
esac
for target; do
    make -s -C "$build" "tests/fuzz/fuzz-$target"
done
printf '%s\n' "$@" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' "$0" "$build" --one '{}'
