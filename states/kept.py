"""Records of a household that are never edited: a better one supersedes it, with a reason; the ledger tells of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import hold
from engine.clock import office_day
from engine.db import Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household
from states.members import Member


class Kept:
    """The columns that such records share; `superseded` marks what a later record took the place of."""

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_by_name: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    superseded: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")

    @declared_attr
    @classmethod
    def supersedes(cls) -> Mapped[int | None]:
        """The record whose place this one took."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"))  # type: ignore[attr-defined]


Record = TypeVar("Record", bound=Kept)


def keep(
    session: Session,
    household: Household,
    record: Record,
    what: str,
    *,
    by: Actor,
    at: datetime,
    old: Kept | None = None,
    reason: str = "",
) -> Record:
    """Store a record of a household, in the place of `old` if given; the household's ledger says that it came.

    Raises `NotFound` outside the actor's area and for an `old` of another household or one already superseded,
    `BadInput` for a correction without a reason.
    """
    if not by.covers(household.group_code):
        raise NotFound("household", household.id)
    if old is not None:
        if old.superseded or old.household_id != household.id:
            raise NotFound(what, old.id)
        if len(reason.strip()) < 2:
            raise BadInput(Problem("reason", N_("请写明更正的原因")))
        old.superseded, record.supersedes, record.reason = True, old.id, reason.strip()
    record.household_id = household.id
    keep_many(session, [(household.case_id, record)], what, by=by, at=at)
    return record


def keep_many(session: Session, records: Sequence[tuple[int, Kept]], what: str, *, by: Actor, at: datetime) -> None:
    """Store records of many households, (case, record) each, with one ledger entry for each household."""
    for _case, record in records:
        record.entered_by, record.entered_by_name, record.entered_at = by.id, by.name, at
    session.add_all([record for _case, record in records])
    session.flush()
    told: dict[int, dict[str, list[int]]] = {}
    for case_id, record in records:
        facts = told.setdefault(case_id, {"records": []})
        facts["records"].append(record.id)
        if record.supersedes:
            facts.setdefault("supersedes", []).append(record.supersedes)
    ledger.append_many(session, [(case, what, told[case.id]) for case in hold(session, told)], by, at)


def standing(session: Session, kind: type[Record], record_id: int, by: Actor) -> tuple[Record, Household]:
    """A record that stands, with its household; raises `NotFound` outside the actor's area."""
    query = select(kind, Household).join(Household, Household.id == kind.household_id)
    row = session.execute(
        query.where(kind.id == record_id, kind.superseded.is_(False), within(Household.group_code, by.area))
    ).one_or_none()
    if row is None:
        raise NotFound(kind.__name__, record_id)
    return row[0], row[1]


def member_of(session: Session, household: Household, member_id: int) -> Member:
    """A present member of the household; raises `BadInput` beside the field `member_id`."""
    member = session.get(Member, member_id)
    if member is None or member.household_id != household.id or not member.is_here:
        raise BadInput(Problem("member_id", N_("请选择这一户的在册成员")))
    return member


def written(where: str, text: str, empty: str, most: int = 500) -> list[Problem]:
    """What is wrong with a text that has to be written."""
    if len(text.strip()) < 2:
        return [Problem(where, empty)]
    return [Problem(where, N_("文字太长"))] if len(text.strip()) > most else []


def not_later(where: str, on: date | None, at: datetime) -> list[Problem]:
    """What is wrong with a day on which something has happened."""
    if on is None:
        return [Problem(where, N_("请填写日期"))]
    return [Problem(where, N_("日期不能晚于今天"))] if on > office_day(at) else []
