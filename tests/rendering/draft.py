# SPDX-License-Identifier: MIT
"""A document in the making: its report, its tables, its words, and what will be expected of it."""
import random

from . import model, tables

NUMERALS = "一二三四五六"


class Expectation:
    """What a careful reader finds: per code (status, value), and the codes that stay open.

    An open code may be right or not reported, and does not count as missed.
    """

    def __init__(self, report, cells, open_codes=()):
        self.form, self.agency, self.year = report.form, report.agency, report.year
        self.cells, self.open = cells, set(open_codes)

    def as_dict(self):
        """The shape of tests/cases/*/expected.json: what is not listed is absent."""
        values = {code: value for code, (status, value) in self.cells.items()
                  if status == "reported"}
        status = {code: name for code, (name, _) in self.cells.items()
                  if name not in ("reported", "absent")}
        return {"form": self.form, "agency": self.agency, "year": self.year,
                "values": values, "status": status}


class Draft:
    def __init__(self, report, seed, name):
        self.report = report.copy()
        self.rng = random.Random(f"{name}/{report.form}/{seed}")
        self.tables = tables.official(self.report)
        # Codes that may stay unread: the unit of 采购总金额 is not in the form.
        self.open = {"active_disclosure.procurement.amount"} & set(self.report.values)
        self.only = {}         # code → (status, value) that overrides the clerk's text
        self.others = []       # further drafts in the same document
        self.silent = False    # a document without any table: no report is fine
        self.prose = prose(self.report, self.rng)
        self.title = f"{report.agency}{report.year}年政府信息公开工作年度报告"

    def rebuild(self):
        """Builds the official tables anew after the report was changed."""
        self.tables = tables.official(self.report)

    def blank_zeros(self, to=""):
        for code, text in self.report.values.items():
            if text == "0":
                self.report.values[code] = to() if callable(to) else to
        self.rebuild()

    def table(self, section):
        return next(table for table in self.tables if table.section == section)

    def swap(self, section, *new):
        """Puts other tables in the place of a section's table."""
        at = self.tables.index(self.table(section))
        self.tables[at:at + 1] = new

    def expectation(self):
        printed = {cell.code for table in self.tables for cell in table.cells() if cell.code}
        cells = {}
        for code, text in self.report.values.items():
            cells[code] = model.reading(text) if code in printed else ("absent", None)
        cells.update(self.only)
        return Expectation(self.report, cells, self.open)

    def expectations(self):
        return [self.expectation()] + [other.expectation() for other in self.others]


def prose(report, rng):
    """Six sections of our own words, with numbers in them as real ones have."""
    n = lambda top: str(rng.randrange(1, top))
    agency, year = report.agency, report.year
    one = [
        f"{year}年，{agency}按照《中华人民共和国政府信息公开条例》要求，把公开贯穿于工作各环节。",
        f"（一）主动公开。全年在门户网站发布各类信息{n(9000)}条，政务新媒体推送{n(4000)}条，"
        f"召开新闻发布会{n(20)}场。",
        f"（二）依申请公开。畅通当面、信函、网络等受理渠道，规范登记、审核、答复各环节，"
        f"平均办理用时{n(20)}个工作日。",
        f"（三）信息管理。落实先审后发，全年校核稿件{n(800)}篇，更正表述{n(30)}处。",
        f"（四）平台建设。栏目由{n(9)}个调整为{n(19)}个，移动端访问量{n(90)}.{n(9)}万次。",
        f"（五）监督保障。组织培训{n(6)}次，参训{n(300)}人次；第三方评估得分{n(30)}.{n(99)}分。",
    ]
    five = [
        f"一年来仍有不足：一是解读形式单一，图解占比只有{n(60)}%；二是个别栏目更新不及时。",
        f"下一步，将逐项整改，力争{year + 1}年上半年完成{n(9)}项栏目优化，并开展业务轮训。",
    ]
    six = [f"{year}年度未收取信息处理费。", f"办理人大代表建议{n(40)}件、政协提案{n(60)}件，均已答复公开。"]
    return {1: one, 2: [], 3: [], 4: [], 5: five, 6: six}


def preamble(report):
    return (f"本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{report.year}年1月1日起至"
            f"{report.year}年12月31日止。如有疑问，请与{report.agency}联系（电话：0500-8{report.year}01，"
            f"邮编：2{report.year}0）。")


def heading(section):
    return f"{NUMERALS[section - 1]}、{model.SECTIONS[section - 1]}"
