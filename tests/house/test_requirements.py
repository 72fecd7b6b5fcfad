"""Every dependency is pinned with its hashes, and the three files agree."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ["build", "run", "test"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==(\S+)")


def entries(name: str) -> list[str]:
    """The requirements of one file, each with its hashes on one line."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pins(name: str) -> dict[str, str]:
    """The version of every package in one file, by its normalised name."""
    found = [PIN.match(line) for line in entries(name)]
    return {normal(match[1]): match[2] for match in found if match}


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    assert [line for line in entries(name) if not PIN.match(line) or " --hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["build", "run"])
def test_the_tests_use_what_the_product_uses(name: str) -> None:
    assert pins(name).items() <= pins("test").items()


def test_every_declared_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["test"]
    names = {normal(re.split(r"[\[<>=;! ]", line)[0]) for line in declared}
    assert names <= set(pins("test"))
