"""Taking in the households without problems, lot by lot; going on after a kill ends with the same register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import work
from engine.definition import Definition
from states import households
from states.exchange import batches
from states.exchange.batches import ImportBatch, ImportLot
from states.households import Draft
from states.imports import (
    MEANWHILE_PROBLEM,
    Imported,
    ImportRefused,
    Preview,
    brought_numbers,
    meanwhile,
    new_batch,
    numbered,
)

A_LOT = 1000
"""Households in one transaction: others wait a fifth of a second; smaller lots write the same pages more often."""

Progress = Callable[[int, int], None]


def silent(_done: int, _planned: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A lot: the households of the plan from `begin` up to `upto`, without those that have a problem by now.

    `brought` is the highest number of ours that the file brings for each village: none such is given away.
    """

    batch_id: int
    file: str
    begin: int
    upto: int
    drafts: Sequence[Draft]
    brought: Mapping[str, int]


def take_lots(
    db: Engine,
    looked: Preview,
    definition: Definition,
    by: Actor,
    at: datetime,
    *,
    size: int = A_LOT,
    progress: Progress = silent,
) -> Imported:
    """Store the good households of a preview, `size` in each transaction, and leave the others out.

    Each transaction leaves a checkpoint. After a kill, `preview` of the same file gives the rest, and this goes on.
    What was registered by others meanwhile is left out, too. `progress` hears how many households are behind us.
    Raises ImportRefused when nothing can come in.
    """
    with work(db) as session:
        begun = begin(session, looked, by, at)
    for part in begun.parts(size):
        progress(part.begin, len(begun.plan))
        _store(db, part, definition, by, at)
    progress(len(begun.plan), len(begun.plan))
    with work(db) as session:
        return finish(session, begun.batch_id, at)


@dataclass(frozen=True, slots=True)
class Begun:
    """A taking in that goes on: its batch, its whole plan, and how many households are behind us."""

    batch_id: int
    looked: Preview
    plan: Sequence[int]
    stored: int
    drafts: Mapping[int, Draft]
    brought: Mapping[str, int]

    def parts(self, size: int) -> Iterator[Taking]:
        """The lots that are still to come, `size` households in each."""
        for begin_ in range(self.stored, len(self.plan), size):
            upto = min(len(self.plan), begin_ + size)
            lot = [self.drafts[row] for row in self.plan[begin_:upto] if row in self.drafts]
            yield Taking(self.batch_id, self.looked.file, begin_, upto, lot, self.brought)


def begin(session: Session, looked: Preview, by: Actor, at: datetime) -> Begun:
    """Open the batch of a preview, or go on with the one that was broken off; raises ImportRefused."""
    refuse(looked, by)
    batch = batches.of_digest(session, looked.digest)
    if batch is None:
        batch = new_batch(looked, by, at)
        session.add(batch)
        session.flush()
    drafts = dict(zip(looked.rows, looked.drafts, strict=True))
    stored = batches.stored_upto(session, batch)
    return Begun(batch.id, looked, batch.planned, stored, drafts, brought_numbers(looked.drafts))


def finish(session: Session, batch_id: int, at: datetime) -> Imported:
    """Close the batch, and answer what came in."""
    batch = session.get_one(ImportBatch, batch_id)
    batch.finished_at = batch.finished_at or at
    return Imported(batch.id, batch.households, batch.members)


def refuse(looked: Preview, by: Actor) -> None:
    """Raise ImportRefused when nothing of the preview can come in."""
    if looked.resumes:
        return
    if not looked.is_acceptable or not all(by.covers(draft.group_code) for draft in looked.drafts):
        raise ImportRefused(looked.file, looked.problems or [MEANWHILE_PROBLEM])


def _store(db: Engine, taking: Taking, definition: Definition, by: Actor, at: datetime) -> None:
    """One lot with its checkpoint; asked a second time when somebody was quicker."""
    for is_last in (False, True):
        try:
            with work(db) as session:
                store_part(session, taking, definition, by, at)
            return
        except IntegrityError:
            if is_last:
                raise ImportRefused(taking.file, [MEANWHILE_PROBLEM]) from None


def store_part(session: Session, taking: Taking, definition: Definition, by: Actor, at: datetime) -> None:
    """Store one lot with its checkpoint; nothing when somebody else has stored it."""
    batch = session.get_one(ImportBatch, taking.batch_id, with_for_update=True)
    if batches.stored_upto(session, batch) >= taking.upto:
        return  # somebody goes on with the same file beside us
    known = meanwhile(session, taking.drafts)
    good = [draft for place, draft in enumerate(taking.drafts) if place not in known]
    households.register(session, numbered(session, good, taking.brought), definition, by, at)
    batch.households += len(good)
    batch.members += sum(len(draft.members) for draft in good)
    batch.left_out += taking.upto - taking.begin - len(good)
    session.add(ImportLot(batch_id=batch.id, upto=taking.upto, households=len(good), stored_at=at))
