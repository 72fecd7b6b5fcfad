"""An invented village with households on their way through two notices, for the tests of notices and objections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.book import Book
from engine.clock import OFFICE
from engine.definition import Definition, Move, State
from engine.durations import Duration
from engine.evidence import record
from engine.guards import Need
from engine.procedure import Procedure, StepSpec
from engine.start import start
from engine.workdays import ArrangedDay, Arrangement
from states import objecting
from states.drafting import draft
from states.households import Draft, Household, register
from states.notice_guards import no_open_objection, notice_over
from states.notice_places import standings
from states.notices import NOTICE, Notice
from states.objections import OBJECTION, Objection, filers
from states.posting import post, printed
from states.regions import region
from states.subjects import households_of
from states.terms import NoticeTerms, remember

TOWNSHIP, VILLAGE, OTHER_VILLAGE = "539901102", "539901102201", "539901102202"
CLERK = Actor("v1", "和秀兰", "village", VILLAGE)
OFFICER = Actor("t1", "李建华", "township", TOWNSHIP)
REVIEWER = Actor("c1", "王志强", "county", "539901")
PLACES = ("group-board", "online")
PDF = "a" * 64


def on(day: str | date, hour: int = 10) -> datetime:
    """An hour of that day in the office."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE).astimezone(UTC)


def _step(name: str, role: str, after: tuple[str, ...] = (), notice: bool = False) -> StepSpec:
    needs = [Need("no_open_objection", "没有未办结的异议", no_open_objection("四(二)3"))]
    if notice:
        needs.insert(0, Need("notice", "公示期满", notice_over(name, "四(二)3")))
    level = {"village": 12, "township": 9, "county": 6}[role]
    return StepSpec(name, name, role, role, level, after, tuple(needs) if after else ())


def _procedure(name: str) -> Procedure:
    return Procedure(
        name,
        name,
        (
            _step("appraisal", "village"),
            _step("village_notice", "village", ("appraisal",), notice=True),
            _step("review", "township", ("village_notice",)),
            _step("township_notice", "township", ("review",), notice=True),
            _step("decision", "county", ("township_notice",)),
        ),
    )


def plan(digest: str = "village-plan") -> Definition:
    """The lifecycle of the tests: in and out, each with a village notice and a township notice."""
    return Definition(
        "household",
        digest,
        "云岭镇方案",
        (State("candidate", "拟监测户"), State("monitored", "监测对象"), State("eliminated", "风险已消除", final=True)),
        (
            Move("identify", "识别纳入", ("candidate",), "monitored", procedure=_procedure("identify")),
            Move("eliminate", "风险消除", ("monitored",), "eliminated", procedure=_procedure("eliminate")),
        ),
    )


def make_book(after_interruption: str = "restart", planned: bool = False, count: str = "posting-day") -> Book:
    """A book with the plan: five working days in two places in the village, three in the township."""
    definition = plan(f"plan-{after_interruption}-{planned}-{count}")
    dates = (date(2021, 10, 25), date(2021, 10, 29)), (date(2021, 11, 1), date(2021, 11, 3))
    village, township = dates if planned else (None, None)
    length, days = Duration(5, "workdays"), Duration(3, "days")
    remember(
        definition.digest,
        "village_notice",
        NoticeTerms("village", length, count, False, PLACES, after_interruption, village),
    )
    remember(
        definition.digest,
        "township_notice",
        NoticeTerms("township", days, count, False, ("township-board",), after_interruption, township),
    )
    book = Book(lambda _session, _digest: None, {"household": households_of, "notice": standings, "objection": filers})
    for known in (definition, NOTICE, OBJECTION):
        book.add(known)
    book.plan = definition
    return book


def make_village(session: Session) -> None:
    """A township with two villages of two groups each."""
    for code, name in (("53", "云岭省"), ("5399", "云岭州"), ("539901", "云岭市"), (TOWNSHIP, "云岭镇")):
        session.add(region(code, name))
        session.flush()
    for code, name in ((VILLAGE, "和平村"), (OTHER_VILLAGE, "团结村")):
        session.add(region(code, name, phone="0887-5550123", address="村委会一楼", contact_hours="9:00至17:30"))
        session.flush()
        session.add_all([region(code + "01", "第一村民小组"), region(code + "02", "第二村民小组")])
    session.flush()


