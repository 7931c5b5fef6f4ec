# SPDX-License-Identifier: MIT
"""Damaged documents. A figure read from one must be right, or must not be reported.

Expectations follow what is still on the page: a figure whose place cannot be told any more may be
left out, one that was changed beyond recovery must be.
"""
from . import html, model, shapes, tables, text
from .styles import MUST_NOT_LIE, style
from .tables import Cell, Table

CARRIERS = {
    "html": lambda d: html.page(d),
    "text-tsv": lambda d: text.page(d, lambda t: text.separated(t, "\t", "origin")),
    "text-full": lambda d: text.page(d, lambda t: text.separated(t, "\t", "blank")),
    "text-pipes": lambda d: text.page(d, text.pipes),
    "text-lines": lambda d: text.page(d, text.cell_lines),
    "text-dump": lambda d: text.page(d),
    "text-space": lambda d: text.page(d, lambda t: text.separated(t, " ", "origin")),
    "text-aligned": lambda d: text.page(d, text.aligned),
}
# Carriers in which the number of cells of a row can be counted: a cell that is gone is noticed.
COUNTED = ("html", "text-tsv", "text-lines", "text-dump", "text-space")
GONE = ("unreadable", None)


def damage(name, *carriers):
    """Registers one style per carrier for a function that damages a draft."""
    def register(harm):
        for carrier in carriers or CARRIERS:
            def make(d, carrier=carrier):
                harm(d)
                return CARRIERS[carrier](d)
            style(f"damage-{name}-{carrier}", MUST_NOT_LIE)(make)
        return harm
    return register


def figure_rows(d, section=3):
    return [row for row in d.table(section).rows if any(c.code for c in row)]


def some_rows(d, n=6):
    return d.rng.sample(figure_rows(d), n)


def still_right(d, cells):
    """Cells that lose their own place, yet may be told by a clever reader."""
    for cell in cells:
        d.only[cell.code] = model.reading(d.report.values[cell.code])


def figures_of(row):
    return [i for i, cell in enumerate(row) if cell.code]


@damage("dropped-cells", *COUNTED)
def _dropped_cells(d):
    for row in some_rows(d):
        del row[d.rng.choice(figures_of(row)[:-1])]
    row = d.table(4).rows[3]
    del row[d.rng.randrange(14)]
    row = figure_rows(d, 2)[0]
    del row[1]


@damage("added-cells")
def _added_cells(d):
    for row in some_rows(d):
        row.insert(d.rng.choice(figures_of(row)), Cell(d.rng.choice(("0", "1", "7")), "extra"))


@damage("shifted-rows")
def _shifted_rows(d):
    for row in some_rows(d):
        row.insert(figures_of(row)[0], Cell("", "extra"))


@damage("glued-cells", *COUNTED)
def _glued_cells(d):
    for at, row in enumerate(some_rows(d)):
        i = d.rng.choice(figures_of(row)[:-1])
        still_right(d, row[i:i + 2])
        row[i] = Cell(row[i].text + ("", " ", "\u00a0")[at % 3] + row[i + 1].text, "extra")
        del row[i + 1]


@damage("split-digits")
def _split_digits(d):
    def split(t, code):
        return " ".join(t) if len(t) > 1 and d.rng.random() < 0.5 else t
    tables.refigure(d.tables, split)


@damage("half-split-digits", "html", "text-tsv", "text-space", "text-pipes")
def _half_split_digits(d):
    def split(t, code):
        at = d.rng.randrange(1, len(t)) if len(t) > 2 and d.rng.random() < 0.3 else 0
        return t[:at] + " " + t[at:] if at else t
    tables.refigure(d.tables, split)


@damage("no-headers")
def _no_headers(d):
    for t in d.tables:
        t.rows = [row for row in t.rows if any(c.code for c in row)]


@damage("no-applicant-header", "html", "text-tsv", "text-pipes", "text-space")
def _no_applicant_header(d):
    del d.table(3).rows[2]


