"""Laying what a round found beside what was found before: new, still there, back again, gone (XZ12).

A lot is settled in the caller's transaction: what is new is opened in bulk, what moves goes through `advance_many`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many, lock
from engine.book import Book
from engine.cases import Case, open_cases
from engine.hot import as_list, dialect_of, listed
from engine.ledger import canonical
from states.quality.findings import CLAIMED, FINDING, OPEN, WAIVED, Finding
from states.quality.round import Round
from states.quality.snapshot import Lot, Village
from states.quality.sweep import Hit
from states.regions import Region

Key = tuple[str, str, str]


@dataclass(slots=True)
class Changes:
    """What has to be written for a lot, and how much of each there was."""

    new: list[Hit] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    confirm: list[int] = field(default_factory=list)
    reopen: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def settle(
    session: Session, book: Book, lot: Lot, hits: Sequence[Hit], rules: Collection[str], round_: Round, by: Actor,
    at: datetime,
) -> Mapping[str, int]:  # fmt: skip
    """Write down what these rules found in a lot; answer the counts."""
    lock(
        session, [house.case_id for house in lot.houses.values()]
    )  # of two rounds, the second waits and sees the first
    counts = _lay(session, book, _of_houses(session, lot, rules), hits, round_, by, at)
    return counts | Counter(households=len(lot.houses), members=len(lot.people))


def settle_villages(
    session: Session, book: Book, villages: Sequence[Village], hits: Sequence[Hit], rules: Collection[str],
    round_: Round, by: Actor, at: datetime,
) -> Mapping[str, int]:  # fmt: skip
    """Write down what these rules found of villages; answer the counts."""
    codes = [village.code for village in villages]
    held = select(Region.code).where(Region.code.in_(codes)).order_by(Region.code).with_for_update()
    session.execute(held)  # of two rounds, the second waits and sees the first
    known = _known(session, Finding.area.in_(codes) & Finding.household_id.is_(None), {}, rules)
    return _lay(session, book, known, hits, round_, by, at) | Counter(villages=len(villages))


def _lay(
    session: Session, book: Book, known: Mapping[Key, Any], hits: Sequence[Hit], round_: Round, by: Actor, at: datetime
) -> Counter[str]:
    """Lay what was found beside what is known and write the differences down."""
    changes = _compared(known, hits, round_)
    _open(session, changes.new, round_, by, at)
    if changes.rows:
        session.execute(update(Finding), changes.rows)
    session.flush()
    note = f"round:{round_.id}"
    if changes.confirm:
        advance_many(session, book, changes.confirm, "confirm", by=by, at=at, note=note)
    if changes.reopen:
        advance_many(session, book, changes.reopen, "reopen", by=by, at=at, note=note)
    counts = changes.counts
    counts |= Counter(opened=len(changes.new), reopened=len(changes.reopen), closed=len(changes.confirm))
    return counts | Counter(found=len(hits))


def _of_houses(session: Session, lot: Lot, rules: Collection[str]) -> dict[Key, Any]:
    inside = Finding.household_id.in_(listed(dialect_of(session), "ids"))
    return _known(session, inside, {"ids": as_list(session, list(lot.houses))}, rules)


def _known(session: Session, where: Any, bound: Mapping[str, Any], rules: Collection[str]) -> dict[Key, Any]:
    columns = (Finding.id, Finding.rule, Finding.subject, Finding.other, Finding.sign, Finding.facts, Finding.gone_on)
    query = select(*columns, Finding.case_id, Case.state).join(Case, Case.id == Finding.case_id)
    rows = session.execute(query.where(where), bound)
    return {(row.rule, row.subject, row.other): row for row in rows if row.rule in rules}


def _compared(known: Mapping[Key, Any], hits: Sequence[Hit], round_: Round) -> Changes:
    changes, seen = Changes(), set[Key]()
    for hit in hits:
        key = (hit.rule.code, hit.subject, hit.other)
        if key in seen:
            continue
        seen.add(key)
        before = known.get(key)
        if before is None:
            changes.new.append(hit)
        else:
            _again(changes, before, hit, round_)
    for key, before in known.items():
        if key not in seen:
            _gone(changes, before, round_)
    return changes


def _again(changes: Changes, before: Any, hit: Hit, round_: Round) -> None:
    if before.state == WAIVED[0] and before.sign == hit.sign:
        changes.counts["waived"] += 1
        return
    facts = canonical(hit.facts)
    moves = before.state != OPEN[0]
    if moves or before.gone_on is not None or before.facts != facts or before.sign != hit.sign:
        row = {"id": before.id, "facts": facts, "sign": hit.sign, "gone_on": None, "seen_round": round_.id}
        changes.rows.append(row | ({"proof": "", "waived_reason": "", "severity": hit.rule.severity} if moves else {}))
    if moves:
        changes.reopen.append(before.case_id)


def _gone(changes: Changes, before: Any, round_: Round) -> None:
    if before.state == OPEN[0]:
        changes.counts["unproved"] += 1
    if before.state in (OPEN[0], CLAIMED[0]) and before.gone_on is None:
        changes.rows.append({"id": before.id, "gone_on": round_.as_of})
    if before.state == CLAIMED[0]:
        changes.confirm.append(before.case_id)


def _open(session: Session, new: Sequence[Hit], round_: Round, by: Actor, at: datetime) -> None:
    if not new:
        return
    areas = [hit.area for hit in new]
    cases = open_cases(session, FINDING, areas, by, at, note=f"round:{round_.id}")
    rows = [
        {
            "case_id": case.id,
            "rule": hit.rule.code,
            "severity": hit.rule.severity,
            "household_id": hit.household_id,
            "member_id": hit.member_id,
            "subject": hit.subject,
            "other": hit.other,
            "area": area,
            "facts": canonical(hit.facts),
            "sign": hit.sign,
            "found_on": round_.as_of,
            "first_round": round_.id,
            "seen_round": round_.id,
        }
        for hit, case, area in zip(new, cases, areas, strict=True)
    ]
    session.execute(insert(Finding), rows)
    session.expunge_all()  # a round opens many: what is written is not kept in mind


def told(facts: str) -> dict[str, str]:
    """The facts of a finding as they fill its rule's sentence."""
    return dict(json.loads(facts))
