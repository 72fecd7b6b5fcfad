"""What pytest-bdd would pass over in silence: read from the feature files before anything runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

REQUIREMENT = re.compile(r"(TZ|XZ|HT|BZ|HN|DB)\d\d")
WIDE_COLON = re.compile(r"^\s*(功能|规则|背景|场景大纲|场景|例子)：")
TAG_LINE = re.compile(r"^\s*(@\S+(\s+@\S+)*)\s*$", re.MULTILINE)


def tags(features: Path) -> list[str]:
    """Every tag in the feature files, without @ and in order; `web` even before a scenario carries it."""
    lines = (line for file in features.rglob("*.feature") for line, _ in TAG_LINE.findall(file.read_text("utf-8")))
    return sorted({"web"} | {tag.removeprefix("@") for line in lines for tag in line.split()})


def problems(features: Path) -> list[str]:
    """Every reason against the feature files, each with file and line."""
    return [problem for file in sorted(features.rglob("*.feature")) for problem in problems_of(file)]


def problems_of(file: Path) -> list[str]:
    """Reasons against one file: unreadable, a name used twice, an outline without examples, no steps."""
    text = file.read_text("utf-8")
    if wide := [n for n, line in enumerate(text.splitlines(), 1) if WIDE_COLON.match(line)]:
        return [f"{file}:{line}: 关键字后须用半角冒号, 否则这一行只算说明文字" for line in wide]
    try:
        feature = Parser().parse(text).get("feature")
    except CompositeParserException as error:
        return [f"{file}: {error}"]
    if not feature:
        return [f"{file}: 文件里没有功能"]
    scenarios = list(_scenarios(feature))
    twice = Counter(scenario["name"] for scenario in scenarios)
    return [
        f"{file}:{scenario['location']['line']}: {reason}"
        for scenario in scenarios
        for reason in _reasons(scenario, twice)
    ]


def _scenarios(parent: Any) -> Iterator[Any]:
    for child in parent["children"]:
        if "rule" in child:
            yield from _scenarios(child["rule"])
        elif "scenario" in child:
            yield child["scenario"]


def _reasons(scenario: Any, twice: Counter[str]) -> Iterator[str]:
    name = scenario["name"]
    if twice[name] > 1:
        yield f"场景名重复: {name} (同名场景只有最后一个会运行)"
    if not scenario["steps"]:
        yield f"场景没有步骤: {name}"
    rows = [row for examples in scenario["examples"] for row in examples["tableBody"]]
    if "大纲" in scenario["keyword"] and not rows:
        yield f"场景大纲没有例子: {name}"
    if not rows and re.search(r"<[^<>]+>", " ".join(step["text"] for step in scenario["steps"])):
        yield f"步骤里有尖括号参数, 但没有例子: {name}"
