"""The engine could serve another office unchanged: it speaks of cases, never of this trade."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "engine"
TRADE = re.compile(r"household|villager|village|poverty|notice(?!d)|township|农户|村民|贫困|公示", re.IGNORECASE)


def words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name and every string that is not a docstring, with its line."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if id(node) in documents:
            continue
        for field in ("id", "attr", "name", "arg", "value", "module"):
            word = getattr(node, field, None)
            if isinstance(word, str):
                yield getattr(node, "lineno", 0), word


@pytest.mark.parametrize("file", sorted(ENGINE.rglob("*.py")), ids=lambda file: file.name)
def test_the_engine_names_nothing_of_the_trade(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    assert [f"{line}: {word}" for line, word in words(tree) if TRADE.search(word)] == []


def test_a_word_of_the_trade_is_recognised() -> None:
    assert [word for _, word in words(ast.parse("def load(household): return 'x'")) if TRADE.search(word)] == [
        "household"
    ]
