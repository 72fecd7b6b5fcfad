"""A campaign half-way through: the made-up township on a day of 2021, with households at every kind of step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import seals
from engine.book import Book
from engine.cases import Case
from engine.errors import BadInput, Problem
from engine.runs import OPEN, Step
from engine.start import break_off
from engine.words import N_
from states import objecting
from states.evidence.record import record
from states.evidence.reviews import DEPARTMENTS
from states.lifecycle import WAYS
from states.notice_lines import lines_of
from states.practice import room_records, running_campaign, township
from states.practice.days import at
from states.practice.desk import begin
from states.practice.desk_data import data_desk
from states.practice.houses import houses_of
from states.practice.lists import Printing, draft_lists, lists_of, notice_hand
from states.practice.office_papers import answer
from states.practice.staff import CLERKS, OPERATORS, answering, clerk_of
from states.practice.walk import Done, carry_on, walk

FIRST, LAST, USUAL = date(2021, 10, 20), date(2021, 12, 30), date(2021, 10, 28)
LISTED, IDENTIFIED, FREED, AGAIN = date(2021, 6, 1), date(2021, 6, 2), date(2021, 8, 2), date(2021, 9, 1)
EARLY, OPENS, OBJECTED = date(2021, 10, 18), date(2021, 10, 19), date(2021, 10, 27)
VILLAGE_NOTICE = "village_notice"
BEFORE_TOWNSHIP = ("township_check", "township_notice")

PARTS = (
    "visiting", "eliminated", "posted", "candidate", "monitored", "posted", "eliminating", "re_flagged",
    "checked", "monitored", "reviewed", "candidate", "declined", "drafted", "printed",
)  # fmt: skip
"""What becomes of each household, in turn through the list."""

NEW = ("posted", "drafted", "printed")
OLD = ("monitored", "eliminated", "eliminating", "re_flagged")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a campaign is played with: the cases by part, the evening to which it goes, and how papers are made.

    Without `printing` nothing can be posted, so lists end as drafts and nobody has a history.
    """

    book: Book
    parts: dict[str, list[int]]
    evening: date
    printing: Printing | None

    def cases(self, *names: str) -> list[int]:
        """The cases that play one of these parts."""
        return sorted(case for name in names for case in self.parts.get(name, ()))


def campaign(session: Session, book: Book, households: int, today: date, printing: Printing | None) -> None:
    """Fill an empty database with a township as it stands on the morning of `today`; raises `BadInput`."""
    if not FIRST <= today <= LAST:
        text = N_("演示数据只能排到2021-10-20至2021-12-30之间的一天")
        raise BadInput(Problem("today", text))
    township.found(session, LISTED)
    parts: dict[str, list[int]] = {}
    for n, house in enumerate(township.settle(session, households, LISTED)):
        parts.setdefault(PARTS[n % len(PARTS)], []).append(house.case_id)
    scene = Scene(book, parts, today - timedelta(days=1), printing)
    if printing:
        _history(session, scene, printing)
    running = running_campaign.begun(session, book, EARLY)
    running_campaign.opened(session, running, scene.evening)
    _field_work(session, scene)
    if printing:
        _ahead(session, scene)
        _posted(session, scene)
    _lists(session, scene, today)
    running_campaign.going_on(session, running, scene.evening)
    data_desk(session, book, at(scene.evening, 19))
    room_records.records(session, book, OPERATORS[0], CLERKS[0], at(scene.evening, 19))
    seals.seal(session, at(scene.evening, 20))


def _history(session: Session, scene: Scene, printing: Printing) -> None:
    """The summer under the general procedure."""
    last = IDENTIFIED
    for move, since, names in (
        ("identify", IDENTIFIED, OLD),
        ("eliminate", FREED, ("eliminated", "re_flagged")),
        ("re_flag", AGAIN, ("re_flagged",)),
        ("decline", AGAIN, ("declined",)),
    ):
        source = WAYS[move].sources
        wanted = select(Case.id).where(Case.id.in_(scene.cases(*names)), Case.state.in_(source)).order_by(Case.id)
        if cases := list(session.scalars(wanted)):
            done = walk(session, scene.book, cases, move, since, printing)
            _end_the_held(session, done)
            last = max(last, done[-1].task.on)
    seals.seal(session, at(last, 20))


