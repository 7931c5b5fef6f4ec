#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the command and the case folders under valgrind: no error, no leak.
#   tests/check-valgrind.sh BUILD-FOLDER
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$1"
vg="libtool --mode=execute valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
--errors-for-leak-kinds=definite,indirect"
for verb in extract check show; do
    # shellcheck disable=SC2086
    G_SLICE=always-malloc ./$vg ./govstat $verb -j 2 "$top"/examples/reports/suqian-2024.html \
        "$top"/examples/reports/hitech-police-2024.txt "$top"/configure.ac >/dev/null 2>valgrind.out && status=0 || status=$?
    # configure.ac is no report: 2 is right, 99 is valgrind's.
    [ "$status" = 2 ] || { cat valgrind.out; echo "valgrind: $verb ended with $status"; exit 1; }
    echo "valgrind: govstat $verb is clean"
done
