# SPDX-License-Identifier: MIT
"""07: indicators (指标) of two years, each with its base; the pooled rate and the mean of the rates are two averages."""
import govstat

IDS = ["disclosure_rate", "review_corrected_rate", "review_corrected_rate_of_total", "received_growth"]

dataset = govstat.Dataset.from_files(["suqian-2023.html", "suqian-2024.html"])
reports = govstat.indicators(dataset)
groups = {line["indicator"]: line for line in govstat.indicators(dataset, by=[])}
for name in IDS:
    both = groups[name]
    print(f"{both['label']}, base: {both['base']}")
    for line in reports:
        if line["indicator"] != name:
            continue
        text = line["status"]
        if line["rate"] is not None:
            text = f"{line['numerator']}/{line['denominator']} = {100 * line['rate']:.2f} %"
        if line["low"] is not None:
            text += f", {100 * line['low']:.1f} to {100 * line['high']:.1f}"
        print(f"  {line['year']}: {text}")
    print(f"  pooled {100 * both['pooled_rate']:.2f} %, mean of {both['rates']} rates {100 * both['mean_of_rates']:.2f} %")
