# SPDX-License-Identifier: MIT
"""The printed forms, typed from the official texts, and filled reports.

Nothing here is read from the library's own form files: the point of this package is a second,
independent opinion. A report maps each cell code to the text a clerk would print: an exact
decimal, "" for a blank, or a mark such as "/". Figures are strings throughout, so that no
binary rounding ever touches them.
"""
import random
from decimal import Decimal

F21 = "cn-foi-2021"
F19 = "cn-foi-2019"
FORMS = (F21, F19)
MARKS = ("/", "—", "-", "无", "——", "--", "N/A")

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)

# Blocks of active_disclosure: caption, columns, rows; each a list of (id, label).
_ISSUED = [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")]
_MADE = [("made", "本年新制作数量"), ("published", "本年新公开数量"),
         ("published_total", "对外公开总数量")]
_DECIDED = [("decisions", "本年处理决定数量")]
_ITEMS = [("items_prior", "上一年项目数量"), ("items_change", "本年增/减")]
_CASES = _ITEMS + [("decisions", "处理决定数量")]

BLOCKS = {
    F21: [
        ("第二十条第（一）项", _ISSUED, [("regulations", "规章"),
                                ("normative_documents", "行政规范性文件")]),
        ("第二十条第（五）项", _DECIDED, [("licensing", "行政许可")]),
        ("第二十条第（六）项", _DECIDED, [("penalties", "行政处罚"), ("coercion", "行政强制")]),
        ("第二十条第（八）项", [("amount", "本年收费金额（单位：万元）")], [("fees", "行政事业性收费")]),
    ],
    F19: [
        ("第二十条第（一）项", _MADE, [("regulations", "规章"), ("normative_documents", "规范性文件")]),
        ("第二十条第（五）项", _CASES, [("licensing", "行政许可"),
                                ("other_services", "其他对外管理服务事项")]),
        ("第二十条第（六）项", _CASES, [("penalties", "行政处罚"), ("coercion", "行政强制")]),
        ("第二十条第（八）项", _ITEMS, [("fees", "行政事业性收费")]),
        ("第二十条第（九）项", [("items", "采购项目数量"), ("amount", "采购总金额")],
         [("procurement", "政府集中采购")]),
    ],
}

APPLICANTS = [
    ("natural_person", "自然人"), ("enterprise", "商业企业"), ("research", "科研机构"),
    ("public_welfare", "社会公益组织"), ("legal_service", "法律服务机构"), ("other", "其他"),
    ("total", "总计"),
]
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
_GROUPS = [
    ("denied", "（三）不予公开", [
        ("state_secret", "1.属于国家秘密"), ("law_forbidden", "2.其他法律行政法规禁止公开"),
        ("security_stability", "3.危及“三安全一稳定”"),
        ("third_party_rights", "4.保护第三方合法权益"),
        ("internal_affairs", "5.属于三类内部事务信息"),
        ("process_information", "6.属于四类过程性信息"),
        ("enforcement_file", "7.属于行政执法案卷"),
        ("administrative_inquiry", "8.属于行政查询事项")]),
    ("unavailable", "（四）无法提供", [
        ("not_held", "1.本机关不掌握相关政府信息"),
        ("needs_creation", "2.没有现成信息需要另行制作"),
        ("still_unclear", "3.补正后申请内容仍不明确")]),
    ("rejected", "（五）不予处理", [
        ("petition_complaint", "1.信访举报投诉类申请"), ("repeated", "2.重复申请"),
        ("public_publication", "3.要求提供公开出版物"),
        ("mass_repeated", "4.无正当理由大量反复申请"),
        ("reconfirm", "5.要求行政机关确认或重新出具已获取信息")]),
    ("other", "（六）其他处理", [
        ("overdue_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("overdue_fee", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("others", "3.其他")]),
]

OUTCOMES = [("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果"),
            ("pending", "尚未审结"), ("total", "总计")]
ROUTES = [("review", "行政复议"), ("litigation_direct", "未经复议直接起诉"),
          ("litigation_after_review", "复议后起诉")]


def application_rows(form):
    """Rows of applications as (id, labels from the outermost group inwards)."""
    rows = [("received", ["一、本年新收政府信息公开申请数量"]),
            ("carried_in", ["二、上年结转政府信息公开申请数量"]),
            ("granted", [RESULTS, "（一）予以公开"]),
            ("partially_granted", [RESULTS, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"])]
    for group, label, leaves in _GROUPS:
        if group == "other" and form == F19:
            rows.append(("other", [RESULTS, label]))
            continue
        rows += [(f"{group}.{leaf}", [RESULTS, label, text]) for leaf, text in leaves]
    return rows + [("disposed_total", [RESULTS, "（七）总计"]),
                   ("carried_over", ["四、结转下年度继续办理"])]


def codes(form):
    """All cell codes of a form in printed order."""
    out = [f"active_disclosure.{row}.{column}" for _, columns, rows in BLOCKS[form]
           for row, _ in rows for column, _ in columns]
    out += [f"applications.{row}.{column}" for row, _ in application_rows(form)
            for column, _ in APPLICANTS]
    return out + [f"review_litigation.{row}.{column}" for row, _ in ROUTES
                  for column, _ in OUTCOMES]


def is_money(code):
    return code.endswith(".amount")


class Report:
    """One filled form as its clerk sees it."""

    def __init__(self, form, agency, year, values):
        self.form, self.agency, self.year, self.values = form, agency, year, dict(values)

    def copy(self):
        return Report(self.form, self.agency, self.year, self.values)


def reading(text):
    """Status and value of a clerk's text."""
    if text.strip("\u3000\u00a0 ") == "":
        return "blank", None
    if text in MARKS:
        return "not_applicable", None
    return "reported", Decimal(text)


AGENCIES = (
    "青禾市", "云岭县水利局", "白石区人民政府", "国家税务总局青禾市税务局", "临江街道办事处",
    "松原路街道办事处", "青禾市公安局高新区分局", "云岭县柳溪镇人民政府", "白石区卫生健康局",
    "青禾市市场监督管理局", "东湾经济开发区管理委员会", "青禾市人民政府办公室",
)


def _draw(rng, mode):
    """One leaf figure; heavy tails, so that short and long numbers meet in one table."""
    if mode == "dense":
        return rng.randrange(1, 10 ** rng.choice((1, 2, 2, 3, 4)))
    if mode == "large":
        return rng.randrange(10 ** rng.randrange(3, 8))
    if mode == "small":
        return rng.choice((0, 0, 0, 0, 1, 2, 3, 12))
    return int(rng.paretovariate(0.55)) - 1 if rng.random() < 0.4 else 0


def _money(rng, mode):
    if mode in ("small", "zero"):
        return rng.choice(("0", "1.054", "0.37", "12", "0.05"))
    places = rng.choice((0, 1, 2, 4, 4, 6))
    return str(Decimal(rng.randrange(1, 10 ** rng.randrange(4, 12))).scaleb(-places))


def _fill_active(form, rng, mode, values):
    for _, columns, rows in BLOCKS[form]:
        for row, _ in rows:
            for column, _ in columns:
                code = f"active_disclosure.{row}.{column}"
                if is_money(code):
                    values[code] = _money(rng, mode)
                elif column == "items_change":
                    values[code] = str(rng.choice((0, 1, -1)) * _draw(rng, mode))
                else:
                    values[code] = str(_draw(rng, mode))


def _fill_applications(form, rng, mode, values):
    rows = [row for row, _ in application_rows(form)]
    outer = ("received", "carried_in", "disposed_total", "carried_over")
    table = {row: [] for row in rows}
    for _ in APPLICANTS[:-1]:
        column = {row: _draw(rng, mode) for row in rows if row not in outer}
        column["disposed_total"] = sum(column.values())
        column["carried_over"] = _draw(rng, mode)
        work = column["disposed_total"] + column["carried_over"]
        column["carried_in"] = rng.randrange(work // 3 + 1)
        column["received"] = work - column["carried_in"]
        for row in rows:
            table[row].append(column[row])
    for row in rows:
        for (applicant, _), value in zip(APPLICANTS, table[row] + [sum(table[row])]):
            values[f"applications.{row}.{applicant}"] = str(value)


def _fill_review(rng, mode, values):
    for route, _ in ROUTES:
        figures = [_draw(rng, mode) for _ in OUTCOMES[:-1]]
        for (outcome, _), value in zip(OUTCOMES, figures + [sum(figures)]):
            values[f"review_litigation.{route}.{outcome}"] = str(value)


def random_report(form, rng, mode="dense"):
    """A report whose figures hang together as the form demands."""
    year = rng.choice((2021, 2022, 2023, 2024, 2025) if form == F21 else (2019, 2020))
    values = {}
    if mode == "zero":
        values = {code: "0" for code in codes(form)}
    else:
        _fill_active(form, rng, mode, values)
        _fill_applications(form, rng, mode, values)
        _fill_review(rng, mode, values)
    return Report(form, rng.choice(AGENCIES), year, values)


_SUQIAN = {
    2023: ("2 0 11 109 489 597 1808595 2822652 20163 59237.2449", """
        3402 99 0 4 5 1 3511;91 3 0 0 2 0 96;1175 12 0 3 1 0 1191;319 7 0 0 2 0 328;
        0 0 0 0 0 0 0;27 0 0 0 0 0 27;6 0 0 0 0 0 6;38 0 0 0 0 0 38;20 0 0 0 0 0 20;
        9 0 0 0 0 0 9;21 0 0 0 0 0 21;20 1 0 0 0 0 21;968 74 0 1 3 1 1047;26 2 0 0 0 0 28;
        3 0 0 0 0 0 3;305 0 0 0 0 0 305;39 0 0 0 0 0 39;0 0 0 0 0 0 0;58 0 0 0 0 0 58;
        4 0 0 0 0 0 4;40 0 0 0 0 0 40;10 0 0 0 0 0 10;287 3 0 0 1 0 291;
        3375 99 0 4 7 1 3486;118 3 0 0 0 0 121""",
           "309 17 88 26 440 1 1 16 6 24 13 0 67 9 89"),
    2024: ("2 1 12 50 227 420 1573179 2676474 29351 72701.2578", """
        3440 75 0 1 6 3 3525;118 3 0 0 0 0 121;1408 21 0 0 2 0 1431;462 9 0 0 0 0 471;
        2 0 0 0 0 0 2;1 0 0 0 0 0 1;4 0 0 0 0 0 4;16 1 0 0 0 0 17;21 0 0 0 0 0 21;
        10 1 0 0 0 0 11;21 2 0 0 0 0 23;13 0 0 0 0 0 13;859 33 0 0 3 2 897;35 1 0 0 0 0 36;
        8 0 0 0 0 0 8;86 1 0 0 0 0 87;26 1 0 0 0 0 27;0 0 0 0 0 0 0;3 0 0 0 0 0 3;
        0 0 0 0 0 0 0;75 1 0 1 0 0 77;38 0 0 0 0 0 38;352 2 0 0 0 0 354;
        3440 73 0 1 5 2 3521;118 5 0 0 1 1 125""",
           "88 18 28 36 170 7 0 11 7 25 33 0 6 13 52"),
}


def suqian(year):
    """The published figures of 宿迁市 for 2023 or 2024."""
    figures = " ".join(_SUQIAN[year]).replace(";", " ").split()
    return Report(F21, "宿迁市", year, zip(codes(F21), figures))


_MODES = ("tail", "dense", "large", "zero", "small")


def report_for(form, seed):
    """The report behind a seed: published figures first, then figures of every temper."""
    if form == F21 and seed in (0, 5):
        return suqian(2024 if seed == 0 else 2023)
    rng = random.Random(f"{form}/{seed}")
    return random_report(form, rng, _MODES[seed % len(_MODES)])
