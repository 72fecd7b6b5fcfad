"""Whatever differs from place to place stands in a pack: no code decides by a place, a year or the name of a pack.

The shipped packs themselves say what to look for. What stands in a comparison, in a `match`, as the key of a table or
behind `startswith` is looked at through the constants of the project, wherever they were given their value.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from states.packs.loader import load, shipped

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "states", "publicity", "web")
YEARS = range(2001, 2050)  # 2000 is how many things go on a list
CODE_LENGTHS = {4, 6, 9, 12, 14}
TESTS_OF_TEXT = {"startswith", "endswith", "removeprefix", "removesuffix", "fullmatch", "match", "get", "pop"}

ALLOWED = {
    "states/practice/": "the made-up township is played in the year of its plan",
    "states/packs/starter.py": "the plan that a new one extends unless it is told otherwise",
    "web/commands/journey.py": "the default of --pack",
    "states/livelihood/work.py 441900": "a city that the national code leaves without counties",
    "states/livelihood/work.py 442000": "the same",
    "states/livelihood/work.py 460400": "the same",
    "states/livelihood/work.py 620200": "the same",
    "states/identity.py 1234": "the four levels of a disability",
}
"""Files, folders, or one word in a file, where a place, a year or a pack is named, and why that decides nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """What must not be decided by: the ids, the place codes and the place names of packs."""

    ids: frozenset[str]
    codes: frozenset[str]
    names: frozenset[str]

    def told(self, value: object, *, decides: bool) -> str:
        """What a constant names, in one word; empty when it is nothing of a pack's own."""
        if isinstance(value, int) and not isinstance(value, bool):
            return "year" if decides and value in YEARS else ""
        if not isinstance(value, str):
            return ""
        told = {
            "pack": any(value.startswith(one) for one in self.ids),
            "place": any(value.startswith(code) for code in self.codes),
            "place name": any(name in value for name in self.names),
        }
        if decides:
            told["year"] = bool(re.fullmatch(r"20\d\d([-年/.].*)?", value)) and int(value[:4]) in YEARS
            told["place"] |= value.isdigit() and len(value) in CODE_LENGTHS and value[:2] in PROVINCES
        return next((word for word, is_it in told.items() if is_it), "")


PROVINCES = {
    str(n) for n in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66))
}


def words_of(texts: Mapping[str, str]) -> Words:
    """What the packs call themselves and their places."""
    packs = [load(name, texts).file.pack for name in texts]
    codes = {place for pack in packs for place in pack.places if place}
    names = {match[1] for pack in packs if (match := re.match(r"(.{2,6}?)[镇乡县市区]", pack.title))}
    return Words(frozenset(pack.id for pack in packs), frozenset(codes), frozenset(names))


WORDS = words_of(shipped())
SOURCES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]


def constants_of(tree: ast.Module) -> dict[str, ast.expr]:
    """The names that a module gives a value at its top, and the value."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found |= dict(_bound(target, node.value))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _bound(one, other)


class Names:
    """What the names of a module stand for, its own and those it imports from the project."""

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self._own = {module: constants_of(tree) for module, tree in trees.items()}
        self._taken = {
            module: {
                alias.asname or alias.name: (node.module or "", alias.name)
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            for module, tree in trees.items()
        }

    def value(self, module: str, name: str) -> tuple[str, ast.expr] | None:
        """The module and the expression that gave a name its value; None for what is no constant of the project."""
        for _ in range(5):
            if name in self._own.get(module, {}):
                return module, self._own[module][name]
            if name not in self._taken.get(module, {}):
                return None
            module, name = self._taken[module][name]
        return None


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def values(node: ast.AST, module: str, names: Names, depth: int = 0) -> Iterator[object]:
    """Every constant that an expression is made of, names followed to where they got their value."""
    for one in _walk(node):
        if isinstance(one, ast.Constant):
            yield one.value
        elif isinstance(one, ast.Name) and depth < 3 and (found := names.value(module, one.id)):
            where, expression = found
            if is_written_out(expression):
                yield from values(expression, where, names, depth + 1)


def is_written_out(value: ast.expr) -> bool:
    """Whether a value stands there word for word, and is not worked out from others."""
    parts = (ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Call, ast.Name, ast.expr_context, ast.keyword)
    return all(isinstance(part, parts) for part in ast.walk(value))


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from _walk(child)


def deciding(tree: ast.Module) -> Iterator[ast.AST]:
    """Every expression by which code decides: both sides of comparisons, patterns, keys of tables, tests of text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.MatchValue):
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TESTS_OF_TEXT:
            yield from node.args[:1]


