"""Another office for the engine's own tests: permits for market stalls. It shows that the engine knows no trade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.cases import open_cases
from engine.definition import Definition, Move, State
from engine.evidence import record
from engine.facts import Facts
from engine.guards import Blocker, Need
from engine.procedure import Clock, Procedure, Rule, Skip, StepSpec
from engine.start import start

CLERK = Actor("u1", "刘芳", "clerk", "5399")
OTHER = Actor("u3", "周敏", "clerk", "5399")
CHIEF = Actor("u2", "陈志", "chief", "5399")
AREA = "539901101201"
NOW = datetime(2021, 10, 25, 1, 0, tzinfo=UTC)


def at(days: int) -> datetime:
    """The office morning so many days after the first."""
    return NOW + timedelta(days=days)


def has(kind: str) -> Need:
    """Evidence of this kind is there."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        if not facts.shown(kind):
            yield Blocker(f"no-{kind}", "还没有“%(kind)s”", {"kind": kind})

    return Need("evidence", kind, guard, {"kind": kind})


def small(facts: Facts) -> bool:
    """A stall of one square metre needs no fire check."""
    return any(exhibit.facts.get("size") == 1 for exhibit in facts.shown("form"))


GRANT = Procedure(
    "grant",
    "发证",
    (
        StepSpec("apply", "申请", "clerk", "窗口", 12, needs=(has("form"),)),
        StepSpec(
            "fire",
            "消防检查",
            "clerk",
            "窗口",
            12,
            ("apply",),
            (has("check"),),
            skip=Skip((Rule(small, "一平方米免检"),)),
        ),
        StepSpec("site", "现场查看", "clerk", "窗口", 12, ("apply",), apart_from=("apply",)),
        StepSpec(
            "sign",
            "签发",
            "chief",
            "主任",
            4,
            ("fire", "site"),
            clock=Clock(window=(date(2021, 10, 27), date(2021, 11, 30))),
        ),
    ),
)

PERMIT = Definition(
    "permit",
    "permit-1",
    "摊位许可",
    (State("asked", "已申请"), State("granted", "已发证"), State("ended", "已注销", final=True)),
    (
        Move("grant", "发证", ("asked",), "granted", procedure=GRANT),
        Move("end", "注销", ("asked", "granted"), "ended", by=("chief",), irreversible=True),
    ),
)


def office() -> Book:
    """A book that knows the permit."""
    book = Book(lambda _session, _digest: None, {})
    book.add(PERMIT)
    return book


def make_permits(session: Session, book: Book, n: int = 1, *, running: bool = True, size: int = 4) -> list[int]:
    """So many permits asked for, their forms in, their runs under way."""
    ids = [case.id for case in open_cases(session, PERMIT, [AREA] * n, CLERK, NOW)]
    if running:
        start(session, book, ids, "grant", by=CLERK, at=NOW)
        record(session, "form", {"size": size}, {i: {"size": size} for i in ids}, NOW.date(), CLERK, NOW)
    return ids
