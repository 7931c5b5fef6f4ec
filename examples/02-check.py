# SPDX-License-Identifier: MIT
"""02: check a report and name the cells that could explain a failure."""
import sys

import govstat

path = sys.argv[1] if len(sys.argv) > 1 else "suqian-2024-slip.txt"
for report in govstat.read_all(path):
    findings = govstat.check(report)
    print(f"{report.agency}: {len(findings)} findings")
    for finding in findings:
        print(f"{finding.severity}: {finding.message}")
        for suspect in finding.suspects:
            print(f"  {suspect.cell}: {suspect.value}, perhaps {suspect.suggested}")
