# SPDX-License-Identifier: MIT
"""No zero-filling anywhere: a unit without a report, a blank, a mark, a missing row and a printed zero give different
results in every output of the command and of the package.

One country: a county for each state, with one unit below it, whose reports are the same but for one cell. What an
output says of a county is compared with what it says of the others, after the names and codes have been taken out.
"""

import csv
import ctypes
import importlib.util
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import govstat

ROOT = pathlib.Path(__file__).resolve().parents[3]
GOVSTAT = pathlib.Path(os.environ.get("top_builddir", ROOT / "build")) / "govstat"
SAMPLE = ROOT / "examples" / "reports" / "suqian-2023.html"
CELL = "active_disclosure.licensing.decisions"  # stands in no identity
YEAR = 2023

# What the unit of each county has: a figure, a status, or no report at all.
STATES = {"seven": 7, "zero": 0, "blank": "blank", "mark": "not_applicable", "absent": "absent", "none": None}
NAMES = dict(zip(STATES, "甲乙丙丁戊己"))
CODES = dict(zip(STATES, ("k1", "k2", "k3", "k4", "k5", "k6")))  # of the counties; of the units k1u …
STATE_OF = {word: state for words in (NAMES, CODES) for state, word in words.items()}
FIGURES = ("seven", "zero", "blank", "none")  # what tells figures, and no statuses, must keep apart


def make_object(state, year=YEAR):
    """The report of a unit as its JSON object, which both the command and the package read."""
    report = govstat.read(SAMPLE).to_dict()
    report.update(agency=NAMES[state] + "局", year=year, source=None)
    value = STATES[state]
    report["values"][CELL] = value if isinstance(value, int) else None
    if not isinstance(value, int):
        report["status"][CELL] = value
    return json.dumps(report, default=float, ensure_ascii=False)


def strip(text):
    """What is said, without of whom."""
    return re.sub("k[1-6]u?|[%s]" % "".join(NAMES.values()), "#", str(text))


