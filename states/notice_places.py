"""Where a notice hangs: each hanging with its day, its hand and its photo, until it was taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.cases import Case
from engine.db import Base, Instant
from states.notices import Notice


class NoticePlace(Base):
    """One hanging in one place; a notice that came down and was posted again has two."""

    __tablename__ = "notice_place"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    place: Mapped[str] = mapped_column(String(32))
    posted_on: Mapped[date]
    posted_by: Mapped[str] = mapped_column(String(64))
    posted_by_name: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    photo: Mapped[str] = mapped_column(String(64), default="")
    taken_down_on: Mapped[date | None]
    taken_down_photo: Mapped[str] = mapped_column(String(64), default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a notice's own guards read: its state, its last day, and where it still has to be posted."""

    status: str
    last_on: date
    missing: tuple[str, ...]
    kind: str


def hangings(session: Session, notice: Notice) -> Sequence[NoticePlace]:
    """Every hanging of a notice, in the order in which they were recorded."""
    query = select(NoticePlace).where(NoticePlace.notice_id == notice.id).order_by(NoticePlace.id)
    return session.scalars(query).all()


def up(session: Session, notice: Notice) -> dict[str, NoticePlace]:
    """The places where it hangs now."""
    return {row.place: row for row in hangings(session, notice) if row.taken_down_on is None}


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to cases of the kind "notice"."""
    query = select(Notice, Case.state).join(Case, Case.id == Notice.case_id).where(Notice.case_id.in_(list(case_ids)))
    found = [(notice, state) for notice, state in session.execute(query)]
    hung = select(NoticePlace.notice_id, NoticePlace.place).where(
        NoticePlace.notice_id.in_([notice.id for notice, _ in found]), NoticePlace.taken_down_on.is_(None)
    )
    there = {(row[0], row[1]) for row in session.execute(hung)}
    return {
        notice.case_id: Standing(
            state,
            notice.last_on,
            tuple(place for place in notice.places if (notice.id, place) not in there),
            notice.kind,
        )
        for notice, state in found
    }
