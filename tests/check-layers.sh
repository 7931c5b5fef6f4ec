#!/bin/sh
# SPDX-License-Identifier: MIT
# Holds the arrows of docs/design.md: which layer may include which.
#
#   base <- form <- report <- { read, dataset } <- aggregate <- check <- write <- { tools, bindings }
set -u
cd "${top_srcdir:-.}/" || exit 99
echo "1..2"

# What each layer may include, itself left out. Public headers belong to the layer they describe.
allowed() {
    case $1 in
    base) ;;
    form) echo base ;;
    report) echo base form ;;
    read) echo base form report ;;
    dataset) echo base form report ;;
    aggregate) echo base form report dataset ;;
    check) echo base form report dataset aggregate ;;
    write) echo base form report dataset aggregate check ;;
    *) return 1 ;;
    esac
}

layer_of_header() {
    case $1 in
    code | decls | error | figure | label | version) echo base ;;
    concordance | form | indicator | rule) echo form ;;
    report | units) echo report ;;
    document | read) echo read ;;
    arrow | manifest) echo dataset ;;
    harmonise | join | rate | rollup) echo aggregate ;;
    diff | narrative) echo check ;;
    reconcile) echo check ;;
    dataset | aggregate | check | write) echo "$1" ;;
    *) echo unknown ;;
    esac
}

bad=0
for file in libgovstat/*/*.[ch]; do
    layer=$(basename "$(dirname "$file")")
    [ "$layer" != forms ] || continue
    may=" $layer $(allowed "$layer") "
    for include in $(sed -n 's/^#include [<"]\([a-z/-]*\)\.h[>"].*/\1/p' "$file"); do
        case $include in
        govstat/*) target=$(layer_of_header "${include#govstat/}") ;;
        base/* | form/* | report/* | read/* | dataset/* | aggregate/* | check/* | write/*) target=${include%%/*} ;;
        *) continue ;;
        esac
        case $may in
        *" $target "*) ;;
        *) echo "# $file includes $include.h: $layer may not include $target"; bad=1 ;;
        esac
    done
done
[ $bad = 0 ] && echo "ok 1 - the library's layers include downwards only" || echo "not ok 1 - the library's layers include downwards only"

# Tools, examples and bindings see the umbrella header only.
outside=$(grep -nE '^#include [<"](govstat/|base/|form/|report/|read/|check/|write/)' tools/*.[ch] examples/*.c |
    grep -v '<govstat/govstat.h>')
if [ -z "$outside" ]; then
    echo "ok 2 - tools and examples include only govstat/govstat.h"
else
    echo "$outside" | sed 's/^/# /'
    echo "not ok 2 - tools and examples include only govstat/govstat.h"
fi
