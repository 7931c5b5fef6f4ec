# SPDX-License-Identifier: MIT
"""The three printed tables as rows of cells with spans, and what people do to them.

A Table holds cells where they begin; resolve() gives the full matrix. A cell that shows a figure
knows its code, and that is all the expectation needs: a code that is still in some table when
the document is done was printed, all others are absent.
"""
from . import model


class Cell:
    def __init__(self, text, kind="label", rows=1, cols=1, code=None):
        self.text, self.kind, self.rows, self.cols, self.code = text, kind, rows, cols, code

    def copy(self, **changes):
        cell = Cell(self.text, self.kind, self.rows, self.cols, self.code)
        for name, value in changes.items():
            setattr(cell, name, value)
        return cell


class Table:
    """`section` is the statutory section (2, 3 or 4) the table stands in."""

    def __init__(self, section, rows, n_head=0):
        self.section, self.rows, self.n_head = section, rows, n_head

    def copy(self):
        return Table(self.section, [[cell.copy() for cell in row] for row in self.rows],
                     self.n_head)

    def cells(self):
        return [cell for row in self.rows for cell in row]

    def width(self):
        return max(len(row) for row in resolve(self))


def resolve(table):
    """The matrix of (cell, is its origin), None where nothing is."""
    matrix = [[] for _ in table.rows]

    def put(y, x, slot):
        row = matrix[y]
        row.extend([None] * (x + 1 - len(row)))
        row[x] = slot

    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while x < len(matrix[y]) and matrix[y][x] is not None:
                x += 1
            for dy in range(min(cell.rows, len(matrix) - y)):
                for dx in range(cell.cols):
                    put(y + dy, x + dx, (cell, dy == 0 and dx == 0))
    width = max(len(row) for row in matrix)
    for row in matrix:
        row.extend([None] * (width - len(row)))
    return matrix


def unmerge(table, fill="", across=True, down=True):
    """Every slot its own cell; `fill` "repeat" copies the text, "" leaves the rest blank."""
    rows = []
    for y, slots in enumerate(resolve(table)):
        row = []
        for x, slot in enumerate(slots):
            if slot is None:
                row.append(Cell("", "filler"))
                continue
            cell, origin = slot
            if not across and x and slots[x - 1] and slots[x - 1][0] is cell:
                continue
            if origin or fill == "repeat":
                row.append(cell.copy(rows=1, cols=1 if across else cell.cols))
            else:
                row.append(Cell("", "filler", cols=1 if across else cell.cols))
        rows.append(row)
    return Table(table.section, rows, table.n_head)


def figure(report, code, **spans):
    return Cell(report.values[code], "figure", code=code, **spans)


def active_block(report, index, width=4, caption=True, stretch=True):
    """One block of active_disclosure: caption row, header row, data rows."""
    title, columns, lines = model.BLOCKS[report.form][index]
    last = width - len(columns) if stretch else 1
    rows = [[Cell(title, "caption", cols=width if stretch else 1)]] if caption else []
    head = [Cell("信息内容", "head")] + [Cell(text, "head") for _, text in columns]
    head[-1].cols = last
    rows.append(head)
    for row, label in lines:
        cells = [figure(report, f"active_disclosure.{row}.{column}") for column, _ in columns]
        cells[-1].cols = last
        rows.append([Cell(label)] + cells)
    return rows


def active(report, **options):
    rows = []
    for index in range(len(model.BLOCKS[report.form])):
        rows += active_block(report, index, **options)
    return Table(2, rows)


def applications_head(corner=model.CORNER, n_labels=3):
    names = [text for _, text in model.APPLICANTS]
    return [
        [Cell(corner, "corner", rows=3, cols=n_labels), Cell("申请人情况", "head", cols=7)],
        [Cell(names[0], "head", rows=2), Cell("法人或其他组织", "head", cols=5),
         Cell(names[6], "head", rows=2)],
        [Cell(text, "head") for text in names[1:6]],
    ]


def application_figures(report, row):
    return [figure(report, f"applications.{row}.{column}") for column, _ in model.APPLICANTS]


