# SPDX-License-Identifier: MIT
"""Styles of templates: where tables begin and end, what is merged, what was added."""
from . import draft as drafts
from . import html, model, shapes, tables
from .draft import Draft
from .styles import MAY_DOUBT, style
from .tables import Cell, Table


# Where tables begin and end

@style("html-one-table")
def _one_table(d):
    d.tables = [shapes.one_table(d.report, False)]
    return html.page(d, order=(1, 2, 5, 6))


@style("html-one-table-wide")
def _one_table_wide(d):
    d.tables = [shapes.one_table(d.report, True)]
    return html.page(d, order=(1, 2, 5, 6))


@style("html-section-rows")
def _section_rows(d):
    for t in d.tables:
        t.rows.insert(0, [Cell(drafts.heading(t.section), "caption", cols=t.width())])
        t.n_head += 1 if t.n_head else 0
    return html.page(d, heading=lambda s: "" if s in (2, 3, 4) else html.paragraph(drafts.heading(s)))


@style("html-blocks-apart")
def _blocks_apart(d):
    d.swap(2, *shapes.blocks_apart(d.report))
    return html.page(d)


@style("html-blocks-captioned")
def _blocks_captioned(d):
    blocks = shapes.blocks_apart(d.report, caption=False)
    captions = [caption for caption, _, _ in model.BLOCKS[d.report.form]]
    d.swap(2, *blocks)
    def table(t):
        name = f"<p>{captions[blocks.index(t)]}</p>\n" if t in blocks else ""
        return name + html.table(t)
    return html.page(d, table)


@style("html-applications-split")
def _applications_split(d):
    t = d.table(3)
    d.swap(3, *shapes.halves(t, d.rng.randrange(6, len(t.rows) - 2)))
    return html.page(d)


@style("html-headers-repeated")
def _headers_repeated(d):
    t = d.table(3)
    first, second = shapes.halves(t, d.rng.randrange(6, len(t.rows) - 2))
    d.swap(3, Table(3, first.rows + second.rows, 3))
    return html.page(d)


@style("html-page-number-rows")
def _page_number_rows(d):
    for t in d.tables:
        if t.section == 3:
            shapes.insert_row(t, 14, [Cell(f"— {d.rng.randrange(2, 9)} —", "extra", cols=8)])
    return html.page(d)


@style("html-any-order")
def _any_order(d):
    order = [2, 3, 4]
    d.rng.shuffle(order)
    return html.page(d, order=(1, *order, 5, 6))


@style("html-blocks-reordered")
def _blocks_reordered(d):
    blocks = shapes.blocks_apart(d.report)
    d.rng.shuffle(blocks)
    d.swap(2, Table(2, [row for block in blocks for row in block.rows]))
    return html.page(d)


@style("html-tables-at-end")
def _tables_at_end(d):
    names = iter(("附表1", "附表2", "附表3"))
    body = html.page(d, lambda t: "", body_only=True)
    body += "\n".join(f"<p>{next(names)}：{model.SECTIONS[t.section - 1]}</p>{html.table(t)}" for t in d.tables)
    return html.shell(d, body)


@style("html-no-captions")
def _no_captions(d):
    d.swap(2, tables.active(d.report, caption=False))
    return html.page(d)


@style("html-odd-section-numbers")
def _odd_section_numbers(d):
    marks = ("一、", "一、", "2、 ", "（三）", "5、 ", "")
    names = ("总体情况", "行政机关主动公开政府信息情况", "行政机关收到和处理政府信息公开申请情况",
             "因政府信息公开工作被申请行政复议提起行政诉讼情况", "政府信息公开工作存在的主要问题及改进情况",
             "其他需要报告的事项")
    return html.page(d, heading=lambda s: html.paragraph(marks[s - 1] + names[s - 1]))


@style("html-no-section-titles")
def _no_section_titles(d):
    return html.page(d, heading=lambda s: "")