class Country(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = cls.root = pathlib.Path(cls.folder.name)
        (root / "reports").mkdir()
        lines = ["code,name,parent,division,level"]
        for state in STATES:
            lines += [f"{CODES[state]},{NAMES[state]}县,,,county", f"{CODES[state]}u,{NAMES[state]}局,{CODES[state]},,"]
            if STATES[state] is not None:
                (root / "reports" / f"{state}.json").write_text(make_object(state), encoding="utf-8")
        (root / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        cls.reports = [govstat.read(path) for path in sorted((root / "reports").iterdir())]
        cls.order = [STATE_OF[report.agency[0]] for report in cls.reports]
        cls.dataset = govstat.Dataset.from_reports(cls.reports)
        cls.units = govstat.Units.read(root / "units.csv")
        cls.joined = cls.units.join(cls.dataset)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def run_command(self, *args, status=0):
        run = subprocess.run([GOVSTAT, *map(str, args)], cwd=self.root, capture_output=True, check=False,
                             env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(run.returncode, status, run.stderr.decode())
        return run.stdout.decode()

    def assert_apart(self, told, states=STATES):
        """No two states are told alike. What is not told at all is None."""
        seen = {}
        for state in states:
            text = None if told.get(state) is None else strip(told[state])
            self.assertNotIn(text, seen, f"{state} is told as {seen.get(text)} is: {text}")
            seen[text] = state

    def assert_figures(self, told):
        """Only what was printed is a figure: `told` has it by state, or None or an empty field."""
        for state, figure in told.items():
            wanted = STATES[state] if isinstance(STATES[state], int) else None
            self.assertEqual(None if figure in (None, "") else int(figure), wanted, state)
        self.assertTrue({"zero", "blank"} <= told.keys())

    def by_row(self, values):
        """A column of a dataset by state; a unit without a report has no row."""
        return dict(zip(self.order, values))


class Command(Country):
    def test_extract(self):
        lines = self.run_command("extract", "reports").splitlines()
        found = {json.loads(line)["agency"][0]: json.loads(line) for line in lines}
        self.assert_figures({STATE_OF[name]: each["values"][CELL] for name, each in found.items()})
        self.assert_apart({state: (found[name]["values"][CELL], found[name]["status"].get(CELL))
                           for state, name in NAMES.items() if name in found})

    def test_extract_json(self):
        found = {each["agency"][0]: each for each in json.loads(self.run_command("extract", "--format=json", "reports"))}
        self.assert_figures({STATE_OF[name]: each["values"][CELL] for name, each in found.items()})
        self.assert_apart({state: (found[name]["values"][CELL], found[name]["status"].get(CELL))
                           for state, name in NAMES.items() if name in found})

    def test_extract_csv(self):
        rows = csv.DictReader(io.StringIO(self.run_command("extract", "--format=csv", "reports")))
        found = {row["agency"][0]: (row[CELL], CELL + "=" in row["status"], row["status"]) for row in rows}
        self.assert_figures({STATE_OF[name]: each[0] for name, each in found.items()})
        self.assert_apart({state: found.get(name) for state, name in NAMES.items()})

    def test_extract_long(self):
        rows = csv.DictReader(io.StringIO(self.run_command("extract", "--format=long", "reports")))
        found = {row["agency"][0]: (row["value"], row["status"]) for row in rows if row["code"] == CELL}
        self.assert_figures({STATE_OF[name]: each[0] for name, each in found.items()})
        self.assert_apart({state: found.get(name) for state, name in NAMES.items()})

    def test_show(self):
        told = {}
        for state in STATES:
            if STATES[state] is not None:
                text = self.run_command("show", "--lang=en", f"reports/{state}.json")
                told[state] = [line for line in text.splitlines() if "Administrative licensing" in line]
        self.assert_apart(told)

    def test_diff(self):
        (self.root / "before.json").write_text(make_object("seven", YEAR - 1), encoding="utf-8")
        for form in ("table", "jsonl", "csv"):
            told = {}
            for state in STATES:
                if STATES[state] is not None:
                    text = self.run_command("diff", f"--format={form}", "--lang=en", "before.json", f"reports/{state}.json")
                    told[state] = [line for line in text.splitlines() if CELL in line or "Administrative licensing" in line]
            with self.subTest(form):
                self.assert_apart(told)
        self.assertEqual(self.run_command("diff", "before.json", "reports/none.json", status=2), "")

    def rollup(self, *args):
        return self.run_command("rollup", "--units=units.csv", "--lang=en", *args, "reports")

    def by_county(self, lines):
        """Lines that begin with the code of a county, by state."""
        return {state: [line for line in lines if line.startswith(CODES[state] + ",")] or None for state in STATES}

    def figures_of(self, text, key, column):
        rows = csv.DictReader(io.StringIO(text))
        return {STATE_OF[row[key]]: row[column] for row in rows if row["code"] == CELL}

    def test_rollup_csv(self):
        self.assert_figures(self.figures_of(self.rollup("--format=csv"), "unit", "value"))
        self.assert_figures(self.figures_of(self.rollup("--format=csv", "--nulls=zero"), "unit", "value"))
        lines = [line for line in self.rollup("--format=csv").splitlines() if CELL in line]
        self.assert_apart(self.by_county(lines))

    def test_rollup_csv_with_blanks_as_nothing_to_add(self):
        lines = [line for line in self.rollup("--format=csv", "--nulls=zero").splitlines() if CELL in line]
        self.assert_apart(self.by_county(lines))

    def test_rollup_jsonl(self):
        told, lines = {}, self.rollup("--format=jsonl").splitlines()
        self.assert_figures({STATE_OF[json.loads(line)["unit"]]: json.loads(line)["values"][CELL] for line in lines})
        for line in map(json.loads, lines):
            told[STATE_OF[line["unit"]]] = (line["values"][CELL], line["status"].get(CELL), line["missing"], line["gaps"].get(CELL))
        self.assert_apart(told)

    def test_rollup_table(self):
        parts = re.split(r"^(?=.县 2023: )", self.rollup(), flags=re.M)[1:]
        self.assertEqual(len(parts), len(STATES))
        self.assert_apart({STATE_OF[part[0]]: part for part in parts})

    def test_rollup_missing(self):
        """Who has not filed, and who has left figures open."""
        for form in ("table", "jsonl", "csv"):
            lines = self.rollup("--missing", f"--format={form}").splitlines()
            told = {state: [line for line in lines if name + "局" in line] or None for state, name in NAMES.items()}
            with self.subTest(form):
                self.assert_apart(told, ("zero", "blank", "absent", "none"))

    def test_rollup_indicators(self):
        for form in ("csv", "jsonl"):
            lines = [line for line in self.rollup("--indicators", f"--format={form}").splitlines() if "licensing_ratio" in line]
            told = {state: [line for line in lines if re.search(CODES[state] + r"\b", line)] for state in STATES}
            with self.subTest(form):
                self.assert_apart(told, FIGURES)
        parts = re.split(r"^(?=.县 2023)", self.rollup("--indicators"), flags=re.M)[1:]
        self.assert_apart({STATE_OF[part[0]]: part for part in parts}, FIGURES)

    def test_rollup_statistics(self):
        args = ("--stat=sum,count,mean,median,min,max,variance,share,rank,growth,hhi,gini,p90", "--by=parent,year",
                "--cells=" + CELL)
        for statistic in ("sum", "mean", "median", "min", "max", "p90"):
            self.assert_figures(self.figures_of(self.rollup(*args, "--format=csv"), "parent", statistic))
        self.assert_apart(self.by_county(self.rollup(*args, "--format=csv").splitlines()))
        lines = self.rollup(*args, "--format=jsonl").splitlines()
        self.assert_apart({STATE_OF[json.loads(line)["group"]["parent"]]: line for line in lines})
        parts = self.rollup(*args).split("\n\n")
        self.assert_apart({STATE_OF[re.match(r"parent (\w+)", part)[1]]: part for part in parts if part.strip()})

    def test_rollup_reconcile(self):
        """Counties publish for their region what the sample has; the figures below are compared with it."""
        region = self.root / "regions"
        region.mkdir(exist_ok=True)
        for state, name in NAMES.items():
            report = json.loads(make_object("seven"))
            report.update(agency=name + "县")
            (region / f"{state}.json").write_text(json.dumps(report), encoding="utf-8")
        text = self.run_command("rollup", "--units=units.csv", "--reconcile", "--format=jsonl", "reports", "regions")
        self.assert_apart({STATE_OF[json.loads(line)["unit"]]: line for line in text.splitlines()}, FIGURES)


class Package(Country):
    def test_report(self):
        by_state = dict(zip(self.order, self.reports))
        for name, tell in {
            "values": lambda report: (report[CELL], report.status(CELL)),
            "dict": lambda report: (report.to_dict()["values"][CELL], report.to_dict()["status"].get(CELL)),
            "json": lambda report: re.sub('"source":"[^"]*"', "", report.to_json()),
            "html": lambda report: report._repr_html_(),
        }.items():
            with self.subTest(name):
                self.assert_apart({state: tell(report) for state, report in by_state.items()})
        self.assert_apart({state: report[CELL] for state, report in by_state.items()}, ("seven", "zero", "blank"))

    def test_dataset(self):
        self.assert_figures(self.by_row(self.dataset.values(CELL)))
        self.assert_apart(self.by_row(zip(self.dataset.values(CELL), self.dataset.statuses(CELL))))
        self.assertEqual([self.dataset.values(CELL)[self.order.index(state)] for state in ("zero", "blank")], [0, None])

    def test_harmonised(self):
        for form in ("cn-foi-2019", "cn-foi-2021"):
            dataset = govstat.harmonise(self.reports, form)
            self.assert_apart(self.by_row(zip(dataset.values(CELL), dataset.statuses(CELL))))
        sums = self.sum_of_parts()
        self.assert_apart(dict(zip(sums.keys("agency"), zip(sums.values("applications.other.total"),
                                                            sums.statuses("applications.other.total")))),
                          ("zero", "blank", "mark", "absent"))

    def sum_of_parts(self):
        """其他处理 of 2019 is made of three rows of 2021."""
        made = []
        for state in ("zero", "blank", "mark", "absent"):
            report = json.loads(make_object("seven"))
            for row in ("overdue_correction", "overdue_fee", "others"):
                code = f"applications.other.{row}.total"
                report["values"][code] = STATES[state] if state == "zero" else None
                if state != "zero":
                    report["status"][code] = STATES[state]
            report["agency"] = state
            made.append(govstat.Report.from_json(json.dumps(report)))
        return govstat.harmonise(made, "cn-foi-2019")

    def test_arrow(self):
        """What the C data interface hands over: a null is no zero, and who has not filed has no row."""
        values, valid = read_arrow(self.dataset, CELL)
        self.assertEqual(len(values), len(self.reports))
        self.assert_apart(self.by_row((value if ok else None, ok) for value, ok in zip(values, valid)), FIGURES)

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_pandas(self):
        frame = self.dataset.to_pandas()
        self.assert_apart(self.by_row(frame[CELL].map(str)), FIGURES)
        frame = self.dataset.to_pandas(status=True)
        self.assert_apart(self.by_row(zip(frame[CELL].map(str), frame[CELL + "#status"])))

    def test_rates(self):
        self.assert_apart(self.by_row(self.dataset.rates("licensing_ratio")), FIGURES)

    def test_indicators(self):
        lines = [line for line in govstat.indicators(self.joined) if line["indicator"] == "licensing_ratio"]
        self.assert_apart({STATE_OF[line["unit"][:2]]: {**line, "source": ""} for line in lines}, FIGURES)
        groups = [line for line in govstat.indicators(self.joined, ["parent"]) if line["indicator"] == "licensing_ratio"]
        self.assert_apart({STATE_OF[line["parent"]]: line for line in groups}, FIGURES)

    def tell_aggregate(self, aggregate):
        statuses = ("reported", "blank", "not_applicable", "unreadable", "uncertain", "absent")
        columns = [aggregate.keys("parent"), aggregate.rows(), aggregate.sum(CELL), aggregate.mean(CELL), aggregate.min(CELL),
                   *(aggregate.count(CELL, status) for status in statuses)]
        return {STATE_OF[key]: rest for key, *rest in zip(*columns)}

    def test_aggregate(self):
        aggregate = self.joined.aggregate(["parent"], distribution="exact", cells=[CELL])
        for statistic in (aggregate.sum, aggregate.mean, aggregate.min, aggregate.max, aggregate.median):
            self.assert_figures({STATE_OF[key]: value for key, value in zip(aggregate.keys("parent"), statistic(CELL))})
        self.assert_apart(self.tell_aggregate(aggregate))
        self.assert_apart(self.tell_aggregate(govstat.Aggregate.from_bytes(aggregate.to_bytes())))
        sums = {}
        for state in self.order:  # an aggregate of one report each: the bytes themselves
            one = self.dataset.filter([each == state for each in self.order])
            sums[state] = one.aggregate(cells=[CELL]).to_bytes().hex()
        self.assert_apart(sums)
        for nulls in ("strict", "zero", "bound"):
            dataset = aggregate.to_dataset(nulls)
            self.assert_apart({STATE_OF[key]: (value, status) for key, value, status in
                               zip(dataset.keys("parent"), dataset.values(CELL), dataset.statuses(CELL))})

    def test_rollup(self):
        for zero in (False, True):
            rollup = govstat.rollup(self.dataset, self.units, zero=zero)
            self.assert_apart({STATE_OF[node["unit"]]: (node["values"][CELL], node["status"].get(CELL), node["present"])
                               for node in rollup})
            dataset = rollup.to_dataset()
            self.assert_figures({STATE_OF[node["unit"]]: node["values"][CELL] for node in rollup})
            self.assert_figures({STATE_OF[unit]: value for unit, value in zip(dataset.keys("unit"), dataset.values(CELL))})
            told = zip(dataset.keys("unit"), dataset.values(CELL), dataset.statuses(CELL))
            self.assert_apart({STATE_OF[unit]: rest for unit, *rest in told}, ("seven", "zero", "blank", "mark", "none"))
            self.assertEqual([line["unit"] for line in rollup.filing if line["kind"] == "missing"], [CODES["none"] + "u"])

    def test_diff(self):
        before = govstat.Report.from_json(make_object("seven", YEAR - 1))
        told = {state: [line for line in govstat.diff(before, report) if line.get("code") == CELL]
                for state, report in zip(self.order, self.reports)}
        self.assert_figures({state: line["after"] for state, (line,) in told.items()})
        self.assert_apart(told)


class ArrowArray(ctypes.Structure):
    pass


ArrowArray._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArray))), ("private_data", ctypes.c_void_p)]


