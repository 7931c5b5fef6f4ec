# SPDX-License-Identifier: MIT
"""03: walk through a form: tables, rows, columns, and the rules that tie them."""
import sys

import govstat

form = govstat.Form(sys.argv[1] if len(sys.argv) > 1 else "cn-foi-2021")
print(f"{form.id}: {len(form.codes)} cells")
for table in form.tables:
    print(f"{table.id}: {len(table.rows)} rows, {len(table.columns)} columns")
    for row in table.rows:
        print(f"  {row.id}: {row.label}")
for rule in form.rules:
    print(f"{rule.id}: {rule.n_instances} comparisons")
