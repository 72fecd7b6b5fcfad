"""Finding people: by name, given name, pinyin, initials, identity number or household number.

Every search is a prefix in an index and stays inside the actor's area. A text may fit
several of them; they are asked one after the other, and a page goes on where the last one ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.actors import Actor
from engine.areas import within
from states.households import Household
from states.identity import FULL_WIDTH
from states.members import Member

MOST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One person found, with the household."""

    member_id: int
    household_id: int
    case_id: int
    number: str
    name: str
    head_name: str
    group_code: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: which column, its value there, and the person's id."""

    column: str
    value: str
    member_id: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people and where the next begins; None when this is the last."""

    hits: tuple[Hit, ...]
    after: Place | None


def search(session: Session, actor: Actor, text: str, limit: int = 20, after: Place | None = None) -> Found:
    """Look for `text` inside the actor's area, `limit` people at a time."""
    limit = max(1, min(limit, MOST))
    wanted = "".join(sign for sign in text.translate(FULL_WIDTH) if sign.isprintable() and not sign.isspace())
    columns = _columns(wanted)
    names = [column.key for column in columns]
    begin = names.index(after.column) if after and after.column in names else 0
    found: list[tuple[str, str, Hit]] = []
    for number in range(begin, len(columns)):
        earlier = [_prefix(column, wanted) for column in columns[:number]]
        start = after if after and number == begin else None
        found += _page(session, actor, columns[number], wanted, earlier, limit + 1 - len(found), start)
        if len(found) > limit:
            break
    hits = tuple(hit for _, _, hit in found[:limit])
    if len(found) <= limit:
        return Found(hits, None)
    column, value, last = found[limit - 1]
    return Found(hits, Place(column, value, last.member_id))


Column = InstrumentedAttribute[str]


def _columns(wanted: str) -> Sequence[Column]:
    """Which columns a text can be the beginning of."""
    if not wanted:
        return ()
    if re.fullmatch(r"\d+[Xx]?[0-9A-Za-z]{0,2}", wanted):
        return (Member.id_no, Household.number)
    if wanted.isascii() and wanted.isalpha():
        return (Member.pinyin, Member.initials, Member.pinyin_alt, Member.initials_alt)
    return (Member.name, Member.given, Household.number)


def _prefix(column: Column, wanted: str) -> ColumnElement[bool]:
    if column.key in ("id_no", "number"):
        wanted = wanted.upper()
    elif wanted.isascii():
        wanted = wanted.lower()
    if column.key.endswith("_alt"):  # said in the words of its partial index, else SQLite reads the whole table
        return and_(column != literal_column("''"), within(column, wanted))
    return within(column, wanted)


def _scope(column: Column, area: str) -> ColumnElement[bool]:
    """Inside an area, put so that the database takes the right index.

    In a township the names have indexes that begin with it; for all else the column's own index must
    lead, so the area is asked of a column that has none.
    """
    if len(area) < 9 or column.key not in ("name", "given", "pinyin", "initials"):
        return within(Member.group_code, area)
    narrower = [within(Member.group_code, area)] if len(area) > 9 else []
    return and_(Member.township == area[:9], *narrower)


def _page(
    session: Session,
    actor: Actor,
    column: Column,
    wanted: str,
    earlier: Sequence[ColumnElement[bool]],
    limit: int,
    after: Place | None,
) -> list[tuple[str, str, Hit]]:
    found = (
        select(column, Member.id, Member.household_id, Household.case_id, Household.number)
        .add_columns(Member.name, Household.head_name, Member.group_code, Member.left_on.is_(None))
        .join(Household, Household.id == Member.household_id)
        .where(_prefix(column, wanted), _scope(column, actor.area))
        .order_by(column, Member.id)
        .limit(limit)
    )
    if earlier:
        found = found.where(not_(or_(*earlier)))
    if after:
        found = found.where(tuple_(column, Member.id) > (after.value, after.member_id))
    return [(column.key, row[0], Hit(*row[1:])) for row in session.execute(found)]
