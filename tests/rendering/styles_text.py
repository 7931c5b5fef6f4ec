# SPDX-License-Identifier: MIT
"""Styles of plain text: copies, dumps, exports and drawn tables."""
from . import draft as drafts
from . import model, shapes, tables, text, words
from .draft import Draft
from .styles import MAY_DOUBT, style


def _plain(name, table, tag=None):
    @style(name, tag)
    def _make(d):
        return text.page(d, table)


def _break_words(d):
    """商业⏎企业 and figures below their cell, as copies from a word processor have them."""
    broken = {"商业企业": "商业\n企业", "科研机构": "科研\n机构", "结果纠正": "结果\n纠正",
              "其他结果": "其他\n结果", "尚未审结": "尚未\n审结"}
    tables.relabel(d.tables, lambda t: broken.get(t, t))
    for row in d.table(3).rows:
        if any(c.code and ".other.overdue" in c.code for c in row):
            row[-1].text = "\n" + row[-1].text


@style("text-tab-dump")
def _tab_dump(d):
    _break_words(d)
    d.title = f"{d.report.agency}\n{d.report.year}年政府信息公开工作年度报告"
    return text.page(d)


@style("text-tab-dump-bare")
def _tab_dump_bare(d):
    return text.page(d, lambda t: text.tab_dump(t, placeholders=False))


@style("text-tab-dump-blank")
def _tab_dump_blank(d):
    d.blank_zeros()
    return text.page(d)


@style("text-tab-dump-marks")
def _tab_dump_marks(d):
    d.blank_zeros(lambda: d.rng.choice(model.MARKS))
    return text.page(d)


@style("text-tab-dump-residue")
def _tab_dump_residue(d):
    _break_words(d)
    d.prose[1][2] = "[bookmark: _GoBack]" + d.prose[1][2]
    d.prose[6].append("[bookmark: OLE_LINK1]附件：无")
    return text.page(d, heading=lambda s: "5、 存在的主要问题及改进情况" if s == 5 else drafts.heading(s))


_plain("text-pipes-blank", text.pipes)
_plain("text-pipes-repeated", lambda t: text.pipes(t, "repeat"))
_plain("text-pipes-ragged", lambda t: text.pipes(t, "origin"))
_plain("text-pipes-bare", lambda t: text.separated(t, "|", "blank"))
_plain("text-markdown", text.markdown)
_plain("text-tsv-full", lambda t: text.separated(t, "\t", "blank"))
_plain("text-tsv-repeated", lambda t: text.separated(t, "\t", "repeat"))
_plain("text-tsv-ragged", lambda t: text.separated(t, "\t", "origin"))
_plain("text-cell-lines", text.cell_lines)
_plain("text-cell-lines-indented", lambda t: text.cell_lines(t, before="    "))
_plain("text-cell-lines-bars", lambda t: text.cell_lines(t, after="\n|"))
_plain("text-cell-lines-spread", lambda t: text.cell_lines(t, after="\n"))
_plain("text-aligned", text.aligned)
_plain("text-aligned-repeated", lambda t: text.aligned(t, 3, "repeat"))
_plain("text-single-space", lambda t: text.separated(t, " ", "origin"))
_plain("text-wide-space", lambda t: text.separated(t, "\u3000", "origin"))
_plain("text-boxed", text.boxed)
_plain("text-boxed-repeated", lambda t: text.boxed(t, fill="repeat"))
_plain("text-ascii-boxed", lambda t: text.boxed(t, "+++++++++", "|", "-"))
_plain("text-csv", lambda t: text.separated(t, ",", "blank"), MAY_DOUBT)


@style("text-tsv-blank")
def _tsv_blank(d):
    d.blank_zeros()
    return text.page(d, lambda t: text.separated(t, "\t", "blank"))


@style("text-pipes-blank-zeros")
def _pipes_blank_zeros(d):
    d.blank_zeros()
    return text.page(d, text.pipes)


