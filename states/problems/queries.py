"""Queries that find cases like a problem: saved ones, rules, or a condition put together from the words of rules.

Nothing is evaluated as code: what is not in the vocabulary of `states.quality` is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.errors import BadInput, Problem
from engine.words import N_
from states.households import Household
from states.quality.conditions import Reader
from states.quality.fields import Field, SubjectName
from states.quality.loading import lots
from states.quality.places import Sweeps
from states.quality.predicates import BadCondition
from states.quality.rulebook import Rule, shipped, vocabulary

HOWS = {
    "is": N_("是"),
    "is_not": N_("不是"),
    "at_least": N_("不少于"),
    "at_most": N_("不多于"),
    "has": N_("含有"),
    "empty": N_("没有填"),
    "filled": N_("填了"),
}
MOST = 20_000
"""So many households are asked while somebody waits; a larger area is asked in parts."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood: what people call it, how it is kept, and the rule that it comes to."""

    title: str
    kept: Mapping[str, Any]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition as the clerk puts it together: a field by `subject.name`, how it is asked, and a value."""

    field: str
    how: str
    value: str = ""


@cache
def saved() -> Mapping[str, Query]:
    """The saved queries, by name."""
    told = tomllib.loads(files("states.problems").joinpath("queries.toml").read_text("utf-8"))
    return {
        name: Query(one["title"], {"saved": name}, _rule(one["title"], one["subject"], one["when"]))
        for name, one in told.items()
    }


def of_saved(name: str) -> Query:
    """A saved query; raises `BadInput`."""
    if name not in saved():
        raise BadInput(Problem("saved", N_("没有这个查询")))
    return saved()[name]


def of_rule(code: str) -> Query:
    """What a rule of data quality finds of households and members; raises `BadInput`."""
    rule = shipped().of(code)
    if rule is None or rule.subject == "village":
        raise BadInput(Problem("rule", N_("没有这条户或成员的规则")))
    return Query(rule.title, {"rule": code}, rule)


def of_parts(parts: Sequence[Part]) -> Query:
    """All of these parts at once; a part about members asks for somebody of the household. Raises `BadInput`."""
    if not parts:
        raise BadInput(Problem("field", N_("请至少写一个条件")))
    nodes, words = list[dict[str, Any]](), list[str]()
    for part in parts:
        node, said = _node(part)
        nodes.append(node)
        words.append(said)
    title = "，".join(words)
    try:
        rule = _rule(title, "household", {"all": nodes})
    except BadCondition as error:
        raise BadInput(Problem("field", str(error))) from error
    return Query(title[:400], {"all": [[one.field, one.how, one.value] for one in parts]}, rule)


def askable() -> dict[str, Field]:
    """The fields of households and members that a condition may be put together from, by `subject.name`."""
    return {f"{s}.{name}": one for (s, name), one in vocabulary().items() if s != "village"}


def run(session: Session, query: Query, area: str, on: date) -> tuple[int, list[int]]:
    """How many households of the area were asked, and those that it holds for; raises `BadInput` for too many."""
    count = select(func.count()).select_from(Household).where(within(Household.group_code, area))
    if (looked_at := session.scalar(count) or 0) > MOST:
        raise BadInput(Problem("area", N_("一次最多查两万户，请由乡镇分别查")))
    sweeps, found = Sweeps(replace(shipped(), rules=(query.rule,)), on), set[int]()
    for lot in lots(session, area, on):
        found |= {hit.household_id for hit in sweeps.hits(session, lot) if hit.household_id}
    return looked_at, sorted(found)


def _node(part: Part) -> tuple[dict[str, Any], str]:
    field = askable().get(part.field)
    if field is None or part.how not in HOWS:
        raise BadInput(Problem("field", N_("没有这个字段，或还没有取数")))
    bound, value = part.value.strip(), str(HOWS[part.how])
    node: dict[str, Any] = {"field": field.name}
    if part.how in ("empty", "filled"):
        node["empty"] = part.how == "empty"
    elif not bound:
        raise BadInput(Problem("value", N_("请写要比较的值")))
    else:
        told, value = _value(field, bound), f"{value}{bound}"
        node[part.how] = [told] if part.how == "has" else told
    whole = node if field.subject == "household" else {"somebody": node}
    return whole, f"{'' if field.subject == 'household' else '有人'}{field.label}{value}"


def _value(field: Field, written: str) -> Any:
    """What is typed, as the vocabulary wants it: a code for its word, a day for its text."""
    if field.type == "day":
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise BadInput(Problem("value", N_("日期写成2021-10-01这样"))) from None
    return next((code for code, label in field.labels.items() if label == written), written)


def _rule(title: str, subject: SubjectName, when: Any) -> Rule:
    book = shipped()
    reader = Reader(book.vocabulary, {name: one.type for name, one in book.parameters.items()})
    return Rule("similar", (), "", "", 4, subject, title, "", "", "", (), reader.read(when, subject))
