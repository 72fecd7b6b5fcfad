"""The handbook answers every reason the program gives, every step of the shipped plans, every field of evidence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import engine
from states.evidence.known import KINDS
from web.evidence.fields import fields_of
from web.handbook.answers import FIELD, REFUSAL, STEP, find, has_answer, refusals
from web.handbook.manual import clauses, procedures

ROOT = Path(engine.__file__).parents[1]
SAY = ("Blocker", "_lasted")
"""What makes a reason, and what passes a code on to it."""


def codes() -> Iterator[str]:
    """Every code that stands in the program as the first argument of a reason, and those of missing evidence."""
    for package in ("engine", "states", "publicity", "web"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAY and call.args:
                    yield from _constants(call.args[0])
    for kind in KINDS.values():
        yield f"no-{kind.name.replace('_', '-')}"


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))


def test_every_reason_has_an_answer_and_no_answer_is_left_over() -> None:
    said = set(codes())

    assert sorted(said - refusals().keys()) == [], "add them to web/handbook/refusals.toml"
    assert {about for _says, abouts in refusals().values() for about in abouts} <= clauses().keys()
    assert all(says and all(says) for says, _abouts in refusals().values())


def test_every_step_and_every_field_has_an_answer() -> None:
    steps = {title for _pack, _move, titles in procedures() for title in titles}
    fields = [f"{kind.name}.{field.name}" for kind in KINDS.values() for field in fields_of(kind)]

    assert [title for title in sorted(steps) if not has_answer(STEP, title) or find(STEP, title) is None] == []
    assert [name for name in fields if find(FIELD, name) is None] == []
    assert find(REFUSAL, "nothing-of-the-kind") is None
