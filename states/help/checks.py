"""The quarterly check that help was delivered (BZ10), and whether income and expenses are stable (BZ12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, Refused
from engine.guards import Blocker
from engine.words import N_
from states.help.deliveries import Delivery
from states.help.measures import Measure
from states.help.quarters import Quarter
from states.households import Household
from states.kept import Kept, keep_many, not_later, written

BASIS = "二(三)2"


class HelpCheck(Kept, Base):
    """One household's check of one quarter; a later one of the same quarter supersedes it.

    `missing` are the numbers of the measures of which nothing arrived, separated by commas.
    """

    __tablename__ = "help_check"

    quarter: Mapped[str] = mapped_column(String(6))
    checked_on: Mapped[date]
    missing: Mapped[str] = mapped_column(String(200), default="")
    income_stable: Mapped[bool]
    expenses_controlled: Mapped[bool]
    found: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_help_check_household_quarter", "household_id", "quarter"),)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check found; the same words may go for many households."""

    checked_on: date
    found: str
    income_stable: bool = True
    expenses_controlled: bool = True


@dataclass(slots=True)
class Checked:
    """What a check of many came to: the cases that passed through it, and those held with every reason."""

    done: list[int] = field(default_factory=list)
    held: dict[int, tuple[Blocker, ...]] = field(default_factory=dict)


def check_many(
    session: Session, case_ids: Sequence[int], quarter: Quarter, looked: Looked, *, by: Actor, at: datetime
) -> Checked:
    """Check the help of these households in a quarter; who entered any of it is held, and the rest go on.

    A measure of which nothing arrived in the quarter is noted as missing and does not hold the check.
    Raises `BadInput`; households outside the actor's area are held as unknown.
    """
    if problems := [*not_later("checked_on", looked.checked_on, at), *written("found", looked.found, FOUND)]:
        raise BadInput(*problems)
    mine = select(Household).where(within(Household.group_code, by.area), Household.case_id.in_(list(case_ids)))
    homes = {home.case_id: home for home in session.scalars(mine)}
    ids = [home.id for home in homes.values()]
    measures, given = _measures(session, ids, quarter), _given(session, ids, quarter)
    former = {check.household_id: check for check in _standing(session, ids, quarter)}
    outcome, rows = Checked(), list[tuple[int, HelpCheck]]()
    for case_id in case_ids:
        home = homes.get(case_id)
        if home is None:
            outcome.held[case_id] = (UNKNOWN,)
            continue
        planned, arrived = measures.get(home.id, []), given.get(home.id, [])
        if blockers := tuple(_against(planned, arrived, quarter, by, at)):
            outcome.held[case_id] = blockers
            continue
        there = {delivery.measure_number for delivery in arrived}
        row = HelpCheck(household_id=home.id, quarter=str(quarter), checked_on=looked.checked_on)
        row.missing = ",".join(str(one.number) for one in planned if one.number not in there)[:200]
        row.income_stable, row.expenses_controlled = looked.income_stable, looked.expenses_controlled
        row.found = looked.found.strip()
        if old := former.get(home.id):
            old.superseded, row.supersedes, row.reason = True, old.id, looked.found.strip()
        rows.append((case_id, row))
        outcome.done.append(case_id)
    keep_many(session, rows, "help-check", by=by, at=at)
    return outcome


def check(session: Session, household: Household, quarter: Quarter, looked: Looked, *, by: Actor, at: datetime) -> None:
    """Check the help of one household; raises `Refused` with every reason, and `BadInput`."""
    outcome = check_many(session, [household.case_id], quarter, looked, by=by, at=at)
    if blockers := outcome.held.get(household.case_id):
        raise Refused("help-check", blockers)


def checks_of(session: Session, household_id: int) -> Sequence[HelpCheck]:
    """The checks of a household that stand, newest quarter first."""
    query = select(HelpCheck).where(HelpCheck.household_id == household_id, HelpCheck.superseded.is_(False))
    return session.scalars(query.order_by(HelpCheck.quarter.desc())).all()


FOUND = N_("请写明核查的情况")
UNKNOWN = Blocker("not-found", N_("找不到这一户，或不在您的管辖范围内"))


def _against(
    planned: Sequence[Measure], arrived: Sequence[Delivery], quarter: Quarter, by: Actor, at: datetime
) -> Iterator[Blocker]:
    if quarter.first_on > office_day(at):
        yield Blocker("too-early", N_("这个季度还没有开始"), {}, BASIS, "", quarter.first_on)
    if not planned:
        yield Blocker("no-measure", N_("这个季度没有帮扶措施可查，请先制定措施"), {}, BASIS, "village")
    if by.id in {one.entered_by for one in planned} | {one.entered_by for one in arrived}:
        text = N_("帮扶措施或落实记录是您录入的，要由另一个人核查")
        yield Blocker("same-person", text, {}, BASIS, "township")


def _measures(session: Session, ids: Sequence[int], quarter: Quarter) -> Mapping[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    query = select(Measure).where(Measure.household_id.in_(ids), Measure.superseded.is_(False))
    query = query.where(Measure.begins_on <= quarter.last_on)
    for one in session.scalars(query.order_by(Measure.number)):
        if one.ended_on is None or one.ended_on >= quarter.first_on:
            found.setdefault(one.household_id, []).append(one)
    return found


def _given(session: Session, ids: Sequence[int], quarter: Quarter) -> Mapping[int, list[Delivery]]:
    found: dict[int, list[Delivery]] = {}
    query = select(Delivery).where(Delivery.household_id.in_(ids), Delivery.superseded.is_(False))
    for one in session.scalars(query.where(Delivery.delivered_on.between(quarter.first_on, quarter.last_on))):
        found.setdefault(one.household_id, []).append(one)
    return found


def _standing(session: Session, ids: Sequence[int], quarter: Quarter) -> Sequence[HelpCheck]:
    query = select(HelpCheck).where(HelpCheck.household_id.in_(ids), HelpCheck.superseded.is_(False))
    return session.scalars(query.where(HelpCheck.quarter == str(quarter))).all()
