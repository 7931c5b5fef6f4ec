# SPDX-License-Identifier: MIT
"""Styles of web pages: how tables are tagged, nested and encoded."""
import re
from html import escape

from . import html, tables, text, words
from .draft import Draft
from .styles import MAY_DOUBT, MUST_NOT_LIE, style


@style("html-official")
def _official(d):
    return html.page(d)


@style("html-th-headers")
def _th_headers(d):
    def tag(cell, y):
        return "th" if cell.kind in ("head", "corner", "caption") or (
            cell.kind == "label" and d.rng.random() < 0.9) else "td"
    return html.page(d, lambda t: html.table(t, tag=tag))


@style("html-tbody-parts")
def _tbody_parts(d):
    def table(t):
        inner = html.table(t, open_tag="", close=("</td>", "</tr>", ""))
        head, rows = inner.split("</tr>\n", 1)
        return (f'<table border="1"><caption>附表</caption><colgroup><col width="90"><col></colgroup>\n'
                f"<thead>{head}</tr></thead>\n<tbody>{rows}</tbody><tfoot></tfoot></table>")
    return html.page(d, table)


@style("html-nested-layout")
def _nested_layout(d):
    def table(t):
        return f"<table><tr><td><table width=100%><tr><td>{html.table(t)}</td></tr></table></td></tr></table>"
    body = html.page(d, table, body_only=True)
    return html.shell(d, f'<table><tr><td class="left">栏目<br>导航</td><td>{body}</td></tr></table>')


@style("html-figure-tables")
def _figure_tables(d):
    def paint(cell):
        inner = html.text(cell)
        return f'<table border="0"><tbody><tr><td>{inner}</td></tr></tbody></table>' if cell.code else inner
    return html.page(d, lambda t: html.table(t, paint))


def _word_paint(rng):
    """A cell as a word processor saves it: runs, paragraphs, fonts, empty o:p."""
    def run(piece):
        piece = escape(piece, quote=False)
        return rng.choice((
            "<span style='font-family:宋体;mso-bidi-font-family:宋体'>{}</span>",
            "<font face=\"仿宋_GB2312\" size=\"3\">{}</font>", "<b><span lang=EN-US>{}</span></b>",
            "<span lang=EN-US>{}<o:p></o:p></span>", "{}")).format(piece)

    def paint(cell):
        pieces = words.cut(cell.text, rng, 4) if cell.text else [""]
        if cell.code or len(pieces) == 1:
            return f"<p class=MsoNormal align=center>{''.join(map(run, pieces))}<o:p></o:p></p>"
        at = rng.randrange(1, len(pieces))
        parts = ["".join(map(run, part)) for part in (pieces[:at], pieces[at:])]
        return "\n".join(f"<p class=MsoNormal\n style='text-align:center'>{part}</p>" for part in parts)
    return paint


@style("html-word-runs")
def _word_runs(d):
    return html.page(d, lambda t: html.table(t, _word_paint(d.rng)))


@style("html-word-conditional")
def _word_conditional(d):
    def table(t):
        ghost = "".join(f"<td width={20 + x}></td>" for x in range(t.width()))
        rows = html.table(t, _word_paint(d.rng), open_tag="<table class=MsoNormalTable border=1>",
                          close=("</td>", "</tr>", ""))
        return f"{rows}<![if !supportMisalignedColumns]>\n<tr height=0>{ghost}</tr>\n<![endif]></table>"
    top = ("<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>"
           "<![endif]--><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]-->"
           "<!--[if supportFields]><span style='mso-element:field-begin'></span><![endif]-->")
    return html.page(d, table, top=top)


@style("html-inline-soup")
def _inline_soup(d):
    def paint(cell):
        pieces = words.cut(cell.text, d.rng, 5) if cell.text else []
        tags = ("span", "a", "b", "em", "u", "i", "font", "strong")
        return "".join(f"<{t}>{escape(p, quote=False)}</{t}>" for p in pieces
                       for t in [d.rng.choice(tags)])
    def table(t):
        return f"<div><span><div class=x><center>{html.table(t, paint)}</center></div></span></div>"
    return html.page(d, table)


@style("html-entities")
def _entities(d):
    def paint(cell):
        return "".join(f"&#{ord(c)};" if d.rng.random() < 0.5 else f"&#x{ord(c):X};"
                       for c in cell.text)
    return html.page(d, lambda t: html.table(t, paint))


# Encodings

def _encoded(name, codec, charset, bom=b""):
    @style(name)
    def _make(d, codec=codec, charset=charset, bom=bom):
        return bom + html.page(d, charset=charset).encode(codec)


_encoded("html-gb18030", "gb18030", "gb18030")
_encoded("html-gbk-as-gb2312", "gbk", "gb2312")
_encoded("html-gbk-undeclared-case", "gbk", "GB2312")
_encoded("html-utf16le-bom", "utf-16-le", "utf-16", b"\xff\xfe")
_encoded("html-utf16be-bom", "utf-16-be", "utf-16", b"\xfe\xff")
_encoded("html-utf8-bom", "utf-8", "utf-8", b"\xef\xbb\xbf")
_encoded("html-utf8-as-gb2312", "utf-8", "gb2312")
_encoded("html-gbk-as-utf8", "gbk", "utf-8")


@style("html-no-charset-gbk")
def _no_charset(d):
    return re.sub(r"<meta charset[^>]*>\n", "", html.page(d)).encode("gbk")