@damage("half-header", "html", "text-full", "text-lines")
def _half_header(d):
    for cell in d.table(3).rows[2][1:3] + d.table(4).rows[2][3:5]:
        cell.text = ""


@damage("header-cells-dropped", "html", "text-tsv", "text-full", "text-lines", "text-dump")
def _header_cells_dropped(d):
    """The header names fewer columns than there are, and what is left moves up."""
    del d.table(3).rows[2][d.rng.randrange(4)]
    del d.table(4).rows[2][d.rng.randrange(4)]
    del d.table(2).rows[1][1]


@damage("columns-permuted")
def _columns_permuted(d):
    d.tables = shapes.permuted(d.report, d.rng)


@damage("rows-shuffled")
def _rows_shuffled(d):
    t = tables.applications_joined(d.report)
    body = t.rows[3:]
    d.rng.shuffle(body)
    d.swap(3, Table(3, t.rows[:3] + body, 3))


@damage("leaves-shuffled")
def _leaves_shuffled(d):
    t = tables.applications(d.report, 1)
    body = t.rows[3:]
    d.rng.shuffle(body)
    d.swap(3, Table(3, t.rows[:3] + body, 3))


@damage("labels-lost")
def _labels_lost(d):
    for row in some_rows(d):
        label = row[figures_of(row)[0] - 1]
        label.text = d.rng.choice(("", "■■■", "□属于□□□", "……"))


@damage("labels-doubled")
def _labels_doubled(d):
    """Two rows with one label: the second was pasted and never renamed."""
    rows = [row for row in figure_rows(d) if len(row) == 8][:-1]
    row = d.rng.choice(rows[:-1])
    after = rows[rows.index(row) + 1]
    after[0].text = row[0].text


@damage("rows-dropped")
def _rows_dropped(d):
    t = d.table(3)
    full = tables.unmerge(t, "repeat")
    rows = t.rows[:3] + [row for row in full.rows[3:] if d.rng.random() < 0.8]
    d.swap(3, Table(3, rows, 3))


@damage("fourteen", "html", "text-lines", "text-tsv", "text-space", "text-dump")
def _fourteen(d):
    t = d.table(4)
    t.rows = [t.rows[3]]
    del t.rows[0][d.rng.randrange(15)]


@damage("conflict", "html", "text-tsv", "text-dump")
def _conflict(d):
    """The same table twice, four figures unlike: the one that keeps the sums is right, if any."""
    t = d.table(3).copy()
    for row in d.rng.sample([row for row in t.rows if any(c.code for c in row)], 4):
        cell = row[d.rng.choice(figures_of(row))]
        cell.text = str(int(cell.text) + 10)
    d.tables.insert(d.rng.randrange(2) * len(d.tables), t)


@damage("odd-figures", "html", "text-tsv", "text-lines", "text-full")
def _odd_figures(d):
    """Texts that are no figure, though some begin with one."""
    shapes_of_doubt = ("{}O", "O{}", "{}?", "l{}", "{}.{}.1", "{},1", "{}%", "见附件{}", "{}/{}", "{}-{}",
                       "{}.5", "一百{}", "{}月{}日", "1,{},22", "{}e3", "0x{}", "#REF!", "#N/A {}",
                       "99999999999999999999{}", "{}（上年{}）", "{}→{}", "[{}", "{}²", "¼", "{}十")
    for row in some_rows(d, 20):
        cell = row[d.rng.choice(figures_of(row)[:-1])]
        value = str(int(cell.text) + 3)
        cell.text = d.rng.choice(shapes_of_doubt).replace("{}", value)
        d.only[cell.code] = GONE if "上年" not in cell.text else ("reported", model.Decimal(value))


@damage("approximate", "html", "text-tsv")
def _approximate(d):
    for row in some_rows(d, 12):
        cell = row[d.rng.choice(figures_of(row)[:-1])]
        cell.text = d.rng.choice(("约{}", "{}余", "{}多件", "近{}", "{} 件左右", "{}+")).format(cell.text)


