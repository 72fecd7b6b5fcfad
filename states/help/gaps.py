"""What is missing in the help of an area (TZ28, XZ07): found by query, with the words for the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.counting import up_to
from engine.months import later
from engine.words import N_
from states.case_list import KIND
from states.help.deliveries import Delivery
from states.help.kinds import edition
from states.help.measures import Measure
from states.help.risks import Risk
from states.households import Household
from states.lifecycle import MONITORED, RE_FLAGGED
from states.members import Member

FIRST_MEASURE_MONTHS, DEVELOPMENT_MONTHS = 1, 6
ABLE = ("full", "skilled", "weak")
PAGE = 50


@dataclass(frozen=True, slots=True)
class GapKind:
    """A thing that may be missing: its name, what the clerk should do, and the months in which it must be done."""

    title: str
    advice: str
    months: int = 0


GAPS = {
    "no-measure": GapKind(N_("没有帮扶措施"), N_("按风险制定“一户一策”，识别后一个月内要有措施"), FIRST_MEASURE_MONTHS),
    "risk-without-measure": GapKind(N_("有风险没有对应措施"), N_("针对这项风险制定措施；风险已消除的登记消除")),
    "measure-without-risk": GapKind(N_("措施没有对应风险"), N_("写明这项措施针对哪一项风险")),
    "no-development": GapKind(
        N_("有劳动力没有开发式帮扶"), N_("落实产业、就业或金融帮扶，识别后六个月内要有"), DEVELOPMENT_MONTHS
    ),
    "safety-net-only": GapKind(N_("一兜了之"), N_("这一户有劳动力，除兜底外还要落实产业、就业等开发式帮扶")),
    "measure-late": GapKind(N_("措施没有及时到位"), N_("这项措施到期还没有落实记录：尽快落实并登记，做不到的调整措施")),
    "help-stopped": GapKind(N_("帮扶中断"), N_("风险还没有消除，针对它的措施已经停止：接上帮扶，或核实风险是否消除")),
    "outside": GapKind(N_("体外循环"), N_("这项帮扶不在这一户的措施里：补录措施后归入，或核实是不是帮错了户")),
    "no-labour": GapKind(N_("整户无劳动力，持续跟踪"), N_("落实社会保障，不标注风险消除，每季度走访一次")),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A household in which something is missing; `due_on` is the last day for it, None where it is due at once."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    area: str
    since: date | None
    due_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether the time for it is over."""
        return self.due_on is not None and self.due_on < today


def gaps(
    session: Session, by: Actor, kind: str, area: str, today: date, after: int = 0, limit: int = PAGE
) -> tuple[list[Gap], int]:
    """A page of the households of an area with a gap of this kind, and the case to go on from (0 at the end)."""
    columns = (Household.id, Household.case_id, Household.number, Household.head_name, Household.group_code)
    query = select(*columns, Household.identified_on).join(Case, Case.id == Household.case_id)
    query = query.where(*_where(kind, by, area, today), Case.id > after).order_by(Case.id).limit(limit + 1)
    months = GAPS[kind].months
    rows = [
        Gap(*row, later(row.identified_on, months) if months and row.identified_on else None)
        for row in session.execute(query)
    ]
    return rows[:limit], rows[limit - 1].case_id if len(rows) > limit else 0


def gap_counts(session: Session, by: Actor, area: str, today: date) -> dict[str, int]:
    """How many households of an area have each kind of gap, as far as chips tell; one statement for each kind."""
    query = select(Household.id).join(Case, Case.id == Household.case_id)
    return {kind: up_to(session, query.where(*_where(kind, by, area, today))) for kind in GAPS}


def _where(kind: str, by: Actor, area: str, today: date) -> Sequence[ColumnElement[bool]]:
    kinds = edition(area or by.area, today).kinds.values()
    development = [one.code for one in kinds if one.development]
    safety_net = [one.code for one in kinds if one.safety_net]
    narrow = area if area.startswith(by.area) else by.area
    here = (within(Household.group_code, by.area), within(Household.group_code, area))
    # the case says it again: its index finds the few monitored households without looking at all the others
    open_ = and_(Case.kind == KIND, within(Case.area, narrow), Case.state.in_((MONITORED, RE_FLAGGED)))
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "no-measure": (open_, not_(_measure())),
        "risk-without-measure": (open_, _risk(not_(_measure(Measure.risk_number == Risk.number)))),
        "measure-without-risk": (_measure(Measure.risk_number == 0),),
        "no-development": (open_, _able(), not_(_measure(Measure.kind.in_(development)))),
        "safety-net-only": (
            open_,
            _able(),
            _measure(Measure.kind.in_(safety_net)),
            not_(_measure(Measure.kind.not_in(safety_net))),
        ),
        "measure-late": (open_, _measure(Measure.due_on < today, not_(_delivered()))),
        "help-stopped": (open_, _risk(_stopped(), not_(_measure(Measure.risk_number == Risk.number)))),
        "outside": (_outside(),),
        "no-labour": (open_, _present(), not_(_able()), not_(_present(Member.labour == ""))),
    }
    return (*here, *conditions[kind])


def _measure(*more: Any) -> ColumnElement[bool]:
    running = (Measure.superseded.is_(False), Measure.ended_on.is_(None))
    return exists().where(Measure.household_id == Household.id, *running, *more).correlate(Household, Risk)


def _risk(*more: Any) -> ColumnElement[bool]:
    open_ = (Risk.superseded.is_(False), Risk.settled_on.is_(None))
    return exists().where(Risk.household_id == Household.id, *open_, *more).correlate(Household)


def _present(*more: Any) -> ColumnElement[bool]:
    return exists().where(Member.household_id == Household.id, Member.left_on.is_(None), *more).correlate(Household)


def _able() -> ColumnElement[bool]:
    return _present(Member.labour.in_(ABLE))


def _delivered() -> ColumnElement[bool]:
    """Something of the measure has arrived."""
    mine = (Delivery.household_id == Measure.household_id, Delivery.measure_number == Measure.number)
    return exists().where(*mine, Delivery.superseded.is_(False)).correlate(Measure)


def _stopped() -> ColumnElement[bool]:
    """A measure against the risk has ended."""
    mine = (Measure.household_id == Risk.household_id, Measure.risk_number == Risk.number)
    return exists().where(*mine, Measure.superseded.is_(False), Measure.ended_on.is_not(None)).correlate(Risk)


def _outside() -> ColumnElement[bool]:
    """Help of a kind that no measure of the household knows, or that was not brought under one yet."""
    return (
        exists()
        .where(Delivery.household_id == Household.id, Delivery.superseded.is_(False), Delivery.measure_number == 0)
        .correlate(Household)
    )
