"""The reasons that the program gives, by code. `python -m tests.web.refusal_codes` prints what the handbook lacks.

Paste them into `web/handbook/refusals.toml`, and write into `about` the requirements that each serves.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import engine
from states.evidence.known import KINDS
from web.handbook.answers import refusals

ROOT = Path(engine.__file__).parents[1]
SAY = ("Blocker", "_lasted")
"""What makes a reason, and what passes a code on to it."""


def codes() -> dict[str, list[str]]:
    """Every code that stands in the program as the first argument of a reason, with the sentences written there."""
    found: dict[str, list[str]] = {
        f"no-{kind.name.replace('_', '-')}": [f"还没有“{kind.title}”"] for kind in KINDS.values()
    }
    for package in ("engine", "states", "publicity", "web"):
        for file in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    _read(function, found)
    return found


def _read(function: ast.FunctionDef, found: dict[str, list[str]]) -> None:
    named = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAY and call.args:
            for code in _constants(call.args[0], named):
                told = found.setdefault(code, [])
                told += (
                    [text for text in _constants(call.args[1], named) if text not in told] if len(call.args) > 1 else []
                )


def _constants(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body, named), *_constants(node.orelse, named))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
        yield from _constants(node.args[0], named)
    elif isinstance(node, ast.Name) and node.id in named:
        yield from _constants(named[node.id], {})


if __name__ == "__main__":
    for code, says in sorted(codes().items()):
        if code not in refusals():
            print(f'{code} = {{ about = ["DB02"], says = {json.dumps(says, ensure_ascii=False)} }}')
