"""Pairing: which helper stands by which household, from when until when (XZ10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.households import Household

LONGEST = {"name": 60, "unit": 100, "post": 60, "phone": 40}


class Pairing(Base):
    """A helper of a household; the one without an end is the present one. `reason` says why it ended."""

    __tablename__ = "pairing"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[str] = mapped_column(String(64), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_pairing_present",
            "household_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Helper:
    """A cadre who stands by a household."""

    name: str
    unit: str
    post: str = ""
    phone: str = ""


def pair(
    session: Session, household: Household, helper: Helper, from_on: date, by: Actor, at: datetime, reason: str = ""
) -> Pairing:
    """Pair a household with a helper; one who stands by it already is replaced, with the reason, on that day.

    Raises `NotFound` for a household outside the area, and `BadInput`.
    """
    if not by.covers(household.group_code):
        raise NotFound("household", household.id)
    [case] = hold(session, [household.case_id])
    last = present(session, household.id)
    if problems := _wrong(helper, from_on, reason, last, at):
        raise BadInput(*problems)
    if last is not None:
        _end(session, last, from_on, reason, by, at)
    one = Pairing(
        household_id=household.id, name=helper.name.strip(), unit=helper.unit.strip(), post=helper.post.strip(),
        phone=helper.phone.strip(), from_on=from_on, by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    told = {"pairing": one.id, "helper": one.name, "unit": one.unit, "from": from_on}
    if last is not None:
        told |= {"replaces": last.id, "reason": reason.strip()}
    ledger.append_many(session, [(case, "paired", told)], by, at)
    return one


def end(session: Session, household: Household, until_on: date, reason: str, by: Actor, at: datetime) -> None:
    """End the present pairing of a household without another; raises `NotFound` and `BadInput`."""
    if not by.covers(household.group_code):
        raise NotFound("household", household.id)
    [case] = hold(session, [household.case_id])
    last = present(session, household.id)
    if last is None:
        raise NotFound("pairing", household.id)
    problems = [] if reason.strip() else [Problem("reason", N_("请写明结束结对的原因"))]
    problems += _wrong_day("until_on", until_on, last, at)
    if problems:
        raise BadInput(*problems)
    _end(session, last, until_on, reason, by, at)
    told = {"pairing": last.id, "helper": last.name, "until": until_on, "reason": reason.strip()}
    ledger.append_many(session, [(case, "unpaired", told)], by, at)


def present(session: Session, household_id: int) -> Pairing | None:
    """Who stands by a household now."""
    query = select(Pairing).where(Pairing.household_id == household_id, Pairing.until_on.is_(None))
    return session.scalars(query).one_or_none()


def history(session: Session, household_id: int) -> Sequence[Pairing]:
    """Everybody who stood by a household, the present helper first."""
    query = select(Pairing).where(Pairing.household_id == household_id).order_by(Pairing.id.desc())
    return session.scalars(query).all()


def _wrong(helper: Helper, from_on: date, reason: str, last: Pairing | None, at: datetime) -> list[Problem]:
    problems = []
    if not helper.name.strip():
        problems.append(Problem("name", N_("请填写帮扶责任人的姓名")))
    if not helper.unit.strip():
        problems.append(Problem("unit", N_("请填写帮扶责任人的单位")))
    written = {"name": helper.name, "unit": helper.unit, "post": helper.post, "phone": helper.phone}
    problems += [Problem(key, N_("文字太长")) for key, said in written.items() if len(said.strip()) > LONGEST[key]]
    problems += _wrong_day("from_on", from_on, last, at)
    if last is not None and not reason.strip():
        problems.append(Problem("reason", N_("这户已有帮扶责任人，请写明更换的原因")))
    return problems


def _wrong_day(where: str, day: date, last: Pairing | None, at: datetime) -> list[Problem]:
    if day > office_day(at):
        return [Problem(where, N_("日期不能晚于今天"))]
    if last is not None and day < last.from_on:
        return [Problem(where, N_("日期不能早于现在这位责任人结对的日期"))]
    return []


def _end(session: Session, last: Pairing, on: date, reason: str, by: Actor, at: datetime) -> None:
    last.until_on, last.reason, last.ended_by, last.ended_at = on, reason.strip(), by.id, at
    session.flush()
