# SPDX-License-Identifier: MIT
"""04: hand a report to another program as JSON, and take it back without loss."""
import sys

import govstat

path = sys.argv[1] if len(sys.argv) > 1 else "hitech-police-2024.txt"
report = govstat.read(path)
json = report.to_json()
again = govstat.Report.from_json(json)
print("licences:", again["active_disclosure.licensing.decisions"])
print("without loss:", "yes" if again.to_json() == json else "no")
