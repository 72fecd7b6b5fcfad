"""Help before a move: a risk is named, a measure planned and delivered, and somebody else looks whether it works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from publicity.journey.stage import Stage
from states.help.checks import Looked, check_many
from states.help.deliveries import Given, deliver
from states.help.measures import Plan, plan_measure
from states.help.quarters import quarter_of
from states.help.risks import Danger, name_risk
from states.households import Household
from states.practice.days import at
from states.practice.houses import House
from states.practice.staff import clerk_of, hand

FOUND = {True: "入户查看，务工收入稳定，支出可控", False: "入户查看，零工时有时无，收入还不稳定"}


def look(stage: Stage, houses: Sequence[House], *, stable: bool) -> None:
    """Let help be given to these households, and the township check it."""
    stage.do(lambda session: _help(session, stage, houses, stable))
    words = "收入稳定" if stable else "收入不稳定"
    stage.note(f"季度核查帮扶措施，{words}：{'、'.join(house.head for house in houses)}")


def _help(session: Session, stage: Stage, houses: Sequence[House], stable: bool) -> None:
    today = stage.today
    cases = [house.case_id for house in houses]
    for home in session.scalars(select(Household).where(Household.case_id.in_(cases)).order_by(Household.id)):
        clerk, morning = clerk_of(home.group_code), at(today, 9)
        risk = name_risk(session, home, Danger("illness", today - timedelta(days=30)), by=clerk, at=morning)
        plan = Plan("health", "报销住院费用，签约医生随访", today - timedelta(days=20), today, clerk.name, risk.number)
        measure = plan_measure(session, home, plan, by=clerk, at=morning)
        given = Given(measure.number, today, "报销住院费用", "医保局", Decimal(2600))
        deliver(session, home, given, by=clerk, at=morning)
    looked = Looked(today, FOUND[stable], income_stable=stable)
    by = hand("township", houses[0].area)
    check_many(session, cases, quarter_of(today), looked, by=by, at=at(today, 15))
