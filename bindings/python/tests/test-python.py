# SPDX-License-Identifier: MIT
"""The Python package, from the build tree, on documents of the renderer in tests/."""

import copy
import gc
import importlib.util
import inspect
import json
import math
import os
import pathlib
import pickle
import sys
import tempfile
import threading
import time
import unittest
from decimal import Decimal
from fractions import Fraction

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[3] / "tests"))

import govstat
import render
from rendering import model

RECEIVED = "applications.received.total"
GRANTED = "applications.granted.total"
FEES = "active_disclosure.fees.amount"
SAMPLES = HERE.parents[3] / "examples" / "reports"


def document(**changes):
    """The published figures of 宿迁市 for 2023 as a web page; double underscores stand for dots."""
    report = model.suqian(2023)
    for name, text in changes.items():
        code = name.replace("__", ".")
        assert code in report.values, code
        report.values[code] = text
    return render.render(report, "html-official", 0)


def resident_kib():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


class TheModule(unittest.TestCase):
    def test_all_names_what_is_there_and_documented(self):
        for name in govstat.__all__:
            thing = getattr(govstat, name)
            self.assertEqual(thing.__module__, "govstat", name)
            self.assertTrue(inspect.getdoc(thing), name)

    def test_every_public_method_has_a_docstring(self):
        for kind in (govstat.Form, govstat.Report, govstat.Finding, govstat.Dataset, govstat.Aggregate):
            for name, member in vars(kind).items():
                if not name.startswith("_"):
                    self.assertTrue(inspect.getdoc(member), f"{kind.__name__}.{name}")

    def test_version_is_three_numbers(self):
        self.assertRegex(govstat.__version__, r"^\d+\.\d+\.\d+")


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = document(applications__received__natural_person="",
                            applications__received__enterprise="/",
                            active_disclosure__fees__amount="1.054")
        cls.report = govstat.read(cls.data)

    def test_figures_agree_with_the_renderer(self):
        report = govstat.read(document())
        expected = {code: Decimal(text) for code, text in model.suqian(2023).values.items()}
        self.assertEqual(dict(report), expected)

    def test_says_who_and_when(self):
        self.assertEqual((self.report.agency, self.report.year), ("宿迁市", 2023))
        self.assertIn("2023", self.report.title)
        self.assertEqual(self.report.period, ("2023-01-01", "2023-12-31"))
        self.assertEqual(self.report.form.id, "cn-foi-2021")

    def test_counts_are_int_and_money_is_exact_decimal(self):
        self.assertIs(type(self.report[RECEIVED]), int)
        self.assertEqual(str(self.report[FEES]), "1.054")
        self.assertIs(type(self.report[FEES]), Decimal)

    def test_blank_and_mark_are_none_and_keep_their_status(self):
        blank, mark = "applications.received.natural_person", "applications.received.enterprise"
        self.assertIsNone(self.report[blank])
        self.assertEqual(self.report.status(blank), "blank")
        self.assertIsNone(self.report[mark])
        self.assertEqual(self.report.status(mark), "not_applicable")
        self.assertEqual(self.report.raw(mark), "/")

    def test_every_figure_has_its_evidence(self):
        self.assertEqual(self.report.raw(RECEIVED), "3511")
        self.assertEqual(self.report.evidence(RECEIVED), "exact")
        self.assertEqual(self.report.confidence(RECEIVED), 1.0)
        self.assertRegex(self.report.locator(RECEIVED), r"row \d+ column \d+")
        self.assertIsNone(self.report.reading(RECEIVED))

    def test_an_uncertain_figure_is_none_with_its_reading_aside(self):
        data = document()
        self.assertEqual(data.count(b">597<"), 1)
        report = govstat.read(data.replace(b">597<", b">5 97<"))
        code = "active_disclosure.normative_documents.in_force"
        self.assertEqual((report[code], report.status(code), report.raw(code)),
                         (None, "uncertain", "5 97"))
        self.assertEqual(report.reading(code), 597)
        self.assertLess(report.confidence(code), 1.0)
        self.assertIn(code, [note.cell for note in report.notes])
        self.assertTrue(all(note.code and note.message for note in report.notes))

    def test_bulk_and_single_access_agree(self):
        codes = self.report.form.codes
        self.assertEqual(self.report.keys(), codes)
        self.assertEqual(list(self.report), codes)
        self.assertEqual(self.report.values(), [self.report[code] for code in codes])
        self.assertEqual(self.report.statuses(), [self.report.status(code) for code in codes])
        self.assertEqual(self.report.items(), list(zip(codes, self.report.values())))
        self.assertEqual(len(self.report), len(codes))
        self.assertIn(RECEIVED, self.report)
        self.assertNotIn("received", self.report)
        self.assertNotIn(3, self.report)

    def test_an_unknown_code_is_a_key_error_that_offers_the_nearest(self):
        for wrong, right in (("applications.recieved.total", RECEIVED),
                             ("received.total", RECEIVED), ("fees", FEES)):
            for ask in (self.report.__getitem__, self.report.status, self.report.locator,
                        self.report.form.unit):
                with self.assertRaisesRegex(KeyError, f"{wrong}.*did you mean '{right}'"):
                    ask(wrong)
        for wrong in ("", "数", "x" * 100_000, "\udcff", RECEIVED + "\0"):
            self.assertNotIn(wrong, self.report)
            with self.assertRaises(KeyError):
                self.report[wrong]
        with self.assertRaisesRegex(TypeError, "cell code, not int"):
            self.report[0]

    def test_sections_are_numbered_from_1_to_6(self):
        self.assertIn("2023年", self.report.section(1))
        for wrong in (0, 7):
            with self.assertRaises(ValueError):
                self.report.section(wrong)

    def test_to_dict_is_the_object_of_json_lines_with_exact_numbers(self):
        data = self.report.to_dict()
        self.assertEqual(data["agency"], "宿迁市")
        self.assertEqual(data["form"], "cn-foi-2021")
        self.assertEqual(list(data["values"]), self.report.form.codes)
        self.assertEqual(str(data["values"][FEES]), "1.054")
        self.assertEqual(data["status"], {"applications.received.natural_person": "blank",
                                          "applications.received.enterprise": "not_applicable"})
        self.assertEqual(len(data["notes"]), len(self.report.notes))

    def test_source_is_the_path_or_what_the_caller_says(self):
        self.assertIsNone(self.report.source)
        self.assertEqual(govstat.read(self.data, source="mail 7").source, "mail 7")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "报告.html"
            path.write_bytes(self.data)
            for way in (path, str(path)):
                report = govstat.read(way)
                self.assertEqual((report.source, report[RECEIVED]), (str(path), 3511))

    def test_any_buffer_is_content(self):
        for way in (bytearray(self.data), memoryview(self.data), memoryview(self.data + b"?")[:-1]):
            self.assertEqual(govstat.read(way), self.report)

    def test_form_may_be_named_or_given(self):
        for form in ("cn-foi-2021", govstat.Form("cn-foi-2021")):
            self.assertEqual(govstat.read(self.data, form), self.report)
            self.assertEqual(govstat.read_all(self.data, form=form), [self.report])

    def test_shows_itself(self):
        self.assertEqual(repr(self.report),
                         "<govstat.Report 宿迁市 2023 cn-foi-2021: 198 of 200 cells reported>")
        self.assertIn("3511", str(self.report))
        self.assertIn("<table", self.report._repr_html_())


