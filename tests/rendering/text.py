# SPDX-License-Identifier: MIT
"""Tables and pages as plain text: dumps, bars, tabs, aligned columns, one cell per line."""
import unicodedata

from . import draft as drafts
from . import tables


def flat(cell):
    return cell.text.replace("\n", "")


def display_width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text, width):
    return text + " " * (width - display_width(text))


def matrix(grid, fill="blank"):
    """Text of every slot: merged slots "blank", "repeat"ed, or left out ("origin")."""
    rows = []
    for slots in tables.resolve(grid):
        row = []
        for slot in slots:
            if slot is None:
                if fill != "origin":
                    row.append("")
            elif slot[1] or fill == "repeat":
                row.append(flat(slot[0]))
            elif fill == "blank":
                row.append("")
        rows.append(row)
    return rows


def tab_dump(grid, placeholders=True):
    """One cell per line after a tab, a blank line after each row, merged slots as empty tabs."""
    out = []
    for y, slots in enumerate(tables.resolve(grid)):
        last = None
        for slot in slots:
            if slot is None or slot[0] is last:
                continue
            last = slot[0]
            begins = any(cell is last for cell in grid.rows[y])
            if begins:
                out.append("\t" + last.text)
            elif placeholders:
                out.append("\t")
        out.append("")
    return "\n".join(out) + "\n"


def cell_lines(grid, before="", after=""):
    """Every cell that holds something on its own line."""
    return "\n".join(before + flat(cell) + after
                     for row in grid.rows for cell in row if flat(cell)) + "\n"


def separated(grid, separator="\t", fill="origin", left="", right=""):
    return "\n".join(left + separator.join(row) + right for row in matrix(grid, fill)) + "\n"


def pipes(grid, fill="blank"):
    return separated(grid, " | ", fill, "| ", " |")


def markdown(grid):
    rows = matrix(grid)
    out = ["| " + " | ".join(row) + " |" for row in rows]
    out.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(out) + "\n"


def aligned(grid, gap=2, fill="blank"):
    rows = matrix(grid, fill)
    widths = [max(display_width(row[x]) for row in rows) for x in range(len(rows[0]))]
    lines = ["".join(pad(text, width + gap) for text, width in zip(row, widths)).rstrip()
             for row in rows]
    return "\n".join(lines) + "\n"


def boxed(grid, corners="┌┬┐├┼┤└┴┘", bar="│", dash="─", fill="blank"):
    """A full grid of drawn lines."""
    rows = matrix(grid, fill)
    widths = [max(display_width(row[x]) for row in rows) for x in range(len(rows[0]))]
    rule = lambda a, b, c: a + b.join(dash * (width + 2) for width in widths) + c
    out = [rule(*corners[0:3])]
    for y, row in enumerate(rows):
        if y:
            out.append(rule(*corners[3:6]))
        out.append(bar + bar.join(" " + pad(text, width) + " "
                                  for text, width in zip(row, widths)) + bar)
    out.append(rule(*corners[6:9]))
    return "\n".join(out) + "\n"


def wrapped(grid, whole=lambda text: False, width=6):
    """As a page layout prints it: long texts run over several lines of their column."""
    out = []
    for cells in matrix(grid):
        parts = [[c] if whole(c) else [c[i:i + width] for i in range(0, len(c), width)] or [""]
                 for c in cells]
        for i in range(max(map(len, parts))):
            line = "  ".join(pad(part[i] if i < len(part) else "", 2 * width) for part in parts)
            out.append(line.rstrip())
    return "\n".join(out) + "\n"


def page(draft, table=tab_dump, heading=drafts.heading, order=(1, 2, 3, 4, 5, 6), top="",
         bottom="", title=None):
    """A text copy of a report; `title` is one line or several, "" for none."""
    lines = draft.title if title is None else title
    out = [piece for piece in (top, lines) if piece]
    out.append(drafts.preamble(draft.report))
    for section in order:
        out.append(heading(section))
        out += draft.prose[section]
        out += [table(grid) for grid in draft.tables if grid.section == section]
    if bottom:
        out.append(bottom)
    return "\n".join(piece for piece in out if piece) + "\n"
