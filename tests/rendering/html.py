# SPDX-License-Identifier: MIT
"""Tables and pages in HTML, from the tidy to what word processors and site editors leave behind."""
from html import escape

from . import draft as drafts


def text(cell):
    return escape(cell.text, quote=False).replace("\n", "<br>")


def attributes(cell):
    out = ""
    if cell.rows > 1:
        out += f' rowspan="{cell.rows}"'
    if cell.cols > 1:
        out += f' colspan="{cell.cols}"'
    return out


def table(grid, paint=text, tag=lambda cell, y: "td", open_tag="<table>", attrs=attributes,
          close=("</td>", "</tr>", "</table>"), prefix=""):
    """One table element; `close` says which end tags are written."""
    out = [open_tag, prefix]
    for y, row in enumerate(grid.rows):
        out.append("<tr>")
        for cell in row:
            name = tag(cell, y)
            end = f"</{name}>" if close[0] else ""
            out.append(f"<{name}{attrs(cell)}>{paint(cell)}{end}")
        out.append(close[1])
    out.append(close[2])
    return "\n".join(piece for piece in out if piece)


def paragraph(line):
    return f"<p>{escape(line, quote=False)}</p>"


NAVIGATION = """<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/xxgk/">政府信息公开</a></li>
<li><a href="/zwfw/">政务服务</a></li><li><a href="/hd/">互动交流</a></li></ul></div>"""
FOOTER = """<div class="foot"><p>主办单位：本级人民政府办公室　网站标识码：3200000001　访问量：1024768</p></div>"""


def page(draft, table=table, heading=None, order=(1, 2, 3, 4, 5, 6), top="", bottom="",
         title=True, charset="utf-8", body_only=False):
    """A government web page around the tables of a draft."""
    heading = heading or (lambda s: f"<p><strong>{drafts.heading(s)}</strong></p>")
    out = [top]
    if title:
        out += [f"<h1>{escape(draft.title)}</h1>", paragraph(drafts.preamble(draft.report))]
    for section in order:
        out.append(heading(section))
        out += [paragraph(line) for line in draft.prose[section]]
        out += [table(grid) for grid in draft.tables if grid.section == section]
    body = "\n".join(piece for piece in out + [bottom] if piece)
    return body + "\n" if body_only else shell(draft, body, charset, title)


def shell(draft, body, charset="utf-8", title=True):
    name = draft.title if title else "信息公开"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{escape(name)}</title>
<style>td {{ border: 1px solid #333; padding: 2px 6px }}</style>
</head>
<body>
{NAVIGATION}
<div class="article">
<p class="meta">发布日期：{draft.report.year + 1}-01-{draft.rng.randrange(10, 29)}　来源：{escape(draft.report.agency)}　浏览次数：{draft.rng.randrange(50, 4000)}</p>
{body}
</div>
{FOOTER}
</body>
</html>
"""
