"""A problem list as it came down: of which kind, by which document, from whom, and until when all of it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import commands
from engine.actors import Actor
from engine.areas import code, within
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.packs.room_parts import ProblemKind
from states.packs.store import of_digest
from states.wordings.holding import Holding

OLDEST = 1096
"""Days within which a list must have come in."""
LONGEST = 120


class ProblemList(Base):
    """A list that `area`'s office received and hands out; `kind` is the pack's, `title` what it was called that day."""

    __tablename__ = "problem_list"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    kind: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    issuer: Mapped[str] = mapped_column(String(60))
    received_on: Mapped[date]
    rectify_by: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_by_name: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_problem_list_area", "area", "id"),)


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: its kind, the document, the year that it speaks of, who issued it, when it came, by when."""

    kind: str
    document: str
    year: int
    issuer: str
    received_on: date
    rectify_by: date


def kinds(session: Session, area: str, on: date) -> Mapping[str, ProblemKind]:
    """The kinds of lists that the plans at a place name, at a county also those of its townships' plans."""
    files = [of_digest(session, digest).file for digest in Holding(session, on).around(area)]
    return {one.name: one for file in reversed(files) for one in file.problems}


def receive(session: Session, told: Received, *, by: Actor, at: datetime, key: str | None = None) -> ProblemList:
    """Put a list on record at the actor's office; raises `BadInput` with everything that is wrong."""
    if (before := commands.claim(session, key, by, at)) is not None:
        return session.get_one(ProblemList, before["list"])
    known = kinds(session, by.area, office_day(at))
    if problems := list(_problems(told, known, office_day(at))):
        raise BadInput(*problems)
    one = ProblemList(
        area=by.area, kind=told.kind, title=known[told.kind].title, document=told.document.strip(), year=told.year,
        issuer=told.issuer.strip(), received_on=told.received_on, rectify_by=told.rectify_by, entered_by=by.id,
        entered_by_name=by.name, entered_at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    commands.remember(session, key, by, {"list": one.id})
    return one


def find(session: Session, list_id: int, by: Actor) -> ProblemList:
    """A list that the actor may see: one of the own area, or of an office above that handed problems down here.

    Raises `NotFound`.
    """
    one = session.get(ProblemList, list_id)
    if one is None or not (by.covers(one.area) or by.area.startswith(one.area)):
        raise NotFound("problem-list", list_id)
    return one


def own(session: Session, list_id: int, by: Actor) -> ProblemList:
    """A list of the actor's own area, to which problems may be added; raises `NotFound`."""
    one = session.get(ProblemList, list_id)
    if one is None or not by.covers(one.area):
        raise NotFound("problem-list", list_id)
    return one


def of_area(session: Session, by: Actor) -> list[ProblemList]:
    """The lists of the actor's area and of the offices above it, newest first."""
    above = [by.area[:n] for n in range(len(by.area))]
    here = within(ProblemList.area, by.area) | ProblemList.area.in_(above)
    return list(session.scalars(select(ProblemList).where(here).order_by(ProblemList.id.desc())))


def _problems(told: Received, known: Mapping[str, ProblemKind], today: date):  # type: ignore[no-untyped-def]
    if told.kind not in known:
        yield Problem("kind", N_("请选择清单种类；方案里没有的，先由管理员写进方案"))
    for where, text, most in (("document", told.document, LONGEST), ("issuer", told.issuer, 60)):
        if not 2 <= len(text.strip()) <= most:
            yield Problem(where, N_("请写清单的文件名称和反馈单位"))
    if not 2000 <= told.year <= today.year:
        yield Problem("year", N_("年度不对"))
    if told.received_on > today:
        yield Problem("received_on", N_("收到日期还没有到"))
    elif (today - told.received_on).days > OLDEST:
        yield Problem("received_on", N_("收到日期在三年以前，请核对"))
    if told.rectify_by <= told.received_on:
        yield Problem("rectify_by", N_("整改期限要在收到日期之后"))
