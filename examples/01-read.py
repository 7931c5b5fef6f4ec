# SPDX-License-Identifier: MIT
"""01: read a report and print one of its figures."""
import sys

import govstat

path = sys.argv[1] if len(sys.argv) > 1 else "hitech-police-2024.txt"
for report in govstat.read_all(path):
    fees = report["active_disclosure.fees.amount"]
    status = report.status("active_disclosure.fees.amount")
    print(f"{report.agency} {report.year}: {status if fees is None else fees}")
