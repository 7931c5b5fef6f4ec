# SPDX-License-Identifier: MIT
"""What templates do to the official tables: columns and rows more, blocks apart, other orders."""
from decimal import Decimal

from . import model, tables
from .tables import Cell, Table


def stretch(table, widths):
    """Makes columns wider: every cell spans the sum of the widths it covers."""
    place = {}
    for slots in tables.resolve(table):
        for x, slot in enumerate(slots):
            if slot:
                place.setdefault(id(slot[0]), set()).add(x)
    for cell in table.cells():
        cell.cols = sum(widths[x] for x in place[id(cell)])


def one_table(report, wide):
    """All three tables in one, section titles as rows; `wide` gives all parts 15 columns."""
    parts = tables.official(report)
    if wide:
        stretch(parts[0], [6, 3, 3, 3])
        stretch(parts[1], [2, 3, 3] + [1] * 7)
    rows = []
    for part in parts:
        rows.append([Cell(f"{'一二三四'[part.section - 1]}、{model.SECTIONS[part.section - 1]}",
                          "caption", cols=15)])
        rows += part.rows
    return Table(2, rows)


def blocks_apart(report, **options):
    return [Table(2, tables.active_block(report, index, **options))
            for index in range(len(model.BLOCKS[report.form]))]


def halves(table, at):
    """A table in two at a row, the second with the header rows again; groups go on in it."""
    first, second = table.copy(), table.copy()
    begins = {id(cell): (y, x) for y, row in enumerate(second.rows) for x, cell in enumerate(row)}
    carried = []
    for cell, _ in filter(None, tables.resolve(second)[at]):
        y, x = begins[id(cell)]
        if y < at and not any(cell is other for other, _, _ in carried):
            carried.append((cell, y, x))
    for cell, y, x in carried:
        first.rows[y][x].rows = at - y
    ahead = [cell.copy(rows=cell.rows - (at - y)) for cell, y, _ in carried]
    heads = [[cell.copy() for cell in row] for row in table.rows[:table.n_head]]
    rest = [ahead + second.rows[at]] + second.rows[at + 1:]
    return (Table(table.section, first.rows[:at], table.n_head),
            Table(table.section, heads + rest, table.n_head))


def insert_row(table, at, cells):
    """Puts a row below row `at`, inside every group that row stands in."""
    for cell, _ in [slot for slot in tables.resolve(table)[at] if slot]:
        if cell.rows > 1 and not getattr(cell, "grown", False):
            cell.rows, cell.grown = cell.rows + 1, True
    for cell in table.cells():
        cell.grown = False
    table.rows.insert(at + 1, cells)


def row_of(table, code):
    return next(y for y, row in enumerate(table.rows) if any(c.code == code for c in row))


def subtotal_rows(report, table):
    """A 小计 row at the end of every group of applications."""
    for group in ("denied", "unavailable", "rejected"):
        lines = [row for row, _ in model.application_rows(report.form)
                 if row.startswith(group + ".")]
        sums = [sum(int(report.values[f"applications.{row}.{column}"]) for row in lines)
                for column, _ in model.APPLICANTS]
        at = row_of(table, f"applications.{lines[-1]}.total")
        insert_row(table, at, [Cell("小计")] + [Cell(str(n), "extra") for n in sums])


def subtotal_column(report, table):
    """小计 as a sixth column under 法人或其他组织."""
    for cell in table.rows[0]:
        cell.cols += cell.kind == "head"
    table.rows[1][1].cols = 6
    table.rows[2].append(Cell("小计", "head"))
    for (row, _), cells in zip(model.application_rows(report.form), table.rows[3:]):
        five = [Decimal(report.values[f"applications.{row}.{column}"])
                for column, _ in model.APPLICANTS[1:6]]
        cells.insert(len(cells) - 1, Cell(str(sum(five)), "extra"))


def serial_column(table):
    """序号 before the labels of every data row."""
    n = 0
    for y, row in enumerate(table.rows):
        if table.section == 3 and y < 3:
            if y == 0:
                row.insert(0, Cell("序号", "head", rows=3))
        elif row[0].kind == "caption":
            row[0].cols += 1
        elif any(cell.code for cell in row):
            n += 1
            row.insert(0, Cell(str(n), "extra"))
        else:
            row.insert(0, Cell("序号", "head"))


def remarks_column(table, rng):
    """备注 after the last figure of every row."""
    for y, row in enumerate(table.rows):
        if table.n_head and y < table.n_head:
            if y == 0:
                row.append(Cell("备注", "head", rows=table.n_head))
        elif row[0].kind == "caption":
            row[0].cols += 1
        elif any(cell.code for cell in row):
            row.append(Cell(rng.choice(("", "无", "含联合发文", "见附件2", "较上年持平")), "extra"))
        else:
            row.append(Cell("备注", "head"))


def permuted(report, rng):
    """Columns in another order, headers and figures together, in every table."""
    active = Table(2, [])
    for index in range(len(model.BLOCKS[report.form])):
        block = tables.active_block(report, index)
        order = list(range(1, len(block[1])))
        rng.shuffle(order)
        for row in block[1:]:
            for cell in row:
                cell.cols = 1
            row[1:] = [row[x] for x in order]
            row[-1].cols = 5 - len(row)
        active.rows += block
    applications = tables.applications(report)
    order = list(range(5))
    rng.shuffle(order)
    applications.rows[2] = [applications.rows[2][x] for x in order]
    for row in applications.rows[3:]:
        row[-6:-1] = [row[-6 + x] for x in order]
    return [active, applications, _permuted_review(report, rng)]


def _permuted_review(report, rng):
    table = tables.review(report)
    order = list(range(5))
    rng.shuffle(order)
    table.rows[1][:5] = [table.rows[1][x] for x in order]
    table.rows[2] = [table.rows[2][5 * route + x] for route in (0, 1) for x in order]
    table.rows[3] = [table.rows[3][5 * route + x] for route in (0, 1, 2) for x in order]
    return table