def _end_the_held(session: Session, done: list[Done]) -> None:
    """Who cannot be marked as free of risk, as nobody there can work, is monitored as before."""
    for task in done:
        for case_id in task.outcome.held:
            [house] = houses_of(session, [case_id])
            reason = "整户无劳动能力，落实保障后继续跟踪监测"
            break_off(session, [case_id], by=clerk_of(house.area), at=at(task.task.on, 17), reason=reason)


def _field_work(session: Session, scene: Scene) -> None:
    """The new ones: some wait for the visit, the others come as far as the village's list."""
    if began := scene.cases("visiting", *NEW):
        begin(session, scene.book, began, "identify", at(OPENS, 9))
    if scene.printing and (leaving := scene.cases("eliminating")):
        begin(session, scene.book, leaving, "eliminate", at(OPENS, 9))
    moving = scene.cases(*NEW, *(("eliminating",) if scene.printing else ()))
    _walked(session, scene, moving, OPENS, leaving=(VILLAGE_NOTICE,))


def _ahead(session: Session, scene: Scene) -> None:
    """Two groups ahead of the plan: one waits for the township, one for the departments."""
    for name, since, leaving in (("checked", OPENS, BEFORE_TOWNSHIP), ("reviewed", EARLY, ("joint_review",))):
        if cases := scene.cases(name):
            begin(session, scene.book, cases, "identify", at(since, 9))
            done = _walked(session, scene, cases, since, leaving=leaving, hurry=True)
            asked = [one.case_id for task in done for one in task.outcome.moved if "joint_review" in one.opened]
            _half_answered(session, asked, scene.evening)


def _half_answered(session: Session, cases: Collection[int], day: date) -> None:
    """Some departments have answered, one of them with a hit; the others are waited for."""
    if not cases:
        return
    for department in tuple(DEPARTMENTS)[:6]:
        hit = ("车辆登记", "户主名下有一辆面包车") if department == "police" else ("", "")
        hits = [min(cases)] if hit[0] else []
        for some, found in ((hits, hit), ([case for case in cases if case not in hits], ("", ""))):
            if some:
                body, by = answer(department, *found), answering(department)
                record(session, "department_answer", body, some, happened_on=day, by=by, at=at(day, 11))


def _posted(session: Session, scene: Scene) -> None:
    """The lists that hang, with an objection against one household."""
    cases = scene.cases("posted", "eliminating")
    _walked(session, scene, cases, OPENS, until=min(scene.evening, OBJECTED))
    for notice in lists_of(session, cases, VILLAGE_NOTICE)[:1] if scene.evening >= OBJECTED else ():
        text, case_id = "这一户去年在城里买了房，请核实", lines_of(session, notice)[0].case_id
        when = at(OBJECTED, 21)
        objecting.file(session, notice, case_id, channel="online", text=text, by=objecting.PUBLIC, at=when)
    _walked(session, scene, cases, OBJECTED)


def _lists(session: Session, scene: Scene, today: date) -> None:
    """Lists drawn up this very morning: some are drafts, some printed and not yet posted."""
    morning = at(today, 0)
    for name in ("drafted", "printed"):
        ready = select(Step.case_id).where(
            Step.case_id.in_(scene.cases(name)), Step.name == VILLAGE_NOTICE, Step.status == OPEN
        )
        waiting = sorted(session.scalars(ready))
        for notice in draft_lists(session, scene.book, waiting, VILLAGE_NOTICE, morning) if waiting else ():
            if scene.printing and name == "printed":
                scene.printing(session, scene.book, notice, notice_hand(session, scene.book, notice), morning)


def _walked(
    session: Session,
    scene: Scene,
    cases: Collection[int],
    since: date,
    *,
    until: date | None = None,
    leaving: Collection[str] = (),
    hurry: bool = False,
) -> list[Done]:
    """Carry on to the evening, or to an earlier one."""
    printing, end = scene.printing or _nothing_to_print, until or scene.evening
    return list(carry_on(session, scene.book, cases, since, printing, end, leaving=leaving, hurry=hurry))


def _nothing_to_print(*_: object) -> None:
    raise AssertionError("notices are left alone where nothing can be printed")
