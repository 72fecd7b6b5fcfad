"""A department's answers for many households at once: each is looked at, and all are taken or none (XZ16, HT02)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.words import N_
from states import criteria_desk, joint_review
from states.departments.column import Column, digest, waiting

NOT_ASKED = N_("这一户没有等您的部门答复：不是送您的，或者已经答复")
STALE = N_("名单拿走以后这一户有变化，请重新下载名单再填")
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one household: `good` is nothing found, or met. `seen` is the digest of the list, if it is known.

    `at` is its place among those that came together, for remarks.
    """

    case_id: int
    good: bool
    on: date
    item: str = ""
    detail: str = ""
    asks: tuple[str, ...] = ()
    seen: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with an answer: its place, the field, a code, and a sentence that `facts` fill."""

    at: int
    where: str
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def wrong(
    session: Session, book: Book, of: Column, answers: Sequence[Answer], *, by: Actor, at: datetime
) -> list[Wrong]:  # fmt: skip
    """Everything wrong with these answers, in their order."""
    ids = sorted({one.case_id for one in answers})
    here = {one.case_id: one for one in waiting(session, book, of, by, ids)} if ids else {}
    found, seen = [], set()
    for one in answers:
        known = here.get(one.case_id)
        if known is None:
            found.append(Wrong(one.at, "case_id", "not-asked", NOT_ASKED))
        elif one.seen and one.seen != digest(known):
            found.append(Wrong(one.at, "digest", "stale", STALE))
        if one.case_id in seen:
            found.append(Wrong(one.at, "case_id", "twice", N_("同一户答复了两次")))
        seen.add(one.case_id)
        found += _of_one(of, one, office_day(at))
    return found


def _of_one(of: Column, one: Answer, today: date) -> Iterator[Wrong]:
    if one.on > today:
        yield Wrong(one.at, "on", "future", N_("答复日期不能晚于今天"))
    if len(one.item) > 60 or len(one.detail) > LONGEST:
        yield Wrong(one.at, "detail", "too-long", N_("文字太长"))
    if one.good:
        return
    if of.criterion and len(one.detail.strip()) < 2:
        yield Wrong(one.at, "detail", "empty", N_("不达标的请写明具体情况"))
    if not of.criterion and not one.item.strip():
        yield Wrong(one.at, "item", "empty", N_("命中的请写明项目"))


def give(
    session: Session, book: Book, of: Column, answers: Sequence[Answer], *, by: Actor, at: datetime,
    key: str | None = None,
) -> int:  # fmt: skip
    """Record all answers, or none: raises `BadInput` with everything wrong, as `answers.3.item`. Answer how many."""
    if (told := commands.claim(session, key, by, at)) is not None:
        return int(told["count"])
    if bad := wrong(session, book, of, answers, by=by, at=at):
        raise BadInput(*(Problem(f"answers.{one.at}.{one.where}", one.text % dict(one.facts)) for one in bad))
    count = 0
    for said, some in groupby(sorted(answers, key=_alike), key=_alike):
        count += _record(session, book, of, said, [one.case_id for one in some], by, at)
    commands.remember(session, key, by, {"count": count})
    return count


def _alike(one: Answer) -> tuple[Any, ...]:
    return one.good, one.on, one.item.strip(), one.detail.strip(), tuple(sorted(one.asks))


def _record(
    session: Session, book: Book, of: Column, said: tuple[Any, ...], ids: list[int], by: Actor, at: datetime
) -> int:  # fmt: skip
    good, on, item, detail, asks = said
    if of.criterion:
        told = {"on": on, "met": good, "asks": asks, "remarks": detail}
        return criteria_desk.answer(session, book, of.criterion, ids, by, at, **told)
    hit = {"hit": not good, "item": "" if good else item, "detail": detail}
    return joint_review.answer(session, book, ids, by, at, on=on, **hit)
