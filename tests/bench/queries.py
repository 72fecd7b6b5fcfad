"""The questions of every day on a register and on one ten times its size: what matters is how they grow."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine import tallies, worklist
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.db import reading
from engine.ledger import history
from engine.runs import Step
from engine.worklist import Desk
from states.search import search
from tests.bench.measure import Rounds, Row, percentile, rounds, timed
from tests.bench.places import Place
from tests.bench.register import COUNTIES, GIVEN, SURNAMES, TOWNSHIPS, VILLAGES, make_register
from tests.bench.size import Size

Question = Callable[[Session, random.Random], object]


def _county(chance: random.Random) -> str:
    return f"53{1000 + chance.randrange(COUNTIES)}"


def _township(chance: random.Random) -> str:
    return f"{_county(chance)}{100 + chance.randrange(TOWNSHIPS)}"


def _village(chance: random.Random) -> str:
    return f"{_township(chance)}{200 + chance.randrange(VILLAGES)}"


def _person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN[::3])


def questions(households: int) -> dict[str, Question]:
    """What people ask all day, each with random parameters, through the functions that the pages call."""

    def at(area: str) -> Actor:
        return Actor("u1", "刘芳", "township", area)

    return {
        "worklist of a village, page 1": lambda s, c: worklist.page(s, Desk("village", _village(c))),
        "worklist of a township, page 1": lambda s, c: worklist.page(s, Desk("township", _township(c))),
        "worklist of a township, one step": lambda s, c: worklist.page(s, Desk("township", _township(c), "post")),
        "counts by step of a township": lambda s, c: worklist.counts(s, Desk("township", _township(c))),
        "search by name in a township": lambda s, c: search(s, at(_township(c)), _person(c)),
        "search by pinyin in a township": lambda s, c: search(
            s, at(_township(c)), c.choice(("zhangxiu", "hejin", "mula"))
        ),
        "search by initials in a township": lambda s, c: search(s, at(_township(c)), c.choice(("zxy", "hjh", "mch"))),
        "search by identity number": lambda s, c: search(
            s, at("53"), f"53342119{1000000000 + c.randrange(3 * households)}"
        ),
        "search by household number": lambda s, c: search(s, at("53"), f"53{1000000000 + 1 + c.randrange(households)}"),
        "history of a case": lambda s, c: history(s, 1 + c.randrange(households)),
        "dashboard of a township from the tally": lambda s, c: tallies.by_place(s, "bench", _township(c), 12),
    }


def grouped(session: Session, chance: random.Random) -> object:
    """The dashboard as it would be without a tally."""
    place = func.substr(Case.area, 1, 12)
    query = select(place, Case.state, func.count()).where(Case.kind == "bench", within(Case.area, _township(chance)))
    return session.execute(query.group_by(place, Case.state)).all()


def ask(db: Engine, question: Question, size: Size) -> list[float]:
    """The milliseconds of each asking, the first few left out."""
    chance = random.Random(1)
    with reading(db) as session:
        took = [timed(lambda: question(session, chance)) * 1000 for _ in range(size.questions + 3)]
    return took[3:]


def measure(small: Place, large: Place, size: Size) -> Iterator[Row]:
    """Growth from a tenth of the households to all of them, pages in the middle, and the tally."""
    with ExitStack() as stack:
        dbs = {}
        for name, place, n in (("small", small, size.households // 10), ("large", large, size.households)):
            dbs[name] = place.connect()
            stack.callback(dbs[name].dispose)
            make_register(dbs[name], n)
        kind, label = large.kind.removesuffix(" NORMAL"), f"{size.households // 10:,} -> {size.households:,}"
        few, many = questions(size.households // 10), questions(size.households)
        for name in many:
            slow: list[float] = []

            def large_turn(name: str = name, slow: list[float] = slow) -> float:
                took = ask(dbs["large"], many[name], size)
                slow.extend(took)
                return percentile(took, 0.5)

            taken = rounds(
                {"small": lambda name=name: percentile(ask(dbs["small"], few[name], size), 0.5), "large": large_turn}, 3
            )
            p95 = percentile(slow, 0.95)
            note = f"p50 {taken.middle('large'):.2f} ms, p95 {p95:.2f} ms" + ("" if p95 <= 10 else " (goal 10 ms)")
            yield Row(f"{name}, {label}", kind, taken.ratios("large", "small"), 3.0, note=note)
        yield from _pages(dbs["large"], kind, size)
        yield from _dashboard(dbs["large"], kind, size)


def _pages(db: Engine, kind: str, size: Size) -> Iterator[Row]:
    desk = Desk("", "53")
    with reading(db) as session:
        n = session.scalar(select(func.count()).select_from(Step).where(desk.condition())) or 0
        order = (Step.due_on, Step.case_id, Step.name)
        middle = session.execute(select(*order).where(desk.condition()).order_by(*order).offset(n // 2).limit(1)).one()
    place = worklist.Place(*middle)
    taken = rounds(
        {
            "first": lambda: percentile(ask(db, lambda s, _: worklist.page(s, desk), size), 0.5),
            "middle": lambda: percentile(ask(db, lambda s, _: worklist.page(s, desk, after=place), size), 0.5),
        },
        3,
    )
    limit = 4.0 if kind == "PostgreSQL" else 5.0
    note = f"page 1 {taken.middle('first'):.2f} ms, of the whole province"
    yield Row("worklist page half-way down / page 1", kind, taken.ratios("middle", "first"), limit, note=note)


def _dashboard(db: Engine, kind: str, size: Size) -> Iterator[Row]:
    from_tally = questions(size.households)["dashboard of a township from the tally"]
    taken: Rounds = rounds(
        {
            "tally": lambda: percentile(ask(db, from_tally, size), 0.5),
            "grouped": lambda: percentile(ask(db, grouped, size), 0.5),
        },
        3,
    )
    note = f"{taken.middle('grouped'):.2f} ms / {taken.middle('tally'):.2f} ms"
    yield Row("dashboard of a township: GROUP BY / tally", kind, taken.ratios("grouped", "tally"), 5.0, True, note=note)
