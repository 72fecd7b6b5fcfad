"""Malformed plans, whole files: the command refuses each and names the line; every refusal there is has an example."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import states.packs
from tests.web.conftest import data, quick_hashes  # noqa: F401 - fixtures
from tests.web.shell import run

FILES = sorted((Path(__file__).parents[1] / "malformed").glob("*.toml"))
MARK = re.compile(r"# ← (.+)$")
SOURCES = sorted(Path(states.packs.__path__[0]).glob("*.py"))
PASSED_ON = {"{}", "“{}”：{}"}
"""Refusals whose whole text comes from elsewhere: from the engine, or from a model's own fault."""


def marked(file: Path) -> tuple[int, str]:
    """The line that is wrong, and what the refusal has to say."""
    found = [
        (n, mark[1]) for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if (mark := MARK.search(line))
    ]
    assert len(found) == 1, file.name
    return found[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_malformed_plan_is_refused_with_its_line(data: Path, file: Path) -> None:  # noqa: F811
    line, reason = marked(file)

    checked = run("pack", "check", str(file))

    assert checked.exit_code == 1
    places = [one for one in checked.stdout.splitlines() if one.startswith(f"{file.stem}.toml:{line}: ")]
    assert any(reason in one for one in places), checked.stdout


def refusals() -> Iterator[str]:
    """Every text with which the packs' modules refuse, its fields as {}."""
    for source in SOURCES:
        tree = ast.parse(source.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refusal", "Problem", "ValueError"):
                yield from (text for argument in node.args[-1:] for text in texts(argument))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reason":
                yield from texts(node.value)


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def test_every_refusal_has_an_example(data: Path) -> None:  # noqa: F811
    said = "\n".join(run("pack", "check", str(file)).stdout for file in FILES)
    found = {text for text in refusals() if any("一" <= sign <= "鿿" for sign in text)} - PASSED_ON

    assert len(found) > 40
    missing = [text for text in found if not re.search(".+?".join(map(re.escape, text.split("{}"))), said)]
    assert missing == []


def test_a_refusal_without_an_example_would_be_found() -> None:
    tree = ast.parse('raise Refusal(path, f"没有“{name}”这种天气")')
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))

    assert list(texts(call.args[-1])) == ["没有“{}”这种天气"]


def test_what_is_wrong_stands_in_plans_that_are_sound_otherwise() -> None:
    """Each file has every table a plan needs, so that only the marked line is to blame."""
    for file in FILES:
        text = file.read_text("utf-8")
        assert "[pack]" in text, file
        assert "[income]" in text, file
        assert "[move.identify]" in text, file
