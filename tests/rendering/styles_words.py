# SPDX-License-Identifier: MIT
"""Styles of writing: labels in other words, figures in other dress."""
import re

from . import draft as drafts
from . import html, model, tables, words
from .styles import MAY_DOUBT, style


# Labels in other words

@style("html-broken-labels")
def _broken_labels(d):
    tables.relabel(d.tables, lambda t: words.broken(t, d.rng))
    return html.page(d)


@style("html-vertical-labels")
def _vertical_labels(d):
    tables.relabel(d.tables, lambda t: "\n".join(t) if len(t) < 7 else t, ("head", "label"))
    return html.page(d)


@style("html-zero-width")
def _zero_width(d):
    def hide(t):
        return "".join(c + (d.rng.choice("\u200b\ufeff\u200d\u2060\u00ad") if d.rng.random() < 0.3 else "")
                       for c in t)
    tables.relabel(d.tables, hide)
    tables.refigure(d.tables, lambda t, c: d.rng.choice(("\u200b", "")) + t + "\u200b")
    return html.page(d)


@style("html-instructions")
def _instructions(d):
    d.open.clear()
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.INSTRUCTIONS, d.report.year))
    return html.page(d)


@style("html-aliases")
def _aliases(d):
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.ALIASES, d.report.year))
    return html.page(d)


@style("html-misprints")
def _misprints(d):
    tables.relabel(d.tables, lambda t: words.reworded(t, d.rng, words.MISPRINTS, d.report.year))
    return html.page(d)


@style("html-label-units")
def _label_units(d):
    def change(t):
        if t.endswith(("规章", "规范性文件", "行政许可", "行政处罚", "行政强制")):
            return t + d.rng.choice(("（件）", "（单位：件）", "(件)"))
        return t + d.rng.choice(("", "（件）")) if t[:2] in ("1.", "2.", "（一", "一、", "四、") else t
    tables.relabel(d.tables, change, ("label",))
    tables.relabel(d.tables, lambda t: t + "（单位：件）" if t.endswith("件数") or t == "自然人" else t, ("head",))
    return html.page(d)


@style("html-ordinals-gone")
def _ordinals_gone(d):
    tables.relabel(d.tables, lambda t: re.sub(r"^([一二三四]、|（[一二三四五六七]）|\d\.)", "", t), ("label",))
    return html.page(d)


@style("html-ordinals-other")
def _ordinals_other(d):
    def change(t):
        t = re.sub(r"^（([一二三四五六七])）", lambda m: f"({m.group(1)}) ", t)
        return re.sub(r"^(\d)\.", lambda m: d.rng.choice((f"{m.group(1)}．", f"{m.group(1)}、", f"（{m.group(1)}）",
                                                          words.full_width(m.group(1)) + "．")), t)
    tables.relabel(d.tables, change, ("label",))
    return html.page(d)


@style("html-half-width-punctuation")
def _half_width(d):
    table = str.maketrans("（）：，“”", "():,\"\"")
    tables.relabel(d.tables, lambda t: t.translate(table))
    return html.page(d)


@style("html-traditional-words")
def _traditional_words(d):
    tables.relabel(d.tables, lambda t: words.traditional(t, False))
    return html.page(d)


@style("html-traditional-all", MAY_DOUBT)
def _traditional_all(d):
    tables.relabel(d.tables, words.traditional)
    d.title = words.traditional(d.title)
    return html.page(d, heading=lambda s: html.paragraph(words.traditional(drafts.heading(s))))


# Figures in other dress

@style("html-full-width-digits")
def _full_width_digits(d):
    tables.refigure(d.tables, lambda t, c: words.full_width(t))
    return html.page(d)


@style("html-thousands")
def _thousands(d):
    tables.refigure(d.tables, lambda t, c: words.thousands(t))
    return html.page(d)


@style("html-thousands-full-width")
def _thousands_full_width(d):
    tables.refigure(d.tables, lambda t, c: words.thousands(t, "，"))
    return html.page(d)


@style("html-units")
def _units(d):
    d.open.clear()
    tables.refigure(d.tables, lambda t, c: t + d.rng.choice(("", " ")) + words.unit_of(c))
    return html.page(d)


@style("html-yuan")
def _yuan(d):
    d.open.clear()
    tables.refigure(d.tables, lambda t, c: words.in_yuan(t) if model.is_money(c) else t)
    return html.page(d)


@style("html-signs", forms=(model.F19,))
def _signs(d):
    def change(t, code):
        if not code.endswith("items_change") or t == "0":
            return "+" + t if code.endswith("published_total") else t
        minus = ("-", "−", "减", "－", "--", "- ")
        return d.rng.choice(minus) + t[1:] if t[0] == "-" else d.rng.choice(("+", "增", "＋", "")) + t
    tables.refigure(d.tables, change)
    return html.page(d)


@style("html-nbsp-padding")
def _nbsp_padding(d):
    pads = ("&nbsp;", "&nbsp;&nbsp; ", "&emsp;", "　", "", " \n")
    return html.page(d, lambda t: html.table(t, lambda c: d.rng.choice(pads) + html.text(c) + d.rng.choice(pads)))


@style("html-zero-nbsp")
def _zero_nbsp(d):
    d.blank_zeros()
    return html.page(d, lambda t: html.table(t, lambda c: html.text(c) or "&nbsp;"))


@style("html-zero-empty")
def _zero_empty(d):
    d.blank_zeros()
    return html.page(d, lambda t: html.table(t, lambda c: html.text(c) if c.text else
                                             d.rng.choice(("", "<br>", "<p></p>", "　", "<span> </span>"))))


@style("html-marks")
def _marks(d):
    d.blank_zeros(lambda: d.rng.choice(model.MARKS))
    return html.page(d)


@style("html-blank-totals")
def _blank_totals(d):
    for code in d.report.values:
        row, column = code.rsplit(".", 1)
        if column == "total" and row.startswith("applications.") and "disposed" not in row:
            d.report.values[code] = ""
    for code in d.report.values:
        if code.startswith(("applications.rejected.repeated.", "applications.carried_in.")):
            d.report.values[code] = ""
    d.rebuild()
    return html.page(d)


@style("html-figure-own-line")
def _figure_own_line(d):
    shells = ("<br>{}", "<p></p><p>{}</p>", "\n\n{}\n", "<div><br></div><div>{}</div>", "{}<br><br>")
    return html.page(d, lambda t: html.table(
        t, lambda c: d.rng.choice(shells).format(html.text(c)) if c.code else html.text(c)))


@style("html-slips")
def _slips(d):
    for code in d.rng.sample(sorted(d.report.values), 25):
        if words.is_figure(d.report.values[code]) and not model.is_money(code):
            d.report.values[code] = str(abs(int(d.report.values[code])) * d.rng.choice((1, 10)) + d.rng.randrange(3))
    d.rebuild()
    return html.page(d)


@style("html-total-zero")
def _total_zero(d):
    for code in d.report.values:
        if code.endswith(".total") and d.rng.random() < 0.4:
            d.report.values[code] = "0"
    d.rebuild()
    return html.page(d)
