"""Papers that vouch for data: what they stand for, whether it is still true, and who answers below and above (TZ26)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.bulk import insert_rows
from engine.db import Base
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.issued import desk
from states.issued.covering import DOCUMENT
from states.issued.paper import Paper, VouchedLine
from states.issued.snapshot import Line, Snapshot, lines, summed
from states.regions import names

LEVELS = {12: "village", 9: "township", 6: "county"}
"""The level of a commitment by the length of its place's code."""
WHO = {"village": "township_leader", "township": "township_leader", "county": "county"}
"""Whose post gives the commitment of each level: the village's leader in charge, the two heads, the group's head."""
NAMED = 20
"""So many households are named one by one."""


@dataclass(frozen=True, slots=True)
class Below:
    """A place below with its standing commitment, and how many of its households have changed since."""

    area: str
    name: str
    paper: Paper | None
    changed: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The data of a place now: in short, household by household, and what the places below said of them."""

    snapshot: Snapshot
    lines: tuple[Line, ...]
    below: tuple[Below, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What has changed since a commitment: households by number and head, some of them, and how many."""

    count: int
    some: tuple[tuple[str, str], ...] = field(default=())


def look(session: Session, area: str) -> Seen:
    """The data of a place now, with the commitments of the places directly below."""
    found = tuple(lines(session, area))
    return Seen(summed(found), found, tuple(_below(session, area, found)))


def against(area: str, seen: Seen, by: Actor) -> Iterator[Blocker]:
    """Every reason against committing now: the post, nothing to vouch for, and each place below that has not."""
    level = LEVELS.get(len(area), "")
    if by.role != WHO.get(level):
        text = N_("村级数据由乡镇包村领导承诺，乡镇数据由乡镇党政主要负责人承诺，县级数据由县级领导小组承诺")
        yield Blocker("role-required", text, {}, "四(二)", WHO.get(level, ""))
    if not seen.lines:
        yield Blocker("nothing-to-vouch-for", N_("这个地方还没有登记农户，没有数据可以承诺"), {}, "四(二)")
    for place in seen.below:
        if place.paper is None:
            text = N_("“%(place)s”还没有作出数据准确性承诺")
            yield Blocker("commitment-missing", text, {"place": place.name}, "四(二)", "township_leader")
        elif place.changed:
            text = N_("“%(place)s”承诺以后有%(n)s户的数据变动，要重新承诺")
            told = {"place": place.name, "n": place.changed}
            yield Blocker("commitment-outdated", text, told, "四(二)", "township_leader")


def keep(session: Session, paper: Paper, found: Sequence[Line]) -> None:
    """Keep the digest of each household beside the paper that vouches for it."""
    rows = [{"paper_id": paper.id, "household_id": line.household_id, "digest": line.digest} for line in found]
    insert_rows(session, Base.metadata.tables["vouched_line"], rows)


def differences(session: Session, paper: Paper) -> Differences:
    """What has changed since, household by household: changed, come or gone."""
    now = {line.household_id: line.digest for line in lines(session, paper.area)}
    changed = _changed(_kept(session, [paper.id]).get(paper.id, {}), now)
    query = select(Household.number, Household.head_name).where(Household.id.in_(changed[:NAMED]))
    return Differences(len(changed), tuple((row[0], row[1]) for row in session.execute(query)))


def _below(session: Session, area: str, found: Sequence[Line]) -> Iterator[Below]:
    """The places directly below that have households."""
    if len(area) not in (6, 9):
        return
    length = 9 if len(area) == 6 else 12
    now: dict[str, dict[int, str]] = {}
    for line in found:
        now.setdefault(line.village[:length], {})[line.household_id] = line.digest
    papers = desk.standing(session, DOCUMENT, sorted(now))
    then = _kept(session, [paper.id for paper in papers.values()])
    called = names(session, now)
    for place in sorted(now):
        paper = papers.get(place)
        changed = len(_changed(then.get(paper.id, {}), now[place])) if paper else 0
        yield Below(place, called.get(place, place), paper, changed)


def _kept(session: Session, papers: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    columns = (VouchedLine.paper_id, VouchedLine.household_id, VouchedLine.digest)
    for paper, household, digest in session.execute(select(*columns).where(VouchedLine.paper_id.in_(list(papers)))):
        found.setdefault(paper, {})[household] = digest
    return found


def _changed(then: dict[int, str], now: dict[int, str]) -> list[int]:
    return sorted(one for one in then.keys() | now.keys() if then.get(one) != now.get(one))
