# SPDX-License-Identifier: MIT
"""06: an office adds up the reports of those below it. 宿迁市 says in its report for 2023 how many applications, received
and carried in, each of its eleven parts had. Their reports (made up from the city's own, see suqian/make-parts.py) are
added up along a register, the later of two that one part has filed being taken; held against what the city has
published; and then one goes missing, and comes in again."""
import pathlib
import sys

import govstat

RECEIVED, CARRIED_IN = "applications.received.total", "applications.carried_in.total"
LATE = "宿迁市第8部分"
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "../suqian")
city = sys.argv[2] if len(sys.argv) > 2 else "suqian-2023.html"
parts = [govstat.read(path) for path in sorted((folder / "parts").glob("*.txt"))] + [govstat.read(city)]


def roll_up(without=None):
    dataset = govstat.Dataset.from_reports(report for report in parts if report.agency != without)
    return govstat.rollup(dataset, folder / "units.csv", manifest=folder / "filed.csv")


def print_sum(rollup):
    group = rollup[0]
    status = group["status"].get(RECEIVED, "reported")
    print(f"{group['present']} of {group['expected']} reports: {status},", end=" ")
    if status == "reported":
        received, carried = group["values"][RECEIVED], group["values"][CARRIED_IN]
        print(f"{received} + {carried} = {received + carried}")
    else:
        lower, upper = (sum(group["gaps"][code][end] for code in (RECEIVED, CARRIED_IN)) for end in ("lower", "upper"))
        print(f"from {lower} to {upper}")


def print_filing(rollup):
    for entry in rollup.filing:
        if entry["kind"] == "missing":
            print("missing:", entry["name"])
        elif entry["kind"] == "resubmitted":
            print(f"filed twice: {entry['name']}, {entry['taken_filed']} is taken")


handled = {report.agency: report[RECEIVED] + report[CARRIED_IN] for report in parts[:-1]}
print(" + ".join(str(handled[f"宿迁市第{i}部分"]) for i in range(1, 12)))
whole, part = roll_up(), roll_up(without=LATE)
print_sum(whole)
held = whole.reconcile()[0]["children"]
print(f"the city's own report: equal in {held['equal']} of {held['compared']} cells")
print_filing(whole)
print_sum(part)
print_filing(part)
part.replace("p08", next(report for report in parts if report.agency == LATE))
print_sum(part)
