"""Verifying the ledger: any edit, loss, insertion or truncation is found and its case is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, cast, select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.db import stamp
from engine.hot import dialect_of
from engine.ledger import Entry, canonical, seal_of
from engine.seals import Seal, SealedHead, root_of

AT_ONCE = 20_000
"""Cases whose chains are held in memory together."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the ledger; `case_id` is None for a fault of a whole seal."""

    case_id: int | None
    sequence: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification looked at and what it found."""

    cases: int
    entries: int
    seals: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in the chains of some cases; `upto` is the last of them, None where there are no more."""

    upto: int | None
    cases: int
    entries: int
    faults: tuple[Fault, ...]


def verify(session: Session) -> Verified:
    """Check every chain from its first entry, then every daily seal against the chains."""
    after: int | None = 0
    cases = entries = 0
    faults: list[Fault] = []
    while after is not None:
        some = verify_part(session, after)
        after, cases, entries = some.upto, cases + some.cases, entries + some.entries
        faults += some.faults
    seals, wrong = verify_seals(session)
    return Verified(cases, entries, seals, tuple(dict.fromkeys([*faults, *wrong])))


def verify_part(session: Session, after: int, most: int = AT_ONCE) -> Part:
    """Check the chains of the next `most` cases after a case; the last part takes what belongs to no case, too."""
    spelled = _spelled(dialect_of(session))
    query = select(Case.id, Case.sequence, spelled(Case.head), spelled(Case.state)).where(Case.id > after)
    rows = session.execute(query.order_by(Case.id).limit(most)).all()
    stored = {row[0]: (row[1], _text(row[2]), _text(row[3])) for row in rows}
    upto = rows[-1][0] if len(rows) == most else None
    entries, faults = _chains(session, after, upto, stored)
    return Part(upto, len(stored), entries, tuple(faults))


def _chains(
    session: Session, after: int, upto: int | None, stored: dict[int, tuple[int, str, str]]
) -> tuple[int, list[Fault]]:
    spelled, sealed = _spelled(dialect_of(session)), _sealed(session, after, upto)
    faults: list[Fault] = []
    seen: dict[int, tuple[int, str, str]] = {}
    entries = 0
    said = (Entry.kind, Entry.actor_id, Entry.actor_name, Entry.actor_role, Entry.at, Entry.facts, Entry.seal)
    query = select(Entry.case_id, Entry.sequence, *map(spelled, said)).where(*_between(Entry.case_id, after, upto))
    query = query.order_by(Entry.case_id, Entry.sequence).execution_options(yield_per=5000)
    for row in session.execute(query):
        entries += 1
        case_id, sequence, (*who, at, facts, seal) = row[0], row[1], map(_text, row[2:])
        before, head, state = seen.get(case_id, (0, "", ""))
        if sequence != before + 1:
            faults.append(Fault(case_id, sequence, f"第{before + 1}条不见了，或被换了次序"))
        tail = f"{canonical([*who, at])[1:-1]},{facts}]"
        if seal_of(head, case_id, sequence, tail) != seal:
            faults.append(Fault(case_id, sequence, "内容与封印不符：被改过，或前一条被换过"))
        if (anchored := sealed.get((case_id, sequence))) and anchored != seal:
            faults.append(Fault(case_id, sequence, "与当日总封印里的不一致"))
        seen[case_id] = (sequence, seal, _state(facts) or state)
    faults += _heads(stored, seen)
    faults += [Fault(c, s, "当日总封印里有这一条，台账里没有") for c, s in sealed if seen.get(c, (0,))[0] < s]
    return entries, faults


def verify_seals(session: Session) -> tuple[int, list[Fault]]:
    """Check the hash of every daily seal over its heads and the seal before it; how many there are."""
    seals = list(_seals(session))
    return len(seals), [fault for fault in seals if fault]


def _between(column: Any, after: int, upto: int | None) -> list[ColumnElement[bool]]:
    """The condition on the cases of a part; the first and the last part are open towards what should not be there."""
    return ([column > after] if after else []) + ([column <= upto] if upto is not None else [])


def _spelled(dialect: str) -> Callable[[Any], Any]:
    """How to ask for a text: on SQLite for its bytes, as spoilt ones need not be text any more."""
    return (lambda column: cast(column, LargeBinary)) if dialect == "sqlite" else (lambda column: column)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _state(facts: str) -> str:
    try:
        return str(json.loads(facts).get("state", ""))
    except (ValueError, AttributeError):  # spoilt text: the seal has already told
        return ""


def _heads(stored: dict[int, tuple[int, str, str]], seen: dict[int, tuple[int, str, str]]) -> Iterator[Fault]:
    for case_id, (sequence, head, state) in stored.items():
        last, seal, said = seen.get(case_id, (0, "", ""))
        if last != sequence:
            yield Fault(case_id, last, f"台账只到第{last}条，应有{sequence}条：末尾被删，或被插入")
        elif seal != head:
            yield Fault(case_id, last, "最后一条的封印与案卷上的不符")
        elif said and said != state:
            yield Fault(case_id, last, f"案卷状态是“{state}”，台账最后一次变动却到“{said}”")
    for case_id in seen.keys() - stored.keys():
        yield Fault(case_id, None, "台账里有这一户，案卷却不见了")


def _sealed(session: Session, after: int, upto: int | None) -> dict[tuple[int, int], str]:
    head = _spelled(dialect_of(session))(SealedHead.head)
    query = select(SealedHead.case_id, SealedHead.sequence, head)
    rows = session.execute(query.where(*_between(SealedHead.case_id, after, upto)))
    return {(row[0], row[1]): _text(row[2]) for row in rows}


def _seals(session: Session) -> Iterator[Fault | None]:
    before, spelled = "", _spelled(dialect_of(session))
    query = select(Seal.id, spelled(Seal.day), spelled(Seal.at), Seal.upto, spelled(Seal.root)).order_by(Seal.id)
    for number, day, at, upto, root in session.execute(query):
        columns = (SealedHead.case_id, SealedHead.sequence, spelled(SealedHead.head))
        rows = session.execute(select(*columns).where(SealedHead.seal_id == number))
        heads = [(row[0], row[1], _text(row[2])) for row in rows]
        good = root_of(before, _text(day), _text(at), upto, heads) == _text(root)
        yield None if good else Fault(None, None, f"{_text(day)}的总封印不对：封印或它所含的链头被改过")
        before = _text(root)