@style("html-two-reports")
def _two_reports(d):
    other = Draft(model.random_report(d.report.form, d.rng, "dense"), 1, "second")
    other.report.agency = "柳荫县民政局" if d.report.agency != "柳荫县民政局" else "柳荫县"
    other = Draft(other.report, 1, "second")
    other.open = set(d.open)
    d.others = [other]
    return html.shell(d, html.page(d, body_only=True) + "<hr>" + html.page(other, body_only=True), title=False)


@style("html-table-twice")
def _table_twice(d):
    d.tables.append(d.table(d.rng.choice((2, 3, 4))).copy())
    return html.page(d)


@style("html-decoration-tables")
def _decoration_tables(d):
    nav = ('<table><tr><td>索引号</td><td>11320000/2025-00017</td><td>发布机构</td><td>办公室</td></tr>'
           '<tr><td>文号</td><td></td><td>公开日期</td><td>2025-01-20</td></tr></table>')
    empty = "<table><tr><td>&nbsp;</td><td></td></tr><tr></tr></table><table></table>"
    return html.page(d, lambda t: empty + html.table(t) + empty, top=nav, bottom=nav)


@style("html-comparison-table", MAY_DOUBT)
def _comparison_table(d):
    n = lambda: str(d.rng.randrange(1, 90000))
    rows = "".join(f"<tr><td>{name}</td><td>{n()}</td><td>{n()}</td><td>{n()}</td></tr>"
                   for name in ("行政许可", "行政处罚", "行政强制", "予以公开", "总计"))
    years = "".join(f"<td>{d.report.year - back}年</td>" for back in (3, 2, 1))
    return html.page(d, top=f"<p>近三年数据对比</p><table><tr><td>项目</td>{years}</tr>{rows}</table>")


@style("html-last-year-column", MAY_DOUBT)
def _last_year_column(d):
    t = d.table(2)
    for row in t.rows:
        if row[0].text == "信息内容":
            row.append(Cell("上年同期数", "head"))
        elif row[0].kind == "caption":
            row[0].cols += 1
        else:
            row.append(Cell(str(d.rng.randrange(1, 5000)), "extra"))
    return html.page(d)


@style("html-images-only", MAY_DOUBT)
def _images_only(d):
    d.silent = True
    return html.page(d, lambda t: f'<p><img src="t{t.section}.png" alt="表{t.section}"></p>')


@style("html-numbers-around")
def _numbers_around(d):
    r = d.rng
    for section in d.prose:
        d.prose[section] = d.prose[section] + [
            f"全年办理行政许可{r.randrange(9999)}件、行政处罚{r.randrange(9999)}件，新收申请 {r.randrange(99)} 件，"
            f"予以公开{r.randrange(99)}件，规章 {r.randrange(9)} 0 0 件，总计 {r.randrange(9999)}",
            f"行政复议 {r.randrange(9)} 件，结果维持 {r.randrange(9)} 件；自然人 {r.randrange(99)} 人",
            "1 2 3 4 5 6 7", f"（七）总计 {r.randrange(999)}", "2024 2023 2022"]
    return html.page(d)


# How labels are merged

@style("html-labels-no-level1")
def _labels_no_level1(d):
    d.swap(3, tables.applications(d.report, 2))
    return html.page(d)


@style("html-labels-joined")
def _labels_joined(d):
    d.swap(3, tables.applications_joined(d.report, d.rng.choice(("", "\n", " "))))
    return html.page(d)


@style("html-labels-leaf-only")
def _labels_leaf_only(d):
    d.swap(3, tables.applications(d.report, 1))
    return html.page(d)


@style("html-group-heading-rows")
def _group_heading_rows(d):
    d.swap(3, tables.applications_headings(d.report))
    return html.page(d)


@style("html-labels-repeated")
def _labels_repeated(d):
    t = d.table(3)
    full = tables.unmerge(t, "repeat")
    d.swap(3, Table(3, t.rows[:3] + full.rows[3:], 3))
    return html.page(d)


@style("html-all-repeated")
def _all_repeated(d):
    d.tables = [tables.unmerge(t, "repeat") for t in d.tables]
    return html.page(d)


@style("html-rowspan-missing")
def _rowspan_missing(d):
    d.tables = [tables.unmerge(t, across=False) for t in d.tables]
    return html.page(d)


