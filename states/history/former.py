"""What stood in the register before each change, with the day from which the new holds: written by the act itself."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.bulk import insert_rows
from engine.clock import office_day
from engine.db import Base, Instant
from engine.ledger import canonical
from states.history.facts import OF_A_PERSON, Row, facts_of, subject_of
from states.households import Household
from states.members import Member
from states.quality.details import of as details_of

EVERYTHING = "*"
"""In the place of a name: nothing at all was known before."""


class Former(Base):
    """What one act changed about one household or member.

    `before` is canonical JSON: the stored text of each changed fact as it was, null where nobody knows it any more.
    What came after holds from `holds_from` on, an office day. Ids rise in the order in which acts entered the register.
    """

    __tablename__ = "former"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    holds_from: Mapped[date] = mapped_column(Date)
    before: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_former_subject", "subject", "subject_id", "id"),)

    @property
    def told(self) -> dict[str, str | None]:
        """What was before, by name; None for what nobody knows."""
        return dict(json.loads(self.before))


@contextmanager
def changing(
    session: Session, rows: Iterable[Row], holds_from: date, at: datetime, also: Collection[tuple[Row, str]] = ()
) -> Iterator[None]:
    """Keep what stands in these rows for whatever is changed inside; `also` names facts that are said anew."""
    watched = [(row, facts_of(row), {name for one, name in also if one is row}) for row in rows]
    yield
    changed = []
    for row, before, anew in watched:
        after = facts_of(row)
        names = anew | {name for name in before | after if before.get(name, "") != after.get(name, "")}
        if names:
            changed.append((subject_of(row), row.id, {name: before.get(name, "") for name in names}))
    keep(session, changed, holds_from, at)


def keep(
    session: Session, changed: Sequence[tuple[str, int, Mapping[str, str | None]]], holds_from: date, at: datetime
) -> None:
    """Write down what was before: (subject, id, fact by name) for each row that an act changes."""
    rows = [
        {"subject": subject, "subject_id": number, "holds_from": holds_from, "before": canonical(told), "at": at}
        for subject, number, told in changed
    ]
    insert_rows(session, Base.metadata.tables["former"], rows)


def begun(session: Session, home: Household, member: Member, on: date, at: datetime) -> None:
    """Note that a member came into the register after the household: nothing is known of them here before that day."""
    keep(session, [("member", member.id, {EVERYTHING: None})], max(on, office_day(home.created_at)), at)


def went_along(session: Session, old_home: Household, old: Member, member: Member, on: date, at: datetime) -> None:
    """Give a person who moved their own past along, from the day of the move on; what was the old household's stays."""
    mine = select(Former).where(Former.subject == "member", Former.subject_id == old.id).order_by(Former.id)
    past = list(session.scalars(mine))
    since = next((one.holds_from for one in past if EVERYTHING in one.told), office_day(old_home.created_at))
    keep(session, [("member", member.id, {EVERYTHING: None})], max(on, since), at)
    personal = OF_A_PERSON | set(details_of("member"))
    for one in past:
        told: dict[str, Any] = {name: value for name, value in one.told.items() if name in personal}
        if told:
            keep(session, [("member", member.id, told)], one.holds_from, one.at)
