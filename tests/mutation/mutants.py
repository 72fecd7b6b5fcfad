"""Small mistakes that somebody could make in a file, one at a time: each is a mutant, and some test must notice it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
CODE = re.compile(r"[a-z][a-z0-9_:-]*")
WORDS = {"N_", "Problem", "Refusal"}
"""What only tells people something: sentences are looked at by the scenarios and the catalogue."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: the line, what stood there, what stands there now, and the whole file with it.

    `function` is the qualified name of the function in whose body it is; "" for one outside.
    """

    function: str
    line: int
    was: str
    now: str
    tree: ast.Module


def mutants(text: str, *, only_functions: bool = False) -> Iterator[Mutant]:
    """Every mutant of a file; `only_functions` leaves out what stands at the top of the module and of classes."""
    number = 0
    while True:
        tree = ast.parse(text)
        found = next((one for n, one in enumerate(_places(tree, only_functions)) if n == number), None)
        if found is None:
            return
        function, body, at, change = found
        line, was = body[at].lineno, ast.unparse(body[at])
        change()
        ast.fix_missing_locations(tree)
        yield Mutant(function, line, was, ast.unparse(body[at]), tree)
        number += 1


Place = tuple[str, list[ast.stmt], int, Callable[[], None]]
At = tuple[str, list[ast.stmt], int, ast.stmt]


def _places(tree: ast.Module, only_functions: bool) -> Iterator[Place]:
    """Every place where a mistake can be made, and where the statement around it stands."""
    for function, body, at, statement in _statements(tree):
        if function or not only_functions:
            yield from ((function, body, at, change) for change in _in_statement(body, at, statement))


def _statements(node: ast.AST, function: str = "", prefix: str = "") -> Iterator[At]:
    """Every statement with the function it stands in, the place where it stands, and itself."""
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        for at, statement in enumerate(body if isinstance(body, list) else ()):
            if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
                continue
            yield function, body, at, statement
            if isinstance(statement, ast.FunctionDef):
                own = prefix + statement.name
                yield from _statements(statement, own, f"{own}.<locals>.")
            elif isinstance(statement, ast.ClassDef):
                yield from _statements(statement, "", f"{prefix}{statement.name}.")
            else:
                yield from _statements(statement, function, prefix)
    for handler in getattr(node, "handlers", ()):
        yield from _statements(handler, function, prefix)


def _in_statement(body: list[ast.stmt], at: int, statement: ast.stmt) -> Iterator[Callable[[], None]]:
    if isinstance(statement, ast.Import | ast.ImportFrom) or _is_document(statement):
        return
    if isinstance(statement, ast.Expr | ast.Raise | ast.AugAssign | ast.Continue):
        yield lambda: body.__setitem__(at, ast.copy_location(ast.Pass(), statement))
    if isinstance(statement, ast.Return) and statement.value is not None and not _is_none(statement.value):
        yield lambda: setattr(statement, "value", ast.Constant(None))
    if isinstance(statement, ast.If):
        yield lambda: setattr(statement, "test", ast.UnaryOp(ast.Not(), statement.test))
    for child in _own(statement):
        yield from _in_expression(child)


def _is_document(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _own(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, without annotations, decorators, and the statements inside it."""
    for name, value in ast.iter_fields(statement):
        if name in ("annotation", "returns", "decorator_list", "bases", "keywords"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.expr):
                yield one
            elif isinstance(one, ast.arguments):
                yield from (default for default in (*one.defaults, *one.kw_defaults) if default is not None)


def _in_expression(node: ast.expr) -> Iterator[Callable[[], None]]:
    yield from _at(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS:
        return
    if isinstance(node, ast.JoinedStr):
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _in_expression(child)
        elif isinstance(child, ast.comprehension):
            yield from _in_expression(child.iter)
            for condition in child.ifs:
                yield from _in_expression(condition)
            if child.ifs:
                yield lambda child=child: setattr(child, "ifs", [])  # type: ignore[misc]
        elif isinstance(child, ast.keyword):
            yield from _in_expression(child.value)


def _at(node: ast.expr) -> Iterator[Callable[[], None]]:
    """What can go wrong at one node."""
    if isinstance(node, ast.Compare):
        for at in range(len(node.ops)):
            yield lambda at=at: node.ops.__setitem__(at, COMPARED[type(node.ops[at])]())  # type: ignore[misc]
    elif isinstance(node, ast.BoolOp):
        yield lambda: setattr(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    elif (
        isinstance(node, ast.BinOp)
        and type(node.op) in RECKONED
        and not isinstance(node.left, ast.Constant | ast.JoinedStr)
    ):
        yield lambda: setattr(node, "op", RECKONED[type(node.op)]())
    elif isinstance(node, ast.IfExp):
        yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield lambda: setattr(node, "id", NAMES[node.id])
    elif isinstance(node, ast.Constant) and (other := _other(node.value)) is not None:
        yield lambda: setattr(node, "value", other)


def _other(value: object) -> object | None:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and CODE.fullmatch(value):
        return f"xx{value}"
    return None