def make_households(
    session: Session,
    book: Book,
    n: int = 1,
    *,
    day: str = "2021-10-20",
    village: str = VILLAGE,
    at_notice: bool = True,
    head_born: date = date(1970, 5, 1),
) -> list[int]:
    """So many households of three, identified by case, with the village's proposal; appraised when `at_notice`."""
    start_at = session.query(Household).count()
    drafts = [
        Draft(
            village + ("01" if i % 2 else "02"),
            {"number": f"H{i:05d}", "head_name": f"张秀{i}"},
            tuple(
                {"name": f"张秀{i}{k}", "id_no": f"{i:05d}{k}", "relation": "head" if k == 0 else "son",
                 "is_head": k == 0, "birth_on": head_born if k == 0 else date(2015, 1, 1)}
                for k in range(3)
            ),
        )
        for i in range(start_at, start_at + n)
    ]  # fmt: skip
    ids = register(session, drafts, book.plan, OFFICER, on(day))
    cases = [row[0] for row in session.query(Household.case_id).filter(Household.id.in_(ids)).order_by(Household.id)]
    clerk = Actor("v2", "杨丽", "village", village) if village != VILLAGE else CLERK
    begin(session, book, cases, "identify", clerk, day, {"category": "marginal", "mode": None}, at_notice)
    return cases


def begin(
    session: Session,
    book: Book,
    cases: list[int],
    move: str,
    clerk: Actor = CLERK,
    day: str = "2021-10-20",
    said: Mapping[str, object] | None = None,
    at_notice: bool = True,
) -> None:
    """Start a procedure for these households, with what the village proposes."""
    start(session, book, cases, move, by=clerk, at=on(day))
    record(session, "proposal", {}, {case: said or {} for case in cases}, date.fromisoformat(day), clerk, on(day))
    if at_notice:
        assert not advance_many(session, book, cases, "appraisal", by=clerk, at=on(day)).held


def make_notice(session: Session, book: Book, cases: list[int], *, day: str = "2021-10-25") -> Notice:
    """A village notice drawn up and printed on that day."""
    notice = draft(session, book, cases, "village_notice", by=CLERK, at=on(day))
    printed(session, book, notice, PDF, {"number": notice.number}, by=CLERK, at=on(day))
    return notice


def make_posted(session: Session, book: Book, cases: list[int], *, day: str = "2021-10-25") -> Notice:
    """A village notice that hangs in both places since that day."""
    notice = make_notice(session, book, cases, day=day)
    for place in PLACES:
        post(session, book, notice, place, date.fromisoformat(day), by=CLERK, at=on(day), photo="b" * 64)
    return notice


def object_to(session: Session, notice: Notice, case_id: int, *, day: str = "2021-10-27") -> Objection:
    """An objection from the public board."""
    text = "这户去年买了轿车"
    return objecting.file(
        session, notice, case_id, channel="online", text=text, contact="13900001234", by=objecting.PUBLIC, at=on(day)
    )


def settle(session: Session, book: Book, objection: Objection, outcome: str, *, day: str = "2021-10-28") -> None:
    """Look into an objection and settle it."""
    objecting.investigate(session, book, objection, by=CLERK, at=on(day))
    objecting.settle(session, book, objection, outcome, "入户核实，情况如下。", "已核实。", by=OFFICER, at=on(day))


def rest_day(day: str, place: str = "") -> Arrangement:
    """A document that makes one day a rest day."""
    return Arrangement("云政办〔2021〕9号", (ArrangedDay(date.fromisoformat(day), False, "临时放假"),), None, place)


def codes(refused) -> set[str]:
    """The codes of a refusal."""
    return {blocker.code for blocker in refused.value.blockers}
