# SPDX-License-Identifier: MIT
"""05: partial results of two collections, merged: applications received by year, and their growth."""
import govstat

CELL = "applications.received.total"


def aggregate_file(path):
    """The reports of one file, grouped by year."""
    return govstat.Dataset.from_files([path]).aggregate(["year"], distribution="exact")


one = aggregate_file("suqian-2023.html")
two = aggregate_file("suqian-2024.html")
both = two.merge(one)  # any order
for year, rows, total, growth in zip(both.keys("year"), both.rows(), both.sum(CELL), both.growth(CELL)):
    received = "" if total is None else f", {total} received"
    percent = "unknown" if growth is None else f"{float(growth * 100):.2f} %"  # unknown is not 0
    print(f"{year}: {rows} report(s){received}, growth {percent}")