def _paths(form, n_labels):
    """Label paths of all rows, cut to the label columns there are."""
    def cut(labels):
        if n_labels == 2 and labels[0] == model.RESULTS:
            return labels[1:]
        return labels[-1:] if n_labels == 1 else labels
    return [cut(labels) for _, labels in model.application_rows(form)]


def _merged_labels(paths, at, n_labels):
    """Label cells of a row whose groups are merged downwards."""
    above, cells = paths[at - 1] if at else [], []
    for depth, text in enumerate(paths[at][:-1]):
        path = paths[at][:depth + 1]
        if above[:depth + 1] != path:
            span = sum(1 for other in paths if other[:depth + 1] == path)
            cells.append(Cell(text, rows=span))
    return cells + [Cell(paths[at][-1], cols=n_labels + 1 - len(paths[at]))]


def applications(report, n_labels=3):
    """The printed table; with two label columns 三、 is left out, with one only leaves stay."""
    paths = _paths(report.form, n_labels)
    rows = applications_head(n_labels=n_labels)
    for at, (row, _) in enumerate(model.application_rows(report.form)):
        rows.append(_merged_labels(paths, at, n_labels) + application_figures(report, row))
    return Table(3, rows, 3)


def applications_joined(report, glue=""):
    """One label column with the whole path in it."""
    rows = applications_head(n_labels=1)
    for row, labels in model.application_rows(report.form):
        rows.append([Cell(glue.join(labels))] + application_figures(report, row))
    return Table(3, rows, 3)


def applications_headings(report):
    """One label column; groups are rows of their own without figures."""
    rows, shown = applications_head(n_labels=1), []
    for row, labels in model.application_rows(report.form):
        for depth, text in enumerate(labels[:-1]):
            if labels[:depth + 1] not in shown:
                shown.append(labels[:depth + 1])
                rows.append([Cell(text)] + [Cell("", "filler") for _ in range(7)])
        rows.append([Cell(labels[-1])] + application_figures(report, row))
    return Table(3, rows, 3)


def review_figures(report):
    return [figure(report, f"review_litigation.{route}.{outcome}")
            for route, _ in model.ROUTES for outcome, _ in model.OUTCOMES]


def review(report):
    names = [text for _, text in model.OUTCOMES]
    return Table(4, [
        [Cell("行政复议", "head", cols=5), Cell("行政诉讼", "head", cols=10)],
        [Cell(text, "head", rows=2) for text in names]
        + [Cell(text, "head", cols=5) for _, text in model.ROUTES[1:]],
        [Cell(text, "head") for text in names * 2],
        review_figures(report),
    ], 3)


def review_by_route(report):
    """Three rows of five figures."""
    rows = [[Cell("案件类别", "corner", cols=2)] + [Cell(text, "head") for _, text in model.OUTCOMES]]
    for route, label in model.ROUTES:
        cells = [figure(report, f"review_litigation.{route}.{outcome}")
                 for outcome, _ in model.OUTCOMES]
        head = [Cell("行政复议", cols=2)]
        if route == "litigation_direct":
            head = [Cell("行政诉讼", rows=2), Cell(label)]
        elif route == "litigation_after_review":
            head = [Cell(label)]
        rows.append(head + cells)
    return Table(4, rows, 1)


def review_by_outcome(report):
    """Five rows of three figures."""
    rows = [[Cell("结果", "corner", rows=2), Cell("行政复议", "head", rows=2),
             Cell("行政诉讼", "head", cols=2)],
            [Cell(text, "head") for _, text in model.ROUTES[1:]]]
    for outcome, label in model.OUTCOMES:
        rows.append([Cell(label)] + [figure(report, f"review_litigation.{route}.{outcome}")
                                     for route, _ in model.ROUTES])
    return Table(4, rows, 2)


def official(report):
    return [active(report), applications(report), review(report)]


def relabel(tables, change, kinds=("label", "head", "caption", "corner")):
    """Applies `change` to the text of all cells of some kinds."""
    for table in tables:
        for cell in table.cells():
            if cell.kind in kinds and cell.text:
                cell.text = change(cell.text)


def refigure(tables, change):
    """Applies `change(text, code)` to the figures."""
    for table in tables:
        for cell in table.cells():
            if cell.code:
                cell.text = change(cell.text, cell.code)
