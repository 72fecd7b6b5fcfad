"""Proposing changes of the register: other values, and members who join, leave or move to another household."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from states import case_file, openings
from states.changes import natural, proposing, shown
from states.changes.change import Change as Row
from states.households import Household
from states.members import Member as Person
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.api import repeated
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.changes import Change
from web.api.shapes import Body, CaseId, CasePath, Day, Keyed, Name, NameOrNone
from web.changes.told import told
from web.database import work

Source = Literal["visit", "office", "department"]
Written = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class Value(Body):
    """A new value for a field: of a member, or of the household where no member is named."""

    field: Name
    value: Written
    member_id: CaseId | None = None
    happened_on: Day | None = None


class Values(Body):
    """The values that shall change: all of them are proposed, or none."""

    values: list[Value] = Field(min_length=1, max_length=100)
    source: Source


class Join(Body):
    """Who joined, with the reason and the day; a newborn without a number brings the birthday."""

    name: Written
    relation: Name
    id_no: Written = ""
    sex: NameOrNone = ""
    birth_on: Written = ""
    ethnicity: Written = ""
    reason: Name
    happened_on: Day
    source: Source


class Leave(Body):
    """Who left, with the reason and the day; a head names who is head after."""

    member_id: CaseId
    reason: Name
    happened_on: Day
    new_head: CaseId | None = None
    source: Source


class Transfer(Body):
    """Who moved to the registered household of that number, and as what."""

    member_id: CaseId
    number: Written
    relation: Name
    happened_on: Day
    new_head: CaseId | None = None
    source: Source


class Member(Answer):
    """A member; `here` is false for one who left."""

    member_id: int
    name: str
    relation: str
    here: bool


class Members(Answer):
    """All members of a household."""

    items: list[Member]


class Proposed(Answer):
    """What waits now for another person."""

    items: list[Change]


@bp.get("/cases/<int:case_id>/members", responses={200: Members})
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def members(path: CasePath) -> Response:
    """List the members of a household; the opening is logged."""
    with work() as db:
        home = case_file.household(db, path.case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household:{home.id}", now.wall())
        people = db.scalars(select(Person).where(Person.household_id == home.id).order_by(Person.id)).all()
        items = [Member(member_id=one.id, name=one.name, relation=one.relation, here=one.is_here) for one in people]
    return answer(Members(items=items))


@bp.post("/cases/<int:case_id>/changes", responses={201: Proposed})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def propose(path: CasePath, header: Keyed, body: Values) -> Response:
    """Propose other values; those that say nothing new propose nothing."""

    def act(db: Session, home: Household, facts: dict[str, Any]) -> list[Row]:
        ids = [one.member_id for one in body.values if one.member_id is not None]
        _require(db, home, *ids)
        edits = [
            proposing.Edit(
                "member" if one.member_id else "household", one.member_id or home.id, one.field, one.value,
                happened_on=one.happened_on,
            )
            for one in body.values
        ]  # fmt: skip
        return proposing.propose(db, edits, **facts)

    return _proposed(path, header, body.source, act)


@bp.post("/cases/<int:case_id>/joins", responses={201: Proposed})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def join(path: CasePath, header: Keyed, body: Join) -> Response:
    """Propose that somebody joined a household."""

    def act(db: Session, home: Household, facts: dict[str, Any]) -> list[Row]:
        person = natural.Newcomer(body.name, body.relation, body.id_no, body.sex, body.birth_on, body.ethnicity)
        return [natural.join(db, home.id, person, body.reason, body.happened_on, **facts)]

    return _proposed(path, header, body.source, act)


@bp.post("/cases/<int:case_id>/leaves", responses={201: Proposed})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def leave(path: CasePath, header: Keyed, body: Leave) -> Response:
    """Propose that a member left."""

    def act(db: Session, home: Household, facts: dict[str, Any]) -> list[Row]:
        _require(db, home, body.member_id)
        return [natural.leave(db, body.member_id, body.reason, body.happened_on, new_head=body.new_head, **facts)]

    return _proposed(path, header, body.source, act)


@bp.post("/cases/<int:case_id>/transfers", responses={201: Proposed})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def transfer(path: CasePath, header: Keyed, body: Transfer) -> Response:
    """Propose that a member moved to another registered household: one act for both."""

    def act(db: Session, home: Household, facts: dict[str, Any]) -> list[Row]:
        _require(db, home, body.member_id)
        where = body.number, body.relation, body.happened_on
        return [natural.transfer(db, body.member_id, *where, new_head=body.new_head, **facts)]

    return _proposed(path, header, body.source, act)


def _require(db: Session, home: Household, *member_ids: int) -> None:
    """Raise `NotFound` for a member of another household."""
    found = set(db.scalars(select(Person.id).where(Person.household_id == home.id, Person.id.in_(member_ids))))
    if missing := set(member_ids) - found:
        raise NotFound("member", min(missing))


def _proposed(
    path: CasePath, header: Keyed, source: str, act: Callable[[Session, Household, dict[str, Any]], list[Row]]
) -> Response:
    by, facts = who.actor(), {"by": who.actor(), "at": now.now(), "source": source}
    with work() as db:
        home = case_file.household(db, path.case_id, by)

        def once() -> dict[str, Any]:
            return {"changes": [one.id for one in act(db, home, facts)]}

        made = repeated.once(db, header.key, once)["changes"]
        items = [Change(**told(shown.one(db, number, by))) for number in made]
    return answer(Proposed(items=items), 201)
