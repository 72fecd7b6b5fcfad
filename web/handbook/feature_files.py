"""The features of the product, read from their files: what the handbook prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gherkin.parser import Parser

HERE = Path(__file__).parent
SHIPPED, IN_TREE = HERE / "features", HERE.parents[1] / "features"

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a scenario, with its table if it has one."""

    keyword: str
    text: str
    table: Cells = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples of an outline."""

    name: str
    heading: tuple[str, ...]
    rows: Cells


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario where it stands: file, line, its rule, and every tag that holds for it."""

    file: str
    line: int
    keyword: str
    name: str
    rule: str
    tags: frozenset[str]
    lines: tuple[Line, ...]
    examples: tuple[Examples, ...]

    @property
    def cells(self) -> set[str]:
        """What stands in its tables and examples."""
        found = {cell for line in self.lines for row in line.table for cell in row}
        return found | {cell for examples in self.examples for row in examples.rows for cell in row}

    @property
    def spoken(self) -> str:
        """Everything that it says: its rule, its sentences, its cells."""
        return "\n".join([self.rule, *(line.text for line in self.lines), *self.cells])

    def speaks_of(self, title: str) -> bool:
        """Whether a sentence names this title in quotes, or a cell of a table is it."""
        cells, said = self.cells, self.spoken
        return title in cells or f'"{title}"' in said or f"“{title}”" in said


@dataclass(frozen=True, slots=True)
class Feature:
    """One file: what people can do, why, and the scenarios in their order."""

    file: str
    folder: str
    name: str
    description: tuple[str, ...]
    scenarios: tuple[Scenario, ...]


def folder() -> Path:
    """Where the feature files are: inside the installed program, or beside it in a working tree."""
    return SHIPPED if SHIPPED.is_dir() else IN_TREE


@cache
def shipped() -> tuple[Feature, ...]:
    """The features that come with the program."""
    return read(folder())


def read(root: Path) -> tuple[Feature, ...]:
    """Every feature below `root`, in the order of folders and files."""
    files = sorted(root.rglob("*.feature"), key=lambda file: file.relative_to(root).as_posix())
    return tuple(_feature(file.relative_to(root), file.read_text("utf-8")) for file in files)


def _feature(file: Path, text: str) -> Feature:
    parsed: Any = Parser().parse(text)["feature"]
    place = file.as_posix()
    description = tuple(line.strip() for line in parsed["description"].splitlines() if line.strip())
    scenarios = tuple(_scenarios(place, parsed["children"], "", _tags(parsed), ()))
    return Feature(place, file.parent.as_posix(), parsed["name"], description, scenarios)


def _scenarios(
    file: str, children: Any, rule: str, tags: frozenset[str], before: tuple[Line, ...]
) -> Iterator[Scenario]:
    for child in children:
        if background := child.get("background"):
            before = (*before, *_lines(background))
        elif inner := child.get("rule"):
            yield from _scenarios(file, inner["children"], inner["name"], tags | _tags(inner), before)
        else:
            yield _scenario(file, child["scenario"], rule, tags, before)


def _scenario(file: str, parsed: Any, rule: str, tags: frozenset[str], before: tuple[Line, ...]) -> Scenario:
    examples = tuple(
        Examples(one["name"], _cells(one["tableHeader"]), tuple(_cells(row) for row in one["tableBody"]))
        for one in parsed["examples"]
        if one.get("tableHeader")
    )
    tags = tags.union(_tags(parsed), *(_tags(one) for one in parsed["examples"]))
    where = parsed["location"]["line"]
    return Scenario(file, where, parsed["keyword"], parsed["name"], rule, tags, (*before, *_lines(parsed)), examples)


def _lines(parsed: Any) -> tuple[Line, ...]:
    return tuple(
        Line(
            step["keyword"].strip(),
            step["text"],
            tuple(_cells(row) for row in step["dataTable"]["rows"]) if step.get("dataTable") else (),
        )
        for step in parsed["steps"]
    )


def _cells(row: Any) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])


def _tags(parsed: Any) -> frozenset[str]:
    return frozenset(tag["name"].removeprefix("@") for tag in parsed["tags"])
