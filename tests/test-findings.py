#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SARIF and JUnit XML are what others can read. Both are validated against the published schemas where
.ci/get-schemas has put them, in $GOVSTAT_SCHEMAS or `schemas` of the build tree; elsewhere that is skipped.
Besides, the parts of both schemas that our output uses are written down here, closed: a property that is
not listed fails, though a schema may let it pass."""

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

TOP = os.path.abspath(os.environ.get("top_srcdir", "."))
GOVSTAT = os.path.join(os.path.abspath(os.environ.get("top_builddir", ".")), "govstat")
SAMPLE = os.path.join(TOP, "examples", "reports", "suqian-2024.html")

SCHEMAS = os.environ.get("GOVSTAT_SCHEMAS") or os.path.join(os.path.dirname(GOVSTAT), "schemas")
sys.path.append(os.path.join(os.path.abspath(SCHEMAS), "python"))

TEXT = str
ANY = object


class Skip(Exception):
    """What a test needs is not installed."""


def need(name):
    """The path of a schema. CI sets GOVSTAT_SCHEMAS and means it: there a missing one fails."""
    path = os.path.join(SCHEMAS, name)
    if not os.path.exists(path):
        if "GOVSTAT_SCHEMAS" in os.environ:
            raise FileNotFoundError(path)
        raise Skip(f"no {name}; run .ci/get-schemas {SCHEMAS}")
    return path


class Shape:
    """An object of SARIF: required and optional properties."""

    def __init__(self, required, optional=None):
        self.required, self.optional = required, optional or {}


MESSAGE = Shape({"text": TEXT})
LEVEL = {"none", "note", "warning", "error"}
LOCATION = Shape({}, {
    "physicalLocation": Shape({"artifactLocation": Shape({"uri": re.compile(r"[^\s\\]+")})}),
    "logicalLocations": [Shape({}, {"name": TEXT, "fullyQualifiedName": TEXT})],
})
RULE = Shape({"id": TEXT}, {"shortDescription": MESSAGE, "fullDescription": MESSAGE,
                            "defaultConfiguration": Shape({}, {"level": LEVEL}), "properties": ANY})
RESULT = Shape({"message": MESSAGE}, {
    "ruleId": TEXT, "kind": {"notApplicable", "pass", "fail", "review", "open", "informational"},
    "level": LEVEL, "locations": [LOCATION], "relatedLocations": [LOCATION],
    "partialFingerprints": ANY, "properties": ANY})
SARIF = Shape({"version": {"2.1.0"}, "runs": [Shape({
    "tool": Shape({"driver": Shape({"name": TEXT}, {
        "semanticVersion": re.compile(r"\d+\.\d+\.\d+"), "rules": [RULE]})}),
}, {"language": re.compile("[a-zA-Z]{2}(|-[a-zA-Z]{2})"), "results": [RESULT]})]}, {"$schema": TEXT})

# Attributes of the widespread schema of JUnit XML: required, optional.
JUNIT = {
    "testsuites": ({"name"}, set(), {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, set(), {"testcase"}),
    "testcase": ({"name", "classname"}, set(), {"failure", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set(), set()),
    "skipped": ({"message"}, set(), set()),
    "system-out": (set(), set(), set()),
}


def check(value, shape, path="$"):
    if shape is ANY:
        return
    if isinstance(shape, Shape):
        assert isinstance(value, dict), path
        for name in shape.required:
            assert name in value, f"{path}.{name} is missing"
        for name, item in value.items():
            known = {**shape.required, **shape.optional}
            assert name in known, f"{path}.{name} is not known"
            check(item, known[name], f"{path}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), path
        for i, item in enumerate(value):
            check(item, shape[0], f"{path}[{i}]")
    elif isinstance(shape, set):
        assert value in shape, f"{path} is {value}"
    elif isinstance(shape, re.Pattern):
        assert isinstance(value, str) and shape.fullmatch(value), f"{path} is {value}"
    else:
        assert isinstance(value, shape), path


def check_element(element):
    required, optional, children = JUNIT[element.tag]
    assert required <= set(element.attrib) <= required | optional, element.attrib
    for child in element:
        assert child.tag in children, f"{child.tag} in {element.tag}"
        check_element(child)


def run(*arguments):
    # What a sanitizer has Python load first is not meant for the command.
    env = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    done = subprocess.run([GOVSTAT, "check", *arguments], stdout=subprocess.PIPE, env=env, check=False)
    assert done.returncode in (0, 1), done.returncode
    return done.stdout


def make_reports(folder):
    """A slip, a blank, a broken chain of years, and names that need escaping."""
    with open(SAMPLE, encoding="utf-8") as file:
        text = file.read()
    names = ["a <b> & 'c' \"d\".html", "空白 %.html", "tab\tand\x01more.html", "sound.html"]
    texts = [text.replace(">1431<", ">1413<"), text.replace(">1431<", "><"),
             text.replace(">121<", ">120<"), text]
    paths = [os.path.join(folder, name) for name in names]
    for path, content in zip(paths, texts):
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
    return paths + [os.path.join(TOP, "examples", "reports", "suqian-2023.html")]


def sarif_has_the_shape_of_its_schema(paths):
    log = json.loads(run("--format=sarif", *paths))
    check(log, SARIF)
    results = log["runs"][0]["results"]
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules)) and len(rules) > 10
    assert {"error", "none"} <= {result["level"] for result in results}
    for result in results:
        assert (result["kind"] == "fail") == (result["level"] != "none"), result


def sarif_satisfies_the_published_schema(paths):
    path = need("sarif.json")
    import jsonschema  # pylint: disable=import-outside-toplevel
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    for language in ("en", "zh"):
        log = json.loads(run("--format=sarif", "--lang=" + language, *paths))
        assert log["runs"][0]["results"]
        validator.validate(log)
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator.is_valid(log)
    validator.validate(json.loads(run("--format=sarif", paths[3])))


def junit_satisfies_the_published_schema(paths):
    path = need("junit.xsd")
    from lxml import etree  # pylint: disable=import-outside-toplevel
    schema = etree.XMLSchema(etree.parse(path))
    for threshold in ("error", "hint", "never"):
        root = etree.fromstring(run("--format=junit", "--fail-on=" + threshold, *paths))
        assert len(root) >= len(paths)
        schema.assertValid(root)
    del root[0][0].attrib["name"]
    assert not schema.validate(root)


def sarif_without_results_is_a_log_too(paths):
    log = json.loads(run("--format=sarif", paths[3]))
    check(log, SARIF)
    assert log["runs"][0]["results"] == []


def sarif_names_the_rules_of_a_rule_file(paths):
    with tempfile.NamedTemporaryFile("w", suffix=".rules") as file:
        file.write("[rule ours.a]\ncheck=applications.received.total < 1\nmessage=我\n")
        file.flush()
        log = json.loads(run("--format=sarif", "--rules=" + file.name, paths[3]))
    check(log, SARIF)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["ours.a"]
    assert "ours.a" in [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]


def sarif_holds_every_finding(paths):
    log = json.loads(run("--format=sarif", *paths))
    lines = [json.loads(line) for line in run("--format=jsonl", *paths).splitlines()]
    assert [result["properties"] for result in log["runs"][0]["results"]] == lines


def junit_has_the_shape_of_its_schema(paths):
    root = ElementTree.fromstring(run("--format=junit", *paths))
    assert root.tag == "testsuites"
    check_element(root)
    assert len(root) >= len(paths)


def junit_counts_are_those_of_its_tests(paths):
    for suite in ElementTree.fromstring(run("--format=junit", "--fail-on=warning", *paths)):
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
        assert all(len(case) <= 1 for case in cases)


def junit_fails_from_the_threshold_on(paths):
    def failures(threshold):
        root = ElementTree.fromstring(run("--format=junit", "--fail-on=" + threshold, paths[0], paths[1]))
        return len(root.findall("testsuite/testcase/failure"))
    assert failures("never") == 0
    assert 0 < failures("error") < failures("hint")


def main():
    tests = [sarif_satisfies_the_published_schema, junit_satisfies_the_published_schema,
             sarif_has_the_shape_of_its_schema, sarif_without_results_is_a_log_too,
             sarif_names_the_rules_of_a_rule_file, sarif_holds_every_finding,
             junit_has_the_shape_of_its_schema, junit_counts_are_those_of_its_tests,
             junit_fails_from_the_threshold_on]
    print(f"1..{len(tests)}")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        paths = make_reports(folder)
        for i, test in enumerate(tests, 1):
            try:
                test(paths)
                print(f"ok {i} - {test.__name__}")
            except Skip as reason:
                print(f"ok {i} - {test.__name__} # SKIP {reason}")
            except Exception as error:  # pylint: disable=broad-except
                failed = True
                print(f"not ok {i} - {test.__name__}\n# {type(error).__name__}: {error}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