def documents(tree: ast.Module) -> set[int]:
    """The docstrings, which may speak of whatever they like."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def special_cases(sources: Mapping[str, str], words: Words = WORDS) -> Iterator[str]:
    """`module:line: what it names` for every place where code speaks of a place, a year or a pack."""
    trees = {module: ast.parse(text) for module, text in sources.items()}
    names = Names(trees)
    for module, tree in trees.items():
        prose = documents(tree)
        found = {
            (getattr(node, "lineno", 0), told, str(value))
            for node in deciding(tree)
            for value in values(node, module, names)
            if (told := words.told(value, decides=True))
        } | {
            (node.lineno, told, str(node.value))
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and id(node) not in prose
            and (told := words.told(node.value, decides=False))
        }
        yield from (f"{module}:{line}: {told} {value}" for line, told, value in sorted(found))


def is_allowed(found: str, allowed: Iterable[str] = tuple(ALLOWED)) -> bool:
    """Whether one of the exceptions names the file, its folder, or this very word in it."""
    file, word = found.partition(":")[0].replace(".", "/") + ".py", found.rpartition(" ")[2]
    return any(one in (file, f"{file} {word}") or (one.endswith("/") and file.startswith(one)) for one in allowed)


@pytest.fixture(scope="module")
def named() -> list[str]:
    """Every place where the code of the product names one."""
    return list(special_cases({module_of(file): file.read_text("utf-8") for file in SOURCES}))


def test_no_code_decides_by_a_place_a_year_or_a_pack(named: list[str]) -> None:
    assert [one for one in named if not is_allowed(one)] == []


def test_every_exception_is_still_needed(named: list[str]) -> None:
    assert [one for one in ALLOWED if not any(is_allowed(line, (one,)) for line in named)] == []


PACKS = Words(frozenset({"hetu-2018", "xiaozhongdian-2021"}), frozenset({"533401102"}), frozenset({"河图"}))


@pytest.mark.parametrize(
    "line",
    [
        'if pack.id == "hetu-2018": pass',
        'if pack.id in ("a", "hetu-2018"): pass',
        'if pack.id.startswith("hetu-2018"): pass',
        'if place.startswith("5333"): pass',
        'if place[:6] == "533401": pass',
        'if place == "533401102": pass',
        'if name == "河图镇": pass',
        "if day.year == 2021: pass",
        "if 2018 <= day.year: pass",
        "if day < date(2021, 10, 1): pass",
        'if str(year) == "2018": pass',
        'day = {2018: "a", 2021: "b"}[year]',
        'rules = {"hetu-2018": strict}',
        "match year:\n  case 2018: pass",
        'match pack.id:\n  case "hetu-2018" | "x": pass',
        'PLAN = "hetu-2018"\nif pack.id == PLAN: pass',
        "FIRST, LAST = date(2021, 1, 1), date(2021, 2, 1)\nif FIRST <= today: pass",
        'GONE = ("hetu-2018",)\nwanted = pack.id not in GONE',
        'choose("xiaozhongdian-2021-special")',
    ],
)
def test_a_special_case_is_recognised(line: str) -> None:
    assert list(special_cases({"states.try": line}, PACKS))


def test_a_special_case_is_recognised_through_an_imported_name() -> None:
    sources = {"states.a": 'TOWN = "533401102"', "states.b": "from states.a import TOWN\nif area == TOWN: pass"}
    assert [one for one in special_cases(sources, PACKS) if one.startswith("states.b")]


@pytest.mark.parametrize(
    "line",
    [
        "if pack.id == asked: pass",
        "if area.startswith(actor.area): pass",
        'if status == "open" and len(code) == 12: pass',
        "if day.year < other.year: pass",
        "if length > 2000: pass",
        "wanted = area[:9]",
        '"""Like hetu-2018 in 2018."""',
        "limit = 2048",
    ],
)
def test_what_any_place_does_is_not_one(line: str) -> None:
    assert list(special_cases({"states.try": line}, PACKS)) == []