@style("text-tsv-marks")
def _tsv_marks(d):
    d.blank_zeros(lambda: d.rng.choice(model.MARKS))
    return text.page(d, lambda t: text.separated(t, "\t", "origin"))


@style("text-tsv-units")
def _tsv_units(d):
    d.open.clear()
    tables.refigure(d.tables, lambda t, c: t + words.unit_of(c))
    return text.page(d, lambda t: text.separated(t, "\t", "blank"))


@style("text-tsv-full-width")
def _tsv_full_width(d):
    tables.refigure(d.tables, lambda t, c: words.full_width(t))
    return text.page(d, lambda t: text.separated(t, "\t", "origin"))


@style("text-pipes-thousands")
def _pipes_thousands(d):
    tables.refigure(d.tables, lambda t, c: words.thousands(t))
    return text.page(d, text.pipes)


def _review_line(separator, left=""):
    def table(t):
        if t.section != 4:
            return text.separated(t, "\t", "origin")
        return left + separator.join(c.text for c in t.rows[-1]) + left + "\n"
    return table


@style("text-review-line")
def _review_line_spaces(d):
    return text.page(d, _review_line(" "))


@style("text-review-line-bars")
def _review_line_bars(d):
    return text.page(d, _review_line("|", "|"))


@style("text-review-cells")
def _review_cells(d):
    d.table(4).rows[:3] = []
    return text.page(d, text.cell_lines)


@style("text-review-by-route")
def _review_by_route(d):
    d.swap(4, tables.review_by_route(d.report))
    return text.page(d, lambda t: text.separated(t, "\t", "blank"))


@style("text-labels-joined")
def _labels_joined(d):
    d.swap(3, tables.applications_joined(d.report))
    return text.page(d, lambda t: text.separated(t, " ", "origin"))


@style("text-heading-rows")
def _heading_rows(d):
    d.swap(3, tables.applications_headings(d.report))
    return text.page(d, lambda t: text.separated(t, "\t", "blank"))


@style("text-subtotals")
def _subtotals(d):
    shapes.subtotal_rows(d.report, d.table(3))
    return text.page(d, text.cell_lines)


@style("text-subtotal-column")
def _subtotal_column(d):
    shapes.subtotal_column(d.report, d.table(3))
    return text.page(d, lambda t: text.separated(t, "\t", "blank"))


@style("text-serial-column")
def _serial_column(d):
    for section in (2, 3):
        shapes.serial_column(d.table(section))
    return text.page(d, text.pipes)


@style("text-broken-labels")
def _broken_labels(d):
    tables.relabel(d.tables, lambda t: words.broken(t, d.rng, (" ", "\u00a0")))
    return text.page(d, text.pipes)


@style("text-tab-dump-broken")
def _tab_dump_broken(d):
    tables.relabel(d.tables, lambda t: words.broken(t, d.rng, ("\n", " ")))
    return text.page(d)


@style("text-aliases")
def _aliases(d):
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.ALIASES, d.report.year))
    return text.page(d, lambda t: text.separated(t, "\t", "origin"))


@style("text-cell-lines-misprints")
def _cell_lines_misprints(d):
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.MISPRINTS, d.report.year))
    return text.page(d, text.cell_lines)


@style("text-instructions")
def _instructions(d):
    d.open.clear()
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.INSTRUCTIONS, d.report.year))
    return text.page(d)


def _slip(d):
    for code in d.rng.sample(sorted(d.report.values), 25):
        if not model.is_money(code) and not code.endswith("items_change"):
            d.report.values[code] = str(int(d.report.values[code]) + d.rng.choice((1, 2, 10, 300)))
    d.rebuild()


@style("text-slips-tsv")
def _slips_tsv(d):
    _slip(d)
    return text.page(d, lambda t: text.separated(t, "\t", "origin"))


@style("text-slips-cell-lines")
def _slips_cell_lines(d):
    _slip(d)
    return text.page(d, text.cell_lines)


@style("text-slips-single-space")
def _slips_single_space(d):
    _slip(d)
    return text.page(d, lambda t: text.separated(t, " ", "origin"))


