#!/bin/sh
# SPDX-License-Identifier: MIT
# From a fresh clone to a working libgovstat.
#
#   ./bootstrap.sh demo    build, then read and check a sample report
#   ./bootstrap.sh check   build, then run every test
#   ./bootstrap.sh build   build: ./govstat, and the Python package in build/bindings/python
#   ./bootstrap.sh env     print `export` lines that make govstat and `import govstat` work
#   ./bootstrap.sh deps    install what is missing, nothing else
#
# Missing Debian packages are installed if that is allowed, else named. Quick when nothing is missing.
set -eu

top=$(cd "$(dirname "$0")" && pwd)
build=$top/build
packages="autoconf automake libtool make gcc g++ pkg-config libglib2.0-dev libglib2.0-dev-bin \
libxml2-dev libjson-glib-dev libgsf-1-dev zlib1g-dev libcmocka-dev swig python3 python3-dev poppler-utils"

say() { printf 'bootstrap: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The Python to build for: the first whose headers are installed.
find_python() {
    for p in ${PYTHON:-} python3 /usr/bin/python3; do
        have "$p" || continue
        "$p" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))' \
            2>/dev/null && { command -v "$p"; return 0; }
    done
    return 1
}

# What is missing, as one word per tool or library; nothing if all is there.
missing() {
    for tool in autoconf automake libtoolize make gcc g++ pkg-config swig glib-compile-resources pdftotext; do
        have "$tool" || printf '%s ' "$tool"
    done
    if have pkg-config; then
        for lib in 'glib-2.0 >= 2.74' 'gio-2.0 >= 2.74' 'libxml-2.0 >= 2.9.10' \
            'json-glib-1.0 >= 1.6' 'libgsf-1 >= 1.14.42' 'zlib' 'cmocka >= 1.1'; do
            pkg-config --exists "$lib" || printf '%s ' "${lib%% *}"
        done
    fi
    find_python >/dev/null || printf 'python3-dev '
}

install_packages() {
    lacking=$(missing)
    [ -n "$lacking" ] || return 0
    say "missing: $lacking"
    command="apt-get install -y --no-install-recommends $packages"
    have apt-get || die "no apt-get here; install the equivalents of: $packages"
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo=sudo
    else
        die "may not install packages; run as root: $command"
    fi
    say "installing Debian packages"
    log=$(mktemp)
    # shellcheck disable=SC2086 # the list is meant to be split
    if ! { $sudo env DEBIAN_FRONTEND=noninteractive $command >"$log" 2>&1 ||
        { $sudo apt-get update >>"$log" 2>&1 &&
            $sudo env DEBIAN_FRONTEND=noninteractive $command >>"$log" 2>&1; }; }; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "could not install packages; the last lines of apt-get stand above"
    fi
    rm -f "$log"
    lacking=$(missing)
    [ -z "$lacking" ] || die "still missing after installation: $lacking"
}

# Runs a step quietly; shows its output only if it fails.
quietly() {
    log=$build/bootstrap.log
    mkdir -p "$build"
    "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "failed: $*"; }
}

configure() {
    if [ ! -x "$top/configure" ] || [ "$top/configure.ac" -nt "$top/configure" ]; then
        say "generating configure"
        (cd "$top" && quietly autoreconf --install --force)
    fi
    [ -f "$build/Makefile" ] && [ "$build/Makefile" -nt "$top/configure" ] && return 0
    say "configuring"
    mkdir -p "$build"
    (cd "$build" && quietly "$top/configure" --silent "PYTHON=$(find_python)" --enable-python)
}

jobs() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1; }

build() {
    install_packages
    configure
    say "building"
    quietly make -C "$build" -j"$(jobs)" all
    ln -sf build/govstat "$top/govstat"
}

demo() {
    build
    "$top/govstat" show "$top/examples/reports/hitech-police-2024.txt"
}

check() {
    build
    say "running the tests"
    status=0
    make -C "$build" -j"$(jobs)" check || status=$?
    # Every test case of every suite, TAP lines included.
    find "$build" -name '*.trs' -exec cat {} + | awk '
        /^:test-result: (PASS|XFAIL)/ { passed++ }
        /^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
        /^:test-result: SKIP/ { skipped++ }
        END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
              exit passed == 0 }' >"$build/check.summary" || status=1
    cat "$build/check.summary"
    return $status
}

environment() {
    [ -x "$build/govstat" ] || die "nothing built yet; run ./bootstrap.sh build first"
    printf 'export PATH="%s:$PATH"\n' "$top"
    printf 'export PYTHONPATH="%s/bindings/python${PYTHONPATH:+:$PYTHONPATH}"\n' "$build"
}

case ${1:-} in
demo | check | build) "$1" ;;
env) environment ;;
deps) install_packages ;;
-h | --help | help) sed -n '3,11s/^# \{0,1\}//p' "$0" ;;
*) sed -n '3,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
