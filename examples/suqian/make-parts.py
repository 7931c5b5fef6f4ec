# SPDX-License-Identifier: MIT
"""Makes the reports in parts/. 宿迁市 says in its report for 2023 how many applications, received and carried in, each of
its eleven parts had; nothing else of them is published there. Here every application of the city is dealt to a part,
with its applicant, where it came from and how it ended, so that the parts have those numbers, each table adds up, and
all together are the city's table in every cell. How they are dealt is made up.

    PYTHONPATH=… python3 make-parts.py       (writes over parts/)"""
import pathlib
import random

import govstat

PARTS = [349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16]
COLUMNS = ["natural_person", "enterprise", "research", "public_welfare", "legal_service", "other"]
BLOCKS = ["review", "litigation_direct", "litigation_after_review"]
ENDS = ["upheld", "corrected", "other", "pending"]
HERE = pathlib.Path(__file__).resolve().parent
city = govstat.read(HERE.parent / "reports" / "suqian-2023.html")
codes = city.form.codes
draw = random.Random(2023)


def deal_applications(tables):
    """Cases of each applicant: where they came from against how they ended, then to the parts."""
    results = [code.rsplit(".", 1)[0] for code in codes if code.startswith("applications.") and code.endswith(".research")]
    results = [row for row in results if row.split(".")[1] not in ("received", "carried_in", "disposed_total")]
    cases = []
    for column in COLUMNS:
        origins = [row for row in ("received", "carried_in") for _ in range(city[f"applications.{row}.{column}"])]
        ends = [row for row in results for _ in range(city[f"{row}.{column}"])]
        draw.shuffle(ends)
        cases += [(column, f"applications.{origin}", end) for origin, end in zip(origins, ends, strict=True)]
    draw.shuffle(cases)
    for table, n in zip(tables, PARTS):
        for column, origin, end in [cases.pop() for _ in range(n)]:
            rows = [origin, end] + ["applications.disposed_total"] * (end != "applications.carried_over")
            for row in rows:
                table[f"{row}.{column}"] += 1
                table[f"{row}.total"] += 1


def deal_disputes(tables):
    for block in BLOCKS:
        for end in ENDS:
            for table in draw.choices(tables, PARTS, k=city[f"review_litigation.{block}.{end}"]):
                table[f"review_litigation.{block}.{end}"] += 1
                table[f"review_litigation.{block}.total"] += 1


def deal_counts(tables):
    """Shares of what is counted by the million, with the rest to the last; fees to the yuan."""
    for code in codes:
        if not code.startswith("active_disclosure."):
            continue
        scale = 10000 if code.endswith(".amount") else 1
        whole = left = int(city[code] * scale)
        weights = [n * draw.uniform(0.5, 1.5) for n in PARTS]
        for table, weight in zip(tables[:-1], weights):
            table[code] = min(int(whole * weight / sum(weights)), left)
            left -= table[code]
        tables[-1][code] = left


def row(table, prefix, *heads):
    cells = [table[f"{prefix}.{column}"] for column in COLUMNS + ["total"]]
    return "| " + " | ".join([*heads, *map(str, cells)]) + " |"


