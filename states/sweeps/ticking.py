"""Ticking households off: one at a time with what was found, or a whole group after a walk (BZ01, BZ04, HN04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, literal, null, select, update
from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.hot import as_list, dialect_of, listed
from engine.words import N_
from states.households import Household
from states.leads.receiving import Tip, receive
from states.sweeps.roster import ABSENT, CHANGES, DONE, LEAD, NOTHING, SweepHouse
from states.sweeps.sweep import Sweep, SweepCall

LONGEST = 1000
BY_HAND = (NOTHING, CHANGES, LEAD, ABSENT)
"""What a person may tick; a visit that stands in the file counts by itself."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a call at a house came to: the day, who went (names), what was found, and what there is to say of it."""

    called_on: date
    visitors: tuple[str, ...]
    found: str = NOTHING
    note: str = ""


def names(text: str) -> tuple[str, ...]:
    """The people whom a line names, each once: 和建军、木丽华."""
    for mark in "，,；;/ \u3000\n":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(name.strip() for name in text.split("、") if name.strip()))


def tick(
    session: Session, sweep: Sweep, household_id: int, call: Call, *, by: Actor, at: datetime, key: str | None = None
) -> SweepCall:
    """Note what was found at one house; a risk becomes a lead at once. Raises `BadInput`, `Refused` and `NotFound`.

    A house that was ticked off may be ticked again: the last call stands, the earlier ones stay on record.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(SweepCall, told["call"])
    _refuse(sweep, call, at)
    query = (
        select(SweepHouse, Household.number)
        .join(Household, Household.id == SweepHouse.household_id)
        .where(SweepHouse.sweep_id == sweep.id, SweepHouse.household_id == household_id, _mine(by))
        .with_for_update()
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("household", household_id)
    house, number = row
    made = SweepCall(sweep_id=sweep.id, household_id=household_id, called_on=call.called_on, found=call.found)
    made.visitors, made.note, made.by, made.by_name, made.at = (
        "、".join(call.visitors),
        call.note.strip(),
        by.id,
        by.name,
        at,
    )
    if call.found == LEAD:
        made.lead_id = receive(session, Tip("sweep", call.called_on, call.note, number=number), by=by, at=at)[0].id
    session.add(made)
    house.found, house.called_on, house.calls = call.found, call.called_on, house.calls + 1
    session.flush()
    commands.remember(session, key, by, {"call": made.id})
    return made


def tick_many(
    session: Session, sweep: Sweep, household_ids: Sequence[int], call: Call, *, by: Actor, at: datetime,
    key: str | None = None,
) -> int:  # fmt: skip
    """Tick these houses off after a walk, all without change; answer how many. Two statements for any number.

    Houses that were ticked off before are left as they are, houses outside the actor's area are not touched.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return int(told["ticked"])
    _refuse(sweep, call, at, many=True)
    chosen = {"ids": as_list(session, list(household_ids))}
    among = SweepHouse.household_id.in_(listed(dialect_of(session), "ids"))
    ticked = _tick(session, sweep, call, and_(among, _mine(by)), chosen, by, at)
    commands.remember(session, key, by, {"ticked": ticked})
    return ticked


def tick_group(
    session: Session, sweep: Sweep, area: str, call: Call, *, by: Actor, at: datetime, key: str | None = None
) -> int:
    """Tick every house of a group or village off that nobody was found absent at; answer how many."""
    if (told := commands.claim(session, key, by, at)) is not None:
        return int(told["ticked"])
    if len(area) not in (12, 14):
        raise BadInput(Problem("area", N_("成批登记一次只能是一个村或一个组")))
    _refuse(sweep, call, at, many=True)
    here = and_(within(SweepHouse.area, area), SweepHouse.found == "", _mine(by))
    ticked = _tick(session, sweep, call, here, {}, by, at)
    commands.remember(session, key, by, {"ticked": ticked})
    return ticked


def _tick(
    session: Session,
    sweep: Sweep,
    call: Call,
    which: ColumnElement[bool],
    bound: dict[str, Any],
    by: Actor,
    at: datetime,
) -> int:
    open_ones = and_(SweepHouse.sweep_id == sweep.id, SweepHouse.found.not_in(DONE), which)
    when = SweepCall.__table__.c.at.type
    rows = select(
        SweepHouse.sweep_id, SweepHouse.household_id, literal(call.called_on), literal("、".join(call.visitors)),
        literal(NOTHING), literal(call.note.strip()), null(), literal(by.id), literal(by.name), literal(at, when),
    ).where(open_ones)  # fmt: skip
    columns = ["sweep_id", "household_id", "called_on", "visitors", "found", "note", "lead_id", "by", "by_name", "at"]
    session.execute(insert(Base.metadata.tables["sweep_call"]).from_select(columns, rows), bound)
    values = {"found": NOTHING, "called_on": call.called_on, "calls": SweepHouse.calls + 1}
    done = update(SweepHouse).where(open_ones).values(values).execution_options(synchronize_session=False)
    return int(session.execute(done, bound).rowcount)  # type: ignore[attr-defined]


def _mine(by: Actor) -> ColumnElement[bool]:
    return within(SweepHouse.area, by.area)


def _refuse(sweep: Sweep, call: Call, at: datetime, *, many: bool = False) -> None:
    if sweep.closed_on is not None:
        text = N_("这次排查已在%(day)s结束，要补登请先重新打开")
        raise Refused("tick", [Blocker("sweep-closed", text, {"day": sweep.closed_on}, "", "township")])
    if problems := list(_wrong(sweep, call, at, many)):
        raise BadInput(*problems)


def _wrong(sweep: Sweep, call: Call, at: datetime, many: bool) -> Iterator[Problem]:
    if not sweep.since_on <= call.called_on <= min(sweep.until_on, office_day(at)):
        yield Problem("called_on", N_("走访日期要在本季度以内、今天以前"))
    if len(call.visitors) < sweep.visitors:
        text = N_("入户要两人以上同去，请写明每个人的姓名") if sweep.visitors > 1 else N_("请写明走访人姓名")
        yield Problem("visitors", text)
    if len("、".join(call.visitors)) > 200:
        yield Problem("visitors", N_("文字太长"))
    if call.found not in BY_HAND or (many and call.found != NOTHING):
        yield Problem("found", N_("请选择走访结果；成批登记只登记没有变化的户"))
    if call.found in (CHANGES, LEAD) and len(call.note.strip()) < 2:
        yield Problem("note", N_("请写明发现的变化或者风险"))
    if len(call.note) > LONGEST:
        yield Problem("note", N_("文字太长"))
