# SPDX-License-Identifier: MIT
"""Labels as people type them: other wordings, slips, broken words, and figures in other dress."""
import re
from decimal import Decimal

from . import model

_TRADITIONAL = str.maketrans(dict(zip(
    "规范项条内发数废现决处许罚强业费额单万总计织务机构会请结转办开属国稳护权类级过执询无关没补确举报诉复当认获"
    "缴纳续审维纠经讼后减采购给区这称为与对电",
    "規範項條內發數廢現決處許罰強業費額單萬總計織務機構會請結轉辦開屬國穩護權類級過執詢無關沒補確舉報訴復當認獲"
    "繳納續審維糾經訟後減採購給區這稱為與對電")))

# Other wordings by official label; {year} is filled in.
ALIASES = {
    "规章": ["规 章"], "行政规范性文件": ["规范性文件"],
    "本年制发件数": ["本年度制发数", "本年({year})制发件数", "本年制发", "制发件数"],
    "本年废止件数": ["本年废止数", "本年({year})废止件数", "废止件数"],
    "现行有效件数": ["现行有效数", "有效件数"],
    "本年处理决定数量": ["处理决定数量", "本年({year})处理决定数量", "本年处理绝对数量", "决定数量"],
    "本年收费金额（单位：万元）": ["本年收费金额", "本年收费金额(单位:万元)", "收费金额"],
    "自然人": ["自然 人"], "商业企业": ["商业 企业", "企业"], "科研机构": ["科研 机构"],
    "社会公益组织": ["公益组织", "社会组织", "社会 公益组织"], "总计": ["总 计", "合计"],
    "二、上年结转政府信息公开申请数量": ["二、上年结转政府信息公开数量", "二、上年结转"],
    "（一）予以公开": ["（一）予以公开情况"],
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ["（二）部分公开", "（二）部分公开（区分处理）"],
    "2.其他法律行政法规禁止公开": ["2.法律行政法规禁止公开"],
    "3.危及“三安全一稳定”": ["3.危及三安全一稳定", "3.危及\"三安全一稳定\"", "3.三安全一稳定"],
    "8.属于行政查询事项": ["8.行政查询事项"],
    "1.本机关不掌握相关政府信息": ["1.不掌握相关政府信息"],
    "3.补正后申请内容仍不明确": ["3.申请内容不明确"],
    "1.信访举报投诉类申请": ["1.信访举报投诉类"],
    "5.要求行政机关确认或重新出具已获取信息": ["5.要求行政机关确认或重新出具"],
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": [
        "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "1.逾期不补正",
        "1.申请人无正当理由逾期不补正"],
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": [
        "2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请", "2.逾期不缴费",
        "2.逾期未缴费"],
    "3.其他": ["其他", "3其他", "3、其他"],
    "（七）总计": ["总计", "(7)总计", "（七）总 计"],
    "四、结转下年度继续办理": ["四、结转下一年继续办理", "四、结转下一年度继续办理", "四、结转下年度"],
}

# Slips in long labels, one or two characters off.
MISPRINTS = {
    "本年处理决定数量": "本年处理绝对数量",
    "二、上年结转政府信息公开申请数量": "二、上年结转政府信息公开数量",
    "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请数",
    "2.其他法律行政法规禁止公开": "2.其他法律行政法规禁止公布",
    "3.危及“三安全一稳定”": "3.危急“三安全一稳定”",
    "4.保护第三方合法权益": "4.保护第三方的合法权益",
    "6.属于四类过程性信息": "6.属于四类过程信息",
    "7.属于行政执法案卷": "7.属于行政执法案券",
    "8.属于行政查询事项": "8.属于行政查询事项项",
    "1.本机关不掌握相关政府信息": "1.本机关不掌握有关政府信息",
    "2.没有现成信息需要另行制作": "2.没有现成信息需另行制作",
    "3.补正后申请内容仍不明确": "3.补正后申请内容仍不明晰",
    "1.信访举报投诉类申请": "1.信访举报投拆类申请",
    "3.要求提供公开出版物": "3.要求提供公开出板物",
    "4.无正当理由大量反复申请": "4.无正当理由大量反覆申请",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具以获取信息",
    "四、结转下年度继续办理": "四、结转下年度继续办里",
    "其他对外管理服务事项": "其他对外管理服务事项目",
}

# Instructions that a provincial template left inside the labels.
INSTRUCTIONS = {
    "规章": "规章(设区的市、自治州人民政府应提供相关数据)",
    "上一年项目数量": "上一年项目数量(指{last}年事项数)",
    "本年增/减": "本年增/减(指{year}年增加或减少的事项数,减用负值表示,如-8)",
    "处理决定数量": "处理决定数量(指{year}年办件量)",
    "采购总金额": "采购总金额(万元,保留四位小数)",
    "本年制发件数": "本年制发件数(以本机关名义印发的,含联合发文)",
    "现行有效件数": "现行有效件数(截至{year}年12月31日)",
    "本年处理决定数量": "本年处理决定数量(指{year}年办件量)",
    "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请数量(1月1日至12月31日收到的)",
}


def traditional(text, full=True):
    for simple, other in (("文件", "檔案"), ("规范", "規範"), ("数量", "數量"), ("采购", "採購")):
        text = text.replace(simple, other)
    return text.translate(_TRADITIONAL) if full else text


def full_width(text):
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-+"})


def thousands(text, comma=","):
    """Groups of three in the whole part of a figure; other text stays."""
    head, point, tail = text.partition(".")
    if not head.lstrip("-").isdigit():
        return text
    return f"{int(head):,}".replace(",", comma) + point + tail


def is_figure(text):
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None


def in_yuan(text):
    return f"{(Decimal(text) * 10000).normalize():f}元"


def unit_of(code):
    if model.is_money(code):
        return "万元"
    return "项" if ".items" in code else "件"


def cut(text, rng, most=3):
    """A text in pieces, cut anywhere."""
    n = min(len(text), rng.randrange(1, most + 1))
    places = sorted(rng.sample(range(1, len(text)), n - 1)) if n > 1 else []
    return [text[a:b] for a, b in zip([0] + places, places + [len(text)])]


def broken(text, rng, breaks=(" ", "\n", "\u3000", "\u00a0")):
    """A label with white space inside."""
    return "".join(piece + (rng.choice(breaks) if rng.random() < 0.6 else "")
                   for piece in cut(text, rng)).strip()


def reworded(text, rng, table, year):
    """Another wording from a table, or the text itself."""
    choice = table.get(text)
    if choice is None:
        return text
    choice = rng.choice(choice) if isinstance(choice, list) else choice
    return choice.format(year=year, last=year - 1)
