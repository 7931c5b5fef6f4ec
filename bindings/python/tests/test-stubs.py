# SPDX-License-Identifier: MIT
"""Holds the type stubs against the package with mypy's stubtest, where mypy is installed."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import govstat

# What SWIG's proxies have beside the public face.
ALLOWED = r"""
govstat\.(Form|Report|Finding|Dataset|Aggregate|Units|Manifest|Rollup)
govstat\.(Form|Report|Finding|Dataset|Aggregate|Units|Manifest|Rollup)\.(thisown|__swig_destroy__)
govstat\.(Report|Finding|Dataset|Aggregate|Units|Manifest|Rollup)\.__init__
govstat\.Finding\.class
"""


@unittest.skipUnless(importlib.util.find_spec("mypy"), "mypy is not installed")
class Stubs(unittest.TestCase):
    def test_stubs_say_what_the_package_has(self):
        stub = pathlib.Path(govstat.__file__).resolve().with_suffix(".pyi")
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "allowed").write_text(ALLOWED, encoding="ascii")
            # Apart from the modules, which mypy would take for stubs too.
            (root / "stubs" / "govstat").mkdir(parents=True)
            shutil.copyfile(stub, root / "stubs" / "govstat" / stub.name)
            run = subprocess.run(
                [sys.executable, "-m", "mypy.stubtest", "--concise", "--allowlist",
                 "allowed", "--ignore-unused-allowlist", "govstat"],
                cwd=folder, capture_output=True, text=True, check=False,
                env={**os.environ, "MYPYPATH": str(root / "stubs"),
                     "PYTHONPATH": str(stub.parents[1])})
        self.assertEqual(run.stdout + run.stderr, "")
        self.assertEqual(run.returncode, 0)


if __name__ == "__main__":
    unittest.main()