@style("html-http-equiv")
def _http_equiv(d):
    meta = '<meta content="text/html; charset=gbk" http-equiv="Content-Type">'
    return re.sub(r"<meta charset[^>]*>", meta, html.page(d)).encode("gbk")


# Tag dialects

@style("html-unclosed-cells")
def _unclosed_cells(d):
    return html.page(d, lambda t: html.table(t, close=("", "", "</table>")))


@style("html-unclosed-tables", MAY_DOUBT)
def _unclosed_tables(d):
    return html.page(d, lambda t: html.table(t, close=("", "", "")))


@style("html-uppercase")
def _uppercase(d):
    def attrs(cell):
        return (f" ROWSPAN={cell.rows}" if cell.rows > 1 else "") + f" COLSPAN='{cell.cols}' NOWRAP"
    page = html.page(d, lambda t: html.table(t, tag=lambda c, y: "TD", open_tag="<TABLE BORDER=1>",
                                             attrs=attrs, close=("</TD>", "</TR>", "</TABLE>")))
    return re.sub(r"</?[a-z0-9]+", lambda m: m.group().upper(), page)


@style("html-xhtml")
def _xhtml(d):
    page = html.page(d, lambda t: html.table(t, attrs=lambda c: html.attributes(c) + ' style="x"'))
    page = page.replace("<br>", "<br/>").replace('<meta charset="utf-8">', '<meta charset="utf-8"/>')
    return page.replace('<!DOCTYPE html>\n<html lang="zh-CN">', '<?xml version="1.0" encoding="UTF-8"?>\n'
                        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh-CN">')


@style("html-fragment")
def _fragment(d):
    return html.page(d, body_only=True)


@style("html-one-line")
def _one_line(d):
    return html.page(d).replace("\n", "")


@style("html-spread")
def _spread(d):
    page = html.page(d, lambda t: html.table(t, lambda c: f"\r\n\t\t\t{html.text(c)}\r\n\t\t"))
    return page.replace("\n<tr>", "\r\n\t\t<tr>\r\n")


@style("html-odd-spans")
def _odd_spans(d):
    def attrs(cell):
        if cell.kind == "caption":
            return ' colspan="40" rowspan="1"'
        return f' rowspan="{cell.rows}" colspan=" {cell.cols} " height="30"'
    return html.page(d, lambda t: html.table(t, attrs=attrs))


@style("html-form-element")
def _form_element(d):
    return html.page(d, lambda t: '<form action="#" method="post"><input type="hidden" name="id" value="77">'
                     + html.table(t) + '<input type="submit" value="打印"></form>')


@style("html-inputs", MAY_DOUBT)
def _inputs(d):
    def paint(cell):
        return f'<input type="text" value="{escape(cell.text)}">' if cell.code else html.text(cell)
    return html.page(d, lambda t: html.table(t, paint))


@style("html-div-table", MAY_DOUBT)
def _div_table(d):
    def table(t):
        rows = ["".join(f"<div class=td>{html.text(c)}</div>" for c in row) for row in t.rows]
        return '<div class="table">' + "\n".join(f"<div class=tr>{row}</div>" for row in rows) + "</div>"
    return html.page(d, table)


@style("html-comments-scripts")
def _comments_scripts(d):
    other = Draft(d.report, 1, "shadow")
    tables.refigure(other.tables, lambda t, c: "7" + t if t and words.is_figure(t) else t)
    shadow = "\n".join(html.table(t) for t in other.tables)
    top = (f"<!-- 去年的表\n{shadow}\n-->\n<script>var t = '{other.report.year}'; if (1 < 2) document.title = t;\n"
           f"var html = {escape(shadow)!r};</script>\n<style>.a:before {{ content: '行政许可 9999' }}</style>")
    return html.page(d, top=top, bottom=f"<script type='text/template'>{shadow}</script>")


@style("html-hidden-table", MAY_DOUBT)
def _hidden_table(d):
    old = Draft(d.report, 1, "shadow")
    tables.refigure(old.tables, lambda t, c: "3" + t if t and words.is_figure(t) else t)
    hidden = "\n".join(html.table(t, open_tag='<table style="display:none">') for t in old.tables)
    return html.page(d, top=hidden)


# No table elements at all

@style("html-paragraph-per-cell")
def _paragraph_per_cell(d):
    return html.page(d, lambda t: "\n".join(html.paragraph(text.flat(c)) for c in t.cells()))


@style("html-pre-pipes")
def _pre_pipes(d):
    return html.page(d, lambda t: f"<pre>\n{escape(text.pipes(t), quote=False)}</pre>")


@style("html-pre-dump")
def _pre_dump(d):
    return html.shell(d, f"<pre>{escape(text.page(d), quote=False)}</pre>")


@style("html-lines-by-break")
def _lines_by_break(d):
    return html.page(d, lambda t: "<p>" + "<br>\n".join(
        escape(line, quote=False) for line in text.pipes(t, "origin").splitlines()) + "</p>")


# Footnotes read as digits would be wrong figures.

@style("html-footnote-marks", MUST_NOT_LIE)
def _footnote_marks(d):
    def paint(cell):
        mark = f"<sup>{d.rng.choice(('1', '[2]', '①'))}</sup>" if cell.code and d.rng.random() < 0.3 else ""
        return html.text(cell) + mark
    return html.page(d, lambda t: html.table(t, paint))
