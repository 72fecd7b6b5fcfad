"""Where each ledger stands: its last rounds with their trend, what waits, and who has not answered (BZ05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states.reconciliation.differences import NOT_CLOSED, OPEN, Difference
from states.reconciliation.files import FINISHED, OutsideFile, Round, SentLedger, around
from states.reconciliation.ledgers import Ledger, ledgers
from states.reconciliation.rounds import Seen, covering, told

TREND = 5


@dataclass(frozen=True, slots=True)
class Silent:
    """A ledger that went out and has not come back: from where, when, and for how many days it is waited for."""

    ledger: Ledger
    area: str
    sent_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A ledger with its last rounds in the actor's area, oldest first, and how many differences wait or lack proof.

    `silent` are those of its sendings that nobody answered yet, the longest first.
    """

    ledger: Ledger
    rounds: tuple[Seen, ...]
    waiting: int
    unproved: int
    silent: tuple[Silent, ...]

    @property
    def last(self) -> Seen | None:
        """The last round; None before the first."""
        return self.rounds[-1] if self.rounds else None

    @property
    def as_of_on(self) -> date | None:
        """The day of the data that were compared last."""
        return self.last.file.as_of_on if self.last else None

    @property
    def agreed_at(self) -> datetime | None:
        """When the last round was marked as agreed."""
        return self.last.round.agreed_at if self.last else None

    @property
    def trend(self) -> list[int]:
        """How many lines differed or were missing, round after round."""
        return [one.apart for one in self.rounds]


def standings(session: Session, by: Actor, today: date) -> list[Standing]:
    """Every ledger of the actor with where it stands; six statements."""
    rounds, counts, quiet = _rounds(session, by), _counts(session, by), silent(session, by, today)
    found = []
    for ledger in ledgers(by):
        last = rounds.get(ledger.id, [])
        of = {state: n for (name, state), n in counts.items() if name == ledger.id}
        waiting = of.pop(OPEN[0], 0)
        mine = tuple(one for one in quiet if one.ledger.id == ledger.id)
        found.append(Standing(ledger, tuple(last), waiting, sum(of.values()), mine))
    return found


def silent(session: Session, by: Actor, today: date) -> list[Silent]:
    """What went out from the actor's area and has not come back since, the longest waited for first."""
    known = {ledger.id: ledger for ledger in ledgers(by)}
    columns = (SentLedger.ledger, SentLedger.area, func.max(SentLedger.sent_at), func.max(SentLedger.sent_on))
    out = select(*columns).where(SentLedger.ledger.in_(known), within(SentLedger.area, by.area))
    back = select(OutsideFile.ledger, OutsideFile.area, func.max(OutsideFile.taken_at))
    back = back.where(OutsideFile.ledger.in_(known), around(by.area), FINISHED)
    returned = session.execute(back.group_by(OutsideFile.ledger, OutsideFile.area)).all()
    found = []
    for ledger, area, at, on in session.execute(out.group_by(SentLedger.ledger, SentLedger.area)):
        if not any(row[0] == ledger and row[2] >= at and _touches(row[1], area) for row in returned):
            found.append(Silent(known[ledger], area, on, (today - on).days))
    return sorted(found, key=lambda one: (-one.days, one.area, one.ledger.id))


def _touches(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _rounds(session: Session, by: Actor) -> Mapping[str, Sequence[Seen]]:
    """The last rounds of each ledger, all of the area that the very last one was about."""
    newest = select(func.max(Round.id)).where(covering(by.area)).group_by(Round.ledger)
    last = select(Round.ledger, Round.area).where(Round.id.in_(newest)).subquery()
    place = func.row_number().over(partition_by=Round.ledger, order_by=Round.id.desc()).label("place")
    same = select(Round.id, place).join(last, (last.c.ledger == Round.ledger) & (last.c.area == Round.area)).subquery()
    query = select(Round, OutsideFile).join(OutsideFile, OutsideFile.id == Round.file_id)
    query = query.join(same, same.c.id == Round.id).where(same.c.place <= TREND).order_by(Round.id)
    found: dict[str, list[Seen]] = {}
    for one in told(session, [(row[0], row[1]) for row in session.execute(query)], by, counts_rows=False):
        found.setdefault(one.round.ledger, []).append(one)
    return found


def _counts(session: Session, by: Actor) -> dict[tuple[str, str], int]:
    query = select(Difference.ledger, Case.state, func.count()).join(Case, Case.id == Difference.case_id)
    query = query.where(within(Difference.area, by.area), Case.state.in_(NOT_CLOSED))
    return {(row[0], row[1]): row[2] for row in session.execute(query.group_by(Difference.ledger, Case.state))}
