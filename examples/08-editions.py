# SPDX-License-Identifier: MIT
"""08: a report on the form of 2019 in the cells of 2021: what breaks has no figure, and says why."""
import govstat

CODES = ["applications.received.total", "active_disclosure.regulations.in_force", "active_disclosure.fees.amount",
         "applications.other.others.total"]

report = govstat.read("../../tests/cases/html-official-2019/input.html")
dataset = govstat.harmonise([report], "cn-foi-2021")
breaks = {each["code"]: each for each in dataset.breaks()}
print(f"{report.agency} {report.year}: {report.form.id} as {dataset.form.id}")
for code in CODES:
    value, status = dataset.values(code)[0], dataset.statuses(code)[0]
    caveat = breaks[code]["caveat_en"] if code in breaks else ""
    print(f"{code}: {value if status == 'reported' else status}, {dataset.comparability(code)[0]}"
          f"{': ' if caveat else ''}{caveat}")
kinds = [each["comparability"] for each in breaks.values()]
print(f"{kinds.count('approximate')} cells approximate, {kinds.count('none')} break")
