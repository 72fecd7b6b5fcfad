"""The one way in: finishing a step or making a move, for one case or for many, in one transaction.

No endpoint, job or import sets a state; they all come here. A refusal lists every blocker, and the
answer is the same on the page, in bulk, through the API and on paper, because it is this one.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.apply import Overtaken, write
from engine.book import Book
from engine.cases import Case
from engine.clock import OFFICE
from engine.decide import Decision, decide, settle
from engine.errors import MoveBlocked, NotFound, Refused, StaleCase
from engine.facts import Facts, gather
from engine.guards import Blocker
from engine.hot import Hot, as_list, dialect_of, listed
from engine.ledger import Entry
from engine.words import N_

A_LOT = 200
"""So many cases are read, decided and written at a time: they fit into the processor's own memory."""


class Advanced(NamedTuple):
    """What an act did to one case. `again` says that the same command had been carried out before."""

    case_id: int
    act: str
    source: str
    target: str
    move: str = ""
    opened: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    again: bool = False


@dataclass(slots=True)
class Outcome:
    """What an act did to many cases: who advanced, and who was held with which reasons."""

    moved: list[Advanced] = field(default_factory=list)
    held: dict[int, tuple[Blocker, ...]] = field(default_factory=dict)
    again: bool = False


def advance(
    session: Session,
    book: Book,
    case_id: int,
    act: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
    note: str = "",
    sure: bool = True,
) -> Advanced:
    """Finish the step or make the move called `act`, or raise `MoveBlocked` with every reason against it.

    `version` is the one the person saw; `key` makes a repeated command do one thing; who is not `sure` makes no
    move that cannot be undone. Raises `StaleCase` when somebody else was first, `UnknownAct`, and `NotFound`.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return _restored(told)
    facts = gather(session, book, [case_id], by, at).get(case_id)
    if facts is None:
        raise NotFound("case", case_id)
    if version is not None and version != facts.version:
        raise stale(session, act, case_id)
    decision = decide(book.definition(session, facts.definition), facts, act)
    if decision.blockers:
        if any(blocker.code == "step-done" for blocker in decision.blockers):
            raise stale(session, act, case_id)
        raise MoveBlocked(act, decision.blockers)
    if unsure := not sure and _unconfirmed(decision):
        raise MoveBlocked(act, unsure)
    settle(book.definition(session, facts.definition), facts, decision)
    try:
        write(session, book, [[(facts, decision)]], by, at, note)
    except Overtaken:
        raise stale(session, act, case_id) from None
    book.follow(session, [(facts, decision)])
    done = _advanced(facts.case_id, decision)
    if key:
        commands.remember(session, key, by, _plain(done))
    return done


def advance_many(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    act: str,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
    note: str = "",
    sure: bool = True,
) -> Outcome:
    """Do the same act to every case: each advances or is held with all its reasons, and the rest go on.

    All who advance do so in this one transaction; a case that is not there is held as unknown, and where nobody is
    `sure`, so is one that would make a move that cannot be undone.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return Outcome([_restored(one) for one in told["moved"]], {}, again=True)
    outcome = Outcome()
    lock(session, case_ids)
    ids, settled = sorted(set(case_ids)), set[tuple[str, str, str]]()
    lots = (ids[begin : begin + A_LOT] for begin in range(0, len(ids), A_LOT))
    with _no_collection():
        ready = (_ready(session, book, lot, act, by, at, outcome, settled, sure) for lot in lots)
        write(session, book, ready, by, at, note)
    if key:
        commands.remember(session, key, by, {"moved": [_plain(one) for one in outcome.moved]})
    return outcome


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave Python's cycle collector off: facts hold no cycles, and searching them takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _ready(
    session: Session,
    book: Book,
    case_ids: Sequence[int],
    act: str,
    by: Actor,
    at: datetime,
    outcome: Outcome,
    settled: set[tuple[str, str, str]],
    sure: bool,
) -> list[tuple[Facts, Decision]]:
    ready: list[tuple[Facts, Decision]] = []
    gathered = gather(session, book, case_ids, by, at)
    for case_id in case_ids:
        if case_id not in gathered:
            outcome.held[case_id] = (NO_SUCH_CASE,)
    for facts in gathered.values():
        definition = book.definition(session, facts.definition)
        try:
            decision = decide(definition, facts, act)
        except Refused as refused:
            outcome.held[facts.case_id] = refused.blockers
            continue
        if decision.blockers:
            outcome.held[facts.case_id] = decision.blockers
            continue
        if unsure := not sure and _unconfirmed(decision):
            outcome.held[facts.case_id] = unsure
            continue
        # every guard was asked for every case; the machine is asked once for each (definition, state, move)
        if decision.move and (move := (facts.definition, decision.source, decision.move.name)) not in settled:
            settle(definition, facts, decision)
            settled.add(move)
        ready.append((facts, decision))
        outcome.moved.append(_advanced(facts.case_id, decision))
    book.follow(session, ready)
    return ready


def _unconfirmed(decision: Decision) -> tuple[Blocker, ...]:
    """That a move which cannot be undone waits for somebody to confirm it (HT06)."""
    move = decision.move
    if move is None or not move.irreversible:
        return ()
    text = N_("“%(move)s”办成后不能撤销，也不能退回：请打开这一户，看清说明后逐户确认")
    return (Blocker("confirmation-needed", text, {"move": move.label}, move.basis),)


NO_SUCH_CASE = Blocker("not-found", N_("找不到这一户，或不在您的管辖范围内"))


def lock(session: Session, case_ids: Collection[int]) -> None:
    """Hold the cases until the transaction ends, in one order so that two bulk acts never wait in a ring."""
    if dialect_of(session) == "postgresql":
        LOCK.cursor(session, {"ids": as_list(session, list(case_ids))})


LOCK = Hot(lambda d: select(Case.id).where(Case.id.in_(listed(d, "ids"))).order_by(Case.id).with_for_update())


def stale(session: Session, act: str, case_id: int) -> StaleCase:
    """The refusal that tells who changed the case last, and when."""
    query = select(Entry.actor_name, Entry.at).where(Entry.case_id == case_id).order_by(Entry.sequence.desc())
    last = session.execute(query.limit(1)).first()
    if last is None:
        return StaleCase(act, case_id, "", None, "")
    return StaleCase(act, case_id, last.actor_name, last.at, last.at.astimezone(OFFICE).strftime("%Y-%m-%d %H:%M"))


def _advanced(case_id: int, decision: Decision) -> Advanced:
    return Advanced(
        case_id,
        decision.act,
        decision.source,
        decision.target,
        decision.move.name if decision.move else "",
        tuple([spec.name for spec in decision.opened]),
        tuple([spec.name for spec in decision.skipped]),
    )


def _plain(done: Advanced) -> dict[str, Any]:
    return {
        "case_id": done.case_id,
        "act": done.act,
        "source": done.source,
        "target": done.target,
        "move": done.move,
        "opened": list(done.opened),
        "skipped": list(done.skipped),
    }


def _restored(told: Mapping[str, Any]) -> Advanced:
    return Advanced(**{**told, "opened": tuple(told["opened"]), "skipped": tuple(told["skipped"]), "again": True})
