"""Drawing a spot check: the list is sealed first, the seed comes after it, the sample follows from both (HN07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger, seals
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.ledger import Entry, canonical
from engine.seals import Seal
from engine.words import N_
from states.lifecycle import LABELS
from states.spot_checks import lots
from states.spot_checks.check import OFFICES, SPOT_CHECK, SpotCheck, SpotHouse
from states.spot_checks.population import ABOUT, ALL, Population, freeze
from states.spot_checks.record import freeze_records

MOST = 2000
"""So many households are drawn at most."""
LONGEST = 366
"""Days until the results have to be there, at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to have checked: which households, how many or which share in percent, by which day."""

    title: str
    population: Population
    due_on: date
    size: int = 0
    percent: int = 0


def announce(session: Session, plan: Plan, *, by: Actor, at: datetime) -> SpotCheck:
    """Write down from which households will be drawn and seal the digest of their list into the ledger.

    Raises `BadInput`, `Refused` and, outside the actor's area, `NotFound`.
    """
    if by.role not in OFFICES:
        raise Refused("announce", [Blocker("role-required", N_("您的岗位不能组织抽查"), {}, "", "township")])
    if not by.covers(plan.population.area):
        raise NotFound("region", plan.population.area)
    _refuse(plan, office_day(at))
    [case] = open_cases(session, SPOT_CHECK, [plan.population.area], by, at)
    check = SpotCheck(
        case_id=case.id, area=plan.population.area, title=plan.title.strip(), asked=canonical(plan.population.told),
        size=0, population=0, digest="", announced_on=office_day(at), announced_at=at, announced_by=by.id,
        announced_by_name=by.name, due_on=plan.due_on,
    )  # fmt: skip
    session.add(check)
    session.flush()
    check.population = freeze(session, check.id, plan.population)
    check.size = lots.wanted(check.population, plan.size, plan.percent)
    if not check.size or check.size > MOST:
        text = N_("没有符合条件的户，没有可抽查的") if not check.size else N_("一次最多抽2000户，请缩小范围或比例")
        raise BadInput(Problem("size", text))
    check.digest = lots.digest_of(number for number, _village in population_of(session, check))
    told = {"digest": check.digest, "population": check.population, "size": check.size, "asked": plan.population.told}
    ledger.append_many(session, [(case, "announced", told)], by, at)
    session.flush()
    return check


def seal(session: Session, check: SpotCheck, at: datetime) -> Seal | None:
    """The first seal of the ledger after the publication; it is made now where nobody made one since.

    In a transaction of its own: on PostgreSQL it holds the ledger until it ends.
    """
    return _first_seal(session, check) or seals.seal(session, at)


def draw(session: Session, book: Book, check: SpotCheck, *, by: Actor, at: datetime) -> list[SpotHouse]:
    """Draw the sample and freeze what the register says of each household; raises `MoveBlocked`.

    Whoever may organise spot checks may draw: nobody can choose what comes of it.
    """
    first = _first_seal(session, check)
    if first is not None and not check.seed:
        check.seal_id, check.root = first.id, first.root
        check.seed = lots.seed_of(check.digest, first.root, check.id)
        session.flush()
    advance(session, book, check.case_id, "draw", by=by, at=at)
    check.drawn_on, check.drawn_by = office_day(at), by.id
    order = lots.drawn(dict(population_of(session, check)), check.size, check.seed)
    mine = {one.number: one for one in _houses(session, check, order)}
    for position, number in enumerate(order, 1):
        mine[number].position = position
    session.flush()
    freeze_records(session, list(mine.values()))
    [case] = hold(session, [check.case_id])
    told = {"root": check.root, "seed": check.seed, "sample": lots.digest_of(order), "drawn": len(order)}
    ledger.append_many(session, [(case, "sample", told)], by, at)
    session.flush()
    return [mine[number] for number in order]


def close(session: Session, book: Book, check: SpotCheck, *, by: Actor, at: datetime) -> None:
    """Close it once every drawn household has its result; raises `MoveBlocked`."""
    advance(session, book, check.case_id, "close", by=by, at=at)
    check.closed_on = office_day(at)
    session.flush()


def redo(session: Session, check: SpotCheck) -> list[str]:
    """Everything in which the stored sample differs from what the published data give; empty when it stands."""
    numbers = population_of(session, check)
    digest, seed, order = lots.redo(numbers, check.size, check.root, check.id)
    drawn = select(SpotHouse.number).where(SpotHouse.check_id == check.id, SpotHouse.position.is_not(None))
    stored = list(session.scalars(drawn.order_by(SpotHouse.position)))
    entry = select(Entry).where(Entry.case_id == check.case_id, Entry.kind == "announced")
    told = session.scalars(entry).one().told
    root = session.scalar(select(Seal.root).where(Seal.id == check.seal_id))
    first = _first_seal(session, check)
    faults = {
        N_("名单与公布的摘要不符"): digest != check.digest or digest != told["digest"] or check.size != told["size"],
        N_("种子不是公布以后第一次封存得出的"): check.root != root or first is None or first.id != check.seal_id,
        N_("种子与算法不符"): bool(check.drawn_on) and seed != check.seed,
        N_("抽中的户与算法不符"): bool(check.drawn_on) and order != stored,
    }
    return [text for text, is_so in faults.items() if is_so and (check.drawn_on or text.startswith("名单"))]


def population_of(session: Session, check: SpotCheck) -> list[tuple[str, str]]:
    """The list that was published: numbers with their villages, in the order of the numbers."""
    query = select(SpotHouse.number, SpotHouse.stratum).where(SpotHouse.check_id == check.id)
    return [(number, village) for number, village in session.execute(query.order_by(SpotHouse.number))]


def _first_seal(session: Session, check: SpotCheck) -> Seal | None:
    announced = select(Entry.id).where(Entry.case_id == check.case_id, Entry.kind == "announced").scalar_subquery()
    return session.scalars(select(Seal).where(Seal.upto >= announced).order_by(Seal.id).limit(1)).first()


def _houses(session: Session, check: SpotCheck, numbers: list[str]) -> list[SpotHouse]:
    found: list[SpotHouse] = []
    for begin in range(0, len(numbers), 500):
        lot = SpotHouse.number.in_(numbers[begin : begin + 500])
        found += session.scalars(select(SpotHouse).where(SpotHouse.check_id == check.id, lot))
    return found


def _refuse(plan: Plan, today: date) -> None:
    asked, problems = plan.population, []
    if not 2 <= len(plan.title.strip()) <= 60:
        problems.append(Problem("title", N_("请写明为什么抽查，60字以内")))
    if bool(plan.size) == bool(plan.percent) or plan.size < 0 or not 0 <= plan.percent <= 100:
        problems.append(Problem("size", N_("请填写抽多少户，或者抽百分之几，只填一样")))
    if not today <= plan.due_on or (plan.due_on - today).days > LONGEST:
        problems.append(Problem("due_on", N_("完成日期要在今天以后、一年以内")))
    if asked.about not in ABOUT or (asked.state and asked.state not in LABELS):
        problems.append(Problem("about", N_("没有这一种范围")))
    if asked.about != ALL and not (asked.since and asked.until and asked.since <= asked.until):
        problems.append(Problem("since", N_("请填写起止日期，先后不能颠倒")))
    if problems:
        raise BadInput(*problems)
