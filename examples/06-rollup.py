# SPDX-License-Identifier: MIT
"""06: add up the parts of a city. 宿迁市 says in its report for 2023 how many applications, received
and carried in, each of its eleven parts had; they add up to what its table has for both. The parts
come on a form of one cell. One that is missing leaves a lower bound, not a sum."""
import json
import sys

import govstat

FORM = """[form]
id=parts
title=各部分申请件数
title[en]=Applications by part
years=2023-
[table applications]
section=3
unit=件
type=count
label=申请
label[en]=Applications
[column applications.total]
label=总计
label[en]=Total
[row applications.handled]
label=新收与上年结转合计
label[en]=Received and carried in
"""
PARTS = [349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16]
CODE = "applications.handled.total"

form = govstat.Form(FORM.encode())
lines = [f"p{i},第{i}部分,sq," for i in range(1, len(PARTS) + 1)]
units = govstat.Units.read("\n".join(["code,name,parent,scope", "sq,宿迁市,,region"] + lines).encode())


def make_report(i, value):
    report = {"form": "parts", "agency": f"第{i}部分", "year": 2023, "values": {CODE: value}}
    return govstat.Report.from_json(json.dumps(report), form)


def print_sum(n):
    reports = [make_report(i, value) for i, value in enumerate(PARTS[:n], 1)]
    rollup = govstat.rollup(govstat.Dataset.from_reports(reports), units)
    city = rollup[0]
    status = city["status"].get(CODE, "reported")
    gap = city["gaps"].get(CODE)
    lower = gap["lower"] if gap else city["values"][CODE]
    print(f"{city['present']} of {city['expected']} reports: {status},",
          "at least" if gap else "exactly", lower)
    for entry in rollup.filing:
        if entry["unit"] != "sq":
            print("missing:", entry["name"])


path = sys.argv[1] if len(sys.argv) > 1 else "suqian-2023.html"
city = govstat.read(path)
received, carried = city["applications.received.total"], city["applications.carried_in.total"]
print_sum(11)
print(f"the city itself: {received} + {carried} = {received + carried}")
print_sum(10)