class Sameness(unittest.TestCase):
    def test_equal_content_is_equal_and_hashes_alike(self):
        one, two = govstat.read(document()), govstat.read(document())
        other = govstat.read(document(applications__granted__total="1190"))
        self.assertEqual((one, hash(one)), (two, hash(two)))
        self.assertNotEqual(one, other)
        self.assertNotEqual(one, one.to_dict())
        self.assertEqual(len({one, two, other}), 2)

    def test_json_pickle_and_copy_lose_nothing(self):
        report = govstat.read(document(applications__received__research=""), source="a\tb")
        text = report.to_json()
        json.loads(text)
        for again in (govstat.Report.from_json(text), govstat.Report.from_json(text.encode()),
                      pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
            self.assertEqual(again, report)
            self.assertEqual(again.to_json(), text)
            self.assertEqual(again.locator(RECEIVED), report.locator(RECEIVED))

    def test_forms_are_equal_by_edition(self):
        form = govstat.Form("cn-foi-2021")
        self.assertEqual(form, govstat.read(document()).form)
        self.assertEqual(pickle.loads(pickle.dumps(form)), form)
        self.assertNotEqual(form, govstat.Form("cn-foi-2019"))

    def test_damaged_json_is_an_error(self):
        for text in ("", "{", "[]", "null", '{"form": "cn-foi-2021"', "\udcff", b"\xff"):
            with self.assertRaises(govstat.Error):
                govstat.Report.from_json(text)


class Checking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.report = govstat.read(document(applications__granted__total="1190"), source="a.html")
        cls.findings = govstat.check(cls.report)

    def test_sound_figures_give_no_error(self):
        found = govstat.check(govstat.read(document()))
        self.assertEqual([f for f in found if f.severity == "error"], [])

    def test_a_broken_total_is_found_with_both_sides_and_a_suspect(self):
        finding = next(f for f in self.findings if GRANTED in f.cells)
        self.assertEqual((finding.kind, finding.severity, finding.class_),
                         ("failed", "error", "source"))
        self.assertEqual(getattr(finding, "class"), "source")
        self.assertEqual(abs(finding.difference), 1)
        self.assertEqual(finding.lhs - finding.rhs, finding.difference)
        self.assertIn(finding.rule, [rule.id for rule in self.report.form.rules])
        suspect = finding.suspects[0]
        self.assertEqual((suspect.cell, suspect.value, suspect.suggested), (GRANTED, 1190, 1191))
        self.assertGreaterEqual(suspect.clears, 1)

    def test_attributes_are_the_fields_of_json_lines(self):
        for finding in self.findings:
            for field, value in finding.to_dict().items():
                mine = getattr(finding, field)
                if field == "suspects":
                    mine = [suspect._asdict() for suspect in mine]
                self.assertEqual(mine, value, field)

    def test_messages_come_in_both_languages(self):
        finding = self.findings[0]
        self.assertEqual(str(finding), finding.message)
        self.assertIn(finding.rule, repr(finding))
        self.assertNotEqual(finding.text("zh"), finding.text("en"))
        self.assertNotEqual(finding.to_dict("zh")["message"], finding.message)
        with self.assertRaisesRegex(ValueError, "lang must be 'zh' or 'en', not 'fr'"):
            finding.text("fr")

    def test_many_reports_give_the_findings_of_each(self):
        self.assertEqual(govstat.check([self.report, self.report]), self.findings * 2)
        self.assertEqual(govstat.check(iter([self.report])), self.findings)
        self.assertEqual(govstat.check([]), [])

    def test_findings_mark_cells_in_the_html(self):
        self.assertIn("failed", self.report._repr_html_())

    def test_rules_may_be_added_as_text_or_file(self):
        text = "[rule ours]\ncheck=applications.received.total < 0\nmessage=我\n"
        with tempfile.NamedTemporaryFile("w", suffix=".rules", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            for rules in (text, text.encode(), file.name, pathlib.Path(file.name)):
                added = [f for f in govstat.check(self.report, rules=rules) if f.rule == "ours"]
                self.assertEqual(len(added), 1)
        with self.assertRaisesRegex(govstat.DamagedError, r"rules:2: .*\n    x =\n       \^"):
            govstat.check(self.report, rules="[rule ours]\ncheck=x =\nmessage=我\n")
        with self.assertRaises(govstat.MissingFileError):
            govstat.check(self.report, rules="my.rules")

    def test_reports_of_one_body_are_compared_across_years(self):
        rules = ("[rule ours]\nmessage=我\ncheck=applications.received.total <"
                 " prior.applications.received.total\n")
        reports = [govstat.read(SAMPLES / f"suqian-{year}.html") for year in (2024, 2023)]
        self.assertEqual(govstat.check(reports), [])
        finding, = govstat.check(reports, rules=rules)
        self.assertEqual((finding.year, finding.prior.year), (2024, 2023))
        self.assertEqual(finding.prior_cells, ["applications.received.total"])
        self.assertEqual((finding.lhs, finding.rhs), (3525, 3511))

    def test_other_things_are_refused(self):
        for wrong in (None, 3, "report", [None], [self.findings[0]]):
            with self.assertRaises(TypeError):
                govstat.check(wrong)

    def test_a_child_outlives_its_parent(self):
        finding = govstat.check(govstat.read(document(applications__granted__total="1190")))[0]
        form = finding.report.form
        gc.collect()
        self.assertEqual(finding.agency, "宿迁市")
        self.assertEqual(finding.report[GRANTED], 1190)
        self.assertEqual(form.id, "cn-foi-2021")


class Forms(unittest.TestCase):
    def test_built_in_forms_are_listed_and_load(self):
        self.assertEqual(govstat.forms()[:2], ["cn-foi-2021", "cn-foi-2019"])
        for name in govstat.forms():
            self.assertEqual(govstat.Form(name).id, name)

    def test_codes_cells_and_single_access_agree(self):
        for name in govstat.forms():
            form = govstat.Form(name)
            if name in model.BLOCKS:  # the list of 2014 has no model
                self.assertEqual(form.codes, model.codes(name))
            for code, cell in zip(form.codes, form.cells()):
                self.assertEqual(code, f"{cell.table}.{cell.row}.{cell.column}")
                self.assertEqual(
                    (code, form.label(code), form.label(code, "en"), form.unit(code),
                     form.type(code)),
                    (cell.code, cell.label, cell.label_en, cell.unit, cell.type))

    def test_tables_rows_and_columns_span_the_cells(self):
        form = govstat.Form("cn-foi-2021")
        self.assertEqual([table.id for table in form.tables],
                         ["active_disclosure", "applications", "review_litigation"])
        table = form.tables[1]
        self.assertEqual([f"applications.{row.id}.{column.id}" for row in table.rows
                          for column in table.columns],
                         [code for code in form.codes if code.startswith("applications.")])
        self.assertEqual((table.columns[0].label, table.rows[0].label),
                         ("自然人", "一、本年新收政府信息公开申请数量"))
        self.assertTrue(all(row.label_en for row in table.rows))

    def test_a_form_says_what_it_is(self):
        form = govstat.Form("cn-foi-2021")
        self.assertEqual(form.years, (2021, None))
        self.assertIn("30号", form.basis)
        self.assertIn("政府信息公开", form.title)
        self.assertEqual((form.unit(FEES), form.type(FEES)), ("万元", "money"))
        self.assertIn("总计", form.label(RECEIVED))
        rule = next(rule for rule in form.rules if rule.severity == "error")
        self.assertTrue(rule.id and rule.check and rule.message and rule.message_en)
        self.assertGreater(rule.n_instances, 0)

    def test_an_unknown_form_is_an_error_that_names_those_there_are(self):
        for ask in (govstat.Form, lambda form: govstat.read(b"", form)):
            with self.assertRaisesRegex(govstat.FormError, "cn-foi-2021"):
                ask("cn-foi-1999")

    def test_a_form_of_ones_own_loads_from_path_and_content(self):
        path = HERE.parents[3] / "libgovstat" / "forms" / "cn-foi-2019.form"
        for way in (path, str(path), path.read_bytes()):
            form = govstat.Form(way)
            self.assertEqual(form.codes, govstat.Form("cn-foi-2019").codes)
            with self.assertRaisesRegex(TypeError, "cannot be pickled"):
                pickle.dumps(form)
        with self.assertRaises(govstat.DamagedError):
            govstat.Form(b"[form]\nid=x\n[table\n")


class Failing(unittest.TestCase):
    def test_a_missing_file_is_a_file_not_found_error(self):
        for ask in (govstat.read, govstat.read_all, govstat.Form):
            with self.assertRaisesRegex(FileNotFoundError, "nowhere/none.form") as caught:
                ask("nowhere/none.form")
            self.assertIsInstance(caught.exception, govstat.FileError)
            self.assertEqual(caught.exception.code, "io")
            self.assertEqual(caught.exception.filename, "nowhere/none.form")

    def test_a_folder_is_a_file_error(self):
        with self.assertRaises(govstat.FileError) as caught:
            govstat.read(os.curdir)
        self.assertNotIsInstance(caught.exception, FileNotFoundError)
        self.assertIsInstance(caught.exception, OSError)

    def test_each_kind_of_failure_has_its_class(self):
        page = b"<html><body><table><tr><td>1</td></tr></table></body></html>"
        for data, kind in ((page, govstat.NoTablesError),
                           (b"\x7fELF\2\1\1" + bytes(64), govstat.UnsupportedError)):
            with self.assertRaises(kind) as caught:
                govstat.read(data)
            self.assertIsInstance(caught.exception, ValueError)
            self.assertTrue(str(caught.exception))

    def test_two_reports_are_a_count_error(self):
        two = "\n".join(govstat.read(document()).to_json() for _ in range(2)).encode()
        self.assertEqual(len(govstat.read_all(two)), 2)
        with self.assertRaisesRegex(govstat.CountError, "holds 2 reports.*read_all"):
            govstat.read(two)

    def test_errors_can_be_pickled(self):
        with self.assertRaises(govstat.Error) as caught:
            govstat.read("nowhere.html")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((type(again), str(again)), (type(caught.exception), str(caught.exception)))

    def test_names_can_be_completed(self):
        report = govstat.read(document())
        for each, name in ((report, "agency"), (report.form, "codes"), (govstat.Dataset.from_reports([report]), "column")):
            self.assertIn(name, dir(each))

    def test_what_is_no_input_is_a_type_error(self):
        for wrong in (None, 3, 1.5, ["a.html"]):
            with self.assertRaisesRegex(TypeError, "a path or bytes, not"):
                govstat.read(wrong)
        with self.assertRaises(TypeError):
            govstat.read(b"", form=3)
        with self.assertRaises(ValueError):
            govstat.read("a\0b")
        with self.assertRaises(AttributeError):
            govstat.Report()

    def test_a_mistyped_attribute_is_an_error(self):
        report = govstat.read(document())
        for name in ("agancy", "agency"):
            with self.assertRaises(AttributeError):
                setattr(report, name, "x")


class Aggregates(unittest.TestCase):
    def setUp(self):
        texts = ["", "0", "7", "8", "10"]
        self.code = "applications.granted.total"
        reports = [govstat.read(document(applications__granted__total=text)) for text in texts]
        self.dataset = govstat.Dataset.from_reports(reports)

    def test_statistics_leave_out_what_is_blank(self):
        found = self.dataset.aggregate(distribution="exact")
        self.assertEqual((len(found), found.rows(), found.by, found.distribution), (1, [5], [], "exact"))
        self.assertEqual((found.count(self.code), found.count(self.code, "blank")), ([4], [1]))
        self.assertEqual((found.sum(self.code), found.mean(self.code)), ([25], [Fraction(25, 4)]))
        self.assertEqual((found.min(self.code), found.max(self.code)), ([0], [10]))
        self.assertEqual(found.median(self.code), [Fraction(15, 2)])
        self.assertEqual(found.quantile(self.code, 0.25), [Fraction(7, 2)])
        self.assertAlmostEqual(found.variance(self.code)[0], (0 + 49 + 64 + 100 - 625 / 4) / 3)
        self.assertAlmostEqual(found.hhi(self.code)[0], 213 / 625)
        self.assertAlmostEqual(found.gini(self.code)[0], (7 * -1 + 8 + 10 * 3) / (4 * 25))

    def test_a_blank_is_no_sum(self):
        found = self.dataset[:1].aggregate(["year"])
        self.assertEqual((found.sum(self.code), found.mean(self.code), found.min(self.code)), ([None],) * 3)
        self.assertEqual((found.variance(self.code), found.rank(self.code, "year")), ([None],) * 2)
        sums = found.to_dataset()
        self.assertEqual((sums.values(self.code), sums.statuses(self.code)), ([None], ["blank"]))
        self.assertEqual(self.dataset[:2].aggregate().to_dataset("strict").statuses(self.code), ["uncertain"])
        self.assertEqual(self.dataset[1:2].aggregate(["year"]).sum(self.code), [0])

    def test_money_is_in_its_unit(self):
        reports = [govstat.read(SAMPLES / f"suqian-{year}.html") for year in (2023, 2024)]
        code = "active_disclosure.fees.amount"
        found = govstat.Dataset.from_reports(reports).aggregate(["year"], distribution="exact")
        amounts = [report[code] for report in reports]
        self.assertEqual((found.keys("year"), found.sum(code)), ([2023, 2024], amounts))
        self.assertEqual(found.mean(code), [Fraction(amount) for amount in amounts])
        self.assertEqual(found.median(code), [Fraction(amount) for amount in amounts])
        self.assertEqual(found.growth(code), [None, Fraction(amounts[1]) / Fraction(amounts[0]) - 1])

    def test_parts_give_the_whole(self):
        whole = self.dataset.aggregate("year", distribution="approximate", threads=2)
        parts = [self.dataset[i:i + 2].aggregate("year", distribution="approximate") for i in (4, 0, 2)]
        sent = [govstat.Aggregate.from_bytes(part.to_bytes()) for part in parts]
        self.assertEqual(sent[0].merge(*sent[1:]), whole)
        self.assertNotEqual(sent[0].merge(sent[1]), whole)
        with self.assertRaises(govstat.DamagedError):
            govstat.Aggregate.from_bytes(whole.to_bytes()[:-1])
        with self.assertRaises(govstat.UnsupportedError):
            whole.merge(self.dataset.aggregate("year"))

    def test_any_engine_can_make_parts(self):
        """What docs/statistics.md says of the bytes is enough to write them."""
        def number(n):
            magnitude = abs(n).to_bytes((abs(n).bit_length() + 7) // 8, "little")
            return bytes([len(magnitude) * 2 + (n < 0)]) + magnitude

        def text(t):
            return number(0) if t is None else number(len(t.encode()) + 1) + t.encode()

        def group(parent, year, figures, n_blank):
            heaps = sorted((x, figures.count(x)) for x in set(figures))
            numbers = [len(figures), n_blank, 0, 0, 0, 0, sum(figures), sum(x * x for x in figures),
                       min(figures, default=0), max(figures, default=0), len(heaps), *(n for heap in heaps for n in heap)]
            return text(parent) + number(year) + text("cn-foi-2021") + b"".join(map(number, numbers))

        form = self.dataset.form
        fnv = 0xCBF29CE484222325
        for byte in b"".join(code.encode() + b"\0" for code in form.codes):
            fnv = (fnv ^ byte) * 0x100000001B3 % 2 ** 64
        data = (b"GovAgg" + bytes([1, 2, 0, 2, 6]) + b"parent" + bytes([4]) + b"year" + (11).to_bytes(2, "little")
                + b"cn-foi-2021" + (200).to_bytes(4, "little") + fnv.to_bytes(8, "little") + (1).to_bytes(4, "little")
                + form.codes.index(self.code).to_bytes(4, "little") + (2).to_bytes(4, "little")
                + group(None, 2023, [0, 7], 1) + group("甲", 2023, [8, 10], 0))
        parents = [None, None, None, "甲", "甲"]
        found = self.dataset.with_key("parent", parents).aggregate(["parent", "year"], cells=self.code, distribution="exact")
        self.assertEqual(data, found.to_bytes())
        self.assertEqual(govstat.Aggregate.from_bytes(data).median(self.code), [Fraction(7, 2), 9])
        self.assertEqual(pickle.loads(pickle.dumps(found)), found)

    def test_mistakes_are_told(self):
        found = self.dataset.aggregate()
        for mistake in (lambda: found.median(self.code), lambda: found.count(self.code, "zero"),
                        lambda: self.dataset.aggregate(["year", "year"]), lambda: found.to_dataset("skip"),
                        lambda: found.share(self.code, "year"), lambda: found.rank(self.code, "parent")):
            with self.assertRaises(ValueError):
                mistake()
        with self.assertRaises(KeyError):
            self.dataset.aggregate(["province"])
        with self.assertRaises(TypeError):
            found.merge(None)


    def test_cells_may_be_chosen(self):
        found = self.dataset.aggregate("year", cells=[self.code, FEES])
        self.assertEqual(found.cells, [FEES, self.code])
        self.assertEqual(found.sum(self.code), [25])
        self.assertEqual(govstat.Aggregate.from_bytes(found.to_bytes()), found)
        self.assertEqual(found.to_dataset().statuses(RECEIVED), ["absent"])
        self.assertEqual(self.dataset.aggregate().cells, self.dataset.form.codes)
        with self.assertRaisesRegex(KeyError, "made without applications.received.total"):
            found.sum(RECEIVED)
        for cells, kind in (([], ValueError), (["applications.recieved.total"], KeyError), ([3], TypeError)):
            with self.assertRaises(kind):
                self.dataset.aggregate("year", cells=cells)

    def test_sums_that_cannot_be_held_are_told(self):
        data = json.loads(govstat.read(document()).to_json())
        data["values"][RECEIVED] = 2 ** 62 + 1
        reports = [govstat.Report.from_json(json.dumps({**data, "year": year})) for year in (2022, 2023, 2023, 2023)]
        found = govstat.Dataset.from_reports(reports).aggregate("year", distribution="exact")
        self.assertEqual(found.median(RECEIVED), [2 ** 62 + 1] * 2)
        for statistic in (found.sum, found.mean, found.growth, lambda code: found.share(code, "year")):
            with self.assertRaises(govstat.TooLargeError):
                statistic(RECEIVED)
        self.assertEqual(found.rank(RECEIVED, "year"), [2, 1])
        self.assertAlmostEqual(found.variance(RECEIVED)[1], 0)

    def test_records_are_made_of_the_statistics(self):
        found = self.dataset.aggregate("year", distribution="exact")
        names = ["count", "blank", "absent", "sum", "mean", "min", "max", "variance", "std", "median", "p25", "hhi",
                 "gini", "growth", "share", "rank"]
        record, = found.records(self.code, names, over="year", exact=True)
        self.assertEqual(list(record), ["year", "code", "rows", *names])
        for name in names:
            expected = {"p25": lambda: found.quantile(self.code, Fraction(1, 4)),
                        "blank": lambda: found.count(self.code, "blank"),
                        "absent": lambda: found.count(self.code, "absent"),
                        "share": lambda: found.share(self.code, "year"),
                        "rank": lambda: found.rank(self.code, "year")}.get(name, lambda: getattr(found, name)(self.code))
            self.assertEqual([record[name]], expected(), name)
        self.assertEqual(found.records([self.code], ["mean"])[0]["mean"], 6.25)
        self.assertEqual(len(found.records()), 200)
        for mistake in (["mode"], ["p101"], ["share"]):
            with self.assertRaises(ValueError):
                found.records(self.code, mistake)

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_pandas_takes_statistics(self):
        blank = govstat.Dataset.from_reports([govstat.read(document(applications__granted__total=""))])
        frame = blank.aggregate("year").to_pandas([self.code, RECEIVED], ["count", "sum", "mean"])
        self.assertEqual(frame["code"].tolist(), [self.code, RECEIVED])
        self.assertEqual(frame["count"].tolist(), [0, 1])
        self.assertEqual(frame["sum"].isna().tolist(), [True, False])
        self.assertEqual(frame["mean"].isna().tolist(), [True, False])


class Datasets(unittest.TestCase):
    def setUp(self):
        self.paths = [SAMPLES / f"suqian-{year}.html" for year in (2023, 2024)]
        self.reports = [govstat.read(path) for path in self.paths]
        self.dataset = govstat.Dataset.from_reports(self.reports)

    def test_columns_are_the_figures_of_the_reports(self):
        self.assertEqual(len(self.dataset), 2)
        for code in self.dataset.form.codes:
            self.assertEqual(self.dataset.values(code), [report[code] for report in self.reports])
            self.assertEqual(self.dataset.statuses(code), [report.status(code) for report in self.reports])

    def test_a_column_is_read_only_memory_that_outlives_its_dataset(self):
        column = self.dataset.column(RECEIVED)
        self.dataset = None
        gc.collect()
        self.assertEqual((list(column), column.format, column.readonly), ([3511, 3525], "q", True))
        with self.assertRaises(TypeError):
            column[0] = 1

    def test_a_blank_a_zero_and_nothing_are_three_things(self):
        texts = {"blank": "", "zero": "0"}
        reports = [govstat.read(document(applications__granted__total=text)) for text in texts.values()]
        dataset = govstat.Dataset.from_reports(reports)
        self.assertEqual(dataset.values(GRANTED), [None, 0])
        self.assertEqual(dataset.statuses(GRANTED), ["blank", "reported"])
        old = dataset.harmonise("cn-foi-2019")
        self.assertEqual(old.statuses("active_disclosure.procurement.amount"), ["absent", "absent"])

    def test_files_are_read_in_order_whatever_the_number_of_threads(self):
        seen = []
        paths = self.paths * 3
        dataset = govstat.Dataset.from_files(paths, threads=3, progress=lambda *done: seen.append(done))
        self.assertEqual(dataset.keys("year"), [2023, 2024] * 3)
        self.assertEqual(dataset.keys("source"), [str(path) for path in paths])
        self.assertEqual(seen, [(i, 6) for i in range(1, 7)])

    def test_a_file_that_cannot_be_used_is_an_error_or_told(self):
        paths = [self.paths[0], "nowhere.html", self.paths[1]]
        with self.assertRaises(govstat.MissingFileError):
            govstat.Dataset.from_files(paths)
        told = []
        dataset = govstat.Dataset.from_files(paths, on_error=lambda path, error: told.append((path, type(error))))
        self.assertEqual(len(dataset), 2)
        self.assertEqual(told, [("nowhere.html", govstat.MissingFileError)])

    def test_views(self):
        self.assertEqual(self.dataset[1:].keys("year"), [2024])
        self.assertEqual(self.dataset[::-1].keys("year"), [2024, 2023])
        self.assertEqual(self.dataset[::-1].sort("agency", "year").keys("year"), [2023, 2024])
        self.assertEqual(self.dataset.filter([False, True]).keys("year"), [2024])
        self.assertEqual(self.dataset.report(-1)[RECEIVED], 3525)
        with self.assertRaises(IndexError):
            self.dataset.report(2)
        with self.assertRaises(KeyError):
            self.dataset.column("applications.recieved.total")

    def test_editions_are_mixed_only_when_asked(self):
        old = self.dataset.harmonise("cn-foi-2019")
        mixed = self.reports + [old.report(0)]
        with self.assertRaisesRegex(govstat.FormError, "cn-foi-2019, cn-foi-2021"):
            govstat.Dataset.from_reports(mixed)
        dataset = govstat.Dataset.from_reports(mixed[::-1], form="cn-foi-2019")
        whole = dataset.aggregate()
        self.assertEqual(whole.editions(), ["cn-foi-2019 cn-foi-2021"])
        self.assertEqual(whole.to_dataset().comparability("applications.other.total"), ["sum"])
        self.assertEqual(dataset.keys("form"), ["cn-foi-2019", "cn-foi-2021", "cn-foi-2021"])
        same = govstat.Dataset.from_reports((report for report in self.reports), form="cn-foi-2021")
        self.assertEqual(same.values(RECEIVED), self.dataset.values(RECEIVED))
        self.assertEqual(len(govstat.Dataset.from_reports([], form="cn-foi-2019")), 0)
        self.assertEqual(dataset.comparability("applications.other.total"), ["exact", "sum", "sum"])

    def test_editions_are_harmonised_to_the_newest_and_say_how(self):
        old = govstat.Report.from_json(self.dataset.harmonise("cn-foi-2019").report(0).to_json())
        dataset = govstat.harmonise([old, *self.reports])
        self.assertEqual(dataset.form.id, "cn-foi-2021")
        self.assertEqual(dataset.keys("form"), ["cn-foi-2019", "cn-foi-2021", "cn-foi-2021"])
        self.assertEqual(dataset.values(RECEIVED)[0], old[RECEIVED])
        self.assertEqual((dataset.values(FEES)[0], dataset.statuses(FEES)[0]), (None, "absent"))
        self.assertEqual(dataset.comparability(FEES), ["none", "exact", "exact"])
        breaks = {each["code"]: each for each in dataset.breaks()}
        self.assertEqual(len(breaks), 28)
        self.assertEqual((breaks[FEES]["form"], breaks[FEES]["reports"], breaks[FEES]["comparability"]),
                         ("cn-foi-2019", 1, "none"))
        self.assertEqual(breaks[FEES]["caveat_en"], "Money against a number of items: never to be spliced")
        self.assertEqual(self.dataset.breaks(), [])
        self.assertEqual(govstat.harmonise(dataset, "cn-foi-2019").form.id, "cn-foi-2019")
        self.assertEqual(len(govstat.harmonise([], "cn-foi-2014")), 0)
        for mistake in ([], None):
            with self.assertRaises((TypeError, ValueError)):
                govstat.harmonise(mistake)
        with self.assertRaisesRegex(govstat.FormError, "cn-foi-2021"):
            govstat.harmonise(self.reports, "cn-foi-1999")

    def test_rows_of_another_edition_are_checked_in_their_own_form(self):
        slip = govstat.read(SAMPLES / "suqian-2024-slip.txt")
        old = govstat.Dataset.from_reports([slip]).harmonise("cn-foi-2019")
        dataset = govstat.Dataset.from_reports([slip, self.reports[0]], form="cn-foi-2019")
        for each, n in ((old, 1), (dataset, 2)):
            self.assertEqual([(f.rule, f.severity) for f in govstat.check(each)], [("form.harmonised", "hint")] * n)
        self.assertIn("filed as cn-foi-2021 and shown as cn-foi-2019: not checked", govstat.check(old)[0].text("en"))
        mixed = govstat.harmonise([self.reports[0], old.report(0)])
        self.assertEqual([f.rule for f in govstat.check(mixed)], ["form.harmonised"])

    def test_indicators_of_reports_and_of_groups(self):
        lines = govstat.indicators(self.reports)
        self.assertEqual(len(lines), 2 * len(self.dataset.indicators))
        first = lines[0]
        self.assertEqual((first["year"], first["indicator"], first["numerator"], first["denominator"], first["status"],
                          first["comparability"]), (2023, "disclosure_rate", 1519, 3486, "known", "exact"))
        self.assertEqual(first["base_en"], "closed: total disposed of")
        self.assertEqual(first["rate"], 1519 / 3486)
        self.assertTrue(0.419 < first["low"] < first["rate"] < first["high"] < 0.453)
        by_id = {line["indicator"]: line for line in govstat.indicators(self.reports, by=[])}
        both = by_id["disclosure_rate"]
        self.assertEqual((both["numerator"], both["denominator"], both["rates"]), (1519 + 1902, 3486 + 3521, 2))
        self.assertEqual(both["pooled_rate"], 3421 / 7007)
        self.assertAlmostEqual(both["mean_of_rates"], (1519 / 3486 + 1902 / 3521) / 2)
        growth = by_id["received_growth"]
        self.assertEqual((growth["rates"], growth["not_computable"], growth["status"]), (1, 1, "known"))
        self.assertEqual([line["year"] for line in govstat.indicators(self.dataset, "year")][::len(by_id)], [2023, 2024])
        old = self.dataset.harmonise("cn-foi-2019").report(0)
        mixed = {(line["year"], line["indicator"]): line for line in govstat.indicators([old, self.reports[1]])}
        self.assertEqual(mixed[2023, "normative_repeal_rate"]["status"], "not_computable")
        self.assertEqual(mixed[2023, "normative_repeal_rate"]["comparability"], "none")
        self.assertEqual(mixed[2024, "received_growth"]["comparability"], "exact")
        self.assertEqual(len(govstat.indicators(self.reports[0])), len(by_id))
        self.assertEqual(govstat.indicators(self.dataset[:0]), [])
        with self.assertRaises(KeyError):
            govstat.indicators(self.dataset, ["colour"])

    def test_indicators_zero_base_and_blank_are_no_rate(self):
        form = self.dataset.form.id
        values = dict.fromkeys(self.dataset.form.codes, 0)
        empty = govstat.Report.from_json(json.dumps({"form": form, "agency": "某局", "year": 2023, "values": values}))
        rate = {line["indicator"]: line for line in govstat.indicators(empty)}["disclosure_rate"]
        self.assertEqual((rate["numerator"], rate["denominator"], rate["status"], rate["rate"]),
                         (0, 0, "not_applicable", None))
        text = json.dumps({"form": form, "agency": "某局", "year": 2023, "values": {**values, GRANTED: None},
                           "status": {GRANTED: "blank"}})
        blank = govstat.Report.from_json(text)
        rate = {line["indicator"]: line for line in govstat.indicators(blank)}["disclosure_rate"]
        self.assertEqual((rate["numerator"], rate["status"], rate["zeroed"]), (None, "not_computable", 0))
        rate = {line["indicator"]: line for line in govstat.indicators(blank, zero=True)}["disclosure_rate"]
        self.assertEqual((rate["numerator"], rate["status"], rate["zeroed"]), (0, "not_applicable", 1))

    def test_findings_are_those_of_the_reports(self):
        slip = govstat.read(document(applications__granted__total="1911"))
        dataset = govstat.Dataset.from_reports([self.reports[0], slip])
        self.assertEqual([f.message for f in govstat.check(dataset)], [f.message for f in govstat.check(slip)])

    def test_rates_are_pairs(self):
        rates = self.dataset.rates("disclosure_rate")
        self.assertEqual([(rate.numerator, rate.denominator) for rate in rates], [(1519, 3486), (1902, 3521)])
        self.assertEqual([rate.status for rate in self.dataset.rates("received_growth")], ["not_computable", "known"])
        self.assertIn("review_corrected_rate", self.dataset.indicators)
        with self.assertRaises(KeyError):
            self.dataset.rates("no_such_rate")

    def test_rates_are_pooled_and_judged(self):
        rates = [govstat.Rate(x, 100, "known", 0) for x in (30, 31, 10)]
        rates += [govstat.Rate(0, 0, "not_applicable", 0), govstat.Rate(None, None, "not_computable", 0)]
        pool = govstat.pool(rates)
        self.assertEqual(pool[2:], (3, 1, 1))
        self.assertEqual(pool.pooled, (71, 300, "known", 0))
        self.assertAlmostEqual(pool.mean, 0.71 / 3)
        p, half = 71 / 300, 1.96 * math.sqrt(71 / 300 * (1 - 71 / 300) / 100)
        for found, expected in zip(pool.pooled.funnel_limits(100), (p - half, p + half)):
            self.assertAlmostEqual(found, expected)
        self.assertEqual([rate.funnel(pool.pooled) for rate in rates],
                         ["inside", "inside", "below", "not_applicable", "not_applicable"])
        low, high = rates[2].wilson()
        self.assertTrue(0.05 < low < 0.06 and 0.17 < high < 0.18)
        self.assertIsNone(rates[3].wilson())
        self.assertEqual(govstat.pool([]).pooled.status, "not_computable")
        self.assertIsNone(govstat.pool([]).mean)
        for mistake in ([(1, 0, "known", 0)], [(1, 2, "sure", 0)]):
            with self.assertRaises(ValueError):
                govstat.pool(mistake)
        with self.assertRaises(TypeError):
            govstat.pool([0.5])
        with self.assertRaises(ValueError):
            rates[0].wilson(float("nan"))
        with self.assertRaises(govstat.TooLargeError):
            govstat.pool([govstat.Rate(2 ** 62, 2 ** 62, "known", 0)] * 2)

    def test_arrow_hands_over_one_capsule_and_frees_it(self):
        for _ in range(100):
            self.assertIn("arrow_array_stream", repr(self.dataset.__arrow_c_stream__()))

    @unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
    def test_pandas_has_missing_values_where_nothing_is_reported(self):
        blank = govstat.read(document(applications__granted__total=""))
        frame = govstat.Dataset.from_reports([self.reports[0], blank]).to_pandas()
        self.assertEqual(frame[GRANTED].isna().tolist(), [False, True])
        self.assertEqual(frame[RECEIVED].tolist(), [3511, 3511])
        self.assertEqual(frame[FEES][0], Decimal("59237.2449"))


class Running(unittest.TestCase):
    def test_threads_read_and_check_alike(self):
        data = document(applications__granted__total="1190")
        expected = govstat.check(govstat.read(data))
        results = []

        def work():
            results.extend(govstat.check(govstat.read(data)) == expected for _ in range(20))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [True] * 80)

    def test_reading_lets_other_threads_run(self):
        data = b"<p>prose</p>" * 150_000 + document()

        def longest_wait():
            """The longest step of this thread while another reads, as a part of the reading."""
            reader = threading.Thread(target=govstat.read, args=(data,))
            begin = last = time.perf_counter()
            longest = 0.0
            reader.start()
            while reader.is_alive():
                now = time.perf_counter()
                last, longest = now, max(longest, now - last)
            return longest / (last - begin)

        # A busy machine may stop this thread too, though hardly each time.
        self.assertLess(min(longest_wait() for _ in range(3)), 0.5)

    @unittest.skipUnless(os.path.exists("/proc/self/statm"), "needs /proc")
    @unittest.skipIf("asan" in os.environ.get("LD_PRELOAD", ""), "memory is kept on purpose")
    def test_nothing_leaks(self):
        data = document(applications__granted__total="1190")
        report = govstat.read(data)
        finding = govstat.check(report)[0]

        def whole(times):
            for _ in range(times):
                again = govstat.read(data)
                for found in govstat.check(again):
                    found.to_dict(), found.suspects, found.report
                again.to_dict(), again.items(), again.notes
                for fail in (lambda: govstat.read(b"<p>"), lambda: govstat.read(b"", "y")):
                    self.assertRaises(govstat.Error, fail)

        def small(times):
            for _ in range(times):
                report.locator(RECEIVED), report.form.label(RECEIVED), report[FEES]
                finding.message, finding.text(), finding.lhs
                self.assertRaises(KeyError, report.status, "x")
                self.assertRaises(govstat.FormError, govstat.Form, "cn-foi-1999")

        # The smallest block that malloc() gives has 32 bytes, a report tens of KiB.
        for work, times in ((whole, 2000), (small, 20000)):
            work(times // 10)
            before = resident_kib()
            work(times)
            self.assertLess(resident_kib() - before, 512, work.__name__)


class Rollups(unittest.TestCase):
    UNITS = "code,name,parent\na,甲县,\na1,甲局,a\na2,乙局,a\n".encode()

    def make_dataset(self, *names):
        report = json.loads(govstat.read(SAMPLES / "suqian-2023.html").to_json())
        reports = [govstat.Report.from_json(json.dumps({**report, "agency": name})) for name in names]
        return govstat.Dataset.from_reports(reports)

    def test_a_sum_of_all_is_reported_and_one_of_some_uncertain(self):
        units = govstat.Units.read(self.UNITS)
        code = "active_disclosure.fees.amount"
        whole = self.make_dataset("甲局", "乙局").rollup(units=units)
        self.assertEqual(whole.values(code), [Decimal("118474.4898")])
        part = govstat.rollup(self.make_dataset("甲局"), units)
        self.assertEqual((part[0]["expected"], part[0]["present"], part[0]["missing"]), (2, 1, ["a2"]))
        self.assertEqual(part[0]["gaps"][code]["missing"], 1)
        self.assertEqual(part.to_dataset().statuses(code), ["uncertain"])
        self.assertEqual([each["unit"] for each in part.filing], ["a2"])

    def test_a_register_finds_names_and_refuses_what_is_wrong(self):
        units = govstat.Units.read(self.UNITS)
        self.assertEqual((len(units), units.find("甲 局", 2023), units.find("丙局")), (3, ["a1"], []))
        joined = units.join(self.make_dataset("甲局", "丙局"))
        self.assertEqual(joined.keys("unit"), ["a1", None])
        with self.assertRaisesRegex(govstat.DamagedError, "column 3 \\(parent\\): No unit has the code x"):
            govstat.Units.read(b"code,name,parent\na,b,x\n")
        with self.assertRaises(ValueError):
            self.make_dataset("甲局").rollup()

    def test_a_manifest_says_what_was_filed_when_and_by_whom(self):
        units = govstat.Units.read(self.UNITS)
        sources = ["1.html", "2.html", "3.html"]
        texts = [json.loads(govstat.read(SAMPLES / "suqian-2023.html").to_json()) for _ in sources]
        for text, source, name, fee in zip(texts, sources, ["甲局", "甲局", "无名局"], ["1", "2", "4"]):
            text.update(source=source, agency=name)
            text["values"][FEES] = Decimal(fee)
        reports = [govstat.Report.from_json(json.dumps(text, default=float)) for text in texts]
        dataset = govstat.Dataset.from_reports(reports)
        self.assertEqual(govstat.rollup(dataset, units)[0]["values"][FEES], 2)
        unmatched = [each for each in govstat.rollup(dataset, units).filing if each["kind"] == "unmatched"]
        self.assertEqual([(each["source"], each["reason"]) for each in unmatched], [("3.html", "unknown")])
        listed = "文件,报送日期,单位代码\n1.html,2024-03-01,\n2.html,2024-01-31,\n3.html,,a2\n".encode()
        rollup = govstat.rollup(dataset, units, manifest=listed)
        self.assertEqual(rollup[0]["values"][FEES], 5)
        self.assertEqual([(each["source"], each["taken"], each["reason"], each["taken_filed"]) for each in rollup.filing],
                         [("2.html", "1.html", "filed_later", "2024-03-01")])
        self.assertEqual(dataset.rollup(units=units, manifest=listed).values(FEES), [5])
        given = govstat.Dataset.from_reports(reports, filed=["2024-03-01", "2024-01-31", None], unit=[None, None, "a2"])
        self.assertEqual(govstat.rollup(given, units)[0]["values"][FEES], 5)
        self.assertEqual(given.keys("filed"), ["2024-03-01", "2024-01-31", None])
        other = govstat.Manifest.read("file,order\n2.html,2\n1.html,1\n9.html,\n".encode())
        self.assertEqual((len(other), other.warnings, len(other.problems(dataset)), repr(other)),
                         (3, [], 2, "<govstat.Manifest: 3 lines>"))
        with self.assertWarnsRegex(UserWarning, "no report was read from such a file: 9.html"):
            self.assertEqual(govstat.rollup(dataset, units, manifest=other)[0]["values"][FEES], 2)
        self.assertEqual(other.join(dataset).keys("unit"), [None] * 3)

    def test_no_report_a_blank_and_a_zero_are_three_things(self):
        text = json.loads(govstat.read(SAMPLES / "suqian-2023.html").to_json())
        code = "active_disclosure.licensing.decisions"
        made = []
        for change in ({"values": {**text["values"], code: 0}},
                       {"values": {**text["values"], code: None}, "status": {code: "blank"}}, None):
            dataset = [{**text, "agency": "甲县"}, {**text, "agency": "甲局"}]
            dataset += [{**text, **change, "agency": "乙局"}] if change else []
            rollup = govstat.rollup(govstat.Dataset.from_reports(
                [govstat.Report.from_json(json.dumps(each)) for each in dataset]), self.UNITS)
            sums = rollup.to_dataset()
            made.append((rollup[0], rollup.filing, rollup.reconcile(),
                         [(sums.values(each), sums.statuses(each)) for each in sums.form.codes],
                         [(indicator, sums.rates(indicator)) for indicator in sums.indicators]))
        for one, other in ((0, 1), (1, 2), (0, 2)):
            for what, (a, b) in enumerate(zip(made[one], made[other])):
                self.assertNotEqual(a, b, (one, other, what))
        self.assertEqual([(each["kind"], each["unit"], each["blank"]) for each in made[1][1]], [("incomplete", "a2", 1)])

    def test_wrong_keys_are_refused(self):
        dataset = self.make_dataset("甲局", "乙局")
        for name, values, error in (("filed", ["soon", None], ValueError), ("scope", ["all", None], ValueError),
                                    ("unit", [1, None], TypeError), ("unit", [None], ValueError),
                                    ("year", ["2023", None], ValueError), ("nothing", [None, None], KeyError)):
            self.assertRaises(error, dataset.with_key, name, values)
        for wrong in (None, "x\0y"):
            self.assertRaises((TypeError, ValueError), dataset.keys, wrong)
        self.assertRaises(TypeError, govstat.rollup, dataset, self.UNITS, manifest=3)
        with self.assertRaisesRegex(ValueError, "1 values for 2 paths"):
            govstat.Dataset.from_files([SAMPLES / "suqian-2023.html"] * 2, unit=["a1"])

    def test_from_files_takes_keys_by_path(self):
        dataset = govstat.Dataset.from_files([SAMPLES / "suqian-2023.html", SAMPLES / "suqian-2024.html"],
                                             unit=["a1", "a2"], scope=["own", None])
        self.assertEqual((dataset.keys("unit"), dataset.keys("scope")), (["a1", "a2"], ["own", None]))

    def test_without_a_register_rows_are_added_up_as_they_are(self):
        two = govstat.Dataset.from_files([SAMPLES / "suqian-2023.html", SAMPLES / "suqian-2024.html"])
        sums = two.rollup(by=["year"])
        self.assertEqual(list(zip(sums.keys("year"), sums.values(RECEIVED))), [(2023, 3511), (2024, 3525)])
        with self.assertRaisesRegex(ValueError, "must not be added over years"):
            two.rollup(by=["agency"])
        with self.assertRaisesRegex(ValueError, "have no parent; give a register"):
            two.rollup()
        with self.assertRaisesRegex(ValueError, "need a register"):
            two.rollup(by=["year"], local_only=True)
        again = govstat.Dataset.from_files([SAMPLES / "suqian-2024.html", SAMPLES / "suqian-2024-slip.txt"])
        with self.assertWarnsRegex(UserWarning, "1 body has several reports of a year"):
            self.assertEqual(again.rollup(by=["year"]).values(RECEIVED), [7050])
        blank = govstat.Dataset.from_reports([govstat.read(document(applications__received__total=text))
                                              for text in ("3511", "")], unit=["a", "b"])
        self.assertEqual(blank.rollup(by=["year"]).statuses(RECEIVED), ["uncertain"])
        self.assertEqual(blank.rollup(by=["year"], zero=True).values(RECEIVED), [3511])

    def test_replacing_a_report_is_rolling_up_anew(self):
        reports = json.loads(govstat.read(SAMPLES / "suqian-2023.html").to_json())
        changed = {**reports, "agency": "甲局", "values": {**reports["values"], RECEIVED: 1}}
        late = govstat.Report.from_json(json.dumps(changed))
        rollup = govstat.rollup(self.make_dataset("甲局", "乙局"), self.UNITS)
        anew = govstat.rollup(govstat.Dataset.from_reports(
            [late, self.make_dataset("乙局").report(0)]), self.UNITS)
        self.assertNotEqual(rollup[0], anew[0])
        rollup.replace("a1", late)
        self.assertEqual(rollup[0], anew[0])
        self.assertRaises(govstat.CountError, rollup.replace, "zz", late)
        self.assertRaises(ValueError, rollup.replace, "a1", late, "all")

    def test_what_was_published_is_reconciled(self):
        rollup = govstat.rollup(self.make_dataset("甲县", "甲局"), self.UNITS)
        self.assertEqual(rollup.reconcile()[0]["children"]["equal"], 200)

    def test_two_years_stand_side_by_side(self):
        lines = govstat.diff(govstat.read(SAMPLES / "suqian-2023.html"), govstat.read(SAMPLES / "suqian-2024.html"))
        self.assertEqual(len(lines), 210)
        self.assertEqual({line["state"] for line in lines if line["kind"] == "identity"}, {"holds"})


if __name__ == "__main__":
    unittest.main()