class ArrowSchema(ctypes.Structure):
    pass


ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.c_void_p), ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowSchema))),
    ("private_data", ctypes.c_void_p)]


class ArrowStream(ctypes.Structure):
    _fields_ = [
        ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ArrowSchema))),
        ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ArrowArray))),
        ("get_last_error", ctypes.c_void_p), ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p)]


def read_arrow(dataset, name):
    """Values and validity of one column of the stream, as any consumer of the C interface sees them."""
    capsule = dataset.__arrow_c_stream__()
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    at = pointer(capsule, b"arrow_array_stream")
    stream, schema, array = ArrowStream.from_address(at), ArrowSchema(), ArrowArray()
    assert stream.get_schema(at, ctypes.byref(schema)) == 0
    assert stream.get_next(at, ctypes.byref(array)) == 0
    names = [schema.children[i].contents.name.decode() for i in range(schema.n_children)]
    column = array.children[names.index(name)].contents
    values = ctypes.cast(column.buffers[1], ctypes.POINTER(ctypes.c_int64))
    bits = ctypes.cast(column.buffers[0], ctypes.POINTER(ctypes.c_uint8)) if column.buffers[0] else None
    rows = range(column.offset, column.offset + column.length)
    result = ([values[i] for i in rows], [bits is None or bits[i // 8] >> i % 8 & 1 == 1 for i in rows])
    array.release(ctypes.byref(array))
    schema.release(ctypes.byref(schema))
    return result


del Country  # a frame, not a test
if __name__ == "__main__":
    unittest.main()
