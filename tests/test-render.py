#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads every style of document back with the govstat command.

Law: no reported figure is wrong, in any style, damaged ones included. Besides, documents without
a tag must be read in full. Prints TAP; --verbose adds a table by style, --seeds N and --style
TEXT choose more or fewer documents. The command is $GOVSTAT, else $top_builddir/govstat; without
either the test is skipped.
"""
import sys

sys.dont_write_bytecode = True

import argparse
import collections
import json
import os
import subprocess
import tempfile
import time
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import render  # noqa: E402
from rendering import model  # noqa: E402

ENOUGH = 0.995       # part of the figures that must be found in a document without a tag
SHOWN = 12           # complaints printed in full for each test
FILES_PER_RUN = 2000


class Tally:
    """What was found in the documents of one style."""

    def __init__(self, tag):
        self.tag, self.documents, self.found, self.expected = tag, 0, 0, 0
        self.wrong, self.missed, self.identity = [], [], []


def status_of(got, code):
    """Status and value of a cell in the output of extract."""
    value = got["values"].get(code)
    status = got["status"].get(code, "reported" if value is not None else "absent")
    return status, value if status == "reported" else None


def extract(command, folder, names):
    """The reports of each file, by file name."""
    reports = collections.defaultdict(list)
    for at in range(0, len(names), FILES_PER_RUN):
        run = subprocess.run([*command, "extract", "--format=jsonl", *names[at:at + FILES_PER_RUN]],
                             cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if run.returncode not in (0, 1, 2):
            raise SystemExit(f"Bail out! govstat extract ended with {run.returncode}: "
                             f"{run.stderr.decode('utf-8', 'replace')[-2000:]}")
        for line in run.stdout.decode("utf-8").splitlines():
            got = json.loads(line, parse_float=Decimal, parse_int=Decimal)
            reports[os.path.basename(got["source"])].append(got)
    return reports


def compare_cells(tally, name, got, expectation):
    for code, (status, value) in expectation.cells.items():
        got_status, got_value = status_of(got, code)
        right = (got_status, got_value) == (status, value)
        if got_status == "reported" and not right:
            tally.wrong.append(f"{name}: {code}: got {got_value}, expected "
                               f"{value if status == 'reported' else status}")
        if status == "absent" or code in expectation.open:
            continue
        tally.expected += 1
        tally.found += right
        if not right:
            tally.missed.append(f"{name}: {code}: got {got_status}, expected "
                                f"{value if status == 'reported' else status}")


def compare_identity(tally, name, got, expectation):
    """Who and when: nothing is allowed, another name or year is not."""
    for key in ("agency", "year"):
        want, have = getattr(expectation, key), got.get(key)
        if have not in (None, "", 0) and have != want:
            tally.identity.append(f"{name}: {key}: got {have}, expected {want}")
    if got["form"] != expectation.form:
        tally.wrong.append(f"{name}: read as {got['form']}, expected {expectation.form}")


def compare(tally, name, got, expectations):
    """One document; surplus reports may exist, but not with figures."""
    tally.documents += 1
    for report in got[len(expectations):]:
        figures = [code for code in report["values"] if status_of(report, code)[0] == "reported"]
        if figures:
            tally.wrong.append(f"{name}: a report too many, with {len(figures)} figures "
                               f"such as {figures[0]}")
    absent = {"values": {}, "status": {}}
    for at, expectation in enumerate(expectations):
        if at < len(got):
            compare_identity(tally, name, got[at], expectation)
        compare_cells(tally, name, got[at] if at < len(got) else absent, expectation)


def read_back(command, seeds, only):
    """Writes all documents, reads them in one run, and compares."""
    tallies, expected = {}, []
    with tempfile.TemporaryDirectory(prefix="govstat-") as folder:
        for name, style, _, _, data, expectations in render.documents(seeds):
            if only in style.name:
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(data)
                expected.append((name, style, expectations))
        started = time.monotonic()
        reports = extract(command, folder, [name for name, _, _ in expected])
        took = time.monotonic() - started
    for name, style, expectations in expected:
        tally = tallies.setdefault(style.name, Tally(style.tag))
        compare(tally, name, reports[name], expectations)
    return tallies, took


def load_case(folder):
    """The reports a case folder expects; damaged documents say instead what is allowed."""
    for name in ("allowed.json", "expected.json"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return json.load(file, parse_float=Decimal)
    return []


def expectation_of(case):
    """An expectation from the JSON of a case: what is not listed is absent, `open` may be unread.
    The list of 2014 has no model; its cases name every cell."""
    known = model.codes(case["form"]) if case["form"] in model.BLOCKS else []
    cells = {code: ("absent", None) for code in known}
    cells.update({code: ("reported", Decimal(str(value))) for code, value in case["values"].items()})
    cells.update({code: (status, None) for code, status in case["status"].items()})
    who = model.Report(case["form"], case["agency"], case["year"], {})
    return render.Expectation(who, cells, case.get("open", ()))


def read_case(command, folder):
    name = next(name for name in sorted(os.listdir(folder)) if name.startswith("input."))
    tally = Tally(None)
    got = extract(command, folder, [name])[name]
    compare(tally, os.path.basename(folder), got, [expectation_of(c) for c in load_case(folder)])
    return tally.wrong + tally.missed + tally.identity


def read_cases(command):
    """Complaints about the case folders, each of which must be read exactly."""
    root = os.path.join(HERE, "cases")
    return [complaint for name in sorted(os.listdir(root)) if os.path.isdir(os.path.join(root, name))
            for complaint in read_case(command, os.path.join(root, name))]


def is_short(tally):
    return tally.tag is None and tally.found < ENOUGH * tally.expected


class Plan:
    """A TAP stream of few, broad tests."""

    def __init__(self):
        self.n, self.failed = 0, 0

    def say(self, name, complaints):
        self.n += 1
        self.failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {self.n} - {name}")
        for line in complaints[:SHOWN]:
            print(f"# {line}")
        if len(complaints) > SHOWN:
            print(f"# … and {len(complaints) - SHOWN} more")


def print_table(tallies, took, command):
    documents = sum(tally.documents for tally in tallies.values())
    for name, tally in sorted(tallies.items()):
        share = 100.0 * tally.found / tally.expected if tally.expected else 100.0
        print(f"# {name:44} {tally.tag or '':13} {tally.documents:3} documents "
              f"{tally.found:6}/{tally.expected:<6} {share:6.2f} % wrong {len(tally.wrong)}"
              f"{'  SHORT' if is_short(tally) else ''}")
    print(f"# {documents} documents, {took:.2f} s in {command[0]}")


def find_command():
    named = os.environ.get("GOVSTAT")
    if named:
        return named.split()
    built = os.path.join(os.environ.get("top_builddir", os.path.dirname(HERE)), "govstat")
    return [built] if os.access(built, os.X_OK) else None


def draws_the_same_twice():
    first = [(name, data) for name, _, _, _, data, _ in render.documents((1,))]
    second = [(name, data) for name, _, _, _, data, _ in render.documents((1,))]
    return [a[0] for a, b in zip(first, second) if a != b]


def first_of_each(tallies, field):
    """Complaints in turn from each style, so that one bad style does not hide the others."""
    lists = [list(getattr(tally, field)) for _, tally in sorted(tallies.items())]
    out = []
    while any(lists):
        out += [complaints.pop(0) for complaints in lists if complaints]
    return out


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--style", default="", help="only styles whose name contains this")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--missed", action="store_true", help="list missed figures of untagged styles")
    return parser.parse_args()


def main():
    options = parse_arguments()
    command = find_command()
    if command is None:
        print("1..0 # SKIP no govstat command")
        return 77
    print("1..6")
    plan = Plan()
    plan.say("generator_is_deterministic", draws_the_same_twice())
    tallies, took = read_back(command, range(options.seeds), options.style)
    plan.say("no_figure_is_wrong", first_of_each(
        {name: t for name, t in tallies.items() if t.tag != "must_not_lie"}, "wrong"))
    plan.say("no_figure_of_a_damaged_document_is_wrong", first_of_each(
        {name: t for name, t in tallies.items() if t.tag == "must_not_lie"}, "wrong"))
    plan.say("figures_of_sound_documents_are_found", [
        f"{name}: {t.found} of {t.expected}, such as {t.missed[0]}"
        for name, t in sorted(tallies.items()) if is_short(t)])
    plan.say("agency_and_year_are_right_or_not_given", first_of_each(
        {name: t for name, t in tallies.items() if t.tag is None}, "identity"))
    plan.say("cases_are_read_as_expected", read_cases(command))
    if options.missed:
        for line in first_of_each({n: t for n, t in tallies.items() if t.tag is None}, "missed"):
            print(f"# missed {line}")
    if options.verbose:
        print_table(tallies, took, command)
    return 1 if plan.failed else 0


if __name__ == "__main__":
    sys.exit(main())
