"""Reading the file that describes the ledgers: whatever it cannot mean is refused with file, ledger and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.errors import BadInput, Problem
from states.evidence.reviews import DEPARTMENTS
from states.reconciliation.cells import Field, Tolerance
from states.reconciliation.columns import REGISTER, Column, columns
from states.reconciliation.figures import BY_NAME

KEYS = frozenset(
    {"title", "department", "system", "subject", "key", "named_by", "expects", "open_roll", "against", "fields"}
)
PARTS = frozenset({"name", "headings", "codes", "figure", "tolerance", "words", "owns", "listed", "unlisted"})


def tables(text: str, file: str) -> dict[str, Mapping[str, Any]]:
    """The ledgers of a file by their ids; raises `BadInput` naming the file, the ledger, and every reason."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(Problem(file, f"不是合格的TOML文件：{error}")) from error
    problems = [
        Problem(f"{file} [{name}]", reason) for name, table in told.items() for reason in _wrong(name, table, told)
    ]
    if problems:
        raise BadInput(*problems)
    return told


def field_of(part: Mapping[str, Any], subject: str) -> Field:
    """One field of a sound table."""
    figure = part.get("figure", "")
    return Field(
        part["name"],
        tuple(part["headings"]),
        BY_NAME[figure].column if figure else columns(subject)[part["name"]],
        figure,
        _tolerance(part) or Tolerance(),
        dict(part.get("words", {})),
        frozenset(part.get("owns", ())),
        part.get("listed"),
        part.get("unlisted"),
    )


def _wrong(name: str, table: Any, told: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(table, dict):
        yield "应是一张表"
        return
    for key in sorted(table.keys() - KEYS):
        yield f"没有“{key}”这个键"
    for key in ("title", "subject", "key", "fields"):
        if not table.get(key):
            yield f"缺少“{key}”"
    if bool(table.get("department")) == bool(table.get("system")):
        yield "应写明来自哪个部门（department）或哪个系统（system），二者写一"
    if table.get("department", "") not in {"", *DEPARTMENTS}:
        yield f"没有“{table['department']}”这个部门"
    subject = str(table.get("subject"))
    if subject not in REGISTER:
        yield "subject应为household（户）或member（人）"
        return
    if table.get("named_by", "number") not in ("number", "head"):
        yield "named_by应为number（户编号）或head（户主证件号码）"
    if (other := table.get("against")) is not None and (other == name or other not in told):
        yield f"against里的“{other}”不是这个文件里的另一本台账"
    yield from _wrong_expects(table, subject)
    for part in table.get("fields", ()):
        yield from _wrong_field(part, subject)


def _wrong_expects(table: Mapping[str, Any], subject: str) -> Iterator[str]:
    figures = {part.get("name") for part in table.get("fields", ()) if "figure" in part}
    for name, values in sorted((table.get("expects") or {}).items()):
        if name not in columns(subject) and name not in figures:
            yield f"expects里没有“{name}”这一栏"
        elif name in columns(subject) and (known := columns(subject)[name].list):
            for value in sorted(set(values) - {"*", *known.labels}):
                yield f"expects的“{name}”里没有“{value}”这个代码"


def _wrong_field(part: Mapping[str, Any], subject: str) -> Iterator[str]:
    name = str(part.get("name", ""))
    for key in sorted(part.keys() - PARTS):
        yield f"栏目“{name}”没有“{key}”这个键"
    if not part.get("headings"):
        yield f"栏目“{name}”没有写表头"
    if _tolerance(part) is None:
        yield f"栏目“{name}”的允许误差应是数字"
    if "figure" in part:
        figure = BY_NAME.get(part["figure"])
        if figure is None or figure.subject != subject:
            yield f"栏目“{name}”要比对的数“{part['figure']}”还没有来源"
            return
        yield from _wrong_codes(part, name, figure.column)
    elif name not in columns(subject):
        yield f"我们的台账没有“{name}”这一栏"
    else:
        column = columns(subject)[name]
        if part.get("codes", "") != column.code_list:
            yield f"栏目“{name}”的代码表应为“{column.code_list}”，写的是“{part.get('codes', '')}”"
        yield from _wrong_codes(part, name, column)


def _wrong_codes(part: Mapping[str, Any], name: str, column: Column) -> Iterator[str]:
    known = column.list
    said = [*part.get("words", {}).values(), *(part[key] for key in ("listed", "unlisted") if part.get(key))]
    if known is None:
        if "words" in part or "owns" in part:
            yield f"栏目“{name}”没有代码表，不能写words或owns"
        return
    for value in sorted({value for value in [*said, *part.get("owns", ())] if value not in known.labels}):
        yield f"栏目“{name}”的代码表里没有“{value}”"
    if "owns" in part and column.type != "codes":
        yield f"栏目“{name}”只有一个代码，不能写owns"


def _tolerance(part: Mapping[str, Any]) -> Tolerance | None:
    try:
        return Tolerance(**{name: Decimal(str(value)) for name, value in part.get("tolerance", {}).items()})
    except (InvalidOperation, TypeError):
        return None