@style("html-no-spans")
def _no_spans(d):
    d.tables = [tables.unmerge(t) for t in d.tables]
    return html.page(d)


@style("html-short-rows")
def _short_rows(d):
    d.swap(2, tables.active(d.report, stretch=False))
    return html.page(d)


@style("html-padded-rows")
def _padded_rows(d):
    d.swap(2, tables.unmerge(d.table(2)))
    return html.page(d)


@style("html-figures-repeated")
def _figures_repeated(d):
    d.swap(2, tables.unmerge(d.table(2), "repeat"))
    return html.page(d)


@style("html-short-captions")
def _short_captions(d):
    for row in d.table(2).rows:
        if row[0].kind == "caption":
            row[0].cols = 1
    return html.page(d)


@style("html-corner-missing")
def _corner_missing(d):
    d.table(3).rows[0][0].text = d.rng.choice(("", "项目", "类别"))
    return html.page(d)


# More rows and columns than the form has

@style("html-subtotal-column")
def _subtotal_column(d):
    shapes.subtotal_column(d.report, d.table(3))
    return html.page(d)


@style("html-extra-rows")
def _extra_rows(d):
    shapes.subtotal_rows(d.report, d.table(3))
    r = d.rng
    extra = [Cell("其他主动公开文件")] + [Cell(str(r.randrange(999)), "extra") for _ in range(3)]
    d.table(2).rows.insert(4, extra)
    return html.page(d)


@style("html-serial-column")
def _serial_column(d):
    for section in (2, 3):
        shapes.serial_column(d.table(section))
    return html.page(d)


@style("html-remarks-column")
def _remarks_column(d):
    for section in (2, 3, 4):
        shapes.remarks_column(d.table(section), d.rng)
    return html.page(d)


@style("html-notes-row")
def _notes_row(d):
    for t in d.tables:
        t.rows.append([Cell(f"注：1.本表统计截至{d.report.year}年12月31日；2.共{d.rng.randrange(9)}家单位填报。",
                            "extra", cols=t.width())])
    return html.page(d)


@style("html-row-missing")
def _row_missing(d):
    t = d.table(3)
    full = tables.unmerge(t, "repeat")
    rows = t.rows[:3] + full.rows[3:]
    for _ in range(3):
        del rows[d.rng.randrange(5, len(rows) - 2)]
    d.swap(3, Table(3, rows, 3))
    return html.page(d)


@style("html-no-total-column")
def _no_total_column(d):
    t = d.table(3)
    t.rows[0][1].cols = 6
    del t.rows[1][2]
    for row in t.rows[3:]:
        row.pop()
    return html.page(d)


@style("html-one-table-only")
def _one_table_only(d):
    d.tables = [d.table(2)]
    return html.page(d)


# The review table

@style("html-review-by-route")
def _review_by_route(d):
    d.swap(4, tables.review_by_route(d.report))
    return html.page(d)


@style("html-review-by-outcome")
def _review_by_outcome(d):
    d.swap(4, tables.review_by_outcome(d.report))
    return html.page(d)


@style("html-review-headless")
def _review_headless(d):
    d.table(4).rows[:3] = []
    return html.page(d)


@style("html-review-apart")
def _review_apart(d):
    t = d.table(4)
    names = [Cell(text, "head") for _, text in model.OUTCOMES]
    first = Table(4, [[Cell("行政复议", "head", cols=5)], names, t.rows[3][:5]], 2)
    second = Table(4, [[Cell("行政诉讼", "head", cols=10)],
                       [Cell(text, "head", cols=5) for _, text in model.ROUTES[1:]],
                       [c.copy() for c in names * 2], t.rows[3][5:]], 3)
    d.swap(4, first, second)
    return html.page(d)


@style("html-transposed-applications", MAY_DOUBT)
def _transposed_applications(d):
    full = tables.unmerge(tables.applications_joined(d.report), "repeat")
    d.swap(3, Table(3, [list(column) for column in zip(*full.rows[2:])], 1))
    return html.page(d)