@damage("replaced-digits", "html", "text-tsv", "text-dump")
def _replaced_digits(d):
    """Characters the copy could not show."""
    def lose(t, code):
        if len(t) > 1 and d.rng.random() < 0.1:
            at = d.rng.randrange(len(t))
            d.only[code] = GONE
            return t[:at] + d.rng.choice(("\ufffd", "□", "*", "_")) + t[at + 1:]
        return t
    tables.refigure(d.tables, lose)


def _unrepeated(page, keep_blank):
    seen, out = set(), []
    for line in page.splitlines():
        if line not in seen or (keep_blank and not line.strip()):
            out.append(line)
        seen.add(line)
    return "\n".join(out) + "\n"


def _dedup(name, carrier, keep_blank):
    @style(f"damage-unrepeated-{name}", MUST_NOT_LIE)
    def _make(d):
        return _unrepeated(CARRIERS[carrier](d), keep_blank)


_dedup("text-lines", "text-lines", True)
_dedup("text-dump", "text-dump", True)
_dedup("text-dump-tight", "text-dump", False)
_dedup("text-space", "text-space", True)
_dedup("html-source", "html", True)

MARK = "\ue000"


def _truncated(name, carrier, inside):
    """Cut at any place, or with `inside` in the middle of a figure that others should follow."""
    @style(f"damage-truncated-{name}", MUST_NOT_LIE)
    def _make(d):
        row = d.rng.choice(figure_rows(d)[3:])
        cell = row[d.rng.choice(figures_of(row)[:-1])]
        old, new = cell.text, cell.text
        if inside:
            new = str(d.rng.randrange(10000, 99999))
            d.report.values[cell.code] = new
        cell.text = new[:2] + MARK + new[2:] if inside else MARK + old
        page = CARRIERS[carrier](d)
        cell.text = new
        return page[:page.index(MARK)].encode("utf-8") if inside else _cut(page, d.rng)


def _cut(page, rng):
    at = page.index(MARK)
    at = min(len(page) - 1, at + rng.randrange(60))
    while at and page[at] in "0123456789." and page[at - 1] in "0123456789.-":
        at -= 1
    return page[:at].replace(MARK, "")


for _name in ("html", "text-tsv", "text-lines", "text-dump", "text-pipes", "text-space"):
    _truncated(_name, _name, False)
    _truncated(_name + "-inside", _name, True)


@style("damage-truncated-html-bytes", MUST_NOT_LIE)
def _truncated_bytes(d):
    data = html.page(d).encode("gb18030")
    at = len(data) * d.rng.randrange(40, 95) // 100
    while data[at - 1:at].isdigit() and data[at:at + 1].isdigit():
        at -= 1
    return data[:at]


@style("damage-swallowed-row-html", MUST_NOT_LIE)
def _swallowed_row(d):
    """A rowspan one too long pushes the next row to the right."""
    for row in d.table(3).rows:
        for cell in row:
            if cell.text == model.RESULTS:
                cell.rows += 1
    return html.page(d)


@style("damage-merged-figures-html", MUST_NOT_LIE)
def _merged_figures(d):
    """One figure over two columns says nothing about the second."""
    for row in some_rows(d):
        i = d.rng.choice(figures_of(row)[:-1])
        still_right(d, row[i:i + 2])
        row[i].cols = 2
        del row[i + 1]
    return html.page(d)


@style("damage-wrapped-figures-text", MUST_NOT_LIE)
def _wrapped_figures(d):
    """A narrow column breaks long figures: the rest stands on the next line."""
    return text.page(d, lambda t: text.wrapped(t, width=4))


@style("damage-noise-html", MUST_NOT_LIE)
def _noise(d):
    """Tags lost at random."""
    pieces = html.page(d).split("<")
    out = [p for p in pieces if d.rng.random() > 0.01 or not p.startswith(("/t", "t"))]
    return "<".join(out)
