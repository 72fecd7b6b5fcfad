"""What came of the scenarios when they were last run, read from the JUnit file of that run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, parse

from engine.errors import BadInput, Problem
from web.handbook.feature_files import HERE, Scenario

SHIPPED, IN_TREE = HERE / "results.xml", HERE.parents[1] / "build" / "junit.xml"
PASSED, FAILED, NOT_RUN = "passed", "failed", "not-run"

Key = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Results:
    """The outcomes of a run by file, scenario and example; `ran_at` is when it began, empty when there was none."""

    outcomes: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    ran_at: str = ""

    def of_row(self, scenario: Scenario, row: tuple[str, ...] = ()) -> str:
        """What came of one example of a scenario, on every database it ran on."""
        found = self.outcomes.get((scenario.file, scenario.name, row), ())
        return worst(found)

    def of(self, scenario: Scenario) -> str:
        """What came of a scenario: failed when any example failed, passed when every one was run and passed."""
        rows = [row for examples in scenario.examples for row in examples.rows] or [()]
        return worst([self.of_row(scenario, row) for row in rows])


def latest() -> Results:
    """The results that came with the program, else those of the last run in a working tree, else none."""
    for file in (SHIPPED, IN_TREE):
        if file.is_file():
            return read(file)
    return Results()


def read(file: Path) -> Results:
    """The results in a JUnit file; raises `BadInput` when it is not one."""
    try:
        root = parse(file).getroot()  # noqa: S314 - written by our own test run
    except ParseError as error:
        raise BadInput(Problem(file.name, f"{file.name} 不是测试结果文件（JUnit XML）：{error}")) from error
    outcomes: dict[Key, tuple[str, ...]] = {}
    for case in root.iter("testcase"):
        for told in case.iter("property"):
            if told.get("name") == "scenario":
                key = _key(json.loads(told.get("value", "{}")))
                outcomes[key] = (*outcomes.get(key, ()), _outcome(case))
    suite = next(root.iter("testsuite"), None)
    return Results(outcomes, (suite.get("timestamp") or "")[:16].replace("T", " ") if suite is not None else "")


def _key(told: Mapping[str, object]) -> Key:
    example = told.get("example")
    return str(told["file"]), str(told["name"]), tuple(example.values()) if isinstance(example, dict) else ()


def _outcome(case: Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return FAILED
    return NOT_RUN if case.find("skipped") is not None else PASSED


def worst(found: Sequence[str]) -> str:
    """Failed when anything failed; passed only when everything was run and passed."""
    if FAILED in found:
        return FAILED
    return PASSED if found and set(found) == {PASSED} else NOT_RUN