@style("text-page-furniture")
def _page_furniture(d):
    def table(t):
        lines = text.separated(t, "\t", "origin").splitlines()
        for at in sorted(d.rng.sample(range(1, len(lines)), min(2, len(lines) - 1)), reverse=True):
            lines[at:at] = ["", d.rng.choice(("- 4 -", "Page 8 - 年度报告", "第 3 页 共 8 页", "5")), ""]
        return "\n".join(lines) + "\n"
    return text.page(d, table)


@style("text-tab-dump-furniture")
def _tab_dump_furniture(d):
    def table(t):
        rows = text.tab_dump(t).split("\n\n")
        if t.section == 3:
            rows.insert(12, d.rng.choice(("- 4 -", "第 3 页 共 8 页", "— 5 —")))
        return "\n\n".join(rows)
    return text.page(d, table)


@style("text-contents")
def _contents(d):
    top = "目　录\n" + "\n".join(f"{drafts.heading(s)}……………………{2 * s + 1}" for s in range(1, 7))
    return text.page(d, lambda t: text.separated(t, "\t", "origin"), top=top)


@style("text-vertical-headers")
def _vertical_headers(d):
    def table(t):
        if t.section != 4:
            return text.aligned(t)
        names = [name for _, name in model.OUTCOMES[:4]] + ["总计  "]
        lines = [" ".join(name[i] for name in names * 3) for i in range(4)]
        return "\n".join(["行政复议  未经复议直接起诉  复议后起诉"] + lines
                         + [" ".join(c.text for c in t.rows[3])]) + "\n"
    return text.page(d, table)


@style("text-wrapped-labels", MAY_DOUBT)
def _wrapped_labels(d):
    return text.page(d, lambda t: text.wrapped(t, words.is_figure))


@style("text-mixed-tables")
def _mixed_tables(d):
    makers = [text.pipes, text.cell_lines, text.tab_dump, text.aligned,
              lambda t: text.separated(t, "\t", "origin"), text.boxed]
    d.rng.shuffle(makers)
    return text.page(d, lambda t: makers[t.section](t))


@style("text-two-reports")
def _two_reports(d):
    other = Draft(model.random_report(d.report.form, d.rng, "dense"), 1, "second")
    other.report.agency = "柳荫县民政局"
    other = Draft(other.report, 1, "second")
    d.others = [other]
    return text.page(d) + "\n\n" + text.page(other)


@style("text-table-twice")
def _table_twice(d):
    d.tables.append(d.table(d.rng.choice((2, 3, 4))).copy())
    return text.page(d, lambda t: text.separated(t, "\t", "origin"))


@style("text-no-title")
def _no_title(d):
    return text.page(d, text.pipes, title="")


@style("text-label-value", MAY_DOUBT)
def _label_value(d):
    d.tables = [tables.active(d.report, stretch=False)]
    return text.page(d, lambda t: "\n".join(
        f"{row[0].text}：{c.text}件" for row in t.rows for c in row if c.code) + "\n")


@style("text-no-tables", MAY_DOUBT)
def _no_tables(d):
    d.silent = True
    return text.page(d, lambda t: "（见附表图片）\n")


def _file(name, change):
    @style(name)
    def _make(d):
        return change(text.page(d, lambda t: text.separated(t, "\t", "blank")))


_file("text-gb18030", lambda page: page.encode("gb18030"))
_file("text-utf16-bom", lambda page: b"\xff\xfe" + page.encode("utf-16-le"))
_file("text-utf8-bom", lambda page: b"\xef\xbb\xbf" + page.encode("utf-8"))
_file("text-crlf", lambda page: page.replace("\n", "\r\n"))
_file("text-cr-only", lambda page: page.replace("\n", "\r"))
_file("text-no-final-newline", lambda page: page.rstrip("\n"))
_file("text-form-feeds", lambda page: page.replace("三、收到", "\f三、收到"))


@style("text-tab-dump-crlf-gbk")
def _tab_dump_crlf_gbk(d):
    return text.page(d).replace("\n", "\r\n").encode("gbk")
