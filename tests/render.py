#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes annual reports in the many styles in which they are published.

The reader is proved against documents its author did not make: each comes with what a careful
human would read from it. Same style, form and seed give the same bytes.

    render.py list
    render.py render --style html-official --seed 1 [--form cn-foi-2019] > report.html
    render.py expect --style html-official --seed 1 [--form cn-foi-2019] > expected.json
    render.py all --out DIR [--seeds 3]
"""
import sys

sys.dont_write_bytecode = True

import argparse
import json
import os

from rendering import model
from rendering import (damage, styles_html, styles_tables, styles_text,  # noqa: F401
                       styles_words)  # each fills the registry
from rendering.draft import Expectation  # noqa: F401 (for the tests)
from rendering.styles import STYLES


def render(report, style, seed):
    """The bytes of one document."""
    return STYLES[style].draw(report, seed)[0]


def expected(report, style, seed):
    """What a careful reader finds in it: a list of Expectation, one per report."""
    return STYLES[style].draw(report, seed)[1]


def documents(seeds=(0, 1, 2)):
    """All styles of all forms: (name, style, form, seed, bytes, [Expectation])."""
    for style in STYLES.values():
        for form in style.forms:
            for seed in seeds:
                data, expectations = style.draw(model.report_for(form, seed), seed)
                name = f"{style.name}.{form[-4:]}.{seed}{style.suffix}"
                yield name, style, form, seed, data, expectations


def to_json(expectations):
    return json.dumps([e.as_dict() for e in expectations], ensure_ascii=False, indent=1, default=str)


def write_all(folder, seeds):
    os.makedirs(folder, exist_ok=True)
    for name, _, _, _, data, expectations in documents(range(seeds)):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
        with open(os.path.join(folder, name + ".expected.json"), "w", encoding="utf-8") as file:
            file.write(to_json(expectations) + "\n")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="name, tag and forms of every style")
    for verb in ("render", "expect"):
        one = verbs.add_parser(verb)
        one.add_argument("--style", required=True, choices=STYLES, metavar="NAME")
        one.add_argument("--seed", type=int, default=0)
        one.add_argument("--form", choices=model.FORMS, default=model.F21)
    every = verbs.add_parser("all")
    every.add_argument("--out", required=True)
    every.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


def main():
    options = parse_arguments()
    if options.verb == "list":
        for style in STYLES.values():
            print(f"{style.name:40} {style.tag or '-':14} {' '.join(style.forms)}")
    elif options.verb == "all":
        write_all(options.out, options.seeds)
    else:
        data, expectations = STYLES[options.style].draw(
            model.report_for(options.form, options.seed), options.seed)
        if options.verb == "render":
            sys.stdout.buffer.write(data)
        else:
            print(to_json(expectations))


if __name__ == "__main__":
    main()
