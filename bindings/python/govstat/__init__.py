# SPDX-License-Identifier: MIT
"""Statistics from annual reports on government information disclosure (政府信息公开工作年度报告).

>>> import govstat
>>> report = govstat.read("report.html")
>>> report["applications.received.total"]
3511
>>> for finding in govstat.check(report):
...     print(finding)

A figure is an int, or a Decimal for money, and None unless one was printed: a blank is never 0.
All objects are immutable and may be used from any thread; reading and checking release the lock
of the interpreter.
"""

from ._errors import (
    CountError,
    DamagedError,
    EncodingError,
    Error,
    FileError,
    FormError,
    LimitError,
    MissingFileError,
    NoTablesError,
    TooLargeError,
    UnsupportedError,
)
from . import _wrap
from ._wrap import (
    Aggregate, Cell, Dataset, Finding, Form, Heading, Manifest, Note, Pool, Rate, Report, Rollup, Rule, Suspect,
    Table, Units, diff, forms, harmonise, indicators, pool, rollup,
)

__all__ = [
    "Aggregate", "Cell", "CountError", "DamagedError", "Dataset", "EncodingError", "Error", "FileError", "Finding", "Form",
    "FormError", "Heading", "LimitError", "Manifest", "MissingFileError", "NoTablesError", "Note", "Pool", "Rate",
    "Report", "Rollup", "Rule", "Suspect", "Table", "TooLargeError", "Units", "UnsupportedError", "check", "diff",
    "forms", "harmonise", "indicators", "pool", "read", "read_all", "rollup",
]

__version__ = _wrap.version()


def read(path_or_bytes, form=None, *, source=None):
    """Read exactly one report; anything else is a CountError.

    path_or_bytes -- a path (str or os.PathLike), or content (bytes or any other buffer)
    form -- a Form, its id or its path; found by the labels of the tables if None
    source -- what to call the input in messages and in the report; the path if None
    """
    return _wrap.read_report(path_or_bytes, form, source)


def read_all(path_or_bytes, form=None, *, source=None):
    """Read all reports of a document, in its order; see read()."""
    return _wrap.read_reports(path_or_bytes, form, source)


def check(reports, rules=None):
    """Check a report, each of an iterable of reports, or a Dataset, against the rules of its form.

    rules -- further rules: the path of a file, or its text (bytes, or a str of several lines)

    Gives the findings in the order of the reports and of the rules; none if all is well. After them
    come those across years, where several reports are of one body (not of a Dataset).
    """
    if isinstance(reports, Dataset):
        return _wrap.check_dataset(reports, _compile(rules, [reports]), 0)
    reports = [reports] if isinstance(reports, Report) else list(reports)
    added = _compile(rules, reports)
    findings = [finding for report in reports for finding in _wrap.check_report(report, added)]
    return findings + _wrap.check_series(reports, added)


def _compile(rules, reports):
    """The rules for every form there is."""
    if rules is None:
        return []
    if isinstance(rules, str) and "\n" in rules:
        rules = rules.encode()
    known = {}
    for report in reports:
        form = report.form
        if form not in known:
            known[form] = _wrap._Rules(form, rules)
    return list(known.values())


# What is public belongs to the package, in messages as in pickles.
for _name in __all__:
    globals()[_name].__module__ = __name__
del _name
