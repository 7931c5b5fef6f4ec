# SPDX-License-Identifier: MIT
"""Text whose cells are glued together, in the ways in which that happens.

GLUED styles keep every figure, and only lose what stood between them; HARMED ones lose or change
figures besides, so that no more is asked of them than that nothing wrong is read.
"""
import re

from . import draft as drafts
from . import text

GLUED, HARMED = {}, {}


def glued(name):
    return lambda make: GLUED.setdefault(name, make)


def harmed(name):
    return lambda make: HARMED.setdefault(name, make)


def whole(table):
    return "".join(cell.text for cell in table.cells())


def row_by_row(table):
    return "\n".join("".join(cell.text for cell in row) for row in table.rows)


def figures_only(between):
    """Labels keep their distance; the figures of a row have none."""
    def make(table):
        lines = []
        for row in table.rows:
            figures = "".join(cell.text for cell in row if cell.code)
            lines.append(between.join([cell.text for cell in row if not cell.code] + [figures] * bool(figures)))
        return "\n".join(lines)
    return make


def page(draft, table=whole, between="\n", heading=True):
    lines = [draft.title, drafts.preamble(draft.report)]
    for section in (1, 2, 3, 4, 5, 6):
        lines += [drafts.heading(section)] * heading + draft.prose[section]
        lines += [table(grid) for grid in draft.tables if grid.section == section]
    return between.join(lines) + "\n"


GLUED["rows"] = lambda d: page(d, row_by_row)
GLUED["tables"] = page
GLUED["document"] = lambda d: page(d, between="")
GLUED["figures-tab"] = lambda d: page(d, figures_only("\t"))
GLUED["figures-lines"] = lambda d: page(d, figures_only("\n"))


def _renumber(name, pattern):
    @glued(name)
    def _make(d):
        for table in d.tables:
            for cell in table.cells():
                if not cell.code:
                    cell.text = re.sub(r"^(\d)\.", pattern, cell.text)
        return page(d)


_renumber("ordinals-bare", r"\1")
_renumber("ordinals-comma", r"\1、")
_renumber("ordinals-lost", "")


@glued("some-gaps")
def _some_gaps(d):
    """Here and there white space is left, inside rows and between them."""
    def make(table):
        return "".join(cell.text + (d.rng.choice(" \n\t") if d.rng.random() < .2 else "") for cell in table.cells())
    return page(d, make)


@glued("hard-wraps")
def _hard_wraps(d):
    """Lines of forty characters, whatever stands at their end."""
    return "\n".join("\n".join(line[at:at + 40] for at in range(0, len(line), 40))
                     for line in page(d).splitlines())


@glued("other-words")
def _other_words(d):
    for table in d.tables:
        for cell in table.cells():
            for old, new in (("结转政府信息公开申请数量", "结转政府信息公开数量"), ("“三安全一稳定”", "三安全一稳定"),
                             ("（区分处理的，只计这一情形，不计其他情形）", ""), ("不补正、", "不补正，")):
                cell.text = cell.text.replace(old, new) if not cell.code else cell.text
    return page(d)


@glued("first-table-sound")
def _first_table_sound(d):
    return page(d, lambda t: text.separated(t, "\t", "origin") if t.section == 2 else whole(t))


@glued("first-table-missing")
def _first_table_missing(d):
    """The prose has its words, before other figures."""
    d.swap(2)
    d.prose[1].append(f"全年办理行政许可{d.rng.randrange(9999)}件，行政处罚{d.rng.randrange(99)}起，"
                      f"予以公开{d.rng.randrange(99)}件，行政复议{d.rng.randrange(9)}件。")
    return page(d)


@harmed("zeros-blank")
def _zeros_blank(d):
    d.blank_zeros()
    return page(d)


@harmed("some-blank")
def _some_blank(d):
    for code, figure in d.report.values.items():
        if figure == "0" and d.rng.random() < .1:
            d.report.values[code] = ""
    d.rebuild()
    return page(d)


@harmed("slips")
def _slips(d):
    """Three figures are not what they should be, though the reader is to give them as they stand."""
    codes = [code for code in d.report.values if not code.startswith("active")]
    for code in d.rng.sample(codes, 3):
        d.report.values[code] = str(max(0, int(d.report.values[code]) + d.rng.choice((1, -1, 9, 10, 100))))
    d.rebuild()
    return page(d)


@harmed("cells-dropped")
def _cells_dropped(d):
    for row in [row for section in (3, 4) for row in d.table(section).rows]:
        figures = [at for at, cell in enumerate(row) if cell.code]
        if figures and d.rng.random() < .2:
            del row[d.rng.choice(figures)]
    return page(d)


@harmed("no-tables")
def _no_tables(d):
    d.tables, d.silent = [], True
    d.prose[1].append("办理行政许可12件。予以公开31件，部分公开5件，重复申请2件，结转下年度继续办理3件，"
                      "行政复议440件，结果维持309件，总计440件。")
    return page(d)
