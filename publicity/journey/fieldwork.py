"""The campaign's first days: everything begins, the villages are visited, and what is done badly is refused."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.advance import advance
from publicity.journey.cast import Cast
from publicity.journey.stage import Stage
from publicity.papers import application_values, consent_values
from states.departures import leave
from states.evidence.record import record
from states.households import Household
from states.members import of_households
from states.practice.days import at
from states.practice.houses import House
from states.practice.papers import PAPERS
from states.practice.staff import OPERATORS, clerk_of

OPENS = date(2021, 10, 19)


def play(stage: Stage, cast: Cast) -> None:
    """Begin every kind of move, and go through the field work up to the forms that households sign."""
    stage.day(OPENS)
    for move, cases, words in (
        ("identify", cast.new, "拟识别纳入"),
        ("eliminate", [cast.better_off.case_id, cast.no_labour.case_id], "拟消除风险"),
        ("roll_back", [cast.relapsed.case_id], "“回头看”拟回退"),
        ("re_flag", [cast.struck.case_id], "新出现风险，拟再标注"),
        ("clear_out", [cast.never_qualified.case_id], "“回头看”拟清退"),
        ("decline", [cast.declined.case_id], "申请后初步认定不符合条件"),
        ("strike_off", [cast.gone.case_id], "拟销户"),
    ):
        stage.begin(cases, move)
        stage.note(f"{words}：{'、'.join(stage.heads[case] for case in cases)}")
    _one_visitor_is_not_enough(stage, cast.applicant)
    stage.go(until=OPENS, leaving=("application", "consent"))
    _forms_and_a_missing_consent(stage, cast)
    _nobody_may_be_left(stage, cast.gone)


def _one_visitor_is_not_enough(stage: Stage, house: House) -> None:
    clerk, when = clerk_of(house.area), at(stage.today, 10)
    good = PAPERS["visit"].write({}, [house], clerk, "identify")
    alone = good | {"visitors": good["visitors"][:1]}
    first = stage.do(
        lambda session: record(session, "visit", alone, [house.case_id], happened_on=stage.today, by=clerk, at=when)
    )
    stage.refused(
        f"{house.head}户只有一人入户",
        lambda session: advance(session, stage.book, house.case_id, "visit", by=clerk, at=when),
    )
    stage.do(
        lambda session: record(
            session,
            "visit",
            good,
            [house.case_id],
            happened_on=stage.today,
            by=clerk,
            at=when,
            supersedes=first,
            reason="补记同去的采集人",
        )
    )
    stage.refused(
        "乡镇业务员代办村里的入户核查",
        lambda session: advance(session, stage.book, house.case_id, "visit", by=OPERATORS[0], at=when),
    )


def _forms_and_a_missing_consent(stage: Stage, cast: Cast) -> None:
    stage.hand_out(*stage.do(lambda session: application_values(session, cast.applicant.case_id, stage.today)))
    house = cast.better_off
    stage.refused(
        f"{house.head}户还没有签知情同意书",
        lambda session: advance(
            session, stage.book, house.case_id, "consent", by=clerk_of(house.area), at=at(stage.today, 15)
        ),
    )
    stage.hand_out(*stage.do(lambda session: consent_values(session, house.case_id, stage.today)))


def _nobody_may_be_left(stage: Stage, house: House) -> None:
    """The walk has left this household behind, as it has a member on record; now the death is noted."""

    def died(session: Session) -> None:
        household = session.scalars(select(Household).where(Household.case_id == house.case_id)).one()
        people = [member.id for member in of_households(session, [household.id])[household.id]]
        clerk = clerk_of(house.area)
        leave(session, household, people, "died", date(2021, 10, 16), by=clerk, at=at(stage.today, 16))

    stage.do(died)
    stage.note(f"登记{house.head}户成员减少（死亡）")