def write(name, year, table):
    form = city.form
    lines = [f"{name}{year}年政府信息公开工作年度报告", "", "二、主动公开政府信息情况"]
    get = lambda code: table["active_disclosure." + code]
    lines += ["| 第二十条第（一）项 |  |  |  |", "|---|---|---|---|", "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"]
    for label, key in (("规章", "regulations"), ("行政规范性文件", "normative_documents")):
        lines += [f"| {label} | {get(key + '.issued')} | {get(key + '.repealed')} | {get(key + '.in_force')} |"]
    for item, keys in (("五", [("行政许可", "licensing")]), ("六", [("行政处罚", "penalties"), ("行政强制", "coercion")])):
        lines += [f"| 第二十条第（{item}）项 |  |  |  |", "| 信息内容 | 本年处理决定数量 |  |  |"]
        lines += [f"| {label} | {get(key + '.decisions')} |  |  |" for label, key in keys]
    fee = get("fees.amount")
    lines += ["| 第二十条第（八）项 |  |  |  |", "| 信息内容 | 本年收费金额（单位：万元） |  |  |",
              f"| 行政事业性收费 | {fee // 10000}.{fee % 10000:04d} |  |  |", "", "三、收到和处理政府信息公开申请情况",
              "| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） |  |  | 申请人情况 |  |  |  |  |  |  |",
              "|---|---|---|---|---|---|---|---|---|---|", "|  |  |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |",
              "|  |  |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |"]
    for code in codes:
        if not (code.startswith("applications.") and code.endswith(".natural_person")):
            continue
        prefix = code.rsplit(".", 1)[0]
        lines.append(row(table, prefix, *HEADS[prefix.removeprefix("applications.")]))
    lines += ["", "四、政府信息公开行政复议、行政诉讼情况",
              "| 行政复议 |  |  |  |  | 行政诉讼 |  |  |  |  |  |  |  |  |  |", "|" + "---|" * 15,
              "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 |  |  |  |  | 复议后起诉 |  |  |  |  |",
              "|  |  |  |  |  |" + " 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |" * 2,
              "| " + " | ".join(str(table[f"review_litigation.{block}.{end}"]) for block in BLOCKS for end in ENDS + ["total"])
              + " |"]
    return "\n".join(lines) + "\n"


HEADS = {
    "received": ("一、本年新收政府信息公开申请数量", "", ""), "carried_in": ("二、上年结转政府信息公开申请数量", "", ""),
    "granted": ("三、本年度办理结果", "（一）予以公开", ""),
    "partially_granted": ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    "denied.state_secret": ("", "（三）不予公开", "1.属于国家秘密"),
    "denied.law_forbidden": ("", "", "2.其他法律行政法规禁止公开"),
    "denied.security_stability": ("", "", "3.危及“三安全一稳定”"),
    "denied.third_party_rights": ("", "", "4.保护第三方合法权益"),
    "denied.internal_affairs": ("", "", "5.属于三类内部事务信息"),
    "denied.process_information": ("", "", "6.属于四类过程性信息"),
    "denied.enforcement_file": ("", "", "7.属于行政执法案卷"),
    "denied.administrative_inquiry": ("", "", "8.属于行政查询事项"),
    "unavailable.not_held": ("", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    "unavailable.needs_creation": ("", "", "2.没有现成信息需要另行制作"),
    "unavailable.still_unclear": ("", "", "3.补正后申请内容仍不明确"),
    "rejected.petition_complaint": ("", "（五）不予处理", "1.信访举报投诉类申请"), "rejected.repeated": ("", "", "2.重复申请"),
    "rejected.public_publication": ("", "", "3.要求提供公开出版物"),
    "rejected.mass_repeated": ("", "", "4.无正当理由大量反复申请"),
    "rejected.reconfirm": ("", "", "5.要求行政机关确认或重新出具已获取信息"),
    "other.overdue_correction": ("", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    "other.overdue_fee": ("", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    "other.others": ("", "", "3.其他"), "disposed_total": ("", "（七）总计", ""),
    "carried_over": ("四、结转下年度继续办理", "", ""),
}

tables = [dict.fromkeys(codes, 0) for _ in PARTS]
deal_applications(tables)
deal_disputes(tables)
deal_counts(tables)
for i, table in enumerate(tables, 1):
    text = write(f"宿迁市第{i}部分", 2023, table)
    name = f"{i:02d}.txt"
    if i == 5:  # filed twice: at first with 数字颠倒 in one cell
        (HERE / "parts" / "05-corrected.txt").write_text(text, encoding="utf-8")
        wrong = dict(table)
        wrong["active_disclosure.licensing.decisions"] += 270000
        text = write(f"宿迁市第{i}部分", 2023, wrong)
    (HERE / "parts" / name).write_text(text, encoding="utf-8")
